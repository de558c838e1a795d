// A compilation of a Go program: its sources, memory, names and mistakes.
//
// All that lives as long as the program stands in one arena. Places of all sources are
// numbered through, so that a place alone tells its file, line and column. Without memory a
// compilation ends the process, as Go's own tools do.

#ifndef GO_COMPILE_H
#define GO_COMPILE_H

#include "base/arena.h"
#include "base/text.h"
#include "base/world.h"
#include "go/tree.h"

typedef struct GoSource {
    const char *name;        // as messages give it
    const char *bytes;       // owns, zero-terminated
    uint32_t size;
    GoPlace start;           // place of its first byte
    uint32_t *lines;         // offsets of the lines' first bytes
    uint32_t line_count, line_capacity;
} GoSource;

typedef struct GoMistake {
    GoPlace place;
    const char *text;
    int order;               // in which it was found
} GoMistake;

typedef struct GoPosition {
    const char *file;
    uint32_t line, column;   // from 1
} GoPosition;

typedef struct GoCompile {
    World *world;            // borrows
    Arena arena;
    GoSource *sources;
    int source_count;
    GoPlace next_place;
    const char **names;      // a hash table of interned names
    uint32_t name_count, name_capacity;
    GoMistake *mistakes;
    int mistake_count, mistake_capacity;
    bool hides_mistakes, tells_all;
    struct GoConstant *constants;   // all that were made, to be released
    struct GoTypes *types;
    struct GoUniverse *universe;
    struct GoPackage *packages;     // those that are loaded
} GoCompile;

void go_compile_start(GoCompile *compile, World *world);
void go_compile_done(GoCompile *compile);

// Cleared memory that lives as long as the compilation.
MUST_USE void *go_compile_new(GoCompile *compile, size_t bytes);
#define GO_NEW(compile, type) ((type *)go_compile_new(compile, sizeof(type)))
#define GO_NEW_ROW(compile, type, count) \
    ((type *)go_compile_new(compile, sizeof(type) * (size_t)(count)))
// A bigger row with the same beginning.
MUST_USE void *go_compile_grow(GoCompile *compile, const void *row, size_t old_bytes,
                               size_t new_bytes);
NO_RETURN void go_compile_no_memory(World *world);

// The one copy of a name.
const char *go_compile_intern(GoCompile *compile, const char *bytes, size_t size);
const char *go_compile_name(GoCompile *compile, const char *terminated);
char *go_compile_format(GoCompile *compile, const char *format, ...) PRINTF_LIKE(2, 3);

// A source whose bytes the compilation copies.
GoSource *go_compile_add_source(GoCompile *compile, const char *name, const char *bytes,
                                size_t size);
void go_compile_add_line(GoCompile *compile, GoSource *source, uint32_t offset);
GoPosition go_compile_position(GoCompile *compile, GoPlace place);

void go_compile_error(GoCompile *compile, GoPlace place, const char *format, ...)
    PRINTF_LIKE(3, 4);
void go_compile_soft_error(GoCompile *compile, GoPlace place, const char *format, ...)
    PRINTF_LIKE(3, 4);
// All mistakes in the order of their places, as `go build` prints them.
void go_compile_report(GoCompile *compile, TextBuffer *text);

// A row of pointers that grows in the arena.
typedef struct GoRow {
    void **items;
    int count, capacity;
} GoRow;
void go_row_add(GoCompile *compile, GoRow *row, void *item);

#endif
