// Operators: which operand's operation is tried first, and what is said when none fits.

#include "objects/function.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

static const char *const binary_signs[] = {
    [BINARY_ADD] = "+", [BINARY_AND] = "&", [BINARY_FLOOR_DIVIDE] = "//",
    [BINARY_LEFT_SHIFT] = "<<", [BINARY_MATRIX_MULTIPLY] = "@", [BINARY_MULTIPLY] = "*",
    [BINARY_REMAINDER] = "%", [BINARY_OR] = "|", [BINARY_POWER] = "** or pow()",
    [BINARY_RIGHT_SHIFT] = ">>", [BINARY_SUBTRACT] = "-", [BINARY_TRUE_DIVIDE] = "/",
    [BINARY_XOR] = "^", [BINARY_DIVMOD] = "divmod()",
};

static const char *const in_place_signs[] = {
    [BINARY_ADD] = "+=", [BINARY_AND] = "&=", [BINARY_FLOOR_DIVIDE] = "//=",
    [BINARY_LEFT_SHIFT] = "<<=", [BINARY_MATRIX_MULTIPLY] = "@=", [BINARY_MULTIPLY] = "*=",
    [BINARY_REMAINDER] = "%=", [BINARY_OR] = "|=", [BINARY_POWER] = "**=",
    [BINARY_RIGHT_SHIFT] = ">>=", [BINARY_SUBTRACT] = "-=", [BINARY_TRUE_DIVIDE] = "/=",
    [BINARY_XOR] = "^=",
};

// The result was NotImplemented (and is dropped): the next operation is to be tried.
static bool operation_refused(Vm *vm, Object *result) {
    if (result != vm->objects->not_implemented) return false;
    object_drop(vm, result);
    return true;
}

// The result of either operand's operation, or NotImplemented as a borrowed marker.
static Object *binary_try(Vm *vm, BinaryOperator operator, Object *left, Object *right) {
    const Type *own = object_type(vm, left), *other = object_type(vm, right);
    BinaryFunction *first = own->behaviour.binary[operator];
    if (own == other) {
        if (first == NULL) return vm->objects->not_implemented;
        Object *result = first(vm, left, right);
        return operation_refused(vm, result) ? vm->objects->not_implemented : result;
    }
    BinaryFunction *second = other->behaviour.binary[operator];
    if (second == first) second = NULL;
    if (first != NULL) {
        if (second != NULL && type_is_subtype(other, own)) {
            Object *result = second(vm, left, right);
            if (!operation_refused(vm, result)) return result;
            second = NULL;
        }
        Object *result = first(vm, left, right);
        if (!operation_refused(vm, result)) return result;
    }
    if (second != NULL) {
        Object *result = second(vm, left, right);
        if (!operation_refused(vm, result)) return result;
    }
    return vm->objects->not_implemented;
}

// sequence * times; `repeat` is the sequence's.
static Object *sequence_repeat(Vm *vm, Object *(*repeat)(Vm *, Object *, int64_t),
                               Object *sequence, Object *times) {
    if (object_type(vm, times)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise(vm, ERROR_REPEAT_NOT_INT, times);
    int64_t count;
    if (!object_index(vm, times, EXCEPTION_OverflowError, &count)) return NULL;
    return repeat(vm, sequence, count);
}

static Object *binary_refuse(Vm *vm, const char *sign, Object *left, Object *right) {
    if (left->kind == KIND_BUILTIN && __builtin_strcmp(sign, ">>") == 0 &&
        __builtin_strcmp(((Builtin *)left)->method->name, "print") == 0)
        return raise(vm, ERROR_PRINT_SHIFT, sign, left, right);
    return raise(vm, ERROR_UNSUPPORTED_OPERANDS, sign, left, right);
}

// What sequences do where numbers have no operation.
static Object *binary_sequence(Vm *vm, BinaryOperator operator, Object *left, Object *right,
                               const char *sign) {
    const Behaviour *own = &object_type(vm, left)->behaviour;
    const Behaviour *other = &object_type(vm, right)->behaviour;
    if (operator == BINARY_ADD && own->concatenate != NULL)
        return own->concatenate(vm, left, right);
    if (operator == BINARY_MULTIPLY && own->repeat != NULL)
        return sequence_repeat(vm, own->repeat, left, right);
    if (operator == BINARY_MULTIPLY && other->repeat != NULL)
        return sequence_repeat(vm, other->repeat, right, left);
    return binary_refuse(vm, sign, left, right);
}

Object *object_binary(Vm *vm, BinaryOperator operator, Object *left, Object *right) {
    if (operator == BINARY_POWER) return object_power(vm, left, right, vm->objects->none);
    Object *result = binary_try(vm, operator, left, right);
    if (LIKELY(result != vm->objects->not_implemented)) return result;
    return binary_sequence(vm, operator, left, right, binary_signs[operator]);
}

bool object_is_number(Vm *vm, const Object *object) {
    const Type *type = object_type(vm, object);
    return type->behaviour.unary[UNARY_INDEX] != NULL || type->behaviour.unary[UNARY_INT] != NULL ||
           type->behaviour.unary[UNARY_FLOAT] != NULL ||
           type_is_subtype(type, type_of_kind(vm, KIND_COMPLEX));
}

// --- power ---

static Object *power_try(Vm *vm, Object *base, Object *exponent, Object *modulus) {
    typedef Object *Power(Vm *, Object *, Object *, Object *);
    const Type *own = object_type(vm, base), *other = object_type(vm, exponent);
    Power *first = own->behaviour.power;
    Power *second = own != other ? other->behaviour.power : NULL;
    if (second == first) second = NULL;
    if (first != NULL) {
        if (second != NULL && type_is_subtype(other, own)) {
            Object *result = second(vm, base, exponent, modulus);
            if (!operation_refused(vm, result)) return result;
            second = NULL;
        }
        Object *result = first(vm, base, exponent, modulus);
        if (!operation_refused(vm, result)) return result;
    }
    if (second != NULL) {
        Object *result = second(vm, base, exponent, modulus);
        if (!operation_refused(vm, result)) return result;
    }
    Power *third = object_type(vm, modulus)->behaviour.power;
    if (third != NULL && third != first && third != second) {
        Object *result = third(vm, base, exponent, modulus);
        if (!operation_refused(vm, result)) return result;
    }
    return vm->objects->not_implemented;
}

Object *object_power(Vm *vm, Object *base, Object *exponent, Object *modulus) {
    if (modulus == NULL) modulus = vm->objects->none;
    Object *result = power_try(vm, base, exponent, modulus);
    if (result != vm->objects->not_implemented) return result;
    if (modulus == vm->objects->none)
        return raise(vm, ERROR_UNSUPPORTED_OPERANDS, binary_signs[BINARY_POWER], base, exponent);
    return raise(vm, ERROR_UNSUPPORTED_POWER, base, exponent, modulus);
}

// --- in place ---

static Object *in_place_sequence(Vm *vm, BinaryOperator operator, Object *left, Object *right) {
    const Behaviour *own = &object_type(vm, left)->behaviour;
    if (operator == BINARY_ADD && own->concatenate_in_place != NULL)
        return own->concatenate_in_place(vm, left, right);
    if (operator == BINARY_MULTIPLY && own->repeat_in_place != NULL)
        return sequence_repeat(vm, own->repeat_in_place, left, right);
    // The right operand's repeat is asked only where the left has nothing of a sequence.
    if (operator == BINARY_MULTIPLY && own->repeat == NULL && object_has_sequence_part(vm, left))
        return binary_refuse(vm, in_place_signs[operator], left, right);
    return binary_sequence(vm, operator, left, right, in_place_signs[operator]);
}

Object *object_in_place(Vm *vm, BinaryOperator operator, Object *left, Object *right) {
    BinaryFunction *function = object_type(vm, left)->behaviour.in_place[operator];
    if (function != NULL) {
        Object *result = function(vm, left, right);
        if (!operation_refused(vm, result)) return result;
    }
    if (operator == BINARY_POWER) {
        Object *result = power_try(vm, left, right, vm->objects->none);
        if (result != vm->objects->not_implemented) return result;
        return raise(vm, ERROR_UNSUPPORTED_OPERANDS, in_place_signs[operator], left, right);
    }
    Object *result = binary_try(vm, operator, left, right);
    if (result != vm->objects->not_implemented) return result;
    return in_place_sequence(vm, operator, left, right);
}

// --- unary ---

// What __index__ gave: must be an int.
static Object *unary_check_index(Vm *vm, Object *object, Object *value) {
    (void)object;
    if (value == NULL || value->kind == KIND_INT || value->kind == KIND_BIGINT) return value;
    if (!object_is_int(vm, value)) {
        raise(vm, ERROR_INDEX_NOT_INT, value);
    } else if (value->kind == KIND_BOOL || object_type(vm, value) != type_of_kind(vm, KIND_INT)) {
        Object *message = str_new_format(vm, "__index__ returned non-int (type %T).  The ability "
            "to return an instance of a strict subclass of int is deprecated, and may not be "
            "supported in a future version of Python.", value);
        if (message == NULL) return NULL;
        size_t bytes;
        const char *text = str_utf8(vm, (Str *)message, &bytes);
        bool done = text != NULL && raise_warning(vm, EXCEPTION_DeprecationWarning, text);
        if (text != NULL) str_utf8_drop(vm, (Str *)message, text, bytes);
        object_drop(vm, message);
        if (done) return value;
    }
    object_drop(vm, value);
    return NULL;
}

Object *object_unary(Vm *vm, UnaryOperator operator, Object *object) {
    UnaryFunction *function = object_type(vm, object)->behaviour.unary[operator];
    if (operator == UNARY_INDEX && object_is_int(vm, object)) {
        if (object->kind == KIND_INT || object->kind == KIND_BIGINT) return object_share(object);
        function = type_of_kind(vm, KIND_INT)->behaviour.unary[UNARY_INT];   // an exact int
    }
    if (LIKELY(function != NULL)) {
        Object *value = function(vm, object);
        return operator == UNARY_INDEX ? unary_check_index(vm, object, value) : value;
    }
    switch (operator) {
    case UNARY_NEGATIVE: return raise(vm, ERROR_BAD_UNARY, "unary -", object);
    case UNARY_POSITIVE: return raise(vm, ERROR_BAD_UNARY, "unary +", object);
    case UNARY_INVERT: return raise(vm, ERROR_BAD_UNARY, "unary ~", object);
    case UNARY_ABSOLUTE: return raise(vm, ERROR_BAD_UNARY, "abs()", object);
    case UNARY_INDEX: return raise(vm, ERROR_NOT_AN_INTEGER, object);
    case UNARY_FLOAT: return raise(vm, ERROR_NOT_A_REAL, object);
    default: return raise(vm, ERROR_NOT_INT_LIKE, object);
    }
}

bool object_index(Vm *vm, Object *object, ExceptionId raises, int64_t *index) {
    if (LIKELY(object->kind == KIND_INT)) {
        *index = ((Int *)object)->value;
        return true;
    }
    Object *number = object_unary(vm, UNARY_INDEX, object);
    if (number == NULL) return false;
    Found fits = int_find_value(vm, number, index);
    object_drop(vm, number);
    if (fits == FOUND) return true;
    if (raises == EXCEPTION_COUNT) {
        *index = *index < 0 ? INT64_MIN : INT64_MAX;
        return true;
    }
    raise_text(vm, exception_type(vm, raises), "cannot fit '%.200T' into an index-sized integer",
               object);
    return false;
}
