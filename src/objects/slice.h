// slice: start, stop and step, any objects.

#ifndef OBJECTS_SLICE_H
#define OBJECTS_SLICE_H

#include "objects/operations.h"

typedef struct Slice {
    Object base;
    Slot start, stop, step;
} Slice;

extern const TypeDefinition slice_definition;

// Arguments NULL mean None. Shares them.
MUST_USE Object *slice_new(Vm *vm, Object *start, Object *stop, Object *step);
// The three as numbers, clamped to 64 bits, before the length is known.
MUST_USE bool slice_unpack(Vm *vm, Slice *slice, int64_t *start, int64_t *stop, int64_t *step);
// Adjusts them to a sequence of `length`; gives the number of items.
int64_t slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step);
// A bound of a slice: None leaves *index as it is; TypeError for what is no integer.
MUST_USE bool slice_bound(Vm *vm, Object *value, int64_t *index);
// The start and stop that index() methods take: NULL leaves a value, None is refused.
MUST_USE bool slice_bounds(Vm *vm, Object *low, Object *high, int64_t *start, int64_t *stop);
// slice.indices(length), length an int: the three as ints of any size.
MUST_USE Tuple *slice_load_indices(Vm *vm, Slice *slice, Object *length);

#endif
