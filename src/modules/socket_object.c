// The type _socket.socket: making and closing sockets, waiting, options.

#define _GNU_SOURCE

#include "modules/socket.h"

#include "modules/seconds.h"
#include "objects/arguments.h"
#include "objects/audit.h"
#include "objects/float.h"
#include "objects/tuple.h"
#include "runtime/threads.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>

#define SOCKET_LOCAL(name) static SOCKET(name)

enum { FLAG_BITS = SOCK_NONBLOCK | SOCK_CLOEXEC, OPTION_BYTES = 1024, NO_FILE = -1 };

// --- timeouts ---

bool socket_read_timeout(Vm *vm, Object *given, int64_t *timeout) {
    *timeout = SOCKET_FOREVER;
    if (given == vm->objects->none) return true;
    if (!seconds_read(vm, given, SECONDS_AWAY, timeout)) return false;
    if (*timeout < 0) return raise_false(vm, ERROR_SOCKET_TIMEOUT);
    bool is_long = *timeout / 1000000 > INT_MAX;
    return !is_long || raise_false(vm, ERROR_SOCKET_TIMEOUT_LARGE);
}

Object *socket_timeout_new(Vm *vm, int64_t timeout) {
    return timeout < 0 ? none_new(vm) : float_new(vm, (double)timeout / 1e9);
}

static bool set_blocking(Vm *vm, const Socket *socket, int blocks) {
    int64_t result;
    WorldRequest request = {.operation = WORLD_SET_BLOCKING, .numbers = {socket->file, blocks}};
    return posix_ask(vm, &request, &result);
}

// --- waiting ---

int64_t socket_deadline(Vm *vm, const Socket *socket) {
    return socket->timeout > 0 ? thread_deadline(vm, socket->timeout) : THREAD_FOREVER;
}

// Waits until the socket can be used; false: raised.
static bool await(Vm *vm, const Socket *socket, OutsideDirection direction, int64_t deadline) {
    WorldPoll poll = {socket->file, direction == OUTSIDE_READS ? POLLIN : POLLOUT, 0};
    switch (thread_wait_for_files(vm, &poll, 1, deadline)) {
    case THREAD_WOKEN: return true;
    case THREAD_TIMED_OUT: return raise_false(vm, ERROR_SOCKET_TIMED_OUT);
    default: return false;
    }
}

// A socket with a timeout never waits in the system: it is waited for here.
bool socket_ask(Vm *vm, const Socket *socket, OutsideDirection direction, int64_t deadline,
                WorldRequest *request, int64_t *result) {
    bool is_timed = socket->timeout > 0;
    if (socket->timeout < 0 && !outside_await_file(vm, socket->file, direction)) return false;
    while (outside_ask(vm, request, result)) {
        if (!is_timed || *result != -EAGAIN) return true;
        if (!await(vm, socket, direction, deadline)) return false;
    }
    return false;
}

bool socket_do(Vm *vm, const Socket *socket, OutsideDirection direction, WorldRequest *request,
               int64_t *result) {
    if (!socket_ask(vm, socket, direction, socket_deadline(vm, socket), request, result))
        return false;
    if (*result >= 0) return true;
    (void)posix_raise(vm, *result);
    return false;
}

// --- making ---

static bool set_default_timeout(Vm *vm, Socket *socket, int type) {
    const SocketState *state = socket_state_load(vm);
    if (state == NULL) return false;
    socket->timeout = (type & SOCK_NONBLOCK) != 0 ? 0 : state->timeout;
    return socket->timeout < 0 || (type & SOCK_NONBLOCK) != 0 || set_blocking(vm, socket, 0);
}

static int64_t ask_number(Vm *vm, int file, int option, int *number) {
    int32_t value = 0;
    WorldRequest request = {.operation = WORLD_SOCKET_OPTION, .numbers = {file, SOL_SOCKET, option},
                            .out = &value, .out_bytes = sizeof value};
    int64_t result = world_ask(vm->world, &request);
    if (result >= 0) *number = value;
    return result;
}

// What is not known of a socket that was open before is asked.
static bool adopt(Vm *vm, int file, int *family, int *type, int *protocol) {
    SocketAddress address = {.any.sa_family = AF_UNSPEC};
    WorldRequest request = {.operation = WORLD_SOCKET_NAME, .numbers = {file}, .out = &address,
                            .out_bytes = sizeof address};
    int64_t result = world_ask(vm->world, &request);
    bool is_wrong = result < 0 && (*family == -1 || result == -EBADF || result == -ENOTSOCK);
    if (!is_wrong) {
        result = 0;
        if (*family == -1) *family = address.any.sa_family;
        if (*type == -1) result = ask_number(vm, file, SO_TYPE, type);
        if (result >= 0 && *protocol == -1) result = ask_number(vm, file, SO_PROTOCOL, protocol);
    }
    if (result >= 0) return true;
    (void)posix_raise(vm, result);
    return false;
}

static bool read_file(Vm *vm, Object *given, int *file) {
    if (!argument_int(vm, given, file)) return false;
    return *file >= 0 || raise_false(vm, ERROR_SOCKET_NEGATIVE);
}

static bool open_socket(Vm *vm, int *file, int family, int type, int protocol) {
    int64_t result;
    WorldRequest request = {.operation = WORLD_SOCKET, .numbers = {family, type, protocol}};
    if (!posix_ask(vm, &request, &result)) return false;
    *file = (int)result;
    return true;
}

static bool start(Vm *vm, Socket *socket, Object *const *given) {
    int numbers[3] = {-1, -1, -1}, file = NO_FILE;
    Object *none = vm->objects->none, *fileno = given[3] == NULL ? none : given[3];
    for (int i = 0; i < 3; i++)
        if (given[i] != NULL && !argument_process(vm, given[i], &numbers[i])) return false;
    if (!posix_audit(vm, "socket.__new__", "oiii", &socket->base, (int64_t)numbers[0],
                     (int64_t)numbers[1], (int64_t)numbers[2]))
        return false;
    if (fileno != none) {
        if (!read_file(vm, fileno, &file) ||
            !adopt(vm, file, &numbers[0], &numbers[1], &numbers[2]))
            return false;
    } else {
        if (numbers[0] == -1) numbers[0] = AF_INET;
        if (numbers[1] == -1) numbers[1] = SOCK_STREAM;
        if (numbers[2] == -1) numbers[2] = 0;
        if (!open_socket(vm, &file, numbers[0], numbers[1], numbers[2])) return false;
    }
    socket->file = file;
    socket->family = numbers[0];
    socket->type = numbers[1] & ~FLAG_BITS;
    socket->protocol = numbers[2];
    return set_default_timeout(vm, socket, numbers[1]);
}

static bool socket_init(Vm *vm, Object *object, const Arguments *arguments) {
    Object *values[4];
    if (!arguments_bind(vm, "socket", "(family=-1, type=-1, proto=-1, fileno=None)", arguments,
                        values))
        return false;
    bool done = start(vm, (Socket *)object, values);
    arguments_unbind(vm, values, 4);
    return done;
}

static Object *socket_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    const SocketState *state = socket_state_load(vm);
    Socket *socket = state == NULL ? NULL : (Socket *)type_new_instance(vm, type, sizeof(Socket));
    if (socket == NULL) return NULL;
    socket->file = NO_FILE;
    socket->timeout = state->timeout;
    // Those of classes may be part of cycles.
    if ((object_layout(vm, &socket->base)->flags & LAYOUT_COLLECTED) != 0)
        object_track(vm, &socket->base);
    return &socket->base;
}

static Object *socket_repr(Vm *vm, Object *object) {
    const Socket *socket = (const Socket *)object;
    return str_new_format(vm, "<socket object, fd=%d, family=%d, type=%d, proto=%d>",
                          socket->file, socket->family, socket->type, socket->protocol);
}

// --- closing ---

// One that was left open says so.
static bool socket_finalize(Vm *vm, Object *object) {
    Socket *socket = (Socket *)object;
    if (socket->file == NO_FILE) return true;
    Object *text = str_new_format(vm, "unclosed %R", object);
    bool done = text != NULL && raise_warning_at(vm, EXCEPTION_ResourceWarning, text, 1, object);
    object_drop_or_null(vm, text);
    if (!done && raised_is(vm, exception_type(vm, EXCEPTION_Warning)))
        raised_report_unraisable(vm, NULL, object);
    raised_clear(vm);
    int file = socket->file;
    socket->file = NO_FILE;
    if (file != NO_FILE) (void)world_close(vm->world, file);
    return true;
}

SOCKET_LOCAL(close) {
    Socket *socket = socket_of(arguments);
    int file = socket->file;
    if (file == NO_FILE) return none_new(vm);
    socket->file = NO_FILE;
    int64_t result = world_close(vm->world, file);
    // The peer's end is no failure of closing.
    return result < 0 && result != -ECONNRESET ? posix_raise(vm, result) : none_new(vm);
}

SOCKET_LOCAL(detach) {
    Socket *socket = socket_of(arguments);
    int file = socket->file;
    socket->file = NO_FILE;
    return int_new(vm, file);
}

SOCKET_LOCAL(fileno) {
    return int_new(vm, socket_of(arguments)->file);
}

// --- connections ---

SOCKET_LOCAL(bind) {
    const Socket *socket = socket_of(arguments);
    SocketAddress address;
    size_t bytes;
    if (!socket_read_address(vm, socket, arguments[1].object, "bind", &address, &bytes) ||
        !audit(vm, "socket.bind", 2, &socket->base, arguments[1].object))
        return NULL;
    WorldRequest request = {.operation = WORLD_BIND, .numbers = {socket->file}, .in = &address,
                            .in_bytes = bytes};
    return posix_ask_none(vm, &request);
}

SOCKET_LOCAL(listen) {
    enum { BACKLOG = 128 };
    int backlog = BACKLOG;
    if (arguments[1].object != NULL && !argument_process(vm, arguments[1].object, &backlog))
        return NULL;
    WorldRequest request = {.operation = WORLD_LISTEN,
                            .numbers = {socket_of(arguments)->file, backlog < 0 ? 0 : backlog}};
    return posix_ask_none(vm, &request);
}

SOCKET_LOCAL(_accept) {
    const Socket *socket = socket_of(arguments);
    SocketAddress address;
    int64_t file;
    WorldRequest request = {.operation = WORLD_ACCEPT, .numbers = {socket->file}, .out = &address,
                            .out_bytes = sizeof address};
    if (!socket_do(vm, socket, OUTSIDE_READS, &request, &file)) return NULL;
    Object *number = int_new(vm, file);
    Object *peer = number == NULL ? NULL : socket_address_new(vm, &address, request.out_used);
    Tuple *pair = peer == NULL ? NULL : tuple_pack(vm, 2, number, peer);
    object_drop_or_null(vm, number);
    object_drop_or_null(vm, peer);
    if (pair == NULL) (void)world_close(vm->world, (int)file);
    return (Object *)pair;
}

// Waits for a connection under way: 0, or -errno of how it failed. False: raised.
static bool await_connection(Vm *vm, const Socket *socket, int64_t *result) {
    int error = 0;
    if (!await(vm, socket, OUTSIDE_WRITES, socket_deadline(vm, socket))) return false;
    *result = ask_number(vm, socket->file, SO_ERROR, &error);
    if (*result >= 0) *result = error == EISCONN ? 0 : -error;
    return true;
}

// Connects; *result is 0 or -errno. False: raised. With other threads around a socket that
// blocks is made one that doesn't for the time.
static bool connect_to(Vm *vm, const Socket *socket, const SocketAddress *address, size_t bytes,
                       int64_t *result) {
    bool yields = socket->timeout < 0 && threads_count(vm) > 0;
    WorldRequest request = {.operation = WORLD_CONNECT, .numbers = {socket->file}, .in = address,
                            .in_bytes = bytes};
    if (yields && !set_blocking(vm, socket, 0)) return false;
    *result = world_ask(vm->world, &request);
    bool done = true;
    if (*result == -EINTR) done = outside_handle_signals(vm);
    bool waits = *result == -EINTR ? socket->timeout != 0
                                   : *result == -EINPROGRESS && (yields || socket->timeout > 0);
    if (done && waits) done = await_connection(vm, socket, result);
    if (yields && !set_blocking(vm, socket, 1)) return false;
    return done;
}

static bool read_connect(Vm *vm, const Slot *arguments, const char *function,
                         SocketAddress *address, size_t *bytes) {
    const Socket *socket = socket_of(arguments);
    return socket_read_address(vm, socket, arguments[1].object, function, address, bytes) &&
           audit(vm, "socket.connect", 2, &socket->base, arguments[1].object);
}

SOCKET_LOCAL(connect) {
    SocketAddress address;
    size_t bytes;
    int64_t result;
    if (!read_connect(vm, arguments, "connect", &address, &bytes) ||
        !connect_to(vm, socket_of(arguments), &address, bytes, &result))
        return NULL;
    return result < 0 ? posix_raise(vm, result) : none_new(vm);
}

SOCKET_LOCAL(connect_ex) {
    SocketAddress address;
    size_t bytes;
    int64_t result;
    if (!read_connect(vm, arguments, "connect_ex", &address, &bytes)) return NULL;
    if (connect_to(vm, socket_of(arguments), &address, bytes, &result))
        return int_new(vm, -result);
    if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_TimeoutError))) return NULL;
    return int_new(vm, EWOULDBLOCK);
}

SOCKET_LOCAL(shutdown) {
    int how;
    if (!argument_int(vm, arguments[1].object, &how)) return NULL;
    WorldRequest request = {.operation = WORLD_SHUT_DOWN,
                            .numbers = {socket_of(arguments)->file, how}};
    return posix_ask_none(vm, &request);
}

static Object *name_of(Vm *vm, const Slot *arguments, int is_peer) {
    SocketAddress address;
    int64_t bytes;
    WorldRequest request = {.operation = WORLD_SOCKET_NAME,
                            .numbers = {socket_of(arguments)->file, is_peer}, .out = &address,
                            .out_bytes = sizeof address};
    if (!posix_ask(vm, &request, &bytes)) return NULL;
    return socket_address_new(vm, &address, (size_t)bytes);
}

SOCKET_LOCAL(getsockname) {
    return name_of(vm, arguments, 0);
}

SOCKET_LOCAL(getpeername) {
    return name_of(vm, arguments, 1);
}

// --- options ---

SOCKET_LOCAL(getsockopt) {
    int level, option, size = 0;
    int64_t result;
    if (!argument_process(vm, arguments[1].object, &level) ||
        !argument_process(vm, arguments[2].object, &option) ||
        (arguments[3].object != NULL && !argument_process(vm, arguments[3].object, &size)))
        return NULL;
    int32_t number = 0;
    uint8_t room[OPTION_BYTES];
    if (size < 0 || size > OPTION_BYTES) return raise(vm, ERROR_SOCKET_OPTION_BYTES);
    WorldRequest request = {
        .operation = WORLD_SOCKET_OPTION, .numbers = {socket_of(arguments)->file, level, option},
        .out = size == 0 ? (void *)&number : room,
        .out_bytes = size == 0 ? sizeof number : (size_t)size,
    };
    if (!posix_ask(vm, &request, &result)) return NULL;
    return size == 0 ? int_new(vm, number) : bytes_new(vm, room, result);
}

static Object *set_option(Vm *vm, const Slot *arguments, int level, int option, const void *value,
                          int64_t bytes) {
    WorldRequest request = {
        .operation = WORLD_SET_SOCKET_OPTION,
        .numbers = {socket_of(arguments)->file, level, option, bytes},
        .in = value, .in_bytes = value == NULL ? 0 : (size_t)bytes,
    };
    return posix_ask_none(vm, &request);
}

// An int when it can be one, else bytes.
static Object *set_value(Vm *vm, const Slot *arguments, int level, int option, Object *value) {
    int number;
    View view;
    if (argument_process(vm, value, &number))
        return set_option(vm, arguments, level, option, &number, sizeof number);
    raised_clear(vm);
    if (!view_acquire(vm, value, &view, VIEW_READ)) return NULL;
    Object *result = set_option(vm, arguments, level, option, view.data, view.bytes);
    view_release(vm, &view);
    return result;
}

// Of a value, or None with a length.
SOCKET_LOCAL(setsockopt) {
    const Tuple *given = (const Tuple *)arguments[1].object;
    int level, option;
    uint64_t bytes;
    bool has_length = given->count == 4 && given->items[2].object == vm->objects->none;
    if (given->count != 3 && !has_length)
        return raise(vm, ERROR_SOCKET_OPTION_COUNT, given->count);
    if (!argument_process(vm, given->items[0].object, &level) ||
        !argument_process(vm, given->items[1].object, &option))
        return NULL;
    if (!has_length) return set_value(vm, arguments, level, option, given->items[2].object);
    if (!argument_bits(vm, given->items[3].object, &bytes)) return NULL;
    return set_option(vm, arguments, level, option, NULL, (int64_t)(uint32_t)bytes);
}

SOCKET_LOCAL(setblocking) {
    Socket *socket = socket_of(arguments);
    int64_t blocks;
    if (!argument_int64(vm, arguments[1].object, &blocks)) return NULL;
    socket->timeout = blocks != 0 ? SOCKET_FOREVER : 0;
    return set_blocking(vm, socket, blocks != 0) ? none_new(vm) : NULL;
}

SOCKET_LOCAL(getblocking) {
    return bool_new(vm, socket_of(arguments)->timeout != 0);
}

SOCKET_LOCAL(settimeout) {
    Socket *socket = socket_of(arguments);
    int64_t timeout;
    if (!socket_read_timeout(vm, arguments[1].object, &timeout)) return NULL;
    socket->timeout = timeout;
    return set_blocking(vm, socket, timeout < 0) ? none_new(vm) : NULL;
}

SOCKET_LOCAL(gettimeout) {
    return socket_timeout_new(vm, socket_of(arguments)->timeout);
}

static Object *socket_property_timeout(Vm *vm, Object *object) {
    return socket_timeout_new(vm, ((const Socket *)object)->timeout);
}

// --- the type ---

#define PARSED_METHOD(name, signature, doc) \
    {#name, socket_method_##name, signature, doc, \
     METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED | METHOD_TAKES_TUPLE}

static const Method methods[] = {
    HIDDEN_METHOD(socket, _accept, "(self, /)",
                  "Take a connection: the number of its file, and its address."),
    HIDDEN_METHOD(socket, bind, "(self, address, /)", "Give the socket an address."),
    HIDDEN_METHOD(socket, close, "(self, /)", "Close it; afterwards it can't be used."),
    HIDDEN_METHOD(socket, connect, "(self, address, /)", "Connect it to an address."),
    HIDDEN_METHOD(socket, connect_ex, "(self, address, /)",
                  "The same, but give the number of the error, 0 for none."),
    HIDDEN_METHOD(socket, detach, "(self, /)", "Forget the file without closing it: its number."),
    HIDDEN_METHOD(socket, fileno, "(self, /)", "The number of its file, -1 when closed."),
    HIDDEN_METHOD(socket, getpeername, "(self, /)", "The address that it is connected to."),
    HIDDEN_METHOD(socket, getsockname, "(self, /)", "Its own address."),
    PARSED_METHOD(getsockopt, "(self, level, option, buffersize=0, /)",
                  "An option: an int, or bytes when their count is given."),
    PARSED_METHOD(listen, "(self, backlog=128, /)", "Take connections from now on."),
    PARSED_METHOD(recv, "(self, buffersize, flags=0, /)", "Receive at most so many bytes."),
    {"recv_into", socket_method_recv_into, "(self, buffer, nbytes=0, flags=0)",
     "Receive into an object; how many bytes.", METHOD_HIDES_SIGNATURE},
    PARSED_METHOD(recvfrom, "(self, buffersize, flags=0, /)",
                  "Receive bytes, and the address that they came from."),
    {"recvfrom_into", socket_method_recvfrom_into, "(self, buffer, nbytes=0, flags=0)",
     "Receive into an object: how many bytes, and the address.", METHOD_HIDES_SIGNATURE},
    PARSED_METHOD(send, "(self, data, flags=0, /)", "Send bytes; how many were sent."),
    PARSED_METHOD(sendall, "(self, data, flags=0, /)", "Send all bytes, or raise an error."),
    {"sendto", socket_method_sendto, "(self, data, *arguments)",
     "sendto(data, [flags], address): send bytes to an address; how many were sent.",
     METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE},
    HIDDEN_METHOD(socket, setblocking, "(self, flag, /)", "Shall it wait, or fail at once?"),
    HIDDEN_METHOD(socket, getblocking, "(self, /)", "Does it wait?"),
    HIDDEN_METHOD(socket, settimeout, "(self, timeout, /)",
                  "How many seconds it waits at most; None: for ever."),
    HIDDEN_METHOD(socket, gettimeout, "(self, /)", "How many seconds it waits at most, or None."),
    {"setsockopt", socket_method_setsockopt, "(self, *arguments)",
     "setsockopt(level, option, value, [optlen]): set an option to an int, bytes, or None with a "
     "length.", METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE},
    HIDDEN_METHOD(socket, shutdown, "(self, how, /)",
                  "End reading (SHUT_RD), writing (SHUT_WR) or both (SHUT_RDWR)."),
    PARSED_METHOD(recvmsg, "(self, bufsize, ancbufsize=0, flags=0, /)",
                  "Receive bytes with control data: (data, ancdata, flags, address)."),
    PARSED_METHOD(recvmsg_into, "(self, buffers, ancbufsize=0, flags=0, /)",
                  "Receive into objects: (bytes, ancdata, flags, address)."),
    PARSED_METHOD(sendmsg, "(self, buffers, ancdata=(), flags=0, address=None, /)",
                  "Send bytes with control data; how many bytes of data were sent."),
    {0},
};

static const Member members[] = {
    {"family", offsetof(Socket, family), MEMBER_READ_ONLY | MEMBER_IS_INT32, "its family: AF_…"},
    {"type", offsetof(Socket, type), MEMBER_READ_ONLY | MEMBER_IS_INT32, "its type: SOCK_…"},
    {"proto", offsetof(Socket, protocol), MEMBER_READ_ONLY | MEMBER_IS_INT32, "its protocol"},
    {0},
};

static const Property properties[] = {
    {"timeout", socket_property_timeout, NULL, "how many seconds it waits at most, or None"},
    {0},
};

const TypeDefinition socket_definition = {
    .name = "_socket.socket",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_HAS_FINALIZER,
    .bytes = sizeof(Socket),
    .python_bytes = 48,
    .layout = {.name = "_socket.socket"},
    .behaviour = {.new = socket_new, .init = socket_init, .repr = socket_repr,
                  .finalize = socket_finalize},
    .methods = methods,
    .members = members,
    .properties = properties,
    .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None): an end of a "
           "connection, or where connections are taken.",
};
