#include "objects/format_spec.h"

#include "base/unicode.h"

typedef struct SpecReader {
    Vm *vm;
    const Str *text;
    int64_t position;
} SpecReader;

static int64_t spec_left(const SpecReader *reader) {
    return reader->text->length - reader->position;
}

// The character `offset` places on; 0 behind the end.
static uint32_t spec_peek(const SpecReader *reader, int64_t offset) {
    if (offset >= spec_left(reader)) return 0;
    return str_get_char(reader->text, reader->position + offset);
}

static bool spec_skip(SpecReader *reader, uint32_t wanted) {
    if (spec_left(reader) == 0 || spec_peek(reader, 0) != wanted) return false;
    reader->position++;
    return true;
}

static bool spec_is_align(uint32_t character) {
    return character == '<' || character == '>' || character == '=' || character == '^';
}

// Reads decimal digits; -1 where there are none.
static bool spec_read_number(SpecReader *reader, int64_t *number) {
    int64_t value = 0, count = 0;
    for (int digit; (digit = unicode_get_decimal(spec_peek(reader, 0))) >= 0; count++) {
        if (value > (INT64_MAX - digit) / 10)
            return raise_false(reader->vm, ERROR_FORMAT_TOO_MANY_DIGITS);
        value = value * 10 + digit;
        reader->position++;
    }
    *number = count > 0 ? value : -1;
    return true;
}

static void spec_read_align(SpecReader *reader, FormatSpec *spec, bool *has_fill) {
    *has_fill = spec_left(reader) >= 2 && spec_is_align(spec_peek(reader, 1));
    if (*has_fill) spec->fill = spec_peek(reader, 0);
    else if (!spec_is_align(spec_peek(reader, 0))) return;
    reader->position += *has_fill;
    spec->align = (char)spec_peek(reader, 0);
    spec->is_align_given = true;
    reader->position++;
}

static bool spec_read_group(SpecReader *reader, FormatSpec *spec) {
    if (spec_skip(reader, ',')) spec->group = ',';
    if (spec_skip(reader, '_')) {
        if (spec->group != 0) return raise_false(reader->vm, ERROR_FORMAT_BOTH_GROUPS);
        spec->group = '_';
    }
    if (spec->group == '_' && spec_peek(reader, 0) == ',')
        return raise_false(reader->vm, ERROR_FORMAT_BOTH_GROUPS);
    return true;
}

// The type letter as messages show it: itself, or \x and its number.
static const char *spec_show_type(uint32_t type, char text[16]) {
    int length = 0;
    if (type > 32 && type < 128) {
        text[length++] = (char)type;
    } else {
        text[length++] = '\\';
        text[length++] = 'x';
        int shift = 28;
        while (shift > 0 && (type >> shift & 15) == 0) shift -= 4;
        for (; shift >= 0; shift -= 4) text[length++] = "0123456789abcdef"[type >> shift & 15];
    }
    text[length] = '\0';
    return text;
}

static bool spec_check_group(Vm *vm, const FormatSpec *spec) {
    if (spec->group == 0) return true;
    switch (spec->type) {
    case 'd': case 'e': case 'f': case 'g': case 'E': case 'G': case '%': case 'F': case 0:
        return true;
    case 'b': case 'o': case 'x': case 'X':
        if (spec->group == '_') return true;
        break;
    default:
        break;
    }
    char text[16];
    return raise_false(vm, ERROR_FORMAT_GROUP, spec->group, spec_show_type(spec->type, text));
}

bool format_spec_parse(Vm *vm, FormatSpec *spec, Object *object, const Str *text, char align,
                       char type) {
    SpecReader reader = {.vm = vm, .text = text};
    *spec = (FormatSpec){.fill = ' ', .align = align, .type = (unsigned char)type,
                         .width = -1, .precision = -1};
    bool has_fill;
    spec_read_align(&reader, spec, &has_fill);
    uint32_t sign = spec_peek(&reader, 0);
    if (sign == '+' || sign == '-' || sign == ' ') {
        spec->sign = (char)sign;
        reader.position++;
    }
    spec->coerces_negative_zero = spec_skip(&reader, 'z');
    spec->is_alternate = spec_skip(&reader, '#');
    if (!has_fill && spec_skip(&reader, '0')) {
        spec->fill = '0';
        if (!spec->is_align_given && align == '>') spec->align = '=';
    }
    if (!spec_read_number(&reader, &spec->width)) return false;
    if (!spec_read_group(&reader, spec)) return false;
    if (spec_skip(&reader, '.')) {
        if (!spec_read_number(&reader, &spec->precision)) return false;
        if (spec->precision < 0) return raise_false(vm, ERROR_FORMAT_NO_PRECISION);
    }
    if (spec_left(&reader) > 1)
        return raise_false(vm, ERROR_FORMAT_SPECIFIER, (Object *)(uintptr_t)text, object);
    if (spec_left(&reader) == 1) spec->type = spec_peek(&reader, 0);
    return spec_check_group(vm, spec);
}

Object *format_spec_raise_unknown(Vm *vm, const FormatSpec *spec, Object *object) {
    char text[16];
    return raise(vm, ERROR_FORMAT_UNKNOWN, spec_show_type(spec->type, text), object);
}

void format_spec_padding(const FormatSpec *spec, int64_t length, int64_t *left, int64_t *right) {
    int64_t total = spec->width > length ? spec->width - length : 0;
    *left = spec->align == '<' ? 0 : spec->align == '^' ? total / 2 : total;
    *right = total - *left;
}
