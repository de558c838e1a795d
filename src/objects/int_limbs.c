#include "objects/int_limbs.h"

bool limbs_start(Vm *vm, Limbs *limbs, int64_t capacity) {
    limbs->capacity = capacity;
    limbs->at = limbs->own;
    if (capacity <= LIMBS_OWN) return true;
    limbs->at = system_new(vm, (size_t)capacity * sizeof(Limb));
    return limbs->at != NULL;
}

void limbs_done(Vm *vm, Limbs *limbs) {
    if (limbs->at != limbs->own && limbs->at != NULL)
        system_drop(vm, limbs->at, (size_t)limbs->capacity * sizeof(Limb));
}

bool limbs_multiply(Vm *vm, Limb *out, const Limb *left, int64_t left_count,
                    const Limb *right, int64_t right_count) {
    size_t bytes = digits_multiply_scratch(left_count, right_count);
    void *scratch = NULL;
    if (bytes != 0 && (scratch = system_new(vm, bytes)) == NULL) return false;
    digits_multiply(out, left, left_count, right, right_count, scratch);
    if (bytes != 0) system_drop(vm, scratch, bytes);
    return true;
}

bool limbs_divide(Vm *vm, Limb *quotient, Limb *remainder, const Limb *left,
                  int64_t left_count, const Limb *right, int64_t right_count) {
    size_t bytes = digits_divide_scratch(left_count, right_count);
    void *scratch = NULL;
    if (bytes != 0 && (scratch = system_new(vm, bytes)) == NULL) return false;
    digits_divide(quotient, remainder, left, left_count, right, right_count, scratch);
    if (bytes != 0) system_drop(vm, scratch, bytes);
    return true;
}
