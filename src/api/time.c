// Time through the public interface: a run that is rewound and repeated.

#include "api/machine.h"
#include "base/host.h"
#include "record/timeline.h"

#include <string.h>

typedef struct RewindCheck {
    NametagMachine *machine;
    Timeline timeline;
    Digest *digests;          // owns: by moment, from the first run
    Moment count, capacity;
    bool is_first_run;
    int64_t faults;
} RewindCheck;

static void note_digest(Vm *vm, void *context, Moment moment, Frame *frame, int line) {
    RewindCheck *check = context;
    Digest digest = heap_digest(vm);
    (void)frame, (void)line;
    if (!check->is_first_run) {
        if (moment > check->count ||
            memcmp(&digest, &check->digests[moment - 1], sizeof digest) != 0) check->faults++;
        return;
    }
    if (check->count == check->capacity) {
        Moment capacity = check->capacity * 2 + 256;
        Digest *digests = host_resize(check->digests, (size_t)capacity * sizeof(Digest));
        if (digests == NULL) return;
        check->digests = digests;
        check->capacity = capacity;
    }
    check->digests[check->count++] = digest;
}

static void timed_file_task(NametagMachine *machine) {
    machine_run_text(machine, machine->path);
    timeline_end(machine->timeline);
}

// One way back to a moment, and on to the end.
static void rewind_once(RewindCheck *check, Moment moment, int status) {
    if (!timeline_seek(&check->timeline, moment)) {
        check->faults++;
        return;
    }
    if (timeline_run(&check->timeline, -1) || check->timeline.now != check->count ||
        check->machine->status != status) check->faults++;
    if (inputs_has_diverged(check->machine->inputs)) check->faults++;
}

int64_t nametag_check_rewind(NametagMachine *machine, const char *path, int rewinds,
                             uint64_t seed) {
    if (machine->inputs == NULL || !machine_read_program(machine, path)) return -1;
    RewindCheck check = {.machine = machine, .is_first_run = true};
    timeline_start(&check.timeline, machine->vm, machine->inputs, &machine->host,
                   &machine->main);
    check.timeline.line = note_digest;
    check.timeline.context = &check;
    machine->timeline = &check.timeline;
    machine->task = timed_file_task;
    if (timeline_run(&check.timeline, -1)) check.faults++;
    check.is_first_run = false;
    int status = machine->status;
    uint64_t state = seed * 2 + 1;
    for (int i = 0; i < rewinds && check.count > 0; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        rewind_once(&check, 1 + (Moment)((state >> 33) % (uint64_t)check.count), status);
    }
    runtime_of(machine->vm)->observer = NULL;
    timeline_done(&check.timeline);
    host_release(check.digests);
    machine_forget_program(machine);
    return check.faults;
}
