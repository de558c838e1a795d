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

#endif
