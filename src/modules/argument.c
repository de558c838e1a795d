#include "modules/argument.h"

#include "objects/int.h"
#include "objects/sequence.h"

#include <limits.h>
#include <stdio.h>

static bool refuse(Vm *vm, const char *function, const char *place, const char *expected,
                   Object *value) {
    const char *found = value == vm->objects->none ? "None" : object_type_name(vm, value);
    return raise_false(vm, ERROR_ARGUMENT_PLACE, function, place, expected, found);
}

bool argument_refuse(Vm *vm, const char *function, int place, const char *expected,
                     Object *value) {
    char text[32] = "argument";
    if (place > 0) snprintf(text, sizeof text, "argument %d", place);
    return refuse(vm, function, text, expected, value);
}

bool argument_refuse_named(Vm *vm, const char *function, const char *name, const char *expected,
                           Object *value) {
    char text[64];
    snprintf(text, sizeof text, "argument '%.40s'", name);
    return refuse(vm, function, text, expected, value);
}

bool argument_int(Vm *vm, Object *value, int *number) {
    Object *integer = object_unary(vm, UNARY_INDEX, value);
    if (integer == NULL) return false;
    int64_t wide;
    Found found = int_find_value(vm, integer, &wide);
    object_drop(vm, integer);
    if (found != FOUND || wide < INT_MIN || wide > INT_MAX)
        return raise_false(vm, ERROR_INT_TO_C_INT);
    *number = (int)wide;
    return true;
}

bool argument_int64(Vm *vm, Object *value, int64_t *number) {
    Object *integer = object_unary(vm, UNARY_INDEX, value);
    if (integer == NULL) return false;
    Found found = int_find_value(vm, integer, number);
    object_drop(vm, integer);
    return found == FOUND || raise_false(vm, ERROR_INT_TO_C_LONG);
}

bool argument_size(Vm *vm, Object *value, int64_t *number) {
    return sequence_size(vm, value, number);
}

bool argument_bits(Vm *vm, Object *value, uint64_t *bits) {
    Object *integer = object_unary(vm, UNARY_INDEX, value);
    if (integer == NULL) return false;
    int64_t number;
    if (int_find_value(vm, integer, &number) == FOUND) {
        *bits = (uint64_t)number;
    } else {   // a sign and limbs: the lowest one is what counts
        const BigInt *big = (const BigInt *)integer;
        *bits = big->limb_count < 0 ? -big->limbs[0] : big->limbs[0];
    }
    object_drop(vm, integer);
    return true;
}

bool argument_truth(Vm *vm, Object *value, bool *truth) {
    Found found = object_truth(vm, value);
    *truth = found == FOUND;
    return found != RAISED;
}

bool argument_str(Vm *vm, const char *function, int place, Object *value) {
    return object_is_str(vm, value) || argument_refuse(vm, function, place, "str", value);
}

bool argument_room(Vm *vm, const char *function, int place, Object *value, View *view) {
    if (object_has_view(vm, value) && view_acquire(vm, value, view, VIEW_WRITE)) return true;
    raised_clear(vm);
    *view = (View){0};
    return argument_refuse(vm, function, place, "read-write bytes-like object", value);
}
