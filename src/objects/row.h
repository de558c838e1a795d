// Rows of characters: what the methods of str, bytes and bytearray have in common.
//
// A Row is one of the three during a call: its characters, and how to make a new
// object of its kind. Bytes are characters of one byte, of which only ASCII has a
// class or a case. The functions here know no messages that the three do not share.

#ifndef OBJECTS_ROW_H
#define OBJECTS_ROW_H

#include "base/chars.h"
#include "objects/list.h"

typedef struct RowKind {
    // A new object with the characters start..stop of whole; whole itself where it may.
    Object *(*part)(Vm *vm, Object *whole, int64_t start, int64_t stop);
    // A new object to be filled: its characters, which `finish` then seals.
    Object *(*room)(Vm *vm, int64_t length, uint32_t char_max, Chars *chars);
    Object *(*finish)(Vm *vm, Object *object);
    Object *(*empty)(Vm *vm);
    bool (*is_space)(uint32_t c);
    const bool *narrow_spaces;   // the same for the first 256 characters, as a table
    bool (*is_line_break)(uint32_t c);
    bool is_mutable;       // never gives itself back in place of a copy
    ErrorId too_long;      // a result with more characters than there can be
} RowKind;

typedef struct Row {
    const RowKind *kind;
    Object *object;        // borrows
    Chars chars;
    uint32_t char_max;     // an upper bound of the characters
} Row;

enum RowEnds { ROW_LEFT = 1, ROW_RIGHT = 2, ROW_BOTH = 3 };

// --- arguments ---

// An optional integer argument (through __index__); NULL gives `otherwise`.
// OverflowError "Python int too large to convert to C ssize_t".
MUST_USE bool row_size_argument(Vm *vm, Object *object, int64_t otherwise, int64_t *size);
MUST_USE bool row_int_argument(Vm *vm, Object *object, int otherwise, int *number);
// The start and end of find() and its like (NULL, None or integers), adjusted to length.
// *stop may be below *start, then nothing is found.
MUST_USE bool row_bounds(Vm *vm, Object *start_object, Object *stop_object, int64_t length,
                         int64_t *start, int64_t *stop);

// --- searching ---

// In start..stop, as find() and rfind() do; -1: not there.
int64_t row_find(Chars chars, Chars sought, int64_t start, int64_t stop);
int64_t row_find_last(Chars chars, Chars sought, int64_t start, int64_t stop);
int64_t row_count(Chars chars, Chars sought, int64_t start, int64_t stop);
// Does start..stop begin (ROW_LEFT) or end with it?
bool row_matches(Chars chars, Chars sought, int64_t start, int64_t stop, enum RowEnds end);

// --- cutting ---

// split() and rsplit(): separator NULL cuts at white space. At most `max` cuts; < 0: any.
MUST_USE Object *row_split(Vm *vm, const Row *row, const Chars *separator, int64_t max);
MUST_USE Object *row_split_last(Vm *vm, const Row *row, const Chars *separator, int64_t max);
MUST_USE Object *row_split_lines(Vm *vm, const Row *row, int keep_ends);
// A tuple of three; the separator (shared) stands in the middle when it is found.
MUST_USE Object *row_partition(Vm *vm, const Row *row, Chars separator, Object *separator_object,
                               enum RowEnds from);
// Without what is in `set` at the ends; NULL: white space.
MUST_USE Object *row_strip(Vm *vm, const Row *row, const Chars *set, enum RowEnds ends);

// --- making others of it ---

MUST_USE Object *row_replace(Vm *vm, const Row *row, Chars old, Chars new, uint32_t new_max,
                             int64_t count);
MUST_USE Object *row_pad(Vm *vm, const Row *row, int64_t left, int64_t right, uint32_t fill);
MUST_USE Object *row_center(Vm *vm, const Row *row, int64_t width, uint32_t fill);
MUST_USE Object *row_fill_zeros(Vm *vm, const Row *row, int64_t width);
MUST_USE Object *row_expand_tabs(Vm *vm, const Row *row, int tab);

#endif
