// The real world's processes: who this one is, others that it starts.

#define _GNU_SOURCE

#include <errno.h>
#include <grp.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/host.h"
#include "base/world_real.h"

enum { MICROSECONDS = 1000000, AFFINITY_BYTES_MAX = 1 << 20 };

// --- identities ---

int64_t real_identity(WorldRequest *request) {
    pid_t process = (pid_t)request->numbers[1];
    switch (request->numbers[0]) {
    case WORLD_PROCESS: return getpid();
    case WORLD_PARENT: return getppid();
    case WORLD_USER: return getuid();
    case WORLD_EFFECTIVE_USER: return geteuid();
    case WORLD_GROUP: return getgid();
    case WORLD_EFFECTIVE_GROUP: return getegid();
    case WORLD_THREAD: return gettid();
    case WORLD_PROCESS_GROUP: return world_real_result(getpgid(process));
    case WORLD_SESSION: return world_real_result(getsid(process));
    default: return -EINVAL;
    }
}

int64_t real_set_identity(WorldRequest *request) {
    uid_t id = (uid_t)request->numbers[1];
    switch (request->numbers[0]) {
    case WORLD_USER: return world_real_result(setuid(id));
    case WORLD_EFFECTIVE_USER: return world_real_result(seteuid(id));
    case WORLD_GROUP: return world_real_result(setgid(id));
    case WORLD_EFFECTIVE_GROUP: return world_real_result(setegid(id));
    default: return -EINVAL;
    }
}

int64_t real_identities(WorldRequest *request) {
    uid_t ids[3];
    int result = request->numbers[0] != 0 ? getresgid(&ids[0], &ids[1], &ids[2])
                                          : getresuid(&ids[0], &ids[1], &ids[2]);
    int64_t numbers[3] = {ids[0], ids[1], ids[2]};
    return world_real_fill(request, result, numbers, sizeof(numbers));
}

int64_t real_groups(WorldRequest *request) {
    int room = (int)(request->out_bytes / sizeof(gid_t)), count = room;
    if (request->texts[0] == NULL) {
        count = getgroups(0, NULL);
        if (count >= 0 && count <= room) count = getgroups(room, request->out);
        if (count < 0) return -errno;
    } else if (getgrouplist(request->texts[0], (gid_t)request->numbers[0], request->out,
                            &count) < 0 && count <= room) {
        return -EINVAL;
    }
    if (count <= room) request->out_used = (size_t)count * sizeof(gid_t);
    return (int64_t)count * (int64_t)sizeof(gid_t);
}

// --- turns ---

// -1 is a value too.
int64_t real_priority(WorldRequest *request) {
    errno = 0;
    int32_t priority = getpriority((unsigned)request->numbers[0], (id_t)request->numbers[1]);
    return world_real_fill(request, -(errno != 0), &priority, sizeof(priority));
}

int64_t real_nice(WorldRequest *request) {
    errno = 0;
    int32_t priority = nice((int)request->numbers[0]);
    return world_real_fill(request, -(errno != 0), &priority, sizeof(priority));
}

int64_t real_set_scheduler(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct sched_param parameters = {.sched_priority = (int)n[2]};
    if (n[1] == -1) return world_real_result(sched_setparam((pid_t)n[0], &parameters));
    return world_real_result(sched_setscheduler((pid_t)n[0], (int)n[1], &parameters));
}

int64_t real_scheduler_priority(WorldRequest *request) {
    struct sched_param parameters;
    if (sched_getparam((pid_t)request->numbers[0], &parameters) != 0) return -errno;
    return parameters.sched_priority;
}

int64_t real_scheduler_interval(WorldRequest *request) {
    struct timespec time = {0};
    int result = sched_rr_get_interval((pid_t)request->numbers[0], &time);
    int64_t numbers[2] = {time.tv_sec, time.tv_nsec};
    return world_real_fill(request, result, numbers, sizeof(numbers));
}

int64_t real_affinity(WorldRequest *request) {
    // The system says only that the room is too small, not how much is needed.
    int result = sched_getaffinity((pid_t)request->numbers[0], request->out_bytes,
                                   request->out);
    bool is_small = result != 0 && errno == EINVAL && request->out_bytes < AFFINITY_BYTES_MAX;
    if (is_small) return (int64_t)request->out_bytes * 2;
    if (result != 0) return -(int64_t)errno;
    request->out_used = request->out_bytes;
    return (int64_t)request->out_bytes;
}

// --- other processes ---

int64_t real_fork_terminal(WorldRequest *request) {
    int file = -1;
    pid_t process = forkpty(&file, NULL, NULL, NULL);
    if (process < 0) return -errno;
    if (process > 0) (void)fcntl(file, F_SETFD, FD_CLOEXEC);
    int32_t number = file;
    (void)world_real_answer(request, &number, sizeof(number));
    return process;
}

const char *world_real_rows(char **rows, int64_t count, const char *text) {
    for (int64_t i = 0; i < count; i++) {
        rows[i] = (char *)(uintptr_t)text;
        text += strlen(text) + 1;
    }
    rows[count] = NULL;
    return text;
}

bool world_real_program(const void *given, WorldProgramRows *rows) {
    extern char **environ;
    const WorldProgram *program = given;
    int64_t arguments = program->argument_count, variables = program->variable_count;
    size_t count = (size_t)(arguments + (variables < 0 ? 0 : variables) + 2);
    rows->arguments = host_allocate(count * sizeof(char *));
    if (rows->arguments == NULL) return false;
    const char *rest = world_real_rows(rows->arguments, arguments, program->texts);
    rows->variables = rows->arguments + arguments + 1;
    if (variables < 0) rows->variables = environ;
    else (void)world_real_rows(rows->variables, variables, rest);
    return true;
}

int64_t real_execute(WorldRequest *request) {
    WorldProgramRows rows;
    if (!world_real_program(request->in, &rows)) return -ENOMEM;
    if (request->texts[0] != NULL)
        (void)execve(request->texts[0], rows.arguments, rows.variables);
    else
        (void)fexecve((int)request->numbers[0], rows.arguments, rows.variables);
    int64_t error = -(int64_t)errno;
    host_release(rows.arguments);
    return error;
}

// --- posix_spawn ---

static int add_action(posix_spawn_file_actions_t *actions, const WorldSpawnAction *action,
                      const char **text) {
    const char *path = *text;
    switch (action->kind) {
    case WORLD_SPAWN_CLOSE: return posix_spawn_file_actions_addclose(actions, action->file);
    case WORLD_SPAWN_DUPLICATE:
        return posix_spawn_file_actions_adddup2(actions, action->file, action->target);
    default:
        *text += strlen(path) + 1;
        return posix_spawn_file_actions_addopen(actions, action->file, path, action->flags,
                                                (mode_t)action->mode);
    }
}

static int add_actions(posix_spawn_file_actions_t *actions, const WorldSpawn *spawn) {
    const char *text = (const char *)(spawn->actions + spawn->action_count);
    int error = posix_spawn_file_actions_init(actions);
    for (int64_t i = 0; error == 0 && i < spawn->action_count; i++)
        error = add_action(actions, &spawn->actions[i], &text);
    return error;
}

static int set_attributes(posix_spawnattr_t *attributes, const WorldSpawn *spawn) {
    sigset_t mask = world_real_signals(spawn->mask), defaults = world_real_signals(spawn->defaults);
    struct sched_param parameters = {.sched_priority = spawn->priority};
    int error = posix_spawnattr_init(attributes);
    if (error == 0) error = posix_spawnattr_setflags(attributes, (short)spawn->flags);
    if (error == 0) error = posix_spawnattr_setpgroup(attributes, spawn->group);
    if (error == 0) error = posix_spawnattr_setsigmask(attributes, &mask);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &defaults);
    if (error == 0) error = posix_spawnattr_setschedpolicy(attributes, spawn->policy);
    if (error == 0) error = posix_spawnattr_setschedparam(attributes, &parameters);
    return error;
}

int64_t real_spawn(WorldRequest *request) {
    const WorldSpawn *spawn = request->in;
    posix_spawn_file_actions_t actions = {0};
    posix_spawnattr_t attributes = {0};
    WorldProgramRows rows;
    pid_t process = 0;
    if (!world_real_program((const char *)spawn + spawn->program, &rows))
        return -ENOMEM;
    int error = add_actions(&actions, spawn);
    if (error == 0) error = set_attributes(&attributes, spawn);
    if (error == 0)
        error = (request->numbers[0] != 0 ? posix_spawnp : posix_spawn)(
            &process, request->texts[0], &actions, &attributes, rows.arguments, rows.variables);
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)posix_spawnattr_destroy(&attributes);
    host_release(rows.arguments);
    return error != 0 ? -error : process;
}

// --- ends of processes ---

static int64_t microseconds(const struct timeval *time) {
    return (int64_t)time->tv_sec * MICROSECONDS + time->tv_usec;
}

static WorldUsage usage_of(const struct rusage *usage) {
    WorldUsage answer = {microseconds(&usage->ru_utime), microseconds(&usage->ru_stime), {0}};
    const long *counts = &usage->ru_maxrss;
    for (size_t i = 0; i < ARRAY_COUNT(answer.counts); i++) answer.counts[i] = counts[i];
    return answer;
}

int64_t real_usage(WorldRequest *request) {
    struct rusage usage = {0};
    int result = getrusage((int)request->numbers[0], &usage);
    WorldUsage answer = usage_of(&usage);
    return world_real_fill(request, result, &answer, sizeof(answer));
}

// No limit is RLIM_INFINITY, which is -1.
int64_t real_limit(WorldRequest *request) {
    struct rlimit former = {0}, limit;
    const int64_t *given = request->in;
    if (given != NULL) limit = (struct rlimit){(rlim_t)given[0], (rlim_t)given[1]};
    int result = prlimit((pid_t)request->numbers[1], (unsigned)request->numbers[0],
                         given != NULL ? &limit : NULL, &former);
    int64_t values[2] = {(int64_t)former.rlim_cur, (int64_t)former.rlim_max};
    return world_real_fill(request, result, values, sizeof(values));
}

int64_t real_wait(WorldRequest *request) {
    int status = 0;
    struct rusage usage = {0};
    pid_t process = wait4((pid_t)request->numbers[0], &status, (int)request->numbers[1], &usage);
    WorldEnd end = {.status = status, .usage = usage_of(&usage)};
    if (process < 0) return -errno;
    (void)world_real_answer(request, &end, sizeof(end));
    return process;
}

int64_t real_wait_for(WorldRequest *request) {
    const int64_t *n = request->numbers;
    siginfo_t info = {0};
    if (waitid((idtype_t)n[0], (id_t)n[1], &info, (int)n[2]) != 0) return -errno;
    WorldEnd end = {.status = info.si_status, .signal = info.si_signo, .code = info.si_code,
                    .user = info.si_uid};
    (void)world_real_answer(request, &end, sizeof(end));
    return info.si_pid;
}

int64_t real_exit(WorldRequest *request) {
    int status = (int)request->numbers[0];
    if (request->numbers[1] != 0) _exit(status);
    exit(status);
}

int64_t real_abort(WorldRequest *request) {
    (void)request;
    abort();
}
