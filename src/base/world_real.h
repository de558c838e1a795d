// The functions of the real world, one for each row of world.def.
// For world_real.c (time, surroundings, process) and world_files.c alone.

#ifndef BASE_WORLD_REAL_H
#define BASE_WORLD_REAL_H

#include "base/world.h"

#define WORLD(id, name, doc) int64_t real_##name(WorldRequest *request);
#include "base/world.def"
#undef WORLD

// The result of a call of the system: -errno when it failed.
int64_t world_real_result(int64_t value);

// Gives `count` bytes of an answer, when they fit; the result is how many they are.
int64_t world_real_answer(WorldRequest *request, const void *bytes, size_t count);

#endif
