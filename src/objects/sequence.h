// What the sequences have in common: indices, lengths, comparison of counts.

#ifndef OBJECTS_SEQUENCE_H
#define OBJECTS_SEQUENCE_H

#include "objects/dict.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

// Raises MemoryError; gives NULL.
Object *sequence_raise_memory(Vm *vm);

// False with MemoryError raised when `count` slots can't be had.
MUST_USE bool sequence_check_count(Vm *vm, int64_t count);

// object[key] with an integer-like key: TypeError "NAME indices must be integers or
// slices, not X", IndexError when it doesn't fit.
MUST_USE bool sequence_index(Vm *vm, const char *name, Object *key, int64_t *index);

// The comparison of two sequences whose common items are equal.
MUST_USE Object *sequence_compare_counts(Vm *vm, int64_t left, int64_t right,
                                         Comparison comparison);

// Adds repr(item), holding the item while its __repr__ runs.
MUST_USE bool sequence_add_repr(Vm *vm, StrBuilder *builder, Object *item);

// As CPython's PySequence_Check: what can be indexed, but no dict.
bool sequence_is(Vm *vm, const Object *object);

// A number that CPython keeps in a Py_ssize_t or in an int, through __index__; TypeError
// or OverflowError.
MUST_USE bool sequence_size(Vm *vm, Object *object, int64_t *size);
MUST_USE bool sequence_int(Vm *vm, Object *object, int64_t *value);

// A list or tuple of the items: the object itself when it is one, else a new list.
// `refusal` is raised in place of the TypeError for what is not iterable.
MUST_USE Object *sequence_fast(Vm *vm, Object *iterable, ErrorId refusal);
// The slots of what sequence_fast gave, as they are now.
const Slot *sequence_fast_items(Vm *vm, const Object *fast, int64_t *count);

// A built-in function of the module builtins, borrowed: __reduce__ of iterators names
// iter, reversed and others by it. NULL: raised.
MUST_USE Object *sequence_get_builtin(Vm *vm, const char *name);

// (function, (argument,)), what __reduce__ of most iterators gives. Consumes the
// argument, which may be NULL: raised already.
MUST_USE Object *sequence_reduce_take(Vm *vm, Object *function, Object *argument);

// iter() of an iterator: itself.
MUST_USE Object *sequence_iterate_self(Vm *vm, Object *iterator);

#endif
