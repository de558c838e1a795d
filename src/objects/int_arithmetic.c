// int: sums, products, quotients.
//
// The case of two 64-bit values comes first everywhere and needs no limbs.

#include "objects/float.h"
#include "objects/int_limbs.h"
#include "objects/tuple.h"

#include <float.h>
#include <math.h>
#include <string.h>

// --- 127 bits ---

// The value of an int whose magnitude has 127 bits at most: without limbs it goes faster.
ALWAYS_INLINE bool int_is_wide(const Object *object, __int128 *value) {
    int64_t small;
    if (int_is_small(object, &small)) {
        *value = small;
        return true;
    }
    if (object->kind != KIND_BIGINT) return false;
    const BigInt *big = (const BigInt *)object;
    int64_t count = big->limb_count < 0 ? -big->limb_count : big->limb_count;
    if (count > 2 || (count == 2 && big->limbs[1] > INT64_MAX)) return false;
    unsigned __int128 magnitude = big->limbs[0];
    if (count == 2) magnitude |= (unsigned __int128)big->limbs[1] << 64;
    *value = big->limb_count < 0 ? -(__int128)magnitude : (__int128)magnitude;
    return true;
}

// --- sums ---

// left + right in magnitude, left_count >= right_count.
static Object *int_add_magnitudes(Vm *vm, const IntParts *left, const IntParts *right,
                                  bool is_negative) {
    int64_t count = left->count;
    Limb top = left->limbs[count - 1], other = right->count == count ? right->limbs[count - 1] : 0;
    Limb sum;
    bool carries = __builtin_add_overflow(top, other, &sum);
    // Where the top limbs alone decide whether a limb is added, the size is known.
    if (count > LIMBS_OWN - 1 && (carries || sum != UINT64_MAX)) {
        BigInt *number = int_new_room(vm, count + carries, is_negative);
        if (number == NULL) return NULL;
        digits_add(number->limbs, left->limbs, count, right->limbs, right->count);
        if (carries) number->limbs[count] = 1;
        return &number->base;
    }
    Limbs limbs;
    if (!limbs_start(vm, &limbs, count + 1)) return NULL;
    limbs.at[count] = digits_add(limbs.at, left->limbs, count, right->limbs, right->count);
    Object *number = int_new_from_limbs(vm, limbs.at, count + 1, is_negative);
    limbs_done(vm, &limbs);
    return number;
}

// left - right in magnitude, left >= right.
static Object *int_subtract_magnitudes(Vm *vm, const IntParts *left, const IntParts *right,
                                       bool is_negative) {
    int64_t count = left->count;
    if (count == 0) return int_new(vm, 0);
    Limb other = right->count == count ? right->limbs[count - 1] : 0;
    if (count > LIMBS_OWN && left->limbs[count - 1] - other >= 2) {
        BigInt *number = int_new_room(vm, count, is_negative);
        if (number == NULL) return NULL;
        digits_subtract(number->limbs, left->limbs, count, right->limbs, right->count);
        return &number->base;
    }
    Limbs limbs;
    if (!limbs_start(vm, &limbs, count)) return NULL;
    digits_subtract(limbs.at, left->limbs, count, right->limbs, right->count);
    Object *number = int_new_from_limbs(vm, limbs.at, count, is_negative);
    limbs_done(vm, &limbs);
    return number;
}

// left + right where right's sign is given.
static Object *int_add_signed(Vm *vm, const IntParts *left, const IntParts *right,
                              bool right_is_negative) {
    if (left->is_negative == right_is_negative) {
        if (left->count == 0 && right->count == 0) return int_new(vm, 0);
        return left->count >= right->count
            ? int_add_magnitudes(vm, left, right, right_is_negative)
            : int_add_magnitudes(vm, right, left, right_is_negative);
    }
    int order = digits_compare(left->limbs, left->count, right->limbs, right->count);
    return order >= 0 ? int_subtract_magnitudes(vm, left, right, left->is_negative)
                      : int_subtract_magnitudes(vm, right, left, right_is_negative);
}

Object *int_add(Vm *vm, Object *left, Object *right) {
    int64_t a, b, sum;
    if (LIKELY(int_is_small(left, &a) && int_is_small(right, &b))) {
        if (LIKELY(!__builtin_add_overflow(a, b, &sum))) return int_new(vm, sum);
        return int_new_wide(vm, (__int128)a + b);
    }
    __int128 left_wide, right_wide, wide;
    if (int_is_wide(left, &left_wide) && int_is_wide(right, &right_wide) &&
        !__builtin_add_overflow(left_wide, right_wide, &wide))
        return int_new_wide(vm, wide);
    IntParts parts_left, parts_right;
    int_parts(left, &parts_left);
    int_parts(right, &parts_right);
    return int_add_signed(vm, &parts_left, &parts_right, parts_right.is_negative);
}

Object *int_subtract(Vm *vm, Object *left, Object *right) {
    int64_t a, b, difference;
    if (LIKELY(int_is_small(left, &a) && int_is_small(right, &b))) {
        if (LIKELY(!__builtin_sub_overflow(a, b, &difference))) return int_new(vm, difference);
        return int_new_wide(vm, (__int128)a - b);
    }
    __int128 left_wide, right_wide, wide;
    if (int_is_wide(left, &left_wide) && int_is_wide(right, &right_wide) &&
        !__builtin_sub_overflow(left_wide, right_wide, &wide))
        return int_new_wide(vm, wide);
    IntParts parts_left, parts_right;
    int_parts(left, &parts_left);
    int_parts(right, &parts_right);
    return int_add_signed(vm, &parts_left, &parts_right, !parts_right.is_negative);
}

Object *int_negate(Vm *vm, const Object *number) {
    int64_t value;
    if (LIKELY(int_is_small(number, &value) && value != INT64_MIN)) return int_new(vm, -value);
    IntParts parts;
    int_parts(number, &parts);
    return int_new_from_limbs(vm, parts.limbs, parts.count, !parts.is_negative);
}

// --- products ---

static Object *int_multiply_limbs(Vm *vm, const IntParts *left, const IntParts *right) {
    if (left->count == 0 || right->count == 0) return int_new(vm, 0);
    int64_t count = left->count + right->count;
    bool is_negative = left->is_negative != right->is_negative;
    uint64_t bits = digits_bit_length(left->limbs, left->count) +
                    digits_bit_length(right->limbs, right->count);
    // The product has one bit less at least; where that needs all limbs, they are full.
    if (count > LIMBS_OWN && (bits - 1 + 63) / 64 == (uint64_t)count) {
        BigInt *number = int_new_room(vm, count, is_negative);
        if (number == NULL) return NULL;
        if (limbs_multiply(vm, number->limbs, left->limbs, left->count, right->limbs,
                           right->count))
            return &number->base;
        object_discard(vm, &number->base);
        return NULL;
    }
    Limbs limbs;
    if (!limbs_start(vm, &limbs, count)) return NULL;
    Object *number = NULL;
    if (limbs_multiply(vm, limbs.at, left->limbs, left->count, right->limbs, right->count))
        number = int_new_from_limbs(vm, limbs.at, count, is_negative);
    limbs_done(vm, &limbs);
    return number;
}

Object *int_multiply(Vm *vm, Object *left, Object *right) {
    int64_t a, b, product;
    if (LIKELY(int_is_small(left, &a) && int_is_small(right, &b))) {
        if (LIKELY(!__builtin_mul_overflow(a, b, &product))) return int_new(vm, product);
        return int_new_wide(vm, (__int128)a * b);
    }
    __int128 left_wide, right_wide, wide;
    if (int_is_wide(left, &left_wide) && int_is_wide(right, &right_wide) &&
        !__builtin_mul_overflow(left_wide, right_wide, &wide))
        return int_new_wide(vm, wide);
    IntParts parts_left, parts_right;
    int_parts(left, &parts_left);
    int_parts(right, &parts_right);
    return int_multiply_limbs(vm, &parts_left, &parts_right);
}

// --- quotients ---

// Makes both results from magnitudes, and consumes nothing. Where the signs differ and
// something remains, the quotient goes one down and the remainder takes the divisor's side.
static bool int_finish_floor(Vm *vm, Limbs *quotient, int64_t quotient_count, Limbs *remainder,
                             const IntParts *left, const IntParts *right, Object **quotient_out,
                             Object **remainder_out) {
    int64_t rest_count = right->count;
    while (rest_count > 0 && remainder->at[rest_count - 1] == 0) rest_count--;
    bool differs = left->is_negative != right->is_negative;
    if (differs && rest_count > 0) {
        static const Limb one = 1;
        Limb *row = quotient->at;
        row[quotient_count] =
            quotient_count == 0 ? 1 : digits_add(row, row, quotient_count, &one, 1);
        quotient_count++;
        Limb *turned = remainder->at + right->count;   // the caller left room behind
        digits_subtract(turned, right->limbs, right->count, remainder->at, rest_count);
        memcpy(remainder->at, turned, (size_t)right->count * sizeof(Limb));
        rest_count = right->count;
    }
    if (quotient_out != NULL) {
        *quotient_out = int_new_from_limbs(vm, quotient->at, quotient_count, differs);
        if (*quotient_out == NULL) return false;
    }
    if (remainder_out != NULL) {
        *remainder_out = int_new_from_limbs(vm, remainder->at, rest_count, right->is_negative);
        if (*remainder_out == NULL) {
            if (quotient_out != NULL) object_drop(vm, *quotient_out);
            return false;
        }
    }
    return true;
}

static bool int_divide_limbs(Vm *vm, const IntParts *left, const IntParts *right,
                             Object **quotient_out, Object **remainder_out) {
    int64_t count = left->count >= right->count ? left->count - right->count + 1 : 0;
    Limbs quotient, remainder;
    if (!limbs_start(vm, &quotient, count + 1)) return false;
    if (!limbs_start(vm, &remainder, 2 * right->count)) {
        limbs_done(vm, &quotient);
        return false;
    }
    bool done = true;
    if (count == 0) {
        memset(remainder.at, 0, (size_t)right->count * sizeof(Limb));
        memcpy(remainder.at, left->limbs, (size_t)left->count * sizeof(Limb));
    } else if (right->count == 1) {
        remainder.at[0] =
            digits_divide_one(quotient.at, left->limbs, left->count, right->limbs[0]);
    } else {
        done = limbs_divide(vm, quotient.at, remainder.at, left->limbs, left->count,
                            right->limbs, right->count);
    }
    if (done)
        done = int_finish_floor(vm, &quotient, count, &remainder, left, right, quotient_out,
                                remainder_out);
    limbs_done(vm, &remainder);
    limbs_done(vm, &quotient);
    return done;
}

static bool int_divide_small(Vm *vm, int64_t a, int64_t b, Object **quotient_out,
                             Object **remainder_out) {
    int64_t quotient = a / b, remainder = a % b;
    if (remainder != 0 && (remainder < 0) != (b < 0)) {
        quotient--;
        remainder += b;
    }
    if (quotient_out != NULL && (*quotient_out = int_new(vm, quotient)) == NULL) return false;
    if (remainder_out == NULL || (*remainder_out = int_new(vm, remainder)) != NULL) return true;
    if (quotient_out != NULL) object_drop(vm, *quotient_out);
    return false;
}

static bool int_divide_wide(Vm *vm, __int128 a, __int128 b, Object **quotient_out,
                            Object **remainder_out) {
    __int128 quotient = a / b, remainder = a - quotient * b;
    if (remainder != 0 && (remainder < 0) != (b < 0)) {
        quotient--;
        remainder += b;
    }
    if (quotient_out != NULL && (*quotient_out = int_new_wide(vm, quotient)) == NULL) return false;
    if (remainder_out == NULL || (*remainder_out = int_new_wide(vm, remainder)) != NULL)
        return true;
    if (quotient_out != NULL) object_drop(vm, *quotient_out);
    return false;
}

bool int_divide_floor(Vm *vm, Object *left, Object *right, Object **quotient_out,
                      Object **remainder_out) {
    int64_t a, b;
    // The smallest value by -1 is the one quotient that leaves 64 bits.
    if (LIKELY(int_is_small(left, &a) && int_is_small(right, &b) &&
               !(a == INT64_MIN && b == -1)))
        return int_divide_small(vm, a, b, quotient_out, remainder_out);
    __int128 left_wide, right_wide;
    if (int_is_wide(left, &left_wide) && int_is_wide(right, &right_wide))
        return int_divide_wide(vm, left_wide, right_wide, quotient_out, remainder_out);
    IntParts parts_left, parts_right;
    int_parts(left, &parts_left);
    int_parts(right, &parts_right);
    return int_divide_limbs(vm, &parts_left, &parts_right, quotient_out, remainder_out);
}

// --- true division: the double nearest to the exact quotient ---

// limbs * 2 ** -shift (shift may be negative) into out; gives its count and whether
// bits were lost.
static int64_t int_scale(Limb *out, const IntParts *parts, int64_t shift, bool *is_inexact) {
    int64_t places = (shift < 0 ? -shift : shift) / 64;
    int bits = (int)((shift < 0 ? -shift : shift) % 64);
    int64_t count;
    if (shift <= 0) {
        memset(out, 0, (size_t)places * sizeof(Limb));
        memcpy(out + places, parts->limbs, (size_t)parts->count * sizeof(Limb));
        count = places + parts->count;
        if (bits != 0) {
            out[count] = digits_shift_left(out + places, out + places, parts->count, bits);
            count++;
        }
    } else {
        count = parts->count - places;
        for (int64_t i = 0; i < places && i < parts->count; i++)
            if (parts->limbs[i] != 0) *is_inexact = true;
        if (count <= 0) return 0;
        memcpy(out, parts->limbs + places, (size_t)count * sizeof(Limb));
        if (bits != 0 && digits_shift_right(out, out, count, bits) != 0) *is_inexact = true;
    }
    while (count > 0 && out[count - 1] == 0) count--;
    return count;
}

// The quotient of scaled magnitudes, which has at most 64 bits, with its lowest bit set
// when it is inexact. False: raised.
static bool int_scaled_quotient(Vm *vm, const IntParts *left, const IntParts *right,
                                int64_t shift, Limb *quotient) {
    int64_t room = left->count + (shift < 0 ? -shift / 64 : 0) + 2;
    Limbs dividend, results;
    if (!limbs_start(vm, &dividend, room)) return false;
    if (!limbs_start(vm, &results, room + right->count + 1)) {
        limbs_done(vm, &dividend);
        return false;
    }
    bool is_inexact = false, done = true;
    int64_t count = int_scale(dividend.at, left, shift, &is_inexact);
    Limb *remainder = results.at + room;
    *quotient = 0;
    if (count < right->count) {
        is_inexact |= count > 0;
    } else if (right->count == 1) {
        is_inexact |= digits_divide_one(results.at, dividend.at, count, right->limbs[0]) != 0;
        *quotient = results.at[0];
    } else {
        done = limbs_divide(vm, results.at, remainder, dividend.at, count, right->limbs,
                            right->count);
        for (int64_t i = 0; i < right->count && !is_inexact; i++) is_inexact = remainder[i] != 0;
        *quotient = results.at[0];
    }
    *quotient |= is_inexact;
    limbs_done(vm, &results);
    limbs_done(vm, &dividend);
    return done;
}

static Object *int_divide_true(Vm *vm, const IntParts *left, const IntParts *right) {
    bool is_negative = left->is_negative != right->is_negative;
    int64_t difference = (int64_t)digits_bit_length(left->limbs, left->count) -
                         (int64_t)digits_bit_length(right->limbs, right->count);
    if (difference > DBL_MAX_EXP) return raise(vm, ERROR_INT_DIVISION_TOO_LARGE);
    if (difference < DBL_MIN_EXP - DBL_MANT_DIG - 1) return float_new(vm, is_negative ? -0.0 : 0.0);
    // Two bits more than a double has, less among the denormal numbers.
    int64_t least = difference > DBL_MIN_EXP ? difference : DBL_MIN_EXP;
    int64_t shift = least - DBL_MANT_DIG - 2;
    Limb quotient;
    if (!int_scaled_quotient(vm, left, right, shift, &quotient)) return NULL;
    int bits = quotient == 0 ? 0 : 64 - __builtin_clzll(quotient);
    int64_t kept = DBL_MIN_EXP - shift;
    int extra = (int)(bits > kept ? bits : kept) - DBL_MANT_DIG;
    // Rounded half to even at `extra` bits; the lowest says whether more follow.
    Limb half = (Limb)1 << (extra - 1);
    if ((quotient & half) != 0 && (quotient & (3 * half - 1)) != 0) quotient += half;
    quotient &= ~(2 * half - 1);
    double value = ldexp((double)quotient, (int)shift);
    if (isinf(value)) return raise(vm, ERROR_INT_DIVISION_TOO_LARGE);
    return float_new(vm, is_negative ? -value : value);
}

Object *int_behave_true_divide(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    int64_t a, b;
    const int64_t exact = INT64_C(1) << DBL_MANT_DIG;
    if (int_get_sign(vm, right) == 0) return raise(vm, ERROR_DIVISION_BY_ZERO);
    // Two numbers that doubles hold exactly give the nearest quotient at once.
    if (int_is_small(left, &a) && int_is_small(right, &b) && a >= -exact && a <= exact &&
        b >= -exact && b <= exact)
        return float_new(vm, (double)a / (double)b);
    IntParts parts_left, parts_right;
    int_parts(left, &parts_left);
    int_parts(right, &parts_right);
    if (parts_left.count == 0) return float_new(vm, parts_right.is_negative ? -0.0 : 0.0);
    return int_divide_true(vm, &parts_left, &parts_right);
}

// --- behaviour ---

Object *int_behave_add(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    return int_add(vm, left, right);
}

Object *int_behave_subtract(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    return int_subtract(vm, left, right);
}

Object *int_behave_multiply(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    return int_multiply(vm, left, right);
}

Object *int_behave_floor_divide(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    if (int_get_sign(vm, right) == 0) return raise(vm, ERROR_INT_DIVISION_BY_ZERO);
    Object *quotient;
    return int_divide_floor(vm, left, right, &quotient, NULL) ? quotient : NULL;
}

Object *int_behave_remainder(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    if (int_get_sign(vm, right) == 0) return raise(vm, ERROR_INT_MODULO_BY_ZERO);
    Object *remainder;
    return int_divide_floor(vm, left, right, NULL, &remainder) ? remainder : NULL;
}

Object *int_behave_divmod(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    if (int_get_sign(vm, right) == 0) return raise(vm, ERROR_INT_DIVISION_BY_ZERO);
    Object *quotient, *remainder;
    if (!int_divide_floor(vm, left, right, &quotient, &remainder)) return NULL;
    Tuple *pair = tuple_pack(vm, 2, quotient, remainder);
    object_drop(vm, quotient);
    object_drop(vm, remainder);
    return (Object *)pair;
}

Object *int_behave_negative(Vm *vm, Object *number) {
    return int_negate(vm, number);
}

Object *int_behave_positive(Vm *vm, Object *number) {
    return int_new_exact(vm, number);
}

Object *int_behave_absolute(Vm *vm, Object *number) {
    return int_get_sign(vm, number) < 0 ? int_negate(vm, number) : int_new_exact(vm, number);
}
