// function: code with its globals, defaults and closure; method: one bound to self.

#ifndef OBJECTS_FUNCTION_H
#define OBJECTS_FUNCTION_H

#include "objects/code.h"

typedef struct Function {   // __dict__ is prefix.dict
    Object base;
    Slot code;              // Code
    Slot globals;           // Dict
    Slot builtins;          // Dict, or what the globals have for __builtins__
    Slot name, qualname;    // Str
    Slot doc, module;       // any; empty: None
    Slot defaults;          // Tuple or empty
    Slot keyword_defaults;  // Dict or empty
    Slot closure;           // Tuple of cells or empty
    Slot annotations;       // Dict, or Tuple of pairs until asked for, or empty
    uint32_t version;       // caches guard on it; 0: none; cleared when code or defaults change
} Function;

typedef struct BoundMethod {
    Object base;
    Slot function, self;
} BoundMethod;

// A native function; also a native method bound to its self.
typedef struct Builtin {
    Object base;
    const Method *method;                // borrows
    const struct Signature *signature;   // borrows: kept by the heap's signature table
    Slot self;                           // the object or module; may be empty
    Slot module;                         // name of the module (Str) or empty
    Slot owner;                          // Type for class methods, or empty
} Builtin;

// A native method in a type's dict.
typedef struct MethodDescriptor {
    Object base;
    const Method *method;                // borrows
    const struct Signature *signature;   // borrows
    Slot owner;                          // Type
    Slot name, qualname;                 // Str
} MethodDescriptor;

extern const TypeDefinition function_definition, method_definition, builtin_definition,
    method_descriptor_definition;

// MAKE_FUNCTION: qualname from the code, module from globals["__name__"].
MUST_USE Function *function_new(Vm *vm, Code *code, Dict *globals);
void function_check(const Function *function);
MUST_USE Object *method_new(Vm *vm, Object *function, Object *self);
MUST_USE Object *builtin_new(Vm *vm, const Method *method, Object *self, Object *module);

#endif
