// int: a 64-bit value in a 16-byte cell, or a BigInt of any size; bool is its subclass.
//
// Invariant: what fits 64 bits is never a BigInt. (Instances of subclasses of int
// are BigInt-shaped objects of the class's own kind, whatever their value.)

#ifndef OBJECTS_INT_H
#define OBJECTS_INT_H

#include "objects/operations.h"

typedef struct Int {   // also bool: value 0 or 1
    Object base;
    int64_t value;
} Int;

typedef struct BigInt {
    Object base;
    int64_t limb_count;   // negative: the number is; magnitude in abs(limb_count) limbs
    uint64_t limbs[];     // least significant first, the last not 0
} BigInt;

extern const TypeDefinition int_definition, bigint_definition, bool_definition;

// A new int; small ones (-5..256) are the shared objects.
MUST_USE Object *int_new(Vm *vm, int64_t value);
MUST_USE Object *int_new_unsigned(Vm *vm, uint64_t value);
// From a finite double, truncated. Raises for infinity and NaN as int() does.
MUST_USE Object *int_new_from_double(Vm *vm, double value);
// From digits of a base 2..36, no sign, underscores or spaces; never fails but for memory.
MUST_USE Object *int_new_from_digits(Vm *vm, const char *digits, size_t length, int base);
// As int(text, base) reads it: spaces, sign, prefix, underscores, the 4,300-digit limit.
MUST_USE Object *int_new_from_text(Vm *vm, const char *text, size_t length, int base);
// From two's-complement bytes, most significant limb last (for marshal, int.from_bytes).
MUST_USE Object *int_new_from_bytes(Vm *vm, const uint8_t *bytes, size_t count, int is_signed);

// True for int, bool and instances of their subclasses.
ALWAYS_INLINE bool object_is_int(Vm *vm, const Object *object) {
    return object->kind == KIND_INT || (object_type(vm, object)->flags & TYPE_IS_INT) != 0;
}

// The value when it fits 64 bits: FOUND; ABSENT: too large (the sign in *value: -1 or 1).
Found int_find_value(Vm *vm, const Object *object, int64_t *value);
double int_get_double(Vm *vm, const Object *object, bool *overflows);  // correctly rounded
int int_get_sign(Vm *vm, const Object *object);
// Ordering of two ints of any size: -1, 0, 1.
int int_compare_values(Vm *vm, const Object *left, const Object *right);
MUST_USE Object *int_to_text(Vm *vm, const Object *object, int base, int with_prefix);

// The value of an object of KIND_INT or KIND_BOOL.
ALWAYS_INLINE int64_t int_get_value(const Object *object) {
    return ((const Int *)object)->value;
}

// The int object of a value: new reference or NULL.
ALWAYS_INLINE MUST_USE Object *int_new_inline(Vm *vm, int64_t value) {
    uint64_t small = (uint64_t)value - (uint64_t)SMALL_INT_MIN;
    if (small < SMALL_INT_COUNT) return object_share(vm->objects->small_ints[small]);
    Object *object = object_new_number(vm, KIND_INT);
    if (LIKELY(object != NULL)) ((Int *)object)->value = value;
    return object;
}

// Arithmetic on any ints, for the loop's slow paths: never NotImplemented.
MUST_USE Object *int_add(Vm *vm, Object *left, Object *right);
MUST_USE Object *int_subtract(Vm *vm, Object *left, Object *right);
MUST_USE Object *int_multiply(Vm *vm, Object *left, Object *right);

#endif
