// code: what CPython 3.11's compiler makes of a block, byte for byte.
//
// Immutable for the program. `lowered` is the register form that the runtime
// makes at the first call; it is a cache and no part of the object.

#ifndef OBJECTS_CODE_H
#define OBJECTS_CODE_H

#include "objects/operations.h"

enum CodeFlag {
    CODE_OPTIMIZED = 0x01, CODE_NEWLOCALS = 0x02, CODE_VARARGS = 0x04, CODE_VARKEYWORDS = 0x08,
    CODE_NESTED = 0x10, CODE_GENERATOR = 0x20, CODE_COROUTINE = 0x80,
    CODE_ITERABLE_COROUTINE = 0x100, CODE_ASYNC_GENERATOR = 0x200,
};

// What each localsplus slot is: co_localspluskinds.
enum LocalKind { LOCAL_IS_LOCAL = 0x20, LOCAL_IS_CELL = 0x40, LOCAL_IS_FREE = 0x80 };

// CPython's code begins to grow texts in place, so that name += text may leave the name's
// object where it was, when it has run about this often.
enum { CODE_APPENDS_COLD = 8 };

typedef struct Code {
    Object base;
    Slot name, qualname, filename;       // Str
    Slot bytecode;                       // Bytes: co_code, caches zero
    Slot constants, names;               // Tuple
    Slot local_names;                    // Tuple: co_localsplusnames
    Slot local_kinds;                    // Bytes: co_localspluskinds
    Slot line_table, exception_table;    // Bytes
    int32_t argument_count, positional_only_count, keyword_only_count;
    int32_t stack_size, first_line, flags;
    int32_t local_count;                 // of localsplus
    int32_t plain_local_count;           // co_nlocals: arguments and other locals
    int32_t cell_count, free_count;
    uint32_t appends;                    // name += text so far, up to CODE_APPENDS_COLD
    struct Lowered *lowered;             // owns: runtime/lower.h; NULL until the first call
    void (*lowered_drop)(Vm *vm, struct Lowered *lowered);
} Code;

extern const TypeDefinition code_definition, line_iterator_definition,
    positions_iterator_definition;

// What code_new takes; all borrowed, as the fields of Code.
typedef struct CodeParts {
    Object *name, *qualname, *filename, *bytecode, *constants, *names, *local_names,
        *local_kinds, *line_table, *exception_table;
    int32_t argument_count, positional_only_count, keyword_only_count, stack_size, first_line,
        flags;
} CodeParts;

// Checks the parts (types, counts, operands) and interns names; ValueError/TypeError if wrong.
MUST_USE Code *code_new(Vm *vm, const CodeParts *parts);

typedef struct CodePosition {
    int32_t line, end_line, column, end_column;  // -1: none
} CodePosition;

// Where the instruction at a byte offset stands in the source.
CodePosition code_get_position(const Code *code, int offset);
int code_get_line(const Code *code, int offset);   // -1: none

// The handler for an instruction at a byte offset: true with target, depth, lasti.
bool code_find_handler(const Code *code, int offset, int *target, int *depth, int *push_lasti);

// co_varnames, co_cellvars or co_freevars: the local names with a bit of LocalKind. A new tuple.
MUST_USE Tuple *code_new_names(Vm *vm, const Code *code, uint8_t local_kind);

// --- between the files of code ---

// Names of locals, cells and free variables as the constructor takes them; new references.
typedef struct CodeLocals {
    Tuple *names;
    Object *kinds;   // Bytes
} CodeLocals;
MUST_USE bool code_join_locals(Vm *vm, Tuple *variables, Tuple *cells, Tuple *free,
                               CodeLocals *locals);

Object *code_compare(Vm *vm, Object *left, Object *right, Comparison comparison);
bool code_hash(Vm *vm, Object *object, int64_t *hash);
// The constructor; code.replace(…); code.co_lines(); code.co_positions(); code.co_lnotab.
Object *code_make(Vm *vm, Type *type, const Arguments *arguments);
Object *code_method_replace(Vm *vm, const Slot *arguments);
Object *code_method_co_lines(Vm *vm, const Slot *arguments);
Object *code_method_co_positions(Vm *vm, const Slot *arguments);
Object *code_get_co_lnotab(Vm *vm, Object *self);

#endif
