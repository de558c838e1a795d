// memoryview: a window on the bytes of another object.

#ifndef OBJECTS_MEMORYVIEW_H
#define OBJECTS_MEMORYVIEW_H

#include "objects/view.h"

typedef struct MemoryView {
    Object base;
    Slot owner;            // whose bytes they are; empty once released
    View view;             // acquired; its object is the slot's
    int64_t start, step, count;   // of the items in the view's bytes
    int64_t hash;          // -1 until known
    int64_t exports;
    bool is_released;
} MemoryView;

extern const TypeDefinition memoryview_definition;

// memoryview(source); TypeError when it has no bytes to show.
MUST_USE Object *memoryview_new(Vm *vm, Object *source);

#endif
