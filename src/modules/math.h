// What the files of the module math share.

#ifndef MODULES_MATH_H
#define MODULES_MATH_H

#include "objects/errors_modules.h"
#include "objects/float.h"
#include "objects/int.h"

extern const Method math_sum_functions[], math_integer_functions[];

// The value of what has __float__ or __index__; TypeError "must be real number".
ALWAYS_INLINE MUST_USE bool math_read(Vm *vm, Object *object, double *value) {
    if (LIKELY(object->kind == KIND_FLOAT)) {
        *value = float_get_value(object);
        return true;
    }
    return float_from_object(vm, object, value);
}

// What the functions of math and cmath that the C library lacks have in common: a result, and
// whether the argument was out of their domain or the result out of range.
typedef enum MathTrouble { MATH_FINE, MATH_DOMAIN, MATH_RANGE } MathTrouble;

double math_gamma(double x, MathTrouble *trouble);
double math_log_gamma(double x, MathTrouble *trouble);

// A float, or the error that the trouble says.
MUST_USE Object *math_answer(Vm *vm, double value, MathTrouble trouble);

#endif
