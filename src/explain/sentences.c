// From events to sentences. The words of a sentence are gathered first, then its text in
// sentences.def is filled in.

#include "explain/sentences.h"

#include "base/host.h"
#include "explain/source.h"

#include <string.h>

typedef enum SentenceId {
#define SENTENCE(id, text) SAY_##id,
#include "explain/sentences.def"
#undef SENTENCE
    SAY_COUNT
} SentenceId;

static const char *const sentence_texts[SAY_COUNT] = {
#define SENTENCE(id, text) [SAY_##id] = text,
#include "explain/sentences.def"
#undef SENTENCE
};

enum { WORDS_MAX = 12, VALUE_WIDTH = 72, SHORT_WIDTH = 32 };

typedef struct Word {
    const char *key;
    size_t start, size;      // in Sentences.words_text
} Word;

typedef struct Begun {   // what a live frame runs now began with this event
    int64_t frame;
    uint64_t step;
} Begun;

struct Sentences {
    View *view;
    const ExplainOptions *options;
    Word words[WORDS_MAX];
    int word_count;
    TextBuffer words_text;
    TextBuffer output;       // of the program, until its line ends
    bool output_is_error;
    int64_t line, frame;     // of the heading that is due or was written
    EventText file;
    bool is_heading_due;
    int64_t freed_in_cycles;
    Begun *begun;            // owns; ascending frames
    int64_t begun_count, begun_capacity;
};

Sentences *sentences_new(View *view, const ExplainOptions *options) {
    Sentences *sentences = host_allocate(sizeof(Sentences));
    if (sentences != NULL) *sentences = (Sentences){.view = view, .options = options};
    return sentences;
}

void sentences_drop(Sentences *sentences) {
    if (sentences == NULL) return;
    text_done(&sentences->words_text);
    text_done(&sentences->output);
    host_release(sentences->begun);
    host_release(sentences);
}

// --- lines that run ---

static Begun *find_begun(Sentences *sentences, int64_t frame) {
    for (int64_t i = sentences->begun_count; i-- > 0;)
        if (sentences->begun[i].frame == frame) return &sentences->begun[i];
    return NULL;
}

// Follows where each frame's line began. Without memory an object may be told as older.
static void follow_lines(Sentences *sentences, const Event *event) {
    Begun *known = find_begun(sentences, event->frame);
    if (event->kind == EVENT_RETURN && known != NULL && !event->returns.is_suspended) {
        *known = sentences->begun[--sentences->begun_count];
        return;
    }
    if (event->kind != EVENT_LINE) return;
    if (known == NULL && sentences->begun_count == sentences->begun_capacity) {
        int64_t capacity = sentences->begun_capacity * 2 + 16;
        Begun *begun = host_resize(sentences->begun, (size_t)capacity * sizeof *begun);
        if (begun == NULL) return;
        sentences->begun = begun;
        sentences->begun_capacity = capacity;
    }
    if (known == NULL) known = &sentences->begun[sentences->begun_count++];
    *known = (Begun){event->frame, event->step};
}

// Whether an object was made by the line that a frame runs.
static bool is_made_here(Sentences *sentences, Serial serial, int64_t frame) {
    const ViewObject *object = view_object(sentences->view, serial);
    const Begun *begun = find_begun(sentences, frame);
    return object != NULL && begun != NULL && !object->existed && object->born > begun->step;
}

// --- words ---

// What is appended to words_text until word_end belongs to this word.
static TextBuffer *word_begin(Sentences *sentences, const char *key) {
    CHECK(sentences->word_count < WORDS_MAX);
    sentences->words[sentences->word_count++] = (Word){key, sentences->words_text.size, 0};
    return &sentences->words_text;
}

static void word_end(Sentences *sentences) {
    Word *word = &sentences->words[sentences->word_count - 1];
    word->size = sentences->words_text.size - word->start;
}

static void add_word(Sentences *sentences, const char *key, EventText text) {
    text_add(word_begin(sentences, key), text.text, text.size);
    word_end(sentences);
}

static void add_number(Sentences *sentences, const char *key, int64_t number) {
    text_add_number(word_begin(sentences, key), number);
    word_end(sentences);
}

static void show_value(Sentences *sentences, Serial serial, size_t width, TextBuffer *text) {
    view_show(sentences->view, serial, width, text);
}

// <function f> without its brackets; else NULL.
static bool show_inner(const ViewObject *object, TextBuffer *text) {
    EventText scalar = object->scalar;
    if (scalar.text == NULL || scalar.size < 3 || scalar.text[0] != '<') return false;
    if (event_text_is(object->type, "str")) return false;
    text_add(text, scalar.text + 1, scalar.size - 2);
    return true;
}

static bool is_plain(const ViewObject *object) {
    return object->scalar.text != NULL;
}

static bool is_built_in_row(const ViewObject *object) {
    static const char *const types[] = {"list", "dict", "set", "tuple"};
    for (size_t i = 0; i < ARRAY_COUNT(types); i++)
        if (event_text_is(object->type, types[i])) return true;
    return false;
}

// "10", "the list [1, 2]", "the function f".
static void show_thing(Sentences *sentences, Serial serial, const char *article, TextBuffer *text) {
    const ViewObject *object = view_object(sentences->view, serial);
    if (object == NULL) {
        text_add_c(text, "nothing");
        return;
    }
    if (is_plain(object) && (object->scalar.size == 0 || object->scalar.text[0] != '<')) {
        show_value(sentences, serial, VALUE_WIDTH, text);
        return;
    }
    text_add_c(text, article);
    if (show_inner(object, text)) return;
    bool is_instance = object->slot_count == 0 || object->slots[0].place.kind > AT_ELEMENT;
    if (!is_instance || is_built_in_row(object)) {
        text_add(text, object->type.text, object->type.size);
        text_add_char(text, ' ');
    }
    show_value(sentences, serial, VALUE_WIDTH, text);
}

static void add_thing(Sentences *sentences, const char *key, Serial serial) {
    show_thing(sentences, serial, "the ", word_begin(sentences, key));
    word_end(sentences);
}

static void add_new_thing(Sentences *sentences, Serial serial) {
    TextBuffer *text = word_begin(sentences, "new_thing");
    const ViewObject *object = view_object(sentences->view, serial);
    text_add_c(text, "a new ");
    if (object != NULL && !show_inner(object, text)) {
        text_add(text, object->type.text, object->type.size);
        text_add_c(text, ", ");
        show_value(sentences, serial, VALUE_WIDTH, text);
    }
    word_end(sentences);
}

static void add_value(Sentences *sentences, const char *key, Serial serial, size_t width) {
    show_value(sentences, serial, width, word_begin(sentences, key));
    word_end(sentences);
}

// "the list", "the function f".
static void add_kind(Sentences *sentences, const char *key, Serial serial) {
    TextBuffer *text = word_begin(sentences, key);
    const ViewObject *object = view_object(sentences->view, serial);
    text_add_c(text, "the ");
    if (object != NULL && !show_inner(object, text))
        text_add(text, object->type.text, object->type.size);
    word_end(sentences);
}

// --- source ---

static EventText source_line(const Sentences *sentences, int64_t line) {
    bool is_program = event_text_is(sentences->file, sentences->options->program);
    return is_program ? source_get_line(sentences->options, line) : (EventText){NULL, 0};
}

static void add_statement(Sentences *sentences) {
    TextBuffer *text = word_begin(sentences, "statement");
    if (source_line(sentences, sentences->line).text == NULL) {
        text_add_c(text, "This");
    } else {
        EventText code = source_get_code(sentences->options, sentences->line);
        text_add_char(text, '`');
        text_add(text, code.text, code.size);
        text_add_char(text, '`');
    }
    word_end(sentences);
}

static void write_heading(Sentences *sentences, TextBuffer *out) {
    if (!sentences->is_heading_due) return;
    sentences->is_heading_due = false;
    const ViewFrame *frame = view_frame(sentences->view, sentences->frame);
    EventText line = source_line(sentences, sentences->line);
    text_add_format(out, "\nline %lld", (long long)sentences->line);
    if (frame != NULL && frame->number != 0)
        text_add_format(out, " in %.*s()", (int)frame->function.size, frame->function.text);
    if (!event_text_is(sentences->file, sentences->options->program))
        text_add_format(out, " of %.*s", (int)sentences->file.size, sentences->file.text);
    text_add_c(out, ": ");
    text_add(out, line.text, line.size);
    text_add_char(out, '\n');
}

// --- saying ---

static const Word *find_word(const Sentences *sentences, const char *key, size_t size) {
    for (int i = 0; i < sentences->word_count; i++)
        if (strlen(sentences->words[i].key) == size &&
            memcmp(sentences->words[i].key, key, size) == 0)
            return &sentences->words[i];
    return NULL;
}

// Fills the text of a sentence in.
static void fill(Sentences *sentences, SentenceId id, TextBuffer *out) {
    for (const char *at = sentence_texts[id]; *at != '\0'; at++) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        if (end == NULL) {
            text_add_char(out, *at);
            continue;
        }
        const Word *word = find_word(sentences, at + 1, (size_t)(end - at - 1));
        CHECK(word != NULL);
        text_add(out, sentences->words_text.bytes + word->start, word->size);
        at = end;
    }
}

static void forget_words(Sentences *sentences) {
    sentences->word_count = 0;
    text_cut(&sentences->words_text, 0);
}

static void say(Sentences *sentences, SentenceId id, TextBuffer *out) {
    write_heading(sentences, out);
    text_add_c(out, "    ");
    size_t start = out->size;
    fill(sentences, id, out);
    if (out->size > start && out->bytes[start] >= 'a' && out->bytes[start] <= 'z' &&
        id != SAY_OUTPUT && id != SAY_OUTPUT_ERROR && memcmp(out->bytes + start, "the ", 4) == 0)
        out->bytes[start] = (char)(out->bytes[start] - 'a' + 'A');
    text_add_char(out, '\n');
    forget_words(sentences);
}

// --- who else ---

static void show_name(const Sentences *sentences, const ViewFrame *frame, EventText name,
                      TextBuffer *text) {
    text_add(text, name.text, name.size);
    if (frame->number == sentences->frame) return;
    if (frame->number == 0) text_add_c(text, " of the module");
    else text_add_format(text, " of %.*s()", (int)frame->function.size, frame->function.text);
}

// Lists the names of an object but one, "a, b and c"; gives their number.
static int64_t add_names(Sentences *sentences, const char *key, Serial serial, EventText but) {
    TextBuffer *text = word_begin(sentences, key);
    const View *view = sentences->view;
    int64_t count = 0, at = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int64_t i = 0; i < view->live_count; i++) {
            const ViewFrame *frame = view->frames[view->live[i]];
            for (int64_t j = 0; j < frame->name_count; j++) {
                const ViewName *name = &frame->names[j];
                bool is_it = frame->number == sentences->frame &&
                             event_text_is_equal(name->name, but);
                if (name->to != serial || is_it) continue;
                if (pass == 0) {
                    count++;
                    continue;
                }
                if (at > 0) text_add_c(text, at == count - 1 ? " and " : ", ");
                at++;
                show_name(sentences, frame, name->name, text);
            }
        }
    }
    word_end(sentences);
    return count;
}

// Lists paths as "a and data[0]"; gives their number.
// `more`: how many there are besides.
static int64_t add_paths(Sentences *sentences, const char *key, const EventPath *paths,
                         int64_t count, int64_t more) {
    TextBuffer *text = word_begin(sentences, key);
    int64_t limit = count > 6 ? 6 : count;
    count += more;
    for (int64_t i = 0; i < limit; i++) {
        if (i > 0) text_add_c(text, i == limit - 1 && limit == count ? " and " : ", ");
        const ViewFrame *frame = view_frame(sentences->view, paths[i].frame);
        if (frame != NULL) show_name(sentences, frame, paths[i].path, text);
        else text_add(text, paths[i].path.text, paths[i].path.size);
    }
    if (limit < count) text_add_format(text, " and %lld more", (long long)(count - limit));
    word_end(sentences);
    return count;
}

// --- names ---

static void say_shared(Sentences *sentences, const Event *event, TextBuffer *out) {
    Serial new = event->bind.new;
    int64_t count = add_names(sentences, "others", new, event->bind.name);
    if (count > 0) {
        add_kind(sentences, "old_thing", new);
        add_word(sentences, "verb", event_text(count == 1 ? "names" : "name"));
        add_word(sentences, "all", event_text(count == 1 ? "both" : "all these"));
        say(sentences, SAY_BIND_SHARED, out);
        return;
    }
    sentences->word_count--;
    add_thing(sentences, "thing", new);
    ViewPaths paths;
    view_find_paths(sentences->view, new, 8, &paths);
    int64_t kept = 0;
    for (int64_t i = 0; i < paths.count; i++)
        if (!event_text_is_equal(paths.items[i].path, event->bind.name))
            paths.items[kept++] = paths.items[i];
    if (kept > 0) add_paths(sentences, "others", paths.items, kept, 0);
    bool is_made = kept == 0 && is_made_here(sentences, new, event->frame);
    if (is_made) add_new_thing(sentences, new);
    say(sentences, kept > 0 ? SAY_BIND_INSIDE : is_made ? SAY_BIND_NEW : SAY_BIND_SAME, out);
    view_paths_done(&paths);
}

// What a class body is given, and no program writes.
static bool is_given_to_class(const Event *event) {
    return event_text_is(event->bind.scope, "class") &&
           (event_text_is(event->bind.name, "__module__") ||
            event_text_is(event->bind.name, "__qualname__"));
}

static void say_bind(Sentences *sentences, const Event *event, TextBuffer *out) {
    static const struct { const char *reason; SentenceId id; } rows[] = {
        {"small int", SAY_BIND_SMALL}, {"singleton", SAY_BIND_SINGLETON},
        {"interned", SAY_BIND_INTERNED}, {"constant", SAY_BIND_CONSTANT},
        {"cached", SAY_BIND_CACHED},
    };
    if (is_given_to_class(event)) return;
    add_statement(sentences);
    add_word(sentences, "name", event->bind.name);
    if (event->bind.shared.text == NULL) {
        add_new_thing(sentences, event->bind.new);
        say(sentences, SAY_BIND_NEW, out);
        return;
    }
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        if (!event_text_is(event->bind.shared, rows[i].reason)) continue;
        add_value(sentences, "value", event->bind.new, VALUE_WIDTH);
        say(sentences, rows[i].id, out);
        return;
    }
    say_shared(sentences, event, out);
}

static void say_moved(Sentences *sentences, const Event *event, TextBuffer *out) {
    bool is_unbind = event->kind == EVENT_UNBIND;
    Serial old = event->rebind.old;
    add_statement(sentences);
    add_word(sentences, "name", event->rebind.name);
    add_thing(sentences, "was", old);
    int64_t others = add_names(sentences, "others", old, event->rebind.name);
    const ViewObject *object = view_object(sentences->view, old);
    bool is_common = object != NULL && object->scalar.text != NULL && others > 3;
    if (is_common) others = 0;
    add_word(sentences, "verb", event_text(others == 1 ? "names" : "name"));
    if (is_unbind) {
        say(sentences, others > 0 ? SAY_UNBIND_STILL : SAY_UNBIND_LAST, out);
        return;
    }
    if (object != NULL && object->scalar.text != NULL)
        add_value(sentences, "was_short", old, SHORT_WIDTH);
    else add_kind(sentences, "was_short", old);
    add_thing(sentences, "thing", event->rebind.new);
    say(sentences, others > 0 ? SAY_REBIND_STILL : SAY_REBIND, out);
}

// --- objects ---

// "position 3", "key 'a'", "attribute x".
static void add_place(Sentences *sentences, const EventPlace *place) {
    static const char *const kinds[AT_COUNT] = {
        [AT_INDEX] = "position ", [AT_SLICE] = "", [AT_KEY] = "key ", [AT_ELEMENT] = "",
        [AT_ATTRIBUTE] = "attribute ", [AT_FIELD] = "", [AT_CELL] = "", [AT_CONTENT] = "",
    };
    TextBuffer *text = word_begin(sentences, "place");
    text_add_c(text, kinds[place->kind]);
    view_show_place_at(place, text);
    word_end(sentences);
}

static void add_values(Sentences *sentences, const char *key, const EventValues *values) {
    enum { VALUES_MAX = 8 };
    TextBuffer *text = word_begin(sentences, key);
    text_add_char(text, '[');
    for (int64_t i = 0; i < values->count; i++) {
        if (i > 0) text_add_c(text, ", ");
        if (i == VALUES_MAX) {
            text_add_c(text, "…");
            break;
        }
        show_value(sentences, values->items[i], SHORT_WIDTH, text);
    }
    text_add_char(text, ']');
    word_end(sentences);
}

// The words of what happened at the place, then its text as the word "change".
static void add_change(Sentences *sentences, const Event *event) {
    const EventPlace *place = &event->mutate.place;
    TextBuffer change = {0};
    Serial old = event->mutate.old.one, new = event->mutate.new.one;
    int first = sentences->word_count;
    SentenceId id = old == 0 ? SAY_AT_ADDED : new == 0 ? SAY_AT_REMOVED : SAY_AT_REPLACED;
    if (place->kind == AT_SLICE) {
        add_values(sentences, "was", &event->mutate.old);
        add_values(sentences, "new", &event->mutate.new);
        add_number(sentences, "place", place->index);
        id = event->mutate.new.count == 0 ? SAY_AT_STRETCH_REMOVED
             : event->mutate.old.count == 0 ? SAY_AT_STRETCH_ADDED : SAY_AT_STRETCH;
    } else if (place->kind == AT_CONTENT) {
        id = event->mutate.type.text != NULL ? SAY_AT_CLASS : SAY_AT_CONTENT;
    } else {
        add_place(sentences, place);
        if (old != 0) add_value(sentences, "was", old, SHORT_WIDTH);
        if (new != 0) add_value(sentences, "new", new, SHORT_WIDTH);
        if (place->kind == AT_ELEMENT)
            id = old == 0 ? SAY_AT_MEMBER_ADDED : SAY_AT_MEMBER_REMOVED;
    }
    fill(sentences, id, &change);
    sentences->word_count = first;
    add_word(sentences, "change", (EventText){change.bytes, change.size});
    text_done(&change);
}

static void say_mutate(Sentences *sentences, const Event *event, TextBuffer *out) {
    const EventPaths *paths = &event->mutate.seen_by;
    int64_t more = event->mutate.seen_by_more < 0 ? 0 : event->mutate.seen_by_more;
    add_statement(sentences);
    add_kind(sentences, "kind", event->mutate.object);
    add_change(sentences, event);
    add_value(sentences, "value", event->mutate.object, VALUE_WIDTH);
    if (paths->is_absent) {   // nobody was looked for
        say(sentences, SAY_CHANGE, out);
        return;
    }
    int64_t count = add_paths(sentences, "others", paths->items, paths->count, more);
    const ViewObject *object = view_object(sentences->view, event->mutate.object);
    bool is_plain = object != NULL && object->scalar.size > 0 && object->scalar.text[0] == '<';
    if (is_plain && count > 0) {   // its value tells nothing: <class Point>
        add_word(sentences, "verb", event_text(count == 1 ? "names" : "name"));
        say(sentences, SAY_CHANGE_PLAIN, out);
        return;
    }
    add_number(sentences, "count", count);
    say(sentences, count == 0 ? SAY_CHANGE_UNSEEN : count == 1 ? SAY_CHANGE_ALONE
                   : count == 2 ? SAY_CHANGE_BOTH : SAY_CHANGE_ALL, out);
}

static void say_free(Sentences *sentences, const Event *event, TextBuffer *out) {
    const EventHolder *last = &event->free.last;
    add_thing(sentences, "thing", event->free.object);
    if (event_text_is(event->free.why, "collected in a cycle")) {
        say(sentences, SAY_FREE_CYCLE, out);
    } else if (last->kind == HOLDER_NAME) {
        add_word(sentences, "name", last->name);
        say(sentences, SAY_FREE_NAME, out);
    } else if (last->kind == HOLDER_OBJECT) {
        add_place(sentences, &last->place);
        add_kind(sentences, "kind", last->object);
        say(sentences, SAY_FREE_PLACE, out);
    } else {
        say(sentences, SAY_FREE_COUNT, out);
    }
}

static void say_copy(Sentences *sentences, const Event *event, TextBuffer *out) {
    const EventStrings *shared = &event->copy.shared;
    add_statement(sentences);
    add_word(sentences, "depth", event->copy.depth);
    add_thing(sentences, "was", event->copy.from);
    add_new_thing(sentences, event->copy.to);
    TextBuffer *text = word_begin(sentences, "shared");
    int64_t limit = shared->count > 6 ? 6 : shared->count;
    for (int64_t i = 0; i < limit; i++) {
        if (i > 0) text_add_c(text, i == shared->count - 1 ? " and " : ", ");
        text_add(text, shared->items[i].text, shared->items[i].size);
    }
    if (limit < shared->count) text_add_c(text, " and others");
    word_end(sentences);
    add_word(sentences, "verb", event_text(shared->count == 1 ? "is" : "are each"));
    say(sentences, shared->count > 0 ? SAY_COPY_SHARES : SAY_COPY_NOTHING, out);
}

// --- execution ---

static void say_compare(Sentences *sentences, const Event *event, TextBuffer *out) {
    bool is_identity = event->compare.equal < 0;
    bool is_negative = event_text_is(event->compare.operator, "is not") ||
                       event_text_is(event->compare.operator, "!=");
    bool holds = is_identity ? event->compare.same_object : event->compare.equal;
    add_word(sentences, "operator", event->compare.operator);
    add_word(sentences, "value", event_text(holds != is_negative ? "True" : "False"));
    add_thing(sentences, "thing", event->compare.left);
    add_value(sentences, "was", event->compare.left, SHORT_WIDTH);
    add_value(sentences, "new", event->compare.right, SHORT_WIDTH);
    SentenceId id = event->compare.same_object ? SAY_COMPARE_SAME
                    : is_identity ? SAY_COMPARE_TWO
                    : event->compare.equal ? SAY_COMPARE_EQUAL : SAY_COMPARE_OTHER;
    say(sentences, id, out);
}

// Whether a call begins the body of a class: by the program's text, decorators aside.
static bool begins_class(const Sentences *sentences, const Event *event) {
    if (event->call.bindings.count > 0 || event->call.is_resumed ||
        !event_text_is(event->file, sentences->options->program))
        return false;
    EventText text = source_get_line(sentences->options, event->line);
    for (int64_t line = event->line + 1; text.size > 0 && text.text[0] == '@'; line++)
        text = source_get_line(sentences->options, line);
    return text.size > 6 && memcmp(text.text, "class ", 6) == 0;
}

static bool is_class_body(const Sentences *sentences, int64_t number) {
    const ViewFrame *frame = view_frame(sentences->view, number);
    return frame != NULL && frame->name_count > 0 &&
           event_text_is(frame->names[0].scope, "class");
}

static void say_call(Sentences *sentences, const Event *event, TextBuffer *out) {
    const EventBindings *bindings = &event->call.bindings;
    add_word(sentences, "name", event->call.function);
    if (begins_class(sentences, event)) {
        say(sentences, SAY_CALL_CLASS, out);
        return;
    }
    TextBuffer *text = word_begin(sentences, "bindings");
    int64_t hidden = 0;   // what a comprehension goes through comes first, as `.0`
    while (hidden < bindings->count && bindings->items[hidden].name.text[0] == '.') hidden++;
    for (int64_t i = hidden; i < bindings->count; i++) {
        if (i > hidden) text_add_c(text, i == bindings->count - 1 ? " and " : ", ");
        text_add(text, bindings->items[i].name.text, bindings->items[i].name.size);
        text_add_c(text, " names ");
        show_value(sentences, bindings->items[i].to, SHORT_WIDTH, text);
    }
    word_end(sentences);
    say(sentences, event->call.is_resumed ? SAY_RESUME
                   : bindings->count == hidden ? SAY_CALL : SAY_CALL_WITH, out);
}

static void say_return(Sentences *sentences, const Event *event, TextBuffer *out) {
    if (event->frame == 0) return;
    add_word(sentences, "name", event->returns.function);
    add_thing(sentences, "thing", event->returns.value);
    bool is_class = event->returns.value != 0 && is_class_body(sentences, event->frame);
    say(sentences, event->returns.is_suspended ? SAY_RETURN_GENERATOR
                   : event->returns.value == 0 ? SAY_RETURN_RAISED
                   : is_class ? SAY_RETURN_CLASS : SAY_RETURN, out);
}

static void write_output(Sentences *sentences, TextBuffer *out) {
    if (sentences->output.size == 0) return;
    add_word(sentences, "value", (EventText){sentences->output.bytes, sentences->output.size});
    text_cut(&sentences->output, 0);
    say(sentences, sentences->output_is_error ? SAY_OUTPUT_ERROR : SAY_OUTPUT, out);
}

// Whole lines are told one by one, however they were written.
static void take_output(Sentences *sentences, const Event *event, TextBuffer *out) {
    bool is_error = event_text_is(event->output.stream, "stderr");
    if (is_error != sentences->output_is_error) write_output(sentences, out);
    sentences->output_is_error = is_error;
    for (size_t i = 0; i < event->output.text.size; i++) {
        char character = event->output.text.text[i];
        if (character != '\n') text_add_char(&sentences->output, character);
        else if (sentences->output.size > 0) write_output(sentences, out);
    }
}

static void say_other(Sentences *sentences, const Event *event, TextBuffer *out) {
    switch (event->kind) {
    case EVENT_YIELD:
        add_word(sentences, "name", event->yield.function);
        add_thing(sentences, "thing", event->yield.value);
        say(sentences, SAY_YIELD, out);
        break;
    case EVENT_RAISE:
        add_word(sentences, "value", event->raise.text);
        say(sentences, SAY_RAISE, out);
        break;
    case EVENT_COLLECT:
        if (event->collect.freed == 0) break;
        add_number(sentences, "count", event->collect.freed);
        say(sentences, SAY_COLLECT, out);
        break;
    default: break;
    }
}

void sentences_take(Sentences *sentences, const Event *event, int is_told, TextBuffer *out) {
    if (event->kind == EVENT_FREE && event_text_is(event->free.why, "collected in a cycle") &&
        !event->is_exit)
        sentences->freed_in_cycles++;
    follow_lines(sentences, event);
    if (event->kind == EVENT_OUTPUT && is_told) {
        take_output(sentences, event, out);
        return;
    }
    if (event->kind == EVENT_LINE || event->kind == EVENT_RETURN) write_output(sentences, out);
    // A call is told under the line that calls.
    if (event->kind == EVENT_CALL && event->frame != 0) {
        if (is_told && !event->is_exit) say_call(sentences, event, out);
        return;
    }
    if (event->line != sentences->line || event->frame != sentences->frame ||
        event->kind == EVENT_LINE) {
        sentences->is_heading_due = event->line > 0;
        sentences->line = event->line;
        sentences->frame = event->frame;
        sentences->file = event->file;
    }
    if (!is_told || event->is_exit) return;
    switch (event->kind) {
    case EVENT_BIND: say_bind(sentences, event, out); break;
    case EVENT_REBIND: case EVENT_UNBIND: say_moved(sentences, event, out); break;
    case EVENT_MUTATE: say_mutate(sentences, event, out); break;
    case EVENT_FREE: say_free(sentences, event, out); break;
    case EVENT_COPY: say_copy(sentences, event, out); break;
    case EVENT_COMPARE: say_compare(sentences, event, out); break;
    case EVENT_RETURN: say_return(sentences, event, out); break;
    default: say_other(sentences, event, out); break;
    }
}

// --- the whole ---

static bool is_first_name(const ViewFrame *frame, int64_t index) {
    for (int64_t i = 0; i < index; i++)
        if (frame->names[i].to == frame->names[index].to) return false;
    return true;
}

void sentences_add_summary(Sentences *sentences, TextBuffer *out) {
    View *view = sentences->view;
    write_output(sentences, out);
    sentences->is_heading_due = false;
    sentences->frame = 0;
    text_add_c(out, "\nat the end:\n");
    int64_t alive = 0;
    for (Serial i = 1; i <= view->object_last; i++) {
        const ViewObject *object = view_object(view, i);
        alive += object != NULL && object->is_alive && !object->existed;
    }
    add_number(sentences, "made", view->made);
    add_number(sentences, "freed", view->made - alive);
    add_number(sentences, "alive", alive);
    say(sentences, SAY_SUMMARY, out);
    if (sentences->freed_in_cycles > 0) {
        add_number(sentences, "count", sentences->freed_in_cycles);
        say(sentences, SAY_SUMMARY_CYCLES, out);
    }
    const ViewFrame *frame = view_frame(view, 0);
    for (int64_t i = 0; frame != NULL && i < frame->name_count; i++) {
        const ViewObject *object = view_object(view, frame->names[i].to);
        if (object == NULL || !object->is_mutable || !is_first_name(frame, i)) continue;
        int64_t count = add_names(sentences, "names", object->serial, (EventText){NULL, 0});
        add_thing(sentences, "thing", object->serial);
        if (count > 1) say(sentences, SAY_SUMMARY_SHARED, out);
        forget_words(sentences);
    }
}
