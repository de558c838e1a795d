#include "base/text.h"

#include "base/host.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool text_reserve(TextBuffer *text, size_t more) {
    if (text->is_failed) return false;
    if (text->capacity - text->size >= more) return true;
    size_t capacity = text->capacity * 2 + 64;
    if (capacity < text->size + more) capacity = text->size + more;
    char *bytes = host_resize(text->bytes, capacity);
    if (bytes == NULL) {
        text->is_failed = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

void text_done(TextBuffer *text) {
    host_release(text->bytes);
    *text = (TextBuffer){0};
}

void text_add(TextBuffer *text, const char *bytes, size_t size) {
    if (size == 0 || !text_reserve(text, size)) return;
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
}

void text_add_c(TextBuffer *text, const char *terminated) {
    text_add(text, terminated, strlen(terminated));
}

void text_add_char(TextBuffer *text, char character) {
    text_add(text, &character, 1);
}

void text_add_number(TextBuffer *text, int64_t number) {
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%lld", (long long)number);
    text_add(text, digits, (size_t)size);
}

void text_add_hex(TextBuffer *text, uint64_t number) {
    char digits[24];
    int size = snprintf(digits, sizeof digits, "0x%llx", (unsigned long long)number);
    text_add(text, digits, (size_t)size);
}

void text_add_code_point(TextBuffer *text, uint32_t code_point) {
    char bytes[4];
    size_t size = 0;
    if (code_point < 0x80) {
        bytes[size++] = (char)code_point;
    } else if (code_point < 0x800) {
        bytes[size++] = (char)(0xc0 | code_point >> 6);
        bytes[size++] = (char)(0x80 | (code_point & 63));
    } else if (code_point < 0x10000) {
        bytes[size++] = (char)(0xe0 | code_point >> 12);
        bytes[size++] = (char)(0x80 | (code_point >> 6 & 63));
        bytes[size++] = (char)(0x80 | (code_point & 63));
    } else {
        bytes[size++] = (char)(0xf0 | code_point >> 18);
        bytes[size++] = (char)(0x80 | (code_point >> 12 & 63));
        bytes[size++] = (char)(0x80 | (code_point >> 6 & 63));
        bytes[size++] = (char)(0x80 | (code_point & 63));
    }
    text_add(text, bytes, size);
}

void text_add_format(TextBuffer *text, const char *format, ...) {
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int size = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (size >= 0 && text_reserve(text, (size_t)size + 1)) {
        vsnprintf(text->bytes + text->size, (size_t)size + 1, format, again);
        text->size += (size_t)size;
    }
    va_end(again);
}

void text_cut(TextBuffer *text, size_t size) {
    if (size < text->size) text->size = size;
}

// A lone surrogate that stands in utf-8 as three bytes; 0: there is none here.
static uint32_t surrogate_at(const char *utf8, size_t size) {
    const unsigned char *bytes = (const unsigned char *)utf8;
    if (size < 3 || bytes[0] != 0xed || bytes[1] < 0xa0) return 0;
    return 0xd000u | (uint32_t)(bytes[1] & 63) << 6 | (bytes[2] & 63);
}

void text_add_json(TextBuffer *text, const char *utf8, size_t size) {
    text_add_char(text, '"');
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)utf8[i];
        uint32_t surrogate = byte == 0xed ? surrogate_at(utf8 + i, size - i) : 0;
        if (surrogate != 0) {
            text_add_format(text, "\\u%04x", (unsigned)surrogate);
            i += 2;
        } else if (byte == '"' || byte == '\\') {
            text_add_char(text, '\\');
            text_add_char(text, (char)byte);
        } else if (byte == '\n') {
            text_add_c(text, "\\n");
        } else if (byte < 0x20 || byte == 0x7f) {
            text_add_format(text, "\\u%04x", byte);
        } else {
            text_add_char(text, (char)byte);
        }
    }
    text_add_char(text, '"');
}
