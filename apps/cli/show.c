// nametag show PROG.py: the page of a run, into a file or served.

#include "cli/show.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/program.h"
#include "cli/serve.h"

enum { FILE_STEPS = 20000, SERVED_STEPS = 5000 };   // that a page holds at most

typedef struct Listing {
    char *text;              // owns; NULL: none
    size_t size;
} Listing;

typedef struct Showing {
    const char *output;      // -o; NULL: serve it
    FILE *file;              // NULL: pages are gathered
    ServedPage *pages;       // owns, with their texts
    size_t page_count;       // that have begun
    int has_failed;          // not all could be gathered
    int starts_page;         // what is written next belongs to a new one
    long written;
    long long from, steps;   // the first step, from 1; most steps of a page
    int port, opens_browser;
    int first;               // argument that is the program
} Showing;

static int show_help(void) {
    printf("usage: nametag show [OPTION]... PROG.py [OPTION]... [ARG]...\n\n"
           "Runs the program and shows every step of it in a browser.\n\n"
           "  -o FILE              write one HTML page, which needs nothing else; -: to the\n"
           "                       standard output. Without it the page is served on this\n"
           "                       machine until Ctrl-C, and opened\n"
           "  --from STEP          begin with a later step\n"
           "  --steps N            at most so many steps a page (%d; served: %d)\n"
           "  --port N             where it is served\n"
           "  --no-browser         only tell the address\n", FILE_STEPS, SERVED_STEPS);
    return 0;
}

static int usage_error(const char *what, const char *argument) {
    fprintf(stderr, "nametag show: %s%s\nTry `nametag show --help'.\n", what, argument);
    return 2;
}

static int read_number(const char *text, long long most, long long *number) {
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 10);
    return *text != '\0' && *end == '\0' && errno == 0 && *number >= 1 && *number <= most;
}

// 1: taken; 0: there is no such option; -1: the value is wrong.
static int take_valued(Showing *showing, const char *option, const char *value) {
    long long number;
    if (strcmp(option, "-o") == 0 || strcmp(option, "--output") == 0) {
        showing->output = value;
        return 1;
    }
    if (strcmp(option, "--from") == 0)
        return read_number(value, LLONG_MAX, &showing->from) ? 1 : -1;
    if (strcmp(option, "--steps") == 0)
        return read_number(value, LLONG_MAX, &showing->steps) ? 1 : -1;
    if (strcmp(option, "--port") == 0) {
        if (!read_number(value, 65535, &number)) return -1;
        showing->port = (int)number;
        return 1;
    }
    return 0;
}

// Takes an option and moves *i to its last word. -1: go on; else the status to exit with.
static int take_option(Showing *showing, int count, char **arguments, int *i) {
    char *option = arguments[*i], *value;
    if (strcmp(option, "-h") == 0 || strcmp(option, "--help") == 0) return show_help();
    if (strcmp(option, "--no-browser") == 0) {
        showing->opens_browser = 0;
        return -1;
    }
    char *equals = option[1] == '-' ? strchr(option, '=') : NULL;
    if (equals != NULL) {
        *equals = '\0';
        value = equals + 1;
    } else if (*i + 1 < count) {
        value = arguments[++*i];
    } else {
        return usage_error("unknown option or missing value: ", option);
    }
    switch (take_valued(showing, option, value)) {
    case 1: return -1;
    case 0: return usage_error("unknown option: ", option);
    default: return usage_error("not a value of this option: ", value);
    }
}

// Options stand before or just behind the program; after `--`, or another word, the rest
// is the program's own.
static int take_arguments(Showing *showing, int count, char **arguments) {
    char *program = NULL;
    int i = 2, status;
    for (; i < count; i++) {
        if (strcmp(arguments[i], "--") == 0) {
            i++;
            if (program == NULL && i < count) program = arguments[i++];
            break;
        }
        if (arguments[i][0] == '-' && arguments[i][1] != '\0') {
            if ((status = take_option(showing, count, arguments, &i)) >= 0) return status;
        } else if (program == NULL) {
            program = arguments[i];
        } else {
            break;
        }
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

static void add_to_page(ServedPage *page, const char *bytes, size_t size, int *has_failed) {
    char *text = realloc(page->text, page->size + size + 1);
    *has_failed |= text == NULL;
    if (text == NULL) return;
    memcpy(text + page->size, bytes, size);
    page->text = text;
    page->size += size;
}

static void write_out(void *context, const char *bytes, size_t size) {
    Showing *showing = context;
    showing->written += (long)size;
    if (showing->file != NULL) {
        fwrite(bytes, 1, size, showing->file);
        return;
    }
    if (showing->starts_page) {
        ServedPage *pages =
            realloc(showing->pages, (showing->page_count + 1) * sizeof *showing->pages);
        showing->has_failed |= pages == NULL;
        if (pages == NULL) return;
        showing->pages = pages;
        showing->pages[showing->page_count++] = (ServedPage){NULL, 0};
        showing->starts_page = 0;
    }
    add_to_page(&showing->pages[showing->page_count - 1], bytes, size, &showing->has_failed);
}

static void page_is_full(void *context) {
    Showing *showing = context;
    showing->starts_page = 1;
}

static int open_output(Showing *showing) {
    showing->starts_page = 1;
    if (showing->output == NULL) return 1;
    showing->file = program_open("show", showing->output);
    return showing->file != NULL;
}

static int close_output(Showing *showing) {
    return showing->file == NULL || program_close("show", showing->file, showing->output);
}

// Serves what was gathered, and gives it back.
static int serve(Showing *showing, int status) {
    if (showing->output == NULL && showing->has_failed) {
        fprintf(stderr, "nametag show: there is not enough memory for the pages\n");
        status = 1;
    } else if (showing->output == NULL && showing->page_count > 0) {
        status = serve_pages(showing->pages, showing->page_count, showing->port,
                             showing->opens_browser);
    }
    for (size_t i = 0; i < showing->page_count; i++) free(showing->pages[i].text);
    free(showing->pages);
    return status;
}

// The status: the program's own; 1 where the page could not be made.
static int run(Showing *showing, NametagMachine *machine, const char *path) {
    Listing listing = {0};
    read_listing(&listing, path);
    int is_served = showing->output == NULL;
    NametagShow show = {.listing = listing.text, .first = showing->from - 1,
                        .stops = showing->steps, .write = write_out,
                        .full = is_served ? page_is_full : NULL, .context = showing};
    if (showing->steps == 0) show.stops = is_served ? SERVED_STEPS : FILE_STEPS;
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
    return serve(showing, status);
}

int cli_show(int count, char **arguments) {
    Showing showing = {.from = 1, .opens_browser = 1};
    int status = take_arguments(&showing, count, arguments);
    if (status >= 0) return status;
    const char *path;
    NametagMachine *machine =
        program_watch(count - showing.first, arguments + showing.first, &path);
    if (machine == NULL) return usage_error("there is not enough memory to start", "");
    return run(&showing, machine, path);
}
