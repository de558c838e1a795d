// escape: bytes as in the source of a bytes literal. Older pickles are written in it.

#include "modules/codecs.h"

#include "objects/bytes.h"

static int hex_digit(const uint8_t *data, int64_t size, int64_t at) {
    if (at >= size) return -1;
    uint8_t c = data[at];
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

typedef struct Unescaper {
    Vm *vm;
    const uint8_t *data;
    int64_t size, at;
    Str *errors;
    StrBuilder builder;
    int invalid;          // what to warn of (codec_warn_escape); -1: nothing
} Unescaper;

// \xXX; `at` is behind the x.
static bool take_hex(Unescaper *reader) {
    int high = hex_digit(reader->data, reader->size, reader->at);
    int low = hex_digit(reader->data, reader->size, reader->at + 1);
    if (high >= 0 && low >= 0) {
        str_builder_add_char(&reader->builder, (uint32_t)(high << 4 | low));
        reader->at += 2;
        return true;
    }
    const Str *errors = reader->errors;
    if (errors == NULL || str_is(errors, "strict"))
        return raise_false(reader->vm, ERROR_ESCAPE_HEX, reader->at - 2);
    if (str_is(errors, "replace")) str_builder_add_char(&reader->builder, '?');
    else if (!str_is(errors, "ignore"))
        return raise_false(reader->vm, ERROR_ESCAPE_HANDLER, errors);
    if (high >= 0) reader->at++;
    return true;
}

static void take_octal(Unescaper *reader) {
    uint32_t value = 0;
    for (int i = 0; i < 3 && reader->at < reader->size; i++, reader->at++) {
        uint8_t c = reader->data[reader->at];
        if (c < '0' || c > '7') break;
        value = value << 3 | (uint32_t)(c - '0');
    }
    if (value > 0xff && reader->invalid < 0) reader->invalid = (int)value;
    str_builder_add_char(&reader->builder, value & 0xff);
}

// What follows a backslash.
static bool take_escape(Unescaper *reader) {
    static const char plain[] = "\\\\''\"\"b\bt\tn\nf\fr\rv\va\a";
    if (reader->at >= reader->size) return raise_false(reader->vm, ERROR_ESCAPE_TRAILING);
    uint8_t c = reader->data[reader->at++];
    if (c == '\n') return true;
    for (size_t i = 0; i + 1 < sizeof plain; i += 2) {
        if ((uint8_t)plain[i] != c) continue;
        str_builder_add_char(&reader->builder, (uint8_t)plain[i + 1]);
        return true;
    }
    if (c == 'x') return take_hex(reader);
    if (c >= '0' && c <= '7') {
        reader->at--;
        take_octal(reader);
        return true;
    }
    if (reader->invalid < 0) reader->invalid = c;
    str_builder_add_char(&reader->builder, '\\');
    str_builder_add_char(&reader->builder, c);
    return true;
}

Object *codecs_escape_decode(Vm *vm, const uint8_t *data, int64_t size, Str *errors) {
    Unescaper reader = {.vm = vm, .data = data, .size = size, .errors = errors, .invalid = -1};
    str_builder_start(vm, &reader.builder);
    bool done = true;
    while (done && reader.at < size && !reader.builder.failed) {
        uint8_t c = data[reader.at++];
        if (c == '\\') done = take_escape(&reader);
        else str_builder_add_char(&reader.builder, c);
    }
    if (done && reader.invalid >= 0) done = codec_warn_escape(vm, reader.invalid);
    Object *bytes = NULL;
    if (done && !reader.builder.failed)
        bytes = bytes_new(vm, reader.builder.chars, reader.builder.length);
    str_builder_drop(&reader.builder);
    return bytes;
}

Object *codecs_escape_encode(Vm *vm, const uint8_t *data, int64_t size) {
    static const char escapes[] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['\''] = '\'',
                                   ['\\'] = '\\'};
    StrBuilder builder;
    str_builder_start(vm, &builder);
    for (int64_t i = 0; i < size && !builder.failed; i++) {
        uint8_t c = data[i];
        if (c < sizeof escapes && escapes[c] != 0) {
            str_builder_add_char(&builder, '\\');
            str_builder_add_char(&builder, (uint8_t)escapes[c]);
        } else if (c < ' ' || c >= 0x7f) {
            codec_add_backslashed(&builder, c);
        } else {
            str_builder_add_char(&builder, c);
        }
    }
    Object *bytes = builder.failed ? NULL : bytes_new(vm, builder.chars, builder.length);
    str_builder_drop(&builder);
    return bytes;
}
