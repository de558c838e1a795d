// str: code points in 1, 2 or 4 bytes each, the narrowest that holds them all.
//
// Invariant: the width is the narrowest possible, so equal texts have equal bytes.
// A zero of that width follows the last character.

#ifndef OBJECTS_STR_H
#define OBJECTS_STR_H

#include "base/chars.h"
#include "objects/operations.h"

struct Str {
    Object base;
    int64_t length;    // code points
    int64_t hash;      // -1 until known
    uint8_t width;     // bytes a code point: 1, 2, 4
    bool is_ascii;
    bool is_interned;
    _Alignas(4) uint8_t data[];
};

extern const TypeDefinition str_definition, str_iterator_definition,
    str_ascii_iterator_definition;

ALWAYS_INLINE bool object_is_str(Vm *vm, const Object *object) {
    return object->kind == KIND_STR || (object_type(vm, object)->flags & TYPE_IS_STR) != 0;
}

ALWAYS_INLINE uint32_t str_get_char(const Str *str, int64_t index) {
    if (str->width == 1) return str->data[index];
    if (str->width == 2) return ((const uint16_t *)(const void *)str->data)[index];
    return ((const uint32_t *)(const void *)str->data)[index];
}

// The characters, valid while the string lives.
ALWAYS_INLINE Chars str_get_chars(const Str *str) {
    return (Chars){str->data, str->length, str->width};
}

// From valid utf-8 (lone surrogates as three bytes allowed); empty and one-character
// latin-1 strings are the shared objects.
MUST_USE Object *str_new(Vm *vm, const char *utf8, size_t bytes);
MUST_USE Object *str_new_c(Vm *vm, const char *utf8);   // zero-terminated
MUST_USE Object *str_new_char(Vm *vm, uint32_t code_point);
// Room for `length` code points up to `char_max`, to be filled at once. Never shared
// objects: only for length >= 2, or finish with str_take_shared.
MUST_USE Str *str_new_room(Vm *vm, int64_t length, uint32_t char_max);
// The same for ASCII characters, at most as many as a string in memory has.
MUST_USE Str *str_new_ascii_room(Vm *vm, int64_t length);
// Replaces a string of fewer than two characters by the shared object with its text.
MUST_USE Object *str_take_shared(Vm *vm, Str *str);
// From code points of `width` bytes each, narrowed.
MUST_USE Object *str_new_from_chars(Vm *vm, const void *chars, int width, int64_t length);
// Formatted with the directives of raise.h; also %x %lx %u, widths and zero padding.
MUST_USE Object *str_new_format(Vm *vm, const char *format, ...);
MUST_USE Object *str_new_format_list(Vm *vm, const char *format, __builtin_va_list *list);
// str[start:stop:step] for adjusted limits (see slice.h); itself when it is all of an exact str.
MUST_USE Object *str_new_slice(Vm *vm, const Str *str, int64_t start, int64_t stop, int64_t step);
MUST_USE Object *str_new_part(Vm *vm, const Str *str, int64_t start, int64_t stop);
// The string itself (shared), or for instances of subclasses a str with its text.
MUST_USE Object *str_new_exact(Vm *vm, Str *str);
MUST_USE Object *str_concatenate(Vm *vm, Object *left, Object *right);
// left += right for two str: grows in place where left is the only reference. Consumes left.
MUST_USE Object *str_take_append(Vm *vm, Object *left, Object *right);
MUST_USE Object *str_repeat(Vm *vm, const Str *str, int64_t times);
// "".join for the BUILD_STRING instruction: `count` Str slots.
MUST_USE Object *str_join_slots(Vm *vm, const Slot *parts, int64_t count);
MUST_USE Object *str_join(Vm *vm, Str *separator, Object *iterable);

// format(str, specification); NULL or "" gives str(str).
MUST_USE Object *str_to_format(Vm *vm, Str *str, const Str *specification);
// ascii(): a repr with what is not ASCII escaped. Consumes the repr.
MUST_USE Object *str_take_ascii(Vm *vm, Object *repr);

int64_t str_get_hash(Vm *vm, Str *str);
int str_compare_texts(const Str *left, const Str *right);  // by code point: -1, 0, 1
bool str_is(const Str *str, const char *ascii);
void str_check(const Str *str);

// Equal texts; two interned strings are equal only when they are one.
bool str_is_equal_slow(const Str *left, const Str *right);
ALWAYS_INLINE bool str_is_equal(const Str *left, const Str *right) {
    return left == right || str_is_equal_slow(left, right);
}

// utf-8 of the string, zero-terminated, in system memory: release with str_utf8_drop.
// Lone surrogates are written as three bytes. For ASCII strings it is the data itself.
MUST_USE const char *str_utf8(Vm *vm, const Str *str, size_t *bytes);
void str_utf8_drop(Vm *vm, const Str *str, const char *utf8, size_t bytes);

// sys.intern: gives the one object with this text. Consumes and gives a new reference;
// an instance of a subclass, and a string for which memory fails, is given back as it is.
MUST_USE Object *str_intern(Vm *vm, Object *str);
MUST_USE Str *str_new_interned(Vm *vm, const char *utf8, size_t bytes);

// The shared strings; called by objects_start once the kinds are there.
MUST_USE bool str_start(Vm *vm);
void str_done(Vm *vm);

enum { STR_BUILDER_LOCAL = 224 };

// Incremental building; memory errors are sticky and come out of str_builder_finish.
typedef struct StrBuilder {
    Vm *vm;
    uint8_t *chars;       // owns: system memory, or is `local`
    int64_t length, capacity;   // in code points
    uint8_t width;
    bool failed;
    _Alignas(8) uint8_t local[STR_BUILDER_LOCAL];
} StrBuilder;
void str_builder_start(Vm *vm, StrBuilder *builder);
// Makes room for `length` more code points up to char_max; false: failed.
bool str_builder_reserve(StrBuilder *builder, int64_t length, uint32_t char_max);
void str_builder_add_char(StrBuilder *builder, uint32_t code_point);
void str_builder_add_fill(StrBuilder *builder, uint32_t code_point, int64_t count);
void str_builder_add_c(StrBuilder *builder, const char *ascii);
void str_builder_add_latin1(StrBuilder *builder, const char *latin1, int64_t length);
void str_builder_add_chars(StrBuilder *builder, Chars chars);
void str_builder_add(StrBuilder *builder, const Str *str);
void str_builder_add_part(StrBuilder *builder, const Str *str, int64_t start, int64_t stop);
// Adds a formatted text; false: a conversion raised (the builder stays usable).
bool str_builder_add_format(StrBuilder *builder, const char *format, __builtin_va_list *list);
MUST_USE Object *str_builder_finish(StrBuilder *builder);   // NULL: MemoryError raised
void str_builder_drop(StrBuilder *builder);

// --- between the files of str: its behaviour and its methods ---

extern const Method str_methods[];
Object *str_repr(Vm *vm, Object *object);
Object *str_iterate(Vm *vm, Object *object);
Object *str_remainder(Vm *vm, Object *format, Object *values);
Object *str_load_item(Vm *vm, Object *object, Object *key);
Object *str_new_from_call(Vm *vm, Type *type, const Arguments *arguments);
// An interned string dies.
void str_intern_forget(Vm *vm, Str *str);

#endif
