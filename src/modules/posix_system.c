// What the system tells of itself: names, times, configuration, variables, chance.

#include "modules/posix.h"

#include "modules/constant.h"
#include "objects/codec.h"
#include "objects/dict.h"
#include "objects/float.h"
#include "objects/path.h"
#include "runtime/outside.h"

#include "base/host.h"

#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <unistd.h>

// --- uname_result, times_result, terminal_size ---

static const StructField uname_fields[] = {
    {"sysname", "of the system"},
    {"nodename", "of the machine in its network"},
    {"release", "of the system"},
    {"version", "of the release"},
    {"machine", "kind of machine"},
};

static const StructSequence uname_result = {
    .name = "posix.uname_result",
    .doc = "The names that uname() gives.",
    .fields = uname_fields,
    .field_count = ARRAY_COUNT(uname_fields),
    .visible_count = ARRAY_COUNT(uname_fields),
};

GIVE(uname) {
    const char *text = run->room;
    Object *values[ARRAY_COUNT(uname_fields)];
    for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
        values[i] = codec_decode_system(vm, text, strlen(text));
        text += strlen(text) + 1;
    }
    return struct_sequence_take(vm, &uname_result, values);
}

static const StructField times_fields[] = {
    {"user", "seconds that the program ran"},
    {"system", "seconds that the system ran for it"},
    {"children_user", "seconds that its children ran"},
    {"children_system", "seconds that the system ran for them"},
    {"elapsed", "seconds since some moment in the past"},
};

static const StructSequence times_result = {
    .name = "posix.times_result",
    .doc = "The times that times() gives, in seconds.",
    .fields = times_fields,
    .field_count = ARRAY_COUNT(times_fields),
    .visible_count = ARRAY_COUNT(times_fields),
};

GIVE(times) {
    const int64_t *ticks = run->room, second = ticks[ARRAY_COUNT(times_fields)];
    Object *values[ARRAY_COUNT(times_fields)];
    for (size_t i = 0; i < ARRAY_COUNT(values); i++)
        values[i] = float_new(vm, (double)ticks[i] / (double)second);
    return struct_sequence_take(vm, &times_result, values);
}

static const StructField terminal_fields[] = {
    {"columns", "characters in a line"},
    {"lines", "lines of the window"},
};

static const StructSequence terminal_size = {
    .name = "os.terminal_size",
    .doc = "The size of a terminal's window: (columns, lines).",
    .fields = terminal_fields,
    .field_count = ARRAY_COUNT(terminal_fields),
    .visible_count = ARRAY_COUNT(terminal_fields),
};

GIVE(terminal_size) {
    const int32_t *numbers = run->room;
    Object *const values[] = {int_new(vm, numbers[0]), int_new(vm, numbers[1])};
    return struct_sequence_take(vm, &terminal_size, values);
}

GIVE(loads) {
    const double *loads = run->room;
    Tuple *tuple = tuple_new(vm, 3);
    for (int i = 0; tuple != NULL && i < 3; i++) {
        Object *value = float_new(vm, loads[i]);
        if (value == NULL) {
            object_drop(vm, &tuple->base);
            return NULL;
        }
        slot_fill(vm, &tuple->base, &tuple->items[i], value);
    }
    return (Object *)tuple;
}

bool posix_add_system(Vm *vm, Module *module) {
    return posix_add_type(vm, module, "terminal_size", &terminal_size) &&
           posix_add_type(vm, module, "times_result", &times_result) &&
           posix_add_type(vm, module, "uname_result", &uname_result);
}

// --- configuration ---

#define TEXT_NAME(name)
#define NUMBER_NAME(name)
#define PATH_NAME(name) {#name, _##name},
static const Constant path_names[] = {
#include "modules/posix_names.def"
};
#undef PATH_NAME
#undef NUMBER_NAME
#define PATH_NAME(name)
#define NUMBER_NAME(name) {#name, _##name},
static const Constant number_names[] = {
#include "modules/posix_names.def"
};
#undef NUMBER_NAME
#undef TEXT_NAME
#define NUMBER_NAME(name)
#define TEXT_NAME(name) {#name, _##name},
static const Constant text_names[] = {
#include "modules/posix_names.def"
};
#undef PATH_NAME
#undef NUMBER_NAME
#undef TEXT_NAME

bool posix_add_configuration(Vm *vm, Module *module) {
    return module_take_set(vm, module, "pathconf_names",
                           constants_new_dict(vm, path_names, ARRAY_COUNT(path_names))) &&
           module_take_set(vm, module, "confstr_names",
                           constants_new_dict(vm, text_names, ARRAY_COUNT(text_names))) &&
           module_take_set(vm, module, "sysconf_names",
                           constants_new_dict(vm, number_names, ARRAY_COUNT(number_names)));
}

// The number of a name in a table, or an int.
static bool read_name(Vm *vm, Object *given, const Constant *rows, size_t count, int *number) {
    if (object_is_int(vm, given)) return argument_int(vm, given, number);
    if (!object_is_str(vm, given)) return raise_false(vm, ERROR_POSIX_CONFIGURATION_TYPE);
    for (size_t i = 0; i < count; i++) {
        if (!str_is((Str *)given, rows[i].name)) continue;
        *number = (int)rows[i].value;
        return true;
    }
    return raise_false(vm, ERROR_POSIX_CONFIGURATION_NAME);
}

POSIX(sysconf) {
    int name;
    int64_t value, result;
    if (!read_name(vm, arguments[0].object, number_names, ARRAY_COUNT(number_names), &name))
        return NULL;
    WorldRequest request = {.operation = WORLD_CONFIGURATION, .numbers = {name}, .out = &value,
                            .out_bytes = sizeof value};
    return posix_ask(vm, &request, &result) ? int_new(vm, value) : NULL;
}

POSIX(confstr) {
    int name;
    int64_t count;
    char *bytes;
    if (!read_name(vm, arguments[0].object, text_names, ARRAY_COUNT(text_names), &name))
        return NULL;
    WorldRequest request = {.operation = WORLD_CONFIGURATION_TEXT, .numbers = {name}};
    if (!posix_ask_all(vm, &request, NULL, &bytes, &count)) return NULL;
    Object *text = count == 0 ? none_new(vm)
                              : codec_decode_system(vm, bytes, (size_t)count - 1);
    host_release(bytes);
    return text;
}

static Object *path_limit(Vm *vm, const PosixPath *path, bool is_named, Object *given) {
    int name;
    int64_t value, result = -EFAULT;
    if (!read_name(vm, given, path_names, ARRAY_COUNT(path_names), &name)) return NULL;
    WorldRequest request = {.operation = WORLD_PATH_LIMIT, .numbers = {0, name}, .out = &value,
                            .out_bytes = sizeof value};
    posix_path_place(path, &request);
    if (!outside_ask(vm, &request, &result)) return NULL;
    if (result >= 0) return int_new(vm, value);
    // That may be the name's fault as well.
    is_named = is_named && result != -EINVAL;
    return is_named ? posix_raise_path(vm, result, path) : posix_raise(vm, result);
}

POSIX(pathconf) {
    PosixPath path;
    if (!posix_path_read(vm, &path, arguments[0].object, "pathconf", "path", POSIX_TAKES_FILE))
        return NULL;
    Object *result = path_limit(vm, &path, true, arguments[1].object);
    posix_path_drop(vm, &path);
    return result;
}

POSIX(fpathconf) {
    PosixPath path = {.file = -1};
    if (!argument_file(vm, arguments[0].object, &path.file)) return NULL;
    return path_limit(vm, &path, false, arguments[1].object);
}

POSIX(cpu_count) {
    (void)arguments;
    WorldRequest request = {.operation = WORLD_PROCESSOR_COUNT};
    int64_t count = world_ask(vm->world, &request);
    return count < 1 ? none_new(vm) : int_new(vm, count);
}

POSIX(strerror) {
    int code;
    if (!argument_int(vm, arguments[0].object, &code)) return NULL;
    const char *text = strerror(code);
    return codec_decode_system(vm, text, strlen(text));
}

// --- numbers of devices ---

POSIX(major) {
    uint64_t device;
    if (!argument_unsigned(vm, arguments[0].object, &device)) return NULL;
    return int_new(vm, major(device));
}

POSIX(minor) {
    uint64_t device;
    if (!argument_unsigned(vm, arguments[0].object, &device)) return NULL;
    return int_new(vm, minor(device));
}

POSIX(makedev) {
    int first, second;
    if (!argument_int(vm, arguments[0].object, &first) ||
        !argument_int(vm, arguments[1].object, &second))
        return NULL;
    dev_t device = makedev((unsigned)first, (unsigned)second);
    return device == (dev_t)-1 ? int_new(vm, -1) : int_new_unsigned(vm, device);
}

// --- variables of the environment ---

static bool add_variable(Vm *vm, Dict *dict, const char *row) {
    const char *equals = strchr(row, '=');
    if (equals == NULL) return true;
    Object *name = bytes_new(vm, row, equals - row), *value = NULL, *known;
    if (name != NULL) value = bytes_new(vm, equals + 1, (int64_t)strlen(equals + 1));
    bool done = value != NULL;
    // The first of several is the one that counts.
    Found found = done ? dict_find(vm, dict, name, &known) : RAISED;
    if (found == ABSENT) done = dict_set(vm, dict, name, value);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, value);
    return done && found != RAISED;
}

static bool add_variables(Vm *vm, Dict *dict) {
    char *rows;
    int64_t bytes;
    bool done = true;
    WorldRequest request = {.operation = WORLD_ENVIRONMENT};
    if (!posix_ask_all(vm, &request, NULL, &rows, &bytes)) return false;
    for (int64_t at = 0; done && at < bytes; at += (int64_t)strlen(rows + at) + 1)
        done = add_variable(vm, dict, rows + at);
    host_release(rows);
    return done;
}

bool posix_add_environment(Vm *vm, Module *module) {
    Dict *dict = dict_new(vm);
    bool done = dict != NULL && add_variables(vm, dict) &&
                module_set(vm, module, "environ", (Object *)dict);
    object_drop_or_null(vm, (Object *)dict);
    return done;
}

bool posix_fill_environment(Vm *vm) {
    Object *environment = NULL, *module = modules_load_c(vm, "posix");
    Str *name = module == NULL ? NULL : str_new_interned(vm, "environ", 7);
    if (name != NULL) environment = object_load_attribute(vm, module, name);
    bool done = environment != NULL && add_variables(vm, (Dict *)environment);
    object_drop_or_null(vm, environment);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, module);
    return done;
}

// An empty name is the system's to refuse, one with an equals sign is ours.
static bool check_name(Vm *vm, const Bytes *name) {
    return memchr(name->data, '=', (size_t)name->count) == NULL ||
           raise_false(vm, ERROR_POSIX_VARIABLE_NAME);
}

POSIX(putenv) {
    Object *result = NULL;
    Bytes *name = path_load_bytes(vm, arguments[0].object);
    Bytes *value = name == NULL ? NULL : path_load_bytes(vm, arguments[1].object);
    if (value != NULL && posix_audit(vm, "os.putenv", "oo", name, value) &&
        check_name(vm, name)) {
        WorldRequest request = {
            .operation = WORLD_SET_VARIABLE,
            .texts = {(const char *)name->data, (const char *)value->data},
        };
        result = posix_ask_none(vm, &request);
    }
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, (Object *)value);
    return result;
}

POSIX(unsetenv) {
    Object *result = NULL;
    Bytes *name = path_load_bytes(vm, arguments[0].object);
    if (name == NULL) return NULL;
    if (posix_audit(vm, "os.unsetenv", "o", name)) {
        WorldRequest request = {.operation = WORLD_SET_VARIABLE,
                                .texts = {(const char *)name->data}};
        result = posix_ask_none(vm, &request);
    }
    object_drop(vm, &name->base);
    return result;
}

// --- chance ---

static Object *fill_bytes(Vm *vm, WorldRequest *request, int64_t size, bool fills_all) {
    int64_t count;
    Bytes *bytes = bytes_new_room(vm, size);
    if (bytes == NULL) return NULL;
    request->out = bytes->data;
    request->out_bytes = (size_t)size;
    if (!posix_ask(vm, request, &count)) {
        object_drop(vm, &bytes->base);
        return NULL;
    }
    if (fills_all || count == size) return bytes_take_shared(vm, bytes);
    Object *part = bytes_new(vm, bytes->data, count);
    object_drop(vm, &bytes->base);
    return part;
}

POSIX(urandom) {
    int64_t size;
    if (!argument_size(vm, arguments[0].object, &size)) return NULL;
    if (size < 0) return raise(vm, ERROR_POSIX_NEGATIVE);
    WorldRequest request = {.operation = WORLD_ENTROPY};
    return fill_bytes(vm, &request, size, true);
}

POSIX(getrandom) {
    int64_t size;
    int flags = 0;
    if (!argument_size(vm, arguments[0].object, &size)) return NULL;
    if (arguments[1].object != NULL && !argument_int(vm, arguments[1].object, &flags))
        return NULL;
    if (size < 0) return posix_raise(vm, -EINVAL);
    WorldRequest request = {.operation = WORLD_RANDOM, .numbers = {flags}};
    return fill_bytes(vm, &request, size, false);
}
