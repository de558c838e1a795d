// The world: the only door between a machine and the outside.
//
// Clocks, chance, the environment, files, streams and signals are asked for through
// one function that takes a request. So whoever wants to record what came in, play
// it back, or forbid it, puts a world of his own in front of another one.
//
//   machine -> World (records) -> World (the real one) -> the system
//
// A request says what it is asked (world.def), up to six numbers and two texts,
// bytes that go out (`in`) and room for what comes in (`out`). What came in is the
// result and out[0..out_used): that is all that a recording must keep.

#ifndef BASE_WORLD_H
#define BASE_WORLD_H

#include "base/check.h"

typedef enum WorldOperation {
#define WORLD(id, name, doc) WORLD_##id,
#include "base/world.def"
#undef WORLD
    WORLD_COUNT
} WorldOperation;

enum { WORLD_NUMBERS = 6, WORLD_TEXTS = 2 };

typedef struct WorldRequest {
    WorldOperation operation;
    int64_t numbers[WORLD_NUMBERS];
    const char *texts[WORLD_TEXTS];  // borrow, zero-terminated; NULL: not given
    const void *in;                  // borrows
    size_t in_bytes;
    void *out;                       // borrows: room
    size_t out_bytes;
    size_t out_used;                 // bytes of the room that the answer wrote
} WorldRequest;

typedef struct World World;
struct World {
    // Does what is asked; the result, or -errno.
    int64_t (*ask)(World *world, WorldRequest *request);
    // Ends the world and gives back what it holds.
    void (*drop)(World *world);
    // For worlds in front of another one.
    World *inner;  // borrows
};

typedef enum WorldClock {   // with the system's numbers
    WORLD_CLOCK_REAL, WORLD_CLOCK_MONOTONIC, WORLD_CLOCK_PROCESS, WORLD_CLOCK_THREAD,
} WorldClock;

typedef enum WorldIdentity {
    WORLD_PROCESS, WORLD_PARENT, WORLD_USER, WORLD_EFFECTIVE_USER, WORLD_GROUP,
    WORLD_EFFECTIVE_GROUP, WORLD_THREAD, WORLD_PROCESS_GROUP, WORLD_SESSION,
} WorldIdentity;

typedef enum WorldFileFlag { WORLD_IS_BLOCKING, WORLD_IS_INHERITABLE, WORLD_IS_APPENDING }
    WorldFileFlag;

typedef enum WorldSignal {
    WORLD_SIGNAL_DEFAULT, WORLD_SIGNAL_IGNORED, WORLD_SIGNAL_WATCHED,
    WORLD_SIGNAL_FOREIGN,   // a handler that is not the machine's
} WorldSignal;

typedef struct WorldTime {   // as struct tm, with the zone
    int32_t second, minute, hour, day, month;        // month 0..11
    int64_t year;                                    // in full
    int32_t week_day, year_day;                      // Sunday 0; 0..365
    int32_t is_summer;                               // -1: not known
    int32_t offset_seconds;                          // east of Greenwich
    char zone[64];
} WorldTime;

enum { WORLD_ZONE_LETTERS = 9 };   // of a zone's name, at most

typedef struct WorldZones {  // the local one, in winter and in summer
    int64_t west_seconds[2];    // of Greenwich
    char names[2][WORLD_ZONE_LETTERS + 1];
} WorldZones;

typedef struct WorldMoment {   // since 1970
    int64_t seconds, nanoseconds;
} WorldMoment;

typedef struct WorldStat {
    int64_t mode, inode, device, links, user, group, bytes;
    WorldMoment access_time, change_time, status_time;
    int64_t block_bytes, blocks, special_device;
} WorldStat;

// What precedes a name in an answer to WORLD_LIST.
typedef struct WorldEntry {
    int64_t inode;
    uint8_t type;      // DT_REG …
    char name[];       // zero-terminated; the next entry follows at once
} __attribute__((packed)) WorldEntry;

typedef struct WorldTerminal {   // as struct termios
    uint32_t flags[4];         // of input, output, control, the line
    uint32_t speeds[2];        // of input, output
    uint8_t characters[32];
} WorldTerminal;

typedef struct WorldUsage {   // as struct rusage
    int64_t user_microseconds, system_microseconds;
    int64_t counts[14];
} WorldUsage;

typedef struct WorldEnd {     // how a process ended or was stopped
    int64_t status;                // of wait()
    int64_t signal, code, user;    // of waitid()
    WorldUsage usage;
} WorldEnd;

// Rows for WORLD_EXECUTE: these counts, then the texts of both, a zero after each.
typedef struct WorldProgram {
    int64_t argument_count;
    int64_t variable_count;
    char texts[];
} WorldProgram;

typedef struct WorldPoll {
    int32_t file;
    int16_t wanted, happened;  // POLLIN …
} WorldPoll;

typedef struct WorldEvent {
    int32_t file;
    uint32_t events;   // EPOLLIN …
} WorldEvent;

typedef enum WorldSpawnKind {
    WORLD_SPAWN_OPEN, WORLD_SPAWN_CLOSE, WORLD_SPAWN_DUPLICATE,
} WorldSpawnKind;

typedef struct WorldSpawnAction {
    WorldSpawnKind kind;
    int file, target;      // target: of a duplicate
    int flags, mode;       // of what is opened
} WorldSpawnAction;

// For WORLD_SPAWN: what posix_spawn is told, the paths of what is opened, and from the byte
// `program` on a WorldProgram.
typedef struct WorldSpawn {
    uint64_t mask, defaults;   // of signals, bit n - 1: signal n
    int64_t program;
    int64_t action_count;
    int flags;                 // POSIX_SPAWN_SETSID …
    int group, policy, priority;
    WorldSpawnAction actions[];
} WorldSpawn;

enum { WORLD_ADDRESS_BYTES = 128, WORLD_NET_FAILED = 4096 };

// What WORLD_RECEIVE_MESSAGE tells; control and data follow.
typedef struct WorldMessage {
    int32_t flags;
    int32_t address_bytes, control_bytes, data_bytes;
    _Alignas(8) uint8_t address[WORLD_ADDRESS_BYTES];
} WorldMessage;

// One answer of WORLD_RESOLVE; the canonical name follows with its zero.
typedef struct WorldAddress {
    int32_t family, type, protocol, address_bytes;
    uint8_t address[WORLD_ADDRESS_BYTES];
    char name[];
} WorldAddress;

typedef enum WorldSubprocessPart {
    WORLD_SUBPROCESS_START = 1,     // in a new process
    WORLD_SUBPROCESS_PREPARE = 2,   // files, folder, signals, identities
    WORLD_SUBPROCESS_RUN = 4,       // the program
} WorldSubprocessPart;

// For WORLD_SUBPROCESS: files are -1 where there is no pipe. Behind it stand the kept files
// (int32, in rising order), groups (uint32), the folder and the programs to try (a zero after
// each), and from the byte `program` on a WorldProgram.
typedef struct WorldSubprocess {
    int32_t in_child, in_parent, out_parent, out_child, error_parent, error_child,
        failure_parent, failure_child;
    int32_t closes_files, restores_signals, starts_session;
    int32_t process_group, mask;       // -1: as they are
    int32_t sets_group, sets_user, has_folder;
    int32_t group_count;               // -1: as they are
    uint32_t group, user;
    int64_t kept_count, path_count, program;
} WorldSubprocess;

// How a text is to be read with editing. It borrows all its texts.
typedef struct WorldEditing {
    const char *prompt;
    const char *const *history;   // what was read before, the oldest first
    size_t history_count;
    const char *begin;            // the text that editing begins with
    const char *delimiters;       // characters between words
    void *context;                // for the functions
    // The index-th text that may stand for line[start..end), in host memory, which the
    // editor releases; NULL: there are no more.
    char *(*complete)(void *context, const char *line, size_t start, size_t end, int index);
    // Waits until there is something to read; 0: give up.
    int (*wait)(void *context);
} WorldEditing;

// The real world, in host memory; NULL when there is none.
MUST_USE World *world_real_new(void);

void world_drop(World *world);  // NULL is allowed

ALWAYS_INLINE int64_t world_ask(World *world, WorldRequest *request) {
    return world->ask(world, request);
}

// Shortcuts for what is asked most.
int64_t world_clock(World *world, WorldClock clock);
int64_t world_entropy(World *world, void *bytes, size_t count);
int64_t world_open(World *world, const char *path, int flags, int mode);
int64_t world_close(World *world, int file);
int64_t world_read(World *world, int file, void *bytes, size_t count);
int64_t world_write(World *world, int file, const void *bytes, size_t count);
// Writes all, again and again if need be; 0 or -errno.
int64_t world_write_all(World *world, int file, const void *bytes, size_t count);
int64_t world_seek(World *world, int file, int64_t offset, int whence);
int64_t world_stat(World *world, const char *path, WorldStat *stat);
int64_t world_stat_file(World *world, int file, WorldStat *stat);
// Reads to the end, into host memory in *bytes, released by the caller; its size, or -errno.
int64_t world_read_all(World *world, int file, char **bytes);
int64_t world_read_path(World *world, const char *path, char **bytes);
bool world_is_terminal(World *world, int file);
// At once: nothing of the machine or of libc is ended or written any more.
NO_RETURN void world_exit(World *world, int status);

// Asks for an answer of unknown size (ENVIRONMENT, LIST, READ_LINK …) with growing room:
// host memory in *bytes, released by the caller; its size, or -errno (-ENOMEM too). The first
// room is request->out_bytes, if that is set.
int64_t world_ask_all(World *world, WorldRequest *request, char **bytes);

// The value of an environment variable in host memory, released by the caller; NULL: it
// isn't set, or there is no memory.
MUST_USE char *world_variable(World *world, const char *name);

// "READ" for WORLD_READ: for logs.
const char *world_operation_name(WorldOperation operation);

#endif
