// The operator of an expression's text, which tracebacks mark.

#ifndef COMPILE_ANCHOR_H
#define COMPILE_ANCHOR_H

#include "base/check.h"

// Finds the operator or the subscript, as bytes from..to, in a text that is nothing but a
// binary operation or a subscription. False: it is something else.
bool anchor_find(const char *text, size_t size, int32_t *from, int32_t *to);

#endif
