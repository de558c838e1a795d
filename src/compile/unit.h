// A unit: one block of code (module, class, function, lambda, comprehension) in the
// making, as a graph of basic blocks.
//
//   Unit ─ current ─▶ Block ──next──▶ Block ──next──▶ …      in the order of the code
//                      └ code: Instruction, Instruction, … ──target──▶ Block
//
// Jumps and handlers name their target by block; only when all blocks stand in their
// final order do distances take the place of targets (assemble.c).

#ifndef COMPILE_UNIT_H
#define COMPILE_UNIT_H

#include "compile/constant.h"
#include "compile/opcodes.h"
#include "compile/scope.h"

typedef struct Block Block;

typedef struct Instruction {
    int32_t opcode;
    int32_t argument;
    Block *target;   // where it jumps, or the handler that it sets up
    Block *handler;  // where an exception goes; NULL: out of the frame
    Span span;       // line -1: nowhere in the source
} Instruction;

struct Block {
    Block *made_before;   // the unit's list of all blocks, newest first
    Block *next;          // which follows in the code; NULL: none
    Instruction *code;
    int32_t count, capacity;
    int32_t predecessors;  // how many ways lead here
    int32_t depth;         // of the stack on entry; -1: not known yet
    int32_t offset;        // in code units
    struct HandlerStack *handlers;  // what catches exceptions on entry
    bool saves_place;      // as a handler: keeps where the exception was raised
    bool falls_through;    // control reaches the next block from its end
    bool exits;            // ends by return, raise or reraise
    bool is_visited;
};

// Statements that break, continue and return must unwind.
typedef enum NestKind {
    NEST_WHILE, NEST_FOR, NEST_TRY_EXCEPT, NEST_FINALLY_TRY, NEST_FINALLY_END, NEST_WITH,
    NEST_ASYNC_WITH, NEST_HANDLER_CLEANUP, NEST_POP_VALUE, NEST_EXCEPTION_HANDLER,
    NEST_GROUP_HANDLER, NEST_ASYNC_GENERATOR,
} NestKind;

typedef struct Nest {
    NestKind kind;
    Block *block;
    Block *exit;               // where break goes; NULL where it can't
    const StmtList *finalbody; // of NEST_FINALLY_TRY
    Name *bound;               // by `except … as`, of NEST_HANDLER_CLEANUP
    Span span;                 // of the statement, for NEST_WITH
} Nest;

enum { NEST_MAX = 20 };

typedef enum UnitKind {
    UNIT_MODULE, UNIT_CLASS, UNIT_FUNCTION, UNIT_ASYNC_FUNCTION, UNIT_LAMBDA, UNIT_COMPREHENSION,
} UnitKind;

struct Unit {
    UnitKind kind;
    Unit *parent;
    Scope *scope;
    Name *name;
    Name *owner;        // the class whose names mangle here; NULL: none
    Object *qualname;   // owns
    NameMap locals, cells, frees, names;
    ConstantRow constants;
    int32_t argument_count, positional_only_count, keyword_only_count;
    int32_t first_line;
    Span span;          // of what is being compiled; line -1: nowhere
    Block *newest, *current;
    Nest nests[NEST_MAX];
    int32_t nest_count;
};

// --- unit.c ---

// The whole program. New reference; NULL: failed.
Code *unit_compile_tree(Compiler *compiler, Tree *tree);

// Begins a unit inside the current one; false: failed, and there is none to leave.
MUST_USE bool unit_enter(Compiler *compiler, UnitKind kind, Name *name, const void *node,
                         int32_t line);
// Ends it: its code, with a final `return None` when that is asked for. NULL: failed.
typedef enum UnitEnd { UNIT_ENDS_AS_IT_IS, UNIT_ENDS_WITH_NONE } UnitEnd;
MUST_USE Code *unit_finish(Compiler *compiler, UnitEnd end);

// Makes `name` mangled by the current class.
Name *unit_mangle(Compiler *compiler, const Identifier *identifier);

// The code of a finished unit: flow.c and assemble.c put together. New reference.
MUST_USE Code *unit_assemble(Compiler *compiler, Unit *unit);

// --- places ---

ALWAYS_INLINE void unit_set_span(Compiler *compiler, Span span) {
    compiler->unit->span = span;
}
ALWAYS_INLINE Span span_nowhere(void) {
    return (Span){-1, -1, -1, -1};
}

// --- nests ---

// False: "too many statically nested blocks".
MUST_USE bool unit_push_nest(Compiler *compiler, Nest nest);
void unit_pop_nest(Compiler *compiler, NestKind kind);

#endif
