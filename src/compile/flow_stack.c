// Depths of the stack, and which handler catches what.

#include "compile/emit.h"
#include "compile/flow.h"

// The handlers around a place, innermost first. Never changed once made, so that
// places share their outer part.
typedef struct HandlerStack {
    Block *handler;
    struct HandlerStack *outer;
} HandlerStack;

// Blocks still to be looked at.
typedef struct Work {
    Block **blocks;
    int32_t count;
} Work;

static bool work_start(Compiler *compiler, Work *work, Block *entry) {
    int32_t count = 1;
    for (Block *block = entry; block != NULL; block = block->next) {
        block->is_visited = false;
        block->depth = -1;
        block->handlers = NULL;
        count++;
    }
    work->count = 0;
    work->blocks = compiler_allocate(compiler, (size_t)count * sizeof *work->blocks);
    return work->blocks != NULL;
}

static void push_with_depth(Work *work, Block *block, int32_t depth) {
    if (block->depth >= 0) return;
    block->depth = depth;
    work->blocks[work->count++] = block;
}

int32_t flow_measure_stack(Compiler *compiler, Block *entry, int32_t depth) {
    Work work;
    int32_t most = 0;
    if (!work_start(compiler, &work, entry)) return 0;
    push_with_depth(&work, entry, depth);
    while (work.count > 0) {
        Block *block = work.blocks[--work.count];
        depth = block->depth;
        for (int32_t i = 0; i < block->count; i++) {
            const Instruction *instruction = &block->code[i];
            int32_t after = depth + opcode_effect(instruction->opcode, instruction->argument);
            if (after > most) most = after;
            if (opcode_jumps(instruction->opcode) || opcode_guards(instruction->opcode)) {
                int32_t jumped = depth + opcode_effect_jumping(instruction->opcode,
                                                               instruction->argument);
                if (jumped > most) most = jumped;
                push_with_depth(&work, instruction->target, jumped);
            }
            depth = after;
        }
        if (block->falls_through && block->next != NULL)
            push_with_depth(&work, block->next, depth);
    }
    return most;
}

// --- handlers ---

static void push_with_handlers(Work *work, Block *block, HandlerStack *handlers) {
    if (block->is_visited) return;
    block->is_visited = true;
    block->handlers = handlers;
    work->blocks[work->count++] = block;
}

static HandlerStack *handlers_new(Compiler *compiler, const Instruction *setup,
                                  HandlerStack *outer) {
    HandlerStack *handlers = compiler_allocate(compiler, sizeof *handlers);
    if (handlers == NULL) return outer;
    *handlers = (HandlerStack){setup->target, outer};
    if (setup->opcode != OP_SETUP_FINALLY) setup->target->saves_place = true;
    return handlers;
}

static void set_handlers_of(Compiler *compiler, Work *work, Block *block) {
    HandlerStack *handlers = block->handlers;
    for (int32_t i = 0; i < block->count; i++) {
        Instruction *instruction = &block->code[i];
        if (opcode_guards(instruction->opcode)) {
            push_with_handlers(work, instruction->target, handlers);
            handlers = handlers_new(compiler, instruction, handlers);
        } else if (instruction->opcode == OP_POP_BLOCK) {
            CHECK(handlers != NULL);
            handlers = handlers->outer;
        } else {
            instruction->handler = handlers == NULL ? NULL : handlers->handler;
            if (opcode_jumps(instruction->opcode))
                push_with_handlers(work, instruction->target, handlers);
        }
    }
    if (block->falls_through && block->next != NULL)
        push_with_handlers(work, block->next, handlers);
}

void flow_set_handlers(Compiler *compiler, Block *entry) {
    Work work = {NULL, 0};
    int32_t count = 1;
    for (Block *block = entry; block != NULL; block = block->next) {
        block->is_visited = false;
        count++;
    }
    work.blocks = compiler_allocate(compiler, (size_t)count * sizeof *work.blocks);
    if (work.blocks == NULL) return;
    push_with_handlers(&work, entry, NULL);
    while (work.count > 0) set_handlers_of(compiler, &work, work.blocks[--work.count]);
    for (Block *block = entry; block != NULL; block = block->next)
        for (int32_t i = 0; i < block->count; i++) {
            int opcode = block->code[i].opcode;
            if (opcode_guards(opcode) || opcode == OP_POP_BLOCK) block->code[i].opcode = OP_NOP;
        }
    flow_clean(entry);
}
