// Open files and paths, where a call needs more than a row of the table.

#include "modules/posix.h"

#include "base/host.h"
#include "modules/io.h"
#include "objects/codec.h"
#include "objects/path.h"
#include "runtime/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { LOCAL_BYTES = 8192 };

// --- opening and closing ---

static Object *open_path(Vm *vm, const PosixPath *path, const Slot *arguments) {
    int flags, mode = 0777, directory;
    int64_t result;
    if (!argument_int(vm, arguments[1].object, &flags) ||
        (arguments[2].object != NULL && !argument_int(vm, arguments[2].object, &mode)) ||
        !argument_directory(vm, arguments[3].object, &directory) ||
        !posix_audit(vm, "open", "ooi", path->name, vm->objects->none,
                     (int64_t)(flags | O_CLOEXEC)))
        return NULL;
    WorldRequest request = {.operation = WORLD_OPEN, .numbers = {directory, flags, mode},
                            .texts = {(const char *)path->bytes->data}};
    if (!outside_ask(vm, &request, &result)) return NULL;
    return result < 0 ? posix_raise_path(vm, result, path) : int_new(vm, result);
}

POSIX(open) {
    PosixPath path;
    if (!posix_path_read(vm, &path, arguments[0].object, "open", "path", 0)) return NULL;
    Object *result = open_path(vm, &path, arguments);
    posix_path_drop(vm, &path);
    return result;
}

POSIX(closerange) {
    int low, high;
    if (!argument_int(vm, arguments[0].object, &low) ||
        !argument_int(vm, arguments[1].object, &high))
        return NULL;
    if (low < 0) low = 0;
    if (high > low) {
        WorldRequest request = {.operation = WORLD_CLOSE_RANGE,
                                .numbers = {low, (int64_t)high - 1}};
        (void)world_ask(vm->world, &request);
    }
    return none_new(vm);
}

POSIX(dup2) {
    int from, to;
    bool is_inheritable = true;
    if (!argument_int(vm, arguments[0].object, &from) ||
        !argument_int(vm, arguments[1].object, &to) ||
        (arguments[2].object != NULL &&
         !argument_truth(vm, arguments[2].object, &is_inheritable)))
        return NULL;
    // CPython doesn't ask the system about these, and so has no number for the error.
    if (from < 0 || to < 0) return posix_raise(vm, 0);
    WorldRequest request = {.operation = WORLD_DUPLICATE, .numbers = {from, to, is_inheritable}};
    return posix_ask_number(vm, &request);
}

// --- reading and writing ---

static Object *raise_or_number(Vm *vm, bool is_asked, int64_t result) {
    if (!is_asked) return NULL;
    return result < 0 ? posix_raise(vm, result) : int_new(vm, result);
}

// Reads into the request's room with `ask`; false: raised.
static bool read_request(Vm *vm, WorldRequest *request, void *bytes, int64_t count,
                         int64_t *result) {
    request->out = bytes;
    request->out_bytes = (size_t)count;
    if (!outside_await_file(vm, (int)request->numbers[0], OUTSIDE_READS)) return false;
    return posix_ask(vm, request, result);
}

// What is small is read on the stack first: the bytes object is of the right size at once.
static NO_INLINE Object *read_small(Vm *vm, WorldRequest *request, int64_t count) {
    uint8_t local[LOCAL_BYTES];
    int64_t result;
    return read_request(vm, request, local, count, &result) ? bytes_new(vm, local, result) : NULL;
}

static Object *read_bytes(Vm *vm, WorldRequest *request, int64_t count) {
    int64_t result;
    if (count < 0) return posix_raise(vm, -EINVAL);
    if (count <= LOCAL_BYTES) return read_small(vm, request, count);
    Bytes *bytes = bytes_new_room(vm, count);
    if (bytes == NULL) return NULL;
    if (read_request(vm, request, bytes->data, count, &result) && result == count)
        return (Object *)bytes;
    Object *part = raised(vm) ? NULL : bytes_new(vm, bytes->data, result);
    object_drop(vm, &bytes->base);
    return part;
}

POSIX(read) {
    int file;
    int64_t count;
    if (!argument_int(vm, arguments[0].object, &file) ||
        !argument_size(vm, arguments[1].object, &count))
        return NULL;
    WorldRequest request = {.operation = WORLD_READ, .numbers = {file}};
    return read_bytes(vm, &request, count);
}

POSIX(pread) {
    int file;
    int64_t count, offset;
    if (!argument_int(vm, arguments[0].object, &file) ||
        !argument_size(vm, arguments[1].object, &count) ||
        !argument_int64(vm, arguments[2].object, &offset))
        return NULL;
    // -1 has a meaning of its own to the world; the system refuses each negative offset.
    if (count < 0 || offset < 0) return posix_raise(vm, -EINVAL);
    WorldRequest request = {.operation = WORLD_READ_AT, .numbers = {file, offset}};
    return read_bytes(vm, &request, count);
}

POSIX(write) {
    int file;
    int64_t result;
    View view = {0};
    if (!argument_int(vm, arguments[0].object, &file) ||
        !view_acquire(vm, arguments[1].object, &view, VIEW_READ))
        return NULL;
    bool is_asked = outside_write(vm, file, view.data, view.bytes, &result);
    view_release(vm, &view);
    return raise_or_number(vm, is_asked, result);
}

POSIX(pwrite) {
    int file;
    int64_t offset, result = -EINVAL;
    View view = {0};
    if (!argument_int(vm, arguments[0].object, &file) ||
        !view_acquire(vm, arguments[1].object, &view, VIEW_READ))
        return NULL;
    bool is_asked = argument_int64(vm, arguments[2].object, &offset);
    if (is_asked && offset >= 0) {
        WorldRequest request = {.operation = WORLD_WRITE_AT, .numbers = {file, offset},
                                .in = view.data, .in_bytes = (size_t)view.bytes};
        is_asked = outside_ask(vm, &request, &result);
    }
    view_release(vm, &view);
    return raise_or_number(vm, is_asked, result);
}

// The views of a sequence of buffers, and the bytes that they have together.
typedef struct Buffers {
    View *views;     // owns: system memory
    int64_t count, bytes;
} Buffers;

static void buffers_drop(Vm *vm, Buffers *buffers) {
    for (int64_t i = 0; i < buffers->count; i++) view_release(vm, &buffers->views[i]);
    system_drop(vm, buffers->views, (size_t)buffers->count * sizeof(View));
}

static bool buffers_acquire(Vm *vm, Buffers *buffers, Object *sequence, ViewRequest request) {
    for (int64_t i = 0; i < buffers->count; i++) {
        Object *item = argument_load_item(vm, sequence, i);
        View *view = &buffers->views[i];
        bool done = item != NULL && view_acquire(vm, item, view, VIEW_READ);
        if (done && request == VIEW_WRITE && view->is_read_only)
            done = raise_false(vm, ERROR_POSIX_NOT_WRITABLE);
        object_drop_or_null(vm, item);
        if (!done) return false;
        buffers->bytes += view->bytes;
    }
    return true;
}

static bool buffers_open(Vm *vm, Buffers *buffers, Object *sequence, const char *function,
                         ViewRequest request) {
    *buffers = (Buffers){0};
    if (!argument_is_sequence(vm, sequence))
        return raise_false(vm, ERROR_POSIX_SEQUENCE, function);
    if (!object_length(vm, sequence, &buffers->count)) return false;
    if (buffers->count > 0) {
        buffers->views = system_new(vm, (size_t)buffers->count * sizeof(View));
        if (buffers->views == NULL) return false;
    }
    if (buffers_acquire(vm, buffers, sequence, request)) return true;
    buffers_drop(vm, buffers);
    return false;
}

// The bytes in a row of system memory, from or to the buffers.
static void buffers_copy(const Buffers *buffers, char *row, int64_t bytes, bool is_reading) {
    for (int64_t i = 0; i < buffers->count && bytes > 0; i++) {
        const View *view = &buffers->views[i];
        int64_t part = view->bytes < bytes ? view->bytes : bytes;
        if (is_reading) memcpy(view->data, row, (size_t)part);
        else memcpy(row, view->data, (size_t)part);
        row += part;
        bytes -= part;
    }
}

// READ_AT or WRITE_AT with the buffers joined.
static Object *ask_with_buffers(Vm *vm, WorldRequest *request, const Buffers *buffers) {
    bool is_reading = request->operation == WORLD_READ_AT;
    size_t bytes = (size_t)buffers->bytes;
    char *row = system_new(vm, bytes + 1);
    int64_t result = 0;
    if (row == NULL) return NULL;
    if (is_reading) {
        request->out = row;
        request->out_bytes = bytes;
    } else {
        buffers_copy(buffers, row, buffers->bytes, false);
        request->in = row;
        request->in_bytes = bytes;
    }
    OutsideDirection direction = is_reading ? OUTSIDE_READS : OUTSIDE_WRITES;
    bool is_asked = outside_await_file(vm, (int)request->numbers[0], direction) &&
                    outside_ask(vm, request, &result);
    if (is_asked && is_reading) buffers_copy(buffers, row, result, true);
    system_drop(vm, row, bytes + 1);
    return raise_or_number(vm, is_asked, result);
}

// fd, buffers and, where they are given, offset and flags.
static Object *call_with_buffers(Vm *vm, const Slot *arguments, const char *function,
                                 WorldOperation operation, bool has_offset) {
    int file, flags = 0;
    int64_t offset = -1;
    Buffers buffers;
    ViewRequest wanted = operation == WORLD_READ_AT ? VIEW_WRITE : VIEW_READ;
    if (!argument_int(vm, arguments[0].object, &file)) return NULL;
    if (has_offset && !argument_int64(vm, arguments[2].object, &offset)) return NULL;
    if (has_offset && arguments[3].object != NULL &&
        !argument_int(vm, arguments[3].object, &flags))
        return NULL;
    if (!buffers_open(vm, &buffers, arguments[1].object, function, wanted)) return NULL;
    WorldRequest request = {.operation = operation, .numbers = {file, offset, flags}};
    Object *result = ask_with_buffers(vm, &request, &buffers);
    buffers_drop(vm, &buffers);
    return result;
}

POSIX(readv) {
    return call_with_buffers(vm, arguments, "readv", WORLD_READ_AT, false);
}

POSIX(preadv) {
    return call_with_buffers(vm, arguments, "preadv", WORLD_READ_AT, true);
}

POSIX(writev) {
    return call_with_buffers(vm, arguments, "writev", WORLD_WRITE_AT, false);
}

POSIX(pwritev) {
    return call_with_buffers(vm, arguments, "pwritev", WORLD_WRITE_AT, true);
}

POSIX(eventfd_read) {
    int file;
    uint64_t value;
    int64_t result;
    if (!argument_file(vm, arguments[0].object, &file) ||
        !outside_read(vm, file, &value, sizeof value, &result))
        return NULL;
    return result < 0 ? posix_raise(vm, result) : int_new_unsigned(vm, value);
}

POSIX(eventfd_write) {
    int file;
    uint64_t value;
    int64_t result;
    if (!argument_file(vm, arguments[0].object, &file) ||
        !argument_positive(vm, arguments[1].object, UINT64_MAX, &value) ||
        !outside_write(vm, file, &value, sizeof value, &result))
        return NULL;
    return result < 0 ? posix_raise(vm, result) : none_new(vm);
}

POSIX(lockf) {
    int file, command;
    int64_t length, result;
    if (!argument_int(vm, arguments[0].object, &file) ||
        !argument_int(vm, arguments[1].object, &command) ||
        !argument_int64(vm, arguments[2].object, &length) ||
        !posix_audit(vm, "os.lockf", "iii", (int64_t)file, (int64_t)command, length))
        return NULL;
    WorldRequest request = {.operation = WORLD_LOCK_PART, .numbers = {file, command, length}};
    WorldRequest attempt = request;
    attempt.numbers[1] = F_TLOCK;
    if (command != F_LOCK ? !outside_ask(vm, &request, &result)
                          : !outside_ask_patiently(vm, &request, &attempt, -EAGAIN, &result))
        return NULL;
    return result < 0 ? posix_raise(vm, result) : none_new(vm);
}

POSIX(device_encoding) {
    int file;
    if (!argument_int(vm, arguments[0].object, &file)) return NULL;
    if (!world_is_terminal(vm->world, file)) return none_new(vm);
    return io_default_encoding(vm);
}

// --- paths ---

static Object *working_directory(Vm *vm, PosixForm form) {
    char path[PATH_MAX];
    int64_t count;
    WorldRequest request = {.operation = WORLD_WORKING_DIRECTORY, .out = path,
                            .out_bytes = sizeof path};
    return posix_ask(vm, &request, &count) ? posix_text_new(vm, path, count, form) : NULL;
}

POSIX(getcwd) {
    (void)arguments;
    return working_directory(vm, false);
}

POSIX(getcwdb) {
    (void)arguments;
    return working_directory(vm, true);
}

POSIX(fspath) {
    return path_load(vm, arguments[0].object);
}

static uint32_t char_at(Chars chars, int64_t index) {
    return chars_get(chars.data, chars.width, index);
}

// Steps back over the last part of what is written; false: there is none that may go.
static bool drop_part(StrBuilder *builder, const int64_t *starts, int64_t *depth) {
    if (*depth == 0) return false;
    builder->length = starts[--*depth];
    return true;
}

static bool part_is(Chars chars, int64_t start, int64_t stop, int dots) {
    if (stop - start != dots) return false;
    for (int64_t i = start; i < stop; i++)
        if (char_at(chars, i) != '.') return false;
    return true;
}

// Adds the parts between slashes. `starts` has room for where each that can be dropped
// begins: not '..' at the begin of a relative path.
static void add_parts(StrBuilder *builder, Chars chars, int64_t at, int64_t *starts) {
    bool is_absolute = at > 0;
    int64_t root = builder->length, depth = 0;
    for (int64_t start = at, stop; start < chars.length; start = stop + 1) {
        for (stop = start; stop < chars.length && char_at(chars, stop) != '/';) stop++;
        if (stop == start || part_is(chars, start, stop, 1)) continue;
        bool is_up = part_is(chars, start, stop, 2);
        if (is_up && (drop_part(builder, starts, &depth) || is_absolute)) continue;
        if (!is_up) starts[depth++] = builder->length;
        if (builder->length > root) str_builder_add_char(builder, '/');
        str_builder_add_chars(builder, chars_part(chars, start, stop));
    }
}

// The text up to a zero, as C sees it.
static int64_t length_to_zero(Chars chars) {
    int64_t zero = chars_find_char(chars, 0);
    return zero < 0 ? chars.length : zero;
}

POSIX(_path_normpath) {
    Object *given = arguments[0].object;
    if (!object_is_str(vm, given)) return raise(vm, ERROR_POSIX_NORMAL_TYPE, given);
    Chars chars = str_get_chars((Str *)given);
    size_t bytes = ((size_t)chars.length / 2 + 1) * sizeof(int64_t);
    int64_t *starts = system_new(vm, bytes), at = 0;
    if (starts == NULL) return NULL;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    while (at < chars.length && char_at(chars, at) == '/') at++;
    // Two slashes may mean something else than one; more mean one.
    if (at > 0) str_builder_add_fill(&builder, '/', at == 2 ? 2 : 1);
    add_parts(&builder, chars, at, starts);
    system_drop(vm, starts, bytes);
    Object *whole = str_builder_finish(&builder);
    if (whole == NULL) return NULL;
    Object *part = str_new_part(vm, (Str *)whole, 0, length_to_zero(str_get_chars((Str *)whole)));
    object_drop(vm, whole);
    return part;
}
