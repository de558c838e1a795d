#include "runtime/import.h"

#include "objects/module.h"
#include "objects/str.h"
#include "objects/tuple.h"

Object *import_name(Vm *vm, Frame *frame, Str *name, Object *from_list, Object *level) {
    Object *import = NULL;
    if (object_is_dict(vm, frame->builtins))
        import = dict_get_str(vm, (Dict *)frame->builtins, vm->objects->names.dunder_import);
    if (import == NULL) return raise(vm, ERROR_NO_IMPORT);
    Object *locals = frame->namespace.object != NULL ? frame->namespace.object
                                                     : vm->objects->none;
    object_share(import);
    Object *module = object_call_with(vm, import, 5, (Object *)name, (Object *)frame->globals,
                                      locals, from_list, level);
    object_drop(vm, import);
    return module;
}

// package.name as an entry of sys.modules; ABSENT when there is none.
static Found find_submodule(Vm *vm, Object *module, Str *name, Object **found) {
    Object *package;
    Found result = object_find_attribute(vm, module, vm->objects->names.dunder_name, &package);
    if (result != FOUND) return result;
    result = ABSENT;
    if (object_is_str(vm, package)) {
        Object *full = str_new_format(vm, "%U.%U", package, name);
        Dict *modules = (Dict *)runtime_of(vm)->modules.object;
        if (full == NULL) result = RAISED;
        else if (modules != NULL) result = dict_find(vm, modules, full, found);
        object_drop_or_null(vm, full);
        if (result == FOUND) object_share(*found);
    }
    object_drop(vm, package);
    return result;
}

static bool is_being_filled(Vm *vm, Object *module) {
    Object *spec;
    Found found = object_find_attribute(vm, module, vm->objects->names.dunder_spec, &spec);
    if (found == FOUND) {
        found = module_spec_is_initializing(vm, spec);
        object_drop(vm, spec);
    }
    raised_clear(vm);
    return found == FOUND;
}

static Object *raise_cannot_import(Vm *vm, Object *module, Str *name) {
    Object *package = NULL, *file = NULL;
    if (object_find_attribute(vm, module, vm->objects->names.dunder_name, &package) == RAISED)
        raised_clear(vm);
    if (package != NULL && !object_is_str(vm, package)) {
        object_drop(vm, package);
        package = NULL;
    }
    if (package == NULL) package = str_new_c(vm, "<unknown module name>");
    if (package == NULL) return NULL;
    if (object_find_attribute(vm, module, vm->objects->names.dunder_file, &file) == RAISED)
        raised_clear(vm);
    if (file != NULL && !object_is_str(vm, file)) {
        object_drop(vm, file);
        file = NULL;
    }
    Object *unknown = file == NULL ? str_new_c(vm, "unknown location") : NULL;
    raise(vm, is_being_filled(vm, module) ? ERROR_CANNOT_IMPORT_YET : ERROR_CANNOT_IMPORT, name,
          package, file != NULL ? file : unknown);
    Exception *error = (Exception *)vm->objects->raised.object;
    if (object_has_type(vm, &error->base, exception_type(vm, EXCEPTION_ImportError))) {
        slot_set(vm, &error->base, &error->own[IMPORT_NAME], package);
        slot_set(vm, &error->base, &error->own[IMPORT_PATH], file);
    }
    object_drop_or_null(vm, unknown);
    object_drop_or_null(vm, file);
    object_drop(vm, package);
    return NULL;
}

Object *import_from(Vm *vm, Object *module, Str *name) {
    Object *value;
    Found found = object_find_attribute(vm, module, name, &value);
    if (found == ABSENT) found = find_submodule(vm, module, name, &value);
    if (found == FOUND) return value;
    return found == RAISED ? NULL : raise_cannot_import(vm, module, name);
}

// The names to import, and whether underscored ones are skipped.
static Object *public_names(Vm *vm, Object *module, bool *skips) {
    Object *names;
    *skips = false;
    Found found = object_find_attribute(vm, module, vm->objects->names.dunder_all, &names);
    if (found == FOUND) return names;
    if (found == RAISED) return NULL;
    *skips = true;
    Object *dict;
    found = object_find_attribute(vm, module, vm->objects->names.dunder_dict, &dict);
    if (found == ABSENT) raise(vm, ERROR_STAR_WITHOUT_DICT);
    if (found != FOUND) return NULL;
    Tuple *keys = tuple_new_from_iterable(vm, dict);
    object_drop(vm, dict);
    return (Object *)keys;
}

static bool import_one(Vm *vm, Object *module, Object *name, bool skips, Object *namespace) {
    if (!object_is_str(vm, name))
        return raise_false(vm, skips ? ERROR_STAR_KEY_NOT_STR : ERROR_STAR_ITEM_NOT_STR, name);
    const Str *text = (const Str *)name;
    if (skips && text->length > 0 && str_get_char(text, 0) == '_') return true;
    Object *value = object_load_attribute(vm, module, (Str *)name);
    if (value == NULL) return false;
    bool done = object_set_item(vm, namespace, name, value);
    object_drop(vm, value);
    return done;
}

bool import_star(Vm *vm, Object *module, Object *namespace) {
    bool skips, done = true;
    Object *names = public_names(vm, module, &skips);
    if (names == NULL) return false;
    Object *iterator = object_iterate(vm, names), *name = NULL;
    object_drop(vm, names);
    if (iterator == NULL) return false;
    while (done && (name = object_next(vm, iterator)) != NULL) {
        done = import_one(vm, module, name, skips, namespace);
        object_drop(vm, name);
    }
    object_drop(vm, iterator);
    return done && !raised(vm);
}
