// The passes over the graph of blocks: dead code, empty blocks, jumps to what follows.

#include "compile/flow.h"

#include "compile/emit.h"

enum { COPIED_EXIT_MAX = 4 };  // instructions of an exit that a jump may be replaced by

static bool has_target(const Instruction *instruction) {
    return opcode_jumps(instruction->opcode) || opcode_guards(instruction->opcode);
}

static Block *first_filled(Block *block) {
    while (block->count == 0) block = block->next;
    return block;
}

static void copy_exits(Compiler *compiler, Unit *unit);

void flow_prepare(Compiler *compiler, Unit *unit) {
    for (Block *block = unit->newest; block != NULL; block = block->made_before) {
        block->exits = false;
        block->falls_through = true;
        for (int32_t i = 0; i < block->count; i++) {
            Instruction *instruction = &block->code[i];
            if (opcode_exits(instruction->opcode)) block->exits = true;
            if (opcode_exits(instruction->opcode) || opcode_jumps_always(instruction->opcode))
                block->falls_through = false;
            if (has_target(instruction)) instruction->target = first_filled(instruction->target);
        }
    }
    copy_exits(compiler, unit);
}

// --- NOPs ---

// Whether a NOP is the only trace of its line. A next instruction without line takes it.
static bool needs_nop(Block *block, int32_t index, int32_t line_before) {
    Span span = block->code[index].span;
    if (span.line < 0 || span.line == line_before) return false;
    if (index < block->count - 1) {
        Instruction *next = &block->code[index + 1];
        if (next->span.line == span.line) return false;
        if (next->span.line >= 0) return true;
        next->span = span;
        return false;
    }
    const Block *next = block->next;
    while (next != NULL && next->count == 0) next = next->next;
    return next == NULL || next->code[0].span.line != span.line;
}

static void clean_block(Block *block) {
    int32_t kept = 0, line_before = -1;
    for (int32_t i = 0; i < block->count; i++) {
        int32_t line = block->code[i].span.line;
        if (block->code[i].opcode == OP_NOP && !needs_nop(block, i, line_before)) continue;
        if (kept != i) block->code[kept] = block->code[i];
        kept++;
        line_before = line;
    }
    block->count = kept;
}

void flow_clean(Block *entry) {
    for (Block *block = entry; block != NULL; block = block->next) clean_block(block);
}

// --- dead code ---

static void reach(Block *block, Block **stack, int32_t *height) {
    if (block->predecessors++ == 0) stack[(*height)++] = block;
}

static void mark_reachable(Compiler *compiler, Block *entry) {
    int32_t count = 0, height = 0;
    for (Block *block = entry; block != NULL; block = block->next) count++;
    Block **stack = compiler_allocate(compiler, (size_t)(count + 1) * sizeof *stack);
    if (stack == NULL) return;
    reach(entry, stack, &height);
    while (height > 0) {
        Block *block = stack[--height];
        if (block->next != NULL && block->falls_through) reach(block->next, stack, &height);
        for (int32_t i = 0; i < block->count; i++)
            if (has_target(&block->code[i])) reach(block->code[i].target, stack, &height);
    }
    for (Block *block = entry; block != NULL; block = block->next) {
        if (block->predecessors > 0) continue;
        block->count = 0;
        block->falls_through = true;
        block->exits = false;
    }
}

static void drop_empty_blocks(Block *entry) {
    for (Block *block = entry; block != NULL; block = block->next)
        while (block->next != NULL && block->next->count == 0 && block->next->next != NULL)
            block->next = block->next->next;
    for (Block *block = entry; block != NULL; block = block->next)
        for (int32_t i = 0; i < block->count; i++)
            if (has_target(&block->code[i]))
                block->code[i].target = first_filled(block->code[i].target);
}

// --- jumps ---

// Whether the block leaves the frame and none of its instructions has a line.
bool flow_is_exit_without_line(const Block *block) {
    if (!block->exits) return false;
    for (int32_t i = 0; i < block->count; i++)
        if (block->code[i].span.line >= 0) return false;
    return true;
}

// A jump to a short exit is replaced by a copy of it, which takes the jump's line.
static void copy_exit(Compiler *compiler, Block *block) {
    Instruction *last = block_last(block);
    if (last == NULL || last->opcode != OP_JUMP) return;
    Block *exit = last->target;
    if (!flow_is_exit_without_line(exit) || exit->count > COPIED_EXIT_MAX) return;
    last->opcode = OP_NOP;
    for (int32_t i = 0; i < exit->count; i++) {
        Instruction *copy = block_add(compiler, block);
        if (copy == NULL) return;
        *copy = exit->code[i];
    }
    block->exits = true;
}

// Once over the blocks, in this order; what took a copy and is a short exit itself is
// copied by the next pass, as far as there is one.
static void copy_exits(Compiler *compiler, Unit *unit) {
    for (Block *block = unit->newest; block != NULL; block = block->made_before)
        copy_exit(compiler, block);
}

// A jump to what follows becomes a NOP, which may yet carry a line.
static void drop_jumps_to_next(Block *entry) {
    for (Block *block = entry; block != NULL; block = block->next) {
        Instruction *last = block_last(block);
        if (last == NULL || last->target != block->next) continue;
        if (last->opcode != OP_JUMP && last->opcode != OP_JUMP_NO_INTERRUPT) continue;
        last->opcode = OP_NOP;
        block->falls_through = true;
    }
}

void flow_optimise(Compiler *compiler, Unit *unit, Block *entry) {
    for (Block *block = entry; block != NULL; block = block->next) {
        flow_optimise_block(compiler, block, &unit->constants);
        clean_block(block);
    }
    copy_exits(compiler, unit);
    if (compiler->failed) return;
    mark_reachable(compiler, entry);
    if (compiler->failed) return;
    flow_clean(entry);
    drop_empty_blocks(entry);
    drop_jumps_to_next(entry);
}
