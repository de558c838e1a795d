// Tracing and profiling: see runtime/trace.h.

#include "modules/sys.h"

#include "objects/audit.h"
#include "objects/tuple.h"
#include "runtime/threads.h"
#include "runtime/trace.h"

static Object *set_function(Vm *vm, enum TraceRole role, Object *function, const char *event) {
    if (!audit(vm, event, 0)) return NULL;
    trace_set(vm, role, function == vm->objects->none ? NULL : function);
    return none_new(vm);
}

static Object *get_function(Vm *vm, const Slot *function) {
    return object_share(function->object != NULL ? function->object : vm->objects->none);
}

SYS_LOCAL(settrace) {
    return set_function(vm, TRACE_TRACES, arguments[0].object, "sys.settrace");
}

SYS_LOCAL(setprofile) {
    return set_function(vm, TRACE_PROFILES, arguments[0].object, "sys.setprofile");
}

SYS_LOCAL(gettrace) {
    (void)arguments;
    return get_function(vm, &thread_get(vm)->tracing.function);
}

SYS_LOCAL(getprofile) {
    (void)arguments;
    return get_function(vm, &thread_get(vm)->tracing.profiler);
}

SYS_LOCAL(call_tracing) {
    Object *given = arguments[1].object;
    if (!object_is_tuple(vm, given))
        return raise(vm, ERROR_ARGUMENT_NUMBER_TYPE, "call_tracing", 2, "tuple",
                     object_type_name(vm, given));
    return trace_call_tracing(vm, arguments[0].object, (Tuple *)given);
}

const Method sys_trace_functions[] = {
    {"setprofile", sys_function_setprofile, "(function, /)",
     "Have a function told of each call and return; None: nobody.", METHOD_HIDES_SIGNATURE},
    FUNCTION(sys, getprofile, "()", "The function that setprofile has set."),
    {"settrace", sys_function_settrace, "(function, /)",
     "Have a function told of each call, line, return and exception; None: nobody.",
     METHOD_HIDES_SIGNATURE},
    FUNCTION(sys, gettrace, "()", "The function that settrace has set."),
    FUNCTION(sys, call_tracing, "(func, args, /)",
             "Call a function that is traced although a trace function calls it."),
    {0},
};
