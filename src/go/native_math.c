// Natives of math and math/bits.

#include <math.h>
#include <string.h>

#include "go/native.h"

typedef struct OneWindow {
    double result, x;
} OneWindow;

typedef struct TwoWindow {
    double result, x, y;
} TwoWindow;

#define ONE(name, expression)                                                                  \
    GO_NATIVE(math_##name, OneWindow)                                                          \
        double x = window->x;                                                                  \
        window->result = (expression);                                                         \
        return GO_DONE;                                                                        \
    }
#define TWO(name, expression)                                                                  \
    GO_NATIVE(math_##name, TwoWindow)                                                          \
        double x = window->x, y = window->y;                                                   \
        window->result = (expression);                                                         \
        return GO_DONE;                                                                        \
    }

static double round_even(double x) {
    return rint(x);
}

static double larger(double x, double y) {
    if (isinf(x) && x > 0) return x;
    if (isinf(y) && y > 0) return y;
    if (isnan(x) || isnan(y)) return NAN;
    if (x == 0 && y == 0) return signbit(x) ? y : x;
    return x > y ? x : y;
}

static double smaller(double x, double y) {
    if (isinf(x) && x < 0) return x;
    if (isinf(y) && y < 0) return y;
    if (isnan(x) || isnan(y)) return NAN;
    if (x == 0 && y == 0) return signbit(x) ? x : y;
    return x < y ? x : y;
}

ONE(Sqrt, sqrt(x)) ONE(Floor, floor(x)) ONE(Ceil, ceil(x)) ONE(Trunc, trunc(x))
ONE(Round, round(x)) ONE(RoundToEven, round_even(x)) ONE(Abs, fabs(x)) ONE(Sin, sin(x))
ONE(Cos, cos(x)) ONE(Tan, tan(x)) ONE(Asin, asin(x)) ONE(Acos, acos(x)) ONE(Atan, atan(x))
ONE(Sinh, sinh(x)) ONE(Cosh, cosh(x)) ONE(Tanh, tanh(x)) ONE(Asinh, asinh(x))
ONE(Acosh, acosh(x)) ONE(Atanh, atanh(x)) ONE(Exp, exp(x)) ONE(Exp2, exp2(x))
ONE(Expm1, expm1(x)) ONE(Log, log(x)) ONE(Log2, log2(x)) ONE(Log10, log10(x))
ONE(Log1p, log1p(x)) ONE(Cbrt, cbrt(x)) ONE(Gamma, tgamma(x)) ONE(Erf, erf(x)) ONE(Erfc, erfc(x))
TWO(Pow, pow(x, y)) TWO(Mod, fmod(x, y)) TWO(Remainder, remainder(x, y)) TWO(Atan2, atan2(x, y))
TWO(Hypot, hypot(x, y)) TWO(Max, larger(x, y)) TWO(Min, smaller(x, y))
TWO(Copysign, copysign(x, y)) TWO(Dim, x - y <= 0 ? 0 : x - y) TWO(Nextafter, nextafter(x, y))

typedef struct BitsWindow {
    uint64_t result, value;
} BitsWindow;

// The bits of a float are those of its register.
GO_NATIVE(math_bits, BitsWindow)
    window->result = window->value;
    return GO_DONE;
}

typedef struct FrexpWindow {
    double fraction;
    int64_t exponent;
    double x;
} FrexpWindow;

GO_NATIVE(math_Frexp, FrexpWindow)
    int exponent = 0;
    window->fraction = frexp(window->x, &exponent);
    window->exponent = isfinite(window->x) ? exponent : 0;
    return GO_DONE;
}

typedef struct LdexpWindow {
    double result, x;
    int64_t exponent;
} LdexpWindow;

GO_NATIVE(math_Ldexp, LdexpWindow)
    int64_t exponent = window->exponent;
    window->result = ldexp(window->x, exponent > 5000 ? 5000 : exponent < -5000 ? -5000
                                                             : (int)exponent);
    return GO_DONE;
}

GO_NATIVE(math_FMA, TwoWindow)
    double *row = (double *)window_;
    window->result = fma(row[1], row[2], row[3]);
    return GO_DONE;
}

GO_NATIVE(bits_OnesCount64, BitsWindow)
    window->result = (uint64_t)__builtin_popcountll(window->value);
    return GO_DONE;
}

GO_NATIVE(bits_LeadingZeros64, BitsWindow)
    window->result = window->value == 0 ? 64 : (uint64_t)__builtin_clzll(window->value);
    return GO_DONE;
}

GO_NATIVE(bits_TrailingZeros64, BitsWindow)
    window->result = window->value == 0 ? 64 : (uint64_t)__builtin_ctzll(window->value);
    return GO_DONE;
}

#define ROW(name) {"math", #name, math_##name}
const GoNativeRow go_native_rows_math[] = {
    ROW(Sqrt), ROW(Floor), ROW(Ceil), ROW(Trunc), ROW(Round), ROW(RoundToEven), ROW(Abs), ROW(Sin),
    ROW(Cos), ROW(Tan), ROW(Asin), ROW(Acos), ROW(Atan), ROW(Sinh), ROW(Cosh), ROW(Tanh),
    ROW(Asinh), ROW(Acosh), ROW(Atanh), ROW(Exp), ROW(Exp2), ROW(Expm1), ROW(Log), ROW(Log2),
    ROW(Log10), ROW(Log1p), ROW(Cbrt), ROW(Gamma), ROW(Erf), ROW(Erfc), ROW(Pow), ROW(Mod),
    ROW(Remainder), ROW(Atan2), ROW(Hypot), ROW(Max), ROW(Min), ROW(Copysign), ROW(Dim),
    ROW(Nextafter), ROW(Frexp), ROW(Ldexp), ROW(FMA),
    {"math", "Float64bits", math_bits}, {"math", "Float64frombits", math_bits},
    {"math", "Float32bits", math_bits}, {"math", "Float32frombits", math_bits},
    {"math/bits", "OnesCount64", bits_OnesCount64},
    {"math/bits", "LeadingZeros64", bits_LeadingZeros64},
    {"math/bits", "TrailingZeros64", bits_TrailingZeros64},
    {NULL, NULL, NULL},
};
