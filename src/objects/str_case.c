// Methods of str about case, and those that ask of what its characters are.

#include "objects/str_methods.h"

#include "base/unicode.h"

enum { SIGMA = 0x3a3, SIGMA_SMALL = 0x3c3, SIGMA_FINAL = 0x3c2 };

// --- changing case ---

// Turns the case of eight ASCII characters where they lie in first..last: sums tell it in each
// byte's highest bit, which ASCII leaves free.
ALWAYS_INLINE uint64_t map_eight(uint64_t eight, uint8_t first, uint8_t last) {
    const uint64_t ones = 0x0101010101010101;
    uint64_t reaches = eight + ones * (uint64_t)(0x80 - first);
    uint64_t exceeds = eight + ones * (uint64_t)(0x7f - last);
    return eight ^ (reaches & ~exceeds & ones * 0x80) >> 2;
}

// ASCII is most text, and each of its characters gives one.
static Object *map_ascii(Vm *vm, const Str *str, uint8_t first, uint8_t last) {
    Str *made = str_new_room(vm, str->length, 0x7f);
    if (made == NULL) return NULL;
    int64_t i = 0;
    for (; i + 8 <= str->length; i += 8) {
        uint64_t eight;
        memcpy(&eight, str->data + i, sizeof eight);
        eight = map_eight(eight, first, last);
        memcpy(made->data + i, &eight, sizeof eight);
    }
    for (; i < str->length; i++) {
        uint8_t c = str->data[i];
        made->data[i] = c ^ (uint8_t)((uint8_t)(c - first) <= last - first ? 0x20 : 0);
    }
    return str_take_shared(vm, made);
}

static void add_row(StrBuilder *builder, const uint32_t *row, int count) {
    for (int i = 0; i < count; i++) str_builder_add_char(builder, row[i]);
}

// A capital sigma is written otherwise at the end of a word.
static bool is_final_sigma(const Str *str, int64_t index) {
    int64_t before = index - 1, after = index + 1;
    while (before >= 0 && unicode_is_case_ignorable(str_get_char(str, before))) before--;
    if (before < 0 || !unicode_is_cased(str_get_char(str, before))) return false;
    while (after < str->length && unicode_is_case_ignorable(str_get_char(str, after))) after++;
    return after == str->length || !unicode_is_cased(str_get_char(str, after));
}

static void add_lower(StrBuilder *builder, const Str *str, int64_t index) {
    uint32_t c = str_get_char(str, index), row[UNICODE_CASE_MAX];
    if (c == SIGMA)
        str_builder_add_char(builder, is_final_sigma(str, index) ? SIGMA_FINAL : SIGMA_SMALL);
    else
        add_row(builder, row, unicode_to_lower(c, row));
}

static void add_upper(StrBuilder *builder, const Str *str, int64_t index) {
    uint32_t row[UNICODE_CASE_MAX];
    add_row(builder, row, unicode_to_upper(str_get_char(str, index), row));
}

static void add_title(StrBuilder *builder, const Str *str, int64_t index) {
    uint32_t row[UNICODE_CASE_MAX];
    add_row(builder, row, unicode_to_title(str_get_char(str, index), row));
}

static void add_fold(StrBuilder *builder, const Str *str, int64_t index) {
    uint32_t row[UNICODE_CASE_MAX];
    add_row(builder, row, unicode_to_fold(str_get_char(str, index), row));
}

static void add_swapped(StrBuilder *builder, const Str *str, int64_t index) {
    uint32_t c = str_get_char(str, index);
    if (unicode_is_upper(c)) add_lower(builder, str, index);
    else if (unicode_is_lower(c)) add_upper(builder, str, index);
    else str_builder_add_char(builder, c);
}

typedef void AddChar(StrBuilder *builder, const Str *str, int64_t index);

static Object *map_all(Vm *vm, const Str *str, AddChar *add) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_reserve(&builder, str->length, 0);
    for (int64_t i = 0; i < str->length; i++) add(&builder, str, i);
    return str_builder_finish(&builder);
}

Object *str_method_lower(Vm *vm, const Slot *arguments) {
    const Str *str = (Str *)arguments[0].object;
    return str->is_ascii ? map_ascii(vm, str, 'A', 'Z') : map_all(vm, str, add_lower);
}

Object *str_method_upper(Vm *vm, const Slot *arguments) {
    const Str *str = (Str *)arguments[0].object;
    return str->is_ascii ? map_ascii(vm, str, 'a', 'z') : map_all(vm, str, add_upper);
}

Object *str_method_casefold(Vm *vm, const Slot *arguments) {
    const Str *str = (Str *)arguments[0].object;
    return str->is_ascii ? map_ascii(vm, str, 'A', 'Z') : map_all(vm, str, add_fold);
}

Object *str_method_swapcase(Vm *vm, const Slot *arguments) {
    return map_all(vm, (Str *)arguments[0].object, add_swapped);
}

Object *str_method_capitalize(Vm *vm, const Slot *arguments) {
    const Str *str = (Str *)arguments[0].object;
    if (str->length == 0) return str_new_exact(vm, (Str *)arguments[0].object);
    StrBuilder builder;
    str_builder_start(vm, &builder);
    add_title(&builder, str, 0);
    for (int64_t i = 1; i < str->length; i++) add_lower(&builder, str, i);
    return str_builder_finish(&builder);
}

Object *str_method_title(Vm *vm, const Slot *arguments) {
    const Str *str = (Str *)arguments[0].object;
    if (str->length == 0) return str_new_exact(vm, (Str *)arguments[0].object);
    StrBuilder builder;
    str_builder_start(vm, &builder);
    bool follows_cased = false;
    for (int64_t i = 0; i < str->length; i++) {
        if (follows_cased) add_lower(&builder, str, i);
        else add_title(&builder, str, i);
        follows_cased = unicode_is_cased(str_get_char(str, i));
    }
    return str_builder_finish(&builder);
}

// --- asking ---

typedef bool IsChar(uint32_t c);

static Object *are_all(Vm *vm, const Slot *arguments, IsChar *is) {
    const Str *str = (Str *)arguments[0].object;
    for (int64_t i = 0; i < str->length; i++)
        if (!is(str_get_char(str, i))) return bool_new(vm, false);
    return bool_new(vm, str->length != 0);
}

Object *str_method_isascii(Vm *vm, const Slot *arguments) {
    return bool_new(vm, ((Str *)arguments[0].object)->is_ascii);
}

Object *str_method_isspace(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, unicode_is_space);
}

Object *str_method_isdecimal(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, unicode_is_decimal);
}

Object *str_method_isdigit(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, unicode_is_digit);
}

Object *str_method_isnumeric(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, unicode_is_numeric);
}

Object *str_method_isalpha(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, unicode_is_alpha);
}

Object *str_method_isalnum(Vm *vm, const Slot *arguments) {
    return are_all(vm, arguments, unicode_is_alnum);
}

Object *str_method_isprintable(Vm *vm, const Slot *arguments) {
    const Str *str = (Str *)arguments[0].object;
    return str->length == 0 ? bool_new(vm, true) : are_all(vm, arguments, unicode_is_printable);
}

Object *str_method_isidentifier(Vm *vm, const Slot *arguments) {
    const Str *str = (Str *)arguments[0].object;
    if (str->length == 0 || !unicode_is_identifier_start(str_get_char(str, 0)))
        return bool_new(vm, false);
    for (int64_t i = 1; i < str->length; i++)
        if (!unicode_is_identifier_part(str_get_char(str, i))) return bool_new(vm, false);
    return bool_new(vm, true);
}

// No character of the other case or of title case, and at least one of this.
static Object *has_case(Vm *vm, const Slot *arguments, IsChar *is, IsChar *is_other) {
    const Str *str = (Str *)arguments[0].object;
    bool found = false;
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t c = str_get_char(str, i);
        if (is_other(c) || unicode_is_title(c)) return bool_new(vm, false);
        found = found || is(c);
    }
    return bool_new(vm, found);
}

Object *str_method_islower(Vm *vm, const Slot *arguments) {
    return has_case(vm, arguments, unicode_is_lower, unicode_is_upper);
}

Object *str_method_isupper(Vm *vm, const Slot *arguments) {
    return has_case(vm, arguments, unicode_is_upper, unicode_is_lower);
}

Object *str_method_istitle(Vm *vm, const Slot *arguments) {
    const Str *str = (Str *)arguments[0].object;
    bool found = false, follows_cased = false;
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t c = str_get_char(str, i);
        bool is_capital = unicode_is_upper(c) || unicode_is_title(c);
        bool is_small = unicode_is_lower(c);
        if (is_capital ? follows_cased : is_small && !follows_cased) return bool_new(vm, false);
        follows_cased = is_capital || is_small;
        found = found || follows_cased;
    }
    return bool_new(vm, found);
}
