// Processes: forking, running programs, waiting.

#define _GNU_SOURCE

#include "modules/posix.h"

#include "modules/libc_signal.h"
#include "modules/resource.h"
#include "objects/build.h"
#include "objects/list.h"
#include "objects/tuple.h"
#include "runtime/outside.h"
#include "runtime/threads.h"

#include <string.h>
#include <sys/wait.h>

// --- functions around a fork ---

typedef struct ForkState {
    Slot functions[3];   // Lists, by PosixForkMoment; empty: none
} ForkState;

static void fork_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    for (int i = 0; i < 3; i++) visit(vm, NULL, &((ForkState *)state)->functions[i], context);
}

static void fork_done(Vm *vm, void *state) {
    for (int i = 0; i < 3; i++) slot_clear(vm, NULL, &((ForkState *)state)->functions[i]);
}

static const StateDefinition fork_state = {sizeof(ForkState), fork_visit, fork_done};

static bool add_function(Vm *vm, ForkState *state, PosixForkMoment moment, Object *function) {
    Slot *slot = &state->functions[moment];
    if (function == NULL) return true;
    if (slot->object == NULL) {
        List *list = list_new(vm, 0);
        if (list == NULL) return false;
        slot_fill(vm, NULL, slot, (Object *)list);
    }
    return list_add(vm, (List *)slot->object, function);
}

POSIX(register_at_fork) {
    static const struct { const char *name; PosixForkMoment moment; } rows[] = {
        {"before", POSIX_BEFORE_FORK}, {"after_in_child", POSIX_IN_CHILD},
        {"after_in_parent", POSIX_IN_PARENT},
    };
    bool has_any = false;
    for (int i = 0; i < 3; i++) {
        Object *function = arguments[i].object;
        if (function == NULL) continue;
        has_any = true;
        if (object_type(vm, function)->behaviour.call == NULL)
            return raise(vm, ERROR_POSIX_FORK_CALLABLE, rows[i].name, function);
    }
    if (!has_any) return raise(vm, ERROR_POSIX_FORK_NONE);
    ForkState *state = state_load(vm, &fork_state);
    for (int i = 0; i < 3; i++)
        if (state == NULL || !add_function(vm, state, rows[i].moment, arguments[i].object))
            return NULL;
    return none_new(vm);
}

void posix_at_fork(Vm *vm, PosixForkMoment moment) {
    const ForkState *state = state_find(vm, &fork_state);
    if (state == NULL || state->functions[moment].object == NULL) return;
    const List *all = (const List *)state->functions[moment].object;
    List *list = list_new_from(vm, all->items, all->count);
    if (list == NULL) {
        raised_report_unraisable(vm, NULL, NULL);
        return;
    }
    for (int64_t i = 0; i < list->count; i++) {
        int64_t index = moment == POSIX_BEFORE_FORK ? list->count - 1 - i : i;
        Object *function = list->items[index].object;
        Object *result = object_call_with(vm, function, 0);
        if (result == NULL) raised_report_unraisable(vm, NULL, function);
        object_drop_or_null(vm, result);
    }
    object_drop(vm, (Object *)list);
}

// FORK or FORK_TERMINAL with what belongs around it. False: raised.
static bool fork_with(Vm *vm, const char *event, WorldRequest *request, int64_t *process) {
    if (!posix_audit(vm, event, "")) return false;
    posix_at_fork(vm, POSIX_BEFORE_FORK);
    *process = world_ask(vm->world, request);
    if (*process == 0) threads_start_child(vm);
    posix_at_fork(vm, *process == 0 ? POSIX_IN_CHILD : POSIX_IN_PARENT);
    if (*process >= 0) return true;
    (void)posix_raise(vm, *process);
    return false;
}

POSIX(fork) {
    int64_t process;
    WorldRequest request = {.operation = WORLD_FORK};
    (void)arguments;
    return fork_with(vm, "os.fork", &request, &process) ? int_new(vm, process) : NULL;
}

POSIX(forkpty) {
    int64_t process;
    int32_t file = -1;
    WorldRequest request = {.operation = WORLD_FORK_TERMINAL, .out = &file,
                            .out_bytes = sizeof file};
    (void)arguments;
    if (!fork_with(vm, "os.forkpty", &request, &process)) return NULL;
    return build_tuple(vm, "OO", int_new(vm, process), int_new(vm, file));
}

// --- running another program ---

static Object *execute(Vm *vm, const PosixPath *path, const char *function, Object *argv,
                       Object *env) {
    PosixPack pack = {0};
    if (!posix_pack_program(vm, &pack, function, argv, env) ||
        !posix_audit(vm, "os.exec", "ooo", path->name, argv,
                     env != NULL ? env : vm->objects->none)) {
        posix_pack_drop(vm, &pack);
        return NULL;
    }
    WorldRequest request = {.operation = WORLD_EXECUTE, .in = pack.bytes, .in_bytes = pack.used};
    posix_path_place(path, &request);
    int64_t result = world_ask(vm->world, &request);
    posix_pack_drop(vm, &pack);
    return env != NULL ? posix_raise_path(vm, result, path) : posix_raise(vm, result);
}

POSIX(execv) {
    PosixPath path;
    if (!posix_path_read(vm, &path, arguments[0].object, "execv", "path", 0)) return NULL;
    Object *result = execute(vm, &path, "execv() arg 2", arguments[1].object, NULL);
    posix_path_drop(vm, &path);
    return result;
}

POSIX(execve) {
    PosixPath path;
    if (!posix_path_read(vm, &path, arguments[0].object, "execve", "path", POSIX_TAKES_FILE))
        return NULL;
    Object *result = execute(vm, &path, "execve: argv", arguments[1].object, arguments[2].object);
    posix_path_drop(vm, &path);
    return result;
}

// --- waiting ---

// WAIT or WAIT_FOR, with options n1 or n2, other threads running. False: raised.
static bool wait_for(Vm *vm, WorldRequest *request, WorldEnd *end, int64_t *process) {
    int64_t *options = &request->numbers[request->operation == WORLD_WAIT ? 1 : 2];
    *end = (WorldEnd){0};
    request->out = end;
    request->out_bytes = sizeof *end;
    bool may_wait = (*options & WNOHANG) == 0;
    WorldRequest attempt = *request;
    attempt.numbers[options - request->numbers] |= WNOHANG;
    if (may_wait ? !outside_ask_patiently(vm, request, &attempt, 0, process)
                 : !outside_ask(vm, request, process))
        return false;
    if (*process >= 0) return true;
    (void)posix_raise(vm, *process);
    return false;
}

static Object *wait_child(Vm *vm, int process, int options) {
    WorldEnd end;
    int64_t child;
    WorldRequest request = {.operation = WORLD_WAIT, .numbers = {process, options}};
    if (!wait_for(vm, &request, &end, &child)) return NULL;
    return build_tuple(vm, "OO", int_new(vm, child), int_new(vm, end.status));
}

static Object *wait_with_usage(Vm *vm, int process, int options) {
    WorldEnd end;
    int64_t child;
    WorldRequest request = {.operation = WORLD_WAIT, .numbers = {process, options}};
    if (!wait_for(vm, &request, &end, &child)) return NULL;
    Object *number = int_new(vm, child), *status = int_new(vm, end.status);
    Object *usage = resource_usage_new(vm, &end.usage);
    Tuple *row = NULL;
    if (number != NULL && status != NULL && usage != NULL)
        row = tuple_pack(vm, 3, number, status, usage);
    object_drop_or_null(vm, number);
    object_drop_or_null(vm, status);
    object_drop_or_null(vm, usage);
    return (Object *)row;
}

POSIX(wait) {
    (void)arguments;
    return wait_child(vm, -1, 0);
}

POSIX(waitpid) {
    int process, options;
    if (!argument_process(vm, arguments[0].object, &process) ||
        !argument_int(vm, arguments[1].object, &options))
        return NULL;
    return wait_child(vm, process, options);
}

POSIX(wait3) {
    int options;
    return argument_int(vm, arguments[0].object, &options) ? wait_with_usage(vm, -1, options)
                                                           : NULL;
}

POSIX(wait4) {
    int process, options;
    if (!argument_process(vm, arguments[0].object, &process) ||
        !argument_int(vm, arguments[1].object, &options))
        return NULL;
    return wait_with_usage(vm, process, options);
}

static const StructField waitid_fields[] = {
    {"si_pid", "number of the process"},
    {"si_uid", "its real user"},
    {"si_signo", "SIGCHLD"},
    {"si_status", "its status, or the signal"},
    {"si_code", "CLD_EXITED and so on"},
};

static const StructSequence waitid_result = {
    .name = "posix.waitid_result",
    .doc = "What waitid() tells of a child.",
    .fields = waitid_fields,
    .field_count = ARRAY_COUNT(waitid_fields),
    .visible_count = ARRAY_COUNT(waitid_fields),
};

POSIX(waitid) {
    int type, id, options;
    int64_t process;
    WorldEnd end;
    if (!argument_int(vm, arguments[0].object, &type) ||
        !argument_process(vm, arguments[1].object, &id) ||
        !argument_int(vm, arguments[2].object, &options))
        return NULL;
    WorldRequest request = {.operation = WORLD_WAIT_FOR, .numbers = {type, id, options}};
    if (!wait_for(vm, &request, &end, &process)) return NULL;
    if (process == 0) return none_new(vm);
    Object *const values[] = {
        int_new(vm, process), int_new(vm, end.user), int_new(vm, end.signal),
        int_new(vm, end.status), int_new(vm, end.code),
    };
    return struct_sequence_take(vm, &waitid_result, values);
}

bool posix_add_wait(Vm *vm, Module *module) {
    return posix_add_type(vm, module, "waitid_result", &waitid_result);
}

// --- what a wait status says ---

POSIX(WCOREDUMP) {
    int status;
    return argument_int(vm, arguments[0].object, &status) ? bool_new(vm, WCOREDUMP(status)) : NULL;
}

#define ASKS(name) \
    POSIX(name) { \
        int status; \
        if (!argument_int(vm, arguments[0].object, &status)) return NULL; \
        return bool_new(vm, name(status)); \
    }
#define TELLS(name) \
    POSIX(name) { \
        int status; \
        if (!argument_int(vm, arguments[0].object, &status)) return NULL; \
        return int_new(vm, name(status)); \
    }

ASKS(WIFCONTINUED)
ASKS(WIFSTOPPED)
ASKS(WIFSIGNALED)
ASKS(WIFEXITED)
TELLS(WEXITSTATUS)
TELLS(WTERMSIG)
TELLS(WSTOPSIG)

POSIX(waitstatus_to_exitcode) {
    int status;
    if (!argument_int(vm, arguments[0].object, &status)) return NULL;
    if (WIFEXITED(status)) return int_new(vm, WEXITSTATUS(status));
    if (WIFSIGNALED(status)) return int_new(vm, -WTERMSIG(status));
    if (WIFSTOPPED(status)) return raise(vm, ERROR_POSIX_STOPPED, WSTOPSIG(status));
    return raise(vm, ERROR_POSIX_STATUS, status);
}
