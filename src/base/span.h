// A stretch of source text, as CPython's tree and tracebacks give it.
//
// Lines count from 1, columns from 0 in bytes of the text as utf-8 (not in
// characters); the end is exclusive: it is the place just behind the last byte.

#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include "base/check.h"

typedef struct Span {
    int32_t line;        // lineno
    int32_t column;      // col_offset
    int32_t end_line;    // end_lineno
    int32_t end_column;  // end_col_offset
} Span;

// From the start of `first` to the end of `last`.
ALWAYS_INLINE Span span_join(Span first, Span last) {
    return (Span){first.line, first.column, last.end_line, last.end_column};
}

#endif
