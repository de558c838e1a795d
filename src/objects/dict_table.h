// The table behind a dict: an index of small numbers over a row of entries.
//
//   | DictTable | 2^log2_indices indices of 1, 2, 4 or 8 bytes | entries in order of insertion |
//
// An index is the number of an entry, INDEX_FREE or INDEX_DELETED. Sizes, growth and
// the order of probing are CPython's: sys.getsizeof() and the calls of __eq__ show them.

#ifndef OBJECTS_DICT_TABLE_H
#define OBJECTS_DICT_TABLE_H

#include "objects/dict.h"
#include "objects/key.h"

enum { INDEX_FREE = -1, INDEX_DELETED = -2, INDEX_RAISED = -3 };
enum { DICT_LOG2_MIN = 3, DICT_PROBE_SHIFT = 5 };

// Whether a table is for str keys alone: CPython keeps no hashes in such tables.
typedef enum DictKeys { DICT_ANY_KEYS, DICT_STR_KEYS } DictKeys;

// The table of dicts without entries, shared and never written: its only index is free.
DictTable *dict_table_nothing(void);

ALWAYS_INLINE bool dict_table_is_nothing(const DictTable *table) {
    return table->log2_indices == 0;
}

ALWAYS_INLINE void *dict_table_indices(const DictTable *table) {
    return (char *)(uintptr_t)table + sizeof(DictTable);
}

// Entries that a table of 2^log2 indices holds.
ALWAYS_INLINE int64_t dict_table_room(int log2) {
    return (INT64_C(2) << log2) / 3;
}

ALWAYS_INLINE DictKeys dict_table_keys(const DictTable *table) {
    return table->has_only_str_keys ? DICT_STR_KEYS : DICT_ANY_KEYS;
}

// `width` is table->index_bytes, said apart so that loops can be specialised.
ALWAYS_INLINE int64_t dict_table_index(const DictTable *table, uint64_t place, int width) {
    const void *indices = dict_table_indices(table);
    switch (width) {
    case 1: return ((const int8_t *)indices)[place];
    case 2: return ((const int16_t *)indices)[place];
    case 4: return ((const int32_t *)indices)[place];
    default: return ((const int64_t *)indices)[place];
    }
}

ALWAYS_INLINE void dict_table_set_index(DictTable *table, uint64_t place, int64_t index) {
    void *indices = dict_table_indices(table);
    switch (table->index_bytes) {
    case 1: ((int8_t *)indices)[place] = (int8_t)index; break;
    case 2: ((int16_t *)indices)[place] = (int16_t)index; break;
    case 4: ((int32_t *)indices)[place] = (int32_t)index; break;
    default: ((int64_t *)indices)[place] = index; break;
    }
}

// The log2 of the indices that CPython gives a dict for `size` of them.
int dict_table_log2(int64_t size);
// The same for a dict that is to hold `count` entries without growing.
int dict_table_log2_for(int64_t count);

MUST_USE DictTable *dict_table_new(Vm *vm, int log2, DictKeys keys);
// Drops the keys and values, first to last, and the table. `owner`: the dict it was of.
void dict_table_drop(Vm *vm, Object *owner, DictTable *table);
size_t dict_table_bytes(const DictTable *table);
// What sys.getsizeof() counts for it.
int64_t dict_table_python_bytes(const DictTable *table);

// Number of the entry with that key, INDEX_FREE or INDEX_RAISED. May run __eq__.
MUST_USE int64_t dict_lookup(Vm *vm, Dict *dict, Object *key, int64_t hash);
// The same for a str in a table of str keys: never raises and runs nothing.
int64_t dict_table_lookup_str(const DictTable *table, const Str *key, int64_t hash);
// Gives the dict a table of 2^log2 indices with its entries, closed up.
MUST_USE bool dict_resize(Vm *vm, Dict *dict, int log2, DictKeys keys);
// Makes room for one more entry with this key, by CPython's rule of growth.
MUST_USE bool dict_make_room(Vm *vm, Dict *dict, const Object *key);
// Adds a key that is known to be absent; shares both.
MUST_USE bool dict_insert(Vm *vm, Dict *dict, Object *key, int64_t hash, Object *value);
// Takes the entry out. The key and the value are the caller's now.
void dict_detach_entry(Vm *vm, Dict *dict, int64_t entry, Object **key, Object **value);
// Ends the sharing of keys with a class (see Dict.python_state).
MUST_USE bool dict_unsplit(Vm *vm, Dict *dict);
// As dict_next, with the hash.
bool dict_next_hashed(Dict *dict, int64_t *position, Object **key, Object **value,
                      int64_t *hash);

extern const Method dict_methods[];

#endif
