// Programs to run, packed for the world; posix_spawn() and system().

#define _GNU_SOURCE

#include <stdio.h>

#include "modules/posix.h"

#include "modules/libc_signal.h"
#include "objects/codec.h"
#include "objects/dict.h"
#include "objects/path.h"
#include "runtime/outside.h"
#include "runtime/threads.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

// --- packing ---

bool posix_pack_add(Vm *vm, PosixPack *pack, const void *bytes, size_t count) {
    if (pack->room - pack->used < count) {
        size_t room = pack->room * 2 + count + 256;
        char *larger = system_resize(vm, pack->bytes, pack->room, room);
        if (larger == NULL) return false;
        pack->bytes = larger;
        pack->room = room;
    }
    if (count > 0) memcpy(pack->bytes + pack->used, bytes, count);
    pack->used += count;
    return true;
}

void posix_pack_drop(Vm *vm, PosixPack *pack) {
    system_drop(vm, pack->bytes, pack->room);
    *pack = (PosixPack){0};
}

// One text of argv.
static bool add_text(Vm *vm, PosixPack *pack, Object *text) {
    Bytes *bytes = path_load_bytes(vm, text);
    bool done = bytes != NULL && posix_pack_add(vm, pack, bytes->data, (size_t)bytes->count + 1);
    object_drop_or_null(vm, (Object *)bytes);
    return done;
}

static bool add_arguments(Vm *vm, PosixPack *pack, const char *function, Object *argv,
                          int64_t *count) {
    size_t start = pack->used;
    if (!object_is_list(vm, argv) && !object_is_tuple(vm, argv))
        return raise_false(vm, ERROR_POSIX_ARGUMENTS_TYPE, function);
    if (!object_length(vm, argv, count)) return false;
    if (*count < 1) return raise_false(vm, ERROR_POSIX_ARGUMENTS_EMPTY, function);
    for (int64_t i = 0; i < *count; i++) {
        Object *item = argument_load_item(vm, argv, i);
        bool done = item != NULL && add_text(vm, pack, item);
        object_drop_or_null(vm, item);
        if (!done) return false;
    }
    return pack->bytes[start] != 0 || raise_false(vm, ERROR_POSIX_ARGUMENT_EMPTY, function);
}

// "NAME=value" of an item of env.
static bool add_variable(Vm *vm, PosixPack *pack, Object *key, Object *value) {
    Bytes *name = path_load_bytes(vm, key);
    Bytes *text = name == NULL ? NULL : path_load_bytes(vm, value);
    bool done = text != NULL;
    if (done && (name->count == 0 || strchr((const char *)name->data + 1, '=') != NULL))
        done = raise_false(vm, ERROR_POSIX_VARIABLE_NAME);
    done = done && posix_pack_add(vm, pack, name->data, (size_t)name->count) &&
           posix_pack_add(vm, pack, "=", 1) &&
           posix_pack_add(vm, pack, text->data, (size_t)text->count + 1);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, (Object *)text);
    return done;
}

// env.keys() or env.values() as a list.
static List *load_column(Vm *vm, Object *env, Str *name) {
    Object *column = object_call_method(vm, env, name, 0);
    List *list = column == NULL ? NULL : list_new_from_iterable(vm, column);
    object_drop_or_null(vm, column);
    return list;
}

static bool add_variables(Vm *vm, PosixPack *pack, Object *env, int64_t *count) {
    Str *values_name = str_new_interned(vm, "values", 6);
    List *keys = values_name == NULL ? NULL : load_column(vm, env, vm->objects->names.keys);
    List *values = keys == NULL ? NULL : load_column(vm, env, values_name);
    object_drop_or_null(vm, (Object *)values_name);
    bool done = values != NULL;
    *count = 0;
    for (; done && *count < keys->count && *count < values->count; ++*count) {
        Object *key = object_share(keys->items[*count].object);
        Object *value = object_share(values->items[*count].object);
        done = add_variable(vm, pack, key, value);
        object_drop(vm, key);
        object_drop(vm, value);
    }
    object_drop_or_null(vm, (Object *)keys);
    object_drop_or_null(vm, (Object *)values);
    return done;
}

static bool is_mapping(Vm *vm, const Object *object) {
    return object_type(vm, object)->behaviour.load_item != NULL;
}

bool posix_pack_program(Vm *vm, PosixPack *pack, const char *function, Object *argv, Object *env) {
    size_t start = pack->used;
    WorldProgram program = {.variable_count = -1};
    if (!posix_pack_add(vm, pack, &program, sizeof program)) return false;
    // The name in front of ": argv" or of "() arg 2".
    if (!add_arguments(vm, pack, function, argv, &program.argument_count)) return false;
    if (env != NULL) {
        char name[32];
        size_t length = strcspn(function, ":(");
        memcpy(name, function, length);
        name[length] = 0;
        if (!is_mapping(vm, env)) return raise_false(vm, ERROR_POSIX_ENVIRONMENT, name);
        if (!add_variables(vm, pack, env, &program.variable_count)) return false;
    }
    memcpy(pack->bytes + start, &program, sizeof program);
    return true;
}

// --- posix_spawn() ---

enum SpawnArgument {
    SPAWN_PATH, SPAWN_ARGV, SPAWN_ENV, SPAWN_ACTIONS, SPAWN_GROUP, SPAWN_RESETS_IDS,
    SPAWN_NEW_SESSION, SPAWN_MASK, SPAWN_DEFAULTS, SPAWN_SCHEDULER,
};

static bool check_count(Vm *vm, const Tuple *action, const char *kind, int count) {
    return action->count == count || raise_false(vm, ERROR_POSIX_ACTION_COUNT, kind, count);
}

static bool read_number(Vm *vm, const Tuple *tuple, int index, int *number) {
    return argument_int(vm, tuple->items[index].object, number);
}

// One action; a path goes to `paths`.
static bool read_action(Vm *vm, const Tuple *given, WorldSpawnAction *action, PosixPack *paths) {
    int kind;
    *action = (WorldSpawnAction){0};
    if (!read_number(vm, given, 0, &kind)) return false;
    switch (kind) {
    case WORLD_SPAWN_OPEN:
        action->kind = WORLD_SPAWN_OPEN;
        return check_count(vm, given, "open", 5) && read_number(vm, given, 1, &action->file) &&
               add_text(vm, paths, given->items[2].object) &&
               read_number(vm, given, 3, &action->flags) &&
               read_number(vm, given, 4, &action->mode);
    case WORLD_SPAWN_CLOSE:
        action->kind = WORLD_SPAWN_CLOSE;
        return check_count(vm, given, "close", 2) && read_number(vm, given, 1, &action->file);
    case WORLD_SPAWN_DUPLICATE:
        action->kind = WORLD_SPAWN_DUPLICATE;
        return check_count(vm, given, "dup2", 3) && read_number(vm, given, 1, &action->file) &&
               read_number(vm, given, 2, &action->target);
    default: return raise_false(vm, ERROR_POSIX_ACTION_UNKNOWN);
    }
}

static bool add_action(Vm *vm, PosixPack *pack, PosixPack *paths, Object *item) {
    WorldSpawnAction action;
    if (!object_is_tuple(vm, item) || ((Tuple *)item)->count == 0)
        return raise_false(vm, ERROR_POSIX_ACTION);
    return read_action(vm, (Tuple *)item, &action, paths) &&
           posix_pack_add(vm, pack, &action, sizeof action);
}

static bool add_actions(Vm *vm, PosixPack *pack, PosixPack *paths, Object *given,
                        int64_t *count) {
    *count = 0;
    if (given == NULL || given == vm->objects->none) return true;
    if (!argument_is_sequence(vm, given)) return raise_false(vm, ERROR_POSIX_ACTIONS);
    if (!object_length(vm, given, count)) return false;
    for (int64_t i = 0; i < *count; i++) {
        Object *item = argument_load_item(vm, given, i);
        bool done = item != NULL && add_action(vm, pack, paths, item);
        object_drop_or_null(vm, item);
        if (!done) return false;
    }
    return true;
}

// The priority and, unless it is None, the policy.
static bool read_scheduler(Vm *vm, Object *given, WorldSpawn *spawn) {
    if (given == NULL || given == vm->objects->none) return true;
    if (!object_is_tuple(vm, given)) return raise_false(vm, ERROR_POSIX_SCHEDULER_TYPE);
    const Tuple *pair = (const Tuple *)given;
    if (pair->count != 2) return raise_false(vm, ERROR_POSIX_SCHEDULER);
    Object *policy = pair->items[0].object;
    if (policy != vm->objects->none) {
        if (!argument_int(vm, policy, &spawn->policy)) return false;
        spawn->flags |= POSIX_SPAWN_SETSCHEDULER;
    }
    spawn->flags |= POSIX_SPAWN_SETSCHEDPARAM;
    return posix_read_priority(vm, pair->items[1].object, &spawn->priority);
}

static bool read_truth(Vm *vm, Object *given, int flag, WorldSpawn *spawn) {
    int number = 0;
    if (given != NULL && !argument_int(vm, given, &number)) return false;
    if (number != 0) spawn->flags |= flag;
    return true;
}

static bool read_signals(Vm *vm, Object *given, int flag, uint64_t *bits, WorldSpawn *spawn) {
    if (given == NULL) return true;
    spawn->flags |= flag;
    return argument_signals(vm, given, bits);
}

static bool read_settings(Vm *vm, const Slot *arguments, WorldSpawn *spawn) {
    Object *group = arguments[SPAWN_GROUP].object;
    if (group != NULL) {
        if (!argument_process(vm, group, &spawn->group)) return false;
        spawn->flags |= POSIX_SPAWN_SETPGROUP;
    }
    return read_truth(vm, arguments[SPAWN_RESETS_IDS].object, POSIX_SPAWN_RESETIDS, spawn) &&
           read_truth(vm, arguments[SPAWN_NEW_SESSION].object, POSIX_SPAWN_SETSID, spawn) &&
           read_signals(vm, arguments[SPAWN_MASK].object, POSIX_SPAWN_SETSIGMASK, &spawn->mask,
                        spawn) &&
           read_signals(vm, arguments[SPAWN_DEFAULTS].object, POSIX_SPAWN_SETSIGDEF,
                        &spawn->defaults, spawn) &&
           read_scheduler(vm, arguments[SPAWN_SCHEDULER].object, spawn);
}

// WorldSpawn with its actions and their paths, then the program. The rows of the program are
// read first: their errors come first.
static bool pack_spawn(Vm *vm, PosixPack *pack, PosixPack *paths, PosixPack *program,
                       const Slot *arguments, const char *function) {
    WorldSpawn spawn = {0};
    char name[32];
    snprintf(name, sizeof name, "%s: argv", function);
    if (!posix_pack_program(vm, program, name, arguments[SPAWN_ARGV].object,
                            arguments[SPAWN_ENV].object) ||
        !posix_pack_add(vm, pack, &spawn, sizeof spawn) ||
        !add_actions(vm, pack, paths, arguments[SPAWN_ACTIONS].object, &spawn.action_count) ||
        !read_settings(vm, arguments, &spawn) ||
        !posix_pack_add(vm, pack, paths->bytes, paths->used))
        return false;
    // The program's counts are aligned.
    static const char zeros[8];
    if (!posix_pack_add(vm, pack, zeros, -pack->used % sizeof zeros)) return false;
    spawn.program = (int64_t)pack->used;
    memcpy(pack->bytes, &spawn, sizeof spawn);
    return posix_pack_add(vm, pack, program->bytes, program->used);
}

static Object *spawn_path(Vm *vm, const PosixPath *path, const Slot *arguments,
                          const char *function, int64_t searches) {
    PosixPack pack = {0}, paths = {0}, program = {0};
    Object *process = NULL;
    if (pack_spawn(vm, &pack, &paths, &program, arguments, function) &&
        posix_audit(vm, "os.posix_spawn", "ooo", path->name, arguments[SPAWN_ARGV].object,
                    arguments[SPAWN_ENV].object)) {
        WorldRequest request = {
            .operation = WORLD_SPAWN, .numbers = {searches}, .in = pack.bytes,
            .in_bytes = pack.used, .texts = {(const char *)path->bytes->data},
        };
        int64_t result = world_ask(vm->world, &request);
        process = result < 0 ? posix_raise_path(vm, result, path) : int_new(vm, result);
    }
    posix_pack_drop(vm, &pack);
    posix_pack_drop(vm, &paths);
    posix_pack_drop(vm, &program);
    return process;
}

static Object *spawn(Vm *vm, const Slot *arguments, const char *function, int64_t searches) {
    PosixPath path;
    if (!posix_path_read(vm, &path, arguments[SPAWN_PATH].object, function, "path", 0))
        return NULL;
    Object *process = spawn_path(vm, &path, arguments, function, searches);
    posix_path_drop(vm, &path);
    return process;
}

POSIX(posix_spawn) {
    return spawn(vm, arguments, "posix_spawn", 0);
}

POSIX(posix_spawnp) {
    return spawn(vm, arguments, "posix_spawnp", 1);
}

// --- system() ---

// With other threads around the shell is a child like others, which is waited for in turns.
static bool run_beside(Vm *vm, const char *command, int64_t *status) {
    PosixPack pack = {0};
    WorldSpawn spawn = {.program = sizeof spawn};
    WorldProgram program = {.argument_count = 3, .variable_count = -1};
    int64_t process = -ENOMEM;
    if (posix_pack_add(vm, &pack, &spawn, sizeof spawn) &&
        posix_pack_add(vm, &pack, &program, sizeof program) &&
        posix_pack_add(vm, &pack, "sh\0-c", sizeof "sh\0-c") &&
        posix_pack_add(vm, &pack, command, strlen(command) + 1)) {
        WorldRequest request = {.operation = WORLD_SPAWN, .in = pack.bytes,
                                .in_bytes = pack.used, .texts = {"/bin/sh"}};
        process = world_ask(vm->world, &request);
    }
    posix_pack_drop(vm, &pack);
    *status = process;
    if (process < 0) return !raised(vm);
    WorldEnd end = {0};
    WorldRequest wait = {.operation = WORLD_WAIT, .numbers = {process}, .out = &end,
                         .out_bytes = sizeof end};
    WorldRequest attempt = wait;
    attempt.numbers[1] = WNOHANG;
    if (!outside_ask_patiently(vm, &wait, &attempt, 0, &process)) return false;
    *status = end.status;
    return true;
}

POSIX(system) {
    Bytes *command = path_load_bytes(vm, arguments[0].object);
    int64_t status;
    if (command == NULL) return NULL;
    bool done = posix_audit(vm, "os.system", "o", command);
    const char *text = (const char *)command->data;
    if (done && threads_count(vm) > 0) {
        done = run_beside(vm, text, &status);
    } else if (done) {
        WorldRequest request = {.operation = WORLD_SYSTEM, .texts = {text}};
        status = world_ask(vm->world, &request);
    }
    object_drop(vm, &command->base);
    return done ? int_new(vm, status < 0 ? -1 : status) : NULL;
}
