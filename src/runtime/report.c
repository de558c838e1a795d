// Exceptions as text, with their chain and their groups.

#include "runtime/report_parts.h"

#include "base/host.h"
#include "base/world.h"
#include "objects/iterator.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/str_methods.h"
#include "objects/tuple.h"

enum { GROUP_WIDTH_MAX = 15, GROUP_DEPTH_MAX = 10 };

void report_add(Report *report, const char *format, ...) {
    __builtin_va_list list;
    __builtin_va_start(list, format);
    Object *text = str_new_format_list(report->vm, format, &list);
    __builtin_va_end(list);
    if (text == NULL) {
        raised_clear(report->vm);
        return;
    }
    str_builder_add(&report->text, (Str *)text);
    object_drop(report->vm, text);
}

void report_lose(Report *report) {
    if (report->lost_at < 0) report->lost_at = report->text.length;
    raised_clear(report->vm);
}

void report_begin_line(Report *report) {
    str_builder_add_fill(&report->text, ' ', 2 * report->depth);
    if (report->depth > 0) str_builder_add_c(&report->text, "| ");
}

// --- the last line ---

static void add_type_name(Report *report, Type *type) {
    Vm *vm = report->vm;
    Object *module = object_load_attribute(vm, &type->base, vm->objects->names.dunder_module);
    if (module == NULL) raised_clear(vm);
    if (module == NULL || !object_is_str(vm, module)) {
        str_builder_add_c(&report->text, "<unknown>.");
    } else if (!str_is((Str *)module, "builtins") && !str_is((Str *)module, "__main__")) {
        str_builder_add(&report->text, (Str *)module);
        str_builder_add_c(&report->text, ".");
    }
    object_drop_or_null(vm, module);
    str_builder_add(&report->text, (Str *)type->qualname.object);
}

static void add_message_text(Report *report, Object *shown) {
    Vm *vm = report->vm;
    if (shown == vm->objects->none) return;
    Object *text = object_str(vm, shown);
    if (text == NULL) {
        raised_clear(vm);
        str_builder_add_c(&report->text, ": <exception str() failed>");
    } else if (((Str *)text)->length > 0) {
        report_add(report, ": %U", text);
    }
    object_drop_or_null(vm, text);
}

static void add_suggestion(Report *report, Object *exception) {
    Object *suggestion = report_new_suggestion(report->vm, exception);
    if (suggestion == NULL) return;
    report_add(report, ". Did you mean: '%U'?", suggestion);
    object_drop(report->vm, suggestion);
}

// --- notes ---

// One note, line by line; consumes it, NULL: it raised.
static void take_note(Report *report, Object *note) {
    Vm *vm = report->vm;
    Object *text = note == NULL ? NULL : object_str(vm, note), *lines = NULL;
    if (text != NULL) {
        Row row = str_get_row((Str *)text);
        lines = row_split_lines(vm, &row, 1);
    }
    for (int64_t i = 0; lines != NULL && i < ((List *)lines)->count; i++) {
        report_begin_line(report);
        str_builder_add(&report->text, (Str *)((List *)lines)->items[i].object);
    }
    if (lines == NULL) str_builder_add_c(&report->text, "<note str() failed>");
    str_builder_add_c(&report->text, "\n");
    raised_clear(vm);
    object_drop_or_null(vm, lines);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, note);
}

// What stands for notes that are no sequence: in a line that isn't ended, as in CPython.
static void add_odd_notes(Report *report, Object *notes) {
    Vm *vm = report->vm;
    Object *shown = object_repr(vm, notes);
    raised_clear(vm);
    report_begin_line(report);
    if (shown != NULL) str_builder_add(&report->text, (Str *)shown);
    else str_builder_add_c(&report->text, "<__notes__ repr() failed>");
    object_drop_or_null(vm, shown);
}

static void add_notes(Report *report, Object *exception) {
    Vm *vm = report->vm;
    Object *notes;
    Found found = object_find_attribute(vm, exception, vm->objects->names.dunder_notes, &notes);
    if (found == RAISED) raised_clear(vm);
    if (found != FOUND) return;
    if (!sequence_is(vm, notes)) {
        add_odd_notes(report, notes);
    } else {
        int64_t count = 0;
        if (!object_length(vm, notes, &count)) raised_clear(vm);
        for (int64_t i = 0; i < count; i++)
            take_note(report, iterator_load_index(vm, notes, i));
    }
    object_drop(vm, notes);
}

// --- one exception ---

static bool is_group(Vm *vm, Object *exception) {
    return object_has_type(vm, exception, exception_type(vm, EXCEPTION_BaseExceptionGroup));
}

static void add_plain(Report *report, Object *exception) {
    Vm *vm = report->vm;
    const Traceback *traceback = (const Traceback *)((Exception *)exception)->traceback.object;
    bool heads_group = is_group(vm, exception);
    if (traceback != NULL)
        report_add_traceback(report, traceback,
                             heads_group ? "Exception Group Traceback (most recent call last):\n"
                                         : "Traceback (most recent call last):\n",
                             heads_group && report->depth == 1 ? "+ " : NULL);
    Object *message = report_add_syntax(report, exception);
    report_begin_line(report);
    add_type_name(report, object_type(vm, exception));
    // From here on CPython looks at the message in the exception's place, also for notes.
    Object *shown = message != NULL ? message : exception;
    add_message_text(report, shown);
    add_suggestion(report, shown);
    str_builder_add_c(&report->text, "\n");
    add_notes(report, shown);
    object_drop_or_null(vm, message);
}

// --- groups and chains ---

static void add_chain(Report *report, Object *exception);

static void add_member(Report *report, const Tuple *members, int64_t index) {
    bool is_cut = index >= GROUP_WIDTH_MAX;
    str_builder_add_fill(&report->text, ' ', 2 * report->depth);
    str_builder_add_c(&report->text, index == 0 ? "+-" : "  ");
    if (is_cut) str_builder_add_c(&report->text, "+---------------- ... ----------------\n");
    else report_add(report, "+---------------- %ld ----------------\n", index + 1);
    report->depth++;
    if (is_cut) {
        int64_t rest = members->count - GROUP_WIDTH_MAX;
        report_begin_line(report);
        report_add(report, "and %ld more exception%s\n", rest, rest > 1 ? "s" : "");
    } else {
        add_chain(report, members->items[index].object);
    }
    report->depth--;
}

static void add_group(Report *report, Object *group) {
    if (report->depth > GROUP_DEPTH_MAX) {
        report_begin_line(report);
        report_add(report, "... (max_group_depth is %d)\n", GROUP_DEPTH_MAX);
        return;
    }
    bool is_outermost = report->depth == 0;
    if (is_outermost) report->depth++;
    add_plain(report, group);
    const Tuple *members = (const Tuple *)((Exception *)group)->own[GROUP_EXCEPTIONS].object;
    int64_t count = members == NULL ? 0 : members->count;
    if (count > GROUP_WIDTH_MAX) count = GROUP_WIDTH_MAX + 1;
    report->needs_close = false;
    for (int64_t i = 0; i < count; i++) {
        bool is_last = i == count - 1;
        report->needs_close = is_last;
        add_member(report, members, i);
        if (!is_last || !report->needs_close) continue;
        str_builder_add_fill(&report->text, ' ', 2 * (report->depth + 1));
        str_builder_add_c(&report->text, "+------------------------------------\n");
        report->needs_close = false;
    }
    if (is_outermost) report->depth--;
}

static bool was_seen(const Report *report, const Object *exception) {
    for (size_t i = 0; i < report->seen_count; i++)
        if (report->seen[i] == exception) return true;
    return false;
}

static void note_seen(Report *report, const Object *exception) {
    size_t bytes = report->seen_count * sizeof(report->seen[0]);
    // Room grows at powers of two.
    if ((report->seen_count & (report->seen_count - 1)) == 0) {
        void *grown = host_resize(report->seen, 2 * bytes + sizeof(report->seen[0]));
        if (grown == NULL) return;
        report->seen = grown;
    }
    report->seen[report->seen_count++] = exception;
}

static void add_earlier(Report *report, Object *earlier, const char *what) {
    bool needs_close = report->needs_close;
    if (earlier == NULL || was_seen(report, earlier)) return;
    report->needs_close = false;
    add_chain(report, earlier);
    report->needs_close = needs_close;
    report_begin_line(report);
    str_builder_add_c(&report->text, "\n");
    report_begin_line(report);
    str_builder_add_c(&report->text, what);
    report_begin_line(report);
    str_builder_add_c(&report->text, "\n");
}

static void add_chain(Report *report, Object *exception) {
    const Exception *chained = (const Exception *)exception;
    if (!recursion_enter(report->vm, " in print_exception_recursive")) {
        report_lose(report);
        return;
    }
    object_share(exception);
    note_seen(report, exception);
    if (chained->cause.object != NULL)
        add_earlier(report, chained->cause.object,
                    "The above exception was the direct cause of the following exception:\n");
    else if (!chained->suppress_context)
        add_earlier(report, chained->context.object,
                    "During handling of the above exception, another exception occurred:\n");
    if (is_group(report->vm, exception)) add_group(report, exception);
    else add_plain(report, exception);
    object_drop(report->vm, exception);
    recursion_leave(report->vm);
}

// --- written to a file ---

static Object *new_report(Vm *vm, Object *exception, bool *is_lost) {
    Report report = {.vm = vm, .lost_at = -1};
    str_builder_start(vm, &report.text);
    add_chain(&report, exception);
    host_release(report.seen);
    *is_lost = report.lost_at >= 0;
    if (*is_lost) report.text.length = report.lost_at;
    return str_builder_finish(&report.text);
}

static Object *new_shown(Vm *vm, Object *value, Object *traceback, bool *is_lost) {
    *is_lost = false;
    if (!object_is_exception(vm, value))
        return str_new_format(
            vm, "TypeError: print_exception(): Exception expected for value, %.200T found\n",
            value);
    if (traceback != NULL && traceback->kind == KIND_TRACEBACK &&
        ((Exception *)value)->traceback.object == NULL)
        exception_set_traceback(vm, value, traceback);
    return new_report(vm, value, is_lost);
}

void report_show(Vm *vm, Object *file, Object *value, Object *traceback) {
    bool is_lost;
    Object *text = new_shown(vm, value, traceback, &is_lost), *result = NULL;
    if (text != NULL) result = object_call_method(vm, file, vm->objects->names.write, 1, text);
    if (result == NULL || is_lost) {
        raised_clear(vm);
        report_show_lost(vm, value);
    }
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, result);
    object_drop_or_null(vm, object_call_method(vm, file, vm->objects->names.flush, 0));
    raised_clear(vm);
}

void report_show_lost(Vm *vm, Object *value) {
    char address[24], type_address[24];
    Object *shown = object_repr(vm, value);
    raised_clear(vm);
    object_address_text(vm, value, address);
    object_address_text(vm, (Object *)object_type(vm, value), type_address);
    Object *text = str_new_format(
        vm, "object address  : %s\nobject refcount : %ld\nobject type     : %s\n"
            "object type name: %s\nobject repr     : %S\nlost sys.stderr\n",
        address, (int64_t)value->count, type_address, object_type_name(vm, value),
        shown != NULL ? shown : vm->objects->none);
    size_t bytes;
    const char *utf8 = text == NULL ? NULL : str_utf8(vm, (Str *)text, &bytes);
    if (utf8 != NULL) {
        (void)world_write_all(vm->world, 2, utf8, bytes);
        str_utf8_drop(vm, (Str *)text, utf8, bytes);
    }
    raised_clear(vm);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, shown);
}

// --- parts alone ---

Object *report_format_traceback(Vm *vm, Object *traceback) {
    Report report = {.vm = vm, .lost_at = -1};
    str_builder_start(vm, &report.text);
    if (traceback->kind == KIND_TRACEBACK)
        report_add_traceback(&report, (const Traceback *)traceback,
                             "Traceback (most recent call last):\n", NULL);
    return str_builder_finish(&report.text);
}

Object *report_type_name(Vm *vm, Type *type) {
    Report report = {.vm = vm, .lost_at = -1};
    str_builder_start(vm, &report.text);
    add_type_name(&report, type);
    return str_builder_finish(&report.text);
}
