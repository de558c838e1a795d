// Natives of fmt, os, time, runtime, sync and reflect.

#include "go/native.h"

#include <string.h>

#include "base/host.h"
#include "go/digits.h"
#include "go/format.h"
#include "go/maps.h"

GoString go_machine_take_text(GoMachine *machine, TextBuffer *text) {
    GoString string = go_machine_string(machine, text->bytes, (int64_t)text->size);
    text_done(text);
    return string;
}

GoNative *go_native_find(const char *package, const char *name) {
    const GoNativeRow *tables[] = {go_native_rows_core, go_native_rows_text, go_native_rows_math};
    for (size_t i = 0; i < ARRAY_COUNT(tables); i++)
        for (const GoNativeRow *row = tables[i]; row->package != NULL; row++)
            if (strcmp(row->package, package) == 0 && strcmp(row->name, name) == 0)
                return row->run;
    return NULL;
}

// --- fmt ---

enum { OUTPUT_MAX = 1 << 16 };

// A method that was called may have moved the stack: windows are found anew.
static char *window_again(GoRoutine *routine, int64_t offset) {
    return routine->stack + offset;
}

typedef struct PrintWindow {
    int64_t count;
    GoInterface error;
    GoSlice arguments;
} PrintWindow;

static GoOutcome print_out(GoMachine *machine, GoRoutine *routine, char *at, GoPrintStyle style) {
    int64_t offset = at - routine->stack;
    TextBuffer text = {0};
    GoOutcome outcome = format_print(machine, &text, ((PrintWindow *)at)->arguments, style);
    PrintWindow *window = (PrintWindow *)window_again(routine, offset);
    window->count = (int64_t)text.size;
    window->error = (GoInterface){NULL, NULL};
    text_add(&machine->output, text.bytes, text.size);
    text_done(&text);
    if (machine->output.size > OUTPUT_MAX) go_machine_flush(machine);
    return outcome;
}

static GoOutcome fmt_Println(GoMachine *machine, GoRoutine *routine, char *window) {
    return print_out(machine, routine, window, GO_PRINT_LINE);
}

static GoOutcome fmt_Print(GoMachine *machine, GoRoutine *routine, char *window) {
    return print_out(machine, routine, window, GO_PRINT_PLAIN);
}

typedef struct PrintfWindow {
    int64_t count;
    GoInterface error;
    GoString format;
    GoSlice arguments;
} PrintfWindow;

static GoOutcome fmt_Printf(GoMachine *machine, GoRoutine *routine, char *at) {
    int64_t offset = at - routine->stack, wrapped = -2;
    TextBuffer text = {0};
    PrintfWindow *window = (PrintfWindow *)at;
    GoOutcome outcome = format_printf(machine, &text, window->format, window->arguments,
                                         &wrapped);
    window = (PrintfWindow *)window_again(routine, offset);
    window->count = (int64_t)text.size;
    window->error = (GoInterface){NULL, NULL};
    text_add(&machine->output, text.bytes, text.size);
    text_done(&text);
    if (machine->output.size > OUTPUT_MAX) go_machine_flush(machine);
    return outcome;
}

typedef struct SprintWindow {
    GoString result;
    GoSlice arguments;
} SprintWindow;

static GoOutcome print_text(GoMachine *machine, GoRoutine *routine, char *at, GoPrintStyle style) {
    int64_t offset = at - routine->stack;
    TextBuffer text = {0};
    GoOutcome outcome = format_print(machine, &text, ((SprintWindow *)at)->arguments, style);
    ((SprintWindow *)window_again(routine, offset))->result = go_machine_take_text(machine, &text);
    return outcome;
}

static GoOutcome fmt_Sprintln(GoMachine *machine, GoRoutine *routine, char *window) {
    return print_text(machine, routine, window, GO_PRINT_LINE);
}

static GoOutcome fmt_Sprint(GoMachine *machine, GoRoutine *routine, char *window) {
    return print_text(machine, routine, window, GO_PRINT_PLAIN);
}

typedef struct SprintfWindow {
    GoString result;
    GoString format;
    GoSlice arguments;
} SprintfWindow;

static GoOutcome fmt_Sprintf(GoMachine *machine, GoRoutine *routine, char *at) {
    int64_t offset = at - routine->stack, wrapped = -2;
    SprintfWindow *window = (SprintfWindow *)at;
    TextBuffer text = {0};
    GoOutcome outcome = format_printf(machine, &text, window->format, window->arguments,
                                         &wrapped);
    ((SprintfWindow *)window_again(routine, offset))->result = go_machine_take_text(machine, &text);
    return outcome;
}

typedef struct WrapWindow {
    GoString result;
    int64_t wrapped;
    GoString format;
    GoSlice arguments;
} WrapWindow;

static GoOutcome fmt_wrapf(GoMachine *machine, GoRoutine *routine, char *at) {
    int64_t offset = at - routine->stack, wrapped = -1;
    WrapWindow *window = (WrapWindow *)at;
    TextBuffer text = {0};
    GoOutcome outcome = format_printf(machine, &text, window->format, window->arguments,
                                         &wrapped);
    window = (WrapWindow *)window_again(routine, offset);
    window->result = go_machine_take_text(machine, &text);
    window->wrapped = wrapped;
    return outcome;
}

// --- os ---

typedef struct ExitWindow {
    int64_t status;
} ExitWindow;

GO_NATIVE(os_Exit, ExitWindow)
    machine->exit_status = (int)(window->status & 255);
    machine->is_exiting = true;
    return GO_EXITED;
}

typedef struct FileWindow {
    int64_t count;
    int64_t file;
    GoSlice bytes;
} FileWindow;

GO_NATIVE(os_write, FileWindow)
    if (window->file == 1) {
        text_add(&machine->output, window->bytes.items, (size_t)window->bytes.length);
        if (machine->output.size > OUTPUT_MAX) go_machine_flush(machine);
        window->count = window->bytes.length;
        return GO_DONE;
    }
    go_machine_flush(machine);
    int64_t failed = world_write_all(machine->world, (int)window->file, window->bytes.items,
                                     (size_t)window->bytes.length);
    window->count = failed < 0 ? failed : window->bytes.length;
    return GO_DONE;
}

GO_NATIVE(os_read, FileWindow)
    go_machine_flush(machine);
    window->count = world_read(machine->world, (int)window->file, window->bytes.items,
                               (size_t)window->bytes.length);
    return GO_DONE;
}

typedef struct OpenWindow {
    int64_t file;
    GoString name;
    int64_t flags, mode;
} OpenWindow;

GO_NATIVE(os_open, OpenWindow)
    TextBuffer name = {0};
    text_add(&name, window->name.bytes, (size_t)window->name.size);
    text_add_char(&name, '\0');
    window->file = world_open(machine->world, name.bytes, (int)window->flags, (int)window->mode);
    text_done(&name);
    return GO_DONE;
}

typedef struct CloseWindow {
    int64_t result, file;
} CloseWindow;

GO_NATIVE(os_close, CloseWindow)
    window->result = world_close(machine->world, (int)window->file);
    return GO_DONE;
}

typedef struct ArgumentsWindow {
    GoSlice result;
} ArgumentsWindow;

GO_NATIVE(os_arguments, ArgumentsWindow)
    int64_t count = machine->argument_count;
    GoString *items = (GoString *)go_machine_new(machine, count * (int64_t)sizeof *items, NULL);
    for (int64_t i = 0; i < count; i++) items[i] = go_machine_text(machine, machine->arguments[i]);
    window->result = (GoSlice){(char *)items, count, count};
    return GO_DONE;
}

typedef struct GetenvWindow {
    GoString result;
    int64_t is_there;
    GoString name;
} GetenvWindow;

GO_NATIVE(os_lookup, GetenvWindow)
    TextBuffer name = {0};
    text_add(&name, window->name.bytes, (size_t)window->name.size);
    text_add_char(&name, '\0');
    char *value = world_variable(machine->world, name.bytes);
    window->is_there = value != NULL;
    window->result = value != NULL ? go_machine_text(machine, value) : (GoString){NULL, 0};
    host_release(value);
    text_done(&name);
    return GO_DONE;
}

// --- time and runtime ---

typedef struct NumberWindow {
    int64_t result;
} NumberWindow;

GO_NATIVE(time_now, NumberWindow)
    window->result = world_clock(machine->world, WORLD_CLOCK_REAL);
    return GO_DONE;
}

GO_NATIVE(time_monotonic, NumberWindow)
    window->result = world_clock(machine->world, WORLD_CLOCK_MONOTONIC);
    return GO_DONE;
}

typedef struct SleepWindow {
    int64_t nanoseconds;
} SleepWindow;

static void put_to_sleep(GoMachine *machine, GoRoutine *routine) {
    GoRoutine **link = &machine->sleepers;
    while (*link != NULL && (*link)->wakes_at <= routine->wakes_at) link = &(*link)->next;
    routine->next = *link;
    *link = routine;
    routine->state = GO_SLEEPING;
    routine->reason = "sleep";
}

GO_NATIVE(time_Sleep, SleepWindow)
    if (routine->wakes_at != 0) {   // it has slept
        routine->wakes_at = 0;
        return GO_DONE;
    }
    if (window->nanoseconds <= 0) return GO_DONE;
    routine->wakes_at = world_clock(machine->world, WORLD_CLOCK_MONOTONIC) + window->nanoseconds;
    put_to_sleep(machine, routine);
    return GO_BLOCKED;
}

GO_NATIVE(runtime_Gosched, NumberWindow)
    (void)window;
    if (routine->chosen == -2) {
        routine->chosen = 0;
        return GO_DONE;
    }
    routine->chosen = -2;
    routine->state = GO_RUNNABLE;
    return GO_BLOCKED;
}

GO_NATIVE(runtime_GC, NumberWindow)
    (void)window;
    go_machine_collect(machine);
    return GO_DONE;
}

GO_NATIVE(runtime_NumGoroutine, NumberWindow)
    int64_t count = 0;
    for (GoRoutine *each = machine->all; each != NULL; each = each->all)
        count += each->state != GO_ENDED;
    window->result = count;
    return GO_DONE;
}

typedef struct StatsWindow {
    int64_t alloc, total, sys, mallocs, frees, collections;
} StatsWindow;

GO_NATIVE(runtime_stats, StatsWindow)
    const GoHeap *heap = &machine->heap;
    *window = (StatsWindow){heap->bytes_live, heap->bytes_total, (int64_t)heap->page_count << 14,
                            heap->count_total, heap->count_freed, heap->collections};
    return GO_DONE;
}

GO_NATIVE(runtime_Goexit, NumberWindow)
    (void)window;
    GoOutcome outcome = go_machine_panic(machine, routine, (GoInterface){NULL, NULL});
    routine->panic->is_exit = true;
    return outcome;
}

typedef struct CallerWindow {
    int64_t pc;
    GoString file;
    int64_t line, ok;
    int64_t skip;
} CallerWindow;

GO_NATIVE(runtime_Caller, CallerWindow)
    int64_t at = routine->frame_count - 1 - window->skip;
    if (window->skip < 0 || at < 0) {
        window->ok = 0;
        return GO_DONE;
    }
    GoFrame *frame = &routine->frames[at];
    const GoFunction *function = frame->function;
    int64_t index = frame->pc - function->code - (window->skip > 0 ? 1 : 0);
    GoPosition position = {"?", 0, 0};
    if (index >= 0 && index < function->code_count)
        position = go_compile_position(machine->compile, function->places[index]);
    window->pc = (int64_t)(uintptr_t)frame->pc;
    window->file = go_machine_text(machine, position.file);
    window->line = position.line;
    window->ok = 1;
    return GO_DONE;
}

// --- sync: semaphores ---

typedef struct SemaphoreWindow {
    uint32_t *address;
} SemaphoreWindow;

GO_NATIVE(sync_acquire, SemaphoreWindow)
    if (window->address == NULL)
        return go_machine_fail(machine, routine,
                               "invalid memory address or nil pointer dereference");
    if (*window->address > 0) {
        --*window->address;
        routine->waits_for = NULL;
        return GO_DONE;
    }
    routine->waits_for = window->address;
    routine->state = GO_WAITING;
    routine->reason = "semacquire";
    return GO_BLOCKED;
}

GO_NATIVE(sync_release, SemaphoreWindow)
    ++*window->address;
    // The one that has waited longest; goroutines stand newest first.
    GoRoutine *oldest = NULL;
    for (GoRoutine *each = machine->all; each != NULL; each = each->all)
        if (each->state == GO_WAITING && each->waits_for == window->address &&
            (oldest == NULL || each->wakes_at < oldest->wakes_at || true)) oldest = each;
    if (oldest != NULL) {
        oldest->waits_for = NULL;
        go_routine_ready(machine, oldest);
    }
    return GO_DONE;
}

typedef struct FatalWindow {
    GoString text;
} FatalWindow;

GO_NATIVE(sync_fatal, FatalWindow)
    TextBuffer text = {0};
    text_add(&text, window->text.bytes, (size_t)window->text.size);
    text_add_char(&text, '\0');
    GoOutcome outcome = go_machine_fatal(machine, text.bytes);
    text_done(&text);
    return outcome;
}

// --- reflect ---

typedef struct TypeWindow {
    GoType *result;
    GoInterface value;
} TypeWindow;

GO_NATIVE(reflect_typeOf, TypeWindow)
    window->result = window->value.type;
    return GO_DONE;
}

typedef struct TypeTextWindow {
    GoString result;
    GoType *type;
} TypeTextWindow;

GO_NATIVE(reflect_typeText, TypeTextWindow)
    window->result = go_machine_text(machine, go_type_runtime_text(machine->compile, window->type));
    return GO_DONE;
}

GO_NATIVE(reflect_typeName, TypeTextWindow)
    GoType *type = window->type;
    bool is_named = type->kind == GO_KIND_NAMED || type->kind < GO_BASIC_COUNT;
    window->result = is_named ? go_machine_text(machine, type->name) : (GoString){NULL, 0};
    return GO_DONE;
}

typedef struct TypeNumberWindow {
    int64_t result;
    GoType *type;
    int64_t which;
} TypeNumberWindow;

static int64_t kind_number(GoKind kind) {
    static const uint8_t numbers[] = {
        [GO_KIND_ARRAY] = 17, [GO_KIND_CHANNEL] = 18, [GO_KIND_FUNCTION] = 19,
        [GO_KIND_INTERFACE] = 20, [GO_KIND_MAP] = 21, [GO_KIND_POINTER] = 22,
        [GO_KIND_SLICE] = 23, [GO_KIND_STRUCT] = 25,
    };
    if (kind == GO_KIND_STRING) return 24;
    if (kind == GO_KIND_UNSAFE_POINTER) return 26;
    return kind < GO_KIND_STRING ? (int64_t)kind + 1 : numbers[kind];
}

GO_NATIVE(reflect_typeNumber, TypeNumberWindow)
    GoType *under = go_type_underlying(window->type);
    switch (window->which) {
    case 0: window->result = kind_number((GoKind)under->kind); break;
    case 1: window->result = go_type_size(window->type); break;
    case 2: window->result = go_type_align(window->type); break;
    case 3: window->result = under->kind == GO_KIND_ARRAY ? under->length : 0; break;
    case 4: window->result = under->kind == GO_KIND_STRUCT ? under->count : 0; break;
    default: window->result = go_type_is_comparable(window->type); break;
    }
    return GO_DONE;
}

GO_NATIVE(reflect_typePart, TypeNumberWindow)
    GoType *under = go_type_underlying(window->type);
    GoType *part = window->which == 1 ? under->key : under->element;
    window->result = (int64_t)(uintptr_t)(part == NULL ? NULL
                                          : go_types_canonical(machine->compile, part));
    return GO_DONE;
}

// Deep equality of values in memory.
static bool deep_equal(GoType *type, const char *left, const char *right, int depth) {
    GoType *under = go_type_underlying(type), *culprit = NULL;
    if (depth > 500) return true;
    switch (under->kind) {
    case GO_KIND_SLICE: {
        const GoSlice *first = (const GoSlice *)left, *second = (const GoSlice *)right;
        if (first->length != second->length ||
            (first->items == NULL) != (second->items == NULL)) return false;
        int64_t size = go_type_size(under->element);
        for (int64_t i = 0; i < first->length; i++)
            if (!deep_equal(under->element, first->items + i * size, second->items + i * size,
                            depth + 1)) return false;
        return true;
    }
    case GO_KIND_ARRAY: {
        int64_t size = go_type_size(under->element);
        for (int64_t i = 0; i < under->length; i++)
            if (!deep_equal(under->element, left + i * size, right + i * size, depth + 1))
                return false;
        return true;
    }
    case GO_KIND_STRUCT:
        (void)go_type_size(under);
        for (int i = 0; i < under->count; i++)
            if (!deep_equal(under->fields[i].type, left + under->fields[i].offset,
                            right + under->fields[i].offset, depth + 1)) return false;
        return true;
    case GO_KIND_POINTER: {
        const char *first = *(const char *const *)left, *second = *(const char *const *)right;
        if (first == second) return true;
        return first != NULL && second != NULL &&
               deep_equal(under->element, first, second, depth + 1);
    }
    case GO_KIND_MAP: {
        GoMap *first = *(GoMap *const *)left, *second = *(GoMap *const *)right;
        if ((first == NULL) != (second == NULL)) return false;
        if (first == second) return true;
        if (first->count != second->count) return false;
        GoMapIterator iterator = {first, first->entries, 0};
        const char *key, *value;
        while (go_map_next(&iterator, &key, &value)) {
            const char *other = go_map_find(second, key, &culprit);
            if (other == NULL || !deep_equal(under->element, value, other, depth + 1)) return false;
        }
        return true;
    }
    case GO_KIND_INTERFACE: {
        const GoInterface *first = (const GoInterface *)left, *second = (const GoInterface *)right;
        if (first->type != second->type) return false;
        return first->type == NULL || deep_equal(first->type, go_machine_unbox(first),
                                                 go_machine_unbox(second), depth + 1);
    }
    case GO_KIND_FUNCTION:
        return *(const char *const *)left == NULL && *(const char *const *)right == NULL;
    default: return go_machine_equal(type, left, right, &culprit) == GO_EQUAL_YES;
    }
}

typedef struct DeepWindow {
    int64_t result;
    GoInterface left, right;
} DeepWindow;

GO_NATIVE(reflect_DeepEqual, DeepWindow)
    const GoInterface *left = &window->left, *right = &window->right;
    window->result = left->type == right->type &&
                     (left->type == NULL || deep_equal(left->type, go_machine_unbox(left),
                                                       go_machine_unbox(right), 0));
    return GO_DONE;
}

// --- errors ---

typedef struct CompareWindow {
    int64_t result;
    GoInterface value;
} CompareWindow;

GO_NATIVE(errors_canCompare, CompareWindow)
    window->result = window->value.type == NULL || go_type_is_comparable(window->value.type);
    return GO_DONE;
}

typedef struct AssignWindow {
    int64_t result;
    GoInterface error, target;
} AssignWindow;

// Whether the error is what the target points to: then it is put there.
GO_NATIVE(errors_assignTo, AssignWindow)
    GoType *pointer = window->target.type == NULL ? NULL : go_type_underlying(window->target.type);
    if (pointer == NULL || pointer->kind != GO_KIND_POINTER || window->target.data == NULL)
        return go_machine_fail_plain(machine, routine,
                                     "errors: target must be a non-nil pointer");
    GoType *wanted = pointer->element;
    window->result = 0;
    if (go_type_underlying(wanted)->kind == GO_KIND_INTERFACE) {
        if (!go_machine_implements(machine, window->error.type, wanted, NULL)) return GO_DONE;
        block_write(&machine->heap, window->target.data, &window->error, sizeof window->error);
    } else {
        if (window->error.type != wanted) return GO_DONE;
        block_write(&machine->heap, window->target.data, go_machine_unbox(&window->error),
                    (size_t)go_type_size(wanted));
    }
    window->result = 1;
    return GO_DONE;
}

typedef struct SwapperWindow {
    GoInterface slice;
    int64_t i, j;
} SwapperWindow;

// Swaps two elements of a slice of any type, for sort.Slice.
GO_NATIVE(sort_swap, SwapperWindow)
    const GoSlice *slice = (const GoSlice *)window->slice.data;
    int64_t size = go_type_size(go_type_underlying(window->slice.type)->element);
    char *left = slice->items + window->i * size, *right = slice->items + window->j * size;
    char kept[256];
    for (int64_t done = 0; done < size;) {
        int64_t part = size - done < (int64_t)sizeof kept ? size - done : (int64_t)sizeof kept;
        memcpy(kept, left + done, (size_t)part);
        block_write(&machine->heap, left + done, right + done, (size_t)part);
        block_write(&machine->heap, right + done, kept, (size_t)part);
        done += part;
    }
    return GO_DONE;
}

typedef struct LengthWindow {
    int64_t result;
    GoInterface slice;
} LengthWindow;

GO_NATIVE(sort_length, LengthWindow)
    if (window->slice.type == NULL ||
        go_type_underlying(window->slice.type)->kind != GO_KIND_SLICE)
        return go_machine_fail_plain(machine, routine,
                                     "reflect: call of Swapper on non-slice value");
    window->result = ((const GoSlice *)window->slice.data)->length;
    return GO_DONE;
}

const GoNativeRow go_native_rows_core[] = {
    {"fmt", "Println", fmt_Println}, {"fmt", "Print", fmt_Print}, {"fmt", "Printf", fmt_Printf},
    {"fmt", "Sprintln", fmt_Sprintln}, {"fmt", "Sprint", fmt_Sprint},
    {"fmt", "Sprintf", fmt_Sprintf}, {"fmt", "wrapf", fmt_wrapf},
    {"os", "Exit", os_Exit}, {"os", "write", os_write}, {"os", "read", os_read},
    {"os", "open", os_open}, {"os", "closeFile", os_close}, {"os", "arguments", os_arguments},
    {"os", "LookupEnv", os_lookup},
    {"time", "now", time_now}, {"time", "monotonic", time_monotonic}, {"time", "Sleep", time_Sleep},
    {"runtime", "Gosched", runtime_Gosched}, {"runtime", "GC", runtime_GC},
    {"runtime", "NumGoroutine", runtime_NumGoroutine}, {"runtime", "stats", runtime_stats},
    {"runtime", "Goexit", runtime_Goexit}, {"runtime", "Caller", runtime_Caller},
    {"sync", "acquire", sync_acquire}, {"sync", "release", sync_release},
    {"sync", "fatal", sync_fatal},
    {"reflect", "typeOf", reflect_typeOf}, {"reflect", "typeText", reflect_typeText},
    {"reflect", "typeName", reflect_typeName}, {"reflect", "typeNumber", reflect_typeNumber},
    {"reflect", "typePart", reflect_typePart}, {"reflect", "DeepEqual", reflect_DeepEqual},
    {"errors", "canCompare", errors_canCompare}, {"errors", "assignTo", errors_assignTo},
    {"sort", "swap", sort_swap}, {"sort", "length", sort_length},
    {NULL, NULL, NULL},
};
