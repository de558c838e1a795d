// Writing through a buffer.
//
// What fits is put into the buffer. Else the buffer is written out first, and what is larger
// than the buffer goes straight to the raw file.

#include "modules/io_buffered.h"
#include "objects/exception.h"
#include "runtime/outside.h"

#include <errno.h>
#include <string.h>

// BlockingIOError with the number of bytes that were taken; false.
static bool raise_blocking(Vm *vm, int64_t written) {
    Object *number = int_new(vm, EAGAIN), *count = int_new(vm, written), *error = NULL;
    Object *text = str_new_c(vm, "write could not complete without blocking");
    if (number != NULL && count != NULL && text != NULL)
        error = object_call_with(vm, (Object *)exception_type(vm, EXCEPTION_BlockingIOError), 3,
                                 number, text, count);
    if (error != NULL) raise_exception(vm, error);
    object_drop_or_null(vm, error);
    object_drop_or_null(vm, number);
    object_drop_or_null(vm, count);
    object_drop_or_null(vm, text);
    return false;
}

// raw.write(), whatever raw is, of a copy of the bytes, which the program may keep.
static int64_t call_write(Vm *vm, IoBuffered *self, const void *bytes, int64_t size) {
    Object *copy = bytes_new(vm, bytes, size), *memory = NULL, *result = NULL;
    int64_t count = IO_RAW_RAISED;
    if (copy != NULL) memory = memoryview_new(vm, copy);
    if (memory != NULL) {
        Str *name = vm->objects->names.write;
        do result = object_call_method(vm, self->raw.object, name, 1, memory);
        while (result == NULL && io_clear_interrupted(vm));
    }
    if (result == vm->objects->none) {
        count = IO_RAW_WOULD_BLOCK;
    } else if (result != NULL && object_index(vm, result, EXCEPTION_ValueError, &count) &&
               (count < 0 || count > size)) {
        raise(vm, ERROR_IO_RAW_LENGTH, "write", count, size);
    }
    if (raised(vm)) count = IO_RAW_RAISED;
    object_drop_or_null(vm, result);
    object_drop_or_null(vm, memory);
    object_drop_or_null(vm, copy);
    return count;
}

// Writes to the raw file: how many bytes, or IO_RAW_….
static int64_t raw_write(Vm *vm, IoBuffered *self, const void *bytes, int64_t size) {
    Object *raw = self->raw.object;
    int64_t count;
    if (LIKELY(io_is_plain(vm, raw, &io_file_definition, vm->objects->names.write))) {
        if (!io_file_write_from(vm, (IoFile *)raw, bytes, size, &count)) return IO_RAW_RAISED;
        if (count < 0) return IO_RAW_WOULD_BLOCK;
    } else {
        count = call_write(vm, self, bytes, size);
        if (count < 0) return count;
    }
    if (self->absolute >= 0) self->absolute += count;
    return count;
}

bool io_buffered_flush_written(Vm *vm, IoBuffered *self) {
    if (!self->is_writable || self->write_end < 0 || self->write_start == self->write_end)
        return true;
    int64_t rewind = io_buffered_offset(self) + self->position - self->write_start, position;
    if (rewind != 0) {
        if (!io_buffered_raw_seek(vm, self, -rewind, 1, &position)) return false;
        self->raw_position -= rewind;
    }
    while (self->write_start < self->write_end) {
        int64_t count = raw_write(vm, self, self->buffer + self->write_start,
                                  self->write_end - self->write_start);
        if (count == IO_RAW_RAISED) return false;
        if (count == IO_RAW_WOULD_BLOCK) return raise_blocking(vm, 0);
        self->write_start += count;
        self->raw_position = self->write_start;
        if (self->write_start < self->write_end && !outside_handle_signals(vm)) return false;
    }
    io_buffered_forget_written(self);
    return true;
}

bool io_buffered_flush_all(Vm *vm, IoBuffered *self) {
    if (!io_buffered_flush_written(vm, self)) return false;
    if (!self->is_readable) return true;
    int64_t position;
    bool done = io_buffered_raw_seek(vm, self, -io_buffered_offset(self), 1, &position);
    io_buffered_forget_read(self);
    return done;
}

static void move_to(IoBuffered *self, int64_t position) {
    self->position = position;
    if (self->is_readable && self->read_end >= 0 && self->read_end < position)
        self->read_end = position;
}

// --- write() ---

// The buffer could not be written out whole without blocking: what is left of it moves to
// the front, and as much of the bytes as fits behind it.
static bool write_behind(Vm *vm, IoBuffered *self, const uint8_t *bytes, int64_t size,
                         int64_t *written) {
    if (!raised_is(vm, exception_type(vm, EXCEPTION_BlockingIOError))) return false;
    if (self->is_readable) io_buffered_forget_read(self);
    memmove(self->buffer, self->buffer + self->write_start,
            (size_t)(self->write_end - self->write_start));
    self->write_end -= self->write_start;
    self->raw_position -= self->write_start;
    self->position -= self->write_start;
    self->write_start = 0;
    int64_t room = self->size - self->write_end;
    *written = size < room ? size : room;
    memcpy(self->buffer + self->write_end, bytes, (size_t)*written);
    self->write_end += *written;
    self->position += *written;
    raised_clear(vm);
    return *written == size || raise_blocking(vm, *written);
}

// Writes straight what is more than the buffer holds. The rest is put into the buffer.
static bool write_through(Vm *vm, IoBuffered *self, const uint8_t *bytes, int64_t size) {
    int64_t done = 0;
    while (size - done > self->size) {
        int64_t count = raw_write(vm, self, bytes + done, size - done);
        if (count == IO_RAW_RAISED) return false;
        if (count == IO_RAW_WOULD_BLOCK) {
            memcpy(self->buffer, bytes + done, (size_t)self->size);
            self->raw_position = 0;
            move_to(self, self->size);
            self->write_start = 0;
            self->write_end = self->size;
            return raise_blocking(vm, done + self->size);
        }
        done += count;
        if (done < size && !outside_handle_signals(vm)) return false;
    }
    if (self->is_readable) io_buffered_forget_read(self);
    memcpy(self->buffer, bytes + done, (size_t)(size - done));
    self->write_start = 0;
    self->write_end = size - done;
    move_to(self, size - done);
    self->raw_position = 0;
    return true;
}

static bool write_row(Vm *vm, IoBuffered *self, const uint8_t *bytes, int64_t size,
                      int64_t *written) {
    bool is_valid = (self->is_readable && self->read_end >= 0) || self->write_end >= 0;
    if (!is_valid) self->position = self->raw_position = 0;
    *written = size;
    if (LIKELY(size <= self->size - self->position && size < self->size)) {
        memcpy(self->buffer + self->position, bytes, (size_t)size);
        if (self->write_end < 0 || self->write_start > self->position)
            self->write_start = self->position;
        move_to(self, self->position + size);
        if (self->write_end < self->position) self->write_end = self->position;
        return true;
    }
    if (!io_buffered_flush_written(vm, self)) return write_behind(vm, self, bytes, size, written);
    int64_t offset = io_buffered_offset(self), position;
    if (offset != 0) {
        if (!io_buffered_raw_seek(vm, self, -offset, 1, &position)) return false;
        self->raw_position -= offset;
    }
    return write_through(vm, self, bytes, size);
}

bool io_buffered_write(Vm *vm, IoBuffered *self, const void *bytes, int64_t size,
                       int64_t *written) {
    if (!io_buffered_check(vm, self) || !io_buffered_enter(vm, self)) return false;
    // Closed or not is known only inside: another thread may just have been closing it.
    Found closed = io_buffered_is_closed(vm, self);
    bool done = closed == ABSENT;
    if (closed == FOUND) done = raise_false(vm, ERROR_IO_WRITE_CLOSED);
    done = done && io_buffered_reserve(vm, self) && write_row(vm, self, bytes, size, written);
    io_buffered_leave(vm, self);
    return done;
}

Object *io_buffered_method_write(Vm *vm, const Slot *arguments) {
    View view = {0};
    int64_t written;
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    IoBuffered *self = (IoBuffered *)arguments[0].object;
    bool done = io_buffered_write(vm, self, view.data, view.bytes, &written);
    view_release(vm, &view);
    return done ? int_new(vm, written) : NULL;
}

bool io_buffered_flush(Vm *vm, IoBuffered *self) {
    if (!io_buffered_check(vm, self) ||
        !io_buffered_check_open(vm, self, "flush of closed file") || !io_buffered_enter(vm, self))
        return false;
    bool done = io_buffered_flush_all(vm, self);
    io_buffered_leave(vm, self);
    return done;
}

Object *io_buffered_method_flush(Vm *vm, const Slot *arguments) {
    return io_buffered_flush(vm, (IoBuffered *)arguments[0].object) ? none_new(vm) : NULL;
}
