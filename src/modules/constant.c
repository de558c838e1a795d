#include "modules/constant.h"

#include "objects/dict.h"
#include "objects/int.h"
#include "objects/str.h"

#include <string.h>

static bool add_rows(Vm *vm, Dict *dict, const Constant *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Str *name = str_new_interned(vm, rows[i].name, strlen(rows[i].name));
        Object *value = name == NULL ? NULL : int_new(vm, rows[i].value);
        bool done = value != NULL && dict_set_str(vm, dict, name, value);
        object_drop_or_null(vm, (Object *)name);
        object_drop_or_null(vm, value);
        if (!done) return false;
    }
    return true;
}

bool constants_add(Vm *vm, Module *module, const Constant *rows, size_t count) {
    return add_rows(vm, module_get_dict(module), rows, count);
}

Object *constants_new_dict(Vm *vm, const Constant *rows, size_t count) {
    Dict *dict = dict_new(vm);
    if (dict == NULL || add_rows(vm, dict, rows, count)) return (Object *)dict;
    object_drop(vm, (Object *)dict);
    return NULL;
}
