// Warnings that the machine itself gives.

#ifndef MODULES_WARNINGS_H
#define MODULES_WARNINGS_H

#include "modules/modules.h"

// CompileOptions.warn: a SyntaxWarning on standard error.
Found warnings_of_syntax(Vm *vm, void *context, const char *message, Str *filename, int line);

#endif
