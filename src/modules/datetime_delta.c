// datetime.timedelta: days, seconds and microseconds; reckoned in microseconds of 128 bits.

#include "modules/datetime.h"

#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/float.h"
#include "objects/int_limbs.h"
#include "objects/sequence.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const __int128 day_parts = (__int128)DATE_DAY_SECONDS * DATE_SECOND_PARTS;

static const Delta *delta_of(const Object *object) {
    return (const Delta *)object;
}

bool delta_is(Vm *vm, const Object *object) {
    return object_type(vm, object)->native == &date_delta_definition;
}

__int128 delta_get_parts(const Delta *delta) {
    return delta->days * day_parts + (int64_t)delta->seconds * DATE_SECOND_PARTS +
           delta->microseconds;
}

Object *delta_new_of(Vm *vm, Type *type, int days, int seconds, int microseconds) {
    if (days < -DATE_DAYS_MAX || days > DATE_DAYS_MAX)
        return raise(vm, ERROR_DELTA_RANGE, days, DATE_DAYS_MAX);
    Delta *delta = (Delta *)type_new_instance(vm, type, sizeof(Delta));
    if (delta == NULL) return NULL;
    delta->hash = -1;
    delta->days = days;
    delta->seconds = seconds;
    delta->microseconds = microseconds;
    return date_finish_new(vm, &delta->base);
}

static Object *new_of_parts(Vm *vm, Type *type, __int128 parts) {
    __int128 days = parts / day_parts, rest = parts % day_parts;
    if (rest < 0) {
        rest += day_parts;
        days--;
    }
    if (days < INT_MIN || days > INT_MAX) return raise(vm, ERROR_INT_TO_C_INT);
    return delta_new_of(vm, type, (int)days, (int)(rest / DATE_SECOND_PARTS),
                        (int)(rest % DATE_SECOND_PARTS));
}

Object *delta_new(Vm *vm, __int128 parts) {
    return new_of_parts(vm, date_state(vm)->delta, parts);
}

// --- timedelta(…) ---

typedef struct Sum {
    __int128 parts;
    double rest;       // of a part
} Sum;

static bool add_float(Vm *vm, Sum *sum, double number, int64_t factor) {
    double whole, part = modf(number, &whole);
    if (isnan(number) || isinf(number)) {
        Object *refused = int_new_from_double(vm, number);   // in the words of int()
        object_drop_or_null(vm, refused);
        return false;
    }
    if (fabs(whole) > 1e25) return raise_false(vm, ERROR_INT_TO_C_INT);
    sum->parts += (__int128)whole * factor;
    part = modf(part * (double)factor, &whole);
    sum->parts += (__int128)whole;
    sum->rest += part;
    return true;
}

// The value of an int of less than 127 bits.
static bool read_wide(const Object *number, __int128 *wide) {
    IntParts parts;
    int_parts(number, &parts);
    if (parts.count > 2 || (parts.count == 2 && parts.limbs[1] >> 62 != 0)) return false;
    *wide = parts.count == 0 ? 0 : (__int128)parts.limbs[0];
    if (parts.count == 2) *wide |= (__int128)parts.limbs[1] << 64;
    if (parts.is_negative) *wide = -*wide;
    return true;
}

static bool add_component(Vm *vm, Sum *sum, const char *name, Object *given, int64_t factor) {
    __int128 number;
    if (given == NULL) return true;
    if (object_is_float(vm, given)) return add_float(vm, sum, float_get_value(given), factor);
    if (!object_is_int(vm, given)) return raise_false(vm, ERROR_DELTA_COMPONENT, name, given);
    return (read_wide(given, &number) && !__builtin_mul_overflow(number, factor, &number) &&
            !__builtin_add_overflow(sum->parts, number, &sum->parts)) ||
           raise_false(vm, ERROR_INT_TO_C_INT);
}

// Half a part goes to the even neighbour of the whole sum.
static __int128 round_sum(const Sum *sum) {
    double whole = round(sum->rest);
    if (fabs(whole - sum->rest) == 0.5) {
        int is_odd = (int)(sum->parts & 1);
        whole = 2.0 * round((sum->rest + is_odd) * 0.5) - is_odd;
    }
    return sum->parts + (__int128)whole;
}

static Object *delta_make(Vm *vm, Type *type, const Arguments *arguments) {
    static const char signature[] = "(days=0, seconds=0, microseconds=0, milliseconds=0, "
                                    "minutes=0, hours=0, weeks=0)";
    static const struct {
        const char *name;
        int place;
        int64_t factor;
    } components[] = {
        {"microseconds", 2, 1}, {"milliseconds", 3, 1000}, {"seconds", 1, 1000000},
        {"minutes", 4, 60000000}, {"hours", 5, 3600000000}, {"days", 0, 86400000000},
        {"weeks", 6, 604800000000},
    };
    Object *values[7];
    Sum sum = {0};
    if (!arguments_bind(vm, "__new__", signature, arguments, values)) return NULL;
    bool done = true;
    for (size_t i = 0; done && i < ARRAY_COUNT(components); i++)
        done = add_component(vm, &sum, components[i].name, values[components[i].place],
                             components[i].factor);
    arguments_unbind(vm, values, 7);
    return done ? new_of_parts(vm, type, round_sum(&sum)) : NULL;
}

// --- arithmetic ---

static Object *delta_add(Vm *vm, Object *left, Object *right) {
    if (!delta_is(vm, left) || !delta_is(vm, right)) return not_implemented_new(vm);
    return delta_new(vm, delta_get_parts(delta_of(left)) + delta_get_parts(delta_of(right)));
}

static Object *delta_subtract(Vm *vm, Object *left, Object *right) {
    if (!delta_is(vm, left) || !delta_is(vm, right)) return not_implemented_new(vm);
    return delta_new(vm, delta_get_parts(delta_of(left)) - delta_get_parts(delta_of(right)));
}

static Object *delta_negative(Vm *vm, Object *object) {
    return delta_new(vm, -delta_get_parts(delta_of(object)));
}

static Object *delta_positive(Vm *vm, Object *object) {
    return delta_new(vm, delta_get_parts(delta_of(object)));
}

static Object *delta_absolute(Vm *vm, Object *object) {
    return delta_of(object)->days < 0 ? delta_negative(vm, object) : delta_positive(vm, object);
}

static Object *parts_new(Vm *vm, const Object *delta) {
    return int_new_wide(vm, delta_get_parts(delta_of(delta)));
}

// A timedelta of an int of microseconds, which is consumed. NULL: raised already.
static Object *take_new(Vm *vm, Object *parts) {
    __int128 wide;
    if (parts == NULL) return NULL;
    bool fits = read_wide(parts, &wide);
    object_drop(vm, parts);
    return fits ? delta_new(vm, wide) : raise(vm, ERROR_INT_TO_C_INT);
}

// The integer next to left / right, halves to the even one. Consumes both; NULL: raised.
static Object *take_divide_nearest(Vm *vm, Object *left, Object *right) {
    Object *quotient = NULL, *remainder = NULL, *result = NULL;
    if (left != NULL && right != NULL) {
        if (int_get_sign(vm, right) == 0)
            raise(vm, ERROR_DELTA_DIVISION, "integer division or modulo by zero");
        else if (int_divide_floor(vm, left, right, &quotient, &remainder)) {
            Object *twice = int_add(vm, remainder, remainder), *one = int_new(vm, 1);
            if (twice != NULL && one != NULL) {
                // Both have the divisor's sign.
                int order = int_compare_values(vm, twice, right);
                if (int_get_sign(vm, right) < 0) order = -order;
                int64_t low = 0;
                (void)int_find_value(vm, quotient, &low);
                bool is_odd = quotient->kind == KIND_INT
                                  ? (low & 1) != 0
                                  : (((const BigInt *)quotient)->limbs[0] & 1) != 0;
                result = order > 0 || (order == 0 && is_odd) ? int_add(vm, quotient, one)
                                                             : object_share(quotient);
            }
            object_drop_or_null(vm, twice);
            object_drop_or_null(vm, one);
        }
    }
    object_drop_or_null(vm, quotient);
    object_drop_or_null(vm, remainder);
    object_drop_or_null(vm, left);
    object_drop_or_null(vm, right);
    return result;
}

typedef enum FloatWay { FLOAT_MULTIPLIES, FLOAT_DIVIDES } FloatWay;

// What as_integer_ratio() of a subclass may give wrongly.
static bool check_ratio(Vm *vm, Object *ratio) {
    const Tuple *pair = (const Tuple *)ratio;
    if (!object_is_tuple(vm, ratio)) {
        raise_text(vm, exception_type(vm, EXCEPTION_TypeError), "unexpected return type from "
                   "as_integer_ratio(): expected tuple, got '%.200T'", ratio);
        return false;
    }
    if (pair->count != 2) {
        raise_text(vm, exception_type(vm, EXCEPTION_ValueError),
                   "as_integer_ratio() must return a 2-tuple");
        return false;
    }
    return (object_is_int(vm, pair->items[0].object) && object_is_int(vm, pair->items[1].object)) ||
           raise_false(vm, ERROR_INTEGER_REQUIRED);
}

// By the exact ratio that the float is.
static Object *with_float(Vm *vm, const Object *delta, Object *number, FloatWay way) {
    Str *name = str_new_interned(vm, "as_integer_ratio", 16);
    Object *ratio = name == NULL ? NULL : object_call_method(vm, number, name, 0);
    object_drop_or_null(vm, (Object *)name);
    if (ratio == NULL) return NULL;
    if (!check_ratio(vm, ratio)) {
        object_drop(vm, ratio);
        return NULL;
    }
    const Tuple *pair = (const Tuple *)ratio;
    Object *factor = pair->items[way == FLOAT_MULTIPLIES ? 0 : 1].object;
    Object *divisor = pair->items[way == FLOAT_MULTIPLIES ? 1 : 0].object;
    Object *parts = parts_new(vm, delta), *product = NULL;
    if (parts != NULL) product = int_multiply(vm, parts, factor);
    object_drop_or_null(vm, parts);
    Object *nearest = take_divide_nearest(vm, product, object_share(divisor));
    object_drop(vm, ratio);
    return take_new(vm, nearest);
}

static Object *delta_multiply(Vm *vm, Object *left, Object *right) {
    Object *delta = delta_is(vm, left) ? left : right, *number = delta == left ? right : left;
    if (object_is_float(vm, number)) return with_float(vm, delta, number, FLOAT_MULTIPLIES);
    if (!object_is_int(vm, number)) return not_implemented_new(vm);
    Object *parts = parts_new(vm, delta);
    Object *product = parts == NULL ? NULL : int_multiply(vm, parts, number);
    object_drop_or_null(vm, parts);
    return take_new(vm, product);
}

static Object *with_parts(Vm *vm, Object *left, Object *right, BinaryOperator operator) {
    Object *a = parts_new(vm, left), *b = a == NULL ? NULL : parts_new(vm, right);
    Object *result = b == NULL ? NULL : object_binary(vm, operator, a, b);
    object_drop_or_null(vm, a);
    object_drop_or_null(vm, b);
    return result;
}

static Object *delta_floor_divide(Vm *vm, Object *left, Object *right) {
    if (!delta_is(vm, left)) return not_implemented_new(vm);
    if (delta_is(vm, right)) return with_parts(vm, left, right, BINARY_FLOOR_DIVIDE);
    if (!object_is_int(vm, right)) return not_implemented_new(vm);
    Object *parts = parts_new(vm, left);
    Object *quotient = parts == NULL ? NULL
                                     : object_binary(vm, BINARY_FLOOR_DIVIDE, parts, right);
    object_drop_or_null(vm, parts);
    return take_new(vm, quotient);
}

static Object *delta_true_divide(Vm *vm, Object *left, Object *right) {
    if (!delta_is(vm, left)) return not_implemented_new(vm);
    if (delta_is(vm, right)) return with_parts(vm, left, right, BINARY_TRUE_DIVIDE);
    if (object_is_float(vm, right)) return with_float(vm, left, right, FLOAT_DIVIDES);
    if (!object_is_int(vm, right)) return not_implemented_new(vm);
    return take_new(vm, take_divide_nearest(vm, parts_new(vm, left), int_new_exact(vm, right)));
}

static Object *delta_remainder(Vm *vm, Object *left, Object *right) {
    if (!delta_is(vm, left) || !delta_is(vm, right)) return not_implemented_new(vm);
    return take_new(vm, with_parts(vm, left, right, BINARY_REMAINDER));
}

static Object *delta_divmod(Vm *vm, Object *left, Object *right) {
    if (!delta_is(vm, left) || !delta_is(vm, right)) return not_implemented_new(vm);
    Object *quotient = with_parts(vm, left, right, BINARY_FLOOR_DIVIDE);
    if (quotient == NULL) return NULL;
    return build_tuple(vm, "OO", quotient,
                       take_new(vm, with_parts(vm, left, right, BINARY_REMAINDER)));
}

// --- behaviour ---

static int compare_fields(const Delta *left, const Delta *right) {
    if (left->days != right->days) return left->days < right->days ? -1 : 1;
    if (left->seconds != right->seconds) return left->seconds < right->seconds ? -1 : 1;
    return (left->microseconds > right->microseconds) - (left->microseconds < right->microseconds);
}

static Object *delta_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!delta_is(vm, left) || !delta_is(vm, right)) return not_implemented_new(vm);
    int order = compare_fields(delta_of(left), delta_of(right));
    return sequence_compare_counts(vm, order, 0, comparison);
}

static bool delta_hash(Vm *vm, Object *object, int64_t *hash) {
    Delta *delta = (Delta *)object;
    if (delta->hash == -1) {
        Object *state = build_tuple(vm, "iii", (int64_t)delta->days, (int64_t)delta->seconds,
                                    (int64_t)delta->microseconds);
        bool done = state != NULL && object_hash(vm, state, &delta->hash);
        object_drop_or_null(vm, state);
        if (!done) return false;
    }
    *hash = delta->hash;
    return true;
}

static Found delta_truth(Vm *vm, Object *object) {
    (void)vm;
    const Delta *delta = delta_of(object);
    return delta->days != 0 || delta->seconds != 0 || delta->microseconds != 0 ? FOUND : ABSENT;
}

static Object *delta_repr(Vm *vm, Object *object) {
    const Delta *delta = delta_of(object);
    const int32_t numbers[] = {delta->days, delta->seconds, delta->microseconds};
    static const char *const names[] = {"days", "seconds", "microseconds"};
    char text[96] = "";
    for (int i = 0; i < 3; i++) {
        if (numbers[i] == 0) continue;
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s%s=%d", length > 0 ? ", " : "",
                           names[i], numbers[i]);
    }
    return str_new_format(vm, "%s(%s)", object_type_name(vm, object), *text != 0 ? text : "0");
}

static Object *delta_str(Vm *vm, Object *object) {
    const Delta *delta = delta_of(object);
    char text[96] = "";
    int seconds = delta->seconds, length = 0;
    if (delta->days != 0)
        length = snprintf(text, sizeof text, "%d day%s, ", delta->days,
                                    delta->days == 1 || delta->days == -1 ? "" : "s");
    length += snprintf(text + length, sizeof text - (size_t)length, "%d:%02d:%02d",
                                 seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (delta->microseconds != 0)
        snprintf(text + length, sizeof text - (size_t)length, ".%06d",
                           delta->microseconds);
    return str_new_c(vm, text);
}

static Object *delta_method_total_seconds(Vm *vm, const Slot *arguments) {
    __int128 parts = delta_get_parts(delta_of(arguments[0].object));
    // Exact below 2^53: one division rounds once.
    if (parts < (__int128)1 << 53 && parts > -((__int128)1 << 53))
        return float_new(vm, (double)(int64_t)parts / 1e6);
    Object *whole = int_new_wide(vm, parts), *second = int_new(vm, DATE_SECOND_PARTS);
    Object *result = NULL;
    if (whole != NULL && second != NULL)
        result = object_binary(vm, BINARY_TRUE_DIVIDE, whole, second);
    object_drop_or_null(vm, whole);
    object_drop_or_null(vm, second);
    return result;
}

static Object *delta_method___reduce__(Vm *vm, const Slot *arguments) {
    const Delta *delta = delta_of(arguments[0].object);
    return build_tuple(vm, "o(iii)", object_type(vm, &delta->base), (int64_t)delta->days,
                       (int64_t)delta->seconds, (int64_t)delta->microseconds);
}

static const Method delta_methods[] = {
    HIDDEN_METHOD(delta, __reduce__, "(self, /)", "What copies and pickles make of it."),
    HIDDEN_METHOD(delta, total_seconds, "(self, /)", "All of it in seconds."),
    {0},
};

static const Member delta_members[] = {
    {"days", offsetof(Delta, days), MEMBER_READ_ONLY | MEMBER_IS_INT32, "Whole days."},
    {"seconds", offsetof(Delta, seconds), MEMBER_READ_ONLY | MEMBER_IS_INT32,
     "Seconds of the rest, less than a day."},
    {"microseconds", offsetof(Delta, microseconds), MEMBER_READ_ONLY | MEMBER_IS_INT32,
     "Microseconds of the rest, less than a second."},
    {0},
};

const TypeDefinition date_delta_definition = {
    .name = "datetime.timedelta",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Delta),
    .python_bytes = 40,
    .layout = {.name = "datetime.timedelta"},
    .behaviour = {
        .repr = delta_repr, .str = delta_str, .hash = delta_hash, .compare = delta_compare,
        .load_attribute = object_load_attribute_plain, .truth = delta_truth, .new = delta_make,
        .unary = {[UNARY_NEGATIVE] = delta_negative, [UNARY_POSITIVE] = delta_positive,
                  [UNARY_ABSOLUTE] = delta_absolute},
        .binary = {[BINARY_ADD] = delta_add, [BINARY_SUBTRACT] = delta_subtract,
                   [BINARY_MULTIPLY] = delta_multiply, [BINARY_REMAINDER] = delta_remainder,
                   [BINARY_DIVMOD] = delta_divmod, [BINARY_TRUE_DIVIDE] = delta_true_divide,
                   [BINARY_FLOOR_DIVIDE] = delta_floor_divide},
    },
    .methods = delta_methods,
    .members = delta_members,
    .doc = "The distance of two moments.\n\ntimedelta(days=0, seconds=0, microseconds=0, "
           "milliseconds=0, minutes=0, hours=0, weeks=0)",
};
