// The table of a set: open addressing, a few neighbours first, then a jump.
//
// A look-up starts at hash & mask and goes through up to nine neighbours before it jumps;
// deleted entries are used again, the last one on the way first. All this is CPython's,
// for the order of iteration shows it. A comparison may run the program, which may change
// the set: an entry is used after it only if the table and the entry are what they were.

#include "objects/set_parts.h"

enum { SMALL_MASK = 7, NEIGHBOURS = 9, PROBE_SHIFT = 5 };

static bool has_own_table(const Set *set) {
    return set->table != set->small;
}

static size_t table_bytes(const Set *set) {
    return (size_t)(set->mask + 1) * sizeof(SetEntry);
}

static void table_clear(SetEntry *table, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        slot_store(&table[i].key, NULL);
        table[i].hash = 0;
    }
}

void set_start(Set *set) {
    table_clear(set->small, SMALL_MASK + 1);
    set->fill = set->count = 0;
    set->mask = SMALL_MASK;
    set->table = set->small;
    set->hash = -1;
}

// --- looking up ---

typedef struct Probe {
    uint64_t place, perturb, mask;
    int neighbours;  // still to look at before the next jump
} Probe;

ALWAYS_INLINE int neighbours_at(uint64_t place, uint64_t mask) {
    return place + NEIGHBOURS <= mask ? NEIGHBOURS : 0;
}

ALWAYS_INLINE Probe probe_start(const Set *set, int64_t hash) {
    uint64_t mask = (uint64_t)set->mask, place = (uint64_t)hash & mask;
    return (Probe){place, (uint64_t)hash, mask, neighbours_at(place, mask)};
}

// Where the neighbours began is place - (NEIGHBOURS - neighbours) where there were any.
ALWAYS_INLINE void probe_step(Probe *probe, uint64_t *start) {
    if (probe->neighbours > 0) {
        probe->neighbours--;
        probe->place++;
        return;
    }
    probe->perturb >>= PROBE_SHIFT;
    *start = (*start * 5 + 1 + probe->perturb) & probe->mask;
    probe->place = *start;
    probe->neighbours = neighbours_at(*start, probe->mask);
}

typedef enum Match { MATCH_RAISED = -1, MATCH_NOT, MATCH_EQUAL, MATCH_AGAIN } Match;

// Compares an entry that has the key's hash with it.
ALWAYS_INLINE Match match_entry(Vm *vm, Set *set, uint64_t place, Object *key) {
    SetEntry *table = set->table;
    Object *candidate = table[place].key.object;
    if (candidate == key) return MATCH_EQUAL;
    if (key_is_plain(candidate, key))
        return key_plain_is_equal(candidate, key) ? MATCH_EQUAL : MATCH_NOT;
    int64_t mask = set->mask;
    object_share(candidate);
    Found equal = object_equal(vm, candidate, key);
    bool is_same = set->table == table && set->mask == mask && table[place].key.object == candidate;
    object_drop(vm, candidate);
    if (equal == RAISED) return MATCH_RAISED;
    if (!is_same) return MATCH_AGAIN;
    return equal == FOUND ? MATCH_EQUAL : MATCH_NOT;
}

// One search. *place: of the key, or of the first free entry; *deleted: of the last
// deleted entry on the way, or -1.
ALWAYS_INLINE Match search(Vm *vm, Set *set, Object *key, int64_t hash, int64_t *place,
                           int64_t *deleted) {
    Probe probe = probe_start(set, hash);
    uint64_t start = probe.place;
    *deleted = -1;
    for (;; probe_step(&probe, &start)) {
        const SetEntry *entry = &set->table[probe.place];
        *place = (int64_t)probe.place;
        if (entry->hash == hash && entry->key.object != NULL) {
            Match match = match_entry(vm, set, probe.place, key);
            if (match != MATCH_NOT) return match;
        } else if (entry->key.object == NULL) {
            if (entry->hash == 0) return MATCH_NOT;
            *deleted = *place;
        }
    }
}

Found set_lookup(Vm *vm, Set *set, Object *key, int64_t hash, int64_t *place) {
    Match match;
    int64_t deleted;
    do {
        match = search(vm, set, key, hash, place, &deleted);
    } while (match == MATCH_AGAIN);
    return match == MATCH_EQUAL ? FOUND : match == MATCH_NOT ? ABSENT : RAISED;
}

// --- changing ---

// Puts a key that is known to be new into a table without deleted entries.
static void insert_clean(SetEntry *table, int64_t mask, Object *key, int64_t hash) {
    uint64_t place = (uint64_t)hash & (uint64_t)mask, start = place;
    Probe probe = {place, (uint64_t)hash, (uint64_t)mask, neighbours_at(place, (uint64_t)mask)};
    while (table[probe.place].key.object != NULL) probe_step(&probe, &start);
    slot_store(&table[probe.place].key, key);
    table[probe.place].hash = hash;
}

bool set_resize(Vm *vm, Set *set, int64_t least) {
    int64_t size = SMALL_MASK + 1;
    while (size <= least) size <<= 1;
    SetEntry copy[SMALL_MASK + 1];
    SetEntry *old = set->table, *new = set->small;
    bool had_own_table = has_own_table(set);
    size_t old_bytes = table_bytes(set);
    if (size > SMALL_MASK + 1) {
        new = buffer_new(vm, (size_t)size * sizeof(SetEntry));
        if (new == NULL) return false;
    } else if (!had_own_table) {
        if (set->fill == set->count) return true;
        // The table stays, its deleted entries go.
        for (int i = 0; i <= SMALL_MASK; i++) {
            slot_store(&copy[i].key, set->small[i].key.object);
            copy[i].hash = set->small[i].hash;
        }
        old = copy;
    }
    // Moving within one set is no event: no place that a program could name changes.
    table_clear(new, size);
    for (int64_t i = 0; i <= set->mask; i++)
        if (old[i].key.object != NULL)
            insert_clean(new, size - 1, old[i].key.object, old[i].hash);
    set->table = new;
    set->mask = size - 1;
    set->fill = set->count;
    if (had_own_table) buffer_drop(vm, old, old_bytes);
    return true;
}

int64_t set_roomy(const Set *set) {
    enum { LARGE = 50000 };
    return set->count > LARGE ? set->count * 2 : set->count * 4;
}

bool set_add_hashed(Vm *vm, Set *set, Object *key, int64_t hash) {
    Match match;
    int64_t place, deleted;
    do {
        match = search(vm, set, key, hash, &place, &deleted);
        // A comparison may have filled the entry that was to be used again.
        if (match == MATCH_NOT && deleted >= 0 && !set_entry_is_deleted(&set->table[deleted]))
            match = MATCH_AGAIN;
        if (match == MATCH_NOT && !set_entry_is_free(&set->table[place])) match = MATCH_AGAIN;
    } while (match == MATCH_AGAIN);
    if (match != MATCH_NOT) return match == MATCH_EQUAL;
    SetEntry *entry = &set->table[deleted >= 0 ? deleted : place];
    set->count++;
    if (deleted < 0) set->fill++;
    entry->hash = hash;
    slot_fill(vm, &set->base, &entry->key, object_share(key));
    if (deleted >= 0 || set->fill * 5 < set->mask * 3) return true;
    return set_resize(vm, set, set_roomy(set));
}

Object *set_detach(Vm *vm, Set *set, int64_t place) {
    SetEntry *entry = &set->table[place];
    set->count--;
    entry->hash = -1;
    return slot_detach(vm, &set->base, &entry->key);
}

Found set_discard_hashed(Vm *vm, Set *set, Object *key, int64_t hash) {
    int64_t place;
    Found found = set_lookup(vm, set, key, hash, &place);
    if (found == FOUND) object_drop(vm, set_detach(vm, set, place));
    return found;
}

// --- whole sets ---

// Copies the members into a set that never had any.
static void fill_from(Vm *vm, Set *set, const Set *other) {
    bool is_same_shape = set->mask == other->mask && other->fill == other->count;
    set->fill = set->count = other->count;
    for (int64_t i = 0; i <= other->mask; i++) {
        const SetEntry *from = &other->table[i];
        Object *key = from->key.object;
        if (key == NULL) continue;
        object_share(key);
        if (is_same_shape) {
            slot_store(&set->table[i].key, key);
            set->table[i].hash = from->hash;
        } else {
            insert_clean(set->table, set->mask, key, from->hash);
        }
    }
    if (LIKELY(heap_of(vm)->watch == NULL)) return;
    for (int64_t i = 0; i <= set->mask; i++) {
        Slot *slot = &set->table[i].key;
        if (slot->object != NULL) slot_tell(vm, &set->base, slot, NULL, slot->object);
    }
}

bool set_merge(Vm *vm, Set *set, Set *other) {
    if (other == set || other->count == 0) return true;
    // One big step now rather than several small ones on the way.
    if ((set->fill + other->count) * 5 >= set->mask * 3 &&
        !set_resize(vm, set, (set->count + other->count) * 2))
        return false;
    if (set->fill == 0) {
        fill_from(vm, set, other);
        return true;
    }
    for (int64_t i = 0; i <= other->mask; i++) {
        Object *key = other->table[i].key.object;
        if (key == NULL) continue;
        object_share(key);
        bool is_done = set_add_hashed(vm, set, key, other->table[i].hash);
        object_drop(vm, key);
        if (!is_done) return false;
    }
    return true;
}

// Members of a set that has got others already.
typedef struct Leaving {
    SetEntry small[SMALL_MASK + 1];
    SetEntry *table;
    int64_t mask;
    size_t bytes;   // of a table of its own; 0: it was the small one
} Leaving;

static void leaving_start(Set *set, Leaving *leaving) {
    leaving->mask = set->mask;
    leaving->bytes = has_own_table(set) ? table_bytes(set) : 0;
    leaving->table = set->table;
    if (leaving->bytes == 0) {
        for (int i = 0; i <= SMALL_MASK; i++)
            slot_store(&leaving->small[i].key, set->small[i].key.object);
        leaving->table = leaving->small;
    }
    set_start(set);
}

static void leaving_done(Vm *vm, Set *set, Leaving *leaving) {
    for (int64_t i = 0; i <= leaving->mask; i++)
        if (leaving->table[i].key.object != NULL)
            slot_clear(vm, &set->base, &leaving->table[i].key);
    if (leaving->bytes != 0) buffer_drop(vm, leaving->table, leaving->bytes);
}

void set_empty(Vm *vm, Set *set) {
    if (!has_own_table(set) && set->fill == 0) {
        set->hash = -1;
        return;
    }
    Leaving leaving;
    leaving_start(set, &leaving);
    leaving_done(vm, set, &leaving);
}

void set_drop_members(Vm *vm, Set *set) {
    SetEntry *entry = set->table;
    for (int64_t left = set->count; left > 0; entry++) {
        if (entry->key.object == NULL) continue;
        slot_clear(vm, &set->base, &entry->key);
        left--;
    }
    if (has_own_table(set)) buffer_drop(vm, set->table, table_bytes(set));
}

void set_take_members(Vm *vm, Set *set, Set *from) {
    Leaving leaving;
    leaving_start(set, &leaving);
    if (has_own_table(from)) {
        set->table = from->table;
        set->mask = from->mask;
    }
    for (int64_t i = 0; i <= from->mask; i++) {
        Slot *slot = &from->table[i].key;
        Object *key = slot_detach(vm, &from->base, slot);
        set->table[i].hash = from->table[i].hash;
        slot_fill(vm, &set->base, &set->table[i].key, key);
    }
    set->fill = from->fill;
    set->count = from->count;
    set_start(from);
    leaving_done(vm, set, &leaving);
}
