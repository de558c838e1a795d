#include "explain/tutor_value.h"

#include "base/host.h"
#include "explain/source.h"

#include <ctype.h>
#include <string.h>

enum { SAFE_DIGITS = 15 };   // of an int that JavaScript's numbers hold exactly

// --- small values ---

static bool is_plain_int(EventText text) {
    size_t digits = text.size - (text.size > 0 && text.text[0] == '-');
    return digits > 0 && digits <= SAFE_DIGITS;
}

// Floats that JSON has no number for, or that would lose their ".0", are marked.
static void add_float(EventText text, TextBuffer *out) {
    bool is_special = memchr(text.text, 'n', text.size) != NULL ||   // nan, inf
                      (text.size > 2 && memcmp(text.text + text.size - 2, ".0", 2) == 0);
    if (!is_special) {
        text_add(out, text.text, text.size);
        return;
    }
    text_add_c(out, "[\"SPECIAL_FLOAT\",");
    if (event_text_is(text, "nan")) text_add_c(out, "\"NaN\"");
    else if (event_text_is(text, "inf")) text_add_c(out, "\"Infinity\"");
    else if (event_text_is(text, "-inf")) text_add_c(out, "\"-Infinity\"");
    else text_add_json(out, text.text, text.size);
    text_add_char(out, ']');
}

// False: it is no small value.
static bool add_small(const ViewObject *object, TextBuffer *out) {
    EventText text = object->scalar;
    if (text.text == NULL) return false;
    if (event_text_is(object->type, "NoneType")) text_add_c(out, "null");
    else if (event_text_is(object->type, "bool"))
        text_add_c(out, event_text_is(text, "True") ? "true" : "false");
    else if (event_text_is(object->type, "int") && is_plain_int(text))
        text_add(out, text.text, text.size);
    else if (event_text_is(object->type, "float")) add_float(text, out);
    else if (event_text_is(object->type, "str")) text_add_json(out, text.text, text.size);
    else return false;
    return true;
}

void tutor_heap_begin(TutorHeap *heap) {
    heap->count = 0;
    heap->mark = ++heap->view->mark_last;
}

static void enqueue(TutorHeap *heap, ViewObject *object) {
    if (object->mark == heap->mark) return;
    if (heap->count == heap->capacity) {
        int64_t capacity = heap->capacity * 2 + 64;
        Serial *queue = host_resize(heap->queue, (size_t)capacity * sizeof *queue);
        heap->is_failed |= queue == NULL;
        if (queue == NULL) return;
        heap->queue = queue;
        heap->capacity = capacity;
    }
    object->mark = heap->mark;
    heap->queue[heap->count++] = object->serial;
}

void tutor_heap_add_value(TutorHeap *heap, Serial serial, TextBuffer *text) {
    ViewObject *object = view_object(heap->view, serial);
    if (object == NULL || object->serial == 0) {
        text_add_c(text, "null");
        return;
    }
    if (add_small(object, text)) return;
    text_add_format(text, "[\"REF\",%llu]", (unsigned long long)serial);
    enqueue(heap, object);
}

void tutor_heap_done(TutorHeap *heap) {
    host_release(heap->queue);
}

// --- functions ---

static bool is_word(char letter) {
    return isalnum((unsigned char)letter) || letter == '_' || (letter & 0x80) != 0;
}

// The names in a list of parameters, without annotations and defaults.
static void add_parameters(const char *at, const char *end, TextBuffer *out) {
    int depth = 0;
    bool is_name = true, is_first = true;
    for (; at < end && !(depth == 0 && *at == ')'); at++) {
        if (strchr("([{", *at) != NULL) depth++;
        else if (strchr(")]}", *at) != NULL) depth--;
        else if (depth == 0 && (*at == ':' || *at == '=')) is_name = false;
        else if (depth == 0 && *at == ',') {
            is_name = true;
            is_first = false;
            continue;
        }
        bool is_star = *at == '*';
        if (!is_name || depth > 0 || !(is_word(*at) || is_star)) continue;
        bool begins = at[-1] == ',' || at[-1] == '(' || at[-1] == ' ';
        if (begins && !is_first) text_add_c(out, ", ");
        text_add_char(out, *at);
    }
}

// The function with its parameters, as far as the line where it was made has them.
static void add_function(TutorHeap *heap, const ViewObject *object, TextBuffer *out) {
    static const char start[] = "<function ";
    EventText whole = object->scalar, line = source_get_line(heap->options, object->born_line);
    size_t skipped = sizeof start - 1;
    EventText name = whole;
    if (whole.size > skipped + 1 && memcmp(whole.text, start, skipped) == 0)
        name = (EventText){whole.text + skipped, whole.size - skipped - 1};
    for (size_t i = name.size; i-- > 0;) {
        if (name.text[i] != '.') continue;
        name = (EventText){name.text + i + 1, name.size - i - 1};
        break;
    }
    TextBuffer text = {0};
    text_add(&text, name.text, name.size);
    size_t at = 0;
    while (at + name.size < line.size && (memcmp(line.text + at, name.text, name.size) != 0 ||
                                          line.text[at + name.size] != '('))
        at++;
    text_add_char(&text, '(');
    if (at + name.size < line.size)
        add_parameters(line.text + at + name.size + 1, line.text + line.size, &text);
    else text_add_c(&text, "...");
    text_add_char(&text, ')');
    text_add_c(out, "[\"FUNCTION\",");
    text_add_json(out, text.bytes, text.size);
    text_add_c(out, ",null]");
    out->is_failed |= text.is_failed;
    text_done(&text);
}

// --- objects ---

static const char *const hidden[] = {"__doc__", "__module__", "__dict__", "__weakref__",
                                     "__qualname__"};

static void add_attributes(TutorHeap *heap, const ViewObject *object, TextBuffer *out) {
    for (int64_t i = 0; i < object->slot_count; i++) {
        const ViewSlot *slot = &object->slots[i];
        bool is_shown = slot->place.kind == AT_ATTRIBUTE;
        for (size_t j = 0; j < ARRAY_COUNT(hidden); j++)
            is_shown = is_shown && !event_text_is(slot->place.at, hidden[j]);
        if (!is_shown) continue;
        text_add_c(out, ",[");
        text_add_json(out, slot->place.at.text, slot->place.at.size);
        text_add_char(out, ',');
        tutor_heap_add_value(heap, slot->to, out);
        text_add_char(out, ']');
    }
}

// What stands between `<class ` and `>`, or the text as it is.
static EventText inner_name(EventText text, const char *start) {
    size_t size = strlen(start);
    if (text.size > size && memcmp(text.text, start, size) == 0)
        text = (EventText){text.text + size, text.size - size - 1};
    return text;
}

static void add_class(TutorHeap *heap, const ViewObject *object, TextBuffer *out) {
    EventText name = inner_name(object->scalar, "<class ");
    text_add_c(out, "[\"CLASS\",");
    text_add_json(out, name.text, name.size);
    text_add_c(out, ",[");
    bool is_first = true;
    for (int64_t i = 0; i < object->slot_count; i++) {
        const ViewSlot *slot = &object->slots[i];
        if (slot->place.kind != AT_FIELD || !event_text_is(slot->place.at, "__bases__")) continue;
        const ViewObject *bases = view_object(heap->view, slot->to);
        for (int64_t j = 0; bases != NULL && j < bases->slot_count; j++) {
            const ViewObject *base = view_object(heap->view, bases->slots[j].to);
            if (base == NULL || event_text_is(base->scalar, "<class object>")) continue;
            EventText base_name = inner_name(base->scalar, "<class ");
            if (!is_first) text_add_char(out, ',');
            text_add_json(out, base_name.text, base_name.size);
            is_first = false;
        }
    }
    text_add_char(out, ']');
    add_attributes(heap, object, out);
    text_add_char(out, ']');
}

static void add_items(TutorHeap *heap, const ViewObject *object, const char *kind,
                      TextBuffer *out) {
    text_add_format(out, "[\"%s\"", kind);
    for (int64_t i = 0; i < object->slot_count; i++) {
        const ViewSlot *slot = &object->slots[i];
        if (slot->place.kind == AT_KEY) {
            text_add_c(out, ",[");
            if (slot->place.key != 0) tutor_heap_add_value(heap, slot->place.key, out);
            else text_add_json(out, slot->place.at.text, slot->place.at.size);
            text_add_char(out, ',');
            tutor_heap_add_value(heap, slot->to, out);
            text_add_char(out, ']');
        } else if (slot->place.kind == AT_INDEX || slot->place.kind == AT_ELEMENT) {
            text_add_char(out, ',');
            tutor_heap_add_value(heap, slot->to, out);
        }
    }
    text_add_char(out, ']');
}

// Values that have a text of their own, and what has no slots that a program could name.
static void add_text(const ViewObject *object, const char *kind, EventText value,
                     TextBuffer *out) {
    text_add_char(out, '[');
    if (kind != NULL) text_add_format(out, "\"%s\"", kind);
    else text_add_json(out, object->type.text, object->type.size);
    text_add_char(out, ',');
    text_add_json(out, value.text, value.size);
    text_add_char(out, ']');
}

static void add_object(TutorHeap *heap, const ViewObject *object, TextBuffer *out) {
    static const struct { const char *type, *kind; } containers[] = {
        {"list", "LIST"}, {"tuple", "TUPLE"}, {"dict", "DICT"}, {"set", "SET"},
        {"frozenset", "SET"}};
    for (size_t i = 0; i < ARRAY_COUNT(containers); i++) {
        if (!event_text_is(object->type, containers[i].type)) continue;
        add_items(heap, object, containers[i].kind, out);
        return;
    }
    EventText text = object->scalar;
    const ViewObject *function = event_text_is(object->type, "function") ? object : NULL;
    if (event_text_is(object->type, "method") && object->slot_count > 0)
        function = view_object(heap->view, object->slots[0].to);
    if (function != NULL && event_text_is(function->type, "function")) {
        add_function(heap, function, out);
    } else if (text.text != NULL && text.size > 7 && memcmp(text.text, "<class ", 7) == 0) {
        add_class(heap, object, out);
    } else if (event_text_is(object->type, "module")) {
        add_text(object, "module", inner_name(text, "<module "), out);
    } else if (text.text != NULL) {
        add_text(object, NULL, text, out);
    } else {
        text_add_c(out, "[\"INSTANCE\",");
        text_add_json(out, object->type.text, object->type.size);
        add_attributes(heap, object, out);
        text_add_char(out, ']');
    }
}

void tutor_heap_add(TutorHeap *heap, TextBuffer *text) {
    for (int64_t i = 0; i < heap->count; i++) {
        text_add_format(text, "%s\"%llu\":", i > 0 ? "," : "",
                        (unsigned long long)heap->queue[i]);
        add_object(heap, view_object(heap->view, heap->queue[i]), text);
    }
    text->is_failed |= heap->is_failed;
}
