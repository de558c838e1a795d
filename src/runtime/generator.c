// Generators and coroutines.

#include "runtime/generator.h"

#include "objects/arguments.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "compile/opcodes.h"
#include "runtime/lower.h"
#include "runtime/loop.h"
#include "runtime/operate.h"
#include "runtime/regops.h"
#include "runtime/unwind.h"

#include <string.h>

static uint32_t kind_of_code(const Code *code) {
    return code->flags & CODE_COROUTINE ? KIND_COROUTINE : KIND_GENERATOR;
}

Generator *generator_new(Vm *vm, Frame *frame) {
    const Code *code = frame->code;
    int64_t count = code->local_count + code->stack_size;
    size_t bytes = sizeof(Generator) + (size_t)count * sizeof(Slot);
    Generator *generator = (Generator *)object_new(vm, kind_of_code(code), bytes);
    if (generator == NULL) return NULL;
    memset((char *)generator + sizeof(Object), 0, bytes - sizeof(Object));
    const Function *function = (const Function *)frame->function.object;
    slot_fill(vm, &generator->base, &generator->name, object_share(function->name.object));
    slot_fill(vm, &generator->base, &generator->qualname,
              object_share(function->qualname.object));
    slot_fill(vm, &generator->base, &generator->code, object_share(function->code.object));
    generator->window_count = count;
    Frame *own = &generator->frame;
    own->window = generator->window;
    own->constants = frame->constants;
    own->next_op = frame->next_op;
    own->code = frame->code;
    own->globals = frame->globals;
    own->builtins = frame->builtins;
    own->stack_offset = frame->stack_offset;
    own->owner = FRAME_IN_GENERATOR;
    own->is_stack_code = frame->is_stack_code;
    own->is_complete = true;
    own->last_line = -1;
    own->serial = frame->serial;
    slot_store(&own->function, frame->function.object);
    slot_store(&frame->function, NULL);
    frame_hand_over(vm, &generator->base, generator->window, frame->window, code->local_count);
    slot_store(&own->object, frame->object.object);
    slot_store(&frame->object, NULL);
    if (own->object.object != NULL) ((FrameObject *)own->object.object)->frame = own;
    generator->state = GENERATOR_CREATED;
    object_track(vm, &generator->base);
    return generator;
}

static bool check_resumable(Vm *vm, const Generator *generator) {
    if (generator->state != GENERATOR_RUNNING) return true;
    return raise_false(vm, generator->base.kind == KIND_COROUTINE ? ERROR_COROUTINE_RUNNING
                                                                  : ERROR_GENERATOR_RUNNING);
}

// Puts the generator's frame on top of `caller`.
static bool enter_generator(Vm *vm, Generator *generator, Frame *caller) {
    Runtime *runtime = runtime_of(vm);
    Frame *frame = &generator->frame;
    if (runtime->depth >= runtime->recursion_limit)
        return raise_false(vm, ERROR_RECURSION_DEPTH);
    frame->next = frame_next(vm, caller);
    if (frame->next == NULL) return false;
    frame->previous = caller;
    frame->return_mode = RETURN_TO_C;
    frame->last_line = -1;
    generator->handled.previous = runtime->handled;
    runtime->handled = &generator->handled;
    generator->state = GENERATOR_RUNNING;
    object_share(&generator->base);   // running frames keep their generator alive
    runtime->depth++;
    runtime->frame = frame;
    return true;
}

Frame *generator_resume(Vm *vm, Generator *generator, Frame *caller, Object *value) {
    if (!check_resumable(vm, generator) || !enter_generator(vm, generator, caller)) {
        object_drop(vm, value);
        return NULL;
    }
    Frame *frame = &generator->frame;
    if (frame->is_stack_code) {
        slot_store(&frame_temporaries(frame)[frame->stack_depth++], value);
    } else {
        slot_store(&frame->window[frame->next_op->a], value);
        frame->next_op++;
    }
    return frame;
}

static void leave_generator(Vm *vm, Generator *generator) {
    Runtime *runtime = runtime_of(vm);
    runtime->handled = generator->handled.previous;
    generator->handled.previous = NULL;
    runtime->depth--;
    runtime->frame = generator->frame.previous;
    generator->frame.previous = NULL;
}

void generator_suspend(Vm *vm, Generator *generator) {
    leave_generator(vm, generator);
    generator->state = GENERATOR_SUSPENDED;
    object_drop(vm, &generator->base);
}

// Empties the window; the frame object, if any, keeps what it saw.
static void drop_frame(Vm *vm, Generator *generator) {
    Frame *frame = &generator->frame;
    FrameObject *object = (FrameObject *)frame->object.object;
    slot_store(&frame->object, NULL);
    if (object != NULL) {
        frame_keep(vm, frame, object);
        object_drop(vm, &object->base);
    }
    // Temporaries that were consumed are not marked empty: only locals are cleared here.
    for (int64_t i = 0; i < frame->code->local_count; i++)
        slot_clear(vm, &generator->base, &generator->window[i]);
    slot_clear(vm, &generator->base, &generator->handled.exception);
    slot_clear(vm, &generator->base, &frame->function);
}

// `raise StopIteration` inside a generator is a mistake, and shown as one (PEP 479).
static void convert_stop_iteration(Vm *vm, const Generator *generator) {
    if (!raised_is(vm, exception_type(vm, EXCEPTION_StopIteration))) return;
    Object *stop = raised_take(vm);
    raise(vm, generator->base.kind == KIND_COROUTINE ? ERROR_COROUTINE_RAISED_STOP
                                                     : ERROR_GENERATOR_RAISED_STOP);
    Exception *error = (Exception *)vm->objects->raised.object;
    slot_set(vm, &error->base, &error->context, stop);
    slot_set(vm, &error->base, &error->cause, stop);
    error->suppress_context = true;
    object_drop(vm, stop);
}

void generator_finish(Vm *vm, Generator *generator) {
    convert_stop_iteration(vm, generator);
    drop_frame(vm, generator);
    leave_generator(vm, generator);
    generator->state = GENERATOR_FINISHED;
    object_drop(vm, &generator->base);
}

// Runs the entered frame until it yields, returns or raises.
static Found run(Vm *vm, Generator *generator, Object **result) {
    object_share(&generator->base);
    *result = loop_run(vm, &generator->frame);
    Found found = *result == NULL ? RAISED
                  : generator->state == GENERATOR_SUSPENDED ? FOUND : ABSENT;
    object_drop(vm, &generator->base);
    return found;
}

Found generator_send(Vm *vm, Generator *generator, Object *value, Object **result) {
    if (!check_resumable(vm, generator)) return RAISED;
    if (generator->state == GENERATOR_FINISHED) {
        if (generator->base.kind == KIND_COROUTINE)
            return raise_found(vm, ERROR_COROUTINE_REUSED);
        *result = none_new(vm);
        return ABSENT;
    }
    if (generator->state == GENERATOR_CREATED && value != vm->objects->none)
        return raise_found(vm, generator->base.kind == KIND_COROUTINE
                                   ? ERROR_COROUTINE_NOT_STARTED : ERROR_GENERATOR_NOT_STARTED);
    if (generator_resume(vm, generator, runtime_of(vm)->frame, object_share(value)) == NULL)
        return RAISED;
    return run(vm, generator, result);
}

// --- throw and close ---

// The raised exception goes on inside the generator, where it is suspended.
static Found raise_inside(Vm *vm, Generator *generator, Object **result) {
    Object *exception = raised_take(vm);
    if (generator->state == GENERATOR_FINISHED || !check_resumable(vm, generator)) {
        if (raised(vm)) object_drop(vm, exception);
        else raised_restore(vm, exception);
        return RAISED;
    }
    if (generator->state == GENERATOR_CREATED) {   // it never ran: it ends here
        raised_restore(vm, exception);
        Frame *frame = &generator->frame;
        unwind_add_traceback(vm, frame, frame_get_offset(frame));
        exception = raised_take(vm);
        generator->state = GENERATOR_FINISHED;
        drop_frame(vm, generator);
        raised_restore(vm, exception);
        return RAISED;
    }
    if (!enter_generator(vm, generator, runtime_of(vm)->frame)) {
        object_drop(vm, exception);
        return RAISED;
    }
    raised_restore(vm, exception);
    int target;
    if (generator->frame.is_stack_code) {
        target = unwind_frame(vm, &generator->frame, UNWIND_RAISED);
        if (target >= 0) generator->frame.stack_offset = target * 2;
        generator->frame.is_at_handler = true;
    } else {
        target = unwind_to_handler(vm, &generator->frame, UNWIND_RAISED) ? 0 : -1;
    }
    if (target < 0) {
        generator_finish(vm, generator);
        return RAISED;
    }
    return run(vm, generator, result);
}

// What a generator suspended in `yield from` or await waits for, or NULL. Borrowed.
Object *generator_get_delegate(const Generator *generator) {
    const Frame *frame = &generator->frame;
    if (generator->state != GENERATOR_SUSPENDED) return NULL;
    int offset = frame_get_offset(frame);
    const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
    const uint8_t *next = bytecode->data + offset + 2;
    if (next[0] != OP_RESUME || next[1] < 2) return NULL;
    int depth = frame->is_stack_code
        ? frame->stack_depth : lowered_origin(frame->code->lowered, frame->next_op)->depth - 1;
    return depth > 0 ? frame_temporaries(frame)[depth - 1].object : NULL;
}

// The delegate returned (StopIteration is raised): the generator goes on after its
// `yield from` with the value.
static Found go_on_after_delegate(Vm *vm, Generator *generator, Object **result) {
    Exception *stop = (Exception *)raised_take(vm);
    Object *value = stop->own[STOP_VALUE].object;
    value = value != NULL ? object_share(value) : none_new(vm);
    object_drop(vm, &stop->base);
    if (!enter_generator(vm, generator, runtime_of(vm)->frame)) {
        object_drop(vm, value);
        return RAISED;
    }
    Frame *frame = &generator->frame;
    Slot *receiver;
    if (frame->is_stack_code) {
        const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
        receiver = &frame_temporaries(frame)[frame->stack_depth - 1];
        frame->stack_offset += bytecode->data[frame->stack_offset - 1] * 2;
        frame->is_at_handler = true;
    } else {
        const Instruction *send = frame->next_op - regops_info[REG_SEND].words;
        CHECK(send->op == REG_SEND);
        receiver = &frame->window[send->a];
        frame->next_op = send + send[1].target;
    }
    Object *old = receiver->object;
    slot_store(receiver, value);
    object_drop_or_null(vm, old);
    return run(vm, generator, result);
}

static bool close_delegate(Vm *vm, Object *delegate) {
    if (object_is_generator(delegate)) return generator_close(vm, (Generator *)delegate);
    Object *method;
    Found found = object_find_attribute(vm, delegate, vm->objects->names.close, &method);
    if (found != FOUND) {
        if (found == RAISED) raised_report_unraisable(vm, NULL, delegate);
        return true;
    }
    Object *value = object_call_with(vm, method, 0);
    object_drop(vm, method);
    if (value == NULL) return false;
    object_drop(vm, value);
    return true;
}

// FOUND: the delegate yielded *result. ABSENT: it has no throw, or it ended: go on in
// the generator itself with what is raised.
static Found throw_into_delegate(Vm *vm, Generator *generator, Object *delegate,
                                 Object **result) {
    Object *exception = object_share(vm->objects->raised.object);
    object_share(delegate);
    generator->state = GENERATOR_RUNNING;
    Found found = ABSENT;
    if (object_has_type(vm, exception, exception_type(vm, EXCEPTION_GeneratorExit))) {
        Object *aside = raised_take(vm);
        if (close_delegate(vm, delegate)) raised_restore(vm, aside);
        else object_drop(vm, aside);
    } else if (object_is_generator(delegate)) {
        found = generator_throw(vm, (Generator *)delegate, result);
    } else {
        Object *aside = raised_take(vm), *method;
        found = object_find_attribute(vm, delegate, vm->objects->names.throw_, &method);
        if (found == ABSENT) {
            raised_restore(vm, aside);
            aside = NULL;
        } else if (found == FOUND) {
            *result = object_call_with(vm, method, 1, exception);
            object_drop(vm, method);
            found = *result != NULL ? FOUND : RAISED;
        }
        object_drop_or_null(vm, aside);
    }
    generator->state = GENERATOR_SUSPENDED;
    object_drop(vm, exception);
    object_drop(vm, delegate);
    return found;
}

Found generator_throw(Vm *vm, Generator *generator, Object **result) {
    Object *delegate = generator_get_delegate(generator);
    if (delegate == NULL) return raise_inside(vm, generator, result);
    Found found = throw_into_delegate(vm, generator, delegate, result);
    if (found == FOUND) return FOUND;
    if (!raised(vm)) {   // a generator as delegate returned: make it a StopIteration again
        Object *value = *result;
        raise_argument(vm, exception_type(vm, EXCEPTION_StopIteration), value);
        object_drop(vm, value);
    }
    if (raised_is(vm, exception_type(vm, EXCEPTION_StopIteration)))
        return go_on_after_delegate(vm, generator, result);
    return raise_inside(vm, generator, result);
}

bool generator_close(Vm *vm, Generator *generator) {
    if (generator->state == GENERATOR_FINISHED) return true;
    if (generator->state == GENERATOR_CREATED) {
        generator->state = GENERATOR_FINISHED;
        drop_frame(vm, generator);
        return true;
    }
    if (!check_resumable(vm, generator)) return false;
    raise_plain(vm, exception_type(vm, EXCEPTION_GeneratorExit));
    Object *result;
    Found found = generator_throw(vm, generator, &result);
    if (found == FOUND) {
        object_drop(vm, result);
        return raise_false(vm, generator->base.kind == KIND_COROUTINE
                                   ? ERROR_COROUTINE_IGNORED_EXIT
                                   : ERROR_GENERATOR_IGNORED_EXIT);
    }
    if (found == ABSENT) {
        object_drop(vm, result);
        return true;
    }
    return raised_clear_if(vm, exception_type(vm, EXCEPTION_GeneratorExit)) ||
           raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration));
}
