// Merge sort: finds runs that are in order already, lengthens short ones by binary
// insertion, and merges neighbours in the order of Munro and Wild's powersort. Which
// pairs it compares, and when, is CPython's, because a program's __lt__ can show it.

#include "objects/list_sort.h"

#include "objects/float.h"
#include "objects/key.h"
#include "objects/tuple.h"

enum { RUNS_MAX = 85, GALLOP_MIN = 7, RUN_SHORT = 64 };

// A position in the row of keys and the same in the row of values.
typedef struct Rows {
    Object **keys;
    Object **values;  // NULL: there are none
} Rows;

typedef struct Run {
    Rows rows;
    int64_t count;
    int power;
} Run;

typedef struct Sorter Sorter;
// left < right: FOUND, ABSENT or RAISED.
typedef Found Less(Sorter *sorter, Object *left, Object *right);

struct Sorter {
    Vm *vm;
    Less *less;
    Less *less_first;  // of the first items, when all keys are tuples
    Object *(*compare)(Vm *vm, Object *left, Object *right, Comparison comparison);
    Object **start;    // the row of keys
    int64_t count;
    int64_t gallop;    // wins in a row that make galloping worth while
    Rows spare;        // owns: room for the shorter of two runs
    int64_t spare_count;
    Run runs[RUNS_MAX];
    int run_count;
};

// --- comparing ---

static Found less_any(Sorter *sorter, Object *left, Object *right) {
    return object_compare_truth(sorter->vm, left, right, COMPARE_LESS);
}

static Found less_str(Sorter *sorter, Object *left, Object *right) {
    (void)sorter;
    return str_compare_texts((const Str *)left, (const Str *)right) < 0 ? FOUND : ABSENT;
}

static Found less_int(Sorter *sorter, Object *left, Object *right) {
    (void)sorter;
    return ((const Int *)left)->value < ((const Int *)right)->value ? FOUND : ABSENT;
}

static Found less_float(Sorter *sorter, Object *left, Object *right) {
    (void)sorter;
    return ((const Float *)left)->value < ((const Float *)right)->value ? FOUND : ABSENT;
}

// All keys are of one type: its own comparison first, reflection only if that gives up.
static Found less_same_type(Sorter *sorter, Object *left, Object *right) {
    Vm *vm = sorter->vm;
    // A comparison may have changed the class of a key.
    if (object_type(vm, left)->behaviour.compare != sorter->compare)
        return less_any(sorter, left, right);
    Object *answer = sorter->compare(vm, left, right, COMPARE_LESS);
    if (answer == NULL) return RAISED;
    Found found = answer == vm->objects->true_ ? FOUND : ABSENT;
    if (answer == vm->objects->not_implemented) found = less_any(sorter, left, right);
    else if (answer->kind != KIND_BOOL) found = object_truth(vm, answer);
    object_drop(vm, answer);
    return found;
}

static Found less_tuple(Sorter *sorter, Object *left, Object *right) {
    const Tuple *a = (const Tuple *)left, *b = (const Tuple *)right;
    int64_t i = 0;
    for (; i < a->count && i < b->count; i++) {
        Found equal = key_equal(sorter->vm, a->items[i].object, b->items[i].object);
        if (equal == RAISED) return RAISED;
        if (equal == ABSENT) break;
    }
    if (i >= a->count || i >= b->count) return a->count < b->count ? FOUND : ABSENT;
    Less *less = i == 0 ? sorter->less_first : less_any;
    return less(sorter, a->items[i].object, b->items[i].object);
}

// What the keys have in common decides how they are compared.
typedef struct Traits {
    bool are_tuples;    // all, none empty; the rest is about their first items
    bool are_one_type;
    bool are_int, are_float, are_latin;
    const Type *type;
} Traits;

static void traits_add(Vm *vm, Traits *traits, const Object *key) {
    if (object_type(vm, key) != traits->type) traits->are_one_type = false;
    if (key->kind != KIND_INT) traits->are_int = false;
    if (key->kind != KIND_FLOAT) traits->are_float = false;
    if (key->kind != KIND_STR || ((const Str *)key)->width != 1) traits->are_latin = false;
}

static bool is_full_tuple(const Object *key) {
    return key->kind == KIND_TUPLE && ((const Tuple *)key)->count != 0;
}

static Object *first_item(Object *tuple) {
    return ((Tuple *)tuple)->items[0].object;
}

static Traits traits_of(Vm *vm, Object **keys, int64_t count) {
    bool are_tuples = is_full_tuple(keys[0]);
    Traits traits = {are_tuples, true, true, true, true, NULL};
    traits.type = object_type(vm, are_tuples ? first_item(keys[0]) : keys[0]);
    for (int64_t i = 0; i < count; i++) {
        if (are_tuples && !is_full_tuple(keys[i])) {
            traits.are_tuples = false;
            traits.are_one_type = traits.are_int = traits.are_float = traits.are_latin = false;
            break;
        }
        traits_add(vm, &traits, are_tuples ? first_item(keys[i]) : keys[i]);
        if (!traits.are_one_type && !are_tuples) break;
    }
    return traits;
}

static void choose_comparison(Sorter *sorter, Object **keys, int64_t count) {
    Traits traits = traits_of(sorter->vm, keys, count);
    sorter->less = less_any;
    if (traits.are_one_type) {
        sorter->compare = traits.type->behaviour.compare;
        if (traits.are_latin) sorter->less = less_str;
        else if (traits.are_int) sorter->less = less_int;
        else if (traits.are_float) sorter->less = less_float;
        else if (sorter->compare != NULL) sorter->less = less_same_type;
    }
    if (!traits.are_tuples) return;
    bool is_nested = traits.type == type_of_kind(sorter->vm, KIND_TUPLE);
    sorter->less_first = is_nested ? less_any : sorter->less;
    sorter->less = less_tuple;
}

ALWAYS_INLINE Found is_less(Sorter *sorter, Object *left, Object *right) {
    return sorter->less(sorter, left, right);
}

// --- rows ---

static Rows rows_at(Rows rows, int64_t offset) {
    return (Rows){rows.keys + offset, rows.values == NULL ? NULL : rows.values + offset};
}

static void rows_copy(Rows to, int64_t to_offset, Rows from, int64_t from_offset, int64_t count) {
    size_t bytes = (size_t)count * sizeof(Object *);
    __builtin_memmove(to.keys + to_offset, from.keys + from_offset, bytes);
    if (to.values != NULL)
        __builtin_memmove(to.values + to_offset, from.values + from_offset, bytes);
}

static void rows_advance(Rows *rows, int64_t count) {
    *rows = rows_at(*rows, count);
}

void list_sort_reverse(Object **row, int64_t count) {
    for (int64_t i = 0, j = count - 1; i < j; i++, j--) {
        Object *other = row[i];
        row[i] = row[j];
        row[j] = other;
    }
}

// --- runs ---

// The length of the run that begins here; a strictly descending one is turned around.
static int64_t run_find(Sorter *sorter, Rows rows, int64_t count) {
    if (count == 1) return 1;
    Found first = is_less(sorter, rows.keys[1], rows.keys[0]);
    int64_t n = 2;
    for (; first != RAISED && n < count; n++) {
        Found less = is_less(sorter, rows.keys[n], rows.keys[n - 1]);
        if (less == RAISED) return -1;
        if (less != first) break;
    }
    if (first == RAISED) return -1;
    if (first == FOUND) {
        list_sort_reverse(rows.keys, n);
        if (rows.values != NULL) list_sort_reverse(rows.values, n);
    }
    return n;
}

static void insert_at(Object **row, int64_t from, int64_t to) {
    Object *item = row[from];
    __builtin_memmove(row + to + 1, row + to, (size_t)(from - to) * sizeof(Object *));
    row[to] = item;
}

// Sorts `count` items of which the first `sorted` are in order.
static bool insertion_sort(Sorter *sorter, Rows rows, int64_t count, int64_t sorted) {
    for (int64_t i = sorted == 0 ? 1 : sorted; i < count; i++) {
        int64_t low = 0, high = i;
        while (low < high) {
            int64_t middle = low + ((high - low) >> 1);
            Found less = is_less(sorter, rows.keys[i], rows.keys[middle]);
            if (less == RAISED) return false;
            if (less == FOUND) high = middle;
            else low = middle + 1;
        }
        insert_at(rows.keys, i, low);
        if (rows.values != NULL) insert_at(rows.values, i, low);
    }
    return true;
}

// Runs shorter than this are lengthened: such that the runs are, just about, a power of
// two in number.
static int64_t run_least(int64_t count) {
    int64_t odd = 0;
    while (count >= RUN_SHORT) {
        odd |= count & 1;
        count >>= 1;
    }
    return count + odd;
}

// --- galloping: where does key belong in a sorted row? The search starts at `hint` and
// strides away from it, doubling, then halves. ---

// Before the items that equal key. -1: raised.
static int64_t gallop_left(Sorter *sorter, Object *key, Object **row, int64_t count,
                           int64_t hint) {
    Found less = is_less(sorter, row[hint], key);
    if (less == RAISED) return -1;
    bool is_rightward = less == FOUND;
    int64_t last = 0, offset = 1, limit = is_rightward ? count - hint : hint + 1;
    while (offset < limit) {
        less = is_less(sorter, row[is_rightward ? hint + offset : hint - offset], key);
        if (less == RAISED) return -1;
        if ((less == FOUND) != is_rightward) break;
        last = offset;
        offset = (offset << 1) + 1;
    }
    if (offset > limit) offset = limit;
    int64_t low = is_rightward ? hint + last + 1 : hint - offset + 1;
    int64_t high = is_rightward ? hint + offset : hint - last;
    while (low < high) {
        int64_t middle = low + ((high - low) >> 1);
        less = is_less(sorter, row[middle], key);
        if (less == RAISED) return -1;
        if (less == FOUND) low = middle + 1;
        else high = middle;
    }
    return high;
}

// After the items that equal key. -1: raised.
static int64_t gallop_right(Sorter *sorter, Object *key, Object **row, int64_t count,
                            int64_t hint) {
    Found less = is_less(sorter, key, row[hint]);
    if (less == RAISED) return -1;
    bool is_leftward = less == FOUND;
    int64_t last = 0, offset = 1, limit = is_leftward ? hint + 1 : count - hint;
    while (offset < limit) {
        less = is_less(sorter, key, row[is_leftward ? hint - offset : hint + offset]);
        if (less == RAISED) return -1;
        if ((less == FOUND) != is_leftward) break;
        last = offset;
        offset = (offset << 1) + 1;
    }
    if (offset > limit) offset = limit;
    int64_t low = is_leftward ? hint - offset + 1 : hint + last + 1;
    int64_t high = is_leftward ? hint - last : hint + offset;
    while (low < high) {
        int64_t middle = low + ((high - low) >> 1);
        less = is_less(sorter, key, row[middle]);
        if (less == RAISED) return -1;
        if (less == FOUND) high = middle;
        else low = middle + 1;
    }
    return high;
}

// --- merging two neighbouring runs, a before b ---

// The state of a merge. Forward ("low"): a is in the spare room, `to` the first place to
// fill. Backward ("high"): b is there, `to` the last place. `a` and `b` are the next items.
typedef struct Merge {
    Sorter *sorter;
    Rows to, a, b;
    int64_t a_count, b_count;
    Rows a_base, b_base;        // backward: the first items
    int64_t a_wins, b_wins;
} Merge;

typedef enum Step {
    STEP_RAISED = -1,
    STEP_ON,        // to the next phase
    STEP_DONE,      // what is left is in its place, or will be copied there
    STEP_LAST,      // one item is left of the run in the spare room
} Step;

static void take_forward(Merge *merge, Rows *from) {
    rows_copy(merge->to, 0, *from, 0, 1);
    rows_advance(&merge->to, 1);
    rows_advance(from, 1);
}

static void take_backward(Merge *merge, Rows *from) {
    rows_copy(merge->to, 0, *from, 0, 1);
    rows_advance(&merge->to, -1);
    rows_advance(from, -1);
}

// One by one, until one run wins often.
static Step low_one_by_one(Merge *merge) {
    merge->a_wins = merge->b_wins = 0;
    for (;;) {
        Found less = is_less(merge->sorter, merge->b.keys[0], merge->a.keys[0]);
        if (less == RAISED) return STEP_RAISED;
        if (less == FOUND) {
            take_forward(merge, &merge->b);
            merge->a_wins = 0;
            if (--merge->b_count == 0) return STEP_DONE;
            if (++merge->b_wins >= merge->sorter->gallop) return STEP_ON;
        } else {
            take_forward(merge, &merge->a);
            merge->b_wins = 0;
            if (--merge->a_count == 1) return STEP_LAST;
            if (++merge->a_wins >= merge->sorter->gallop) return STEP_ON;
        }
    }
}

// One stretch of a, then one of b.
static Step low_gallop(Merge *merge) {
    int64_t k = gallop_right(merge->sorter, merge->b.keys[0], merge->a.keys, merge->a_count, 0);
    if (k < 0) return STEP_RAISED;
    merge->a_wins = k;
    rows_copy(merge->to, 0, merge->a, 0, k);
    rows_advance(&merge->to, k);
    rows_advance(&merge->a, k);
    merge->a_count -= k;
    if (k > 0 && merge->a_count == 1) return STEP_LAST;
    if (merge->a_count == 0) return STEP_DONE;  // an inconsistent __lt__ only
    take_forward(merge, &merge->b);
    if (--merge->b_count == 0) return STEP_DONE;
    k = gallop_left(merge->sorter, merge->a.keys[0], merge->b.keys, merge->b_count, 0);
    if (k < 0) return STEP_RAISED;
    merge->b_wins = k;
    rows_copy(merge->to, 0, merge->b, 0, k);
    rows_advance(&merge->to, k);
    rows_advance(&merge->b, k);
    merge->b_count -= k;
    if (merge->b_count == 0) return STEP_DONE;
    take_forward(merge, &merge->a);
    return --merge->a_count == 1 ? STEP_LAST : STEP_ON;
}

static Step high_one_by_one(Merge *merge) {
    merge->a_wins = merge->b_wins = 0;
    for (;;) {
        Found less = is_less(merge->sorter, merge->b.keys[0], merge->a.keys[0]);
        if (less == RAISED) return STEP_RAISED;
        if (less == FOUND) {
            take_backward(merge, &merge->a);
            merge->b_wins = 0;
            if (--merge->a_count == 0) return STEP_DONE;
            if (++merge->a_wins >= merge->sorter->gallop) return STEP_ON;
        } else {
            take_backward(merge, &merge->b);
            merge->a_wins = 0;
            if (--merge->b_count == 1) return STEP_LAST;
            if (++merge->b_wins >= merge->sorter->gallop) return STEP_ON;
        }
    }
}

static Step high_gallop(Merge *merge) {
    int64_t count = merge->a_count;
    int64_t k = gallop_right(merge->sorter, merge->b.keys[0], merge->a_base.keys, count, count - 1);
    if (k < 0) return STEP_RAISED;
    k = count - k;
    merge->a_wins = k;
    rows_advance(&merge->to, -k);
    rows_advance(&merge->a, -k);
    rows_copy(merge->to, 1, merge->a, 1, k);
    merge->a_count -= k;
    if (merge->a_count == 0) return STEP_DONE;
    take_backward(merge, &merge->b);
    count = --merge->b_count;
    if (count == 1) return STEP_LAST;
    k = gallop_left(merge->sorter, merge->a.keys[0], merge->b_base.keys, count, count - 1);
    if (k < 0) return STEP_RAISED;
    k = count - k;
    merge->b_wins = k;
    rows_advance(&merge->to, -k);
    rows_advance(&merge->b, -k);
    rows_copy(merge->to, 1, merge->b, 1, k);
    merge->b_count -= k;
    if (k > 0 && merge->b_count == 1) return STEP_LAST;
    if (merge->b_count == 0) return STEP_DONE;  // an inconsistent __lt__ only
    take_backward(merge, &merge->a);
    return --merge->a_count == 0 ? STEP_DONE : STEP_ON;
}

typedef Step Phase(Merge *merge);

// Takes turns between both phases; galloping gets cheaper while it pays, dearer when not.
static Step merge_phases(Merge *merge, Phase *one_by_one, Phase *gallop) {
    Sorter *sorter = merge->sorter;
    for (;;) {
        Step step = one_by_one(merge);
        if (step != STEP_ON) return step;
        int64_t least = sorter->gallop + 1;
        do {
            least -= least > 1;
            sorter->gallop = least;
            step = gallop(merge);
            if (step != STEP_ON) return step;
        } while (merge->a_wins >= GALLOP_MIN || merge->b_wins >= GALLOP_MIN);
        sorter->gallop = least + 1;
    }
}

static void spare_drop(Sorter *sorter) {
    size_t bytes = (size_t)sorter->spare_count * sizeof(Object *);
    system_drop(sorter->vm, sorter->spare.keys, bytes);
    if (sorter->spare.values != NULL) system_drop(sorter->vm, sorter->spare.values, bytes);
    sorter->spare = (Rows){NULL, NULL};
    sorter->spare_count = 0;
}

static bool spare_reserve(Sorter *sorter, int64_t count, bool has_values) {
    if (count <= sorter->spare_count) return true;
    if (sorter->spare.keys != NULL) spare_drop(sorter);
    size_t bytes = (size_t)count * sizeof(Object *);
    sorter->spare.keys = system_new(sorter->vm, bytes);
    if (sorter->spare.keys == NULL) return false;
    sorter->spare_count = count;
    if (!has_values) return true;
    sorter->spare.values = system_new(sorter->vm, bytes);
    return sorter->spare.values != NULL;
}

// a is the shorter one.
static bool merge_low(Sorter *sorter, Rows a, int64_t a_count, Rows b, int64_t b_count) {
    if (!spare_reserve(sorter, a_count, a.values != NULL)) return false;
    rows_copy(sorter->spare, 0, a, 0, a_count);
    Merge merge = {.sorter = sorter, .to = a, .a = sorter->spare, .b = b,
                   .a_count = a_count, .b_count = b_count};
    take_forward(&merge, &merge.b);
    merge.b_count--;
    Step step = merge.b_count == 0   ? STEP_DONE
                : merge.a_count == 1 ? STEP_LAST
                                     : merge_phases(&merge, low_one_by_one, low_gallop);
    if (step == STEP_LAST) {
        rows_copy(merge.to, 0, merge.b, 0, merge.b_count);
        rows_copy(merge.to, merge.b_count, merge.a, 0, 1);
    } else {
        rows_copy(merge.to, 0, merge.a, 0, merge.a_count);
    }
    return step != STEP_RAISED;
}

// b is the shorter one.
static bool merge_high(Sorter *sorter, Rows a, int64_t a_count, Rows b, int64_t b_count) {
    if (!spare_reserve(sorter, b_count, a.values != NULL)) return false;
    rows_copy(sorter->spare, 0, b, 0, b_count);
    Merge merge = {.sorter = sorter, .to = rows_at(b, b_count - 1), .a = rows_at(a, a_count - 1),
                   .b = rows_at(sorter->spare, b_count - 1), .a_count = a_count,
                   .b_count = b_count, .a_base = a, .b_base = sorter->spare};
    take_backward(&merge, &merge.a);
    merge.a_count--;
    Step step = merge.a_count == 0   ? STEP_DONE
                : merge.b_count == 1 ? STEP_LAST
                                     : merge_phases(&merge, high_one_by_one, high_gallop);
    if (step == STEP_LAST) {
        rows_copy(merge.to, 1 - merge.a_count, merge.a, 1 - merge.a_count, merge.a_count);
        rows_copy(merge.to, -merge.a_count, merge.b, 0, 1);
    } else {
        rows_copy(merge.to, 1 - merge.b_count, merge.b_base, 0, merge.b_count);
    }
    return step != STEP_RAISED;
}

// Merges run i with the one after it.
static bool merge_runs(Sorter *sorter, int i) {
    Rows a = sorter->runs[i].rows, b = sorter->runs[i + 1].rows;
    int64_t a_count = sorter->runs[i].count, b_count = sorter->runs[i + 1].count;
    sorter->runs[i].count = a_count + b_count;
    if (i == sorter->run_count - 3) sorter->runs[i + 1] = sorter->runs[i + 2];
    sorter->run_count--;
    // What of a comes before all of b stays, and what of b after all of a.
    int64_t k = gallop_right(sorter, b.keys[0], a.keys, a_count, 0);
    if (k < 0) return false;
    rows_advance(&a, k);
    a_count -= k;
    if (a_count == 0) return true;
    b_count = gallop_left(sorter, a.keys[a_count - 1], b.keys, b_count, b_count - 1);
    if (b_count <= 0) return b_count == 0;
    return a_count <= b_count ? merge_low(sorter, a, a_count, b, b_count)
                              : merge_high(sorter, a, a_count, b, b_count);
}

// The depth, in the ideal tree of merges over the row, of the boundary between two runs:
// the first binary digit in which their middles, as fractions of the row, differ.
static int boundary_power(int64_t start, int64_t left, int64_t right, int64_t count) {
    int64_t a = 2 * start + left, b = a + left + right;
    int power = 0;
    for (;;) {
        power++;
        if (a >= count) {
            a -= count;
            b -= count;
        } else if (b >= count) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

static bool push_run(Sorter *sorter, Rows rows, int64_t count) {
    if (sorter->run_count > 0) {
        Run *last = &sorter->runs[sorter->run_count - 1];
        int power = boundary_power(last->rows.keys - sorter->start, last->count, count,
                                   sorter->count);
        while (sorter->run_count > 1 && sorter->runs[sorter->run_count - 2].power > power)
            if (!merge_runs(sorter, sorter->run_count - 2)) return false;
        sorter->runs[sorter->run_count - 1].power = power;
    }
    CHECK(sorter->run_count < RUNS_MAX);
    sorter->runs[sorter->run_count++] = (Run){rows, count, 0};
    return true;
}

static bool merge_all(Sorter *sorter) {
    while (sorter->run_count > 1) {
        int i = sorter->run_count - 2;
        if (i > 0 && sorter->runs[i - 1].count < sorter->runs[i + 1].count) i--;
        if (!merge_runs(sorter, i)) return false;
    }
    return true;
}

static bool sort_rows(Sorter *sorter, Rows rows) {
    int64_t rest = sorter->count, least = run_least(rest);
    while (rest > 0) {
        int64_t n = run_find(sorter, rows, rest);
        if (n < 0) return false;
        if (n < least) {
            int64_t forced = rest <= least ? rest : least;
            if (!insertion_sort(sorter, rows, forced, n)) return false;
            n = forced;
        }
        if (!push_run(sorter, rows, n)) return false;
        rows_advance(&rows, n);
        rest -= n;
    }
    return merge_all(sorter);
}

bool list_sort_merge(Vm *vm, Object **keys, Object **values, int64_t count) {
    Sorter sorter = {.vm = vm, .start = keys, .count = count, .gallop = GALLOP_MIN};
    choose_comparison(&sorter, keys, count);
    bool is_done = sort_rows(&sorter, (Rows){keys, values});
    if (sorter.spare.keys != NULL) spare_drop(&sorter);
    return is_done;
}
