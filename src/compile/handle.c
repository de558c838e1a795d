// try with except, except*, else and finally.

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/statement.h"

void statement_emit_reraise(Compiler *compiler) {
    emit_arg(compiler, OP_COPY, 3);
    emit_op(compiler, OP_POP_EXCEPT);
    emit_arg(compiler, OP_RERAISE, 1);
}

static void set_nowhere(Compiler *compiler) {
    unit_set_span(compiler, span_nowhere());
}

// --- finally ---

static void compile_finally(Compiler *compiler, Stmt *stmt,
                            void (*compile_guarded)(Compiler *compiler, Stmt *stmt)) {
    const StmtList *finalbody = &stmt->Try.finalbody;
    Block *body = emit_block_new(compiler);
    Block *handler = emit_block_new(compiler);
    Block *exit = emit_block_new(compiler);
    Block *cleanup = emit_block_new(compiler);
    emit_jump(compiler, OP_SETUP_FINALLY, handler);
    emit_block(compiler, body);
    Nest nest = {.kind = NEST_FINALLY_TRY, .block = body, .exit = handler,
                 .finalbody = finalbody};
    if (!unit_push_nest(compiler, nest)) return;
    if (stmt->Try.handlers.count > 0) compile_guarded(compiler, stmt);
    else statement_compile_list(compiler, &stmt->Try.body);
    emit_op_nowhere(compiler, OP_POP_BLOCK);
    unit_pop_nest(compiler, NEST_FINALLY_TRY);
    statement_compile_list(compiler, finalbody);
    emit_jump_nowhere(compiler, OP_JUMP, exit);
    emit_block(compiler, handler);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_FINALLY_END, .block = handler})) return;
    set_nowhere(compiler);
    emit_jump(compiler, OP_SETUP_CLEANUP, cleanup);
    emit_op(compiler, OP_PUSH_EXC_INFO);
    statement_compile_list(compiler, finalbody);
    emit_arg(compiler, OP_RERAISE, 0);
    unit_pop_nest(compiler, NEST_FINALLY_END);
    emit_block(compiler, cleanup);
    statement_emit_reraise(compiler);
    emit_block(compiler, exit);
}

// --- except ---

static void forget_name(Compiler *compiler, Name *name) {
    emit_none(compiler);
    emit_variable(compiler, name, CONTEXT_Store);
    emit_variable(compiler, name, CONTEXT_Del);
}

// The body of `except … as name`: name is unbound however the body is left.
static void compile_named_handler(Compiler *compiler, ExceptHandler *handler, Block *end) {
    Block *cleanup = emit_block_new(compiler);
    Block *body = emit_block_new(compiler);
    Name *name = name_of(compiler, handler->name);
    emit_variable(compiler, name, CONTEXT_Store);
    emit_jump(compiler, OP_SETUP_CLEANUP, cleanup);
    emit_block(compiler, body);
    Nest nest = {.kind = NEST_HANDLER_CLEANUP, .block = body, .bound = name};
    if (!unit_push_nest(compiler, nest)) return;
    statement_compile_list(compiler, &handler->body);
    unit_pop_nest(compiler, NEST_HANDLER_CLEANUP);
    set_nowhere(compiler);
    emit_op(compiler, OP_POP_BLOCK);
    emit_op(compiler, OP_POP_BLOCK);
    emit_op(compiler, OP_POP_EXCEPT);
    forget_name(compiler, name);
    emit_jump(compiler, OP_JUMP, end);
    emit_block(compiler, cleanup);
    set_nowhere(compiler);
    forget_name(compiler, name);
    emit_arg(compiler, OP_RERAISE, 1);
}

static void compile_plain_handler(Compiler *compiler, ExceptHandler *handler, Block *end) {
    Block *body = emit_block_new(compiler);
    emit_op(compiler, OP_POP_TOP);
    emit_block(compiler, body);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_HANDLER_CLEANUP, .block = body})) return;
    statement_compile_list(compiler, &handler->body);
    unit_pop_nest(compiler, NEST_HANDLER_CLEANUP);
    set_nowhere(compiler);
    emit_op(compiler, OP_POP_BLOCK);
    emit_op(compiler, OP_POP_EXCEPT);
    emit_jump(compiler, OP_JUMP, end);
}

static void compile_handlers(Compiler *compiler, Stmt *stmt, Block *end) {
    const ExceptHandlerList *handlers = &stmt->Try.handlers;
    for (int32_t i = 0; i < handlers->count && !compiler->failed; i++) {
        ExceptHandler *handler = handlers->items[i];
        unit_set_span(compiler, handler->span);
        if (handler->type == NULL && i < handlers->count - 1) {
            compiler_mistake(compiler, handler->span, "default 'except:' must be last");
            return;
        }
        Block *next = emit_block_new(compiler);
        if (handler->type != NULL) {
            expression_compile(compiler, handler->type);
            emit_op(compiler, OP_CHECK_EXC_MATCH);
            emit_jump(compiler, OP_POP_JUMP_IF_FALSE, next);
        }
        if (handler->name != NULL) compile_named_handler(compiler, handler, end);
        else compile_plain_handler(compiler, handler, end);
        emit_block(compiler, next);
    }
}

static void compile_try_except(Compiler *compiler, Stmt *stmt) {
    Block *body = emit_block_new(compiler);
    Block *except = emit_block_new(compiler);
    Block *end = emit_block_new(compiler);
    Block *cleanup = emit_block_new(compiler);
    emit_jump(compiler, OP_SETUP_FINALLY, except);
    emit_block(compiler, body);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_TRY_EXCEPT, .block = body})) return;
    statement_compile_list(compiler, &stmt->Try.body);
    unit_pop_nest(compiler, NEST_TRY_EXCEPT);
    emit_op_nowhere(compiler, OP_POP_BLOCK);
    statement_compile_list(compiler, &stmt->Try.orelse);
    emit_jump_nowhere(compiler, OP_JUMP, end);
    emit_block(compiler, except);
    set_nowhere(compiler);
    emit_jump(compiler, OP_SETUP_CLEANUP, cleanup);
    emit_op(compiler, OP_PUSH_EXC_INFO);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_EXCEPTION_HANDLER})) return;
    compile_handlers(compiler, stmt, end);
    set_nowhere(compiler);
    unit_pop_nest(compiler, NEST_EXCEPTION_HANDLER);
    emit_arg(compiler, OP_RERAISE, 0);
    emit_block(compiler, cleanup);
    statement_emit_reraise(compiler);
    emit_block(compiler, end);
}

// --- except* ---

// One except* clause. On the stack: the original group, the list of what is raised,
// the rest that no clause took so far.
static void compile_star_handler(Compiler *compiler, ExceptHandler *handler) {
    Block *match = emit_block_new(compiler);
    Block *next = emit_block_new(compiler);
    Block *cleanup = emit_block_new(compiler);
    Block *body = emit_block_new(compiler);
    Name *name = handler->name == NULL ? NULL : name_of(compiler, handler->name);
    expression_compile(compiler, handler->type);
    emit_op(compiler, OP_CHECK_EG_MATCH);
    emit_arg(compiler, OP_COPY, 1);
    emit_jump(compiler, OP_POP_JUMP_IF_NOT_NONE, match);
    emit_op(compiler, OP_POP_TOP);
    emit_jump(compiler, OP_JUMP, next);
    emit_block(compiler, match);
    if (name != NULL) emit_variable(compiler, name, CONTEXT_Store);
    else emit_op(compiler, OP_POP_TOP);
    emit_jump(compiler, OP_SETUP_CLEANUP, cleanup);
    emit_block(compiler, body);
    Nest nest = {.kind = NEST_HANDLER_CLEANUP, .block = body, .bound = name};
    if (!unit_push_nest(compiler, nest)) return;
    statement_compile_list(compiler, &handler->body);
    unit_pop_nest(compiler, NEST_HANDLER_CLEANUP);
    set_nowhere(compiler);
    emit_op(compiler, OP_POP_BLOCK);
    if (name != NULL) forget_name(compiler, name);
    emit_jump(compiler, OP_JUMP, next);
    emit_block(compiler, cleanup);
    set_nowhere(compiler);
    if (name != NULL) forget_name(compiler, name);
    // What the body raised joins the list.
    emit_arg(compiler, OP_LIST_APPEND, 3);
    emit_op(compiler, OP_POP_TOP);
    emit_jump(compiler, OP_JUMP, next);
    emit_block(compiler, next);
}

static void compile_star_handlers(Compiler *compiler, Stmt *stmt, Block *rejoin) {
    const ExceptHandlerList *handlers = &stmt->TryStar.handlers;
    for (int32_t i = 0; i < handlers->count && !compiler->failed; i++) {
        unit_set_span(compiler, handlers->items[i]->span);
        if (i == 0) {
            emit_arg(compiler, OP_COPY, 1);
            emit_arg(compiler, OP_BUILD_LIST, 0);
            emit_arg(compiler, OP_SWAP, 2);
        }
        compile_star_handler(compiler, handlers->items[i]);
    }
    emit_arg(compiler, OP_LIST_APPEND, 1);
    emit_jump(compiler, OP_JUMP, rejoin);
}

// Raises what is left of the group, if anything is.
static void compile_star_end(Compiler *compiler, Block *rejoin, Block *end) {
    Block *reraise = emit_block_new(compiler);
    emit_block(compiler, rejoin);
    emit_op(compiler, OP_PREP_RERAISE_STAR);
    emit_arg(compiler, OP_COPY, 1);
    emit_jump(compiler, OP_POP_JUMP_IF_NOT_NONE, reraise);
    emit_op(compiler, OP_POP_TOP);
    emit_op(compiler, OP_POP_BLOCK);
    emit_op(compiler, OP_POP_EXCEPT);
    emit_jump(compiler, OP_JUMP, end);
    emit_block(compiler, reraise);
    emit_op(compiler, OP_POP_BLOCK);
    emit_arg(compiler, OP_SWAP, 2);
    emit_op(compiler, OP_POP_EXCEPT);
    emit_arg(compiler, OP_RERAISE, 0);
}

static void compile_try_star(Compiler *compiler, Stmt *stmt) {
    Block *body = emit_block_new(compiler);
    Block *except = emit_block_new(compiler);
    Block *orelse = emit_block_new(compiler);
    Block *end = emit_block_new(compiler);
    Block *cleanup = emit_block_new(compiler);
    Block *rejoin = emit_block_new(compiler);
    emit_jump(compiler, OP_SETUP_FINALLY, except);
    emit_block(compiler, body);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_TRY_EXCEPT, .block = body})) return;
    statement_compile_list(compiler, &stmt->TryStar.body);
    unit_pop_nest(compiler, NEST_TRY_EXCEPT);
    emit_op_nowhere(compiler, OP_POP_BLOCK);
    emit_jump_nowhere(compiler, OP_JUMP, orelse);
    emit_block(compiler, except);
    set_nowhere(compiler);
    emit_jump(compiler, OP_SETUP_CLEANUP, cleanup);
    emit_op(compiler, OP_PUSH_EXC_INFO);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_GROUP_HANDLER})) return;
    compile_star_handlers(compiler, stmt, rejoin);
    set_nowhere(compiler);
    unit_pop_nest(compiler, NEST_GROUP_HANDLER);
    compile_star_end(compiler, rejoin, end);
    emit_block(compiler, cleanup);
    statement_emit_reraise(compiler);
    emit_block(compiler, orelse);
    statement_compile_list(compiler, &stmt->TryStar.orelse);
    emit_block(compiler, end);
}

void statement_compile_try(Compiler *compiler, Stmt *stmt) {
    if (stmt->Try.finalbody.count > 0) compile_finally(compiler, stmt, compile_try_except);
    else compile_try_except(compiler, stmt);
}

void statement_compile_try_star(Compiler *compiler, Stmt *stmt) {
    // Try and TryStar have the same fields in the same order.
    if (stmt->TryStar.finalbody.count > 0) compile_finally(compiler, stmt, compile_try_star);
    else compile_try_star(compiler, stmt);
}
