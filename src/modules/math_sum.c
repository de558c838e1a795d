// Sums and products: fsum, prod, and the length of a vector.

#include "modules/math.h"

#include "memory/system.h"
#include "objects/tuple.h"

#include <float.h>
#include <math.h>

enum { ROW_LOCAL = 32 };

// A growing row of doubles, on the C stack while it is short.
typedef struct DoubleRow {
    double *at;
    int64_t count, capacity;
    double local[ROW_LOCAL];
} DoubleRow;

static void row_start(DoubleRow *row) {
    row->at = row->local;
    row->count = 0;
    row->capacity = ROW_LOCAL;
}

static void row_done(Vm *vm, DoubleRow *row) {
    if (row->at != row->local) system_drop(vm, row->at, (size_t)row->capacity * sizeof(double));
}

static bool row_reserve(Vm *vm, DoubleRow *row, int64_t capacity) {
    if (capacity <= row->capacity) return true;
    double *larger = system_new(vm, (size_t)capacity * sizeof(double));
    if (larger == NULL) return false;
    for (int64_t i = 0; i < row->count; i++) larger[i] = row->at[i];
    row_done(vm, row);
    row->at = larger;
    row->capacity = capacity;
    return true;
}

// --- fsum ---
//
// Shewchuk's way: the sum so far is a row of partial sums of growing size whose bits don't
// overlap, so that nothing is lost.

typedef struct Sum {
    DoubleRow partials;
    double special;      // of the infinities and NaNs
    double infinities;   // of the infinities alone: NaN when they have both signs
} Sum;

// Adds x to the partial sums. Gives false where the sum became infinite.
static bool sum_add(Sum *sum, double *x) {
    int64_t kept = 0;
    double *partials = sum->partials.at;
    for (int64_t i = 0; i < sum->partials.count; i++) {
        double y = partials[i];
        if (fabs(*x) < fabs(y)) {
            double swapped = *x;
            *x = y;
            y = swapped;
        }
        volatile double high = *x + y, back = high - *x;
        double low = y - back;
        if (low != 0.0) partials[kept++] = low;
        *x = high;
    }
    sum->partials.count = kept;
    return isfinite(*x);
}

static bool sum_take(Vm *vm, Sum *sum, double item) {
    double x = item;
    if (!row_reserve(vm, &sum->partials, sum->partials.count + 1)) return false;
    if (sum_add(sum, &x)) {
        if (x != 0.0) sum->partials.at[sum->partials.count++] = x;
        return sum->partials.count < sum->partials.capacity ||
               row_reserve(vm, &sum->partials, sum->partials.capacity * 2);
    }
    if (isfinite(item)) return raise_false(vm, ERROR_MATH_SUM_OVERFLOW);
    if (isinf(item)) sum->infinities += item;
    sum->special += item;
    sum->partials.count = 0;
    return true;
}

// The partial sums as one float, rounded half to even.
static double sum_round(const DoubleRow *partials) {
    int64_t i = partials->count;
    double high = 0.0, low = 0.0;
    if (i == 0) return 0.0;
    high = partials->at[--i];
    while (i > 0) {
        double x = high, y = partials->at[--i];
        volatile double next = x + y, back = next - x;
        high = next;
        low = y - back;
        if (low != 0.0) break;
    }
    // A half that stands alone was rounded to even; with more behind it, away from that.
    if (i > 0 && ((low < 0.0 && partials->at[i - 1] < 0.0) ||
                  (low > 0.0 && partials->at[i - 1] > 0.0))) {
        double y = low * 2.0;
        volatile double x = high + y, back = x - high;
        if (y == back) high = x;
    }
    return high;
}

static bool sum_all(Vm *vm, Sum *sum, Object *iterator) {
    Object *item;
    while ((item = object_next(vm, iterator)) != NULL) {
        double x;
        bool is_done = math_read(vm, item, &x);
        object_drop(vm, item);
        if (!is_done || !sum_take(vm, sum, x)) return false;
    }
    return !raised(vm);
}

static Object *math_function_fsum(Vm *vm, const Slot *arguments) {
    Object *iterator = object_iterate(vm, arguments[0].object), *result = NULL;
    if (iterator == NULL) return NULL;
    Sum sum = {.special = 0.0, .infinities = 0.0};
    row_start(&sum.partials);
    if (sum_all(vm, &sum, iterator)) {
        if (sum.special == 0.0) result = float_new(vm, sum_round(&sum.partials));
        else if (isnan(sum.infinities)) result = raise(vm, ERROR_MATH_SUM_INFINITIES);
        else result = float_new(vm, sum.special);
    }
    row_done(vm, &sum.partials);
    object_drop(vm, iterator);
    return result;
}

// --- prod ---

// result * item, without objects in between where both are small.
static Object *multiply(Vm *vm, Object *result, Object *item) {
    int64_t product;
    if (result->kind == KIND_INT && item->kind == KIND_INT &&
        !__builtin_mul_overflow(int_get_value(result), int_get_value(item), &product))
        return int_new_inline(vm, product);
    if (result->kind == KIND_FLOAT && item->kind == KIND_FLOAT)
        return float_new(vm, float_get_value(result) * float_get_value(item));
    return object_binary(vm, BINARY_MULTIPLY, result, item);
}

static Object *math_function_prod(Vm *vm, const Slot *arguments) {
    Object *iterator = object_iterate(vm, arguments[0].object), *item;
    if (iterator == NULL) return NULL;
    Object *result = arguments[1].object != NULL ? object_share(arguments[1].object)
                                                 : int_new(vm, 1);
    while (result != NULL && (item = object_next(vm, iterator)) != NULL) {
        Object *product = multiply(vm, result, item);
        object_drop(vm, item);
        object_drop(vm, result);
        result = product;
    }
    object_drop(vm, iterator);
    if (!raised(vm)) return result;
    object_drop_or_null(vm, result);
    return NULL;
}

// --- lengths ---
//
// The squares are added in three rows of different size: the sum, what its rounding lost, and
// the products of the parts that were split off; then the root is corrected by what its own
// square lacks. All is scaled so that the largest coordinate is between 1/2 and 1.

typedef struct Squares {
    double sum;                  // begins at 1, so that it is never below a summand
    double lost, cross, small;   // by rounding; of mixed products; of low halves
} Squares;

// x as the sum of two halves with 26 bits each.
static void split(double x, double *high, double *low) {
    double wide = x * 134217729.0;   // 2 ** 27 + 1
    *high = wide - (wide - x);
    *low = x - *high;
}

static void add_exactly(double *sum, double *lost, double x) {
    double before = *sum;
    *sum += x;
    *lost += (before - *sum) + x;
}

static double correct_root(Squares *squares, double root) {
    double high, low;
    split(root, &high, &low);
    add_exactly(&squares->sum, &squares->lost, -high * high);
    add_exactly(&squares->sum, &squares->cross, -2.0 * high * low);
    add_exactly(&squares->sum, &squares->small, -low * low);
    double rest = squares->sum - 1.0 + (squares->lost + squares->cross + squares->small);
    return root + rest / (2.0 * root);
}

static double length_scaled(const double *row, int64_t count, double scale) {
    Squares squares = {.sum = 1.0};
    for (int64_t i = 0; i < count; i++) {
        double high, low;
        split(row[i] * scale, &high, &low);
        add_exactly(&squares.sum, &squares.lost, high * high);
        add_exactly(&squares.sum, &squares.cross, 2.0 * high * low);
        squares.small += low * low;
    }
    double root = sqrt(squares.sum - 1.0 + (squares.lost + squares.cross + squares.small));
    return correct_root(&squares, root) / scale;
}

// For coordinates so small that the scale would overflow.
static double length_of_tiny(const double *row, int64_t count, double most) {
    double sum = 1.0, lost = 0.0;
    for (int64_t i = 0; i < count; i++) {
        double x = row[i] / most;
        add_exactly(&sum, &lost, x * x);
    }
    return most * sqrt(sum - 1.0 + lost);
}

// The Euclidean length; `row` has no signs.
static double length_of(const DoubleRow *row) {
    double most = 0.0;
    bool has_nan = false;
    for (int64_t i = 0; i < row->count; i++) {
        has_nan |= isnan(row->at[i]);
        if (row->at[i] > most) most = row->at[i];
    }
    if (isinf(most)) return most;
    if (has_nan) return NAN;
    if (most == 0.0 || row->count <= 1) return most;
    int exponent;
    frexp(most, &exponent);
    if (exponent < -1023) return length_of_tiny(row->at, row->count, most);
    return length_scaled(row->at, row->count, ldexp(1.0, -exponent));
}

static Object *math_function_hypot(Vm *vm, const Slot *arguments) {
    const Tuple *all = (const Tuple *)arguments[0].object;
    DoubleRow row;
    row_start(&row);
    bool is_done = row_reserve(vm, &row, all->count);
    for (int64_t i = 0; is_done && i < all->count; i++) {
        double x;
        is_done = math_read(vm, all->items[i].object, &x);
        row.at[row.count++] = fabs(x);
    }
    Object *result = is_done ? float_new(vm, length_of(&row)) : NULL;
    row_done(vm, &row);
    return result;
}

static Object *distance(Vm *vm, const Tuple *p, const Tuple *q) {
    if (p->count != q->count) return raise(vm, ERROR_MATH_DIMENSIONS);
    DoubleRow row;
    row_start(&row);
    bool is_done = row_reserve(vm, &row, p->count);
    for (int64_t i = 0; is_done && i < p->count; i++) {
        double a, b;
        is_done = math_read(vm, p->items[i].object, &a) && math_read(vm, q->items[i].object, &b);
        if (is_done) row.at[row.count++] = fabs(a - b);
    }
    Object *result = is_done ? float_new(vm, length_of(&row)) : NULL;
    row_done(vm, &row);
    return result;
}

static Tuple *point(Vm *vm, Object *object) {
    if (object_is_tuple(vm, object)) return (Tuple *)object_share(object);
    return tuple_new_from_iterable(vm, object);
}

static Object *math_function_dist(Vm *vm, const Slot *arguments) {
    Tuple *p = point(vm, arguments[0].object), *q = NULL;
    if (p != NULL) q = point(vm, arguments[1].object);
    Object *result = q == NULL ? NULL : distance(vm, p, q);
    object_drop_or_null(vm, (Object *)p);
    object_drop_or_null(vm, (Object *)q);
    return result;
}

const Method math_sum_functions[] = {
    FUNCTION(math, fsum, "(seq, /)", "The sum of an iterable of numbers, rounded only once."),
    FUNCTION(math, prod, "(iterable, /, *, start=1)",
             "The product of start and all items of an iterable."),
    {"hypot", math_function_hypot, "(*coordinates)",
     "The Euclidean distance of a point from the origin.", METHOD_HIDES_SIGNATURE},
    FUNCTION(math, dist, "(p, q, /)", "The Euclidean distance of two points."),
    {0},
};
