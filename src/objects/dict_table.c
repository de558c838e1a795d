#include "objects/dict_table.h"

// --- sizes ---

typedef struct Nothing {
    DictTable table;
    int8_t indices[8];
} Nothing;

static const Nothing nothing = {
    {.version = 1, .index_bytes = 1, .has_only_str_keys = true},
    {INDEX_FREE},
};

DictTable *dict_table_nothing(void) {
    return (DictTable *)(uintptr_t)&nothing.table;
}

int dict_table_log2(int64_t size) {
    // CPython rounds 8, 16, 32, … up too, and so do we.
    uint64_t least = ((uint64_t)size | (1 << DICT_LOG2_MIN)) - 1;
    least |= (1 << DICT_LOG2_MIN) - 1;
    return 64 - __builtin_clzll(least);
}

int dict_table_log2_for(int64_t count) {
    return dict_table_log2((count * 3 + 1) / 2);
}

static uint8_t index_bytes_for(int log2) {
    return log2 < 8 ? 1 : log2 < 16 ? 2 : log2 < 32 ? 4 : 8;
}

size_t dict_table_bytes(const DictTable *table) {
    return sizeof(DictTable) + ((size_t)table->index_bytes << table->log2_indices) +
           (size_t)dict_table_room(table->log2_indices) * sizeof(DictEntry);
}

int64_t dict_table_python_bytes(const DictTable *table) {
    if (dict_table_is_nothing(table)) return 0;
    int64_t entry_bytes = table->has_only_str_keys ? 16 : 24;
    return 32 + ((int64_t)table->index_bytes << table->log2_indices) +
           dict_table_room(table->log2_indices) * entry_bytes;
}

DictTable *dict_table_new(Vm *vm, int log2, DictKeys keys) {
    enum { LOG2_MAX = 56 };
    if (log2 > LOG2_MAX) {
        heap_of(vm)->hooks->out_of_memory(vm);
        return NULL;
    }
    DictTable shape = {.log2_indices = (uint8_t)log2,
                       .index_bytes = index_bytes_for(log2),
                       .has_only_str_keys = keys == DICT_STR_KEYS,
                       .usable = dict_table_room(log2)};
    DictTable *table = buffer_new(vm, dict_table_bytes(&shape));
    if (table == NULL) return NULL;
    *table = shape;
    size_t index_bytes = (size_t)shape.index_bytes << log2;
    __builtin_memset(dict_table_indices(table), 0xff, index_bytes);  // all INDEX_FREE
    table->entries = (DictEntry *)((char *)dict_table_indices(table) + index_bytes);
    return table;
}

void dict_table_drop(Vm *vm, Object *owner, DictTable *table) {
    if (dict_table_is_nothing(table)) return;
    for (int64_t i = 0; i < table->entry_count; i++) {
        slot_clear(vm, owner, &table->entries[i].key);
        slot_clear(vm, owner, &table->entries[i].value);
    }
    buffer_drop(vm, table, dict_table_bytes(table));
}

// --- looking up ---

typedef struct Probe {
    uint64_t place, perturb, mask;
} Probe;

ALWAYS_INLINE Probe probe_start(const DictTable *table, int64_t hash) {
    uint64_t mask = (UINT64_C(1) << table->log2_indices) - 1;
    return (Probe){(uint64_t)hash & mask, (uint64_t)hash, mask};
}

ALWAYS_INLINE void probe_step(Probe *probe) {
    probe->perturb >>= DICT_PROBE_SHIFT;
    probe->place = (probe->place * 5 + probe->perturb + 1) & probe->mask;
}

ALWAYS_INLINE int64_t lookup_str(const DictTable *table, const Str *key, int64_t hash, int width) {
    const DictEntry *entries = table->entries;
    for (Probe probe = probe_start(table, hash);; probe_step(&probe)) {
        int64_t index = dict_table_index(table, probe.place, width);
        if (index >= 0) {
            const DictEntry *entry = &entries[index];
            if (entry->key.object == &key->base) return index;
            if (entry->hash == hash && str_is_equal((const Str *)entry->key.object, key))
                return index;
        } else if (index == INDEX_FREE) {
            return INDEX_FREE;
        }
    }
}

int64_t dict_table_lookup_str(const DictTable *table, const Str *key, int64_t hash) {
    switch (table->index_bytes) {
    case 1: return lookup_str(table, key, hash, 1);
    case 2: return lookup_str(table, key, hash, 2);
    default: return lookup_str(table, key, hash, table->index_bytes);
    }
}

enum { LOOKUP_AGAIN = -4 };  // the program changed the dict meanwhile

// Compares the key of an entry by the program's __eq__. Gives FOUND, ABSENT, RAISED
// or LOOKUP_AGAIN when the table is no longer what it was.
static int compare_entry(Vm *vm, Dict *dict, int64_t index, Object *key) {
    DictTable *table = dict->table;
    uint8_t log2 = table->log2_indices;
    Object *candidate = object_share(table->entries[index].key.object);
    int outcome = object_equal(vm, candidate, key);
    // The same address need not be the same table: it may have died and come back.
    bool is_same = dict->table == table && table->log2_indices == log2 &&
                   index < table->entry_count &&
                   table->entries[index].key.object == candidate;
    object_drop(vm, candidate);
    return outcome == RAISED || is_same ? outcome : LOOKUP_AGAIN;
}

static int64_t lookup_any(Vm *vm, Dict *dict, Object *key, int64_t hash) {
    Probe probe = probe_start(dict->table, hash);
    for (;; probe_step(&probe)) {
        DictTable *table = dict->table;
        int64_t index = dict_table_index(table, probe.place, table->index_bytes);
        if (index == INDEX_FREE) return INDEX_FREE;
        if (index < 0) continue;
        const DictEntry *entry = &table->entries[index];
        Object *candidate = entry->key.object;
        if (candidate == key) return index;
        if (entry->hash != hash) continue;
        if (key_is_plain(candidate, key)) {
            if (key_plain_is_equal(candidate, key)) return index;
            continue;
        }
        switch (compare_entry(vm, dict, index, key)) {
        case FOUND: return index;
        case ABSENT: break;
        case RAISED: return INDEX_RAISED;
        default: return LOOKUP_AGAIN;
        }
    }
}

int64_t dict_lookup(Vm *vm, Dict *dict, Object *key, int64_t hash) {
    if (key->kind == KIND_STR && dict->table->has_only_str_keys)
        return dict_table_lookup_str(dict->table, (const Str *)key, hash);
    int64_t index;
    do {
        index = lookup_any(vm, dict, key, hash);
    } while (index == LOOKUP_AGAIN);
    return index;
}

// --- changing ---

// The first place on the key's way that holds no entry.
static uint64_t place_for(const DictTable *table, int64_t hash) {
    Probe probe = probe_start(table, hash);
    while (dict_table_index(table, probe.place, table->index_bytes) >= 0) probe_step(&probe);
    return probe.place;
}

// The place that holds the number of that entry.
static uint64_t place_of(const DictTable *table, int64_t entry) {
    Probe probe = probe_start(table, table->entries[entry].hash);
    while (dict_table_index(table, probe.place, table->index_bytes) != entry) probe_step(&probe);
    return probe.place;
}

// Moving between two tables of one dict changes no place that a program could name,
// so it is no event.
static void move_entries(DictTable *to, const DictTable *from) {
    int64_t count = 0;
    for (int64_t i = 0; i < from->entry_count; i++) {
        const DictEntry *old = &from->entries[i];
        if (old->key.object == NULL) continue;
        DictEntry *new = &to->entries[count];
        new->hash = old->hash;
        slot_store(&new->key, old->key.object);
        slot_store(&new->value, old->value.object);
        dict_table_set_index(to, place_for(to, old->hash), count);
        count++;
    }
    to->entry_count = count;
    to->usable -= count;
}

bool dict_resize(Vm *vm, Dict *dict, int log2, DictKeys keys) {
    DictTable *old = dict->table;
    if (!old->has_only_str_keys) keys = DICT_ANY_KEYS;
    DictTable *new = dict_table_new(vm, log2, keys);
    if (new == NULL) return false;
    // Making room may have run a collection, and that the program.
    if (UNLIKELY(dict->table != old || dict->count > new->usable)) {
        buffer_drop(vm, new, dict_table_bytes(new));
        return dict_resize(vm, dict, dict_table_log2(dict->count * 3), keys);
    }
    move_entries(new, old);
    dict->table = new;
    dict->python_state = 0;
    if (!dict_table_is_nothing(old)) buffer_drop(vm, old, dict_table_bytes(old));
    return true;
}

bool dict_unsplit(Vm *vm, Dict *dict) {
    enum { LOG2_SHARED_KEYS = 6 };
    if (dict->python_state == 0) return true;
    return dict_resize(vm, dict, LOG2_SHARED_KEYS, DICT_STR_KEYS);
}

bool dict_make_room(Vm *vm, Dict *dict, const Object *key) {
    DictTable *table = dict->table;
    DictKeys keys = key->kind == KIND_STR ? DICT_STR_KEYS : DICT_ANY_KEYS;
    if (dict_table_is_nothing(table)) return dict_resize(vm, dict, DICT_LOG2_MIN, keys);
    bool is_foreign = keys == DICT_ANY_KEYS && table->has_only_str_keys;
    bool is_full = table->usable <= 0 ||
                   (dict->python_state != 0 && dict->count >= (int64_t)dict->python_state);
    if (LIKELY(!is_foreign && !is_full)) return true;
    return dict_resize(vm, dict, dict_table_log2(dict->count * 3), keys);
}

static void track_for(Vm *vm, Dict *dict, const Object *key, const Object *value) {
    if (key->kind == KIND_STR && value->kind <= KIND_STR) return;
    if (object_is_tracked(vm, &dict->base)) return;
    if (object_may_be_tracked(vm, key) || object_may_be_tracked(vm, value))
        object_track(vm, &dict->base);
}

bool dict_insert(Vm *vm, Dict *dict, Object *key, int64_t hash, Object *value) {
    if (!dict_make_room(vm, dict, key)) return false;
    track_for(vm, dict, key, value);
    DictTable *table = dict->table;
    int64_t number = table->entry_count;
    dict_table_set_index(table, place_for(table, hash), number);
    table->version = 0;
    table->entry_count++;
    table->usable--;
    dict->count++;
    DictEntry *entry = &table->entries[number];
    entry->hash = hash;
    slot_store(&entry->value, NULL);
    slot_fill(vm, &dict->base, &entry->key, object_share(key));
    slot_fill(vm, &dict->base, &entry->value, object_share(value));
    return true;
}

bool dict_set_hashed(Vm *vm, Dict *dict, Object *key, int64_t hash, Object *value) {
    // CPython makes room for a key of another kind even if the key is there.
    if (key->kind != KIND_STR && dict->table->has_only_str_keys && !dict_make_room(vm, dict, key))
        return false;
    int64_t number = dict_lookup(vm, dict, key, hash);
    if (number == INDEX_RAISED) return false;
    if (number == INDEX_FREE) return dict_insert(vm, dict, key, hash, value);
    track_for(vm, dict, key, value);
    Slot *slot = &dict->table->entries[number].value;
    Object *old = slot_exchange_value(vm, &dict->base, slot, object_share(value));
    if (--old->count != 0) return true;
    object_share(key);   // CPython holds it until the old value is gone
    object_free(vm, old);
    object_drop(vm, key);
    return true;
}

void dict_detach_entry(Vm *vm, Dict *dict, int64_t number, Object **key, Object **value) {
    DictTable *table = dict->table;
    DictEntry *entry = &table->entries[number];
    dict_table_set_index(table, place_of(table, number), INDEX_DELETED);
    table->version = 0;
    dict->count--;
    *value = slot_detach(vm, &dict->base, &entry->value);
    *key = slot_detach(vm, &dict->base, &entry->key);
}

bool dict_next_hashed(Dict *dict, int64_t *position, Object **key, Object **value,
                      int64_t *hash) {
    const DictTable *table = dict->table;
    for (int64_t i = *position; i < table->entry_count; i++) {
        const DictEntry *entry = &table->entries[i];
        if (entry->key.object == NULL) continue;
        *key = entry->key.object;
        *value = entry->value.object;
        *hash = entry->hash;
        *position = i + 1;
        return true;
    }
    return false;
}
