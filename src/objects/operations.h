// The operations that every object may have, by its type's Behaviour.
//
// This is the interface through which C code works with objects of unknown type;
// each function does what the Python operation of its name does, with its errors.

#ifndef OBJECTS_OPERATIONS_H
#define OBJECTS_OPERATIONS_H

#include "objects/raise.h"

// repr(object), str(object), ascii(object): a new Str.
MUST_USE Object *object_repr(Vm *vm, Object *object);
MUST_USE Object *object_str(Vm *vm, Object *object);
MUST_USE Object *object_ascii(Vm *vm, Object *object);
// format(object, specification); specification may be NULL for "".
MUST_USE Object *object_format(Vm *vm, Object *object, Object *specification);

MUST_USE bool object_hash(Vm *vm, Object *object, int64_t *hash);
// The hash by identity, never -1.
int64_t object_hash_address(Vm *vm, const Object *object);
// "0x7f…": the logical address as repr shows it, zero-terminated (24 bytes suffice).
void object_address_text(Vm *vm, const Object *object, char *text);

// left OP right with reflection, subclass priority and the fallbacks of == and !=.
MUST_USE Object *object_compare(Vm *vm, Object *left, Object *right, Comparison comparison);
// As `left is right or left == right` (for containers): FOUND equal, ABSENT not.
MUST_USE Found object_equal(Vm *vm, Object *left, Object *right);
// The truth of left OP right.
MUST_USE Found object_compare_truth(Vm *vm, Object *left, Object *right, Comparison comparison);
MUST_USE Found object_truth(Vm *vm, Object *object);

MUST_USE Object *object_binary(Vm *vm, BinaryOperator operator, Object *left, Object *right);
MUST_USE Object *object_in_place(Vm *vm, BinaryOperator operator, Object *left, Object *right);
MUST_USE Object *object_power(Vm *vm, Object *base, Object *exponent, Object *modulus);
MUST_USE Object *object_unary(Vm *vm, UnaryOperator operator, Object *object);

MUST_USE bool object_length(Vm *vm, Object *object, int64_t *length);
// __length_hint__ or `otherwise`.
MUST_USE bool object_length_hint(Vm *vm, Object *object, int64_t otherwise, int64_t *length);
MUST_USE Found object_contains(Vm *vm, Object *container, Object *item);
MUST_USE Object *object_load_item(Vm *vm, Object *container, Object *key);
MUST_USE bool object_set_item(Vm *vm, Object *container, Object *key, Object *value);
MUST_USE bool object_remove_item(Vm *vm, Object *container, Object *key);

// Has its type any operation of sequences, CPython's tp_as_sequence? (Some texts differ.)
ALWAYS_INLINE bool object_has_sequence_part(Vm *vm, const Object *object) {
    const Type *type = object_type(vm, object);
    const Behaviour *behaviour = &type->behaviour;
    return type_is_class(type) || behaviour->contains != NULL || behaviour->load_index != NULL ||
           behaviour->concatenate != NULL || behaviour->repeat != NULL;
}

// What `in` does without __contains__; iter() without __iter__ but with __getitem__.
MUST_USE Found object_contains_by_iteration(Vm *vm, Object *container, Object *item);
MUST_USE Object *object_iterate_by_index(Vm *vm, Object *object);

// iter(object) and next(iterator). next: NULL without an exception is the end.
MUST_USE Object *object_iterate(Vm *vm, Object *object);
MUST_USE Object *object_next(Vm *vm, Object *iterator);
ALWAYS_INLINE bool object_is_iterator(Vm *vm, const Object *object) {
    return object_type(vm, object)->behaviour.next != NULL;
}
// True for what has __index__, __int__ or __float__, and for complex numbers.
bool object_is_number(Vm *vm, const Object *object);

// Any integer-like object (through __index__) as a number; `raises`: the exception
// type when it doesn't fit, EXCEPTION_COUNT: clamp to the limits instead.
MUST_USE bool object_index(Vm *vm, Object *object, ExceptionId raises, int64_t *index);

// --- attributes ---
MUST_USE Object *object_load_attribute(Vm *vm, Object *object, Str *name);
// The same but without raising AttributeError: ABSENT instead. New reference.
MUST_USE Found object_find_attribute(Vm *vm, Object *object, Str *name, Object **value);
// Looks `name` up on the type, as implicit calls of dunder methods do, and binds it
// to the object. New reference.
MUST_USE Found object_find_special(Vm *vm, Object *object, Str *name, Object **value);
// What an attribute found on a type gives for an object of it: its __get__, or itself.
MUST_USE Object *object_bind(Vm *vm, Object *attribute, Object *object, Type *type);
MUST_USE bool object_set_attribute(Vm *vm, Object *object, Str *name, Object *value);
MUST_USE bool object_remove_attribute(Vm *vm, Object *object, Str *name);
// What `object.__getattribute__` and `object.__setattr__` do (value NULL: delete).
Object *object_load_attribute_plain(Vm *vm, Object *object, Str *name);
bool object_set_attribute_plain(Vm *vm, Object *object, Str *name, Object *value);
// For `object.name(…)`: FOUND with an unbound function that wants the object as first
// argument in *method (*bound false), or the attribute itself (*bound true).
MUST_USE Found object_find_method(Vm *vm, Object *object, Str *name, Object **method, bool *bound);

// --- calls ---
MUST_USE Object *object_call(Vm *vm, Object *callable, const Arguments *arguments);
// Positional arguments only, all Object *: object_call_with(vm, f, 2, a, b).
MUST_USE Object *object_call_with(Vm *vm, Object *callable, int count, ...);
ALWAYS_INLINE MUST_USE Object *object_call_one(Vm *vm, Object *callable, Object *argument) {
    Slot values[1];
    slot_store(&values[0], argument);
    return object_call(vm, callable, &(Arguments){values, 1, NULL});
}
ALWAYS_INLINE MUST_USE Object *object_call_two(Vm *vm, Object *callable, Object *first,
                                               Object *second) {
    Slot values[2];
    slot_store(&values[0], first);
    slot_store(&values[1], second);
    return object_call(vm, callable, &(Arguments){values, 2, NULL});
}
MUST_USE Object *object_call_method(Vm *vm, Object *object, Str *name, int count, ...);
// The same with one more value in front of the arguments.
MUST_USE Object *object_call_prefixed(Vm *vm, Object *callable, Object *first,
                                      const Arguments *arguments);
// Calls what a type has under a name on an object of the type: binds it, or, for
// functions, puts the object in front.
MUST_USE Object *object_call_bound(Vm *vm, Object *method, Object *self,
                                   const Arguments *arguments);
MUST_USE Object *object_call_tuple(Vm *vm, Object *callable, Tuple *positional, Dict *keywords);

// --- classes ---
MUST_USE Found object_is_instance(Vm *vm, Object *object, Object *class_or_tuple);
MUST_USE Found object_is_subclass(Vm *vm, Object *type, Object *class_or_tuple);
ALWAYS_INLINE bool object_has_type(Vm *vm, const Object *object, const Type *type) {
    const Type *own = object_type(vm, object);
    return own == type || type_is_subtype(own, type);
}
ALWAYS_INLINE bool object_is_flagged(Vm *vm, const Object *object, uint32_t type_flag) {
    return (object_type(vm, object)->flags & type_flag) != 0;
}

// dir(object), vars(object): new references.
MUST_USE Object *object_dir(Vm *vm, Object *object);
MUST_USE Object *object_vars(Vm *vm, Object *object);
// sys.getsizeof(object), CPython's figure with the collector's 16 bytes.
MUST_USE bool object_size_of(Vm *vm, Object *object, int64_t *bytes);

// What pickle keeps of an object beside its constructor's arguments: __getstate__(), with
// the plain one's answer refused where hidden state would be lost and is_required says so.
MUST_USE Object *object_load_state(Vm *vm, Object *object, int is_required);

// Guards a repr of containers that contain themselves: FOUND when already inside.
MUST_USE Found repr_enter(Vm *vm, Object *object);
void repr_leave(Vm *vm, Object *object);

// Guards C recursion: false with RecursionError raised when too deep.
MUST_USE bool recursion_enter(Vm *vm, const char *where);
void recursion_leave(Vm *vm);

#endif
