// The debugger's looks: places, sources, frames, values.

#include "cli/debug_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// --- texts ---

static void add_text(void *context, const char *bytes, size_t size) {
    Text *text = context;
    char *grown = realloc(text->bytes, text->size + size + 1);
    if (grown == NULL) return;
    memcpy(grown + text->size, bytes, size);
    text->bytes = grown;
    text->size += size;
    grown[text->size] = '\0';
}

void debug_text_drop(Text *text) {
    free(text->bytes);
    *text = (Text){NULL, 0};
}

int debug_look(Debugger *debugger, NametagLook look, const char *text, Text *out) {
    *out = (Text){NULL, 0};
    int result = nametag_time_look(debugger->machine, debugger->frame, look, text, add_text, out);
    if (out->bytes == NULL) add_text(out, "", 0);
    return result;
}

static void show_value(Debugger *debugger, NametagLook look, const char *text) {
    Text out;
    if (debugger->is_over) {
        debug_error("the run is over: go back first");
        return;
    }
    int result = debug_look(debugger, look, text, &out);
    if (out.bytes != NULL && out.size > 0) printf("%s%s", result == 2 ? "*** " : "", out.bytes);
    debug_text_drop(&out);
}

void debug_print(Debugger *debugger, char *argument) {
    show_value(debugger, NAMETAG_LOOK_REPR, argument);
}

void debug_pretty(Debugger *debugger, char *argument) {
    show_value(debugger, NAMETAG_LOOK_PRETTY, argument);
}

void debug_whatis(Debugger *debugger, char *argument) {
    show_value(debugger, NAMETAG_LOOK_TYPE, argument);
}

void debug_args(Debugger *debugger, char *argument) {
    show_value(debugger, NAMETAG_LOOK_ARGUMENTS, argument);
}

void debug_statement(Debugger *debugger, char *argument) {
    show_value(debugger, NAMETAG_LOOK_RUN, argument);
}

// --- sources ---

// The whole text of a file, to be released; NULL: it can't be read.
static char *load_source(Debugger *debugger, const char *path) {
    size_t size;
    Text text = {NULL, 0};
    const char *own = nametag_time_source(debugger->machine, path, &size);
    if (own != NULL) {
        add_text(&text, own, size);
        return text.bytes;
    }
    FILE *file = fopen(path, "r");
    char part[4096];
    if (file == NULL) return NULL;
    while ((size = fread(part, 1, sizeof part, file)) > 0) add_text(&text, part, size);
    fclose(file);
    return text.bytes;
}

// Where a line begins; NULL: there is none.
static char *find_line(char *text, int line) {
    for (; text != NULL && line > 1; line--) {
        text = strchr(text, '\n');
        if (text != NULL) text++;
    }
    return text == NULL || *text == '\0' ? NULL : text;
}

char *debug_source_line(Debugger *debugger, const char *file, int line) {
    char *text = load_source(debugger, file), *start = find_line(text, line), *copy = NULL;
    if (start != NULL) copy = strndup(start, strcspn(start, "\r\n"));
    free(text);
    return copy;
}

// --- places ---

// The index-th row of the frames: FILE, line, function.
static int split_frame(char *rows, int index, char **file, int *line, char **function) {
    char *row = rows;
    while (row != NULL && index-- > 0) {
        row = strchr(row, '\n');
        if (row != NULL) row++;
    }
    if (row == NULL || *row == '\0') return 0;
    size_t length = strcspn(row, "\n");
    char *tab = memchr(row, '\t', length), *second = tab == NULL ? NULL : strchr(tab + 1, '\t');
    if (second == NULL) return 0;
    *file = strndup(row, (size_t)(tab - row));
    *line = atoi(tab + 1);
    *function = strndup(second + 1, (size_t)(row + length - second - 1));
    return *file != NULL && *function != NULL;
}

static int find_frame(Debugger *debugger, int index, char **file, int *line, char **function) {
    Text rows = {NULL, 0};
    *file = *function = NULL;
    int done = nametag_time_look(debugger->machine, 0, NAMETAG_LOOK_FRAMES, "", add_text,
                                 &rows) == 0 &&
               rows.bytes != NULL && split_frame(rows.bytes, index, file, line, function);
    debug_text_drop(&rows);
    if (done) return 1;
    free(*file);
    free(*function);
    *file = *function = NULL;
    return 0;
}

int debug_find_frame(Debugger *debugger, char **file, int *line, char **function) {
    return find_frame(debugger, debugger->frame, file, line, function);
}

static void show_frame(Debugger *debugger, const char *mark, const char *file, int line,
                       const char *function) {
    char *source = debug_source_line(debugger, file, line);
    printf("%s%s(%d)%s()\n", mark, file, line, function);
    if (source != NULL) printf("-> %s\n", source + strspn(source, " \t\f"));
    free(source);
}

static void show_displays(Debugger *debugger) {
    for (int i = 0; i < debugger->display_count; i++) {
        Display *display = &debugger->displays[i];
        Text out;
        (void)debug_look(debugger, NAMETAG_LOOK_REPR, display->text, &out);
        if (out.bytes == NULL) continue;
        if (display->value == NULL) printf("display %s: %s", display->text, out.bytes);
        else if (strcmp(display->value, out.bytes) != 0)
            printf("display %s: %.*s  [old: %.*s]\n", display->text,
                   (int)strcspn(out.bytes, "\n"), out.bytes, (int)strcspn(display->value, "\n"),
                   display->value);
        free(display->value);
        display->value = out.bytes;
    }
}

void debug_show_place(Debugger *debugger) {
    char *file, *function;
    int line;
    if (debugger->is_over) return;
    if (debugger->frame == 0) {
        show_frame(debugger, "> ", debugger->line.file, debugger->line.line,
                   debugger->line.function);
    } else if (debug_find_frame(debugger, &file, &line, &function)) {
        show_frame(debugger, "> ", file, line, function);
        free(file);
        free(function);
    }
    show_displays(debugger);
}

void debug_arrive(Debugger *debugger, NametagStop stop) {
    debugger->frame = 0;
    debugger->list_line = 0;
    debugger->is_over = !nametag_time_line(debugger->machine, &debugger->line);
    const char *trouble = nametag_time_trouble(debugger->machine);
    if (trouble != NULL) printf("*** %s\n", trouble);
    if (stop == NAMETAG_AT_START) printf("This is the first line of the run.\n");
    if (stop == NAMETAG_STOPPED) printf("Stopped on the way.\n");
    if (stop == NAMETAG_FAILED) debug_error("there is no such moment");
    if (debugger->is_over && trouble == NULL)
        printf("The program has ended with status %d. Go back with back, rc, goto or first.\n",
               nametag_time_status(debugger->machine));
}

// --- frames ---

void debug_where(Debugger *debugger, char *argument) {
    char *file, *function;
    int line, count = 0;
    (void)argument;
    while (find_frame(debugger, count, &file, &line, &function)) {
        free(file);
        free(function);
        count++;
    }
    while (count-- > 0) {
        if (!find_frame(debugger, count, &file, &line, &function)) continue;
        show_frame(debugger, count == debugger->frame ? "> " : "  ", file, line, function);
        free(file);
        free(function);
    }
}

static void look_at_frame(Debugger *debugger, int distance) {
    char *file, *function;
    int line, frame = debugger->frame + distance;
    if (frame < 0) {
        debug_error("Newest frame");
        return;
    }
    if (!find_frame(debugger, frame, &file, &line, &function)) {
        debug_error("Oldest frame");
        return;
    }
    debugger->frame = frame;
    debugger->list_line = 0;
    show_frame(debugger, "> ", file, line, function);
    free(file);
    free(function);
}

void debug_up(Debugger *debugger, char *argument) {
    look_at_frame(debugger, *argument != '\0' ? atoi(argument) : 1);
}

void debug_down(Debugger *debugger, char *argument) {
    look_at_frame(debugger, *argument != '\0' ? -atoi(argument) : -1);
}

// --- listing ---

enum { LISTED_LINES = 11 };

static int has_point(const Debugger *debugger, const char *file, int line) {
    for (int i = 0; i < debugger->point_count; i++)
        if (debugger->points[i].line == line && strcmp(debugger->points[i].file, file) == 0)
            return 1;
    return 0;
}

static void list_lines(Debugger *debugger, const char *file, int first, int last, int here) {
    char *text = load_source(debugger, file), *start = find_line(text, first);
    if (start == NULL) printf("[EOF]\n");
    for (int line = first; start != NULL && line <= last; line++, start = find_line(start, 2)) {
        printf("%3d %s%s\t%.*s\n", line, has_point(debugger, file, line) ? "B" : " ",
               line == here ? "->" : "  ", (int)strcspn(start, "\r\n"), start);
        if (line == last || start == NULL) break;
    }
    free(text);
}

void debug_list(Debugger *debugger, char *argument) {
    char *file, *function, *rest;
    int here, first, last;
    if (!debug_find_frame(debugger, &file, &here, &function)) return;
    first = here > LISTED_LINES / 2 ? here - LISTED_LINES / 2 : 1;
    if (*argument == '\0' && debugger->list_line > 0) first = debugger->list_line;
    if (*argument >= '0' && *argument <= '9') {
        first = (int)strtol(argument, &rest, 10);
        rest += strspn(rest, ", ");
        last = *rest != '\0' ? atoi(rest) : 0;
        if (last == 0) first = first > LISTED_LINES / 2 ? first - LISTED_LINES / 2 : 1;
        else if (last < first) last += first;
    } else {
        last = 0;
    }
    if (last == 0) last = first + LISTED_LINES - 1;
    list_lines(debugger, file, first, last, here);
    debugger->list_line = last + 1;
    free(file);
    free(function);
}

void debug_longlist(Debugger *debugger, char *argument) {
    char *file, *function;
    int here, first = 1, last = INT32_MAX;
    Text out;
    (void)argument;
    if (!debug_find_frame(debugger, &file, &here, &function)) return;
    char text[256];
    snprintf(text, sizeof text,
             "(lambda c: f'{c.co_firstlineno} {max(l for *_, l in c.co_lines() if l)}')"
             "(__import__('sys')._getframe(%d).f_code)", debugger->frame + 1);
    int result = strcmp(function, "<module>") == 0
                     ? -1 : debug_look(debugger, NAMETAG_LOOK_STR, text, &out);
    if (result == 0) sscanf(out.bytes, "%d %d", &first, &last);
    if (result >= 0) debug_text_drop(&out);
    list_lines(debugger, file, first, last, here);
    free(file);
    free(function);
}

// --- displays ---

void debug_display(Debugger *debugger, char *argument) {
    if (*argument == '\0') {
        for (int i = 0; i < debugger->display_count; i++)
            printf("%s: %s", debugger->displays[i].text,
                   debugger->displays[i].value != NULL ? debugger->displays[i].value : "\n");
        return;
    }
    Display *grown = realloc(debugger->displays,
                             ((size_t)debugger->display_count + 1) * sizeof(Display));
    if (grown == NULL) return;
    debugger->displays = grown;
    grown[debugger->display_count++] = (Display){strdup(argument), NULL};
    show_displays(debugger);
}

void debug_undisplay(Debugger *debugger, char *argument) {
    int kept = 0;
    for (int i = 0; i < debugger->display_count; i++) {
        Display *display = &debugger->displays[i];
        if (*argument != '\0' && strcmp(display->text, argument) != 0) {
            debugger->displays[kept++] = *display;
            continue;
        }
        free(display->text);
        free(display->value);
    }
    if (*argument != '\0' && kept == debugger->display_count)
        debug_error("not displaying %s", argument);
    debugger->display_count = kept;
}
