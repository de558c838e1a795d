// Inline caches: what an instruction found last time, and the guard that says it holds.
//
// No cache owns a reference: while its version is current, what it names is alive.

#ifndef RUNTIME_CACHE_H
#define RUNTIME_CACHE_H

#include "objects/dict.h"
#include "objects/instance.h"
#include "runtime/frame.h"

typedef enum AttributeMode {
    ATTRIBUTE_INLINE,    // kind version: value slot at `offset` of the object, where it is full
    ATTRIBUTE_SLOT,      // the same for a field or an entry of __slots__: may be filled any time
    ATTRIBUTE_TYPE,      // kind version: `object`, found on the type, no descriptor
    ATTRIBUTE_METHOD,    // kind version: `object`, a function to be called with the object
    ATTRIBUTE_CLASS,     // version of the class that is the object: `object`, found in it
    ATTRIBUTE_DICT,      // kind version: entry at `offset` of the object's dict, if of that name
} AttributeMode;

typedef struct AttributeCache {   // two words after LOAD_ATTRIBUTE, STORE_…, LOAD_METHOD
    uint32_t version;             // 0: nothing cached
    uint16_t mode;                // AttributeMode
    uint16_t misses;
    union {
        struct {
            uint32_t offset;      // in bytes; ATTRIBUTE_DICT: number of the entry
            uint32_t header;      // ATTRIBUTE_INLINE: offset of the InlineHeader
        };
        Object *object;           // borrows
    };
} AttributeCache;

typedef struct GlobalCache {      // two words after LOAD_GLOBAL, LOAD_NAME, STORE_…
    uint32_t globals_version;     // keys of globals; 0: nothing cached
    uint32_t builtins_version;    // keys of builtins; 0: found in globals
    uint64_t index;               // of the entry
} GlobalCache;

typedef struct CallCache {        // two words after CALL…: making instances of a class
    uint32_t version;             // of the kind that its instances get
    int32_t names;                // CALL_KEYWORDS: its constant
    Object *init;                 // borrows: Function, or NULL: no __init__ to call
} CallCache;

_Static_assert(sizeof(AttributeCache) == 2 * sizeof(Instruction), "two words");
_Static_assert(sizeof(GlobalCache) == 2 * sizeof(Instruction), "two words");
_Static_assert(sizeof(CallCache) == 2 * sizeof(Instruction), "two words");

// The value of an instance's or module's attribute that stands in its dict; NULL: not where
// the cache says, or there is no dict. Borrowed.
ALWAYS_INLINE Object *cache_get_from_dict(const AttributeCache *cache, const Object *object,
                                          const Str *name) {
    const Dict *dict = (const Dict *)object_prefix(object)->dict.object;
    if (UNLIKELY(dict == NULL || cache->offset >= dict->table->entry_count)) return NULL;
    const DictEntry *entry = &dict->table->entries[cache->offset];
    return entry->key.object == (const Object *)name ? entry->value.object : NULL;
}

// Stores (shares) a value where the cache, whose version is the object's, says. False: it
// has to be stored in general.
ALWAYS_INLINE MUST_USE bool cache_store(Vm *vm, const AttributeCache *cache, Object *object,
                                        Object *value) {
    Slot *slot = (Slot *)((char *)object + cache->offset);
    if (cache->mode == ATTRIBUTE_SLOT) {
        slot_set(vm, object, slot, value);
        return true;
    }
    if (cache->mode != ATTRIBUTE_INLINE) return false;
    if (slot->object != NULL) {
        slot_set(vm, object, slot, value);
        return true;
    }
    return instance_fill_inline(vm, (InlineHeader *)((char *)object + cache->header), object,
                                slot, value);
}

// object.name with the cache filled for the next time: new reference or NULL.
MUST_USE Object *cache_load_attribute(Vm *vm, AttributeCache *cache, Object *object, Str *name);
MUST_USE bool cache_set_attribute(Vm *vm, AttributeCache *cache, Object *object, Str *name,
                                  Object *value);
// For LOAD_METHOD: *method is the function (then *self is the object, shared) or NULL
// (then *self is the attribute). New references; false: raised.
MUST_USE bool cache_load_method(Vm *vm, AttributeCache *cache, Object *object, Str *name,
                                Object **method, Object **self);

// mapping[name]: a new reference; ABSENT: a KeyError, which is gone. What is exactly a dict is
// asked without its __getitem__.
MUST_USE Found cache_find_in(Vm *vm, Object *mapping, Str *name, Object **value);

// The global or builtin `name`, or NameError. New reference.
MUST_USE Object *cache_load_global(Vm *vm, GlobalCache *cache, Frame *frame, Str *name);
MUST_USE bool cache_set_global(Vm *vm, GlobalCache *cache, Dict *globals, Str *name,
                               Object *value);
// The name of a module's or class's body: namespace, globals, builtins.
MUST_USE Object *cache_load_name(Vm *vm, GlobalCache *cache, Frame *frame, Str *name);
MUST_USE bool cache_set_name(Vm *vm, GlobalCache *cache, Frame *frame, Str *name, Object *value);

// NameError for a name that is bound nowhere, with its `name` set. Gives NULL.
Object *cache_raise_not_defined(Vm *vm, Str *name);

// Gives back what all caches share.
void cache_done(Vm *vm);

// Fills the cache when calling `type` only makes an instance and calls a Python __init__
// (or none). False: it has to be called in general.
bool cache_class(Vm *vm, CallCache *cache, Type *type);

#endif
