// The line of a SyntaxError, and the name that a program may have meant.

#include <string.h>

#include "objects/list.h"
#include "objects/tuple.h"
#include "runtime/report_parts.h"

// --- the line of a SyntaxError ---

typedef struct SyntaxPlace {
    Object *message, *filename, *text;   // own
    int64_t line, offset, end_line, end_offset;
} SyntaxPlace;

static Found find_part(Vm *vm, Object *exception, const char *name, Object **value) {
    Str *text = str_new_interned(vm, name, strlen(name));
    Found found = text == NULL ? RAISED : object_find_attribute(vm, exception, text, value);
    object_drop_or_null(vm, (Object *)text);
    return found;
}

// A number, or the value that None stands for.
static bool find_number(Vm *vm, Object *exception, const char *name, int64_t *number) {
    Object *value;
    if (find_part(vm, exception, name, &value) != FOUND) return false;
    bool is_good = value == vm->objects->none;
    if (!is_good && object_is_int(vm, value)) is_good = int_find_value(vm, value, number) == FOUND;
    object_drop(vm, value);
    return is_good;
}

static bool read_place(Vm *vm, Object *exception, SyntaxPlace *place) {
    if (find_part(vm, exception, "msg", &place->message) != FOUND ||
        find_part(vm, exception, "filename", &place->filename) != FOUND ||
        find_part(vm, exception, "text", &place->text) != FOUND) return false;
    place->line = INT64_MIN;
    place->offset = place->end_offset = -1;
    if (!find_number(vm, exception, "lineno", &place->line) || place->line == INT64_MIN ||
        !find_number(vm, exception, "offset", &place->offset)) return false;
    place->end_line = place->line;
    // The end is of SyntaxError alone: its subclasses are marked at one place.
    bool has_end = object_type(vm, exception) == exception_type(vm, EXCEPTION_SyntaxError);
    return !has_end || (find_number(vm, exception, "end_lineno", &place->end_line) &&
                        find_number(vm, exception, "end_offset", &place->end_offset));
}

// The line without what stands before it, and marks below the wrong part. Places count bytes
// of utf-8, also where they were meant to count characters: CPython shows them so.
static void add_text(Report *report, const char *text, int64_t bytes, int64_t offset,
                     int64_t end_offset) {
    int64_t marks = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    offset--;
    while (bytes > 0 && (*text == ' ' || *text == '\t' || *text == '\f'))
        text++, bytes--, offset--;
    if (bytes > 0 && text[bytes - 1] == '\n') bytes--;
    if (offset > bytes) offset = bytes;
    // Of several lines the one with the mistake is shown, and those after it.
    const char *newline;
    while ((newline = memchr(text, '\n', (size_t)bytes)) != NULL && newline - text < offset) {
        int64_t skipped = newline + 1 - text;
        text += skipped, bytes -= skipped, offset -= skipped;
    }
    str_builder_add_fill(&report->text, ' ', 4);
    Object *shown = str_new(report->vm, text, (size_t)bytes);
    if (shown == NULL) {
        report_lose(report);
        return;
    }
    str_builder_add(&report->text, (Str *)shown);
    object_drop(report->vm, shown);
    str_builder_add_c(&report->text, "\n");
    if (offset < 0) return;
    str_builder_add_fill(&report->text, ' ', 4 + offset);
    str_builder_add_fill(&report->text, '^', marks);
    str_builder_add_c(&report->text, "\n");
}

static void add_place_text(Report *report, const SyntaxPlace *place) {
    size_t bytes;
    const Str *line = (const Str *)place->text;
    const char *text = object_is_str(report->vm, place->text)
        ? str_utf8(report->vm, line, &bytes) : NULL;
    if (text == NULL) {
        report_lose(report);
        return;
    }
    int64_t size = (int64_t)bytes, end = place->end_line > place->line ? size : place->end_offset;
    if (end > size + 1) end = size + 1;
    add_text(report, text, (int64_t)strnlen(text, bytes), place->offset, end);
    str_utf8_drop(report->vm, line, text, bytes);
}

Object *report_add_syntax(Report *report, Object *exception) {
    Vm *vm = report->vm;
    SyntaxPlace place = {0};
    Object *marker, *message = NULL;
    Found found = find_part(vm, exception, "print_file_and_line", &marker);
    if (found == FOUND) object_drop(vm, marker);
    if (found == FOUND && read_place(vm, exception, &place)) {
        report_begin_line(report);
        if (place.filename == vm->objects->none)
            report_add(report, "  File \"<string>\", line %ld\n", place.line);
        else report_add(report, "  File \"%S\", line %ld\n", place.filename, place.line);
        if (place.text != vm->objects->none) add_place_text(report, &place);
        message = object_share(place.message);
    }
    raised_clear(vm);
    object_drop_or_null(vm, place.message);
    object_drop_or_null(vm, place.filename);
    object_drop_or_null(vm, place.text);
    return message;
}

// --- what may have been meant ---

enum { CANDIDATES_MAX = 750, NAME_LENGTH_MAX = 40, MOVE_COST = 2, CASE_COST = 1 };

static uint32_t lower(uint32_t c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static int substitution_cost(uint8_t a, uint8_t b) {
    if ((a & 31) != (b & 31)) return MOVE_COST;
    if (a == b) return 0;
    return lower(a) == lower(b) ? CASE_COST : MOVE_COST;
}

// The cost of turning one name into the other; more than `most` where it would be more.
static int distance(const char *a, int a_size, const char *b, int b_size, int most) {
    int row[NAME_LENGTH_MAX];
    for (; a_size > 0 && b_size > 0 && *a == *b; a_size--, b_size--) a++, b++;
    for (; a_size > 0 && b_size > 0 && a[a_size - 1] == b[b_size - 1]; a_size--) b_size--;
    if (a_size == 0 || b_size == 0) return (a_size + b_size) * MOVE_COST;
    if (a_size > NAME_LENGTH_MAX || b_size > NAME_LENGTH_MAX) return most + 1;
    if (b_size < a_size) {
        const char *text = a;
        int size = a_size;
        a = b, a_size = b_size;
        b = text, b_size = size;
    }
    if ((b_size - a_size) * MOVE_COST > most) return most + 1;
    for (int i = 0; i < a_size; i++) row[i] = (i + 1) * MOVE_COST;
    int result = 0;
    for (int j = 0; j < b_size; j++) {
        int diagonal = result = j * MOVE_COST, least = INT32_MAX;
        for (int i = 0; i < a_size; i++) {
            int changed = diagonal + substitution_cost((uint8_t)b[j], (uint8_t)a[i]);
            diagonal = row[i];
            int moved = (result < diagonal ? result : diagonal) + MOVE_COST;
            result = changed < moved ? changed : moved;
            row[i] = result;
            if (result < least) least = result;
        }
        if (least > most) return most + 1;
    }
    return result;
}

typedef struct Search {
    Vm *vm;
    const char *name;
    int name_size;
    Object *best;       // borrows: of the candidates
    int best_distance;
} Search;

static void consider(Search *search, Object *candidate) {
    size_t bytes;
    if (!object_is_str(search->vm, candidate)) return;
    const char *text = str_utf8(search->vm, (Str *)candidate, &bytes);
    if (text == NULL) {
        raised_clear(search->vm);
        return;
    }
    int size = (int)bytes, most = (search->name_size + size + 3) * MOVE_COST / 6;
    if (most > search->best_distance - 1) most = search->best_distance - 1;
    if (size != search->name_size || memcmp(text, search->name, bytes) != 0) {
        int cost = distance(search->name, search->name_size, text, size, most);
        if (cost <= most) {
            search->best = candidate;
            search->best_distance = cost;
        }
    }
    str_utf8_drop(search->vm, (Str *)candidate, text, bytes);
}

// The candidate that is most like the name, a new reference; consumes the list.
static Object *take_nearest(Vm *vm, Object *candidates, const Str *name) {
    size_t bytes;
    Object *best = NULL;
    const char *text = candidates == NULL || !object_is_list(vm, candidates) ||
                               ((List *)candidates)->count >= CANDIDATES_MAX
                           ? NULL : str_utf8(vm, name, &bytes);
    if (text != NULL) {
        Search search = {vm, text, (int)bytes, NULL, INT32_MAX};
        const List *list = (const List *)candidates;
        for (int64_t i = 0; i < list->count; i++) consider(&search, list->items[i].object);
        best = object_share_or_null(search.best);
        str_utf8_drop(vm, name, text, bytes);
    }
    object_drop_or_null(vm, candidates);
    raised_clear(vm);
    return best;
}

static Object *keys_of(Vm *vm, Object *dict) {
    return dict == NULL ? NULL : (Object *)list_new_from_iterable(vm, dict);
}

// A name of the frame that raised, of its globals, or of the builtins.
static Object *suggest_name(Vm *vm, const Exception *error, const Str *name) {
    const Traceback *entry = (const Traceback *)error->traceback.object;
    if (entry == NULL) return NULL;
    while (entry->next.object != NULL) entry = (const Traceback *)entry->next.object;
    const Frame *frame = ((const FrameObject *)entry->frame.object)->frame;
    if (frame == NULL) return NULL;
    Tuple *locals = code_new_names(vm, frame->code, LOCAL_IS_LOCAL);
    Object *list = locals == NULL ? NULL : (Object *)list_new_from_iterable(vm, &locals->base);
    object_drop_or_null(vm, (Object *)locals);
    Object *found = take_nearest(vm, list, name);
    if (found == NULL) found = take_nearest(vm, keys_of(vm, (Object *)frame->globals), name);
    if (found == NULL) found = take_nearest(vm, keys_of(vm, frame->builtins), name);
    return found;
}

Object *report_new_suggestion(Vm *vm, Object *exception) {
    const Exception *error = (const Exception *)exception;
    Object *found = NULL, *name = NULL;
    if (object_has_type(vm, exception, exception_type(vm, EXCEPTION_AttributeError))) {
        Object *object = error->own[ATTRIBUTE_OBJECT].object;
        name = error->own[ATTRIBUTE_NAME].object;
        if (name != NULL && object_is_str(vm, name) && object != NULL)
            found = take_nearest(vm, object_dir(vm, object), (Str *)name);
    } else if (object_has_type(vm, exception, exception_type(vm, EXCEPTION_NameError))) {
        name = error->own[NAME_NAME].object;
        if (name != NULL && object_is_str(vm, name)) found = suggest_name(vm, error, (Str *)name);
    }
    raised_clear(vm);
    return found;
}
