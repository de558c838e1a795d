// A picture for other programs to lay out: as Mermaid's flowchart, as Graphviz' digraph.

#include "explain/draw_parts.h"

// --- Graphviz ---

static void add_html(TextBuffer *text, const char *from) {
    for (; *from != '\0'; from++) {
        switch (*from) {
        case '&': text_add_c(text, "&amp;"); break;
        case '<': text_add_c(text, "&lt;"); break;
        case '>': text_add_c(text, "&gt;"); break;
        case '"': text_add_c(text, "&quot;"); break;
        default: text_add_char(text, *from); break;
        }
    }
}

static void add_dot_texts(TextBuffer *text, const char *label, const char *value) {
    add_html(text, label);
    if (label[0] != '\0' && value[0] != '\0') text_add_c(text, "  ");
    add_html(text, value);
    if (label[0] == '\0' && value[0] == '\0') text_add_c(text, " ");
    text_add_c(text, "</TD></TR>");
}

static void add_dot_node(const Picture *picture, int index, TextBuffer *text) {
    const PictureBox *box = &picture->boxes[index];
    const char *colour = box->kind == PICTURE_FRAME ? "#dbe7f6" : box->is_new ? "#d8f0dd"
                         : box->is_changed ? "#fbeac4" : "#eceef2";
    text_add_format(text, "  n%d [label=<<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" "
                          "CELLPADDING=\"4\"%s>", index,
                    box->kind == PICTURE_FREED ? " STYLE=\"dashed\"" : "");
    text_add_format(text, "<TR><TD PORT=\"t\" BGCOLOR=\"%s\"><B>", colour);
    add_html(text, box->title);
    text_add_c(text, "</B>");
    if (picture_box_mark_word(box)[0] != '\0' && box->kind != PICTURE_FREED)
        text_add_format(text, " %s", picture_box_mark_word(box));
    text_add_c(text, "</TD></TR>");
    for (int i = 0; i < box->row_count; i++) {
        const PictureRow *row = &box->rows[i];
        text_add_format(text, "<TR><TD PORT=\"r%d\" ALIGN=\"LEFT\"%s>", i,
                        row->is_changed ? " BGCOLOR=\"#fbeac4\"" : "");
        add_dot_texts(text, row->label, row->value);
    }
    if (box->footer[0] != '\0') {
        text_add_c(text, "<TR><TD ALIGN=\"LEFT\">");
        add_dot_texts(text, "", box->footer);
    }
    text_add_c(text, "</TABLE>>];\n");
}

static void add_dot_string(TextBuffer *text, const char *from) {
    text_add_char(text, '"');
    for (; *from != '\0'; from++) {
        if (*from == '"' || *from == '\\') text_add_char(text, '\\');
        text_add_char(text, *from);
    }
    text_add_char(text, '"');
}

void picture_write_dot(const Picture *picture, TextBuffer *text) {
    text_add_c(text, "digraph moment {\n  rankdir=LR;\n"
                     "  node [shape=plain, fontname=\"monospace\", fontsize=11];\n"
                     "  edge [arrowsize=0.7];\n");
    if (picture->caption != NULL) {
        text_add_c(text, "  labelloc=t;\n  label=");
        add_dot_string(text, picture->caption);
        text_add_c(text, ";\n");
    }
    for (int i = 0; i < picture->count; i++) add_dot_node(picture, i, text);
    text_add_c(text, "  { rank=same;");
    for (int i = 0; i < picture->frame_count; i++) text_add_format(text, " n%d;", i);
    text_add_c(text, " }\n");
    // Frames keep their order: the newest last.
    for (int i = 0; i + 1 < picture->frame_count; i++)
        text_add_format(text, "  n%d -> n%d [style=invis];\n", i, i + 1);
    for (int i = 0; i < picture->count; i++) {
        const PictureBox *box = &picture->boxes[i];
        for (int j = 0; j < box->row_count; j++)
            if (box->rows[j].target >= 0)
                text_add_format(text, "  n%d:r%d:e -> n%d:t;\n", i, j, box->rows[j].target);
    }
    text_add_c(text, "}\n");
}

// --- Mermaid ---

// A label in quotes; what has a meaning there is written by its number.
static void add_mermaid(TextBuffer *text, const char *from) {
    for (; *from != '\0'; from++) {
        unsigned char byte = (unsigned char)*from;
        bool is_plain = byte >= 0x80 || byte == ' ' || (byte >= '0' && byte <= '9') ||
                        (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
                        byte == ',' || byte == '.' || byte == '=' || byte == '+' ||
                        byte == ':' || byte == '/';
        if (is_plain) text_add_char(text, *from);
        else text_add_format(text, "#%d;", byte);
    }
}

static void add_mermaid_frame(const Picture *picture, int index, TextBuffer *text) {
    const PictureBox *box = &picture->boxes[index];
    text_add_format(text, "  subgraph f%d[\"", index);
    add_mermaid(text, box->title);
    text_add_c(text, "\"]\n    direction TB\n");
    for (int i = 0; i < box->row_count; i++) {
        const PictureRow *row = &box->rows[i];
        text_add_format(text, "    f%dr%d([\"", index, i);
        add_mermaid(text, row->label);
        add_mermaid(text, row->value);
        text_add_format(text, "\"])%s\n", row->is_changed ? ":::changed" : "");
    }
    text_add_c(text, "  end\n");
}

static void add_mermaid_object(const Picture *picture, int index, TextBuffer *text) {
    const PictureBox *box = &picture->boxes[index];
    text_add_format(text, "  o%d[\"<b>", index);
    add_mermaid(text, box->title);
    text_add_c(text, "</b>");
    for (int i = 0; i < box->row_count; i++) {
        const PictureRow *row = &box->rows[i];
        if (row->target >= 0) continue;      // its label stands on the arrow
        text_add_c(text, "<br/>");
        add_mermaid(text, row->label);
        if (row->label[0] != '\0' && row->value[0] != '\0') text_add_char(text, ' ');
        add_mermaid(text, row->value);
    }
    if (box->footer[0] != '\0') {
        text_add_c(text, "<br/><small>");
        add_mermaid(text, box->footer);
        text_add_c(text, "</small>");
    }
    const char *mark = picture_box_mark_word(box);
    text_add_format(text, "\"]%s%s\n", mark[0] != '\0' ? ":::" : "", mark);
}

static void add_mermaid_arrows(const Picture *picture, int index, TextBuffer *text) {
    const PictureBox *box = &picture->boxes[index];
    for (int i = 0; i < box->row_count; i++) {
        const PictureRow *row = &box->rows[i];
        if (row->target < 0) continue;
        if (box->kind == PICTURE_FRAME) {
            text_add_format(text, "  f%dr%d --> o%d\n", index, i, row->target);
        } else if (row->label[0] == '\0') {
            text_add_format(text, "  o%d --> o%d\n", index, row->target);
        } else {
            text_add_format(text, "  o%d -->|\"", index);
            add_mermaid(text, row->label);
            text_add_format(text, "\"| o%d\n", row->target);
        }
    }
}

void picture_write_mermaid(const Picture *picture, TextBuffer *text) {
    text_add_c(text, "flowchart LR\n");
    if (picture->caption != NULL) text_add_format(text, "  %%%% %s\n", picture->caption);
    for (int i = 0; i < picture->frame_count; i++) add_mermaid_frame(picture, i, text);
    for (int i = picture->frame_count; i < picture->count; i++)
        add_mermaid_object(picture, i, text);
    for (int i = 0; i < picture->count; i++) add_mermaid_arrows(picture, i, text);
    text_add_c(text, "  classDef new stroke:#2e8b57,stroke-width:3px\n"
                     "  classDef changed stroke:#b8860b,stroke-width:3px\n"
                     "  classDef freed stroke-dasharray:4 3,opacity:0.6\n");
}
