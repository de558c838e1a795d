// Tracing and profiling: functions that are told of calls, lines, returns and exceptions.
//
// While a function is set, frames run as stack code, in the reference loop, which tells of
// each step; those that began in register form go over to it at their next call, return or
// jump backwards (ticks are due all the time then). While such a function runs itself,
// nothing is told.

#ifndef RUNTIME_TRACE_H
#define RUNTIME_TRACE_H

#include "runtime/runtime.h"

typedef enum TraceEvent {
    TRACE_NOTHING, TRACE_CALL, TRACE_EXCEPTION, TRACE_LINE, TRACE_RETURN, TRACE_OPCODE,
    TRACE_NATIVE_CALL, TRACE_NATIVE_RETURN, TRACE_NATIVE_EXCEPTION,
} TraceEvent;

enum TraceRole { TRACE_TRACES, TRACE_PROFILES };

// Sets the function of a role; NULL: none.
void trace_set(Vm *vm, enum TraceRole role, Object *function);

// Calls a function that is traced although a trace function calls it.
MUST_USE Object *trace_call_tracing(Vm *vm, Object *function, Tuple *arguments);

ALWAYS_INLINE bool trace_is_on(Vm *vm) { return runtime_of(vm)->is_traced; }

// Does a frame that is running in register form have to go over to stack code?
bool trace_wants(Vm *vm, const Frame *frame);

// The frame goes over to stack code at the register instruction that it stands at; it came
// there from the instruction `from` (NULL: by a jump backwards). A frame that has not begun
// does so, too. False: MemoryError raised.
enum TraceStart { TRACE_FRESH, TRACE_GOING_ON };
MUST_USE bool trace_prepare(Vm *vm, Frame *frame, enum TraceStart start,
                            const Instruction *from);
// Runs a frame that trace_prepare has prepared to its end: what it returns or yields, NULL:
// raised. With an exception on its way it goes on at its handler.
MUST_USE Object *trace_run(Vm *vm, Frame *frame);

// Where the frame that trace_prepare prepared was left, and the unit that ran last there, for
// its first step; NULL: it is no longer the first.
const Instruction *trace_take_left(Vm *vm, int *previous);

// An exception was thrown into a generator: tells of its frame as of one that is called. What
// a function raises replaces the exception.
void trace_entry(Vm *vm, Frame *frame);

// For the reference loop. All are false when the function raised.
// Before an instruction: `previous` is the unit that ran before it.
MUST_USE bool trace_instruction(Vm *vm, Frame *frame, int opcode, int previous);
// The frame ends or suspends; value NULL: by an exception, which stays unless told otherwise.
MUST_USE bool trace_return(Vm *vm, Frame *frame, Object *value);
// An exception is on its way in the frame.
void trace_exception(Vm *vm, Frame *frame);
// A native function is called; `first` is its first argument, NULL: none. FOUND: it was told,
// and trace_native_return takes *native when the call has ended (result NULL: it raised).
MUST_USE Found trace_native_call(Vm *vm, Frame *frame, Object *callable, const Slot *first,
                                 Object **native);
MUST_USE bool trace_native_return(Vm *vm, Frame *frame, Object *native, Object *result);

#endif
