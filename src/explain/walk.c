// The state as the heap itself has it, for tests that compare it with the events.

#include "explain/watch_parts.h"

void watcher_walk(Watcher *watcher, TextBuffer *text) { (void)watcher, (void)text; }
