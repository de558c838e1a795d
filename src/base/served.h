// The machine that a library works for in this thread, for libraries whose callbacks are not
// told: they are called after served_set alone, and call back before anything else runs.

#ifndef BASE_SERVED_H
#define BASE_SERVED_H

#include "base/vm.h"

void served_set(Vm *vm);
Vm *served_get(void);

#endif
