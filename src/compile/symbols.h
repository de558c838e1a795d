// Symbol tables for those who only look: the module symtable.

#ifndef COMPILE_SYMBOLS_H
#define COMPILE_SYMBOLS_H

#include "compile/scope.h"

// Builds the tables of the tree's blocks as compiling would, and gives what `load` makes of
// the module's one while the compilation lives. NULL: raised.
MUST_USE Object *symbols_load(Vm *vm, Tree *tree, Str *filename, const CompileOptions *options,
                              Object *(*load)(Compiler *compiler, const Scope *scope));

#endif
