// Tracebacks as text.

#include "runtime/report.h"

#include "base/host.h"
#include "base/world.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <fcntl.h>
#include <string.h>

enum { LINE_BYTES_MAX = 4096, REPEATS_SHOWN = 3, CHAIN_MAX = 1000 };

typedef struct Report {
    Vm *vm;
    StrBuilder text;
    const char *margin;   // before each line, for groups
    int depth;
} Report;

static void add_format(Report *report, const char *format, ...) {
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

// --- source lines ---

// Line `number` of a file in `line`, without its newline; false when it can't be had.
static bool read_source_line(Vm *vm, const char *path, int number, char *line) {
    char *block = host_allocate(LINE_BYTES_MAX);
    int64_t file = block == NULL ? -1 : world_open(vm->world, path, O_RDONLY | O_CLOEXEC, 0);
    int64_t count = 0;
    int current = 1, length = 0;
    bool ended = file < 0;
    while (!ended && (count = world_read(vm->world, (int)file, block, LINE_BYTES_MAX)) > 0) {
        for (int64_t i = 0; i < count && !ended; i++) {
            if (block[i] == '\n') ended = current++ == number;
            else if (current == number && length < LINE_BYTES_MAX - 1) line[length++] = block[i];
        }
    }
    if (file >= 0) world_close(vm->world, (int)file);
    host_release(block);
    line[length] = '\0';
    if (length > 0 && line[length - 1] == '\r') line[length - 1] = '\0';
    return file >= 0 && (ended || length > 0);
}

static int count_chars(const char *text, int bytes) {
    int count = 0;
    for (int i = 0; i < bytes && text[i] != '\0'; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80) count++;
    return count;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

// --- marks below a line ---

typedef struct Marks {   // columns in bytes
    int start, end;          // of the instruction's source
    int anchor, anchor_end;  // of the operator inside; -1: none
} Marks;

// Skips what is quoted or bracketed from `at`; gives the byte after it.
static int skip_bracketed(const char *line, int at, int end) {
    int depth = 0;
    for (; at < end; at++) {
        char c = line[at];
        if (c == '"' || c == '\'') {
            int close = at + 1;
            while (close < end && line[close] != c) close += line[close] == '\\' ? 2 : 1;
            at = close;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
        }
        if (depth <= 0) return at + 1;
    }
    return end;
}

static bool is_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || ((unsigned char)c & 0x80);
}

static bool is_operator(char c) {
    return c != '\0' && strchr("+-*/%@&|^<>", c) != NULL;
}

static int precedence_of(const char *operator, int length) {
    switch (operator[0]) {
    case '|': return 1;
    case '^': return 2;
    case '&': return 3;
    case '<': case '>': return 4;
    case '+': case '-': return 5;
    case '*': return length == 2 ? 7 : 6;
    default: return 6;
    }
}

// The operator of a binary expression: the last of the loosest (the first of `**`).
static void find_operator(const char *line, Marks *marks) {
    int loosest = 100;
    bool after_operand = false;
    for (int at = marks->start; at < marks->end;) {
        char c = line[at];
        if (is_blank(c)) {
            at++;
        } else if (c == '(' || c == '[' || c == '{' || c == '"' || c == '\'') {
            at = skip_bracketed(line, at, marks->end);
            after_operand = true;
        } else if (after_operand && is_operator(c)) {
            int length = at + 1 < marks->end && line[at + 1] == c &&
                         (c == '*' || c == '/' || c == '<' || c == '>') ? 2 : 1;
            int precedence = precedence_of(line + at, length);
            if (precedence < loosest || (precedence == loosest && precedence != 7)) {
                loosest = precedence;
                marks->anchor = at;
                marks->anchor_end = at + length;
            }
            at += length;
            after_operand = false;
        } else {
            after_operand = is_word(c) || c == '.' || after_operand;
            at++;
        }
    }
}

// The brackets of a subscript: the last pair.
static void find_subscript(const char *line, Marks *marks) {
    int depth = 0;
    for (int at = marks->end - 1; at >= marks->start; at--) {
        if (line[at] == ']') depth++;
        if (line[at] == '[' && --depth == 0) {
            marks->anchor = at;
            marks->anchor_end = marks->end;
            return;
        }
    }
}

enum { OPCODE_BINARY_OP = 122, OPCODE_BINARY_SUBSCR = 25 };

static void find_anchor(const Code *code, int offset, const char *line, Marks *marks) {
    const Bytes *bytecode = (const Bytes *)code->bytecode.object;
    int opcode = bytecode->data[offset];
    // Only for an expression that stands alone in the instruction's source.
    if (opcode == OPCODE_BINARY_OP) find_operator(line, marks);
    else if (opcode == OPCODE_BINARY_SUBSCR) find_subscript(line, marks);
}

static void add_marks(Report *report, const Code *code, int offset, const char *line,
                      int first) {
    CodePosition position = code_get_position(code, offset);
    int length = (int)strlen(line);
    if (position.line < 0 || position.column < 0 || position.end_column < 0) return;
    Marks marks = {position.column, position.end_column, -1, -1};
    bool is_one_line = position.end_line == position.line;
    if (!is_one_line) marks.end = length;
    if (marks.start > length || marks.end > length || marks.end <= marks.start) return;
    while (marks.end > marks.start && is_blank(line[marks.end - 1])) marks.end--;
    if (is_one_line) find_anchor(code, offset, line, &marks);
    int last = length;
    while (last > first && is_blank(line[last - 1])) last--;
    bool is_whole = marks.start <= first && marks.end >= last;
    if (is_whole && marks.anchor < 0) return;
    add_format(report, "%s    ", report->margin);
    for (int i = count_chars(line + first, marks.start - first); i > 0; i--)
        str_builder_add_char(&report->text, ' ');
    for (int at = marks.start; at < marks.end; at++) {
        if (((unsigned char)line[at] & 0xc0) == 0x80) continue;
        bool in_anchor = marks.anchor < 0 || (at >= marks.anchor && at < marks.anchor_end);
        str_builder_add_char(&report->text, in_anchor ? '^' : '~');
    }
    str_builder_add_c(&report->text, "\n");
}

// --- frames ---

static void add_source(Report *report, const Code *code, int offset, int number) {
    Vm *vm = report->vm;
    size_t bytes;
    const char *path = str_utf8(vm, (Str *)code->filename.object, &bytes);
    char *line = host_allocate(LINE_BYTES_MAX);
    if (path == NULL) raised_clear(vm);
    if (path != NULL && line != NULL && path[0] != '<' &&
        read_source_line(vm, path, number, line)) {
        int first = 0, last = (int)strlen(line);
        while (is_blank(line[first])) first++;
        while (last > first && is_blank(line[last - 1])) last--;
        if (first < last) {
            char end = line[last];
            line[last] = '\0';
            add_format(report, "%s    %s\n", report->margin, line + first);
            line[last] = end;
            add_marks(report, code, offset, line, first);
        }
    }
    host_release(line);
    if (path != NULL) str_utf8_drop(vm, (Str *)code->filename.object, path, bytes);
}

static const Code *code_of(const Traceback *entry) {
    const FrameObject *frame = (const FrameObject *)entry->frame.object;
    return frame->frame == NULL ? NULL : frame->frame->code;
}

static void add_entry(Report *report, const Traceback *entry) {
    const Code *code = code_of(entry);
    if (code == NULL) return;
    add_format(report, "%s  File \"%U\", line %d, in %U\n", report->margin,
               code->filename.object, entry->line, code->name.object);
    add_source(report, code, entry->offset, entry->line);
}

static void add_repeats(Report *report, int64_t repeats) {
    if (repeats <= REPEATS_SHOWN) return;
    repeats -= REPEATS_SHOWN;
    add_format(report, "%s  [Previous line repeated %ld more time%s]\n", report->margin, repeats,
               repeats > 1 ? "s" : "");
}

static void add_traceback(Report *report, const Exception *exception) {
    const Traceback *entry = (const Traceback *)exception->traceback.object;
    const Code *last_code = NULL;
    int last_line = -1;
    int64_t repeats = 0;
    if (entry == NULL) return;
    add_format(report, "%sTraceback (most recent call last):\n", report->margin);
    for (; entry != NULL; entry = (const Traceback *)entry->next.object) {
        const Code *code = code_of(entry);
        if (code != last_code || entry->line != last_line) {
            add_repeats(report, repeats);
            repeats = 0;
            last_code = code;
            last_line = entry->line;
        }
        repeats++;
        if (repeats <= REPEATS_SHOWN) add_entry(report, entry);
    }
    add_repeats(report, repeats);
}

// --- the last line ---

static void add_type_name(Report *report, Object *exception) {
    Vm *vm = report->vm;
    const Names *names = &vm->objects->names;
    Object *type = (Object *)object_type(vm, exception), *module = NULL;
    Object *qualname = object_load_attribute(vm, type, names->dunder_qualname);
    if (qualname == NULL) raised_clear(vm);
    if (object_find_attribute(vm, type, names->dunder_module, &module) == RAISED)
        raised_clear(vm);
    if (module != NULL && object_is_str(vm, module) && !str_is((Str *)module, "builtins") &&
        !str_is((Str *)module, "__main__"))
        add_format(report, "%U.", module);
    if (qualname != NULL) add_format(report, "%S", qualname);
    object_drop_or_null(vm, module);
    object_drop_or_null(vm, qualname);
}

// The line of a SyntaxError with its marks.
static void add_syntax(Report *report, const Exception *error) {
    Vm *vm = report->vm;
    Object *filename = error->own[SYNTAX_FILENAME].object, *line = error->own[SYNTAX_LINE].object;
    Object *text = error->own[SYNTAX_TEXT].object;
    if (line == NULL || line == vm->objects->none) return;
    if (filename == NULL || filename == vm->objects->none)
        add_format(report, "%s  File \"<string>\", line %S\n", report->margin, line);
    else add_format(report, "%s  File \"%S\", line %S\n", report->margin, filename, line);
    if (text == NULL || !object_is_str(vm, text)) return;
    const Str *source = (const Str *)text;
    int64_t first = 0, last = source->length;
    while (first < last && str_get_char(source, first) <= ' ') first++;
    while (last > first && (str_get_char(source, last - 1) == '\n' ||
                            str_get_char(source, last - 1) == ' ')) last--;
    add_format(report, "%s    ", report->margin);
    str_builder_add_part(&report->text, source, first, last);
    str_builder_add_c(&report->text, "\n");
    int64_t offset = 0, end = 0, number = 0, end_line = 0;
    Object *column = error->own[SYNTAX_OFFSET].object;
    Object *end_column = error->own[SYNTAX_END_OFFSET].object;
    Object *end_number = error->own[SYNTAX_END_LINE].object;
    if (column == NULL || int_find_value(vm, column, &offset) != FOUND || offset < 1) return;
    (void)int_find_value(vm, line, &number);
    bool has_end = end_column != NULL && end_column != vm->objects->none &&
                   int_find_value(vm, end_column, &end) == FOUND && end != 0 && end != -1;
    bool is_one_line = end_number == NULL || end_number == vm->objects->none ||
                       (int_find_value(vm, end_number, &end_line) == FOUND && end_line == number);
    if (!has_end) end = offset;
    if (!is_one_line) end = last + 1;
    if (offset == end || end <= offset) end = offset + 1;
    add_format(report, "%s    ", report->margin);
    for (int64_t i = first; i < offset - 1; i++) {
        uint32_t c = i < source->length ? str_get_char(source, i) : ' ';
        str_builder_add_char(&report->text, c == '\t' ? c : ' ');
    }
    for (int64_t i = offset; i < end; i++) str_builder_add_char(&report->text, '^');
    str_builder_add_c(&report->text, "\n");
}

static void add_notes(Report *report, Object *exception) {
    Vm *vm = report->vm;
    Object *notes, *note;
    Str *name = (Str *)str_new_interned(vm, "__notes__", 9);
    Found found = name == NULL ? RAISED : object_find_attribute(vm, exception, name, &notes);
    object_drop_or_null(vm, (Object *)name);
    if (found != FOUND) {
        raised_clear(vm);
        return;
    }
    Object *iterator = object_iterate(vm, notes);
    while (iterator != NULL && (note = object_next(vm, iterator)) != NULL) {
        add_format(report, "%s%S\n", report->margin, note);
        object_drop(vm, note);
    }
    raised_clear(vm);
    object_drop_or_null(vm, iterator);
    object_drop(vm, notes);
}

static void add_message(Report *report, Object *exception) {
    Vm *vm = report->vm;
    bool is_syntax = object_has_type(vm, exception, exception_type(vm, EXCEPTION_SyntaxError));
    if (is_syntax) add_syntax(report, (const Exception *)exception);
    str_builder_add_c(&report->text, report->margin);
    add_type_name(report, exception);
    Object *text = is_syntax ? ((const Exception *)exception)->own[SYNTAX_MESSAGE].object : NULL;
    if (text != NULL && object_is_str(vm, text)) object_share(text);
    else text = object_str(vm, exception);
    if (text == NULL) {
        raised_clear(vm);
        str_builder_add_c(&report->text, ": <exception str() failed>");
    } else if (((Str *)text)->length > 0) {
        add_format(report, ": %U", text);
    }
    object_drop_or_null(vm, text);
    str_builder_add_c(&report->text, "\n");
    add_notes(report, exception);
}

// --- chains ---

static void add_exception(Report *report, Object *object);

static bool was_shown(const List *shown, const Object *exception) {
    for (int64_t i = 0; i < shown->count; i++)
        if (shown->items[i].object == exception) return true;
    return false;
}

static void add_chain(Report *report, const Exception *exception, List *shown) {
    Vm *vm = report->vm;
    Object *cause = exception->cause.object, *context = exception->context.object;
    bool is_cause = cause != NULL;
    Object *earlier = is_cause ? cause : exception->suppress_context ? NULL : context;
    if (!list_add(vm, shown, (Object *)(uintptr_t)exception)) raised_clear(vm);
    if (earlier != NULL && !was_shown(shown, earlier) && shown->count < CHAIN_MAX) {
        add_chain(report, (const Exception *)earlier, shown);
        add_format(report, is_cause
            ? "%s\n%sThe above exception was the direct cause of the following exception:\n%s\n"
            : "%s\n%sDuring handling of the above exception, another exception occurred:\n%s\n",
            report->margin, report->margin, report->margin);
    }
    add_exception(report, (Object *)(uintptr_t)exception);
}

static void add_exception(Report *report, Object *object) {
    add_traceback(report, (const Exception *)object);
    add_message(report, object);
}

Object *report_format(Vm *vm, Object *exception) {
    Report report = {.vm = vm, .margin = ""};
    List *shown = list_new(vm, 0);
    if (shown == NULL) return NULL;
    str_builder_start(vm, &report.text);
    add_chain(&report, (const Exception *)exception, shown);
    object_drop(vm, &shown->base);
    return str_builder_finish(&report.text);
}
