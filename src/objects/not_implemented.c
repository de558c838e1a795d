// NotImplemented: how a binary operation says that the other operand should try.

#include "objects/arguments.h"
#include "objects/str.h"

static size_t not_implemented_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Object);
}

static Object *not_implemented_repr(Vm *vm, Object *object) {
    (void)object;
    return str_new_c(vm, "NotImplemented");
}

static Found not_implemented_truth(Vm *vm, Object *object) {
    (void)object;
    bool done = raise_warning(vm, EXCEPTION_DeprecationWarning,
                              "NotImplemented should not be used in a boolean context");
    return done ? FOUND : RAISED;
}

static Object *not_implemented_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (arguments->count > 0 || arguments->names != NULL)
        return raise(vm, ERROR_TAKES_NO_ARGUMENTS, "NotImplementedType");
    return not_implemented_new(vm);
}

static Object *not_implemented_method___reduce__(Vm *vm, const Slot *arguments) {
    return not_implemented_repr(vm, arguments[0].object);
}

static const Method not_implemented_methods[] = {
    HIDDEN_METHOD(not_implemented, __reduce__, "(self, /)",
                  "The name under which pickle finds it."),
    {0},
};

const TypeDefinition not_implemented_definition = {
    .name = "NotImplementedType",
    .kind = KIND_NOT_IMPLEMENTED,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE | TYPE_HAS_FINAL_CLASS,
    .bytes = sizeof(Object),
    .python_bytes = 16,
    .layout = {.name = "NotImplementedType", .bytes = not_implemented_bytes},
    .behaviour = {
        .repr = not_implemented_repr,
        .truth = not_implemented_truth,
        .new = not_implemented_make,
    },
    .methods = not_implemented_methods,
};
