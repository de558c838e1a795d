// What the object layer asks of running code: set as hooks by runtime_start.

#ifndef RUNTIME_HOOKS_H
#define RUNTIME_HOOKS_H

#include "runtime/frame.h"

// For super() without arguments: the class of the running method (its cell __class__)
// and its first argument, borrowed. False: RuntimeError raised.
MUST_USE bool hooks_find_super(Vm *vm, Type **type, Object **object);

// The globals of the running frame, borrowed, or NULL.
Dict *hooks_find_globals(Vm *vm);

// A top-level module, through the __import__ of builtins. New reference.
MUST_USE Object *hooks_import(Vm *vm, Str *name);

#endif
