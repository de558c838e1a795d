// The command line: nametag [options] PROG.py ARGS…, and the verbs.

#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/editor.h"
#include "cli/options.h"
#include "cli/program.h"
#include "nametag.h"

enum {
    FAULTS_STATUS = 70,   // the heap of a machine that verifies was found broken
    REWIND_SEED = 311,
    KEPT_BLOCK_BYTES = 4 << 20,
    KEPT_BYTES = 32 << 20,
};

static int is_input(const char *program) {
    return program == NULL || strcmp(program, "-") == 0;
}

static int run_program(const CommandLine *line, NametagMachine *machine, const char *program,
                       const char *absolute) {
    if (line->command != NULL)
        return nametag_run_text(machine, line->command, strlen(line->command), "<string>");
    if (line->module != NULL) return nametag_run_module(machine, line->module);
    return is_input(program) ? nametag_run_input(machine) : nametag_run_file(machine, absolute);
}

static void write_row(void *context, const char *bytes, size_t size) {
    fwrite(bytes, 1, size, context);
}

// -X lines=FILE and -X verify=lines. 0: that can't be done.
static int tell_lines(CommandLine *line, NametagMachine *machine) {
    if (line->lines_path != NULL) {
        line->lines.context = fopen(line->lines_path, "w");
        line->lines.write = write_row;
        if (line->lines.context == NULL) return 0;
    }
    if (!line->lines.verifies && line->lines_path == NULL) return 1;
    return nametag_tell_lines(machine, &line->lines) == 0;
}

// What sys.argv and sys.path begin with; gives the program's file or NULL.
static const char *place_program(CommandLine *line, int count, char **arguments, char *absolute,
                                 char *folder) {
    static const char *no_arguments[] = {""};
    NametagOptions *options = &line->options;
    const char *program = NULL;
    options->script_folder = "";
    if (line->command != NULL) arguments[--line->first] = "-c";
    else if (line->module != NULL) arguments[--line->first] = "-m";
    else if (line->first < count) program = arguments[line->first];
    if (!is_input(program)) program_place(program, absolute, folder);
    if (!is_input(program) || (line->module != NULL && getcwd(folder, PATH_MAX) != NULL))
        options->script_folder = folder;
    options->arguments = line->first < count ? (const char *const *)arguments + line->first
                                             : no_arguments;
    options->argument_count = line->first < count ? count - line->first : 1;
    return program;
}

// Python dies of SIGINT after an uncaught KeyboardInterrupt, so that a shell stops, too.
static int die_interrupted(void) {
    signal(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT);
    return NAMETAG_INTERRUPTED;
}

static int run(CommandLine *line, int count, char **arguments) {
    static char absolute[PATH_MAX], folder[PATH_MAX];
    const char *program = place_program(line, count, arguments, absolute, folder);
    if (program_is_go(program)) {
        NametagGo go = {.path = program, .argument_count = line->options.argument_count,
                        .arguments = line->options.arguments, .all_mistakes = line->all_mistakes};
        return nametag_go(&go);
    }
    line->options.tells_lines = line->lines.verifies || line->lines_path != NULL;
    NametagMachine *machine = nametag_machine_new(&line->options);
    if (machine == NULL) return 1;
    if (!tell_lines(line, machine)) {
        fprintf(stderr, "nametag: can't write %s\n", line->lines_path);
        return 2;
    }
    if (line->rewinds > 0 && nametag_check_rewind(machine, line->rewinds, REWIND_SEED) != 0)
        return 1;
    (void)nametag_plan_failure(machine, line->failure);
    int status = run_program(line, machine, program, absolute);
    status = nametag_end(machine, nametag_inspect(machine, status));
    if (line->shows_figures)
        fprintf(stderr, "functions_refused %lld\nheap_faults %lld\n",
                (long long)nametag_figure(machine, "functions_refused"),
                (long long)nametag_figure(machine, "heap_faults"));
    if (nametag_machine_finish(machine) != 0) status = FAULTS_STATUS;
    if (line->lines.context != NULL) fclose(line->lines.context);
    return status == NAMETAG_INTERRUPTED ? die_interrupted() : status;
}

// Keeps what was freed for the next use. Trees of source text come and go with each module,
// and fresh pages cost more than parsing: compiling the library takes 0.6 of CPython's time
// with this, 1.7 without (make check-bytecode).
static void keep_freed_memory(void) {
    mallopt(M_MMAP_THRESHOLD, KEPT_BLOCK_BYTES);
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
}

int main(int count, char **arguments) {
    static char executable[PATH_MAX];
    keep_freed_memory();
    VerbMain *verb = count > 1 ? options_find_verb(arguments[1]) : NULL;
    if (verb != NULL) return verb(count, arguments);
    CommandLine line = {.options = {.abi = NAMETAG_ABI, .handles_signals = 1, .ends_process = 1}};
    program_executable(count > 0 ? arguments[0] : "", executable);
    line.options.name = count > 0 ? arguments[0] : "nametag";
    line.options.executable = executable;
    line.options.editor = editor_get();
    int status = options_take(&line, count, arguments);
    if (status < 0) status = run(&line, count, arguments);
    options_done(&line);
    editor_done();
    return status;
}
