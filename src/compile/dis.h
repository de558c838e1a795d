// The text that CPython 3.11's `python -m dis` prints of a code object.

#ifndef COMPILE_DIS_H
#define COMPILE_DIS_H

#include "objects/code.h"
#include "objects/str.h"

// Adds more about a code object behind its listing. False: raised.
typedef bool DisMore(Vm *vm, Code *code, StrBuilder *out);

// Adds the listing of the code and of all code among its constants to the builder. `more`
// may be NULL. False: a constant's repr() raised, or the code nests too deep.
MUST_USE bool dis_write(Vm *vm, Code *code, StrBuilder *out, DisMore *more);

#endif
