#include "runtime/patch.h"

#include "runtime/regops.h"
#include "runtime/runtime.h"

// What stood in the place of LEAVE, an entry an instruction in their order.
struct Patch {
    Lowered *lowered;      // borrows
    struct Patch *next;
    size_t bytes;
    uint16_t ops[];
};

static void write_ops(Lowered *lowered, struct Patch *patch, bool patches) {
    int index = 0;
    for (int i = 0; i < lowered->op_count; index++) {
        Instruction *op = &lowered->ops[i];
        if (patches) patch->ops[index] = op->op;
        i += regops_words(patch->ops[index]);
        op->op = patches ? REG_LEAVE : patch->ops[index];
    }
}

bool patch_frame(Vm *vm, Frame *frame) {
    Lowered *lowered = frame->code->lowered;
    if (frame->is_stack_code || lowered == NULL || lowered->patch != NULL) return true;
    size_t bytes = sizeof(struct Patch) + (size_t)lowered->op_count * sizeof(uint16_t);
    struct Patch *patch = system_new(vm, bytes);
    if (patch == NULL) return false;
    patch->lowered = lowered;
    patch->bytes = bytes;
    patch->next = runtime_of(vm)->patches;
    runtime_of(vm)->patches = patch;
    lowered->patch = patch;
    write_ops(lowered, patch, true);
    return true;
}

void patch_undo(Vm *vm, Lowered *lowered) {
    struct Patch *patch = lowered->patch;
    if (patch == NULL) return;
    write_ops(lowered, patch, false);
    lowered->patch = NULL;
    struct Patch **link = &runtime_of(vm)->patches;
    while (*link != patch) link = &(*link)->next;
    *link = patch->next;
    system_drop(vm, patch, patch->bytes);
}

void patch_undo_all(Vm *vm) {
    struct Patch *patch;
    while ((patch = runtime_of(vm)->patches) != NULL) patch_undo(vm, patch->lowered);
}
