// Ellipsis, written ...: the one object of its type.

#include "objects/arguments.h"
#include "objects/str.h"

static size_t ellipsis_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Object);
}

static Object *ellipsis_repr(Vm *vm, Object *object) {
    (void)object;
    return str_new_c(vm, "Ellipsis");
}

static Object *ellipsis_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (arguments->count > 0 || arguments->names != NULL)
        return raise(vm, ERROR_TAKES_NO_ARGUMENTS, "EllipsisType");
    return object_share(vm->objects->ellipsis);
}

static Object *ellipsis_method___reduce__(Vm *vm, const Slot *arguments) {
    return ellipsis_repr(vm, arguments[0].object);
}

static const Method ellipsis_methods[] = {
    HIDDEN_METHOD(ellipsis, __reduce__, "(self, /)", "The name under which pickle finds it."),
    {0},
};

const TypeDefinition ellipsis_definition = {
    .name = "ellipsis",
    .kind = KIND_ELLIPSIS,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE | TYPE_HAS_FINAL_CLASS,
    .bytes = sizeof(Object),
    .python_bytes = 16,
    .layout = {.name = "ellipsis", .bytes = ellipsis_bytes},
    .behaviour = {.repr = ellipsis_repr, .new = ellipsis_make},
    .methods = ellipsis_methods,
};
