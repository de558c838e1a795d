// What happens to bytes and characters that can't be converted.
//
// The built-in handlers work on a Fault, without an exception object, where a codec
// meets an error; codec_handle gives the same to programs that call a handler.

#include "objects/codec.h"

#include "base/unicode_name.h"
#include "base/utf8.h"
#include "objects/bytes.h"
#include "objects/errors_modules.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/row.h"
#include "objects/tuple.h"

#include <string.h>

static CodecHandler handler_find(const Str *name) {
    static const char *const names[] = {
        "strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace",
        "surrogateescape", "surrogatepass", "namereplace",
    };
    if (name == NULL) return HANDLER_STRICT;
    for (int i = 0; i < (int)ARRAY_COUNT(names); i++)
        if (str_is(name, names[i])) return (CodecHandler)i;
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

static bool set_field(Vm *vm, Object *error, int field, Object *value) {
    if (value == NULL) return false;
    exception_set_field(vm, error, field, value);
    object_drop(vm, value);
    return true;
}

static void failures_note(CodecFailures *failures, int64_t start, int64_t stop,
                          const char *reason) {
    if (failures->reason != NULL) return;
    failures->reason = reason;
    failures->start = start;
    failures->stop = stop;
}

// The run's exception, made at the first call, with the fields of this error: borrowed.
static Object *failures_error(Vm *vm, CodecFailures *failures, ExceptionId id,
                              const char *encoding, Object *object, int64_t start, int64_t stop,
                              const char *reason) {
    failures_note(failures, start, stop, reason);
    if (failures->error == NULL) {
        failures->error = make_error(vm, id, encoding, object, failures->start, failures->stop,
                                     failures->reason);
        if (failures->error == NULL) return NULL;
        if (failures->start == start && failures->stop == stop) return failures->error;
    }
    bool is_set = set_field(vm, failures->error, UNICODE_START, int_new(vm, start)) &&
                  set_field(vm, failures->error, UNICODE_END, int_new(vm, stop)) &&
                  set_field(vm, failures->error, UNICODE_REASON, str_new_c(vm, reason));
    return is_set ? failures->error : NULL;
}

void codec_failures_done(Vm *vm, CodecFailures *failures) {
    object_drop_or_null(vm, failures->error);
    object_drop_or_null(vm, failures->handler);
    object_drop_or_null(vm, failures->data);
}

static Object *decode_error(Decoder *decoder, int64_t start, int64_t stop, const char *reason) {
    Object *bytes = NULL;
    if (decoder->failures.error == NULL) {
        bytes = bytes_new(decoder->vm, decoder->data, decoder->size);
        if (bytes == NULL) return NULL;
    }
    Object *error = failures_error(decoder->vm, &decoder->failures, EXCEPTION_UnicodeDecodeError,
                                   decoder->encoding, bytes, start, stop, reason);
    object_drop_or_null(decoder->vm, bytes);
    return error;
}

static Object *encode_error(Encoder *encoder, int64_t start, int64_t stop, const char *reason) {
    return failures_error(encoder->vm, &encoder->failures, EXCEPTION_UnicodeEncodeError,
                          encoder->encoding, &encoder->str->base, start, stop, reason);
}

// Raises an error that was made, unless making it raised. Always false.
static bool raise_error(Vm *vm, Object *error) {
    if (error != NULL) raise_exception(vm, error);
    return false;
}

// --- the program's handlers ---

// What the handler gives for the error: a new tuple of two.
static Tuple *call_handler(Vm *vm, CodecFailures *failures, Str *name, Object *error,
                           ErrorId wrong_result) {
    if (error == NULL) return NULL;
    if (failures->handler == NULL) {
        if (vm->objects->codec_error_hook == NULL) raise(vm, ERROR_UNKNOWN_HANDLER, name);
        else failures->handler = vm->objects->codec_error_hook(vm, name);
        if (failures->handler == NULL) return NULL;
    }
    Object *result = object_call_with(vm, failures->handler, 1, error);
    if (result == NULL) return NULL;
    if (object_is_tuple(vm, result) && ((Tuple *)result)->count == 2) return (Tuple *)result;
    raise(vm, wrong_result);
    object_drop(vm, result);
    return NULL;
}

// Brings the position that a handler gave into 0..length.
static bool adjust_position(Vm *vm, int64_t length, int64_t *position) {
    if (*position < 0) *position += length;
    if (*position >= 0 && *position <= length) return true;
    return raise_false(vm, ERROR_HANDLER_POSITION, *position);
}

// --- decoding ---

// The bytes of a unit of the utf encoding with that name, as it is written in any way; 0: it
// is none. *order: ORDER_LITTLE or ORDER_BIG.
static int utf_width(const char *encoding, int *order) {
    const char *p = encoding;
    *order = ORDER_LITTLE;
    if ((p[0] | 0x20) != 'u' || (p[1] | 0x20) != 't' || (p[2] | 0x20) != 'f')
        return strcmp(encoding, "cp65001") == 0 ? 3 : 0;
    p += 3;
    if (*p == '-' || *p == '_') p++;
    if (p[0] == '8' && p[1] == 0) return 3;
    int width = p[0] == '1' && p[1] == '6' ? 2 : p[0] == '3' && p[1] == '2' ? 4 : 0;
    if (width == 0 || p[2] == 0) return width;
    p += 2;
    if (*p == '-' || *p == '_') p++;
    if ((p[1] | 0x20) != 'e' || p[2] != 0) return 0;
    if ((p[0] | 0x20) == 'b') *order = ORDER_BIG;
    return (p[0] | 0x20) == 'b' || (p[0] | 0x20) == 'l' ? width : 0;
}

// The surrogate that stands at `at` in an utf encoding, or -1.
static int64_t surrogate_at(const char *encoding, const uint8_t *data, int64_t size, int64_t at,
                            int *width) {
    int order;
    *width = utf_width(encoding, &order);
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

Found codec_decode_by(CodecHandler handler, StrBuilder *builder, const char *encoding,
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

// The handler may have put other bytes into the exception: decoding goes on in them.
static bool take_data(Decoder *decoder) {
    Vm *vm = decoder->vm;
    Object *data = exception_get_field(decoder->failures.error, UNICODE_OBJECT);
    if (data == NULL) return raise_false(vm, ERROR_UNICODE_FIELD_MISSING, "object");
    if (!object_is_bytes(vm, data)) return raise_false(vm, ERROR_UNICODE_FIELD_BYTES, "object");
    if (data == decoder->failures.data) return true;
    Object *old = decoder->failures.data;
    decoder->failures.data = object_share(data);
    object_drop_or_null(vm, old);
    decoder->data = ((Bytes *)data)->data;
    decoder->size = ((Bytes *)data)->count;
    return true;
}

static bool decode_by_program(Decoder *decoder, int64_t start, int64_t stop, const char *reason) {
    Vm *vm = decoder->vm;
    Tuple *result = call_handler(vm, &decoder->failures, decoder->errors,
                                 decode_error(decoder, start, stop, reason),
                                 ERROR_DECODING_HANDLER);
    if (result == NULL) return false;
    int64_t position;
    Object *text = result->items[0].object;
    bool is_done = object_is_str(vm, text) ||
                   raise_false(vm, ERROR_DECODING_HANDLER);
    is_done = is_done && row_size_argument(vm, result->items[1].object, 0, &position) &&
              take_data(decoder) && adjust_position(vm, decoder->size, &position);
    if (is_done) {
        decoder->at = position;
        str_builder_add(decoder->builder, (Str *)text);
    }
    object_drop(vm, &result->base);
    return is_done;
}

bool codec_decode_error(Decoder *decoder, int64_t start, int64_t stop, const char *reason) {
    CodecHandler handler = handler_find(decoder->errors);
    if (handler == HANDLER_OTHER) return decode_by_program(decoder, start, stop, reason);
    failures_note(&decoder->failures, start, stop, reason);
    Found found = codec_decode_by(handler, decoder->builder, decoder->encoding, decoder->data,
                                  decoder->size, start, stop, &decoder->at);
    if (found == ABSENT)
        return raise_error(decoder->vm, decode_error(decoder, start, stop, reason));
    return found == FOUND;
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
    int order, width = utf_width(encoding, &order);
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

Found codec_encode_by(CodecHandler handler, StrBuilder *made, const char *encoding,
                      const Str *str, int64_t start, int64_t stop, bool *is_bytes,
                      int64_t *next) {
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
static int64_t skip_escapable(const Encoder *encoder, CodecHandler handler, int64_t start,
                              int64_t stop) {
    if (handler != HANDLER_ESCAPE || encoder->mapping != NULL) return start;
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
        int order, unit = utf_width(encoder->encoding, &order);
        if ((unit == 2 || unit == 4) && made.length % unit != 0) return false;
        str_builder_add_chars(encoder->builder, made);
        return true;
    }
    for (int64_t i = 0; i < made.length; i++)
        if (!put(encoder, chars_get(made.data, made.width, i))) return false;
    return true;
}

static bool encode_error_builtin(Encoder *encoder, CodecHandler handler, int64_t start,
                                 int64_t stop, const char *reason, EncoderPut *put) {
    StrBuilder made;
    bool is_bytes, fits = false;
    int64_t next = stop;
    str_builder_start(encoder->vm, &made);
    Found found = codec_encode_by(handler, &made, encoder->encoding, encoder->str, start, stop,
                            &is_bytes, &next);
    if (found == FOUND && !made.failed)
        fits = put_made(encoder, (Chars){made.chars, made.length, made.width}, is_bytes, put);
    bool failed = made.failed || found == RAISED;
    str_builder_drop(&made);
    if (failed) return false;
    if (found == ABSENT) start = skip_escapable(encoder, handler, start, stop);
    if (fits) encoder->at = next;
    else if (!raised(encoder->vm))
        raise_error(encoder->vm, encode_error(encoder, start, stop, reason));
    return fits;
}

static bool encode_by_program(Encoder *encoder, int64_t start, int64_t stop, const char *reason,
                              EncoderPut *put) {
    Vm *vm = encoder->vm;
    Object *error = encode_error(encoder, start, stop, reason);
    Tuple *result = call_handler(vm, &encoder->failures, encoder->errors, error,
                                 ERROR_ENCODING_HANDLER);
    if (result == NULL) return false;
    int64_t position;
    Object *given = result->items[0].object;
    bool is_bytes = object_is_bytes(vm, given);
    bool is_done = row_size_argument(vm, result->items[1].object, 0, &position) &&
                   (is_bytes || object_is_str(vm, given) ||
                    raise_false(vm, ERROR_ENCODING_HANDLER)) &&
                   adjust_position(vm, encoder->str->length, &position);
    if (is_done) {
        Chars made = is_bytes ? (Chars){((Bytes *)given)->data, ((Bytes *)given)->count, 1}
                              : str_get_chars((Str *)given);
        encoder->at = position;
        is_done = put_made(encoder, made, is_bytes, put) ||
                  (!raised(vm) && raise_error(vm, encode_error(encoder, start, stop, reason)));
    }
    object_drop(vm, &result->base);
    return is_done;
}

bool codec_encode_error(Encoder *encoder, int64_t start, int64_t stop, const char *reason,
                        EncoderPut *put) {
    CodecHandler handler = handler_find(encoder->errors);
    if (handler == HANDLER_OTHER) return encode_by_program(encoder, start, stop, reason, put);
    // What CPython's encoders deal with themselves makes no exception there.
    bool is_direct = handler == HANDLER_XML ||
                     (handler == HANDLER_ESCAPE && encoder->mapping == NULL);
    if (!is_direct) failures_note(&encoder->failures, start, stop, reason);
    return encode_error_builtin(encoder, handler, start, stop, reason, put);
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
        exception_set_cause(vm, error, cause);
        raised_restore(vm, error);
    }
    object_drop(vm, cause);
}
