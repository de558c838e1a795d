// Cutting rows into lists and tuples of parts.

#include "objects/row.h"

#include "objects/tuple.h"

#include <string.h>

// CPython presizes the list of split() for twelve parts: sys.getsizeof() shows it.
enum { SPLIT_PARTS_MAX = 12 };

static List *list_for_parts(Vm *vm, int64_t max) {
    return list_new(vm, max >= SPLIT_PARTS_MAX ? SPLIT_PARTS_MAX : max + 1);
}

static bool add_part(Vm *vm, List *list, const Row *row, int64_t start, int64_t stop) {
    Object *part = row->kind->part(vm, row->object, start, stop);
    return part != NULL && list_take_add(vm, list, part);
}

// Gives the list when `done`, else drops it.
static Object *finish_parts(Vm *vm, List *list, bool done) {
    if (done) return &list->base;
    object_drop(vm, &list->base);
    return NULL;
}

static void reverse_parts(Vm *vm, List *list) {
    slots_reverse(vm, &list->base, list->items, list->count);
}

ALWAYS_INLINE bool is_space_at(const Row *row, int64_t index) {
    if (LIKELY(row->chars.width == 1))
        return row->kind->narrow_spaces[((const uint8_t *)row->chars.data)[index]];
    return row->kind->is_space(chars_get(row->chars.data, row->chars.width, index));
}

// The first index from `at` on that is white space, or is not; the length where none is.
static int64_t find_space(const Row *row, int64_t at, bool wanted) {
    int64_t length = row->chars.length;
    if (LIKELY(row->chars.width == 1)) {
        const uint8_t *data = row->chars.data;
        const bool *spaces = row->kind->narrow_spaces;
        while (at < length && spaces[data[at]] != wanted) at++;
    } else {
        while (at < length && is_space_at(row, at) != wanted) at++;
    }
    return at;
}

static bool split_at_spaces(Vm *vm, const Row *row, int64_t max, List *list) {
    int64_t length = row->chars.length, at = find_space(row, 0, false);
    while (at < length && max-- > 0) {
        int64_t start = at;
        at = find_space(row, at + 1, true);
        if (!add_part(vm, list, row, start, at)) return false;
        at = find_space(row, at, false);
    }
    return at == length || add_part(vm, list, row, at, length);
}

// The same for one character of one byte, by far the most common separator.
static bool split_at_byte(Vm *vm, const Row *row, uint8_t separator, int64_t max, List *list) {
    const uint8_t *data = row->chars.data;
    int64_t at = 0, length = row->chars.length;
    while (max-- > 0 && at < length) {
        const uint8_t *found = memchr(data + at, separator, (size_t)(length - at));
        if (found == NULL) break;
        if (!add_part(vm, list, row, at, found - data)) return false;
        at = found - data + 1;
    }
    return add_part(vm, list, row, at, length);
}

static bool split_at_separator(Vm *vm, const Row *row, Chars separator, int64_t max, List *list) {
    int64_t at = 0, length = row->chars.length;
    if (separator.length == 1 && row->chars.width == 1 && separator.width == 1)
        return split_at_byte(vm, row, *(const uint8_t *)separator.data, max, list);
    while (max-- > 0) {
        int64_t found = chars_find(chars_part(row->chars, at, length), separator);
        if (found < 0) break;
        if (!add_part(vm, list, row, at, at + found)) return false;
        at += found + separator.length;
    }
    return add_part(vm, list, row, at, length);
}

Object *row_split(Vm *vm, const Row *row, const Chars *separator, int64_t max) {
    if (max < 0) max = INT64_MAX;
    if (separator != NULL && separator->length == 0) return raise(vm, ERROR_EMPTY_SEPARATOR);
    List *list = list_for_parts(vm, max);
    if (list == NULL) return NULL;
    bool done = separator == NULL ? split_at_spaces(vm, row, max, list)
                                  : split_at_separator(vm, row, *separator, max, list);
    return finish_parts(vm, list, done);
}

static bool split_last_at_spaces(Vm *vm, const Row *row, int64_t max, List *list) {
    int64_t at = row->chars.length;
    while (at > 0 && is_space_at(row, at - 1)) at--;
    while (at > 0 && max-- > 0) {
        int64_t stop = at;
        while (at > 0 && !is_space_at(row, at - 1)) at--;
        if (!add_part(vm, list, row, at, stop)) return false;
        while (at > 0 && is_space_at(row, at - 1)) at--;
    }
    return at == 0 || add_part(vm, list, row, 0, at);
}

static bool split_last_at_separator(Vm *vm, const Row *row, Chars separator, int64_t max,
                                    List *list) {
    int64_t stop = row->chars.length;
    while (max-- > 0) {
        int64_t found = chars_find_last(chars_part(row->chars, 0, stop), separator);
        if (found < 0) break;
        if (!add_part(vm, list, row, found + separator.length, stop)) return false;
        stop = found;
    }
    return add_part(vm, list, row, 0, stop);
}

Object *row_split_last(Vm *vm, const Row *row, const Chars *separator, int64_t max) {
    if (max < 0) max = INT64_MAX;
    if (separator != NULL && separator->length == 0) return raise(vm, ERROR_EMPTY_SEPARATOR);
    List *list = list_for_parts(vm, max);
    if (list == NULL) return NULL;
    bool done = separator == NULL ? split_last_at_spaces(vm, row, max, list)
                                  : split_last_at_separator(vm, row, *separator, max, list);
    if (done) reverse_parts(vm, list);
    return finish_parts(vm, list, done);
}

// The end of the line that begins at `at`, and in *next the start of the one after it.
static int64_t line_end(const Row *row, int64_t at, int64_t *next) {
    Chars chars = row->chars;
    int64_t length = chars.length;
    while (at < length && !row->kind->is_line_break(chars_get(chars.data, chars.width, at))) at++;
    *next = at;
    if (at == length) return at;
    bool is_pair = chars_get(chars.data, chars.width, at) == '\r' && at + 1 < length &&
                   chars_get(chars.data, chars.width, at + 1) == '\n';
    *next = at + 1 + is_pair;
    return at;
}

Object *row_split_lines(Vm *vm, const Row *row, int keep_ends) {
    List *list = list_new(vm, 0);
    bool done = list != NULL;
    for (int64_t at = 0, next; done && at < row->chars.length; at = next) {
        int64_t stop = line_end(row, at, &next);
        done = add_part(vm, list, row, at, keep_ends ? next : stop);
    }
    return list == NULL ? NULL : finish_parts(vm, list, done);
}

// A tuple that takes its three items, any of which may be NULL: raised.
static Object *take_three(Vm *vm, Object *first, Object *second, Object *third) {
    Object *items[] = {first, second, third};
    Tuple *tuple = NULL;
    if (first != NULL && second != NULL && third != NULL)
        tuple = tuple_pack(vm, 3, first, second, third);
    for (size_t i = 0; i < ARRAY_COUNT(items); i++) object_drop_or_null(vm, items[i]);
    return tuple == NULL ? NULL : &tuple->base;
}

Object *row_partition(Vm *vm, const Row *row, Chars separator, Object *separator_object,
                      enum RowEnds from) {
    const RowKind *kind = row->kind;
    int64_t length = row->chars.length;
    if (separator.length == 0) return raise(vm, ERROR_EMPTY_SEPARATOR);
    int64_t found = from == ROW_LEFT ? chars_find(row->chars, separator)
                                     : chars_find_last(row->chars, separator);
    if (found < 0) {
        Object *whole = kind->is_mutable ? kind->part(vm, row->object, 0, length)
                                         : object_share(row->object);
        Object *one = kind->empty(vm), *two = kind->empty(vm);
        return from == ROW_LEFT ? take_three(vm, whole, one, two) : take_three(vm, one, two, whole);
    }
    return take_three(vm, kind->part(vm, row->object, 0, found), object_share(separator_object),
                      kind->part(vm, row->object, found + separator.length, length));
}

static bool is_stripped(const Row *row, const Chars *set, int64_t index) {
    uint32_t c = chars_get(row->chars.data, row->chars.width, index);
    return set == NULL ? row->kind->is_space(c) : chars_find_char(*set, c) >= 0;
}

Object *row_strip(Vm *vm, const Row *row, const Chars *set, enum RowEnds ends) {
    int64_t start = 0, stop = row->chars.length;
    if (ends & ROW_LEFT)
        while (start < stop && is_stripped(row, set, start)) start++;
    if (ends & ROW_RIGHT)
        while (stop > start && is_stripped(row, set, stop - 1)) stop--;
    return row->kind->part(vm, row->object, start, stop);
}
