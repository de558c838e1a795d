// What the files about recordings share.

#ifndef API_RECORD_H
#define API_RECORD_H

#include "api/machine.h"
#include "record/recording.h"

// What a machine is made of that repeats a recorded run.
typedef struct MachineReplay {
    Recording recording;
    NametagOptions options;    // texts and rows are in the recording's head, and here
    const char **rows;         // owns
    const char *path, *text;   // of what was run; borrow from the recording
    size_t text_bytes;
    char task;                 // MACHINE_TASK_…
} MachineReplay;

void machine_replay_drop(MachineReplay *replay);

#endif
