// The functions of the real world, one for each row of world.def: for world_real.c (time,
// surroundings, the table), world_files.c, world_tree.c, world_process.c and world_calls.c.

#ifndef BASE_WORLD_REAL_H
#define BASE_WORLD_REAL_H

#include <fcntl.h>
#include <locale.h>
#include <signal.h>

#include "base/world.h"

#define WORLD(id, name, doc) int64_t real_##name(WorldRequest *request);
#include "base/world.def"
#undef WORLD

// The result of a call of the system: -errno when it failed.
int64_t world_real_result(int64_t value);

// Gives `count` bytes of an answer, when they fit; the result is how many they are.
int64_t world_real_answer(WorldRequest *request, const void *bytes, size_t count);
// The same when `result` is no failure, and then 0.
int64_t world_real_fill(WorldRequest *request, int result, const void *bytes, size_t count);
// What came into the room: `count` bytes, or -errno.
int64_t world_real_received(WorldRequest *request, int64_t count);

// Polls as WORLD_POLL says. A signal that came before, but was not taken yet, interrupts too.
struct pollfd;
int64_t world_real_wait(struct pollfd *files, size_t count, int64_t nanoseconds);

// The system's form of a set of signals: bit n - 1 is signal n.
sigset_t world_real_signals(uint64_t bits);

// Points a row at each of `count` texts, which follow one another, and ends with NULL; what
// stands behind the texts.
const char *world_real_rows(char **rows, int64_t count, const char *text);

// The arguments and variables of a WorldProgram, as execve wants them.
typedef struct WorldProgramRows {
    char **arguments;   // owns, with the variables behind
    char **variables;
} WorldProgramRows;
MUST_USE bool world_real_program(const void *program, WorldProgramRows *rows);

// The locale that the program has set.
locale_t world_real_locale(void);

// A directory that paths start from, for the …at() calls.
static inline int world_real_directory(int64_t number) {
    return number < 0 ? AT_FDCWD : (int)number;
}

#endif
