#include "memory/cells.h"

#include "base/poison.h"
#include "memory/zones.h"

#include <string.h>

// A free cell's count is 0, and may be read though it is poisoned.
static POISON_BLIND bool is_in_use(const char *cell) {
    return ((const Object *)cell)->count != 0;
}

bool cells_read(Vm *vm, uint64_t address, CellPage *page) {
    Heap *heap = heap_of(vm);
    uint64_t offset = address - LOGICAL_BASE;
    const Zone *small = heap_zone(heap, ZONE_SMALL);
    if (address < LOGICAL_BASE || offset >= (uint64_t)(small->used - heap->base)) return false;
    offset -= offset % REGION_PAGE;
    const char *start = heap->base + offset;
    int list = heap_cell_list(heap, start);
    bool is_buffer = list / CELL_CLASSES == SHAPE_BUFFER && list != LIST_NUMBERS;
    if (list == LIST_UNUSED || list == LIST_RESERVED || is_buffer) return false;
    *page = (CellPage){.start = LOGICAL_BASE + offset,
                       .cell_bytes = (uint32_t)zones_cell_bytes(list),
                       .prefix_bytes = (uint32_t)zones_prefix_bytes(list)};
    page->count = REGION_PAGE / page->cell_bytes;
    const Zones *zones = heap->zones;
    bool is_newest = zones->room_end[list] == start + REGION_PAGE;
    for (uint32_t i = 0; i < page->count; i++) {
        const char *cell = start + (size_t)i * page->cell_bytes;
        if (is_newest && cell >= zones->room[list]) break;   // never handed out
        if (is_in_use(cell + page->prefix_bytes)) page->used[i / 8] |= (uint8_t)(0x80 >> i % 8);
    }
    return true;
}
