#define _GNU_SOURCE   // MAP_FIXED_NOREPLACE

#include "memory/region.h"

#include <sys/mman.h>

#include "base/poison.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23   // Linux 5.14; others refuse it
#endif

// How many bytes of a zone are asked for at once.
#define ZONE_STEP_MIN ((size_t)64 << 10)
#define ZONE_STEP_MAX ((size_t)1 << 20)

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
    // Populated at once: most of it will be written, and each first write would cost a fault.
    int flags = MAP_PRIVATE | MAP_FIXED | MAP_POPULATE;
    return mmap(address, bytes, PROT_READ | PROT_WRITE, flags, file, (off_t)offset) == address;
}

void region_release(Region *region) {
    poison_lift(region->start, region->bytes);
    CHECK(munmap(region->start, region->bytes) == 0);
}

// A zone has grown: asks the system for the next pages at once, an eighth of the zone, where
// it would give one at each first write. (With region_map: -c pass takes 27 ms in place of 45 on
// a virtual machine with shadow page tables.)
static COLD void zone_touch(Zone *zone) {
    char *first = host_page_after(zone->touched);
    size_t step = (size_t)(zone->used - zone->start) / 8;
    if (step < ZONE_STEP_MIN) step = ZONE_STEP_MIN;
    if (step > ZONE_STEP_MAX) step = ZONE_STEP_MAX;
    bool is_large = (size_t)(zone->used - zone->touched) > step;
    zone->touched = zone->used;
    if (is_large || (size_t)(zone->end - zone->used) < step) return;
    zone->touched = host_page_after(zone->used + step);
    if (zone->touched > zone->end) zone->touched = zone->end;
    (void)madvise(first, (size_t)(zone->touched - first), MADV_POPULATE_WRITE);
}

char *zone_take(Zone *zone, size_t bytes) {
    if (UNLIKELY(bytes > (size_t)(zone->end - zone->used))) return NULL;
    char *start = zone->used;
    zone->used += bytes;
    if (UNLIKELY(zone->used > zone->touched)) zone_touch(zone);
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
