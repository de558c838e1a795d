// The region: the one stretch of addresses that a machine lives in.
//
//   | Heap, Zones … | page lists | system | small | large | registers | C stacks |
//
// It is reserved at once and paid for page by page as it is touched. Each zone
// is used from its start to a high-water mark; a snapshot copies just that.

#ifndef MEMORY_REGION_H
#define MEMORY_REGION_H

#include "base/check.h"

enum {
    REGION_PAGE_LOG2 = 14,
    REGION_PAGE = 1 << REGION_PAGE_LOG2,  // cells of one size and shape fill a page
    REGION_HOST_PAGE = 4096,
};

typedef struct Zone {
    char *start;
    char *used;     // high-water mark: nothing beyond it is in use
    char *end;
    char *touched;  // no byte beyond this was written since it was given to the system
} Zone;

typedef enum RegionZone {
    ZONE_HEAD,       // Heap and what belongs to it
    ZONE_LISTS,      // a byte a page of the small zone: the free list of its cells
    ZONE_SYSTEM,
    ZONE_SMALL,
    ZONE_LARGE,
    ZONE_REGISTERS,
    ZONE_STACKS,
    ZONE_COUNT,
} RegionZone;

typedef struct Region {
    char *start;
    size_t bytes;
    Zone zones[ZONE_COUNT];
} Region;

// Reserves zones of the sizes given (rounded up to pages); false when the system refuses.
MUST_USE bool region_reserve(Region *region, const size_t bytes[ZONE_COUNT]);
void region_release(Region *region);

// Shows a file's bytes from `offset` on at an address of the region, copy on write; false:
// the system refuses, and what is there now is not known.
MUST_USE bool region_map(const Region *region, char *address, size_t bytes, int file,
                         size_t offset);

// Moves the mark up by `bytes`; gives where it stood, NULL when the zone is full.
MUST_USE char *zone_take(Zone *zone, size_t bytes);

// Moves the mark down to `used`; much unused memory goes back to the system.
void zone_give(Zone *zone, char *used);

// Hands every whole host page beyond the mark back to the system.
void zone_trim(Zone *zone);

// Makes a host page that faults when it is touched, and ordinary again.
MUST_USE bool region_guard(char *page);
void region_unguard(char *page);

ALWAYS_INLINE bool zone_holds(const Zone *zone, const void *address) {
    return (const char *)address >= zone->start && (const char *)address < zone->used;
}

#endif
