// The replacement fields of str.format: {name!conversion:specification}.
//
// Reading is apart from formatting, so that the module _string can give the pieces
// to string.Formatter. A Stretch is a part of one str.

#ifndef OBJECTS_MARKUP_H
#define OBJECTS_MARKUP_H

#include "objects/str.h"

typedef struct Stretch {
    const Str *str;       // borrows
    int64_t start, stop;
} Stretch;

typedef struct MarkupPiece {
    Stretch literal;         // stands before the field; one { or } of a doubled pair is in it
    bool has_field;
    Stretch name;
    Stretch spec;
    uint32_t conversion;     // 0: none
    bool has_spec;           // a colon or a conversion was there
    bool spec_has_fields;
} MarkupPiece;

// Reads the next piece of text, which shrinks. ABSENT at the end; ValueError.
MUST_USE Found markup_next(Vm *vm, Stretch *text, MarkupPiece *piece);

// The first part of a field's name, up to '.' or '['; rest is what follows.
void markup_split_name(Stretch name, Stretch *first, Stretch *rest);

typedef struct MarkupStep {
    bool is_attribute;    // .name, else [item]
    Stretch name;
    int64_t index;        // -1: the name is no number
} MarkupStep;

// Reads the next .name or [item] of rest, which shrinks. ABSENT at the end; ValueError.
MUST_USE Found markup_next_step(Vm *vm, Stretch *rest, MarkupStep *step);

// The number that the stretch consists of, -1 when it is none; ValueError when too large.
MUST_USE bool markup_number(Vm *vm, Stretch stretch, int64_t *number);

MUST_USE Object *markup_text(Vm *vm, Stretch stretch);

#endif
