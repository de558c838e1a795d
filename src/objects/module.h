// module: a namespace dict with a name.

#ifndef OBJECTS_MODULE_H
#define OBJECTS_MODULE_H

#include "objects/operations.h"

typedef struct Module {   // its __dict__ is prefix.dict, always there
    Object base;
    Slot name;
} Module;

extern const TypeDefinition module_definition;

// A module with __name__, __doc__, __package__, __loader__ and __spec__ set as CPython does.
MUST_USE Module *module_new(Vm *vm, const char *name);
Dict *module_get_dict(Module *module);
// Is the module whose __spec__ this is being filled? NULL is none.
MUST_USE Found module_spec_is_initializing(Vm *vm, Object *spec);
// Adds native functions, each a builtin with the module's name as __module__.
MUST_USE bool module_add_functions(Vm *vm, Module *module, const Method *functions);
// Makes a type (once a machine: the same one at each call) and sets it under its name.
// Borrowed; NULL: raised. module_register_type only makes it.
MUST_USE Type *module_add_type(Vm *vm, Module *module, const TypeDefinition *definition);
MUST_USE Type *module_register_type(Vm *vm, const TypeDefinition *definition);
MUST_USE bool module_set(Vm *vm, Module *module, const char *name, Object *value);
MUST_USE bool module_set_doc(Vm *vm, Module *module, const char *doc);
MUST_USE bool module_take_set(Vm *vm, Module *module, const char *name, Object *value);

#endif
