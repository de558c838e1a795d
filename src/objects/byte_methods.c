// Methods of bytes and bytearray that search, cut, pad and join.

#include "objects/byte_row.h"

#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

// --- searching ---

// What find, index and count share. `byte` holds the bytes when an integer is sought.
typedef struct Search {
    Chars chars, sought;
    int64_t start, stop;
    uint8_t byte;
    View view;
} Search;

static bool read_sought(Vm *vm, Object *sought, Search *search) {
    if (object_has_view(vm, sought)) {
        if (!view_acquire(vm, sought, &search->view, VIEW_READ)) return false;
        search->sought = view_get_chars(&search->view);
        return true;
    }
    if (object_type(vm, sought)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_SOUGHT_TYPE, sought);
    search->sought = (Chars){&search->byte, 1, 1};
    return byte_row_value(vm, sought, ERROR_BYTE_RANGE, &search->byte);
}

static bool search_start(Vm *vm, const Slot *arguments, Search *search) {
    *search = (Search){0};
    int64_t length = byte_row_of(vm, arguments[0].object).chars.length;
    if (!row_bounds(vm, arguments[2].object, arguments[3].object, length, &search->start,
                    &search->stop) ||
        !read_sought(vm, arguments[1].object, search))
        return false;
    // Asking for an index may have run code that changed a bytearray.
    search->chars = byte_row_of(vm, arguments[0].object).chars;
    if (search->stop > search->chars.length) search->stop = search->chars.length;
    return true;
}

static Object *search_finish(Vm *vm, Search *search, int64_t found) {
    view_release(vm, &search->view);
    return int_new(vm, found);
}

Object *byte_method_find(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_start(vm, arguments, &s)) return NULL;
    return search_finish(vm, &s, row_find(s.chars, s.sought, s.start, s.stop));
}

Object *byte_method_rfind(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_start(vm, arguments, &s)) return NULL;
    return search_finish(vm, &s, row_find_last(s.chars, s.sought, s.start, s.stop));
}

Object *byte_method_index(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_start(vm, arguments, &s)) return NULL;
    int64_t found = row_find(s.chars, s.sought, s.start, s.stop);
    view_release(vm, &s.view);
    return found < 0 ? raise(vm, ERROR_SUBSECTION_NOT_FOUND) : int_new(vm, found);
}

Object *byte_method_rindex(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_start(vm, arguments, &s)) return NULL;
    int64_t found = row_find_last(s.chars, s.sought, s.start, s.stop);
    view_release(vm, &s.view);
    return found < 0 ? raise(vm, ERROR_SUBSECTION_NOT_FOUND) : int_new(vm, found);
}

Object *byte_method_count(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_start(vm, arguments, &s)) return NULL;
    return search_finish(vm, &s, row_count(s.chars, s.sought, s.start, s.stop));
}

static Found matches_one(Vm *vm, Chars chars, Object *sought, int64_t start, int64_t stop,
                         enum RowEnds end) {
    View view;
    if (!view_acquire(vm, sought, &view, VIEW_READ)) return RAISED;
    bool found = row_matches(chars, view_get_chars(&view), start, stop, end);
    view_release(vm, &view);
    return found ? FOUND : ABSENT;
}

static Object *matches(Vm *vm, const Slot *arguments, enum RowEnds end, const char *name) {
    Chars chars = byte_row_of(vm, arguments[0].object).chars;
    Object *sought = arguments[1].object;
    int64_t start, stop;
    if (!row_bounds(vm, arguments[2].object, arguments[3].object, chars.length, &start, &stop))
        return NULL;
    Found found = ABSENT;
    if (object_is_tuple(vm, sought)) {
        const Tuple *tuple = (Tuple *)sought;
        for (int64_t i = 0; found == ABSENT && i < tuple->count; i++)
            found = matches_one(vm, chars, tuple->items[i].object, start, stop, end);
    } else if (object_has_view(vm, sought)) {
        found = matches_one(vm, chars, sought, start, stop, end);
    } else {
        return raise(vm, ERROR_BYTES_STARTSWITH, name, sought);
    }
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

Object *byte_method_startswith(Vm *vm, const Slot *arguments) {
    return matches(vm, arguments, ROW_LEFT, "startswith");
}

Object *byte_method_endswith(Vm *vm, const Slot *arguments) {
    return matches(vm, arguments, ROW_RIGHT, "endswith");
}

// --- replacing and cutting ---

Object *byte_method_replace(Vm *vm, const Slot *arguments) {
    View old = {0}, new = {0};
    Object *made = NULL;
    int64_t count;
    if (view_acquire(vm, arguments[1].object, &old, VIEW_READ) &&
        view_acquire(vm, arguments[2].object, &new, VIEW_READ) &&
        row_size_argument(vm, arguments[3].object, -1, &count)) {
        Row row = byte_row_of(vm, arguments[0].object);
        made = row_replace(vm, &row, view_get_chars(&old), view_get_chars(&new), 0xff, count);
    }
    view_release(vm, &old);
    view_release(vm, &new);
    return made;
}

static Object *remove_end(Vm *vm, const Slot *arguments, enum RowEnds end) {
    View view;
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    Chars sought = view_get_chars(&view);
    int64_t start = 0, stop = row.chars.length;
    if (row_matches(row.chars, sought, start, stop, end)) {
        if (end == ROW_LEFT) start = sought.length;
        else stop -= sought.length;
    }
    Object *part = row.kind->part(vm, row.object, start, stop);
    view_release(vm, &view);
    return part;
}

Object *byte_method_removeprefix(Vm *vm, const Slot *arguments) {
    return remove_end(vm, arguments, ROW_LEFT);
}

Object *byte_method_removesuffix(Vm *vm, const Slot *arguments) {
    return remove_end(vm, arguments, ROW_RIGHT);
}

typedef Object *RowSplit(Vm *vm, const Row *row, const Chars *separator, int64_t max);

static Object *split_by(Vm *vm, const Slot *arguments, RowSplit *split) {
    Object *separator = arguments[1].object;
    int64_t max;
    if (!row_size_argument(vm, arguments[2].object, -1, &max)) return NULL;
    if (separator == NULL || separator == vm->objects->none) {
        Row row = byte_row_of(vm, arguments[0].object);
        return split(vm, &row, NULL, max);
    }
    View view;
    if (!view_acquire(vm, separator, &view, VIEW_READ)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    Chars chars = view_get_chars(&view);
    Object *list = split(vm, &row, &chars, max);
    view_release(vm, &view);
    return list;
}

Object *byte_method_split(Vm *vm, const Slot *arguments) {
    return split_by(vm, arguments, row_split);
}

Object *byte_method_rsplit(Vm *vm, const Slot *arguments) {
    return split_by(vm, arguments, row_split_last);
}

Object *byte_method_splitlines(Vm *vm, const Slot *arguments) {
    int keep_ends;
    if (!row_int_argument(vm, arguments[1].object, 0, &keep_ends)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    return row_split_lines(vm, &row, keep_ends);
}

static Object *partition_from(Vm *vm, const Slot *arguments, enum RowEnds from) {
    View view;
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    Object *parts = NULL;
    // A bytearray gives parts that share nothing, the separator too.
    Object *separator = byte_row_is_array(&row) ? bytearray_new(vm, view.data, view.bytes)
                                                : object_share(arguments[1].object);
    if (separator != NULL)
        parts = row_partition(vm, &row, view_get_chars(&view), separator, from);
    object_drop_or_null(vm, separator);
    view_release(vm, &view);
    return parts;
}

Object *byte_method_partition(Vm *vm, const Slot *arguments) {
    return partition_from(vm, arguments, ROW_LEFT);
}

Object *byte_method_rpartition(Vm *vm, const Slot *arguments) {
    return partition_from(vm, arguments, ROW_RIGHT);
}

static Object *strip_ends(Vm *vm, const Slot *arguments, enum RowEnds ends) {
    Object *set = arguments[1].object;
    if (set == NULL || set == vm->objects->none) {
        Row row = byte_row_of(vm, arguments[0].object);
        return row_strip(vm, &row, NULL, ends);
    }
    View view;
    if (!view_acquire(vm, set, &view, VIEW_READ)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    Chars chars = view_get_chars(&view);
    Object *part = row_strip(vm, &row, &chars, ends);
    view_release(vm, &view);
    return part;
}

Object *byte_method_strip(Vm *vm, const Slot *arguments) {
    return strip_ends(vm, arguments, ROW_BOTH);
}

Object *byte_method_lstrip(Vm *vm, const Slot *arguments) {
    return strip_ends(vm, arguments, ROW_LEFT);
}

Object *byte_method_rstrip(Vm *vm, const Slot *arguments) {
    return strip_ends(vm, arguments, ROW_RIGHT);
}

// --- padding ---

static bool pad_read(Vm *vm, const Slot *arguments, const char *name, int64_t *width,
                     uint32_t *fill) {
    Object *object = arguments[2].object;
    *fill = ' ';
    if (!row_size_argument(vm, arguments[1].object, 0, width)) return false;
    if (object == NULL) return true;
    if (object_is_bytes(vm, object) || object_is_bytearray(vm, object)) {
        Chars chars = byte_row_of(vm, object).chars;
        if (chars.length == 1) {
            *fill = *(const uint8_t *)chars.data;
            return true;
        }
    }
    return raise_false(vm, ERROR_FILL_NOT_BYTE, name, object);
}

Object *byte_method_center(Vm *vm, const Slot *arguments) {
    int64_t width;
    uint32_t fill;
    if (!pad_read(vm, arguments, "center", &width, &fill)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    return row_center(vm, &row, width, fill);
}

Object *byte_method_ljust(Vm *vm, const Slot *arguments) {
    int64_t width;
    uint32_t fill;
    if (!pad_read(vm, arguments, "ljust", &width, &fill)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    return row_pad(vm, &row, 0, width < 0 ? 0 : width - row.chars.length, fill);
}

Object *byte_method_rjust(Vm *vm, const Slot *arguments) {
    int64_t width;
    uint32_t fill;
    if (!pad_read(vm, arguments, "rjust", &width, &fill)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    return row_pad(vm, &row, width < 0 ? 0 : width - row.chars.length, 0, fill);
}

Object *byte_method_zfill(Vm *vm, const Slot *arguments) {
    int64_t width;
    if (!row_size_argument(vm, arguments[1].object, 0, &width)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    return row_fill_zeros(vm, &row, width);
}

Object *byte_method_expandtabs(Vm *vm, const Slot *arguments) {
    int tab;
    if (!row_int_argument(vm, arguments[1].object, 8, &tab)) return NULL;
    Row row = byte_row_of(vm, arguments[0].object);
    return row_expand_tabs(vm, &row, tab);
}

// --- joining ---

static bool join_add(Vm *vm, StrBuilder *builder, Object *item, int64_t index) {
    View view;
    if (!object_has_view(vm, item)) return raise_false(vm, ERROR_JOIN_BYTES_ITEM, index, item);
    if (!view_acquire(vm, item, &view, VIEW_READ)) {
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_BufferError))) return false;
        return raise_false(vm, ERROR_JOIN_BYTES_ITEM, index, item);
    }
    str_builder_add_chars(builder, view_get_chars(&view));
    view_release(vm, &view);
    return !builder->failed;
}

static bool join_items(Vm *vm, StrBuilder *builder, const Row *row, Object *iterable) {
    Object *iterator = object_iterate(vm, iterable);
    if (iterator == NULL) {
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))) return false;
        return raise_false(vm, ERROR_JOIN_NOT_ITERABLE);
    }
    // All items first, as a list: the iterator may change the separator.
    List *list = list_new_from_iterable(vm, iterator);
    object_drop(vm, iterator);
    if (list == NULL) return false;
    bool done = true;
    for (int64_t i = 0; done && i < list->count; i++) {
        if (i != 0) str_builder_add_chars(builder, byte_row_of(vm, row->object).chars);
        Object *item = object_share(list->items[i].object);
        done = join_add(vm, builder, item, i);
        object_drop(vm, item);
    }
    object_drop(vm, &list->base);
    return done;
}

// The only item of a one-element list or tuple that join gives back as it is.
static Object *join_sole(const Row *row, Object *iterable) {
    Object *sole = NULL;
    if (byte_row_is_array(row)) return NULL;
    if (iterable->kind == KIND_LIST && ((List *)iterable)->count == 1)
        sole = ((List *)iterable)->items[0].object;
    if (iterable->kind == KIND_TUPLE && ((Tuple *)iterable)->count == 1)
        sole = ((Tuple *)iterable)->items[0].object;
    return sole != NULL && sole->kind == KIND_BYTES ? sole : NULL;
}

Object *byte_method_join(Vm *vm, const Slot *arguments) {
    Row row = byte_row_of(vm, arguments[0].object);
    Object *sole = join_sole(&row, arguments[1].object);
    if (sole != NULL) return object_share(sole);
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Object *joined = NULL;
    if (join_items(vm, &builder, &row, arguments[1].object))
        joined = byte_row_new(vm, &row, builder.chars, builder.length);
    str_builder_drop(&builder);
    return joined;
}
