// The output and the memory of compressing libraries.

#include "modules/compression.h"

#include <string.h>

#include "memory/buffer.h"
#include "objects/bytes.h"

// --- output ---

// Kilobytes of each step.
static const int64_t output_steps[] = {
    32, 64, 256, 1 << 10, 4 << 10, 8 << 10, 16 << 10, 16 << 10, 32 << 10, 32 << 10, 32 << 10,
    32 << 10, 64 << 10, 64 << 10, 128 << 10, 128 << 10, 256 << 10,
};

static int64_t next_step(const Output *output) {
    if (output->steps == 0 && output->first != 0) return output->first;
    int last = ARRAY_COUNT(output_steps) - 1;
    int64_t step = output_steps[output->steps < last ? output->steps : last] << 10;
    int64_t rest = output->max - output->capacity;
    return output->max >= 0 && rest < step ? rest : step;
}

bool output_grow(Output *output, uint8_t **room, int64_t *room_bytes) {
    int64_t step = next_step(output), old = output->capacity;
    uint8_t *data = buffer_resize(output->vm, output->data, (size_t)old, (size_t)(old + step));
    if (data == NULL) return false;
    output->data = data;
    output->capacity = old + step;
    output->steps++;
    *room = data + old;
    *room_bytes = step;
    return true;
}

void output_drop(Output *output) {
    buffer_drop(output->vm, output->data, (size_t)output->capacity);
    output->data = NULL;
    output->capacity = 0;
}

Object *output_finish(Output *output, int64_t unused) {
    Object *bytes = bytes_new_apart(output->vm, output->data, output->capacity - unused);
    output_drop(output);
    return bytes;
}

// --- memory ---

typedef union CompressionMemory {
    size_t bytes;      // with this head
    max_align_t align;
} CompressionMemory;

void *compression_memory_new(Vm *vm, size_t bytes) {
    size_t all = bytes + sizeof(CompressionMemory);
    CompressionMemory *memory = all < bytes ? NULL : buffer_new(vm, all);
    if (memory == NULL) return NULL;
    memory->bytes = all;
    return memory + 1;
}

void compression_memory_drop(Vm *vm, void *memory) {
    if (memory == NULL) return;
    CompressionMemory *head = (CompressionMemory *)memory - 1;
    buffer_drop(vm, head, head->bytes);
}
