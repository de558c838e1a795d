// The loop of runs that are watched: it counts lines, and tells an observer, whenever there is
// one, of each line, binding, call and comparison.

#define WATCHED 1
#define LOOP_NAME loop_run_watched
#include "runtime/loop.inc"
