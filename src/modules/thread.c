// The module _thread: starting threads, locks, data of a thread's own.

#include "objects/float.h"
#include "objects/int.h"
#include "objects/state.h"
#include "objects/tuple.h"
#include "modules/thread_parts.h"

#define THREAD(name) static Object *thread_function_##name(Vm *vm, const Slot *arguments)

static const StateDefinition thread_state = {.bytes = sizeof(ThreadModule)};

ThreadModule *thread_module_load(Vm *vm) {
    return state_load(vm, &thread_state);
}

THREAD(start_new_thread) {
    Object *function = arguments[0].object, *positional = arguments[1].object;
    Object *keywords = arguments[2].object;
    if (object_type(vm, function)->behaviour.call == NULL)
        return raise(vm, ERROR_THREAD_NOT_CALLABLE);
    if (!object_is_tuple(vm, positional)) return raise(vm, ERROR_THREAD_NO_TUPLE);
    if (keywords != NULL && !object_is_dict(vm, keywords))
        return raise(vm, ERROR_THREAD_NO_DICT);
    Thread *thread = thread_start(vm, function, (Tuple *)positional, (Dict *)keywords);
    return thread == NULL ? NULL : int_new(vm, thread->ident);
}

THREAD(allocate_lock) {
    (void)arguments;
    return thread_lock_new(vm);
}

THREAD(exit) {
    (void)arguments;
    return raise_plain(vm, exception_type(vm, EXCEPTION_SystemExit));
}

THREAD(get_ident) {
    (void)arguments;
    return int_new(vm, thread_get(vm)->ident);
}

// Threads are the program's alone: the system knows the process's main one.
THREAD(get_native_id) {
    (void)arguments;
    WorldRequest request = {.operation = WORLD_IDENTITY, .numbers = {WORLD_THREAD}};
    return int_new(vm, world_ask(vm->world, &request) + thread_get(vm)->serial);
}

THREAD(_count) {
    (void)arguments;
    return int_new(vm, threads_count(vm));
}

THREAD(stack_size) {
    int64_t bytes = 0, former = threads_get_stack_bytes(vm);
    if (arguments[0].object != NULL &&
        !object_index(vm, arguments[0].object, EXCEPTION_OverflowError, &bytes))
        return NULL;
    if (bytes < 0) return raise(vm, ERROR_THREAD_STACK_NEGATIVE);
    if (!threads_set_stack_bytes(vm, bytes)) return raise(vm, ERROR_THREAD_STACK, bytes);
    return int_new(vm, former);
}

// A lock that is released when the thread has ended.
THREAD(_set_sentinel) {
    (void)arguments;
    Thread *thread = thread_get(vm);
    Object *lock = thread_lock_new(vm);
    if (lock == NULL) return NULL;
    if (thread->sentinel != NULL) ((ThreadLock *)thread->sentinel)->releaser = NULL;
    thread->sentinel = lock;
    ((ThreadLock *)lock)->releaser = thread;
    return lock;
}

THREAD(interrupt_main) {
    int64_t number = THREAD_SIGNAL_INTERRUPT;
    if (arguments[0].object != NULL &&
        !object_index(vm, arguments[0].object, EXCEPTION_OverflowError, &number))
        return NULL;
    if (!threads_send_signal(vm, number)) return raise(vm, ERROR_SIGNAL_RANGE);
    return none_new(vm);
}

static void thread_ended(Vm *vm, Thread *thread) {
    thread_local_forget(vm, thread->serial);
    ThreadLock *sentinel = (ThreadLock *)thread->sentinel;
    if (sentinel == NULL) return;
    thread->sentinel = NULL;
    sentinel->releaser = NULL;
    if (sentinel->is_locked) thread_lock_release(vm, sentinel);
}

#define THREAD_FUNCTION(name, function, signature, doc) \
    {name, thread_function_##function, signature, doc, METHOD_HIDES_SIGNATURE}

static const Method functions[] = {
    THREAD_FUNCTION("start_new_thread", start_new_thread, "(function, args, kwargs={}, /)",
                    "Call function(*args, **kwargs) in a new thread; gives its ident."),
    THREAD_FUNCTION("start_new", start_new_thread, "(function, args, kwargs={}, /)",
                    "The same as start_new_thread()."),
    THREAD_FUNCTION("allocate_lock", allocate_lock, "()", "A new lock."),
    THREAD_FUNCTION("allocate", allocate_lock, "()", "The same as allocate_lock()."),
    THREAD_FUNCTION("exit_thread", exit, "()", "The same as exit()."),
    THREAD_FUNCTION("exit", exit, "()", "End the thread: raise SystemExit."),
    THREAD_FUNCTION("interrupt_main", interrupt_main, "(signum=signal.SIGINT, /)",
                    "Have the main thread handle a signal as if it had come."),
    THREAD_FUNCTION("get_ident", get_ident, "()", "The number of the running thread."),
    THREAD_FUNCTION("get_native_id", get_native_id, "()", "Its number in the system."),
    THREAD_FUNCTION("_count", _count, "()", "How many threads were started and have not ended."),
    {"stack_size", thread_function_stack_size, "(size=0, /)",
     "Set the size of the stack of new threads; gives the former one.",
     METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED},
    THREAD_FUNCTION("_set_sentinel", _set_sentinel, "()",
                    "A lock that is released once the thread has ended."),
    {0},
};

static bool add_types(Vm *vm, Module *module) {
    ThreadModule *state = thread_module_load(vm);
    if (state == NULL) return false;
    if (state->lock == NULL) state->lock = type_register(vm, &thread_lock_definition, NULL);
    if (state->rlock == NULL) state->rlock = type_register(vm, &thread_rlock_definition, NULL);
    if (state->local == NULL) state->local = type_register(vm, &thread_local_definition, NULL);
    return state->lock != NULL && state->rlock != NULL && state->local != NULL &&
           module_set(vm, module, "LockType", &state->lock->base) &&
           module_set(vm, module, "RLock", &state->rlock->base) &&
           module_set(vm, module, "_local", &state->local->base);
}

bool thread_module_start(Vm *vm, Module *module) {
    runtime_of(vm)->thread_end_hook = thread_ended;
    Object *error = &exception_type(vm, EXCEPTION_RuntimeError)->base;
    Object *longest = float_new(vm, (double)(INT64_MAX / 1000000000));
    return longest != NULL && module_take_set(vm, module, "TIMEOUT_MAX", longest) &&
           module_set(vm, module, "error", error) && add_types(vm, module) &&
           module_add_functions(vm, module, functions);
}
