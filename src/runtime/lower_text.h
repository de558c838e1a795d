// The register form of a code object as text: `nametag dis --registers`.

#ifndef RUNTIME_LOWER_TEXT_H
#define RUNTIME_LOWER_TEXT_H

#include "objects/code.h"
#include "objects/str.h"

// Adds a heading and a line for each register instruction. False: raised.
MUST_USE bool lower_text_write(Vm *vm, Code *code, StrBuilder *out);

#endif
