// What files are: os.stat_result, os.statvfs_result, and setting modes and times.

#include "modules/posix.h"

#include "modules/seconds.h"
#include "objects/float.h"
#include "runtime/outside.h"

#include <errno.h>

// --- stat_result ---

enum StatField {
    STAT_SIZE = 6, STAT_VISIBLE_TIME, STAT_FLOAT_TIME = 10, STAT_NS_TIME = 13,
    STAT_BLOCK_BYTES = 16, STAT_FIELDS = 19, STAT_VISIBLE = 10,
};

static const StructField stat_fields[STAT_FIELDS] = {
    {"st_mode", "kind of file and permissions"},
    {"st_ino", "inode"},
    {"st_dev", "device"},
    {"st_nlink", "how many names it has"},
    {"st_uid", "user that owns it"},
    {"st_gid", "group that owns it"},
    {"st_size", "bytes"},
    {NULL, "whole seconds of st_atime"},
    {NULL, "whole seconds of st_mtime"},
    {NULL, "whole seconds of st_ctime"},
    {"st_atime", "when it was last read, in seconds"},
    {"st_mtime", "when its bytes last changed, in seconds"},
    {"st_ctime", "when its status last changed, in seconds"},
    {"st_atime_ns", "when it was last read, in nanoseconds"},
    {"st_mtime_ns", "when its bytes last changed, in nanoseconds"},
    {"st_ctime_ns", "when its status last changed, in nanoseconds"},
    {"st_blksize", "the size of blocks that suits it"},
    {"st_blocks", "how many blocks of 512 bytes it has"},
    {"st_rdev", "device that it stands for"},
};

// A program may give the ten visible items alone: then the times are theirs.
static Object *stat_make(Vm *vm, Type *type, const Arguments *arguments) {
    Object *made = struct_sequence_make(vm, type, arguments);
    if (made == NULL) return NULL;
    Slot *items = ((Tuple *)made)->items;
    for (int i = 0; i < 3; i++)
        if (items[STAT_FLOAT_TIME + i].object == vm->objects->none)
            slot_set(vm, made, &items[STAT_FLOAT_TIME + i],
                     items[STAT_VISIBLE_TIME + i].object);
    return made;
}

static const StructSequence stat_result = {
    .name = "os.stat_result",
    .doc = "What os.stat() and its kin tell of a file. The three times stand in the tuple as "
           "whole seconds; the attributes have them exactly.",
    .fields = stat_fields,
    .field_count = STAT_FIELDS,
    .visible_count = STAT_VISIBLE,
    .new = stat_make,
};

static void fill_times(Vm *vm, Object **values, int index, WorldMoment moment) {
    values[STAT_VISIBLE_TIME + index] = int_new(vm, moment.seconds);
    values[STAT_FLOAT_TIME + index] =
        float_new(vm, (double)moment.seconds + 1e-9 * (double)moment.nanoseconds);
    values[STAT_NS_TIME + index] =
        int_new_wide(vm, (__int128)moment.seconds * SECONDS_NANOSECONDS + moment.nanoseconds);
}

Object *posix_stat_new(Vm *vm, const WorldStat *stat) {
    Object *values[STAT_FIELDS] = {
        int_new(vm, stat->mode), int_new_unsigned(vm, (uint64_t)stat->inode),
        int_new_unsigned(vm, (uint64_t)stat->device), int_new(vm, stat->links),
        int_new(vm, stat->user), int_new(vm, stat->group), int_new(vm, stat->bytes),
    };
    fill_times(vm, values, 0, stat->access_time);
    fill_times(vm, values, 1, stat->change_time);
    fill_times(vm, values, 2, stat->status_time);
    values[STAT_BLOCK_BYTES] = int_new(vm, stat->block_bytes);
    values[STAT_BLOCK_BYTES + 1] = int_new(vm, stat->blocks);
    values[STAT_BLOCK_BYTES + 2] = int_new_unsigned(vm, (uint64_t)stat->special_device);
    return struct_sequence_take(vm, &stat_result, values);
}

GIVE(stat) {
    return posix_stat_new(vm, run->room);
}

// --- statvfs_result ---

static const StructField statvfs_fields[] = {
    {"f_bsize", "the size of blocks that suits it"},
    {"f_frsize", "the size of blocks that is counted in"},
    {"f_blocks", "how many blocks it has"},
    {"f_bfree", "how many are free"},
    {"f_bavail", "how many are free for all users"},
    {"f_files", "how many files it can have"},
    {"f_ffree", "how many of them are free"},
    {"f_favail", "how many are free for all users"},
    {"f_flag", "ST_RDONLY and so on"},
    {"f_namemax", "the longest name"},
    {"f_fsid", "its number"},
};

static const StructSequence statvfs_result = {
    .name = "os.statvfs_result",
    .doc = "What os.statvfs() tells of a file system.",
    .fields = statvfs_fields,
    .field_count = ARRAY_COUNT(statvfs_fields),
    .visible_count = ARRAY_COUNT(statvfs_fields) - 1,
};

GIVE(statvfs) {
    const int64_t *numbers = run->room;
    Object *values[ARRAY_COUNT(statvfs_fields)];
    for (size_t i = 0; i < ARRAY_COUNT(values); i++)
        values[i] = int_new_unsigned(vm, (uint64_t)numbers[i]);
    return struct_sequence_take(vm, &statvfs_result, values);
}

bool posix_add_stat(Vm *vm, Module *module) {
    return posix_add_type(vm, module, "stat_result", &stat_result) &&
           posix_add_type(vm, module, "statvfs_result", &statvfs_result);
}

// --- modes ---

// Where the system can't set the mode of a link.
static Object *refuse_links(Vm *vm, int directory) {
    return raise(vm, directory != -1 ? ERROR_POSIX_DIRECTORY_AND_LINKS
                                     : ERROR_POSIX_LINKS_UNAVAILABLE, "chmod");
}

static Object *set_mode(Vm *vm, const PosixPath *path, int mode, int directory, bool follows) {
    if (!posix_audit(vm, "os.chmod", "oii", path->name, (int64_t)mode, (int64_t)directory))
        return NULL;
    WorldRequest request = {.operation = WORLD_SET_MODE, .numbers = {0, mode, !follows}};
    posix_path_place(path, &request);
    if (path->bytes != NULL) request.numbers[0] = directory;
    int64_t result = -EFAULT;
    bool is_nowhere = path->bytes == NULL && path->file == -1;
    if (!is_nowhere && !outside_ask(vm, &request, &result)) return NULL;
    if (result == -EOPNOTSUPP && !follows) return refuse_links(vm, directory);
    return result < 0 ? posix_raise_path(vm, result, path) : none_new(vm);
}

POSIX(chmod) {
    PosixPath path;
    int mode, directory;
    bool follows = true;
    Object *result = NULL;
    if (!posix_path_read(vm, &path, arguments[0].object, "chmod", "path", POSIX_TAKES_FILE))
        return NULL;
    if (argument_int(vm, arguments[1].object, &mode) &&
        argument_directory(vm, arguments[2].object, &directory) &&
        (arguments[3].object == NULL || argument_truth(vm, arguments[3].object, &follows)))
        result = set_mode(vm, &path, mode, directory, follows);
    posix_path_drop(vm, &path);
    return result;
}

// --- times ---

typedef struct Times {
    WorldMoment access, change;   // nanoseconds -1: now
} Times;

static bool read_moment(Vm *vm, Object *object, WorldMoment *moment) {
    return seconds_split(vm, object, SECONDS_DOWN, &moment->seconds, &moment->nanoseconds);
}

// divmod(object, 10 ** 9), both of which fit 64 bits.
static bool read_nanoseconds(Vm *vm, Object *object, WorldMoment *moment) {
    Object *billion = int_new(vm, SECONDS_NANOSECONDS);
    Object *pair = billion == NULL ? NULL : object_binary(vm, BINARY_DIVMOD, object, billion);
    object_drop_or_null(vm, billion);
    if (pair == NULL) return false;
    bool done;
    if (object_is_tuple(vm, pair) && ((Tuple *)pair)->count == 2)
        done = argument_int64(vm, ((Tuple *)pair)->items[0].object, &moment->seconds) &&
               argument_int64(vm, ((Tuple *)pair)->items[1].object, &moment->nanoseconds);
    else
        done = raise_false(vm, ERROR_POSIX_DIVMOD, object, pair);
    object_drop(vm, pair);
    return done;
}

static bool is_pair(Vm *vm, Object *object) {
    return object_is_tuple(vm, object) && ((Tuple *)object)->count == 2;
}

static bool read_times(Vm *vm, Object *times, Object *ns, Times *read) {
    bool has_times = times != NULL && times != vm->objects->none;
    *read = (Times){{0, -1}, {0, -1}};
    if (has_times && ns != NULL) return raise_false(vm, ERROR_POSIX_TIMES_BOTH);
    if (has_times) {
        if (!is_pair(vm, times)) return raise_false(vm, ERROR_POSIX_TIMES);
        return read_moment(vm, ((Tuple *)times)->items[0].object, &read->access) &&
               read_moment(vm, ((Tuple *)times)->items[1].object, &read->change);
    }
    if (ns == NULL) return true;
    if (!is_pair(vm, ns)) return raise_false(vm, ERROR_POSIX_TIMES_NS);
    return read_nanoseconds(vm, ((Tuple *)ns)->items[0].object, &read->access) &&
           read_nanoseconds(vm, ((Tuple *)ns)->items[1].object, &read->change);
}

static bool tell_times(Vm *vm, const PosixPath *path, const Slot *arguments, int directory) {
    Object *none = vm->objects->none, *times = arguments[1].object, *ns = arguments[2].object;
    return posix_audit(vm, "os.utime", "oooi", path->name, times != NULL ? times : none,
                       ns != NULL ? ns : none, (int64_t)directory);
}

static Object *set_times(Vm *vm, const PosixPath *path, const Slot *arguments, int directory,
                         bool follows) {
    Times times;
    if (!read_times(vm, arguments[1].object, arguments[2].object, &times)) return NULL;
    bool is_file = path->bytes == NULL;
    if (is_file && directory != -1)
        return raise(vm, ERROR_POSIX_NO_PATH_FOR_DIRECTORY, "utime");
    if (is_file && !follows) return raise(vm, ERROR_POSIX_FILE_AND_LINKS, "utime");
    if (!tell_times(vm, path, arguments, directory)) return NULL;
    WorldRequest request = {
        .operation = WORLD_SET_TIMES,
        .numbers = {directory, times.access.seconds, times.access.nanoseconds,
                    times.change.seconds, times.change.nanoseconds, !follows},
    };
    if (is_file) request.numbers[0] = path->file;
    else request.texts[0] = (const char *)path->bytes->data;
    return posix_ask_none(vm, &request);
}

POSIX(utime) {
    PosixPath path;
    int directory;
    bool follows = true;
    Object *result = NULL;
    if (!posix_path_read(vm, &path, arguments[0].object, "utime", "path", POSIX_TAKES_FILE))
        return NULL;
    if (argument_directory(vm, arguments[3].object, &directory) &&
        (arguments[4].object == NULL || argument_truth(vm, arguments[4].object, &follows)))
        result = set_times(vm, &path, arguments, directory, follows);
    posix_path_drop(vm, &path);
    return result;
}
