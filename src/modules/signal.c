// The module _signal: handlers that the program has for signals.
//
// The world notes which signals came; the main thread asks at ticks, and when a wait was cut
// short, and then calls the handlers (runtime's signal_hook). A handler is a slot here: a
// callable, or the ints SIG_DFL and SIG_IGN; None: one that is not the program's.

#define _GNU_SOURCE

#include "modules/signal.h"

#include "modules/libc_signal.h"

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/error_class.h"
#include "modules/posix.h"
#include "modules/seconds.h"
#include "modules/sys.h"
#include "objects/dict.h"
#include "objects/float.h"
#include "objects/set.h"
#include "objects/tuple.h"
#include "runtime/outside.h"
#include "runtime/threads.h"

#include <errno.h>
#include <string.h>
#include <sys/time.h>

#define SIGNAL(name) static Object *signal_function_##name(Vm *vm, const Slot *arguments)

enum { HANDLER_DEFAULT = 0, HANDLER_IGNORE = 1, NO_FILE = -1 };
enum { RESERVED_FIRST = 32, RESERVED_LAST = 33 };   // the C library's own signals
enum { PAUSE_NANOSECONDS = 5000000 };               // between looks for a signal, with threads

typedef struct SignalState {
    Slot handlers[SIGNAL_LAST + 1];   // by number
    Slot timer_error;                 // the class ItimerError
    int wakeup_file;                  // each signal that came is told there; NO_FILE: nowhere
    bool is_silent_when_full;
    SignalNative *natives[SIGNAL_LAST + 1];   // borrow; NULL: none
    bool has_started;
} SignalState;

static void signals_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    SignalState *signals = state;
    for (int i = 1; i <= SIGNAL_LAST; i++) visit(vm, NULL, &signals->handlers[i], context);
    visit(vm, NULL, &signals->timer_error, context);
}

static bool is_number(const Object *handler, int64_t number) {
    return handler != NULL && handler->kind == KIND_INT && int_get_value(handler) == number;
}

// A handler that is neither of the two numbers nor None: the program's.
static bool is_callable(Vm *vm, const Object *handler) {
    return handler != NULL && handler != vm->objects->none && handler->kind != KIND_INT;
}

static int64_t watch(Vm *vm, int number, int state) {
    WorldRequest request = {.operation = WORLD_WATCH_SIGNAL, .numbers = {number, state}};
    return world_ask(vm->world, &request);
}

static void signals_done(Vm *vm, void *state) {
    SignalState *signals = state;
    for (int i = 1; i <= SIGNAL_LAST; i++) {
        if (is_callable(vm, signals->handlers[i].object) || signals->natives[i] != NULL)
            (void)watch(vm, i, WORLD_SIGNAL_DEFAULT);
        slot_clear(vm, NULL, &signals->handlers[i]);
    }
    slot_clear(vm, NULL, &signals->timer_error);
}

static const StateDefinition signal_state = {sizeof(SignalState), signals_visit, signals_done};

// The state of a module that has started.
static SignalState *signals_get(Vm *vm) {
    SignalState *state = state_find(vm, &signal_state);
    CHECK(state != NULL);
    return state;
}

void signal_install(Vm *vm) {
    if (watch(vm, SIGINT, -1) == WORLD_SIGNAL_DEFAULT) {
        (void)watch(vm, SIGINT, WORLD_SIGNAL_WATCHED);
        threads_watch_signals(vm);
    }
    (void)watch(vm, SIGPIPE, WORLD_SIGNAL_IGNORED);
    (void)watch(vm, SIGXFSZ, WORLD_SIGNAL_IGNORED);
}

// --- running handlers ---

static void report_lost_wakeup(Vm *vm, int error) {
    sys_write_error(vm, "Exception ignored when trying to write to the signal wakeup fd:\n");
    (void)raise_os_error(vm, error, NULL);
    Object *exception = raised_take(vm);
    sys_show_exception(vm, exception);
    object_drop(vm, exception);
}

static void tell_wakeup(Vm *vm, const SignalState *state, int number) {
    uint8_t byte = (uint8_t)number;
    if (state->wakeup_file == NO_FILE) return;
    int64_t result = world_write(vm->world, state->wakeup_file, &byte, 1);
    if (result >= 0 || (result == -EAGAIN && state->is_silent_when_full)) return;
    report_lost_wakeup(vm, (int)-result);
}

// The frame that a handler is told it interrupts, or None. New reference; NULL: raised.
static Object *load_frame(Vm *vm) {
    Frame *frame = runtime_of(vm)->frame;
    while (frame != NULL && !frame->is_complete) frame = frame->previous;
    if (frame == NULL) return none_new(vm);
    FrameObject *object = frame_load_object(vm, frame);
    return object == NULL ? NULL : object_share(&object->base);
}

static bool call_handler(Vm *vm, int number, Object *handler) {
    Object *frame = load_frame(vm), *result = NULL;
    Object *value = frame == NULL ? NULL : int_new(vm, number);
    if (value != NULL) result = object_call_two(vm, handler, value, frame);
    object_drop_or_null(vm, frame);
    object_drop_or_null(vm, value);
    object_drop_or_null(vm, result);
    return result != NULL;
}

static bool run_handler(Vm *vm, SignalState *state, int number) {
    Object *handler = state->handlers[number].object;
    if (!is_callable(vm, handler)) {   // it was taken away after the signal had come
        (void)raise(vm, ERROR_SIGNAL_RACE, number);
        raised_report_unraisable(vm, NULL, vm->objects->none);
        return true;
    }
    object_share(handler);
    bool done = call_handler(vm, number, handler);
    object_drop(vm, handler);
    return done;
}

static uint64_t signal_bit(int number) {
    return UINT64_C(1) << (number & 63);
}

// Runtime's signal_hook. What follows one that raised is kept for later.
static bool handle_signals(Vm *vm, uint64_t signals) {
    SignalState *state = signals_get(vm);
    for (int i = 1; i <= SIGNAL_LAST; i++)
        if ((signals & signal_bit(i)) != 0) tell_wakeup(vm, state, i);
    for (int i = 1; i <= SIGNAL_LAST; i++) {
        if ((signals & signal_bit(i)) == 0) continue;
        signals &= ~signal_bit(i);
        if (state->natives[i] != NULL && !state->natives[i](vm, i)) continue;
        if (run_handler(vm, state, i)) continue;
        threads_keep_signals(vm, signals);
        return false;
    }
    return true;
}

// None once the handlers of what came have run.
static Object *handled_none(Vm *vm) {
    return outside_handle_signals(vm) ? none_new(vm) : NULL;
}

// --- handlers ---

static bool read_signal(Vm *vm, Object *given, int *number) {
    if (!argument_int(vm, given, number)) return false;
    return (*number >= 1 && *number <= SIGNAL_LAST) || raise_false(vm, ERROR_SIGNAL_RANGE);
}

static bool check_main(Vm *vm, const char *function) {
    return thread_get(vm) == threads_first(vm) ||
           raise_false(vm, ERROR_SIGNAL_THREAD, function);
}

static Object *handler_shared(Vm *vm, const SignalState *state, int number) {
    Object *handler = state->handlers[number].object;
    return object_share(handler != NULL ? handler : vm->objects->none);
}

SIGNAL(signal) {
    int number, wanted;
    Object *handler = arguments[1].object;
    SignalState *state = signals_get(vm);
    if (!argument_int(vm, arguments[0].object, &number)) return NULL;
    if (!check_main(vm, "signal") || !read_signal(vm, arguments[0].object, &number)) return NULL;
    if (object_type(vm, handler)->behaviour.call != NULL) wanted = WORLD_SIGNAL_WATCHED;
    else if (is_number(handler, HANDLER_DEFAULT)) wanted = WORLD_SIGNAL_DEFAULT;
    else if (is_number(handler, HANDLER_IGNORE)) wanted = WORLD_SIGNAL_IGNORED;
    else return raise(vm, ERROR_SIGNAL_HANDLER);
    if (!outside_handle_signals(vm)) return NULL;
    int64_t result = watch(vm, number, wanted);
    if (result < 0) return posix_raise(vm, result);
    if (wanted == WORLD_SIGNAL_WATCHED) threads_watch_signals(vm);
    Object *former = handler_shared(vm, state, number);
    slot_set(vm, NULL, &state->handlers[number], handler);
    return former;
}

SIGNAL(getsignal) {
    int number;
    if (!read_signal(vm, arguments[0].object, &number)) return NULL;
    return handler_shared(vm, signals_get(vm), number);
}

SIGNAL(default_int_handler) {
    int number;
    if (!argument_int(vm, arguments[0].object, &number)) return NULL;
    return raise_plain(vm, exception_type(vm, EXCEPTION_KeyboardInterrupt));
}

SIGNAL(siginterrupt) {
    int number, flag;
    if (!argument_int(vm, arguments[0].object, &number) ||
        !argument_int(vm, arguments[1].object, &flag) ||
        !read_signal(vm, arguments[0].object, &number))
        return NULL;
    WorldRequest request = {.operation = WORLD_SIGNAL_INTERRUPTS, .numbers = {number, flag}};
    return posix_ask_none(vm, &request);
}

static bool is_blocking(Vm *vm, int file, bool *blocks) {
    int64_t result;
    WorldRequest request = {.operation = WORLD_FILE_FLAG, .numbers = {file, WORLD_IS_BLOCKING}};
    if (!posix_ask(vm, &request, &result)) return false;
    *blocks = result != 0;
    return true;
}

SIGNAL(set_wakeup_fd) {
    SignalState *state = signals_get(vm);
    int file;
    bool warns = true, blocks;
    WorldStat stat;
    if (!argument_int(vm, arguments[0].object, &file)) return NULL;
    if (arguments[1].object != NULL && !argument_truth(vm, arguments[1].object, &warns))
        return NULL;
    if (!check_main(vm, "set_wakeup_fd")) return NULL;
    if (file != NO_FILE) {
        int64_t result = world_stat_file(vm->world, file, &stat);
        if (result < 0) return posix_raise(vm, result);
        if (!is_blocking(vm, file, &blocks)) return NULL;
        if (blocks) return raise(vm, ERROR_SIGNAL_BLOCKING, file);
    }
    int former = state->wakeup_file;
    state->wakeup_file = file;
    state->is_silent_when_full = !warns;
    return int_new(vm, former);
}

bool signal_set_native(Vm *vm, int number, SignalNative *native) {
    Object *module = modules_load_c(vm, "_signal");
    if (module == NULL) return false;
    object_drop(vm, module);
    SignalState *state = signals_get(vm);
    const Object *handler = state->handlers[number].object;
    int wanted = native != NULL || is_callable(vm, handler) ? WORLD_SIGNAL_WATCHED
                 : is_number(handler, HANDLER_IGNORE)       ? WORLD_SIGNAL_IGNORED
                                                            : WORLD_SIGNAL_DEFAULT;
    int64_t result = watch(vm, number, wanted);
    if (result < 0) {
        (void)posix_raise(vm, result);
        return false;
    }
    state->natives[number] = native;
    if (wanted == WORLD_SIGNAL_WATCHED) threads_watch_signals(vm);
    return true;
}

// --- sending ---

SIGNAL(raise_signal) {
    int number;
    int64_t result;
    if (!argument_int(vm, arguments[0].object, &number)) return NULL;
    WorldRequest request = {.operation = WORLD_RAISE_SIGNAL, .numbers = {number}};
    return posix_ask(vm, &request, &result) ? handled_none(vm) : NULL;
}

static bool is_thread(Vm *vm, uint64_t ident) {
    const Thread *thread = threads_first(vm);
    while (thread != NULL && (uint64_t)thread->ident != ident) thread = thread->next;
    return thread != NULL;
}

// All threads of the program are one for the system.
SIGNAL(pthread_kill) {
    uint64_t ident;
    int number;
    int64_t result;
    Object *given = arguments[0].object;
    if (!object_is_int(vm, given)) {
        argument_refuse(vm, "pthread_kill", 1, "int", given);
        return NULL;
    }
    if (!argument_bits(vm, given, &ident) || !argument_int(vm, arguments[1].object, &number) ||
        !posix_audit(vm, "signal.pthread_kill", "oi", given, (int64_t)number))
        return NULL;
    if (!is_thread(vm, ident)) return posix_raise(vm, -ESRCH);
    WorldRequest request = {.operation = WORLD_RAISE_SIGNAL, .numbers = {number}};
    return posix_ask(vm, &request, &result) ? handled_none(vm) : NULL;
}

SIGNAL(pidfd_send_signal) {
    int file, number, flags = 0;
    int64_t result;
    Object *info = arguments[2].object;
    if (!argument_int(vm, arguments[0].object, &file) ||
        !argument_int(vm, arguments[1].object, &number) ||
        (arguments[3].object != NULL && !argument_int(vm, arguments[3].object, &flags)))
        return NULL;
    if (info != NULL && info != vm->objects->none) return raise(vm, ERROR_SIGNAL_INFO);
    WorldRequest request = {.operation = WORLD_SIGNAL_PROCESS_FILE,
                            .numbers = {file, number, flags}};
    return posix_ask(vm, &request, &result) ? handled_none(vm) : NULL;
}

// --- timers ---

static Object *timer_pair(Vm *vm, const int64_t *nanoseconds) {
    Object *left = float_new(vm, (double)nanoseconds[0] / 1e9);
    Object *interval = left == NULL ? NULL : float_new(vm, (double)nanoseconds[1] / 1e9);
    Tuple *pair = interval == NULL ? NULL : tuple_pack(vm, 2, left, interval);
    object_drop_or_null(vm, left);
    object_drop_or_null(vm, interval);
    return (Object *)pair;
}

static Object *ask_timer(Vm *vm, WorldRequest *request) {
    int64_t numbers[2];
    request->operation = WORLD_TIMER;
    request->out = numbers;
    request->out_bytes = sizeof numbers;
    int64_t result = world_ask(vm->world, request);
    if (result < 0)
        return error_class_raise(vm, signals_get(vm)->timer_error.object, (int)-result, NULL);
    return timer_pair(vm, numbers);
}

// Timers count microseconds.
static bool read_timer(Vm *vm, Object *given, int64_t *nanoseconds) {
    *nanoseconds = 0;
    if (given == NULL) return true;
    if (!seconds_read(vm, given, SECONDS_UP, nanoseconds)) return false;
    int64_t rest = *nanoseconds % 1000;
    if (rest > 0 && *nanoseconds < INT64_MAX - 1000) *nanoseconds += 1000 - rest;
    return true;
}

SIGNAL(setitimer) {
    int which;
    WorldRequest request = {.numbers = {0, 0, 0, 1}};
    if (!argument_int(vm, arguments[0].object, &which) ||
        !read_timer(vm, arguments[1].object, &request.numbers[1]) ||
        !read_timer(vm, arguments[2].object, &request.numbers[2]))
        return NULL;
    request.numbers[0] = which;
    return ask_timer(vm, &request);
}

SIGNAL(getitimer) {
    int which;
    if (!argument_int(vm, arguments[0].object, &which)) return NULL;
    WorldRequest request = {.numbers = {which}};
    return ask_timer(vm, &request);
}

SIGNAL(alarm) {
    int seconds;
    if (!argument_int(vm, arguments[0].object, &seconds)) return NULL;
    WorldRequest request = {.operation = WORLD_ALARM, .numbers = {(int64_t)(unsigned)seconds}};
    return posix_ask_number(vm, &request);
}

// --- sets ---

static Object *set_of(Vm *vm, uint64_t bits) {
    Set *set = set_new(vm);
    bool done = set != NULL;
    for (int i = 1; done && i <= SIGNAL_LAST; i++) {
        if ((bits >> (i - 1) & 1) == 0) continue;
        Object *number = int_new(vm, i);
        done = number != NULL && set_add(vm, set, number);
        object_drop_or_null(vm, number);
    }
    if (done) return (Object *)set;
    object_drop_or_null(vm, (Object *)set);
    return NULL;
}

SIGNAL(pthread_sigmask) {
    int how;
    uint64_t bits;
    int64_t former, result;
    if (!argument_int(vm, arguments[0].object, &how) ||
        !argument_signals(vm, arguments[1].object, &bits))
        return NULL;
    WorldRequest request = {.operation = WORLD_MASK_SIGNALS, .numbers = {how, (int64_t)bits, 1},
                            .out = &former, .out_bytes = sizeof former};
    if (!posix_ask(vm, &request, &result) || !outside_handle_signals(vm)) return NULL;
    return set_of(vm, (uint64_t)former);
}

SIGNAL(sigpending) {
    int64_t bits, result;
    (void)arguments;
    WorldRequest request = {.operation = WORLD_PENDING_SIGNALS, .out = &bits,
                            .out_bytes = sizeof bits};
    return posix_ask(vm, &request, &result) ? set_of(vm, (uint64_t)bits) : NULL;
}

SIGNAL(valid_signals) {
    uint64_t reserved = 0;
    (void)arguments;
    for (int i = RESERVED_FIRST; i <= RESERVED_LAST; i++) reserved |= UINT64_C(1) << (i - 1);
    return set_of(vm, ~reserved);
}

SIGNAL(strsignal) {
    int number;
    if (!read_signal(vm, arguments[0].object, &number)) return NULL;
    if (number >= RESERVED_FIRST && number <= RESERVED_LAST) return none_new(vm);
    const char *text = strsignal(number);
    return text == NULL ? none_new(vm) : posix_text_new(vm, text, (int64_t)strlen(text),
                                                        POSIX_AS_STR);
}

// --- waiting ---

static const StructField info_fields[] = {
    {"si_signo", "the signal's number"}, {"si_code", "why it was sent"},
    {"si_errno", "the error that belongs to it"}, {"si_pid", "the process that sent it"},
    {"si_uid", "that process's user"}, {"si_status", "a child's status"},
    {"si_band", "events of a file"},
};

static const StructSequence struct_siginfo = {
    .name = "signal.struct_siginfo", .doc = "What sigwaitinfo() tells of a signal.",
    .fields = info_fields, .field_count = ARRAY_COUNT(info_fields),
    .visible_count = ARRAY_COUNT(info_fields),
};

enum { INFO_NUMBERS = ARRAY_COUNT(info_fields) };

static Object *info_new(Vm *vm, const int64_t *numbers) {
    Object *values[INFO_NUMBERS];
    for (int i = 0; i < INFO_NUMBERS; i++) values[i] = int_new(vm, numbers[i]);
    return struct_sequence_take(vm, &struct_siginfo, values);
}

// Waits for a signal of the set until the deadline: its number, or -EAGAIN. False: raised.
// With other threads around it is looked for again and again.
static bool await(Vm *vm, uint64_t bits, int64_t deadline, int64_t *numbers, int64_t *result) {
    for (;;) {
        int64_t rest = -1;
        if (deadline != THREAD_FOREVER) {
            rest = deadline - world_clock(vm->world, WORLD_CLOCK_MONOTONIC);
            if (rest < 0) rest = 0;
        }
        bool is_alone = threads_count(vm) == 0;
        WorldRequest request = {.operation = WORLD_AWAIT_SIGNAL,
                                .numbers = {(int64_t)bits, is_alone ? rest : 0},
                                .out = numbers, .out_bytes = INFO_NUMBERS * sizeof *numbers};
        *result = world_ask(vm->world, &request);
        if (*result == -EINTR) {
            if (!outside_handle_signals(vm)) return false;
            continue;
        }
        if (is_alone || rest == 0 || *result != -EAGAIN) return true;
        int64_t pause = rest < 0 || rest > PAUSE_NANOSECONDS ? PAUSE_NANOSECONDS : rest;
        if (thread_sleep(vm, thread_deadline(vm, pause)) == THREAD_RAISED) return false;
    }
}

SIGNAL(sigwait) {
    uint64_t bits;
    int64_t numbers[INFO_NUMBERS], result;
    if (!argument_signals(vm, arguments[0].object, &bits) ||
        !await(vm, bits, THREAD_FOREVER, numbers, &result))
        return NULL;
    return result < 0 ? posix_raise(vm, result) : int_new(vm, result);
}

SIGNAL(sigwaitinfo) {
    uint64_t bits;
    int64_t numbers[INFO_NUMBERS], result;
    if (!argument_signals(vm, arguments[0].object, &bits) ||
        !await(vm, bits, THREAD_FOREVER, numbers, &result))
        return NULL;
    return result < 0 ? posix_raise(vm, result) : info_new(vm, numbers);
}

SIGNAL(sigtimedwait) {
    uint64_t bits;
    int64_t numbers[INFO_NUMBERS], timeout, result;
    if (!argument_signals(vm, arguments[0].object, &bits) ||
        !seconds_read(vm, arguments[1].object, SECONDS_UP, &timeout))
        return NULL;
    if (timeout < 0) return raise(vm, ERROR_SIGNAL_TIMEOUT);
    if (!await(vm, bits, thread_deadline(vm, timeout), numbers, &result)) return NULL;
    if (result == -EAGAIN) return none_new(vm);
    return result < 0 ? posix_raise(vm, result) : info_new(vm, numbers);
}

SIGNAL(pause) {
    (void)arguments;
    return thread_await_signal(vm) ? none_new(vm) : NULL;
}

// --- the module ---

static const Method functions[] = {
    FUNCTION(signal, default_int_handler, "(signalnum, frame, /)",
             "Raise KeyboardInterrupt: the first handler of SIGINT."),
    FUNCTION(signal, alarm, "(seconds, /)", "Have SIGALRM sent after so many seconds."),
    FUNCTION(signal, setitimer, "(which, seconds, interval=0.0, /)",
             "Have a timer send its signal after some seconds, then each interval; what it was."),
    FUNCTION(signal, getitimer, "(which, /)", "What a timer has left, and its interval."),
    FUNCTION(signal, signal, "(signalnum, handler, /)",
             "Set what happens when a signal comes: SIG_DFL, SIG_IGN or a function; the former."),
    FUNCTION(signal, raise_signal, "(signalnum, /)", "Send a signal to the own thread."),
    FUNCTION(signal, strsignal, "(signalnum, /)", "The system's words for a signal, or None."),
    FUNCTION(signal, getsignal, "(signalnum, /)", "What happens when a signal comes."),
    HIDDEN_FUNCTION(signal, set_wakeup_fd, "(fd, /, *, warn_on_full_buffer=True)",
                    "Have each signal's number written to a file, as a byte; the former file."),
    FUNCTION(signal, siginterrupt, "(signalnum, flag, /)",
             "Shall a signal cut calls of the system short?"),
    FUNCTION(signal, pause, "()", "Wait until a signal comes."),
    FUNCTION(signal, pidfd_send_signal, "(pidfd, signalnum, siginfo=None, flags=0, /)",
             "Send a signal to the process of a file."),
    FUNCTION(signal, pthread_kill, "(thread_id, signalnum, /)", "Send a signal to a thread."),
    FUNCTION(signal, pthread_sigmask, "(how, mask, /)",
             "Change which signals are held back; those that were."),
    FUNCTION(signal, sigpending, "()", "The signals that came and are held back."),
    FUNCTION(signal, sigwait, "(sigset, /)", "Wait for one of the signals: its number."),
    FUNCTION(signal, sigwaitinfo, "(sigset, /)", "Wait for one of the signals: all about it."),
    FUNCTION(signal, sigtimedwait, "(sigset, timeout, /)", "The same, at most so many seconds."),
    FUNCTION(signal, valid_signals, "()", "All signals that this system has."),
    {0},
};

static const Constant constants[] = {
#include "modules/signal_constants.def"
    CONSTANT_OF(SIG_DFL, HANDLER_DEFAULT) CONSTANT_OF(SIG_IGN, HANDLER_IGNORE)
};

// What is set when the module starts.
static Object *first_handler(Vm *vm, Module *module, int number) {
    int64_t state = watch(vm, number, -1);
    if (state == WORLD_SIGNAL_DEFAULT) return int_new(vm, HANDLER_DEFAULT);
    if (state == WORLD_SIGNAL_IGNORED) return int_new(vm, HANDLER_IGNORE);
    if (state != WORLD_SIGNAL_WATCHED || number != SIGINT) return none_new(vm);
    Str *name = str_new_interned(vm, "default_int_handler", 19);
    Object *handler = name == NULL ? NULL : dict_get_str(vm, module_get_dict(module), name);
    object_drop_or_null(vm, (Object *)name);
    return handler == NULL ? NULL : object_share(handler);
}

static bool start_state(Vm *vm, Module *module, SignalState *state) {
    if (state->has_started) return true;
    for (int i = 1; i <= SIGNAL_LAST; i++) {
        Object *handler = first_handler(vm, module, i);
        if (handler == NULL) return false;
        slot_take(vm, NULL, &state->handlers[i], handler);
    }
    Object *error = error_class_new(vm, "signal.itimer_error",
                                    exception_type(vm, EXCEPTION_OSError), NULL);
    if (error == NULL) return false;
    slot_take(vm, NULL, &state->timer_error, error);
    state->wakeup_file = NO_FILE;
    state->has_started = true;
    runtime_of(vm)->signal_hook = handle_signals;
    return true;
}

bool signal_module_start(Vm *vm, Module *module) {
    SignalState *state = state_load(vm, &signal_state);
    return state != NULL && module_set_doc(vm, module, "Handlers for signals of the system.") &&
           module_add_functions(vm, module, functions) && start_state(vm, module, state) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           module_set(vm, module, "ItimerError", state->timer_error.object) &&
           posix_add_type(vm, module, "struct_siginfo", &struct_siginfo);
}
