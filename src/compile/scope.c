// The first walk: how every block uses its names.

#include "compile/scope.h"

#include "compile/future.h"

// One walk; `scope` is the innermost block, `owner` the class whose names mangle.
typedef struct Walk {
    Compiler *compiler;
    Scope *scope;
    Name *owner;
} Walk;

static void walk_stmts(Walk *walk, const StmtList *list);
static void walk_expr(Walk *walk, Expr *expr);

// --- tables ---

static bool scope_table_grow(Compiler *compiler) {
    uint32_t places = compiler->scopes == NULL ? 64 : (compiler->scope_mask + 1) * 2;
    Scope **grown = compiler_allocate(compiler, places * sizeof *grown);
    if (grown == NULL) return false;
    for (uint32_t i = 0; compiler->scopes != NULL && i <= compiler->scope_mask; i++) {
        Scope *scope = compiler->scopes[i];
        if (scope == NULL) continue;
        uint32_t place = (uint32_t)((uintptr_t)scope->node >> 3) & (places - 1);
        while (grown[place] != NULL) place = (place + 1) & (places - 1);
        grown[place] = scope;
    }
    compiler->scopes = grown;
    compiler->scope_mask = places - 1;
    return true;
}

static void scope_table_add(Compiler *compiler, Scope *scope) {
    if (compiler->scopes == NULL || compiler->scope_count * 2 > compiler->scope_mask)
        if (!scope_table_grow(compiler)) return;
    uint32_t place = (uint32_t)((uintptr_t)scope->node >> 3) & compiler->scope_mask;
    while (compiler->scopes[place] != NULL) place = (place + 1) & compiler->scope_mask;
    compiler->scopes[place] = scope;
    compiler->scope_count++;
}

Scope *scope_get(const Compiler *compiler, const void *node) {
    uint32_t place = (uint32_t)((uintptr_t)node >> 3) & compiler->scope_mask;
    while (compiler->scopes[place]->node != node) place = (place + 1) & compiler->scope_mask;
    return compiler->scopes[place];
}

uint32_t scope_get_flags(const Scope *scope, const Name *name) {
    int32_t number = name_map_find(&scope->names, name);
    return number < 0 ? 0 : scope->symbols[number].flags;
}

Resolution scope_get_resolution(const Scope *scope, const Name *name) {
    int32_t number = name_map_find(&scope->names, name);
    return number < 0 ? RESOLVED_NOT : (Resolution)scope->symbols[number].resolution;
}

Symbol *scope_add_symbol(Compiler *compiler, Scope *scope, Name *name) {
    int32_t number = name_map_add(compiler, &scope->names, name);
    if (number < 0) return NULL;
    Symbol *symbols = compiler_grow(compiler, scope->symbols, number, &scope->symbol_capacity,
                                    sizeof *symbols);
    if (symbols == NULL) return NULL;
    scope->symbols = symbols;
    return &symbols[number];
}

static Scope *walk_enter(Walk *walk, ScopeKind kind, Name *name, const void *node, Span span) {
    Compiler *compiler = walk->compiler;
    Scope *scope = compiler_allocate(compiler, sizeof *scope);
    if (scope == NULL) return NULL;
    Scope *parent = walk->scope;
    scope->kind = kind;
    scope->name = name;
    scope->node = node;
    scope->span = span;
    scope->parent = parent;
    walk->scope = scope;
    if (parent == NULL) {
        compiler->scope = scope;
    } else {
        scope->is_nested = parent->is_nested || parent->kind == SCOPE_FUNCTION;
        scope->iterable_depth = parent->iterable_depth;
    }
    if (kind == SCOPE_ANNOTATION) return scope;  // its names mean nothing to anybody
    scope_table_add(compiler, scope);
    if (parent == NULL) return scope;
    Scope **children = compiler_grow(compiler, parent->children, parent->child_count,
                                     &parent->child_capacity, sizeof(Scope *));
    if (children == NULL) return scope;
    parent->children = children;
    children[parent->child_count++] = scope;
    return scope;
}

static void walk_leave(Walk *walk) {
    walk->scope = walk->scope->parent;
}

static void scope_add_parameter(Compiler *compiler, Scope *scope, Name *name) {
    Name **parameters = compiler_grow(compiler, scope->parameters, scope->parameter_count,
                                      &scope->parameter_capacity, sizeof(Name *));
    if (parameters == NULL) return;
    scope->parameters = parameters;
    parameters[scope->parameter_count++] = name;
}

static void walk_define_in(Walk *walk, Scope *scope, Name *plain, uint32_t flag, Span span) {
    Compiler *compiler = walk->compiler;
    Name *name = name_mangle(compiler, walk->owner, plain);
    Symbol *symbol = name == NULL ? NULL : scope_add_symbol(compiler, scope, name);
    if (symbol == NULL) return;
    if ((flag & SYMBOL_PARAMETER) && (symbol->flags & SYMBOL_PARAMETER)) {
        compiler_mistake_in_scope(compiler, span, "duplicate argument '%s' in function definition",
                                  plain->bytes);
        return;
    }
    uint32_t flags = symbol->flags | flag;
    if (scope->is_target) {
        if (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) {
            compiler_mistake_in_scope(
                compiler, span,
                "comprehension inner loop cannot rebind assignment expression target '%s'",
                plain->bytes);
            return;
        }
        flags |= SYMBOL_ITERATES;
    }
    symbol->flags = flags;
    if (flag & SYMBOL_PARAMETER) {
        scope_add_parameter(compiler, scope, name);
    } else if (flag & SYMBOL_GLOBAL) {
        Symbol *global = scope_add_symbol(compiler, compiler->scope, name);
        if (global != NULL) global->flags |= flag;
    }
}

static void walk_define(Walk *walk, Name *name, uint32_t flag, Span span) {
    if (name != NULL) walk_define_in(walk, walk->scope, name, flag, span);
}

static void walk_identifier(Walk *walk, const Identifier *identifier, uint32_t flag, Span span) {
    walk_define(walk, name_of(walk->compiler, identifier), flag, span);
}

static uint32_t walk_flags_of(Walk *walk, Name *name) {
    Name *mangled = name_mangle(walk->compiler, walk->owner, name);
    return mangled == NULL ? 0 : scope_get_flags(walk->scope, mangled);
}

static void walk_record_directive(Walk *walk, Name *name, Span span) {
    Scope *scope = walk->scope;
    Name *mangled = name_mangle(walk->compiler, walk->owner, name);
    Directive *directives = compiler_grow(walk->compiler, scope->directives,
                                          scope->directive_count, &scope->directive_capacity,
                                          sizeof *directives);
    if (directives == NULL) return;
    scope->directives = directives;
    directives[scope->directive_count++] = (Directive){mangled, span};
}

// --- expressions ---

static void walk_exprs(Walk *walk, const ExprList *list) {
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i] != NULL) walk_expr(walk, list->items[i]);
}

static void walk_optional(Walk *walk, Expr *expr) {
    if (expr != NULL) walk_expr(walk, expr);
}

static void walk_keywords(Walk *walk, const KeywordList *list) {
    for (int32_t i = 0; i < list->count; i++) walk_expr(walk, list->items[i]->value);
}

static bool walk_refuse_in_annotation(Walk *walk, const char *what, Span span) {
    if (walk->scope->kind != SCOPE_ANNOTATION) return false;
    compiler_mistake_in_scope(walk->compiler, span, "%s cannot be used within an annotation",
                              what);
    return true;
}

// `(name := …)` inside a comprehension binds in the function or module around it.
static void walk_bind_outside(Walk *walk, Expr *target) {
    Name *name = name_of(walk->compiler, target->Name.id);
    if (name == NULL) return;
    Span span = target->span;
    for (Scope *scope = walk->scope; scope != NULL; scope = scope->parent) {
        uint32_t flags = scope_get_flags(scope, name);
        if (scope->comprehension != COMPREHENSION_NONE) {
            if (!(flags & SYMBOL_ITERATES)) continue;
            compiler_mistake_in_scope(
                walk->compiler, span,
                "assignment expression cannot rebind comprehension iteration variable '%s'",
                name->bytes);
            return;
        }
        if (scope->kind == SCOPE_FUNCTION) {
            walk_define(walk, name, flags & SYMBOL_GLOBAL ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, span);
            walk_record_directive(walk, name, span);
            walk_define_in(walk, scope, name, SYMBOL_LOCAL, span);
            return;
        }
        if (scope->kind == SCOPE_MODULE) {
            walk_define(walk, name, SYMBOL_GLOBAL, span);
            walk_record_directive(walk, name, span);
            walk_define_in(walk, scope, name, SYMBOL_GLOBAL, span);
            return;
        }
        if (scope->kind == SCOPE_CLASS) {
            compiler_mistake_in_scope(
                walk->compiler, span,
                "assignment expression within a comprehension cannot be used in a class body");
            return;
        }
    }
}

static void walk_named(Walk *walk, Expr *expr) {
    if (walk_refuse_in_annotation(walk, "named expression", expr->span)) return;
    if (walk->scope->iterable_depth > 0) {
        compiler_mistake_in_scope(
            walk->compiler, expr->span,
            "assignment expression cannot be used in a comprehension iterable expression");
        return;
    }
    if (walk->scope->comprehension != COMPREHENSION_NONE)
        walk_bind_outside(walk, expr->NamedExpr.target);
    walk_expr(walk, expr->NamedExpr.value);
    walk_expr(walk, expr->NamedExpr.target);
}

static void walk_yield(Walk *walk, Expr *expr, Expr *value) {
    static const char *const kinds[] = {"", "list comprehension", "dict comprehension",
                                        "set comprehension", "generator expression"};
    if (walk_refuse_in_annotation(walk, "yield expression", expr->span)) return;
    walk_optional(walk, value);
    walk->scope->is_generator = true;
    if (walk->scope->comprehension != COMPREHENSION_NONE)
        compiler_mistake_in_scope(walk->compiler, expr->span, "'yield' inside %s",
                                  kinds[walk->scope->comprehension]);
}

static void walk_target(Walk *walk, Expr *target) {
    walk->scope->is_target = true;
    walk_expr(walk, target);
    walk->scope->is_target = false;
}

// for clauses behind the first are evaluated inside the comprehension.
static void walk_clause(Walk *walk, Comprehension *clause) {
    walk_target(walk, clause->target);
    walk->scope->iterable_depth++;
    walk_expr(walk, clause->iter);
    walk->scope->iterable_depth--;
    walk_exprs(walk, &clause->ifs);
    if (clause->is_async) walk->scope->is_coroutine = true;
}

static void walk_comprehension(Walk *walk, Expr *expr, ComprehensionKind kind, const char *name,
                               const ComprehensionList *clauses, Expr *value, Expr *element) {
    Comprehension *first = clauses->items[0];
    walk->scope->iterable_depth++;
    walk_expr(walk, first->iter);
    walk->scope->iterable_depth--;
    Name *scope_name = name_of_c(walk->compiler, name);
    Scope *scope = walk_enter(walk, SCOPE_FUNCTION, scope_name, expr, expr->span);
    if (scope == NULL) return;
    scope->comprehension = kind;
    if (first->is_async) scope->is_coroutine = true;
    walk_define(walk, walk->compiler->known.iterator, SYMBOL_PARAMETER, expr->span);
    walk_target(walk, first->target);
    walk_exprs(walk, &first->ifs);
    for (int32_t i = 1; i < clauses->count; i++) walk_clause(walk, clauses->items[i]);
    walk_optional(walk, value);
    walk_expr(walk, element);
    scope->is_generator = kind == COMPREHENSION_GENERATOR;
    walk_leave(walk);
    if (scope->is_coroutine && !scope->is_generator) walk->scope->is_coroutine = true;
}

static void walk_parameters(Walk *walk, const Parameters *parameters) {
    const ParameterList *lists[] = {&parameters->posonlyargs, &parameters->args,
                                    &parameters->kwonlyargs};
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++)
        for (int32_t j = 0; j < lists[i]->count; j++)
            walk_identifier(walk, lists[i]->items[j]->arg, SYMBOL_PARAMETER,
                            lists[i]->items[j]->span);
    if (parameters->vararg != NULL) {
        walk_identifier(walk, parameters->vararg->arg, SYMBOL_PARAMETER, parameters->vararg->span);
        walk->scope->has_varargs = true;
    }
    if (parameters->kwarg != NULL) {
        walk_identifier(walk, parameters->kwarg->arg, SYMBOL_PARAMETER, parameters->kwarg->span);
        walk->scope->has_varkeywords = true;
    }
}

static void walk_lambda(Walk *walk, Expr *expr) {
    walk_exprs(walk, &expr->Lambda.args->defaults);
    walk_exprs(walk, &expr->Lambda.args->kw_defaults);
    Name *name = name_of_c(walk->compiler, "lambda");
    if (walk_enter(walk, SCOPE_FUNCTION, name, expr, expr->span) == NULL) return;
    walk_parameters(walk, expr->Lambda.args);
    walk_expr(walk, expr->Lambda.body);
    walk_leave(walk);
}

static void walk_name(Walk *walk, Expr *expr) {
    Name *name = name_of(walk->compiler, expr->Name.id);
    bool is_load = expr->Name.ctx == CONTEXT_Load;
    walk_define(walk, name, is_load ? SYMBOL_USED : SYMBOL_LOCAL, expr->span);
    if (is_load && walk->scope->kind == SCOPE_FUNCTION && name == walk->compiler->known.super)
        walk_define(walk, walk->compiler->known.class_, SYMBOL_USED, expr->span);
}

static void walk_call(Walk *walk, Expr *expr) {
    walk_expr(walk, expr->Call.func);
    walk_exprs(walk, &expr->Call.args);
    walk_keywords(walk, &expr->Call.keywords);
}

static void walk_expr_inner(Walk *walk, Expr *expr) {
    switch (expr->kind) {
    case EXPR_BoolOp: walk_exprs(walk, &expr->BoolOp.values); break;
    case EXPR_NamedExpr: walk_named(walk, expr); break;
    case EXPR_BinOp:
        walk_expr(walk, expr->BinOp.left);
        walk_expr(walk, expr->BinOp.right);
        break;
    case EXPR_UnaryOp: walk_expr(walk, expr->UnaryOp.operand); break;
    case EXPR_Lambda: walk_lambda(walk, expr); break;
    case EXPR_IfExp:
        walk_expr(walk, expr->IfExp.test);
        walk_expr(walk, expr->IfExp.body);
        walk_expr(walk, expr->IfExp.orelse);
        break;
    case EXPR_Dict:
        walk_exprs(walk, &expr->Dict.keys);
        walk_exprs(walk, &expr->Dict.values);
        break;
    case EXPR_Set: walk_exprs(walk, &expr->Set.elts); break;
    case EXPR_ListComp:
        walk_comprehension(walk, expr, COMPREHENSION_LIST, "listcomp", &expr->ListComp.generators,
                           NULL, expr->ListComp.elt);
        break;
    case EXPR_SetComp:
        walk_comprehension(walk, expr, COMPREHENSION_SET, "setcomp", &expr->SetComp.generators,
                           NULL, expr->SetComp.elt);
        break;
    case EXPR_DictComp:
        walk_comprehension(walk, expr, COMPREHENSION_DICT, "dictcomp", &expr->DictComp.generators,
                           expr->DictComp.value, expr->DictComp.key);
        break;
    case EXPR_GeneratorExp:
        walk_comprehension(walk, expr, COMPREHENSION_GENERATOR, "genexpr",
                           &expr->GeneratorExp.generators, NULL, expr->GeneratorExp.elt);
        break;
    case EXPR_Await:
        if (walk_refuse_in_annotation(walk, "await expression", expr->span)) break;
        walk_expr(walk, expr->Await.value);
        walk->scope->is_coroutine = true;
        break;
    case EXPR_Yield: walk_yield(walk, expr, expr->Yield.value); break;
    case EXPR_YieldFrom: walk_yield(walk, expr, expr->YieldFrom.value); break;
    case EXPR_Compare:
        walk_expr(walk, expr->Compare.left);
        walk_exprs(walk, &expr->Compare.comparators);
        break;
    case EXPR_Call: walk_call(walk, expr); break;
    case EXPR_FormattedValue:
        walk_expr(walk, expr->FormattedValue.value);
        walk_optional(walk, expr->FormattedValue.format_spec);
        break;
    case EXPR_JoinedStr: walk_exprs(walk, &expr->JoinedStr.values); break;
    case EXPR_Constant: break;
    case EXPR_Attribute: walk_expr(walk, expr->Attribute.value); break;
    case EXPR_Subscript:
        walk_expr(walk, expr->Subscript.value);
        walk_expr(walk, expr->Subscript.slice);
        break;
    case EXPR_Starred: walk_expr(walk, expr->Starred.value); break;
    case EXPR_Name: walk_name(walk, expr); break;
    case EXPR_List: walk_exprs(walk, &expr->List.elts); break;
    case EXPR_Tuple: walk_exprs(walk, &expr->Tuple.elts); break;
    case EXPR_Slice:
        walk_optional(walk, expr->Slice.lower);
        walk_optional(walk, expr->Slice.upper);
        walk_optional(walk, expr->Slice.step);
        break;
    }
}

static void walk_expr(Walk *walk, Expr *expr) {
    if (!compiler_enter(walk->compiler)) return;
    walk_expr_inner(walk, expr);
    compiler_leave(walk->compiler);
}

// --- patterns ---

static void walk_pattern(Walk *walk, Pattern *pattern);

static void walk_patterns(Walk *walk, const PatternList *list) {
    for (int32_t i = 0; i < list->count; i++) walk_pattern(walk, list->items[i]);
}

static void walk_captured(Walk *walk, const Identifier *name, Span span) {
    if (name != NULL) walk_identifier(walk, name, SYMBOL_LOCAL, span);
}

static void walk_pattern(Walk *walk, Pattern *pattern) {
    if (!compiler_enter(walk->compiler)) return;
    switch (pattern->kind) {
    case PATTERN_MatchValue: walk_expr(walk, pattern->MatchValue.value); break;
    case PATTERN_MatchSingleton: break;
    case PATTERN_MatchSequence: walk_patterns(walk, &pattern->MatchSequence.patterns); break;
    case PATTERN_MatchStar: walk_captured(walk, pattern->MatchStar.name, pattern->span); break;
    case PATTERN_MatchMapping:
        walk_exprs(walk, &pattern->MatchMapping.keys);
        walk_patterns(walk, &pattern->MatchMapping.patterns);
        walk_captured(walk, pattern->MatchMapping.rest, pattern->span);
        break;
    case PATTERN_MatchClass:
        walk_expr(walk, pattern->MatchClass.cls);
        walk_patterns(walk, &pattern->MatchClass.patterns);
        walk_patterns(walk, &pattern->MatchClass.kwd_patterns);
        break;
    case PATTERN_MatchAs:
        if (pattern->MatchAs.pattern != NULL) walk_pattern(walk, pattern->MatchAs.pattern);
        walk_captured(walk, pattern->MatchAs.name, pattern->span);
        break;
    case PATTERN_MatchOr: walk_patterns(walk, &pattern->MatchOr.patterns); break;
    }
    compiler_leave(walk->compiler);
}

// --- statements ---

static void walk_annotation(Walk *walk, Expr *annotation) {
    bool is_string = compiler_has_string_annotations(walk->compiler);
    if (is_string)
        if (walk_enter(walk, SCOPE_ANNOTATION, NULL, annotation, annotation->span) == NULL) return;
    walk_expr(walk, annotation);
    if (is_string) walk_leave(walk);
}

static void walk_parameter_annotations(Walk *walk, const ParameterList *list) {
    for (int32_t i = 0; i < list->count; i++) walk_optional(walk, list->items[i]->annotation);
}

static void walk_annotations(Walk *walk, Stmt *stmt, const Parameters *parameters, Expr *returns) {
    bool is_string = compiler_has_string_annotations(walk->compiler);
    if (is_string)
        if (walk_enter(walk, SCOPE_ANNOTATION, NULL, stmt, stmt->span) == NULL) return;
    walk_parameter_annotations(walk, &parameters->posonlyargs);
    walk_parameter_annotations(walk, &parameters->args);
    if (parameters->vararg != NULL) walk_optional(walk, parameters->vararg->annotation);
    if (parameters->kwarg != NULL) walk_optional(walk, parameters->kwarg->annotation);
    walk_parameter_annotations(walk, &parameters->kwonlyargs);
    if (is_string) walk_leave(walk);
    if (returns != NULL) walk_annotation(walk, returns);
}

static void walk_function(Walk *walk, Stmt *stmt) {
    // FunctionDef and AsyncFunctionDef have the same fields in the same order.
    Name *name = name_of(walk->compiler, stmt->FunctionDef.name);
    walk_define(walk, name, SYMBOL_LOCAL, stmt->span);
    Parameters *parameters = stmt->FunctionDef.args;
    walk_exprs(walk, &parameters->defaults);
    walk_exprs(walk, &parameters->kw_defaults);
    walk_annotations(walk, stmt, parameters, stmt->FunctionDef.returns);
    walk_exprs(walk, &stmt->FunctionDef.decorator_list);
    Scope *scope = walk_enter(walk, SCOPE_FUNCTION, name, stmt, stmt->span);
    if (scope == NULL) return;
    if (stmt->kind == STMT_AsyncFunctionDef) scope->is_coroutine = true;
    walk_parameters(walk, parameters);
    walk_stmts(walk, &stmt->FunctionDef.body);
    walk_leave(walk);
}

static void walk_class(Walk *walk, Stmt *stmt) {
    Name *name = name_of(walk->compiler, stmt->ClassDef.name);
    walk_define(walk, name, SYMBOL_LOCAL, stmt->span);
    walk_exprs(walk, &stmt->ClassDef.bases);
    walk_keywords(walk, &stmt->ClassDef.keywords);
    walk_exprs(walk, &stmt->ClassDef.decorator_list);
    if (walk_enter(walk, SCOPE_CLASS, name, stmt, stmt->span) == NULL) return;
    Name *owner = walk->owner;
    walk->owner = name;
    walk_stmts(walk, &stmt->ClassDef.body);
    walk->owner = owner;
    walk_leave(walk);
}

static void walk_annotated(Walk *walk, Stmt *stmt) {
    Expr *target = stmt->AnnAssign.target;
    bool is_simple = stmt->AnnAssign.simple != 0;
    if (target->kind == EXPR_Name) {
        Name *name = name_of(walk->compiler, target->Name.id);
        if (name == NULL) return;
        uint32_t flags = walk_flags_of(walk, name) & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL);
        if (flags != 0 && walk->scope != walk->compiler->scope && is_simple) {
            compiler_mistake_in_scope(walk->compiler, stmt->span, "annotated name '%s' can't be %s",
                                      name->bytes, flags & SYMBOL_GLOBAL ? "global" : "nonlocal");
            return;
        }
        if (is_simple) walk_define(walk, name, SYMBOL_ANNOTATED | SYMBOL_LOCAL, target->span);
        else if (stmt->AnnAssign.value != NULL)
            walk_define(walk, name, SYMBOL_LOCAL, target->span);
    } else {
        walk_expr(walk, target);
    }
    walk_annotation(walk, stmt->AnnAssign.annotation);
    walk_optional(walk, stmt->AnnAssign.value);
}

// global and nonlocal: only before any other mention of the name.
static void walk_directive(Walk *walk, Stmt *stmt, const IdentifierList *names, uint32_t flag) {
    const char *word = flag == SYMBOL_GLOBAL ? "global" : "nonlocal";
    for (int32_t i = 0; i < names->count && !walk->compiler->failed; i++) {
        Name *name = name_of(walk->compiler, names->items[i]);
        if (name == NULL) return;
        uint32_t flags = walk_flags_of(walk, name);
        const char *message = NULL;
        if (flags & SYMBOL_PARAMETER) message = "name '%s' is parameter and %s";
        else if (flags & SYMBOL_USED) message = "name '%s' is used prior to %s declaration";
        else if (flags & SYMBOL_ANNOTATED) message = "annotated name '%s' can't be %s";
        else if (flags & SYMBOL_LOCAL) message = "name '%s' is assigned to before %s declaration";
        if (message != NULL) {
            compiler_mistake_in_scope(walk->compiler, stmt->span, message, name->bytes, word);
            return;
        }
        walk_define(walk, name, flag, stmt->span);
        walk_record_directive(walk, name, stmt->span);
    }
}

static void walk_aliases(Walk *walk, const AliasList *list) {
    Compiler *compiler = walk->compiler;
    for (int32_t i = 0; i < list->count; i++) {
        const Alias *alias = list->items[i];
        if (tree_name_is(alias->name, "*")) {
            if (walk->scope->kind != SCOPE_MODULE)
                compiler_mistake_in_scope(compiler, alias->span,
                                          "import * only allowed at module level");
            continue;
        }
        const Identifier *bound = alias->asname != NULL ? alias->asname : alias->name;
        size_t length = 0;
        while (length < bound->length && bound->bytes[length] != '.') length++;
        Name *name;
        if (length == bound->length) {
            name = name_of(compiler, bound);
        } else {
            const char *start = arena_copy(&compiler->arena, bound->bytes, length);
            if (start == NULL) {
                compiler_fail(compiler);
                return;
            }
            name = name_new(compiler, start, length, tree_name_hash(start, length));
        }
        walk_define(walk, name, SYMBOL_IMPORT, alias->span);
    }
}

static void walk_try(Walk *walk, Stmt *stmt) {
    // Try and TryStar have the same fields in the same order.
    walk_stmts(walk, &stmt->Try.body);
    walk_stmts(walk, &stmt->Try.orelse);
    for (int32_t i = 0; i < stmt->Try.handlers.count; i++) {
        ExceptHandler *handler = stmt->Try.handlers.items[i];
        walk_optional(walk, handler->type);
        if (handler->name != NULL)
            walk_identifier(walk, handler->name, SYMBOL_LOCAL, handler->span);
        walk_stmts(walk, &handler->body);
    }
    walk_stmts(walk, &stmt->Try.finalbody);
}

static void walk_with(Walk *walk, Stmt *stmt) {
    for (int32_t i = 0; i < stmt->With.items.count; i++) {
        walk_expr(walk, stmt->With.items.items[i]->context_expr);
        walk_optional(walk, stmt->With.items.items[i]->optional_vars);
    }
    walk_stmts(walk, &stmt->With.body);
}

static void walk_match(Walk *walk, Stmt *stmt) {
    walk_expr(walk, stmt->Match.subject);
    for (int32_t i = 0; i < stmt->Match.cases.count; i++) {
        MatchCase *matched = stmt->Match.cases.items[i];
        walk_pattern(walk, matched->pattern);
        walk_optional(walk, matched->guard);
        walk_stmts(walk, &matched->body);
    }
}

static void walk_stmt_inner(Walk *walk, Stmt *stmt) {
    switch (stmt->kind) {
    case STMT_FunctionDef:
    case STMT_AsyncFunctionDef: walk_function(walk, stmt); break;
    case STMT_ClassDef: walk_class(walk, stmt); break;
    case STMT_Return: walk_optional(walk, stmt->Return.value); break;
    case STMT_Delete: walk_exprs(walk, &stmt->Delete.targets); break;
    case STMT_Assign:
        walk_exprs(walk, &stmt->Assign.targets);
        walk_expr(walk, stmt->Assign.value);
        break;
    case STMT_AugAssign:
        walk_expr(walk, stmt->AugAssign.target);
        walk_expr(walk, stmt->AugAssign.value);
        break;
    case STMT_AnnAssign: walk_annotated(walk, stmt); break;
    case STMT_For:
    case STMT_AsyncFor:
        walk_expr(walk, stmt->For.target);
        walk_expr(walk, stmt->For.iter);
        walk_stmts(walk, &stmt->For.body);
        walk_stmts(walk, &stmt->For.orelse);
        break;
    case STMT_While:
        walk_expr(walk, stmt->While.test);
        walk_stmts(walk, &stmt->While.body);
        walk_stmts(walk, &stmt->While.orelse);
        break;
    case STMT_If:
        walk_expr(walk, stmt->If.test);
        walk_stmts(walk, &stmt->If.body);
        walk_stmts(walk, &stmt->If.orelse);
        break;
    case STMT_With:
    case STMT_AsyncWith: walk_with(walk, stmt); break;
    case STMT_Match: walk_match(walk, stmt); break;
    case STMT_Raise:
        walk_optional(walk, stmt->Raise.exc);
        walk_optional(walk, stmt->Raise.cause);
        break;
    case STMT_Try:
    case STMT_TryStar: walk_try(walk, stmt); break;
    case STMT_Assert:
        walk_expr(walk, stmt->Assert.test);
        walk_optional(walk, stmt->Assert.msg);
        break;
    case STMT_Import: walk_aliases(walk, &stmt->Import.names); break;
    case STMT_ImportFrom: walk_aliases(walk, &stmt->ImportFrom.names); break;
    case STMT_Global: walk_directive(walk, stmt, &stmt->Global.names, SYMBOL_GLOBAL); break;
    case STMT_Nonlocal: walk_directive(walk, stmt, &stmt->Nonlocal.names, SYMBOL_NONLOCAL); break;
    case STMT_Expr: walk_expr(walk, stmt->Expr.value); break;
    case STMT_Pass:
    case STMT_Break:
    case STMT_Continue: break;
    }
}

static void walk_stmts(Walk *walk, const StmtList *list) {
    for (int32_t i = 0; i < list->count; i++) {
        if (!compiler_enter(walk->compiler)) return;
        walk_stmt_inner(walk, list->items[i]);
        compiler_leave(walk->compiler);
    }
}

void scope_build(Compiler *compiler, Tree *tree) {
    Walk walk = {compiler, NULL, NULL};
    Name *name = name_of_c(compiler, "top");
    if (walk_enter(&walk, SCOPE_MODULE, name, tree, (Span){0}) == NULL) return;
    if (tree->kind == TREE_Module) walk_stmts(&walk, &tree->Module.body);
    else if (tree->kind == TREE_Interactive) walk_stmts(&walk, &tree->Interactive.body);
    else walk_expr(&walk, tree->Expression.body);
    if (!compiler->failed) scope_resolve(compiler, compiler->scope);
}
