// Finding an attribute in a type's MRO, and the one cache for it.
//
// An entry is found by the version of the type's kind and the name. Versions are never
// used twice, so changing a type invalidates its entries by giving it a new version; a
// name that died is told from a new one at its address by the hash kept beside it.

#include "objects/slot.h"
#include "objects/type_build.h"

enum { METHOD_CACHE_ENTRIES = 4096 };

typedef struct MethodCacheEntry {
    Str *name;       // borrows
    int64_t hash;    // of the name
    Object *value;   // borrows: while the version lives, the class dict holds it
    uint32_t version;
} MethodCacheEntry;

typedef struct MethodCache {
    MethodCacheEntry entries[METHOD_CACHE_ENTRIES];
} MethodCache;

static Object *type_get_slow(Vm *vm, const Type *type, Str *name) {
    Tuple *mro = type_mro(type);
    Object *value = NULL;
    if (mro == NULL) return NULL;
    object_share(&mro->base);   // a key's __eq__ may give the class other bases
    for (int64_t i = 0; i < mro->count && value == NULL; i++) {
        const Type *base = (const Type *)mro->items[i].object;
        if (base->dict.object != NULL) value = dict_get_str(vm, type_dict(base), name);
    }
    object_drop(vm, &mro->base);
    return value;
}

Object *type_get(Vm *vm, Type *type, Str *name) {
    MethodCache *cache = vm->objects->method_cache;
    if (UNLIKELY(cache == NULL)) {
        cache = vm->objects->method_cache = system_new(vm, sizeof(MethodCache));
        if (cache == NULL) {
            raised_clear(vm);
            return type_get_slow(vm, type, name);
        }
    }
    uint32_t version = heap_of(vm)->kinds[type->kind].version;
    size_t place = (((uintptr_t)name >> 4) ^ ((size_t)version * 67)) % METHOD_CACHE_ENTRIES;
    MethodCacheEntry *entry = &cache->entries[place];
    if (entry->name == name && entry->version == version && entry->hash == name->hash)
        return entry->value;
    Object *value = type_get_slow(vm, type, name);
    if (name->is_interned && type->kind != 0 && version != KIND_VERSION_SPENT)
        *entry = (MethodCacheEntry){name, str_get_hash(vm, name), value, version};
    return value;
}

void type_cache_drop(Vm *vm) {
    system_drop(vm, vm->objects->method_cache, sizeof(MethodCache));
    vm->objects->method_cache = NULL;
}

bool type_is_subtype(const Type *type, const Type *base) {
    if (type == base) return true;
    const Tuple *mro = type_mro(type);
    if (LIKELY(mro != NULL)) {
        for (int64_t i = 0; i < mro->count; i++)
            if (mro->items[i].object == (const Object *)base) return true;
        return false;
    }
    while (type != NULL && type != base) type = type_super(type);
    return type == base || base->super.object == NULL;
}

// --- subclasses and versions ---

bool type_join(Vm *vm, Type *type, Type *base) {
    if (base->subclass_count == base->subclass_capacity) {
        int64_t capacity = base->subclass_capacity == 0 ? 4 : base->subclass_capacity * 2;
        Type **grown = system_resize(vm, base->subclasses,
                                     (size_t)base->subclass_capacity * sizeof(Type *),
                                     (size_t)capacity * sizeof(Type *));
        if (grown == NULL) return false;
        base->subclasses = grown;
        base->subclass_capacity = capacity;
    }
    base->subclasses[base->subclass_count++] = type;
    return true;
}

void type_leave(Type *type, Type *base) {
    for (int64_t i = base->subclass_count; i-- > 0;) {
        if (base->subclasses[i] != type) continue;
        base->subclass_count--;
        for (; i < base->subclass_count; i++) base->subclasses[i] = base->subclasses[i + 1];
        return;
    }
}

void type_renew(Vm *vm, Type *type) {
    kind_renew(vm, type->kind);
    if (type->kind_dict != type->kind) kind_renew(vm, type->kind_dict);
    for (int64_t i = 0; i < type->subclass_count; i++) type_renew(vm, type->subclasses[i]);
}

static void type_refill(Vm *vm, Type *type, Str *name) {
    if ((type->flags & TYPE_IS_IMMUTABLE) == 0) slots_fill_name(vm, type, name);
    for (int64_t i = 0; i < type->subclass_count; i++) {
        Type *subclass = type->subclasses[i];
        // A subclass with a definition of its own does not see the change.
        if (subclass->dict.object != NULL &&
            dict_get_str(vm, type_dict(subclass), name) != NULL)
            continue;
        type_refill(vm, subclass, name);
    }
}

bool type_changed(Vm *vm, Type *type, Str *name) {
    type_renew(vm, type);
    if (name == NULL) {
        slots_fill(vm, type);
        for (int64_t i = 0; i < type->subclass_count; i++)
            type_changed(vm, type->subclasses[i], NULL);
        return true;
    }
    if (slots_is_name(vm, name)) type_refill(vm, type, name);
    return true;
}

// --- names ---

const char *type_name(const Type *type) {
    if (type->definition != NULL) return type->definition->name;
    if (type->utf8_name != NULL) return type->utf8_name;
    const Str *name = (const Str *)type->name.object;
    return name != NULL ? (const char *)name->data : "?";
}

const char *object_type_name(Vm *vm, const Object *object) {
    return type_name(object_type(vm, object));
}
