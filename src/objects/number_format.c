// Numbers by a format specification.
//
// Every number comes down to a NumberText: sign, prefix (0x), digits, and the rest with
// the decimal point; and then to a layout, which says how many fill characters, signs
// and separators stand where.
//
//   | left | sign | prefix | inner | grouped digits | point and rest | right |

#include "objects/number_format.h"

#include "objects/complex.h"
#include "objects/float_text.h"
#include "objects/int.h"

#include <limits.h>
#include <math.h>
#include <string.h>

typedef struct NumberText {
    bool is_negative;
    const char *prefix;        // borrows
    int64_t prefix_length;
    const char *digits;        // borrows; before the point
    int64_t digit_count;
    const char *rest;          // borrows; from the point on, or inf, nan
    int64_t rest_length;
    const char *suffix;        // borrows: "%" or ""
} NumberText;

typedef struct NumberLayout {
    int64_t left, inner, right;   // fill characters
    int64_t zeros_and_digits;     // digits with separators and zeros before them
    char sign;                    // 0: none
} NumberLayout;

// --- grouping ---

typedef struct Grouping {
    int size;          // digits a group; 0: no groups
    char separator;
} Grouping;

static Grouping grouping_of(const FormatSpec *spec) {
    if (spec->group == 0) return (Grouping){0};
    bool is_binary = spec->type == 'b' || spec->type == 'o' || spec->type == 'x' ||
                     spec->type == 'X';
    return (Grouping){.size = is_binary ? 4 : 3, .separator = spec->group};
}

// How many digits, with zeros before them, stand for `digit_count` digits in at least
// `width` places.
static int64_t grouping_digits(const Grouping *grouping, int64_t digit_count, int64_t width) {
    if (digit_count < 1) digit_count = 1;
    if (grouping->size == 0) return digit_count > width ? digit_count : width;
    // A separator that would come first is a digit in its place: "0,001", not ",001".
    int64_t size = grouping->size, groups = width / (size + 1), rest = width % (size + 1);
    int64_t digits = groups * size + (rest > 0 ? rest : width > 0);
    return digits > digit_count ? digits : digit_count;
}

static int64_t grouping_length(const Grouping *grouping, int64_t digits) {
    return grouping->size == 0 ? digits : digits + (digits - 1) / grouping->size;
}

// --- layout ---

static void layout_make(const FormatSpec *spec, const NumberText *text, NumberLayout *layout) {
    *layout = (NumberLayout){0};
    if (text->is_negative) layout->sign = '-';
    else if (spec->sign == '+' || spec->sign == ' ') layout->sign = spec->sign;
    int64_t others = (layout->sign != 0) + text->prefix_length + text->rest_length +
                     (int64_t)strlen(text->suffix);
    Grouping grouping = grouping_of(spec);
    int64_t width = spec->fill == '0' && spec->align == '=' ? spec->width - others : 0;
    // inf, nan and characters have no digits, and no zeros.
    if (text->digit_count > 0)
        layout->zeros_and_digits = grouping_digits(&grouping, text->digit_count, width);
    int64_t length = others;
    if (text->digit_count > 0) length += grouping_length(&grouping, layout->zeros_and_digits);
    int64_t padding = spec->width > length ? spec->width - length : 0;
    switch (spec->align) {
    case '<': layout->right = padding; break;
    case '^': layout->left = padding / 2; layout->right = padding - padding / 2; break;
    case '=': layout->inner = padding; break;
    default: layout->left = padding; break;
    }
}

static void layout_add_digits(StrBuilder *builder, const FormatSpec *spec,
                              const NumberText *text, const NumberLayout *layout) {
    Grouping grouping = grouping_of(spec);
    int64_t total = layout->zeros_and_digits;
    if (grouping.size == 0) {
        str_builder_add_fill(builder, '0', total - text->digit_count);
        str_builder_add_latin1(builder, text->digits, text->digit_count);
        return;
    }
    for (int64_t i = 0; i < total; i++) {
        int64_t left = total - i, from = text->digit_count - left;
        if (i > 0 && left % grouping.size == 0)
            str_builder_add_char(builder, (unsigned char)grouping.separator);
        str_builder_add_char(builder, from < 0 ? '0' : (unsigned char)text->digits[from]);
    }
}

static void number_add(StrBuilder *builder, const FormatSpec *spec, const NumberText *text) {
    NumberLayout layout;
    layout_make(spec, text, &layout);
    str_builder_add_fill(builder, spec->fill, layout.left);
    if (layout.sign != 0) str_builder_add_char(builder, (unsigned char)layout.sign);
    str_builder_add_latin1(builder, text->prefix, text->prefix_length);
    str_builder_add_fill(builder, spec->fill, layout.inner);
    if (text->digit_count > 0) layout_add_digits(builder, spec, text, &layout);
    str_builder_add_latin1(builder, text->rest, text->rest_length);
    str_builder_add_c(builder, text->suffix);
    str_builder_add_fill(builder, spec->fill, layout.right);
}

static Object *number_finish(Vm *vm, const FormatSpec *spec, const NumberText *text) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    number_add(&builder, spec, text);
    return str_builder_finish(&builder);
}

// --- int ---

static Object *format_char(Vm *vm, Object *number, const FormatSpec *spec) {
    if (spec->sign != 0) return raise(vm, ERROR_FORMAT_CHAR_SIGN);
    if (spec->is_alternate) return raise(vm, ERROR_FORMAT_CHAR_ALTERNATE);
    int64_t value;
    if (int_find_value(vm, number, &value) != FOUND) return raise(vm, ERROR_INT_TO_C_LONG);
    if (value < 0 || value > 0x10ffff) return raise(vm, ERROR_FORMAT_CHAR_RANGE);
    int64_t left, right;
    format_spec_padding(spec, 1, &left, &right);
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_fill(&builder, spec->fill, left);
    str_builder_add_char(&builder, (uint32_t)value);
    str_builder_add_fill(&builder, spec->fill, right);
    return str_builder_finish(&builder);
}

// Digits of base 16 as capitals; consumes the digits.
static Object *format_take_capitals(Vm *vm, Object *digits) {
    Str *str = (Str *)digits;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    for (int64_t i = 0; i < str->length; i++) {
        uint8_t c = str->data[i];
        str_builder_add_char(&builder, c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
    }
    object_drop(vm, digits);
    return str_builder_finish(&builder);
}

static Object *format_int(Vm *vm, Object *number, const FormatSpec *spec) {
    if (spec->precision >= 0) return raise(vm, ERROR_FORMAT_INT_PRECISION);
    if (spec->coerces_negative_zero) return raise(vm, ERROR_FORMAT_INT_ZERO);
    if (spec->type == 'c') return format_char(vm, number, spec);
    int base = spec->type == 'b' ? 2 : spec->type == 'o' ? 8
             : spec->type == 'x' || spec->type == 'X' ? 16 : 10;
    Object *digits = int_to_text(vm, number, base, 0);
    if (digits != NULL && spec->type == 'X') digits = format_take_capitals(vm, digits);
    if (digits == NULL) return NULL;
    bool is_plain = base == 10 && spec->width < 0 && spec->group == 0 &&
                    spec->sign != '+' && spec->sign != ' ';
    if (is_plain) return digits;
    Str *str = (Str *)digits;
    NumberText text = {.prefix = "", .rest = "", .suffix = ""};
    text.is_negative = str->data[0] == '-';
    text.digits = (const char *)str->data + text.is_negative;
    text.digit_count = str->length - text.is_negative;
    if (spec->is_alternate && base != 10) {
        text.prefix = base == 2 ? "0b" : base == 8 ? "0o" : spec->type == 'x' ? "0x" : "0X";
        text.prefix_length = 2;
    }
    Object *result = number_finish(vm, spec, &text);
    object_drop(vm, digits);
    return result;
}

// --- float ---

// Splits what float_text_start wrote.
static void number_split(const FloatText *text, const char *suffix, NumberText *number) {
    *number = (NumberText){.prefix = "", .suffix = suffix};
    number->is_negative = text->length > 0 && text->at[0] == '-';
    const char *at = text->at + number->is_negative, *end = text->at + text->length;
    number->digits = at;
    while (at < end && *at >= '0' && *at <= '9') at++;
    number->digit_count = at - number->digits;
    number->rest = at;
    number->rest_length = end - at;
}

// The text of one double; `has_point`: the type without a letter shows one at least.
static bool format_write(Vm *vm, FloatText *text, double value, const FormatSpec *spec,
                         int has_point) {
    int flags = spec->is_alternate ? FLOAT_TEXT_ALTERNATE : 0;
    if (spec->coerces_negative_zero) flags |= FLOAT_TEXT_NO_MINUS_ZERO;
    char type = (char)spec->type;
    int64_t precision = spec->precision;
    if (precision > INT_MAX) return raise_false(vm, ERROR_FORMAT_PRECISION);
    if (type == 0) {
        // As repr(), or with a precision as 'g', but with a point.
        if (has_point) flags |= FLOAT_TEXT_ADD_POINT;
        type = precision < 0 ? 'r' : 'g';
    } else if (type == 'n') {
        type = 'g';   // the locale is always "C"
    } else if (type == '%') {
        type = 'f';
        value *= 100;
    }
    if (precision < 0) precision = type == 'r' ? 0 : 6;
    return float_text_start(vm, text, value, type, precision, flags);
}

static Object *format_float(Vm *vm, double value, const FormatSpec *spec) {
    FloatText text;
    if (!format_write(vm, &text, value, spec, 1)) return NULL;
    NumberText number;
    number_split(&text, spec->type == '%' ? "%" : "", &number);
    Object *result = number_finish(vm, spec, &number);
    float_text_done(vm, &text);
    return result;
}

// --- complex ---

static bool format_complex_parts(StrBuilder *builder, double real, double imaginary,
                                 const FormatSpec *spec) {
    Vm *vm = builder->vm;
    // The parts are laid out without a width; it is for the whole.
    FormatSpec part = *spec;
    part.width = -1;
    part.fill = ' ';
    part.align = '<';
    bool skips_real = spec->type == 0 && real == 0.0 && !signbit(real);
    bool has_brackets = spec->type == 0 && !skips_real;
    FloatText text;
    NumberText number;
    if (has_brackets) str_builder_add_char(builder, '(');
    if (!skips_real) {
        if (!format_write(vm, &text, real, spec, 0)) return false;
        number_split(&text, "", &number);
        number_add(builder, &part, &number);
        float_text_done(vm, &text);
        part.sign = '+';
    }
    if (!format_write(vm, &text, imaginary, spec, 0)) return false;
    number_split(&text, "j", &number);
    number_add(builder, &part, &number);
    float_text_done(vm, &text);
    if (has_brackets) str_builder_add_char(builder, ')');
    return true;
}

static Object *format_complex(Vm *vm, const Complex *number, const FormatSpec *spec) {
    if (spec->precision > INT_MAX) return raise(vm, ERROR_FORMAT_PRECISION);
    if (spec->fill == '0') return raise(vm, ERROR_FORMAT_COMPLEX_ZERO);
    if (spec->align == '=') return raise(vm, ERROR_FORMAT_COMPLEX_ALIGN);
    StrBuilder builder;
    str_builder_start(vm, &builder);
    if (!format_complex_parts(&builder, number->real, number->imaginary, spec)) {
        str_builder_drop(&builder);
        return NULL;
    }
    Object *inner = str_builder_finish(&builder);
    if (inner == NULL) return NULL;
    int64_t left, right;
    format_spec_padding(spec, ((Str *)inner)->length, &left, &right);
    if (left + right == 0) return inner;
    str_builder_start(vm, &builder);
    str_builder_add_fill(&builder, spec->fill, left);
    str_builder_add(&builder, (Str *)inner);
    str_builder_add_fill(&builder, spec->fill, right);
    object_drop(vm, inner);
    return str_builder_finish(&builder);
}

// --- __format__ ---

static bool format_is_float_type(uint32_t type) {
    return type < 128 && type != 0 && strchr("eEfFgG%", (int)type) != NULL;
}

Object *number_format_int(Vm *vm, Object *number, Str *text) {
    if (text->length == 0) return object_str(vm, number);
    FormatSpec spec;
    if (!format_spec_parse(vm, &spec, number, text, '>', 'd')) return NULL;
    if (spec.type < 128 && spec.type != 0 && strchr("bcdoxXn", (int)spec.type) != NULL)
        return format_int(vm, number, &spec);
    if (!format_is_float_type(spec.type)) return format_spec_raise_unknown(vm, &spec, number);
    bool overflows;
    double value = int_get_double(vm, number, &overflows);
    return overflows ? raise(vm, ERROR_INT_TO_FLOAT) : format_float(vm, value, &spec);
}

Object *number_format_float(Vm *vm, Object *number, Str *text) {
    if (text->length == 0) return object_str(vm, number);
    FormatSpec spec;
    if (!format_spec_parse(vm, &spec, number, text, '>', '\0')) return NULL;
    if (spec.type != 0 && spec.type != 'n' && !format_is_float_type(spec.type))
        return format_spec_raise_unknown(vm, &spec, number);
    return format_float(vm, float_get_value(number), &spec);
}

Object *number_format_complex(Vm *vm, Object *number, Str *text) {
    if (text->length == 0) return object_str(vm, number);
    FormatSpec spec;
    if (!format_spec_parse(vm, &spec, number, text, '>', '\0')) return NULL;
    if (spec.type != 0 && spec.type != 'n' &&
        (spec.type == '%' || !format_is_float_type(spec.type)))
        return format_spec_raise_unknown(vm, &spec, number);
    return format_complex(vm, (const Complex *)number, &spec);
}
