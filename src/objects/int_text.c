// int: text to number and number to text.

#include "base/unicode.h"
#include "objects/bytes.h"
#include "objects/int_limbs.h"
#include "objects/str.h"

#include <string.h>

int64_t int_get_digits_max(Vm *vm) {
    return vm->objects->int_digits_max + INT_DIGITS_MAX_DEFAULT;
}

void int_set_digits_max(Vm *vm, int64_t digits_max) {
    vm->objects->int_digits_max = digits_max - INT_DIGITS_MAX_DEFAULT;
}

static bool int_exceeds_limit(Vm *vm, uint64_t digits) {
    int64_t limit = int_get_digits_max(vm);
    return limit > 0 && digits > INT_DIGITS_MAX_LEAST && digits > (uint64_t)limit;
}

static bool int_base_is_binary(int base) {
    return (base & (base - 1)) == 0;
}

// --- number to text ---

enum {
    SMALL_TEXT_BYTES = 72,    // 64 bits, a prefix and a sign
    SMALL_BLOCK_BYTES = 1024,
};

static int decimal_length(uint64_t magnitude) {
    int length = 1;
    for (; magnitude >= 10000; magnitude /= 10000) length += 4;
    return length + (magnitude >= 10) + (magnitude >= 100) + (magnitude >= 1000);
}

// Writes the decimal digits so that they end at `end`; gives where they begin.
static char *int_write_decimal(char *end, uint64_t magnitude) {
    for (; magnitude >= 100; magnitude /= 100) {
        unsigned pair = (unsigned)(magnitude % 100);
        *--end = (char)('0' + pair % 10);
        *--end = (char)('0' + pair / 10);
    }
    *--end = (char)('0' + magnitude % 10);
    if (magnitude >= 10) *--end = (char)('0' + magnitude / 10);
    return end;
}

static char *int_write_digits(char *end, uint64_t magnitude, int base) {
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    if (base == 10) return int_write_decimal(end, magnitude);
    do *--end = digits[magnitude % (unsigned)base];
    while ((magnitude /= (unsigned)base) != 0);
    return end;
}

// The frequent case: straight into the string.
static Object *int_decimal_text(Vm *vm, uint64_t magnitude, bool is_negative) {
    int length = decimal_length(magnitude) + is_negative;
    if (length == 1) return str_new_char(vm, (uint32_t)('0' + magnitude));
    Str *text = str_new_ascii_room(vm, length);
    if (text == NULL) return NULL;
    if (is_negative) text->data[0] = '-';
    int_write_decimal((char *)text->data + length, magnitude);
    return &text->base;
}

static int int_write_prefix(char *out, int base, int with_prefix) {
    if (!with_prefix || (base != 2 && base != 8 && base != 16)) return 0;
    out[0] = '0';
    out[1] = base == 2 ? 'b' : base == 8 ? 'o' : 'x';
    return 2;
}

static Object *int_small_to_text(Vm *vm, uint64_t magnitude, bool is_negative, int base,
                                 int with_prefix) {
    if (base == 10) return int_decimal_text(vm, magnitude, is_negative);
    char text[SMALL_TEXT_BYTES], prefix[2];
    char *start = int_write_digits(text + sizeof text, magnitude, base);
    int prefix_length = int_write_prefix(prefix, base, with_prefix);
    start -= prefix_length;
    memcpy(start, prefix, (size_t)prefix_length);
    if (is_negative) *--start = '-';
    return str_new(vm, start, (size_t)(text + sizeof text - start));
}

static Object *int_finish_text(Vm *vm, const uint8_t *values, size_t count, bool is_negative,
                               int base, int with_prefix) {
    char head[4];
    int length = 0;
    if (is_negative) head[length++] = '-';
    length += int_write_prefix(head + length, base, with_prefix);
    if (int_base_is_binary(base) ? false : int_exceeds_limit(vm, count))
        return raise(vm, ERROR_INT_TEXT_LIMIT, int_get_digits_max(vm));
    Str *text = str_new_room(vm, length + (int64_t)count, 127);
    if (text == NULL) return NULL;
    memcpy(text->data, head, (size_t)length);
    uint8_t *out = text->data + length;
    for (size_t i = 0; i < count; i++)
        out[i] = (uint8_t)(values[i] < 10 ? '0' + values[i] : 'a' + values[i] - 10);
    return &text->base;
}

// Converting takes memory for a copy of the limbs, the digits, and what digits.h needs.
static Object *int_big_to_text(Vm *vm, const IntParts *parts, int base, int with_prefix) {
    size_t room = digits_text_length(parts->count, base);
    size_t limb_bytes = ((size_t)parts->count + 1) * sizeof(Limb);
    size_t scratch_bytes = digits_text_scratch(parts->count);
    size_t bytes = limb_bytes + scratch_bytes + room;
    _Alignas(16) char own[SMALL_BLOCK_BYTES];
    char *block = own;
    if (bytes > sizeof own && (block = system_new(vm, bytes)) == NULL) return NULL;
    Limb *limbs = (Limb *)(void *)block;
    uint8_t *values = (uint8_t *)block + limb_bytes + scratch_bytes;
    memcpy(limbs, parts->limbs, (size_t)parts->count * sizeof(Limb));
    size_t count = digits_to_text(values, limbs, parts->count, base, block + limb_bytes);
    CHECK(count <= room);
    while (count > 1 && *values == 0) values++, count--;
    Object *text = int_finish_text(vm, values, count, parts->is_negative, base, with_prefix);
    if (block != own) system_drop(vm, block, bytes);
    return text;
}

Object *int_to_text(Vm *vm, const Object *object, int base, int with_prefix) {
    IntParts parts;
    int_parts(object, &parts);
    if (parts.count <= 1)
        return int_small_to_text(vm, parts.count == 0 ? 0 : parts.limbs[0], parts.is_negative,
                                 base, with_prefix);
    // A number that is far too long is refused before it is converted: three digits
    // stand for ten bits at most.
    uint64_t digits_least = digits_bit_length(parts.limbs, parts.count) / 10 * 3;
    if (base == 10 && int_exceeds_limit(vm, digits_least))
        return raise(vm, ERROR_INT_TEXT_LIMIT, int_get_digits_max(vm));
    return int_big_to_text(vm, &parts, base, with_prefix);
}

// --- text to number ---

static int int_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 37;
}

static Object *int_new_from_values(Vm *vm, const uint8_t *values, size_t count, int base,
                                   bool is_negative) {
    int64_t room = digits_from_text_room(count, base);
    size_t scratch_bytes = digits_from_text_scratch(count);
    Limbs limbs;
    if (!limbs_start(vm, &limbs, room)) return NULL;
    Object *number = NULL;
    void *scratch = scratch_bytes != 0 ? system_new(vm, scratch_bytes) : NULL;
    if (scratch_bytes == 0 || scratch != NULL) {
        int64_t used = digits_from_text(limbs.at, values, count, base, scratch);
        number = int_new_from_limbs(vm, limbs.at, used, is_negative);
    }
    if (scratch != NULL) system_drop(vm, scratch, scratch_bytes);
    limbs_done(vm, &limbs);
    return number;
}

// Digits and underscores, known to be right, as a number.
static Object *int_new_from_run(Vm *vm, const char *run, size_t length, size_t digit_count,
                                int base, bool is_negative) {
    // What surely fits 64 bits is read at once.
    if (digit_count <= 12 || (base <= 10 && digit_count <= 18)) {
        int64_t value = 0;
        for (size_t i = 0; i < length; i++)
            if (run[i] != '_') value = value * base + int_digit(run[i]);
        return int_new(vm, is_negative ? -value : value);
    }
    uint8_t own[128];
    uint8_t *values = own;
    if (digit_count > sizeof own && (values = system_new(vm, digit_count)) == NULL) return NULL;
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        if (run[i] != '_') values[count++] = (uint8_t)int_digit(run[i]);
    Object *number = int_new_from_values(vm, values, count, base, is_negative);
    if (values != own) system_drop(vm, values, digit_count);
    return number;
}

Object *int_new_from_digits(Vm *vm, const char *digits, size_t length, int base) {
    return int_new_from_run(vm, digits, length, length, base, false);
}

// What a text consists of.
typedef struct IntScan {
    bool is_negative;
    int base;
    const char *run;      // digits and single underscores between them
    size_t length;
    size_t digit_count;
} IntScan;

static bool int_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Skips 0b, 0o or 0x where the base has it, and one underscore behind; base 0 becomes
// what the text says. False: a decimal that begins with 0 may only be zero.
static bool int_scan_prefix(IntScan *scan, const char **text, const char *end) {
    const char *at = *text;
    char letter = end - at >= 2 && at[0] == '0' ? (char)(at[1] | 0x20) : 0;
    int prefixed = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    bool must_be_zero = false;
    if (scan->base == 0) {
        scan->base = prefixed != 0 ? prefixed : 10;
        must_be_zero = prefixed == 0 && at < end && at[0] == '0';
    }
    if (prefixed != 0 && prefixed == scan->base) {
        at += 2;
        if (at < end && *at == '_') at++;
    }
    *text = at;
    return !must_be_zero;
}

static bool int_scan(const char *text, size_t length, int base, IntScan *scan) {
    const char *end = text + length;
    *scan = (IntScan){.base = base};
    while (text < end && int_is_space(*text)) text++;
    while (end > text && int_is_space(end[-1])) end--;
    if (text < end && (*text == '+' || *text == '-')) scan->is_negative = *text++ == '-';
    bool may_be_any = int_scan_prefix(scan, &text, end);
    scan->run = text;
    scan->length = (size_t)(end - text);
    char previous = '_';
    bool is_zero = true;
    for (; text < end; text++) {
        if (*text == '_') {
            if (previous == '_') return false;
        } else if (int_digit(*text) >= scan->base) {
            return false;
        } else {
            is_zero &= *text == '0';
            scan->digit_count++;
        }
        previous = *text;
    }
    return previous != '_' && (may_be_any || is_zero);
}

// ABSENT: the text is no number.
static Found int_read(Vm *vm, const char *text, size_t length, int base, Object **number) {
    IntScan scan;
    if (!int_scan(text, length, base, &scan)) return ABSENT;
    if (!int_base_is_binary(scan.base) && int_exceeds_limit(vm, scan.digit_count))
        return raise_found(vm, ERROR_INT_TEXT_LIMIT_READ, int_get_digits_max(vm),
                           (int64_t)scan.digit_count);
    *number = int_new_from_run(vm, scan.run, scan.length, scan.digit_count, scan.base,
                               scan.is_negative);
    return *number != NULL ? FOUND : RAISED;
}

Object *int_new_from_text(Vm *vm, const char *text, size_t length, int base) {
    Object *number;
    Found found = int_read(vm, text, length, base, &number);
    if (found == FOUND) return number;
    if (found == RAISED) return NULL;
    Object *bytes = bytes_new(vm, text, length > 200 ? 200 : (int64_t)length);
    if (bytes == NULL) return NULL;
    raise(vm, ERROR_INT_LITERAL, base, bytes);
    object_drop(vm, bytes);
    return NULL;
}

char *int_ascii_copy(Vm *vm, const Str *str) {
    char *text = system_new(vm, (size_t)str->length + 1);
    if (text == NULL) return NULL;
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t c = str_get_char(str, i);
        int digit = c < 128 ? -1 : unicode_get_decimal(c);
        text[i] = c < 128 ? (char)c
                : unicode_is_space(c) ? ' '
                : digit >= 0 ? (char)('0' + digit)
                : '?';
    }
    return text;
}

Object *int_new_from_str(Vm *vm, Str *str, int base) {
    Object *number;
    Found found;
    if (str->is_ascii) {
        found = int_read(vm, (const char *)str->data, (size_t)str->length, base, &number);
    } else {
        char *text = int_ascii_copy(vm, str);
        if (text == NULL) return NULL;
        found = int_read(vm, text, (size_t)str->length, base, &number);
        system_drop(vm, text, (size_t)str->length + 1);
    }
    if (found == FOUND) return number;
    return found == RAISED ? NULL : raise(vm, ERROR_INT_LITERAL, base, &str->base);
}
