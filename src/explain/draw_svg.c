// A picture as SVG: nothing but shapes, texts and one style sheet, light or dark.
//
// A cell is SVG_CELL wide and SVG_LINE high; tracks stand closer than in text.

#include "base/host.h"
#include "explain/draw_parts.h"

#include <string.h>

enum {
    SVG_CELL = 8, SVG_LINE = 20, SVG_MARGIN = 16, SVG_HEAD = 44,
    SVG_TRACK = 12, SVG_CHANNEL = 34, SVG_CORNER = 6, SVG_COLOURS = 6,
};

typedef struct Svg {
    const Picture *picture;
    TextBuffer *text;
    int *starts;        // owns: where each column begins
    int width, height;
} Svg;

static const char style[] =
    "<style>\n"
    "svg{background:#fff}\n"
    "text{font:13px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#1c2330}\n"
    ".head{font-weight:bold;font-size:12px;fill:#5b6576;letter-spacing:.06em}\n"
    ".caption{fill:#1c2330}\n"
    ".title{font-weight:bold}\n"
    ".small{font-size:11px;fill:#5b6576}\n"
    ".mark{font-weight:bold;fill:#8a5a00}\n"
    ".box{fill:#fff;stroke:#8b95a7;stroke-width:1.2}\n"
    ".band{fill:#eceff4}\n"
    ".frame .band{fill:#dfe9f7}\n"
    ".current .box{stroke:#2563b8;stroke-width:2}\n"
    ".current .band{fill:#c3dafa}\n"
    ".new .box{stroke:#1d7f4a;stroke-width:2}\n"
    ".new .band{fill:#d3efdd}\n"
    ".new .mark{fill:#12633a}\n"
    ".changed .box{stroke:#a86d00;stroke-width:2}\n"
    ".changed .band{fill:#fbe9c3}\n"
    ".freed{opacity:.65}\n"
    ".freed .box{stroke-dasharray:5 4}\n"
    ".row{stroke:#dfe3ea;stroke-width:1}\n"
    ".touched{fill:#fdf1d6}\n"
    ".dot{fill:#5b6576}\n"
    ".halo{fill:none;stroke:#fff;stroke-width:5}\n"
    ".wire{fill:none;stroke-width:1.5}\n"
    ".c0{stroke:#4b5b78}.c1{stroke:#a34a28}.c2{stroke:#2f7d6b}"
    ".c3{stroke:#7a4fa3}.c4{stroke:#8a6d1a}.c5{stroke:#3268b1}\n"
    ".tip.c0{fill:#4b5b78}.tip.c1{fill:#a34a28}.tip.c2{fill:#2f7d6b}"
    ".tip.c3{fill:#7a4fa3}.tip.c4{fill:#8a6d1a}.tip.c5{fill:#3268b1}\n"
    "@media (prefers-color-scheme:dark){\n"
    "svg{background:#14181f}text,.caption{fill:#e4e8ef}.head,.small{fill:#9aa5b8}\n"
    ".mark{fill:#f0c060}.new .mark{fill:#7fdca4}\n"
    ".box{fill:#1b212b;stroke:#5f6b80}.band{fill:#262e3b}.frame .band{fill:#22334d}\n"
    ".current .box{stroke:#6aa5f5}.current .band{fill:#2a4a78}\n"
    ".new .box{stroke:#4fc583}.new .band{fill:#1f4a33}\n"
    ".changed .box{stroke:#e0a63c}.changed .band{fill:#54401a}\n"
    ".row{stroke:#2c3543}.touched{fill:#3d321c}.dot{fill:#9aa5b8}.halo{stroke:#14181f}\n"
    ".c0{stroke:#9fb0d0}.c1{stroke:#ec9a76}.c2{stroke:#6fc7b2}"
    ".c3{stroke:#c3a0e6}.c4{stroke:#d8bc62}.c5{stroke:#82b4f5}\n"
    ".tip.c0{fill:#9fb0d0}.tip.c1{fill:#ec9a76}.tip.c2{fill:#6fc7b2}"
    ".tip.c3{fill:#c3a0e6}.tip.c4{fill:#d8bc62}.tip.c5{fill:#82b4f5}\n"
    "}\n"
    "</style>\n";

static void add_xml(TextBuffer *text, const char *from) {
    for (; *from != '\0'; from++) {
        switch (*from) {
        case '&': text_add_c(text, "&amp;"); break;
        case '<': text_add_c(text, "&lt;"); break;
        case '>': text_add_c(text, "&gt;"); break;
        case '"': text_add_c(text, "&quot;"); break;
        default: {
            // XML has no lone surrogates (in utf-8, 0xed 0xa0 and on).
            bool is_lone = (unsigned char)from[0] == 0xed && (unsigned char)from[1] >= 0xa0;
            if (!is_lone) {
                text_add_char(text, *from);
            } else {
                text_add_c(text, "\xef\xbf\xbd");
                from += 2;
            }
            break;
        }
        }
    }
}

static void add_text(const Svg *svg, int x, int y, const char *kind, const char *content) {
    if (content[0] == '\0') return;
    text_add_format(svg->text, "<text x=\"%d\" y=\"%d\"%s%s%s>", x, y,
                    kind[0] != '\0' ? " class=\"" : "", kind, kind[0] != '\0' ? "\"" : "");
    add_xml(svg->text, content);
    text_add_c(svg->text, "</text>\n");
}

static int line_y(int line) {
    return SVG_MARGIN + SVG_HEAD + line * SVG_LINE;
}

static int middle_y(int line) {
    return line_y(line) + SVG_LINE / 2;
}

static int track_x(const Svg *svg, int column, int track) {
    return svg->starts[column] + svg->picture->columns[column].width * SVG_CELL + 14 +
           track * SVG_TRACK;
}

// --- boxes ---

static void add_row(const Svg *svg, const PictureBox *box, int index) {
    const PictureRow *row = &box->rows[index];
    int x = svg->starts[box->column], width = box->width * SVG_CELL;
    int top = line_y(box->y + 1 + index), base = top + 14;
    if (row->is_changed)
        text_add_format(svg->text, "<rect class=\"touched\" x=\"%d\" y=\"%d\" width=\"%d\" "
                                   "height=\"%d\"/>\n", x + 1, top, width - 2, SVG_LINE);
    if (index > 0)
        text_add_format(svg->text, "<path class=\"row\" d=\"M%d %dH%d\"/>\n", x + 1, top,
                        x + width - 1);
    if (row->is_changed) add_text(svg, x + 4, base + 2, "mark", "*");
    int label = picture_measure(row->label);
    add_text(svg, x + 14, base, "", row->label);
    int after = x + 14 + (label > 0 ? (label + 1) * SVG_CELL : 0);
    add_text(svg, after, base, "", row->value);
    if (row->target >= 0)
        text_add_format(svg->text, "<path class=\"wire c%d\" d=\"M%d %dh12\"/>"
                                   "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"3.5\"/>\n",
                        row->target % SVG_COLOURS, x + width - 12, top + SVG_LINE / 2,
                        x + width - 12, top + SVG_LINE / 2);
}

static void add_described(const Svg *svg, const PictureBox *box) {
    text_add_c(svg->text, "<title>");
    if (box->kind == PICTURE_FRAME) text_add_c(svg->text, "frame ");
    add_xml(svg->text, box->title);
    if (box->full[0] != '\0') {
        text_add_c(svg->text, ": ");
        add_xml(svg->text, box->full);
    }
    if (picture_box_mark_word(box)[0] != '\0')
        text_add_format(svg->text, " (%s)", picture_box_mark_word(box));
    text_add_c(svg->text, "</title>\n");
}

static void add_box(const Svg *svg, const PictureBox *box) {
    int x = svg->starts[box->column], y = line_y(box->y), width = box->width * SVG_CELL;
    const char *mark = picture_box_mark_word(box);
    text_add_format(svg->text, "<g class=\"%s%s%s%s\">",
                    box->kind == PICTURE_FRAME ? "frame" : "object",
                    mark[0] != '\0' ? " " : "", mark, box->is_current ? " current" : "");
    add_described(svg, box);
    int height = box->height * SVG_LINE;
    if (box->footer[0] == '\0') height -= SVG_LINE - 4;
    text_add_format(svg->text, "<rect class=\"box\" x=\"%d\" y=\"%d\" width=\"%d\" "
                               "height=\"%d\" rx=\"5\"/>\n", x, y, width, height);
    text_add_format(svg->text, "<path class=\"band\" d=\"M%d %dv-14q0-5 5-5h%dq5 0 5 5v14z\"/>\n",
                    x + 1, y + SVG_LINE, width - 12);
    int title_x = x + 8;
    const char *sign = picture_box_mark(box);
    if (sign[0] != '\0') {
        add_text(svg, title_x, y + 15, "mark", sign);
        title_x += 2 * SVG_CELL;
    }
    add_text(svg, title_x, y + 15, "title", box->title);
    for (int i = 0; i < box->row_count; i++) add_row(svg, box, i);
    int last = line_y(box->y + box->height - 1);
    if (box->footer[0] != '\0') {
        text_add_format(svg->text, "<path class=\"row\" d=\"M%d %dH%d\"/>\n", x + 1, last,
                        x + width - 1);
        add_text(svg, x + 8, last + 14, "small", box->footer);
    }
    text_add_c(svg->text, "</g>\n");
}

// --- wires ---

// Across to the track, along it, across to the end; corners are round where there is room.
static void add_bend(TextBuffer *text, int x, int y, int track, int to_x, int to_y) {
    int drop = to_y - y, corner = SVG_CORNER;
    if (drop == 0) {
        text_add_format(text, "M%d %dH%d", x, y, to_x);
        return;
    }
    int down = drop > 0 ? 1 : -1, height = drop * down;
    if (corner * 2 > height) corner = height / 2;
    int out = to_x >= track ? 1 : -1;
    text_add_format(text, "M%d %dH%dq%d 0 %d %d", x, y, track - corner, corner, corner,
                    corner * down);
    text_add_format(text, "V%dq0 %d %d %dH%d", to_y - corner * down, corner * down, corner * out,
                    corner * down, to_x);
}

static int pin_x(const Svg *svg, int column, const PicturePin *pin) {
    const PictureBox *box = pin->box < 0 ? NULL : &svg->picture->boxes[pin->box];
    int width = box == NULL ? 0 : box->width * SVG_CELL;
    switch (pin->side) {
    case PIN_FROM: return svg->starts[column] + width;
    case PIN_BACK: return svg->starts[column] + width + 7;
    default: return svg->starts[column + 1] - (box == NULL ? 0 : 7);
    }
}

// From each pin where a wire comes in to the one where it leaves.
static void add_path(const Svg *svg, int column, const PictureWire *wire, TextBuffer *path) {
    const PicturePin *end = NULL, *lane = NULL;
    for (int i = 0; i < wire->pin_count; i++) {
        if (wire->pins[i].side == PIN_LANE) lane = &wire->pins[i];
        else if (wire->pins[i].side != PIN_FROM) end = &wire->pins[i];
    }
    int track = track_x(svg, column, wire->track < 0 ? 0 : wire->track);
    for (int i = 0; i < wire->pin_count; i++) {
        const PicturePin *pin = &wire->pins[i];
        if (pin->side != PIN_FROM) continue;
        if (end != NULL)
            add_bend(path, pin_x(svg, column, pin), middle_y(pin->y), track,
                     pin_x(svg, column, end), middle_y(end->y));
        else if (lane != NULL)
            text_add_format(path, "M%d %dH%dV%d", pin_x(svg, column, pin), middle_y(pin->y),
                            track, middle_y(lane->y));
    }
    if (lane == NULL) return;
    if (end != NULL)
        text_add_format(path, "M%d %dV%dH%d", track, middle_y(lane->y), middle_y(end->y),
                        pin_x(svg, column, end));
    int home = svg->picture->boxes[wire->box].column;
    if (column != home)
        text_add_format(path, "M%d %dH%d", track, middle_y(lane->y),
                        track_x(svg, home, picture_find_wire(svg->picture, home,
                                                             wire->box)->track));
}

static void add_tip(const Svg *svg, int column, const PictureWire *wire) {
    for (int i = 0; i < wire->pin_count; i++) {
        const PicturePin *pin = &wire->pins[i];
        if (pin->box < 0 || (pin->side != PIN_INTO && pin->side != PIN_BACK)) continue;
        int back = pin->side == PIN_BACK ? -1 : 1, x = pin_x(svg, column, pin) + 7 * back;
        text_add_format(svg->text, "<path class=\"tip c%d\" d=\"M%d %dl%d -4v8z\"/>\n",
                        wire->box % SVG_COLOURS, x, middle_y(pin->y), -9 * back);
    }
}

// A halo in the colour of the ground makes the wire seem to pass over earlier ones.
static void add_wire(const Svg *svg, int column, const PictureWire *wire) {
    TextBuffer path = {0};
    add_path(svg, column, wire, &path);
    if (path.is_failed) svg->text->is_failed = true;
    for (int i = 0; i < 2 && path.size > 0; i++) {
        if (i == 0 && wire->track < 0) continue;
        text_add_c(svg->text, "<path class=\"");
        if (i == 0) text_add_c(svg->text, "halo");
        else text_add_format(svg->text, "wire c%d", wire->box % SVG_COLOURS);
        text_add_c(svg->text, "\" d=\"");
        text_add(svg->text, path.bytes, path.size);
        text_add_c(svg->text, "\"/>\n");
    }
    text_done(&path);
    add_tip(svg, column, wire);
}

// --- the whole ---

static bool svg_start(Svg *svg) {
    const Picture *picture = svg->picture;
    svg->starts = host_allocate((size_t)(picture->column_count + 1) * sizeof(int));
    if (svg->starts == NULL) return false;
    int x = SVG_MARGIN;
    for (int i = 0; i < picture->column_count; i++) {
        const PictureColumn *column = &picture->columns[i];
        svg->starts[i] = x;
        x += column->width * SVG_CELL;
        if (column->wire_count > 0) x += SVG_CHANNEL + column->track_count * SVG_TRACK;
    }
    svg->starts[picture->column_count] = x;
    int caption = picture->caption == NULL ? 0 : picture_measure(picture->caption) * SVG_CELL;
    svg->width = (x > caption + SVG_MARGIN ? x : caption + SVG_MARGIN) + SVG_MARGIN;
    svg->height = line_y(picture->height + picture->lane_count) + SVG_MARGIN;
    return true;
}

static void add_heading(const Svg *svg) {
    const Picture *picture = svg->picture;
    text_add_format(svg->text,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                    "viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title about\">\n",
                    svg->width, svg->height, svg->width, svg->height);
    text_add_c(svg->text, "<title id=\"title\">Names and objects");
    if (picture->caption != NULL) {
        text_add_c(svg->text, ": ");
        add_xml(svg->text, picture->caption);
    }
    text_add_format(svg->text, "</title>\n<desc id=\"about\">%d frame%s on the left, %d "
                               "object%s on the right, an arrow for each reference.</desc>\n",
                    picture->frame_count, picture->frame_count == 1 ? "" : "s",
                    picture->object_count, picture->object_count == 1 ? "" : "s");
    text_add_c(svg->text, style);
    text_add_format(svg->text, "<rect class=\"ground\" width=\"%d\" height=\"%d\" "
                               "fill=\"none\"/>\n", svg->width, svg->height);
    if (picture->caption != NULL)
        add_text(svg, SVG_MARGIN, SVG_MARGIN + 10, "caption", picture->caption);
    add_text(svg, svg->starts[0], SVG_MARGIN + 34, "head", "FRAMES");
    if (picture->column_count > 1)
        add_text(svg, svg->starts[1], SVG_MARGIN + 34, "head", "OBJECTS");
}

void picture_write_svg(Picture *picture, TextBuffer *text) {
    Svg svg = {.picture = picture, .text = text};
    if (!svg_start(&svg)) {
        text->is_failed = true;
        return;
    }
    add_heading(&svg);
    // Boxes come last: no halo may touch them.
    for (int i = 0; i < picture->column_count; i++)
        for (int j = 0; j < picture->columns[i].wire_count; j++)
            add_wire(&svg, i, &picture->columns[i].wires[j]);
    for (int i = 0; i < picture->count; i++) add_box(&svg, &picture->boxes[i]);
    text_add_c(text, "</svg>\n");
    host_release(svg.starts);
}
