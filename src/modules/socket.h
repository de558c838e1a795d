// What the files of the module _socket share.
//
// socket.c: the module; socket_object.c: the type and its life; socket_address.c: addresses
// there and back; socket_transfer.c: bytes; socket_message.c: messages with control data;
// socket_names.c: names of the net.

#ifndef MODULES_SOCKET_H
#define MODULES_SOCKET_H

#include "base/world.h"
#include "modules/argument.h"
#include "modules/modules.h"
#include "modules/posix.h"
#include "runtime/outside.h"

#include <sys/socket.h>

typedef struct Socket {
    Object base;
    int32_t file;                     // -1: closed
    int32_t family, type, protocol;
    int64_t timeout;                  // nanoseconds; 0: never waits; SOCKET_FOREVER
} Socket;

enum { SOCKET_FOREVER = -1 };

extern const TypeDefinition socket_definition;
extern const Method socket_functions[], socket_name_functions[];

typedef struct SocketState {
    Slot resolver_error, host_error;  // the classes gaierror and herror
    int64_t timeout;                  // of new sockets
    bool has_started;
} SocketState;

// The module's state; made when it is not there. NULL: raised.
MUST_USE SocketState *socket_state_load(Vm *vm);

static inline Socket *socket_of(const Slot *arguments) {
    return (Socket *)arguments[0].object;
}

// --- waiting (socket_object.c) ---

// Asks for what reads from or writes to the socket, waiting as its timeout says until
// `deadline` (monotonic; THREAD_FOREVER without a timeout). The result is below 0 when the
// call fails. False: raised, TimeoutError too.
MUST_USE bool socket_ask(Vm *vm, const Socket *socket, OutsideDirection direction,
                         int64_t deadline, WorldRequest *request, int64_t *result);
// When what begins now has to be done.
int64_t socket_deadline(Vm *vm, const Socket *socket);
// socket_ask with the deadline of now, where a failure raises OSError.
MUST_USE bool socket_do(Vm *vm, const Socket *socket, OutsideDirection direction,
                        WorldRequest *request, int64_t *result);
// Reads a timeout: a number of seconds, or None.
MUST_USE bool socket_read_timeout(Vm *vm, Object *given, int64_t *timeout);
Object *socket_timeout_new(Vm *vm, int64_t timeout);

// --- addresses (socket_address.c) ---

typedef union SocketAddress {
    struct sockaddr any;
    uint8_t bytes[WORLD_ADDRESS_BYTES];
} SocketAddress;

// What a program gives as address of a socket of its family; `function` is for errors.
MUST_USE bool socket_read_address(Vm *vm, const Socket *socket, Object *given,
                                  const char *function, SocketAddress *address, size_t *bytes);
// The address as the program sees it: None, a tuple, a path, or (family, bytes).
MUST_USE Object *socket_address_new(Vm *vm, const void *address, size_t bytes);
// A host's name (text0's form) as bytes: of str by idna. `given` None: "".
MUST_USE Bytes *socket_host_bytes(Vm *vm, Object *given);
// The first address of a name in a family: 0.0.0.0 for "", 255.255.255.255 for <broadcast>.
MUST_USE bool socket_resolve_host(Vm *vm, const char *name, int family, SocketAddress *address,
                                  size_t *bytes);
// gaierror or herror of a result of the world; or OSError. NULL.
Object *socket_raise_resolver(Vm *vm, int64_t result);
Object *socket_raise_host(Vm *vm, int64_t result);

// --- methods of the other files ---

#define SOCKET(name) Object *socket_method_##name(Vm *vm, const Slot *arguments)
SOCKET(recv); SOCKET(recv_into); SOCKET(recvfrom); SOCKET(recvfrom_into); SOCKET(send);
SOCKET(sendall); SOCKET(sendto); SOCKET(recvmsg); SOCKET(recvmsg_into); SOCKET(sendmsg);

#endif
