#include "runtime/lower.h"

#include "base/host.h"
#include "compile/opcodes.h"
#include "objects/exception.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/patch.h"
#include "runtime/regops.h"
#include "runtime/runtime.h"
#include "runtime/steps.h"

#include <string.h>

enum { OPERAND_MAX = 32000, FULL_BITS = 64 };

typedef struct Entry {   // of the simulated stack
    enum EntryKind {
        ENTRY_REAL,      // in its temporary
        ENTRY_LOCAL,     // pending: names local `index`
        ENTRY_CONSTANT,  // pending: names constant `index`
        ENTRY_NULL,      // pending: the empty marker below a callable
    } kind;
    int index;
} Entry;

typedef struct Patch {   // a jump whose target's instruction is not known yet
    int op;              // index of the instruction
    int word;            // where the distance stands: 0 in `target`, 1 in the second
                         // word's `target`, 2 in `c`
    int unit;
} Patch;

typedef struct Lowering {
    Vm *vm;
    Code *code;
    Flow flow;
    Instruction *ops;    // owns
    Origin *origins;     // owns, beside ops
    int count, capacity;
    Entry *stack;        // owns; as many again behind it, for `at_stop`
    int depth;
    Entry *at_stop;      // the stack where translation stopped, part of `stack`
    int stop_depth;
    int taken;           // topmost entries that the next instruction takes off before it may
                         // run code of the program
    int stop_taken;
    uint64_t *bound;     // owns: locals surely bound here
    Patch *patches;      // owns
    int patch_count, patch_capacity;
    int32_t *entries;    // owns: by unit
    int result;          // the last instruction, when its destination can still be chosen
    int keyword_names;   // constant of KW_NAMES, -1: none
    int offset;          // of the instruction that is translated
    int line;            // of the last LINE
    int stop;            // instruction before which to stop, -1: none
    enum StopPlace {     // where at that instruction
        STOP_BEFORE,     // before the stack code that it stands for
        STOP_INSIDE,     // while it runs
        STOP_BEHIND,     // when its result is stored
    } stop_place;
    bool with_lines, stopped, failed;
} Lowering;

// --- emitting ---

static uint64_t full_entries(const Lowering *lowering) {
    uint64_t full = 0;
    for (int i = 0; i < lowering->depth - lowering->taken && i < FULL_BITS; i++) {
        if (lowering->stack[i].kind == ENTRY_REAL) full |= UINT64_C(1) << i;
    }
    return full;
}

static bool grow_ops(Lowering *lowering, int wanted) {
    if (wanted <= lowering->capacity) return true;
    int capacity = wanted + wanted / 2 + 32;
    Instruction *ops = host_resize(lowering->ops, (size_t)capacity * sizeof(Instruction));
    if (ops != NULL) lowering->ops = ops;
    Origin *origins = host_resize(lowering->origins, (size_t)capacity * sizeof(Origin));
    if (origins != NULL) lowering->origins = origins;
    if (ops == NULL || origins == NULL) {
        lowering->failed = true;
        return false;
    }
    lowering->capacity = capacity;
    return true;
}

// The stack as it is before the instruction at which to stop is kept.
static void stop_here(Lowering *lowering) {
    lowering->stopped = true;
    lowering->stop_depth = lowering->depth;
    lowering->stop_taken = lowering->taken;
    memcpy(lowering->at_stop, lowering->stack, (size_t)lowering->depth * sizeof(Entry));
}

// Adds an instruction with its empty caches; gives its index.
static int emit(Lowering *lowering, RegOp op, int a, int b, int c) {
    int words = regops_info[op].words, index = lowering->count;
    if (lowering->stopped || lowering->failed || !grow_ops(lowering, index + words)) return 0;
    bool stops = lowering->stop_place == STOP_BEHIND ? index > lowering->stop
                                                     : index == lowering->stop;
    if (stops && lowering->stop >= 0) {
        stop_here(lowering);
        return 0;
    }
    if (a > OPERAND_MAX || b > OPERAND_MAX || c > OPERAND_MAX) lowering->failed = true;
    Origin origin = {lowering->offset, lowering->depth - lowering->taken,
                     full_entries(lowering)};
    for (int i = 0; i < words; i++) {
        lowering->ops[index + i] = (Instruction){0};
        lowering->origins[index + i] = origin;
    }
    Instruction *instruction = &lowering->ops[index];
    instruction->op = (uint16_t)op;
    instruction->a = (int16_t)a;
    instruction->b = (int16_t)b;
    instruction->c = (int16_t)c;
    lowering->count += words;
    lowering->result = -1;
    return index;
}

// The same for an instruction that takes the top off before it may run code: a store, whose
// value is no operand any longer when the old value is dropped.
static void emit_taking(Lowering *lowering, RegOp op, int a, int b) {
    lowering->taken = 1;
    emit(lowering, op, a, b, 0);
    lowering->taken = 0;
}

static int emit_target(Lowering *lowering, RegOp op, int a, int target) {
    int index = emit(lowering, op, a, 0, 0);
    if (lowering->ops != NULL && !lowering->stopped) lowering->ops[index].target = target;
    return index;
}

static void set_second_word(Lowering *lowering, int index, int value) {
    if (!lowering->failed && !lowering->stopped) lowering->ops[index + 1].target = value;
}

// --- the simulated stack ---

static int temporary(const Lowering *lowering, int position) {
    return lowering->code->local_count + position;
}

static void push(Lowering *lowering, enum EntryKind kind, int index) {
    if (lowering->depth >= lowering->code->stack_size) {
        lowering->failed = true;
        return;
    }
    lowering->stack[lowering->depth++] = (Entry){kind, index};
}

static void pop(Lowering *lowering, int count) {
    if (count > lowering->depth) {
        lowering->failed = true;
        count = lowering->depth;
    }
    lowering->depth -= count;
}

// Makes the entry at `position` real.
static void realise(Lowering *lowering, int position) {
    Entry *entry = &lowering->stack[position];
    int register_index = temporary(lowering, position);
    switch (entry->kind) {
    case ENTRY_REAL: return;
    case ENTRY_NULL: emit(lowering, REG_CLEAR, register_index, 0, 0); break;
    case ENTRY_LOCAL: emit(lowering, REG_COPY, register_index, entry->index, 0); break;
    case ENTRY_CONSTANT:
        if (entry->index < OPERAND_MAX)
            emit(lowering, REG_COPY, register_index, -1 - entry->index, 0);
        else emit_target(lowering, REG_LOAD_CONSTANT, register_index, entry->index);
        break;
    }
    if (!lowering->stopped) entry->kind = ENTRY_REAL;
}

static void realise_range(Lowering *lowering, int from, int to) {
    for (int i = from < 0 ? 0 : from; i < to; i++) realise(lowering, i);
}

static void flush(Lowering *lowering) {
    realise_range(lowering, 0, lowering->depth);
}

// The operand that names the entry `from_top` below the top.
static int operand(Lowering *lowering, int from_top) {
    int position = lowering->depth - 1 - from_top;
    if (position < 0) {
        lowering->failed = true;
        return 0;
    }
    Entry *entry = &lowering->stack[position];
    if (entry->kind == ENTRY_LOCAL) return entry->index;
    if (entry->kind == ENTRY_CONSTANT && entry->index < OPERAND_MAX) return -1 - entry->index;
    realise(lowering, position);
    return temporary(lowering, position);
}

// Replaces `inputs` entries by one real one, whose destination may still be chosen.
static void finish_result(Lowering *lowering, int op, int inputs) {
    pop(lowering, inputs);
    push(lowering, ENTRY_REAL, 0);
    lowering->result = op;
}

static int result_register(const Lowering *lowering, int inputs) {
    return temporary(lowering, lowering->depth - inputs);
}

static bool is_bound(const Lowering *lowering, int local) {
    return lowering->bound[local >> 6] >> (local & 63) & 1;
}

static void set_bound(Lowering *lowering, int local, int bound) {
    uint64_t bit = UINT64_C(1) << (local & 63);
    if (bound) lowering->bound[local >> 6] |= bit;
    else lowering->bound[local >> 6] &= ~bit;
}

// Before a local is written: entries that only name it become real.
static void realise_local(Lowering *lowering, int local, int below) {
    for (int i = 0; i < below; i++) {
        const Entry *entry = &lowering->stack[i];
        if (entry->kind == ENTRY_LOCAL && entry->index == local) realise(lowering, i);
    }
}

// --- locals ---

static void load_local(Lowering *lowering, int local) {
    if (!is_bound(lowering, local)) {
        emit(lowering, REG_CHECK_LOCAL, local, 0, 0);
        set_bound(lowering, local, 1);
    }
    push(lowering, ENTRY_LOCAL, local);
}

// Lets the last instruction write to `destination` instead of the top's temporary.
static bool choose_destination(Lowering *lowering, int destination) {
    if (lowering->result < 0 || lowering->failed || lowering->stopped) return false;
    Instruction *last = &lowering->ops[lowering->result];
    if (regops_info[last->op].operands[0] == 'w') {
        if (destination < 0) return false;
        last->a = (int16_t)destination;
    } else {
        last->c = (int16_t)destination;
    }
    return true;
}

static void store_local(Lowering *lowering, int local) {
    int top = lowering->depth - 1;
    if (top < 0) {
        lowering->failed = true;
        return;
    }
    realise_local(lowering, local, top);
    int value = operand(lowering, 0);
    bool is_real = lowering->stack[top].kind == ENTRY_REAL;
    if (!is_real) emit_taking(lowering, REG_COPY, local, value);
    else if (!choose_destination(lowering, local)) emit_taking(lowering, REG_MOVE, local, value);
    pop(lowering, 1);
    lowering->result = -1;
    set_bound(lowering, local, 1);
    if (lowering->stop_place == STOP_BEHIND && lowering->count > lowering->stop)
        stop_here(lowering);
}

static void delete_local(Lowering *lowering, int local) {
    realise_local(lowering, local, lowering->depth);
    emit(lowering, REG_DELETE_LOCAL, local, 0, 0);
    set_bound(lowering, local, 0);
}

static void drop_top(Lowering *lowering) {
    if (lowering->depth == 0) {
        lowering->failed = true;
        return;
    }
    int top = lowering->depth - 1;
    if (lowering->stack[top].kind == ENTRY_REAL && !choose_destination(lowering, -1))
        emit(lowering, REG_DROP, temporary(lowering, top), 0, 0);
    lowering->result = -1;
    pop(lowering, 1);
}

static void copy_entry(Lowering *lowering, int from_top) {
    int position = lowering->depth - from_top;
    if (position < 0) {
        lowering->failed = true;
        return;
    }
    Entry entry = lowering->stack[position];
    if (entry.kind == ENTRY_REAL)
        emit(lowering, REG_DUPLICATE, temporary(lowering, lowering->depth),
             temporary(lowering, position), 0);
    push(lowering, entry.kind, entry.index);
}

static void swap_entries(Lowering *lowering, int from_top) {
    int top = lowering->depth - 1, other = lowering->depth - from_top;
    if (other < 0) {
        lowering->failed = true;
        return;
    }
    Entry above = lowering->stack[top], below = lowering->stack[other];
    if (above.kind == ENTRY_REAL && below.kind == ENTRY_REAL) {
        emit(lowering, REG_EXCHANGE, temporary(lowering, top), temporary(lowering, other), 0);
    } else if (above.kind == ENTRY_REAL) {
        emit(lowering, REG_MOVE, temporary(lowering, other), temporary(lowering, top), 0);
    } else if (below.kind == ENTRY_REAL) {
        emit(lowering, REG_MOVE, temporary(lowering, top), temporary(lowering, other), 0);
    }
    lowering->stack[top] = below;
    lowering->stack[other] = above;
}

// --- jumps ---

static void add_patch(Lowering *lowering, int op, int word, int unit) {
    if (lowering->patch_count == lowering->patch_capacity) {
        int capacity = lowering->patch_capacity * 2 + 16;
        Patch *patches = host_resize(lowering->patches, (size_t)capacity * sizeof(Patch));
        if (patches == NULL) {
            lowering->failed = true;
            return;
        }
        lowering->patches = patches;
        lowering->patch_capacity = capacity;
    }
    lowering->patches[lowering->patch_count++] = (Patch){op, word, unit};
}

static void jump(Lowering *lowering, RegOp op, const Fetched *fetched) {
    flush(lowering);
    int index = emit_target(lowering, op, 0, 0);
    add_patch(lowering, index, 0, flow_target(fetched));
}

static void jump_if(Lowering *lowering, RegOp op, const Fetched *fetched) {
    realise_range(lowering, 0, lowering->depth - 1);
    int index = emit_target(lowering, op, operand(lowering, 0), 0);
    add_patch(lowering, index, 0, flow_target(fetched));
    pop(lowering, 1);
}

static void jump_keep(Lowering *lowering, RegOp op, const Fetched *fetched) {
    flush(lowering);
    int index = emit_target(lowering, op, temporary(lowering, lowering->depth - 1), 0);
    add_patch(lowering, index, 0, flow_target(fetched));
    pop(lowering, 1);
}

// True for POP_JUMP_…_IF_TRUE and …_IF_FALSE, with what it waits for.
static bool jumps_on_truth(int opcode, bool *truth) {
    *truth = opcode == OP_POP_JUMP_FORWARD_IF_TRUE || opcode == OP_POP_JUMP_BACKWARD_IF_TRUE;
    return *truth || opcode == OP_POP_JUMP_FORWARD_IF_FALSE ||
           opcode == OP_POP_JUMP_BACKWARD_IF_FALSE;
}

// A comparison whose result only decides a jump becomes one instruction. Gives the
// unit after the jump, or 0 when it could not be done.
static int fuse_jump(Lowering *lowering, RegOp if_true, RegOp if_false, int next) {
    bool truth;
    if (next >= lowering->flow.units || lowering->flow.is_start[next]) return 0;
    Fetched fetched = flow_fetch(&lowering->flow, next);
    int distance = flow_target(&fetched) - next;
    if (!jumps_on_truth(fetched.opcode, &truth) || distance > 2000 || distance < -2000) return 0;
    realise_range(lowering, 0, lowering->depth - 2);
    int left = operand(lowering, 1), right = operand(lowering, 0);
    int index = emit(lowering, truth ? if_true : if_false, left, right, 0);
    add_patch(lowering, index, 2, flow_target(&fetched));
    pop(lowering, 2);
    return fetched.next;
}

static void resolve_patches(Lowering *lowering) {
    for (int i = 0; i < lowering->patch_count; i++) {
        const Patch *patch = &lowering->patches[i];
        int target = lowering->entries[patch->unit];
        if (target < 0) {
            lowering->failed = true;
            return;
        }
        int distance = target - patch->op;
        Instruction *op = &lowering->ops[patch->op];
        if (patch->word == 0) op->target = distance;
        else if (patch->word == 1) op[1].target = distance;
        else if (distance > INT16_MAX || distance < INT16_MIN) lowering->failed = true;
        else op->c = (int16_t)distance;
    }
}

// --- one instruction of stack code ---

static void binary(Lowering *lowering, RegOp op) {
    int left = operand(lowering, 1), right = operand(lowering, 0);
    int index = emit(lowering, op, result_register(lowering, 2), left, right);
    finish_result(lowering, index, 2);
}

static void unary(Lowering *lowering, RegOp op) {
    int value = operand(lowering, 0);
    int index = emit(lowering, op, result_register(lowering, 1), value, 0);
    finish_result(lowering, index, 1);
}

static void named(Lowering *lowering, RegOp op, int inputs, int name) {
    int object = inputs ? operand(lowering, 0) : 0;
    int index = emit(lowering, op, result_register(lowering, inputs), object, name);
    finish_result(lowering, index, inputs);
}

static void load_global(Lowering *lowering, int argument) {
    if (argument & 1) push(lowering, ENTRY_NULL, 0);
    named(lowering, REG_LOAD_GLOBAL, 0, argument >> 1);
}

static void load_method(Lowering *lowering, int name) {
    int object = operand(lowering, 0);
    emit(lowering, REG_LOAD_METHOD, result_register(lowering, 1), object, name);
    pop(lowering, 1);
    push(lowering, ENTRY_REAL, 0);
    push(lowering, ENTRY_REAL, 0);
}

static void call(Lowering *lowering, int count) {
    int base = lowering->depth - count - 2;
    if (base < 0) {
        lowering->failed = true;
        return;
    }
    bool is_plain = lowering->stack[base].kind == ENTRY_NULL && lowering->keyword_names < 0;
    realise_range(lowering, is_plain ? base + 1 : base, lowering->depth);
    RegOp op = is_plain ? REG_CALL_FUNCTION
               : lowering->keyword_names < 0 ? REG_CALL : REG_CALL_KEYWORDS;
    int first = temporary(lowering, base);
    int index = emit(lowering, op, first, count, first);
    if (lowering->keyword_names >= 0) set_second_word(lowering, index, lowering->keyword_names);
    lowering->keyword_names = -1;
    finish_result(lowering, index, count + 2);
}

static void for_iterator(Lowering *lowering, const Fetched *fetched) {
    flush(lowering);
    int iterator = temporary(lowering, lowering->depth - 1);
    int index = emit(lowering, REG_FOR_ITERATOR, iterator, 0, iterator + 1);
    add_patch(lowering, index, 1, flow_target(fetched));
    push(lowering, ENTRY_REAL, 0);
    lowering->result = index;
}

static void send(Lowering *lowering, const Fetched *fetched) {
    flush(lowering);
    int receiver = temporary(lowering, lowering->depth - 2);
    int index = emit(lowering, REG_SEND, receiver, 0, receiver + 1);
    add_patch(lowering, index, 1, flow_target(fetched));
}

static void unpack(Lowering *lowering, int count) {
    int source = operand(lowering, 0);
    emit(lowering, REG_UNPACK, result_register(lowering, 1), source, count);
    pop(lowering, 1);
    for (int i = 0; i < count; i++) push(lowering, ENTRY_REAL, 0);
}

static void store_three(Lowering *lowering, RegOp op, int a, int b, int c, int inputs) {
    emit(lowering, op, a, b, c);
    pop(lowering, inputs);
}

static void build(Lowering *lowering, RegOp op, int count) {
    realise_range(lowering, lowering->depth - count, lowering->depth);
    emit(lowering, op, result_register(lowering, count), count, 0);
    pop(lowering, count);
    push(lowering, ENTRY_REAL, 0);
}

static void append_to_list(Lowering *lowering, int distance) {
    int list = lowering->depth - 1 - distance;
    realise(lowering, list);
    int value = operand(lowering, 0);
    store_three(lowering, REG_LIST_APPEND, temporary(lowering, list), value, 0, 1);
}

// Anything else: its inputs made real, then a step on the temporaries as a stack.
static void step(Lowering *lowering, const Fetched *fetched) {
    int inputs = steps_inputs(fetched->opcode, fetched->argument);
    if (inputs < 0 || inputs > lowering->depth) {
        lowering->failed = true;
        return;
    }
    realise_range(lowering, lowering->depth - inputs, lowering->depth);
    int top = temporary(lowering, lowering->depth);
    int index = emit(lowering, REG_STEP, top, fetched->opcode, 0);
    set_second_word(lowering, index, fetched->argument);
    int effect = opcode_effect(fetched->opcode, fetched->argument);
    pop(lowering, inputs);
    for (int i = 0; i < inputs + effect; i++) push(lowering, ENTRY_REAL, 0);
}

static void yield_value(Lowering *lowering) {
    realise_range(lowering, 0, lowering->depth - 1);
    int value = operand(lowering, 0);
    emit(lowering, REG_YIELD, result_register(lowering, 1), value, 0);
    pop(lowering, 1);
    push(lowering, ENTRY_REAL, 0);
}

static void translate_load_or_store(Lowering *lowering, const Fetched *fetched) {
    int argument = fetched->argument;
    switch (fetched->opcode) {
    case OP_LOAD_FAST: load_local(lowering, argument); break;
    case OP_STORE_FAST: store_local(lowering, argument); break;
    case OP_DELETE_FAST: delete_local(lowering, argument); break;
    case OP_LOAD_CLOSURE: push(lowering, ENTRY_LOCAL, argument); break;
    case OP_LOAD_CONST: push(lowering, ENTRY_CONSTANT, argument); break;
    case OP_PUSH_NULL: push(lowering, ENTRY_NULL, 0); break;
    case OP_POP_TOP: drop_top(lowering); break;
    case OP_COPY: copy_entry(lowering, argument); break;
    case OP_SWAP: swap_entries(lowering, argument); break;
    case OP_LOAD_DEREF: {
        int index = emit(lowering, REG_LOAD_CELL, result_register(lowering, 0), argument, 0);
        finish_result(lowering, index, 0);
        break;
    }
    case OP_STORE_DEREF: {
        int value = operand(lowering, 0);
        emit_taking(lowering, REG_STORE_CELL, argument, value);
        pop(lowering, 1);
        break;
    }
    case OP_MAKE_CELL: emit(lowering, REG_MAKE_CELL, argument, 0, 0); break;
    case OP_LOAD_GLOBAL: load_global(lowering, argument); break;
    case OP_STORE_GLOBAL:
        store_three(lowering, REG_STORE_GLOBAL, 0, operand(lowering, 0), argument, 1);
        break;
    case OP_LOAD_NAME: named(lowering, REG_LOAD_NAME, 0, argument); break;
    case OP_STORE_NAME:
        store_three(lowering, REG_STORE_NAME, 0, operand(lowering, 0), argument, 1);
        break;
    case OP_LOAD_ATTR: named(lowering, REG_LOAD_ATTRIBUTE, 1, argument); break;
    case OP_STORE_ATTR: {
        int value = operand(lowering, 1), object = operand(lowering, 0);
        store_three(lowering, REG_STORE_ATTRIBUTE, value, object, argument, 2);
        break;
    }
    case OP_LOAD_METHOD: load_method(lowering, argument); break;
    case OP_BINARY_SUBSCR: binary(lowering, REG_LOAD_ITEM); break;
    case OP_STORE_SUBSCR: {
        int value = operand(lowering, 2), container = operand(lowering, 1);
        store_three(lowering, REG_STORE_ITEM, value, container, operand(lowering, 0), 3);
        break;
    }
    default: step(lowering, fetched); break;
    }
}

static void translate_operator(Lowering *lowering, const Fetched *fetched) {
    int argument = fetched->argument;
    switch (fetched->opcode) {
    case OP_BINARY_OP:
        binary(lowering, argument < BINARY_COUNT ? REG_ADD + argument
                                                 : REG_ADD_IN_PLACE + argument - BINARY_COUNT);
        break;
    case OP_COMPARE_OP: binary(lowering, REG_COMPARE_LESS + argument); break;
    case OP_IS_OP: binary(lowering, argument ? REG_IS_NOT : REG_IS); break;
    case OP_CONTAINS_OP: binary(lowering, argument ? REG_CONTAINS_NOT : REG_CONTAINS); break;
    case OP_UNARY_NEGATIVE: unary(lowering, REG_NEGATIVE); break;
    case OP_UNARY_POSITIVE: unary(lowering, REG_POSITIVE); break;
    case OP_UNARY_INVERT: unary(lowering, REG_INVERT); break;
    case OP_UNARY_NOT: unary(lowering, REG_NOT); break;
    case OP_GET_ITER: {
        int source = operand(lowering, 0);
        emit(lowering, REG_GET_ITERATOR, result_register(lowering, 1), source, 0);
        pop(lowering, 1);
        push(lowering, ENTRY_REAL, 0);
        break;
    }
    case OP_UNPACK_SEQUENCE: unpack(lowering, argument); break;
    case OP_BUILD_TUPLE: build(lowering, REG_BUILD_TUPLE, argument); break;
    case OP_BUILD_LIST: build(lowering, REG_BUILD_LIST, argument); break;
    case OP_LIST_APPEND: append_to_list(lowering, argument); break;
    default: translate_load_or_store(lowering, fetched); break;
    }
}

static void translate(Lowering *lowering, const Fetched *fetched) {
    switch (fetched->opcode) {
    case OP_CACHE: case OP_NOP: case OP_RESUME: case OP_PRECALL: break;
    case OP_JUMP_FORWARD: jump(lowering, REG_JUMP, fetched); break;
    case OP_JUMP_BACKWARD: jump(lowering, REG_JUMP_BACK, fetched); break;
    case OP_JUMP_BACKWARD_NO_INTERRUPT: jump(lowering, REG_JUMP, fetched); break;
    case OP_POP_JUMP_FORWARD_IF_TRUE: case OP_POP_JUMP_BACKWARD_IF_TRUE:
        jump_if(lowering, REG_JUMP_IF_TRUE, fetched);
        break;
    case OP_POP_JUMP_FORWARD_IF_FALSE: case OP_POP_JUMP_BACKWARD_IF_FALSE:
        jump_if(lowering, REG_JUMP_IF_FALSE, fetched);
        break;
    case OP_POP_JUMP_FORWARD_IF_NONE: case OP_POP_JUMP_BACKWARD_IF_NONE:
        jump_if(lowering, REG_JUMP_IF_NONE, fetched);
        break;
    case OP_POP_JUMP_FORWARD_IF_NOT_NONE: case OP_POP_JUMP_BACKWARD_IF_NOT_NONE:
        jump_if(lowering, REG_JUMP_IF_NOT_NONE, fetched);
        break;
    case OP_JUMP_IF_TRUE_OR_POP: jump_keep(lowering, REG_JUMP_KEEP_IF_TRUE, fetched); break;
    case OP_JUMP_IF_FALSE_OR_POP: jump_keep(lowering, REG_JUMP_KEEP_IF_FALSE, fetched); break;
    case OP_FOR_ITER: for_iterator(lowering, fetched); break;
    case OP_SEND: send(lowering, fetched); break;
    case OP_KW_NAMES: lowering->keyword_names = fetched->argument; break;
    case OP_CALL: call(lowering, fetched->argument); break;
    case OP_RETURN_VALUE: {
        int value = operand(lowering, 0);
        emit_taking(lowering, REG_RETURN, value, 0);
        pop(lowering, 1);
        break;
    }
    case OP_RETURN_GENERATOR:
        emit(lowering, REG_RETURN_GENERATOR, result_register(lowering, 0), 0, 0);
        push(lowering, ENTRY_REAL, 0);
        break;
    case OP_YIELD_VALUE: yield_value(lowering); break;
    default: translate_operator(lowering, fetched); break;
    }
}

// Fused forms of two instructions; gives the unit to go on at, 0 when there is none.
static int translate_fused(Lowering *lowering, const Fetched *fetched) {
    if (lowering->depth < 2) return 0;
    if (fetched->opcode == OP_COMPARE_OP)
        return fuse_jump(lowering, REG_JUMP_IF_LESS + fetched->argument,
                         REG_JUMP_UNLESS_LESS + fetched->argument, fetched->next);
    if (fetched->opcode == OP_IS_OP && fetched->argument)
        return fuse_jump(lowering, REG_JUMP_IF_IS_NOT, REG_JUMP_IF_IS, fetched->next);
    if (fetched->opcode == OP_IS_OP)
        return fuse_jump(lowering, REG_JUMP_IF_IS, REG_JUMP_IF_IS_NOT, fetched->next);
    return 0;
}

// --- the whole ---

static void begin_block(Lowering *lowering, int unit, bool falls_in) {
    const Flow *flow = &lowering->flow;
    if (falls_in) flush(lowering);
    lowering->result = -1;
    lowering->line = -1;
    lowering->depth = flow->depth[unit];
    for (int i = 0; i < lowering->depth; i++) lowering->stack[i] = (Entry){ENTRY_REAL, 0};
    memcpy(lowering->bound, flow->bound + (size_t)unit * (size_t)flow->words,
           (size_t)flow->words * 8);
    lowering->entries[unit] = lowering->count;
}

static void mark_line(Lowering *lowering, int unit) {
    int line = code_get_line(lowering->code, unit * 2);
    if (!flow_begins_line(lowering->code, unit)) return;
    // SEND is where `yield from` goes on after each value: on the line that it has begun.
    bool goes_on = lowering->flow.bytes[unit * 2] == OP_SEND;
    if (line != lowering->line && !goes_on) emit_target(lowering, REG_LINE, 0, line);
    lowering->line = line;
}

// What the instruction before has done already, by its destination.
static bool is_part_of_result(const Lowering *lowering, int opcode) {
    return lowering->result >= 0 && (opcode == OP_STORE_FAST || opcode == OP_POP_TOP);
}

static void translate_all(Lowering *lowering) {
    const Flow *flow = &lowering->flow;
    bool reachable = false;
    for (int unit = 0; unit < flow->units && !lowering->failed && !lowering->stopped;) {
        bool is_start = flow->is_start[unit] && flow->depth[unit] >= 0;
        Fetched fetched = flow_fetch(flow, unit);
        if (is_start) {
            begin_block(lowering, unit, reachable);
            reachable = true;
        }
        if (!reachable) {
            unit = fetched.next;
            continue;
        }
        if (lowering->stop_place == STOP_BEFORE && lowering->count == lowering->stop &&
            !is_part_of_result(lowering, fetched.opcode)) {
            lowering->offset = unit * 2;
            lowering->stopped = true;
            return;
        }
        lowering->offset = fetched.unit * 2;
        if (lowering->with_lines) mark_line(lowering, fetched.unit);
        int next = translate_fused(lowering, &fetched);
        if (next == 0) {
            translate(lowering, &fetched);
            next = fetched.next;
        }
        reachable = !(opcode_info(fetched.opcode)->flags & OPCODE_ENDS);
        unit = next;
    }
}

static bool lowering_start(Lowering *lowering, Vm *vm, Code *code, bool with_lines) {
    *lowering = (Lowering){.vm = vm, .code = code, .result = -1, .keyword_names = -1,
                           .stop = -1, .with_lines = with_lines, .line = -1};
    if (!flow_start(&lowering->flow, code)) return false;
    size_t units = (size_t)lowering->flow.units;
    size_t stack_count = (size_t)code->stack_size + 1;
    lowering->stack = host_allocate(2 * stack_count * sizeof(Entry));
    lowering->at_stop = lowering->stack + stack_count;
    lowering->bound = host_allocate((size_t)lowering->flow.words * 8);
    lowering->entries = host_allocate(units * sizeof(int32_t));
    if (lowering->stack == NULL || lowering->bound == NULL || lowering->entries == NULL)
        return false;
    memset(lowering->entries, 0xff, units * sizeof(int32_t));
    return code->local_count + code->stack_size < OPERAND_MAX;
}

static void lowering_done(Lowering *lowering) {
    flow_done(&lowering->flow);
    host_release(lowering->ops);
    host_release(lowering->origins);
    host_release(lowering->stack);
    host_release(lowering->bound);
    host_release(lowering->patches);
    host_release(lowering->entries);
}

static int simple_arguments(const Code *code) {
    bool is_simple = !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) &&
                     code->keyword_only_count == 0;
    return is_simple ? code->argument_count : -1;
}

static FormOperand form_operand(const Lowering *lowering, int operand) {
    if (operand < 0) return FORM_C;
    return operand < lowering->code->local_count ? FORM_L : FORM_T;
}

// A slice that is made to be an index at once: LOAD_SLICE does both instructions.
static bool makes_index(const Instruction *op, const Instruction *end) {
    return op->op == REG_STEP && op->b == OP_BUILD_SLICE && op[1].target == 2 && op + 2 < end &&
           op[2].op == REG_LOAD_ITEM && op[2].c == op->a - 2;
}

// Puts fast forms where there are some.
static void choose_fast_forms(Lowering *lowering) {
    Instruction *op = lowering->ops, *end = op + lowering->count;
    for (; op < end; op += regops_words(op->op)) {
        if (makes_index(op, end)) op->op = REG_LOAD_SLICE;
        op->op = (uint16_t)regops_find_fast((RegOp)op->op, form_operand(lowering, op->a),
                                            form_operand(lowering, op->b),
                                            form_operand(lowering, op->c));
    }
}

// One block: header, instructions, origins, entries, handlers, constants (last first).
static Lowered *pack(Lowering *lowering) {
    const Tuple *constants = (const Tuple *)lowering->code->constants.object;
    size_t count = (size_t)lowering->count, units = (size_t)lowering->flow.units;
    size_t handlers = (size_t)lowering->flow.handler_count;
    size_t bytes = sizeof(Lowered) + count * (sizeof(Instruction) + sizeof(Origin)) +
                   (size_t)constants->count * sizeof(Slot) + handlers * sizeof(Handler) +
                   units * sizeof(int32_t);
    Lowered *lowered = system_new(lowering->vm, bytes);
    if (lowered == NULL) return NULL;
    *lowered = (Lowered){
        .bytes = bytes, .op_count = lowering->count, .has_lines = lowering->with_lines,
        .simple_arguments = simple_arguments(lowering->code),
        .entry_count = lowering->flow.units, .handler_count = lowering->flow.handler_count,
    };
    memcpy(lowered->ops, lowering->ops, count * sizeof(Instruction));
    lowered->origins = (Origin *)(void *)(lowered->ops + count);
    memcpy(lowered->origins, lowering->origins, count * sizeof(Origin));
    Slot *constant = (Slot *)(void *)(lowered->origins + count);
    for (int64_t i = constants->count; i-- > 0;) slot_store(constant++, constants->items[i].object);
    lowered->constants_end = constant;
    lowered->handlers = (Handler *)(void *)constant;
    memcpy(lowered->handlers, lowering->flow.handlers, handlers * sizeof(Handler));
    lowered->entries = (int32_t *)(void *)(lowered->handlers + handlers);
    memcpy(lowered->entries, lowering->entries, units * sizeof(int32_t));
    return lowered;
}

// Operands that are only named while an instruction runs: finding them takes a translation
// of the whole code, so each answer is kept.
typedef struct Pending {
    struct Pending *next;
    const Instruction *op;
    int32_t is_behind, count;
    int32_t operands[];      // a local, or -1 - a constant
} Pending;

static size_t pending_bytes(int32_t count) {
    return sizeof(Pending) + (size_t)count * sizeof(int32_t);
}

static void lowered_drop(Vm *vm, Lowered *lowered) {
    for (Pending *pending = lowered->pending, *next; pending != NULL; pending = next) {
        next = pending->next;
        system_drop(vm, pending, pending_bytes(pending->count));
    }
    patch_undo(vm, lowered);
    system_drop(vm, lowered, lowered->bytes);
}

// What isn't sound runs in no loop.
static void raise_malformed(Vm *vm, const Code *code) {
    Object *text = str_new_format(vm, "malformed bytecode in %U", code->qualname.object);
    if (text == NULL) return;
    raise_argument(vm, exception_type(vm, EXCEPTION_SystemError), text);
    object_drop(vm, text);
}

Lowered *lower_code(Vm *vm, Code *code) {
    if (code->lowered != NULL) return code->lowered;
    Lowering lowering;
    Lowered *lowered = NULL;
    bool started = lowering_start(&lowering, vm, code, runtime_of(vm)->lines_wanted);
    if (started) {
        translate_all(&lowering);
        if (!lowering.failed) resolve_patches(&lowering);
        if (!lowering.failed && runtime_of(vm)->mode != LOOP_STACK)
            choose_fast_forms(&lowering);
        if (!lowering.failed) lowered = pack(&lowering);
    }
    bool is_malformed = lowering.flow.is_malformed;
    lowering_done(&lowering);
    if (lowered == NULL) {
        if (is_malformed) raise_malformed(vm, code);
        runtime_of(vm)->functions_refused++;
        return NULL;
    }
    runtime_of(vm)->functions_lowered++;
    code->lowered = lowered;
    code->lowered_drop = lowered_drop;
    return lowered;
}

// NULL: there is no memory for it.
static Pending *pending_new(Vm *vm, Frame *frame, Lowered *lowered) {
    Lowering lowering;
    Pending *pending = NULL;
    if (lowering_start(&lowering, vm, frame->code, lowered->has_lines)) {
        lowering.stop = (int)(frame->next_op - lowered->ops);
        lowering.stop_place = frame->has_result ? STOP_BEHIND : STOP_INSIDE;
        translate_all(&lowering);
        int32_t count = 0, limit = lowering.stop_depth - lowering.stop_taken;
        for (int32_t i = 0; i < limit; i++) {
            int kind = lowering.at_stop[i].kind;
            count += kind == ENTRY_LOCAL || kind == ENTRY_CONSTANT;
        }
        pending = system_new(vm, pending_bytes(count));
        for (int32_t i = 0; pending != NULL && i < limit; i++) {
            const Entry *entry = &lowering.at_stop[i];
            if (entry->kind == ENTRY_LOCAL) pending->operands[pending->count++] = entry->index;
            if (entry->kind == ENTRY_CONSTANT)
                pending->operands[pending->count++] = -1 - entry->index;
        }
    }
    lowering_done(&lowering);
    if (pending == NULL) return NULL;
    pending->op = frame->next_op;
    pending->is_behind = frame->has_result;
    pending->next = lowered->pending;
    lowered->pending = pending;
    return pending;
}

void lower_visit_pending(Vm *vm, Frame *frame,
                         void (*visit)(Vm *vm, Object *object, void *context), void *context) {
    Lowered *lowered = frame->code->lowered;
    if (frame->is_stack_code || lowered == NULL) return;
    const Origin *origin = lowered_origin(lowered, frame->next_op);
    if (origin->depth == __builtin_popcountll(origin->full)) return;   // all are real
    Pending *pending = lowered->pending;
    while (pending != NULL &&
           (pending->op != frame->next_op || pending->is_behind != frame->has_result))
        pending = pending->next;
    if (pending == NULL && !raised(vm)) {
        pending = pending_new(vm, frame, lowered);
        if (pending == NULL) raised_clear(vm);
    }
    const Tuple *constants = (const Tuple *)frame->code->constants.object;
    for (int32_t i = 0; pending != NULL && i < pending->count; i++) {
        int32_t operand = pending->operands[i];
        Object *object = operand < 0 ? constants->items[-1 - operand].object
                                     : frame->window[operand].object;
        if (object != NULL) visit(vm, object, context);
    }
}

// --- leaving register code ---

// Gives the entries of CPython's stack to the temporaries; all are owned then.
static void realise_entries(const Lowering *lowering, Frame *frame) {
    const Tuple *constants = (const Tuple *)frame->code->constants.object;
    Slot *temporaries = frame_temporaries(frame);
    for (int i = 0; i < lowering->depth; i++) {
        const Entry *entry = &lowering->stack[i];
        Object *object = NULL;
        if (entry->kind == ENTRY_REAL) continue;
        if (entry->kind == ENTRY_LOCAL) object = frame->window[entry->index].object;
        if (entry->kind == ENTRY_CONSTANT) object = constants->items[entry->index].object;
        slot_store(&temporaries[i], object_share_or_null(object));
    }
}

// Before the instruction `op` of the frame's register code.
static bool leave_at(Vm *vm, Frame *frame, const Instruction *op) {
    const Lowered *lowered = frame->code->lowered;
    Lowering lowering;
    bool done = lowering_start(&lowering, vm, frame->code, lowered->has_lines);
    if (done) {
        lowering.stop = (int)(op - lowered->ops);
        translate_all(&lowering);
        done = lowering.stopped;
    }
    if (done) {
        realise_entries(&lowering, frame);
        frame->stack_depth = lowering.depth;
        frame->stack_offset = lowering.offset;
        frame->entry = FRAME_GOES_AT;
        frame->is_stack_code = true;
    }
    lowering_done(&lowering);
    if (!done) raise_memory_error(vm);
    return done;
}

bool lower_leave(Vm *vm, Frame *frame) {
    return leave_at(vm, frame, frame->next_op);
}

bool lower_leave_suspended(Vm *vm, Frame *frame) {
    if (frame->is_stack_code) return true;
    int offset = frame_get_offset(frame);
    if (!leave_at(vm, frame, frame->next_op + 1)) return false;
    frame->stack_offset = offset;
    frame->stack_depth--;   // where the value will be put
    frame->entry = FRAME_GOES_AFTER;
    return true;
}

void lower_leave_raising(Frame *frame) {
    const Origin *origin = lowered_origin(frame->code->lowered, frame->next_op);
    Slot *temporaries = frame_temporaries(frame);
    for (int i = 0; i < origin->depth && i < FULL_BITS; i++)
        if (!(origin->full >> i & 1)) slot_store(&temporaries[i], NULL);
    frame->stack_offset = origin->offset;
    frame->stack_depth = origin->depth;
    frame->entry = FRAME_RAISES;
    frame->is_stack_code = true;
}

bool lower_return(Vm *vm, Frame *frame, int unit) {
    if (frame->keeps_stack || runtime_of(vm)->mode == LOOP_STACK) return false;
    const Lowered *lowered = frame->code->lowered;
    if (lowered == NULL || lowered->patch != NULL || lowered->entries[unit] < 0) return false;
    frame->next_op = lowered->ops + lowered->entries[unit];
    frame->constants = lowered->constants_end;
    frame->is_stack_code = false;
    return true;
}
