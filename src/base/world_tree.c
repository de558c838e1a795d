// The real world's file tree.

#define _GNU_SOURCE

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/world_real.h"

static WorldMoment moment(const struct timespec *time) {
    return (WorldMoment){time->tv_sec, time->tv_nsec};
}

int64_t real_stat(WorldRequest *request) {
    struct stat stat;
    const char *path = request->texts[0];
    int flags = request->numbers[1] != 0 ? AT_SYMLINK_NOFOLLOW : 0, result;
    errno = EFAULT;
    if (path != NULL)
        result = fstatat(world_real_directory(request->numbers[0]), path, &stat, flags);
    else
        result = fstat((int)request->numbers[0], &stat);
    if (result != 0) return -errno;
    WorldStat answer = {
        .mode = stat.st_mode,
        .inode = (int64_t)stat.st_ino,
        .device = (int64_t)stat.st_dev,
        .links = (int64_t)stat.st_nlink,
        .user = stat.st_uid,
        .group = stat.st_gid,
        .bytes = stat.st_size,
        .access_time = moment(&stat.st_atim),
        .change_time = moment(&stat.st_mtim),
        .status_time = moment(&stat.st_ctim),
        .block_bytes = stat.st_blksize,
        .blocks = stat.st_blocks,
        .special_device = (int64_t)stat.st_rdev,
    };
    return world_real_fill(request, 0, &answer, sizeof(answer));
}

// --- listing ---

static DIR *directory_open(const WorldRequest *request) {
    if (request->texts[0] != NULL) return opendir(request->texts[0]);
    // The stream closes its file, so it gets one of its own.
    int file = fcntl((int)request->numbers[0], F_DUPFD_CLOEXEC, 0);
    if (file < 0) return NULL;
    DIR *directory = fdopendir(file);
    int error = errno;
    if (directory == NULL) (void)close(file);
    else rewinddir(directory);
    errno = error;
    return directory;
}

// The stream shares the position of the file that was given: it stands at the begin again.
static int directory_close(const WorldRequest *request, DIR *directory) {
    if (request->texts[0] == NULL) rewinddir(directory);
    return closedir(directory);
}

int64_t real_list(WorldRequest *request) {
    DIR *directory = directory_open(request);
    if (directory == NULL) return -errno;
    size_t needed = 0;
    errno = 0;
    for (const struct dirent *row; (row = readdir(directory)) != NULL; errno = 0) {
        if (strcmp(row->d_name, ".") == 0 || strcmp(row->d_name, "..") == 0) continue;
        size_t length = strlen(row->d_name) + 1;
        if (needed + sizeof(WorldEntry) + length <= request->out_bytes) {
            WorldEntry *entry = (WorldEntry *)((char *)request->out + needed);
            *entry = (WorldEntry){.inode = (int64_t)row->d_ino, .type = row->d_type};
            memcpy(entry->name, row->d_name, length);
        }
        needed += sizeof(WorldEntry) + length;
    }
    int error = errno;
    (void)directory_close(request, directory);
    if (error != 0) return -error;
    if (needed <= request->out_bytes) request->out_used = needed;
    return (int64_t)needed;
}

// --- links, times, limits ---

int64_t real_read_link(WorldRequest *request) {
    char path[4096];
    ssize_t count = readlinkat(world_real_directory(request->numbers[0]), request->texts[0],
                               path, sizeof(path));
    return count < 0 ? -errno : world_real_answer(request, path, (size_t)count);
}

static struct timespec time_of(int64_t seconds, int64_t nanoseconds) {
    return (struct timespec){seconds, nanoseconds < 0 ? UTIME_NOW : nanoseconds};
}

int64_t real_set_times(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct timespec times[2] = {time_of(n[1], n[2]), time_of(n[3], n[4])};
    if (request->texts[0] == NULL) return world_real_result(futimens((int)n[0], times));
    int flags = n[5] != 0 ? AT_SYMLINK_NOFOLLOW : 0;
    return world_real_result(
        utimensat(world_real_directory(n[0]), request->texts[0], times, flags));
}

int64_t real_file_system(WorldRequest *request) {
    struct statvfs s = {0};
    const char *path = request->texts[0];
    int result = path != NULL ? statvfs(path, &s) : fstatvfs((int)request->numbers[0], &s);
    int64_t numbers[11] = {
        (int64_t)s.f_bsize, (int64_t)s.f_frsize, (int64_t)s.f_blocks, (int64_t)s.f_bfree,
        (int64_t)s.f_bavail, (int64_t)s.f_files, (int64_t)s.f_ffree, (int64_t)s.f_favail,
        (int64_t)s.f_flag, (int64_t)s.f_namemax, (int64_t)s.f_fsid,
    };
    return world_real_fill(request, result, numbers, sizeof(numbers));
}

// -1 is an error only when it says which one.
int64_t real_path_limit(WorldRequest *request) {
    const char *path = request->texts[0];
    int name = (int)request->numbers[1];
    errno = 0;
    int64_t limit = path != NULL ? pathconf(path, name)
                                 : fpathconf((int)request->numbers[0], name);
    return world_real_fill(request, limit == -1 && errno != 0 ? -1 : 0, &limit, sizeof(limit));
}

int64_t real_working_directory(WorldRequest *request) {
    char path[4096];
    if (getcwd(path, sizeof(path)) == NULL) return -errno;
    return world_real_answer(request, path, strlen(path));
}

// --- extended attributes ---

int64_t real_attribute(WorldRequest *request) {
    const char *path = request->texts[0], *name = request->texts[1];
    void *out = request->out;
    size_t room = request->out_bytes;
    if (path == NULL)
        return world_real_received(request,
                                   fgetxattr((int)request->numbers[0], name, out, room));
    return world_real_received(request, request->numbers[1] != 0
                                            ? lgetxattr(path, name, out, room)
                                            : getxattr(path, name, out, room));
}

int64_t real_set_attribute(WorldRequest *request) {
    const char *path = request->texts[0], *name = request->texts[1];
    const void *in = request->in;
    size_t bytes = request->in_bytes;
    int flags = (int)request->numbers[2];
    if (path == NULL)
        return world_real_result(fsetxattr((int)request->numbers[0], name, in, bytes, flags));
    return world_real_result(request->numbers[1] != 0
                                 ? lsetxattr(path, name, in, bytes, flags)
                                 : setxattr(path, name, in, bytes, flags));
}

int64_t real_remove_attribute(WorldRequest *request) {
    const char *path = request->texts[0], *name = request->texts[1];
    if (path == NULL) return world_real_result(fremovexattr((int)request->numbers[0], name));
    return world_real_result(request->numbers[1] != 0 ? lremovexattr(path, name)
                                                      : removexattr(path, name));
}

int64_t real_attributes(WorldRequest *request) {
    const char *path = request->texts[0];
    char *out = request->out;
    size_t room = request->out_bytes;
    if (path == NULL)
        return world_real_received(request, flistxattr((int)request->numbers[0], out, room));
    return world_real_received(request, request->numbers[1] != 0 ? llistxattr(path, out, room)
                                                                 : listxattr(path, out, room));
}
