// Numbers with names that a module offers.

#ifndef MODULES_CONSTANT_H
#define MODULES_CONSTANT_H

#include "modules/modules.h"

typedef struct Constant {
    const char *name;
    int64_t value;
} Constant;

#define CONSTANT(name) {#name, (int64_t)(name)},
#define CONSTANT_OF(label, value) {#label, value},

MUST_USE bool constants_add(Vm *vm, Module *module, const Constant *rows, size_t count);
// A dict of the names with their numbers. New reference.
MUST_USE Object *constants_new_dict(Vm *vm, const Constant *rows, size_t count);

#endif
