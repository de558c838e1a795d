// list: a growable row of slots.
//
// The first `count` slots are full; what the rest hold means nothing. Growth leaves room
// in proportion to size, as CPython does, because sys.getsizeof() shows it.

#ifndef OBJECTS_LIST_H
#define OBJECTS_LIST_H

#include "objects/operations.h"

typedef struct List {
    Object base;
    Slot *items;       // owns capacity slots; the first count are full; NULL: see list.c
    int64_t count;
    int64_t capacity;  // CPython's `allocated`
} List;

extern const TypeDefinition list_definition;

// An empty list with exactly this capacity.
MUST_USE List *list_new(Vm *vm, int64_t capacity);
// A list of shared references to `count` slots.
MUST_USE List *list_new_from(Vm *vm, const Slot *items, int64_t count);
MUST_USE List *list_new_from_iterable(Vm *vm, Object *iterable);
MUST_USE bool list_add(Vm *vm, List *list, Object *item);            // append, shares
// Appends, and consumes always. NULL: what could not be made, and that was raised.
MUST_USE bool list_take_add(Vm *vm, List *list, Object *item);
// Makes room for one more by CPython's growth rule; the loop then fills items[count++].
MUST_USE bool list_grow(Vm *vm, List *list);
MUST_USE bool list_extend(Vm *vm, List *list, Object *iterable);
MUST_USE Tuple *list_to_tuple(Vm *vm, List *list);
MUST_USE bool list_sort(Vm *vm, List *list, Object *key, int is_reversed);

// iter(list).
MUST_USE Object *list_iterate(Vm *vm, Object *list);
MUST_USE Object *list_load_item(Vm *vm, Object *list, Object *key);
// Asserts the whole invariant.
void list_check(const List *list);

ALWAYS_INLINE bool object_is_list(Vm *vm, const Object *object) {
    return object->kind == KIND_LIST || (object_type(vm, object)->flags & TYPE_IS_LIST) != 0;
}

#endif
