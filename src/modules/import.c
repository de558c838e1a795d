// __import__: names, relative levels and from-lists; finding modules is the work of the
// library's import system (importer.h).

#include "modules/importer.h"
#include "objects/str.h"

#include <string.h>

// --- relative names ---

static Object *no_parent(Vm *vm) {
    return raise(vm, ERROR_IMPORT_NO_PACKAGE);
}

// "a.b" for "a.b.c"; ABSENT: there is no dot.
static Found find_parent(Vm *vm, const Str *name, Object **parent) {
    int64_t dot = name->length;
    while (dot > 0 && str_get_char(name, dot - 1) != '.') dot--;
    if (dot == 0) return ABSENT;
    *parent = str_new_slice(vm, name, 0, dot - 1, 1);
    return *parent != NULL ? FOUND : RAISED;
}

static Object *load_spec_parent(Vm *vm, Object *spec) {
    Str *name = str_new_interned(vm, "parent", 6);
    Object *parent = name == NULL ? NULL : object_load_attribute(vm, spec, name);
    object_drop_or_null(vm, (Object *)name);
    return parent;
}

// By __package__, which should be as the spec says.
static Object *package_named(Vm *vm, Object *package, Object *spec) {
    if (!object_is_str(vm, package)) return raise(vm, ERROR_IMPORT_PACKAGE_TYPE);
    if (spec == NULL || spec == vm->objects->none) return object_share(package);
    Object *parent = load_spec_parent(vm, spec);
    Found equal = parent == NULL ? RAISED : object_equal(vm, package, parent);
    object_drop_or_null(vm, parent);
    if (equal == ABSENT &&
        !raise_warning(vm, EXCEPTION_ImportWarning, "__package__ != __spec__.parent"))
        equal = RAISED;
    return equal == RAISED ? NULL : object_share(package);
}

static Object *package_of_spec(Vm *vm, Object *spec) {
    Object *parent = load_spec_parent(vm, spec);
    if (parent == NULL || object_is_str(vm, parent)) return parent;
    object_drop(vm, parent);
    return raise(vm, ERROR_IMPORT_PARENT_TYPE);
}

// By __name__ and __path__.
static Object *package_guessed(Vm *vm, Dict *globals) {
    const Names *names = &vm->objects->names;
    Object *parent;
    if (!raise_warning(vm, EXCEPTION_ImportWarning,
                       "can't resolve package from __spec__ or __package__, "
                       "falling back on __name__ and __path__"))
        return NULL;
    Object *name = dict_get_str(vm, globals, names->dunder_name);
    if (name == NULL) return raise(vm, ERROR_IMPORT_NO_NAME);
    if (!object_is_str(vm, name)) return raise(vm, ERROR_IMPORT_OWN_NAME_TYPE);
    if (dict_get_str(vm, globals, names->dunder_path) != NULL) return object_share(name);
    switch (find_parent(vm, (Str *)name, &parent)) {
    case FOUND: return parent;
    case ABSENT: return no_parent(vm);
    case RAISED: break;
    }
    return NULL;
}

// The package that a relative name starts from.
static Object *load_package(Vm *vm, Object *globals) {
    const Names *names = &vm->objects->names;
    if (globals == NULL) return raise(vm, ERROR_IMPORT_NO_NAME);
    if (!object_is_dict(vm, globals)) return raise(vm, ERROR_IMPORT_GLOBALS_TYPE);
    Object *package = dict_get_str(vm, (Dict *)globals, names->dunder_package);
    Object *spec = dict_get_str(vm, (Dict *)globals, names->dunder_spec);
    Object *none = vm->objects->none;
    if (package != NULL && package != none) return package_named(vm, package, spec);
    if (spec != NULL && spec != none) return package_of_spec(vm, spec);
    return package_guessed(vm, (Dict *)globals);
}

static Object *resolve_relative(Vm *vm, Str *name, Object *globals, int64_t level) {
    Object *package = load_package(vm, globals), *parent = NULL;
    if (package == NULL) return NULL;
    if (((Str *)package)->length == 0) {
        object_drop(vm, package);
        return no_parent(vm);
    }
    for (; level > 1; level--) {
        Found found = find_parent(vm, (Str *)package, &parent);
        object_drop(vm, package);
        if (found == ABSENT) raise(vm, ERROR_IMPORT_BEYOND);
        if (found != FOUND) return NULL;
        package = parent;
    }
    Object *full = name->length == 0 ? object_share(package)
                                     : str_new_format(vm, "%U.%U", package, name);
    object_drop(vm, package);
    return full;
}

// --- loading ---

// The module of a full name; from sys.modules when it is there.
static Object *load(Vm *vm, Str *name) {
    Object *module = NULL;
    Found found = dict_find(vm, modules_get_table(vm), (Object *)name, &module);
    if (found == RAISED) return NULL;
    if (found == ABSENT || module == vm->objects->none) return importer_load(vm, name);
    object_share(module);
    if (importer_await(vm, module, name)) return module;
    object_drop(vm, module);
    return NULL;
}

// `import a.b` binds a: the module of the name's first part.
static Object *load_top(Vm *vm, Str *full, Object *module, const Str *given, int64_t level) {
    int64_t dot = 0;
    while (dot < given->length && str_get_char(given, dot) != '.') dot++;
    if (dot == given->length) return object_share(module);
    int64_t cut = level == 0 ? dot : full->length - (given->length - dot);
    Object *top = str_new_slice(vm, full, 0, cut, 1), *found = NULL;
    if (top == NULL) return NULL;
    if (level == 0) {
        found = load(vm, (Str *)top);
    } else if (dict_find(vm, modules_get_table(vm), top, &found) == FOUND) {
        object_share(found);
    } else {
        found = NULL;
        if (!raised(vm)) raise(vm, ERROR_IMPORT_LOST, top);
    }
    object_drop(vm, top);
    return found;
}

static Object *load_listed(Vm *vm, Object *module, Object *from_list) {
    Object *path;
    switch (object_find_attribute(vm, module, vm->objects->names.dunder_path, &path)) {
    case FOUND:
        object_drop(vm, path);
        return importer_load_listed(vm, module, from_list);
    case ABSENT: return object_share(module);
    case RAISED: break;
    }
    return NULL;
}

static Object *import(Vm *vm, Str *name, Object *globals, Object *from_list, int64_t level) {
    Object *full = level == 0 ? object_share(&name->base)
                              : resolve_relative(vm, name, globals, level);
    if (full == NULL) return NULL;
    Object *module = load(vm, (Str *)full), *result = NULL;
    Found listed = RAISED;
    if (module != NULL)
        listed = from_list == NULL || from_list == vm->objects->none
            ? ABSENT : object_truth(vm, from_list);
    if (listed == FOUND) result = load_listed(vm, module, from_list);
    else if (listed == ABSENT) result = load_top(vm, (Str *)full, module, name, level);
    object_drop_or_null(vm, module);
    object_drop(vm, full);
    return result;
}

Object *modules_import(Vm *vm, Object *name, Object *globals, Object *from_list, int64_t level) {
    if (!object_is_str(vm, name)) return raise(vm, ERROR_IMPORT_NAME_TYPE);
    if (level < 0) return raise(vm, ERROR_IMPORT_LEVEL);
    if (level == 0 && ((Str *)name)->length == 0) return raise(vm, ERROR_IMPORT_NAME_EMPTY);
    Object *module = import(vm, (Str *)name, globals, from_list, level);
    if (module == NULL) importer_hide_calls(vm);
    return module;
}

Object *modules_load(Vm *vm, Str *name) {
    Object *module = load(vm, name);
    if (module == NULL) importer_hide_calls(vm);
    return module;
}

Object *modules_load_c(Vm *vm, const char *name) {
    Str *text = str_new_interned(vm, name, strlen(name));
    Object *module = text == NULL ? NULL : modules_load(vm, text);
    object_drop_or_null(vm, (Object *)text);
    return module;
}

Object *modules_load_member(Vm *vm, const char *module_name, const char *name) {
    Object *module = modules_load_c(vm, module_name);
    Str *text = module == NULL ? NULL : str_new_interned(vm, name, strlen(name));
    Object *member = text == NULL ? NULL : object_load_attribute(vm, module, text);
    object_drop_or_null(vm, (Object *)text);
    object_drop_or_null(vm, module);
    return member;
}
