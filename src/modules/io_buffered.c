// What readers and writers with a buffer share: the raw file, the lock, the place in the
// file, closing; and the three types.

#include "modules/io_buffered.h"

#include "objects/exception.h"

#include <string.h>

static IoBuffered *buffered_of(const Slot *arguments) {
    return (IoBuffered *)arguments[0].object;
}

bool io_buffered_check(Vm *vm, const IoBuffered *self) {
    if (LIKELY(self->is_ready)) return true;
    return raise_false(vm, self->is_detached ? ERROR_IO_RAW_DETACHED : ERROR_IO_UNINITIALIZED);
}

Found io_buffered_is_closed(Vm *vm, IoBuffered *self) {
    Object *raw = self->raw.object;
    if (self->is_released) return FOUND;
    bool is_own = object_type(vm, &self->base)->definition != NULL;
    if (LIKELY(is_own && io_is_exactly(vm, raw, &io_file_definition)))
        return ((const IoFile *)raw)->file < 0 ? FOUND : ABSENT;
    return io_is_closed(vm, raw);
}

bool io_buffered_check_open(Vm *vm, IoBuffered *self, const char *message) {
    Found closed = io_buffered_is_closed(vm, self);
    if (LIKELY(closed == ABSENT)) return true;
    if (closed == RAISED) return false;
    if (io_buffered_ahead(self) > 0) return true;
    raise_text(vm, exception_type(vm, EXCEPTION_ValueError), "%s", message);
    return false;
}

bool io_buffered_reserve(Vm *vm, IoBuffered *self) {
    if (LIKELY(self->buffer != NULL)) return true;
    self->buffer = system_new(vm, (size_t)self->size);
    return self->buffer != NULL;
}

static void drop_buffer(Vm *vm, IoBuffered *self) {
    system_drop(vm, self->buffer, (size_t)self->size);
    self->buffer = NULL;
}

// --- one thread at a time ---

bool io_buffered_enter(Vm *vm, IoBuffered *self) {
    const Thread *thread = thread_get(vm);
    if (UNLIKELY(self->owner == thread)) return raise_false(vm, ERROR_IO_REENTERED, &self->base);
    while (UNLIKELY(self->owner != NULL))
        if (thread_wait(vm, &self->waiting, THREAD_FOREVER) == THREAD_RAISED) return false;
    self->owner = thread;
    return true;
}

void io_buffered_leave(Vm *vm, IoBuffered *self) {
    self->owner = NULL;
    threads_wake_one(vm, &self->waiting);
}

// --- the raw file's place ---

// The number that raw.tell() or raw.seek() gave (consumed).
static bool take_position(Vm *vm, IoBuffered *self, Object *result, int64_t *position) {
    if (result == NULL) return false;
    bool done = object_index(vm, result, EXCEPTION_ValueError, position);
    object_drop(vm, result);
    if (done && *position < 0) done = raise_false(vm, ERROR_IO_RAW_POSITION, *position);
    if (done) self->absolute = *position;
    return done;
}

bool io_buffered_raw_tell(Vm *vm, IoBuffered *self, int64_t *position) {
    Object *raw = self->raw.object;
    IoFile *file = (IoFile *)raw;
    if (io_is_plain(vm, raw, &io_file_definition, self->module->names.tell) && file->file >= 0) {
        if (!io_file_seek(vm, file, 0, 1, position)) return false;
        self->absolute = *position;
        return true;
    }
    return take_position(vm, self, io_call(vm, raw, self->module->names.tell), position);
}

bool io_buffered_raw_seek(Vm *vm, IoBuffered *self, int64_t target, int whence,
                          int64_t *position) {
    Object *raw = self->raw.object;
    IoFile *file = (IoFile *)raw;
    if (io_is_plain(vm, raw, &io_file_definition, self->module->names.seek) && file->file >= 0) {
        if (!io_file_seek(vm, file, target, whence, position)) return false;
        self->absolute = *position;
        return true;
    }
    Object *to = int_new(vm, target), *from = int_new(vm, whence), *result = NULL;
    if (to != NULL && from != NULL)
        result = object_call_method(vm, raw, self->module->names.seek, 2, to, from);
    object_drop_or_null(vm, to);
    object_drop_or_null(vm, from);
    return take_position(vm, self, result, position);
}

static Object *buffered_method_tell(Vm *vm, const Slot *arguments) {
    IoBuffered *self = buffered_of(arguments);
    int64_t position;
    if (!io_buffered_check(vm, self) || !io_buffered_raw_tell(vm, self, &position)) return NULL;
    position -= io_buffered_offset(self);
    return int_new(vm, position < 0 ? 0 : position);
}

// Seeks inside the buffer, where the target is there. *found: it was.
static bool seek_inside(Vm *vm, IoBuffered *self, int64_t target, int whence, int64_t *position,
                        bool *found) {
    int64_t current = self->absolute, ahead = io_buffered_ahead(self);
    *found = false;
    if (current < 0 && !io_buffered_raw_tell(vm, self, &current)) return false;
    if (ahead <= 0) return true;
    int64_t offset = whence == 0 ? target - (current - io_buffered_offset(self)) : target;
    if (offset < -self->position || offset > ahead) return true;
    self->position += offset;
    *position = current - ahead + offset;
    if (*position < 0) *position = 0;
    *found = true;
    return true;
}

static bool seek_outside(Vm *vm, IoBuffered *self, int64_t target, int whence,
                         int64_t *position) {
    if (!io_buffered_enter(vm, self)) return false;
    bool done = !self->is_writable || io_buffered_flush_written(vm, self);
    if (whence == 1) target -= io_buffered_offset(self);
    done = done && io_buffered_raw_seek(vm, self, target, whence, position);
    if (done) {
        self->raw_position = -1;
        if (self->is_readable) io_buffered_forget_read(self);
    }
    io_buffered_leave(vm, self);
    return done;
}

static Object *buffered_method_seek(Vm *vm, const Slot *arguments) {
    IoBuffered *self = buffered_of(arguments);
    int whence = 0;
    int64_t target, position;
    if (arguments[2].object != NULL && !argument_int(vm, arguments[2].object, &whence)) return NULL;
    if (!io_buffered_check(vm, self)) return NULL;
    // SEEK_DATA and SEEK_HOLE are 3 and 4.
    if (whence < 0 || whence > 4) return raise(vm, ERROR_IO_WHENCE_UNSUPPORTED, whence);
    if (!io_buffered_check_open(vm, self, "seek of closed file")) return NULL;
    if (!io_check_able(vm, self->raw.object, self->module->names.seekable,
                       "File or stream is not seekable."))
        return NULL;
    if (!object_index(vm, arguments[1].object, EXCEPTION_ValueError, &target)) return NULL;
    bool found = false;
    if (whence <= 1 && self->is_readable &&
        !seek_inside(vm, self, target, whence, &position, &found))
        return NULL;
    if (!found && !seek_outside(vm, self, target, whence, &position)) return NULL;
    return int_new(vm, position);
}

static Object *buffered_method_truncate(Vm *vm, const Slot *arguments) {
    IoBuffered *self = buffered_of(arguments);
    Object *size = arguments[1].object, *result = NULL;
    int64_t position;
    if (!io_buffered_check(vm, self) ||
        !io_buffered_check_open(vm, self, "truncate of closed file"))
        return NULL;
    if (!self->is_writable) return io_raise_unsupported(vm, "truncate");
    if (!io_buffered_enter(vm, self)) return NULL;
    if (size == NULL) size = vm->objects->none;
    if (io_buffered_flush_all(vm, self))
        result = object_call_method(vm, self->raw.object, self->module->names.truncate, 1, size);
    if (result != NULL && !io_buffered_raw_tell(vm, self, &position)) raised_clear(vm);
    io_buffered_leave(vm, self);
    return result;
}

// --- closing ---

static void warn_dealloc(Vm *vm, IoBuffered *self, Object *source) {
    if (!self->is_ready || self->raw.object == NULL) return;
    if (!io_call_void(vm, self->raw.object, self->module->names.dealloc_warn, source))
        raised_clear(vm);
}

static Object *buffered_method__dealloc_warn(Vm *vm, const Slot *arguments) {
    warn_dealloc(vm, buffered_of(arguments), arguments[1].object);
    return none_new(vm);
}

static Object *close_raw(Vm *vm, IoBuffered *self, bool is_flushed) {
    Object *earlier = is_flushed ? NULL : raised_take(vm);
    Object *result = io_call(vm, self->raw.object, vm->objects->names.close);
    drop_buffer(vm, self);
    self->is_released = true;
    io_chain_raised(vm, earlier);
    if (earlier != NULL && result != NULL) {
        object_drop(vm, result);
        result = NULL;
    }
    self->read_end = self->position = 0;
    return result;
}

static Object *buffered_method_close(Vm *vm, const Slot *arguments) {
    IoBuffered *self = buffered_of(arguments);
    if (!io_buffered_check(vm, self) || !io_buffered_enter(vm, self)) return NULL;
    Found closed = io_is_closed(vm, self->raw.object);
    if (closed == ABSENT && self->is_finalizing) warn_dealloc(vm, self, &self->base);
    io_buffered_leave(vm, self);
    if (closed != ABSENT) return closed == FOUND ? none_new(vm) : NULL;
    // flush() takes the lock itself.
    bool is_flushed = io_call_void(vm, &self->base, vm->objects->names.flush, NULL);
    Object *aside = raised_take(vm);
    if (!io_buffered_enter(vm, self)) {
        object_drop_or_null(vm, aside);
        return NULL;
    }
    raised_restore(vm, aside);
    Object *result = close_raw(vm, self, is_flushed);
    io_buffered_leave(vm, self);
    return result;
}

static Object *buffered_method_detach(Vm *vm, const Slot *arguments) {
    IoBuffered *self = buffered_of(arguments);
    if (!io_buffered_check(vm, self)) return NULL;
    if (!io_call_void(vm, &self->base, vm->objects->names.flush, NULL)) return NULL;
    self->is_detached = true;
    self->is_ready = false;
    return slot_detach(vm, &self->base, &self->raw);
}

// --- what the raw file says ---

#define FORWARD(function, name)                                                       \
    static Object *buffered_method_##function(Vm *vm, const Slot *arguments) {        \
        IoBuffered *self = buffered_of(arguments);                                    \
        if (!io_buffered_check(vm, self)) return NULL;                                \
        return io_call(vm, self->raw.object, name);                                   \
    }

FORWARD(flush_raw, vm->objects->names.flush)
FORWARD(seekable, self->module->names.seekable)
FORWARD(readable, self->module->names.readable)
FORWARD(writable, self->module->names.writable)
FORWARD(fileno, self->module->names.fileno)
FORWARD(isatty, self->module->names.isatty)

#define FORWARD_PROPERTY(name, text)                                                  \
    static Object *buffered_get_##name(Vm *vm, Object *object) {                      \
        IoBuffered *self = (IoBuffered *)object;                                      \
        if (!io_buffered_check(vm, self)) return NULL;                                \
        return object_load_attribute(vm, self->raw.object, text);                     \
    }

FORWARD_PROPERTY(closed, self->module->names.closed)
FORWARD_PROPERTY(name, vm->objects->names.name)
FORWARD_PROPERTY(mode, self->module->names.mode)

Object *io_repr_named(Vm *vm, Object *object) {
    const char *type = object_type_name(vm, object);
    Object *name, *text = NULL;
    Found found = object_find_attribute(vm, object, vm->objects->names.name, &name);
    if (found == RAISED && !raised_clear_if(vm, exception_type(vm, EXCEPTION_ValueError)))
        return NULL;
    if (found != FOUND) return str_new_format(vm, "<%s>", type);
    Found inside = repr_enter(vm, object);
    if (inside == FOUND) raise(vm, ERROR_REPR_REENTERED, type);
    if (inside == ABSENT) {
        text = str_new_format(vm, "<%s name=%R>", type, name);
        repr_leave(vm, object);
    }
    object_drop(vm, name);
    return text;
}

static Object *buffered_method___sizeof__(Vm *vm, const Slot *arguments) {
    const IoBuffered *self = buffered_of(arguments);
    int64_t bytes = (int64_t)object_type(vm, &self->base)->python_bytes;
    // CPython makes the buffer in __init__.
    bool has_buffer = (self->is_ready || self->is_detached) && !self->is_released;
    return int_new(vm, has_buffer ? bytes + self->size : bytes);
}

// --- memory ---

static void buffered_finish(Vm *vm, Object *object) {
    IoBuffered *self = (IoBuffered *)object;
    self->is_ready = false;
    drop_buffer(vm, self);
}

static void buffered_clear(Vm *vm, Object *object) {
    IoBuffered *self = (IoBuffered *)object;
    self->is_ready = false;
    slot_clear(vm, object, &self->raw);
}

static void buffered_payload(Vm *vm, Object *object, Payload *add, void *context) {
    const IoBuffered *self = (const IoBuffered *)object;
    (void)vm;
    const int64_t numbers[] = {self->absolute, self->position, self->raw_position,
                               self->read_end, self->write_start, self->write_end};
    add(context, numbers, sizeof numbers);
}

// --- making them ---

static Object *buffered_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    IoModule *module = io_module_load(vm);
    IoBuffered *self = module == NULL ? NULL : (IoBuffered *)instance_new(vm, type);
    if (self != NULL) {
        self->module = module;
        self->absolute = self->read_end = self->write_end = -1;
    }
    return (Object *)self;
}

enum { READS = 1, WRITES = 2, SEEKS = 4 };

static bool set_up(Vm *vm, IoBuffered *self, Object *raw, int64_t size, int ways) {
    const IoNames *names = &self->module->names;
    int64_t position;
    self->is_ready = self->is_detached = false;
    if (((ways & SEEKS) && !io_check_able(vm, raw, names->seekable,
                                          "File or stream is not seekable.")) ||
        ((ways & READS) && !io_check_able(vm, raw, names->readable,
                                          "File or stream is not readable.")) ||
        ((ways & WRITES) && !io_check_able(vm, raw, names->writable,
                                           "File or stream is not writable.")))
        return false;
    slot_set(vm, &self->base, &self->raw, raw);
    self->is_readable = (ways & READS) != 0;
    self->is_writable = (ways & WRITES) != 0;
    if (size <= 0) return raise_false(vm, ERROR_IO_BUFFER_SIZE);
    drop_buffer(vm, self);
    self->size = size;
    self->position = 0;
    self->is_released = false;
    if (!io_buffered_raw_tell(vm, self, &position)) {
        raised_clear(vm);
        self->absolute = -1;
    }
    io_buffered_forget_read(self);
    io_buffered_forget_written(self);
    self->is_ready = true;
    return true;
}

static bool init(Vm *vm, Object *object, const Arguments *arguments, const char *name, int ways) {
    Object *values[2];
    int64_t size = IO_BUFFER_BYTES;
    if (!arguments_bind(vm, name, "(raw, buffer_size=DEFAULT_BUFFER_SIZE)", arguments, values))
        return false;
    bool done = (values[1] == NULL || argument_size(vm, values[1], &size)) &&
                set_up(vm, (IoBuffered *)object, values[0], size, ways);
    arguments_unbind(vm, values, 2);
    return done;
}

static bool reader_init(Vm *vm, Object *object, const Arguments *arguments) {
    return init(vm, object, arguments, "BufferedReader", READS);
}

static bool writer_init(Vm *vm, Object *object, const Arguments *arguments) {
    return init(vm, object, arguments, "BufferedWriter", WRITES);
}

static bool random_init(Vm *vm, Object *object, const Arguments *arguments) {
    return init(vm, object, arguments, "BufferedRandom", READS | WRITES | SEEKS);
}

Object *io_buffered_new(Vm *vm, Type *type, Object *raw, int64_t size) {
    IoBuffered *self = (IoBuffered *)buffered_make(vm, type, NULL);
    const TypeDefinition *definition = type->definition;
    int ways = definition == &io_reader_definition   ? READS
               : definition == &io_writer_definition ? WRITES
                                                     : READS | WRITES | SEEKS;
    if (self != NULL && set_up(vm, self, raw, size, ways)) return &self->base;
    object_drop_or_null(vm, (Object *)self);
    return NULL;
}

// --- the types ---

#define PLAIN(name, function, doc) {name, function, "(self, /)", doc, METHOD_HIDES_SIGNATURE}
#define OWN(name, signature, doc) {#name, buffered_method_##name, signature, doc, 0}
#define SIZED(name, doc) {#name, io_buffered_method_##name, "(self, size=-1, /)", doc, 0}

#define ROW_CLOSE PLAIN("close", buffered_method_close, "Flush and close; again does nothing.")
#define ROW_DETACH PLAIN("detach", buffered_method_detach, \
                         "Give the raw file away; this one can't be used more.")
#define ROW_SEEKABLE PLAIN("seekable", buffered_method_seekable, "Can the place be changed?")
#define ROW_READABLE PLAIN("readable", buffered_method_readable, "Can it be read?")
#define ROW_WRITABLE PLAIN("writable", buffered_method_writable, "Can it be written?")
#define ROW_FILENO PLAIN("fileno", buffered_method_fileno, "The file's number in the system.")
#define ROW_ISATTY PLAIN("isatty", buffered_method_isatty, "Is it a terminal?")
#define ROW_FLUSH PLAIN("flush", io_buffered_method_flush, "Write out what is buffered.")
#define ROW_DEALLOC_WARN {"_dealloc_warn", buffered_method__dealloc_warn, "(self, source, /)", \
                          NULL, METHOD_HIDES_SIGNATURE}
#define ROW_SEEK OWN(seek, "(self, target, whence=0, /)", \
                     "Move to a place: counted from the start (0), from here (1) or the end (2).")
#define ROW_TELL PLAIN("tell", buffered_method_tell, "The place in the file.")
#define ROW_TRUNCATE OWN(truncate, "(self, pos=None, /)", "Cut or extend the file.")
#define ROW_SIZEOF PLAIN("__sizeof__", buffered_method___sizeof__, NULL)
#define ROW_READ SIZED(read, "Read size bytes, or fewer at the end, or all.")
#define ROW_READ1 SIZED(read1, "Read at most size bytes by at most one read of the raw file.")
#define ROW_READLINE SIZED(readline, "Read a line, of at most size bytes.")
#define ROW_PEEK {"peek", io_buffered_method_peek, "(self, size=0, /)", \
                  "The bytes that come next, as many as are in the buffer; the place stays.", 0}
#define ROW_READINTO {"readinto", io_buffered_method_readinto, "(self, buffer, /)", \
                      "Read into what has room; gives how much.", 0}
#define ROW_READINTO1 {"readinto1", io_buffered_method_readinto1, "(self, buffer, /)", \
                       "The same by at most one read of the raw file.", 0}
#define ROW_WRITE {"write", io_buffered_method_write, "(self, buffer, /)", \
                   "Write bytes, and give how many.", 0}

static const Method reader_methods[] = {
    ROW_DETACH, PLAIN("flush", buffered_method_flush_raw, "Flush the raw file."), ROW_CLOSE,
    ROW_SEEKABLE, ROW_READABLE, ROW_FILENO, ROW_ISATTY, ROW_DEALLOC_WARN, ROW_READ, ROW_PEEK,
    ROW_READ1, ROW_READINTO, ROW_READINTO1, ROW_READLINE, ROW_SEEK, ROW_TELL, ROW_TRUNCATE,
    ROW_SIZEOF, {0},
};

static const Method writer_methods[] = {
    ROW_CLOSE, ROW_DETACH, ROW_SEEKABLE, ROW_WRITABLE, ROW_FILENO, ROW_ISATTY, ROW_DEALLOC_WARN,
    ROW_WRITE, ROW_TRUNCATE, ROW_FLUSH, ROW_SEEK, ROW_TELL, ROW_SIZEOF, {0},
};

static const Method random_methods[] = {
    ROW_CLOSE, ROW_DETACH, ROW_SEEKABLE, ROW_READABLE, ROW_WRITABLE, ROW_FILENO, ROW_ISATTY,
    ROW_DEALLOC_WARN, ROW_FLUSH, ROW_SEEK, ROW_TELL, ROW_TRUNCATE, ROW_READ, ROW_READ1,
    ROW_READINTO, ROW_READINTO1, ROW_READLINE, ROW_PEEK, ROW_WRITE, ROW_SIZEOF, {0},
};

static const Member buffered_members[] = {
    {"raw", offsetof(IoBuffered, raw), MEMBER_READ_ONLY, NULL},
    {"_finalizing", offsetof(IoBuffered, is_finalizing), MEMBER_IS_BOOL, NULL},
    {0},
};

static const Property buffered_properties[] = {
    {"closed", buffered_get_closed, NULL, NULL},
    {"name", buffered_get_name, NULL, NULL},
    {"mode", buffered_get_mode, NULL, NULL},
    {0},
};

static const Field buffered_fields[] = {
    FIELD(IoBuffered, raw),
    {0},
};

#define BUFFERED_TYPE(id, python_name, next_function, text)                                     \
    const TypeDefinition io_##id##_definition = {                                               \
        .name = "_io." python_name,                                                             \
        .flags = TYPE_IS_BASE,                                                                  \
        .bytes = sizeof(IoBuffered),                                                            \
        .python_bytes = 152,                                                                    \
        .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK,                       \
                   .fields = buffered_fields, .finish = buffered_finish,                        \
                   .clear = buffered_clear, .payload = buffered_payload},                       \
        .behaviour = {.repr = io_repr_named, .next = next_function, .new = buffered_make,       \
                      .init = id##_init},                                                       \
        .methods = id##_methods,                                                                \
        .members = buffered_members,                                                            \
        .properties = buffered_properties,                                                      \
        .signature = "(raw, buffer_size=DEFAULT_BUFFER_SIZE)",                                  \
        .doc = text,                                                                            \
    }

BUFFERED_TYPE(reader, "BufferedReader", io_buffered_next,
              "A buffer in front of a raw file that is read.");
BUFFERED_TYPE(writer, "BufferedWriter", NULL, "A buffer in front of a raw file that is written.");
BUFFERED_TYPE(random, "BufferedRandom", io_buffered_next,
              "A buffer in front of a raw file that is read and written at any place.");
