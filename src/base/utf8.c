#include "base/utf8.h"

#define REPLACEMENT 0xFFFDu

static bool is_continuation(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

// The range that the second byte may have after `first`, so that overlong forms,
// surrogates and code points beyond U+10FFFF end at the first byte.
static void second_range(unsigned char first, unsigned char *low, unsigned char *high) {
    *low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    *high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
}

static Utf8Step wrong(int32_t size, Utf8Error error) {
    return (Utf8Step){REPLACEMENT, size, error};
}

static Utf8Step read_long(const unsigned char *bytes, size_t length) {
    unsigned char first = bytes[0];
    int32_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    uint32_t code = first & (0xFFu >> (size + 1));
    unsigned char low, high;
    second_range(first, &low, &high);
    for (int32_t i = 1; i < size; i++) {
        if ((size_t)i >= length) return wrong(i, UTF8_UNEXPECTED_END);
        bool fits = i == 1 ? bytes[1] >= low && bytes[1] <= high : is_continuation(bytes[i]);
        if (!fits) return wrong(i, UTF8_INVALID_CONTINUATION);
        code = code << 6 | (bytes[i] & 0x3F);
    }
    return (Utf8Step){code, size, UTF8_VALID};
}

Utf8Step utf8_read(const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    if (bytes[0] < 0x80) return (Utf8Step){bytes[0], 1, UTF8_VALID};
    if (bytes[0] < 0xC2 || bytes[0] > 0xF4) return wrong(1, UTF8_INVALID_START);
    return read_long(bytes, length);
}

Utf8Step utf8_read_surrogate(const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    bool is_surrogate = length >= 3 && bytes[0] == 0xED && bytes[1] >= 0xA0 &&
                        bytes[1] <= 0xBF && is_continuation(bytes[2]);
    if (!is_surrogate) return utf8_read(text, length);
    uint32_t code = 0xD000u | (uint32_t)(bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    return (Utf8Step){code, 3, UTF8_VALID};
}

int utf8_write(uint32_t code, char bytes[4]) {
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | code >> 18);
    bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t utf8_count(const char *bytes, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; count++) {
        if ((unsigned char)bytes[i] < 0x80) i++;
        else i += (size_t)utf8_read(bytes + i, length - i).size;
    }
    return count;
}

const char *utf8_reason(Utf8Error error) {
    switch (error) {
    case UTF8_INVALID_START: return "invalid start byte";
    case UTF8_INVALID_CONTINUATION: return "invalid continuation byte";
    case UTF8_UNEXPECTED_END: return "unexpected end of data";
    case UTF8_VALID: break;
    }
    return "valid";
}
