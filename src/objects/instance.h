// Instances of classes: attribute values inline, in the order of the class's keys.
//
// A class keeps SharedKeys: the names that its instances set, in order. A new
// instance has `capacity` value slots after its struct (type->bytes); slot i holds
// the attribute of name i. When an instance needs a name beyond its capacity, or
// its __dict__ is asked for, or an attribute is deleted out of order, its values
// move to a dict (prefix.dict) and its kind becomes type->kind_dict. Caches guard
// on the kind's version: it changes when the class does or its keys grow.

#ifndef OBJECTS_INSTANCE_H
#define OBJECTS_INSTANCE_H

#include "objects/dict.h"

enum { SHARED_KEYS_MAX = 30 };

typedef struct SharedKeys {
    int32_t count;      // names so far
    int32_t capacity;   // value slots that the next instance gets
    Slot names[SHARED_KEYS_MAX];   // Str
} SharedKeys;

// Instance with inline values, not initialised by __init__: what object.__new__ gives.
MUST_USE Object *instance_new(Vm *vm, Type *type);

ALWAYS_INLINE Slot *instance_values(const Type *type, Object *object) {
    return (Slot *)((char *)object + type->bytes);
}

// The instance's dict, made (and values moved into it) when there is none; borrowed.
// NULL: raised.
MUST_USE Dict *instance_load_dict(Vm *vm, Object *object);
// The value of an instance attribute without making the dict; borrowed, NULL when absent.
Object *instance_get_value(Vm *vm, Object *object, Str *name);
// Value slot of the name in instances with inline values: index or -1.
int shared_keys_index(const SharedKeys *keys, const Str *name);

#endif
