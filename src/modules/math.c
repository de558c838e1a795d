// The module math: functions of real numbers. Those of whole numbers: math_integer.c; sums and
// products: math_sum.c.
//
// Results are the C library's. What it gives for arguments outside of a function's domain, or
// for results that are too large, becomes an exception.

#include "modules/math.h"

#include "modules/modules.h"
#include "objects/build.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <limits.h>
#include <math.h>

Object *math_answer(Vm *vm, double value, MathTrouble trouble) {
    if (LIKELY(trouble == MATH_FINE)) return float_new(vm, value);
    return raise(vm, trouble == MATH_DOMAIN ? ERROR_MATH_DOMAIN : ERROR_MATH_RANGE);
}

// --- functions of one number ---

// What a result says of its argument: NaN from a number is a question outside the domain, and
// so is an infinity (`infinite`: MATH_DOMAIN), unless the function just grows too fast.
ALWAYS_INLINE Object *answer_one(Vm *vm, double x, double result, MathTrouble infinite) {
    if (LIKELY(isfinite(result))) return float_new(vm, result);
    MathTrouble trouble = MATH_FINE;
    if (isnan(result) && !isnan(x)) trouble = MATH_DOMAIN;
    else if (isinf(result) && isfinite(x)) trouble = infinite;
    return math_answer(vm, result, trouble);
}

#define ONE_NUMBER(name, call, infinite)                                      \
    static Object *math_function_##name(Vm *vm, const Slot *arguments) {      \
        double x;                                                             \
        if (!math_read(vm, arguments[0].object, &x)) return NULL;             \
        return answer_one(vm, x, call, infinite);                             \
    }

ONE_NUMBER(acos, acos(x), MATH_DOMAIN)
ONE_NUMBER(acosh, acosh(x), MATH_DOMAIN)
ONE_NUMBER(asin, asin(x), MATH_DOMAIN)
ONE_NUMBER(asinh, asinh(x), MATH_DOMAIN)
ONE_NUMBER(atan, atan(x), MATH_DOMAIN)
ONE_NUMBER(atanh, atanh(x), MATH_DOMAIN)
ONE_NUMBER(cbrt, cbrt(x), MATH_DOMAIN)
ONE_NUMBER(cos, cos(x), MATH_DOMAIN)
ONE_NUMBER(cosh, cosh(x), MATH_RANGE)
ONE_NUMBER(erf, erf(x), MATH_DOMAIN)
ONE_NUMBER(erfc, erfc(x), MATH_DOMAIN)
ONE_NUMBER(exp, exp(x), MATH_RANGE)
ONE_NUMBER(exp2, exp2(x), MATH_RANGE)
ONE_NUMBER(expm1, expm1(x), MATH_RANGE)
ONE_NUMBER(fabs, fabs(x), MATH_DOMAIN)
ONE_NUMBER(log1p, log1p(x), MATH_DOMAIN)
ONE_NUMBER(sin, sin(x), MATH_DOMAIN)
ONE_NUMBER(sinh, sinh(x), MATH_RANGE)
ONE_NUMBER(sqrt, sqrt(x), MATH_DOMAIN)
ONE_NUMBER(tan, tan(x), MATH_DOMAIN)
ONE_NUMBER(tanh, tanh(x), MATH_DOMAIN)

#define ONE_WITH_TROUBLE(name, function)                                      \
    static Object *math_function_##name(Vm *vm, const Slot *arguments) {      \
        double x;                                                             \
        MathTrouble trouble;                                                  \
        if (!math_read(vm, arguments[0].object, &x)) return NULL;             \
        double result = function(x, &trouble);                                \
        return math_answer(vm, result, trouble);                              \
    }

ONE_WITH_TROUBLE(gamma, math_gamma)
ONE_WITH_TROUBLE(lgamma, math_log_gamma)

#define ONE_PLAIN(name, make)                                                 \
    static Object *math_function_##name(Vm *vm, const Slot *arguments) {      \
        double x;                                                             \
        if (!math_read(vm, arguments[0].object, &x)) return NULL;             \
        return make;                                                          \
    }

ONE_PLAIN(degrees, float_new(vm, x * (180.0 / M_PI)))
ONE_PLAIN(radians, float_new(vm, x * (M_PI / 180.0)))
ONE_PLAIN(isfinite, bool_new(vm, isfinite(x)))
ONE_PLAIN(isinf, bool_new(vm, isinf(x)))
ONE_PLAIN(isnan, bool_new(vm, isnan(x)))

static double last_place(double x) {
    if (isnan(x)) return x;
    x = fabs(x);
    if (isinf(x)) return x;
    double next = nextafter(x, INFINITY);
    return isinf(next) ? x - nextafter(x, -INFINITY) : next - x;
}

ONE_PLAIN(ulp, float_new(vm, last_place(x)))

// --- functions of two numbers ---

static Object *answer_two(Vm *vm, double x, double y, double result) {
    MathTrouble trouble = MATH_FINE;
    if (isnan(result) && !isnan(x) && !isnan(y)) trouble = MATH_DOMAIN;
    else if (isinf(result) && isfinite(x) && isfinite(y)) trouble = MATH_RANGE;
    return math_answer(vm, result, trouble);
}

static bool read_two(Vm *vm, const Slot *arguments, double *x, double *y) {
    return math_read(vm, arguments[0].object, x) && math_read(vm, arguments[1].object, y);
}

#define TWO_NUMBERS(name, call)                                               \
    static Object *math_function_##name(Vm *vm, const Slot *arguments) {      \
        double x, y;                                                          \
        if (!read_two(vm, arguments, &x, &y)) return NULL;                    \
        return call;                                                          \
    }

TWO_NUMBERS(atan2, answer_two(vm, x, y, atan2(x, y)))
TWO_NUMBERS(copysign, answer_two(vm, x, y, copysign(x, y)))
TWO_NUMBERS(remainder, answer_two(vm, x, y, remainder(x, y)))
TWO_NUMBERS(nextafter, float_new(vm, nextafter(x, y)))

static Object *fmod_answer(Vm *vm, double x, double y) {
    if (isinf(y) && isfinite(x)) return float_new(vm, x);
    return answer_two(vm, x, y, fmod(x, y));
}

TWO_NUMBERS(fmod, fmod_answer(vm, x, y))

static Object *pow_answer(Vm *vm, double x, double y) {
    double result = pow(x, y);
    MathTrouble trouble = MATH_FINE;
    if (isfinite(x) && isfinite(y) && !isfinite(result))
        trouble = isnan(result) || x == 0.0 ? MATH_DOMAIN : MATH_RANGE;
    return math_answer(vm, result, trouble);
}

TWO_NUMBERS(pow, pow_answer(vm, x, y))

static Object *math_function_ldexp(Vm *vm, const Slot *arguments) {
    double x;
    int64_t exponent;
    if (!math_read(vm, arguments[0].object, &x)) return NULL;
    if (!object_is_int(vm, arguments[1].object)) return raise(vm, ERROR_MATH_LDEXP);
    if (int_find_value(vm, arguments[1].object, &exponent) != FOUND)
        exponent = exponent < 0 ? INT64_MIN : INT64_MAX;
    if (x == 0.0 || !isfinite(x)) return float_new(vm, x);
    if (exponent < INT_MIN) return float_new(vm, copysign(0.0, x));
    double result = exponent > INT_MAX ? HUGE_VAL : ldexp(x, (int)exponent);
    return math_answer(vm, result, isinf(result) ? MATH_RANGE : MATH_FINE);
}

// --- logarithms ---

// The logarithm of an int of any size: of its fraction and of its power of two.
static Object *log_of_int(Vm *vm, Object *object, double (*function)(double)) {
    bool overflows;
    int64_t exponent;
    if (int_get_sign(vm, object) <= 0) return raise(vm, ERROR_MATH_DOMAIN);
    double x = int_get_double(vm, object, &overflows);
    if (!overflows) return float_new(vm, function(x));
    x = int_get_fraction(object, &exponent);
    return float_new(vm, function(x) + function(2.0) * (double)exponent);
}

static Object *log_of(Vm *vm, Object *object, double (*function)(double)) {
    double x;
    if (object->kind != KIND_FLOAT && object_is_int(vm, object))
        return log_of_int(vm, object, function);
    if (!math_read(vm, object, &x)) return NULL;
    return answer_one(vm, x, function(x), MATH_DOMAIN);
}

static Object *math_function_log(Vm *vm, const Slot *arguments) {
    const Tuple *given = (const Tuple *)arguments[0].object;
    if (given->count != 1 && given->count != 2) return raise(vm, ERROR_MATH_LOG_COUNT);
    Object *number = log_of(vm, given->items[0].object, log);
    if (number == NULL || given->count == 1) return number;
    Object *base = log_of(vm, given->items[1].object, log), *result = NULL;
    if (base != NULL) result = object_binary(vm, BINARY_TRUE_DIVIDE, number, base);
    object_drop(vm, number);
    object_drop_or_null(vm, base);
    return result;
}

static Object *math_function_log2(Vm *vm, const Slot *arguments) {
    return log_of(vm, arguments[0].object, log2);
}

static Object *math_function_log10(Vm *vm, const Slot *arguments) {
    return log_of(vm, arguments[0].object, log10);
}

// --- whole parts ---

// Calls the special method of that name. ABSENT: there is none.
static Found call_special(Vm *vm, Object *object, const char *text, size_t bytes,
                          Object **result) {
    Object *method = NULL;
    Str *name = str_new_interned(vm, text, bytes);
    if (name == NULL) return RAISED;
    Found found = object_find_special(vm, object, name, &method);
    object_drop(vm, (Object *)name);
    if (found != FOUND) return found;
    *result = object_call_with(vm, method, 0);
    object_drop(vm, method);
    return *result != NULL ? FOUND : RAISED;
}

static Object *whole_part(Vm *vm, Object *object, const char *name, size_t bytes,
                          double (*function)(double)) {
    if (object->kind == KIND_FLOAT)
        return int_new_from_double(vm, function(float_get_value(object)));
    if (object->kind == KIND_INT || object->kind == KIND_BIGINT) return object_share(object);
    Object *result = NULL;
    Found found = call_special(vm, object, name, bytes, &result);
    if (found != ABSENT) return result;
    double x;
    return float_from_object(vm, object, &x) ? int_new_from_double(vm, function(x)) : NULL;
}

static Object *math_function_ceil(Vm *vm, const Slot *arguments) {
    return whole_part(vm, arguments[0].object, "__ceil__", 8, ceil);
}

static Object *math_function_floor(Vm *vm, const Slot *arguments) {
    return whole_part(vm, arguments[0].object, "__floor__", 9, floor);
}

static Object *math_function_trunc(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object, *result = NULL;
    if (object->kind == KIND_FLOAT) return int_new_from_double(vm, float_get_value(object));
    Found found = call_special(vm, object, "__trunc__", 9, &result);
    return found == ABSENT ? raise(vm, ERROR_MATH_NO_TRUNC, object) : result;
}

static Object *math_function_frexp(Vm *vm, const Slot *arguments) {
    double x;
    int exponent = 0;
    if (!math_read(vm, arguments[0].object, &x)) return NULL;
    if (isfinite(x)) x = frexp(x, &exponent);
    return build_tuple(vm, "OO", float_new(vm, x), int_new(vm, exponent));
}

static Object *math_function_modf(Vm *vm, const Slot *arguments) {
    double x, whole;
    if (!math_read(vm, arguments[0].object, &x)) return NULL;
    double part = modf(x, &whole);
    return build_tuple(vm, "OO", float_new(vm, part), float_new(vm, whole));
}

// --- nearness ---

static bool read_tolerance(Vm *vm, Object *object, double otherwise, double *tolerance) {
    *tolerance = otherwise;
    return object == NULL || math_read(vm, object, tolerance);
}

static Object *math_function_isclose(Vm *vm, const Slot *arguments) {
    double a, b, relative, absolute;
    if (!read_two(vm, arguments, &a, &b) ||
        !read_tolerance(vm, arguments[2].object, 1e-9, &relative) ||
        !read_tolerance(vm, arguments[3].object, 0.0, &absolute))
        return NULL;
    if (relative < 0.0 || absolute < 0.0) return raise(vm, ERROR_MATH_TOLERANCES);
    if (a == b) return bool_new(vm, true);
    if (isinf(a) || isinf(b)) return bool_new(vm, false);
    double distance = fabs(b - a);
    return bool_new(vm, distance <= fabs(relative * b) || distance <= fabs(relative * a) ||
                            distance <= absolute);
}

// --- the module ---

#define ONE(name, doc) FUNCTION(math, name, "(x, /)", doc)
#define TWO(name, doc) FUNCTION(math, name, "(x, y, /)", doc)

static const Method functions[] = {
    ONE(acos, "The arc cosine of x, in radians from 0 to pi."),
    ONE(acosh, "The inverse hyperbolic cosine of x."),
    ONE(asin, "The arc sine of x, in radians from -pi/2 to pi/2."),
    ONE(asinh, "The inverse hyperbolic sine of x."),
    ONE(atan, "The arc tangent of x, in radians from -pi/2 to pi/2."),
    FUNCTION(math, atan2, "(y, x, /)", "The angle of the point (x, y), from -pi to pi."),
    ONE(atanh, "The inverse hyperbolic tangent of x."),
    ONE(cbrt, "The cube root of x."),
    ONE(ceil, "The least integer that is not below x."),
    TWO(copysign, "A float with the size of x and the sign of y."),
    ONE(cos, "The cosine of x radians."),
    ONE(cosh, "The hyperbolic cosine of x."),
    ONE(degrees, "x radians in degrees."),
    ONE(erf, "The error function of x."),
    ONE(erfc, "1 - erf(x), exact also where erf(x) is near 1."),
    ONE(exp, "e to the power of x."),
    ONE(exp2, "2 to the power of x."),
    ONE(expm1, "e ** x - 1, exact also for x near 0."),
    ONE(fabs, "The absolute value of x, as a float."),
    ONE(floor, "The greatest integer that is not above x."),
    TWO(fmod, "The remainder of x / y with the sign of x, as C has it."),
    ONE(frexp, "(m, e) with x == m * 2 ** e, and m 0 or 0.5 <= abs(m) < 1."),
    ONE(gamma, "The gamma function of x."),
    FUNCTION(math, isclose, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
             "True if a and b are near: their distance is at most rel_tol times the larger, or\n"
             "at most abs_tol."),
    ONE(isfinite, "True if x is neither infinite nor NaN."),
    ONE(isinf, "True if x is an infinity."),
    ONE(isnan, "True if x is NaN."),
    FUNCTION(math, ldexp, "(x, i, /)", "x * 2 ** i."),
    ONE(lgamma, "The natural logarithm of the absolute value of gamma(x)."),
    {"log", math_function_log, "(*args)",
     "log(x, [base=math.e])\nThe logarithm of x: the natural one, or that to the base.",
     METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE},
    ONE(log1p, "The natural logarithm of 1 + x, exact also for x near 0."),
    ONE(log10, "The logarithm of x to the base 10."),
    ONE(log2, "The logarithm of x to the base 2."),
    ONE(modf, "(fractional part, integer part) of x, both floats with its sign."),
    TWO(pow, "x to the power of y, both as floats."),
    ONE(radians, "x degrees in radians."),
    TWO(remainder, "x - n * y for the integer n that is nearest to x / y."),
    ONE(sin, "The sine of x radians."),
    ONE(sinh, "The hyperbolic sine of x."),
    ONE(sqrt, "The square root of x."),
    ONE(tan, "The tangent of x radians."),
    ONE(tanh, "The hyperbolic tangent of x."),
    ONE(trunc, "x without what stands behind the point: x.__trunc__()."),
    TWO(nextafter, "The float next to x in the direction of y."),
    ONE(ulp, "What the last bit of the float x is worth."),
    {0},
};

bool math_module_start(Vm *vm, Module *module) {
    static const struct {
        const char *name;
        double value;
    } constants[] = {
        {"pi", M_PI}, {"e", M_E}, {"tau", 2.0 * M_PI}, {"inf", INFINITY}, {"nan", NAN},
    };
    if (!module_add_functions(vm, module, functions) ||
        !module_add_functions(vm, module, math_sum_functions) ||
        !module_add_functions(vm, module, math_integer_functions))
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(constants); i++)
        if (!module_take_set(vm, module, constants[i].name, float_new(vm, constants[i].value)))
            return false;
    return module_set_doc(vm, module, "Functions of real numbers.");
}
