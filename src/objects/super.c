// super: attributes as they are found behind a class in an object's MRO.

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

// Does the order of the type hold the base? One that a metaclass gave may lack the type itself.
static bool super_is_in_order(const Type *type, const Type *base) {
    const Tuple *mro = type_mro(type);
    if (mro == NULL) return type_is_subtype(type, base);
    int64_t i = 0;
    while (i < mro->count && mro->items[i].object != (const Object *)base) i++;
    return i < mro->count;
}

// The type whose MRO is searched for this object, new reference; NULL: raised.
static Type *super_check(Vm *vm, Type *type, Object *object) {
    if (object_is_type(vm, object) && super_is_in_order((Type *)object, type))
        return (Type *)object_share(object);
    if (object_has_type(vm, object, type))
        return (Type *)object_share((Object *)object_type(vm, object));
    Object *claimed;
    Found found = object_find_attribute(vm, object, vm->objects->names.dunder_class, &claimed);
    if (found == RAISED) return NULL;
    if (found == FOUND) {
        if (object_is_type(vm, claimed) && claimed != (Object *)object_type(vm, object) &&
            type_is_subtype((Type *)claimed, type))
            return (Type *)claimed;
        object_drop(vm, claimed);
    }
    raise(vm, ERROR_SUPER_OBJECT);
    return NULL;
}

static Object *super_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return instance_new(vm, type);
}

static bool super_init(Vm *vm, Object *self, const Arguments *arguments) {
    Super *super = (Super *)self;
    if (!arguments_refuse_keywords(vm, "super", arguments)) return false;
    if (!arguments_check_count(vm, "super()", arguments->count, 0, 2)) return false;
    Object *type = NULL, *object = NULL;
    if (arguments->count == 0) {
        Type *found = NULL;
        if (vm->objects->super_hook == NULL) return raise_false(vm, ERROR_SUPER_NO_FRAME);
        if (!vm->objects->super_hook(vm, &found, &object)) return false;
        type = (Object *)found;
    } else {
        type = arguments->values[0].object;
        if (!object_is_type(vm, type)) return raise_false(vm, ERROR_SUPER_TYPE, type);
        if (arguments->count > 1) object = arguments->values[1].object;
        if (object == vm->objects->none) object = NULL;
    }
    Type *object_type_found = NULL;
    if (object != NULL) {
        object_type_found = super_check(vm, (Type *)type, object);
        if (object_type_found == NULL) return false;
    }
    slot_set(vm, self, &super->type, type);
    slot_set(vm, self, &super->object, object);
    slot_take(vm, self, &super->object_type, (Object *)object_type_found);
    return true;
}

// The attribute behind super->type in the MRO, borrowed, or NULL.
static Object *super_find(Vm *vm, const Super *super, Str *name) {
    const Tuple *mro = type_mro((const Type *)super->object_type.object);
    if (mro == NULL) return NULL;
    int64_t i = 0;
    while (i < mro->count && mro->items[i].object != super->type.object) i++;
    for (i++; i < mro->count; i++) {
        const Type *base = (const Type *)mro->items[i].object;
        if (base->dict.object == NULL) continue;
        Object *value = dict_get_str(vm, type_dict(base), name);
        if (value != NULL) return value;
    }
    return NULL;
}

static Object *super_load_attribute(Vm *vm, Object *object, Str *name) {
    const Super *super = (const Super *)object;
    Type *type = (Type *)super->object_type.object;
    if (type == NULL || str_is_equal(name, vm->objects->names.dunder_class))
        return object_load_attribute_plain(vm, object, name);
    Object *found = super_find(vm, super, name);
    if (found == NULL) return object_load_attribute_plain(vm, object, name);
    object_share(found);
    object_share((Object *)type);
    Object *instance = super->object.object;
    if (instance == (Object *)type) instance = NULL;
    Object *value = object_bind(vm, found, instance, type);
    object_drop(vm, (Object *)type);
    object_drop(vm, found);
    return value;
}

static Object *super_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)owner;
    Super *super = (Super *)descriptor;
    if (instance == NULL || super->object.object != NULL) return object_share(descriptor);
    Type *own = object_type(vm, descriptor);
    if (own != type_of_kind(vm, KIND_SUPER))
        return object_call_with(vm, (Object *)own, 2, super->type.object, instance);
    Type *type = super_check(vm, (Type *)super->type.object, instance);
    if (type == NULL) return NULL;
    Super *bound = (Super *)instance_new(vm, own);
    if (bound == NULL) {
        object_drop(vm, (Object *)type);
        return NULL;
    }
    slot_set(vm, &bound->base, &bound->type, super->type.object);
    slot_set(vm, &bound->base, &bound->object, instance);
    slot_take(vm, &bound->base, &bound->object_type, (Object *)type);
    return &bound->base;
}

static Object *super_repr(Vm *vm, Object *object) {
    const Super *super = (const Super *)object;
    const char *name = super->type.object != NULL ? type_name((Type *)super->type.object) : "NULL";
    if (super->object_type.object == NULL)
        return str_new_format(vm, "<super: <class '%s'>, NULL>", name);
    return str_new_format(vm, "<super: <class '%s'>, <%N object>>", name,
                          super->object_type.object);
}

static const Field super_fields[] = {
    FIELD_NAMED(Super, object, "__self__"),
    FIELD_NAMED(Super, type, "__thisclass__"),
    FIELD_NAMED(Super, object_type, "__self_class__"),
    {0},
};

static const Member super_members[] = {
    {"__thisclass__", offsetof(Super, type), MEMBER_READ_ONLY, "The class behind which is looked."},
    {"__self__", offsetof(Super, object), MEMBER_READ_ONLY, "The object; None if unbound."},
    {"__self_class__", offsetof(Super, object_type), MEMBER_READ_ONLY,
     "The class whose MRO is searched; None if unbound."},
    {0},
};

const TypeDefinition super_definition = {
    .name = "super",
    .kind = KIND_SUPER,
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(Super),
    .python_bytes = 40,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = super_fields},
    .behaviour = {.repr = super_repr, .load_attribute = super_load_attribute,
                  .descriptor_load = super_load, .new = super_new, .init = super_init},
    .members = super_members,
    .doc = "super() in a method, super(type, object) elsewhere: the attributes of the object "
           "as classes behind type in its MRO define them.",
};
