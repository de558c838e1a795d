#include "memory/unmade.h"

#include "memory/cycles.h"
#include "memory/links.h"

static FreeCell **unmade_list(Heap *heap, size_t bytes) {
    size_t class = (bytes + PREFIX_LINKS_BYTES + CELL_GRAIN - 1) / CELL_GRAIN;
    return &heap->free_cells[SHAPE_LINKS * CELL_CLASSES + class];
}

// Could making one, and one thing more, start a collection? That may run the program.
static bool is_nearly_due(const Heap *heap) {
    return heap->collector_enabled &&
           heap->generations[0].count + 2 > heap->generations[0].threshold;
}

bool unmade_begin(Vm *vm, Unmade *unmade, uint32_t kind, size_t bytes) {
    Heap *heap = heap_of(vm);
    FreeCell **first = unmade_list(heap, bytes), *cell = *first;
    int kept_index = heap->kinds[kind].kept_dead;
    if (heap->unusual != 0 || cell == NULL || is_nearly_due(heap)) return false;
    *first = *free_cell_next(cell, PREFIX_LINKS_BYTES);
    *unmade = (Unmade){cell, kind};
    if (links_count_new(heap, kept_index)) CHECK_HOT(!heap->collector_enabled);
    return true;
}

void unmade_end(Vm *vm, const Unmade *unmade) {
    Heap *heap = heap_of(vm);
    FreeCell **first = heap_list(heap, heap_cell_list(heap, unmade->cell));
    *free_cell_next(unmade->cell, PREFIX_LINKS_BYTES) = *first;
    *first = unmade->cell;
    links_count_free(heap, heap->kinds[unmade->kind].kept_dead);
}
