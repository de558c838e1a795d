// What sys sets for coroutines and asynchronous generators.

#include "modules/sys.h"

#include "objects/audit.h"
#include "objects/sequence.h"
#include "objects/struct_sequence.h"
#include "runtime/threads.h"

static const StructField hook_fields[] = {
    {"firstiter", "called with each asynchronous generator before its first item"},
    {"finalizer", "called with one that dies before its end"},
};
static const StructSequence hooks = {
    .name = "asyncgen_hooks", .doc = "The hooks of asynchronous generators.",
    .fields = hook_fields, .field_count = ARRAY_COUNT(hook_fields),
    .visible_count = ARRAY_COUNT(hook_fields), .flags = STRUCT_IS_STATIC,
};

static Object *hook_or_none(Vm *vm, const Slot *hook) {
    return object_share(hook->object != NULL ? hook->object : vm->objects->none);
}

SYS_LOCAL(get_asyncgen_hooks) {
    const Thread *thread = thread_get(vm);
    (void)arguments;
    Object *const values[] = {hook_or_none(vm, &thread->first_iteration_hook),
                              hook_or_none(vm, &thread->finalizer_hook)};
    return struct_sequence_take(vm, &hooks, values);
}

// Sets a hook; None empties it, and what is not given leaves it.
static bool set_hook(Vm *vm, Slot *slot, Object *hook, const char *name, const char *event) {
    if (hook == NULL) return true;
    bool is_none = hook == vm->objects->none;
    if (!is_none && object_type(vm, hook)->behaviour.call == NULL)
        return raise_false(vm, ERROR_ASYNC_HOOK, name, hook);
    if (!audit(vm, event, 0)) return false;
    slot_set(vm, NULL, slot, is_none ? NULL : hook);
    return true;
}

SYS_LOCAL(set_asyncgen_hooks) {
    Thread *thread = thread_get(vm);
    bool done = set_hook(vm, &thread->finalizer_hook, arguments[1].object, "finalizer",
                         "sys.set_asyncgen_hooks_finalizer") &&
                set_hook(vm, &thread->first_iteration_hook, arguments[0].object, "firstiter",
                         "sys.set_asyncgen_hooks_firstiter");
    return done ? none_new(vm) : NULL;
}

SYS_LOCAL(get_coroutine_origin_tracking_depth) {
    (void)arguments;
    return int_new(vm, thread_get(vm)->origin_depth);
}

SYS_LOCAL(set_coroutine_origin_tracking_depth) {
    int64_t depth = 0;
    if (!sequence_int(vm, arguments[0].object, &depth)) return NULL;
    if (depth < 0) return raise(vm, ERROR_ORIGIN_DEPTH);
    thread_get(vm)->origin_depth = (int32_t)depth;
    return none_new(vm);
}

const Method sys_async_functions[] = {
    FUNCTION(sys, set_coroutine_origin_tracking_depth, "(depth)",
             "How many frames a coroutine notes of those that made it; 0: none."),
    FUNCTION(sys, get_coroutine_origin_tracking_depth, "()", "How many frames coroutines note."),
    {"set_asyncgen_hooks", sys_function_set_asyncgen_hooks,
     "(firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
     "Set what is called with asynchronous generators at their begin and end.",
     METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED},
    FUNCTION(sys, get_asyncgen_hooks, "()", "The hooks of asynchronous generators."),
    {0},
};
