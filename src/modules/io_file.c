// FileIO: an open file of the system, each operation one call of it.
//
// `file` is its number, -1 when closed. What would block gives None.

#include "modules/io.h"
#include "objects/path.h"
#include "runtime/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

enum {
    MODE_DIRECTORY = 0040000, MODE_FORMAT = 0170000, NEW_FILE_MODE = 0666,
    GROWTH_SMALL = 8192,      // how a buffer of unknown need grows: at least so much
    GROWTH_LARGE = 65536,     // and from here on by an eighth
};

static IoFile *file_of(const Slot *arguments) {
    return (IoFile *)arguments[0].object;
}

bool io_is_plain(Vm *vm, Object *object, const TypeDefinition *definition, Str *method) {
    if (!io_is_exactly(vm, object, definition)) return false;
    Dict *own = (Dict *)object_prefix(object)->dict.object;
    return own == NULL || dict_get_str(vm, own, method) == NULL;
}

static bool check_open(Vm *vm, const IoFile *file) {
    return file->file >= 0 || raise_false(vm, ERROR_FILE_IS_CLOSED);
}

static Object *raise_mode(Vm *vm, const char *action) {
    return raise_text(vm, (Type *)io_module_get(vm)->unsupported.object,
                      "File not open for %s", action);
}

static bool raise_result(Vm *vm, int64_t result) {
    raise_os_error(vm, (int)-result, NULL);
    return false;
}

// --- opening ---

static bool read_mode(Vm *vm, IoFile *file, Str *mode, int *flags) {
    bool has_kind = false, has_plus = false;
    *flags = O_CLOEXEC;
    for (int64_t i = 0; i < mode->length; i++) {
        uint32_t letter = str_get_char(mode, i);
        if (letter == 'b') continue;
        bool is_again = letter == '+' ? has_plus : has_kind;
        if (letter == '+') has_plus = file->is_readable = file->is_writable = true;
        else has_kind = true;
        switch (is_again ? 0 : letter) {
        case 0: return raise_false(vm, ERROR_IO_FILE_MODE);
        case '+': break;
        case 'r': file->is_readable = true; break;
        case 'w': *flags |= O_CREAT | O_TRUNC; break;
        case 'x': *flags |= O_CREAT | O_EXCL; file->is_created = true; break;
        case 'a': *flags |= O_CREAT | O_APPEND; file->is_appending = true; break;
        default: return raise_false(vm, ERROR_IO_INVALID_MODE, mode);
        }
        if (letter != '+' && letter != 'r') file->is_writable = true;
    }
    if (!has_kind) return raise_false(vm, ERROR_IO_FILE_MODE);
    if (file->is_readable && file->is_writable) *flags |= O_RDWR;
    else if (file->is_writable) *flags |= O_WRONLY;
    return true;
}

// A name that is a number; ABSENT: it is none.
static Found read_number(Vm *vm, Object *name, int *number) {
    *number = -1;
    if (object_type(vm, name)->behaviour.unary[UNARY_INDEX] == NULL) return ABSENT;
    if (!argument_int(vm, name, number)) {
        raised_clear(vm);
        return ABSENT;
    }
    if (*number < 0) return raise_found(vm, ERROR_IO_NEGATIVE_FILE);
    return FOUND;
}

static int64_t close_number(Vm *vm, int number) {
    return world_close(vm->world, number);
}

static bool open_by_opener(Vm *vm, IoFile *file, Object *name, int flags, Object *opener) {
    Object *number = int_new(vm, flags), *result = NULL;
    int64_t value = 0;
    if (number != NULL) result = object_call_with(vm, opener, 2, name, number);
    object_drop_or_null(vm, number);
    if (result == NULL) return false;
    bool done = object_is_int(vm, result) || raise_false(vm, ERROR_IO_OPENER_TYPE);
    if (done && (int_find_value(vm, result, &value) != FOUND || value > INT_MAX ||
                 value < INT_MIN))
        done = raise_false(vm, ERROR_INT_TO_C_INT);
    object_drop(vm, result);
    if (done && value < 0) done = raise_false(vm, ERROR_IO_OPENER_RESULT, value);
    if (!done) return false;
    file->file = (int32_t)value;
    WorldRequest request = {.operation = WORLD_SET_FILE_FLAG,
                            .numbers = {value, WORLD_IS_INHERITABLE, 0}};
    int64_t refused = world_ask(vm->world, &request);
    return refused >= 0 || raise_result(vm, refused);
}

static bool open_by_name(Vm *vm, IoFile *file, Object *name, const Bytes *path, int flags) {
    WorldRequest request = {.operation = WORLD_OPEN, .numbers = {-1, flags, NEW_FILE_MODE},
                            .texts = {(const char *)path->data}};
    int64_t result;
    if (!outside_ask(vm, &request, &result)) return false;
    if (result < 0) {
        raise_os_error(vm, (int)-result, name);
        return false;
    }
    file->file = (int32_t)result;
    return true;
}

// What the system knows of the open file. False: raised.
static bool look_at(Vm *vm, IoFile *file, Object *name) {
    WorldStat stat;
    int64_t result = world_stat_file(vm->world, file->file, &stat);
    if (result == -EBADF) return raise_result(vm, result);
    if (result >= 0 && (stat.mode & MODE_FORMAT) == MODE_DIRECTORY) {
        raise_os_error(vm, EISDIR, name);
        return false;
    }
    if (result >= 0 && stat.block_bytes > 1) file->block_bytes = (uint32_t)stat.block_bytes;
    return true;
}

bool io_file_seek(Vm *vm, IoFile *file, int64_t offset, int whence, int64_t *position) {
    *position = world_seek(vm->world, file->file, offset, whence);
    if (file->seekable < 0) file->seekable = *position >= 0;
    return *position >= 0 || raise_result(vm, *position);
}

// To the end, for mode 'a'; where the file can't seek, it stays.
static bool go_to_end(Vm *vm, IoFile *file) {
    int64_t position = world_seek(vm->world, file->file, 0, 2);
    if (file->seekable < 0) file->seekable = position >= 0;
    return position >= 0 || position == -ESPIPE || raise_result(vm, position);
}

static bool get_number(Vm *vm, IoFile *file, const IoOpening *opening, int flags, int number,
                       const Bytes *path) {
    if (number >= 0) {
        file->file = number;
        file->closes_file = opening->closes_file;
        return true;
    }
    file->closes_file = true;
    if (!opening->closes_file) return raise_false(vm, ERROR_IO_NAME_UNCLOSED);
    if (opening->opener != NULL)
        return open_by_opener(vm, file, opening->name, flags, opening->opener);
    return open_by_name(vm, file, opening->name, path, flags);
}

static bool open_file(Vm *vm, IoFile *file, const IoOpening *opening) {
    int number, flags;
    Found found = read_number(vm, opening->name, &number);
    if (found == RAISED) return false;
    Bytes *path = found == FOUND ? NULL : path_load_bytes(vm, opening->name);
    if (found == ABSENT && path == NULL) return false;
    bool is_own = false;
    bool done = read_mode(vm, file, opening->mode, &flags);
    if (done) done = get_number(vm, file, opening, flags, number, path);
    if (done) is_own = number < 0;
    file->block_bytes = IO_BUFFER_BYTES;
    done = done && look_at(vm, file, opening->name) &&
           object_set_attribute(vm, &file->base, vm->objects->names.name, opening->name) &&
           (!file->is_appending || go_to_end(vm, file));
    object_drop_or_null(vm, (Object *)path);
    if (done) return true;
    if (is_own && file->file >= 0) (void)close_number(vm, file->file);
    file->file = -1;
    return false;
}

static bool file_init(Vm *vm, Object *object, const Arguments *arguments) {
    IoFile *file = (IoFile *)object;
    Object *values[4];
    bool closes_file = true;
    const char *signature = "(file, mode='r', closefd=True, opener=None)";
    if (!arguments_bind(vm, "FileIO", signature, arguments, values)) return false;
    Object *mode = values[1];
    bool done = true;
    if (mode == NULL) mode = (Object *)vm->objects->characters['r'];
    else if (!object_is_str(vm, mode))
        done = argument_refuse_named(vm, "FileIO", "mode", "str", mode);
    else if (chars_find_char(str_get_chars((Str *)mode), 0) >= 0)
        done = raise_false(vm, ERROR_EMBEDDED_NULL);
    if (done && values[2] != NULL) done = argument_truth(vm, values[2], &closes_file);
    Object *opener = values[3] == vm->objects->none ? NULL : values[3];
    if (done && file->file >= 0) {   // made once more: the former file goes
        int64_t result = file->closes_file ? close_number(vm, file->file) : 0;
        file->file = -1;
        if (result < 0) done = raise_result(vm, result);
    }
    if (done) {
        file->is_created = file->is_readable = file->is_writable = file->is_appending = false;
        file->seekable = -1;
        IoOpening opening = {values[0], (Str *)mode, opener, closes_file};
        done = open_file(vm, file, &opening);
    }
    arguments_unbind(vm, values, 4);
    return done;
}

static Object *file_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    IoFile *file = (IoFile *)instance_new(vm, type);
    if (file == NULL) return NULL;
    file->file = -1;
    file->seekable = -1;
    file->closes_file = true;
    return &file->base;
}

Object *io_file_new(Vm *vm, const IoOpening *opening) {
    IoFile *file = (IoFile *)file_new(vm, io_module_get(vm)->file, NULL);
    if (file != NULL && open_file(vm, file, opening)) return &file->base;
    object_drop_or_null(vm, (Object *)file);
    return NULL;
}

// --- reading ---

bool io_file_read_into(Vm *vm, IoFile *file, void *bytes, int64_t count, int64_t *result) {
    if (!check_open(vm, file)) return false;
    if (!file->is_readable) return raise_mode(vm, "reading") != NULL;
    if (!outside_read(vm, file->file, bytes, count, result)) return false;
    if (*result >= 0) return true;
    if (*result != -EAGAIN) return raise_result(vm, *result);
    *result = -1;
    return true;
}

// A read of unknown size: room that grows, outside of the program's memory.
typedef struct Reading {
    Vm *vm;
    int file;
    uint8_t *bytes;   // owns
    int64_t count, capacity;
} Reading;

// Reads more. FOUND: there may be still more; ABSENT: the end, or it would block.
static Found read_more(Reading *reading, bool *would_block) {
    Vm *vm = reading->vm;
    if (reading->count == reading->capacity) {
        int64_t added = reading->capacity > GROWTH_LARGE ? reading->capacity >> 3
                                                         : 256 + reading->capacity;
        if (added < GROWTH_SMALL) added = GROWTH_SMALL;
        uint8_t *grown = system_resize(vm, reading->bytes, (size_t)reading->capacity,
                                       (size_t)(reading->capacity + added));
        if (grown == NULL) return RAISED;
        reading->bytes = grown;
        reading->capacity += added;
    }
    int64_t result;
    if (!outside_read(vm, reading->file, reading->bytes + reading->count,
                      reading->capacity - reading->count, &result))
        return RAISED;
    *would_block = result == -EAGAIN;
    if (*would_block || result == 0) return ABSENT;
    if (result < 0) return raise_result(vm, result) ? FOUND : RAISED;
    reading->count += result;
    return FOUND;
}

// Reads to the end of a file of which `known` bytes are expected: into an object at once,
// and what is beyond it through a Reading.
static Object *read_to_end(Vm *vm, int file, int64_t known) {
    Bytes *all = known > 0 ? bytes_new_room(vm, known) : NULL;
    if (known > 0 && all == NULL) return NULL;
    Reading reading = {.vm = vm, .file = file};
    int64_t count = 0, result = 1;
    bool would_block = false, done = true;
    while (done && count < known && result > 0) {
        done = outside_read(vm, file, all->data + count, known - count, &result);
        if (done && result > 0) count += result;
    }
    would_block = result == -EAGAIN;
    if (done && result < 0 && !would_block) done = raise_result(vm, result);
    Found more = done ? FOUND : RAISED;
    while (more == FOUND && result > 0) more = read_more(&reading, &would_block);
    Object *bytes = NULL;
    if (more == RAISED) {
        object_drop_or_null(vm, (Object *)all);
    } else if (would_block && count + reading.count == 0) {
        object_drop_or_null(vm, (Object *)all);
        bytes = none_new(vm);
    } else if (reading.count == 0 && count == known && all != NULL) {
        bytes = bytes_take_shared(vm, all);
    } else {
        Bytes *joined = bytes_new_room(vm, count + reading.count);
        if (joined != NULL && count > 0) memcpy(joined->data, all->data, (size_t)count);
        if (joined != NULL && reading.count > 0)
            memcpy(joined->data + count, reading.bytes, (size_t)reading.count);
        object_drop_or_null(vm, (Object *)all);
        bytes = joined == NULL ? NULL : bytes_take_shared(vm, joined);
    }
    system_drop(vm, reading.bytes, (size_t)reading.capacity);
    return bytes;
}

static Object *file_method_readall(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    if (!check_open(vm, file)) return NULL;
    WorldStat stat;
    int64_t position = world_seek(vm->world, file->file, 0, 1), known = 0;
    if (position >= 0 && world_stat_file(vm->world, file->file, &stat) >= 0 &&
        stat.bytes >= position)
        known = stat.bytes - position;
    return read_to_end(vm, file->file, known);
}

static Object *file_method_read(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    int64_t size, result;
    if (!io_read_size(vm, arguments[1].object, &size)) return NULL;
    if (!check_open(vm, file)) return NULL;
    if (!file->is_readable) return raise_mode(vm, "reading");
    if (size < 0) return file_method_readall(vm, arguments);
    if (size > INT_MAX) size = INT_MAX;
    Bytes *bytes = bytes_new_room(vm, size);
    if (bytes == NULL) return NULL;
    Object *part = NULL;
    if (io_file_read_into(vm, file, bytes->data, size, &result)) {
        if (result == size) return bytes_take_shared(vm, bytes);
        part = result < 0 ? none_new(vm) : bytes_new(vm, bytes->data, result);
    }
    object_drop(vm, &bytes->base);
    return part;
}

static Object *file_method_readinto(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    View view = {0};
    int64_t result;
    if (!argument_room(vm, "readinto", 0, arguments[1].object, &view)) return NULL;
    bool done = io_file_read_into(vm, file, view.data, view.bytes, &result);
    view_release(vm, &view);
    if (!done) return NULL;
    return result < 0 ? none_new(vm) : int_new(vm, result);
}

// --- writing ---

bool io_file_write_from(Vm *vm, IoFile *file, const void *bytes, int64_t count, int64_t *result) {
    if (!check_open(vm, file)) return false;
    if (!file->is_writable) return raise_mode(vm, "writing") != NULL;
    if (!outside_write(vm, file->file, bytes, count, result)) return false;
    if (*result >= 0) return true;
    if (*result != -EAGAIN) return raise_result(vm, *result);
    *result = -1;
    return true;
}

static Object *file_method_write(Vm *vm, const Slot *arguments) {
    View view = {0};
    int64_t result;
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    bool done = io_file_write_from(vm, file_of(arguments), view.data, view.bytes, &result);
    view_release(vm, &view);
    if (!done) return NULL;
    return result < 0 ? none_new(vm) : int_new(vm, result);
}

// --- place and size ---

static Object *file_method_seek(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    int64_t offset, position;
    int whence = 0;
    if (arguments[2].object != NULL && !argument_int(vm, arguments[2].object, &whence)) return NULL;
    if (!check_open(vm, file)) return NULL;
    if (!argument_int64(vm, arguments[1].object, &offset)) return NULL;
    return io_file_seek(vm, file, offset, whence, &position) ? int_new(vm, position) : NULL;
}

static Object *file_method_tell(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    int64_t position;
    if (!check_open(vm, file)) return NULL;
    return io_file_seek(vm, file, 0, 1, &position) ? int_new(vm, position) : NULL;
}

static Object *file_method_truncate(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    Object *given = arguments[1].object;
    int64_t size;
    if (!check_open(vm, file)) return NULL;
    if (!file->is_writable) return raise_mode(vm, "writing");
    Object *result = given == NULL || given == vm->objects->none ? file_method_tell(vm, arguments)
                                                                 : object_share(given);
    if (result == NULL) return NULL;
    if (argument_int64(vm, result, &size)) {
        WorldRequest request = {.operation = WORLD_TRUNCATE, .numbers = {file->file, size}};
        int64_t answer;
        if (outside_ask(vm, &request, &answer)) {
            if (answer >= 0) return result;
            raise_result(vm, answer);
        }
    }
    object_drop(vm, result);
    return NULL;
}

// --- closing ---

static Object *file_method__dealloc_warn(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    if (file->file >= 0 && file->closes_file) io_warn_unclosed(vm, arguments[1].object);
    return none_new(vm);
}

// The method close of _RawIOBase, which flushes and marks.
static Object *close_base(Vm *vm, Object *object) {
    Object *base = (Object *)io_module_get(vm)->raw_base;
    return object_call_method(vm, base, vm->objects->names.close, 1, object);
}

static Object *file_method_close(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    Object *result = close_base(vm, &file->base);
    if (!file->closes_file) {
        file->file = -1;
        return result;
    }
    Object *earlier = raised_take(vm);
    if (file->is_finalizing && file->file >= 0) io_warn_unclosed(vm, &file->base);
    int number = file->file;
    file->file = -1;
    int64_t refused = number >= 0 ? close_number(vm, number) : 0;
    if (refused < 0) {
        raise_result(vm, refused);
        object_drop_or_null(vm, result);
        result = NULL;
    }
    io_chain_raised(vm, earlier);
    return result;
}

// --- what it is ---

static Object *file_method_seekable(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    int64_t position;
    if (!check_open(vm, file)) return NULL;
    if (file->seekable < 0 && !io_file_seek(vm, file, 0, 1, &position)) raised_clear(vm);
    return bool_new(vm, file->seekable > 0);
}

static Object *file_method_readable(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    return check_open(vm, file) ? bool_new(vm, file->is_readable) : NULL;
}

static Object *file_method_writable(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    return check_open(vm, file) ? bool_new(vm, file->is_writable) : NULL;
}

static Object *file_method_fileno(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    return check_open(vm, file) ? int_new(vm, file->file) : NULL;
}

static Object *file_method_isatty(Vm *vm, const Slot *arguments) {
    IoFile *file = file_of(arguments);
    return check_open(vm, file) ? bool_new(vm, world_is_terminal(vm->world, file->file)) : NULL;
}

static const char *mode_text(const IoFile *file) {
    if (file->is_created) return file->is_readable ? "xb+" : "xb";
    if (file->is_appending) return file->is_readable ? "ab+" : "ab";
    if (file->is_readable) return file->is_writable ? "rb+" : "rb";
    return "wb";
}

static Object *file_get_mode(Vm *vm, Object *object) {
    return str_new_c(vm, mode_text((const IoFile *)object));
}

static Object *file_get_closed(Vm *vm, Object *object) {
    return bool_new(vm, ((const IoFile *)object)->file < 0);
}

static Object *file_get_closefd(Vm *vm, Object *object) {
    return bool_new(vm, ((const IoFile *)object)->closes_file);
}

static Object *file_repr(Vm *vm, Object *object) {
    const IoFile *file = (const IoFile *)object;
    const char *type = object_type_name(vm, object);
    const char *closes = file->closes_file ? "True" : "False";
    if (file->file < 0) return str_new_format(vm, "<%s [closed]>", type);
    Object *name;
    Found found = object_find_attribute(vm, object, vm->objects->names.name, &name);
    if (found == RAISED) return NULL;
    if (found == ABSENT)
        return str_new_format(vm, "<%s fd=%d mode='%s' closefd=%s>", type, file->file,
                              mode_text(file), closes);
    Object *text = NULL;
    Found inside = repr_enter(vm, object);
    if (inside == FOUND) raise(vm, ERROR_REPR_REENTERED, type);
    if (inside == ABSENT) {
        text = str_new_format(vm, "<%s name=%R mode='%s' closefd=%s>", type, name,
                              mode_text(file), closes);
        repr_leave(vm, object);
    }
    object_drop(vm, name);
    return text;
}

static const Method file_methods[] = {
    METHOD(file, read, "(self, size=-1, /)",
           "Read at most size bytes in one call of the system; without a size, all."),
    METHOD(file, readall, "(self, /)", "Read up to the end."),
    METHOD(file, readinto, "(self, buffer, /)", "Read into what has room; gives how much."),
    METHOD(file, write, "(self, b, /)", "Write bytes in one call of the system; gives how many."),
    METHOD(file, seek, "(self, pos, whence=0, /)",
           "Move to a place: counted from the start (0), from here (1) or from the end (2)."),
    METHOD(file, tell, "(self, /)", "The place in the file."),
    METHOD(file, truncate, "(self, size=None, /)", "Cut or extend the file; gives its size."),
    METHOD(file, close, "(self, /)", "Close the file; again does nothing."),
    METHOD(file, seekable, "(self, /)", "Can the place in the file be changed?"),
    METHOD(file, readable, "(self, /)", "Was it opened for reading?"),
    METHOD(file, writable, "(self, /)", "Was it opened for writing?"),
    METHOD(file, fileno, "(self, /)", "The file's number in the system."),
    METHOD(file, isatty, "(self, /)", "Is it a terminal?"),
    {"_dealloc_warn", file_method__dealloc_warn, "(self, source, /)", NULL,
     METHOD_HIDES_SIGNATURE},
    {0},
};

static const Member file_members[] = {
    {"_blksize", offsetof(IoFile, block_bytes), MEMBER_IS_UINT32, NULL},
    {"_finalizing", offsetof(IoFile, is_finalizing), MEMBER_IS_BOOL, NULL},
    {0},
};

static const Property file_properties[] = {
    {"closed", file_get_closed, NULL, "Is it closed?"},
    {"closefd", file_get_closefd, NULL, "Does close() close the file in the system too?"},
    {"mode", file_get_mode, NULL, "How it was opened."},
    {0},
};

const TypeDefinition io_file_definition = {
    .name = "_io.FileIO",
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(IoFile),
    .python_bytes = 48,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK},
    .behaviour = {.repr = file_repr, .load_attribute = object_load_attribute_plain,
                  .new = file_new, .init = file_init},
    .methods = file_methods,
    .members = file_members,
    .properties = file_properties,
    .signature = "(file, mode='r', closefd=True, opener=None)",
    .doc = "A file of the system, by its name or number, without a buffer.",
};
