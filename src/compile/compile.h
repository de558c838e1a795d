// From syntax tree to CPython 3.11's code objects, byte for byte.
//
//   Tree ─ future ─ fold ─ scope ──┐
//                                  ├─ one unit a block of code:
//   statement, expression, … ──────┘    emit ─ flow ─ assemble ─ Code
//
// A call keeps all its state in its own arena; what outlives it is the Code alone.
// What a program gets wrong is raised as CPython raises it: SyntaxError with message
// and place, RecursionError for trees that nest too deep.

#ifndef COMPILE_COMPILE_H
#define COMPILE_COMPILE_H

#include "objects/code.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "syntax/tree.h"

// Bits of CompileOptions.flags: CPython's numbers, which compile() takes and
// co_flags and __future__ show.
enum CompileFlag {
    COMPILE_SOURCE_IS_UTF8 = 0x0100,
    COMPILE_DONT_IMPLY_DEDENT = 0x0200,
    COMPILE_ONLY_TREE = 0x0400,
    COMPILE_IGNORE_COOKIE = 0x0800,
    COMPILE_TYPE_COMMENTS = 0x1000,
    COMPILE_TOP_LEVEL_AWAIT = 0x2000,
    COMPILE_ALLOW_INCOMPLETE = 0x4000,
    COMPILE_FUTURE_NESTED = 0x0010,
    COMPILE_FUTURE_DIVISION = 0x20000,
    COMPILE_FUTURE_ABSOLUTE_IMPORT = 0x40000,
    COMPILE_FUTURE_WITH_STATEMENT = 0x80000,
    COMPILE_FUTURE_PRINT_FUNCTION = 0x100000,
    COMPILE_FUTURE_UNICODE_LITERALS = 0x200000,
    COMPILE_FUTURE_BARRY_AS_BDFL = 0x400000,
    COMPILE_FUTURE_GENERATOR_STOP = 0x800000,
    COMPILE_FUTURE_ANNOTATIONS = 0x1000000,
    COMPILE_FUTURES = 0x1fe0000,  // all that co_flags can hold
};

typedef struct CompileOptions {
    uint32_t flags;
    int32_t feature_minor;   // accept Python 3.x's grammar only; 0 is the newest
    int optimise;  // 0; 1 as -O: no assert, __debug__ is False; 2 as -OO: no docstrings
    // Issues a SyntaxWarning about the file's line. FOUND: done; RAISED: an exception
    // is set; ABSENT: it shall be a SyntaxError. NULL: warnings are dropped.
    Found (*warn)(Vm *vm, void *context, const char *message, Str *filename, int line);
    // The same for DeprecationWarnings (of escapes like "\d"); NULL: they are dropped.
    Found (*warn_deprecated)(Vm *vm, void *context, const char *message, Str *filename,
                             int line);
    // For an interactive source: its next line, which lives until the next call; length 0:
    // the end. False: an exception is set. NULL: the source is there as a whole.
    bool (*read_line)(Vm *vm, void *context, const char **line, size_t *length);
    void *context;      // borrows; handed to all three
    // Where not NULL: gets a tuple of the objects that the text's literals made (a new
    // reference; NULL without a code). CPython's parser holds each until a program that
    // is run from its text has ended, and counts show it.
    Tuple **literals;
} CompileOptions;

// Compiles a Module, Interactive or Expression. The tree is changed on the way and
// must not be used afterwards. NULL: raised.
MUST_USE Code *compile_tree(Vm *vm, Tree *tree, Str *filename, const CompileOptions *options);

#endif
