// Blocks of any size in one zone: segregated lists of free blocks, joined at once.
//
//   zone:  | Block | room | Block | room | ... | Block | room |   used -> end
//          `- units ------'
//
// Free blocks stand in bins by size (32 steps for each power of two), with two
// levels of bit maps over the bins, so that finding one takes a few instructions
// (two-level segregated fit). Neighbours that are both free are joined at once:
// two free blocks never touch. The last block is never free: its room goes back
// to the zone. All decisions depend on the calls alone, so addresses repeat.

#ifndef MEMORY_BLOCK_H
#define MEMORY_BLOCK_H

#include "memory/region.h"

enum {
    BLOCK_UNIT = 16,
    BLOCK_STEPS_LOG2 = 5,
    BLOCK_STEPS = 1 << BLOCK_STEPS_LOG2,
    BLOCK_POWERS = 28,
};

typedef enum BlockState {
    BLOCK_FREE,
    BLOCK_BUFFER,         // bytes or slots of an object, or the machine's own data
    BLOCK_OBJECT_PLAIN,   // an object without prefix; + shape for the others
    BLOCK_OBJECT_LINKS,
    BLOCK_OBJECT_WHOLE,
} BlockState;

// The header of a block; its room follows.
typedef struct Block {
    uint32_t units;         // of 16 bytes, the header included
    uint32_t units_before;  // of the block just before; 0: this is the first
    uint32_t state;         // BlockState
    uint32_t unused;
} Block;

typedef struct FreeBlock {
    Block header;
    struct FreeBlock *next, *previous;  // borrow: the ring of the bin, NULL at its ends
} FreeBlock;

typedef struct Blocks {
    Zone *zone;             // borrows
    Block *last;            // borrows: the block that ends at zone->used; NULL: none
    uint32_t powers;        // bit p: some bin of power p has a block
    uint32_t steps[BLOCK_POWERS];
    FreeBlock *bins[BLOCK_POWERS][BLOCK_STEPS];
} Blocks;

// Begins with an empty zone.
void blocks_start(Blocks *blocks, Zone *zone);

// Room of at least `bytes`, aligned to 16; NULL when the zone is used up.
MUST_USE void *blocks_take(Blocks *blocks, size_t bytes, BlockState state);

// Gives the room back.
void blocks_give(Blocks *blocks, void *room);

// Makes the room larger or smaller where it stands; false: it can't grow there.
MUST_USE bool blocks_fit(Blocks *blocks, void *room, size_t bytes);

ALWAYS_INLINE Block *block_of(const void *room) {
    return (Block *)((char *)(uintptr_t)room - sizeof(Block));
}

ALWAYS_INLINE void *block_room(const Block *block) {
    return (char *)(uintptr_t)block + sizeof(Block);
}

ALWAYS_INLINE size_t block_room_bytes(const Block *block) {
    return ((size_t)block->units - 1) * BLOCK_UNIT;
}

// The first block of the zone, and the one after a block; NULL at the end.
Block *blocks_first(const Blocks *blocks);
Block *blocks_next(const Blocks *blocks, const Block *block);

// Gives the number of broken invariants.
int64_t blocks_verify(const Blocks *blocks);

#endif
