// The machine, as the lowest layer sees it: one opaque pointer a layer.
//
// Everyone gets a `Vm *vm`. A layer reaches its own state through its pointer
// here; memory/ puts the Heap around the Vm (see memory/heap.h), so that hot
// paths reach the heap without a load. All of it lives inside the region.

#ifndef BASE_VM_H
#define BASE_VM_H

#include "base/check.h"

typedef struct Vm {
    struct World *world;       // borrows: the only door to the outside
    struct Objects *objects;   // types, singletons, the raised exception
    struct Compiler *compile;  // what compilation keeps between calls
    struct Runtime *runtime;   // frames, threads, the loop's state
    struct Modules *modules;   // sys.modules and the builtin modules' state
    struct Recorder *record;   // inputs and snapshots, NULL when nobody records
} Vm;

#endif
