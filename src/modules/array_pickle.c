// Arrays in pickles: bytes with a number that says how their machine writes items, so that
// another machine can read them.

#include "modules/array.h"

#include "objects/build.h"
#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/float.h"
#include "objects/list.h"
#include "objects/tuple.h"

#include <string.h>

// What the number of a machine's format means; the numbers are the places in the table.
typedef struct MachineFormat {
    uint8_t bytes;
    bool is_signed, is_big;
    char kind;     // 'i' integers, 'f' floats, 'u' characters
} MachineFormat;

#define PAIR(bytes, is_signed, kind) {bytes, is_signed, false, kind}, {bytes, is_signed, true, kind}

static const MachineFormat formats[] = {
    {1, false, false, 'i'}, {1, true, false, 'i'},
    PAIR(2, false, 'i'), PAIR(2, true, 'i'), PAIR(4, false, 'i'), PAIR(4, true, 'i'),
    PAIR(8, false, 'i'), PAIR(8, true, 'i'), PAIR(4, false, 'f'), PAIR(8, false, 'f'),
    PAIR(2, false, 'u'), PAIR(4, false, 'u'),
};

// The number of this machine's format for a letter.
static int format_of(const ArrayCode *code) {
    char kind = code->is_integer ? 'i' : code->letter == 'u' ? 'u' : 'f';
    for (size_t i = 0; i < ARRAY_COUNT(formats); i++)
        if (formats[i].kind == kind && formats[i].bytes == code->bytes &&
            formats[i].is_signed == (code->is_integer && code->has_sign) && !formats[i].is_big)
            return (int)i;
    return -1;
}

// --- out ---

// (type, (letter, list), dict) for old protocols.
static Object *reduce_as_list(Vm *vm, const Array *array, Object *dict) {
    Object *letter = str_new_char(vm, (uint8_t)array->code->letter);
    return build_tuple(vm, "o(OO)O", object_type(vm, &array->base), letter,
                       array_to_list(vm, array), dict);
}

Object *array_method___reduce_ex__(Vm *vm, const Slot *arguments) {
    const Array *array = array_of(arguments);
    int64_t protocol;
    Object *dict;
    if (!object_is_int(vm, arguments[1].object)) return raise(vm, ERROR_ARRAY_PROTOCOL);
    if (!argument_int64(vm, arguments[1].object, &protocol)) return NULL;
    switch (object_find_attribute(vm, arguments[0].object, vm->objects->names.dunder_dict, &dict)) {
    case FOUND: break;
    case ABSENT: dict = none_new(vm); break;
    case RAISED: return NULL;
    }
    if (protocol < 3) return reduce_as_list(vm, array, dict);
    Object *make = modules_load_member(vm, "array", "_array_reconstructor");
    Object *letter = str_new_char(vm, (uint8_t)array->code->letter);
    Object *bytes = bytes_new(vm, array->data, array->count * array->code->bytes);
    return build_tuple(vm, "O(oOiO)O", make, object_type(vm, &array->base), letter,
                       (int64_t)format_of(array->code), bytes, dict);
}

// --- in ---

// type(letter, content); consumes the content, which may be NULL: raised.
static Object *take_make(Vm *vm, Type *type, char letter, Object *content) {
    if (content == NULL) return NULL;
    Object *text = str_new_char(vm, (uint8_t)letter);
    Object *made = text == NULL ? NULL : object_call_two(vm, &type->base, text, content);
    object_drop_or_null(vm, text);
    object_drop(vm, content);
    return made;
}

static Object *load_foreign(Vm *vm, const MachineFormat *format, const uint8_t *at) {
    uint64_t bits = 0;
    memcpy(&bits, at, format->bytes);
    int unused = 64 - 8 * format->bytes;
    if (format->is_big) bits = __builtin_bswap64(bits) >> unused;
    if (format->kind == 'f' && format->bytes == 4) {
        float single;
        memcpy(&single, &bits, sizeof single);
        return float_new(vm, single);
    }
    if (format->kind == 'f') {
        double number;
        memcpy(&number, &bits, sizeof number);
        return float_new(vm, number);
    }
    if (format->is_signed) return int_new(vm, (int64_t)(bits << unused) >> unused);
    return int_new_unsigned(vm, bits);
}

static Object *load_foreign_list(Vm *vm, const MachineFormat *format, const Bytes *content) {
    List *list = list_new(vm, content->count / format->bytes);
    for (int64_t at = 0; list != NULL && at < content->count; at += format->bytes) {
        if (list_take_add(vm, list, load_foreign(vm, format, content->data + at))) continue;
        object_drop(vm, &list->base);
        return NULL;
    }
    return (Object *)list;
}

static Object *decode(Vm *vm, const MachineFormat *format, Object *content) {
    const Bytes *bytes = (const Bytes *)content;
    char name[16] = "utf-16-le";
    if (format->bytes == 4) memcpy(name + 4, "32", 2);
    if (format->is_big) memcpy(name + 7, "be", 2);
    Object *encoding = str_new_c(vm, name), *text = NULL;
    if (encoding != NULL)
        text = codec_decode(vm, bytes->data, bytes->count, (Str *)encoding, NULL);
    object_drop_or_null(vm, encoding);
    return text;
}

static Object *reconstruct(Vm *vm, Type *type, const ArrayCode *code, int number,
                           Object *content) {
    const MachineFormat *format = &formats[number];
    if (number == format_of(code))
        return take_make(vm, type, code->letter, object_share(content));
    if (((const Bytes *)content)->count % format->bytes != 0)
        return raise(vm, ERROR_ARRAY_REBUILD_SIZE);
    if (format->kind == 'u') return take_make(vm, type, code->letter, decode(vm, format, content));
    // A letter whose integers have the size that the other machine gave them.
    const ArrayCode *same = NULL;
    if (format->kind == 'i')
        same = format->is_signed ? array_code_find_signed(format->bytes)
                                 : array_code_find_unsigned(format->bytes);
    char letter = same != NULL ? same->letter : code->letter;
    return take_make(vm, type, letter, load_foreign_list(vm, format, (const Bytes *)content));
}

Object *array_function__array_reconstructor(Vm *vm, const Slot *arguments) {
    Object *type = arguments[0].object, *letter = arguments[1].object;
    Object *content = arguments[3].object;
    int number;
    if (!object_is_str(vm, letter) || ((const Str *)letter)->length != 1) {
        argument_refuse(vm, "_array_reconstructor", 2, "a unicode character", letter);
        return NULL;
    }
    if (!argument_int(vm, arguments[2].object, &number)) return NULL;
    if (!object_is_flagged(vm, type, TYPE_IS_TYPE))
        return raise(vm, ERROR_ARRAY_REBUILD_TYPE, type);
    Type *plain = array_get_type(vm);
    if (!type_is_subtype((Type *)type, plain))
        return raise(vm, ERROR_ARRAY_REBUILD_SUBTYPE, type, plain);
    const ArrayCode *code = array_code_find(str_get_char((const Str *)letter, 0));
    if (code == NULL) return raise(vm, ERROR_ARRAY_REBUILD_LETTER);
    if (number < 0 || number >= (int)ARRAY_COUNT(formats))
        return raise(vm, ERROR_ARRAY_REBUILD_FORMAT);
    if (!object_is_bytes(vm, content)) return raise(vm, ERROR_ARRAY_REBUILD_BYTES, content);
    return reconstruct(vm, (Type *)type, code, number, content);
}
