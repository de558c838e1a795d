// The debugger's breakpoints.

#include "cli/debug_parts.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void point_done(Breakpoint *point) {
    free(point->file);
    free(point->condition);
    free(point->commands);
}

void debug_points_done(Debugger *debugger) {
    for (int i = 0; i < debugger->point_count; i++) point_done(&debugger->points[i]);
    free(debugger->points);
    free(debugger->places);
}

const NametagPoint *debug_points(Debugger *debugger, size_t *count) {
    NametagPoint *places = realloc(debugger->places,
                                   ((size_t)debugger->point_count + 1) * sizeof(NametagPoint));
    *count = 0;
    if (places == NULL) return NULL;
    debugger->places = places;
    for (int i = 0; i < debugger->point_count; i++) {
        const Breakpoint *point = &debugger->points[i];
        if (!point->is_disabled) places[(*count)++] = (NametagPoint){point->file, point->line};
    }
    return places;
}

Breakpoint *debug_point_here(Debugger *debugger) {
    for (int i = 0; !debugger->is_over && i < debugger->point_count; i++) {
        Breakpoint *point = &debugger->points[i];
        if (!point->is_disabled && point->line == debugger->line.line &&
            strcmp(point->file, debugger->line.file) == 0) return point;
    }
    return NULL;
}

int debug_point_takes(Debugger *debugger, Breakpoint *point, int goes_forward) {
    if (point->condition != NULL) {
        Text out;
        int frame = debugger->frame;
        debugger->frame = 0;
        int result = debug_look(debugger, NAMETAG_LOOK_TRUTH, point->condition, &out);
        debugger->frame = frame;
        if (result == 2) printf("*** the condition of breakpoint %d raised %s", point->number,
                                out.bytes);
        debug_text_drop(&out);
        if (result == 0) return 0;
    }
    if (!goes_forward) return 1;
    point->hits++;
    if (point->ignored == 0) return 1;
    point->ignored--;
    return 0;
}

void debug_point_drop(Debugger *debugger, Breakpoint *point) {
    point_done(point);
    Breakpoint *end = debugger->points + debugger->point_count--;
    memmove(point, point + 1, (size_t)((char *)end - (char *)(point + 1)));
}

static Breakpoint *find_point(Debugger *debugger, const char *text) {
    char *rest;
    long number = strtol(text, &rest, 10);
    for (int i = 0; rest != text && i < debugger->point_count; i++)
        if (debugger->points[i].number == number) return &debugger->points[i];
    debug_error("There is no breakpoint %s", text);
    return NULL;
}

// --- where they stand ---

// The name by which code knows a file; NULL: it can't be found.
static char *find_file(Debugger *debugger, const char *name) {
    char path[PATH_MAX], folder[PATH_MAX] = "";
    const char *slash = debugger->program == NULL ? NULL : strrchr(debugger->program, '/');
    if (name[0] == '/') return access(name, R_OK) == 0 ? strdup(name) : NULL;
    for (int i = 0; i < 4; i++) {
        const char *suffix = i % 2 == 1 ? ".py" : "";
        if (i >= 2 && getcwd(folder, sizeof folder) == NULL) break;
        if (i < 2 && slash == NULL) continue;
        if (i < 2) snprintf(folder, sizeof folder, "%.*s", (int)(slash - debugger->program),
                            debugger->program);
        snprintf(path, sizeof path, "%.2000s/%.2000s%s", folder, name, suffix);
        if (access(path, R_OK) == 0) return strdup(path);
    }
    return NULL;
}

// A function's file, and the first line in it that runs.
static int find_function(Debugger *debugger, const char *name, char **file, int *line) {
    // What stands in a line of its own after the def; of the object, or else of what the
    // program's text defines by that name.
    static const char first_line[] =
        "(lambda c: f'{min([l for *_, l in c.co_lines() if l and l > c.co_firstlineno] or "
        "[c.co_firstlineno])} {c.co_filename}')";
    static const char defined[] =
        "%s((lambda w, c: w(w, c))(lambda w, c: [x for k in c.co_consts if hasattr(k, 'co_code') "
        "for x in [k] * ('%.200s' in (k.co_name, k.co_qualname)) + w(w, k)], "
        "compile(open('%.500s').read(), '%.500s', 'exec'))[0])";
    char text[4096];
    Text out;
    snprintf(text, sizeof text, "%s(getattr(%.200s, '__func__', %.200s).__code__)", first_line,
             name, name);
    int result = debug_look(debugger, NAMETAG_LOOK_STR, text, &out);
    if (result != 0 && debugger->program != NULL) {
        debug_text_drop(&out);
        snprintf(text, sizeof text, defined, first_line, name, debugger->program,
                 debugger->program);
        result = debug_look(debugger, NAMETAG_LOOK_STR, text, &out);
    }
    if (result == 0) {
        char *rest;
        *line = (int)strtol(out.bytes, &rest, 10);
        *file = strndup(rest + 1, strcspn(rest + 1, "\n"));
    }
    debug_text_drop(&out);
    return result == 0 && *file != NULL;
}

// [FILE:]LINE or FUNCTION. 0: that has been refused.
static int find_place(Debugger *debugger, const char *text, char **file, int *line) {
    const char *colon = strrchr(text, ':');
    char *rest, *function;
    int here;
    *file = NULL;
    if (colon != NULL) {
        char *name = strndup(text, (size_t)(colon - text));
        *file = name == NULL ? NULL : find_file(debugger, name);
        free(name);
        *line = (int)strtol(colon + 1, &rest, 10);
        if (*file == NULL || *rest != '\0' || rest == colon + 1) {
            if (*file == NULL) debug_error("%.*s is not found", (int)(colon - text), text);
            else debug_error("Bad line number: %s", colon + 1);
            free(*file);
            return 0;
        }
        return 1;
    }
    *line = (int)strtol(text, &rest, 10);
    if (rest != text && *rest == '\0') {
        if (debug_find_frame(debugger, file, &here, &function)) {
            free(function);
            return 1;
        }
        *file = debugger->program == NULL ? NULL : strdup(debugger->program);
        return *file != NULL;
    }
    if (find_function(debugger, text, file, line)) return 1;
    debug_error("The specified object '%s' is not a function or was not found", text);
    return 0;
}

static int is_code(Debugger *debugger, const char *file, int line) {
    char *source = debug_source_line(debugger, file, line);
    if (source == NULL) {
        debug_error("End of file");
        return 0;
    }
    const char *start = source + strspn(source, " \t\f");
    int is_blank = *start == '\0' || *start == '#';
    free(source);
    if (is_blank) debug_error("Blank or comment");
    return !is_blank;
}

// --- commands ---

static void show_points(const Debugger *debugger) {
    if (debugger->point_count == 0) return;
    printf("Num Type         Disp Enb   Where\n");
    for (int i = 0; i < debugger->point_count; i++) {
        const Breakpoint *point = &debugger->points[i];
        printf("%-4dbreakpoint   %s %s  at %s:%d\n", point->number,
               point->is_temporary ? "del " : "keep", point->is_disabled ? "no " : "yes",
               point->file, point->line);
        if (point->condition != NULL) printf("\tstop only if %s\n", point->condition);
        if (point->ignored > 0) printf("\tignore next %d hits\n", point->ignored);
        if (point->hits > 0)
            printf("\tbreakpoint already hit %d time%s\n", point->hits,
                   point->hits > 1 ? "s" : "");
    }
}

static void add_point(Debugger *debugger, char *argument, int is_temporary) {
    char *comma = strchr(argument, ','), *file;
    int line;
    if (*argument == '\0') {
        show_points(debugger);
        return;
    }
    if (comma != NULL) {
        *comma++ = '\0';
        comma += strspn(comma, " ");
    }
    for (size_t end = strlen(argument); end > 0 && argument[end - 1] == ' ';) argument[--end] = 0;
    if (!find_place(debugger, argument, &file, &line)) return;
    Breakpoint *grown = is_code(debugger, file, line)
        ? realloc(debugger->points, ((size_t)debugger->point_count + 1) * sizeof(Breakpoint))
        : NULL;
    if (grown == NULL) {
        free(file);
        return;
    }
    debugger->points = grown;
    Breakpoint *point = &grown[debugger->point_count++];
    *point = (Breakpoint){.number = ++debugger->point_last, .file = file, .line = line,
                          .is_temporary = is_temporary,
                          .condition = comma != NULL ? strdup(comma) : NULL};
    printf("Breakpoint %d at %s:%d\n", point->number, file, line);
}

void debug_break(Debugger *debugger, char *argument) {
    add_point(debugger, argument, 0);
}

void debug_tbreak(Debugger *debugger, char *argument) {
    add_point(debugger, argument, 1);
}

static void drop_told(Debugger *debugger, Breakpoint *point) {
    printf("Deleted breakpoint %d at %s:%d\n", point->number, point->file, point->line);
    debug_point_drop(debugger, point);
}

void debug_clear(Debugger *debugger, char *argument) {
    char *file, *rest = NULL;
    int line;
    if (strchr(argument, ':') != NULL) {
        if (!find_place(debugger, argument, &file, &line)) return;
        for (int i = debugger->point_count; i-- > 0;)
            if (debugger->points[i].line == line && strcmp(debugger->points[i].file, file) == 0)
                drop_told(debugger, &debugger->points[i]);
        free(file);
        return;
    }
    if (*argument == '\0') {
        while (debugger->point_count > 0) drop_told(debugger, debugger->points);
        return;
    }
    for (char *word = strtok_r(argument, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        Breakpoint *point = find_point(debugger, word);
        if (point != NULL) drop_told(debugger, point);
    }
}

static void switch_points(Debugger *debugger, char *argument, int is_disabled) {
    char *rest = NULL;
    for (char *word = strtok_r(argument, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest)) {
        Breakpoint *point = find_point(debugger, word);
        if (point == NULL) continue;
        point->is_disabled = is_disabled;
        printf("%s breakpoint %d at %s:%d\n", is_disabled ? "Disabled" : "Enabled",
               point->number, point->file, point->line);
    }
}

void debug_disable(Debugger *debugger, char *argument) {
    switch_points(debugger, argument, 1);
}

void debug_enable(Debugger *debugger, char *argument) {
    switch_points(debugger, argument, 0);
}

// The point that an argument begins with; *rest is what follows.
static Breakpoint *take_point(Debugger *debugger, char *argument, char **rest) {
    size_t length = strcspn(argument, " ");
    *rest = argument + length + strspn(argument + length, " ");
    argument[length] = '\0';
    return find_point(debugger, argument);
}

void debug_ignore(Debugger *debugger, char *argument) {
    char *rest;
    Breakpoint *point = take_point(debugger, argument, &rest);
    if (point == NULL) return;
    point->ignored = atoi(rest) > 0 ? atoi(rest) : 0;
    if (point->ignored > 0)
        printf("Will ignore next %d crossing%s of breakpoint %d.\n", point->ignored,
               point->ignored > 1 ? "s" : "", point->number);
    else printf("Will stop next time breakpoint %d is reached.\n", point->number);
}

void debug_condition(Debugger *debugger, char *argument) {
    char *rest;
    Breakpoint *point = take_point(debugger, argument, &rest);
    if (point == NULL) return;
    free(point->condition);
    point->condition = *rest != '\0' ? strdup(rest) : NULL;
    if (*rest != '\0') printf("New condition set for breakpoint %d.\n", point->number);
    else printf("Breakpoint %d is now unconditional.\n", point->number);
}

void debug_commands_(Debugger *debugger, char *argument) {
    Breakpoint *point = debugger->point_count == 0 ? NULL
                        : *argument == '\0' ? &debugger->points[debugger->point_count - 1]
                                            : find_point(debugger, argument);
    if (point == NULL) {
        if (*argument == '\0') debug_error("There is no breakpoint");
        return;
    }
    free(point->commands);
    point->commands = NULL;
    for (char *line; (line = debug_read(debugger, "(com) ")) != NULL; free(line)) {
        if (strcmp(line, "end") == 0) {
            free(line);
            return;
        }
        if (*line == '\0') continue;
        size_t size = point->commands == NULL ? 0 : strlen(point->commands);
        char *grown = realloc(point->commands, size + strlen(line) + 2);
        if (grown == NULL) continue;
        point->commands = grown;
        sprintf(grown + size, "%s\n", line);
    }
}
