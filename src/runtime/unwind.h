// Unwinding: from a raised exception to its handler.

#ifndef RUNTIME_UNWIND_H
#define RUNTIME_UNWIND_H

#include "runtime/frame.h"

// UNWIND_RAISED: the frame joins the traceback first.
typedef enum UnwindStart { UNWIND_RAISED, UNWIND_RERAISED } UnwindStart;

// Puts the frame, at a byte offset of its code, in front of the exception's traceback.
void unwind_add_traceback(Vm *vm, Frame *frame, int offset);

// An exception that nobody can catch and that was raised in no frame is shown where the
// running frame is: that becomes its traceback.
void unwind_add_place(Vm *vm, Object *exception);

// Finds the handler for the raised exception in the frame, drops its temporaries to the
// handler's depth (to 0 without one) and puts the exception there. True: there is one, the
// frame goes on at next_op.
MUST_USE bool unwind_to_handler(Vm *vm, Frame *frame, UnwindStart start);

// The same for a frame of the reference loop: the unit to go on at, -1: no handler.
MUST_USE int unwind_frame(Vm *vm, Frame *frame, UnwindStart start);

#endif
