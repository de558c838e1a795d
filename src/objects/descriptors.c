// getset_descriptor and member_descriptor: computed attributes and fields of types.

#include "objects/descriptors.h"

#include "objects/instance.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

// --- getset_descriptor ---

Object *getset_descriptor_new(Vm *vm, Type *owner, const Property *property) {
    GetsetDescriptor *descriptor = (GetsetDescriptor *)object_new(vm, KIND_GETSET_DESCRIPTOR,
                                                                  sizeof(GetsetDescriptor));
    if (descriptor == NULL) return NULL;
    Object *object = &descriptor->base;
    descriptor->property = property;
    slot_fill(vm, object, &descriptor->owner, object_share((Object *)owner));
    Str *name = str_new_interned(vm, property->name, __builtin_strlen(property->name));
    slot_fill(vm, object, &descriptor->name, (Object *)name);
    if (name == NULL) {
        object_drop(vm, object);
        return NULL;
    }
    object_track(vm, object);
    return object;
}

static Object *getset_descriptor_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)owner;
    GetsetDescriptor *getset = (GetsetDescriptor *)descriptor;
    if (instance == NULL) return object_share(descriptor);
    Type *type = (Type *)getset->owner.object;
    if (!descriptor_check(vm, getset->name.object, type, instance)) return NULL;
    if (getset->property->get == NULL)
        return raise(vm, ERROR_NOT_READABLE, getset->name.object, type);
    return getset->property->get(vm, instance);
}

static bool getset_descriptor_set(Vm *vm, Object *descriptor, Object *instance, Object *value) {
    GetsetDescriptor *getset = (GetsetDescriptor *)descriptor;
    Type *type = (Type *)getset->owner.object;
    if (!object_has_type(vm, instance, type))
        return raise_false(vm, ERROR_DESCRIPTOR_WRONG_OBJECT, getset->name.object, type, instance);
    if (getset->property->set == NULL)
        return raise_false(vm, ERROR_NOT_WRITABLE, getset->name.object, type);
    return getset->property->set(vm, instance, value);
}

static Object *getset_descriptor_repr(Vm *vm, Object *object) {
    GetsetDescriptor *getset = (GetsetDescriptor *)object;
    return str_new_format(vm, "<attribute '%U' of '%N' objects>", getset->name.object,
                          getset->owner.object);
}

static Object *getset_descriptor_get_doc(Vm *vm, Object *object) {
    const char *doc = ((GetsetDescriptor *)object)->property->doc;
    return doc != NULL ? str_new_c(vm, doc) : none_new(vm);
}

static Object *getset_descriptor_get_qualname(Vm *vm, Object *object) {
    GetsetDescriptor *getset = (GetsetDescriptor *)object;
    return str_new_format(vm, "%U.%U", ((Type *)getset->owner.object)->qualname.object,
                          getset->name.object);
}

static const Field getset_descriptor_fields[] = {
    FIELD_NAMED(GetsetDescriptor, owner, "__objclass__"),
    FIELD_NAMED(GetsetDescriptor, name, "__name__"),
    {0},
};

static const Member getset_descriptor_members[] = {
    {"__objclass__", offsetof(GetsetDescriptor, owner), MEMBER_READ_ONLY, NULL},
    {"__name__", offsetof(GetsetDescriptor, name), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Property getset_descriptor_properties[] = {
    {"__doc__", getset_descriptor_get_doc, NULL, NULL},
    {"__qualname__", getset_descriptor_get_qualname, NULL, NULL},
    {0},
};

const TypeDefinition getset_descriptor_definition = {
    .name = "getset_descriptor",
    .kind = KIND_GETSET_DESCRIPTOR,
    .bytes = sizeof(GetsetDescriptor),
    .python_bytes = 48,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = getset_descriptor_fields},
    .behaviour = {.repr = getset_descriptor_repr,
                  .load_attribute = object_load_attribute_plain,
                  .descriptor_load = getset_descriptor_load,
                  .descriptor_set = getset_descriptor_set},
    .members = getset_descriptor_members,
    .properties = getset_descriptor_properties,
};

// --- member_descriptor ---

static MemberDescriptor *member_descriptor_make(Vm *vm, Type *owner, const Member *member,
                                                int64_t index, Str *name) {
    MemberDescriptor *descriptor = (MemberDescriptor *)object_new(vm, KIND_MEMBER_DESCRIPTOR,
                                                                  sizeof(MemberDescriptor));
    if (descriptor == NULL) return NULL;
    Object *object = &descriptor->base;
    descriptor->member = member;
    descriptor->index = index;
    slot_fill(vm, object, &descriptor->owner, object_share((Object *)owner));
    slot_fill(vm, object, &descriptor->name, object_share((Object *)name));
    object_track(vm, object);
    return descriptor;
}

Object *member_descriptor_new(Vm *vm, Type *owner, const Member *member) {
    Str *name = str_new_interned(vm, member->name, __builtin_strlen(member->name));
    if (name == NULL) return NULL;
    Object *descriptor = (Object *)member_descriptor_make(vm, owner, member, -1, name);
    object_drop(vm, (Object *)name);
    return descriptor;
}

Object *member_descriptor_new_slot(Vm *vm, Type *owner, Str *name, int64_t index) {
    return (Object *)member_descriptor_make(vm, owner, NULL, index, name);
}

static Slot *member_descriptor_slot(Vm *vm, const MemberDescriptor *descriptor, Object *object) {
    if (descriptor->member == NULL) return instance_slots(vm, object) + descriptor->index;
    if ((descriptor->member->flags & MEMBER_IS_DICT) != 0) return &object_prefix(object)->dict;
    return (Slot *)((char *)object + descriptor->member->offset);
}

static bool member_descriptor_raises(const MemberDescriptor *descriptor) {
    return descriptor->member == NULL || (descriptor->member->flags & MEMBER_RAISES) != 0;
}

static Object *member_load_number(Vm *vm, const Member *member, const Object *instance) {
    const void *field = (const char *)instance + member->offset;
    switch (member->flags & MEMBER_IS_NUMBER) {
    case MEMBER_IS_INT32: return int_new(vm, *(const int32_t *)field);
    case MEMBER_IS_UINT32: return int_new(vm, *(const uint32_t *)field);
    case MEMBER_IS_BOOL: return bool_new(vm, *(const bool *)field);
    case MEMBER_IS_DOUBLE: return float_new(vm, *(const double *)field);
    default: return int_new(vm, *(const int64_t *)field);
    }
}

// What fits 64 bits, cut to 32 with CPython's warnings.
static bool member_set_uint32(Vm *vm, uint32_t *field, Object *value) {
    int64_t number;
    Object *integer = object_unary(vm, UNARY_INDEX, value);
    if (integer == NULL) return false;
    Found found = int_find_value(vm, integer, &number);
    object_drop(vm, integer);
    if (found != FOUND) return raise_false(vm, ERROR_INT_TO_C_LONG);
    *field = (uint32_t)number;
    if (number < 0 &&
        !raise_warning(vm, EXCEPTION_RuntimeWarning, "Writing negative value into unsigned field"))
        return false;
    return number <= UINT32_MAX ||
           raise_warning(vm, EXCEPTION_RuntimeWarning, "Truncation of value to unsigned int");
}

static bool member_set_number(Vm *vm, const Member *member, Object *instance, Object *value) {
    void *field = (char *)instance + member->offset;
    if (value == NULL) return raise_false(vm, ERROR_NUMBER_FIELD_DELETE);
    if ((member->flags & MEMBER_IS_UINT32) != 0) return member_set_uint32(vm, field, value);
    CHECK((member->flags & MEMBER_IS_BOOL) != 0);
    if (value->kind != KIND_BOOL) return raise_false(vm, ERROR_EXCEPTION_SUPPRESS);
    *(bool *)field = value == vm->objects->true_;
    return true;
}

static Object *member_descriptor_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)owner;
    MemberDescriptor *member = (MemberDescriptor *)descriptor;
    if (instance == NULL) return object_share(descriptor);
    if (!descriptor_check(vm, member->name.object, (Type *)member->owner.object, instance))
        return NULL;
    if (member->member != NULL && (member->member->flags & MEMBER_IS_NUMBER) != 0)
        return member_load_number(vm, member->member, instance);
    Object *value = member_descriptor_slot(vm, member, instance)->object;
    if (value != NULL) return object_share(value);
    if (!member_descriptor_raises(member)) return none_new(vm);
    return raise(vm, ERROR_NO_ATTRIBUTE, instance, member->name.object);
}

static bool member_descriptor_set(Vm *vm, Object *descriptor, Object *instance, Object *value) {
    MemberDescriptor *member = (MemberDescriptor *)descriptor;
    Type *owner = (Type *)member->owner.object;
    if (!object_has_type(vm, instance, owner))
        return raise_false(vm, ERROR_DESCRIPTOR_WRONG_OBJECT, member->name.object, owner, instance);
    if (member->member != NULL && (member->member->flags & MEMBER_READ_ONLY) != 0)
        return raise_false(vm, ERROR_MEMBER_READ_ONLY);
    if (member->member != NULL && (member->member->flags & MEMBER_IS_NUMBER) != 0)
        return member_set_number(vm, member->member, instance, value);
    Slot *slot = member_descriptor_slot(vm, member, instance);
    if (value == NULL && slot->object == NULL && member_descriptor_raises(member)) {
        raise_argument(vm, exception_type(vm, EXCEPTION_AttributeError), member->name.object);
        return false;
    }
    slot_set(vm, instance, slot, value);
    return true;
}

static Object *member_descriptor_repr(Vm *vm, Object *object) {
    MemberDescriptor *member = (MemberDescriptor *)object;
    return str_new_format(vm, "<member '%U' of '%N' objects>", member->name.object,
                          member->owner.object);
}

static Object *member_descriptor_get_doc(Vm *vm, Object *object) {
    const Member *member = ((MemberDescriptor *)object)->member;
    return member != NULL && member->doc != NULL ? str_new_c(vm, member->doc) : none_new(vm);
}

static Object *member_descriptor_get_qualname(Vm *vm, Object *object) {
    MemberDescriptor *member = (MemberDescriptor *)object;
    return str_new_format(vm, "%U.%U", ((Type *)member->owner.object)->qualname.object,
                          member->name.object);
}

static Object *member_descriptor_method_reduce(Vm *vm, const Slot *arguments) {
    MemberDescriptor *member = (MemberDescriptor *)arguments[0].object;
    return descriptor_reduce(vm, member->owner.object, member->name.object);
}

static const Field member_descriptor_fields[] = {
    FIELD_NAMED(MemberDescriptor, owner, "__objclass__"),
    FIELD_NAMED(MemberDescriptor, name, "__name__"),
    {0},
};

static const Method member_descriptor_methods[] = {
    {"__reduce__", member_descriptor_method_reduce, "(self, /)",
     "Give what pickle needs.", METHOD_HIDES_SIGNATURE},
    {0},
};

static const Member member_descriptor_members[] = {
    {"__objclass__", offsetof(MemberDescriptor, owner), MEMBER_READ_ONLY, NULL},
    {"__name__", offsetof(MemberDescriptor, name), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Property member_descriptor_properties[] = {
    {"__doc__", member_descriptor_get_doc, NULL, NULL},
    {"__qualname__", member_descriptor_get_qualname, NULL, NULL},
    {0},
};

const TypeDefinition member_descriptor_definition = {
    .name = "member_descriptor",
    .kind = KIND_MEMBER_DESCRIPTOR,
    .bytes = sizeof(MemberDescriptor),
    .python_bytes = 48,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = member_descriptor_fields},
    .behaviour = {.repr = member_descriptor_repr,
                  .load_attribute = object_load_attribute_plain,
                  .descriptor_load = member_descriptor_load,
                  .descriptor_set = member_descriptor_set},
    .methods = member_descriptor_methods,
    .members = member_descriptor_members,
    .properties = member_descriptor_properties,
};
