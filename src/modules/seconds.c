#include "modules/seconds.h"

#include "objects/errors_modules.h"
#include "objects/float.h"
#include "objects/operations.h"

#include <math.h>

static double round_to(double value, SecondsRounding rounding) {
    switch (rounding) {
    case SECONDS_DOWN: return floor(value);
    case SECONDS_UP: return ceil(value);
    case SECONDS_NEAREST: return nearbyint(value);
    default: return value >= 0.0 ? ceil(value) : floor(value);
    }
}

// A number of parts of a second, of `unit` nanoseconds each.
static bool read_parts(Vm *vm, Object *object, SecondsRounding rounding, int64_t unit,
                       int64_t *nanoseconds) {
    int64_t seconds;
    if (!object_has_type(vm, object, type_of_kind(vm, KIND_FLOAT))) {
        if (object_index(vm, object, EXCEPTION_OverflowError, &seconds) &&
            !__builtin_mul_overflow(seconds, unit, nanoseconds))
            return true;
        if (raised(vm) && !raised_clear_if(vm, exception_type(vm, EXCEPTION_OverflowError)))
            return false;
        return raise_false(vm, ERROR_SECONDS_TOO_LARGE);
    }
    double value = float_get_value(object);
    if (isnan(value)) return raise_false(vm, ERROR_SECONDS_NAN);
    value = round_to(value * (double)unit, rounding);
    if (!(value >= -0x1p63 && value < 0x1p63)) return raise_false(vm, ERROR_SECONDS_TOO_LARGE);
    *nanoseconds = (int64_t)value;
    return true;
}

bool seconds_read(Vm *vm, Object *object, SecondsRounding rounding, int64_t *nanoseconds) {
    return read_parts(vm, object, rounding, SECONDS_NANOSECONDS, nanoseconds);
}

bool seconds_read_milliseconds(Vm *vm, Object *object, SecondsRounding rounding,
                               int64_t *nanoseconds) {
    return read_parts(vm, object, rounding, SECONDS_NANOSECONDS / 1000, nanoseconds);
}

bool seconds_split(Vm *vm, Object *object, SecondsRounding rounding, int64_t *seconds,
                   int64_t *nanoseconds) {
    *nanoseconds = 0;
    if (!object_has_type(vm, object, type_of_kind(vm, KIND_FLOAT))) {
        if (object_index(vm, object, EXCEPTION_OverflowError, seconds)) return true;
        return raised_clear_if(vm, exception_type(vm, EXCEPTION_OverflowError)) &&
               raise_false(vm, ERROR_TIMESTAMP_RANGE);
    }
    double value = float_get_value(object), whole;
    if (isnan(value)) return raise_false(vm, ERROR_SECONDS_NAN);
    double part = round_to(modf(value, &whole) * SECONDS_NANOSECONDS, rounding);
    if (part >= SECONDS_NANOSECONDS) {
        part -= SECONDS_NANOSECONDS;
        whole += 1.0;
    } else if (part < 0.0) {
        part += SECONDS_NANOSECONDS;
        whole -= 1.0;
    }
    if (!(whole >= -0x1p63 && whole < 0x1p63)) return raise_false(vm, ERROR_TIMESTAMP_RANGE);
    *seconds = (int64_t)whole;
    *nanoseconds = (int64_t)part;
    return true;
}
