// Calling an operation with the arguments of a call of its dunder method:
// (1).__add__(2) reaches int's addition through slot_caller_left.

#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/slot.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

// The shape of an operation, out of the table's opaque pointer.
#define AS(shape, operation) ((__typeof__(((Behaviour *)0)->shape))(operation))

#define CALLER(name) \
    Object *slot_caller_##name(Vm *vm, Object *self, SlotOperation *operation, \
                               const Arguments *arguments); \
    Object *slot_caller_##name(Vm *vm, Object *self, SlotOperation *operation, \
                               const Arguments *arguments)

static bool slot_caller_check(Vm *vm, const Arguments *arguments, int wanted) {
    if (arguments->count == wanted) return true;
    return raise_false(vm, ERROR_SLOT_ARGUMENTS, wanted, wanted == 1 ? "" : "s",
                       arguments->count);
}

static Object *slot_caller_argument(const Arguments *arguments, int index) {
    return arguments->values[index].object;
}

static Object *slot_caller_done(Vm *vm, bool done) {
    return done ? none_new(vm) : NULL;
}

static void raise_stop_iteration(Vm *vm) {
    Object *type = (Object *)exception_type(vm, EXCEPTION_StopIteration);
    Object *stop = object_call_with(vm, type, 0);
    if (stop == NULL) return;
    raise_exception(vm, stop);
    object_drop(vm, stop);
}

CALLER(unary) {
    if (!slot_caller_check(vm, arguments, 0)) return NULL;
    return AS(repr, operation)(vm, self);
}

CALLER(next) {
    if (!slot_caller_check(vm, arguments, 0)) return NULL;
    Object *value = AS(next, operation)(vm, self);
    if (value == NULL && !raised(vm))
        raise_stop_iteration(vm);
    return value;
}

CALLER(binary) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    return AS(load_item, operation)(vm, self, slot_caller_argument(arguments, 0));
}

CALLER(left) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    return AS(load_item, operation)(vm, self, slot_caller_argument(arguments, 0));
}

CALLER(right) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    return AS(load_item, operation)(vm, slot_caller_argument(arguments, 0), self);
}

CALLER(power_left) {
    if (!arguments_check_count(vm, "", arguments->count, 1, 2)) return NULL;
    Object *modulus = arguments->count > 1 ? slot_caller_argument(arguments, 1)
                                           : vm->objects->none;
    return AS(power, operation)(vm, self, slot_caller_argument(arguments, 0), modulus);
}

CALLER(power_right) {
    if (!arguments_check_count(vm, "", arguments->count, 1, 2)) return NULL;
    Object *modulus = arguments->count > 1 ? slot_caller_argument(arguments, 1)
                                           : vm->objects->none;
    return AS(power, operation)(vm, slot_caller_argument(arguments, 0), self, modulus);
}

CALLER(hash) {
    int64_t hash;
    if (!slot_caller_check(vm, arguments, 0)) return NULL;
    return AS(hash, operation)(vm, self, &hash) ? int_new(vm, hash) : NULL;
}

CALLER(call) {
    return AS(call, operation)(vm, self, arguments);
}

CALLER(init) {
    return slot_caller_done(vm, AS(init, operation)(vm, self, arguments));
}

SlotCaller *slot_rows_call_caller(void) { return slot_caller_call; }
SlotCaller *slot_rows_init_caller(void) { return slot_caller_init; }

CALLER(length) {
    int64_t length;
    if (!slot_caller_check(vm, arguments, 0)) return NULL;
    return AS(length, operation)(vm, self, &length) ? int_new(vm, length) : NULL;
}

CALLER(truth) {
    if (!slot_caller_check(vm, arguments, 0)) return NULL;
    Found truth = AS(truth, operation)(vm, self);
    return truth == RAISED ? NULL : bool_new(vm, truth == FOUND);
}

CALLER(contains) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    Found found = AS(contains, operation)(vm, self, slot_caller_argument(arguments, 0));
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

CALLER(finalize) {
    if (!slot_caller_check(vm, arguments, 0)) return NULL;
    return slot_caller_done(vm, AS(finalize, operation)(vm, self));
}

// --- comparisons ---

static Object *slot_caller_compare(Vm *vm, Object *self, SlotOperation *operation,
                                   const Arguments *arguments, Comparison comparison) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    return AS(compare, operation)(vm, self, slot_caller_argument(arguments, 0), comparison);
}

CALLER(less) {
    return slot_caller_compare(vm, self, operation, arguments, COMPARE_LESS);
}
CALLER(less_equal) {
    return slot_caller_compare(vm, self, operation, arguments, COMPARE_LESS_EQUAL);
}
CALLER(equal) {
    return slot_caller_compare(vm, self, operation, arguments, COMPARE_EQUAL);
}
CALLER(not_equal) {
    return slot_caller_compare(vm, self, operation, arguments, COMPARE_NOT_EQUAL);
}
CALLER(greater) {
    return slot_caller_compare(vm, self, operation, arguments, COMPARE_GREATER);
}
CALLER(greater_equal) {
    return slot_caller_compare(vm, self, operation, arguments, COMPARE_GREATER_EQUAL);
}

// --- items ---

// An index for an operation that wants one: negative ones count from the end.
static bool slot_caller_index(Vm *vm, Object *self, Object *key, int64_t *index) {
    if (!object_index(vm, key, EXCEPTION_OverflowError, index)) return false;
    if (*index >= 0) return true;
    const Behaviour *behaviour = &object_type(vm, self)->behaviour;
    int64_t length = 0;
    if (behaviour->length != NULL && !behaviour->length(vm, self, &length)) return false;
    *index += length;
    return true;
}

CALLER(repeat) {
    int64_t times;
    if (!arguments_check_count(vm, "", arguments->count, 1, 1)) return NULL;
    if (!object_index(vm, slot_caller_argument(arguments, 0), EXCEPTION_OverflowError, &times))
        return NULL;
    return AS(repeat, operation)(vm, self, times);
}

CALLER(load_index) {
    int64_t index;
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    if (!slot_caller_index(vm, self, slot_caller_argument(arguments, 0), &index)) return NULL;
    return AS(load_index, operation)(vm, self, index);
}

CALLER(set_index) {
    int64_t index;
    if (!arguments_check_count(vm, "", arguments->count, 2, 2)) return NULL;
    if (!slot_caller_index(vm, self, slot_caller_argument(arguments, 0), &index)) return NULL;
    Object *value = slot_caller_argument(arguments, 1);
    return slot_caller_done(vm, AS(set_index, operation)(vm, self, index, value));
}

CALLER(remove_index) {
    int64_t index;
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    if (!slot_caller_index(vm, self, slot_caller_argument(arguments, 0), &index)) return NULL;
    return slot_caller_done(vm, AS(set_index, operation)(vm, self, index, NULL));
}

CALLER(set_item) {
    if (!arguments_check_count(vm, "", arguments->count, 2, 2)) return NULL;
    return slot_caller_done(vm, AS(set_item, operation)(vm, self,
                                                        slot_caller_argument(arguments, 0),
                                                        slot_caller_argument(arguments, 1)));
}

CALLER(remove_item) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    Object *key = slot_caller_argument(arguments, 0);
    return slot_caller_done(vm, AS(set_item, operation)(vm, self, key, NULL));
}

// --- attributes ---

static bool slot_caller_check_name(Vm *vm, Object *name) {
    if (object_is_str(vm, name)) return true;
    return raise_false(vm, ERROR_ATTRIBUTE_NAME_NOT_STR, name);
}

// object.__setattr__(x, …) may not pass by the built-in __setattr__ of x's type.
static bool slot_caller_may_set(Vm *vm, Object *self, SlotOperation *operation,
                                const char *what) {
    Type *type = object_type(vm, self);
    SlotOperation *own = (SlotOperation *)type->behaviour.set_attribute;
    SlotOperation *generic = slot_set_attribute_operation();
    Type *defining = type;
    Tuple *mro = type_mro(type);
    for (int64_t i = mro->count; i-- > 0;) {
        Type *base = (Type *)mro->items[i].object;
        SlotOperation *its = (SlotOperation *)base->behaviour.set_attribute;
        if (its != generic && its == own) {
            defining = base;
            break;
        }
    }
    for (Type *base = defining; base != NULL; base = type_super(base)) {
        SlotOperation *its = (SlotOperation *)base->behaviour.set_attribute;
        if (its == operation) return true;
        if (its != generic) return raise_false(vm, ERROR_CANT_APPLY, what, self);
    }
    return true;
}

CALLER(load_attribute) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    Object *name = slot_caller_argument(arguments, 0);
    if (!slot_caller_check_name(vm, name)) return NULL;
    return AS(load_attribute, operation)(vm, self, (Str *)name);
}

CALLER(set_attribute) {
    if (!arguments_check_count(vm, "", arguments->count, 2, 2)) return NULL;
    Object *name = slot_caller_argument(arguments, 0);
    if (!slot_caller_may_set(vm, self, operation, "__setattr__")) return NULL;
    if (!slot_caller_check_name(vm, name)) return NULL;
    Object *value = slot_caller_argument(arguments, 1);
    return slot_caller_done(vm, AS(set_attribute, operation)(vm, self, (Str *)name, value));
}

CALLER(remove_attribute) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    Object *name = slot_caller_argument(arguments, 0);
    if (!slot_caller_may_set(vm, self, operation, "__delattr__")) return NULL;
    if (!slot_caller_check_name(vm, name)) return NULL;
    return slot_caller_done(vm, AS(set_attribute, operation)(vm, self, (Str *)name, NULL));
}

// --- descriptors ---

CALLER(descriptor_load) {
    if (!arguments_check_count(vm, "", arguments->count, 1, 2)) return NULL;
    Object *none = vm->objects->none;
    Object *instance = slot_caller_argument(arguments, 0);
    Object *owner = arguments->count > 1 ? slot_caller_argument(arguments, 1) : none;
    if (instance == none) instance = NULL;
    if (owner == none) owner = NULL;
    if (instance == NULL && owner == NULL) return raise(vm, ERROR_GET_NONE_NONE);
    return AS(descriptor_load, operation)(vm, self, instance, (Type *)owner);
}

CALLER(descriptor_set) {
    if (!arguments_check_count(vm, "", arguments->count, 2, 2)) return NULL;
    Object *instance = slot_caller_argument(arguments, 0);
    Object *value = slot_caller_argument(arguments, 1);
    return slot_caller_done(vm, AS(descriptor_set, operation)(vm, self, instance, value));
}

CALLER(descriptor_remove) {
    if (!slot_caller_check(vm, arguments, 1)) return NULL;
    Object *instance = slot_caller_argument(arguments, 0);
    return slot_caller_done(vm, AS(descriptor_set, operation)(vm, self, instance, NULL));
}

// --- __text_signature__ ---

Object *slot_wrapper_text_signature(Vm *vm, const SlotRow *row) {
    static const struct { SlotCaller *caller; const char *text; } texts[] = {
        {slot_caller_unary, "($self, /)"}, {slot_caller_hash, "($self, /)"},
        {slot_caller_length, "($self, /)"}, {slot_caller_truth, "($self, /)"},
        {slot_caller_next, "($self, /)"},
        {slot_caller_left, "($self, value, /)"}, {slot_caller_right, "($self, value, /)"},
        {slot_caller_power_left, "($self, value, mod=None, /)"},
        {slot_caller_power_right, "($self, value, mod=None, /)"},
        {slot_caller_call, "($self, /, *args, **kwargs)"},
        {slot_caller_init, "($self, /, *args, **kwargs)"},
        {slot_caller_load_attribute, "($self, name, /)"},
        {slot_caller_set_attribute, "($self, name, value, /)"},
        {slot_caller_remove_attribute, "($self, name, /)"},
        {slot_caller_descriptor_load, "($self, instance, owner=None, /)"},
        {slot_caller_descriptor_set, "($self, instance, value, /)"},
        {slot_caller_descriptor_remove, "($self, instance, /)"},
        {slot_caller_set_item, "($self, key, value, /)"},
        {slot_caller_remove_item, "($self, key, /)"},
        {slot_caller_set_index, "($self, key, value, /)"},
        {slot_caller_remove_index, "($self, key, /)"},
        {slot_caller_load_index, "($self, key, /)"},
        {slot_caller_contains, "($self, key, /)"},
        {slot_caller_repeat, "($self, value, /)"},
    };
    if (row->offset == offsetof(Behaviour, load_item)) return str_new_c(vm, "($self, key, /)");
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++)
        if (texts[i].caller == row->caller) return str_new_c(vm, texts[i].text);
    return str_new_c(vm, "($self, value, /)");
}
