// A run that is rewound and repeated, for tests.

#include "api/machine.h"
#include "base/host.h"
#include "record/timeline.h"
#include "runtime/observe.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct RewindRow {
    Moment moment;
    Digest digest;
} RewindRow;

typedef struct MachineRewind {
    NametagMachine *machine;  // borrows
    Timeline timeline;
    void (*task)(NametagMachine *machine);   // what is run, and repeated
    int rewinds;
    uint64_t chance;
    RewindRow *rows;          // owns: some moments (is_compared) of the first run
    int64_t count, capacity;
    int64_t next;             // the row that a repeated run comes to next
    bool is_first_run, has_told;
} MachineRewind;

enum {
    SNAPSHOTS_APART = 64,   // lines
    COMPARED_DENSE = 200,
    COMPARED_APART = 61,
    COMPARED_SPARSE = 20000,
    COMPARED_FAR_APART = 10007,
};

// A digest takes as long as thousands of lines.
static bool is_compared(Moment moment) {
    if (moment <= COMPARED_DENSE) return true;
    return moment % (moment <= COMPARED_SPARSE ? COMPARED_APART : COMPARED_FAR_APART) == 0;
}

// Only the first fault of a repeated run is told: the others follow from it.
static void tell_fault(MachineRewind *rewind, const char *what) {
    char text[128];
    if (rewind->has_told) return;
    rewind->has_told = true;
    rewind->machine->heap_faults++;
    snprintf(text, sizeof text, "rewind: at moment %" PRId64 ": %s\n", rewind->timeline.now, what);
    machine_write_error(rewind->machine, text);
}

static bool add_row(MachineRewind *rewind, Moment moment, Digest digest) {
    if (rewind->count == rewind->capacity) {
        int64_t capacity = rewind->capacity * 2 + 256;
        RewindRow *rows = host_resize(rewind->rows, (size_t)capacity * sizeof(RewindRow));
        if (rows == NULL) return false;
        rewind->rows = rows;
        rewind->capacity = capacity;
    }
    rewind->rows[rewind->count++] = (RewindRow){moment, digest};
    return true;
}

static void line_begins(Vm *vm, void *context, Moment moment, Frame *frame, int line) {
    MachineRewind *rewind = context;
    (void)frame, (void)line;
    if (!is_compared(moment)) return;
    Digest digest = heap_digest(vm);
    if (rewind->is_first_run) {
        if (!add_row(rewind, moment, digest)) tell_fault(rewind, "no memory for its digest");
        return;
    }
    if (rewind->next == rewind->count || rewind->rows[rewind->next].moment != moment) {
        tell_fault(rewind, "it was no moment of the first run");
        return;
    }
    const Digest *first = &rewind->rows[rewind->next++].digest;
    if (memcmp(&digest, first, sizeof digest) != 0) tell_fault(rewind, "the memory differs");
}

static void timed_task(NametagMachine *machine) {
    machine->rewind->task(machine);
    timeline_end(&machine->rewind->timeline);
}

// One way back to a moment, and on to the end.
static void rewind_once(MachineRewind *rewind, Moment moment, Moment last, int status) {
    Timeline *timeline = &rewind->timeline;
    rewind->has_told = false;
    int64_t next = 0;
    while (next < rewind->count && rewind->rows[next].moment < timeline_find(timeline, moment))
        next++;
    rewind->next = next;
    if (timeline_seek(timeline, moment) != TIMELINE_REACHED) {
        tell_fault(rewind, "a moment that was can't be reached");
        return;
    }
    if (timeline_run(timeline, MOMENT_NEVER) != TIMELINE_ENDED || timeline->now != last)
        tell_fault(rewind, "the run ends elsewhere");
    if (rewind->machine->status != status) tell_fault(rewind, "the status differs");
    if (timeline_has_diverged(timeline))
        tell_fault(rewind, "the run asked for something else");
}

static void rewind_all(MachineRewind *rewind) {
    Moment last = rewind->timeline.now;
    int status = rewind->machine->status;
    for (int i = 0; i < rewind->rewinds && last > 1; i++) {
        rewind->chance = rewind->chance * 6364136223846793005u + 1442695040888963407u;
        Moment moment = 1 + (Moment)((rewind->chance >> 33) % (uint64_t)(last - 1));
        rewind_once(rewind, moment, last, status);
    }
}

int nametag_check_rewind(NametagMachine *machine, int rewinds, uint64_t seed) {
    if (machine->inputs == NULL || machine->rewind != NULL ||
        machine->options->mode != NAMETAG_WATCHED) return -1;
    MachineRewind *rewind = host_allocate(sizeof(MachineRewind));
    if (rewind == NULL) return -1;
    *rewind = (MachineRewind){.machine = machine, .rewinds = rewinds, .chance = seed * 2 + 1};
    machine->rewind = rewind;
    return 0;
}

void machine_rewind_program(NametagMachine *machine, void (*task)(NametagMachine *machine)) {
    MachineRewind *rewind = machine->rewind;
    Timeline *timeline = &rewind->timeline;
    rewind->task = task;
    rewind->is_first_run = true;
    timeline_start(timeline, machine->vm, machine->world, machine->inputs, &machine->host,
                   &machine->main);
    timeline->lines_apart = SNAPSHOTS_APART;
    timeline->line = line_begins;
    timeline->context = rewind;
    machine->task = timed_task;
    if (timeline_run(timeline, MOMENT_NEVER) != TIMELINE_ENDED)
        tell_fault(rewind, "the run does not end");
    rewind->is_first_run = false;
    rewind_all(rewind);
    observe_lines(machine->vm, 0, NULL, NULL);
    timeline_done(timeline);
}

void machine_rewind_done(NametagMachine *machine) {
    if (machine->rewind != NULL) host_release(machine->rewind->rows);
    host_release(machine->rewind);
    machine->rewind = NULL;
}
