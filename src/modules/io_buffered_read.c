// Reading through a buffer.
//
// What is ahead in the buffer is given out without a look at the raw file. Large reads go
// straight to where they are wanted, whole blocks at a time.

#include "modules/io_buffered.h"
#include "objects/bytearray.h"
#include "objects/exception.h"

#include <string.h>

static Object *part_of_buffer(Vm *vm, IoBuffered *self, int64_t count) {
    Object *bytes = bytes_new(vm, count > 0 ? self->buffer + self->position : NULL, count);
    if (bytes != NULL) self->position += count;
    return bytes;
}

// OSError with what was raised for its cause.
static void raise_from_cause(Vm *vm, const char *text) {
    Object *cause = raised_take(vm);
    raise_text(vm, exception_type(vm, EXCEPTION_OSError), "%s", text);
    Object *error = vm->objects->raised.object;
    if (error != NULL && cause != NULL) {
        exception_set_cause(vm, error, cause);
        exception_set_context(vm, error, cause);
    }
    object_drop_or_null(vm, cause);
}

// raw.readinto(), whatever raw is, into memory of the program's own, which it may keep. (A
// count that is out of range is given as it is.)
static int64_t call_readinto(Vm *vm, IoBuffered *self, void *bytes, int64_t size) {
    Object *array = bytearray_new(vm, NULL, size), *memory = NULL, *result = NULL;
    int64_t count = IO_RAW_RAISED;
    if (array != NULL) memset(bytearray_get_data((ByteArray *)array), 0, (size_t)size);
    if (array != NULL) memory = memoryview_new(vm, array);
    if (memory != NULL) {
        Str *name = self->module->names.readinto;
        do result = object_call_method(vm, self->raw.object, name, 1, memory);
        while (result == NULL && io_clear_interrupted(vm));
    }
    if (result == vm->objects->none) {
        count = IO_RAW_WOULD_BLOCK;
    } else if (result != NULL && !object_index(vm, result, EXCEPTION_ValueError, &count)) {
        raise_from_cause(vm, "raw readinto() failed");
        count = IO_RAW_RAISED;
    } else if (result != NULL && (count < 0 || count > size)) {
        raise(vm, ERROR_IO_RAW_LENGTH, "readinto", count, size);
        count = IO_RAW_RAISED;
    } else if (count > 0) {
        int64_t there = ((const ByteArray *)array)->count;
        memcpy(bytes, bytearray_get_data((ByteArray *)array),
               (size_t)(count < there ? count : there));
    }
    object_drop_or_null(vm, result);
    object_drop_or_null(vm, memory);
    object_drop_or_null(vm, array);
    return count;
}

// Reads from the raw file: how many bytes, or IO_RAW_….
static int64_t raw_read(Vm *vm, IoBuffered *self, void *bytes, int64_t size) {
    Object *raw = self->raw.object;
    int64_t count;
    if (LIKELY(io_is_plain(vm, raw, &io_file_definition, self->module->names.readinto))) {
        if (!io_file_read_into(vm, (IoFile *)raw, bytes, size, &count)) return IO_RAW_RAISED;
        if (count < 0) return IO_RAW_WOULD_BLOCK;
    } else {
        count = call_readinto(vm, self, bytes, size);
        if (count < 0) return count;
    }
    if (self->absolute >= 0) self->absolute += count;
    return count;
}

// Fills the buffer behind what is there.
static int64_t fill_buffer(Vm *vm, IoBuffered *self) {
    int64_t start = self->read_end >= 0 ? self->read_end : 0;
    if (!io_buffered_reserve(vm, self)) return IO_RAW_RAISED;
    int64_t count = raw_read(vm, self, self->buffer + start, self->size - start);
    if (count > 0) self->read_end = self->raw_position = start + count;
    return count;
}

// --- read() ---

// The result of a read that came to its end early: what there is, or None.
static Object *take_short(Vm *vm, Bytes *bytes, int64_t count, bool would_block) {
    Object *result = would_block && count == 0 ? none_new(vm) : bytes_new(vm, bytes->data, count);
    object_drop(vm, &bytes->base);
    return result;
}

// Reads whole blocks straight into place; the rest is left to the buffer. ABSENT: the end.
static Found read_blocks(Vm *vm, IoBuffered *self, Bytes *bytes, int64_t *done, bool *would_block) {
    for (;;) {
        int64_t wanted = (bytes->count - *done) / self->size * self->size;
        if (wanted == 0) return FOUND;
        int64_t count = raw_read(vm, self, bytes->data + *done, wanted);
        if (count == IO_RAW_RAISED) return RAISED;
        *would_block = count == IO_RAW_WOULD_BLOCK;
        if (count <= 0) return ABSENT;
        *done += count;
    }
}

static Found read_rest(Vm *vm, IoBuffered *self, Bytes *bytes, int64_t *done, bool *would_block) {
    self->position = self->raw_position = self->read_end = 0;
    while (*done < bytes->count && self->read_end < self->size) {
        int64_t count = fill_buffer(vm, self), wanted = bytes->count - *done;
        if (count == IO_RAW_RAISED) return RAISED;
        *would_block = count == IO_RAW_WOULD_BLOCK;
        if (count <= 0) return ABSENT;
        if (count > wanted) count = wanted;
        memcpy(bytes->data + *done, self->buffer + self->position, (size_t)count);
        *done += count;
        self->position += count;
    }
    return FOUND;
}

static Object *read_size(Vm *vm, IoBuffered *self, int64_t size) {
    int64_t done = io_buffered_ahead(self);
    if (size <= done) return part_of_buffer(vm, self, size);
    Bytes *bytes = bytes_new_room(vm, size);
    if (bytes == NULL) return NULL;
    if (done > 0) memcpy(bytes->data, self->buffer + self->position, (size_t)done);
    self->position += done;
    bool would_block = false;
    Found more = !self->is_writable || io_buffered_flush_all(vm, self) ? FOUND : RAISED;
    io_buffered_forget_read(self);
    if (more == FOUND) more = read_blocks(vm, self, bytes, &done, &would_block);
    if (more == FOUND) more = read_rest(vm, self, bytes, &done, &would_block);
    if (more == FOUND && done == size) return bytes_take_shared(vm, bytes);
    if (more != RAISED) return take_short(vm, bytes, done, would_block);
    object_drop(vm, &bytes->base);
    return NULL;
}

// What raw.readall() gives, with what was in the buffer (consumed, may be NULL) in front.
static Object *read_all_at_once(Vm *vm, Object *readall, Object *start) {
    Object *rest = object_call_with(vm, readall, 0);
    if (rest != NULL && rest != vm->objects->none && !object_is_bytes(vm, rest)) {
        raise(vm, ERROR_IO_READALL_BYTES);
        object_drop(vm, rest);
        rest = NULL;
    }
    if (start == NULL) return rest;
    Object *all = NULL;
    if (rest == vm->objects->none) all = object_share(start);
    else if (rest != NULL) all = object_binary(vm, BINARY_ADD, start, rest);
    object_drop(vm, start);
    object_drop_or_null(vm, rest);
    return all;
}

// The same by raw.read() until it gives nothing.
static Object *read_all_in_parts(Vm *vm, IoBuffered *self, Object *start) {
    List *parts = list_new(vm, 0);
    Object *part = start, *all = NULL;
    bool more = parts != NULL, is_empty = start == NULL;
    while (more) {
        more = part == NULL || list_add(vm, parts, part);
        object_drop_or_null(vm, part);
        part = more ? io_call(vm, self->raw.object, self->module->names.read) : NULL;
        if (part == NULL) break;
        if (part != vm->objects->none && !object_is_bytes(vm, part)) {
            more = raise_false(vm, ERROR_IO_READ_BYTES);
        } else if (part == vm->objects->none || ((const Bytes *)part)->count == 0) {
            all = is_empty ? object_share(part) : io_join(vm, parts);
            more = false;
        } else {
            is_empty = false;
            if (self->absolute >= 0) self->absolute += ((const Bytes *)part)->count;
        }
    }
    object_drop_or_null(vm, part);
    object_drop_or_null(vm, (Object *)parts);
    return all;
}

static Object *read_all(Vm *vm, IoBuffered *self) {
    int64_t ahead = io_buffered_ahead(self);
    Object *start = NULL, *readall;
    if (ahead > 0 && (start = part_of_buffer(vm, self, ahead)) == NULL) return NULL;
    bool done = !self->is_writable || io_buffered_flush_all(vm, self);
    io_buffered_forget_read(self);
    Str *name = self->module->names.readall;
    Found found = done ? object_find_attribute(vm, self->raw.object, name, &readall) : RAISED;
    if (found == RAISED) {
        object_drop_or_null(vm, start);
        return NULL;
    }
    if (found == ABSENT) return read_all_in_parts(vm, self, start);
    Object *all = read_all_at_once(vm, readall, start);
    object_drop(vm, readall);
    return all;
}

Object *io_buffered_read(Vm *vm, IoBuffered *self, int64_t size) {
    if (!io_buffered_check(vm, self)) return NULL;
    if (size < -1) return raise(vm, ERROR_IO_READ_LENGTH);
    if (!io_buffered_check_open(vm, self, "read of closed file")) return NULL;
    if (size >= 0 && size <= io_buffered_ahead(self)) return part_of_buffer(vm, self, size);
    if (!io_buffered_enter(vm, self)) return NULL;
    Object *bytes = size < 0 ? read_all(vm, self) : read_size(vm, self, size);
    io_buffered_leave(vm, self);
    return bytes;
}

Object *io_buffered_method_read(Vm *vm, const Slot *arguments) {
    int64_t size;
    if (!io_read_size(vm, arguments[1].object, &size)) return NULL;
    return io_buffered_read(vm, (IoBuffered *)arguments[0].object, size);
}

Object *io_buffered_read1(Vm *vm, IoBuffered *self, int64_t size) {
    if (!io_buffered_check(vm, self)) return NULL;
    if (size < 0) size = self->size;
    if (!io_buffered_check_open(vm, self, "read of closed file")) return NULL;
    int64_t ahead = io_buffered_ahead(self);
    if (size == 0 || ahead > 0)
        return part_of_buffer(vm, self, size < ahead ? size : ahead);
    Bytes *bytes = bytes_new_room(vm, size);
    if (bytes == NULL || !io_buffered_enter(vm, self)) {
        object_drop_or_null(vm, (Object *)bytes);
        return NULL;
    }
    io_buffered_forget_read(self);
    int64_t count = raw_read(vm, self, bytes->data, size);
    io_buffered_leave(vm, self);
    if (count == size) return bytes_take_shared(vm, bytes);
    if (count == IO_RAW_WOULD_BLOCK) count = 0;
    Object *part = count >= 0 ? bytes_new(vm, bytes->data, count) : NULL;
    object_drop(vm, &bytes->base);
    return part;
}

Object *io_buffered_method_read1(Vm *vm, const Slot *arguments) {
    int64_t size = -1;
    if (arguments[1].object != NULL &&
        !object_index(vm, arguments[1].object, EXCEPTION_OverflowError, &size))
        return NULL;
    return io_buffered_read1(vm, (IoBuffered *)arguments[0].object, size);
}

// --- readinto() ---

// Fills the rest of the room from the raw file. *done is how much there is already, and
// -1 at the end for None. False: raised.
static bool fill_room(Vm *vm, IoBuffered *self, const View *room, int64_t *done, bool only_once) {
    bool has_read = false;
    while (*done < room->bytes && !(only_once && has_read)) {
        int64_t wanted = room->bytes - *done, count = 0;
        if (wanted > self->size) {
            count = raw_read(vm, self, room->data + *done, wanted);
            has_read = true;
        } else if (!(only_once && *done > 0)) {
            // readinto1() does not fill the buffer when there is something to give.
            count = fill_buffer(vm, self);
            if (count > wanted) count = wanted;
            if (count > 0) {
                memcpy(room->data + *done, self->buffer + self->position, (size_t)count);
                self->position += count;
            }
        }
        if (count == IO_RAW_RAISED) return false;
        if (count == IO_RAW_WOULD_BLOCK && *done == 0) *done = -1;
        if (count <= 0) return true;
        *done += count;
    }
    return true;
}

static Object *read_into(Vm *vm, const Slot *arguments, const char *function, bool only_once) {
    IoBuffered *self = (IoBuffered *)arguments[0].object;
    View room = {0};
    if (!argument_room(vm, function, 0, arguments[1].object, &room)) return NULL;
    bool done = io_buffered_check(vm, self) &&
                io_buffered_check_open(vm, self, "readinto of closed file");
    int64_t count = done ? io_buffered_ahead(self) : 0;
    if (count > room.bytes) count = room.bytes;
    if (count > 0) {
        memcpy(room.data, self->buffer + self->position, (size_t)count);
        self->position += count;
    }
    if (done && count < room.bytes) {
        done = io_buffered_enter(vm, self);
        if (done) {
            done = !self->is_writable || io_buffered_flush_all(vm, self);
            if (done) {
                io_buffered_forget_read(self);
                self->position = 0;
                done = fill_room(vm, self, &room, &count, only_once);
            }
            io_buffered_leave(vm, self);
        }
    }
    view_release(vm, &room);
    if (!done) return NULL;
    return count < 0 ? none_new(vm) : int_new(vm, count);
}

Object *io_buffered_method_readinto(Vm *vm, const Slot *arguments) {
    return read_into(vm, arguments, "readinto", false);
}

Object *io_buffered_method_readinto1(Vm *vm, const Slot *arguments) {
    return read_into(vm, arguments, "readinto1", true);
}

// --- peek() ---

static Object *peek(Vm *vm, IoBuffered *self) {
    int64_t ahead = io_buffered_ahead(self);
    if (ahead == 0) {
        io_buffered_forget_read(self);
        ahead = fill_buffer(vm, self);
        if (ahead == IO_RAW_RAISED) return NULL;
        if (ahead == IO_RAW_WOULD_BLOCK) ahead = 0;
        self->position = 0;
    }
    return bytes_new(vm, ahead > 0 ? self->buffer + self->position : NULL, ahead);
}

Object *io_buffered_method_peek(Vm *vm, const Slot *arguments) {
    IoBuffered *self = (IoBuffered *)arguments[0].object;
    int64_t size;
    if (arguments[1].object != NULL &&
        !object_index(vm, arguments[1].object, EXCEPTION_OverflowError, &size))
        return NULL;
    if (!io_buffered_check(vm, self) ||
        !io_buffered_check_open(vm, self, "peek of closed file") || !io_buffered_enter(vm, self))
        return NULL;
    Object *bytes = NULL;
    if (!self->is_writable || io_buffered_flush_all(vm, self)) bytes = peek(vm, self);
    io_buffered_leave(vm, self);
    return bytes;
}

// --- lines ---

// Bytes of the buffer up to the end of the line; *is_whole: the line ends there.
static int64_t line_length(const IoBuffered *self, int64_t limit, bool *is_whole) {
    int64_t count = io_buffered_ahead(self);
    if (limit >= 0 && count > limit) count = limit;
    const uint8_t *start = self->buffer + self->position;
    const uint8_t *newline = count > 0 ? memchr(start, '\n', (size_t)count) : NULL;
    *is_whole = newline != NULL || count == limit;
    return newline != NULL ? newline - start + 1 : count;
}

// Adds the next part of the line to the parts and takes it from the limit. ABSENT: the end.
static Found add_part(Vm *vm, IoBuffered *self, List *parts, int64_t *limit) {
    bool is_whole;
    int64_t count = line_length(self, *limit, &is_whole);
    Object *part = part_of_buffer(vm, self, count);
    if (part == NULL || !list_take_add(vm, parts, part)) return RAISED;
    if (*limit >= 0) *limit -= count;
    return is_whole ? ABSENT : FOUND;
}

static Object *read_line_in_parts(Vm *vm, IoBuffered *self, int64_t limit) {
    List *parts = list_new(vm, 0);
    Found more = parts == NULL ? RAISED : FOUND;
    if (more == FOUND && io_buffered_ahead(self) > 0) more = add_part(vm, self, parts, &limit);
    if (more == FOUND && self->is_writable && !io_buffered_flush_all(vm, self)) more = RAISED;
    while (more == FOUND) {
        io_buffered_forget_read(self);
        int64_t count = fill_buffer(vm, self);
        if (count == IO_RAW_RAISED) more = RAISED;
        if (count <= 0) break;
        self->position = 0;
        more = add_part(vm, self, parts, &limit);
    }
    Object *line = NULL;
    if (more != RAISED && parts->count == 1) line = object_share(parts->items[0].object);
    else if (more != RAISED) line = io_join(vm, parts);
    object_drop_or_null(vm, (Object *)parts);
    return line;
}

Object *io_buffered_read_line(Vm *vm, IoBuffered *self, int64_t limit) {
    bool is_whole;
    if (!io_buffered_check_open(vm, self, "readline of closed file")) return NULL;
    int64_t count = line_length(self, limit, &is_whole);
    if (is_whole) return part_of_buffer(vm, self, count);
    if (!io_buffered_enter(vm, self)) return NULL;
    Object *line = read_line_in_parts(vm, self, limit);
    io_buffered_leave(vm, self);
    return line;
}

Object *io_buffered_method_readline(Vm *vm, const Slot *arguments) {
    IoBuffered *self = (IoBuffered *)arguments[0].object;
    int64_t limit;
    if (!io_read_size(vm, arguments[1].object, &limit) || !io_buffered_check(vm, self)) return NULL;
    return io_buffered_read_line(vm, self, limit);
}

static Object *next_by_readline(Vm *vm, Object *object) {
    Object *line = io_call(vm, object, vm->objects->names.readline);
    if (line == NULL || object_is_bytes(vm, line)) return line;
    raise(vm, ERROR_IO_READLINE_BYTES, line);
    object_drop(vm, line);
    return NULL;
}

Object *io_buffered_next(Vm *vm, Object *object) {
    IoBuffered *self = (IoBuffered *)object;
    if (!io_buffered_check(vm, self)) return NULL;
    bool is_exact = object_type(vm, object)->definition != NULL;
    Object *line = is_exact ? io_buffered_read_line(vm, self, -1) : next_by_readline(vm, object);
    if (line == NULL || ((Bytes *)line)->count > 0) return line;
    object_drop(vm, line);
    return NULL;
}
