// The walk over the tree that folds every node behind its parts.

#include "compile/fold.h"

#include "compile/future.h"
#include "compile/statement.h"

static void fold_expr(Compiler *compiler, Expr *expr);
static void fold_stmts(Compiler *compiler, const StmtList *list);

static void fold_exprs(Compiler *compiler, const ExprList *list) {
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i] != NULL) fold_expr(compiler, list->items[i]);
}

static void fold_optional(Compiler *compiler, Expr *expr) {
    if (expr != NULL) fold_expr(compiler, expr);
}

static void fold_keywords(Compiler *compiler, const KeywordList *list) {
    for (int32_t i = 0; i < list->count; i++) fold_expr(compiler, list->items[i]->value);
}

static void fold_comprehension(Compiler *compiler, const ComprehensionList *clauses) {
    for (int32_t i = 0; i < clauses->count; i++) {
        Comprehension *clause = clauses->items[i];
        fold_expr(compiler, clause->target);
        fold_expr(compiler, clause->iter);
        fold_exprs(compiler, &clause->ifs);
        fold_iterable(compiler, clause->iter);
    }
}

// --- parameters ---

static void fold_annotation(Compiler *compiler, Expr *annotation) {
    // An annotation that becomes text stays as it is written.
    if (annotation != NULL && !compiler_has_string_annotations(compiler))
        fold_expr(compiler, annotation);
}

static void fold_parameter_list(Compiler *compiler, const ParameterList *list) {
    for (int32_t i = 0; i < list->count; i++)
        fold_annotation(compiler, list->items[i]->annotation);
}

static void fold_parameters(Compiler *compiler, Parameters *parameters) {
    fold_parameter_list(compiler, &parameters->posonlyargs);
    fold_parameter_list(compiler, &parameters->args);
    if (parameters->vararg != NULL) fold_annotation(compiler, parameters->vararg->annotation);
    fold_parameter_list(compiler, &parameters->kwonlyargs);
    fold_exprs(compiler, &parameters->kw_defaults);
    if (parameters->kwarg != NULL) fold_annotation(compiler, parameters->kwarg->annotation);
    fold_exprs(compiler, &parameters->defaults);
}

// --- expressions ---

static void fold_name(Compiler *compiler, Expr *expr) {
    if (expr->Name.ctx != CONTEXT_Load || !tree_name_is(expr->Name.id, "__debug__")) return;
    expr->kind = EXPR_Constant;
    expr->Constant.value = (Constant){
        .kind = compiler->optimise == 0 ? CONSTANT_TRUE : CONSTANT_FALSE};
    expr->Constant.kind = NULL;
}

static void fold_compare(Compiler *compiler, Expr *expr) {
    fold_expr(compiler, expr->Compare.left);
    fold_exprs(compiler, &expr->Compare.comparators);
    int32_t last = expr->Compare.ops.count - 1;
    CompareOperator op = expr->Compare.ops.items[last];
    if (op == COMPARE_In || op == COMPARE_NotIn)
        fold_iterable(compiler, expr->Compare.comparators.items[last]);
}

static void fold_expr_inner(Compiler *compiler, Expr *expr) {
    switch (expr->kind) {
    case EXPR_BoolOp: fold_exprs(compiler, &expr->BoolOp.values); break;
    case EXPR_NamedExpr: fold_expr(compiler, expr->NamedExpr.value); break;
    case EXPR_BinOp:
        fold_expr(compiler, expr->BinOp.left);
        fold_expr(compiler, expr->BinOp.right);
        fold_binary(compiler, expr);
        break;
    case EXPR_UnaryOp:
        fold_expr(compiler, expr->UnaryOp.operand);
        fold_unary(compiler, expr);
        break;
    case EXPR_Lambda:
        fold_parameters(compiler, expr->Lambda.args);
        fold_expr(compiler, expr->Lambda.body);
        break;
    case EXPR_IfExp:
        fold_expr(compiler, expr->IfExp.test);
        fold_expr(compiler, expr->IfExp.body);
        fold_expr(compiler, expr->IfExp.orelse);
        break;
    case EXPR_Dict:
        fold_exprs(compiler, &expr->Dict.keys);
        fold_exprs(compiler, &expr->Dict.values);
        break;
    case EXPR_Set: fold_exprs(compiler, &expr->Set.elts); break;
    case EXPR_ListComp:
    case EXPR_SetComp:
    case EXPR_GeneratorExp:
        // The three have the same fields in the same order.
        fold_expr(compiler, expr->ListComp.elt);
        fold_comprehension(compiler, &expr->ListComp.generators);
        break;
    case EXPR_DictComp:
        fold_expr(compiler, expr->DictComp.key);
        fold_expr(compiler, expr->DictComp.value);
        fold_comprehension(compiler, &expr->DictComp.generators);
        break;
    case EXPR_Await: fold_expr(compiler, expr->Await.value); break;
    case EXPR_Yield: fold_optional(compiler, expr->Yield.value); break;
    case EXPR_YieldFrom: fold_expr(compiler, expr->YieldFrom.value); break;
    case EXPR_Compare: fold_compare(compiler, expr); break;
    case EXPR_Call:
        fold_expr(compiler, expr->Call.func);
        fold_exprs(compiler, &expr->Call.args);
        fold_keywords(compiler, &expr->Call.keywords);
        break;
    case EXPR_FormattedValue:
        fold_expr(compiler, expr->FormattedValue.value);
        fold_optional(compiler, expr->FormattedValue.format_spec);
        break;
    case EXPR_JoinedStr: fold_exprs(compiler, &expr->JoinedStr.values); break;
    case EXPR_Constant: break;
    case EXPR_Attribute: fold_expr(compiler, expr->Attribute.value); break;
    case EXPR_Subscript:
        fold_expr(compiler, expr->Subscript.value);
        fold_expr(compiler, expr->Subscript.slice);
        fold_subscript(compiler, expr);
        break;
    case EXPR_Starred: fold_expr(compiler, expr->Starred.value); break;
    case EXPR_Name: fold_name(compiler, expr); break;
    case EXPR_List: fold_exprs(compiler, &expr->List.elts); break;
    case EXPR_Tuple:
        fold_exprs(compiler, &expr->Tuple.elts);
        fold_tuple(compiler, expr);
        break;
    case EXPR_Slice:
        fold_optional(compiler, expr->Slice.lower);
        fold_optional(compiler, expr->Slice.upper);
        fold_optional(compiler, expr->Slice.step);
        break;
    }
}

static void fold_expr(Compiler *compiler, Expr *expr) {
    if (!compiler_enter(compiler)) return;
    fold_expr_inner(compiler, expr);
    compiler_leave(compiler);
}

// --- patterns ---

static void fold_pattern(Compiler *compiler, Pattern *pattern);

static void fold_patterns(Compiler *compiler, const PatternList *list) {
    for (int32_t i = 0; i < list->count; i++) fold_pattern(compiler, list->items[i]);
}

static void fold_pattern(Compiler *compiler, Pattern *pattern) {
    if (!compiler_enter(compiler)) return;
    switch (pattern->kind) {
    case PATTERN_MatchValue: fold_expr(compiler, pattern->MatchValue.value); break;
    case PATTERN_MatchSequence:
        fold_patterns(compiler, &pattern->MatchSequence.patterns);
        break;
    case PATTERN_MatchMapping:
        fold_exprs(compiler, &pattern->MatchMapping.keys);
        fold_patterns(compiler, &pattern->MatchMapping.patterns);
        break;
    case PATTERN_MatchClass:
        fold_expr(compiler, pattern->MatchClass.cls);
        fold_patterns(compiler, &pattern->MatchClass.patterns);
        fold_patterns(compiler, &pattern->MatchClass.kwd_patterns);
        break;
    case PATTERN_MatchAs:
        if (pattern->MatchAs.pattern != NULL) fold_pattern(compiler, pattern->MatchAs.pattern);
        break;
    case PATTERN_MatchOr: fold_patterns(compiler, &pattern->MatchOr.patterns); break;
    case PATTERN_MatchSingleton:
    case PATTERN_MatchStar: break;
    }
    compiler_leave(compiler);
}

// --- statements ---

// The body of a module, class or function: what folding made of an expression is no
// docstring, even if it is a string now.
static void fold_body(Compiler *compiler, const StmtList *body) {
    bool had_docstring = statement_get_docstring(body) != NULL;
    fold_stmts(compiler, body);
    if (compiler->failed || had_docstring || statement_get_docstring(body) == NULL) return;
    Stmt *first = body->items[0];
    Expr *joined = tree_expr_new(&compiler->arena, EXPR_JoinedStr, first->span);
    Expr **values = compiler_allocate(compiler, sizeof *values);
    if (joined == NULL || values == NULL) {
        compiler_fail(compiler);
        return;
    }
    values[0] = first->Expr.value;
    joined->JoinedStr.values = (ExprList){1, values};
    first->Expr.value = joined;
}

static void fold_function(Compiler *compiler, Stmt *stmt) {
    // FunctionDef and AsyncFunctionDef have the same fields in the same order.
    fold_parameters(compiler, stmt->FunctionDef.args);
    fold_body(compiler, &stmt->FunctionDef.body);
    fold_exprs(compiler, &stmt->FunctionDef.decorator_list);
    fold_annotation(compiler, stmt->FunctionDef.returns);
}

static void fold_with(Compiler *compiler, Stmt *stmt) {
    for (int32_t i = 0; i < stmt->With.items.count; i++) {
        fold_expr(compiler, stmt->With.items.items[i]->context_expr);
        fold_optional(compiler, stmt->With.items.items[i]->optional_vars);
    }
    fold_stmts(compiler, &stmt->With.body);
}

static void fold_try(Compiler *compiler, Stmt *stmt) {
    // Try and TryStar have the same fields in the same order.
    fold_stmts(compiler, &stmt->Try.body);
    for (int32_t i = 0; i < stmt->Try.handlers.count; i++) {
        fold_optional(compiler, stmt->Try.handlers.items[i]->type);
        fold_stmts(compiler, &stmt->Try.handlers.items[i]->body);
    }
    fold_stmts(compiler, &stmt->Try.orelse);
    fold_stmts(compiler, &stmt->Try.finalbody);
}

static void fold_match(Compiler *compiler, Stmt *stmt) {
    fold_expr(compiler, stmt->Match.subject);
    for (int32_t i = 0; i < stmt->Match.cases.count; i++) {
        MatchCase *matched = stmt->Match.cases.items[i];
        fold_pattern(compiler, matched->pattern);
        fold_optional(compiler, matched->guard);
        fold_stmts(compiler, &matched->body);
    }
}

static void fold_for(Compiler *compiler, Stmt *stmt) {
    fold_expr(compiler, stmt->For.target);
    fold_expr(compiler, stmt->For.iter);
    fold_stmts(compiler, &stmt->For.body);
    fold_stmts(compiler, &stmt->For.orelse);
    if (stmt->kind == STMT_For) fold_iterable(compiler, stmt->For.iter);
}

static void fold_stmt(Compiler *compiler, Stmt *stmt) {
    switch (stmt->kind) {
    case STMT_FunctionDef:
    case STMT_AsyncFunctionDef: fold_function(compiler, stmt); break;
    case STMT_ClassDef:
        fold_exprs(compiler, &stmt->ClassDef.bases);
        fold_keywords(compiler, &stmt->ClassDef.keywords);
        fold_body(compiler, &stmt->ClassDef.body);
        fold_exprs(compiler, &stmt->ClassDef.decorator_list);
        break;
    case STMT_Return: fold_optional(compiler, stmt->Return.value); break;
    case STMT_Delete: fold_exprs(compiler, &stmt->Delete.targets); break;
    case STMT_Assign:
        fold_exprs(compiler, &stmt->Assign.targets);
        fold_expr(compiler, stmt->Assign.value);
        break;
    case STMT_AugAssign:
        fold_expr(compiler, stmt->AugAssign.target);
        fold_expr(compiler, stmt->AugAssign.value);
        break;
    case STMT_AnnAssign:
        fold_expr(compiler, stmt->AnnAssign.target);
        fold_annotation(compiler, stmt->AnnAssign.annotation);
        fold_optional(compiler, stmt->AnnAssign.value);
        break;
    case STMT_For:
    case STMT_AsyncFor: fold_for(compiler, stmt); break;
    case STMT_While:
        fold_expr(compiler, stmt->While.test);
        fold_stmts(compiler, &stmt->While.body);
        fold_stmts(compiler, &stmt->While.orelse);
        break;
    case STMT_If:
        fold_expr(compiler, stmt->If.test);
        fold_stmts(compiler, &stmt->If.body);
        fold_stmts(compiler, &stmt->If.orelse);
        break;
    case STMT_With:
    case STMT_AsyncWith: fold_with(compiler, stmt); break;
    case STMT_Match: fold_match(compiler, stmt); break;
    case STMT_Raise:
        fold_optional(compiler, stmt->Raise.exc);
        fold_optional(compiler, stmt->Raise.cause);
        break;
    case STMT_Try:
    case STMT_TryStar: fold_try(compiler, stmt); break;
    case STMT_Assert:
        fold_expr(compiler, stmt->Assert.test);
        fold_optional(compiler, stmt->Assert.msg);
        break;
    case STMT_Expr: fold_expr(compiler, stmt->Expr.value); break;
    case STMT_Import:
    case STMT_ImportFrom:
    case STMT_Global:
    case STMT_Nonlocal:
    case STMT_Pass:
    case STMT_Break:
    case STMT_Continue: break;
    }
}

static void fold_stmts(Compiler *compiler, const StmtList *list) {
    for (int32_t i = 0; i < list->count; i++) {
        if (!compiler_enter(compiler)) return;
        fold_stmt(compiler, list->items[i]);
        compiler_leave(compiler);
    }
}

void fold_tree(Compiler *compiler, Tree *tree) {
    if (tree->kind == TREE_Module) fold_body(compiler, &tree->Module.body);
    else if (tree->kind == TREE_Interactive) fold_stmts(compiler, &tree->Interactive.body);
    else if (tree->kind == TREE_Expression) fold_expr(compiler, tree->Expression.body);
}
