// The module faulthandler: where the threads are, as text, also when nothing else goes.
//
// Tracebacks are written straight to a file, without running any of the program's code. A
// signal that is registered dumps them when the machine looks for signals; a time that is
// over, when it looks at clocks. The machine itself meets no fatal errors of the processor:
// what enable() keeps is used by the functions that make one.

#include "modules/argument.h"
#include "modules/modules.h"
#include "modules/posix.h"
#include "modules/seconds.h"
#include "modules/signal.h"
#include "modules/sys.h"
#include "runtime/threads.h"

#include "modules/libc_signal.h"

#include <stdarg.h>
#include <stdio.h>

#define FAULT(name) static Object *faulthandler_function_##name(Vm *vm, const Slot *arguments)

enum { FRAMES_MAX = 100, THREADS_MAX = 100, NAME_MAX_SHOWN = 500, LINE_BYTES = 64, NO_FILE = -1 };

// Where and of whom to write.
typedef struct Target {
    Slot file;           // what has the file, kept alive; empty: a number was given
    int number;          // NO_FILE: there is none
    bool all_threads;
} Target;

typedef struct FaultState {
    Target fatal;                        // of enable()
    Target later;                        // of dump_traceback_later()
    Target signals[SIGNAL_LAST + 1];     // of register()
    bool chains[SIGNAL_LAST + 1];
    int64_t timeout;
    bool repeats, exits;
} FaultState;

static void fault_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    FaultState *fault = state;
    visit(vm, NULL, &fault->fatal.file, context);
    visit(vm, NULL, &fault->later.file, context);
    for (int i = 0; i <= SIGNAL_LAST; i++) visit(vm, NULL, &fault->signals[i].file, context);
}

static void fault_done(Vm *vm, void *state) {
    FaultState *fault = state;
    slot_clear(vm, NULL, &fault->fatal.file);
    slot_clear(vm, NULL, &fault->later.file);
    for (int i = 0; i <= SIGNAL_LAST; i++) slot_clear(vm, NULL, &fault->signals[i].file);
}

static const StateDefinition fault_state = {sizeof(FaultState), fault_visit, fault_done};

// The state; all targets are none at first. NULL: raised.
static FaultState *load_state(Vm *vm) {
    FaultState *fault = state_find(vm, &fault_state);
    if (fault != NULL) return fault;
    fault = state_load(vm, &fault_state);
    if (fault == NULL) return NULL;
    fault->fatal.number = fault->later.number = NO_FILE;
    for (int i = 0; i <= SIGNAL_LAST; i++) fault->signals[i].number = NO_FILE;
    return fault;
}

// --- writing ---

static void write_text(Vm *vm, int file, const char *text) {
    (void)world_write_all(vm->world, file, text, strlen(text));
}

static void write_format(Vm *vm, int file, const char *format, ...) {
    char line[LINE_BYTES];
    va_list list;
    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    write_text(vm, file, line);
}

// A name, cut when it is long; what is not printable ASCII is escaped.
static void write_name(Vm *vm, int file, const Str *name) {
    char text[12 * NAME_MAX_SHOWN];
    size_t used = 0;
    int64_t count = name->length < NAME_MAX_SHOWN ? name->length : NAME_MAX_SHOWN;
    for (int64_t i = 0; i < count; i++) {
        uint32_t c = str_get_char(name, i);
        const char *format = c >= ' ' && c < 127 ? "%c"
                             : c <= 0xff         ? "\\x%02x"
                             : c <= 0xffff       ? "\\u%04x" : "\\U%08x";
        used += (size_t)snprintf(text + used, sizeof text - used, format, c);
    }
    (void)world_write_all(vm->world, file, text, used);
    if (count < name->length) write_text(vm, file, "...");
}

static void write_frames(Vm *vm, int file, const Thread *thread) {
    const Frame *frame = thread_get_frame(vm, thread);
    int count = 0;
    for (; frame != NULL; frame = frame->previous) {
        if (!frame->is_complete) continue;
        if (count++ == FRAMES_MAX) {
            write_text(vm, file, "  ...\n");
            return;
        }
        write_text(vm, file, "  File \"");
        write_name(vm, file, (const Str *)frame->code->filename.object);
        write_format(vm, file, "\", line %d in ", frame_get_line(frame));
        write_name(vm, file, (const Str *)frame->code->name.object);
        write_text(vm, file, "\n");
    }
    if (count == 0) write_text(vm, file, "  <no Python frame>\n");
}

// The threads from the youngest on; those before `thread` are older.
static void write_threads(Vm *vm, int file, const Thread *current) {
    const Thread *last = NULL;
    for (int count = 0; last != threads_first(vm); count++) {
        const Thread *thread = threads_first(vm);
        while (thread->next != last && thread->next != NULL) thread = thread->next;
        if (count > 0) write_text(vm, file, "\n");
        if (count == THREADS_MAX) {
            write_text(vm, file, "...\n");
            return;
        }
        write_format(vm, file, "%s 0x%016llx (most recent call first):\n",
                     thread == current ? "Current thread" : "Thread",
                     (unsigned long long)thread->ident);
        write_frames(vm, file, thread);
        last = thread;
    }
}

static void dump(Vm *vm, const Target *target, const Thread *current) {
    if (target->all_threads) {
        write_threads(vm, target->number, current);
        return;
    }
    write_text(vm, target->number, "Stack (most recent call first):\n");
    write_frames(vm, target->number, thread_get(vm));
}

// --- arguments ---

// The number of a file object, which is flushed.
static bool ask_file(Vm *vm, Object *file, int *number) {
    Str *name = str_new_interned(vm, "fileno", 6);
    Object *result = name == NULL ? NULL : object_call_method(vm, file, name, 0);
    object_drop_or_null(vm, (Object *)name);
    if (result == NULL) return false;
    int64_t wide;
    bool is_good = object_is_int(vm, result) && int_find_value(vm, result, &wide) == FOUND &&
                   wide >= 0 && wide <= INT32_MAX;
    object_drop(vm, result);
    if (!is_good) return raise_false(vm, ERROR_FAULT_FILENO);
    *number = (int)wide;
    Str *flush = str_new_interned(vm, "flush", 5);
    result = flush == NULL ? NULL : object_call_method(vm, file, flush, 0);
    object_drop_or_null(vm, (Object *)flush);
    if (result == NULL) raised_clear(vm);
    object_drop_or_null(vm, result);
    return true;
}

// Reads file and all_threads into a fresh target, which has to be taken or cleared.
static bool read_target(Vm *vm, Object *given, Object *all, Target *target) {
    target->number = NO_FILE;
    target->all_threads = true;
    int truth;
    if (all != NULL) {
        if (!argument_int(vm, all, &truth)) return false;
        target->all_threads = truth != 0;
    }
    if (given != NULL && object_is_int(vm, given)) {
        if (!argument_int(vm, given, &target->number)) return false;
        return target->number >= 0 || raise_false(vm, ERROR_FAULT_FILE);
    }
    Object *file = given == NULL || given == vm->objects->none ? sys_load(vm, "stderr")
                                                               : object_share(given);
    if (file == NULL) return false;
    if (file == vm->objects->none) {
        object_drop(vm, file);
        return raise_false(vm, ERROR_FAULT_STDERR);
    }
    slot_fill(vm, NULL, &target->file, file);
    if (ask_file(vm, file, &target->number)) return true;
    slot_clear(vm, NULL, &target->file);
    return false;
}

static void target_take(Vm *vm, Target *place, const Target *target) {
    Object *former = slot_detach(vm, NULL, &place->file);
    place->number = target->number;
    place->all_threads = target->all_threads;
    if (target->file.object != NULL) slot_fill(vm, NULL, &place->file, target->file.object);
    object_drop_or_null(vm, former);
}

static bool target_forget(Vm *vm, Target *place) {
    bool was_set = place->number != NO_FILE;
    place->number = NO_FILE;
    slot_clear(vm, NULL, &place->file);
    return was_set;
}

// --- now, and when it is fatal ---

FAULT(dump_traceback) {
    Target target = {0};
    if (!read_target(vm, arguments[0].object, arguments[1].object, &target)) return NULL;
    dump(vm, &target, thread_get(vm));
    slot_clear(vm, NULL, &target.file);
    return none_new(vm);
}

FAULT(enable) {
    Target target = {0};
    FaultState *fault = load_state(vm);
    if (fault == NULL || !read_target(vm, arguments[0].object, arguments[1].object, &target))
        return NULL;
    target_take(vm, &fault->fatal, &target);
    return none_new(vm);
}

FAULT(disable) {
    FaultState *fault = load_state(vm);
    (void)arguments;
    return fault == NULL ? NULL : bool_new(vm, target_forget(vm, &fault->fatal));
}

FAULT(is_enabled) {
    const FaultState *fault = load_state(vm);
    (void)arguments;
    return fault == NULL ? NULL : bool_new(vm, fault->fatal.number != NO_FILE);
}

// As if the signal had come from the processor: the process dies of it.
static Object *die(Vm *vm, int number, const char *text) {
    const FaultState *fault = load_state(vm);
    if (fault == NULL) return NULL;
    if (fault->fatal.number != NO_FILE) {
        write_text(vm, fault->fatal.number, "Fatal Python error: ");
        write_text(vm, fault->fatal.number, text);
        write_text(vm, fault->fatal.number, "\n\n");
        dump(vm, &fault->fatal, thread_get(vm));
    }
    WorldRequest watch = {.operation = WORLD_WATCH_SIGNAL,
                          .numbers = {number, WORLD_SIGNAL_DEFAULT}};
    WorldRequest send = {.operation = WORLD_RAISE_SIGNAL, .numbers = {number}};
    (void)world_ask(vm->world, &watch);
    (void)world_ask(vm->world, &send);
    return none_new(vm);
}

FAULT(_sigsegv) {
    (void)arguments;
    return die(vm, SIGSEGV, "Segmentation fault");
}

FAULT(_sigabrt) {
    (void)arguments;
    return die(vm, SIGABRT, "Aborted");
}

FAULT(_sigfpe) {
    (void)arguments;
    return die(vm, SIGFPE, "Floating point exception");
}

// --- signals ---

// What the machine calls when such a signal came; true: the program's handler is next.
static bool dump_for_signal(Vm *vm, int number) {
    const FaultState *fault = state_find(vm, &fault_state);
    if (fault == NULL || fault->signals[number].number == NO_FILE) return true;
    dump(vm, &fault->signals[number], thread_get(vm));
    return fault->chains[number];
}

static bool read_signal(Vm *vm, Object *given, int *number) {
    if (!argument_int(vm, given, number)) return false;
    switch (*number) {
    case SIGSEGV: case SIGFPE: case SIGABRT: case SIGBUS: case SIGILL:
        return raise_false(vm, ERROR_FAULT_SIGNAL, *number);
    default:
        return (*number >= 1 && *number <= SIGNAL_LAST) || raise_false(vm, ERROR_SIGNAL_RANGE);
    }
}

FAULT(register) {
    Target target = {0};
    int number, chains = 0;
    FaultState *fault = load_state(vm);
    if (fault == NULL || !read_signal(vm, arguments[0].object, &number) ||
        (arguments[3].object != NULL && !argument_int(vm, arguments[3].object, &chains)) ||
        !read_target(vm, arguments[1].object, arguments[2].object, &target))
        return NULL;
    if (!signal_set_native(vm, number, dump_for_signal)) {
        slot_clear(vm, NULL, &target.file);
        return NULL;
    }
    target_take(vm, &fault->signals[number], &target);
    fault->chains[number] = chains != 0;
    return none_new(vm);
}

FAULT(unregister) {
    int number;
    FaultState *fault = load_state(vm);
    if (fault == NULL || !read_signal(vm, arguments[0].object, &number)) return NULL;
    bool was_set = target_forget(vm, &fault->signals[number]);
    if (was_set && !signal_set_native(vm, number, NULL)) return NULL;
    return bool_new(vm, was_set);
}

// --- later ---

static void write_timeout(Vm *vm, int file, int64_t nanoseconds) {
    int64_t microseconds = nanoseconds / 1000, seconds = microseconds / 1000000;
    write_format(vm, file, "Timeout (%lld:%02lld:%02lld", (long long)(seconds / 3600),
                 (long long)(seconds / 60 % 60), (long long)(seconds % 60));
    if (microseconds % 1000000 != 0)
        write_format(vm, file, ".%06lld", (long long)(microseconds % 1000000));
    write_text(vm, file, ")!\n");
}

static void alarm_came(Vm *vm) {
    const FaultState *fault = state_find(vm, &fault_state);
    if (fault == NULL || fault->later.number == NO_FILE) return;
    write_timeout(vm, fault->later.number, fault->timeout);
    write_threads(vm, fault->later.number, NULL);
    if (fault->exits) world_exit(vm->world, 1);
    if (fault->repeats) threads_set_alarm(vm, thread_deadline(vm, fault->timeout), alarm_came);
}

FAULT(dump_traceback_later) {
    Target target = {0};
    int64_t timeout;
    int repeats = 0, exits = 0;
    FaultState *fault = load_state(vm);
    if (fault == NULL || !seconds_read(vm, arguments[0].object, SECONDS_AWAY, &timeout) ||
        (arguments[1].object != NULL && !argument_int(vm, arguments[1].object, &repeats)) ||
        (arguments[3].object != NULL && !argument_int(vm, arguments[3].object, &exits)))
        return NULL;
    if (timeout / 1000 <= 0) return raise(vm, ERROR_FAULT_TIMEOUT);
    if (!read_target(vm, arguments[2].object, NULL, &target)) return NULL;
    target_take(vm, &fault->later, &target);
    fault->timeout = timeout;
    fault->repeats = repeats != 0;
    fault->exits = exits != 0;
    threads_set_alarm(vm, thread_deadline(vm, timeout), alarm_came);
    return none_new(vm);
}

FAULT(cancel_dump_traceback_later) {
    FaultState *fault = load_state(vm);
    (void)arguments;
    if (fault == NULL) return NULL;
    (void)target_forget(vm, &fault->later);
    threads_set_alarm(vm, THREAD_FOREVER, NULL);
    return none_new(vm);
}

// --- the module ---

static const Method functions[] = {
    HIDDEN_FUNCTION(faulthandler, enable, "(file=None, all_threads=True)",
                    "Have tracebacks written to a file (sys.stderr) when an error is fatal."),
    HIDDEN_FUNCTION(faulthandler, disable, "()", "Undo enable(). Was it enabled?"),
    HIDDEN_FUNCTION(faulthandler, is_enabled, "()", "Is it enabled?"),
    HIDDEN_FUNCTION(faulthandler, dump_traceback, "(file=None, all_threads=True)",
                    "Write tracebacks to a file (sys.stderr) now."),
    HIDDEN_FUNCTION(faulthandler, dump_traceback_later,
                    "(timeout, repeat=False, file=None, exit=False)",
                    "Write tracebacks to a file after so many seconds, again and again if "
                    "repeat says so; exit: then end the process."),
    HIDDEN_FUNCTION(faulthandler, cancel_dump_traceback_later, "()",
                    "Undo dump_traceback_later()."),
    HIDDEN_FUNCTION(faulthandler, register, "(signum, file=None, all_threads=True, chain=False)",
                    "Write tracebacks to a file (sys.stderr) when a signal comes; chain: then "
                    "call its handler."),
    HIDDEN_FUNCTION(faulthandler, unregister, "(signum, /)",
                    "Undo register(). Was it registered?"),
    HIDDEN_FUNCTION(faulthandler, _sigsegv, "(release_gil=False, /)", "Die of SIGSEGV."),
    HIDDEN_FUNCTION(faulthandler, _sigabrt, "()", "Die of SIGABRT."),
    HIDDEN_FUNCTION(faulthandler, _sigfpe, "()", "Die of SIGFPE."),
    {"_read_null", faulthandler_function__sigsegv, "(release_gil=False, /)",
     "Die as of reading where nothing is.", METHOD_HIDES_SIGNATURE},
    {0},
};

bool faulthandler_module_start(Vm *vm, Module *module) {
    return load_state(vm) != NULL &&
           module_set_doc(vm, module, "Tracebacks of all threads, also when nothing else goes.") &&
           module_add_functions(vm, module, functions);
}
