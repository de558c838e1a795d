// The entries of a traceback: where, the source line, and the marks below it.

#include <fcntl.h>
#include <string.h>

#include "base/host.h"
#include "base/utf8.h"
#include "base/world.h"
#include "compile/anchor.h"
#include "objects/codec.h"
#include "objects/list.h"
#include "objects/tuple.h"
#include "runtime/report_parts.h"

enum { REPEATS_SHOWN = 3, LINE_INDENT = 4, READ_BYTES = 8192, COOKIE_LINES = 2 };

// --- source lines ---

// Once the modules are on their way out, CPython can't open files any more.
static bool can_open(Vm *vm) {
    Dict *modules = (Dict *)runtime_of(vm)->modules.object;
    Object *sys = modules == NULL ? NULL : dict_get_str(vm, modules, vm->objects->names.sys);
    return sys != NULL && sys != vm->objects->none;
}

// The file; where it is not there, one of that name in a folder of sys.path.
static int64_t open_source(Vm *vm, const char *path) {
    int64_t file = world_open(vm->world, path, O_RDONLY | O_CLOEXEC, 0);
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    Object *folders = NULL;
    if (file >= 0 || runtime_find_sys(vm, "path", &folders) != FOUND) return file;
    for (int64_t i = 0; object_is_list(vm, folders) && i < ((List *)folders)->count; i++) {
        Object *folder = ((List *)folders)->items[i].object;
        if (file >= 0 || !object_is_str(vm, folder)) continue;
        Object *joined = str_new_format(vm, ((Str *)folder)->length > 0 ? "%U/%s" : "%U%s",
                                        folder, name);
        size_t bytes;
        const char *text = joined == NULL ? NULL : str_utf8(vm, (Str *)joined, &bytes);
        if (text != NULL) {
            file = world_open(vm->world, text, O_RDONLY | O_CLOEXEC, 0);
            str_utf8_drop(vm, (Str *)joined, text, bytes);
        }
        object_drop_or_null(vm, joined);
        raised_clear(vm);
    }
    object_drop(vm, folders);
    return file;
}

typedef struct LineReader {
    char *bytes;             // owns, host memory: the wanted line
    size_t size, capacity;
    char cookie[64];         // of its first two lines: coding=NAME
} LineReader;

static void add_byte(LineReader *reader, char byte) {
    if (reader->size == reader->capacity) {
        size_t capacity = reader->capacity * 2 + 256;
        char *grown = host_resize(reader->bytes, capacity);
        if (grown == NULL) return;
        reader->bytes = grown;
        reader->capacity = capacity;
    }
    reader->bytes[reader->size++] = byte;
}

static bool is_cookie_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '.';
}

// Notes the encoding that a comment line names: coding[:=] NAME.
static void find_cookie(LineReader *reader) {
    const char *line = reader->bytes, *end = line + reader->size;
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\f')) line++;
    if (line == end || *line != '#') return;
    for (; line + 7 < end; line++) {
        if (memcmp(line, "coding", 6) != 0 || (line[6] != ':' && line[6] != '=')) continue;
        size_t length = 0;
        for (line += 7; line < end && (*line == ' ' || *line == '\t'); line++) continue;
        while (line + length < end && is_cookie_char(line[length]) &&
               length < sizeof(reader->cookie) - 1) length++;
        memcpy(reader->cookie, line, length);
        return;
    }
}

// Line `number` of an open file; false: there is none.
static bool read_line(Vm *vm, LineReader *reader, int64_t file, int number) {
    char *block = host_allocate(READ_BYTES);
    int64_t count = 0;
    int current = 1;
    bool ended = block == NULL;
    while (!ended && (count = world_read(vm->world, (int)file, block, READ_BYTES)) > 0) {
        for (int64_t i = 0; i < count && !ended; i++) {
            bool is_wanted = current == number || current <= COOKIE_LINES;
            if (block[i] != '\n') {
                if (is_wanted) add_byte(reader, block[i]);
                continue;
            }
            if (current <= COOKIE_LINES && reader->cookie[0] == '\0') find_cookie(reader);
            ended = current++ == number;
            if (!ended) reader->size = 0;
        }
    }
    host_release(block);
    if (reader->size > 0 && reader->bytes[reader->size - 1] == '\r') reader->size--;
    return ended ? block != NULL : current == number && reader->size > 0;
}

// A byte order mark is no part of the first line.
static Object *decode_line(Vm *vm, const LineReader *reader, int number) {
    const char *bytes = reader->bytes;
    size_t size = reader->size;
    if (size == 0) return object_share(&vm->objects->empty_str->base);
    if (number == 1 && size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) bytes += 3, size -= 3;
    Object *encoding = reader->cookie[0] != '\0' ? str_new_c(vm, reader->cookie) : NULL;
    Object *line = codec_decode(vm, (const uint8_t *)bytes, (int64_t)size, (Str *)encoding, NULL);
    object_drop_or_null(vm, encoding);
    return line;
}

Object *report_load_line(Vm *vm, Str *filename, int number) {
    Object *aside = raised_take(vm), *line = NULL;
    LineReader reader = {0};
    size_t bytes;
    const char *path = str_utf8(vm, filename, &bytes);
    bool is_file = path != NULL && bytes > 0 && can_open(vm) &&
                   !(path[0] == '<' && path[bytes - 1] == '>');
    int64_t file = is_file ? open_source(vm, path) : -1;
    if (file >= 0) {
        if (read_line(vm, &reader, file, number)) line = decode_line(vm, &reader, number);
        world_close(vm->world, (int)file);
    }
    host_release(reader.bytes);
    if (path != NULL) str_utf8_drop(vm, filename, path, bytes);
    raised_restore(vm, aside);
    return line;
}

// --- marks below a line ---

typedef struct Marks {       // columns in characters of the line
    int64_t start, end;      // of the instruction's source
    int64_t left, right;     // of the operator inside; -1: none
} Marks;

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

static void set_anchor(Vm *vm, const Str *line, Marks *marks) {
    Object *part = str_new_part(vm, line, marks->start, marks->end);
    size_t bytes;
    int32_t from, to;
    const char *text = part == NULL ? NULL : str_utf8(vm, (Str *)part, &bytes);
    if (text != NULL) {
        if (anchor_find(text, bytes, &from, &to)) {
            marks->left = marks->start + (int64_t)utf8_count(text, (size_t)from);
            marks->right = marks->start + (int64_t)utf8_count(text, (size_t)to);
        }
        str_utf8_drop(vm, (Str *)part, text, bytes);
    }
    object_drop_or_null(vm, part);
    raised_clear(vm);
}

// How many characters the first `bytes` of a line's utf-8 are; -1: it has not so many.
static int64_t characters_before(Vm *vm, const Str *line, int bytes) {
    size_t size;
    const char *text = str_utf8(vm, line, &size);
    if (text == NULL) {
        raised_clear(vm);
        return -1;
    }
    int64_t count = (size_t)bytes <= size ? (int64_t)utf8_count(text, (size_t)bytes) : -1;
    str_utf8_drop(vm, line, text, size);
    return count;
}

static bool find_marks(Vm *vm, const CodePosition *position, const Str *line, Marks *marks) {
    *marks = (Marks){.left = -1, .right = -1};
    if (position->line < 0 || position->end_line < 0 || position->column < 0 ||
        position->end_column < 0) return false;
    marks->start = characters_before(vm, line, position->column);
    if (marks->start < 0) return false;
    if (position->line == position->end_line) {
        marks->end = characters_before(vm, line, position->end_column);
        if (marks->end < 0) return false;
        set_anchor(vm, line, marks);
        return true;
    }
    // Of an expression of several lines the first is marked to its end.
    marks->end = line->length;
    while (marks->end > 0 && is_space((char)str_get_char(line, marks->end - 1))) marks->end--;
    return true;
}

static void add_marks(Report *report, const Code *code, int offset, const Str *line,
                      int64_t first) {
    CodePosition position = code_get_position(code, offset);
    Marks marks;
    if (!find_marks(report->vm, &position, line, &marks)) return;
    if (marks.left < 0 && marks.end - marks.start == line->length - first) return;
    report_begin_line(report);
    str_builder_add_fill(&report->text, ' ', LINE_INDENT);
    for (int64_t at = first; at < marks.end; at++) {
        bool is_around = marks.left >= 0 && (at < marks.left || at >= marks.right);
        str_builder_add_char(&report->text, at < marks.start ? ' ' : is_around ? '~' : '^');
    }
    str_builder_add_c(&report->text, "\n");
}

// --- entries ---

static const Code *code_of(const Traceback *entry) {
    const FrameObject *frame = (const FrameObject *)entry->frame.object;
    return frame->frame == NULL ? NULL : frame->frame->code;
}

static void add_entry(Report *report, const Traceback *entry) {
    const Code *code = code_of(entry);
    if (code == NULL) return;
    report_begin_line(report);
    int number = traceback_get_line(entry);
    report_add(report, "  File \"%U\", line %d, in %U\n", code->filename.object, number,
               code->name.object);
    Object *source = report_load_line(report->vm, (Str *)code->filename.object, number);
    if (source == NULL) return;
    const Str *line = (const Str *)source;
    int64_t first = 0;
    while (first < line->length && str_get_char(line, first) < 128 &&
           is_space((char)str_get_char(line, first))) first++;
    report_begin_line(report);
    str_builder_add_fill(&report->text, ' ', LINE_INDENT);
    str_builder_add_part(&report->text, line, first, line->length);
    str_builder_add_c(&report->text, "\n");
    add_marks(report, code, entry->offset, line, first);
    object_drop(report->vm, source);
}

static void add_repeats(Report *report, int64_t repeats) {
    if (repeats <= REPEATS_SHOWN) return;
    repeats -= REPEATS_SHOWN;
    report_begin_line(report);
    report_add(report, "  [Previous line repeated %ld more time%s]\n", repeats,
               repeats > 1 ? "s" : "");
}

// sys.tracebacklimit; INT64_MAX: none.
static int64_t entries_max(Vm *vm) {
    Object *limit;
    int64_t most = INT64_MAX, value;
    if (runtime_find_sys(vm, "tracebacklimit", &limit) != FOUND) {
        raised_clear(vm);
        return INT64_MAX;
    }
    if (object_is_int(vm, limit)) {
        Found found = int_find_value(vm, limit, &value);
        most = found == FOUND || value < 0 ? value : INT64_MAX;
        if (most < 0) most = 0;
    }
    object_drop(vm, limit);
    return most;
}

static void add_header(Report *report, const char *header, const char *margin) {
    if (margin == NULL) {
        report_begin_line(report);
    } else {
        str_builder_add_fill(&report->text, ' ', 2 * report->depth);
        str_builder_add_c(&report->text, margin);
    }
    str_builder_add_c(&report->text, header);
}

void report_add_traceback(Report *report, const Traceback *entry, const char *header,
                          const char *header_margin) {
    int64_t most = entries_max(report->vm), count = 0, repeats = 0;
    const Code *last = NULL;
    int last_line = -1;
    if (most == 0) return;
    for (const Traceback *at = entry; at != NULL; at = (const Traceback *)at->next.object) count++;
    for (; count > most; count--) entry = (const Traceback *)entry->next.object;
    add_header(report, header, header_margin);
    for (; entry != NULL; entry = (const Traceback *)entry->next.object) {
        const Code *code = code_of(entry);
        int line = traceback_get_line(entry);
        bool is_other = code == NULL || last == NULL || line != last_line ||
                        code->filename.object != last->filename.object ||
                        code->name.object != last->name.object;
        if (is_other) {
            add_repeats(report, repeats);
            repeats = 0;
            last = code;
            last_line = line;
        }
        repeats++;
        if (repeats <= REPEATS_SHOWN) add_entry(report, entry);
    }
    add_repeats(report, repeats);
}
