// Errors that modules raise, apart from the others so that a new row in errors_modules.def
// rebuilds the modules alone.

#ifndef OBJECTS_ERRORS_MODULES_H
#define OBJECTS_ERRORS_MODULES_H

#include "objects/raise.h"

#define ERROR(id, type, text) ERROR_##id,
enum ErrorModulesIds {
    ERROR_MODULES_BEGIN = 1 << 16,
#include "objects/errors_modules.def"
};
#undef ERROR

#endif
