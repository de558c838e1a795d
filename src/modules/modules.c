#include "modules/modules.h"

#include "modules/sys.h"
#include "objects/str.h"

#define MODULE(python_name, c_name) ModuleStart c_name##_module_start;
#include "modules/modules.def"
#undef MODULE

static const struct {
    const char *name;
    ModuleStart *start;
} builtin_modules[] = {
#define MODULE(python_name, c_name) {python_name, c_name##_module_start},
#include "modules/modules.def"
#undef MODULE
};

Dict *modules_get_table(Vm *vm) {
    return (Dict *)runtime_of(vm)->modules.object;
}

static Object *make_module(Vm *vm, const char *name, ModuleStart *start) {
    Module *module = module_new(vm, name);
    if (module == NULL) return NULL;
    if (dict_set_c(vm, modules_get_table(vm), name, &module->base) && start(vm, module))
        return &module->base;
    object_drop(vm, &module->base);
    return NULL;
}

Found modules_find_builtin(Vm *vm, Str *name, Object **module) {
    for (size_t i = 0; i < ARRAY_COUNT(builtin_modules); i++) {
        if (!str_is(name, builtin_modules[i].name)) continue;
        *module = make_module(vm, builtin_modules[i].name, builtin_modules[i].start);
        return *module != NULL ? FOUND : RAISED;
    }
    return ABSENT;
}

bool modules_start(Vm *vm, const ModulesOptions *options) {
    Dict *table = dict_new(vm);
    if (table == NULL) return false;
    slot_fill(vm, NULL, &runtime_of(vm)->modules, (Object *)table);
    Object *builtins = make_module(vm, "builtins", builtins_module_start);
    if (builtins == NULL) return false;
    slot_set(vm, NULL, &runtime_of(vm)->builtins, (Object *)module_get_dict((Module *)builtins));
    vm->objects->builtins = (Dict *)runtime_of(vm)->builtins.object;
    object_drop(vm, builtins);
    Object *sys = make_module(vm, "sys", sys_module_start);
    if (sys == NULL) return false;
    bool done = sys_set_options(vm, (Module *)sys, options);
    object_drop(vm, sys);
    return done;
}

// --- the end ---

// Sets the names of a module to None: first those with one underscore, then the others
// but __builtins__, as CPython clears a module that is still in use.
static void clear_names(Vm *vm, Dict *dict) {
    for (int pass = 0; pass < 2; pass++) {
        int64_t position = 0;
        Object *key, *value;
        while (dict_next(dict, &position, &key, &value)) {
            if (value == vm->objects->none || !object_is_str(vm, key)) continue;
            const Str *name = (const Str *)key;
            bool is_private = name->length > 0 && str_get_char(name, 0) == '_' &&
                              !(name->length > 1 && str_get_char(name, 1) == '_');
            bool is_kept = pass == 1 && str_is(name, "__builtins__");
            if ((pass == 0 && !is_private) || is_kept) continue;
            if (!dict_set(vm, dict, key, vm->objects->none)) raised_clear(vm);
        }
    }
}

// Drops the entries of sys.modules, in order; gives those modules that something else
// still holds (weakly: their names).
static void drop_modules(Vm *vm, Dict *table) {
    int64_t position = 0;
    Object *key, *value;
    while (dict_next(table, &position, &key, &value)) {
        if (value->kind != KIND_MODULE) continue;
        if (object_is_str(vm, key) && (str_is((Str *)key, "builtins") || str_is((Str *)key, "sys")))
            continue;
        if (!dict_set(vm, table, key, vm->objects->none)) raised_clear(vm);
    }
}

void modules_done(Vm *vm) {
    Dict *table = modules_get_table(vm);
    if (table == NULL) return;
    sys_forget_names(vm);
    Object *key, *value;
    List *kept = list_new(vm, 0);
    int64_t position = 0;
    while (kept != NULL && dict_next(table, &position, &key, &value)) {
        if (value->kind == KIND_MODULE && !list_add(vm, kept, value)) raised_clear(vm);
    }
    // What only sys.modules holds dies here, in the order of import; the rest is emptied.
    drop_modules(vm, table);
    for (int64_t i = 0; kept != NULL && i < kept->count; i++) {
        Object *module = kept->items[i].object;
        if (module->count > 1) continue;
        slot_set(vm, &kept->base, &kept->items[i], vm->objects->none);
    }
    heap_collect(vm, 2);
    for (int64_t i = kept != NULL ? kept->count : 0; i-- > 0;) {
        Object *module = kept->items[i].object;
        if (module->kind != KIND_MODULE) continue;
        Dict *dict = module_get_dict((Module *)module);
        if (dict == (Dict *)runtime_of(vm)->builtins.object) continue;
        clear_names(vm, dict);
    }
    object_drop_or_null(vm, (Object *)kept);
    raised_clear(vm);
    dict_empty(vm, table);
    heap_collect(vm, 2);
}
