// The real world's files: open ones by their number, others by path.

#define _GNU_SOURCE

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/host.h"
#include "base/world_real.h"

// Directory arguments: -1 is the working directory.
static int directory_file(int64_t number) {
    return number < 0 ? AT_FDCWD : (int)number;
}

// --- open files ---

int64_t real_open(WorldRequest *request) {
    const int64_t *n = request->numbers;
    return world_real_result(openat(directory_file(n[2]), request->texts[0], (int)n[0] | O_CLOEXEC,
                               (mode_t)n[1]));
}

int64_t real_close(WorldRequest *request) {
    return world_real_result(close((int)request->numbers[0]));
}

static int64_t received(WorldRequest *request, ssize_t count) {
    if (count < 0) return -errno;
    request->out_used = (size_t)count;
    return count;
}

int64_t real_read(WorldRequest *request) {
    return received(request, read((int)request->numbers[0], request->out, request->out_bytes));
}

int64_t real_read_at(WorldRequest *request) {
    return received(request, pread((int)request->numbers[0], request->out, request->out_bytes,
                                   request->numbers[1]));
}

int64_t real_write(WorldRequest *request) {
    return world_real_result(write((int)request->numbers[0], request->in, request->in_bytes));
}

int64_t real_write_at(WorldRequest *request) {
    return world_real_result(pwrite((int)request->numbers[0], request->in, request->in_bytes,
                               request->numbers[1]));
}

int64_t real_seek(WorldRequest *request) {
    const int64_t *n = request->numbers;
    return world_real_result(lseek((int)n[0], n[1], (int)n[2]));
}

int64_t real_truncate(WorldRequest *request) {
    return world_real_result(ftruncate((int)request->numbers[0], request->numbers[1]));
}

int64_t real_sync(WorldRequest *request) {
    return world_real_result(fsync((int)request->numbers[0]));
}

int64_t real_duplicate(WorldRequest *request) {
    const int64_t *n = request->numbers;
    int from = (int)n[0], to = (int)n[1];
    if (to < 0) return world_real_result(fcntl(from, n[2] ? F_DUPFD : F_DUPFD_CLOEXEC, 0));
    if (n[2] || from == to) return world_real_result(dup2(from, to));
    return world_real_result(dup3(from, to, O_CLOEXEC));
}

int64_t real_pipe(WorldRequest *request) {
    int files[2];
    if (pipe2(files, (int)request->numbers[0]) != 0) return -errno;
    int32_t numbers[2] = {files[0], files[1]};
    (void)world_real_answer(request, numbers, sizeof(numbers));
    return 0;
}

int64_t real_is_terminal(WorldRequest *request) {
    return isatty((int)request->numbers[0]);
}

int64_t real_terminal_size(WorldRequest *request) {
    struct winsize size;
    if (ioctl((int)request->numbers[0], TIOCGWINSZ, &size) != 0) return -errno;
    int32_t numbers[2] = {size.ws_col, size.ws_row};
    (void)world_real_answer(request, numbers, sizeof(numbers));
    return 0;
}

int64_t real_terminal_name(WorldRequest *request) {
    char name[256];
    int error = ttyname_r((int)request->numbers[0], name, sizeof(name));
    return error != 0 ? -error : world_real_answer(request, name, strlen(name));
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

int64_t real_lock(WorldRequest *request) {
    return world_real_result(flock((int)request->numbers[0], (int)request->numbers[1]));
}

int64_t real_would_wait(WorldRequest *request) {
    int file = (int)request->numbers[0], bits = fcntl(file, F_GETFL);
    if (bits < 0 || (bits & O_NONBLOCK) != 0) return 0;
    struct pollfd row = {.fd = file, .events = request->numbers[1] != 0 ? POLLOUT : POLLIN};
    return poll(&row, 1, 0) == 0;
}

// --- the file tree ---

static int64_t nanoseconds(const struct timespec *time) {
    return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

static int64_t answer_stat(WorldRequest *request, const struct stat *stat) {
    WorldStat answer = {
        .mode = stat->st_mode,
        .inode = (int64_t)stat->st_ino,
        .device = (int64_t)stat->st_dev,
        .links = (int64_t)stat->st_nlink,
        .user = stat->st_uid,
        .group = stat->st_gid,
        .bytes = stat->st_size,
        .access_time = nanoseconds(&stat->st_atim),
        .change_time = nanoseconds(&stat->st_mtim),
        .status_time = nanoseconds(&stat->st_ctim),
        .block_bytes = stat->st_blksize,
        .blocks = stat->st_blocks,
        .special_device = (int64_t)stat->st_rdev,
    };
    (void)world_real_answer(request, &answer, sizeof(answer));
    return 0;
}

int64_t real_stat_file(WorldRequest *request) {
    struct stat stat;
    if (fstat((int)request->numbers[0], &stat) != 0) return -errno;
    return answer_stat(request, &stat);
}

int64_t real_stat(WorldRequest *request) {
    struct stat stat;
    int flags = request->numbers[1] ? AT_SYMLINK_NOFOLLOW : 0;
    if (fstatat(directory_file(request->numbers[0]), request->texts[0], &stat, flags) != 0)
        return -errno;
    return answer_stat(request, &stat);
}

int64_t real_access(WorldRequest *request) {
    const int64_t *n = request->numbers;
    int directory = directory_file(n[0]);
    return world_real_result(faccessat(directory, request->texts[0], (int)n[1], (int)n[2]));
}

static DIR *directory_open(const WorldRequest *request) {
    if (request->numbers[1] < 0) return opendir(request->texts[0]);
    // The stream closes its file, so it gets one of its own.
    int file = fcntl((int)request->numbers[1], F_DUPFD_CLOEXEC, 0);
    if (file < 0) return NULL;
    DIR *directory = fdopendir(file);
    if (directory == NULL) (void)close(file);
    if (directory != NULL) rewinddir(directory);
    return directory;
}

int64_t real_list(WorldRequest *request) {
    DIR *directory = directory_open(request);
    if (directory == NULL) return -errno;
    char *out = request->out;
    size_t needed = 0;
    errno = 0;
    for (const struct dirent *row; (row = readdir(directory)) != NULL; errno = 0) {
        if (strcmp(row->d_name, ".") == 0 || strcmp(row->d_name, "..") == 0) continue;
        size_t bytes = strlen(row->d_name) + 2;
        if (needed + bytes <= request->out_bytes) {
            out[needed] = (char)row->d_type;
            memcpy(out + needed + 1, row->d_name, bytes - 1);
        }
        needed += bytes;
    }
    int error = errno;
    (void)closedir(directory);
    if (error != 0) return -error;
    if (needed <= request->out_bytes) request->out_used = needed;
    return (int64_t)needed;
}

int64_t real_make_directory(WorldRequest *request) {
    return world_real_result(mkdirat(directory_file(request->numbers[0]), request->texts[0],
                                (mode_t)request->numbers[1]));
}

int64_t real_remove_directory(WorldRequest *request) {
    return world_real_result(unlinkat(directory_file(request->numbers[0]), request->texts[0],
                                 AT_REMOVEDIR));
}

int64_t real_remove(WorldRequest *request) {
    return world_real_result(unlinkat(directory_file(request->numbers[0]), request->texts[0], 0));
}

int64_t real_rename(WorldRequest *request) {
    return world_real_result(renameat(directory_file(request->numbers[0]), request->texts[0],
                                 directory_file(request->numbers[1]), request->texts[1]));
}

int64_t real_link(WorldRequest *request) {
    int flags = request->numbers[2] ? 0 : AT_SYMLINK_FOLLOW;
    return world_real_result(linkat(directory_file(request->numbers[0]), request->texts[0],
                               directory_file(request->numbers[1]), request->texts[1], flags));
}

int64_t real_symbolic_link(WorldRequest *request) {
    return world_real_result(symlinkat(request->texts[0], directory_file(request->numbers[0]),
                                  request->texts[1]));
}

int64_t real_read_link(WorldRequest *request) {
    char path[4096];
    ssize_t count = readlinkat(directory_file(request->numbers[0]), request->texts[0], path,
                               sizeof(path));
    return count < 0 ? -errno : world_real_answer(request, path, (size_t)count);
}

int64_t real_set_mode(WorldRequest *request) {
    const int64_t *n = request->numbers;
    if (n[2] >= 0) return world_real_result(fchmod((int)n[2], (mode_t)n[1]));
    int flags = n[3] ? AT_SYMLINK_NOFOLLOW : 0;
    int directory = directory_file(n[0]);
    return world_real_result(fchmodat(directory, request->texts[0], (mode_t)n[1], flags));
}

int64_t real_set_owner(WorldRequest *request) {
    const int64_t *n = request->numbers;
    int flags = n[3] ? AT_SYMLINK_NOFOLLOW : 0;
    return world_real_result(fchownat(directory_file(n[0]), request->texts[0], (uid_t)n[1],
                                 (gid_t)n[2], flags));
}

static struct timespec time_from(int64_t nanosecond) {
    int64_t seconds = nanosecond / 1000000000, rest = nanosecond % 1000000000;
    if (rest < 0) {
        seconds--;
        rest += 1000000000;
    }
    return (struct timespec){seconds, rest};
}

int64_t real_set_times(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct timespec times[2] = {time_from(n[1]), time_from(n[2])};
    if (n[3] >= 0) return world_real_result(futimens((int)n[3], times));
    // Texts[1] given: the link itself.
    int flags = request->texts[1] != NULL ? AT_SYMLINK_NOFOLLOW : 0;
    return world_real_result(utimensat(directory_file(n[0]), request->texts[0], times, flags));
}

int64_t real_working_directory(WorldRequest *request) {
    char path[4096];
    if (getcwd(path, sizeof(path)) == NULL) return -errno;
    return world_real_answer(request, path, strlen(path));
}

int64_t real_change_directory(WorldRequest *request) {
    if (request->numbers[0] >= 0) return world_real_result(fchdir((int)request->numbers[0]));
    return world_real_result(chdir(request->texts[0]));
}

int64_t real_mask(WorldRequest *request) {
    return umask((mode_t)request->numbers[0]);
}
