// nametag show PROG.py: the page of a run, into a file or served.

#include "cli/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/program.h"

typedef struct Listing {
    char *text;              // owns; NULL: none
    size_t size;
} Listing;

typedef struct Showing {
    const char *output;      // -o; NULL: standard output
    FILE *file;
    long written;
    int first;               // argument that is the program
} Showing;

static int show_help(void) {
    printf("usage: nametag show PROG.py [-o FILE.html] [ARG]...\n\n"
           "Runs the program and writes one HTML page that shows every step of it.\n\n"
           "  -o FILE              where to; without it to the standard output\n");
    return 0;
}

static int usage_error(const char *what, const char *argument) {
    fprintf(stderr, "nametag show: %s%s\nTry `nametag show --help'.\n", what, argument);
    return 2;
}

static int is_option(const char *argument, const char *short_name, const char *long_name) {
    return strcmp(argument, short_name) == 0 || strcmp(argument, long_name) == 0;
}

// Options stand before or just behind the program; after `--`, or another word, the rest
// is the program's own. -1: go on; else the status to exit with.
static int take_arguments(Showing *showing, int count, char **arguments) {
    char *program = NULL;
    int i = 2;
    for (; i < count; i++) {
        char *argument = arguments[i];
        if (strcmp(argument, "--") == 0) {
            i++;
            if (program == NULL && i < count) program = arguments[i++];
            break;
        }
        if (argument[0] != '-' || argument[1] == '\0') {
            if (program != NULL) break;
            program = argument;
            continue;
        }
        if (is_option(argument, "-h", "--help")) return show_help();
        if (strncmp(argument, "--output=", 9) == 0) showing->output = argument + 9;
        else if (!is_option(argument, "-o", "--output"))
            return usage_error("unknown option: ", argument);
        else if (++i >= count) return usage_error("a value is missing: ", argument);
        else showing->output = arguments[i];
    }
    if (program == NULL) return usage_error("a program is needed", "");
    showing->first = i - 1;
    arguments[i - 1] = program;
    return -1;
}

// --- the bytecode ---

static void take_listing(void *context, const char *bytes, size_t size) {
    Listing *listing = context;
    char *text = realloc(listing->text, listing->size + size + 1);
    if (text == NULL) return;
    memcpy(text + listing->size, bytes, size);
    listing->text = text;
    listing->size += size;
    text[listing->size] = '\0';
}

// By a machine of its own, so that the one that is watched has the memory of a plain run.
static void read_listing(Listing *listing, const char *path) {
    const char *const arguments[] = {path};
    NametagOptions options = {.abi = NAMETAG_ABI, .arguments = arguments, .argument_count = 1};
    NametagDis dis = {.is_quiet = 1, .write = take_listing, .context = listing};
    NametagMachine *machine = access(path, R_OK) == 0 ? nametag_machine_new(&options) : NULL;
    if (machine == NULL) return;
    (void)nametag_dis(machine, path, &dis);
    nametag_machine_drop(machine);
}

// --- the page ---

static void write_out(void *context, const char *bytes, size_t size) {
    Showing *showing = context;
    showing->written += (long)size;
    fwrite(bytes, 1, size, showing->file);
}

static int open_output(Showing *showing) {
    showing->file = showing->output == NULL ? stdout : fopen(showing->output, "wb");
    if (showing->file != NULL) return 1;
    fprintf(stderr, "nametag show: can't write %s: %s\n", showing->output, strerror(errno));
    return 0;
}

static int close_output(Showing *showing) {
    int has_failed = fflush(showing->file) != 0 || ferror(showing->file);
    if (showing->output != NULL) has_failed |= fclose(showing->file) != 0;
    if (!has_failed) return 1;
    fprintf(stderr, "nametag show: can't write %s\n",
            showing->output == NULL ? "the standard output" : showing->output);
    return 0;
}

// The status: the program's own; 1 where the page could not be made.
static int run(Showing *showing, NametagMachine *machine, const char *path) {
    Listing listing = {0};
    read_listing(&listing, path);
    NametagShow show = {.listing = listing.text, .write = write_out, .context = showing};
    int status = 1;
    if (nametag_show(machine, &show) == 0 && open_output(showing)) {
        status = nametag_run_file(machine, path);
        nametag_machine_drop(machine);
        if (status != 2 && showing->written == 0) {
            fprintf(stderr, "nametag show: nothing ran\n");
            status = 1;
        }
        if (!close_output(showing)) status = 1;
    } else {
        nametag_machine_drop(machine);
    }
    free(listing.text);
    return status;
}

int cli_show(int count, char **arguments) {
    Showing showing = {0};
    int status = take_arguments(&showing, count, arguments);
    if (status >= 0) return status;
    const char *path;
    NametagMachine *machine =
        program_watch(count - showing.first, arguments + showing.first, &path);
    if (machine == NULL) return usage_error("there is not enough memory to start", "");
    return run(&showing, machine, path);
}
