// Bytes to values, from memory or from a file object.
//
// FOUND: a value; ABSENT: the mark that ends a dict; RAISED: the bytes are bad, or they
// end. What was made until then is dropped.

#include "modules/marshal.h"
#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/code.h"
#include "objects/codec.h"
#include "objects/complex.h"
#include "objects/dict.h"
#include "objects/errors_modules.h"
#include "objects/float_text.h"
#include "objects/int_limbs.h"
#include "objects/list.h"
#include "objects/memoryview.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

typedef struct Reader {
    Vm *vm;
    const uint8_t *next, *end;   // borrow: of bytes in memory
    Object *file;                // borrows: NULL for bytes in memory
    Object *block;               // owns: the bytearray that was read last from the file
    Object **numbered;           // owns, each too: NULL while the value is not complete
    int64_t numbered_count, numbered_capacity;
    int depth;
} Reader;

enum { NUMBERED_FIRST = 64, NO_NUMBER = -1, STORED_BYTE_END = -1 };

static Found read_value(Reader *reader, Object **value);

// --- bytes ---

// Calls file.readinto with a view of a new block; gives what it says it read.
static bool read_into(Reader *reader, int64_t size, int64_t *got) {
    Vm *vm = reader->vm;
    object_drop_or_null(vm, reader->block);
    reader->block = bytearray_new(vm, NULL, size);
    Object *view = reader->block == NULL ? NULL : memoryview_new(vm, reader->block);
    Str *name = view == NULL ? NULL : str_new_interned(vm, "readinto", 8);
    Object *answer = name == NULL ? NULL : object_call_method(vm, reader->file, name, 1, view);
    bool done = answer != NULL && object_index(vm, answer, EXCEPTION_ValueError, got);
    object_drop_or_null(vm, answer);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, view);
    return done;
}

static COLD const uint8_t *read_bytes_slow(Reader *reader, int64_t size) {
    if (reader->file == NULL) {
        raise(reader->vm, ERROR_MARSHAL_SHORT);
        return NULL;
    }
    int64_t got;
    if (!read_into(reader, size, &got)) return NULL;
    if (got == size) return bytearray_get_data((ByteArray *)reader->block);
    if (got > size) raise(reader->vm, ERROR_MARSHAL_READ_TOO_MUCH, size, got);
    else raise(reader->vm, ERROR_MARSHAL_READ_END);
    return NULL;
}

// `size` bytes, good until the next are read; NULL: raised. (From a file there is never one
// between `next` and `end`.)
ALWAYS_INLINE const uint8_t *read_bytes(Reader *reader, int64_t size) {
    const uint8_t *bytes = reader->next;
    if (UNLIKELY(reader->end - bytes < size || reader->file != NULL))
        return read_bytes_slow(reader, size);
    reader->next = bytes + size;
    return bytes;
}

static COLD int read_byte_slow(Reader *reader) {
    if (reader->file == NULL) {
        raise(reader->vm, ERROR_MARSHAL_END);
        return STORED_BYTE_END;
    }
    const uint8_t *byte = read_bytes_slow(reader, 1);
    return byte == NULL ? STORED_BYTE_END : *byte;
}

// One byte; STORED_BYTE_END: raised.
ALWAYS_INLINE int read_byte(Reader *reader) {
    return LIKELY(reader->next < reader->end) ? *reader->next++ : read_byte_slow(reader);
}

// The same where CPython says that the data ended, whatever hindered it.
ALWAYS_INLINE int read_byte_or_end(Reader *reader) {
    int byte = read_byte(reader);
    if (LIKELY(byte != STORED_BYTE_END)) return byte;
    raised_clear(reader->vm);
    raise(reader->vm, ERROR_MARSHAL_END);
    return STORED_BYTE_END;
}

ALWAYS_INLINE bool read_long(Reader *reader, int64_t *value) {
    int32_t number;   // as the bytes are written: the lowest first
    const uint8_t *bytes = read_bytes(reader, sizeof(number));
    if (bytes == NULL) return false;
    memcpy(&number, bytes, sizeof(number));
    *value = number;
    return true;
}

static bool read_int32(Reader *reader, int32_t *value) {
    int64_t number;
    if (!read_long(reader, &number)) return false;
    *value = (int32_t)number;
    return true;
}

// A count that must not be negative; `what` is the word of the message.
static bool read_size(Reader *reader, const char *what, int64_t *size) {
    if (!read_long(reader, size)) return false;
    return *size >= 0 || raise_false(reader->vm, ERROR_MARSHAL_SIZE, what);
}

// For how many of `count` items to make room. Each takes a byte at least: where fewer
// bytes follow, reading ends with an error before the room does.
static int64_t read_room(const Reader *reader, int64_t count) {
    if (reader->file != NULL || reader->end - reader->next >= count) return count;
    return reader->end - reader->next;
}

// --- numbered values ---

// The next number, for a value that is not complete; NO_NUMBER: it needs none.
static bool number_reserve(Reader *reader, int flag, int64_t *number) {
    *number = NO_NUMBER;
    if (flag == 0) return true;
    if (reader->numbered_count == reader->numbered_capacity) {
        int64_t old = reader->numbered_capacity, capacity = old == 0 ? NUMBERED_FIRST : old * 2;
        Object **grown = system_resize(reader->vm, reader->numbered, (size_t)old * sizeof(*grown),
                                       (size_t)capacity * sizeof(*grown));
        if (grown == NULL) return false;
        reader->numbered = grown;
        reader->numbered_capacity = capacity;
    }
    *number = reader->numbered_count++;
    reader->numbered[*number] = NULL;
    return true;
}

static void number_set(Reader *reader, int64_t number, Object *value) {
    if (number != NO_NUMBER) reader->numbered[number] = object_share(value);
}

// Ends the reading of a value (NULL: it raised), which gets a number if it is flagged.
static Found finish(Reader *reader, int flag, Object *made, Object **value) {
    int64_t number;
    if (made == NULL) return RAISED;
    if (!number_reserve(reader, flag, &number)) {
        object_drop(reader->vm, made);
        return RAISED;
    }
    number_set(reader, number, made);
    *value = made;
    return FOUND;
}

static Object *read_reference(Reader *reader) {
    int64_t number;
    if (!read_long(reader, &number)) return NULL;
    if (number < 0 || number >= reader->numbered_count || reader->numbered[number] == NULL)
        return raise(reader->vm, ERROR_MARSHAL_REFERENCE);
    return object_share(reader->numbered[number]);
}

// --- numbers and texts ---

// The next 15 bits; false: raised.
static bool read_digit(Reader *reader, uint32_t *digit) {
    const uint8_t *bytes = read_bytes(reader, 2);
    if (bytes == NULL) return false;
    *digit = bytes[0] | (uint32_t)bytes[1] << 8;
    return *digit >> MARSHAL_DIGIT_BITS == 0 || raise_false(reader->vm, ERROR_MARSHAL_DIGIT);
}

static bool read_limbs(Reader *reader, Limb *limbs, int64_t digit_count) {
    for (int64_t i = 0; i < digit_count; i++) {
        uint32_t digit;
        if (!read_digit(reader, &digit)) return false;
        if (digit == 0 && i == digit_count - 1)
            return raise_false(reader->vm, ERROR_MARSHAL_UNNORMALISED);
        int64_t bit = i * MARSHAL_DIGIT_BITS;
        int shift = (int)(bit % 64);
        limbs[bit / 64] |= (Limb)digit << shift;
        if (shift > 64 - MARSHAL_DIGIT_BITS) limbs[bit / 64 + 1] |= (Limb)digit >> (64 - shift);
    }
    return true;
}

static Object *read_digits(Reader *reader) {
    Vm *vm = reader->vm;
    int64_t count;
    if (!read_long(reader, &count)) return NULL;
    if (count == INT32_MIN) return raise(vm, ERROR_MARSHAL_SIZE, "long");
    int64_t digit_count = count < 0 ? -count : count;
    int64_t limb_count = read_room(reader, digit_count) * MARSHAL_DIGIT_BITS / 64 + 2;
    size_t bytes = (size_t)limb_count * sizeof(Limb);
    Limb *limbs = system_new(vm, bytes);
    if (limbs == NULL) return NULL;
    Object *made = NULL;
    if (read_limbs(reader, limbs, digit_count))
        made = int_new_from_limbs(vm, limbs, limb_count, count < 0);
    system_drop(vm, limbs, bytes);
    return made;
}

static bool read_double(Reader *reader, double *value) {
    const uint8_t *bytes = read_bytes(reader, sizeof(double));
    if (bytes == NULL) return false;
    memcpy(value, bytes, sizeof(double));
    return true;
}

static bool read_double_text(Reader *reader, double *value) {
    int size = read_byte_or_end(reader);
    if (size == STORED_BYTE_END) return false;
    const uint8_t *bytes = read_bytes(reader, size);
    if (bytes == NULL) return false;
    // As a C string: it ends at a zero.
    size_t length = strnlen((const char *)bytes, (size_t)size);
    if (length > 0 && float_text_parse((const char *)bytes, length, value) == length) return true;
    Object *text = str_new_from_chars(reader->vm, bytes, 1, (int64_t)length);
    if (text == NULL) return false;
    raise(reader->vm, ERROR_MARSHAL_FLOAT, text);
    object_drop(reader->vm, text);
    return false;
}

static Object *read_float(Reader *reader, int code) {
    double value;
    bool done = code == MARSHAL_FLOAT ? read_double(reader, &value)
                                      : read_double_text(reader, &value);
    return done ? float_new(reader->vm, value) : NULL;
}

static Object *read_complex(Reader *reader, int code) {
    double real, imaginary;
    bool done = code == MARSHAL_COMPLEX
                    ? read_double(reader, &real) && read_double(reader, &imaginary)
                    : read_double_text(reader, &real) && read_double_text(reader, &imaginary);
    return done ? complex_new(reader->vm, real, imaginary) : NULL;
}

static Object *read_int(Reader *reader) {
    int64_t value;
    return read_long(reader, &value) ? int_new(reader->vm, value) : NULL;
}

static Object *read_int64(Reader *reader) {
    const uint8_t *bytes = read_bytes(reader, 8);
    int64_t value;
    if (bytes == NULL) return NULL;
    memcpy(&value, bytes, sizeof(value));
    return int_new(reader->vm, value);
}

static Object *read_byte_row(Reader *reader) {
    int64_t size;
    if (!read_size(reader, "bytes object", &size)) return NULL;
    const uint8_t *bytes = read_bytes(reader, size);
    return bytes == NULL ? NULL : bytes_new_apart(reader->vm, bytes, size);
}

static bool code_is_interned(int code) {
    return code == MARSHAL_INTERNED || code == MARSHAL_ASCII_INTERNED ||
           code == MARSHAL_ASCII_SHORT_INTERNED;
}

// A str whose characters are bytes.
static Object *read_ascii(Reader *reader, int code) {
    int64_t size;
    if (code == MARSHAL_ASCII_SHORT || code == MARSHAL_ASCII_SHORT_INTERNED) {
        size = read_byte_or_end(reader);
        if (size == STORED_BYTE_END) return NULL;
    } else if (!read_size(reader, "string", &size)) {
        return NULL;
    }
    const uint8_t *bytes = read_bytes(reader, size);
    if (bytes == NULL) return NULL;
    if (!code_is_interned(code)) return str_new_from_chars(reader->vm, bytes, 1, size);
    if (chars_is_ascii(bytes, size))
        return (Object *)str_new_interned(reader->vm, (const char *)bytes, (size_t)size);
    Object *str = str_new_from_chars(reader->vm, bytes, 1, size);
    return str == NULL ? NULL : str_intern(reader->vm, str);
}

// A str in utf-8, in which surrogates are let pass.
static Object *read_str(Reader *reader, int code) {
    Vm *vm = reader->vm;
    int64_t size;
    if (!read_size(reader, "string", &size)) return NULL;
    const uint8_t *bytes = read_bytes(reader, size);
    if (bytes == NULL) return NULL;
    Str *errors = str_new_interned(vm, "surrogatepass", 13);
    Object *str = errors == NULL ? NULL : codec_decode(vm, bytes, size, NULL, errors);
    object_drop_or_null(vm, (Object *)errors);
    return str != NULL && code_is_interned(code) ? str_intern(vm, str) : str;
}

// --- values of values ---

// One value inside another: the end of a dict is none.
static Object *read_item(Reader *reader, const char *container) {
    Object *item = NULL;
    if (read_value(reader, &item) == ABSENT)
        return raise(reader->vm, ERROR_MARSHAL_NULL, container);
    return item;
}

static Found read_tuple(Reader *reader, int code, int flag, Object **value) {
    Vm *vm = reader->vm;
    int64_t count;
    if (code == MARSHAL_TUPLE_SMALL) {
        count = read_byte(reader);
        if (count == STORED_BYTE_END) return RAISED;
    } else if (!read_size(reader, "tuple", &count)) {
        return RAISED;
    }
    int64_t room = read_room(reader, count);
    Tuple *tuple = tuple_new(vm, room);
    if (tuple == NULL) return RAISED;
    slots_init(tuple->items, room);
    if (finish(reader, flag, &tuple->base, value) != FOUND) return RAISED;
    for (int64_t i = 0; i < count; i++) {
        Object *item = read_item(reader, "tuple");
        if (item == NULL) {
            object_drop(vm, &tuple->base);
            return RAISED;
        }
        slot_fill(vm, &tuple->base, &tuple->items[i], item);
    }
    if (count > 0) tuple_finish(vm, tuple);
    return FOUND;
}

static Found read_list(Reader *reader, int flag, Object **value) {
    Vm *vm = reader->vm;
    int64_t count;
    if (!read_size(reader, "list", &count)) return RAISED;
    List *list = list_new(vm, read_room(reader, count));
    if (list == NULL || finish(reader, flag, &list->base, value) != FOUND) return RAISED;
    for (int64_t i = 0; i < count; i++) {
        Object *item = read_item(reader, "list");
        if (item != NULL && list_take_add(vm, list, item)) continue;
        object_drop(vm, &list->base);
        return RAISED;
    }
    return FOUND;
}

// One key and its value; ABSENT: the dict ends.
static Found read_entry(Reader *reader, Dict *dict) {
    Object *key, *item;
    Found found = read_value(reader, &key);
    if (found != FOUND) return found;
    found = read_value(reader, &item);
    if (found == FOUND) {
        if (!dict_set(reader->vm, dict, key, item)) found = RAISED;
        object_drop(reader->vm, item);
    }
    object_drop(reader->vm, key);
    return found;
}

static Found read_dict(Reader *reader, int flag, Object **value) {
    Dict *dict = dict_new(reader->vm);
    if (dict == NULL || finish(reader, flag, &dict->base, value) != FOUND) return RAISED;
    Found found;
    do found = read_entry(reader, dict);
    while (found == FOUND);
    if (found == ABSENT) return FOUND;
    object_drop(reader->vm, &dict->base);
    return RAISED;
}

static bool read_members(Reader *reader, Set *set, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        Object *member = read_item(reader, "set");
        if (member == NULL) return false;
        bool done = set_add(reader->vm, set, member);
        object_drop(reader->vm, member);
        if (!done) return false;
    }
    return true;
}

static Found read_set(Reader *reader, int code, int flag, Object **value) {
    Vm *vm = reader->vm;
    int64_t count, number;
    if (!read_size(reader, "set", &count)) return RAISED;
    // A frozenset can't be referred to before it is complete: its hash must not be asked.
    if (!number_reserve(reader, flag, &number)) return RAISED;
    Set *set = code == MARSHAL_SET ? set_new(vm) : frozenset_new(vm, NULL);
    if (set == NULL) return RAISED;
    if (code == MARSHAL_SET) number_set(reader, number, &set->base);
    if (!read_members(reader, set, count)) {
        object_drop(vm, &set->base);
        return RAISED;
    }
    if (code == MARSHAL_FROZENSET) number_set(reader, number, &set->base);
    *value = &set->base;
    return FOUND;
}

enum { CODE_OBJECTS = 10 };

// The parts of a code object in the order of the form; `owned` gets the objects.
static Object *read_code_parts(Reader *reader, Object *owned[CODE_OBJECTS]) {
    CodeParts parts = {0};
    bool done = read_int32(reader, &parts.argument_count) &&
                read_int32(reader, &parts.positional_only_count) &&
                read_int32(reader, &parts.keyword_only_count) &&
                read_int32(reader, &parts.stack_size) && read_int32(reader, &parts.flags);
    if (!done) return NULL;
    enum { BEFORE_LINE = 8 };
    for (int i = 0; i < CODE_OBJECTS; i++) {
        if (i == BEFORE_LINE && !read_int32(reader, &parts.first_line)) return NULL;
        owned[i] = read_item(reader, "code object");
        if (owned[i] == NULL) return NULL;
    }
    Object **const places[CODE_OBJECTS] = {
        &parts.bytecode, &parts.constants, &parts.names, &parts.local_names, &parts.local_kinds,
        &parts.filename, &parts.name, &parts.qualname, &parts.line_table, &parts.exception_table,
    };
    for (int i = 0; i < CODE_OBJECTS; i++) *places[i] = owned[i];
    return (Object *)code_new(reader->vm, &parts);
}

static Found read_code(Reader *reader, int flag, Object **value) {
    Object *owned[CODE_OBJECTS] = {NULL};
    int64_t number;
    if (!number_reserve(reader, flag, &number)) return RAISED;
    Object *code = read_code_parts(reader, owned);
    for (int i = 0; i < CODE_OBJECTS; i++) object_drop_or_null(reader->vm, owned[i]);
    if (code == NULL) return RAISED;
    number_set(reader, number, code);
    *value = code;
    return FOUND;
}

// --- any value ---

static Found found_of(Object *made, Object **value) {
    *value = made;
    return made == NULL ? RAISED : FOUND;
}

static Found read_coded(Reader *reader, int code, int flag, Object **value) {
    Vm *vm = reader->vm;
    Objects *objects = vm->objects;
    switch (code) {
    case MARSHAL_NULL: return ABSENT;
    case MARSHAL_NONE: return found_of(object_share(objects->none), value);
    case MARSHAL_TRUE: return found_of(object_share(objects->true_), value);
    case MARSHAL_FALSE: return found_of(object_share(objects->false_), value);
    case MARSHAL_ELLIPSIS: return found_of(object_share(objects->ellipsis), value);
    case MARSHAL_STOP_ITERATION:
        return found_of(object_share(&exception_type(vm, EXCEPTION_StopIteration)->base), value);
    case MARSHAL_INT: return finish(reader, flag, read_int(reader), value);
    case MARSHAL_INT64: return finish(reader, flag, read_int64(reader), value);
    case MARSHAL_LONG: return finish(reader, flag, read_digits(reader), value);
    case MARSHAL_FLOAT_TEXT:
    case MARSHAL_FLOAT: return finish(reader, flag, read_float(reader, code), value);
    case MARSHAL_COMPLEX_TEXT:
    case MARSHAL_COMPLEX: return finish(reader, flag, read_complex(reader, code), value);
    case MARSHAL_BYTES: return finish(reader, flag, read_byte_row(reader), value);
    case MARSHAL_ASCII:
    case MARSHAL_ASCII_INTERNED:
    case MARSHAL_ASCII_SHORT:
    case MARSHAL_ASCII_SHORT_INTERNED:
        return finish(reader, flag, read_ascii(reader, code), value);
    case MARSHAL_STR:
    case MARSHAL_INTERNED: return finish(reader, flag, read_str(reader, code), value);
    case MARSHAL_TUPLE:
    case MARSHAL_TUPLE_SMALL: return read_tuple(reader, code, flag, value);
    case MARSHAL_LIST: return read_list(reader, flag, value);
    case MARSHAL_DICT: return read_dict(reader, flag, value);
    case MARSHAL_SET:
    case MARSHAL_FROZENSET: return read_set(reader, code, flag, value);
    case MARSHAL_CODE: return read_code(reader, flag, value);
    case MARSHAL_REFERENCE: return found_of(read_reference(reader), value);
    default: return raise_found(vm, ERROR_MARSHAL_CODE);
    }
}

static Found read_value(Reader *reader, Object **value) {
    *value = NULL;
    int byte = read_byte_or_end(reader);
    if (byte == STORED_BYTE_END) return RAISED;
    if (reader->depth == MARSHAL_DEPTH_MAX) return raise_found(reader->vm, ERROR_MARSHAL_DEPTH);
    reader->depth++;
    int flag = byte & MARSHAL_FLAG_NUMBERED;
    Found found = read_coded(reader, byte & ~MARSHAL_FLAG_NUMBERED, flag, value);
    reader->depth--;
    if (found != FOUND) *value = NULL;
    return found;
}

static Object *read_whole(Reader *reader) {
    Object *value = read_item(reader, "object");
    for (int64_t i = 0; i < reader->numbered_count; i++)
        object_drop_or_null(reader->vm, reader->numbered[i]);
    system_drop(reader->vm, reader->numbered,
                (size_t)reader->numbered_capacity * sizeof(*reader->numbered));
    object_drop_or_null(reader->vm, reader->block);
    return value;
}

Object *marshal_load(Vm *vm, const uint8_t *bytes, int64_t size) {
    Reader reader = {.vm = vm, .next = bytes, .end = bytes + size};
    return read_whole(&reader);
}

Object *marshal_load_from(Vm *vm, Object *file) {
    Reader reader = {.vm = vm, .file = file};
    return read_whole(&reader);
}
