// The module _thread: starting threads, locks, data of a thread's own.

#include "objects/float.h"
#include "objects/int.h"
#include "objects/audit.h"
#include "objects/state.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "modules/thread_parts.h"
#include "runtime/report.h"

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
    if (!audit(vm, "_thread.start_new_thread", 3, function, positional,
               keywords != NULL ? keywords : vm->objects->none))
        return NULL;
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

// --- exceptions that end a thread ---

static const StructField hook_fields[] = {
    {"exc_type", "the exception's type"}, {"exc_value", "the exception, or None"},
    {"exc_traceback", "its traceback, or None"}, {"thread", "the thread that it ended, or None"},
};
enum { HOOK_TYPE, HOOK_VALUE, HOOK_TRACEBACK, HOOK_THREAD };
static const StructSequence hook_arguments = {
    .name = "_thread._ExceptHookArgs", .doc = "What threading.excepthook is called with.",
    .fields = hook_fields, .field_count = ARRAY_COUNT(hook_fields),
    .visible_count = ARRAY_COUNT(hook_fields),
};

static bool write_text(Vm *vm, Object *file, Object *text) {
    Object *result = text == NULL
        ? NULL : object_call_method(vm, file, vm->objects->names.write, 1, text);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, result);
    return result != NULL;
}

// Where the exception is shown: sys.stderr, or what the thread took for it when it began.
// FOUND with a new reference; ABSENT: nowhere.
static Found find_error_file(Vm *vm, Object *thread, Object **file) {
    Object *none = vm->objects->none;
    Found found = runtime_find_sys(vm, "stderr", file);
    if (found == FOUND && *file != none) return FOUND;
    if (found == FOUND) object_drop(vm, *file);
    if (found == RAISED || thread == none) return found == RAISED ? RAISED : ABSENT;
    Str *name = str_new_interned(vm, "_stderr", 7);
    *file = name == NULL ? NULL : object_load_attribute(vm, thread, name);
    object_drop_or_null(vm, (Object *)name);
    if (*file == NULL) return RAISED;
    if (*file != none) return FOUND;
    object_drop(vm, *file);
    return ABSENT;
}

// "Exception in thread NAME:"; the number of a thread that has none.
static Object *new_head(Vm *vm, Object *thread) {
    Object *name = NULL, *head;
    if (thread != vm->objects->none &&
        object_find_attribute(vm, thread, vm->objects->names.name, &name) == RAISED)
        return NULL;
    if (name == NULL)
        return str_new_format(vm, "Exception in thread %ld:\n", thread_get(vm)->ident);
    head = str_new_format(vm, "Exception in thread %S:\n", name);
    object_drop(vm, name);
    return head;
}

static bool show_ended(Vm *vm, Object *file, const Tuple *given) {
    if (!write_text(vm, file, new_head(vm, given->items[HOOK_THREAD].object))) return false;
    report_show(vm, file, given->items[HOOK_VALUE].object, given->items[HOOK_TRACEBACK].object);
    Object *result = object_call_method(vm, file, vm->objects->names.flush, 0);
    object_drop_or_null(vm, result);
    return result != NULL;
}

THREAD(_excepthook) {
    Object *given = arguments[0].object, *file;
    Type *type = struct_sequence_load_type(vm, &hook_arguments);
    if (type == NULL) return NULL;
    if (object_type(vm, given) != type) return raise(vm, ERROR_THREAD_HOOK_ARGUMENT);
    const Tuple *fields = (const Tuple *)given;
    if (fields->items[HOOK_TYPE].object == &exception_type(vm, EXCEPTION_SystemExit)->base)
        return none_new(vm);
    Found found = find_error_file(vm, fields->items[HOOK_THREAD].object, &file);
    if (found != FOUND) return found == RAISED ? NULL : none_new(vm);
    bool done = show_ended(vm, file, fields);
    object_drop(vm, file);
    return done ? none_new(vm) : NULL;
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
    THREAD_FUNCTION("_excepthook", _excepthook, "(args, /)",
                    "Show an exception that ended a thread."),
    {0},
};

static bool add_types(Vm *vm, Module *module) {
    ThreadModule *state = thread_module_load(vm);
    if (state == NULL) return false;
    if (state->lock == NULL) state->lock = type_register(vm, &thread_lock_definition, NULL);
    if (state->rlock == NULL) state->rlock = type_register(vm, &thread_rlock_definition, NULL);
    if (state->local == NULL) state->local = type_register(vm, &thread_local_definition, NULL);
    Type *hook = struct_sequence_load_type(vm, &hook_arguments);
    return hook != NULL && module_set(vm, module, "_ExceptHookArgs", &hook->base) &&
           state->lock != NULL && state->rlock != NULL && state->local != NULL &&
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
