// int: powers, with and without a modulus.

#include "objects/float.h"
#include "objects/int_limbs.h"

#include <string.h>

// --- without a modulus ---

// A row that is multiplied step by step: it and its successor change places.
typedef struct Product {
    Limbs now, next;
    int64_t count;
} Product;

static bool product_start(Vm *vm, Product *product, int64_t capacity) {
    if (!limbs_start(vm, &product->now, capacity)) return false;
    if (limbs_start(vm, &product->next, capacity)) return true;
    limbs_done(vm, &product->now);
    return false;
}

static void product_done(Vm *vm, Product *product) {
    limbs_done(vm, &product->next);
    limbs_done(vm, &product->now);
}

// Limbs may stand inside the struct, so they are copied back when they do.
static bool product_multiply(Vm *vm, Product *product, const Limb *factor, int64_t factor_count) {
    int64_t count = product->count + factor_count;
    if (!limbs_multiply(vm, product->next.at, product->now.at, product->count, factor,
                        factor_count))
        return false;
    while (count > 0 && product->next.at[count - 1] == 0) count--;
    product->count = count;
    if (product->now.at == product->now.own) {
        memcpy(product->now.at, product->next.at, (size_t)count * sizeof(Limb));
    } else {
        Limb *spare = product->now.at;
        product->now.at = product->next.at;
        product->next.at = spare;
    }
    return true;
}

// magnitude ** exponent, exponent >= 1, from the highest bit of the exponent down.
static Object *int_raise_limbs(Vm *vm, const Limb *limbs, int64_t count, uint64_t exponent,
                               bool is_negative) {
    uint64_t bits;
    if (__builtin_mul_overflow(digits_bit_length(limbs, count), exponent, &bits) ||
        bits > INT64_MAX / 4)
        return raise_memory_error(vm);
    // The product of rows needs the sum of their lengths, a limb more than the result.
    Product product = {.count = count};
    if (!product_start(vm, &product, (int64_t)(bits / 64) + 3 + count)) return NULL;
    memcpy(product.now.at, limbs, (size_t)count * sizeof(Limb));
    bool done = true;
    for (int bit = 62 - __builtin_clzll(exponent); done && bit >= 0; bit--) {
        done = product_multiply(vm, &product, product.now.at, product.count);
        if (done && (exponent >> bit & 1) != 0)
            done = product_multiply(vm, &product, limbs, count);
    }
    Object *number = done ? int_new_from_limbs(vm, product.now.at, product.count, is_negative)
                          : NULL;
    product_done(vm, &product);
    return number;
}

// Powers of two: the odd part is raised alone, the rest is a shift.
static Object *int_raise_even(Vm *vm, Limb base, uint64_t exponent, bool is_negative) {
    int zeros = __builtin_ctzll(base);
    uint64_t shift;
    if (__builtin_mul_overflow((uint64_t)zeros, exponent, &shift) || shift > INT64_MAX / 4)
        return raise_memory_error(vm);
    Limb odd = base >> zeros;
    Object *power = odd == 1 ? int_new(vm, is_negative ? -1 : 1)
                             : int_raise_limbs(vm, &odd, 1, exponent, is_negative);
    if (power == NULL || shift == 0) return power;
    Object *shifted = int_shift_left(vm, power, (int64_t)shift);
    object_drop(vm, power);
    return shifted;
}

static Object *int_raise(Vm *vm, Object *base, Object *exponent) {
    int64_t small = 0, times;
    Found found = int_find_value(vm, exponent, &times);
    IntParts parts;
    int_parts(base, &parts);
    bool is_odd = found == FOUND ? (times & 1) != 0 : (((BigInt *)exponent)->limbs[0] & 1) != 0;
    bool is_negative = parts.is_negative && is_odd;
    if (found == FOUND && times == 0) return int_new(vm, 1);
    if (parts.count == 0) return int_new(vm, 0);
    if (parts.count == 1 && parts.limbs[0] == 1) return int_new(vm, is_negative ? -1 : 1);
    if (found == ABSENT) return raise_memory_error(vm);
    if (int_parts_fit(&parts, &small) && times < 64) {
        // Most powers fit 64 bits.
        int64_t power = 1, i = 0;
        while (i < times && !__builtin_mul_overflow(power, small, &power)) i++;
        if (i == times) return int_new(vm, power);
    }
    if (parts.count == 1) return int_raise_even(vm, parts.limbs[0], (uint64_t)times, is_negative);
    return int_raise_limbs(vm, parts.limbs, parts.count, (uint64_t)times, is_negative);
}

// --- with a modulus ---

static Limb int_power_one_limb(Limb base, const IntParts *exponent, Limb modulus) {
    unsigned __int128 power = 1 % modulus, square = base % modulus;
    for (int64_t i = 0; i < exponent->count; i++) {
        Limb bits = exponent->limbs[i];
        bool is_last = i + 1 == exponent->count;
        for (int bit = 0; bit < 64 && !(is_last && bits == 0); bit++, bits >>= 1) {
            if ((bits & 1) != 0) power = power * square % modulus;
            square = square * square % modulus;
        }
    }
    return (Limb)power;
}

enum { WINDOW_BITS = 5, WINDOW_COUNT = 1 << (WINDOW_BITS - 1) };

// The state of an exponentiation: all rows have `count` limbs, padded with zeros.
typedef struct Residue {
    Vm *vm;
    const Limb *modulus;
    int64_t count;
    Limb *power;      // the result so far
    Limb *product;    // 2 * count
    Limb *quotient;   // count + 1
    Limb *odd;        // base ** 1, 3, 5 … of the window
} Residue;

// power = left * right % modulus.
static bool residue_multiply(Residue *residue, Limb *out, const Limb *left, const Limb *right) {
    int64_t count = residue->count;
    return limbs_multiply(residue->vm, residue->product, left, count, right, count) &&
           limbs_divide(residue->vm, residue->quotient, out, residue->product, 2 * count,
                        residue->modulus, count);
}

static bool residue_fill_window(Residue *residue, const Limb *base) {
    int64_t count = residue->count;
    memcpy(residue->odd, base, (size_t)count * sizeof(Limb));
    if (!residue_multiply(residue, residue->power, base, base)) return false;
    for (int i = 1; i < WINDOW_COUNT; i++) {
        Limb *last = residue->odd + (i - 1) * count;
        if (!residue_multiply(residue, last + count, last, residue->power)) return false;
    }
    return true;
}

static int exponent_bit(const IntParts *exponent, int64_t index) {
    return (int)(exponent->limbs[index / 64] >> (index % 64) & 1);
}

// Reads the exponent from the top in windows of up to five bits that end in a one.
static bool residue_raise(Residue *residue, const IntParts *exponent) {
    int64_t count = residue->count;
    bool is_started = false;
    int64_t bit = (int64_t)digits_bit_length(exponent->limbs, exponent->count) - 1;
    while (bit >= 0) {
        int64_t low = bit;
        if (exponent_bit(exponent, bit) != 0) {
            low = bit - WINDOW_BITS + 1 < 0 ? 0 : bit - WINDOW_BITS + 1;
            while (exponent_bit(exponent, low) == 0) low++;
        }
        int value = 0;
        for (int64_t i = bit; i >= low; i--) {
            value = value * 2 + exponent_bit(exponent, i);
            if (is_started &&
                !residue_multiply(residue, residue->power, residue->power, residue->power))
                return false;
        }
        const Limb *factor = residue->odd + value / 2 * count;
        if (value != 0 && is_started) {
            if (!residue_multiply(residue, residue->power, residue->power, factor)) return false;
        } else if (value != 0) {
            memcpy(residue->power, factor, (size_t)count * sizeof(Limb));
            is_started = true;
        }
        bit = low - 1;
    }
    return true;
}

// base ** exponent % modulus for 0 <= base < modulus and exponent >= 1.
static Object *int_power_limbs(Vm *vm, const IntParts *base, const IntParts *exponent,
                               const IntParts *modulus) {
    int64_t count = modulus->count;
    Limbs room;
    if (!limbs_start(vm, &room, count * (WINDOW_COUNT + 5) + 2)) return NULL;
    Residue residue = {.vm = vm, .modulus = modulus->limbs, .count = count};
    Limb *start = room.at;
    residue.power = start;
    residue.product = start + count;
    residue.quotient = start + 3 * count;
    Limb *padded = residue.quotient + count + 1;
    residue.odd = padded + count;
    memset(padded, 0, (size_t)count * sizeof(Limb));
    memcpy(padded, base->limbs, (size_t)base->count * sizeof(Limb));
    Object *number = NULL;
    if (residue_fill_window(&residue, padded) && residue_raise(&residue, exponent))
        number = int_new_from_limbs(vm, residue.power, count, 0);
    limbs_done(vm, &room);
    return number;
}

// The inverse of base modulo a positive number, by Euclid's algorithm.
static Object *int_invert_modulo(Vm *vm, Object *base, Object *modulus) {
    Object *a = object_share(base), *n = object_share(modulus);
    Object *b = int_new(vm, 1), *c = int_new(vm, 0);
    bool done = b != NULL && c != NULL;
    while (done && int_get_sign(vm, n) != 0) {
        // (a, n) = (n, a % n) and (b, c) = (c, b - a // n * c)
        Object *quotient = NULL, *rest = NULL, *product = NULL, *next = NULL;
        done = int_divide_floor(vm, a, n, &quotient, &rest);
        if (done) product = int_multiply(vm, quotient, c);
        if (product != NULL) next = int_subtract(vm, b, product);
        object_drop_or_null(vm, product);
        if (done) object_drop(vm, quotient);
        if (next == NULL) {
            if (done) object_drop(vm, rest);
            done = false;
            break;
        }
        object_drop(vm, a);
        object_drop(vm, b);
        a = n;
        b = c;
        n = rest;
        c = next;
    }
    int64_t divisor = 0;
    if (done && !(int_find_value(vm, a, &divisor) == FOUND && divisor == 1))
        done = raise_false(vm, ERROR_INT_NOT_INVERTIBLE);
    object_drop(vm, a);
    object_drop(vm, n);
    object_drop_or_null(vm, c);
    if (done) return b;
    object_drop_or_null(vm, b);
    return NULL;
}

// For a positive modulus; the result is not negative.
static Object *int_power_positive(Vm *vm, Object *base, Object *exponent, Object *modulus) {
    Object *reduced;
    if (!int_divide_floor(vm, base, modulus, NULL, &reduced)) return NULL;
    IntParts parts_base, parts_exponent, parts_modulus;
    int_parts(reduced, &parts_base);
    int_parts(exponent, &parts_exponent);
    int_parts(modulus, &parts_modulus);
    Object *power;
    if (parts_modulus.count == 1) {
        Limb base_limb = parts_base.count == 0 ? 0 : parts_base.limbs[0];
        power = int_new_unsigned(
            vm, int_power_one_limb(base_limb, &parts_exponent, parts_modulus.limbs[0]));
    } else if (parts_exponent.count == 0) {
        power = int_new(vm, 1);
    } else {
        power = int_power_limbs(vm, &parts_base, &parts_exponent, &parts_modulus);
    }
    object_drop(vm, reduced);
    return power;
}

// base ** -exponent: the power of the inverse.
static Object *int_power_inverse(Vm *vm, Object *base, Object *exponent, Object *modulus) {
    Object *inverse = int_invert_modulo(vm, base, modulus);
    if (inverse == NULL) return NULL;
    Object *turned = int_negate(vm, exponent);
    Object *power = turned != NULL ? int_power_positive(vm, inverse, turned, modulus) : NULL;
    object_drop_or_null(vm, turned);
    object_drop(vm, inverse);
    return power;
}

static Object *int_power_modulo(Vm *vm, Object *base, Object *exponent, Object *modulus) {
    int sign = int_get_sign(vm, modulus);
    if (sign == 0) return raise(vm, ERROR_INT_POWER_MODULUS);
    Object *size = sign < 0 ? int_negate(vm, modulus) : object_share(modulus);
    if (size == NULL) return NULL;
    Object *power = int_get_sign(vm, exponent) < 0
        ? int_power_inverse(vm, base, exponent, size)
        : int_power_positive(vm, base, exponent, size);
    object_drop(vm, size);
    if (power == NULL || sign > 0 || int_get_sign(vm, power) == 0) return power;
    // The result has the sign of the modulus.
    Object *negative = int_add(vm, power, modulus);
    object_drop(vm, power);
    return negative;
}

Object *int_behave_power(Vm *vm, Object *base, Object *exponent, Object *modulus) {
    bool has_modulus = modulus != NULL && modulus != vm->objects->none;
    if (!object_is_int(vm, base) || !object_is_int(vm, exponent) ||
        (has_modulus && !object_is_int(vm, modulus)))
        return not_implemented_new(vm);
    if (has_modulus) return int_power_modulo(vm, base, exponent, modulus);
    if (int_get_sign(vm, exponent) >= 0) return int_raise(vm, base, exponent);
    return float_behave_power(vm, base, exponent, NULL);
}
