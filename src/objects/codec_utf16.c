// utf-16 and utf-32, with a byte order that a mark tells or the name does.

#include "objects/codec.h"

enum { BYTE_ORDER_MARK = 0xfeff };

static uint32_t read_unit(const Decoder *decoder, int64_t at, int width) {
    uint32_t unit = 0;
    for (int i = 0; i < width; i++) {
        int64_t from = decoder->is_big ? at + i : at + width - 1 - i;
        unit = unit << 8 | decoder->data[from];
    }
    return unit;
}

// Takes a mark where the order is not known yet; unmarked text is little-endian.
// An incomplete mark of partial input leaves the order open: false.
static bool settle_order(Decoder *decoder, int width, const char *little, const char *big) {
    int64_t rest = decoder->size - decoder->at;
    decoder->is_big = decoder->variant >= ORDER_BIG;
    if (decoder->variant == ORDER_NATIVE) {
        if (rest < width && decoder->is_partial) return false;
        if (rest >= width) {
            uint32_t first = read_unit(decoder, decoder->at, width);
            uint32_t swapped = width == 2 ? 0xfffe : 0xfffe0000u;
            if (first == swapped) decoder->variant = ORDER_BIG;
            if (first == BYTE_ORDER_MARK) decoder->variant = ORDER_LITTLE;
            if (decoder->variant != ORDER_NATIVE) decoder->at += width;
            decoder->is_big = first == swapped;
        }
    }
    decoder->encoding = decoder->is_big ? big : little;
    return true;
}

// What is wrong with the utf-16 at `at`: NULL when nothing is, then *c and *size are set.
static const char *read_utf16(const Decoder *decoder, int64_t at, uint32_t *c, int64_t *size) {
    int64_t rest = decoder->size - at;
    *size = rest < 2 ? rest : 2;
    if (rest < 2) return "truncated data";
    *c = read_unit(decoder, at, 2);
    if (*c - 0xd800 >= 0x800) return NULL;
    if (*c >= 0xdc00) return "illegal encoding";
    if (rest < 4) {
        *size = rest;
        return "unexpected end of data";
    }
    uint32_t low = read_unit(decoder, at + 2, 2);
    if (low - 0xdc00 >= 0x400) return "illegal UTF-16 surrogate";
    *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
    *size = 4;
    return NULL;
}

bool codec_decode_utf16(Decoder *decoder) {
    if (!settle_order(decoder, 2, "utf-16-le", "utf-16-be")) return true;
    while (decoder->at < decoder->size && !decoder->builder->failed) {
        uint32_t c = 0;
        int64_t size, at = decoder->at;
        const char *wrong = read_utf16(decoder, at, &c, &size);
        if (wrong == NULL) {
            str_builder_add_char(decoder->builder, c);
            decoder->at += size;
            continue;
        }
        bool is_end = wrong[0] == 't' || wrong[0] == 'u';
        if (is_end && decoder->is_partial) return true;
        if (!codec_decode_error(decoder, at, at + size, wrong)) return false;
    }
    return true;
}

bool codec_decode_utf32(Decoder *decoder) {
    if (!settle_order(decoder, 4, "utf-32-le", "utf-32-be")) return true;
    while (decoder->at < decoder->size && !decoder->builder->failed) {
        int64_t at = decoder->at, rest = decoder->size - at;
        const char *wrong = NULL;
        uint32_t c = 0;
        if (rest < 4) wrong = "truncated data";
        else if ((c = read_unit(decoder, at, 4)) > 0x10ffff)
            wrong = "code point not in range(0x110000)";
        else if (c - 0xd800 < 0x800)
            wrong = "code point in surrogate code point range(0xd800, 0xe000)";
        if (wrong == NULL) {
            str_builder_add_char(decoder->builder, c);
            decoder->at += 4;
            continue;
        }
        if (rest < 4 && decoder->is_partial) return true;
        if (!codec_decode_error(decoder, at, at + (rest < 4 ? rest : 4), wrong)) return false;
    }
    return true;
}

static void put_unit(Encoder *encoder, uint32_t unit, int width) {
    for (int i = 0; i < width; i++) {
        int shift = 8 * (encoder->variant == ORDER_BIG ? width - 1 - i : i);
        str_builder_add_char(encoder->builder, unit >> shift & 0xff);
    }
}

static bool put_utf16(Encoder *encoder, uint32_t c) {
    if (c - 0xd800 < 0x800) return false;
    if (c >= 0x10000) {
        put_unit(encoder, 0xd800 + ((c - 0x10000) >> 10), 2);
        c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    put_unit(encoder, c, 2);
    return true;
}

static bool put_utf32(Encoder *encoder, uint32_t c) {
    if (c - 0xd800 < 0x800) return false;
    put_unit(encoder, c, 4);
    return true;
}

// What handlers give must be ASCII, as CPython has it.
static bool put_ascii16(Encoder *encoder, uint32_t c) {
    return c < 128 && put_utf16(encoder, c);
}

static bool put_ascii32(Encoder *encoder, uint32_t c) {
    return c < 128 && put_utf32(encoder, c);
}

static bool encode_all(Encoder *encoder, EncoderPut *put, EncoderPut *put_handled) {
    const Str *str = encoder->str;
    while (encoder->at < str->length && !encoder->builder->failed) {
        if (put(encoder, str_get_char(str, encoder->at))) encoder->at++;
        else if (!codec_encode_error(encoder, encoder->at, encoder->at + 1,
                                     "surrogates not allowed", put_handled))
            return false;
    }
    return true;
}

bool codec_encode_utf16(Encoder *encoder) {
    if (encoder->variant == ORDER_NATIVE) put_unit(encoder, BYTE_ORDER_MARK, 2);
    return encode_all(encoder, put_utf16, put_ascii16);
}

bool codec_encode_utf32(Encoder *encoder) {
    if (encoder->variant == ORDER_NATIVE) put_unit(encoder, BYTE_ORDER_MARK, 4);
    return encode_all(encoder, put_utf32, put_ascii32);
}
