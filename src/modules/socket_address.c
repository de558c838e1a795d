// Addresses of sockets, as programs give and see them.
//
//   AF_INET (host, port) · AF_INET6 (host, port, flowinfo, scope) · AF_UNIX a path, or bytes
//   that begin with a zero · AF_NETLINK (process, groups) · AF_VSOCK (cid, port)

#define _GNU_SOURCE

#include "modules/socket.h"

#include "modules/error_class.h"
#include "base/host.h"
#include "objects/bytearray.h"
#include "objects/codec.h"
#include "objects/path.h"
#include "objects/tuple.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>

enum { PORT_MAX = 65535, FLOW_MAX = 0xfffff };

// --- failures of the resolver ---

static Object *raise_net(Vm *vm, Object *class, int64_t result, const char *text) {
    if (result > -WORLD_NET_FAILED) return posix_raise(vm, result);
    return error_class_raise(vm, class, (int)(-result - WORLD_NET_FAILED), text);
}

Object *socket_raise_resolver(Vm *vm, int64_t result) {
    const SocketState *state = socket_state_load(vm);
    if (state == NULL) return NULL;
    if (result > -WORLD_NET_FAILED) return posix_raise(vm, result);
    int number = (int)(result + WORLD_NET_FAILED);
    return error_class_raise(vm, state->resolver_error.object, number, gai_strerror(number));
}

Object *socket_raise_host(Vm *vm, int64_t result) {
    const SocketState *state = socket_state_load(vm);
    if (state == NULL) return NULL;
    int number = (int)(-result - WORLD_NET_FAILED);
    return raise_net(vm, state->host_error.object, result, hstrerror(number));
}

// --- hosts ---

Bytes *socket_host_bytes(Vm *vm, Object *given) {
    Object *bytes;
    if (given == vm->objects->none) return (Bytes *)bytes_new(vm, "", 0);
    if (object_is_bytes(vm, given)) {
        bytes = object_share(given);
    } else if (object_is_bytearray(vm, given)) {
        const ByteArray *array = (const ByteArray *)given;
        bytes = bytes_new(vm, bytearray_get_data(array), array->count);
    } else if (!object_is_str(vm, given)) {
        return (Bytes *)raise(vm, ERROR_SOCKET_HOST_TYPE, given);
    } else if (((const Str *)given)->is_ascii) {
        bytes = bytes_new(vm, ((const Str *)given)->data, ((const Str *)given)->length);
    } else {
        Object *codec = str_new_c(vm, "idna");
        bytes = codec == NULL ? NULL : codec_encode(vm, (Str *)given, (Str *)codec, NULL);
        object_drop_or_null(vm, codec);
    }
    if (bytes == NULL || strlen((const char *)((Bytes *)bytes)->data) ==
                             (size_t)((Bytes *)bytes)->count)
        return (Bytes *)bytes;
    object_drop(vm, bytes);
    return (Bytes *)raise(vm, ERROR_SOCKET_HOST_NULL);
}

static size_t take_ipv4(SocketAddress *address, in_addr_t host) {
    struct sockaddr_in *in = (struct sockaddr_in *)(void *)address;
    *in = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = host};
    return sizeof *in;
}

// The first answer of the resolver.
static bool resolve_first(Vm *vm, const char *name, const char *service, int family, int flags,
                          SocketAddress *address, size_t *bytes) {
    WorldRequest request = {.operation = WORLD_RESOLVE, .numbers = {family, SOCK_DGRAM, 0, flags},
                            .texts = {name, service}};
    char *rows;
    if (service == NULL) request.numbers[1] = 0;
    int64_t result = world_ask_all(vm->world, &request, &rows);
    if (result < 0) {
        (void)socket_raise_resolver(vm, result);
        return false;
    }
    const WorldAddress *row = (const WorldAddress *)(const void *)rows;
    *bytes = (size_t)row->address_bytes;
    memcpy(address, row->address, sizeof row->address);
    host_release(rows);
    return true;
}

static bool is_ipv4(int family) {
    return family == AF_INET || family == AF_UNSPEC;
}

bool socket_resolve_host(Vm *vm, const char *name, int family, SocketAddress *address,
                         size_t *bytes) {
    struct in_addr host;
    struct in6_addr host6;
    memset(address, 0, sizeof *address);
    if (name[0] == 0) return resolve_first(vm, NULL, "0", family, AI_PASSIVE, address, bytes);
    if (strcmp(name, "255.255.255.255") == 0 || strcmp(name, "<broadcast>") == 0) {
        if (!is_ipv4(family)) return raise_false(vm, ERROR_SOCKET_FAMILY);
        *bytes = take_ipv4(address, INADDR_BROADCAST);
        return true;
    }
    if (is_ipv4(family) && inet_pton(AF_INET, name, &host) == 1) {
        *bytes = take_ipv4(address, host.s_addr);
        return true;
    }
    if (family == AF_INET6 && strchr(name, '%') == NULL && inet_pton(AF_INET6, name, &host6) == 1) {
        struct sockaddr_in6 *in = (struct sockaddr_in6 *)(void *)address;
        *in = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_addr = host6};
        *bytes = sizeof *in;
        return true;
    }
    return resolve_first(vm, name, NULL, family, 0, address, bytes);
}

// --- from the program ---

// A tuple of between `least` and `most` items.
static bool check_tuple(Vm *vm, Object *given, const char *function, const char *family,
                        int64_t least, int64_t most) {
    if (!object_is_tuple(vm, given))
        return raise_false(vm, ERROR_SOCKET_ADDRESS_TUPLE, function, family, given);
    int64_t count = ((const Tuple *)given)->count;
    return (count >= least && count <= most) ||
           raise_false(vm, ERROR_SOCKET_ADDRESS_COUNT, family,
                       least == most ? "pair (host, port)"
                                     : "tuple (host, port[, flowinfo[, scopeid]])");
}

static bool resolve_given(Vm *vm, Object *given, int family, SocketAddress *address,
                          size_t *bytes) {
    Bytes *name = socket_host_bytes(vm, given);
    if (name == NULL) return false;
    bool done = socket_resolve_host(vm, (const char *)name->data, family, address, bytes);
    object_drop(vm, &name->base);
    return done;
}

static bool read_port(Vm *vm, Object *given, const char *function, uint16_t *port) {
    int number;
    if (!argument_process(vm, given, &number)) {
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_OverflowError))) return false;
        number = -1;
    }
    if (number < 0 || number > PORT_MAX)
        return raise_false(vm, ERROR_SOCKET_PORT, function);
    *port = htons((uint16_t)number);
    return true;
}

static bool read_ipv4(Vm *vm, Object *given, const char *function, SocketAddress *address,
                      size_t *bytes) {
    uint16_t port = 0;
    if (!check_tuple(vm, given, function, "AF_INET", 2, 2)) return false;
    const Tuple *tuple = (const Tuple *)given;
    int number;
    // The port's type is looked at before the host is asked for.
    if (object_type(vm, tuple->items[1].object)->behaviour.unary[UNARY_INDEX] == NULL)
        return argument_process(vm, tuple->items[1].object, &number);
    if (!resolve_given(vm, tuple->items[0].object, AF_INET, address, bytes) ||
        !read_port(vm, tuple->items[1].object, function, &port))
        return false;
    ((struct sockaddr_in *)(void *)address)->sin_port = port;
    *bytes = sizeof(struct sockaddr_in);
    return true;
}

static bool read_ipv6(Vm *vm, Object *given, const char *function, SocketAddress *address,
                      size_t *bytes) {
    uint16_t port = 0;
    uint64_t flow = 0, scope = 0;
    if (!check_tuple(vm, given, function, "AF_INET6", 2, 4)) return false;
    const Tuple *tuple = (const Tuple *)given;
    int number;
    if (object_type(vm, tuple->items[1].object)->behaviour.unary[UNARY_INDEX] == NULL)
        return argument_process(vm, tuple->items[1].object, &number);
    if ((tuple->count > 2 && !argument_bits(vm, tuple->items[2].object, &flow)) ||
        (tuple->count > 3 && !argument_bits(vm, tuple->items[3].object, &scope)) ||
        !resolve_given(vm, tuple->items[0].object, AF_INET6, address, bytes) ||
        !read_port(vm, tuple->items[1].object, function, &port))
        return false;
    if (flow > FLOW_MAX) return raise_false(vm, ERROR_SOCKET_FLOW, function);
    struct sockaddr_in6 *in = (struct sockaddr_in6 *)(void *)address;
    in->sin6_port = port;
    in->sin6_flowinfo = htonl((uint32_t)flow);
    in->sin6_scope_id = (uint32_t)scope;
    *bytes = sizeof *in;
    return true;
}

// A path; one that begins with a zero is a name apart from the files, of any bytes.
static bool take_path(Vm *vm, const uint8_t *path, int64_t length, SocketAddress *address,
                      size_t *bytes) {
    struct sockaddr_un *un = (struct sockaddr_un *)(void *)address;
    int64_t room = sizeof un->sun_path;
    bool is_abstract = length > 0 && path[0] == 0;
    if (length > room || (length == room && !is_abstract))
        return raise_false(vm, ERROR_SOCKET_PATH);
    memset(address, 0, sizeof *address);
    un->sun_family = AF_UNIX;
    memcpy(un->sun_path, path, (size_t)length);
    *bytes = offsetof(struct sockaddr_un, sun_path) + (size_t)length + !is_abstract;
    return true;
}

static bool read_path(Vm *vm, Object *given, SocketAddress *address, size_t *bytes) {
    if (object_is_str(vm, given)) {
        Bytes *path = (Bytes *)codec_encode_system(vm, (Str *)given);
        bool done = path != NULL && take_path(vm, path->data, path->count, address, bytes);
        object_drop_or_null(vm, (Object *)path);
        return done;
    }
    View view;
    if (!view_acquire(vm, given, &view, VIEW_READ)) return false;
    bool done = take_path(vm, view.data, view.bytes, address, bytes);
    view_release(vm, &view);
    return done;
}

// Two numbers of 32 bits.
static bool read_pair(Vm *vm, Object *given, const char *function, const char *family,
                      uint32_t *first, uint32_t *second) {
    uint64_t bits[2];
    if (!object_is_tuple(vm, given))
        return raise_false(vm, ERROR_SOCKET_ADDRESS_TUPLE, function, family, given);
    const Tuple *tuple = (const Tuple *)given;
    if (tuple->count != 2)
        return raise_false(vm, ERROR_SOCKET_ADDRESS_COUNT, family, "pair of ints");
    for (int i = 0; i < 2; i++)
        if (!argument_bits(vm, tuple->items[i].object, &bits[i])) return false;
    *first = (uint32_t)bits[0];
    *second = (uint32_t)bits[1];
    return true;
}

static bool read_netlink(Vm *vm, Object *given, const char *function, SocketAddress *address,
                         size_t *bytes) {
    struct sockaddr_nl *link = (struct sockaddr_nl *)(void *)address;
    *link = (struct sockaddr_nl){.nl_family = AF_NETLINK};
    *bytes = sizeof *link;
    return read_pair(vm, given, function, "AF_NETLINK", &link->nl_pid, &link->nl_groups);
}

static bool read_vsock(Vm *vm, Object *given, const char *function, SocketAddress *address,
                       size_t *bytes) {
    struct sockaddr_vm *machine = (struct sockaddr_vm *)(void *)address;
    *machine = (struct sockaddr_vm){.svm_family = AF_VSOCK};
    *bytes = sizeof *machine;
    return read_pair(vm, given, function, "AF_VSOCK", &machine->svm_cid, &machine->svm_port);
}

bool socket_read_address(Vm *vm, const Socket *socket, Object *given, const char *function,
                         SocketAddress *address, size_t *bytes) {
    memset(address, 0, sizeof *address);
    switch (socket->family) {
    case AF_INET: return read_ipv4(vm, given, function, address, bytes);
    case AF_INET6: return read_ipv6(vm, given, function, address, bytes);
    case AF_UNIX: return read_path(vm, given, address, bytes);
    case AF_NETLINK: return read_netlink(vm, given, function, address, bytes);
    case AF_VSOCK: return read_vsock(vm, given, function, address, bytes);
    default: return raise_false(vm, ERROR_SOCKET_BAD_FAMILY, function);
    }
}

// --- to the program ---

// A tuple of new objects (consumed; NULL among them: raised).
static Object *pack_take(Vm *vm, Object **values, int64_t count) {
    bool done = true;
    for (int64_t i = 0; i < count; i++) done = done && values[i] != NULL;
    Tuple *tuple = done ? tuple_new(vm, count) : NULL;
    if (tuple == NULL) {
        for (int64_t i = 0; i < count; i++) object_drop_or_null(vm, values[i]);
        return NULL;
    }
    for (int64_t i = 0; i < count; i++) slot_fill(vm, &tuple->base, &tuple->items[i], values[i]);
    tuple_finish(vm, tuple);
    return (Object *)tuple;
}

static Object *host_text(Vm *vm, int family, const void *host) {
    char text[INET6_ADDRSTRLEN];
    return inet_ntop(family, host, text, sizeof text) == NULL ? posix_raise(vm, -EINVAL)
                                                              : str_new_c(vm, text);
}

// The host of an address with a scope has its interface's name behind it.
static Object *scoped_text(Vm *vm, const struct sockaddr_in6 *in) {
    char texts[NI_MAXHOST + 1];
    WorldRequest request = {.operation = WORLD_NAME_ADDRESS, .numbers = {NI_NUMERICHOST},
                            .in = in, .in_bytes = sizeof *in, .out = texts,
                            .out_bytes = sizeof texts};
    if (in->sin6_scope_id == 0) return host_text(vm, AF_INET6, &in->sin6_addr);
    int64_t result = world_ask(vm->world, &request);
    return result < 0 ? socket_raise_resolver(vm, result) : str_new_c(vm, texts);
}

static Object *path_new(Vm *vm, const struct sockaddr_un *un, size_t bytes) {
    size_t length = bytes - offsetof(struct sockaddr_un, sun_path);
    const char *path = un->sun_path;
    if (bytes <= offsetof(struct sockaddr_un, sun_path)) return str_new_c(vm, "");
    if (path[0] == 0) return bytes_new(vm, path, (int64_t)length);
    return codec_decode_system(vm, path, strnlen(path, length));
}

Object *socket_address_new(Vm *vm, const void *address, size_t bytes) {
    if (bytes == 0) return none_new(vm);
    const struct sockaddr *any = address;
    switch (any->sa_family) {
    case AF_INET: {
        const struct sockaddr_in *in = address;
        return pack_take(vm, (Object *[]){host_text(vm, AF_INET, &in->sin_addr),
                                          int_new(vm, ntohs(in->sin_port))}, 2);
    }
    case AF_INET6: {
        const struct sockaddr_in6 *in = address;
        return pack_take(vm, (Object *[]){scoped_text(vm, in), int_new(vm, ntohs(in->sin6_port)),
                                          int_new(vm, ntohl(in->sin6_flowinfo)),
                                          int_new(vm, in->sin6_scope_id)}, 4);
    }
    case AF_UNIX: return path_new(vm, address, bytes);
    case AF_NETLINK: {
        const struct sockaddr_nl *link = address;
        return pack_take(vm, (Object *[]){int_new(vm, link->nl_pid),
                                          int_new(vm, link->nl_groups)}, 2);
    }
    case AF_VSOCK: {
        const struct sockaddr_vm *machine = address;
        return pack_take(vm, (Object *[]){int_new(vm, machine->svm_cid),
                                          int_new(vm, machine->svm_port)}, 2);
    }
    default:
        return pack_take(vm, (Object *[]){
            int_new(vm, any->sa_family),
            bytes_new(vm, any->sa_data, (int64_t)(bytes - sizeof any->sa_family))}, 2);
    }
}
