// Values to bytes.
//
// Nothing stops at a value that can't be written: the rest is looked at too, and the last
// of the things that are wrong is raised, as in CPython.

#include "base/hash.h"
#include "modules/marshal.h"
#include "objects/bytes.h"
#include "objects/code.h"
#include "objects/complex.h"
#include "objects/dict.h"
#include "objects/errors_modules.h"
#include "objects/float_text.h"
#include "objects/int_limbs.h"
#include "objects/list.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/view.h"

typedef enum WriteProblem {
    WRITE_IS_FINE, WRITE_UNMARSHALLABLE, WRITE_TOO_DEEP, WRITE_HAS_RAISED,
} WriteProblem;

typedef struct Numbered {
    const Object *object;   // borrows; NULL: a free place
    uint32_t number;
} Numbered;

typedef struct Writer {
    Vm *vm;
    uint8_t *bytes;         // owns: system memory
    size_t size, capacity;
    Numbered *numbered;     // owns: open addressing, more than half free
    uint32_t numbered_count, numbered_capacity;
    int version, depth;
    uint32_t extra_count;   // references to the next value that CPython would hold itself
    WriteProblem problem;
} Writer;

enum { WRITER_CAPACITY_FIRST = 256, NUMBERED_CAPACITY_FIRST = 64 };

static void write_value(Writer *writer, Object *object);

// --- bytes ---

// Room for `size` more bytes, counted as written; NULL: none.
static uint8_t *write_room(Writer *writer, size_t size) {
    if (writer->capacity - writer->size < size) {
        size_t capacity = writer->capacity * 2;
        if (capacity < WRITER_CAPACITY_FIRST) capacity = WRITER_CAPACITY_FIRST;
        if (capacity < writer->size + size) capacity = writer->size + size;
        uint8_t *grown = system_resize(writer->vm, writer->bytes, writer->capacity, capacity);
        if (grown == NULL) {
            writer->problem = WRITE_HAS_RAISED;
            return NULL;
        }
        writer->bytes = grown;
        writer->capacity = capacity;
    }
    uint8_t *room = writer->bytes + writer->size;
    writer->size += size;
    return room;
}

static void write_bytes(Writer *writer, const void *bytes, size_t size) {
    uint8_t *room = write_room(writer, size);
    if (room != NULL && size > 0) memcpy(room, bytes, size);
}

static void write_byte(Writer *writer, int byte) {
    uint8_t *room = write_room(writer, 1);
    if (room != NULL) *room = (uint8_t)byte;
}

static void write_short(Writer *writer, uint32_t value) {
    uint8_t *room = write_room(writer, 2);
    for (int i = 0; room != NULL && i < 2; i++) room[i] = (uint8_t)(value >> (8 * i));
}

static void write_long(Writer *writer, int64_t value) {
    uint8_t *room = write_room(writer, 4);
    for (int i = 0; room != NULL && i < 4; i++) room[i] = (uint8_t)(value >> (8 * i));
}

static void write_double(Writer *writer, double value) {
    write_bytes(writer, &value, sizeof(value));
}

// A count of 32 bits; false: it is larger.
static bool write_size(Writer *writer, int64_t size) {
    if (size > INT32_MAX) {
        writer->problem = WRITE_UNMARSHALLABLE;
        return false;
    }
    write_long(writer, size);
    return true;
}

static void write_sized(Writer *writer, const void *bytes, int64_t size) {
    if (write_size(writer, size)) write_bytes(writer, bytes, (size_t)size);
}

static void write_short_sized(Writer *writer, const void *bytes, int64_t size) {
    write_byte(writer, (int)size);
    write_bytes(writer, bytes, (size_t)size);
}

// --- numbers under which a value is meant again ---

static Numbered *numbered_place(const Writer *writer, const Object *object) {
    uint32_t mask = writer->numbered_capacity - 1;
    uint64_t mixed = ((uintptr_t)object >> 4) * UINT64_C(0x9e3779b97f4a7c15);
    for (uint32_t i = (uint32_t)(mixed >> 32) & mask;; i = (i + 1) & mask) {
        Numbered *place = &writer->numbered[i];
        if (place->object == object || place->object == NULL) return place;
    }
}

static bool numbered_grow(Writer *writer) {
    if (writer->numbered_count * 2 < writer->numbered_capacity) return true;
    Numbered *old = writer->numbered;
    uint32_t old_capacity = writer->numbered_capacity;
    uint32_t capacity = old_capacity == 0 ? NUMBERED_CAPACITY_FIRST : old_capacity * 2;
    Numbered *grown = system_new(writer->vm, capacity * sizeof(Numbered));
    if (grown == NULL) {
        writer->problem = WRITE_HAS_RAISED;
        return false;
    }
    writer->numbered = grown;
    writer->numbered_capacity = capacity;
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i].object != NULL) *numbered_place(writer, old[i].object) = old[i];
    system_drop(writer->vm, old, old_capacity * sizeof(Numbered));
    return true;
}

// Writes a reference to a value that has a number already: true. Else *flag tells
// whether it got one now.
static bool write_reference(Writer *writer, const Object *object, int *flag) {
    *flag = 0;
    uint32_t count = object->count + writer->extra_count;
    writer->extra_count = 0;
    if (writer->version < 3 || count == 1) return false;
    if (!numbered_grow(writer)) return true;
    Numbered *place = numbered_place(writer, object);
    if (place->object != NULL) {
        write_byte(writer, MARSHAL_REFERENCE);
        write_long(writer, place->number);
        return true;
    }
    *place = (Numbered){object, writer->numbered_count++};
    *flag = MARSHAL_FLAG_NUMBERED;
    return false;
}

// --- values ---

static uint32_t digit_at(const IntParts *parts, int64_t index) {
    int64_t bit = index * MARSHAL_DIGIT_BITS, limb = bit / 64;
    int shift = (int)(bit % 64);
    uint64_t value = parts->limbs[limb] >> shift;
    if (shift > 64 - MARSHAL_DIGIT_BITS && limb + 1 < parts->count)
        value |= parts->limbs[limb + 1] << (64 - shift);
    return (uint32_t)value & ((1u << MARSHAL_DIGIT_BITS) - 1);
}

static void write_int(Writer *writer, const Object *object, int flag) {
    int64_t value = object->kind == KIND_INT ? int_get_value(object) : INT64_MAX;
    if (value == (int32_t)value) {
        write_byte(writer, MARSHAL_INT | flag);
        write_long(writer, value);
        return;
    }
    IntParts parts;
    int_parts(object, &parts);
    uint64_t bits = digits_bit_length(parts.limbs, parts.count);
    int64_t count = (int64_t)((bits + MARSHAL_DIGIT_BITS - 1) / MARSHAL_DIGIT_BITS);
    write_byte(writer, MARSHAL_LONG | flag);
    if (count > INT32_MAX) {
        writer->problem = WRITE_UNMARSHALLABLE;
        return;
    }
    write_long(writer, parts.is_negative ? -count : count);
    for (int64_t i = 0; i < count; i++) write_short(writer, digit_at(&parts, i));
}

static void write_double_text(Writer *writer, double value) {
    enum { DIGITS = 17 };
    FloatText text;
    if (!float_text_start(writer->vm, &text, value, 'g', DIGITS, 0)) {
        writer->problem = WRITE_HAS_RAISED;
        return;
    }
    write_short_sized(writer, text.at, text.length);
    float_text_done(writer->vm, &text);
}

static void write_float(Writer *writer, const Object *object, int flag) {
    bool is_binary = writer->version > 1;
    write_byte(writer, (is_binary ? MARSHAL_FLOAT : MARSHAL_FLOAT_TEXT) | flag);
    if (is_binary) write_double(writer, float_get_value(object));
    else write_double_text(writer, float_get_value(object));
}

static void write_complex(Writer *writer, const Complex *number, int flag) {
    bool is_binary = writer->version > 1;
    write_byte(writer, (is_binary ? MARSHAL_COMPLEX : MARSHAL_COMPLEX_TEXT) | flag);
    if (is_binary) {
        write_double(writer, number->real);
        write_double(writer, number->imaginary);
    } else {
        write_double_text(writer, number->real);
        write_double_text(writer, number->imaginary);
    }
}

static void write_str(Writer *writer, const Str *str, int flag) {
    enum { SHORT = 256 };
    bool is_interned = str->is_interned;
    if (writer->version >= 4 && str->is_ascii) {
        if (str->length < SHORT) {
            write_byte(writer, (is_interned ? MARSHAL_ASCII_SHORT_INTERNED
                                            : MARSHAL_ASCII_SHORT) | flag);
            write_short_sized(writer, str->data, str->length);
        } else {
            write_byte(writer, (is_interned ? MARSHAL_ASCII_INTERNED : MARSHAL_ASCII) | flag);
            write_sized(writer, str->data, str->length);
        }
        return;
    }
    size_t size;
    const char *utf8 = str_utf8(writer->vm, str, &size);
    if (utf8 == NULL) {
        writer->problem = WRITE_HAS_RAISED;
        return;
    }
    is_interned = is_interned && writer->version >= 3;
    write_byte(writer, (is_interned ? MARSHAL_INTERNED : MARSHAL_STR) | flag);
    write_sized(writer, utf8, (int64_t)size);
    str_utf8_drop(writer->vm, str, utf8, size);
}

static void write_tuple(Writer *writer, const Tuple *tuple, int flag) {
    enum { SMALL = 256 };
    if (writer->version >= 4 && tuple->count < SMALL) {
        write_byte(writer, MARSHAL_TUPLE_SMALL | flag);
        write_byte(writer, (int)tuple->count);
    } else {
        write_byte(writer, MARSHAL_TUPLE | flag);
        if (!write_size(writer, tuple->count)) return;
    }
    for (int64_t i = 0; i < tuple->count; i++) write_value(writer, tuple->items[i].object);
}

static void write_list(Writer *writer, const List *list, int flag) {
    write_byte(writer, MARSHAL_LIST | flag);
    if (!write_size(writer, list->count)) return;
    for (int64_t i = 0; i < list->count; i++) write_value(writer, list->items[i].object);
}

static void write_dict(Writer *writer, Dict *dict, int flag) {
    int64_t position = 0;
    Object *key, *value;
    write_byte(writer, MARSHAL_DICT | flag);
    while (dict_next(dict, &position, &key, &value)) {
        write_value(writer, key);
        write_value(writer, value);
    }
    write_byte(writer, MARSHAL_NULL);
}

// A list of (bytes, member) in the order of the bytes: the order of a set itself may
// depend on addresses and hash seeds.
static List *sorted_members(Writer *writer, Set *set) {
    Vm *vm = writer->vm;
    List *pairs = list_new(vm, set->count);
    int64_t position = 0;
    Object *member;
    while (pairs != NULL && set_next(set, &position, &member)) {
        Object *bytes = marshal_dump(vm, member, writer->version);
        Tuple *pair = bytes == NULL ? NULL : tuple_pack(vm, 2, bytes, member);
        object_drop_or_null(vm, bytes);
        if (pair != NULL && list_take_add(vm, pairs, &pair->base)) continue;
        object_drop(vm, &pairs->base);
        return NULL;
    }
    if (pairs == NULL || list_sort(vm, pairs, NULL, 0)) return pairs;
    object_drop(vm, &pairs->base);
    return NULL;
}

static void write_set(Writer *writer, Set *set, int flag) {
    write_byte(writer, (set->base.kind == KIND_SET ? MARSHAL_SET : MARSHAL_FROZENSET) | flag);
    if (!write_size(writer, set->count)) return;
    List *pairs = sorted_members(writer, set);
    if (pairs == NULL) {
        // What is wrong with a member is told of the whole.
        if (raised_is(writer->vm, exception_type(writer->vm, EXCEPTION_MemoryError))) {
            writer->problem = WRITE_HAS_RAISED;
            return;
        }
        raised_clear(writer->vm);
        writer->problem = WRITE_UNMARSHALLABLE;
        return;
    }
    for (int64_t i = 0; i < pairs->count; i++)
        write_value(writer, ((Tuple *)pairs->items[i].object)->items[1].object);
    object_drop(writer->vm, &pairs->base);
}

static void write_code(Writer *writer, const Code *code, int flag) {
    write_byte(writer, MARSHAL_CODE | flag);
    write_long(writer, code->argument_count);
    write_long(writer, code->positional_only_count);
    write_long(writer, code->keyword_only_count);
    write_long(writer, code->stack_size);
    write_long(writer, code->flags);
    // CPython makes the bytes of co_code for this and keeps them: two references.
    writer->extra_count = 1;
    write_value(writer, code->bytecode.object);
    write_value(writer, code->constants.object);
    write_value(writer, code->names.object);
    write_value(writer, code->local_names.object);
    write_value(writer, code->local_kinds.object);
    write_value(writer, code->filename.object);
    write_value(writer, code->name.object);
    write_value(writer, code->qualname.object);
    write_long(writer, code->first_line);
    write_value(writer, code->line_table.object);
    write_value(writer, code->exception_table.object);
}

// What has bytes behind it is written as these.
static void write_view(Writer *writer, Object *object, int flag) {
    Vm *vm = writer->vm;
    View view = {0};
    if (object_has_view(vm, object) && view_acquire(vm, object, &view, VIEW_READ)) {
        write_byte(writer, MARSHAL_BYTES | flag);
        write_sized(writer, view.data, view.bytes);
        view_release(vm, &view);
        return;
    }
    raised_clear(vm);
    writer->problem = WRITE_UNMARSHALLABLE;
}

static void write_numbered(Writer *writer, Object *object) {
    int flag;
    if (write_reference(writer, object, &flag)) return;
    switch (object->kind) {
    case KIND_INT:
    case KIND_BIGINT: write_int(writer, object, flag); break;
    case KIND_FLOAT: write_float(writer, object, flag); break;
    case KIND_COMPLEX: write_complex(writer, (Complex *)object, flag); break;
    case KIND_BYTES:
        write_byte(writer, MARSHAL_BYTES | flag);
        write_sized(writer, ((Bytes *)object)->data, ((Bytes *)object)->count);
        break;
    case KIND_STR: write_str(writer, (Str *)object, flag); break;
    case KIND_TUPLE: write_tuple(writer, (Tuple *)object, flag); break;
    case KIND_LIST: write_list(writer, (List *)object, flag); break;
    case KIND_DICT: write_dict(writer, (Dict *)object, flag); break;
    case KIND_SET:
    case KIND_FROZENSET: write_set(writer, (Set *)object, flag); break;
    case KIND_CODE: write_code(writer, (Code *)object, flag); break;
    default: write_view(writer, object, flag); break;
    }
}

static int code_of_singleton(Vm *vm, const Object *object) {
    if (object == vm->objects->none) return MARSHAL_NONE;
    if (object == vm->objects->false_) return MARSHAL_FALSE;
    if (object == vm->objects->true_) return MARSHAL_TRUE;
    if (object == vm->objects->ellipsis) return MARSHAL_ELLIPSIS;
    if (object == &exception_type(vm, EXCEPTION_StopIteration)->base) return MARSHAL_STOP_ITERATION;
    return 0;
}

static void write_value(Writer *writer, Object *object) {
    if (writer->problem == WRITE_HAS_RAISED) return;
    if (++writer->depth > MARSHAL_DEPTH_MAX) {
        writer->problem = WRITE_TOO_DEEP;
    } else {
        int code = code_of_singleton(writer->vm, object);
        if (code != 0) write_byte(writer, code);
        else write_numbered(writer, object);
    }
    writer->depth--;
}

Object *marshal_dump(Vm *vm, Object *value, int version) {
    Writer writer = {.vm = vm, .version = version};
    write_value(&writer, value);
    Object *bytes = NULL;
    switch (writer.problem) {
    case WRITE_IS_FINE: bytes = bytes_new(vm, writer.bytes, (int64_t)writer.size); break;
    case WRITE_UNMARSHALLABLE: raise(vm, ERROR_MARSHAL_UNMARSHALLABLE); break;
    case WRITE_TOO_DEEP: raise(vm, ERROR_MARSHAL_TOO_DEEP); break;
    case WRITE_HAS_RAISED: break;
    }
    system_drop(vm, writer.bytes, writer.capacity);
    system_drop(vm, writer.numbered, writer.numbered_capacity * sizeof(Numbered));
    return bytes;
}
