// How uncaught exceptions are shown: the traceback with its source lines and marks.

#ifndef RUNTIME_REPORT_H
#define RUNTIME_REPORT_H

#include "runtime/runtime.h"

// The exception with its chain, as CPython prints an uncaught one (ends with a newline):
// a new Str, or NULL with another exception raised.
MUST_USE Object *report_format(Vm *vm, Object *exception);

#endif
