// What happens to bytes and characters that can't be converted.
//
// The built-in handlers work on a Fault, without an exception object, where a codec
// meets an error; codec_handle gives the same to programs that call a handler.

#include "objects/codec.h"

#include "base/unicode_name.h"
#include "base/utf8.h"
#include "objects/bytes.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/tuple.h"

#include <string.h>

typedef enum HandlerId {
    HANDLER_STRICT, HANDLER_IGNORE, HANDLER_REPLACE, HANDLER_XML, HANDLER_BACKSLASH,
    HANDLER_ESCAPE, HANDLER_PASS, HANDLER_NAME, HANDLER_OTHER,
} HandlerId;

static HandlerId handler_find(const Str *name) {
    static const char *const names[] = {
        "strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace",
        "surrogateescape", "surrogatepass", "namereplace",
    };
    if (name == NULL) return HANDLER_STRICT;
    for (int i = 0; i < (int)ARRAY_COUNT(names); i++)
        if (str_is(name, names[i])) return (HandlerId)i;
    return HANDLER_OTHER;
}

void codec_add_backslashed(StrBuilder *builder, uint32_t c) {
    static const char digits[] = "0123456789abcdef";
    int count = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    str_builder_add_char(builder, '\\');
    str_builder_add_char(builder, c < 0x100 ? 'x' : c < 0x10000 ? 'u' : 'U');
    for (int shift = 4 * (count - 1); shift >= 0; shift -= 4)
        str_builder_add_char(builder, (uint32_t)digits[c >> shift & 15]);
}

static bool is_surrogate(uint32_t c) {
    return c - 0xd800 < 0x800;
}

// --- the exception objects ---

static Object *make_error(Vm *vm, ExceptionId id, const char *encoding, Object *object,
                          int64_t start, int64_t stop, const char *reason) {
    Object *values[5] = {
        str_new_c(vm, encoding), object_share(object), int_new(vm, start), int_new(vm, stop),
        str_new_c(vm, reason),
    };
    Tuple *args = NULL;
    if (values[0] != NULL && values[2] != NULL && values[3] != NULL && values[4] != NULL)
        args = tuple_pack(vm, 5, values[0], values[1], values[2], values[3], values[4]);
    for (int i = 0; i < 5; i++) object_drop_or_null(vm, values[i]);
    if (args == NULL) return NULL;
    Object *error = exception_new(vm, exception_type(vm, id), args);
    object_drop(vm, &args->base);
    return error;
}

static Object *make_decode_error(Decoder *decoder, int64_t start, int64_t stop,
                                 const char *reason) {
    Object *bytes = bytes_new(decoder->vm, decoder->data, decoder->size);
    if (bytes == NULL) return NULL;
    // CPython makes one exception for a run of the decoder and then changes its fields:
    // its args tell of the first error.
    Object *error = make_error(decoder->vm, EXCEPTION_UnicodeDecodeError, decoder->encoding,
                               bytes, decoder->first_start, decoder->first_stop,
                               decoder->first_reason);
    object_drop(decoder->vm, bytes);
    if (error == NULL || (start == decoder->first_start && stop == decoder->first_stop))
        return error;
    Object *fields[] = {int_new(decoder->vm, start), int_new(decoder->vm, stop),
                        str_new_c(decoder->vm, reason)};
    static const int places[] = {UNICODE_START, UNICODE_END, UNICODE_REASON};
    for (int i = 0; i < 3; i++) {
        if (fields[i] != NULL) exception_set_field(decoder->vm, error, places[i], fields[i]);
        object_drop_or_null(decoder->vm, fields[i]);
    }
    return error;
}

static bool take_raise(Vm *vm, Object *error) {
    if (error == NULL) return false;
    raise_exception(vm, error);
    object_drop(vm, error);
    return false;
}

// Calls the program's handler; a new tuple whose second item, adjusted, is in *position.
static Tuple *call_handler(Vm *vm, Str *name, Object *error, int64_t length, bool is_decoding,
                           int64_t *position) {
    if (error == NULL) return NULL;
    Object *handler = NULL;
    if (vm->objects->codec_error_hook != NULL) handler = vm->objects->codec_error_hook(vm, name);
    else raise(vm, ERROR_UNKNOWN_HANDLER, name);
    if (handler == NULL) return NULL;
    Object *result = object_call_with(vm, handler, 1, error);
    object_drop(vm, handler);
    if (result == NULL) return NULL;
    Tuple *tuple = (Tuple *)result;
    bool is_valid = object_is_tuple(vm, result) && tuple->count == 2 &&
                    (object_is_str(vm, tuple->items[0].object) ||
                     (!is_decoding && object_is_bytes(vm, tuple->items[0].object))) &&
                    object_is_int(vm, tuple->items[1].object);
    if (!is_valid) {
        raise(vm, is_decoding ? ERROR_DECODING_HANDLER : ERROR_ENCODING_HANDLER);
    } else if (int_find_value(vm, tuple->items[1].object, position) != FOUND) {
        raise(vm, ERROR_INT_TOO_LARGE, "ssize_t");
    } else {
        int64_t given = *position;
        if (*position < 0) *position += length;
        if (*position >= 0 && *position <= length) return tuple;
        raise(vm, ERROR_HANDLER_POSITION, given < 0 ? *position : given);
    }
    object_drop(vm, result);
    return NULL;
}

// --- decoding ---

static int pass_variant(const char *encoding, int *width) {
    *width = 0;
    if (strcmp(encoding, "utf-8") == 0) *width = 3;
    else if (strncmp(encoding, "utf-16", 6) == 0) *width = 2;
    else if (strncmp(encoding, "utf-32", 6) == 0) *width = 4;
    return encoding[strlen(encoding) - 2] == 'b' ? ORDER_BIG : ORDER_LITTLE;
}

// The surrogate that stands at `at` in an utf encoding, or -1.
static int64_t surrogate_at(const char *encoding, const uint8_t *data, int64_t size, int64_t at,
                            int *width) {
    int order = pass_variant(encoding, width);
    if (*width == 0 || size - at < *width) return -1;
    const uint8_t *p = data + at;
    uint32_t c = 0;
    if (*width == 3) {
        if (p[0] != 0xed || (p[1] & 0xe0) != 0xa0 || (p[2] & 0xc0) != 0x80) return -1;
        return 0xd000 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    }
    for (int i = 0; i < *width; i++)
        c = c << 8 | p[order == ORDER_BIG ? i : *width - 1 - i];
    return is_surrogate(c) ? (int64_t)c : -1;
}

// Adds what the handler makes of the bytes; *next: where decoding goes on. ABSENT: the
// handler leaves it to strict.
static Found decode_by(HandlerId handler, StrBuilder *builder, const char *encoding,
                       const uint8_t *data, int64_t size, int64_t start, int64_t stop,
                       int64_t *next) {
    int width;
    int64_t at = start, code;
    *next = stop;
    switch (handler) {
    case HANDLER_IGNORE: return FOUND;
    case HANDLER_REPLACE: str_builder_add_char(builder, 0xfffd); return FOUND;
    case HANDLER_BACKSLASH:
        for (; at < stop; at++) codec_add_backslashed(builder, data[at]);
        return FOUND;
    case HANDLER_ESCAPE:
        // Four bytes at most, and ASCII is never escaped.
        while (at < stop && at < start + 4 && data[at] >= 128)
            str_builder_add_char(builder, 0xdc00u + data[at++]);
        *next = at;
        return at > start ? FOUND : ABSENT;
    case HANDLER_PASS:
        code = surrogate_at(encoding, data, size, start, &width);
        if (code < 0) return ABSENT;
        str_builder_add_char(builder, (uint32_t)code);
        *next = start + width;
        return FOUND;
    case HANDLER_XML:
    case HANDLER_NAME:
        return raise_found(builder->vm, ERROR_HANDLER_CANNOT, "UnicodeDecodeError");
    default: return ABSENT;
    }
}

bool codec_decode_error(Decoder *decoder, int64_t start, int64_t stop, const char *reason) {
    Vm *vm = decoder->vm;
    HandlerId handler = handler_find(decoder->errors);
    if (decoder->first_reason == NULL) {
        decoder->first_start = start;
        decoder->first_stop = stop;
        decoder->first_reason = reason;
    }
    if (handler != HANDLER_OTHER) {
        Found found = decode_by(handler, decoder->builder, decoder->encoding, decoder->data,
                                decoder->size, start, stop, &decoder->at);
        if (found == ABSENT)
            return take_raise(vm, make_decode_error(decoder, start, stop, reason));
        return found == FOUND;
    }
    Object *error = make_decode_error(decoder, start, stop, reason);
    Tuple *result = call_handler(vm, decoder->errors, error, decoder->size, true, &decoder->at);
    object_drop_or_null(vm, error);
    if (result == NULL) return false;
    str_builder_add(decoder->builder, (Str *)result->items[0].object);
    object_drop(vm, &result->base);
    return true;
}

// --- encoding ---

static void add_number(StrBuilder *builder, uint32_t number) {
    char digits[12];
    int at = (int)sizeof(digits);
    do digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    str_builder_add_latin1(builder, digits + at, (int64_t)sizeof(digits) - at);
}

static void add_named(StrBuilder *builder, uint32_t c) {
    char name[UNICODE_NAME_MAX];
    size_t length = unicode_name_write(c, name);
    if (length == 0) {
        codec_add_backslashed(builder, c);
        return;
    }
    str_builder_add_c(builder, "\\N{");
    str_builder_add_latin1(builder, name, (int64_t)length);
    str_builder_add_char(builder, '}');
}

// The surrogate as the encoding would write it if it could.
static bool add_surrogate(StrBuilder *bytes, const char *encoding, uint32_t c) {
    int width, order = pass_variant(encoding, &width);
    if (width == 0 || !is_surrogate(c)) return false;
    if (width == 3) {
        char utf8[4];
        str_builder_add_latin1(bytes, utf8, utf8_write(c, utf8));
        return true;
    }
    for (int i = 0; i < width; i++) {
        int shift = 8 * (order == ORDER_BIG ? width - 1 - i : i);
        str_builder_add_char(bytes, shift < 32 ? c >> shift & 0xff : 0);
    }
    return true;
}

// What the handler makes of the characters: bytes (*is_bytes) or text in `made`. ABSENT:
// it leaves it to strict. *next may be before stop when only a part was dealt with.
static Found encode_by(HandlerId handler, StrBuilder *made, const char *encoding, const Str *str,
                       int64_t start, int64_t stop, bool *is_bytes, int64_t *next) {
    *next = stop;
    *is_bytes = handler == HANDLER_ESCAPE || handler == HANDLER_PASS;
    for (int64_t at = start; at < stop; at++) {
        uint32_t c = str_get_char(str, at);
        switch (handler) {
        case HANDLER_IGNORE: return FOUND;
        case HANDLER_REPLACE: str_builder_add_char(made, '?'); break;
        case HANDLER_BACKSLASH: codec_add_backslashed(made, c); break;
        case HANDLER_NAME: add_named(made, c); break;
        case HANDLER_XML:
            str_builder_add_c(made, "&#");
            add_number(made, c);
            str_builder_add_char(made, ';');
            break;
        case HANDLER_ESCAPE:
            if (c < 0xdc80 || c > 0xdcff) return ABSENT;
            str_builder_add_char(made, c - 0xdc00);
            break;
        case HANDLER_PASS:
            if (!add_surrogate(made, encoding, c)) return ABSENT;
            break;
        default: return ABSENT;
        }
    }
    return FOUND;
}

// Where what the handler can't deal with begins: the error tells of that alone.
static int64_t skip_escapable(const Encoder *encoder, HandlerId handler, int64_t start,
                              int64_t stop) {
    if (handler != HANDLER_ESCAPE) return start;
    while (start < stop) {
        uint32_t c = str_get_char(encoder->str, start);
        if (c < 0xdc80 || c > 0xdcff) break;
        start++;
    }
    return start;
}

// Adds what a handler made. False: it does not fit the encoding.
static bool put_made(Encoder *encoder, Chars made, bool is_bytes, EncoderPut *put) {
    if (is_bytes) {
        int unit;
        pass_variant(encoder->encoding, &unit);
        if ((unit == 2 || unit == 4) && made.length % unit != 0) return false;
        str_builder_add_chars(encoder->builder, made);
        return true;
    }
    for (int64_t i = 0; i < made.length; i++)
        if (!put(encoder, chars_get(made.data, made.width, i))) return false;
    return true;
}

static bool raise_encode_error(Encoder *encoder, int64_t start, int64_t stop,
                               const char *reason) {
    return take_raise(encoder->vm,
                      make_error(encoder->vm, EXCEPTION_UnicodeEncodeError, encoder->encoding,
                                 &encoder->str->base, start, stop, reason));
}

static bool encode_error_builtin(Encoder *encoder, HandlerId handler, int64_t start,
                                 int64_t stop, const char *reason, EncoderPut *put) {
    StrBuilder made;
    bool is_bytes, fits = false;
    int64_t next = stop;
    str_builder_start(encoder->vm, &made);
    Found found = encode_by(handler, &made, encoder->encoding, encoder->str, start, stop,
                            &is_bytes, &next);
    if (found == FOUND && !made.failed)
        fits = put_made(encoder, (Chars){made.chars, made.length, made.width}, is_bytes, put);
    bool failed = made.failed || found == RAISED;
    str_builder_drop(&made);
    if (failed) return false;
    if (found == ABSENT) start = skip_escapable(encoder, handler, start, stop);
    if (!fits) return raise_encode_error(encoder, start, stop, reason);
    encoder->at = next;
    return true;
}

bool codec_encode_error(Encoder *encoder, int64_t start, int64_t stop, const char *reason,
                        EncoderPut *put) {
    Vm *vm = encoder->vm;
    HandlerId handler = handler_find(encoder->errors);
    if (handler != HANDLER_OTHER)
        return encode_error_builtin(encoder, handler, start, stop, reason, put);
    Object *error = make_error(vm, EXCEPTION_UnicodeEncodeError, encoder->encoding,
                               &encoder->str->base, start, stop, reason);
    Tuple *result = call_handler(vm, encoder->errors, error, encoder->str->length, false,
                                 &encoder->at);
    if (result == NULL) {
        object_drop_or_null(vm, error);
        return false;
    }
    Object *given = result->items[0].object;
    bool is_bytes = object_is_bytes(vm, given);
    Chars made = is_bytes ? (Chars){((Bytes *)given)->data, ((Bytes *)given)->count, 1}
                          : str_get_chars((Str *)given);
    bool fits = put_made(encoder, made, is_bytes, put);
    object_drop(vm, &result->base);
    if (!fits) raise_exception(vm, error);
    object_drop(vm, error);
    return fits;
}

// --- errors of codecs that the registry finds ---

// The text of a plain exception, which may be told again in another's words: built-in,
// without fields of its own, with one str or nothing as arguments.
static bool is_simple(Vm *vm, Object *object) {
    const Exception *error = (Exception *)object;
    const Tuple *args = (Tuple *)error->args.object;
    if (error->own_count != 0 || type_is_class(object_type(vm, object))) return false;
    if (object_prefix(object)->dict.object != NULL) return false;
    return args->count == 0 || (args->count == 1 && object_is_str(vm, args->items[0].object));
}

void codec_chain_error(Vm *vm, enum CodecDirection direction, const char *encoding) {
    Object *cause = raised_take(vm);
    if (cause == NULL) return;
    if (!is_simple(vm, cause)) {
        raised_restore(vm, cause);
        return;
    }
    Type *type = object_type(vm, cause);
    raise_text(vm, type, "%s with '%s' codec failed (%N: %S)",
               direction == CODEC_ENCODES ? "encoding" : "decoding", encoding, type, cause);
    Object *error = raised_take(vm);
    if (error != NULL) {
        exception_set_context(vm, error, cause);
        exception_set_cause(vm, error, cause);
        raised_restore(vm, error);
    }
    object_drop(vm, cause);
}
