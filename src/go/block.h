// Blocks: the memory of a running Go program, byte by byte.
//
// The heap is one stretch of pages. A page holds cells of one size, with pointers in them or
// without; what is bigger takes whole pages. Nothing else tells where pointers are: a
// collection takes each word of the stacks, the package variables and of reachable cells
// that looks like an address in the heap for one.
//
//   | page of 16-byte cells | page of 48-byte cells, no pointers | big block, 3 pages … |
//
// The only write into blocks is block_write, so that whoever watches sees each.

#ifndef GO_BLOCK_H
#define GO_BLOCK_H

#include <string.h>

#include "base/check.h"
#include "memory/region.h"

enum { GO_CLASS_COUNT = 40, GO_CELL_MAX = 8192 };

#define GO_LOGICAL_BASE 0xc000000000u
#define GO_DATA_BASE 0x4c0000u   // of constants

typedef struct GoPage {
    uint32_t cell_size;      // 0: free; of a big block's first page its size in pages << 16 | 1
    uint32_t used_pages;     // of a big block; 0 on the pages behind its first one
    uint32_t first;          // of a big block: the page that it begins on
    bool has_pointers, is_big;
    uint64_t *marks;         // a bit a cell
    int64_t big_bytes;
} GoPage;

typedef struct GoCell {
    struct GoCell *next;
} GoCell;

typedef struct GoWatch {
    void *context;
    void (*write)(void *context, char *to, const void *from, size_t size);
} GoWatch;

typedef struct GoHeap {
    Region region;
    GoPage *pages;
    uint32_t page_count;     // in use or free again, below the mark
    GoCell *free[2][GO_CLASS_COUNT];
    uint32_t *free_runs;     // pages that are free again, a bit each
    int64_t bytes_live;      // after the last collection, and made since
    int64_t bytes_next;      // when to collect
    int64_t bytes_total, count_total, count_freed;
    int64_t collections;
    bool wants_collection;
    char **stack;            // addresses to be looked at while marking
    size_t stack_count, stack_capacity;
    GoWatch watch;           // write NULL: nobody watches
} GoHeap;

MUST_USE bool block_heap_start(GoHeap *heap);
void block_heap_done(GoHeap *heap);

// Cleared memory; NULL: there is none. A block of no bytes is one that all share.
typedef enum GoContent { GO_PLAIN, GO_POINTERS } GoContent;
MUST_USE char *block_new(GoHeap *heap, int64_t size, GoContent content);

// A copy that stays: bytes of constants. NULL: there is no memory.
MUST_USE const char *block_constant(GoHeap *heap, const void *bytes, int64_t size);

// A collection: clear marks, mark each root range, free the rest.
void block_collect_start(GoHeap *heap);
void block_mark_range(GoHeap *heap, const char *start, const char *end);
void block_collect_finish(GoHeap *heap);

// The start and size of the block that an address lies in; false: in none.
bool block_find(GoHeap *heap, const void *address, char **start, int64_t *size);

// The address as the program sees it.
ALWAYS_INLINE uint64_t block_logical(const GoHeap *heap, const void *address) {
    const char *start = heap->region.zones[ZONE_SMALL].start;
    const char *end = heap->region.zones[ZONE_SMALL].end;
    if ((const char *)address < start || (const char *)address >= end) {
        const Zone *data = &heap->region.zones[ZONE_SYSTEM];
        if ((const char *)address < data->start || (const char *)address >= data->end)
            return (uint64_t)(uintptr_t)address;
        return GO_DATA_BASE + (uint64_t)((const char *)address - data->start);
    }
    return GO_LOGICAL_BASE + (uint64_t)((const char *)address - start);
}

ALWAYS_INLINE char *block_physical(const GoHeap *heap, uint64_t logical) {
    const char *start = heap->region.zones[ZONE_SMALL].start;
    const char *end = heap->region.zones[ZONE_SMALL].end;
    if (logical < GO_LOGICAL_BASE || logical >= GO_LOGICAL_BASE + (uint64_t)(end - start))
        return (char *)(uintptr_t)logical;
    return (char *)start + (logical - GO_LOGICAL_BASE);
}

// The door: `size` bytes into a block, which may overlap where they come from.
ALWAYS_INLINE void block_write(GoHeap *heap, char *to, const void *from, size_t size) {
    if (UNLIKELY(heap->watch.write != NULL)) heap->watch.write(heap->watch.context, to, from, size);
    memmove(to, from, size);
}

#endif
