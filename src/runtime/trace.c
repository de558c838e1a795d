#include "runtime/trace.h"

#include "compile/opcodes.h"
#include "objects/descriptors.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/loop.h"
#include "runtime/lower.h"
#include "runtime/threads.h"
#include "runtime/unwind.h"

static Tracing *tracing_of(Vm *vm) {
    return &thread_get(vm)->tracing;
}

// Ticks are due as long as somebody is told of something.
static void update(Vm *vm) {
    Tracing *tracing = tracing_of(vm);
    bool is_set = tracing->function.object != NULL || tracing->profiler.object != NULL;
    runtime_of(vm)->is_traced = is_set && tracing->paused == 0;
    threads_set_limit(vm);
}

void trace_set(Vm *vm, enum TraceRole role, Object *function) {
    Tracing *tracing = tracing_of(vm);
    Slot *slot = role == TRACE_TRACES ? &tracing->function : &tracing->profiler;
    Object *old = slot_exchange_value(vm, NULL, slot, object_share_or_null(function));
    update(vm);
    object_drop_or_null(vm, old);
}

static void pause(Vm *vm) {
    tracing_of(vm)->paused++;
    update(vm);
}

static void go_on(Vm *vm) {
    tracing_of(vm)->paused--;
    update(vm);
}

Object *trace_call_tracing(Vm *vm, Object *function, Tuple *arguments) {
    Tracing *tracing = tracing_of(vm);
    int paused = tracing->paused;
    tracing->paused = 0;
    update(vm);
    Object *result = object_call_tuple(vm, function, arguments, NULL);
    tracing->paused = paused;
    update(vm);
    return result;
}

// --- telling ---

static const char *const event_names[] = {
    NULL, "call", "exception", "line", "return", "opcode", "c_call", "c_return", "c_exception",
};

// function(frame, event, argument), which sees the frame's names and may change them.
static Object *call_function(Vm *vm, Object *function, FrameObject *frame, TraceEvent event,
                             Object *argument) {
    Frame *running = frame->frame;
    Object *name = (Object *)str_new_interned(vm, event_names[event],
                                              __builtin_strlen(event_names[event]));
    Object *result = NULL;
    if (name != NULL && frame_load_locals(vm, running) != NULL)
        result = object_call_with(vm, function, 3, frame, name,
                                  argument != NULL ? argument : vm->objects->none);
    Object *aside = raised_take(vm);
    frame_store_locals(vm, running);
    raised_restore(vm, aside);
    if (result == NULL && raised(vm)) unwind_add_traceback(vm, running, frame_get_offset(running));
    object_drop_or_null(vm, name);
    return result;
}

// Tells one function of an event; what it raises ends its role.
static bool tell(Vm *vm, enum TraceRole role, FrameObject *frame, TraceEvent event,
                 Object *argument) {
    Tracing *tracing = tracing_of(vm);
    bool is_profiler = role == TRACE_PROFILES;
    Object *function = is_profiler ? tracing->profiler.object
                       : event == TRACE_CALL ? tracing->function.object : frame->trace.object;
    if (function == NULL || !trace_is_on(vm)) return true;
    TraceEvent before = tracing->event;
    tracing->event = event;
    pause(vm);
    object_share(function);
    Object *result = call_function(vm, function, frame, event, argument);
    object_drop(vm, function);
    go_on(vm);
    tracing->event = before;
    if (result == NULL) {
        Object *aside = raised_take(vm);
        trace_set(vm, role, NULL);
        if (!is_profiler) slot_clear(vm, &frame->base, &frame->trace);
        raised_restore(vm, aside);
        return false;
    }
    if (!is_profiler && result != vm->objects->none)
        slot_set(vm, &frame->base, &frame->trace, result);
    object_drop(vm, result);
    return true;
}

// Tells of an event while an exception may be on its way: it is there again afterwards,
// unless a function raised another one.
static bool tell_aside(Vm *vm, enum TraceRole role, FrameObject *frame, TraceEvent event,
                       Object *argument) {
    Object *aside = raised_take(vm);
    bool done = tell(vm, role, frame, event, argument);
    if (done) raised_restore(vm, aside);
    else object_drop_or_null(vm, aside);
    return done;
}

// --- events of the reference loop ---

static bool is_traced(Vm *vm) {
    return tracing_of(vm)->function.object != NULL;
}

static bool is_profiled(Vm *vm) {
    return tracing_of(vm)->profiler.object != NULL;
}

static bool tell_entry(Vm *vm, FrameObject *frame) {
    return (!is_traced(vm) || tell(vm, TRACE_TRACES, frame, TRACE_CALL, NULL)) &&
           (!is_profiled(vm) || tell(vm, TRACE_PROFILES, frame, TRACE_CALL, NULL));
}

// The first RESUME: what stands before it belongs to no line.
static int entry_unit(const Code *code) {
    const Bytes *bytecode = (const Bytes *)code->bytecode.object;
    int64_t unit = 0;
    while (2 * unit < bytecode->count && bytecode->data[2 * unit] != OP_RESUME) unit++;
    return (int)unit;
}

static bool begins_line(const Frame *frame, int opcode, int previous, int entry) {
    int unit = frame->stack_offset / 2;
    int line = code_get_line(frame->code, frame->stack_offset);
    if (line < 0) return false;
    if (previous <= entry || code_get_line(frame->code, 2 * previous) != line) return true;
    return unit < previous && opcode != OP_SEND;
}

void trace_entry(Vm *vm, Frame *frame) {
    Object *aside = raised_take(vm);
    FrameObject *object = frame_load_object(vm, frame);
    if (object != NULL && tell_entry(vm, object)) raised_restore(vm, aside);
    else object_drop_or_null(vm, aside);
}

bool trace_instruction(Vm *vm, Frame *frame, int opcode, int previous) {
    int entry = entry_unit(frame->code);
    if (frame->stack_offset / 2 < entry) return true;
    FrameObject *object = frame_load_object(vm, frame);
    if (object == NULL) return false;
    object_share(&object->base);
    bool done = true;
    if (opcode == OP_RESUME) {
        done = tell_entry(vm, object);
    } else if (is_traced(vm)) {
        if (object->trace_lines && begins_line(frame, opcode, previous, entry))
            done = tell(vm, TRACE_TRACES, object, TRACE_LINE, NULL);
        if (done && object->trace_opcodes)
            done = tell(vm, TRACE_TRACES, object, TRACE_OPCODE, NULL);
    }
    object_drop(vm, &object->base);
    return done;
}

bool trace_return(Vm *vm, Frame *frame, Object *value) {
    FrameObject *object = frame_load_object(vm, frame);
    if (object == NULL) return false;
    object_share(&object->base);
    bool done = (!is_traced(vm) ||
                 tell_aside(vm, TRACE_TRACES, object, TRACE_RETURN, value)) &&
                (!is_profiled(vm) ||
                 tell_aside(vm, TRACE_PROFILES, object, TRACE_RETURN, value));
    object_drop(vm, &object->base);
    return done;
}

void trace_exception(Vm *vm, Frame *frame) {
    if (!is_traced(vm) || !raised(vm)) return;
    Object *exception = raised_take(vm);
    FrameObject *object = frame_load_object(vm, frame);
    Object *traceback = ((Exception *)exception)->traceback.object;
    Tuple *argument = object == NULL ? NULL
        : tuple_pack(vm, 3, object_type(vm, exception), exception,
                     traceback != NULL ? traceback : vm->objects->none);
    bool done = false;
    if (argument != NULL) {
        object_share(&object->base);
        done = tell(vm, TRACE_TRACES, object, TRACE_EXCEPTION, (Object *)argument);
        object_drop(vm, &object->base);
    }
    object_drop_or_null(vm, (Object *)argument);
    if (done) raised_restore(vm, exception);
    else object_drop(vm, exception);
}

// What c_call events are about: builtins, and methods of built-in types bound to their
// object. New reference; NULL: nothing is told, or raised.
static Object *native_of(Vm *vm, Object *callable, const Slot *first) {
    if (callable->kind == KIND_BUILTIN) return object_share(callable);
    if (callable->kind != KIND_METHOD_DESCRIPTOR || first == NULL) return NULL;
    return object_bind(vm, callable, first->object, object_type(vm, first->object));
}

Found trace_native_call(Vm *vm, Frame *frame, Object *callable, const Slot *first,
                        Object **native) {
    if (!is_profiled(vm)) return ABSENT;
    *native = native_of(vm, callable, first);
    if (*native == NULL) return raised(vm) ? RAISED : ABSENT;
    FrameObject *object = frame_load_object(vm, frame);
    if (object != NULL && tell(vm, TRACE_PROFILES, object, TRACE_NATIVE_CALL, *native))
        return FOUND;
    object_drop(vm, *native);
    return RAISED;
}

bool trace_native_return(Vm *vm, Frame *frame, Object *native, Object *result) {
    FrameObject *object = frame_load_object(vm, frame);
    bool done = object != NULL;
    if (done && is_profiled(vm))
        done = tell_aside(vm, TRACE_PROFILES, object,
                          result != NULL ? TRACE_NATIVE_RETURN : TRACE_NATIVE_EXCEPTION, native);
    object_drop(vm, native);
    return done;
}

// --- from register form to stack code ---

bool trace_wants(Vm *vm, const Frame *frame) {
    if (!trace_is_on(vm) || frame->is_stack_code) return frame->is_stack_code;
    const FrameObject *object = (const FrameObject *)frame->object.object;
    return is_profiled(vm) || (object != NULL && object->trace.object != NULL);
}

bool trace_prepare(Vm *vm, Frame *frame, enum TraceStart start, const Instruction *from) {
    Tracing *tracing = tracing_of(vm);
    if (frame->is_stack_code) return true;
    if (start == TRACE_FRESH) {
        loop_use_stack_code(frame);
        return true;
    }
    const Instruction *left_at = frame->next_op;
    int previous = from == NULL ? INT32_MAX
                                : lowered_origin(frame->code->lowered, from)->offset / 2;
    if (!lower_leave(vm, frame, LOWER_BEFORE)) return false;
    tracing->left_at = left_at;
    tracing->previous = previous;
    return true;
}

const Instruction *trace_take_left(Vm *vm, int *previous) {
    Tracing *tracing = tracing_of(vm);
    const Instruction *left_at = tracing->left_at;
    if (left_at != NULL) *previous = tracing->previous;
    tracing->left_at = NULL;
    return left_at;
}

Object *trace_run(Vm *vm, Frame *frame) {
    Object *instance = object_share_or_null(frame->instance.object);
    bool initialises = frame->return_mode == RETURN_INSTANCE;
    frame->return_mode = RETURN_TO_C;
    Object *value = loop_run(vm, frame);
    if (initialises && value != NULL && value != vm->objects->none) {
        raise(vm, ERROR_INIT_RETURNS, value);
        object_drop(vm, value);
        value = NULL;
    } else if (initialises && value != NULL) {
        object_drop(vm, value);
        value = instance;
        instance = NULL;
    }
    object_drop_or_null(vm, instance);
    return value;
}
