// What a copy shares with its original: the paths to what both reach.

#include "base/host.h"
#include "explain/watch_parts.h"

typedef struct Step {     // one object on the walk, and where it was reached from
    Serial serial;
    int64_t parent;       // index among the steps, -1: the copy itself
    int64_t slot;         // of the parent
} Step;

typedef struct Walk {
    Watcher *watcher;
    Step *steps;          // owns
    int64_t count, capacity;
    EventText *paths;     // owns; texts kept by the view
    int64_t path_count, path_capacity;
    int64_t bytes_new, bytes_shared;
} Walk;

static bool walk_add(Walk *walk, Serial serial, int64_t parent, int64_t slot) {
    if (!watcher_reserve(walk->watcher, (void **)&walk->steps, &walk->capacity, walk->count + 1,
                         sizeof(Step)))
        return false;
    walk->steps[walk->count++] = (Step){serial, parent, slot};
    return true;
}

// Marks all that an object reaches.
static uint64_t mark_reached(Walk *walk, Serial from) {
    View *view = walk->watcher->view;
    uint64_t mark = ++view->mark_last;
    walk->count = 0;
    walk_add(walk, from, -1, 0);
    view_object(view, from)->mark = mark;
    for (int64_t i = 0; i < walk->count; i++) {
        const ViewObject *object = view_object(view, walk->steps[i].serial);
        for (int64_t j = 0; j < object->slot_count; j++) {
            ViewObject *to = view_object(view, object->slots[j].to);
            if (to == NULL || to->mark == mark) continue;
            to->mark = mark;
            walk_add(walk, to->serial, i, j);
        }
    }
    return mark;
}

static void add_steps(Walk *walk, int64_t index, TextBuffer *text) {
    const Step *step = &walk->steps[index];
    if (step->parent < 0) return;
    add_steps(walk, step->parent, text);
    View *view = walk->watcher->view;
    const ViewObject *parent = view_object(view, walk->steps[step->parent].serial);
    view_show_place(view, &parent->slots[step->slot].place, text);
}

static void add_path(Walk *walk, int64_t index) {
    TextBuffer text = {0};
    add_steps(walk, index, &text);
    if (watcher_reserve(walk->watcher, (void **)&walk->paths, &walk->path_capacity,
                        walk->path_count + 1, sizeof(EventText)))
        walk->paths[walk->path_count++] =
            view_keep_text(walk->watcher->view, (EventText){text.bytes, text.size});
    text_done(&text);
}

// Goes through what the copy reaches; below something mutable that is shared no further
// paths are listed.
static void compare_reached(Walk *walk, Serial to, uint64_t from_mark) {
    View *view = walk->watcher->view;
    uint64_t mark = ++view->mark_last, below = ++view->mark_last;
    walk->count = 0;
    walk_add(walk, to, -1, 0);
    for (int64_t i = 0; i < walk->count; i++) {
        ViewObject *object = view_object(view, walk->steps[i].serial);
        bool is_below = i > 0 && view_object(view, walk->steps[walk->steps[i].parent].serial)->mark
                                     == below;
        bool is_shared = object->mark == from_mark || is_below;
        if (object->mark == mark || object->mark == below) continue;
        if (is_shared) walk->bytes_shared += object->size;
        else walk->bytes_new += object->size;
        if (is_shared && !is_below && object->is_mutable) add_path(walk, i);
        object->mark = is_below || (is_shared && object->is_mutable) ? below : mark;
        for (int64_t j = 0; j < object->slot_count; j++) {
            const ViewObject *next = view_object(view, object->slots[j].to);
            if (next != NULL && next->mark != mark && next->mark != below)
                walk_add(walk, next->serial, i, j);
        }
    }
}

void watcher_tell_copy(Watcher *watcher, Object *source, Object *result, const char *by,
                       const char *depth) {
    Serial from = watcher_mention(watcher, source), to = watcher_mention(watcher, result);
    if (from == 0 || to == 0) return;
    Walk walk = {.watcher = watcher};
    uint64_t mark = mark_reached(&walk, from);
    compare_reached(&walk, to, mark);
    Event event = {.kind = EVENT_COPY};
    event.copy.from = from;
    event.copy.to = to;
    event.copy.depth = event_text(depth);
    event.copy.by = event_text(by);
    event.copy.shared = (EventStrings){walk.paths, walk.path_count};
    event.copy.bytes_new = walk.bytes_new;
    event.copy.bytes_shared = walk.bytes_shared;
    watcher_tell(watcher, &event);
    host_release(walk.steps);
    host_release(walk.paths);
}
