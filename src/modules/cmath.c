// The module cmath: functions of complex numbers.
//
// For finite numbers each function is computed so that neither a step overflows that the
// result does not, nor digits cancel; for infinities and NaN the C library knows what C99 says.
// Where that leaves a sign open, or more, CPython's choice stands here. The functions of circles
// are those of hyperbolas turned by 90 degrees.

#define _GNU_SOURCE

#include "modules/argument.h"
#include "modules/math.h"
#include "modules/modules.h"
#include "objects/build.h"
#include "objects/complex.h"

#include <complex.h>
#include <float.h>
#include <math.h>

typedef double _Complex Pair;

// Beyond these, sums, squares and exponentials of numbers are no numbers any more.
#define LARGE (DBL_MAX / 4.0)
#define LARGE_ROOT 6.703903964971298e+153      // sqrt(LARGE)
#define LARGE_LOG 708.3964185322641            // log(LARGE)
#define SMALL_ROOT 1.4916681462400413e-154     // sqrt(DBL_MIN)

enum { SCALE_UP = 2 * (DBL_MANT_DIG / 2) + 1, SCALE_DOWN = -(SCALE_UP + 1) / 2 };

static Pair pair(double x, double y) {
    return CMPLX(x, y);
}

static bool is_finite(Pair z) {
    return isfinite(creal(z)) && isfinite(cimag(z));
}

static bool is_large(Pair z) {
    return fabs(creal(z)) > LARGE || fabs(cimag(z)) > LARGE;
}

// i * z and z / i, without rounding.
static Pair turn(Pair z) {
    return pair(-cimag(z), creal(z));
}

static Pair turn_back(Pair z) {
    return pair(cimag(z), -creal(z));
}

// log(abs(z)) + log(4) / 2 + log(4) / 2 for a large number: what arcus functions grow like.
static double log_of_double(Pair z) {
    return log(hypot(creal(z) / 2.0, cimag(z) / 2.0)) + M_LN2 * 2.0;
}

// --- roots and logarithms ---

static Pair root(Pair z, MathTrouble *trouble) {
    (void)trouble;
    if (!is_finite(z)) return csqrt(z);
    double x = fabs(creal(z)), y = fabs(cimag(z)), length;
    if (x == 0.0 && y == 0.0) return pair(0.0, cimag(z));
    if (x < DBL_MIN && y < DBL_MIN) {
        x = ldexp(x, SCALE_UP);
        length = ldexp(sqrt(x + hypot(x, ldexp(y, SCALE_UP))), SCALE_DOWN);
    } else {
        x /= 8.0;
        length = 2.0 * sqrt(x + hypot(x, y / 8.0));
    }
    double rest = y / (2.0 * length);
    if (creal(z) >= 0.0) return pair(length, copysign(rest, cimag(z)));
    return pair(rest, copysign(length, cimag(z)));
}

static double log_of_length(double x, double y) {
    if (x > LARGE || y > LARGE) return log(hypot(x / 2.0, y / 2.0)) + M_LN2;
    if (x < DBL_MIN && y < DBL_MIN)
        return log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) - DBL_MANT_DIG * M_LN2;
    double length = hypot(x, y);
    if (length < 0.71 || length > 1.73) return log(length);
    double longer = x > y ? x : y, shorter = x > y ? y : x;
    return log1p((longer - 1.0) * (longer + 1.0) + shorter * shorter) / 2.0;
}

static Pair logarithm(Pair z, MathTrouble *trouble) {
    if (!is_finite(z)) return clog(z);
    double angle = atan2(cimag(z), creal(z));
    if (creal(z) != 0.0 || cimag(z) != 0.0)
        return pair(log_of_length(fabs(creal(z)), fabs(cimag(z))), angle);
    *trouble = MATH_DOMAIN;
    return pair(-INFINITY, angle);
}

static Pair logarithm_10(Pair z, MathTrouble *trouble) {
    Pair natural = logarithm(z, trouble);
    return pair(creal(natural) / M_LN10, cimag(natural) / M_LN10);
}

// --- arcus functions ---

static Pair arc_cosine(Pair z, MathTrouble *trouble) {
    double x = creal(z), y = cimag(z);
    if (isinf(x) && isnan(y)) return pair(NAN, INFINITY);
    if (!is_finite(z)) return cacos(z);
    if (is_large(z)) {
        double length = log_of_double(z);
        return pair(atan2(fabs(y), x), x < 0.0 ? -copysign(length, y) : copysign(length, -y));
    }
    Pair below = root(pair(1.0 - x, -y), trouble), above = root(pair(1.0 + x, y), trouble);
    return pair(2.0 * atan2(creal(below), creal(above)),
                asinh(creal(above) * cimag(below) - cimag(above) * creal(below)));
}

static Pair area_cosine(Pair z, MathTrouble *trouble) {
    double x = creal(z), y = cimag(z);
    if (x == 0.0 && isnan(y)) return pair(NAN, NAN);
    if (!is_finite(z)) return cacosh(z);
    if (is_large(z)) return pair(log_of_double(z), atan2(y, x));
    Pair below = root(pair(x - 1.0, y), trouble), above = root(pair(x + 1.0, y), trouble);
    return pair(asinh(creal(below) * creal(above) + cimag(below) * cimag(above)),
                2.0 * atan2(cimag(below), creal(above)));
}

static Pair area_sine(Pair z, MathTrouble *trouble) {
    double x = creal(z), y = cimag(z);
    if (isnan(x) && isinf(y)) return pair(INFINITY, NAN);
    if (!is_finite(z)) return casinh(z);
    if (is_large(z)) return pair(copysign(log_of_double(z), x), atan2(y, fabs(x)));
    Pair below = root(pair(1.0 + y, -x), trouble), above = root(pair(1.0 - y, x), trouble);
    return pair(asinh(creal(below) * cimag(above) - creal(above) * cimag(below)),
                atan2(y, creal(below) * creal(above) - cimag(below) * cimag(above)));
}

static Pair arc_sine(Pair z, MathTrouble *trouble) {
    return turn_back(area_sine(turn(z), trouble));
}

// For x >= 0, and not -0.0.
static Pair area_tangent_right(double x, double y, MathTrouble *trouble) {
    double height = fabs(y), rest = 1.0 - x;
    if (x > LARGE_ROOT || height > LARGE_ROOT) {
        double half = hypot(x / 2.0, y / 2.0);
        return pair(x / 4.0 / half / half, -copysign(M_PI / 2.0, -y));
    }
    if (x == 1.0 && height < SMALL_ROOT) {
        if (height != 0.0)
            return pair(-log(sqrt(height) / sqrt(hypot(height, 2.0))),
                        copysign(atan2(2.0, -height) / 2.0, y));
        *trouble = MATH_DOMAIN;
        return pair(INFINITY, y);
    }
    return pair(log1p(4.0 * x / (rest * rest + height * height)) / 4.0,
                -atan2(-2.0 * y, rest * (1.0 + x) - height * height) / 2.0);
}

static Pair area_tangent(Pair z, MathTrouble *trouble) {
    if (isnan(creal(z)) && isinf(cimag(z))) return pair(0.0, copysign(M_PI / 2.0, cimag(z)));
    if (!is_finite(z)) return catanh(z);
    if (!signbit(creal(z))) return area_tangent_right(creal(z), cimag(z), trouble);
    Pair opposite = area_tangent_right(-creal(z), -cimag(z), trouble);
    return pair(-creal(opposite), -cimag(opposite));
}

static Pair arc_tangent(Pair z, MathTrouble *trouble) {
    return turn_back(area_tangent(turn(z), trouble));
}

// --- exponentials ---

// Two factors of a result that may be too large, divided by e for a large x.
static Pair scaled(double x, double y, MathTrouble *trouble) {
    Pair result = pair(x, y);
    if (isinf(x) || isinf(y)) *trouble = MATH_RANGE;
    return result;
}

static Pair exponential(Pair z, MathTrouble *trouble) {
    double x = creal(z), y = cimag(z);
    if (isinf(y) && (isfinite(x) || (isinf(x) && x > 0.0))) *trouble = MATH_DOMAIN;
    if (isinf(x) && x < 0.0 && !isfinite(y)) return pair(0.0, 0.0);
    if (!is_finite(z)) return cexp(z);
    if (x <= LARGE_LOG) return scaled(exp(x) * cos(y), exp(x) * sin(y), trouble);
    double length = exp(x - 1.0);
    return scaled(length * cos(y) * M_E, length * sin(y) * M_E, trouble);
}

static Pair hyperbolic_cosine(Pair z, MathTrouble *trouble) {
    double x = creal(z), y = cimag(z);
    if (isinf(y) && !isnan(x)) *trouble = MATH_DOMAIN;
    if (isnan(x) && y == 0.0) return pair(NAN, 0.0);
    if (!is_finite(z)) return ccosh(z);
    if (fabs(x) <= LARGE_LOG) return scaled(cos(y) * cosh(x), sin(y) * sinh(x), trouble);
    double nearer = x - copysign(1.0, x);
    return scaled(cos(y) * cosh(nearer) * M_E, sin(y) * sinh(nearer) * M_E, trouble);
}

static Pair cosine(Pair z, MathTrouble *trouble) {
    return hyperbolic_cosine(turn(z), trouble);
}

static Pair hyperbolic_sine(Pair z, MathTrouble *trouble) {
    double x = creal(z), y = cimag(z);
    if (isinf(y) && !isnan(x)) *trouble = MATH_DOMAIN;
    if (x == 0.0 && isnan(y)) return pair(0.0, NAN);
    if (!is_finite(z)) return csinh(z);
    if (fabs(x) <= LARGE_LOG) return scaled(cos(y) * sinh(x), sin(y) * cosh(x), trouble);
    double nearer = x - copysign(1.0, x);
    return scaled(cos(y) * sinh(nearer) * M_E, sin(y) * cosh(nearer) * M_E, trouble);
}

static Pair sine(Pair z, MathTrouble *trouble) {
    return turn_back(hyperbolic_sine(turn(z), trouble));
}

static Pair hyperbolic_tangent(Pair z, MathTrouble *trouble) {
    double x = creal(z), y = cimag(z);
    if (isinf(y) && isfinite(x)) *trouble = MATH_DOMAIN;
    if (isinf(x) && isfinite(y) && y != 0.0)
        return pair(copysign(1.0, x), copysign(0.0, 2.0 * sin(y) * cos(y)));
    if (isinf(x) && !isfinite(y)) return pair(copysign(1.0, x), 0.0);
    if (x == 0.0 && isnan(y)) return pair(NAN, NAN);
    if (!is_finite(z)) return ctanh(z);
    if (fabs(x) > LARGE_LOG)
        return pair(copysign(1.0, x), 4.0 * sin(y) * cos(y) * exp(-2.0 * fabs(x)));
    double tangent_x = tanh(x), tangent_y = tan(y), inverse = 1.0 / cosh(x);
    double product = tangent_x * tangent_y, denominator = 1.0 + product * product;
    return pair(tangent_x * (1.0 + tangent_y * tangent_y) / denominator,
                ((tangent_y / denominator) * inverse) * inverse);
}

static Pair tangent(Pair z, MathTrouble *trouble) {
    return turn_back(hyperbolic_tangent(turn(z), trouble));
}

// --- as functions of Python ---

static bool read(Vm *vm, Object *object, Pair *z) {
    double x, y;
    if (!complex_from_object(vm, object, &x, &y)) return false;
    *z = pair(x, y);
    return true;
}

static Object *answer(Vm *vm, Pair z, MathTrouble trouble) {
    if (LIKELY(trouble == MATH_FINE)) return complex_new(vm, creal(z), cimag(z));
    return raise(vm, trouble == MATH_DOMAIN ? ERROR_MATH_DOMAIN : ERROR_MATH_RANGE);
}

#define ONE_NUMBER(name, function)                                            \
    static Object *cmath_function_##name(Vm *vm, const Slot *arguments) {     \
        Pair z;                                                               \
        MathTrouble trouble = MATH_FINE;                                      \
        if (!read(vm, arguments[0].object, &z)) return NULL;                  \
        Pair result = function(z, &trouble);                                  \
        return answer(vm, result, trouble);                                   \
    }

ONE_NUMBER(acos, arc_cosine)
ONE_NUMBER(acosh, area_cosine)
ONE_NUMBER(asin, arc_sine)
ONE_NUMBER(asinh, area_sine)
ONE_NUMBER(atan, arc_tangent)
ONE_NUMBER(atanh, area_tangent)
ONE_NUMBER(cos, cosine)
ONE_NUMBER(cosh, hyperbolic_cosine)
ONE_NUMBER(exp, exponential)
ONE_NUMBER(log10, logarithm_10)
ONE_NUMBER(sin, sine)
ONE_NUMBER(sinh, hyperbolic_sine)
ONE_NUMBER(sqrt, root)
ONE_NUMBER(tan, tangent)
ONE_NUMBER(tanh, hyperbolic_tangent)

#define CLASSIFIES(name, claim)                                               \
    static Object *cmath_function_##name(Vm *vm, const Slot *arguments) {     \
        Pair z;                                                               \
        return read(vm, arguments[0].object, &z) ? bool_new(vm, claim) : NULL; \
    }

CLASSIFIES(isfinite, is_finite(z))
CLASSIFIES(isinf, isinf(creal(z)) || isinf(cimag(z)))
CLASSIFIES(isnan, isnan(creal(z)) || isnan(cimag(z)))

static Object *cmath_function_log(Vm *vm, const Slot *arguments) {
    Pair z, base;
    MathTrouble trouble = MATH_FINE;
    Object *base_object = arguments[1].object;
    if (!read(vm, arguments[0].object, &z) ||
        (base_object != NULL && !read(vm, base_object, &base)))
        return NULL;
    Pair result = logarithm(z, &trouble);
    if (base_object == NULL) return answer(vm, result, trouble);
    Pair divisor = logarithm(base, &trouble);
    Object *above = answer(vm, result, trouble);
    Object *below = above == NULL ? NULL : answer(vm, divisor, MATH_FINE), *quotient = NULL;
    if (below != NULL) quotient = object_binary(vm, BINARY_TRUE_DIVIDE, above, below);
    object_drop_or_null(vm, above);
    object_drop_or_null(vm, below);
    if (quotient == NULL && raised_clear_if(vm, exception_type(vm, EXCEPTION_ZeroDivisionError)))
        return raise(vm, ERROR_MATH_DOMAIN);
    return quotient;
}

static Object *cmath_function_phase(Vm *vm, const Slot *arguments) {
    Pair z;
    if (!read(vm, arguments[0].object, &z)) return NULL;
    double angle = atan2(cimag(z), creal(z));
    // The C library says so when an angle is too small for a number.
    bool is_too_small = angle == 0.0 && cimag(z) != 0.0 && isfinite(creal(z));
    return is_too_small ? raise(vm, ERROR_MATH_RANGE) : float_new(vm, angle);
}

static Object *cmath_function_polar(Vm *vm, const Slot *arguments) {
    Pair z;
    if (!read(vm, arguments[0].object, &z)) return NULL;
    double length = hypot(creal(z), cimag(z));
    if (isinf(length) && is_finite(z)) return raise(vm, ERROR_MATH_RANGE);
    return build_tuple(vm, "dd", length, atan2(cimag(z), creal(z)));
}

// The end of a line of that length at that angle, where one of them is no finite number.
static Pair line_end(double length, double angle) {
    if (isinf(length) && isfinite(angle) && angle != 0.0)
        return pair(copysign(INFINITY, length > 0.0 ? cos(angle) : -cos(angle)),
                    copysign(INFINITY, length > 0.0 ? sin(angle) : -sin(angle)));
    if (length == 0.0) return pair(0.0, 0.0);
    if (angle == 0.0) {   // infinite or NaN: it lies on the axis
        bool is_right = isnan(length) || length > 0.0;
        return pair(length, isnan(length) ? 0.0 : is_right ? angle : -angle);
    }
    return pair(isinf(length) ? INFINITY : NAN, NAN);
}

static Object *cmath_function_rect(Vm *vm, const Slot *arguments) {
    double length, angle;
    if (!math_read(vm, arguments[0].object, &length) ||
        !math_read(vm, arguments[1].object, &angle))
        return NULL;
    if (isinf(angle) && length != 0.0 && !isnan(length)) return raise(vm, ERROR_MATH_DOMAIN);
    if (!isfinite(length) || !isfinite(angle))
        return answer(vm, line_end(length, angle), MATH_FINE);
    if (angle == 0.0) return complex_new(vm, length, length * angle);   // keeps its sign
    return complex_new(vm, length * cos(angle), length * sin(angle));
}

static Object *cmath_function_isclose(Vm *vm, const Slot *arguments) {
    Pair a, b;
    double relative = 1e-9, absolute = 0.0;
    if (!read(vm, arguments[0].object, &a) || !read(vm, arguments[1].object, &b) ||
        (arguments[2].object != NULL && !math_read(vm, arguments[2].object, &relative)) ||
        (arguments[3].object != NULL && !math_read(vm, arguments[3].object, &absolute)))
        return NULL;
    if (relative < 0.0 || absolute < 0.0) return raise(vm, ERROR_MATH_TOLERANCES);
    if (creal(a) == creal(b) && cimag(a) == cimag(b)) return bool_new(vm, true);
    if (isinf(creal(a)) || isinf(cimag(a)) || isinf(creal(b)) || isinf(cimag(b)))
        return bool_new(vm, false);
    double distance = hypot(creal(a) - creal(b), cimag(a) - cimag(b));
    return bool_new(vm, distance <= relative * hypot(creal(b), cimag(b)) ||
                        distance <= relative * hypot(creal(a), cimag(a)) || distance <= absolute);
}

#define ONE(name, doc) FUNCTION(cmath, name, "(z, /)", doc)

static const Method functions[] = {
    ONE(acos, "The angle whose cosine is z."),
    ONE(acosh, "The number whose hyperbolic cosine is z."),
    ONE(asin, "The angle whose sine is z."),
    ONE(asinh, "The number whose hyperbolic sine is z."),
    ONE(atan, "The angle whose tangent is z."),
    ONE(atanh, "The number whose hyperbolic tangent is z."),
    ONE(cos, "The cosine of z."),
    ONE(cosh, "The hyperbolic cosine of z."),
    ONE(exp, "e to the power of z."),
    FUNCTION(cmath, isclose, "(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
             "True if a and b are near: their distance is at most rel_tol times the larger, or\n"
             "at most abs_tol."),
    ONE(isfinite, "True if both parts are finite."),
    ONE(isinf, "True if a part is an infinity."),
    ONE(isnan, "True if a part is NaN."),
    FUNCTION(cmath, log, "(z, base=<unrepresentable>, /)",
             "The logarithm of z: the natural one, or that to the base."),
    ONE(log10, "The logarithm of z to the base 10."),
    ONE(phase, "The angle of z in the complex plane, from -pi to pi."),
    ONE(polar, "(length, angle) of z in the complex plane."),
    FUNCTION(cmath, rect, "(r, phi, /)", "The number at that distance from 0, at that angle."),
    ONE(sin, "The sine of z."),
    ONE(sinh, "The hyperbolic sine of z."),
    ONE(sqrt, "The square root of z."),
    ONE(tan, "The tangent of z."),
    ONE(tanh, "The hyperbolic tangent of z."),
    {0},
};

bool cmath_module_start(Vm *vm, Module *module) {
    static const struct {
        const char *name;
        double value;
    } constants[] = {
        {"pi", M_PI}, {"e", M_E}, {"tau", 2.0 * M_PI}, {"inf", INFINITY}, {"nan", NAN},
    };
    if (!module_add_functions(vm, module, functions)) return false;
    for (size_t i = 0; i < ARRAY_COUNT(constants); i++)
        if (!module_take_set(vm, module, constants[i].name, float_new(vm, constants[i].value)))
            return false;
    return module_take_set(vm, module, "infj", complex_new(vm, 0.0, INFINITY)) &&
           module_take_set(vm, module, "nanj", complex_new(vm, 0.0, NAN)) &&
           module_set_doc(vm, module, "Functions of complex numbers.");
}
