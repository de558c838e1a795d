// nametag draw PROG.py and nametag census PROG.py.

#include "cli/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/png.h"
#include "cli/program.h"
#include "nametag.h"

typedef struct Drawing {
    const char *verb;        // draw or census
    NametagDraw draw;
    const char *output;      // -o; NULL: standard output
    FILE *file;
    FILE *svg;               // what becomes a PNG; NULL: no such is wanted
    int is_png;
    int is_ended;            // --end was given
    long written;
    int first;               // argument that is the program
} Drawing;

static void write_out(void *context, const char *bytes, size_t size) {
    Drawing *drawing = context;
    drawing->written += (long)size;
    fwrite(bytes, 1, size, drawing->svg != NULL ? drawing->svg : drawing->file);
}

static int show_help(const char *verb) {
    if (strcmp(verb, "census") == 0) {
        printf("usage: nametag census PROG.py [OPTION]... [ARG]...\n\n"
               "Counts the objects that names reach at one moment of a run, by type.\n\n"
               "  --at LINE[:HIT]      just before the HIT-th run of a line\n"
               "  --after LINE[:HIT]   just after it\n"
               "  --step N             after event N (see nametag explain --json)\n"
               "  --end                at the end, before the teardown: so, too, without these\n"
               "  -o FILE              where to; without it to the standard output\n");
        return 0;
    }
    printf("usage: nametag draw PROG.py [OPTION]... [ARG]...\n\n"
           "Draws one moment of a run: names on the left, objects on the right.\n\n"
           "  --at LINE[:HIT]      just before the HIT-th run of a line\n"
           "  --after LINE[:HIT]   just after it\n"
           "  --step N             after event N (see nametag explain --json)\n"
           "  --end                at the end, before the teardown: so, too, without any of these\n"
           "  --format FORMAT      text (as without), ascii, mermaid, dot, svg, png\n"
           "                       (png by rsvg-convert)\n"
           "  --plain              without counts, sizes and ids\n"
           "  --ascii              the same as --format ascii\n"
           "  -o FILE              where to; without it to the standard output\n");
    return 0;
}

static int usage_error(const Drawing *drawing, const char *what, const char *argument) {
    fprintf(stderr, "nametag %s: %s%s\nTry `nametag %s --help'.\n", drawing->verb, what, argument,
            drawing->verb);
    return 2;
}

// Takes an option that has a value. 1: done; 0: it is none; -1: the value is wrong.
static int take_valued(Drawing *drawing, const char *option, const char *value) {
    char *end;
    if (strcmp(option, "-o") == 0 || strcmp(option, "--output") == 0) {
        drawing->output = value;
        return 1;
    }
    if (strcmp(option, "--at") == 0) drawing->draw.at = value;
    else if (strcmp(option, "--after") == 0) drawing->draw.after = value;
    else if (strcmp(drawing->verb, "draw") == 0 && strcmp(option, "--format") == 0) {
        drawing->is_png = strcmp(value, "png") == 0;
        return nametag_read_format(&drawing->draw.format, drawing->is_png ? "svg" : value) ? 1 : -1;
    }
    else if (strcmp(option, "--step") == 0) {
        drawing->draw.step = strtoull(value, &end, 10);
        return *end == '\0' && drawing->draw.step > 0 ? 1 : -1;
    } else return 0;
    return 1;
}

// Takes one option and moves *i beyond it. -1: go on; else the status to exit with.
static int take_option(Drawing *drawing, int count, char **arguments, int *i) {
    const char *option = arguments[(*i)++];
    if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0)
        return show_help(drawing->verb);
    int is_draw = strcmp(drawing->verb, "draw") == 0;
    if (strcmp(option, "--end") == 0) {
        drawing->is_ended = 1;
        return -1;
    }
    if (is_draw && strcmp(option, "--plain") == 0) {
        drawing->draw.plain = 1;
        return -1;
    }
    if (is_draw && strcmp(option, "--ascii") == 0) {
        drawing->draw.format = NAMETAG_ASCII;
        return -1;
    }
    const char *equals = option[0] == '-' && option[1] == '-' ? strchr(option, '=') : NULL;
    char name[32];
    if (equals != NULL && equals - option < (long)sizeof name) {
        snprintf(name, sizeof name, "%.*s", (int)(equals - option), option);
        option = name;
    } else {
        equals = NULL;
    }
    if (equals == NULL && *i >= count)
        return usage_error(drawing, "unknown option or missing value: ", option);
    const char *value = equals != NULL ? equals + 1 : arguments[(*i)++];
    int is_taken = take_valued(drawing, option, value);
    if (is_taken == 1) return -1;
    if (is_taken == 0) return usage_error(drawing, "unknown option: ", option);
    return usage_error(drawing, "not a value of this option: ", value);
}

// Options stand before or just behind the program; after `--`, or another word, the rest
// is the program's own. The program moves to stand before its arguments.
static int take_arguments(Drawing *drawing, int count, char **arguments) {
    int i = 2, status;
    char *program = NULL;
    while (i < count) {
        if (strcmp(arguments[i], "--") == 0) {
            i++;
            if (program == NULL && i < count) program = arguments[i++];
            break;
        }
        if (arguments[i][0] == '-' && arguments[i][1] != '\0') {
            if ((status = take_option(drawing, count, arguments, &i)) >= 0) return status;
        } else if (program == NULL) {
            program = arguments[i++];
        } else {
            break;
        }
    }
    if (program == NULL) return usage_error(drawing, "a program is needed", "");
    int moments = (drawing->draw.at != NULL) + (drawing->draw.after != NULL) +
                  (drawing->draw.step != 0) + drawing->is_ended;
    if (moments > 1)
        return usage_error(drawing, "only one of --at, --after, --step and --end can be drawn", "");
    drawing->first = i - 1;
    arguments[i - 1] = program;
    return -1;
}

static int has_moment(const Drawing *drawing) {
    if (drawing->written > 0) return 1;
    const char *moment = drawing->draw.at != NULL ? drawing->draw.at : drawing->draw.after;
    if (moment != NULL)
        fprintf(stderr, "nametag %s: the run never came to %s\n", drawing->verb, moment);
    else if (drawing->draw.step != 0)
        fprintf(stderr, "nametag %s: the run has no event %llu\n", drawing->verb,
                (unsigned long long)drawing->draw.step);
    else fprintf(stderr, "nametag %s: nothing ran\n", drawing->verb);
    return 0;
}

// The status: the program's own; 1 where the picture could not be made.
static int run(Drawing *drawing, NametagMachine *machine, const char *path) {
    if (nametag_draw(machine, &drawing->draw) != 0) {
        nametag_machine_drop(machine);
        return usage_error(drawing, "not a moment: ", drawing->draw.at != NULL
                           ? drawing->draw.at : drawing->draw.after != NULL
                           ? drawing->draw.after : "");
    }
    drawing->file = program_open(drawing->verb, drawing->output);
    if (drawing->file == NULL) {
        nametag_machine_drop(machine);
        return 1;
    }
    if (drawing->is_png && (drawing->svg = tmpfile()) == NULL) drawing->is_png = 0;
    int status = nametag_run_file(machine, path);
    nametag_machine_drop(machine);
    if (status != 2 && !has_moment(drawing)) status = 1;
    else if (drawing->svg != NULL && drawing->written > 0 &&
             !png_write(drawing->svg, drawing->file)) status = 1;
    if (drawing->svg != NULL) fclose(drawing->svg);
    return program_close(drawing->verb, drawing->file, drawing->output) ? status : 1;
}

static int draw(Drawing *drawing, int count, char **arguments) {
    int status = take_arguments(drawing, count, arguments);
    if (status >= 0) return status;
    const char *path;
    NametagMachine *machine =
        program_watch(count - drawing->first, arguments + drawing->first, &path);
    if (machine == NULL) return usage_error(drawing, "there is not enough memory to start", "");
    drawing->draw.write = write_out;
    drawing->draw.context = drawing;
    return run(drawing, machine, path);
}

int cli_draw(int count, char **arguments) {
    Drawing drawing = {.verb = "draw"};
    return draw(&drawing, count, arguments);
}

int cli_census(int count, char **arguments) {
    Drawing drawing = {.verb = "census", .draw = {.format = NAMETAG_CENSUS}};
    return draw(&drawing, count, arguments);
}
