// float: a double in a 16-byte cell. complex: two of them.

#ifndef OBJECTS_FLOAT_H
#define OBJECTS_FLOAT_H

#include "objects/operations.h"

typedef struct Float {
    Object base;
    double value;
} Float;

extern const TypeDefinition float_definition;

ALWAYS_INLINE MUST_USE Object *float_new(Vm *vm, double value) {
    Object *object = object_new_number(vm, KIND_FLOAT);
    if (object != NULL) ((Float *)object)->value = value;
    return object;
}

// True for float and instances of its subclasses (the value stands at the same place).
ALWAYS_INLINE bool object_is_float(Vm *vm, const Object *object) {
    return object->kind == KIND_FLOAT ||
           type_is_subtype(object_type(vm, object), type_of_kind(vm, KIND_FLOAT));
}

// The value of an object of KIND_FLOAT.
ALWAYS_INLINE double float_get_value(const Object *object) {
    return ((const Float *)object)->value;
}

// The float itself (shared); for instances of subclasses, a float of the same value.
MUST_USE Object *float_new_exact(Vm *vm, Object *object);
// The value of what has __float__ or __index__; else TypeError "must be real number".
MUST_USE bool float_from_object(Vm *vm, Object *object, double *value);
// The same as float(object) takes it: an instance of a class of floats is asked for __float__.
MUST_USE bool float_from_number(Vm *vm, Object *object, double *value);
// hash() of a double, as CPython: equal to the hash of an equal int.
int64_t float_hash_double(double value);
// repr() of a double as text.
MUST_USE Object *float_to_text(Vm *vm, double value);
// left ** right for any two numbers that float(…) takes; the third is not allowed.
Object *float_behave_power(Vm *vm, Object *left, Object *right, Object *modulus);
// Python's float // and % (signs as Python has them); divisor not 0.
double float_floor_divide(double left, double right);
double float_remainder(double left, double right);


// OverflowError (34, 'Numerical result out of range'), as the C library's functions have it.
Object *float_raise_range(Vm *vm);

extern const Method float_methods[];
extern const Property float_properties[];

#endif
