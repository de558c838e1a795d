// deque: a ring of slots, which grows at both ends.
//
//   items: | 3 | 4 | . . . | 0 | 1 | 2 |      capacity is a power of two, or 0
//                            ^ start
//
// CPython keeps a list of blocks of 64 items, which sys.getsizeof() shows: `block_index` is
// where the first item stands in its block there.

#ifndef MODULES_COLLECTIONS_DEQUE_H
#define MODULES_COLLECTIONS_DEQUE_H

#include "modules/collections.h"

typedef struct Deque {
    Object base;
    Slot *items;          // owns capacity slots; NULL: none
    int64_t capacity;
    int64_t start, count;
    int64_t most;         // maxlen; -1: no limit
    uint64_t changes;     // counts up with each change of what is where
    int32_t block_index;
} Deque;

ALWAYS_INLINE Slot *deque_slot(const Deque *deque, int64_t index) {
    return &deque->items[(deque->start + index) & (deque->capacity - 1)];
}

ALWAYS_INLINE Deque *deque_of(Object *object) {
    return (Deque *)object;
}

ALWAYS_INLINE bool object_is_deque(Vm *vm, const Object *object) {
    return object_type(vm, object)->native == &collections_deque_definition;
}

// Adds at the right or left end; an item too many falls off at the other one. Consumes.
MUST_USE bool deque_take_add(Vm *vm, Deque *deque, Object *item);
MUST_USE bool deque_take_add_left(Vm *vm, Deque *deque, Object *item);
// The item at an end, taken off; NULL: IndexError.
MUST_USE Object *deque_take_last(Vm *vm, Deque *deque);
MUST_USE Object *deque_take_first(Vm *vm, Deque *deque);
void deque_clear(Vm *vm, Object *object);
void deque_rotate(Vm *vm, Deque *deque, int64_t steps);
MUST_USE bool deque_extend(Vm *vm, Deque *deque, Object *iterable);
MUST_USE bool deque_extend_left(Vm *vm, Deque *deque, Object *iterable);

// A new iterator of one of the two types.
MUST_USE Object *deque_iterate(Vm *vm, Object *deque);
MUST_USE Object *deque_iterate_reversed(Vm *vm, Object *deque);

extern const Method deque_methods[];
// A new deque with the same items and limit.
MUST_USE Object *deque_copy(Vm *vm, Deque *deque);
void deque_check(const Deque *deque);

#endif
