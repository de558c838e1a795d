#define _GNU_SOURCE   // MAP_FIXED_NOREPLACE

#include "memory/region.h"

#include <sys/mman.h>

#include "base/poison.h"

// A zone that shrinks by more than this gives its pages back to the system.
#define ZONE_SLACK_BYTES ((size_t)64 << 20)

// Where the first machine of a process lies, if nothing else does: far from what the system
// places itself, and where debuggers and valgrind allow it.
#define REGION_ADDRESS ((uintptr_t)1 << 42)

static size_t round_up(size_t bytes, size_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

static char *host_page_after(char *address) {
    return (char *)round_up((uintptr_t)address, REGION_HOST_PAGE);
}

bool region_reserve(Region *region, const size_t bytes[ZONE_COUNT]) {
    size_t total = 0;
    for (int i = 0; i < ZONE_COUNT; i++) total += round_up(bytes[i], REGION_PAGE);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    char *start = mmap((void *)REGION_ADDRESS, total, PROT_READ | PROT_WRITE,
                       flags | MAP_FIXED_NOREPLACE, -1, 0);
    if (start == MAP_FAILED)
        start = mmap(NULL, total, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (start == MAP_FAILED) return false;
    // Huge pages would make every sparse zone cost megabytes.
    (void)madvise(start, total, MADV_NOHUGEPAGE);
    region->start = start;
    region->bytes = total;
    for (int i = 0; i < ZONE_COUNT; i++) {
        Zone *zone = &region->zones[i];
        zone->start = zone->used = zone->touched = start;
        start += round_up(bytes[i], REGION_PAGE);
        zone->end = start;
    }
    return true;
}

bool region_map(const Region *region, char *address, size_t bytes, int file, size_t offset) {
    CHECK(address >= region->start && bytes <= region->bytes);
    if (bytes == 0) return true;
    return mmap(address, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file,
                (off_t)offset) == address;
}

void region_release(Region *region) {
    poison_lift(region->start, region->bytes);
    CHECK(munmap(region->start, region->bytes) == 0);
}

char *zone_take(Zone *zone, size_t bytes) {
    if (UNLIKELY(bytes > (size_t)(zone->end - zone->used))) return NULL;
    char *start = zone->used;
    zone->used += bytes;
    if (zone->used > zone->touched) zone->touched = zone->used;
    return start;
}

void zone_give(Zone *zone, char *used) {
    CHECK_HOT(used >= zone->start && used <= zone->used);
    zone->used = used;
    if (UNLIKELY((size_t)(zone->touched - used) > ZONE_SLACK_BYTES)) zone_trim(zone);
}

void zone_trim(Zone *zone) {
    char *first = host_page_after(zone->used);
    char *end = host_page_after(zone->touched);
    if (first < end) (void)madvise(first, (size_t)(end - first), MADV_DONTNEED);
    zone->touched = zone->used;
}

bool region_guard(char *page) {
    return mprotect(page, REGION_HOST_PAGE, PROT_NONE) == 0;
}

void region_unguard(char *page) {
    (void)mprotect(page, REGION_HOST_PAGE, PROT_READ | PROT_WRITE);
}
