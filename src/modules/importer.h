// The library's import system: importlib._bootstrap and what it is given.

#ifndef MODULES_IMPORTER_H
#define MODULES_IMPORTER_H

#include "modules/frozen.h"

// Makes _frozen_importlib and _frozen_importlib_external, and has them fill sys.meta_path
// and sys.path_hooks. False: raised.
MUST_USE bool importer_start(Vm *vm, const Settings *settings);

// _imp.check_hash_based_pycs, of _imp as the start has made it. False: raised.
MUST_USE bool importer_set_checks(Vm *vm, const char *which);

// What the import system does for a name that sys.modules does not have. NULL: raised.
MUST_USE Object *importer_load(Vm *vm, Str *name);
// importlib._handle_fromlist: the package with the submodules that the list names.
MUST_USE Object *importer_load_listed(Vm *vm, Object *package, Object *from_list);
// Waits until another thread has filled the module, when it is being filled.
MUST_USE bool importer_await(Vm *vm, Object *module, Str *name);
// Takes the import system's own calls out of the traceback of what is raised.
void importer_hide_calls(Vm *vm);

// Imports a frozen module without the import system. NULL: raised.
MUST_USE Object *importer_load_frozen(Vm *vm, const FrozenModule *module);

// Gives a module the loader of its file, or of built-in modules without one.
MUST_USE bool importer_set_loader(Vm *vm, Module *module, const char *path);
// Can sys.path_hooks make something of this path, as of a folder or an archive?
MUST_USE Found importer_takes_path(Vm *vm, const char *path);

#endif
