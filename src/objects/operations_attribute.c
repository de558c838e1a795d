// Attributes: the order of data descriptors, instance values and class attributes.

#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/instance.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

Object *object_bind(Vm *vm, Object *attribute, Object *object, Type *type) {
    const Behaviour *behaviour = &object_type(vm, attribute)->behaviour;
    if (behaviour->descriptor_load == NULL) return object_share(attribute);
    return behaviour->descriptor_load(vm, attribute, object, type);
}

// --- as object.__getattribute__ does ---

static Found attribute_find_plain(Vm *vm, Object *object, Str *name, Object **value) {
    Type *type = object_type(vm, object);
    Object *attribute = type_get(vm, type, name);
    const Behaviour *its = NULL;
    if (attribute != NULL) {
        its = &object_type(vm, attribute)->behaviour;
        if (its->descriptor_load != NULL && its->descriptor_set != NULL) {
            object_share(attribute);
            *value = its->descriptor_load(vm, attribute, object, type);
            object_drop(vm, attribute);
            return *value != NULL ? FOUND : RAISED;
        }
    }
    // The look into the dict may run __eq__, which may take the attribute off its class.
    object_share_or_null(attribute);
    if ((object_layout(vm, object)->flags & LAYOUT_DICT) != 0) {
        Object *own = object_share_or_null(instance_get_value(vm, object, name));
        if (own != NULL || raised(vm)) {
            object_drop_or_null(vm, attribute);
            *value = own;
            return own != NULL ? FOUND : RAISED;
        }
    }
    if (attribute == NULL) return ABSENT;
    if (its->descriptor_load == NULL) {
        *value = attribute;
        return FOUND;
    }
    *value = its->descriptor_load(vm, attribute, object, type);
    object_drop(vm, attribute);
    return *value != NULL ? FOUND : RAISED;
}

// Notes on a fresh AttributeError what was looked for and where.
static void attribute_note_context(Vm *vm, Object *object, Str *name) {
    Object *raised_now = vm->objects->raised.object;
    if (raised_now == NULL) return;
    if (object_type(vm, raised_now) != exception_type(vm, EXCEPTION_AttributeError)) return;
    Exception *exception = (Exception *)raised_now;
    if (exception->own[ATTRIBUTE_NAME].object != NULL ||
        exception->own[ATTRIBUTE_OBJECT].object != NULL)
        return;
    slot_set(vm, raised_now, &exception->own[ATTRIBUTE_NAME], (Object *)name);
    slot_set(vm, raised_now, &exception->own[ATTRIBUTE_OBJECT], object);
}

Object *object_load_attribute_plain(Vm *vm, Object *object, Str *name) {
    Object *value;
    switch (attribute_find_plain(vm, object, name, &value)) {
    case FOUND: return value;
    case RAISED: return NULL;
    case ABSENT: break;
    }
    raise(vm, ERROR_NO_ATTRIBUTE, object, name);
    attribute_note_context(vm, object, name);
    return NULL;
}

static Object *attribute_load(Vm *vm, Object *object, Str *name) {
    Object *(*load)(Vm *, Object *, Str *) = object_type(vm, object)->behaviour.load_attribute;
    return load != NULL ? load(vm, object, name) : object_load_attribute_plain(vm, object, name);
}

Object *object_load_attribute(Vm *vm, Object *object, Str *name) {
    Object *value = attribute_load(vm, object, name);
    if (UNLIKELY(value == NULL)) attribute_note_context(vm, object, name);
    return value;
}

Found object_find_attribute(Vm *vm, Object *object, Str *name, Object **value) {
    Object *(*load)(Vm *, Object *, Str *) = object_type(vm, object)->behaviour.load_attribute;
    Found found;
    if (load == object_load_attribute_plain || load == NULL) {
        found = attribute_find_plain(vm, object, name, value);
    } else {
        *value = load(vm, object, name);
        found = *value != NULL ? FOUND : RAISED;
    }
    if (found == RAISED && raised_clear_if(vm, exception_type(vm, EXCEPTION_AttributeError)))
        return ABSENT;
    return found;
}

Found object_find_special(Vm *vm, Object *object, Str *name, Object **value) {
    Type *type = object_type(vm, object);
    Object *attribute = type_get(vm, type, name);
    if (attribute == NULL) return ABSENT;
    *value = object_bind(vm, attribute, object, type);
    return *value != NULL ? FOUND : RAISED;
}

Found object_find_method(Vm *vm, Object *object, Str *name, Object **method, bool *bound) {
    Type *type = object_type(vm, object);
    *bound = true;
    if (type->behaviour.load_attribute != object_load_attribute_plain) {
        *method = object_load_attribute(vm, object, name);
        return *method != NULL ? FOUND : RAISED;
    }
    Object *attribute = type_get(vm, type, name);
    if (attribute != NULL && (object_type(vm, attribute)->flags & TYPE_IS_METHOD_LIKE) != 0) {
        bool has_dict = (object_layout(vm, object)->flags & LAYOUT_DICT) != 0;
        object_share(attribute);
        Object *own = object_share_or_null(has_dict ? instance_get_value(vm, object, name) : NULL);
        *bound = own != NULL;
        *method = own != NULL ? own : attribute;
        if (own == NULL && !raised(vm)) return FOUND;
        object_drop(vm, attribute);
        return own != NULL ? FOUND : RAISED;
    }
    *method = object_load_attribute(vm, object, name);
    return *method != NULL ? FOUND : RAISED;
}

// --- as object.__setattr__ does ---

static bool attribute_refuse(Vm *vm, Object *object, Str *name, const Object *attribute) {
    ErrorId id = attribute != NULL ? ERROR_READ_ONLY_ATTRIBUTE : ERROR_NO_ATTRIBUTE;
    raise(vm, id, object, name);
    attribute_note_context(vm, object, name);
    return false;
}

bool object_set_attribute_plain(Vm *vm, Object *object, Str *name, Object *value) {
    Type *type = object_type(vm, object);
    Object *attribute = type_get(vm, type, name);
    if (attribute != NULL) {
        const Behaviour *its = &object_type(vm, attribute)->behaviour;
        if (its->descriptor_set != NULL) {
            object_share(attribute);
            bool done = its->descriptor_set(vm, attribute, object, value);
            object_drop(vm, attribute);
            return done;
        }
    }
    if ((object_layout(vm, object)->flags & LAYOUT_DICT) == 0)
        return attribute_refuse(vm, object, name, attribute);
    switch (instance_store_value(vm, object, name, value)) {
    case FOUND: return true;
    case ABSENT: break;
    case RAISED: return false;
    }
    raise(vm, ERROR_NO_ATTRIBUTE, object, name);
    attribute_note_context(vm, object, name);
    return false;
}

// The name as it stands in dicts: interned. A new reference.
static Str *attribute_intern(Vm *vm, Str *name) {
    object_share((Object *)name);
    if (name->is_interned || name->base.kind != KIND_STR) return name;
    return (Str *)str_intern(vm, (Object *)name);
}

static bool attribute_store(Vm *vm, Object *object, Str *name, Object *value) {
    bool (*set)(Vm *, Object *, Str *, Object *) =
        object_type(vm, object)->behaviour.set_attribute;
    name = attribute_intern(vm, name);
    if (name == NULL) return false;
    bool done = set != NULL ? set(vm, object, name, value)
                            : object_set_attribute_plain(vm, object, name, value);
    object_drop(vm, (Object *)name);
    return done;
}

bool object_set_attribute(Vm *vm, Object *object, Str *name, Object *value) {
    return attribute_store(vm, object, name, value);
}

bool object_remove_attribute(Vm *vm, Object *object, Str *name) {
    return attribute_store(vm, object, name, NULL);
}
