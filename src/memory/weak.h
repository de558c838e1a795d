// Weak references: a ring hangs off each target's prefix, the newest first.
//
//   target.prefix.weak -> newest <-> ... <-> oldest
//
// When the target dies all of them lose it before the first callback runs, so that
// no callback finds the dead object through another.

#ifndef MEMORY_WEAK_H
#define MEMORY_WEAK_H

#include "memory/object.h"

// The weak reference struct: created by objects/weakref.c with kind KIND_WEAKREF (or
// a subclass, or a proxy), linked here; cleared when the object dies, callbacks called
// through Hooks, the most recently made first.
typedef struct WeakReference {
    Object base;
    Object *target;       // borrows; NULL once the target died
    Slot callback;        // owns; empty when there is none
    Object *previous;     // borrows: the ring of references to the target, NULL at its ends
    Object *following;
    int64_t hash;         // -1 until known
} WeakReference;

// Links a new reference behind `after`, which refers to the same target, or as the
// first when NULL. The target's layout has LAYOUT_WEAK.
void weak_link(Vm *vm, WeakReference *reference, Object *target, WeakReference *after);
// Takes it off its target, if it still has one; the callback stays.
void weak_unlink(Vm *vm, WeakReference *reference);
// The first reference to the object; NULL: none, or it can't have any.
WeakReference *weak_get_first(Vm *vm, const Object *object);
// The target died: unlinks all its references, then calls their callbacks.
void weak_clear_all(Vm *vm, Object *object);

#endif
