// int: a 64-bit value in a 16-byte cell, or a BigInt of any size; bool is its subclass.
//
// Invariant: what fits 64 bits is never a BigInt. (Instances of subclasses of int
// are BigInt-shaped objects of the class's own kind, whatever their value.)

#ifndef OBJECTS_INT_H
#define OBJECTS_INT_H

#include "base/digits.h"
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
// The int itself (shared); for bool and subclasses, an int of the same value.
MUST_USE Object *int_new_exact(Vm *vm, Object *object);
// int(object): a number, a text, or what has __int__, __index__ or __trunc__.
MUST_USE Object *int_new_from_object(Vm *vm, Object *object);
// From a finite double, truncated. Raises for infinity and NaN as int() does.
MUST_USE Object *int_new_from_double(Vm *vm, double value);
// From digits of a base 2..36, no sign, underscores or spaces; never fails but for memory.
MUST_USE Object *int_new_from_digits(Vm *vm, const char *digits, size_t length, int base);
// As int(text, base) reads it: spaces, sign, prefix, underscores, the limit of digits.
MUST_USE Object *int_new_from_text(Vm *vm, const char *text, size_t length, int base);
// The same for any str.
MUST_USE Object *int_new_from_str(Vm *vm, Str *str, int base);
// From two's-complement bytes, most significant limb last (for marshal, int.from_bytes).
MUST_USE Object *int_new_from_bytes(Vm *vm, const uint8_t *bytes, size_t count, int is_signed);

// True for int, bool and instances of their subclasses.
ALWAYS_INLINE bool object_is_int(Vm *vm, const Object *object) {
    return object->kind == KIND_INT || (object_type(vm, object)->flags & TYPE_IS_INT) != 0;
}

// The value when it fits 64 bits: FOUND; ABSENT: too large (the sign in *value: -1 or 1).
Found int_find_value(Vm *vm, const Object *object, int64_t *value);
double int_get_double(Vm *vm, const Object *object, bool *overflows);  // correctly rounded
// The fraction (0.5 to 1, correctly rounded) and the power of two that make up an int of any size.
double int_get_fraction(const Object *object, int64_t *exponent);
int int_get_sign(Vm *vm, const Object *object);
// Ordering of two ints of any size: -1, 0, 1.
int int_compare_values(Vm *vm, const Object *left, const Object *right);
// The same for an int and a finite double, by their exact values.
int int_compare_double(const Object *left, double right);
// Digits, with the sign, and with 0b, 0o, 0x where wanted. ValueError beyond the limit of digits.
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

// The number of bits of the magnitude.
uint64_t int_bit_length(const Object *object);

enum { INT_DIGITS_MAX_DEFAULT = 4300, INT_DIGITS_MAX_LEAST = 640 };
// sys.get_int_max_str_digits and its setter; 0: no limit.
int64_t int_get_digits_max(Vm *vm);
void int_set_digits_max(Vm *vm, int64_t digits_max);

// Arithmetic on any ints, for the loop's slow paths: never NotImplemented.
MUST_USE Object *int_add(Vm *vm, Object *left, Object *right);
MUST_USE Object *int_subtract(Vm *vm, Object *left, Object *right);
MUST_USE Object *int_multiply(Vm *vm, Object *left, Object *right);

// --- between the files of int ---

// The int of this magnitude; leading zeros are allowed.
MUST_USE Object *int_new_from_limbs(Vm *vm, const Limb *limbs, int64_t count, int is_negative);
// One that keeps `count` limbs to be filled at once, the last not 0, no 64-bit value.
MUST_USE BigInt *int_new_room(Vm *vm, int64_t count, int is_negative);
// From 128 bits.
MUST_USE Object *int_new_wide(Vm *vm, __int128 value);

// The value of an exact int or bool of 64 bits.
ALWAYS_INLINE bool int_is_small(const Object *object, int64_t *value) {
    if (object->kind != KIND_INT && object->kind != KIND_BOOL) return false;
    *value = ((const Int *)object)->value;
    return true;
}

// The quotient rounded down and the remainder with the divisor's sign, either may be
// unwanted (NULL). False: raised; the divisor is not 0.
MUST_USE bool int_divide_floor(Vm *vm, Object *left, Object *right, Object **quotient,
                               Object **remainder);
MUST_USE Object *int_shift_left(Vm *vm, const Object *number, int64_t bits);
MUST_USE Object *int_shift_right(Vm *vm, const Object *number, int64_t bits);
MUST_USE Object *int_negate(Vm *vm, const Object *number);

// --- behaviour, by file ---
BinaryFunction int_behave_add, int_behave_subtract, int_behave_multiply, int_behave_floor_divide,
    int_behave_remainder, int_behave_true_divide, int_behave_divmod, int_behave_and,
    int_behave_or, int_behave_xor, int_behave_left_shift, int_behave_right_shift;
UnaryFunction int_behave_negative, int_behave_positive, int_behave_absolute, int_behave_invert;
Object *int_behave_power(Vm *vm, Object *base, Object *exponent, Object *modulus);
// int(x, base) (int_new.c)
Object *int_make(Vm *vm, Type *type, const Arguments *arguments);

// The text with other spaces and digits as ASCII ones, anything else as '?': length + 1
// bytes of system memory. NULL: MemoryError raised.
MUST_USE char *int_ascii_copy(Vm *vm, const Str *str);

extern const Method int_methods[];
extern const Property int_properties[];

#endif
