// Reading the command line, as getopt and CPython do.

#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/debug.h"
#include "cli/compare.h"
#include "cli/dis.h"
#include "cli/draw.h"
#include "cli/explain.h"
#include "cli/record.h"
#include "cli/show.h"
#include "cli/trace.h"

typedef enum OptionEffect {
    ACCEPT, REFUSE, INSPECT, TAKE_COMMAND, TAKE_MODULE, TAKE_WARNING, TAKE_EXTENSION,
    TAKE_CHECK_PYCS, SHOW_HELP, SHOW_VERSION, SHOW_VARIABLES, SHOW_EXTENSIONS, SHOW_ALL_HELP,
    PRINT,
    COUNTS,   // and beyond: counts in the field at that offset of NametagSwitches
} OptionEffect;

#define COUNT(field) (COUNTS + (int)offsetof(NametagSwitches, field))
typedef struct Option {
    char letter;
    const char *name, *argument;
    int effect;
} Option;

#define VERB(name, arguments, main, help)
#define VARIABLE(name, help)
#define EXTENSION(name, help)
#define OPTION(letter, name, argument, effect, help) {letter, name, argument, effect},
static const Option options[] = {
#include "cli/options.def"
};
#undef OPTION
#undef VERB

static const struct {
    const char *name;
    VerbMain *main;
} verbs[] = {
#define OPTION(letter, name, argument, effect, help)
#define VERB(name, arguments, main, help) {name, main},
#include "cli/options.def"
};

enum {
    OPTION_COUNT = sizeof(options) / sizeof(options[0]),
    VERB_COUNT = sizeof(verbs) / sizeof(verbs[0]),
};

VerbMain *options_find_verb(const char *name) {
    for (int i = 0; i < VERB_COUNT; i++)
        if (strcmp(verbs[i].name, name) == 0) return verbs[i].main;
    return NULL;
}

// --- what options do ---

static int show_usage(const CommandLine *line) {
    fprintf(stderr, "usage: %s [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
                    "Try `nametag -h' for more information.\n", line->options.name);
    return 2;
}

// The ways of -X mode=NAME.
static const struct {
    const char *name;
    NametagMode mode;
    int keeps_freed, always_collects;
} modes[] = {
    {"register", NAMETAG_REGISTER, 0, 0},  {"watched", NAMETAG_WATCHED, 0, 0},
    {"stack", NAMETAG_STACK, 0, 0},        {"no-reuse", NAMETAG_REGISTER, 1, 0},
    {"gc-stress", NAMETAG_REGISTER, 0, 1}, {"plain", NAMETAG_REGISTER, 0, 0},
};

static int take_mode(NametagOptions *given, const char *name) {
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (strcmp(modes[i].name, name) != 0) continue;
        given->mode = modes[i].mode;
        given->keeps_freed = modes[i].keeps_freed;
        given->always_collects = modes[i].always_collects;
        return 1;
    }
    return 0;
}

// Nametag's own -X options, of which the program sees nothing. 0: it is none.
static int take_own_extension(CommandLine *line, const char *text) {
    NametagOptions *given = &line->options;
    if (strncmp(text, "mode=", 5) == 0) return take_mode(given, text + 5);
    if (strcmp(text, "all-mistakes") == 0) line->all_mistakes = 1;
    else if (strcmp(text, "verify") == 0) given->verifies = 1;
    else if (strcmp(text, "verify=lines") == 0) given->verifies = line->lines.verifies = 1;
    else if (strncmp(text, "lines=", 6) == 0) line->lines_path = text + 6;
    else if (strncmp(text, "dump=", 5) == 0) line->lines.dumped = strtoll(text + 5, NULL, 10);
    else if (strncmp(text, "rewind=", 7) == 0) {
        line->rewinds = (int)strtol(text + 7, NULL, 10);
        given->records = 1;
        return take_mode(given, "watched");
    } else if (strcmp(text, "figures") == 0) line->shows_figures = 1;
    else if (strncmp(text, "fail=", 5) == 0)
        line->failure = strtoull(text + 5, NULL, 10);
    else if (strncmp(text, "fail-start=", 11) == 0)
        given->fail_start = strtoull(text + 11, NULL, 10);
    else return 0;
    return 1;
}

// Leaves the last argument that was read, with its value, out of sys.orig_argv, unless
// letters of other options stand before it.
static void forget_original(CommandLine *line, const char *value) {
    int next = line->first - line->forgotten, count = line->options.original_count;
    const char **originals = line->originals;
    int i = strcmp(originals[next - 1], value) == 0 ? next - 2 : next - 1;
    if (strncmp(originals[i], "-X", 2) != 0) return;
    memmove(originals + i, originals + next, (size_t)(count - next) * sizeof(char *));
    line->options.original_count -= next - i;
    line->forgotten += next - i;
}

static int take_extension(CommandLine *line, const char *text) {
    NametagOptions *given = &line->options;
    if (take_own_extension(line, text)) forget_original(line, text);
    else ((const char **)(uintptr_t)given->extensions)[given->extension_count++] = text;
    return -1;
}

static int take_check_pycs(CommandLine *line, const char *value) {
    static const char *const values[] = {"default", "always", "never"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(value, values[i]) != 0) continue;
        line->options.check_hash_pycs = values[i];
        return -1;
    }
    fprintf(stderr, "--check-hash-based-pycs must be one of 'default', 'always', or 'never'\n");
    return show_usage(line);
}

static int show_help(void) {
    options_show_help();
    return 0;
}

static int show_all_help(void) {
    options_show_help();
    printf("\n");
    options_show_variables();
    printf("\n");
    options_show_extensions();
    return 0;
}

static int print_text(CommandLine *line, const char *what) {
    if (options_print(what)) return 0;
    fprintf(stderr, "--print must be one of man, bash, zsh, fish\n");
    return show_usage(line);
}

// -1: go on; -2: go on with the program, whose arguments begin here; else the status.
static int apply(CommandLine *line, const Option *option, const char *value) {
    NametagOptions *given = &line->options;
    int counted = option->effect - COUNTS;
    if (counted >= 0) {
        ++*(int *)(void *)((char *)&given->switches + counted);
        return -1;
    }
    switch ((OptionEffect)option->effect) {
    case ACCEPT: return -1;
    case REFUSE: fprintf(stderr, "-J is reserved for Jython\n"); return show_usage(line);
    case INSPECT: given->switches.inspect++; given->switches.interactive++; return -1;
    case TAKE_COMMAND: line->command = value; return -2;
    case TAKE_MODULE: line->module = value; return -2;
    case TAKE_WARNING:
        line->texts[given->warning_count++] = value;
        return -1;
    case TAKE_EXTENSION: return take_extension(line, value);
    case TAKE_CHECK_PYCS: return take_check_pycs(line, value);
    case SHOW_HELP: return show_help();
    case SHOW_VERSION: line->versions++; return -1;
    case SHOW_VARIABLES: options_show_variables(); return 0;
    case SHOW_EXTENSIONS: options_show_extensions(); return 0;
    case SHOW_ALL_HELP: return show_all_help();
    case PRINT: return print_text(line, value);
    case COUNTS: break;
    }
    return -1;
}

// --- reading ---

static const Option *find_letter(char letter) {
    for (int i = 0; i < OPTION_COUNT; i++)
        if (options[i].letter == letter && letter != '\0') return &options[i];
    return NULL;
}

static const Option *find_name(const char *name) {
    for (int i = 0; i < OPTION_COUNT; i++)
        if (options[i].name != NULL && strcmp(options[i].name, name) == 0) return &options[i];
    return NULL;
}

static int take_long(CommandLine *line, int count, char **arguments) {
    const char *text = arguments[line->first++];
    const Option *option = find_name(text + 2);
    if (option == NULL) {
        fprintf(stderr, "unknown option %s\n", text);
        return show_usage(line);
    }
    if (option->argument == NULL) return apply(line, option, NULL);
    if (line->first >= count) {
        fprintf(stderr, "Argument expected for the %s options\n", text);
        return show_usage(line);
    }
    return apply(line, option, arguments[line->first++]);
}

// The letters of one argument, as -Bc; the last may take what follows it as its value.
static int take_letters(CommandLine *line, int count, char **arguments) {
    const char *letters = arguments[line->first++] + 1;
    int status = -1;
    while (status == -1 && *letters != '\0') {
        const Option *option = find_letter(*letters++);
        if (option == NULL) {
            fprintf(stderr, "Unknown option: -%c\n", letters[-1]);
            return show_usage(line);
        }
        const char *value = NULL;
        if (option->argument != NULL) {
            if (*letters != '\0') value = letters;
            else if (line->first < count) value = arguments[line->first++];
            letters = "";
            if (value == NULL) {
                fprintf(stderr, "Argument expected for the -%c option\n", option->letter);
                return show_usage(line);
            }
        }
        status = apply(line, option, value);
    }
    return status;
}

static int show_version(const CommandLine *line) {
    if (line->versions > 1) printf("Python %s\n", nametag_version());
    else printf("Python 3.11.2 (nametag " NAMETAG_VERSION ")\n");
    return 0;
}

// Room for texts: each argument is one at most, of any of the three kinds.
static int take_room(CommandLine *line, int count, char **arguments) {
    line->texts = calloc(3 * (size_t)count + 1, sizeof(char *));
    if (line->texts == NULL) return 0;
    line->options.warnings = line->texts;
    line->options.extensions = line->texts + count;
    line->originals = line->texts + 2 * count;
    for (int i = 0; i < count; i++) line->originals[i] = arguments[i];
    line->options.originals = line->originals;
    line->options.original_count = count;
    return 1;
}

int options_take(CommandLine *line, int count, char **arguments) {
    int status = -1;
    line->first = 1;
    if (!take_room(line, count, arguments)) return 1;
    while (status == -1 && line->first < count && arguments[line->first][0] == '-' &&
           arguments[line->first][1] != '\0') {
        if (strcmp(arguments[line->first], "--") == 0) {
            line->first++;
            break;
        }
        status = arguments[line->first][1] == '-' ? take_long(line, count, arguments)
                                                  : take_letters(line, count, arguments);
    }
    if (status >= 0) return status;
    return line->versions > 0 ? show_version(line) : -1;
}

void options_done(CommandLine *line) {
    free(line->texts);
    line->texts = NULL;
}
