// Lines for what has none, above all for every instruction that leaves the frame.
//
// An exit that several jumps share, none of whose instructions has a line, is copied
// for each, so that each copy can take the line it is reached from.

#include "compile/emit.h"
#include "compile/flow.h"

// A copy of the block, in the unit's list.
static Block *copy_block(Compiler *compiler, const Block *block) {
    Block *copy = emit_block_new(compiler);
    for (int32_t i = 0; copy != NULL && i < block->count; i++) {
        Instruction *instruction = block_add(compiler, copy);
        if (instruction == NULL) return NULL;
        *instruction = block->code[i];
    }
    return copy;
}

static void copy_exit_for(Compiler *compiler, Block *block) {
    Instruction *jump = block_last(block);
    if (jump == NULL || !opcode_jumps(jump->opcode)) return;
    Block *target = jump->target;
    if (!flow_is_exit_without_line(target) || target->predecessors <= 1) return;
    Block *copy = copy_block(compiler, target);
    if (copy == NULL) return;
    copy->code[0].span = jump->span;
    copy->exits = true;
    copy->falls_through = target->falls_through;
    copy->predecessors = 1;
    copy->next = target->next;
    target->next = copy;
    target->predecessors--;
    jump->target = copy;
}

static void copy_exits(Compiler *compiler, Unit *unit) {
    Block *newest = unit->newest;
    for (Block *block = newest; block != NULL; block = block->made_before)
        copy_exit_for(compiler, block);
    if (compiler->failed) return;
    for (Block *block = unit->newest; block != NULL; block = block->made_before) {
        while (block->next != NULL && block->next->count == 0) block->next = block->next->next;
    }
    // What is left can only be reached from the block before it.
    for (Block *block = unit->newest; block != NULL; block = block->made_before)
        if (block->falls_through && block->next != NULL && block->count > 0 &&
            flow_is_exit_without_line(block->next))
            block->next->code[0].span = block_last(block)->span;
}

static void give_first_line(Block *block, Span span) {
    if (block->predecessors == 1 && block->code[0].span.line < 0) block->code[0].span = span;
}

static void propagate_lines(Block *entry) {
    for (Block *block = entry; block != NULL; block = block->next) {
        if (block->count == 0) continue;
        Span before = span_nowhere();
        for (int32_t i = 0; i < block->count; i++) {
            if (block->code[i].span.line < 0) block->code[i].span = before;
            else before = block->code[i].span;
        }
        if (block->falls_through && block->next != NULL && block->next->count > 0)
            give_first_line(block->next, before);
        const Instruction *last = block_last(block);
        if (opcode_jumps(last->opcode)) give_first_line(last->target, before);
    }
}

static void guarantee_lines(Block *entry, int32_t line) {
    for (Block *block = entry; block != NULL; block = block->next) {
        const Instruction *last = block_last(block);
        if (last == NULL) continue;
        if (last->span.line >= 0) {
            line = last->span.line;
        } else if (last->opcode == OP_RETURN_VALUE) {
            for (int32_t i = 0; i < block->count; i++) block->code[i].span.line = line;
        }
    }
}

void flow_give_lines(Compiler *compiler, Unit *unit, Block *entry) {
    copy_exits(compiler, unit);
    if (compiler->failed) return;
    propagate_lines(entry);
    guarantee_lines(entry, unit->first_line);
}
