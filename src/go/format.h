// What fmt prints: values by their types, as its verbs and flags say.

#ifndef GO_FORMAT_H
#define GO_FORMAT_H

#include "go/machine.h"

typedef enum GoPrintStyle { GO_PRINT_PLAIN, GO_PRINT_LINE } GoPrintStyle;

// As Sprint and Sprintln. PANICKED: a method did, and fmt lets it through.
GoOutcome format_print(GoMachine *machine, TextBuffer *text, GoSlice arguments,
                          GoPrintStyle style);
// As Sprintf; *wrapped: index of the operand of %w, -1 without.
GoOutcome format_printf(GoMachine *machine, TextBuffer *text, GoString format,
                           GoSlice arguments, int64_t *wrapped);

// A value as it lies in memory, without calling a method; strings quoted.
void format_value(GoMachine *machine, TextBuffer *text, GoType *type, const char *memory);

#endif
