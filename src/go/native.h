// Functions of the library that are written in C: found by package and name.
//
// A native function gets its window: results first, then parameters, then the receiver, each
// as wide as its registers. A struct that lists them in this order describes it.

#ifndef GO_NATIVE_H
#define GO_NATIVE_H

#include "go/machine.h"

typedef struct GoNativeRow {
    const char *package, *name;
    GoNative *run;
} GoNativeRow;

extern const GoNativeRow go_native_rows_core[];
extern const GoNativeRow go_native_rows_text[];
extern const GoNativeRow go_native_rows_math[];

#define GO_NATIVE(function, Window)                                                            \
    static GoOutcome function(GoMachine *machine, GoRoutine *routine, char *window_) {         \
        Window *window = (Window *)window_;                                                    \
        (void)machine;                                                                         \
        (void)routine;

// The text as a string of the program; the buffer is emptied.
GoString go_machine_take_text(GoMachine *machine, TextBuffer *text);

#endif
