// str: making, comparing, cutting and joining strings.
//
// A string never changes once the program can see it, with one exception that it
// cannot notice: `s += t` grows s within the room of its cell where nobody else refers
// to it. A large cell is taken with room to spare, so that a loop of appends copies
// each character a bounded number of times.

#include "objects/str.h"

#include "memory/leaf.h"
#include "objects/int.h"

#include <string.h>

enum { STR_HEAD = offsetof(Str, data) };

void str_check(const Str *str) {
    CHECK(str->length >= 0);
    CHECK(str->width == 1 || str->width == 2 || str->width == 4);
    CHECK(str_get_char(str, str->length) == 0);
    uint32_t max = chars_max(str_get_chars(str));
    CHECK(chars_width_for(max) == str->width);
    CHECK(str->is_ascii == (max == 0x7f));
}

// --- cells ---

static size_t str_bytes_for(int64_t length, int width) {
    return STR_HEAD + (size_t)(length + 1) * (size_t)width;
}

static size_t str_cell_bytes(Vm *vm, const Object *object) {
    (void)vm;
    const Str *str = (const Str *)(const void *)object;
    return str_bytes_for(str->length, str->width);
}

// Sets the fields of a fresh cell and the closing zero.
static Str *str_init(Object *cell, int64_t length, uint32_t char_max) {
    Str *str = (Str *)cell;
    str->length = length;
    str->hash = -1;
    str->width = (uint8_t)chars_width_for(char_max);
    str->is_ascii = char_max < 0x80;
    str->is_interned = false;
    chars_put(str->data, str->width, length, 0);
    return str;
}

static COLD Str *str_refuse(Vm *vm) {
    heap_of(vm)->hooks->out_of_memory(vm);
    return NULL;
}

Str *str_new_room(Vm *vm, int64_t length, uint32_t char_max) {
    if (UNLIKELY(length >= INT64_MAX / 8)) return str_refuse(vm);
    int width = chars_width_for(char_max);
    Object *cell = leaf_new(vm, KIND_STR, str_bytes_for(length, width));
    if (UNLIKELY(cell == NULL)) return NULL;
    return str_init(cell, length, char_max);
}

Str *str_new_ascii_room(Vm *vm, int64_t length) {
    Str *str = (Str *)leaf_new(vm, KIND_STR, str_bytes_for(length, 1));
    if (UNLIKELY(str == NULL)) return NULL;
    str->length = length;
    str->hash = -1;
    str->width = 1;
    str->is_ascii = true;
    str->is_interned = false;
    str->data[length] = 0;
    return str;
}

Object *str_take_shared(Vm *vm, Str *str) {
    Object *shared = NULL;
    if (str->length == 0) shared = &vm->objects->empty_str->base;
    else if (str->length == 1 && str->width == 1)
        shared = &vm->objects->characters[str->data[0]]->base;
    if (shared == NULL) return &str->base;
    object_drop(vm, &str->base);
    return object_share(shared);
}

Object *str_new_char(Vm *vm, uint32_t code_point) {
    if (code_point < 256 && vm->objects->characters[code_point] != NULL)
        return object_share(&vm->objects->characters[code_point]->base);
    Str *str = str_new_room(vm, 1, code_point);
    if (str == NULL) return NULL;
    chars_put(str->data, str->width, 0, code_point);
    return &str->base;
}

Object *str_new_from_chars(Vm *vm, const void *chars, int width, int64_t length) {
    if (length == 0 && vm->objects->empty_str != NULL)
        return object_share(&vm->objects->empty_str->base);
    if (length == 1) return str_new_char(vm, chars_get(chars, width, 0));
    Str *str = str_new_room(vm, length, chars_max((Chars){chars, length, width}));
    if (str == NULL) return NULL;
    chars_copy(str->data, str->width, chars, width, length);
    return &str->base;
}

Object *str_new_exact(Vm *vm, Str *str) {
    if (str->base.kind == KIND_STR) return object_share(&str->base);
    return str_new_from_chars(vm, str->data, str->width, str->length);
}

// The names of one letter that CPython itself has: interned, such a text is another object
// than the shared character.
static const char own_letters[] = "BCLST_abcdefhijklmnopqrstvwxy";

static bool start_letters(Vm *vm) {
    for (const char *letter = own_letters; *letter != '\0'; letter++) {
        Str *str = str_new_room(vm, 1, (uint32_t)*letter);
        if (str == NULL) return false;
        str->data[0] = (uint8_t)*letter;
        str->base.count = IMMORTAL_COUNT;
        if (str_intern(vm, &str->base) != &str->base || !str->is_interned) return false;
    }
    return true;
}

static void drop_letters(Vm *vm) {
    for (const char *letter = own_letters; *letter != '\0'; letter++) {
        Str *str = str_new_interned(vm, letter, 1);
        if (str != NULL && str != vm->objects->characters[(uint8_t)*letter])
            object_free(vm, &str->base);
    }
}

bool str_start(Vm *vm) {
    Objects *objects = vm->objects;
    objects->empty_str = str_new_room(vm, 0, 0);
    if (objects->empty_str == NULL) return false;
    objects->empty_str->base.count = IMMORTAL_COUNT;
    for (uint32_t c = 0; c < 256; c++) {
        Str *str = (Str *)str_new_char(vm, c);
        if (str == NULL) return false;
        str->base.count = IMMORTAL_COUNT;
        objects->characters[c] = str;
    }
    return start_letters(vm);
}

void str_done(Vm *vm) {
    Objects *objects = vm->objects;
    drop_letters(vm);
    for (int c = 0; c < 256; c++) {
        Str *str = objects->characters[c];
        objects->characters[c] = NULL;
        if (str != NULL) object_free(vm, &str->base);
    }
    if (objects->empty_str != NULL) object_free(vm, &objects->empty_str->base);
    objects->empty_str = NULL;
}

// --- comparing ---

int64_t str_get_hash(Vm *vm, Str *str) {
    if (str->hash == -1)
        str->hash = hash_bytes(&vm->objects->hash_key, str->data,
                               (size_t)(str->length * str->width));
    return str->hash;
}

bool str_is_equal_slow(const Str *left, const Str *right) {
    if (left->length != right->length || left->width != right->width) return false;
    if (left->length == 1 && left->width == 1) return left->data[0] == right->data[0];
    if (left->hash != right->hash && left->hash != -1 && right->hash != -1) return false;
    return memcmp(left->data, right->data, (size_t)(left->length * left->width)) == 0;
}

int str_compare_texts(const Str *left, const Str *right) {
    return chars_compare(str_get_chars(left), str_get_chars(right));
}

bool str_is(const Str *str, const char *ascii) {
    size_t length = strlen(ascii);
    return str->width == 1 && (size_t)str->length == length &&
           memcmp(str->data, ascii, length) == 0;
}

static Object *str_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!object_is_str(vm, left) || !object_is_str(vm, right)) return not_implemented_new(vm);
    const Str *a = (const Str *)left, *b = (const Str *)right;
    if (comparison == COMPARE_EQUAL) return bool_new(vm, str_is_equal(a, b));
    if (comparison == COMPARE_NOT_EQUAL) return bool_new(vm, !str_is_equal(a, b));
    int order = a == b ? 0 : str_compare_texts(a, b);
    switch (comparison) {
    case COMPARE_LESS: return bool_new(vm, order < 0);
    case COMPARE_LESS_EQUAL: return bool_new(vm, order <= 0);
    case COMPARE_GREATER: return bool_new(vm, order > 0);
    default: return bool_new(vm, order >= 0);
    }
}

// --- cutting ---

Object *str_new_part(Vm *vm, const Str *str, int64_t start, int64_t stop) {
    if (stop > str->length) stop = str->length;
    if (start >= stop) return object_share(&vm->objects->empty_str->base);
    if (start == 0 && stop == str->length) return str_new_exact(vm, (Str *)(uintptr_t)str);
    if (!str->is_ascii)
        return str_new_from_chars(vm, str->data + start * str->width, str->width, stop - start);
    if (stop - start == 1) return str_new_char(vm, str->data[start]);
    Str *part = str_new_ascii_room(vm, stop - start);
    if (part == NULL) return NULL;
    memcpy(part->data, str->data + start, (size_t)(stop - start));
    return &part->base;
}

Object *str_new_slice(Vm *vm, const Str *str, int64_t start, int64_t stop, int64_t step) {
    if (step == 1) return str_new_part(vm, str, start, stop);
    int64_t length = 0;
    if (step > 0 && start < stop) length = (stop - start - 1) / step + 1;
    if (step < 0 && stop < start) length = (start - stop - 1) / -step + 1;
    if (length == 0) return object_share(&vm->objects->empty_str->base);
    if (length == 1) return str_new_char(vm, str_get_char(str, start));
    uint32_t max = 0x7f;
    if (!str->is_ascii)
        for (int64_t i = 0, at = start; i < length; i++, at += step)
            if (str_get_char(str, at) > max) max = str_get_char(str, at);
    Str *slice = str_new_room(vm, length, max);
    if (slice == NULL) return NULL;
    if (str->width == 1) {
        for (int64_t i = 0, at = start; i < length; i++, at += step)
            slice->data[i] = str->data[at];
    } else {
        for (int64_t i = 0, at = start; i < length; i++, at += step)
            chars_put(slice->data, slice->width, i, str_get_char(str, at));
    }
    return &slice->base;
}

// --- joining ---

static uint32_t str_max(const Str *str) {
    return str->is_ascii ? 0x7f : str->width == 1 ? 0xff : str->width == 2 ? 0xffff
                                                                         : CHAR_MAX_OF_ALL;
}

static void str_write(Str *to, int64_t at, const Str *from) {
    chars_copy(to->data + at * to->width, to->width, from->data, from->width, from->length);
}

Object *str_concatenate(Vm *vm, Object *left, Object *right) {
    if (!object_is_str(vm, left)) return raise(vm, ERROR_NOT_STR, left);
    if (!object_is_str(vm, right)) return raise(vm, ERROR_CONCATENATE_STR, right);
    Str *a = (Str *)left, *b = (Str *)right;
    if (b->length == 0) return str_new_exact(vm, a);
    if (a->length == 0) return str_new_exact(vm, b);
    if (a->length > INT64_MAX - b->length) return raise(vm, ERROR_CONCATENATE_TOO_LARGE);
    uint32_t max_a = str_max(a), max_b = str_max(b);
    Str *joined = str_new_room(vm, a->length + b->length, max_a > max_b ? max_a : max_b);
    if (joined == NULL) return NULL;
    str_write(joined, 0, a);
    str_write(joined, a->length, b);
    return &joined->base;
}

// The grown string is a new object at the old address to those who watch.
static void str_grow_here(Vm *vm, Str *str, const Str *right) {
    const Watch *watch = heap_of(vm)->watch;
    if (UNLIKELY(watch != NULL)) watch->freed(vm, watch->context, &str->base, FREED_BY_COUNT);
    int64_t length = str->length;
    str->length += right->length;
    str->is_ascii = str->is_ascii && right->is_ascii;
    str_write(str, length, right);
    chars_put(str->data, str->width, str->length, 0);
    if (UNLIKELY(watch != NULL)) watch->created(vm, watch->context, &str->base);
}

static bool str_is_modifiable(const Str *str) {
    return str->base.kind == KIND_STR && str->base.count == 1 && str->hash == -1 &&
           !str->is_interned;
}

// The text of both in a new cell of at least `bytes`, with room for more where copying
// would cost: small texts mostly stay small. Consumes left.
static Object *append_elsewhere(Vm *vm, Str *left, const Str *right, size_t bytes) {
    Object *cell = object_new(vm, KIND_STR, bytes + (bytes > CELL_BYTES_MAX ? bytes / 4 : 0));
    if (cell != NULL) {
        uint32_t max_left = str_max(left), max_right = str_max(right);
        Str *joined = str_init(cell, left->length + right->length,
                               max_left > max_right ? max_left : max_right);
        str_write(joined, 0, left);
        str_write(joined, left->length, right);
    }
    object_drop(vm, &left->base);
    return cell;
}

Object *str_take_append(Vm *vm, Object *left, Object *right) {
    Str *a = (Str *)left, *b = (Str *)right;
    bool is_plain = object_is_str(vm, left) && object_is_str(vm, right) && left != right;
    if (!is_plain || b->length == 0 || a->length == 0 || !str_is_modifiable(a) ||
        b->width > a->width || b->length > INT64_MAX / 8 - a->length) {
        Object *joined = str_concatenate(vm, left, right);
        object_drop(vm, left);
        return joined;
    }
    size_t needed = str_bytes_for(a->length + b->length, a->width);
    if (needed > object_room_bytes(vm, left)) return append_elsewhere(vm, a, b, needed);
    str_grow_here(vm, a, b);
    return left;
}

Object *str_repeat(Vm *vm, const Str *str, int64_t times) {
    if (times <= 0 || str->length == 0) return object_share(&vm->objects->empty_str->base);
    if (times == 1) return str_new_exact(vm, (Str *)(uintptr_t)str);
    if (str->length > INT64_MAX / times) return raise(vm, ERROR_REPEATED_STR_TOO_LONG);
    Str *repeated = str_new_room(vm, str->length * times, str_max(str));
    if (repeated == NULL) return NULL;
    if (str->length == 1) {
        chars_fill(repeated->data, repeated->width, times, str_get_char(str, 0));
        return &repeated->base;
    }
    size_t all = (size_t)(repeated->length * repeated->width);
    size_t done = (size_t)(str->length * str->width);
    memcpy(repeated->data, str->data, done);
    // Doubling what is there: few long copies in place of many short ones.
    while (done < all) {
        size_t part = done < all - done ? done : all - done;
        memcpy(repeated->data + done, repeated->data, part);
        done += part;
    }
    return &repeated->base;
}

// --- the type ---

static Object *str_to_str(Vm *vm, Object *object) {
    return str_new_exact(vm, (Str *)object);
}

static bool str_hash(Vm *vm, Object *object, int64_t *hash) {
    *hash = str_get_hash(vm, (Str *)object);
    return true;
}

static bool str_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((Str *)object)->length;
    return true;
}

// Is a byte among a few ones? Faster than memchr() up to some twenty.
ALWAYS_INLINE bool has_byte(const uint8_t *data, int64_t count, uint8_t byte) {
    if (count > 16) return memchr(data, byte, (size_t)count) != NULL;
    for (int64_t i = 0; i < count; i++)
        if (data[i] == byte) return true;
    return false;
}

static Found str_contains(Vm *vm, Object *object, Object *item) {
    if (!object_is_str(vm, item)) return raise_found(vm, ERROR_STR_CONTAINS, item);
    const Str *whole = (const Str *)object, *part = (const Str *)item;
    if (part->length == 1 && part->width == 1 && whole->width == 1)
        return has_byte(whole->data, whole->length, part->data[0]) ? FOUND : ABSENT;
    Chars chars = str_get_chars((Str *)object), sought = str_get_chars((Str *)item);
    return chars_find(chars, sought) >= 0 ? FOUND : ABSENT;
}

static Object *str_repeat_object(Vm *vm, Object *object, int64_t times) {
    return str_repeat(vm, (Str *)object, times);
}

static Object *str_load_index(Vm *vm, Object *object, int64_t index) {
    const Str *str = (Str *)object;
    if (index < 0 || index >= str->length) return raise(vm, ERROR_STR_INDEX);
    return str_new_char(vm, str_get_char(str, index));
}

// What CPython's object takes: a header by the kind of text, then width bytes a character;
// a subclass's text stands apart from the whole header.
static Object *str_size_of(Vm *vm, Object *object) {
    const Str *str = (Str *)object;
    int64_t head = str->base.kind != KIND_STR ? 80 : str->is_ascii ? 48 : 72;
    return int_new(vm, head + (str->length + 1) * str->width);
}

static void str_finish(Vm *vm, Object *object) {
    if (((Str *)object)->is_interned) str_intern_forget(vm, (Str *)object);
}

const TypeDefinition str_definition = {
    .name = "str",
    .kind = KIND_STR,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_STR,
    .bytes = sizeof(Str),
    .python_bytes = 80,
    .layout = {.name = "str", .bytes = str_cell_bytes, .finish = str_finish},
    .behaviour = {
        .repr = str_repr,
        .str = str_to_str,
        .hash = str_hash,
        .compare = str_compare,
        .iterate = str_iterate,
        .binary = {[BINARY_REMAINDER] = str_remainder},
        .length = str_length,
        .contains = str_contains,
        .concatenate = str_concatenate,
        .repeat = str_repeat_object,
        .load_index = str_load_index,
        .load_item = str_load_item,
        .new = str_new_from_call,
        .size_of = str_size_of,
    },
    .methods = str_methods,
    .doc = "Text: a row of Unicode code points that never changes.",
};
