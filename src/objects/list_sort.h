// Sorting rows of references: the merge sort of CPython 3.11, and a faster one for keys
// whose comparison nobody can observe.

#ifndef OBJECTS_LIST_SORT_H
#define OBJECTS_LIST_SORT_H

#include "objects/operations.h"

// So many items are sorted in rows on the C stack.
enum { LIST_SORT_OWN = 32 };

// Sorts `count` keys, and with them the values when there are any (NULL: none), by
// `<` of the keys; stable. The order and number of comparisons are CPython's. Both
// rows keep exactly their references, also when a comparison raises.
MUST_USE bool list_sort_merge(Vm *vm, Object **keys, Object **values, int64_t count);

// The same where all keys are ints of 64 bits, floats (no NaN) or one-byte strings:
// FOUND; ABSENT: they are not, nothing was done.
MUST_USE Found list_sort_plain(Vm *vm, Object **keys, Object **values, int64_t count);

// Turns a row around.
void list_sort_reverse(Object **row, int64_t count);

#endif
