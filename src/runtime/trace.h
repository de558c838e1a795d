// What sys.settrace and sys.setprofile ask for: a function told of calls, lines, returns,
// exceptions and calls of native functions.
//
// Code is traced in the reference loop, whose steps are CPython's instructions; so the plain
// loop knows nothing of it. When tracing begins, the register code of the frames that are
// under way is patched: wherever it goes on, it goes over to the reference loop.

#ifndef RUNTIME_TRACE_H
#define RUNTIME_TRACE_H

#include "objects/line_table.h"
#include "runtime/threads.h"

typedef enum TraceEvent {
    TRACE_CALL, TRACE_EXCEPTION, TRACE_LINE, TRACE_RETURN, TRACE_C_CALL, TRACE_C_EXCEPTION,
    TRACE_C_RETURN, TRACE_OPCODE, TRACE_EVENT_COUNT,
} TraceEvent;

// sys.settrace(function) and sys.setprofile(function) for the running thread; NULL: none.
// False: raised.
MUST_USE bool trace_set(Vm *vm, Object *function);
MUST_USE bool trace_set_profile(Vm *vm, Object *function);

// Whether the running thread is traced now: it has a function that isn't running.
void trace_update(Vm *vm);
// sys.call_tracing(function, arguments): trace functions that it sets are called although one
// is running.
MUST_USE Object *trace_call_function(Vm *vm, Object *function, Tuple *arguments);
// The program's end: no thread is traced any more.
void trace_done(Vm *vm);

// Where a loop is in the line table of the code that it runs; cleared at first.
typedef struct TraceCursor {
    LineTable table;
    int first;        // the unit of the first RESUME: what stands before is not traced
    bool is_set;
} TraceCursor;

// The events of a frame; the caller has seen that runtime->is_traced. False: raised.
MUST_USE bool trace_enter(Vm *vm, Frame *frame);
// The same where an exception is thrown into it. What the function raises replaces that.
void trace_throw(Vm *vm, Frame *frame);
// Before the instruction at stack_offset (prefixes included) runs; `previous` is the unit of
// the one before. The function may have set f_lineno: stack_offset is another then.
MUST_USE bool trace_instruction(Vm *vm, Frame *frame, TraceCursor *cursor, int previous);
MUST_USE bool trace_return(Vm *vm, Frame *frame, Object *value);
// An exception leaves the frame. What the function raises replaces it.
void trace_unwind(Vm *vm, Frame *frame);
// The exception on its way was raised in the frame. The same.
void trace_exception(Vm *vm, Frame *frame);

// Around a call of a callable with `count` values from `values` on: tells the profile function
// of native ones. *shown is what it was told of (NULL: nothing), which trace_native_end
// consumes with the result; that gives the result or NULL: raised.
MUST_USE bool trace_native_begin(Vm *vm, Frame *frame, Object *callable, const Slot *values,
                                 int64_t count, Object **shown);
MUST_USE Object *trace_native_end(Vm *vm, Frame *frame, Object *shown, Object *result);

#endif
