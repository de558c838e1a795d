// OSError: what the operating system refused, by errno.
//
// OSError(errno, …) makes an instance of the subclass for that errno. A class of
// the program that brings its own __init__ but no __new__ has its arguments read
// by __init__, all others by __new__: so a class can change what reaches OSError.

#include "objects/exception.h"

#include "objects/arguments.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <errno.h>

static bool os_init(Vm *vm, Object *object, const Arguments *arguments);

static const struct ErrnoRow {
    int error_number;
    ExceptionId type;
} errno_rows[] = {
    {EAGAIN, EXCEPTION_BlockingIOError},
    {EALREADY, EXCEPTION_BlockingIOError},
    {EINPROGRESS, EXCEPTION_BlockingIOError},
    {EWOULDBLOCK, EXCEPTION_BlockingIOError},
    {EPIPE, EXCEPTION_BrokenPipeError},
    {ESHUTDOWN, EXCEPTION_BrokenPipeError},
    {ECHILD, EXCEPTION_ChildProcessError},
    {ECONNABORTED, EXCEPTION_ConnectionAbortedError},
    {ECONNREFUSED, EXCEPTION_ConnectionRefusedError},
    {ECONNRESET, EXCEPTION_ConnectionResetError},
    {EEXIST, EXCEPTION_FileExistsError},
    {ENOENT, EXCEPTION_FileNotFoundError},
    {EISDIR, EXCEPTION_IsADirectoryError},
    {ENOTDIR, EXCEPTION_NotADirectoryError},
    {EINTR, EXCEPTION_InterruptedError},
    {EACCES, EXCEPTION_PermissionError},
    {EPERM, EXCEPTION_PermissionError},
    {ESRCH, EXCEPTION_ProcessLookupError},
    {ETIMEDOUT, EXCEPTION_TimeoutError},
};

Type *exception_os_type(Vm *vm, int64_t error_number) {
    for (size_t i = 0; i < ARRAY_COUNT(errno_rows); i++)
        if (errno_rows[i].error_number == error_number)
            return exception_type(vm, errno_rows[i].type);
    return NULL;
}

static Object *os_new(Vm *vm, Type *type, const Arguments *arguments);

// Does __init__ read the arguments, and not __new__?
static bool os_reads_in_init(const Type *type) {
    return type->behaviour.init != os_init && type->behaviour.new == os_new;
}

static bool os_is_given(Vm *vm, Object *value) {
    return value != NULL && value != vm->objects->none;
}

// A third argument of BlockingIOError that is a number counts the characters written.
static Found os_find_written(Vm *vm, Object *object, Object *filename) {
    Type *type = object_type(vm, object);
    if (type != exception_type(vm, EXCEPTION_BlockingIOError)) return ABSENT;
    const Behaviour *behaviour = &object_type(vm, filename)->behaviour;
    if (behaviour->unary[UNARY_INDEX] == NULL && behaviour->unary[UNARY_INT] == NULL &&
        behaviour->unary[UNARY_FLOAT] == NULL && filename->kind != KIND_COMPLEX)
        return ABSENT;
    int64_t count;
    if (!object_index(vm, filename, EXCEPTION_ValueError, &count)) return RAISED;
    Object *written = int_new(vm, count);
    if (written == NULL) return RAISED;
    exception_set_field(vm, object, OS_WRITTEN, written);
    object_drop(vm, written);
    return FOUND;
}

// Sets args and the fields from the arguments; two to five of them are
// errno, strerror, filename, winerror (ignored here) and filename2.
static bool os_read(Vm *vm, Object *object, const Arguments *arguments) {
    const Slot *values = arguments->values;
    int64_t count = arguments->count;
    const Arguments pair = {.values = values, .count = 2}, *kept = arguments;
    if (count < 2 || count > 5) return exception_set_args(vm, object, kept);
    Object *filename = count > 2 ? values[2].object : NULL;
    Object *filename2 = count > 4 ? values[4].object : NULL;
    if (os_is_given(vm, filename)) {
        Found written = os_find_written(vm, object, filename);
        if (written == RAISED) return false;
        if (written == ABSENT) {
            exception_set_field(vm, object, OS_FILENAME, filename);
            if (os_is_given(vm, filename2))
                exception_set_field(vm, object, OS_FILENAME2, filename2);
            // args keeps the pair that programs have always unpacked.
            kept = &pair;
        }
    }
    exception_set_field(vm, object, OS_ERRNO, values[0].object);
    exception_set_field(vm, object, OS_STRERROR, values[1].object);
    return exception_set_args(vm, object, kept);
}

static Type *os_choose(Vm *vm, Type *type, const Arguments *arguments) {
    if (type != exception_type(vm, EXCEPTION_OSError)) return type;
    if (arguments->count < 2 || arguments->count > 5) return type;
    Object *number = arguments->values[0].object;
    int64_t value;
    if (!object_is_int(vm, number) || int_find_value(vm, number, &value) != FOUND) return type;
    Type *chosen = exception_os_type(vm, value);
    return chosen != NULL ? chosen : type;
}

static Object *os_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (os_reads_in_init(type)) return exception_new_bare(vm, type, &(Arguments){0});
    if (!exception_refuse_keywords(vm, type, arguments)) return NULL;
    Object *object = exception_new_bare(vm, os_choose(vm, type, arguments), &(Arguments){0});
    if (object != NULL && !os_read(vm, object, arguments)) {
        object_drop(vm, object);
        return NULL;
    }
    return object;
}

static bool os_init(Vm *vm, Object *object, const Arguments *arguments) {
    Type *type = object_type(vm, object);
    if (!os_reads_in_init(type)) return true;
    return exception_refuse_keywords(vm, type, arguments) && os_read(vm, object, arguments);
}

static Object *os_str(Vm *vm, Object *object) {
    Object *number = exception_get_field(object, OS_ERRNO);
    Object *text = exception_get_field(object, OS_STRERROR);
    Object *filename = exception_get_field(object, OS_FILENAME);
    Object *filename2 = exception_get_field(object, OS_FILENAME2);
    Object *none = vm->objects->none;
    if (filename != NULL) {
        if (number == NULL) number = none;
        if (text == NULL) text = none;
        if (filename2 != NULL)
            return str_new_format(vm, "[Errno %S] %S: %R -> %R", number, text, filename,
                                  filename2);
        return str_new_format(vm, "[Errno %S] %S: %R", number, text, filename);
    }
    if (number != NULL && text != NULL) return str_new_format(vm, "[Errno %S] %S", number, text);
    return exception_str_by_args(vm, object);
}

static Object *os_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object;
    Tuple *args = exception_get_args(self);
    Object *filename = exception_get_field(self, OS_FILENAME);
    Object *filename2 = exception_get_field(self, OS_FILENAME2);
    Object *none = vm->objects->none;
    if (args->count == 2 && filename != NULL) {
        Object *number = args->items[0].object, *text = args->items[1].object;
        args = filename2 != NULL ? tuple_pack(vm, 5, number, text, filename, none, filename2)
                                 : tuple_pack(vm, 3, number, text, filename);
        if (args == NULL) return NULL;
    } else {
        object_share(&args->base);
    }
    Object *dict = object_prefix(self)->dict.object;
    Object *reduced = exception_new_state(vm, self, &args->base, dict);
    object_drop(vm, &args->base);
    return reduced;
}

// The count as a number; -1 is how CPython marks that there is none.
static bool os_has_written(Vm *vm, Object *self) {
    Object *written = exception_get_field(self, OS_WRITTEN);
    int64_t value;
    return written != NULL && int_find_value(vm, written, &value) == FOUND && value != -1;
}

static Object *os_get_characters_written(Vm *vm, Object *self) {
    if (!os_has_written(vm, self)) return raise(vm, ERROR_OS_WRITTEN_ABSENT);
    return object_share(exception_get_field(self, OS_WRITTEN));
}

static bool os_set_characters_written(Vm *vm, Object *self, Object *value) {
    if (value == NULL) {
        if (!os_has_written(vm, self)) return raise_false(vm, ERROR_OS_WRITTEN_ABSENT);
        exception_set_field(vm, self, OS_WRITTEN, NULL);
        return true;
    }
    int64_t count;
    if (!object_index(vm, value, EXCEPTION_ValueError, &count)) return false;
    Object *written = int_new(vm, count);
    if (written == NULL) return false;
    exception_set_field(vm, self, OS_WRITTEN, written);
    object_drop(vm, written);
    return true;
}

static const Method os_methods[] = {
    {"__reduce__", os_method___reduce__, "(self, /)", "What pickle keeps of the exception.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

static const Property os_properties[] = {
    {"characters_written", os_get_characters_written, os_set_characters_written,
     "How much was written before the operation would have blocked."},
    {0},
};

static const Member os_members[] = {
    EXCEPTION_FIELD("errno", OS_ERRNO, "The number of the error."),
    EXCEPTION_FIELD("strerror", OS_STRERROR, "The system's text for it."),
    EXCEPTION_FIELD("filename", OS_FILENAME, "The file that it is about."),
    EXCEPTION_FIELD("filename2", OS_FILENAME2, "The second file, as for a rename."),
    {0},
};

const ExceptionFamily exception_os_family = {
    .field_count = OS_FIELDS,
    .python_bytes = 112,
    .behaviour = {.new = os_new, .init = os_init, .str = os_str},
    .methods = os_methods,
    .properties = os_properties,
    .members = os_members,
};
