// Places in a file of characters.
//
// A place is a number that holds where in the file of bytes the decoder can start, its
// state there, how many bytes it is to be fed, and how many characters that come of it are
// to be left out:
//
//   bits 0..63 start | 64..95 state | 96..127 bytes to feed | 128..159 characters | 160 at end

#include "modules/io_text.h"

#include <string.h>

enum { PLACE_BYTES = 21 };

typedef struct IoPlace {
    int64_t start;
    int32_t state, bytes_to_feed, characters;
    bool is_end;
} IoPlace;

static Object *place_to_int(Vm *vm, const IoPlace *place) {
    uint8_t bytes[PLACE_BYTES];
    memcpy(bytes, &place->start, 8);
    memcpy(bytes + 8, &place->state, 4);
    memcpy(bytes + 12, &place->bytes_to_feed, 4);
    memcpy(bytes + 16, &place->characters, 4);
    bytes[20] = place->is_end;
    return int_new_from_bytes(vm, bytes, PLACE_BYTES, 0);
}

// The number is not negative.
static bool place_from_int(Vm *vm, Object *number, IoPlace *place) {
    uint8_t bytes[24] = {0};
    int64_t small;
    Object *integer = int_new_from_object(vm, number);
    if (integer == NULL) return false;
    bool fits = true;
    if (int_find_value(vm, integer, &small) == FOUND) {
        memcpy(bytes, &small, 8);
        fits = small >= 0;
    } else {
        const BigInt *big = (const BigInt *)integer;
        fits = big->limb_count > 0 && int_bit_length(integer) <= PLACE_BYTES * 8;
        if (fits) memcpy(bytes, big->limbs, (size_t)big->limb_count * 8);
    }
    object_drop(vm, integer);
    if (!fits) return raise_false(vm, ERROR_INT_BYTES_TOO_BIG);
    memcpy(&place->start, bytes, 8);
    memcpy(&place->state, bytes + 8, 4);
    memcpy(&place->bytes_to_feed, bytes + 12, 4);
    memcpy(&place->characters, bytes + 16, 4);
    place->is_end = bytes[20] != 0;
    return true;
}

// At the start of the file the decoder is as new: some can't be told so by a state.
static bool go_to_state(Vm *vm, IoText *self, const IoPlace *place) {
    if (place->start == 0 && place->state == 0) return io_text_decoder_reset(vm, self);
    IoTextState state = {.held = vm->objects->empty_bytes, .number = (uint64_t)place->state};
    return io_text_set_state(vm, self, &state);
}

// --- tell() ---

// The search for a place: decoding the bytes of the snapshot anew.
typedef struct PlaceSearch {
    Vm *vm;
    IoText *self;
    IoPlace place;
    const Bytes *input;      // borrows
    int64_t characters;      // still to be left out behind place.start
} PlaceSearch;

// How many characters the bytes give; -1: raised.
static int64_t count_decoded(PlaceSearch *search, int64_t start, int64_t count, int is_final) {
    Vm *vm = search->vm;
    Object *part = bytes_new(vm, count > 0 ? search->input->data + start : NULL, count);
    Object *text = part == NULL ? NULL : io_text_decode(vm, search->self, part, is_final);
    object_drop_or_null(vm, part);
    if (text == NULL) return -1;
    int64_t length = ((Str *)text)->length;
    object_drop(vm, text);
    return length;
}

// How many bytes the decoder holds back now, and its number; -1: raised.
static int64_t count_held(PlaceSearch *search, int32_t *number) {
    IoTextState state;
    if (!io_text_get_state(search->vm, search->self, &state)) return -1;
    int64_t count = ((const Bytes *)state.held)->count;
    bool done = io_text_state_number(search->vm, &state, number);
    io_text_drop_state(search->vm, &state);
    return done ? count : -1;
}

// Looks for a place near the end where the decoder holds nothing back.
static bool find_near(PlaceSearch *search) {
    int64_t skipped = (int64_t)(search->self->bytes_per_char * (double)search->characters);
    int64_t back = 1;
    if (skipped > search->input->count) skipped = search->input->count;
    while (skipped > 0) {
        int32_t number;
        if (!go_to_state(search->vm, search->self, &search->place)) return false;
        int64_t count = count_decoded(search, 0, skipped, false);
        if (count < 0) return false;
        if (count <= search->characters) {
            int64_t held = count_held(search, &number);
            if (held < 0) return false;
            if (held == 0) {
                search->place.state = number;
                search->characters -= count;
                break;
            }
            skipped -= held;
            back = 1;
        } else {
            skipped -= back;
            back *= 2;
        }
    }
    if (skipped <= 0) {
        skipped = 0;
        if (!go_to_state(search->vm, search->self, &search->place)) return false;
    }
    search->place.start += skipped;
    search->place.bytes_to_feed = (int32_t)skipped;   // where the walk begins
    return true;
}

// Walks on byte by byte to the character that is looked for.
static bool walk_to(PlaceSearch *search) {
    IoPlace *place = &search->place;
    int64_t at = place->bytes_to_feed, decoded = 0;
    place->bytes_to_feed = 0;
    if (search->characters == 0) return true;
    for (; at < search->input->count; at++) {
        int32_t number;
        int64_t count = count_decoded(search, at, 1, false);
        int64_t held = count < 0 ? -1 : count_held(search, &number);
        if (held < 0) return false;
        decoded += count;
        place->bytes_to_feed++;
        if (held == 0 && decoded <= search->characters) {
            place->start += place->bytes_to_feed;
            search->characters -= decoded;
            place->state = number;
            place->bytes_to_feed = 0;
            decoded = 0;
        }
        if (decoded >= search->characters) return true;
    }
    // The last character comes only at the end of the file.
    int64_t count = count_decoded(search, 0, 0, true);
    if (count < 0) return false;
    place->is_end = true;
    if (decoded + count >= search->characters) return true;
    return raise_false(search->vm, ERROR_IO_TELL);
}

// The position of the buffer (consumed) as the place where the program is.
static Object *find_place(Vm *vm, IoText *self, Object *position) {
    PlaceSearch search = {.vm = vm, .self = self, .characters = self->used,
                          .input = (const Bytes *)object_share(self->snapshot.object)};
    IoTextState before = {.flags = self->snapshot_flags.object, .number = self->flags}, now;
    Object *found = NULL;
    bool done = argument_int64(vm, position, &search.place.start) &&
                io_text_state_number(vm, &before, &search.place.state);
    object_drop(vm, position);
    search.place.start -= search.input->count;
    if (done && self->used > 0) {
        done = io_text_get_state(vm, self, &now);
        if (done) {
            done = find_near(&search) && walk_to(&search);
            Object *aside = raised_take(vm);
            if (!io_text_set_state(vm, self, &now)) done = false;
            io_chain_raised(vm, aside);
            io_text_drop_state(vm, &now);
        }
        search.place.characters = (int32_t)search.characters;
    }
    if (done) found = place_to_int(vm, &search.place);
    object_drop(vm, (Object *)(uintptr_t)search.input);
    return found;
}

Object *io_text_method_tell(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    if (!io_text_check(vm, self) || !io_text_check_open(vm, self)) return NULL;
    if (!self->seeks) return io_raise_unsupported(vm, "underlying stream is not seekable");
    if (!self->tells) return raise(vm, ERROR_IO_TELL_DISABLED);
    if (!io_text_write_pending(vm, self) || !io_text_flush_self(vm, self)) return NULL;
    Object *position = io_call(vm, self->buffer.object, self->module->names.tell);
    if (position == NULL || !self->decodes || self->snapshot.object == NULL) return position;
    return find_place(vm, self, position);
}

// --- seek() ---

static Object *seek_buffer(Vm *vm, IoText *self, int64_t offset, int whence) {
    Object *to = int_new(vm, offset), *result = NULL;
    Object *from = vm->objects->small_ints[whence - SMALL_INT_MIN];
    Str *name = self->module->names.seek;
    if (to != NULL)
        result = whence == 0 ? object_call_method(vm, self->buffer.object, name, 1, to)
                             : object_call_method(vm, self->buffer.object, name, 2, to, from);
    object_drop_or_null(vm, to);
    return result;
}

static void forget_read(Vm *vm, IoText *self) {
    io_text_set_decoded(vm, self, NULL);
    if (self->snapshot.object != NULL) slot_clear(vm, &self->base, &self->snapshot);
}

static Object *seek_end(Vm *vm, IoText *self) {
    if (!io_text_flush_self(vm, self)) return NULL;
    forget_read(vm, self);
    if (!io_text_decoder_reset(vm, self)) return NULL;
    Object *position = seek_buffer(vm, self, 0, 2);
    if (position == NULL) return NULL;
    Found is_zero = object_equal(vm, position, vm->objects->small_ints[-SMALL_INT_MIN]);
    if (is_zero != RAISED && io_text_encoder_reset(vm, self, is_zero == FOUND)) return position;
    object_drop(vm, position);
    return NULL;
}

static void keep_snapshot(Vm *vm, IoText *self, const IoPlace *place, Object *bytes) {
    slot_take(vm, &self->base, &self->snapshot, bytes);
    slot_clear(vm, &self->base, &self->snapshot_flags);
    self->flags = (uint64_t)place->state;
}

// Feeds the decoder with the bytes from the start to the place.
static bool feed(Vm *vm, IoText *self, const IoPlace *place) {
    Object *count = int_new(vm, place->bytes_to_feed), *bytes = NULL;
    if (count != NULL)
        bytes = object_call_method(vm, self->buffer.object, self->module->names.read, 1, count);
    object_drop_or_null(vm, count);
    if (bytes == NULL) return false;
    if (!object_is_bytes(vm, bytes)) {
        raise(vm, ERROR_IO_SEEK_READ, bytes);
        object_drop(vm, bytes);
        return false;
    }
    keep_snapshot(vm, self, place, bytes);
    Object *text = io_text_decode(vm, self, bytes, place->is_end);
    if (text == NULL) return false;
    bool is_enough = ((Str *)text)->length >= place->characters;
    io_text_set_decoded(vm, self, text);
    if (!is_enough) return raise_false(vm, ERROR_IO_SEEK_RESTORE);
    self->used = place->characters;
    return true;
}

static bool go_to_place(Vm *vm, IoText *self, const IoPlace *place) {
    Object *position = seek_buffer(vm, self, place->start, 0);
    if (position == NULL) return false;
    object_drop(vm, position);
    forget_read(vm, self);
    if (self->decodes && !go_to_state(vm, self, place)) return false;
    if (place->characters != 0) {
        if (!feed(vm, self, place)) return false;
    } else {
        keep_snapshot(vm, self, place, object_share(vm->objects->empty_bytes));
    }
    return io_text_encoder_reset(vm, self, place->start == 0 && place->state == 0);
}

static Object *seek_place(Vm *vm, IoText *self, Object *cookie) {
    Object *zero = vm->objects->small_ints[-SMALL_INT_MIN];
    Found is_negative = object_compare_truth(vm, cookie, zero, COMPARE_LESS);
    if (is_negative == RAISED) return NULL;
    if (is_negative == FOUND) return raise(vm, ERROR_IO_SEEK_COOKIE, cookie);
    IoPlace place;
    if (!io_text_flush_self(vm, self) || !place_from_int(vm, cookie, &place) ||
        !go_to_place(vm, self, &place))
        return NULL;
    return object_share(cookie);
}

Object *io_text_method_seek(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    Object *cookie = arguments[1].object, *zero = vm->objects->small_ints[-SMALL_INT_MIN];
    int whence = 0;
    if (arguments[2].object != NULL && !argument_int(vm, arguments[2].object, &whence)) return NULL;
    if (!io_text_check(vm, self) || !io_text_check_open(vm, self)) return NULL;
    if (!self->seeks) return io_raise_unsupported(vm, "underlying stream is not seekable");
    if (whence < 0 || whence > 2) return raise(vm, ERROR_IO_TEXT_WHENCE, whence);
    if (whence == 0) return seek_place(vm, self, cookie);
    Found is_zero = object_equal(vm, cookie, zero);
    if (is_zero == RAISED) return NULL;
    if (is_zero == ABSENT)
        return io_raise_unsupported(vm, whence == 1 ? "can't do nonzero cur-relative seeks"
                                                    : "can't do nonzero end-relative seeks");
    if (whence == 2) return seek_end(vm, self);
    // To where it is: what was read ahead is given up.
    Object *here = io_call(vm, &self->base, self->module->names.tell);
    Object *result = here == NULL ? NULL : seek_place(vm, self, here);
    object_drop_or_null(vm, here);
    return result;
}
