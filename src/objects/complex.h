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

#endif
