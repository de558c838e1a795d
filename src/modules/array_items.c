// Items of arrays: bytes to objects and back, and how they are found.

#include "modules/array.h"

#include "objects/float.h"
#include "objects/int_limbs.h"

#include <limits.h>
#include <string.h>

// --- bytes to objects ---

#define LOAD(name, c_type, make)                                  \
    static Object *load_##name(Vm *vm, const uint8_t *at) {       \
        c_type value;                                             \
        memcpy(&value, at, sizeof value);                         \
        return make(vm, value);                                   \
    }

LOAD(int8, int8_t, int_new_inline)
LOAD(uint8, uint8_t, int_new_inline)
LOAD(int16, int16_t, int_new_inline)
LOAD(uint16, uint16_t, int_new_inline)
LOAD(int32, int32_t, int_new_inline)
LOAD(uint32, uint32_t, int_new_inline)
LOAD(int64, int64_t, int_new_inline)
LOAD(uint64, uint64_t, int_new_unsigned)
LOAD(float, float, float_new)
LOAD(double, double, float_new)

static Object *load_character(Vm *vm, const uint8_t *at) {
    uint32_t character;
    memcpy(&character, at, sizeof character);
    if (character > CHAR_MAX_OF_ALL) return raise(vm, ERROR_CHR_RANGE);
    return str_new_char(vm, character);
}

#define INTEGER(letter, c_type, name, least, most) \
    {letter, sizeof(c_type), true, least < 0, least, most, (const char[]){letter, 0}, \
     load_##name}

static const ArrayCode codes[] = {
    INTEGER('b', int8_t, int8, INT8_MIN, INT8_MAX),
    INTEGER('B', uint8_t, uint8, 0, UINT8_MAX),
    {'u', 4, false, false, 0, 0, "w", load_character},
    INTEGER('h', int16_t, int16, INT16_MIN, INT16_MAX),
    INTEGER('H', uint16_t, uint16, 0, UINT16_MAX),
    INTEGER('i', int32_t, int32, INT32_MIN, INT32_MAX),
    INTEGER('I', uint32_t, uint32, 0, UINT32_MAX),
    INTEGER('l', int64_t, int64, INT64_MIN, INT64_MAX),
    INTEGER('L', uint64_t, uint64, 0, INT64_MAX),
    INTEGER('q', int64_t, int64, INT64_MIN, INT64_MAX),
    INTEGER('Q', uint64_t, uint64, 0, INT64_MAX),
    {'f', 4, false, false, 0, 0, "f", load_float},
    {'d', 8, false, false, 0, 0, "d", load_double},
};

const char array_letters[] = "bBuhHiIlLqQfd";

const ArrayCode *array_code_find(uint32_t letter) {
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++)
        if ((uint32_t)codes[i].letter == letter) return &codes[i];
    return NULL;
}

static const ArrayCode *find_integer(int bytes, bool has_sign) {
    for (size_t i = ARRAY_COUNT(codes); i-- > 0;)
        if (codes[i].is_integer && codes[i].bytes == bytes && codes[i].has_sign == has_sign)
            return &codes[i];
    return NULL;
}

const ArrayCode *array_code_find_signed(int bytes) {
    return find_integer(bytes, true);
}

const ArrayCode *array_code_find_unsigned(int bytes) {
    return find_integer(bytes, false);
}

// --- objects to bytes ---

// The steps by which CPython narrows an integer of a letter, each with a text of its own.
typedef struct Narrowing {
    char letter;
    int64_t least, most;
    const char *name;
} Narrowing;

static const Narrowing narrowings[] = {
    {'b', SHRT_MIN, SHRT_MAX, "signed short integer"},
    {'b', SCHAR_MIN, SCHAR_MAX, "signed char"},
    {'B', 0, UCHAR_MAX, "unsigned byte integer"},
    {'h', SHRT_MIN, SHRT_MAX, "signed short integer"},
    {'H', INT_MIN, INT_MAX, "signed integer"},
    {'H', 0, USHRT_MAX, "unsigned short"},
    {'i', INT_MIN, INT_MAX, "signed integer"},
    {'I', 0, UINT_MAX, "unsigned int"},
};

static bool narrow(Vm *vm, const ArrayCode *code, int64_t number) {
    for (size_t i = 0; i < ARRAY_COUNT(narrowings); i++) {
        const Narrowing *step = &narrowings[i];
        if (step->letter != code->letter) continue;
        if (number < step->least)
            return raise_false(vm, ERROR_ARRAY_RANGE, step->name, "less", "minimum");
        if (number > step->most)
            return raise_false(vm, ERROR_ARRAY_RANGE, step->name, "greater", "maximum");
    }
    return true;
}

static bool read_unsigned(Vm *vm, const ArrayCode *code, const Object *integer, uint64_t *bits) {
    bool is_longest = code->letter == 'Q';
    IntParts parts;
    int_parts(integer, &parts);
    if (parts.is_negative)
        return raise_false(vm, is_longest ? ERROR_UNSIGNED_NEGATIVE : ERROR_INT_NEGATIVE_UNSIGNED);
    if (parts.count > 1)
        return raise_false(vm, is_longest ? ERROR_UNSIGNED_LARGE : ERROR_INT_UNSIGNED_LONG);
    *bits = parts.count == 0 ? 0 : parts.limbs[0];
    if (code->bytes == 8 || *bits <= UINT32_MAX) return true;
    return raise_false(vm, ERROR_ARRAY_RANGE, "unsigned int", "greater", "maximum");
}

static bool read_integer(Vm *vm, const ArrayCode *code, Object *value, uint64_t *bits) {
    Object *integer = object_unary(vm, UNARY_INDEX, value);
    if (integer == NULL) return false;
    bool done;
    if (!code->has_sign && code->bytes >= 4) {
        done = read_unsigned(vm, code, integer, bits);
    } else {
        int64_t number;
        done = int_find_value(vm, integer, &number) == FOUND ||
               raise_false(vm, code->letter == 'q' ? ERROR_UNSIGNED_LARGE : ERROR_INT_TO_C_LONG);
        done = done && narrow(vm, code, number);
        *bits = (uint64_t)number;
    }
    object_drop(vm, integer);
    return done;
}

static bool read_character(Vm *vm, Object *value, uint64_t *bits) {
    if (!object_is_str(vm, value) || ((const Str *)value)->length != 1)
        return raise_false(vm, ERROR_ARRAY_NO_CHARACTER);
    *bits = str_get_char((const Str *)value, 0);
    return true;
}

static bool read_real(Vm *vm, const ArrayCode *code, Object *value, uint64_t *bits) {
    double number = 0.0;
    if (value->kind == KIND_FLOAT) number = float_get_value(value);
    else if (!float_from_object(vm, value, &number)) return false;
    float single = (float)number;
    *bits = 0;
    if (code->bytes == sizeof single) memcpy(bits, &single, sizeof single);
    else memcpy(bits, &number, sizeof number);
    return true;
}

bool array_read_slow(Vm *vm, const ArrayCode *code, Object *value, uint64_t *bits) {
    if (code->is_integer) return read_integer(vm, code, value, bits);
    if (code->letter == 'u') return read_character(vm, value, bits);
    return read_real(vm, code, value, bits);
}

// --- searching ---

#define FIND(name, c_type)                                                                \
    static int64_t find_##name(const uint8_t *data, int64_t start, int64_t count,         \
                               c_type sought) {                                           \
        const c_type *items = (const c_type *)(const void *)data;                         \
        while (start < count && items[start] != sought) start++;                          \
        return start;                                                                     \
    }

FIND(8, uint8_t)
FIND(16, uint16_t)
FIND(32, uint32_t)
FIND(64, uint64_t)
FIND(float, float)
FIND(double, double)

static int64_t find_bits(const Array *array, int64_t start, uint64_t bits) {
    switch (array->code->bytes) {
    case 1: return find_8(array->data, start, array->count, (uint8_t)bits);
    case 2: return find_16(array->data, start, array->count, (uint16_t)bits);
    case 4: return find_32(array->data, start, array->count, (uint32_t)bits);
    default: return find_64(array->data, start, array->count, bits);
    }
}

// Numbers and characters are compared as C has them. False: the value is none of these.
static bool find_plain(const Array *array, const Object *value, int64_t start, int64_t *index) {
    const ArrayCode *code = array->code;
    *index = array->count;
    if (code->is_integer && value->kind == KIND_INT) {
        int64_t number = int_get_value(value);
        if (number >= code->least && number <= code->most)
            *index = find_bits(array, start, (uint64_t)number);
        return true;
    }
    if (code->letter == 'u' && value->kind == KIND_STR) {
        const Str *text = (const Str *)value;
        if (text->length == 1) *index = find_bits(array, start, str_get_char(text, 0));
        return true;
    }
    if (code->is_integer || code->letter == 'u' || value->kind != KIND_FLOAT) return false;
    double number = float_get_value(value);
    if (code->letter == 'd') *index = find_double(array->data, start, array->count, number);
    else if ((double)(float)number == number)
        *index = find_float(array->data, start, array->count, (float)number);
    return true;
}

bool array_find(Vm *vm, Array *array, Object *value, int64_t start, int64_t *index) {
    if (start >= array->count) *index = array->count;
    if (start >= array->count || find_plain(array, value, start, index)) return true;
    // Comparing may run the program, which may change the array.
    for (*index = start; *index < array->count; ++*index) {
        Object *item = array_load(vm, array, *index);
        if (item == NULL) return false;
        Found found = object_equal(vm, item, value);
        object_drop(vm, item);
        if (found == RAISED) return false;
        if (found == FOUND) return true;
    }
    *index = array->count;
    return true;
}
