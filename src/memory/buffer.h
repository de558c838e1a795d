// Buffers of objects (list items, bytearray data, dict tables): in the object zones.
//
// Small ones are cells of their own pages, large ones blocks. `bytes` is what was
// asked for; it is passed again to resize and drop.

#ifndef MEMORY_BUFFER_H
#define MEMORY_BUFFER_H

#include "base/vm.h"

// Not cleared. NULL: MemoryError raised, and nothing changed.
MUST_USE void *buffer_new(Vm *vm, size_t bytes);
// In place where that is possible; buffer NULL: as buffer_new.
MUST_USE void *buffer_resize(Vm *vm, void *buffer, size_t bytes_old, size_t bytes_new);
void buffer_drop(Vm *vm, void *buffer, size_t bytes);   // NULL is allowed

#endif
