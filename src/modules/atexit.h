// What a program wants to be called at its end.

#ifndef MODULES_ATEXIT_H
#define MODULES_ATEXIT_H

#include "modules/modules.h"

// Calls all that was registered, the last first, and forgets it; what they raise is reported.
void atexit_call(Vm *vm);

#endif
