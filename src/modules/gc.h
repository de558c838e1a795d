// What the collector tells the module gc: gc.callbacks, gc.garbage, gc.set_debug.

#ifndef MODULES_GC_H
#define MODULES_GC_H

#include "objects/list.h"

// A collection begins ("start") or ended ("stop"): says what the debug flags ask for, and
// calls what gc.callbacks holds.
void gc_collecting(Vm *vm, const char *phase, int generation, int64_t collected,
                   int64_t uncollectable);
// gc.DEBUG_COLLECTABLE: says of an object that it is "collectable".
void gc_note(Vm *vm, const char *message, Object *object);
// gc.DEBUG_SAVEALL: gc.garbage takes the object.
void gc_save_garbage(Vm *vm, Object *object);

// gc.garbage and gc.callbacks, one for the machine whatever becomes of the module; borrowed.
// NULL: raised.
MUST_USE List *gc_load_garbage(Vm *vm);
MUST_USE List *gc_load_callbacks(Vm *vm);
// Does nobody hear of collections: no callback, no debug flag, nothing in gc.garbage?
bool gc_is_unheard(Vm *vm);
// The program has ended: no more of its callbacks are called.
void gc_forget_callbacks(Vm *vm);

#endif
