// Threads of the program: each a C stack of its own, one runs at a time.
//
//   memory of a thread:  | guard | registers -> ........ <- C stack |
//
// A thread gives way at a tick of the loop when its turn is over, and where it waits: for
// another thread, for a file, for a time. What the loops need of the running thread stands
// in Runtime and is exchanged at a switch; the rest stays in the Thread. The World is asked
// to wait only when no thread can run, so that runs repeat exactly.

#ifndef RUNTIME_THREADS_H
#define RUNTIME_THREADS_H

#include "base/stack.h"
#include "base/world.h"
#include "runtime/runtime.h"

enum {
    THREAD_FOREVER = -1,          // a deadline that never comes
    THREAD_SIGNAL_INTERRUPT = 2,  // the number of Ctrl-C's signal
    THREAD_SIGNAL_COUNT = 65,
};

// Threads that wait for something, the longest first.
typedef struct ThreadQueue {
    struct Thread *first, *last;   // borrow
} ThreadQueue;

typedef enum ThreadState { THREAD_READY, THREAD_RUNS, THREAD_WAITS, THREAD_ENDED } ThreadState;

// How a wait came to its end.
typedef enum ThreadWake {
    THREAD_WOKEN,        // what it waited for may be there
    THREAD_TIMED_OUT,
    THREAD_RAISED,       // a signal's handler raised
} ThreadWake;

// What is of a thread while another one runs, and in Runtime, Objects and Heap while it runs.
typedef struct ThreadSaved {
    Frame *frame, *first;
    Slot *registers, *registers_end;
    HandledStack *handled;
    int32_t depth, c_depth;
    char *c_stack_limit;
    Slot raised;
    bool is_raising_memory_error;
    struct ArgumentTuple *argument_tuples;
    const struct Arguments *tuple_arguments;
    Tuple *tuple_given;
    Object **repr_stack;
    int32_t repr_count, repr_capacity, recursion_depth;
    int32_t free_depth;
    uint32_t deferred;
    FreeCause free_cause;
} ThreadSaved;

typedef struct Thread {
    Vm *vm;
    struct Thread *next;               // owns: the next younger one
    struct Thread *queue_next;  // borrows: in the queue that it stands in
    ThreadQueue *queue;         // borrows: where it waits to be woken; NULL: for no thread
    int64_t ident;              // as _thread.get_ident() gives it
    int64_t serial;             // 0: the main thread
    ThreadState state;
    ThreadWake wake;
    bool is_interrupted;        // a signal came while it waited
    int64_t deadline;           // of its wait, on the monotonic clock
    WorldPoll *polls;           // borrows: the files that it waits for
    int64_t poll_count;
    Stack stack;
    char *memory;               // owns: registers and C stack; NULL: the machine's own
    size_t memory_bytes;
    HandledStack handled_bottom;
    int32_t origin_depth;       // of coroutines: how many frames cr_origin keeps
    Slot first_iteration_hook;  // of asynchronous generators (sys.set_asyncgen_hooks)
    Slot finalizer_hook;
    Slot trace, profile;        // what sys.settrace and sys.setprofile were given, or empty
    const Slot *installing;     // borrows: the one of these whose function is being exchanged
    int32_t tracing;            // how many of their calls are under way
    int32_t event;              // TraceEvent of the innermost one, 0 when there is none
    struct Frame *traced;       // borrows: the frame that it is about
    Slot context;               // the current context of contextvars, or empty
    Slot function, arguments, keywords;   // what it calls
    Object *sentinel;           // borrows: the lock of _thread that its end releases, or NULL
    ThreadSaved saved;
} Thread;

ALWAYS_INLINE Thread *thread_get(Vm *vm) { return runtime_of(vm)->thread; }

// The main thread; called once by runtime_start.
MUST_USE bool threads_start(Vm *vm);
// Nobody but the running thread goes on: what others hold stays held.
void threads_abandon(Vm *vm);
// The process has forked, and this is the child: the running thread is the main one, and alone.
void threads_start_child(Vm *vm);
void threads_done(Vm *vm);
void threads_visit_roots(Vm *vm, SlotVisit *visit, void *context);

// Starts a thread that calls function(*arguments, **keywords); keywords may be NULL.
// Borrowed. NULL: raised.
MUST_USE Thread *thread_start(Vm *vm, Object *function, Tuple *arguments, Dict *keywords);
// How much C stack new threads get; 0: the default.
int64_t threads_get_stack_bytes(Vm *vm);
// False: too little.
MUST_USE bool threads_set_stack_bytes(Vm *vm, int64_t bytes);

// How many threads the program started that have not ended.
int64_t threads_count(Vm *vm);
// Each thread that has not ended, the main thread first.
Thread *threads_first(Vm *vm);
// The frame that a thread is in; NULL: none.
Frame *thread_get_frame(Vm *vm, const Thread *thread);
// The tuples of arguments that its calls would hold (objects/arguments.h).
const struct ArgumentTuple *thread_get_argument_tuples(Vm *vm, const Thread *thread);
// The exception that it handles; borrowed, or NULL.
Object *thread_get_handled(Vm *vm, const Thread *thread);

// Waits in a queue until woken, or until the deadline (monotonic nanoseconds).
MUST_USE ThreadWake thread_wait(Vm *vm, ThreadQueue *queue, int64_t deadline);
// Wakes the longest waiting one; nothing when nobody waits.
void threads_wake_one(Vm *vm, ThreadQueue *queue);
// Waits for files as WORLD_POLL does; the rows have their answers after THREAD_WOKEN.
MUST_USE ThreadWake thread_wait_for_files(Vm *vm, WorldPoll *polls, int64_t count,
                                          int64_t deadline);
// Waits for a time.
MUST_USE ThreadWake thread_sleep(Vm *vm, int64_t deadline);
// Lets the others run first, if any can.
void thread_give_way(Vm *vm);
// A moment on the monotonic clock so many nanoseconds from now (below 0: never).
int64_t thread_deadline(Vm *vm, int64_t nanoseconds);

// Called by runtime_tick: counts the next turn, and gives way when there are others.
void threads_tick(Vm *vm);
// The time of a turn, in nanoseconds as sys.setswitchinterval counts.
void threads_set_interval(Vm *vm, int64_t nanoseconds);

// Asks the world which signals came; when some did, the main thread is to look at them.
void threads_take_signals(Vm *vm);
// Has the hook called once when the deadline has come, at a tick or while all threads wait.
// THREAD_FOREVER: never.
void threads_set_alarm(Vm *vm, int64_t deadline, void (*hook)(Vm *vm));
// Has ticks look for signals also while the thread is alone: the program watches some.
void threads_watch_signals(Vm *vm);
// Waits until a signal came and the handlers have run; false: one raised.
MUST_USE bool thread_await_signal(Vm *vm);
// Signals that could not be handled yet: they are at the next occasion.
void threads_keep_signals(Vm *vm, uint64_t signals);
// A signal as if it had come from outside. False: there is none of that number.
MUST_USE bool threads_send_signal(Vm *vm, int64_t number);
// Has the main thread run the handlers of what came; false: raised. Others: true.
MUST_USE bool threads_handle_signals(Vm *vm);

#endif
