// From stack code to register form: translated once, at the first call.
//
// The translation simulates CPython's stack. An entry that only names a local or a
// constant stays pending and becomes an operand of the instruction that uses it; it
// is made real (copied to its temporary) before its local is written, where blocks
// meet, and where a window of consecutive operands is wanted. An operand >= 0 is a
// register of the window (a temporary is consumed by its reader), < 0 a constant.

#ifndef RUNTIME_LOWER_H
#define RUNTIME_LOWER_H

#include "runtime/frame.h"
#include "runtime/lower_flow.h"

// Where an instruction comes from, and which temporaries are full before it runs.
typedef struct Origin {
    int32_t offset;      // byte offset in the bytecode
    int32_t depth;       // stack depth that CPython has before it
    uint64_t full;       // bit k: temporary k holds a reference (k >= 64: if < depth)
} Origin;

typedef struct Lowered {
    size_t bytes;              // of this block
    int32_t op_count;
    int32_t simple_arguments;  // how many, where a call needs no binding; else -1
    Origin *origins;           // one for each Instruction (caches included)
    Handler *handlers;         // the exception table
    int32_t handler_count;
    int32_t *entries;          // offset/2 in bytecode -> instruction index, -1: none
    int32_t entry_count;
    struct Patch *patch;       // owns: what LEAVE stands for (patch.h); NULL: not patched
    struct Pending *pending;   // owns: operands by instruction, as far as they were asked for
    bool has_lines;            // LINE instructions were wanted
    Slot *constants_end;       // constant operand -1 - k is constants_end[-1 - k]; borrowed
    Instruction ops[];
} Lowered;

// The register form of the code, made when there is none. NULL: with an exception, malformed
// code, which must not run; without, what only the reference loop can run.
MUST_USE Lowered *lower_code(Vm *vm, Code *code);

ALWAYS_INLINE const Origin *lowered_origin(const Lowered *lowered, const Instruction *op) {
    return &lowered->origins[op - lowered->ops];
}

// Makes a frame that would go on at next_op one of the reference loop: its operands are made
// real, and it goes on with the first instruction that has not been done. False: MemoryError.
MUST_USE bool lower_leave(Vm *vm, Frame *frame);
// The same for a generator's frame, which waits for a value, if it isn't one already.
MUST_USE bool lower_leave_suspended(Vm *vm, Frame *frame);
// The same for a frame whose instruction raised.
void lower_leave_raising(Frame *frame);
// The other way round, at a unit where register code has a block with all entries real.
// False: it can't be.
bool lower_return(Vm *vm, Frame *frame, int unit);

// Calls `visit` with each object that CPython's stack would hold and count at `op` but
// that is pending here: for sys.getrefcount, digests and events.
void lower_visit_pending(Vm *vm, Frame *frame,
                         void (*visit)(Vm *vm, Object *object, void *context), void *context);

#endif
