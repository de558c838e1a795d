// Text to double and double to shortest text, exact and free of locale.

#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/check.h"

// Reads the longest prefix of text[0..length) that is a decimal float literal
// without underscores (digits, point, exponent; no sign, no inf or nan) and
// gives how many bytes it took, 0 when there is none. Overflow gives infinity.
MUST_USE size_t number_parse_double(const char *text, size_t length, double *value);

// The shortest decimal that reads back as `value`, which is finite and > 0:
// value = 0.d1d2d3... * 10^exponent. Writes at most 17 digits, gives their count.
MUST_USE int number_shortest_digits(double value, char digits[17], int *exponent);

#endif
