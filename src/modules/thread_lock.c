// _thread.lock and _thread.RLock.
//
// A lock is a mark and a queue. Who finds it taken stands in line; a release wakes the first,
// who looks again: another thread may have been quicker.

#include "modules/seconds.h"
#include "modules/thread_parts.h"
#include "objects/str.h"
#include "objects/tuple.h"

enum { LOCK_FOREVER = -1 };

static ThreadLock *lock_of(Object *object) {
    return (ThreadLock *)object;
}

static ThreadRLock *rlock_of(Object *object) {
    return (ThreadRLock *)object;
}

// --- waiting ---

// The nanoseconds to wait, LOCK_FOREVER, or 0: not at all.
static bool read_patience(Vm *vm, Object *blocking, Object *timeout, int64_t *patience) {
    int64_t does_block = 1;
    *patience = LOCK_FOREVER;
    bool is_given = false;
    if (blocking != NULL &&
        !object_index(vm, blocking, EXCEPTION_OverflowError, &does_block))
        return false;
    if (timeout != NULL) {
        if (!seconds_read(vm, timeout, SECONDS_AWAY, patience)) return false;
        is_given = *patience != LOCK_FOREVER * INT64_C(1000000000);
        if (!is_given) *patience = LOCK_FOREVER;
    }
    if (!does_block && is_given) return raise_false(vm, ERROR_LOCK_TIMEOUT_UNUSED);
    if (is_given && *patience < 0) return raise_false(vm, ERROR_LOCK_TIMEOUT_NEGATIVE);
    if (!does_block) *patience = 0;
    return true;
}

// Waits until the lock may be free: FOUND; ABSENT when the time is over.
static Found wait_for(Vm *vm, ThreadQueue *queue, int64_t deadline) {
    switch (thread_wait(vm, queue, deadline)) {
    case THREAD_WOKEN: return FOUND;
    case THREAD_TIMED_OUT: return ABSENT;
    default: return RAISED;
    }
}

static Object *lock_method_acquire(Vm *vm, const Slot *arguments) {
    ThreadLock *lock = lock_of(arguments[0].object);
    int64_t patience;
    if (!read_patience(vm, arguments[1].object, arguments[2].object, &patience)) return NULL;
    if (LIKELY(!lock->is_locked)) {
        lock->is_locked = true;
        return bool_new(vm, 1);
    }
    if (patience == 0) return bool_new(vm, 0);
    int64_t deadline = thread_deadline(vm, patience);
    while (lock->is_locked) {
        Found found = wait_for(vm, &lock->waiting, deadline);
        if (found == RAISED) return NULL;
        if (found == ABSENT && lock->is_locked) return bool_new(vm, 0);
    }
    lock->is_locked = true;
    return bool_new(vm, 1);
}

void thread_lock_release(Vm *vm, ThreadLock *lock) {
    lock->is_locked = false;
    threads_wake_one(vm, &lock->waiting);
}

static Object *lock_method_release(Vm *vm, const Slot *arguments) {
    ThreadLock *lock = lock_of(arguments[0].object);
    if (!lock->is_locked) return raise(vm, ERROR_LOCK_UNLOCKED);
    thread_lock_release(vm, lock);
    return none_new(vm);
}

static Object *lock_method_locked(Vm *vm, const Slot *arguments) {
    return bool_new(vm, lock_of(arguments[0].object)->is_locked);
}

static Object *lock_method_at_fork_reinit(Vm *vm, const Slot *arguments) {
    lock_of(arguments[0].object)->is_locked = false;
    return none_new(vm);
}

static Object *lock_repr(Vm *vm, Object *object) {
    char address[24];
    object_address_text(vm, object, address);
    return str_new_format(vm, "<%s %s object at %s>",
                          lock_of(object)->is_locked ? "locked" : "unlocked",
                          object_type_name(vm, object), address);
}

static void lock_finish(Vm *vm, Object *object) {
    (void)vm;
    ThreadLock *lock = lock_of(object);
    if (lock->releaser != NULL) lock->releaser->sentinel = NULL;
}

Object *thread_lock_new(Vm *vm) {
    ThreadModule *module = thread_module_load(vm);
    return module == NULL ? NULL : type_new_instance(vm, module->lock, sizeof(ThreadLock));
}

#define LOCK_METHOD(name, function, signature, doc) \
    {name, function, signature, doc, METHOD_HIDES_SIGNATURE}

static const Method lock_methods[] = {
    LOCK_METHOD("acquire_lock", lock_method_acquire, "(self, blocking=True, timeout=-1)",
                "The same as acquire()."),
    LOCK_METHOD("acquire", lock_method_acquire, "(self, blocking=True, timeout=-1)",
                "Lock it, waiting until it is free; False: it was not in time."),
    LOCK_METHOD("release_lock", lock_method_release, "(self, /)", "The same as release()."),
    LOCK_METHOD("release", lock_method_release, "(self, /)", "Let the next one have it."),
    LOCK_METHOD("locked_lock", lock_method_locked, "(self, /)", "The same as locked()."),
    LOCK_METHOD("locked", lock_method_locked, "(self, /)", "Is it locked?"),
    LOCK_METHOD("__enter__", lock_method_acquire, "(self, blocking=True, timeout=-1)",
                "Lock it."),
    LOCK_METHOD("__exit__", lock_method_release, "(self, *args)", "Release it."),
    LOCK_METHOD("_at_fork_reinit", lock_method_at_fork_reinit, "(self, /)",
                "Make it unlocked, in a process that was forked."),
    {0},
};

const TypeDefinition thread_lock_definition = {
    .name = "_thread.lock",
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_HEAP,
    .bytes = sizeof(ThreadLock),
    .python_bytes = 40,
    .python_weak_offset = 24,
    .layout = {
        .name = "_thread.lock",
        .flags = LAYOUT_COLLECTED | LAYOUT_WEAK,
        .finish = lock_finish,
    },
    .behaviour = {.repr = lock_repr},
    .methods = lock_methods,
    .doc = "A lock that one thread at a time can have, and any can release.",
};

// --- RLock ---

static bool rlock_is_own(Vm *vm, const ThreadRLock *lock) {
    return lock->count > 0 && lock->owner == thread_get(vm)->ident;
}

static void rlock_take(Vm *vm, ThreadRLock *lock, uint64_t count) {
    lock->owner = thread_get(vm)->ident;
    lock->count = count;
}

static Object *rlock_method_acquire(Vm *vm, const Slot *arguments) {
    ThreadRLock *lock = rlock_of(arguments[0].object);
    int64_t patience;
    if (!read_patience(vm, arguments[1].object, arguments[2].object, &patience)) return NULL;
    if (rlock_is_own(vm, lock)) {
        if (lock->count == UINT64_MAX) return raise(vm, ERROR_RLOCK_OVERFLOW);
        lock->count++;
        return bool_new(vm, 1);
    }
    if (lock->count > 0 && patience == 0) return bool_new(vm, 0);
    int64_t deadline = lock->count > 0 ? thread_deadline(vm, patience) : 0;
    while (lock->count > 0) {
        Found found = wait_for(vm, &lock->waiting, deadline);
        if (found == RAISED) return NULL;
        if (found == ABSENT && lock->count > 0) return bool_new(vm, 0);
    }
    rlock_take(vm, lock, 1);
    return bool_new(vm, 1);
}

static void rlock_free(Vm *vm, ThreadRLock *lock) {
    lock->owner = 0;
    lock->count = 0;
    threads_wake_one(vm, &lock->waiting);
}

static Object *rlock_method_release(Vm *vm, const Slot *arguments) {
    ThreadRLock *lock = rlock_of(arguments[0].object);
    if (!rlock_is_own(vm, lock)) return raise(vm, ERROR_RLOCK_NOT_OWN);
    if (lock->count == 1) rlock_free(vm, lock);
    else lock->count--;
    return none_new(vm);
}

static Object *rlock_method_is_owned(Vm *vm, const Slot *arguments) {
    return bool_new(vm, rlock_is_own(vm, rlock_of(arguments[0].object)));
}

// (count, owner): all that a condition needs to lock it again as it was.
static Object *rlock_method_release_save(Vm *vm, const Slot *arguments) {
    ThreadRLock *lock = rlock_of(arguments[0].object);
    if (lock->count == 0) return raise(vm, ERROR_RLOCK_NOT_OWN);
    Object *count = int_new_unsigned(vm, lock->count), *owner = int_new(vm, lock->owner);
    Tuple *saved = count != NULL && owner != NULL ? tuple_pack(vm, 2, count, owner) : NULL;
    object_drop_or_null(vm, count);
    object_drop_or_null(vm, owner);
    if (saved != NULL) rlock_free(vm, lock);
    return (Object *)saved;
}

static Object *rlock_method_acquire_restore(Vm *vm, const Slot *arguments) {
    ThreadRLock *lock = rlock_of(arguments[0].object);
    Object *saved = arguments[1].object;
    int64_t count, owner;
    if (!object_is_tuple(vm, saved)) return raise(vm, ERROR_RLOCK_RESTORE_TYPE, saved);
    const Tuple *pair = (const Tuple *)saved;
    if (pair->count != 2) return raise(vm, ERROR_RLOCK_RESTORE_COUNT, pair->count);
    if (!object_index(vm, pair->items[0].object, EXCEPTION_OverflowError, &count) ||
        !object_index(vm, pair->items[1].object, EXCEPTION_OverflowError, &owner))
        return NULL;
    while (lock->count > 0)
        if (wait_for(vm, &lock->waiting, THREAD_FOREVER) == RAISED) return NULL;
    lock->owner = owner;
    lock->count = (uint64_t)count;
    return none_new(vm);
}

static Object *rlock_method_at_fork_reinit(Vm *vm, const Slot *arguments) {
    ThreadRLock *lock = rlock_of(arguments[0].object);
    lock->owner = 0;
    lock->count = 0;
    return none_new(vm);
}

static Object *rlock_repr(Vm *vm, Object *object) {
    const ThreadRLock *lock = rlock_of(object);
    char address[24];
    object_address_text(vm, object, address);
    return str_new_format(vm, "<%s %s object owner=%ld count=%ld at %s>",
                          lock->count > 0 ? "locked" : "unlocked", object_type_name(vm, object),
                          lock->owner, (int64_t)lock->count, address);
}

static Object *rlock_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return type_new_instance(vm, type, sizeof(ThreadRLock));
}

static const Method rlock_methods[] = {
    LOCK_METHOD("acquire", rlock_method_acquire, "(self, blocking=True, timeout=-1)",
                "Lock it, once more if this thread has it; False: it was not free in time."),
    LOCK_METHOD("release", rlock_method_release, "(self, /)",
                "Undo one acquire(); the last one lets the next thread have it."),
    LOCK_METHOD("_is_owned", rlock_method_is_owned, "(self, /)", "Does this thread have it?"),
    LOCK_METHOD("_acquire_restore", rlock_method_acquire_restore, "(self, state, /)",
                "Lock it as _release_save() found it."),
    LOCK_METHOD("_release_save", rlock_method_release_save, "(self, /)",
                "Release it altogether; gives what _acquire_restore() wants."),
    LOCK_METHOD("__enter__", rlock_method_acquire, "(self, blocking=True, timeout=-1)",
                "Lock it."),
    LOCK_METHOD("__exit__", rlock_method_release, "(self, *args)", "Release it."),
    LOCK_METHOD("_at_fork_reinit", rlock_method_at_fork_reinit, "(self, /)",
                "Make it unlocked, in a process that was forked."),
    {0},
};

const TypeDefinition thread_rlock_definition = {
    .name = "_thread.RLock",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_IS_HEAP,
    .bytes = sizeof(ThreadRLock),
    .python_bytes = 48,
    .layout = {
        .name = "_thread.RLock",
        .flags = LAYOUT_COLLECTED | LAYOUT_WEAK,
    },
    .behaviour = {.repr = rlock_repr, .new = rlock_new},
    .methods = rlock_methods,
};
