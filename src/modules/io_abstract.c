// _BufferedIOBase and _TextIOBase: what subclasses are to bring, and little more.

#include "modules/io.h"

#include <string.h>

#define UNSUPPORTED(prefix, name)                                                        \
    static Object *prefix##_method_##name(Vm *vm, const Slot *arguments) {               \
        (void)arguments;                                                                 \
        return io_raise_unsupported(vm, #name);                                          \
    }

// --- _BufferedIOBase ---

UNSUPPORTED(buffered, detach)
UNSUPPORTED(buffered, read)
UNSUPPORTED(buffered, read1)
UNSUPPORTED(buffered, write)

// readinto() by a method that gives bytes.
static Object *read_into(Vm *vm, const Slot *arguments, Str *method, const char *function) {
    View view = {0};
    if (!argument_room(vm, function, 0, arguments[1].object, &view)) return NULL;
    Object *size = int_new(vm, view.bytes), *data = NULL, *result = NULL;
    if (size != NULL) data = object_call_method(vm, arguments[0].object, method, 1, size);
    if (data != NULL && !object_is_bytes(vm, data)) {
        raise(vm, ERROR_IO_READ_BYTES);
    } else if (data != NULL) {
        const Bytes *bytes = (const Bytes *)data;
        if (bytes->count > view.bytes) {
            raise(vm, ERROR_IO_READ_TOO_MUCH, view.bytes, bytes->count);
        } else {
            memcpy(view.data, bytes->data, (size_t)bytes->count);
            result = int_new(vm, bytes->count);
        }
    }
    object_drop_or_null(vm, size);
    object_drop_or_null(vm, data);
    view_release(vm, &view);
    return result;
}

static Object *buffered_method_readinto(Vm *vm, const Slot *arguments) {
    return read_into(vm, arguments, IO_NAMES(vm).read, "readinto");
}

static Object *buffered_method_readinto1(Vm *vm, const Slot *arguments) {
    return read_into(vm, arguments, IO_NAMES(vm).read1, "readinto1");
}

#define HIDDEN(prefix, name, doc) \
    {#name, prefix##_method_##name, "(self, /, *args)", doc, METHOD_HIDES_SIGNATURE}

static const Method buffered_methods[] = {
    METHOD(buffered, detach, "(self, /)", "Give the raw file away; this one can't be used more."),
    HIDDEN(buffered, read, "Read at most size bytes, or all; more than once if need be."),
    HIDDEN(buffered, read1, "Read at most size bytes by at most one read of the raw file."),
    METHOD(buffered, readinto, "(self, buffer, /)", "Read into what has room; gives how much."),
    METHOD(buffered, readinto1, "(self, buffer, /)", "The same by at most one read."),
    HIDDEN(buffered, write, "Write bytes, and give how many."),
    {0},
};

const TypeDefinition io_buffered_base_definition = {
    .name = "_io._BufferedIOBase",
    .flags = TYPE_IS_BASE,
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK},
    .methods = buffered_methods,
    .doc = "The base of files with a buffer: read and write do all that they are asked.",
};

// --- _TextIOBase ---

UNSUPPORTED(text, detach)
UNSUPPORTED(text, read)
UNSUPPORTED(text, readline)
UNSUPPORTED(text, write)

static Object *get_none(Vm *vm, Object *object) {
    (void)object;
    return none_new(vm);
}

static const Method text_methods[] = {
    HIDDEN(text, detach, "Give the buffer away; this file can't be used more."),
    HIDDEN(text, read, "Read at most size characters, or all."),
    HIDDEN(text, readline, "Read a line, or what is left of one."),
    HIDDEN(text, write, "Write a str, and give its length."),
    {0},
};

static const Property text_properties[] = {
    {"encoding", get_none, NULL, "How characters are bytes in the file."},
    {"newlines", get_none, NULL, "The newlines that were read so far."},
    {"errors", get_none, NULL, "What is done with what can't be encoded or decoded."},
    {0},
};

const TypeDefinition io_text_base_definition = {
    .name = "_io._TextIOBase",
    .flags = TYPE_IS_BASE,
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK},
    .methods = text_methods,
    .properties = text_properties,
    .doc = "The base of files of characters.",
};
