#define _GNU_SOURCE  // strchrnul, strnlen

// Texts made from a format and C values: what messages are written with.

#include "objects/str.h"

#include <stdarg.h>
#include <string.h>

// One directive: %[0][width][.precision][l|z]letter.
typedef struct Directive {
    bool pads_with_zeros;
    int64_t width;
    int64_t precision;   // -1: none
    char size;           // 'l', 'z' or 0
    char letter;
} Directive;

static const char *read_number(const char *at, int64_t *number) {
    int64_t value = 0;
    while (*at >= '0' && *at <= '9') value = value * 10 + (*at++ - '0');
    *number = value;
    return at;
}

static const char *directive_read(const char *at, Directive *directive) {
    *directive = (Directive){.precision = -1};
    if (*at == '0') {
        directive->pads_with_zeros = true;
        at++;
    }
    at = read_number(at, &directive->width);
    if (*at == '.') at = read_number(at + 1, &directive->precision);
    while (*at == 'l' || *at == 'z') directive->size = *at++;
    directive->letter = *at;
    return *at == 0 ? at : at + 1;
}

static void add_number(StrBuilder *builder, const Directive *directive, uint64_t magnitude,
                       bool is_negative) {
    char digits[24];
    int count = 0;
    uint64_t base = directive->letter == 'x' ? 16 : 10;
    do {
        digits[sizeof(digits) - 1 - (size_t)count++] = "0123456789abcdef"[magnitude % base];
        magnitude /= base;
    } while (magnitude != 0);
    int64_t fill = directive->width - count - is_negative;
    if (!directive->pads_with_zeros) str_builder_add_fill(builder, ' ', fill);
    if (is_negative) str_builder_add_char(builder, '-');
    if (directive->pads_with_zeros) str_builder_add_fill(builder, '0', fill);
    str_builder_add_latin1(builder, digits + sizeof(digits) - count, count);
}

static void add_signed(StrBuilder *builder, const Directive *directive, int64_t value) {
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    add_number(builder, directive, magnitude, value < 0);
}

// A C string: utf-8, of which precision cuts bytes.
static bool add_c_text(StrBuilder *builder, const Directive *directive, const char *text) {
    size_t bytes = directive->precision >= 0 ? strnlen(text, (size_t)directive->precision)
                                             : strlen(text);
    if (chars_is_ascii((const uint8_t *)text, (int64_t)bytes)) {
        str_builder_add_fill(builder, ' ', directive->width - (int64_t)bytes);
        str_builder_add_latin1(builder, text, (int64_t)bytes);
        return true;
    }
    // A cut may fall into a character: leave it out whole.
    while (bytes > 0 && text[bytes] != 0 && ((uint8_t)text[bytes] & 0xc0) == 0x80) bytes--;
    Str *str = (Str *)str_new(builder->vm, text, bytes);
    if (str == NULL) return false;
    str_builder_add_fill(builder, ' ', directive->width - str->length);
    str_builder_add(builder, str);
    object_drop(builder->vm, &str->base);
    return true;
}

// Consumes the text, which may be NULL: raised.
static bool take_text(StrBuilder *builder, const Directive *directive, Object *object) {
    if (object == NULL) return false;
    const Str *str = (const Str *)object;
    int64_t length = str->length;
    if (directive->precision >= 0 && directive->precision < length) length = directive->precision;
    str_builder_add_fill(builder, ' ', directive->width - length);
    str_builder_add_part(builder, str, 0, length);
    object_drop(builder->vm, object);
    return true;
}

static bool add_object(StrBuilder *builder, const Directive *directive, Object *object) {
    Vm *vm = builder->vm;
    switch (directive->letter) {
    case 'R': return take_text(builder, directive, object_repr(vm, object));
    case 'S': return take_text(builder, directive, object_str(vm, object));
    case 'A': return take_text(builder, directive, object_ascii(vm, object));
    case 'U': return take_text(builder, directive, object_share(object));
    case 'T': return add_c_text(builder, directive, object_type_name(vm, object));
    case 'B':
        return add_c_text(builder, directive,
                          object == vm->objects->none ? "None" : object_type_name(vm, object));
    default: return add_c_text(builder, directive, type_name((const Type *)object));
    }
}

static int64_t next_signed(const Directive *directive, va_list *list) {
    return directive->size == 0 ? va_arg(*list, int) : va_arg(*list, int64_t);
}

static uint64_t next_unsigned(const Directive *directive, va_list *list) {
    return directive->size == 0 ? va_arg(*list, unsigned) : va_arg(*list, uint64_t);
}

static bool add_directive(StrBuilder *builder, const Directive *directive, va_list *list) {
    switch (directive->letter) {
    case '%': str_builder_add_char(builder, '%'); return true;
    case 's': return add_c_text(builder, directive, va_arg(*list, const char *));
    case 'c': str_builder_add_char(builder, (uint32_t)va_arg(*list, int)); return true;
    case 'd':
    case 'i':
        if (directive->size != 'z') {
            add_signed(builder, directive, next_signed(directive, list));
            return true;
        }
        add_signed(builder, directive, va_arg(*list, int64_t));
        return true;
    case 'u':
    case 'x': add_number(builder, directive, next_unsigned(directive, list), false); return true;
    case 'R':
    case 'S':
    case 'A':
    case 'U':
    case 'T':
    case 'B':
    case 'N': return add_object(builder, directive, va_arg(*list, Object *));
    }
    CHECK(!"a known directive");
    return false;
}

bool str_builder_add_format(StrBuilder *builder, const char *format, va_list *list) {
    while (*format != 0) {
        const char *percent = strchrnul(format, '%');
        if (percent != format) {
            Directive plain = {.precision = percent - format};
            if (!add_c_text(builder, &plain, format)) return false;
        }
        if (*percent == 0) break;
        Directive directive;
        format = directive_read(percent + 1, &directive);
        if (!add_directive(builder, &directive, list)) return false;
    }
    return true;
}

Object *str_new_format_list(Vm *vm, const char *format, va_list *list) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    if (!str_builder_add_format(&builder, format, list)) {
        str_builder_drop(&builder);
        return NULL;
    }
    return str_builder_finish(&builder);
}

Object *str_new_format(Vm *vm, const char *format, ...) {
    va_list list;
    va_start(list, format);
    Object *text = str_new_format_list(vm, format, &list);
    va_end(list);
    return text;
}
