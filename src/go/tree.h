// The tree of a Go program: nodes of one shape, whose fields tree.def names a kind.
//
// The parser fills the upper fields, the checker the lower ones. Nodes live in the
// arena of the compilation, and a place is a byte in the concatenation of all sources.

#ifndef GO_TREE_H
#define GO_TREE_H

#include "base/check.h"

typedef enum GoToken {
#define TOKEN(id, text, precedence) GO_##id,
#include "go/token.def"
#undef TOKEN
    GO_TOKEN_COUNT
} GoToken;

typedef enum GoNodeKind {
#define NODE(id, fields) GO_NODE_##id,
#include "go/tree.def"
#undef NODE
} GoNodeKind;

typedef enum GoDirection { GO_BOTH, GO_SEND_ONLY, GO_RECEIVE_ONLY } GoDirection;

// What an expression is, once it has been checked.
typedef enum GoMode {
    GO_INVALID, GO_NO_VALUE, GO_BUILTIN, GO_TYPE_EXPRESSION, GO_CONSTANT, GO_VARIABLE,
    GO_MAP_INDEX, GO_VALUE, GO_NIL, GO_COMMA_OK, GO_PACKAGE_NAME,
} GoMode;

typedef uint32_t GoPlace;   // 0: none

typedef struct GoNode GoNode;
struct GoNode {
    uint8_t kind;       // GoNodeKind
    uint8_t op;         // GoToken or GoDirection
    uint8_t mode;       // GoMode
    bool flag;
    bool is_grouped;    // a field that shares its type with the one before
    GoPlace place, end;
    const char *text;   // interned; of a literal as written
    int32_t text_size;
    int32_t number;
    GoNode *first, *second, *third, *fourth;
    GoNode **list, **list2;
    int32_t count, count2;

    struct GoType *type;          // of the value
    struct GoConstant *value;     // of a constant
    struct GoEntity *entity;      // what a name or selector stands for; a type switch's variable
    struct GoSelection *selection;
    struct GoType **arguments;    // type arguments of an instantiated function
    int32_t argument_count;
    struct GoFunctionScope *function;   // of a function and a function literal
};

// "BINARY", for messages about the tree itself.
const char *go_node_kind_name(GoNodeKind kind);
const char *go_token_text(GoToken token);

#endif
