// What the files of the module _operator share.

#ifndef MODULES_OPERATOR_H
#define MODULES_OPERATOR_H

#include "objects/errors_modules.h"
#include "objects/operations.h"

extern const TypeDefinition operator_attrgetter_definition, operator_itemgetter_definition,
    operator_methodcaller_definition;

// The native function of operator._compare_digest, which _hashlib has too.
Object *operator_function__compare_digest(Vm *vm, const Slot *arguments);

#endif
