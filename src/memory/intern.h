// The table of interned objects: one object for each text. Entries are borrowed:
// an object that dies takes itself out. The table knows hashes, not what it holds.

#ifndef MEMORY_INTERN_H
#define MEMORY_INTERN_H

#include "memory/heap.h"

typedef struct InternEntry {
    Object *object;  // borrows; NULL: free
    int64_t hash;
} InternEntry;

typedef struct Interned {
    InternEntry *entries;  // owns: system memory; open addressing, steps of one
    uint64_t capacity;     // a power of two, or 0
    uint64_t count;
} Interned;

// True when the entry has the text that `key` stands for.
typedef bool InternEqual(const Object *entry, const void *key);

// The entry with this hash and text, borrowed; NULL when there is none.
Object *intern_find(Vm *vm, int64_t hash, InternEqual *equal, const void *key);

// Adds an object that is not in it. False with MemoryError raised.
MUST_USE bool intern_add(Vm *vm, Object *object, int64_t hash);

// Takes out an object that is in it.
void intern_remove(Vm *vm, Object *object, int64_t hash);

// Calls visit for every entry, in no order that a program may see.
void intern_each(Vm *vm, void (*visit)(Vm *vm, Object *object, void *context), void *context);

// Gives the number of broken invariants.
int64_t intern_verify(Vm *vm);

#endif
