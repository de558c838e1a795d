// nametag record PROG.py -o RUN.nametag: a run, kept in a file.

#ifndef CLI_RECORD_H
#define CLI_RECORD_H

#include "cli/options.h"

VerbMain cli_record;

#endif
