// What the tables of options are written as: help, the man page, completions of shells.

#include <stdio.h>
#include <string.h>

#include "cli/options.h"

typedef struct Row {
    char letter;               // of options
    const char *name, *argument, *help;
} Row;

#define VERB(name, arguments, main, help)
#define VARIABLE(name, help)
#define EXTENSION(name, help)
#define OPTION(letter, name, argument, effect, help) {letter, name, argument, help},
static const Row options[] = {
#include "cli/options.def"
};
#undef OPTION
#undef VERB
#define OPTION(letter, name, argument, effect, help)
#define VERB(name, arguments, main, help) {0, name, arguments, help},
static const Row verbs[] = {
#include "cli/options.def"
};
#undef VERB
#undef VARIABLE
#define VERB(name, arguments, main, help)
#define VARIABLE(name, help) {0, name, NULL, help},
static const Row variables[] = {
#include "cli/options.def"
};
#undef VARIABLE
#undef EXTENSION
#define VARIABLE(name, help)
#define EXTENSION(name, help) {0, name, NULL, help},
static const Row extensions[] = {
#include "cli/options.def"
};

#define EACH(row, rows) \
    (const Row *row = rows; row < rows + sizeof(rows) / sizeof(rows[0]); row++)

// --- help ---

// A row's head, and its help beside it or, where the head is long, below it.
static void show_row(const char *head, const char *help) {
    int width = 24;
    if ((int)strlen(head) >= width - 1) printf("  %s\n  %*s%s\n", head, width, "", help);
    else printf("  %-*s%s\n", width, head, help);
}

static void option_head(const Row *row, char *head, size_t size) {
    char letter[4] = {'-', row->letter, '\0'};
    snprintf(head, size, "%s%s%s%s%s%s", row->letter ? letter : "",
             row->letter && row->name ? ", " : "", row->name ? "--" : "",
             row->name ? row->name : "", row->argument ? " " : "",
             row->argument ? row->argument : "");
}

void options_show_help(void) {
    char head[80];
    printf("usage: nametag [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
           "       nametag COMMAND ...\n\n"
           "Runs a Python program: a file, a folder or a zip file with a __main__.py, a module,\n"
           "CODE, or what comes from standard input; the prompt where that is a terminal.\n"
           "\nOptions (and the variables that do the same):\n");
    for EACH(row, options) {
        if (row->help == NULL) continue;
        option_head(row, head, sizeof(head));
        show_row(head, row->help);
    }
    printf("\nCommands, which have a --help of their own (a file of that name is ./NAME):\n");
    for EACH(row, verbs) {
        snprintf(head, sizeof(head), "%s %s", row->name, row->argument);
        show_row(head, row->help);
    }
}

void options_show_variables(void) {
    printf("Environment variables:\n");
    for EACH(row, variables) show_row(row->name, row->help);
}

void options_show_extensions(void) {
    char head[80];
    printf("Options -X:\n");
    for EACH(row, extensions) {
        snprintf(head, sizeof(head), "-X %s", row->name);
        show_row(head, row->help);
    }
}

// --- the man page ---

// Text of a page: a - is a minus there, and a \ or a leading . would be a command.
static void print_roff(const char *text) {
    for (; *text != '\0'; text++) {
        if (*text == '-') fputs("\\-", stdout);
        else if (*text == '\\') fputs("\\e", stdout);
        else putchar(*text);
    }
}

static void print_man_rows(const char *title, const Row *rows, size_t count, const char *prefix) {
    printf(".SH %s\n", title);
    for (const Row *row = rows; row < rows + count; row++) {
        if (row->help == NULL) continue;
        fputs(".TP\n.B ", stdout);
        if (rows == options) {
            char head[80];
            option_head(row, head, sizeof(head));
            print_roff(head);
        } else {
            print_roff(prefix);
            print_roff(row->name);
            if (row->argument != NULL) {
                putchar(' ');
                print_roff(row->argument);
            }
        }
        putchar('\n');
        print_roff(row->help);
        fputs(".\n", stdout);
    }
}

#define COUNT_OF(rows) (sizeof(rows) / sizeof(rows[0]))

static void print_man(void) {
    printf(".TH NAMETAG 1 \"\" \"nametag %s\"\n", NAMETAG_VERSION);
    printf(".SH NAME\nnametag \\- Python 3.11 with its memory in sight\n"
           ".SH SYNOPSIS\n.B nametag\n[option] ... [\\-c cmd | \\-m mod | file | \\-] [arg] ...\n"
           ".br\n.B nametag\nCOMMAND ...\n"
           ".SH DESCRIPTION\nRuns a Python program as CPython 3.11 does: a file, a folder or a\n"
           "zip file with a __main__.py, a module, a text, or what comes from standard input.\n"
           "Its commands explain what a run did to names and objects.\n");
    print_man_rows("OPTIONS", options, COUNT_OF(options), "");
    print_man_rows("COMMANDS", verbs, COUNT_OF(verbs), "nametag ");
    print_man_rows("ENVIRONMENT", variables, COUNT_OF(variables), "");
    print_man_rows("OPTIONS \\-X", extensions, COUNT_OF(extensions), "-X ");
    printf(".SH EXIT STATUS\n0, what the program gave to sys.exit(), 1 after an uncaught\n"
           "exception, 2 where the command line is wrong or the program can't be read.\n");
}

// --- completions ---

static void print_bash(void) {
    printf("_nametag() {\n    local word=${COMP_WORDS[COMP_CWORD]}\n"
           "    case ${COMP_WORDS[COMP_CWORD-1]} in\n    -X) COMPREPLY=($(compgen -W \"");
    for EACH(row, extensions) printf("%.*s ", (int)strcspn(row->name, "=["), row->name);
    printf("\" -- \"$word\")); return ;;\n    esac\n    if [[ $word == -* ]]; then\n"
           "        COMPREPLY=($(compgen -W \"");
    for EACH(row, options) {
        if (row->help == NULL) continue;
        if (row->letter) printf("-%c ", row->letter);
        if (row->name) printf("--%s ", row->name);
    }
    printf("\" -- \"$word\"))\n    else\n        COMPREPLY=($(compgen -f -- \"$word\"))\n"
           "        [[ $COMP_CWORD == 1 ]] && COMPREPLY+=($(compgen -W \"");
    for EACH(row, verbs) printf("%s ", row->name);
    printf("\" -- \"$word\"))\n    fi\n}\ncomplete -o filenames -F _nametag nametag\n");
}

// A text in single quotes of a shell, without what has a meaning in _arguments.
static void print_quoted(const char *text) {
    for (; *text != '\0'; text++) {
        if (*text == '\'') fputs("'\\''", stdout);
        else if (strchr("[]:", *text) != NULL) putchar(*text == ':' ? ',' : '|');
        else putchar(*text);
    }
}

static void print_zsh(void) {
    printf("#compdef nametag\n_arguments -s \\\n");
    for EACH(row, options) {
        if (row->help == NULL) continue;
        for (int is_long = 0; is_long < 2; is_long++) {
            if (is_long ? row->name == NULL : row->letter == 0) continue;
            if (is_long) printf("    '--%s[", row->name);
            else printf("    '-%c[", row->letter);
            print_quoted(row->help);
            fputs("]", stdout);
            if (row->argument != NULL) {
                fputs(":", stdout);
                print_quoted(row->argument);
                fputs(":", stdout);
            }
            fputs("' \\\n", stdout);
        }
    }
    printf("    '1:program:_files -g \"*.py\"' '*:argument:_files'\n");
}

static void print_fish(void) {
    for EACH(row, options) {
        if (row->help == NULL) continue;
        printf("complete -c nametag%s", row->argument ? " -r" : "");
        if (row->letter) printf(" -s %c", row->letter);
        if (row->name) printf(" -l %s", row->name);
        printf(" -d '");
        print_quoted(row->help);
        printf("'\n");
    }
    for EACH(row, verbs) {
        printf("complete -c nametag -n __fish_use_subcommand -a %s -d '", row->name);
        print_quoted(row->help);
        printf("'\n");
    }
}

int options_print(const char *what) {
    if (strcmp(what, "man") == 0) print_man();
    else if (strcmp(what, "bash") == 0) print_bash();
    else if (strcmp(what, "zsh") == 0) print_zsh();
    else if (strcmp(what, "fish") == 0) print_fish();
    else return 0;
    return 1;
}
