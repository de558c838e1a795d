// What unpicklers read from: the bytes that loads() was given, or a file; and their stack and memo.
//
// From a file as much is read as an opcode asks for. Where the file lets one look ahead, what is
// there is used before it is taken: `ahead` says from where on that is so.

#include "modules/pickle.h"

#include "memory/buffer.h"
#include "memory/system.h"
#include "objects/bytes.h"
#include "objects/int.h"

#include <string.h>

enum { PEEK_BYTES = 128 * 1024, MEMO_FIRST = 32 };

Object *unpickler_raise(Vm *vm, const char *text) {
    return raise_text(vm, (Type *)pickle_state(vm)->unpickling_error.object, "%s", text);
}


// --- files ---

// Adds bytes behind the first `kept` of the room.
static bool add_to_room(Vm *vm, Unpickler *unpickler, int64_t kept, const void *data,
                        int64_t bytes) {
    int64_t all = kept + bytes;
    if (all > unpickler->room_bytes) {
        uint8_t *room = system_resize(vm, unpickler->room, (size_t)unpickler->room_bytes,
                                      (size_t)all);
        if (room == NULL) return false;
        unpickler->room = room;
        unpickler->room_bytes = all;
    }
    if (bytes > 0) memcpy(unpickler->room + kept, data, (size_t)bytes);
    unpickler->data = unpickler->room;
    unpickler->bytes = all;
    return true;
}

// Calls a method of the file that gives bytes, or something like them.
static Object *ask_file(Vm *vm, Object *method, int64_t bytes) {
    Object *size = bytes < 0 ? NULL : int_new(vm, bytes);
    if (bytes >= 0 && size == NULL) return NULL;
    Object *content = size == NULL ? object_call_with(vm, method, 0)
                                   : object_call_one(vm, method, size);
    object_drop_or_null(vm, size);
    if (content == NULL || object_is_bytes(vm, content)) return content;
    View view;
    Object *plain = NULL;
    if (view_acquire(vm, content, &view, VIEW_READ)) {
        plain = bytes_new(vm, view.data, view.bytes);
        view_release(vm, &view);
    }
    object_drop(vm, content);
    return plain;
}

bool unpickler_leave_file(Vm *vm, Unpickler *unpickler) {
    int64_t used = unpickler->at - unpickler->ahead;
    if (unpickler->read.object == NULL || used <= 0) return true;
    Object *content = ask_file(vm, unpickler->read.object, used);
    object_drop_or_null(vm, content);
    unpickler->ahead = unpickler->at;
    return content != NULL;
}

// Looks ahead behind what was just read.
static bool look_ahead(Vm *vm, Unpickler *unpickler) {
    if (unpickler->peek.object == NULL) return true;
    Object *content = ask_file(vm, unpickler->peek.object, PEEK_BYTES);
    if (content == NULL) {   // not every file that has the method can
        if (!raised_is(vm, exception_type(vm, EXCEPTION_NotImplementedError))) return false;
        raised_clear(vm);
        slot_clear(vm, &unpickler->base, &unpickler->peek);
        return true;
    }
    const Bytes *bytes = (const Bytes *)content;
    bool done = add_to_room(vm, unpickler, unpickler->bytes, bytes->data, bytes->count);
    object_drop(vm, content);
    return done;
}

// Reads so many bytes, or a line (bytes < 0), in the place of all that was there.
static bool read_file(Vm *vm, Unpickler *unpickler, int64_t bytes) {
    if (!unpickler_leave_file(vm, unpickler)) return false;
    Object *content = ask_file(vm, bytes < 0 ? unpickler->readline.object
                                             : unpickler->read.object, bytes);
    if (content == NULL) return false;
    const Bytes *read = (const Bytes *)content;
    bool done = add_to_room(vm, unpickler, 0, read->data, read->count);
    unpickler->at = 0;
    unpickler->ahead = read->count;
    object_drop(vm, content);
    bool is_short = bytes >= 0 && bytes < PEEK_BYTES && unpickler->bytes == bytes;
    return done && (!is_short || look_ahead(vm, unpickler));
}

const uint8_t *unpickler_take(Vm *vm, Unpickler *unpickler, int64_t bytes) {
    if (UNLIKELY(unpickler->bytes - unpickler->at < bytes)) {
        bool can_read = unpickler->read.object != NULL;
        if (can_read && !read_file(vm, unpickler, bytes)) return NULL;
        if (unpickler->bytes - unpickler->at < bytes)
            return unpickler_raise(vm, "pickle data was truncated"), NULL;
    }
    const uint8_t *data = unpickler->data + unpickler->at;
    unpickler->at += bytes;
    return data;
}

const uint8_t *unpickler_take_line(Vm *vm, Unpickler *unpickler, int64_t *bytes) {
    for (bool is_again = false;; is_again = true) {
        const uint8_t *start = unpickler->data + unpickler->at;
        int64_t rest = unpickler->bytes - unpickler->at;
        const uint8_t *end = rest > 0 ? memchr(start, '\n', (size_t)rest) : NULL;
        if (end != NULL) {
            *bytes = end - start + 1;
            unpickler->at += *bytes;
            return start;
        }
        if (is_again || unpickler->read.object == NULL) break;
        if (!read_file(vm, unpickler, -1)) return NULL;
    }
    return unpickler_raise(vm, "pickle data was truncated"), NULL;
}

// --- stack and memo ---

void unpickler_drop_to(Vm *vm, Unpickler *unpickler, int64_t count) {
    while (unpickler->count > count) {
        unpickler->count--;
        slot_clear(vm, &unpickler->base, &unpickler->items[unpickler->count]);
    }
}

bool unpickler_memo_set(Vm *vm, Unpickler *unpickler, int64_t index, Object *object) {
    if (index >= unpickler->memo_capacity) {
        int64_t capacity = unpickler->memo_capacity == 0 ? MEMO_FIRST : unpickler->memo_capacity;
        while (capacity <= index) capacity *= 2;
        if (capacity > INT64_MAX / 16) return raise_memory_error(vm) != NULL;
        Slot *memo = buffer_new(vm, (size_t)capacity * sizeof *memo);
        if (memo == NULL) return false;
        slots_init(memo, capacity);
        slots_move(vm, &unpickler->base, memo, unpickler->memo, unpickler->memo_capacity);
        buffer_drop(vm, unpickler->memo, (size_t)unpickler->memo_capacity * sizeof *memo);
        unpickler->memo = memo;
        unpickler->memo_capacity = capacity;
    }
    if (unpickler->memo[index].object == NULL) unpickler->memo_count++;
    slot_set(vm, &unpickler->base, &unpickler->memo[index], object);
    return true;
}

void unpickler_clear_memo(Vm *vm, Unpickler *unpickler) {
    Slot *memo = unpickler->memo;
    int64_t capacity = unpickler->memo_capacity;
    unpickler->memo = NULL;
    unpickler->memo_capacity = unpickler->memo_count = 0;
    for (int64_t i = 0; i < capacity; i++) slot_clear(vm, &unpickler->base, &memo[i]);
    buffer_drop(vm, memo, (size_t)capacity * sizeof *memo);
}
