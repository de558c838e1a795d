// _IOBase and _RawIOBase: what every file has, made of the methods that subclasses bring.
//
// A closed file is marked by the attribute __IOBase_closed in its dict.

#include "modules/io.h"

#include "objects/bytearray.h"
#include "objects/exception.h"

#include <errno.h>
#include <string.h>

// --- for the other files ---

Object *io_raise_unsupported(Vm *vm, const char *message) {
    return raise_text(vm, (Type *)io_module_get(vm)->unsupported.object, "%s", message);
}

Object *io_call(Vm *vm, Object *object, Str *name) {
    return object_call_method(vm, object, name, 0);
}

bool io_call_void(Vm *vm, Object *object, Str *name, Object *argument) {
    Object *result = argument == NULL ? object_call_method(vm, object, name, 0)
                                      : object_call_method(vm, object, name, 1, argument);
    object_drop_or_null(vm, result);
    return result != NULL;
}

Found io_is_closed(Vm *vm, Object *object) {
    Object *closed = object_load_attribute(vm, object, IO_NAMES(vm).closed);
    if (closed == NULL) return RAISED;
    Found truth = object_truth(vm, closed);
    object_drop(vm, closed);
    return truth;
}

bool io_check_closed(Vm *vm, Object *object) {
    Object *closed;
    Found found = object_find_attribute(vm, object, IO_NAMES(vm).closed, &closed);
    if (found != FOUND) return found == ABSENT;
    Found truth = object_truth(vm, closed);
    object_drop(vm, closed);
    return truth == FOUND ? raise_false(vm, ERROR_CLOSED_FILE) : truth == ABSENT;
}

bool io_check_able(Vm *vm, Object *object, Str *method, const char *message) {
    Object *answer = io_call(vm, object, method);
    if (answer == NULL) return false;
    object_drop(vm, answer);
    return answer == vm->objects->true_ || io_raise_unsupported(vm, message) != NULL;
}

bool io_clear_interrupted(Vm *vm) {
    Object *error = vm->objects->raised.object;
    if (error == NULL || !object_has_type(vm, error, exception_type(vm, EXCEPTION_OSError)))
        return false;
    Object *number = exception_get_field(error, OS_ERRNO);
    int64_t value;
    if (number == NULL || !object_is_int(vm, number) ||
        int_find_value(vm, number, &value) != FOUND || value != EINTR)
        return false;
    raised_clear(vm);
    return true;
}

bool io_read_size(Vm *vm, Object *argument, int64_t *size) {
    *size = -1;
    if (argument == NULL || argument == vm->objects->none) return true;
    if (object_type(vm, argument)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_IO_SIZE_TYPE, argument);
    return object_index(vm, argument, EXCEPTION_OverflowError, size);
}

void io_chain_raised(Vm *vm, Object *earlier) {
    if (earlier == NULL) return;
    Object *later = raised_take(vm);
    if (later == NULL) {
        raised_restore(vm, earlier);
        return;
    }
    exception_add_context(vm, later, earlier);
    object_drop(vm, earlier);
    raised_restore(vm, later);
}

void io_warn_unclosed(Vm *vm, Object *source) {
    Object *aside = raised_take(vm);
    Object *text = str_new_format(vm, "unclosed file %R", source);
    if (text == NULL || !raise_warning_at(vm, EXCEPTION_ResourceWarning, text, 1, source)) {
        // An error that filters make of the warning is reported; others are let go.
        if (raised_is(vm, exception_type(vm, EXCEPTION_Warning)))
            raised_report_unraisable(vm, NULL, source);
        raised_clear(vm);
    }
    object_drop_or_null(vm, text);
    raised_restore(vm, aside);
}

// --- _IOBase ---

#define BASE(name) static Object *base_method_##name(Vm *vm, const Slot *arguments)

BASE(seek) {
    (void)arguments;
    return io_raise_unsupported(vm, "seek");
}

BASE(tell) {
    Object *const *small = vm->objects->small_ints - SMALL_INT_MIN;
    return object_call_method(vm, arguments[0].object, IO_NAMES(vm).seek, 2, small[0], small[1]);
}

BASE(truncate) {
    (void)arguments;
    return io_raise_unsupported(vm, "truncate");
}

// Is the mark of _IOBase.close there?
static Found is_marked(Vm *vm, Object *object) {
    Object *mark;
    Found found = object_find_attribute(vm, object, IO_NAMES(vm).closed_mark, &mark);
    if (found == FOUND) object_drop(vm, mark);
    return found;
}

BASE(flush) {
    Found closed = is_marked(vm, arguments[0].object);
    if (closed == RAISED) return NULL;
    return closed == FOUND ? raise(vm, ERROR_CLOSED_FILE) : none_new(vm);
}

static Object *base_get_closed(Vm *vm, Object *object) {
    Found closed = is_marked(vm, object);
    return closed == RAISED ? NULL : bool_new(vm, closed == FOUND);
}

Object *io_base_close(Vm *vm, Object *object) {
    Found closed = is_marked(vm, object);
    if (closed == RAISED) return NULL;
    if (closed == FOUND) return none_new(vm);
    bool done = io_call_void(vm, object, vm->objects->names.flush, NULL);
    Object *earlier = raised_take(vm);
    if (!object_set_attribute(vm, object, IO_NAMES(vm).closed_mark, vm->objects->true_))
        done = false;
    io_chain_raised(vm, earlier);
    return done ? none_new(vm) : NULL;
}

BASE(close) {
    return io_base_close(vm, arguments[0].object);
}

// The truth of object.closed; RAISED where it can't be known (nothing is raised).
static Found know_closed(Vm *vm, Object *object) {
    Object *value;
    Found found = object_find_attribute(vm, object, IO_NAMES(vm).closed, &value);
    if (found == FOUND) {
        found = object_truth(vm, value);
        object_drop(vm, value);
    } else {
        found = RAISED;
    }
    raised_clear(vm);
    return found;
}

// A file that dies is closed first.
static bool base_finalize(Vm *vm, Object *object) {
    if (io_module_get(vm) == NULL || know_closed(vm, object) != ABSENT) return true;
    if (!object_set_attribute(vm, object, IO_NAMES(vm).finalizing, vm->objects->true_))
        raised_clear(vm);
    if (io_call_void(vm, object, vm->objects->names.close, NULL)) return true;
    // Nobody is there to be told, but for those who develop.
    if (io_module_get(vm)->is_dev_mode) return false;
    raised_clear(vm);
    return true;
}

BASE(seekable) {
    (void)arguments;
    return bool_new(vm, false);
}

BASE(_checkClosed) {
    return io_check_closed(vm, arguments[0].object) ? none_new(vm) : NULL;
}

#define CHECK_ABLE(function, name, word)                                                     \
    BASE(function) {                                                                         \
        Object *self = arguments[0].object;                                                  \
        const char *message = "File or stream is not " word ".";                             \
        return io_check_able(vm, self, IO_NAMES(vm).name, message) ? bool_new(vm, true) : NULL; \
    }

CHECK_ABLE(_checkSeekable, seekable, "seekable")
CHECK_ABLE(_checkReadable, readable, "readable")
CHECK_ABLE(_checkWritable, writable, "writable")

BASE(fileno) {
    (void)arguments;
    return io_raise_unsupported(vm, "fileno");
}

BASE(isatty) {
    return io_check_closed(vm, arguments[0].object) ? bool_new(vm, false) : NULL;
}

static Object *base_iterate(Vm *vm, Object *object) {
    return io_check_closed(vm, object) ? object_share(object) : NULL;
}

BASE(__enter__) {
    return base_iterate(vm, arguments[0].object);
}

BASE(__exit__) {
    return io_call(vm, arguments[0].object, vm->objects->names.close);
}

static Object *base_next(Vm *vm, Object *object) {
    Object *line = io_call(vm, object, vm->objects->names.readline);
    int64_t length;
    if (line == NULL) return NULL;
    if (object_length(vm, line, &length) && length > 0) return line;
    object_drop(vm, line);
    return NULL;
}

// --- lines ---

typedef struct LineReading {
    Vm *vm;
    Object *file;     // borrows
    Object *peek;     // owns: its method, or NULL
    int64_t limit;    // below 0: none
    ByteArray *line;  // owns
} LineReading;

// How many bytes can be read at once without reading beyond the line: by peek(1). 0: raised.
static int64_t peek_ahead(LineReading *reading) {
    Vm *vm = reading->vm;
    Object *ahead;
    do {
        Object *one = int_new(vm, 1);
        ahead = one == NULL ? NULL : object_call_with(vm, reading->peek, 1, one);
        object_drop_or_null(vm, one);
    } while (ahead == NULL && io_clear_interrupted(vm));
    if (ahead == NULL) return 0;
    int64_t count = 1;
    if (!object_is_bytes(vm, ahead)) {
        raise(vm, ERROR_IO_PEEK_NOT_BYTES, ahead);
        count = 0;
    } else if (((const Bytes *)ahead)->count > 0) {
        const Bytes *bytes = (const Bytes *)ahead;
        count = bytes->count;
        if (reading->limit >= 0 && count > reading->limit) count = reading->limit;
        const uint8_t *newline = memchr(bytes->data, '\n', (size_t)count);
        if (newline != NULL) count = newline - bytes->data + 1;
    }
    object_drop(vm, ahead);
    return count;
}

// Reads the next part of the line. FOUND: there may be more; ABSENT: the line is whole.
static Found read_part(LineReading *reading) {
    Vm *vm = reading->vm;
    int64_t ahead = reading->peek != NULL ? peek_ahead(reading) : 1;
    Object *count = ahead == 0 ? NULL : int_new(vm, ahead), *part;
    if (count == NULL) return RAISED;
    do part = object_call_method(vm, reading->file, IO_NAMES(vm).read, 1, count);
    while (part == NULL && io_clear_interrupted(vm));
    object_drop(vm, count);
    if (part == NULL) return RAISED;
    Found more = FOUND;
    if (!object_is_bytes(vm, part)) {
        more = raise_found(vm, ERROR_IO_READ_NOT_BYTES, part);
    } else {
        const Bytes *bytes = (const Bytes *)part;
        int64_t end = reading->line->count;
        if (bytes->count == 0 || bytes->data[bytes->count - 1] == '\n') more = ABSENT;
        if (!bytearray_replace(vm, reading->line, end, end, bytes->data, bytes->count))
            more = RAISED;
    }
    object_drop(vm, part);
    return more;
}

BASE(readline) {
    LineReading reading = {.vm = vm, .file = arguments[0].object};
    if (!io_read_size(vm, arguments[1].object, &reading.limit)) return NULL;
    if (object_find_attribute(vm, reading.file, IO_NAMES(vm).peek, &reading.peek) == RAISED)
        return NULL;
    reading.line = (ByteArray *)bytearray_new(vm, NULL, 0);
    Found more = reading.line == NULL ? RAISED : FOUND;
    while (more == FOUND && (reading.limit < 0 || reading.line->count < reading.limit))
        more = read_part(&reading);
    Object *line = NULL;
    if (more != RAISED)
        line = bytes_new(vm, bytearray_get_data(reading.line), reading.line->count);
    object_drop_or_null(vm, (Object *)reading.line);
    object_drop_or_null(vm, reading.peek);
    return line;
}

// Adds lines until they are `hint` long together. False: raised.
static bool add_lines(Vm *vm, Object *file, List *lines, int64_t hint) {
    Object *iterator = object_iterate(vm, file), *line;
    int64_t length = 0, one;
    bool more = iterator != NULL;
    while (more && (line = object_next(vm, iterator)) != NULL) {
        more = list_add(vm, lines, line) && object_length(vm, line, &one);
        object_drop(vm, line);
        if (!more || one > hint - length) break;
        length += one;
    }
    object_drop_or_null(vm, iterator);
    return !raised(vm);
}

BASE(readlines) {
    Object *self = arguments[0].object;
    int64_t hint;
    if (!io_read_size(vm, arguments[1].object, &hint)) return NULL;
    List *lines = list_new(vm, 0);
    if (lines == NULL) return NULL;
    bool done = hint > 0 ? add_lines(vm, self, lines, hint) : list_extend(vm, lines, self);
    if (done) return &lines->base;
    object_drop(vm, &lines->base);
    return NULL;
}

BASE(writelines) {
    Object *self = arguments[0].object, *line, *result;
    if (!io_check_closed(vm, self)) return NULL;
    Object *iterator = object_iterate(vm, arguments[1].object);
    if (iterator == NULL) return NULL;
    while ((line = object_next(vm, iterator)) != NULL) {
        do result = object_call_method(vm, self, vm->objects->names.write, 1, line);
        while (result == NULL && io_clear_interrupted(vm));
        object_drop(vm, line);
        if (result == NULL) break;
        object_drop(vm, result);
    }
    object_drop(vm, iterator);
    return raised(vm) ? NULL : none_new(vm);
}

static Object *base_get_dict(Vm *vm, Object *object) {
    return object_share_or_null((Object *)instance_load_dict(vm, object));
}

static Object *base_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return instance_new(vm, type);
}

#define HIDDEN(name, signature, doc) \
    {#name, base_method_##name, signature, doc, METHOD_HIDES_SIGNATURE}

static const Method base_methods[] = {
    METHOD(base, seek, "(self, offset, whence=os.SEEK_SET, /)",
           "Move to a place: counted from the start (0), from here (1) or from the end (2)."),
    METHOD(base, tell, "(self, /)", "The place in the file."),
    HIDDEN(truncate, "(self, /, *args)", "Cut or extend the file to size bytes."),
    METHOD(base, flush, "(self, /)", "Write out what is buffered."),
    METHOD(base, close, "(self, /)", "Flush and close the file; again does nothing."),
    METHOD(base, seekable, "(self, /)", "Can the place in the file be changed?"),
    {"readable", base_method_seekable, "(self, /)", "Can the file be read?", 0},
    {"writable", base_method_seekable, "(self, /)", "Can the file be written?", 0},
    HIDDEN(_checkClosed, "(self, /)", NULL),
    HIDDEN(_checkSeekable, "(self, /)", NULL),
    HIDDEN(_checkReadable, "(self, /)", NULL),
    HIDDEN(_checkWritable, "(self, /)", NULL),
    METHOD(base, fileno, "(self, /)", "The file's number in the system."),
    METHOD(base, isatty, "(self, /)", "Is it a terminal?"),
    HIDDEN(__enter__, "(self, /)", NULL),
    HIDDEN(__exit__, "(self, /, *args)", NULL),
    METHOD(base, readline, "(self, size=-1, /)", "Read a line, of at most size bytes."),
    METHOD(base, readlines, "(self, hint=-1, /)",
           "A list of lines, up to the one with which they are hint bytes long together."),
    METHOD(base, writelines, "(self, lines, /)", "Write each of the lines, adding nothing."),
    {0},
};

static const Property base_properties[] = {
    {"__dict__", base_get_dict, NULL, NULL},
    {"closed", base_get_closed, NULL, NULL},
    {0},
};

const TypeDefinition io_base_definition = {
    .name = "_io._IOBase",
    .flags = TYPE_IS_BASE | TYPE_HAS_DICT | TYPE_HAS_FINALIZER,
    .bytes = sizeof(Object),
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK},
    .behaviour = {.iterate = base_iterate, .next = base_next, .finalize = base_finalize,
                  .new = base_new},
    .methods = base_methods,
    .properties = base_properties,
    .doc = "What all classes of files have in common; it reads and writes nothing itself.",
};

// --- _RawIOBase ---

#define RAW(name) static Object *raw_method_##name(Vm *vm, const Slot *arguments)

// read(size) by readinto().
RAW(read) {
    Object *self = arguments[0].object;
    int64_t size = -1, count;
    if (arguments[1].object != NULL &&
        !object_index(vm, arguments[1].object, EXCEPTION_OverflowError, &size))
        return NULL;
    if (size < 0) return io_call(vm, self, IO_NAMES(vm).readall);
    Object *array = bytearray_new(vm, NULL, size), *result = NULL;
    if (array == NULL) return NULL;
    memset(bytearray_get_data((ByteArray *)array), 0, (size_t)size);
    result = object_call_method(vm, self, IO_NAMES(vm).readinto, 1, array);
    if (result != NULL && result != vm->objects->none) {
        bool done = object_index(vm, result, EXCEPTION_ValueError, &count);
        object_drop(vm, result);
        const ByteArray *filled = (const ByteArray *)array;
        if (done && count > filled->count) count = filled->count;
        if (done && count < 0) done = raise_false(vm, ERROR_IO_NEGATIVE_BYTES);
        result = done ? bytes_new(vm, bytearray_get_data(filled), count) : NULL;
    }
    object_drop(vm, array);
    return result;
}

// Adds what read() gives to the parts. ABSENT: the end, which None marks too.
static Found add_part(Vm *vm, Object *file, List *parts, bool *is_none) {
    Object *size = int_new(vm, IO_BUFFER_BYTES), *part;
    if (size == NULL) return RAISED;
    do part = object_call_method(vm, file, IO_NAMES(vm).read, 1, size);
    while (part == NULL && io_clear_interrupted(vm));
    object_drop(vm, size);
    if (part == NULL) return RAISED;
    Found more = FOUND;
    *is_none = part == vm->objects->none;
    if (*is_none) more = ABSENT;
    else if (!object_is_bytes(vm, part)) more = raise_found(vm, ERROR_IO_READ_BYTES);
    else if (((const Bytes *)part)->count == 0) more = ABSENT;
    else if (!list_add(vm, parts, part)) more = RAISED;
    object_drop(vm, part);
    return more;
}

Object *io_join(Vm *vm, List *parts) {
    Str *join = str_new_interned(vm, "join", 4);
    if (join == NULL) return NULL;
    Object *all = object_call_method(vm, vm->objects->empty_bytes, join, 1, (Object *)parts);
    object_drop(vm, (Object *)join);
    return all;
}

RAW(readall) {
    List *parts = list_new(vm, 0);
    if (parts == NULL) return NULL;
    bool is_none = false;
    Found more;
    do more = add_part(vm, arguments[0].object, parts, &is_none);
    while (more == FOUND);
    Object *all = NULL;
    if (more == ABSENT) all = is_none && parts->count == 0 ? none_new(vm) : io_join(vm, parts);
    object_drop(vm, &parts->base);
    return all;
}

RAW(readinto) {
    (void)arguments;
    return raise_plain(vm, exception_type(vm, EXCEPTION_NotImplementedError));
}

static const Method raw_methods[] = {
    METHOD(raw, read, "(self, size=-1, /)", "Read at most size bytes in one go."),
    METHOD(raw, readall, "(self, /)", "Read up to the end."),
    {"readinto", raw_method_readinto, "(self, /, *args)", NULL, METHOD_HIDES_SIGNATURE},
    {"write", raw_method_readinto, "(self, /, *args)", NULL, METHOD_HIDES_SIGNATURE},
    {0},
};

const TypeDefinition io_raw_base_definition = {
    .name = "_io._RawIOBase",
    .flags = TYPE_IS_BASE,
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK},
    .methods = raw_methods,
    .doc = "The base of files that do each operation at once.",
};
