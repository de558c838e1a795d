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
#include "runtime/unwind.h"

typedef enum Outcome { GO_ON, RETURNS, RAISES, RERAISES } Outcome;

typedef struct Stack {
    Vm *vm;
    Frame *frame;
    Flow flow;            // for fetching only
    Slot *temporaries;
    int next;             // unit
    Tuple *names;         // of KW_NAMES, borrowed
    Object *value;        // what is returned
    bool is_yield;
    bool makes_generator; // what is returned is the generator of the frame
} Stack;

static Slot *top(Stack *stack) {
    return stack->temporaries + stack->frame->stack_depth;
}

static void push(Stack *stack, Object *value) {
    slot_store(top(stack), value);
    stack->frame->stack_depth++;
}

static Object *take(Stack *stack) {
    stack->frame->stack_depth--;
    Object *value = top(stack)->object;
    slot_store(top(stack), NULL);
    return value;
}

static Outcome load_or_store(Stack *stack, const Fetched *fetched) {
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

static void exchange(Stack *stack, int distance) {
    Slot *above = top(stack) - 1, *below = top(stack) - distance;
    Object *value = above->object;
    slot_store(above, below->object);
    slot_store(below, value);
}

// The truth of the top; drops it when `drops` says so for that truth.
static Outcome jump_on_truth(Stack *stack, const Fetched *fetched, int wanted, int keeps) {
    Found truth = object_truth(stack->vm, top(stack)[-1].object);
    if (truth == RAISED) return RAISES;
    bool jumps = (truth == FOUND) == wanted;
    if (jumps) stack->next = flow_target(fetched);
    if (!jumps || !keeps) object_drop(stack->vm, take(stack));
    return GO_ON;
}

static Outcome jump_on_none(Stack *stack, const Fetched *fetched, int wanted) {
    Object *value = take(stack);
    if ((value == stack->vm->objects->none) == wanted) stack->next = flow_target(fetched);
    object_drop(stack->vm, value);
    return GO_ON;
}

static Outcome for_iter(Stack *stack, const Fetched *fetched) {
    Vm *vm = stack->vm;
    Object *iterator = top(stack)[-1].object;
    Object *item = object_type(vm, iterator)->behaviour.next(vm, iterator);
    if (item != NULL) {
        push(stack, item);
        return GO_ON;
    }
    if (raised(vm)) {
        if (!raised_is(vm, exception_type(vm, EXCEPTION_StopIteration))) return RAISES;
        if (trace_is_on(vm)) trace_exception(vm, stack->frame);
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration))) return RAISES;
    }
    object_drop(vm, take(stack));
    stack->next = flow_target(fetched);
    return GO_ON;
}

// A delegate that returned is told of as the StopIteration by which CPython learns of it;
// generators that return None end without one. False: a trace function raised.
static bool trace_stop(Stack *stack, const Object *receiver, const Object *sent, Object *result) {
    Vm *vm = stack->vm;
    const Object *none = vm->objects->none;
    if (receiver->kind == KIND_GENERATOR && sent == none && result == none) return true;
    generator_raise_stop(vm, result);
    trace_exception(vm, stack->frame);
    return raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration)) || !raised(vm);
}

static Outcome send(Stack *stack, const Fetched *fetched) {
    Vm *vm = stack->vm;
    Object *result, *receiver = top(stack)[-2].object, *sent = top(stack)[-1].object;
    Found found = operate_send(vm, receiver, sent, &result);
    if (found == RAISED) return RAISES;
    if (found == ABSENT && trace_is_on(vm) && !trace_stop(stack, receiver, sent, result)) {
        object_drop(vm, result);
        return RAISES;
    }
    object_drop(vm, take(stack));
    if (found == ABSENT) {
        object_drop(vm, take(stack));
        stack->next = flow_target(fetched);
    }
    push(stack, result);
    return GO_ON;
}

// Where this frame fell back to stack code, the callee may be in register form.
static Object *call_and_run(Vm *vm, Slot *callable, int64_t count, Tuple *names) {
    Frame *entered;
    Object *result = operate_call(vm, callable, callable + 1, count, names, &entered);
    if (entered == NULL) return result;
    if (trace_is_on(vm)) {
        if (trace_prepare(vm, entered, TRACE_FRESH, NULL)) return trace_run(vm, entered);
        frame_pop(vm, entered);
        return NULL;
    }
    entered->return_mode = RETURN_TO_C;
    return loop_run(vm, entered);
}

static Outcome call(Stack *stack, int count) {
    Vm *vm = stack->vm;
    Slot *base = top(stack) - count - 2;
    bool is_method = base[0].object != NULL;
    Slot *callable = is_method ? base : base + 1;
    Tuple *names = stack->names;
    stack->names = NULL;
    Object *native = NULL;
    const Slot *first = count + is_method > 0 ? callable + 1 : NULL;
    Found told = trace_is_on(vm)
        ? trace_native_call(vm, stack->frame, callable->object, first, &native) : ABSENT;
    if (told == RAISED) return RAISES;
    Object *result = call_and_run(vm, callable, count + is_method, names);
    if (told == FOUND && !trace_native_return(vm, stack->frame, native, result)) {
        object_drop_or_null(vm, result);
        result = NULL;
    }
    if (result == NULL) return RAISES;
    operate_drop(vm, base, count + 2);
    stack->frame->stack_depth -= count + 2;
    push(stack, result);
    return GO_ON;
}

static Outcome step(Stack *stack, const Fetched *fetched) {
    Frame *frame = stack->frame;
    StepFunction *function = steps_table[fetched->opcode];
    if (function == NULL) {
        raise(stack->vm, ERROR_UNKNOWN_OPCODE, fetched->opcode);
        return RAISES;
    }
    int effect = opcode_effect(fetched->opcode, fetched->argument);
    for (int i = 0; i < effect; i++) slot_store(&top(stack)[i], NULL);
    if (!function(stack->vm, frame, top(stack), fetched->argument))
        return fetched->opcode == OP_RERAISE ? RERAISES : RAISES;
    frame->stack_depth += effect;
    return GO_ON;
}

static Outcome jump_or_flow(Stack *stack, const Fetched *fetched) {
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

static Outcome run_one(Stack *stack, const Fetched *fetched) {
    const Tuple *constants = (const Tuple *)stack->frame->code->constants.object;
    Object *copied;
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
        stack->is_yield = true;
        return RETURNS;
    case OP_RETURN_GENERATOR:
        stack->makes_generator = true;
        stack->value = (Object *)generator_new(stack->vm, stack->frame);
        return stack->value != NULL ? RETURNS : RAISES;
    default: return jump_or_flow(stack, fetched);
    }
}

static Object *leave(Stack *stack, Object *value) {
    Vm *vm = stack->vm;
    Frame *frame = stack->frame;
    if (stack->is_yield) generator_suspend(vm, generator_of_frame(frame));
    else if (frame->owner == FRAME_IN_GENERATOR) generator_finish(vm, generator_of_frame(frame));
    else frame_pop(vm, frame);
    return value;
}

static void tell_line(Vm *vm, Frame *frame, const Fetched *fetched, int previous_unit) {
    if (!runtime_of(vm)->lines_wanted || fetched->opcode == OP_RESUME ||
        fetched->opcode == OP_MAKE_CELL || fetched->opcode == OP_COPY_FREE_VARS ||
        fetched->opcode == OP_RETURN_GENERATOR) return;
    if (fetched->unit <= previous_unit) frame->last_line |= INT32_MIN;
    observe_line(vm, frame);
}

// Tells trace functions of the step; they may let the frame go on elsewhere.
static Outcome trace_step(Stack *stack, Fetched *fetched, int previous_unit) {
    Vm *vm = stack->vm;
    Frame *frame = stack->frame;
    const Instruction *left_at = trace_take_left(vm, &previous_unit);
    if (!trace_instruction(vm, frame, fetched->opcode, previous_unit)) return RAISES;
    if (frame->stack_offset != fetched->unit * 2) {
        *fetched = flow_fetch(&stack->flow, frame->stack_offset / 2);
        frame->stack_offset = fetched->unit * 2;
        stack->next = fetched->next;
    } else if (left_at != NULL) {
        lower_refresh(vm, frame, left_at);
    }
    return GO_ON;
}

static Object *trace_and_leave(Stack *stack) {
    Vm *vm = stack->vm;
    Object *value = stack->value;
    if (trace_is_on(vm) && !stack->makes_generator && !trace_return(vm, stack->frame, value)) {
        object_drop(vm, value);
        stack->is_yield = false;
        value = NULL;
    }
    return leave(stack, value);
}

static bool go_to_handler(Stack *stack, UnwindStart start) {
    stack->next = unwind_frame(stack->vm, stack->frame, start);
    if (stack->next >= 0) return true;
    if (trace_is_on(stack->vm)) (void)!trace_return(stack->vm, stack->frame, NULL);
    return false;
}

Object *loop_run_stack(Vm *vm, Frame *frame) {
    const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
    Stack stack = {.vm = vm, .frame = frame, .temporaries = frame_temporaries(frame)};
    stack.flow = (Flow){.bytes = bytecode->data, .units = (int)(bytecode->count / 2)};
    // A suspended frame stands at the instruction that suspended it.
    stack.next = frame->stack_offset / 2;
    if (frame->owner == FRAME_IN_GENERATOR) stack.next += frame->is_at_handler ? 0 : 1;
    frame->is_at_handler = false;
    if (raised(vm) && !go_to_handler(&stack, UNWIND_RAISED)) return leave(&stack, NULL);
    for (;;) {
        int previous_unit = frame->stack_offset / 2;
        Fetched fetched = flow_fetch(&stack.flow, stack.next);
        frame->stack_offset = fetched.unit * 2;
        stack.next = fetched.next;
        tell_line(vm, frame, &fetched, previous_unit);
        Outcome outcome = GO_ON;
        if (UNLIKELY(trace_is_on(vm))) outcome = trace_step(&stack, &fetched, previous_unit);
        if (outcome == GO_ON) outcome = run_one(&stack, &fetched);
        if (outcome == RETURNS) return trace_and_leave(&stack);
        if (outcome == GO_ON && stack.next <= fetched.unit &&
            ++runtime_of(vm)->ticks >= runtime_of(vm)->tick_limit && !runtime_tick(vm))
            outcome = RAISES;
        if (outcome == GO_ON) continue;
        if (!go_to_handler(&stack, outcome == RERAISES ? UNWIND_RERAISED : UNWIND_RAISED))
            return leave(&stack, NULL);
    }
}
