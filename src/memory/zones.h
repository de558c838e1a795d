// What the heap keeps at the head of its region, behind struct Heap. For memory/ alone.

#ifndef MEMORY_ZONES_H
#define MEMORY_ZONES_H

#include "memory/block.h"
#include "memory/cycles.h"
#include "memory/heap.h"
#include "memory/intern.h"

// A C stack that was handed out: | guard page | bytes ... |
typedef struct StackRoom {
    char *start;    // behind the guard
    char *low;      // lowest address in use; start: not told
    size_t bytes;
    bool is_used;
} StackRoom;

typedef struct Zones {
    Region region;
    uint64_t object_bytes_max;
    Blocks system_blocks, large_blocks;
    StackRoom *stacks;       // owns, system memory
    int64_t stack_count, stack_capacity;
    char *room[LIST_COUNT];  // the part of a list's newest page that was never handed out
    char *room_end[LIST_COUNT];
} Zones;

// All that stands in the head of the region.
typedef struct HeapHead {
    Heap heap;
    Zones zones;
    Collector collector;
    Interned interned;
} HeapHead;

ALWAYS_INLINE Zone *heap_zone(const Heap *heap, RegionZone zone) {
    return &heap->zones->region.zones[zone];
}

// The links of an object stand just before its header.
typedef struct Links {
    uint32_t next, prev;  // a link: offset from heap->base / 16, then two flags
} Links;

ALWAYS_INLINE Links *object_links(const Object *object) {
    return (Links *)((char *)(uintptr_t)object - sizeof(Links));
}

// Offset of a cell's header from its start, by free list.
ALWAYS_INLINE size_t zones_prefix_bytes(int list) {
    switch (list / CELL_CLASSES) {
    case SHAPE_LINKS: return PREFIX_LINKS_BYTES;
    case SHAPE_WHOLE: return PREFIX_WHOLE_BYTES;
    default: return 0;
    }
}

ALWAYS_INLINE size_t zones_cell_bytes(int list) {
    return list == LIST_NUMBERS ? CELL_GRAIN : (size_t)(list % CELL_CLASSES) * CELL_GRAIN;
}

// Where a free cell's link stands: before the header, or behind it when it has no prefix.
ALWAYS_INLINE FreeCell **free_cell_next(FreeCell *cell, size_t prefix_bytes) {
    if (prefix_bytes == 0) return &cell->next;
    return (FreeCell **)((char *)cell - sizeof(FreeCell *));
}

ALWAYS_INLINE FreeCell **heap_list(Heap *heap, int list) {
    return list == LIST_NUMBERS ? &heap->free_numbers : &heap->free_cells[list];
}

// The free list that a cell of the small zone belongs to.
ALWAYS_INLINE int heap_cell_list(const Heap *heap, const void *cell) {
    return heap->page_lists[(uint64_t)((const char *)cell - heap->base) >> REGION_PAGE_LOG2];
}

ALWAYS_INLINE bool heap_is_small(const Heap *heap, const void *cell) {
    return (uint64_t)((const char *)cell - heap->base) < heap->small_bytes;
}

// Reserves the region of a machine; false: the system refuses.
MUST_USE bool zones_reserve(Region *region, const HeapLimits *limits);
// Protects what lies below each stack; false: the system refuses.
MUST_USE bool zones_guard_stacks(const Zones *zones);

// True when this allocation is the one planned to fail.
bool heap_fails_now(Heap *heap);

// Raises MemoryError, and NULL.
COLD void *zones_refuse(Vm *vm);

// CPython's: containers nested deeper wait to be freed until the outermost is done.
enum { FREE_DEPTH_MAX = 50 };
// Frees an object whose count is 0, by what its kind has: links or a dict, weak references
// or a finaliser; nothing of these.
void object_free_container(Vm *vm, Object *object);
void object_free_plain(Vm *vm, Object *object);
// The same for kinds with links and without a finaliser: the common case of a container that
// has neither a dict nor weak references now.
void object_free_linked(Vm *vm, Object *object);
// Frees those that wait.
void zones_free_deferred(Vm *vm);

// Empties an object's slots to break a cycle.
void object_clear(Vm *vm, Object *object);

#endif
