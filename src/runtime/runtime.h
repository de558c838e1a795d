// The state of a machine's execution: frames, the exception being handled, ticks.

#ifndef RUNTIME_RUNTIME_H
#define RUNTIME_RUNTIME_H

#include "objects/exception.h"
#include "objects/list.h"
#include "objects/bytes.h"
#include "objects/int.h"
#include "runtime/frame.h"

// The exceptions being handled: one item for the thread, one for each running generator.
typedef struct HandledStack {
    Slot exception;                 // owns; empty: none here
    struct HandledStack *previous;
} HandledStack;

// How code runs: all give the same results (the test runner compares them).
typedef enum LoopMode { LOOP_REGISTER, LOOP_WATCHED, LOOP_STACK } LoopMode;

// Who wants to know of execution; set with LOOP_WATCHED. Every field may be NULL.
typedef struct Observer {
    void *context;
    // Before the line runs; frame->last_line is still the one before.
    void (*line)(Vm *vm, void *context, Frame *frame, int line);
    void (*called)(Vm *vm, void *context, Frame *frame);
    void (*returned)(Vm *vm, void *context, Frame *frame, Object *value);
    void (*yielded)(Vm *vm, void *context, Frame *frame, Object *value);
    void (*raised)(Vm *vm, void *context, Frame *frame, Object *exception);
    // A local's slot of the running frame was written; new NULL: unbound.
    void (*bound)(Vm *vm, void *context, Frame *frame, int index, Object *old, Object *new);
    void (*compared)(Vm *vm, void *context, Object *left, Object *right, int is_identity,
                     Object *result);
    // A native function is called by `frame` and ends (result NULL: raised). `callable` may
    // be NULL: a C operation of that name.
    void (*native_called)(Vm *vm, void *context, Frame *frame, const char *name,
                          Object *callable, const Slot *arguments, int64_t count);
    void (*native_returned)(Vm *vm, void *context, Object *result);
    // Before each instruction of register code.
    void (*instruction)(Vm *vm, void *context, Frame *frame);
    // An exception leaves the frame; it is popped next.
    void (*left)(Vm *vm, void *context, Frame *frame);
    // The frame's names moved into a generator object; it is popped next.
    void (*suspended)(Vm *vm, void *context, Frame *frame, Object *generator);
    void (*collected)(Vm *vm, void *context, int generation, int64_t freed);
    // Text is written to sys.stdout (1) or sys.stderr (2).
    void (*output)(Vm *vm, void *context, int file, Str *text);
} Observer;

// Called before a line runs, as Observer.line.
typedef void LineHook(Vm *vm, void *context, Frame *frame, int line);

typedef struct Runtime {
    // Of the running thread (threads.h saves and restores them):
    Frame *frame;                 // the running frame; NULL: none
    Frame *first;                 // owns: the chain of frame records
    Slot *registers, *registers_end;
    HandledStack *handled;        // top; the bottom is the thread's own
    int32_t depth;                // Python calls nested now
    int32_t c_depth;              // loops nested on the C stack
    char *c_stack_limit;          // lowest address that C code may use
    bool is_traced;               // trace.h: its frames tell what they do
    // Of the machine:
    struct Thread *thread;        // borrows: the one that runs
    struct Threads *threads;      // owns: all of them
    int64_t ticks;                // backward jumps and calls so far
    int64_t tick_limit;           // at which runtime_tick is called
    int32_t recursion_limit;      // sys.setrecursionlimit
    struct Patch *patches;        // owns: patch.h
    struct SharedCache *shared_cache;   // owns: cache.h; NULL: not yet needed
    LoopMode mode;
    bool lines_wanted;            // lower code with LINE instructions
    // Of runs that are watched (observe.h sets these):
    const Observer *observer;     // borrows; NULL: nobody is told
    uint32_t told_labels;         // where the watched loop's labels begin
    int64_t lines;                // that have begun so far, in all frames
    int64_t line_limit;           // from where on somebody wants to know of them
    int64_t line_stop;            // and from where on the hook
    LineHook *line_hook;          // NULL: none
    void *line_context;           // borrows
    uint64_t frames_made;         // serials
    int64_t functions_lowered, functions_refused;   // register form, and fall-backs
    Slot modules;                 // sys.modules
    Slot builtins;                // the builtins module's dict
    Slot sys;                     // the sys module's, also when sys.modules has lost that
    // Runs the handlers of these signals (bit n: signal n; bit 0: 64); false: raised. NULL:
    // Ctrl-C alone raises KeyboardInterrupt.
    bool (*signal_hook)(Vm *vm, uint64_t signals);
    // Told of a thread that ends, while it still runs. NULL: nobody is.
    void (*thread_end_hook)(Vm *vm, struct Thread *thread);
    int optimise;                 // -O: what compile() does unless told otherwise
} Runtime;

ALWAYS_INLINE Runtime *runtime_of(Vm *vm) { return vm->runtime; }

// The exception that `raise` alone would raise again: nearest handled one; borrowed or NULL.
Object *runtime_get_handled(Vm *vm);

// Makes the runtime on a started object layer.
MUST_USE bool runtime_start(Vm *vm);
void runtime_done(Vm *vm);
// After the objects are gone, whose end may still ask the runtime.
void runtime_drop(Vm *vm);

// Visits what frames, the exceptions being handled and the module table hold.
void runtime_visit_roots(Vm *vm, SlotVisit *visit, void *context);

// Called where ticks reach the limit: signals, thread switches, snapshots. False: raised.
MUST_USE bool runtime_tick(Vm *vm);

// Runs code in a namespace, as exec(code, globals, locals) does: module, exec and class
// bodies. locals NULL: globals. New reference or NULL.
MUST_USE Object *runtime_run_code(Vm *vm, Code *code, Dict *globals, Object *locals,
                                  Tuple *closure);

// Runs a class body (a function without parameters) in a namespace.
MUST_USE Object *runtime_run_body(Vm *vm, Function *body, Object *namespace);

// sys.name; borrowed, NULL when there is none.
Object *runtime_get_sys(Vm *vm, Str *name);
// sys.name; a new reference.
MUST_USE Found runtime_find_sys(Vm *vm, const char *name, Object **value);

// Calls `visit` once for each reference that CPython would count now but that no slot holds
// here: pending operands (lower.h), and the tuples of arguments of calls under way. For
// sys.getrefcount, digests and events.
void runtime_visit_pending(Vm *vm, void (*visit)(Vm *vm, Object *object, void *context),
                           void *context);

// Hooks.digest: bindings of all frames from the running one down, and pending operands.
void runtime_digest(Vm *vm, void (*binding)(Vm *vm, const Object *object, void *context),
                    void (*pending)(Vm *vm, Object *object, void *context), void *context);

#endif
