// Inputs: a world that notes what came in, and gives it back when the run is repeated.
//
//   machine -> Inputs (records or replays) -> the real world
//
// A run is determined by what its world answered. So the log of answers is all that a
// recording keeps. Replaying, nothing is done outside: what was written then is not
// written again; past the end of the log the run goes on live, unless the log is closed.

#ifndef RECORD_INPUTS_H
#define RECORD_INPUTS_H

#include "base/world.h"

typedef struct Inputs Inputs;

typedef struct Answer {
    WorldOperation operation;
    int64_t result;
    uint64_t hash;         // of what was asked: a replay must ask the same
    size_t out_used;
    const uint8_t *out;    // borrows
} Answer;

// Why a run goes no further.
typedef enum InputsEnd {
    INPUTS_CLOSED,     // the log was closed, and has no more answers
    INPUTS_EXIT,       // the process would end at once, with a status
    INPUTS_ABORT,      // by SIGABRT
    INPUTS_REPLACED,   // another program would take its place
} InputsEnd;

// Who follows the log. Every function may be NULL.
typedef struct InputsFollower {
    void *context;
    // A new answer; the request is as it was answered.
    void (*noted)(void *context, const WorldRequest *request, const Answer *answer);
    // Before what may end the process. Coming back from it, the world is asked.
    void (*ends)(void *context, InputsEnd why, int status);
    // This is the child of a fork: nothing is noted from here on.
    void (*forked)(void *context, const WorldRequest *request);
} InputsFollower;

// A recording world in front of `inner`, which it borrows; NULL: no memory.
MUST_USE Inputs *inputs_new(World *inner);
World *inputs_get_world(Inputs *inputs);
// The follower is copied.
void inputs_set_follower(Inputs *inputs, const InputsFollower *follower);
// The world behind, which may be set later than the log is made.
void inputs_set_inner(Inputs *inputs, World *inner);

// An answer of an earlier run. False: no memory.
MUST_USE bool inputs_add(Inputs *inputs, const Answer *answer);
// The run can't go on past the answers that are there.
void inputs_close(Inputs *inputs);

// How many answers were given so far: a place in the log.
int64_t inputs_get_position(const Inputs *inputs);
// Goes back to a place: the next answers come from the log.
void inputs_set_position(Inputs *inputs, int64_t position);

// True when a replay asked for something else than the recorded run did: the run was not
// determined by its inputs, or the log is not its own. Or when the log lost an answer.
bool inputs_has_diverged(const Inputs *inputs);

// All answers so far, and the bytes that the log takes.
int64_t inputs_get_count(const Inputs *inputs);
size_t inputs_get_bytes(const Inputs *inputs);

#endif
