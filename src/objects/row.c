// Arguments, searching and rewriting of rows; cutting is in row_split.c.

#include "objects/row.h"

#include "objects/int.h"

#include <string.h>

// --- arguments ---

// Gives the exact value, or the nearest limit with *fits false.
static bool index_argument(Vm *vm, Object *object, int64_t *value, bool *fits) {
    Object *index = object_unary(vm, UNARY_INDEX, object);
    if (index == NULL) return false;
    int64_t found = 0;
    *fits = int_find_value(vm, index, &found) == FOUND;
    *value = *fits ? found : found < 0 ? INT64_MIN : INT64_MAX;
    object_drop(vm, index);
    return true;
}

bool row_size_argument(Vm *vm, Object *object, int64_t otherwise, int64_t *size) {
    bool fits = true;
    *size = otherwise;
    if (object == NULL) return true;
    if (!index_argument(vm, object, size, &fits)) return false;
    return fits || raise_false(vm, ERROR_INT_TOO_LARGE, "ssize_t");
}

bool row_int_argument(Vm *vm, Object *object, int otherwise, int *number) {
    bool fits = true;
    int64_t value = otherwise;
    if (object != NULL && !index_argument(vm, object, &value, &fits)) return false;
    *number = (int)value;
    return (fits && value == *number) || raise_false(vm, ERROR_INT_TOO_LARGE, "int");
}

static bool bound_argument(Vm *vm, Object *object, int64_t *bound) {
    bool fits;
    if (object == NULL || object == vm->objects->none) return true;
    if (object_type(vm, object)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_SLICE_INDICES);
    return index_argument(vm, object, bound, &fits);
}

bool row_bounds(Vm *vm, Object *start_object, Object *stop_object, int64_t length,
                int64_t *start, int64_t *stop) {
    *start = 0;
    *stop = INT64_MAX;
    if (!bound_argument(vm, start_object, start)) return false;
    if (!bound_argument(vm, stop_object, stop)) return false;
    if (*stop > length) *stop = length;
    else if (*stop < 0) *stop = *stop + length < 0 ? 0 : *stop + length;
    if (*start < 0) *start = *start + length < 0 ? 0 : *start + length;
    return true;
}

// --- searching ---

int64_t row_find(Chars chars, Chars sought, int64_t start, int64_t stop) {
    if (stop - start < sought.length || start > stop) return -1;
    int64_t found = chars_find(chars_part(chars, start, stop), sought);
    return found < 0 ? -1 : found + start;
}

int64_t row_find_last(Chars chars, Chars sought, int64_t start, int64_t stop) {
    if (stop - start < sought.length || start > stop) return -1;
    int64_t found = chars_find_last(chars_part(chars, start, stop), sought);
    return found < 0 ? -1 : found + start;
}

int64_t row_count(Chars chars, Chars sought, int64_t start, int64_t stop) {
    if (stop - start < sought.length || start > stop) return 0;
    return chars_count(chars_part(chars, start, stop), sought, INT64_MAX);
}

bool row_matches(Chars chars, Chars sought, int64_t start, int64_t stop, enum RowEnds end) {
    if (stop - sought.length < start) return false;
    int64_t from = end == ROW_LEFT ? start : stop - sought.length;
    return chars_is_equal(chars_part(chars, from, from + sought.length), sought);
}

// --- making others of it ---

static void put_chars(Chars to, int64_t at, Chars from) {
    char *data = (char *)(uintptr_t)to.data + at * to.width;
    chars_copy(data, to.width, from.data, from.width, from.length);
}

static void put_fill(Chars to, int64_t at, int64_t count, uint32_t fill) {
    chars_fill((char *)(uintptr_t)to.data + at * to.width, to.width, count, fill);
}

// The characters of the text with `new` put before each of the first `count` positions.
static void interleave(Chars to, Chars from, Chars new, int64_t count) {
    int64_t at = 0;
    for (int64_t i = 0; i < count; i++) {
        put_chars(to, at, new);
        at += new.length;
        if (i >= from.length) continue;
        put_chars(to, at++, chars_part(from, i, i + 1));
    }
    if (count < from.length) put_chars(to, at, chars_part(from, count, from.length));
}

static void replace_into(Chars to, Chars from, Chars old, Chars new, int64_t count) {
    int64_t at = 0, read = 0;
    for (int64_t i = 0; i < count; i++) {
        int64_t found = chars_find(chars_part(from, read, from.length), old);
        put_chars(to, at, chars_part(from, read, read + found));
        at += found;
        put_chars(to, at, new);
        at += new.length;
        read += found + old.length;
    }
    put_chars(to, at, chars_part(from, read, from.length));
}

static void replace_char_into(Chars to, Chars from, uint32_t old, uint32_t new, int64_t count) {
    put_chars(to, 0, from);
    for (int64_t at = 0; count > 0; count--) {
        at += chars_find_char(chars_part(from, at, from.length), old);
        chars_put((void *)(uintptr_t)to.data, to.width, at++, new);
    }
}

Object *row_replace(Vm *vm, const Row *row, Chars old, Chars new, uint32_t new_max,
                    int64_t count) {
    Chars from = row->chars;
    int64_t limit = count < 0 ? INT64_MAX : count;
    int64_t found = limit == 0 ? 0 : chars_count(from, old, limit);
    if (found == 0) return row->kind->part(vm, row->object, 0, from.length);
    int64_t growth, length;
    if (__builtin_mul_overflow(new.length - old.length, found, &growth) ||
        __builtin_add_overflow(from.length, growth, &length))
        return raise(vm, row->kind->too_long);
    uint32_t max = row->char_max > new_max ? row->char_max : new_max;
    Chars to;
    Object *made = row->kind->room(vm, length, max, &to);
    if (made == NULL) return NULL;
    if (old.length == 0) interleave(to, from, new, found);
    else if (old.length == 1 && new.length == 1)
        replace_char_into(to, from, chars_get(old.data, old.width, 0),
                          chars_get(new.data, new.width, 0), found);
    else replace_into(to, from, old, new, found);
    return row->kind->finish(vm, made);
}

Object *row_pad(Vm *vm, const Row *row, int64_t left, int64_t right, uint32_t fill) {
    if (left < 0) left = 0;
    if (right < 0) right = 0;
    if (left == 0 && right == 0) return row->kind->part(vm, row->object, 0, row->chars.length);
    int64_t length;
    if (__builtin_add_overflow(row->chars.length, left, &length) ||
        __builtin_add_overflow(length, right, &length))
        return raise(vm, ERROR_PADDED_TOO_LONG);
    Chars to;
    Object *made = row->kind->room(vm, length, row->char_max > fill ? row->char_max : fill, &to);
    if (made == NULL) return NULL;
    put_fill(to, 0, left, fill);
    put_chars(to, left, row->chars);
    put_fill(to, left + row->chars.length, right, fill);
    return row->kind->finish(vm, made);
}

Object *row_center(Vm *vm, const Row *row, int64_t width, uint32_t fill) {
    int64_t room = width > row->chars.length ? width - row->chars.length : 0;
    // The odd one goes left when the width is odd.
    int64_t left = room / 2 + (room & width & 1);
    return row_pad(vm, row, left, room - left, fill);
}

Object *row_fill_zeros(Vm *vm, const Row *row, int64_t width) {
    int64_t fill = width - row->chars.length;
    if (fill <= 0) return row->kind->part(vm, row->object, 0, row->chars.length);
    Chars to;
    Object *made = row->kind->room(vm, width, row->char_max, &to);
    if (made == NULL) return NULL;
    put_fill(to, 0, fill, '0');
    put_chars(to, fill, row->chars);
    uint32_t first = row->chars.length == 0
                         ? 0 : chars_get(row->chars.data, row->chars.width, 0);
    if (first == '+' || first == '-') {
        chars_put((void *)(uintptr_t)to.data, to.width, 0, first);
        chars_put((void *)(uintptr_t)to.data, to.width, fill, '0');
    }
    return row->kind->finish(vm, made);
}

// Calls for each piece: how long the text gets (to NULL), or writes it.
static bool expand_tabs(Chars from, int64_t tab, const Chars *to, int64_t *length) {
    int64_t column = 0, at = 0;
    for (int64_t i = 0; i < from.length; i++) {
        uint32_t c = chars_get(from.data, from.width, i);
        int64_t step = 1;
        if (c == '\t') step = tab > 0 ? tab - column % tab : 0;
        if (at > INT64_MAX / 8 - step) return false;
        if (to != NULL && c == '\t') put_fill(*to, at, step, ' ');
        else if (to != NULL) chars_put((void *)(uintptr_t)to->data, to->width, at, c);
        at += step;
        column = c == '\n' || c == '\r' ? 0 : column + step;
    }
    *length = at;
    return true;
}

Object *row_expand_tabs(Vm *vm, const Row *row, int tab) {
    int64_t length;
    if (chars_find_char(row->chars, '\t') < 0)
        return row->kind->part(vm, row->object, 0, row->chars.length);
    if (!expand_tabs(row->chars, tab, NULL, &length)) return raise(vm, ERROR_EXPANDED_TOO_LONG);
    Chars to;
    Object *made = row->kind->room(vm, length, row->char_max, &to);
    if (made == NULL) return NULL;
    expand_tabs(row->chars, tab, &to, &length);
    return row->kind->finish(vm, made);
}
