// Inputs: a world that notes what came in, and gives it back when the run is repeated.
//
//   machine -> Inputs (records or replays) -> the real world
//
// A run is determined by what its world answered. So the log of answers is all that a
// recording keeps. Replaying, nothing is done outside: what was written then is not
// written again; past the end of the log the run goes on live.

#ifndef RECORD_INPUTS_H
#define RECORD_INPUTS_H

#include "base/world.h"

typedef struct Inputs Inputs;

// A recording world in front of `inner`, which it borrows; NULL: no memory.
MUST_USE Inputs *inputs_new(World *inner);
World *inputs_get_world(Inputs *inputs);

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
