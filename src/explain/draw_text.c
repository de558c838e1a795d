// A picture in characters: boxes from box drawing characters, or in ASCII.
//
// Every cell of the canvas holds a character, or which of its four sides a wire touches.

#include "base/host.h"
#include "explain/draw_parts.h"

#include <string.h>

enum { SIDE_LEFT = 1, SIDE_RIGHT = 2, SIDE_UP = 4, SIDE_DOWN = 8 };

typedef struct Cell {
    uint32_t point;     // the character; 0: blank, or a wire
    int wire;           // box that the wire leads to, plus 1
    uint8_t sides;
    bool is_covered;    // by the wide character on its left
} Cell;

typedef struct Canvas {
    const Picture *picture;
    Cell *cells;        // owns
    int width, height;
    int *starts;        // owns: where each column begins; its channel follows
    bool is_ascii;
} Canvas;

static Cell *cell(Canvas *canvas, int x, int y) {
    CHECK(x >= 0 && x < canvas->width && y >= 0 && y < canvas->height);
    return &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
}

static uint32_t next_point(const unsigned char **at) {
    uint32_t point = *(*at)++;
    int more = point >= 0xf0 ? 3 : point >= 0xe0 ? 2 : point >= 0xc0 ? 1 : 0;
    if (more > 0) point &= 0x3fu >> more;
    for (; more > 0 && **at != 0; more--) point = point << 6 | (*(*at)++ & 0x3f);
    return point;
}

static uint32_t in_ascii(uint32_t point) {
    switch (point) {
    case 0x00d7: return 'x';     // ×
    case 0x00b7: return '-';     // ·
    case 0x2022: return 'o';     // •
    case 0x2026: return '~';     // …
    case 0x221e: return '*';     // ∞
    case 0x2502: return '|';
    case 0x2500: return '-';
    case 0x25b6: return '>';
    case 0x25c0: return '<';
    default: return point < 0x80 ? point : point >= 0x2500 && point < 0x2580 ? '+' : '?';
    }
}

static void put(Canvas *canvas, int x, int y, uint32_t point) {
    cell(canvas, x, y)->point = canvas->is_ascii ? in_ascii(point) : point;
}

// Gives where the text ends.
static int put_text(Canvas *canvas, int x, int y, const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    while (*at != 0) {
        const char *start = (const char *)at;
        char one[5] = "";
        uint32_t point = next_point(&at);
        memcpy(one, start, (size_t)((const char *)at - start));
        int width = picture_measure(one);
        if (width == 0) continue;
        put(canvas, x, y, point);
        if (width == 2) cell(canvas, x + 1, y)->is_covered = true;
        x += width;
    }
    return x;
}

// --- boxes ---

static void draw_edge(Canvas *canvas, const PictureBox *box, int y, uint32_t left,
                      uint32_t right) {
    int x = canvas->starts[box->column];
    put(canvas, x, y, left);
    for (int i = 1; i + 1 < box->width; i++)
        put(canvas, x + i, y, box->kind == PICTURE_FREED ? 0x2504 : 0x2500);
    put(canvas, x + box->width - 1, y, right);
}

static void draw_row(Canvas *canvas, const PictureBox *box, int index) {
    const PictureRow *row = &box->rows[index];
    int x = canvas->starts[box->column], y = box->y + 1 + index, right = x + box->width - 1;
    put(canvas, x, y, box->kind == PICTURE_FREED ? 0x2506 : 0x2502);
    put(canvas, right, y, box->kind == PICTURE_FREED ? 0x2506 : 0x2502);
    if (row->is_changed) put(canvas, x + 1, y, '*');
    int end = put_text(canvas, x + 2, y, row->label);
    if (row->label[0] != '\0') end += 2;
    put_text(canvas, end, y, row->value);
    if (row->target < 0) return;
    put(canvas, right - 1, y, 0x2022);
    put(canvas, right, y, 0x251c);
}

static void draw_box(Canvas *canvas, const PictureBox *box) {
    int x = canvas->starts[box->column], bottom = box->y + box->height - 1;
    draw_edge(canvas, box, box->y, 0x250c, 0x2510);
    draw_edge(canvas, box, bottom, 0x2514, 0x2518);
    const char *mark = picture_box_mark(box);
    int at = x + 1;
    put(canvas, at++, box->y, ' ');
    if (box->is_current) mark = ">";
    if (mark[0] != '\0') {
        at = put_text(canvas, at, box->y, mark);
        put(canvas, at++, box->y, ' ');
    }
    at = put_text(canvas, at, box->y, box->title);
    put(canvas, at, box->y, ' ');
    for (int i = 0; i < box->row_count; i++) draw_row(canvas, box, i);
    if (box->footer[0] == '\0') return;
    put(canvas, x + 1, bottom, ' ');
    at = put_text(canvas, x + 2, bottom, box->footer);
    put(canvas, at, bottom, ' ');
}

// --- wires ---

static int track_x(const Canvas *canvas, int column, int track) {
    return canvas->starts[column] + canvas->picture->columns[column].width + 2 + 2 * track;
}

static void touch(Canvas *canvas, int x, int y, int box, uint8_t sides, bool is_vertical) {
    Cell *at = cell(canvas, x, y);
    if (at->point != 0) return;      // the edge of a box
    if (at->wire == box + 1) {
        at->sides |= sides;
    } else if (at->wire == 0 || is_vertical) {
        // Where two wires cross, the vertical one is seen to pass over the other.
        at->wire = box + 1;
        at->sides = sides;
    }
}

static void draw_horizontal(Canvas *canvas, int from, int to, int y, int box) {
    for (int x = from; x <= to; x++) {
        uint8_t sides = (uint8_t)((x > from ? SIDE_LEFT : 0) | (x < to ? SIDE_RIGHT : 0));
        touch(canvas, x, y, box, sides, false);
    }
}

static int lane_end(const Canvas *canvas, int column, int box) {
    return track_x(canvas, column, picture_find_wire(canvas->picture, column, box)->track);
}

// From the column of the box's wire that is nearest to it, to the one given.
static void draw_lane(Canvas *canvas, int column, int y, int box) {
    int home = canvas->picture->boxes[box].column;
    if (column != home)
        draw_horizontal(canvas, lane_end(canvas, home, box), lane_end(canvas, column, box), y,
                        box);
}

// The parts of a wire that run across.
static void draw_across(Canvas *canvas, int column, const PictureWire *wire) {
    const PictureColumn *own = &canvas->picture->columns[column];
    int start = canvas->starts[column], next = canvas->starts[column + 1];
    int track = wire->track < 0 ? start + own->width : track_x(canvas, column, wire->track);
    for (int i = 0; i < wire->pin_count; i++) {
        const PicturePin *pin = &wire->pins[i];
        int edge = start + (pin->box < 0 ? 0 : canvas->picture->boxes[pin->box].width);
        switch (pin->side) {
        case PIN_FROM:
            // One cell more on the left joins the line to what it comes from.
            draw_horizontal(canvas, edge - (edge > 0), track, pin->y, wire->box);
            break;
        case PIN_INTO:
            draw_horizontal(canvas, track, next - (pin->box >= 0), pin->y, wire->box);
            break;
        case PIN_BACK: draw_horizontal(canvas, edge, track, pin->y, wire->box); break;
        case PIN_LANE: draw_lane(canvas, column, pin->y, wire->box); break;
        }
    }
}

static void draw_down(Canvas *canvas, int column, const PictureWire *wire) {
    if (wire->track < 0) return;
    int x = track_x(canvas, column, wire->track);
    for (int y = wire->top; y <= wire->bottom; y++) {
        uint8_t sides = (uint8_t)((y > wire->top ? SIDE_UP : 0) |
                                  (y < wire->bottom ? SIDE_DOWN : 0));
        touch(canvas, x, y, wire->box, sides, true);
    }
}

static void draw_heads(Canvas *canvas, int column, const PictureWire *wire) {
    for (int i = 0; i < wire->pin_count; i++) {
        const PicturePin *pin = &wire->pins[i];
        if (pin->side == PIN_INTO && pin->box >= 0)
            put(canvas, canvas->starts[column + 1] - 1, pin->y, 0x25b6);
        if (pin->side == PIN_BACK)
            put(canvas, canvas->starts[column] + canvas->picture->boxes[pin->box].width, pin->y,
                0x25c0);
    }
}

static void draw_wires(Canvas *canvas) {
    const Picture *picture = canvas->picture;
    void (*const parts[])(Canvas *, int, const PictureWire *) = {draw_across, draw_down,
                                                                 draw_heads};
    for (size_t part = 0; part < ARRAY_COUNT(parts); part++)
        for (int i = 0; i < picture->column_count; i++)
            for (int j = 0; j < picture->columns[i].wire_count; j++)
                parts[part](canvas, i, &picture->columns[i].wires[j]);
}

// --- the canvas as text ---

static uint32_t wire_point(uint8_t sides) {
    static const uint16_t points[16] = {
        ' ', 0x2500, 0x2500, 0x2500, 0x2502, 0x2518, 0x2514, 0x2534,
        0x2502, 0x2510, 0x250c, 0x252c, 0x2502, 0x2524, 0x251c, 0x253c,
    };
    return points[sides];
}

static void add_lines(Canvas *canvas, TextBuffer *text) {
    for (int y = 0; y < canvas->height; y++) {
        size_t end = text->size;
        for (int x = 0; x < canvas->width; x++) {
            const Cell *at = cell(canvas, x, y);
            if (at->is_covered) continue;
            uint32_t point = at->point != 0 ? at->point : wire_point(at->sides);
            if (at->point == 0 && canvas->is_ascii) point = in_ascii(point);
            text_add_code_point(text, point);
            if (point != ' ') end = text->size;
        }
        text_cut(text, end);
        text_add_char(text, '\n');
    }
}

static bool canvas_start(Canvas *canvas, const Picture *picture) {
    canvas->starts = host_allocate((size_t)(picture->column_count + 1) * sizeof(int));
    if (canvas->starts == NULL) return false;
    int x = 0;
    for (int i = 0; i < picture->column_count; i++) {
        canvas->starts[i] = x;
        const PictureColumn *column = &picture->columns[i];
        x += column->width + (column->wire_count > 0 ? 3 + 2 * column->track_count : 0);
    }
    canvas->starts[picture->column_count] = x;
    canvas->width = x + 1;
    canvas->height = picture->height + picture->lane_count;
    size_t count = (size_t)canvas->width * (size_t)canvas->height;
    canvas->cells = host_allocate(count * sizeof(Cell) + 1);
    if (canvas->cells == NULL) return false;
    memset(canvas->cells, 0, count * sizeof(Cell));
    return true;
}

static void add_legend(const Picture *picture, TextBuffer *text) {
    bool has[3] = {false};
    for (int i = 0; i < picture->count; i++) {
        const PictureBox *box = &picture->boxes[i];
        has[0] |= box->is_new;
        has[1] |= box->is_changed && !box->is_new;
        has[2] |= box->kind == PICTURE_FREED;
        for (int j = 0; j < box->row_count; j++) has[1] |= box->rows[j].is_changed;
    }
    static const char *const words[] = {"+ new", "* changed", "x freed"};
    const char *between = "\n";
    for (int i = 0; i < 3; i++) {
        if (!has[i]) continue;
        text_add_format(text, "%s%s", between, words[i]);
        between = "   ";
    }
    if (between[0] != '\n') text_add_char(text, '\n');
}

void picture_write_text(Picture *picture, DrawFormat format, TextBuffer *text) {
    Canvas canvas = {.picture = picture, .is_ascii = format == DRAW_ASCII};
    if (canvas_start(&canvas, picture)) {
        for (int i = 0; i < picture->count; i++) draw_box(&canvas, &picture->boxes[i]);
        draw_wires(&canvas);
        if (picture->caption != NULL) text_add_format(text, "%s\n\n", picture->caption);
        add_lines(&canvas, text);
        add_legend(picture, text);
    } else {
        text->is_failed = true;
    }
    host_release(canvas.cells);
    host_release(canvas.starts);
}
