// Methods of bytes and bytearray about text: decode, hex, fromhex, translate; and the
// % operator.

#include "objects/byte_row.h"

#include "objects/codec.h"
#include "objects/int.h"
#include "objects/percent.h"

#include <string.h>

Object *byte_method_decode(Vm *vm, const Slot *arguments) {
    for (int i = 1; i <= 2; i++) {
        Object *value = arguments[i].object;
        if (value != NULL && !object_is_str(vm, value))
            return raise(vm, ERROR_NAMED_ARGUMENT, "decode", i == 1 ? "encoding" : "errors",
                         "str", value);
    }
    View view;
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    Object *text = codec_decode(vm, view.data, view.bytes, (Str *)arguments[1].object,
                                (Str *)arguments[2].object);
    view_release(vm, &view);
    return text;
}

// --- hexadecimal ---

// The separator's one character; 0: none is given.
static bool read_separator(Vm *vm, Object *object, uint32_t *separator) {
    int64_t length;
    *separator = 0;
    if (object == NULL) return true;
    if (!object_length(vm, object, &length)) return false;
    if (length != 1) return raise_false(vm, ERROR_HEX_SEPARATOR_LENGTH);
    if (object_is_str(vm, object)) *separator = str_get_char((Str *)object, 0);
    else if (object_is_bytes(vm, object)) *separator = ((Bytes *)object)->data[0];
    else return raise_false(vm, ERROR_HEX_SEPARATOR_TYPE);
    return *separator < 128 || raise_false(vm, ERROR_HEX_SEPARATOR_ASCII);
}

Object *byte_row_hex(Vm *vm, Chars bytes, Object *separator_object, Object *group_object) {
    uint32_t separator;
    int group;
    if (!read_separator(vm, separator_object, &separator) ||
        !row_int_argument(vm, group_object, 1, &group))
        return NULL;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_reserve(&builder, bytes.length * 2, 0);
    // Groups are counted from the right, or from the left when the size is negative.
    int64_t size = group < 0 ? -(int64_t)group : group;
    for (int64_t i = 0; i < bytes.length; i++) {
        uint8_t c = ((const uint8_t *)bytes.data)[i];
        int64_t counted = group < 0 ? i : bytes.length - i;
        if (i != 0 && separator_object != NULL && size != 0 && counted % size == 0)
            str_builder_add_char(&builder, separator);
        str_builder_add_char(&builder, (uint32_t)"0123456789abcdef"[c >> 4]);
        str_builder_add_char(&builder, (uint32_t)"0123456789abcdef"[c & 15]);
    }
    return str_builder_finish(&builder);
}

Object *byte_method_hex(Vm *vm, const Slot *arguments) {
    return byte_row_hex(vm, byte_row_of(vm, arguments[0].object).chars, arguments[1].object,
                        arguments[2].object);
}

static int hex_value(uint32_t c) {
    if (c >= '0' && c <= '9') return (int)c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : -1;
}

// Adds the bytes that the text writes; ValueError with the position of what is no digit.
static bool read_hex(Vm *vm, const Str *text, StrBuilder *builder) {
    int64_t i = 0;
    for (;;) {
        while (i < text->length && str_get_char(text, i) < 128 &&
               (str_get_char(text, i) == ' ' || str_get_char(text, i) - '\t' < 5))
            i++;
        if (i >= text->length) return !builder->failed;
        int high = hex_value(str_get_char(text, i));
        if (high < 0) return raise_false(vm, ERROR_NOT_HEX, i);
        i++;
        int low = i < text->length ? hex_value(str_get_char(text, i)) : -1;
        if (low < 0) return raise_false(vm, ERROR_NOT_HEX, i);
        i++;
        str_builder_add_char(builder, (uint32_t)(high << 4 | low));
    }
}

Object *byte_method_fromhex(Vm *vm, const Slot *arguments) {
    const Type *type = (Type *)arguments[0].object;
    Object *text = arguments[1].object, *made = NULL;
    if (!object_is_str(vm, text))
        return raise(vm, ERROR_METHOD_ARGUMENT_NOT_STR, "fromhex", text);
    bool is_bytes = (type->flags & TYPE_IS_BYTES) != 0;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    if (read_hex(vm, (Str *)text, &builder))
        made = is_bytes ? bytes_new(vm, builder.chars, builder.length)
                        : bytearray_new(vm, builder.chars, builder.length);
    str_builder_drop(&builder);
    if (made == NULL || type->kind == KIND_BYTES || type->kind == KIND_BYTEARRAY) return made;
    Object *instance = object_call_with(vm, arguments[0].object, 1, made);
    object_drop(vm, made);
    return instance;
}

// --- translating ---

Object *byte_method_maketrans(Vm *vm, const Slot *arguments) {
    View from = {0}, to = {0};
    Object *table = NULL;
    if (view_acquire(vm, arguments[0].object, &from, VIEW_READ) &&
        view_acquire(vm, arguments[1].object, &to, VIEW_READ)) {
        if (from.bytes != to.bytes) {
            raise(vm, ERROR_MAKETRANS_BYTES);
        } else {
            uint8_t bytes[256];
            for (int i = 0; i < 256; i++) bytes[i] = (uint8_t)i;
            for (int64_t i = 0; i < from.bytes; i++) bytes[from.data[i]] = to.data[i];
            table = bytes_new(vm, bytes, 256);
        }
    }
    view_release(vm, &from);
    view_release(vm, &to);
    return table;
}

static Object *translate_with(Vm *vm, const Row *row, const uint8_t *table, const View *gone) {
    bool is_gone[256] = {false};
    for (int64_t i = 0; i < gone->bytes; i++) is_gone[gone->data[i]] = true;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_reserve(&builder, row->chars.length, 0);
    bool is_changed = false;
    for (int64_t i = 0; i < row->chars.length && !builder.failed; i++) {
        uint8_t c = ((const uint8_t *)row->chars.data)[i];
        uint8_t mapped = table == NULL ? c : table[c];
        is_changed = is_changed || is_gone[c] || mapped != c;
        if (!is_gone[c]) str_builder_add_char(&builder, mapped);
    }
    Object *made = NULL;
    if (!builder.failed && !is_changed)
        made = row->kind->part(vm, row->object, 0, row->chars.length);
    else if (!builder.failed)
        made = byte_row_new(vm, row, builder.chars, builder.length);
    str_builder_drop(&builder);
    return made;
}

Object *byte_method_translate(Vm *vm, const Slot *arguments) {
    View table = {0}, gone = {0};
    Object *made = NULL;
    bool has_table = arguments[1].object != vm->objects->none;
    bool done = !has_table || view_acquire(vm, arguments[1].object, &table, VIEW_READ);
    if (done && has_table && table.bytes != 256)
        done = raise_false(vm, ERROR_TRANSLATION_TABLE);
    if (done && arguments[2].object != NULL)
        done = view_acquire(vm, arguments[2].object, &gone, VIEW_READ);
    if (done) {
        Row row = byte_row_of(vm, arguments[0].object);
        made = translate_with(vm, &row, has_table ? table.data : NULL, &gone);
    }
    view_release(vm, &table);
    view_release(vm, &gone);
    return made;
}

// --- the % operator ---

static Object *bytes_percent_key(Vm *vm, Chars format, int64_t start, int64_t stop) {
    return bytes_new(vm, (const char *)format.data + start, stop - start);
}

static bool bytes_percent_is_plain(Vm *vm, Object *values) {
    return object_is_bytes(vm, values) || object_is_bytearray(vm, values) ||
           object_is_str(vm, values);
}

static Found add_bytes(Percent *percent, const PercentField *field, Object *value) {
    Vm *vm = percent->vm;
    View view;
    Object *bytes = NULL, *method;
    if (object_has_view(vm, value)) {
        bytes = object_share(value);
    } else {
        Found found = object_find_special(vm, value, vm->objects->names.dunder_bytes, &method);
        if (found == RAISED) return RAISED;
        if (found == ABSENT) return raise_found(vm, ERROR_PERCENT_B_TYPE, value);
        Arguments none = {0};
        bytes = object_call(vm, method, &none);
        object_drop(vm, method);
        if (bytes != NULL && !object_is_bytes(vm, bytes)) {
            raise(vm, ERROR_BYTES_RESULT, bytes);
            object_drop(vm, bytes);
            bytes = NULL;
        }
    }
    if (bytes == NULL) return RAISED;
    bool done = view_acquire(vm, bytes, &view, VIEW_READ);
    if (done) {
        percent_add_text(percent, field, view_get_chars(&view));
        view_release(vm, &view);
    }
    object_drop(vm, bytes);
    return done ? FOUND : RAISED;
}

static Found add_byte(Percent *percent, const PercentField *field, Object *value) {
    Vm *vm = percent->vm;
    PercentField whole = *field;
    whole.precision = -1;
    uint8_t byte = 0;
    if (object_is_bytes(vm, value) || object_is_bytearray(vm, value)) {
        Chars chars = byte_row_of(vm, value).chars;
        if (chars.length != 1) return raise_found(vm, ERROR_PERCENT_BYTE_TYPE);
        byte = *(const uint8_t *)chars.data;
    } else {
        if (object_type(vm, value)->behaviour.unary[UNARY_INDEX] == NULL)
            return raise_found(vm, ERROR_PERCENT_BYTE_TYPE);
        if (!byte_row_value(vm, value, ERROR_PERCENT_BYTE_RANGE, &byte)) return RAISED;
    }
    percent_add_text(percent, &whole, (Chars){&byte, 1, 1});
    return FOUND;
}

static Found add_ascii(Percent *percent, const PercentField *field, Object *value) {
    Object *text = object_ascii(percent->vm, value);
    if (text == NULL) return RAISED;
    percent_add_text(percent, field, str_get_chars((Str *)text));
    object_drop(percent->vm, text);
    return FOUND;
}

static Found bytes_percent_add(Percent *percent, const PercentField *field, Object *value) {
    switch (field->conversion) {
    case 'b':
    case 's': return add_bytes(percent, field, value);
    case 'a':
    case 'r': return add_ascii(percent, field, value);
    case 'c': return add_byte(percent, field, value);
    default: return ABSENT;
    }
}

static const PercentKind bytes_percent_kind = {
    .name = "bytes",
    .key = bytes_percent_key,
    .add = bytes_percent_add,
    .is_plain = bytes_percent_is_plain,
    .float_required = ERROR_PERCENT_FLOAT,
    .precision_too_big = ERROR_PERCENT_BYTES_PRECISION,
    .has_zero_flag = true,
    .calls_i_d = true,
    .shown_max = 255,
};

Object *byte_row_remainder(Vm *vm, Object *format, Object *values) {
    if (!object_is_bytes(vm, format) && !object_is_bytearray(vm, format))
        return not_implemented_new(vm);
    // A view keeps the format where it is while the values' code runs.
    View view;
    if (!view_acquire(vm, format, &view, VIEW_READ)) return NULL;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Object *made = NULL;
    if (percent_format(vm, &bytes_percent_kind, &builder, view_get_chars(&view), values,
                       NULL) &&
        !builder.failed) {
        Row row = byte_row_of(vm, format);
        made = byte_row_new(vm, &row, builder.chars, builder.length);
    }
    str_builder_drop(&builder);
    view_release(vm, &view);
    return made;
}
