// What changed in objects that were written: their content against the view.
//
// Positions differ in one stretch: what stands before and after it is equal. Keys,
// attributes and fields keep their order, so one walk over both finds what went, what
// changed and what came. Members of sets have no order.

#include "base/host.h"
#include "explain/watch_parts.h"

#include <string.h>

typedef struct Comparing {
    Watcher *watcher;
    Object *object;
    Serial serial;
    const Content *content;
    int64_t positions;       // of the content
    EventPaths paths;        // who sees the object
    int64_t more;
    bool has_told;
} Comparing;

static Serial known_serial(Watcher *watcher, const Object *object) {
    const Tracked *tracked = tracked_find(&watcher->table, object);
    return tracked == NULL ? 0 : tracked->serial;
}

static void tell_change(Comparing *comparing, EventPlace place, EventValues old,
                        EventValues new) {
    Watcher *watcher = comparing->watcher;
    Event event = {.kind = EVENT_MUTATE};
    const ViewObject *seen = view_object(watcher->view, comparing->serial);
    int64_t size = content_get_size(watcher->vm, comparing->object);
    event.mutate.object = comparing->serial;
    event.mutate.place = place;
    event.mutate.old = old;
    event.mutate.new = new;
    event.mutate.by = watcher_get_effect(watcher);
    event.mutate.size = size == seen->size ? -1 : size;
    event.mutate.seen_by = comparing->paths;
    event.mutate.seen_by_more = comparing->more > 0 ? comparing->more : -1;
    watcher_tell(watcher, &event);
    comparing->has_told = true;
}

static EventValues one(Serial serial) {
    return (EventValues){NULL, -1, serial};
}

// --- positions ---

static int64_t view_positions(const ViewObject *object) {
    int64_t count = 0;
    if (object->slot_count > 0 && object->slots[object->slot_count - 1].place.kind == AT_INDEX)
        return object->slot_count;
    while (count < object->slot_count && object->slots[count].place.kind == AT_INDEX) count++;
    return count;
}

static bool is_same(const Comparing *comparing, const ViewObject *seen, int64_t at, int64_t now) {
    const Object *to = comparing->content->items[now].to;
    return seen->slots[at].to == known_serial(comparing->watcher, to);
}

static void tell_stretch(Comparing *comparing, int64_t at, int64_t old_count, int64_t new_count) {
    Watcher *watcher = comparing->watcher;
    Serial *old = host_allocate((size_t)(old_count + new_count + 1) * sizeof(Serial));
    if (old == NULL) {
        watcher->is_failed = true;
        return;
    }
    Serial *new = old + old_count;
    for (int64_t i = 0; i < new_count; i++)
        new[i] = watcher_mention(watcher, comparing->content->items[at + i].to);
    const ViewObject *seen = view_object(watcher->view, comparing->serial);
    int64_t before = view_positions(seen);
    for (int64_t i = 0; i < old_count; i++) old[i] = seen->slots[at + i].to;
    bool is_last = at + old_count == before;
    bool is_single = old_count <= 1 && new_count <= 1 &&
                     ((old_count == 1 && new_count == 1) || is_last);
    if (is_single) {
        EventPlace place = {.kind = AT_INDEX, .index = at};
        tell_change(comparing, place, one(old_count ? old[0] : 0), one(new_count ? new[0] : 0));
    } else {
        EventPlace place = {.kind = AT_SLICE, .index = at, .end = at + old_count};
        tell_change(comparing, place, (EventValues){old, old_count, 0},
                    (EventValues){new, new_count, 0});
    }
    host_release(old);
}

static void compare_positions(Comparing *comparing) {
    const ViewObject *seen = view_object(comparing->watcher->view, comparing->serial);
    int64_t old = view_positions(seen), new = comparing->positions, first = 0, last = 0;
    int64_t least = old < new ? old : new;
    while (first < least && is_same(comparing, seen, first, first)) first++;
    while (last < least - first && is_same(comparing, seen, old - 1 - last, new - 1 - last)) last++;
    if (first + last == old && old == new) return;
    tell_stretch(comparing, first, old - first - last, new - first - last);
}

// --- keys, attributes, fields ---

static bool is_named(EventPlaceKind kind) {
    return kind == AT_KEY || kind == AT_ATTRIBUTE || kind == AT_FIELD || kind == AT_CELL;
}

static bool is_place_of(Watcher *watcher, const ViewSlot *slot, const ContentSlot *now) {
    if (slot->place.kind != now->kind) return false;
    if (now->kind == AT_KEY) return slot->place.key == known_serial(watcher, now->key);
    EventPlace place = watcher_place(watcher, now);
    return event_text_is_equal(slot->place.at, place.at);
}

// Slots from `*at` on that are gone before `now` is met; then compares that one.
static void compare_slot(Comparing *comparing, int64_t *at, const ContentSlot *now) {
    Watcher *watcher = comparing->watcher;
    const ViewObject *seen = view_object(watcher->view, comparing->serial);
    for (;; ) {
        while (*at < seen->slot_count && !is_named(seen->slots[*at].place.kind)) (*at)++;
        if (*at >= seen->slot_count) break;
        const ViewSlot *slot = &seen->slots[*at];
        if (now != NULL && is_place_of(watcher, slot, now)) {
            Serial old = slot->to;
            if (old != known_serial(watcher, now->to)) {
                EventPlace place = slot->place;
                tell_change(comparing, place, one(old), one(watcher_mention(watcher, now->to)));
            }
            (*at)++;
            return;
        }
        tell_change(comparing, slot->place, one(slot->to), one(0));   // the slot goes
    }
    if (now == NULL) return;
    Serial to = watcher_mention(watcher, now->to);
    tell_change(comparing, watcher_place(watcher, now), one(0), one(to));
    *at = view_object(watcher->view, comparing->serial)->slot_count;
}

static void compare_named(Comparing *comparing) {
    const Content *content = comparing->content;
    int64_t at = 0;
    for (int64_t i = 0; i < content->count; i++)
        if (is_named(content->items[i].kind)) compare_slot(comparing, &at, &content->items[i]);
    compare_slot(comparing, &at, NULL);
}

// --- members of sets ---

// Marks what stands in the view (or in the set now); gives the mark.
static uint64_t mark_members(Comparing *comparing, bool in_view) {
    Watcher *watcher = comparing->watcher;
    View *view = watcher->view;
    const ViewObject *seen = view_object(view, comparing->serial);
    int64_t count = in_view ? seen->slot_count : comparing->content->count;
    uint64_t mark = ++view->mark_last;
    for (int64_t i = 0; i < count; i++) {
        Serial serial = in_view ? seen->slots[i].to
                                : known_serial(watcher, comparing->content->items[i].to);
        ViewObject *member = view_object(view, serial);
        if (member != NULL) member->mark = mark;
    }
    return mark;
}

static void compare_members(Comparing *comparing) {
    Watcher *watcher = comparing->watcher;
    const ViewObject *seen = view_object(watcher->view, comparing->serial);
    uint64_t mark = mark_members(comparing, false);
    for (int64_t i = 0; i < seen->slot_count;) {
        const ViewSlot *slot = &seen->slots[i];
        const ViewObject *member = view_object(watcher->view, slot->to);
        if (slot->place.kind != AT_ELEMENT || (member != NULL && member->mark == mark)) i++;
        else tell_change(comparing, slot->place, one(slot->to), one(0));
    }
    mark = mark_members(comparing, true);
    for (int64_t i = 0; i < comparing->content->count; i++) {
        const ContentSlot *now = &comparing->content->items[i];
        if (now->kind != AT_ELEMENT) continue;
        const ViewObject *member = view_object(watcher->view, known_serial(watcher, now->to));
        if (member != NULL && member->mark == mark) continue;
        Serial to = watcher_mention(watcher, now->to);
        tell_change(comparing, watcher_place(watcher, now), one(0), one(to));
    }
}

// What is in no slot: the value of some, the type, and room that grew or shrank without
// another change.
static void compare_scalar(Comparing *comparing) {
    Watcher *watcher = comparing->watcher;
    const ViewObject *seen = view_object(watcher->view, comparing->serial);
    TextBuffer text = {0};
    int64_t size = content_get_size(watcher->vm, comparing->object);
    bool has_changed = seen->is_mutable &&
                       content_add_scalar(watcher->vm, comparing->object, &text) &&
                       !event_text_is_equal(seen->scalar, (EventText){text.bytes, text.size});
    EventText type = event_text(content_get_type_name(watcher->vm, comparing->object));
    bool has_moved = !event_text_is_equal(seen->type, type);
    if (has_changed || has_moved || size != seen->size) {
        Event event = {.kind = EVENT_MUTATE};
        event.mutate.object = comparing->serial;
        event.mutate.place = (EventPlace){.kind = AT_CONTENT, .at = event_text("")};
        event.mutate.old = event.mutate.new = one(0);
        event.mutate.by = watcher_get_effect(watcher);
        event.mutate.size = size;
        if (has_changed) event.mutate.scalar = (EventText){text.bytes, text.size};
        if (has_moved) event.mutate.type = type;
        event.mutate.seen_by = comparing->paths;
        event.mutate.seen_by_more = comparing->more > 0 ? comparing->more : -1;
        watcher_tell(watcher, &event);
    }
    text_done(&text);
}

// --- one object ---

static void compare_object(Watcher *watcher, Object *object, Serial serial) {
    Content content = watcher->content;
    ViewPaths paths = {0};
    const ExplainOptions *options = watcher->options;
    int64_t limit = options->paths_max < 0 ? 100 : options->paths_max;
    watcher->content = (Content){0};
    watcher_watch_parts(watcher, object);   // it may have got a dict
    content_read(watcher->vm, object, &content);
    Comparing comparing = {watcher, object, serial, &content, 0, {0}, 0, false};
    while (comparing.positions < content.count &&
           content.items[comparing.positions].kind == AT_INDEX)
        comparing.positions++;
    bool has_members = content.count > 0 && content.items[0].kind == AT_ELEMENT;
    const ViewObject *seen = view_object(watcher->view, serial);
    has_members |= seen->slot_count > 0 && seen->slots[0].place.kind == AT_ELEMENT;
    comparing.paths.is_absent = limit == 0;
    if (limit > 0) {
        view_find_paths(watcher->view, serial, limit, &paths);
        comparing.paths = (EventPaths){paths.items, paths.count, false};
        comparing.more = paths.more;
    }
    compare_positions(&comparing);
    compare_named(&comparing);
    if (has_members) compare_members(&comparing);
    compare_scalar(&comparing);
    view_paths_done(&paths);
    content_done(&watcher->content);
    watcher->content = content;
}

void watcher_mark_dirty(Watcher *watcher, Tracked *tracked) {
    if (tracked->flags & TRACKED_IS_DIRTY) return;
    if (!watcher_reserve(watcher, (void **)&watcher->dirty, &watcher->dirty_capacity,
                         watcher->dirty_count + 1, sizeof(Object *)))
        return;
    tracked->flags |= TRACKED_IS_DIRTY;
    watcher->dirty[watcher->dirty_count++] = tracked->object;
}

static Scope *scope_of_number(Watcher *watcher, int64_t number) {
    for (int64_t i = watcher->scope_count; i-- > 0;)
        if (watcher->scopes[i].number == number) return &watcher->scopes[i];
    return NULL;
}

static void flush_object(Watcher *watcher, Object *object) {
    Tracked *tracked = tracked_find(&watcher->table, object);
    if (tracked == NULL || !(tracked->flags & TRACKED_IS_DIRTY)) return;
    tracked->flags &= ~(uint32_t)TRACKED_IS_DIRTY;
    if (object->count == 0) return;   // it is being taken apart
    Tracked now = *tracked;
    if (now.flags & TRACKED_IS_NAMESPACE) {
        Scope *scope = scope_of_number(watcher, now.frame);
        if (scope != NULL) scope_compare_names(watcher, scope);
    }
    if (now.serial != 0) compare_object(watcher, object, now.serial);
    const Tracked *whole =
        now.part_of == NULL ? NULL : tracked_find(&watcher->table, now.part_of);
    if (whole != NULL && whole->serial != 0 && whole->object->count != 0 &&
        content_get_dict(watcher->vm, now.part_of) == (Dict *)object)
        compare_object(watcher, now.part_of, whole->serial);
}

void watcher_flush(Watcher *watcher) {
    if (watcher->is_stopped) return;
    if (watcher->dirty_count == 0 && !watcher->cells_are_dirty) return;
    if (watcher->is_looking) return;
    watcher->is_looking = true;
    for (int64_t i = 0; i < watcher->dirty_count; i++) flush_object(watcher, watcher->dirty[i]);
    watcher->dirty_count = 0;
    if (watcher->cells_are_dirty) {
        watcher->cells_are_dirty = false;
        for (int64_t i = 0; i < watcher->scope_count; i++)
            if (watcher->scopes[i].has_cells) scope_compare_locals(watcher, &watcher->scopes[i]);
    }
    watcher->is_looking = false;
}
