// What bytes and bytearray share: each method is written once, for both.

#ifndef OBJECTS_BYTE_ROW_H
#define OBJECTS_BYTE_ROW_H

#include "objects/bytearray.h"
#include "objects/row.h"
#include "objects/view.h"

// Self of a method, bytes or bytearray, as a row. The data of a bytearray stays where it
// is until program code runs.
Row byte_row_of(Vm *vm, Object *self);
bool byte_row_is_array(const Row *row);
// A new object of self's kind with these bytes.
MUST_USE Object *byte_row_new(Vm *vm, const Row *row, const void *data, int64_t count);

ALWAYS_INLINE Chars view_get_chars(const View *view) {
    return (Chars){view->data, view->bytes, 1};
}

// One byte from an integer-like object; `range` is the ValueError when it is none.
MUST_USE bool byte_row_value(Vm *vm, Object *object, ErrorId range, uint8_t *byte);

// Calls `add` for each byte of an iterable of integers. False: raised.
typedef bool ByteAdd(Vm *vm, void *context, uint8_t byte);
MUST_USE bool byte_row_each(Vm *vm, Object *iterable, ErrorId range, ByteAdd *add,
                            void *context);

// `before`, the literal and `after`; `escaped`: a character with a backslash in any case.
MUST_USE Object *byte_row_repr(Vm *vm, Chars bytes, const char *before, const char *after,
                               uint32_t escaped);
// hex() with its two arguments, either of which may be NULL.
MUST_USE Object *byte_row_hex(Vm *vm, Chars bytes, Object *separator, Object *group);
MUST_USE Found byte_row_contains(Vm *vm, Object *object, Object *item);
MUST_USE Object *byte_row_remainder(Vm *vm, Object *format, Object *values);
// Reads bytes(source, encoding, errors): a str argument is encoded, into *bytes (else NULL).
MUST_USE bool byte_row_arguments(Vm *vm, const char *name, const Arguments *arguments,
                                 Object **source, Object **bytes);
// Size of a count argument: FOUND; ABSENT: the source is no integer.
MUST_USE Found byte_row_count(Vm *vm, Object *source, int64_t *count);

// byte_methods.c
Native byte_method_find, byte_method_rfind, byte_method_index, byte_method_rindex,
    byte_method_count, byte_method_startswith, byte_method_endswith, byte_method_replace,
    byte_method_removeprefix, byte_method_removesuffix, byte_method_split, byte_method_rsplit,
    byte_method_splitlines, byte_method_partition, byte_method_rpartition, byte_method_strip,
    byte_method_lstrip, byte_method_rstrip, byte_method_center, byte_method_ljust,
    byte_method_rjust, byte_method_zfill, byte_method_expandtabs, byte_method_join;
// byte_case.c
Native byte_method_capitalize, byte_method_lower, byte_method_upper, byte_method_swapcase,
    byte_method_title, byte_method_isascii, byte_method_islower, byte_method_isupper,
    byte_method_istitle, byte_method_isspace, byte_method_isdigit, byte_method_isalpha,
    byte_method_isalnum;
// byte_text.c
Native byte_method_decode, byte_method_hex, byte_method_fromhex, byte_method_maketrans,
    byte_method_translate;

// The rows of both tables of methods.
#define BYTE_PARSED(name, signature, doc) \
    {#name, byte_method_##name, signature, doc, \
     METHOD_IS_PARSED | METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE}
#define BYTE_SEARCH "(self, sub, start=None, end=None, /)"
#define BYTE_METHODS                                                                            \
    HIDDEN_METHOD(byte, capitalize, "(self, /)", "A copy whose first letter alone is a capital."), \
    METHOD(byte, center, "(self, width, fillchar=b' ', /)", "The bytes in the middle of width."), \
    BYTE_PARSED(count, BYTE_SEARCH, "How often sub occurs without overlap."),                   \
    METHOD(byte, decode, "(self, /, encoding='utf-8', errors='strict')", "The bytes as text."), \
    BYTE_PARSED(endswith, "(self, suffix, start=None, end=None, /)", "Whether it ends so."),    \
    METHOD(byte, expandtabs, "(self, /, tabsize=8)", "A copy with tabs as spaces."),            \
    BYTE_PARSED(find, BYTE_SEARCH, "Where sub first occurs, -1 when nowhere."),                 \
    CLASS_METHOD(byte, fromhex, "(type, string, /)", "The bytes written in hexadecimal."),      \
    METHOD(byte, hex, "(self, /, sep=<unrepresentable>, bytes_per_sep=1)",                      \
           "The bytes in hexadecimal."),                                                        \
    BYTE_PARSED(index, BYTE_SEARCH, "Where sub first occurs; ValueError when nowhere."),        \
    HIDDEN_METHOD(byte, isalnum, "(self, /)", "Whether all are ASCII letters or digits."),      \
    HIDDEN_METHOD(byte, isalpha, "(self, /)", "Whether all are ASCII letters."),                \
    HIDDEN_METHOD(byte, isascii, "(self, /)", "Whether all are ASCII."),                        \
    HIDDEN_METHOD(byte, isdigit, "(self, /)", "Whether all are ASCII digits."),                 \
    HIDDEN_METHOD(byte, islower, "(self, /)", "Whether all letters are small, and there is one."), \
    HIDDEN_METHOD(byte, isspace, "(self, /)", "Whether all is white space, and there is some."),\
    HIDDEN_METHOD(byte, istitle, "(self, /)",                                                   \
                  "Whether words begin with a capital and go on small."),                       \
    HIDDEN_METHOD(byte, isupper, "(self, /)",                                                   \
                  "Whether all letters are capitals, and there is one."),                       \
    METHOD(byte, join, "(self, iterable_of_bytes, /)", "The items with this between them."),    \
    METHOD(byte, ljust, "(self, width, fillchar=b' ', /)", "The bytes at the left of width."),  \
    HIDDEN_METHOD(byte, lower, "(self, /)", "A copy in lower case."),                           \
    METHOD(byte, lstrip, "(self, bytes=None, /)", "A copy without white space at the start."),  \
    STATIC_METHOD(byte, maketrans, "(frm, to, /)", "A table for translate()."),                 \
    METHOD(byte, partition, "(self, sep, /)", "Before the first sep, sep, what is after."),     \
    METHOD(byte, replace, "(self, old, new, count=-1, /)",                                      \
           "A copy with occurrences of old replaced by new; count limits how many."),           \
    METHOD(byte, removeprefix, "(self, prefix, /)", "A copy without the prefix."),              \
    METHOD(byte, removesuffix, "(self, suffix, /)", "A copy without the suffix."),              \
    BYTE_PARSED(rfind, BYTE_SEARCH, "Where sub last occurs, -1 when nowhere."),                 \
    BYTE_PARSED(rindex, BYTE_SEARCH, "Where sub last occurs; ValueError when nowhere."),        \
    METHOD(byte, rjust, "(self, width, fillchar=b' ', /)", "The bytes at the right of width."), \
    METHOD(byte, rpartition, "(self, sep, /)", "Before the last sep, sep, what is after."),     \
    METHOD(byte, rsplit, "(self, /, sep=None, maxsplit=-1)", "The parts, from the right."),     \
    METHOD(byte, rstrip, "(self, bytes=None, /)", "A copy without white space at the end."),    \
    METHOD(byte, split, "(self, /, sep=None, maxsplit=-1)", "The parts between separators."),   \
    METHOD(byte, splitlines, "(self, /, keepends=False)", "The lines."),                        \
    BYTE_PARSED(startswith, "(self, prefix, start=None, end=None, /)",                          \
                "Whether it begins so."),                                                       \
    METHOD(byte, strip, "(self, bytes=None, /)", "A copy without white space at both ends."),   \
    HIDDEN_METHOD(byte, swapcase, "(self, /)",                                                  \
                  "A copy with small letters for capitals, and so on."),                        \
    HIDDEN_METHOD(byte, title, "(self, /)", "A copy in which each word begins with a capital."),\
    METHOD(byte, translate, "(self, table, /, delete=b'')",                                     \
           "A copy with each byte looked up in table."),                                        \
    HIDDEN_METHOD(byte, upper, "(self, /)", "A copy in upper case."),                           \
    METHOD(byte, zfill, "(self, width, /)", "The bytes filled with zeros behind their sign.")

#endif
