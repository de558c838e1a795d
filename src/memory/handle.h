// Handles: references that C code outside of the machine keeps, each a root.
//
// An object stays alive while a handle to it does, and heap_verify, digests and the
// question "who holds this?" see it.

#ifndef MEMORY_HANDLE_H
#define MEMORY_HANDLE_H

#include "memory/heap.h"

typedef struct Handle {
    Slot object;                    // owns
    struct Handle *next, *previous; // borrow: the ring of all handles, by age
} Handle;

// A handle to an object, which it shares; NULL with MemoryError raised.
MUST_USE Handle *handle_new(Vm *vm, Object *object);

// Lets the object go; NULL is allowed.
void handle_drop(Vm *vm, Handle *handle);

// The object, borrowed.
ALWAYS_INLINE Object *handle_get(const Handle *handle) {
    return handle->object.object;
}

// Makes the handle refer to another object, which it shares.
void handle_set(Vm *vm, Handle *handle, Object *object);

// Calls visit for each, oldest first, with owner NULL.
void handles_visit(Vm *vm, SlotVisit *visit, void *context);

// Drops all handles: the machine ends.
void handles_clear(Vm *vm);

#endif
