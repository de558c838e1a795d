// range: start, stop, step and length as int objects; iterators over it.

#ifndef OBJECTS_RANGE_H
#define OBJECTS_RANGE_H

#include "objects/operations.h"

typedef struct Range {
    Object base;
    Slot start, stop, step, length;
} Range;

// Over a range whose values fit 64 bits: the loop steps it inline.
typedef struct RangeIterator {
    Object base;
    int64_t next, step, remaining, total;
} RangeIterator;

extern const TypeDefinition range_definition, range_iterator_definition,
    long_range_iterator_definition;

// Number of items of a range of 64-bit numbers; step is not 0.
uint64_t range_count(int64_t start, int64_t stop, int64_t step);
// The same for ints of any size: a new int.
MUST_USE Object *range_new_length(Vm *vm, Object *start, Object *stop, Object *step);
// iter(range), reversed(range).
MUST_USE Object *range_iterate(Vm *vm, Object *range);
MUST_USE Object *range_iterate_reversed(Vm *vm, Object *range);

#endif
