// nametag record PROG.py -o RUN.nametag.

#include "cli/record.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/editor.h"
#include "cli/program.h"

typedef struct Recorded {
    const char *path;      // of the recording
    const char *command;   // -c; NULL: not given
    const char *module;    // -m; NULL: not given
    int first;             // what sys.argv begins with
} Recorded;

static int show_help(void) {
    printf("usage: nametag record [-o RUN.nametag] PROG.py|-c TEXT|-m MODULE [ARG]...\n\n"
           "Runs a program and keeps the run in a file (PROG.nametag), for nametag debug: what\n"
           "came in from outside, not the memory. It is opened by running the program again.\n\n"
           "The file holds whatever the program read: files, input, the environment. It may hold\n"
           "secrets, so only its owner can read it.\n\n"
           "  -o FILE              where it is kept; also behind the program's name\n");
    return 0;
}

static int usage_error(const char *what, const char *argument) {
    fprintf(stderr, "nametag record: %s%s\nTry `nametag record --help'.\n", what, argument);
    return 2;
}

// -1: go on; else the status to exit with.
static int take_options(Recorded *recorded, int count, char **arguments) {
    int i = 2;
    for (; i < count && arguments[i][0] == '-' && arguments[i][1] != '\0'; i++) {
        const char *option = arguments[i];
        if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0) return show_help();
        if (i + 1 == count) return usage_error("unknown option or missing value: ", option);
        if (strcmp(option, "-o") == 0) recorded->path = arguments[++i];
        else if (strcmp(option, "-c") == 0) recorded->command = arguments[i + 1];
        else if (strcmp(option, "-m") == 0) recorded->module = arguments[i + 1];
        else return usage_error("unknown option or missing value: ", option);
        if (recorded->command != NULL || recorded->module != NULL) break;
    }
    recorded->first = i;
    if (recorded->command != NULL || recorded->module != NULL) {
        arguments[++recorded->first] = recorded->command != NULL ? "-c" : "-m";
        return -1;
    }
    if (i >= count) return usage_error("a program is needed", "");
    if (i + 2 < count && strcmp(arguments[i + 1], "-o") == 0) {
        recorded->path = arguments[i + 2];
        arguments[i + 2] = arguments[i];
        recorded->first = i + 2;
    }
    return -1;
}

// The program's name in the working folder, with another suffix.
static const char *default_path(const Recorded *recorded, char **arguments) {
    static char path[PATH_MAX];
    const char *name = recorded->command != NULL  ? "command"
                       : recorded->module != NULL ? recorded->module
                                                  : arguments[recorded->first];
    const char *slash = strrchr(name, '/');
    if (slash != NULL) name = slash + 1;
    const char *dot = strrchr(name, '.');
    int length = dot != NULL && strcmp(dot, ".py") == 0 ? (int)(dot - name) : (int)strlen(name);
    snprintf(path, sizeof path, "%.*s.nametag", length, name);
    return path;
}

static int run(const Recorded *recorded, NametagMachine *machine, const char *absolute) {
    if (recorded->command != NULL)
        return nametag_run_text(machine, recorded->command, strlen(recorded->command), "<string>");
    if (recorded->module != NULL) return nametag_run_module(machine, recorded->module);
    return nametag_run_file(machine, absolute);
}

int cli_record(int count, char **arguments) {
    static char absolute[PATH_MAX], folder[PATH_MAX], executable[PATH_MAX];
    Recorded recorded = {NULL, NULL, NULL, 0};
    int status = take_options(&recorded, count, arguments);
    if (status >= 0) return status;
    if (recorded.path == NULL) recorded.path = default_path(&recorded, arguments);
    int has_file = recorded.command == NULL && recorded.module == NULL;
    if (has_file) program_place(arguments[recorded.first], absolute, folder);
    else if (recorded.module == NULL || getcwd(folder, sizeof folder) == NULL) folder[0] = '\0';
    if (realpath("/proc/self/exe", executable) == NULL) executable[0] = '\0';
    NametagOptions options = {
        .abi = NAMETAG_ABI, .handles_signals = 1, .mode = NAMETAG_WATCHED,
        .arguments = (const char *const *)arguments + recorded.first,
        .argument_count = count - recorded.first, .executable = executable,
        .script_folder = folder, .editor = editor_get(), .recording = recorded.path};
    NametagMachine *machine = nametag_machine_new(&options);
    if (machine == NULL) return 1;
    status = nametag_end(machine, run(&recorded, machine, absolute));
    nametag_machine_drop(machine);
    editor_done();
    if (status != NAMETAG_INTERRUPTED) return status;
    signal(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT);
    return status;
}
