// Utf-8, one code point at a time, with CPython's idea of what is wrong with it.

#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/check.h"

typedef enum Utf8Error {
    UTF8_VALID,
    UTF8_INVALID_START,         // "invalid start byte"
    UTF8_INVALID_CONTINUATION,  // "invalid continuation byte"
    UTF8_UNEXPECTED_END,        // "unexpected end of data"
} Utf8Error;

typedef struct Utf8Step {
    uint32_t code;    // the code point; U+FFFD when the bytes are wrong
    int32_t size;     // bytes taken: of a wrong sequence, its longest valid beginning
    Utf8Error error;
} Utf8Step;

// Reads the code point at bytes[0..length), length > 0. Surrogates are wrong.
Utf8Step utf8_read(const char *bytes, size_t length);

// As utf8_read, but a surrogate in three bytes is taken for one.
Utf8Step utf8_read_surrogate(const char *bytes, size_t length);

// Writes `code` (a surrogate too) and gives how many bytes it took.
int utf8_write(uint32_t code, char bytes[4]);

// How many code points the text has, each wrong sequence counted as one.
size_t utf8_count(const char *bytes, size_t length);

// CPython's words for an error: "invalid start byte", ...
const char *utf8_reason(Utf8Error error);

#endif
