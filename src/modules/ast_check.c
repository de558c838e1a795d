// Whether a tree that a program made by hand is one that the parser could have made: what the
// compiler relies on is checked here, in CPython's order and words.

#include "modules/ast.h"

#include <string.h>

#include "objects/set.h"

enum {
    LEVELS_PER_CALL = 3,   // of the tree, for each level that sys.setrecursionlimit allows
    LEVELS_MAX = 6000,     // what the C stack surely bears
};

typedef struct Checker {
    Vm *vm;
    int64_t depth, depth_max;
} Checker;

static bool check_expr(Checker *checker, const Expr *expr, ExprContext context);
static bool check_stmts(Checker *checker, const StmtList *list);
static bool check_pattern(Checker *checker, const Pattern *pattern, const Pattern *sequence);

static bool enter(Checker *checker) {
    if (checker->depth >= checker->depth_max)
        return raise_false(checker->vm, ERROR_AST_CHECK_DEPTH);
    checker->depth++;
    return true;
}

static bool check_places(Checker *checker, const Span *span) {
    Vm *vm = checker->vm;
    if (span->line > span->end_line)
        return raise_false(vm, ERROR_AST_LINES, span->line, span->end_line);
    if ((span->line < 0 && span->end_line != span->line) ||
        (span->column < 0 && span->column != span->end_column))
        return raise_false(vm, ERROR_AST_COLUMNS, span->column, span->end_column, span->line,
                           span->end_line);
    if (span->line == span->end_line && span->column > span->end_column)
        return raise_false(vm, ERROR_AST_RANGE, span->line, span->column, span->end_column);
    return true;
}

static bool check_name(Checker *checker, const Identifier *name) {
    static const char *const constants[] = {"None", "True", "False"};
    for (size_t i = 0; i < ARRAY_COUNT(constants); i++)
        if (tree_name_is(name, constants[i]) && name->length == strlen(constants[i]))
            return raise_false(checker->vm, ERROR_AST_NAME, constants[i]);
    return true;
}

static bool check_filled(Checker *checker, int32_t count, const char *what, const char *owner) {
    return count > 0 || raise_false(checker->vm, ERROR_AST_EMPTY, what, owner);
}

// --- expressions ---

static bool check_optional(Checker *checker, const Expr *expr) {
    return expr == NULL || check_expr(checker, expr, CONTEXT_Load);
}

static bool check_holes(Checker *checker, const ExprList *list) {
    for (int32_t i = 0; i < list->count; i++)
        if (!check_optional(checker, list->items[i])) return false;
    return true;
}

static bool check_exprs(Checker *checker, const ExprList *list, ExprContext context) {
    for (int32_t i = 0; i < list->count; i++) {
        if (list->items[i] == NULL) return raise_false(checker->vm, ERROR_AST_NONE_EXPRESSION);
        if (!check_expr(checker, list->items[i], context)) return false;
    }
    return true;
}

static bool check_generators(Checker *checker, const ComprehensionList *list) {
    if (list->count == 0) return raise_false(checker->vm, ERROR_AST_GENERATORS);
    for (int32_t i = 0; i < list->count; i++) {
        const Comprehension *each = list->items[i];
        if (!check_expr(checker, each->target, CONTEXT_Store) ||
            !check_expr(checker, each->iter, CONTEXT_Load) ||
            !check_exprs(checker, &each->ifs, CONTEXT_Load)) return false;
    }
    return true;
}

static bool check_keywords(Checker *checker, const KeywordList *list) {
    for (int32_t i = 0; i < list->count; i++)
        if (!check_expr(checker, list->items[i]->value, CONTEXT_Load)) return false;
    return true;
}

static bool check_parameter_list(Checker *checker, const ParameterList *list) {
    for (int32_t i = 0; i < list->count; i++)
        if (!check_places(checker, &list->items[i]->span) ||
            !check_optional(checker, list->items[i]->annotation)) return false;
    return true;
}

static bool check_star(Checker *checker, const Parameter *parameter) {
    return parameter == NULL || check_optional(checker, parameter->annotation);
}

static bool check_parameters(Checker *checker, const Parameters *all) {
    if (!check_parameter_list(checker, &all->posonlyargs) ||
        !check_parameter_list(checker, &all->args) || !check_star(checker, all->vararg) ||
        !check_parameter_list(checker, &all->kwonlyargs) || !check_star(checker, all->kwarg))
        return false;
    if (all->defaults.count > (int64_t)all->posonlyargs.count + all->args.count)
        return raise_false(checker->vm, ERROR_AST_DEFAULTS);
    if (all->kw_defaults.count != all->kwonlyargs.count)
        return raise_false(checker->vm, ERROR_AST_KEYWORD_DEFAULTS);
    return check_exprs(checker, &all->defaults, CONTEXT_Load) &&
           check_holes(checker, &all->kw_defaults);
}

static bool refuse_constant(Vm *vm, Object *object) {
    return raise_false(vm, ERROR_AST_CONSTANT, object_type(vm, object)->name.object);
}

// Numbers, strings, bytes, and tuples and frozensets of constants; of no subclass.
static bool check_object(Checker *checker, Object *object) {
    Vm *vm = checker->vm;
    int64_t position = 0;
    Object *item;
    bool done = true;
    switch (object->kind) {
    case KIND_NONE: case KIND_BOOL: case KIND_ELLIPSIS: case KIND_INT: case KIND_BIGINT:
    case KIND_FLOAT: case KIND_COMPLEX: case KIND_STR: case KIND_BYTES:
        return true;
    case KIND_TUPLE:
        if (!recursion_enter(vm, " during compilation")) return false;
        for (int64_t i = 0; done && i < ((Tuple *)object)->count; i++)
            done = check_object(checker, ((Tuple *)object)->items[i].object);
        break;
    case KIND_FROZENSET:
        if (!recursion_enter(vm, " during compilation")) return false;
        while (done && set_next((Set *)object, &position, &item))
            done = check_object(checker, item);
        break;
    default: return refuse_constant(vm, object);
    }
    recursion_leave(vm);
    return done;
}

static bool check_constant(Checker *checker, const Constant *constant) {
    return constant->kind != CONSTANT_OBJECT || check_object(checker, constant->object);
}

static const char *context_name(ExprContext context) {
    static const char *const names[] = {"Load", "Store", "Del"};
    return names[context];
}

// Only what can be a target has a context; it must be the one that its place asks for.
static bool check_context(Checker *checker, const Expr *expr, ExprContext context) {
    ExprContext own;
    switch (expr->kind) {
    case EXPR_Attribute: own = expr->Attribute.ctx; break;
    case EXPR_Subscript: own = expr->Subscript.ctx; break;
    case EXPR_Starred: own = expr->Starred.ctx; break;
    case EXPR_Name:
        if (!check_name(checker, expr->Name.id)) return false;
        own = expr->Name.ctx;
        break;
    case EXPR_List: own = expr->List.ctx; break;
    case EXPR_Tuple: own = expr->Tuple.ctx; break;
    default:
        return context == CONTEXT_Load ||
               raise_false(checker->vm, ERROR_AST_NOT_ASSIGNABLE, context_name(context));
    }
    return own == context || raise_false(checker->vm, ERROR_AST_CONTEXT, context_name(context),
                                         context_name(own));
}

static bool check_dict(Checker *checker, const Expr *expr) {
    if (expr->Dict.keys.count != expr->Dict.values.count)
        return raise_false(checker->vm, ERROR_AST_DICT);
    return check_holes(checker, &expr->Dict.keys) &&
           check_exprs(checker, &expr->Dict.values, CONTEXT_Load);
}

static bool check_compare(Checker *checker, const Expr *expr) {
    if (expr->Compare.comparators.count == 0)
        return raise_false(checker->vm, ERROR_AST_COMPARE_NONE);
    if (expr->Compare.comparators.count != expr->Compare.ops.count)
        return raise_false(checker->vm, ERROR_AST_COMPARE);
    return check_exprs(checker, &expr->Compare.comparators, CONTEXT_Load) &&
           check_expr(checker, expr->Compare.left, CONTEXT_Load);
}

static bool check_comprehension(Checker *checker, const ComprehensionList *generators,
                                const Expr *first, const Expr *second) {
    return check_generators(checker, generators) && check_optional(checker, first) &&
           check_optional(checker, second);
}

static bool check_bool_op(Checker *checker, const Expr *expr) {
    if (expr->BoolOp.values.count < 2) return raise_false(checker->vm, ERROR_AST_BOOL_OP);
    return check_exprs(checker, &expr->BoolOp.values, CONTEXT_Load);
}

static bool check_parts(Checker *c, const Expr *e, ExprContext context) {
    switch (e->kind) {
    case EXPR_BoolOp: return check_bool_op(c, e);
    case EXPR_BinOp:
        return check_expr(c, e->BinOp.left, CONTEXT_Load) &&
               check_expr(c, e->BinOp.right, CONTEXT_Load);
    case EXPR_UnaryOp: return check_expr(c, e->UnaryOp.operand, CONTEXT_Load);
    case EXPR_Lambda:
        return check_parameters(c, e->Lambda.args) && check_expr(c, e->Lambda.body, CONTEXT_Load);
    case EXPR_IfExp:
        return check_expr(c, e->IfExp.test, CONTEXT_Load) &&
               check_expr(c, e->IfExp.body, CONTEXT_Load) &&
               check_expr(c, e->IfExp.orelse, CONTEXT_Load);
    case EXPR_Dict: return check_dict(c, e);
    case EXPR_Set: return check_exprs(c, &e->Set.elts, CONTEXT_Load);
    case EXPR_ListComp:
        return check_comprehension(c, &e->ListComp.generators, e->ListComp.elt, NULL);
    case EXPR_SetComp: return check_comprehension(c, &e->SetComp.generators, e->SetComp.elt, NULL);
    case EXPR_GeneratorExp:
        return check_comprehension(c, &e->GeneratorExp.generators, e->GeneratorExp.elt, NULL);
    case EXPR_DictComp:
        return check_comprehension(c, &e->DictComp.generators, e->DictComp.key, e->DictComp.value);
    case EXPR_Yield: return check_optional(c, e->Yield.value);
    case EXPR_YieldFrom: return check_expr(c, e->YieldFrom.value, CONTEXT_Load);
    case EXPR_Await: return check_expr(c, e->Await.value, CONTEXT_Load);
    case EXPR_Compare: return check_compare(c, e);
    case EXPR_Call:
        return check_expr(c, e->Call.func, CONTEXT_Load) &&
               check_exprs(c, &e->Call.args, CONTEXT_Load) && check_keywords(c, &e->Call.keywords);
    case EXPR_Constant: return check_constant(c, &e->Constant.value);
    case EXPR_JoinedStr: return check_exprs(c, &e->JoinedStr.values, CONTEXT_Load);
    case EXPR_FormattedValue:
        return check_expr(c, e->FormattedValue.value, CONTEXT_Load) &&
               check_optional(c, e->FormattedValue.format_spec);
    case EXPR_Attribute: return check_expr(c, e->Attribute.value, CONTEXT_Load);
    case EXPR_Subscript:
        return check_expr(c, e->Subscript.slice, CONTEXT_Load) &&
               check_expr(c, e->Subscript.value, CONTEXT_Load);
    case EXPR_Starred: return check_expr(c, e->Starred.value, context);
    case EXPR_Slice:
        return check_optional(c, e->Slice.lower) && check_optional(c, e->Slice.upper) &&
               check_optional(c, e->Slice.step);
    case EXPR_List: return check_exprs(c, &e->List.elts, context);
    case EXPR_Tuple: return check_exprs(c, &e->Tuple.elts, context);
    case EXPR_NamedExpr: return check_expr(c, e->NamedExpr.value, CONTEXT_Load);
    case EXPR_Name: return true;
    }
    return false;
}

static bool check_expr(Checker *checker, const Expr *expr, ExprContext context) {
    if (!check_places(checker, &expr->span) || !enter(checker)) return false;
    bool done = check_context(checker, expr, context) && check_parts(checker, expr, context);
    checker->depth--;
    return done;
}

// --- patterns ---

// An int, float or complex number: is_real, is_imaginary say which are meant.
static bool is_number(const Expr *expr, int wants_real, int wants_imaginary) {
    if (expr->kind != EXPR_Constant || expr->Constant.value.kind != CONSTANT_OBJECT) return false;
    const Object *object = expr->Constant.value.object;
    bool is_real = object->kind == KIND_INT || object->kind == KIND_BIGINT ||
                   object->kind == KIND_FLOAT;
    return (wants_real && is_real) || (wants_imaginary && object->kind == KIND_COMPLEX);
}

static bool is_negative(const Expr *expr, int wants_real, int wants_imaginary) {
    return expr->kind == EXPR_UnaryOp && expr->UnaryOp.op == UNARY_USub &&
           is_number(expr->UnaryOp.operand, wants_real, wants_imaginary);
}

// A real number, plus or minus an imaginary one.
static bool is_complex(const Expr *expr) {
    if (expr->BinOp.op != OPERATOR_Add && expr->BinOp.op != OPERATOR_Sub) return false;
    const Expr *left = expr->BinOp.left;
    return (is_number(left, 1, 0) || is_negative(left, 1, 0)) &&
           is_number(expr->BinOp.right, 0, 1);
}

static bool check_pattern_value(Checker *checker, const Expr *expr) {
    if (!check_expr(checker, expr, CONTEXT_Load)) return false;
    switch (expr->kind) {
    case EXPR_Constant: {
        const Constant *constant = &expr->Constant.value;
        const Object *object = constant->kind == CONSTANT_OBJECT ? constant->object : NULL;
        if (is_number(expr, 1, 1) ||
            (object != NULL && (object->kind == KIND_STR || object->kind == KIND_BYTES)))
            return true;
        return raise_false(checker->vm, ERROR_AST_PATTERN_CONSTANT);
    }
    case EXPR_Attribute: case EXPR_JoinedStr: return true;
    case EXPR_UnaryOp: if (is_negative(expr, 1, 1)) return true; break;
    case EXPR_BinOp: if (is_complex(expr)) return true; break;
    default: break;
    }
    return raise_false(checker->vm, ERROR_AST_PATTERN_VALUE);
}

static bool check_capture(Checker *checker, const Identifier *name) {
    if (name == NULL) return true;
    if (tree_name_is(name, "_")) return raise_false(checker->vm, ERROR_AST_CAPTURE);
    return check_name(checker, name);
}

// `sequence`: the pattern of which they are the items, where one may be starred.
static bool check_patterns(Checker *checker, const PatternList *list, const Pattern *sequence) {
    for (int32_t i = 0; i < list->count; i++) {
        if (list->items[i] == NULL) return raise_false(checker->vm, ERROR_AST_NONE_PATTERN);
        if (!check_pattern(checker, list->items[i], sequence)) return false;
    }
    return true;
}

static bool check_mapping(Checker *checker, const Pattern *pattern) {
    const ExprList *keys = &pattern->MatchMapping.keys;
    if (keys->count != pattern->MatchMapping.patterns.count)
        return raise_false(checker->vm, ERROR_AST_MATCH_MAPPING);
    if (!check_capture(checker, pattern->MatchMapping.rest)) return false;
    for (int32_t i = 0; i < keys->count; i++) {
        const Expr *key = keys->items[i];
        if (key == NULL) return raise_false(checker->vm, ERROR_AST_NONE_EXPRESSION);
        ConstantKind kind = key->kind == EXPR_Constant ? key->Constant.value.kind
                                                       : CONSTANT_OBJECT;
        if (kind == CONSTANT_NONE || kind == CONSTANT_TRUE || kind == CONSTANT_FALSE) continue;
        if (!check_pattern_value(checker, key)) return false;
    }
    return check_patterns(checker, &pattern->MatchMapping.patterns, NULL);
}

static bool check_class(Checker *checker, const Pattern *pattern) {
    const IdentifierList *names = &pattern->MatchClass.kwd_attrs;
    if (names->count != pattern->MatchClass.kwd_patterns.count)
        return raise_false(checker->vm, ERROR_AST_MATCH_CLASS);
    const Expr *class = pattern->MatchClass.cls;
    if (!check_expr(checker, class, CONTEXT_Load)) return false;
    while (class->kind == EXPR_Attribute) class = class->Attribute.value;
    if (class->kind != EXPR_Name) return raise_false(checker->vm, ERROR_AST_MATCH_CLASS_NAME);
    for (int32_t i = 0; i < names->count; i++)
        if (!check_name(checker, names->items[i])) return false;
    return check_patterns(checker, &pattern->MatchClass.patterns, NULL) &&
           check_patterns(checker, &pattern->MatchClass.kwd_patterns, NULL);
}

static bool check_as(Checker *checker, const Pattern *pattern) {
    if (!check_capture(checker, pattern->MatchAs.name)) return false;
    if (pattern->MatchAs.pattern == NULL) return true;
    if (pattern->MatchAs.name == NULL) return raise_false(checker->vm, ERROR_AST_MATCH_AS);
    return check_pattern(checker, pattern->MatchAs.pattern, NULL);
}

static bool check_alternatives(Checker *checker, const Pattern *pattern,
                               const Pattern *sequence) {
    const Constant *constant = &pattern->MatchSingleton.value;
    switch (pattern->kind) {
    case PATTERN_MatchValue: return check_pattern_value(checker, pattern->MatchValue.value);
    case PATTERN_MatchSingleton:
        return constant->kind == CONSTANT_NONE || constant->kind == CONSTANT_TRUE ||
               constant->kind == CONSTANT_FALSE ||
               raise_false(checker->vm, ERROR_AST_MATCH_SINGLETON);
    case PATTERN_MatchSequence:
        return check_patterns(checker, &pattern->MatchSequence.patterns, pattern);
    case PATTERN_MatchMapping: return check_mapping(checker, pattern);
    case PATTERN_MatchClass: return check_class(checker, pattern);
    case PATTERN_MatchStar:
        if (sequence == NULL) return raise_false(checker->vm, ERROR_AST_MATCH_STAR);
        return check_capture(checker, pattern->MatchStar.name);
    case PATTERN_MatchAs: return check_as(checker, pattern);
    case PATTERN_MatchOr:
        if (pattern->MatchOr.patterns.count < 2)
            return raise_false(checker->vm, ERROR_AST_MATCH_OR);
        return check_patterns(checker, &pattern->MatchOr.patterns, NULL);
    }
    return false;
}

static bool check_pattern(Checker *checker, const Pattern *pattern, const Pattern *sequence) {
    if (!check_places(checker, &pattern->span) || !enter(checker)) return false;
    bool done = check_alternatives(checker, pattern, sequence);
    checker->depth--;
    return done;
}

// --- statements ---

static bool check_body(Checker *checker, const StmtList *body, const char *owner) {
    return check_filled(checker, body->count, "body", owner) && check_stmts(checker, body);
}

static bool check_targets(Checker *checker, const ExprList *targets, ExprContext context) {
    const char *owner = context == CONTEXT_Del ? "Delete" : "Assign";
    return check_filled(checker, targets->count, "targets", owner) &&
           check_exprs(checker, targets, context);
}

static bool check_function(Checker *checker, const Parameters *parameters,
                           const ExprList *decorators, const Expr *returns) {
    return check_parameters(checker, parameters) &&
           check_exprs(checker, decorators, CONTEXT_Load) && check_optional(checker, returns);
}

static bool check_loop(Checker *checker, const Expr *target, const Expr *iterable) {
    return check_expr(checker, target, CONTEXT_Store) &&
           check_expr(checker, iterable, CONTEXT_Load);
}

static bool check_with(Checker *checker, const WithItemList *items, const StmtList *body,
                       const char *owner) {
    if (!check_filled(checker, items->count, "items", owner)) return false;
    for (int32_t i = 0; i < items->count; i++) {
        const Expr *variable = items->items[i]->optional_vars;
        if (!check_expr(checker, items->items[i]->context_expr, CONTEXT_Load) ||
            (variable != NULL && !check_expr(checker, variable, CONTEXT_Store))) return false;
    }
    return check_body(checker, body, owner);
}

static bool check_match(Checker *checker, const Stmt *stmt) {
    const MatchCaseList *cases = &stmt->Match.cases;
    if (!check_expr(checker, stmt->Match.subject, CONTEXT_Load) ||
        !check_filled(checker, cases->count, "cases", "Match")) return false;
    for (int32_t i = 0; i < cases->count; i++) {
        const MatchCase *each = cases->items[i];
        if (!check_pattern(checker, each->pattern, NULL) ||
            !check_optional(checker, each->guard) ||
            !check_body(checker, &each->body, "match_case")) return false;
    }
    return true;
}

// except* without a type has no meaning, but CPython only lets the parser say so.
static bool check_star_types(Checker *checker, const ExceptHandlerList *handlers) {
    for (int32_t i = 0; i < handlers->count; i++)
        if (handlers->items[i] != NULL && handlers->items[i]->type == NULL)
            return raise_false(checker->vm, ERROR_AST_FIELD_NONE, "type", "ExceptHandler");
    return true;
}

static bool check_handlers(Checker *checker, const ExceptHandlerList *handlers) {
    for (int32_t i = 0; i < handlers->count; i++) {
        const ExceptHandler *each = handlers->items[i];
        if (each == NULL) return raise_false(checker->vm, ERROR_AST_NONE_HANDLER);
        if (!check_places(checker, &each->span) || !check_optional(checker, each->type) ||
            !check_body(checker, &each->body, "ExceptHandler")) return false;
    }
    return true;
}

static bool check_try(Checker *checker, const char *owner, const StmtList *body,
                      const ExceptHandlerList *handlers, const StmtList *otherwise,
                      const StmtList *final) {
    if (!check_body(checker, body, owner)) return false;
    if (handlers->count == 0 && final->count == 0)
        return raise_false(checker->vm, ERROR_AST_TRY_BARE, owner);
    if (handlers->count == 0 && otherwise->count > 0)
        return raise_false(checker->vm, ERROR_AST_TRY_ELSE, owner);
    return check_handlers(checker, handlers) && check_stmts(checker, final) &&
           check_stmts(checker, otherwise);
}

static bool check_annotated(Checker *checker, const Stmt *stmt) {
    if (stmt->AnnAssign.target->kind != EXPR_Name && stmt->AnnAssign.simple)
        return raise_false(checker->vm, ERROR_AST_SIMPLE);
    return check_expr(checker, stmt->AnnAssign.target, CONTEXT_Store) &&
           check_optional(checker, stmt->AnnAssign.value) &&
           check_expr(checker, stmt->AnnAssign.annotation, CONTEXT_Load);
}

static bool check_raise(Checker *checker, const Stmt *stmt) {
    if (stmt->Raise.exc == NULL)
        return stmt->Raise.cause == NULL || raise_false(checker->vm, ERROR_AST_CAUSE);
    return check_expr(checker, stmt->Raise.exc, CONTEXT_Load) &&
           check_optional(checker, stmt->Raise.cause);
}

static bool check_import_from(Checker *checker, const Stmt *stmt) {
    if (stmt->ImportFrom.level < 0) return raise_false(checker->vm, ERROR_AST_LEVEL);
    return check_filled(checker, stmt->ImportFrom.names.count, "names", "ImportFrom");
}

static bool check_compound(Checker *c, const Stmt *s) {
    switch (s->kind) {
    case STMT_FunctionDef:
        return check_body(c, &s->FunctionDef.body, "FunctionDef") &&
               check_function(c, s->FunctionDef.args,
                              &s->FunctionDef.decorator_list, s->FunctionDef.returns);
    case STMT_AsyncFunctionDef:
        return check_body(c, &s->AsyncFunctionDef.body, "AsyncFunctionDef") &&
               check_function(c, s->AsyncFunctionDef.args,
                              &s->AsyncFunctionDef.decorator_list, s->AsyncFunctionDef.returns);
    case STMT_ClassDef:
        return check_body(c, &s->ClassDef.body, "ClassDef") &&
               check_exprs(c, &s->ClassDef.bases, CONTEXT_Load) &&
               check_keywords(c, &s->ClassDef.keywords) &&
               check_exprs(c, &s->ClassDef.decorator_list, CONTEXT_Load);
    case STMT_For:
        return check_loop(c, s->For.target, s->For.iter) && check_body(c, &s->For.body, "For") &&
               check_stmts(c, &s->For.orelse);
    case STMT_AsyncFor:
        return check_loop(c, s->AsyncFor.target, s->AsyncFor.iter) &&
               check_body(c, &s->AsyncFor.body, "AsyncFor") && check_stmts(c, &s->AsyncFor.orelse);
    case STMT_While:
        return check_expr(c, s->While.test, CONTEXT_Load) &&
               check_body(c, &s->While.body, "While") && check_stmts(c, &s->While.orelse);
    case STMT_If:
        return check_expr(c, s->If.test, CONTEXT_Load) && check_body(c, &s->If.body, "If") &&
               check_stmts(c, &s->If.orelse);
    case STMT_With: return check_with(c, &s->With.items, &s->With.body, "With");
    case STMT_AsyncWith: return check_with(c, &s->AsyncWith.items, &s->AsyncWith.body, "AsyncWith");
    case STMT_Match: return check_match(c, s);
    case STMT_Try:
        return check_try(c, "Try", &s->Try.body, &s->Try.handlers, &s->Try.orelse,
                         &s->Try.finalbody);
    case STMT_TryStar:
        return check_try(c, "TryStar", &s->TryStar.body, &s->TryStar.handlers,
                         &s->TryStar.orelse, &s->TryStar.finalbody) &&
               check_star_types(c, &s->TryStar.handlers);
    default: return true;
    }
}

static bool check_simple(Checker *c, const Stmt *s) {
    switch (s->kind) {
    case STMT_Return: return check_optional(c, s->Return.value);
    case STMT_Delete: return check_targets(c, &s->Delete.targets, CONTEXT_Del);
    case STMT_Assign:
        return check_targets(c, &s->Assign.targets, CONTEXT_Store) &&
               check_expr(c, s->Assign.value, CONTEXT_Load);
    case STMT_AugAssign:
        return check_expr(c, s->AugAssign.target, CONTEXT_Store) &&
               check_expr(c, s->AugAssign.value, CONTEXT_Load);
    case STMT_AnnAssign: return check_annotated(c, s);
    case STMT_Raise: return check_raise(c, s);
    case STMT_Assert:
        return check_expr(c, s->Assert.test, CONTEXT_Load) && check_optional(c, s->Assert.msg);
    case STMT_Import: return check_filled(c, s->Import.names.count, "names", "Import");
    case STMT_ImportFrom: return check_import_from(c, s);
    case STMT_Global: return check_filled(c, s->Global.names.count, "names", "Global");
    case STMT_Nonlocal: return check_filled(c, s->Nonlocal.names.count, "names", "Nonlocal");
    case STMT_Expr: return check_expr(c, s->Expr.value, CONTEXT_Load);
    default: return check_compound(c, s);
    }
}

static bool check_stmts(Checker *checker, const StmtList *list) {
    for (int32_t i = 0; i < list->count; i++) {
        const Stmt *stmt = list->items[i];
        if (stmt == NULL) return raise_false(checker->vm, ERROR_AST_NONE_STATEMENT);
        if (!check_places(checker, &stmt->span) || !enter(checker)) return false;
        bool done = check_simple(checker, stmt);
        checker->depth--;
        if (!done) return false;
    }
    return true;
}

bool ast_check_tree(Vm *vm, const Tree *tree) {
    Checker checker = {.vm = vm, .depth = (int64_t)vm->objects->recursion_depth * LEVELS_PER_CALL};
    checker.depth_max = (int64_t)vm->objects->recursion_limit * LEVELS_PER_CALL;
    if (checker.depth_max > LEVELS_MAX + checker.depth)
        checker.depth_max = LEVELS_MAX + checker.depth;
    switch (tree->kind) {
    case TREE_Module: return check_stmts(&checker, &tree->Module.body);
    case TREE_Interactive: return check_stmts(&checker, &tree->Interactive.body);
    case TREE_Expression: return check_expr(&checker, tree->Expression.body, CONTEXT_Load);
    case TREE_FunctionType:
        return check_exprs(&checker, &tree->FunctionType.argtypes, CONTEXT_Load) &&
               check_expr(&checker, tree->FunctionType.returns, CONTEXT_Load);
    }
    return false;
}
