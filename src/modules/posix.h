// The module posix, behind the library's os.
//
// Most of its functions are one request to the world: read the arguments into its numbers
// and texts, tell the audit hooks, ask, raise OSError or give the answer. Those are rows of
// posix_functions.def, CALL, and posix_call() does what a row says. The others, OWN, stand
// in files by topic.

#ifndef MODULES_POSIX_H
#define MODULES_POSIX_H

#include "base/world.h"
#include "modules/argument.h"
#include "modules/modules.h"
#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/view.h"

// --- arguments ---

typedef enum PosixKind {
    POSIX_NOTHING,
    POSIX_PATH,        // texts[index]: a path; errors name it
    POSIX_PLACE,       // the same, or an open file: numbers[0]
    POSIX_HERE,        // the same, or None for the working directory
    POSIX_LABEL,       // a path that errors don't name
    POSIX_TEXT,        // texts[index]: os.fsencode
    POSIX_INT,         // numbers[index], and so on
    POSIX_WIDE,        // 64 bits
    POSIX_SIZE,        // of a Py_ssize_t
    POSIX_COUNT,       // the same, not negative
    POSIX_OFFSET,      // 64 bits, or None for -1
    POSIX_FILE,        // an open file or what has fileno()
    POSIX_DIRECTORY,   // for paths
    POSIX_IDENTITY,    // of a user or a group: `name`
    POSIX_PROCESS,
    POSIX_DEVICE,
    POSIX_UNSIGNED,    // of 32 bits
    POSIX_COUNTER,     // of 64 bits
    POSIX_TRUTH,
    POSIX_NO_FOLLOW,   // 1 when follow_symlinks is false
    POSIX_BITS,        // the last 32 of an int
    POSIX_BYTES,       // the bytes that go out
    POSIX_FIXED,       // numbers[index] is `otherwise`: no argument
    POSIX_NO_DIRECTORY,   // no argument: -1 for the audit
} PosixKind;

typedef struct PosixArgument {
    PosixKind kind;
    int index;
    int64_t otherwise;   // when it is not given
    const char *name;    // for errors
} PosixArgument;

enum { POSIX_ARGUMENTS_MAX = 8, POSIX_PATHS_MAX = 2, POSIX_ROOM = 4096,
       POSIX_ROOM_LARGE = 65536 };

// A path as CPython's path_t reads it.
typedef struct PosixPath {
    Object *name;      // owns: what errors name; NULL: none
    Bytes *bytes;      // owns; NULL: an open file, or none
    int file;          // -1: none
} PosixPath;

enum PosixPathFlag { POSIX_TAKES_FILE = 1, POSIX_TAKES_NONE = 2 };

// Reads a path; `function` and `name` are for the errors. False: raised.
MUST_USE bool posix_path_read(Vm *vm, PosixPath *path, Object *given, const char *function,
                              const char *name, uint32_t flags);
void posix_path_drop(Vm *vm, PosixPath *path);
// Makes it the place of a request.
void posix_path_place(const PosixPath *path, WorldRequest *request);

// --- calls by table ---

typedef struct PosixCall PosixCall;

// A call under way.
typedef struct PosixRun {
    const PosixCall *call;
    WorldRequest request;
    PosixPath paths[POSIX_PATHS_MAX];
    int path_count;
    uint32_t named;         // bit n: errors name paths[n]
    View view;              // of POSIX_BYTES
    int64_t result;
    void *room;             // borrows: where the request's answer is
} PosixRun;

// What the function gives when the world's result is no error.
typedef Object *PosixGive(Vm *vm, PosixRun *run);

enum PosixCallFlag {
    POSIX_IS_CHECKED = 1,   // files and links, files and directories exclude each other
    POSIX_KEEPS_ROOM = 2,   // the world answers into the room
    POSIX_KEEPS_MORE = 4,   // the same, of POSIX_ROOM_LARGE bytes
    POSIX_GIVES_FAILURE = 8,   // a result below 0 is no error
    POSIX_FILE_UNNAMED = 16,   // errors name a path, but no open file
};

struct PosixCall {
    const char *name;
    const char *event;      // of the audit; NULL: none
    WorldOperation operation;
    PosixGive *give;        // NULL: None
    uint32_t flags;
    PosixArgument arguments[POSIX_ARGUMENTS_MAX];
};

MUST_USE Object *posix_call(Vm *vm, const PosixCall *call, const Slot *arguments);

// OSError of a result below 0; NULL.
Object *posix_raise(Vm *vm, int64_t result);
// The same with the path's name, where it has one.
Object *posix_raise_path(Vm *vm, int64_t result, const PosixPath *path);
// Asks, signals handled. False: raised.
MUST_USE bool posix_ask(Vm *vm, WorldRequest *request, int64_t *result);
// The same, for functions that give None or a number.
MUST_USE Object *posix_ask_none(Vm *vm, WorldRequest *request);
MUST_USE Object *posix_ask_number(Vm *vm, WorldRequest *request);
// audit() where the event's arguments are given by letters: o an Object *, i an int64_t,
// s a const char *.
MUST_USE bool posix_audit(Vm *vm, const char *event, const char *letters, ...);
// Asks for an answer of any size (world_ask_all): host memory in *bytes. False: raised, with
// the path (NULL: none) as file name.
MUST_USE bool posix_ask_all(Vm *vm, WorldRequest *request, const PosixPath *path, char **bytes,
                            int64_t *count);
// Text of the system in the form that the caller asked in.
typedef enum PosixForm { POSIX_AS_STR, POSIX_AS_BYTES } PosixForm;
MUST_USE Object *posix_text_new(Vm *vm, const char *text, int64_t bytes, PosixForm form);

// --- own functions and types ---

#define POSIX(name) Object *posix_function_##name(Vm *vm, const Slot *arguments)

#define CALL(name, signature, doc, ...)
#define OWN(name, signature, doc) POSIX(name);
#include "modules/posix_functions.def"
#undef CALL
#undef OWN

// What CALLs give: posix_give_name().
#define GIVE(name) Object *posix_give_##name(Vm *vm, PosixRun *run)
GIVE(access); GIVE(bytes); GIVE(identities); GIVE(interval); GIVE(loads); GIVE(names);
GIVE(number); GIVE(pair); GIVE(path); GIVE(sched_param); GIVE(signalled); GIVE(small);
GIVE(stat); GIVE(statvfs); GIVE(terminal_size); GIVE(text); GIVE(times); GIVE(truth);
GIVE(uname);

// What the files of the module add to it.
MUST_USE bool posix_add_configuration(Vm *vm, Module *module);
MUST_USE bool posix_add_environment(Vm *vm, Module *module);
// Adds what the environment has now to posix.environ, for the start.
MUST_USE bool posix_fill_environment(Vm *vm);
MUST_USE bool posix_add_scan(Vm *vm, Module *module);
MUST_USE bool posix_add_schedule(Vm *vm, Module *module);
MUST_USE bool posix_add_stat(Vm *vm, Module *module);
MUST_USE bool posix_add_system(Vm *vm, Module *module);
MUST_USE bool posix_add_wait(Vm *vm, Module *module);
// module.name = the type of a struct sequence.
MUST_USE bool posix_add_type(Vm *vm, Module *module, const char *name,
                             const StructSequence *definition);
// os.stat_result of an answer. New reference.
MUST_USE Object *posix_stat_new(Vm *vm, const WorldStat *stat);
// The priority of a sched_param. False: raised.
MUST_USE bool posix_read_priority(Vm *vm, Object *object, int *priority);

// Bytes that grow, for the world: a struct and texts behind it. System memory.
typedef struct PosixPack {
    char *bytes;        // owns; posix_pack_drop
    size_t used, room;
} PosixPack;
MUST_USE bool posix_pack_add(Vm *vm, PosixPack *pack, const void *bytes, size_t count);
void posix_pack_drop(Vm *vm, PosixPack *pack);
// Adds a WorldProgram: the texts of argv and of env (NULL: the process's own variables).
// `function` names both in errors. False: raised.
MUST_USE bool posix_pack_program(Vm *vm, PosixPack *pack, const char *function, Object *argv,
                                 Object *env);
// Calls the functions of register_at_fork().
typedef enum PosixForkMoment { POSIX_BEFORE_FORK, POSIX_IN_CHILD, POSIX_IN_PARENT } PosixForkMoment;
void posix_at_fork(Vm *vm, PosixForkMoment moment);

#endif
