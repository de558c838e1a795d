// Union, intersection and difference of sets, and how sets are contained in each other.
//
// Which of two sets is walked, and in which order members come into the result, is
// CPython's: the order of iteration shows it.

#include "objects/dict_table.h"
#include "objects/set_parts.h"

// What is done with each key of something that is walked. FOUND: go on, ABSENT: stop.
typedef Found SetStep(Vm *vm, Set *set, Object *key, int64_t hash, void *context);

static Found walk_set(Vm *vm, Set *walked, Set *set, SetStep *step, void *context) {
    int64_t position = 0, hash;
    Object *key;
    Found found = FOUND;
    while (found == FOUND && set_next_hashed(walked, &position, &key, &hash)) {
        object_share(key);
        found = step(vm, set, key, hash, context);
        object_drop(vm, key);
    }
    return found;
}

static Found walk_dict(Vm *vm, Dict *walked, Set *set, SetStep *step, void *context) {
    int64_t position = 0, hash;
    Object *key, *value;
    Found found = FOUND;
    while (found == FOUND && dict_next_hashed(walked, &position, &key, &value, &hash)) {
        object_share(key);
        found = step(vm, set, key, hash, context);
        object_drop(vm, key);
    }
    return found;
}

static Found walk_iterable(Vm *vm, Object *walked, Set *set, SetStep *step, void *context) {
    Object *iterator = object_iterate(vm, walked);
    if (iterator == NULL) return RAISED;
    Object *key;
    Found found = FOUND;
    while (found == FOUND && (key = object_next(vm, iterator)) != NULL) {
        int64_t hash;
        found = key_hash(vm, key, &hash) ? step(vm, set, key, hash, context) : RAISED;
        object_drop(vm, key);
    }
    object_drop(vm, iterator);
    return found == FOUND && raised(vm) ? RAISED : found;
}

static Set *drop_unless(Vm *vm, Set *result, Found found) {
    if (found != RAISED) return result;
    object_drop(vm, &result->base);
    return NULL;
}

// --- union, intersection ---

Set *set_copy(Vm *vm, Set *set) {
    Set *copy = set_new_like(vm, set);
    if (copy == NULL) return NULL;
    return drop_unless(vm, copy, set_merge(vm, copy, set) ? FOUND : RAISED);
}

// Adds the key to `context` when the set has it.
static Found add_if_member(Vm *vm, Set *set, Object *key, int64_t hash, void *context) {
    int64_t place;
    Found found = set_lookup(vm, set, key, hash, &place);
    if (found == ABSENT) return FOUND;
    return found == FOUND && set_add_hashed(vm, context, key, hash) ? FOUND : RAISED;
}

// The same, until all members of the set are found.
static Found add_until_all(Vm *vm, Set *set, Object *key, int64_t hash, void *context) {
    const Set *result = context;
    int64_t count = result->count;
    Found found = add_if_member(vm, set, key, hash, context);
    bool has_all = result->count > count && result->count >= set->count;
    return found == FOUND && has_all ? ABSENT : found;
}

Set *set_intersect(Vm *vm, Set *set, Object *other) {
    if (&set->base == other) return set_copy(vm, set);
    Set *result = set_new_like(vm, set);
    if (result == NULL) return NULL;
    if (!object_is_set(vm, other))
        return drop_unless(vm, result, walk_iterable(vm, other, set, add_until_all, result));
    Set *smaller = (Set *)other, *larger = set;
    if (smaller->count > larger->count) {
        larger = smaller;
        smaller = set;
    }
    return drop_unless(vm, result, walk_set(vm, smaller, larger, add_if_member, result));
}

// --- difference ---

static Found discard(Vm *vm, Set *set, Object *key, int64_t hash, void *context) {
    (void)context;
    return set_discard_hashed(vm, set, key, hash) == RAISED ? RAISED : FOUND;
}

static bool subtract_set(Vm *vm, Set *set, Set *other) {
    // Of a far larger set only what both have is walked.
    Set *both = NULL;
    if (other->count >> 3 > set->count) {
        other = both = set_intersect(vm, set, &other->base);
        if (both == NULL) return false;
    }
    Found found = walk_set(vm, other, set, discard, NULL);
    object_drop_or_null(vm, (Object *)both);
    return found != RAISED;
}

bool set_subtract_from(Vm *vm, Set *set, Object *other) {
    if (&set->base == other) {
        set_empty(vm, set);
        return true;
    }
    if (object_is_set(vm, other)) {
        if (!subtract_set(vm, set, (Set *)other)) return false;
    } else if (walk_iterable(vm, other, set, discard, NULL) == RAISED) {
        return false;
    }
    if (set->fill - set->count <= set->mask / 4) return true;
    return set_resize(vm, set, set_roomy(set));
}

// Adds the key to the set when `context`, a set or a dict, has it not.
static Found add_unless_member(Vm *vm, Set *set, Object *key, int64_t hash, void *context) {
    Object *other = context;
    Found found;
    if (other->kind == KIND_DICT) {
        int64_t number = dict_lookup(vm, (Dict *)other, key, hash);
        found = number >= 0 ? FOUND : number == INDEX_FREE ? ABSENT : RAISED;
    } else {
        int64_t place;
        found = set_lookup(vm, (Set *)other, key, hash, &place);
    }
    if (found == ABSENT) return set_add_hashed(vm, set, key, hash) ? FOUND : RAISED;
    return found;
}

Set *set_subtract(Vm *vm, Set *set, Object *other) {
    int64_t count = -1;
    if (object_is_set(vm, other)) count = ((Set *)other)->count;
    else if (other->kind == KIND_DICT) count = ((Dict *)other)->count;
    if (count < 0 || set->count >> 2 > count) {
        Set *copy = set_copy(vm, set);
        if (copy == NULL) return NULL;
        return drop_unless(vm, copy, set_subtract_from(vm, copy, other) ? FOUND : RAISED);
    }
    Set *result = set_new_like(vm, set);
    if (result == NULL) return NULL;
    return drop_unless(vm, result, walk_set(vm, set, result, add_unless_member, other));
}

// --- symmetric difference ---

static Found toggle(Vm *vm, Set *set, Object *key, int64_t hash, void *context) {
    (void)context;
    Found found = set_discard_hashed(vm, set, key, hash);
    if (found == ABSENT) return set_add_hashed(vm, set, key, hash) ? FOUND : RAISED;
    return found;
}

bool set_exclude(Vm *vm, Set *set, Object *other) {
    if (&set->base == other) {
        set_empty(vm, set);
        return true;
    }
    if (other->kind == KIND_DICT)
        return walk_dict(vm, (Dict *)other, set, toggle, NULL) != RAISED;
    if (object_is_set(vm, other)) return walk_set(vm, (Set *)other, set, toggle, NULL) != RAISED;
    Set *members = set_new_like(vm, set);
    if (members == NULL) return false;
    bool is_done = set_update(vm, members, other) &&
                   walk_set(vm, members, set, toggle, NULL) != RAISED;
    object_drop(vm, &members->base);
    return is_done;
}

Set *set_new_exclusive(Vm *vm, Set *set, Object *other) {
    Set *result = set_new_like(vm, set);
    if (result == NULL) return NULL;
    bool is_done = set_update(vm, result, other) && set_exclude(vm, result, &set->base);
    return drop_unless(vm, result, is_done ? FOUND : RAISED);
}

// --- containment ---

// Stops at the first key that the set has, or has not.
static Found go_on_unless_member(Vm *vm, Set *set, Object *key, int64_t hash, void *context) {
    (void)context;
    int64_t place;
    Found found = set_lookup(vm, set, key, hash, &place);
    return found == RAISED ? RAISED : found == FOUND ? ABSENT : FOUND;
}

static Found go_on_if_member(Vm *vm, Set *set, Object *key, int64_t hash, void *context) {
    (void)context;
    int64_t place;
    return set_lookup(vm, set, key, hash, &place);
}

Found set_is_disjoint(Vm *vm, Set *set, Object *other) {
    if (&set->base == other) return set->count == 0 ? FOUND : ABSENT;
    if (other->kind != KIND_SET && other->kind != KIND_FROZENSET)
        return walk_iterable(vm, other, set, go_on_unless_member, NULL);
    Set *smaller = (Set *)other, *larger = set;
    if (smaller->count > larger->count) {
        larger = smaller;
        smaller = set;
    }
    return walk_set(vm, smaller, larger, go_on_unless_member, NULL);
}

Found set_is_subset(Vm *vm, Set *set, Object *other) {
    if (object_is_set(vm, other)) {
        if (set->count > ((Set *)other)->count) return ABSENT;
        return walk_set(vm, set, (Set *)other, go_on_if_member, NULL);
    }
    Set *members = set_new(vm);
    if (members == NULL) return RAISED;
    Found found = RAISED;
    if (set_update(vm, members, other)) found = set_is_subset(vm, set, &members->base);
    object_drop(vm, &members->base);
    return found;
}

Found set_is_superset(Vm *vm, Set *set, Object *other) {
    if (object_is_set(vm, other)) return set_is_subset(vm, (Set *)other, &set->base);
    return walk_iterable(vm, other, set, go_on_if_member, NULL);
}

// --- operators ---

static bool are_sets(Vm *vm, Object *set, Object *other) {
    return object_is_set(vm, set) && object_is_set(vm, other);
}

Object *set_operate_subtract(Vm *vm, Object *set, Object *other) {
    if (!are_sets(vm, set, other)) return not_implemented_new(vm);
    return (Object *)set_subtract(vm, (Set *)set, other);
}

Object *set_operate_and(Vm *vm, Object *set, Object *other) {
    if (!are_sets(vm, set, other)) return not_implemented_new(vm);
    return (Object *)set_intersect(vm, (Set *)set, other);
}

Object *set_operate_xor(Vm *vm, Object *set, Object *other) {
    if (!are_sets(vm, set, other)) return not_implemented_new(vm);
    return (Object *)set_new_exclusive(vm, (Set *)set, other);
}

Object *set_operate_or(Vm *vm, Object *set, Object *other) {
    if (!are_sets(vm, set, other)) return not_implemented_new(vm);
    Set *both = set_copy(vm, (Set *)set);
    if (both == NULL || set == other) return (Object *)both;
    return (Object *)drop_unless(vm, both, set_update(vm, both, other) ? FOUND : RAISED);
}

Object *set_operate_subtract_in_place(Vm *vm, Object *set, Object *other) {
    if (!object_is_set(vm, other)) return not_implemented_new(vm);
    return set_subtract_from(vm, (Set *)set, other) ? object_share(set) : NULL;
}

Object *set_operate_and_in_place(Vm *vm, Object *set, Object *other) {
    if (!object_is_set(vm, other)) return not_implemented_new(vm);
    Set *both = set_intersect(vm, (Set *)set, other);
    if (both == NULL) return NULL;
    set_take_members(vm, (Set *)set, both);
    object_drop(vm, &both->base);
    return object_share(set);
}

Object *set_operate_xor_in_place(Vm *vm, Object *set, Object *other) {
    if (!object_is_set(vm, other)) return not_implemented_new(vm);
    return set_exclude(vm, (Set *)set, other) ? object_share(set) : NULL;
}

Object *set_operate_or_in_place(Vm *vm, Object *set, Object *other) {
    if (!object_is_set(vm, other)) return not_implemented_new(vm);
    return set_update(vm, (Set *)set, other) ? object_share(set) : NULL;
}
