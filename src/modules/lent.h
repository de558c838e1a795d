// Memory lent to libraries, which give it back without its size.

#ifndef MODULES_LENT_H
#define MODULES_LENT_H

#include "base/vm.h"

// NULL: MemoryError raised.
void *lent_new(Vm *vm, size_t bytes);
// The same, cleared, for `count` pieces.
void *lent_new_cleared(Vm *vm, size_t count, size_t bytes);
// The memory stays as it is when NULL is given; memory NULL: as lent_new.
void *lent_resize(Vm *vm, void *memory, size_t bytes);
void lent_drop(Vm *vm, void *memory);    // NULL is allowed

#endif
