// utf-7: ASCII, with what ASCII lacks as base64 of utf-16 between '+' and '-'.

#include "objects/codec.h"

// How a character below 128 may be written.
enum { DIRECT, OPTIONAL, SPACE, SPECIAL };

static int category(uint32_t c) {
    static const char direct[] = "'(),-./:?";
    static const char optional[] = "!\"#$%&*;<=>@[]^_`{|}";
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return DIRECT;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return SPACE;
    for (const char *p = direct; *p != 0; p++)
        if ((uint32_t)*p == c) return DIRECT;
    for (const char *p = optional; *p != 0; p++)
        if ((uint32_t)*p == c) return OPTIONAL;
    return SPECIAL;
}

static bool is_written_directly(uint32_t c) {
    return c > 0 && c < 128 && category(c) != SPECIAL;
}

// The value of a digit of base64; -1: it is none.
static int base64_value(uint32_t c) {
    if (c >= 'A' && c <= 'Z') return (int)c - 'A';
    if (c >= 'a' && c <= 'z') return (int)c - 'a' + 26;
    if (c >= '0' && c <= '9') return (int)c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool is_high_surrogate(uint32_t c) { return c - 0xd800 < 0x400; }
static bool is_low_surrogate(uint32_t c) { return c - 0xdc00 < 0x400; }

// --- decoding ---

typedef struct Shift {
    bool is_on;            // between '+' and the end of the base64
    int64_t start;         // of its bytes
    int64_t text_start;    // of what it gave
    uint32_t bits;         // read and not used yet: the lowest bit_count
    int bit_count;
    uint32_t surrogate;    // a high one that waits for a low one; 0: none
} Shift;

static void add_unit(Decoder *decoder, Shift *shift, uint32_t unit) {
    uint32_t high = shift->surrogate;
    shift->surrogate = 0;
    if (high != 0 && is_low_surrogate(unit)) {
        uint32_t c = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
        str_builder_add_char(decoder->builder, c);
        return;
    }
    if (high != 0) str_builder_add_char(decoder->builder, high);
    if (is_high_surrogate(unit)) shift->surrogate = unit;
    else str_builder_add_char(decoder->builder, unit);
}

static void add_digit(Decoder *decoder, Shift *shift, int value) {
    shift->bits = shift->bits << 6 | (uint32_t)value;
    shift->bit_count += 6;
    if (shift->bit_count < 16) return;
    shift->bit_count -= 16;
    uint32_t unit = shift->bits >> shift->bit_count;
    shift->bits &= (1u << shift->bit_count) - 1;
    add_unit(decoder, shift, unit);
}

// The base64 ends at a byte that is no digit of it. NULL: nothing is wrong.
static const char *shift_out(Decoder *decoder, Shift *shift, uint8_t c) {
    shift->is_on = false;
    if (shift->bit_count >= 6) {
        decoder->at++;
        return "partial character in shift sequence";
    }
    if (shift->bit_count > 0 && shift->bits != 0) {
        decoder->at++;
        return "non-zero padding bits in shift sequence";
    }
    if (shift->surrogate != 0 && c < 128 && c != '+')
        str_builder_add_char(decoder->builder, shift->surrogate);
    shift->surrogate = 0;
    if (c == '-') decoder->at++;
    return NULL;
}

static const char *shift_in(Decoder *decoder, Shift *shift) {
    shift->start = decoder->at++;
    if (decoder->at < decoder->size && decoder->data[decoder->at] == '-') {
        decoder->at++;
        str_builder_add_char(decoder->builder, '+');
        return NULL;
    }
    if (decoder->at < decoder->size && base64_value(decoder->data[decoder->at]) < 0) {
        decoder->at++;
        return "ill-formed sequence";
    }
    *shift = (Shift){.is_on = true, .start = shift->start,
                     .text_start = decoder->builder->length};
    return NULL;
}

// Takes one byte or a few; what is wrong with shift->start .. decoder->at, or NULL.
static const char *take_byte(Decoder *decoder, Shift *shift) {
    uint8_t c = decoder->data[decoder->at];
    if (shift->is_on) {
        int value = base64_value(c);
        if (value < 0) return shift_out(decoder, shift, c);
        decoder->at++;
        add_digit(decoder, shift, value);
        return NULL;
    }
    if (c == '+') return shift_in(decoder, shift);
    if (c < 128) {
        str_builder_add_char(decoder->builder, c);
        decoder->at++;
        return NULL;
    }
    shift->start = decoder->at++;
    return "unexpected special character";
}

bool codec_decode_utf7(Decoder *decoder) {
    Shift shift = {0};
    for (;;) {
        const char *wrong = NULL;
        while (decoder->at < decoder->size && !decoder->builder->failed && wrong == NULL)
            wrong = take_byte(decoder, &shift);
        if (wrong == NULL && shift.is_on && !decoder->is_partial) {
            shift.is_on = false;
            bool is_open = shift.surrogate != 0 || shift.bit_count >= 6 ||
                           (shift.bit_count > 0 && shift.bits != 0);
            if (is_open) wrong = "unterminated shift sequence";
        }
        if (wrong == NULL) break;
        if (!codec_decode_error(decoder, shift.start, decoder->at, wrong)) return false;
    }
    if (shift.is_on && decoder->is_partial) {
        // An unfinished shift is read again, from its start, when more has come.
        decoder->at = shift.start;
        decoder->builder->length = shift.text_start;
    }
    return true;
}

// --- encoding ---

typedef struct Unshift {
    bool is_on;
    uint32_t bits;
    int bit_count;
} Unshift;

static void put_digit(Encoder *encoder, uint32_t value) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    str_builder_add_char(encoder->builder, (uint32_t)digits[value & 63]);
}

static void put_unit(Encoder *encoder, Unshift *shift, uint32_t unit) {
    shift->bits = shift->bits << 16 | unit;
    shift->bit_count += 16;
    while (shift->bit_count >= 6) {
        shift->bit_count -= 6;
        put_digit(encoder, shift->bits >> shift->bit_count);
    }
}

static void put_padding(Encoder *encoder, Unshift *shift) {
    if (shift->bit_count > 0) put_digit(encoder, shift->bits << (6 - shift->bit_count));
    shift->bits = 0;
    shift->bit_count = 0;
}

bool codec_encode_utf7(Encoder *encoder) {
    StrBuilder *builder = encoder->builder;
    Unshift shift = {0};
    for (int64_t i = 0; i < encoder->str->length; i++) {
        uint32_t c = str_get_char(encoder->str, i);
        if (is_written_directly(c)) {
            if (shift.is_on) {
                put_padding(encoder, &shift);
                if (base64_value(c) >= 0 || c == '-') str_builder_add_char(builder, '-');
                shift.is_on = false;
            }
            str_builder_add_char(builder, c);
            continue;
        }
        if (!shift.is_on && c == '+') {
            str_builder_add_c(builder, "+-");
            continue;
        }
        if (!shift.is_on) str_builder_add_char(builder, '+');
        shift.is_on = true;
        if (c >= 0x10000) {
            put_unit(encoder, &shift, 0xd800 + ((c - 0x10000) >> 10));
            c = 0xdc00 + ((c - 0x10000) & 0x3ff);
        }
        put_unit(encoder, &shift, c);
    }
    put_padding(encoder, &shift);
    if (shift.is_on) str_builder_add_char(builder, '-');
    return true;
}
