// The module _signal: handlers that the program has for signals.

#ifndef MODULES_SIGNAL_H
#define MODULES_SIGNAL_H

#include "modules/modules.h"

enum { SIGNAL_LAST = 64 };   // the highest number

// Has the process's signals as Python wants them: Ctrl-C raises KeyboardInterrupt, broken pipes
// and files that grow too large give errors. For programs, not for machines inside others.
void signal_install(Vm *vm);

// Has the machine call `native` when the signal comes, before the program's handler, which is
// called only if native says so. NULL: no longer. False: raised.
typedef bool SignalNative(Vm *vm, int number);
MUST_USE bool signal_set_native(Vm *vm, int number, SignalNative *native);

#endif
