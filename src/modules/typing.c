// The module _typing: the function that NewType's kin are.

#include "modules/modules.h"

static Object *typing_function__idfunc(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(arguments[0].object);
}

static const Method functions[] = {
    FUNCTION(typing, _idfunc, "(x, /)", "The argument itself."),
    {0},
};

bool typing_module_start(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "What typing is made faster by.");
}
