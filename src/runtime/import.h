// What the import statement does: finding modules is the work of __import__.

#ifndef RUNTIME_IMPORT_H
#define RUNTIME_IMPORT_H

#include "runtime/runtime.h"

// __import__(name, globals, locals, from_list, level) of the frame's builtins.
MUST_USE Object *import_name(Vm *vm, Frame *frame, Str *name, Object *from_list, Object *level);

// `from module import name`: the attribute, or the submodule of sys.modules, or ImportError.
MUST_USE Object *import_from(Vm *vm, Object *module, Str *name);

// `from module import *` into a namespace, by __all__ or all public names.
MUST_USE bool import_star(Vm *vm, Object *module, Object *namespace);

#endif
