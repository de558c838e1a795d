// Messages with control data: recvmsg(), recvmsg_into(), sendmsg().
//
// The system gathers and scatters bytes; here they go through one row.

#define _GNU_SOURCE

#include "modules/socket.h"

#include "objects/audit.h"
#include "objects/list.h"
#include "objects/tuple.h"

#include <limits.h>
#include <string.h>

static bool read_int(Vm *vm, Object *given, int *number) {
    *number = 0;
    return given == NULL || argument_process(vm, given, number);
}

static bool read_control_room(Vm *vm, Object *given, int64_t *bytes) {
    *bytes = 0;
    if (given != NULL && !argument_size(vm, given, bytes)) return false;
    return (*bytes >= 0 && *bytes <= INT_MAX) || raise_false(vm, ERROR_SOCKET_CONTROL_BYTES);
}

// --- receiving ---

// (level, type, data) of one control message. New reference.
static Object *control_new(Vm *vm, const struct cmsghdr *row, int64_t bytes) {
    Object *level = int_new(vm, row->cmsg_level), *type = int_new(vm, row->cmsg_type);
    Object *data = bytes_new(vm, CMSG_DATA(row), bytes);
    Tuple *tuple = NULL;
    if (level != NULL && type != NULL && data != NULL) tuple = tuple_pack(vm, 3, level, type, data);
    object_drop_or_null(vm, level);
    object_drop_or_null(vm, type);
    object_drop_or_null(vm, data);
    return (Object *)tuple;
}

// The control messages, as many bytes of each as have come.
static List *controls_new(Vm *vm, void *control, int64_t bytes) {
    List *list = list_new(vm, 0);
    struct msghdr header = {.msg_control = control, .msg_controllen = (size_t)bytes};
    struct cmsghdr *row = bytes > 0 ? CMSG_FIRSTHDR(&header) : NULL;
    for (; list != NULL && row != NULL; row = CMSG_NXTHDR(&header, row)) {
        int64_t start = (const char *)CMSG_DATA(row) - (const char *)control;
        int64_t length = (int64_t)row->cmsg_len - (int64_t)CMSG_LEN(0);
        bool is_cut = length > bytes - start;
        if (length < 0) break;
        if (is_cut) length = bytes - start;
        if (list_take_add(vm, list, control_new(vm, row, length))) {
            if (!is_cut) continue;
            break;
        }
        object_drop(vm, (Object *)list);
        return NULL;
    }
    return list;
}

// (first, controls, flags, address); consumes first.
static Object *message_new(Vm *vm, Object *first, WorldMessage *message) {
    List *controls = first == NULL ? NULL
                                   : controls_new(vm, message + 1, message->control_bytes);
    Object *flags = controls == NULL ? NULL : int_new(vm, message->flags), *address = NULL;
    if (flags != NULL)
        address = socket_address_new(vm, message->address, (size_t)message->address_bytes);
    Tuple *result = address == NULL ? NULL : tuple_pack(vm, 4, first, controls, flags, address);
    object_drop_or_null(vm, first);
    object_drop_or_null(vm, (Object *)controls);
    object_drop_or_null(vm, flags);
    object_drop_or_null(vm, address);
    return (Object *)result;
}

// A message in system memory of *room bytes, released by the caller. False: raised.
static bool receive(Vm *vm, const Socket *socket, int64_t bytes, int64_t control_bytes, int flags,
                    WorldMessage **message, size_t *room) {
    int64_t count;
    // What is aligned for control messages.
    int64_t control_room = (control_bytes + 7) / 8 * 8;
    *room = sizeof(WorldMessage) + (size_t)control_room + (size_t)bytes;
    *message = system_new(vm, *room);
    if (*message == NULL) return false;
    WorldRequest request = {.operation = WORLD_RECEIVE_MESSAGE,
                            .numbers = {socket->file, flags, control_room, control_bytes},
                            .out = *message, .out_bytes = *room};
    if (socket_do(vm, socket, OUTSIDE_READS, &request, &count)) return true;
    system_drop(vm, *message, *room);
    return false;
}

static const uint8_t *message_data(const WorldMessage *message, int64_t control_bytes) {
    return (const uint8_t *)(message + 1) + (control_bytes + 7) / 8 * 8;
}

SOCKET(recvmsg) {
    int64_t bytes, control_bytes;
    int flags;
    WorldMessage *message;
    size_t room;
    if (!argument_size(vm, arguments[1].object, &bytes) ||
        !read_int(vm, arguments[3].object, &flags))
        return NULL;
    if (bytes < 0) return raise(vm, ERROR_SOCKET_MESSAGE_NEGATIVE);
    if (!read_control_room(vm, arguments[2].object, &control_bytes) ||
        !receive(vm, socket_of(arguments), bytes, control_bytes, flags, &message, &room))
        return NULL;
    Object *data = bytes_new(vm, message_data(message, control_bytes), message->data_bytes);
    Object *result = message_new(vm, data, message);
    system_drop(vm, message, room);
    return result;
}

// The buffers of a sequence, as views in system memory.
typedef struct Views {
    View *views;         // owns
    int64_t count, capacity;
    int64_t bytes;       // of all
} Views;

static void views_drop(Vm *vm, Views *views) {
    for (int64_t i = 0; i < views->count; i++) view_release(vm, &views->views[i]);
    system_drop(vm, views->views, (size_t)views->capacity * sizeof(View));
}

static bool views_acquire(Vm *vm, Views *views, Object *iterable, ErrorId refusal) {
    *views = (Views){0};
    Tuple *buffers = tuple_new_from_iterable(vm, iterable);
    if (buffers == NULL)
        return raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))
                   ? raise_false(vm, refusal) : false;
    bool done = true;
    if (buffers->count > 0) {
        views->views = system_new(vm, (size_t)buffers->count * sizeof(View));
        done = views->views != NULL;
        views->capacity = done ? buffers->count : 0;
    }
    for (int64_t i = 0; done && i < buffers->count; i++) {
        done = argument_room(vm, "recvmsg_into", 1, buffers->items[i].object, &views->views[i]);
        if (!done && raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
            (void)raise(vm, ERROR_SOCKET_RECEIVE_BUFFER);
        if (!done) break;
        views->bytes += views->views[views->count++].bytes;
    }
    object_drop(vm, (Object *)buffers);
    if (!done) views_drop(vm, views);
    return done;
}

static void scatter(const Views *views, const uint8_t *data, int64_t bytes) {
    for (int64_t i = 0; i < views->count && bytes > 0; i++) {
        int64_t part = views->views[i].bytes < bytes ? views->views[i].bytes : bytes;
        memcpy(views->views[i].data, data, (size_t)part);
        data += part;
        bytes -= part;
    }
}

SOCKET(recvmsg_into) {
    int64_t control_bytes;
    int flags;
    WorldMessage *message;
    size_t room;
    Views views;
    if (!read_int(vm, arguments[3].object, &flags) ||
        !views_acquire(vm, &views, arguments[1].object, ERROR_SOCKET_RECEIVE_ITERABLE))
        return NULL;
    Object *result = NULL;
    if (read_control_room(vm, arguments[2].object, &control_bytes) &&
        receive(vm, socket_of(arguments), views.bytes, control_bytes, flags, &message, &room)) {
        scatter(&views, message_data(message, control_bytes), message->data_bytes);
        result = message_new(vm, int_new(vm, message->data_bytes), message);
        system_drop(vm, message, room);
    }
    views_drop(vm, &views);
    return result;
}

// --- sending ---

static bool add_view(Vm *vm, PosixPack *pack, Object *object) {
    View view;
    if (!view_acquire(vm, object, &view, VIEW_READ)) return false;
    bool done = posix_pack_add(vm, pack, view.data, (size_t)view.bytes);
    view_release(vm, &view);
    return done;
}

static bool add_data(Vm *vm, PosixPack *pack, Object *iterable) {
    Tuple *buffers = tuple_new_from_iterable(vm, iterable);
    if (buffers == NULL)
        return raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))
                   ? raise_false(vm, ERROR_SOCKET_SEND_ITERABLE) : false;
    bool done = true;
    for (int64_t i = 0; done && i < buffers->count; i++)
        done = add_view(vm, pack, buffers->items[i].object);
    object_drop(vm, (Object *)buffers);
    return done;
}

// One control message: its head, its data, and what aligns the next one.
static bool add_control(Vm *vm, PosixPack *pack, Object *given) {
    static const char zeros[CMSG_ALIGN(1)];
    int level, type;
    View view;
    if (!object_is_tuple(vm, given)) return raise_false(vm, ERROR_SOCKET_CONTROL_TUPLE, given);
    const Tuple *tuple = (const Tuple *)given;
    if (tuple->count != 3) return raise_false(vm, ERROR_SOCKET_CONTROL_COUNT, tuple->count);
    if (!argument_process(vm, tuple->items[0].object, &level) ||
        !argument_process(vm, tuple->items[1].object, &type) ||
        !view_acquire(vm, tuple->items[2].object, &view, VIEW_READ))
        return false;
    struct cmsghdr head = {.cmsg_len = CMSG_LEN((size_t)view.bytes), .cmsg_level = level,
                           .cmsg_type = type};
    bool done = posix_pack_add(vm, pack, &head, sizeof head) &&
                posix_pack_add(vm, pack, view.data, (size_t)view.bytes) &&
                posix_pack_add(vm, pack, zeros,
                               CMSG_ALIGN((size_t)view.bytes) - (size_t)view.bytes);
    view_release(vm, &view);
    return done;
}

static bool add_controls(Vm *vm, PosixPack *pack, Object *iterable) {
    if (iterable == NULL) return true;
    Tuple *rows = tuple_new_from_iterable(vm, iterable);
    if (rows == NULL)
        return raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))
                   ? raise_false(vm, ERROR_SOCKET_CONTROL_ITERABLE) : false;
    bool done = true;
    for (int64_t i = 0; done && i < rows->count; i++)
        done = add_control(vm, pack, rows->items[i].object);
    object_drop(vm, (Object *)rows);
    return done;
}

// The address at the begin of the pack; none when None was given.
static bool add_address(Vm *vm, PosixPack *pack, const Socket *socket, Object *given) {
    SocketAddress address;
    size_t bytes;
    Object *none = vm->objects->none;
    if (given == NULL) given = none;
    if (given == none) return audit(vm, "socket.sendmsg", 2, &socket->base, none);
    return socket_read_address(vm, socket, given, "sendmsg", &address, &bytes) &&
           audit(vm, "socket.sendmsg", 2, &socket->base, given) &&
           posix_pack_add(vm, pack, &address, bytes);
}

SOCKET(sendmsg) {
    const Socket *socket = socket_of(arguments);
    PosixPack pack = {0};
    int flags;
    int64_t count;
    Object *result = NULL;
    if (!read_int(vm, arguments[3].object, &flags)) return NULL;
    WorldRequest request = {.operation = WORLD_SEND_MESSAGE, .numbers = {socket->file, flags}};
    bool done = add_address(vm, &pack, socket, arguments[4].object);
    request.numbers[2] = (int64_t)pack.used;
    done = done && add_controls(vm, &pack, arguments[2].object);
    request.numbers[3] = (int64_t)pack.used - request.numbers[2];
    if (done && add_data(vm, &pack, arguments[1].object)) {
        request.in = pack.bytes;
        request.in_bytes = pack.used;
        if (socket_do(vm, socket, OUTSIDE_WRITES, &request, &count)) result = int_new(vm, count);
    }
    posix_pack_drop(vm, &pack);
    return result;
}
