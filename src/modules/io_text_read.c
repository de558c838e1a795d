// Reading text: parts of the file are decoded, and given out in lines or by length.

#include "modules/io_text.h"

void io_text_set_decoded(Vm *vm, IoText *self, Object *decoded) {
    self->used = 0;
    if (decoded == NULL && self->decoded.object == NULL) return;
    slot_take(vm, &self->base, &self->decoded, decoded);
}

// The next characters that are decoded already: at most `count`, below 0 all.
static Object *take_decoded(Vm *vm, IoText *self, int64_t count) {
    Str *decoded = (Str *)self->decoded.object;
    if (decoded == NULL) return object_share((Object *)vm->objects->empty_str);
    int64_t start = self->used, rest = decoded->length - start;
    if (count < 0 || count > rest) count = rest;
    self->used += count;
    return str_new_part(vm, decoded, start, start + count);
}

// --- a part of the file ---

// buffer.read1(size), or read(): what is bytes-like.
static Object *read_bytes(Vm *vm, IoText *self, int64_t size) {
    Object *buffer = self->buffer.object;
    const IoNames *names = &self->module->names;
    Str *name = self->has_read1 ? names->read1 : names->read;
    if (self->has_read1 && (io_is_plain(vm, buffer, &io_reader_definition, name) ||
                            io_is_plain(vm, buffer, &io_random_definition, name)))
        return io_buffered_read1(vm, (IoBuffered *)buffer, size);
    Object *number = int_new(vm, size), *bytes = NULL;
    if (number != NULL) bytes = object_call_method(vm, buffer, name, 1, number);
    object_drop_or_null(vm, number);
    if (bytes == NULL || object_has_view(vm, bytes)) return bytes;
    raise(vm, ERROR_IO_BUFFER_RESULT, self->has_read1 ? "read1" : "read", bytes);
    object_drop(vm, bytes);
    return NULL;
}

// Keeps the bytes from which the decoded text came, with the state before them (consumed).
static bool take_snapshot(Vm *vm, IoText *self, IoTextState *state, Object *bytes) {
    Object *held = state->held, *all = NULL;
    if (((Bytes *)held)->count == 0 && bytes->kind == KIND_BYTES) all = object_share(bytes);
    else all = object_binary(vm, BINARY_ADD, held, bytes);
    if (all == NULL) return false;
    slot_take(vm, &self->base, &self->snapshot, all);
    slot_take(vm, &self->base, &self->snapshot_flags, state->flags);
    state->flags = NULL;
    self->flags = state->number;
    return true;
}

static int64_t part_size(const IoText *self, int64_t wanted) {
    if (wanted > 0) {
        double ratio = self->bytes_per_char > 1.0 ? self->bytes_per_char : 1.0;
        double bytes = ratio * (double)wanted;
        wanted = bytes < 0x1p62 ? (int64_t)bytes : INT64_MAX / 2;
    }
    return wanted > self->chunk_bytes ? wanted : self->chunk_bytes;
}

// Decodes bytes to be given out. ABSENT: the end of the file.
static Found decode_part(Vm *vm, IoText *self, Object *bytes) {
    View view = {0};
    if (!view_acquire(vm, bytes, &view, VIEW_READ)) return RAISED;
    int64_t count = view.bytes;
    view_release(vm, &view);
    Object *text = io_text_decode(vm, self, bytes, count == 0);
    if (text == NULL) return RAISED;
    int64_t length = ((Str *)text)->length;
    io_text_set_decoded(vm, self, text);
    self->bytes_per_char = length > 0 ? (double)count / (double)length : 0.0;
    return length > 0 || count > 0 ? FOUND : ABSENT;
}

// Reads a part of the file; `wanted` characters are missing (0: as many as there are).
static Found read_part(Vm *vm, IoText *self, int64_t wanted) {
    IoTextState state = {0};
    if (!self->decodes) {
        io_raise_unsupported(vm, "not readable");
        return RAISED;
    }
    if (self->tells && !io_text_get_state(vm, self, &state)) return RAISED;
    Object *bytes = read_bytes(vm, self, part_size(self, wanted));
    Found more = bytes == NULL ? RAISED : decode_part(vm, self, bytes);
    if (more != RAISED && self->tells && !take_snapshot(vm, self, &state, bytes)) more = RAISED;
    object_drop_or_null(vm, bytes);
    io_text_drop_state(vm, &state);
    return more;
}

// The same, again when a signal interrupted it.
static Found read_next_part(Vm *vm, IoText *self, int64_t wanted) {
    Found more;
    do more = read_part(vm, self, wanted);
    while (more == RAISED && io_clear_interrupted(vm));
    return more;
}

// --- read() ---

static Object *read_all(Vm *vm, IoText *self) {
    Object *buffer = self->buffer.object;
    Object *bytes = io_is_plain(vm, buffer, &io_reader_definition, self->module->names.read)
        ? io_buffered_read(vm, (IoBuffered *)buffer, -1)
        : io_call(vm, buffer, self->module->names.read);
    Object *rest = bytes == NULL ? NULL : io_text_decode(vm, self, bytes, true);
    object_drop_or_null(vm, bytes);
    if (rest == NULL) return NULL;
    Object *start = take_decoded(vm, self, -1), *all = NULL;
    if (start != NULL) all = str_concatenate(vm, start, rest);
    object_drop_or_null(vm, start);
    object_drop(vm, rest);
    if (all == NULL) return NULL;
    io_text_set_decoded(vm, self, NULL);
    if (self->snapshot.object != NULL) slot_clear(vm, &self->base, &self->snapshot);
    return all;
}

static Object *read_count(Vm *vm, IoText *self, int64_t count) {
    Object *first = take_decoded(vm, self, count);
    if (first == NULL) return NULL;
    int64_t length = ((Str *)first)->length;
    if (length >= count) return first;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add(&builder, (Str *)first);
    object_drop(vm, first);
    while (length < count && !builder.failed) {
        Found more = read_next_part(vm, self, count - length);
        if (more == ABSENT) break;
        const Str *decoded = (const Str *)self->decoded.object;
        if (more == RAISED) {
            str_builder_drop(&builder);
            return NULL;
        }
        int64_t part = decoded->length < count - length ? decoded->length : count - length;
        str_builder_add_part(&builder, decoded, 0, part);
        self->used = part;
        length += part;
    }
    return str_builder_finish(&builder);
}

Object *io_text_method_read(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    int64_t count;
    if (!io_read_size(vm, arguments[1].object, &count) || !io_text_check(vm, self) ||
        !io_text_check_open(vm, self))
        return NULL;
    if (!self->decodes) return io_raise_unsupported(vm, "not readable");
    if (!io_text_write_pending(vm, self)) return NULL;
    return count < 0 ? read_all(vm, self) : read_count(vm, self, count);
}

// --- readline() ---

static IoLineEnd line_end_of(const IoText *self) {
    return (IoLineEnd){self->is_universal, self->is_translated,
                       (const Str *)self->newline.object};
}

// Reads until there is decoded text that was not given out. ABSENT: the end of the file.
static Found await_decoded(Vm *vm, IoText *self) {
    Found more = FOUND;
    const Str *decoded = (const Str *)self->decoded.object;
    if (decoded != NULL && decoded->length > self->used) return FOUND;
    do more = read_next_part(vm, self, 0);
    while (more == FOUND && ((const Str *)self->decoded.object)->length == 0);
    if (more == ABSENT) {
        io_text_set_decoded(vm, self, NULL);
        if (self->snapshot.object != NULL) slot_clear(vm, &self->base, &self->snapshot);
    }
    return more;
}

// A line that goes on behind the decoded text: parts are put together until it ends. What
// may be half of a newline is looked at again with the next part.
static Object *read_long_line(Vm *vm, IoText *self, int64_t limit) {
    IoLineEnd line_end = line_end_of(self);
    StrBuilder line;
    str_builder_start(vm, &line);
    int64_t looked = 0, end = -1;
    Found more;
    while (end < 0 && (more = await_decoded(vm, self)) == FOUND && !line.failed) {
        const Str *decoded = (const Str *)self->decoded.object;
        str_builder_add_part(&line, decoded, self->used, decoded->length);
        if (line.failed) break;
        Chars chars = {line.chars, line.length, line.width};
        end = io_find_line_end(&line_end, chars, looked, line.length, &looked);
        if (limit >= 0 && (end < 0 ? looked : end) >= limit) end = limit;
        self->used = end < 0 ? decoded->length : decoded->length - (line.length - end);
    }
    if (more != RAISED && end < 0) return str_builder_finish(&line);
    Object *text = NULL;
    if (more != RAISED) text = str_new_from_chars(vm, line.chars, line.width, end);
    str_builder_drop(&line);
    return text;
}

Object *io_text_read_line(Vm *vm, IoText *self, int64_t limit) {
    if (!io_text_check_open(vm, self) || !io_text_write_pending(vm, self)) return NULL;
    Found more = await_decoded(vm, self);
    if (more != FOUND)
        return more == RAISED ? NULL : object_share((Object *)vm->objects->empty_str);
    Str *decoded = (Str *)self->decoded.object;
    IoLineEnd line_end = line_end_of(self);
    int64_t start = self->used, rest, stop = decoded->length;
    int64_t end = io_find_line_end(&line_end, str_get_chars(decoded), start, stop, &rest);
    if (limit >= 0 && (end < 0 ? rest : end) - start >= limit) end = start + limit;
    if (end < 0) return read_long_line(vm, self, limit);
    self->used = end;
    return str_new_part(vm, decoded, start, end);
}

Object *io_text_method_readline(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    int64_t limit = -1;
    if (arguments[1].object != NULL && !argument_size(vm, arguments[1].object, &limit)) return NULL;
    return io_text_check(vm, self) ? io_text_read_line(vm, self, limit) : NULL;
}

Object *io_text_next(Vm *vm, Object *object) {
    IoText *self = (IoText *)object;
    if (!io_text_check(vm, self)) return NULL;
    self->tells = false;
    bool is_exact = io_is_exactly(vm, object, &io_text_definition);
    Object *line = is_exact ? io_text_read_line(vm, self, -1) : io_next_by_readline(vm, object);
    if (line == NULL || ((Str *)line)->length > 0) return line;
    object_drop(vm, line);
    if (self->snapshot.object != NULL) slot_clear(vm, object, &self->snapshot);
    self->tells = self->seeks;
    return NULL;
}
