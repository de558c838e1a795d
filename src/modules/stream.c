#include "modules/stream.h"

#include "base/world.h"
#include "objects/errors_modules.h"
#include "objects/str.h"

#include <string.h>

enum { BUFFER_BYTES = 8192 };

Object *stream_new(Vm *vm, int file, StreamBuffering buffering) {
    uint8_t *buffer = system_new(vm, BUFFER_BYTES);
    if (buffer == NULL) return NULL;
    Stream *stream = (Stream *)object_new(vm, KIND_STREAM, sizeof(Stream));
    if (stream == NULL) {
        system_drop(vm, buffer, BUFFER_BYTES);
        return NULL;
    }
    stream->file = file;
    stream->buffering = buffering;
    stream->buffer = buffer;
    stream->used = stream->start = 0;
    stream->is_closed = stream->is_at_end = false;
    return &stream->base;
}

static bool write_out(Vm *vm, Stream *stream, const uint8_t *bytes, int64_t count) {
    int64_t result = world_write_all(vm->world, stream->file, bytes, (size_t)count);
    if (result >= 0) return true;
    raise_os_error(vm, (int)-result, NULL);
    return false;
}

bool stream_flush(Vm *vm, Stream *stream) {
    int64_t used = stream->used;
    if (stream->file == 0 || used == 0) return true;
    stream->used = 0;
    return write_out(vm, stream, stream->buffer, used);
}

static bool write_bytes(Vm *vm, Stream *stream, const uint8_t *bytes, int64_t count) {
    if (stream->used + count > BUFFER_BYTES && !stream_flush(vm, stream)) return false;
    if (count > BUFFER_BYTES) return write_out(vm, stream, bytes, count);
    memcpy(stream->buffer + stream->used, bytes, (size_t)count);
    stream->used += count;
    if (stream->buffering == STREAM_UNBUFFERED) return stream_flush(vm, stream);
    if (stream->buffering == STREAM_BY_LINE && memchr(bytes, '\n', (size_t)count) != NULL)
        return stream_flush(vm, stream);
    return true;
}

static bool refuse_surrogates(Vm *vm, const Str *text, bool is_error_stream) {
    if (text->width == 1 || is_error_stream) return true;
    for (int64_t i = 0; i < text->length; i++) {
        uint32_t character = str_get_char(text, i);
        if (character < 0xd800 || character > 0xdfff) continue;
        Object *type = (Object *)exception_type(vm, EXCEPTION_UnicodeEncodeError);
        Object *encoding = str_new_c(vm, "utf-8"), *start = int_new(vm, i);
        Object *end = int_new(vm, i + 1), *reason = str_new_c(vm, "surrogates not allowed");
        if (encoding != NULL && start != NULL && end != NULL && reason != NULL) {
            Object *error = object_call_with(vm, type, 5, encoding, (Object *)(uintptr_t)text,
                                             start, end, reason);
            if (error != NULL) raise_exception(vm, error);
            object_drop_or_null(vm, error);
        }
        object_drop_or_null(vm, encoding);
        object_drop_or_null(vm, start);
        object_drop_or_null(vm, end);
        object_drop_or_null(vm, reason);
        return false;
    }
    return true;
}

bool stream_write(Vm *vm, Stream *stream, Str *text) {
    const Observer *observer = runtime_of(vm)->observer;
    if (stream->is_closed) return raise_false(vm, ERROR_CLOSED_FILE);
    if (!refuse_surrogates(vm, text, stream->file == 2)) return false;
    if (observer != NULL && observer->output != NULL)
        observer->output(vm, observer->context, stream->file, text);
    size_t bytes;
    const char *utf8 = str_utf8(vm, text, &bytes);
    if (utf8 == NULL) return false;
    bool done = write_bytes(vm, stream, (const uint8_t *)utf8, (int64_t)bytes);
    str_utf8_drop(vm, text, utf8, bytes);
    return done;
}

Stream *stream_get_standard(Vm *vm, const char *name) {
    Object *found;
    if (runtime_find_sys(vm, name, &found) != FOUND) {
        raised_clear(vm);
        return NULL;
    }
    object_drop(vm, found);   // sys holds it
    return found->kind == KIND_STREAM ? (Stream *)found : NULL;
}

// --- reading lines ---

// Moves what is unread to the front and reads more; false: raised.
static bool fill(Vm *vm, Stream *stream) {
    memmove(stream->buffer, stream->buffer + stream->start, (size_t)(stream->used - stream->start));
    stream->used -= stream->start;
    stream->start = 0;
    int64_t count = world_read(vm->world, stream->file, stream->buffer + stream->used,
                               (size_t)(BUFFER_BYTES - stream->used));
    if (count < 0) {
        raise_os_error(vm, (int)-count, NULL);
        return false;
    }
    stream->used += count;
    if (count == 0) stream->is_at_end = true;
    return true;
}

static Object *read_until(Vm *vm, Stream *stream, bool stops_at_newline) {
    StrBuilder builder;
    Object *part = NULL;
    str_builder_start(vm, &builder);
    for (bool ended = false; !ended;) {
        const uint8_t *start = stream->buffer + stream->start;
        int64_t count = stream->used - stream->start;
        const uint8_t *newline = stops_at_newline && count > 0
            ? memchr(start, '\n', (size_t)count) : NULL;
        if (newline != NULL) count = newline - start + 1;
        part = str_new(vm, (const char *)start, (size_t)count);
        if (part == NULL) break;
        str_builder_add(&builder, (Str *)part);
        object_drop(vm, part);
        stream->start += count;
        ended = newline != NULL || stream->is_at_end;
        if (!ended && !fill(vm, stream)) part = NULL;
        if (part == NULL) break;
    }
    if (part != NULL) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

// --- methods ---

static Stream *stream_of(const Slot *arguments) {
    return (Stream *)arguments[0].object;
}

static Object *stream_method_write(Vm *vm, const Slot *arguments) {
    Object *text = arguments[1].object;
    if (!object_is_str(vm, text)) return raise(vm, ERROR_WRITE_NOT_STR, text);
    if (!stream_write(vm, stream_of(arguments), (Str *)text)) return NULL;
    return int_new(vm, ((Str *)text)->length);
}

static Object *stream_method_flush(Vm *vm, const Slot *arguments) {
    return stream_flush(vm, stream_of(arguments)) ? none_new(vm) : NULL;
}

static Object *stream_method_fileno(Vm *vm, const Slot *arguments) {
    return int_new(vm, stream_of(arguments)->file);
}

static Object *stream_method_isatty(Vm *vm, const Slot *arguments) {
    return bool_new(vm, world_is_terminal(vm->world, stream_of(arguments)->file));
}

static Object *stream_method_readline(Vm *vm, const Slot *arguments) {
    return read_until(vm, stream_of(arguments), true);
}

static Object *stream_method_read(Vm *vm, const Slot *arguments) {
    return read_until(vm, stream_of(arguments), false);
}

static Object *stream_method_readable(Vm *vm, const Slot *arguments) {
    return bool_new(vm, stream_of(arguments)->file == 0);
}

static Object *stream_method_writable(Vm *vm, const Slot *arguments) {
    return bool_new(vm, stream_of(arguments)->file != 0);
}

static Object *stream_next(Vm *vm, Object *object) {
    Object *line = read_until(vm, (Stream *)object, true);
    if (line == NULL || ((Str *)line)->length > 0) return line;
    object_drop(vm, line);
    return NULL;
}

static Object *stream_iterate(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

static const char *stream_name(const Object *object) {
    static const char *const names[] = {"<stdin>", "<stdout>", "<stderr>"};
    return names[((const Stream *)object)->file];
}

static Object *stream_get_name(Vm *vm, Object *object) {
    return str_new_c(vm, stream_name(object));
}

static Object *stream_get_encoding(Vm *vm, Object *object) {
    (void)object;
    return str_new_c(vm, "utf-8");
}

static Object *stream_get_errors(Vm *vm, Object *object) {
    return str_new_c(vm, ((Stream *)object)->file == 2 ? "backslashreplace" : "strict");
}

static Object *stream_get_closed(Vm *vm, Object *object) {
    return bool_new(vm, ((Stream *)object)->is_closed);
}

static Object *stream_repr(Vm *vm, Object *object) {
    return str_new_format(vm, "<_io.TextIOWrapper name='%s' mode='%s' encoding='utf-8'>",
                          stream_name(object), ((Stream *)object)->file == 0 ? "r" : "w");
}

static size_t stream_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Stream);
}

static void stream_finish(Vm *vm, Object *object) {
    Stream *stream = (Stream *)object;
    if (!stream_flush(vm, stream)) raised_clear(vm);
    system_drop(vm, stream->buffer, BUFFER_BYTES);
}

static const Method stream_methods[] = {
    METHOD(stream, write, "(self, s, /)", "Write text; give the number of characters."),
    METHOD(stream, flush, "(self, /)", "Write out what is buffered."),
    METHOD(stream, fileno, "(self, /)", "The file descriptor."),
    METHOD(stream, isatty, "(self, /)", "Is it a terminal?"),
    METHOD(stream, readline, "(self, size=-1, /)", "Read a line, with its newline."),
    METHOD(stream, read, "(self, size=-1, /)", "Read all that is left."),
    METHOD(stream, readable, "(self, /)", "Can it be read?"),
    METHOD(stream, writable, "(self, /)", "Can it be written?"),
    {0},
};

static const Property stream_properties[] = {
    {"name", stream_get_name, NULL, NULL},
    {"encoding", stream_get_encoding, NULL, NULL},
    {"errors", stream_get_errors, NULL, NULL},
    {"closed", stream_get_closed, NULL, NULL},
    {0},
};

const TypeDefinition stream_definition = {
    .name = "_io.TextIOWrapper",
    .kind = KIND_STREAM,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Stream),
    .python_bytes = 168,
    .layout = {.name = "TextIOWrapper", .bytes = stream_bytes, .finish = stream_finish},
    .behaviour = {.repr = stream_repr, .iterate = stream_iterate, .next = stream_next},
    .methods = stream_methods,
    .properties = stream_properties,
};
