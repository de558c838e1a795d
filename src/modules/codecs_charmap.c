// charmap: one byte a character, by a table that the caller gives.

#include "modules/codecs.h"

#include "objects/bytes.h"
#include "objects/dict.h"
#include "objects/int.h"

#include <string.h>

static const char undefined[] = "character maps to <undefined>";
enum { UNDEFINED = 0xfffe };   // in tables that are str

// --- decoding ---

static bool decode_by_table(Decoder *decoder, const Str *table) {
    int64_t known = table->length;
    while (decoder->at < decoder->size && !decoder->builder->failed) {
        uint8_t byte = decoder->data[decoder->at];
        uint32_t c = byte < known ? str_get_char(table, byte) : UNDEFINED;
        if (LIKELY(c != UNDEFINED)) {
            str_builder_add_char(decoder->builder, c);
            decoder->at++;
        } else if (!codec_decode_error(decoder, decoder->at, decoder->at + 1, undefined)) {
            return false;
        }
    }
    return true;
}

// mapping[number]: a new reference, NULL in *item when there is none. False: raised.
static bool find_item(Vm *vm, Object *mapping, uint32_t number, Object **item) {
    Object *key = int_new(vm, number);
    if (key == NULL) return false;
    *item = object_load_item(vm, mapping, key);
    object_drop(vm, key);
    return *item != NULL || raised_clear_if(vm, exception_type(vm, EXCEPTION_LookupError));
}

// Adds what a byte maps to. ABSENT: it is undefined.
static Found add_mapped(Decoder *decoder, Object *item) {
    Vm *vm = decoder->vm;
    int64_t c;
    if (item == vm->objects->none) return ABSENT;
    if (object_is_int(vm, item)) {
        if (int_find_value(vm, item, &c) != FOUND || c < 0 || c > (int64_t)CHAR_MAX_OF_ALL)
            return raise_found(vm, ERROR_CHARMAP_CHARACTER);
        if (c == UNDEFINED) return ABSENT;
        str_builder_add_char(decoder->builder, (uint32_t)c);
        return FOUND;
    }
    if (!object_is_str(vm, item)) return raise_found(vm, ERROR_CHARMAP_DECODED);
    const Str *text = (const Str *)item;
    if (text->length == 1 && str_get_char(text, 0) == UNDEFINED) return ABSENT;
    str_builder_add(decoder->builder, text);
    return FOUND;
}

static bool decode_by_mapping(Decoder *decoder, Object *mapping) {
    Vm *vm = decoder->vm;
    while (decoder->at < decoder->size && !decoder->builder->failed) {
        Object *item;
        if (!find_item(vm, mapping, decoder->data[decoder->at], &item)) return false;
        Found found = item == NULL ? ABSENT : add_mapped(decoder, item);
        object_drop_or_null(vm, item);
        if (found == RAISED) return false;
        if (found == FOUND) decoder->at++;
        else if (!codec_decode_error(decoder, decoder->at, decoder->at + 1, undefined))
            return false;
    }
    return true;
}

Object *codecs_charmap_decode(Vm *vm, const uint8_t *data, int64_t size, Str *errors,
                              Object *mapping) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_reserve(&builder, size, 0);
    Decoder decoder = {.vm = vm, .encoding = "charmap", .data = data, .size = size,
                       .errors = errors, .builder = &builder};
    bool done = mapping->kind == KIND_STR ? decode_by_table(&decoder, (const Str *)mapping)
                                          : decode_by_mapping(&decoder, mapping);
    codec_failures_done(vm, &decoder.failures);
    if (done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

// --- EncodingMap: from characters to bytes in three steps ---
//
// The highest 5 bits of a character find a row of 16 in `rows`, its next 4 a place there,
// which tells of a row of 128 in `bytes`, in which the lowest 7 find the byte; 0: none.

enum { ABSENT_ROW = 0xff, TOP_ROWS = 32, ROW_PLACES = 16, ROW_BYTES = 128 };

typedef struct EncodingMap {
    Object base;
    uint8_t top[TOP_ROWS];
    int32_t row_count, byte_row_count;
    uint8_t rows[];        // row_count rows of places, then byte_row_count rows of bytes
} EncodingMap;

static uint8_t *map_bytes(EncodingMap *map) {
    return map->rows + map->row_count * ROW_PLACES;
}

// CPython's size, which is the same but for its header.
static int64_t map_size(const EncodingMap *map) {
    return 63 + ROW_PLACES * map->row_count + ROW_BYTES * map->byte_row_count;
}

static size_t map_cell_bytes(Vm *vm, const Object *object) {
    const EncodingMap *map = (const EncodingMap *)object;
    (void)vm;
    return sizeof(EncodingMap) + (size_t)(map->row_count * ROW_PLACES) +
           (size_t)(map->byte_row_count * ROW_BYTES);
}

static int map_get(EncodingMap *map, uint32_t c) {
    if (c > 0xffff) return -1;
    if (c == 0) return 0;
    uint8_t row = map->top[c >> 11];
    if (row == ABSENT_ROW) return -1;
    uint8_t place = map->rows[row * ROW_PLACES + (c >> 7 & 15)];
    if (place == ABSENT_ROW) return -1;
    uint8_t byte = map_bytes(map)[place * ROW_BYTES + (c & 127)];
    return byte == 0 ? -1 : byte;
}

static Object *map_method_size(Vm *vm, const Slot *arguments) {
    return int_new(vm, map_size((const EncodingMap *)arguments[0].object));
}

static const Method map_methods[] = {
    METHOD(map, size, "(self, /)", "Its size in bytes."),
    {0},
};

const TypeDefinition codecs_map_definition = {
    .name = "EncodingMap",
    .bytes = sizeof(EncodingMap),
    .python_bytes = 64,
    .layout = {.name = "EncodingMap", .bytes = map_cell_bytes},
    .methods = map_methods,
};

// Which rows the characters of the table need. False: some character has no place in a map.
static bool count_rows(const Str *table, int64_t length, uint8_t top[TOP_ROWS], int *rows,
                       int *byte_rows) {
    uint8_t middle[TOP_ROWS * ROW_PLACES];
    memset(top, ABSENT_ROW, TOP_ROWS);
    memset(middle, ABSENT_ROW, sizeof middle);
    *rows = *byte_rows = 0;
    if (str_get_char(table, 0) != 0) return false;
    for (int64_t i = 1; i < length; i++) {
        uint32_t c = str_get_char(table, i);
        if (c == 0 || c > 0xffff) return false;
        if (c == UNDEFINED) continue;
        if (top[c >> 11] == ABSENT_ROW) top[c >> 11] = (uint8_t)(*rows)++;
        if (middle[c >> 7] == ABSENT_ROW) middle[c >> 7] = (uint8_t)(*byte_rows)++;
    }
    return *rows < ABSENT_ROW && *byte_rows < ABSENT_ROW;
}

static Object *build_dict(Vm *vm, const Str *table, int64_t length) {
    Dict *dict = dict_new(vm);
    for (int64_t i = 0; dict != NULL && i < length; i++) {
        Object *key = int_new(vm, str_get_char(table, i)), *value = int_new(vm, i);
        bool done = key != NULL && value != NULL && dict_set(vm, dict, key, value);
        object_drop_or_null(vm, key);
        object_drop_or_null(vm, value);
        if (done) continue;
        object_drop(vm, &dict->base);
        return NULL;
    }
    return (Object *)dict;
}

Object *codecs_charmap_build(Vm *vm, Str *table) {
    uint8_t top[TOP_ROWS];
    int rows, byte_rows, used = 0;
    int64_t length = table->length < 256 ? table->length : 256;
    CodecsState *state = codecs_state(vm);
    if (state == NULL) return NULL;
    if (length == 0) return raise(vm, ERROR_BAD_ARGUMENT_TYPE);
    if (!count_rows(table, length, top, &rows, &byte_rows)) return build_dict(vm, table, length);
    size_t row_bytes = (size_t)(rows * ROW_PLACES), bytes = (size_t)(byte_rows * ROW_BYTES);
    EncodingMap *map = (EncodingMap *)object_new(vm, state->map_type->kind,
                                                 sizeof(EncodingMap) + row_bytes + bytes);
    if (map == NULL) return NULL;
    memcpy(map->top, top, sizeof map->top);
    map->row_count = rows;
    map->byte_row_count = byte_rows;
    memset(map->rows, ABSENT_ROW, row_bytes);
    memset(map->rows + row_bytes, 0, bytes);
    for (int64_t i = 1; i < length; i++) {
        uint32_t c = str_get_char(table, i);
        if (c == UNDEFINED) continue;
        uint8_t *place = &map->rows[top[c >> 11] * ROW_PLACES + (c >> 7 & 15)];
        if (*place == ABSENT_ROW) *place = (uint8_t)used++;
        map_bytes(map)[*place * ROW_BYTES + (c & 127)] = (uint8_t)i;
    }
    return &map->base;
}

// --- encoding ---

// The byte or the bytes (in *bytes, a new reference) for a character. ABSENT: undefined.
static Found find_bytes(Vm *vm, Object *mapping, uint32_t c, uint8_t *byte, Object **bytes) {
    Object *item;
    int64_t number;
    *bytes = NULL;
    if (!find_item(vm, mapping, c, &item)) return RAISED;
    if (item == NULL) return ABSENT;
    if (object_is_bytes(vm, item)) {
        *bytes = item;
        return FOUND;
    }
    Found found = FOUND;
    if (item == vm->objects->none)
        found = ABSENT;
    else if (!object_is_int(vm, item))
        found = raise_found(vm, ERROR_CHARMAP_ENCODED, item);
    else if (int_find_value(vm, item, &number) != FOUND || number < 0 || number > 255)
        found = raise_found(vm, ERROR_CHARMAP_BYTE);
    else
        *byte = (uint8_t)number;
    object_drop(vm, item);
    return found;
}

static bool is_map(Vm *vm, const Object *mapping) {
    return object_type(vm, mapping)->native == &codecs_map_definition;
}

// Adds what a character maps to, unless `builder` is NULL.
static Found add_character(Vm *vm, Object *mapping, uint32_t c, StrBuilder *builder) {
    uint8_t byte = 0;
    Object *bytes = NULL;
    if (is_map(vm, mapping)) {
        int found = map_get((EncodingMap *)mapping, c);
        if (found < 0) return ABSENT;
        byte = (uint8_t)found;
    } else {
        Found found = find_bytes(vm, mapping, c, &byte, &bytes);
        if (found != FOUND) return found;
    }
    if (builder != NULL && bytes == NULL) str_builder_add_char(builder, byte);
    if (bytes == NULL) return FOUND;
    if (builder != NULL)
        str_builder_add_latin1(builder, (const char *)((Bytes *)bytes)->data,
                               ((Bytes *)bytes)->count);
    object_drop(vm, bytes);
    return FOUND;
}

static bool put_mapped(Encoder *encoder, uint32_t c) {
    return add_character(encoder->vm, encoder->mapping, c, encoder->builder) == FOUND;
}

// Deals with all undefined characters from encoder->at on.
static bool encode_undefined(Encoder *encoder) {
    int64_t start = encoder->at, stop = start + 1;
    for (; stop < encoder->str->length; stop++) {
        uint32_t c = str_get_char(encoder->str, stop);
        Found found = add_character(encoder->vm, encoder->mapping, c, NULL);
        if (found == RAISED) return false;
        if (found == FOUND) break;
    }
    return codec_encode_error(encoder, start, stop, undefined, put_mapped);
}

Object *codecs_charmap_encode(Vm *vm, Str *str, Str *errors, Object *mapping) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Encoder encoder = {.vm = vm, .encoding = "charmap", .str = str, .errors = errors,
                       .builder = &builder, .mapping = mapping};
    bool done = str_builder_reserve(&builder, str->length, 0);
    while (done && encoder.at < str->length && !builder.failed) {
        uint32_t c = str_get_char(str, encoder.at);
        Found found = add_character(vm, mapping, c, &builder);
        if (found == FOUND) encoder.at++;
        else done = found == ABSENT && encode_undefined(&encoder);
    }
    codec_failures_done(vm, &encoder.failures);
    Object *bytes = NULL;
    if (done && !builder.failed) bytes = bytes_new(vm, builder.chars, builder.length);
    str_builder_drop(&builder);
    return bytes;
}
