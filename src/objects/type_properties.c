// Attributes of type objects: __name__, __bases__, __mro__, __module__ and the like.

#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/mapping_proxy.h"
#include "objects/type_build.h"

#define NAMES (&vm->objects->names)

// TypeError unless the attribute of this type may be set to the value (NULL: deleted).
static bool type_may_set(Vm *vm, const Type *type, Object *value, const char *name) {
    if ((type->flags & TYPE_IS_IMMUTABLE) != 0)
        return raise_false(vm, ERROR_TYPE_IMMUTABLE_SET, name, type);
    if (value == NULL) return raise_false(vm, ERROR_TYPE_IMMUTABLE_DELETE, name, type);
    return true;
}

static Object *type_lack(Vm *vm, Str *name) {
    return raise_argument(vm, exception_type(vm, EXCEPTION_AttributeError), (Object *)name);
}

// --- names ---

static Object *type_get_name(Vm *vm, Object *object) {
    (void)vm;
    return object_share(((Type *)object)->name.object);
}

static bool type_set_name(Vm *vm, Object *object, Object *value) {
    Type *type = (Type *)object;
    if (!type_may_set(vm, type, value, "__name__")) return false;
    if (!object_is_str(vm, value))
        return raise_false(vm, ERROR_TYPE_NAME_NOT_STR, type, "__name__", value);
    return type_check_name_text(vm, (Str *)value) && type_set_name_text(vm, type, (Str *)value);
}

static Object *type_get_qualname(Vm *vm, Object *object) {
    (void)vm;
    return object_share(((Type *)object)->qualname.object);
}

static bool type_set_qualname(Vm *vm, Object *object, Object *value) {
    Type *type = (Type *)object;
    if (!type_may_set(vm, type, value, "__qualname__")) return false;
    if (!object_is_str(vm, value))
        return raise_false(vm, ERROR_TYPE_NAME_NOT_STR, type, "__qualname__", value);
    slot_set(vm, object, &type->qualname, value);
    return true;
}

static Object *type_get_module(Vm *vm, Object *object) {
    return type_load_module(vm, (Type *)object);
}

static bool type_set_module(Vm *vm, Object *object, Object *value) {
    Type *type = (Type *)object;
    if (!type_may_set(vm, type, value, "__module__")) return false;
    return dict_set_str(vm, type_dict(type), NAMES->dunder_module, value) &&
           type_changed(vm, type, NAMES->dunder_module);
}

// --- doc, annotations, abstract methods ---

static Object *type_get_doc(Vm *vm, Object *object) {
    Type *type = (Type *)object;
    if (!type_is_class(type) && type->doc.object != NULL) return object_share(type->doc.object);
    Object *doc = dict_get_str(vm, type_dict(type), NAMES->dunder_doc);
    return doc == NULL ? none_new(vm) : object_bind(vm, doc, NULL, type);
}

static bool type_set_doc(Vm *vm, Object *object, Object *value) {
    Type *type = (Type *)object;
    if (!type_may_set(vm, type, value, "__doc__")) return false;
    return dict_set_str(vm, type_dict(type), NAMES->dunder_doc, value) &&
           type_changed(vm, type, NAMES->dunder_doc);
}

static Object *type_get_annotations(Vm *vm, Object *object) {
    Type *type = (Type *)object;
    Str *name = NAMES->dunder_annotations;
    if (!type_is_class(type)) return raise(vm, ERROR_TYPE_NO_ATTRIBUTE, type, name);
    Object *annotations = dict_get_str(vm, type_dict(type), name);
    if (annotations != NULL) return object_bind(vm, annotations, NULL, type);
    Dict *made = dict_new(vm);
    if (made == NULL) return NULL;
    if (dict_set_str(vm, type_dict(type), name, (Object *)made) && type_changed(vm, type, name))
        return (Object *)made;
    object_drop(vm, (Object *)made);
    return NULL;
}

static bool type_set_annotations(Vm *vm, Object *object, Object *value) {
    Type *type = (Type *)object;
    Str *name = NAMES->dunder_annotations;
    if ((type->flags & TYPE_IS_IMMUTABLE) != 0)
        return raise_false(vm, ERROR_TYPE_IMMUTABLE_SET, "__annotations__", type);
    Found found = FOUND;
    if (value == NULL)
        found = dict_remove(vm, type_dict(type), (Object *)name);
    else if (!dict_set_str(vm, type_dict(type), name, value))
        found = RAISED;
    if (found == RAISED) return false;
    if (found == ABSENT) return type_lack(vm, name) != NULL;
    return type_changed(vm, type, name);
}

static Object *type_get_abstract(Vm *vm, Object *object) {
    Type *type = (Type *)object;
    Object *methods = NULL;
    if (type->kind != KIND_TYPE)
        methods = dict_get_str(vm, type_dict(type), NAMES->dunder_abstractmethods);
    return methods != NULL ? object_share(methods) : type_lack(vm, NAMES->dunder_abstractmethods);
}

static bool type_set_abstract(Vm *vm, Object *object, Object *value) {
    Type *type = (Type *)object;
    Str *name = NAMES->dunder_abstractmethods;
    Found truth = ABSENT;
    if (value == NULL) {
        Found found = dict_remove(vm, type_dict(type), (Object *)name);
        if (found == RAISED) return false;
        if (found == ABSENT) return type_lack(vm, name) != NULL;
    } else {
        truth = object_truth(vm, value);
        if (truth == RAISED || !dict_set_str(vm, type_dict(type), name, value)) return false;
    }
    type->flags &= ~(uint32_t)TYPE_IS_ABSTRACT;
    if (truth == FOUND) type->flags |= TYPE_IS_ABSTRACT;
    return type_changed(vm, type, name);
}

// --- the line of bases ---

static Object *type_get_bases(Vm *vm, Object *object) {
    (void)vm;
    return object_share(((Type *)object)->bases.object);
}

static Object *type_get_dict(Vm *vm, Object *object) {
    Object *dict = ((Type *)object)->dict.object;
    return dict != NULL ? mapping_proxy_new(vm, dict) : none_new(vm);
}

// --- sizes, as CPython has them ---

static Object *type_get_basic_size(Vm *vm, Object *object) {
    return int_new(vm, (int64_t)((Type *)object)->python_bytes);
}

static Object *type_get_item_size(Vm *vm, Object *object) {
    return int_new(vm, (int64_t)((Type *)object)->python_item_bytes);
}

static Object *type_get_dict_offset(Vm *vm, Object *object) {
    const Type *type = (const Type *)object;
    if ((type->flags & TYPE_IS_TYPE) != 0) return int_new(vm, 264);
    if ((type->flags & TYPE_HAS_MANAGED_DICT) != 0) {
        // The nearest class that added the dict decides, by its own size.
        const Type *adder = type;
        while ((type_super(adder)->flags & TYPE_HAS_MANAGED_DICT) != 0) adder = type_super(adder);
        return int_new(vm, -24 - (int64_t)adder->python_bytes);
    }
    if ((type->layout.flags & LAYOUT_DICT) == 0) return int_new(vm, 0);
    if (type->native->python_dict_offset != 0) return int_new(vm, type->native->python_dict_offset);
    return int_new(vm, type->python_item_bytes != 0 ? -8 : 16);
}

static Object *type_get_weak_offset(Vm *vm, Object *object) {
    const Type *type = (const Type *)object;
    if ((type->flags & TYPE_IS_TYPE) != 0) return int_new(vm, 368);
    if ((type->layout.flags & LAYOUT_WEAK) == 0) return int_new(vm, 0);
    const Type *adder = type;
    while (type_super(adder) != NULL && (type_super(adder)->layout.flags & LAYOUT_WEAK) != 0)
        adder = type_super(adder);
    if (!type_is_class(adder) && adder->native->python_weak_offset != 0)
        return int_new(vm, adder->native->python_weak_offset);
    return int_new(vm, (int64_t)adder->python_bytes - 8);
}

static Object *type_get_flags(Vm *vm, Object *object) {
    static const struct { uint32_t own; int bit; } bits[] = {
        {TYPE_HAS_MANAGED_DICT, 4}, {TYPE_IS_SEQUENCE, 5}, {TYPE_IS_MAPPING, 6},
        {TYPE_IS_IMMUTABLE, 8}, {TYPE_IS_CLASS | TYPE_IS_HEAP, 9},
        {TYPE_IS_BASE, 10}, {TYPE_HAS_VECTOR_CALL, 11},
        {TYPE_IS_METHOD_LIKE, 17}, {TYPE_IS_ABSTRACT, 20},
        {TYPE_MATCHES_ITSELF, 22}, {TYPE_IS_INT, 24},
        {TYPE_IS_LIST, 25}, {TYPE_IS_TUPLE, 26}, {TYPE_IS_BYTES, 27}, {TYPE_IS_STR, 28},
        {TYPE_IS_DICT, 29}, {TYPE_IS_EXCEPTION, 30}, {TYPE_IS_TYPE, 31},
    };
    const Type *type = (const Type *)object;
    int64_t flags = 1 << 12;   // ready
    for (size_t i = 0; i < ARRAY_COUNT(bits); i++)
        if ((type->flags & bits[i].own) != 0) flags |= INT64_C(1) << bits[i].bit;
    if ((type->layout.flags & LAYOUT_COLLECTED) != 0) flags |= 1 << 14;
    if (type->behaviour.new == NULL) flags |= 1 << 7;
    return int_new(vm, flags);
}

static Object *type_get_text_signature(Vm *vm, Object *object) {
    const TypeDefinition *definition = ((Type *)object)->definition;
    if (definition == NULL || definition->signature == NULL) return none_new(vm);
    return str_new_c(vm, definition->signature);
}

static Object *type_get_mro(Vm *vm, Object *object) {
    Object *mro = ((Type *)object)->mro.object;
    return mro != NULL ? object_share(mro) : none_new(vm);
}

static Object *type_get_super(Vm *vm, Object *object) {
    Object *base = ((Type *)object)->super.object;
    return base != NULL ? object_share(base) : none_new(vm);
}

// __basicsize__ and those after it are fields in CPython: setting them says so.
static bool type_refuse_field(Vm *vm, Object *object, Object *value) {
    (void)object;
    (void)value;
    return raise_false(vm, ERROR_MEMBER_READ_ONLY);
}

const Property type_properties[] = {
    {"__basicsize__", type_get_basic_size, type_refuse_field, NULL},
    {"__itemsize__", type_get_item_size, type_refuse_field, NULL},
    {"__flags__", type_get_flags, type_refuse_field, NULL},
    {"__weakrefoffset__", type_get_weak_offset, type_refuse_field, NULL},
    {"__base__", type_get_super, type_refuse_field, NULL},
    {"__dictoffset__", type_get_dict_offset, type_refuse_field, NULL},
    {"__mro__", type_get_mro, type_refuse_field, NULL},
    {"__name__", type_get_name, type_set_name, NULL},
    {"__qualname__", type_get_qualname, type_set_qualname, NULL},
    {"__bases__", type_get_bases, type_set_bases, NULL},
    {"__module__", type_get_module, type_set_module, NULL},
    {"__abstractmethods__", type_get_abstract, type_set_abstract, NULL},
    {"__dict__", type_get_dict, NULL, NULL},
    {"__doc__", type_get_doc, type_set_doc, NULL},
    {"__text_signature__", type_get_text_signature, NULL, NULL},
    {"__annotations__", type_get_annotations, type_set_annotations, NULL},
    {0},
};
