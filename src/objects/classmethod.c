// classmethod and staticmethod: functions that are bound to the class, or to nothing.

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

// --- making ---

// Takes over name, module, doc and annotations of the wrapped function.
static bool classmethod_wrap(Vm *vm, Object *self, Object *function) {
    const Names *names = &vm->objects->names;
    Str *copied[] = {names->dunder_module, names->dunder_name, names->dunder_qualname,
                     names->dunder_doc, names->dunder_annotations};
    for (size_t i = 0; i < ARRAY_COUNT(copied); i++) {
        Object *value;
        Found found = object_find_attribute(vm, function, copied[i], &value);
        if (found == RAISED) return false;
        if (found == ABSENT) continue;
        bool done = object_set_attribute(vm, self, copied[i], value);
        object_drop(vm, value);
        if (!done) return false;
    }
    return true;
}

static Object *classmethod_make(Vm *vm, uint32_t kind, Object *function) {
    Object *object = instance_new(vm, type_of_kind(vm, kind));
    if (object == NULL) return NULL;
    slot_set(vm, object, &((ClassMethod *)object)->function, function);
    return object;
}

Object *classmethod_new(Vm *vm, Object *function) {
    return classmethod_make(vm, KIND_CLASSMETHOD, function);
}

Object *staticmethod_new(Vm *vm, Object *function) {
    return classmethod_make(vm, KIND_STATICMETHOD, function);
}

static Object *classmethod_behaviour_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return instance_new(vm, type);
}

static bool classmethod_take(Vm *vm, Object *object, const Arguments *arguments,
                             const char *name) {
    if (!arguments_refuse_keywords(vm, name, arguments)) return false;
    if (!arguments_check_count(vm, name, arguments->count, 1, 1)) return false;
    Object *function = arguments->values[0].object;
    slot_set(vm, object, &((ClassMethod *)object)->function, function);
    return classmethod_wrap(vm, object, function);
}

static bool classmethod_init(Vm *vm, Object *object, const Arguments *arguments) {
    return classmethod_take(vm, object, arguments, "classmethod");
}

static bool staticmethod_init(Vm *vm, Object *object, const Arguments *arguments) {
    return classmethod_take(vm, object, arguments, "staticmethod");
}

// --- as descriptors ---

static Object *classmethod_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    Object *function = ((ClassMethod *)descriptor)->function.object;
    if (function == NULL) return raise(vm, ERROR_CLASSMETHOD_EMPTY, "classmethod");
    if (owner == NULL) owner = object_type(vm, instance);
    if (object_type(vm, function)->behaviour.descriptor_load != NULL)
        return object_bind(vm, function, (Object *)owner, owner);
    return method_new(vm, function, (Object *)owner);
}

static Object *staticmethod_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)instance;
    (void)owner;
    Object *function = ((ClassMethod *)descriptor)->function.object;
    if (function == NULL) return raise(vm, ERROR_CLASSMETHOD_EMPTY, "staticmethod");
    return object_share(function);
}

static Object *staticmethod_call(Vm *vm, Object *callable, const Arguments *arguments) {
    return object_call(vm, ((ClassMethod *)callable)->function.object, arguments);
}

static Object *classmethod_repr(Vm *vm, Object *object) {
    return str_new_format(vm, "<classmethod(%R)>", ((ClassMethod *)object)->function.object);
}

static Object *staticmethod_repr(Vm *vm, Object *object) {
    return str_new_format(vm, "<staticmethod(%R)>", ((ClassMethod *)object)->function.object);
}

// --- attributes and memory ---

static Object *classmethod_get_is_abstract(Vm *vm, Object *object) {
    Found found = function_is_abstract(vm, ((ClassMethod *)object)->function.object);
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

static const Field classmethod_fields[] = {FIELD_NAMED(ClassMethod, function, "__func__"), {0}};

static const Member classmethod_members[] = {
    {"__func__", offsetof(ClassMethod, function), MEMBER_READ_ONLY, NULL},
    {"__wrapped__", offsetof(ClassMethod, function), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Property classmethod_properties[] = {
    {"__isabstractmethod__", classmethod_get_is_abstract, NULL, NULL},
    INSTANCE_DICT_PROPERTY,
    {0},
};

const TypeDefinition classmethod_definition = {
    .name = "classmethod",
    .kind = KIND_CLASSMETHOD,
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(ClassMethod),
    .python_bytes = 32,
    .python_dict_offset = 24,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_CLEARS_FIELDS,
               .fields = classmethod_fields},
    .behaviour = {.repr = classmethod_repr, .descriptor_load = classmethod_load,
                  .new = classmethod_behaviour_new, .init = classmethod_init},
    .properties = classmethod_properties,
    .members = classmethod_members,
    .doc = "A method whose first argument is the class.",
};

const TypeDefinition staticmethod_definition = {
    .name = "staticmethod",
    .kind = KIND_STATICMETHOD,
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(ClassMethod),
    .python_bytes = 32,
    .python_dict_offset = 24,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_CLEARS_FIELDS,
               .fields = classmethod_fields},
    .behaviour = {.repr = staticmethod_repr, .call = staticmethod_call,
                  .descriptor_load = staticmethod_load,
                  .new = classmethod_behaviour_new, .init = staticmethod_init},
    .properties = classmethod_properties,
    .members = classmethod_members,
    .doc = "A function in a class that gets neither the instance nor the class.",
};
