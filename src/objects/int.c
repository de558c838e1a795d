// int: representation, conversions to and from C, comparison, hash, and the type.
//
// A value of 64 bits stands in a cell of 16 bytes; all others, and all instances of
// subclasses, have limbs. The arithmetic is in int_arithmetic.c, int_bits.c and
// int_power.c; text in int_text.c; the constructor in int_make.c.

#include "objects/int.h"

#include "memory/leaf.h"
#include "objects/float.h"
#include "objects/int_limbs.h"
#include "objects/str.h"

#include <math.h>
#include <string.h>

enum { PYTHON_DIGIT_BITS = 30, PYTHON_DIGIT_BYTES = 4, PYTHON_INT_BYTES = 24 };

// The prime of Python's hash of numbers: 2 ** 61 - 1.
#define HASH_MODULUS ((UINT64_C(1) << 61) - 1)

// --- layout ---

static size_t int_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Int);
}

static size_t bigint_bytes(Vm *vm, const Object *object) {
    (void)vm;
    int64_t count = ((const BigInt *)object)->limb_count;
    return sizeof(BigInt) + (size_t)(count < 0 ? -count : count) * sizeof(Limb);
}

// --- making ---

Object *int_new(Vm *vm, int64_t value) {
    if ((uint64_t)value - (uint64_t)SMALL_INT_MIN < SMALL_INT_COUNT)
        return object_share(vm->objects->small_ints[value - SMALL_INT_MIN]);
    Object *object = object_new_number(vm, KIND_INT);
    if (object != NULL) ((Int *)object)->value = value;
    return object;
}

BigInt *int_new_room(Vm *vm, int64_t count, int is_negative) {
    BigInt *number = (BigInt *)leaf_new(vm, KIND_BIGINT,
                                        sizeof(BigInt) + (size_t)count * sizeof(Limb));
    if (number != NULL) number->limb_count = is_negative ? -count : count;
    return number;
}

Object *int_new_from_limbs(Vm *vm, const Limb *limbs, int64_t count, int is_negative) {
    while (count > 0 && limbs[count - 1] == 0) count--;
    if (count == 0) return int_new(vm, 0);
    if (count == 1) {
        if (limbs[0] <= INT64_MAX)
            return int_new(vm, is_negative ? -(int64_t)limbs[0] : (int64_t)limbs[0]);
        if (is_negative && limbs[0] == (UINT64_C(1) << 63)) return int_new(vm, INT64_MIN);
    }
    BigInt *number = int_new_room(vm, count, is_negative);
    if (number == NULL) return NULL;
    memcpy(number->limbs, limbs, (size_t)count * sizeof(Limb));
    return &number->base;
}

Object *int_new_unsigned(Vm *vm, uint64_t value) {
    return int_new_from_limbs(vm, &value, 1, 0);
}

Object *int_new_wide(Vm *vm, __int128 value) {
    int64_t narrow = (int64_t)value;
    if (narrow == value) return int_new(vm, narrow);
    unsigned __int128 magnitude = value < 0 ? -(unsigned __int128)value
                                            : (unsigned __int128)value;
    int64_t count = magnitude >> 64 == 0 ? 1 : 2;
    BigInt *number = int_new_room(vm, count, value < 0);
    if (number == NULL) return NULL;
    number->limbs[0] = (Limb)magnitude;
    if (count == 2) number->limbs[1] = (Limb)(magnitude >> 64);
    return &number->base;
}

enum { DOUBLE_LIMBS = 18 };

// The magnitude of a finite double of 2 ** 63 and more; gives the number of limbs.
static int64_t double_to_limbs(double value, Limb limbs[DOUBLE_LIMBS]) {
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    Limb mantissa = (Limb)ldexp(fraction, 64);
    // value = mantissa * 2 ** (exponent - 64), and exponent >= 64: no bits are lost.
    memset(limbs, 0, DOUBLE_LIMBS * sizeof(Limb));
    int place = (exponent - 64) / 64, bits = (exponent - 64) % 64;
    limbs[place] = mantissa << bits;
    limbs[place + 1] = bits == 0 ? 0 : mantissa >> (64 - bits);
    return limbs[place + 1] != 0 ? place + 2 : place + 1;
}

Object *int_new_from_double(Vm *vm, double value) {
    if (isinf(value)) return raise(vm, ERROR_INT_FROM_INFINITY);
    if (isnan(value)) return raise(vm, ERROR_INT_FROM_NAN);
    if (value > -0x1p63 && value < 0x1p63) return int_new(vm, (int64_t)value);
    Limb limbs[DOUBLE_LIMBS];
    int64_t count = double_to_limbs(value, limbs);
    return int_new_from_limbs(vm, limbs, count, value < 0);
}

Object *int_new_from_bytes(Vm *vm, const uint8_t *bytes, size_t count, int is_signed) {
    bool is_negative = is_signed && count > 0 && (bytes[count - 1] & 0x80) != 0;
    int64_t room = (int64_t)(count + 7) / 8 + 1;
    Limbs limbs;
    if (!limbs_start(vm, &limbs, room)) return NULL;
    memset(limbs.at, is_negative ? 0xff : 0, (size_t)room * sizeof(Limb));
    memcpy(limbs.at, bytes, count);   // limbs have the machine's order, which is little
    if (is_negative) {
        // The magnitude is the complement plus one.
        Limb carry = 1;
        for (int64_t i = 0; i < room; i++) {
            limbs.at[i] = ~limbs.at[i] + carry;
            carry = carry && limbs.at[i] == 0;
        }
    }
    Object *number = int_new_from_limbs(vm, limbs.at, room, is_negative);
    limbs_done(vm, &limbs);
    return number;
}

// --- reading ---

void int_parts(const Object *object, IntParts *parts) {
    int64_t value;
    if (!int_is_small(object, &value)) {
        const BigInt *number = (const BigInt *)object;
        parts->is_negative = number->limb_count < 0;
        parts->count = parts->is_negative ? -number->limb_count : number->limb_count;
        parts->limbs = number->limbs;
        return;
    }
    parts->is_negative = value < 0;
    parts->one = value < 0 ? -(uint64_t)value : (uint64_t)value;
    parts->count = value != 0;
    parts->limbs = &parts->one;
}

bool int_parts_fit(const IntParts *parts, int64_t *value) {
    if (parts->count > 1) return false;
    Limb limb = parts->count == 0 ? 0 : parts->limbs[0];
    if (limb > (UINT64_C(1) << 63) - !parts->is_negative) return false;
    *value = parts->is_negative ? (int64_t)-limb : (int64_t)limb;
    return true;
}

Found int_find_value(Vm *vm, const Object *object, int64_t *value) {
    (void)vm;
    if (int_is_small(object, value)) return FOUND;
    IntParts parts;
    int_parts(object, &parts);
    if (int_parts_fit(&parts, value)) return FOUND;
    *value = parts.is_negative ? -1 : 1;
    return ABSENT;
}

int int_get_sign(Vm *vm, const Object *object) {
    (void)vm;
    int64_t value;
    if (!int_is_small(object, &value)) value = ((const BigInt *)object)->limb_count;
    return value < 0 ? -1 : value > 0;
}

Object *int_new_exact(Vm *vm, Object *object) {
    if (object->kind == KIND_INT || object->kind == KIND_BIGINT) return object_share(object);
    IntParts parts;
    int_parts(object, &parts);
    return int_new_from_limbs(vm, parts.limbs, parts.count, parts.is_negative);
}

// The 64 bits at the top of a magnitude that is not 0, the last of them set when anything
// below is: what rounding wants to know.
static Limb top_bits(const IntParts *parts) {
    Limb top = parts->limbs[parts->count - 1];
    int shift = __builtin_clzll(top);
    if (parts->count == 1) return top << shift;
    Limb rest = parts->limbs[parts->count - 2];
    if (shift != 0) {
        top = top << shift | rest >> (64 - shift);
        rest <<= shift;
    }
    for (int64_t i = parts->count - 3; i >= 0 && rest == 0; i--) rest = parts->limbs[i];
    return rest != 0 ? top | 1 : top;
}

double int_get_fraction(const Object *object, int64_t *exponent) {
    IntParts parts;
    int_parts(object, &parts);
    *exponent = 0;
    if (parts.count == 0) return 0.0;
    int rest;
    double fraction = frexp((double)top_bits(&parts), &rest);
    *exponent = (int64_t)digits_bit_length(parts.limbs, parts.count) - 64 + rest;
    return parts.is_negative ? -fraction : fraction;
}

double int_get_double(Vm *vm, const Object *object, bool *overflows) {
    (void)vm;
    int64_t value, exponent;
    *overflows = false;
    if (int_is_small(object, &value)) return (double)value;
    double fraction = int_get_fraction(object, &exponent);
    double number = ldexp(fraction, exponent > 2000 ? 2000 : (int)exponent);
    *overflows = isinf(number);
    return number;
}

// --- comparing and hashing ---

int int_compare_values(Vm *vm, const Object *left, const Object *right) {
    (void)vm;
    int64_t a, b;
    if (int_is_small(left, &a) && int_is_small(right, &b)) return a < b ? -1 : a > b;
    IntParts parts_left, parts_right;
    int_parts(left, &parts_left);
    int_parts(right, &parts_right);
    if (parts_left.is_negative != parts_right.is_negative)
        return parts_left.is_negative ? -1 : 1;
    int order = digits_compare(parts_left.limbs, parts_left.count, parts_right.limbs,
                               parts_right.count);
    return parts_left.is_negative ? -order : order;
}

int int_compare_double(const Object *left, double right) {
    int64_t value;
    if (!(right >= -0x1p63 && right < 0x1p63)) {
        IntParts parts;
        Limb limbs[DOUBLE_LIMBS];
        int_parts(left, &parts);
        int sign = right < 0 ? -1 : 1;
        if (parts.count == 0 || parts.is_negative != (right < 0)) return -sign;
        int64_t count = double_to_limbs(right, limbs);
        return sign * digits_compare(parts.limbs, parts.count, limbs, count);
    }
    if (!int_is_small(left, &value)) {
        IntParts parts;
        int_parts(left, &parts);
        if (!int_parts_fit(&parts, &value)) return parts.is_negative ? -1 : 1;
    }
    int64_t whole = (int64_t)right;
    if (value != whole) return value < whole ? -1 : 1;
    double rest = right - (double)whole;
    return rest > 0 ? -1 : rest < 0;
}

static Object *int_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!object_is_int(vm, left) || !object_is_int(vm, right)) return not_implemented_new(vm);
    int order = left == right ? 0 : int_compare_values(vm, left, right);
    switch (comparison) {
    case COMPARE_LESS: return bool_new(vm, order < 0);
    case COMPARE_LESS_EQUAL: return bool_new(vm, order <= 0);
    case COMPARE_EQUAL: return bool_new(vm, order == 0);
    case COMPARE_NOT_EQUAL: return bool_new(vm, order != 0);
    case COMPARE_GREATER: return bool_new(vm, order > 0);
    case COMPARE_GREATER_EQUAL: return bool_new(vm, order >= 0);
    }
    return not_implemented_new(vm);
}

static bool int_hash(Vm *vm, Object *object, int64_t *hash) {
    (void)vm;
    IntParts parts;
    int_parts(object, &parts);
    int64_t rest = (int64_t)digits_remainder_one(parts.limbs, parts.count, HASH_MODULUS);
    if (parts.is_negative) rest = -rest;
    *hash = rest == -1 ? -2 : rest;
    return true;
}

static Found int_truth(Vm *vm, Object *object) {
    return int_get_sign(vm, object) != 0 ? FOUND : ABSENT;
}

// --- conversions and sizes ---

static Object *int_repr(Vm *vm, Object *object) {
    // One digit is a new object each time, not the shared character: `str(5) is not '5'`.
    int64_t value = object->kind == KIND_INT ? int_get_value(object) : -1;
    if (value >= 0 && value <= 9) {
        Str *text = str_new_room(vm, 1, '0');
        if (text != NULL) text->data[0] = (uint8_t)('0' + value);
        return &text->base;
    }
    return int_to_text(vm, object, 10, 0);
}

static Object *int_to_float(Vm *vm, Object *object) {
    bool overflows;
    double value = int_get_double(vm, object, &overflows);
    if (overflows) return raise(vm, ERROR_INT_TO_FLOAT);
    return float_new(vm, value);
}

// CPython's size: 30 bits in four bytes, one of those at least.
static Object *int_size_of(Vm *vm, Object *object) {
    IntParts parts;
    int_parts(object, &parts);
    uint64_t bits = digits_bit_length(parts.limbs, parts.count);
    uint64_t digits = (bits + PYTHON_DIGIT_BITS - 1) / PYTHON_DIGIT_BITS;
    if (digits == 0) digits = 1;
    return int_new(vm, (int64_t)(PYTHON_INT_BYTES + PYTHON_DIGIT_BYTES * digits));
}

// --- the type ---

#define INT_BEHAVIOUR \
    { \
        .repr = int_repr, .hash = int_hash, .compare = int_compare, .truth = int_truth, \
        .unary = { \
            [UNARY_NEGATIVE] = int_behave_negative, [UNARY_POSITIVE] = int_behave_positive, \
            [UNARY_INVERT] = int_behave_invert, [UNARY_ABSOLUTE] = int_behave_absolute, \
            [UNARY_INT] = int_new_exact, [UNARY_FLOAT] = int_to_float, \
            [UNARY_INDEX] = int_new_exact, \
        }, \
        .binary = { \
            [BINARY_ADD] = int_behave_add, [BINARY_SUBTRACT] = int_behave_subtract, \
            [BINARY_MULTIPLY] = int_behave_multiply, \
            [BINARY_FLOOR_DIVIDE] = int_behave_floor_divide, \
            [BINARY_REMAINDER] = int_behave_remainder, \
            [BINARY_TRUE_DIVIDE] = int_behave_true_divide, [BINARY_DIVMOD] = int_behave_divmod, \
            [BINARY_AND] = int_behave_and, [BINARY_OR] = int_behave_or, \
            [BINARY_XOR] = int_behave_xor, [BINARY_LEFT_SHIFT] = int_behave_left_shift, \
            [BINARY_RIGHT_SHIFT] = int_behave_right_shift, \
        }, \
        .power = int_behave_power, .new = int_make, .size_of = int_size_of, \
    }

const TypeDefinition int_definition = {
    .name = "int",
    .kind = KIND_INT,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_INT | TYPE_IS_IMMUTABLE |
             TYPE_IS_VARIABLE | TYPE_HAS_FINAL_CLASS,
    .bytes = sizeof(Int),
    .python_bytes = PYTHON_INT_BYTES,
    .python_item_bytes = PYTHON_DIGIT_BYTES,
    .layout = {.name = "int", .bytes = int_bytes},
    .behaviour = INT_BEHAVIOUR,
    .methods = int_methods,
    .properties = int_properties,
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
           "The whole number that x stands for: a number is cut towards zero, a text is\n"
           "read in the base (2 to 36, or 0: as a literal says). Without x it is 0.",
};

// The same type, for values beyond 64 bits.
const TypeDefinition bigint_definition = {
    .name = "int",
    .kind = KIND_BIGINT,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_INT | TYPE_IS_IMMUTABLE |
             TYPE_IS_VARIABLE |
             TYPE_HAS_FINAL_CLASS,
    .bytes = sizeof(BigInt),
    .python_bytes = PYTHON_INT_BYTES,
    .python_item_bytes = PYTHON_DIGIT_BYTES,
    .layout = {.name = "int", .bytes = bigint_bytes},
    .behaviour = INT_BEHAVIOUR,
};
