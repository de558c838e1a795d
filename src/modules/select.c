// The module select: waiting for files.
//
// All waiting is the threads' scheduler's, which asks the world for the files of all threads
// together: so others run meanwhile, and signals are handled. Here are select() and poll();
// epoll is in select_epoll.c.

#define _GNU_SOURCE

#include "modules/select.h"

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/posix.h"
#include "modules/seconds.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/tuple.h"
#include "runtime/threads.h"

#include <errno.h>
#include <limits.h>
#include <linux/limits.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

enum { MILLISECOND = 1000000 };

bool select_read_timeout(Vm *vm, Object *given, SelectUnit unit, int64_t *nanoseconds) {
    *nanoseconds = -1;
    if (given == NULL || given == vm->objects->none) return true;
    bool done = unit == SELECT_MILLISECONDS
                    ? seconds_read_milliseconds(vm, given, SECONDS_AWAY, nanoseconds)
                    : seconds_read(vm, given, SECONDS_AWAY, nanoseconds);
    if (!done) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
            (void)raise(vm, ERROR_SELECT_TIMEOUT_TYPE,
                        unit == SELECT_EXACT_SECONDS ? "a float" : "an integer");
        return false;
    }
    if (unit == SELECT_EXACT_SECONDS)
        return *nanoseconds >= 0 || raise_false(vm, ERROR_SIGNAL_TIMEOUT);
    if (*nanoseconds / MILLISECOND > INT_MAX || *nanoseconds / MILLISECOND < INT_MIN)
        return raise_false(vm, ERROR_SELECT_TIMEOUT_LARGE);
    if (*nanoseconds < 0) *nanoseconds = -1;
    return true;
}

// What has happened so far. False: raised.
static bool ask_rows(Vm *vm, WorldPoll *rows, int64_t count) {
    size_t bytes = (size_t)count * sizeof(WorldPoll);
    int64_t result;
    WorldRequest request = {.operation = WORLD_POLL, .in = rows, .in_bytes = bytes, .out = rows,
                            .out_bytes = bytes};
    return posix_ask(vm, &request, &result);
}

// Waits; false: raised. Nothing has happened to the files when the time was over.
static bool await_rows(Vm *vm, WorldPoll *rows, int64_t count, int64_t timeout) {
    if (timeout == 0) return ask_rows(vm, rows, count);
    ThreadWake wake = thread_wait_for_files(vm, rows, count, thread_deadline(vm, timeout));
    for (int64_t i = 0; wake == THREAD_TIMED_OUT && i < count; i++) rows[i].happened = 0;
    return wake != THREAD_RAISED;
}

// --- select() ---

enum { SELECT_LISTS = 3 };

// The files of the three lists, one after another, with the objects that they were given as.
typedef struct Selection {
    WorldPoll *rows;             // owns: system memory
    int64_t capacity;
    List *objects;               // owns
    int64_t ends[SELECT_LISTS];  // of each list among the rows
} Selection;

static bool selection_reserve(Vm *vm, Selection *selection, int64_t count) {
    if (count <= selection->capacity) return true;
    int64_t capacity = count * 2 + 16;
    WorldPoll *rows = system_resize(vm, selection->rows,
                                    (size_t)selection->capacity * sizeof(WorldPoll),
                                    (size_t)capacity * sizeof(WorldPoll));
    if (rows == NULL) return false;
    selection->rows = rows;
    selection->capacity = capacity;
    return true;
}

static bool add_object(Vm *vm, Selection *selection, Object *object, int16_t wanted) {
    int file;
    int64_t count = selection->objects->count;
    if (!argument_file(vm, object, &file)) return false;
    if (file >= FD_SETSIZE) return raise_false(vm, ERROR_SELECT_FILE);
    if (!selection_reserve(vm, selection, count + 1)) return false;
    selection->rows[count] = (WorldPoll){file, wanted, 0};
    return list_add(vm, selection->objects, object);
}

// Reads one of the lists, whose items' methods may change it.
static bool add_list(Vm *vm, Selection *selection, Object *given, int16_t wanted, int64_t *end) {
    Object *fast = sequence_fast(vm, given, ERROR_SELECT_SEQUENCES);
    if (fast == NULL) return false;
    bool done = true;
    int64_t count;
    for (int64_t i = 0; done; i++) {
        const Slot *items = sequence_fast_items(vm, fast, &count);
        if (i >= count) break;
        if (i >= FD_SETSIZE) {
            done = raise_false(vm, ERROR_SELECT_COUNT);
            break;
        }
        Object *object = object_share(items[i].object);
        done = add_object(vm, selection, object, wanted);
        object_drop(vm, object);
    }
    object_drop(vm, fast);
    *end = selection->objects->count;
    return done;
}

// The objects of one list whose files are ready.
static List *ready_list(Vm *vm, const Selection *selection, int list) {
    static const int16_t ready[SELECT_LISTS] = {
        POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR,
        POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR,
        POLLPRI,
    };
    List *objects = list_new(vm, 0);
    int64_t at = list == 0 ? 0 : selection->ends[list - 1];
    for (; objects != NULL && at < selection->ends[list]; at++) {
        if ((selection->rows[at].happened & ready[list]) == 0) continue;
        if (list_add(vm, objects, selection->objects->items[at].object)) continue;
        object_drop(vm, (Object *)objects);
        return NULL;
    }
    return objects;
}

static Object *selection_result(Vm *vm, const Selection *selection) {
    List *lists[SELECT_LISTS];
    bool done = true;
    for (int64_t i = 0; i < selection->objects->count; i++)
        if ((selection->rows[i].happened & POLLNVAL) != 0) return posix_raise(vm, -EBADF);
    for (int i = 0; i < SELECT_LISTS; i++) {
        lists[i] = done ? ready_list(vm, selection, i) : NULL;
        done = done && lists[i] != NULL;
    }
    Tuple *result = done ? tuple_pack(vm, SELECT_LISTS, lists[0], lists[1], lists[2]) : NULL;
    for (int i = 0; i < SELECT_LISTS; i++) object_drop_or_null(vm, (Object *)lists[i]);
    return (Object *)result;
}

static Object *select_function_select(Vm *vm, const Slot *arguments) {
    static const int16_t wanted[SELECT_LISTS] = {POLLIN, POLLOUT, POLLPRI};
    Selection selection = {.objects = NULL};
    int64_t timeout;
    if (!select_read_timeout(vm, arguments[SELECT_LISTS].object, SELECT_EXACT_SECONDS, &timeout))
        return NULL;
    selection.objects = list_new(vm, 0);
    bool done = selection.objects != NULL;
    for (int i = 0; done && i < SELECT_LISTS; i++)
        done = add_list(vm, &selection, arguments[i].object, wanted[i], &selection.ends[i]);
    Object *result = NULL;
    if (done && await_rows(vm, selection.rows, selection.objects->count, timeout))
        result = selection_result(vm, &selection);
    system_drop(vm, selection.rows, (size_t)selection.capacity * sizeof(WorldPoll));
    object_drop_or_null(vm, (Object *)selection.objects);
    return result;
}

// --- poll ---

typedef struct Poll {
    Object base;
    WorldPoll *rows;     // owns: system memory; in the order of registration
    int64_t count, capacity;
    bool is_waiting;
} Poll;

static Poll *poll_of(const Slot *arguments) {
    return (Poll *)arguments[0].object;
}

static WorldPoll *poll_find(const Poll *poll, int file) {
    for (int64_t i = 0; i < poll->count; i++)
        if (poll->rows[i].file == file) return &poll->rows[i];
    return NULL;
}

static bool read_events(Vm *vm, Object *given, int16_t *events) {
    uint64_t bits;
    if (object_is_int(vm, given) && int_get_sign(vm, given) < 0)
        return raise_false(vm, ERROR_VALUE_NEGATIVE);
    if (!argument_unsigned(vm, given, &bits)) return false;
    if (bits > USHRT_MAX) return raise_false(vm, ERROR_UNSIGNED_SHORT_LARGE);
    *events = (int16_t)(uint16_t)bits;
    return true;
}

static bool poll_add(Vm *vm, Poll *poll, int file, int16_t events) {
    if (poll->count == poll->capacity) {
        int64_t capacity = poll->capacity * 2 + 8;
        WorldPoll *rows = system_resize(vm, poll->rows,
                                        (size_t)poll->capacity * sizeof(WorldPoll),
                                        (size_t)capacity * sizeof(WorldPoll));
        if (rows == NULL) return false;
        poll->rows = rows;
        poll->capacity = capacity;
    }
    poll->rows[poll->count++] = (WorldPoll){file, events, 0};
    return true;
}

static Object *poll_method_register(Vm *vm, const Slot *arguments) {
    Poll *poll = poll_of(arguments);
    int file;
    int16_t events = POLLIN | POLLPRI | POLLOUT;
    if (!argument_file(vm, arguments[1].object, &file) ||
        (arguments[2].object != NULL && !read_events(vm, arguments[2].object, &events)))
        return NULL;
    WorldPoll *row = poll_find(poll, file);
    if (row != NULL) row->wanted = events;
    else if (!poll_add(vm, poll, file, events)) return NULL;
    return none_new(vm);
}

static Object *poll_method_modify(Vm *vm, const Slot *arguments) {
    int file;
    int16_t events;
    if (!argument_file(vm, arguments[1].object, &file) ||
        !read_events(vm, arguments[2].object, &events))
        return NULL;
    WorldPoll *row = poll_find(poll_of(arguments), file);
    if (row == NULL) return posix_raise(vm, -ENOENT);
    row->wanted = events;
    return none_new(vm);
}

static Object *poll_method_unregister(Vm *vm, const Slot *arguments) {
    Poll *poll = poll_of(arguments);
    int file;
    if (!argument_file(vm, arguments[1].object, &file)) return NULL;
    WorldPoll *row = poll_find(poll, file);
    if (row == NULL) {
        Object *key = int_new(vm, file);
        if (key != NULL) (void)raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
        object_drop_or_null(vm, key);
        return NULL;
    }
    for (poll->count--; row < poll->rows + poll->count; row++) row[0] = row[1];
    return none_new(vm);
}

List *select_take_pair(Vm *vm, List *pairs, int64_t file, int64_t events) {
    Object *first = int_new(vm, file), *second = first == NULL ? NULL : int_new(vm, events);
    Tuple *pair = second == NULL ? NULL : tuple_pack(vm, 2, first, second);
    object_drop_or_null(vm, first);
    object_drop_or_null(vm, second);
    if (list_take_add(vm, pairs, (Object *)pair)) return pairs;
    object_drop(vm, (Object *)pairs);
    return NULL;
}

static Object *happened_list(Vm *vm, const WorldPoll *rows, int64_t count) {
    List *pairs = list_new(vm, 0);
    for (int64_t i = 0; pairs != NULL && i < count; i++)
        if (rows[i].happened != 0)
            pairs = select_take_pair(vm, pairs, rows[i].file, (uint16_t)rows[i].happened);
    return (Object *)pairs;
}

// The rows are a copy: handlers of signals may register others meanwhile.
static Object *wait_for_copy(Vm *vm, const Poll *poll, int64_t timeout, WorldPoll *rows) {
    int64_t count = poll->count;
    for (int64_t i = 0; i < count; i++) rows[i] = poll->rows[i];
    return await_rows(vm, rows, count, timeout) ? happened_list(vm, rows, count) : NULL;
}

static Object *poll_wait(Vm *vm, const Poll *poll, int64_t timeout) {
    enum { LOCAL_ROWS = 64 };
    WorldPoll local[LOCAL_ROWS];
    if (poll->count <= LOCAL_ROWS) return wait_for_copy(vm, poll, timeout, local);
    size_t bytes = (size_t)poll->count * sizeof(WorldPoll);
    WorldPoll *rows = system_new(vm, bytes);
    if (rows == NULL) return NULL;
    Object *pairs = wait_for_copy(vm, poll, timeout, rows);
    system_drop(vm, rows, bytes);
    return pairs;
}

static Object *poll_method_poll(Vm *vm, const Slot *arguments) {
    Poll *poll = poll_of(arguments);
    int64_t timeout;
    if (!select_read_timeout(vm, arguments[1].object, SELECT_MILLISECONDS, &timeout)) return NULL;
    if (poll->is_waiting) return raise(vm, ERROR_SELECT_CONCURRENT);
    poll->is_waiting = true;
    Object *pairs = poll_wait(vm, poll, timeout);
    poll->is_waiting = false;
    return pairs;
}

static void poll_finish(Vm *vm, Object *object) {
    Poll *poll = (Poll *)object;
    system_drop(vm, poll->rows, (size_t)poll->capacity * sizeof(WorldPoll));
}

static const Method poll_methods[] = {
    METHOD(poll, register, "(self, fd,\n         eventmask=select.POLLIN | select.POLLPRI | "
           "select.POLLOUT, /)", "Wait for events of a file from now on."),
    METHOD(poll, modify, "(self, fd, eventmask, /)", "Wait for other events of a file."),
    METHOD(poll, unregister, "(self, fd, /)", "Wait for a file no longer."),
    METHOD(poll, poll, "(self, timeout=None, /)",
           "Wait, at most so many milliseconds: a list of pairs (file, events)."),
    {0},
};

static const TypeDefinition poll_definition = {
    .name = "select.poll",
    .flags = TYPE_IS_HEAP,
    .bytes = sizeof(Poll),
    .python_bytes = 48,
    .layout = {.name = "select.poll", .finish = poll_finish},
    .methods = poll_methods,
};

static Object *select_function_poll(Vm *vm, const Slot *arguments) {
    (void)arguments;
    Type *type = module_register_type(vm, &poll_definition);
    return type == NULL ? NULL : type_new_instance(vm, type, sizeof(Poll));
}

// --- the module ---

static const Method functions[] = {
    FUNCTION(select, select, "(rlist, wlist, xlist, timeout=None, /)",
             "Wait until files can be read, can be written, or have something special: three "
             "lists of those."),
    FUNCTION(select, poll, "()", "An object that waits for events of files."),
    {0},
};

static const Constant constants[] = {
    CONSTANT(PIPE_BUF)
    CONSTANT(POLLIN) CONSTANT(POLLPRI) CONSTANT(POLLOUT) CONSTANT(POLLERR) CONSTANT(POLLHUP)
    CONSTANT(POLLNVAL) CONSTANT(POLLRDNORM) CONSTANT(POLLRDBAND) CONSTANT(POLLWRNORM)
    CONSTANT(POLLWRBAND) CONSTANT(POLLMSG)
    CONSTANT(EPOLLIN) CONSTANT(EPOLLOUT) CONSTANT(EPOLLPRI) CONSTANT(EPOLLERR)
    CONSTANT(EPOLLHUP) CONSTANT(EPOLLRDHUP) CONSTANT(EPOLLET) CONSTANT(EPOLLONESHOT)
    CONSTANT(EPOLLEXCLUSIVE) CONSTANT(EPOLLRDNORM) CONSTANT(EPOLLRDBAND) CONSTANT(EPOLLWRNORM)
    CONSTANT(EPOLLWRBAND) CONSTANT(EPOLLMSG) CONSTANT(EPOLL_CLOEXEC)
};

bool select_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "Waiting for files: select(), poll() and epoll.") &&
           module_add_functions(vm, module, functions) &&
           module_set(vm, module, "error", &exception_type(vm, EXCEPTION_OSError)->base) &&
           module_register_type(vm, &poll_definition) != NULL &&
           module_add_type(vm, module, &select_epoll_definition) != NULL &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants));
}
