// Numbers as Go's text, for fmt and strconv.

#ifndef GO_DIGITS_H
#define GO_DIGITS_H

#include "base/text.h"

// As strconv.FormatFloat: format e, E, f, g, G, b, x or X; precision -1: the shortest.
void digits_add_float(TextBuffer *text, double value, char format, int precision, int bits);
// base 2 to 36, lower-case digits.
void digits_add_unsigned(TextBuffer *text, uint64_t value, int base);
void digits_add_signed(TextBuffer *text, int64_t value, int base);

typedef enum DigitsQuoting { DIGITS_QUOTE, DIGITS_QUOTE_ASCII, DIGITS_QUOTE_GRAPHIC } DigitsQuoting;
// A quoted Go string or, with ' as quote, character.
void digits_add_quoted(TextBuffer *text, const char *bytes, int64_t size, char quote,
                       DigitsQuoting quoting);
void digits_add_quoted_rune(TextBuffer *text, uint32_t code, DigitsQuoting quoting);
bool digits_is_printable(uint32_t code);

#endif
