// Panics: raised, handed through the frames, recovered or reported.

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "go/machine.h"

enum { PANIC_STATUS = 2, TEXT_MAX = 1024 };

GoOutcome go_machine_panic(GoMachine *machine, GoRoutine *routine, GoInterface value) {
    GoPanic *panic = (GoPanic *)go_machine_new(machine, sizeof(GoPanic), NULL);
    panic->outer = routine->panic;
    panic->value = value;
    panic->frame = -1;
    routine->panic = panic;
    return GO_PANICKED;
}

static GoOutcome fail(GoMachine *machine, GoRoutine *routine, GoType *type, const char *text) {
    GoString string = go_machine_text(machine, text);
    return go_machine_panic(machine, routine, go_machine_box(machine, type, (char *)&string));
}

GoOutcome go_machine_fail(GoMachine *machine, GoRoutine *routine, const char *format, ...) {
    char text[TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return fail(machine, routine, machine->runtime_error, text);
}

GoOutcome go_machine_fail_bounds(GoMachine *machine, GoRoutine *routine, const char *format, ...) {
    char text[TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return fail(machine, routine, machine->bounds_error, text);
}

GoOutcome go_machine_fail_plain(GoMachine *machine, GoRoutine *routine, const char *text) {
    return fail(machine, routine, machine->plain_error, text);
}

GoOutcome go_machine_fail_assertion(GoMachine *machine, GoRoutine *routine, GoType *interface,
                                    const GoInterface *value, GoType *wanted) {
    TextBuffer text = {0};
    text_add_c(&text, "interface conversion: ");
    const char *missing = NULL;
    bool is_interface = go_type_underlying(wanted)->kind == GO_KIND_INTERFACE;
    if (value->type != NULL && is_interface) {
        (void)go_machine_implements(machine, value->type, wanted, &missing);
        go_type_add_text(&text, value->type, GO_TEXT_RUNTIME);
        text_add_c(&text, " is not ");
        go_type_add_text(&text, wanted, GO_TEXT_RUNTIME);
        text_add_format(&text, ": missing method %s", missing == NULL ? "" : missing);
    } else {
        if (is_interface && value->type == NULL) text_add_c(&text, "interface");
        else go_type_add_text(&text, interface, GO_TEXT_RUNTIME);
        text_add_c(&text, " is ");
        if (value->type == NULL) text_add_c(&text, "nil");
        else go_type_add_text(&text, value->type, GO_TEXT_RUNTIME);
        text_add_c(&text, ", not ");
        go_type_add_text(&text, wanted, GO_TEXT_RUNTIME);
        if (value->type != NULL && value->type->kind == GO_KIND_NAMED &&
            wanted->kind == GO_KIND_NAMED && value->type->name == wanted->name)
            text_add_c(&text, " (types from different scopes)");
    }
    // *runtime.TypeAssertionError: a struct of one string.
    GoString string = go_machine_string(machine, text.bytes, (int64_t)text.size);
    text_done(&text);
    GoString *block = (GoString *)go_machine_new(machine, sizeof string, NULL);
    *block = string;
    return go_machine_panic(machine, routine,
                            (GoInterface){machine->assertion_error, (char *)block});
}

// --- through the frames ---

// Leaves frames without deferred calls; DONE: one has some, and goes on there.
GoOutcome go_routine_unwind(GoMachine *machine, GoRoutine *routine) {
    (void)machine;
    while (routine->frame_count > 0) {
        GoFrame *frame = &routine->frames[routine->frame_count - 1];
        int32_t index = routine->frame_count - 1;
        // A deferred call that panics itself ends the panic that it was called for.
        if (routine->defers != NULL && routine->defers->frame == index) {
            routine->panic->frame = index;
            frame->pc = frame->function->code + frame->function->defers_at;
            return GO_DONE;
        }
        bool is_base = frame->is_base;
        routine->frame_count--;
        if (is_base) return GO_PANICKED;
    }
    return GO_PANICKED;
}

// --- the report ---

static void add_quoted_text(TextBuffer *text, GoString string) {
    // A text with line ends is set in.
    for (int64_t i = 0; i < string.size; i++) {
        text_add_char(text, string.bytes[i]);
        if (string.bytes[i] == '\n') text_add_char(text, '\t');
    }
}

static void add_float(TextBuffer *text, double value) {
    if (value != value) { text_add_c(text, "NaN"); return; }
    if (value - value != 0) { text_add_c(text, value > 0 ? "+Inf" : "-Inf"); return; }
    char digits[40];
    snprintf(digits, sizeof digits, "%+.6e", value);
    char *exponent = strchr(digits, 'e');
    int power = 0;
    for (const char *at = exponent + 2; *at != '\0'; at++) power = power * 10 + (*at - '0');
    text_add(text, digits, (size_t)(exponent - digits));
    text_add_format(text, "e%c%03d", exponent[1], power);
}

// As the runtime prints: only basic types in full.
static void add_value(GoMachine *machine, TextBuffer *text, const GoInterface *value) {
    GoType *under = go_type_underlying(value->type);
    const char *memory = go_machine_unbox(value);
    bool is_named = value->type->kind == GO_KIND_NAMED;
    int64_t number[2];
    if (under->kind < GO_KIND_UNSAFE_POINTER) {
        if (is_named) {
            go_type_add_text(text, value->type, GO_TEXT_RUNTIME);
            text_add_char(text, '(');
            if (under->kind == GO_KIND_STRING) text_add_char(text, '"');
        }
        go_machine_load((char *)number, memory, value->type);
        if (under->kind == GO_KIND_STRING) add_quoted_text(text, *(const GoString *)memory);
        else if (under->kind == GO_KIND_BOOL) text_add_c(text, number[0] ? "true" : "false");
        else if (under->kind == GO_KIND_FLOAT64) add_float(text, *(const double *)memory);
        else if (under->kind == GO_KIND_FLOAT32) add_float(text, *(const float *)memory);
        else if (under->kind == GO_KIND_COMPLEX128) {
            text_add_char(text, '(');
            add_float(text, ((const double *)memory)[0]);
            add_float(text, ((const double *)memory)[1]);
            text_add_c(text, "i)");
        } else if (under->flags & GO_IS_UNSIGNED)
            text_add_format(text, "%llu", (unsigned long long)number[0]);
        else text_add_format(text, "%lld", (long long)number[0]);
        if (is_named) {
            if (under->kind == GO_KIND_STRING) text_add_char(text, '"');
            text_add_char(text, ')');
        }
        return;
    }
    text_add_char(text, '(');
    go_type_add_text(text, value->type, GO_TEXT_RUNTIME);
    text_add_format(text, ") 0x%llx", (unsigned long long)block_logical(&machine->heap,
                                                                       value->data));
}

static bool add_by_method(GoMachine *machine, TextBuffer *text, const GoInterface *value,
                          const char *name) {
    GoFunction *method = go_machine_find_method(machine, value->type,
                                                go_compile_name(machine->compile, name), NULL);
    if (method == NULL || method->arguments_end != 16 || method->result_size != 16) return false;
    char window[512] = {0};
    int64_t size = go_machine_size(value->type);
    if (size > 400) return false;
    go_machine_load(window + 16, go_machine_unbox(value), value->type);
    if (machine->current == NULL || machine->current->frame_capacity == 0) return false;
    machine->current->frame_count = 0;
    GoFrame keeper = {.function = method, .base = 0};
    machine->current->frames[machine->current->frame_count++] = keeper;
    GoPanic *kept = machine->current->panic;
    machine->current->panic = NULL;
    GoOutcome outcome = go_machine_call(machine, method, window, 16 + size);
    machine->current->panic = kept;
    if (outcome != GO_DONE) return false;
    add_quoted_text(text, *(GoString *)window);
    return true;
}

static void add_panic(GoMachine *machine, TextBuffer *text, GoPanic *panic) {
    if (panic->outer != NULL && !panic->outer->is_exit) {
        add_panic(machine, text, panic->outer);
        text_add_char(text, '\t');
    } else if (panic->outer != NULL) {
        add_panic(machine, text, panic->outer);
    }
    if (panic->is_exit) return;
    text_add_c(text, "panic: ");
    if (panic->value.type == NULL) text_add_c(text, "nil");
    else if (!add_by_method(machine, text, &panic->value, "Error") &&
             !add_by_method(machine, text, &panic->value, "String"))
        add_value(machine, text, &panic->value);
    if (panic->is_recovered) text_add_c(text, " [recovered]");
    text_add_char(text, '\n');
}

void go_machine_report_panic(GoMachine *machine, GoRoutine *routine) {
    TextBuffer text = {0};
    GoPanic *panic = routine->panic;
    machine->current = routine;
    if (panic->is_exit) {
        text_done(&text);
        return;
    }
    add_panic(machine, &text, panic);
    if (panic->value.type == machine->runtime_error) {
        const GoString *string = (const GoString *)panic->value.data;
        if (string->size > 14 && memcmp(string->bytes, "invalid memory", 14) == 0)
            text_add_c(&text, "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 "
                       "pc=0x0]\n");
    }
    text_add_format(&text, "\ngoroutine %lld [running]:\n", (long long)routine->number);
    go_machine_write_error(machine, text.bytes, text.size);
    text_done(&text);
    machine->is_exiting = true;
    machine->exit_status = PANIC_STATUS;
}
