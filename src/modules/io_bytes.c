// BytesIO: a file in memory.
//
// What it holds is either a bytes object that others may have too (`value`), or bytes of
// its own (`buffer`) once it was written to; getvalue() makes an object of them again. So
// neither making it of bytes nor asking for its value twice copies. `capacity` is what CPython has
// room for, which sys.getsizeof() shows.

#include "modules/io.h"

#include <string.h>

typedef struct IoBytes {
    Object base;
    Slot value;          // Bytes; empty when `buffer` counts
    uint8_t *buffer;     // owns, a buffer of `capacity` bytes; NULL: none
    int64_t capacity;
    int64_t count;       // bytes in the file
    int64_t position;
    int64_t exports;     // views of the buffer
    bool is_closed;
} IoBytes;

typedef struct IoBytesBuffer {
    Object base;
    Slot source;         // BytesIO
} IoBytesBuffer;

static IoBytes *bytes_of(const Slot *arguments) {
    return (IoBytes *)arguments[0].object;
}

static bool check_open(Vm *vm, const IoBytes *self) {
    return !self->is_closed || raise_false(vm, ERROR_CLOSED_FILE);
}

static bool check_exports(Vm *vm, const IoBytes *self) {
    return self->exports == 0 || raise_false(vm, ERROR_IO_BYTES_EXPORTED);
}

static const uint8_t *data_of(const IoBytes *self) {
    const Bytes *value = (const Bytes *)self->value.object;
    return value != NULL ? value->data : self->buffer;
}

// --- memory ---

static void drop_buffer(Vm *vm, IoBytes *self) {
    buffer_drop(vm, self->buffer, (size_t)self->capacity);
    self->buffer = NULL;
}

// Bytes of its own, with room for `capacity`; the first `count` stay.
static bool own_buffer(Vm *vm, IoBytes *self, int64_t capacity) {
    if (self->value.object == NULL && self->buffer != NULL) {
        uint8_t *buffer = buffer_resize(vm, self->buffer, (size_t)self->capacity,
                                        (size_t)capacity);
        if (buffer == NULL) return false;
        self->buffer = buffer;
        self->capacity = capacity;
        return true;
    }
    uint8_t *buffer = buffer_new(vm, (size_t)capacity);
    if (buffer == NULL) return false;
    int64_t kept = self->count < capacity ? self->count : capacity;
    if (kept > 0) memcpy(buffer, data_of(self), (size_t)kept);
    self->buffer = buffer;
    self->capacity = capacity;
    slot_clear(vm, &self->base, &self->value);
    return true;
}

// Makes a bytes object of what it holds. False: raised.
static bool share_value(Vm *vm, IoBytes *self) {
    const Bytes *value = (const Bytes *)self->value.object;
    if (value != NULL && value->count == self->count) return true;
    Object *shared = bytes_new(vm, data_of(self), self->count);
    if (shared == NULL) return false;
    drop_buffer(vm, self);
    self->capacity = self->count;
    slot_take(vm, &self->base, &self->value, shared);
    return true;
}

// CPython's rule of growing and shrinking.
static bool resize(Vm *vm, IoBytes *self, int64_t size) {
    int64_t capacity = self->capacity;
    if (size > INT64_MAX / 2) return raise_memory_error(vm) != NULL;
    if (size < capacity / 2) capacity = size + 1;
    else if (size < capacity) return true;
    else if ((double)size <= (double)capacity * 1.125)
        capacity = size + (size >> 3) + (size < 9 ? 3 : 6);
    else capacity = size + 1;
    return own_buffer(vm, self, capacity);
}

static void bytes_finish(Vm *vm, Object *object) {
    drop_buffer(vm, (IoBytes *)object);
}

static void bytes_payload(Vm *vm, Object *object, Payload *add, void *context) {
    const IoBytes *self = (const IoBytes *)object;
    (void)vm;
    add(context, &self->position, sizeof self->position);
    if (self->buffer != NULL) add(context, self->buffer, (size_t)self->count);
}

// --- reading ---

// The next `size` bytes; moves on.
static Object *read_bytes(Vm *vm, IoBytes *self, int64_t size) {
    if (size > 1 && self->position == 0 && size == self->capacity && self->exports == 0) {
        if (!share_value(vm, self)) return NULL;
        self->position = size;
        return object_share(self->value.object);
    }
    const uint8_t *data = data_of(self);
    Object *bytes = bytes_new(vm, size > 0 ? data + self->position : NULL, size);
    if (bytes != NULL) self->position += size;
    return bytes;
}

// How much of `size` is left; below 0: all.
static int64_t available(const IoBytes *self, int64_t size) {
    int64_t rest = self->count - self->position;
    if (rest < 0) rest = 0;
    return size < 0 || size > rest ? rest : size;
}

static Object *bytes_method_read(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    int64_t size;
    if (!io_read_size(vm, arguments[1].object, &size) || !check_open(vm, self)) return NULL;
    return read_bytes(vm, self, available(self, size));
}

// Bytes up to the end of the line, at most `limit` of them (below 0: no limit).
static int64_t line_length(const IoBytes *self, int64_t limit) {
    int64_t count = available(self, limit);
    if (count == 0) return 0;
    const uint8_t *start = data_of(self) + self->position;
    const uint8_t *newline = memchr(start, '\n', (size_t)count);
    return newline != NULL ? newline - start + 1 : count;
}

static Object *bytes_method_readline(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    int64_t limit;
    if (!io_read_size(vm, arguments[1].object, &limit) || !check_open(vm, self)) return NULL;
    return read_bytes(vm, self, line_length(self, limit));
}

static Object *bytes_method_readlines(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    Object *hint = arguments[1].object;
    int64_t size_max = 0, size = 0, length;
    if (!check_open(vm, self)) return NULL;
    if (hint != NULL && hint != vm->objects->none) {
        if (!object_is_int(vm, hint)) return raise(vm, ERROR_IO_INTEGER_EXPECTED, hint);
        if (!argument_size(vm, hint, &size_max)) return NULL;
    }
    List *lines = list_new(vm, 0);
    while (lines != NULL && (length = line_length(self, -1)) > 0) {
        Object *line = read_bytes(vm, self, length);
        if (line == NULL || !list_take_add(vm, lines, line)) {
            object_drop(vm, &lines->base);
            return NULL;
        }
        size += length;
        if (size_max > 0 && size >= size_max) break;
    }
    return (Object *)lines;
}

static Object *bytes_next(Vm *vm, Object *object) {
    IoBytes *self = (IoBytes *)object;
    if (!check_open(vm, self)) return NULL;
    int64_t length = line_length(self, -1);
    return length == 0 ? NULL : read_bytes(vm, self, length);
}

static Object *bytes_self(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

static Object *bytes_method_readinto(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    View view = {0};
    if (!argument_room(vm, "readinto", 0, arguments[1].object, &view)) return NULL;
    Object *result = NULL;
    if (check_open(vm, self)) {
        int64_t count = available(self, view.bytes);
        if (count > 0) memmove(view.data, data_of(self) + self->position, (size_t)count);
        self->position += count;
        result = int_new(vm, count);
    }
    view_release(vm, &view);
    return result;
}

// --- writing ---

static bool write_row(Vm *vm, IoBytes *self, const uint8_t *data, int64_t count) {
    int64_t end;
    if (__builtin_add_overflow(self->position, count, &end)) return raise_memory_error(vm) != NULL;
    if (end > self->capacity) {
        if (!resize(vm, self, end)) return false;
    } else if (self->value.object != NULL) {
        int64_t needed = end > self->count ? end : self->count;
        if (!own_buffer(vm, self, needed)) return false;
    }
    if (self->position > self->count)
        memset(self->buffer + self->count, 0, (size_t)(self->position - self->count));
    memcpy(self->buffer + self->position, data, (size_t)count);
    self->position = end;
    if (end > self->count) self->count = end;
    slot_tell_changed(vm, &self->base);
    return true;
}

// Writes a bytes-like object; *count: how much. False: raised.
static bool write_object(Vm *vm, IoBytes *self, Object *object, int64_t *count) {
    View view = {0};
    if (!check_open(vm, self) || !check_exports(vm, self)) return false;
    if (LIKELY(object->kind == KIND_BYTES)) {
        const Bytes *bytes = (const Bytes *)object;
        *count = bytes->count;
        return bytes->count == 0 || write_row(vm, self, bytes->data, bytes->count);
    }
    if (!view_acquire(vm, object, &view, VIEW_READ)) return false;
    *count = view.bytes;
    bool done = view.bytes == 0 || write_row(vm, self, view.data, view.bytes);
    view_release(vm, &view);
    return done;
}

static Object *bytes_method_write(Vm *vm, const Slot *arguments) {
    int64_t count;
    if (!write_object(vm, bytes_of(arguments), arguments[1].object, &count)) return NULL;
    return int_new(vm, count);
}

static Object *bytes_method_writelines(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    if (!check_open(vm, self)) return NULL;
    Object *iterator = object_iterate(vm, arguments[1].object), *line;
    bool done = iterator != NULL;
    int64_t count;
    while (done && (line = object_next(vm, iterator)) != NULL) {
        done = write_object(vm, self, line, &count);
        object_drop(vm, line);
    }
    object_drop_or_null(vm, iterator);
    return raised(vm) ? NULL : none_new(vm);
}

// --- place, size and value ---

static Object *bytes_method_seek(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    int64_t position;
    int whence = 0;
    if (!argument_size(vm, arguments[1].object, &position)) return NULL;
    if (arguments[2].object != NULL && !argument_int(vm, arguments[2].object, &whence)) return NULL;
    if (!check_open(vm, self)) return NULL;
    if (whence == 0 && position < 0) return raise(vm, ERROR_IO_SEEK_NEGATIVE, position);
    if (whence < 0 || whence > 2) return raise(vm, ERROR_IO_WHENCE, whence);
    int64_t start = whence == 1 ? self->position : whence == 2 ? self->count : 0;
    if (position > INT64_MAX - start) return raise(vm, ERROR_IO_POSITION_LARGE);
    position += start;
    self->position = position < 0 ? 0 : position;
    return int_new(vm, self->position);
}

static Object *bytes_method_tell(Vm *vm, const Slot *arguments) {
    const IoBytes *self = bytes_of(arguments);
    return check_open(vm, self) ? int_new(vm, self->position) : NULL;
}

static Object *bytes_method_truncate(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    Object *given = arguments[1].object;
    int64_t size;
    if (!io_read_size(vm, given, &size)) return NULL;
    if (!check_open(vm, self) || !check_exports(vm, self)) return NULL;
    if (given == NULL || given == vm->objects->none) size = self->position;
    if (size < 0) return raise(vm, ERROR_IO_SIZE_NEGATIVE, size);
    if (size < self->count) {
        self->count = size;
        if (!resize(vm, self, size)) return NULL;
        slot_tell_changed(vm, &self->base);
    }
    return int_new(vm, size);
}

static Object *bytes_method_getvalue(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    if (!check_open(vm, self)) return NULL;
    if (self->count <= 1 || self->exports > 0)
        return bytes_new(vm, self->count > 0 ? data_of(self) : NULL, self->count);
    return share_value(vm, self) ? object_share(self->value.object) : NULL;
}

static Object *bytes_method_close(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    if (!check_exports(vm, self)) return NULL;
    drop_buffer(vm, self);
    self->capacity = 0;
    self->is_closed = true;
    slot_clear(vm, &self->base, &self->value);
    return none_new(vm);
}

static Object *bytes_get_closed(Vm *vm, Object *object) {
    return bool_new(vm, ((const IoBytes *)object)->is_closed);
}

static Object *bytes_method_readable(Vm *vm, const Slot *arguments) {
    return check_open(vm, bytes_of(arguments)) ? bool_new(vm, true) : NULL;
}

static Object *bytes_method_isatty(Vm *vm, const Slot *arguments) {
    return check_open(vm, bytes_of(arguments)) ? bool_new(vm, false) : NULL;
}

static Object *bytes_method_flush(Vm *vm, const Slot *arguments) {
    return check_open(vm, bytes_of(arguments)) ? none_new(vm) : NULL;
}

static Object *bytes_method___sizeof__(Vm *vm, const Slot *arguments) {
    const IoBytes *self = bytes_of(arguments);
    const Object *value = self->value.object;
    int64_t size = (int64_t)object_type(vm, &self->base)->python_bytes;
    bool is_shared = value == vm->objects->empty_bytes || (value != NULL && value->count > 1) ||
                     (value == NULL && self->buffer == NULL);
    // A bytes object that is its alone counts: its head and its room.
    if (!is_shared && !self->is_closed) size += 33 + self->capacity;
    return int_new(vm, size);
}

// --- its state ---

static Object *bytes_method___getstate__(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    Object *value = bytes_method_getvalue(vm, arguments), *dict = NULL, *state = NULL;
    if (value == NULL) return NULL;
    Object *own = object_prefix(&self->base)->dict.object;
    dict = own == NULL ? none_new(vm) : (Object *)dict_copy(vm, (Dict *)own);
    Object *position = dict == NULL ? NULL : int_new(vm, self->position);
    if (position != NULL) state = (Object *)tuple_pack(vm, 3, value, position, dict);
    object_drop(vm, value);
    object_drop_or_null(vm, position);
    object_drop_or_null(vm, dict);
    return state;
}

bool io_set_position(Vm *vm, Object *value, const char *item, int64_t *position) {
    if (!object_is_int(vm, value)) return raise_false(vm, ERROR_IO_STATE_POSITION, item, value);
    if (!argument_size(vm, value, position)) return false;
    return *position >= 0 || raise_false(vm, ERROR_IO_STATE_NEGATIVE);
}

bool io_set_dict(Vm *vm, Object *self, Object *value, const char *item) {
    if (value == vm->objects->none) return true;
    if (!object_is_dict(vm, value)) return raise_false(vm, ERROR_IO_STATE_DICT, item, value);
    Dict *own = (Dict *)object_prefix(self)->dict.object;
    if (own != NULL) return dict_merge(vm, own, value, DICT_REPLACE);
    instance_set_dict(vm, self, (Dict *)value);
    return true;
}

static Object *bytes_method___setstate__(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    const Tuple *state = (const Tuple *)arguments[1].object;
    int64_t count, position;
    if (!object_is_tuple(vm, &state->base) || state->count < 3)
        return raise(vm, ERROR_IO_STATE_TUPLE, &self->base, "3", &state->base);
    if (!check_exports(vm, self)) return NULL;
    self->count = self->position = 0;
    if (!write_object(vm, self, state->items[0].object, &count)) return NULL;
    self->position = 0;
    if (!io_set_position(vm, state->items[1].object, "second", &position)) return NULL;
    self->position = position;
    if (!io_set_dict(vm, &self->base, state->items[2].object, "third")) return NULL;
    return none_new(vm);
}

// --- making it ---

static Object *bytes_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    IoBytes *self = (IoBytes *)instance_new(vm, type);
    if (self != NULL)
        slot_fill(vm, &self->base, &self->value, object_share(vm->objects->empty_bytes));
    return (Object *)self;
}

static bool bytes_init(Vm *vm, Object *object, const Arguments *arguments) {
    IoBytes *self = (IoBytes *)object;
    Object *initial;
    int64_t count;
    if (!arguments_bind(vm, "BytesIO", "(initial_bytes=b'')", arguments, &initial)) return false;
    self->count = self->position = 0;
    bool done = check_exports(vm, self);
    if (done && initial != NULL && initial->kind == KIND_BYTES) {
        drop_buffer(vm, self);
        slot_set(vm, object, &self->value, initial);
        self->capacity = self->count = ((Bytes *)initial)->count;
        self->is_closed = false;
    } else if (done && initial != NULL && initial != vm->objects->none) {
        done = write_object(vm, self, initial, &count);
        self->position = 0;
    }
    object_drop_or_null(vm, initial);
    return done;
}

// --- getbuffer() ---

static Object *bytes_method_getbuffer(Vm *vm, const Slot *arguments) {
    IoBytes *self = bytes_of(arguments);
    if (!check_open(vm, self)) return NULL;
    IoBytesBuffer *buffer = (IoBytesBuffer *)instance_new(vm, io_module_get(vm)->bytes_buffer);
    if (buffer == NULL) return NULL;
    slot_fill(vm, &buffer->base, &buffer->source, object_share(&self->base));
    Object *view = memoryview_new(vm, &buffer->base);
    object_drop(vm, &buffer->base);
    return view;
}

static bool buffer_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    IoBytes *source = (IoBytes *)((IoBytesBuffer *)object)->source.object;
    (void)request;
    if (source->value.object != NULL || source->buffer == NULL) {
        int64_t room = source->count > 0 ? source->count : 1;
        if (!own_buffer(vm, source, room)) return false;
        source->capacity = room;
    }
    view_set_row(view, source->buffer, source->count);
    source->exports++;
    return true;
}

static void buffer_release(Vm *vm, Object *object, View *view) {
    (void)vm, (void)view;
    ((IoBytes *)((IoBytesBuffer *)object)->source.object)->exports--;
}

static const ViewBehaviour buffer_view = {buffer_acquire, buffer_release};

static const Field buffer_fields[] = {
    FIELD(IoBytesBuffer, source),
    {0},
};

const TypeDefinition io_bytes_buffer_definition = {
    .name = "_io._BytesIOBuffer",
    .bytes = sizeof(IoBytesBuffer),
    .python_bytes = 24,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = buffer_fields},
    .behaviour = {.view = &buffer_view},
};

#define UNSIGNED(name, signature, doc) \
    {#name, bytes_method_##name, signature, doc, METHOD_HIDES_SIGNATURE}

static const Method bytes_methods[] = {
    METHOD(bytes, readable, "(self, /)", "True unless it is closed."),
    {"seekable", bytes_method_readable, "(self, /)", "True unless it is closed.", 0},
    {"writable", bytes_method_readable, "(self, /)", "True unless it is closed.", 0},
    METHOD(bytes, close, "(self, /)", "Let the bytes go."),
    METHOD(bytes, flush, "(self, /)", "Do nothing."),
    METHOD(bytes, isatty, "(self, /)", "False."),
    METHOD(bytes, tell, "(self, /)", "The place in the file."),
    METHOD(bytes, write, "(self, b, /)", "Write bytes, and give how many."),
    METHOD(bytes, writelines, "(self, lines, /)", "Write each of the lines, adding nothing."),
    {"read1", bytes_method_read, "(self, size=-1, /)", "The same as read().", 0},
    METHOD(bytes, readinto, "(self, buffer, /)", "Read into what has room; gives how much."),
    METHOD(bytes, readline, "(self, size=-1, /)", "Read a line, of at most size bytes."),
    METHOD(bytes, readlines, "(self, size=None, /)",
           "A list of lines, up to the one with which they are size bytes long together."),
    METHOD(bytes, read, "(self, size=-1, /)", "Read at most size bytes, or all."),
    METHOD(bytes, getbuffer, "(self, /)", "A memoryview of the bytes, through which they change."),
    METHOD(bytes, getvalue, "(self, /)", "All bytes."),
    METHOD(bytes, seek, "(self, pos, whence=0, /)",
           "Move to a place: counted from the start (0), from here (1) or from the end (2)."),
    METHOD(bytes, truncate, "(self, size=None, /)", "Cut the file; the place stays."),
    UNSIGNED(__getstate__, "(self, /)", NULL),
    UNSIGNED(__setstate__, "(self, state, /)", NULL),
    UNSIGNED(__sizeof__, "(self, /)", NULL),
    {0},
};

static const Property bytes_properties[] = {
    {"closed", bytes_get_closed, NULL, "Is it closed?"},
    {0},
};

static const Field bytes_fields[] = {
    FIELD(IoBytes, value),
    {0},
};

const TypeDefinition io_bytes_definition = {
    .name = "_io.BytesIO",
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(IoBytes),
    .python_bytes = 64,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK, .fields = bytes_fields,
               .finish = bytes_finish, .payload = bytes_payload},
    .behaviour = {.iterate = bytes_self, .next = bytes_next, .new = bytes_make,
                  .init = bytes_init},
    .methods = bytes_methods,
    .properties = bytes_properties,
    .signature = "(initial_bytes=b'')",
    .doc = "A file of bytes in memory.",
};
