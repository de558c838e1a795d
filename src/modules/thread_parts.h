// What the files of the module _thread share.

#ifndef MODULES_THREAD_PARTS_H
#define MODULES_THREAD_PARTS_H

#include "modules/modules.h"
#include "objects/arguments.h"
#include "runtime/threads.h"

typedef struct ThreadLock {       // prefix.weak
    Object base;
    bool is_locked;
    ThreadQueue waiting;
    Thread *releaser;             // borrows: its end releases the lock; NULL: nobody's
} ThreadLock;

typedef struct ThreadRLock {
    Object base;
    int64_t owner;                // ident; 0 when nobody holds it
    uint64_t count;
    ThreadQueue waiting;
} ThreadRLock;

typedef struct LocalEntry {       // what a thread other than the last one has
    int64_t serial;
    Slot dict;
} LocalEntry;

typedef struct ThreadLocal {      // prefix.dict: that of the thread that used it last
    Object base;
    Slot positional, keywords;    // what __init__ of a subclass is called with in each thread
    int64_t serial;               // whose prefix.dict is
    LocalEntry *entries;          // owns, a buffer
    int64_t entry_count, entry_capacity;
    struct ThreadLocal *next, *previous;   // borrow: all that live
} ThreadLocal;

typedef struct ThreadModule {     // state of the module
    Type *lock, *rlock, *local;   // borrow
    ThreadLocal *locals;          // borrows: the youngest
} ThreadModule;

extern const TypeDefinition thread_lock_definition, thread_rlock_definition,
    thread_local_definition;

// The module's state; NULL: MemoryError raised.
MUST_USE ThreadModule *thread_module_load(Vm *vm);

// An unlocked lock.
MUST_USE Object *thread_lock_new(Vm *vm);
void thread_lock_release(Vm *vm, ThreadLock *lock);

// A thread ends: what _local objects keep for it goes.
void thread_local_forget(Vm *vm, int64_t serial);

#endif
