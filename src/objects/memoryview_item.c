// Items of memoryviews: bytes to objects and back, by a format of one native character.

#include "objects/memoryview.h"

#include "objects/bytes.h"
#include "objects/float.h"
#include "objects/int.h"

#include <limits.h>
#include <string.h>

// Integers: NATIVE(character, C type, is it signed?).
#define NATIVE_INTEGERS(NATIVE)                                                              \
    NATIVE('b', int8_t, true) NATIVE('B', uint8_t, false) NATIVE('h', short, true)           \
    NATIVE('H', unsigned short, false) NATIVE('i', int, true) NATIVE('I', unsigned, false)   \
    NATIVE('l', long, true) NATIVE('L', unsigned long, false) NATIVE('q', long long, true)   \
    NATIVE('Q', unsigned long long, false) NATIVE('n', int64_t, true)                        \
    NATIVE('N', size_t, false) NATIVE('P', uintptr_t, false)

char memoryview_native(const char *format) {
    if (*format == '@') format++;
    return *format != 0 && format[1] == 0 && memoryview_native_bytes(*format) > 0 ? *format : 0;
}

int64_t memoryview_native_bytes(char native) {
    switch (native) {
#define NATIVE(character, type, is_signed) case character: return sizeof(type);
    NATIVE_INTEGERS(NATIVE)
#undef NATIVE
    case 'c': return 1;
    case '?': return sizeof(bool);
    case 'f': return sizeof(float);
    case 'd': return sizeof(double);
    default: return 0;
    }
}

const char *memoryview_item_format(Vm *vm, const MemoryView *memory) {
    const char *format = memory->view.format;
    if (*format == '@') format++;
    if (*format != 0 && format[1] == 0) return format;
    raise(vm, ERROR_MEMORYVIEW_FORMAT, memory->view.format);
    return NULL;
}

#define LOAD(type)                      \
    type number;                        \
    memcpy(&number, at, sizeof number)

static Object *unpack_float(Vm *vm, const uint8_t *at) {
    LOAD(float);
    return float_new(vm, (double)number);
}

static Object *unpack_double(Vm *vm, const uint8_t *at) {
    LOAD(double);
    return float_new(vm, number);
}

Object *memoryview_unpack(Vm *vm, const uint8_t *at, const char *format) {
    switch (*format) {
#define NATIVE(character, type, is_signed)                       \
    case character: {                                            \
        LOAD(type);                                              \
        return is_signed ? int_new(vm, (int64_t)number)          \
                         : int_new_unsigned(vm, (uint64_t)number); \
    }
    NATIVE_INTEGERS(NATIVE)
#undef NATIVE
    case '?': return bool_new(vm, *at != 0);
    case 'c': return bytes_new_apart(vm, at, 1);
    case 'f': return unpack_float(vm, at);
    case 'd': return unpack_double(vm, at);
    default: return raise(vm, ERROR_MEMORYVIEW_FORMAT_UNKNOWN, format);
    }
}

// --- packing ---

static bool refuse(Vm *vm, ErrorId error, const char *format) {
    return raise_false(vm, error, format);
}

// What went wrong when a number was asked for, in the words of memoryview.
static bool refuse_number(Vm *vm, const char *format) {
    if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
        return refuse(vm, ERROR_MEMORYVIEW_ITEM_TYPE, format);
    if (raised_clear_if(vm, exception_type(vm, EXCEPTION_OverflowError)) ||
        raised_clear_if(vm, exception_type(vm, EXCEPTION_ValueError)))
        return refuse(vm, ERROR_MEMORYVIEW_ITEM_VALUE, format);
    return false;
}

// The 64 bits of an int between the limits.
static bool read_integer(Vm *vm, Object *value, const char *format, __int128 least, __int128 most,
                         uint64_t *bits) {
    Object *integer = object_unary(vm, UNARY_INDEX, value);
    if (integer == NULL) return refuse_number(vm, format);
    int64_t small;
    Found found = int_find_value(vm, integer, &small);
    bool is_short = found == FOUND || (small > 0 && int_bit_length(integer) <= 64);
    *bits = found == FOUND ? (uint64_t)small : is_short ? ((BigInt *)integer)->limbs[0] : 0;
    __int128 number = found == FOUND ? small : (__int128)*bits;
    object_drop(vm, integer);
    if (is_short && number >= least && number <= most) return true;
    return refuse(vm, ERROR_MEMORYVIEW_ITEM_VALUE, format);
}

static bool pack_real(Vm *vm, uint8_t *at, const char *format, Object *value) {
    double number;
    if (!float_from_object(vm, value, &number)) return refuse_number(vm, format);
    float narrow = (float)number;
    if (*format == 'f') memcpy(at, &narrow, sizeof narrow);
    else memcpy(at, &number, sizeof number);
    return true;
}

static bool pack_byte(Vm *vm, uint8_t *at, const char *format, Object *value) {
    if (!object_is_bytes(vm, value)) return refuse(vm, ERROR_MEMORYVIEW_ITEM_TYPE, format);
    if (((Bytes *)value)->count != 1) return refuse(vm, ERROR_MEMORYVIEW_ITEM_VALUE, format);
    *at = ((Bytes *)value)->data[0];
    return true;
}

static bool pack_bool(Vm *vm, uint8_t *at, Object *value) {
    Found truth = object_truth(vm, value);
    if (truth != RAISED) *at = truth == FOUND;
    return truth != RAISED;
}

bool memoryview_pack(Vm *vm, uint8_t *at, const char *format, Object *value) {
    uint64_t bits;
    switch (*format) {
#define NATIVE(character, type, is_signed)                                               \
    case character: {                                                                    \
        __int128 half = (__int128)1 << (8 * sizeof(type) - 1);                           \
        bool has_sign = is_signed || character == 'P';   /* of an address, both will do */  \
        __int128 least = has_sign ? -half : 0, most = is_signed ? half - 1 : 2 * half - 1; \
        if (!read_integer(vm, value, format, least, most, &bits)) return false;          \
        type number = (type)bits;                                                        \
        memcpy(at, &number, sizeof number);                                              \
        return true;                                                                     \
    }
    NATIVE_INTEGERS(NATIVE)
#undef NATIVE
    case '?': return pack_bool(vm, at, value);
    case 'c': return pack_byte(vm, at, format, value);
    case 'f':
    case 'd': return pack_real(vm, at, format, value);
    default: return raise_false(vm, ERROR_MEMORYVIEW_FORMAT_UNKNOWN, format);
    }
}

// --- comparing ---

static Found equal_objects(Vm *vm, const uint8_t *left, const char *left_format,
                           const uint8_t *right, const char *right_format) {
    Object *a = memoryview_unpack(vm, left, left_format);
    Object *b = a == NULL ? NULL : memoryview_unpack(vm, right, right_format);
    Found found = b == NULL ? RAISED : object_equal(vm, a, b);
    object_drop_or_null(vm, a);
    object_drop_or_null(vm, b);
    return found;
}

// Walks a dimension and those inside it.
static Found equal_dimension(Vm *vm, const View *left, const View *right, int dimension,
                             const uint8_t *a, const uint8_t *b) {
    const char *left_format = left->format + (*left->format == '@');
    const char *right_format = right->format + (*right->format == '@');
    if (dimension == left->dimensions) {
        bool is_real = *left_format == 'f' || *left_format == 'd' || *left_format == '?';
        if (*left_format == *right_format && !is_real)
            return memcmp(a, b, (size_t)left->item_bytes) == 0 ? FOUND : ABSENT;
        return equal_objects(vm, a, left_format, b, right_format);
    }
    Found found = FOUND;
    int64_t left_stride = left->strides == NULL ? left->item_bytes : left->strides[dimension];
    int64_t right_stride = right->strides == NULL ? right->item_bytes : right->strides[dimension];
    int64_t count = left->shape == NULL ? left->bytes / left->item_bytes : left->shape[dimension];
    for (int64_t i = 0; found == FOUND && i < count; i++)
        found = equal_dimension(vm, left, right, dimension + 1, a + i * left_stride,
                                b + i * right_stride);
    return found;
}

Found memoryview_equal_items(Vm *vm, const View *left, const View *right) {
    if (memoryview_native(left->format) == 0 || memoryview_native(right->format) == 0)
        return ABSENT;
    return equal_dimension(vm, left, right, 0, left->data, right->data);
}
