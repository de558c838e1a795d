// Who else sees an object: the shortest path to it from each name.
//
// A walk from the object back over those that refer to it gives each its distance;
// from a name the path then goes down by the first slot that comes nearer.

#include "base/host.h"
#include "explain/view_parts.h"

#include <string.h>

typedef struct Queue {
    Serial *items;
    int64_t count, capacity;
} Queue;

static bool refers(const ViewObject *object, Serial to) {
    for (int64_t i = 0; i < object->slot_count; i++)
        if (object->slots[i].to == to) return true;
    return false;
}

static void visit(View *view, Queue *queue, ViewObject *object, int64_t distance) {
    if (object->mark == view->mark_last) return;
    object->mark = view->mark_last;
    object->distance = distance;
    if (view_reserve(view, (void **)&queue->items, &queue->capacity, queue->count + 1,
                     sizeof(Serial)))
        queue->items[queue->count++] = object->serial;
}

// Marks all that reach the target with their distance from it.
static void measure(View *view, Serial target) {
    Queue queue = {0};
    ViewObject *object = view_object(view, target);
    view->mark_last++;
    if (object == NULL) return;
    visit(view, &queue, object, 0);
    for (int64_t i = 0; i < queue.count; i++) {
        object = view_object(view, queue.items[i]);
        ViewReferrers *row = &object->referrers;
        int64_t kept = 0;
        uint64_t listed = ++view->list_last;
        for (int64_t j = 0; j < row->count; j++) {
            ViewObject *from = view_object(view, row->items[j]);
            if (from == NULL || !from->is_alive || from->listed == listed) continue;
            // Whether it still refers to the object matters only where it is new here.
            bool is_new = from->mark != view->mark_last;
            if (is_new && !refers(from, object->serial)) continue;
            from->listed = listed;
            row->items[kept++] = row->items[j];
            visit(view, &queue, from, object->distance + 1);
        }
        row->count = kept;
    }
    host_release(queue.items);
}

static void add_path(View *view, const ViewName *name, Serial target, TextBuffer *text) {
    text_add(text, name->name.text, name->name.size);
    const ViewObject *object = view_object(view, name->to);
    while (object->serial != target) {
        int64_t nearer = object->distance - 1, i = 0;
        const ViewObject *next = NULL;
        for (; i < object->slot_count; i++) {
            next = view_object(view, object->slots[i].to);
            if (next != NULL && next->mark == view->mark_last && next->distance == nearer) break;
        }
        if (i == object->slot_count) return;   // can't be: a slot led here
        view_show_place(view, &object->slots[i].place, text);
        object = next;
    }
}

static int compare_names(const ViewName *one, const ViewName *other) {
    size_t size = one->name.size < other->name.size ? one->name.size : other->name.size;
    int order = memcmp(one->name.text, other->name.text, size);
    if (order != 0) return order;
    return one->name.size < other->name.size ? -1 : one->name.size > other->name.size;
}

// The names of a frame that reach the target, in order; gives their number.
static int64_t names_that_reach(const View *view, const ViewFrame *frame, const ViewName **names) {
    int64_t count = 0;
    for (int64_t i = 0; i < frame->name_count; i++) {
        const ViewObject *object = view_object(view, frame->names[i].to);
        if (object == NULL || object->mark != view->mark_last) continue;
        int64_t at = count++;
        for (; at > 0 && compare_names(names[at - 1], &frame->names[i]) > 0; at--)
            names[at] = names[at - 1];
        names[at] = &frame->names[i];
    }
    return count;
}

static void add_frame(View *view, const ViewFrame *frame, Serial target, int64_t limit,
                      ViewPaths *paths) {
    const ViewName **names = host_allocate((size_t)frame->name_count * sizeof *names);
    if (names == NULL) return;
    int64_t count = names_that_reach(view, frame, names), capacity = paths->count;
    for (int64_t i = 0; i < count; i++) {
        if (paths->count >= limit) {
            paths->more++;
            continue;
        }
        size_t start = paths->texts.size;
        add_path(view, names[i], target, &paths->texts);
        if (!view_reserve(view, (void **)&paths->items, &capacity, paths->count + 1,
                          sizeof(EventPath)))
            break;
        // The text may still move: its start is kept until all are there.
        paths->items[paths->count++] =
            (EventPath){frame->number, {(const char *)start, paths->texts.size - start}};
    }
    host_release(names);
}

void view_find_paths(View *view, Serial target, int64_t limit, ViewPaths *paths) {
    *paths = (ViewPaths){0};
    measure(view, target);
    for (int64_t i = 0; i < view->live_count; i++) {
        const ViewFrame *frame = view->frames[view->live[i]];
        if (frame->name_count > 0) add_frame(view, frame, target, limit, paths);
    }
    for (int64_t i = 0; i < paths->count; i++)
        paths->items[i].path.text = paths->texts.bytes + (size_t)paths->items[i].path.text;
}

void view_paths_done(ViewPaths *paths) {
    host_release(paths->items);
    text_done(&paths->texts);
    *paths = (ViewPaths){0};
}
