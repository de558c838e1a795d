#include "memory/leaf.h"

#include "memory/zones.h"

void leaf_free(Vm *vm, Object *leaf) {
    Heap *heap = heap_of(vm);
    if (UNLIKELY(heap->unusual != 0 || !heap_is_small(heap, leaf))) {
        object_free_plain(vm, leaf);
        return;
    }
    const Layout *layout = object_layout(vm, leaf);
    if (layout->finish != NULL) layout->finish(vm, leaf);
    FreeCell **first = heap_list(heap, heap_cell_list(heap, leaf)), *cell = (FreeCell *)leaf;
    leaf->count = 0;   // those that live for ever are freed with theirs
    cell->next = *first;
    *first = cell;
}
