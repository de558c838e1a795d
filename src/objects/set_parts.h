// What the parts of set and frozenset (set.c, set_table.c, set_algebra.c, set_methods.c)
// share.

#ifndef OBJECTS_SET_PARTS_H
#define OBJECTS_SET_PARTS_H

#include "objects/key.h"
#include "objects/set.h"

// An entry that holds nothing: never used, or deleted.
ALWAYS_INLINE bool set_entry_is_free(const SetEntry *entry) {
    return entry->key.object == NULL && entry->hash == 0;
}

ALWAYS_INLINE bool set_entry_is_deleted(const SetEntry *entry) {
    return entry->key.object == NULL && entry->hash != 0;
}

// --- the table (set_table.c) ---

// Makes the set empty, its old table forgotten.
void set_start(Set *set);
// Place of the key, ABSENT or RAISED through *found. May run __eq__.
MUST_USE Found set_lookup(Vm *vm, Set *set, Object *key, int64_t hash, int64_t *place);
MUST_USE bool set_add_hashed(Vm *vm, Set *set, Object *key, int64_t hash);
// Takes a member out; ABSENT: there was none.
MUST_USE Found set_discard_hashed(Vm *vm, Set *set, Object *key, int64_t hash);
// Takes out the entry at a place. The key is the caller's now.
MUST_USE Object *set_detach(Vm *vm, Set *set, int64_t place);
// A table for more than `least` members.
MUST_USE bool set_resize(Vm *vm, Set *set, int64_t least);
// After a member came: grows when it is time.
int64_t set_roomy(const Set *set);
// Adds the members of another set.
MUST_USE bool set_merge(Vm *vm, Set *set, Set *other);
// Drops all members and the table.
void set_empty(Vm *vm, Set *set);
// The same for a dying set, whose fields are not used any more.
void set_drop_members(Vm *vm, Set *set);
// Gives the set the members of another one, which is empty afterwards.
void set_take_members(Vm *vm, Set *set, Set *from);

// --- algebra (set_algebra.c) ---

// An empty set or frozenset, as the type (or its built-in base) is.
MUST_USE Set *set_new_like(Vm *vm, const Set *set);
// A set or a frozenset of the same members, of the built-in base.
MUST_USE Set *set_copy(Vm *vm, Set *set);
MUST_USE Set *set_intersect(Vm *vm, Set *set, Object *other);
MUST_USE Set *set_subtract(Vm *vm, Set *set, Object *other);
MUST_USE bool set_subtract_from(Vm *vm, Set *set, Object *other);
MUST_USE bool set_exclude(Vm *vm, Set *set, Object *other);   // symmetric difference
MUST_USE Set *set_new_exclusive(Vm *vm, Set *set, Object *other);
MUST_USE Found set_is_disjoint(Vm *vm, Set *set, Object *other);
MUST_USE Found set_is_subset(Vm *vm, Set *set, Object *other);
MUST_USE Found set_is_superset(Vm *vm, Set *set, Object *other);

// --- methods (set_methods.c) ---

extern const Method set_methods[], set_frozen_methods[];

#endif
