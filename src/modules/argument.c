#include "modules/argument.h"

#include "objects/errors_modules.h"
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

// --- files ---

static bool file_of_method(Vm *vm, Object *value, int *file) {
    Object *method, *result = NULL;
    Str *name = str_new_interned(vm, "fileno", 6);
    if (name == NULL) return false;
    Found found = object_find_attribute(vm, value, name, &method);
    object_drop(vm, (Object *)name);
    if (found == ABSENT) return raise_false(vm, ERROR_FILE_NO_NUMBER);
    if (found == FOUND) {
        result = object_call_with(vm, method, 0);
        object_drop(vm, method);
    }
    if (result == NULL) return false;
    bool done = object_is_int(vm, result) ? argument_int(vm, result, file)
                                          : raise_false(vm, ERROR_FILE_NUMBER_TYPE);
    object_drop(vm, result);
    return done;
}

bool argument_file(Vm *vm, Object *value, int *file) {
    if (!(object_is_int(vm, value) ? argument_int(vm, value, file)
                                   : file_of_method(vm, value, file)))
        return false;
    return *file >= 0 || raise_false(vm, ERROR_FILE_NUMBER_NEGATIVE, *file);
}

bool argument_file_number(Vm *vm, Object *value, int *file) {
    int64_t wide;
    Object *integer = object_unary(vm, UNARY_INDEX, value);
    if (integer == NULL) return false;
    Found found = int_find_value(vm, integer, &wide);
    object_drop(vm, integer);
    if (wide > INT_MAX || (found != FOUND && wide > 0))
        return raise_false(vm, ERROR_FILE_NUMBER_LIMIT, "greater", "maximum");
    if (wide < INT_MIN || found != FOUND)
        return raise_false(vm, ERROR_FILE_NUMBER_LIMIT, "less", "minimum");
    *file = (int)wide;
    return true;
}

static bool has_index(Vm *vm, Object *value) {
    return object_type(vm, value)->behaviour.unary[UNARY_INDEX] != NULL;
}

bool argument_directory(Vm *vm, Object *value, int *file) {
    *file = -1;
    if (value == NULL || value == vm->objects->none) return true;
    if (has_index(vm, value)) return argument_file_number(vm, value, file);
    return raise_false(vm, ERROR_DIRECTORY_FILE, value);
}

// --- other numbers of the system ---

bool argument_identity(Vm *vm, const char *name, Object *value, int64_t *id) {
    if (!has_index(vm, value)) return raise_false(vm, ERROR_IDENTITY_TYPE, name, value);
    Object *integer = object_unary(vm, UNARY_INDEX, value);
    if (integer == NULL) return false;
    Found found = int_find_value(vm, integer, id);
    object_drop(vm, integer);
    if (found != FOUND && *id > 0)
        return raise_false(vm, ERROR_IDENTITY_LIMIT, name, "greater", "maximum");
    if (found != FOUND || *id < -1 || *id > UINT32_MAX)
        return raise_false(vm, ERROR_IDENTITY_LIMIT, name, "less", "minimum");
    return true;
}

bool argument_process(Vm *vm, Object *value, int *process) {
    int64_t wide;
    if (!argument_int64(vm, value, &wide)) return false;
    if (wide > INT_MAX) return raise_false(vm, ERROR_PROCESS_GREATER);
    if (wide < INT_MIN) return raise_false(vm, ERROR_PROCESS_LESS);
    *process = (int)wide;
    return true;
}

bool argument_unsigned(Vm *vm, Object *value, uint64_t *number) {
    if (!object_is_int(vm, value)) return raise_false(vm, ERROR_INTEGER_REQUIRED);
    if (int_get_sign(vm, value) < 0) return raise_false(vm, ERROR_UNSIGNED_NEGATIVE);
    if (int_bit_length(value) > 64) return raise_false(vm, ERROR_UNSIGNED_LARGE);
    return argument_bits(vm, value, number);
}

bool argument_positive(Vm *vm, Object *value, uint64_t most, uint64_t *number) {
    if (object_is_int(vm, value) && int_get_sign(vm, value) < 0)
        return raise_false(vm, ERROR_VALUE_NEGATIVE);
    if (!argument_unsigned(vm, value, number)) return false;
    return *number <= most || raise_false(vm, ERROR_UNSIGNED_INT_LARGE);
}

bool argument_unsigned_long(Vm *vm, Object *value, uint64_t *number) {
    if (object_is_int(vm, value) && int_get_sign(vm, value) > 0 && int_bit_length(value) > 64)
        return raise_false(vm, ERROR_UNSIGNED_LONG_LARGE);
    return argument_positive(vm, value, UINT64_MAX, number);
}

// --- signals ---

enum { SIGNAL_LAST = 64, SIGNAL_RESERVED_FIRST = 32, SIGNAL_RESERVED_LAST = 33 };

static bool add_signal(Vm *vm, Object *item, uint64_t *bits) {
    int64_t number;
    Object *integer = object_unary(vm, UNARY_INDEX, item);
    if (integer == NULL) return false;
    if (int_find_value(vm, integer, &number) != FOUND) number = -1;
    object_drop(vm, integer);
    if (number < 1 || number > SIGNAL_LAST) return raise_false(vm, ERROR_SIGNAL_SET_RANGE, number);
    if (number < SIGNAL_RESERVED_FIRST || number > SIGNAL_RESERVED_LAST) {
        *bits |= UINT64_C(1) << (number - 1);
        return true;
    }
    // Those of the C library: programs that name all signals are only warned.
    char text[80];
    snprintf(text, sizeof text, "invalid signal number %d, please use valid_signals()",
             (int)number);
    return raise_warning(vm, EXCEPTION_RuntimeWarning, text);
}

bool argument_signals(Vm *vm, Object *iterable, uint64_t *bits) {
    Object *iterator = object_iterate(vm, iterable), *item;
    bool done = iterator != NULL;
    *bits = 0;
    while (done && (item = object_next(vm, iterator)) != NULL) {
        done = add_signal(vm, item, bits);
        object_drop(vm, item);
    }
    object_drop_or_null(vm, iterator);
    return done && !raised(vm);
}

// --- sequences ---

bool argument_is_sequence(Vm *vm, const Object *object) {
    const Type *type = object_type(vm, object);
    if ((type->flags & TYPE_IS_DICT) != 0) return false;
    bool has_method = type_is_class(type) && type->behaviour.load_item != NULL;
    return has_method || type->behaviour.load_index != NULL;
}

Object *argument_load_item(Vm *vm, Object *sequence, int64_t index) {
    Object *number = int_new(vm, index);
    if (number == NULL) return NULL;
    Object *item = object_load_item(vm, sequence, number);
    object_drop(vm, number);
    return item;
}

bool argument_room(Vm *vm, const char *function, int place, Object *value, View *view) {
    if (object_has_view(vm, value) && view_acquire(vm, value, view, VIEW_WRITE)) return true;
    raised_clear(vm);
    *view = (View){0};
    return argument_refuse(vm, function, place, "read-write bytes-like object", value);
}
