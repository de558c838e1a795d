// The loop that tells an observer of each line, binding, call and comparison.

#define WATCHED 1
#define LOOP_NAME loop_run_watched
#include "runtime/loop.inc"
