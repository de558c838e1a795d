// Values of a call or of a pickled state read into C variables, with the texts that
// CPython's functions have that read theirs by a format.

#ifndef OBJECTS_UNPACK_H
#define OBJECTS_UNPACK_H

#include "objects/operations.h"

// Reads `count` values by a pattern, a letter each with the variables it wants:
//   o Object **                 l List **   t Tuple **   s Str **   (borrowed)
//   y Type *, Object **: an instance of the type
//   n int64_t *: what fits an ssize_t       i int *: what fits an int
//   d double *                  p bool *: the truth of anything
// Behind | values may be missing: their variables stay. `function` NULL: the texts name
// none. False: raised.
MUST_USE bool unpack_values(Vm *vm, const char *function, const Slot *values, int64_t count,
                            const char *pattern, ...);
// The same for the state that __setstate__ was given: TypeError "state is not a tuple".
MUST_USE bool unpack_state(Vm *vm, Object *state, const char *pattern, ...);

// What fits a C int, as the format i has it; other functions: sequence_int.
MUST_USE bool unpack_int(Vm *vm, Object *object, int *value);

#endif
