#include "explain/page.h"

#include "base/host.h"
#include "explain/sentences.h"
#include "page.inc"

#include <string.h>

struct Page {
    View *view;
    const ExplainOptions *options;
    Sentences *sentences;
    TextBuffer row, words;   // used again and again
    uint64_t step;
    bool has_begun, has_ended;
};

Page *page_new(View *view, const ExplainOptions *options) {
    Page *page = host_allocate(sizeof(Page));
    if (page == NULL) return NULL;
    *page = (Page){.view = view, .options = options, .sentences = sentences_new(view, options)};
    if (page->sentences != NULL) return page;
    page_drop(page);
    return NULL;
}

void page_drop(Page *page) {
    if (page == NULL) return;
    sentences_drop(page->sentences);
    text_done(&page->row);
    text_done(&page->words);
    host_release(page);
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
    text_add_char(row, ']');
}

static void add_call(TextBuffer *row, const Event *event) {
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
    text_add_c(row, "]]");
}

static void add_return(TextBuffer *row, const Event *event) {
    bool is_yield = event->kind == EVENT_YIELD;
    Serial value = is_yield ? event->yield.value : event->returns.value;
    int suspended = is_yield ? 2 : event->returns.is_suspended == 1;
    text_add_format(row, "[\"r\",%lld,%llu,%d,%lld]", (long long)event->frame,
                    (unsigned long long)value, suspended,
                    (long long)(is_yield ? event->yield.caller : event->returns.caller));
}

static void add_line(TextBuffer *row, const Event *event) {
    text_add_format(row, "[\"l\",%llu,%lld,%lld,[", (unsigned long long)event->step,
                    (long long)event->frame, (long long)event->line);
    const EventCounts *counts = &event->line_begins.counts;
    for (int64_t i = 0; i < counts->count; i++)
        text_add_format(row, "%s%llu,%lld", i > 0 ? "," : "",
                        (unsigned long long)counts->items[i].object,
                        (long long)counts->items[i].count);
    text_add_c(row, "]]");
}

static void add_output(TextBuffer *row, const Event *event) {
    text_add_format(row, "[\"p\",%d,", event_text_is(event->output.stream, "stderr") ? 2 : 1);
    add_text(row, event->output.text);
    text_add_char(row, ']');
}

static void add_event(TextBuffer *row, const Event *event) {
    switch (event->kind) {
    case EVENT_CREATE: case EVENT_EXISTS: add_object(row, event); break;
    case EVENT_BIND: case EVENT_REBIND: case EVENT_UNBIND: add_name(row, event); break;
    case EVENT_MUTATE: add_mutation(row, event); break;
    case EVENT_FREE:
        text_add_format(row, "[\"f\",%llu]", (unsigned long long)event->free.object);
        break;
    case EVENT_LINE: add_line(row, event); break;
    case EVENT_CALL: add_call(row, event); break;
    case EVENT_RETURN: case EVENT_YIELD: add_return(row, event); break;
    case EVENT_OUTPUT: add_output(row, event); break;
    default: break;
    }
}

// --- the page ---

// A row inside the page: nothing in it may end the script element.
static void add_row(Page *page, TextBuffer *text) {
    TextBuffer *row = &page->row;
    if (row->size == 0) return;
    size_t start = 0;
    for (size_t i = 0; i < row->size; i++) {
        if (row->bytes[i] != '<') continue;
        text_add(text, row->bytes + start, i - start);
        text_add_c(text, "\\u003c");
        start = i + 1;
    }
    text_add(text, row->bytes + start, row->size - start);
    text->is_failed |= row->is_failed;
    text_cut(row, 0);
}

static void page_begin(Page *page, TextBuffer *text) {
    const ExplainOptions *options = page->options;
    page->has_begun = true;
    text_add(text, page_before, sizeof page_before - 1);
    const char *name = options->program == NULL ? "" : strrchr(options->program, '/');
    name = name == NULL ? options->program : name[0] == '/' ? name + 1 : name;
    text_add_c(&page->row, "{\"program\":");
    text_add_json(&page->row, name, strlen(name));
    text_add_c(&page->row, ",\"source\":");
    text_add_json(&page->row, options->source == NULL ? "" : options->source,
                  options->source == NULL ? 0 : options->source_bytes);
    text_add_c(&page->row, ",\"rows\":[\n[\"n\"]");
    add_row(page, text);
}

// What the sentences say of an event, a row a line.
static void add_sentences(Page *page, const Event *event, TextBuffer *text) {
    text_cut(&page->words, 0);
    sentences_take(page->sentences, event, true, &page->words);
    const char *at = page->words.bytes, *end = at + page->words.size;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((line_end == NULL ? end : line_end) - at);
        // Sentences are set in from the heading of their line, which the page shows itself.
        size_t blanks = 0;
        while (blanks < size && at[blanks] == ' ') blanks++;
        if (blanks > 0 && blanks < size) {
            text_add_c(&page->row, ",\n[\"s\",");
            text_add_json(&page->row, at + blanks, size - blanks);
            text_add_char(&page->row, ']');
            add_row(page, text);
        }
        at += size + 1;
    }
}

void page_take(Page *page, const Event *event, TextBuffer *text) {
    if (page->has_ended) return;
    if (!page->has_begun) page_begin(page, text);
    page->step = event->step;
    TextBuffer row = {0};
    add_event(&row, event);
    if (row.size > 0) {
        text_add_c(&page->row, ",\n");
        text_add(&page->row, row.bytes, row.size);
    }
    page->row.is_failed |= row.is_failed;
    text_done(&row);
    // A line's sentence belongs to what is before it: the page stops at the row of the line.
    if (event->kind == EVENT_LINE) {
        TextBuffer line = page->row;
        page->row = (TextBuffer){0};
        add_sentences(page, event, text);
        text_done(&page->row);
        page->row = line;
        add_row(page, text);
    } else {
        add_row(page, text);
        add_sentences(page, event, text);
    }
}

void page_end(Page *page, TextBuffer *text) {
    if (page->has_ended) return;
    if (!page->has_begun) page_begin(page, text);
    page->has_ended = true;
    text_add_format(text, "\n],\"last\":%llu}", (unsigned long long)page->step);
    text_add(text, page_after, sizeof page_after - 1);
}
