// The text that CPython 3.11's `python -m dis` prints of a code object.

#ifndef COMPILE_DIS_H
#define COMPILE_DIS_H

#include "objects/code.h"
#include "objects/str.h"

// Adds the listing of the code and of all code among its constants to the builder.
// False: a constant's repr() raised.
MUST_USE bool dis_write(Vm *vm, const Code *code, StrBuilder *out);

#endif
