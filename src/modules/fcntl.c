// The module fcntl: what open files and devices can be told.

#define _GNU_SOURCE

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/posix.h"
#include "objects/codec.h"
#include "runtime/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

#define FCNTL(name) static Object *fcntl_function_##name(Vm *vm, const Slot *arguments)

enum { BUFFER_BYTES = 1024 };   // what may be given at most, but for room that is written to

// --- with a number, or with bytes ---

static Object *control_number(Vm *vm, WorldOperation operation, int file, int64_t code,
                              int64_t number) {
    WorldRequest request = {.operation = operation, .numbers = {file, code, number}};
    return posix_ask_number(vm, &request);
}

// A copy of the bytes goes out and comes back in `room`. False: raised.
static bool control_bytes(Vm *vm, WorldOperation operation, int file, int64_t code,
                          const View *view, void *room, int64_t *result) {
    WorldRequest request = {.operation = operation, .numbers = {file, code}, .in = view->data,
                            .in_bytes = (size_t)view->bytes, .out = room,
                            .out_bytes = (size_t)view->bytes};
    return posix_ask(vm, &request, result);
}

// The bytes as the system left them.
static Object *control_copy(Vm *vm, WorldOperation operation, int file, int64_t code,
                            const View *view, ErrorId refusal) {
    _Alignas(8) uint8_t room[BUFFER_BYTES];
    int64_t result;
    if (view->bytes > BUFFER_BYTES) return raise(vm, refusal);
    if (!control_bytes(vm, operation, file, code, view, room, &result)) return NULL;
    return bytes_new(vm, room, view->bytes);
}

// str or bytes as bytes: a new reference, or NULL for something else (or raised).
static Object *load_bytes(Vm *vm, Object *given) {
    if (given == NULL) return NULL;
    if (object_is_bytes(vm, given)) return object_share(given);
    return object_is_str(vm, given) ? codec_encode(vm, (Str *)given, NULL, NULL) : NULL;
}

static bool read_number(Vm *vm, Object *given, int64_t *number) {
    uint64_t bits = 0;
    if (given != NULL && !argument_bits(vm, given, &bits)) return false;
    *number = (int32_t)(uint32_t)bits;
    return true;
}

FCNTL(fcntl) {
    int file, code;
    int64_t number;
    Object *given = arguments[2].object;
    if (!argument_file(vm, arguments[0].object, &file) ||
        !argument_int(vm, arguments[1].object, &code) ||
        !posix_audit(vm, "fcntl.fcntl", "iio", (int64_t)file, (int64_t)code,
                     given != NULL ? given : vm->objects->none))
        return NULL;
    Object *bytes = load_bytes(vm, given);
    if (raised(vm)) return NULL;
    if (bytes == NULL)
        return read_number(vm, given, &number)
                   ? control_number(vm, WORLD_FILE_CONTROL, file, code, number) : NULL;
    const Bytes *whole = (const Bytes *)bytes;
    View view = {.data = (uint8_t *)(uintptr_t)whole->data, .bytes = whole->count};
    Object *result = control_copy(vm, WORLD_FILE_CONTROL, file, code, &view,
                                  ERROR_FCNTL_STRING);
    object_drop(vm, bytes);
    return result;
}

// --- ioctl() ---

// Room of the program's: written in place when `mutates`. A small one has a zero behind it.
static Object *control_room(Vm *vm, int file, int64_t code, const View *view, bool mutates) {
    int64_t result;
    _Alignas(8) uint8_t local[BUFFER_BYTES + 1] = {0};
    if (!mutates)
        return control_copy(vm, WORLD_DEVICE_CONTROL, file, code, view, ERROR_IOCTL_STRING);
    uint8_t *room = view->bytes <= BUFFER_BYTES ? local : view->data;
    if (!control_bytes(vm, WORLD_DEVICE_CONTROL, file, code, view, room, &result)) return NULL;
    if (room == local) memcpy(view->data, local, (size_t)view->bytes);
    return int_new(vm, result);
}

static Object *control_view(Vm *vm, int file, int64_t code, Object *given, bool mutates) {
    View view;
    Object *result = NULL;
    if (!view_acquire(vm, given, &view, VIEW_READ)) return NULL;
    if (view.is_read_only)
        result = control_copy(vm, WORLD_DEVICE_CONTROL, file, code, &view, ERROR_IOCTL_STRING);
    else
        result = control_room(vm, file, code, &view, mutates);
    view_release(vm, &view);
    return result;
}

FCNTL(ioctl) {
    int file;
    uint64_t code;
    int64_t number;
    bool mutates = true;
    Object *given = arguments[2].object;
    if (!argument_file(vm, arguments[0].object, &file) ||
        !argument_bits(vm, arguments[1].object, &code) ||
        (arguments[3].object != NULL && !argument_truth(vm, arguments[3].object, &mutates)) ||
        !posix_audit(vm, "fcntl.ioctl", "iio", (int64_t)file, (int64_t)(uint32_t)code,
                     given != NULL ? given : vm->objects->none))
        return NULL;
    code = (uint32_t)code;
    if (given != NULL && object_is_str(vm, given)) {
        Object *bytes = load_bytes(vm, given);
        if (bytes == NULL) return NULL;
        Object *result = control_view(vm, file, (int64_t)code, bytes, mutates);
        object_drop(vm, bytes);
        return result;
    }
    if (given != NULL && object_has_view(vm, given))
        return control_view(vm, file, (int64_t)code, given, mutates);
    int small = 0;
    if (given != NULL && !argument_process(vm, given, &small)) return NULL;
    number = small;
    return control_number(vm, WORLD_DEVICE_CONTROL, file, (int64_t)code, number);
}

// --- locks ---

FCNTL(flock) {
    int file, operation;
    int64_t result;
    if (!argument_file(vm, arguments[0].object, &file) ||
        !argument_int(vm, arguments[1].object, &operation) ||
        !posix_audit(vm, "fcntl.flock", "ii", (int64_t)file, (int64_t)operation))
        return NULL;
    WorldRequest request = {.operation = WORLD_LOCK, .numbers = {file, operation}};
    WorldRequest attempt = {.operation = WORLD_LOCK, .numbers = {file, operation | LOCK_NB}};
    bool waits = (operation & LOCK_NB) == 0;
    bool done = waits ? outside_ask_patiently(vm, &request, &attempt, -EWOULDBLOCK, &result)
                      : outside_ask(vm, &request, &result);
    if (!done) return NULL;
    return result < 0 ? posix_raise(vm, result) : none_new(vm);
}

static Object *lock_record(Vm *vm, int file, bool waits, const struct flock *lock) {
    struct flock answer;
    int64_t result;
    WorldRequest request = {.operation = WORLD_FILE_CONTROL,
                            .numbers = {file, waits ? F_SETLKW : F_SETLK}, .in = lock,
                            .in_bytes = sizeof *lock, .out = &answer, .out_bytes = sizeof answer};
    WorldRequest attempt = request;
    attempt.numbers[1] = F_SETLK;
    bool done = waits ? outside_ask_patiently(vm, &request, &attempt, -EAGAIN, &result)
                      : outside_ask(vm, &request, &result);
    if (!done) return NULL;
    return result < 0 ? posix_raise(vm, result) : none_new(vm);
}

FCNTL(lockf) {
    int file, code, whence = 0;
    int64_t numbers[2] = {0, 0};   // length, start
    if (!argument_file(vm, arguments[0].object, &file) ||
        !argument_int(vm, arguments[1].object, &code) ||
        (arguments[4].object != NULL && !argument_int(vm, arguments[4].object, &whence)) ||
        !posix_audit(vm, "fcntl.lockf", "iiooi", (int64_t)file, (int64_t)code,
                     arguments[2].object != NULL ? arguments[2].object : vm->objects->none,
                     arguments[3].object != NULL ? arguments[3].object : vm->objects->none,
                     (int64_t)whence))
        return NULL;
    struct flock lock = {.l_whence = (short)whence};
    if (code == LOCK_UN) lock.l_type = F_UNLCK;
    else if ((code & LOCK_SH) != 0) lock.l_type = F_RDLCK;
    else if ((code & LOCK_EX) != 0) lock.l_type = F_WRLCK;
    else return raise(vm, ERROR_FCNTL_LOCK);
    for (int i = 0; i < 2; i++) {
        Object *given = arguments[3 - i].object;   // the start is read first
        if (given != NULL && !argument_int64(vm, given, &numbers[1 - i])) return NULL;
    }
    lock.l_len = numbers[0];
    lock.l_start = numbers[1];
    return lock_record(vm, file, (code & LOCK_NB) == 0, &lock);
}

static const Method functions[] = {
    FUNCTION(fcntl, fcntl, "(fd, cmd, arg=0, /)",
             "Tell an open file a command, with a number or with bytes, which come back."),
    FUNCTION(fcntl, ioctl, "(fd, request, arg=0, mutate_flag=True, /)",
             "Tell a device a request, with a number or with bytes; those that can be written "
             "to are changed."),
    FUNCTION(fcntl, flock, "(fd, operation, /)", "Lock an open file, or unlock it."),
    FUNCTION(fcntl, lockf, "(fd, cmd, len=0, start=0, whence=0, /)",
             "Lock a part of an open file, or unlock it."),
    {0},
};

static const Constant constants[] = {
    CONSTANT(LOCK_SH) CONSTANT(LOCK_EX) CONSTANT(LOCK_NB) CONSTANT(LOCK_UN) CONSTANT(LOCK_MAND)
    CONSTANT(LOCK_READ) CONSTANT(LOCK_WRITE) CONSTANT(LOCK_RW)
    CONSTANT(F_DUPFD) CONSTANT(F_DUPFD_CLOEXEC) CONSTANT(F_GETFD) CONSTANT(F_SETFD)
    CONSTANT(F_GETFL) CONSTANT(F_SETFL) CONSTANT(F_GETLK) CONSTANT(F_SETLK) CONSTANT(F_SETLKW)
    CONSTANT(F_OFD_GETLK) CONSTANT(F_OFD_SETLK) CONSTANT(F_OFD_SETLKW) CONSTANT(F_GETOWN)
    CONSTANT(F_SETOWN) CONSTANT(F_GETSIG) CONSTANT(F_SETSIG) CONSTANT(F_RDLCK) CONSTANT(F_WRLCK)
    CONSTANT(F_UNLCK) CONSTANT_OF(F_GETLK64, F_GETLK) CONSTANT_OF(F_SETLK64, F_SETLK)
    CONSTANT_OF(F_SETLKW64, F_SETLKW) CONSTANT_OF(FASYNC, O_ASYNC) CONSTANT(F_SETPIPE_SZ)
    CONSTANT(F_GETPIPE_SZ) CONSTANT(FD_CLOEXEC) CONSTANT(F_NOTIFY) CONSTANT(F_EXLCK)
    CONSTANT(F_SHLCK) CONSTANT(DN_ACCESS) CONSTANT(DN_MODIFY) CONSTANT(DN_CREATE)
    CONSTANT(DN_DELETE) CONSTANT(DN_RENAME) CONSTANT(DN_ATTRIB) CONSTANT(DN_MULTISHOT)
    CONSTANT(F_SETLEASE) CONSTANT(F_GETLEASE) CONSTANT(F_ADD_SEALS) CONSTANT(F_GET_SEALS)
    CONSTANT(F_SEAL_SEAL) CONSTANT(F_SEAL_SHRINK) CONSTANT(F_SEAL_GROW) CONSTANT(F_SEAL_WRITE)
};

bool fcntl_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "What open files and devices can be told.") &&
           module_add_functions(vm, module, functions) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants));
}
