// The loop, compiled twice: plain, and telling whoever watches of each step.

#include <string.h>

#include "go/channel.h"
#include "go/machine.h"
#include "go/maps.h"
#include "go/operations.h"

#define I(offset) (*(int64_t *)(fp + (offset)))
#define U(offset) (*(uint64_t *)(fp + (offset)))
#define F(offset) (*(double *)(fp + (offset)))
#define F32(offset) (*(float *)(fp + (offset)))
#define P(offset) (*(char **)(fp + (offset)))
#define STRING(offset) (*(GoString *)(fp + (offset)))
#define SLICE(offset) (*(GoSlice *)(fp + (offset)))
#define INTERFACE(offset) (*(GoInterface *)(fp + (offset)))
// The upper half of a float32's register is zero.
#define SET_F32(offset, value) \
    do { float single = (value); U(offset) = 0; F32(offset) = single; } while (0)

#define CASE(id) L_##id:
#define NEXT do { pc++; AGAIN; } while (0)
#define SKIP(count) do { pc += 1 + (count); AGAIN; } while (0)
#define JUMP(target) do { pc = frame->function->code + (target); AGAIN; } while (0)
#define RAISE(outcome) do { result = (outcome); goto raised; } while (0)
#define FAIL(...) RAISE(go_machine_fail(__VA_ARGS__))
#define NIL() FAIL(machine, routine, "invalid memory address or nil pointer dereference")
#define OVERFLOW() RAISE(operations_overflow(machine))
#define COLLECT_IF_WANTED() \
    do { if (UNLIKELY(machine->heap.wants_collection)) go_machine_collect(machine); } while (0)



#define WRITE(to, from, size) memcpy(to, from, (size_t)(size))
#define AGAIN goto *labels[pc->op]
GoOutcome go_machine_loop(GoMachine *machine, GoRoutine *routine) {
    static const void *const labels[] = {
#define OP(id, operands, meaning) &&L_##id,
#include "go/ops.def"
#undef OP
    };
    GoFrame *frame = &routine->frames[routine->frame_count - 1];
    char *fp = routine->stack + frame->base;
    GoCode *pc = frame->pc;
    GoOutcome result;
    AGAIN;
#include "go/ops_number.inc"
#include "go/ops_memory.inc"
#include "go/ops_control.inc"
raised:
    // Blocked: the instruction is done again later.
    if (result != GO_PANICKED) {
        if (routine->frame_count > 0) routine->frames[routine->frame_count - 1].pc = pc;
        return result;
    }
    if (go_routine_unwind(machine, routine) != GO_DONE) return GO_PANICKED;
    frame = &routine->frames[routine->frame_count - 1];
    fp = routine->stack + frame->base;
    pc = frame->pc;
    AGAIN;
}
#undef AGAIN
#undef WRITE

#define WRITE(to, from, size) block_write(&machine->heap, to, from, (size_t)(size))
#define AGAIN                                                                                 \
    do {                                                                                      \
        machine->watch_step(machine, routine, frame->function, pc, fp);                       \
        goto *labels[pc->op];                                                                 \
    } while (0)
GoOutcome go_machine_loop_watched(GoMachine *machine, GoRoutine *routine) {
    static const void *const labels[] = {
#define OP(id, operands, meaning) &&L_##id,
#include "go/ops.def"
#undef OP
    };
    GoFrame *frame = &routine->frames[routine->frame_count - 1];
    char *fp = routine->stack + frame->base;
    GoCode *pc = frame->pc;
    GoOutcome result;
    AGAIN;
#include "go/ops_number.inc"
#include "go/ops_memory.inc"
#include "go/ops_control.inc"
raised:
    if (result != GO_PANICKED) {
        if (routine->frame_count > 0) routine->frames[routine->frame_count - 1].pc = pc;
        return result;
    }
    if (go_routine_unwind(machine, routine) != GO_DONE) return GO_PANICKED;
    frame = &routine->frames[routine->frame_count - 1];
    fp = routine->stack + frame->base;
    pc = frame->pc;
    AGAIN;
}
