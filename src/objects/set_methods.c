// The methods of set and frozenset, and their iterator.

#include "objects/instance.h"
#include "objects/generic_alias.h"
#include "objects/sequence.h"
#include "objects/set_parts.h"

static Set *self_of(const Slot *arguments) {
    return (Set *)arguments[0].object;
}

// *others, a tuple or nothing.
static int64_t others_of(const Slot *arguments, const Slot **others) {
    const Tuple *rest = (const Tuple *)arguments[1].object;
    *others = rest == NULL ? NULL : rest->items;
    return rest == NULL ? 0 : rest->count;
}

static Object *answer_found(Vm *vm, Found found) {
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

static Object *answer_done(Vm *vm, bool is_done) {
    return is_done ? none_new(vm) : NULL;
}

// --- one member ---

// A set is no key, but stands for the frozenset of its members: after the TypeError for
// its hash, a new frozenset to look up in its place; else NULL.
static Object *key_for_set(Vm *vm, Object *key) {
    if (!object_has_type(vm, key, type_of_kind(vm, KIND_SET))) return NULL;
    if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))) return NULL;
    return (Object *)frozenset_new(vm, key);
}

Found set_contains_object(Vm *vm, Object *object, Object *key) {
    Found found = set_contains(vm, (Set *)object, key);
    if (found != RAISED) return found;
    Object *frozen = key_for_set(vm, key);
    if (frozen == NULL) return RAISED;
    found = set_contains(vm, (Set *)object, frozen);
    object_drop(vm, frozen);
    return found;
}

static Found discard_key(Vm *vm, Set *set, Object *key) {
    int64_t hash;
    return key_hash(vm, key, &hash) ? set_discard_hashed(vm, set, key, hash) : RAISED;
}

static Found discard_object(Vm *vm, Set *set, Object *key) {
    Found found = discard_key(vm, set, key);
    if (found != RAISED) return found;
    Object *frozen = key_for_set(vm, key);
    if (frozen == NULL) return RAISED;
    found = discard_key(vm, set, frozen);
    object_drop(vm, frozen);
    return found;
}

static Object *set_method___contains__(Vm *vm, const Slot *arguments) {
    return answer_found(vm, set_contains_object(vm, arguments[0].object, arguments[1].object));
}

static Object *set_method_add(Vm *vm, const Slot *arguments) {
    return answer_done(vm, set_add(vm, self_of(arguments), arguments[1].object));
}

static Object *set_method_discard(Vm *vm, const Slot *arguments) {
    Found found = discard_object(vm, self_of(arguments), arguments[1].object);
    return answer_done(vm, found != RAISED);
}

static Object *set_method_remove(Vm *vm, const Slot *arguments) {
    Found found = discard_object(vm, self_of(arguments), arguments[1].object);
    if (found == ABSENT)
        raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), arguments[1].object);
    return answer_done(vm, found == FOUND);
}

static Object *set_method_pop(Vm *vm, const Slot *arguments) {
    Set *set = self_of(arguments);
    if (set->count == 0) return raise(vm, ERROR_SET_POP_EMPTY);
    // The search goes on where the last one ended, so that emptying a set is linear.
    int64_t place = set->finger & set->mask;
    while (set->table[place].key.object == NULL) place = place == set->mask ? 0 : place + 1;
    set->finger = place + 1;
    return set_detach(vm, set, place);
}

// --- all members ---

static Object *set_method_clear(Vm *vm, const Slot *arguments) {
    set_empty(vm, self_of(arguments));
    return none_new(vm);
}

static Object *set_method_copy(Vm *vm, const Slot *arguments) {
    return (Object *)set_copy(vm, self_of(arguments));
}

static Object *frozenset_method_copy(Vm *vm, const Slot *arguments) {
    if (arguments[0].object->kind == KIND_FROZENSET) return object_share(arguments[0].object);
    return (Object *)set_copy(vm, self_of(arguments));
}

static Object *set_method___sizeof__(Vm *vm, const Slot *arguments) {
    return set_definition.behaviour.size_of(vm, arguments[0].object);
}

// (type, (list of members,), state)
static Object *set_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *set = arguments[0].object;
    List *members = list_new_from_iterable(vm, set);
    if (members == NULL) return NULL;
    Tuple *made = tuple_pack(vm, 1, members);
    object_drop(vm, &members->base);
    if (made == NULL) return NULL;
    Object *state = object_call_method(vm, set, vm->objects->names.dunder_getstate, 0);
    Tuple *answer = NULL;
    if (state != NULL) {
        answer = tuple_pack(vm, 3, object_type(vm, set), made, state);
        object_drop(vm, state);
    }
    object_drop(vm, &made->base);
    return (Object *)answer;
}

// --- with others ---

static Object *set_method_union(Vm *vm, const Slot *arguments) {
    const Slot *others;
    int64_t count = others_of(arguments, &others);
    Set *result = set_copy(vm, self_of(arguments));
    for (int64_t i = 0; result != NULL && i < count; i++) {
        if (others[i].object == arguments[0].object) continue;
        if (set_update(vm, result, others[i].object)) continue;
        object_drop(vm, &result->base);
        result = NULL;
    }
    return (Object *)result;
}

static Object *set_method_update(Vm *vm, const Slot *arguments) {
    const Slot *others;
    int64_t count = others_of(arguments, &others);
    for (int64_t i = 0; i < count; i++)
        if (!set_update(vm, self_of(arguments), others[i].object)) return NULL;
    return none_new(vm);
}

static Set *intersect_all(Vm *vm, const Slot *arguments) {
    const Slot *others;
    int64_t count = others_of(arguments, &others);
    if (count == 0) return set_copy(vm, self_of(arguments));
    Set *result = (Set *)object_share(arguments[0].object);
    for (int64_t i = 0; result != NULL && i < count; i++) {
        Set *smaller = set_intersect(vm, result, others[i].object);
        object_drop(vm, &result->base);
        result = smaller;
    }
    return result;
}

static Object *set_method_intersection(Vm *vm, const Slot *arguments) {
    return (Object *)intersect_all(vm, arguments);
}

static Object *set_method_intersection_update(Vm *vm, const Slot *arguments) {
    Set *both = intersect_all(vm, arguments);
    if (both == NULL) return NULL;
    set_take_members(vm, self_of(arguments), both);
    object_drop(vm, &both->base);
    return none_new(vm);
}

static Object *set_method_difference(Vm *vm, const Slot *arguments) {
    const Slot *others;
    int64_t count = others_of(arguments, &others);
    if (count == 0) return (Object *)set_copy(vm, self_of(arguments));
    Set *result = set_subtract(vm, self_of(arguments), others[0].object);
    for (int64_t i = 1; result != NULL && i < count; i++) {
        if (set_subtract_from(vm, result, others[i].object)) continue;
        object_drop(vm, &result->base);
        result = NULL;
    }
    return (Object *)result;
}

static Object *set_method_difference_update(Vm *vm, const Slot *arguments) {
    const Slot *others;
    int64_t count = others_of(arguments, &others);
    for (int64_t i = 0; i < count; i++)
        if (!set_subtract_from(vm, self_of(arguments), others[i].object)) return NULL;
    return none_new(vm);
}

static Object *set_method_symmetric_difference(Vm *vm, const Slot *arguments) {
    return (Object *)set_new_exclusive(vm, self_of(arguments), arguments[1].object);
}

static Object *set_method_symmetric_difference_update(Vm *vm, const Slot *arguments) {
    return answer_done(vm, set_exclude(vm, self_of(arguments), arguments[1].object));
}

static Object *set_method_isdisjoint(Vm *vm, const Slot *arguments) {
    return answer_found(vm, set_is_disjoint(vm, self_of(arguments), arguments[1].object));
}

static Object *set_method_issubset(Vm *vm, const Slot *arguments) {
    return answer_found(vm, set_is_subset(vm, self_of(arguments), arguments[1].object));
}

static Object *set_method_issuperset(Vm *vm, const Slot *arguments) {
    return answer_found(vm, set_is_superset(vm, self_of(arguments), arguments[1].object));
}

// Those that take any number of others.
#define SET_OTHERS(name, doc) \
    {#name, set_method_##name, "(self, /, *others)", doc, \
     METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE}
#define SET_METHODS_OF_BOTH \
    {"__contains__", set_method___contains__, "(self, object, /)", \
     "True if the object is a member.", METHOD_IS_COEXIST | METHOD_HIDES_SIGNATURE}, \
    SET_OTHERS(difference, "A new set of the members that no other has."), \
    SET_OTHERS(intersection, "A new set of the members that all others have."), \
    HIDDEN_METHOD(set, isdisjoint, "(self, other, /)", "True if the two have no common member."), \
    HIDDEN_METHOD(set, issubset, "(self, other, /)", \
                  "True if other has all members of this set."), \
    HIDDEN_METHOD(set, issuperset, "(self, other, /)", \
                  "True if this set has all members of other."), \
    HIDDEN_METHOD(set, __reduce__, "(self, /)", "How to make an equal set."), \
    HIDDEN_METHOD(set, __sizeof__, "(self, /)", "Size in bytes."), \
    HIDDEN_METHOD(set, symmetric_difference, "(self, other, /)", \
                  "A new set of the members that exactly one of the two has."), \
    SET_OTHERS(union, "A new set of the members of all.")

const Method set_methods[] = {
    SET_METHODS_OF_BOTH,
    HIDDEN_METHOD(set, add, "(self, object, /)", "Add a member, unless there is an equal one."),
    HIDDEN_METHOD(set, clear, "(self, /)", "Remove all members."),
    HIDDEN_METHOD(set, copy, "(self, /)", "A new set of the same members."),
    HIDDEN_METHOD(set, discard, "(self, object, /)", "Remove a member if it is there."),
    SET_OTHERS(difference_update, "Remove the members that any other has."),
    SET_OTHERS(intersection_update, "Remove the members that not all others have."),
    HIDDEN_METHOD(set, pop, "(self, /)",
                  "Remove some member and give it; KeyError if there is none."),
    HIDDEN_METHOD(set, remove, "(self, object, /)",
                  "Remove a member; KeyError if it is not there."),
    HIDDEN_METHOD(set, symmetric_difference_update, "(self, other, /)",
                  "Remove the common members, add those that only other has."),
    SET_OTHERS(update, "Add the members of all others."),
    GENERIC_ALIAS_METHOD,
    {0},
};

const Method set_frozen_methods[] = {
    SET_METHODS_OF_BOTH,
    HIDDEN_METHOD(frozenset, copy, "(self, /)", "The set itself, as it can't change."),
    GENERIC_ALIAS_METHOD,
    {0},
};
