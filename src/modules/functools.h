// What the files of the module _functools share.

#ifndef MODULES_FUNCTOOLS_H
#define MODULES_FUNCTOOLS_H

#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/errors_modules.h"
#include "objects/module.h"

typedef struct FunctoolsState {
    Type *key_wrapper;    // borrow
    Slot mark;            // an object that stands before keywords in keys of caches
} FunctoolsState;

FunctoolsState *functools_get_state(Vm *vm);

extern const TypeDefinition functools_partial_definition, functools_cache_definition,
    functools_key_wrapper_definition;

#endif
