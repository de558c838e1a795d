#include "objects/byte_row.h"

#include "objects/arguments.h"
#include "objects/codec.h"
#include "objects/int.h"
#include "objects/tuple.h"

#include <string.h>

// --- the two kinds of rows ---

static bool is_byte_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static const bool byte_spaces[256] = {
    ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true, [' '] = true,
};

static bool is_byte_line_break(uint32_t c) {
    return c == '\n' || c == '\r';
}

static Object *bytes_part(Vm *vm, Object *whole, int64_t start, int64_t stop) {
    return bytes_new_part(vm, (Bytes *)whole, start, stop);
}

static Object *bytes_room(Vm *vm, int64_t length, uint32_t char_max, Chars *chars) {
    (void)char_max;
    Bytes *bytes = bytes_new_room(vm, length);
    if (bytes == NULL) return NULL;
    *chars = (Chars){bytes->data, length, 1};
    return &bytes->base;
}

static Object *bytes_finish(Vm *vm, Object *object) {
    return bytes_take_shared(vm, (Bytes *)object);
}

static Object *bytes_empty(Vm *vm) {
    return object_share(vm->objects->empty_bytes);
}

static const RowKind bytes_row_kind = {
    .part = bytes_part,
    .room = bytes_room,
    .finish = bytes_finish,
    .empty = bytes_empty,
    .is_space = is_byte_space,
    .narrow_spaces = byte_spaces,
    .is_line_break = is_byte_line_break,
    .too_long = ERROR_REPLACED_BYTES_TOO_LONG,
};

static Object *array_part(Vm *vm, Object *whole, int64_t start, int64_t stop) {
    // Allocating may not move the data: nothing of the program runs.
    return bytearray_new(vm, bytearray_get_data((ByteArray *)whole) + start, stop - start);
}

static Object *array_room(Vm *vm, int64_t length, uint32_t char_max, Chars *chars) {
    (void)char_max;
    Object *array = bytearray_new(vm, NULL, length);
    if (array != NULL) *chars = (Chars){bytearray_get_data((ByteArray *)array), length, 1};
    return array;
}

static Object *array_finish(Vm *vm, Object *object) {
    (void)vm;
    return object;
}

static Object *array_empty(Vm *vm) {
    return bytearray_new(vm, NULL, 0);
}

static const RowKind array_row_kind = {
    .part = array_part,
    .room = array_room,
    .finish = array_finish,
    .empty = array_empty,
    .is_space = is_byte_space,
    .narrow_spaces = byte_spaces,
    .is_line_break = is_byte_line_break,
    .is_mutable = true,
    .too_long = ERROR_REPLACED_BYTES_TOO_LONG,
};

Row byte_row_of(Vm *vm, Object *self) {
    if (object_is_bytes(vm, self)) {
        const Bytes *bytes = (Bytes *)self;
        return (Row){&bytes_row_kind, self, {bytes->data, bytes->count, 1}, 0xff};
    }
    const ByteArray *array = (ByteArray *)self;
    return (Row){&array_row_kind, self, {bytearray_get_data(array), array->count, 1}, 0xff};
}

bool byte_row_is_array(const Row *row) {
    return row->kind == &array_row_kind;
}

Object *byte_row_new(Vm *vm, const Row *row, const void *data, int64_t count) {
    return byte_row_is_array(row) ? bytearray_new(vm, data, count) : bytes_new(vm, data, count);
}

// --- integers as bytes ---

bool byte_row_value(Vm *vm, Object *object, ErrorId range, uint8_t *byte) {
    int64_t value;
    if (object->kind == KIND_INT) value = ((Int *)object)->value;
    else if (!object_index(vm, object, EXCEPTION_COUNT, &value)) return false;
    if (value < 0 || value > 255) return raise_false(vm, range);
    *byte = (uint8_t)value;
    return true;
}

bool byte_row_each(Vm *vm, Object *iterable, ErrorId range, ByteAdd *add, void *context) {
    Object *iterator = object_iterate(vm, iterable);
    if (iterator == NULL) return false;
    bool done = true;
    Object *item;
    while (done && (item = object_next(vm, iterator)) != NULL) {
        uint8_t byte = 0;
        done = byte_row_value(vm, item, range, &byte) && add(vm, context, byte);
        object_drop(vm, item);
    }
    object_drop(vm, iterator);
    return done && !raised(vm);
}

Found byte_row_count(Vm *vm, Object *source, int64_t *count) {
    if (object_type(vm, source)->behaviour.unary[UNARY_INDEX] == NULL) return ABSENT;
    if (!object_index(vm, source, EXCEPTION_OverflowError, count))
        return raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)) ? ABSENT : RAISED;
    return *count >= 0 ? FOUND : raise_found(vm, ERROR_NEGATIVE_COUNT);
}

// --- the constructors' arguments ---

static bool encode_source(Vm *vm, Object **values, Object **bytes) {
    if (values[1] != NULL) {
        if (values[0] == NULL || !object_is_str(vm, values[0]))
            return raise_false(vm, ERROR_ENCODING_WITHOUT_STR);
        *bytes = codec_encode(vm, (Str *)values[0], (Str *)values[1], (Str *)values[2]);
        return *bytes != NULL;
    }
    if (values[2] == NULL) return true;
    bool is_str = values[0] != NULL && object_is_str(vm, values[0]);
    return raise_false(vm, is_str ? ERROR_STR_WITHOUT_ENCODING : ERROR_ERRORS_WITHOUT_STR);
}

bool byte_row_arguments(Vm *vm, const char *name, const Arguments *arguments, Object **source,
                        Object **bytes) {
    Object *values[3] = {NULL};
    *bytes = NULL;
    *source = NULL;
    if (!arguments_bind(vm, name,
                        "(source=b'', encoding=<unrepresentable>, errors=<unrepresentable>)",
                        arguments, values))
        return false;
    bool done = true;
    for (int i = 1; done && i <= 2; i++)
        if (values[i] != NULL && !object_is_str(vm, values[i]))
            done = raise_false(vm, ERROR_NAMED_ARGUMENT, name, i == 1 ? "encoding" : "errors",
                               "str", values[i]);
    done = done && encode_source(vm, values, bytes);
    if (done && *bytes == NULL) *source = object_share_or_null(values[0]);
    arguments_unbind(vm, values, 3);
    return done;
}

// --- text, containment ---

Object *byte_row_repr(Vm *vm, Chars bytes, const char *before, const char *after,
                      uint32_t escaped) {
    bool prefers_double = chars_find_char(bytes, '\'') >= 0 && chars_find_char(bytes, '"') < 0;
    uint32_t quote = prefers_double ? '"' : '\'';
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_reserve(&builder, bytes.length + 3, 0);
    str_builder_add_c(&builder, before);
    str_builder_add_char(&builder, 'b');
    str_builder_add_char(&builder, quote);
    for (int64_t i = 0; i < bytes.length; i++) {
        uint32_t c = ((const uint8_t *)bytes.data)[i];
        if (c == quote || c == '\\' || c == escaped) {
            str_builder_add_char(&builder, '\\');
            str_builder_add_char(&builder, c);
        } else if (c == '\t' || c == '\n' || c == '\r') {
            str_builder_add_c(&builder, c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r");
        } else if (c < ' ' || c >= 0x7f) {
            codec_add_backslashed(&builder, c);
        } else {
            str_builder_add_char(&builder, c);
        }
    }
    str_builder_add_char(&builder, quote);
    str_builder_add_c(&builder, after);
    return str_builder_finish(&builder);
}

Found byte_row_contains(Vm *vm, Object *object, Object *item) {
    if (object_type(vm, item)->behaviour.unary[UNARY_INDEX] != NULL) {
        uint8_t byte = 0;
        if (byte_row_value(vm, item, ERROR_BYTE_RANGE, &byte))
            return chars_find_char(byte_row_of(vm, object).chars, byte) >= 0 ? FOUND : ABSENT;
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))) return RAISED;
    }
    View view;
    if (!view_acquire(vm, item, &view, VIEW_READ)) return RAISED;
    bool found = chars_find(byte_row_of(vm, object).chars, view_get_chars(&view)) >= 0;
    view_release(vm, &view);
    return found ? FOUND : ABSENT;
}
