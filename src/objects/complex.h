// complex: a pair of doubles.

#ifndef OBJECTS_COMPLEX_H
#define OBJECTS_COMPLEX_H

#include "objects/operations.h"

typedef struct Complex {
    Object base;
    double real, imaginary;
} Complex;

extern const TypeDefinition complex_definition;

MUST_USE Object *complex_new(Vm *vm, double real, double imaginary);


// True for complex and instances of its subclasses (the values stand at the same place).
ALWAYS_INLINE bool object_is_complex(Vm *vm, const Object *object) {
    return object->kind == KIND_COMPLEX ||
           type_is_subtype(object_type(vm, object), type_of_kind(vm, KIND_COMPLEX));
}

// complex(object) for one number: through __complex__, __float__ and __index__.
MUST_USE bool complex_from_object(Vm *vm, Object *object, double *real, double *imaginary);
// left ** right for any numbers; the third is not allowed.
Object *complex_behave_power(Vm *vm, Object *left, Object *right, Object *modulus);

#endif
