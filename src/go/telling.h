// A watched run told: each write to a slot, in words or as events.

#ifndef GO_TELLING_H
#define GO_TELLING_H

#include "go/program.h"

// Runs the program and writes what it did; the program's status.
int telling_run(GoProgram *program, const GoOrder *order);

#endif
