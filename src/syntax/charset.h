// The one-byte character sets that a coding comment may name.

#ifndef SYNTAX_CHARSET_H
#define SYNTAX_CHARSET_H

#include "base/check.h"

#define CHARSET_UNDEFINED 0xFFFFFFFFu

// A character set that agrees with ASCII below 128.
typedef struct Charset {
    const char *name;         // as Python's codec is called
    const uint16_t *upper;    // the code points of bytes 128 to 255; 0 for none
} Charset;

// The character set of that name or alias, in any case; NULL when no table has it.
const Charset *charset_find(const char *name);

// The code point of a byte, or CHARSET_UNDEFINED.
ALWAYS_INLINE uint32_t charset_decode(const Charset *charset, unsigned char byte) {
    if (byte < 128) return byte;
    uint32_t code = charset->upper[byte - 128];
    return code == 0 ? CHARSET_UNDEFINED : code;
}

// The codec's name in its decoding errors: "ascii" or "charmap".
const char *charset_codec(const Charset *charset);

// The reason in its decoding errors.
const char *charset_reason(const Charset *charset);

#endif
