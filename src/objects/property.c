// property: an attribute that calls functions.

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

enum { PROPERTY_ARGUMENTS = 4 };

// --- making ---

static bool property_take_getter_doc(Vm *vm, PropertyObject *property) {
    Object *self = &property->base, *doc;
    Str *name = vm->objects->names.dunder_doc;
    Found found = object_find_attribute(vm, property->get.object, name, &doc);
    if (found != FOUND) return found == ABSENT;
    bool done = true;
    if (self->kind == KIND_PROPERTY)
        slot_set(vm, self, &property->doc, doc);
    else
        done = object_set_attribute(vm, self, name, doc);
    property->has_getter_doc = true;
    object_drop(vm, doc);
    return done;
}

static Object *property_given(Vm *vm, Object *value) {
    return value == vm->objects->none ? NULL : value;
}

static bool property_init(Vm *vm, Object *object, const Arguments *arguments) {
    PropertyObject *property = (PropertyObject *)object;
    Object *values[PROPERTY_ARGUMENTS];
    if (!arguments_bind(vm, "property", "(fget=None, fset=None, fdel=None, doc=None)", arguments,
                        values))
        return false;
    slot_set(vm, object, &property->get, property_given(vm, values[0]));
    slot_set(vm, object, &property->set, property_given(vm, values[1]));
    slot_set(vm, object, &property->remove, property_given(vm, values[2]));
    slot_set(vm, object, &property->doc, values[3]);
    slot_clear(vm, object, &property->name);
    property->has_getter_doc = false;
    bool has_doc = values[3] != NULL && values[3] != vm->objects->none;
    arguments_unbind(vm, values, PROPERTY_ARGUMENTS);
    if (has_doc || property->get.object == NULL) return true;
    return property_take_getter_doc(vm, property);
}

static Object *property_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return instance_new(vm, type);
}

// --- as a descriptor ---

static Object *property_lack(Vm *vm, PropertyObject *property, Object *instance,
                             const char *what) {
    Object *qualname = object_type(vm, instance)->qualname.object;
    if (property->name.object != NULL && property->name.object != vm->objects->none)
        return raise(vm, ERROR_PROPERTY_NAMED, property->name.object, qualname, what);
    return raise(vm, ERROR_PROPERTY_UNNAMED, qualname, what);
}

static Object *property_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)owner;
    PropertyObject *property = (PropertyObject *)descriptor;
    if (instance == NULL) return object_share(descriptor);
    if (property->get.object == NULL) return property_lack(vm, property, instance, "getter");
    return object_call_with(vm, property->get.object, 1, instance);
}

static bool property_set(Vm *vm, Object *descriptor, Object *instance, Object *value) {
    PropertyObject *property = (PropertyObject *)descriptor;
    Object *function = value != NULL ? property->set.object : property->remove.object;
    if (function == NULL) {
        property_lack(vm, property, instance, value != NULL ? "setter" : "deleter");
        return false;
    }
    Object *result = value != NULL ? object_call_with(vm, function, 2, instance, value)
                                   : object_call_with(vm, function, 1, instance);
    object_drop_or_null(vm, result);
    return result != NULL;
}

// --- copies with one function changed ---

static Object *property_copy(Vm *vm, Object *object, Object *get, Object *set, Object *remove) {
    PropertyObject *old = (PropertyObject *)object;
    Object *none = vm->objects->none;
    bool keeps_get = get == NULL || get == none;
    if (keeps_get) get = old->get.object != NULL ? old->get.object : none;
    if (set == NULL || set == none) set = old->set.object != NULL ? old->set.object : none;
    if (remove == NULL || remove == none)
        remove = old->remove.object != NULL ? old->remove.object : none;
    Object *doc = old->doc.object != NULL ? old->doc.object : none;
    if (old->has_getter_doc && get != none) doc = none;
    Object *copy = object_call_with(vm, (Object *)object_type(vm, object), 4, get, set, remove,
                                    doc);
    if (copy != NULL && object_has_type(vm, copy, type_of_kind(vm, KIND_PROPERTY)))
        slot_set(vm, copy, &((PropertyObject *)copy)->name, old->name.object);
    return copy;
}

static Object *property_method_getter(Vm *vm, const Slot *arguments) {
    return property_copy(vm, arguments[0].object, arguments[1].object, NULL, NULL);
}

static Object *property_method_setter(Vm *vm, const Slot *arguments) {
    return property_copy(vm, arguments[0].object, NULL, arguments[1].object, NULL);
}

static Object *property_method_deleter(Vm *vm, const Slot *arguments) {
    return property_copy(vm, arguments[0].object, NULL, NULL, arguments[1].object);
}

static Object *property_method___set_name__(Vm *vm, const Slot *arguments) {
    Tuple *given = (Tuple *)arguments[1].object;
    PropertyObject *property = (PropertyObject *)arguments[0].object;
    if (given->count != 2) return raise(vm, ERROR_SET_NAME_COUNT, given->count);
    slot_set(vm, &property->base, &property->name, given->items[1].object);
    return none_new(vm);
}

Found function_is_abstract(Vm *vm, Object *function) {
    Object *value;
    if (function == NULL) return ABSENT;
    Str *name = vm->objects->names.dunder_isabstractmethod;
    Found found = object_find_attribute(vm, function, name, &value);
    if (found != FOUND) return found;
    found = object_truth(vm, value);
    object_drop(vm, value);
    return found;
}

static Object *property_get_is_abstract(Vm *vm, Object *object) {
    PropertyObject *property = (PropertyObject *)object;
    Found found = function_is_abstract(vm, property->get.object);
    if (found == ABSENT) found = function_is_abstract(vm, property->set.object);
    if (found == ABSENT) found = function_is_abstract(vm, property->remove.object);
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

// --- memory ---

static const Field property_fields[] = {
    FIELD_NAMED(PropertyObject, get, "fget"),
    FIELD_NAMED(PropertyObject, set, "fset"),
    FIELD_NAMED(PropertyObject, remove, "fdel"),
    FIELD_NAMED(PropertyObject, doc, "__doc__"),
    FIELD(PropertyObject, name),
    {0},
};

static const Method property_methods[] = {
    HIDDEN_METHOD(property, getter, "(self, fget, /)", "A copy with another getter."),
    HIDDEN_METHOD(property, setter, "(self, fset, /)", "A copy with another setter."),
    HIDDEN_METHOD(property, deleter, "(self, fdel, /)", "A copy with another deleter."),
    HIDDEN_METHOD(property, __set_name__, "(self, /, *args)", "Tells the property its name."),
    {0},
};

static const Member property_members[] = {
    {"fget", offsetof(PropertyObject, get), MEMBER_READ_ONLY, NULL},
    {"fset", offsetof(PropertyObject, set), MEMBER_READ_ONLY, NULL},
    {"fdel", offsetof(PropertyObject, remove), MEMBER_READ_ONLY, NULL},
    {"__doc__", offsetof(PropertyObject, doc), 0, NULL},
    {0},
};

static const Property property_properties[] = {
    {"__isabstractmethod__", property_get_is_abstract, NULL, NULL},
    {0},
};

const TypeDefinition property_definition = {
    .name = "property",
    .kind = KIND_PROPERTY,
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(PropertyObject),
    .python_bytes = 64,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = property_fields},
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .descriptor_load = property_load, .descriptor_set = property_set,
                  .new = property_new, .init = property_init},
    .methods = property_methods,
    .properties = property_properties,
    .members = property_members,
    .signature = "(fget=None, fset=None, fdel=None, doc=None)",
    .doc = "An attribute that calls fget, fset and fdel when it is read, set and deleted.",
};
