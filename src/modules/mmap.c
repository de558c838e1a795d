// The module mmap: files, or memory of no file, seen as bytes that can be changed.
//
// The bytes lie where the system maps them, outside the heap. While views of them exist the
// map stays where it is. A world that records refuses to map: what others change there could
// not be played back.

#define _GNU_SOURCE

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/posix.h"
#include "base/chars.h"
#include "objects/arguments.h"
#include "objects/sequence.h"
#include "objects/slice.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum MapAccess { MAP_IS_DEFAULT, MAP_IS_READ, MAP_IS_WRITE, MAP_IS_COPY } MapAccess;

typedef struct Map {
    Object base;
    uint8_t *data;      // borrows: the system's; NULL: closed
    int64_t bytes, position, offset;
    int64_t exports;    // views that are acquired
    int file;           // a duplicate of the file; -1: of no file
    MapAccess access;
} Map;

static Map *map_of(const Slot *arguments) {
    return (Map *)arguments[0].object;
}

static bool check_open(Vm *vm, const Map *map) {
    return map->data != NULL || raise_false(vm, ERROR_MMAP_CLOSED);
}

static bool check_writable(Vm *vm, const Map *map) {
    return map->access != MAP_IS_READ || raise_false(vm, ERROR_MMAP_READ_ONLY);
}

// --- making ---

typedef struct MapWish {
    int file, flags, protection, access;
    int64_t bytes, offset;
} MapWish;

static bool read_wish(Vm *vm, Object *const *given, MapWish *wish) {
    *wish = (MapWish){.flags = MAP_SHARED, .protection = PROT_READ | PROT_WRITE};
    int *const numbers[] = {&wish->flags, &wish->protection, &wish->access};
    if (!argument_process(vm, given[0], &wish->file) ||
        !argument_size(vm, given[1], &wish->bytes))
        return false;
    for (int i = 0; i < 3; i++)
        if (given[2 + i] != NULL && !argument_process(vm, given[2 + i], numbers[i])) return false;
    if (given[5] != NULL && !argument_int64(vm, given[5], &wish->offset)) return false;
    if (!posix_audit(vm, "mmap.__new__", "iiii", (int64_t)wish->file, wish->bytes,
                     (int64_t)wish->access, wish->offset))
        return false;
    if (wish->bytes < 0) return raise_false(vm, ERROR_MMAP_LENGTH);
    return wish->offset >= 0 || raise_false(vm, ERROR_MMAP_OFFSET);
}

// Access and the system's own words for it say the same.
static bool settle_access(Vm *vm, MapWish *wish) {
    int both = PROT_READ | PROT_WRITE;
    if (wish->access != MAP_IS_DEFAULT && (wish->flags != MAP_SHARED || wish->protection != both))
        return raise_false(vm, ERROR_MMAP_ACCESS_AND_FLAGS);
    switch (wish->access) {
    case MAP_IS_READ:
        wish->protection = PROT_READ;
        return true;
    case MAP_IS_WRITE: return true;
    case MAP_IS_COPY:
        wish->flags = MAP_PRIVATE;
        return true;
    case MAP_IS_DEFAULT:
        if ((wish->protection & both) == both) return true;
        wish->access = (wish->protection & PROT_WRITE) != 0 ? MAP_IS_WRITE : MAP_IS_READ;
        return true;
    default: return raise_false(vm, ERROR_MMAP_ACCESS);
    }
}

// A file must have the bytes; length 0 means all from the offset on.
static bool settle_length(Vm *vm, MapWish *wish) {
    WorldStat stat;
    bool is_plain = wish->file != -1 && world_stat_file(vm->world, wish->file, &stat) >= 0 &&
                    S_ISREG((mode_t)stat.mode);
    if (!is_plain) return true;
    if (wish->bytes > 0)
        return (wish->offset <= stat.bytes && stat.bytes - wish->offset >= wish->bytes) ||
               raise_false(vm, ERROR_MMAP_TOO_LONG);
    if (stat.bytes == 0) return raise_false(vm, ERROR_MMAP_EMPTY);
    if (wish->offset >= stat.bytes) return raise_false(vm, ERROR_MMAP_BEYOND);
    wish->bytes = stat.bytes - wish->offset;
    return true;
}

static bool open_map(Vm *vm, Map *map, const MapWish *wish) {
    int64_t result;
    if (wish->file != -1) {
        WorldRequest request = {.operation = WORLD_DUPLICATE, .numbers = {wish->file, -1, 0}};
        if (!posix_ask(vm, &request, &result)) return false;
        map->file = (int)result;
    }
    WorldRequest request = {
        .operation = WORLD_MAP,
        .numbers = {wish->file, wish->bytes, wish->protection,
                    wish->flags | (wish->file == -1 ? MAP_ANONYMOUS : 0), wish->offset},
    };
    if (!posix_ask(vm, &request, &result)) return false;
    map->data = (uint8_t *)(uintptr_t)result;
    map->bytes = wish->bytes;
    map->offset = wish->offset;
    map->access = (MapAccess)wish->access;
    return true;
}

static Object *make(Vm *vm, Type *type, Object *const *given) {
    MapWish wish;
    if (!read_wish(vm, given, &wish) || !settle_access(vm, &wish) || !settle_length(vm, &wish))
        return NULL;
    Map *map = (Map *)type_new_instance(vm, type, sizeof(Map));
    if (map == NULL) return NULL;
    map->file = -1;
    object_track(vm, &map->base);
    if (open_map(vm, map, &wish)) return &map->base;
    object_drop(vm, &map->base);
    return NULL;
}

static Object *map_new(Vm *vm, Type *type, const Arguments *arguments) {
    static const char signature[] =
        "(fileno, length, flags=MAP_SHARED, prot=0, access=0, offset=0)";
    Object *values[6];
    if (!arguments_bind(vm, "mmap", signature, arguments, values)) return NULL;
    Object *map = make(vm, type, values);
    arguments_unbind(vm, values, 6);
    return map;
}

static void close_map(Vm *vm, Map *map) {
    uint8_t *data = map->data;
    int file = map->file;
    map->data = NULL;
    map->file = -1;
    if (file != -1) (void)world_close(vm->world, file);
    WorldRequest request = {.operation = WORLD_UNMAP, .numbers = {(intptr_t)data, map->bytes}};
    if (data != NULL) (void)world_ask(vm->world, &request);
}

static void map_finish(Vm *vm, Object *object) {
    close_map(vm, (Map *)object);
}

static Object *map_method_close(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    if (map->exports > 0) return raise(vm, ERROR_MMAP_EXPORTED);
    close_map(vm, map);
    return none_new(vm);
}

static Object *map_method___enter__(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    return check_open(vm, map) ? object_share(&map->base) : NULL;
}

static Object *map_method___exit__(Vm *vm, const Slot *arguments) {
    Str *name = str_new_interned(vm, "close", 5);
    Object *result = name == NULL ? NULL : object_call_method(vm, arguments[0].object, name, 0);
    object_drop_or_null(vm, (Object *)name);
    return result;
}

static Object *map_property_closed(Vm *vm, Object *object) {
    return bool_new(vm, ((const Map *)object)->data == NULL);
}

static Object *map_repr(Vm *vm, Object *object) {
    static const char *const names[] = {"DEFAULT", "READ", "WRITE", "COPY"};
    const Map *map = (const Map *)object;
    const char *access = names[map->access], *type = object_type_name(vm, object);
    if (map->data == NULL) return str_new_format(vm, "<%s closed=True>", type);
    return str_new_format(vm, "<%s closed=False, access=ACCESS_%s, length=%ld, pos=%ld, "
                          "offset=%ld>", type, access, map->bytes, map->position, map->offset);
}

// --- reading and writing at the position ---

static Object *map_method_read(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    int64_t count = INT64_MAX, rest = 0;
    Object *given = arguments[1].object;
    if (!check_open(vm, map)) return NULL;
    if (given != NULL && given != vm->objects->none) {
        if (object_type(vm, given)->behaviour.unary[UNARY_INDEX] == NULL)
            return raise(vm, ERROR_MMAP_COUNT, given);
        if (!argument_size(vm, given, &count) || !check_open(vm, map)) return NULL;
    }
    if (map->position < map->bytes) rest = map->bytes - map->position;
    if (count < 0 || count > rest) count = rest;
    Object *bytes = bytes_new(vm, map->data + map->position, count);
    if (bytes != NULL) map->position += count;
    return bytes;
}

static Object *map_method_read_byte(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    if (!check_open(vm, map)) return NULL;
    if (map->position >= map->bytes) return raise(vm, ERROR_MMAP_READ_BYTE);
    return int_new(vm, map->data[map->position++]);
}

static Object *map_method_readline(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    if (!check_open(vm, map)) return NULL;
    int64_t rest = map->position < map->bytes ? map->bytes - map->position : 0;
    const uint8_t *start = map->data + map->position;
    const uint8_t *end = rest > 0 ? memchr(start, '\n', (size_t)rest) : NULL;
    int64_t count = end == NULL ? rest : end - start + 1;
    Object *line = bytes_new(vm, start, count);
    if (line != NULL) map->position += count;
    return line;
}

static Object *map_method_write(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    View view;
    if (!check_open(vm, map) || !view_acquire(vm, arguments[1].object, &view, VIEW_READ))
        return NULL;
    int64_t count = view.bytes;
    bool done = check_open(vm, map) && check_writable(vm, map);
    if (done && (map->position > map->bytes || map->bytes - map->position < count))
        done = raise_false(vm, ERROR_MMAP_WRITE_RANGE);
    if (done) {
        memmove(map->data + map->position, view.data, (size_t)count);
        map->position += count;
    }
    view_release(vm, &view);
    return done ? int_new(vm, count) : NULL;
}

// CPython's format "b".
static bool read_byte(Vm *vm, Object *given, uint8_t *byte) {
    int64_t number;
    if (!argument_int64(vm, given, &number)) return false;
    if (number < 0) return raise_false(vm, ERROR_MMAP_BYTE_LESS);
    if (number > UINT8_MAX) return raise_false(vm, ERROR_MMAP_BYTE_GREATER);
    *byte = (uint8_t)number;
    return true;
}

static Object *map_method_write_byte(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    uint8_t byte = 0;
    if (!check_open(vm, map) || !read_byte(vm, arguments[1].object, &byte) ||
        !check_open(vm, map) || !check_writable(vm, map))
        return NULL;
    if (map->position >= map->bytes) return raise(vm, ERROR_MMAP_WRITE_BYTE);
    map->data[map->position++] = byte;
    return none_new(vm);
}

static Object *map_method_tell(Vm *vm, const Slot *arguments) {
    const Map *map = map_of(arguments);
    return check_open(vm, map) ? int_new(vm, map->position) : NULL;
}

static Object *map_method_seek(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    int64_t distance, from;
    int whence = SEEK_SET;
    if (!check_open(vm, map) || !argument_size(vm, arguments[1].object, &distance) ||
        (arguments[2].object != NULL && !argument_process(vm, arguments[2].object, &whence)) ||
        !check_open(vm, map))
        return NULL;
    switch (whence) {
    case SEEK_SET: from = 0; break;
    case SEEK_CUR: from = map->position; break;
    case SEEK_END: from = map->bytes; break;
    default: return raise(vm, ERROR_MMAP_WHENCE);
    }
    if (__builtin_add_overflow(from, distance, &from) || from < 0 || from > map->bytes)
        return raise(vm, ERROR_MMAP_SEEK);
    map->position = from;
    return none_new(vm);
}

// --- searching and moving ---

static int64_t within(int64_t index, int64_t bytes) {
    if (index < 0) index += bytes;
    return index < 0 ? 0 : index > bytes ? bytes : index;
}

static Object *find(Vm *vm, const Slot *arguments, bool is_last) {
    const Map *map = map_of(arguments);
    int64_t start = map->position, end = map->bytes;
    View view;
    if (!check_open(vm, map) || !view_acquire(vm, arguments[1].object, &view, VIEW_READ))
        return NULL;
    bool done = (arguments[2].object == NULL || argument_size(vm, arguments[2].object, &start)) &&
                (arguments[3].object == NULL || argument_size(vm, arguments[3].object, &end)) &&
                check_open(vm, map);
    int64_t found = -1;
    if (done) {
        start = within(start, map->bytes);
        end = within(end, map->bytes);
        Chars part = {map->data + start, end > start ? end - start : 0, 1};
        Chars pattern = {view.data, view.bytes, 1};
        if (view.bytes <= end - start)
            found = is_last ? chars_find_last(part, pattern) : chars_find(part, pattern);
        if (found >= 0) found += start;
    }
    view_release(vm, &view);
    return done ? int_new(vm, found) : NULL;
}

static Object *map_method_find(Vm *vm, const Slot *arguments) {
    return find(vm, arguments, false);
}

static Object *map_method_rfind(Vm *vm, const Slot *arguments) {
    return find(vm, arguments, true);
}

static Object *map_method_move(Vm *vm, const Slot *arguments) {
    const Map *map = map_of(arguments);
    int64_t to, from, count;
    if (!check_open(vm, map) || !argument_size(vm, arguments[1].object, &to) ||
        !argument_size(vm, arguments[2].object, &from) ||
        !argument_size(vm, arguments[3].object, &count) || !check_open(vm, map) ||
        !check_writable(vm, map))
        return NULL;
    if (to < 0 || from < 0 || count < 0 || map->bytes - to < count || map->bytes - from < count)
        return raise(vm, ERROR_MMAP_MOVE);
    memmove(map->data + to, map->data + from, (size_t)count);
    return none_new(vm);
}

// --- the file behind ---

static Object *map_method_size(Vm *vm, const Slot *arguments) {
    const Map *map = map_of(arguments);
    WorldStat stat;
    if (!check_open(vm, map)) return NULL;
    int64_t result = world_stat_file(vm->world, map->file, &stat);
    return result < 0 ? posix_raise(vm, result) : int_new(vm, stat.bytes);
}

static bool check_resizable(Vm *vm, const Map *map) {
    if (map->exports > 0) return raise_false(vm, ERROR_MMAP_RESIZE_EXPORTED);
    return map->access == MAP_IS_WRITE || map->access == MAP_IS_DEFAULT ||
           raise_false(vm, ERROR_MMAP_RESIZE_ACCESS);
}

static Object *map_method_resize(Vm *vm, const Slot *arguments) {
    Map *map = map_of(arguments);
    int64_t bytes, result;
    if (!check_open(vm, map) || !argument_size(vm, arguments[1].object, &bytes) ||
        !check_open(vm, map) || !check_resizable(vm, map))
        return NULL;
    if (bytes < 0 || INT64_MAX - bytes < map->offset) return raise(vm, ERROR_MMAP_RESIZE_RANGE);
    if (map->file != -1) {
        WorldRequest request = {.operation = WORLD_TRUNCATE,
                                .numbers = {map->file, map->offset + bytes}};
        if (!posix_ask(vm, &request, &result)) return NULL;
    }
    WorldRequest request = {.operation = WORLD_REMAP,
                            .numbers = {(intptr_t)map->data, map->bytes, bytes}};
    if (!posix_ask(vm, &request, &result)) return NULL;
    map->data = (uint8_t *)(uintptr_t)result;
    map->bytes = bytes;
    return none_new(vm);
}

static Object *map_method_flush(Vm *vm, const Slot *arguments) {
    const Map *map = map_of(arguments);
    int64_t offset = 0, bytes = map->bytes;
    if (!check_open(vm, map) ||
        (arguments[1].object != NULL && !argument_size(vm, arguments[1].object, &offset)) ||
        (arguments[2].object != NULL && !argument_size(vm, arguments[2].object, &bytes)) ||
        !check_open(vm, map))
        return NULL;
    if (bytes < 0 || offset < 0 || map->bytes - offset < bytes)
        return raise(vm, ERROR_MMAP_FLUSH);
    if (map->access == MAP_IS_READ || map->access == MAP_IS_COPY) return none_new(vm);
    WorldRequest request = {.operation = WORLD_SYNC_MAP,
                            .numbers = {(intptr_t)map->data + offset, bytes}};
    return posix_ask_none(vm, &request);
}

static Object *map_method_madvise(Vm *vm, const Slot *arguments) {
    const Map *map = map_of(arguments);
    int option;
    int64_t start = 0, bytes = map->bytes;
    if (!check_open(vm, map) || !argument_process(vm, arguments[1].object, &option) ||
        (arguments[2].object != NULL && !argument_size(vm, arguments[2].object, &start)) ||
        (arguments[3].object != NULL && !argument_size(vm, arguments[3].object, &bytes)) ||
        !check_open(vm, map))
        return NULL;
    if (start < 0 || start >= map->bytes) return raise(vm, ERROR_MMAP_ADVISE_START);
    if (bytes < 0) return raise(vm, ERROR_MMAP_ADVISE_LENGTH);
    if (INT64_MAX - start < bytes) return raise(vm, ERROR_MMAP_ADVISE_LARGE);
    if (start + bytes > map->bytes) bytes = map->bytes - start;
    WorldRequest request = {.operation = WORLD_ADVISE_MAP,
                            .numbers = {(intptr_t)map->data + start, bytes, option}};
    return posix_ask_none(vm, &request);
}

// --- as a sequence ---

static bool map_length(Vm *vm, Object *object, int64_t *length) {
    *length = ((const Map *)object)->bytes;
    return check_open(vm, (const Map *)object);
}

// What iterating gives: bytes objects of one byte each.
static Object *map_load_index(Vm *vm, Object *object, int64_t index) {
    const Map *map = (const Map *)object;
    if (!check_open(vm, map)) return NULL;
    if (index < 0 || index >= map->bytes) return raise(vm, ERROR_MMAP_INDEX);
    return bytes_new(vm, map->data + index, 1);
}

static bool read_index(Vm *vm, const Map *map, Object *key, int64_t *index) {
    if (!object_index(vm, key, EXCEPTION_IndexError, index)) return false;
    if (*index < 0) *index += map->bytes;
    return (*index >= 0 && *index < map->bytes) || raise_false(vm, ERROR_MMAP_INDEX);
}

static bool has_index(Vm *vm, const Object *key) {
    return object_type(vm, key)->behaviour.unary[UNARY_INDEX] != NULL;
}

static Object *load_part(Vm *vm, const Map *map, Slice *slice) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return NULL;
    int64_t count = slice_adjust(map->bytes, &start, &stop, step);
    if (!check_open(vm, map)) return NULL;
    if (count <= 0) return bytes_new(vm, "", 0);
    if (step == 1) return bytes_new(vm, map->data + start, count);
    Bytes *part = bytes_new_room(vm, count);
    if (part == NULL) return NULL;
    for (int64_t i = 0; i < count; i++) part->data[i] = map->data[start + i * step];
    return bytes_take_shared(vm, part);
}

static Object *map_load_item(Vm *vm, Object *object, Object *key) {
    const Map *map = (const Map *)object;
    int64_t index;
    if (!check_open(vm, map)) return NULL;
    if (has_index(vm, key)) {
        if (!read_index(vm, map, key, &index) || !check_open(vm, map)) return NULL;
        return int_new(vm, map->data[index]);
    }
    return key->kind == KIND_SLICE ? load_part(vm, map, (Slice *)key)
                                   : raise(vm, ERROR_MMAP_INDEX_TYPE);
}

static bool set_byte(Vm *vm, Map *map, Object *key, Object *value) {
    int64_t index, number;
    if (!read_index(vm, map, key, &index)) return false;
    if (value == NULL) return raise_false(vm, ERROR_MMAP_ITEM_DELETION);
    if (!has_index(vm, value)) return raise_false(vm, ERROR_MMAP_ITEM_TYPE);
    if (!object_index(vm, value, EXCEPTION_COUNT, &number)) return false;
    if (number < 0 || number > UINT8_MAX) return raise_false(vm, ERROR_MMAP_ITEM_RANGE);
    if (!check_open(vm, map)) return false;
    map->data[index] = (uint8_t)number;
    return true;
}

static bool set_part(Vm *vm, Map *map, Slice *slice, Object *value) {
    int64_t start, stop, step;
    View view;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return false;
    int64_t count = slice_adjust(map->bytes, &start, &stop, step);
    if (value == NULL) return raise_false(vm, ERROR_MMAP_SLICE_DELETION);
    if (!view_acquire(vm, value, &view, VIEW_READ)) return false;
    bool done = view.bytes == count || raise_false(vm, ERROR_MMAP_SLICE_SIZE);
    done = done && check_open(vm, map);
    if (done && step == 1 && count > 0) memmove(map->data + start, view.data, (size_t)count);
    for (int64_t i = 0; done && step != 1 && i < count; i++)
        map->data[start + i * step] = view.data[i];
    view_release(vm, &view);
    return done;
}

static bool map_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    Map *map = (Map *)object;
    if (!check_open(vm, map) || !check_writable(vm, map)) return false;
    if (has_index(vm, key)) return set_byte(vm, map, key, value);
    return key->kind == KIND_SLICE ? set_part(vm, map, (Slice *)key, value)
                                   : raise_false(vm, ERROR_MMAP_SET_INDEX_TYPE);
}

static bool map_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    Map *map = (Map *)object;
    if (!check_open(vm, map)) return false;
    if (request == VIEW_WRITE && map->access == MAP_IS_READ)
        return raise_false(vm, ERROR_POSIX_NOT_WRITABLE);
    view_set_row(view, map->data, map->bytes);
    view->is_read_only = map->access == MAP_IS_READ;
    map->exports++;
    return true;
}

static void map_release(Vm *vm, Object *object, View *view) {
    (void)vm, (void)view;
    ((Map *)object)->exports--;
}

static const ViewBehaviour map_view = {map_acquire, map_release};

// --- the module ---

#define MAP_METHOD(name, signature, doc) \
    {#name, map_method_##name, signature, doc, \
     METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED | METHOD_TAKES_TUPLE}

static const Method methods[] = {
    HIDDEN_METHOD(map, close, "(self, /)", "Give the bytes back."),
    MAP_METHOD(find, "(self, sub, start=0, end=0, /)", "Where bytes are found first, or -1."),
    MAP_METHOD(rfind, "(self, sub, start=0, end=0, /)", "Where bytes are found last, or -1."),
    MAP_METHOD(flush, "(self, offset=0, size=0, /)", "Write changes to the file."),
    MAP_METHOD(madvise, "(self, option, start=0, length=0, /)", "Say how bytes will be used."),
    MAP_METHOD(move, "(self, dest, src, count, /)", "Copy bytes to another place."),
    MAP_METHOD(read, "(self, n=None, /)", "The next bytes, or all that are left."),
    HIDDEN_METHOD(map, read_byte, "(self, /)", "The next byte as an int."),
    HIDDEN_METHOD(map, readline, "(self, /)", "The next bytes up to the end of a line."),
    MAP_METHOD(resize, "(self, newsize, /)", "Change the size, of the file too."),
    MAP_METHOD(seek, "(self, pos, whence=0, /)", "Go to a place."),
    HIDDEN_METHOD(map, size, "(self, /)", "The size of the file."),
    HIDDEN_METHOD(map, tell, "(self, /)", "The place."),
    MAP_METHOD(write, "(self, bytes, /)", "Write bytes at the place; how many."),
    MAP_METHOD(write_byte, "(self, byte, /)", "Write one byte, given as an int."),
    HIDDEN_METHOD(map, __enter__, "(self, /)", "The object itself."),
    HIDDEN_METHOD(map, __exit__, "(self, *args)", "Close it."),
    {0},
};

static const Property properties[] = {
    {"closed", map_property_closed, NULL, NULL},
    {0},
};

static const TypeDefinition map_definition = {
    .name = "mmap.mmap",
    .flags = TYPE_IS_HEAP | TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Map),
    .python_bytes = 80,
    .python_weak_offset = 64,
    .layout = {.name = "mmap.mmap", .flags = LAYOUT_COLLECTED | LAYOUT_WEAK,
               .finish = map_finish},
    .behaviour = {.new = map_new, .repr = map_repr, .length = map_length,
                  .load_index = map_load_index, .load_item = map_load_item,
                  .set_item = map_set_item, .view = &map_view},
    .methods = methods,
    .properties = properties,
    .doc = "mmap(fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, "
           "access=ACCESS_DEFAULT, offset=0): a file, or memory (fileno -1), as bytes.",
};

static const Constant constants[] = {
    CONSTANT(PROT_EXEC) CONSTANT(PROT_READ) CONSTANT(PROT_WRITE) CONSTANT(MAP_SHARED)
    CONSTANT(MAP_PRIVATE) CONSTANT(MAP_DENYWRITE) CONSTANT(MAP_EXECUTABLE) CONSTANT(MAP_ANON)
    CONSTANT(MAP_ANONYMOUS) CONSTANT(MAP_POPULATE) CONSTANT(MAP_STACK)
    CONSTANT_OF(ACCESS_DEFAULT, MAP_IS_DEFAULT) CONSTANT_OF(ACCESS_READ, MAP_IS_READ)
    CONSTANT_OF(ACCESS_WRITE, MAP_IS_WRITE) CONSTANT_OF(ACCESS_COPY, MAP_IS_COPY)
    CONSTANT(MADV_NORMAL) CONSTANT(MADV_RANDOM) CONSTANT(MADV_SEQUENTIAL)
    CONSTANT(MADV_WILLNEED) CONSTANT(MADV_DONTNEED) CONSTANT(MADV_REMOVE) CONSTANT(MADV_DONTFORK)
    CONSTANT(MADV_DOFORK) CONSTANT(MADV_HWPOISON) CONSTANT(MADV_MERGEABLE)
    CONSTANT(MADV_UNMERGEABLE) CONSTANT(MADV_HUGEPAGE) CONSTANT(MADV_NOHUGEPAGE)
    CONSTANT(MADV_DONTDUMP) CONSTANT(MADV_DODUMP) CONSTANT(MADV_FREE)
};

bool mmap_module_start(Vm *vm, Module *module) {
    int64_t page = 0;
    WorldRequest request = {.operation = WORLD_CONFIGURATION, .numbers = {_SC_PAGESIZE},
                            .out = &page, .out_bytes = sizeof page};
    (void)world_ask(vm->world, &request);
    const Constant pages[] = {{"PAGESIZE", page}, {"ALLOCATIONGRANULARITY", page}};
    return module_set(vm, module, "error", &exception_type(vm, EXCEPTION_OSError)->base) &&
           module_add_type(vm, module, &map_definition) != NULL &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           constants_add(vm, module, pages, ARRAY_COUNT(pages));
}
