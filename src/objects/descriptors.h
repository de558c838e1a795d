// Descriptors of built-in types: what stands in their dicts for methods, computed
// attributes and fields. Functions of modules and bound methods are in function.h.

#ifndef OBJECTS_DESCRIPTORS_H
#define OBJECTS_DESCRIPTORS_H

#include "objects/function.h"

typedef struct GetsetDescriptor {
    Object base;
    const Property *property;   // borrows
    Slot owner;                 // Type
    Slot name;                  // Str
} GetsetDescriptor;

// A field at an offset: of a built-in struct, or a slot of a class's __slots__.
typedef struct MemberDescriptor {
    Object base;
    const Member *member;       // borrows; NULL: a slot of __slots__
    int64_t index;              // of __slots__: which
    Slot owner;                 // Type
    Slot name;                  // Str
} MemberDescriptor;

// Used by property, classmethod and staticmethod of the program.
typedef struct PropertyObject {
    Object base;
    Slot get, set, remove;      // callables or empty
    Slot doc, name;             // any; empty: None
    bool has_getter_doc;        // the doc came from the getter
} PropertyObject;

typedef struct ClassMethod {    // staticmethod too; __dict__ is prefix.dict
    Object base;
    Slot function;
} ClassMethod;

typedef struct Super {
    Object base;
    Slot type, object, object_type;   // Type, any, Type; empty until given
} Super;

extern const TypeDefinition getset_descriptor_definition, member_descriptor_definition,
    classmethod_descriptor_definition, slot_wrapper_definition, method_wrapper_definition,
    property_definition, classmethod_definition, staticmethod_definition, super_definition,
    object_definition, type_definition;

MUST_USE Object *method_descriptor_new(Vm *vm, Type *owner, const Method *method);
MUST_USE Object *getset_descriptor_new(Vm *vm, Type *owner, const Property *property);
MUST_USE Object *member_descriptor_new(Vm *vm, Type *owner, const Member *member);
// For entry `index` of a class's __slots__.
MUST_USE Object *member_descriptor_new_slot(Vm *vm, Type *owner, Str *name, int64_t index);

// __text_signature__ of a native function.
MUST_USE Object *method_text_signature(Vm *vm, const Method *method);
// "list.append()", "math.sin()": the function in messages. A new Str.
MUST_USE Object *builtin_text(Vm *vm, Builtin *builtin);

MUST_USE Object *classmethod_new(Vm *vm, Object *function);
MUST_USE Object *staticmethod_new(Vm *vm, Object *function);

// Is the function's __isabstractmethod__ true? NULL: ABSENT.
MUST_USE Found function_is_abstract(Vm *vm, Object *function);

// TypeError unless the object is an instance of the descriptor's owner.
MUST_USE bool descriptor_check(Vm *vm, Object *name, Type *owner, Object *object);

// (getattr, (owner, name)): how pickle finds a descriptor or bound method again.
MUST_USE Object *descriptor_reduce(Vm *vm, Object *owner, Object *name);

// What a call of a method descriptor, builtin or slot wrapper does: their Behaviour's.
Object *method_descriptor_call(Vm *vm, Object *callable, const Arguments *arguments);
Object *builtin_call(Vm *vm, Object *callable, const Arguments *arguments);

#endif
