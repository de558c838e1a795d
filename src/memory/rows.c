#include "memory/rows.h"

#include "memory/cycles.h"
#include "memory/links.h"
#include "memory/slot.h"

static int row_list(int64_t count) {
    size_t bytes = PREFIX_LINKS_BYTES + sizeof(Row) + (size_t)count * sizeof(Slot);
    return SHAPE_LINKS * CELL_CLASSES + (int)((bytes + CELL_GRAIN - 1) / CELL_GRAIN);
}

Row *row_new(Vm *vm, uint32_t kind, int64_t count) {
    Heap *heap = heap_of(vm);
    FreeCell **first = &heap->free_cells[count <= KEPT_TUPLE_SIZES ? row_list(count) : 0];
    FreeCell *cell = *first;
    if (UNLIKELY(count > KEPT_TUPLE_SIZES || cell == NULL || heap->unusual != 0)) {
        Row *row = (Row *)object_new(vm, kind, sizeof(Row) + (size_t)count * sizeof(Slot));
        if (row != NULL) row->count = count;
        return row;
    }
    *first = *free_cell_next(cell, PREFIX_LINKS_BYTES);
    Row *row = (Row *)cell;
    row->base = (Object){1, kind};
    row->count = count;
    *object_links(&row->base) = (Links){0, 0};
    if (UNLIKELY(links_count_new(heap, KEPT_TUPLE + (int)count))) heap_collect_if_due(vm);
    return row;
}

void row_free(Vm *vm, Object *object) {
    Heap *heap = heap_of(vm);
    Row *row = (Row *)object;
    int64_t count = row->count;
    if (UNLIKELY((uint64_t)(count - 1) >= KEPT_TUPLE_SIZES || heap->unusual != 0 ||
                 heap->free_depth >= FREE_DEPTH_MAX || heap->is_collecting)) {
        object_free_container(vm, object);
        return;
    }
    links_untrack(heap, object_links(object));
    heap->free_depth++;
    for (int64_t i = count; i-- > 0;) {
        Object *item = row->slots[i].object;
        slot_store(&row->slots[i], NULL);
        if (item != NULL) object_drop_number(vm, item);
    }
    heap->free_depth--;
    links_count_free(heap, KEPT_TUPLE + (int)count);
    FreeCell **first = &heap->free_cells[row_list(count)], *cell = (FreeCell *)row;
    *free_cell_next(cell, PREFIX_LINKS_BYTES) = *first;
    *first = cell;
    if (UNLIKELY(heap->deferred != 0) && heap->free_depth == 0) zones_free_deferred(vm);
}
