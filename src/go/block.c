#include "go/block.h"

#include "base/host.h"

enum {
    HEAP_BYTES_LOG2 = 35, DATA_BYTES = 1 << 28, FIRST_COLLECTION = 8 << 20, STACK_FIRST = 4096,
    PAGE = REGION_PAGE,
};

static const uint16_t class_sizes[GO_CLASS_COUNT] = {
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
    384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1360, 1632, 2048, 2720, 3264,
    4096, 8192,
};

bool block_heap_start(GoHeap *heap) {
    memset(heap, 0, sizeof *heap);
    size_t bytes[ZONE_COUNT] = {0};
    bytes[ZONE_SMALL] = (size_t)1 << HEAP_BYTES_LOG2;
    bytes[ZONE_SYSTEM] = DATA_BYTES;
    bytes[ZONE_LISTS] = (((size_t)1 << HEAP_BYTES_LOG2) / PAGE) * sizeof(GoPage);
    if (!region_reserve(&heap->region, bytes)) return false;
    heap->pages = (GoPage *)heap->region.zones[ZONE_LISTS].start;
    heap->bytes_next = FIRST_COLLECTION;
    // The first page is given to no one: its address stands for blocks without bytes.
    heap->page_count = 1;
    return true;
}

void block_heap_done(GoHeap *heap) {
    for (uint32_t i = 0; i < heap->page_count; i++) host_release(heap->pages[i].marks);
    host_release(heap->stack);
    if (heap->region.start != NULL) region_release(&heap->region);
    memset(heap, 0, sizeof *heap);
}

const char *block_constant(GoHeap *heap, const void *bytes, int64_t size) {
    char *copy = zone_take(&heap->region.zones[ZONE_SYSTEM], ((size_t)size + 7) & ~(size_t)7);
    if (copy != NULL) memcpy(copy, bytes, (size_t)size);
    return copy;
}

static char *page_address(const GoHeap *heap, uint32_t page) {
    return heap->region.zones[ZONE_SMALL].start + (size_t)page * PAGE;
}

static int class_of(int64_t size) {
    int low = 0, high = GO_CLASS_COUNT - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (class_sizes[middle] >= size) high = middle; else low = middle + 1;
    }
    return low;
}

// Finds `count` pages in a row; the index of the first, 0: there is no room.
static uint32_t take_pages(GoHeap *heap, uint32_t count) {
    uint32_t run = 0;
    for (uint32_t i = 1; i < heap->page_count; i++) {
        GoPage *page = &heap->pages[i];
        if (page->cell_size == 0) {
            if (++run == count) return i + 1 - count;
            continue;
        }
        run = 0;
        if (page->is_big && page->used_pages > 0) i += page->used_pages - 1;
    }
    uint32_t first = heap->page_count - run;
    size_t end = (size_t)(first + count) * PAGE;
    const Zone *zone = &heap->region.zones[ZONE_SMALL];
    if (end > (size_t)(zone->end - zone->start)) return 0;
    heap->page_count = first + count;
    return first;
}

static bool open_page(GoHeap *heap, int class, bool has_pointers) {
    uint32_t first = take_pages(heap, 1), size = class_sizes[class];
    if (first == 0) return false;
    GoPage *page = &heap->pages[first];
    uint32_t count = PAGE / size;
    if (page->marks == NULL) {
        page->marks = host_allocate(PAGE / 8 / 8);
        if (page->marks == NULL) return false;
    }
    memset(page->marks, 0, PAGE / 8 / 8);
    page->cell_size = size;
    page->is_big = false;
    page->has_pointers = has_pointers;
    char *start = page_address(heap, first);
    for (uint32_t i = count; i-- > 0;) {
        GoCell *cell = (GoCell *)(start + (size_t)i * size);
        cell->next = heap->free[has_pointers][class];
        heap->free[has_pointers][class] = cell;
    }
    return true;
}

static char *new_big(GoHeap *heap, int64_t size, bool has_pointers) {
    uint32_t count = (uint32_t)((size + PAGE - 1) / PAGE);
    if (size > (int64_t)1 << (HEAP_BYTES_LOG2 - 1)) return NULL;
    uint32_t first = take_pages(heap, count);
    if (first == 0) return NULL;
    for (uint32_t i = 0; i < count; i++) {
        GoPage *page = &heap->pages[first + i];
        page->cell_size = 1;
        page->is_big = true;
        page->has_pointers = has_pointers;
        page->first = first;
        page->used_pages = i == 0 ? count : 0;
        page->big_bytes = size;
    }
    GoPage *page = &heap->pages[first];
    if (page->marks == NULL) page->marks = host_allocate(PAGE / 8 / 8);
    if (page->marks == NULL) return NULL;
    page->marks[0] = 0;
    char *start = page_address(heap, first);
    memset(start, 0, (size_t)count * PAGE);
    return start;
}

char *block_new(GoHeap *heap, int64_t size, GoContent content) {
    bool has_pointers = content == GO_POINTERS;
    if (size == 0) return heap->region.zones[ZONE_SMALL].start;
    heap->bytes_live += size;
    heap->bytes_total += size;
    heap->count_total++;
    if (heap->bytes_live > heap->bytes_next) heap->wants_collection = true;
    if (size > GO_CELL_MAX) return new_big(heap, size, has_pointers);
    int class = size <= 32 ? (int)((size - 1) >> 3) : class_of(size);
    GoCell *cell = heap->free[has_pointers][class];
    if (UNLIKELY(cell == NULL)) {
        if (!open_page(heap, class, has_pointers)) return NULL;
        cell = heap->free[has_pointers][class];
    }
    heap->free[has_pointers][class] = cell->next;
    memset(cell, 0, class_sizes[class]);
    return (char *)cell;
}

// --- collection ---

bool block_find(GoHeap *heap, const void *address, char **start, int64_t *size) {
    const char *base = heap->region.zones[ZONE_SMALL].start;
    if ((const char *)address < base + PAGE) return false;
    size_t index = (size_t)((const char *)address - base) / PAGE;
    if (index >= heap->page_count) return false;
    GoPage *page = &heap->pages[index];
    if (page->cell_size == 0) return false;
    if (page->is_big) {
        *start = page_address(heap, page->first);
        *size = page->big_bytes;
        return true;
    }
    size_t offset = (size_t)((const char *)address - base) % PAGE;
    size_t cell = offset / page->cell_size;
    if (cell >= PAGE / page->cell_size) return false;
    *start = page_address(heap, (uint32_t)index) + cell * page->cell_size;
    *size = page->cell_size;
    return true;
}

void block_collect_start(GoHeap *heap) {
    for (uint32_t i = 1; i < heap->page_count; i++)
        if (heap->pages[i].marks != NULL) memset(heap->pages[i].marks, 0, PAGE / 8 / 8);
}

static void push(GoHeap *heap, char *start) {
    if (heap->stack_count == heap->stack_capacity) {
        size_t capacity = heap->stack_capacity == 0 ? STACK_FIRST : heap->stack_capacity * 2;
        char **grown = host_resize(heap->stack, capacity * sizeof(char *));
        CHECK(grown != NULL);
        heap->stack = grown;
        heap->stack_capacity = capacity;
    }
    heap->stack[heap->stack_count++] = start;
}

static void mark_address(GoHeap *heap, const char *address) {
    const Zone *zone = &heap->region.zones[ZONE_SMALL];
    if (address < zone->start || address >= zone->end) return;
    char *start;
    int64_t size;
    if (!block_find(heap, address, &start, &size)) return;
    uint32_t index = (uint32_t)((size_t)(start - zone->start) / PAGE);
    GoPage *page = &heap->pages[index];
    size_t cell = page->is_big ? 0 : (size_t)(start - page_address(heap, index)) / page->cell_size;
    uint64_t bit = (uint64_t)1 << (cell & 63);
    if (page->marks[cell >> 6] & bit) return;
    page->marks[cell >> 6] |= bit;
    if (page->has_pointers) push(heap, start);
}

static void mark_words(GoHeap *heap, const char *start, const char *end) {
    const char *at = (const char *)(((uintptr_t)start + 7) & ~(uintptr_t)7);
    for (; at + 8 <= end; at += 8) mark_address(heap, *(char *const *)at);
}

void block_mark_range(GoHeap *heap, const char *start, const char *end) {
    mark_words(heap, start, end);
    while (heap->stack_count > 0) {
        char *block, *from = heap->stack[--heap->stack_count];
        int64_t size;
        if (block_find(heap, from, &block, &size)) mark_words(heap, block, block + size);
    }
}

static void sweep_page(GoHeap *heap, uint32_t index, GoPage *page) {
    uint32_t size = page->cell_size, count = PAGE / size;
    int class = class_of(size);
    char *start = page_address(heap, index);
    bool is_empty = true;
    for (uint32_t i = 0; i < (count + 63) / 64; i++) is_empty &= page->marks[i] == 0;
    if (is_empty) {
        page->cell_size = 0;
        return;
    }
    for (uint32_t i = count; i-- > 0;) {
        if (page->marks[i >> 6] >> (i & 63) & 1) {
            heap->bytes_live += size;
            continue;
        }
        GoCell *cell = (GoCell *)(start + (size_t)i * size);
        cell->next = heap->free[page->has_pointers][class];
        heap->free[page->has_pointers][class] = cell;
    }
}

static void sweep_big(GoHeap *heap, uint32_t index) {
    GoPage *page = &heap->pages[index];
    if (page->used_pages == 0) return;
    if (page->marks[0] != 0) {
        heap->bytes_live += page->big_bytes;
        return;
    }
    uint32_t count = page->used_pages;
    for (uint32_t i = 0; i < count; i++) {
        heap->pages[index + i].cell_size = 0;
        heap->pages[index + i].is_big = false;
    }
}

void block_collect_finish(GoHeap *heap) {
    memset(heap->free, 0, sizeof heap->free);
    heap->bytes_live = 0;
    for (uint32_t i = 1; i < heap->page_count; i++) {
        GoPage *page = &heap->pages[i];
        if (page->cell_size == 0) continue;
        if (page->is_big) sweep_big(heap, i);
        else sweep_page(heap, i, page);
    }
    heap->bytes_next = heap->bytes_live * 2 < FIRST_COLLECTION ? FIRST_COLLECTION
                                                               : heap->bytes_live * 2;
    heap->wants_collection = false;
    heap->collections++;
}
