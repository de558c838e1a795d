// Code points by their Unicode names, as \N{...} and unicodedata.lookup find them.

#ifndef BASE_UNICODE_NAME_H
#define BASE_UNICODE_NAME_H

#include "base/check.h"

enum { UNICODE_NAME_MAX = 100, UNICODE_SEQUENCE_MAX = 4 };

// The code point with that name or alias, in any case (but for Hangul syllables and CJK
// ideographs); -1 when there is none.
int32_t unicode_name_find(const char *name, size_t length);

// The characters of a named sequence, and their count; 0 when there is none.
int unicode_name_find_sequence(const char *name, size_t length,
                               uint32_t row[UNICODE_SEQUENCE_MAX]);

// Is it a Hangul syllable or a CJK ideograph, whose names are computed?
bool unicode_name_is_computed(uint32_t code);

// Writes the name of a code point, without a closing zero, and gives its length; 0 when it
// has none.
size_t unicode_name_write(uint32_t code, char name[UNICODE_NAME_MAX]);

#endif
