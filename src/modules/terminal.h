// Lines that are typed: for the prompt, and for input() on a terminal.

#ifndef MODULES_TERMINAL_H
#define MODULES_TERMINAL_H

#include "modules/modules.h"

// Is this file, as Python programs have it, the terminal? (stdin: 0, stdout: 1)
bool terminal_is(Vm *vm, Object *stream, int file);

// Reads a line from the standard input, its newline with it, into host memory: with editing
// where the program has imported readline and there is an editor, else plainly, the prompt
// then on the standard error. FOUND: a line; ABSENT: the end; RAISED: KeyboardInterrupt, or
// what a signal's handler raised.
enum TerminalKind { TERMINAL_IS_NONE, TERMINAL_IS_WHOLE };
MUST_USE Found terminal_read(Vm *vm, const char *prompt, enum TerminalKind kind, char **line,
                             size_t *size);

// Adds a text to what an editor can recall; nothing when readline was not imported.
void terminal_remember(Vm *vm, const char *text, size_t size);

#endif
