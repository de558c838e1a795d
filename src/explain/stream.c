#include "explain/stream.h"

#include "explain/view.h"

static void add_name(TextBuffer *text, const char *name) {
    text_add_char(text, ',');
    text_add_json(text, name, event_text(name).size);
    text_add_char(text, ':');
}

static void add_text(TextBuffer *text, EventText value) {
    if (value.text == NULL) text_add_c(text, "null");
    else text_add_json(text, value.text, value.size);
}

static void add_serial(TextBuffer *text, Serial serial) {
    if (serial == 0) text_add_c(text, "null");
    else text_add_number(text, (int64_t)serial);
}

static void add_place(TextBuffer *text, const EventPlace *place) {
    text_add_c(text, "{\"kind\":");
    add_text(text, event_text(event_place_names[place->kind]));
    text_add_c(text, ",\"at\":");
    TextBuffer at = {0};
    view_show_place_at(place, &at);
    text_add_json(text, at.bytes, at.size);
    text_done(&at);
    if (place->key != 0) {
        text_add_c(text, ",\"key\":");
        add_serial(text, place->key);
    }
    text_add_char(text, '}');
}

static void add_values(TextBuffer *text, const EventValues *values) {
    if (values->count < 0) {
        add_serial(text, values->one);
        return;
    }
    text_add_char(text, '[');
    for (int64_t i = 0; i < values->count; i++) {
        if (i > 0) text_add_char(text, ',');
        add_serial(text, values->items[i]);
    }
    text_add_char(text, ']');
}

static void add_slots(TextBuffer *text, const EventSlots *slots) {
    for (int64_t i = 0; i < slots->count; i++) {
        text_add_c(text, i == 0 ? "{\"place\":" : ",{\"place\":");
        add_place(text, &slots->items[i].place);
        text_add_c(text, ",\"to\":");
        add_serial(text, slots->items[i].to);
        text_add_char(text, '}');
    }
}

static void add_paths(TextBuffer *text, const EventPaths *paths) {
    for (int64_t i = 0; i < paths->count; i++) {
        text_add_format(text, "%s{\"frame\":%lld,\"path\":", i == 0 ? "" : ",",
                        (long long)paths->items[i].frame);
        add_text(text, paths->items[i].path);
        text_add_char(text, '}');
    }
}

static void add_counts(TextBuffer *text, const EventCounts *counts) {
    for (int64_t i = 0; i < counts->count; i++)
        text_add_format(text, "%s{\"object\":%llu,\"count\":%lld}", i == 0 ? "" : ",",
                        (unsigned long long)counts->items[i].object,
                        (long long)counts->items[i].count);
}

static void add_bindings(TextBuffer *text, const EventBindings *bindings) {
    for (int64_t i = 0; i < bindings->count; i++) {
        const EventBinding *binding = &bindings->items[i];
        text_add_c(text, i == 0 ? "{\"name\":" : ",{\"name\":");
        add_text(text, binding->name);
        text_add_c(text, ",\"scope\":");
        add_text(text, binding->scope);
        text_add_c(text, ",\"to\":");
        add_serial(text, binding->to);
        text_add_char(text, '}');
    }
}

static void add_strings(TextBuffer *text, const EventStrings *strings) {
    for (int64_t i = 0; i < strings->count; i++) {
        if (i > 0) text_add_char(text, ',');
        add_text(text, strings->items[i]);
    }
}

static void add_holder(TextBuffer *text, const EventHolder *holder) {
    switch (holder->kind) {
    case HOLDER_OBJECT:
        text_add_c(text, "{\"object\":");
        add_serial(text, holder->object);
        text_add_c(text, ",\"place\":");
        add_place(text, &holder->place);
        text_add_char(text, '}');
        break;
    case HOLDER_NAME:
        text_add_format(text, "{\"frame\":%lld,\"name\":", (long long)holder->frame);
        add_text(text, holder->name);
        text_add_char(text, '}');
        break;
    default: text_add_c(text, "{\"temporary\":true}"); break;
    }
}

// Rows of items, in brackets.
static void add_row(TextBuffer *text, FieldKind kind, const void *value) {
    text_add_char(text, '[');
    switch (kind) {
    case FIELD_SLOTS: add_slots(text, value); break;
    case FIELD_PATHS: add_paths(text, value); break;
    case FIELD_COUNTS: add_counts(text, value); break;
    case FIELD_BINDINGS: add_bindings(text, value); break;
    default: add_strings(text, value); break;
    }
    text_add_char(text, ']');
}

static void add_value(TextBuffer *text, const EventField *field, const void *value) {
    switch (field->kind) {
    case FIELD_SERIAL: add_serial(text, *(const Serial *)value); break;
    case FIELD_VALUES: add_values(text, value); break;
    case FIELD_TEXT: add_text(text, *(const EventText *)value); break;
    case FIELD_NUMBER: {
        int64_t number = *(const int64_t *)value;
        if (field->need == FIELD_NULLABLE && number < 0) text_add_c(text, "null");
        else text_add_number(text, number);
        break;
    }
    case FIELD_TRUTH: text_add_c(text, *(const int *)value ? "true" : "false"); break;
    case FIELD_PLACE: add_place(text, value); break;
    case FIELD_HOLDER: add_holder(text, value); break;
    default: add_row(text, field->kind, value); break;
    }
}

static bool is_left_out(const EventField *field, const void *value) {
    if (field->need != FIELD_OPTIONAL) return false;
    switch (field->kind) {
    case FIELD_SERIAL: return *(const Serial *)value == 0;
    case FIELD_TEXT: return ((const EventText *)value)->text == NULL;
    case FIELD_NUMBER: return *(const int64_t *)value < 0;
    case FIELD_TRUTH: return *(const int *)value < 0;
    case FIELD_PATHS: return ((const EventPaths *)value)->is_absent;
    case FIELD_HOLDER: return ((const EventHolder *)value)->kind == HOLDER_ABSENT;
    default: return false;
    }
}

void stream_add_event(TextBuffer *text, const Event *event) {
    const EventRow *row = &event_rows[event->kind];
    text_add_format(text, "{\"step\":%llu,\"event\":\"%s\",\"file\":",
                    (unsigned long long)event->step, row->name);
    add_text(text, event->file);
    add_name(text, "line");
    if (event->line <= 0) text_add_c(text, "null");
    else text_add_number(text, event->line);
    add_name(text, "frame");
    if (event->frame < 0) text_add_c(text, "null");
    else text_add_number(text, event->frame);
    if (event->is_exit) text_add_c(text, ",\"phase\":\"exit\"");
    for (int i = 0; i < row->field_count; i++) {
        const EventField *field = &event_fields[row->field_first + i];
        const void *value = (const char *)event + field->offset;
        if (is_left_out(field, value)) continue;
        add_name(text, field->name);
        add_value(text, field, value);
    }
    text_add_c(text, "}\n");
}
