// The code of a Go program as text: the compiler's table of names, then the instructions.

#ifndef GO_LISTING_H
#define GO_LISTING_H

#include "go/program.h"

// Writes all functions of the program's own.
void listing_write(GoProgram *program, const GoOrder *order);

// One function's names: type, size, offset, and whether it lives in a block, and why.
void listing_add_names(GoProgram *program, TextBuffer *text, const GoFunction *function);
// Whether a function is of the program's own package, and no wrapper.
bool go_function_is_own(const GoProgram *program, const GoFunction *function);
GoPlace go_function_place(const GoFunction *function);

#endif
