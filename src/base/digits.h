// Arithmetic on natural numbers of any size: the only door to GMP.
//
// A number is a row of 64-bit limbs, the least significant first. Results go to memory
// that the caller gives. Where GMP needs temporary memory of its own, the caller gives
// that too: `scratch` of at least digits_…_scratch() bytes (0: none, NULL will do).
// The sizes are twice what was measured for every operation up to 300,000 limbs.

#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include "base/check.h"

typedef uint64_t Limb;

// -1, 0, 1; both without leading zeros.
int digits_compare(const Limb *left, int64_t left_count, const Limb *right, int64_t right_count);

// Number of bits; 0 for an empty row. The last limb is not 0.
uint64_t digits_bit_length(const Limb *limbs, int64_t count);

// left + right into `out` (left_count limbs, may be left); left_count >= right_count.
// Gives the carry.
Limb digits_add(Limb *out, const Limb *left, int64_t left_count, const Limb *right,
                int64_t right_count);

// left - right into `out` (left_count limbs, may be left); left >= right.
void digits_subtract(Limb *out, const Limb *left, int64_t left_count, const Limb *right,
                     int64_t right_count);

// limbs * factor into `out` (count limbs, may be limbs), plus `carry`; gives the carry.
Limb digits_multiply_one(Limb *out, const Limb *limbs, int64_t count, Limb factor, Limb carry);

// left * right into `out` of left_count + right_count limbs, which overlaps neither.
size_t digits_multiply_scratch(int64_t left_count, int64_t right_count);
void digits_multiply(Limb *out, const Limb *left, int64_t left_count, const Limb *right,
                     int64_t right_count, void *scratch);

// limbs / divisor into `out` (count limbs, may be limbs); gives the remainder.
Limb digits_divide_one(Limb *out, const Limb *limbs, int64_t count, Limb divisor);

// The greatest common divisor of two odd numbers, at least as many limbs on the left, into
// `out` of right_count limbs; gives how many it has. Both are destroyed.
size_t digits_common_scratch(int64_t left_count, int64_t right_count);
int64_t digits_common(Limb *out, Limb *left, int64_t left_count, Limb *right, int64_t right_count,
                      void *scratch);

// The root, rounded down, into `out` of (count + 1) / 2 limbs.
size_t digits_root_scratch(int64_t count);
void digits_root(Limb *out, const Limb *limbs, int64_t count, void *scratch);

// limbs % divisor.
Limb digits_remainder_one(const Limb *limbs, int64_t count, Limb divisor);

// left / right: quotient of left_count - right_count + 1 limbs, remainder of right_count.
// The last limb of right is not 0, left_count >= right_count; nothing overlaps.
size_t digits_divide_scratch(int64_t left_count, int64_t right_count);
void digits_divide(Limb *quotient, Limb *remainder, const Limb *left, int64_t left_count,
                   const Limb *right, int64_t right_count, void *scratch);

// Shifts by 1..63 bits; give the bits that fall out (in the low or the high end). `out`
// may be limbs.
Limb digits_shift_left(Limb *out, const Limb *limbs, int64_t count, int bits);
Limb digits_shift_right(Limb *out, const Limb *limbs, int64_t count, int bits);

// How many digits of a base are needed at most.
size_t digits_text_length(int64_t count, int base);
// Writes the digits of a number (last limb not 0) as values 0..base-1, gives how many:
// no leading zeros but at most one. The limbs are destroyed.
size_t digits_text_scratch(int64_t count);
size_t digits_to_text(uint8_t *digits, Limb *limbs, int64_t count, int base, void *scratch);

// Reads `length` > 0 digit values into `out`, which has room for digits_from_text_room();
// gives how many limbs are used (the last is not 0, none for zero).
int64_t digits_from_text_room(size_t length, int base);
size_t digits_from_text_scratch(size_t length);
int64_t digits_from_text(Limb *out, const uint8_t *digits, size_t length, int base,
                         void *scratch);

#endif
