// The head of a file: an optional docstring, then imports from __future__.

#include "compile/future.h"

#include "compile/statement.h"

typedef struct Feature {
    const char *name;
    uint32_t flag;  // 0: always on
} Feature;

static const Feature features[] = {
    {"nested_scopes", 0},   {"generators", 0},      {"division", 0},
    {"absolute_import", 0}, {"with_statement", 0},  {"print_function", 0},
    {"unicode_literals", 0}, {"barry_as_FLUFL", COMPILE_FUTURE_BARRY_AS_BDFL},
    {"generator_stop", 0},  {"annotations", COMPILE_FUTURE_ANNOTATIONS},
};

static void future_add(Compiler *compiler, const Stmt *import, const Alias *alias) {
    for (size_t i = 0; i < ARRAY_COUNT(features); i++) {
        if (!tree_name_is(alias->name, features[i].name)) continue;
        compiler->flags |= features[i].flag;
        return;
    }
    if (tree_name_is(alias->name, "braces"))
        compiler_mistake_in_future(compiler, import->span, "not a chance");
    else
        compiler_mistake_in_future(compiler, import->span, "future feature %.100s is not defined",
                                   alias->name->bytes);
}

static bool is_future_import(const Stmt *stmt) {
    return stmt->kind == STMT_ImportFrom && stmt->ImportFrom.module != NULL &&
           tree_name_is(stmt->ImportFrom.module, "__future__");
}

static void future_read_import(Compiler *compiler, const Stmt *stmt) {
    const AliasList *names = &stmt->ImportFrom.names;
    for (int32_t i = 0; i < names->count; i++) future_add(compiler, stmt, names->items[i]);
    compiler->future_line = stmt->span.line;
}

void future_read(Compiler *compiler, const Tree *tree) {
    StmtList body;
    if (tree->kind == TREE_Module) body = tree->Module.body;
    else if (tree->kind == TREE_Interactive) body = tree->Interactive.body;
    else return;
    int32_t i = statement_get_docstring(&body) != NULL ? 1 : 0;
    while (i < body.count && is_future_import(body.items[i]))
        future_read_import(compiler, body.items[i++]);
    // An import behind something else is found here only on the same line.
    int32_t line = i < body.count ? body.items[i]->span.line : 0;
    for (; i < body.count && body.items[i]->span.line == line; i++) {
        if (!is_future_import(body.items[i])) continue;
        Span place = body.items[i]->span;
        place.column--;
        compiler_mistake_in_future(
            compiler, place, "from __future__ imports must occur at the beginning of the file");
        return;
    }
}
