// The real world's open files and terminals.

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

#include "base/host.h"
#include "base/world_real.h"

int64_t real_read(WorldRequest *request) {
    return world_real_received(
        request, read((int)request->numbers[0], request->out, request->out_bytes));
}

int64_t real_read_at(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct iovec row = {request->out, request->out_bytes};
    // What needs no flags is left to the older call: some file systems know no other.
    if (n[2] == 0 && n[1] != -1)
        return world_real_received(request, pread((int)n[0], row.iov_base, row.iov_len, n[1]));
    return world_real_received(request, preadv2((int)n[0], &row, 1, n[1], (int)n[2]));
}

int64_t real_write_at(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct iovec row = {(void *)(uintptr_t)request->in, request->in_bytes};
    if (n[2] == 0 && n[1] != -1)
        return world_real_result(pwrite((int)n[0], row.iov_base, row.iov_len, n[1]));
    return world_real_result(pwritev2((int)n[0], &row, 1, n[1], (int)n[2]));
}

int64_t real_sync_all(WorldRequest *request) {
    (void)request;
    sync();
    return 0;
}

// A pointer to an offset, NULL for -1.
static int64_t *offset_or_none(int64_t *offset) {
    return *offset == -1 ? NULL : offset;
}

int64_t real_copy_range(WorldRequest *request) {
    int64_t *n = request->numbers, from = n[3], to = n[4];
    return world_real_result(copy_file_range((int)n[0], offset_or_none(&from), (int)n[1],
                                             offset_or_none(&to), (size_t)n[2], 0));
}

int64_t real_splice(WorldRequest *request) {
    int64_t *n = request->numbers, from = n[3], to = n[4];
    return world_real_result(splice((int)n[0], offset_or_none(&from), (int)n[1],
                                    offset_or_none(&to), (size_t)n[2], (unsigned)n[5]));
}

int64_t real_send_file(WorldRequest *request) {
    int64_t *n = request->numbers, from = n[3];
    return world_real_result(sendfile((int)n[1], (int)n[0], offset_or_none(&from),
                                      (size_t)n[2]));
}

int64_t real_duplicate(WorldRequest *request) {
    const int64_t *n = request->numbers;
    int from = (int)n[0], to = (int)n[1];
    if (to == -1) return world_real_result(fcntl(from, n[2] ? F_DUPFD : F_DUPFD_CLOEXEC, 0));
    return world_real_result(n[2] ? dup2(from, to) : dup3(from, to, O_CLOEXEC));
}

static int64_t answer_files(WorldRequest *request, int result, const int *files) {
    int32_t numbers[2] = {files[0], files[1]};
    return world_real_fill(request, result, numbers, sizeof(numbers));
}

int64_t real_pipe(WorldRequest *request) {
    int files[2] = {-1, -1};
    return answer_files(request, pipe2(files, (int)request->numbers[0]), files);
}

// What fcntl calls a flag: the commands to read and to write it, and its bit.
typedef struct FlagCommand {
    int get, set, bit;
    bool is_inverse;
} FlagCommand;

static FlagCommand flag_command(int64_t flag) {
    switch (flag) {
    case WORLD_IS_BLOCKING: return (FlagCommand){F_GETFL, F_SETFL, O_NONBLOCK, true};
    case WORLD_IS_INHERITABLE: return (FlagCommand){F_GETFD, F_SETFD, FD_CLOEXEC, true};
    default: return (FlagCommand){F_GETFL, F_SETFL, O_APPEND, false};
    }
}

int64_t real_file_flag(WorldRequest *request) {
    FlagCommand command = flag_command(request->numbers[1]);
    int bits = fcntl((int)request->numbers[0], command.get);
    if (bits < 0) return -errno;
    return ((bits & command.bit) != 0) != command.is_inverse;
}

int64_t real_set_file_flag(WorldRequest *request) {
    FlagCommand command = flag_command(request->numbers[1]);
    int file = (int)request->numbers[0], bits = fcntl(file, command.get);
    if (bits < 0) return -errno;
    bool is_bit = (request->numbers[2] != 0) != command.is_inverse;
    return world_real_result(fcntl(file, command.set, is_bit ? bits | command.bit
                                                        : bits & ~command.bit));
}

int64_t real_set_blocking(WorldRequest *request) {
    int is_off = request->numbers[1] == 0;
    return world_real_result(ioctl((int)request->numbers[0], FIONBIO, &is_off));
}

int64_t real_events_change(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct epoll_event event = {.events = (uint32_t)n[3], .data.fd = (int)n[2]};
    return world_real_result(epoll_ctl((int)n[0], (int)n[1], (int)n[2], &event));
}

static int64_t take_events(WorldRequest *request, struct epoll_event *events, int room) {
    WorldEvent *rows = request->out;
    int count = epoll_wait((int)request->numbers[0], events, room, 0);
    if (count < 0) return -errno;
    for (int i = 0; i < count; i++) rows[i] = (WorldEvent){events[i].data.fd, events[i].events};
    request->out_used = (size_t)count * sizeof(WorldEvent);
    return count;
}

int64_t real_events_take(WorldRequest *request) {
    enum { EVENTS = 64 };
    struct epoll_event local[EVENTS];
    size_t room = request->out_bytes / sizeof(WorldEvent);
    if (room <= EVENTS) return take_events(request, local, (int)room);
    struct epoll_event *events = host_allocate(room * sizeof(*events));
    if (events == NULL) return -ENOMEM;
    int64_t count = take_events(request, events, (int)room);
    host_release(events);
    return count;
}

int64_t real_would_wait(WorldRequest *request) {
    int file = (int)request->numbers[0], bits = fcntl(file, F_GETFL);
    if (bits < 0 || (bits & O_NONBLOCK) != 0) return 0;
    struct pollfd row = {.fd = file, .events = request->numbers[1] != 0 ? POLLOUT : POLLIN};
    return poll(&row, 1, 0) == 0;
}

// What a call changes is a copy of the bytes that were given.
static void *copied(WorldRequest *request) {
    memcpy(request->out, request->in, request->in_bytes);
    request->out_used = request->in_bytes;
    return request->out;
}

int64_t real_file_control(WorldRequest *request) {
    const int64_t *n = request->numbers;
    return world_real_result(request->in != NULL ? fcntl((int)n[0], (int)n[1], copied(request))
                                                 : fcntl((int)n[0], (int)n[1], (int)n[2]));
}

int64_t real_device_control(WorldRequest *request) {
    const int64_t *n = request->numbers;
    unsigned long code = (unsigned long)n[1];
    return world_real_result(request->in != NULL ? ioctl((int)n[0], code, copied(request))
                                                 : ioctl((int)n[0], code, (int)n[2]));
}

// --- terminals ---

int64_t real_terminal_attributes(WorldRequest *request) {
    struct termios mode = {0};
    if (tcgetattr((int)request->numbers[0], &mode) != 0) return -errno;
    WorldTerminal terminal = {
        .flags = {mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag},
        .speeds = {cfgetispeed(&mode), cfgetospeed(&mode)},
    };
    memcpy(terminal.characters, mode.c_cc, sizeof(terminal.characters));
    return world_real_fill(request, 0, &terminal, sizeof(terminal));
}

int64_t real_set_terminal_attributes(WorldRequest *request) {
    const WorldTerminal *terminal = request->in;
    struct termios mode = {0};
    int file = (int)request->numbers[0];
    if (tcgetattr(file, &mode) != 0) return -errno;
    mode.c_iflag = terminal->flags[0];
    mode.c_oflag = terminal->flags[1];
    mode.c_cflag = terminal->flags[2];
    mode.c_lflag = terminal->flags[3];
    memcpy(mode.c_cc, terminal->characters, sizeof(terminal->characters));
    if (cfsetispeed(&mode, terminal->speeds[0]) != 0) return -errno;
    if (cfsetospeed(&mode, terminal->speeds[1]) != 0) return -errno;
    return world_real_result(tcsetattr(file, (int)request->numbers[1], &mode));
}

int64_t real_terminal_size(WorldRequest *request) {
    struct winsize size = {0};
    int result = ioctl((int)request->numbers[0], TIOCGWINSZ, &size);
    int32_t numbers[2] = {size.ws_col, size.ws_row};
    return world_real_fill(request, result, numbers, sizeof(numbers));
}

int64_t real_terminal_name(WorldRequest *request) {
    char name[256];
    int error = ttyname_r((int)request->numbers[0], name, sizeof(name));
    return error != 0 ? -error : world_real_answer(request, name, strlen(name));
}

int64_t real_terminal_path(WorldRequest *request) {
    char path[L_ctermid] = "";
    (void)ctermid(path);
    return world_real_answer(request, path, strlen(path));
}

int64_t real_open_terminal(WorldRequest *request) {
    int files[2] = {-1, -1};
    int result = openpty(&files[0], &files[1], NULL, NULL, NULL);
    for (int i = 0; result == 0 && i < 2; i++) result = fcntl(files[i], F_SETFD, FD_CLOEXEC);
    return answer_files(request, result, files);
}
