// The module _socket: its functions that are not about names, its constants, its start.

#define _GNU_SOURCE

#include "modules/socket.h"

#include "modules/constant.h"
#include "modules/error_class.h"
#include "objects/tuple.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/j1939.h>
#include <linux/can/raw.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>

#define FUNCTION_OF(name) static Object *socket_function_##name(Vm *vm, const Slot *arguments)

// --- state ---

static void state_of_socket_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((SocketState *)state)->resolver_error, context);
    visit(vm, NULL, &((SocketState *)state)->host_error, context);
}

static void state_of_socket_done(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((SocketState *)state)->resolver_error);
    slot_clear(vm, NULL, &((SocketState *)state)->host_error);
}

static const StateDefinition socket_state = {sizeof(SocketState), state_of_socket_visit,
                                             state_of_socket_done};

static bool take_class(Vm *vm, Slot *slot, const char *name) {
    Object *class = error_class_new(vm, name, exception_type(vm, EXCEPTION_OSError), NULL);
    if (class != NULL) slot_take(vm, NULL, slot, class);
    return class != NULL;
}

SocketState *socket_state_load(Vm *vm) {
    SocketState *state = state_load(vm, &socket_state);
    if (state == NULL || state->has_started) return state;
    state->timeout = SOCKET_FOREVER;
    if (!take_class(vm, &state->host_error, "socket.herror") ||
        !take_class(vm, &state->resolver_error, "socket.gaierror"))
        return NULL;
    state->has_started = true;
    return state;
}

// --- files ---

FUNCTION_OF(close) {
    int file;
    if (!argument_int(vm, arguments[0].object, &file)) return NULL;
    int64_t result = world_close(vm->world, file);
    return result < 0 && result != -ECONNRESET ? posix_raise(vm, result) : none_new(vm);
}

FUNCTION_OF(dup) {
    int file;
    if (!argument_int(vm, arguments[0].object, &file)) return NULL;
    WorldRequest request = {.operation = WORLD_DUPLICATE, .numbers = {file, -1, 0}};
    return posix_ask_number(vm, &request);
}

// A socket object for an open file, whose default timeout it gets.
static Object *socket_for(Vm *vm, const int *hints, int32_t file) {
    Object *values[4] = {int_new(vm, hints[0]), int_new(vm, hints[1]), int_new(vm, hints[2]),
                         int_new(vm, file)};
    Type *type = module_register_type(vm, &socket_definition);
    Object *made = NULL;
    bool done = type != NULL;
    for (int i = 0; i < 4; i++) done = done && values[i] != NULL;
    if (done)
        made = object_call_with(vm, &type->base, 4, values[0], values[1], values[2], values[3]);
    for (int i = 0; i < 4; i++) object_drop_or_null(vm, values[i]);
    if (made == NULL) (void)world_close(vm->world, file);
    return made;
}

FUNCTION_OF(socketpair) {
    int hints[3] = {AF_UNIX, SOCK_STREAM, 0};
    int32_t files[2];
    int64_t result;
    for (int i = 0; i < 3; i++)
        if (arguments[i].object != NULL &&
            !argument_process(vm, arguments[i].object, &hints[i]))
            return NULL;
    WorldRequest request = {.operation = WORLD_SOCKET_PAIR,
                            .numbers = {hints[0], hints[1], hints[2]}, .out = files,
                            .out_bytes = sizeof files};
    if (!posix_ask(vm, &request, &result)) return NULL;
    Object *first = socket_for(vm, hints, files[0]);
    Object *second = socket_for(vm, hints, files[1]);
    Tuple *pair = first == NULL || second == NULL ? NULL : tuple_pack(vm, 2, first, second);
    object_drop_or_null(vm, first);
    object_drop_or_null(vm, second);
    return (Object *)pair;
}

// --- the order of bytes ---

static bool read_short(Vm *vm, const char *function, Object *given, uint16_t *number) {
    int wide;
    if (!argument_process(vm, given, &wide)) return false;
    if (wide < 0) return raise_false(vm, ERROR_SOCKET_SHORT_NEGATIVE, function);
    if (wide > UINT16_MAX) return raise_false(vm, ERROR_SOCKET_SHORT_LARGE, function);
    *number = (uint16_t)wide;
    return true;
}

static bool read_long(Vm *vm, Object *given, uint32_t *number) {
    uint64_t wide;
    if (!object_is_int(vm, given)) return raise_false(vm, ERROR_SOCKET_LONG_TYPE, given);
    if (int_get_sign(vm, given) < 0) return raise_false(vm, ERROR_MODE_NEGATIVE);
    if (int_bit_length(given) > 64) return raise_false(vm, ERROR_MODE_LARGE);
    if (!argument_bits(vm, given, &wide)) return false;
    if (wide > UINT32_MAX) return raise_false(vm, ERROR_SOCKET_LONG_LARGE);
    *number = (uint32_t)wide;
    return true;
}

FUNCTION_OF(ntohs) {
    uint16_t number = 0;
    if (!read_short(vm, "ntohs", arguments[0].object, &number)) return NULL;
    return int_new(vm, ntohs(number));
}

FUNCTION_OF(htons) {
    uint16_t number = 0;
    if (!read_short(vm, "htons", arguments[0].object, &number)) return NULL;
    return int_new(vm, htons(number));
}

FUNCTION_OF(ntohl) {
    uint32_t number = 0;
    return read_long(vm, arguments[0].object, &number) ? int_new(vm, ntohl(number)) : NULL;
}

FUNCTION_OF(htonl) {
    uint32_t number = 0;
    return read_long(vm, arguments[0].object, &number) ? int_new(vm, htonl(number)) : NULL;
}

// --- the rest ---

FUNCTION_OF(getdefaulttimeout) {
    const SocketState *state = socket_state_load(vm);
    (void)arguments;
    return state == NULL ? NULL : socket_timeout_new(vm, state->timeout);
}

FUNCTION_OF(setdefaulttimeout) {
    SocketState *state = socket_state_load(vm);
    int64_t timeout;
    if (state == NULL || !socket_read_timeout(vm, arguments[0].object, &timeout)) return NULL;
    state->timeout = timeout;
    return none_new(vm);
}

// The room for control messages of so many bytes; both refuse what would overflow.
static Object *control_room(Vm *vm, const char *function, Object *given, int is_whole) {
    int64_t bytes;
    if (!argument_size(vm, given, &bytes)) return NULL;
    if (bytes < 0 || bytes > INT32_MAX - (int64_t)CMSG_SPACE(0))
        return raise(vm, ERROR_SOCKET_CONTROL_RANGE, function);
    return int_new(vm, (int64_t)(is_whole ? CMSG_SPACE((size_t)bytes) : CMSG_LEN((size_t)bytes)));
}

FUNCTION_OF(CMSG_LEN) {
    return control_room(vm, "CMSG_LEN", arguments[0].object, 0);
}

FUNCTION_OF(CMSG_SPACE) {
    return control_room(vm, "CMSG_SPACE", arguments[0].object, 1);
}

static const Method functions[] = {
    HIDDEN_FUNCTION(socket, close, "(fd, /)", "Close a socket's file."),
    HIDDEN_FUNCTION(socket, dup, "(fd, /)", "Another file for a socket."),
    PARSED_FUNCTION(socket, socketpair, "(family=AF_UNIX, type=SOCK_STREAM, proto=0, /)",
                    "Two sockets that are connected."),
    PARSED_FUNCTION(socket, ntohs, "(x, /)", "16 bits from the net's order to the host's."),
    HIDDEN_FUNCTION(socket, ntohl, "(x, /)", "32 bits from the net's order to the host's."),
    PARSED_FUNCTION(socket, htons, "(x, /)", "16 bits from the host's order to the net's."),
    HIDDEN_FUNCTION(socket, htonl, "(x, /)", "32 bits from the host's order to the net's."),
    HIDDEN_FUNCTION(socket, getdefaulttimeout, "()",
                    "How many seconds new sockets wait at most, or None."),
    HIDDEN_FUNCTION(socket, setdefaulttimeout, "(timeout, /)", "Set that."),
    PARSED_FUNCTION(socket, CMSG_LEN, "(length, /)",
                    "Bytes of a control message with so many bytes of data."),
    PARSED_FUNCTION(socket, CMSG_SPACE, "(length, /)", "The same with what aligns the next one."),
    {0},
};

static const Constant constants[] = {
#include "modules/socket_constants.def"
};

static bool add_text(Vm *vm, Module *module, const char *name, const char *text) {
    Object *value = str_new_c(vm, text);
    return value != NULL && module_take_set(vm, module, name, value);
}

bool socket_module_start(Vm *vm, Module *module) {
    SocketState *state = socket_state_load(vm);
    Type *type = module_register_type(vm, &socket_definition);
    if (state == NULL || type == NULL) return false;
    return module_set_doc(vm, module, "Sockets, for the library's socket.") &&
           module_add_functions(vm, module, socket_name_functions) &&
           module_add_functions(vm, module, functions) &&
           module_set(vm, module, "error", &exception_type(vm, EXCEPTION_OSError)->base) &&
           module_set(vm, module, "herror", state->host_error.object) &&
           module_set(vm, module, "gaierror", state->resolver_error.object) &&
           module_set(vm, module, "timeout", &exception_type(vm, EXCEPTION_TimeoutError)->base) &&
           module_set(vm, module, "SocketType", &type->base) &&
           module_set(vm, module, "socket", &type->base) &&
           module_set(vm, module, "has_ipv6", vm->objects->true_) &&
           add_text(vm, module, "BDADDR_ANY", "00:00:00:00:00:00") &&
           add_text(vm, module, "BDADDR_LOCAL", "00:00:00:FF:FF:FF") &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants));
}
