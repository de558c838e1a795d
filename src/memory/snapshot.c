#include "memory/snapshot.h"

#include <string.h>

#include "base/host.h"
#include "base/poison.h"
#include "memory/zones.h"

enum { SNAPSHOT_PAGE = REGION_PAGE };

typedef struct SnapshotPage {
    int64_t holders;
    unsigned char bytes[];
} SnapshotPage;

// A stretch of addresses, in pages counted from its start.
typedef struct Stretch {
    char *start;
    size_t bytes;
    SnapshotPage **pages;  // owns, shared by count
#if POISON_IS_ON
    unsigned char *marks;  // owns: AddressSanitizer's, a byte for 8
#endif
} Stretch;

struct Snapshot {
    char *region;
    size_t stretch_count;
    Stretch stretches[];
};

// --- bytes, poisoned ones too ---

#if POISON_IS_ON

typedef uint64_t Word __attribute__((may_alias));

// Written so that it becomes no call of memcpy, which AddressSanitizer watches.
POISON_BLIND __attribute__((optimize("no-tree-loop-distribute-patterns"))) static void
bytes_copy(void *to, const void *from, size_t count) {
    volatile Word *target = to;
    const Word *source = from;
    for (size_t i = 0; i < count / sizeof(Word); i++) target[i] = source[i];
}

POISON_BLIND static bool bytes_are_equal(const void *left, const void *right, size_t count) {
    const Word *a = left, *b = right;
    for (size_t i = 0; i < count / sizeof(Word); i++)
        if (a[i] != b[i]) return false;
    return true;
}

extern void __asan_get_shadow_mapping(size_t *scale, size_t *offset);

static unsigned char *marks_of(const char *start) {
    size_t scale, offset;
    __asan_get_shadow_mapping(&scale, &offset);
    return (unsigned char *)(((uintptr_t)start >> scale) + offset);
}

POISON_BLIND static void marks_copy(unsigned char *to, const unsigned char *from, size_t count) {
    for (size_t i = 0; i < count; i++) ((volatile unsigned char *)to)[i] = from[i];
}

static bool stretch_keep_marks(Stretch *stretch) {
    stretch->marks = host_allocate(stretch->bytes / 8);
    if (stretch->marks != NULL)
        marks_copy(stretch->marks, marks_of(stretch->start), stretch->bytes / 8);
    return stretch->marks != NULL;
}

static void stretch_put_marks(const Stretch *stretch) {
    marks_copy(marks_of(stretch->start), stretch->marks, stretch->bytes / 8);
}

static void stretch_drop_marks(Stretch *stretch) {
    host_release(stretch->marks);
}

#else

static void bytes_copy(void *to, const void *from, size_t count) {
    memcpy(to, from, count);
}

static bool bytes_are_equal(const void *left, const void *right, size_t count) {
    return memcmp(left, right, count) == 0;
}

static bool stretch_keep_marks(Stretch *stretch) {
    (void)stretch;
    return true;
}

static void stretch_put_marks(const Stretch *stretch) {
    (void)stretch;
}

static void stretch_drop_marks(Stretch *stretch) {
    (void)stretch;
}

#endif

// --- stretches ---

static size_t page_count(const Stretch *stretch) {
    return (stretch->bytes + SNAPSHOT_PAGE - 1) / SNAPSHOT_PAGE;
}

static size_t page_bytes(const Stretch *stretch, size_t index) {
    size_t rest = stretch->bytes - index * SNAPSHOT_PAGE;
    return rest < SNAPSHOT_PAGE ? rest : SNAPSHOT_PAGE;
}

static const Stretch *stretch_find(const Snapshot *snapshot, const char *start) {
    for (size_t i = 0; snapshot != NULL && i < snapshot->stretch_count; i++)
        if (snapshot->stretches[i].start == start) return &snapshot->stretches[i];
    return NULL;
}

// The page of an earlier snapshot when nothing in it changed, else a copy; NULL: no memory.
static SnapshotPage *page_new(const Stretch *stretch, size_t index, const Stretch *earlier) {
    const char *start = stretch->start + index * SNAPSHOT_PAGE;
    size_t bytes = page_bytes(stretch, index);
    if (earlier != NULL && index < page_count(earlier) && page_bytes(earlier, index) == bytes) {
        SnapshotPage *page = earlier->pages[index];
        if (bytes_are_equal(page->bytes, start, bytes)) {
            page->holders++;
            return page;
        }
    }
    SnapshotPage *page = host_allocate(sizeof(*page) + bytes);
    if (page == NULL) return NULL;
    page->holders = 1;
    bytes_copy(page->bytes, start, bytes);
    return page;
}

static bool stretch_fill(Stretch *stretch, const Stretch *earlier) {
    size_t count = page_count(stretch);
    stretch->pages = host_allocate(count * sizeof(*stretch->pages));
    if (stretch->pages == NULL) return false;
    memset(stretch->pages, 0, count * sizeof(*stretch->pages));
    for (size_t i = 0; i < count; i++) {
        stretch->pages[i] = page_new(stretch, i, earlier);
        if (stretch->pages[i] == NULL) return false;
    }
    return stretch_keep_marks(stretch);
}

static void stretch_drop(Stretch *stretch) {
    for (size_t i = 0; stretch->pages != NULL && i < page_count(stretch); i++) {
        SnapshotPage *page = stretch->pages[i];
        if (page != NULL && --page->holders == 0) host_release(page);
    }
    host_release(stretch->pages);
    stretch_drop_marks(stretch);
}

// --- snapshots ---

static void snapshot_add(Snapshot *snapshot, char *start, const char *end) {
    // Whole groups of 8 bytes: what AddressSanitizer has marks for.
    size_t bytes = ((size_t)(end - start) + 7) & ~(size_t)7;
    if (bytes == 0) return;
    Stretch *stretch = &snapshot->stretches[snapshot->stretch_count++];
    memset(stretch, 0, sizeof(*stretch));
    stretch->start = start;
    stretch->bytes = bytes;
}

static void snapshot_add_all(Heap *heap, Snapshot *snapshot) {
    for (int i = 0; i < ZONE_STACKS; i++) {
        const Zone *zone = heap_zone(heap, (RegionZone)i);
        snapshot_add(snapshot, zone->start, zone->used);
    }
    for (int64_t i = 0; i < heap->zones->stack_count; i++) {
        const StackRoom *stack = &heap->zones->stacks[i];
        char *low = (char *)((uintptr_t)stack->low & ~(uintptr_t)15);
        if (stack->is_used) snapshot_add(snapshot, low, stack->start + stack->bytes);
    }
}

Snapshot *snapshot_new(Vm *vm, const Snapshot *earlier) {
    Heap *heap = heap_of(vm);
    size_t count = ZONE_COUNT + (size_t)heap->zones->stack_count;
    Snapshot *snapshot = host_allocate(sizeof(*snapshot) + count * sizeof(Stretch));
    if (snapshot == NULL) return NULL;
    snapshot->region = heap->zones->region.start;
    snapshot->stretch_count = 0;
    snapshot_add_all(heap, snapshot);
    for (size_t i = 0; i < snapshot->stretch_count; i++) {
        Stretch *stretch = &snapshot->stretches[i];
        if (stretch_fill(stretch, stretch_find(earlier, stretch->start))) continue;
        snapshot_drop(snapshot);
        return NULL;
    }
    return snapshot;
}

void snapshot_restore(Vm *vm, const Snapshot *snapshot) {
    CHECK(heap_of(vm)->zones->region.start == snapshot->region);
    char *touched[ZONE_COUNT];
    for (int i = 0; i < ZONE_COUNT; i++)
        touched[i] = heap_zone(heap_of(vm), (RegionZone)i)->touched;
    for (size_t i = 0; i < snapshot->stretch_count; i++) {
        const Stretch *stretch = &snapshot->stretches[i];
        for (size_t j = 0; j < page_count(stretch); j++)
            bytes_copy(stretch->start + j * SNAPSHOT_PAGE, stretch->pages[j]->bytes,
                       page_bytes(stretch, j));
        stretch_put_marks(stretch);
    }
    // What was written beyond the marks since then is still in memory: that is no part
    // of the state, and goes back to the system with the rest one day.
    for (int i = 0; i < ZONE_COUNT; i++) {
        Zone *zone = heap_zone(heap_of(vm), (RegionZone)i);
        if (touched[i] > zone->touched) zone->touched = touched[i];
    }
}

void snapshot_drop(Snapshot *snapshot) {
    if (snapshot == NULL) return;
    for (size_t i = 0; i < snapshot->stretch_count; i++) stretch_drop(&snapshot->stretches[i]);
    host_release(snapshot);
}

size_t snapshot_bytes(const Snapshot *snapshot) {
    size_t bytes = 0;
    for (size_t i = 0; i < snapshot->stretch_count; i++) bytes += snapshot->stretches[i].bytes;
    return bytes;
}

// The pages that at most so many hold, each divided among them.
static size_t count_held(const Snapshot *snapshot, int64_t holders_max) {
    size_t bytes = 0;
    for (size_t i = 0; i < snapshot->stretch_count; i++) {
        const Stretch *stretch = &snapshot->stretches[i];
        for (size_t j = 0; j < page_count(stretch); j++) {
            int64_t holders = stretch->pages[j]->holders;
            if (holders <= holders_max) bytes += page_bytes(stretch, j) / (size_t)holders;
        }
    }
    return bytes;
}

size_t snapshot_bytes_own(const Snapshot *snapshot) {
    return count_held(snapshot, 1);
}

size_t snapshot_bytes_share(const Snapshot *snapshot) {
    return count_held(snapshot, INT64_MAX);
}
