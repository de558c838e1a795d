// Methods of str that look for other strings in it.

#include "objects/str_methods.h"

#include "objects/int.h"
#include "objects/tuple.h"

// The arguments that find, index and count share: sub, start, end.
typedef struct Search {
    Chars chars, sought;
    int64_t start, stop;
} Search;

static bool search_read(Vm *vm, const Slot *arguments, Search *search) {
    const Str *self = (Str *)arguments[0].object;
    Object *sought = arguments[1].object;
    if (!row_bounds(vm, arguments[2].object, arguments[3].object, self->length, &search->start,
                    &search->stop))
        return false;
    if (!object_is_str(vm, sought)) return raise_false(vm, ERROR_NOT_STR, sought);
    search->chars = str_get_chars(self);
    search->sought = str_get_chars((Str *)sought);
    return true;
}

Object *str_method_find(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_read(vm, arguments, &s)) return NULL;
    return int_new(vm, row_find(s.chars, s.sought, s.start, s.stop));
}

Object *str_method_rfind(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_read(vm, arguments, &s)) return NULL;
    return int_new(vm, row_find_last(s.chars, s.sought, s.start, s.stop));
}

Object *str_method_index(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_read(vm, arguments, &s)) return NULL;
    int64_t found = row_find(s.chars, s.sought, s.start, s.stop);
    return found < 0 ? raise(vm, ERROR_SUBSTRING_NOT_FOUND) : int_new(vm, found);
}

Object *str_method_rindex(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_read(vm, arguments, &s)) return NULL;
    int64_t found = row_find_last(s.chars, s.sought, s.start, s.stop);
    return found < 0 ? raise(vm, ERROR_SUBSTRING_NOT_FOUND) : int_new(vm, found);
}

Object *str_method_count(Vm *vm, const Slot *arguments) {
    Search s;
    if (!search_read(vm, arguments, &s)) return NULL;
    return int_new(vm, row_count(s.chars, s.sought, s.start, s.stop));
}

// startswith and endswith: one str, or a tuple of which any may match.
static Object *str_matches(Vm *vm, const Slot *arguments, enum RowEnds end, const char *name) {
    const Str *self = (Str *)arguments[0].object;
    Object *sought = arguments[1].object;
    int64_t start, stop;
    if (!row_bounds(vm, arguments[2].object, arguments[3].object, self->length, &start, &stop))
        return NULL;
    Chars chars = str_get_chars(self);
    if (object_is_str(vm, sought))
        return bool_new(vm, row_matches(chars, str_get_chars((Str *)sought), start, stop, end));
    if (!object_is_tuple(vm, sought)) return raise(vm, ERROR_STARTSWITH_ARGUMENT, name, sought);
    const Tuple *tuple = (Tuple *)sought;
    for (int64_t i = 0; i < tuple->count; i++) {
        Object *item = tuple->items[i].object;
        if (!object_is_str(vm, item)) return raise(vm, ERROR_STARTSWITH_TUPLE, name, item);
        if (row_matches(chars, str_get_chars((Str *)item), start, stop, end))
            return bool_new(vm, true);
    }
    return bool_new(vm, false);
}

Object *str_method_startswith(Vm *vm, const Slot *arguments) {
    return str_matches(vm, arguments, ROW_LEFT, "startswith");
}

Object *str_method_endswith(Vm *vm, const Slot *arguments) {
    return str_matches(vm, arguments, ROW_RIGHT, "endswith");
}

Object *str_method_replace(Vm *vm, const Slot *arguments) {
    Row row = str_get_row((Str *)arguments[0].object);
    for (int i = 1; i <= 2; i++)
        if (!object_is_str(vm, arguments[i].object))
            return raise(vm, ERROR_REPLACE_ARGUMENT, i, arguments[i].object);
    const Str *old = (Str *)arguments[1].object, *new = (Str *)arguments[2].object;
    int64_t count;
    if (!row_size_argument(vm, arguments[3].object, -1, &count)) return NULL;
    if (old == new) count = 0;
    return row_replace(vm, &row, str_get_chars(old), str_get_chars(new), str_get_char_max(new),
                       count);
}

Object *str_method_removeprefix(Vm *vm, const Slot *arguments) {
    const Str *self = (Str *)arguments[0].object, *prefix = (Str *)arguments[1].object;
    if (!object_is_str(vm, &prefix->base))
        return raise(vm, ERROR_METHOD_ARGUMENT_NOT_STR, "removeprefix", prefix);
    bool found = row_matches(str_get_chars(self), str_get_chars(prefix), 0, self->length,
                             ROW_LEFT);
    return str_new_part(vm, self, found ? prefix->length : 0, self->length);
}

Object *str_method_removesuffix(Vm *vm, const Slot *arguments) {
    const Str *self = (Str *)arguments[0].object, *suffix = (Str *)arguments[1].object;
    if (!object_is_str(vm, &suffix->base))
        return raise(vm, ERROR_METHOD_ARGUMENT_NOT_STR, "removesuffix", suffix);
    bool found = row_matches(str_get_chars(self), str_get_chars(suffix), 0, self->length,
                             ROW_RIGHT);
    return str_new_part(vm, self, 0, self->length - (found ? suffix->length : 0));
}
