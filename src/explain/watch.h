// The watcher: turns what memory and the runtime tell into the events of a run.
//
//   Watch (writes, births, deaths) ─┐
//                                   ├─> Watcher ── event ──> View, then the sink
//   Observer (lines, calls, names) ─┘
//
// A write only marks its owner. At the next instruction (or call, line, death) the marked
// owners are compared with the view, and what differs becomes events. An object is
// introduced when something first mentions it; what dies unmentioned is never told.
// Looking changes nothing: no code of the program runs, no count or address differs.

#ifndef EXPLAIN_WATCH_H
#define EXPLAIN_WATCH_H

#include "explain/explain.h"

typedef struct Watcher Watcher;

// The view and the sink are borrowed. NULL: no memory.
MUST_USE Watcher *watcher_new(Vm *vm, const ExplainOptions *options, View *view, EventSink *sink,
                              void *context);
// What comes now belongs to the teardown.
void watcher_set_exit(Watcher *watcher);
// Nothing more is wanted: the machine goes on as fast as if nobody had watched. May be called
// by the sink.
void watcher_stop(Watcher *watcher);
void watcher_drop(Watcher *watcher);
bool watcher_has_begun(const Watcher *watcher);

// For tests: writes names, counts and values as the heap has them now, one JSON line.
void watcher_walk(Watcher *watcher, TextBuffer *text);

#endif
