// Functions of whole numbers: divisors, roots, and counts of arrangements.

#include "modules/math.h"

#include "memory/system.h"
#include "objects/int_limbs.h"
#include "objects/tuple.h"

#include <math.h>
#include <string.h>

// --- gcd and lcm ---

static uint64_t common_divisor_of_words(uint64_t a, uint64_t b) {
    if (a == 0 || b == 0) return a | b;
    int twos = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b != 0) {
        b >>= __builtin_ctzll(b);
        uint64_t smaller = a < b ? a : b;
        b = a < b ? b - a : a - b;
        a = smaller;
    }
    return a << twos;
}

// The magnitude without its factors of two, which are counted.
static int64_t copy_odd_part(Limb *to, const IntParts *parts, uint64_t *twos) {
    int64_t zeros = 0, count;
    while (parts->limbs[zeros] == 0) zeros++;
    int bits = __builtin_ctzll(parts->limbs[zeros]);
    count = parts->count - zeros;
    memcpy(to, parts->limbs + zeros, (size_t)count * sizeof(Limb));
    if (bits != 0) digits_shift_right(to, to, count, bits);
    *twos = (uint64_t)zeros * 64 + (uint64_t)bits;
    return to[count - 1] == 0 ? count - 1 : count;
}

// Memory for limbs and, behind them, GMP's scratch.
typedef struct Room {
    Limbs limbs;
    void *scratch;
    size_t scratch_bytes;
} Room;

static bool room_start(Vm *vm, Room *room, int64_t limb_count, size_t scratch_bytes) {
    room->scratch_bytes = scratch_bytes;
    room->scratch = NULL;
    if (scratch_bytes != 0) room->scratch = system_new(vm, scratch_bytes);
    if (scratch_bytes != 0 && room->scratch == NULL) return false;
    if (limbs_start(vm, &room->limbs, limb_count)) return true;
    system_drop(vm, room->scratch, scratch_bytes);
    return false;
}

static void room_done(Vm *vm, Room *room) {
    limbs_done(vm, &room->limbs);
    system_drop(vm, room->scratch, room->scratch_bytes);
}

static Object *common_divisor_of_large(Vm *vm, const IntParts *a, const IntParts *b) {
    int64_t least = a->count < b->count ? a->count : b->count;
    Room room;
    if (!room_start(vm, &room, a->count + b->count + least,
                    digits_common_scratch(a->count, b->count)))
        return NULL;
    uint64_t left_twos, right_twos;
    Limb *left = room.limbs.at, *right = left + a->count, *out = right + b->count;
    int64_t left_count = copy_odd_part(left, a, &left_twos);
    int64_t right_count = copy_odd_part(right, b, &right_twos);
    bool is_ordered = left_count > right_count ||
                      (left_count == right_count && left[left_count - 1] >= right[right_count - 1]);
    int64_t count = is_ordered
                        ? digits_common(out, left, left_count, right, right_count, room.scratch)
                        : digits_common(out, right, right_count, left, left_count, room.scratch);
    Object *odd = int_new_from_limbs(vm, out, count, 0);
    room_done(vm, &room);
    int64_t twos = (int64_t)(left_twos < right_twos ? left_twos : right_twos);
    if (odd == NULL || twos == 0) return odd;
    Object *result = int_shift_left(vm, odd, twos);
    object_drop(vm, odd);
    return result;
}

// The greatest common divisor of two ints; a new reference.
static Object *common_divisor(Vm *vm, Object *left, Object *right) {
    IntParts a, b;
    int_parts(left, &a);
    int_parts(right, &b);
    if (a.count == 0 || b.count == 0) {
        const IntParts *other = a.count == 0 ? &b : &a;
        return int_new_from_limbs(vm, other->limbs, other->count, 0);
    }
    if (a.count == 1 && b.count == 1)
        return int_new_unsigned(vm, common_divisor_of_words(a.limbs[0], b.limbs[0]));
    if (a.count > 1 && b.count > 1) return common_divisor_of_large(vm, &a, &b);
    const IntParts *large = a.count > 1 ? &a : &b, *small = a.count > 1 ? &b : &a;
    Limb rest = digits_remainder_one(large->limbs, large->count, small->limbs[0]);
    return int_new_unsigned(vm, common_divisor_of_words(small->limbs[0], rest));
}

static Object *magnitude(Vm *vm, Object *number) {
    IntParts parts;
    int_parts(number, &parts);
    return int_new_from_limbs(vm, parts.limbs, parts.count, 0);
}

static Object *common_multiple(Vm *vm, Object *left, Object *right) {
    if (int_get_sign(vm, left) == 0 || int_get_sign(vm, right) == 0) return int_new(vm, 0);
    Object *divisor = common_divisor(vm, left, right), *part = NULL, *product = NULL;
    if (divisor != NULL && int_divide_floor(vm, left, divisor, &part, NULL))
        product = int_multiply(vm, part, right);
    Object *result = product == NULL ? NULL : magnitude(vm, product);
    object_drop_or_null(vm, divisor);
    object_drop_or_null(vm, part);
    object_drop_or_null(vm, product);
    return result;
}

// Combines all arguments from left to right, beginning with `start` for none of them.
static Object *combine_all(Vm *vm, const Tuple *all, int64_t start, BinaryFunction *combine) {
    if (all->count == 0) return int_new(vm, start);
    Object *first = object_unary(vm, UNARY_INDEX, all->items[0].object);
    Object *result = first == NULL ? NULL : magnitude(vm, first);
    object_drop_or_null(vm, first);
    for (int64_t i = 1; result != NULL && i < all->count; i++) {
        Object *number = object_unary(vm, UNARY_INDEX, all->items[i].object);
        Object *next = number == NULL ? NULL : combine(vm, result, number);
        object_drop_or_null(vm, number);
        object_drop(vm, result);
        result = next;
    }
    return result;
}

static Object *math_function_gcd(Vm *vm, const Slot *arguments) {
    return combine_all(vm, (const Tuple *)arguments[0].object, 0, common_divisor);
}

static Object *math_function_lcm(Vm *vm, const Slot *arguments) {
    return combine_all(vm, (const Tuple *)arguments[0].object, 1, common_multiple);
}

// --- isqrt ---

static uint64_t root_of_word(uint64_t number) {
    uint64_t root = (uint64_t)sqrt((double)number);
    if (root > UINT32_MAX) root = UINT32_MAX;
    while (root * root > number) root--;
    while (root < UINT32_MAX && (root + 1) * (root + 1) <= number) root++;
    return root;
}

static Object *root_of_large(Vm *vm, const IntParts *parts) {
    int64_t count = (parts->count + 1) / 2;
    Room room;
    if (!room_start(vm, &room, count, digits_root_scratch(parts->count))) return NULL;
    digits_root(room.limbs.at, parts->limbs, parts->count, room.scratch);
    Object *result = int_new_from_limbs(vm, room.limbs.at, count, 0);
    room_done(vm, &room);
    return result;
}

static Object *math_function_isqrt(Vm *vm, const Slot *arguments) {
    Object *number = object_unary(vm, UNARY_INDEX, arguments[0].object), *result;
    if (number == NULL) return NULL;
    IntParts parts;
    int_parts(number, &parts);
    if (parts.is_negative) result = raise(vm, ERROR_MATH_ISQRT_NEGATIVE);
    else if (parts.count == 0) result = int_new(vm, 0);
    else if (parts.count == 1) result = int_new_unsigned(vm, root_of_word(parts.limbs[0]));
    else result = root_of_large(vm, &parts);
    object_drop(vm, number);
    return result;
}

// --- products of ranges ---

// low * (low + 1) * … * high, for 0 < low. The halves are about as long as each other.
static Object *product_of_range(Vm *vm, uint64_t low, uint64_t high) {
    unsigned __int128 product = 1;
    uint64_t next = low;
    while (next <= high && product >> 64 == 0) product *= next++;
    if (next > high) {
        Limb limbs[2] = {(Limb)product, (Limb)(product >> 64)};
        return int_new_from_limbs(vm, limbs, 2, 0);
    }
    uint64_t middle = low + (high - low) / 2;
    Object *left = product_of_range(vm, low, middle), *right = NULL, *result = NULL;
    if (left != NULL) right = product_of_range(vm, middle + 1, high);
    if (right != NULL) result = int_multiply(vm, left, right);
    object_drop_or_null(vm, left);
    object_drop_or_null(vm, right);
    return result;
}

static Object *factorial(Vm *vm, int64_t number) {
    return number < 2 ? int_new(vm, 1) : product_of_range(vm, 2, (uint64_t)number);
}

static Object *math_function_factorial(Vm *vm, const Slot *arguments) {
    Object *number = object_unary(vm, UNARY_INDEX, arguments[0].object);
    if (number == NULL) return NULL;
    int64_t value;
    Found found = int_find_value(vm, number, &value);
    object_drop(vm, number);
    if (value < 0) return raise(vm, ERROR_MATH_FACTORIAL_NEGATIVE);
    if (found != FOUND) return raise(vm, ERROR_MATH_FACTORIAL_LARGE, INT64_MAX);
    return factorial(vm, value);
}

// number * (number - 1) * … of `count` factors, for a number of any size.
static Object *falling_product(Vm *vm, Object *number, int64_t count) {
    int64_t value;
    if (count == 0) return int_new(vm, 1);
    if (int_find_value(vm, number, &value) == FOUND)
        return product_of_range(vm, (uint64_t)(value - count + 1), (uint64_t)value);
    Object *result = object_share(number), *one = int_new(vm, 1), *factor = object_share(number);
    for (int64_t i = 1; i < count && result != NULL && factor != NULL && one != NULL; i++) {
        Object *lower = int_subtract(vm, factor, one);
        Object *product = lower == NULL ? NULL : int_multiply(vm, result, lower);
        object_drop(vm, factor);
        object_drop(vm, result);
        factor = lower;
        result = product;
    }
    object_drop_or_null(vm, one);
    object_drop_or_null(vm, factor);
    return result;
}

// --- perm and comb ---

typedef struct Choice {
    Object *all, *some;   // own: n and k as ints
} Choice;

static bool read_choice(Vm *vm, const Slot *arguments, Choice *choice) {
    *choice = (Choice){NULL, NULL};
    choice->all = object_unary(vm, UNARY_INDEX, arguments[0].object);
    if (choice->all != NULL) choice->some = object_unary(vm, UNARY_INDEX, arguments[1].object);
    if (choice->some == NULL) return false;
    if (int_get_sign(vm, choice->all) < 0) return raise_false(vm, ERROR_MATH_N_NEGATIVE);
    if (int_get_sign(vm, choice->some) < 0) return raise_false(vm, ERROR_MATH_K_NEGATIVE);
    return true;
}

static void drop_choice(Vm *vm, Choice *choice) {
    object_drop_or_null(vm, choice->all);
    object_drop_or_null(vm, choice->some);
}

static Object *count_permutations(Vm *vm, const Choice *choice) {
    int64_t count;
    if (int_compare_values(vm, choice->all, choice->some) < 0) return int_new(vm, 0);
    if (int_find_value(vm, choice->some, &count) != FOUND)
        return raise(vm, ERROR_MATH_PERM_LARGE, INT64_MAX);
    return falling_product(vm, choice->all, count);
}

static Object *math_function_perm(Vm *vm, const Slot *arguments) {
    if (arguments[1].object == NULL || arguments[1].object == vm->objects->none)
        return math_function_factorial(vm, arguments);
    Choice choice;
    Object *result = read_choice(vm, arguments, &choice) ? count_permutations(vm, &choice) : NULL;
    drop_choice(vm, &choice);
    return result;
}

// n over k while all steps fit 64 bits. ABSENT: they don't.
static Found choose_words(int64_t all, int64_t some, uint64_t *result) {
    uint64_t product = 1, larger;
    for (int64_t i = 1; i <= some; i++) {
        uint64_t factor = (uint64_t)(all - some + i);
        if (LIKELY(!__builtin_mul_overflow(product, factor, &larger))) {
            product = larger / (uint64_t)i;
            continue;
        }
        unsigned __int128 wide = (unsigned __int128)product * factor / (uint64_t)i;
        if (wide >> 64 != 0) return ABSENT;
        product = (uint64_t)wide;
    }
    *result = product;
    return FOUND;
}

static Object *choose(Vm *vm, Object *all, int64_t some) {
    int64_t value;
    uint64_t small;
    if (int_find_value(vm, all, &value) == FOUND && choose_words(value, some, &small) == FOUND)
        return int_new_unsigned(vm, small);
    Object *product = falling_product(vm, all, some), *orders = NULL, *result = NULL;
    if (product != NULL) orders = factorial(vm, some);
    if (orders != NULL && !int_divide_floor(vm, product, orders, &result, NULL)) result = NULL;
    object_drop_or_null(vm, product);
    object_drop_or_null(vm, orders);
    return result;
}

static Object *count_combinations(Vm *vm, const Choice *choice) {
    Object *rest = int_subtract(vm, choice->all, choice->some), *result;
    if (rest == NULL) return NULL;
    Object *least = int_compare_values(vm, rest, choice->some) < 0 ? rest : choice->some;
    int64_t some;
    if (int_get_sign(vm, rest) < 0) result = int_new(vm, 0);
    else if (int_find_value(vm, least, &some) == FOUND) result = choose(vm, choice->all, some);
    else result = raise(vm, ERROR_MATH_COMB_LARGE, INT64_MAX);
    object_drop(vm, rest);
    return result;
}

static Object *math_function_comb(Vm *vm, const Slot *arguments) {
    Choice choice;
    Object *result = read_choice(vm, arguments, &choice) ? count_combinations(vm, &choice) : NULL;
    drop_choice(vm, &choice);
    return result;
}

const Method math_integer_functions[] = {
    FUNCTION(math, gcd, "(*integers)", "The greatest integer that divides all of them."),
    FUNCTION(math, lcm, "(*integers)", "The least positive integer that all of them divide."),
    FUNCTION(math, isqrt, "(n, /)", "The greatest integer whose square is not above n."),
    FUNCTION(math, factorial, "(n, /)", "n!, the product of the integers from 1 to n."),
    FUNCTION(math, perm, "(n, k=None, /)",
             "In how many ways k of n items can be put in a row; n! for all of them."),
    FUNCTION(math, comb, "(n, k, /)", "In how many ways k of n items can be chosen."),
    {0},
};
