// The standard format specification: [[fill]align][sign][z][#][0][width][group][.precision][type].
//
// Numbers and strings read theirs through it; what an option means for a type, and
// which are refused, is up to the type.

#ifndef OBJECTS_FORMAT_SPEC_H
#define OBJECTS_FORMAT_SPEC_H

#include "objects/str.h"

typedef struct FormatSpec {
    uint32_t fill;               // a space unless given
    char align;                  // '<', '>', '=' or '^'
    char sign;                   // '+', '-', ' ', or 0: not given
    char group;                  // ',' or '_' between digits, or 0
    bool is_align_given;
    bool coerces_negative_zero;  // 'z'
    bool is_alternate;           // '#'
    int64_t width;               // -1: not given
    int64_t precision;           // -1: not given
    uint32_t type;               // the type letter, or the default
} FormatSpec;

// Reads a specification for `object`, which only messages name. ValueError when it is
// not well-formed, with CPython's text. `align` and `type` are the object's defaults.
MUST_USE bool format_spec_parse(Vm *vm, FormatSpec *spec, Object *object, const Str *text,
                                char align, char type);

// Raises ValueError: "Unknown format code 'x' for object of type 'str'". Gives NULL.
Object *format_spec_raise_unknown(Vm *vm, const FormatSpec *spec, Object *object);

// How many fill characters stand on each side of a text of `length` ('=' counts as '>').
void format_spec_padding(const FormatSpec *spec, int64_t length, int64_t *left, int64_t *right);

#endif
