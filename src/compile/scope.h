// Symbol tables: what each name means in each block of the program.
//
// A first walk over the tree notes how every block uses its names; a second one over
// the blocks decides whether a name is local, global, free or a cell. The numbers of
// flags and resolutions are CPython's, which its module symtable shows.

#ifndef COMPILE_SCOPE_H
#define COMPILE_SCOPE_H

#include "compile/compiler.h"

enum SymbolFlag {
    SYMBOL_GLOBAL = 1,         // global statement
    SYMBOL_LOCAL = 2,          // bound here
    SYMBOL_PARAMETER = 4,
    SYMBOL_NONLOCAL = 8,
    SYMBOL_USED = 16,
    SYMBOL_FREE_CLASS = 64,    // free in a method, bound in the class
    SYMBOL_IMPORT = 128,
    SYMBOL_ANNOTATED = 256,
    SYMBOL_ITERATES = 512,     // target of a comprehension's for
    SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAMETER | SYMBOL_IMPORT,
};

typedef enum Resolution {
    RESOLVED_NOT = 0,
    RESOLVED_LOCAL = 1,
    RESOLVED_GLOBAL_EXPLICIT = 2,
    RESOLVED_GLOBAL_IMPLICIT = 3,
    RESOLVED_FREE = 4,
    RESOLVED_CELL = 5,
} Resolution;

typedef struct Symbol {
    uint32_t flags;  // SymbolFlag
    uint32_t resolution;
} Symbol;

typedef enum ScopeKind { SCOPE_FUNCTION, SCOPE_CLASS, SCOPE_MODULE, SCOPE_ANNOTATION } ScopeKind;

typedef enum ComprehensionKind {
    COMPREHENSION_NONE, COMPREHENSION_LIST, COMPREHENSION_DICT, COMPREHENSION_SET,
    COMPREHENSION_GENERATOR,
} ComprehensionKind;

// Where a global or nonlocal statement names a name, for messages.
typedef struct Directive {
    Name *name;
    Span span;
} Directive;

struct Scope {
    ScopeKind kind;
    ComprehensionKind comprehension;
    const void *node;        // borrows: the tree's node it was made for
    Name *name;
    Scope *parent;           // NULL for the module
    Scope **children;
    int32_t child_count, child_capacity;
    NameMap names;
    Symbol *symbols;         // by the number that `names` gives
    int32_t symbol_capacity;
    Name **parameters;       // in the order of co_varnames
    int32_t parameter_count, parameter_capacity;
    Directive *directives;
    int32_t directive_count, directive_capacity;
    int32_t iterable_depth;  // inside that many iterables of comprehensions
    bool is_target;          // inside the target of a comprehension's for
    bool is_nested;          // in a function, at any depth
    bool is_generator;
    bool is_coroutine;
    bool has_varargs, has_varkeywords;
    bool needs_class_closure;  // a class with a method that uses __class__ or super()
    Span span;
};

// Builds and resolves the tables of all blocks; compiler->scope is the module's.
void scope_build(Compiler *compiler, Tree *tree);
// Decides what each name of the scope and of its children means.
void scope_resolve(Compiler *compiler, Scope *scope);

// The table made for a node: a definition, lambda, class or comprehension.
Scope *scope_get(const Compiler *compiler, const void *node);
// What a name, already mangled, means there.
Resolution scope_get_resolution(const Scope *scope, const Name *name);
// Its flags, 0 when the scope does not know it.
uint32_t scope_get_flags(const Scope *scope, const Name *name);

// The symbol with that name, made when it is not there. NULL: failed.
Symbol *scope_add_symbol(Compiler *compiler, Scope *scope, Name *name);

#endif
