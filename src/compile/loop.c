// Loops, and what break, continue and return must undo on their way out.

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/function.h"
#include "compile/statement.h"

// --- unwinding ---

static void keep_value(Compiler *compiler, UnwindTop top) {
    if (top == UNWIND_KEEPS_VALUE) emit_arg(compiler, OP_SWAP, 2);
}

static void unwind_finally_try(Compiler *compiler, const Nest *nest, UnwindTop top) {
    emit_op(compiler, OP_POP_BLOCK);
    if (top == UNWIND_KEEPS_VALUE &&
        !unit_push_nest(compiler, (Nest){.kind = NEST_POP_VALUE}))
        return;
    statement_compile_list(compiler, nest->finalbody);
    if (top == UNWIND_KEEPS_VALUE) unit_pop_nest(compiler, NEST_POP_VALUE);
    // The finally block seems to run after the statement that leaves.
    unit_set_span(compiler, span_nowhere());
}

static void unwind_with(Compiler *compiler, const Nest *nest, UnwindTop top) {
    unit_set_span(compiler, nest->span);
    emit_op(compiler, OP_POP_BLOCK);
    keep_value(compiler, top);
    statement_emit_exit(compiler);
    if (nest->kind == NEST_ASYNC_WITH) function_emit_await(compiler, AWAIT_EXIT);
    emit_op(compiler, OP_POP_TOP);
    unit_set_span(compiler, span_nowhere());
}

static void unwind_handler(Compiler *compiler, const Nest *nest, UnwindTop top) {
    if (nest->bound != NULL) emit_op(compiler, OP_POP_BLOCK);
    keep_value(compiler, top);
    emit_op(compiler, OP_POP_BLOCK);
    emit_op(compiler, OP_POP_EXCEPT);
    if (nest->bound == NULL) return;
    emit_none(compiler);
    emit_variable(compiler, nest->bound, CONTEXT_Store);
    emit_variable(compiler, nest->bound, CONTEXT_Del);
}

static void unwind_nest(Compiler *compiler, const Nest *nest, UnwindTop top) {
    switch (nest->kind) {
    case NEST_WHILE:
    case NEST_EXCEPTION_HANDLER:
    case NEST_GROUP_HANDLER:
    case NEST_ASYNC_GENERATOR: break;
    case NEST_FOR:
    case NEST_POP_VALUE:
        keep_value(compiler, top);
        emit_op(compiler, OP_POP_TOP);
        break;
    case NEST_TRY_EXCEPT: emit_op(compiler, OP_POP_BLOCK); break;
    case NEST_FINALLY_TRY: unwind_finally_try(compiler, nest, top); break;
    case NEST_FINALLY_END:
        keep_value(compiler, top);
        emit_op(compiler, OP_POP_TOP);
        keep_value(compiler, top);
        emit_op(compiler, OP_POP_BLOCK);
        emit_op(compiler, OP_POP_EXCEPT);
        break;
    case NEST_WITH:
    case NEST_ASYNC_WITH: unwind_with(compiler, nest, top); break;
    case NEST_HANDLER_CLEANUP: unwind_handler(compiler, nest, top); break;
    }
}

void statement_unwind(Compiler *compiler, UnwindTop top, Nest **loop) {
    if (compiler->failed) return;
    Unit *unit = compiler->unit;
    if (loop != NULL) *loop = NULL;
    if (unit->nest_count == 0) return;
    Nest *innermost = &unit->nests[unit->nest_count - 1];
    if (innermost->kind == NEST_GROUP_HANDLER) {
        compiler_mistake(compiler, unit->span, "'break', 'continue' and 'return' cannot appear "
                         "in an except* block");
        return;
    }
    if (loop != NULL && (innermost->kind == NEST_WHILE || innermost->kind == NEST_FOR)) {
        *loop = innermost;
        return;
    }
    // A finally body that is compiled on the way out stands outside of its statement.
    Nest nest = *innermost;
    unit->nest_count--;
    unwind_nest(compiler, &nest, top);
    statement_unwind(compiler, top, loop);
    unit->nests[unit->nest_count++] = nest;
}

void statement_compile_break(Compiler *compiler, Stmt *stmt) {
    Nest *loop;
    emit_op(compiler, OP_NOP);
    statement_unwind(compiler, UNWIND_NOTHING, &loop);
    if (compiler->failed) return;
    if (loop == NULL) {
        compiler_mistake(compiler, stmt->span, "'break' outside loop");
        return;
    }
    unwind_nest(compiler, loop, UNWIND_NOTHING);
    emit_jump(compiler, OP_JUMP, loop->exit);
}

void statement_compile_continue(Compiler *compiler, Stmt *stmt) {
    Nest *loop;
    emit_op(compiler, OP_NOP);
    statement_unwind(compiler, UNWIND_NOTHING, &loop);
    if (compiler->failed) return;
    if (loop == NULL) {
        compiler_mistake(compiler, stmt->span, "'continue' not properly in loop");
        return;
    }
    emit_jump(compiler, OP_JUMP, loop->block);
}

// --- loops ---

void statement_compile_while(Compiler *compiler, Stmt *stmt) {
    Block *loop = emit_block_new(compiler);
    Block *body = emit_block_new(compiler);
    Block *otherwise = emit_block_new(compiler);
    Block *end = emit_block_new(compiler);
    emit_block(compiler, loop);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_WHILE, .block = loop, .exit = end})) return;
    expression_jump(compiler, stmt->While.test, otherwise, JUMP_WHEN_FALSE);
    emit_block(compiler, body);
    statement_compile_list(compiler, &stmt->While.body);
    // The test stands a second time at the end, so that each turn jumps once.
    unit_set_span(compiler, stmt->span);
    expression_jump(compiler, stmt->While.test, body, JUMP_WHEN_TRUE);
    unit_pop_nest(compiler, NEST_WHILE);
    emit_block(compiler, otherwise);
    statement_compile_list(compiler, &stmt->While.orelse);
    emit_block(compiler, end);
}

void statement_compile_for(Compiler *compiler, Stmt *stmt) {
    Block *start = emit_block_new(compiler);
    Block *body = emit_block_new(compiler);
    Block *cleanup = emit_block_new(compiler);
    Block *end = emit_block_new(compiler);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_FOR, .block = start, .exit = end})) return;
    expression_compile(compiler, stmt->For.iter);
    emit_op(compiler, OP_GET_ITER);
    emit_block(compiler, start);
    emit_jump(compiler, OP_FOR_ITER, cleanup);
    emit_block(compiler, body);
    expression_compile(compiler, stmt->For.target);
    statement_compile_list(compiler, &stmt->For.body);
    unit_set_span(compiler, span_nowhere());
    emit_jump(compiler, OP_JUMP, start);
    emit_block(compiler, cleanup);
    unit_pop_nest(compiler, NEST_FOR);
    statement_compile_list(compiler, &stmt->For.orelse);
    emit_block(compiler, end);
}

void statement_compile_async_for(Compiler *compiler, Stmt *stmt) {
    if (function_may_await_at_top(compiler)) {
        compiler->unit->scope->is_coroutine = true;
    } else if (compiler->unit->kind != UNIT_ASYNC_FUNCTION) {
        compiler_mistake(compiler, stmt->span, "'async for' outside async function");
        return;
    }
    Block *start = emit_block_new(compiler);
    Block *handler = emit_block_new(compiler);
    Block *end = emit_block_new(compiler);
    expression_compile(compiler, stmt->AsyncFor.iter);
    emit_op(compiler, OP_GET_AITER);
    emit_block(compiler, start);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_FOR, .block = start, .exit = end})) return;
    emit_jump(compiler, OP_SETUP_FINALLY, handler);
    emit_op(compiler, OP_GET_ANEXT);
    emit_none(compiler);
    emit_await(compiler, 3);
    emit_op(compiler, OP_POP_BLOCK);
    expression_compile(compiler, stmt->AsyncFor.target);
    statement_compile_list(compiler, &stmt->AsyncFor.body);
    unit_set_span(compiler, span_nowhere());
    emit_jump(compiler, OP_JUMP, start);
    unit_pop_nest(compiler, NEST_FOR);
    emit_block(compiler, handler);
    unit_set_span(compiler, stmt->AsyncFor.iter->span);
    emit_op(compiler, OP_END_ASYNC_FOR);
    statement_compile_list(compiler, &stmt->AsyncFor.orelse);
    emit_block(compiler, end);
}
