// tuple: a row of slots that never changes once the program can see it.

#ifndef OBJECTS_TUPLE_H
#define OBJECTS_TUPLE_H

#include "objects/operations.h"

struct Tuple {
    Object base;
    int64_t count;
    Slot items[];
};

extern const TypeDefinition tuple_definition;

// `count` empty slots, to be filled with slot_fill at once, then tracked by
// tuple_finish; count 0 gives the shared empty tuple.
MUST_USE Tuple *tuple_new(Vm *vm, int64_t count);
// Call when filled: the collector sees it from now on (and lets go of it when it finds
// that no item can be part of a cycle).
void tuple_finish(Vm *vm, Tuple *tuple);
// A tuple of shared references to `count` slots.
MUST_USE Tuple *tuple_new_from(Vm *vm, const Slot *items, int64_t count);
// A tuple that takes over the references of `count` slots (which stay as they are).
MUST_USE Tuple *tuple_new_taking(Vm *vm, Slot *items, int64_t count);
// tuple_pack(vm, 2, a, b): shares its arguments.
MUST_USE Tuple *tuple_pack(Vm *vm, int count, ...);
// A tuple of `count` times the same item, shared.
MUST_USE Tuple *tuple_new_repeated(Vm *vm, Object *item, int64_t count);
// Of ints.
MUST_USE Tuple *tuple_new_from_numbers(Vm *vm, const int64_t *numbers, int64_t count);
MUST_USE Tuple *tuple_new_from_iterable(Vm *vm, Object *iterable);
MUST_USE Object *tuple_new_slice(Vm *vm, Tuple *tuple, int64_t start, int64_t stop, int64_t step);

// iter(tuple).
MUST_USE Object *tuple_iterate(Vm *vm, Object *tuple);

ALWAYS_INLINE bool object_is_tuple(Vm *vm, const Object *object) {
    return object->kind == KIND_TUPLE || (object_type(vm, object)->flags & TYPE_IS_TUPLE) != 0;
}

#endif
