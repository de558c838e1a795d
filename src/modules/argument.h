// Arguments of native functions read into C values, with the texts of CPython's converters.
//
// `place` says which argument it is in messages: 0 "argument" (the only one), 1 and more
// "argument 1"; argument_named: "argument 'name'".

#ifndef MODULES_ARGUMENT_H
#define MODULES_ARGUMENT_H

#include "objects/str.h"
#include "objects/view.h"

// TypeError "function() argument 2 must be str, not int"; false.
bool argument_refuse(Vm *vm, const char *function, int place, const char *expected, Object *value);
bool argument_refuse_named(Vm *vm, const char *function, const char *name, const char *expected,
                           Object *value);

// What fits a C int; OverflowError "Python int too large to convert to C int".
MUST_USE bool argument_int(Vm *vm, Object *value, int *number);
// What fits 64 bits; OverflowError "Python int too large to convert to C long".
MUST_USE bool argument_int64(Vm *vm, Object *value, int64_t *number);
// What fits an ssize_t; OverflowError "Python int too large to convert to C ssize_t".
MUST_USE bool argument_size(Vm *vm, Object *value, int64_t *number);
// The last 64 bits of an int, whatever its size.
MUST_USE bool argument_bits(Vm *vm, Object *value, uint64_t *bits);
// The truth of anything as an int: 0 or 1.
MUST_USE bool argument_truth(Vm *vm, Object *value, bool *truth);
MUST_USE bool argument_str(Vm *vm, const char *function, int place, Object *value);

// The contiguous bytes of an object that can be written; view_release when done. (Those of one
// that is only read: view_acquire.)
MUST_USE bool argument_room(Vm *vm, const char *function, int place, Object *value, View *view);

#endif
