// The line that a mistake shows: read from the file that the source bears the name of.

#ifndef COMPILE_FILE_LINE_H
#define COMPILE_FILE_LINE_H

#include "objects/str.h"

// Line `number` of the file with its newline, as CPython reads it: a long line comes in pieces
// of 999 bytes, of which the last one counts. A new str; NULL where there is no such file or
// line, or it is not in the encoding (NULL: utf-8, strictly; else what is wrong in it is
// replaced). Nothing is raised.
MUST_USE Object *file_line_find(Vm *vm, Str *filename, int number, const char *encoding);

#endif
