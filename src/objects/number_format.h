// format() of numbers: int, float and complex by a format specification.

#ifndef OBJECTS_NUMBER_FORMAT_H
#define OBJECTS_NUMBER_FORMAT_H

#include "objects/format_spec.h"

// number.__format__(text). The number may be an instance of a subclass.
MUST_USE Object *number_format_int(Vm *vm, Object *number, Str *text);
MUST_USE Object *number_format_float(Vm *vm, Object *number, Str *text);
MUST_USE Object *number_format_complex(Vm *vm, Object *number, Str *text);

#endif
