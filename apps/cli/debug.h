// nametag debug PROG.py: a debugger in the terminal that goes backward, too.

#ifndef CLI_DEBUG_H
#define CLI_DEBUG_H

#include "cli/options.h"

VerbMain cli_debug;

#endif
