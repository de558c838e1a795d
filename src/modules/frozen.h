// Modules of the library whose code is at hand: those that imports themselves are made of,
// and what every start needs.
//
// Their code is compiled from the library's files and kept, with that of the library's other
// modules, in a folder of the user's: ~/.cache/nametag/COMPILER, where COMPILER stands for
// the state of our compiler. A kept file has the form of a .pyc and is used while size and
// time of the source are as it says. Options about .pyc files (-B) don't concern it.
//
// A process of its own compiles what is not kept yet, so that objects have the same addresses
// in a program's first run as in its others.

#ifndef MODULES_FROZEN_H
#define MODULES_FROZEN_H

#include "modules/modules.h"
#include "objects/code.h"

typedef struct FrozenModule {
    const char *name, *path;
    const char *origin;      // whose module it is; NULL: nobody's
    enum { FROZEN_PLAIN, FROZEN_PACKAGE, FROZEN_ESSENTIAL } kind;
} FrozenModule;

// The folder where code is kept: in $XDG_CACHE_HOME or ~/.cache. In host memory; NULL: none.
MUST_USE char *frozen_find_cache(World *world);

// Notes where the library is and what options say. False: raised.
MUST_USE bool frozen_start(Vm *vm, const Settings *settings);

// The index-th of them; NULL: there are no more.
const FrozenModule *frozen_get(int index);
// NULL: there is none of that name that may be used.
const FrozenModule *frozen_find(Vm *vm, const Str *name);
// 1 and -1: all may be used, only what is essential; 0: as the options say.
void frozen_override(Vm *vm, int override);

// Has the code of a module ready to run, for the next time that it is loaded. False: raised.
MUST_USE bool frozen_make_ready(Vm *vm, const char *name);

// Its code, from what is kept or compiled. NULL: raised.
MUST_USE Code *frozen_load_code(Vm *vm, const FrozenModule *module);

// cache_from_source and source_from_cache for files of the library and of what is installed
// beside it: takes the path that the originals would give or take (consumes it), and gives
// that in our folder, or back. Others, and errors (NULL), stay as they are.
MUST_USE Object *frozen_take_cached_path(Vm *vm, Object *path);
MUST_USE Object *frozen_take_plain_path(Vm *vm, Object *path);
// Makes the kept code of a source, if it has none. (When nothing can be written, that is
// not so.)
void frozen_keep_source(Vm *vm, Str *source, Object *kept);

#endif
