#include "runtime/outside.h"

#include "runtime/threads.h"

#include <errno.h>
#include <poll.h>

// The most that one read or write of the system takes, as CPython asks for it.
enum { OUTSIDE_BYTES_MAX = INT32_MAX, PIPE_BYTES = 4096 };

// Nanoseconds between two attempts at what would wait.
enum { PAUSE_LEAST = 50000, PAUSE_MOST = 10000000 };

bool outside_handle_signals(Vm *vm) {
    threads_take_signals(vm);
    return threads_handle_signals(vm);
}

bool outside_ask(Vm *vm, WorldRequest *request, int64_t *result) {
    while ((*result = world_ask(vm->world, request)) == -EINTR)
        if (!outside_handle_signals(vm)) return false;
    return true;
}

bool outside_ask_patiently(Vm *vm, WorldRequest *request, WorldRequest *attempt,
                           int64_t pending, int64_t *result) {
    int64_t pause = PAUSE_LEAST;
    if (threads_count(vm) == 0) return outside_ask(vm, request, result);
    while (outside_ask(vm, attempt, result)) {
        if (*result != pending) return true;
        if (thread_sleep(vm, thread_deadline(vm, pause)) == THREAD_RAISED) return false;
        if (pause < PAUSE_MOST) pause *= 2;
    }
    return false;
}

static bool would_wait(Vm *vm, int file, OutsideDirection direction) {
    WorldRequest request = {.operation = WORLD_WOULD_WAIT, .numbers = {file, direction}};
    return world_ask(vm->world, &request) > 0;
}

bool outside_await_file(Vm *vm, int file, OutsideDirection direction) {
    if (LIKELY(threads_count(vm) == 0) || !would_wait(vm, file, direction)) return true;
    WorldPoll poll = {file, direction == OUTSIDE_READS ? POLLIN : POLLOUT, 0};
    return thread_wait_for_files(vm, &poll, 1, THREAD_FOREVER) != THREAD_RAISED;
}

bool outside_read(Vm *vm, int file, void *bytes, int64_t count, int64_t *result) {
    if (count > OUTSIDE_BYTES_MAX) count = OUTSIDE_BYTES_MAX;
    if (!outside_await_file(vm, file, OUTSIDE_READS)) return false;
    WorldRequest request = {.operation = WORLD_READ, .numbers = {file}, .out = bytes,
                            .out_bytes = (size_t)count};
    return outside_ask(vm, &request, result);
}

static bool write_once(Vm *vm, int file, const void *bytes, int64_t count, int64_t *result) {
    WorldRequest request = {.operation = WORLD_WRITE, .numbers = {file}, .in = bytes,
                            .in_bytes = (size_t)count};
    return outside_ask(vm, &request, result);
}

// With other threads around, a pipe is filled in parts that can't block: who is to empty it
// may be one of them.
static bool write_in_parts(Vm *vm, int file, const char *bytes, int64_t count, int64_t *result) {
    int64_t done = 0;
    while (done < count) {
        int64_t part = count - done < PIPE_BYTES ? count - done : PIPE_BYTES;
        if (!outside_await_file(vm, file, OUTSIDE_WRITES)) return false;
        if (!write_once(vm, file, bytes + done, part, result)) return false;
        if (*result < 0 && done == 0) return true;
        if (*result <= 0) break;
        done += *result;
        if (*result < part) break;
    }
    *result = done;
    return true;
}

static bool is_stored(Vm *vm, int file) {
    WorldStat stat;
    return world_stat_file(vm->world, file, &stat) >= 0 && (stat.mode & 0170000) == 0100000;
}

bool outside_write(Vm *vm, int file, const void *bytes, int64_t count, int64_t *result) {
    if (count > OUTSIDE_BYTES_MAX) count = OUTSIDE_BYTES_MAX;
    if (LIKELY(threads_count(vm) == 0)) return write_once(vm, file, bytes, count, result);
    if (count > PIPE_BYTES && !is_stored(vm, file))
        return write_in_parts(vm, file, bytes, count, result);
    if (!outside_await_file(vm, file, OUTSIDE_WRITES)) return false;
    return write_once(vm, file, bytes, count, result);
}
