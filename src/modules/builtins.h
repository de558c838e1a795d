// The parts of the module builtins.

#ifndef MODULES_BUILTINS_H
#define MODULES_BUILTINS_H

#include "modules/modules.h"

bool builtins_module_start(Vm *vm, Module *module);

// compile, eval, exec, __import__, __build_class__, breakpoint.
extern const Method builtins_code_functions[];
// print and input.
extern const Method builtins_io_functions[];

#endif
