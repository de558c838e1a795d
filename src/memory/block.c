#include "memory/block.h"

#include <string.h>

#include "base/poison.h"

typedef struct Bin {
    uint32_t power, step;
} Bin;

static uint32_t log2_of(uint32_t units) {
    return 31 - (uint32_t)__builtin_clz(units);
}

// The bin that holds blocks of this many units.
static Bin bin_of(uint32_t units) {
    if (units < BLOCK_STEPS) return (Bin){0, units};
    uint32_t log2 = log2_of(units);
    return (Bin){log2 - BLOCK_STEPS_LOG2 + 1, (units >> (log2 - BLOCK_STEPS_LOG2)) - BLOCK_STEPS};
}

// The first bin whose every block has at least this many units.
static Bin bin_above(uint32_t units) {
    if (units < BLOCK_STEPS) return (Bin){0, units};
    uint64_t step = UINT64_C(1) << (log2_of(units) - BLOCK_STEPS_LOG2);
    uint64_t rounded = units + step - 1;
    if (rounded > UINT32_MAX) return (Bin){BLOCK_POWERS, 0};
    return bin_of((uint32_t)rounded);
}

static void bin_add(Blocks *blocks, Block *block) {
    Bin bin = bin_of(block->units);
    FreeBlock *free = (FreeBlock *)block;
    FreeBlock **first = &blocks->bins[bin.power][bin.step];
    poison_lift(free, sizeof(FreeBlock));
    block->state = BLOCK_FREE;
    free->next = *first;
    free->previous = NULL;
    if (*first != NULL) (*first)->previous = free;
    *first = free;
    blocks->powers |= 1u << bin.power;
    blocks->steps[bin.power] |= 1u << bin.step;
    poison_add((char *)block + sizeof(FreeBlock),
               (size_t)block->units * BLOCK_UNIT - sizeof(FreeBlock));
}

static void bin_remove(Blocks *blocks, Block *block) {
    Bin bin = bin_of(block->units);
    FreeBlock *free = (FreeBlock *)block;
    if (free->next != NULL) free->next->previous = free->previous;
    if (free->previous != NULL) {
        free->previous->next = free->next;
        return;
    }
    blocks->bins[bin.power][bin.step] = free->next;
    if (free->next != NULL) return;
    blocks->steps[bin.power] &= ~(1u << bin.step);
    if (blocks->steps[bin.power] == 0) blocks->powers &= ~(1u << bin.power);
}

// Some free block of at least this many units, still in its bin; NULL: there is none.
static Block *bin_find(const Blocks *blocks, uint32_t units) {
    Bin bin = bin_above(units);
    if (bin.power >= BLOCK_POWERS) return NULL;
    uint32_t steps = blocks->steps[bin.power] & (UINT32_MAX << bin.step);
    if (steps == 0) {
        uint32_t above = bin.power + 1;
        uint32_t powers = above < BLOCK_POWERS ? blocks->powers & (UINT32_MAX << above) : 0;
        if (powers == 0) return NULL;
        bin.power = (uint32_t)__builtin_ctz(powers);
        steps = blocks->steps[bin.power];
    }
    return &blocks->bins[bin.power][__builtin_ctz(steps)]->header;
}

void blocks_start(Blocks *blocks, Zone *zone) {
    memset(blocks, 0, sizeof(*blocks));
    blocks->zone = zone;
}

Block *blocks_first(const Blocks *blocks) {
    return blocks->last == NULL ? NULL : (Block *)blocks->zone->start;
}

Block *blocks_next(const Blocks *blocks, const Block *block) {
    if (block == blocks->last) return NULL;
    return (Block *)((char *)(uintptr_t)block + (size_t)block->units * BLOCK_UNIT);
}

static Block *block_before(const Block *block) {
    if (block->units_before == 0) return NULL;
    return (Block *)((char *)(uintptr_t)block - (size_t)block->units_before * BLOCK_UNIT);
}

// A block was made longer or shorter: tells the one behind it.
static void block_set_units(Blocks *blocks, Block *block, uint32_t units) {
    block->units = units;
    Block *next = blocks_next(blocks, block);
    if (next != NULL) next->units_before = units;
}

// Gives a block that is in no bin back: to the zone when it is the last, joined with
// a free neighbour otherwise.
static void block_release(Blocks *blocks, Block *block) {
    Block *next = blocks_next(blocks, block);
    if (next != NULL && next->state == BLOCK_FREE) {
        bin_remove(blocks, next);
        block_set_units(blocks, block, block->units + next->units);
    }
    Block *before = block_before(block);
    if (before != NULL && before->state == BLOCK_FREE) {
        bin_remove(blocks, before);
        if (blocks->last == block) blocks->last = before;
        block_set_units(blocks, before, before->units + block->units);
        block = before;
    }
    if (block != blocks->last) {
        bin_add(blocks, block);
        return;
    }
    blocks->last = block_before(block);
    poison_lift(block, (size_t)(blocks->zone->used - (char *)block));
    zone_give(blocks->zone, (char *)block);
}

// Cuts a block in use down to `units`; what is left over becomes free.
static void block_cut(Blocks *blocks, Block *block, uint32_t units) {
    uint32_t rest_units = block->units - units;
    if (rest_units < sizeof(FreeBlock) / BLOCK_UNIT) return;
    Block *rest = (Block *)((char *)block + (size_t)units * BLOCK_UNIT);
    poison_lift(rest, sizeof(Block));
    *rest = (Block){rest_units, units, BLOCK_BUFFER, 0};
    bool was_last = block == blocks->last;
    block->units = units;
    if (was_last) {
        blocks->last = rest;
    } else {
        block_set_units(blocks, rest, rest_units);
    }
    block_release(blocks, rest);
}

// Units of a block with room for `bytes`; 0: more than any zone has.
static uint32_t units_for(size_t bytes) {
    size_t units = bytes / BLOCK_UNIT + (bytes % BLOCK_UNIT != 0) + 1;
    if (units < sizeof(FreeBlock) / BLOCK_UNIT) units = sizeof(FreeBlock) / BLOCK_UNIT;
    return units > UINT32_MAX / 2 ? 0 : (uint32_t)units;
}

// Only the bytes asked for may be touched.
static void block_mark_room(Block *block, size_t bytes) {
    poison_add((char *)block_room(block) + bytes / 8 * 8, block_room_bytes(block) - bytes / 8 * 8);
    poison_lift(block_room(block), bytes);
}

static Block *block_from_zone(Blocks *blocks, uint32_t units) {
    Block *block = (Block *)zone_take(blocks->zone, (size_t)units * BLOCK_UNIT);
    if (block == NULL) return NULL;
    poison_lift(block, (size_t)units * BLOCK_UNIT);
    block->units = units;
    block->units_before = blocks->last == NULL ? 0 : blocks->last->units;
    block->unused = 0;
    blocks->last = block;
    return block;
}

void *blocks_take(Blocks *blocks, size_t bytes, BlockState state) {
    uint32_t units = units_for(bytes);
    if (units == 0) return NULL;
    Block *block = bin_find(blocks, units);
    if (block != NULL) {
        bin_remove(blocks, block);
        block->state = state;
        block_cut(blocks, block, units);
    } else {
        block = block_from_zone(blocks, units);
        if (block == NULL) return NULL;
        block->state = state;
    }
    block_mark_room(block, bytes);
    return block_room(block);
}

void blocks_give(Blocks *blocks, void *room) {
    Block *block = block_of(room);
    CHECK(block->state != BLOCK_FREE);
    block_release(blocks, block);
}

bool blocks_fit(Blocks *blocks, void *room, size_t bytes) {
    Block *block = block_of(room);
    uint32_t units = units_for(bytes);
    if (units == 0) return false;
    if (units > block->units) {
        Block *next = blocks_next(blocks, block);
        uint32_t missing = units - block->units;
        if (next == NULL) {
            if (zone_take(blocks->zone, (size_t)missing * BLOCK_UNIT) == NULL) return false;
            block->units = units;
        } else if (next->state == BLOCK_FREE && next->units >= missing) {
            bin_remove(blocks, next);
            block_set_units(blocks, block, block->units + next->units);
        } else {
            return false;
        }
        poison_lift(block, (size_t)units * BLOCK_UNIT);
    }
    block_cut(blocks, block, units);
    block_mark_room(block, bytes);
    return true;
}

static int64_t block_verify(const Blocks *blocks, const Block *block, uint32_t units_before) {
    int64_t faults = 0;
    faults += block->units < sizeof(FreeBlock) / BLOCK_UNIT;
    faults += block->units_before != units_before;
    faults += block->state > BLOCK_OBJECT_WHOLE;
    if (block->state != BLOCK_FREE) return faults;
    const Block *before = block_before(block);
    faults += block == blocks->last;
    faults += before != NULL && before->state == BLOCK_FREE;
    const FreeBlock *free = (const FreeBlock *)block;
    Bin bin = bin_of(block->units);
    faults += free->next != NULL && free->next->previous != free;
    if (free->previous != NULL) {
        faults += free->previous->next != free;
    } else {
        faults += blocks->bins[bin.power][bin.step] != free;
    }
    return faults;
}

int64_t blocks_verify(const Blocks *blocks) {
    int64_t faults = 0, free_count = 0;
    uint32_t units_before = 0;
    const char *end = blocks->zone->start;
    for (const Block *block = blocks_first(blocks); block != NULL;
         block = blocks_next(blocks, block)) {
        faults += block_verify(blocks, block, units_before);
        if (block->units == 0) return faults;  // the walk would not end
        free_count += block->state == BLOCK_FREE;
        units_before = block->units;
        end = (const char *)block + (size_t)block->units * BLOCK_UNIT;
    }
    faults += end != blocks->zone->used;
    for (uint32_t power = 0; power < BLOCK_POWERS; power++) {
        faults += ((blocks->powers >> power) & 1) != (blocks->steps[power] != 0);
        for (uint32_t step = 0; step < BLOCK_STEPS; step++) {
            const FreeBlock *first = blocks->bins[power][step];
            faults += ((blocks->steps[power] >> step) & 1) != (first != NULL);
            for (; first != NULL; first = first->next) free_count--;
        }
    }
    return faults + (free_count != 0);
}
