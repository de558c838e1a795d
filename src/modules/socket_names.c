// Names of the net: hosts, services, protocols, interfaces, addresses as text.

#define _GNU_SOURCE

#include "modules/socket.h"

#include "base/host.h"
#include "objects/arguments.h"
#include "objects/audit.h"
#include "objects/bytearray.h"
#include "objects/codec.h"
#include "objects/list.h"
#include "objects/path.h"
#include "objects/tuple.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#define NAME(name) static Object *socket_function_##name(Vm *vm, const Slot *arguments)

enum { FLOW_MAX = 0xfffff, PORT_MAX = 65535, TEXT_BYTES = 1100 };

// utf-8 of a str that has no zeros; `place` is for errors.
static const char *read_text(Vm *vm, const char *function, int place, Object *given,
                             size_t *bytes) {
    if (!argument_str(vm, function, place, given)) return NULL;
    const char *text = str_utf8(vm, (Str *)given, bytes);
    if (text == NULL || strlen(text) == *bytes) return text;
    str_utf8_drop(vm, (Str *)given, text, *bytes);
    return (const char *)raise(vm, ERROR_EMBEDDED_NULL);
}

// An OSError that has a text and no number.
static Object *raise_plain_text(Vm *vm, const char *text) {
    return raise_text(vm, exception_type(vm, EXCEPTION_OSError), "%s", text);
}

// --- hosts ---

// A host's name as CPython's format "et" with idna reads it.
static Bytes *read_host(Vm *vm, const char *function, Object *given) {
    bool is_text = object_is_str(vm, given) || object_is_bytes(vm, given) ||
                   object_is_bytearray(vm, given);
    if (!is_text) {
        argument_refuse(vm, function, 1, "str, bytes or bytearray", given);
        return NULL;
    }
    Bytes *name = socket_host_bytes(vm, given);
    if (name == NULL && raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
        argument_refuse(vm, function, 1, "encoded string without null bytes", given);
    return name;
}

static bool resolve(Vm *vm, const Bytes *name, int family, SocketAddress *address,
                    size_t *bytes) {
    return socket_resolve_host(vm, (const char *)name->data, family, address, bytes);
}

static Object *ipv4_text(Vm *vm, const SocketAddress *address) {
    char text[INET_ADDRSTRLEN];
    const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)address;
    (void)inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
    return str_new_c(vm, text);
}

NAME(gethostbyname) {
    SocketAddress address;
    size_t bytes;
    Bytes *name = read_host(vm, "gethostbyname", arguments[0].object);
    if (name == NULL) return NULL;
    bool done = audit(vm, "socket.gethostbyname", 1, arguments[0].object) &&
                resolve(vm, name, AF_INET, &address, &bytes);
    object_drop(vm, &name->base);
    return done ? ipv4_text(vm, &address) : NULL;
}

static const char *skip_text(const char *text) {
    return text + strlen(text) + 1;
}

static Object *addresses_new(Vm *vm, const char *at, const char *end, int family, int bytes) {
    List *list = list_new(vm, 0);
    for (; list != NULL && end - at >= bytes && bytes > 0; at += bytes) {
        char text[INET6_ADDRSTRLEN] = "";
        (void)inet_ntop(family, at, text, sizeof text);
        if (list_take_add(vm, list, str_new_c(vm, text))) continue;
        object_drop(vm, (Object *)list);
        return NULL;
    }
    return (Object *)list;
}

static Object *aliases_new(Vm *vm, const char *at) {
    List *list = list_new(vm, 0);
    for (; list != NULL && *at != 0; at = skip_text(at)) {
        if (list_take_add(vm, list, codec_decode_system(vm, at, strlen(at)))) continue;
        object_drop(vm, (Object *)list);
        return NULL;
    }
    return (Object *)list;
}

// (name, aliases, addresses) of an answer to WORLD_HOST.
static Object *host_new(Vm *vm, const char *row, int64_t bytes) {
    int32_t numbers[2];
    memcpy(numbers, row, sizeof numbers);
    const char *name = row + sizeof numbers, *aliases = skip_text(name), *end = aliases;
    while (*end != 0) end = skip_text(end);
    Object *first = codec_decode_system(vm, name, strlen(name));
    Object *second = first == NULL ? NULL : aliases_new(vm, aliases);
    Object *third = second == NULL ? NULL : addresses_new(vm, end + 1, row + bytes, numbers[0],
                                                          numbers[1]);
    Tuple *tuple = third == NULL ? NULL : tuple_pack(vm, 3, first, second, third);
    object_drop_or_null(vm, first);
    object_drop_or_null(vm, second);
    object_drop_or_null(vm, third);
    return (Object *)tuple;
}

static Object *ask_host(Vm *vm, WorldRequest *request) {
    char *row;
    int64_t bytes = world_ask_all(vm->world, request, &row);
    if (bytes < 0) return socket_raise_host(vm, bytes);
    Object *host = host_new(vm, row, bytes);
    host_release(row);
    return host;
}

NAME(gethostbyname_ex) {
    SocketAddress address;
    size_t bytes;
    Bytes *name = read_host(vm, "gethostbyname_ex", arguments[0].object);
    Object *host = NULL;
    if (name == NULL) return NULL;
    if (audit(vm, "socket.gethostbyname", 1, arguments[0].object) &&
        resolve(vm, name, AF_INET, &address, &bytes)) {
        WorldRequest request = {.operation = WORLD_HOST, .texts = {(const char *)name->data}};
        host = ask_host(vm, &request);
    }
    object_drop(vm, &name->base);
    return host;
}

NAME(gethostbyaddr) {
    SocketAddress address;
    size_t bytes;
    Bytes *name = read_host(vm, "gethostbyaddr", arguments[0].object);
    if (name == NULL) return NULL;
    bool done = audit(vm, "socket.gethostbyaddr", 1, arguments[0].object) &&
                resolve(vm, name, AF_UNSPEC, &address, &bytes);
    object_drop(vm, &name->base);
    if (!done) return NULL;
    bool is_ipv6 = address.any.sa_family == AF_INET6;
    if (!is_ipv6 && address.any.sa_family != AF_INET)
        return raise_plain_text(vm, "unsupported address family");
    const void *at = is_ipv6
        ? (const void *)&((struct sockaddr_in6 *)(void *)&address)->sin6_addr
        : (const void *)&((struct sockaddr_in *)(void *)&address)->sin_addr;
    WorldRequest request = {.operation = WORLD_HOST, .numbers = {address.any.sa_family}, .in = at,
                            .in_bytes = is_ipv6 ? sizeof(struct in6_addr)
                                                : sizeof(struct in_addr)};
    return ask_host(vm, &request);
}

NAME(gethostname) {
    char texts[6 * 65 + 1];
    (void)arguments;
    if (!posix_audit(vm, "socket.gethostname", "")) return NULL;
    WorldRequest request = {.operation = WORLD_SYSTEM_NAME, .out = texts,
                            .out_bytes = sizeof texts};
    int64_t result;
    if (!posix_ask(vm, &request, &result)) return NULL;
    const char *name = skip_text(texts);   // behind the system's own
    return codec_decode_system(vm, name, strlen(name));
}

NAME(sethostname) {
    Object *given = arguments[0].object;
    Bytes *name = object_is_bytes(vm, given) ? (Bytes *)object_share(given)
                                             : path_load_bytes(vm, given);
    if (name == NULL) return NULL;
    Object *result = NULL;
    if (audit(vm, "socket.sethostname", 1, given)) {
        WorldRequest request = {.operation = WORLD_SET_HOST_NAME, .in = name->data,
                                .in_bytes = (size_t)name->count};
        result = posix_ask_none(vm, &request);
    }
    object_drop(vm, &name->base);
    return result;
}

// --- services and protocols ---

// Asks with one or two texts (the second may not be given).
static bool ask_texts(Vm *vm, WorldRequest *request, const char *function, Object *first,
                      Object *second, int64_t *result) {
    size_t sizes[2];
    const char *texts[2] = {NULL, NULL};
    Object *given[2] = {first, second};
    bool done = true;
    for (int i = 0; i < 2; i++) {
        if (given[i] == NULL || !done) continue;
        texts[i] = read_text(vm, function, i + 1, given[i], &sizes[i]);
        done = texts[i] != NULL;
        request->texts[i] = texts[i];
    }
    if (done) *result = world_ask(vm->world, request);
    for (int i = 0; i < 2; i++)
        if (texts[i] != NULL) str_utf8_drop(vm, (Str *)given[i], texts[i], sizes[i]);
    return done;
}

NAME(getservbyname) {
    int64_t port;
    Object *protocol = arguments[1].object;
    if (!posix_audit(vm, "socket.getservbyname", "os", arguments[0].object, "")) return NULL;
    WorldRequest request = {.operation = WORLD_SERVICE};
    if (!ask_texts(vm, &request, "getservbyname", arguments[0].object, protocol, &port))
        return NULL;
    return port < 0 ? raise_plain_text(vm, "service/proto not found") : int_new(vm, port);
}

NAME(getservbyport) {
    int port;
    int64_t bytes;
    char name[TEXT_BYTES];
    if (!argument_process(vm, arguments[0].object, &port)) return NULL;
    if (port < 0 || port > PORT_MAX) return raise(vm, ERROR_SOCKET_SERVICE_PORT);
    if (!posix_audit(vm, "socket.getservbyport", "is", (int64_t)port, "")) return NULL;
    WorldRequest request = {.operation = WORLD_SERVICE, .numbers = {port}, .out = name,
                            .out_bytes = sizeof name};
    if (!ask_texts(vm, &request, "getservbyport", NULL, arguments[1].object, &bytes)) return NULL;
    return bytes < 0 ? raise_plain_text(vm, "port/proto not found")
                     : str_new(vm, name, (size_t)bytes);
}

NAME(getprotobyname) {
    int64_t number;
    WorldRequest request = {.operation = WORLD_PROTOCOL};
    if (!ask_texts(vm, &request, "getprotobyname", arguments[0].object, NULL, &number))
        return NULL;
    return number < 0 ? raise_plain_text(vm, "protocol not found") : int_new(vm, number);
}

// --- interfaces ---

static Object *interfaces_new(Vm *vm, const char *rows, const char *end) {
    List *list = list_new(vm, 0);
    while (list != NULL && rows < end) {
        int32_t index;
        memcpy(&index, rows, sizeof index);
        const char *text = rows + sizeof index;
        Object *number = int_new(vm, index), *name = NULL;
        if (number != NULL) name = codec_decode_system(vm, text, strlen(text));
        Tuple *pair = name == NULL ? NULL : tuple_pack(vm, 2, number, name);
        object_drop_or_null(vm, number);
        object_drop_or_null(vm, name);
        rows = skip_text(text);
        if (list_take_add(vm, list, (Object *)pair)) continue;
        object_drop(vm, (Object *)list);
        return NULL;
    }
    return (Object *)list;
}

NAME(if_nameindex) {
    char *rows;
    (void)arguments;
    WorldRequest request = {.operation = WORLD_INTERFACES};
    int64_t bytes = world_ask_all(vm->world, &request, &rows);
    if (bytes < 0) return posix_raise(vm, bytes);
    Object *list = interfaces_new(vm, rows, rows + bytes);
    host_release(rows);
    return list;
}

NAME(if_nametoindex) {
    Bytes *name = path_load_bytes(vm, arguments[0].object);
    if (name == NULL) return NULL;
    WorldRequest request = {.operation = WORLD_INTERFACE, .texts = {(const char *)name->data}};
    int64_t index = world_ask(vm->world, &request);
    object_drop(vm, &name->base);
    return index < 0 ? raise_plain_text(vm, "no interface with this name") : int_new(vm, index);
}

NAME(if_indextoname) {
    uint64_t index;
    char name[TEXT_BYTES];
    int64_t bytes;
    if (!argument_unsigned(vm, arguments[0].object, &index)) return NULL;
    WorldRequest request = {.operation = WORLD_INTERFACE, .numbers = {(int64_t)index}, .out = name,
                            .out_bytes = sizeof name};
    return posix_ask(vm, &request, &bytes) ? codec_decode_system(vm, name, (size_t)bytes) : NULL;
}

// --- addresses as text ---

NAME(inet_aton) {
    size_t bytes;
    struct in_addr address;
    const char *text = read_text(vm, "inet_aton", 1, arguments[0].object, &bytes);
    if (text == NULL) return NULL;
    int done = inet_aton(text, &address);
    str_utf8_drop(vm, (Str *)arguments[0].object, text, bytes);
    return done ? bytes_new(vm, &address, sizeof address)
                : raise_plain_text(vm, "illegal IP address string passed to inet_aton");
}

NAME(inet_ntoa) {
    View view;
    char text[INET_ADDRSTRLEN];
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    bool is_whole = view.bytes == sizeof(struct in_addr);
    if (is_whole) (void)inet_ntop(AF_INET, view.data, text, sizeof text);
    view_release(vm, &view);
    return is_whole ? str_new_c(vm, text)
                    : raise_plain_text(vm, "packed IP wrong length for inet_ntoa");
}

NAME(inet_pton) {
    int family;
    size_t bytes;
    uint8_t address[sizeof(struct in6_addr)];
    if (!argument_process(vm, arguments[0].object, &family)) return NULL;
    const char *text = read_text(vm, "inet_pton", 2, arguments[1].object, &bytes);
    if (text == NULL) return NULL;
    int done = inet_pton(family, text, address);
    str_utf8_drop(vm, (Str *)arguments[1].object, text, bytes);
    if (done < 0) return posix_raise(vm, -EAFNOSUPPORT);
    if (done == 0)
        return raise_plain_text(vm, "illegal IP address string passed to inet_pton");
    return bytes_new(vm, address, family == AF_INET ? sizeof(struct in_addr) : sizeof address);
}

NAME(inet_ntop) {
    int family;
    View view;
    char text[INET6_ADDRSTRLEN] = "";
    if (!argument_process(vm, arguments[0].object, &family) ||
        !view_acquire(vm, arguments[1].object, &view, VIEW_READ))
        return NULL;
    int64_t wanted = family == AF_INET    ? (int64_t)sizeof(struct in_addr)
                     : family == AF_INET6 ? (int64_t)sizeof(struct in6_addr) : -1;
    bool fits = view.bytes == wanted;
    if (fits) (void)inet_ntop(family, view.data, text, sizeof text);
    view_release(vm, &view);
    if (wanted < 0) return raise(vm, ERROR_SOCKET_UNKNOWN_FAMILY, family);
    return fits ? str_new_c(vm, text) : raise(vm, ERROR_SOCKET_PACKED_LENGTH);
}

// --- getaddrinfo() ---

// (family, type, protocol, name, address) of one answer.
static Object *answer_new(Vm *vm, const WorldAddress *row) {
    Object *values[5] = {
        int_new(vm, row->family), int_new(vm, row->type), int_new(vm, row->protocol),
        str_new_c(vm, row->name),
        socket_address_new(vm, row->address, (size_t)row->address_bytes),
    };
    Tuple *tuple = NULL;
    bool done = true;
    for (int i = 0; i < 5; i++) done = done && values[i] != NULL;
    if (done) tuple = tuple_pack(vm, 5, values[0], values[1], values[2], values[3], values[4]);
    for (int i = 0; i < 5; i++) object_drop_or_null(vm, values[i]);
    return (Object *)tuple;
}

static Object *answers_new(Vm *vm, const char *rows, const char *end) {
    List *list = list_new(vm, 0);
    while (list != NULL && rows < end) {
        const WorldAddress *row = (const WorldAddress *)(const void *)rows;
        size_t bytes = sizeof *row + strlen(row->name) + 1;
        rows += (bytes + sizeof(int32_t) - 1) / sizeof(int32_t) * sizeof(int32_t);
        if (list_take_add(vm, list, answer_new(vm, row))) continue;
        object_drop(vm, (Object *)list);
        return NULL;
    }
    return (Object *)list;
}

// The service as bytes, or NULL for none. False: raised.
static bool read_service(Vm *vm, Object *given, Bytes **service) {
    *service = NULL;
    if (given == vm->objects->none) return true;
    if (object_is_bytes(vm, given)) {
        *service = (Bytes *)object_share(given);
    } else if (object_is_int(vm, given)) {
        int64_t port;
        char text[24];
        if (!argument_int64(vm, given, &port)) return false;
        int length = snprintf(text, sizeof text, "%lld", (long long)port);
        *service = (Bytes *)bytes_new(vm, text, length);
    } else if (object_is_str(vm, given)) {
        *service = (Bytes *)codec_encode(vm, (Str *)given, NULL, NULL);
    } else {
        return raise_text(vm, exception_type(vm, EXCEPTION_OSError),
                          "Int or String expected") != NULL;
    }
    return *service != NULL;
}

static bool read_name(Vm *vm, Object *given, Bytes **name) {
    *name = NULL;
    if (given == vm->objects->none) return true;
    if (!object_is_str(vm, given) && !object_is_bytes(vm, given))
        return raise_false(vm, ERROR_SOCKET_RESOLVE_HOST);
    *name = socket_host_bytes(vm, given);
    return *name != NULL;
}

static Object *resolve_all(Vm *vm, const Bytes *name, const Bytes *service, const int *hints) {
    WorldRequest request = {
        .operation = WORLD_RESOLVE, .numbers = {hints[0], hints[1], hints[2], hints[3]},
        .texts = {name == NULL ? NULL : (const char *)name->data,
                  service == NULL ? NULL : (const char *)service->data},
    };
    char *rows;
    int64_t bytes = world_ask_all(vm->world, &request, &rows);
    if (bytes < 0) return socket_raise_resolver(vm, bytes);
    Object *list = answers_new(vm, rows, rows + bytes);
    host_release(rows);
    return list;
}

NAME(getaddrinfo) {
    int hints[4] = {0};
    Bytes *name = NULL, *service = NULL;
    for (int i = 0; i < 4; i++)
        if (arguments[2 + i].object != NULL &&
            !argument_process(vm, arguments[2 + i].object, &hints[i]))
            return NULL;
    Object *list = NULL;
    if (read_name(vm, arguments[0].object, &name) &&
        read_service(vm, arguments[1].object, &service) &&
        posix_audit(vm, "socket.getaddrinfo", "ooiii", arguments[0].object, arguments[1].object,
                    (int64_t)hints[0], (int64_t)hints[1], (int64_t)hints[2]))
        list = resolve_all(vm, name, service, hints);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, (Object *)service);
    return list;
}

// --- getnameinfo() ---

// The one address of a numeric host and port.
static bool resolve_numeric(Vm *vm, const char *host, int64_t port, SocketAddress *address,
                            size_t *bytes) {
    char service[24], *rows;
    snprintf(service, sizeof service, "%lld", (long long)port);
    WorldRequest request = {.operation = WORLD_RESOLVE,
                            .numbers = {AF_UNSPEC, SOCK_DGRAM, 0, AI_NUMERICHOST},
                            .texts = {host, service}};
    int64_t result = world_ask_all(vm->world, &request, &rows);
    if (result < 0) {
        (void)socket_raise_resolver(vm, result);
        return false;
    }
    const WorldAddress *row = (const WorldAddress *)(const void *)rows;
    bool is_only = (int64_t)(sizeof *row + strlen(row->name) + 1 + 3) >= result;
    *bytes = (size_t)row->address_bytes;
    memcpy(address, row->address, sizeof row->address);
    host_release(rows);
    if (!is_only) (void)raise_plain_text(vm, "sockaddr resolved to multiple addresses");
    return is_only;
}

static bool read_numbers(Vm *vm, const Tuple *tuple, int *port, uint64_t *flow, uint64_t *scope) {
    *flow = *scope = 0;
    if (tuple->count < 2 || tuple->count > 4)
        return raise_false(vm, ERROR_SOCKET_NAME_ADDRESS);
    if (!argument_process(vm, tuple->items[1].object, port) ||
        (tuple->count > 2 && !argument_bits(vm, tuple->items[2].object, flow)) ||
        (tuple->count > 3 && !argument_bits(vm, tuple->items[3].object, scope)))
        return false;
    *flow = (uint32_t)*flow;
    return *flow <= FLOW_MAX || raise_false(vm, ERROR_SOCKET_NAME_FLOW);
}

static Object *names_new(Vm *vm, const SocketAddress *address, size_t bytes, int flags) {
    char texts[NI_MAXHOST + NI_MAXSERV];
    WorldRequest request = {.operation = WORLD_NAME_ADDRESS, .numbers = {flags}, .in = address,
                            .in_bytes = bytes, .out = texts, .out_bytes = sizeof texts};
    int64_t result = world_ask(vm->world, &request);
    if (result < 0) return socket_raise_resolver(vm, result);
    const char *service = skip_text(texts);
    Object *first = codec_decode_system(vm, texts, strlen(texts));
    Object *second = first == NULL ? NULL : str_new_c(vm, service);
    Tuple *pair = second == NULL ? NULL : tuple_pack(vm, 2, first, second);
    object_drop_or_null(vm, first);
    object_drop_or_null(vm, second);
    return (Object *)pair;
}

NAME(getnameinfo) {
    Object *given = arguments[0].object;
    int flags, port;
    uint64_t flow, scope;
    size_t text_bytes, bytes;
    SocketAddress address;
    if (!argument_process(vm, arguments[1].object, &flags)) return NULL;
    if (!object_is_tuple(vm, given)) return raise(vm, ERROR_SOCKET_NAME_TUPLE);
    const Tuple *tuple = (const Tuple *)given;
    if (!read_numbers(vm, tuple, &port, &flow, &scope)) return NULL;
    Object *host = tuple->items[0].object;
    if (!object_is_str(vm, host)) return raise(vm, ERROR_SOCKET_NAME_ADDRESS);
    const char *text = read_text(vm, "getnameinfo", 1, host, &text_bytes);
    if (text == NULL) return NULL;
    bool done = audit(vm, "socket.getnameinfo", 1, given) &&
                resolve_numeric(vm, text, port, &address, &bytes);
    str_utf8_drop(vm, (Str *)host, text, text_bytes);
    if (!done) return NULL;
    if (address.any.sa_family == AF_INET && tuple->count != 2)
        return raise_plain_text(vm, "IPv4 sockaddr must be 2 tuple");
    if (address.any.sa_family == AF_INET6) {
        struct sockaddr_in6 *in = (struct sockaddr_in6 *)(void *)&address;
        in->sin6_flowinfo = htonl((uint32_t)flow);
        in->sin6_scope_id = (uint32_t)scope;
    }
    return names_new(vm, &address, bytes, flags);
}

#define NAME_FUNCTION(name, signature, doc) PARSED_FUNCTION(socket, name, signature, doc)

const Method socket_name_functions[] = {
    NAME_FUNCTION(gethostbyname, "(host, /)", "The IPv4 address of a host."),
    NAME_FUNCTION(gethostbyname_ex, "(host, /)",
                  "All names and IPv4 addresses of a host: (name, aliases, addresses)."),
    NAME_FUNCTION(gethostbyaddr, "(host, /)", "The same for an address."),
    HIDDEN_FUNCTION(socket, gethostname, "()", "The name of this host."),
    NAME_FUNCTION(sethostname, "(name, /)", "Name this host."),
    NAME_FUNCTION(getservbyname, "(servicename, protocolname=None, /)", "The port of a service."),
    NAME_FUNCTION(getservbyport, "(port, protocolname=None, /)", "The service of a port."),
    NAME_FUNCTION(getprotobyname, "(name, /)", "The number of a protocol."),
    NAME_FUNCTION(inet_aton, "(text, /)", "An IPv4 address as four bytes."),
    HIDDEN_FUNCTION(socket, inet_ntoa, "(packed_ip, /)", "Four bytes as an IPv4 address."),
    NAME_FUNCTION(inet_pton, "(af, ip, /)", "An address of a family as bytes."),
    NAME_FUNCTION(inet_ntop, "(af, packed_ip, /)", "Bytes as an address of a family."),
    {"getaddrinfo", socket_function_getaddrinfo,
     "(host, port, family=0, type=0, proto=0, flags=0)",
     "What a host and a service stand for: (family, type, proto, name, address) each.",
     METHOD_HIDES_SIGNATURE},
    NAME_FUNCTION(getnameinfo, "(sockaddr, flags, /)", "Host and service of an address."),
    HIDDEN_FUNCTION(socket, if_nameindex, "()", "The interfaces: pairs (index, name)."),
    NAME_FUNCTION(if_nametoindex, "(if_name, /)", "The index of an interface."),
    HIDDEN_FUNCTION(socket, if_indextoname, "(if_index, /)", "The name of an interface."),
    {0},
};
