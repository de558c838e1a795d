#include "record/timeline.h"

#include "runtime/observe.h"
#include "runtime/threads.h"

enum { SPACING_START = 64 };

// On the machine's stack: lets the host have its way, and comes back later, or again.
static void hand_over(Timeline *timeline) {
    stack_switch(timeline->machine, timeline->host);
}

static void line_begins(Vm *vm, void *context, Frame *frame, int line) {
    Timeline *timeline = context;
    Moment moment = timeline->now = runtime_of(vm)->lines;
    bool is_due = timeline->snapshot_count == 0 ||
        moment >= timeline->snapshots[timeline->snapshot_count - 1].moment + timeline->spacing;
    if (is_due) {
        timeline->wants_snapshot = true;
        hand_over(timeline);   // a restored run comes out of this switch, too
    }
    // A restored machine goes on with the moment that the host has set.
    if (timeline->now == timeline->stop) hand_over(timeline);
    if (timeline->line != NULL) timeline->line(vm, timeline->context, timeline->now, frame, line);
}

void timeline_start(Timeline *timeline, Vm *vm, Inputs *inputs, Stack *host, Stack *machine) {
    *timeline = (Timeline){.vm = vm, .inputs = inputs, .host = host, .machine = machine,
                           .stop = -1, .spacing = SPACING_START};
    runtime_of(vm)->lines = 0;
    observe_lines(vm, 0, line_begins, timeline);
}

void timeline_done(Timeline *timeline) {
    for (int i = 0; i < timeline->snapshot_count; i++)
        snapshot_drop(timeline->snapshots[i].snapshot);
    timeline->snapshot_count = 0;
}

void timeline_end(Timeline *timeline) {
    timeline->has_ended = true;
}

// Every second snapshot goes, and from now on they are twice as far apart.
static void thin_out(Timeline *timeline) {
    int kept = 0;
    for (int i = 0; i < timeline->snapshot_count; i++) {
        if (i % 2 == 0) timeline->snapshots[kept++] = timeline->snapshots[i];
        else snapshot_drop(timeline->snapshots[i].snapshot);
    }
    timeline->snapshot_count = kept;
    timeline->spacing *= 2;
}

// How many registers the windows of a frame and of those below it take.
static int64_t count_registers(Vm *vm, const Frame *frame) {
    int64_t capacity;
    const Slot *registers = heap_registers(vm, &capacity);
    while (frame != NULL && frame->owner != FRAME_ON_STACK) frame = frame->previous;
    return frame == NULL ? 0 : frame_end(frame) - registers;
}

// Of the machine's own stack and registers only what is in use is kept; those of the other
// threads are in one room, which is kept whole.
static void mark_memory(Timeline *timeline) {
    Vm *vm = timeline->vm;
    for (const Thread *thread = threads_first(vm); thread != NULL; thread = thread->next) {
        if (thread->memory != NULL) continue;
        bool runs = thread == thread_get(vm);
        heap_registers_mark(vm, count_registers(vm, thread_get_frame(vm, thread)));
        heap_stack_mark(vm, (char *)(uintptr_t)timeline->machine->memory,
                        runs ? timeline->machine->pointer : thread->stack.pointer);
    }
}

// Without memory the run has one place less to go back to, nothing worse.
static void take_snapshot(Timeline *timeline) {
    if (timeline->snapshot_count == TIMELINE_SNAPSHOTS_MAX) thin_out(timeline);
    const Snapshot *earlier = timeline->snapshot_count > 0
        ? timeline->snapshots[timeline->snapshot_count - 1].snapshot : NULL;
    mark_memory(timeline);
    Snapshot *snapshot = snapshot_new(timeline->vm, earlier);
    if (snapshot == NULL) return;
    timeline->snapshots[timeline->snapshot_count++] = (TimelineSnapshot){
        timeline->now, snapshot, inputs_get_position(timeline->inputs), *timeline->machine};
}

bool timeline_run(Timeline *timeline, Moment stop) {
    timeline->stop = stop;
    while (!timeline->has_ended) {
        stack_switch(timeline->host, timeline->machine);
        if (!timeline->wants_snapshot) break;
        timeline->wants_snapshot = false;
        take_snapshot(timeline);
    }
    return !timeline->has_ended;
}

static const TimelineSnapshot *find_snapshot(const Timeline *timeline, Moment moment) {
    const TimelineSnapshot *nearest = NULL;
    for (int i = 0; i < timeline->snapshot_count; i++)
        if (timeline->snapshots[i].moment <= moment) nearest = &timeline->snapshots[i];
    return nearest;
}

Moment timeline_find(const Timeline *timeline, Moment moment) {
    const TimelineSnapshot *snapshot = find_snapshot(timeline, moment);
    return snapshot == NULL ? 0 : snapshot->moment;
}

bool timeline_seek(Timeline *timeline, Moment moment) {
    const TimelineSnapshot *from = find_snapshot(timeline, moment);
    if (from == NULL) return false;
    snapshot_restore(timeline->vm, from->snapshot);
    inputs_set_position(timeline->inputs, from->input);
    *timeline->machine = from->stack;
    timeline->now = from->moment;
    timeline->has_ended = false;
    // The snapshot was taken inside line_begins, before the line's stop is looked at.
    return timeline_run(timeline, moment);
}
