// The real world's sockets.

#define _GNU_SOURCE

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/world_real.h"

int64_t real_socket_pair(WorldRequest *request) {
    const int64_t *n = request->numbers;
    int files[2] = {-1, -1};
    int result = socketpair((int)n[0], (int)n[1] | SOCK_CLOEXEC, (int)n[2], files);
    int32_t numbers[2] = {files[0], files[1]};
    return world_real_fill(request, result, numbers, sizeof(numbers));
}

// A length that may be more than the room had.
static size_t at_most(socklen_t length, size_t room) {
    return length < room ? length : room;
}

int64_t real_accept(WorldRequest *request) {
    socklen_t length = (socklen_t)request->out_bytes;
    int file = accept4((int)request->numbers[0], request->out, &length, SOCK_CLOEXEC);
    if (file < 0) return -errno;
    request->out_used = at_most(length, request->out_bytes);
    return file;
}

int64_t real_socket_name(WorldRequest *request) {
    int file = (int)request->numbers[0];
    socklen_t length = (socklen_t)request->out_bytes;
    int result = request->numbers[1] != 0 ? getpeername(file, request->out, &length)
                                          : getsockname(file, request->out, &length);
    if (result != 0) return -errno;
    return world_real_received(request, (int64_t)at_most(length, request->out_bytes));
}

int64_t real_receive(WorldRequest *request) {
    return world_real_received(request, recv((int)request->numbers[0], request->out,
                                             request->out_bytes, (int)request->numbers[1]));
}

int64_t real_receive_message(WorldRequest *request) {
    const int64_t *n = request->numbers;
    WorldMessage *message = request->out;
    char *control = (char *)(message + 1), *data = control + n[2];
    size_t room = request->out_bytes - sizeof(WorldMessage) - (size_t)n[2];
    struct iovec row = {data, room};
    struct msghdr header = {
        .msg_name = message->address, .msg_namelen = sizeof(message->address), .msg_iov = &row,
        .msg_iovlen = 1, .msg_control = n[3] > 0 ? control : NULL,
        .msg_controllen = (size_t)n[3],
    };
    ssize_t count = recvmsg((int)n[0], &header, (int)n[1]);
    if (count < 0) return -(int64_t)errno;
    size_t taken = (size_t)count < room ? (size_t)count : room;
    message->flags = header.msg_flags;
    message->address_bytes = (int32_t)at_most(header.msg_namelen, sizeof(message->address));
    message->control_bytes = (int32_t)header.msg_controllen;
    message->data_bytes = (int32_t)taken;
    request->out_used = sizeof(WorldMessage) + (size_t)n[2] + taken;
    return count;
}

int64_t real_send_message(WorldRequest *request) {
    const int64_t *n = request->numbers;
    char *address = (char *)(uintptr_t)request->in, *control = address + n[2];
    struct iovec row = {control + n[3], request->in_bytes - (size_t)n[2] - (size_t)n[3]};
    struct msghdr header = {
        .msg_name = n[2] > 0 ? address : NULL, .msg_namelen = (socklen_t)n[2], .msg_iov = &row,
        .msg_iovlen = 1, .msg_control = n[3] > 0 ? control : NULL,
        .msg_controllen = (size_t)n[3],
    };
    return world_real_result(sendmsg((int)n[0], &header, (int)n[1]));
}

int64_t real_socket_option(WorldRequest *request) {
    const int64_t *n = request->numbers;
    socklen_t length = (socklen_t)request->out_bytes;
    if (getsockopt((int)n[0], (int)n[1], (int)n[2], request->out, &length) != 0) return -errno;
    return world_real_received(request, length);
}
