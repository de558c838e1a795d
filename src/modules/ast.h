// The module _ast: classes of tree nodes, and trees as objects both ways.
//
//   Tree ── ast_load_tree ──▶ objects ── ast_read_tree ──▶ Tree ── ast_check_tree ──▶ compile
//
// The classes are made of syntax/shape.h at the first use, in each machine once.

#ifndef MODULES_AST_H
#define MODULES_AST_H

#include "compile/compile.h"
#include "modules/modules.h"
#include "objects/tuple.h"
#include "syntax/shape.h"

typedef struct AstState {
    Type *base;                    // ast.AST
    Slot types[SHAPE_COUNT];       // the classes
    Slot values[SHAPE_COUNT];      // of enumerations: the one instance that trees hold
    Slot names[SHAPE_COUNT];       // Tuple: the fields' names
    Slot places;                   // Tuple: lineno, col_offset, end_lineno, end_col_offset
    bool is_ready;
} AstState;

// The state with all classes; NULL: raised.
MUST_USE AstState *ast_state_load(Vm *vm);

ALWAYS_INLINE Str *ast_field_name(const AstState *state, ShapeId id, int field) {
    return (Str *)((Tuple *)state->names[id].object)->items[field].object;
}

// ABSENT: the object is no node. (True for instances of ast.AST.)
MUST_USE Found ast_is_node(Vm *vm, Object *object);

// The objects of a tree. NULL: raised.
MUST_USE Object *ast_load_tree(Vm *vm, const Tree *tree);

// A tree made of objects: it lives in the arena, and what its constants are in `kept`.
typedef struct AstReader {
    Vm *vm;
    AstState *state;
    Arena *arena;          // borrows
    struct NameTable *names;   // borrows
    Object **kept;         // owns
    size_t kept_count, kept_capacity;
} AstReader;

// False: the objects make no tree; raised.
MUST_USE bool ast_read_tree(AstReader *reader, Object *object, Tree **tree);
void ast_reader_done(AstReader *reader);

// Whether a tree that a program made is one that the compiler can take; false: raised.
MUST_USE bool ast_check_tree(Vm *vm, const Tree *tree);

#endif
