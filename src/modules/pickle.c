// The module _pickle: what it needs of the library, and what it offers.

#include "modules/pickle.h"

#include "modules/error_class.h"

#include <string.h>

static void state_visit(Vm *vm, void *context_of_state, SlotVisit *visit, void *context) {
    PickleState *state = context_of_state;
    for (Slot *slot = &state->error; slot <= &state->escape_decode; slot++)
        visit(vm, NULL, slot, context);
}

static void state_drop(Vm *vm, void *context_of_state) {
    PickleState *state = context_of_state;
    for (Slot *slot = &state->error; slot <= &state->escape_decode; slot++)
        slot_clear(vm, NULL, slot);
}

static const StateDefinition state_definition = {
    .bytes = sizeof(PickleState), .visit = state_visit, .done = state_drop,
};

PickleState *pickle_state(Vm *vm) {
    return state_find(vm, &state_definition);
}

// What comes from modules of the library; dicts are marked.
typedef struct Import {
    const char *module, *name;
    size_t offset;
    bool is_dict;
} Import;

static const Import imports[] = {
    {"copyreg", "dispatch_table", offsetof(PickleState, dispatch_table), true},
    {"copyreg", "_extension_registry", offsetof(PickleState, extension_registry), true},
    {"copyreg", "_inverted_registry", offsetof(PickleState, inverted_registry), true},
    {"copyreg", "_extension_cache", offsetof(PickleState, extension_cache), true},
    {"_compat_pickle", "NAME_MAPPING", offsetof(PickleState, names_2_to_3), true},
    {"_compat_pickle", "IMPORT_MAPPING", offsetof(PickleState, modules_2_to_3), true},
    {"_compat_pickle", "REVERSE_NAME_MAPPING", offsetof(PickleState, names_3_to_2), true},
    {"_compat_pickle", "REVERSE_IMPORT_MAPPING", offsetof(PickleState, modules_3_to_2), true},
    {"codecs", "encode", offsetof(PickleState, encode), false},
    {"functools", "partial", offsetof(PickleState, partial), false},
    {"builtins", "getattr", offsetof(PickleState, getattr), false},
    {"_codecs", "escape_decode", offsetof(PickleState, escape_decode), false},
};

static bool import(Vm *vm, PickleState *state, const Import *row) {
    Str *module_name = str_new_interned(vm, row->module, strlen(row->module));
    Str *name = str_new_interned(vm, row->name, strlen(row->name));
    Object *module = NULL, *value = NULL;
    if (module_name != NULL && name != NULL) module = modules_load(vm, module_name);
    if (module != NULL) value = object_load_attribute(vm, module, name);
    bool done = value != NULL;
    if (done && row->is_dict && !object_is_dict(vm, value))
        done = raise_false(vm, ERROR_PICKLE_TABLE, row->module, row->name, value);
    if (done)
        slot_set(vm, NULL, (Slot *)(void *)((char *)state + row->offset), value);
    object_drop_or_null(vm, (Object *)module_name);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, module);
    object_drop_or_null(vm, value);
    return done;
}

static const Method functions[] = {
    FUNCTION(pickle, dump,
             "(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)",
             "Write an object to a file."),
    FUNCTION(pickle, dumps, "(obj, protocol=None, *, fix_imports=True, buffer_callback=None)",
             "An object as bytes."),
    FUNCTION(pickle, load,
             "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
             "Read an object from a file. Never from one that you don't trust."),
    FUNCTION(pickle, loads,
             "(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
             "The object that bytes stand for. Never from bytes that you don't trust."),
    {0},
};

static bool add_errors(Vm *vm, Module *module, PickleState *state) {
    if (!error_class_add(vm, module, &state->error, "_pickle.PickleError",
                         exception_type(vm, EXCEPTION_Exception), NULL))
        return false;
    Type *base = (Type *)state->error.object;
    return error_class_add(vm, module, &state->pickling_error, "_pickle.PicklingError", base,
                           NULL) &&
           error_class_add(vm, module, &state->unpickling_error, "_pickle.UnpicklingError", base,
                           NULL);
}

static bool add_types(Vm *vm, Module *module, PickleState *state) {
    state->pickler = module_add_type(vm, module, &pickle_pickler_definition);
    state->unpickler = module_add_type(vm, module, &pickle_unpickler_definition);
    state->buffer = module_add_type(vm, module, &pickle_buffer_definition);
    state->pickler_memo = module_register_type(vm, &pickle_pickler_memo_definition);
    state->unpickler_memo = module_register_type(vm, &pickle_unpickler_memo_definition);
    return state->pickler != NULL && state->unpickler != NULL && state->buffer != NULL &&
           state->pickler_memo != NULL && state->unpickler_memo != NULL;
}

bool pickle_module_start(Vm *vm, Module *module) {
    PickleState *state = state_load(vm, &state_definition);
    if (state == NULL) return false;
    for (size_t i = 0; i < ARRAY_COUNT(imports); i++)
        if (!import(vm, state, &imports[i])) return false;
    return add_types(vm, module, state) && add_errors(vm, module, state) &&
           module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "What pickle is made faster by.");
}
