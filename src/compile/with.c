// with and async with.

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/function.h"
#include "compile/statement.h"

void statement_emit_exit(Compiler *compiler) {
    emit_none(compiler);
    emit_none(compiler);
    emit_none(compiler);
    emit_call(compiler, 2);
}

// What happens when the body raised: __exit__ may swallow the exception.
static void compile_exceptional_exit(Compiler *compiler, Block *handler, const Stmt *stmt) {
    Block *cleanup = emit_block_new(compiler);
    Block *swallowed = emit_block_new(compiler);
    emit_block(compiler, handler);
    emit_jump(compiler, OP_SETUP_CLEANUP, cleanup);
    emit_op(compiler, OP_PUSH_EXC_INFO);
    emit_op(compiler, OP_WITH_EXCEPT_START);
    if (stmt->kind == STMT_AsyncWith) function_emit_await(compiler, AWAIT_EXIT);
    emit_jump(compiler, OP_POP_JUMP_IF_TRUE, swallowed);
    emit_arg(compiler, OP_RERAISE, 2);
    emit_block(compiler, cleanup);
    unit_set_span(compiler, span_nowhere());
    statement_emit_reraise(compiler);
    emit_block(compiler, swallowed);
    emit_op(compiler, OP_POP_TOP);
    emit_op(compiler, OP_POP_BLOCK);
    emit_op(compiler, OP_POP_EXCEPT);
    emit_op(compiler, OP_POP_TOP);
    emit_op(compiler, OP_POP_TOP);
}

static void compile_item(Compiler *compiler, Stmt *stmt, int32_t index) {
    if (compiler->failed) return;
    bool is_async = stmt->kind == STMT_AsyncWith;
    WithItem *item = stmt->With.items.items[index];
    Block *body = emit_block_new(compiler);
    Block *handler = emit_block_new(compiler);
    Block *end = emit_block_new(compiler);
    expression_compile(compiler, item->context_expr);
    emit_op(compiler, is_async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH);
    if (is_async) function_emit_await(compiler, AWAIT_ENTER);
    emit_jump(compiler, OP_SETUP_WITH, handler);
    emit_block(compiler, body);
    NestKind kind = is_async ? NEST_ASYNC_WITH : NEST_WITH;
    Nest nest = {.kind = kind, .block = body, .exit = handler, .span = stmt->span};
    if (!unit_push_nest(compiler, nest)) return;
    if (item->optional_vars != NULL) expression_compile(compiler, item->optional_vars);
    else emit_op(compiler, OP_POP_TOP);
    if (index + 1 < stmt->With.items.count) compile_item(compiler, stmt, index + 1);
    else statement_compile_list(compiler, &stmt->With.body);
    if (is_async) emit_op(compiler, OP_POP_BLOCK);
    else emit_op_nowhere(compiler, OP_POP_BLOCK);
    unit_pop_nest(compiler, kind);
    unit_set_span(compiler, stmt->span);
    statement_emit_exit(compiler);
    if (is_async) function_emit_await(compiler, AWAIT_EXIT);
    emit_op(compiler, OP_POP_TOP);
    emit_jump(compiler, OP_JUMP, end);
    compile_exceptional_exit(compiler, handler, stmt);
    emit_block(compiler, end);
}

void statement_compile_with(Compiler *compiler, Stmt *stmt) {
    if (stmt->kind == STMT_AsyncWith) {
        if (function_may_await_at_top(compiler)) {
            compiler->unit->scope->is_coroutine = true;
        } else if (compiler->unit->kind != UNIT_ASYNC_FUNCTION) {
            compiler_mistake(compiler, stmt->span, "'async with' outside async function");
            return;
        }
    }
    compile_item(compiler, stmt, 0);
}
