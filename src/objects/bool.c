// bool: True and False, which are the ints 1 and 0.

#include "objects/arguments.h"
#include "objects/int_limbs.h"
#include "objects/str.h"

static size_t bool_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Int);
}

static Object *bool_repr(Vm *vm, Object *object) {
    return str_new_c(vm, ((const Int *)object)->value != 0 ? "True" : "False");
}

static Object *bool_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (!arguments_refuse_keywords(vm, "bool", arguments)) return NULL;
    if (!arguments_check_count(vm, "bool", arguments->count, 0, 1)) return NULL;
    Found truth = ABSENT;
    if (arguments->count > 0) truth = object_truth(vm, arguments->values[0].object);
    return truth == RAISED ? NULL : bool_new(vm, truth == FOUND);
}

static bool bool_are_both(const Object *left, const Object *right) {
    return left->kind == KIND_BOOL && right->kind == KIND_BOOL;
}

static int64_t bool_get(const Object *object) {
    return ((const Int *)object)->value;
}

static Object *bool_and(Vm *vm, Object *left, Object *right) {
    if (!bool_are_both(left, right)) return int_behave_and(vm, left, right);
    return bool_new(vm, bool_get(left) & bool_get(right));
}

static Object *bool_or(Vm *vm, Object *left, Object *right) {
    if (!bool_are_both(left, right)) return int_behave_or(vm, left, right);
    return bool_new(vm, bool_get(left) | bool_get(right));
}

static Object *bool_xor(Vm *vm, Object *left, Object *right) {
    if (!bool_are_both(left, right)) return int_behave_xor(vm, left, right);
    return bool_new(vm, bool_get(left) ^ bool_get(right));
}

const TypeDefinition bool_definition = {
    .name = "bool",
    .kind = KIND_BOOL,
    .base = KIND_INT,
    .flags = TYPE_IS_INT | TYPE_IS_IMMUTABLE | TYPE_HAS_FINAL_CLASS | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Int),
    .python_bytes = 24,
    .python_item_bytes = 4,
    .layout = {.name = "bool", .bytes = bool_bytes},
    .behaviour = {
        .repr = bool_repr,
        .new = bool_make,
        .binary = {[BINARY_AND] = bool_and, [BINARY_OR] = bool_or, [BINARY_XOR] = bool_xor},
    },
    .doc = "bool(x) -> bool\n\n"
           "True or False: whether x counts as true. The two are ints as well, 1 and 0, and\n"
           "there are no others.",
};
