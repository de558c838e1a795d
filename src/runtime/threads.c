#include "runtime/threads.h"

#include "objects/arguments.h"
#include "objects/exception.h"
#include "objects/tuple.h"
#include "runtime/loop.h"
#include "runtime/trace.h"

#include <string.h>

enum {
    REGISTER_BYTES_MIN = 1 << 20,     // of a thread; more with a larger stack
    STACK_BYTES_DEFAULT = 7 << 20,
    STACK_BYTES_MIN = 32 << 10,       // what a program may ask for
    STACK_BYTES_LEAST = 1 << 20,      // what it gets at least
    STACK_RESERVE_BYTES = 256 << 10,  // what C code below the check may use
    TURN_TICKS_DEFAULT = 20000,
    TURN_NANOSECONDS_PER_TICK = 250,  // so that the default is CPython's 5 ms
};

// Idents look like the addresses that they are in CPython.
#define THREAD_IDENT_FIRST (INT64_C(0x7e0000000000))
#define THREAD_IDENT_STEP (INT64_C(0x801000))

typedef struct Threads {
    Thread *first;              // owns: the main thread, then by age
    ThreadQueue ready;
    Thread *dead;               // owns: ended, but left on its own stack
    int64_t started;            // serials
    int64_t count;              // alive, without the main thread
    int64_t stack_bytes;        // of new threads; 0: the default
    int64_t turn_ticks;
    uint64_t signals;           // that came and were not handled
    WorldPoll *rows;            // owns: of all threads that wait for files, together
    int64_t row_capacity;
    bool is_abandoned;
    bool watches_signals;       // turns end for the sake of signals, too
    void (*alarm_hook)(Vm *vm); // NULL: there is no alarm
    int64_t alarm;              // its deadline
} Threads;

static Threads *threads_of(Vm *vm) {
    return runtime_of(vm)->threads;
}

// --- queues ---

static void queue_add(ThreadQueue *queue, Thread *thread) {
    thread->queue_next = NULL;
    if (queue->last != NULL) queue->last->queue_next = thread;
    else queue->first = thread;
    queue->last = thread;
}

static Thread *queue_take(ThreadQueue *queue) {
    Thread *thread = queue->first;
    if (thread == NULL) return NULL;
    queue->first = thread->queue_next;
    if (queue->first == NULL) queue->last = NULL;
    return thread;
}

static void queue_remove(ThreadQueue *queue, const Thread *thread) {
    Thread *before = NULL;
    for (Thread *at = queue->first; at != thread; at = at->queue_next) before = at;
    if (before != NULL) before->queue_next = thread->queue_next;
    else queue->first = thread->queue_next;
    if (queue->last == thread) queue->last = before;
}

static void make_ready(Threads *threads, Thread *thread, ThreadWake wake) {
    if (thread->queue != NULL) queue_remove(thread->queue, thread);
    thread->queue = NULL;
    thread->polls = NULL;
    thread->poll_count = 0;
    thread->state = THREAD_READY;
    thread->wake = wake;
    queue_add(&threads->ready, thread);
}

// --- switching ---

static void save(Vm *vm, Thread *thread) {
    Runtime *runtime = runtime_of(vm);
    Objects *objects = vm->objects;
    Heap *heap = heap_of(vm);
    ThreadSaved *saved = &thread->saved;
    saved->frame = runtime->frame;
    saved->first = runtime->first;
    saved->registers = runtime->registers;
    saved->registers_end = runtime->registers_end;
    saved->handled = runtime->handled;
    saved->depth = runtime->depth;
    saved->c_depth = runtime->c_depth;
    saved->c_stack_limit = runtime->c_stack_limit;
    slot_store(&saved->raised, raised_take(vm));
    saved->is_raising_memory_error = objects->is_raising_memory_error;
    saved->argument_tuples = objects->argument_tuples;
    saved->tuple_arguments = objects->tuple_arguments;
    saved->tuple_given = objects->tuple_given;
    saved->repr_stack = objects->repr_stack;
    saved->repr_count = objects->repr_count;
    saved->repr_capacity = objects->repr_capacity;
    saved->recursion_depth = objects->recursion_depth;
    saved->free_depth = heap->free_depth;
    saved->deferred = heap->deferred;
    saved->free_cause = heap->free_cause;
}

static void restore(Vm *vm, Thread *thread) {
    Runtime *runtime = runtime_of(vm);
    Objects *objects = vm->objects;
    Heap *heap = heap_of(vm);
    ThreadSaved *saved = &thread->saved;
    runtime->frame = saved->frame;
    runtime->first = saved->first;
    runtime->registers = saved->registers;
    runtime->registers_end = saved->registers_end;
    runtime->handled = saved->handled;
    runtime->depth = saved->depth;
    runtime->c_depth = saved->c_depth;
    runtime->c_stack_limit = saved->c_stack_limit;
    Object *exception = saved->raised.object;
    slot_store(&saved->raised, NULL);
    raised_restore(vm, exception);
    objects->is_raising_memory_error = saved->is_raising_memory_error;
    objects->argument_tuples = saved->argument_tuples;
    objects->tuple_arguments = saved->tuple_arguments;
    objects->tuple_given = saved->tuple_given;
    objects->repr_stack = saved->repr_stack;
    objects->repr_count = saved->repr_count;
    objects->repr_capacity = saved->repr_capacity;
    objects->recursion_depth = saved->recursion_depth;
    heap->free_depth = saved->free_depth;
    heap->deferred = saved->deferred;
    heap->free_cause = saved->free_cause;
    runtime->thread = thread;
    thread->state = THREAD_RUNS;
    trace_update(vm);
}

static int64_t turn_limit(Vm *vm) {
    const Threads *threads = threads_of(vm);
    bool is_alone = threads->count == 0 || threads->is_abandoned;
    bool has_turns = !is_alone || threads->watches_signals || threads->alarm_hook != NULL;
    return has_turns ? runtime_of(vm)->ticks + threads->turn_ticks : INT64_MAX;
}

// The stack that was left for good is nobody's now.
static void bury(Vm *vm) {
    Threads *threads = threads_of(vm);
    Thread *dead = threads->dead;
    if (dead == NULL) return;
    threads->dead = NULL;
    heap_stack_drop(vm, dead->memory, dead->memory_bytes);
    system_drop(vm, dead, sizeof(Thread));
}

static void switch_to(Vm *vm, Thread *thread) {
    Thread *from = thread_get(vm);
    if (thread == from) {
        from->state = THREAD_RUNS;
        return;
    }
    save(vm, from);
    restore(vm, thread);
    runtime_of(vm)->tick_limit = turn_limit(vm);
    stack_switch(&from->stack, &thread->stack);
    bury(vm);
}

// --- waiting ---

static bool is_due(const Thread *thread, int64_t now) {
    return thread->deadline != THREAD_FOREVER && thread->deadline <= now;
}

// Puts the files of all waiting threads into one row; gives how many.
static int64_t gather(const Threads *threads) {
    int64_t count = 0;
    for (const Thread *thread = threads->first; thread != NULL; thread = thread->next) {
        if (thread->state != THREAD_WAITS || thread->poll_count == 0) continue;
        memcpy(threads->rows + count, thread->polls,
               (size_t)thread->poll_count * sizeof(WorldPoll));
        count += thread->poll_count;
    }
    return count;
}

// Gives each thread the answers to its files; those that have one are ready.
static void scatter(Threads *threads) {
    const WorldPoll *row = threads->rows;
    for (Thread *thread = threads->first; thread != NULL; thread = thread->next) {
        if (thread->state != THREAD_WAITS || thread->poll_count == 0) continue;
        bool has_happened = false;
        for (int64_t i = 0; i < thread->poll_count; i++)
            if (row[i].happened != 0) has_happened = true;
        memcpy(thread->polls, row, (size_t)thread->poll_count * sizeof(WorldPoll));
        row += thread->poll_count;
        if (has_happened) make_ready(threads, thread, THREAD_WOKEN);
    }
}

static int64_t next_deadline(const Threads *threads) {
    int64_t next = threads->alarm_hook != NULL ? threads->alarm : THREAD_FOREVER;
    for (const Thread *thread = threads->first; thread != NULL; thread = thread->next) {
        if (thread->state != THREAD_WAITS || thread->deadline == THREAD_FOREVER) continue;
        if (next == THREAD_FOREVER || thread->deadline < next) next = thread->deadline;
    }
    return next;
}

static void wake_due(Vm *vm, Threads *threads) {
    if (next_deadline(threads) == THREAD_FOREVER) return;
    int64_t now = world_clock(vm->world, WORLD_CLOCK_MONOTONIC);
    for (Thread *thread = threads->first; thread != NULL; thread = thread->next)
        if (thread->state == THREAD_WAITS && is_due(thread, now))
            make_ready(threads, thread, THREAD_TIMED_OUT);
}

static void look_at_alarm(Vm *vm) {
    Threads *threads = threads_of(vm);
    void (*hook)(Vm *vm) = threads->alarm_hook;
    if (LIKELY(hook == NULL) ||
        threads->alarm > world_clock(vm->world, WORLD_CLOCK_MONOTONIC))
        return;
    threads->alarm_hook = NULL;
    hook(vm);
}

// Asks the world about the files and times that threads wait for; `sleeps`: until something
// is there.
static void look_around(Vm *vm, bool sleeps) {
    Threads *threads = threads_of(vm);
    int64_t count = gather(threads), wait = 0;
    if (sleeps) {
        int64_t deadline = next_deadline(threads);
        wait = -1;
        if (deadline != THREAD_FOREVER) {
            wait = deadline - world_clock(vm->world, WORLD_CLOCK_MONOTONIC);
            if (wait < 0) wait = 0;
        }
    }
    if (count > 0 || sleeps) {
        size_t bytes = (size_t)count * sizeof(WorldPoll);
        WorldRequest request = {.operation = WORLD_POLL, .numbers = {wait}, .in = threads->rows,
                                .in_bytes = bytes, .out = threads->rows, .out_bytes = bytes};
        if (world_ask(vm->world, &request) > 0) scatter(threads);
    }
    wake_due(vm, threads);
    look_at_alarm(vm);
    threads_take_signals(vm);
}

// Goes on with the next thread that can run; comes back when this one can.
static void schedule(Vm *vm) {
    Threads *threads = threads_of(vm);
    while (threads->ready.first == NULL) look_around(vm, true);
    switch_to(vm, queue_take(&threads->ready));
}

// The thread waits as its fields say. A signal that comes meanwhile is handled (in the main
// thread) and the wait goes on.
static ThreadWake wait(Vm *vm, ThreadQueue *queue, WorldPoll *polls, int64_t count,
                       int64_t deadline) {
    Thread *thread = thread_get(vm);
    for (;;) {
        thread->state = THREAD_WAITS;
        thread->deadline = deadline;
        thread->queue = queue;
        thread->polls = polls;
        thread->poll_count = count;
        if (queue != NULL) queue_add(queue, thread);
        schedule(vm);
        if (!thread->is_interrupted) return thread->wake;
        thread->is_interrupted = false;
        if (!threads_handle_signals(vm)) return THREAD_RAISED;
        // Out of the queue it may have missed its turn: who waits there looks again.
        if (queue != NULL) return THREAD_WOKEN;
    }
}

bool thread_await_signal(Vm *vm) {
    Thread *thread = thread_get(vm);
    thread->state = THREAD_WAITS;
    thread->deadline = THREAD_FOREVER;
    schedule(vm);
    thread->is_interrupted = false;
    return threads_handle_signals(vm);
}

ThreadWake thread_wait(Vm *vm, ThreadQueue *queue, int64_t deadline) {
    return wait(vm, queue, NULL, 0, deadline);
}

ThreadWake thread_sleep(Vm *vm, int64_t deadline) {
    return wait(vm, NULL, NULL, 0, deadline);
}

// Room for the files of all waiting threads and `count` more.
static bool reserve_rows(Vm *vm, int64_t count) {
    Threads *threads = threads_of(vm);
    for (const Thread *thread = threads->first; thread != NULL; thread = thread->next)
        if (thread->state == THREAD_WAITS) count += thread->poll_count;
    if (count <= threads->row_capacity) return true;
    int64_t capacity = count * 2;
    WorldPoll *rows = system_resize(vm, threads->rows,
                                    (size_t)threads->row_capacity * sizeof(WorldPoll),
                                    (size_t)capacity * sizeof(WorldPoll));
    if (rows == NULL) return false;
    threads->rows = rows;
    threads->row_capacity = capacity;
    return true;
}

ThreadWake thread_wait_for_files(Vm *vm, WorldPoll *polls, int64_t count, int64_t deadline) {
    if (!reserve_rows(vm, count)) return THREAD_RAISED;
    return wait(vm, NULL, polls, count, deadline);
}

void threads_wake_one(Vm *vm, ThreadQueue *queue) {
    if (queue->first != NULL) make_ready(threads_of(vm), queue->first, THREAD_WOKEN);
}

void thread_give_way(Vm *vm) {
    Threads *threads = threads_of(vm);
    if (threads->count == 0 || threads->is_abandoned) return;
    look_around(vm, false);
    if (threads->ready.first == NULL) return;
    Thread *thread = thread_get(vm);
    thread->state = THREAD_READY;
    queue_add(&threads->ready, thread);
    switch_to(vm, queue_take(&threads->ready));
}

int64_t thread_deadline(Vm *vm, int64_t nanoseconds) {
    if (nanoseconds < 0) return THREAD_FOREVER;
    int64_t now = world_clock(vm->world, WORLD_CLOCK_MONOTONIC), deadline;
    return __builtin_add_overflow(now, nanoseconds, &deadline) ? THREAD_FOREVER : deadline;
}

void threads_tick(Vm *vm) {
    look_at_alarm(vm);
    thread_give_way(vm);
    runtime_of(vm)->tick_limit = turn_limit(vm);
}

void threads_set_interval(Vm *vm, int64_t nanoseconds) {
    int64_t ticks = nanoseconds / TURN_NANOSECONDS_PER_TICK;
    threads_of(vm)->turn_ticks = ticks > 0 ? ticks : 1;
    runtime_of(vm)->tick_limit = turn_limit(vm);
}

// --- signals ---

static void wake_for_signals(Threads *threads) {
    Thread *main = threads->first;
    if (main->state != THREAD_WAITS) return;
    main->is_interrupted = true;
    make_ready(threads, main, THREAD_WOKEN);
}

void threads_take_signals(Vm *vm) {
    Threads *threads = threads_of(vm);
    WorldRequest request = {.operation = WORLD_TAKE_SIGNALS};
    threads->signals |= (uint64_t)world_ask(vm->world, &request);
    if (threads->signals != 0) wake_for_signals(threads);
}

// Turns may have become shorter.
static void renew_turn(Vm *vm) {
    int64_t limit = turn_limit(vm);
    if (limit < runtime_of(vm)->tick_limit) runtime_of(vm)->tick_limit = limit;
}

void threads_set_alarm(Vm *vm, int64_t deadline, void (*hook)(Vm *vm)) {
    threads_of(vm)->alarm = deadline;
    threads_of(vm)->alarm_hook = deadline == THREAD_FOREVER ? NULL : hook;
    renew_turn(vm);
}

void threads_watch_signals(Vm *vm) {
    threads_of(vm)->watches_signals = true;
    renew_turn(vm);
}

void threads_keep_signals(Vm *vm, uint64_t signals) {
    threads_of(vm)->signals |= signals;
    if (signals != 0) runtime_of(vm)->tick_limit = 0;
}

bool threads_send_signal(Vm *vm, int64_t number) {
    if (number < 1 || number >= THREAD_SIGNAL_COUNT) return false;
    threads_of(vm)->signals |= UINT64_C(1) << (number & 63);
    wake_for_signals(threads_of(vm));
    runtime_of(vm)->tick_limit = 0;
    return true;
}

bool threads_handle_signals(Vm *vm) {
    Threads *threads = threads_of(vm);
    if (LIKELY(threads->signals == 0) || thread_get(vm) != threads->first) return true;
    uint64_t signals = threads->signals;
    threads->signals = 0;
    Runtime *runtime = runtime_of(vm);
    if (runtime->signal_hook != NULL) return runtime->signal_hook(vm, signals);
    if (!(signals >> THREAD_SIGNAL_INTERRUPT & 1)) return true;
    raise_plain(vm, exception_type(vm, EXCEPTION_KeyboardInterrupt));
    return false;
}

// --- beginning and end of a thread ---

static void drop_records(Vm *vm, Frame *frame) {
    while (frame != NULL) {
        Frame *next = frame->next;
        system_drop(vm, frame, sizeof(Frame));
        frame = next;
    }
}

// What a thread holds, but for what is on its stack.
static const size_t slot_offsets[] = {
    offsetof(Thread, handled_bottom.exception), offsetof(Thread, trace),
    offsetof(Thread, profile), offsetof(Thread, first_iteration_hook),
    offsetof(Thread, finalizer_hook), offsetof(Thread, context), offsetof(Thread, function),
    offsetof(Thread, arguments), offsetof(Thread, keywords), offsetof(Thread, saved.raised),
};

static Slot *thread_slot(Thread *thread, size_t index) {
    return (Slot *)(void *)((char *)thread + slot_offsets[index]);
}

static void clear_slots(Vm *vm, Thread *thread) {
    for (size_t i = 0; i < ARRAY_COUNT(slot_offsets); i++)
        slot_clear(vm, NULL, thread_slot(thread, i));
}

static void unlink_thread(Threads *threads, const Thread *thread) {
    Thread *before = threads->first;
    while (before->next != thread) before = before->next;
    before->next = thread->next;
}

NO_RETURN static void end(Vm *vm, Thread *thread) {
    Threads *threads = threads_of(vm);
    Runtime *runtime = runtime_of(vm);
    thread->tracing++;   // what runs from here on is no longer the program's
    trace_update(vm);
    if (runtime->thread_end_hook != NULL) runtime->thread_end_hook(vm, thread);
    clear_slots(vm, thread);
    raised_clear(vm);
    drop_records(vm, runtime->first);
    runtime->first = NULL;
    system_drop(vm, vm->objects->repr_stack,
                (size_t)vm->objects->repr_capacity * sizeof(Object *));
    vm->objects->repr_stack = NULL;
    // Where this is the process's main thread (it forked), the process ends with it.
    if (thread == threads->first) world_exit(vm->world, 0);
    unlink_thread(threads, thread);
    threads->count--;
    thread->state = THREAD_ENDED;
    while (threads->ready.first == NULL) look_around(vm, true);
    Thread *next = queue_take(&threads->ready);
    restore(vm, next);
    runtime->tick_limit = turn_limit(vm);
    threads->dead = thread;
    stack_switch_last(&thread->stack, &next->stack);
}

static void run(void *argument) {
    Thread *thread = argument;
    Vm *vm = thread->vm;
    bury(vm);
    Object *result = object_call_tuple(vm, thread->function.object,
                                       (Tuple *)thread->arguments.object,
                                       (Dict *)thread->keywords.object);
    object_drop_or_null(vm, result);
    if (result == NULL && !raised_clear_if(vm, exception_type(vm, EXCEPTION_SystemExit)))
        raised_report_unraisable(vm, "in thread started by", thread->function.object);
    end(vm, thread);
}

static size_t register_bytes(size_t stack_bytes) {
    return stack_bytes / 8 > REGISTER_BYTES_MIN ? stack_bytes / 8 : REGISTER_BYTES_MIN;
}

// Lays registers and stack into fresh memory. False: there is none.
static bool lay_out(Vm *vm, Thread *thread) {
    size_t stack_bytes = (size_t)threads_of(vm)->stack_bytes;
    if (stack_bytes == 0) stack_bytes = STACK_BYTES_DEFAULT;
    if (stack_bytes < STACK_BYTES_LEAST) stack_bytes = STACK_BYTES_LEAST;
    size_t registers = register_bytes(stack_bytes);
    thread->memory_bytes = registers + stack_bytes;
    thread->memory = heap_stack_new(vm, thread->memory_bytes);
    if (thread->memory == NULL) return false;
    thread->saved.registers = (Slot *)(void *)thread->memory;
    thread->saved.registers_end = (Slot *)(void *)(thread->memory + registers);
    thread->saved.c_stack_limit = thread->memory + registers + STACK_RESERVE_BYTES;
    stack_start(&thread->stack, thread->memory + registers, stack_bytes, run, thread);
    return true;
}

static void start_fields(Thread *thread, Vm *vm, int64_t serial) {
    thread->vm = vm;
    thread->serial = serial;
    thread->ident = THREAD_IDENT_FIRST + serial * THREAD_IDENT_STEP;
    thread->saved.handled = &thread->handled_bottom;
}

Thread *thread_start(Vm *vm, Object *function, Tuple *arguments, Dict *keywords) {
    Threads *threads = threads_of(vm);
    Thread *thread = system_new(vm, sizeof(Thread));
    if (thread == NULL) return NULL;
    if (!lay_out(vm, thread)) {
        system_drop(vm, thread, sizeof(Thread));
        raised_clear(vm);
        raise(vm, ERROR_THREAD_START);
        return NULL;
    }
    start_fields(thread, vm, ++threads->started);
    slot_set(vm, NULL, &thread->function, function);
    slot_set(vm, NULL, &thread->arguments, &arguments->base);
    slot_set(vm, NULL, &thread->keywords, (Object *)keywords);
    Thread *last = threads->first;
    while (last->next != NULL) last = last->next;
    last->next = thread;
    threads->count++;
    make_ready(threads, thread, THREAD_WOKEN);
    if (threads->count == 1) runtime_of(vm)->tick_limit = turn_limit(vm);
    return thread;
}

int64_t threads_get_stack_bytes(Vm *vm) {
    return threads_of(vm)->stack_bytes;
}

bool threads_set_stack_bytes(Vm *vm, int64_t bytes) {
    if (bytes != 0 && bytes < STACK_BYTES_MIN) return false;
    threads_of(vm)->stack_bytes = bytes;
    return true;
}

// --- all threads ---

bool threads_start(Vm *vm) {
    Runtime *runtime = runtime_of(vm);
    Threads *threads = system_new(vm, sizeof(Threads));
    if (threads == NULL) return false;
    runtime->threads = threads;
    threads->turn_ticks = TURN_TICKS_DEFAULT;
    Thread *main = system_new(vm, sizeof(Thread));
    if (main == NULL) return false;
    start_fields(main, vm, 0);
    main->state = THREAD_RUNS;
    threads->first = main;
    runtime->thread = main;
    runtime->handled = &main->handled_bottom;
    return true;
}

void threads_abandon(Vm *vm) {
    threads_of(vm)->is_abandoned = true;
    runtime_of(vm)->tick_limit = turn_limit(vm);
}

void threads_start_child(Vm *vm) {
    Threads *threads = threads_of(vm);
    Thread *own = thread_get(vm), *next;
    for (Thread *thread = threads->first; thread != NULL; thread = next) {
        next = thread->next;
        // What the others hold stays held, and their stacks are as they were.
        if (thread != own) system_drop(vm, thread, sizeof(Thread));
    }
    threads->first = own;
    own->next = NULL;
    own->serial = 0;
    threads->ready = (ThreadQueue){0};
    threads->count = 0;
    threads->signals = 0;
    runtime_of(vm)->tick_limit = turn_limit(vm);
    WorldRequest request = {.operation = WORLD_TAKE_SIGNALS};
    (void)world_ask(vm->world, &request);
}

void threads_done(Vm *vm) {
    Runtime *runtime = runtime_of(vm);
    Threads *threads = runtime->threads;
    clear_slots(vm, threads->first);
    drop_records(vm, runtime->first);
    runtime->first = NULL;
    // Threads that were left behind keep what they hold; their memory goes with the heap.
    for (Thread *thread = threads->first; thread != NULL;) {
        Thread *next = thread->next;
        system_drop(vm, thread, sizeof(Thread));
        thread = next;
    }
    system_drop(vm, threads->rows, (size_t)threads->row_capacity * sizeof(WorldPoll));
    system_drop(vm, threads, sizeof(Threads));
    runtime->threads = NULL;
}

int64_t threads_count(Vm *vm) {
    return threads_of(vm)->count;
}

Thread *threads_first(Vm *vm) {
    return threads_of(vm)->first;
}

Frame *thread_get_frame(Vm *vm, const Thread *thread) {
    return thread == thread_get(vm) ? runtime_of(vm)->frame : thread->saved.frame;
}

const ArgumentTuple *thread_get_argument_tuples(Vm *vm, const Thread *thread) {
    return thread == thread_get(vm) ? vm->objects->argument_tuples
                                    : thread->saved.argument_tuples;
}

Object *thread_get_handled(Vm *vm, const Thread *thread) {
    HandledStack *item = thread == thread_get(vm) ? runtime_of(vm)->handled
                                                  : thread->saved.handled;
    for (; item != NULL; item = item->previous) {
        Object *exception = item->exception.object;
        if (exception != NULL && exception != vm->objects->none) return exception;
    }
    return NULL;
}

// Frames from the innermost one down; where a callee's window begins in the temporaries
// of its caller, those from there on are the callee's.
static void visit_frames(Vm *vm, Frame *frame, SlotVisit *visit, void *context) {
    const Slot *limit = NULL;
    for (; frame != NULL; frame = frame->previous) {
        if (frame->owner == FRAME_ON_STACK) frame_visit(vm, frame, limit, NULL, visit, context);
        limit = frame->owner == FRAME_ON_STACK ? frame->window : NULL;
    }
}

void threads_visit_roots(Vm *vm, SlotVisit *visit, void *context) {
    for (Thread *thread = threads_first(vm); thread != NULL; thread = thread->next) {
        for (size_t i = 0; i < ARRAY_COUNT(slot_offsets); i++)
            visit(vm, NULL, thread_slot(thread, i), context);
        visit_frames(vm, thread_get_frame(vm, thread), visit, context);
    }
}
