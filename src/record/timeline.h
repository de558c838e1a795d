// The timeline of a run: its moments, snapshots at some of them, and the way back.
//
// A moment is the number of source lines that have begun since the program's start, in all
// frames; at moment N line N has not run yet. Going to a moment puts the nearest earlier
// snapshot back and runs on from there, the inputs coming from the log.
//
//   run:        1 ..... s ..... s ..... s ..... now .....
//   snapshots:          |       |       |_______^ runs again
//
// Snapshots are a time apart that grows with the run, and with what one costs. When they take
// more memory than they may, those go that are least missed.

#ifndef RECORD_TIMELINE_H
#define RECORD_TIMELINE_H

#include "base/stack.h"
#include "memory/snapshot.h"
#include "record/inputs.h"
#include "runtime/runtime.h"

typedef int64_t Moment;   // 0: before the first line

enum { MOMENT_NEVER = -1, TIMELINE_SNAPSHOTS_MAX = 256 };

typedef struct TimelineSnapshot {
    Moment moment;
    Snapshot *snapshot;   // owns
    int64_t input;        // position in the log
    Stack stack;          // where the machine's stack goes on
} TimelineSnapshot;

// What a recording knows of its run: the memory's digest at a moment.
typedef struct TimelineMark {
    Moment moment;
    Digest digest;
} TimelineMark;

// How a run to a moment ended.
typedef enum TimelineStop {
    TIMELINE_REACHED,   // there it is
    TIMELINE_ENDED,     // the run ended before
    TIMELINE_WANTED,    // at a line that the filter wanted
    TIMELINE_BROKEN,    // progress() said so: the machine stands at some line
} TimelineStop;

// Looks at each line, on the machine's stack; true: here the run shall stop.
typedef bool TimelineFilter(Vm *vm, void *context, Frame *frame, int line);

typedef struct Timeline {
    Vm *vm;                       // borrows
    World *outside;               // borrows: whose clock paces snapshots
    Inputs *inputs;               // borrows
    Stack *host, *machine;        // borrow: the stacks to switch between
    Moment now;                   // lines begun
    Moment last;                  // the furthest moment that was
    Moment end;                   // how many lines the whole run has; MOMENT_NEVER: not known
    Moment stop;                  // where a run to a moment ends; MOMENT_NEVER: at its end
    size_t bytes_max;             // what snapshots may take
    size_t bytes;                 // what they take
    TimelineSnapshot snapshots[TIMELINE_SNAPSHOTS_MAX];   // by moment
    int snapshot_count;
    // Looking at the clock: every so many lines, the next time at `look`.
    Moment look, look_apart;
    int64_t look_time;            // when it was looked at last
    int64_t start_time, snapshot_time, snapshot_cost, told_time;   // nanoseconds
    Moment lines_apart;           // snapshots so many lines apart, for tests; 0: by time
    bool wants_snapshot, has_ended, is_broken, has_diverged;
    bool is_child;                // of a fork: nothing is kept any more
    InputsEnd why;                // where has_ended and was_cut
    bool was_cut;                 // the process would have ended in the middle of the run
    int status;                   // which it would have ended with
    Moment limit;                 // of a recording that was cut: the last moment known; else 0
    const TimelineMark *marks;    // borrows: of the recording, by moment
    int64_t mark_count, mark_next;
    TimelineFilter *filter;       // NULL: none
    void *filter_context;
    const Observer *observer;     // borrow: who is told (timeline_tell); NULL: nobody
    const Watch *watch;
    // Called now and then while a run takes long; true: stop. May be NULL.
    bool (*progress)(void *context, Moment moment);
    void *progress_context;
    // Called on the machine's stack at each line; may be NULL.
    void (*line)(Vm *vm, void *context, Moment moment, Frame *frame, int line);
    void *context;
    // What a stop on the machine's stack shall do there; NULL: go on.
    void (*errand)(Vm *vm, void *context, Frame *frame);
    void *errand_context;
    Frame *frame;                 // borrows: at the moment where it stands
    int line_number;
} Timeline;

// Follows a machine that runs on `machine`; the program has not begun.
void timeline_start(Timeline *timeline, Vm *vm, World *outside, Inputs *inputs, Stack *host,
                    Stack *machine);
void timeline_done(Timeline *timeline);

// Goes on from now until the moment `stop` (before its line runs), or the end. Called on the
// host's stack.
MUST_USE TimelineStop timeline_run(Timeline *timeline, Moment stop);

// Who is told of execution and of writes from here on; NULL: nobody. They must be taken back
// before they go.
void timeline_tell(Timeline *timeline, const Observer *observer, const Watch *watch);

// True: a repeated run was not what the first one was.
bool timeline_has_diverged(const Timeline *timeline);

// The moment of the last snapshot that is not after `moment`; 0: there is none.
Moment timeline_find(const Timeline *timeline, Moment moment);

// Goes to a moment, in the past or to come. Below the first: to the first.
MUST_USE TimelineStop timeline_seek(Timeline *timeline, Moment moment);
// Back to a snapshot's moment, without running.
MUST_USE bool timeline_go_back(Timeline *timeline, Moment moment);

// Runs `errand` on the machine's stack at the moment where it stands, then puts everything
// back as it was. What is asked of the outside meanwhile, `world` answers. False: there is no
// memory, or the run stands at no line.
MUST_USE bool timeline_try(Timeline *timeline, World *world,
                           void (*errand)(Vm *vm, void *context, Frame *frame), void *context);

// The task that ran has ended: to be called on the machine's stack as its last act.
void timeline_end(Timeline *timeline);

#endif
