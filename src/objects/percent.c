// A field is %[(key)][flags][width][.precision][hlL]conversion; width and precision may
// be `*`, then they are values too. Numbers are written as text first, then sign,
// prefix, zeros and padding are put around their digits.

#include "objects/percent.h"

#include "objects/float_text.h"
#include "objects/int.h"
#include "objects/tuple.h"


// --- the values ---

static Object *next_value(Percent *percent) {
    if (percent->index >= percent->count)
        return raise(percent->vm, ERROR_PERCENT_NOT_ENOUGH);
    int64_t index = percent->index++;
    if (percent->count >= 0) return ((Tuple *)percent->values)->items[index].object;
    return percent->value != NULL ? percent->value : percent->values;
}

static void percent_start(Percent *percent, Object *values) {
    Vm *vm = percent->vm;
    percent->values = values;
    if (object_is_tuple(vm, values)) {
        percent->count = ((Tuple *)values)->count;
        return;
    }
    percent->count = -1;
    percent->index = -2;
    if (!percent->kind->is_plain(vm, values) &&
        object_type(vm, values)->behaviour.load_item != NULL)
        percent->mapping = values;
}

// --- reading a field ---

static bool has_more(const Percent *percent) {
    return percent->at < percent->format.length;
}

// The next character, which is taken; ValueError "incomplete format" at the end.
static bool read_char(Percent *percent, uint32_t *c) {
    if (!has_more(percent)) return raise_false(percent->vm, ERROR_PERCENT_INCOMPLETE);
    *c = chars_get(percent->format.data, percent->format.width, percent->at++);
    return true;
}

// After "%(": looks the key up, and makes what it gives the value of this field.
static bool read_key(Percent *percent) {
    Vm *vm = percent->vm;
    if (percent->mapping == NULL) return raise_false(vm, ERROR_PERCENT_MAPPING);
    int64_t start = percent->at;
    for (int depth = 1; depth > 0;) {
        if (!has_more(percent)) return raise_false(vm, ERROR_PERCENT_KEY);
        uint32_t c = chars_get(percent->format.data, percent->format.width, percent->at++);
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    Object *key = percent->kind->key(vm, percent->format, start, percent->at - 1);
    if (key == NULL) return false;
    Object *value = object_load_item(vm, percent->mapping, key);
    object_drop(vm, key);
    if (value == NULL) return false;
    object_drop_or_null(vm, percent->value);
    percent->value = value;
    percent->count = -1;
    percent->index = -2;
    return true;
}

static bool read_flags(Percent *percent, PercentField *field, uint32_t *c) {
    for (;;) {
        if (!read_char(percent, c)) return false;
        switch (*c) {
        case '-': field->is_left = true; break;
        case '+': field->has_sign = true; break;
        case ' ': field->has_blank = true; break;
        case '#': field->is_alternate = true; break;
        case '0': field->has_zeros = true; break;
        case 'z':
            if (!percent->kind->has_zero_flag) return true;
            field->coerces_zero = true;
            break;
        default: return true;
        }
    }
}

// Width or precision given by a value.
static bool read_star(Percent *percent, int64_t max, int64_t *number, ErrorId too_large) {
    Vm *vm = percent->vm;
    Object *value = next_value(percent);
    if (value == NULL) return false;
    if (!object_is_int(vm, value)) return raise_false(vm, ERROR_PERCENT_STAR);
    if (int_find_value(vm, value, number) != FOUND)
        return raise_false(vm, ERROR_INT_TOO_LARGE, max == INT32_MAX ? "int" : "ssize_t");
    if (*number > max || *number < -max - 1) return raise_false(vm, too_large, "int");
    return true;
}

static bool read_digits(Percent *percent, int64_t max, int64_t *number, uint32_t *c,
                        ErrorId too_large) {
    *number = 0;
    while (*c >= '0' && *c <= '9') {
        if (*number > (max - (int64_t)(*c - '0')) / 10) return raise_false(percent->vm, too_large);
        *number = *number * 10 + (*c - '0');
        if (!read_char(percent, c)) return false;
    }
    return true;
}

static bool read_width(Percent *percent, PercentField *field, uint32_t *c) {
    if (*c == '*') {
        if (!read_star(percent, INT64_MAX, &field->width, ERROR_INT_TOO_LARGE)) return false;
        if (field->width < 0) {
            field->is_left = true;
            field->width = field->width == INT64_MIN ? INT64_MAX : -field->width;
        }
        return read_char(percent, c);
    }
    if (*c < '0' || *c > '9') return true;
    return read_digits(percent, INT64_MAX, &field->width, c, ERROR_PERCENT_WIDTH);
}

static bool read_precision(Percent *percent, PercentField *field, uint32_t *c) {
    if (*c != '.') return true;
    if (!read_char(percent, c)) return false;
    if (*c != '*')
        return read_digits(percent, INT32_MAX, &field->precision, c,
                           percent->kind->precision_too_big);
    if (!read_star(percent, INT32_MAX, &field->precision, ERROR_INT_TOO_LARGE)) return false;
    if (field->precision < 0) field->precision = 0;
    return read_char(percent, c);
}

static bool read_field(Percent *percent, PercentField *field) {
    *field = (PercentField){.width = -1, .precision = -1};
    uint32_t c = 0;
    if (has_more(percent) &&
        chars_get(percent->format.data, percent->format.width, percent->at) == '(') {
        percent->at++;
        if (!read_key(percent)) return false;
    }
    if (!read_flags(percent, field, &c) || !read_width(percent, field, &c) ||
        !read_precision(percent, field, &c))
        return false;
    if (c == 'h' || c == 'l' || c == 'L')
        if (!read_char(percent, &c)) return false;
    field->conversion = c;
    return true;
}

// --- writing a field ---

void percent_add_text(Percent *percent, const PercentField *field, Chars text) {
    StrBuilder *builder = percent->builder;
    if (field->precision >= 0 && field->precision < text.length)
        text = chars_part(text, 0, field->precision);
    if (!field->is_left) str_builder_add_fill(builder, ' ', field->width - text.length);
    str_builder_add_chars(builder, text);
    if (field->is_left) str_builder_add_fill(builder, ' ', field->width - text.length);
}

// What stands before the digits of a number.
typedef struct NumberHead {
    char sign;            // 0: none
    char prefix;          // 'x' of 0x; 0: none
    int64_t zeros;        // that the precision asks for
} NumberHead;

// Digits without sign; pads by the flags.
static void add_number(Percent *percent, const PercentField *field, const NumberHead *head,
                       const char *digits, int64_t count) {
    StrBuilder *builder = percent->builder;
    int64_t length = count + head->zeros + (head->sign != 0) + (head->prefix != 0 ? 2 : 0);
    int64_t fill = field->width - length;
    bool fills_zeros = field->has_zeros && !field->is_left;
    if (!fills_zeros && !field->is_left) str_builder_add_fill(builder, ' ', fill);
    if (head->sign != 0) str_builder_add_char(builder, (uint32_t)head->sign);
    if (head->prefix != 0) {
        str_builder_add_char(builder, '0');
        str_builder_add_char(builder, (uint32_t)head->prefix);
    }
    if (fills_zeros) str_builder_add_fill(builder, '0', fill);
    str_builder_add_fill(builder, '0', head->zeros);
    str_builder_add_latin1(builder, digits, count);
    if (field->is_left) str_builder_add_fill(builder, ' ', fill);
}

static char sign_for(const PercentField *field, bool is_negative) {
    return is_negative ? '-' : field->has_sign ? '+' : field->has_blank ? ' ' : 0;
}

// The int that %d and its like write, new; wrong types are told by `conversion`.
static Object *value_to_int(Vm *vm, uint32_t conversion, Object *value) {
    bool wants_index = conversion == 'x' || conversion == 'X' || conversion == 'o';
    const Behaviour *behaviour = &object_type(vm, value)->behaviour;
    ErrorId wrong = wants_index ? ERROR_PERCENT_INTEGER : ERROR_PERCENT_REAL;
    if (object_is_int(vm, value)) return object_share(value);
    bool is_number = behaviour->unary[UNARY_INDEX] != NULL ||
                     behaviour->unary[UNARY_INT] != NULL || behaviour->unary[UNARY_FLOAT] != NULL;
    if (!is_number) return raise(vm, wrong, conversion, value);
    Object *number = object_unary(vm, wants_index ? UNARY_INDEX : UNARY_INT, value);
    if (number == NULL && raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
        return raise(vm, wrong, conversion, value);
    return number;
}

// The hexadecimal number that stands from `from` on, in capitals (0X too).
static void make_capitals(StrBuilder *builder, int64_t from) {
    for (int64_t i = from; i < builder->length && !builder->failed; i++) {
        uint32_t c = chars_get(builder->chars, builder->width, i);
        if (c >= 'a' && c <= 'z') chars_put(builder->chars, builder->width, i, c - 'a' + 'A');
    }
}

static bool add_int(Percent *percent, const PercentField *field, Object *value) {
    Vm *vm = percent->vm;
    uint32_t conversion = field->conversion;
    if (conversion == 'i' && percent->kind->calls_i_d) conversion = 'd';
    int base = conversion == 'o' ? 8 : conversion == 'x' || conversion == 'X' ? 16 : 10;
    Object *number = value_to_int(vm, conversion, value);
    if (number == NULL) return false;
    Str *text = (Str *)int_to_text(vm, number, base, false);
    object_drop(vm, number);
    if (text == NULL) return false;
    const char *digits = (const char *)text->data;
    bool is_negative = digits[0] == '-';
    int64_t count = text->length - is_negative;
    NumberHead head = {.sign = sign_for(field, is_negative)};
    if (field->is_alternate && base != 10) head.prefix = (char)conversion;
    if (field->precision > count) head.zeros = field->precision - count;
    int64_t from = percent->builder->length;
    add_number(percent, field, &head, digits + is_negative, count);
    if (conversion == 'X') make_capitals(percent->builder, from);
    object_drop(vm, &text->base);
    return true;
}

static bool add_float(Percent *percent, const PercentField *field, Object *value) {
    Vm *vm = percent->vm;
    double number;
    if (!float_from_object(vm, value, &number)) {
        if (percent->kind->float_required == ERROR_COUNT) return false;
        raised_clear(vm);
        return raise_false(vm, percent->kind->float_required, value);
    }
    int flags = (field->is_alternate ? FLOAT_TEXT_ALTERNATE : 0) |
                (field->coerces_zero ? FLOAT_TEXT_NO_MINUS_ZERO : 0);
    FloatText text;
    if (!float_text_start(vm, &text, number, (char)field->conversion,
                          field->precision < 0 ? 6 : field->precision, flags)) return false;
    bool is_negative = text.at[0] == '-';
    NumberHead head = {.sign = sign_for(field, is_negative)};
    add_number(percent, field, &head, text.at + is_negative, text.length - is_negative);
    float_text_done(vm, &text);
    return true;
}

static bool add_field(Percent *percent, const PercentField *field, Object *value) {
    uint32_t c = field->conversion;
    switch (c) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': return add_int(percent, field, value);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': return add_float(percent, field, value);
    }
    switch (percent->kind->add(percent, field, value)) {
    case FOUND: return true;
    case RAISED: return false;
    case ABSENT: break;
    }
    bool is_shown = c >= percent->kind->shown_min && c <= percent->kind->shown_max;
    return raise_false(percent->vm, ERROR_PERCENT_UNSUPPORTED, is_shown ? (int)c : '?', c,
                       percent->at - 1);
}

static bool format_all(Percent *percent) {
    Chars format = percent->format;
    while (has_more(percent)) {
        int64_t found = chars_find_char(chars_part(format, percent->at, format.length), '%');
        int64_t stop = found < 0 ? format.length : percent->at + found;
        str_builder_add_chars(percent->builder, chars_part(format, percent->at, stop));
        percent->at = stop + 1;
        if (found < 0) break;
        if (has_more(percent) && chars_get(format.data, format.width, percent->at) == '%') {
            str_builder_add_char(percent->builder, '%');
            percent->at++;
            continue;
        }
        PercentField field;
        if (!read_field(percent, &field)) return false;
        Object *value = next_value(percent);
        if (value == NULL) return false;
        object_share(value);
        bool done = add_field(percent, &field, value);
        object_drop(percent->vm, value);
        if (!done) return false;
    }
    if (percent->index < percent->count && percent->mapping == NULL)
        return raise_false(percent->vm, ERROR_PERCENT_NOT_ALL, percent->kind->name);
    return true;
}

bool percent_is_sole(const Percent *percent) {
    return percent->builder->length == 0 && percent->at >= percent->format.length;
}

bool percent_format(Vm *vm, const PercentKind *kind, StrBuilder *builder, Chars format,
                    Object *values, Object **sole) {
    Percent percent = {.vm = vm, .kind = kind, .builder = builder, .format = format};
    percent_start(&percent, values);
    bool done = format_all(&percent);
    object_drop_or_null(vm, percent.value);
    if (done && sole != NULL) *sole = percent.sole;
    else object_drop_or_null(vm, percent.sole);
    return done;
}
