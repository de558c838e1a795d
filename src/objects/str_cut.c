// Methods of str that cut it, pad it and join others.

#include "objects/str_methods.h"

#include "base/unicode.h"
#include "objects/tuple.h"

#include <string.h>

// --- str as a row ---

static Object *str_row_part(Vm *vm, Object *whole, int64_t start, int64_t stop) {
    return str_new_part(vm, (Str *)whole, start, stop);
}

static Object *str_row_room(Vm *vm, int64_t length, uint32_t char_max, Chars *chars) {
    Str *str = str_new_room(vm, length, char_max);
    if (str == NULL) return NULL;
    *chars = str_get_chars(str);
    return &str->base;
}

// Narrows what turned out to need fewer bytes than its parts did.
static Object *str_row_finish(Vm *vm, Object *object) {
    Str *str = (Str *)object;
    if (str->is_ascii || str->length == 0) return str_take_shared(vm, str);
    uint32_t max = chars_max(str_get_chars(str));
    if (max >= str_get_char_max(str)) return str_take_shared(vm, str);
    Object *narrow = str_new_from_chars(vm, str->data, str->width, str->length);
    object_drop(vm, object);
    return narrow;
}

static Object *str_row_empty(Vm *vm) {
    return object_share(&vm->objects->empty_str->base);
}

static const bool latin1_spaces[256] = {
    ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true, [0x1c] = true,
    [0x1d] = true, [0x1e] = true, [0x1f] = true, [' '] = true, [0x85] = true, [0xa0] = true,
};

const RowKind str_row_kind = {
    .part = str_row_part,
    .room = str_row_room,
    .finish = str_row_finish,
    .empty = str_row_empty,
    .is_space = unicode_is_space,
    .narrow_spaces = latin1_spaces,
    .is_line_break = unicode_is_line_break,
    .too_long = ERROR_REPLACED_TOO_LONG,
};

// --- cutting ---

typedef Object *RowSplit(Vm *vm, const Row *row, const Chars *separator, int64_t max);

static Object *str_split_by(Vm *vm, const Slot *arguments, RowSplit *split) {
    Row row = str_get_row((Str *)arguments[0].object);
    Object *separator = arguments[1].object;
    int64_t max;
    if (!row_size_argument(vm, arguments[2].object, -1, &max)) return NULL;
    if (separator == NULL || separator == vm->objects->none) return split(vm, &row, NULL, max);
    if (!object_is_str(vm, separator)) return raise(vm, ERROR_NOT_STR_OR_NONE, separator);
    Chars chars = str_get_chars((Str *)separator);
    return split(vm, &row, &chars, max);
}

Object *str_method_split(Vm *vm, const Slot *arguments) {
    return str_split_by(vm, arguments, row_split);
}

Object *str_method_rsplit(Vm *vm, const Slot *arguments) {
    return str_split_by(vm, arguments, row_split_last);
}

Object *str_method_splitlines(Vm *vm, const Slot *arguments) {
    Row row = str_get_row((Str *)arguments[0].object);
    int keep_ends;
    if (!row_int_argument(vm, arguments[1].object, 0, &keep_ends)) return NULL;
    return row_split_lines(vm, &row, keep_ends);
}

static Object *str_partition_from(Vm *vm, const Slot *arguments, enum RowEnds from) {
    Row row = str_get_row((Str *)arguments[0].object);
    Object *separator = arguments[1].object;
    if (!object_is_str(vm, separator)) return raise(vm, ERROR_NOT_STR, separator);
    return row_partition(vm, &row, str_get_chars((Str *)separator), separator, from);
}

Object *str_method_partition(Vm *vm, const Slot *arguments) {
    return str_partition_from(vm, arguments, ROW_LEFT);
}

Object *str_method_rpartition(Vm *vm, const Slot *arguments) {
    return str_partition_from(vm, arguments, ROW_RIGHT);
}

static Object *str_strip_ends(Vm *vm, const Slot *arguments, enum RowEnds ends,
                              const char *name) {
    Row row = str_get_row((Str *)arguments[0].object);
    Object *set = arguments[1].object;
    if (set == NULL || set == vm->objects->none) return row_strip(vm, &row, NULL, ends);
    if (!object_is_str(vm, set)) return raise(vm, ERROR_STRIP_ARGUMENT, name);
    Chars chars = str_get_chars((Str *)set);
    return row_strip(vm, &row, &chars, ends);
}

Object *str_method_strip(Vm *vm, const Slot *arguments) {
    return str_strip_ends(vm, arguments, ROW_BOTH, "strip");
}

Object *str_method_lstrip(Vm *vm, const Slot *arguments) {
    return str_strip_ends(vm, arguments, ROW_LEFT, "lstrip");
}

Object *str_method_rstrip(Vm *vm, const Slot *arguments) {
    return str_strip_ends(vm, arguments, ROW_RIGHT, "rstrip");
}

// --- padding ---

static bool pad_read(Vm *vm, const Slot *arguments, int64_t *width, uint32_t *fill) {
    Object *character = arguments[2].object;
    *fill = ' ';
    if (!row_size_argument(vm, arguments[1].object, 0, width)) return false;
    if (character == NULL) return true;
    if (!object_is_str(vm, character)) return raise_false(vm, ERROR_FILL_NOT_STR, character);
    const Str *str = (Str *)character;
    if (str->length != 1) return raise_false(vm, ERROR_FILL_LENGTH);
    *fill = str_get_char(str, 0);
    return true;
}

Object *str_method_center(Vm *vm, const Slot *arguments) {
    Row row = str_get_row((Str *)arguments[0].object);
    int64_t width;
    uint32_t fill;
    return pad_read(vm, arguments, &width, &fill) ? row_center(vm, &row, width, fill) : NULL;
}

Object *str_method_ljust(Vm *vm, const Slot *arguments) {
    Row row = str_get_row((Str *)arguments[0].object);
    int64_t width;
    uint32_t fill;
    if (!pad_read(vm, arguments, &width, &fill)) return NULL;
    return row_pad(vm, &row, 0, width < 0 ? 0 : width - row.chars.length, fill);
}

Object *str_method_rjust(Vm *vm, const Slot *arguments) {
    Row row = str_get_row((Str *)arguments[0].object);
    int64_t width;
    uint32_t fill;
    if (!pad_read(vm, arguments, &width, &fill)) return NULL;
    return row_pad(vm, &row, width < 0 ? 0 : width - row.chars.length, 0, fill);
}

Object *str_method_zfill(Vm *vm, const Slot *arguments) {
    Row row = str_get_row((Str *)arguments[0].object);
    int64_t width;
    if (!row_size_argument(vm, arguments[1].object, 0, &width)) return NULL;
    return row_fill_zeros(vm, &row, width);
}

Object *str_method_expandtabs(Vm *vm, const Slot *arguments) {
    Row row = str_get_row((Str *)arguments[0].object);
    int tab;
    if (!row_int_argument(vm, arguments[1].object, 8, &tab)) return NULL;
    return row_expand_tabs(vm, &row, tab);
}

// --- joining ---

// Length and width of the result; every item must be a str.
static bool join_measure(Vm *vm, const Slot *items, int64_t count, const Str *separator,
                         int64_t *length, uint32_t *max) {
    int64_t total = 0;
    uint32_t widest = count > 1 ? str_get_char_max(separator) : 0;
    for (int64_t i = 0; i < count; i++) {
        Object *item = items[i].object;
        if (!object_is_str(vm, item)) return raise_false(vm, ERROR_JOIN_ITEM, i, item);
        const Str *str = (Str *)item;
        uint32_t own = str_get_char_max(str);
        if (own > widest) widest = own;
        if (__builtin_add_overflow(total, str->length, &total) ||
            (i != 0 && __builtin_add_overflow(total, separator->length, &total)))
            return raise_false(vm, ERROR_JOIN_TOO_LONG);
    }
    *length = total;
    *max = widest;
    return true;
}

static uint8_t *join_put(uint8_t *to, int width, const Str *from) {
    size_t bytes = (size_t)(from->length * width);
    if (width == from->width) memcpy(to, from->data, bytes);
    else chars_copy(to, width, from->data, from->width, from->length);
    return to + bytes;
}

static Object *join_slots_with(Vm *vm, const Str *separator, const Slot *items, int64_t count) {
    int64_t length = 0;
    uint32_t max = 0;
    if (count == 0) return str_row_empty(vm);
    if (count == 1 && items[0].object->kind == KIND_STR) return object_share(items[0].object);
    if (!join_measure(vm, items, count, separator, &length, &max)) return NULL;
    if (length == 0) return str_row_empty(vm);
    Str *joined = str_new_room(vm, length, max);
    if (joined == NULL) return NULL;
    uint8_t *to = joined->data;
    for (int64_t i = 0; i < count; i++) {
        if (i != 0 && separator->length != 0) to = join_put(to, joined->width, separator);
        to = join_put(to, joined->width, (const Str *)items[i].object);
    }
    return str_take_shared(vm, joined);
}

Object *str_join_slots(Vm *vm, const Slot *parts, int64_t count) {
    return join_slots_with(vm, vm->objects->empty_str, parts, count);
}

Object *str_join(Vm *vm, Str *separator, Object *iterable) {
    if (iterable->kind == KIND_LIST) {
        const List *list = (List *)iterable;
        return join_slots_with(vm, separator, list->items, list->count);
    }
    if (iterable->kind == KIND_TUPLE) {
        const Tuple *tuple = (Tuple *)iterable;
        return join_slots_with(vm, separator, tuple->items, tuple->count);
    }
    Object *iterator = object_iterate(vm, iterable);
    if (iterator == NULL) {
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))) return NULL;
        return raise(vm, ERROR_JOIN_NOT_ITERABLE);
    }
    List *list = list_new_from_iterable(vm, iterator);
    object_drop(vm, iterator);
    if (list == NULL) return NULL;
    Object *joined = join_slots_with(vm, separator, list->items, list->count);
    object_drop(vm, &list->base);
    return joined;
}

Object *str_method_join(Vm *vm, const Slot *arguments) {
    return str_join(vm, (Str *)arguments[0].object, arguments[1].object);
}
