// __build_class__: what a class statement calls.

#ifndef RUNTIME_CLASS_BUILD_H
#define RUNTIME_CLASS_BUILD_H

#include "runtime/runtime.h"

// The builtin __build_class__(function, name, *bases, metaclass=None, **keywords).
MUST_USE Object *class_build(Vm *vm, const Arguments *arguments);

#endif
