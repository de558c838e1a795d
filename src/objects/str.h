// str: code points in 1, 2 or 4 bytes each, the narrowest that holds them all.
//
// Invariant: the width is the narrowest possible, so equal texts have equal bytes.
// A zero of that width follows the last character.

#ifndef OBJECTS_STR_H
#define OBJECTS_STR_H

#include "objects/operations.h"

struct Str {
    Object base;
    int64_t length;    // code points
    int64_t hash;      // -1 until known
    uint8_t width;     // bytes a code point: 1, 2, 4
    bool is_ascii;
    bool is_interned;
    uint8_t data[];
};

extern const TypeDefinition str_definition;

ALWAYS_INLINE bool object_is_str(Vm *vm, const Object *object) {
    return object->kind == KIND_STR || (object_type(vm, object)->flags & TYPE_IS_STR) != 0;
}

ALWAYS_INLINE uint32_t str_get_char(const Str *str, int64_t index) {
    if (str->width == 1) return str->data[index];
    if (str->width == 2) return ((const uint16_t *)(const void *)str->data)[index];
    return ((const uint32_t *)(const void *)str->data)[index];
}

// From valid utf-8 (lone surrogates as three bytes allowed); empty and one-character
// latin-1 strings are the shared objects.
MUST_USE Object *str_new(Vm *vm, const char *utf8, size_t bytes);
MUST_USE Object *str_new_c(Vm *vm, const char *utf8);   // zero-terminated
MUST_USE Object *str_new_char(Vm *vm, uint32_t code_point);
// Room for `length` code points up to `char_max`, to be filled at once. Never shared
// objects: only for length >= 2, or finish with str_normalise_shared.
MUST_USE Str *str_new_room(Vm *vm, int64_t length, uint32_t char_max);
// From code points of `width` bytes each, narrowed.
MUST_USE Object *str_new_from_chars(Vm *vm, const void *chars, int width, int64_t length);
// Formatted with the directives of raise.h.
MUST_USE Object *str_new_format(Vm *vm, const char *format, ...);
MUST_USE Object *str_new_format_list(Vm *vm, const char *format, __builtin_va_list *list);
MUST_USE Object *str_new_slice(Vm *vm, const Str *str, int64_t start, int64_t stop, int64_t step);
MUST_USE Object *str_concatenate(Vm *vm, Object *left, Object *right);
// left += right, where the caller owns the only reference: may grow in place. Consumes left.
MUST_USE Object *str_take_append(Vm *vm, Object *left, Object *right);
// "".join for the BUILD_STRING instruction: `count` Str slots.
MUST_USE Object *str_join_slots(Vm *vm, const Slot *parts, int64_t count);
MUST_USE Object *str_join(Vm *vm, Str *separator, Object *iterable);

int64_t str_get_hash(Vm *vm, Str *str);
bool str_is_equal(const Str *left, const Str *right);
int str_compare_texts(const Str *left, const Str *right);  // by code point: -1, 0, 1
bool str_is(const Str *str, const char *ascii);

// utf-8 of the string, zero-terminated, in system memory: release with str_utf8_drop.
// Lone surrogates are written as three bytes. For ASCII strings it is the data itself.
MUST_USE const char *str_utf8(Vm *vm, const Str *str, size_t *bytes);
void str_utf8_drop(Vm *vm, const Str *str, const char *utf8, size_t bytes);

// sys.intern: gives the one object with this text. Consumes and gives a new reference.
MUST_USE Object *str_intern(Vm *vm, Object *str);
MUST_USE Str *str_new_interned(Vm *vm, const char *utf8, size_t bytes);

// Incremental building; memory errors are sticky and come out of str_builder_finish.
typedef struct StrBuilder {
    Vm *vm;
    uint8_t *chars;       // owns: system memory
    int64_t length, capacity;
    uint8_t width;
    bool failed;
} StrBuilder;
void str_builder_start(Vm *vm, StrBuilder *builder);
void str_builder_add_char(StrBuilder *builder, uint32_t code_point);
void str_builder_add_c(StrBuilder *builder, const char *ascii);
void str_builder_add(StrBuilder *builder, const Str *str);
void str_builder_add_part(StrBuilder *builder, const Str *str, int64_t start, int64_t stop);
MUST_USE Object *str_builder_finish(StrBuilder *builder);   // NULL: MemoryError raised
void str_builder_drop(StrBuilder *builder);

#endif
