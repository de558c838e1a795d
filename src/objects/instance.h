// Instances of classes: attribute values inline, in the order of the class's keys.
//
//   | Object | built-in part | __slots__ | InlineHeader | value 0 | value 1 | …
//                                                        ^ type->bytes
//
// A class keeps SharedKeys: the names that its instances set, in order. A new
// instance has room for `capacity` values at least (CPython's figure: generous for the first
// instances, one spare in the end); slot i holds the attribute of name i. Inline values
// stand in the order in which they were set; when one is set out of that order, or
// deleted before the last, or the keys are used up, or the __dict__ is asked for, the
// values move to a dict (prefix.dict) and the kind becomes type->kind_dict. Caches
// guard on the kind's version: it changes when the class does or its keys grow.
//
// Instances of types that vary in size (int, str, …) have their __slots__ after their
// last byte, and no inline values; nor have those whose built-in base has a dict.

#ifndef OBJECTS_INSTANCE_H
#define OBJECTS_INSTANCE_H

#include "objects/dict.h"

enum { SHARED_KEYS_MAX = 30 };

typedef struct SharedKeys {
    int32_t count;      // names so far
    int32_t capacity;   // value slots that the next instance gets
    Slot names[SHARED_KEYS_MAX];   // Str
} SharedKeys;

// Just before the first inline value.
typedef struct InlineHeader {
    uint8_t capacity;   // value slots of this instance
    uint8_t next;       // one past the last full value
    uint8_t unused[6];
} InlineHeader;

// A new instance, all slots empty and its built-in part zero, tracked when its kind is
// collected: what object.__new__ gives. (type_new_instance gives untracked ones, of any size.)
MUST_USE Object *instance_new(Vm *vm, Type *type);

ALWAYS_INLINE Slot *instance_values(const Type *type, Object *object) {
    return (Slot *)((char *)object + type->bytes);
}

ALWAYS_INLINE InlineHeader *instance_header(const Type *type, Object *object) {
    return (InlineHeader *)((char *)object + type->bytes) - 1;
}

// True when the object's values stand inline now.
ALWAYS_INLINE bool instance_is_inline(Vm *vm, const Object *object) {
    return (object_layout(vm, object)->flags & LAYOUT_INLINE) != 0;
}

// The instance's dict, made (and values moved into it) when there is none; borrowed.
// NULL: raised. Only for objects whose layout has LAYOUT_DICT.
MUST_USE Dict *instance_load_dict(Vm *vm, Object *object);
// Replaces the instance's dict; NULL: by an empty one, made on demand.
void instance_set_dict(Vm *vm, Object *object, Dict *dict);
// The property __dict__ of native types whose instances have one.
Object *instance_get___dict__(Vm *vm, Object *object);
bool instance_set___dict__(Vm *vm, Object *object, Object *value);
#define INSTANCE_DICT_PROPERTY {"__dict__", instance_get___dict__, instance_set___dict__, NULL}
// The value of an instance attribute without making the dict; borrowed, NULL when absent
// (or raised: keys that are no str may run __eq__).
Object *instance_get_value(Vm *vm, Object *object, Str *name);
// Stores (NULL: deletes) an instance attribute. ABSENT: there was none to delete.
MUST_USE Found instance_store_value(Vm *vm, Object *object, Str *name, Object *value);
// Value slot of the name in instances with inline values: index or -1.
int shared_keys_index(const SharedKeys *keys, const Str *name);
// Stores (shares) a value in an empty inline slot; false: it has to be stored by
// instance_store_value, because it is out of order.
ALWAYS_INLINE MUST_USE bool instance_fill_inline(Vm *vm, InlineHeader *header, Object *object,
                                                 Slot *slot, Object *value) {
    int64_t index = slot - (Slot *)(header + 1);
    if (index < header->next) return false;
    header->next = (uint8_t)(index + 1);
    slot_fill(vm, object, slot, object_share(value));
    return true;
}

// Stores a value at a known index of an inline instance; false as above.
ALWAYS_INLINE MUST_USE bool instance_store_inline(Vm *vm, const Type *type, Object *object,
                                                  int index, Object *value) {
    Slot *slot = &instance_values(type, object)[index];
    if (slot->object == NULL)
        return instance_fill_inline(vm, instance_header(type, object), object, slot, value);
    slot_set(vm, object, slot, value);
    return true;
}

// How memory sees instances of classes: the functions of their Layout.
extern const Layout instance_layout;
// Where the __slots__ of the instance begin.
Slot *instance_slots(Vm *vm, Object *object);

#endif
