// The module _posixsubprocess: starting the child processes of the library's subprocess.
//
// All that the child is to do goes to the world in one request. Only where the program has a
// function to be called in the child, the machine itself is forked and the request made in
// parts: before that function, and after it.

#include "base/world.h"
#include "memory/cycles.h"
#include "modules/argument.h"
#include "modules/posix.h"
#include "objects/path.h"
#include "objects/sequence.h"
#include "objects/tuple.h"
#include "runtime/threads.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

enum { PIPE_FILES = 8, GROUPS_MAX = 65536, FILES_RESERVED = 3, CHILD_FAILED = 255 };

// The arguments of fork_exec(), by place.
enum Given {
    GIVEN_ARGV, GIVEN_PATHS, GIVEN_CLOSES, GIVEN_KEPT, GIVEN_FOLDER, GIVEN_VARIABLES,
    GIVEN_FILES, GIVEN_RESTORES = GIVEN_FILES + PIPE_FILES, GIVEN_SESSION, GIVEN_PROCESS_GROUP,
    GIVEN_GROUP, GIVEN_GROUPS, GIVEN_USER, GIVEN_MASK, GIVEN_FUNCTION, GIVEN_SHARES,
};

// --- numbers ---

static bool read_numbers(Vm *vm, const Slot *given, WorldSubprocess *wanted) {
    int32_t *const files[PIPE_FILES] = {
        &wanted->in_child, &wanted->in_parent, &wanted->out_parent, &wanted->out_child,
        &wanted->error_parent, &wanted->error_child, &wanted->failure_parent,
        &wanted->failure_child,
    };
    const struct { int index; int32_t *number; } others[] = {
        {GIVEN_RESTORES, &wanted->restores_signals}, {GIVEN_SESSION, &wanted->starts_session},
        {GIVEN_PROCESS_GROUP, &wanted->process_group}, {GIVEN_MASK, &wanted->mask},
    };
    bool closes;
    if (!argument_truth(vm, given[GIVEN_CLOSES].object, &closes)) return false;
    wanted->closes_files = closes;
    if (!object_is_tuple(vm, given[GIVEN_KEPT].object))
        return argument_refuse(vm, "fork_exec", GIVEN_KEPT + 1, "tuple", given[GIVEN_KEPT].object);
    for (int i = 0; i < PIPE_FILES; i++)
        if (!argument_process(vm, given[GIVEN_FILES + i].object, files[i])) return false;
    for (size_t i = 0; i < ARRAY_COUNT(others); i++)
        if (!argument_process(vm, given[others[i].index].object, others[i].number)) return false;
    return !closes || wanted->failure_child >= FILES_RESERVED ||
           raise_false(vm, ERROR_SUBPROCESS_FILE);
}

// The files that stay open: in rising order.
static bool add_kept(Vm *vm, PosixPack *pack, const Tuple *kept) {
    int64_t previous = -1, number;
    for (int64_t i = 0; i < kept->count; i++) {
        Object *item = kept->items[i].object;
        bool is_good = object_is_int(vm, item) && int_find_value(vm, item, &number) == FOUND &&
                       number > previous && number <= INT_MAX;
        if (!is_good) return raise_false(vm, ERROR_SUBPROCESS_KEPT);
        int32_t file = (int32_t)number;
        if (!posix_pack_add(vm, pack, &file, sizeof file)) return false;
        previous = number;
    }
    return true;
}

static bool add_groups(Vm *vm, PosixPack *pack, Object *given, int32_t *count) {
    *count = -1;
    if (given == vm->objects->none) return true;
    if (!object_is_list(vm, given)) return raise_false(vm, ERROR_SUBPROCESS_GROUPS);
    const List *list = (const List *)given;
    if (list->count > GROUPS_MAX) return raise_false(vm, ERROR_SUBPROCESS_GROUP_COUNT);
    *count = (int32_t)list->count;
    for (int64_t i = 0; i < list->count; i++) {
        int64_t id;
        Object *item = list->items[i].object;
        if (!object_is_int(vm, item)) return raise_false(vm, ERROR_SUBPROCESS_GROUP_TYPE);
        if (!argument_identity(vm, "gid", item, &id)) {
            raised_clear(vm);
            return raise_false(vm, ERROR_SUBPROCESS_GROUP);
        }
        uint32_t group = (uint32_t)id;
        if (!posix_pack_add(vm, pack, &group, sizeof group)) return false;
    }
    return true;
}

static bool read_identity(Vm *vm, const char *name, Object *given, uint32_t *id, int32_t *is_set) {
    int64_t number;
    *is_set = given != vm->objects->none;
    if (!*is_set) return true;
    if (!argument_identity(vm, name, given, &number)) return false;
    *id = (uint32_t)number;
    return true;
}

// --- texts ---

static bool add_text(Vm *vm, PosixPack *pack, const Bytes *text) {
    return posix_pack_add(vm, pack, text->data, (size_t)text->count + 1);
}

// A sequence of bytes objects.
static bool add_bytes(Vm *vm, PosixPack *pack, Object *sequence, int64_t *count) {
    if (!object_length(vm, sequence, count)) return false;
    for (int64_t i = 0; i < *count; i++) {
        Object *item = argument_load_item(vm, sequence, i);
        if (item == NULL) return false;
        bool done = object_is_bytes(vm, item) || raise_false(vm, ERROR_SUBPROCESS_BYTES, item);
        const Bytes *bytes = (const Bytes *)item;
        if (done && memchr(bytes->data, 0, (size_t)bytes->count) != NULL)
            done = raise_false(vm, ERROR_EMBEDDED_NULL_BYTE);
        done = done && add_text(vm, pack, bytes);
        object_drop(vm, item);
        if (!done) return false;
    }
    return true;
}

static bool add_path(Vm *vm, PosixPack *pack, Object *given) {
    Bytes *bytes = path_load_bytes(vm, given);
    if (bytes == NULL) return false;
    bool done = add_text(vm, pack, bytes);
    object_drop(vm, &bytes->base);
    return done;
}

static bool add_arguments(Vm *vm, PosixPack *pack, Object *given, int64_t *count) {
    if (given == vm->objects->none) return true;
    Object *fast = sequence_fast(vm, given, ERROR_SUBPROCESS_ARGUMENTS);
    if (fast == NULL) return false;
    bool done = true;
    const Slot *items = sequence_fast_items(vm, fast, count);
    for (int64_t i = 0; done && i < *count; i++) {
        int64_t now;
        items = sequence_fast_items(vm, fast, &now);
        if (now != *count) done = raise_false(vm, ERROR_SUBPROCESS_CHANGED);
        else done = add_path(vm, pack, items[i].object);
    }
    object_drop(vm, fast);
    return done;
}

// The program's counts are aligned.
static bool add_program(Vm *vm, PosixPack *pack, const WorldProgram *program,
                        const PosixPack *texts) {
    static const char zeros[sizeof(int64_t)];
    return posix_pack_add(vm, pack, zeros, -pack->used % sizeof zeros) &&
           posix_pack_add(vm, pack, program, sizeof *program) &&
           posix_pack_add(vm, pack, texts->bytes, texts->used);
}

// All that WORLD_SUBPROCESS wants to know. `paths` and `texts` are what goes behind.
static bool pack_all(Vm *vm, PosixPack *pack, PosixPack *paths, PosixPack *texts,
                     const Slot *given) {
    WorldSubprocess wanted = {0};
    WorldProgram program = {.variable_count = -1};
    Object *none = vm->objects->none, *variables = given[GIVEN_VARIABLES].object;
    Object *folder = given[GIVEN_FOLDER].object;
    const Tuple *kept = (const Tuple *)given[GIVEN_KEPT].object;
    if (!read_numbers(vm, given, &wanted) ||
        !posix_pack_add(vm, pack, &wanted, sizeof wanted) || !add_kept(vm, pack, kept) ||
        !add_bytes(vm, paths, given[GIVEN_PATHS].object, &wanted.path_count) ||
        !add_arguments(vm, texts, given[GIVEN_ARGV].object, &program.argument_count))
        return false;
    wanted.kept_count = kept->count;
    if (variables != none && !add_bytes(vm, texts, variables, &program.variable_count))
        return false;
    wanted.has_folder = folder != none;
    PosixPack place = {0};
    bool done = (folder == none || add_path(vm, &place, folder)) &&
                add_groups(vm, pack, given[GIVEN_GROUPS].object, &wanted.group_count) &&
                read_identity(vm, "gid", given[GIVEN_GROUP].object, &wanted.group,
                              &wanted.sets_group) &&
                read_identity(vm, "uid", given[GIVEN_USER].object, &wanted.user,
                              &wanted.sets_user) &&
                posix_pack_add(vm, pack, place.bytes, place.used) &&
                posix_pack_add(vm, pack, paths->bytes, paths->used);
    posix_pack_drop(vm, &place);
    if (!done) return false;
    wanted.program = (int64_t)((pack->used + 7) / 8 * 8);
    memcpy(pack->bytes, &wanted, sizeof wanted);
    return add_program(vm, pack, &program, texts);
}

// --- starting ---

static int64_t ask(Vm *vm, const PosixPack *pack, int64_t parts) {
    WorldRequest request = {.operation = WORLD_SUBPROCESS, .numbers = {parts},
                            .in = pack->bytes, .in_bytes = pack->used};
    return world_ask(vm->world, &request);
}

NO_RETURN static void give_up(Vm *vm, int32_t failure_file) {
    static const char text[] = "SubprocessError:0:Exception occurred in preexec_fn.";
    (void)world_write_all(vm->world, failure_file, text, sizeof text - 1);
    world_exit(vm->world, CHILD_FAILED);
}

// In the child: the program's function between the parts of the request.
NO_RETURN static void run_child(Vm *vm, const PosixPack *pack, Object *function) {
    (void)ask(vm, pack, WORLD_SUBPROCESS_PREPARE);
    threads_start_child(vm);
    posix_at_fork(vm, POSIX_IN_CHILD);
    Object *result = object_call_with(vm, function, 0);
    int32_t failure_file = ((const WorldSubprocess *)(const void *)pack->bytes)->failure_child;
    if (result == NULL) give_up(vm, failure_file);
    object_drop(vm, result);
    (void)ask(vm, pack, WORLD_SUBPROCESS_RUN);
    give_up(vm, failure_file);
}

static int64_t fork_with(Vm *vm, const PosixPack *pack, Object *function) {
    posix_at_fork(vm, POSIX_BEFORE_FORK);
    WorldRequest request = {.operation = WORLD_FORK, .numbers = {1}};
    int64_t process = world_ask(vm->world, &request);
    if (process == 0) run_child(vm, pack, function);
    posix_at_fork(vm, POSIX_IN_PARENT);
    return process;
}

static Object *posixsubprocess_function_fork_exec(Vm *vm, const Slot *arguments) {
    PosixPack pack = {0}, paths = {0}, texts = {0};
    Object *function = arguments[GIVEN_FUNCTION].object, *result = NULL;
    if (pack_all(vm, &pack, &paths, &texts, arguments)) {
        int64_t process = function != vm->objects->none
                              ? fork_with(vm, &pack, function)
                              : ask(vm, &pack, WORLD_SUBPROCESS_START | WORLD_SUBPROCESS_PREPARE |
                                                   WORLD_SUBPROCESS_RUN);
        result = process < 0 ? posix_raise(vm, process) : int_new(vm, process);
    }
    posix_pack_drop(vm, &pack);
    posix_pack_drop(vm, &paths);
    posix_pack_drop(vm, &texts);
    return result;
}

static const Method functions[] = {
    PARSED_FUNCTION(posixsubprocess, fork_exec,
                    "(process_args, executable_list, close_fds, pass_fds, cwd, env, p2cread,\n"
                    " p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read,\n"
                    " errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, groups,\n"
                    " uid, child_umask, preexec_fn, allow_vfork, /)",
                    "Start a child process that runs the first of the programs that can be run; "
                    "its number."),
    {0},
};

bool posixsubprocess_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "Starting processes, for the library's subprocess.") &&
           module_add_functions(vm, module, functions);
}
