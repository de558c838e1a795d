#include "syntax/tree.h"

#include <string.h>

const char *tree_stmt_name(StmtKind kind) {
    static const char *const names[] = {
#define STMT(node, fields) #node,
#include "syntax/tree.def"
    };
    return names[kind];
}

const char *tree_expr_name(ExprKind kind) {
    static const char *const names[] = {
#define EXPR(node, fields) #node,
#include "syntax/tree.def"
    };
    return names[kind];
}

const char *tree_pattern_name(PatternKind kind) {
    static const char *const names[] = {
#define PATTERN(node, fields) #node,
#include "syntax/tree.def"
    };
    return names[kind];
}

const char *tree_operator_name(Operator op) {
    static const char *const names[] = {
#define OPERATOR(value) #value,
#include "syntax/tree.def"
    };
    return names[op];
}

Stmt *tree_stmt_new(Arena *arena, StmtKind kind, Span span) {
    Stmt *stmt = arena_allocate_zeroed(arena, sizeof(Stmt));
    if (stmt == NULL) return NULL;
    stmt->kind = kind;
    stmt->span = span;
    return stmt;
}

Expr *tree_expr_new(Arena *arena, ExprKind kind, Span span) {
    Expr *expr = arena_allocate_zeroed(arena, sizeof(Expr));
    if (expr == NULL) return NULL;
    expr->kind = kind;
    expr->span = span;
    return expr;
}

Pattern *tree_pattern_new(Arena *arena, PatternKind kind, Span span) {
    Pattern *pattern = arena_allocate_zeroed(arena, sizeof(Pattern));
    if (pattern == NULL) return NULL;
    pattern->kind = kind;
    pattern->span = span;
    return pattern;
}

// FNV-1a: names are short, and the table that uses it is small.
uint32_t tree_name_hash(const char *bytes, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash ^= (unsigned char)bytes[i];
        hash *= 16777619u;
    }
    return hash;
}

bool tree_name_is(const Identifier *identifier, const char *name) {
    return strcmp(identifier->bytes, name) == 0;
}
