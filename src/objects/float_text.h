// float: text of a double, and a double of text, in each form that Python knows.

#ifndef OBJECTS_FLOAT_TEXT_H
#define OBJECTS_FLOAT_TEXT_H

#include "objects/float.h"

enum { FLOAT_TEXT_OWN = 64 };

typedef enum FloatTextFlag {
    FLOAT_TEXT_ADD_POINT = 1,   // "1" becomes "1.0"
    FLOAT_TEXT_ALTERNATE = 2,   // '#': the point always, zeros are kept
    FLOAT_TEXT_NO_MINUS_ZERO = 4,
} FloatTextFlag;

typedef struct FloatText {
    char *at;          // ASCII; the sign, when there is one, comes first
    int64_t length;
    int64_t capacity;
    char own[FLOAT_TEXT_OWN];
} FloatText;

// Writes the value by a format letter: e f g, E F G, or r for the shortest text that
// reads back as the value. False: raised. float_text_done when it is of no more use.
MUST_USE bool float_text_start(Vm *vm, FloatText *text, double value, char type,
                               int64_t precision, int flags);
void float_text_done(Vm *vm, FloatText *text);

// Reads the longest prefix of text[0..length) that is a float with sign, or inf or nan
// in any spelling, without underscores; gives how many bytes it took, 0 when none.
size_t float_text_parse(const char *text, size_t length, double *value);

// What float() takes: a str, or the bytes of an object with a view. False: raised.
MUST_USE bool float_text_read(Vm *vm, Object *object, double *value);

// Takes out the underscores that stand between digits; gives the new length, or -1
// where one stands elsewhere. `out` may be `text`.
int64_t float_text_strip(char *out, const char *text, int64_t length);

#endif
