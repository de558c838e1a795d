// nametag explain PROG.py and nametag check PROG.py.

#include "cli/explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"

static void write_out(void *context, const char *bytes, size_t size) {
    (void)context;
    fwrite(bytes, 1, size, stdout);
}

static int show_help(int is_check) {
    if (is_check) {
        printf("usage: nametag check [OPTION]... PROG.py [ARG]...\n\n"
               "Runs the program and reports aliasing bugs that happened, each with its two\n"
               "steps as proof. Status 1 when there are some, else the program's own.\n\n"
               "  --json               one JSON object a finding\n"
               "  --sarif              SARIF 2.1.0, for editors and code hosts\n");
        return 0;
    }
    printf("usage: nametag explain [OPTION]... PROG.py [ARG]...\n\n"
           "Tells what each line of the run did: one sentence an effect.\n\n"
           "  --json               the events, one JSON object a line\n"
           "  --all                code of the standard library, too\n"
           "  --paths N            at most N paths to a changed object (100); 0: none\n"
           "  --at LINE[:HIT]      only the HIT-th run of a line\n"
           "  --after LINE[:HIT]   the same\n"
           "  --step N             only event N\n"
           "  --end                up to the end, without the teardown\n"
           "  --name NAME          only what concerns a name\n"
           "  --object N           only what concerns an object, by its number\n");
    return 0;
}

static int usage_error(const char *verb, const char *what, const char *argument) {
    fprintf(stderr, "nametag %s: %s%s\nTry `nametag %s --help'.\n", verb, what, argument, verb);
    return 2;
}

// Takes the value of an option; NULL: there is none.
static const char *take_value(int count, char **arguments, int *i) {
    return *i + 1 < count ? arguments[++*i] : NULL;
}

static int take_valued(NametagExplain *explain, const char *option, const char *value) {
    if (strcmp(option, "--paths") == 0) explain->paths_max = strtoll(value, NULL, 10);
    else if (strcmp(option, "--at") == 0) explain->at = value;
    else if (strcmp(option, "--after") == 0) explain->after = value;
    else if (strcmp(option, "--step") == 0) explain->step = strtoull(value, NULL, 10);
    else if (strcmp(option, "--name") == 0) explain->name = value;
    else if (strcmp(option, "--object") == 0) explain->object = strtoull(value, NULL, 10);
    else return 0;
    return 1;
}

// Options before the program. -1: go on at *i; else the status to exit with.
static int take_options(NametagExplain *explain, int count, char **arguments, int *i) {
    int is_check = explain->telling == NAMETAG_TELL_CHECK;
    for (; *i < count && arguments[*i][0] == '-' && arguments[*i][1] != '\0'; ++*i) {
        const char *option = arguments[*i];
        if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0) return show_help(is_check);
        if (strcmp(option, "--json") == 0)
            explain->telling = is_check ? NAMETAG_TELL_CHECK_JSON : NAMETAG_TELL_JSON;
        else if (is_check && strcmp(option, "--sarif") == 0)
            explain->telling = NAMETAG_TELL_CHECK_SARIF;
        else if (strcmp(option, "--walk") == 0) explain->telling = NAMETAG_TELL_WALK;
        else if (strcmp(option, "--all") == 0) explain->all = 1;
        else if (strcmp(option, "--end") == 0) explain->end = 1;
        else {
            const char *value = take_value(count, arguments, i);
            if (value == NULL || !take_valued(explain, option, value))
                return usage_error(arguments[1], "unknown option or missing value: ", option);
        }
    }
    return -1;
}

static int explain_go(const NametagExplain *explain, int count, char **arguments) {
    NametagGo go = {.path = arguments[0], .argument_count = count,
                    .arguments = (const char *const *)arguments, .write = write_out,
                    .verb = explain->telling == NAMETAG_TELL_JSON ? NAMETAG_GO_JSON
                                                                  : NAMETAG_GO_EXPLAIN};
    int status = nametag_go(&go);
    return fflush(stdout) == 0 ? status : 1;
}

int cli_explain(int count, char **arguments) {
    const char *verb = arguments[1];
    int is_check = strcmp(verb, "check") == 0, i = 2;
    NametagExplain explain = {.telling = is_check ? NAMETAG_TELL_CHECK : NAMETAG_TELL_SENTENCES,
                              .paths_max = -1, .write = write_out};
    int status = take_options(&explain, count, arguments, &i);
    if (status >= 0) return status;
    if (i >= count) return usage_error(verb, "a program is needed", "");
    if (!is_check && program_is_go(arguments[i]))
        return explain_go(&explain, count - i, arguments + i);
    const char *path;
    NametagMachine *machine = program_watch(count - i, arguments + i, &path);
    if (machine == NULL) return usage_error(verb, "there is not enough memory to start", "");
    if (nametag_explain(machine, &explain) != 0) {
        nametag_machine_drop(machine);
        return usage_error(verb, "not a moment: ", explain.at != NULL ? explain.at : explain.after);
    }
    status = nametag_run_file(machine, path);
    int64_t findings = nametag_machine_finish(machine);
    fflush(stdout);
    return is_check && findings > 0 ? 1 : status;
}
