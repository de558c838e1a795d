// Walking the whole heap: checking it, and finding who holds an object.
//
// No walk allocates in the region or runs code of the program. Between two walks
// the program may do anything.

#ifndef MEMORY_VERIFY_H
#define MEMORY_VERIFY_H

#include "memory/heap.h"

// One fault that verify_report found. `object` may be NULL.
typedef void VerifyFault(Vm *vm, const char *what, Object *object, int64_t expected,
                         int64_t found, void *context);

typedef enum VerifyCounts {
    VERIFY_COUNTS_EXACT,    // at rest: every reference is in a slot or a root
    VERIFY_COUNTS_AT_LEAST, // C code may hold references that no root shows
} VerifyCounts;

// As heap_verify, telling each fault (fault may be NULL). Gives their number; also a
// fault when the host has no memory for the walk.
int64_t verify_report(Vm *vm, VerifyCounts counts, VerifyFault *fault, void *context);

// Every slot that refers to `object`: visit gets the slot and its owner (NULL: a root),
// in order of the owners' addresses, roots first.
void object_each_holder(Vm *vm, const Object *object, SlotVisit *visit, void *context);

// Whether a pointer is the header of a live object: for tools that take addresses.
bool verify_has_object(Vm *vm, const void *address);

// Visits each block of the machine's own memory (system.h) in use, by its size, but those
// that the heap itself needs.
typedef void VerifySystem(Vm *vm, size_t bytes, void *context);
void verify_each_system(Vm *vm, VerifySystem *visit, void *context);

#endif
