// Code objects in CPython's marshal form, so that CPython itself can compare them.

#ifndef UNIT_CODE_MARSHAL_H
#define UNIT_CODE_MARSHAL_H

#include <stdio.h>

#include "objects/code.h"

void code_marshal(FILE *file, Vm *vm, const Object *object);

#endif
