// The machine's own memory: in the system zone, cleared, never shown.
//
// Caches, tables and code in register form are here, so that they don't move the
// addresses of what the program allocates.

#ifndef MEMORY_SYSTEM_H
#define MEMORY_SYSTEM_H

#include "base/vm.h"

// Cleared. NULL: MemoryError raised, and nothing changed.
MUST_USE void *system_new(Vm *vm, size_t bytes);
// The same for a caller that writes all of it: the bytes are indeterminate.
MUST_USE void *system_new_unset(Vm *vm, size_t bytes);
// What is added is cleared; block NULL: as system_new.
MUST_USE void *system_resize(Vm *vm, void *block, size_t bytes_old, size_t bytes_new);
void system_drop(Vm *vm, void *block, size_t bytes);    // NULL is allowed

#endif
