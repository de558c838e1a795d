#include "go/constant.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "go/scanner.h"

enum { EXPONENT_MAX = 1000000, STRING_SHOWN = 72 };

static GoConstant *constant_new(GoCompile *compile, GoConstantKind kind) {
    GoConstant *value = GO_NEW(compile, GoConstant);
    value->kind = kind;
    if (kind >= GO_CONSTANT_INTEGER) {
        mpq_init(value->real);
        mpq_init(value->imaginary);
        value->has_numbers = true;
        value->next = compile->constants;
        compile->constants = value;
    }
    return value;
}

void go_constant_release_all(GoCompile *compile) {
    for (GoConstant *value = compile->constants; value != NULL; value = value->next) {
        mpq_clear(value->real);
        mpq_clear(value->imaginary);
    }
    compile->constants = NULL;
}

GoConstant *go_constant_unknown(GoCompile *compile) {
    return constant_new(compile, GO_CONSTANT_UNKNOWN);
}

GoConstant *go_constant_bool(GoCompile *compile, int truth) {
    GoConstant *value = constant_new(compile, GO_CONSTANT_BOOL);
    value->truth = truth != 0;
    return value;
}

GoConstant *go_constant_string(GoCompile *compile, const char *bytes, size_t size) {
    GoConstant *value = constant_new(compile, GO_CONSTANT_STRING);
    value->bytes = bytes;
    value->size = size;
    return value;
}

GoConstant *go_constant_integer(GoCompile *compile, int64_t number) {
    GoConstant *value = constant_new(compile, GO_CONSTANT_INTEGER);
    mpz_set_si(mpq_numref(value->real), number);
    return value;
}

// --- literals ---

static int digit_of(char c) {
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

// Reads digits of a base with an optional point; counts those behind it.
static const char *read_mantissa(const char *at, const char *end, int base, mpz_t number,
                                 long *fraction_digits) {
    bool is_fraction = false;
    for (; at < end; at++) {
        if (*at == '_') continue;
        if (*at == '.') {
            is_fraction = true;
            continue;
        }
        if (!isxdigit((unsigned char)*at) || digit_of(*at) >= (base < 10 ? 10 : base)) break;
        mpz_mul_ui(number, number, (unsigned)base);
        mpz_add_ui(number, number, (unsigned)digit_of(*at));
        if (is_fraction) ++*fraction_digits;
    }
    return at;
}

static void scale(mpq_ptr number, unsigned base, long exponent) {
    mpz_t factor;
    mpz_init(factor);
    mpz_ui_pow_ui(factor, base, (unsigned long)labs(exponent));
    mpz_ptr part = exponent < 0 ? mpq_denref(number) : mpq_numref(number);
    mpz_mul(part, part, factor);
    mpz_clear(factor);
    mpq_canonicalize(number);
}

static long read_exponent(const char *at, const char *end) {
    long exponent = 0;
    bool is_negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    for (; at < end && exponent < 100 * EXPONENT_MAX; at++)
        if (*at != '_') exponent = exponent * 10 + (*at - '0');
    return is_negative ? -exponent : exponent;
}

static GoConstant *read_number(GoCompile *compile, GoToken token, const char *text, size_t size) {
    const char *at = text, *end = text + size;
    int base = 10;
    bool is_float = token == GO_FLOAT;
    if (token == GO_IMAGINARY) {
        end--;
        for (const char *each = text; each < end; each++) is_float |= *each == '.' ||
            ((*each | 0x20) == 'e' && text[1] != 'x' && text[1] != 'X') || (*each | 0x20) == 'p';
    }
    if (*at == '0' && size > 1) {
        int c = at[1] | 0x20;
        base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 8;
        if (c == 'x' || c == 'o' || c == 'b') at += 2;
        // 0123 is octal, 012.5, 09e1 and 012i are not.
        else if (is_float || token == GO_IMAGINARY) base = 10;
    }
    GoConstant *value = constant_new(compile, is_float ? GO_CONSTANT_FLOAT : GO_CONSTANT_INTEGER);
    long fraction = 0;
    at = read_mantissa(at, end, base, mpq_numref(value->real), &fraction);
    long exponent = at < end ? read_exponent(at + 1, end) : 0;
    if (labs(exponent) > EXPONENT_MAX) return go_constant_unknown(compile);
    if (base == 16) scale(value->real, 2, exponent - 4 * fraction);
    else scale(value->real, 10, exponent - fraction);
    if (token != GO_IMAGINARY) return value;
    mpq_swap(value->real, value->imaginary);
    value->kind = GO_CONSTANT_COMPLEX;
    return value;
}

GoConstant *go_constant_read(GoCompile *compile, GoToken token, const char *text, size_t size) {
    char *bytes;
    if (token == GO_STRING) {
        size_t count = go_scanner_unquote(compile, text, size, &bytes);
        return go_constant_string(compile, bytes, count);
    }
    if (token != GO_CHARACTER) return read_number(compile, token, text, size);
    size_t count = go_scanner_unquote(compile, text, size, &bytes);
    if (text[1] == '\\' && (text[2] == 'x' || (text[2] >= '0' && text[2] <= '7')))
        return go_constant_integer(compile, (uint8_t)bytes[0]);
    return go_constant_integer(compile, utf8_read(bytes, count).code);
}

// --- kinds ---

GoConstant *go_constant_to_integer(GoCompile *compile, const GoConstant *value) {
    if (value->kind == GO_CONSTANT_INTEGER) return (GoConstant *)value;
    if (value->kind < GO_CONSTANT_INTEGER || mpq_sgn(value->imaginary) != 0 ||
        mpz_cmp_ui(mpq_denref(value->real), 1) != 0) return NULL;
    GoConstant *copy = constant_new(compile, GO_CONSTANT_INTEGER);
    mpq_set(copy->real, value->real);
    return copy;
}

static GoConstant *copy_as(GoCompile *compile, const GoConstant *value, GoConstantKind kind) {
    GoConstant *copy = constant_new(compile, kind);
    mpq_set(copy->real, value->real);
    mpq_set(copy->imaginary, value->imaginary);
    return copy;
}

GoConstant *go_constant_to_float(GoCompile *compile, const GoConstant *value) {
    if (value->kind < GO_CONSTANT_INTEGER || mpq_sgn(value->imaginary) != 0) return NULL;
    return copy_as(compile, value, GO_CONSTANT_FLOAT);
}

GoConstant *go_constant_to_complex(GoCompile *compile, const GoConstant *value) {
    if (value->kind < GO_CONSTANT_INTEGER) return NULL;
    return copy_as(compile, value, GO_CONSTANT_COMPLEX);
}

GoConstant *go_constant_real(GoCompile *compile, const GoConstant *value) {
    if (value->kind < GO_CONSTANT_INTEGER) return go_constant_unknown(compile);
    GoConstant *copy = constant_new(compile, GO_CONSTANT_FLOAT);
    mpq_set(copy->real, value->real);
    return copy;
}

GoConstant *go_constant_imaginary(GoCompile *compile, const GoConstant *value) {
    if (value->kind < GO_CONSTANT_INTEGER) return go_constant_unknown(compile);
    GoConstant *copy = constant_new(compile, GO_CONSTANT_FLOAT);
    mpq_set(copy->real, value->imaginary);
    return copy;
}

GoConstant *go_constant_make_complex(GoCompile *compile, const GoConstant *real,
                                     const GoConstant *imaginary) {
    if (real->kind < GO_CONSTANT_INTEGER || imaginary->kind < GO_CONSTANT_INTEGER)
        return go_constant_unknown(compile);
    GoConstant *copy = constant_new(compile, GO_CONSTANT_COMPLEX);
    mpq_set(copy->real, real->real);
    mpq_set(copy->imaginary, imaginary->real);
    return copy;
}

// --- machine numbers ---

// Rounds |number| to `bits` of mantissa, half to even, with the least exponent of subnormals.
static double round_fraction(const mpq_t number, int bits, int least) {
    if (mpq_sgn(number) == 0) return 0;
    mpz_t top, quotient, rest;
    mpz_inits(top, quotient, rest, NULL);
    mpz_abs(top, mpq_numref(number));
    long shift = (long)mpz_sizeinbase(top, 2) - (long)mpz_sizeinbase(mpq_denref(number), 2) - bits;
    if (shift < least) shift = least;
    mpz_t low;
    mpz_init_set(low, mpq_denref(number));
    if (shift < 0) mpz_mul_2exp(top, top, (mp_bitcnt_t)-shift);
    else mpz_mul_2exp(low, low, (mp_bitcnt_t)shift);
    mpz_fdiv_qr(quotient, rest, top, low);
    if (mpz_sizeinbase(quotient, 2) > (size_t)bits) {   // one bit too many was kept
        shift++;
        mpz_mul_2exp(low, low, 1);
        mpz_fdiv_qr(quotient, rest, top, low);
    }
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmp(rest, low);
    if (half > 0 || (half == 0 && mpz_odd_p(quotient))) mpz_add_ui(quotient, quotient, 1);
    double result = ldexp(mpz_get_d(quotient), (int)(shift > 5000 ? 5000 : shift));
    mpz_clears(top, quotient, rest, low, NULL);
    return mpq_sgn(number) < 0 ? -result : result;
}

static double to_double(const mpq_t number) {
    return round_fraction(number, 53, -1074);
}

static float to_float(const mpq_t number) {
    return (float)round_fraction(number, 24, -149);
}

double go_constant_get_double(const GoConstant *value) { return to_double(value->real); }
float go_constant_get_float(const GoConstant *value) { return to_float(value->real); }
double go_constant_get_imaginary(const GoConstant *value) { return to_double(value->imaginary); }
float go_constant_get_imaginary_float(const GoConstant *value) {
    return to_float(value->imaginary);
}

GoConstant *go_constant_round(GoCompile *compile, const GoConstant *value, int part_bytes) {
    if (value->kind < GO_CONSTANT_INTEGER) return (GoConstant *)value;
    double real = part_bytes == 4 ? to_float(value->real) : to_double(value->real);
    double imaginary = part_bytes == 4 ? to_float(value->imaginary) : to_double(value->imaginary);
    if (!isfinite(real) || !isfinite(imaginary)) return NULL;
    GoConstant *copy = constant_new(compile, value->kind);
    mpq_set_d(copy->real, real);
    mpq_set_d(copy->imaginary, imaginary);
    return copy;
}

int go_constant_sign(const GoConstant *value) {
    if (value->kind < GO_CONSTANT_INTEGER) return 1;
    int sign = mpq_sgn(value->real);
    return sign != 0 ? sign : mpq_sgn(value->imaginary) != 0;
}

size_t go_constant_bits(const GoConstant *value) {
    return mpz_sizeinbase(mpq_numref(value->real), 2);
}

bool go_constant_fits_signed(const GoConstant *value, int bits) {
    mpz_srcptr number = mpq_numref(value->real);
    if (mpz_sgn(number) >= 0) return mpz_sizeinbase(number, 2) < (size_t)bits;
    mpz_t above;
    mpz_init(above);
    mpz_add_ui(above, number, 1);
    bool fits = mpz_sgn(above) == 0 || mpz_sizeinbase(above, 2) < (size_t)bits;
    mpz_clear(above);
    return fits;
}

bool go_constant_fits_unsigned(const GoConstant *value, int bits) {
    return mpz_sgn(mpq_numref(value->real)) >= 0 &&
           mpz_sizeinbase(mpq_numref(value->real), 2) <= (size_t)bits;
}

uint64_t go_constant_get_uint64(const GoConstant *value) {
    uint64_t low = mpz_get_ui(mpq_numref(value->real));
    return mpz_sgn(mpq_numref(value->real)) < 0 ? -low : low;
}

int64_t go_constant_get_int64(const GoConstant *value) {
    return (int64_t)go_constant_get_uint64(value);
}

// --- operations ---

GoConstant *go_constant_unary(GoCompile *compile, GoToken op, const GoConstant *value,
                              int unsigned_bits) {
    if (value->kind == GO_CONSTANT_UNKNOWN) return (GoConstant *)value;
    if (op == GO_NOT) return go_constant_bool(compile, !value->truth);
    if (op == GO_ADD) return (GoConstant *)value;
    GoConstant *result = constant_new(compile, value->kind);
    if (op == GO_SUBTRACT) {
        mpq_neg(result->real, value->real);
        mpq_neg(result->imaginary, value->imaginary);
        return result;
    }
    mpz_com(mpq_numref(result->real), mpq_numref(value->real));
    if (unsigned_bits > 0)
        mpz_fdiv_r_2exp(mpq_numref(result->real), mpq_numref(result->real),
                        (mp_bitcnt_t)unsigned_bits);
    return result;
}

static void multiply_complex(GoConstant *result, const GoConstant *left, const GoConstant *right) {
    mpq_t product;
    mpq_init(product);
    mpq_mul(result->real, left->real, right->real);
    mpq_mul(product, left->imaginary, right->imaginary);
    mpq_sub(result->real, result->real, product);
    mpq_mul(result->imaginary, left->real, right->imaginary);
    mpq_mul(product, left->imaginary, right->real);
    mpq_add(result->imaginary, result->imaginary, product);
    mpq_clear(product);
}

static void divide_complex(GoCompile *compile, GoConstant *result, const GoConstant *left,
                           const GoConstant *right) {
    if (mpq_sgn(right->imaginary) == 0) {
        mpq_div(result->real, left->real, right->real);
        mpq_div(result->imaginary, left->imaginary, right->real);
        return;
    }
    GoConstant *conjugate = copy_as(compile, right, GO_CONSTANT_COMPLEX);
    GoConstant *norm = constant_new(compile, GO_CONSTANT_COMPLEX);
    mpq_neg(conjugate->imaginary, conjugate->imaginary);
    multiply_complex(norm, right, conjugate);
    multiply_complex(result, left, conjugate);
    mpq_div(result->real, result->real, norm->real);
    mpq_div(result->imaginary, result->imaginary, norm->real);
}

static void integer_operation(GoToken op, mpz_t result, const mpz_t left, const mpz_t right) {
    switch (op) {
    case GO_DIVIDE: mpz_tdiv_q(result, left, right); break;
    case GO_REMAINDER: mpz_tdiv_r(result, left, right); break;
    case GO_AND: mpz_and(result, left, right); break;
    case GO_OR: mpz_ior(result, left, right); break;
    case GO_XOR: mpz_xor(result, left, right); break;
    default: {   // AND_NOT
        mpz_t inverse;
        mpz_init(inverse);
        mpz_com(inverse, right);
        mpz_and(result, left, inverse);
        mpz_clear(inverse);
    }
    }
}

static GoConstant *join_strings(GoCompile *compile, const GoConstant *left,
                                const GoConstant *right) {
    char *bytes = go_compile_new(compile, left->size + right->size + 1);
    if (left->size > 0) memcpy(bytes, left->bytes, left->size);
    if (right->size > 0) memcpy(bytes + left->size, right->bytes, right->size);
    return go_constant_string(compile, bytes, left->size + right->size);
}

GoConstant *go_constant_binary(GoCompile *compile, GoToken op, const GoConstant *left,
                               const GoConstant *right) {
    if (left->kind == GO_CONSTANT_UNKNOWN || right->kind == GO_CONSTANT_UNKNOWN)
        return go_constant_unknown(compile);
    if (op == GO_AND_AND) return go_constant_bool(compile, left->truth && right->truth);
    if (op == GO_OR_OR) return go_constant_bool(compile, left->truth || right->truth);
    if (left->kind == GO_CONSTANT_STRING) return join_strings(compile, left, right);
    GoConstantKind kind = left->kind > right->kind ? left->kind : right->kind;
    GoConstant *result = constant_new(compile, kind);
    switch (op) {
    case GO_ADD:
        mpq_add(result->real, left->real, right->real);
        mpq_add(result->imaginary, left->imaginary, right->imaginary);
        return result;
    case GO_SUBTRACT:
        mpq_sub(result->real, left->real, right->real);
        mpq_sub(result->imaginary, left->imaginary, right->imaginary);
        return result;
    case GO_MULTIPLY: multiply_complex(result, left, right); return result;
    case GO_DIVIDE:
        if (kind != GO_CONSTANT_INTEGER) {
            divide_complex(compile, result, left, right);
            return result;
        }
        // fall through
    default:
        integer_operation(op, mpq_numref(result->real), mpq_numref(left->real),
                          mpq_numref(right->real));
        return result;
    }
}

GoConstant *go_constant_shift(GoCompile *compile, GoToken op, const GoConstant *value,
                              uint64_t count) {
    if (value->kind == GO_CONSTANT_UNKNOWN) return (GoConstant *)value;
    GoConstant *result = constant_new(compile, GO_CONSTANT_INTEGER);
    if (op == GO_SHIFT_LEFT) mpz_mul_2exp(mpq_numref(result->real), mpq_numref(value->real), count);
    else mpz_fdiv_q_2exp(mpq_numref(result->real), mpq_numref(value->real), count);
    return result;
}

int go_constant_compare(GoToken op, const GoConstant *left, const GoConstant *right) {
    int order = 0;
    if (left->kind == GO_CONSTANT_BOOL) {
        order = left->truth != right->truth;
    } else if (left->kind == GO_CONSTANT_STRING) {
        size_t shared = left->size < right->size ? left->size : right->size;
        order = shared > 0 ? memcmp(left->bytes, right->bytes, shared) : 0;
        if (order == 0) order = (left->size > right->size) - (left->size < right->size);
    } else if (left->kind >= GO_CONSTANT_INTEGER && right->kind >= GO_CONSTANT_INTEGER) {
        order = mpq_cmp(left->real, right->real);
        if (order == 0) order = mpq_cmp(left->imaginary, right->imaginary);
    }
    switch (op) {
    case GO_EQUAL: return order == 0;
    case GO_NOT_EQUAL: return order != 0;
    case GO_LESS: return order < 0;
    case GO_LESS_EQUAL: return order <= 0;
    case GO_GREATER: return order > 0;
    default: return order >= 0;
    }
}

// --- text ---

static const char *fraction_text(GoCompile *compile, const mpq_t number) {
    if (mpz_cmp_ui(mpq_denref(number), 1) == 0 && mpz_sizeinbase(mpq_numref(number), 10) < 22) {
        char *text = go_compile_new(compile, 32);
        mpz_get_str(text, 10, mpq_numref(number));
        return text;
    }
    return go_compile_format(compile, "%.6g", to_double(number));
}

static const char *string_text(GoCompile *compile, const GoConstant *value) {
    TextBuffer text = {0};
    text_add_char(&text, '"');
    for (size_t i = 0; i < value->size && i < STRING_SHOWN; i++) {
        char c = value->bytes[i];
        if (c == '"' || c == '\\') text_add_char(&text, '\\');
        if (c == '\n') text_add_c(&text, "\\n");
        else if (c == '\t') text_add_c(&text, "\\t");
        else if ((uint8_t)c < 32) text_add_format(&text, "\\x%02x", (uint8_t)c);
        else text_add_char(&text, c);
    }
    text_add_char(&text, '"');
    const char *copy = go_compile_format(compile, "%.*s", (int)text.size, text.bytes);
    text_done(&text);
    return copy;
}

const char *go_constant_text(GoCompile *compile, const GoConstant *value) {
    switch (value->kind) {
    case GO_CONSTANT_BOOL: return value->truth ? "true" : "false";
    case GO_CONSTANT_STRING: return string_text(compile, value);
    case GO_CONSTANT_INTEGER: {
        char *text = go_compile_new(compile, mpz_sizeinbase(mpq_numref(value->real), 10) + 2);
        mpz_get_str(text, 10, mpq_numref(value->real));
        return text;
    }
    case GO_CONSTANT_FLOAT: return fraction_text(compile, value->real);
    case GO_CONSTANT_COMPLEX:
        return go_compile_format(compile, "(%s + %si)", fraction_text(compile, value->real),
                                 fraction_text(compile, value->imaginary));
    default: return "unknown";
    }
}
