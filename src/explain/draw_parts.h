// What the files that draw share: a picture as boxes with rows, then with places.
//
// draw_picture.c takes from the view what is shown; draw_layout.c gives each box its
// column and line; draw_wires.c leads the arrows; one file a format writes the result.
//
// All places are counted in cells: a line of text high, a character wide. Columns of
// boxes alternate with channels, in which arrows run up and down on tracks of their own:
//
//   column 0 │ channel 0 │ column 1 │ channel 1 │ column 2 …
//
// An arrow never crosses a box: it passes a column between two boxes, on a line that is
// kept free for it; one that leads back runs below all boxes and comes in from the right.

#ifndef EXPLAIN_DRAW_PARTS_H
#define EXPLAIN_DRAW_PARTS_H

#include "explain/draw.h"

enum {
    PICTURE_BOXES_MAX = 150,     // objects beyond are shown as values in their rows
    PICTURE_ROWS_MAX = 24,       // of a box; one more says how many are left out
    PICTURE_FREED_MAX = 8,
    PICTURE_VALUE_WIDTH = 40,    // of a value, in bytes before it is cut
};

typedef struct PictureRow {
    const char *label;           // a name or a place; may be empty
    const char *value;           // what is shown where no arrow starts; may be empty
    int target;                  // index of the box that the arrow leads to; -1: none
    bool is_changed;
} PictureRow;

typedef enum PictureKind { PICTURE_FRAME, PICTURE_OBJECT, PICTURE_FREED } PictureKind;

typedef struct PictureBox {
    PictureKind kind;
    const char *title;           // "list #3", "global"
    const char *footer;          // count, size and id; may be empty
    const char *full;            // the value at greater length, for tooltips
    int64_t number;              // of the frame, or the object's serial
    bool is_current, is_new, is_changed;
    PictureRow *rows;
    int row_count;
    int column, y, width, height;   // the title is at line y, row i at y + 1 + i
    int finish;                     // when the walk left it; of use to the layout alone
} PictureBox;

// Where a wire meets the edge of its channel.
typedef enum PinSide {
    PIN_FROM,     // left: a row of a box, or a line that passed the column before
    PIN_INTO,     // right: the title of a box, or a line that passes the next column
    PIN_BACK,     // left: into the title of a box, from its right
    PIN_LANE,     // below all boxes
} PinSide;

typedef struct PicturePin {
    PinSide side;
    int y;
    int box;            // whose row or title; -1: a passing line
    bool is_changed;    // the arrow that starts here is new
} PicturePin;

// All arrows to one box, inside one channel.
typedef struct PictureWire {
    int box;
    PicturePin *pins;
    int pin_count, pin_capacity;
    int top, bottom;    // lines that the vertical part reaches
    int track;          // -1: it runs straight through
} PictureWire;

// What stands in a column: a box, or the line of a wire that passes.
typedef struct PictureNode {
    int box;
    bool is_passing;
    int y;
} PictureNode;

typedef struct PictureColumn {
    PictureNode *nodes;
    int node_count;
    int width;              // of the widest box
    PictureWire *wires;     // in the channel on its right
    int wire_count, wire_capacity;
    int track_count;
} PictureColumn;

typedef struct Picture {
    Arena arena;            // owns all that the picture points at
    View *view;
    uint64_t since;
    DrawDetail detail;
    const char *caption;
    PictureBox *boxes;      // frames, then objects, then freed ones
    int count, frame_count, object_count;
    PictureColumn *columns;
    int column_count;
    int height;             // lines of all boxes
    int lane_count;         // lines below them
} Picture;

// Takes what is to be shown from the view; false: memory ended (picture_done all the same).
MUST_USE bool picture_read(Picture *picture, View *view, const DrawOptions *options);
MUST_USE bool picture_place(Picture *picture);     // gives boxes and wires their places
void picture_done(Picture *picture);

// How many cells a text takes.
int picture_measure(const char *text);
// A title's mark and its meaning in words: "+" and "new"; "" where there is none.
const char *picture_box_mark(const PictureBox *box);
const char *picture_box_mark_word(const PictureBox *box);

// The wire of a box in a channel, made where there is none; NULL: memory ended.
PictureWire *picture_wire(Picture *picture, int column, int box);
PictureWire *picture_find_wire(const Picture *picture, int column, int box);
bool picture_wire_add(Picture *picture, PictureWire *wire, PicturePin pin);
// Whether the wire `right` has to stand right of `left`, by way of others too.
bool picture_wire_is_before(const PictureColumn *column, const PictureWire *left,
                            const PictureWire *right);
// Gives all wires of a channel their tracks.
void picture_column_track(Picture *picture, PictureColumn *column);

void picture_write_text(Picture *picture, DrawFormat format, TextBuffer *text);
void picture_write_svg(Picture *picture, TextBuffer *text);
void picture_write_dot(const Picture *picture, TextBuffer *text);
void picture_write_mermaid(const Picture *picture, TextBuffer *text);

#endif
