// Finding codecs by name, and running one.

#include "objects/codec.h"

#include "objects/bytes.h"
#include "objects/tuple.h"

#include <string.h>

enum { CODEC_NAME_MAX = 64 };

static const Codec codecs[] = {
    {"utf_8", "utf-8", codec_decode_utf8, codec_encode_utf8, 0},
    {"ascii", "ascii", codec_decode_narrow, codec_encode_narrow, 128},
    {"latin_1", "latin-1", codec_decode_narrow, codec_encode_narrow, 256},
    {"utf_16", "utf-16", codec_decode_utf16, codec_encode_utf16, ORDER_NATIVE},
    {"utf_16_le", "utf-16-le", codec_decode_utf16, codec_encode_utf16, ORDER_LITTLE},
    {"utf_16_be", "utf-16-be", codec_decode_utf16, codec_encode_utf16, ORDER_BIG},
    {"utf_32", "utf-32", codec_decode_utf32, codec_encode_utf32, ORDER_NATIVE},
    {"utf_32_le", "utf-32-le", codec_decode_utf32, codec_encode_utf32, ORDER_LITTLE},
    {"utf_32_be", "utf-32-be", codec_decode_utf32, codec_encode_utf32, ORDER_BIG},
    {"utf_7", "utf7", codec_decode_utf7, codec_encode_utf7, 0},
    {"unicode_escape", "unicodeescape", codec_decode_escape, codec_encode_escape, 0},
    {"raw_unicode_escape", "rawunicodeescape", codec_decode_raw_escape, codec_encode_raw_escape,
     0},
};

// The names that the library's table of aliases has for the codecs above.
static const struct CodecAlias {
    const char *alias, *name;
} aliases[] = {
    {"utf8", "utf_8"}, {"u8", "utf_8"}, {"utf", "utf_8"}, {"utf8_ucs2", "utf_8"},
    {"utf8_ucs4", "utf_8"}, {"cp65001", "utf_8"},
    {"us_ascii", "ascii"}, {"646", "ascii"}, {"ansi_x3.4_1968", "ascii"},
    {"ansi_x3_4_1968", "ascii"}, {"ansi_x3.4_1986", "ascii"}, {"cp367", "ascii"},
    {"csascii", "ascii"}, {"ibm367", "ascii"}, {"iso646_us", "ascii"},
    {"iso_646.irv_1991", "ascii"}, {"iso_ir_6", "ascii"}, {"us", "ascii"},
    {"latin1", "latin_1"}, {"latin", "latin_1"}, {"l1", "latin_1"}, {"8859", "latin_1"},
    {"cp819", "latin_1"}, {"csisolatin1", "latin_1"}, {"ibm819", "latin_1"},
    {"iso8859", "latin_1"}, {"iso8859_1", "latin_1"}, {"iso_8859_1", "latin_1"},
    {"iso_8859_1_1987", "latin_1"}, {"iso_ir_100", "latin_1"},
    {"utf16", "utf_16"}, {"u16", "utf_16"}, {"utf_16le", "utf_16_le"},
    {"unicodelittleunmarked", "utf_16_le"}, {"utf_16be", "utf_16_be"},
    {"unicodebigunmarked", "utf_16_be"}, {"utf32", "utf_32"}, {"u32", "utf_32"},
    {"utf7", "utf_7"}, {"u7", "utf_7"}, {"unicode_1_1_utf_7", "utf_7"},
    {"utf_32le", "utf_32_le"}, {"utf_32be", "utf_32_be"},
};

const Codec *codec_find_c(const char *normalised) {
    for (size_t i = 0; i < ARRAY_COUNT(aliases); i++)
        if (strcmp(aliases[i].alias, normalised) == 0) normalised = aliases[i].name;
    for (size_t i = 0; i < ARRAY_COUNT(codecs); i++)
        if (strcmp(codecs[i].name, normalised) == 0) return &codecs[i];
    return NULL;
}

// Small letters, digits and points; each run of other characters between them is '_'.
static bool normalise(const Str *encoding, char name[CODEC_NAME_MAX]) {
    size_t length = 0;
    bool is_separated = false;
    for (int64_t i = 0; i < encoding->length; i++) {
        uint32_t c = str_get_char(encoding, i);
        if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.')) {
            if (c >= 128) return false;
            is_separated = true;
            continue;
        }
        if (length + 3 > CODEC_NAME_MAX) return false;
        if (is_separated && length != 0) name[length++] = '_';
        is_separated = false;
        name[length++] = (char)c;
    }
    name[length] = 0;
    return true;
}

Str *codec_new_normalised(Vm *vm, const Str *encoding) {
    bool is_separated = false;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    for (int64_t i = 0; i < encoding->length; i++) {
        uint32_t c = str_get_char(encoding, i);
        if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
        bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (is_kept && is_separated && builder.length != 0) str_builder_add_char(&builder, '_');
        if (is_kept) str_builder_add_char(&builder, c);
        is_separated = !is_kept;
    }
    return (Str *)str_builder_finish(&builder);
}

const Codec *codec_find(const Str *encoding) {
    char name[CODEC_NAME_MAX];
    if (encoding == NULL) return &codecs[0];
    return normalise(encoding, name) ? codec_find_c(name) : NULL;
}

// The names for which CPython does not ask its registry of codecs.
static bool is_direct(const Str *encoding) {
    static const char *const names[] = {
        "utf_8", "utf8", "utf_16", "utf16", "utf_32", "utf32", "ascii", "us_ascii", "latin1",
        "latin_1", "iso_8859_1", "iso8859_1",
    };
    char name[CODEC_NAME_MAX];
    if (encoding == NULL || !normalise(encoding, name)) return true;
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

// Gives the result, or tells of the codec in what was raised.
static Object *tell_codec(Vm *vm, Object *result, enum CodecDirection direction,
                          const Str *encoding) {
    char name[CODEC_NAME_MAX];
    if (result != NULL || is_direct(encoding)) return result;
    int64_t length = encoding->length < CODEC_NAME_MAX ? encoding->length : CODEC_NAME_MAX - 1;
    for (int64_t i = 0; i < length; i++) name[i] = (char)str_get_char(encoding, i);
    name[length] = 0;
    codec_chain_error(vm, direction, name);
    return NULL;
}

// --- running ---

Object *codec_decode_with(Vm *vm, const Codec *codec, const uint8_t *data, int64_t size,
                          Str *errors, int64_t *taken, int *variant, int is_partial) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Decoder decoder = {
        .vm = vm, .encoding = codec->shown, .data = data, .size = size,
        .variant = variant == NULL ? codec->variant : *variant, .is_partial = is_partial != 0,
        .errors = errors, .builder = &builder,
    };
    bool is_done = codec->decode(&decoder);
    codec_failures_done(vm, &decoder.failures);
    if (!is_done) {
        str_builder_drop(&builder);
        return NULL;
    }
    if (taken != NULL) *taken = decoder.at;
    if (variant != NULL) *variant = decoder.variant;
    return str_builder_finish(&builder);
}

Object *codec_encode_with(Vm *vm, const Codec *codec, Str *str, Str *errors) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Encoder encoder = {
        .vm = vm, .encoding = codec->shown, .str = str, .variant = codec->variant,
        .errors = errors, .builder = &builder,
    };
    Object *bytes = NULL;
    if (codec->encode(&encoder) && !builder.failed)
        bytes = bytes_new(vm, builder.chars, builder.length);
    codec_failures_done(vm, &encoder.failures);
    str_builder_drop(&builder);
    return bytes;
}

static bool has_zero(const Str *str) {
    return str != NULL && chars_find_char(str_get_chars(str), 0) >= 0;
}

// True when the names can be looked up.
static bool names_check(Vm *vm, const Str *encoding, const Str *errors) {
    if (has_zero(encoding) || has_zero(errors)) return raise_false(vm, ERROR_EMBEDDED_NULL);
    return true;
}

Object *codec_decode(Vm *vm, const uint8_t *data, int64_t size, Str *encoding, Str *errors) {
    if (!names_check(vm, encoding, errors)) return NULL;
    if (size == 0) return object_share(&vm->objects->empty_str->base);
    const Codec *codec = codec_find(encoding);
    if (codec != NULL) {
        bool is_utf8 = codec->decode == codec_decode_utf8;
        if (is_utf8 && chars_is_ascii(data, size))
            return str_new_from_chars(vm, data, 1, size);
        if (codec->decode == codec_decode_narrow && codec->variant == 256)
            return str_new_from_chars(vm, data, 1, size);
        Object *text = codec_decode_with(vm, codec, data, size, errors, NULL, NULL, false);
        return tell_codec(vm, text, CODEC_DECODES, encoding);
    }
    if (vm->objects->codec_hook == NULL) return raise(vm, ERROR_UNKNOWN_ENCODING, encoding);
    Object *bytes = bytes_new(vm, data, size);
    if (bytes == NULL) return NULL;
    Object *text = vm->objects->codec_hook(vm, bytes, encoding, errors, CODEC_DECODES);
    object_drop(vm, bytes);
    if (text == NULL || object_is_str(vm, text)) return text;
    raise(vm, ERROR_DECODER_RESULT, encoding, text);
    object_drop(vm, text);
    return NULL;
}

// The library's codec; its result must be bytes.
static Object *encode_by_hook(Vm *vm, Str *str, Str *encoding, Str *errors) {
    if (vm->objects->codec_hook == NULL) return raise(vm, ERROR_UNKNOWN_ENCODING, encoding);
    Object *bytes = vm->objects->codec_hook(vm, &str->base, encoding, errors, CODEC_ENCODES);
    if (bytes == NULL || object_is_bytes(vm, bytes)) return bytes;
    raise(vm, ERROR_ENCODER_RESULT, encoding, bytes);
    object_drop(vm, bytes);
    return NULL;
}

Object *codec_encode(Vm *vm, Str *str, Str *encoding, Str *errors) {
    if (!names_check(vm, encoding, errors)) return NULL;
    const Codec *codec = codec_find(encoding);
    if (codec == NULL) return encode_by_hook(vm, str, encoding, errors);
    bool is_plain = codec->encode == codec_encode_utf8 || codec->encode == codec_encode_narrow;
    if (is_plain && (str->is_ascii || (codec->variant == 256 && str->width == 1)))
        return bytes_new(vm, str->data, str->length);
    if (codec->encode == codec_encode_utf8) {
        Bytes *whole = codec_new_utf8(vm, str);
        if (whole != NULL || raised(vm)) return (Object *)whole;
    }
    Object *bytes = codec_encode_with(vm, codec, str, errors);
    return tell_codec(vm, bytes, CODEC_ENCODES, encoding);
}

// --- text from and to the system ---

Object *codec_decode_system(Vm *vm, const char *bytes, size_t size) {
    return codec_decode(vm, (const uint8_t *)bytes, (int64_t)size, NULL,
                        vm->objects->names.surrogateescape);
}

Object *codec_encode_system(Vm *vm, Str *str) {
    return codec_encode(vm, str, NULL, vm->objects->names.surrogateescape);
}
