#include "modules/lent.h"

#include <stddef.h>
#include <string.h>

#include "memory/buffer.h"

typedef union Lent {
    size_t bytes;      // with this head
    max_align_t align;
} Lent;

void *lent_new(Vm *vm, size_t bytes) {
    size_t all = bytes + sizeof(Lent);
    Lent *memory = all < bytes ? NULL : buffer_new(vm, all);
    if (memory == NULL) return NULL;
    memory->bytes = all;
    return memory + 1;
}

void *lent_new_cleared(Vm *vm, size_t count, size_t bytes) {
    size_t all;
    void *memory = __builtin_mul_overflow(count, bytes, &all) ? NULL : lent_new(vm, all);
    return memory == NULL ? NULL : memset(memory, 0, all);
}

void *lent_resize(Vm *vm, void *memory, size_t bytes) {
    if (memory == NULL) return lent_new(vm, bytes);
    Lent *head = (Lent *)memory - 1;
    size_t all = bytes + sizeof(Lent);
    Lent *resized = all < bytes ? NULL : buffer_resize(vm, head, head->bytes, all);
    if (resized == NULL) return NULL;
    resized->bytes = all;
    return resized + 1;
}

void lent_drop(Vm *vm, void *memory) {
    if (memory == NULL) return;
    Lent *head = (Lent *)memory - 1;
    buffer_drop(vm, head, head->bytes);
}
