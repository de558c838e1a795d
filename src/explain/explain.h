// Explaining a run: its events as a stream, its state at a moment, sentences, checks.
//
// One watcher (watch.h) turns writes and execution into events (memory/event.def);
// the View (view.h) is rebuilt from them; every output reads these two and nothing else.

#ifndef EXPLAIN_EXPLAIN_H
#define EXPLAIN_EXPLAIN_H

#include "explain/view.h"
#include "objects/code.h"
#include "runtime/runtime.h"

// A moment of a run: just before or after the hit-th run of a line in the program's file,
// the state after an event, or the end before the module is torn down.
typedef struct ExplainMoment {
    enum { MOMENT_NONE, MOMENT_AT, MOMENT_AFTER, MOMENT_STEP, MOMENT_END } kind;
    int64_t line, hit;       // of AT and AFTER
    uint64_t step;           // of STEP
} ExplainMoment;

// Reads LINE or LINE:HIT; false: that is not one.
bool explain_read_moment(ExplainMoment *moment, const char *text);

typedef enum ExplainOutput {
    EXPLAIN_NOTHING,      // only the view, for those who draw
    EXPLAIN_PAGE,         // one HTML file that shows every step
    EXPLAIN_SENTENCES,
    EXPLAIN_JSON,
    EXPLAIN_CHECK,
    EXPLAIN_CHECK_JSON,
    EXPLAIN_CHECK_SARIF,
    EXPLAIN_TUTOR,        // Python Tutor's trace
    EXPLAIN_WALK,         // at each line, what a walk of the heap finds: for tests
} ExplainOutput;

typedef struct ExplainOptions {
    ExplainOutput output;
    bool all;                // library code and temporaries, too
    int64_t paths_max;       // --paths N; -1: 100
    ExplainMoment moment;
    const char *name;        // only events about this name; NULL: all
    Serial object;           // only events about this object; 0: all
    const char *program;     // path of the program's file as its code names it
    const char *library;     // folder of the standard library
    const char *source;      // the program's text, NULL: unknown
    size_t source_bytes;
    // Of a page: the program's bytecode as text, NULL: none; the stop (a line that begins) from
    // which it shows the run; how many it holds at most (of the trace: steps), 0: all; and who
    // is told when it is full and another one begins, NULL: what follows is not written.
    const char *listing;
    int64_t page_first, stops_max;
    void (*page_full)(void *context);
    // Takes what is written, in pieces; and is told once when the moment is reached.
    void (*write)(void *context, const char *bytes, size_t size);
    // `since`: the event after which what changed belongs to the moment.
    void (*reached)(void *context, View *view, uint64_t since);
    void *context;
} ExplainOptions;

typedef struct Explain Explain;

// Watches the machine from the first line of the program on (the code that runs next from
// its file). NULL: no memory. The options are borrowed.
MUST_USE Explain *explain_start(Vm *vm, const ExplainOptions *options);

// The program has ended; what comes now is the teardown.
void explain_exit(Explain *explain);

// After the teardown (or before it, when the machine lives on): ends the watching, writes
// what is left. Gives how many findings a check made.
int64_t explain_done(Explain *explain);

View *explain_get_view(Explain *explain);

#endif
