// The module _stat: what the mode of a file says.

#define _GNU_SOURCE

#include "modules/argument.h"
#include "modules/constant.h"
#include "objects/int.h"
#include "objects/str.h"

#include <sys/stat.h>

#define STAT(name) static Object *stat_function_##name(Vm *vm, const Slot *arguments)

static bool read_mode(Vm *vm, Object *given, mode_t *mode) {
    int64_t number;
    if (!object_is_int(vm, given)) return raise_false(vm, ERROR_INTEGER_REQUIRED);
    Found found = int_find_value(vm, given, &number);
    if (number < 0) return raise_false(vm, ERROR_MODE_NEGATIVE);
    if (found != FOUND && int_bit_length(given) > 64) return raise_false(vm, ERROR_MODE_LARGE);
    if (found != FOUND || number > UINT32_MAX) return raise_false(vm, ERROR_MODE_RANGE);
    *mode = (mode_t)number;
    return true;
}

// Is the mode's format this one? 0: a format that this system has not.
static Object *has_format(Vm *vm, const Slot *arguments, mode_t format) {
    mode_t mode;
    if (!read_mode(vm, arguments[0].object, &mode)) return NULL;
    return bool_new(vm, format != 0 && (mode & S_IFMT) == format);
}

// FORMAT(function, format, doc)
#define FORMATS \
    FORMAT(S_ISDIR, S_IFDIR, "Is it the mode of a directory?") \
    FORMAT(S_ISCHR, S_IFCHR, "Is it the mode of a device of characters?") \
    FORMAT(S_ISBLK, S_IFBLK, "Is it the mode of a device of blocks?") \
    FORMAT(S_ISREG, S_IFREG, "Is it the mode of a plain file?") \
    FORMAT(S_ISFIFO, S_IFIFO, "Is it the mode of a pipe?") \
    FORMAT(S_ISLNK, S_IFLNK, "Is it the mode of a link?") \
    FORMAT(S_ISSOCK, S_IFSOCK, "Is it the mode of a socket?") \
    FORMAT(S_ISDOOR, 0, "Is it the mode of a door?") \
    FORMAT(S_ISPORT, 0, "Is it the mode of an event port?") \
    FORMAT(S_ISWHT, 0, "Is it the mode of a whiteout?")

#define FORMAT(name, format, doc) STAT(name) { return has_format(vm, arguments, format); }
FORMATS
#undef FORMAT

STAT(S_IMODE) {
    mode_t mode;
    return read_mode(vm, arguments[0].object, &mode) ? int_new(vm, mode & 07777) : NULL;
}

STAT(S_IFMT) {
    mode_t mode;
    return read_mode(vm, arguments[0].object, &mode) ? int_new(vm, mode & S_IFMT) : NULL;
}

static char format_letter(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFREG: return '-';
    case S_IFDIR: return 'd';
    case S_IFLNK: return 'l';
    case S_IFBLK: return 'b';
    case S_IFCHR: return 'c';
    case S_IFIFO: return 'p';
    case S_IFSOCK: return 's';
    default: return '?';
    }
}

STAT(filemode) {
    static const struct { mode_t bit; char letters[3]; } special[] = {
        {S_ISUID, "sS"}, {S_ISGID, "sS"}, {S_ISVTX, "tT"},
    };
    mode_t mode;
    char text[] = "?---------";
    if (!read_mode(vm, arguments[0].object, &mode)) return NULL;
    text[0] = format_letter(mode);
    for (int i = 0; i < 9; i++)
        if ((mode >> (8 - i) & 1) != 0) text[1 + i] = "rwx"[i % 3];
    for (int i = 0; i < 3; i++) {
        char *place = &text[3 + 3 * i];
        if ((mode & special[i].bit) != 0) *place = special[i].letters[*place == 'x' ? 0 : 1];
    }
    return str_new_c(vm, text);
}

static const Method functions[] = {
#define FORMAT(name, format, doc) HIDDEN_FUNCTION(stat, name, "(mode, /)", doc),
    FORMATS
#undef FORMAT
    HIDDEN_FUNCTION(stat, S_IMODE, "(mode, /)", "The part of a mode that chmod() sets."),
    HIDDEN_FUNCTION(stat, S_IFMT, "(mode, /)", "The part of a mode that tells the format."),
    HIDDEN_FUNCTION(stat, filemode, "(mode, /)", "A mode as text: '-rwxrwxrwx'."),
    {0},
};

static const Constant constants[] = {
    CONSTANT(S_IFDIR) CONSTANT(S_IFCHR) CONSTANT(S_IFBLK) CONSTANT(S_IFREG) CONSTANT(S_IFIFO)
    CONSTANT(S_IFLNK) CONSTANT(S_IFSOCK) CONSTANT_OF(S_IFDOOR, 0) CONSTANT_OF(S_IFPORT, 0)
    CONSTANT_OF(S_IFWHT, 0) CONSTANT(S_ISUID) CONSTANT(S_ISGID) CONSTANT(S_ISVTX)
    CONSTANT_OF(S_ENFMT, S_ISGID) CONSTANT(S_IREAD) CONSTANT(S_IWRITE) CONSTANT(S_IEXEC)
    CONSTANT(S_IRWXU) CONSTANT(S_IRUSR) CONSTANT(S_IWUSR) CONSTANT(S_IXUSR) CONSTANT(S_IRWXG)
    CONSTANT(S_IRGRP) CONSTANT(S_IWGRP) CONSTANT(S_IXGRP) CONSTANT(S_IRWXO) CONSTANT(S_IROTH)
    CONSTANT(S_IWOTH) CONSTANT(S_IXOTH)
    // flags of files that other systems have
    CONSTANT_OF(UF_NODUMP, 0x1) CONSTANT_OF(UF_IMMUTABLE, 0x2) CONSTANT_OF(UF_APPEND, 0x4)
    CONSTANT_OF(UF_OPAQUE, 0x8) CONSTANT_OF(UF_NOUNLINK, 0x10)
    CONSTANT_OF(UF_COMPRESSED, 0x20) CONSTANT_OF(UF_HIDDEN, 0x8000)
    CONSTANT_OF(SF_ARCHIVED, 0x10000) CONSTANT_OF(SF_IMMUTABLE, 0x20000)
    CONSTANT_OF(SF_APPEND, 0x40000) CONSTANT_OF(SF_NOUNLINK, 0x100000)
    CONSTANT_OF(SF_SNAPSHOT, 0x200000)
    // places in os.stat_result
    CONSTANT_OF(ST_MODE, 0) CONSTANT_OF(ST_INO, 1) CONSTANT_OF(ST_DEV, 2)
    CONSTANT_OF(ST_NLINK, 3) CONSTANT_OF(ST_UID, 4) CONSTANT_OF(ST_GID, 5)
    CONSTANT_OF(ST_SIZE, 6) CONSTANT_OF(ST_ATIME, 7) CONSTANT_OF(ST_MTIME, 8)
    CONSTANT_OF(ST_CTIME, 9)
};

bool stat_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "What the mode of a file says.") &&
           module_add_functions(vm, module, functions) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants));
}
