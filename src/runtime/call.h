// Calling Python functions: binding arguments to parameters, and entry from C.

#ifndef RUNTIME_CALL_H
#define RUNTIME_CALL_H

#include "runtime/runtime.h"

// Calls a Function from C: new reference or NULL.
MUST_USE Object *call_function(Vm *vm, Object *function, const Arguments *arguments);

// Binds arguments into a fresh window of the function's code (all its locals emptied
// first), with CPython's TypeErrors. Shares what it stores.
MUST_USE bool call_bind(Vm *vm, Function *function, Slot *window, const Arguments *arguments);

#endif
