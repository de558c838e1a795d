// Leaves: objects without slots, weak references or a class of their own (str, bytes, big
// ints), made and freed often.
//
// The same as object_new and object_free do, for a shape that is known. What is unusual
// (somebody watches, freed cells are kept, a cell of the large zone) goes their way.

#ifndef MEMORY_LEAF_H
#define MEMORY_LEAF_H

#include "memory/heap.h"

// An object of `bytes` with its header alone set. NULL with MemoryError raised.
ALWAYS_INLINE MUST_USE Object *leaf_new(Vm *vm, uint32_t kind, size_t bytes) {
    Heap *heap = heap_of(vm);
    if (UNLIKELY(bytes > CELL_BYTES_MAX || heap->unusual != 0)) return object_new(vm, kind, bytes);
    size_t class = (bytes + CELL_GRAIN - 1) / CELL_GRAIN;
    FreeCell **first = &heap->free_cells[SHAPE_PLAIN * CELL_CLASSES + class], *cell = *first;
    if (UNLIKELY(cell == NULL)) return object_new(vm, kind, bytes);
    *first = cell->next;
    cell->header = (Object){1, kind};
    return &cell->header;
}

// Frees a leaf whose count of references is 0.
void leaf_free(Vm *vm, Object *leaf);

#endif
