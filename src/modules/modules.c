#include "modules/modules.h"

#include "modules/codecs.h"
#include "modules/frozen.h"
#include "modules/importer.h"
#include "modules/io.h"
#include "modules/posix.h"
#include "modules/signal.h"
#include "modules/sys.h"
#include "modules/time.h"
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

// sys as it is before what the program is started with is known.
static bool start_sys(Vm *vm, const Settings *settings) {
    const Settings plain = {
        .version = settings->version, .library_found = settings->library_found,
        .prefix = settings->prefix, .exec_prefix = settings->exec_prefix, .library_name = "lib",
        .path = settings->early_path, .int_digits_max = -1,
    };
    Object *sys = make_module(vm, "sys", sys_module_start);
    if (sys == NULL) return false;
    slot_set(vm, NULL, &runtime_of(vm)->sys, (Object *)module_get_dict((Module *)sys));
    bool done = sys_add_names(vm, (Module *)sys, &plain);
    object_drop(vm, sys);
    return done;
}

static bool load_all(Vm *vm, const char *const *names) {
    for (; *names != NULL; names++) {
        Object *module = modules_load_c(vm, *names);
        if (module == NULL) return false;
        object_drop(vm, module);
    }
    return true;
}

// What CPython has in sys.modules before __main__, and what site imports first.
static bool load_library(Vm *vm, const Settings *settings) {
    static const char *const early[] = {"encodings.utf_8", "io", NULL};
    static const char *const for_site[] = {"os", "_sitebuiltins", NULL};
    if (!load_all(vm, early)) return false;
    Module *main = modules_load_main(vm);
    if (main == NULL) return false;
    object_drop(vm, &main->base);
    return settings->no_site || (load_all(vm, for_site) && frozen_make_ready(vm, "site"));
}

bool modules_prepare(Vm *vm, const Settings *settings) {
    Dict *table = dict_new(vm);
    ModulesState *state = state_load(vm, &modules_state);
    if (table == NULL || state == NULL) return false;
    codecs_start(vm);
    vm->objects->warning_hook = warnings_warn;
    slot_fill(vm, NULL, &runtime_of(vm)->modules, (Object *)table);
    runtime_of(vm)->optimise = settings->optimise < 2 ? settings->optimise : 2;
    return dict_set_c(vm, table, "sys", vm->objects->none) &&   // the first in the order
           start_builtins(vm, settings) && start_sys(vm, settings) &&
           importer_start(vm, settings) && load_library(vm, settings);
}

// sys.stdin, sys.stdout and sys.stderr, and the builtin open().
static bool start_io(Vm *vm, Module *sys, const Settings *settings) {
    Object *io = modules_load_c(vm, "_io");
    Str *name = io == NULL ? NULL : str_new_interned(vm, "open", 4);
    Object *open = name == NULL ? NULL : object_load_attribute(vm, io, name);
    bool done = open != NULL &&
                dict_set_str(vm, (Dict *)runtime_of(vm)->builtins.object, name, open) &&
                io_standard_start(vm, sys, settings);
    object_drop_or_null(vm, open);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, io);
    return done;
}

void modules_start_output(Vm *vm, const Settings *settings) {
    Dict *table = modules_get_table(vm);
    Object *sys = table == NULL ? NULL : dict_get_str(vm, table, vm->objects->names.sys);
    if (sys == NULL || sys->kind != KIND_MODULE) return;
    Object *aside = raised_take(vm);
    if (!io_standard_start(vm, (Module *)sys, settings)) raised_clear(vm);
    raised_restore(vm, aside);
}

static bool keep_builtins(Vm *vm, ModulesState *state) {
    Dict *builtins = dict_copy(vm, (Dict *)runtime_of(vm)->builtins.object);
    if (builtins != NULL) slot_fill(vm, NULL, &state->builtins, &builtins->base);
    return builtins != NULL;
}

// -X faulthandler, and -X dev. Without sys.stderr there is nothing to tell faults to.
static void enable_faulthandler(Vm *vm) {
    Object *enable = modules_load_member(vm, "faulthandler", "enable");
    Object *result = enable == NULL ? NULL : object_call_with(vm, enable, 0);
    object_drop_or_null(vm, enable);
    object_drop_or_null(vm, result);
    raised_clear(vm);
}

bool modules_start(Vm *vm, const Settings *settings) {
    ModulesState *state = state_find(vm, &modules_state);
    Object *sys = dict_get_str(vm, modules_get_table(vm), vm->objects->names.sys);
    state->ignores_environment = settings->ignores_environment != 0;
    if (!sys_set_options(vm, (Module *)sys, settings) ||
        !importer_set_checks(vm, settings->check_hash_pycs) || !posix_fill_environment(vm) ||
        !time_set_zone(vm) || !start_io(vm, (Module *)sys, settings))
        return false;
    if (settings->faulthandler || settings->dev_mode) enable_faulthandler(vm);
    if (settings->handles_signals) signal_install(vm);
    static const char *const last[] = {"site", NULL};
    if (!settings->no_site && !load_all(vm, last)) return false;
    if (!settings->safe_path && settings->script_folder != NULL &&
        !sys_add_script_folder(vm, settings->script_folder))
        return false;
    return keep_builtins(vm, state);
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
