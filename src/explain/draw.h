// Drawing one moment of a run: frames on the left, objects on the right, an arrow from
// each name and slot to the object that it refers to.
//
//   ┌ global ─┐       ┌ list #3 ─────┐        ┌ int #4 ──┐
//   │ a      •├───┬──▶│ 0           •├───────▶│ 1        │
//   │ b      •├───┘   └ ×2 · 64 B ───┘        └ ×9 · 28 B┘
//
// The View is all that is read. The layout is our own and uses no chance: the same
// moment gives the same bytes in every run.

#ifndef EXPLAIN_DRAW_H
#define EXPLAIN_DRAW_H

#include "explain/explain.h"

typedef enum DrawFormat {
    DRAW_TEXT,        // box drawing characters
    DRAW_ASCII,       // the same in ASCII
    DRAW_MERMAID,
    DRAW_DOT,
    DRAW_SVG,
    DRAW_CENSUS,      // no picture: the objects by type
} DrawFormat;

typedef enum DrawDetail {
    DRAW_WHOLE,
    DRAW_PLAIN,       // without counts, sizes and ids
} DrawDetail;

typedef struct DrawOptions {
    DrawFormat format;
    DrawDetail detail;
    uint64_t since;        // what changed after this step is marked; as the view: nothing
    const char *caption;   // one line about the moment; NULL: none
} DrawOptions;

// Appends the picture of the view's moment. False: memory ended.
MUST_USE bool draw_view(View *view, const DrawOptions *options, TextBuffer *text);

// Appends what moment it is, in a few words: "PROG.py, before line 3 (event 12)".
void draw_add_caption(const View *view, const ExplainMoment *moment, const char *program,
                      TextBuffer *text);

// Reads text, ascii, mermaid, dot or svg; false: no such format.
bool draw_read_format(DrawFormat *format, const char *name);

#endif
