// The text of an expression, as annotations have it that are not evaluated.
//
// Parentheses stand only where the precedence around asks for them, so the text is
// that of CPython 3.11 and not the one that the program was written with.

#include <string.h>

#include "compile/expression.h"
#include "objects/operations.h"

// How tightly an expression binds; what stands inside asks for at least its level.
typedef enum Level {
    LEVEL_TUPLE, LEVEL_TEST, LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_BIT_OR,
    LEVEL_BIT_XOR, LEVEL_BIT_AND, LEVEL_SHIFT, LEVEL_SUM, LEVEL_TERM, LEVEL_FACTOR, LEVEL_POWER,
    LEVEL_AWAIT, LEVEL_ATOM,
} Level;

typedef struct Writer {
    Compiler *compiler;
    StrBuilder builder;
} Writer;

static void write_expr(Writer *writer, const Expr *expr, Level level);

// --- pieces ---

static void write_c(Writer *writer, const char *ascii) {
    str_builder_add_c(&writer->builder, ascii);
}

// Adds a str and drops it; NULL: failed.
static void write_taken(Writer *writer, Object *str) {
    if (str == NULL) {
        compiler_fail(writer->compiler);
        return;
    }
    str_builder_add(&writer->builder, (const Str *)str);
    object_drop(writer->compiler->vm, str);
}

static void write_identifier(Writer *writer, const Identifier *identifier) {
    write_taken(writer, str_new(writer->compiler->vm, identifier->bytes, identifier->length));
}

// Opens a parenthesis when the place asks for more than the expression has.
static void write_open(Writer *writer, Level asked, Level own) {
    if (asked > own) write_c(writer, "(");
}

static void write_close(Writer *writer, Level asked, Level own) {
    if (asked > own) write_c(writer, ")");
}

static void write_separator(Writer *writer, int32_t index) {
    if (index > 0) write_c(writer, ", ");
}

static void write_exprs(Writer *writer, const ExprList *list) {
    for (int32_t i = 0; i < list->count; i++) {
        write_separator(writer, i);
        write_expr(writer, list->items[i], LEVEL_TEST);
    }
}

// --- operators ---

static void write_bool_op(Writer *writer, const Expr *expr, Level level) {
    bool is_and = expr->BoolOp.op == BOOL_And;
    Level own = is_and ? LEVEL_AND : LEVEL_OR;
    write_open(writer, level, own);
    for (int32_t i = 0; i < expr->BoolOp.values.count; i++) {
        if (i > 0) write_c(writer, is_and ? " and " : " or ");
        write_expr(writer, expr->BoolOp.values.items[i], own + 1);
    }
    write_close(writer, level, own);
}

typedef struct OperatorText {
    const char *text;
    Level level;
} OperatorText;

static const OperatorText operator_texts[] = {
    [OPERATOR_Add] = {" + ", LEVEL_SUM},
    [OPERATOR_Sub] = {" - ", LEVEL_SUM},
    [OPERATOR_Mult] = {" * ", LEVEL_TERM},
    [OPERATOR_MatMult] = {" @ ", LEVEL_TERM},
    [OPERATOR_Div] = {" / ", LEVEL_TERM},
    [OPERATOR_Mod] = {" % ", LEVEL_TERM},
    [OPERATOR_Pow] = {" ** ", LEVEL_POWER},
    [OPERATOR_LShift] = {" << ", LEVEL_SHIFT},
    [OPERATOR_RShift] = {" >> ", LEVEL_SHIFT},
    [OPERATOR_BitOr] = {" | ", LEVEL_BIT_OR},
    [OPERATOR_BitXor] = {" ^ ", LEVEL_BIT_XOR},
    [OPERATOR_BitAnd] = {" & ", LEVEL_BIT_AND},
    [OPERATOR_FloorDiv] = {" // ", LEVEL_TERM},
};

static void write_binary(Writer *writer, const Expr *expr, Level level) {
    const OperatorText *text = &operator_texts[expr->BinOp.op];
    bool groups_right = expr->BinOp.op == OPERATOR_Pow;
    write_open(writer, level, text->level);
    write_expr(writer, expr->BinOp.left, text->level + groups_right);
    write_c(writer, text->text);
    write_expr(writer, expr->BinOp.right, text->level + !groups_right);
    write_close(writer, level, text->level);
}

static void write_unary(Writer *writer, const Expr *expr, Level level) {
    static const char *const texts[] = {
        [UNARY_Invert] = "~", [UNARY_Not] = "not ", [UNARY_UAdd] = "+", [UNARY_USub] = "-"};
    Level own = expr->UnaryOp.op == UNARY_Not ? LEVEL_NOT : LEVEL_FACTOR;
    write_open(writer, level, own);
    write_c(writer, texts[expr->UnaryOp.op]);
    write_expr(writer, expr->UnaryOp.operand, own);
    write_close(writer, level, own);
}

static void write_compare(Writer *writer, const Expr *expr, Level level) {
    static const char *const texts[] = {
        [COMPARE_Eq] = " == ", [COMPARE_NotEq] = " != ", [COMPARE_Lt] = " < ",
        [COMPARE_LtE] = " <= ", [COMPARE_Gt] = " > ", [COMPARE_GtE] = " >= ",
        [COMPARE_Is] = " is ", [COMPARE_IsNot] = " is not ", [COMPARE_In] = " in ",
        [COMPARE_NotIn] = " not in "};
    write_open(writer, level, LEVEL_COMPARE);
    write_expr(writer, expr->Compare.left, LEVEL_COMPARE + 1);
    for (int32_t i = 0; i < expr->Compare.ops.count; i++) {
        write_c(writer, texts[expr->Compare.ops.items[i]]);
        write_expr(writer, expr->Compare.comparators.items[i], LEVEL_COMPARE + 1);
    }
    write_close(writer, level, LEVEL_COMPARE);
}

static void write_if_exp(Writer *writer, const Expr *expr, Level level) {
    write_open(writer, level, LEVEL_TEST);
    write_expr(writer, expr->IfExp.body, LEVEL_TEST + 1);
    write_c(writer, " if ");
    write_expr(writer, expr->IfExp.test, LEVEL_TEST + 1);
    write_c(writer, " else ");
    write_expr(writer, expr->IfExp.orelse, LEVEL_TEST);
    write_close(writer, level, LEVEL_TEST);
}

// --- lambda ---

static void write_parameter(Writer *writer, const Parameter *parameter, const Expr *value) {
    write_identifier(writer, parameter->arg);
    if (value == NULL) return;
    write_c(writer, "=");
    write_expr(writer, value, LEVEL_TEST);
}

static int32_t write_positional(Writer *writer, const Parameters *parameters) {
    int32_t only = parameters->posonlyargs.count, count = only + parameters->args.count;
    int32_t without = count - parameters->defaults.count;
    for (int32_t i = 0; i < count; i++) {
        write_separator(writer, i);
        const Parameter *parameter = i < only ? parameters->posonlyargs.items[i]
                                              : parameters->args.items[i - only];
        write_parameter(writer, parameter,
                        i < without ? NULL : parameters->defaults.items[i - without]);
        if (i + 1 == only) write_c(writer, ", /");
    }
    return count;
}

static void write_parameters(Writer *writer, const Parameters *parameters) {
    int32_t written = write_positional(writer, parameters);
    if (parameters->vararg != NULL || parameters->kwonlyargs.count > 0) {
        write_separator(writer, written++);
        write_c(writer, "*");
        if (parameters->vararg != NULL) write_identifier(writer, parameters->vararg->arg);
    }
    for (int32_t i = 0; i < parameters->kwonlyargs.count; i++) {
        write_separator(writer, written++);
        write_parameter(writer, parameters->kwonlyargs.items[i], parameters->kw_defaults.items[i]);
    }
    if (parameters->kwarg == NULL) return;
    write_separator(writer, written);
    write_c(writer, "**");
    write_identifier(writer, parameters->kwarg->arg);
}

static void write_lambda(Writer *writer, const Expr *expr, Level level) {
    const Parameters *parameters = expr->Lambda.args;
    bool has_positional = parameters->posonlyargs.count + parameters->args.count > 0;
    write_open(writer, level, LEVEL_TEST);
    write_c(writer, has_positional ? "lambda " : "lambda");
    write_parameters(writer, parameters);
    write_c(writer, ": ");
    write_expr(writer, expr->Lambda.body, LEVEL_TEST);
    write_close(writer, level, LEVEL_TEST);
}

// --- displays and comprehensions ---

static void write_dict(Writer *writer, const Expr *expr) {
    write_c(writer, "{");
    for (int32_t i = 0; i < expr->Dict.values.count; i++) {
        const Expr *key = expr->Dict.keys.items[i];
        write_separator(writer, i);
        if (key == NULL) {
            write_c(writer, "**");
            write_expr(writer, expr->Dict.values.items[i], LEVEL_BIT_OR);
            continue;
        }
        write_expr(writer, key, LEVEL_TEST);
        write_c(writer, ": ");
        write_expr(writer, expr->Dict.values.items[i], LEVEL_TEST);
    }
    write_c(writer, "}");
}

static void write_clauses(Writer *writer, const ComprehensionList *clauses) {
    for (int32_t i = 0; i < clauses->count; i++) {
        const Comprehension *clause = clauses->items[i];
        write_c(writer, clause->is_async ? " async for " : " for ");
        write_expr(writer, clause->target, LEVEL_TUPLE);
        write_c(writer, " in ");
        write_expr(writer, clause->iter, LEVEL_TEST + 1);
        for (int32_t j = 0; j < clause->ifs.count; j++) {
            write_c(writer, " if ");
            write_expr(writer, clause->ifs.items[j], LEVEL_TEST + 1);
        }
    }
}

static void write_comprehension(Writer *writer, const char *open, const Expr *element,
                                const ComprehensionList *clauses, const char *close) {
    write_c(writer, open);
    write_expr(writer, element, LEVEL_TEST);
    write_clauses(writer, clauses);
    write_c(writer, close);
}

static void write_dict_comprehension(Writer *writer, const Expr *expr) {
    write_c(writer, "{");
    write_expr(writer, expr->DictComp.key, LEVEL_TEST);
    write_c(writer, ": ");
    write_expr(writer, expr->DictComp.value, LEVEL_TEST);
    write_clauses(writer, &expr->DictComp.generators);
    write_c(writer, "}");
}

static void write_tuple(Writer *writer, const Expr *expr, Level level) {
    const ExprList *items = &expr->Tuple.elts;
    if (items->count == 0) {
        write_c(writer, "()");
        return;
    }
    write_open(writer, level, LEVEL_TUPLE);
    write_exprs(writer, items);
    if (items->count == 1) write_c(writer, ",");
    write_close(writer, level, LEVEL_TUPLE);
}

// --- calls and places ---

static void write_call(Writer *writer, const Expr *expr) {
    const ExprList *arguments = &expr->Call.args;
    const KeywordList *keywords = &expr->Call.keywords;
    write_expr(writer, expr->Call.func, LEVEL_ATOM);
    if (arguments->count == 1 && keywords->count == 0 &&
        arguments->items[0]->kind == EXPR_GeneratorExp) {
        write_expr(writer, arguments->items[0], LEVEL_TEST);
        return;
    }
    write_c(writer, "(");
    write_exprs(writer, arguments);
    for (int32_t i = 0; i < keywords->count; i++) {
        const Keyword *keyword = keywords->items[i];
        write_separator(writer, arguments->count + i);
        if (keyword->arg == NULL) {
            write_c(writer, "**");
        } else {
            write_identifier(writer, keyword->arg);
            write_c(writer, "=");
        }
        write_expr(writer, keyword->value, LEVEL_TEST);
    }
    write_c(writer, ")");
}

static void write_attribute(Writer *writer, const Expr *expr) {
    const Expr *value = expr->Attribute.value;
    write_expr(writer, value, LEVEL_ATOM);
    bool is_int = value->kind == EXPR_Constant && value->Constant.value.kind == CONSTANT_INT;
    write_c(writer, is_int ? " ." : ".");
    write_identifier(writer, expr->Attribute.attr);
}

static void write_optional(Writer *writer, const Expr *expr) {
    if (expr != NULL) write_expr(writer, expr, LEVEL_TEST);
}

static void write_slice(Writer *writer, const Expr *expr) {
    write_optional(writer, expr->Slice.lower);
    write_c(writer, ":");
    write_optional(writer, expr->Slice.upper);
    if (expr->Slice.step == NULL) return;
    write_c(writer, ":");
    write_expr(writer, expr->Slice.step, LEVEL_TEST);
}

static void write_subscript(Writer *writer, const Expr *expr) {
    write_expr(writer, expr->Subscript.value, LEVEL_ATOM);
    write_c(writer, "[");
    write_expr(writer, expr->Subscript.slice, LEVEL_TUPLE);
    write_c(writer, "]");
}

// --- constants and f-strings ---

// The repr of a number; an infinity as a literal that reads back as one.
static void write_number(Writer *writer, Object *value) {
    Object *repr = object_repr(writer->compiler->vm, value);
    if (repr == NULL) {
        compiler_fail(writer->compiler);
        return;
    }
    const Str *text = (const Str *)repr;
    for (int64_t i = 0; i < text->length; i++) {
        bool is_infinite = i + 3 <= text->length && memcmp(text->data + i, "inf", 3) == 0;
        if (is_infinite) write_c(writer, "1e309");
        else str_builder_add_char(&writer->builder, str_get_char(text, i));
        if (is_infinite) i += 2;
    }
    object_drop(writer->compiler->vm, repr);
}

static void write_constant(Writer *writer, const Expr *expr) {
    const Constant *constant = &expr->Constant.value;
    if (constant->kind == CONSTANT_ELLIPSIS) {
        write_c(writer, "...");
        return;
    }
    if (expr->Constant.kind != NULL) write_c(writer, expr->Constant.kind->bytes);
    Object *value = constant_of(writer->compiler, constant);
    if (value == NULL) return;
    if (value->kind == KIND_FLOAT || value->kind == KIND_COMPLEX) write_number(writer, value);
    else write_taken(writer, object_repr(writer->compiler->vm, value));
}

static void write_formatted(Writer *writer, const Expr *expr);

// A part of an f-string: text, with braces doubled, or a value.
static void write_fstring_part(Writer *writer, const Expr *part) {
    if (part->kind == EXPR_FormattedValue) {
        write_formatted(writer, part);
        return;
    }
    if (part->kind == EXPR_JoinedStr) {
        for (int32_t i = 0; i < part->JoinedStr.values.count; i++)
            write_fstring_part(writer, part->JoinedStr.values.items[i]);
        return;
    }
    if (part->kind != EXPR_Constant) return;
    const Object *value = constant_of(writer->compiler, &part->Constant.value);
    if (value == NULL || value->kind != KIND_STR) return;
    const Str *text = (const Str *)value;
    for (int64_t i = 0; i < text->length; i++) {
        uint32_t character = str_get_char(text, i);
        str_builder_add_char(&writer->builder, character);
        if (character == '{' || character == '}')
            str_builder_add_char(&writer->builder, character);
    }
}

static void write_formatted(Writer *writer, const Expr *expr) {
    Vm *vm = writer->compiler->vm;
    Writer inner = {.compiler = writer->compiler};
    str_builder_start(vm, &inner.builder);
    write_expr(&inner, expr->FormattedValue.value, LEVEL_TEST + 1);
    Object *text = str_builder_finish(&inner.builder);
    if (text == NULL) {
        compiler_fail(writer->compiler);
        return;
    }
    // "{{" would be a brace.
    bool begins_with_brace = ((Str *)text)->length > 0 && str_get_char((Str *)text, 0) == '{';
    write_c(writer, begins_with_brace ? "{ " : "{");
    write_taken(writer, text);
    if (expr->FormattedValue.conversion > 0) {
        write_c(writer, "!");
        str_builder_add_char(&writer->builder, (uint32_t)expr->FormattedValue.conversion);
    }
    if (expr->FormattedValue.format_spec != NULL) {
        write_c(writer, ":");
        write_fstring_part(writer, expr->FormattedValue.format_spec);
    }
    write_c(writer, "}");
}

static void write_joined(Writer *writer, const Expr *expr) {
    Vm *vm = writer->compiler->vm;
    Writer inner = {.compiler = writer->compiler};
    str_builder_start(vm, &inner.builder);
    write_fstring_part(&inner, expr);
    Object *body = str_builder_finish(&inner.builder);
    write_c(writer, "f");
    write_taken(writer, body == NULL ? NULL : object_repr(vm, body));
    object_drop_or_null(vm, body);
}

static void write_prefixed(Writer *writer, const char *prefix, const Expr *expr, Level level,
                           const char *close) {
    write_c(writer, prefix);
    write_expr(writer, expr, level);
    write_c(writer, close);
}

static void write_expr(Writer *writer, const Expr *expr, Level level) {
    if (writer->compiler->failed) return;
    switch (expr->kind) {
    case EXPR_BoolOp: write_bool_op(writer, expr, level); break;
    case EXPR_NamedExpr:
        write_open(writer, level, LEVEL_TUPLE);
        write_expr(writer, expr->NamedExpr.target, LEVEL_ATOM);
        write_prefixed(writer, " := ", expr->NamedExpr.value, LEVEL_ATOM, "");
        write_close(writer, level, LEVEL_TUPLE);
        break;
    case EXPR_BinOp: write_binary(writer, expr, level); break;
    case EXPR_UnaryOp: write_unary(writer, expr, level); break;
    case EXPR_Lambda: write_lambda(writer, expr, level); break;
    case EXPR_IfExp: write_if_exp(writer, expr, level); break;
    case EXPR_Dict: write_dict(writer, expr); break;
    case EXPR_Set:
        write_c(writer, "{");
        write_exprs(writer, &expr->Set.elts);
        write_c(writer, "}");
        break;
    case EXPR_ListComp:
        write_comprehension(writer, "[", expr->ListComp.elt, &expr->ListComp.generators, "]");
        break;
    case EXPR_SetComp:
        write_comprehension(writer, "{", expr->SetComp.elt, &expr->SetComp.generators, "}");
        break;
    case EXPR_GeneratorExp:
        write_comprehension(writer, "(", expr->GeneratorExp.elt, &expr->GeneratorExp.generators,
                            ")");
        break;
    case EXPR_DictComp: write_dict_comprehension(writer, expr); break;
    case EXPR_Await:
        write_open(writer, level, LEVEL_AWAIT);
        write_prefixed(writer, "await ", expr->Await.value, LEVEL_ATOM, "");
        write_close(writer, level, LEVEL_AWAIT);
        break;
    case EXPR_Yield:
        if (expr->Yield.value == NULL) write_c(writer, "(yield)");
        else write_prefixed(writer, "(yield ", expr->Yield.value, LEVEL_TEST, ")");
        break;
    case EXPR_YieldFrom:
        write_prefixed(writer, "(yield from ", expr->YieldFrom.value, LEVEL_TEST, ")");
        break;
    case EXPR_Compare: write_compare(writer, expr, level); break;
    case EXPR_Call: write_call(writer, expr); break;
    case EXPR_FormattedValue: write_formatted(writer, expr); break;
    case EXPR_JoinedStr: write_joined(writer, expr); break;
    case EXPR_Constant: write_constant(writer, expr); break;
    case EXPR_Attribute: write_attribute(writer, expr); break;
    case EXPR_Subscript: write_subscript(writer, expr); break;
    case EXPR_Starred: write_prefixed(writer, "*", expr->Starred.value, LEVEL_BIT_OR, ""); break;
    case EXPR_Name: write_identifier(writer, expr->Name.id); break;
    case EXPR_List:
        write_c(writer, "[");
        write_exprs(writer, &expr->List.elts);
        write_c(writer, "]");
        break;
    case EXPR_Tuple: write_tuple(writer, expr, level); break;
    case EXPR_Slice: write_slice(writer, expr); break;
    }
}

Object *expression_text(Compiler *compiler, const Expr *expr) {
    Vm *vm = compiler->vm;
    Writer writer = {.compiler = compiler};
    str_builder_start(vm, &writer.builder);
    write_expr(&writer, expr, LEVEL_TEST);
    Object *text = str_builder_finish(&writer.builder);
    if (text == NULL || compiler->failed) {
        object_drop_or_null(vm, text);
        compiler_fail(compiler);
        return NULL;
    }
    size_t length;
    const char *utf8 = str_utf8(vm, (Str *)text, &length);
    Object *constant = utf8 == NULL ? NULL : constant_of_text(compiler, utf8, length);
    if (utf8 != NULL) str_utf8_drop(vm, (Str *)text, utf8, length);
    else compiler_fail(compiler);
    object_drop(vm, text);
    return constant;
}
