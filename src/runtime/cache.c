#include "runtime/cache.h"

#include "objects/module.h"
#include "objects/str.h"
#include "runtime/runtime.h"

enum { MISSES_MAX = 60000 };

// True when reading attributes of this type follows the plain rule.
static bool reads_plainly(const Type *type) {
    return type->behaviour.load_attribute == object_load_attribute_plain;
}

static void cache_slot(AttributeCache *cache, uint32_t version, AttributeMode mode,
                       uint64_t offset) {
    cache->version = version;
    cache->mode = mode;
    cache->offset = offset;
}

// An attribute of the type, that instances of this kind can't hide.
static void cache_type_attribute(AttributeCache *cache, uint32_t version, AttributeMode mode,
                                 Object *object) {
    cache->version = version;
    cache->mode = mode;
    cache->object = object;
}

// True when an object of this kind has no attributes of its own by this name, as long
// as the kind's version stays.
static bool cannot_hide(Vm *vm, const Object *object, const Type *type, const Str *name) {
    uint32_t flags = object_layout(vm, object)->flags;
    if (!(flags & LAYOUT_DICT)) return true;
    return (flags & LAYOUT_INLINE) && shared_keys_index(type->shared_keys, name) < 0;
}

static bool fill_from_dict(Vm *vm, AttributeCache *cache, Dict *dict, Str *name) {
    int64_t index = dict_entry_index(vm, dict, name);
    uint32_t version = index < 0 ? 0 : dict_keys_version(vm, dict);
    if (version == 0) return false;
    cache_slot(cache, version, ATTRIBUTE_DICT, (uint64_t)index);
    return true;
}

static void fill_load(Vm *vm, AttributeCache *cache, Object *object, Str *name,
                      AttributeMode type_mode) {
    const Type *type = object_type(vm, object);
    uint32_t version = object_kind(vm, object)->version;
    cache->mode = ATTRIBUTE_NONE;
    if (cache->misses++ > MISSES_MAX) return;
    if (object->kind == KIND_MODULE) {
        (void)fill_from_dict(vm, cache, (Dict *)object_prefix(object)->dict.object, name);
        return;
    }
    if (!reads_plainly(type)) return;
    Object *found = type_get(vm, (Type *)type, name);
    if (found == NULL) {
        if (!(object_layout(vm, object)->flags & LAYOUT_INLINE)) return;
        int index = shared_keys_index(type->shared_keys, name);
        if (index < 0) return;
        size_t offset = type->bytes + (size_t)index * sizeof(Slot);
        cache_slot(cache, version, ATTRIBUTE_INLINE, offset);
        return;
    }
    const Type *kind_of_found = object_type(vm, found);
    if (kind_of_found->behaviour.descriptor_set != NULL) return;
    if (!cannot_hide(vm, object, type, name)) return;
    if (type_mode == ATTRIBUTE_METHOD) {
        if (kind_of_found->flags & TYPE_IS_METHOD_LIKE)
            cache_type_attribute(cache, version, ATTRIBUTE_METHOD, found);
    } else if (kind_of_found->behaviour.descriptor_load == NULL) {
        cache_type_attribute(cache, version, ATTRIBUTE_TYPE, found);
    }
}

Object *cache_load_attribute(Vm *vm, AttributeCache *cache, Object *object, Str *name) {
    Object *value = object_load_attribute(vm, object, name);
    if (value != NULL) fill_load(vm, cache, object, name, ATTRIBUTE_TYPE);
    return value;
}

bool cache_set_attribute(Vm *vm, AttributeCache *cache, Object *object, Str *name,
                         Object *value) {
    if (!object_set_attribute(vm, object, name, value)) return false;
    const Type *type = object_type(vm, object);
    cache->mode = ATTRIBUTE_NONE;
    if (type->behaviour.set_attribute != object_set_attribute_plain) return true;
    if (!(object_layout(vm, object)->flags & LAYOUT_INLINE)) return true;
    if (type_get(vm, (Type *)type, name) != NULL) return true;
    int index = shared_keys_index(type->shared_keys, name);
    if (index >= 0)
        cache_slot(cache, object_kind(vm, object)->version, ATTRIBUTE_INLINE, (uint64_t)index);
    return true;
}

bool cache_load_method(Vm *vm, AttributeCache *cache, Object *object, Str *name,
                       Object **method, Object **self) {
    bool is_bound;
    Found found = object_find_method(vm, object, name, method, &is_bound);
    if (found != FOUND) return false;
    fill_load(vm, cache, object, name, ATTRIBUTE_METHOD);
    if (is_bound) {
        *self = *method;
        *method = NULL;
    } else {
        *self = object_share(object);
    }
    return true;
}

// --- globals ---

Object *cache_raise_not_defined(Vm *vm, Str *name) {
    raise(vm, ERROR_NAME_NOT_DEFINED, name);
    Exception *error = (Exception *)vm->objects->raised.object;
    if (error != NULL && object_has_type(vm, &error->base, exception_type(vm, EXCEPTION_NameError)))
        slot_set(vm, &error->base, &error->own[NAME_NAME], (Object *)name);
    return NULL;
}

static Object *load_builtin(Vm *vm, GlobalCache *cache, Frame *frame, Str *name) {
    Object *value = dict_get_str(vm, frame->builtins, name);
    if (value == NULL) return cache_raise_not_defined(vm, name);
    int64_t index = dict_entry_index(vm, frame->builtins, name);
    cache->globals_version = dict_keys_version(vm, frame->globals);
    cache->builtins_version = dict_keys_version(vm, frame->builtins);
    cache->index = (uint64_t)index;
    if (cache->builtins_version == 0) cache->globals_version = 0;
    return object_share(value);
}

Object *cache_load_global(Vm *vm, GlobalCache *cache, Frame *frame, Str *name) {
    Object *value = dict_get_str(vm, frame->globals, name);
    if (value == NULL) return load_builtin(vm, cache, frame, name);
    cache->index = (uint64_t)dict_entry_index(vm, frame->globals, name);
    cache->globals_version = dict_keys_version(vm, frame->globals);
    cache->builtins_version = 0;
    return object_share(value);
}

bool cache_set_global(Vm *vm, GlobalCache *cache, Dict *globals, Str *name, Object *value) {
    if (!dict_set_str(vm, globals, name, value)) return false;
    cache->index = (uint64_t)dict_entry_index(vm, globals, name);
    cache->globals_version = dict_keys_version(vm, globals);
    return true;
}

Object *cache_load_name(Vm *vm, GlobalCache *cache, Frame *frame, Str *name) {
    Object *namespace = frame->namespace.object;
    if (namespace == (Object *)frame->globals || namespace == NULL)
        return cache_load_global(vm, cache, frame, name);
    cache->globals_version = 0;
    if (namespace->kind == KIND_DICT) {
        Object *value = dict_get_str(vm, (Dict *)namespace, name);
        if (value != NULL) return object_share(value);
    } else {
        Object *value = object_load_item(vm, namespace, (Object *)name);
        if (value != NULL) return value;
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_KeyError))) return NULL;
    }
    Object *value = dict_get_str(vm, frame->globals, name);
    if (value == NULL) value = dict_get_str(vm, frame->builtins, name);
    return value == NULL ? cache_raise_not_defined(vm, name) : object_share(value);
}

bool cache_set_name(Vm *vm, GlobalCache *cache, Frame *frame, Str *name, Object *value) {
    Object *namespace = frame->namespace.object;
    if (namespace == NULL) return raise_false(vm, ERROR_NO_LOCALS_STORING, name);
    if (namespace == (Object *)frame->globals)
        return cache_set_global(vm, cache, frame->globals, name, value);
    if (namespace->kind == KIND_DICT) return dict_set_str(vm, (Dict *)namespace, name, value);
    return object_set_item(vm, namespace, (Object *)name, value);
}

// --- classes ---

bool cache_class(Vm *vm, CallCache *cache, Type *type) {
    const Type *object_itself = type_of_kind(vm, KIND_OBJECT);
    if (type->base.kind != KIND_TYPE || !(type->flags & TYPE_IS_CLASS)) return false;
    if (type->behaviour.new != object_itself->behaviour.new) return false;
    if (type->flags & TYPE_IS_ABSTRACT) return false;
    Object *init = type_get(vm, type, vm->objects->names.dunder_init);
    if (init == NULL || init->kind != KIND_FUNCTION) return false;
    cache->version = heap_of(vm)->kinds[type->kind].version;
    cache->init = init;
    return true;
}
