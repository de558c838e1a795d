// Recordings: a run's inputs in a file, from which it is run again elsewhere.
//
//   "nametag recording 1\n"
//   chunk: | kind | size | check of the head | check of the content | content |   and so on
//
// Each check goes on from the one before, so that no byte can change and no chunk can be
// missing unseen; a file that was cut ends with its last whole chunk. Of files of the library
// only name, size and digest are kept. No memory of the machine is in it.
//
// An answer is written as it was given; numbers take as many bytes as they need, seven bits
// in each, the lowest first, the top bit set but in the last.

#ifndef RECORD_RECORDING_H
#define RECORD_RECORDING_H

#include "base/text.h"
#include "memory/heap.h"
#include "record/inputs.h"
#include "record/timeline.h"

extern const char recording_magic[];   // the first line

// The check of bytes that follow others, whose check is given. Its steps can be undone one by
// one, so that a single difference is never lost on the way.
uint64_t recording_check(uint64_t check, const void *bytes, size_t size);

// --- writing ---

typedef struct Recorder Recorder;

// Makes the file, readable by its owner alone, and notes from here on what the inputs log.
// `head` is the caller's: how the machine is made. NULL: *error is the system's number.
MUST_USE Recorder *recorder_new(World *outside, Inputs *inputs, const char *path,
                                const TextBuffer *head, int *error);
// A folder whose files are kept by name: the library's.
void recorder_add_folder(Recorder *recorder, const char *folder);
// The program begins: moments are counted, and marked now and then. `task` is the caller's:
// what is run.
void recorder_start(Recorder *recorder, Vm *vm, const TextBuffer *task);
// The run has ended. Gives the memory back; the system's number when the file could not be
// written as a whole, or 0.
MUST_USE int recorder_done(Recorder *recorder, Vm *vm, int status);

// --- reading ---

typedef struct Recording {
    TextBuffer head, task;   // own
    TimelineMark *marks;     // owns
    int64_t mark_count;
    Moment last;             // the last moment that was noted
    bool has_end;            // the run ended; else the file was cut, or the recording was
    bool was_cut;            // by the size of the file, in the middle of a chunk
    int status;              // of the run
} Recording;

// Fills the inputs, which are closed then, and the recording. False: *trouble (owned by the
// caller, for people) says why not.
MUST_USE bool recording_read(World *outside, const char *path, Inputs *inputs,
                             Recording *recording, TextBuffer *trouble);
void recording_done(Recording *recording);

#endif
