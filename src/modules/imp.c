// The module _imp: what the library's import system is built on.

#include "modules/argument.h"
#include "modules/frozen.h"
#include "modules/importer.h"
#include "modules/marshal.h"
#include "objects/bytes.h"
#include "objects/list.h"
#include "objects/memoryview.h"
#include "objects/tuple.h"
#include "runtime/threads.h"

#define IMP(name) static Object *imp_function_##name(Vm *vm, const Slot *arguments)

// --- the lock ---

typedef struct ImportLock {
    ThreadQueue waiting;
    Thread *owner;     // borrows
    int64_t depth;     // 0: nobody has it
} ImportLock;

static const StateDefinition lock_state = {sizeof(ImportLock), NULL, NULL};

IMP(lock_held) {
    const ImportLock *lock = state_find(vm, &lock_state);
    (void)arguments;
    return bool_new(vm, lock != NULL && lock->depth > 0);
}

IMP(acquire_lock) {
    ImportLock *lock = state_load(vm, &lock_state);
    (void)arguments;
    if (lock == NULL) return NULL;
    while (lock->depth > 0 && lock->owner != thread_get(vm))
        if (thread_wait(vm, &lock->waiting, THREAD_FOREVER) == THREAD_RAISED) return NULL;
    lock->owner = thread_get(vm);
    lock->depth++;
    return none_new(vm);
}

IMP(release_lock) {
    ImportLock *lock = state_load(vm, &lock_state);
    (void)arguments;
    if (lock == NULL) return NULL;
    if (lock->depth == 0 || lock->owner != thread_get(vm)) return raise(vm, ERROR_IMPORT_UNLOCKED);
    if (--lock->depth == 0) threads_wake_one(vm, &lock->waiting);
    return none_new(vm);
}

// --- modules written in C ---

IMP(extension_suffixes) {
    (void)arguments;
    return (Object *)list_new(vm, 0);
}

IMP(is_builtin) {
    if (!argument_str(vm, "is_builtin", 0, arguments[0].object)) return NULL;
    const Str *name = (const Str *)arguments[0].object;
    if (str_is(name, "builtins") || str_is(name, "sys")) return int_new(vm, -1);
    const char *found = "";
    for (int i = 0; found != NULL; i++) {
        found = modules_builtin_name(i);
        if (found != NULL && str_is(name, found)) return int_new(vm, 1);
    }
    return int_new(vm, 0);
}

IMP(create_builtin) {
    Str *attribute = str_new_interned(vm, "name", 4);
    Object *name = attribute == NULL
        ? NULL : object_load_attribute(vm, arguments[0].object, attribute), *module = NULL;
    object_drop_or_null(vm, (Object *)attribute);
    if (name == NULL) return NULL;
    if (!object_is_str(vm, name)) {
        raise(vm, ERROR_IMPORT_BUILTIN_NAME, name);
    } else if (modules_find_builtin(vm, (Str *)name, &module) == ABSENT) {
        module = none_new(vm);
    }
    object_drop(vm, name);
    return module;
}

IMP(exec_builtin) {
    (void)arguments;
    return int_new(vm, 0);
}

// --- frozen modules ---

static Object *raise_frozen(Vm *vm, ErrorId id, Object *name) {
    raise(vm, id, name);
    Exception *error = (Exception *)vm->objects->raised.object;
    if (object_has_type(vm, &error->base, exception_type(vm, EXCEPTION_ImportError)))
        slot_set(vm, &error->base, &error->own[IMPORT_NAME], name);
    return NULL;
}

// NULL: ImportError is raised, or, without `raises`, nothing.
static const FrozenModule *find_frozen(Vm *vm, Object *name) {
    const FrozenModule *module = frozen_find(vm, (Str *)name);
    if (module != NULL) return module;
    bool is_disabled = false;
    for (int i = 0; (module = frozen_get(i)) != NULL; i++)
        if (str_is((Str *)name, module->name)) is_disabled = true;
    raise_frozen(vm, is_disabled ? ERROR_FROZEN_DISABLED : ERROR_FROZEN_NONE, name);
    return NULL;
}

static Object *new_triple(Vm *vm, Object *first, Object *second, Object *third) {
    Slot items[3];
    slot_store(&items[0], first);
    slot_store(&items[1], second);
    slot_store(&items[2], third);
    return (Object *)tuple_new_from(vm, items, 3);
}

IMP(find_frozen) {
    bool with_data = false;
    if (!argument_str(vm, "find_frozen", 1, arguments[0].object)) return NULL;
    if (arguments[1].object != NULL && !argument_truth(vm, arguments[1].object, &with_data))
        return NULL;
    const FrozenModule *module = frozen_find(vm, (Str *)arguments[0].object);
    if (module == NULL) return none_new(vm);
    Object *data = NULL, *origin = NULL, *found = NULL;
    if (with_data) {
        Code *code = frozen_load_code(vm, module);
        Object *bytes = code == NULL ? NULL : marshal_dump(vm, &code->base, MARSHAL_VERSION);
        object_drop_or_null(vm, (Object *)code);
        data = bytes == NULL ? NULL : memoryview_new(vm, bytes);
        object_drop_or_null(vm, bytes);
    } else {
        data = none_new(vm);
    }
    if (data != NULL && module->origin == NULL) origin = none_new(vm);
    else if (data != NULL) origin = str_new_c(vm, module->origin);
    if (origin != NULL)
        found = new_triple(vm, data, module->kind == FROZEN_PACKAGE ? vm->objects->true_
                                                                    : vm->objects->false_,
                           origin);
    object_drop_or_null(vm, data);
    object_drop_or_null(vm, origin);
    return found;
}

static Object *load_given_code(Vm *vm, Object *name, Object *data) {
    View view = {0};
    if (!view_acquire(vm, data, &view, VIEW_READ)) return NULL;
    Object *code = view.bytes == 0 ? NULL : marshal_load(vm, view.data, view.bytes);
    view_release(vm, &view);
    if (code == NULL) {
        raised_clear(vm);
        return raise_frozen(vm, ERROR_FROZEN_INVALID, name);
    }
    if (code->kind == KIND_CODE) return code;
    object_drop(vm, code);
    return raise(vm, ERROR_FROZEN_NO_CODE, name);
}

IMP(get_frozen_object) {
    Object *name = arguments[0].object, *data = arguments[1].object;
    if (!argument_str(vm, "get_frozen_object", 1, name)) return NULL;
    if (data != NULL && data != vm->objects->none) return load_given_code(vm, name, data);
    const FrozenModule *module = find_frozen(vm, name);
    return module == NULL ? NULL : (Object *)frozen_load_code(vm, module);
}

IMP(init_frozen) {
    Object *name = arguments[0].object;
    if (!argument_str(vm, "init_frozen", 0, name)) return NULL;
    const FrozenModule *module = frozen_find(vm, (Str *)name);
    return module == NULL ? none_new(vm) : importer_load_frozen(vm, module);
}

IMP(is_frozen) {
    if (!argument_str(vm, "is_frozen", 0, arguments[0].object)) return NULL;
    return bool_new(vm, frozen_find(vm, (Str *)arguments[0].object) != NULL);
}

IMP(is_frozen_package) {
    if (!argument_str(vm, "is_frozen_package", 0, arguments[0].object)) return NULL;
    const FrozenModule *module = find_frozen(vm, arguments[0].object);
    return module == NULL ? NULL : bool_new(vm, module->kind == FROZEN_PACKAGE);
}

IMP(_frozen_module_names) {
    List *names = list_new(vm, 0);
    const FrozenModule *module;
    (void)arguments;
    for (int i = 0; names != NULL && (module = frozen_get(i)) != NULL; i++) {
        Object *name = str_new_c(vm, module->name);
        if (name != NULL && list_take_add(vm, names, name)) continue;
        object_drop(vm, &names->base);
        names = NULL;
    }
    return (Object *)names;
}

IMP(_override_frozen_modules_for_tests) {
    int override;
    if (!argument_int(vm, arguments[0].object, &override)) return NULL;
    frozen_override(vm, override);
    return none_new(vm);
}

// --- code ---

// Gives code, and code among its constants, another file where it has the old one.
static void set_filename(Vm *vm, Code *code, Object *old, Object *new) {
    const Tuple *constants = (const Tuple *)code->constants.object;
    if (object_equal(vm, code->filename.object, old) != FOUND) return;
    slot_set(vm, &code->base, &code->filename, new);
    for (int64_t i = 0; i < constants->count; i++)
        if (constants->items[i].object->kind == KIND_CODE)
            set_filename(vm, (Code *)constants->items[i].object, old, new);
}

IMP(_fix_co_filename) {
    Object *code = arguments[0].object, *path = arguments[1].object;
    if (code->kind != KIND_CODE) {
        argument_refuse(vm, "_fix_co_filename", 1, "code", code);
        return NULL;
    }
    if (!argument_str(vm, "_fix_co_filename", 2, path)) return NULL;
    Object *old = object_share(((Code *)code)->filename.object);
    if (object_equal(vm, old, path) != FOUND) set_filename(vm, (Code *)code, old, path);
    object_drop(vm, old);
    return none_new(vm);
}

IMP(source_hash) {
    int64_t key;
    View view = {0};
    uint8_t bytes[8];
    if (!argument_int64(vm, arguments[0].object, &key) ||
        !view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    HashKey hash_key = {{(uint64_t)key, 0}};
    uint64_t hash = hash_raw(&hash_key, view.data, (size_t)view.bytes);
    view_release(vm, &view);
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(hash >> (i * 8));
    return bytes_new(vm, bytes, 8);
}

// --- the module ---

static const Method functions[] = {
    FUNCTION(imp, extension_suffixes, "()", "Endings of files of modules that are not Python's."),
    FUNCTION(imp, lock_held, "()", "Does a thread have the lock of imports?"),
    FUNCTION(imp, acquire_lock, "()", "Take the lock of imports; a thread may take it again."),
    FUNCTION(imp, release_lock, "()", "Give the lock of imports back."),
    FUNCTION(imp, find_frozen, "(name, /, *, withdata=False)",
             "What is known of a frozen module: (data, is_package, origname), or None."),
    FUNCTION(imp, get_frozen_object, "(name, data=None, /)", "The code of a frozen module."),
    FUNCTION(imp, is_frozen_package, "(name, /)", "Is the frozen module a package?"),
    FUNCTION(imp, create_builtin, "(spec, /)", "Make a built-in module."),
    FUNCTION(imp, init_frozen, "(name, /)", "Import a frozen module; None when there is none."),
    FUNCTION(imp, is_builtin, "(name, /)",
             "1: there is a built-in module of that name; -1: it can't be made again; 0: none."),
    FUNCTION(imp, is_frozen, "(name, /)", "Is there a frozen module of that name?"),
    FUNCTION(imp, _frozen_module_names, "()", "The names of all frozen modules."),
    FUNCTION(imp, _override_frozen_modules_for_tests, "(override, /)",
             "1: use frozen modules, -1: only those that must be, 0: as the options say."),
    FUNCTION(imp, exec_builtin, "(mod, /)", "Fill a built-in module: it is filled when made."),
    FUNCTION(imp, _fix_co_filename, "(code, path, /)", "Set the file that code says it is from."),
    FUNCTION(imp, source_hash, "(key, source)", "The hash of a source by which code is kept."),
    {0},
};

bool imp_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "What importlib and imp are built on.") &&
           module_add_functions(vm, module, functions) &&
           module_take_set(vm, module, "check_hash_based_pycs", str_new_c(vm, "default"));
}
