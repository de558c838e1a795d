// BufferedReader, BufferedWriter and BufferedRandom: a raw file behind a buffer.
//
//   buffer: | read already | readahead |  room          |
//           0              ^position   ^read_end        ^size
//                          |- written -|  write_start .. write_end
//
// `raw_position` says where in the buffer the raw file stands, `absolute` where in the
// file that is (-1: not known). read_end and write_end are -1 while there is no such
// buffer. One thread at a time is inside; the same one again is an error.

#ifndef MODULES_IO_BUFFERED_H
#define MODULES_IO_BUFFERED_H

#include "modules/io.h"

typedef struct IoBuffered {
    Object base;
    Slot raw;
    IoModule *module;        // borrows
    uint8_t *buffer;         // owns, system memory of `size`; NULL: not needed yet
    int64_t size;
    int64_t absolute;
    int64_t position, raw_position;
    int64_t read_end;
    int64_t write_start, write_end;
    const Thread *owner;     // borrows: who is inside; NULL: nobody
    ThreadQueue waiting;
    bool is_ready, is_detached, is_released;
    bool is_readable, is_writable;
    bool is_finalizing;
} IoBuffered;

// What a raw file gave that is no count of bytes: an exception, None.
enum { IO_RAW_RAISED = -1, IO_RAW_WOULD_BLOCK = -2 };

// How much of the buffer was read and not yet given out.
ALWAYS_INLINE int64_t io_buffered_ahead(const IoBuffered *self) {
    return self->is_readable && self->read_end >= 0 ? self->read_end - self->position : 0;
}

// How far the raw file is ahead of the position that the program sees.
ALWAYS_INLINE int64_t io_buffered_offset(const IoBuffered *self) {
    bool is_valid = (self->is_readable && self->read_end >= 0) ||
                    (self->is_writable && self->write_end >= 0);
    return is_valid && self->raw_position >= 0 ? self->raw_position - self->position : 0;
}

ALWAYS_INLINE void io_buffered_forget_read(IoBuffered *self) { self->read_end = -1; }

ALWAYS_INLINE void io_buffered_forget_written(IoBuffered *self) {
    self->write_start = 0;
    self->write_end = -1;
}

// ValueError unless __init__ was called and detach() was not.
MUST_USE bool io_buffered_check(Vm *vm, const IoBuffered *self);
// ValueError `message` when the raw file is closed and nothing is left in the buffer.
MUST_USE bool io_buffered_check_open(Vm *vm, IoBuffered *self, const char *message);
MUST_USE Found io_buffered_is_closed(Vm *vm, IoBuffered *self);
// Makes the buffer, at the first use.
MUST_USE bool io_buffered_reserve(Vm *vm, IoBuffered *self);
// The others have to wait until leave; RuntimeError when this thread is inside.
MUST_USE bool io_buffered_enter(Vm *vm, IoBuffered *self);
void io_buffered_leave(Vm *vm, IoBuffered *self);

// --- inside ---
MUST_USE bool io_buffered_raw_tell(Vm *vm, IoBuffered *self, int64_t *position);
MUST_USE bool io_buffered_raw_seek(Vm *vm, IoBuffered *self, int64_t target, int whence,
                                   int64_t *position);
// Writes out what is written in the buffer.
MUST_USE bool io_buffered_flush_written(Vm *vm, IoBuffered *self);
// The same, and puts the raw file where the program thinks that it is.
MUST_USE bool io_buffered_flush_all(Vm *vm, IoBuffered *self);

// --- for TextIOWrapper ---
// read1(), read() and write() of an exact one of our types.
MUST_USE Object *io_buffered_read1(Vm *vm, IoBuffered *self, int64_t size);
MUST_USE Object *io_buffered_read(Vm *vm, IoBuffered *self, int64_t size);
MUST_USE bool io_buffered_write(Vm *vm, IoBuffered *self, const void *bytes, int64_t count,
                                int64_t *written);
MUST_USE bool io_buffered_flush(Vm *vm, IoBuffered *self);
// What open() calls. `type`: one of the three.
MUST_USE Object *io_buffered_new(Vm *vm, Type *type, Object *raw, int64_t size);

// Methods by file: METHOD rows use them.
Native io_buffered_method_read, io_buffered_method_read1, io_buffered_method_peek,
    io_buffered_method_readinto, io_buffered_method_readinto1, io_buffered_method_readline,
    io_buffered_method_write, io_buffered_method_flush;
UnaryFunction io_buffered_next;
// A line of at most `limit` bytes (below 0: no limit).
MUST_USE Object *io_buffered_read_line(Vm *vm, IoBuffered *self, int64_t limit);

#endif
