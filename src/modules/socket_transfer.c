// Bytes to and from sockets.

#include "modules/socket.h"

#include "objects/audit.h"
#include "objects/tuple.h"

#include <errno.h>
#include <string.h>

enum { LOCAL_BYTES = 8192 };

static bool read_flags(Vm *vm, Object *given, int *flags) {
    *flags = 0;
    return given == NULL || argument_process(vm, given, flags);
}

// How many bytes a receiving function is to take.
static bool read_count(Vm *vm, Object *given, const char *function, int64_t *count) {
    *count = 0;
    if (given != NULL && !argument_size(vm, given, count)) return false;
    return *count >= 0 || raise_false(vm, ERROR_SOCKET_BUFFER_NEGATIVE, function);
}

// --- recv() ---

static bool receive(Vm *vm, const Socket *socket, void *room, int64_t bytes, int flags,
                    int64_t *count) {
    WorldRequest request = {.operation = WORLD_RECEIVE, .numbers = {socket->file, flags},
                            .out = room, .out_bytes = (size_t)bytes};
    return socket_do(vm, socket, OUTSIDE_READS, &request, count);
}

// What is little is received on the stack first: the bytes object is of the right size at once.
static NO_INLINE Object *receive_small(Vm *vm, const Socket *socket, int64_t bytes, int flags) {
    uint8_t room[LOCAL_BYTES];
    int64_t count;
    return receive(vm, socket, room, bytes, flags, &count) ? bytes_new(vm, room, count) : NULL;
}

SOCKET(recv) {
    const Socket *socket = socket_of(arguments);
    int64_t bytes, count;
    int flags;
    if (!argument_size(vm, arguments[1].object, &bytes) ||
        !read_flags(vm, arguments[2].object, &flags) ||
        !read_count(vm, arguments[1].object, "recv", &bytes))
        return NULL;
    if (bytes <= LOCAL_BYTES) return receive_small(vm, socket, bytes, flags);
    Bytes *whole = bytes_new_room(vm, bytes);
    if (whole == NULL) return NULL;
    bool done = receive(vm, socket, whole->data, bytes, flags, &count);
    if (done && count == bytes) return &whole->base;
    Object *part = done ? bytes_new(vm, whole->data, count) : NULL;
    object_drop(vm, &whole->base);
    return part;
}

// The room that a function was given, and how much of it may be used.
static bool acquire_room(Vm *vm, const Slot *arguments, const char *function, View *view,
                         int64_t *bytes, int *flags) {
    *view = (View){0};
    if (!argument_room(vm, function, 1, arguments[1].object, view)) return false;
    if (read_count(vm, arguments[2].object, function, bytes) &&
        read_flags(vm, arguments[3].object, flags))
        return true;
    view_release(vm, view);
    return false;
}

SOCKET(recv_into) {
    View view;
    int64_t bytes, count;
    int flags;
    Object *result = NULL;
    if (!acquire_room(vm, arguments, "recv_into", &view, &bytes, &flags)) return NULL;
    if (bytes == 0) bytes = view.bytes;
    if (bytes > view.bytes) (void)raise(vm, ERROR_SOCKET_BUFFER_SMALL);
    else if (receive(vm, socket_of(arguments), view.data, bytes, flags, &count))
        result = int_new(vm, count);
    view_release(vm, &view);
    return result;
}

// --- recvfrom() ---

// A message without control data: its bytes, and the address. False: raised. The message is
// in system memory of *room_bytes.
static bool receive_from(Vm *vm, const Socket *socket, int64_t bytes, int flags,
                         WorldMessage **message, size_t *room_bytes, int64_t *count) {
    *room_bytes = sizeof(WorldMessage) + (size_t)bytes;
    *message = system_new(vm, *room_bytes);
    if (*message == NULL) return false;
    WorldRequest request = {.operation = WORLD_RECEIVE_MESSAGE,
                            .numbers = {socket->file, flags, 0}, .out = *message,
                            .out_bytes = *room_bytes};
    if (socket_do(vm, socket, OUTSIDE_READS, &request, count)) return true;
    system_drop(vm, *message, *room_bytes);
    return false;
}

// (first, address); consumes first.
static Object *with_address(Vm *vm, Object *first, const WorldMessage *message) {
    Object *address = first == NULL
        ? NULL : socket_address_new(vm, message->address, (size_t)message->address_bytes);
    Tuple *pair = address == NULL ? NULL : tuple_pack(vm, 2, first, address);
    object_drop_or_null(vm, first);
    object_drop_or_null(vm, address);
    return (Object *)pair;
}

SOCKET(recvfrom) {
    WorldMessage *message;
    size_t room;
    int64_t bytes, count;
    int flags;
    if (!argument_size(vm, arguments[1].object, &bytes) ||
        !read_flags(vm, arguments[2].object, &flags) ||
        !read_count(vm, arguments[1].object, "recvfrom", &bytes) ||
        !receive_from(vm, socket_of(arguments), bytes, flags, &message, &room, &count))
        return NULL;
    Object *data = bytes_new(vm, message + 1, message->data_bytes);
    Object *pair = with_address(vm, data, message);
    system_drop(vm, message, room);
    return pair;
}

static Object *receive_into(Vm *vm, const Socket *socket, const View *view, int64_t bytes,
                            int flags) {
    WorldMessage *message;
    size_t room;
    int64_t count;
    if (bytes == 0) bytes = view->bytes;
    if (bytes > view->bytes) return raise(vm, ERROR_SOCKET_BUFFER_SHORT);
    if (!receive_from(vm, socket, bytes, flags, &message, &room, &count)) return NULL;
    memcpy(view->data, message + 1, (size_t)message->data_bytes);
    Object *pair = with_address(vm, int_new(vm, count), message);
    system_drop(vm, message, room);
    return pair;
}

SOCKET(recvfrom_into) {
    View view;
    int64_t bytes;
    int flags;
    if (!acquire_room(vm, arguments, "recvfrom_into", &view, &bytes, &flags)) return NULL;
    Object *pair = receive_into(vm, socket_of(arguments), &view, bytes, flags);
    view_release(vm, &view);
    return pair;
}

// --- sending ---

static WorldRequest send_request(const Socket *socket, const void *data, int64_t bytes,
                                 int flags) {
    return (WorldRequest){.operation = WORLD_SEND, .numbers = {socket->file, flags}, .in = data,
                          .in_bytes = (size_t)bytes};
}

SOCKET(send) {
    const Socket *socket = socket_of(arguments);
    View view;
    int flags;
    int64_t count;
    Object *result = NULL;
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    if (read_flags(vm, arguments[2].object, &flags)) {
        WorldRequest request = send_request(socket, view.data, view.bytes, flags);
        if (socket_do(vm, socket, OUTSIDE_WRITES, &request, &count)) result = int_new(vm, count);
    }
    view_release(vm, &view);
    return result;
}

// The timeout is one for all parts.
static bool send_all(Vm *vm, const Socket *socket, const View *view, int flags) {
    int64_t deadline = socket_deadline(vm, socket), done = 0, count;
    do {
        WorldRequest request = send_request(socket, view->data + done, view->bytes - done, flags);
        if (!socket_ask(vm, socket, OUTSIDE_WRITES, deadline, &request, &count)) return false;
        if (count < 0) {
            (void)posix_raise(vm, count);
            return false;
        }
        done += count;
        if (!outside_handle_signals(vm)) return false;
    } while (done < view->bytes);
    return true;
}

SOCKET(sendall) {
    View view;
    int flags;
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    bool done = read_flags(vm, arguments[2].object, &flags) &&
                send_all(vm, socket_of(arguments), &view, flags);
    view_release(vm, &view);
    return done ? none_new(vm) : NULL;
}

static Object *send_to(Vm *vm, const Socket *socket, const View *view, int flags, Object *given) {
    SocketAddress address;
    size_t bytes;
    int64_t count;
    PosixPack pack = {0};
    Object *result = NULL;
    if (!socket_read_address(vm, socket, given, "sendto", &address, &bytes) ||
        !audit(vm, "socket.sendto", 2, &socket->base, given))
        return NULL;
    if (posix_pack_add(vm, &pack, &address, bytes) &&
        posix_pack_add(vm, &pack, view->data, (size_t)view->bytes)) {
        WorldRequest request = {.operation = WORLD_SEND_MESSAGE,
                                .numbers = {socket->file, flags, (int64_t)bytes, 0},
                                .in = pack.bytes, .in_bytes = pack.used};
        if (socket_do(vm, socket, OUTSIDE_WRITES, &request, &count)) result = int_new(vm, count);
    }
    posix_pack_drop(vm, &pack);
    return result;
}

SOCKET(sendto) {
    const Tuple *rest = (const Tuple *)arguments[2].object;
    View view;
    int flags = 0;
    if (rest->count < 1 || rest->count > 2)
        return raise(vm, ERROR_SOCKET_SENDTO_COUNT, rest->count + 1);
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Object *result = NULL;
    if (rest->count == 1 || argument_process(vm, rest->items[0].object, &flags))
        result = send_to(vm, socket_of(arguments), &view, flags,
                         rest->items[rest->count - 1].object);
    view_release(vm, &view);
    return result;
}
