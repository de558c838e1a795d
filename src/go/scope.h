// What names stand for, and where they are known.

#ifndef GO_SCOPE_H
#define GO_SCOPE_H

#include "go/types.h"

typedef enum GoEntityKind {
    GO_ENTITY_PACKAGE, GO_ENTITY_CONST, GO_ENTITY_TYPE, GO_ENTITY_VAR, GO_ENTITY_FUNCTION,
    GO_ENTITY_BUILTIN, GO_ENTITY_NIL,
} GoEntityKind;

typedef enum GoEntityState { GO_UNRESOLVED, GO_RESOLVING, GO_RESOLVED } GoEntityState;

typedef struct GoEntity GoEntity;
struct GoEntity {
    uint8_t kind;            // GoEntityKind
    uint8_t state;           // GoEntityState, of a package's own
    bool is_used;
    bool is_alias;
    bool is_global;
    bool is_parameter;       // or result
    bool is_field;
    // of variables: what decides where they live
    bool is_captured;        // by a function literal
    bool is_addressed;       // by &, a slice of an array or a method with a pointer
    bool is_assigned;        // after its declaration
    bool escapes;
    const char *why;         // it escapes
    const char *name;
    GoPlace place;           // of its declaration
    GoPlace known_from;      // a local name is known behind this
    GoType *type;
    struct GoConstant *value;
    GoNode *node;            // its declaration; of a function, FUNCTION
    int32_t index;           // among the names of its declaration
    struct GoPackage *package;
    struct GoPackage *imported;      // ENTITY_PACKAGE
    struct GoFunctionScope *function;   // in which a variable is declared; NULL: none
    int32_t builtin;         // GoBuiltin
    GoType *receiver;        // of a method: the named type
    bool has_pointer_receiver;
    GoType **parameters;     // type parameters of a function (its receiver's for a method)
    int32_t parameter_count;
    GoEntity **uses;         // of a package's own: what its declaration needs, for the order
    int32_t use_count, use_capacity;
    int32_t order;           // of declaration
    int64_t offset;          // of a package's variable among all
    void *compiled;          // its function, once there is code (or a table of instances)
    int32_t home;            // while code is made: its register, or that with its address
    bool is_boxed;
    struct GoScope *file;    // of a package's own: where its imports are known
    struct GoScope *inner;   // of a generic function or type: where its parameters are known
};

typedef struct GoScope GoScope;
struct GoScope {
    GoScope *outer;
    GoEntity **entities;
    int count, capacity;
    struct GoFunctionScope *function;
    GoEntity **table;        // hashed by name, of big scopes
    int table_capacity;
};

typedef struct GoFunctionScope {
    struct GoFunctionScope *outer;
    GoType *type;            // signature
    GoRow captured;          // variables of outer functions that the literal uses
    GoRow variables;         // all that are declared in it
    GoNode *node;
    GoEntity **parameters;   // their variables, also those without name
    GoEntity **results;
    GoEntity *receiver;
    int parameter_count, result_count;
    bool has_defer, has_recover, has_named_results;
    int literal_count;       // function literals in it so far
    const char *name;        // as main.f.func1
} GoFunctionScope;

typedef struct GoPackage GoPackage;
struct GoPackage {
    const char *path, *name;
    GoScope *scope;
    struct GoFile **files;
    int file_count;
    bool is_checked, is_library;
    GoRow initial;           // GoEntity of variables in the order of their initialisation
    GoRow functions;         // FUNCTION nodes
    GoRow methods;           // GoEntity of functions with a receiver
    GoRow entities;          // all of the package, in the order of declaration
    GoRow starts;            // init functions, FUNCTION nodes
    GoRow imports;           // GoPackage
    GoPackage *next;
};

typedef struct GoUniverse {
    GoScope *scope;
    GoEntity *iota;
} GoUniverse;

typedef enum GoBuiltin {
    GO_APPEND, GO_CAP, GO_CLOSE, GO_COMPLEX, GO_COPY, GO_DELETE, GO_IMAG, GO_LEN, GO_MAKE,
        GO_NEW_OF,
    GO_PANIC, GO_PRINT, GO_PRINTLN, GO_REAL, GO_RECOVER, GO_ADD_POINTER, GO_ALIGNOF, GO_OFFSETOF,
    GO_SIZEOF, GO_SLICE_POINTER,
} GoBuiltin;

GoScope *go_scope_new(GoCompile *compile, GoScope *outer);
GoEntity *go_scope_find_here(const GoScope *scope, const char *name);
// Up through the outer scopes; a local name only from where it is known.
GoEntity *go_scope_find(const GoScope *scope, const char *name, GoPlace place);
void go_scope_add(GoCompile *compile, GoScope *scope, GoEntity *entity);
GoEntity *go_entity_new(GoCompile *compile, GoEntityKind kind, const char *name, GoPlace place);
void go_universe_start(GoCompile *compile);

#endif
