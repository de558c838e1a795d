// set and frozenset: open-addressed hash tables with CPython's order of iteration.

#ifndef OBJECTS_SET_H
#define OBJECTS_SET_H

#include "objects/operations.h"

typedef struct SetEntry {
    Slot key;       // empty and hash -1: deleted; empty and hash 0: never used
    int64_t hash;
} SetEntry;

typedef struct Set {   // frozenset too
    Object base;
    int64_t fill;      // used and deleted entries
    int64_t count;     // used
    int64_t mask;      // places - 1
    SetEntry *table;   // owns, or is `small`
    int64_t hash;      // frozenset: -1 until known
    int64_t finger;    // where pop() goes on searching
    SetEntry small[8];
} Set;

extern const TypeDefinition set_definition, frozenset_definition, set_iterator_definition;

MUST_USE Set *set_new(Vm *vm);
// frozenset(iterable); iterable NULL: empty (frozenset() objects are not shared).
MUST_USE Set *frozenset_new(Vm *vm, Object *iterable);
MUST_USE bool set_add(Vm *vm, Set *set, Object *key);
MUST_USE Found set_contains(Vm *vm, Set *set, Object *key);
MUST_USE bool set_update(Vm *vm, Set *set, Object *iterable);
// Walks the members: start with *position 0; false at the end. Borrowed.
bool set_next(Set *set, int64_t *position, Object **key);
bool set_next_hashed(Set *set, int64_t *position, Object **key, int64_t *hash);

// key in set; a set as key is looked up as a frozenset.
MUST_USE Found set_contains_object(Vm *vm, Object *set, Object *key);
Object *set_iterate(Vm *vm, Object *set);

// set - other and so on, for the operators: NotImplemented for what is no set.
Object *set_operate_subtract(Vm *vm, Object *set, Object *other);
Object *set_operate_and(Vm *vm, Object *set, Object *other);
Object *set_operate_xor(Vm *vm, Object *set, Object *other);
Object *set_operate_or(Vm *vm, Object *set, Object *other);
Object *set_operate_subtract_in_place(Vm *vm, Object *set, Object *other);
Object *set_operate_and_in_place(Vm *vm, Object *set, Object *other);
Object *set_operate_xor_in_place(Vm *vm, Object *set, Object *other);
Object *set_operate_or_in_place(Vm *vm, Object *set, Object *other);

// Asserts the whole invariant.
void set_check(const Set *set);

ALWAYS_INLINE bool object_is_set(Vm *vm, const Object *object) {   // either
    if (object->kind == KIND_SET || object->kind == KIND_FROZENSET) return true;
    if (object->kind < KIND_BUILTIN_COUNT) return false;
    const Type *type = object_type(vm, object);
    return type_is_subtype(type, type_of_kind(vm, KIND_SET)) ||
           type_is_subtype(type, type_of_kind(vm, KIND_FROZENSET));
}

#endif
