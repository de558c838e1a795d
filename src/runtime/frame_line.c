// frame.f_lineno = line: a trace function lets its frame go on at another line.
//
// What stands on the stack at each instruction is found by following the code; a place can be
// jumped to when what it expects is at the bottom of what is there, kind by kind. A stack is
// a number, three bits an entry, the top lowest.

#include "base/host.h"
#include "compile/opcodes.h"
#include "objects/int.h"
#include "runtime/lower_flow.h"
#include "runtime/runtime.h"
#include "runtime/threads.h"
#include "runtime/trace.h"

enum StackKind { ITERATOR = 1, EXCEPT = 2, OBJECT = 3, EMPTY = 4 };
enum { KIND_BITS = 3, KIND_MASK = 7, TOO_DEEP = -1, UNKNOWN = -2 };
#define STACK_MOST (INT64_C(1) << 60)

static int64_t push(int64_t stack, enum StackKind kind) {
    return stack < 0 || stack >= STACK_MOST ? TOO_DEEP : stack << KIND_BITS | kind;
}

static int64_t pop(int64_t stack) {
    return stack >> KIND_BITS;
}

static int64_t pop_many(int64_t stack, int count) {
    for (; count > 0; count--) stack = pop(stack);
    return stack;
}

static enum StackKind top_kind(int64_t stack) {
    return (enum StackKind)(stack & KIND_MASK);
}

static enum StackKind kind_at(int64_t stack, int distance) {
    return top_kind(pop_many(stack, distance - 1));
}

static int64_t exchange(int64_t stack, int distance) {
    int shift = KIND_BITS * (distance - 1);
    int64_t top = top_kind(stack), other = kind_at(stack, distance);
    stack &= ~(((int64_t)KIND_MASK << shift) | KIND_MASK);
    return stack | (top << shift) | other;
}

static int depth_of(int64_t stack) {
    int depth = 0;
    for (; stack > 0; stack = pop(stack)) depth++;
    return depth;
}

// --- the stack at each unit ---

typedef struct Places {
    Flow flow;
    int64_t *stacks;   // by unit
    bool has_news;     // a place before the one looked at became known
} Places;

static void note(Places *places, int unit, int from, int64_t stack) {
    if (unit >= places->flow.units) return;
    if (unit < from && places->stacks[unit] == UNKNOWN) places->has_news = true;
    places->stacks[unit] = stack;
}

static int64_t after_plain(const Fetched *fetched, int64_t stack) {
    int effect = opcode_effect(fetched->opcode, fetched->argument);
    stack = pop_many(stack, -effect);
    for (; effect > 0; effect--) stack = push(stack, OBJECT);
    return stack;
}

static int64_t after(const Fetched *fetched, int64_t stack) {
    int argument = fetched->argument;
    switch (fetched->opcode) {
    case OP_GET_ITER: case OP_GET_AITER: return push(pop(stack), ITERATOR);
    case OP_END_ASYNC_FOR: return pop_many(stack, 2);
    case OP_PUSH_EXC_INFO: return push(stack, EXCEPT);
    case OP_POP_EXCEPT: return pop(stack);
    case OP_PUSH_NULL: return push(stack, EMPTY);
    case OP_LOAD_GLOBAL: return push(argument & 1 ? push(stack, EMPTY) : stack, OBJECT);
    case OP_LOAD_METHOD: return push(push(pop(stack), EMPTY), OBJECT);
    case OP_CALL: return push(pop_many(stack, argument + 2), OBJECT);
    case OP_SWAP: return exchange(stack, argument);
    case OP_COPY: return push(stack, kind_at(stack, argument));
    default: return after_plain(fetched, stack);
    }
}

// Notes what follows an instruction whose stack is known.
static void follow(Places *places, const Fetched *fetched, int64_t stack) {
    int unit = fetched->unit, next = fetched->next;
    switch (fetched->opcode) {
    case OP_JUMP_IF_FALSE_OR_POP: case OP_JUMP_IF_TRUE_OR_POP:
        note(places, flow_target(fetched), unit, stack);
        note(places, next, unit, pop(stack));
        return;
    case OP_SEND:
        note(places, flow_target(fetched), unit, stack);
        note(places, next, unit, stack);
        return;
    case OP_FOR_ITER:
        note(places, flow_target(fetched), unit, pop(stack));
        note(places, next, unit, push(stack, OBJECT));
        return;
    case OP_JUMP_FORWARD: case OP_JUMP_BACKWARD: case OP_JUMP_BACKWARD_NO_INTERRUPT:
        note(places, flow_target(fetched), unit, stack);
        return;
    case OP_RETURN_VALUE: case OP_RAISE_VARARGS: case OP_RERAISE: return;
    default: break;
    }
    int64_t following = after(fetched, stack);
    if (opcode_jumps(fetched->opcode)) note(places, flow_target(fetched), unit, following);
    note(places, next, unit, following);
}

static void follow_handlers(Places *places) {
    for (int i = 0; i < places->flow.handler_count; i++) {
        const Handler *handler = &places->flow.handlers[i];
        int64_t stack = places->stacks[handler->start];
        if (stack == UNKNOWN || places->stacks[handler->target] != UNKNOWN) continue;
        while (depth_of(stack) > handler->depth) stack = pop(stack);
        if (handler->pushes_lasti) stack = push(stack, OBJECT);
        places->stacks[handler->target] = push(stack, EXCEPT);
        places->has_news = true;
    }
}

static void find_stacks(Places *places, const Code *code) {
    int units = places->flow.units;
    uint32_t generators = CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR;
    for (int i = 0; i < units; i++) places->stacks[i] = UNKNOWN;
    // Generators are sent None when they begin.
    places->stacks[0] = (code->flags & generators) != 0 ? push(0, OBJECT) : 0;
    do {
        places->has_news = false;
        for (int unit = 0; unit < units;) {
            Fetched fetched = flow_fetch(&places->flow, unit);
            int64_t stack = places->stacks[unit];
            // The prefix of a long argument is a place, too.
            if (stack != UNKNOWN) {
                places->stacks[fetched.unit] = stack;
                follow(places, &fetched, stack);
            }
            unit = fetched.next;
        }
        follow_handlers(places);
    } while (places->has_news);
}

// --- where one can jump ---

static bool fits_kind(enum StackKind from, enum StackKind to) {
    if (to == OBJECT) return from != EMPTY;
    return to == EMPTY || (to != 0 && from == to);
}

static bool fits(int64_t from, int64_t to) {
    if (from < 0 || to < 0) return false;
    while (from > to) from = pop(from);
    for (; from != 0; from = pop(from), to = pop(to))
        if (!fits_kind(top_kind(from), top_kind(to))) return false;
    return to == 0;
}

static const char *explain(int64_t to) {
    if (to == TOO_DEEP) return "stack is too deep to analyze";
    if (to == UNKNOWN) return "can't jump into an exception handler, or code may be unreachable";
    switch (top_kind(to)) {
    case EXCEPT: return "can't jump into an 'except' block as there's no exception";
    case ITERATOR: return "can't jump into the body of a for loop";
    case OBJECT: case EMPTY: return "differing stack depth";
    }
    return "incompatible stacks";
}

// The deepest place of the line that fits; -1: there is none, *why says why.
static int find_place(const Places *places, const Code *code, int line, int64_t from,
                      const char **why) {
    int best = -1;
    int64_t best_stack = TOO_DEEP;
    *why = "cannot find bytecode for specified line";
    bool explained = false;
    for (int unit = 0; unit < places->flow.units;) {
        int next = flow_fetch(&places->flow, unit).next;
        int64_t to = places->stacks[unit];
        if (code_get_line(code, 2 * unit) == line) {
            if (fits(from, to)) {
                if (to > best_stack) best_stack = to, best = unit;
            } else if (!explained) {
                *why = from == TOO_DEEP ? "stack to deep to analyze"
                       : from == UNKNOWN ? "can't jump from unreachable code" : explain(to);
                explained = from >= 0;
            }
        }
        unit = next;
    }
    return best;
}

// The first line with code that is not before `line`; -1: there is none.
static int line_with_code(const Flow *flow, const Code *code, int line) {
    int first = INT32_MAX;
    for (int unit = 0; unit < flow->units; unit = flow_fetch(flow, unit).next) {
        int here = code_get_line(code, 2 * unit);
        if (here >= line && here < first) first = here;
    }
    return first == INT32_MAX ? -1 : first;
}

// Leaves what the place does not expect: values are dropped, exceptions no longer handled.
static void leave_blocks(Vm *vm, Frame *frame, int64_t from, int64_t to) {
    for (; from > to; from = pop(from)) {
        Slot *top = &frame_temporaries(frame)[--frame->stack_depth];
        Object *value = top->object;
        slot_store(top, NULL);
        if (top_kind(from) == EXCEPT)
            slot_take(vm, NULL, &runtime_of(vm)->handled->exception, value);
        else object_drop_or_null(vm, value);
    }
}

static bool jump(Vm *vm, Frame *frame, Places *places, int line) {
    const Code *code = frame->code;
    const char *why;
    int target = line_with_code(&places->flow, code, line);
    if (target < 0) return raise_false(vm, ERROR_LINE_AFTER, line);
    find_stacks(places, code);
    int64_t from = places->stacks[frame->stack_offset / 2];
    int place = find_place(places, code, target, from, &why);
    if (place < 0) return raise_false(vm, ERROR_LINE_JUMP, why);
    if (frame->owner == FRAME_IN_GENERATOR && thread_get(vm)->tracing.event == TRACE_RETURN)
        from = pop(from);   // what was yielded
    leave_blocks(vm, frame, from, places->stacks[place]);
    frame->stack_offset = 2 * place;
    return true;
}

// --- the attribute ---

static bool check_event(Vm *vm, const FrameObject *object) {
    switch (thread_get(vm)->tracing.event) {
    case TRACE_LINE: break;
    case TRACE_CALL: case TRACE_NOTHING:
        return raise_false(vm, ERROR_LINE_CALL_EVENT);
    default: return raise_false(vm, ERROR_LINE_EVENT);
    }
    if (object->trace.object == NULL) return raise_false(vm, ERROR_LINE_NOT_TRACING);
    return object->frame->is_stack_code || raise_false(vm, ERROR_LINE_EVENT);
}

bool frame_set_line(Vm *vm, Object *self, Object *value) {
    FrameObject *object = (FrameObject *)self;
    Frame *frame = object->frame;
    int64_t line;
    if (value == NULL) return raise_false(vm, ERROR_LINE_DELETE);
    if (value->kind != KIND_INT && value->kind != KIND_BIGINT)
        return raise_false(vm, ERROR_LINE_NOT_INT);
    if (frame == NULL) return raise_false(vm, ERROR_LINE_EVENT);
    if (!check_event(vm, object)) return false;
    if (int_find_value(vm, value, &line) != FOUND || line > INT32_MAX || line < INT32_MIN)
        return raise_false(vm, ERROR_LINE_RANGE);
    if (line < frame->code->first_line)
        return raise_false(vm, ERROR_LINE_BEFORE, (int)line);
    Places places;
    if (!flow_start(&places.flow, frame->code)) return raise_memory_error(vm) != NULL;
    places.stacks = host_allocate((size_t)places.flow.units * sizeof(int64_t));
    bool done = places.stacks != NULL ? jump(vm, frame, &places, (int)line)
                                      : raise_memory_error(vm) != NULL;
    host_release(places.stacks);
    flow_done(&places.flow);
    return done;
}
