// The state of a run, rebuilt from its events.

#include "explain/view.h"

#include "base/host.h"
#include "explain/view_parts.h"

#include <string.h>

// --- texts that are stored once ---

typedef struct ViewTexts {
    EventText *places;   // open addressing; text NULL: free
    size_t count, capacity;
} ViewTexts;

bool event_text_is_equal(EventText one, EventText other) {
    return one.size == other.size &&
           (one.size == 0 || memcmp(one.text, other.text, one.size) == 0);
}

bool event_text_is(EventText text, const char *terminated) {
    return event_text_is_equal(text, event_text(terminated));
}

static size_t text_hash(EventText text) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (unsigned char)text.text[i]) * 1099511628211u;
    return (size_t)(hash ^ hash >> 29);
}

static EventText *texts_place(ViewTexts *texts, EventText text) {
    size_t mask = texts->capacity - 1, i = text_hash(text) & mask;
    while (texts->places[i].text != NULL && !event_text_is_equal(texts->places[i], text))
        i = (i + 1) & mask;
    return &texts->places[i];
}

static bool texts_grow(ViewTexts *texts) {
    ViewTexts grown = {.capacity = texts->capacity == 0 ? 64 : texts->capacity * 2};
    grown.places = host_allocate(grown.capacity * sizeof(EventText));
    if (grown.places == NULL) return false;
    memset(grown.places, 0, grown.capacity * sizeof(EventText));
    for (size_t i = 0; i < texts->capacity; i++)
        if (texts->places[i].text != NULL)
            *texts_place(&grown, texts->places[i]) = texts->places[i];
    grown.count = texts->count;
    host_release(texts->places);
    *texts = grown;
    return true;
}

EventText view_keep_text(View *view, EventText text) {
    ViewTexts *texts = view->kept;
    if (text.text == NULL) return text;
    if (texts->count * 2 >= texts->capacity && !texts_grow(texts)) {
        view->is_failed = true;
        return (EventText){"", 0};
    }
    EventText *place = texts_place(texts, text);
    if (place->text != NULL) return *place;
    char *copy = arena_copy(&view->texts, text.text, text.size);
    if (copy == NULL) {
        view->is_failed = true;
        return (EventText){"", 0};
    }
    texts->count++;
    *place = (EventText){copy, text.size};
    return *place;
}

// --- growing rows ---

bool view_reserve(View *view, void **items, int64_t *capacity, int64_t count, size_t bytes) {
    if (count <= *capacity) return true;
    int64_t grown = *capacity * 2 + 8;
    if (grown < count) grown = count;
    void *block = host_resize(*items, (size_t)grown * bytes);
    if (block == NULL) {
        view->is_failed = true;
        return false;
    }
    memset((char *)block + (size_t)*capacity * bytes, 0, (size_t)(grown - *capacity) * bytes);
    *items = block;
    *capacity = grown;
    return true;
}

// --- start and end ---

View *view_new(void) {
    View *view = host_allocate(sizeof(View));
    ViewTexts *texts = host_allocate(sizeof(ViewTexts));
    if (view == NULL || texts == NULL) {
        host_release(view);
        host_release(texts);
        return NULL;
    }
    *view = (View){.kept = texts, .frame_current = -1, .ended = -1};
    *texts = (ViewTexts){0};
    arena_start(&view->texts);
    return view;
}

void view_drop(View *view) {
    if (view == NULL) return;
    for (int64_t i = 0; i < view->object_capacity; i++) {
        ViewObject *object = view->objects[i];
        if (object == NULL) continue;
        host_release(object->slots);
        host_release(object->referrers.items);
        host_release((void *)(uintptr_t)object->scalar.text);
        host_release(object);
    }
    for (int64_t i = 0; i < view->frame_count; i++) {
        if (view->frames[i] == NULL) continue;
        host_release(view->frames[i]->names);
        host_release(view->frames[i]);
    }
    host_release(view->objects);
    host_release(view->frames);
    host_release(view->live);
    host_release(view->kept->places);
    host_release(view->kept);
    arena_done(&view->texts);
    host_release(view);
}

ViewObject *view_object(const View *view, Serial serial) {
    if (serial == 0 || (int64_t)serial >= view->object_capacity) return NULL;
    return view->objects[serial];
}

ViewFrame *view_frame(const View *view, int64_t number) {
    return number < 0 || number >= view->frame_count ? NULL : view->frames[number];
}

bool view_frame_is_live(const ViewFrame *frame) {
    return frame != NULL && (frame->state == FRAME_RUNS || frame->state == FRAME_SUSPENDED);
}

ViewName *view_name(const ViewFrame *frame, EventText name) {
    for (int64_t i = 0; i < frame->name_count; i++)
        if (event_text_is_equal(frame->names[i].name, name)) return &frame->names[i];
    return NULL;
}

// --- objects ---

static ViewObject *object_make(View *view, Serial serial) {
    int64_t wanted = (int64_t)serial + 1;
    if (!view_reserve(view, (void **)&view->objects, &view->object_capacity, wanted,
                      sizeof(ViewObject *)))
        return NULL;
    ViewObject *object = view->objects[serial];
    if (object == NULL) {
        object = host_allocate(sizeof(ViewObject));
        if (object == NULL) {
            view->is_failed = true;
            return NULL;
        }
        *object = (ViewObject){0};
        view->objects[serial] = object;
    }
    return object;
}

static void scalar_set(View *view, ViewObject *object, EventText text) {
    host_release((void *)(uintptr_t)object->scalar.text);
    object->scalar = (EventText){NULL, 0};
    if (text.text == NULL) return;
    char *copy = host_allocate(text.size + 1);
    if (copy == NULL) {
        view->is_failed = true;
        return;
    }
    memcpy(copy, text.text, text.size);
    copy[text.size] = '\0';
    object->scalar = (EventText){copy, text.size};
}

void view_refer(View *view, Serial to, Serial from) {
    // It may be introduced later: then the record waits for it.
    ViewObject *object = object_make(view, to);
    if (object == NULL) return;
    ViewReferrers *row = &object->referrers;
    if (object->serial != 0 && !object->is_mutable && object->slot_count == 0) return;
    if (row->count > 0 && row->items[row->count - 1] == from) return;
    if (view_reserve(view, (void **)&row->items, &row->capacity, row->count + 1, sizeof(Serial)))
        row->items[row->count++] = from;
}

static void introduce(View *view, const Event *event) {
    ViewObject *object = object_make(view, event->create.object);
    if (object == NULL) return;
    object->serial = event->create.object;
    object->id = view_keep_text(view, event->create.id);
    object->type = view_keep_text(view, event->create.type);
    object->size = event->create.size;
    object->count = event->create.count;
    object->is_mutable = event->create.is_mutable == 1;
    object->existed = event->kind == EVENT_EXISTS;
    object->is_alive = true;
    object->born = event->step;
    object->born_line = event->line;
    scalar_set(view, object, event->create.scalar);
    const EventSlots *slots = &event->create.slots;
    if (!view_reserve(view, (void **)&object->slots, &object->slot_capacity, slots->count,
                      sizeof(ViewSlot)))
        return;
    for (int64_t i = 0; i < slots->count; i++) {
        EventPlace place = slots->items[i].place;
        place.at = view_keep_text(view, place.at);
        object->slots[i] = (ViewSlot){place, slots->items[i].to, 0};
        view_refer(view, slots->items[i].to, object->serial);
    }
    object->slot_count = slots->count;
    if (object->serial > view->object_last) view->object_last = object->serial;
    view->alive++;
    if (!object->existed) view->made++;
}

static void object_changes(View *view, const Event *event) {
    ViewObject *object = view_object(view, event->mutate.object);
    if (object == NULL) return;
    view_mutate(view, event);
    if (event->mutate.scalar.text != NULL) scalar_set(view, object, event->mutate.scalar);
    if (event->mutate.type.text != NULL)
        object->type = view_keep_text(view, event->mutate.type);
}

// The frame is no longer live; its names can still be read until the next event.
static void frame_leaves(View *view, ViewFrame *frame) {
    frame->state = FRAME_ENDED;
    view->ended = frame->number;
    int64_t i = view->live_count - 1;
    while (i >= 0 && view->live[i] != frame->number) i--;
    if (i < 0) return;
    memmove(&view->live[i], &view->live[i + 1],
            (size_t)(view->live_count - i - 1) * sizeof(int64_t));
    view->live_count--;
}

static void object_dies(View *view, const Event *event) {
    ViewObject *object = view_object(view, event->free.object);
    if (object == NULL || !object->is_alive) return;
    object->is_alive = false;
    object->died = event->step;
    object->count = 0;
    view->dead = object->serial;
    view->alive--;
    view->freed++;
    for (int64_t i = 0; i < view->live_count; i++) {
        ViewFrame *frame = view->frames[view->live[i]];
        if (frame->state != FRAME_SUSPENDED || frame->generator != object->serial) continue;
        frame_leaves(view, frame);
        break;
    }
}

// What ended with the last event goes.
static void bury(View *view) {
    ViewFrame *frame = view_frame(view, view->ended);
    if (frame != NULL) {
        host_release(frame->names);
        host_release(frame);
        view->frames[view->ended] = NULL;
    }
    view->ended = -1;
    ViewObject *object = view_object(view, view->dead);
    view->dead = 0;
    if (object == NULL) return;
    host_release(object->slots);
    host_release(object->referrers.items);
    object->slots = NULL;
    object->slot_count = object->slot_capacity = 0;
    object->referrers = (ViewReferrers){0};
}

// --- frames and names ---

static ViewFrame *frame_make(View *view, int64_t number) {
    if (number < 0) return NULL;
    if (!view_reserve(view, (void **)&view->frames, &view->frame_capacity, number + 1,
                      sizeof(ViewFrame *)))
        return NULL;
    if (number >= view->frame_count) view->frame_count = number + 1;
    if (view->frames[number] == NULL) {
        ViewFrame *frame = host_allocate(sizeof(ViewFrame));
        if (frame == NULL) {
            view->is_failed = true;
            return NULL;
        }
        *frame = (ViewFrame){.number = number, .caller = -1};
        view->frames[number] = frame;
        if (view_reserve(view, (void **)&view->live, &view->live_capacity, view->live_count + 1,
                         sizeof(int64_t)))
            view->live[view->live_count++] = number;
    }
    return view->frames[number];
}

static void name_set(View *view, ViewFrame *frame, EventText name, EventText scope, Serial to) {
    ViewName *known = view_name(frame, name);
    if (known == NULL) {
        if (!view_reserve(view, (void **)&frame->names, &frame->name_capacity,
                          frame->name_count + 1, sizeof(ViewName)))
            return;
        known = &frame->names[frame->name_count++];
        known->name = view_keep_text(view, name);
        known->scope = view_keep_text(view, scope);
    }
    known->to = to;
    known->changed = view->step;
}

static void name_remove(ViewFrame *frame, EventText name) {
    ViewName *known = view_name(frame, name);
    if (known == NULL) return;
    int64_t index = known - frame->names;
    memmove(known, known + 1, (size_t)(frame->name_count - index - 1) * sizeof(ViewName));
    frame->name_count--;
}

static void frame_begins(View *view, const Event *event) {
    ViewFrame *frame = frame_make(view, event->frame);
    if (frame == NULL) return;
    frame->state = FRAME_RUNS;
    frame->caller = event->call.caller;
    frame->function = view_keep_text(view, event->call.function);
    frame->file = view_keep_text(view, event->file);
    const EventBindings *bindings = &event->call.bindings;
    for (int64_t i = 0; i < bindings->count; i++)
        name_set(view, frame, bindings->items[i].name, bindings->items[i].scope,
                 bindings->items[i].to);
    view->frame_current = frame->number;
}

static void frame_ends(View *view, const Event *event) {
    ViewFrame *frame = frame_make(view, event->frame);
    if (frame == NULL) return;
    bool is_return = event->kind == EVENT_RETURN;
    frame->value = is_return ? event->returns.value : event->yield.value;
    bool is_suspended = !is_return || event->returns.is_suspended == 1;
    // The names of __main__ live until the teardown.
    if (is_suspended) frame->state = FRAME_SUSPENDED;
    else if (frame->number != 0) frame_leaves(view, frame);
    if (is_return && is_suspended) frame->generator = frame->value;
    view->frame_current = is_return ? event->returns.caller : event->yield.caller;
}

static void counts_set(View *view, const EventCounts *counts) {
    for (int64_t i = 0; i < counts->count; i++) {
        ViewObject *object = view_object(view, counts->items[i].object);
        if (object != NULL) object->count = counts->items[i].count;
    }
}

static void name_changes(View *view, const Event *event) {
    ViewFrame *frame = frame_make(view, event->frame);
    if (frame == NULL) return;
    if (event->kind == EVENT_UNBIND) name_remove(frame, event->unbind.name);
    else name_set(view, frame, event->bind.name, event->bind.scope, event->bind.new);
}

void view_apply(View *view, const Event *event) {
    bury(view);
    view->step = event->step;
    view->line = event->line;
    view->frame = event->frame;
    view->file = view_keep_text(view, event->file);
    view->is_exit = event->is_exit;
    switch (event->kind) {
    case EVENT_CREATE: case EVENT_EXISTS: introduce(view, event); break;
    case EVENT_BIND: case EVENT_REBIND: case EVENT_UNBIND: name_changes(view, event); break;
    case EVENT_MUTATE: object_changes(view, event); break;
    case EVENT_FREE: object_dies(view, event); break;
    case EVENT_CALL: frame_begins(view, event); break;
    case EVENT_RETURN: case EVENT_YIELD: frame_ends(view, event); break;
    case EVENT_LINE: {
        ViewFrame *frame = frame_make(view, event->frame);
        if (frame != NULL) frame->line = event->line;
        view->frame_current = event->frame;
        counts_set(view, &event->line_begins.counts);
        break;
    }
    default: break;
    }
}
