// The checker: names resolved, types found, constants computed, mistakes told.
//
// What it finds out is written into the tree: each expression's mode, type and constant,
// what a name stands for, how a selector is reached. The code generator asks no more.

#ifndef GO_CHECK_H
#define GO_CHECK_H

#include "go/constant.h"
#include "go/parser.h"
#include "go/scope.h"

typedef struct GoCheck {
    GoCompile *compile;
    GoPackage *package;
    GoScope *scope;
    GoFunctionScope *function;   // NULL outside of bodies
    GoConstant *iota;            // inside a constant's declaration
    GoEntity *declared;          // the package's own that is being resolved
    bool takes_iota_place;
} GoCheck;

// Loads a package that is imported: NULL: there is none.
typedef GoPackage *GoImport(GoCompile *compile, const char *path);

// Checks the files of a package, whose imports are given by `import`.
void go_check_package(GoCompile *compile, GoPackage *package, GoImport *import);

// --- between the parts of the checker ---

void go_check_resolve(GoCheck *checker, GoEntity *entity);
void go_check_declare(GoCheck *checker, GoScope *scope, GoEntity *entity, GoPlace known_from);
GoEntity *go_check_variable(GoCheck *checker, const char *name, GoPlace place, GoType *type);
void go_check_local_declaration(GoCheck *checker, GoNode *node);
void go_check_body(GoCheck *checker, GoFunctionScope *function, GoNode *body);
GoFunctionScope *go_check_function_scope(GoCheck *checker, GoNode *type_node, GoType *type,
                                         GoNode *receiver);
void go_check_usage(GoCheck *checker, GoScope *scope);

// types
GoType *go_check_type(GoCheck *checker, GoNode *node);
GoType *go_check_type_or_generic(GoCheck *checker, GoNode *node);
GoType *go_check_signature(GoCheck *checker, GoNode *node);
void go_check_type_parameters(GoCheck *checker, GoNode *node, GoType ***parameters, int *count);
GoType *go_check_instance(GoCheck *checker, GoNode *node, GoType *generic, GoNode **arguments,
                          int count);
bool go_check_satisfies(GoCheck *checker, GoType *argument, GoType *constraint,
                        const char **cause);
int64_t go_check_array_length(GoCheck *checker, GoNode *node);
GoType *go_check_invalid(GoCheck *checker);
GoType *go_check_constraint(GoCheck *checker, GoNode *node);

// expressions: the outcome is in the node, INVALID after a mistake
void go_check_raw(GoCheck *checker, GoNode *node, GoType *hint);   // of any mode
void go_check_expression(GoCheck *checker, GoNode *node, GoType *hint);   // one value
void go_check_several(GoCheck *checker, GoNode *node, GoType *hint);   // a call may give many
void go_check_identifier(GoCheck *checker, GoNode *node);
void go_check_selector(GoCheck *checker, GoNode *node);
void go_check_composite(GoCheck *checker, GoNode *node, GoType *hint);
void go_check_index(GoCheck *checker, GoNode *node);
void go_check_slice(GoCheck *checker, GoNode *node);
// An index of something with that length (-1: any); its value, or -1.
int64_t go_check_one_index(GoCheck *checker, GoNode *node, int64_t length);
void go_check_call(GoCheck *checker, GoNode *node);
void go_check_builtin(GoCheck *checker, GoNode *node, GoBuiltin which);
void go_check_unary(GoCheck *checker, GoNode *node);
void go_check_binary(GoCheck *checker, GoNode *node, GoNode *left, GoNode *right, GoToken op);
void go_check_conversion(GoCheck *checker, GoNode *node, GoNode *operand, GoType *type);
void go_check_function_value(GoCheck *checker, GoNode *node);   // a generic one needs arguments
GoNode *go_node_unparen(GoNode *node);
GoType *go_check_default(GoCheck *checker, GoType *type);
// Gives an untyped operand its type; false: it can't have it, which `context` NULL tells.
void go_check_convert_untyped(GoCheck *checker, GoNode *node, GoType *target);
void go_check_set_type(GoCheck *checker, GoNode *node, GoType *type);
bool go_check_represents(GoCheck *checker, GoNode *node, GoType *type);
// Checks that the operand can be assigned; INVALID, and told, if not. type NULL: the default.
void go_check_assignment(GoCheck *checker, GoNode *node, GoType *type, const char *context);
bool go_check_assignable(GoCheck *checker, GoNode *node, GoType *type, const char **cause);
const char *go_check_missing(GoCheck *checker, GoType *type, GoType *interface);
bool go_check_implements(GoCheck *checker, GoType *type, GoType *interface, const char **cause);
void go_check_comparison(GoCheck *checker, GoNode *node, GoNode *left, GoNode *right,
                         GoToken op);
bool go_check_match(GoCheck *checker, GoNode *left, GoNode *right);
// Marks the variable that an operand is a part of.
typedef enum GoUse { GO_USE_ADDRESS, GO_USE_ASSIGN } GoUse;
void go_check_mark(GoNode *node, GoUse use);
bool go_check_infer(GoCheck *checker, GoNode *call, GoType *function, GoNode **arguments,
                    int argument_count, GoType **types, const char **missing);

// statements
void go_check_statements(GoCheck *checker, GoNode **list, int count);
void go_check_labels(GoCheck *checker, GoNode *body);
bool go_check_terminates(GoNode **list, int count);
void go_check_assign_statement(GoCheck *checker, GoNode *node);
// A value of that type to the place, in a range statement.
void go_check_range_places(GoCheck *checker, GoNode *place, GoType *type);
// Values to variables or places: var, := and =. The values may be one call.
void go_check_init_variables(GoCheck *checker, GoEntity **variables, int count,
                             GoNode **values, int value_count, GoNode *returns, GoPlace place);

// texts
const char *go_check_text(GoCompile *compile, const GoNode *node);          // as written
const char *go_check_operand(GoCheck *checker, const GoNode *node);       // x (variable of …)
const char *go_check_type_text(GoCheck *checker, GoType *type);
#define GO_CHECK_ERROR(checker, node, ...) \
    go_compile_error((checker)->compile, go_node_start(node), __VA_ARGS__)
#define GO_CHECK_ERROR_AT(checker, place, ...) \
    go_compile_error((checker)->compile, place, __VA_ARGS__)

#endif
