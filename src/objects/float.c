// float: a double in a cell of 16 bytes: its arithmetic, comparison, hash, and the type.

#include "objects/float.h"

#include "objects/arguments.h"
#include "objects/complex.h"
#include "objects/exception.h"
#include "objects/float_text.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/view.h"

#include <errno.h>
#include <math.h>
#include <string.h>

// Python's hash of numbers works modulo this prime, 2 ** 61 - 1.
enum { HASH_BITS = 61 };
#define HASH_MODULUS ((UINT64_C(1) << HASH_BITS) - 1)
enum { HASH_INFINITY = 314159 };

static size_t float_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Float);
}

Object *float_new_exact(Vm *vm, Object *object) {
    if (object->kind == KIND_FLOAT) return object_share(object);
    return float_new(vm, float_get_value(object));
}

// --- reading other objects ---

// The value of what __float__ gave; consumes it.
static bool float_take_value(Vm *vm, Object *object, Object *made, double *value) {
    bool done = true;
    if (made->kind != KIND_FLOAT && !object_is_float(vm, made)) {
        done = raise_false(vm, ERROR_FLOAT_DUNDER_FLOAT, object, made);
    } else if (made->kind != KIND_FLOAT) {
        Object *text = str_new_format(
            vm, "%.50T.__float__ returned non-float (type %.50T).  The ability to return an "
            "instance of a strict subclass of float is deprecated, and may not be supported in a "
            "future version of Python.", object, made);
        done = text != NULL && raise_warning_text(vm, EXCEPTION_DeprecationWarning, text);
        object_drop_or_null(vm, text);
    }
    if (done) *value = float_get_value(made);
    object_drop(vm, made);
    return done;
}

// ABSENT: the object is no number. What a class of floats has for __float__ is asked.
static Found float_find_by_method(Vm *vm, Object *object, double *value) {
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (behaviour->unary[UNARY_FLOAT] != NULL) {
        Object *made = behaviour->unary[UNARY_FLOAT](vm, object);
        if (made == NULL) return RAISED;
        return float_take_value(vm, object, made, value) ? FOUND : RAISED;
    }
    if (behaviour->unary[UNARY_INDEX] == NULL) return ABSENT;
    Object *number = object_unary(vm, UNARY_INDEX, object);
    if (number == NULL) return RAISED;
    bool overflows;
    *value = int_get_double(vm, number, &overflows);
    object_drop(vm, number);
    return overflows ? raise_found(vm, ERROR_INT_TO_FLOAT) : FOUND;
}

bool float_from_object(Vm *vm, Object *object, double *value) {
    if (object_is_float(vm, object)) {
        *value = float_get_value(object);
        return true;
    }
    return float_from_number(vm, object, value);
}

bool float_from_number(Vm *vm, Object *object, double *value) {
    Found found = float_find_by_method(vm, object, value);
    if (found == ABSENT) return raise_false(vm, ERROR_NOT_A_REAL, object);
    return found == FOUND;
}

// float(object): also a text.
static bool float_read(Vm *vm, Object *object, double *value) {
    Found found = float_find_by_method(vm, object, value);
    if (found != ABSENT) return found == FOUND;
    if (object_is_str(vm, object) || object_has_view(vm, object))
        return float_text_read(vm, object, value);
    return raise_false(vm, ERROR_FLOAT_ARGUMENT, object);
}

static Object *float_make(Vm *vm, Type *type, const Arguments *arguments) {
    bool is_exact = type == type_of_kind(vm, KIND_FLOAT);
    if (is_exact || type->behaviour.init == type_of_kind(vm, KIND_OBJECT)->behaviour.init)
        if (!arguments_refuse_keywords(vm, "float", arguments)) return NULL;
    if (!arguments_check_count(vm, "float", arguments->count, 0, 1)) return NULL;
    double value = 0.0;
    if (arguments->count > 0) {
        Object *object = arguments->values[0].object;
        if (is_exact && object->kind == KIND_FLOAT) return object_share(object);
        if (!float_read(vm, object, &value)) return NULL;
    }
    if (is_exact) return float_new(vm, value);
    Object *object = type_new_instance(vm, type, type->bytes);
    if (object == NULL) return NULL;
    ((Float *)object)->value = value;
    if ((object_layout(vm, object)->flags & LAYOUT_COLLECTED) != 0) object_track(vm, object);
    return object;
}

// --- operands ---

// The value of an operand: a float or an int. ABSENT: neither.
static Found float_operand(Vm *vm, Object *object, double *value) {
    if (LIKELY(object->kind == KIND_FLOAT)) {
        *value = float_get_value(object);
        return FOUND;
    }
    if (object_is_int(vm, object)) {
        bool overflows;
        *value = int_get_double(vm, object, &overflows);
        return overflows ? raise_found(vm, ERROR_INT_TO_FLOAT) : FOUND;
    }
    if (!object_is_float(vm, object)) return ABSENT;
    *value = float_get_value(object);
    return FOUND;
}

static Found float_operands(Vm *vm, Object *left, Object *right, double *a, double *b) {
    Found found = float_operand(vm, left, a);
    return found == FOUND ? float_operand(vm, right, b) : found;
}

// Ends an operation whose operands are no numbers, or could not be read.
static Object *float_refuse(Vm *vm, Found found) {
    return found == ABSENT ? not_implemented_new(vm) : NULL;
}

// --- arithmetic ---

static Object *float_add(Vm *vm, Object *left, Object *right) {
    double a, b;
    Found found = float_operands(vm, left, right, &a, &b);
    return found == FOUND ? float_new(vm, a + b) : float_refuse(vm, found);
}

static Object *float_subtract(Vm *vm, Object *left, Object *right) {
    double a, b;
    Found found = float_operands(vm, left, right, &a, &b);
    return found == FOUND ? float_new(vm, a - b) : float_refuse(vm, found);
}

static Object *float_multiply(Vm *vm, Object *left, Object *right) {
    double a, b;
    Found found = float_operands(vm, left, right, &a, &b);
    return found == FOUND ? float_new(vm, a * b) : float_refuse(vm, found);
}

static Object *float_true_divide(Vm *vm, Object *left, Object *right) {
    double a, b;
    Found found = float_operands(vm, left, right, &a, &b);
    if (found != FOUND) return float_refuse(vm, found);
    return b == 0.0 ? raise(vm, ERROR_FLOAT_DIVISION_BY_ZERO) : float_new(vm, a / b);
}

double float_remainder(double left, double right) {
    double rest = fmod(left, right);
    if (rest == 0.0) return copysign(0.0, right);
    // fmod has the sign of the dividend; Python wants the divisor's.
    return (right < 0) != (rest < 0) ? rest + right : rest;
}

double float_floor_divide(double left, double right) {
    double rest = fmod(left, right);
    double quotient = (left - rest) / right;
    if (rest != 0.0 && (right < 0) != (rest < 0)) quotient -= 1.0;
    if (quotient == 0.0) return copysign(0.0, left / right);
    // The quotient is nearly whole already.
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

static Object *float_floor(Vm *vm, Object *left, Object *right) {
    double a, b;
    Found found = float_operands(vm, left, right, &a, &b);
    if (found != FOUND) return float_refuse(vm, found);
    if (b == 0.0) return raise(vm, ERROR_FLOAT_FLOOR_BY_ZERO);
    return float_new(vm, float_floor_divide(a, b));
}

static Object *float_modulo(Vm *vm, Object *left, Object *right) {
    double a, b;
    Found found = float_operands(vm, left, right, &a, &b);
    if (found != FOUND) return float_refuse(vm, found);
    return b == 0.0 ? raise(vm, ERROR_FLOAT_MODULO) : float_new(vm, float_remainder(a, b));
}

static Object *float_divmod(Vm *vm, Object *left, Object *right) {
    double a, b;
    Found found = float_operands(vm, left, right, &a, &b);
    if (found != FOUND) return float_refuse(vm, found);
    if (b == 0.0) return raise(vm, ERROR_FLOAT_DIVMOD);
    Object *quotient = float_new(vm, float_floor_divide(a, b));
    Object *rest = quotient != NULL ? float_new(vm, float_remainder(a, b)) : NULL;
    Tuple *pair = rest != NULL ? tuple_pack(vm, 2, quotient, rest) : NULL;
    object_drop_or_null(vm, quotient);
    object_drop_or_null(vm, rest);
    return (Object *)pair;
}

// --- powers ---

static bool float_is_odd(double value) {
    return fmod(fabs(value), 2.0) == 1.0;
}

// The cases that IEEE's pow leaves open or that raise elsewhere: FOUND with *power,
// ABSENT for ordinary operands.
static Found float_power_special(Vm *vm, double base, double exponent, double *power) {
    if (exponent == 0.0) *power = 1.0;
    else if (isnan(base)) *power = base;
    else if (isnan(exponent)) *power = base == 1.0 ? 1.0 : exponent;
    else if (isinf(exponent)) {
        base = fabs(base);
        *power = base == 1.0 ? 1.0 : (exponent > 0.0) == (base > 1.0) ? HUGE_VAL : 0.0;
    } else if (isinf(base)) {
        bool is_odd = float_is_odd(exponent);
        *power = exponent > 0.0 ? (is_odd ? base : fabs(base))
                                : (is_odd ? copysign(0.0, base) : 0.0);
    } else if (base == 0.0) {
        if (exponent < 0.0) return raise_found(vm, ERROR_FLOAT_ZERO_POWER);
        *power = float_is_odd(exponent) ? base : 0.0;
    } else {
        return ABSENT;
    }
    return FOUND;
}

Object *float_raise_range(Vm *vm) {
    Object *number = int_new(vm, ERANGE);
    Object *text = number != NULL ? str_new_c(vm, strerror(ERANGE)) : NULL;
    Tuple *args = text != NULL ? tuple_pack(vm, 2, number, text) : NULL;
    if (args != NULL) {
        Type *type = exception_type(vm, EXCEPTION_OverflowError);
        Object *exception = exception_new(vm, type, args);
        if (exception != NULL) raise_exception(vm, exception);
        object_drop_or_null(vm, exception);
    }
    object_drop_or_null(vm, number);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, (Object *)args);
    return NULL;
}

Object *float_behave_power(Vm *vm, Object *left, Object *right, Object *modulus) {
    if (modulus != NULL && modulus != vm->objects->none)
        return raise(vm, ERROR_POWER_THIRD);
    double base, exponent, power = 0.0;
    Found found = float_operands(vm, left, right, &base, &exponent);
    if (found != FOUND) return float_refuse(vm, found);
    Found special = float_power_special(vm, base, exponent, &power);
    if (special == RAISED) return NULL;
    if (special == FOUND) return float_new(vm, power);
    bool is_negative = false;
    if (base < 0.0) {
        if (exponent != floor(exponent)) return complex_behave_power(vm, left, right, NULL);
        base = -base;
        is_negative = float_is_odd(exponent);
    }
    power = base == 1.0 ? 1.0 : pow(base, exponent);
    if (isinf(power)) return float_raise_range(vm);
    return float_new(vm, is_negative ? -power : power);
}

static Object *float_negative(Vm *vm, Object *object) {
    return float_new(vm, -float_get_value(object));
}

static Object *float_absolute(Vm *vm, Object *object) {
    return float_new(vm, fabs(float_get_value(object)));
}

static Object *float_to_int(Vm *vm, Object *object) {
    return int_new_from_double(vm, float_get_value(object));
}

// --- comparing and hashing ---

static Object *float_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    double a = float_get_value(left), b;
    if (object_is_float(vm, right)) {
        b = float_get_value(right);
    } else if (!object_is_int(vm, right)) {
        return not_implemented_new(vm);
    } else if (isfinite(a)) {
        // By exact value, not by that of the nearest double.
        a = -(double)int_compare_double(right, a);
        b = 0.0;
    } else {
        b = 0.0;
    }
    switch (comparison) {
    case COMPARE_LESS: return bool_new(vm, a < b);
    case COMPARE_LESS_EQUAL: return bool_new(vm, a <= b);
    case COMPARE_EQUAL: return bool_new(vm, a == b);
    case COMPARE_NOT_EQUAL: return bool_new(vm, a != b);
    case COMPARE_GREATER: return bool_new(vm, a > b);
    case COMPARE_GREATER_EQUAL: return bool_new(vm, a >= b);
    }
    return not_implemented_new(vm);
}

int64_t float_hash_double(double value) {
    if (isinf(value)) return value > 0 ? HASH_INFINITY : -HASH_INFINITY;
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    // 28 bits at a time, each a rotation modulo the prime.
    uint64_t hash = 0;
    while (fraction != 0.0) {
        hash = (hash << 28 & HASH_MODULUS) | hash >> (HASH_BITS - 28);
        fraction *= 268435456.0;
        exponent -= 28;
        uint64_t part = (uint64_t)fraction;
        fraction -= (double)part;
        hash += part;
        if (hash >= HASH_MODULUS) hash -= HASH_MODULUS;
    }
    exponent = exponent >= 0 ? exponent % HASH_BITS
                             : HASH_BITS - 1 - (-1 - exponent) % HASH_BITS;
    hash = (hash << exponent & HASH_MODULUS) | hash >> (HASH_BITS - exponent);
    int64_t result = value < 0 ? -(int64_t)hash : (int64_t)hash;
    return result == -1 ? -2 : result;
}

static bool float_hash(Vm *vm, Object *object, int64_t *hash) {
    double value = float_get_value(object);
    // Each NaN differs from all others, so its identity is hashed.
    *hash = isnan(value) ? object_hash_address(vm, object) : float_hash_double(value);
    return true;
}

static Found float_truth(Vm *vm, Object *object) {
    (void)vm;
    return float_get_value(object) != 0.0 ? FOUND : ABSENT;
}

static Object *float_repr(Vm *vm, Object *object) {
    return float_to_text(vm, float_get_value(object));
}

const TypeDefinition float_definition = {
    .name = "float",
    .kind = KIND_FLOAT,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Float),
    .python_bytes = 24,
    .layout = {.name = "float", .bytes = float_bytes},
    .behaviour = {
        .repr = float_repr,
        .hash = float_hash,
        .compare = float_compare,
        .truth = float_truth,
        .unary = {
            [UNARY_NEGATIVE] = float_negative,
            [UNARY_POSITIVE] = float_new_exact,
            [UNARY_ABSOLUTE] = float_absolute,
            [UNARY_INT] = float_to_int,
            [UNARY_FLOAT] = float_new_exact,
        },
        .binary = {
            [BINARY_ADD] = float_add,
            [BINARY_SUBTRACT] = float_subtract,
            [BINARY_MULTIPLY] = float_multiply,
            [BINARY_TRUE_DIVIDE] = float_true_divide,
            [BINARY_FLOOR_DIVIDE] = float_floor,
            [BINARY_REMAINDER] = float_modulo,
            [BINARY_DIVMOD] = float_divmod,
        },
        .power = float_behave_power,
        .new = float_make,
    },
    .methods = float_methods,
    .properties = float_properties,
    .signature = "(x=0, /)",
    .doc = "Convert a number, or a text of one, to the nearest double.",
};
