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

// Prepares a pushed frame to start at its first instruction. False: raised.
MUST_USE bool loop_prepare(Vm *vm, Frame *frame);

// Finds the handler for the raised exception in the frame, drops its temporaries to the
// handler's depth and puts the exception there. Gives where to go on (in units), or -1
// with all temporaries dropped. UNWIND_RAISED: the frame joins the traceback first.
typedef enum UnwindStart { UNWIND_RAISED, UNWIND_RERAISED } UnwindStart;
void unwind_add_traceback(Vm *vm, Frame *frame, int offset);
int unwind_frame(Vm *vm, Frame *frame, UnwindStart start);

#endif
