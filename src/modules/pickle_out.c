// The output of picklers, in frames from protocol 4 on, and their memo.

#include "modules/pickle.h"

#include "memory/buffer.h"
#include "memory/system.h"
#include "objects/bytes.h"

#include <stdio.h>
#include <string.h>

enum {
    FRAME_HEAD_BYTES = 9, FRAME_BYTES_LEAST = 4, FRAME_BYTES_USUAL = 64 * 1024,
    OUT_FIRST = 1024, MEMO_FIRST = 16,
};

bool pickle_refuse(Vm *vm, const char *format, Object *first, Object *second, Object *third) {
    raise_text(vm, (Type *)pickle_state(vm)->pickling_error.object, format, first, second, third);
    return false;
}

// --- bytes ---

static bool reserve(Vm *vm, Pickler *pickler, int64_t bytes) {
    int64_t capacity = pickler->out_capacity;
    if (LIKELY(pickler->out_bytes + bytes <= capacity)) return true;
    if (capacity == 0) capacity = OUT_FIRST;
    while (capacity < pickler->out_bytes + bytes) capacity += capacity / 2;
    uint8_t *out = system_resize(vm, pickler->out, (size_t)pickler->out_capacity,
                                 (size_t)capacity);
    if (out == NULL) return false;
    pickler->out = out;
    pickler->out_capacity = capacity;
    return true;
}

// Room for `bytes`, behind the head of a frame where one begins here. NULL: raised.
static uint8_t *room_for(Vm *vm, Pickler *pickler, int64_t bytes) {
    if (UNLIKELY(!reserve(vm, pickler, bytes + FRAME_HEAD_BYTES))) return NULL;
    if (UNLIKELY(pickler->has_frames && pickler->frame_start < 0)) {
        pickler->frame_start = pickler->out_bytes;
        pickler->out_bytes += FRAME_HEAD_BYTES;   // written when the frame's length is known
    }
    uint8_t *room = pickler->out + pickler->out_bytes;
    pickler->out_bytes += bytes;
    return room;
}

bool pickle_put(Vm *vm, Pickler *pickler, const void *data, int64_t bytes) {
    uint8_t *room = room_for(vm, pickler, bytes);
    if (room == NULL) return false;
    if (bytes > 0) memcpy(room, data, (size_t)bytes);
    return true;
}

bool pickle_put_op(Vm *vm, Pickler *pickler, PickleOp op) {
    uint8_t *room = room_for(vm, pickler, 1);
    if (room == NULL) return false;
    *room = (uint8_t)op;
    return true;
}

bool pickle_put_number(Vm *vm, Pickler *pickler, PickleOp op, uint64_t number, int bytes) {
    uint8_t *room = room_for(vm, pickler, 1 + bytes);
    if (room == NULL) return false;
    *room = (uint8_t)op;
    memcpy(room + 1, &number, (size_t)bytes);
    return true;
}

bool pickle_close_frame(Vm *vm, Pickler *pickler) {
    (void)vm;
    if (!pickler->has_frames || pickler->frame_start < 0) return true;
    uint8_t *head = pickler->out + pickler->frame_start;
    int64_t bytes = pickler->out_bytes - pickler->frame_start - FRAME_HEAD_BYTES;
    pickler->frame_start = -1;
    if (bytes >= FRAME_BYTES_LEAST) {
        *head = OP_FRAME;
        memcpy(head + 1, &bytes, sizeof bytes);
    } else {
        memmove(head, head + FRAME_HEAD_BYTES, (size_t)bytes);
        pickler->out_bytes -= FRAME_HEAD_BYTES;
    }
    return true;
}

static bool write_object(Vm *vm, Pickler *pickler, Object *bytes) {
    Object *result = object_call_one(vm, pickler->write.object, bytes);
    object_drop_or_null(vm, result);
    return result != NULL;
}

bool pickle_flush(Vm *vm, Pickler *pickler) {
    Object *bytes = bytes_new(vm, pickler->out, pickler->out_bytes);
    if (bytes == NULL) return false;
    pickler->out_bytes = 0;
    bool done = write_object(vm, pickler, bytes);
    object_drop(vm, bytes);
    return done;
}

bool pickle_put_boundary(Vm *vm, Pickler *pickler) {
    if (LIKELY(!pickler->has_frames || pickler->frame_start < 0)) return true;
    int64_t bytes = pickler->out_bytes - pickler->frame_start - FRAME_HEAD_BYTES;
    if (LIKELY(bytes < FRAME_BYTES_USUAL)) return true;
    return pickle_close_frame(vm, pickler) &&
           (pickler->write.object == NULL || pickle_flush(vm, pickler));
}

static bool put_apart(Vm *vm, Pickler *pickler, const void *data, int64_t bytes,
                      Object *payload) {
    Object *own = NULL;
    if (pickler->write.object == NULL) return pickle_put(vm, pickler, data, bytes);
    if (!pickle_flush(vm, pickler)) return false;
    if (payload == NULL) payload = own = bytes_new(vm, data, bytes);
    bool done = payload != NULL && write_object(vm, pickler, payload);
    object_drop_or_null(vm, own);
    return done;
}

bool pickle_put_long(Vm *vm, Pickler *pickler, const void *head, int64_t head_bytes,
                     const void *data, int64_t bytes, Object *payload) {
    if (LIKELY(bytes < FRAME_BYTES_USUAL))
        return pickle_put(vm, pickler, head, head_bytes) && pickle_put(vm, pickler, data, bytes);
    // Long data stands outside of frames.
    if (!pickle_close_frame(vm, pickler)) return false;
    bool has_frames = pickler->has_frames;
    pickler->has_frames = false;
    bool done = pickle_put(vm, pickler, head, head_bytes) &&
                put_apart(vm, pickler, data, bytes, payload);
    pickler->has_frames = has_frames;
    return done;
}

// --- the memo ---

static uint64_t hash_of(const Object *object) {
    uint64_t address = (uint64_t)(uintptr_t)object >> 3;
    return address * UINT64_C(0x9e3779b97f4a7c15) >> 20;
}

int64_t pickle_memo_find(const PickleMemo *memo, const Object *object) {
    if (memo->place_count == 0) return -1;
    uint64_t mask = (uint64_t)memo->place_count - 1;
    for (uint64_t i = hash_of(object) & mask; memo->places[i] != 0; i = (i + 1) & mask)
        if (memo->objects[memo->places[i] - 1].object == object) return memo->places[i] - 1;
    return -1;
}

static void enter(PickleMemo *memo, int64_t place) {
    uint64_t mask = (uint64_t)memo->place_count - 1;
    uint64_t i = hash_of(memo->objects[place].object) & mask;
    while (memo->places[i] != 0) i = (i + 1) & mask;
    memo->places[i] = (uint32_t)place + 1;
}

static bool grow_places(Vm *vm, PickleMemo *memo) {
    int64_t count = memo->place_count == 0 ? 4 * MEMO_FIRST : memo->place_count * 4;
    uint32_t *places = system_new(vm, (size_t)count * sizeof *places);
    if (places == NULL) return false;
    system_drop(vm, memo->places, (size_t)memo->place_count * sizeof *places);
    memo->places = places;
    memo->place_count = count;
    for (int64_t i = 0; i < memo->count; i++) enter(memo, i);
    return true;
}

static bool grow_objects(Vm *vm, Object *owner, PickleMemo *memo) {
    int64_t capacity = memo->capacity == 0 ? MEMO_FIRST : memo->capacity * 2;
    Slot *objects = buffer_new(vm, (size_t)capacity * sizeof *objects);
    int64_t *numbers = objects == NULL ? NULL : buffer_new(vm, (size_t)capacity * sizeof *numbers);
    if (numbers == NULL) {
        buffer_drop(vm, objects, (size_t)capacity * sizeof *objects);
        return false;
    }
    slots_init(objects, capacity);
    slots_move(vm, owner, objects, memo->objects, memo->count);
    if (memo->count > 0)
        memcpy(numbers, memo->numbers, (size_t)memo->count * sizeof *numbers);
    buffer_drop(vm, memo->objects, (size_t)memo->capacity * sizeof *objects);
    buffer_drop(vm, memo->numbers, (size_t)memo->capacity * sizeof *numbers);
    memo->objects = objects;
    memo->numbers = numbers;
    memo->capacity = capacity;
    return true;
}

bool pickle_memo_add(Vm *vm, Object *owner, PickleMemo *memo, Object *object, int64_t number) {
    if (memo->count == memo->capacity && !grow_objects(vm, owner, memo)) return false;
    if (memo->count * 3 >= memo->place_count * 2 && !grow_places(vm, memo)) return false;
    memo->numbers[memo->count] = number;
    slot_fill(vm, owner, &memo->objects[memo->count], object_share(object));
    enter(memo, memo->count++);
    return true;
}

void pickle_memo_clear(Vm *vm, Object *owner, PickleMemo *memo) {
    PickleMemo old = *memo;
    *memo = (PickleMemo){0};
    system_drop(vm, old.places, (size_t)old.place_count * sizeof *old.places);
    for (int64_t i = 0; i < old.count; i++) slot_clear(vm, owner, &old.objects[i]);
    buffer_drop(vm, old.objects, (size_t)old.capacity * sizeof *old.objects);
    buffer_drop(vm, old.numbers, (size_t)old.capacity * sizeof *old.numbers);
}

static bool put_text(Vm *vm, Pickler *pickler, PickleOp op, int64_t number) {
    char text[32];
    int length = snprintf(text, sizeof text, "%c%ld\n", (int)op, (long)number);
    return pickle_put(vm, pickler, text, length);
}

bool pickle_put_get(Vm *vm, Pickler *pickler, int64_t place) {
    int64_t number = pickler->memo.numbers[place];
    if (!pickler->is_binary) return put_text(vm, pickler, OP_GET, number);
    if (number < 256) return pickle_put_number(vm, pickler, OP_BINGET, (uint64_t)number, 1);
    if (number <= UINT32_MAX)
        return pickle_put_number(vm, pickler, OP_LONG_BINGET, (uint64_t)number, 4);
    return pickle_refuse(vm, "memo id too large for LONG_BINGET", NULL, NULL, NULL);
}

bool pickle_put_remember(Vm *vm, Pickler *pickler, Object *object) {
    int64_t number = pickler->memo.count;
    if (pickler->is_fast) return true;
    if (!pickle_memo_add(vm, &pickler->base, &pickler->memo, object, number)) return false;
    if (pickler->protocol >= 4) return pickle_put_op(vm, pickler, OP_MEMOIZE);
    if (!pickler->is_binary) return put_text(vm, pickler, OP_PUT, number);
    if (number < 256) return pickle_put_number(vm, pickler, OP_BINPUT, (uint64_t)number, 1);
    if (number <= UINT32_MAX)
        return pickle_put_number(vm, pickler, OP_LONG_BINPUT, (uint64_t)number, 4);
    return pickle_refuse(vm, "memo id too large for LONG_BINPUT", NULL, NULL, NULL);
}
