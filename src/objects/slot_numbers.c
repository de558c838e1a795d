// Operators of classes: __add__ and __radd__ tried in Python's order.

#include "objects/slot.h"
#include "objects/str.h"
#include "objects/type_build.h"

#define NAMES (&vm->objects->names)

// Does the right operand's class define another `name` than the left one's?
static Found slot_is_overloaded(Vm *vm, Object *left, Object *right, Str *name) {
    Object *theirs, *own;
    Found found = object_find_attribute(vm, (Object *)object_type(vm, right), name, &theirs);
    if (found != FOUND) return found;
    found = object_find_attribute(vm, (Object *)object_type(vm, left), name, &own);
    if (found != FOUND) {
        object_drop(vm, theirs);
        return found == ABSENT ? FOUND : RAISED;
    }
    Found same = object_equal(vm, theirs, own);
    object_drop(vm, theirs);
    object_drop(vm, own);
    return same == RAISED ? RAISED : same == FOUND ? ABSENT : FOUND;
}

// The method's result, or NotImplemented when there is no such method.
static Object *slot_try(Vm *vm, Object *self, Str *name, Object *other) {
    Object *result = NULL;
    if (slot_find_call(vm, self, name, 1, &other, &result) == ABSENT)
        return not_implemented_new(vm);
    return result;
}

static bool slot_was_refused(Vm *vm, Object *result) {
    if (result != vm->objects->not_implemented) return false;
    object_drop(vm, result);
    return true;
}

// `is_left`, `is_right`: whether that operand's class has this very operation.
static Object *slot_binary(Vm *vm, Object *left, Object *right, Str *name, Str *reflected,
                           int is_left, int is_right) {
    const Type *own = object_type(vm, left), *other = object_type(vm, right);
    bool tries_right = own != other && is_right;
    if (is_left) {
        if (tries_right && type_is_subtype(other, own)) {
            Found overloaded = slot_is_overloaded(vm, left, right, reflected);
            if (overloaded == RAISED) return NULL;
            if (overloaded == FOUND) {
                Object *result = slot_try(vm, right, reflected, left);
                if (!slot_was_refused(vm, result)) return result;
                tries_right = false;
            }
        }
        Object *result = slot_try(vm, left, name, right);
        if (result != vm->objects->not_implemented || own == other) return result;
        object_drop(vm, result);
    }
    if (tries_right) return slot_try(vm, right, reflected, left);
    return not_implemented_new(vm);
}

static bool slot_has_operation(Vm *vm, Object *object, int operator, BinaryFunction *function) {
    return object_type(vm, object)->behaviour.binary[operator] == function;
}

#define BINARY_SLOT(function, operator, name, reflected) \
    Object *slot_##function(Vm *vm, Object *left, Object *right); \
    Object *slot_##function(Vm *vm, Object *left, Object *right) { \
        return slot_binary(vm, left, right, NAMES->dunder_##name, NAMES->dunder_##reflected, \
                           slot_has_operation(vm, left, operator, slot_##function), \
                           slot_has_operation(vm, right, operator, slot_##function)); \
    }

#define IN_PLACE_SLOT(function, name) \
    Object *slot_##function##_in_place(Vm *vm, Object *left, Object *right); \
    Object *slot_##function##_in_place(Vm *vm, Object *left, Object *right) { \
        return slot_call_one(vm, left, NAMES->dunder_##name, right); \
    }

#define UNARY_SLOT(function, name) \
    Object *slot_##function(Vm *vm, Object *self); \
    Object *slot_##function(Vm *vm, Object *self) { \
        return slot_call_none(vm, self, NAMES->dunder_##name); \
    }

BINARY_SLOT(add, BINARY_ADD, add, radd)
BINARY_SLOT(subtract, BINARY_SUBTRACT, sub, rsub)
BINARY_SLOT(multiply, BINARY_MULTIPLY, mul, rmul)
BINARY_SLOT(remainder, BINARY_REMAINDER, mod, rmod)
BINARY_SLOT(divmod, BINARY_DIVMOD, divmod, rdivmod)
BINARY_SLOT(left_shift, BINARY_LEFT_SHIFT, lshift, rlshift)
BINARY_SLOT(right_shift, BINARY_RIGHT_SHIFT, rshift, rrshift)
BINARY_SLOT(and, BINARY_AND, and, rand)
BINARY_SLOT(xor, BINARY_XOR, xor, rxor)
BINARY_SLOT(or, BINARY_OR, or, ror)
BINARY_SLOT(floor_divide, BINARY_FLOOR_DIVIDE, floordiv, rfloordiv)
BINARY_SLOT(true_divide, BINARY_TRUE_DIVIDE, truediv, rtruediv)
BINARY_SLOT(matrix_multiply, BINARY_MATRIX_MULTIPLY, matmul, rmatmul)

IN_PLACE_SLOT(add, iadd)
IN_PLACE_SLOT(subtract, isub)
IN_PLACE_SLOT(multiply, imul)
IN_PLACE_SLOT(remainder, imod)
IN_PLACE_SLOT(power, ipow)
IN_PLACE_SLOT(left_shift, ilshift)
IN_PLACE_SLOT(right_shift, irshift)
IN_PLACE_SLOT(and, iand)
IN_PLACE_SLOT(xor, ixor)
IN_PLACE_SLOT(or, ior)
IN_PLACE_SLOT(floor_divide, ifloordiv)
IN_PLACE_SLOT(true_divide, itruediv)
IN_PLACE_SLOT(matrix_multiply, imatmul)

UNARY_SLOT(negative, neg)
UNARY_SLOT(positive, pos)
UNARY_SLOT(absolute, abs)
UNARY_SLOT(invert, invert)
UNARY_SLOT(int, int)
UNARY_SLOT(float, float)
UNARY_SLOT(index, index)

Object *slot_power(Vm *vm, Object *base, Object *exponent, Object *modulus);

Object *slot_power(Vm *vm, Object *base, Object *exponent, Object *modulus) {
    bool is_left = object_type(vm, base)->behaviour.power == slot_power;
    bool is_right = object_type(vm, exponent)->behaviour.power == slot_power;
    if (modulus == vm->objects->none)
        return slot_binary(vm, base, exponent, NAMES->dunder_pow, NAMES->dunder_rpow, is_left,
                           is_right);
    // With a modulus there is no __rpow__.
    if (!is_left) return not_implemented_new(vm);
    Object *given[] = {exponent, modulus};
    return slot_call(vm, base, NAMES->dunder_pow, 2, given);
}
