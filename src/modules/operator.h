// What the files of the module _operator share.

#ifndef MODULES_OPERATOR_H
#define MODULES_OPERATOR_H

#include "objects/errors_modules.h"
#include "objects/operations.h"

extern const TypeDefinition operator_attrgetter_definition, operator_itemgetter_definition,
    operator_methodcaller_definition;

#endif
