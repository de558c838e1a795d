// select.epoll: a file that tells of events of others.

#define _GNU_SOURCE

#include "modules/select.h"

#include "modules/argument.h"
#include "modules/posix.h"
#include "objects/arguments.h"
#include "runtime/threads.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

typedef struct Epoll {
    Object base;
    int file;      // -1: closed
} Epoll;

// Binds what a call gives before it can raise in between.
static Epoll *epoll_of(const Slot *arguments) {
    return (Epoll *)arguments[0].object;
}

static bool check_open(Vm *vm, const Epoll *epoll) {
    return epoll->file >= 0 || raise_false(vm, ERROR_EPOLL_CLOSED);
}

// --- making ---

static Object *epoll_for(Vm *vm, Type *type, int file) {
    Epoll *epoll = (Epoll *)type_new_instance(vm, type, sizeof(Epoll));
    if (epoll != NULL) epoll->file = file;
    return (Object *)epoll;
}

static Object *open_epoll(Vm *vm, Type *type, Object *size, Object *flags) {
    int hint = -1, bits = 0;
    int64_t file;
    if ((size != NULL && !argument_int(vm, size, &hint)) ||
        (flags != NULL && !argument_int(vm, flags, &bits)))
        return NULL;
    if (hint != -1 && hint <= 0) return raise(vm, ERROR_EPOLL_SIZE);
    if (bits != 0 && bits != EPOLL_CLOEXEC) return raise(vm, ERROR_EPOLL_FLAGS);
    WorldRequest request = {.operation = WORLD_EVENTS_OPEN, .numbers = {EPOLL_CLOEXEC}};
    if (!posix_ask(vm, &request, &file)) return NULL;
    Object *epoll = epoll_for(vm, type, (int)file);
    if (epoll == NULL) (void)world_close(vm->world, (int)file);
    return epoll;
}

static Object *epoll_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "epoll", "(sizehint=-1, flags=0)", arguments, values)) return NULL;
    Object *epoll = open_epoll(vm, type, values[0], values[1]);
    arguments_unbind(vm, values, 2);
    return epoll;
}

static Object *epoll_method_fromfd(Vm *vm, const Slot *arguments) {
    int file;
    int64_t opened = 0;
    if (!argument_int(vm, arguments[1].object, &file)) return NULL;
    if (file != -1) return epoll_for(vm, (Type *)arguments[0].object, file);
    WorldRequest request = {.operation = WORLD_EVENTS_OPEN, .numbers = {EPOLL_CLOEXEC}};
    if (!posix_ask(vm, &request, &opened)) return NULL;
    return epoll_for(vm, (Type *)arguments[0].object, (int)opened);
}

static int64_t close_file(Vm *vm, Epoll *epoll) {
    int file = epoll->file;
    epoll->file = -1;
    return file < 0 ? 0 : world_close(vm->world, file);
}

static Object *epoll_method_close(Vm *vm, const Slot *arguments) {
    int64_t result = close_file(vm, epoll_of(arguments));
    return result < 0 ? posix_raise(vm, result) : none_new(vm);
}

static void epoll_finish(Vm *vm, Object *object) {
    (void)close_file(vm, (Epoll *)object);
}

static Object *epoll_method___enter__(Vm *vm, const Slot *arguments) {
    Epoll *epoll = epoll_of(arguments);
    return check_open(vm, epoll) ? object_share(&epoll->base) : NULL;
}

static Object *epoll_method___exit__(Vm *vm, const Slot *arguments) {
    return epoll_method_close(vm, arguments);
}

static Object *epoll_method_fileno(Vm *vm, const Slot *arguments) {
    const Epoll *epoll = epoll_of(arguments);
    return check_open(vm, epoll) ? int_new(vm, epoll->file) : NULL;
}

static Object *epoll_property_closed(Vm *vm, Object *object) {
    return bool_new(vm, ((const Epoll *)object)->file < 0);
}

// --- files ---

static Object *control(Vm *vm, const Slot *arguments, int operation, Object *mask) {
    const Epoll *epoll = epoll_of(arguments);
    int file;
    uint64_t events = EPOLLIN | EPOLLPRI | EPOLLOUT;
    if (!argument_file(vm, arguments[1].object, &file) ||
        (mask != NULL && !argument_bits(vm, mask, &events)) || !check_open(vm, epoll))
        return NULL;
    WorldRequest request = {.operation = WORLD_EVENTS_CHANGE,
                            .numbers = {epoll->file, operation, file, (uint32_t)events}};
    return posix_ask_none(vm, &request);
}

static Object *epoll_method_register(Vm *vm, const Slot *arguments) {
    return control(vm, arguments, EPOLL_CTL_ADD, arguments[2].object);
}

static Object *epoll_method_modify(Vm *vm, const Slot *arguments) {
    return control(vm, arguments, EPOLL_CTL_MOD, arguments[2].object);
}

static Object *epoll_method_unregister(Vm *vm, const Slot *arguments) {
    return control(vm, arguments, EPOLL_CTL_DEL, NULL);
}

// --- waiting ---

// What is there: how many rows, below 0 -errno.
static int64_t take_events(Vm *vm, const Epoll *epoll, WorldEvent *rows, size_t bytes) {
    WorldRequest request = {.operation = WORLD_EVENTS_TAKE, .numbers = {epoll->file},
                            .out = rows, .out_bytes = bytes};
    return world_ask(vm->world, &request);
}

// The same, waiting for it. False: raised.
static bool await_events(Vm *vm, const Epoll *epoll, int64_t timeout, WorldEvent *rows,
                         size_t bytes, int64_t *count) {
    *count = take_events(vm, epoll, rows, bytes);
    if (*count != 0 || timeout == 0) return true;
    int64_t deadline = thread_deadline(vm, timeout);
    while (*count == 0) {
        WorldPoll poll = {epoll->file, POLLIN, 0};
        ThreadWake wake = thread_wait_for_files(vm, &poll, 1, deadline);
        if (wake == THREAD_RAISED) return false;
        if (wake == THREAD_TIMED_OUT) return true;
        *count = take_events(vm, epoll, rows, bytes);
    }
    return true;
}

static Object *poll_into(Vm *vm, const Epoll *epoll, int64_t timeout, WorldEvent *rows,
                         size_t bytes) {
    int64_t count;
    if (!await_events(vm, epoll, timeout, rows, bytes, &count)) return NULL;
    if (count < 0) return posix_raise(vm, count);
    List *pairs = list_new(vm, count);
    for (int64_t i = 0; pairs != NULL && i < count; i++)
        pairs = select_take_pair(vm, pairs, rows[i].file, rows[i].events);
    return (Object *)pairs;
}

static Object *epoll_method_poll(Vm *vm, const Slot *arguments) {
    enum { ROWS = 64 };
    Epoll *epoll = epoll_of(arguments);
    int count = -1;
    int64_t timeout;
    if (arguments[2].object != NULL && !argument_int(vm, arguments[2].object, &count)) return NULL;
    if (!check_open(vm, epoll) ||
        !select_read_timeout(vm, arguments[1].object, SELECT_SECONDS, &timeout))
        return NULL;
    if (count == -1) count = FD_SETSIZE - 1;
    if (count < 1) return raise(vm, ERROR_EPOLL_EVENTS, count);
    WorldEvent local[ROWS];
    if (count <= ROWS)
        return poll_into(vm, epoll, timeout, local, (size_t)count * sizeof *local);
    size_t bytes = (size_t)count * sizeof(WorldEvent);
    WorldEvent *rows = system_new(vm, bytes);
    if (rows == NULL) return NULL;
    Object *pairs = poll_into(vm, epoll, timeout, rows, bytes);
    system_drop(vm, rows, bytes);
    return pairs;
}

// --- the type ---

static const Method epoll_methods[] = {
    CLASS_METHOD(epoll, fromfd, "(type, fd, /)", "An epoll object for an open file."),
    METHOD(epoll, close, "(self, /)", "Close the file."),
    METHOD(epoll, fileno, "(self, /)", "The file's number."),
    METHOD(epoll, modify, "(self, /, fd, eventmask)", "Wait for other events of a file."),
    METHOD(epoll, register, "(self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI "
           "| select.EPOLLOUT)", "Wait for events of a file from now on."),
    METHOD(epoll, unregister, "(self, /, fd)", "Wait for a file no longer."),
    METHOD(epoll, poll, "(self, /, timeout=None, maxevents=-1)",
           "Wait, at most so many seconds: a list of pairs (file, events)."),
    METHOD(epoll, __enter__, "(self, /)", "The object itself."),
    METHOD(epoll, __exit__, "(self, exc_type=None, exc_value=None, exc_tb=None, /)",
           "Close the file."),
    {0},
};

static const Property epoll_properties[] = {
    {"closed", epoll_property_closed, NULL, "Is it closed?"},
    {0},
};

const TypeDefinition select_epoll_definition = {
    .name = "select.epoll",
    .flags = TYPE_IS_HEAP,
    .bytes = sizeof(Epoll),
    .python_bytes = 24,
    .layout = {.name = "select.epoll", .finish = epoll_finish},
    .behaviour = {.new = epoll_new},
    .methods = epoll_methods,
    .properties = epoll_properties,
    .doc = "epoll(sizehint=-1, flags=0): a file that tells of events of others.",
};
