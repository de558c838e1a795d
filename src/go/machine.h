// The machine that runs a Go program: code, goroutines, their stacks, its values.
//
// A goroutine's stack is a row of frames. A frame holds a function's results, parameters,
// what belongs to the call (its closure or receiver), variables and temporaries, each at a
// multiple of 8 bytes; numbers in registers are 8 bytes wide, whatever their type. A callee's
// frame begins where the caller has put the arguments, so that a call copies nothing.
// No pointer refers to a stack: variables that need one live in blocks. So stacks can move.

#ifndef GO_MACHINE_H
#define GO_MACHINE_H

#include "go/block.h"
#include "go/scope.h"

typedef struct GoString {
    const char *bytes;
    int64_t size;
} GoString;

typedef struct GoSlice {
    char *items;
    int64_t length, capacity;
} GoSlice;

typedef struct GoInterface {
    GoType *type;            // canonical; NULL: nil
    char *data;              // the value itself if that is a pointer, else a block with it
} GoInterface;

typedef enum GoOp {
#define OP(id, operands, meaning) GO_OP_##id,
#include "go/ops.def"
#undef OP
    GO_OP_COUNT
} GoOp;

typedef struct GoCode {
    uint16_t op, n;
    int32_t a;
    union {
        struct { int32_t b, c; };
        int64_t wide;
        void *pointer;
    };
} GoCode;

typedef struct GoMachine GoMachine;
typedef struct GoRoutine GoRoutine;

typedef enum GoOutcome { GO_DONE, GO_PANICKED, GO_BLOCKED, GO_EXITED } GoOutcome;
typedef GoOutcome GoNative(GoMachine *machine, GoRoutine *routine, char *window);

typedef struct GoVariable {      // for those who watch
    const char *name;
    GoType *type;
    int32_t offset;              // in the frame
    int32_t from, to;            // instructions between which it lives
    bool is_boxed;               // the frame holds the address of a block with it
    bool is_parameter;
    const char *why;             // it is boxed
    GoPlace place;
} GoVariable;

typedef struct GoFunction {
    GoCode *code;
    int32_t code_count;
    int32_t frame_size;
    int32_t arguments_end;       // of results and parameters; then closure or receiver
    int32_t result_size;
    int32_t hidden_size;
    int32_t defers_at;           // index of RUN_DEFERS; -1: has none
    bool has_defer;
    bool is_wrapper;             // recover() looks through it
    const char *name;            // main.f
    GoPlace *places;             // one an instruction
    GoVariable *variables;
    int32_t variable_count;
    GoNative *native;            // what a function without body does
    // how to make the code:
    GoEntity *entity;
    GoFunctionScope *scope;
    GoNode *body;
    GoType **arguments;          // type arguments
    GoSubstitution substitution;
    struct GoFunction *outer;    // of a function literal
    GoType *type;                // signature
    GoType *receiver;
    void (*make)(GoMachine *machine, struct GoFunction *function);
    const void *plan;            // what a wrapper wraps
    bool is_lowered;
    GoRow literals;              // functions of the literals in it
    struct GoFunction *next;     // of the same entity, with other type arguments
    char *closure;               // the block of a function value without captures
} GoFunction;

typedef struct GoDefer {
    struct GoDefer *next;
    GoFunction *function;
    int32_t window_size;
    int32_t frame;               // index of the frame that it belongs to
    char window[];
} GoDefer;

typedef struct GoPanic {
    struct GoPanic *outer;
    GoInterface value;
    int32_t frame;               // whose deferred calls are running
    bool is_recovered, is_exit;  // exit: of runtime.Goexit
    bool is_raised_again;
} GoPanic;

typedef struct GoFrame {
    GoFunction *function;
    GoCode *pc;                  // where to go on
    int64_t base;                // of its registers on the stack
    GoPanic *panic;              // it is a call deferred to this panic
    bool is_base;                // a call from C ends here
} GoFrame;

typedef struct GoWaiter {        // a goroutine that waits at a channel
    struct GoWaiter *next, *previous;
    GoRoutine *routine;
    struct GoChannel *channel;
    int64_t slot;                // where on its stack the value is or goes; -1: nowhere
    int32_t index;               // of the case
    bool is_select, is_done;
} GoWaiter;

typedef struct GoWaiters {
    GoWaiter *first, *last;
} GoWaiters;

typedef struct GoChannel {
    int64_t count, capacity, head;
    int64_t element_size;
    GoType *element;
    char *items;
    bool is_closed;
    GoWaiters senders, receivers;
} GoChannel;

typedef enum GoState { GO_RUNNABLE, GO_WAITING, GO_SLEEPING, GO_ENDED } GoState;

struct GoRoutine {
    GoRoutine *next;             // in the queue
    GoRoutine *all;              // the next of all
    int64_t number;
    GoState state;
    char *stack;                 // owns
    int64_t stack_size;
    GoFrame *frames;             // owns
    int32_t frame_count, frame_capacity;
    GoDefer *defers;             // the last first
    GoPanic *panic;
    GoWaiter *waiters;           // owns, for the cases of a select
    int32_t waiter_count, waiter_capacity;
    int32_t chosen;              // the case that came about
    bool is_received;            // a value came, and not the end of a channel
    bool is_woken_by_close;
    int64_t wakes_at;
    const void *waits_for;       // of a semaphore: its address
    const char *reason;          // why it waits
    int32_t nesting;             // C calls in which it runs
};

struct GoMachine {
    GoCompile *compile;
    World *world;
    GoHeap heap;
    char *globals;               // owns
    int64_t globals_size;
    GoRoutine *current, *main, *all;
    GoRoutine *queue_first, *queue_last, *next;   // next: runs before the queue
    GoRoutine *sleepers;         // by time
    int64_t routine_count;
    int32_t ticks;               // until the next one's turn
    int32_t nesting;
    TextBuffer output;           // of the standard output, not yet written
    bool is_exiting;
    int exit_status;
    GoType *runtime_error, *bounds_error, *plain_error, *assertion_error;
    GoFunction *nil_function;    // stands for a nil function value that was deferred
    GoRow all_functions;
    int argument_count;
    const char *const *arguments;
    uint64_t random_state;
    void *library;               // what native functions keep
    void *watcher;               // what the explaining keeps; NULL: nobody watches
    void (*watch_step)(GoMachine *machine, GoRoutine *routine, GoFunction *function,
                       const GoCode *pc, char *registers);
    GoPackage *main_package;
    char *fault;                 // text of a fatal error
};

// --- values ---

int64_t go_machine_size(GoType *type);           // in registers: a multiple of 8
bool go_machine_is_scalar(GoType *type);         // one register
bool go_machine_is_direct(GoType *type);         // an interface holds it without block
bool go_machine_has_pointers(GoType *type);
// Between a register and memory.
void go_machine_load(char *registers, const char *memory, GoType *type);
void go_machine_store(GoMachine *machine, char *memory, const char *registers, GoType *type);
char *go_machine_new(GoMachine *machine, int64_t size,
                     GoType *type);   // type NULL: may hold pointers
GoInterface go_machine_box(GoMachine *machine, GoType *type, const char *registers);
const char *go_machine_unbox(const GoInterface *value);    // memory of the value
GoString go_machine_string(GoMachine *machine, const char *bytes, int64_t size);   // a copy
GoString go_machine_text(GoMachine *machine, const char *terminated);

typedef enum GoEquality { GO_EQUAL_NO, GO_EQUAL_YES, GO_EQUAL_NEVER } GoEquality;
// Of values in memory. NEVER: a type in an interface has no ==; told by *culprit.
GoEquality go_machine_equal(GoType *type, const char *left, const char *right, GoType **culprit);
uint64_t go_machine_hash(GoType *type, const char *value, GoType **culprit);

// --- panics ---

GoOutcome go_machine_panic(GoMachine *machine, GoRoutine *routine, GoInterface value);
GoOutcome go_machine_fail(GoMachine *machine, GoRoutine *routine, const char *format, ...)
    PRINTF_LIKE(3, 4);          // "runtime error: …"
GoOutcome go_machine_fail_bounds(GoMachine *machine, GoRoutine *routine, const char *format, ...)
    PRINTF_LIKE(3, 4);
GoOutcome go_machine_fail_plain(GoMachine *machine, GoRoutine *routine, const char *text);
GoOutcome go_machine_fail_assertion(GoMachine *machine, GoRoutine *routine, GoType *interface,
                                    const GoInterface *value, GoType *wanted);
GoOutcome go_machine_fatal(GoMachine *machine, const char *text);   // no recover helps

// --- running ---

// Runs `function` in a goroutine of its own until the program ends; the status.
int go_machine_run(GoMachine *machine, GoFunction *start);
// Calls a Go function from C; results and arguments are in `window`. DONE or PANICKED.
GoOutcome go_machine_call(GoMachine *machine, GoFunction *function, char *window, int64_t size);
GoOutcome go_machine_loop(GoMachine *machine, GoRoutine *routine);
GoOutcome go_machine_loop_watched(GoMachine *machine, GoRoutine *routine);
bool go_machine_push(GoMachine *machine, GoRoutine *routine, GoFunction *function, int64_t base);
bool go_machine_reserve(GoMachine *machine, GoRoutine *routine, int64_t size);
GoRoutine *go_routine_new(GoMachine *machine, GoFunction *function, const char *window,
                          int64_t size);
void go_routine_ready(GoMachine *machine, GoRoutine *routine);
void go_machine_collect(GoMachine *machine);
void go_machine_flush(GoMachine *machine);
void go_machine_write_error(GoMachine *machine, const char *text, size_t size);
GoOutcome go_routine_unwind(GoMachine *machine, GoRoutine *routine);
// Ends the program for a panic that nobody recovered.
void go_machine_report_panic(GoMachine *machine, GoRoutine *routine);

// --- methods and names ---

// The function of a method of a concrete type, its receiver as an interface holds it.
GoFunction *go_machine_find_method(GoMachine *machine, GoType *type, const char *name,
                                   GoPackage *package);
bool go_machine_implements(GoMachine *machine, GoType *type, GoType *interface,
                           const char **missing);
GoNative *go_native_find(const char *package, const char *name);
void go_function_ensure(GoMachine *machine, GoFunction *function);

#endif
