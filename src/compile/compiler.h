// What the files of this layer share: the state of one compilation.
//
// Once anything failed (an exception is raised), `failed` stays true and everything
// that would add to the result does nothing: callers check where it matters, not at
// each step. All scratch memory is the compilation's own arena; what objects it owns
// hangs off the name table, the constant table and the units.

#ifndef COMPILE_COMPILER_H
#define COMPILE_COMPILER_H

#include "compile/compile.h"
#include "compile/name.h"

typedef struct Compiler Compiler;
typedef struct Unit Unit;    // unit.h: one block of code being written
typedef struct Scope Scope;  // scope.h: one symbol table

// All constants of a compilation: one object for each of CPython's constant keys.
typedef struct ConstantTable {
    struct ConstantPlace *places;  // owns in the arena: open addressing
    uint32_t mask;
    uint32_t count;
} ConstantTable;

// Names that the compiler itself looks up or binds.
typedef struct WellKnown {
    Name *annotations, *assertion_error, *build_class, *class_, *class_cell, *debug, *doc, *module,
        *name, *qualname, *super, *return_, *iterator;
} WellKnown;

struct Compiler {
    Vm *vm;
    Arena arena;
    const CompileOptions *options;  // borrows
    Str *filename;                  // borrows
    int32_t future_line;  // of the last import from __future__ at the head; 0: none
    uint32_t flags;    // options->flags and the file's own __future__ features
    int optimise;
    bool failed;       // an exception is raised: nothing more is done
    bool is_interactive;
    int32_t depth, depth_max;  // of statements and expressions, against the C stack's end
    NameTable names;
    WellKnown known;
    ConstantTable constants;
    Scope *scope;      // of the whole module
    Scope **scopes;    // by node: open addressing, NULL where free
    uint32_t scope_mask, scope_count;
    Unit *unit;        // being written now
};

// `size` bytes from the arena, zeroed; NULL: failed.
MUST_USE void *compiler_allocate(Compiler *compiler, size_t size);
// A row of `count` items grown to hold one more: the new row, *capacity adjusted; NULL: failed.
MUST_USE void *compiler_grow(Compiler *compiler, void *row, int32_t count, int32_t *capacity,
                             size_t item_size);

// Says that something failed; an exception is raised, or memory ended.
void compiler_fail(Compiler *compiler);

// Goes one level deeper into the tree; false: RecursionError is raised.
MUST_USE bool compiler_enter(Compiler *compiler);
ALWAYS_INLINE void compiler_leave(Compiler *compiler) {
    compiler->depth--;
}

// --- what the program gets wrong (mistake.c); each makes the compilation fail ---

// SyntaxError at a span; the message has the directives of raise.h.
void compiler_mistake(Compiler *compiler, Span span, const char *format, ...);
// The same as the scopes' pass raises it: the place stands in the fields, not in args.
void compiler_mistake_in_scope(Compiler *compiler, Span span, const char *format, ...);
// The same as the pass over __future__ imports raises it: only the start is known.
void compiler_mistake_in_future(Compiler *compiler, Span span, const char *format, ...);
// SystemError for a tree that only a program makes.
void compiler_refuse(Compiler *compiler, const char *format, ...);
// SyntaxWarning; fails when that is an exception.
void compiler_warn(Compiler *compiler, Span span, const char *format, ...);

#endif
