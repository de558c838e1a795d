// Calls: plain ones, calls of methods, and those with * and **.

#include "compile/emit.h"
#include "compile/expression.h"

static bool has_starred(const ExprList *arguments, const KeywordList *keywords) {
    for (int32_t i = 0; i < arguments->count; i++)
        if (arguments->items[i]->kind == EXPR_Starred) return true;
    for (int32_t i = 0; i < keywords->count; i++)
        if (keywords->items[i]->arg == NULL) return true;
    return false;
}

// False, with SyntaxError raised, when a keyword stands twice or must not be bound.
static bool check_keywords(Compiler *compiler, const KeywordList *keywords) {
    for (int32_t i = 0; i < keywords->count; i++) {
        const Keyword *keyword = keywords->items[i];
        if (keyword->arg == NULL) continue;
        if (tree_name_is(keyword->arg, "__debug__")) {
            compiler_mistake(compiler, compiler->unit->span, "cannot assign to __debug__");
            return false;
        }
        for (int32_t j = i + 1; j < keywords->count; j++) {
            if (keywords->items[j]->arg != keyword->arg) continue;
            compiler_mistake(compiler, keywords->items[j]->span, "keyword argument repeated: %s",
                             keyword->arg->bytes);
            return false;
        }
    }
    return true;
}

// A tuple of the names of `count` keywords. Borrowed; NULL: failed.
static Object *names_of(Compiler *compiler, Keyword *const *keywords, int32_t count) {
    Object **names = compiler_allocate(compiler, (size_t)(count + 1) * sizeof *names);
    for (int32_t i = 0; names != NULL && i < count; i++) {
        Object *name = name_str(compiler, name_of(compiler, keywords[i]->arg));
        if (name == NULL) return NULL;
        names[i] = constant_merge(compiler, object_share(name));
        if (names[i] == NULL) return NULL;
    }
    return names == NULL ? NULL : constant_tuple(compiler, names, count);
}

static void compile_simple_keywords(Compiler *compiler, const KeywordList *keywords) {
    if (keywords->count == 0) return;
    for (int32_t i = 0; i < keywords->count; i++)
        expression_compile(compiler, keywords->items[i]->value);
    Object *names = names_of(compiler, keywords->items, keywords->count);
    if (names == NULL) return;
    emit_arg(compiler, OP_KW_NAMES,
             constant_row_add(compiler, &compiler->unit->constants, names));
}

// The keywords from `start` to `end`, none of them a `**`, as one new dict.
static void compile_keyword_part(Compiler *compiler, const KeywordList *keywords, int32_t start,
                                 int32_t end) {
    int32_t count = end - start;
    bool is_big = count * 2 > STACK_USE_MAX;
    if (count > 1 && !is_big) {
        for (int32_t i = start; i < end; i++)
            expression_compile(compiler, keywords->items[i]->value);
        emit_constant(compiler, names_of(compiler, keywords->items + start, count));
        emit_arg(compiler, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    if (is_big) emit_arg_nowhere(compiler, OP_BUILD_MAP, 0);
    for (int32_t i = start; i < end; i++) {
        emit_name_constant(compiler, name_of(compiler, keywords->items[i]->arg));
        expression_compile(compiler, keywords->items[i]->value);
        if (is_big) emit_arg_nowhere(compiler, OP_MAP_ADD, 1);
    }
    if (!is_big) emit_arg(compiler, OP_BUILD_MAP, count);
}

static void add_keyword_part(Compiler *compiler, const KeywordList *keywords, int32_t start,
                             int32_t end, bool *has_dict) {
    compile_keyword_part(compiler, keywords, start, end);
    if (*has_dict) emit_arg(compiler, OP_DICT_MERGE, 1);
    *has_dict = true;
}

// One dict of all keywords.
static void compile_keyword_dict(Compiler *compiler, const KeywordList *keywords) {
    bool has_dict = false;
    int32_t pending = 0;
    for (int32_t i = 0; i < keywords->count; i++) {
        if (keywords->items[i]->arg != NULL) {
            pending++;
            continue;
        }
        if (pending > 0) add_keyword_part(compiler, keywords, i - pending, i, &has_dict);
        pending = 0;
        if (!has_dict) emit_arg(compiler, OP_BUILD_MAP, 0);
        has_dict = true;
        expression_compile(compiler, keywords->items[i]->value);
        emit_arg(compiler, OP_DICT_MERGE, 1);
    }
    if (pending > 0)
        add_keyword_part(compiler, keywords, keywords->count - pending, keywords->count,
                         &has_dict);
}

void expression_compile_arguments(Compiler *compiler, int32_t pushed, const ExprList *arguments,
                            const KeywordList *keywords) {
    if (compiler->failed || !check_keywords(compiler, keywords)) return;
    if (arguments->count + keywords->count * 2 <= STACK_USE_MAX &&
        !has_starred(arguments, keywords)) {
        expression_compile_list(compiler, arguments);
        compile_simple_keywords(compiler, keywords);
        emit_call(compiler, pushed + arguments->count + keywords->count);
        return;
    }
    if (pushed == 0 && arguments->count == 1 && arguments->items[0]->kind == EXPR_Starred)
        expression_compile(compiler, arguments->items[0]->Starred.value);
    else
        display_compile(compiler, arguments, pushed, DISPLAY_TUPLE);
    compile_keyword_dict(compiler, keywords);
    emit_arg(compiler, OP_CALL_FUNCTION_EX, keywords->count > 0);
}

// Whether the name is bound by an import of the module: most calls of its attributes
// are of plain functions then, and CPython makes no method calls of them.
static bool is_imported(Compiler *compiler, const Expr *expr) {
    if (expr->kind != EXPR_Name) return false;
    const Name *name = name_of(compiler, expr->Name.id);
    return name != NULL && (scope_get_flags(compiler->scope, name) & SYMBOL_IMPORT) != 0;
}

static bool is_method_call(Compiler *compiler, const Expr *expr) {
    const Expr *function = expr->Call.func;
    int32_t keyword_count = expr->Call.keywords.count;
    return function->kind == EXPR_Attribute && function->Attribute.ctx == CONTEXT_Load &&
           !is_imported(compiler, function->Attribute.value) &&
           expr->Call.args.count + keyword_count + (keyword_count != 0) < STACK_USE_MAX &&
           !has_starred(&expr->Call.args, &expr->Call.keywords);
}

static void compile_method_call(Compiler *compiler, Expr *expr) {
    Expr *method = expr->Call.func;
    expression_compile(compiler, method->Attribute.value);
    unit_set_span(compiler, method->span);
    expression_set_span_of_attribute(compiler, method);
    emit_with_identifier(compiler, OP_LOAD_METHOD, method->Attribute.attr);
    expression_compile_list(compiler, &expr->Call.args);
    compile_simple_keywords(compiler, &expr->Call.keywords);
    unit_set_span(compiler, expr->span);
    expression_set_span_of_attribute(compiler, method);
    emit_call(compiler, expr->Call.args.count + expr->Call.keywords.count);
}

void expression_compile_call(Compiler *compiler, Expr *expr) {
    if (is_method_call(compiler, expr)) {
        if (check_keywords(compiler, &expr->Call.keywords)) compile_method_call(compiler, expr);
        return;
    }
    expression_doubt_call(compiler, expr->Call.func);
    unit_set_span(compiler, expr->Call.func->span);
    emit_op(compiler, OP_PUSH_NULL);
    unit_set_span(compiler, expr->span);
    expression_compile(compiler, expr->Call.func);
    expression_compile_arguments(compiler, 0, &expr->Call.args, &expr->Call.keywords);
}
