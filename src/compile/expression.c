// Expressions to instructions.

#include "compile/expression.h"

#include "compile/emit.h"
#include "compile/function.h"

void expression_compile_list(Compiler *compiler, const ExprList *list) {
    for (int32_t i = 0; i < list->count; i++) expression_compile(compiler, list->items[i]);
}

// The length of a name in characters, for its column.
static int32_t identifier_chars(const Identifier *identifier) {
    int32_t count = 0;
    for (uint32_t i = 0; i < identifier->length; i++)
        count += ((unsigned char)identifier->bytes[i] & 0xc0) != 0x80;
    return count;
}

void expression_set_span_of_attribute(Compiler *compiler, const Expr *attribute) {
    if (compiler->failed) return;
    Span *span = &compiler->unit->span;
    Span whole = attribute->span;
    if (span->line == whole.end_line) return;
    span->line = whole.end_line;
    int32_t length = identifier_chars(attribute->Attribute.attr);
    if (length <= whole.end_column) {
        span->column = whole.end_column - length;
    } else {
        // A tree made by hand may have any columns.
        span->column = span->end_column = -1;
    }
    if (span->end_line < span->line) span->end_line = span->line;
}

// --- truth ---

static Opcode jump_opcode(JumpWhen when) {
    return when == JUMP_WHEN_TRUE ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE;
}

static JumpWhen opposite(JumpWhen when) {
    return when == JUMP_WHEN_TRUE ? JUMP_WHEN_FALSE : JUMP_WHEN_TRUE;
}

static void jump_bool_op(Compiler *compiler, Expr *expr, Block *target, JumpWhen when) {
    const ExprList *values = &expr->BoolOp.values;
    JumpWhen early = expr->BoolOp.op == BOOL_Or ? JUMP_WHEN_TRUE : JUMP_WHEN_FALSE;
    // A value that decides early goes to the target, or behind the whole.
    Block *decided = early == when ? target : emit_block_new(compiler);
    for (int32_t i = 0; i < values->count - 1; i++)
        expression_jump(compiler, values->items[i], decided, early);
    expression_jump(compiler, values->items[values->count - 1], target, when);
    if (decided != target) emit_block(compiler, decided);
}

static void jump_if_exp(Compiler *compiler, Expr *expr, Block *target, JumpWhen when) {
    Block *end = emit_block_new(compiler);
    Block *otherwise = emit_block_new(compiler);
    expression_jump(compiler, expr->IfExp.test, otherwise, JUMP_WHEN_FALSE);
    expression_jump(compiler, expr->IfExp.body, target, when);
    emit_jump_nowhere(compiler, OP_JUMP, end);
    emit_block(compiler, otherwise);
    expression_jump(compiler, expr->IfExp.orelse, target, when);
    emit_block(compiler, end);
}

// The first comparisons of a chain: each keeps its right side for the next.
static void compare_chain(Compiler *compiler, Expr *expr, Opcode jump, Block *cleanup) {
    int32_t last = expr->Compare.ops.count - 1;
    expression_compile(compiler, expr->Compare.left);
    for (int32_t i = 0; i < last; i++) {
        expression_compile(compiler, expr->Compare.comparators.items[i]);
        emit_arg(compiler, OP_SWAP, 2);
        emit_arg(compiler, OP_COPY, 2);
        emit_compare(compiler, expr->Compare.ops.items[i]);
        emit_jump(compiler, jump, cleanup);
    }
    expression_compile(compiler, expr->Compare.comparators.items[last]);
    emit_compare(compiler, expr->Compare.ops.items[last]);
}

static void jump_compare(Compiler *compiler, Expr *expr, Block *target, JumpWhen when) {
    unit_set_span(compiler, expr->span);
    expression_doubt_compare(compiler, expr);
    Block *cleanup = emit_block_new(compiler);
    compare_chain(compiler, expr, OP_POP_JUMP_IF_FALSE, cleanup);
    emit_jump(compiler, jump_opcode(when), target);
    Block *end = emit_block_new(compiler);
    emit_jump_nowhere(compiler, OP_JUMP, end);
    emit_block(compiler, cleanup);
    emit_op(compiler, OP_POP_TOP);
    if (when == JUMP_WHEN_FALSE) emit_jump_nowhere(compiler, OP_JUMP, target);
    emit_block(compiler, end);
}

void expression_jump(Compiler *compiler, Expr *expr, Block *target, JumpWhen when) {
    if (compiler->failed) return;
    switch (expr->kind) {
    case EXPR_UnaryOp:
        if (expr->UnaryOp.op != UNARY_Not) break;
        expression_jump(compiler, expr->UnaryOp.operand, target, opposite(when));
        return;
    case EXPR_BoolOp: jump_bool_op(compiler, expr, target, when); return;
    case EXPR_IfExp: jump_if_exp(compiler, expr, target, when); return;
    case EXPR_Compare:
        unit_set_span(compiler, expr->span);
        if (expr->Compare.ops.count < 2) break;
        jump_compare(compiler, expr, target, when);
        return;
    default: break;
    }
    expression_compile(compiler, expr);
    emit_jump(compiler, jump_opcode(when), target);
}

// --- operators ---

static void compile_bool_op(Compiler *compiler, Expr *expr) {
    const ExprList *values = &expr->BoolOp.values;
    Opcode jump = expr->BoolOp.op == BOOL_And ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    Block *end = emit_block_new(compiler);
    for (int32_t i = 0; i < values->count - 1; i++) {
        expression_compile(compiler, values->items[i]);
        emit_jump(compiler, jump, end);
        emit_block(compiler, emit_block_new(compiler));
    }
    expression_compile(compiler, values->items[values->count - 1]);
    emit_block(compiler, end);
}

static void compile_compare(Compiler *compiler, Expr *expr) {
    expression_doubt_compare(compiler, expr);
    if (expr->Compare.ops.count == 1) {
        compare_chain(compiler, expr, OP_JUMP_IF_FALSE_OR_POP, NULL);
        return;
    }
    Block *cleanup = emit_block_new(compiler);
    compare_chain(compiler, expr, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    Block *end = emit_block_new(compiler);
    emit_jump_nowhere(compiler, OP_JUMP, end);
    emit_block(compiler, cleanup);
    emit_arg(compiler, OP_SWAP, 2);
    emit_op(compiler, OP_POP_TOP);
    emit_block(compiler, end);
}

static void compile_unary(Compiler *compiler, Expr *expr) {
    expression_compile(compiler, expr->UnaryOp.operand);
    switch (expr->UnaryOp.op) {
    case UNARY_Invert: emit_op(compiler, OP_UNARY_INVERT); break;
    case UNARY_Not: emit_op(compiler, OP_UNARY_NOT); break;
    case UNARY_UAdd: emit_op(compiler, OP_UNARY_POSITIVE); break;
    case UNARY_USub: emit_op(compiler, OP_UNARY_NEGATIVE); break;
    }
}

static void compile_if_exp(Compiler *compiler, Expr *expr) {
    Block *end = emit_block_new(compiler);
    Block *otherwise = emit_block_new(compiler);
    expression_jump(compiler, expr->IfExp.test, otherwise, JUMP_WHEN_FALSE);
    expression_compile(compiler, expr->IfExp.body);
    emit_jump_nowhere(compiler, OP_JUMP, end);
    emit_block(compiler, otherwise);
    expression_compile(compiler, expr->IfExp.orelse);
    emit_block(compiler, end);
}

// --- strings ---

static void compile_joined(Compiler *compiler, Expr *expr) {
    const ExprList *values = &expr->JoinedStr.values;
    if (values->count <= STACK_USE_MAX) {
        expression_compile_list(compiler, values);
        if (values->count != 1) emit_arg(compiler, OP_BUILD_STRING, values->count);
        return;
    }
    emit_constant(compiler, constant_of_text(compiler, "", 0));
    emit_with_name(compiler, OP_LOAD_METHOD, name_of_c(compiler, "join"));
    emit_arg(compiler, OP_BUILD_LIST, 0);
    for (int32_t i = 0; i < values->count; i++) {
        expression_compile(compiler, values->items[i]);
        emit_arg(compiler, OP_LIST_APPEND, 1);
    }
    emit_call(compiler, 1);
}

static void compile_formatted(Compiler *compiler, Expr *expr) {
    enum { HAS_SPECIFICATION = 4 };
    int32_t argument = 0;
    expression_compile(compiler, expr->FormattedValue.value);
    switch (expr->FormattedValue.conversion) {
    case 's': argument = 1; break;
    case 'r': argument = 2; break;
    case 'a': argument = 3; break;
    case -1: break;
    default:
        compiler_refuse(compiler, "Unrecognized conversion character %d",
                        expr->FormattedValue.conversion);
        return;
    }
    if (expr->FormattedValue.format_spec != NULL) {
        expression_compile(compiler, expr->FormattedValue.format_spec);
        argument |= HAS_SPECIFICATION;
    }
    emit_arg(compiler, OP_FORMAT_VALUE, argument);
}

// --- places ---

static void compile_attribute(Compiler *compiler, Expr *expr) {
    expression_compile(compiler, expr->Attribute.value);
    expression_set_span_of_attribute(compiler, expr);
    if (compiler->failed) return;
    Opcode opcode = OP_LOAD_ATTR;
    if (expr->Attribute.ctx == CONTEXT_Store) {
        if (tree_name_is(expr->Attribute.attr, "__debug__")) {
            compiler_mistake(compiler, compiler->unit->span, "cannot assign to __debug__");
            return;
        }
        opcode = OP_STORE_ATTR;
    } else if (expr->Attribute.ctx == CONTEXT_Del) {
        opcode = OP_DELETE_ATTR;
    }
    emit_with_identifier(compiler, opcode, expr->Attribute.attr);
}

static void compile_subscript(Compiler *compiler, Expr *expr) {
    static const Opcode opcodes[] = {OP_BINARY_SUBSCR, OP_STORE_SUBSCR, OP_DELETE_SUBSCR};
    Expr *container = expr->Subscript.value, *index = expr->Subscript.slice;
    if (expr->Subscript.ctx == CONTEXT_Load) expression_doubt_subscript(compiler, container, index);
    expression_compile(compiler, container);
    expression_compile(compiler, index);
    emit_op(compiler, opcodes[expr->Subscript.ctx]);
}

static void compile_optional(Compiler *compiler, Expr *expr) {
    if (expr != NULL) expression_compile(compiler, expr);
    else emit_none(compiler);
}

static void compile_slice(Compiler *compiler, Expr *expr) {
    compile_optional(compiler, expr->Slice.lower);
    compile_optional(compiler, expr->Slice.upper);
    if (expr->Slice.step != NULL) expression_compile(compiler, expr->Slice.step);
    emit_arg(compiler, OP_BUILD_SLICE, expr->Slice.step != NULL ? 3 : 2);
}

static void compile_sequence(Compiler *compiler, const ExprList *items, ExprContext context,
                             Display display) {
    if (context == CONTEXT_Store) display_unpack(compiler, items);
    else if (context == CONTEXT_Load) display_compile(compiler, items, 0, display);
    else expression_compile_list(compiler, items);
}

// --- generators ---

static bool is_in_function(const Compiler *compiler) {
    return compiler->unit->scope->kind == SCOPE_FUNCTION;
}

static void compile_yield(Compiler *compiler, Expr *expr) {
    if (!is_in_function(compiler)) {
        compiler_mistake(compiler, expr->span, "'yield' outside function");
        return;
    }
    compile_optional(compiler, expr->Yield.value);
    function_emit_yield(compiler);
}

static void compile_yield_from(Compiler *compiler, Expr *expr) {
    if (!is_in_function(compiler)) {
        compiler_mistake(compiler, expr->span, "'yield' outside function");
        return;
    }
    if (compiler->unit->kind == UNIT_ASYNC_FUNCTION) {
        compiler_mistake(compiler, expr->span, "'yield from' inside async function");
        return;
    }
    expression_compile(compiler, expr->YieldFrom.value);
    emit_op(compiler, OP_GET_YIELD_FROM_ITER);
    emit_none(compiler);
    emit_await(compiler, 2);
}

static void compile_await(Compiler *compiler, Expr *expr) {
    if (!function_may_await_at_top(compiler)) {
        UnitKind kind = compiler->unit->kind;
        if (!is_in_function(compiler)) {
            compiler_mistake(compiler, expr->span, "'await' outside function");
            return;
        }
        if (kind != UNIT_ASYNC_FUNCTION && kind != UNIT_COMPREHENSION) {
            compiler_mistake(compiler, expr->span, "'await' outside async function");
            return;
        }
    }
    expression_compile(compiler, expr->Await.value);
    function_emit_await(compiler, AWAIT_EXPRESSION);
}

static void compile_starred(Compiler *compiler, Expr *expr) {
    compiler_mistake(compiler, expr->span, expr->Starred.ctx == CONTEXT_Store
                     ? "starred assignment target must be in a list or tuple"
                     : "can't use starred expression here");
}

static void compile_inner(Compiler *compiler, Expr *expr) {
    switch (expr->kind) {
    case EXPR_BoolOp: compile_bool_op(compiler, expr); break;
    case EXPR_NamedExpr:
        expression_compile(compiler, expr->NamedExpr.value);
        emit_arg(compiler, OP_COPY, 1);
        expression_compile(compiler, expr->NamedExpr.target);
        break;
    case EXPR_BinOp:
        expression_compile(compiler, expr->BinOp.left);
        expression_compile(compiler, expr->BinOp.right);
        emit_binary(compiler, expr->BinOp.op);
        break;
    case EXPR_UnaryOp: compile_unary(compiler, expr); break;
    case EXPR_Lambda: function_compile_lambda(compiler, expr); break;
    case EXPR_IfExp: compile_if_exp(compiler, expr); break;
    case EXPR_Dict: display_compile_dict(compiler, expr); break;
    case EXPR_Set: display_compile(compiler, &expr->Set.elts, 0, DISPLAY_SET); break;
    case EXPR_ListComp:
    case EXPR_SetComp:
    case EXPR_DictComp:
    case EXPR_GeneratorExp: expression_compile_comprehension(compiler, expr); break;
    case EXPR_Await: compile_await(compiler, expr); break;
    case EXPR_Yield: compile_yield(compiler, expr); break;
    case EXPR_YieldFrom: compile_yield_from(compiler, expr); break;
    case EXPR_Compare: compile_compare(compiler, expr); break;
    case EXPR_Call: expression_compile_call(compiler, expr); break;
    case EXPR_FormattedValue: compile_formatted(compiler, expr); break;
    case EXPR_JoinedStr: compile_joined(compiler, expr); break;
    case EXPR_Constant:
        emit_constant(compiler, constant_of(compiler, &expr->Constant.value));
        break;
    case EXPR_Attribute: compile_attribute(compiler, expr); break;
    case EXPR_Subscript: compile_subscript(compiler, expr); break;
    case EXPR_Starred: compile_starred(compiler, expr); break;
    case EXPR_Name: emit_identifier(compiler, expr->Name.id, expr->Name.ctx); break;
    case EXPR_List:
        compile_sequence(compiler, &expr->List.elts, expr->List.ctx, DISPLAY_LIST);
        break;
    case EXPR_Tuple:
        compile_sequence(compiler, &expr->Tuple.elts, expr->Tuple.ctx, DISPLAY_TUPLE);
        break;
    case EXPR_Slice: compile_slice(compiler, expr); break;
    }
}

void expression_compile(Compiler *compiler, Expr *expr) {
    if (compiler->failed) return;
    Unit *unit = compiler->unit;
    Span before = unit->span;
    unit->span = expr->span;
    compile_inner(compiler, expr);
    unit->span = before;
}
