// complex: a pair of doubles.

#include "objects/complex.h"

#include "objects/arguments.h"
#include "objects/float.h"
#include "objects/float_text.h"
#include "objects/int.h"
#include "objects/number_format.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <errno.h>
#include <math.h>
#include <string.h>

typedef struct Pair {
    double real, imaginary;
} Pair;

enum { HASH_IMAGINARY = 1000003 };

static size_t complex_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Complex);
}

Object *complex_new(Vm *vm, double real, double imaginary) {
    Complex *number = (Complex *)object_new(vm, KIND_COMPLEX, sizeof(Complex));
    if (number == NULL) return NULL;
    number->real = real;
    number->imaginary = imaginary;
    return &number->base;
}

static Pair complex_get(const Object *object) {
    const Complex *number = (const Complex *)object;
    return (Pair){number->real, number->imaginary};
}

static Object *complex_new_pair(Vm *vm, Pair pair) {
    return complex_new(vm, pair.real, pair.imaginary);
}

// --- reading objects ---

// The exact complex that __complex__ gives. ABSENT: there is no such method.
static Found complex_find_special(Vm *vm, Object *object, Pair *value) {
    if (object->kind == KIND_COMPLEX) {
        *value = complex_get(object);
        return FOUND;
    }
    Object *method;
    Found found = object_find_special(vm, object, vm->objects->names.dunder_complex, &method);
    if (found != FOUND) return found;
    Object *made = object_call_with(vm, method, 0);
    object_drop(vm, method);
    if (made == NULL) return RAISED;
    bool done = true;
    if (!object_is_complex(vm, made)) {
        done = raise_false(vm, ERROR_COMPLEX_DUNDER, made);
    } else if (made->kind != KIND_COMPLEX) {
        Object *text = str_new_format(
            vm, "__complex__ returned non-complex (type %.200T).  The ability to return an "
            "instance of a strict subclass of complex is deprecated, and may not be supported in "
            "a future version of Python.", made);
        done = text != NULL && raise_warning_text(vm, EXCEPTION_DeprecationWarning, text);
        object_drop_or_null(vm, text);
    }
    if (done) *value = complex_get(made);
    object_drop(vm, made);
    return done ? FOUND : RAISED;
}

bool complex_from_object(Vm *vm, Object *object, double *real, double *imaginary) {
    Pair value = {0.0, 0.0};
    Found found = complex_find_special(vm, object, &value);
    if (found == RAISED) return false;
    if (found == ABSENT && object_is_complex(vm, object)) value = complex_get(object);
    else if (found == ABSENT && !float_from_object(vm, object, &value.real)) return false;
    *real = value.real;
    *imaginary = value.imaginary;
    return true;
}

// --- text ---

static bool complex_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool complex_is_unit(const char *text, const char *end) {
    return text < end && (*text == 'j' || *text == 'J');
}

// An optional sign and nothing: one, or minus one.
static const char *complex_read_sign(const char *text, const char *end, double *value) {
    *value = 1.0;
    if (text == end || (*text != '+' && *text != '-')) return text;
    if (*text == '-') *value = -1.0;
    return text + 1;
}

// Reads "1", "2j", "1+2j", "j"; NULL where it is none of them.
static const char *complex_read_parts(const char *text, const char *end, Pair *value) {
    double number;
    size_t taken = float_text_parse(text, (size_t)(end - text), &number);
    if (taken == 0) {
        text = complex_read_sign(text, end, &value->imaginary);
        return complex_is_unit(text, end) ? text + 1 : NULL;
    }
    text += taken;
    if (complex_is_unit(text, end)) {
        value->imaginary = number;
        return text + 1;
    }
    value->real = number;
    if (text == end || (*text != '+' && *text != '-')) return text;
    taken = float_text_parse(text, (size_t)(end - text), &value->imaginary);
    text = taken > 0 ? text + taken : complex_read_sign(text, end, &value->imaginary);
    return complex_is_unit(text, end) ? text + 1 : NULL;
}

static bool complex_read_text(const char *text, int64_t length, Pair *value) {
    const char *end = text + length;
    while (text < end && complex_is_space(*text)) text++;
    while (end > text && complex_is_space(end[-1])) end--;
    if (end - text >= 2 && *text == '(' && end[-1] == ')') {
        text++, end--;
        while (text < end && complex_is_space(*text)) text++;
        while (end > text && complex_is_space(end[-1])) end--;
    }
    *value = (Pair){0.0, 0.0};
    return complex_read_parts(text, end, value) == end;
}

static bool complex_from_str(Vm *vm, Object *object, Pair *value) {
    const Str *str = (const Str *)object;
    char *text = int_ascii_copy(vm, str);
    if (text == NULL) return false;
    int64_t count = str->length;
    if (memchr(text, '_', (size_t)count) != NULL) count = float_text_strip(text, text, count);
    bool done = count >= 0 && complex_read_text(text, count, value);
    system_drop(vm, text, (size_t)str->length + 1);
    if (done) return true;
    return count < 0 ? raise_false(vm, ERROR_COMPLEX_UNDERSCORE, object)
                     : raise_false(vm, ERROR_COMPLEX_LITERAL);
}

// --- the constructor ---

// One argument as a pair: *is_complex says whether it was complex itself.
static bool complex_read_argument(Vm *vm, Object *object, ErrorId refusal, Pair *value,
                                  bool *is_complex) {
    *is_complex = true;
    if (object_is_complex(vm, object)) {
        *value = complex_get(object);
        return true;
    }
    *is_complex = false;
    *value = (Pair){0.0, 0.0};
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (behaviour->unary[UNARY_FLOAT] == NULL && behaviour->unary[UNARY_INDEX] == NULL)
        return raise_false(vm, refusal, object);
    return float_from_number(vm, object, &value->real);
}

static bool complex_read_arguments(Vm *vm, Object *first, Object *second, Pair *value) {
    if (first != NULL && object_is_str(vm, first)) {
        if (second != NULL) return raise_false(vm, ERROR_COMPLEX_TEXT_AND_SECOND);
        return complex_from_str(vm, first, value);
    }
    if (second != NULL && object_is_str(vm, second))
        return raise_false(vm, ERROR_COMPLEX_SECOND_TEXT);
    Pair real = {0.0, 0.0}, imaginary = {0.0, 0.0};
    bool real_is_complex = false, imaginary_is_complex = false;
    if (first != NULL) {
        Found found = complex_find_special(vm, first, &real);
        if (found == RAISED) return false;
        real_is_complex = found == FOUND;
        if (found == ABSENT &&
            !complex_read_argument(vm, first, ERROR_COMPLEX_FIRST, &real, &real_is_complex))
            return false;
    }
    if (second != NULL && !complex_read_argument(vm, second, ERROR_COMPLEX_SECOND, &imaginary,
                                                 &imaginary_is_complex))
        return false;
    // real + imaginary * 1j, without turning a -0.0 into 0.0 on the way.
    value->real = imaginary_is_complex ? real.real - imaginary.imaginary : real.real;
    value->imaginary = second == NULL ? real.imaginary
                     : real_is_complex ? imaginary.real + real.imaginary
                                       : imaginary.real;
    return true;
}

static Object *complex_make(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "complex", "(real=0, imag=0)", arguments, values)) return NULL;
    bool is_exact = type == type_of_kind(vm, KIND_COMPLEX);
    Object *made = NULL;
    Pair value;
    if (is_exact && values[1] == NULL && values[0] != NULL && values[0]->kind == KIND_COMPLEX) {
        made = object_share(values[0]);
    } else if (complex_read_arguments(vm, values[0], values[1], &value)) {
        made = is_exact ? complex_new_pair(vm, value) : type_new_instance(vm, type, type->bytes);
        if (made != NULL && !is_exact) {
            ((Complex *)made)->real = value.real;
            ((Complex *)made)->imaginary = value.imaginary;
            if ((object_layout(vm, made)->flags & LAYOUT_COLLECTED) != 0) object_track(vm, made);
        }
    }
    arguments_unbind(vm, values, 2);
    return made;
}

// --- arithmetic ---

// ABSENT: no number that complex works with.
static Found complex_operand(Vm *vm, Object *object, Pair *value) {
    value->imaginary = 0.0;
    if (object_is_complex(vm, object)) {
        *value = complex_get(object);
    } else if (object_is_int(vm, object)) {
        bool overflows;
        value->real = int_get_double(vm, object, &overflows);
        if (overflows) return raise_found(vm, ERROR_INT_TO_FLOAT);
    } else if (object_is_float(vm, object)) {
        value->real = float_get_value(object);
    } else {
        return ABSENT;
    }
    return FOUND;
}

static Found complex_operands(Vm *vm, Object *left, Object *right, Pair *a, Pair *b) {
    Found found = complex_operand(vm, left, a);
    return found == FOUND ? complex_operand(vm, right, b) : found;
}

static Object *complex_refuse(Vm *vm, Found found) {
    return found == ABSENT ? not_implemented_new(vm) : NULL;
}

static Object *complex_add(Vm *vm, Object *left, Object *right) {
    Pair a, b;
    Found found = complex_operands(vm, left, right, &a, &b);
    if (found != FOUND) return complex_refuse(vm, found);
    return complex_new(vm, a.real + b.real, a.imaginary + b.imaginary);
}

static Object *complex_subtract(Vm *vm, Object *left, Object *right) {
    Pair a, b;
    Found found = complex_operands(vm, left, right, &a, &b);
    if (found != FOUND) return complex_refuse(vm, found);
    return complex_new(vm, a.real - b.real, a.imaginary - b.imaginary);
}

static Pair pair_multiply(Pair a, Pair b) {
    return (Pair){a.real * b.real - a.imaginary * b.imaginary,
                  a.real * b.imaginary + a.imaginary * b.real};
}

static Object *complex_multiply(Vm *vm, Object *left, Object *right) {
    Pair a, b;
    Found found = complex_operands(vm, left, right, &a, &b);
    if (found != FOUND) return complex_refuse(vm, found);
    return complex_new_pair(vm, pair_multiply(a, b));
}

// By Smith's method, which divides by the larger part first. False: b is zero.
static bool pair_divide(Pair a, Pair b, Pair *quotient) {
    if (fabs(b.real) >= fabs(b.imaginary)) {
        if (b.real == 0.0) return false;
        double ratio = b.imaginary / b.real, divisor = b.real + b.imaginary * ratio;
        quotient->real = (a.real + a.imaginary * ratio) / divisor;
        quotient->imaginary = (a.imaginary - a.real * ratio) / divisor;
    } else if (fabs(b.imaginary) >= fabs(b.real)) {
        double ratio = b.real / b.imaginary, divisor = b.real * ratio + b.imaginary;
        quotient->real = (a.real * ratio + a.imaginary) / divisor;
        quotient->imaginary = (a.imaginary * ratio - a.real) / divisor;
    } else {
        quotient->real = quotient->imaginary = NAN;
    }
    return true;
}

static Object *complex_true_divide(Vm *vm, Object *left, Object *right) {
    Pair a, b, quotient;
    Found found = complex_operands(vm, left, right, &a, &b);
    if (found != FOUND) return complex_refuse(vm, found);
    if (!pair_divide(a, b, &quotient)) return raise(vm, ERROR_COMPLEX_DIVISION_BY_ZERO);
    return complex_new_pair(vm, quotient);
}

// --- powers ---

enum { SMALL_EXPONENT_MAX = 100 };

// base ** exponent by repeated squaring.
static bool pair_power_whole(Pair base, int exponent, Pair *power) {
    Pair result = {1.0, 0.0}, square = base;
    int rest = exponent < 0 ? -exponent : exponent;
    for (int bit = 1; bit <= rest; bit <<= 1) {
        if ((rest & bit) != 0) result = pair_multiply(result, square);
        square = pair_multiply(square, square);
    }
    if (exponent > 0) {
        *power = result;
        return true;
    }
    return pair_divide((Pair){1.0, 0.0}, result, power);
}

// False: zero to a power that is negative or not real.
static bool pair_power(Pair base, Pair exponent, Pair *power) {
    if (exponent.real == 0.0 && exponent.imaginary == 0.0) {
        *power = (Pair){1.0, 0.0};
    } else if (base.real == 0.0 && base.imaginary == 0.0) {
        *power = (Pair){0.0, 0.0};
        return exponent.imaginary == 0.0 && exponent.real >= 0.0;
    } else {
        double size = hypot(base.real, base.imaginary);
        double length = pow(size, exponent.real);
        double angle = atan2(base.imaginary, base.real);
        double phase = angle * exponent.real;
        if (exponent.imaginary != 0.0) {
            length /= exp(angle * exponent.imaginary);
            phase += exponent.imaginary * log(size);
        }
        *power = (Pair){length * cos(phase), length * sin(phase)};
    }
    return true;
}

Object *complex_behave_power(Vm *vm, Object *left, Object *right, Object *modulus) {
    Pair base, exponent, power = {0.0, 0.0};
    Found found = complex_operands(vm, left, right, &base, &exponent);
    if (found != FOUND) return complex_refuse(vm, found);
    if (modulus != NULL && modulus != vm->objects->none) return raise(vm, ERROR_COMPLEX_MODULO);
    bool is_whole = exponent.imaginary == 0.0 && exponent.real == floor(exponent.real) &&
                    fabs(exponent.real) <= SMALL_EXPONENT_MAX;
    errno = 0;
    bool done = is_whole ? pair_power_whole(base, (int)exponent.real, &power)
                         : pair_power(base, exponent, &power);
    // An infinite result is out of range, unless an infinity has no angle.
    bool is_infinite = isinf(power.real) || isinf(power.imaginary);
    if (!done || errno == EDOM) return raise(vm, ERROR_COMPLEX_ZERO_POWER);
    if (is_infinite) return raise(vm, ERROR_COMPLEX_POWER_RANGE);
    return complex_new_pair(vm, power);
}

static Object *complex_negative(Vm *vm, Object *object) {
    Pair value = complex_get(object);
    return complex_new(vm, -value.real, -value.imaginary);
}

static Object *complex_new_exact(Vm *vm, Object *object) {
    if (object->kind == KIND_COMPLEX) return object_share(object);
    return complex_new_pair(vm, complex_get(object));
}

static Object *complex_absolute(Vm *vm, Object *object) {
    Pair value = complex_get(object);
    double size = hypot(value.real, value.imaginary);
    if (isinf(size) && isfinite(value.real) && isfinite(value.imaginary))
        return raise(vm, ERROR_COMPLEX_ABSOLUTE);
    return float_new(vm, size);
}

static Found complex_truth(Vm *vm, Object *object) {
    (void)vm;
    Pair value = complex_get(object);
    return value.real != 0.0 || value.imaginary != 0.0 ? FOUND : ABSENT;
}

// --- comparing and hashing ---

static Object *complex_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (comparison != COMPARE_EQUAL && comparison != COMPARE_NOT_EQUAL)
        return not_implemented_new(vm);
    Pair value = complex_get(left);
    bool is_equal;
    if (object_is_complex(vm, right)) {
        Pair other = complex_get(right);
        is_equal = value.real == other.real && value.imaginary == other.imaginary;
    } else if (object_is_float(vm, right)) {
        is_equal = value.imaginary == 0.0 && value.real == float_get_value(right);
    } else if (object_is_int(vm, right)) {
        is_equal = value.imaginary == 0.0 && isfinite(value.real) &&
                   int_compare_double(right, value.real) == 0;
    } else {
        return not_implemented_new(vm);
    }
    return bool_new(vm, is_equal == (comparison == COMPARE_EQUAL));
}

static uint64_t complex_hash_part(Vm *vm, Object *object, double part) {
    int64_t hash = isnan(part) ? object_hash_address(vm, object) : float_hash_double(part);
    return (uint64_t)hash;
}

static bool complex_hash(Vm *vm, Object *object, int64_t *hash) {
    Pair value = complex_get(object);
    uint64_t mixed = complex_hash_part(vm, object, value.real) +
                     HASH_IMAGINARY * complex_hash_part(vm, object, value.imaginary);
    *hash = mixed == UINT64_MAX ? -2 : (int64_t)mixed;
    return true;
}

// --- text and methods ---

static Object *complex_repr(Vm *vm, Object *object) {
    Pair value = complex_get(object);
    bool is_short = value.real == 0.0 && !signbit(value.real);
    FloatText real, imaginary;
    if (!float_text_start(vm, &imaginary, value.imaginary, 'r', 0, 0)) return NULL;
    if (is_short || !float_text_start(vm, &real, value.real, 'r', 0, 0)) real.length = 0;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    if (!is_short) {
        str_builder_add_char(&builder, '(');
        str_builder_add_latin1(&builder, real.at, real.length);
        if (imaginary.at[0] != '-') str_builder_add_char(&builder, '+');
        float_text_done(vm, &real);
    }
    str_builder_add_latin1(&builder, imaginary.at, imaginary.length);
    str_builder_add_c(&builder, is_short ? "j" : "j)");
    float_text_done(vm, &imaginary);
    return str_builder_finish(&builder);
}

static Object *complex_method_conjugate(Vm *vm, const Slot *arguments) {
    Pair value = complex_get(arguments[0].object);
    return complex_new(vm, value.real, -value.imaginary);
}

static Object *complex_method___complex__(Vm *vm, const Slot *arguments) {
    return complex_new_exact(vm, arguments[0].object);
}

static Object *complex_method___getnewargs__(Vm *vm, const Slot *arguments) {
    Pair value = complex_get(arguments[0].object);
    Object *real = float_new(vm, value.real), *imaginary = float_new(vm, value.imaginary);
    Tuple *args = NULL;
    if (real != NULL && imaginary != NULL) args = tuple_pack(vm, 2, real, imaginary);
    object_drop_or_null(vm, real);
    object_drop_or_null(vm, imaginary);
    return (Object *)args;
}

static Object *complex_method___format__(Vm *vm, const Slot *arguments) {
    Object *text = arguments[1].object;
    if (!object_is_str(vm, text)) return raise(vm, ERROR_FORMAT_ARGUMENT, text);
    return number_format_complex(vm, arguments[0].object, (Str *)text);
}

static const Method complex_methods[] = {
    METHOD(complex, conjugate, "(self, /)", "The number with its imaginary part negated."),
    METHOD(complex, __complex__, "(self, /)", "The number itself."),
    METHOD(complex, __getnewargs__, "(self, /)", "The arguments that make an equal number."),
    METHOD(complex, __format__, "(self, format_spec, /)", "The number as text, as format() does."),
    {0},
};

#define PART(name, field, doc) \
    {name, offsetof(Complex, field), MEMBER_READ_ONLY | MEMBER_IS_DOUBLE, doc}
static const Member complex_members[] = {
    PART("real", real, "The real part."),
    PART("imag", imaginary, "The imaginary part."),
    {0},
};

const TypeDefinition complex_definition = {
    .name = "complex",
    .kind = KIND_COMPLEX,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Complex),
    .python_bytes = 32,
    .layout = {.name = "complex", .bytes = complex_bytes},
    .behaviour = {
        .repr = complex_repr,
        .hash = complex_hash,
        .compare = complex_compare,
        .truth = complex_truth,
        .unary = {
            [UNARY_NEGATIVE] = complex_negative,
            [UNARY_POSITIVE] = complex_new_exact,
            [UNARY_ABSOLUTE] = complex_absolute,
        },
        .binary = {
            [BINARY_ADD] = complex_add,
            [BINARY_SUBTRACT] = complex_subtract,
            [BINARY_MULTIPLY] = complex_multiply,
            [BINARY_TRUE_DIVIDE] = complex_true_divide,
        },
        .power = complex_behave_power,
        .new = complex_make,
    },
    .methods = complex_methods,
    .members = complex_members,
    .signature = "(real=0, imag=0)",
    .doc = "A complex number: a real part and an imaginary part, or a text such as 1+2j.",
};
