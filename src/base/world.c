#include "base/world.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/host.h"

enum { READ_BYTES = 65536 };

void world_drop(World *world) {
    if (world != NULL) world->drop(world);
}

int64_t world_clock(World *world, WorldClock clock) {
    WorldRequest request = {.operation = WORLD_CLOCK, .numbers = {clock}};
    return world_ask(world, &request);
}

int64_t world_entropy(World *world, void *bytes, size_t count) {
    WorldRequest request = {.operation = WORLD_ENTROPY, .out = bytes, .out_bytes = count};
    return world_ask(world, &request);
}

int64_t world_open(World *world, const char *path, int flags, int mode) {
    WorldRequest request = {
        .operation = WORLD_OPEN, .numbers = {-1, flags, mode}, .texts = {path}};
    return world_ask(world, &request);
}

int64_t world_close(World *world, int file) {
    WorldRequest request = {.operation = WORLD_CLOSE, .numbers = {file}};
    return world_ask(world, &request);
}

int64_t world_read(World *world, int file, void *bytes, size_t count) {
    WorldRequest request = {
        .operation = WORLD_READ, .numbers = {file}, .out = bytes, .out_bytes = count};
    return world_ask(world, &request);
}

int64_t world_write(World *world, int file, const void *bytes, size_t count) {
    WorldRequest request = {
        .operation = WORLD_WRITE, .numbers = {file}, .in = bytes, .in_bytes = count};
    return world_ask(world, &request);
}

int64_t world_write_all(World *world, int file, const void *bytes, size_t count) {
    const char *rest = bytes;
    while (count > 0) {
        int64_t written = world_write(world, file, rest, count);
        if (written == -EINTR) continue;
        if (written < 0) return written;
        rest += written;
        count -= (size_t)written;
    }
    return 0;
}

int64_t world_seek(World *world, int file, int64_t offset, int whence) {
    WorldRequest request = {.operation = WORLD_SEEK, .numbers = {file, offset, whence}};
    return world_ask(world, &request);
}

int64_t world_stat(World *world, const char *path, WorldStat *stat) {
    WorldRequest request = {.operation = WORLD_STAT, .numbers = {-1}, .texts = {path},
                            .out = stat, .out_bytes = sizeof(*stat)};
    return world_ask(world, &request);
}

int64_t world_stat_file(World *world, int file, WorldStat *stat) {
    WorldRequest request = {.operation = WORLD_STAT, .numbers = {file},
                            .out = stat, .out_bytes = sizeof(*stat)};
    return world_ask(world, &request);
}

int64_t world_read_all(World *world, int file, char **bytes) {
    size_t used = 0, capacity = 0;
    int64_t count = 1;
    *bytes = NULL;
    while (count > 0) {
        if (capacity - used < READ_BYTES) {
            capacity = capacity * 2 + READ_BYTES;
            char *grown = host_resize(*bytes, capacity);
            if (grown == NULL) {
                count = -ENOMEM;
                break;
            }
            *bytes = grown;
        }
        count = world_read(world, file, *bytes + used, capacity - used);
        if (count > 0) used += (size_t)count;
        if (count == -EINTR) count = 1;
    }
    if (count >= 0) return (int64_t)used;
    host_release(*bytes);
    *bytes = NULL;
    return count;
}

int64_t world_read_path(World *world, const char *path, char **bytes) {
    int64_t file = world_open(world, path, O_RDONLY | O_CLOEXEC, 0);
    *bytes = NULL;
    if (file < 0) return file;
    int64_t size = world_read_all(world, (int)file, bytes);
    world_close(world, (int)file);
    return size;
}

bool world_is_terminal(World *world, int file) {
    WorldRequest request = {.operation = WORLD_IS_TERMINAL, .numbers = {file}};
    return world_ask(world, &request) == 1;
}

void world_exit(World *world, int status) {
    WorldRequest request = {.operation = WORLD_EXIT, .numbers = {status, 1}};
    (void)world_ask(world, &request);
    CHECK(!"the world must end the process");
    __builtin_unreachable();
}

int64_t world_ask_all(World *world, WorldRequest *request, char **bytes) {
    size_t room = request->out_bytes > 0 ? request->out_bytes : 4096;
    *bytes = NULL;
    for (;;) {
        char *larger = host_resize(*bytes, room);
        if (larger == NULL) {
            host_release(*bytes);
            *bytes = NULL;
            return -ENOMEM;
        }
        *bytes = larger;
        request->out = larger;
        request->out_bytes = room;
        int64_t needed = world_ask(world, request);
        if (needed >= 0 && (size_t)needed > room) {
            room = (size_t)needed;
            continue;
        }
        if (needed < 0) {
            host_release(*bytes);
            *bytes = NULL;
        }
        return needed;
    }
}

char *world_variable(World *world, const char *name) {
    WorldRequest request = {.operation = WORLD_ENVIRONMENT};
    char *all;
    int64_t bytes = world_ask_all(world, &request, &all);
    size_t length = strlen(name);
    if (bytes < 0) return NULL;
    for (const char *row = all; row < all + bytes; row += strlen(row) + 1) {
        if (strncmp(row, name, length) != 0 || row[length] != '=') continue;
        const char *value = row + length + 1;
        memmove(all, value, strlen(value) + 1);
        return all;
    }
    host_release(all);
    return NULL;
}

const char *world_operation_name(WorldOperation operation) {
    static const char *const names[] = {
#define WORLD(id, name, doc) #id,
#include "base/world.def"
#undef WORLD
    };
    return operation < WORLD_COUNT ? names[operation] : "?";
}
