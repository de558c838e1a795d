// The tree described as data: each node's CPython name, its fields and where they lie.
//
// A shape is a sum ("expr"), an alternative of one ("BinOp"), or a product ("arguments");
// values of enumerations are alternatives without fields ("Add" of "operator"). Expanded from
// tree.def, for whoever walks trees without knowing each node: the module _ast.

#ifndef SYNTAX_SHAPE_H
#define SYNTAX_SHAPE_H

#include "syntax/tree.h"

// The sums and products as CPython orders them: SHAPE_TOP(name).
#define SHAPE_TOPS                                                                           \
    SHAPE_TOP(mod) SHAPE_TOP(stmt) SHAPE_TOP(expr) SHAPE_TOP(expr_context) SHAPE_TOP(boolop) \
    SHAPE_TOP(operator) SHAPE_TOP(unaryop) SHAPE_TOP(cmpop) SHAPE_TOP(comprehension)         \
    SHAPE_TOP(excepthandler) SHAPE_TOP(arguments) SHAPE_TOP(arg) SHAPE_TOP(keyword)          \
    SHAPE_TOP(alias) SHAPE_TOP(withitem) SHAPE_TOP(match_case) SHAPE_TOP(pattern)            \
    SHAPE_TOP(type_ignore)

typedef enum ShapeId {
#define SHAPE_TOP(name) SHAPE_##name,
    SHAPE_TOPS
#undef SHAPE_TOP
    SHAPE_TOP_COUNT,
    SHAPE_TOP_LAST = SHAPE_TOP_COUNT - 1,
#define MOD(node, fields) SHAPE_##node,
#include "syntax/tree.def"
#define STMT(node, fields) SHAPE_##node,
#include "syntax/tree.def"
#define EXPR(node, fields) SHAPE_##node,
#include "syntax/tree.def"
#define CONTEXT(value) SHAPE_##value,
#include "syntax/tree.def"
#define BOOL_OPERATOR(value) SHAPE_##value,
#include "syntax/tree.def"
#define OPERATOR(value) SHAPE_##value,
#include "syntax/tree.def"
#define UNARY_OPERATOR(value) SHAPE_##value,
#include "syntax/tree.def"
#define COMPARE_OPERATOR(value) SHAPE_##value,
#include "syntax/tree.def"
    SHAPE_ExceptHandler,
#define PATTERN(node, fields) SHAPE_##node,
#include "syntax/tree.def"
    SHAPE_TypeIgnore,
    SHAPE_COUNT,
} ShapeId;

typedef enum ShapeFieldKind {
    SHAPE_NODE, SHAPE_OPTIONAL, SHAPE_LIST, SHAPE_HOLES, SHAPE_IDENTIFIER,
    SHAPE_OPTIONAL_IDENTIFIER, SHAPE_IDENTIFIERS, SHAPE_TEXT, SHAPE_OPTIONAL_TEXT, SHAPE_NUMBER,
    SHAPE_OPTIONAL_NUMBER, SHAPE_VALUE, SHAPE_ENUM, SHAPE_ENUMS,
} ShapeFieldKind;

typedef struct ShapeField {
    const char *name;       // NULL behind the last one
    ShapeFieldKind kind;
    ShapeId type;           // of the nodes or values: a sum or product
    uint16_t offset;        // in the node's structure
} ShapeField;

// Where nodes of a sum or product have what is common to all.
typedef struct ShapeTop {
    uint16_t bytes;         // of a node; 0: values of an enumeration
    int16_t kind_offset;    // of the number of the alternative, an int; -1: there is one only
    int16_t span_offset;    // -1: such nodes have no place
    ShapeId first;          // its alternatives; of a product: itself
    ShapeId last;
} ShapeTop;

// A list of nodes or enumeration values in a node, whatever its items.
typedef struct ShapeList {
    int32_t count;
    void *items;
} ShapeList;

extern const ShapeTop shape_tops[SHAPE_TOP_COUNT];

const char *shape_name(ShapeId id);
// The fields of an alternative or product, the last one without a name.
const ShapeField *shape_fields(ShapeId id);
// The sum of an alternative; a sum or product itself.
ShapeId shape_top(ShapeId id);
// What CPython calls the type of a field: "expr", "identifier", "int" …
const char *shape_field_type(const ShapeField *field);
// What stands behind it: "?" where it may be absent, "*" of a list, or "".
const char *shape_field_mark(const ShapeField *field);

#endif
