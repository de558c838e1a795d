// A Go program as a whole: read, checked with the packages that it imports, run.

#ifndef GO_PROGRAM_H
#define GO_PROGRAM_H

#include "go/machine.h"

typedef struct GoProgram {
    GoCompile compile;
    GoMachine machine;
    GoFunction *start;           // runs all there is
    GoFunction *main;
} GoProgram;

typedef enum GoVerb { GO_VERB_RUN, GO_VERB_DIS, GO_VERB_EXPLAIN, GO_VERB_JSON } GoVerb;

typedef struct GoOrder {         // what is to be done
    const char *path;
    int argument_count;
    const char *const *arguments;
    GoVerb verb;
    bool all_mistakes;
    void (*write)(void *context, const char *bytes, size_t size);
    void *context;
} GoOrder;

typedef enum GoLoading { GO_LOADED, GO_MISTAKEN, GO_UNREADABLE } GoLoading;

// Reads and checks a file. What is wrong has been told on the standard error.
GoLoading go_program_load(GoProgram *program, World *world, const GoOrder *order);
void go_program_done(GoProgram *program);

// Loads and runs; the status as `go run`: 1 for mistakes, 2 after a panic, or os.Exit's.
int go_order_run(World *world, const GoOrder *order);

// The source of a package of the library; NULL: there is none.
const char *program_find_library(const char *path, size_t *size);

#endif
