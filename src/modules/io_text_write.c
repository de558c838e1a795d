// Writing text.

#include "modules/io_text.h"

#include <string.h>

// --- what waits to be written ---

static void add_to_row(uint8_t *row, int64_t *count, Vm *vm, const Object *item) {
    bool is_str = object_is_str(vm, item);
    const void *data = is_str ? (const void *)((const Str *)item)->data
                              : (const void *)((const Bytes *)item)->data;
    int64_t size = is_str ? ((const Str *)item)->length : ((const Bytes *)item)->count;
    memcpy(row + *count, data, (size_t)size);
    *count += size;
}

static Bytes *join_pending(Vm *vm, const Object *pending, int64_t size) {
    Bytes *bytes = bytes_new_room(vm, size);
    int64_t count = 0;
    if (bytes == NULL) return NULL;
    if (pending->kind == KIND_LIST) {
        const List *list = (const List *)pending;
        for (int64_t i = 0; i < list->count; i++)
            add_to_row(bytes->data, &count, vm, list->items[i].object);
    } else {
        add_to_row(bytes->data, &count, vm, pending);
    }
    CHECK(count == size);
    return (Bytes *)bytes_take_shared(vm, bytes);
}

// buffer.write() of an exact BufferedWriter or BufferedRandom, without an object between.
static bool write_straight(Vm *vm, IoText *self, Object *pending, int64_t size) {
    uint8_t local[IO_BUFFER_BYTES], *row = local;
    int64_t count = 0, written;
    if (size > IO_BUFFER_BYTES && (row = system_new(vm, (size_t)size)) == NULL) {
        object_drop(vm, pending);
        return false;
    }
    if (pending->kind == KIND_LIST) {
        const List *list = (const List *)pending;
        for (int64_t i = 0; i < list->count; i++)
            add_to_row(row, &count, vm, list->items[i].object);
    } else {
        add_to_row(row, &count, vm, pending);
    }
    CHECK(count == size);
    object_drop(vm, pending);
    bool done = io_buffered_write(vm, (IoBuffered *)self->buffer.object, row, size, &written);
    if (row != local) system_drop(vm, row, (size_t)size);
    return done;
}

static bool is_own_writer(Vm *vm, Object *buffer, Str *method) {
    return io_is_plain(vm, buffer, &io_writer_definition, method) ||
           io_is_plain(vm, buffer, &io_random_definition, method);
}

bool io_text_write_pending(Vm *vm, IoText *self) {
    int64_t size = self->pending_bytes;
    Object *pending = self->pending.object;
    if (pending == NULL) return true;
    Str *write = vm->objects->names.write;
    self->pending_bytes = 0;
    if (LIKELY(is_own_writer(vm, self->buffer.object, write))) {
        pending = slot_detach(vm, &self->base, &self->pending);
        return write_straight(vm, self, pending, size);
    }
    bool is_bytes = object_is_bytes(vm, pending);
    Object *bytes = is_bytes ? object_share(pending) : (Object *)join_pending(vm, pending, size);
    if (bytes == NULL) {
        self->pending_bytes = size;
        return false;
    }
    slot_clear(vm, &self->base, &self->pending);
    bool done;
    do done = io_call_void(vm, self->buffer.object, write, bytes);
    while (!done && io_clear_interrupted(vm));
    object_drop(vm, bytes);
    return done;
}

// Puts a str or bytes (consumed) behind what waits.
static bool take_pending(Vm *vm, IoText *self, Object *item, int64_t size) {
    Object *pending = self->pending.object;
    if (pending != NULL && self->pending_bytes + size > self->chunk_bytes) {
        // Large ones are not joined.
        if (!io_text_write_pending(vm, self)) {
            object_drop(vm, item);
            return false;
        }
        pending = self->pending.object;
    }
    if (pending == NULL) {
        self->pending_bytes = size;
        slot_take(vm, &self->base, &self->pending, item);
        return true;
    }
    List *list = (List *)pending;
    if (pending->kind != KIND_LIST) {
        list = list_new(vm, 2);
        if (list == NULL || !list_add(vm, list, pending)) {
            object_drop_or_null(vm, (Object *)list);
            object_drop(vm, item);
            return false;
        }
        slot_take(vm, &self->base, &self->pending, &list->base);
    }
    if (!list_take_add(vm, list, item)) return false;
    self->pending_bytes += size;
    return true;
}

// --- write() ---

bool io_text_flush_buffer(Vm *vm, IoText *self) {
    Object *buffer = self->buffer.object;
    Str *flush = vm->objects->names.flush;
    if (LIKELY(is_own_writer(vm, buffer, flush)))
        return io_buffered_flush(vm, (IoBuffered *)buffer);
    return io_call_void(vm, buffer, flush, NULL);
}

// The text as it stands in the file: a new reference.
static Object *with_newlines(Vm *vm, IoText *self, Str *text, bool has_newline) {
    if (LIKELY(!has_newline || !self->writes_cr)) return object_share((Object *)text);
    Object *from = (Object *)vm->objects->characters['\n'];
    return object_call_method(vm, (Object *)text, self->module->names.replace, 2, from,
                              self->newline.object);
}

static void tell_output(Vm *vm, const IoText *self, Str *text) {
    const Observer *observer = runtime_of(vm)->observer;
    if (observer != NULL && observer->output != NULL)
        observer->output(vm, observer->context, self->standard, text);
}

// What was read ahead does not count any more.
static bool forget_read(Vm *vm, IoText *self) {
    if (self->snapshot.object != NULL) {
        io_text_set_decoded(vm, self, NULL);
        slot_clear(vm, &self->base, &self->snapshot);
    }
    return io_text_decoder_reset(vm, self);
}

bool io_text_write(Vm *vm, IoText *self, Str *text) {
    if (!io_text_check(vm, self) || !io_text_check_open(vm, self)) return false;
    if (!self->encodes) return io_raise_unsupported(vm, "not writable") != NULL;
    Chars chars = str_get_chars(text);
    bool has_newline = (self->writes_cr || self->is_line_buffered) &&
                       chars_find_char(chars, '\n') >= 0;
    bool flushes = self->is_line_buffered &&
                   (has_newline || chars_find_char(chars, '\r') >= 0);
    Object *whole = with_newlines(vm, self, text, has_newline);
    Object *item = whole == NULL ? NULL : io_text_encode(vm, self, (Str *)whole);
    object_drop_or_null(vm, whole);
    if (item == NULL) return false;
    if (UNLIKELY(self->standard != 0)) tell_output(vm, self, text);
    int64_t size = object_is_bytes(vm, item) ? ((Bytes *)item)->count : ((Str *)item)->length;
    if (!take_pending(vm, self, item, size)) return false;
    if ((self->pending_bytes >= self->chunk_bytes || flushes || self->writes_through) &&
        !io_text_write_pending(vm, self))
        return false;
    if (flushes && !io_text_flush_buffer(vm, self)) return false;
    return forget_read(vm, self);
}

Object *io_text_method_write(Vm *vm, const Slot *arguments) {
    Object *text = arguments[1].object;
    if (!object_is_str(vm, text)) {
        argument_refuse(vm, "write", 0, "str", text);
        return NULL;
    }
    if (!io_text_write(vm, io_text_of(arguments), (Str *)text)) return NULL;
    return int_new(vm, ((Str *)text)->length);
}

Object *io_text_method_flush(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    if (!io_text_check(vm, self) || !io_text_check_open(vm, self)) return NULL;
    self->tells = self->seeks;
    if (!io_text_write_pending(vm, self)) return NULL;
    return io_call(vm, self->buffer.object, vm->objects->names.flush);
}

bool io_text_flush_self(Vm *vm, IoText *self) {
    return io_call_void(vm, &self->base, vm->objects->names.flush, NULL);
}
