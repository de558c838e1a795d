#include "modules/importer.h"

#include <stdio.h>
#include <string.h>

#include "modules/sys.h"
#include "objects/audit.h"
#include "objects/codec.h"
#include "objects/instance.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/frame.h"

typedef struct ImporterState {
    Slot bootstrap, external;   // the modules; empty before the start
    Slot import_function;       // builtins.__import__ as it was at the start
    Slot cache_from_source, source_from_cache;   // the library's own functions
    bool is_verbose, tells_times;
    bool has_told;              // the head of the table of times
    int depth;                  // imports under way
    int64_t inner_nanoseconds;  // of those that the current one has made
} ImporterState;

static void importer_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    ImporterState *importer = state;
    visit(vm, NULL, &importer->bootstrap, context);
    visit(vm, NULL, &importer->external, context);
    visit(vm, NULL, &importer->import_function, context);
    visit(vm, NULL, &importer->cache_from_source, context);
    visit(vm, NULL, &importer->source_from_cache, context);
}

static void importer_done(Vm *vm, void *state) {
    ImporterState *importer = state;
    slot_clear(vm, NULL, &importer->bootstrap);
    slot_clear(vm, NULL, &importer->external);
    slot_clear(vm, NULL, &importer->import_function);
    slot_clear(vm, NULL, &importer->cache_from_source);
    slot_clear(vm, NULL, &importer->source_from_cache);
}

static const StateDefinition importer_state = {sizeof(ImporterState), importer_visit,
                                               importer_done};

static ImporterState *state_of(Vm *vm) {
    return state_find(vm, &importer_state);
}

// object.name(…); NULL arguments end the list.
static Object *call_method(Vm *vm, Object *object, const char *name, Object *first,
                           Object *second) {
    Str *text = str_new_interned(vm, name, strlen(name));
    if (text == NULL) return NULL;
    int count = first == NULL ? 0 : second == NULL ? 1 : 2;
    Object *value = object_call_method(vm, object, text, count, first, second);
    object_drop(vm, &text->base);
    return value;
}

// --- frozen modules ---

static bool set_package(Vm *vm, Module *module) {
    List *path = list_new(vm, 0);
    return path != NULL && module_take_set(vm, module, "__path__", &path->base);
}

static bool fill(Vm *vm, Module *module, const FrozenModule *frozen) {
    if (frozen->kind == FROZEN_PACKAGE && !set_package(vm, module)) return false;
    Object *origin = frozen->origin != NULL ? str_new_c(vm, frozen->origin) : none_new(vm);
    if (!module_take_set(vm, module, "__origname__", origin) ||
        !module_set(vm, module, "__builtins__", runtime_of(vm)->builtins.object))
        return false;
    Code *code = frozen_load_code(vm, frozen);
    if (code == NULL) return false;
    Object *value = runtime_run_code(vm, code, module_get_dict(module), NULL, NULL);
    object_drop(vm, &code->base);
    object_drop_or_null(vm, value);
    return value != NULL;
}

Object *importer_load_frozen(Vm *vm, const FrozenModule *frozen) {
    Module *module = module_new(vm, frozen->name);
    if (module == NULL) return NULL;
    if (dict_set_c(vm, modules_get_table(vm), frozen->name, &module->base) &&
        fill(vm, module, frozen))
        return &module->base;
    object_drop(vm, &module->base);
    return NULL;
}

// --- parts of the start ---

static Object *load_named(Vm *vm, const char *name) {
    Str *text = str_new_interned(vm, name, strlen(name));
    const FrozenModule *frozen = text == NULL ? NULL : frozen_find(vm, text);
    object_drop_or_null(vm, (Object *)text);
    return frozen == NULL ? NULL : importer_load_frozen(vm, frozen);
}

static Object *load_builtin(Vm *vm, const char *name) {
    Str *text = str_new_interned(vm, name, strlen(name));
    Object *module = NULL;
    if (text != NULL && modules_find_builtin(vm, text, &module) == FOUND &&
        !dict_set_str(vm, modules_get_table(vm), text, module)) {
        object_drop(vm, module);
        module = NULL;
    }
    object_drop_or_null(vm, (Object *)text);
    return module;
}

// An entry of sys.modules; a new reference.
static Object *load_entered(Vm *vm, const char *name) {
    Object *text = str_new_c(vm, name), *module = NULL;
    if (text != NULL && dict_find(vm, modules_get_table(vm), text, &module) == FOUND)
        object_share(module);
    else module = NULL;
    object_drop_or_null(vm, text);
    return module;
}

static bool call_void(Vm *vm, Object *object, const char *name, Object *first, Object *second) {
    Object *value = call_method(vm, object, name, first, second);
    object_drop_or_null(vm, value);
    return value != NULL;
}

// sys.path_hooks.insert(0, zipimport.zipimporter)
static bool add_archives(Vm *vm) {
    Object *importer = modules_load_member(vm, "zipimport", "zipimporter");
    Object *hooks = importer == NULL ? NULL : sys_load(vm, "path_hooks");
    Object *zero = hooks == NULL ? NULL : int_new(vm, 0);
    bool done = zero != NULL && call_void(vm, hooks, "insert", zero, importer);
    object_drop_or_null(vm, zero);
    object_drop_or_null(vm, hooks);
    object_drop_or_null(vm, importer);
    return done;
}

// --- where code is kept ---

static bool has_prefix(Vm *vm) {
    Object *prefix;
    Found found = runtime_find_sys(vm, "pycache_prefix", &prefix);
    raised_clear(vm);
    if (found != FOUND) return false;
    object_drop(vm, prefix);
    return prefix != vm->objects->none;
}

static bool is_given(Vm *vm, const Object *argument) {
    return argument != NULL && argument != vm->objects->none;
}

static Object *importer_function_cache_from_source(Vm *vm, const Slot *arguments) {
    Object *names[] = {(Object *)str_new_interned(vm, "optimization", 12)};
    Object *optimisation = arguments[2].object, *override = arguments[1].object;
    Slot values[3];
    slot_store(&values[0], arguments[0].object);
    int64_t count = 1;
    if (override != NULL) slot_store(&values[count++], override);
    slot_store(&values[count], optimisation != NULL ? optimisation : vm->objects->none);
    Slot name[1];
    slot_store(&name[0], names[0]);
    Tuple *keywords = names[0] == NULL ? NULL : tuple_new_from(vm, name, 1);
    object_drop_or_null(vm, names[0]);
    Object *path = keywords == NULL ? NULL
        : object_call(vm, state_of(vm)->cache_from_source.object,
                      &(Arguments){values, count, keywords});
    object_drop_or_null(vm, (Object *)keywords);
    if (path == NULL || has_prefix(vm)) return path;
    path = frozen_take_cached_path(vm, path);
    if (!is_given(vm, override) && !is_given(vm, optimisation) &&
        object_is_str(vm, arguments[0].object))
        frozen_keep_source(vm, (Str *)arguments[0].object, path);
    return path;
}

static Object *importer_function_source_from_cache(Vm *vm, const Slot *arguments) {
    Object *path = object_share(arguments[0].object);
    if (!has_prefix(vm)) path = frozen_take_plain_path(vm, path);
    Object *source = object_call_one(vm, state_of(vm)->source_from_cache.object, path);
    object_drop(vm, path);
    return source;
}

static const Method kept_functions[] = {
    FUNCTION(importer, cache_from_source, "(path, debug_override=None, *, optimization=None)",
             "The path of the .pyc file of a source."),
    FUNCTION(importer, source_from_cache, "(path)", "The path of the source of a .pyc file."),
    {0},
};

// Puts ours in front of the library's functions.
static bool wrap_cache_functions(Vm *vm, ImporterState *state, Module *external) {
    Slot *const slots[] = {&state->cache_from_source, &state->source_from_cache};
    for (size_t i = 0; i < ARRAY_COUNT(slots); i++) {
        const char *name = kept_functions[i].name;
        Str *text = str_new_interned(vm, name, strlen(name));
        Object *own = text == NULL ? NULL : dict_get_str(vm, module_get_dict(external), text);
        object_drop_or_null(vm, (Object *)text);
        if (own == NULL) return false;
        slot_set(vm, NULL, slots[i], own);
    }
    return module_add_functions(vm, external, kept_functions);
}

// --- the start ---

bool importer_start(Vm *vm, const Settings *settings) {
    ImporterState *state = state_load(vm, &importer_state);
    if (state == NULL || !frozen_start(vm, settings)) return false;
    slot_set(vm, NULL, &state->import_function,
             dict_get_str(vm, (Dict *)runtime_of(vm)->builtins.object,
                          vm->objects->names.dunder_import));
    state->is_verbose = settings->verbose > 0;
    state->tells_times = settings->times_imports != 0;
    Object *bootstrap, *imp = NULL, *external = NULL;
    Object *sys = dict_get_str(vm, modules_get_table(vm), vm->objects->names.sys);
    bootstrap = load_named(vm, "_frozen_importlib");
    if (bootstrap != NULL) slot_set(vm, NULL, &state->bootstrap, bootstrap);
    if (bootstrap != NULL) imp = load_builtin(vm, "_imp");
    bool done = imp != NULL && call_void(vm, bootstrap, "_install", sys, imp) &&
                call_void(vm, bootstrap, "_install_external_importers", NULL, NULL);
    if (done) external = load_entered(vm, "_frozen_importlib_external");
    object_drop_or_null(vm, bootstrap);
    object_drop_or_null(vm, imp);
    if (external != NULL) slot_set(vm, NULL, &state->external, external);
    done = external != NULL && wrap_cache_functions(vm, state, (Module *)external);
    object_drop_or_null(vm, external);
    return done && add_archives(vm);
}

bool importer_set_checks(Vm *vm, const char *which) {
    Object *imp = load_entered(vm, "_imp"), *text = imp == NULL ? NULL : str_new_c(vm, which);
    bool done = text != NULL && module_set(vm, (Module *)imp, "check_hash_based_pycs", text);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, imp);
    return done;
}

// --- times ---

typedef struct Timing {
    int64_t start, outer_nanoseconds;
} Timing;

static Timing begin_timing(Vm *vm, ImporterState *state) {
    if (!state->tells_times) return (Timing){0};
    if (!state->has_told)
        sys_write_error(vm, "import time: self [us] | cumulative | imported package\n");
    state->has_told = true;
    Timing timing = {world_clock(vm->world, WORLD_CLOCK_MONOTONIC), state->inner_nanoseconds};
    state->inner_nanoseconds = 0;
    state->depth++;
    return timing;
}

static int64_t microseconds(int64_t nanoseconds) {
    return (nanoseconds + 999) / 1000;
}

static void end_timing(Vm *vm, ImporterState *state, Timing timing, Object *name) {
    if (!state->tells_times) return;
    int64_t all = world_clock(vm->world, WORLD_CLOCK_MONOTONIC) - timing.start;
    char head[64];
    state->depth--;
    snprintf(head, sizeof head, "import time: %9ld | %10ld | %*s",
             (long)microseconds(all - state->inner_nanoseconds), (long)microseconds(all),
             state->depth * 2, "");
    sys_write_error(vm, "%s%U\n", head, name);
    state->inner_nanoseconds = timing.outer_nanoseconds + all;
}

// --- imports ---

static bool tell_auditors(Vm *vm, Str *name) {
    if (LIKELY(vm->objects->audit_hooks.object == NULL)) return true;
    static const char *const names[] = {"path", "meta_path", "path_hooks"};
    Object *values[3];
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        Object *value;
        if (runtime_find_sys(vm, names[i], &value) != FOUND) {
            raised_clear(vm);
            value = none_new(vm);
        }
        values[i] = value;
    }
    bool done = audit(vm, "import", 5, (Object *)name, vm->objects->none, values[0], values[1],
                      values[2]);
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) object_drop(vm, values[i]);
    return done;
}

Object *importer_load(Vm *vm, Str *name) {
    ImporterState *state = state_find(vm, &importer_state);
    if (state == NULL || state->bootstrap.object == NULL)
        return raise(vm, ERROR_IMPORT_NO_MODULE, name);
    if (!tell_auditors(vm, name)) return NULL;
    Timing timing = begin_timing(vm, state);
    Object *module = call_method(vm, state->bootstrap.object, "_find_and_load", (Object *)name,
                                 state->import_function.object);
    end_timing(vm, state, timing, (Object *)name);
    return module;
}

Object *importer_load_listed(Vm *vm, Object *package, Object *from_list) {
    ImporterState *state = state_of(vm);
    Str *name = str_new_interned(vm, "_handle_fromlist", 16);
    if (name == NULL) return NULL;
    Object *module = object_call_method(vm, state->bootstrap.object, name, 3, package, from_list,
                                        state->import_function.object);
    object_drop(vm, &name->base);
    return module;
}

static Found is_filling(Vm *vm, Object *module) {
    Object *spec;
    Found found = object_find_attribute(vm, module, vm->objects->names.dunder_spec, &spec);
    if (found != FOUND) return found;
    found = module_spec_is_initializing(vm, spec);
    object_drop(vm, spec);
    return found;
}

bool importer_await(Vm *vm, Object *module, Str *name) {
    switch (is_filling(vm, module)) {
    case FOUND: break;
    case RAISED: raised_clear(vm); return true;
    case ABSENT: return true;
    }
    const ImporterState *state = state_of(vm);
    return state == NULL || call_void(vm, state->bootstrap.object, "_lock_unlock_module",
                                      (Object *)name, NULL);
}

// --- tracebacks ---

static const Code *code_of(const Traceback *entry) {
    return ((const FrameObject *)entry->frame.object)->frame->code;
}

static bool is_own(const Code *code) {
    const Str *file = (const Str *)code->filename.object;
    return str_is(file, "<frozen importlib._bootstrap>") ||
           str_is(file, "<frozen importlib._bootstrap_external>");
}

void importer_hide_calls(Vm *vm) {
    const ImporterState *state = state_of(vm);
    Exception *exception = (Exception *)vm->objects->raised.object;
    if (exception == NULL || state == NULL || state->is_verbose) return;
    bool hides_all = object_has_type(vm, &exception->base,
                                     exception_type(vm, EXCEPTION_ImportError));
    bool was_own = false;
    // A stretch of own calls begins behind `outer`; NULL: at the head.
    Traceback *outer = NULL, *last = NULL, *entry = (Traceback *)exception->traceback.object;
    while (entry != NULL) {
        Traceback *next = (Traceback *)entry->next.object;
        bool own = is_own(code_of(entry));
        if (own && !was_own) outer = last;
        was_own = own;
        if (own && (hides_all || str_is((const Str *)code_of(entry)->name.object,
                                        "_call_with_frames_removed"))) {
            Slot *link = outer == NULL ? &exception->traceback : &outer->next;
            slot_set(vm, outer == NULL ? &exception->base : &outer->base, link, (Object *)next);
            last = outer;
        } else {
            last = entry;
        }
        entry = next;
    }
}

// --- loaders ---

// _frozen_importlib_external.NAME
static Object *load_external(Vm *vm, const char *name) {
    Object *external = state_of(vm)->external.object;
    Str *text = external == NULL ? NULL : str_new_interned(vm, name, strlen(name));
    Object *value = text == NULL ? NULL : object_load_attribute(vm, external, text);
    object_drop_or_null(vm, (Object *)text);
    return value;
}

static bool set_text(Vm *vm, Object *object, const char *name, Object *value) {
    Str *text = str_new_interned(vm, name, strlen(name));
    bool done = text != NULL && value != NULL && object_set_attribute(vm, object, text, value);
    object_drop_or_null(vm, (Object *)text);
    return done;
}

// What the loader's class makes of a name and a path. (No code of Python's runs for it, for
// the program has begun.)
static Object *new_file_loader(Vm *vm, Module *module, const char *path) {
    size_t size = strlen(path);
    bool is_code = size > 4 && strcmp(path + size - 4, ".pyc") == 0;
    Object *class = load_external(vm, is_code ? "SourcelessFileLoader" : "SourceFileLoader");
    Object *loader = class == NULL ? NULL : instance_new(vm, (Type *)class);
    Object *file = loader == NULL ? NULL : codec_decode_system(vm, path, size);
    object_drop_or_null(vm, class);
    if (loader != NULL && (!set_text(vm, loader, "name", module->name.object) ||
                           !set_text(vm, loader, "path", file))) {
        object_drop(vm, loader);
        loader = NULL;
    }
    object_drop_or_null(vm, file);
    return loader;
}

bool importer_set_loader(Vm *vm, Module *module, const char *path) {
    Object *loader;
    if (state_of(vm) == NULL || state_of(vm)->external.object == NULL) return true;
    if (path != NULL) {
        loader = new_file_loader(vm, module, path);
    } else {
        Str *name = str_new_interned(vm, "BuiltinImporter", 15);
        loader = name == NULL ? NULL
                              : object_load_attribute(vm, state_of(vm)->bootstrap.object, name);
        object_drop_or_null(vm, (Object *)name);
    }
    return module_take_set(vm, module, "__loader__", loader);
}

Found importer_takes_path(Vm *vm, const char *path) {
    Str *name = str_new_interned(vm, "_path_importer_cache", 20);
    Object *finder = load_external(vm, "PathFinder"), *text = NULL, *hook = NULL;
    if (name != NULL && finder != NULL) text = str_new_c(vm, path);
    if (text != NULL) hook = object_call_method(vm, finder, name, 1, text);
    Found found = hook == NULL ? RAISED : hook == vm->objects->none ? ABSENT : FOUND;
    object_drop_or_null(vm, hook);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, finder);
    object_drop_or_null(vm, (Object *)name);
    return found;
}
