// Calling dunder methods of classes from C: for the operations of classes only.

#ifndef OBJECTS_SLOT_CALL_H
#define OBJECTS_SLOT_CALL_H

#include "objects/operations.h"

enum { SLOT_ARGUMENTS_MAX = 4 };

// Calls the method that the object's type has under that name. ABSENT: it has none.
MUST_USE Found slot_find_call(Vm *vm, Object *self, Str *name, int count, Object *const *given,
                              Object **result);
// The same; AttributeError when there is none.
MUST_USE Object *slot_call(Vm *vm, Object *self, Str *name, int count, Object *const *given);
MUST_USE Object *slot_call_none(Vm *vm, Object *self, Str *name);
MUST_USE Object *slot_call_one(Vm *vm, Object *self, Str *name, Object *argument);

#endif
