// Rows of code points in 1, 2 or 4 bytes each: copying, measuring, searching.
//
// bytes and str share these: a row of bytes is a row of width 1. Nothing here
// allocates, raises or knows of objects. Positions are -1 where nothing is found.

#ifndef BASE_CHARS_H
#define BASE_CHARS_H

#include "base/check.h"

// Two words, so that it is passed in registers.
typedef struct Chars {
    const void *data;     // borrows; aligned to width
    int64_t length : 56;
    int64_t width : 8;    // bytes a code point: 1, 2, 4
} Chars;

#define CHAR_MAX_OF_ALL 0x10ffffu

ALWAYS_INLINE uint32_t chars_get(const void *data, int width, int64_t index) {
    if (width == 1) return ((const uint8_t *)data)[index];
    if (width == 2) return ((const uint16_t *)data)[index];
    return ((const uint32_t *)data)[index];
}

ALWAYS_INLINE void chars_put(void *data, int width, int64_t index, uint32_t code_point) {
    if (width == 1) ((uint8_t *)data)[index] = (uint8_t)code_point;
    else if (width == 2) ((uint16_t *)data)[index] = (uint16_t)code_point;
    else ((uint32_t *)data)[index] = code_point;
}

ALWAYS_INLINE int chars_width_for(uint32_t code_point_max) {
    return code_point_max < 0x100 ? 1 : code_point_max < 0x10000 ? 2 : 4;
}

ALWAYS_INLINE Chars chars_part(Chars chars, int64_t start, int64_t stop) {
    const char *data = (const char *)chars.data + start * chars.width;
    return (Chars){data, stop - start, chars.width};
}

// Copies `length` code points; where `to` is narrower, each must fit.
void chars_copy(void *to, int to_width, const void *from, int from_width, int64_t length);
void chars_fill(void *to, int width, int64_t length, uint32_t code_point);

// An upper bound of the code points that tells their width and whether all are ASCII:
// 0x7f, 0xff, 0xffff or 0x10ffff.
uint32_t chars_max(Chars chars);

bool chars_is_ascii(const uint8_t *bytes, int64_t length);

// Equal code points; the widths may differ.
bool chars_is_equal(Chars left, Chars right);
// By code point: negative, 0 or positive.
int chars_compare(Chars left, Chars right);

int64_t chars_find_char(Chars chars, uint32_t code_point);
int64_t chars_find_char_last(Chars chars, uint32_t code_point);

// The first and the last occurrence of pattern; an empty one is at 0 and at the end.
int64_t chars_find(Chars chars, Chars pattern);
int64_t chars_find_last(Chars chars, Chars pattern);

// How many occurrences that do not overlap, at most `limit`; an empty pattern has length + 1.
int64_t chars_count(Chars chars, Chars pattern, int64_t limit);

#endif
