// The methods of arrays.

#include "modules/array.h"

#include "objects/bytes.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/slice.h"

#include <string.h>

static Object *array_method_append(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    return array_insert(vm, array, array->count, arguments[1].object) ? none_new(vm) : NULL;
}

static Object *array_method_insert(Vm *vm, const Slot *arguments) {
    int64_t place;
    if (!argument_size(vm, arguments[1].object, &place) ||
        !array_insert(vm, array_of(arguments), place, arguments[2].object))
        return NULL;
    return none_new(vm);
}

static Object *array_method_extend(Vm *vm, const Slot *arguments) {
    return array_extend(vm, array_of(arguments), arguments[1].object) ? none_new(vm) : NULL;
}

static Object *array_method_pop(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    int64_t index = -1;
    if (arguments[1].object != NULL && !argument_size(vm, arguments[1].object, &index))
        return NULL;
    if (array->count == 0) return raise(vm, ERROR_ARRAY_POP_EMPTY);
    if (index < 0) index += array->count;
    if (index < 0 || index >= array->count) return raise(vm, ERROR_ARRAY_POP_INDEX);
    Object *item = array_load(vm, array, index);
    if (item == NULL || array_remove(vm, array, index)) return item;
    object_drop(vm, item);
    return NULL;
}

static Object *array_method_remove(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    int64_t index;
    if (!array_find(vm, array, arguments[1].object, 0, &index)) return NULL;
    if (index >= array->count) return raise(vm, ERROR_ARRAY_REMOVE);
    return array_remove(vm, array, index) ? none_new(vm) : NULL;
}

static Object *array_method_index(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    int64_t start = 0, stop = INT64_MAX, index;
    if (!slice_bounds(vm, arguments[2].object, arguments[3].object, &start, &stop)) return NULL;
    if (start < 0) start = start + array->count < 0 ? 0 : start + array->count;
    if (stop < 0) stop += array->count;
    if (!array_find(vm, array, arguments[1].object, start, &index)) return NULL;
    if (index >= stop || index >= array->count) return raise(vm, ERROR_ARRAY_NO_INDEX);
    return int_new(vm, index);
}

static Object *array_method_count(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    int64_t count = 0;
    for (int64_t index = 0;; index++, count++) {
        if (!array_find(vm, array, arguments[1].object, index, &index)) return NULL;
        if (index >= array->count) return int_new(vm, count);
    }
}

static Object *array_method_reverse(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    size_t bytes = array->code->bytes;
    for (int64_t i = 0, j = array->count - 1; i < j; i++, j--) {
        uint64_t kept;
        memcpy(&kept, array_at(array, i), bytes);
        memcpy(array_at(array, i), array_at(array, j), bytes);
        memcpy(array_at(array, j), &kept, bytes);
    }
    slot_tell_changed(vm, &array->base);
    return none_new(vm);
}

static Object *array_method_byteswap(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    uint8_t bytes = array->code->bytes;
    for (int64_t i = 0; i < array->count && bytes > 1; i++) {
        uint64_t bits = 0;
        memcpy(&bits, array_at(array, i), bytes);
        array_put(array, i, __builtin_bswap64(bits) >> (64 - 8 * bytes));
    }
    slot_tell_changed(vm, &array->base);
    return none_new(vm);
}

// The address as programs see addresses, though the bytes lie in a buffer of their own.
static Object *array_method_buffer_info(Vm *vm, const Slot *arguments) {
    const Array *array = array_of(arguments);
    uint64_t address = 0;
    if (array->data != NULL)
        address = object_address(vm, (const Object *)(const void *)array->data);
    const int64_t numbers[] = {(int64_t)address, array->count};
    return (Object *)tuple_new_from_numbers(vm, numbers, 2);
}

// --- to and from other things ---

static Object *array_method_tolist(Vm *vm, const Slot *arguments) {
    return array_to_list(vm, array_of(arguments));
}

static Object *array_method_fromlist(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    if (!object_is_list(vm, arguments[1].object)) return raise(vm, ERROR_ARRAY_NO_LIST);
    const List *list = (const List *)arguments[1].object;
    int64_t count = list->count, old = array->count;
    if (count > 0 && !array_resize(vm, array, old + count)) return NULL;
    bool done = true;
    for (int64_t i = 0; done && i < count; i++) {
        uint64_t bits;
        Object *item = object_share(list->items[i].object);
        done = array_read(vm, array->code, item, &bits);
        object_drop(vm, item);
        // Reading an item may have run the program, and that changed the list or the array.
        done = done && (list->count == count || raise_false(vm, ERROR_HEAP_CHANGED));
        done = done && (old + i < array->count || raise_false(vm, ERROR_ARRAY_SET_INDEX));
        if (done) array_put(array, old + i, bits);
    }
    slot_tell_changed(vm, &array->base);
    if (done) return none_new(vm);
    Object *cause = raised_take(vm);
    if (array->count > old && !array_resize(vm, array, old)) raised_clear(vm);
    raised_restore(vm, cause);
    return NULL;
}

static Object *array_method_tobytes(Vm *vm, const Slot *arguments) {
    const Array *array = array_of(arguments);
    return bytes_new(vm, array->data, array->count * array->code->bytes);
}

static Object *array_method_frombytes(Vm *vm, const Slot *arguments) {
    return array_add_bytes(vm, array_of(arguments), arguments[1].object) ? none_new(vm) : NULL;
}

static Object *array_method_tounicode(Vm *vm, const Slot *arguments) {
    const Array *array = array_of(arguments);
    if (array->code->letter != 'u') return raise(vm, ERROR_ARRAY_TO_TEXT);
    return array_to_text(vm, array);
}

static Object *array_method_fromunicode(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    Object *text = arguments[1].object;
    if (!argument_str(vm, "fromunicode", 0, text)) return NULL;
    if (array->code->letter != 'u') return raise(vm, ERROR_ARRAY_FROM_TEXT);
    return array_add_text(vm, array, (const Str *)text) ? none_new(vm) : NULL;
}

static Object *array_method_fromfile(Vm *vm, const Slot *arguments) {
    Array *array = array_of(arguments);
    int64_t count, bytes;
    if (!argument_size(vm, arguments[2].object, &count)) return NULL;
    if (count < 0) return raise(vm, ERROR_ARRAY_NEGATIVE);
    if (__builtin_mul_overflow(count, (int64_t)array->code->bytes, &bytes))
        return sequence_raise_memory(vm);
    Str *read = str_new_interned(vm, "read", 4);
    Object *size = read == NULL ? NULL : int_new(vm, bytes), *content = NULL;
    if (size != NULL)
        content = object_call_method(vm, arguments[1].object, read, 1, size);
    object_drop_or_null(vm, (Object *)read);
    object_drop_or_null(vm, size);
    if (content == NULL) return NULL;
    bool done = object_is_bytes(vm, content) || raise_false(vm, ERROR_ARRAY_READ);
    bool is_short = done && ((const Bytes *)content)->count != bytes;
    done = done && array_add_bytes(vm, array, content);
    object_drop(vm, content);
    if (done && is_short) return raise(vm, ERROR_ARRAY_READ_SHORT);
    return done ? none_new(vm) : NULL;
}

enum { WRITE_BYTES = 64 * 1024 };

static Object *array_method_tofile(Vm *vm, const Slot *arguments) {
    const Array *array = array_of(arguments);
    Str *write = str_new_interned(vm, "write", 5);
    bool done = write != NULL;
    int64_t all = array->count * array->code->bytes;
    // Writing may run the program, which may shorten the array.
    for (int64_t at = 0; done && at < all && at < array->count * array->code->bytes;
         at += WRITE_BYTES) {
        int64_t rest = array->count * array->code->bytes - at;
        Object *part = bytes_new(vm, array->data + at, rest < WRITE_BYTES ? rest : WRITE_BYTES);
        Object *result = NULL;
        if (part != NULL) result = object_call_method(vm, arguments[1].object, write, 1, part);
        object_drop_or_null(vm, part);
        object_drop_or_null(vm, result);
        done = result != NULL;
    }
    object_drop_or_null(vm, (Object *)write);
    return done ? none_new(vm) : NULL;
}

static Object *array_method___copy__(Vm *vm, const Slot *arguments) {
    const Array *array = array_of(arguments);
    return array_new_part(vm, array, 0, array->count, 1);
}

static Object *array_method___deepcopy__(Vm *vm, const Slot *arguments) {
    return array_method___copy__(vm, arguments);
}

static Object *array_method___sizeof__(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object;
    return object_type(vm, object)->native->behaviour.size_of(vm, object);
}

#define CLASS_KNOWING(name, signature, doc) \
    {#name, array_method_##name, signature, doc, METHOD_KNOWS_CLASS}

const Method array_methods[] = {
    METHOD(array, __copy__, "(self, /)", "An array with the same items."),
    METHOD(array, __deepcopy__, "(self, unused, /)", "An array with the same items."),
    CLASS_KNOWING(__reduce_ex__, "(self, value, /)", "What pickles make it of."),
    METHOD(array, __sizeof__, "(self, /)", "Its size in memory, in bytes."),
    METHOD(array, append, "(self, v, /)", "Add a value at the end."),
    METHOD(array, buffer_info, "(self, /)", "The address of the items, and how many there are."),
    METHOD(array, byteswap, "(self, /)", "Turn the order of the bytes of each item around."),
    METHOD(array, count, "(self, v, /)", "How many items equal the value."),
    CLASS_KNOWING(extend, "(self, bb, /)", "Add the items of an array or an iterable."),
    METHOD(array, frombytes, "(self, buffer, /)", "Add items that are given as their bytes."),
    CLASS_KNOWING(fromfile, "(self, f, n, /)", "Read so many items from a file, and add them."),
    METHOD(array, fromlist, "(self, list, /)", "Add the items of a list."),
    METHOD(array, fromunicode, "(self, ustr, /)", "Add the characters of a str."),
    METHOD(array, index, "(self, v, start=0, stop=sys.maxsize, /)",
           "The place of the first item that equals the value."),
    METHOD(array, insert, "(self, i, v, /)", "Put a value before a place."),
    METHOD(array, pop, "(self, i=-1, /)", "Take an item out and give it."),
    METHOD(array, remove, "(self, v, /)", "Take out the first item that equals the value."),
    METHOD(array, reverse, "(self, /)", "Turn the order of the items around."),
    METHOD(array, tobytes, "(self, /)", "The bytes of the items."),
    CLASS_KNOWING(tofile, "(self, f, /)", "Write the bytes of the items to a file."),
    METHOD(array, tolist, "(self, /)", "The items as a list."),
    METHOD(array, tounicode, "(self, /)", "The characters as a str."),
    {0},
};
