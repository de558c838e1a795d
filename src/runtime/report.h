// How uncaught exceptions are shown: the traceback with its source lines and marks.

#ifndef RUNTIME_REPORT_H
#define RUNTIME_REPORT_H

#include "runtime/runtime.h"

// Writes an exception with its chain to a file, flushed, as sys.excepthook does: the
// traceback (or NULL) is the exception's from then on if it has none. What can't be shown is
// told to the file 2. Raises nothing.
void report_show(Vm *vm, Object *file, Object *value, Object *traceback);
// The same where there is no file to write to.
void report_show_lost(Vm *vm, Object *value);

// A traceback alone, with its head: a new Str, or NULL with an exception raised.
MUST_USE Object *report_format_traceback(Vm *vm, Object *traceback);

// How a last line names an exception's class: "module.Class"; NULL: raised.
MUST_USE Object *report_type_name(Vm *vm, Type *type);

// Line `number` of a source file as a str, NULL (nothing raised) when it can't be had.
Object *report_load_line(Vm *vm, Str *filename, int number);

#endif
