// The real world's WORLD_SUBPROCESS: a child process as the library's subprocess wants it.
//
// In the child nothing may be done but calls of the system: it shares the parent's memory
// until it runs its program. What fails there is told through a pipe.

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/host.h"
#include "base/world_real.h"

enum { FILES_MAX = 65536, CHILD_FAILED = 255 };

// What the request holds, in the form that the calls want.
typedef struct Child {
    const WorldSubprocess *wanted;
    const int32_t *kept;        // borrow, in the request
    const gid_t *groups;
    const char *folder;
    char **paths;               // owns: the programs to try
    WorldProgramRows rows;      // owns
} Child;

static bool child_read(const WorldRequest *request, Child *child) {
    const WorldSubprocess *wanted = request->in;
    const char *bytes = request->in;
    child->wanted = wanted;
    child->kept = (const int32_t *)(const void *)(wanted + 1);
    child->groups = (const gid_t *)(const void *)(child->kept + wanted->kept_count);
    const char *text = (const char *)(child->groups +
                                      (wanted->group_count > 0 ? wanted->group_count : 0));
    child->folder = wanted->has_folder ? text : NULL;
    if (wanted->has_folder) text += strlen(text) + 1;
    child->paths = host_allocate((size_t)(wanted->path_count + 1) * sizeof(char *));
    if (child->paths == NULL) return false;
    (void)world_real_rows(child->paths, wanted->path_count, text);
    if (world_real_program(bytes + wanted->program, &child->rows)) return true;
    host_release(child->paths);
    return false;
}

static void child_done(Child *child) {
    host_release(child->paths);
    host_release(child->rows.arguments);
}

// --- in the child ---

static bool set_inherited(int file, int flag) {
    int bits = fcntl(file, F_GETFD);
    return bits >= 0 && fcntl(file, F_SETFD, flag ? bits & ~FD_CLOEXEC : bits | FD_CLOEXEC) == 0;
}

// Another number for a file that is in the way of one of the first three.
static bool move_away(int *file, int last) {
    while (*file <= last) {
        *file = dup(*file);
        if (*file < 0 || !set_inherited(*file, 0)) return false;
    }
    return true;
}

static bool place(int file, int target) {
    if (file == -1) return true;
    return file == target ? set_inherited(file, 1) : dup2(file, target) >= 0;
}

// The ends of the pipes become the child's first three files.
static bool set_files(const WorldSubprocess *wanted) {
    const int32_t parents[] = {wanted->in_parent, wanted->out_parent, wanted->error_parent};
    int out = wanted->out_child, error = wanted->error_child;
    for (size_t i = 0; i < ARRAY_COUNT(parents); i++)
        if (parents[i] >= 0 && close(parents[i]) != 0) return false;
    if (close(wanted->failure_parent) != 0) return false;
    if (out == 0 && !move_away(&out, 0)) return false;
    if (error >= 0 && !move_away(&error, 1)) return false;
    return place(wanted->in_child, 0) && place(out, 1) && place(error, 2);
}

static void restore_signals(const WorldSubprocess *wanted) {
    if (!wanted->restores_signals) return;
    (void)signal(SIGPIPE, SIG_DFL);
    (void)signal(SIGXFSZ, SIG_DFL);
}

// The handlers of the parent mean nothing to the program.
static void reset_handlers(void) {
    struct sigaction action;
    for (int i = 1; i < NSIG; i++) {
        if (sigaction(i, NULL, &action) != 0 || action.sa_handler == SIG_IGN ||
            action.sa_handler == SIG_DFL)
            continue;
        action = (struct sigaction){.sa_handler = SIG_DFL};
        (void)sigaction(i, &action, NULL);
    }
}

// All until the program's own function runs.
static bool prepare(const Child *child, const sigset_t *mask) {
    const WorldSubprocess *wanted = child->wanted;
    for (int64_t i = 0; i < wanted->kept_count; i++)
        if (child->kept[i] != wanted->failure_child) (void)set_inherited(child->kept[i], 1);
    if (!set_files(wanted)) return false;
    if (child->folder != NULL && chdir(child->folder) != 0) return false;
    if (wanted->mask >= 0) (void)umask((mode_t)wanted->mask);
    restore_signals(wanted);
    if (mask != NULL) {
        reset_handlers();
        (void)sigprocmask(SIG_SETMASK, mask, NULL);
    }
    if (wanted->starts_session) (void)setsid();
    if (wanted->process_group >= 0 && setpgid(0, wanted->process_group) != 0) return false;
    if (wanted->group_count >= 0 && setgroups((size_t)wanted->group_count, child->groups) != 0)
        return false;
    if (wanted->sets_group && setregid(wanted->group, wanted->group) != 0) return false;
    return !wanted->sets_user || setreuid(wanted->user, wanted->user) == 0;
}

static void close_between(int64_t first, int64_t last) {
    if (first > last || close_range((unsigned)first, (unsigned)last, 0) == 0) return;
    int64_t most = sysconf(_SC_OPEN_MAX);
    if (most < 0 || most > FILES_MAX) most = FILES_MAX;
    for (int64_t i = first; i <= last && i < most; i++) (void)close((int)i);
}

static void close_others(const Child *child) {
    int64_t first = 3;
    for (int64_t i = 0; i < child->wanted->kept_count; i++) {
        if (child->kept[i] < first) continue;
        close_between(first, child->kept[i] - 1);
        first = (int64_t)child->kept[i] + 1;
    }
    close_between(first, ~0u);
}

// Tries the programs; the first error that tells something is the one to be told.
static void execute(const Child *child) {
    int first_error = 0;
    if (child->wanted->closes_files) close_others(child);
    for (int64_t i = 0; i < child->wanted->path_count; i++) {
        (void)execve(child->paths[i], child->rows.arguments, child->rows.variables);
        if (errno != ENOENT && errno != ENOTDIR && first_error == 0) first_error = errno;
    }
    if (first_error != 0) errno = first_error;
}

static void tell(int file, const char *text) {
    ssize_t written = write(file, text, strlen(text));
    (void)written;
}

// "OSError:HEX:" with "noexec" behind it when the program was not even tried.
static void tell_error(int file, int error, const char *behind) {
    char digits[9];
    char *digit = digits + sizeof(digits) - 1;
    *digit = 0;
    for (; error != 0 && digit > digits; error /= 16) *--digit = "0123456789abcdef"[error % 16];
    tell(file, "OSError:");
    tell(file, digit);
    tell(file, ":");
    tell(file, behind);
}

NO_RETURN static void run_child(const Child *child, int64_t parts, const sigset_t *mask) {
    bool is_ready = (parts & WORLD_SUBPROCESS_PREPARE) == 0 || prepare(child, mask);
    if (is_ready) execute(child);
    tell_error(child->wanted->failure_child, errno, is_ready ? "" : "noexec");
    _exit(CHILD_FAILED);
}

// --- in the parent ---

// The child has the parent's memory for itself until it runs its program; signals are held
// back, so that no handler sees that.
static NO_INLINE int64_t start_child(const Child *child, int64_t parts) {
    sigset_t all, former;
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &former);
    pid_t process = vfork();
    if (process == 0) run_child(child, parts, &former);
    int64_t result = world_real_result(process);
    (void)pthread_sigmask(SIG_SETMASK, &former, NULL);
    return result;
}

int64_t real_subprocess(WorldRequest *request) {
    Child child;
    int64_t parts = request->numbers[0], result = 0;
    if (!child_read(request, &child)) return -ENOMEM;
    if ((parts & WORLD_SUBPROCESS_START) != 0) {
        result = start_child(&child, parts);
    } else if ((parts & WORLD_SUBPROCESS_RUN) != 0) {
        run_child(&child, parts, NULL);
    } else if (!prepare(&child, NULL)) {
        tell_error(child.wanted->failure_child, errno, "noexec");
        _exit(CHILD_FAILED);
    }
    child_done(&child);
    return result;
}
