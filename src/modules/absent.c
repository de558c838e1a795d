// Modules over libraries that were not there when Nametag was built: importing one says so.
// (The Makefile leaves their files out.)

#include "modules/modules.h"

#define ABSENT(module, name, package)                                      \
    bool module##_module_start(Vm *vm, Module *made) {                     \
        (void)made;                                                        \
        return raise_false(vm, ERROR_MODULE_NOT_BUILT, name, package);     \
    }

#if !__has_include(<zlib.h>)
bool zlib_module_start(Vm *vm, Module *module);
ABSENT(zlib, "zlib", "zlib1g-dev")
#endif

#if !__has_include(<bzlib.h>)
bool bz2_module_start(Vm *vm, Module *module);
ABSENT(bz2, "_bz2", "libbz2-dev")
#endif

#if !__has_include(<lzma.h>)
bool lzma_module_start(Vm *vm, Module *module);
ABSENT(lzma, "_lzma", "liblzma-dev")
#endif

#if !__has_include(<expat.h>)
bool expat_module_start(Vm *vm, Module *module);
ABSENT(expat, "pyexpat", "libexpat1-dev")
#endif
