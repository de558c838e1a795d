// Sorting by keys whose comparison nobody can observe: ints, floats, one-byte strings.
//
// Each key becomes a 64-bit rank that stands beside its value, so that comparing touches
// no object: an int is its own rank, a float's bits are put in order, a string gives its
// first eight bytes, and only strings of equal rank are compared whole.

#include "objects/float.h"
#include "objects/key.h"
#include "objects/list_sort.h"

#include <string.h>

typedef struct Ranked {
    int64_t rank;
    Object *key;
    Object *value;
} Ranked;

typedef enum RankKind { RANK_INT, RANK_FLOAT, RANK_STR, RANK_NONE } RankKind;

static int64_t rank_of_double(double value) {
    if (value == 0) return 0;  // -0.0 equals 0.0
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits < 0 ? (int64_t)(~(uint64_t)bits ^ (UINT64_C(1) << 63)) : bits;
}

static int64_t rank_of_text(const Str *str) {
    uint64_t rank = 0;
    memcpy(&rank, str->data, str->length < 8 ? (size_t)str->length : 8);
    return (int64_t)(__builtin_bswap64(rank) ^ (UINT64_C(1) << 63));
}

static RankKind kind_of_key(const Object *key) {
    if (key->kind == KIND_INT) return RANK_INT;
    if (key->kind == KIND_STR) return ((const Str *)key)->width == 1 ? RANK_STR : RANK_NONE;
    if (key->kind != KIND_FLOAT) return RANK_NONE;
    double value = ((const Float *)key)->value;
    return value == value ? RANK_FLOAT : RANK_NONE;
}

static RankKind kind_of_keys(Object **keys, int64_t count) {
    RankKind kind = kind_of_key(keys[0]);
    for (int64_t i = 1; i < count && kind != RANK_NONE; i++)
        if (kind_of_key(keys[i]) != kind) return RANK_NONE;
    return kind;
}

static int64_t rank_of_key(RankKind kind, const Object *key) {
    if (kind == RANK_INT) return ((const Int *)key)->value;
    if (kind == RANK_FLOAT) return rank_of_double(((const Float *)key)->value);
    return rank_of_text((const Str *)key);
}

ALWAYS_INLINE bool ranked_is_less(RankKind kind, const Ranked *left, const Ranked *right) {
    if (left->rank != right->rank) return left->rank < right->rank;
    if (kind != RANK_STR) return false;
    return str_compare_texts((const Str *)left->key, (const Str *)right->key) < 0;
}

// Merges two sorted neighbours of `from` into `to`.
ALWAYS_INLINE void merge_ranked(RankKind kind, Ranked *to, const Ranked *from, int64_t middle,
                                int64_t count) {
    const Ranked *a = from, *a_end = from + middle, *b = a_end, *b_end = from + count;
    if (middle >= count || !ranked_is_less(kind, b, a_end - 1)) {
        memcpy(to, from, (size_t)count * sizeof(Ranked));
        return;
    }
    while (a < a_end && b < b_end) *to++ = ranked_is_less(kind, b, a) ? *b++ : *a++;
    memcpy(to, a, (size_t)(a_end - a) * sizeof(Ranked));
    memcpy(to + (a_end - a), b, (size_t)(b_end - b) * sizeof(Ranked));
}

ALWAYS_INLINE void insert_ranked(RankKind kind, Ranked *row, int64_t count) {
    for (int64_t i = 1; i < count; i++) {
        if (!ranked_is_less(kind, &row[i], &row[i - 1])) continue;
        Ranked item = row[i];
        int64_t place = i;
        do {
            row[place] = row[place - 1];
            place--;
        } while (place > 0 && ranked_is_less(kind, &item, &row[place - 1]));
        row[place] = item;
    }
}

// Sorts row; `spare` is as large. Gives which of the two holds the result.
ALWAYS_INLINE Ranked *sort_ranked(RankKind kind, Ranked *row, Ranked *spare, int64_t count) {
    enum { BLOCK = 12 };
    for (int64_t i = 0; i < count; i += BLOCK)
        insert_ranked(kind, row + i, count - i < BLOCK ? count - i : BLOCK);
    for (int64_t width = BLOCK; width < count; width *= 2) {
        for (int64_t i = 0; i < count; i += 2 * width) {
            int64_t both = count - i < 2 * width ? count - i : 2 * width;
            merge_ranked(kind, spare + i, row + i, width < both ? width : both, both);
        }
        Ranked *other = row;
        row = spare;
        spare = other;
    }
    return row;
}

static bool is_sorted(RankKind kind, const Ranked *row, int64_t count) {
    for (int64_t i = 1; i < count; i++)
        if (ranked_is_less(kind, &row[i], &row[i - 1])) return false;
    return true;
}

static bool ints_are_sorted(Object **keys, int64_t count) {
    for (int64_t i = 1; i < count; i++)
        if (((const Int *)keys[i])->value < ((const Int *)keys[i - 1])->value) return false;
    return true;
}

Found list_sort_plain(Vm *vm, Object **keys, Object **values, int64_t count) {
    RankKind kind = kind_of_keys(keys, count);
    if (kind == RANK_NONE) return ABSENT;
    if (kind == RANK_INT && ints_are_sorted(keys, count)) return FOUND;
    size_t bytes = (size_t)count * sizeof(Ranked);
    Ranked own[2 * LIST_SORT_OWN], *rows = own;
    if (count > LIST_SORT_OWN && (rows = system_new_unset(vm, 2 * bytes)) == NULL) return RAISED;
    for (int64_t i = 0; i < count; i++)
        rows[i] = (Ranked){rank_of_key(kind, keys[i]), keys[i], values == NULL ? NULL : values[i]};
    Ranked *sorted = rows;
    if (!is_sorted(kind, rows, count))
        sorted = kind == RANK_STR ? sort_ranked(RANK_STR, rows, rows + count, count)
                                  : sort_ranked(RANK_INT, rows, rows + count, count);
    for (int64_t i = 0; i < count; i++) {
        keys[i] = sorted[i].key;
        if (values != NULL) values[i] = sorted[i].value;
    }
    if (rows != own) system_drop(vm, rows, 2 * bytes);
    return FOUND;
}
