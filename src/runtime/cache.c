#include "runtime/cache.h"

#include "objects/descriptors.h"
#include "objects/module.h"
#include "objects/str.h"
#include "runtime/runtime.h"

enum { MISSES_AT_ONCE = 8, MISSES_BETWEEN = 16 };

// After some misses only each 16th one fills the cache: what can't be cached, or not for
// long, would be looked up twice in vain.
static bool is_worth_filling(AttributeCache *cache, uint32_t version) {
    cache->version = 0;
    uint16_t misses = cache->misses++;
    if (version == KIND_VERSION_SPENT) return false;
    return misses < MISSES_AT_ONCE || misses % MISSES_BETWEEN == 0;
}

// --- places that see many kinds ---

// One table for all of them: what a cache held for a kind and a name. A cache that misses
// takes it over. An entry is told from one for a dead name at the same address by the hash.
enum { SHARED_CACHE_ENTRIES = 1024 };

typedef enum CacheUse { CACHE_LOADS = 1, CACHE_STORES, CACHE_CALLS } CacheUse;

typedef struct SharedEntry {
    const Str *name;         // borrows
    int64_t hash;            // of the name
    AttributeCache cache;    // misses: CacheUse
} SharedEntry;

struct SharedCache {
    SharedEntry entries[SHARED_CACHE_ENTRIES];
};

static SharedEntry *shared_entry(struct SharedCache *shared, uint32_t version, const Str *name,
                                 CacheUse use) {
    size_t place = ((uintptr_t)name >> 4) ^ ((size_t)version * 67) ^ ((size_t)use * 341);
    return &shared->entries[place % SHARED_CACHE_ENTRIES];
}

// Fills the cache from the table; false: it is not there.
static bool cache_take_shared(Vm *vm, AttributeCache *cache, const Object *object,
                              const Str *name, CacheUse use) {
    struct SharedCache *shared = runtime_of(vm)->shared_cache;
    uint32_t version = object_kind(vm, object)->version;
    if (shared == NULL || object->kind == KIND_TYPE || version == cache->version) return false;
    const SharedEntry *entry = shared_entry(shared, version, name, use);
    if (entry->name != name || entry->cache.version != version || entry->cache.misses != use ||
        entry->hash != name->hash) return false;
    uint16_t misses = cache->misses;
    *cache = entry->cache;
    cache->misses = misses;
    return true;
}

// Keeps in the table what the cache was filled with.
static void cache_share(Vm *vm, const AttributeCache *cache, const Object *object, Str *name,
                        CacheUse use) {
    Runtime *runtime = runtime_of(vm);
    uint32_t version = object_kind(vm, object)->version;
    if (cache->version != version || object->kind == KIND_TYPE || !name->is_interned) return;
    if (runtime->shared_cache == NULL) {
        runtime->shared_cache = system_new(vm, sizeof(struct SharedCache));
        if (runtime->shared_cache == NULL) {
            raised_clear(vm);
            return;
        }
    }
    SharedEntry *entry = shared_entry(runtime->shared_cache, version, name, use);
    *entry = (SharedEntry){name, str_get_hash(vm, name), *cache};
    entry->cache.misses = use;
}

void cache_done(Vm *vm) {
    Runtime *runtime = runtime_of(vm);
    if (runtime->shared_cache == NULL) return;
    system_drop(vm, runtime->shared_cache, sizeof(struct SharedCache));
    runtime->shared_cache = NULL;
}

static void cache_place(AttributeCache *cache, uint32_t version, AttributeMode mode,
                        size_t offset, size_t header) {
    cache->version = version;
    cache->mode = mode;
    cache->offset = (uint32_t)offset;
    cache->header = (uint32_t)header;
}

static void cache_object(AttributeCache *cache, uint32_t version, AttributeMode mode,
                         Object *object) {
    cache->version = version;
    cache->mode = mode;
    cache->object = object;
}

// The kinds version of a class: that of its instances' kind, renewed when it changes.
static uint32_t class_version(Vm *vm, const Object *class) {
    return heap_of(vm)->kinds[((const Type *)class)->kind].version;
}

// True when an object of this kind has no attributes of its own by this name, as long
// as the kind's version stays.
static bool cannot_hide(Vm *vm, const Object *object, const Type *type, const Str *name) {
    uint32_t flags = object_layout(vm, object)->flags;
    if (!(flags & LAYOUT_DICT)) return true;
    return (flags & LAYOUT_INLINE) && shared_keys_index(type->shared_keys, name) < 0;
}

// An attribute in the object's own values or dict.
static void fill_own(Vm *vm, AttributeCache *cache, const Object *object, Str *name) {
    const Type *type = object_type(vm, object);
    uint32_t flags = object_layout(vm, object)->flags, version = object_kind(vm, object)->version;
    if (flags & LAYOUT_INLINE) {
        int index = shared_keys_index(type->shared_keys, name);
        if (index >= 0)
            cache_place(cache, version, ATTRIBUTE_INLINE,
                        type->bytes + (size_t)index * sizeof(Slot),
                        type->bytes - sizeof(InlineHeader));
    } else if (flags & LAYOUT_DICT) {
        Dict *dict = (Dict *)object_prefix(object)->dict.object;
        int64_t index = dict == NULL ? -1 : dict_entry_index(vm, dict, name);
        if (index >= 0 && index <= UINT32_MAX)
            cache_place(cache, version, ATTRIBUTE_DICT, (size_t)index, 0);
    }
}

// A field of a built-in struct or an entry of __slots__. False: it is neither.
static bool fill_field(Vm *vm, AttributeCache *cache, Object *object, const Object *found) {
    const Type *type = object_type(vm, object);
    const MemberDescriptor *field = (const MemberDescriptor *)found;
    if (found->kind != KIND_MEMBER_DESCRIPTOR || (type->flags & TYPE_IS_VARIABLE) != 0 ||
        !type_is_subtype(type, (const Type *)field->owner.object)) return false;
    size_t offset;
    if (field->member == NULL)
        offset = (size_t)((char *)&instance_slots(vm, object)[field->index] - (char *)object);
    else if (field->member->flags == 0) offset = field->member->offset;
    else return false;
    cache_place(cache, object_kind(vm, object)->version, ATTRIBUTE_SLOT, offset, 0);
    return true;
}

// An attribute of a class itself, whose metaclass is `type`.
static void fill_class(Vm *vm, AttributeCache *cache, Type *class, Str *name) {
    if (type_get(vm, type_of_kind(vm, KIND_TYPE), name) != NULL) return;
    Object *found = type_get(vm, class, name);
    if (found == NULL) return;
    if (found->kind == KIND_STATICMETHOD) found = ((ClassMethod *)found)->function.object;
    else if (found->kind != KIND_FUNCTION &&
             object_type(vm, found)->behaviour.descriptor_load != NULL) return;
    if (found != NULL)
        cache_object(cache, class_version(vm, &class->base), ATTRIBUTE_CLASS, found);
}

static void fill_load(Vm *vm, AttributeCache *cache, Object *object, Str *name,
                      AttributeMode type_mode) {
    const Type *type = object_type(vm, object);
    uint32_t version = object->kind == KIND_TYPE ? class_version(vm, object)
                                                 : object_kind(vm, object)->version;
    if (!is_worth_filling(cache, version)) return;
    if (object->kind == KIND_TYPE) {
        fill_class(vm, cache, (Type *)object, name);
        return;
    }
    if (type->behaviour.load_attribute != object_load_attribute_plain &&
        object->kind != KIND_MODULE) return;
    Object *found = type_get(vm, (Type *)type, name);
    if (found == NULL) {
        fill_own(vm, cache, object, name);
        return;
    }
    if (fill_field(vm, cache, object, found)) return;
    const Type *kind_of_found = object_type(vm, found);
    if (kind_of_found->behaviour.descriptor_set != NULL) return;
    if (!cannot_hide(vm, object, type, name)) return;
    if (type_mode == ATTRIBUTE_METHOD) {
        if (kind_of_found->flags & TYPE_IS_METHOD_LIKE)
            cache_object(cache, version, ATTRIBUTE_METHOD, found);
    } else if (kind_of_found->behaviour.descriptor_load == NULL) {
        cache_object(cache, version, ATTRIBUTE_TYPE, found);
    }
}

// The value where the cache, whose version is the object's, says; NULL: it has to be
// looked up. Borrowed.
static Object *cached_value(const AttributeCache *cache, Object *object, const Str *name) {
    switch ((AttributeMode)cache->mode) {
    case ATTRIBUTE_INLINE: case ATTRIBUTE_SLOT:
        return ((Slot *)((char *)object + cache->offset))->object;
    case ATTRIBUTE_TYPE: return cache->object;
    case ATTRIBUTE_DICT: return cache_get_from_dict(cache, object, name);
    default: return NULL;
    }
}

Object *cache_load_attribute(Vm *vm, AttributeCache *cache, Object *object, Str *name) {
    if (cache_take_shared(vm, cache, object, name, CACHE_LOADS)) {
        Object *known = cached_value(cache, object, name);
        if (LIKELY(known != NULL)) return object_share(known);
    }
    Object *value = object_load_attribute(vm, object, name);
    if (value == NULL) return NULL;
    fill_load(vm, cache, object, name, ATTRIBUTE_TYPE);
    cache_share(vm, cache, object, name, CACHE_LOADS);
    return value;
}

bool cache_set_attribute(Vm *vm, AttributeCache *cache, Object *object, Str *name,
                         Object *value) {
    if (cache_take_shared(vm, cache, object, name, CACHE_STORES) &&
        cache_store(vm, cache, object, value)) return true;
    if (!object_set_attribute(vm, object, name, value)) return false;
    const Type *type = object_type(vm, object);
    if (!is_worth_filling(cache, object_kind(vm, object)->version)) return true;
    if (type->behaviour.set_attribute != object_set_attribute_plain) return true;
    Object *found = type_get(vm, (Type *)type, name);
    if (found == NULL) fill_own(vm, cache, object, name);
    else (void)fill_field(vm, cache, object, found);
    cache_share(vm, cache, object, name, CACHE_STORES);
    return true;
}

bool cache_load_method(Vm *vm, AttributeCache *cache, Object *object, Str *name,
                       Object **method, Object **self) {
    bool is_bound;
    if (cache_take_shared(vm, cache, object, name, CACHE_CALLS) &&
        cache->mode == ATTRIBUTE_METHOD) {
        *method = object_share(cache->object);
        *self = object_share(object);
        return true;
    }
    Found found = object_find_method(vm, object, name, method, &is_bound);
    if (found != FOUND) return false;
    fill_load(vm, cache, object, name, ATTRIBUTE_METHOD);
    cache_share(vm, cache, object, name, CACHE_CALLS);
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

Found cache_find_in(Vm *vm, Object *mapping, Str *name, Object **value) {
    if (LIKELY(mapping->kind == KIND_DICT)) {
        Found found = dict_find(vm, (Dict *)mapping, (Object *)name, value);
        if (found == FOUND) object_share(*value);
        return found;
    }
    *value = object_load_item(vm, mapping, (Object *)name);
    if (*value != NULL) return FOUND;
    return raised_clear_if(vm, exception_type(vm, EXCEPTION_KeyError)) ? ABSENT : RAISED;
}

// Nothing is cached of namespaces with a __getitem__ of their own.
static Object *load_uncached(Vm *vm, Object *first, Object *second, Str *name) {
    Object *value = NULL;
    Found found = cache_find_in(vm, first, name, &value);
    if (found == ABSENT) found = cache_find_in(vm, second, name, &value);
    return found == ABSENT ? cache_raise_not_defined(vm, name) : value;
}

static Object *load_builtin(Vm *vm, GlobalCache *cache, Frame *frame, Str *name) {
    Dict *builtins = (Dict *)frame->builtins;
    Object *value = dict_get_str(vm, builtins, name);
    if (value == NULL) return cache_raise_not_defined(vm, name);
    int64_t index = dict_entry_index(vm, builtins, name);
    cache->globals_version = dict_keys_version(vm, frame->globals);
    cache->builtins_version = dict_keys_version(vm, builtins);
    cache->index = (uint64_t)index;
    if (cache->builtins_version == 0) cache->globals_version = 0;
    return object_share(value);
}

Object *cache_load_global(Vm *vm, GlobalCache *cache, Frame *frame, Str *name) {
    if (UNLIKELY(frame->globals->base.kind != KIND_DICT || frame->builtins->kind != KIND_DICT))
        return load_uncached(vm, (Object *)frame->globals, frame->builtins, name);
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
    Object *value;
    Found found = cache_find_in(vm, namespace, name, &value);
    if (found != ABSENT) return value;
    value = dict_get_str(vm, frame->globals, name);   // also where they have a __getitem__
    if (value != NULL) return object_share(value);
    found = cache_find_in(vm, frame->builtins, name, &value);
    return found == ABSENT ? cache_raise_not_defined(vm, name) : value;
}

bool cache_set_name(Vm *vm, GlobalCache *cache, Frame *frame, Str *name, Object *value) {
    Object *namespace = frame->namespace.object;
    if (namespace == NULL) return raise_false(vm, ERROR_NO_LOCALS_STORING, name);
    if (namespace->kind != KIND_DICT)
        return object_set_item(vm, namespace, (Object *)name, value);
    if (namespace == (Object *)frame->globals)
        return cache_set_global(vm, cache, frame->globals, name, value);
    return dict_set_str(vm, (Dict *)namespace, name, value);
}

// --- classes ---

bool cache_class(Vm *vm, CallCache *cache, Type *type) {
    const Type *object_itself = type_of_kind(vm, KIND_OBJECT);
    if (type->base.kind != KIND_TYPE || !(type->flags & TYPE_IS_CLASS)) return false;
    if (type->behaviour.new != object_itself->behaviour.new) return false;
    if (type->flags & TYPE_IS_ABSTRACT) return false;
    Object *init = type_get(vm, type, vm->objects->names.dunder_init);
    if (init == NULL || init->kind != KIND_FUNCTION) return false;
    cache->version = class_version(vm, &type->base);
    cache->init = init;
    return true;
}
