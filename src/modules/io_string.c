// StringIO: a file of characters in memory.
//
// The characters stand in a row as wide as the widest that was written, whatever is
// there now; getvalue() narrows.

#include "modules/io.h"

#include <string.h>

typedef struct IoString {
    Object base;
    Slot newline;        // Str: what the argument said; empty: None
    uint8_t *chars;      // owns, a buffer of `capacity` characters; NULL: none
    int64_t capacity, count, position;
    uint8_t width;
    bool is_universal, is_translated;   // reading: any newline ends a line; as '\n'
    bool is_ready, is_closed;
    IoNewlines newlines;
} IoString;

static IoString *string_of(const Slot *arguments) {
    return (IoString *)arguments[0].object;
}

static bool check_open(Vm *vm, const IoString *self) {
    if (LIKELY(self->is_ready && !self->is_closed)) return true;
    return raise_false(vm, self->is_ready ? ERROR_FILE_IS_CLOSED : ERROR_IO_UNINITIALIZED);
}

static Chars all_chars(const IoString *self) {
    return (Chars){self->chars, self->count, self->width};
}

// --- memory ---

static void drop_chars(Vm *vm, IoString *self) {
    buffer_drop(vm, self->chars, (size_t)(self->capacity * self->width));
    self->chars = NULL;
    self->capacity = 0;
}

static void string_finish(Vm *vm, Object *object) {
    drop_chars(vm, (IoString *)object);
}

static void string_payload(Vm *vm, Object *object, Payload *add, void *context) {
    const IoString *self = (const IoString *)object;
    (void)vm;
    add(context, &self->position, sizeof self->position);
    if (self->count > 0) add(context, self->chars, (size_t)(self->count * self->width));
}

// Room for characters up to `end`, of at least this width.
static bool reserve(Vm *vm, IoString *self, int64_t end, int width) {
    if (LIKELY(end <= self->capacity && width <= self->width)) return true;
    int64_t capacity = end <= self->capacity ? self->capacity : end + end / 4 + 64;
    if (capacity > INT64_MAX / 8) return raise_memory_error(vm) != NULL;
    if (width <= self->width) {
        uint8_t *grown = buffer_resize(vm, self->chars, (size_t)(self->capacity * self->width),
                                       (size_t)(capacity * self->width));
        if (grown == NULL) return false;
        self->chars = grown;
    } else {
        uint8_t *wide = buffer_new(vm, (size_t)(capacity * width));
        if (wide == NULL) return false;
        chars_copy(wide, width, self->chars, self->width, self->count);
        drop_chars(vm, self);
        self->chars = wide;
        self->width = (uint8_t)width;
    }
    self->capacity = capacity;
    return true;
}

// --- writing ---

// Puts characters at the position; behind the end zeros stand before them.
static bool put_chars(Vm *vm, IoString *self, Chars chars) {
    int64_t end;
    if (__builtin_add_overflow(self->position, chars.length, &end))
        return raise_false(vm, ERROR_IO_POSITION_LARGE);
    if (!reserve(vm, self, end, chars.width)) return false;
    if (UNLIKELY(self->position > self->count))
        chars_fill(self->chars + self->count * self->width, self->width,
                   self->position - self->count, 0);
    chars_copy(self->chars + self->position * self->width, self->width, chars.data, chars.width,
               chars.length);
    self->position = end;
    if (end > self->count) self->count = end;
    slot_tell_changed(vm, &self->base);
    return true;
}

// '\n' is written as this: NULL as it is.
static const Str *written_newline(const IoString *self) {
    const Str *newline = (const Str *)self->newline.object;
    return newline != NULL && newline->length > 0 && str_get_char(newline, 0) == '\r' ? newline
                                                                                      : NULL;
}

// Puts the text with its newlines as they are written; consumes it.
static bool take_newlines(Vm *vm, IoString *self, Object *text, const Str *newline) {
    Chars rest = str_get_chars((Str *)text);
    bool done = true;
    int64_t at;
    while (done && (at = chars_find_char(rest, '\n')) >= 0) {
        done = put_chars(vm, self, chars_part(rest, 0, at)) &&
               put_chars(vm, self, str_get_chars(newline));
        rest = chars_part(rest, at + 1, rest.length);
    }
    done = done && put_chars(vm, self, rest);
    object_drop(vm, text);
    return done;
}

static bool write_text(Vm *vm, IoString *self, Str *text) {
    const Str *newline = written_newline(self);
    if (LIKELY(!self->is_universal && newline == NULL))
        return put_chars(vm, self, str_get_chars(text));
    Object *changed = object_share((Object *)text);
    if (self->is_universal) changed = io_newlines_take(vm, &self->newlines, changed, true);
    if (changed == NULL) return false;
    if (newline != NULL) return take_newlines(vm, self, changed, newline);
    bool done = put_chars(vm, self, str_get_chars((Str *)changed));
    object_drop(vm, changed);
    return done;
}

static Object *string_method_write(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    Object *text = arguments[1].object;
    if (!object_is_str(vm, text)) return raise(vm, ERROR_IO_STRING_EXPECTED, text);
    if (!check_open(vm, self)) return NULL;
    int64_t length = ((Str *)text)->length;
    if (length > 0 && !write_text(vm, self, (Str *)text)) return NULL;
    return int_new(vm, length);
}

// --- reading ---

static Object *part_of(Vm *vm, const IoString *self, int64_t start, int64_t stop) {
    if (start >= stop) return object_share((Object *)vm->objects->empty_str);
    Chars part = chars_part(all_chars(self), start, stop);
    return str_new_from_chars(vm, part.data, part.width, part.length);
}

static Object *string_method_getvalue(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    return check_open(vm, self) ? part_of(vm, self, 0, self->count) : NULL;
}

static int64_t rest_of(const IoString *self) {
    return self->position < self->count ? self->count - self->position : 0;
}

static Object *string_method_read(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    int64_t size, start = self->position;
    if (!io_read_size(vm, arguments[1].object, &size) || !check_open(vm, self)) return NULL;
    if (size < 0 || size > rest_of(self)) size = rest_of(self);
    self->position += size;
    return part_of(vm, self, start, start + size);
}

static Object *read_line(Vm *vm, IoString *self, int64_t limit) {
    int64_t start = self->position, count = rest_of(self), rest;
    if (limit >= 0 && limit < count) count = limit;
    IoLineEnd line_end = {self->is_universal, self->is_translated,
                          (const Str *)self->newline.object};
    Chars chars = all_chars(self);
    int64_t end = io_find_line_end(&line_end, chars, start, start + count, &rest);
    if (end < 0) end = start + count;
    self->position = end;
    return part_of(vm, self, start, end);
}

static Object *string_method_readline(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    int64_t limit;
    if (!io_read_size(vm, arguments[1].object, &limit) || !check_open(vm, self)) return NULL;
    return read_line(vm, self, limit);
}

Object *io_next_by_readline(Vm *vm, Object *object) {
    Object *line = io_call(vm, object, vm->objects->names.readline);
    if (line == NULL || object_is_str(vm, line)) return line;
    raise(vm, ERROR_IO_READLINE_RESULT, line);
    object_drop(vm, line);
    return NULL;
}

static Object *string_next(Vm *vm, Object *object) {
    IoString *self = (IoString *)object;
    if (!check_open(vm, self)) return NULL;
    bool is_exact = io_is_exactly(vm, object, &io_string_definition);
    Object *line = is_exact ? read_line(vm, self, -1) : io_next_by_readline(vm, object);
    if (line == NULL || ((Str *)line)->length > 0) return line;
    object_drop(vm, line);
    return NULL;
}

// --- place and size ---

static Object *string_method_tell(Vm *vm, const Slot *arguments) {
    const IoString *self = string_of(arguments);
    return check_open(vm, self) ? int_new(vm, self->position) : NULL;
}

static Object *string_method_truncate(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    Object *given = arguments[1].object;
    int64_t size;
    if (!io_read_size(vm, given, &size) || !check_open(vm, self)) return NULL;
    if (given == NULL || given == vm->objects->none) size = self->position;
    if (size < 0) return raise(vm, ERROR_IO_STRING_SIZE, size);
    if (size < self->count) {
        self->count = size;
        slot_tell_changed(vm, &self->base);
    }
    return int_new(vm, size);
}

static Object *string_method_seek(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    int64_t position;
    int whence = 0;
    if (!argument_size(vm, arguments[1].object, &position)) return NULL;
    if (arguments[2].object != NULL && !argument_int(vm, arguments[2].object, &whence)) return NULL;
    if (!check_open(vm, self)) return NULL;
    if (whence < 0 || whence > 2) return raise(vm, ERROR_IO_STRING_WHENCE, whence);
    if (whence == 0 && position < 0) return raise(vm, ERROR_IO_STRING_SEEK, position);
    if (whence != 0 && position != 0) return raise(vm, ERROR_IO_STRING_RELATIVE);
    if (whence == 1) position = self->position;
    if (whence == 2) position = self->count;
    self->position = position;
    return int_new(vm, position);
}

// --- what it is ---

static Object *string_method_close(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    self->is_closed = true;
    self->count = self->position = 0;
    drop_chars(vm, self);
    return none_new(vm);
}

static Object *string_method_readable(Vm *vm, const Slot *arguments) {
    return check_open(vm, string_of(arguments)) ? bool_new(vm, true) : NULL;
}

static Object *string_get_closed(Vm *vm, Object *object) {
    const IoString *self = (const IoString *)object;
    if (!self->is_ready) return raise(vm, ERROR_IO_UNINITIALIZED);
    return bool_new(vm, self->is_closed);
}

static Object *string_get_line_buffering(Vm *vm, Object *object) {
    return check_open(vm, (IoString *)object) ? bool_new(vm, false) : NULL;
}

static Object *string_get_newlines(Vm *vm, Object *object) {
    const IoString *self = (const IoString *)object;
    if (!check_open(vm, self)) return NULL;
    return self->is_universal ? io_newlines_seen(vm, self->newlines.seen) : none_new(vm);
}

// --- making it ---

static Object *string_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    IoString *self = (IoString *)instance_new(vm, type);
    if (self != NULL) self->width = 1;
    return (Object *)self;
}

bool io_check_newline(Vm *vm, Object *newline) {
    if (newline == vm->objects->none) return true;
    if (!object_is_str(vm, newline)) return raise_false(vm, ERROR_IO_NEWLINE_TYPE, newline);
    const Str *text = (const Str *)newline;
    if (text->length == 0 || str_is(text, "\n") || str_is(text, "\r") || str_is(text, "\r\n"))
        return true;
    return raise_false(vm, ERROR_IO_NEWLINE_VALUE, newline);
}

static bool set_up(Vm *vm, IoString *self, Object *initial, Object *newline) {
    if (!io_check_newline(vm, newline)) return false;
    if (initial != NULL && initial != vm->objects->none && !object_is_str(vm, initial))
        return raise_false(vm, ERROR_IO_INITIAL_VALUE, initial);
    self->is_ready = false;
    self->is_translated = newline == vm->objects->none;
    slot_set(vm, &self->base, &self->newline, self->is_translated ? NULL : newline);
    self->is_universal = self->is_translated || ((Str *)newline)->length == 0;
    self->newlines = (IoNewlines){.translates = self->is_translated};
    self->count = self->position = 0;
    if (initial != NULL && initial != vm->objects->none &&
        !write_text(vm, self, (Str *)initial))
        return false;
    self->position = 0;
    self->is_closed = false;
    self->is_ready = true;
    return true;
}

static bool string_init(Vm *vm, Object *object, const Arguments *arguments) {
    Object *values[2];
    const char *signature = "(initial_value='', newline='\\n')";
    if (!arguments_bind(vm, "StringIO", signature, arguments, values)) return false;
    Object *newline = values[1] != NULL ? values[1] : (Object *)vm->objects->characters['\n'];
    bool done = set_up(vm, (IoString *)object, values[0], newline);
    arguments_unbind(vm, values, 2);
    return done;
}

// --- its state ---

static Object *string_method___getstate__(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    Object *value = string_method_getvalue(vm, arguments), *state = NULL;
    if (value == NULL) return NULL;
    Object *own = object_prefix(&self->base)->dict.object, *none = vm->objects->none;
    Object *newline = self->newline.object != NULL ? self->newline.object : none;
    Object *dict = own == NULL ? none_new(vm) : (Object *)dict_copy(vm, (Dict *)own);
    Object *position = dict == NULL ? NULL : int_new(vm, self->position);
    if (position != NULL) state = (Object *)tuple_pack(vm, 4, value, newline, position, dict);
    object_drop(vm, value);
    object_drop_or_null(vm, position);
    object_drop_or_null(vm, dict);
    return state;
}

static Object *string_method___setstate__(Vm *vm, const Slot *arguments) {
    IoString *self = string_of(arguments);
    const Tuple *state = (const Tuple *)arguments[1].object;
    int64_t position;
    if (self->is_closed) return raise(vm, ERROR_FILE_IS_CLOSED);
    if (!object_is_tuple(vm, &state->base) || state->count < 4)
        return raise(vm, ERROR_IO_STATE_TUPLE, &self->base, "4", &state->base);
    Object *value = state->items[0].object, *third = state->items[2].object;
    if (!set_up(vm, self, value, state->items[1].object)) return NULL;
    // The value is what was there: its newlines are right already.
    self->count = self->position = 0;
    if (value != vm->objects->none && !put_chars(vm, self, str_get_chars((Str *)value)))
        return NULL;
    self->position = 0;
    if (!object_is_int(vm, third)) return raise(vm, ERROR_IO_STATE_THIRD, third);
    if (!io_set_position(vm, third, "third", &position)) return NULL;
    self->position = position;
    if (!io_set_dict(vm, &self->base, state->items[3].object, "fourth")) return NULL;
    return none_new(vm);
}

#define UNSIGNED(name, signature) \
    {#name, string_method_##name, signature, NULL, METHOD_HIDES_SIGNATURE}

static const Method string_methods[] = {
    METHOD(string, close, "(self, /)", "Let the characters go."),
    METHOD(string, getvalue, "(self, /)", "All characters."),
    METHOD(string, read, "(self, size=-1, /)", "Read at most size characters, or all."),
    METHOD(string, readline, "(self, size=-1, /)", "Read a line, or what is left of one."),
    METHOD(string, tell, "(self, /)", "The place in the file."),
    METHOD(string, truncate, "(self, pos=None, /)", "Cut the file; the place stays."),
    METHOD(string, seek, "(self, pos, whence=0, /)",
           "Move to a place, or by nothing from here (1) or from the end (2)."),
    METHOD(string, write, "(self, s, /)", "Write a str, and give its length."),
    {"seekable", string_method_readable, "(self, /)", "True unless it is closed.", 0},
    METHOD(string, readable, "(self, /)", "True unless it is closed."),
    {"writable", string_method_readable, "(self, /)", "True unless it is closed.", 0},
    UNSIGNED(__getstate__, "(self, /)"),
    UNSIGNED(__setstate__, "(self, state, /)"),
    {0},
};

static const Property string_properties[] = {
    {"closed", string_get_closed, NULL, NULL},
    {"newlines", string_get_newlines, NULL, NULL},
    {"line_buffering", string_get_line_buffering, NULL, NULL},
    {0},
};

static const Field string_fields[] = {
    FIELD(IoString, newline),
    {0},
};

const TypeDefinition io_string_definition = {
    .name = "_io.StringIO",
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(IoString),
    .python_bytes = 120,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK, .fields = string_fields,
               .finish = string_finish, .payload = string_payload},
    .behaviour = {.next = string_next, .new = string_make, .init = string_init},
    .methods = string_methods,
    .properties = string_properties,
    .signature = "(initial_value='', newline='\\n')",
    .doc = "A file of characters in memory.",
};
