// The sys module's side that other modules need.

#ifndef MODULES_SYS_H
#define MODULES_SYS_H

#include "modules/modules.h"

MUST_USE bool sys_set_options(Vm *vm, Module *sys, const ModulesOptions *options);

// Sets what sys keeps for the prompt and the last exception to None, at the end.
void sys_forget_names(Vm *vm);

#endif
