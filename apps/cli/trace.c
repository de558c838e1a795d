// nametag trace PROG.py: a run as a trace of Python Tutor.

#include "cli/trace.h"

#include <stdlib.h>
#include <string.h>

#include "cli/program.h"

typedef struct Tracing {
    const char *output;      // -o; NULL: standard output
    FILE *file;
    long long steps;         // 0: as many as Python Tutor shows
} Tracing;

static void write_out(void *context, const char *bytes, size_t size) {
    Tracing *tracing = context;
    fwrite(bytes, 1, size, tracing->file);
}

static int show_help(void) {
    printf("usage: nametag trace [OPTION]... PROG.py [ARG]...\n\n"
           "Writes a run as JSON that front ends of Python Tutor show.\n\n"
           "  --format pythontutor the only format\n"
           "  --steps N            at most so many steps (1,000); each holds the whole state\n"
           "  -o FILE              where to; without it to the standard output\n");
    return 0;
}

static int usage_error(const char *what, const char *argument) {
    fprintf(stderr, "nametag trace: %s%s\nTry `nametag trace --help'.\n", what, argument);
    return 2;
}

// 1: taken; 0: there is no such option; -1: the value is wrong.
static int take_valued(Tracing *tracing, const char *option, const char *value) {
    char *end;
    if (strcmp(option, "-o") == 0 || strcmp(option, "--output") == 0) tracing->output = value;
    else if (strcmp(option, "--format") == 0) return strcmp(value, "pythontutor") == 0 ? 1 : -1;
    else if (strcmp(option, "--steps") == 0) {
        tracing->steps = strtoll(value, &end, 10);
        return *value != '\0' && *end == '\0' && tracing->steps > 0 ? 1 : -1;
    } else return 0;
    return 1;
}

// Options before the program. -1: go on at *i; else the status to exit with.
static int take_options(Tracing *tracing, int count, char **arguments, int *i) {
    for (; *i < count && arguments[*i][0] == '-' && arguments[*i][1] != '\0'; ++*i) {
        char *option = arguments[*i], *value = NULL;
        if (strcmp(option, "-h") == 0 || strcmp(option, "--help") == 0) return show_help();
        if (strcmp(option, "--") == 0) {
            ++*i;
            break;
        }
        char *equals = option[1] == '-' ? strchr(option, '=') : NULL;
        if (equals != NULL) {
            *equals = '\0';
            value = equals + 1;
        } else if (*i + 1 < count) {
            value = arguments[++*i];
        }
        if (value == NULL) return usage_error("unknown option or missing value: ", option);
        int is_taken = take_valued(tracing, option, value);
        if (is_taken == 0) return usage_error("unknown option: ", option);
        if (is_taken < 0) return usage_error("not a value of this option: ", value);
    }
    return -1;
}

int cli_trace(int count, char **arguments) {
    Tracing tracing = {0};
    int i = 2, status = take_options(&tracing, count, arguments, &i);
    if (status >= 0) return status;
    if (i >= count) return usage_error("a program is needed", "");
    const char *path;
    NametagMachine *machine = program_watch(count - i, arguments + i, &path);
    NametagExplain explain = {.telling = NAMETAG_TELL_TUTOR, .steps = tracing.steps,
                              .write = write_out, .context = &tracing};
    if (machine == NULL || nametag_explain(machine, &explain) != 0) {
        nametag_machine_drop(machine);
        return usage_error("there is not enough memory to start", "");
    }
    tracing.file = program_open("trace", tracing.output);
    status = tracing.file == NULL ? 1 : nametag_run_file(machine, path);
    nametag_machine_drop(machine);
    if (tracing.file != NULL && !program_close("trace", tracing.file, tracing.output)) return 1;
    return status;
}
