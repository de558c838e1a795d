// What the rows CALL of posix_functions.def say, done: read, tell, ask, give.

#include "modules/posix.h"

#include "base/host.h"
#include "objects/audit.h"
#include "objects/codec.h"
#include "objects/path.h"
#include "objects/tuple.h"
#include "runtime/outside.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

// --- paths ---

static const char *path_kinds(uint32_t flags) {
    switch (flags & (POSIX_TAKES_FILE | POSIX_TAKES_NONE)) {
    case 0: return "string, bytes or os.PathLike";
    case POSIX_TAKES_FILE: return "string, bytes, os.PathLike or integer";
    case POSIX_TAKES_NONE: return "string, bytes, os.PathLike or None";
    default: return "string, bytes, os.PathLike, integer or None";
    }
}

// What __fspath__() gives: a str or bytes.
static Object *path_of_method(Vm *vm, Object *given, const char *function, const char *name,
                              uint32_t flags) {
    Object *method;
    Found found = object_find_special(vm, given, vm->objects->names.dunder_fspath, &method);
    if (found == RAISED) return NULL;
    if (found == ABSENT)
        return raise(vm, ERROR_POSIX_PATH_TYPE, function, name, path_kinds(flags), given);
    Object *result = object_call_with(vm, method, 0);
    object_drop(vm, method);
    if (result == NULL || object_is_str(vm, result) || object_is_bytes(vm, result))
        return result;
    raise(vm, ERROR_FSPATH_RESULT, given, result);
    object_drop(vm, result);
    return NULL;
}

// Other objects with bytes are taken as well, but not gladly.
static Object *path_of_view(Vm *vm, Object *given, const char *function, const char *name,
                            uint32_t flags) {
    Object *text = str_new_format(vm, "%s: %s should be %s, not %.200T", function, name,
                                  path_kinds(flags), given);
    bool done = text != NULL && raise_warning_text(vm, EXCEPTION_DeprecationWarning, text);
    object_drop_or_null(vm, text);
    return done ? bytes_new_from_object(vm, given) : NULL;
}

static bool path_set_bytes(Vm *vm, PosixPath *path, const char *function, const char *name) {
    if (object_is_str(vm, path->name)) {
        path->bytes = path_load_bytes(vm, path->name);
        return path->bytes != NULL;
    }
    if (path->bytes == NULL) path->bytes = (Bytes *)object_share(path->name);
    return memchr(path->bytes->data, 0, (size_t)path->bytes->count) == NULL ||
           raise_false(vm, ERROR_POSIX_PATH_NULL, function, name);
}

static bool path_fill(Vm *vm, PosixPath *path, Object *given, const char *function,
                      const char *name, uint32_t flags) {
    bool is_text = object_is_str(vm, given) || object_is_bytes(vm, given);
    if ((flags & POSIX_TAKES_FILE) != 0 && !is_text &&
        object_type(vm, given)->behaviour.unary[UNARY_INDEX] != NULL) {
        path->name = object_share(given);
        return argument_file_number(vm, given, &path->file);
    }
    if (!is_text && object_has_view(vm, given)) {
        path->name = object_share(given);
        path->bytes = (Bytes *)path_of_view(vm, given, function, name, flags);
        if (path->bytes == NULL) return false;
    } else {
        path->name = is_text ? object_share(given)
                             : path_of_method(vm, given, function, name, flags);
        if (path->name == NULL) return false;
    }
    return path_set_bytes(vm, path, function, name);
}

bool posix_path_read(Vm *vm, PosixPath *path, Object *given, const char *function,
                     const char *name, uint32_t flags) {
    *path = (PosixPath){.file = -1};
    if ((flags & POSIX_TAKES_NONE) != 0 && (given == NULL || given == vm->objects->none)) {
        path->bytes = (Bytes *)bytes_new(vm, ".", 1);
        return path->bytes != NULL;
    }
    if (path_fill(vm, path, given, function, name, flags)) return true;
    posix_path_drop(vm, path);
    return false;
}

void posix_path_drop(Vm *vm, PosixPath *path) {
    object_drop_or_null(vm, path->name);
    object_drop_or_null(vm, (Object *)path->bytes);
    path->name = NULL;
    path->bytes = NULL;
}

void posix_path_place(const PosixPath *path, WorldRequest *request) {
    request->texts[0] = path->bytes != NULL ? (const char *)path->bytes->data : NULL;
    request->numbers[0] = path->file;
}

Object *posix_text_new(Vm *vm, const char *text, int64_t bytes, PosixForm form) {
    return form == POSIX_AS_BYTES ? bytes_new(vm, text, bytes)
                                  : codec_decode_system(vm, text, (size_t)bytes);
}

// --- asking ---

Object *posix_raise(Vm *vm, int64_t result) {
    return raise_os_error(vm, (int)-result, NULL);
}

Object *posix_raise_path(Vm *vm, int64_t result, const PosixPath *path) {
    return raise_os_error(vm, (int)-result, path->name);
}

// OSError with two file names.
static Object *raise_paths(Vm *vm, int64_t result, const PosixPath *paths) {
    Object *number = int_new(vm, -result), *exception = NULL;
    Object *text = number == NULL ? NULL : str_new_c(vm, strerror((int)-result));
    Type *type = exception_type(vm, EXCEPTION_OSError);
    if (text != NULL)
        exception = object_call_with(vm, &type->base, 5, number, text, paths[0].name,
                                     vm->objects->none, paths[1].name);
    object_drop_or_null(vm, number);
    object_drop_or_null(vm, text);
    if (exception == NULL) return NULL;
    (void)raise_exception(vm, exception);
    object_drop(vm, exception);
    return NULL;
}

bool posix_ask(Vm *vm, WorldRequest *request, int64_t *result) {
    if (!outside_ask(vm, request, result)) return false;
    if (*result >= 0) return true;
    (void)posix_raise(vm, *result);
    return false;
}

Object *posix_ask_none(Vm *vm, WorldRequest *request) {
    int64_t result;
    return posix_ask(vm, request, &result) ? none_new(vm) : NULL;
}

Object *posix_ask_number(Vm *vm, WorldRequest *request) {
    int64_t result;
    return posix_ask(vm, request, &result) ? int_new(vm, result) : NULL;
}

bool posix_ask_all(Vm *vm, WorldRequest *request, const PosixPath *path, char **bytes,
                   int64_t *count) {
    *count = world_ask_all(vm->world, request, bytes);
    if (*count >= 0) return true;
    if (*count == -ENOMEM) (void)raise_memory_error(vm);
    else if (path != NULL) (void)posix_raise_path(vm, *count, path);
    else (void)posix_raise(vm, *count);
    return false;
}

// --- reading arguments ---

static bool read_run_path(Vm *vm, PosixRun *run, const PosixArgument *argument, Object *given) {
    static const uint32_t flags[] = {
        [POSIX_PLACE] = POSIX_TAKES_FILE,
        [POSIX_HERE] = POSIX_TAKES_FILE | POSIX_TAKES_NONE,
        [POSIX_LABEL] = 0,
    };
    PosixPath *path = &run->paths[run->path_count];
    if (!posix_path_read(vm, path, given, run->call->name, argument->name, flags[argument->kind]))
        return false;
    if (argument->kind != POSIX_LABEL && path->name != NULL)
        run->named |= 1u << run->path_count;
    run->path_count++;
    if (argument->index == 0) {
        posix_path_place(path, &run->request);
    } else {
        run->request.texts[argument->index] = (const char *)path->bytes->data;
    }
    return true;
}

static bool read_run_text(Vm *vm, PosixRun *run, const PosixArgument *argument, Object *given) {
    PosixPath *path = &run->paths[run->path_count];
    *path = (PosixPath){.bytes = path_load_bytes(vm, given), .file = -1};
    if (path->bytes == NULL) return false;
    run->path_count++;
    run->request.texts[argument->index] = (const char *)path->bytes->data;
    return true;
}

// A directory for a path that is an open file makes no sense.
static bool read_run_directory(Vm *vm, PosixRun *run, const PosixArgument *argument,
                               Object *given) {
    int file;
    if (!argument_directory(vm, given, &file)) return false;
    bool is_checked = (run->call->flags & POSIX_IS_CHECKED) != 0 && argument->index == 0;
    if (is_checked && run->paths[0].bytes == NULL) {
        // Which of them CPython's functions complain of.
        bool has_owner = run->call->operation == WORLD_SET_OWNER;
        if (file == -1) return true;
        return raise_false(vm, has_owner ? ERROR_POSIX_DIRECTORY_AND_FILE
                                         : ERROR_POSIX_NO_PATH_FOR_DIRECTORY, run->call->name);
    }
    run->request.numbers[argument->index] = file;
    return true;
}

static bool read_truth(Vm *vm, PosixRun *run, const PosixArgument *argument, Object *given) {
    bool is_link = argument->kind == POSIX_NO_FOLLOW, truth;
    if (!argument_truth(vm, given, &truth)) return false;
    run->request.numbers[argument->index] = truth != is_link;
    if (!is_link || truth || (run->call->flags & POSIX_IS_CHECKED) == 0) return true;
    return run->paths[0].bytes != NULL || run->paths[0].file == -1 ||
           raise_false(vm, ERROR_POSIX_FILE_AND_LINKS, run->call->name);
}

static bool read_small(Vm *vm, const PosixArgument *argument, Object *given, int64_t *number) {
    int small = 0;
    bool done = argument->kind == POSIX_FILE      ? argument_file(vm, given, &small)
                : argument->kind == POSIX_PROCESS ? argument_process(vm, given, &small)
                                                  : argument_int(vm, given, &small);
    *number = small;
    return done;
}

static bool read_unsigned(Vm *vm, const PosixArgument *argument, Object *given,
                          int64_t *number) {
    uint64_t bits = 0;
    bool done = argument->kind == POSIX_UNSIGNED ? argument_positive(vm, given, UINT32_MAX, &bits)
                : argument->kind == POSIX_BITS   ? argument_bits(vm, given, &bits)
                                                 : argument_unsigned(vm, given, &bits);
    *number = argument->kind == POSIX_BITS ? (int64_t)(uint32_t)bits : (int64_t)bits;
    return done;
}

static bool read_offset(Vm *vm, Object *given, int64_t *number) {
    *number = -1;
    return given == vm->objects->none || argument_int64(vm, given, number);
}

static bool read_count(Vm *vm, Object *given, int64_t *number) {
    if (!argument_size(vm, given, number)) return false;
    return *number >= 0 || raise_false(vm, ERROR_POSIX_COUNT_NEGATIVE);
}

static bool read_view(Vm *vm, PosixRun *run, Object *given) {
    if (!view_acquire(vm, given, &run->view, VIEW_READ)) return false;
    run->request.in = run->view.data;
    run->request.in_bytes = (size_t)run->view.bytes;
    return true;
}

static bool read_argument(Vm *vm, PosixRun *run, const PosixArgument *argument, Object *given) {
    int64_t *number = &run->request.numbers[argument->index];
    switch (argument->kind) {
    case POSIX_PATH: case POSIX_PLACE: case POSIX_HERE: case POSIX_LABEL:
        return read_run_path(vm, run, argument, given);
    case POSIX_DIRECTORY: return read_run_directory(vm, run, argument, given);
    default: break;
    }
    if (given == NULL) {
        *number = argument->otherwise;
        return true;
    }
    switch (argument->kind) {
    case POSIX_TEXT: return read_run_text(vm, run, argument, given);
    case POSIX_INT: case POSIX_FILE: case POSIX_PROCESS:
        return read_small(vm, argument, given, number);
    case POSIX_WIDE: return argument_int64(vm, given, number);
    case POSIX_SIZE: return argument_size(vm, given, number);
    case POSIX_COUNT: return read_count(vm, given, number);
    case POSIX_OFFSET: return read_offset(vm, given, number);
    case POSIX_IDENTITY: return argument_identity(vm, argument->name, given, number);
    case POSIX_TRUTH: case POSIX_NO_FOLLOW: return read_truth(vm, run, argument, given);
    case POSIX_BYTES: return read_view(vm, run, given);
    default: return read_unsigned(vm, argument, given, number);
    }
}

static bool takes_argument(const PosixArgument *argument) {
    return argument->kind != POSIX_FIXED && argument->kind != POSIX_NO_DIRECTORY;
}

static bool read_arguments(Vm *vm, PosixRun *run, const Slot *arguments) {
    const PosixArgument *row = run->call->arguments;
    for (; row->kind != POSIX_NOTHING; row++) {
        if (!takes_argument(row)) {
            if (row->kind == POSIX_FIXED) run->request.numbers[row->index] = row->otherwise;
            continue;
        }
        if (!read_argument(vm, run, row, arguments->object)) return false;
        arguments++;
    }
    return true;
}

// --- the audit ---

static bool tell_list(Vm *vm, const char *event, List *told) {
    Object *name = str_new_c(vm, event);
    Tuple *tuple = name == NULL ? NULL : list_to_tuple(vm, told);
    bool done = tuple != NULL && audit_call_tuple(vm, name, tuple);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, (Object *)tuple);
    return done;
}

bool posix_audit(Vm *vm, const char *event, const char *letters, ...) {
    if (LIKELY(vm->objects->audit_hooks.object == NULL)) return true;
    va_list list;
    List *told = list_new(vm, 0);
    bool done = told != NULL;
    va_start(list, letters);
    for (; done && *letters != 0; letters++) {
        Object *value = *letters == 'o'   ? object_share(va_arg(list, Object *))
                        : *letters == 's' ? str_new_c(vm, va_arg(list, const char *))
                                          : int_new(vm, va_arg(list, int64_t));
        done = list_take_add(vm, told, value);
    }
    va_end(list);
    done = done && tell_list(vm, event, told);
    object_drop_or_null(vm, (Object *)told);
    return done;
}

// What the hooks are told of one argument; NULL: raised.
static Object *told_value(Vm *vm, const PosixRun *run, const PosixArgument *row,
                          const PosixPath **path) {
    int64_t number = run->request.numbers[row->index];
    Object *name;
    switch (row->kind) {
    case POSIX_PATH: case POSIX_PLACE: case POSIX_HERE: case POSIX_LABEL:
        name = (*path)++->name;
        return object_share(name != NULL ? name : vm->objects->none);
    case POSIX_BYTES: return bytes_new(vm, run->view.data, run->view.bytes);
    case POSIX_NO_DIRECTORY: return int_new(vm, -1);
    case POSIX_DIRECTORY:
        return int_new(vm, row->index == 0 && run->paths[0].bytes == NULL ? -1 : number);
    case POSIX_IDENTITY: return int_new(vm, (uint32_t)number);
    default: return int_new(vm, number);
    }
}

static bool is_told(const PosixArgument *row) {
    return row->kind != POSIX_NO_FOLLOW && row->kind != POSIX_TRUTH && row->kind != POSIX_FIXED;
}

static bool tell(Vm *vm, const PosixRun *run) {
    if (run->call->event == NULL || LIKELY(vm->objects->audit_hooks.object == NULL)) return true;
    List *told = list_new(vm, 0);
    const PosixArgument *row = run->call->arguments;
    const PosixPath *path = run->paths;
    bool done = told != NULL;
    for (; done && row->kind != POSIX_NOTHING; row++) {
        if (!is_told(row)) continue;
        Object *value = told_value(vm, run, row, &path);
        done = list_take_add(vm, told, value);
    }
    done = done && tell_list(vm, run->call->event, told);
    object_drop_or_null(vm, (Object *)told);
    return done;
}

// --- the call ---

static Object *raise_run(Vm *vm, const PosixRun *run) {
    bool is_unnamed = (run->call->flags & POSIX_FILE_UNNAMED) != 0 && run->paths[0].bytes == NULL;
    switch (is_unnamed ? 0 : run->named) {
    case 0: return posix_raise(vm, run->result);
    case 3: return raise_paths(vm, run->result, run->paths);
    default: return posix_raise_path(vm, run->result, &run->paths[0]);
    }
}

// A path that is neither a text nor an open file: the number -1 was given.
static bool is_nowhere(const PosixRun *run) {
    return run->path_count > 0 && run->paths[0].bytes == NULL && run->paths[0].file == -1;
}

static Object *ask_and_give(Vm *vm, PosixRun *run) {
    run->result = -EFAULT;
    if (!is_nowhere(run) && !outside_ask(vm, &run->request, &run->result)) return NULL;
    if (run->result < 0 && (run->call->flags & POSIX_GIVES_FAILURE) == 0)
        return raise_run(vm, run);
    return run->call->give == NULL ? none_new(vm) : run->call->give(vm, run);
}

static Object *run_call(Vm *vm, PosixRun *run, const Slot *arguments) {
    Object *result = NULL;
    if (read_arguments(vm, run, arguments) && tell(vm, run))
        result = ask_and_give(vm, run);
    for (int i = 0; i < run->path_count; i++) posix_path_drop(vm, &run->paths[i]);
    view_release(vm, &run->view);
    return result;
}

static Object *run_in_room(Vm *vm, PosixRun *run, const Slot *arguments, void *room,
                           size_t bytes) {
    run->room = run->request.out = room;
    run->request.out_bytes = bytes;
    return run_call(vm, run, arguments);
}

// Apart, so that the room is on the stack only where it is wanted.
static NO_INLINE Object *run_with_room(Vm *vm, PosixRun *run, const Slot *arguments) {
    _Alignas(16) char room[POSIX_ROOM];
    return run_in_room(vm, run, arguments, room, sizeof room);
}

static Object *run_with_more(Vm *vm, PosixRun *run, const Slot *arguments) {
    void *room = system_new(vm, POSIX_ROOM_LARGE);
    if (room == NULL) return NULL;
    Object *result = run_in_room(vm, run, arguments, room, POSIX_ROOM_LARGE);
    system_drop(vm, room, POSIX_ROOM_LARGE);
    return result;
}

Object *posix_call(Vm *vm, const PosixCall *call, const Slot *arguments) {
    PosixRun run = {.call = call, .request = {.operation = call->operation}};
    if ((call->flags & POSIX_KEEPS_ROOM) != 0) return run_with_room(vm, &run, arguments);
    if ((call->flags & POSIX_KEEPS_MORE) != 0) return run_with_more(vm, &run, arguments);
    return run_call(vm, &run, arguments);
}
