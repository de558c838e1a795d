// Rows: objects that are a count and that many slots (tuples), made and freed often.
//
// The same as object_new and object_free do, for a shape that is known: half the
// instructions. What is unusual (somebody watches, freed cells are kept, …) goes their way.

#ifndef MEMORY_ROWS_H
#define MEMORY_ROWS_H

#include "memory/heap.h"

typedef struct Row {
    Object base;
    int64_t count;
    Slot slots[];
} Row;

// A row of a kind with KEPT_TUPLE, untracked, its count set and its slots not cleared.
// NULL with MemoryError raised.
MUST_USE Row *row_new(Vm *vm, uint32_t kind, int64_t count);

// Frees a row whose count of references is 0.
void row_free(Vm *vm, Object *row);

#endif
