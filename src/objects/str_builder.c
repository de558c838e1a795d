// Building a string piece by piece, widening the characters only when one needs it.

#include "objects/str.h"

#include <string.h>

void str_builder_start(Vm *vm, StrBuilder *builder) {
    builder->vm = vm;
    builder->chars = builder->local;
    builder->length = 0;
    builder->capacity = STR_BUILDER_LOCAL;
    builder->width = 1;
    builder->failed = false;
}

void str_builder_drop(StrBuilder *builder) {
    if (builder->chars != builder->local)
        system_drop(builder->vm, builder->chars, (size_t)(builder->capacity * builder->width));
    builder->chars = builder->local;
}

// Moves the text into a row of `capacity` code points of `width` bytes.
static bool builder_move(StrBuilder *builder, int64_t capacity, int width) {
    uint8_t *chars = NULL;
    if (capacity < INT64_MAX / 8)
        chars = system_new(builder->vm, (size_t)(capacity * width));
    else
        heap_of(builder->vm)->hooks->out_of_memory(builder->vm);
    if (chars == NULL) {
        builder->failed = true;
        return false;
    }
    chars_copy(chars, width, builder->chars, builder->width, builder->length);
    str_builder_drop(builder);
    builder->chars = chars;
    builder->capacity = capacity;
    builder->width = (uint8_t)width;
    return true;
}

bool str_builder_reserve(StrBuilder *builder, int64_t length, uint32_t char_max) {
    if (builder->failed) return false;
    int width = chars_width_for(char_max);
    if (width < builder->width) width = builder->width;
    if (LIKELY(width == builder->width && length <= builder->capacity - builder->length))
        return true;
    int64_t needed = length < INT64_MAX / 8 ? builder->length + length : INT64_MAX / 8;
    int64_t capacity = needed + needed / 2;
    if (builder->chars == builder->local && width > builder->width &&
        needed * width <= STR_BUILDER_LOCAL) {
        // Widening in place goes from the end, so that nothing is overwritten unread.
        for (int64_t i = builder->length - 1; i >= 0; i--)
            chars_put(builder->local, width, i, chars_get(builder->local, builder->width, i));
        builder->width = (uint8_t)width;
        builder->capacity = STR_BUILDER_LOCAL / width;
        return true;
    }
    if (capacity < builder->capacity) capacity = builder->capacity;
    return builder_move(builder, capacity, width);
}

void str_builder_add_char(StrBuilder *builder, uint32_t code_point) {
    if (!str_builder_reserve(builder, 1, code_point)) return;
    chars_put(builder->chars, builder->width, builder->length, code_point);
    builder->length++;
}

void str_builder_add_fill(StrBuilder *builder, uint32_t code_point, int64_t count) {
    if (count <= 0 || !str_builder_reserve(builder, count, code_point)) return;
    chars_fill(builder->chars + builder->length * builder->width, builder->width, count,
               code_point);
    builder->length += count;
}

static void builder_add_row(StrBuilder *builder, Chars chars, uint32_t char_max) {
    if (!str_builder_reserve(builder, chars.length, char_max)) return;
    chars_copy(builder->chars + builder->length * builder->width, builder->width, chars.data,
               chars.width, chars.length);
    builder->length += chars.length;
}

void str_builder_add_chars(StrBuilder *builder, Chars chars) {
    // A row of wide characters may be a part of a string that needs fewer bytes.
    uint32_t max = chars.width > builder->width ? chars_max(chars) : 0;
    builder_add_row(builder, chars, max);
}

void str_builder_add_latin1(StrBuilder *builder, const char *latin1, int64_t length) {
    builder_add_row(builder, (Chars){latin1, length, 1}, 0);
}

void str_builder_add_c(StrBuilder *builder, const char *ascii) {
    str_builder_add_latin1(builder, ascii, (int64_t)strlen(ascii));
}

void str_builder_add(StrBuilder *builder, const Str *str) {
    static const uint32_t max[] = {0, 0xff, 0xffff, 0, CHAR_MAX_OF_ALL};
    builder_add_row(builder, str_get_chars(str), max[str->width]);
}

void str_builder_add_part(StrBuilder *builder, const Str *str, int64_t start, int64_t stop) {
    if (start < stop) str_builder_add_chars(builder, chars_part(str_get_chars(str), start, stop));
}

Object *str_builder_finish(StrBuilder *builder) {
    Object *str = NULL;
    if (!builder->failed)
        str = str_new_from_chars(builder->vm, builder->chars, builder->width, builder->length);
    str_builder_drop(builder);
    return str;
}
