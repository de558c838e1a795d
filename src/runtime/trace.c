#include "runtime/trace.h"

#include "compile/opcodes.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/lower_flow.h"
#include "runtime/patch.h"
#include "runtime/unwind.h"

#include <string.h>

// --- whether ---

void trace_update(Vm *vm) {
    const Thread *thread = thread_get(vm);
    runtime_of(vm)->is_traced = thread->tracing == 0 && (thread->trace.object != NULL ||
                                                         thread->profile.object != NULL);
}

static bool has_function(const Thread *thread) {
    return thread->trace.object != NULL || thread->profile.object != NULL;
}

static bool is_any_traced(Vm *vm) {
    for (const Thread *thread = threads_first(vm); thread != NULL; thread = thread->next)
        if (has_function(thread)) return true;
    return false;
}

static bool set_function(Vm *vm, Slot *slot, Object *function) {
    Thread *thread = thread_get(vm);
    if (thread->installing == slot) {   // by what the former one's end runs
        thread->installing = NULL;
        return raise_false(vm, ERROR_TRACE_INSTALLING,
                           slot == &thread->trace ? "trace" : "profile",
                           slot == &thread->trace ? "trace" : "profile");
    }
    if (function != NULL) {
        for (Frame *frame = runtime_of(vm)->frame; frame != NULL; frame = frame->previous)
            if (!patch_frame(vm, frame)) return false;
    }
    Object *former = slot->object;
    slot_store(slot, NULL);
    trace_update(vm);
    thread->installing = slot;
    object_drop_or_null(vm, former);
    thread->installing = NULL;
    slot_set(vm, NULL, slot, function);
    trace_update(vm);
    if (!is_any_traced(vm)) patch_undo_all(vm);
    return true;
}

bool trace_set(Vm *vm, Object *function) {
    return set_function(vm, &thread_get(vm)->trace, function);
}

bool trace_set_profile(Vm *vm, Object *function) {
    return set_function(vm, &thread_get(vm)->profile, function);
}

static void unset(Vm *vm, Slot *slot) {
    if (!set_function(vm, slot, NULL)) raised_clear(vm);
}

void trace_done(Vm *vm) {
    for (Thread *thread = threads_first(vm); thread != NULL; thread = thread->next) {
        slot_clear(vm, NULL, &thread->trace);
        slot_clear(vm, NULL, &thread->profile);
    }
    trace_update(vm);
    patch_undo_all(vm);
}

Object *trace_call_function(Vm *vm, Object *function, Tuple *arguments) {
    Thread *thread = thread_get(vm);
    int32_t tracing = thread->tracing;
    bool is_traced = runtime_of(vm)->is_traced;
    thread->tracing = 0;   // as in CPython, tracing begins when the function sets one
    Object *result = object_call_tuple(vm, function, arguments, NULL);
    thread->tracing = tracing;
    runtime_of(vm)->is_traced = is_traced;
    return result;
}

// --- calling the function ---

static Str *event_name(Vm *vm, TraceEvent event) {
    const Names *names = &vm->objects->names;
    Str *const all[TRACE_EVENT_COUNT] = {
        names->event_call, names->event_exception, names->event_line, names->event_return,
        names->event_c_call, names->event_c_exception, names->event_c_return,
        names->event_opcode,
    };
    return all[event];
}

// function(frame, event, argument), around which f_locals and the names agree.
static Object *call(Vm *vm, Frame *frame, Object *function, TraceEvent event,
                    Object *argument) {
    Thread *thread = thread_get(vm);
    TraceEvent former = (TraceEvent)thread->event;
    Frame *traced = thread->traced;
    Object *result = NULL;
    FrameObject *seen = frame_load_object(vm, frame);
    if (seen == NULL) return NULL;
    thread->event = event;
    thread->traced = frame;
    thread->tracing++;
    trace_update(vm);
    object_share(function);
    if (frame_load_locals(vm, frame) != NULL) {
        result = object_call_with(vm, function, 3, (Object *)seen,
                                  (Object *)event_name(vm, event),
                                  argument != NULL ? argument : vm->objects->none);
        Object *aside = raised_take(vm);
        frame_take_locals(vm, frame);
        raised_restore(vm, aside);
    }
    object_drop(vm, function);
    if (result == NULL) unwind_add_traceback(vm, frame, frame_get_offset(frame));
    thread->tracing--;
    trace_update(vm);
    thread->event = former;
    thread->traced = traced;
    return result;
}

// Tells the trace function of the frame; what it gives is the frame's from now on.
static bool tell_trace(Vm *vm, Frame *frame, TraceEvent event, Object *argument) {
    Thread *thread = thread_get(vm);
    FrameObject *seen = frame_load_object(vm, frame);
    if (seen == NULL) return false;
    Object *function = event == TRACE_CALL ? thread->trace.object : seen->trace.object;
    if (function == NULL) return true;
    Object *result = call(vm, frame, function, event, argument);
    if (result == NULL) {
        Object *aside = raised_take(vm);
        unset(vm, &thread->trace);
        slot_clear(vm, &seen->base, &seen->trace);
        raised_restore(vm, aside);
        return false;
    }
    if (result == vm->objects->none) object_drop(vm, result);
    else slot_take(vm, &seen->base, &seen->trace, result);
    return true;
}

static bool tell_profile(Vm *vm, Frame *frame, TraceEvent event, Object *argument) {
    Thread *thread = thread_get(vm);
    Object *result = call(vm, frame, thread->profile.object, event, argument);
    if (result == NULL) {
        Object *aside = raised_take(vm);
        unset(vm, &thread->profile);
        raised_restore(vm, aside);
        return false;
    }
    object_drop(vm, result);
    return true;
}

// Both functions, with the exception on its way kept aside; when one raises, that replaces it.
static bool tell_both(Vm *vm, Frame *frame, TraceEvent event, Object *argument) {
    Runtime *runtime = runtime_of(vm);
    const Thread *thread = thread_get(vm);
    Object *aside = raised_take(vm);
    bool done = thread->trace.object == NULL || tell_trace(vm, frame, event, argument);
    if (done && runtime->is_traced && thread->profile.object != NULL)
        done = tell_profile(vm, frame, event, argument);
    if (done) raised_restore(vm, aside);
    else object_drop_or_null(vm, aside);
    return done;
}

bool trace_enter(Vm *vm, Frame *frame) {
    return tell_both(vm, frame, TRACE_CALL, NULL);
}

void trace_throw(Vm *vm, Frame *frame) {
    (void)tell_both(vm, frame, TRACE_CALL, NULL);
}

bool trace_return(Vm *vm, Frame *frame, Object *value) {
    return tell_both(vm, frame, TRACE_RETURN, value);
}

void trace_unwind(Vm *vm, Frame *frame) {
    (void)tell_both(vm, frame, TRACE_RETURN, NULL);
}

void trace_exception(Vm *vm, Frame *frame) {
    if (thread_get(vm)->trace.object == NULL) return;
    Object *exception = raised_take(vm), *traceback = ((Exception *)exception)->traceback.object;
    Tuple *argument = tuple_pack(vm, 3, (Object *)object_type(vm, exception), exception,
                                 traceback != NULL ? traceback : vm->objects->none);
    bool done = argument != NULL &&
                tell_trace(vm, frame, TRACE_EXCEPTION, &argument->base);
    if (argument == NULL) {
        raised_clear(vm);
        done = true;
    }
    object_drop_or_null(vm, (Object *)argument);
    if (done) raised_restore(vm, exception);
    else object_drop(vm, exception);
}

// --- lines ---

static void cursor_start(TraceCursor *cursor, const Code *code) {
    const Bytes *table = (const Bytes *)code->line_table.object;
    line_table_start(&cursor->table, table->data, table->count, code->first_line);
    if (cursor->is_set) return;
    cursor->is_set = true;
    cursor->first = flow_entry(code);
}

// As code_get_line, but goes on from where it was.
static int cursor_line(TraceCursor *cursor, const Code *code, int offset) {
    if (offset < cursor->table.start) cursor_start(cursor, code);
    while (offset >= cursor->table.stop)
        if (!line_table_next(&cursor->table)) return -1;
    return cursor->table.line;
}

// Whether a new line begins at the instruction, seen from the one that ran before it.
static bool begins_line(const Frame *frame, TraceCursor *cursor, int previous) {
    const Code *code = frame->code;
    int last = previous <= cursor->first ? -1 : cursor_line(cursor, code, previous * 2);
    int line = cursor_line(cursor, code, frame->stack_offset);
    if (line < 0) return false;
    if (line != last) return true;
    // A loop's line is told at each turn; waiting for a delegate is no turn.
    const Bytes *bytecode = (const Bytes *)code->bytecode.object;
    return frame->stack_offset < previous * 2 &&
           bytecode->data[frame->stack_offset] != OP_SEND;
}

static int opcode_at(const Frame *frame) {
    return ((const Bytes *)frame->code->bytecode.object)->data[frame->stack_offset];
}

bool trace_instruction(Vm *vm, Frame *frame, TraceCursor *cursor, int previous) {
    if (!cursor->is_set) cursor_start(cursor, frame->code);
    if (frame->stack_offset < cursor->first * 2) return true;
    if (opcode_at(frame) == OP_RESUME) return trace_enter(vm, frame);
    if (thread_get(vm)->trace.object == NULL) return true;
    FrameObject *seen = frame_load_object(vm, frame);
    if (seen == NULL) return false;
    if (seen->trace.object == NULL) return true;
    if (seen->trace_lines && begins_line(frame, cursor, previous) &&
        !tell_trace(vm, frame, TRACE_LINE, NULL))
        return false;
    return !seen->trace_opcodes || tell_trace(vm, frame, TRACE_OPCODE, NULL);
}

// --- native functions ---

bool trace_native_begin(Vm *vm, Frame *frame, Object *callable, const Slot *values,
                        int64_t count, Object **shown) {
    bool is_method = callable->kind == KIND_METHOD_DESCRIPTOR && count > 0;
    *shown = NULL;
    if (!runtime_of(vm)->is_traced || thread_get(vm)->profile.object == NULL) return true;
    if (callable->kind != KIND_BUILTIN && !is_method) return true;
    if (is_method) {   // as it is bound
        Object *self = values[0].object;
        *shown = object_bind(vm, callable, self, object_type(vm, self));
        if (*shown == NULL) return false;
    } else {
        *shown = object_share(callable);
    }
    if (tell_profile(vm, frame, TRACE_C_CALL, *shown)) return true;
    object_drop(vm, *shown);
    *shown = NULL;
    return false;
}

Object *trace_native_end(Vm *vm, Frame *frame, Object *shown, Object *result) {
    if (shown == NULL) return result;
    bool is_told = runtime_of(vm)->is_traced && thread_get(vm)->profile.object != NULL;
    if (is_told && result == NULL) {
        Object *aside = raised_take(vm);
        if (tell_profile(vm, frame, TRACE_C_EXCEPTION, shown)) raised_restore(vm, aside);
        else object_drop(vm, aside);
    } else if (is_told && !tell_profile(vm, frame, TRACE_C_RETURN, shown)) {
        object_drop(vm, result);
        result = NULL;
    }
    object_drop(vm, shown);
    return result;
}
