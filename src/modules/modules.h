// Modules written in C: how they are found and made; the interpreter's start and end.

#ifndef MODULES_MODULES_H
#define MODULES_MODULES_H

#include "modules/settings.h"
#include "objects/errors_modules.h"
#include "objects/module.h"
#include "objects/state.h"
#include "runtime/runtime.h"

typedef bool ModuleStart(Vm *vm, Module *module);

// The part of the start that is alike for all programs: sys.modules with builtins, sys, the
// import system and the library's modules that every start needs. Of the settings it knows
// the places, -O, -S, -v, -X importtime and -X frozen_modules; it asks the world for files
// only. False: raised.
MUST_USE bool modules_prepare(Vm *vm, const Settings *settings);
// Makes the standard files after it has failed, so that what was raised can be shown.
void modules_start_output(Vm *vm, const Settings *settings);
// The rest of what stands before a program's first line. False: raised.
MUST_USE bool modules_start(Vm *vm, const Settings *settings);

// The program has ended: waits for its threads, calls what atexit has, writes out what is
// buffered. Gives the status to exit with, 120 when that writing fails.
int modules_end(Vm *vm, int status);
// Writes out what sys.stdout and sys.stderr hold; false: that failed, and has been reported.
bool modules_end_output(Vm *vm);

// Empties sys.modules as the interpreter does at its end: __main__ first, sys and builtins
// last, each name set to None in CPython's order.
void modules_done(Vm *vm);
// Can nobody see whether modules_done, and what comes after it, is done or the process just
// ends? So it is where no finaliser, callback or hook of the program is left.
bool modules_end_is_unseen(Vm *vm);
// For modules_done: marks its begin; gives the builtins the values that they started with.
void modules_set_finalizing(Vm *vm);
void modules_restore_builtins(Vm *vm);
// True from modules_done on: sys.is_finalizing().
bool modules_is_finalizing(Vm *vm);
// False: options said that variables PYTHON… are to be ignored.
bool modules_uses_environment(Vm *vm);

// A module written in C, made and entered in sys.modules if it is not there yet.
// ABSENT: there is no such module. New reference.
MUST_USE Found modules_find_builtin(Vm *vm, Str *name, Object **module);
// The name of the index-th of them; NULL: there are no more.
const char *modules_builtin_name(int index);

// The module __main__, made when there is none. New reference.
MUST_USE Module *modules_load_main(Vm *vm);

// __import__ for names, the from-list and relative levels.
MUST_USE Object *modules_import(Vm *vm, Object *name, Object *globals, Object *from_list,
                                int64_t level);
// importlib.import_module(name) for a full name: the module itself.
MUST_USE Object *modules_load(Vm *vm, Str *name);

// The same for a name that C code writes.
MUST_USE Object *modules_load_c(Vm *vm, const char *name);
// What a module has under a name, imported for it.
MUST_USE Object *modules_load_member(Vm *vm, const char *module, const char *name);

// The dict of sys.modules.
Dict *modules_get_table(Vm *vm);

#endif
