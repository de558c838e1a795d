// The loops that run code: one source compiled plain and watched, and a slow one over
// stack code that the tests compare them with.

#ifndef RUNTIME_LOOP_H
#define RUNTIME_LOOP_H

#include "runtime/runtime.h"

// Runs `frame`, which is the running one and returns to C, to its end. Gives its value,
// or NULL with an exception raised. The frame is popped.
MUST_USE Object *loop_run(Vm *vm, Frame *frame);

Object *loop_run_plain(Vm *vm, Frame *frame);
Object *loop_run_watched(Vm *vm, Frame *frame);
Object *loop_run_stack(Vm *vm, Frame *frame);

// The same for a frame that goes on with register code.
MUST_USE Object *loop_run_registers(Vm *vm, Frame *frame);
// The rest of a frame that register code leaves: what it gives to its caller (NULL: raised),
// and whether that is the end of a generator.
MUST_USE Object *loop_leave(Vm *vm, Frame *frame, bool *is_end);

#endif
