// Code points by their Unicode names, as \N{...} and unicodedata.lookup find them.

#ifndef BASE_UNICODE_NAME_H
#define BASE_UNICODE_NAME_H

#include "base/check.h"

// The code point with that name or alias, in any case; -1 when there is none. Named
// sequences of several code points are not found.
int32_t unicode_name_find(const char *name, size_t length);

enum { UNICODE_NAME_MAX = 100 };

// Writes the name of a code point, without a closing zero, and gives its length; 0 when it
// has none.
size_t unicode_name_write(uint32_t code, char name[UNICODE_NAME_MAX]);

#endif
