// unicode_escape and raw_unicode_escape: text as in the source of a string literal.

#include "objects/codec.h"

#include "base/unicode_name.h"

#include <string.h>

static int hex_digit(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Reads up to `count` digits at *at; false when there are fewer.
static bool read_hex(const Decoder *decoder, int64_t *at, int count, uint32_t *code) {
    *code = 0;
    for (; count > 0; count--, ++*at) {
        int digit = *at < decoder->size ? hex_digit(decoder->data[*at]) : -1;
        if (digit < 0) return false;
        *code = *code << 4 | (uint32_t)digit;
    }
    return true;
}

// An escape that is not complete: left for later when more may come, else an error.
static bool is_cut_off(const Decoder *decoder, int64_t at) {
    return decoder->is_partial && at >= decoder->size;
}

typedef enum Escape { ESCAPE_DONE, ESCAPE_WAITS, ESCAPE_RAISED } Escape;

static Escape escape_error(Decoder *decoder, int64_t stop, const char *reason) {
    if (is_cut_off(decoder, stop)) return ESCAPE_WAITS;
    return codec_decode_error(decoder, decoder->at, stop, reason) ? ESCAPE_DONE : ESCAPE_RAISED;
}

static Escape add_code(Decoder *decoder, int64_t at, uint32_t code, const char *too_large) {
    if (code > 0x10ffff)
        return codec_decode_error(decoder, decoder->at, at, too_large) ? ESCAPE_DONE
                                                                       : ESCAPE_RAISED;
    str_builder_add_char(decoder->builder, code);
    decoder->at = at;
    return ESCAPE_DONE;
}

// \xXX, \uXXXX, \UXXXXXXXX; `at` is behind the letter.
static Escape read_hex_escape(Decoder *decoder, int64_t at, uint8_t letter) {
    int count = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    uint32_t code;
    if (!read_hex(decoder, &at, count, &code))
        return escape_error(decoder, at, letter == 'x'   ? "truncated \\xXX escape"
                                         : letter == 'u' ? "truncated \\uXXXX escape"
                                                         : "truncated \\UXXXXXXXX escape");
    return add_code(decoder, at, code, "illegal Unicode character");
}

static Escape read_octal_escape(Decoder *decoder, int64_t at, int *invalid) {
    uint32_t code = 0;
    for (int i = 0; i < 3 && at < decoder->size; i++, at++) {
        uint8_t c = decoder->data[at];
        if (c < '0' || c > '7') break;
        code = code << 3 | (uint32_t)(c - '0');
    }
    if (code > 0xff && *invalid < 0) *invalid = (int)code;
    return add_code(decoder, at, code, "");
}

// \N{name}; `at` is behind the N.
static Escape read_name_escape(Decoder *decoder, int64_t at) {
    static const char malformed[] = "malformed \\N character escape";
    if (at >= decoder->size) return escape_error(decoder, at, malformed);
    if (decoder->data[at] != '{') return escape_error(decoder, at, malformed);
    int64_t start = at + 1, stop = start;
    while (stop < decoder->size && decoder->data[stop] != '}') stop++;
    if (stop >= decoder->size) return escape_error(decoder, stop, malformed);
    if (stop == start) return escape_error(decoder, stop, malformed);
    int32_t code = unicode_name_find((const char *)decoder->data + start, (size_t)(stop - start));
    if (code < 0) {
        bool done = codec_decode_error(decoder, decoder->at, stop + 1,
                                       "unknown Unicode character name");
        return done ? ESCAPE_DONE : ESCAPE_RAISED;
    }
    return add_code(decoder, stop + 1, (uint32_t)code, "");
}

static Escape add_plain(Decoder *decoder, int64_t at, int c) {
    if (c >= 0) str_builder_add_char(decoder->builder, (uint32_t)c);
    decoder->at = at;
    return ESCAPE_DONE;
}

// At a backslash. The first escape to warn of is remembered.
static Escape read_escape(Decoder *decoder, int *invalid) {
    static const char plain[] = "\\\\''\"\"b\bt\tn\nf\fr\rv\va\a";
    int64_t at = decoder->at + 1;
    if (at >= decoder->size) return escape_error(decoder, at, "\\ at end of string");
    uint8_t c = decoder->data[at++];
    if (c == '\n') return add_plain(decoder, at, -1);
    for (size_t i = 0; i + 1 < sizeof(plain) - 1; i += 2)
        if ((uint8_t)plain[i] == c) return add_plain(decoder, at, plain[i + 1]);
    if (c >= '0' && c <= '7') return read_octal_escape(decoder, at - 1, invalid);
    if (c == 'x' || c == 'u' || c == 'U') return read_hex_escape(decoder, at, c);
    if (c == 'N') return read_name_escape(decoder, at);
    if (*invalid < 0) *invalid = c;
    str_builder_add_char(decoder->builder, '\\');
    return add_plain(decoder, at, c);
}

bool codec_warn_escape(Vm *vm, int escape) {
    Object *text = escape > 0xff
                       ? str_new_format(vm, "invalid octal escape sequence '\\%d%d%d'", escape >> 6,
                                        escape >> 3 & 7, escape & 7)
                       : str_new_format(vm, "invalid escape sequence '\\%c'", escape);
    bool done = text != NULL && raise_warning_text(vm, EXCEPTION_DeprecationWarning, text);
    object_drop_or_null(vm, text);
    return done;
}

bool codec_decode_escape(Decoder *decoder) {
    int invalid = -1;
    while (decoder->at < decoder->size && !decoder->builder->failed) {
        uint8_t c = decoder->data[decoder->at];
        if (c != '\\') {
            str_builder_add_char(decoder->builder, c);
            decoder->at++;
            continue;
        }
        Escape escape = read_escape(decoder, &invalid);
        if (escape == ESCAPE_RAISED) return false;
        if (escape == ESCAPE_WAITS) break;
    }
    return invalid < 0 || codec_warn_escape(decoder->vm, invalid);
}

bool codec_encode_escape(Encoder *encoder) {
    StrBuilder *builder = encoder->builder;
    for (int64_t i = 0; i < encoder->str->length; i++) {
        uint32_t c = str_get_char(encoder->str, i);
        if (c == '\\') str_builder_add_c(builder, "\\\\");
        else if (c == '\t') str_builder_add_c(builder, "\\t");
        else if (c == '\n') str_builder_add_c(builder, "\\n");
        else if (c == '\r') str_builder_add_c(builder, "\\r");
        else if (c >= ' ' && c < 0x7f) str_builder_add_char(builder, c);
        else codec_add_backslashed(builder, c);
    }
    return true;
}

// --- raw: only \u and \U after an odd number of backslashes are escapes ---

static Escape read_raw_escape(Decoder *decoder, int64_t at, uint8_t letter) {
    int count = letter == 'u' ? 4 : 8;
    uint32_t code;
    if (!read_hex(decoder, &at, count, &code))
        return escape_error(decoder, at, letter == 'u' ? "truncated \\uXXXX escape"
                                                       : "truncated \\UXXXXXXXX escape");
    return add_code(decoder, at, code, "\\Uxxxxxxxx out of range");
}

bool codec_decode_raw_escape(Decoder *decoder) {
    while (decoder->at < decoder->size && !decoder->builder->failed) {
        const uint8_t *data = decoder->data;
        int64_t at = decoder->at;
        if (data[at] != '\\' || (at + 1 >= decoder->size && !decoder->is_partial)) {
            str_builder_add_char(decoder->builder, data[at]);
            decoder->at++;
            continue;
        }
        if (at + 1 >= decoder->size) return true;
        uint8_t letter = data[at + 1];
        if (letter != 'u' && letter != 'U') {
            // A pair of backslashes stands for itself.
            str_builder_add_char(decoder->builder, '\\');
            str_builder_add_char(decoder->builder, letter);
            decoder->at += 2;
            continue;
        }
        Escape escape = read_raw_escape(decoder, at + 2, letter);
        if (escape == ESCAPE_RAISED) return false;
        if (escape == ESCAPE_WAITS) return true;
    }
    return true;
}

bool codec_encode_raw_escape(Encoder *encoder) {
    for (int64_t i = 0; i < encoder->str->length; i++) {
        uint32_t c = str_get_char(encoder->str, i);
        if (c < 0x100) str_builder_add_char(encoder->builder, c);
        else codec_add_backslashed(encoder->builder, c);
    }
    return true;
}
