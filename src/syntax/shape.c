#include "syntax/shape.h"

#include <stddef.h>

const ShapeTop shape_tops[SHAPE_TOP_COUNT] = {
#define SUM(type, first, last) \
    {sizeof(type), offsetof(type, kind), offsetof(type, span), SHAPE_##first, SHAPE_##last}
#define VALUES(first, last) {0, -1, -1, SHAPE_##first, SHAPE_##last}
#define SPAN_POSITIONED(type) offsetof(type, span)
#define SPAN_UNPOSITIONED(type) -1
#define ONE(type, node, position) \
    {sizeof(type), -1, SPAN_##position(type), SHAPE_##node, SHAPE_##node}
    [SHAPE_mod] = {sizeof(Tree), offsetof(Tree, kind), -1, SHAPE_Module, SHAPE_FunctionType},
    [SHAPE_stmt] = SUM(Stmt, FunctionDef, Continue),
    [SHAPE_expr] = SUM(Expr, BoolOp, Slice),
    [SHAPE_pattern] = SUM(Pattern, MatchValue, MatchOr),
    [SHAPE_expr_context] = VALUES(Load, Del),
    [SHAPE_boolop] = VALUES(And, Or),
    [SHAPE_operator] = VALUES(Add, FloorDiv),
    [SHAPE_unaryop] = VALUES(Invert, USub),
    [SHAPE_cmpop] = VALUES(Eq, NotIn),
    [SHAPE_excepthandler] = ONE(ExceptHandler, ExceptHandler, POSITIONED),
    [SHAPE_type_ignore] = ONE(TypeIgnore, TypeIgnore, UNPOSITIONED),
    [SHAPE_comprehension] = ONE(Comprehension, comprehension, UNPOSITIONED),
    [SHAPE_arguments] = ONE(Parameters, arguments, UNPOSITIONED),
    [SHAPE_arg] = ONE(Parameter, arg, POSITIONED),
    [SHAPE_keyword] = ONE(Keyword, keyword, POSITIONED),
    [SHAPE_alias] = ONE(Alias, alias, POSITIONED),
    [SHAPE_withitem] = ONE(WithItem, withitem, UNPOSITIONED),
    [SHAPE_match_case] = ONE(MatchCase, match_case, UNPOSITIONED),
};

static const char *const names[SHAPE_COUNT] = {
#define SHAPE_TOP(name) [SHAPE_##name] = #name,
    SHAPE_TOPS
#undef SHAPE_TOP
#define MOD(node, fields) [SHAPE_##node] = #node,
#define STMT(node, fields) [SHAPE_##node] = #node,
#define EXPR(node, fields) [SHAPE_##node] = #node,
#define PATTERN(node, fields) [SHAPE_##node] = #node,
#define CONTEXT(value) [SHAPE_##value] = #value,
#define BOOL_OPERATOR(value) [SHAPE_##value] = #value,
#define OPERATOR(value) [SHAPE_##value] = #value,
#define UNARY_OPERATOR(value) [SHAPE_##value] = #value,
#define COMPARE_OPERATOR(value) [SHAPE_##value] = #value,
#include "syntax/tree.def"
    [SHAPE_ExceptHandler] = "ExceptHandler", [SHAPE_TypeIgnore] = "TypeIgnore",
};

const char *shape_name(ShapeId id) {
    return names[id];
}

ShapeId shape_top(ShapeId id) {
    if (id < SHAPE_TOP_COUNT) return id;
    int top = 0;
    while (id < shape_tops[top].first || id > shape_tops[top].last) top++;
    return (ShapeId)top;
}

// The shape of what a field of this C type holds.
enum {
    OF_Expr = SHAPE_expr, OF_Stmt = SHAPE_stmt, OF_Pattern = SHAPE_pattern,
    OF_ExprContext = SHAPE_expr_context, OF_BoolOperator = SHAPE_boolop,
    OF_Operator = SHAPE_operator, OF_PrefixOperator = SHAPE_unaryop,
    OF_CompareOperator = SHAPE_cmpop, OF_Comprehension = SHAPE_comprehension,
    OF_ExceptHandler = SHAPE_excepthandler, OF_Parameters = SHAPE_arguments,
    OF_Parameter = SHAPE_arg, OF_Keyword = SHAPE_keyword, OF_Alias = SHAPE_alias,
    OF_WithItem = SHAPE_withitem, OF_MatchCase = SHAPE_match_case,
    OF_TypeIgnore = SHAPE_type_ignore,
};

#define ROW(name, kind, type) {#name, SHAPE_##kind, (ShapeId)(type), BASE + offsetof(Owner, name)},
#define NODE(type, name) ROW(name, NODE, OF_##type)
#define OPTIONAL(type, name) ROW(name, OPTIONAL, OF_##type)
#define LIST(type, name) ROW(name, LIST, OF_##type)
#define HOLES(type, name) ROW(name, HOLES, OF_##type)
#define IDENTIFIER(name) ROW(name, IDENTIFIER, SHAPE_mod)
#define OPTIONAL_IDENTIFIER(name) ROW(name, OPTIONAL_IDENTIFIER, SHAPE_mod)
#define IDENTIFIERS(name) ROW(name, IDENTIFIERS, SHAPE_mod)
#define TEXT(name) ROW(name, TEXT, SHAPE_mod)
#define OPTIONAL_TEXT(name) ROW(name, OPTIONAL_TEXT, SHAPE_mod)
#define NUMBER(name) ROW(name, NUMBER, SHAPE_mod)
#define OPTIONAL_NUMBER(name) ROW(name, OPTIONAL_NUMBER, SHAPE_mod)
#define VALUE(name) ROW(name, VALUE, SHAPE_mod)
#define ENUM(type, name) ROW(name, ENUM, OF_##type)
#define ENUMS(type, name) ROW(name, ENUMS, OF_##type)

// The rows of one alternative in the union of its sum.
#define ALTERNATIVE(sum, node, ...)                           \
    case SHAPE_##node: {                                      \
        typedef __typeof__(((sum *)NULL)->node) Owner;        \
        enum { BASE = offsetof(sum, node) };                  \
        static const ShapeField rows[] = {__VA_ARGS__{.name = NULL}}; \
        (void)(Owner *)NULL;                                  \
        return rows;                                          \
    }
// Of a product, also as the only alternative of a sum.
#define PRODUCT_ROWS(id, type, ...)                           \
    case id: {                                                \
        typedef type Owner;                                   \
        enum { BASE = 0 };                                    \
        static const ShapeField rows[] = {__VA_ARGS__{.name = NULL}}; \
        return rows;                                          \
    }

const ShapeField *shape_fields(ShapeId id) {
    static const ShapeField none = {.name = NULL};
    switch (id) {
#define MOD(node, fields) ALTERNATIVE(Tree, node, fields)
#define STMT(node, fields) ALTERNATIVE(Stmt, node, fields)
#define EXPR(node, fields) ALTERNATIVE(Expr, node, fields)
#define PATTERN(node, fields) ALTERNATIVE(Pattern, node, fields)
#define PRODUCT(type, node, position, fields) PRODUCT_ROWS(SHAPE_##node, type, fields)
#include "syntax/tree.def"
    default: return &none;
    }
}

const char *shape_field_type(const ShapeField *field) {
    switch (field->kind) {
    case SHAPE_IDENTIFIER: case SHAPE_OPTIONAL_IDENTIFIER: case SHAPE_IDENTIFIERS:
        return "identifier";
    case SHAPE_TEXT: case SHAPE_OPTIONAL_TEXT: return "string";
    case SHAPE_NUMBER: case SHAPE_OPTIONAL_NUMBER: return "int";
    case SHAPE_VALUE: return "constant";
    default: return names[field->type];
    }
}

const char *shape_field_mark(const ShapeField *field) {
    switch (field->kind) {
    case SHAPE_OPTIONAL: case SHAPE_OPTIONAL_IDENTIFIER: case SHAPE_OPTIONAL_TEXT:
    case SHAPE_OPTIONAL_NUMBER:
        return "?";
    case SHAPE_LIST: case SHAPE_HOLES: case SHAPE_IDENTIFIERS: case SHAPE_ENUMS: return "*";
    default: return "";
    }
}
