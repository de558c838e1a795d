// None: the one object that stands for "nothing here".

#include "objects/arguments.h"
#include "objects/str.h"

static size_t none_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Object);
}

static Object *none_repr(Vm *vm, Object *object) {
    (void)object;
    return str_new_c(vm, "None");
}

static Found none_truth(Vm *vm, Object *object) {
    (void)vm, (void)object;
    return ABSENT;
}

static Object *none_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (arguments->count > 0 || (arguments->names != NULL))
        return raise(vm, ERROR_TAKES_NO_ARGUMENTS, "NoneType");
    return none_new(vm);
}

const TypeDefinition none_definition = {
    .name = "NoneType",
    .kind = KIND_NONE,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE | TYPE_HAS_FINAL_CLASS,
    .bytes = sizeof(Object),
    .python_bytes = 16,
    .layout = {.name = "NoneType", .bytes = none_bytes},
    .behaviour = {.repr = none_repr, .truth = none_truth, .new = none_make},
};
