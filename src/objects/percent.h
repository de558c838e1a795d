// The % operator of str and bytes: one engine, two kinds of text.

#ifndef OBJECTS_PERCENT_H
#define OBJECTS_PERCENT_H

#include "base/chars.h"
#include "objects/str.h"

typedef struct Percent Percent;
typedef struct PercentField PercentField;

// Where str and bytes differ.
typedef struct PercentKind {
    const char *name;       // in "not all arguments converted during … formatting"
    // The key of %(key)s as an object.
    Object *(*key)(Vm *vm, Chars format, int64_t start, int64_t stop);
    // Adds the value of a conversion that is no number. ABSENT: no such conversion.
    Found (*add)(Percent *percent, const PercentField *field, Object *value);
    // True when values can't be a mapping, though it looks like one.
    bool (*is_plain)(Vm *vm, Object *values);
    ErrorId float_required;     // when the value has no float; ERROR_COUNT: as float() says
    ErrorId precision_too_big;
    bool has_zero_flag;         // 'z': a negative zero loses its sign
    bool calls_i_d;             // messages about %i say %d
    uint32_t shown_min, shown_max;   // unsupported conversions outside are shown as '?'
} PercentKind;

struct PercentField {
    uint32_t conversion;
    int64_t width;          // -1: none
    int64_t precision;      // -1: none
    bool is_left, has_sign, has_blank, is_alternate, has_zeros, coerces_zero;
};

struct Percent {
    Vm *vm;
    const PercentKind *kind;
    StrBuilder *builder;    // borrows; bytes are latin-1 here
    Chars format;
    int64_t at;             // the next character of format
    Object *values;         // borrows: the right operand; a tuple's items are the values
    Object *mapping;        // borrows: values when it is a mapping; NULL: it is none
    Object *value;          // owns: what the last key named; NULL: none
    Object *sole;           // owns: the one str that is all of the result; NULL: none
    int64_t index, count;   // of the next value; count -1: one value, index -2: not yet used
};

// Adds format % values to the builder, which is made of code points. False: raised.
// *sole: the str (new reference) that would make the whole result, as '%s' % s gives s itself.
MUST_USE bool percent_format(Vm *vm, const PercentKind *kind, StrBuilder *builder, Chars format,
                             Object *values, Object **sole);
// Is nothing written yet, and nothing left to read?
bool percent_is_sole(const Percent *percent);

// Adds a text as a field: cut at the precision, padded to the width.
void percent_add_text(Percent *percent, const PercentField *field, Chars text);

#endif
