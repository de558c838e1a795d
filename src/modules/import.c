// Finding and running modules: built-in ones, then packages and files on sys.path.

#include "base/host.h"
#include "base/world.h"
#include "compile/source.h"
#include "modules/modules.h"
#include "modules/warnings.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum { PATH_MAX_BYTES = 4096, READ_BYTES = 65536 };

// Reads a whole file into host memory; gives its size, or -errno.
static int64_t read_file(Vm *vm, const char *path, char **bytes) {
    int64_t file = world_open(vm->world, path, O_RDONLY | O_CLOEXEC, 0);
    size_t used = 0, capacity = 0;
    int64_t count = 1;
    *bytes = NULL;
    if (file < 0) return file;
    while (count > 0) {
        if (capacity - used < READ_BYTES) {
            capacity = capacity * 2 + READ_BYTES;
            char *grown = host_resize(*bytes, capacity);
            if (grown == NULL) {
                count = -12;
                break;
            }
            *bytes = grown;
        }
        count = world_read(vm->world, (int)file, *bytes + used, capacity - used);
        if (count > 0) used += (size_t)count;
    }
    world_close(vm->world, (int)file);
    if (count < 0) {
        host_release(*bytes);
        *bytes = NULL;
        return count;
    }
    return (int64_t)used;
}

typedef struct FoundFile {   // where a module was found
    char path[PATH_MAX_BYTES];
    char folder[PATH_MAX_BYTES];   // of a package
    bool is_package, is_namespace;
} FoundFile;

static bool is_file(Vm *vm, const char *path) {
    WorldStat stat;
    return world_stat(vm->world, path, &stat) >= 0 && (stat.mode & 0170000) == 0100000;
}

static bool is_folder(Vm *vm, const char *path) {
    WorldStat stat;
    return world_stat(vm->world, path, &stat) >= 0 && (stat.mode & 0170000) == 0040000;
}

static bool find_in_folder(Vm *vm, const char *folder, const char *name, FoundFile *found) {
    const char *base = *folder == '\0' ? "." : folder;
    snprintf(found->folder, sizeof found->folder, "%s/%s", base, name);
    int length = snprintf(found->path, sizeof found->path, "%s/%s/__init__.py", base, name);
    if (length >= PATH_MAX_BYTES) return false;
    if (is_file(vm, found->path)) {
        found->is_package = true;
        return true;
    }
    snprintf(found->path, sizeof found->path, "%s/%s.py", base, name);
    found->is_package = false;
    return is_file(vm, found->path);
}

// Searches the folders of a path list (sys.path or __path__).
static Found find_file(Vm *vm, Object *path, const char *name, FoundFile *found) {
    Object *iterator = object_iterate(vm, path), *entry;
    Found result = ABSENT;
    if (iterator == NULL) return RAISED;
    while (result == ABSENT && (entry = object_next(vm, iterator)) != NULL) {
        size_t bytes;
        if (object_is_str(vm, entry)) {
            const char *folder = str_utf8(vm, (Str *)entry, &bytes);
            if (folder == NULL) result = RAISED;
            else if (find_in_folder(vm, folder, name, found)) result = FOUND;
            else if (is_folder(vm, found->folder)) found->is_namespace = true;
            if (folder != NULL) str_utf8_drop(vm, (Str *)entry, folder, bytes);
        }
        object_drop(vm, entry);
    }
    object_drop(vm, iterator);
    return raised(vm) ? RAISED : result;
}

static bool set_text(Vm *vm, Module *module, const char *name, const char *text) {
    Object *value = str_new_c(vm, text);
    return value != NULL && module_take_set(vm, module, name, value);
}

static bool set_path(Vm *vm, Module *module, const char *folder) {
    Object *text = str_new_c(vm, folder);
    List *path = list_new(vm, 0);
    bool done = text != NULL && path != NULL && list_add(vm, path, text) &&
                module_set(vm, module, "__path__", &path->base);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, (Object *)path);
    return done;
}

// "a.b" for "a.b.c", "" for "a".
static Object *parent_of(Vm *vm, const Str *name) {
    int64_t dot = name->length;
    while (dot > 0 && str_get_char(name, dot - 1) != '.') dot--;
    return str_new_slice(vm, name, 0, dot > 0 ? dot - 1 : 0, 1);
}

static bool fill_module(Vm *vm, Module *module, Str *name, const FoundFile *found) {
    Object *package = found->is_package ? object_share((Object *)name) : parent_of(vm, name);
    return package != NULL && module_take_set(vm, module, "__package__", package) &&
           set_text(vm, module, "__file__", found->path) &&
           module_set(vm, module, "__builtins__", runtime_of(vm)->builtins.object) &&
           (!found->is_package || set_path(vm, module, found->folder));
}

// The code of a file. Host memory is given back before any of the program's code runs.
static Code *compile_file(Vm *vm, const char *path) {
    char *source;
    int64_t size = read_file(vm, path, &source);
    Object *filename = str_new_c(vm, path);
    Code *code = NULL;
    if (size < 0) raise_os_error(vm, (int)-size, filename);
    else if (filename != NULL) {
        CompileOptions options = {.warn = warnings_of_syntax};
        code = source_compile(vm, source, (size_t)size, (Str *)filename, PARSE_EXEC,
                              PARSE_SOURCE_IS_FILE, &options);
    }
    host_release(source);
    object_drop_or_null(vm, filename);
    return code;
}

static bool run_module(Vm *vm, Module *module, const FoundFile *found) {
    Code *code = compile_file(vm, found->path);
    if (code == NULL) return false;
    Object *value = runtime_run_code(vm, code, module_get_dict(module), NULL, NULL);
    object_drop(vm, &code->base);
    object_drop_or_null(vm, value);
    return value != NULL;
}

static Object *load_file(Vm *vm, Str *name, const FoundFile *found) {
    Dict *table = modules_get_table(vm);
    size_t bytes;
    const char *text = str_utf8(vm, name, &bytes);
    Module *module = text == NULL ? NULL : module_new(vm, text);
    if (text != NULL) str_utf8_drop(vm, name, text, bytes);
    if (module == NULL) return NULL;
    bool done = fill_module(vm, module, name, found) &&
                dict_set(vm, table, (Object *)name, &module->base) &&
                run_module(vm, module, found);
    if (!done) {
        Object *error = raised_take(vm);
        if (dict_remove(vm, table, (Object *)name) == RAISED) raised_clear(vm);
        raised_restore(vm, error);
        object_drop(vm, &module->base);
        return NULL;
    }
    object_drop(vm, &module->base);
    Object *entered = dict_get_str(vm, table, name);   // it may have replaced itself
    if (entered == NULL) return raise_argument(vm, exception_type(vm, EXCEPTION_KeyError),
                                               (Object *)name);
    return object_share(entered);
}

static Object *raise_not_found(Vm *vm, Str *name, Object *parent) {
    if (parent != NULL) raise(vm, ERROR_IMPORT_NOT_PACKAGE, name, parent);
    else raise(vm, ERROR_IMPORT_NO_MODULE, name);
    Exception *error = (Exception *)vm->objects->raised.object;
    if (object_has_type(vm, &error->base, exception_type(vm, EXCEPTION_ImportError)))
        slot_set(vm, &error->base, &error->own[IMPORT_NAME], (Object *)name);
    return NULL;
}

// The path to search: sys.path, or the parent package's __path__.
static Object *load_search_path(Vm *vm, Str *name, Object *parent_module, Object *parent_name) {
    Object *path;
    if (parent_module == NULL) {
        Found found = runtime_find_sys(vm, "path", &path);
        if (found == FOUND) return path;
        return found == RAISED ? NULL : raise_not_found(vm, name, NULL);
    }
    switch (object_find_attribute(vm, parent_module, vm->objects->names.dunder_path, &path)) {
    case FOUND: return path;
    case ABSENT: return raise_not_found(vm, name, parent_name);
    case RAISED: break;
    }
    return NULL;
}

static Object *find_and_load(Vm *vm, Str *name, Object *parent_module, Object *parent_name) {
    Object *module;
    Found found = parent_module == NULL ? modules_find_builtin(vm, name, &module) : ABSENT;
    if (found != ABSENT) return found == FOUND ? module : NULL;
    Object *path = load_search_path(vm, name, parent_module, parent_name);
    if (path == NULL) return NULL;
    size_t bytes;
    const char *text = str_utf8(vm, name, &bytes);
    FoundFile *place = system_new(vm, sizeof(FoundFile));
    found = RAISED;
    if (text != NULL && place != NULL) {
        const char *last = strrchr(text, '.');
        found = find_file(vm, path, last != NULL ? last + 1 : text, place);
    }
    if (text != NULL) str_utf8_drop(vm, name, text, bytes);
    object_drop(vm, path);
    Object *result = found == FOUND ? load_file(vm, name, place)
                     : found == ABSENT ? raise_not_found(vm, name, NULL) : NULL;
    system_drop(vm, place, sizeof(FoundFile));
    return result;
}

static Object *import_absolute(Vm *vm, Str *name);

static Object *import_with_parent(Vm *vm, Str *name, Object *parent_name) {
    Object *parent = import_absolute(vm, (Str *)parent_name);
    if (parent == NULL) return NULL;
    Object *module = dict_get_str(vm, modules_get_table(vm), name);
    if (module != NULL) module = object_share(module);
    else module = find_and_load(vm, name, parent, parent_name);
    if (module != NULL) {   // the submodule becomes an attribute of its package
        int64_t start = ((Str *)parent_name)->length + 1;
        Object *last = str_new_slice(vm, name, start, name->length, 1);
        if (last == NULL || !object_set_attribute(vm, parent, (Str *)last, module)) {
            object_drop(vm, module);
            module = NULL;
        }
        object_drop_or_null(vm, last);
    }
    object_drop(vm, parent);
    return module;
}

// The module of a full dotted name, with its parents; from sys.modules when it is there.
static Object *import_absolute(Vm *vm, Str *name) {
    Object *module = dict_get_str(vm, modules_get_table(vm), name);
    if (module == vm->objects->none) return raise_not_found(vm, name, NULL);
    if (module != NULL) return object_share(module);
    Object *parent_name = parent_of(vm, name);
    if (parent_name == NULL) return NULL;
    module = ((Str *)parent_name)->length > 0 ? import_with_parent(vm, name, parent_name)
                                              : find_and_load(vm, name, NULL, NULL);
    object_drop(vm, parent_name);
    return module;
}

// --- relative names and from-lists ---

static Object *package_of(Vm *vm, Object *globals) {
    if (globals == NULL || !object_is_dict(vm, globals)) return raise(vm, ERROR_IMPORT_NO_PACKAGE);
    const Names *names = &vm->objects->names;
    Object *package = dict_get_str(vm, (Dict *)globals, names->dunder_package);
    if (package != NULL && object_is_str(vm, package)) return object_share(package);
    Object *name = dict_get_str(vm, (Dict *)globals, names->dunder_name);
    if (name == NULL || !object_is_str(vm, name)) return raise(vm, ERROR_IMPORT_NO_PACKAGE);
    if (dict_get_str(vm, (Dict *)globals, names->dunder_path) != NULL) return object_share(name);
    return parent_of(vm, (Str *)name);
}

static Object *resolve_relative(Vm *vm, Str *name, Object *globals, int64_t level) {
    Object *package = package_of(vm, globals);
    if (package == NULL) return NULL;
    if (((Str *)package)->length == 0) {
        object_drop(vm, package);
        return raise(vm, ERROR_IMPORT_NO_PACKAGE);
    }
    for (; level > 1; level--) {
        Object *parent = parent_of(vm, (Str *)package);
        object_drop(vm, package);
        package = parent;
        if (package == NULL) return NULL;
        if (((Str *)package)->length == 0) {
            object_drop(vm, package);
            return raise(vm, ERROR_IMPORT_BEYOND);
        }
    }
    Object *full = name->length == 0 ? object_share(package)
                                     : str_new_format(vm, "%U.%U", package, name);
    object_drop(vm, package);
    return full;
}

// Imports the submodules that a from-list names and the package does not have yet.
static bool import_listed(Vm *vm, Object *module, Str *name, Object *from_list) {
    Object *path;
    Found found = object_find_attribute(vm, module, vm->objects->names.dunder_path, &path);
    if (found != FOUND) return found == ABSENT;
    object_drop(vm, path);
    Object *iterator = object_iterate(vm, from_list), *item;
    bool done = iterator != NULL;
    while (done && (item = object_next(vm, iterator)) != NULL) {
        Object *value = NULL;
        if (object_is_str(vm, item) && !str_is((Str *)item, "*")) {
            found = object_find_attribute(vm, module, (Str *)item, &value);
            if (found == ABSENT) {
                Object *full = str_new_format(vm, "%U.%U", name, item);
                value = full == NULL ? NULL : import_absolute(vm, (Str *)full);
                object_drop_or_null(vm, full);
                if (value == NULL)
                    done = raised_clear_if(vm, exception_type(vm, EXCEPTION_ModuleNotFoundError));
            } else {
                done = found == FOUND;
            }
        }
        object_drop_or_null(vm, value);
        object_drop(vm, item);
    }
    object_drop_or_null(vm, iterator);
    return done && !raised(vm);
}

// `import a.b` binds a: the module of the name's first part.
static Object *top_module(Vm *vm, Str *name, Object *module, Str *given, int64_t level) {
    int64_t dot = 0;
    while (dot < given->length && str_get_char(given, dot) != '.') dot++;
    if (dot == given->length) return object_share(module);
    int64_t cut = level == 0 ? dot : name->length - (given->length - dot);
    Object *top = str_new_slice(vm, name, 0, cut, 1);
    if (top == NULL) return NULL;
    Object *result = import_absolute(vm, (Str *)top);
    object_drop(vm, top);
    return result;
}

Object *modules_import(Vm *vm, Object *name, Object *globals, Object *from_list, int64_t level) {
    if (!object_is_str(vm, name)) return raise(vm, ERROR_IMPORT_NAME_TYPE);
    if (level < 0) return raise(vm, ERROR_IMPORT_LEVEL);
    if (level == 0 && ((Str *)name)->length == 0) return raise(vm, ERROR_IMPORT_NAME_EMPTY);
    Object *full = level == 0 ? object_share(name)
                              : resolve_relative(vm, (Str *)name, globals, level);
    if (full == NULL) return NULL;
    Object *module = import_absolute(vm, (Str *)full), *result = NULL;
    Found listed = from_list == NULL ? ABSENT : object_truth(vm, from_list);
    if (module != NULL && listed == FOUND) {
        if (import_listed(vm, module, (Str *)full, from_list)) result = object_share(module);
    } else if (module != NULL && listed == ABSENT) {
        result = top_module(vm, (Str *)full, module, (Str *)name, level);
    }
    object_drop_or_null(vm, module);
    object_drop(vm, full);
    return result;
}

Object *modules_load(Vm *vm, Str *name) {
    return import_absolute(vm, name);
}
