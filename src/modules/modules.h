// Modules written in C: how they are found and made.

#ifndef MODULES_MODULES_H
#define MODULES_MODULES_H

#include "objects/module.h"
#include "runtime/runtime.h"

typedef bool ModuleStart(Vm *vm, Module *module);

// What the machine was started with: sys shows it, the import system uses it.
typedef struct ModulesOptions {
    const char *const *arguments;   // sys.argv
    int argument_count;
    const char *library;            // folder of the standard library
    const char *executable;         // sys.executable
    const char *script_folder;      // sys.path[0]; NULL: none
    int optimise, verbose, inspect, isolated, ignore_environment, no_site, no_user_site,
        dont_write_bytecode, quiet, unbuffered, bytes_warning, dev_mode, utf8_mode, safe_path;
} ModulesOptions;

// Makes sys.modules with builtins and sys. False: raised.
MUST_USE bool modules_start(Vm *vm, const ModulesOptions *options);

// Empties sys.modules as the interpreter does at its end: __main__ first, sys and builtins
// last, each name set to None in CPython's order.
void modules_done(Vm *vm);

// A module written in C, made and entered in sys.modules if it is not there yet.
// ABSENT: there is no such module. New reference.
MUST_USE Found modules_find_builtin(Vm *vm, Str *name, Object **module);

// __import__ for names, the from-list and relative levels.
MUST_USE Object *modules_import(Vm *vm, Object *name, Object *globals, Object *from_list,
                                int64_t level);

// The dict of sys.modules.
Dict *modules_get_table(Vm *vm);

#endif
