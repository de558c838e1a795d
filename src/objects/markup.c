#include "objects/markup.h"

#include "base/unicode.h"

ALWAYS_INLINE bool has_more(const Stretch *text) {
    return text->start < text->stop;
}

ALWAYS_INLINE uint32_t read_char(Stretch *text) {
    return str_get_char(text->str, text->start++);
}

static Found markup_error(Vm *vm, ErrorId id) {
    return raise_found(vm, id);
}

// The text up to a field, or up to and with the first of two equal brackets.
// *c is the bracket that opens a field, 0 when none follows.
static Found read_literal(Vm *vm, Stretch *text, Stretch *literal, uint32_t *c) {
    *literal = (Stretch){text->str, text->start, text->start};
    *c = 0;
    while (has_more(text)) {
        uint32_t found = read_char(text);
        if (found != '{' && found != '}') continue;
        literal->stop = text->start - 1;
        bool is_doubled = has_more(text) && str_get_char(text->str, text->start) == found;
        if (is_doubled) {
            literal->stop++;
            text->start++;
            return FOUND;
        }
        if (found == '}') return markup_error(vm, ERROR_MARKUP_SINGLE_CLOSE);
        if (!has_more(text)) return markup_error(vm, ERROR_MARKUP_SINGLE_OPEN);
        *c = found;
        return FOUND;
    }
    literal->stop = text->start;
    return FOUND;
}

// The name of a field; *c is what ended it, or its last character at the end of the text.
static Found read_name(Vm *vm, Stretch *text, Stretch *name, uint32_t *c) {
    *name = (Stretch){text->str, text->start, text->start};
    *c = 0;
    while (has_more(text)) {
        *c = read_char(text);
        name->stop = text->start - 1;
        switch (*c) {
        case '{': return markup_error(vm, ERROR_MARKUP_OPEN_IN_NAME);
        case '[':
            while (has_more(text) && str_get_char(text->str, text->start) != ']') text->start++;
            break;
        case '}':
        case ':':
        case '!': return FOUND;
        }
    }
    return FOUND;
}

// What follows '!': FOUND when the field goes on with ':', ABSENT when '}' ended it.
static Found read_conversion(Vm *vm, Stretch *text, MarkupPiece *piece) {
    if (!has_more(text)) return markup_error(vm, ERROR_MARKUP_NO_CONVERSION);
    piece->conversion = read_char(text);
    if (!has_more(text)) return FOUND;
    uint32_t c = read_char(text);
    if (c == '}') return ABSENT;
    return c == ':' ? FOUND : markup_error(vm, ERROR_MARKUP_AFTER_CONVERSION);
}

static Found read_spec(Vm *vm, Stretch *text, MarkupPiece *piece) {
    piece->spec = (Stretch){text->str, text->start, text->stop - 1};
    for (int depth = 1; has_more(text);) {
        uint32_t c = read_char(text);
        if (c == '{') {
            piece->spec_has_fields = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            piece->spec.stop = text->start - 1;
            return FOUND;
        }
    }
    return markup_error(vm, ERROR_MARKUP_UNMATCHED);
}

Found markup_next(Vm *vm, Stretch *text, MarkupPiece *piece) {
    *piece = (MarkupPiece){.literal = *text, .name = *text};
    piece->spec = (Stretch){text->str, text->stop, text->stop};
    if (!has_more(text)) return ABSENT;
    uint32_t c;
    if (read_literal(vm, text, &piece->literal, &c) == RAISED) return RAISED;
    if (c == 0) return FOUND;
    piece->has_field = true;
    if (read_name(vm, text, &piece->name, &c) == RAISED) return RAISED;
    if (c == '}') return FOUND;
    if (c != '!' && c != ':') return markup_error(vm, ERROR_MARKUP_EXPECTED_CLOSE);
    piece->has_spec = true;
    if (c == '!') {
        Found more = read_conversion(vm, text, piece);
        if (more != FOUND) return more == ABSENT ? FOUND : RAISED;
    }
    return read_spec(vm, text, piece);
}

bool markup_number(Vm *vm, Stretch stretch, int64_t *number) {
    *number = -1;
    if (stretch.start >= stretch.stop) return true;
    int64_t value = 0;
    for (int64_t i = stretch.start; i < stretch.stop; i++) {
        int digit = unicode_get_decimal(str_get_char(stretch.str, i));
        if (digit < 0) return true;
        if (value > (INT64_MAX - digit) / 10) return raise_false(vm, ERROR_MARKUP_DIGITS);
        value = value * 10 + digit;
    }
    *number = value;
    return true;
}

Object *markup_text(Vm *vm, Stretch stretch) {
    return str_new_part(vm, stretch.str, stretch.start, stretch.stop);
}

void markup_split_name(Stretch name, Stretch *first, Stretch *rest) {
    int64_t at = name.start;
    while (at < name.stop) {
        uint32_t c = str_get_char(name.str, at);
        if (c == '.' || c == '[') break;
        at++;
    }
    *first = (Stretch){name.str, name.start, at};
    *rest = (Stretch){name.str, at, name.stop};
}

Found markup_next_step(Vm *vm, Stretch *rest, MarkupStep *step) {
    if (!has_more(rest)) return ABSENT;
    uint32_t c = read_char(rest);
    step->name = (Stretch){rest->str, rest->start, rest->start};
    step->is_attribute = c == '.';
    step->index = -1;
    if (c == '.') {
        while (has_more(rest)) {
            c = str_get_char(rest->str, rest->start);
            if (c == '.' || c == '[') break;
            rest->start++;
        }
        step->name.stop = rest->start;
    } else if (c == '[') {
        while (has_more(rest) && str_get_char(rest->str, rest->start) != ']') rest->start++;
        if (!has_more(rest)) return markup_error(vm, ERROR_MARKUP_BRACKET);
        step->name.stop = rest->start++;
        if (!markup_number(vm, step->name, &step->index)) return RAISED;
    } else {
        return markup_error(vm, ERROR_MARKUP_AFTER_BRACKET);
    }
    if (step->name.start == step->name.stop) return markup_error(vm, ERROR_MARKUP_EMPTY_ATTRIBUTE);
    return FOUND;
}
