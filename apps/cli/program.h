// What the verbs share.

#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include <stdio.h>

#include "nametag.h"

// The absolute path of the program, as CPython shows it, and its folder (PATH_MAX each).
void program_place(const char *program, char *absolute, char *folder);

// The absolute path of this program, given the name it was started by (PATH_MAX): links are
// not followed, so that a link in a virtual environment's folder tells of that. Empty when
// it can't be found.
void program_executable(const char *name, char *executable);

// A watched machine for a program and what follows it as its arguments; *path is what it runs.
// NULL: no memory.
NametagMachine *program_watch(int count, char **arguments, const char **path);

// The file that a verb writes to; `path` NULL or "-": the standard output. NULL: it can't be
// written, and that has been said.
FILE *program_open(const char *verb, const char *path);
// Ends the writing; 0: it failed, and that has been said.
int program_close(const char *verb, FILE *file, const char *path);
// Whether it is a Go program, by its name's ending; NULL is none.
int program_is_go(const char *program);

#endif
