// The command line: nametag [options] PROG.py ARGS…, and the verbs.

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/draw.h"
#include "cli/explain.h"
#include "cli/program.h"
#include "nametag.h"

enum { FAULTS_STATUS = 70 };  // the heap of a machine that verifies was found broken

typedef struct CommandLine {
    NametagOptions options;
    const char *command;      // -c
    int first;                // argument that is the program
    int shows_figures;
    NametagLines lines;       // -X lines=FILE, -X verify=lines
    const char *lines_path;
} CommandLine;

static int usage_error(const char *what, const char *argument) {
    fprintf(stderr, "nametag: %s%s\nusage: nametag [option] ... [-c cmd | file | -] [arg] ...\n"
                    "Try `nametag -h' for more information.\n", what, argument);
    return 2;
}

static int take_extension(CommandLine *line, const char *text) {
    NametagOptions *options = &line->options;
    if (strcmp(text, "mode=stack") == 0) options->mode = NAMETAG_STACK;
    else if (strcmp(text, "mode=watched") == 0) options->mode = NAMETAG_WATCHED;
    else if (strcmp(text, "mode=register") == 0) options->mode = NAMETAG_REGISTER;
    else if (strcmp(text, "verify") == 0) options->verifies = 1;
    else if (strcmp(text, "verify=lines") == 0)
        options->verifies = line->lines.verifies = 1;
    else if (strncmp(text, "lines=", 6) == 0) line->lines_path = text + 6;
    else if (strncmp(text, "dump=", 5) == 0) line->lines.dumped = strtoll(text + 5, NULL, 10);
    else if (strcmp(text, "figures") == 0) line->shows_figures = 1;
    else if (strncmp(text, "fail=", 5) == 0)
        options->fail_allocation = strtoull(text + 5, NULL, 10);
    return 0;
}

// Options before the program; gives -1 to go on, or the status to exit with.
static int take_options(CommandLine *line, int count, char **arguments) {
    int i = 1;
    for (; i < count && arguments[i][0] == '-' && arguments[i][1] != '\0'; i++) {
        const char *option = arguments[i];
        if (strcmp(option, "-c") == 0) {
            if (i + 1 >= count) return usage_error("Argument expected for the -c option", "");
            line->command = arguments[++i];
            line->first = i;
            return -1;
        }
        if (strcmp(option, "-X") == 0 && i + 1 < count) {
            take_extension(line, arguments[++i]);
        } else if (strncmp(option, "-X", 2) == 0 && option[2] != '\0') {
            take_extension(line, option + 2);
        } else if (strcmp(option, "-V") == 0 || strcmp(option, "--version") == 0) {
            printf("Python 3.11.2 (nametag %s)\n", NAMETAG_VERSION);
            return 0;
        } else {
            return usage_error("Unknown option: ", option);
        }
    }
    line->first = i;
    return -1;
}

static char *read_all(FILE *file, size_t *size) {
    size_t capacity = 65536, used = 0, got;
    char *text = malloc(capacity);
    while (text != NULL && (got = fread(text + used, 1, capacity - used, file)) > 0) {
        used += got;
        if (used < capacity) continue;
        char *grown = realloc(text, capacity *= 2);
        if (grown == NULL) free(text);
        text = grown;
    }
    *size = used;
    return text;
}

static int run_program(CommandLine *line, NametagMachine *machine, const char *program,
                       const char *absolute) {
    if (line->command != NULL)
        return nametag_run_text(machine, line->command, strlen(line->command), "<string>");
    if (program != NULL && strcmp(program, "-") != 0) return nametag_run_file(machine, absolute);
    size_t size;
    char *text = read_all(stdin, &size);
    int status = text == NULL ? 1 : nametag_run_text(machine, text, size, "<stdin>");
    free(text);
    return status;
}

static void write_row(void *context, const char *bytes, size_t size) {
    fwrite(bytes, 1, size, context);
}

static int tell_lines(CommandLine *line, NametagMachine *machine) {
    if (line->lines_path != NULL) {
        line->lines.context = fopen(line->lines_path, "w");
        line->lines.write = write_row;
        if (line->lines.context == NULL) return usage_error("can't write ", line->lines_path);
    }
    if (!line->lines.verifies && line->lines_path == NULL) return 0;
    return nametag_tell_lines(machine, &line->lines) != 0;
}

int main(int count, char **arguments) {
    static char absolute[PATH_MAX], folder[PATH_MAX], executable[PATH_MAX];
    if (count > 1 && (strcmp(arguments[1], "explain") == 0 || strcmp(arguments[1], "check") == 0))
        return cli_explain(count, arguments);
    if (count > 1 && strcmp(arguments[1], "draw") == 0) return cli_draw(count, arguments);
    if (count > 1 && strcmp(arguments[1], "show") == 0) return cli_show(count, arguments);
    CommandLine line = {.options = {.abi = NAMETAG_ABI}};
    int status = take_options(&line, count, arguments);
    if (status >= 0) return status;
    const char *program = line.first < count && line.command == NULL ? arguments[line.first] : NULL;
    folder[0] = '\0';
    if (program != NULL && strcmp(program, "-") != 0) program_place(program, absolute, folder);
    if (realpath("/proc/self/exe", executable) == NULL) executable[0] = '\0';
    static const char *no_arguments[] = {""};
    if (line.command != NULL) arguments[line.first] = "-c";
    line.options.arguments = line.first < count ? (const char *const *)arguments + line.first
                                                : no_arguments;
    line.options.argument_count = line.first < count ? count - line.first : 1;
    line.options.executable = executable;
    line.options.script_folder = folder;
    NametagMachine *machine = nametag_machine_new(&line.options);
    if (machine == NULL) {
        fprintf(stderr, "nametag: there is not enough memory to start\n");
        return 1;
    }
    if ((status = tell_lines(&line, machine)) != 0) return status;
    status = run_program(&line, machine, program, absolute);
    if (line.shows_figures)
        fprintf(stderr, "functions_refused %lld\nheap_faults %lld\n",
                (long long)nametag_figure(machine, "functions_refused"),
                (long long)nametag_figure(machine, "heap_faults"));
    if (nametag_machine_finish(machine) != 0) status = FAULTS_STATUS;
    if (line.lines.context != NULL) fclose(line.lines.context);
    return status;
}
