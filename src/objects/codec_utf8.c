// utf-8, and the two codecs of one byte a character.

#include "objects/codec.h"

#include "base/utf8.h"
#include "objects/bytes.h"

// Adds the longest stretch of ASCII from `at` on; false when there is none.
static bool add_ascii(Decoder *decoder) {
    int64_t at = decoder->at;
    while (at < decoder->size && decoder->data[at] < 0x80) at++;
    if (at == decoder->at) return false;
    str_builder_add_latin1(decoder->builder, (const char *)decoder->data + decoder->at,
                           at - decoder->at);
    decoder->at = at;
    return true;
}

bool codec_decode_utf8(Decoder *decoder) {
    // One character a byte is the most there can be.
    str_builder_reserve(decoder->builder, decoder->size, 0);
    while (decoder->at < decoder->size && !decoder->builder->failed) {
        if (add_ascii(decoder)) continue;
        int64_t at = decoder->at;
        Utf8Step step = utf8_read((const char *)decoder->data + at, (size_t)(decoder->size - at));
        if (step.error == UTF8_VALID) {
            str_builder_add_char(decoder->builder, step.code);
            decoder->at += step.size;
            continue;
        }
        if (step.error == UTF8_UNEXPECTED_END && decoder->is_partial) return true;
        if (!codec_decode_error(decoder, at, at + step.size, utf8_reason(step.error)))
            return false;
    }
    return !decoder->builder->failed;
}

static bool put_ascii(Encoder *encoder, uint32_t c) {
    if (c >= 0x80) return false;
    str_builder_add_char(encoder->builder, c);
    return true;
}

Bytes *codec_new_utf8(Vm *vm, const Str *str) {
    int64_t size = 0;
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t c = str_get_char(str, i);
        if (c - 0xd800 < 0x800) return NULL;
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    Bytes *bytes = bytes_new_room(vm, size);
    if (bytes == NULL) return NULL;
    char *to = (char *)bytes->data;
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t c = str_get_char(str, i);
        if (c < 0x80) {
            *to++ = (char)c;
        } else {
            char utf8[4];
            int count = utf8_write(c, utf8);
            for (int j = 0; j < count; j++) *to++ = utf8[j];
        }
    }
    return bytes;
}

bool codec_encode_utf8(Encoder *encoder) {
    const Str *str = encoder->str;
    str_builder_reserve(encoder->builder, str->length + str->length / 2, 0);
    while (encoder->at < str->length && !encoder->builder->failed) {
        uint32_t c = str_get_char(str, encoder->at);
        if (c - 0xd800 < 0x800) {
            int64_t stop = encoder->at + 1;
            while (stop < str->length && str_get_char(str, stop) - 0xd800 < 0x800) stop++;
            if (!codec_encode_error(encoder, encoder->at, stop, "surrogates not allowed",
                                    put_ascii))
                return false;
            continue;
        }
        char utf8[4];
        str_builder_add_latin1(encoder->builder, utf8, utf8_write(c, utf8));
        encoder->at++;
    }
    return true;
}

bool codec_decode_narrow(Decoder *decoder) {
    while (decoder->at < decoder->size && !decoder->builder->failed) {
        uint8_t byte = decoder->data[decoder->at];
        if (byte < decoder->variant) {
            str_builder_add_char(decoder->builder, byte);
            decoder->at++;
        } else if (!codec_decode_error(decoder, decoder->at, decoder->at + 1,
                                       "ordinal not in range(128)")) {
            return false;
        }
    }
    return true;
}

static bool put_narrow(Encoder *encoder, uint32_t c) {
    if (c >= (uint32_t)encoder->variant) return false;
    str_builder_add_char(encoder->builder, c);
    return true;
}

bool codec_encode_narrow(Encoder *encoder) {
    const Str *str = encoder->str;
    const char *reason = encoder->variant == 128 ? "ordinal not in range(128)"
                                                 : "ordinal not in range(256)";
    while (encoder->at < str->length && !encoder->builder->failed) {
        if (put_narrow(encoder, str_get_char(str, encoder->at))) {
            encoder->at++;
            continue;
        }
        int64_t stop = encoder->at + 1;
        while (stop < str->length && str_get_char(str, stop) >= (uint32_t)encoder->variant) stop++;
        if (!codec_encode_error(encoder, encoder->at, stop, reason, put_narrow)) return false;
    }
    return true;
}
