// types.SimpleNamespace: an object that is nothing but its attributes.

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

typedef struct Namespace {   // the attributes are in prefix.dict, always there
    Object base;
} Namespace;

static Dict *dict_of(const Object *object) {
    return (Dict *)object_prefix(object)->dict.object;
}

static size_t namespace_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Namespace);
}

static Object *namespace_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    Dict *dict = dict_new(vm);
    if (dict == NULL) return NULL;
    Object *object = type_new_instance(vm, type, sizeof(Namespace));
    if (object == NULL) {
        object_drop(vm, (Object *)dict);
        return NULL;
    }
    slot_take(vm, object, &object_prefix(object)->dict, (Object *)dict);
    object_track(vm, object);
    return object;
}

static bool namespace_init(Vm *vm, Object *object, const Arguments *arguments) {
    if (arguments->count > 0) return raise_false(vm, ERROR_NAMESPACE_POSITIONAL);
    int64_t count = arguments->names == NULL ? 0 : ((const Tuple *)arguments->names)->count;
    for (int64_t i = 0; i < count; i++) {
        Object *name = ((const Tuple *)arguments->names)->items[i].object;
        if (!dict_set(vm, dict_of(object), name, arguments->values[i].object)) return false;
    }
    return true;
}

static bool add_attributes(Vm *vm, Object *object, StrBuilder *builder) {
    int64_t position = 0, count = 0;
    Object *key, *value;
    while (dict_next(dict_of(object), &position, &key, &value)) {
        if (!object_is_str(vm, key) || ((Str *)key)->length == 0) continue;
        object_share(value);
        Object *text = object_repr(vm, value);
        object_drop(vm, value);
        if (text == NULL) return false;
        if (count++ > 0) str_builder_add_c(builder, ", ");
        str_builder_add(builder, (Str *)key);
        str_builder_add_c(builder, "=");
        str_builder_add(builder, (Str *)text);
        object_drop(vm, text);
    }
    return true;
}

static Object *namespace_repr(Vm *vm, Object *object) {
    const char *name = object->kind == KIND_NAMESPACE ? "namespace"
                                                      : type_name(object_type(vm, object));
    switch (repr_enter(vm, object)) {
    case FOUND: return str_new_format(vm, "%s(...)", name);
    case RAISED: return NULL;
    case ABSENT: break;
    }
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_c(&builder, name);
    str_builder_add_c(&builder, "(");
    bool done = add_attributes(vm, object, &builder);
    str_builder_add_c(&builder, ")");
    repr_leave(vm, object);
    if (done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

static Object *namespace_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    const Type *type = type_of_kind(vm, KIND_NAMESPACE);
    if (!object_has_type(vm, left, type) || !object_has_type(vm, right, type))
        return not_implemented_new(vm);
    return object_compare(vm, (Object *)dict_of(left), (Object *)dict_of(right), comparison);
}

static Object *namespace_method_reduce(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object;
    return (Object *)tuple_pack(vm, 3, (Object *)object_type(vm, self),
                                (Object *)vm->objects->empty_tuple, (Object *)dict_of(self));
}

static const Method namespace_methods[] = {
    {"__reduce__", namespace_method_reduce, "(self, /)",
     "How to make it again.", METHOD_HIDES_SIGNATURE},
    {0},
};

static const Member namespace_members[] = {
    {"__dict__", 0, MEMBER_READ_ONLY | MEMBER_IS_DICT, NULL},
    {0},
};

const TypeDefinition namespace_definition = {
    .name = "types.SimpleNamespace",
    .kind = KIND_NAMESPACE,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_HAS_DICT,
    .bytes = sizeof(Namespace),
    .python_bytes = 24,
    .layout = {
        .name = "namespace",
        .flags = LAYOUT_COLLECTED | LAYOUT_DICT,
        .bytes = namespace_bytes,
    },
    .behaviour = {
        .repr = namespace_repr,
        .compare = namespace_compare,
        .new = namespace_new,
        .init = namespace_init,
    },
    .methods = namespace_methods,
    .members = namespace_members,
    .doc = "An object whose attributes are given as keywords.",
};
