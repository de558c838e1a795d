// Has each allocation of a program fail in turn, and looks at how the program ends.
//
//   sweep [--start] [--until N] [--factor F] [PROGRAM...]
//
// A process is forked off a started machine for each n: first those up to N one by one, then
// each F times the one before, as long as the program allocates that often. The machine's
// allocations are swept, then those of host memory. A run is good when it ends by itself, its
// heap is whole, nothing is left, and it either said something on the standard error, told of
// a MemoryError, or wrote and returned what the undisturbed run did. --start sweeps the start of a machine instead.

#define _GNU_SOURCE

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nametag.h"

enum { SECONDS_MAX = 60, SHOWN = 600, FAULTS_STATUS = 70, NO_MACHINE_STATUS = 71 };

typedef enum Memory { MACHINE_MEMORY, HOST_MEMORY, START_MEMORY } Memory;

static const char *const memory_names[] = {"machine", "host", "start"};

typedef struct Sweep {
    uint64_t until;
    double factor;
    Memory memory;
    const char *path;
    NametagMachine *machine;
    uint64_t *left;           // shared with the children: what the plan had left at the end
    int faults;
} Sweep;

typedef struct Run {
    int out, err, status;     // files, and what waitpid() says
    int has_failed;           // the planned allocation was reached
} Run;

static void die(const char *what) {
    perror(what);
    exit(2);
}

static int file_new(const char *name) {
    int file = memfd_create(name, 0);
    if (file < 0) die("memfd_create");
    return file;
}

static int run_start(uint64_t nth) {
    NametagOptions options = {.abi = NAMETAG_ABI, .verifies = 1, .fail_start = nth};
    NametagMachine *machine = nametag_machine_new(&options);
    if (machine == NULL) return NO_MACHINE_STATUS;
    return nametag_machine_finish(machine) != 0 ? FAULTS_STATUS : 0;
}

static int run_program(Sweep *sweep, uint64_t nth) {
    NametagMachine *failing = sweep->memory == MACHINE_MEMORY ? sweep->machine : NULL;
    (void)nametag_plan_failure(failing, nth);
    int status = nametag_run_file(sweep->machine, sweep->path);
    status = nametag_end(sweep->machine, status);
    *sweep->left = nametag_plan_failure(failing, 0);
    return nametag_machine_finish(sweep->machine) != 0 ? FAULTS_STATUS : status;
}

static Run run(Sweep *sweep, uint64_t nth) {
    Run result = {file_new("out"), file_new("err"), 0, 0};
    *sweep->left = 0;
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
        alarm(SECONDS_MAX);
        int nothing = open("/dev/null", O_RDONLY);
        if (dup2(nothing, 0) < 0 || dup2(result.out, 1) < 0 || dup2(result.err, 2) < 0) _exit(99);
        _exit(sweep->memory == START_MEMORY ? run_start(nth) : run_program(sweep, nth));
    }
    if (waitpid(child, &result.status, 0) < 0) die("waitpid");
    result.has_failed = *sweep->left == 0;
    if (sweep->memory == START_MEMORY) result.has_failed = WEXITSTATUS(result.status) != 0;
    return result;
}

static void run_done(const Run *result) {
    close(result->out);
    close(result->err);
}

static int files_are_equal(int one, int two) {
    char left[4096], right[sizeof left];
    off_t at = 0;
    for (;;) {
        ssize_t count = pread(one, left, sizeof left, at);
        if (count != pread(two, right, sizeof right, at)) return 0;
        if (count <= 0) return 1;
        if (memcmp(left, right, (size_t)count) != 0) return 0;
        at += count;
    }
}

// The program may have caught the MemoryError and told of it.
static int file_names_error(int file) {
    char text[1 << 16];
    ssize_t count = pread(file, text, sizeof text - 1, 0);
    text[count > 0 ? count : 0] = '\0';
    return strstr(text, "MemoryError") != NULL;
}

// What is wrong with a run; NULL: nothing.
static const char *judge(const Run *result, const Run *undisturbed) {
    static char text[64];
    if (!WIFEXITED(result->status)) {
        snprintf(text, sizeof text, "ended by signal %d", WTERMSIG(result->status));
        return text;
    }
    int status = WEXITSTATUS(result->status);
    if (status == FAULTS_STATUS) return "left the heap broken";
    if (lseek(result->err, 0, SEEK_END) != lseek(undisturbed->err, 0, SEEK_END)) return NULL;
    if (status == NO_MACHINE_STATUS) return "no machine, and no word of it";
    if (status != WEXITSTATUS(undisturbed->status)) return "another status, and no word of it";
    if (!file_names_error(result->out) && !files_are_equal(result->out, undisturbed->out))
        return "another output, and no word of it";
    return NULL;
}

static void tell(Sweep *sweep, uint64_t nth, const char *what, const Run *result) {
    char text[SHOWN + 1];
    ssize_t count = pread(result->err, text, SHOWN, 0);
    text[count > 0 ? count : 0] = '\0';
    printf("FAILED %s: %s allocation %llu: %s\n%s\n", sweep->path, memory_names[sweep->memory],
           (unsigned long long)nth, what, text);
    fflush(stdout);
    sweep->faults++;
}

static uint64_t following(const Sweep *sweep, uint64_t nth) {
    uint64_t next = (uint64_t)((double)nth * sweep->factor);
    return nth < sweep->until || next <= nth ? nth + 1 : next;
}

static void sweep_memory(Sweep *sweep, Memory memory) {
    sweep->memory = memory;
    Run undisturbed = run(sweep, 0);
    int goes_on = 1;
    int64_t runs = 0;
    for (uint64_t nth = 1; goes_on; nth = following(sweep, nth)) {
        Run result = run(sweep, nth);
        const char *wrong = judge(&result, &undisturbed);
        if (wrong != NULL) tell(sweep, nth, wrong, &result);
        goes_on = result.has_failed;
        run_done(&result);
        runs++;
    }
    run_done(&undisturbed);
    printf("%s: %lld runs, %s memory\n", sweep->path, (long long)runs, memory_names[memory]);
    fflush(stdout);
}

int main(int count, char **arguments) {
    Sweep sweep = {.until = 2000, .factor = 1.05, .path = "start"};
    int i = 1, sweeps_start = 0;
    for (; i < count && arguments[i][0] == '-'; i++) {
        if (strcmp(arguments[i], "--start") == 0) sweeps_start = 1;
        else if (i + 1 < count && strcmp(arguments[i], "--until") == 0)
            sweep.until = strtoull(arguments[++i], NULL, 10);
        else if (i + 1 < count && strcmp(arguments[i], "--factor") == 0)
            sweep.factor = strtod(arguments[++i], NULL);
        else return 2;
    }
    sweep.left = mmap(NULL, sizeof *sweep.left, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (sweep.left == MAP_FAILED) die("mmap");
    if (sweeps_start) sweep_memory(&sweep, START_MEMORY);
    for (; i < count; i++) {
        NametagOptions options = {.abi = NAMETAG_ABI, .verifies = 1};
        sweep.path = arguments[i];
        sweep.machine = nametag_machine_new(&options);
        if (sweep.machine == NULL) return 2;
        sweep_memory(&sweep, MACHINE_MEMORY);
        sweep_memory(&sweep, HOST_MEMORY);
        nametag_machine_drop(sweep.machine);
    }
    return sweep.faults != 0;
}
