// The gamma function and its logarithm, by Lanczos's approximation: a rational function whose
// coefficients are those for g = 6.0246… with 13 terms, as CPython uses them.

#include "modules/math.h"

#include <math.h>

enum { LANCZOS_TERMS = 13, GAMMA_EXACT_MAX = 23 };

static const double LANCZOS_G = 6.024680040776729583740234375;
static const double LANCZOS_G_LESS_HALF = 5.524680040776729583740234375;
static const double LOG_PI = 1.144729885849400174143427351353058711647;

static const double lanczos_numerator[LANCZOS_TERMS] = {
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};

// x * (x + 1) * … * (x + 11), multiplied out.
static const double lanczos_denominator[LANCZOS_TERMS] = {
    0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
    2637558.0, 357423.0, 32670.0, 1925.0, 66.0, 1.0,
};

// For x > 0. Large x are put in as 1 / x, so that no power overflows.
static double lanczos_sum(double x) {
    double numerator = 0.0, denominator = 0.0;
    if (x < 5.0) {
        for (int i = LANCZOS_TERMS - 1; i >= 0; i--) {
            numerator = numerator * x + lanczos_numerator[i];
            denominator = denominator * x + lanczos_denominator[i];
        }
    } else {
        for (int i = 0; i < LANCZOS_TERMS; i++) {
            numerator = numerator / x + lanczos_numerator[i];
            denominator = denominator / x + lanczos_denominator[i];
        }
    }
    return numerator / denominator;
}

// sin(pi * x) for finite x, exact where it is 0.
static double sine_of_half_turns(double x) {
    double y = fmod(fabs(x), 2.0), result;
    switch ((int)round(2.0 * y)) {
    case 0: result = sin(M_PI * y); break;
    case 1: result = cos(M_PI * (y - 0.5)); break;
    case 2: result = sin(M_PI * (1.0 - y)); break;   // exact where 1 - y is
    case 3: result = -cos(M_PI * (y - 1.5)); break;
    default: result = sin(M_PI * (y - 2.0)); break;
    }
    return copysign(1.0, x) * result;
}

static double factorial_below(int n) {
    double product = 1.0;
    for (int i = 2; i < n; i++) product *= i;   // exact up to 22!
    return product;
}

// factor * base ** (size - 1/2), or divided by it, in two steps where the power would overflow.
static double scale_by_power(double factor, double base, double size, double sign) {
    if (size < 140.0) {
        double power = pow(base, size - 0.5);
        return sign > 0.0 ? factor * power : factor / power;
    }
    double root = pow(base, size / 2.0 - 0.25);
    return sign > 0.0 ? factor * root * root : factor / root / root;
}

static double gamma_of_small_integer(double x, MathTrouble *trouble) {
    if (x > 0.0) return factorial_below((int)x);
    *trouble = MATH_DOMAIN;
    return x == 0.0 ? copysign(INFINITY, x) : NAN;
}

static double gamma_of_tiny(double x, MathTrouble *trouble) {
    double result = 1.0 / x;
    if (isinf(result)) *trouble = MATH_RANGE;
    return result;
}

// Where Γ(x) overflows or, for negative x, is 0 with a sign.
static double gamma_of_large(double x, MathTrouble *trouble) {
    if (x < 0.0) return 0.0 / sine_of_half_turns(x);
    *trouble = MATH_RANGE;
    return HUGE_VAL;
}

double math_gamma(double x, MathTrouble *trouble) {
    *trouble = MATH_FINE;
    if (!isfinite(x)) {
        if (isnan(x) || x > 0.0) return x;
        *trouble = MATH_DOMAIN;
        return NAN;
    }
    if (x == floor(x) && x <= GAMMA_EXACT_MAX) return gamma_of_small_integer(x, trouble);
    double size = fabs(x);
    if (size < 1e-20) return gamma_of_tiny(x, trouble);
    if (size > 200.0) return gamma_of_large(x, trouble);
    // y is size + g - 1/2, z the part of it that rounding lost, times g / y.
    double y = size + LANCZOS_G_LESS_HALF, z;
    if (size > LANCZOS_G_LESS_HALF) z = (y - size) - LANCZOS_G_LESS_HALF;
    else z = (y - LANCZOS_G_LESS_HALF) - size;
    z = z * LANCZOS_G / y;
    double result;
    if (x < 0.0) {
        result = -M_PI / sine_of_half_turns(size) / size * exp(y) / lanczos_sum(size);
        result -= z * result;
    } else {
        result = lanczos_sum(size) / exp(y);
        result += z * result;
    }
    result = scale_by_power(result, y, size, x);
    if (isinf(result)) *trouble = MATH_RANGE;
    return result;
}

double math_log_gamma(double x, MathTrouble *trouble) {
    *trouble = MATH_FINE;
    if (!isfinite(x)) return isnan(x) ? x : INFINITY;
    if (x == floor(x) && x <= 2.0) {
        if (x > 0.0) return 0.0;
        *trouble = MATH_DOMAIN;
        return INFINITY;
    }
    double size = fabs(x);
    if (size < 1e-20) return -log(size);
    double result = log(lanczos_sum(size)) - LANCZOS_G;
    result += (size - 0.5) * (log(size + LANCZOS_G - 0.5) - 1.0);
    if (x < 0.0) result = LOG_PI - log(fabs(sine_of_half_turns(size))) - log(size) - result;
    if (isinf(result)) *trouble = MATH_RANGE;
    return result;
}
