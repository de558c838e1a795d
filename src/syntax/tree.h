// The abstract syntax tree: CPython 3.11's, node for node and field for field.
//
//   Tree  Module
//    └ body ─ Stmt  Assign                 x = f(1)
//              ├ targets ─ Expr  Name       id "x", ctx Store
//              └ value ─── Expr  Call
//                           ├ func ─ Expr  Name      id "f", ctx Load
//                           └ args ─ Expr  Constant  int "1"
//
// A sum of CPython's (stmt, expr, pattern, mod) is one C structure with a kind, a
// span and a union of its alternatives, reached by the alternative's name:
//
//   switch (expr->kind) {
//   case EXPR_BinOp: visit(expr->BinOp.left); visit(expr->BinOp.right); break;
//
// Which fields an alternative has stands in tree.def, and nowhere else.
//
// The tree holds no Python objects. All of it lives in one arena: nothing is freed
// alone, and sharing a node in two places is allowed (the parser never does it).
// A later pass may change nodes in place, as CPython's optimiser does.

#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include "base/arena.h"
#include "base/check.h"
#include "base/span.h"

// A string: utf-8, in which a lone surrogate (from an escape) takes three bytes.
// It may hold NUL; there is one more NUL behind its end, which is not counted.
typedef struct Text {
    size_t length;  // in bytes
    const char *bytes;
} Text;

// A name, NFKC-normalised. Within one tree there is one Identifier for each name:
// equal pointers are equal names.
typedef struct Identifier {
    uint32_t hash;    // the same for the same name in every tree
    uint32_t length;  // in bytes
    char bytes[];     // utf-8, with a NUL behind it
} Identifier;

typedef enum ConstantKind {
    CONSTANT_NONE,
    CONSTANT_TRUE,
    CONSTANT_FALSE,
    CONSTANT_ELLIPSIS,
    CONSTANT_INT,        // `text`: its digits, in `base`
    CONSTANT_FLOAT,      // `number`
    CONSTANT_IMAGINARY,  // `number`: the complex number 0 + number * 1j
    CONSTANT_STRING,     // `text`, a str
    CONSTANT_BYTES,      // `text`, any bytes
    CONSTANT_OBJECT,     // `object`: never from the parser (see below)
} ConstantKind;

// A literal's value.
//
// An int keeps its digits, without underscores, prefix (0x, 0o, 0b) and leading
// zeros ("0" for zero); there may be thousands of them.
// CONSTANT_OBJECT is for later passes, which put folded tuples and the like in the
// tree: syntax/ never makes, reads, copies or frees the object.
typedef struct Constant {
    ConstantKind kind;
    int32_t base;  // of an int: 2, 8, 10 or 16; else 0
    union {
        Text text;
        double number;
        void *object;  // borrows: its maker keeps it alive
    };
} Constant;

typedef enum ExprContext {
#define CONTEXT(value) CONTEXT_##value,
#include "syntax/tree.def"
} ExprContext;

typedef enum BoolOperator {
#define BOOL_OPERATOR(value) BOOL_##value,
#include "syntax/tree.def"
} BoolOperator;

typedef enum Operator {
#define OPERATOR(value) OPERATOR_##value,
#include "syntax/tree.def"
} Operator;

typedef enum PrefixOperator {
#define UNARY_OPERATOR(value) UNARY_##value,
#include "syntax/tree.def"
} PrefixOperator;

typedef enum CompareOperator {
#define COMPARE_OPERATOR(value) COMPARE_##value,
#include "syntax/tree.def"
} CompareOperator;

typedef enum TreeKind {
#define MOD(node, fields) TREE_##node,
#include "syntax/tree.def"
} TreeKind;

typedef enum StmtKind {
#define STMT(node, fields) STMT_##node,
#include "syntax/tree.def"
} StmtKind;

typedef enum ExprKind {
#define EXPR(node, fields) EXPR_##node,
#include "syntax/tree.def"
} ExprKind;

typedef enum PatternKind {
#define PATTERN(node, fields) PATTERN_##node,
#include "syntax/tree.def"
} PatternKind;

typedef struct Tree Tree;
typedef struct Stmt Stmt;
typedef struct Expr Expr;
typedef struct Pattern Pattern;
#define PRODUCT(type, node, position, fields) typedef struct type type;
#include "syntax/tree.def"

// A list of nodes: items[0..count). `items` is NULL when the list is empty.
#define TREE_LIST(name, item)  \
    typedef struct name {      \
        int32_t count;         \
        item *items;           \
    } name;

TREE_LIST(StmtList, Stmt *)
TREE_LIST(ExprList, Expr *)
TREE_LIST(PatternList, Pattern *)
#define PRODUCT(type, node, position, fields) TREE_LIST(type##List, type *)
#include "syntax/tree.def"
TREE_LIST(IdentifierList, const Identifier *)
TREE_LIST(CompareOperatorList, CompareOperator)

#undef TREE_LIST

// How a row's fields become members of a C structure.
#define NODE(type, name) type *name;
#define OPTIONAL(type, name) type *name;
#define LIST(type, name) type##List name;
#define HOLES(type, name) type##List name;
#define IDENTIFIER(name) const Identifier *name;
#define OPTIONAL_IDENTIFIER(name) const Identifier *name;
#define IDENTIFIERS(name) IdentifierList name;
#define TEXT(name) const Text *name;
#define OPTIONAL_TEXT(name) const Text *name;
#define NUMBER(name) int32_t name;
#define OPTIONAL_NUMBER(name) int32_t name;
#define VALUE(name) Constant name;
#define ENUM(type, name) type name;
#define ENUMS(type, name) type##List name;

// A whole program, interactive statement, expression or function type.
struct Tree {
    TreeKind kind;
    union {
#define MOD(node, fields) struct { fields } node;
#include "syntax/tree.def"
    };
};

// A statement.
struct Stmt {
    StmtKind kind;
    Span span;
    union {
#define STMT(node, fields) struct { fields } node;
#include "syntax/tree.def"
    };
};

// An expression.
struct Expr {
    ExprKind kind;
    Span span;
    union {
#define EXPR(node, fields) struct { fields } node;
#include "syntax/tree.def"
    };
};

// A pattern of a case.
struct Pattern {
    PatternKind kind;
    Span span;
    union {
#define PATTERN(node, fields) struct { fields } node;
#include "syntax/tree.def"
    };
};

#define TREE_SPAN_POSITIONED Span span;
#define TREE_SPAN_UNPOSITIONED
#define PRODUCT(type, node, position, fields) struct type { TREE_SPAN_##position fields };
#include "syntax/tree.def"

#undef TREE_SPAN_POSITIONED
#undef TREE_SPAN_UNPOSITIONED
#undef NODE
#undef OPTIONAL
#undef LIST
#undef HOLES
#undef IDENTIFIER
#undef OPTIONAL_IDENTIFIER
#undef IDENTIFIERS
#undef TEXT
#undef OPTIONAL_TEXT
#undef NUMBER
#undef OPTIONAL_NUMBER
#undef VALUE
#undef ENUM
#undef ENUMS

// CPython's name of a node or value: "BinOp", "Add", ...
const char *tree_stmt_name(StmtKind kind);
const char *tree_expr_name(ExprKind kind);
const char *tree_pattern_name(PatternKind kind);
const char *tree_operator_name(Operator op);

// New nodes of the given kind with every field zero; NULL when the arena is full.
MUST_USE Stmt *tree_stmt_new(Arena *arena, StmtKind kind, Span span);
MUST_USE Expr *tree_expr_new(Arena *arena, ExprKind kind, Span span);
MUST_USE Pattern *tree_pattern_new(Arena *arena, PatternKind kind, Span span);

// The hash that Identifier.hash holds.
uint32_t tree_name_hash(const char *bytes, size_t length);

// Whether the identifier is spelled as the C string `name`.
bool tree_name_is(const Identifier *identifier, const char *name);

#endif
