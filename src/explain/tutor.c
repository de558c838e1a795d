#include "explain/tutor.h"

#include "base/host.h"
#include "explain/tutor_value.h"

#include <string.h>

enum { STEPS_DEFAULT = 1000 };   // as many as Python Tutor itself shows

struct Tutor {
    View *view;
    const ExplainOptions *options;
    TutorHeap heap;
    TextBuffer output;       // of the program so far, escaped
    int64_t steps;
    int64_t line;            // of the last step
    int64_t called;          // a frame whose call is told with the next event, 0: none
    int64_t called_line;
    EventText raised;        // lives as long as the view
    bool has_begun, has_ended;
};

Tutor *tutor_new(View *view, const ExplainOptions *options) {
    Tutor *tutor = host_allocate(sizeof(Tutor));
    if (tutor != NULL)
        *tutor = (Tutor){.view = view, .options = options,
                         .heap = {.view = view, .options = options}};
    return tutor;
}

void tutor_drop(Tutor *tutor) {
    if (tutor == NULL) return;
    tutor_heap_done(&tutor->heap);
    text_done(&tutor->output);
    host_release(tutor);
}

// --- names ---

static bool is_shown(const ViewFrame *frame, const ViewName *name) {
    static const char *const hidden[] = {"__name__", "__doc__", "__package__", "__loader__",
                                         "__spec__", "__builtins__", "__file__", "__cached__",
                                         "__annotations__"};
    if (name->to == 0) return false;
    if (event_text_is(name->scope, "class"))
        return !event_text_is(name->name, "__module__") &&
               !event_text_is(name->name, "__qualname__");
    for (size_t i = 0; frame->number == 0 && i < ARRAY_COUNT(hidden); i++)
        if (event_text_is(name->name, hidden[i])) return false;
    return true;
}

static void add_key(TextBuffer *text, EventText name, bool is_first) {
    if (!is_first) text_add_char(text, ',');
    text_add_json(text, name.text, name.size);
    text_add_char(text, ':');
}

// The names of a frame as an object and as a row in their order. `value`: what a frame gives
// that returns; NULL: it does not.
static void add_names(Tutor *tutor, const ViewFrame *frame, const Serial *value,
                      const char *names_key, const char *order_key, TextBuffer *text) {
    static const EventText result = {"__return__", 10};
    bool is_first = true;
    text_add_format(text, "\"%s\":{", names_key);
    for (int64_t i = 0; frame != NULL && i < frame->name_count; i++) {
        if (!is_shown(frame, &frame->names[i])) continue;
        add_key(text, frame->names[i].name, is_first);
        tutor_heap_add_value(&tutor->heap, frame->names[i].to, text);
        is_first = false;
    }
    if (value != NULL) {
        add_key(text, result, is_first);
        tutor_heap_add_value(&tutor->heap, *value, text);
    }
    is_first = true;
    text_add_format(text, "},\"%s\":[", order_key);
    for (int64_t i = 0; frame != NULL && i < frame->name_count; i++) {
        if (!is_shown(frame, &frame->names[i])) continue;
        if (!is_first) text_add_char(text, ',');
        text_add_json(text, frame->names[i].name.text, frame->names[i].name.size);
        is_first = false;
    }
    if (value != NULL) text_add_c(text, is_first ? "\"__return__\"" : ",\"__return__\"");
    text_add_char(text, ']');
}

static EventText last_part(EventText qualified) {
    for (size_t i = qualified.size; i-- > 0;)
        if (qualified.text[i] == '.')
            return (EventText){qualified.text + i + 1, qualified.size - i - 1};
    return qualified;
}

static void add_function(EventText qualified, TextBuffer *text) {
    EventText name = last_part(qualified);
    text_add_json(text, name.text, name.size);
}

// The frames from the oldest to the one that runs, without the module's.
static void add_stack(Tutor *tutor, int64_t running, const Serial *value, TextBuffer *text) {
    bool is_first = true;
    text_add_c(text, "\"stack_to_render\":[");
    for (int64_t number = 1; number <= running; number++) {
        const ViewFrame *frame = view_frame(tutor->view, number);
        bool is_called = false;
        for (int64_t at = running; frame != NULL && at > 0 && !is_called;) {
            const ViewFrame *caller = view_frame(tutor->view, at);
            is_called = at == number;
            at = caller == NULL ? -1 : caller->caller;
        }
        if (!is_called) continue;
        text_add_c(text, is_first ? "{\"func_name\":" : ",{\"func_name\":");
        add_function(frame->function, text);
        text_add_format(text, ",\"frame_id\":%lld,\"is_highlighted\":%s,\"is_parent\":false,"
                        "\"is_zombie\":false,\"parent_frame_id_list\":[],\"unique_hash\":",
                        (long long)number, number == running ? "true" : "false");
        TextBuffer hash = {0};
        EventText name = last_part(frame->function);
        text_add(&hash, name.text, name.size);
        text_add_format(&hash, "_f%lld", (long long)number);
        text_add_json(text, hash.bytes, hash.size);
        text->is_failed |= hash.is_failed;
        text_done(&hash);
        text_add_char(text, ',');
        add_names(tutor, frame, number == running ? value : NULL, "encoded_locals",
                  "ordered_varnames", text);
        text_add_char(text, '}');
        is_first = false;
    }
    text_add_char(text, ']');
}

// --- steps ---

static void tutor_begin(Tutor *tutor, TextBuffer *text) {
    const ExplainOptions *options = tutor->options;
    tutor->has_begun = true;
    text_add_c(text, "{\"code\":");
    text_add_json(text, options->source == NULL ? "" : options->source,
                  options->source == NULL ? 0 : options->source_bytes);
    text_add_c(text, ",\"trace\":[");
}

static void tutor_close(Tutor *tutor, TextBuffer *text) {
    tutor->has_ended = true;
    text_add_c(text, "\n]}\n");
}

// One step: what happens (event), in which frame, and what a frame gives or an exception says.
static void add_step(Tutor *tutor, const char *event, int64_t frame, const Serial *value,
                     const EventText *message, TextBuffer *text) {
    const ViewFrame *running = view_frame(tutor->view, frame);
    text_add_format(text, "%s\n{\"event\":\"%s\",\"line\":%lld,\"func_name\":",
                    tutor->steps > 0 ? "," : "", event, (long long)tutor->line);
    if (frame <= 0 || running == NULL) text_add_c(text, "\"<module>\"");
    else add_function(running->function, text);
    text_add_c(text, ",\"stdout\":\"");
    text_add(text, tutor->output.bytes, tutor->output.size);
    text_add_c(text, "\",");
    if (message != NULL) {
        text_add_c(text, "\"exception_msg\":");
        text_add_json(text, message->text, message->size);
        text_add_char(text, ',');
    }
    tutor_heap_begin(&tutor->heap);
    add_names(tutor, view_frame(tutor->view, 0), NULL, "globals", "ordered_globals", text);
    text_add_char(text, ',');
    add_stack(tutor, frame, value, text);
    text_add_c(text, ",\"heap\":{");
    tutor_heap_add(&tutor->heap, text);
    text_add_c(text, "}}");
    int64_t most = tutor->options->stops_max > 0 ? tutor->options->stops_max : STEPS_DEFAULT;
    if (++tutor->steps < most) return;
    text_add_format(text, ",\n{\"event\":\"instruction_limit_reached\",\"exception_msg\":"
                    "\"Stopped after %lld steps.\"}", (long long)tutor->steps);
    tutor_close(tutor, text);
}

// The output stands in every step: it is escaped once.
static void take_output(Tutor *tutor, const Event *event) {
    if (!event_text_is(event->output.stream, "stdout")) return;
    TextBuffer piece = {0};
    text_add_json(&piece, event->output.text.text, event->output.text.size);
    if (piece.size >= 2) text_add(&tutor->output, piece.bytes + 1, piece.size - 2);
    tutor->output.is_failed |= piece.is_failed;
    text_done(&piece);
}

// A call of a generator function runs nothing of it, and is no step: so a call waits for what
// comes next, which changes no name before the frame's first line.
static void tell_call(Tutor *tutor, const Event *event, TextBuffer *text) {
    int64_t frame = tutor->called;
    if (event->kind == EVENT_CREATE || event->kind == EVENT_EXISTS) return;
    tutor->called = 0;
    if (frame == 0 || (event->kind == EVENT_RETURN && event->returns.is_suspended == 1)) return;
    int64_t line = tutor->line;
    tutor->line = tutor->called_line;
    add_step(tutor, "call", frame, NULL, NULL, text);
    tutor->line = line;
}

static void take_return(Tutor *tutor, const Event *event, TextBuffer *text) {
    if (event->frame == 0 || event->returns.is_suspended == 1) return;
    add_step(tutor, "return", event->frame, &event->returns.value, NULL, text);
    if (event->returns.value != 0 || tutor->has_ended) return;
    // It was left by an exception, which goes on in the caller.
    const ViewFrame *caller = view_frame(tutor->view, event->returns.caller);
    if (caller == NULL) return;
    tutor->line = caller->line;
    add_step(tutor, "exception", caller->number, NULL, &tutor->raised, text);
}

void tutor_take(Tutor *tutor, const Event *event, TextBuffer *text) {
    if (tutor->has_ended) return;
    if (!tutor->has_begun) tutor_begin(tutor, text);
    if (event->kind == EVENT_OUTPUT) take_output(tutor, event);
    // Only the program's own file is in the trace.
    if (!event_text_is(event->file, tutor->options->program)) return;
    tell_call(tutor, event, text);
    if (tutor->has_ended) return;
    if (event->line > 0) tutor->line = event->line;
    switch (event->kind) {
    case EVENT_LINE: add_step(tutor, "step_line", event->frame, NULL, NULL, text); break;
    case EVENT_CALL:
        tutor->called = event->frame;
        tutor->called_line = event->line;
        break;
    case EVENT_RETURN: take_return(tutor, event, text); break;
    case EVENT_YIELD:
        add_step(tutor, "return", event->frame, &event->yield.value, NULL, text);
        break;
    case EVENT_RAISE:
        tutor->raised = view_keep_text(tutor->view, event->raise.text);
        add_step(tutor, "exception", event->frame, NULL, &event->raise.text, text);
        break;
    default: break;
    }
}

void tutor_end(Tutor *tutor, TextBuffer *text) {
    if (tutor->has_ended) return;
    if (!tutor->has_begun) tutor_begin(tutor, text);
    add_step(tutor, "return", 0, NULL, NULL, text);
    if (!tutor->has_ended) tutor_close(tutor, text);
}

bool tutor_is_done(const Tutor *tutor) {
    return tutor->has_ended;
}
