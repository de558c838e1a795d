#include "compile/anchor.h"

#include "syntax/parse.h"

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

// The operator between two operands. (Brackets around the left one are taken for it, as in
// CPython.)
static bool find_operator(const char *text, const Expr *left, const Expr *right, int32_t *from,
                          int32_t *to) {
    int32_t end = right->span.column;
    for (int32_t i = left->span.end_column; i < end; i++) {
        if (is_space(text[i])) continue;
        *from = i;
        *to = i + 1;
        if (i + 1 < end && !is_space(text[i + 1])) ++*to;
        return true;
    }
    return false;
}

bool anchor_find(const char *text, size_t size, int32_t *from, int32_t *to) {
    Arena arena;
    SyntaxMistake mistake;
    ParseOptions options = {.mode = PARSE_EXEC, .flags = PARSE_SOURCE_IS_TEXT};
    bool found = false;
    arena_start(&arena);
    const Tree *tree = parse(&arena, text, size, &options, &mistake);
    const Stmt *only = tree != NULL && tree->Module.body.count == 1 ? tree->Module.body.items[0]
                                                                    : NULL;
    if (only != NULL && only->kind == STMT_Expr) {
        const Expr *value = only->Expr.value;
        if (value->kind == EXPR_BinOp) {
            found = find_operator(text, value->BinOp.left, value->BinOp.right, from, to);
        } else if (value->kind == EXPR_Subscript) {
            *from = value->Subscript.value->span.end_column;
            *to = value->Subscript.slice->span.end_column + 1;
            found = true;
        }
    }
    arena_done(&arena);
    return found;
}
