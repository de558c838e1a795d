#include "record/timeline.h"

#include "runtime/observe.h"
#include "runtime/threads.h"

#include <string.h>

#define MILLISECONDS(n) ((int64_t)(n) * 1000000)

enum {
    LOOK_LEAST = 64, LOOK_MOST = 1 << 20,   // lines
    SPACING_PER_COST = 12,     // a snapshot may take so small a part of the time
    SNAPSHOTS_OF_RUN = 128,    // and so many lie evenly over a long run
    NEAR_SNAPSHOTS = 8,        // are left where the machine stands
};

#define LOOK_TIME MILLISECONDS(1)
#define SPACING_LEAST MILLISECONDS(20)
#define SPACING_AGAIN MILLISECONDS(5)    // where the run was already
#define TOLD_APART MILLISECONDS(100)
#define BYTES_DEFAULT ((size_t)512 << 20)

// On the machine's stack: lets the host have its way, and comes back later, or again.
static void hand_over(Timeline *timeline) {
    stack_switch(timeline->machine, timeline->host);
}

static int64_t clock_now(const Timeline *timeline) {
    return world_clock(timeline->outside, WORLD_CLOCK_MONOTONIC);
}

// --- on the machine's stack ---

static void line_begins(Vm *vm, void *context, Frame *frame, int line);
static void run_ends(void *context, InputsEnd why, int status);

// From which line on something is to be done.
static Moment next_stop(const Timeline *timeline) {
    if (timeline->line != NULL || timeline->filter != NULL) return 0;
    Moment next = timeline->look;
    if (timeline->stop != MOMENT_NEVER && timeline->stop < next) next = timeline->stop;
    if (timeline->limit > 0 && timeline->limit < next) next = timeline->limit;
    if (timeline->mark_next < timeline->mark_count &&
        timeline->marks[timeline->mark_next].moment < next)
        next = timeline->marks[timeline->mark_next].moment;
    return next;
}

// The machine's memory may be that of another time: what is wanted now is set anew.
static void arm(Timeline *timeline) {
    if (timeline->is_child) return;
    observe_lines(timeline->vm, next_stop(timeline), line_begins, timeline);
    if (runtime_of(timeline->vm)->observer != timeline->observer)
        observe_start(timeline->vm, timeline->observer);
    heap_set_watch(timeline->vm, timeline->watch);
}

static int64_t spacing(const Timeline *timeline) {
    bool is_new = timeline->now >= timeline->last;
    int64_t apart = is_new ? SPACING_LEAST : SPACING_AGAIN;
    int64_t cost = timeline->snapshot_cost * (is_new ? SPACING_PER_COST : 2);
    int64_t part = (timeline->look_time - timeline->start_time) / SNAPSHOTS_OF_RUN;
    if (apart < cost) apart = cost;
    return is_new && apart < part ? part : apart;
}

// Looks at the clock, and chooses when to do so again. True: a snapshot is due.
static bool look(Timeline *timeline) {
    int64_t time = clock_now(timeline), passed = time - timeline->look_time;
    if (passed < LOOK_TIME / 2 && timeline->look_apart < LOOK_MOST) timeline->look_apart *= 2;
    if (passed > LOOK_TIME * 2 && timeline->look_apart > LOOK_LEAST) timeline->look_apart /= 2;
    timeline->look = timeline->now + timeline->look_apart;
    timeline->look_time = time;
    if (timeline->progress != NULL && time - timeline->told_time >= TOLD_APART) {
        timeline->told_time = time;
        timeline->is_broken = timeline->progress(timeline->progress_context, timeline->now);
    }
    return time - timeline->snapshot_time >= spacing(timeline);
}

// The same by the lines alone, so that tests repeat.
static bool look_at_lines(Timeline *timeline) {
    timeline->look = timeline->now + timeline->lines_apart;
    return true;
}

static void check_mark(Timeline *timeline) {
    if (timeline->mark_next >= timeline->mark_count) return;
    const TimelineMark *mark = &timeline->marks[timeline->mark_next];
    if (mark->moment > timeline->now) return;
    timeline->mark_next++;
    Digest digest = heap_digest(timeline->vm);
    if (mark->moment != timeline->now || memcmp(&digest, &mark->digest, sizeof digest) != 0)
        timeline->has_diverged = true;
}

// No snapshot holds who is told, so that none begins where it should be told.
static bool needs_snapshot(Timeline *timeline) {
    bool is_due = timeline->snapshot_count == 0;
    if (timeline->now >= timeline->look)
        is_due |= timeline->lines_apart > 0 ? look_at_lines(timeline) : look(timeline);
    return is_due && timeline->observer == NULL && timeline->watch == NULL &&
           timeline_find(timeline, timeline->now) != timeline->now;
}

static void line_begins(Vm *vm, void *context, Frame *frame, int line) {
    Timeline *timeline = context;
    timeline->now = runtime_of(vm)->lines;
    check_mark(timeline);
    // Of a recording that was cut nothing is known beyond.
    if (timeline->limit > 0 && timeline->now >= timeline->limit &&
        inputs_get_position(timeline->inputs) == inputs_get_count(timeline->inputs))
        run_ends(timeline, INPUTS_CLOSED, 0);
    if (needs_snapshot(timeline)) {
        timeline->wants_snapshot = true;
        hand_over(timeline);   // a restored run comes out of this switch, too
    }
    timeline->frame = frame;
    timeline->line_number = line;
    bool is_there = timeline->now == timeline->stop ||
        (timeline->filter != NULL &&
         timeline->filter(vm, timeline->filter_context, frame, line));
    if (is_there || timeline->is_broken) hand_over(timeline);
    while (timeline->errand != NULL) {
        timeline->errand(vm, timeline->errand_context, frame);
        hand_over(timeline);
    }
    arm(timeline);
    if (timeline->line != NULL) timeline->line(vm, timeline->context, timeline->now, frame, line);
}

// The process would end here: the run ends instead.
static void run_ends(void *context, InputsEnd why, int status) {
    Timeline *timeline = context;
    timeline->was_cut = true;
    timeline->why = why;
    timeline->status = status;
    timeline_end(timeline);
    for (;;) hand_over(timeline);
}

static void run_forked(void *context, const WorldRequest *request) {
    Timeline *timeline = context;
    (void)request;
    timeline->is_child = true;
    timeline->stop = MOMENT_NEVER;
    observe_lines(timeline->vm, 0, NULL, NULL);
    observe_start(timeline->vm, NULL);
    heap_set_watch(timeline->vm, NULL);
}

void timeline_end(Timeline *timeline) {
    timeline->has_ended = true;
    if (timeline->is_child) return;
    timeline->now = runtime_of(timeline->vm)->lines + 1;
    if (!timeline->was_cut) check_mark(timeline);
    timeline->end = timeline->now;
    timeline->frame = NULL;
}

// --- start and end ---

void timeline_start(Timeline *timeline, Vm *vm, World *outside, Inputs *inputs, Stack *host,
                    Stack *machine) {
    size_t bytes_max = timeline->bytes_max;
    *timeline = (Timeline){.vm = vm, .outside = outside, .inputs = inputs, .host = host,
                           .machine = machine, .stop = MOMENT_NEVER, .end = MOMENT_NEVER,
                           .look_apart = LOOK_LEAST,
                           .bytes_max = bytes_max > 0 ? bytes_max : BYTES_DEFAULT};
    timeline->start_time = timeline->look_time = timeline->told_time = clock_now(timeline);
    runtime_of(vm)->lines = 0;
    inputs_set_follower(inputs, &(InputsFollower){timeline, NULL, run_ends, run_forked});
    observe_lines(vm, 0, line_begins, timeline);
}

void timeline_done(Timeline *timeline) {
    for (int i = 0; i < timeline->snapshot_count; i++)
        snapshot_drop(timeline->snapshots[i].snapshot);
    timeline->snapshot_count = 0;
    inputs_set_follower(timeline->inputs, &(InputsFollower){NULL, NULL, NULL, NULL});
}

// --- snapshots ---

static size_t count_bytes(const Timeline *timeline) {
    size_t bytes = 0;
    for (int i = 0; i < timeline->snapshot_count; i++)
        bytes += snapshot_bytes_share(timeline->snapshots[i].snapshot);
    return bytes;
}

// The index of the last snapshot that is not after a moment; -1: there is none.
static int find_index(const Timeline *timeline, Moment moment) {
    int low = 0, high = timeline->snapshot_count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (timeline->snapshots[middle].moment <= moment) low = middle + 1;
        else high = middle;
    }
    return low - 1;
}

static void drop_snapshot(Timeline *timeline, int index) {
    snapshot_drop(timeline->snapshots[index].snapshot);
    timeline->snapshot_count--;
    memmove(timeline->snapshots + index, timeline->snapshots + index + 1,
            (size_t)(timeline->snapshot_count - index) * sizeof(TimelineSnapshot));
}

// The one goes whose neighbours are nearest to each other; the first, and those just before
// where the machine stands, stay.
static void thin_out(Timeline *timeline) {
    int here = find_index(timeline, timeline->now), best = -1;
    Moment least = INT64_MAX;
    for (int i = 1; i < timeline->snapshot_count; i++) {
        if (i <= here && i > here - NEAR_SNAPSHOTS && timeline->snapshot_count > NEAR_SNAPSHOTS * 2)
            continue;
        Moment after = i + 1 < timeline->snapshot_count ? timeline->snapshots[i + 1].moment
                                                        : timeline->last;
        Moment gap = after - timeline->snapshots[i - 1].moment;
        if (gap >= least) continue;
        least = gap;
        best = i;
    }
    if (best > 0) drop_snapshot(timeline, best);
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

static Snapshot *snapshot_here(Timeline *timeline, int earlier) {
    mark_memory(timeline);
    return snapshot_new(timeline->vm,
                        earlier >= 0 ? timeline->snapshots[earlier].snapshot : NULL);
}

// Without memory the run has one place less to go back to, nothing worse.
static void take_snapshot(Timeline *timeline) {
    int64_t time = clock_now(timeline);
    int at = find_index(timeline, timeline->now);
    Snapshot *snapshot = snapshot_here(timeline, at);
    if (snapshot != NULL) {
        if (timeline->snapshot_count == TIMELINE_SNAPSHOTS_MAX) {
            timeline->lines_apart *= 2;
            thin_out(timeline);
            at = find_index(timeline, timeline->now);
        }
        memmove(timeline->snapshots + at + 2, timeline->snapshots + at + 1,
                (size_t)(timeline->snapshot_count - at - 1) * sizeof(TimelineSnapshot));
        timeline->snapshots[at + 1] = (TimelineSnapshot){
            timeline->now, snapshot, inputs_get_position(timeline->inputs), *timeline->machine};
        timeline->snapshot_count++;
        timeline->bytes += snapshot_bytes_own(snapshot);
    }
    if (timeline->bytes > timeline->bytes_max) timeline->bytes = count_bytes(timeline);
    while (timeline->bytes > timeline->bytes_max && timeline->snapshot_count > 2) {
        thin_out(timeline);
        timeline->bytes = count_bytes(timeline);
    }
    timeline->snapshot_time = clock_now(timeline);
    timeline->snapshot_cost = timeline->snapshot_time - time;
}

// --- going ---

static bool wants_more(Timeline *timeline) {
    if (timeline->has_ended || !timeline->wants_snapshot) return false;
    timeline->wants_snapshot = false;
    take_snapshot(timeline);
    return true;
}

TimelineStop timeline_run(Timeline *timeline, Moment stop) {
    timeline->stop = stop;
    timeline->is_broken = false;
    timeline->wants_snapshot = false;
    if (timeline->has_ended) return TIMELINE_ENDED;
    if (timeline->look > timeline->now + timeline->look_apart)
        timeline->look = timeline->now + timeline->look_apart;
    do stack_switch(timeline->host, timeline->machine);
    while (wants_more(timeline));
    if (timeline->now > timeline->last) timeline->last = timeline->now;
    if (timeline->has_ended) return TIMELINE_ENDED;
    if (timeline->now == stop) return TIMELINE_REACHED;
    return timeline->is_broken ? TIMELINE_BROKEN : TIMELINE_WANTED;
}

void timeline_tell(Timeline *timeline, const Observer *observer, const Watch *watch) {
    timeline->observer = observer;
    timeline->watch = watch;
    if (timeline->has_ended) return;
    observe_start(timeline->vm, observer);
    heap_set_watch(timeline->vm, watch);
}

bool timeline_has_diverged(const Timeline *timeline) {
    return timeline->has_diverged || inputs_has_diverged(timeline->inputs);
}

Moment timeline_find(const Timeline *timeline, Moment moment) {
    int index = find_index(timeline, moment);
    return index < 0 ? 0 : timeline->snapshots[index].moment;
}

bool timeline_go_back(Timeline *timeline, Moment moment) {
    int index = find_index(timeline, moment);
    if (index < 0) return false;
    const TimelineSnapshot *from = &timeline->snapshots[index];
    snapshot_restore(timeline->vm, from->snapshot);
    inputs_set_position(timeline->inputs, from->input);
    *timeline->machine = from->stack;
    timeline->now = from->moment;
    timeline->frame = NULL;
    timeline->look = from->moment + timeline->look_apart;
    timeline->has_ended = timeline->was_cut = false;
    timeline->mark_next = 0;
    while (timeline->mark_next < timeline->mark_count &&
           timeline->marks[timeline->mark_next].moment <= timeline->now)
        timeline->mark_next++;
    return true;
}

TimelineStop timeline_seek(Timeline *timeline, Moment moment) {
    if (timeline->snapshot_count > 0 && moment < timeline->snapshots[0].moment)
        moment = timeline->snapshots[0].moment;
    bool is_ahead = moment > timeline->now && !timeline->has_ended &&
                    timeline_find(timeline, moment) <= timeline->now;
    if (moment == timeline->now && timeline->frame != NULL && !timeline->has_ended)
        return TIMELINE_REACHED;
    if (!is_ahead && !timeline_go_back(timeline, moment)) return TIMELINE_ENDED;
    return timeline_run(timeline, moment);
}

bool timeline_try(Timeline *timeline, World *world,
                  void (*errand)(Vm *vm, void *context, Frame *frame), void *context) {
    if (timeline->has_ended || timeline->frame == NULL) return false;
    int at = find_index(timeline, timeline->now);
    Snapshot *snapshot = snapshot_here(timeline, at);
    if (snapshot == NULL) return false;
    Timeline before = *timeline;
    Stack stack = *timeline->machine;
    int64_t input = inputs_get_position(timeline->inputs);
    observe_lines(timeline->vm, 0, NULL, NULL);
    timeline->vm->world = world;
    timeline->errand = errand;
    timeline->errand_context = context;
    stack_switch(timeline->host, timeline->machine);
    *timeline = before;
    snapshot_restore(timeline->vm, snapshot);
    *timeline->machine = stack;
    inputs_set_position(timeline->inputs, input);
    snapshot_drop(snapshot);
    return true;
}
