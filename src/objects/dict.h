// dict: insertion-ordered hash table, a small index over a row of entries.
//
// Keys and values stand together in `DictTable.entries`; a dict that took over the
// inline values of an instance ("split", as CPython 3.11 has them) is marked so,
// because sys.getsizeof() shows it. table->version is 0, or a number never used
// before that stays while no key is added, removed or moved: the loop's caches
// for globals and attributes guard on it and read entries[index].value.

#ifndef OBJECTS_DICT_H
#define OBJECTS_DICT_H

#include "objects/operations.h"

typedef struct DictEntry {
    int64_t hash;
    Slot key;    // empty: deleted
    Slot value;
} DictEntry;

typedef struct DictTable {
    uint32_t version;       // 0: none handed out since the last change of keys
    uint8_t log2_indices;   // the index has 2^this places (3 and more)
    uint8_t index_bytes;    // width of an index: 1, 2, 4, 8
    bool has_only_str_keys;
    int64_t usable;         // entries that may still be added
    int64_t entry_count;    // entries used, deleted ones included
    DictEntry *entries;     // in the same block as the table and the index
} DictTable;

struct Dict {
    Object base;
    int64_t count;          // live entries
    DictTable *table;       // owns; a shared static one for an empty dict
    uint32_t python_state;  // split: as many values as CPython has room for; 0: not split
};

extern const TypeDefinition dict_definition;

MUST_USE Dict *dict_new(Vm *vm);
// Room for as many entries, of any keys.
MUST_USE Dict *dict_new_sized(Vm *vm, int64_t entries);
// What BUILD_MAP and BUILD_CONST_KEY_MAP make: `count` keys, `step` slots apart, with
// their values, also `step` apart. Shares all.
MUST_USE Dict *dict_new_from_items(Vm *vm, const Slot *keys, const Slot *values, int64_t step,
                                   int64_t count);
// An empty dict for the values of an instance, of a class that has room for `values`.
MUST_USE Dict *dict_new_split(Vm *vm, int64_t values);
// Value is borrowed. May run __hash__ and __eq__ of the program.
MUST_USE Found dict_find(Vm *vm, Dict *dict, Object *key, Object **value);
MUST_USE Object *dict_load(Vm *vm, Dict *dict, Object *key);  // new reference, or KeyError
MUST_USE bool dict_set(Vm *vm, Dict *dict, Object *key, Object *value);   // shares both
MUST_USE bool dict_set_hashed(Vm *vm, Dict *dict, Object *key, int64_t hash, Object *value);
// ABSENT: there was none. Nothing is raised for that.
MUST_USE Found dict_remove(Vm *vm, Dict *dict, Object *key);
// Takes the value out of the dict: new reference in *value.
MUST_USE Found dict_take(Vm *vm, Dict *dict, Object *key, Object **value);
// Str keys never raise on lookup in dicts of str keys: for namespaces.
Object *dict_get_str(Vm *vm, Dict *dict, Str *key);           // borrowed, NULL when absent
MUST_USE bool dict_set_str(Vm *vm, Dict *dict, Str *key, Object *value);
MUST_USE bool dict_set_c(Vm *vm, Dict *dict, const char *key, Object *value);
// Walks live entries: start with *position 0; false at the end. Borrowed.
bool dict_next(Dict *dict, int64_t *position, Object **key, Object **value);
// update(): `mode` DICT_REPLACE, DICT_KEEP (first wins), DICT_REFUSE (KeyError on duplicates).
typedef enum DictMerge { DICT_REPLACE, DICT_KEEP, DICT_REFUSE } DictMerge;
MUST_USE bool dict_merge(Vm *vm, Dict *dict, Object *other, DictMerge mode);
MUST_USE Dict *dict_copy(Vm *vm, Dict *dict);
void dict_empty(Vm *vm, Dict *dict);

// dict[key] as the expression does it: with __missing__ of subclasses.
MUST_USE Object *dict_load_item(Vm *vm, Object *dict, Object *key);
// The three views; iter(dict).
MUST_USE Object *dict_keys_new(Vm *vm, Dict *dict);
MUST_USE Object *dict_values_new(Vm *vm, Dict *dict);
MUST_USE Object *dict_items_new(Vm *vm, Dict *dict);
MUST_USE Object *dict_iterate(Vm *vm, Object *dict);
// left | right, left |= right and __init__, as Behaviour has them.
Object *dict_or(Vm *vm, Object *left, Object *right);
Object *dict_or_in_place(Vm *vm, Object *left, Object *right);
bool dict_init(Vm *vm, Object *dict, const Arguments *arguments);

// Asserts the whole invariant.
void dict_check(Vm *vm, const Dict *dict);

// For inline caches: the table's version (made when 0; 0 when there are no more), and
// the position of a str key among the entries, -1 when absent.
uint32_t dict_keys_version(Vm *vm, Dict *dict);
int64_t dict_entry_index(Vm *vm, Dict *dict, Str *key);

ALWAYS_INLINE bool object_is_dict(Vm *vm, const Object *object) {
    return object->kind == KIND_DICT || (object_type(vm, object)->flags & TYPE_IS_DICT) != 0;
}

#endif
