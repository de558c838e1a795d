// The watcher's ends: what memory tells, and handing events on.

#include "explain/watch.h"

#include "base/host.h"
#include "explain/watch_parts.h"
#include "runtime/observe.h"

#include <string.h>

bool watcher_reserve(Watcher *watcher, void **items, int64_t *capacity, int64_t count,
                     size_t bytes) {
    if (count <= *capacity) return true;
    int64_t grown = *capacity * 2 + 16;
    if (grown < count) grown = count;
    void *block = host_resize(*items, (size_t)grown * bytes);
    if (block == NULL) {
        watcher->is_failed = true;
        return false;
    }
    *items = block;
    *capacity = grown;
    return true;
}

// --- telling ---

Scope *watcher_find_scope(Watcher *watcher, const Frame *frame) {
    if (frame == NULL || frame->serial == 0) return NULL;
    int64_t number = (int64_t)frame->serial - 1;
    for (int64_t i = watcher->scope_count; i-- > 0;)
        if (watcher->scopes[i].number == number) return &watcher->scopes[i];
    return NULL;
}

Scope *watcher_get_scope(Watcher *watcher) {
    const Frame *frame = runtime_of(watcher->vm)->frame;
    // What has just been entered has done nothing yet.
    if (watcher->is_entering && frame != NULL) frame = frame->previous;
    for (; frame != NULL; frame = frame->previous) {
        Scope *scope = watcher_find_scope(watcher, frame);
        if (scope != NULL) return scope;
    }
    return NULL;
}

EventText watcher_get_effect(Watcher *watcher) {
    const Frame *frame = runtime_of(watcher->vm)->frame;
    if (watcher->is_entering && frame != NULL) frame = frame->previous;
    if (watcher->native_count > 0) {
        const NativeCall *native = &watcher->natives[watcher->native_count - 1];
        if (native->frame == frame) return event_text(native->name);
    }
    if (watcher->is_exit) return event_text("teardown");
    return event_text(frame == NULL ? "" : observe_effect_name(frame));
}

void watcher_tell(Watcher *watcher, Event *event) {
    const Scope *scope = watcher_get_scope(watcher);
    bool is_named = event->kind == EVENT_BIND || event->kind == EVENT_REBIND ||
                    event->kind == EVENT_UNBIND || event->kind == EVENT_CALL ||
                    event->kind == EVENT_RETURN || event->kind == EVENT_YIELD;
    event->step = ++watcher->step;
    event->is_exit = watcher->is_exit;
    if (!is_named) {
        event->frame = scope == NULL ? -1 : scope->number;
        event->file = event_text(scope == NULL ? watcher->options->program : NULL);
        if (scope != NULL) event->file = scope->file;
    }
    event->line = scope == NULL ? 0 : scope->line;
    view_apply(watcher->view, event);
    watcher->sink(watcher->sink_context, event);
}

void watcher_mark_candidate(Watcher *watcher, Object *object) {
    Tracked *tracked = object == NULL ? NULL : tracked_find(&watcher->table, object);
    if (tracked == NULL || tracked->serial == 0 || (tracked->flags & TRACKED_IS_CANDIDATE)) return;
    if (!watcher_reserve(watcher, (void **)&watcher->candidates, &watcher->candidate_capacity,
                         watcher->candidate_count + 1, sizeof(Object *)))
        return;
    tracked->flags |= TRACKED_IS_CANDIDATE;
    watcher->candidates[watcher->candidate_count++] = object;
}

// --- what memory tells ---

static void object_created(Vm *vm, void *context, Object *object) {
    (void)vm;
    Watcher *watcher = context;
    if (watcher->is_looking) return;
    Tracked *tracked = tracked_make(&watcher->table, object);
    if (tracked != NULL) tracked->flags = TRACKED_IS_NEW;
    else watcher->is_failed = true;
}

// Where in the object, as it was told last, a reference stood.
static EventHolder holder_in(Watcher *watcher, const Tracked *owner, Serial held) {
    const ViewObject *seen = view_object(watcher->view, owner->serial);
    EventHolder holder = {.kind = HOLDER_OBJECT, .object = owner->serial};
    for (int64_t i = 0; seen != NULL && i < seen->slot_count; i++) {
        if (seen->slots[i].to != held) continue;
        holder.place = seen->slots[i].place;
        return holder;
    }
    return (EventHolder){.kind = HOLDER_TEMPORARY};
}

// The reference that an owner drops may be the last one.
static void note_drop(Watcher *watcher, const Tracked *owner, Object *old) {
    if (old->count != 1) return;
    Tracked *tracked = tracked_find(&watcher->table, old);
    if (tracked == NULL || tracked->serial == 0) return;
    tracked->last = (EventHolder){.kind = HOLDER_TEMPORARY};
    if (owner == NULL) return;
    if (owner->serial != 0) tracked->last = holder_in(watcher, owner, tracked->serial);
    else if (owner->part_of != NULL) {
        const Tracked *whole = tracked_find(&watcher->table, owner->part_of);
        if (whole != NULL && whole->serial != 0)
            tracked->last = holder_in(watcher, whole, tracked->serial);
    }
    if (!(owner->flags & TRACKED_IS_NAMESPACE)) return;
    const ViewFrame *frame = view_frame(watcher->view, owner->frame);
    for (int64_t i = 0; frame != NULL && i < frame->name_count; i++) {
        if (frame->names[i].to != tracked->serial) continue;
        tracked->last = (EventHolder){.kind = HOLDER_NAME, .frame = owner->frame,
                                      .name = frame->names[i].name};
    }
}

static void slot_wrote(Vm *vm, void *context, Object *owner, Slot *slot, Object *old,
                       Object *new) {
    (void)vm, (void)slot;
    Watcher *watcher = context;
    if (watcher->is_looking) return;
    watcher_mark_candidate(watcher, old);
    watcher_mark_candidate(watcher, new);
    Tracked *tracked = owner == NULL ? NULL : tracked_find(&watcher->table, owner);
    if (old != NULL) note_drop(watcher, tracked, old);
    if (tracked == NULL) return;
    if (tracked->flags & TRACKED_IS_CELL) watcher->cells_are_dirty = true;
    if (tracked->serial == 0 && tracked->part_of == NULL &&
        !(tracked->flags & TRACKED_IS_NAMESPACE))
        return;
    watcher_mark_dirty(watcher, tracked);
}

static void slots_moved(Vm *vm, void *context, Object *owner, Slot *slots, int64_t count) {
    (void)count;
    slot_wrote(vm, context, owner, slots, NULL, NULL);
}

static void object_changed(Vm *vm, void *context, Object *owner) {
    slot_wrote(vm, context, owner, NULL, NULL, NULL);
}

// `name += text` empties the name before the old text dies: the name's move comes first.
static bool is_replaced_text(Watcher *watcher, Object *object) {
    const Scope *scope = watcher_find_scope(watcher, runtime_of(watcher->vm)->frame);
    if (object->kind != KIND_STR || scope == NULL || watcher->late_free != 0) return false;
    for (int i = 0; i < scope->frame->code->local_count; i++)
        if (scope->locals[i].value == object && scope->frame->window[i].object == NULL)
            return true;
    return false;
}

void watcher_tell_free(Watcher *watcher, Serial serial, FreeCause cause, EventHolder last) {
    Event event = {.kind = EVENT_FREE};
    event.free.object = serial;
    event.free.why = event_text(cause == FREED_IN_CYCLE ? "collected in a cycle"
                                                        : "count reached 0");
    event.free.last = last;
    watcher_tell(watcher, &event);
}

static void generator_dies(Watcher *watcher, const Generator *generator) {
    Scope *scope = watcher_find_scope(watcher, &generator->frame);
    if (scope == NULL || scope->frame != &generator->frame) return;
    scope_done(scope);
    int64_t at = scope - watcher->scopes;
    memmove(scope, scope + 1, (size_t)(watcher->scope_count - at - 1) * sizeof(Scope));
    watcher->scope_count--;
}

static void object_freed(Vm *vm, void *context, Object *object, FreeCause cause) {
    (void)vm;
    Watcher *watcher = context;
    if (watcher->is_looking) return;
    const Tracked *tracked = tracked_find(&watcher->table, object);
    if (object_has_frame(object)) generator_dies(watcher, (Generator *)object);
    if (object == watcher->raised) watcher->raised = NULL;
    if (tracked == NULL) return;
    if (tracked->serial == 0) {
        tracked_remove(&watcher->table, object);
        return;
    }
    if (cause == FREED_BY_COUNT) watcher_flush(watcher);
    tracked = tracked_find(&watcher->table, object);
    Tracked gone = *tracked;
    int64_t end = --watcher->mentioned_count;
    Object *moved = watcher->mentioned[end];
    watcher->mentioned[gone.row] = moved;
    if (moved != NULL && moved != object) tracked_find(&watcher->table, moved)->row = gone.row;
    bool is_late = is_replaced_text(watcher, object);
    tracked_remove(&watcher->table, object);
    if (is_late) watcher->late_free = gone.serial;
    else watcher_tell_free(watcher, gone.serial, cause, gone.last);
}

// --- start and end ---

Watcher *watcher_new(Vm *vm, const ExplainOptions *options, View *view, EventSink *sink,
                     void *context) {
    Watcher *watcher = host_allocate(sizeof(Watcher));
    if (watcher == NULL) return NULL;
    *watcher = (Watcher){.vm = vm, .options = options, .view = view, .sink = sink,
                         .sink_context = context};
    watcher->watch = (Watch){watcher, object_created, slot_wrote, slots_moved, object_changed,
                             object_freed};
    watcher_observe(watcher);
    Runtime *runtime = runtime_of(vm);
    observe_start(vm, &watcher->observer);
    runtime->mode = LOOP_WATCHED;
    runtime->lines_wanted = true;
    return watcher;
}

void watcher_set_exit(Watcher *watcher) {
    watcher_flush(watcher);
    watcher->is_exit = true;
}

void watcher_stop(Watcher *watcher) {
    watcher->is_stopped = true;   // what it has noted is out of date from now on
    heap_set_watch(watcher->vm, NULL);
    observe_start(watcher->vm, NULL);
}

bool watcher_has_begun(const Watcher *watcher) {
    return watcher->has_begun;
}

void watcher_drop(Watcher *watcher) {
    if (watcher == NULL) return;
    heap_set_watch(watcher->vm, NULL);
    if (watcher->vm->runtime != NULL) observe_start(watcher->vm, NULL);
    for (int64_t i = 0; i < watcher->scope_count; i++) scope_done(&watcher->scopes[i]);
    host_release(watcher->table.places);
    host_release(watcher->mentioned);
    host_release(watcher->dirty);
    host_release(watcher->candidates);
    host_release(watcher->queue);
    host_release(watcher->scopes);
    host_release(watcher->natives);
    content_done(&watcher->content);
    text_done(&watcher->text);
    host_release(watcher);
}
