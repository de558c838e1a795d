// One explained run: the watcher's events to the output that was asked for.

#include "explain/explain.h"

#include "base/host.h"
#include "explain/check.h"
#include "explain/page.h"
#include "explain/sentences.h"
#include "explain/stream.h"
#include "explain/tutor.h"
#include "explain/watch.h"

#include <stdlib.h>
#include <string.h>

struct Explain {
    const ExplainOptions *options;
    View *view;
    Watcher *watcher;
    Sentences *sentences;
    Check *check;
    Page *page;
    Tutor *tutor;
    TextBuffer line;
    int64_t hits;            // of the moment's line so far
    int64_t moment_frame;    // the frame in which the moment's line runs
    uint64_t moment_step;    // the event with which it began
    uint64_t line_step;      // the last event that a line began with
    bool is_inside;          // its effects come now
    bool has_reached;
    int64_t findings;
};

bool explain_read_moment(ExplainMoment *moment, const char *text) {
    char *end;
    moment->line = strtoll(text, &end, 10);
    moment->hit = 1;
    if (end == text || moment->line < 1) return false;
    if (*end == ':') {
        text = end + 1;
        moment->hit = strtoll(text, &end, 10);
        if (end == text || moment->hit < 1) return false;
    }
    return *end == '\0';
}

static void explain_write(Explain *explain, TextBuffer *text) {
    if (text->size > 0 && explain->options->write != NULL)
        explain->options->write(explain->options->context, text->bytes, text->size);
    text_cut(text, 0);
}

static void explain_reach(Explain *explain, uint64_t since) {
    if (explain->has_reached) return;
    explain->has_reached = true;
    if (explain->options->reached != NULL)
        explain->options->reached(explain->options->context, explain->view, since);
}

// --- the moment ---

static bool is_in_program(const Explain *explain, const Event *event) {
    return event_text_is(event->file, explain->options->program);
}

// Follows the run of the line; true: the event belongs to what was asked for.
static bool moment_takes(Explain *explain, const Event *event) {
    const ExplainMoment *moment = &explain->options->moment;
    if (moment->kind == MOMENT_NONE || moment->kind == MOMENT_END) return true;
    if (moment->kind == MOMENT_STEP) {
        if (event->step == moment->step) explain_reach(explain, event->step - 1);
        return event->step == moment->step;
    }
    bool is_line = event->kind == EVENT_LINE;
    if (explain->is_inside) {
        bool is_left = event->kind == EVENT_RETURN && event->frame == explain->moment_frame;
        bool is_next = is_line && event->frame <= explain->moment_frame;
        if (is_left || is_next) {
            explain->is_inside = false;
            if (moment->kind == MOMENT_AFTER) explain_reach(explain, explain->moment_step);
            return is_left;
        }
    }
    if (is_line && event->line == moment->line && is_in_program(explain, event) &&
        ++explain->hits == moment->hit) {
        explain->is_inside = true;
        explain->moment_frame = event->frame;
        explain->moment_step = event->step;
        if (moment->kind == MOMENT_AT) explain_reach(explain, explain->line_step);
    }
    return explain->is_inside;
}

// --- only some events ---

static bool is_about_name(const Event *event, const char *name) {
    switch (event->kind) {
    case EVENT_BIND: case EVENT_REBIND: case EVENT_UNBIND:
        return event_text_is(event->bind.name, name);
    case EVENT_MUTATE:
        for (int64_t i = 0; i < event->mutate.seen_by.count; i++) {
            EventText path = event->mutate.seen_by.items[i].path;
            size_t size = strlen(name);
            if (path.size < size || memcmp(path.text, name, size) != 0) continue;
            if (path.size == size || path.text[size] == '.' || path.text[size] == '[') return true;
        }
        return false;
    case EVENT_FREE:
        return event->free.last.kind == HOLDER_NAME && event_text_is(event->free.last.name, name);
    default: return false;
    }
}

static bool values_hold(const EventValues *values, Serial serial) {
    for (int64_t i = 0; i < values->count; i++)
        if (values->items[i] == serial) return true;
    return values->count < 0 && values->one == serial;
}

static bool is_about_object(const Event *event, Serial serial) {
    const EventRow *row = &event_rows[event->kind];
    for (int i = 0; i < row->field_count; i++) {
        const EventField *field = &event_fields[row->field_first + i];
        const void *value = (const char *)event + field->offset;
        if (field->kind == FIELD_SERIAL && *(const Serial *)value == serial) return true;
        if (field->kind == FIELD_VALUES && values_hold(value, serial)) return true;
    }
    return false;
}

static bool is_wanted(const Explain *explain, const Event *event) {
    const ExplainOptions *options = explain->options;
    if (options->name != NULL && !is_about_name(event, options->name)) return false;
    return options->object == 0 || is_about_object(event, options->object);
}

// Whether all that was asked for has been told.
static bool is_satisfied(const Explain *explain) {
    if (explain->page != NULL) return page_is_done(explain->page);
    if (explain->tutor != NULL) return tutor_is_done(explain->tutor);
    return explain->options->output == EXPLAIN_NOTHING && explain->has_reached;
}

static void take_event(void *context, const Event *event) {
    Explain *explain = context;
    bool is_taken = moment_takes(explain, event) && is_wanted(explain, event);
    if (explain->check != NULL) check_take(explain->check, event);
    bool is_stream = explain->options->output == EXPLAIN_JSON ||
                     explain->options->output == EXPLAIN_WALK;
    if (is_stream && is_taken)
        stream_add_event(&explain->line, event);
    if (explain->options->output == EXPLAIN_WALK && event->kind == EVENT_LINE)
        watcher_walk(explain->watcher, &explain->line);
    if (explain->sentences != NULL)
        sentences_take(explain->sentences, event, is_taken, &explain->line);
    if (explain->page != NULL) page_take(explain->page, event, &explain->line);
    if (explain->tutor != NULL) tutor_take(explain->tutor, event, &explain->line);
    if (event->kind == EVENT_LINE) explain->line_step = event->step;
    explain_write(explain, &explain->line);
    if (is_satisfied(explain)) watcher_stop(explain->watcher);
}

// --- start and end ---

Explain *explain_start(Vm *vm, const ExplainOptions *options) {
    Explain *explain = host_allocate(sizeof(Explain));
    if (explain == NULL) return NULL;
    *explain = (Explain){.options = options, .view = view_new()};
    if (explain->view != NULL)
        explain->watcher = watcher_new(vm, options, explain->view, take_event, explain);
    bool is_ready = explain->watcher != NULL;
    switch (options->output) {
    case EXPLAIN_SENTENCES:
        explain->sentences = sentences_new(explain->view, options);
        is_ready = is_ready && explain->sentences != NULL;
        break;
    case EXPLAIN_CHECK: case EXPLAIN_CHECK_JSON: case EXPLAIN_CHECK_SARIF:
        explain->check = check_new(explain->view, options);
        is_ready = is_ready && explain->check != NULL;
        break;
    case EXPLAIN_PAGE:
        explain->page = page_new(vm, explain->view, options);
        is_ready = is_ready && explain->page != NULL;
        break;
    case EXPLAIN_TUTOR:
        explain->tutor = tutor_new(explain->view, options);
        is_ready = is_ready && explain->tutor != NULL;
        break;
    default: break;
    }
    if (is_ready) return explain;
    explain_done(explain);
    return NULL;
}

void explain_exit(Explain *explain) {
    // A moment that the run did not come to is not reached at the end, either.
    int kind = explain->options->moment.kind;
    if (kind == MOMENT_NONE || kind == MOMENT_END) explain_reach(explain, explain->line_step);
    if (explain->page != NULL) page_end(explain->page, &explain->line);
    if (explain->tutor != NULL) tutor_end(explain->tutor, &explain->line);
    if (explain->sentences != NULL && explain->options->moment.kind == MOMENT_NONE)
        sentences_add_summary(explain->sentences, &explain->line);
    explain_write(explain, &explain->line);
    watcher_set_exit(explain->watcher);
}

int64_t explain_done(Explain *explain) {
    int64_t findings = 0;
    if (explain->check != NULL) {
        findings = check_report(explain->check, &explain->line);
        explain_write(explain, &explain->line);
    }
    watcher_drop(explain->watcher);
    sentences_drop(explain->sentences);
    check_drop(explain->check);
    page_drop(explain->page);
    tutor_drop(explain->tutor);
    view_drop(explain->view);
    text_done(&explain->line);
    host_release(explain);
    return findings;
}

View *explain_get_view(Explain *explain) {
    return explain->view;
}
