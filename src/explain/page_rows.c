#include "explain/page_rows.h"

#include "base/host.h"

#include <string.h>

// --- files ---

int64_t page_files_find(PageFiles *files, EventText path) {
    for (int64_t i = 0; i < files->count; i++)
        if (event_text_is_equal(files->paths[i], path)) return i;
    if (files->count == files->capacity) {
        int64_t capacity = files->capacity * 2 + 4;
        EventText *paths = host_resize(files->paths, (size_t)capacity * sizeof *paths);
        if (paths == NULL) return 0;
        files->paths = paths;
        files->capacity = capacity;
    }
    files->paths[files->count] = path;
    return files->count++;
}

void page_files_done(PageFiles *files) {
    host_release(files->paths);
}

// --- pieces of JSON ---

static void add_text(TextBuffer *row, EventText text) {
    if (text.text == NULL) text_add_c(row, "null");
    else text_add_json(row, text.text, text.size);
}

static void add_serial(TextBuffer *row, Serial serial) {
    text_add_format(row, ",%llu", (unsigned long long)serial);
}

static void add_place(TextBuffer *row, const EventPlace *place) {
    text_add_json(row, event_place_names[place->kind], strlen(event_place_names[place->kind]));
    text_add_char(row, ',');
    if (place->kind == AT_INDEX || place->kind == AT_SLICE) {
        text_add_number(row, place->index);
        return;
    }
    TextBuffer at = {0};
    view_show_place_at(place, &at);
    text_add_json(row, at.bytes, at.size);
    row->is_failed |= at.is_failed;
    text_done(&at);
}

static void add_slots(TextBuffer *row, const EventSlots *slots) {
    text_add_c(row, ",[");
    for (int64_t i = 0; i < slots->count; i++) {
        const EventSlot *slot = &slots->items[i];
        if (i > 0) text_add_char(row, ',');
        if (slot->place.kind == AT_INDEX && slot->place.index == i) {
            text_add_format(row, "%llu", (unsigned long long)slot->to);
            continue;
        }
        text_add_char(row, '[');
        add_place(row, &slot->place);
        add_serial(row, slot->to);
        if (slot->place.key != 0) add_serial(row, slot->place.key);
        text_add_char(row, ']');
    }
    text_add_char(row, ']');
}

static void add_values(TextBuffer *row, const EventValues *values) {
    if (values->count < 0) {
        add_serial(row, values->one);
        return;
    }
    text_add_c(row, ",[");
    for (int64_t i = 0; i < values->count; i++)
        text_add_format(row, "%s%llu", i > 0 ? "," : "", (unsigned long long)values->items[i]);
    text_add_char(row, ']');
}

// --- rows ---

static void add_object(TextBuffer *row, const Event *event) {
    bool existed = event->kind == EVENT_EXISTS;
    text_add_format(row, "[\"o\",%llu,", (unsigned long long)event->create.object);
    add_text(row, event->create.id);
    text_add_char(row, ',');
    add_text(row, event->create.type);
    text_add_format(row, ",%lld,%lld,%d,", (long long)event->create.size,
                    (long long)event->create.count,
                    (event->create.is_mutable == 1) + (existed ? 2 : 0));
    add_text(row, event->create.scalar);
    add_slots(row, &event->create.slots);
    text_add_char(row, ']');
}

static void add_name(TextBuffer *row, const Event *event) {
    Serial to = event->kind == EVENT_UNBIND ? 0 : event->bind.new;
    text_add_format(row, "[\"b\",%lld,", (long long)event->frame);
    add_text(row, event->bind.name);
    add_serial(row, to);
    text_add_c(row, event_text_is(event->bind.scope, "class") ? ",1]" : "]");
}

static void add_mutation(TextBuffer *row, const Event *event) {
    text_add_format(row, "[\"m\",%llu,", (unsigned long long)event->mutate.object);
    add_place(row, &event->mutate.place);
    add_serial(row, event->mutate.place.key);
    add_values(row, &event->mutate.old);
    add_values(row, &event->mutate.new);
    text_add_format(row, ",%lld,", (long long)event->mutate.size);
    add_text(row, event->mutate.scalar);
    text_add_char(row, ',');
    add_text(row, event->mutate.by);
    text_add_c(row, ",[");
    const EventPaths *seen_by = &event->mutate.seen_by;
    for (int64_t i = 0; i < seen_by->count; i++) {
        text_add_format(row, "%s%lld,", i > 0 ? "," : "", (long long)seen_by->items[i].frame);
        add_text(row, seen_by->items[i].path);
    }
    int64_t more = event->mutate.seen_by_more;
    text_add_format(row, "],%lld]", (long long)(more < 0 ? 0 : more));
}

static void add_free(TextBuffer *row, const Event *event) {
    text_add_format(row, "[\"f\",%llu,%d]", (unsigned long long)event->free.object,
                    event_text_is(event->free.why, "collected in a cycle"));
}

static void add_copy(TextBuffer *row, const Event *event) {
    text_add_format(row, "[\"y\",%llu,%llu,", (unsigned long long)event->copy.from,
                    (unsigned long long)event->copy.to);
    add_text(row, event->copy.depth);
    text_add_char(row, ',');
    add_text(row, event->copy.by);
    text_add_c(row, ",[");
    for (int64_t i = 0; i < event->copy.shared.count; i++) {
        if (i > 0) text_add_char(row, ',');
        add_text(row, event->copy.shared.items[i]);
    }
    text_add_format(row, "],%lld,%lld]", (long long)event->copy.bytes_new,
                    (long long)event->copy.bytes_shared);
}

static void add_comparison(TextBuffer *row, const Event *event) {
    text_add_format(row, "[\"q\",%llu,%llu,", (unsigned long long)event->compare.left,
                    (unsigned long long)event->compare.right);
    add_text(row, event->compare.operator);
    text_add_format(row, ",%d,%d]", event->compare.same_object, event->compare.equal);
}

static void add_raise(TextBuffer *row, const Event *event) {
    text_add_format(row, "[\"x\",%llu,", (unsigned long long)event->raise.exception);
    add_text(row, event->raise.text);
    text_add_char(row, ']');
}

static void add_call(TextBuffer *row, const Event *event, int64_t file) {
    const EventBindings *bindings = &event->call.bindings;
    text_add_format(row, "[\"c\",%lld,%lld,", (long long)event->frame,
                    (long long)event->call.caller);
    add_text(row, event->call.function);
    text_add_c(row, ",[");
    for (int64_t i = 0; i < bindings->count; i++) {
        if (i > 0) text_add_char(row, ',');
        add_text(row, bindings->items[i].name);
        add_serial(row, bindings->items[i].to);
    }
    text_add_c(row, "]");
    if (file > 0) text_add_format(row, ",%lld", (long long)file);
    text_add_char(row, ']');
}

static void add_return(TextBuffer *row, const Event *event) {
    bool is_yield = event->kind == EVENT_YIELD;
    Serial value = is_yield ? event->yield.value : event->returns.value;
    int suspended = is_yield ? 2 : event->returns.is_suspended == 1;
    text_add_format(row, "[\"r\",%lld,%llu,%d,%lld]", (long long)event->frame,
                    (unsigned long long)value, suspended,
                    (long long)(is_yield ? event->yield.caller : event->returns.caller));
}

static void add_line(TextBuffer *row, const Event *event, int64_t file) {
    text_add_format(row, "[\"l\",%llu,%lld,%lld,[", (unsigned long long)event->step,
                    (long long)event->frame, (long long)event->line);
    const EventCounts *counts = &event->line_begins.counts;
    for (int64_t i = 0; i < counts->count; i++)
        text_add_format(row, "%s%llu,%lld", i > 0 ? "," : "",
                        (unsigned long long)counts->items[i].object,
                        (long long)counts->items[i].count);
    text_add_char(row, ']');
    if (file > 0) text_add_format(row, ",%lld", (long long)file);
    text_add_char(row, ']');
}

static void add_output(TextBuffer *row, const Event *event) {
    text_add_format(row, "[\"p\",%d,", event_text_is(event->output.stream, "stderr") ? 2 : 1);
    add_text(row, event->output.text);
    text_add_char(row, ']');
}

void page_rows_add(TextBuffer *row, const Event *event, int64_t file) {
    switch (event->kind) {
    case EVENT_CREATE: case EVENT_EXISTS: add_object(row, event); break;
    case EVENT_BIND: case EVENT_REBIND: case EVENT_UNBIND: add_name(row, event); break;
    case EVENT_MUTATE: add_mutation(row, event); break;
    case EVENT_FREE: add_free(row, event); break;
    case EVENT_COPY: add_copy(row, event); break;
    case EVENT_COMPARE: add_comparison(row, event); break;
    case EVENT_LINE: add_line(row, event, file); break;
    case EVENT_CALL: add_call(row, event, file); break;
    case EVENT_RETURN: case EVENT_YIELD: add_return(row, event); break;
    case EVENT_RAISE: add_raise(row, event); break;
    case EVENT_OUTPUT: add_output(row, event); break;
    case EVENT_COLLECT:
        text_add_format(row, "[\"g\",%lld,%lld]", (long long)event->collect.generation,
                        (long long)event->collect.freed);
        break;
    default: break;
    }
}

// --- what a view holds ---

void page_rows_add_object(TextBuffer *row, const ViewObject *object) {
    EventSlot *slots = host_allocate((size_t)(object->slot_count + 1) * sizeof *slots);
    row->is_failed |= slots == NULL;
    if (slots == NULL) return;
    for (int64_t i = 0; i < object->slot_count; i++)
        slots[i] = (EventSlot){object->slots[i].place, object->slots[i].to};
    Event event = {.kind = object->existed ? EVENT_EXISTS : EVENT_CREATE};
    event.create.object = object->serial;
    event.create.id = object->id;
    event.create.type = object->type;
    event.create.size = object->size;
    event.create.count = object->count;
    event.create.is_mutable = object->is_mutable;
    event.create.scalar = object->scalar;
    event.create.slots = (EventSlots){slots, object->slot_count};
    add_object(row, &event);
    host_release(slots);
}

void page_rows_add_frame(TextBuffer *row, const ViewFrame *frame, int64_t file) {
    EventBinding *bindings = host_allocate((size_t)(frame->name_count + 1) * sizeof *bindings);
    row->is_failed |= bindings == NULL;
    if (bindings == NULL) return;
    int64_t count = 0;
    for (int64_t i = 0; i < frame->name_count; i++) {
        const ViewName *name = &frame->names[i];
        // What a class body is given the page does not show.
        bool is_given = event_text_is(name->name, "__module__") ||
                        event_text_is(name->name, "__qualname__");
        if (name->to == 0 || (is_given && event_text_is(name->scope, "class"))) continue;
        bindings[count++] = (EventBinding){name->name, name->scope, name->to};
    }
    Event event = {.kind = EVENT_CALL, .frame = frame->number};
    event.call.function = frame->function;
    event.call.caller = frame->caller;
    event.call.bindings = (EventBindings){bindings, count};
    add_call(row, &event, file);
    host_release(bindings);
    if (frame->state != FRAME_SUSPENDED) return;
    text_add_format(row, ",\n[\"r\",%lld,%llu,%d,%lld]", (long long)frame->number,
                    (unsigned long long)frame->generator, frame->generator == 0 ? 2 : 1,
                    (long long)frame->caller);
}
