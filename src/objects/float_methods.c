// float: its methods: hexadecimal text, ratios, rounding.

#include "base/number.h"
#include "objects/float_text.h"
#include "objects/int.h"
#include "objects/number_format.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static double value_of(const Slot *arguments) {
    return float_get_value(arguments[0].object);
}

static Object *float_method_conjugate(Vm *vm, const Slot *arguments) {
    return float_new_exact(vm, arguments[0].object);
}

static Object *float_method___trunc__(Vm *vm, const Slot *arguments) {
    return int_new_from_double(vm, value_of(arguments));
}

static Object *float_method___floor__(Vm *vm, const Slot *arguments) {
    return int_new_from_double(vm, floor(value_of(arguments)));
}

static Object *float_method___ceil__(Vm *vm, const Slot *arguments) {
    return int_new_from_double(vm, ceil(value_of(arguments)));
}

static Object *float_method_is_integer(Vm *vm, const Slot *arguments) {
    double value = value_of(arguments);
    return bool_new(vm, isfinite(value) && floor(value) == value);
}

// --- rounding ---

enum { ROUND_DIGITS_MAX = 323, ROUND_DIGITS_MIN = -308 };

static bool float_is_zero_text(const char *text) {
    return text[strspn(text, "0.")] == '\0';
}

// Rounds a magnitude to 10 ** places, places >= 1, by its decimal digits: of a number
// of 1 and more the fraction is seen within twenty places, whether it is there at all.
static double float_round_whole(double magnitude, int places) {
    char text[400];
    snprintf(text, sizeof text, "%.20f", magnitude);
    int whole = (int)(strchr(text, '.') - text), kept = whole - places;
    if (kept < 0) return 0.0;
    char digit = text[kept], before = kept > 0 ? text[kept - 1] : '0';
    bool is_half = digit == '5' && float_is_zero_text(text + kept + 1);
    bool goes_up = digit > '5' || (digit == '5' && (!is_half || (before - '0') % 2 != 0));
    char shown[420] = "0";
    memcpy(shown + 1, text, (size_t)kept);
    for (int i = kept; goes_up; i--) {
        goes_up = shown[i] == '9';
        shown[i] = goes_up ? '0' : (char)(shown[i] + 1);
    }
    int length = kept + 1;
    length += snprintf(shown + length, sizeof shown - (size_t)length, "e%d", places);
    double result = 0.0;
    if (number_parse_double(shown, (size_t)length, &result) == 0) return magnitude;
    return result;
}

static double float_round_fraction(double magnitude, int digits) {
    char text[720];
    int length = snprintf(text, sizeof text, "%.*f", digits, magnitude);
    double result = 0.0;
    if (number_parse_double(text, (size_t)length, &result) == 0) return magnitude;
    return result;
}

static Object *float_round_to(Vm *vm, double value, int64_t digits) {
    if (!isfinite(value) || digits > ROUND_DIGITS_MAX) return float_new(vm, value);
    if (digits < ROUND_DIGITS_MIN) return float_new(vm, 0.0 * value);
    double magnitude = fabs(value);
    double rounded = digits >= 0 ? float_round_fraction(magnitude, (int)digits)
                                 : float_round_whole(magnitude, (int)-digits);
    if (isinf(rounded)) return raise(vm, ERROR_FLOAT_ROUND_TOO_LARGE);
    return float_new(vm, copysign(rounded, value));
}

static Object *float_method___round__(Vm *vm, const Slot *arguments) {
    const Tuple *given = (const Tuple *)arguments[1].object;
    if (given->count > 1)
        return raise(vm, ERROR_EXPECTED_AT_MOST_ONE, "__round__", given->count);
    double value = value_of(arguments);
    if (given->count == 0 || given->items[0].object == vm->objects->none) {
        double rounded = round(value);
        if (fabs(value - rounded) == 0.5) rounded = 2.0 * round(value / 2.0);
        return int_new_from_double(vm, rounded);
    }
    int64_t digits;
    if (!object_index(vm, given->items[0].object, EXCEPTION_COUNT, &digits)) return NULL;
    return float_round_to(vm, value, digits);
}

// --- ratios ---

static Object *float_method_as_integer_ratio(Vm *vm, const Slot *arguments) {
    double value = value_of(arguments);
    if (isinf(value)) return raise(vm, ERROR_FLOAT_INFINITY_RATIO);
    if (isnan(value)) return raise(vm, ERROR_FLOAT_NAN_RATIO);
    int exponent;
    double fraction = frexp(value, &exponent);
    // fraction * 2 ** exponent; the fraction is made whole.
    for (int i = 0; i < 300 && fraction != floor(fraction); i++) {
        fraction *= 2.0;
        exponent--;
    }
    Object *numerator = int_new_from_double(vm, fraction);
    Object *denominator = int_new(vm, 1);
    Object **scaled = exponent > 0 ? &numerator : &denominator;
    if (numerator != NULL && denominator != NULL && exponent != 0) {
        Object *old = *scaled;
        *scaled = int_shift_left(vm, old, exponent > 0 ? exponent : -exponent);
        object_drop(vm, old);
    }
    Tuple *pair = NULL;
    if (numerator != NULL && denominator != NULL) pair = tuple_pack(vm, 2, numerator, denominator);
    object_drop_or_null(vm, numerator);
    object_drop_or_null(vm, denominator);
    return (Object *)pair;
}

// --- hexadecimal text ---

static Object *float_method_hex(Vm *vm, const Slot *arguments) {
    double value = value_of(arguments);
    if (!isfinite(value)) return float_to_text(vm, value);
    const char *sign = signbit(value) ? "-" : "";
    if (value == 0.0) return str_new_format(vm, "%s0x0.0p+0", sign);
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    // Denormal numbers keep the smallest exponent and a leading zero.
    int shift = 1 - (DBL_MIN_EXP - exponent > 0 ? DBL_MIN_EXP - exponent : 0);
    fraction = ldexp(fraction, shift);
    exponent -= shift;
    uint64_t bits = (uint64_t)ldexp(fraction, DBL_MANT_DIG - 1);
    char digits[14];
    for (int i = 12; i >= 0; i--, bits >>= 4) digits[i] = "0123456789abcdef"[bits & 15];
    digits[13] = '\0';
    return str_new_format(vm, "%s0x%d.%sp%c%d", sign, (int)bits, digits, exponent < 0 ? '-' : '+',
                          exponent < 0 ? -exponent : exponent);
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

typedef struct HexScan {
    const char *at, *end;
    const char *digits;        // digits and at most one point
    const char *digits_end;
    int64_t digit_count, fraction_count;
    int64_t exponent;
    bool is_negative;
} HexScan;

static bool hex_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool hex_scan_digits(HexScan *scan) {
    if (scan->end - scan->at >= 2 && scan->at[0] == '0' && (scan->at[1] | 0x20) == 'x')
        scan->at += 2;
    scan->digits = scan->at;
    bool has_point = false;
    for (; scan->at < scan->end; scan->at++) {
        if (*scan->at == '.' && !has_point) has_point = true;
        else if (hex_digit(*scan->at) < 0) break;
        else scan->digit_count++, scan->fraction_count += has_point;
    }
    scan->digits_end = scan->at;
    return scan->digit_count > 0;
}

static bool hex_scan_exponent(HexScan *scan) {
    if (scan->at == scan->end || (*scan->at | 0x20) != 'p') return true;
    scan->at++;
    bool is_negative = scan->at < scan->end && *scan->at == '-';
    if (scan->at < scan->end && (*scan->at == '-' || *scan->at == '+')) scan->at++;
    const char *start = scan->at;
    int64_t exponent = 0;
    for (; scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9'; scan->at++)
        if (exponent < INT64_MAX / 16) exponent = exponent * 10 + (*scan->at - '0');
    scan->exponent = is_negative ? -exponent : exponent;
    return scan->at > start;
}

// The value of the digits read, or infinity; correctly rounded, also when denormal.
static double hex_value(const HexScan *scan) {
    const char *digit = scan->digits;
    // Up to 60 bits as a whole, and whether anything follows.
    uint64_t mantissa = 0;
    int64_t exponent = scan->exponent - 4 * scan->fraction_count;
    bool has_rest = false;
    for (; digit < scan->digits_end; digit++) {
        if (*digit == '.') continue;
        int value = hex_digit(*digit);
        if (mantissa >> 56 == 0) {
            mantissa = mantissa << 4 | (uint64_t)value;
        } else {
            has_rest |= value != 0;
            exponent += 4;
        }
    }
    if (mantissa == 0) return 0.0;
    int bits = 64 - __builtin_clzll(mantissa);
    if (exponent > 1100 || exponent + bits > DBL_MAX_EXP) return HUGE_VAL;
    if (exponent + bits < DBL_MIN_EXP - DBL_MANT_DIG) return 0.0;
    // How many bits the result can hold; the rest is rounded half to even.
    int64_t kept = exponent + bits - (DBL_MIN_EXP - DBL_MANT_DIG);
    int extra = bits - (int)(kept < DBL_MANT_DIG ? kept : DBL_MANT_DIG);
    if (extra > 0) {
        uint64_t half = UINT64_C(1) << (extra - 1), low = mantissa & (2 * half - 1);
        mantissa -= low;
        bool is_odd = (mantissa & 2 * half) != 0;
        if (low > half || (low == half && (has_rest || is_odd))) mantissa += 2 * half;
    }
    return ldexp((double)mantissa, (int)exponent);
}

static bool hex_read(Vm *vm, const char *text, int64_t length, double *value) {
    HexScan scan = {.at = text, .end = text + length};
    while (scan.at < scan.end && hex_is_space(*scan.at)) scan.at++;
    while (scan.end > scan.at && hex_is_space(scan.end[-1])) scan.end--;
    double special;
    size_t left = (size_t)(scan.end - scan.at);
    size_t taken = float_text_parse(scan.at, left, &special);
    if (scan.at < scan.end && (*scan.at == '+' || *scan.at == '-'))
        scan.is_negative = *scan.at++ == '-';
    char first = scan.at < scan.end ? (char)(*scan.at | 0x20) : 0;
    if (taken > 0 && taken == left && (first == 'i' || first == 'n')) {
        *value = special;   // inf, infinity or nan
        return true;
    }
    if (!hex_scan_digits(&scan) || !hex_scan_exponent(&scan) || scan.at != scan.end)
        return raise_false(vm, ERROR_FLOAT_HEX);
    double magnitude = hex_value(&scan);
    if (isinf(magnitude)) return raise_false(vm, ERROR_FLOAT_HEX_TOO_LARGE);
    *value = scan.is_negative ? -magnitude : magnitude;
    return true;
}

static Object *float_method_fromhex(Vm *vm, const Slot *arguments) {
    Object *object = arguments[1].object;
    if (!object_is_str(vm, object)) return raise(vm, ERROR_BAD_ARGUMENT_TYPE);
    size_t bytes;
    const char *text = str_utf8(vm, (const Str *)object, &bytes);
    if (text == NULL) return NULL;
    double value = 0.0;
    bool done = hex_read(vm, text, (int64_t)bytes, &value);
    str_utf8_drop(vm, (const Str *)object, text, bytes);
    if (!done) return NULL;
    Object *number = float_new(vm, value), *type = arguments[0].object;
    if (number == NULL || type == &type_of_kind(vm, KIND_FLOAT)->base) return number;
    Object *made = object_call_with(vm, type, 1, number);
    object_drop(vm, number);
    return made;
}

// --- the rest ---

static Object *float_method___getformat__(Vm *vm, const Slot *arguments) {
    Object *kind = arguments[1].object;
    if (!object_is_str(vm, kind)) return raise(vm, ERROR_FLOAT_GETFORMAT_TYPE, kind);
    if (!str_is((const Str *)kind, "double") && !str_is((const Str *)kind, "float"))
        return raise(vm, ERROR_FLOAT_GETFORMAT);
    return str_new_c(vm, "IEEE, little-endian");
}

static Object *float_method___getnewargs__(Vm *vm, const Slot *arguments) {
    Object *value = float_new(vm, value_of(arguments));
    Tuple *args = value != NULL ? tuple_pack(vm, 1, value) : NULL;
    object_drop_or_null(vm, value);
    return (Object *)args;
}

static Object *float_method___format__(Vm *vm, const Slot *arguments) {
    Object *text = arguments[1].object;
    if (!object_is_str(vm, text)) return raise(vm, ERROR_FORMAT_ARGUMENT, text);
    return number_format_float(vm, arguments[0].object, (Str *)text);
}

const Method float_methods[] = {
    METHOD(float, conjugate, "(self, /)", "The number itself."),
    METHOD(float, __trunc__, "(self, /)", "The number cut to a whole one."),
    METHOD(float, __floor__, "(self, /)", "The greatest whole number that is not greater."),
    METHOD(float, __ceil__, "(self, /)", "The smallest whole number that is not smaller."),
    METHOD(float, __round__, "(self, /, *ndigits)",
           "Round to ndigits decimal places; without them to a whole number."),
    METHOD(float, as_integer_ratio, "(self, /)", "Two whole numbers with this very quotient."),
    CLASS_METHOD(float, fromhex, "(type, string, /)", "The number of a hexadecimal text."),
    METHOD(float, hex, "(self, /)", "The number as hexadecimal text, exactly."),
    METHOD(float, is_integer, "(self, /)", "Whether it is a whole number."),
    CLASS_METHOD(float, __getformat__, "(type, typestr, /)", "How doubles or floats are stored."),
    METHOD(float, __getnewargs__, "(self, /)", "The arguments that make an equal number."),
    METHOD(float, __format__, "(self, format_spec, /)", "The number as text, as format() does."),
    {0},
};

static Object *float_get_zero(Vm *vm, Object *self) {
    (void)self;
    return float_new(vm, 0.0);
}

const Property float_properties[] = {
    {"real", float_new_exact, NULL, "The number itself."},
    {"imag", float_get_zero, NULL, "Zero."},
    {0},
};
