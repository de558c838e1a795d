// The collector of cycles: CPython 3.11's, over 32-bit links.
//
//   generation 0: sentinel <-> object <-> object <-> sentinel      (also 1, 2, frozen)
//
// Of the objects in the generations that it collects it finds those that are only
// referred to from among themselves: a copy of each count, less the references
// found inside, leaves what comes from outside; what that reaches is alive.
//
// A link is the offset of the Links from heap->base in 16-byte units, shifted over
// two flags. `prev` holds the copied count while the collector works.

#ifndef MEMORY_CYCLES_H
#define MEMORY_CYCLES_H

#include "memory/heap.h"

enum CollectorDebug {  // gc.DEBUG_…
    DEBUG_STATS = 1, DEBUG_COLLECTABLE = 2, DEBUG_UNCOLLECTABLE = 4, DEBUG_SAVEALL = 32,
    DEBUG_LEAK = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL,
};

enum { KEPT_TUPLE_SIZES = 20 };

typedef struct Collector {
    uint32_t frozen;             // link of the sentinel of gc.freeze()'s generation
    uint32_t debug;              // CollectorDebug
    int64_t long_lived_total;    // survivors of the last full collection
    int64_t long_lived_pending;  // survivors of the middle generation since then
    // What CPython would keep on its free lists now, by KeptDead; tuples by size from
    // KEPT_TUPLE on.
    int32_t kept[KEPT_TUPLE + KEPT_TUPLE_SIZES + 1];
    bool is_last;                // this collection empties tuples too, see cycles_end
} Collector;

// Lays out the empty rings.
void cycles_start(Heap *heap);

// The allocations so far do not count towards the next collections: what a program sees of
// them does not depend on how much was made before it started.
void cycles_forget_counts(Vm *vm);

// The last collection: cycles go too whose kinds have no way to be cleared, such as a tuple
// that holds itself. A program never sees these freed, as in CPython.
void cycles_end(Vm *vm);

// gc.freeze(), gc.unfreeze(), gc.get_freeze_count().
void cycles_freeze(Vm *vm);
void cycles_unfreeze(Vm *vm);
int64_t cycles_frozen_count(Vm *vm);

// Calls visit for each tracked object of a generation (0..2; -1: all), oldest first;
// false from visit ends the walk. The visit must not allocate containers.
typedef bool TrackedVisit(Vm *vm, Object *object, void *context);
void cycles_each_tracked(Vm *vm, int generation, TrackedVisit *visit, void *context);

// For the collector of the program's finalisers: marks that it ran, once for ever.
void object_set_finalized(Vm *vm, Object *object);

// Gives the number of broken invariants of the rings.
int64_t cycles_verify(Vm *vm);

#endif
