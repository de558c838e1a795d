// Simplifications inside a block: tests of constants, jumps to jumps, swaps.

#include "compile/emit.h"
#include "compile/flow.h"
#include "objects/operations.h"

enum { VISITED = -1 };

// --- constants ---

static bool is_true(Compiler *compiler, Object *object) {
    Found truth = object_truth(compiler->vm, object);
    if (truth == RAISED) compiler_fail(compiler);
    return truth == FOUND;
}

// `test` jumps or not whatever happens: LOAD_CONST stands before it.
static void decide_jump(Compiler *compiler, Block *block, Instruction *load, Object *constant) {
    Instruction *test = load + 1;
    bool jumps_if_true = test->opcode == OP_POP_JUMP_IF_TRUE ||
                         test->opcode == OP_JUMP_IF_TRUE_OR_POP;
    bool pops = test->opcode == OP_POP_JUMP_IF_TRUE || test->opcode == OP_POP_JUMP_IF_FALSE;
    bool jumps = is_true(compiler, constant) == jumps_if_true;
    if (pops || !jumps) load->opcode = OP_NOP;
    test->opcode = jumps ? OP_JUMP : OP_NOP;
    if (jumps) block->falls_through = false;
}

// LOAD_CONST None; IS_OP; POP_JUMP_IF_… becomes one instruction.
static void test_none(Compiler *compiler, Block *block, int32_t index, const Object *constant) {
    if (constant != compiler->vm->objects->none || index + 2 >= block->count) return;
    Instruction *load = &block->code[index], *jump = load + 2;
    if (jump->opcode != OP_POP_JUMP_IF_FALSE && jump->opcode != OP_POP_JUMP_IF_TRUE) return;
    bool is_not = load[1].argument == 1;
    bool jumps_if_false = jump->opcode == OP_POP_JUMP_IF_FALSE;
    load[0].opcode = load[1].opcode = OP_NOP;
    jump->opcode = is_not != jumps_if_false ? OP_POP_JUMP_IF_NOT_NONE : OP_POP_JUMP_IF_NONE;
}

static void optimise_load(Compiler *compiler, Block *block, int32_t index,
                          const ConstantRow *constants) {
    if (index + 1 >= block->count) return;
    Instruction *load = &block->code[index];
    Object *constant = constants->objects[load->argument];
    switch (load[1].opcode) {
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP: decide_jump(compiler, block, load, constant); break;
    case OP_IS_OP: test_none(compiler, block, index, constant); break;
    default: break;
    }
}

// A tuple of constants becomes a constant.
static void fold_tuple(Compiler *compiler, Block *block, int32_t index, ConstantRow *constants) {
    Instruction *build = &block->code[index];
    int32_t count = build->argument;
    if (index < count) return;
    for (int32_t i = 1; i <= count; i++)
        if (build[-i].opcode != OP_LOAD_CONST) return;
    Object **items = compiler_allocate(compiler, (size_t)(count + 1) * sizeof *items);
    if (items == NULL) return;
    for (int32_t i = 0; i < count; i++)
        items[i] = constants->objects[build[i - count].argument];
    Object *tuple = constant_tuple(compiler, items, count);
    int32_t number = constant_row_add(compiler, constants, tuple);
    if (number < 0) return;
    for (int32_t i = 1; i <= count; i++) build[-i].opcode = OP_NOP;
    build->opcode = OP_LOAD_CONST;
    build->argument = number;
}

static void optimise_tuple(Compiler *compiler, Block *block, int32_t index,
                           ConstantRow *constants) {
    Instruction *build = &block->code[index];
    int32_t count = build->argument;
    bool is_unpacked = index + 1 < block->count && build[1].opcode == OP_UNPACK_SEQUENCE &&
                       build[1].argument == count;
    if (is_unpacked && count >= 1 && count <= 3) {
        build[0].opcode = OP_NOP;
        build[1].opcode = count == 1 ? OP_NOP : OP_SWAP;
        return;
    }
    fold_tuple(compiler, block, index, constants);
}

// --- jumps to jumps ---

// Jumps on to where `target` jumps; true: it did, and there may be more to do.
static bool thread_jump(Instruction *jump, const Instruction *target, Opcode opcode) {
    if (jump->span.line != target->span.line || jump->target == target->target) return false;
    jump->target = target->target;
    jump->opcode = (int32_t)opcode;
    return true;
}

// JUMP_IF_x_OR_POP; `same` and `other` are the tests with the same and the other truth.
static bool thread_or_pop(Instruction *jump, const Instruction *target, Opcode same_pop,
                          Opcode other_pop, Opcode other_or_pop) {
    if (target->opcode == (int32_t)same_pop) return thread_jump(jump, target, same_pop);
    if (target->opcode == OP_JUMP || target->opcode == jump->opcode)
        return thread_jump(jump, target, (Opcode)jump->opcode);
    if (target->opcode != (int32_t)other_pop && target->opcode != (int32_t)other_or_pop)
        return false;
    if (jump->span.line != target->span.line) return false;
    // That test will not jump, so this one goes behind it.
    jump->opcode = (int32_t)same_pop;
    jump->target = jump->target->next;
    return true;
}

static bool optimise_jump(Instruction *jump, const Instruction *target) {
    switch (jump->opcode) {
    case OP_JUMP_IF_FALSE_OR_POP:
        return thread_or_pop(jump, target, OP_POP_JUMP_IF_FALSE, OP_POP_JUMP_IF_TRUE,
                             OP_JUMP_IF_TRUE_OR_POP);
    case OP_JUMP_IF_TRUE_OR_POP:
        return thread_or_pop(jump, target, OP_POP_JUMP_IF_TRUE, OP_POP_JUMP_IF_FALSE,
                             OP_JUMP_IF_FALSE_OR_POP);
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
    case OP_JUMP:
        return target->opcode == OP_JUMP && thread_jump(jump, target, (Opcode)jump->opcode);
    default: return false;
    }
}

// --- swaps ---

// How many SWAPs and NOPs follow from `code`, and how deep they reach; 0: a lone SWAP.
static int32_t swap_run(const Instruction *code, int32_t room, int32_t *depth) {
    int32_t length = 1;
    bool has_more = false;
    *depth = code[0].argument;
    for (; length < room; length++) {
        if (code[length].opcode == OP_NOP) continue;
        if (code[length].opcode != OP_SWAP) break;
        if (code[length].argument > *depth) *depth = code[length].argument;
        has_more = true;
    }
    return has_more ? length : 0;
}

// Replaces a run of SWAPs by the shortest with the same effect; gives its last index.
static int32_t shorten_swaps(Compiler *compiler, Block *block, int32_t index) {
    Instruction *code = &block->code[index];
    int32_t depth;
    int32_t length = swap_run(code, block->count - index, &depth);
    if (length == 0) return index;
    int32_t *stack = compiler_allocate(compiler, (size_t)depth * sizeof *stack);
    if (stack == NULL) return index;
    for (int32_t i = 0; i < depth; i++) stack[i] = i;
    for (int32_t i = 0; i < length; i++) {
        if (code[i].opcode != OP_SWAP) continue;
        int32_t top = stack[0];
        stack[0] = stack[code[i].argument - 1];
        stack[code[i].argument - 1] = top;
    }
    // Each cycle of the permutation is undone through the top, written from the end.
    int32_t current = length - 1;
    for (int32_t i = 0; i < depth; i++) {
        if (stack[i] == VISITED || stack[i] == i) continue;
        for (int32_t j = i;;) {
            if (j != 0) {
                code[current].opcode = OP_SWAP;
                code[current--].argument = j + 1;
            }
            if (stack[j] == VISITED) break;
            int32_t next = stack[j];
            stack[j] = VISITED;
            j = next;
        }
    }
    for (; current >= 0; current--) code[current].opcode = OP_NOP;
    return index + length - 1;
}

static bool is_swappable(int opcode) {
    return opcode == OP_STORE_FAST || opcode == OP_POP_TOP;
}

// The next instruction behind `index` that only pops; with a line, on that line. -1: none.
static int32_t next_swappable(const Block *block, int32_t index, int32_t line) {
    for (index++; index < block->count; index++) {
        const Instruction *instruction = &block->code[index];
        if (line >= 0 && instruction->span.line != line) return -1;
        if (is_swappable(instruction->opcode)) return index;
        if (instruction->opcode != OP_NOP) return -1;
    }
    return -1;
}

// Exchanges instructions that pop in place of the values that they pop.
static void apply_swaps(Block *block, int32_t index) {
    for (; index >= 0; index--) {
        Instruction *swap = &block->code[index];
        if (swap->opcode == OP_NOP || is_swappable(swap->opcode)) continue;
        if (swap->opcode != OP_SWAP) return;
        int32_t first = next_swappable(block, index, -1);
        if (first < 0) return;
        int32_t last = first;
        for (int32_t i = swap->argument - 1; i > 0; i--) {
            last = next_swappable(block, last, block->code[first].span.line);
            if (last < 0) return;
        }
        swap->opcode = OP_NOP;
        Instruction kept = block->code[first];
        block->code[first] = block->code[last];
        block->code[last] = kept;
    }
}

// --- all together ---

// PUSH_NULL before LOAD_GLOBAL is part of it.
static void optimise_push_null(Block *block, int32_t index) {
    Instruction *push = &block->code[index];
    if (index + 1 >= block->count || push[1].opcode != OP_LOAD_GLOBAL) return;
    push->opcode = OP_NOP;
    push[1].argument |= 1;
}

void flow_optimise_block(Compiler *compiler, Block *block, ConstantRow *constants) {
    for (int32_t i = 0; i < block->count && !compiler->failed; i++) {
        Instruction *instruction = &block->code[i];
        switch (instruction->opcode) {
        case OP_LOAD_CONST: optimise_load(compiler, block, i, constants); break;
        case OP_BUILD_TUPLE: optimise_tuple(compiler, block, i, constants); break;
        case OP_PUSH_NULL: optimise_push_null(block, i); break;
        case OP_SWAP:
            if (instruction->argument == 1) {
                instruction->opcode = OP_NOP;
                break;
            }
            i = shorten_swaps(compiler, block, i);
            apply_swaps(block, i);
            break;
        default:
            if (!opcode_jumps(instruction->opcode)) break;
            while (instruction->target->count == 0)
                instruction->target = instruction->target->next;
            if (optimise_jump(instruction, &instruction->target->code[0])) i--;
            break;
        }
    }
}
