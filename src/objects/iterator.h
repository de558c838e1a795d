// Iterators over sequences by position: of list, tuple, str, bytes and bytearray, forward
// and reversed, and of objects with __getitem__.

#ifndef OBJECTS_ITERATOR_H
#define OBJECTS_ITERATOR_H

#include "objects/operations.h"

typedef struct SequenceIterator {
    Object base;
    int64_t index;    // of the next item
    Slot sequence;    // empty once exhausted
} SequenceIterator;

extern const TypeDefinition list_iterator_definition, tuple_iterator_definition;

#endif
