#include "modules/modules.h"

#include "modules/codecs.h"
#include "modules/importer.h"
#include "modules/io.h"
#include "modules/signal.h"
#include "modules/sys.h"
#include "modules/warnings.h"
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

typedef struct ModulesState {
    Slot builtins;   // Dict: what the builtins were at the start
    bool is_finalizing;
    bool ignores_environment;
} ModulesState;

static void modules_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((ModulesState *)state)->builtins, context);
}

static void modules_forget(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((ModulesState *)state)->builtins);
}

static const StateDefinition modules_state = {sizeof(ModulesState), modules_visit,
                                              modules_forget};

Dict *modules_get_table(Vm *vm) {
    return (Dict *)runtime_of(vm)->modules.object;
}

void modules_set_finalizing(Vm *vm) {
    ModulesState *state = state_find(vm, &modules_state);
    if (state != NULL) state->is_finalizing = true;
}

void modules_restore_builtins(Vm *vm) {
    ModulesState *state = state_find(vm, &modules_state);
    Dict *builtins = (Dict *)runtime_of(vm)->builtins.object;
    if (state == NULL || state->builtins.object == NULL || builtins == NULL) return;
    Object *first = slot_detach(vm, NULL, &state->builtins);
    dict_empty(vm, builtins);
    if (!dict_merge(vm, builtins, first, DICT_REPLACE)) raised_clear(vm);
    object_drop(vm, first);
}

bool modules_is_finalizing(Vm *vm) {
    const ModulesState *state = state_find(vm, &modules_state);
    return state != NULL && state->is_finalizing;
}

bool modules_uses_environment(Vm *vm) {
    const ModulesState *state = state_find(vm, &modules_state);
    return state == NULL || !state->ignores_environment;
}

const char *modules_builtin_name(int index) {
    return index < (int)ARRAY_COUNT(builtin_modules) ? builtin_modules[index].name : NULL;
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

// --- the start ---

static bool start_builtins(Vm *vm, const Settings *settings) {
    Object *builtins = make_module(vm, "builtins", builtins_module_start);
    if (builtins == NULL) return false;
    Runtime *runtime = runtime_of(vm);
    slot_set(vm, NULL, &runtime->builtins, (Object *)module_get_dict((Module *)builtins));
    vm->objects->builtins = (Dict *)runtime->builtins.object;
    Object *debug = settings->optimise > 0 ? vm->objects->false_ : vm->objects->true_;
    bool done = module_set(vm, (Module *)builtins, "__debug__", debug);
    object_drop(vm, builtins);
    return done;
}

static bool start_sys(Vm *vm, Settings *settings) {
    Object *sys = make_module(vm, "sys", sys_module_start);
    if (sys == NULL) return false;
    bool done = sys_set_options(vm, (Module *)sys, settings);
    object_drop(vm, sys);
    return done;
}

// _io with sys.stdin, sys.stdout and sys.stderr, and the builtin open().
static bool start_io(Vm *vm, const Settings *settings) {
    Object *io = make_module(vm, "_io", io_module_start);
    Object *sys = dict_get_str(vm, modules_get_table(vm), vm->objects->names.sys);
    Str *name = io == NULL ? NULL : str_new_interned(vm, "open", 4);
    Object *open = name == NULL ? NULL : object_load_attribute(vm, io, name);
    bool done = open != NULL &&
                dict_set_str(vm, (Dict *)runtime_of(vm)->builtins.object, name, open) &&
                io_standard_start(vm, (Module *)sys, settings);
    object_drop_or_null(vm, open);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, io);
    return done;
}

static bool import_site(Vm *vm) {
    Str *name = str_new_interned(vm, "site", 4);
    Object *site = name == NULL ? NULL : modules_load(vm, name);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, site);
    return site != NULL;
}

bool modules_start(Vm *vm, Settings *settings) {
    Dict *table = dict_new(vm);
    ModulesState *state = state_load(vm, &modules_state);
    if (table == NULL || state == NULL) return false;
    codecs_start(vm);
    vm->objects->warning_hook = warnings_warn;
    state->ignores_environment = settings->ignores_environment != 0;
    slot_fill(vm, NULL, &runtime_of(vm)->modules, (Object *)table);
    vm->objects->warning_hook = warnings_warn;
    runtime_of(vm)->optimise = settings->optimise < 2 ? settings->optimise : 2;
    if (!dict_set_c(vm, table, "sys", vm->objects->none) ||   // the first in the order
        !start_builtins(vm, settings) || !start_sys(vm, settings) ||
        !start_io(vm, settings) || !importer_start(vm, settings))
        return false;
    if (settings->handles_signals) signal_install(vm);
    Module *main = modules_load_main(vm);
    if (main == NULL) return false;
    object_drop(vm, &main->base);
    if (!settings->no_site && !import_site(vm)) return false;
    if (!settings->safe_path && settings->script_folder != NULL &&
        !sys_add_script_folder(vm, settings->script_folder))
        return false;
    Dict *builtins = dict_copy(vm, (Dict *)runtime_of(vm)->builtins.object);
    if (builtins != NULL) slot_fill(vm, NULL, &state->builtins, &builtins->base);
    return builtins != NULL;
}

Module *modules_load_main(Vm *vm) {
    Dict *table = modules_get_table(vm);
    Object *name = str_new_c(vm, "__main__"), *found = NULL;
    if (name == NULL) return NULL;
    found = dict_get_str(vm, table, (Str *)name);
    object_drop(vm, name);
    if (found != NULL && found->kind == KIND_MODULE) return (Module *)object_share(found);
    Module *module = module_new(vm, "__main__");
    Dict *annotations = module == NULL ? NULL : dict_new(vm);
    Object *builtins = dict_get_str(vm, table, vm->objects->names.builtins);
    bool done = annotations != NULL &&
        module_set(vm, module, "__annotations__", (Object *)annotations) &&
        module_set(vm, module, "__builtins__", builtins) &&
        importer_set_loader(vm, module, NULL) &&
        dict_set_c(vm, table, "__main__", &module->base);
    object_drop_or_null(vm, (Object *)annotations);
    if (done) return module;
    object_drop_or_null(vm, (Object *)module);
    return NULL;
}
