// What the parts of list (list.c, list_slice.c, list_methods.c, list_sort.c) share.

#ifndef OBJECTS_LIST_PARTS_H
#define OBJECTS_LIST_PARTS_H

#include "objects/list.h"
#include "objects/slice.h"

// Room for `count` items by CPython's rule of growing and shrinking. The list's count
// stays; the caller fills or empties the slots in between.
MUST_USE bool list_reserve(Vm *vm, List *list, int64_t count);
// The same for a list whose items are NULL: exactly, but for rounding up to even.
MUST_USE bool list_reserve_first(Vm *vm, List *list, int64_t count);
// A capacity of exactly `count`, for an empty list.
MUST_USE bool list_reserve_exactly(Vm *vm, List *list, int64_t count);
// Drops all items, the last one first, and the buffer.
void list_empty(Vm *vm, List *list);

// Is list[index] (held meanwhile) equal to item?
MUST_USE Found list_equal_item(Vm *vm, const List *list, int64_t index, Object *item);

// list[start:stop:step], bounds not yet adjusted.
MUST_USE List *list_new_slice(Vm *vm, List *list, int64_t start, int64_t stop, int64_t step);
// list[start:stop] = values; values NULL: delete.
MUST_USE bool list_replace(Vm *vm, List *list, int64_t start, int64_t stop, Object *values);
// list[slice] = values; values NULL: delete.
MUST_USE bool list_set_slice(Vm *vm, List *list, Slice *slice, Object *values);

// Makes the list look empty while its items are sorted apart, and says later whether
// the program has left it so.
void list_set_sorting(List *list);
bool list_is_untouched(const List *list);

extern const Method list_methods[];

#endif
