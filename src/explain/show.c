// Values as text, from the view alone: no method of the program is asked.

#include "explain/view_parts.h"

#include <string.h>

enum { SHOW_DEPTH_MAX = 12, COUNT_IMMORTAL = 500000000 };

typedef struct Showing {
    View *view;
    TextBuffer *text;
    size_t limit;                     // size of the text at which it is cut
    Serial path[SHOW_DEPTH_MAX];      // what is being shown now
    int depth;
} Showing;

static bool is_full(const Showing *showing) {
    return showing->text->size >= showing->limit;
}

// A str in quotes, as repr() gives it.
static void show_str(Showing *showing, EventText text) {
    TextBuffer *out = showing->text;
    bool has_single = memchr(text.text, '\'', text.size) != NULL;
    bool has_double = memchr(text.text, '"', text.size) != NULL;
    char quote = has_single && !has_double ? '"' : '\'';
    text_add_char(out, quote);
    for (size_t i = 0; i < text.size && !is_full(showing); i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (byte == (unsigned char)quote || byte == '\\') text_add_char(out, '\\');
        if (byte == '\n') text_add_c(out, "\\n");
        else if (byte == '\t') text_add_c(out, "\\t");
        else if (byte == '\r') text_add_c(out, "\\r");
        else if (byte < 0x20 || byte == 0x7f) text_add_format(out, "\\x%02x", byte);
        else text_add_char(out, (char)byte);
    }
    text_add_char(out, quote);
}

static void show(Showing *showing, Serial serial);

// What stands between brackets: slots of the kinds that make a container.
static void show_items(Showing *showing, const ViewObject *object, const char *open,
                       const char *close) {
    TextBuffer *out = showing->text;
    int64_t shown = 0;
    text_add_c(out, open);
    for (int64_t i = 0; i < object->slot_count; i++) {
        const ViewSlot *slot = &object->slots[i];
        if (slot->place.kind != AT_INDEX && slot->place.kind != AT_KEY &&
            slot->place.kind != AT_ELEMENT)
            continue;
        if (shown++ > 0) text_add_c(out, ", ");
        if (is_full(showing)) {
            text_add_c(out, "…");
            break;
        }
        if (slot->place.kind == AT_KEY) {
            if (slot->place.key != 0) show(showing, slot->place.key);
            else text_add(out, slot->place.at.text, slot->place.at.size);
            text_add_c(out, ": ");
        }
        show(showing, slot->to);
    }
    if (shown == 1 && open[0] == '(') text_add_char(out, ',');
    text_add_c(out, close);
}

static void show_instance(Showing *showing, const ViewObject *object) {
    TextBuffer *out = showing->text;
    text_add_char(out, '<');
    text_add(out, object->type.text, object->type.size);
    int64_t shown = 0;
    for (int64_t i = 0; i < object->slot_count && !is_full(showing); i++) {
        const ViewSlot *slot = &object->slots[i];
        if (slot->place.at.text == NULL || slot->place.at.size == 0) continue;
        shown++;
        text_add_char(out, ' ');
        text_add(out, slot->place.at.text, slot->place.at.size);
        text_add_char(out, '=');
        show(showing, slot->to);
    }
    text_add_c(out, shown == 0 ? " object>" : ">");
}

static bool has_items(const ViewObject *object) {
    return object->slot_count > 0 && object->slots[0].place.kind <= AT_ELEMENT;
}

static void show_container(Showing *showing, const ViewObject *object) {
    static const struct { const char *type, *open, *close, *empty; } rows[] = {
        {"list", "[", "]", "[]"}, {"tuple", "(", ")", "()"}, {"dict", "{", "}", "{}"},
        {"set", "{", "}", "set()"}, {"frozenset", "frozenset({", "})", "frozenset()"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        if (!event_text_is(object->type, rows[i].type)) continue;
        if (object->slot_count == 0) text_add_c(showing->text, rows[i].empty);
        else show_items(showing, object, rows[i].open, rows[i].close);
        return;
    }
    if (has_items(object)) {
        text_add(showing->text, object->type.text, object->type.size);
        show_items(showing, object, "(", ")");
    } else {
        show_instance(showing, object);
    }
}

static bool is_inside(const Showing *showing, Serial serial) {
    for (int i = 0; i < showing->depth; i++)
        if (showing->path[i] == serial) return true;
    return false;
}

static void show(Showing *showing, Serial serial) {
    const ViewObject *object = view_object(showing->view, serial);
    if (object == NULL || object->serial == 0) {
        text_add_c(showing->text, "?");
    } else if (object->scalar.text != NULL) {
        if (event_text_is(object->type, "str")) show_str(showing, object->scalar);
        else text_add(showing->text, object->scalar.text, object->scalar.size);
    } else if (is_inside(showing, serial) || showing->depth == SHOW_DEPTH_MAX) {
        text_add_c(showing->text, "...");
    } else {
        showing->path[showing->depth++] = serial;
        show_container(showing, object);
        showing->depth--;
    }
}

// Cuts a text that grew too long, between two code points.
static void cut(TextBuffer *text, size_t limit) {
    if (text->size <= limit) return;
    while (limit > 0 && ((unsigned char)text->bytes[limit] & 0xc0) == 0x80) limit--;
    text_cut(text, limit);
    text_add_c(text, "…");
}

void view_show(View *view, Serial serial, size_t width, TextBuffer *text) {
    Showing showing = {.view = view, .text = text, .limit = text->size + width};
    show(&showing, serial);
    cut(text, showing.limit + 8);
}

void view_show_place_at(const EventPlace *place, TextBuffer *text) {
    if (place->kind == AT_INDEX) text_add_number(text, place->index);
    else if (place->kind == AT_SLICE)
        text_add_format(text, "%lld:%lld", (long long)place->index, (long long)place->end);
    else text_add(text, place->at.text, place->at.size);
}

void view_show_place(View *view, const EventPlace *place, TextBuffer *text) {
    (void)view;
    switch (place->kind) {
    case AT_INDEX: case AT_SLICE: case AT_KEY:
        text_add_char(text, '[');
        view_show_place_at(place, text);
        text_add_char(text, ']');
        break;
    case AT_ELEMENT:
        text_add_char(text, '{');
        text_add(text, place->at.text, place->at.size);
        text_add_char(text, '}');
        break;
    case AT_CELL: text_add_c(text, ".cell_contents"); break;
    case AT_CONTENT: text_add_c(text, "[:]"); break;
    default:
        text_add_char(text, '.');
        text_add(text, place->at.text, place->at.size);
        break;
    }
}

void view_show_count(const ViewObject *object, TextBuffer *text) {
    if (object->count >= COUNT_IMMORTAL) text_add_c(text, "×∞");
    else text_add_format(text, "×%lld", (long long)object->count);
}
