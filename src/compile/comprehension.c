// Comprehensions and generator expressions: functions of their outermost iterator.

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/function.h"

// One comprehension: what it collects, and its for clauses.
typedef struct Comprehended {
    ComprehensionKind kind;
    const ComprehensionList *clauses;
    Expr *element;  // the key of a dict's
    Expr *value;    // of a dict's; else NULL
} Comprehended;

static void compile_clauses(Compiler *compiler, const Comprehended *comprehended, int32_t index,
                            int32_t depth);

// What happens for each item of the innermost loop; `depth` loops are around it.
static void compile_element(Compiler *compiler, const Comprehended *comprehended, int32_t depth) {
    expression_compile(compiler, comprehended->element);
    switch (comprehended->kind) {
    case COMPREHENSION_GENERATOR:
        function_emit_yield(compiler);
        emit_op(compiler, OP_POP_TOP);
        break;
    case COMPREHENSION_LIST: emit_arg(compiler, OP_LIST_APPEND, depth + 1); break;
    case COMPREHENSION_SET: emit_arg(compiler, OP_SET_ADD, depth + 1); break;
    case COMPREHENSION_DICT:
        expression_compile(compiler, comprehended->value);
        emit_arg(compiler, OP_MAP_ADD, depth + 1);
        break;
    case COMPREHENSION_NONE: break;
    }
}

static void compile_inside(Compiler *compiler, const Comprehended *comprehended, int32_t index,
                           int32_t depth, Block *next_item) {
    const ExprList *conditions = &comprehended->clauses->items[index]->ifs;
    for (int32_t i = 0; i < conditions->count; i++)
        expression_jump(compiler, conditions->items[i], next_item, JUMP_WHEN_FALSE);
    if (index + 1 < comprehended->clauses->count)
        compile_clauses(compiler, comprehended, index + 1, depth);
    else
        compile_element(compiler, comprehended, depth);
    emit_block(compiler, next_item);
}

// The one value of `for x in [value]`, which needs no loop; else NULL.
static Expr *only_value(const Comprehension *clause) {
    const ExprList *items;
    if (clause->iter->kind == EXPR_List) items = &clause->iter->List.elts;
    else if (clause->iter->kind == EXPR_Tuple) items = &clause->iter->Tuple.elts;
    else return NULL;
    if (items->count != 1 || items->items[0]->kind == EXPR_Starred) return NULL;
    return items->items[0];
}

static void compile_iterator(Compiler *compiler, const Comprehension *clause, int32_t index) {
    if (index == 0) {
        // The outermost iterator comes as the argument.
        if (!compiler->failed) compiler->unit->argument_count = 1;
        emit_arg(compiler, OP_LOAD_FAST, 0);
        return;
    }
    expression_compile(compiler, clause->iter);
    emit_op(compiler, clause->is_async ? OP_GET_AITER : OP_GET_ITER);
}

static void compile_clause(Compiler *compiler, const Comprehended *comprehended, int32_t index,
                           int32_t depth) {
    const Comprehension *clause = comprehended->clauses->items[index];
    Block *start = emit_block_new(compiler);
    Block *next_item = emit_block_new(compiler);
    Block *end = emit_block_new(compiler);
    Expr *value = index == 0 ? NULL : only_value(clause);
    if (value != NULL) {
        expression_compile(compiler, value);
    } else {
        compile_iterator(compiler, clause, index);
        depth++;
        emit_block(compiler, start);
        emit_jump(compiler, OP_FOR_ITER, end);
    }
    expression_compile(compiler, clause->target);
    compile_inside(compiler, comprehended, index, depth, next_item);
    if (value != NULL) return;
    emit_jump(compiler, OP_JUMP, start);
    emit_block(compiler, end);
}

static void compile_async_clause(Compiler *compiler, const Comprehended *comprehended,
                                 int32_t index, int32_t depth) {
    const Comprehension *clause = comprehended->clauses->items[index];
    Block *start = emit_block_new(compiler);
    Block *handler = emit_block_new(compiler);
    Block *next_item = emit_block_new(compiler);
    compile_iterator(compiler, clause, index);
    emit_block(compiler, start);
    if (!unit_push_nest(compiler, (Nest){.kind = NEST_ASYNC_GENERATOR, .block = start})) return;
    emit_jump(compiler, OP_SETUP_FINALLY, handler);
    emit_op(compiler, OP_GET_ANEXT);
    emit_none(compiler);
    emit_await(compiler, 3);
    emit_op(compiler, OP_POP_BLOCK);
    expression_compile(compiler, clause->target);
    compile_inside(compiler, comprehended, index, depth + 1, next_item);
    emit_jump(compiler, OP_JUMP, start);
    unit_pop_nest(compiler, NEST_ASYNC_GENERATOR);
    emit_block(compiler, handler);
    emit_op(compiler, OP_END_ASYNC_FOR);
}

static void compile_clauses(Compiler *compiler, const Comprehended *comprehended, int32_t index,
                            int32_t depth) {
    if (compiler->failed) return;
    if (comprehended->clauses->items[index]->is_async)
        compile_async_clause(compiler, comprehended, index, depth);
    else
        compile_clause(compiler, comprehended, index, depth);
}

static Comprehended comprehended_of(const Expr *expr, const char **name) {
    switch (expr->kind) {
    case EXPR_ListComp:
        *name = "<listcomp>";
        return (Comprehended){COMPREHENSION_LIST, &expr->ListComp.generators, expr->ListComp.elt,
                              NULL};
    case EXPR_SetComp:
        *name = "<setcomp>";
        return (Comprehended){COMPREHENSION_SET, &expr->SetComp.generators, expr->SetComp.elt,
                              NULL};
    case EXPR_DictComp:
        *name = "<dictcomp>";
        return (Comprehended){COMPREHENSION_DICT, &expr->DictComp.generators, expr->DictComp.key,
                              expr->DictComp.value};
    default:
        *name = "<genexpr>";
        return (Comprehended){COMPREHENSION_GENERATOR, &expr->GeneratorExp.generators,
                              expr->GeneratorExp.elt, NULL};
    }
}

// The unit of the comprehension is begun; false: it may not be asynchronous here.
static bool check_asynchronous(Compiler *compiler, const Comprehended *comprehended, Span span) {
    Unit *unit = compiler->unit;
    UnitKind outer = unit->parent->kind;
    if (!unit->scope->is_coroutine || comprehended->kind == COMPREHENSION_GENERATOR) return true;
    if (outer == UNIT_ASYNC_FUNCTION || outer == UNIT_COMPREHENSION) return true;
    if ((compiler->flags & COMPILE_TOP_LEVEL_AWAIT) && unit->parent->scope->kind == SCOPE_MODULE)
        return true;
    compiler_mistake(compiler, span,
                     "asynchronous comprehension outside of an asynchronous function");
    return false;
}

static void compile_unit(Compiler *compiler, const Comprehended *comprehended, Span span) {
    if (!check_asynchronous(compiler, comprehended, span)) return;
    switch (comprehended->kind) {
    case COMPREHENSION_LIST: emit_arg(compiler, OP_BUILD_LIST, 0); break;
    case COMPREHENSION_SET: emit_arg(compiler, OP_BUILD_SET, 0); break;
    case COMPREHENSION_DICT: emit_arg(compiler, OP_BUILD_MAP, 0); break;
    default: break;
    }
    compile_clauses(compiler, comprehended, 0, 0);
    if (comprehended->kind != COMPREHENSION_GENERATOR) emit_op(compiler, OP_RETURN_VALUE);
}

void expression_compile_comprehension(Compiler *compiler, Expr *expr) {
    const char *name;
    Comprehended comprehended = comprehended_of(expr, &name);
    bool is_at_top = function_may_await_at_top(compiler);
    if (!unit_enter(compiler, UNIT_COMPREHENSION, name_of_block(compiler, name), expr,
                    expr->span.line))
        return;
    Unit *unit = compiler->unit;
    unit_set_span(compiler, expr->span);
    compile_unit(compiler, &comprehended, expr->span);
    bool is_async = unit->scope->is_coroutine;
    Code *code = unit_finish(compiler, UNIT_ENDS_WITH_NONE);
    if (code == NULL) return;
    if (is_at_top && is_async) compiler->unit->scope->is_coroutine = true;
    function_emit_closure(compiler, unit, code, 0);
    const Comprehension *outermost = comprehended.clauses->items[0];
    expression_compile(compiler, outermost->iter);
    emit_op(compiler, outermost->is_async ? OP_GET_AITER : OP_GET_ITER);
    emit_call(compiler, 0);
    if (is_async && comprehended.kind != COMPREHENSION_GENERATOR)
        function_emit_await(compiler, AWAIT_EXPRESSION);
}
