#include "objects/float_text.h"

#include "base/number.h"
#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/view.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// --- writing ---

// Room for digits of any double in fixed form, and for what else stands beside the digits that
// the precision asks for.
enum { FLOAT_TEXT_SPARE = 330, FLOAT_TEXT_SPARE_SHORT = 24 };

static int float_text_spare(double value, char type) {
    return type == 'f' && fabs(value) >= 1e18 ? FLOAT_TEXT_SPARE : FLOAT_TEXT_SPARE_SHORT;
}

static bool float_text_room(Vm *vm, FloatText *text, int64_t capacity) {
    text->at = text->own;
    text->capacity = capacity;
    if (capacity <= FLOAT_TEXT_OWN) return true;
    text->at = system_new(vm, (size_t)capacity);
    return text->at != NULL;
}

void float_text_done(Vm *vm, FloatText *text) {
    if (text->at != text->own && text->at != NULL)
        system_drop(vm, text->at, (size_t)text->capacity);
}

static bool float_text_is_upper(char type) {
    return type >= 'A' && type <= 'Z';
}

static void float_text_set(FloatText *text, bool is_negative, const char *word, bool is_upper) {
    char *out = text->at;
    if (is_negative) *out++ = '-';
    for (; *word != '\0'; word++) *out++ = is_upper ? (char)(*word - 'a' + 'A') : *word;
    text->length = out - text->at;
}

static char *float_write_exponent(char *out, int exponent) {
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    if (exponent < 0) exponent = -exponent;
    if (exponent >= 100) *out++ = (char)('0' + exponent / 100);
    *out++ = (char)('0' + exponent / 10 % 10);
    *out++ = (char)('0' + exponent % 10);
    return out;
}

static char *float_write_zeros(char *out, int count) {
    while (count-- > 0) *out++ = '0';
    return out;
}

// Lays out 0.DIGITS * 10 ** point as repr() does: the exponent form outside of
// 1e-4 .. 1e16.
static char *float_write_shortest(char *out, const char *digits, int count, int point,
                                  int flags) {
    bool has_exponent = point <= -4 || point > 16;
    int whole = has_exponent ? 1 : point;   // digits before the decimal point
    bool has_point = true;
    if (whole <= 0) {
        *out++ = '0';
        *out++ = '.';
        out = float_write_zeros(out, -whole);
        memcpy(out, digits, (size_t)count);
        out += count;
    } else if (count > whole) {
        memcpy(out, digits, (size_t)whole);
        out += whole;
        *out++ = '.';
        memcpy(out, digits + whole, (size_t)(count - whole));
        out += count - whole;
    } else {
        memcpy(out, digits, (size_t)count);
        out = float_write_zeros(out + count, whole - count);
        has_point = false;
    }
    if (!has_point && (flags & FLOAT_TEXT_ALTERNATE) != 0) {
        *out++ = '.';
        has_point = true;
        if ((flags & FLOAT_TEXT_ADD_POINT) != 0 && !has_exponent) *out++ = '0';
    } else if (!has_point && (flags & FLOAT_TEXT_ADD_POINT) != 0 && !has_exponent) {
        *out++ = '.';
        *out++ = '0';
    }
    return has_exponent ? float_write_exponent(out, point - 1) : out;
}

static void float_text_shortest(FloatText *text, double value, int flags) {
    char *out = text->at;
    if (signbit(value) && !(value == 0.0 && (flags & FLOAT_TEXT_NO_MINUS_ZERO) != 0)) *out++ = '-';
    char digits[17] = {'0'};
    int count = 1, point = 1;
    if (value != 0.0) count = number_shortest_digits(fabs(value), digits, &point);
    out = float_write_shortest(out, digits, count, point, flags);
    text->length = out - text->at;
}

// Drops the zeros at the end of the fraction and the point when nothing follows it.
static void float_text_trim(FloatText *text) {
    char *exponent = memchr(text->at, 'e', (size_t)text->length);
    char *end = exponent != NULL ? exponent : text->at + text->length;
    char *stop = end;
    if (memchr(text->at, '.', (size_t)(end - text->at)) == NULL) return;
    while (stop[-1] == '0') stop--;
    if (stop[-1] == '.') stop--;
    size_t rest = (size_t)(text->at + text->length - end);
    memmove(stop, end, rest);
    text->length = stop + rest - text->at;
}

// One digit fewer than 'g' allows makes the exponent form, so that ".0" still fits.
static bool float_text_wants_exponent(double value, int precision) {
    char shown[40];
    snprintf(shown, sizeof shown, "%.*e", precision > 30 ? 30 : precision - 1, value);
    const char *exponent = strchr(shown, 'e') + 1;
    int power = 0;
    for (const char *digit = exponent + 1; *digit != '\0'; digit++)
        power = power * 10 + (*digit - '0');
    return *exponent == '+' && power == precision - 1;
}

// Digits of a whole number, `least` at least; gives where they end.
static char *float_write_whole(char *out, uint64_t whole, int least) {
    char digits[20];
    int count = 0;
    for (; whole != 0 || count < least; whole /= 10) digits[count++] = (char)('0' + whole % 10);
    while (count > 0) *out++ = digits[--count];
    return out;
}

// Fixed form of what needs no more than 128 bits: value * 10 ** precision is exact there,
// and is rounded once, half to even. False: it needs more.
static bool float_text_scaled(FloatText *text, double value, int precision, bool has_point) {
    enum { PRECISION_MAX = 15, MANTISSA_BITS = 53, SHIFT_MAX = 120 };
    if (precision > PRECISION_MAX) return false;
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    int shift = MANTISSA_BITS - exponent;   // value is mantissa / 2 ** shift
    if (shift <= 0 || shift > SHIFT_MAX) return false;
    uint64_t power = 1;
    for (int i = 0; i < precision; i++) power *= 10;
    unsigned __int128 one = 1, scaled = (uint64_t)ldexp(fraction, MANTISSA_BITS);
    scaled *= power;
    unsigned __int128 quotient = scaled >> shift, rest = scaled & ((one << shift) - 1);
    unsigned __int128 half = one << (shift - 1);
    if (rest > half || (rest == half && (quotient & 1) != 0)) quotient++;
    if (quotient > UINT64_MAX) return false;
    char *out = text->at;
    if (signbit(value)) *out++ = '-';
    out = float_write_whole(out, (uint64_t)quotient / power, 1);
    if (has_point) *out++ = '.';
    if (precision > 0) out = float_write_whole(out, (uint64_t)quotient % power, precision);
    text->length = out - text->at;
    return true;
}

// Through the C library, whose digits are exact.
static void float_text_fixed(FloatText *text, double value, char type, int precision, int flags) {
    bool is_alternate = (flags & FLOAT_TEXT_ALTERNATE) != 0;
    bool adds_point = (flags & FLOAT_TEXT_ADD_POINT) != 0;
    size_t room = (size_t)text->capacity;
    if (type == 'f' && !adds_point &&
        float_text_scaled(text, value, precision, is_alternate || precision > 0)) return;
    if (type == 'g' && precision == 0) precision = 1;
    if (type == 'g' && adds_point &&
        float_text_wants_exponent(value, precision)) {
        text->length = snprintf(text->at, room, is_alternate ? "%#.*e" : "%.*e", precision - 1,
                                value);
        if (!is_alternate) float_text_trim(text);
        return;
    }
    const char *format = type == 'e' ? (is_alternate ? "%#.*e" : "%.*e")
                       : type == 'f' ? (is_alternate ? "%#.*f" : "%.*f")
                                     : (is_alternate ? "%#.*g" : "%.*g");
    text->length = snprintf(text->at, room, format, precision, value);
    if (adds_point && strpbrk(text->at, ".e") == NULL) {
        memcpy(text->at + text->length, ".0", 2);
        text->length += 2;
    } else if (adds_point && text->at[text->length - 1] == '.') {
        text->at[text->length++] = '0';
    }
}

static void float_text_drop_minus_zero(FloatText *text) {
    if (text->at[0] != '-') return;
    for (int64_t i = 1; i < text->length && text->at[i] != 'e'; i++)
        if (text->at[i] >= '1' && text->at[i] <= '9') return;
    memmove(text->at, text->at + 1, (size_t)--text->length);
}

bool float_text_start(Vm *vm, FloatText *text, double value, char type, int64_t precision,
                      int flags) {
    bool is_upper = float_text_is_upper(type);
    char lower = (char)(is_upper ? type - 'A' + 'a' : type);
    if (precision > INT_MAX - FLOAT_TEXT_SPARE) return raise_false(vm, ERROR_FORMAT_PRECISION);
    bool is_short = lower == 'r' || !isfinite(value);
    if (!float_text_room(vm, text, is_short ? FLOAT_TEXT_OWN
                                            : precision + float_text_spare(value, lower)))
        return false;
    if (isnan(value)) {
        float_text_set(text, false, "nan", is_upper);
        return true;
    }
    if (isinf(value)) {
        float_text_set(text, value < 0, "inf", is_upper);
        return true;
    }
    if (lower == 'r') float_text_shortest(text, value, flags);
    else float_text_fixed(text, value, lower, (int)precision, flags);
    if ((flags & FLOAT_TEXT_NO_MINUS_ZERO) != 0) float_text_drop_minus_zero(text);
    for (int64_t i = 0; is_upper && i < text->length; i++)
        if (text->at[i] == 'e') text->at[i] = 'E';
    return true;
}

Object *float_to_text(Vm *vm, double value) {
    FloatText text;
    if (!float_text_start(vm, &text, value, 'r', 0, FLOAT_TEXT_ADD_POINT)) return NULL;
    Object *str = str_new(vm, text.at, (size_t)text.length);
    float_text_done(vm, &text);
    return str;
}

// --- reading ---

// Does text begin with the word, in any spelling?
static bool float_text_begins(const char *text, size_t length, const char *word) {
    for (; *word != '\0'; word++, text++, length--)
        if (length == 0 || (*text | 0x20) != *word) return false;
    return true;
}

size_t float_text_parse(const char *text, size_t length, double *value) {
    size_t sign = length > 0 && (text[0] == '+' || text[0] == '-');
    bool is_negative = sign != 0 && text[0] == '-';
    const char *rest = text + sign;
    size_t left = length - sign, taken;
    if (float_text_begins(rest, left, "nan")) {
        *value = NAN;
        taken = 3;
    } else if (float_text_begins(rest, left, "inf")) {
        *value = INFINITY;
        taken = float_text_begins(rest, left, "infinity") ? 8 : 3;
    } else {
        taken = number_parse_double(rest, left, value);
    }
    if (taken == 0) return 0;
    if (is_negative) *value = -*value;
    return taken + sign;
}

static bool float_is_digit(char c) {
    return c >= '0' && c <= '9';
}

int64_t float_text_strip(char *out, const char *text, int64_t length) {
    int64_t count = 0;
    char previous = 0;
    for (int64_t i = 0; i < length; i++) {
        if (text[i] == '_') {
            if (!float_is_digit(previous)) return -1;
        } else {
            if (previous == '_' && !float_is_digit(text[i])) return -1;
            out[count++] = text[i];
        }
        previous = text[i];
    }
    return previous == '_' ? -1 : count;
}

static bool float_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// ABSENT: no float.
static Found float_read_ascii(Vm *vm, const char *text, int64_t length, double *value) {
    while (length > 0 && float_is_space(*text)) text++, length--;
    while (length > 0 && float_is_space(text[length - 1])) length--;
    if (length <= 0) return ABSENT;
    if (memchr(text, '_', (size_t)length) == NULL)
        return float_text_parse(text, (size_t)length, value) == (size_t)length;
    char *stripped = system_new(vm, (size_t)length);
    if (stripped == NULL) return RAISED;
    int64_t count = float_text_strip(stripped, text, length);
    bool done = count > 0 && float_text_parse(stripped, (size_t)count, value) == (size_t)count;
    system_drop(vm, stripped, (size_t)length);
    return done ? FOUND : ABSENT;
}

static Found float_read_str(Vm *vm, const Str *str, double *value) {
    if (str->is_ascii) return float_read_ascii(vm, (const char *)str->data, str->length, value);
    char *text = int_ascii_copy(vm, str);
    if (text == NULL) return RAISED;
    Found found = float_read_ascii(vm, text, str->length, value);
    system_drop(vm, text, (size_t)str->length + 1);
    return found;
}

bool float_text_read(Vm *vm, Object *object, double *value) {
    Found found;
    if (object_is_str(vm, object)) {
        found = float_read_str(vm, (const Str *)object, value);
    } else {
        View view = {0};
        if (!view_acquire(vm, object, &view, VIEW_READ)) return false;
        found = float_read_ascii(vm, (const char *)view.data, view.bytes, value);
        view_release(vm, &view);
    }
    if (found == ABSENT) return raise_false(vm, ERROR_FLOAT_LITERAL, object);
    return found == FOUND;
}
