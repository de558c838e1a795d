#include "go/compile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/host.h"
#include "go/constant.h"

enum { NAMES_FIRST = 1024, MISTAKES_SHOWN = 10 };

void go_compile_start(GoCompile *compile, World *world) {
    memset(compile, 0, sizeof *compile);
    compile->world = world;
    compile->next_place = 1;
    arena_start(&compile->arena);
    compile->name_capacity = NAMES_FIRST;
    compile->names = GO_NEW_ROW(compile, const char *, NAMES_FIRST);
}

void go_compile_done(GoCompile *compile) {
    go_constant_release_all(compile);
    arena_done(&compile->arena);
}

void go_compile_no_memory(World *world) {
    static const char text[] = "fatal error: runtime: out of memory\n";
    (void)world_write_all(world, 2, text, sizeof text - 1);
    world_exit(world, 2);
}

void *go_compile_new(GoCompile *compile, size_t bytes) {
    void *piece = arena_allocate_zeroed(&compile->arena, bytes == 0 ? 1 : bytes);
    if (piece == NULL) go_compile_no_memory(compile->world);
    return piece;
}

void *go_compile_grow(GoCompile *compile, const void *row, size_t old_bytes, size_t new_bytes) {
    void *grown = go_compile_new(compile, new_bytes);
    if (old_bytes > 0) memcpy(grown, row, old_bytes);
    return grown;
}

void go_row_add(GoCompile *compile, GoRow *row, void *item) {
    if (row->count == row->capacity) {
        int capacity = row->capacity == 0 ? 4 : row->capacity * 2;
        row->items = go_compile_grow(compile, row->items, sizeof(void *) * (size_t)row->count,
                                     sizeof(void *) * (size_t)capacity);
        row->capacity = capacity;
    }
    row->items[row->count++] = item;
}

// --- names ---

static uint32_t hash_name(const char *bytes, size_t size) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++) hash = (hash ^ (uint8_t)bytes[i]) * 16777619u;
    return hash;
}

static void grow_names(GoCompile *compile) {
    const char **old = compile->names;
    uint32_t count = compile->name_capacity;
    compile->name_capacity *= 2;
    compile->names = GO_NEW_ROW(compile, const char *, compile->name_capacity);
    for (uint32_t i = 0; i < count; i++) {
        if (old[i] == NULL) continue;
        uint32_t at = hash_name(old[i], strlen(old[i])) & (compile->name_capacity - 1);
        while (compile->names[at] != NULL) at = (at + 1) & (compile->name_capacity - 1);
        compile->names[at] = old[i];
    }
}

const char *go_compile_intern(GoCompile *compile, const char *bytes, size_t size) {
    if (compile->name_count * 2 >= compile->name_capacity) grow_names(compile);
    uint32_t at = hash_name(bytes, size) & (compile->name_capacity - 1);
    for (const char *name; (name = compile->names[at]) != NULL;
         at = (at + 1) & (compile->name_capacity - 1))
        if (strncmp(name, bytes, size) == 0 && name[size] == '\0') return name;
    char *copy = go_compile_new(compile, size + 1);
    memcpy(copy, bytes, size);
    compile->names[at] = copy;
    compile->name_count++;
    return copy;
}

const char *go_compile_name(GoCompile *compile, const char *terminated) {
    return go_compile_intern(compile, terminated, strlen(terminated));
}

static char *format_text(GoCompile *compile, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = go_compile_new(compile, (size_t)size + 1);
    vsnprintf(text, (size_t)size + 1, format, arguments);
    return text;
}

char *go_compile_format(GoCompile *compile, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = format_text(compile, format, arguments);
    va_end(arguments);
    return text;
}

// --- sources and places ---

GoSource *go_compile_add_source(GoCompile *compile, const char *name, const char *bytes,
                                size_t size) {
    size_t count = (size_t)compile->source_count;
    compile->sources = go_compile_grow(compile, compile->sources, count * sizeof(GoSource),
                                       (count + 1) * sizeof(GoSource));
    GoSource *source = &compile->sources[compile->source_count++];
    char *copy = go_compile_new(compile, size + 1);
    memcpy(copy, bytes, size);
    *source = (GoSource){.name = name, .bytes = copy, .size = (uint32_t)size,
                         .start = compile->next_place};
    compile->next_place += (GoPlace)size + 1;
    go_compile_add_line(compile, source, 0);
    return source;
}

void go_compile_add_line(GoCompile *compile, GoSource *source, uint32_t offset) {
    // A text that is read twice, to look ahead, tells its lines twice.
    if (source->line_count > 0 && source->lines[source->line_count - 1] >= offset) return;
    if (source->line_count == source->line_capacity) {
        uint32_t capacity = source->line_capacity == 0 ? 64 : source->line_capacity * 2;
        source->lines = go_compile_grow(compile, source->lines,
                                        source->line_count * sizeof(uint32_t),
                                        capacity * sizeof(uint32_t));
        source->line_capacity = capacity;
    }
    source->lines[source->line_count++] = offset;
}

GoPosition go_compile_position(GoCompile *compile, GoPlace place) {
    GoSource *source = NULL;
    for (int i = 0; i < compile->source_count; i++)
        if (compile->sources[i].start <= place) source = &compile->sources[i];
    if (source == NULL || place == 0) return (GoPosition){"?", 0, 0};
    uint32_t offset = place - source->start, low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (source->lines[middle] <= offset) low = middle; else high = middle;
    }
    return (GoPosition){source->name, low + 1, offset - source->lines[low] + 1};
}

// --- mistakes ---

static void add_mistake(GoCompile *compile, GoPlace place, const char *text) {
    if (compile->hides_mistakes) return;
    if (compile->mistake_count == compile->mistake_capacity) {
        int capacity = compile->mistake_capacity == 0 ? 16 : compile->mistake_capacity * 2;
        compile->mistakes = go_compile_grow(
            compile, compile->mistakes, sizeof(GoMistake) * (size_t)compile->mistake_count,
            sizeof(GoMistake) * (size_t)capacity);
        compile->mistake_capacity = capacity;
    }
    compile->mistakes[compile->mistake_count] = (GoMistake){
        place, text, compile->mistake_count};
    compile->mistake_count++;
}

void go_compile_error(GoCompile *compile, GoPlace place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = format_text(compile, format, arguments);
    va_end(arguments);
    // A mistake that follows from another one is not told.
    if (compile->mistake_count > 0 && (strstr(text, "invalid operand") != NULL ||
                                       strstr(text, "invalid type") != NULL)) return;
    add_mistake(compile, place, text);
}

void go_compile_soft_error(GoCompile *compile, GoPlace place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_mistake(compile, place, format_text(compile, format, arguments));
    va_end(arguments);
}

static int compare_mistakes(const void *left, const void *right) {
    const GoMistake *first = left, *second = right;
    if (first->place != second->place) return first->place < second->place ? -1 : 1;
    return first->order - second->order;
}

void go_compile_report(GoCompile *compile, TextBuffer *text) {
    // The first ten that were found are told, in the order of their places.
    int count = compile->mistake_count;
    bool is_cut = count >= MISTAKES_SHOWN && !compile->tells_all;
    GoPlace next = is_cut ? compile->mistakes[MISTAKES_SHOWN - 1].place : 0;
    if (is_cut) count = MISTAKES_SHOWN;
    if (count > 1) qsort(compile->mistakes, (size_t)count, sizeof(GoMistake), compare_mistakes);
    uint32_t last_line = 0;
    const char *last_text = "";
    for (int i = 0; i < count; i++) {
        GoPosition position = go_compile_position(compile, compile->mistakes[i].place);
        bool is_syntax = strncmp(compile->mistakes[i].text, "syntax error", 12) == 0;
        // One syntax error a line, and nothing twice.
        if (position.line == last_line &&
            (is_syntax || strcmp(last_text, compile->mistakes[i].text) == 0)) continue;
        last_line = position.line;
        last_text = compile->mistakes[i].text;
        text_add_format(text, "%s:%u:%u: %s\n", position.file, position.line, position.column,
                        last_text);
    }
    if (!is_cut) return;
    GoPosition position = go_compile_position(compile, next);
    text_add_format(text, "%s:%u:%u: too many errors\n", position.file, position.line,
                    position.column);
}
