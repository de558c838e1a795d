// int: shifts, and the bitwise operations as on endless two's complement.

#include "objects/int_limbs.h"

#include <string.h>

// --- shifts ---

Object *int_shift_left(Vm *vm, const Object *number, int64_t bits) {
    IntParts parts;
    int_parts(number, &parts);
    if (parts.count == 0) return int_new(vm, 0);
    int64_t value = 0;
    if (int_is_small(number, &value) && bits < 64)
        return int_new_wide(vm, value * ((__int128)1 << bits));
    int64_t places = bits / 64;
    int rest = (int)(bits % 64);
    uint64_t length = digits_bit_length(parts.limbs, parts.count) + (uint64_t)bits;
    int64_t count = (int64_t)((length + 63) / 64);
    BigInt *result = int_new_room(vm, count, parts.is_negative);
    if (result == NULL) return NULL;
    memset(result->limbs, 0, (size_t)places * sizeof(Limb));
    if (rest == 0) {
        memcpy(result->limbs + places, parts.limbs, (size_t)parts.count * sizeof(Limb));
    } else {
        Limb top = digits_shift_left(result->limbs + places, parts.limbs, parts.count, rest);
        if (places + parts.count < count) result->limbs[count - 1] = top;
    }
    return &result->base;
}

// A negative number is rounded down: -((|n| - 1 >> bits) + 1).
static Object *int_shift_negative_right(Vm *vm, const IntParts *parts, int64_t places, int rest) {
    static const Limb one = 1;
    int64_t count = parts->count - places;
    Limbs limbs;
    if (!limbs_start(vm, &limbs, parts->count + 1)) return NULL;
    digits_subtract(limbs.at, parts->limbs, parts->count, &one, 1);
    Limb *shifted = limbs.at + places;
    if (rest != 0) digits_shift_right(shifted, shifted, count, rest);
    shifted[count] = digits_add(shifted, shifted, count, &one, 1);
    Object *number = int_new_from_limbs(vm, shifted, count + 1, 1);
    limbs_done(vm, &limbs);
    return number;
}

Object *int_shift_right(Vm *vm, const Object *number, int64_t bits) {
    int64_t value;
    if (int_is_small(number, &value)) return int_new(vm, value >> (bits > 63 ? 63 : bits));
    IntParts parts;
    int_parts(number, &parts);
    int64_t places = bits / 64, count = parts.count - places;
    int rest = (int)(bits % 64);
    if (count <= 0) return int_new(vm, parts.is_negative ? -1 : 0);
    if (parts.is_negative) return int_shift_negative_right(vm, &parts, places, rest);
    if (rest == 0) return int_new_from_limbs(vm, parts.limbs + places, count, 0);
    Limbs limbs;
    if (!limbs_start(vm, &limbs, count)) return NULL;
    digits_shift_right(limbs.at, parts.limbs + places, count, rest);
    Object *result = int_new_from_limbs(vm, limbs.at, count, 0);
    limbs_done(vm, &limbs);
    return result;
}

// The shift count: FOUND, or ABSENT when it is beyond all memory.
static Found int_find_shift(Vm *vm, Object *right, int64_t *bits) {
    if (int_get_sign(vm, right) < 0) return raise_found(vm, ERROR_INT_NEGATIVE_SHIFT);
    return int_find_value(vm, right, bits);
}

// CPython counts the digits of 30 bits before it asks for memory.
static Object *int_refuse_shift(Vm *vm, const Object *left, const Object *right) {
    const unsigned __int128 digits_max = INT64_MAX / 4 - 6;
    IntParts parts;
    int_parts(right, &parts);
    unsigned __int128 bits = parts.count > 1 ? (unsigned __int128)parts.limbs[1] << 64 : 0;
    bits |= parts.limbs[0];
    unsigned __int128 digits = (int_bit_length(left) + 29) / 30 + bits / 30 + (bits % 30 != 0);
    if (parts.count > 2 || digits > digits_max) return raise(vm, ERROR_INT_TOO_MANY_DIGITS);
    return raise_memory_error(vm);
}

Object *int_behave_left_shift(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    int64_t bits;
    Found found = int_find_shift(vm, right, &bits);
    if (found == RAISED) return NULL;
    if (int_get_sign(vm, left) == 0) return int_new(vm, 0);
    if (found == ABSENT || bits > INT64_MAX / 4) return int_refuse_shift(vm, left, right);
    return int_shift_left(vm, left, bits);
}

Object *int_behave_right_shift(Vm *vm, Object *left, Object *right) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    int64_t bits;
    Found found = int_find_shift(vm, right, &bits);
    if (found == RAISED) return NULL;
    return int_shift_right(vm, left, found == ABSENT ? INT64_MAX : bits);
}

// --- two's complement ---

typedef enum BitOperator { BITS_AND, BITS_OR, BITS_XOR } BitOperator;

// The next limb in two's complement; `carry` starts as 1 for negative numbers.
static Limb int_complement_limb(const IntParts *parts, int64_t index, Limb *carry) {
    Limb limb = index < parts->count ? parts->limbs[index] : 0;
    if (!parts->is_negative) return limb;
    limb = ~limb + *carry;
    *carry = *carry && limb == 0;
    return limb;
}

static Object *int_combine(Vm *vm, const IntParts *left, const IntParts *right,
                           BitOperator operator) {
    // One limb more than either has, for the sign.
    int64_t count = (left->count > right->count ? left->count : right->count) + 1;
    Limbs limbs;
    if (!limbs_start(vm, &limbs, count)) return NULL;
    Limb carry_left = 1, carry_right = 1, carry = 1;
    for (int64_t i = 0; i < count; i++) {
        Limb a = int_complement_limb(left, i, &carry_left);
        Limb b = int_complement_limb(right, i, &carry_right);
        limbs.at[i] = operator == BITS_AND ? a & b : operator == BITS_OR ? a | b : a ^ b;
    }
    bool is_negative = limbs.at[count - 1] >> 63 != 0;
    for (int64_t i = 0; is_negative && i < count; i++) {
        limbs.at[i] = ~limbs.at[i] + carry;
        carry = carry && limbs.at[i] == 0;
    }
    Object *number = int_new_from_limbs(vm, limbs.at, count, is_negative);
    limbs_done(vm, &limbs);
    return number;
}

static Object *int_bitwise(Vm *vm, Object *left, Object *right, BitOperator operator) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    int64_t a, b;
    if (LIKELY(int_is_small(left, &a) && int_is_small(right, &b)))
        return int_new(vm, operator == BITS_AND ? a & b : operator == BITS_OR ? a | b : a ^ b);
    IntParts parts_left, parts_right;
    int_parts(left, &parts_left);
    int_parts(right, &parts_right);
    return int_combine(vm, &parts_left, &parts_right, operator);
}

Object *int_behave_and(Vm *vm, Object *left, Object *right) {
    return int_bitwise(vm, left, right, BITS_AND);
}

Object *int_behave_or(Vm *vm, Object *left, Object *right) {
    return int_bitwise(vm, left, right, BITS_OR);
}

Object *int_behave_xor(Vm *vm, Object *left, Object *right) {
    return int_bitwise(vm, left, right, BITS_XOR);
}

Object *int_behave_invert(Vm *vm, Object *number) {
    int64_t value;
    if (int_is_small(number, &value)) return int_new(vm, ~value);
    static const Limb minus_one = 1;
    IntParts parts;
    IntParts one = {.limbs = &minus_one, .count = 1, .is_negative = true};
    int_parts(number, &parts);
    return int_combine(vm, &parts, &one, BITS_XOR);
}
