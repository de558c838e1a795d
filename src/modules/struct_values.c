// Formats of the module _struct, and values to and from bytes by them.

#include "modules/struct.h"

#include "memory/buffer.h"
#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/float.h"
#include "objects/int_limbs.h"

#include <math.h>
#include <string.h>

// --- formats ---

typedef struct Letter {
    char letter;
    uint8_t way;
    uint8_t native_bytes;    // also its alignment there
    uint8_t standard_bytes;  // 0: native formats only
} Letter;

static const Letter letters[] = {
    {'x', STRUCT_PAD, 1, 1},      {'c', STRUCT_CHAR, 1, 1},     {'b', STRUCT_SIGNED, 1, 1},
    {'B', STRUCT_UNSIGNED, 1, 1}, {'?', STRUCT_BOOL, 1, 1},     {'h', STRUCT_SIGNED, 2, 2},
    {'H', STRUCT_UNSIGNED, 2, 2}, {'i', STRUCT_SIGNED, 4, 4},   {'I', STRUCT_UNSIGNED, 4, 4},
    {'l', STRUCT_SIGNED, 8, 4},   {'L', STRUCT_UNSIGNED, 8, 4}, {'q', STRUCT_SIGNED, 8, 8},
    {'Q', STRUCT_UNSIGNED, 8, 8}, {'n', STRUCT_SIGNED, 8, 0},   {'N', STRUCT_UNSIGNED, 8, 0},
    {'e', STRUCT_FLOAT, 2, 2},    {'f', STRUCT_FLOAT, 4, 4},    {'d', STRUCT_FLOAT, 8, 8},
    {'s', STRUCT_BYTES, 1, 1},    {'p', STRUCT_PASCAL, 1, 1},   {'P', STRUCT_POINTER, 8, 0},
};

static const Letter *find_letter(char c, bool is_native) {
    for (size_t i = 0; i < ARRAY_COUNT(letters); i++)
        if (letters[i].letter == c)
            return is_native || letters[i].standard_bytes != 0 ? &letters[i] : NULL;
    return NULL;
}

// Reads a repeat count, 1 where there is none. False: it is too large.
static bool read_repeat(const char **text, int64_t *repeat) {
    const char *at = *text;
    *repeat = 1;
    if (*at < '0' || *at > '9') return true;
    for (*repeat = 0; *at >= '0' && *at <= '9'; at++)
        if (__builtin_mul_overflow(*repeat, 10, repeat) ||
            __builtin_add_overflow(*repeat, *at - '0', repeat))
            return false;
    *text = at;
    return true;
}

static bool add_item(Vm *vm, StructFormat *format, StructItem item) {
    if (format->item_count == format->item_capacity) {
        int64_t capacity = format->item_capacity == 0 ? 4 : format->item_capacity * 2;
        StructItem *larger = buffer_resize(vm, format->items,
                                           (size_t)format->item_capacity * sizeof(StructItem),
                                           (size_t)capacity * sizeof(StructItem));
        if (larger == NULL) return false;
        format->items = larger;
        format->item_capacity = capacity;
    }
    format->items[format->item_count++] = item;
    return true;
}

// Adds a letter behind what is there. False: raised.
static bool add_letter(Vm *vm, StructFormat *format, const Letter *letter, int64_t repeat) {
    bool is_native = format->is_native;
    int64_t bytes = is_native ? letter->native_bytes : letter->standard_bytes, all, end;
    int64_t offset = is_native ? (format->size + bytes - 1) & -bytes : format->size;
    if (offset < 0 || __builtin_mul_overflow(repeat, bytes, &all) ||
        __builtin_add_overflow(offset, all, &end)) {
        struct_raise(vm, "total struct size too long");
        return false;
    }
    format->size = end;
    bool is_one = letter->way == STRUCT_BYTES || letter->way == STRUCT_PASCAL;
    if (letter->way == STRUCT_PAD || (repeat == 0 && !is_one)) return true;
    format->value_count += is_one ? 1 : repeat;
    return add_item(vm, format, (StructItem){letter->letter, letter->way, (uint8_t)bytes, offset,
                                             repeat});
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool read_letters(Vm *vm, const char *text, StructFormat *format) {
    while (*text != 0) {
        const char *trouble = NULL;
        int64_t repeat;
        if (is_space(*text)) {
            text++;
            continue;
        }
        bool has_repeat = *text >= '0' && *text <= '9';
        bool fits = read_repeat(&text, &repeat);
        const Letter *letter = fits ? find_letter(*text, format->is_native) : NULL;
        if (!fits) trouble = "total struct size too long";
        else if (*text == 0 && has_repeat) trouble = "repeat count given without format specifier";
        else if (letter == NULL) trouble = "bad char in struct format";
        if (trouble != NULL) {
            struct_raise(vm, trouble);
            return false;
        }
        if (!add_letter(vm, format, letter, repeat)) return false;
        text++;
    }
    return true;
}

bool struct_format_read(Vm *vm, const char *text, StructFormat *format) {
    bool is_native = *text == '@' || *text == 0 || strchr("=<>!", *text) == NULL;
    *format = (StructFormat){.is_big = *text == '>' || *text == '!', .is_native = is_native};
    if (*text != 0 && strchr("@=<>!", *text) != NULL) text++;
    if (read_letters(vm, text, format) &&
        (format->items != NULL || (format->items = buffer_new(vm, sizeof(StructItem))) != NULL)) {
        if (format->item_capacity == 0) format->item_capacity = 1;
        return true;
    }
    struct_format_drop(vm, format);
    return false;
}

void struct_format_drop(Vm *vm, StructFormat *format) {
    buffer_drop(vm, format->items, (size_t)format->item_capacity * sizeof(StructItem));
    *format = (StructFormat){0};
}

// --- packing ---

// Copies that the compiler makes single moves of.
ALWAYS_INLINE void copy_few(void *to, const void *from, int bytes) {
    switch (bytes) {
    case 1: memcpy(to, from, 1); break;
    case 2: memcpy(to, from, 2); break;
    case 4: memcpy(to, from, 4); break;
    default: memcpy(to, from, 8); break;
    }
}

ALWAYS_INLINE void store(uint8_t *to, uint64_t bits, int bytes, bool is_big) {
    if (is_big) bits = __builtin_bswap64(bits) >> (64 - 8 * bytes);
    copy_few(to, &bits, bytes);
}

ALWAYS_INLINE uint64_t load(const uint8_t *from, int bytes, bool is_big) {
    uint64_t bits = 0;
    copy_few(&bits, from, bytes);
    return is_big ? __builtin_bswap64(bits) >> (64 - 8 * bytes) : bits;
}

static bool refuse(Vm *vm, const char *text) {
    struct_raise(vm, text);
    return false;
}

// The int of a value, through __index__: a new reference.
static Object *read_int(Vm *vm, Object *value) {
    if (object_is_int(vm, value)) return object_share(value);
    if (object_type(vm, value)->behaviour.unary[UNARY_INDEX] != NULL)
        return object_unary(vm, UNARY_INDEX, value);
    return struct_raise(vm, "required argument is not an integer");
}

// The text for a number that its letter has no room for.
static bool refuse_range(Vm *vm, const StructItem *item, bool is_signed, bool is_big) {
    int bits = item->bytes * 8;
    int64_t least = is_signed ? -(INT64_C(1) << (bits - 1)) : 0;
    int64_t most = (INT64_C(1) << (is_signed ? bits - 1 : bits)) - 1;
    const char *name = NULL;
    if (item->letter == 'b') name = "byte";
    if (item->letter == 'B') name = "ubyte";
    if (item->letter == 'h' && !is_big) name = "short";
    if (item->letter == 'H' && !is_big) name = "ushort";
    char quoted[4] = {'\'', item->letter, '\'', 0};
    raise_text(vm, struct_get_error(vm), "%s format requires %ld <= number <= %ld",
               name != NULL ? name : quoted, least, most);
    return false;
}

// Are numbers of this letter read as signed ones first, so that -1 is only beyond its range?
static bool is_read_signed(const StructItem *item, bool is_big) {
    return item->way == STRUCT_SIGNED || item->letter == 'B' || (item->letter == 'H' && !is_big);
}

// What doesn't fit 64 bits at all.
static bool refuse_large(Vm *vm, const StructItem *item, bool is_big) {
    bool is_exact = item->way == STRUCT_POINTER || (is_big && item->bytes == 8);
    return refuse(vm, is_exact ? "int too large to convert" : "argument out of range");
}

// The 64 bits of an int by the rules of the letter. False: raised.
static bool read_bits(Vm *vm, const StructItem *item, bool is_big, Object *number,
                      uint64_t *bits) {
    IntParts parts;
    int64_t value;
    int_parts(number, &parts);
    bool fits = int_parts_fit(&parts, &value);
    *bits = (uint64_t)value;
    if (item->way == STRUCT_POINTER) {
        if (!fits && parts.count == 1 && !parts.is_negative) *bits = parts.limbs[0];
        else if (!fits) return refuse_large(vm, item, is_big);
        return true;
    }
    if (is_read_signed(item, is_big)) {
        if (!fits) return refuse_large(vm, item, is_big);
        bool is_signed = item->way == STRUCT_SIGNED;
        if (item->bytes == 8) return true;
        int64_t most = INT64_C(1) << (item->bytes * 8 - (is_signed ? 1 : 0));
        bool is_inside = value < most && value >= (is_signed ? -most : 0);
        return is_inside || refuse_range(vm, item, is_signed, is_big);
    }
    if (parts.is_negative || parts.count > 1) return refuse_large(vm, item, is_big);
    *bits = parts.count == 0 ? 0 : parts.limbs[0];
    bool is_inside = item->bytes == 8 || *bits >> (item->bytes * 8) == 0;
    return is_inside || refuse_range(vm, item, false, is_big);
}

// Is there room for it, in any case? (Numbers for which there may be none are read in full.)
ALWAYS_INLINE bool fits_letter(const StructItem *item, int64_t value) {
    int unused = 64 - 8 * item->bytes + (item->way != STRUCT_SIGNED);
    bool has_sign = item->way == STRUCT_SIGNED;
    return (value >= 0 || has_sign) && (int64_t)((uint64_t)value << unused) >> unused == value;
}

static bool pack_int(Vm *vm, const StructItem *item, bool is_big, Object *value, uint8_t *to) {
    uint64_t bits;
    if (LIKELY(value->kind == KIND_INT && fits_letter(item, int_get_value(value)))) {
        bits = (uint64_t)int_get_value(value);
    } else if (value->kind == KIND_INT) {
        if (!read_bits(vm, item, is_big, value, &bits)) return false;
    } else {
        Object *number = read_int(vm, value);
        if (number == NULL) return false;
        bool is_done = read_bits(vm, item, is_big, number, &bits);
        object_drop(vm, number);
        if (!is_done) return false;
    }
    store(to, bits, item->bytes, is_big);
    return true;
}

// The 16 bits of a float, rounded half to even.
static uint16_t half_bits(double value) {
    if (isnan(value)) return signbit(value) ? 0xfe00 : 0x7e00;
    _Float16 half = (_Float16)value;
    uint16_t bits;
    memcpy(&bits, &half, sizeof bits);
    return bits;
}

static bool pack_float(Vm *vm, const StructItem *item, const StructFormat *format, Object *value,
                       uint8_t *to) {
    double number = 0.0;
    if (value->kind == KIND_FLOAT) {
        number = float_get_value(value);
    } else if (!float_from_object(vm, value, &number)) {
        raised_clear(vm);
        return refuse(vm, "required argument is not a float");
    }
    uint64_t bits;
    bool is_infinite = false;
    memcpy(&bits, &number, sizeof bits);
    if (item->bytes == 8) {
        is_infinite = false;
    } else if (item->bytes == 4) {
        float single = (float)number;
        is_infinite = isinf(single) && !format->is_native;   // C's own conversion
        bits = 0;
        memcpy(&bits, &single, sizeof single);
    } else {   // two bytes
        bits = half_bits(number);
        is_infinite = (bits & 0x7fff) == 0x7c00;
    }
    if (is_infinite && !isinf(number)) {
        if (object_is_int(vm, value)) return refuse(vm, "int too large to convert");
        return raise_false(vm, ERROR_STRUCT_FLOAT, item->letter);
    }
    store(to, bits, item->bytes, format->is_big);
    return true;
}

// The bytes of a bytes or bytearray object; false: it is none.
static bool read_bytes(Vm *vm, Object *value, const uint8_t **data, int64_t *count) {
    if (object_is_bytes(vm, value)) {
        *data = ((const Bytes *)value)->data;
        *count = ((const Bytes *)value)->count;
        return true;
    }
    if (!object_has_type(vm, value, type_of_kind(vm, KIND_BYTEARRAY))) return false;
    const ByteArray *array = (const ByteArray *)value;
    *data = array->data == NULL ? NULL : array->data + array->start;
    *count = array->count;
    return true;
}

static bool pack_text(Vm *vm, const StructItem *item, Object *value, uint8_t *to) {
    const uint8_t *data;
    int64_t count;
    bool is_pascal = item->way == STRUCT_PASCAL;
    if (!read_bytes(vm, value, &data, &count))
        return refuse(vm, is_pascal ? "argument for 'p' must be a bytes object"
                                    : "argument for 's' must be a bytes object");
    int64_t room = item->repeat - is_pascal;
    if (room < 0) return true;
    if (count > room) count = room;
    if (count > 0) memcpy(to + is_pascal, data, (size_t)count);
    if (is_pascal) *to = count > UINT8_MAX ? UINT8_MAX : (uint8_t)count;
    return true;
}

static bool pack_char(Vm *vm, Object *value, uint8_t *to) {
    const Bytes *bytes = (const Bytes *)value;
    if (!object_is_bytes(vm, value) || bytes->count != 1)
        return refuse(vm, "char format requires a bytes object of length 1");
    *to = bytes->data[0];
    return true;
}

static bool pack_bool(Vm *vm, Object *value, uint8_t *to) {
    Found truth = object_truth(vm, value);
    *to = truth == FOUND;
    return truth != RAISED;
}

static bool pack_value(Vm *vm, const StructItem *item, const StructFormat *format, Object *value,
                       uint8_t *to) {
    switch (item->way) {
    case STRUCT_CHAR: return pack_char(vm, value, to);
    case STRUCT_BOOL: return pack_bool(vm, value, to);
    case STRUCT_FLOAT: return pack_float(vm, item, format, value, to);
    default: return pack_int(vm, item, format->is_big, value, to);
    }
}

bool struct_pack_values(Vm *vm, const StructFormat *format, const Slot *values, uint8_t *to) {
    memset(to, 0, (size_t)format->size);
    for (int64_t i = 0; i < format->item_count; i++) {
        const StructItem *item = &format->items[i];
        uint8_t *at = to + item->offset;
        if (item->way == STRUCT_BYTES || item->way == STRUCT_PASCAL) {
            if (!pack_text(vm, item, (values++)->object, at)) return false;
            continue;
        }
        for (int64_t j = 0; j < item->repeat; j++, at += item->bytes)
            if (!pack_value(vm, item, format, (values++)->object, at)) return false;
    }
    return true;
}

// --- unpacking ---

static Object *unpack_float(Vm *vm, uint64_t bits, int bytes) {
    double number = 0.0;
    if (bytes == 8) {
        memcpy(&number, &bits, sizeof number);
    } else if (bytes == 4) {
        float single;
        memcpy(&single, &bits, 4);
        number = single;
    } else {
        _Float16 half;
        uint16_t narrow = (uint16_t)bits;
        memcpy(&half, &narrow, sizeof half);
        number = half;
    }
    return float_new(vm, number);
}

static Object *unpack_text(Vm *vm, const StructItem *item, const uint8_t *from) {
    if (item->way == STRUCT_BYTES) return bytes_new(vm, from, item->repeat);
    if (item->repeat == 0) return bytes_new(vm, NULL, 0);
    int64_t count = *from < item->repeat ? *from : item->repeat - 1;
    return bytes_new(vm, from + 1, count);
}

static Object *unpack_value(Vm *vm, const StructItem *item, bool is_big, const uint8_t *from) {
    if (item->way == STRUCT_CHAR) return bytes_new(vm, from, 1);
    uint64_t bits = load(from, item->bytes, is_big);
    int unused = 64 - 8 * item->bytes;
    switch (item->way) {
    case STRUCT_BOOL: return bool_new(vm, bits != 0);
    case STRUCT_FLOAT: return unpack_float(vm, bits, item->bytes);
    case STRUCT_SIGNED: return int_new_inline(vm, (int64_t)(bits << unused) >> unused);
    default: return int_new_unsigned(vm, bits);
    }
}

static bool unpack_into(Vm *vm, const StructFormat *format, const uint8_t *from, Tuple *values) {
    Slot *next = values->items;
    for (int64_t i = 0; i < format->item_count; i++) {
        const StructItem *item = &format->items[i];
        const uint8_t *at = from + item->offset;
        bool is_one = item->way == STRUCT_BYTES || item->way == STRUCT_PASCAL;
        for (int64_t j = 0; j < (is_one ? 1 : item->repeat); j++, at += item->bytes) {
            Object *value = is_one ? unpack_text(vm, item, at)
                                   : unpack_value(vm, item, format->is_big, at);
            if (value == NULL) return false;
            slot_fill(vm, &values->base, next++, value);
        }
    }
    return true;
}

Tuple *struct_unpack_values(Vm *vm, const StructFormat *format, const uint8_t *from) {
    Tuple *values = tuple_new(vm, format->value_count);
    if (values == NULL || format->value_count == 0) return values;
    if (unpack_into(vm, format, from, values)) {
        tuple_finish(vm, values);
        return values;
    }
    object_drop(vm, (Object *)values);
    return NULL;
}
