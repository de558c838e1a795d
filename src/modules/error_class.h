// Exception classes that modules make for themselves: select.error's kin.

#ifndef MODULES_ERROR_CLASS_H
#define MODULES_ERROR_CLASS_H

#include "modules/modules.h"

// class NAME(BASE) of module MODULE; `full_name` is "module.Name". A new reference.
MUST_USE Object *error_class_new(Vm *vm, const char *full_name, Type *base, const char *doc);
// The same with several bases.
MUST_USE Object *error_class_new_with(Vm *vm, const char *full_name, Tuple *bases,
                                      const char *doc);

// Makes a class once a machine (`kept`, a slot of the module's state, holds it) and sets it in
// the module under the last part of its name.
MUST_USE bool error_class_add(Vm *vm, Module *module, Slot *kept, const char *full_name,
                              Type *base, const char *doc);

// Raises CLASS(number, text); text NULL: the system's one for an errno. NULL.
Object *error_class_raise(Vm *vm, Object *class, int number, const char *text);

#endif
