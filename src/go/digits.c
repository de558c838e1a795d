#include "go/digits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/unicode.h"
#include "base/utf8.h"

enum { DIGITS_MAX = 1200 };

typedef struct Decimal {
    char digits[DIGITS_MAX];
    int count;
    int point;               // 0.digits × 10^point
} Decimal;

static int read_exponent(const char *text) {
    int value = 0;
    for (const char *at = text + 1; *at != '\0'; at++) value = value * 10 + (*at - '0');
    return *text == '-' ? -value : value;
}

// The shortest digits that read back as the same float32.
static void shortest_single(Decimal *decimal, double value) {
    char text[40];
    for (int precision = 0; precision < 9; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        double back;
        size_t taken = number_parse_double(text, strlen(text), &back);
        if ((taken == 0 || (float)back != (float)value) && precision < 8) continue;
        int count = 0;
        const char *at = text;
        for (; *at != 'e'; at++)
            if (*at != '.') decimal->digits[count++] = *at;
        while (count > 1 && decimal->digits[count - 1] == '0') count--;
        decimal->count = count;
        decimal->point = read_exponent(at + 1) + 1;
        return;
    }
}

static void shortest(Decimal *decimal, double value, int bits) {
    if (value == 0) {
        *decimal = (Decimal){.count = 0, .point = 0};
        return;
    }
    if (bits == 32) {
        shortest_single(decimal, value);
        return;
    }
    decimal->count = number_shortest_digits(value, decimal->digits, &decimal->point);
}

static void add_exponent(TextBuffer *text, char letter, int exponent) {
    text_add_char(text, letter);
    text_add_char(text, exponent < 0 ? '-' : '+');
    text_add_format(text, "%02d", exponent < 0 ? -exponent : exponent);
}

static void add_e(TextBuffer *text, const Decimal *decimal, int precision, char letter) {
    text_add_char(text, decimal->count > 0 ? decimal->digits[0] : '0');
    if (precision > 0) {
        text_add_char(text, '.');
        for (int i = 1; i <= precision; i++)
            text_add_char(text, i < decimal->count ? decimal->digits[i] : '0');
    }
    add_exponent(text, letter, decimal->count == 0 ? 0 : decimal->point - 1);
}

static void add_f(TextBuffer *text, const Decimal *decimal, int precision) {
    if (decimal->point > 0)
        for (int i = 0; i < decimal->point; i++)
            text_add_char(text, i < decimal->count ? decimal->digits[i] : '0');
    else text_add_char(text, '0');
    if (precision <= 0) return;
    text_add_char(text, '.');
    for (int i = 0; i < precision; i++) {
        int at = decimal->point + i;
        text_add_char(text, at >= 0 && at < decimal->count ? decimal->digits[at] : '0');
    }
}

static void fixed_digits(Decimal *decimal, double value, int count) {
    char text[DIGITS_MAX];
    if (count > DIGITS_MAX - 50) count = DIGITS_MAX - 50;
    snprintf(text, sizeof text, "%.*e", count - 1, value);
    int taken = 0;
    const char *at = text;
    for (; *at != 'e'; at++)
        if (*at != '.') decimal->digits[taken++] = *at;
    decimal->count = taken;
    decimal->point = value == 0 ? 1 : read_exponent(at + 1) + 1;
}

static void add_g(TextBuffer *text, double value, int precision, int bits, char letter) {
    Decimal decimal;
    bool is_shortest = precision < 0;
    if (is_shortest) {
        shortest(&decimal, value, bits);
        precision = 6;
    } else {
        if (precision == 0) precision = 1;
        fixed_digits(&decimal, value, precision);
        while (decimal.count > 0 && decimal.digits[decimal.count - 1] == '0') decimal.count--;
        if (decimal.count == 0) decimal.point = 0;
    }
    int limit = precision;
    if (limit > decimal.count && decimal.count >= decimal.point) limit = decimal.count;
    if (is_shortest) limit = 6;
    int exponent = decimal.point - 1;
    if (exponent < -4 || exponent >= limit) {
        add_e(text, &decimal, decimal.count > 0 ? decimal.count - 1 : 0, letter);
        return;
    }
    add_f(text, &decimal, decimal.count > decimal.point ? decimal.count - decimal.point : 0);
}

static void add_binary(TextBuffer *text, double value, int bits) {
    int exponent;
    double mantissa = frexp(value, &exponent);
    int digits = bits == 32 ? 24 : 53, least = bits == 32 ? -149 : -1074;
    exponent -= digits;
    if (value == 0) exponent = least;
    else if (exponent < least) {
        mantissa = ldexp(mantissa, digits + exponent - least);
        exponent = least;
        text_add_format(text, "%.0fp%+d", mantissa, exponent);
        return;
    }
    text_add_format(text, "%.0fp%+d", ldexp(mantissa, digits), exponent);
}

static void add_hexadecimal(TextBuffer *text, double value, int precision, char letter) {
    char digits[64];
    if (precision < 0) snprintf(digits, sizeof digits, "%a", value);
    else snprintf(digits, sizeof digits, "%.*a", precision > 40 ? 40 : precision, value);
    char *power = strchr(digits, 'p');
    int exponent = read_exponent(power + 1);
    *power = '\0';
    for (char *at = digits; *at != '\0'; at++)
        text_add_char(text, letter == 'X' && *at >= 'a' ? (char)(*at - 32) : *at);
    add_exponent(text, letter == 'X' ? 'P' : 'p', exponent);
}

void digits_add_float(TextBuffer *text, double value, char format, int precision, int bits) {
    Decimal decimal;
    if (isnan(value)) {
        text_add_c(text, "NaN");
        return;
    }
    if (isinf(value)) {
        text_add_c(text, value > 0 ? "+Inf" : "-Inf");
        return;
    }
    if (signbit(value)) text_add_char(text, '-');
    value = fabs(value);
    switch (format) {
    case 'e': case 'E':
        if (precision < 0) {
            shortest(&decimal, value, bits);
            precision = decimal.count > 0 ? decimal.count - 1 : 0;
        } else {
            fixed_digits(&decimal, value, precision + 1);
        }
        add_e(text, &decimal, precision, format);
        return;
    case 'f': case 'F':
        if (precision >= 0) {
            text_add_format(text, "%.*f", precision, value);
            return;
        }
        shortest(&decimal, value, bits);
        add_f(text, &decimal, decimal.count > decimal.point ? decimal.count - decimal.point : 0);
        return;
    case 'g': case 'G': add_g(text, value, precision, bits, format == 'g' ? 'e' : 'E'); return;
    case 'b': add_binary(text, value, bits); return;
    default: add_hexadecimal(text, value, precision, format); return;
    }
}

void digits_add_unsigned(TextBuffer *text, uint64_t value, int base) {
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char digits[64];
    int count = 0;
    do {
        digits[count++] = letters[value % (uint64_t)base];
        value /= (uint64_t)base;
    } while (value > 0);
    while (count > 0) text_add_char(text, digits[--count]);
}

void digits_add_signed(TextBuffer *text, int64_t value, int base) {
    if (value < 0) text_add_char(text, '-');
    digits_add_unsigned(text, value < 0 ? -(uint64_t)value : (uint64_t)value, base);
}

// --- quoting ---

bool digits_is_printable(uint32_t code) {
    if (code < 0x80) return code >= 0x20 && code < 0x7f;
    if (code > 0x10ffff) return false;
    const char *category = unicode_category_name(unicode_get_properties(code)->category);
    return strchr("LMNPS", category[0]) != NULL;
}

static bool is_graphic_space(uint32_t code) {
    return code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
           code == 0x202f || code == 0x205f || code == 0x3000;
}

static void add_escaped(TextBuffer *text, uint32_t code, char quote, DigitsQuoting quoting) {
    static const char controls[] = "\a\b\f\n\r\t\v", letters[] = "abfnrtv";
    if (code == (uint32_t)quote || code == '\\') {
        text_add_char(text, '\\');
        text_add_char(text, (char)code);
        return;
    }
    bool is_shown = quoting == DIGITS_QUOTE_ASCII ? code < 0x80 && digits_is_printable(code)
                    : digits_is_printable(code) ||
                      (quoting == DIGITS_QUOTE_GRAPHIC && is_graphic_space(code));
    const char *found = code < 0x80 && code != 0 ? strchr(controls, (int)code) : NULL;
    if (is_shown) text_add_code_point(text, code);
    else if (found != NULL) text_add_format(text, "\\%c", letters[found - controls]);
    else if (code < ' ' || code == 0x7f) text_add_format(text, "\\x%02x", code);
    else if (code < 0x10000) text_add_format(text, "\\u%04x", code);
    else text_add_format(text, "\\U%08x", code);
}

void digits_add_quoted(TextBuffer *text, const char *bytes, int64_t size, char quote,
                       DigitsQuoting quoting) {
    text_add_char(text, quote);
    while (size > 0) {
        Utf8Step step = utf8_read(bytes, (size_t)size);
        if (step.error != UTF8_VALID) {
            text_add_format(text, "\\x%02x", (uint8_t)*bytes);
            step.size = 1;
        } else {
            add_escaped(text, step.code, quote, quoting);
        }
        bytes += step.size;
        size -= step.size;
    }
    text_add_char(text, quote);
}

void digits_add_quoted_rune(TextBuffer *text, uint32_t code, DigitsQuoting quoting) {
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
    text_add_char(text, '\'');
    add_escaped(text, code, '\'', quoting);
    text_add_char(text, '\'');
}
