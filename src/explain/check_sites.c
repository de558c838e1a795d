#include "explain/check_sites.h"

#include "base/host.h"
#include "syntax/parse.h"

#include <stdlib.h>
#include <string.h>

enum { BOUND_MAX = 32, LOOPS_MAX = 16 };

typedef struct Walk {
    Sites *sites;
    const Identifier *function;         // the def that is walked in; NULL: none
    const Identifier *lambda;           // "<lambda>"
    const Identifier *bound[BOUND_MAX]; // names of comprehensions and lambdas around
    int bound_count;
    const Identifier *loops[LOOPS_MAX]; // targets of the for statements around, in one def
    int loop_count;
    bool is_test;                       // what is walked decides a branch
} Walk;

// --- texts ---

bool site_is_name(const Identifier *identifier, EventText text) {
    return identifier != NULL && event_text_is_equal(site_name(identifier), text);
}

bool site_has_part(EventText text, const char *part) {
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.text + i, part, size) == 0) return true;
    return false;
}

EventText site_name(const Identifier *identifier) {
    return (EventText){identifier->bytes, identifier->length};
}

// --- sites ---

static Site *add(Walk *walk, SiteKind kind, Span span) {
    Sites *sites = walk->sites;
    if (sites->count == sites->capacity) {
        int64_t capacity = sites->capacity * 2 + 64;
        Site *items = host_resize(sites->items, (size_t)capacity * sizeof *items);
        if (items == NULL) {
            sites->is_failed = true;
            return &sites->lost;
        }
        sites->items = items;
        sites->capacity = capacity;
    }
    Site *site = &sites->items[sites->count++];
    *site = (Site){.kind = kind, .line = span.line, .end_line = span.end_line,
                   .function = walk->function};
    return site;
}

static bool is_name(const Expr *expr, const char *name) {
    return expr->kind == EXPR_Name && tree_name_is(expr->Name.id, name);
}

// An expression that makes a new object that can change.
static bool makes_mutable(const Expr *expr) {
    static const char *const makers[] = {"list", "dict", "set", "bytearray", "defaultdict",
                                         "OrderedDict", "deque", "Counter"};
    switch (expr->kind) {
    case EXPR_List: case EXPR_Dict: case EXPR_Set: case EXPR_ListComp: case EXPR_DictComp:
    case EXPR_SetComp: return true;
    case EXPR_Call:
        for (size_t i = 0; i < ARRAY_COUNT(makers); i++)
            if (is_name(expr->Call.func, makers[i])) return true;
        return false;
    default: return false;
    }
}

static bool is_bound(const Walk *walk, const Identifier *name) {
    for (int i = 0; i < walk->bound_count; i++)
        if (walk->bound[i] == name) return true;
    return false;
}

static void bind(Walk *walk, const Identifier *name) {
    if (walk->bound_count < BOUND_MAX) walk->bound[walk->bound_count++] = name;
}

static void bind_target(Walk *walk, const Expr *target) {
    if (target->kind == EXPR_Name) bind(walk, target->Name.id);
    if (target->kind != EXPR_Tuple) return;
    for (int32_t i = 0; i < target->Tuple.elts.count; i++)
        bind_target(walk, target->Tuple.elts.items[i]);
}

static void bind_parameters(Walk *walk, const Parameters *args) {
    const ParameterList lists[] = {args->posonlyargs, args->args, args->kwonlyargs};
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++)
        for (int32_t j = 0; j < lists[i].count; j++) bind(walk, lists[i].items[j]->arg);
    if (args->vararg != NULL) bind(walk, args->vararg->arg);
    if (args->kwarg != NULL) bind(walk, args->kwarg->arg);
}

// --- all nodes ---

static void walk_Expr(Walk *walk, const Expr *expr);
static void walk_Stmt(Walk *walk, const Stmt *stmt);
static void walk_Pattern(Walk *walk, const Pattern *pattern);
#define PRODUCT(type, node, position, fields) \
    static void walk_##type(Walk *walk, const type *node_);
#include "syntax/tree.def"

#define NODE(type, name) walk_##type(walk, fields_->name);
#define OPTIONAL(type, name) if (fields_->name != NULL) walk_##type(walk, fields_->name);
#define LIST(type, name) \
    for (int32_t i = 0; i < fields_->name.count; i++) walk_##type(walk, fields_->name.items[i]);
#define HOLES(type, name)                               \
    for (int32_t i = 0; i < fields_->name.count; i++)   \
        if (fields_->name.items[i] != NULL) walk_##type(walk, fields_->name.items[i]);
#define IDENTIFIER(name)
#define OPTIONAL_IDENTIFIER(name)
#define IDENTIFIERS(name)
#define TEXT(name)
#define OPTIONAL_TEXT(name)
#define NUMBER(name)
#define OPTIONAL_NUMBER(name)
#define VALUE(name)
#define ENUM(type, name)
#define ENUMS(type, name)

#define PRODUCT(type, node, position, fields)             \
    static void walk_##type(Walk *walk, const type *fields_) { (void)walk, (void)fields_; fields }
#include "syntax/tree.def"

static void walk_expr_parts(Walk *walk, const Expr *expr) {
    switch (expr->kind) {
#define EXPR(alternative, fields)                           \
    case EXPR_##alternative: {                              \
        __auto_type fields_ = &expr->alternative;           \
        (void)fields_;                                      \
        fields break;                                       \
    }
#include "syntax/tree.def"
    }
}

static void walk_stmt_parts(Walk *walk, const Stmt *stmt) {
    switch (stmt->kind) {
#define STMT(alternative, fields)                           \
    case STMT_##alternative: {                              \
        __auto_type fields_ = &stmt->alternative;           \
        (void)fields_;                                      \
        fields break;                                       \
    }
#include "syntax/tree.def"
    }
}

static void walk_Pattern(Walk *walk, const Pattern *pattern) {
    switch (pattern->kind) {
#define PATTERN(alternative, fields)                        \
    case PATTERN_##alternative: {                           \
        __auto_type fields_ = &pattern->alternative;        \
        (void)fields_;                                      \
        fields break;                                       \
    }
#include "syntax/tree.def"
    }
}

// --- expressions ---

// What is changed by a target or a call of a method, and how many steps below it.
static void note_change(Walk *walk, const Expr *target, Span span) {
    int32_t depth = 0;
    while (target->kind == EXPR_Subscript || target->kind == EXPR_Attribute) {
        bool is_item = target->kind == EXPR_Subscript;
        target = is_item ? target->Subscript.value : target->Attribute.value;
        depth++;
        if (target->kind != EXPR_Name && target->kind != EXPR_Attribute) continue;
        Site *site = add(walk, SITE_CHANGE, span);
        site->expr = target;
        site->index = depth;
    }
}

static void note_comparison(Walk *walk, const Expr *expr) {
    CompareOperator operator = expr->Compare.ops.items[0];
    bool is_identity = operator == COMPARE_Is || operator == COMPARE_IsNot;
    if (is_identity && walk->is_test) add(walk, SITE_IS, expr->span)->expr = expr;
}

// Functions whose calls do nothing but give a value.
static bool is_pure(const Expr *func) {
    static const char *const names[] = {"len", "int", "str", "float", "sorted", "list", "dict",
                                        "set", "tuple", "sum", "max", "min", "abs", "range",
                                        "reversed", "round", "isinstance", "enumerate", "zip"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (is_name(func, names[i])) return true;
    return false;
}

static void note_call(Walk *walk, const Expr *expr) {
    const Expr *func = expr->Call.func;
    if (walk->function != NULL && !is_pure(func)) add(walk, SITE_IMPURE, expr->span)->expr = expr;
    if (func->kind != EXPR_Attribute) return;
    bool is_from_keys = tree_name_is(func->Attribute.attr, "fromkeys") &&
                        expr->Call.args.count == 2 && makes_mutable(expr->Call.args.items[1]);
    if (is_from_keys) add(walk, SITE_FROM_KEYS, expr->span)->expr = expr;
    note_change(walk, func, expr->span);
}

static void note_repeat(Walk *walk, const Expr *expr) {
    const Expr *row = expr->BinOp.left->kind == EXPR_List ? expr->BinOp.left : expr->BinOp.right;
    if (expr->BinOp.op != OPERATOR_Mult || row->kind != EXPR_List) return;
    for (int32_t i = 0; i < row->List.elts.count; i++) {
        const Expr *item = row->List.elts.items[i];
        bool is_row = makes_mutable(item) ||
                      (item->kind == EXPR_BinOp && item->BinOp.op == OPERATOR_Mult);
        if (!is_row) continue;
        add(walk, SITE_REPEAT, expr->span)->expr = expr;
        return;
    }
}

static void note_load(Walk *walk, const Expr *expr) {
    if (expr->kind == EXPR_Name && expr->Name.ctx == CONTEXT_Load &&
        !is_bound(walk, expr->Name.id)) {
        Site *site = add(walk, SITE_LOAD, expr->span);
        site->expr = expr;
        site->name = expr->Name.id;
    }
    if (expr->kind == EXPR_Attribute && expr->Attribute.value->kind == EXPR_Name) {
        Site *site = add(walk, SITE_LOAD_ATTRIBUTE, expr->span);
        site->expr = expr;
        site->name = expr->Attribute.attr;
    }
}

// A name of a loop around that a function reads when it runs.
typedef struct Search {
    const Identifier *name;
    bool is_found;
} Search;

static void search_names(Walk *walk, const Sites *sites, int64_t from, Search *search) {
    (void)walk;
    for (int64_t i = from; i < sites->count; i++)
        if (sites->items[i].kind == SITE_LOAD && sites->items[i].name == search->name)
            search->is_found = true;
}

// After a function in a loop was walked: its loads stand behind `from`.
static void note_closure(Walk *walk, int64_t from, Span span, const Identifier *function) {
    for (int i = 0; i < walk->loop_count; i++) {
        Search search = {walk->loops[i], false};
        search_names(walk, walk->sites, from, &search);
        if (!search.is_found) continue;
        Site *site = add(walk, SITE_CLOSURE, span);
        site->name = walk->loops[i];
        site->function = function;
        site->index = is_bound(walk, walk->loops[i]);
        return;
    }
}

static void walk_comprehension(Walk *walk, const Expr *expr, const ComprehensionList *clauses) {
    int bound = walk->bound_count, loops = walk->loop_count;
    for (int32_t i = 0; i < clauses->count; i++) {
        const Expr *target = clauses->items[i]->target;
        bind_target(walk, target);
        if (target->kind == EXPR_Name && walk->loop_count < LOOPS_MAX)
            walk->loops[walk->loop_count++] = target->Name.id;
    }
    walk_expr_parts(walk, expr);
    walk->bound_count = bound;
    walk->loop_count = loops;
}

static void walk_lambda(Walk *walk, const Expr *expr) {
    Walk outer = *walk;
    walk_Parameters(walk, expr->Lambda.args);
    int64_t from = walk->sites->count;
    // What a comprehension around binds is a free name here.
    walk->bound_count = 0;
    bind_parameters(walk, expr->Lambda.args);
    walk->function = walk->lambda;
    walk_Expr(walk, expr->Lambda.body);
    *walk = outer;
    note_closure(walk, from, expr->span, walk->lambda);
}

static void walk_test(Walk *walk, const Expr *test) {
    bool was_test = walk->is_test;
    walk->is_test = true;
    walk_Expr(walk, test);
    walk->is_test = was_test;
}

static void walk_Expr(Walk *walk, const Expr *expr) {
    bool was_test = walk->is_test;
    note_load(walk, expr);
    if (expr->kind != EXPR_Compare && expr->kind != EXPR_BoolOp && expr->kind != EXPR_UnaryOp)
        walk->is_test = false;
    switch (expr->kind) {
    case EXPR_Compare: note_comparison(walk, expr); walk_expr_parts(walk, expr); break;
    case EXPR_Call: note_call(walk, expr); walk_expr_parts(walk, expr); break;
    case EXPR_BinOp: note_repeat(walk, expr); walk_expr_parts(walk, expr); break;
    case EXPR_Lambda: walk_lambda(walk, expr); break;
    case EXPR_ListComp: walk_comprehension(walk, expr, &expr->ListComp.generators); break;
    case EXPR_SetComp: walk_comprehension(walk, expr, &expr->SetComp.generators); break;
    case EXPR_DictComp: walk_comprehension(walk, expr, &expr->DictComp.generators); break;
    case EXPR_GeneratorExp: walk_comprehension(walk, expr, &expr->GeneratorExp.generators); break;
    case EXPR_IfExp:
        walk_test(walk, expr->IfExp.test);
        walk_Expr(walk, expr->IfExp.body);
        walk_Expr(walk, expr->IfExp.orelse);
        break;
    default: walk_expr_parts(walk, expr); break;
    }
    walk->is_test = was_test;
}

// --- statements ---

static void note_default(Walk *walk, const Stmt *stmt, const Parameter *parameter,
                         const Expr *value, int32_t index) {
    if (value == NULL || !makes_mutable(value)) return;
    Site *site = add(walk, SITE_DEFAULT, value->span);
    site->name = parameter->arg;
    site->function = stmt->FunctionDef.name;
    site->stmt = stmt;
    site->index = index;
}

static void note_defaults(Walk *walk, const Stmt *stmt) {
    const Parameters *args = stmt->FunctionDef.args;
    int32_t before = args->posonlyargs.count, total = before + args->args.count;
    for (int32_t i = 0; i < args->defaults.count; i++) {
        int32_t at = total - args->defaults.count + i;
        const Parameter *parameter = at < before ? args->posonlyargs.items[at]
                                                 : args->args.items[at - before];
        note_default(walk, stmt, parameter, args->defaults.items[i], i);
    }
    for (int32_t i = 0; i < args->kwonlyargs.count; i++)
        note_default(walk, stmt, args->kwonlyargs.items[i], args->kw_defaults.items[i], -1);
}

static void walk_function(Walk *walk, const Stmt *stmt) {
    const Identifier *function = walk->function;
    int loops = walk->loop_count, bound = walk->bound_count;
    if (tree_name_is(stmt->FunctionDef.name, "__del__")) walk->sites->has_finaliser = true;
    note_defaults(walk, stmt);
    for (int32_t i = 0; i < stmt->FunctionDef.decorator_list.count; i++)
        walk_Expr(walk, stmt->FunctionDef.decorator_list.items[i]);
    walk_Parameters(walk, stmt->FunctionDef.args);
    int64_t from = walk->sites->count;
    // A parameter may have the name of a variable outside.
    walk->function = stmt->FunctionDef.name;
    walk->loop_count = 0;
    walk->bound_count = 0;
    for (int32_t i = 0; i < stmt->FunctionDef.body.count; i++)
        walk_Stmt(walk, stmt->FunctionDef.body.items[i]);
    walk->function = function;
    walk->loop_count = loops;
    walk->bound_count = bound;
    bind_parameters(walk, stmt->FunctionDef.args);
    int kept = walk->loop_count;
    for (int i = 0; i < walk->loop_count; i++)
        if (is_bound(walk, walk->loops[i])) walk->loop_count = 0;
    note_closure(walk, from, stmt->span, stmt->FunctionDef.name);
    walk->loop_count = kept;
    walk->bound_count = bound;
}

// name = receiver.sort(): a method that gives None.
static void note_none(Walk *walk, const Stmt *stmt) {
    static const char *const methods[] = {"sort", "reverse", "append", "extend", "insert",
                                          "remove", "clear", "update", "add", "discard"};
    const Expr *target = stmt->Assign.targets.items[0], *value = stmt->Assign.value;
    if (target->kind != EXPR_Name || value->kind != EXPR_Call) return;
    if (value->Call.func->kind != EXPR_Attribute || tree_name_is(target->Name.id, "_")) return;
    for (size_t i = 0; i < ARRAY_COUNT(methods); i++) {
        if (!tree_name_is(value->Call.func->Attribute.attr, methods[i])) continue;
        Site *site = add(walk, SITE_NONE, stmt->span);
        site->name = target->Name.id;
        site->expr = value->Call.func->Attribute.value;
    }
}

static void note_assign(Walk *walk, const Stmt *stmt) {
    const ExprList *targets = &stmt->Assign.targets;
    const Expr *value = stmt->Assign.value;
    bool are_names = true;
    for (int32_t i = 0; i < targets->count; i++) {
        note_change(walk, targets->items[i], stmt->span);
        are_names = are_names && targets->items[i]->kind == EXPR_Name;
    }
    if (targets->count > 1 && are_names && makes_mutable(value))
        add(walk, SITE_CHAIN, stmt->span)->stmt = stmt;
    if (targets->count != 1) return;
    if (are_names && value->kind == EXPR_Name) {
        Site *site = add(walk, SITE_ALIAS, stmt->span);
        site->name = targets->items[0]->Name.id;
        site->expr = value;
    }
    if (are_names && value->kind == EXPR_Call && value->Call.func->kind == EXPR_Name) {
        Site *site = add(walk, SITE_CALL, stmt->span);
        site->expr = value;
        site->name = targets->items[0]->Name.id;
    }
    note_none(walk, stmt);
}

static void walk_for(Walk *walk, const Stmt *stmt) {
    const Expr *target = stmt->For.target;
    int loops = walk->loop_count;
    if (target->kind == EXPR_Name) {
        Site *site = add(walk, SITE_FOR, stmt->span);
        site->name = target->Name.id;
        site->expr = stmt->For.iter;
        if (stmt->For.body.count > 0)
            site->end_line = stmt->For.body.items[stmt->For.body.count - 1]->span.end_line;
        if (loops < LOOPS_MAX) walk->loops[walk->loop_count++] = target->Name.id;
    }
    walk_stmt_parts(walk, stmt);
    walk->loop_count = loops;
}

static void walk_branch(Walk *walk, const Expr *test, const StmtList *body,
                        const StmtList *orelse) {
    walk_test(walk, test);
    for (int32_t i = 0; i < body->count; i++) walk_Stmt(walk, body->items[i]);
    for (int32_t i = 0; i < orelse->count; i++) walk_Stmt(walk, orelse->items[i]);
}

static void walk_Stmt(Walk *walk, const Stmt *stmt) {
    switch (stmt->kind) {
    case STMT_FunctionDef: case STMT_AsyncFunctionDef: walk_function(walk, stmt); return;
    case STMT_For: walk_for(walk, stmt); return;
    case STMT_If: walk_branch(walk, stmt->If.test, &stmt->If.body, &stmt->If.orelse); return;
    case STMT_While:
        walk_branch(walk, stmt->While.test, &stmt->While.body, &stmt->While.orelse);
        return;
    case STMT_Assign: note_assign(walk, stmt); break;
    case STMT_AugAssign: {
        add(walk, SITE_AUGMENTED, stmt->span)->expr = stmt->AugAssign.target;
        note_change(walk, stmt->AugAssign.target, stmt->span);
        break;
    }
    case STMT_Delete:
        for (int32_t i = 0; i < stmt->Delete.targets.count; i++)
            note_change(walk, stmt->Delete.targets.items[i], stmt->span);
        break;
    case STMT_Expr:
        if (stmt->Expr.value->kind == EXPR_Call && stmt->Expr.value->Call.func->kind == EXPR_Name)
            add(walk, SITE_CALL, stmt->span)->expr = stmt->Expr.value;
        break;
    default: break;
    }
    walk_stmt_parts(walk, stmt);
}

// --- the whole ---

static int compare_sites(const void *one, const void *other) {
    const Site *left = one, *right = other;
    if (left->line != right->line) return left->line < right->line ? -1 : 1;
    return left->kind < right->kind ? -1 : left->kind > right->kind;
}

static void walk_module(Walk *walk, const Tree *tree) {
    __auto_type fields_ = &tree->Module;
    LIST(Stmt, body)
    LIST(TypeIgnore, type_ignores)
}

static const Identifier *lambda_name(Arena *arena) {
    static const char text[] = "<lambda>";
    Identifier *name = arena_allocate(arena, sizeof(Identifier) + sizeof text);
    if (name == NULL) return NULL;
    *name = (Identifier){.length = sizeof text - 1};
    memcpy(name->bytes, text, sizeof text);
    return name;
}

void sites_find(Sites *sites, const char *source, size_t size) {
    *sites = (Sites){0};
    arena_start(&sites->arena);
    SyntaxMistake mistake;
    ParseOptions options = {.mode = PARSE_EXEC, .flags = PARSE_SOURCE_IS_FILE};
    Walk walk = {.sites = sites, .lambda = lambda_name(&sites->arena)};
    if (source == NULL || walk.lambda == NULL) return;
    const Tree *tree = parse(&sites->arena, source, size, &options, &mistake);
    if (tree == NULL) return;
    walk_module(&walk, tree);
    if (sites->count > 0)
        qsort(sites->items, (size_t)sites->count, sizeof(Site), compare_sites);
}

void sites_done(Sites *sites) {
    host_release(sites->items);
    arena_done(&sites->arena);
}

int64_t sites_first(const Sites *sites, int64_t line) {
    int64_t low = 0, high = sites->count;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (sites->items[middle].line < line) low = middle + 1;
        else high = middle;
    }
    return low;
}

bool sites_use_class(const Sites *sites, EventText class, const Identifier *attribute) {
    for (int64_t i = 0; i < sites->count; i++) {
        const Site *site = &sites->items[i];
        if (site->kind != SITE_LOAD_ATTRIBUTE || site->name != attribute) continue;
        const Identifier *base = site->expr->Attribute.value->Name.id;
        if (tree_name_is(base, "cls")) return true;
        if (event_text_is_equal((EventText){base->bytes, base->length}, class)) return true;
    }
    return false;
}
