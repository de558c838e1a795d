// The options of the command line, and what is written about them.

#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "nametag.h"

typedef struct CommandLine {
    NametagOptions options;
    const char *command;      // -c; NULL: not given
    const char *module;       // -m; NULL: not given
    int first;                // index of the next argument; then of what sys.argv begins with
    int versions;             // how often -V was given
    const char **texts;       // owns: room for warnings, extensions and originals
    const char **originals;   // sys.orig_argv, without options for tests
    int forgotten;            // so many of them
    int shows_figures;        // -X figures
    int all_mistakes;         // -X all-mistakes: of Go programs
    NametagLines lines;       // -X lines=FILE, -X verify=lines, -X dump=N
    const char *lines_path;   // NULL: none
    int rewinds;              // -X rewind=N
    uint64_t failure;         // -X fail=N
} CommandLine;

// Reads options up to the program. -1: go on; else the status to exit with.
int options_take(CommandLine *line, int count, char **arguments);
void options_done(CommandLine *line);

typedef int VerbMain(int count, char **arguments);

// The command of that name; NULL: there is none.
VerbMain *options_find_verb(const char *name);

// Writes "man", or the completions of "bash", "zsh" or "fish". 0: there is no such thing.
int options_print(const char *what);

// Shows help of the command line, of variables and of -X options.
void options_show_help(void);
void options_show_variables(void);
void options_show_extensions(void);

#endif
