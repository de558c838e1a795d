// BufferedRWPair: one file to read and another one to write.

#include "modules/io_buffered.h"

typedef struct IoPair {
    Object base;
    Slot reader, writer;
} IoPair;

static bool pair_init(Vm *vm, Object *object, const Arguments *arguments) {
    IoPair *self = (IoPair *)object;
    int64_t size = IO_BUFFER_BYTES;
    if (!arguments_refuse_keywords(vm, "BufferedRWPair", arguments) ||
        !arguments_check_count(vm, "BufferedRWPair", arguments->count, 2, 3))
        return false;
    const Slot *values = arguments->values;
    const IoModule *module = io_module_get(vm);
    if (arguments->count > 2 && !argument_size(vm, values[2].object, &size)) return false;
    if (!io_check_able(vm, values[0].object, module->names.readable,
                       "File or stream is not readable.") ||
        !io_check_able(vm, values[1].object, module->names.writable,
                       "File or stream is not writable."))
        return false;
    Object *reader = io_buffered_new(vm, module->reader, values[0].object, size);
    if (reader == NULL) return false;
    slot_take(vm, object, &self->reader, reader);
    Object *writer = io_buffered_new(vm, module->writer, values[1].object, size);
    if (writer == NULL) {
        slot_clear(vm, object, &self->reader);
        return false;
    }
    slot_take(vm, object, &self->writer, writer);
    return true;
}

static Object *pair_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return instance_new(vm, type);
}

// Calls the method of one of the two with the same arguments.
static Object *forward(Vm *vm, Object *file, Str *name, Object *arguments) {
    if (file == NULL) return raise(vm, ERROR_IO_UNINITIALIZED);
    Object *method = object_load_attribute(vm, file, name);
    if (method == NULL) return NULL;
    Object *result = arguments == NULL ? object_call_with(vm, method, 0)
                                       : object_call_tuple(vm, method, (Tuple *)arguments, NULL);
    object_drop(vm, method);
    return result;
}

#define FORWARD(name, end, text, arguments_value)                                    \
    static Object *pair_method_##name(Vm *vm, const Slot *arguments) {               \
        IoPair *self = (IoPair *)arguments[0].object;                                \
        return forward(vm, self->end.object, text, arguments_value);                 \
    }

FORWARD(read, reader, IO_NAMES(vm).read, arguments[1].object)
FORWARD(peek, reader, IO_NAMES(vm).peek, arguments[1].object)
FORWARD(read1, reader, IO_NAMES(vm).read1, arguments[1].object)
FORWARD(readinto, reader, IO_NAMES(vm).readinto, arguments[1].object)
FORWARD(readinto1, reader, IO_NAMES(vm).readinto1, arguments[1].object)
FORWARD(write, writer, vm->objects->names.write, arguments[1].object)
FORWARD(flush, writer, vm->objects->names.flush, NULL)
FORWARD(readable, reader, IO_NAMES(vm).readable, NULL)
FORWARD(writable, writer, IO_NAMES(vm).writable, NULL)

static Object *pair_method_close(Vm *vm, const Slot *arguments) {
    IoPair *self = (IoPair *)arguments[0].object;
    Str *name = vm->objects->names.close;
    Object *first = forward(vm, self->writer.object, name, NULL);
    Object *earlier = first == NULL ? raised_take(vm) : NULL;
    Object *second = forward(vm, self->reader.object, name, NULL);
    io_chain_raised(vm, earlier);
    object_drop_or_null(vm, first);
    if (!raised(vm)) return second;
    object_drop_or_null(vm, second);
    return NULL;
}

static Object *pair_method_isatty(Vm *vm, const Slot *arguments) {
    IoPair *self = (IoPair *)arguments[0].object;
    Object *answer = forward(vm, self->writer.object, IO_NAMES(vm).isatty, NULL);
    if (answer != vm->objects->false_) return answer;
    object_drop(vm, answer);
    return forward(vm, self->reader.object, IO_NAMES(vm).isatty, NULL);
}

static Object *pair_get_closed(Vm *vm, Object *object) {
    const IoPair *self = (const IoPair *)object;
    if (self->writer.object == NULL) return raise(vm, ERROR_IO_PAIR_DEAD);
    return object_load_attribute(vm, self->writer.object, IO_NAMES(vm).closed);
}

#define ROW(name, signature) {#name, pair_method_##name, signature, NULL, METHOD_HIDES_SIGNATURE}

static const Method pair_methods[] = {
    ROW(read, "(self, /, *args)"), ROW(peek, "(self, /, *args)"),
    ROW(read1, "(self, /, *args)"), ROW(readinto, "(self, /, *args)"),
    ROW(readinto1, "(self, /, *args)"), ROW(write, "(self, /, *args)"),
    ROW(flush, "(self, /)"), ROW(readable, "(self, /)"), ROW(writable, "(self, /)"),
    ROW(close, "(self, /)"), ROW(isatty, "(self, /)"), {0},
};

static const Property pair_properties[] = {
    {"closed", pair_get_closed, NULL, NULL},
    {0},
};

static const Field pair_fields[] = {
    FIELD(IoPair, reader),
    FIELD(IoPair, writer),
    {0},
};

const TypeDefinition io_pair_definition = {
    .name = "_io.BufferedRWPair",
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(IoPair),
    .python_bytes = 48,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
               .fields = pair_fields},
    .behaviour = {.new = pair_make, .init = pair_init},
    .methods = pair_methods,
    .properties = pair_properties,
    .signature = "(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)",
    .doc = "A file that is read here and written there, as a pair of pipes or a socket is.",
};
