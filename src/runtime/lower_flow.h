// What translation must know of a block of bytecode before it starts: where blocks
// begin, how deep the stack is there, and which locals are surely bound.

#ifndef RUNTIME_LOWER_FLOW_H
#define RUNTIME_LOWER_FLOW_H

#include "objects/code.h"

typedef struct Fetched {   // one instruction with its prefixes and caches
    int opcode;
    int argument;
    int unit;              // of the opcode itself: its byte offset is unit * 2
    int next;              // the unit after its caches
} Fetched;

typedef struct Handler {   // a row of the exception table; in units
    int32_t start, end, target;
    int32_t depth;
    int32_t pushes_lasti;
} Handler;

// The handler of an instruction, or NULL.
const Handler *handler_find(const Handler *handlers, int count, int unit);

typedef struct Flow {
    const uint8_t *bytes;  // borrows: the bytecode
    int units;             // of two bytes
    int words;             // of a set of locals
    uint8_t *is_start;     // owns, by unit: a block begins here
    int32_t *depth;        // owns, by unit: of the stack at starts, -1 unreachable
    uint64_t *bound;       // owns, by unit * words: locals bound at starts
    Handler *handlers;     // owns: by start
    int handler_count;
    bool is_malformed;     // why flow_start failed, if not for memory
} Flow;

Fetched flow_fetch(const Flow *flow, int unit);
// The unit that a jump instruction goes to.
int flow_target(const Fetched *fetched);

// The unit of the first RESUME: what stands before it prepares the frame.
int flow_entry(const Code *code);
// Whether a line can begin at an instruction.
bool flow_begins_line(const Code *code, int unit);

// Whether each instruction by itself may run: see lower_sound.c.
MUST_USE bool flow_is_sound(const Flow *flow, const Code *code);

// False: no memory, or the code is malformed.
MUST_USE bool flow_start(Flow *flow, const Code *code);
void flow_done(Flow *flow);

#endif
