// Methods of bytes and bytearray about case, and those that ask of what they are. Only
// ASCII counts.

#include "objects/byte_row.h"

static bool is_lower(uint8_t c) { return c >= 'a' && c <= 'z'; }
static bool is_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static bool is_alpha(uint8_t c) { return is_lower(c | 0x20); }
static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool is_alnum(uint8_t c) { return is_alpha(c) || is_digit(c); }
static bool is_space(uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static uint8_t to_lower(uint8_t c) { return is_upper(c) ? c | 0x20 : c; }
static uint8_t to_upper(uint8_t c) { return is_lower(c) ? c & ~0x20 : c; }
static uint8_t to_swapped(uint8_t c) { return is_alpha(c) ? c ^ 0x20 : c; }

// --- changing ---

// A copy made byte by byte; `previous` is the byte before, 0 at the start.
typedef uint8_t MapByte(uint8_t previous, uint8_t c);

static uint8_t map_lower(uint8_t previous, uint8_t c) { return (void)previous, to_lower(c); }
static uint8_t map_upper(uint8_t previous, uint8_t c) { return (void)previous, to_upper(c); }
static uint8_t map_swapped(uint8_t previous, uint8_t c) { return (void)previous, to_swapped(c); }

static uint8_t map_title(uint8_t previous, uint8_t c) {
    return is_alpha(previous) ? to_lower(c) : to_upper(c);
}

static Object *map_bytes(Vm *vm, const Slot *arguments, MapByte *map) {
    Row row = byte_row_of(vm, arguments[0].object);
    Chars to;
    Object *made = row.kind->room(vm, row.chars.length, 0xff, &to);
    if (made == NULL) return NULL;
    const uint8_t *from = row.chars.data;
    uint8_t *data = (uint8_t *)(uintptr_t)to.data, previous = 0;
    for (int64_t i = 0; i < row.chars.length; i++) {
        data[i] = map(previous, from[i]);
        previous = from[i];
    }
    return row.kind->finish(vm, made);
}

Object *byte_method_lower(Vm *vm, const Slot *arguments) {
    return map_bytes(vm, arguments, map_lower);
}

Object *byte_method_upper(Vm *vm, const Slot *arguments) {
    return map_bytes(vm, arguments, map_upper);
}

Object *byte_method_swapcase(Vm *vm, const Slot *arguments) {
    return map_bytes(vm, arguments, map_swapped);
}

Object *byte_method_title(Vm *vm, const Slot *arguments) {
    return map_bytes(vm, arguments, map_title);
}

Object *byte_method_capitalize(Vm *vm, const Slot *arguments) {
    Row row = byte_row_of(vm, arguments[0].object);
    Chars to;
    Object *made = row.kind->room(vm, row.chars.length, 0xff, &to);
    if (made == NULL) return NULL;
    const uint8_t *from = row.chars.data;
    uint8_t *data = (uint8_t *)(uintptr_t)to.data;
    for (int64_t i = 0; i < row.chars.length; i++)
        data[i] = i == 0 ? to_upper(from[i]) : to_lower(from[i]);
    return row.kind->finish(vm, made);
}

// --- asking ---

static Object *are_all(Vm *vm, const Slot *arguments, bool (*is)(uint8_t c)) {
    Chars chars = byte_row_of(vm, arguments[0].object).chars;
    const uint8_t *data = chars.data;
    for (int64_t i = 0; i < chars.length; i++)
        if (!is(data[i])) return bool_new(vm, false);
    return bool_new(vm, chars.length != 0);
}

Object *byte_method_isascii(Vm *vm, const Slot *arguments) {
    Chars chars = byte_row_of(vm, arguments[0].object).chars;
    return bool_new(vm, chars_is_ascii(chars.data, chars.length));
}

Object *byte_method_isspace(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, is_space);
}

Object *byte_method_isdigit(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, is_digit);
}

Object *byte_method_isalpha(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, is_alpha);
}

Object *byte_method_isalnum(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, is_alnum);
}

static Object *has_case(Vm *vm, const Slot *arguments, bool (*is)(uint8_t c),
                        bool (*is_other)(uint8_t c)) {
    Chars chars = byte_row_of(vm, arguments[0].object).chars;
    const uint8_t *data = chars.data;
    bool found = false;
    for (int64_t i = 0; i < chars.length; i++) {
        if (is_other(data[i])) return bool_new(vm, false);
        found = found || is(data[i]);
    }
    return bool_new(vm, found);
}

Object *byte_method_islower(Vm *vm, const Slot *arguments) {
    return has_case(vm, arguments, is_lower, is_upper);
}

Object *byte_method_isupper(Vm *vm, const Slot *arguments) {
    return has_case(vm, arguments, is_upper, is_lower);
}

Object *byte_method_istitle(Vm *vm, const Slot *arguments) {
    Chars chars = byte_row_of(vm, arguments[0].object).chars;
    const uint8_t *data = chars.data;
    bool found = false, follows_letter = false;
    for (int64_t i = 0; i < chars.length; i++) {
        bool is_letter = is_alpha(data[i]);
        if (is_letter && is_upper(data[i]) == follows_letter) return bool_new(vm, false);
        follows_letter = is_letter;
        found = found || is_letter;
    }
    return bool_new(vm, found);
}
