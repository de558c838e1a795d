// What a picture shows, taken from the view.
//
// Objects come in the order in which a walk from the names, frame by frame, meets them.
// What the machine keeps for itself (a module's own names, a class's machinery) is left out.

#include "explain/draw_parts.h"

#include <string.h>

// --- texts ---

static const char *keep(Picture *picture, TextBuffer *text) {
    char *copy = text->is_failed ? NULL : arena_copy(&picture->arena, text->bytes, text->size);
    text_done(text);
    if (copy == NULL) picture->arena.is_failed = true;
    return copy == NULL ? "" : copy;
}

// Control characters would break lines; what shows a value may hold some.
static void add_clean(TextBuffer *to, const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '\n') text_add_c(to, "\\n");
        else if (byte < 0x20 || byte == 0x7f) text_add_format(to, "\\x%02x", byte);
        else text_add_char(to, (char)byte);
    }
}

static const char *keep_value(Picture *picture, Serial serial, size_t width) {
    TextBuffer shown = {0}, clean = {0};
    view_show(picture->view, serial, width, &shown);
    add_clean(&clean, shown.bytes, shown.size);
    text_done(&shown);
    return keep(picture, &clean);
}

static const char *keep_label(Picture *picture, EventText name) {
    TextBuffer text = {0};
    add_clean(&text, name.text, name.size);
    return keep(picture, &text);
}

static bool is_wide(uint32_t point) {
    return (point >= 0x1100 && point <= 0x115f) || (point >= 0x2e80 && point <= 0xa4cf) ||
           (point >= 0xac00 && point <= 0xd7a3) || (point >= 0xf900 && point <= 0xfaff) ||
           (point >= 0xfe30 && point <= 0xfe6f) || (point >= 0xff00 && point <= 0xff60) ||
           (point >= 0x1f300 && point <= 0x1faff) || (point >= 0x20000 && point <= 0x3fffd);
}

int picture_measure(const char *text) {
    int width = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at != 0;) {
        uint32_t point = *at++;
        int more = point >= 0xf0 ? 3 : point >= 0xe0 ? 2 : point >= 0xc0 ? 1 : 0;
        if (more > 0) point &= 0x3fu >> more;
        for (; more > 0 && *at != 0; more--) point = point << 6 | (*at++ & 0x3f);
        bool combines = point >= 0x300 && point <= 0x36f;
        width += is_wide(point) ? 2 : combines ? 0 : 1;
    }
    return width;
}

const char *picture_box_mark(const PictureBox *box) {
    if (box->kind == PICTURE_FREED) return "x";
    return box->is_new ? "+" : box->is_changed ? "*" : "";
}

const char *picture_box_mark_word(const PictureBox *box) {
    if (box->kind == PICTURE_FREED) return "freed";
    return box->is_new ? "new" : box->is_changed ? "changed" : "";
}

// --- what is left out ---

static bool is_one_of(EventText text, const char *const *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (event_text_is(text, rows[i])) return true;
    return false;
}

// Names that each module is given before its program begins.
static bool is_given_name(const Picture *picture, const ViewFrame *frame, const ViewName *name) {
    static const char *const of_class[] = {"__module__", "__qualname__"};
    if (event_text_is(name->scope, "class"))
        return is_one_of(name->name, of_class, ARRAY_COUNT(of_class));
    static const char *const given[] = {"__name__", "__doc__", "__package__", "__loader__",
                                        "__spec__", "__builtins__", "__file__", "__cached__"};
    if (frame->number != 0) return false;
    if (event_text_is(name->name, "__annotations__")) {
        const ViewObject *object = view_object(picture->view, name->to);
        return object != NULL && object->slot_count == 0;
    }
    return is_one_of(name->name, given, ARRAY_COUNT(given));
}

static bool is_machinery(const ViewObject *object, const ViewSlot *slot) {
    static const char *const kept[] = {"__module__", "__doc__", "__dict__", "__weakref__",
                                       "__bases__", "__qualname__", "__hash__", "__slots__",
                                       "__match_args__"};
    bool is_class = object->scalar.size > 7 && memcmp(object->scalar.text, "<class ", 7) == 0;
    return is_class && is_one_of(slot->place.at, kept, ARRAY_COUNT(kept));
}

static bool is_shown(const Picture *picture, const ViewObject *object, const ViewSlot *slot) {
    const ViewObject *to = view_object(picture->view, slot->to);
    if (to == NULL || to->serial == 0 || is_machinery(object, slot)) return false;
    // A function without defaults or closure has nothing there.
    bool is_function = event_text_is(object->type, "function");
    return !(is_function && event_text_is(to->type, "NoneType"));
}

// --- rows ---

static const char *keep_place(Picture *picture, const EventPlace *place) {
    if (place->kind == AT_KEY && place->key != 0) return keep_value(picture, place->key, 24);
    if (place->kind == AT_ELEMENT) return "";
    if (place->kind == AT_CELL) return "contents";
    TextBuffer text = {0}, clean = {0};
    view_show_place_at(place, &text);
    add_clean(&clean, text.bytes, text.size);
    text_done(&text);
    return keep(picture, &clean);
}

// The box of an object, added where it has none; -1: there is no room.
static int box_of(Picture *picture, Serial serial) {
    for (int i = picture->frame_count; i < picture->count; i++)
        if (picture->boxes[i].number == (int64_t)serial) return i;
    if (picture->count - picture->frame_count >= PICTURE_BOXES_MAX) return -1;
    picture->boxes[picture->count] = (PictureBox){.kind = PICTURE_OBJECT,
                                                  .number = (int64_t)serial};
    return picture->count++;
}

static PictureRow row_to(Picture *picture, const char *label, Serial to, uint64_t changed) {
    PictureRow row = {.label = label, .value = "", .target = box_of(picture, to),
                      .is_changed = changed > picture->since};
    if (row.target < 0) row.value = keep_value(picture, to, PICTURE_VALUE_WIDTH);
    return row;
}

static bool rows_reserve(Picture *picture, PictureBox *box, int64_t count) {
    if (count > PICTURE_ROWS_MAX) count = PICTURE_ROWS_MAX;
    // One for the value, one for what is left out.
    box->rows = arena_allocate_zeroed(&picture->arena, (size_t)(count + 2) * sizeof(PictureRow));
    return box->rows != NULL;
}

static void rows_add_rest(Picture *picture, PictureBox *box, int64_t more) {
    if (more == 0) return;
    TextBuffer text = {0};
    text_add_format(&text, "… %lld more", (long long)more);
    box->rows[box->row_count++] =
        (PictureRow){.label = keep(picture, &text), .value = "", .target = -1};
}

static bool has_value(const ViewObject *object) {
    // A class or a function that has slots is told by its title.
    return object->scalar.text != NULL;
}

static void read_rows(Picture *picture, int index) {
    const ViewObject *object =
        view_object(picture->view, (Serial)picture->boxes[index].number);
    PictureBox *box = &picture->boxes[index];
    if (!rows_reserve(picture, box, object->slot_count)) return;
    if (has_value(object))
        box->rows[box->row_count++] = (PictureRow){
            .label = "", .target = -1,
            .value = keep_value(picture, object->serial, PICTURE_VALUE_WIDTH)};
    int64_t shown = 0, more = 0;
    for (int64_t i = 0; i < object->slot_count; i++) {
        const ViewSlot *slot = &object->slots[i];
        if (!is_shown(picture, object, slot)) continue;
        if (shown++ >= PICTURE_ROWS_MAX) {
            more++;
            continue;
        }
        const char *label = keep_place(picture, &slot->place);
        box->rows[box->row_count++] = row_to(picture, label, slot->to, slot->changed);
    }
    rows_add_rest(picture, box, more);
    if (box->row_count == 0)
        box->rows[box->row_count++] = (PictureRow){.label = "", .value = "(empty)", .target = -1};
}

// --- boxes ---

static void read_frame(Picture *picture, const ViewFrame *frame) {
    PictureBox *box = &picture->boxes[picture->count++];
    *box = (PictureBox){.kind = PICTURE_FRAME, .number = frame->number, .footer = "", .full = ""};
    box->is_current = frame->number == picture->view->frame_current;
    TextBuffer title = {0};
    if (frame->number == 0) text_add_c(&title, "global");
    else add_clean(&title, frame->function.text, frame->function.size);
    if (frame->state == FRAME_SUSPENDED) text_add_c(&title, ", suspended");
    else if (frame->state == FRAME_ENDED) text_add_c(&title, ", ends");
    if (frame->line > 0) text_add_format(&title, ", line %lld", (long long)frame->line);
    box->title = keep(picture, &title);
}

// Names may add objects, so frames are all there before the first row is read.
static void read_names(Picture *picture, int index) {
    const ViewFrame *frame = view_frame(picture->view, picture->boxes[index].number);
    PictureBox *box = &picture->boxes[index];
    if (!rows_reserve(picture, box, frame->name_count)) return;
    int64_t shown = 0, more = 0;
    for (int64_t i = 0; i < frame->name_count; i++) {
        const ViewName *name = &frame->names[i];
        const ViewObject *to = view_object(picture->view, name->to);
        if (to == NULL || to->serial == 0 || is_given_name(picture, frame, name)) continue;
        if (shown++ >= PICTURE_ROWS_MAX) {
            more++;
            continue;
        }
        const char *label = keep_label(picture, name->name);
        box->rows[box->row_count++] = row_to(picture, label, name->to, name->changed);
    }
    rows_add_rest(picture, box, more);
    if (frame->state == FRAME_ENDED && frame->number != 0 && frame->value != 0)
        box->rows[box->row_count++] = row_to(picture, "(returns)", frame->value, 0);
    if (box->row_count == 0)
        box->rows[box->row_count++] = (PictureRow){.label = "", .value = "(no names)",
                                                   .target = -1};
}

static void read_title(Picture *picture, PictureBox *box) {
    const ViewObject *object = view_object(picture->view, (Serial)box->number);
    TextBuffer title = {0}, footer = {0};
    add_clean(&title, object->type.text, object->type.size);
    text_add_format(&title, " #%lld", (long long)box->number);
    box->title = keep(picture, &title);
    if (picture->detail == DRAW_WHOLE) {
        view_show_count(object, &footer);
        text_add_format(&footer, " · %lld B · ", (long long)object->size);
        add_clean(&footer, object->id.text, object->id.size);
    }
    box->footer = keep(picture, &footer);
    box->full = keep_value(picture, object->serial, 400);
    box->is_new = object->born > picture->since && !object->existed;
    box->is_changed = object->changed > picture->since;
}

static void read_freed(Picture *picture) {
    int64_t added = 0;
    for (Serial i = picture->view->object_last; i > 0 && added < PICTURE_FREED_MAX; i--) {
        const ViewObject *object = view_object(picture->view, i);
        if (object == NULL || object->serial == 0 || object->is_alive) continue;
        if (object->died <= picture->since || object->died == 0) continue;
        PictureBox *box = &picture->boxes[picture->count++];
        *box = (PictureBox){.kind = PICTURE_FREED, .number = (int64_t)i};
        read_title(picture, box);
        if (!rows_reserve(picture, box, 0)) return;
        const char *value = has_value(object) ? keep_value(picture, i, PICTURE_VALUE_WIDTH)
                                              : "given back";
        box->rows[box->row_count++] = (PictureRow){.label = "", .value = value, .target = -1};
        box->footer = "freed";
        added++;
    }
}

static void measure_box(PictureBox *box) {
    int width = picture_measure(box->title) + 6, footer = picture_measure(box->footer) + 4;
    if (footer > width) width = footer;
    for (int i = 0; i < box->row_count; i++) {
        const PictureRow *row = &box->rows[i];
        int label = picture_measure(row->label), value = picture_measure(row->value);
        int row_width = 4 + label + value + (label > 0 && value > 0 ? 2 : 0) +
                        (row->target >= 0 ? 2 : 0);
        if (row_width > width) width = row_width;
    }
    box->width = width;
    box->height = box->row_count + 2;
}

bool picture_read(Picture *picture, View *view, const DrawOptions *options) {
    *picture = (Picture){.view = view, .since = options->since, .detail = options->detail,
                         .caption = options->caption};
    arena_start(&picture->arena);
    size_t most = (size_t)view->live_count + 1 + PICTURE_BOXES_MAX + PICTURE_FREED_MAX;
    picture->boxes = arena_allocate_zeroed(&picture->arena, most * sizeof(PictureBox));
    if (picture->boxes == NULL) return false;
    for (int64_t i = 0; i < view->live_count; i++)
        read_frame(picture, view->frames[view->live[i]]);
    // One that ends at this very moment still has its names.
    const ViewFrame *ended = view_frame(view, view->ended);
    if (ended != NULL) read_frame(picture, ended);
    picture->frame_count = picture->count;
    for (int i = 0; i < picture->frame_count && !picture->arena.is_failed; i++)
        read_names(picture, i);
    for (int i = picture->frame_count; i < picture->count && !picture->arena.is_failed; i++) {
        read_title(picture, &picture->boxes[i]);
        read_rows(picture, i);
    }
    picture->object_count = picture->count - picture->frame_count;
    if (!picture->arena.is_failed) read_freed(picture);
    for (int i = 0; i < picture->count; i++) measure_box(&picture->boxes[i]);
    return !picture->arena.is_failed && !view->is_failed;
}

void picture_done(Picture *picture) {
    arena_done(&picture->arena);
}
