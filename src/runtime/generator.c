// Generators and coroutines.

#include "runtime/generator.h"

#include "objects/arguments.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "compile/opcodes.h"
#include "runtime/lower.h"
#include "runtime/loop.h"
#include "runtime/observe.h"
#include "runtime/operate.h"
#include "runtime/regops.h"
#include "runtime/threads.h"
#include "runtime/unwind.h"

#include <string.h>

static uint32_t kind_of_code(const Code *code) {
    return code->flags & CODE_COROUTINE ? KIND_COROUTINE
           : code->flags & CODE_ASYNC_GENERATOR ? KIND_ASYNC_GENERATOR : KIND_GENERATOR;
}

const char *generator_word(const Generator *generator) {
    return generator->base.kind == KIND_COROUTINE ? "coroutine"
           : generator->base.kind == KIND_ASYNC_GENERATOR ? "async generator" : "generator";
}

// cr_origin: (file, line, function) of each frame from `frame` down, as many as are tracked.
static Object *origin_new(Vm *vm, Frame *frame) {
    int depth = thread_get(vm)->origin_depth, count = 0;
    for (const Frame *at = frame; at != NULL && count < depth; at = at->previous) count++;
    Tuple *origin = tuple_new(vm, count);
    for (int i = 0; origin != NULL && i < count; i++, frame = frame->previous) {
        Object *line = int_new(vm, frame_get_line(frame)), *entry = NULL;
        if (line != NULL)
            entry = (Object *)tuple_pack(vm, 3, frame->code->filename.object, line,
                                         frame->code->name.object);
        object_drop_or_null(vm, line);
        if (entry == NULL) {
            object_drop(vm, &origin->base);
            return NULL;
        }
        slot_fill(vm, &origin->base, &origin->items[i], entry);
    }
    if (origin != NULL) tuple_finish(vm, origin);
    return (Object *)origin;
}

Generator *generator_new(Vm *vm, Frame *frame) {
    const Code *code = frame->code;
    int64_t count = code->local_count + code->stack_size;
    size_t bytes = sizeof(Generator) + (size_t)count * sizeof(Slot);
    uint32_t kind = kind_of_code(code);
    Object *origin = NULL;
    if (kind == KIND_COROUTINE && thread_get(vm)->origin_depth > 0) {
        origin = origin_new(vm, frame->previous);
        if (origin == NULL) return NULL;
    }
    Generator *generator = (Generator *)object_new(vm, kind, bytes);
    if (generator == NULL) {
        object_drop_or_null(vm, origin);
        return NULL;
    }
    memset((char *)generator + sizeof(Object), 0, bytes - sizeof(Object));
    const Function *function = (const Function *)frame->function.object;
    slot_fill(vm, &generator->base, &generator->name, object_share(function->name.object));
    slot_fill(vm, &generator->base, &generator->qualname,
              object_share(function->qualname.object));
    slot_fill(vm, &generator->base, &generator->code, object_share(function->code.object));
    slot_fill(vm, &generator->base, &generator->origin, origin);
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
    own->entry = FRAME_GOES_AFTER;
    generator->state = GENERATOR_CREATED;
    object_track(vm, &generator->base);
    return generator;
}

ALWAYS_INLINE bool check_resumable(Vm *vm, const Generator *generator) {
    if (generator->state != GENERATOR_RUNNING) return true;
    return raise_false(vm, ERROR_GENERATOR_RUNNING, generator_word(generator));
}

// Puts the generator's frame on top of `caller`.
ALWAYS_INLINE bool enter_generator(Vm *vm, Generator *generator, Frame *caller) {
    Runtime *runtime = runtime_of(vm);
    Frame *frame = &generator->frame;
    if (runtime->depth >= runtime->recursion_limit)
        return raise_false(vm, ERROR_RECURSION_DEPTH);
    frame->next = frame_next(vm, caller);
    if (frame->next == NULL) return false;
    if (UNLIKELY(runtime->is_traced) && !lower_leave_suspended(vm, frame)) return false;
    frame->previous = caller;
    frame->return_mode = RETURN_TO_C;
    generator->handled.previous = runtime->handled;
    runtime->handled = &generator->handled;
    generator->state = GENERATOR_RUNNING;
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
}

// The frame is over: its object, if somebody else sees it, takes what it holds.
static void drop_frame(Vm *vm, Generator *generator) {
    Frame *frame = &generator->frame;
    slot_clear(vm, &generator->base, &generator->handled.exception);
    FrameObject *object = (FrameObject *)frame->object.object;
    slot_store(&frame->object, NULL);
    if (object != NULL) {
        frame_keep(vm, frame, object);
        object_drop(vm, &object->base);
    }
    // Temporaries that were consumed are not marked empty: only locals are cleared here.
    for (int64_t i = 0; i < frame->code->local_count; i++)
        slot_clear(vm, &generator->base, &generator->window[i]);
    slot_clear(vm, &generator->base, &frame->function);
}

// An exception that means "the end" to callers, raised inside, is a mistake and shown as
// one (PEP 479).
static void convert_stop(Vm *vm, const Generator *generator) {
    ExceptionId id = EXCEPTION_StopIteration;
    if (generator->base.kind == KIND_ASYNC_GENERATOR &&
        raised_is(vm, exception_type(vm, EXCEPTION_StopAsyncIteration)))
        id = EXCEPTION_StopAsyncIteration;
    if (!raised_is(vm, exception_type(vm, id))) return;
    Object *stop = raised_take(vm);
    raise(vm, ERROR_GENERATOR_RAISED, generator_word(generator),
          type_name(exception_type(vm, id)));
    Object *error = vm->objects->raised.object;
    exception_set_cause(vm, error, stop);
    exception_set_context(vm, error, stop);
    object_drop(vm, stop);
}

void generator_finish(Vm *vm, Generator *generator) {
    leave_generator(vm, generator);
    generator->state = GENERATOR_FINISHED;
    convert_stop(vm, generator);
    Object *aside = raised_take(vm);
    drop_frame(vm, generator);
    raised_restore(vm, aside);
}

// Runs the entered frame until it yields, returns or raises. Whoever resumes a generator
// holds it until then: a running frame counts no reference to it, as in CPython.
static Found run(Vm *vm, Generator *generator, Object **result) {
    *result = loop_run(vm, &generator->frame);
    if (*result == NULL) return RAISED;
    return generator->state == GENERATOR_SUSPENDED ? FOUND : ABSENT;
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
        return raise_found(vm, ERROR_GENERATOR_NOT_STARTED, generator_word(generator));
    if (generator_resume(vm, generator, runtime_of(vm)->frame, object_share(value)) == NULL)
        return RAISED;
    return run(vm, generator, result);
}


// --- the end as an exception ---

void generator_raise_stop(Vm *vm, Object *value) {
    Object *type = (Object *)exception_type(vm, EXCEPTION_StopIteration);
    Object *stop = value == vm->objects->none ? object_call_with(vm, type, 0)
                                              : object_call_with(vm, type, 1, value);
    if (stop == NULL) return;
    raise_exception(vm, stop);
    object_drop(vm, stop);
}

Object *generator_give(Vm *vm, Found found, Object *result) {
    if (found == FOUND) return result;
    if (found == RAISED) return NULL;
    generator_raise_stop(vm, result);
    object_drop(vm, result);
    return NULL;
}

Object *generator_take_stop(Vm *vm) {
    Object *stop = raised_take(vm), *value = exception_get_field(stop, STOP_VALUE);
    value = value != NULL ? object_share(value) : none_new(vm);
    object_drop(vm, stop);
    return value;
}

// --- throw and close ---

// The raised exception goes on inside the generator, where it is suspended.
static Found raise_inside(Vm *vm, Generator *generator, Object **result) {
    Object *exception = raised_take(vm);
    if (generator->state == GENERATOR_FINISHED && generator->base.kind == KIND_COROUTINE)
        raise(vm, ERROR_COROUTINE_REUSED);
    else if (generator->state == GENERATOR_FINISHED) raised_restore(vm, object_share(exception));
    else if (check_resumable(vm, generator))
        (void)enter_generator(vm, generator, runtime_of(vm)->frame);
    if (raised(vm)) {
        object_drop(vm, exception);
        return RAISED;
    }
    Object *handled = generator->handled.exception.object;
    if (handled != NULL && handled != vm->objects->none)
        exception_add_context(vm, exception, handled);
    raised_restore(vm, exception);
    Frame *frame = &generator->frame;
    if (frame->is_stack_code) {
        frame->entry = FRAME_IS_THROWN_INTO;
    } else if (!unwind_to_handler(vm, frame, UNWIND_RAISED)) {
        observe_call(vm, frame);   // it goes on only to end
        observe_leave(vm, frame);
        generator_finish(vm, generator);
        return RAISED;
    }
    return run(vm, generator, result);
}

// What a generator suspended in `yield from` or await waits for, or NULL. Borrowed.
Object *generator_get_delegate(const Generator *generator) {
    const Frame *frame = &generator->frame;
    if (generator->state == GENERATOR_CREATED || generator->state == GENERATOR_FINISHED)
        return NULL;
    int offset = frame_get_offset(frame);
    const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
    const uint8_t *at = bytecode->data + offset;
    if (at[0] != OP_YIELD_VALUE || at[2] != OP_RESUME || at[3] < 2) return NULL;
    int depth = frame->is_stack_code
        ? frame->stack_depth : lowered_origin(frame->code->lowered, frame->next_op)->depth - 1;
    return depth > 0 ? frame_temporaries(frame)[depth - 1].object : NULL;
}

// The delegate returned `value` (consumed): the generator goes on after its `yield from`.
static Found go_on_after_delegate(Vm *vm, Generator *generator, Object *value, Object **result) {
    if (!check_resumable(vm, generator) ||
        !enter_generator(vm, generator, runtime_of(vm)->frame)) {
        object_drop(vm, value);
        return RAISED;
    }
    Frame *frame = &generator->frame;
    Slot *receiver;
    if (frame->is_stack_code) {
        const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
        receiver = &frame_temporaries(frame)[frame->stack_depth - 1];
        frame->stack_offset += bytecode->data[frame->stack_offset - 1] * 2;
        frame->entry = FRAME_GOES_AT;
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

// The class or instance that throw() was given is one of this type.
static bool thrown_is(Vm *vm, const Thrown *thrown, const Type *type) {
    if (object_is_exception(vm, thrown->type)) return object_has_type(vm, thrown->type, type);
    return object_is_exception_class(vm, thrown->type) &&
           type_is_subtype((const Type *)thrown->type, type);
}

// Makes an exception of the class and the value that throw() was given. NULL: raised.
static Object *thrown_new(Vm *vm, const Thrown *thrown) {
    Object *type = thrown->type, *value = thrown->value;
    if (value == NULL || value == vm->objects->none) return object_call_with(vm, type, 0);
    if (object_has_type(vm, value, (Type *)type)) return object_share(value);
    if (value->kind == KIND_TUPLE) return object_call_tuple(vm, type, (Tuple *)value, NULL);
    return object_call_with(vm, type, 1, value);
}

// Puts what throw() was given on its way, without a __context__. False: a TypeError is, or
// what making the exception raised; the latter goes on in the generator, too.
static bool raise_thrown(Vm *vm, const Thrown *thrown) {
    Object *traceback = thrown->traceback, *exception;
    if (traceback == vm->objects->none) traceback = NULL;
    if (traceback != NULL && traceback->kind != KIND_TRACEBACK)
        return raise_false(vm, ERROR_THROW_TRACEBACK);
    if (object_is_exception_class(vm, thrown->type)) {
        exception = thrown_new(vm, thrown);
        if (exception == NULL) return true;
        if (!object_is_exception(vm, exception)) {
            raise(vm, ERROR_CALLING_GAVE_NO_EXCEPTION, thrown->type, exception);
            object_drop(vm, exception);
            return true;
        }
    } else if (object_is_exception(vm, thrown->type)) {
        if (thrown->value != NULL && thrown->value != vm->objects->none)
            return raise_false(vm, ERROR_THROW_INSTANCE_VALUE);
        exception = object_share(thrown->type);
    } else {
        return raise_false(vm, ERROR_THROW_NO_EXCEPTION, thrown->type);
    }
    bool keeps = traceback == NULL && object_is_exception(vm, thrown->type);
    if (!keeps) exception_set_traceback(vm, exception, traceback);
    raised_restore(vm, exception);
    return true;
}

// What the delegate raised is raised behind it, where the generator would go back to it.
static Found raise_behind_delegate(Vm *vm, Generator *generator, Object **result) {
    Frame *frame = &generator->frame;
    if (generator->state == GENERATOR_SUSPENDED && frame->is_stack_code) {
        frame->stack_offset += 2 * (int)sizeof(uint16_t);   // over YIELD_VALUE and RESUME
    } else if (generator->state == GENERATOR_SUSPENDED) {
        slot_store(&frame->window[frame->next_op->a], none_new(vm));   // as if it was sent
        do frame->next_op++;
        while (frame->next_op->op == REG_LINE);
    }
    return raise_inside(vm, generator, result);
}

static Found throw_here(Vm *vm, Generator *generator, const Thrown *thrown, Object **result) {
    return raise_thrown(vm, thrown) ? raise_inside(vm, generator, result) : RAISED;
}

static Object *call_throw(Vm *vm, Object *method, const Thrown *thrown) {
    int count = thrown->value == NULL ? 1 : thrown->traceback == NULL ? 2 : 3;
    return object_call_with(vm, method, count, thrown->type, thrown->value, thrown->traceback);
}

// throw() of a delegate that is a generator: what it does is done in the frame that waits.
static Found throw_into_generator(Vm *vm, Generator *generator, Object *delegate,
                                  const Thrown *thrown, int closes, Object **result) {
    Runtime *runtime = runtime_of(vm);
    Frame *frame = &generator->frame, *caller = runtime->frame;
    frame->next = frame_next(vm, caller);
    bool is_linked = frame->next != NULL && frame->previous == NULL;
    if (is_linked) {
        frame->previous = caller;
        runtime->frame = frame;
    }
    Found found = generator_throw(vm, (Generator *)delegate, thrown, closes, result);
    if (is_linked) {
        runtime->frame = caller;
        frame->previous = NULL;
    }
    return found;
}

// throw() of another delegate; consumes the method.
static Found take_throw_method(Vm *vm, Object *method, const Thrown *thrown, Object **result) {
    *result = call_throw(vm, method, thrown);
    object_drop(vm, method);
    if (*result != NULL) return FOUND;
    if (raised(vm) && !raised_is(vm, exception_type(vm, EXCEPTION_StopIteration))) return RAISED;
    *result = raised(vm) ? generator_take_stop(vm) : none_new(vm);
    return ABSENT;
}

// What becomes of an exception that is thrown into a generator with a delegate.
typedef enum ThrowFate {
    THROW_HERE,       // the generator gets it
    THROW_RAISED,     // it gets what the delegate raised
    THROW_CLOSED,     // the same, as the delegate was closed
    THROW_REFUSED,    // it stays where it is
    THROW_RETURNED,   // the delegate ended with a value
    THROW_YIELDED,    // the delegate yielded one
} ThrowFate;

static ThrowFate throw_into_delegate(Vm *vm, Generator *generator, Object *delegate,
                                     const Thrown *thrown, int closes, Object **result) {
    Object *method = NULL;
    uint8_t state = generator->state;
    Found found;
    if (closes && thrown_is(vm, thrown, exception_type(vm, EXCEPTION_GeneratorExit))) {
        generator->state = GENERATOR_RUNNING;
        bool is_closed = close_delegate(vm, delegate);
        generator->state = state;
        return is_closed ? THROW_HERE : THROW_CLOSED;
    }
    if (!object_is_generator(delegate)) {
        found = object_find_attribute(vm, delegate, vm->objects->names.throw_, &method);
        if (found != FOUND) return found == RAISED ? THROW_REFUSED : THROW_HERE;
    }
    generator->state = GENERATOR_RUNNING;
    if (method != NULL) found = take_throw_method(vm, method, thrown, result);
    else found = throw_into_generator(vm, generator, delegate, thrown, closes, result);
    generator->state = state;
    return found == FOUND ? THROW_YIELDED : found == ABSENT ? THROW_RETURNED : THROW_RAISED;
}

Found generator_throw(Vm *vm, Generator *generator, const Thrown *thrown, int closes,
                      Object **result) {
    Object *delegate = generator_get_delegate(generator);
    if (delegate == NULL) return throw_here(vm, generator, thrown, result);
    object_share(delegate);
    ThrowFate fate = throw_into_delegate(vm, generator, delegate, thrown, closes, result);
    object_drop(vm, delegate);
    switch (fate) {
    case THROW_YIELDED: return FOUND;
    case THROW_RETURNED: return go_on_after_delegate(vm, generator, *result, result);
    case THROW_RAISED: return raise_behind_delegate(vm, generator, result);
    case THROW_CLOSED: return raise_inside(vm, generator, result);
    case THROW_REFUSED: return RAISED;
    default: return throw_here(vm, generator, thrown, result);
    }
}

bool generator_close(Vm *vm, Generator *generator) {
    if (generator->state == GENERATOR_FINISHED) return true;
    if (generator->state == GENERATOR_CREATED) {   // nothing in it can catch the exception
        generator->state = GENERATOR_FINISHED;
        generator->frame.previous = runtime_of(vm)->frame;
        observe_leave(vm, &generator->frame);
        generator->frame.previous = NULL;
        drop_frame(vm, generator);
        return true;
    }
    Object *delegate = generator_get_delegate(generator);
    bool is_closed = true;
    if (delegate != NULL) {
        object_share(delegate);
        uint8_t state = generator->state;
        generator->state = GENERATOR_RUNNING;
        is_closed = close_delegate(vm, delegate);
        generator->state = state;
        object_drop(vm, delegate);
    }
    if (is_closed) raise_plain(vm, exception_type(vm, EXCEPTION_GeneratorExit));
    Object *result;
    Found found = raise_inside(vm, generator, &result);
    if (found == FOUND) {
        object_drop(vm, result);
        return raise_false(vm, ERROR_GENERATOR_IGNORED_EXIT, generator_word(generator));
    }
    if (found == ABSENT) {
        object_drop(vm, result);
        return true;
    }
    return raised_clear_if(vm, exception_type(vm, EXCEPTION_GeneratorExit)) ||
           raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration));
}
