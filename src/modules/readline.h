// The module readline: what a line editor can recall and complete.

#ifndef MODULES_READLINE_H
#define MODULES_READLINE_H

#include "modules/modules.h"

bool readline_is_imported(Vm *vm);

// Reads a text with editing, which WORLD_EDITED then gives: its bytes; 0: the end; or -errno,
// -ENOSYS when there is no editor. Hooks and the completer of the program may be called.
int64_t readline_edit(Vm *vm, const char *prompt);

// Adds a text, unless automatic history is off or it is the last one again.
void readline_remember(Vm *vm, const char *text, size_t size);

#endif
