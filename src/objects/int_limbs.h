// Between the files of int: limbs of any int, and memory for results.
//
// Results are built in Limbs, which stand on the C stack while they are small, and
// copied to an object of the exact size; large ones whose size is known beforehand
// are computed in place (bigint_new_room).

#ifndef OBJECTS_INT_LIMBS_H
#define OBJECTS_INT_LIMBS_H

#include "base/digits.h"
#include "objects/int.h"

// An int as sign and magnitude. Don't copy it: limbs may point to `one`.
typedef struct IntParts {
    const Limb *limbs;   // borrows
    int64_t count;       // no leading zeros; 0 for zero
    bool is_negative;
    Limb one;
} IntParts;

// Reads any int, instances of subclasses too.
void int_parts(const Object *object, IntParts *parts);

enum { LIMBS_OWN = 32 };

// Room for limbs during an operation.
typedef struct Limbs {
    Limb *at;
    int64_t capacity;
    Limb own[LIMBS_OWN];
} Limbs;

// False: MemoryError raised. The limbs are not cleared.
MUST_USE bool limbs_start(Vm *vm, Limbs *limbs, int64_t capacity);
void limbs_done(Vm *vm, Limbs *limbs);

// left * right and left / right into memory as digits.h wants it, with scratch from
// the system zone. False: MemoryError raised.
MUST_USE bool limbs_multiply(Vm *vm, Limb *out, const Limb *left, int64_t left_count,
                             const Limb *right, int64_t right_count);
MUST_USE bool limbs_divide(Vm *vm, Limb *quotient, Limb *remainder, const Limb *left,
                           int64_t left_count, const Limb *right, int64_t right_count);

// The value of any int that fits 64 bits, instances of subclasses too.
bool int_parts_fit(const IntParts *parts, int64_t *value);

#endif
