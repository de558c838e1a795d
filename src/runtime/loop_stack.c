// The reference loop: stack code as it stands, every entry real, nothing cached.
//
// Slow on purpose and simple: tests compare the register loops with it. It also runs
// code that can't be brought into register form.

#include "compile/opcodes.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/generator.h"
#include "runtime/lower.h"
#include "runtime/observe.h"
#include "runtime/operate.h"
#include "runtime/steps.h"
#include "runtime/trace.h"

typedef enum Outcome { GO_ON, RETURNS, RETURNS_TO_REGISTERS, RAISES, RERAISES } Outcome;

typedef struct StackLoop {
    Vm *vm;
    Frame *frame;
    Flow flow;            // for fetching only
    Slot *temporaries;
    int next;             // unit
    Tuple *names;         // of KW_NAMES, borrowed
    Object *value;        // what is returned
    enum Giving { GIVES_RESULT, GIVES_ITEM, GIVES_GENERATOR } giving;
    TraceCursor cursor;
} StackLoop;

static Slot *top(StackLoop *stack) {
    return stack->temporaries + stack->frame->stack_depth;
}

static void push(StackLoop *stack, Object *value) {
    slot_store(top(stack), value);
    stack->frame->stack_depth++;
}

static Object *take(StackLoop *stack) {
    stack->frame->stack_depth--;
    Object *value = top(stack)->object;
    slot_store(top(stack), NULL);
    return value;
}

static Outcome load_or_store(StackLoop *stack, const Fetched *fetched) {
    Frame *frame = stack->frame;
    Vm *vm = stack->vm;
    Slot *local = &frame->window[fetched->argument];
    Object *old;
    switch (fetched->opcode) {
    case OP_LOAD_FAST: case OP_LOAD_CLOSURE:
        if (local->object == NULL) {
            operate_raise_unbound(vm, frame, fetched->argument);
            return RAISES;
        }
        push(stack, object_share(local->object));
        return GO_ON;
    case OP_STORE_FAST:
        old = local->object;
        slot_store(local, take(stack));
        object_drop_or_null(vm, old);
        return GO_ON;
    default:   // DELETE_FAST
        old = local->object;
        if (old == NULL) {
            operate_raise_unbound(vm, frame, fetched->argument);
            return RAISES;
        }
        slot_store(local, NULL);
        object_drop(vm, old);
        return GO_ON;
    }
}

static void exchange(StackLoop *stack, int distance) {
    Slot *above = top(stack) - 1, *below = top(stack) - distance;
    Object *value = above->object;
    slot_store(above, below->object);
    slot_store(below, value);
}

// The truth of the top; drops it when `drops` says so for that truth.
static Outcome jump_on_truth(StackLoop *stack, const Fetched *fetched, int wanted, int keeps) {
    Found truth = object_truth(stack->vm, top(stack)[-1].object);
    if (truth == RAISED) return RAISES;
    bool jumps = (truth == FOUND) == wanted;
    if (jumps) stack->next = flow_target(fetched);
    if (!jumps || !keeps) object_drop(stack->vm, take(stack));
    return GO_ON;
}

static Outcome jump_on_none(StackLoop *stack, const Fetched *fetched, int wanted) {
    Object *value = take(stack);
    if ((value == stack->vm->objects->none) == wanted) stack->next = flow_target(fetched);
    object_drop(stack->vm, value);
    return GO_ON;
}

// The end of a traced iteration is told when it comes as an exception.
static void tell_stop(StackLoop *stack) {
    Vm *vm = stack->vm;
    if (UNLIKELY(runtime_of(vm)->is_traced) &&
        raised_is(vm, exception_type(vm, EXCEPTION_StopIteration)))
        trace_exception(vm, stack->frame);
}

static Outcome for_iter(StackLoop *stack, const Fetched *fetched) {
    Vm *vm = stack->vm;
    Object *iterator = top(stack)[-1].object;
    UnaryFunction *next = object_type(vm, iterator)->behaviour.next;
    if (next == NULL) {   // its class lost __next__ meanwhile
        raise(vm, ERROR_NOT_ITERABLE, iterator);
        return RAISES;
    }
    Object *item = next(vm, iterator);
    if (item == NULL && raised(vm)) {
        tell_stop(stack);
        raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration));
    }
    if (item != NULL) {
        push(stack, item);
        return GO_ON;
    }
    if (raised(vm)) return RAISES;
    object_drop(vm, take(stack));
    stack->next = flow_target(fetched);
    return GO_ON;
}

// What operate_send does, with a returned value as the exception that it is to callers.
static Found send_traced(StackLoop *stack, Object *receiver, Object *value, Object **result) {
    Vm *vm = stack->vm;
    UnaryFunction *next = object_type(vm, receiver)->behaviour.next;
    if (value == vm->objects->none && next != NULL) *result = next(vm, receiver);
    else *result = object_call_method(vm, receiver, vm->objects->names.send, 1, value);
    if (*result != NULL) return FOUND;
    if (raised(vm)) {
        tell_stop(stack);
        if (!raised_is(vm, exception_type(vm, EXCEPTION_StopIteration))) return RAISED;
    }
    *result = raised(vm) ? generator_take_stop(vm) : none_new(vm);
    return ABSENT;
}

static Outcome send(StackLoop *stack, const Fetched *fetched) {
    Vm *vm = stack->vm;
    Object *receiver = top(stack)[-2].object, *value = top(stack)[-1].object, *result;
    bool tells = runtime_of(vm)->is_traced && thread_get(vm)->trace.object != NULL;
    Found found = tells ? send_traced(stack, receiver, value, &result)
                        : operate_send(vm, receiver, value, &result);
    if (found == RAISED) return RAISES;
    object_drop(vm, take(stack));
    if (found == ABSENT) {
        object_drop(vm, take(stack));
        stack->next = flow_target(fetched);
    }
    push(stack, result);
    return GO_ON;
}

static Outcome call(StackLoop *stack, int count) {
    Vm *vm = stack->vm;
    Slot *base = top(stack) - count - 2;
    bool is_method = base[0].object != NULL;
    Slot *callable = is_method ? base : base + 1;
    Tuple *names = stack->names;
    stack->names = NULL;
    Frame *entered;
    Object *shown;
    if (!trace_native_begin(vm, stack->frame, callable->object, callable + 1, count + is_method,
                            &shown))
        return RAISES;
    Object *result = operate_call(vm, callable, callable + 1, count + is_method, names, &entered);
    if (entered != NULL) {   // this frame fell back to stack code, the callee did not
        entered->return_mode = RETURN_TO_C;
        result = loop_run(vm, entered);
    }
    result = trace_native_end(vm, stack->frame, shown, result);
    if (result == NULL) return RAISES;
    operate_drop(vm, base, count + 2);
    stack->frame->stack_depth -= count + 2;
    push(stack, result);
    return GO_ON;
}

static Outcome step(StackLoop *stack, const Fetched *fetched) {
    Frame *frame = stack->frame;
    StepFunction *function = steps_table[fetched->opcode];
    if (function == NULL) {
        raise(stack->vm, ERROR_UNKNOWN_OPCODE, fetched->opcode);
        return RAISES;
    }
    int effect = opcode_effect(fetched->opcode, fetched->argument);
    for (int i = 0; i < effect; i++) slot_store(&top(stack)[i], NULL);
    if (!function(stack->vm, frame, top(stack), fetched->argument))
        return steps_raise_again(stack->vm, fetched->opcode, fetched->argument) ? RERAISES : RAISES;
    frame->stack_depth += effect;
    return GO_ON;
}

static Outcome jump_or_flow(StackLoop *stack, const Fetched *fetched) {
    switch (fetched->opcode) {
    case OP_JUMP_FORWARD: case OP_JUMP_BACKWARD: case OP_JUMP_BACKWARD_NO_INTERRUPT:
        stack->next = flow_target(fetched);
        return GO_ON;
    case OP_POP_JUMP_FORWARD_IF_TRUE: case OP_POP_JUMP_BACKWARD_IF_TRUE:
        return jump_on_truth(stack, fetched, 1, 0);
    case OP_POP_JUMP_FORWARD_IF_FALSE: case OP_POP_JUMP_BACKWARD_IF_FALSE:
        return jump_on_truth(stack, fetched, 0, 0);
    case OP_JUMP_IF_TRUE_OR_POP: return jump_on_truth(stack, fetched, 1, 1);
    case OP_JUMP_IF_FALSE_OR_POP: return jump_on_truth(stack, fetched, 0, 1);
    case OP_POP_JUMP_FORWARD_IF_NONE: case OP_POP_JUMP_BACKWARD_IF_NONE:
        return jump_on_none(stack, fetched, 1);
    case OP_POP_JUMP_FORWARD_IF_NOT_NONE: case OP_POP_JUMP_BACKWARD_IF_NOT_NONE:
        return jump_on_none(stack, fetched, 0);
    case OP_FOR_ITER: return for_iter(stack, fetched);
    case OP_SEND: return send(stack, fetched);
    case OP_CALL: return call(stack, fetched->argument);
    default: return step(stack, fetched);
    }
}

// name += text where the text grows in place, as the register loops do it: true with the
// outcome of the operator and the store.
static bool append_in_place(StackLoop *stack, const Fetched *fetched, Outcome *outcome) {
    const uint8_t *next = stack->flow.bytes + stack->next * 2;
    Object *left = top(stack)[-2].object, *right = top(stack)[-1].object;
    if (fetched->argument != BINARY_COUNT + BINARY_ADD || stack->next >= stack->flow.units ||
        next[0] != OP_STORE_FAST || left->kind != KIND_STR || right->kind != KIND_STR)
        return false;
    Slot *local = &stack->frame->window[next[1]];
    if (local->object != left || !operate_may_append(stack->frame->code)) return false;
    stack->frame->stack_depth -= 2;
    object_drop(stack->vm, left);
    slot_store(local, NULL);
    slot_store(local, str_take_append(stack->vm, left, right));
    object_drop(stack->vm, right);
    stack->next++;
    *outcome = local->object != NULL ? GO_ON : RAISES;
    return true;
}

static Outcome run_one(StackLoop *stack, const Fetched *fetched) {
    const Tuple *constants = (const Tuple *)stack->frame->code->constants.object;
    Object *copied;
    Outcome outcome;
    switch (fetched->opcode) {
    case OP_CACHE: case OP_NOP: case OP_RESUME: case OP_PRECALL: return GO_ON;
    case OP_LOAD_FAST: case OP_STORE_FAST: case OP_DELETE_FAST: case OP_LOAD_CLOSURE:
        return load_or_store(stack, fetched);
    case OP_LOAD_CONST:
        push(stack, object_share(constants->items[fetched->argument].object));
        return GO_ON;
    case OP_KW_NAMES:
        stack->names = (Tuple *)constants->items[fetched->argument].object;
        return GO_ON;
    case OP_PUSH_NULL: push(stack, NULL); return GO_ON;
    case OP_POP_TOP: object_drop_or_null(stack->vm, take(stack)); return GO_ON;
    case OP_COPY:
        copied = top(stack)[-fetched->argument].object;
        push(stack, object_share_or_null(copied));
        return GO_ON;
    case OP_SWAP: exchange(stack, fetched->argument); return GO_ON;
    case OP_RETURN_VALUE: stack->value = take(stack); return RETURNS;
    case OP_YIELD_VALUE:
        stack->value = take(stack);
        stack->giving = GIVES_ITEM;
        return RETURNS;
    case OP_RETURN_GENERATOR:
        stack->giving = GIVES_GENERATOR;
        stack->value = (Object *)generator_new(stack->vm, stack->frame);
        return stack->value != NULL ? RETURNS : RAISES;
    case OP_BINARY_OP:
        if (append_in_place(stack, fetched, &outcome)) return outcome;
        return step(stack, fetched);
    default: return jump_or_flow(stack, fetched);
    }
}

static void tell_left(const StackLoop *stack, Object *value) {
    Vm *vm = stack->vm;
    if (value == NULL) observe_leave(vm, stack->frame);
    else if (stack->giving == GIVES_ITEM) observe_yield(vm, stack->frame, value);
    else if (stack->giving == GIVES_GENERATOR) observe_suspend(vm, stack->frame, value);
    else observe_return(vm, stack->frame, value);
}

// Ends the frame, which gives the value (NULL: raised).
static Object *leave(StackLoop *stack, Object *value) {
    Vm *vm = stack->vm;
    Frame *frame = stack->frame;
    frame->entry = FRAME_GOES_AFTER;
    if (UNLIKELY(runtime_of(vm)->is_traced) && value != NULL &&
        stack->giving != GIVES_GENERATOR && !trace_return(vm, frame, value)) {
        object_drop(vm, value);
        value = NULL;
    }
    if (UNLIKELY(runtime_of(vm)->observer != NULL)) tell_left(stack, value);
    if (stack->giving == GIVES_ITEM && value != NULL) {
        generator_suspend(vm, generator_of_frame(frame));
    } else if (frame->owner == FRAME_IN_GENERATOR) {
        generator_finish(vm, generator_of_frame(frame));
    } else {
        frame_pop(vm, frame);
    }
    return value;
}

// An exception that the frame does not handle leaves it.
static Object *leave_raised(StackLoop *stack) {
    if (UNLIKELY(runtime_of(stack->vm)->is_traced)) trace_unwind(stack->vm, stack->frame);
    return leave(stack, NULL);
}

static void tell_line(Vm *vm, Frame *frame, const Fetched *fetched, int previous_unit) {
    if (!runtime_of(vm)->lines_wanted || !flow_begins_line(frame->code, fetched->unit)) return;
    if (fetched->unit <= previous_unit && fetched->opcode != OP_SEND) frame->last_line |= INT32_MIN;
    observe_line(vm, runtime_of(vm), frame, frame_get_line(frame));
}

// Tells the trace function of the instruction at stack->next, which it may make another.
static bool tell_trace(StackLoop *stack, int previous) {
    Frame *frame = stack->frame;
    int offset = stack->next * 2;
    frame->stack_offset = offset;
    if (!trace_instruction(stack->vm, frame, &stack->cursor, previous)) {
        frame->stack_offset = offset;
        return false;
    }
    stack->next = frame->stack_offset / 2;
    return true;
}

// One instruction; `previous` is the unit of the one before.
static Outcome go_on(StackLoop *stack, int previous) {
    Vm *vm = stack->vm;
    Frame *frame = stack->frame;
    Runtime *runtime = runtime_of(vm);
    if (UNLIKELY(runtime->is_traced) && !tell_trace(stack, previous)) return RAISES;
    Fetched fetched = flow_fetch(&stack->flow, stack->next);
    frame->stack_offset = fetched.unit * 2;
    stack->next = fetched.next;
    tell_line(vm, frame, &fetched, previous);
    Outcome outcome = run_one(stack, &fetched);
    bool is_backward = stack->next <= fetched.unit;
    if (outcome == GO_ON && is_backward && ++runtime->ticks >= runtime->tick_limit &&
        !runtime_tick(vm))
        outcome = RAISES;
    if (outcome == GO_ON && is_backward && !runtime->is_traced &&
        lower_return(vm, frame, stack->next))
        outcome = RETURNS_TO_REGISTERS;
    return outcome;
}

// The unit of the instruction before the one at `unit`.
static int unit_before(const Flow *flow, int unit) {
    int before = 0;
    for (int at = 0; at < unit;) {
        Fetched fetched = flow_fetch(flow, at);
        before = fetched.unit;
        at = fetched.next;
    }
    return before;
}

// How the frame begins, by its entry; *previous is the unit that trace functions are to see
// as the one before.
static Outcome begin(StackLoop *stack, int *previous) {
    Frame *frame = stack->frame;
    bool is_traced = runtime_of(stack->vm)->is_traced;
    *previous = stack->next = frame->stack_offset / 2;
    switch (frame->entry) {
    case FRAME_GOES_AFTER:
        stack->next++;
        return GO_ON;
    case FRAME_GOES_AT:
        if (is_traced) *previous = unit_before(&stack->flow, stack->next);
        return GO_ON;
    case FRAME_IS_THROWN_INTO:
        if (is_traced) trace_throw(stack->vm, frame);
        return RAISES;
    default:
        return RAISES;
    }
}

Object *loop_run_stack(Vm *vm, Frame *frame) {
    const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
    StackLoop stack = {.vm = vm, .frame = frame, .temporaries = frame_temporaries(frame)};
    stack.flow = (Flow){.bytes = bytecode->data, .units = (int)(bytecode->count / 2)};
    int previous;
    Outcome outcome = begin(&stack, &previous);
    for (;;) {
        if (outcome == GO_ON) {
            outcome = go_on(&stack, previous);
            previous = frame->stack_offset / 2;
        }
        switch (outcome) {
        case GO_ON: continue;
        case RETURNS: return leave(&stack, stack.value);
        case RETURNS_TO_REGISTERS: return loop_run_registers(vm, frame);
        case RAISES: case RERAISES:
            if (outcome == RAISES) observe_raise(vm, frame);
            stack.next = unwind_frame(vm, frame,
                                      outcome == RERAISES ? UNWIND_RERAISED : UNWIND_RAISED);
            if (stack.next < 0) return leave_raised(&stack);
            outcome = GO_ON;
        }
    }
}
