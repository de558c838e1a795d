// Where sys says that things are, and how the machine was started: path, prefix,
// executable, argv, warnoptions.

#include "modules/sys.h"

#include <stdio.h>
#include <string.h>

#include "base/host.h"
#include "base/text.h"
#include "objects/codec.h"
#include "objects/list.h"

static const char library_end[] = "/lib/python3.11";

// --- setting names ---

bool sys_set_text(Vm *vm, Module *sys, const char *name, const char *text) {
    Object *value = text == NULL ? none_new(vm) : codec_decode_system(vm, text, strlen(text));
    return value != NULL && module_take_set(vm, sys, name, value);
}

static bool add_text(Vm *vm, List *list, const char *text, size_t bytes) {
    Object *object = codec_decode_system(vm, text, bytes);
    return object != NULL && list_take_add(vm, list, object);
}

static bool add_texts(Vm *vm, List *list, const SettingsTexts *texts) {
    for (int i = 0; i < texts->count; i++)
        if (!add_text(vm, list, texts->texts[i], strlen(texts->texts[i]))) return false;
    return true;
}

bool sys_set_texts(Vm *vm, Module *sys, const char *name, const SettingsTexts *texts) {
    List *list = list_new(vm, 0);
    bool done = list != NULL && add_texts(vm, list, texts) &&
                module_set(vm, sys, name, &list->base);
    object_drop_or_null(vm, (Object *)list);
    return done;
}

// --- the library ---

static bool holds_library(World *world, const char *folder) {
    char path[4096];
    WorldStat stat;
    int length = snprintf(path, sizeof path, "%s/os.py", folder);
    return length > 0 && length < (int)sizeof path && world_stat(world, path, &stat) >= 0;
}

typedef struct Places {   // of the library; texts in host memory, owned
    TextBuffer library, prefix, exec_prefix;
} Places;

static void set_place(TextBuffer *place, const char *text, size_t size) {
    text_cut(place, 0);
    text_add(place, text, size);
}

// From PYTHONHOME: PREFIX or PREFIX:EXEC_PREFIX.
static void place_at_home(Places *places, const char *home) {
    size_t length = strcspn(home, ":");
    const char *exec = home[length] == ':' ? home + length + 1 : home;
    set_place(&places->prefix, home, length);
    set_place(&places->exec_prefix, exec, home[length] == ':' ? strlen(exec) : length);
    set_place(&places->library, home, length);
    text_add_c(&places->library, library_end);
}

// The prefix is what stands before lib/python3.11, or else the library's own folder.
static void place_library(Places *places, const char *library) {
    size_t length = strlen(library), end = sizeof(library_end) - 1;
    size_t prefix = length;
    if (length > end && strcmp(library + length - end, library_end) == 0) prefix -= end;
    set_place(&places->library, library, length);
    set_place(&places->prefix, library, prefix);
    set_place(&places->exec_prefix, library, prefix);
}

// EXECUTABLE's folder/../lib/nametag/lib/python3.11, where an installation may have its own.
static bool place_own(Places *places, World *world, const char *executable) {
    char folder[4096];
    const char *slash = executable == NULL ? NULL : strrchr(executable, '/');
    if (slash == NULL) return false;
    int length = snprintf(folder, sizeof folder, "%.*s/../lib/nametag%s",
                          (int)(slash - executable), executable, library_end);
    if (length <= 0 || length >= (int)sizeof folder || !holds_library(world, folder)) return false;
    place_library(places, folder);
    return true;
}

bool sys_find_places(Settings *settings, World *world) {
    Places places = {{0}, {0}, {0}};
    const char *home = settings_find_variable(settings, "PYTHONHOME");
    if (settings->library != NULL) place_library(&places, settings->library);
    else if (home != NULL) place_at_home(&places, home);
    else if (!place_own(&places, world, settings->executable))
        place_library(&places, "/usr/lib/python3.11");
    TextBuffer *const texts[] = {&places.library, &places.prefix, &places.exec_prefix};
    bool done = true;
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        text_add_char(texts[i], '\0');
        done = done && !texts[i]->is_failed;
    }
    settings->library_found = places.library.bytes;
    settings->prefix = places.prefix.bytes;
    settings->exec_prefix = places.exec_prefix.bytes;
    return done;
}

// --- sys.path ---

// Adds a path's parts to an absolute one, without `.`, `..` and double slashes.
static void add_normal(TextBuffer *text, const char *path, const char *end) {
    while (path < end) {
        size_t length = 0;
        while (path + length < end && path[length] != '/') length++;
        if (length == 2 && path[0] == '.' && path[1] == '.') {
            size_t size = text->size;
            while (size > 0 && text->bytes[--size] != '/') continue;
            text_cut(text, size);
        } else if (length > 0 && !(length == 1 && path[0] == '.')) {
            text_add_char(text, '/');
            text_add(text, path, length);
        }
        path += length + 1;
    }
}

static bool add_absolute(Vm *vm, List *list, const char *path, size_t length) {
    TextBuffer text = {0};
    char *folder = NULL;
    WorldRequest request = {.operation = WORLD_WORKING_DIRECTORY};
    int64_t size = 0;
    if (length == 0 || path[0] != '/') size = world_ask_all(vm->world, &request, &folder);
    if (size > 0) add_normal(&text, folder, folder + strnlen(folder, (size_t)size));
    add_normal(&text, path, path + length);
    if (text.size == 0) text_add_char(&text, '/');
    bool done = !text.is_failed && add_text(vm, list, text.bytes, text.size);
    if (text.is_failed) raise_memory_error(vm);
    host_release(folder);
    text_done(&text);
    return done;
}

static bool add_variable(Vm *vm, List *list, const char *path) {
    for (;;) {
        size_t length = strcspn(path, ":");
        if (!add_absolute(vm, list, path, length)) return false;
        path += length;
        if (*path++ == '\0') return true;
    }
}

static bool add_format(Vm *vm, List *list, const char *format, const char *first,
                       const char *second) {
    char text[4096];
    int length = snprintf(text, sizeof text, format, first, second);
    return length < 0 || length >= (int)sizeof text || add_text(vm, list, text, (size_t)length);
}

static bool set_path(Vm *vm, Module *sys, const Settings *settings) {
    List *path = list_new(vm, 0);
    if (path == NULL) return false;
    const char *name = settings->library_name;
    bool done = (settings->path == NULL || add_variable(vm, path, settings->path)) &&
                add_format(vm, path, "%s/%s/python311.zip", settings->prefix, name) &&
                add_text(vm, path, settings->library_found, strlen(settings->library_found)) &&
                add_format(vm, path, "%s/%s/python3.11/lib-dynload", settings->exec_prefix, name) &&
                module_set(vm, sys, "path", &path->base);
    object_drop(vm, &path->base);
    return done;
}

static bool set_places(Vm *vm, Module *sys, const Settings *settings) {
    const char *executable = settings->executable != NULL ? settings->executable : "";
    return sys_set_text(vm, sys, "executable", executable) &&
           sys_set_text(vm, sys, "_base_executable", executable) &&
           sys_set_text(vm, sys, "prefix", settings->prefix) &&
           sys_set_text(vm, sys, "base_prefix", settings->prefix) &&
           sys_set_text(vm, sys, "exec_prefix", settings->exec_prefix) &&
           sys_set_text(vm, sys, "base_exec_prefix", settings->exec_prefix) &&
           sys_set_text(vm, sys, "platlibdir", settings->library_name) &&
           sys_set_text(vm, sys, "pycache_prefix", settings->pycache_prefix);
}

void sys_remove_script_folder(Vm *vm) {
    Object *path, *zero = int_new(vm, 0);
    if (zero != NULL && runtime_find_sys(vm, "path", &path) == FOUND) {
        if (!object_remove_item(vm, path, zero)) raised_clear(vm);
        object_drop(vm, path);
    }
    object_drop_or_null(vm, zero);
    raised_clear(vm);
}

bool sys_add_script_folder(Vm *vm, const char *folder) {
    Object *path, *text, *zero = int_new(vm, 0), *done = NULL;
    Str *insert = str_new_interned(vm, "insert", 6);
    if (zero != NULL && insert != NULL && runtime_find_sys(vm, "path", &path) == FOUND) {
        text = codec_decode_system(vm, folder, strlen(folder));
        if (text != NULL) done = object_call_method(vm, path, insert, 2, zero, text);
        object_drop_or_null(vm, text);
        object_drop(vm, path);
    }
    object_drop_or_null(vm, zero);
    object_drop_or_null(vm, (Object *)insert);
    object_drop_or_null(vm, done);
    return done != NULL;
}

// --- options ---

// In the order of rising precedence: -X dev, PYTHONWARNINGS, -W, -b.
static bool set_warnings(Vm *vm, Module *sys, const Settings *settings) {
    List *list = list_new(vm, 0);
    if (list == NULL) return false;
    bool done = !settings->dev_mode || add_text(vm, list, "default", 7);
    const char *variable = settings_find_variable(settings, "PYTHONWARNINGS");
    while (done && variable != NULL && *variable != '\0') {
        size_t length = strcspn(variable, ",");
        if (length > 0) done = add_text(vm, list, variable, length);
        variable += length + (variable[length] == ',');
    }
    done = done && add_texts(vm, list, &settings->warnings);
    if (done && settings->bytes_warning > 0) {
        const char *filter = settings->bytes_warning > 1 ? "error::BytesWarning"
                                                         : "default::BytesWarning";
        done = add_text(vm, list, filter, strlen(filter));
    }
    done = done && module_set(vm, sys, "warnoptions", &list->base);
    object_drop(vm, &list->base);
    return done;
}

static bool set_extensions(Vm *vm, Module *sys, const SettingsTexts *extensions) {
    Dict *dict = dict_new(vm);
    bool done = dict != NULL;
    for (int i = 0; done && i < extensions->count; i++) {
        const char *text = extensions->texts[i];
        size_t length = strcspn(text, "=");
        Object *name = codec_decode_system(vm, text, length), *value = NULL;
        if (name != NULL && text[length] != '=') value = bool_new(vm, 1);
        else if (name != NULL)
            value = codec_decode_system(vm, text + length + 1, strlen(text + length + 1));
        done = value != NULL && dict_set(vm, dict, name, value);
        object_drop_or_null(vm, name);
        object_drop_or_null(vm, value);
    }
    done = done && module_set(vm, sys, "_xoptions", &dict->base);
    object_drop_or_null(vm, (Object *)dict);
    return done;
}

bool sys_add_paths(Vm *vm, Module *sys, const Settings *settings) {
    return set_path(vm, sys, settings) && set_places(vm, sys, settings) &&
           sys_set_texts(vm, sys, "argv", &settings->arguments) &&
           sys_set_texts(vm, sys, "orig_argv", &settings->original) &&
           set_warnings(vm, sys, settings) &&
           set_extensions(vm, sys, &settings->extensions) &&
           sys_set_text(vm, sys, "_stdlib_dir", holds_library(vm->world, settings->library_found)
                                                    ? settings->library_found : NULL) &&
           module_set(vm, sys, "dont_write_bytecode", settings->no_bytecode ? vm->objects->true_
                                                                       : vm->objects->false_);
}
