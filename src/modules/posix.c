// The module posix: its tables, what most calls give, and its start.

#define _GNU_SOURCE

#include "modules/posix.h"

#include "modules/constant.h"
#include "modules/libc_signal.h"
#include "objects/codec.h"
#include "objects/tuple.h"
#include "runtime/outside.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <unistd.h>

// --- what calls give ---

GIVE(number) {
    return int_new(vm, run->result);
}

GIVE(truth) {
    return bool_new(vm, run->result != 0);
}

GIVE(access) {
    return bool_new(vm, run->result >= 0);
}

// What may be negative comes in the room.
GIVE(small) {
    return int_new(vm, *(const int32_t *)run->room);
}

GIVE(pair) {
    const int32_t *numbers = run->room;
    Object *first = int_new(vm, numbers[0]);
    Object *second = first == NULL ? NULL : int_new(vm, numbers[1]);
    Tuple *pair = second == NULL ? NULL : tuple_pack(vm, 2, first, second);
    object_drop_or_null(vm, first);
    object_drop_or_null(vm, second);
    return (Object *)pair;
}

GIVE(text) {
    return codec_decode_system(vm, run->room, (size_t)run->result);
}

// A path: bytes unless the one that was asked about is a str.
GIVE(path) {
    bool is_str = object_is_str(vm, run->paths[0].name);
    return posix_text_new(vm, run->room, run->result, is_str ? POSIX_AS_STR : POSIX_AS_BYTES);
}

GIVE(bytes) {
    return bytes_new(vm, run->room, run->result);
}

GIVE(names) {
    List *names = list_new(vm, 0);
    const char *name = run->room, *end = name + run->result;
    for (; names != NULL && name < end; name += strlen(name) + 1) {
        if (list_take_add(vm, names, codec_decode_system(vm, name, strlen(name)))) continue;
        object_drop(vm, (Object *)names);
        return NULL;
    }
    return (Object *)names;
}

// A signal to the process itself is handled at once.
GIVE(signalled) {
    (void)run;
    return outside_handle_signals(vm) ? none_new(vm) : NULL;
}

// --- the table ---

#define PATH(index, name) {POSIX_PATH, index, 0, name}
#define LABEL(index, name) {POSIX_LABEL, index, 0, name}
#define PLACE(name) {POSIX_PLACE, 0, 0, name}
#define HERE(name) {POSIX_HERE, 0, 0, name}
#define TEXT(index) {POSIX_TEXT, index, 0, NULL}
#define INT(index) {POSIX_INT, index, 0, NULL}
#define INT_OR(index, otherwise) {POSIX_INT, index, otherwise, NULL}
#define BITS_OR(index, otherwise) {POSIX_BITS, index, otherwise, NULL}
#define WIDE(index) {POSIX_WIDE, index, 0, NULL}
#define SIZE(index) {POSIX_SIZE, index, 0, NULL}
#define COUNT(index) {POSIX_COUNT, index, 0, NULL}
#define OFFSET(index) {POSIX_OFFSET, index, -1, NULL}
#define FILE_NUMBER(index) {POSIX_FILE, index, 0, NULL}
#define DIRECTORY(index) {POSIX_DIRECTORY, index, -1, NULL}
#define NO_DIRECTORY {POSIX_NO_DIRECTORY, 0, 0, NULL}
#define USER(index) {POSIX_IDENTITY, index, 0, "uid"}
#define GROUP(index) {POSIX_IDENTITY, index, 0, "gid"}
#define PROCESS(index) {POSIX_PROCESS, index, 0, NULL}
#define DEVICE(index) {POSIX_DEVICE, index, 0, NULL}
#define UNSIGNED(index) {POSIX_UNSIGNED, index, 0, NULL}
#define TRUTH(index) {POSIX_TRUTH, index, 0, NULL}
#define NO_FOLLOW(index) {POSIX_NO_FOLLOW, index, 0, NULL}
#define BYTES {POSIX_BYTES, 0, 0, NULL}
#define FIXED(index, value) {POSIX_FIXED, index, value, NULL}
#define NOTHING {POSIX_NOTHING, 0, 0, NULL}

#define posix_give_none NULL

#define OWN(name, signature, doc)
#define CALL(name, signature, doc, operation, give, event, flags, ...) \
    static POSIX(name) { \
        static const PosixCall call = {#name, event, WORLD_##operation, posix_give_##give, \
                                       flags, {__VA_ARGS__}}; \
        return posix_call(vm, &call, arguments); \
    }
#include "modules/posix_functions.def"
#undef OWN
#undef CALL

static const Method functions[] = {
#define OWN(name, signature, doc) {#name, posix_function_##name, signature, doc, 0},
#define CALL(name, signature, doc, ...) OWN(name, signature, doc)
#include "modules/posix_functions.def"
#undef OWN
#undef CALL
    {0},
};

// --- the start ---

static const Constant constants[] = {
#include "modules/posix_constants.def"
};

// What the library's os learns which functions take open files, directories and links from.
static const char *const have_names[] = {
    "HAVE_EVENTFD", "HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT",
    "HAVE_FCHOWN", "HAVE_FCHOWNAT", "HAVE_FEXECVE", "HAVE_FDOPENDIR", "HAVE_FPATHCONF",
    "HAVE_FSTATAT", "HAVE_FSTATVFS", "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_FUTIMES",
    "HAVE_FUTIMESAT", "HAVE_LINKAT", "HAVE_LCHOWN", "HAVE_LSTAT", "HAVE_LUTIMES",
    "HAVE_MEMFD_CREATE", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_MKNODAT", "HAVE_OPENAT",
    "HAVE_READLINKAT", "HAVE_RENAMEAT", "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT",
};

static bool add_have_names(Vm *vm, Module *module) {
    List *names = list_new(vm, 0);
    bool done = names != NULL;
    for (size_t i = 0; done && i < ARRAY_COUNT(have_names); i++)
        done = list_take_add(vm, names, str_new_c(vm, have_names[i]));
    done = done && module_set(vm, module, "_have_functions", (Object *)names);
    object_drop_or_null(vm, (Object *)names);
    return done;
}

bool posix_add_type(Vm *vm, Module *module, const char *name, const StructSequence *definition) {
    Type *type = struct_sequence_load_type(vm, definition);
    return type != NULL && module_set(vm, module, name, &type->base);
}

bool posix_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "What the system offers by POSIX; the library's os stands "
                                      "in front of it.") &&
           module_add_functions(vm, module, functions) && posix_add_environment(vm, module) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           posix_add_configuration(vm, module) &&
           module_set(vm, module, "error", &exception_type(vm, EXCEPTION_OSError)->base) &&
           posix_add_wait(vm, module) && posix_add_stat(vm, module) &&
           posix_add_schedule(vm, module) && posix_add_scan(vm, module) &&
           posix_add_system(vm, module) && add_have_names(vm, module);
}
