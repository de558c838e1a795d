// Entering the loops, and the runtime's start.

#include "runtime/cache.h"
#include "runtime/loop.h"

#include "compile/opcodes.h"
#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/dict.h"
#include "objects/module.h"
#include "objects/str.h"
#include "runtime/call.h"
#include "runtime/generator.h"
#include "runtime/hooks.h"
#include "runtime/lower.h"
#include "runtime/observe.h"
#include "runtime/operate.h"
#include "runtime/trace.h"

Object *loop_run_registers(Vm *vm, Frame *frame) {
    Runtime *runtime = runtime_of(vm);
    runtime->c_depth++;
    Object *value = runtime->mode == LOOP_WATCHED ? loop_run_watched(vm, frame)
                                                  : loop_run_plain(vm, frame);
    runtime->c_depth--;
    return value;
}

Object *loop_run(Vm *vm, Frame *frame) {
    Runtime *runtime = runtime_of(vm);
    if (UNLIKELY((char *)__builtin_frame_address(0) < runtime->c_stack_limit)) {
        if (frame->owner == FRAME_IN_GENERATOR) generator_finish(vm, generator_of_frame(frame));
        else frame_pop(vm, frame);
        return raise(vm, ERROR_RECURSION_DEPTH);
    }
    if (UNLIKELY(++runtime->ticks >= runtime->tick_limit) && !runtime_tick(vm)) {
        if (frame->is_stack_code) frame->entry = FRAME_RAISES;
        else lower_leave_raising(frame);
    }
    if (runtime->mode == LOOP_WATCHED) observe_call(vm, frame);
    if (frame->is_stack_code) return loop_run_stack(vm, frame);
    return loop_run_registers(vm, frame);
}

// What __init__ gave becomes the instance that it was called for.
static Object *take_instance(Vm *vm, Object *instance, Object *value) {
    if (value == vm->objects->none) {
        object_drop(vm, value);
        return instance;
    }
    if (value != NULL) {
        raise(vm, ERROR_INIT_RETURNS, value);
        object_drop(vm, value);
    }
    object_drop(vm, instance);
    return NULL;
}

Object *loop_leave(Vm *vm, Frame *frame, bool *is_end) {
    int mode = frame->return_mode;
    Generator *generator = frame->owner == FRAME_IN_GENERATOR ? generator_of_frame(frame) : NULL;
    Object *instance = frame->instance.object;
    if (generator != NULL) object_share(&generator->base);
    if (mode == RETURN_INSTANCE) slot_store(&frame->instance, NULL);
    frame->return_mode = RETURN_TO_C;
    Object *value = loop_run_stack(vm, frame);
    if (mode == RETURN_INSTANCE) value = take_instance(vm, instance, value);
    *is_end = generator != NULL && generator->state == GENERATOR_FINISHED;
    if (generator != NULL) object_drop(vm, &generator->base);
    return value;
}

Object *runtime_get_handled(Vm *vm) {
    return thread_get_handled(vm, thread_get(vm));
}

bool runtime_tick(Vm *vm) {
    threads_tick(vm);
    threads_take_signals(vm);
    return threads_handle_signals(vm);
}

bool runtime_start(Vm *vm) {
    Runtime *runtime = system_new(vm, sizeof(Runtime));
    if (runtime == NULL) return false;
    vm->runtime = runtime;
    int64_t capacity;
    runtime->registers = heap_registers(vm, &capacity);
    runtime->registers_end = runtime->registers + capacity;
    runtime->tick_limit = runtime->line_limit = INT64_MAX;
    runtime->recursion_limit = 1000;
    vm->objects->handled_hook = runtime_get_handled;
    vm->objects->call_hook = call_function;
    vm->objects->super_hook = hooks_find_super;
    vm->objects->globals_hook = hooks_find_globals;
    vm->objects->import_hook = hooks_import;
    return threads_start(vm);
}

Object *runtime_get_sys(Vm *vm, Str *name) {
    Dict *sys = (Dict *)runtime_of(vm)->sys.object;
    return sys == NULL ? NULL : dict_get_str(vm, sys, name);
}

Found runtime_find_sys(Vm *vm, const char *name, Object **value) {
    Dict *sys = (Dict *)runtime_of(vm)->sys.object;
    if (sys == NULL) return ABSENT;
    Object *text = str_new_c(vm, name);
    if (text == NULL) return RAISED;
    Found found = dict_find(vm, sys, text, value);
    object_drop(vm, text);
    if (found == FOUND) object_share(*value);
    return found;
}

void runtime_done(Vm *vm) {
    Runtime *runtime = runtime_of(vm);
    CHECK(runtime->frame == NULL);
    trace_done(vm);
    slot_clear(vm, NULL, &runtime->modules);
    vm->objects->builtins = NULL;
    slot_clear(vm, NULL, &runtime->builtins);
    slot_clear(vm, NULL, &runtime->sys);
    threads_done(vm);
}

void runtime_drop(Vm *vm) {
    cache_done(vm);
    system_drop(vm, vm->runtime, sizeof(Runtime));
    vm->runtime = NULL;
}

void runtime_visit_roots(Vm *vm, SlotVisit *visit, void *context) {
    Runtime *runtime = runtime_of(vm);
    visit(vm, NULL, &runtime->modules, context);
    visit(vm, NULL, &runtime->builtins, context);
    visit(vm, NULL, &runtime->sys, context);
    if (runtime->threads != NULL) threads_visit_roots(vm, visit, context);
}

// Whether the frame calls the exit method of a `with` that was not raised in: nothing else
// passes three constants so.
static bool calls_exit(const Frame *frame) {
    const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
    int offset = frame_get_offset(frame);
    const uint8_t *call = bytecode->data + offset;
    return offset >= 10 && call[0] == OP_CALL && call[-4] == OP_PRECALL && call[-3] == 2 &&
           call[-6] == OP_LOAD_CONST && call[-8] == OP_LOAD_CONST && call[-10] == OP_LOAD_CONST;
}

static void visit_frame_pending(Vm *vm, Frame *frame,
                                void (*visit)(Vm *vm, Object *object, void *context),
                                void *context) {
    lower_visit_pending(vm, frame, visit, context);
    const Frame *caller = frame->previous;
    if (caller != NULL && frame->owner == FRAME_ON_STACK &&
        (frame->return_mode != RETURN_TO_C || caller->is_stack_code) && calls_exit(caller)) {
        // CPython's stack holds the bound method until it ends.
        visit(vm, frame->function.object, context);
        if (frame->window[0].object != NULL) visit(vm, frame->window[0].object, context);
    }
    if (frame->owner != FRAME_ON_STACK || frame->return_mode != RETURN_INSTANCE) return;
    // A class is called: CPython holds its __init__ once more, and its arguments.
    visit(vm, frame->function.object, context);
    for (int i = 1; i < frame->code->argument_count; i++)
        visit(vm, frame->window[-i].object, context);
}

void runtime_visit_pending(Vm *vm, void (*visit)(Vm *vm, Object *object, void *context),
                           void *context) {
    for (Thread *thread = threads_first(vm); thread != NULL; thread = thread->next) {
        for (Frame *frame = thread_get_frame(vm, thread); frame != NULL; frame = frame->previous)
            visit_frame_pending(vm, frame, visit, context);
        arguments_visit_held(vm, thread_get_argument_tuples(vm, thread), visit, context);
    }
}

void runtime_digest(Vm *vm, void (*binding)(Vm *vm, const Object *object, void *context),
                    void (*pending)(Vm *vm, Object *object, void *context), void *context) {
    for (Frame *frame = runtime_of(vm)->frame; frame != NULL; frame = frame->previous) {
        for (int i = 0; i < frame->code->local_count; i++)
            binding(vm, frame->window[i].object, context);
    }
    runtime_visit_pending(vm, pending, context);
    binding(vm, runtime_get_handled(vm), context);
}
