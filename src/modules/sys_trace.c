// The part of sys that looks at running code: trace and profile functions, and what all
// threads do. See runtime/trace.h.

#include "modules/sys.h"

#include "objects/audit.h"
#include "objects/int.h"
#include "objects/tuple.h"
#include "runtime/trace.h"

static Object *none_or(Vm *vm, const Slot *slot) {
    return slot->object != NULL ? object_share(slot->object) : none_new(vm);
}

static Object *function_or_null(Vm *vm, Object *object) {
    return object == vm->objects->none ? NULL : object;
}

SYS_LOCAL(settrace) {
    if (!audit(vm, "sys.settrace", 0)) return NULL;
    return trace_set(vm, function_or_null(vm, arguments[0].object)) ? none_new(vm) : NULL;
}

SYS_LOCAL(setprofile) {
    if (!audit(vm, "sys.setprofile", 0)) return NULL;
    return trace_set_profile(vm, function_or_null(vm, arguments[0].object)) ? none_new(vm) : NULL;
}

SYS_LOCAL(gettrace) {
    (void)arguments;
    return none_or(vm, &thread_get(vm)->trace);
}

SYS_LOCAL(getprofile) {
    (void)arguments;
    return none_or(vm, &thread_get(vm)->profile);
}

SYS_LOCAL(call_tracing) {
    Object *given = arguments[1].object;
    if (!object_is_tuple(vm, given))
        return raise(vm, ERROR_ARGUMENT_NUMBER_TYPE, "call_tracing", 2, "tuple",
                     object_type_name(vm, given));
    return trace_call_function(vm, arguments[0].object, (Tuple *)given);
}

// {ident: value} for each thread; `load` gives a new reference, NULL without an exception:
// the thread has none.
static Object *new_dict_of_threads(Vm *vm, Object *(*load)(Vm *vm, const Thread *thread)) {
    Dict *dict = dict_new(vm);
    bool done = dict != NULL;
    for (Thread *thread = threads_first(vm); done && thread != NULL; thread = thread->next) {
        Object *value = load(vm, thread);
        if (value == NULL && !raised(vm)) continue;
        Object *ident = value == NULL ? NULL : int_new(vm, thread->ident);
        done = ident != NULL && dict_set(vm, dict, ident, value);
        object_drop_or_null(vm, ident);
        object_drop_or_null(vm, value);
    }
    if (done) return (Object *)dict;
    object_drop_or_null(vm, (Object *)dict);
    return NULL;
}

static Object *load_frame(Vm *vm, const Thread *thread) {
    Frame *frame = thread_get_frame(vm, thread);
    FrameObject *object = frame == NULL ? NULL : frame_load_object(vm, frame);
    return object == NULL ? NULL : object_share(&object->base);
}

SYS_LOCAL(_current_frames) {
    (void)arguments;
    if (!audit(vm, "sys._current_frames", 0)) return NULL;
    return new_dict_of_threads(vm, load_frame);
}

// What sys.exc_info() is in the thread.
static Object *load_exception(Vm *vm, const Thread *thread) {
    Object *none = vm->objects->none, *exception = thread_get_handled(vm, thread);
    if (thread_get_frame(vm, thread) == NULL) return NULL;
    if (exception == NULL) return (Object *)tuple_pack(vm, 3, none, none, none);
    Object *traceback = ((Exception *)exception)->traceback.object;
    return (Object *)tuple_pack(vm, 3, (Object *)object_type(vm, exception), exception,
                                traceback != NULL ? traceback : none);
}

SYS_LOCAL(_current_exceptions) {
    (void)arguments;
    if (!audit(vm, "sys._current_exceptions", 0)) return NULL;
    return new_dict_of_threads(vm, load_exception);
}

#define HIDDEN(name, signature, doc) \
    {#name, sys_function_##name, signature, doc, METHOD_HIDES_SIGNATURE}

const Method sys_trace_functions[] = {
    HIDDEN(settrace, "(function, /)", "Have a function told of calls, lines and exceptions."),
    FUNCTION(sys, gettrace, "()", "The function of settrace(), or None."),
    HIDDEN(setprofile, "(function, /)", "Have a function told of calls and returns."),
    FUNCTION(sys, getprofile, "()", "The function of setprofile(), or None."),
    FUNCTION(sys, call_tracing, "(func, args, /)",
             "Call a function that is traced, from a trace function."),
    FUNCTION(sys, _current_frames, "()", "The frame that each thread is in."),
    FUNCTION(sys, _current_exceptions, "()", "The exception that each thread handles."),
    {0},
};
