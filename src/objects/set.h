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

extern const TypeDefinition set_definition, frozenset_definition;

MUST_USE Set *set_new(Vm *vm);
// frozenset(iterable); iterable NULL: empty (frozenset() objects are not shared).
MUST_USE Set *frozenset_new(Vm *vm, Object *iterable);
MUST_USE bool set_add(Vm *vm, Set *set, Object *key);
MUST_USE Found set_contains(Vm *vm, Set *set, Object *key);
MUST_USE bool set_update(Vm *vm, Set *set, Object *iterable);
// Walks the members: start with *position 0; false at the end. Borrowed.
bool set_next(Set *set, int64_t *position, Object **key);
bool set_next_hashed(Set *set, int64_t *position, Object **key, int64_t *hash);

ALWAYS_INLINE bool object_is_set(Vm *vm, const Object *object) {   // either
    const Type *type = object_type(vm, object);
    return object->kind == KIND_SET || object->kind == KIND_FROZENSET ||
           type_is_subtype(type, type_of_kind(vm, KIND_SET)) ||
           type_is_subtype(type, type_of_kind(vm, KIND_FROZENSET));
}

#endif
