// int: its methods and properties.

#include "objects/bytes.h"
#include "objects/int_limbs.h"
#include "objects/number_format.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

uint64_t int_bit_length(const Object *object) {
    IntParts parts;
    int_parts(object, &parts);
    return digits_bit_length(parts.limbs, parts.count);
}

static Object *int_method_bit_length(Vm *vm, const Slot *arguments) {
    return int_new(vm, (int64_t)int_bit_length(arguments[0].object));
}

static Object *int_method_bit_count(Vm *vm, const Slot *arguments) {
    IntParts parts;
    int_parts(arguments[0].object, &parts);
    int64_t ones = 0;
    for (int64_t i = 0; i < parts.count; i++) ones += __builtin_popcountll(parts.limbs[i]);
    return int_new(vm, ones);
}

static Object *int_method_self(Vm *vm, const Slot *arguments) {
    return int_new_exact(vm, arguments[0].object);
}

// --- bytes ---

typedef enum ByteOrder { ORDER_RAISED, ORDER_BIG, ORDER_LITTLE } ByteOrder;

// `order` NULL: the default.
static ByteOrder int_read_order(Vm *vm, Object *order, const char *function) {
    if (order == NULL) return ORDER_BIG;
    if (!object_is_str(vm, order)) {
        raise(vm, ERROR_INT_BYTES_ORDER_TYPE, function, order);
        return ORDER_RAISED;
    }
    if (str_is((const Str *)order, "little")) return ORDER_LITTLE;
    if (str_is((const Str *)order, "big")) return ORDER_BIG;
    raise(vm, ERROR_INT_BYTES_ORDER);
    return ORDER_RAISED;
}

static void bytes_reverse(uint8_t *bytes, int64_t count) {
    for (int64_t i = 0, j = count - 1; i < j; i++, j--) {
        uint8_t byte = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = byte;
    }
}

// Does the number fit `length` bytes, of which the first bit may be the sign?
static bool int_fits_bytes(const IntParts *parts, int64_t length, bool is_signed) {
    uint64_t bits = digits_bit_length(parts->limbs, parts->count);
    if (bits == 0) return true;
    uint64_t room = (uint64_t)length > UINT64_MAX / 8 ? UINT64_MAX : (uint64_t)length * 8;
    if (!is_signed) return bits <= room;
    if (bits < room || room == 0) return bits < room || (parts->is_negative && bits == 1);
    if (bits > room || !parts->is_negative) return false;
    // Of the negative numbers with all bits only the power of two fits.
    for (int64_t i = 0; i + 1 < parts->count; i++)
        if (parts->limbs[i] != 0) return false;
    Limb top = parts->limbs[parts->count - 1];
    return (top & (top - 1)) == 0;
}

// Two's complement, least significant byte first; the number fits.
static void int_write_bytes(const IntParts *parts, uint8_t *out, int64_t length) {
    unsigned carry = 1;
    for (int64_t i = 0; i < length; i++) {
        uint8_t byte = i / 8 < parts->count ? (uint8_t)(parts->limbs[i / 8] >> (i % 8 * 8)) : 0;
        if (parts->is_negative) {
            unsigned turned = (uint8_t)~byte + carry;
            byte = (uint8_t)turned;
            carry = turned >> 8;
        }
        out[i] = byte;
    }
}

static Object *int_method_to_bytes(Vm *vm, const Slot *arguments) {
    int64_t length = 1;
    if (arguments[1].object != NULL &&
        !object_index(vm, arguments[1].object, EXCEPTION_OverflowError, &length))
        return NULL;
    Object *order_object = arguments[2].object;
    if (order_object != NULL && !object_is_str(vm, order_object))
        return raise(vm, ERROR_INT_BYTES_ORDER_TYPE, "to_bytes", order_object);
    Found is_signed = ABSENT;
    if (arguments[3].object != NULL) is_signed = object_truth(vm, arguments[3].object);
    if (is_signed == RAISED) return NULL;
    ByteOrder order = int_read_order(vm, order_object, "to_bytes");
    if (order == ORDER_RAISED) return NULL;
    if (length < 0) return raise(vm, ERROR_INT_BYTES_LENGTH);
    IntParts parts;
    int_parts(arguments[0].object, &parts);
    if (parts.is_negative && !is_signed) return raise(vm, ERROR_INT_BYTES_NEGATIVE);
    if (!int_fits_bytes(&parts, length, is_signed)) return raise(vm, ERROR_INT_BYTES_TOO_BIG);
    uint8_t own[2];
    if (length < 2) {   // these are shared objects
        int_write_bytes(&parts, own, length);
        return bytes_new(vm, own, length);
    }
    Object *bytes = bytes_new(vm, NULL, length);
    if (bytes == NULL) return NULL;
    uint8_t *data = ((Bytes *)bytes)->data;
    int_write_bytes(&parts, data, length);
    if (order == ORDER_BIG) bytes_reverse(data, length);
    return bytes;
}

// bytes(object), but neither of a length nor of a text.
static Object *int_bytes_of(Vm *vm, Object *object) {
    if (object->kind == KIND_BYTES) return object_share(object);
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    Object *method = NULL;
    Found found = object_find_special(vm, object, vm->objects->names.dunder_bytes, &method);
    if (found == RAISED) return NULL;
    object_drop_or_null(vm, method);
    bool is_iterable = behaviour->iterate != NULL || behaviour->load_index != NULL;
    if (found == ABSENT && (object_is_str(vm, object) || (behaviour->view == NULL && !is_iterable)))
        return raise(vm, ERROR_INT_FROM_BYTES, object);
    return object_call_with(vm, &type_of_kind(vm, KIND_BYTES)->base, 1, object);
}

static Object *int_method_from_bytes(Vm *vm, const Slot *arguments) {
    Object *order_object = arguments[2].object;
    if (order_object != NULL && !object_is_str(vm, order_object))
        return raise(vm, ERROR_INT_BYTES_ORDER_TYPE, "from_bytes", order_object);
    Found is_signed = ABSENT;
    if (arguments[3].object != NULL) is_signed = object_truth(vm, arguments[3].object);
    if (is_signed == RAISED) return NULL;
    ByteOrder order = int_read_order(vm, order_object, "from_bytes");
    if (order == ORDER_RAISED) return NULL;
    Object *bytes = int_bytes_of(vm, arguments[1].object);
    if (bytes == NULL) return NULL;
    const Bytes *source = (const Bytes *)bytes;
    size_t count = (size_t)source->count;
    Object *number = NULL;
    if (order == ORDER_LITTLE) {
        number = int_new_from_bytes(vm, source->data, count, is_signed);
    } else {
        uint8_t *turned = system_new(vm, count + 1);
        if (turned != NULL) {
            memcpy(turned, source->data, count);
            bytes_reverse(turned, source->count);
            number = int_new_from_bytes(vm, turned, count, is_signed);
            system_drop(vm, turned, count + 1);
        }
    }
    object_drop(vm, bytes);
    Object *type = arguments[0].object;
    if (number == NULL || type == &type_of_kind(vm, KIND_INT)->base) return number;
    Object *made = object_call_with(vm, type, 1, number);
    object_drop(vm, number);
    return made;
}

// --- rounding ---

// number - the remainder nearest to zero, so a multiple of unit: halves go to the even one.
static Object *int_round_to(Vm *vm, Object *number, Object *unit) {
    Object *quotient, *rest;
    if (!int_divide_floor(vm, number, unit, &quotient, &rest)) return NULL;
    Object *twice = int_shift_left(vm, rest, 1), *result = NULL;
    if (twice != NULL) {
        int order = int_compare_values(vm, twice, unit);
        IntParts parts;
        int_parts(quotient, &parts);
        bool is_odd = parts.count > 0 && (parts.limbs[0] & 1) != 0;
        result = int_subtract(vm, number, rest);
        if (result != NULL && (order > 0 || (order == 0 && is_odd))) {
            Object *down = result;
            result = int_add(vm, down, unit);
            object_drop(vm, down);
        }
    }
    object_drop_or_null(vm, twice);
    object_drop(vm, quotient);
    object_drop(vm, rest);
    return result;
}

static Object *int_method___round__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object;
    const Tuple *given = (const Tuple *)arguments[1].object;
    if (given->count > 1)
        return raise(vm, ERROR_EXPECTED_AT_MOST_ONE, "__round__", given->count);
    int64_t digits;
    if (given->count == 0) return int_new_exact(vm, self);
    if (!object_index(vm, given->items[0].object, EXCEPTION_COUNT, &digits)) return NULL;
    if (digits >= 0) return int_new_exact(vm, self);
    // A power of ten with more bits than twice the number rounds it to zero.
    if (digits < -(int64_t)(int_bit_length(self) / 3) - 2) return int_new(vm, 0);
    Object *ten = int_new(vm, 10), *exponent = int_new(vm, -digits);
    Object *unit = NULL;
    if (ten != NULL && exponent != NULL) unit = int_behave_power(vm, ten, exponent, NULL);
    Object *result = unit != NULL ? int_round_to(vm, self, unit) : NULL;
    object_drop_or_null(vm, ten);
    object_drop_or_null(vm, exponent);
    object_drop_or_null(vm, unit);
    return result;
}

// --- the rest ---

static Object *int_method_as_integer_ratio(Vm *vm, const Slot *arguments) {
    Object *self = int_new_exact(vm, arguments[0].object);
    Object *one = int_new(vm, 1);
    Tuple *pair = self != NULL && one != NULL ? tuple_pack(vm, 2, self, one) : NULL;
    object_drop_or_null(vm, self);
    object_drop_or_null(vm, one);
    return (Object *)pair;
}

static Object *int_method___getnewargs__(Vm *vm, const Slot *arguments) {
    Object *self = int_new_exact(vm, arguments[0].object);
    if (self == NULL) return NULL;
    Tuple *args = tuple_pack(vm, 1, self);
    object_drop(vm, self);
    return (Object *)args;
}

static Object *int_method___format__(Vm *vm, const Slot *arguments) {
    Object *text = arguments[1].object;
    if (!object_is_str(vm, text)) return raise(vm, ERROR_FORMAT_ARGUMENT, text);
    return number_format_int(vm, arguments[0].object, (Str *)text);
}

static Object *int_method___sizeof__(Vm *vm, const Slot *arguments) {
    return int_definition.behaviour.size_of(vm, arguments[0].object);
}

#define int_method_conjugate int_method_self
#define int_method___trunc__ int_method_self
#define int_method___floor__ int_method_self
#define int_method___ceil__ int_method_self

const Method int_methods[] = {
    HIDDEN_METHOD(int, conjugate, "(self, /)", "The number itself."),
    METHOD(int, bit_length, "(self, /)", "How many bits the magnitude has."),
    METHOD(int, bit_count, "(self, /)", "How many ones its magnitude has in binary."),
    METHOD(int, to_bytes, "(self, /, length=1, byteorder='big', *, signed=False)",
           "The number as bytes, in two's complement when signed."),
    CLASS_METHOD(int, from_bytes, "(type, /, bytes, byteorder='big', *, signed=False)",
                 "The number that the bytes stand for."),
    METHOD(int, as_integer_ratio, "(self, /)", "The pair of the number and 1."),
    HIDDEN_METHOD(int, __trunc__, "(self, /)", "The number itself."),
    HIDDEN_METHOD(int, __floor__, "(self, /)", "The number itself."),
    HIDDEN_METHOD(int, __ceil__, "(self, /)", "The number itself."),
    METHOD(int, __round__, "(self, /, *ndigits)",
           "Round to ndigits decimal places: tens, hundreds … when negative."),
    METHOD(int, __getnewargs__, "(self, /)", "The arguments that make an equal number."),
    METHOD(int, __format__, "(self, format_spec, /)", "The number as text, as format() gives it."),
    METHOD(int, __sizeof__, "(self, /)", "The size in memory, in bytes."),
    {0},
};

static Object *int_get_zero(Vm *vm, Object *self) {
    (void)self;
    return int_new(vm, 0);
}

static Object *int_get_one(Vm *vm, Object *self) {
    (void)self;
    return int_new(vm, 1);
}

const Property int_properties[] = {
    {"real", int_new_exact, NULL, "The number itself."},
    {"imag", int_get_zero, NULL, "Zero."},
    {"numerator", int_new_exact, NULL, "The number itself."},
    {"denominator", int_get_one, NULL, "One."},
    {0},
};
