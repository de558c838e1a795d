// The timeline of a run: its moments, snapshots at some of them, and the way back.
//
// A moment is the number of source lines that have begun, 0 before the first. Going to
// a moment puts the nearest earlier snapshot back and runs on from there, the inputs
// coming from the log. Snapshots grow sparser as the run grows longer.

#ifndef RECORD_TIMELINE_H
#define RECORD_TIMELINE_H

#include "base/stack.h"
#include "memory/snapshot.h"
#include "record/inputs.h"
#include "runtime/runtime.h"

typedef int64_t Moment;

enum { TIMELINE_SNAPSHOTS_MAX = 64 };

typedef struct TimelineSnapshot {
    Moment moment;
    Snapshot *snapshot;   // owns
    int64_t input;        // position in the log
    Stack stack;          // where the machine's stack goes on
} TimelineSnapshot;

typedef struct Timeline {
    Vm *vm;                       // borrows
    Inputs *inputs;               // borrows
    Stack *host, *machine;        // borrow: the stacks to switch between
    Moment now;                   // lines begun
    Moment stop;                  // where a run to a moment ends; -1: runs to its end
    Moment spacing;               // between snapshots
    TimelineSnapshot snapshots[TIMELINE_SNAPSHOTS_MAX];
    int snapshot_count;
    bool wants_snapshot, has_ended;
    // Called before each line, on the machine's stack; may be NULL.
    void (*line)(Vm *vm, void *context, Moment moment, Frame *frame, int line);
    void *context;
} Timeline;

// Watches a machine that runs on `machine`; nothing has run yet.
void timeline_start(Timeline *timeline, Vm *vm, Inputs *inputs, Stack *host, Stack *machine);
void timeline_done(Timeline *timeline);

// Goes on from now until the moment `stop` (before its line runs), or the end (stop -1).
// Called on the host's stack. True: the moment was reached; false: the run ended.
MUST_USE bool timeline_run(Timeline *timeline, Moment stop);

// The moment of the last snapshot that is not after `moment`; 0: there is none.
Moment timeline_find(const Timeline *timeline, Moment moment);

// Goes to a moment of the past: back to a snapshot and forward again. 0 is the first
// snapshot's moment at the earliest.
MUST_USE bool timeline_seek(Timeline *timeline, Moment moment);

// The task that ran has ended: to be called on the machine's stack as its last act.
void timeline_end(Timeline *timeline);

#endif
