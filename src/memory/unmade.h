// Objects that the machine can do without, though the program's memory shows that they were.
//
// A slice that is only an index: making one takes a cell and counts a container, freeing it
// gives both back. Where the object itself is spared, its cell is held meanwhile, so that
// what is made then stands where it stands beside the object, whichever loop runs.

#ifndef MEMORY_UNMADE_H
#define MEMORY_UNMADE_H

#include "memory/heap.h"

typedef struct Unmade {
    FreeCell *cell;   // held
    uint32_t kind;
} Unmade;

// Begins the life of an object of a built-in kind that is a container without a dict, `bytes`
// large; until unmade_end at most one container may be made, and the program must not run.
// False: nothing was done, and it must be made (a collection is near, somebody watches).
MUST_USE bool unmade_begin(Vm *vm, Unmade *unmade, uint32_t kind, size_t bytes);
void unmade_end(Vm *vm, const Unmade *unmade);

#endif
