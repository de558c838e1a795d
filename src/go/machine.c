// Goroutines and their turns; the machine's start and end.

#include "go/machine.h"

#include <string.h>

#include "base/host.h"

enum {
    STACK_FIRST = 2048, STACK_MAX = 1000000000, FRAMES_FIRST = 16, TICKS_A_TURN = 20000,
    OUTPUT_MAX = 1 << 16, DEADLOCK_STATUS = 2,
};

// --- stacks ---

bool go_machine_reserve(GoMachine *machine, GoRoutine *routine, int64_t size) {
    if (size <= routine->stack_size) return true;
    int64_t grown = routine->stack_size * 2;
    while (grown < size) grown *= 2;
    if (grown > (int64_t)STACK_MAX) return false;
    char *stack = host_resize(routine->stack, (size_t)grown);
    if (stack == NULL) go_compile_no_memory(machine->world);
    memset(stack + routine->stack_size, 0, (size_t)(grown - routine->stack_size));
    routine->stack = stack;
    routine->stack_size = grown;
    return true;
}

bool go_machine_push(GoMachine *machine, GoRoutine *routine, GoFunction *function, int64_t base) {
    if (routine->frame_count == routine->frame_capacity) {
        int32_t capacity = routine->frame_capacity * 2;
        GoFrame *grown = host_resize(routine->frames, sizeof(GoFrame) * (size_t)capacity);
        if (grown == NULL) go_compile_no_memory(machine->world);
        routine->frames = grown;
        routine->frame_capacity = capacity;
    }
    if (!go_machine_reserve(machine, routine, base + function->frame_size + 64)) return false;
    routine->frames[routine->frame_count++] =
        (GoFrame){.function = function, .pc = function->code, .base = base};
    return true;
}

GoRoutine *go_routine_new(GoMachine *machine, GoFunction *function, const char *window,
                          int64_t size) {
    GoRoutine *routine = host_allocate(sizeof *routine);
    if (routine == NULL) go_compile_no_memory(machine->world);
    memset(routine, 0, sizeof *routine);
    routine->stack = host_allocate(STACK_FIRST);
    routine->frames = host_allocate(sizeof(GoFrame) * FRAMES_FIRST);
    if (routine->stack == NULL || routine->frames == NULL) go_compile_no_memory(machine->world);
    memset(routine->stack, 0, STACK_FIRST);
    routine->stack_size = STACK_FIRST;
    routine->frame_capacity = FRAMES_FIRST;
    routine->number = ++machine->routine_count;
    routine->all = machine->all;
    machine->all = routine;
    go_function_ensure(machine, function);
    (void)go_machine_reserve(machine, routine, size + function->frame_size);
    if (size > 0) memcpy(routine->stack, window, (size_t)size);
    (void)go_machine_push(machine, routine, function, 0);
    go_routine_ready(machine, routine);
    return routine;
}

static void routine_drop(GoRoutine *routine) {
    host_release(routine->stack);
    host_release(routine->frames);
    host_release(routine->waiters);
    host_release(routine);
}

// --- turns ---

static void enqueue(GoMachine *machine, GoRoutine *routine) {
    routine->next = NULL;
    if (machine->queue_last != NULL) machine->queue_last->next = routine;
    else machine->queue_first = routine;
    machine->queue_last = routine;
}

// One that has just become ready runs next; who was next before joins the queue.
void go_routine_ready(GoMachine *machine, GoRoutine *routine) {
    routine->state = GO_RUNNABLE;
    if (machine->next != NULL) enqueue(machine, machine->next);
    machine->next = routine;
}

static GoRoutine *take_runnable(GoMachine *machine) {
    GoRoutine *routine = machine->next;
    if (routine != NULL) {
        machine->next = NULL;
        return routine;
    }
    routine = machine->queue_first;
    if (routine == NULL) return NULL;
    machine->queue_first = routine->next;
    if (machine->queue_first == NULL) machine->queue_last = NULL;
    return routine;
}

static void wake_sleepers(GoMachine *machine) {
    int64_t now = world_clock(machine->world, WORLD_CLOCK_MONOTONIC);
    while (machine->sleepers != NULL && machine->sleepers->wakes_at <= now) {
        GoRoutine *routine = machine->sleepers;
        machine->sleepers = routine->next;
        routine->state = GO_RUNNABLE;
        enqueue(machine, routine);
    }
}

// Waits for the next that sleeps; false: nobody does.
static bool sleep_until_next(GoMachine *machine) {
    if (machine->sleepers == NULL) return false;
    int64_t wait = machine->sleepers->wakes_at - world_clock(machine->world, WORLD_CLOCK_MONOTONIC);
    go_machine_flush(machine);
    if (wait > 0) {
        WorldRequest request = {.operation = WORLD_SLEEP, .numbers = {wait}};
        (void)world_ask(machine->world, &request);
    }
    wake_sleepers(machine);
    return true;
}

static void forget_ended(GoMachine *machine, GoRoutine *routine) {
    GoRoutine **link = &machine->all;
    while (*link != routine) link = &(*link)->all;
    *link = routine->all;
    routine_drop(routine);
}

static const char *deadlock_text(GoMachine *machine) {
    if (machine->main->state == GO_ENDED)
        return "no goroutines (main called runtime.Goexit) - deadlock!";
    return "all goroutines are asleep - deadlock!";
}

// Runs goroutines until `until` has ended its call from C, or the program ends.
static GoOutcome run_until(GoMachine *machine, GoRoutine *until) {
    for (;;) {
        if (machine->sleepers != NULL) wake_sleepers(machine);
        GoRoutine *routine = take_runnable(machine);
        if (routine == NULL) {
            if (sleep_until_next(machine)) continue;
            return go_machine_fatal(machine, deadlock_text(machine));
        }
        machine->current = routine;
        machine->ticks = TICKS_A_TURN;
        GoOutcome outcome = machine->watch_step != NULL ? go_machine_loop_watched(machine, routine)
                                                        : go_machine_loop(machine, routine);
        if (outcome == GO_EXITED) return outcome;
        if (outcome == GO_PANICKED && routine->panic->is_exit) outcome = GO_DONE;
        if (routine == until && until->nesting > 0 &&
            (outcome == GO_DONE || outcome == GO_PANICKED)) return outcome;
        if (outcome == GO_PANICKED) {
            go_machine_report_panic(machine, routine);
            return GO_EXITED;
        }
        if (outcome == GO_DONE) {
            routine->state = GO_ENDED;
            if (routine == machine->main) {
                if (routine->frame_count == 0 && routine->panic == NULL) return GO_DONE;
                continue;
            }
            if (routine->nesting == 0) forget_ended(machine, routine);
        } else if (routine->state == GO_RUNNABLE) {
            enqueue(machine, routine);
        }
    }
}

int go_machine_run(GoMachine *machine, GoFunction *start) {
    machine->main = go_routine_new(machine, start, NULL, 0);
    (void)run_until(machine, machine->main);
    go_machine_flush(machine);
    return machine->exit_status;
}

// Calls run on the stack of the goroutine that called C, above all its frames.
GoOutcome go_machine_call(GoMachine *machine, GoFunction *function, char *window, int64_t size) {
    GoRoutine *routine = machine->current;
    GoFrame *top = &routine->frames[routine->frame_count - 1];
    int64_t base = top->base + top->function->frame_size + 4096;
    go_function_ensure(machine, function);
    if (!go_machine_push(machine, routine, function, base))
        return go_machine_fatal(machine, "stack overflow");
    memcpy(routine->stack + base, window, (size_t)size);
    routine->frames[routine->frame_count - 1].is_base = true;
    routine->nesting++;
    machine->nesting++;
    int32_t ticks = machine->ticks;
    GoRoutine *next = machine->next;
    machine->next = routine;
    if (next != NULL) enqueue(machine, next);
    routine->state = GO_RUNNABLE;
    GoOutcome outcome = run_until(machine, routine);
    machine->current = routine;
    machine->ticks = ticks;
    machine->nesting--;
    routine->nesting--;
    memcpy(window, routine->stack + base, (size_t)size);
    return outcome;
}

// --- collection ---

static void mark_routine(GoMachine *machine, GoRoutine *routine) {
    GoHeap *heap = &machine->heap;
    if (routine->frame_count > 0) {
        GoFrame *top = &routine->frames[routine->frame_count - 1];
        int64_t end = top->base + top->function->frame_size + 64;
        if (end > routine->stack_size) end = routine->stack_size;
        block_mark_range(heap, routine->stack, routine->stack + end);
    }
    block_mark_range(heap, (char *)&routine->defers, (char *)(&routine->defers + 1));
    for (GoPanic *panic = routine->panic; panic != NULL; panic = panic->outer) {
        block_mark_range(heap, (char *)&panic, (char *)(&panic + 1));
        block_mark_range(heap, (char *)&panic->value, (char *)(&panic->value + 1));
    }
    for (int i = 0; i < routine->waiter_count; i++)
        block_mark_range(heap, (char *)&routine->waiters[i].channel,
                         (char *)(&routine->waiters[i].channel + 1));
}

void go_machine_collect(GoMachine *machine) {
    GoHeap *heap = &machine->heap;
    if (machine->nesting > 0) {   // C code holds addresses that nobody knows
        heap->wants_collection = false;
        heap->bytes_next = heap->bytes_live * 2;
        return;
    }
    block_collect_start(heap);
    block_mark_range(heap, machine->globals, machine->globals + machine->globals_size);
    block_mark_range(heap, (char *)&machine->library, (char *)(&machine->library + 1));
    for (GoRoutine *routine = machine->all; routine != NULL; routine = routine->all)
        mark_routine(machine, routine);
    for (int i = 0; i < machine->all_functions.count; i++) {
        GoFunction *function = machine->all_functions.items[i];
        block_mark_range(heap, (char *)&function->closure, (char *)(&function->closure + 1));
    }
    block_collect_finish(heap);
}

// --- output and fatal ends ---

void go_machine_flush(GoMachine *machine) {
    if (machine->output.size == 0) return;
    (void)world_write_all(machine->world, 1, machine->output.bytes, machine->output.size);
    machine->output.size = 0;
}

void go_machine_write_error(GoMachine *machine, const char *text, size_t size) {
    go_machine_flush(machine);
    (void)world_write_all(machine->world, 2, text, size);
}

GoOutcome go_machine_fatal(GoMachine *machine, const char *text) {
    TextBuffer message = {0};
    text_add_format(&message, "fatal error: %s\n", text);
    for (GoRoutine *routine = machine->all; routine != NULL; routine = routine->all)
        if (routine == machine->main && routine->reason != NULL && routine->state != GO_ENDED)
            text_add_format(&message, "\ngoroutine %lld [%s]:\nmain.main()\n",
                            (long long)routine->number, routine->reason);
    go_machine_write_error(machine, message.bytes, message.size);
    text_done(&message);
    machine->is_exiting = true;
    machine->exit_status = DEADLOCK_STATUS;
    return GO_EXITED;
}
