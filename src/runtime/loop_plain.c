// The loop that nobody watches.

#define WATCHED 0
#define LOOP_NAME loop_run_plain
#include "runtime/loop.inc"
