// Strings from and to the machine's own utf-8, where lone surrogates may stand.

#include "objects/str.h"

#include <string.h>

// Reads one code point of valid utf-8 and moves on.
static uint32_t utf8_next(const uint8_t **at) {
    const uint8_t *p = *at;
    uint32_t lead = p[0];
    if (lead < 0x80) {
        *at = p + 1;
        return lead;
    }
    if (lead < 0xe0) {
        *at = p + 2;
        return (lead & 0x1f) << 6 | (p[1] & 0x3f);
    }
    if (lead < 0xf0) {
        *at = p + 3;
        return (lead & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    }
    *at = p + 4;
    return (lead & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 |
           (p[3] & 0x3f);
}

Object *str_new(Vm *vm, const char *utf8, size_t bytes) {
    const uint8_t *start = (const uint8_t *)utf8, *end = start + bytes;
    if (chars_is_ascii(start, (int64_t)bytes)) {
        if (bytes == 1) return str_new_char(vm, start[0]);
        if (bytes == 0 && vm->objects->empty_str != NULL)
            return object_share(&vm->objects->empty_str->base);
        Str *str = str_new_room(vm, (int64_t)bytes, 0x7f);
        if (str == NULL) return NULL;
        if (bytes != 0) memcpy(str->data, utf8, bytes);
        return &str->base;
    }
    int64_t length = 0;
    uint32_t max = 0;
    for (const uint8_t *p = start; p < end; length++) {
        uint32_t c = utf8_next(&p);
        if (c > max) max = c;
    }
    if (length == 1) return str_new_char(vm, max);
    Str *str = str_new_room(vm, length, max);
    if (str == NULL) return NULL;
    const uint8_t *p = start;
    for (int64_t i = 0; i < length; i++) chars_put(str->data, str->width, i, utf8_next(&p));
    return &str->base;
}

Object *str_new_c(Vm *vm, const char *utf8) {
    return str_new(vm, utf8, strlen(utf8));
}

static size_t utf8_bytes(uint32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static char *utf8_put(char *p, uint32_t c) {
    if (c < 0x80) {
        *p++ = (char)c;
        return p;
    }
    if (c < 0x800) {
        *p++ = (char)(0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *p++ = (char)(0xe0 | c >> 12);
        } else {
            *p++ = (char)(0xf0 | c >> 18);
            *p++ = (char)(0x80 | (c >> 12 & 0x3f));
        }
        *p++ = (char)(0x80 | (c >> 6 & 0x3f));
    }
    *p++ = (char)(0x80 | (c & 0x3f));
    return p;
}

const char *str_utf8(Vm *vm, const Str *str, size_t *bytes) {
    if (str->is_ascii) {
        *bytes = (size_t)str->length;
        return (const char *)str->data;
    }
    size_t size = 0;
    for (int64_t i = 0; i < str->length; i++) size += utf8_bytes(str_get_char(str, i));
    char *utf8 = system_new(vm, size + 1);
    if (utf8 == NULL) return NULL;
    char *p = utf8;
    for (int64_t i = 0; i < str->length; i++) p = utf8_put(p, str_get_char(str, i));
    *p = 0;
    *bytes = size;
    return utf8;
}

void str_utf8_drop(Vm *vm, const Str *str, const char *utf8, size_t bytes) {
    if (utf8 != NULL && utf8 != (const char *)str->data)
        system_drop(vm, (void *)(uintptr_t)utf8, bytes + 1);
}
