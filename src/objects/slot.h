// Slots: the table that ties operations (Behaviour) to dunder methods, and its users.
//
// built-in type: operation -> slot wrapper `int.__add__` in the type's dict
// class:         `__add__` in its MRO -> slot_add in its Behaviour, which calls it

#ifndef OBJECTS_SLOT_H
#define OBJECTS_SLOT_H

#include "objects/operations.h"

// Any entry of a Behaviour; cast to the entry's own type before it is called.
typedef void SlotOperation(void);

// Calls an operation with the arguments of a call of its wrapper, self apart.
typedef Object *SlotCaller(Vm *vm, Object *self, SlotOperation *operation,
                           const Arguments *arguments);

typedef struct SlotRow {
    const char *name;       // "__add__"
    uint16_t offset;        // of the field in Behaviour
    SlotOperation *function;// what a class's Behaviour gets; NULL: nothing of its own
    SlotCaller *caller;     // NULL: built-in types get no wrapper
    const char *doc;
} SlotRow;

extern const SlotRow slot_rows[];
extern const int slot_row_count;

// An operation of a built-in type as an object: int.__add__.
typedef struct SlotWrapper {
    Object base;
    const SlotRow *row;        // borrows
    SlotOperation *operation;  // the type's own
    Slot owner;                // Type
    Slot name;                 // Str
} SlotWrapper;

// The same bound to an object: (1).__add__.
typedef struct MethodWrapper {
    Object base;
    Slot wrapper;   // SlotWrapper
    Slot self;
} MethodWrapper;

MUST_USE Object *slot_wrapper_new(Vm *vm, const SlotRow *row, SlotOperation *operation,
                                  Type *owner, Str *name);
MUST_USE Object *method_wrapper_new(Vm *vm, Object *wrapper, Object *self);

ALWAYS_INLINE SlotOperation **slot_field(Behaviour *behaviour, const SlotRow *row) {
    return (SlotOperation **)(void *)((char *)behaviour + row->offset);
}

// The two callers that take keyword arguments.
SlotCaller *slot_rows_call_caller(void);
SlotCaller *slot_rows_init_caller(void);
// What classes with __setattr__ or __delattr__ have for set_attribute.
SlotOperation *slot_set_attribute_operation(void);
// __text_signature__ of the wrappers of a row; None where there is none.
MUST_USE Object *slot_wrapper_text_signature(Vm *vm, const SlotRow *row);

// Interned names of the rows, parallel to slot_rows.
Str *slot_name(Vm *vm, int row);

// Puts a wrapper for each operation that the definition has into the type's dict.
MUST_USE bool slots_add_wrappers(Vm *vm, Type *type, const Behaviour *own);

// Sets a class's operations by what its MRO defines: all of them, or those of one name.
void slots_fill(Vm *vm, Type *type);
void slots_fill_name(Vm *vm, Type *type, Str *name);
bool slots_is_name(Vm *vm, Str *name);

// What a class with `__hash__ = None`, or a type that compares but does not hash, has.
bool slot_hash_refuse(Vm *vm, Object *object, int64_t *hash);
// The operations of a class that defines __new__ in Python.
Object *slot_new(Vm *vm, Type *type, const Arguments *arguments);

// --- calling dunder methods of classes ---

enum { SLOT_ARGUMENTS_MAX = 4 };

// Calls the method that the object's type has under that name. ABSENT: it has none.
MUST_USE Found slot_find_call(Vm *vm, Object *self, Str *name, int count, Object *const *given,
                              Object **result);
// The same; AttributeError when there is none.
MUST_USE Object *slot_call(Vm *vm, Object *self, Str *name, int count, Object *const *given);
MUST_USE Object *slot_call_none(Vm *vm, Object *self, Str *name);
MUST_USE Object *slot_call_one(Vm *vm, Object *self, Str *name, Object *argument);

#endif
