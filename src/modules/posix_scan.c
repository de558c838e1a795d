// Directories: listdir(), scandir() and DirEntry.
//
// A directory is read at once into a row of WorldEntry. An iterator keeps that row in system
// memory and makes a DirEntry at each step; an entry asks the system only for what the row
// did not say, and keeps the answers.

#include "modules/posix.h"

#include "base/host.h"
#include "memory/layout.h"
#include "objects/generic_alias.h"
#include "objects/path.h"
#include "runtime/outside.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { LIST_BYTES = 32768 };   // the room that a directory is read into first

static size_t entry_bytes(const WorldEntry *entry) {
    return sizeof(WorldEntry) + strlen(entry->name) + 1;
}

// Reads a directory into host memory. False: raised.
static bool read_directory(Vm *vm, const PosixPath *path, char **rows, int64_t *bytes) {
    WorldRequest request = {.operation = WORLD_LIST, .out_bytes = LIST_BYTES};
    posix_path_place(path, &request);
    *bytes = world_ask_all(vm->world, &request, rows);
    if (*bytes >= 0) return true;
    bool is_lost = path->bytes == NULL && *bytes == -EBADF;
    if (*bytes == -ENOMEM) (void)raise_memory_error(vm);
    else (void)(is_lost ? posix_raise(vm, *bytes) : posix_raise_path(vm, *bytes, path));
    return false;
}

// Names are bytes where the directory was given as bytes.
static bool has_bytes(Vm *vm, const PosixPath *path) {
    return path->bytes != NULL && path->name != NULL && object_is_bytes(vm, path->name);
}

// --- listdir() ---

static Object *list_names(Vm *vm, const PosixPath *path) {
    char *rows;
    int64_t bytes;
    PosixForm form = has_bytes(vm, path);
    if (!posix_audit(vm, "os.listdir", "o", path->name != NULL ? path->name : vm->objects->none) ||
        !read_directory(vm, path, &rows, &bytes))
        return NULL;
    List *names = list_new(vm, 0);
    bool done = names != NULL;
    for (int64_t at = 0; done && at < bytes;) {
        const WorldEntry *entry = (const WorldEntry *)(rows + at);
        int64_t length = (int64_t)strlen(entry->name);
        done = list_take_add(vm, names, posix_text_new(vm, entry->name, length, form));
        at += (int64_t)entry_bytes(entry);
    }
    host_release(rows);
    if (done) return (Object *)names;
    object_drop_or_null(vm, (Object *)names);
    return NULL;
}

static bool read_path(Vm *vm, PosixPath *path, Object *given, const char *function) {
    return posix_path_read(vm, path, given, function, "path",
                           POSIX_TAKES_FILE | POSIX_TAKES_NONE);
}

POSIX(listdir) {
    PosixPath path;
    if (!read_path(vm, &path, arguments[0].object, "listdir")) return NULL;
    Object *names = list_names(vm, &path);
    posix_path_drop(vm, &path);
    return names;
}

// --- DirEntry ---

typedef struct DirEntry {
    Object base;
    Slot name, path;
    Slot stat, lstat;      // what was asked already, or empty
    int64_t inode;
    int directory;         // where the path starts; -1: none
    uint8_t type;          // DT_REG …
} DirEntry;

static const Field entry_fields[] = {
    FIELD(DirEntry, name), FIELD(DirEntry, path), FIELD(DirEntry, stat), FIELD(DirEntry, lstat),
    {0},
};

// What the system says of the entry's path. False: raised.
static bool entry_ask(Vm *vm, const DirEntry *entry, bool follows, WorldStat *stat) {
    int64_t result;
    Bytes *path = path_load_bytes(vm, entry->path.object);
    if (path == NULL) return false;
    WorldRequest request = {
        .operation = WORLD_STAT, .numbers = {entry->directory, !follows},
        .texts = {(const char *)path->data}, .out = stat, .out_bytes = sizeof *stat,
    };
    bool done = outside_ask(vm, &request, &result);
    object_drop(vm, &path->base);
    if (done && result < 0) (void)raise_os_error(vm, (int)-result, entry->path.object);
    return done && result >= 0;
}

// The answer kept in a slot, made when it is not there. Borrowed; NULL: raised.
static Object *entry_keep(Vm *vm, DirEntry *entry, bool follows) {
    WorldStat stat;
    Slot *slot = follows ? &entry->stat : &entry->lstat;
    if (slot->object != NULL) return slot->object;
    Object *made = entry_ask(vm, entry, follows, &stat) ? posix_stat_new(vm, &stat) : NULL;
    if (made != NULL) slot_take(vm, &entry->base, slot, made);
    return made;
}

static bool entry_find_mode(Vm *vm, Object *stat, int64_t *mode) {
    return stat != NULL && argument_int64(vm, ((Tuple *)stat)->items[0].object, mode);
}

static bool entry_find_link(Vm *vm, DirEntry *entry, bool *is_link) {
    int64_t mode;
    *is_link = entry->type == DT_LNK;
    if (entry->type != DT_UNKNOWN) return true;
    if (!entry_find_mode(vm, entry_keep(vm, entry, false), &mode)) return false;
    *is_link = S_ISLNK((mode_t)mode);
    return true;
}

// The stat_result of the entry; for a link that is followed, of what it leads to. Borrowed.
static Object *entry_stat(Vm *vm, DirEntry *entry, bool follows) {
    bool is_link;
    if (!follows || entry->stat.object != NULL) return entry_keep(vm, entry, follows);
    if (!entry_find_link(vm, entry, &is_link)) return NULL;
    Object *stat = entry_keep(vm, entry, is_link);
    if (stat != NULL && !is_link) slot_set(vm, &entry->base, &entry->stat, stat);
    return stat;
}

static bool read_follows(Vm *vm, Object *given, bool *follows) {
    *follows = true;
    return given == NULL || argument_truth(vm, given, follows);
}

static DirEntry *entry_of(const Slot *arguments) {
    return (DirEntry *)arguments[0].object;
}

static Object *entry_method_stat(Vm *vm, const Slot *arguments) {
    bool follows;
    if (!read_follows(vm, arguments[1].object, &follows)) return NULL;
    Object *stat = entry_stat(vm, entry_of(arguments), follows);
    return stat == NULL ? NULL : object_share(stat);
}

// Is it of the kind? `type` is the row's word for it, `format` that of a mode.
static Object *entry_is(Vm *vm, DirEntry *entry, bool follows, uint8_t type, mode_t format) {
    int64_t mode = 0;
    bool is_link = entry->type == DT_LNK;
    if (entry->type != DT_UNKNOWN && !(follows && is_link))
        return bool_new(vm, entry->type == type);
    if (!entry_find_mode(vm, entry_stat(vm, entry, follows), &mode) &&
        !raised_clear_if(vm, exception_type(vm, EXCEPTION_FileNotFoundError)))
        return NULL;
    return bool_new(vm, ((mode_t)mode & S_IFMT) == format);
}

static Object *entry_method_is_dir(Vm *vm, const Slot *arguments) {
    bool follows;
    if (!read_follows(vm, arguments[1].object, &follows)) return NULL;
    return entry_is(vm, entry_of(arguments), follows, DT_DIR, S_IFDIR);
}

static Object *entry_method_is_file(Vm *vm, const Slot *arguments) {
    bool follows;
    if (!read_follows(vm, arguments[1].object, &follows)) return NULL;
    return entry_is(vm, entry_of(arguments), follows, DT_REG, S_IFREG);
}

static Object *entry_method_is_symlink(Vm *vm, const Slot *arguments) {
    return entry_is(vm, entry_of(arguments), false, DT_LNK, S_IFLNK);
}

static Object *entry_method_inode(Vm *vm, const Slot *arguments) {
    return int_new_unsigned(vm, (uint64_t)entry_of(arguments)->inode);
}

static Object *entry_method___fspath__(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(entry_of(arguments)->path.object);
}

static Object *entry_repr(Vm *vm, Object *object) {
    return str_new_format(vm, "<DirEntry %R>", ((DirEntry *)object)->name.object);
}

static const Method entry_methods[] = {
    METHOD(entry, is_dir, "(self, /, *, follow_symlinks=True)", "Is it a directory?"),
    METHOD(entry, is_file, "(self, /, *, follow_symlinks=True)", "Is it a plain file?"),
    METHOD(entry, is_symlink, "(self, /)", "Is it a link?"),
    METHOD(entry, stat, "(self, /, *, follow_symlinks=True)", "Its stat_result, kept."),
    METHOD(entry, inode, "(self, /)", "Its inode."),
    METHOD(entry, __fspath__, "(self, /)", "Its path."),
    GENERIC_ALIAS_METHOD,
    {0},
};

static const Member entry_members[] = {
    {"name", offsetof(DirEntry, name), MEMBER_READ_ONLY, "its name in the directory"},
    {"path", offsetof(DirEntry, path), MEMBER_READ_ONLY,
     "the name behind the path that scandir() was given"},
    {0},
};

static const TypeDefinition entry_definition = {
    .name = "posix.DirEntry",
    .flags = TYPE_IS_HEAP,
    .bytes = sizeof(DirEntry),
    .python_bytes = 72,
    .layout = {.name = "posix.DirEntry", .fields = entry_fields},
    .behaviour = {.repr = entry_repr},
    .methods = entry_methods,
    .members = entry_members,
};

// --- ScandirIterator ---

typedef struct Scan {
    Object base;
    Slot prefix;           // bytes: what stands before a name in a path; empty: nothing
    Type *entry_type;      // borrows: it lives as long as the machine
    char *rows;            // owns: system memory; NULL: closed
    int64_t bytes, at;
    int directory;
    PosixForm form;
} Scan;

static const Field scan_fields[] = {FIELD(Scan, prefix), {0}};

static void scan_close(Vm *vm, Scan *scan) {
    char *rows = scan->rows;
    scan->rows = NULL;
    system_drop(vm, rows, (size_t)scan->bytes + 1);
}

static void scan_finish(Vm *vm, Object *object) {
    scan_close(vm, (Scan *)object);
}

static Object *entry_path(Vm *vm, const Scan *scan, const char *last, size_t length) {
    char local[POSIX_ROOM], *joined = local;
    const Bytes *folder = (const Bytes *)scan->prefix.object;
    size_t start = (size_t)folder->count, whole = start + length;
    if (whole > sizeof local && (joined = system_new(vm, whole)) == NULL) return NULL;
    memcpy(joined, folder->data, start);
    memcpy(joined + start, last, length);
    Object *text = posix_text_new(vm, joined, (int64_t)whole, scan->form);
    if (joined != local) system_drop(vm, joined, whole);
    return text;
}

static Object *entry_new(Vm *vm, const Scan *scan, const WorldEntry *row) {
    size_t length = strlen(row->name);
    DirEntry *entry = (DirEntry *)type_new_instance(vm, scan->entry_type, sizeof(DirEntry));
    if (entry == NULL) return NULL;
    entry->inode = row->inode;
    entry->type = row->type;
    entry->directory = scan->directory;
    Object *name = posix_text_new(vm, row->name, (int64_t)length, scan->form), *path = NULL;
    if (name != NULL) slot_fill(vm, &entry->base, &entry->name, name);
    if (name != NULL)
        path = scan->prefix.object == NULL ? object_share(name)
                                           : entry_path(vm, scan, row->name, length);
    if (path != NULL) {
        slot_fill(vm, &entry->base, &entry->path, path);
        return &entry->base;
    }
    object_drop(vm, &entry->base);
    return NULL;
}

static Object *scan_next(Vm *vm, Object *object) {
    Scan *scan = (Scan *)object;
    if (scan->rows != NULL && scan->at < scan->bytes) {
        const WorldEntry *row = (const WorldEntry *)(scan->rows + scan->at);
        scan->at += (int64_t)entry_bytes(row);
        return entry_new(vm, scan, row);
    }
    scan_close(vm, scan);
    return NULL;
}

static Object *scan_iterate(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

static Object *scan_method_close(Vm *vm, const Slot *arguments) {
    scan_close(vm, (Scan *)arguments[0].object);
    return none_new(vm);
}

static Object *scan_method___enter__(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(arguments[0].object);
}

static Object *scan_method___exit__(Vm *vm, const Slot *arguments) {
    return scan_method_close(vm, arguments);
}

// One that dies before its end says so.
static bool scan_finalize(Vm *vm, Object *object) {
    Scan *scan = (Scan *)object;
    if (scan->rows == NULL) return true;
    scan_close(vm, scan);
    Object *text = str_new_format(vm, "unclosed scandir iterator %R", object);
    bool done = text != NULL &&
                raise_warning_at(vm, EXCEPTION_ResourceWarning, text, 1, object);
    object_drop_or_null(vm, text);
    if (done) return true;
    if (raised_is(vm, exception_type(vm, EXCEPTION_Warning)))
        raised_report_unraisable(vm, NULL, object);
    raised_clear(vm);
    return true;
}

static const Method scan_methods[] = {
    {"__enter__", scan_method___enter__, "(self, /)", "The iterator itself.",
     METHOD_HIDES_SIGNATURE},
    {"__exit__", scan_method___exit__, "(self, /, *args)", "Close it.", METHOD_HIDES_SIGNATURE},
    {"close", scan_method_close, "(self, /)", "Let the directory go.", METHOD_HIDES_SIGNATURE},
    {0},
};

static const TypeDefinition scan_definition = {
    .name = "posix.ScandirIterator",
    .flags = TYPE_IS_HEAP | TYPE_HAS_FINALIZER,
    .bytes = sizeof(Scan),
    .python_bytes = 104,
    .layout = {.name = "posix.ScandirIterator", .fields = scan_fields, .finish = scan_finish,
               .flags = LAYOUT_FINALIZES},
    .behaviour = {.iterate = scan_iterate, .next = scan_next, .finalize = scan_finalize},
    .methods = scan_methods,
};

// Both types, made at the first import.
typedef struct ScanState {
    Type *scan, *entry;   // borrow
} ScanState;

static const StateDefinition scan_state = {.bytes = sizeof(ScanState)};

static ScanState *scan_load_types(Vm *vm) {
    ScanState *state = state_load(vm, &scan_state);
    if (state == NULL) return NULL;
    if (state->scan == NULL) state->scan = type_register(vm, &scan_definition, NULL);
    if (state->entry == NULL) state->entry = type_register(vm, &entry_definition, NULL);
    return state->scan != NULL && state->entry != NULL ? state : NULL;
}

// The path of the directory with a slash behind it; empty for an open file.
static bool scan_set_prefix(Vm *vm, Scan *scan, const PosixPath *path) {
    if (path->bytes == NULL) return true;
    int64_t count = path->bytes->count;
    bool has_slash = count > 0 && path->bytes->data[count - 1] == '/';
    if (has_slash || count == 0) {
        slot_fill(vm, &scan->base, &scan->prefix, object_share(&path->bytes->base));
        return true;
    }
    Bytes *prefix = bytes_new_room(vm, count + 1);
    if (prefix == NULL) return false;
    memcpy(prefix->data, path->bytes->data, (size_t)count);
    prefix->data[count] = '/';
    slot_fill(vm, &scan->base, &scan->prefix, &prefix->base);
    return true;
}

static Object *scan_new(Vm *vm, const PosixPath *path) {
    char *rows;
    int64_t bytes;
    ScanState *state = scan_load_types(vm);
    if (state == NULL || !read_directory(vm, path, &rows, &bytes)) return NULL;
    Scan *scan = (Scan *)type_new_instance(vm, state->scan, sizeof(Scan));
    if (scan != NULL) {
        scan->entry_type = state->entry;
        scan->directory = path->bytes == NULL ? path->file : -1;
        scan->form = has_bytes(vm, path);
        scan->bytes = bytes;
        scan->rows = system_new(vm, (size_t)bytes + 1);
    }
    bool done = scan != NULL && scan->rows != NULL && scan_set_prefix(vm, scan, path);
    if (done && bytes > 0) memcpy(scan->rows, rows, (size_t)bytes);
    host_release(rows);
    if (done) return &scan->base;
    if (scan != NULL) scan_close(vm, scan);
    object_drop_or_null(vm, (Object *)scan);
    return NULL;
}

POSIX(scandir) {
    PosixPath path;
    Object *scan = NULL;
    if (!read_path(vm, &path, arguments[0].object, "scandir")) return NULL;
    if (posix_audit(vm, "os.scandir", "o", path.name != NULL ? path.name : vm->objects->none))
        scan = scan_new(vm, &path);
    posix_path_drop(vm, &path);
    return scan;
}

bool posix_add_scan(Vm *vm, Module *module) {
    ScanState *state = scan_load_types(vm);
    return state != NULL && module_set(vm, module, "DirEntry", &state->entry->base);
}
