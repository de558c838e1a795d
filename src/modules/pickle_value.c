// Numbers and texts in pickles: what opcodes are followed by, as objects.

#include "modules/pickle.h"

#include "memory/system.h"
#include "modules/argument.h"
#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/float.h"
#include "objects/int.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// --- numbers in the stream ---

// The next `bytes` of a number without a sign.
bool unpickler_take_number(Vm *vm, Unpickler *unpickler, int bytes, uint64_t *number) {
    const uint8_t *data = unpickler_take(vm, unpickler, bytes);
    if (data == NULL) return false;
    *number = 0;
    memcpy(number, data, (size_t)bytes);
    return true;
}

// The length of what follows.
bool unpickler_take_size(Vm *vm, Unpickler *unpickler, int bytes, const char *what,
                       int64_t *size) {
    uint64_t number;
    if (!unpickler_take_number(vm, unpickler, bytes, &number)) return false;
    *size = (int64_t)number;
    if (number <= INT64_MAX) return true;
    return raise_text(vm, exception_type(vm, EXCEPTION_OverflowError),
                      "%s exceeds system's maximum size of %ld bytes", what, INT64_MAX) != NULL;
}

// Lines of at least one character: without its end, as zero-terminated text in `room`.
enum { LINE_BYTES = 64 };
typedef struct Line {
    char few[LINE_BYTES];
    char *text;
    int64_t length;
    size_t bytes;      // of system memory; 0: `few` is used
} Line;

static bool line_take(Vm *vm, Unpickler *unpickler, Line *line) {
    const uint8_t *data = unpickler_take_line(vm, unpickler, &line->length);
    line->bytes = 0;
    line->text = line->few;
    if (data == NULL) return false;
    if (line->length < 2) return unpickler_raise(vm, "pickle data was truncated") != NULL;
    if (line->length >= LINE_BYTES) {
        line->bytes = (size_t)line->length + 1;
        line->text = system_new_unset(vm, line->bytes);
        if (line->text == NULL) return false;
    }
    memcpy(line->text, data, (size_t)line->length);
    line->text[line->length] = 0;
    return true;
}

static void line_drop(Vm *vm, Line *line) {
    if (line->bytes > 0) system_drop(vm, line->text, line->bytes);
}

Object *pickle_value_int(Vm *vm, Unpickler *unpickler) {
    Line line;
    if (!line_take(vm, unpickler, &line)) return NULL;
    Object *number;
    char *end;
    errno = 0;
    int64_t small = strtol(line.text, &end, 0);   // C's octal numbers too
    if (line.length == 3 && line.text[0] == '0' && (line.text[1] == '0' || line.text[1] == '1'))
        number = bool_new(vm, line.text[1] == '1');
    else if (errno == 0 && end == line.text + line.length - 1)
        number = int_new(vm, small);
    else
        number = int_new_from_text(vm, line.text, (size_t)line.length - 1, 0);
    line_drop(vm, &line);
    if (number != NULL) return number;
    if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_ValueError))) return NULL;
    return raise(vm, ERROR_PICKLE_NEGATIVE_LONG);
}

Object *pickle_value_long(Vm *vm, Unpickler *unpickler) {
    Line line;
    if (!line_take(vm, unpickler, &line)) return NULL;
    int64_t length = line.length - 1;
    if (line.text[length - 1] == 'L') line.text[--length] = 0;
    Object *number = int_new_from_text(vm, line.text, (size_t)length, 0);
    line_drop(vm, &line);
    return number;
}

Object *pickle_value_counted_long(Vm *vm, Unpickler *unpickler, int size_bytes) {
    uint64_t size;
    if (!unpickler_take_number(vm, unpickler, size_bytes, &size)) return NULL;
    if (size > INT32_MAX) return unpickler_raise(vm, "LONG pickle has negative byte count");
    const uint8_t *data = unpickler_take(vm, unpickler, (int64_t)size);
    return data == NULL ? NULL : int_new_from_bytes(vm, data, size, true);
}

Object *pickle_value_binary_int(Vm *vm, Unpickler *unpickler, int bytes) {
    uint64_t number;
    if (!unpickler_take_number(vm, unpickler, bytes, &number)) return NULL;
    int64_t value = bytes == 4 ? (int32_t)(uint32_t)number : (int64_t)number;
    return int_new_inline(vm, value);
}

Object *pickle_value_float(Vm *vm, Unpickler *unpickler) {
    Line line;
    if (!line_take(vm, unpickler, &line)) return NULL;
    Object *text = str_new_from_chars(vm, line.text, 1, line.length - 1), *number = NULL;
    if (text != NULL)
        number = object_call_one(vm, &type_of_kind(vm, KIND_FLOAT)->base, text);
    if (number == NULL && raised_clear_if(vm, exception_type(vm, EXCEPTION_ValueError)))
        raise_text(vm, exception_type(vm, EXCEPTION_ValueError),
                   "could not convert string to float: '%.200s'", line.text);
    object_drop_or_null(vm, text);
    line_drop(vm, &line);
    return number;
}

Object *pickle_value_binary_float(Vm *vm, Unpickler *unpickler) {
    uint64_t bits;
    double value;
    if (!unpickler_take_number(vm, unpickler, 8, &bits)) return NULL;
    bits = __builtin_bswap64(bits);
    memcpy(&value, &bits, sizeof value);
    return float_new(vm, value);
}

// --- texts ---

// What Python 2's strings become: by the encoding that was asked for.
static Object *decode_old(Vm *vm, const Unpickler *unpickler, const uint8_t *data,
                          int64_t bytes) {
    Str *encoding = (Str *)unpickler->encoding.object;
    if (str_is(encoding, "bytes")) return bytes_new(vm, data, bytes);
    return codec_decode(vm, data, bytes, encoding, (Str *)unpickler->errors.object);
}

static Object *load_quoted(Vm *vm, Unpickler *unpickler, const char *text, int64_t length) {
    if (length < 2 || text[0] != text[length - 1] || (text[0] != '\'' && text[0] != '"'))
        return unpickler_raise(vm, "the STRING opcode argument must be quoted");
    Object *quoted = bytes_new(vm, text + 1, length - 2), *pair = NULL, *made = NULL;
    if (quoted != NULL)
        pair = object_call_one(vm, pickle_state(vm)->escape_decode.object, quoted);
    if (pair != NULL) {
        const Bytes *plain = (const Bytes *)((const Tuple *)pair)->items[0].object;
        made = decode_old(vm, unpickler, plain->data, plain->count);
    }
    object_drop_or_null(vm, quoted);
    object_drop_or_null(vm, pair);
    return made;
}

Object *pickle_value_string(Vm *vm, Unpickler *unpickler) {
    int64_t bytes;
    const uint8_t *data = unpickler_take_line(vm, unpickler, &bytes);
    if (data == NULL) return NULL;
    if (--bytes > 0 && data[bytes - 1] == '\r') bytes--;
    return load_quoted(vm, unpickler, (const char *)data, bytes);
}

Object *pickle_value_old_string(Vm *vm, Unpickler *unpickler, int size_bytes) {
    uint64_t size;
    if (!unpickler_take_number(vm, unpickler, size_bytes, &size)) return NULL;
    if (size > INT32_MAX) return unpickler_raise(vm, "BINSTRING pickle has negative byte count");
    const uint8_t *data = unpickler_take(vm, unpickler, (int64_t)size);
    return data == NULL ? NULL : decode_old(vm, unpickler, data, (int64_t)size);
}

Object *pickle_decode(Vm *vm, const uint8_t *data, int64_t bytes, const char *encoding,
                      const char *errors) {
    Object *name = str_new_c(vm, encoding), *how = str_new_c(vm, errors), *text = NULL;
    if (name != NULL && how != NULL)
        text = codec_decode(vm, data, bytes, (Str *)name, (Str *)how);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, how);
    return text;
}

Object *pickle_value_unicode(Vm *vm, Unpickler *unpickler) {
    int64_t bytes;
    const uint8_t *data = unpickler_take_line(vm, unpickler, &bytes);
    if (data == NULL) return NULL;
    return pickle_decode(vm, data, bytes - 1, "raw-unicode-escape", "strict");
}

static Object *utf8_load(Vm *vm, const uint8_t *data, int64_t bytes) {
    if (chars_is_ascii(data, bytes)) return str_new(vm, (const char *)data, (size_t)bytes);
    return pickle_decode(vm, data, bytes, "utf-8", "surrogatepass");
}

Object *pickle_value_utf8(Vm *vm, Unpickler *unpickler, int size_bytes) {
    int64_t bytes;
    if (!unpickler_take_size(vm, unpickler, size_bytes, "BINUNICODE", &bytes)) return NULL;
    const uint8_t *data = unpickler_take(vm, unpickler, bytes);
    return data == NULL ? NULL : utf8_load(vm, data, bytes);
}

Object *pickle_value_bytes(Vm *vm, Unpickler *unpickler, int size_bytes) {
    int64_t bytes;
    if (!unpickler_take_size(vm, unpickler, size_bytes, "BINBYTES", &bytes)) return NULL;
    const uint8_t *data = unpickler_take(vm, unpickler, bytes);
    return data == NULL ? NULL : bytes_new(vm, data, bytes);
}

Object *pickle_value_bytearray(Vm *vm, Unpickler *unpickler) {
    int64_t bytes;
    if (!unpickler_take_size(vm, unpickler, 8, "BYTEARRAY8", &bytes)) return NULL;
    const uint8_t *data = unpickler_take(vm, unpickler, bytes);
    return data == NULL ? NULL : bytearray_new(vm, data, bytes);
}

// The number of a memo, as text.
bool unpickler_take_index(Vm *vm, Unpickler *unpickler, int64_t *index) {
    Line line;
    if (!line_take(vm, unpickler, &line)) return false;
    Object *text = str_new(vm, line.text, (size_t)line.length);
    Object *number = text == NULL ? NULL : int_new_from_str(vm, (Str *)text, 10);
    object_drop_or_null(vm, text);
    line_drop(vm, &line);
    if (number == NULL) return false;
    bool done = argument_size(vm, number, index);
    object_drop(vm, number);
    return done;
}
