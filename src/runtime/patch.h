// Register code that is left: patched so that each of its instructions goes over to the
// reference loop (LEAVE). Frames that run it need not be known.

#ifndef RUNTIME_PATCH_H
#define RUNTIME_PATCH_H

#include "runtime/lower.h"

// Patches the code of a frame that runs register code, if it isn't. False: MemoryError raised.
MUST_USE bool patch_frame(Vm *vm, Frame *frame);
// The code is as it was.
void patch_undo(Vm *vm, Lowered *lowered);
void patch_undo_all(Vm *vm);

#endif
