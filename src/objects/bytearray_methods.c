// What changes a bytearray: methods and item assignment.

#include "objects/byte_row.h"

#include "objects/arguments.h"
#include "objects/int.h"
#include "objects/slice.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

static ByteArray *self_of(const Slot *arguments) {
    return (ByteArray *)arguments[0].object;
}

// --- item assignment ---

bool bytearray_set_index(Vm *vm, Object *object, int64_t index, Object *value) {
    ByteArray *array = (ByteArray *)object;
    uint8_t byte = 0;
    // The value first: asking for it may run code that changes the size.
    if (value != NULL && !byte_row_value(vm, value, ERROR_BYTE_RANGE, &byte)) return false;
    if (index < 0 || index >= array->count) return raise_false(vm, ERROR_BYTEARRAY_INDEX);
    if (value == NULL) return bytearray_replace(vm, array, index, index + 1, NULL, 0);
    bytearray_get_data(array)[index] = byte;
    bytearray_tell(vm, array);
    return true;
}

// Takes out every step-th byte of `count` from start (step > 0).
static bool remove_stepped(Vm *vm, ByteArray *array, int64_t start, int64_t step, int64_t count) {
    if (count == 0) return true;
    if (array->exports > 0) return raise_false(vm, ERROR_EXPORTS);
    uint8_t *data = bytearray_get_data(array);
    int64_t to = start;
    for (int64_t i = 0; i < count; i++) {
        int64_t from = start + i * step + 1;
        int64_t stop = i == count - 1 ? array->count : from + step - 1;
        memmove(data + to, data + from, (size_t)(stop - from));
        to += stop - from;
    }
    bool done = bytearray_resize(vm, array, to);
    bytearray_tell(vm, array);
    return done;
}

static bool assign_stepped(Vm *vm, ByteArray *array, int64_t start, int64_t step, int64_t count,
                           const View *view) {
    if (view->bytes == 0) {
        if (step < 0) {
            start += (count - 1) * step;
            step = -step;
        }
        return remove_stepped(vm, array, start, step, count);
    }
    if (view->bytes != count)
        return raise_false(vm, ERROR_ASSIGN_SIZE, view->bytes, count);
    uint8_t *data = bytearray_get_data(array);
    for (int64_t i = 0; i < count; i++) data[start + i * step] = view->data[i];
    bytearray_tell(vm, array);
    return true;
}

static bool assign_view(Vm *vm, ByteArray *array, Slice *slice, const View *view) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return false;
    int64_t count = slice_adjust(array->count, &start, &stop, step);
    if (step == 1)
        return bytearray_replace(vm, array, start, stop < start ? start : stop, view->data,
                                 view->bytes);
    return assign_stepped(vm, array, start, step, count, view);
}

static bool assign_slice(Vm *vm, ByteArray *array, Slice *slice, Object *value) {
    View view = {0};
    if (value == NULL) return assign_view(vm, array, slice, &view);
    Object *bytes = NULL;
    if (value == &array->base || !object_is_bytearray(vm, value)) {
        // A copy: of itself, or of anything that bytearray() takes but a count or a str.
        if (object_is_int(vm, value) || object_is_str(vm, value))
            return raise_false(vm, ERROR_ASSIGN_TYPE);
        bytes = object_call_with(vm, &type_of_kind(vm, KIND_BYTEARRAY)->base, 1, value);
        if (bytes == NULL) return false;
        value = bytes;
    }
    bool done = view_acquire(vm, value, &view, VIEW_READ);
    if (done) done = assign_view(vm, array, slice, &view);
    view_release(vm, &view);
    object_drop_or_null(vm, bytes);
    return done;
}

bool bytearray_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    ByteArray *array = (ByteArray *)object;
    int64_t index;
    if (key->kind == KIND_SLICE) return assign_slice(vm, array, (Slice *)key, value);
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_BYTES_INDICES, "bytearray", key);
    if (!object_index(vm, key, EXCEPTION_IndexError, &index)) return false;
    return bytearray_set_index(vm, object, index < 0 ? index + array->count : index, value);
}

// --- methods ---

static Object *bytearray_method_append(Vm *vm, const Slot *arguments) {
    ByteArray *array = self_of(arguments);
    uint8_t byte = 0;
    if (!byte_row_value(vm, arguments[1].object, ERROR_BYTE_RANGE, &byte)) return NULL;
    int64_t count = array->count;
    if (!bytearray_resize(vm, array, count + 1)) return NULL;
    bytearray_get_data(array)[count] = byte;
    bytearray_tell(vm, array);
    return none_new(vm);
}

static Object *bytearray_method_clear(Vm *vm, const Slot *arguments) {
    ByteArray *array = self_of(arguments);
    if (!bytearray_resize(vm, array, 0)) return NULL;
    bytearray_tell(vm, array);
    return none_new(vm);
}

static Object *bytearray_method_copy(Vm *vm, const Slot *arguments) {
    const ByteArray *array = self_of(arguments);
    return bytearray_new(vm, bytearray_get_data(array), array->count);
}

static bool add_to_builder(Vm *vm, void *context, uint8_t byte) {
    (void)vm;
    str_builder_add_char(context, byte);
    return !((StrBuilder *)context)->failed;
}

static bool extend_by_view(Vm *vm, ByteArray *array, Object *source) {
    Object *bytes = NULL;
    if (source == &array->base) {
        bytes = bytes_new(vm, bytearray_get_data(array), array->count);
        if (bytes == NULL) return false;
        source = bytes;
    }
    View view;
    bool done = view_acquire(vm, source, &view, VIEW_READ);
    if (done)
        done = bytearray_replace(vm, array, array->count, array->count, view.data, view.bytes);
    view_release(vm, &view);
    object_drop_or_null(vm, bytes);
    return done;
}

static bool extend_by_items(Vm *vm, ByteArray *array, Object *source) {
    if (object_type(vm, source)->behaviour.iterate == NULL &&
        object_type(vm, source)->behaviour.load_item == NULL)
        return raise_false(vm, ERROR_CANNOT_EXTEND, source);
    int64_t guess;   // not needed, but asking may raise
    if (!object_length_hint(vm, source, 0, &guess)) return false;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    bool done = byte_row_each(vm, source, ERROR_BYTE_RANGE, add_to_builder, &builder);
    if (done)
        done = bytearray_replace(vm, array, array->count, array->count, builder.chars,
                                 builder.length);
    str_builder_drop(&builder);
    return done;
}

static Object *bytearray_method_extend(Vm *vm, const Slot *arguments) {
    ByteArray *array = self_of(arguments);
    Object *source = arguments[1].object;
    bool done = object_has_view(vm, source) ? extend_by_view(vm, array, source)
                                            : extend_by_items(vm, array, source);
    return done ? none_new(vm) : NULL;
}

static Object *bytearray_method_insert(Vm *vm, const Slot *arguments) {
    ByteArray *array = self_of(arguments);
    int64_t index;
    uint8_t byte = 0;
    if (!row_size_argument(vm, arguments[1].object, 0, &index) ||
        !byte_row_value(vm, arguments[2].object, ERROR_BYTE_RANGE, &byte))
        return NULL;
    if (index < 0) index = index + array->count < 0 ? 0 : index + array->count;
    if (index > array->count) index = array->count;
    if (!bytearray_replace(vm, array, index, index, &byte, 1)) return NULL;
    return none_new(vm);
}

static Object *bytearray_method_pop(Vm *vm, const Slot *arguments) {
    ByteArray *array = self_of(arguments);
    int64_t index;
    if (!row_size_argument(vm, arguments[1].object, -1, &index)) return NULL;
    if (array->count == 0) return raise(vm, ERROR_POP_EMPTY);
    if (index < 0) index += array->count;
    if (index < 0 || index >= array->count) return raise(vm, ERROR_POP_INDEX);
    uint8_t *data = bytearray_get_data(array), byte = data[index];
    if (array->exports > 0) return raise(vm, ERROR_EXPORTS);
    memmove(data + index, data + index + 1, (size_t)(array->count - index - 1));
    if (!bytearray_resize(vm, array, array->count - 1)) return NULL;
    bytearray_tell(vm, array);
    return int_new(vm, byte);
}

static Object *bytearray_method_remove(Vm *vm, const Slot *arguments) {
    ByteArray *array = self_of(arguments);
    uint8_t byte = 0;
    if (!byte_row_value(vm, arguments[1].object, ERROR_BYTE_RANGE, &byte)) return NULL;
    uint8_t *data = bytearray_get_data(array);
    int64_t index = chars_find_char((Chars){data, array->count, 1}, byte);
    if (index < 0) return raise(vm, ERROR_VALUE_NOT_IN_BYTEARRAY);
    if (array->exports > 0) return raise(vm, ERROR_EXPORTS);
    memmove(data + index, data + index + 1, (size_t)(array->count - index - 1));
    if (!bytearray_resize(vm, array, array->count - 1)) return NULL;
    bytearray_tell(vm, array);
    return none_new(vm);
}

static Object *bytearray_method_reverse(Vm *vm, const Slot *arguments) {
    ByteArray *array = self_of(arguments);
    uint8_t *data = bytearray_get_data(array);
    for (int64_t i = 0, j = array->count - 1; i < j; i++, j--) {
        uint8_t byte = data[i];
        data[i] = data[j];
        data[j] = byte;
    }
    bytearray_tell(vm, array);
    return none_new(vm);
}

static Object *bytearray_method___alloc__(Vm *vm, const Slot *arguments) {
    return int_new(vm, self_of(arguments)->capacity);
}

static Object *bytearray_method___sizeof__(Vm *vm, const Slot *arguments) {
    return bytearray_definition.behaviour.size_of(vm, arguments[0].object);
}

// (type, arguments, state): the arguments are a latin-1 text for old protocols, else bytes.
static Object *reduce(Vm *vm, Object *self, int protocol) {
    const ByteArray *array = (ByteArray *)self;
    const uint8_t *data = bytearray_get_data(array);
    Tuple *arguments = NULL, *result = NULL;
    Object *content = NULL, *encoding = NULL;
    Object *state = object_call_method(vm, self, vm->objects->names.dunder_getstate, 0);
    if (state == NULL) return NULL;
    if (array->count == 0) {
        arguments = tuple_new(vm, 0);
    } else if (protocol < 3) {
        content = str_new_from_chars(vm, data, 1, array->count);
        encoding = str_new_c(vm, "latin-1");
        if (content != NULL && encoding != NULL) arguments = tuple_pack(vm, 2, content, encoding);
    } else {
        content = bytes_new(vm, data, array->count);
        if (content != NULL) arguments = tuple_pack(vm, 1, content);
    }
    if (arguments != NULL)
        result = tuple_pack(vm, 3, object_type(vm, self), arguments, state);
    object_drop_or_null(vm, content);
    object_drop_or_null(vm, encoding);
    object_drop_or_null(vm, (Object *)arguments);
    object_drop(vm, state);
    return (Object *)result;
}

static Object *bytearray_method___reduce__(Vm *vm, const Slot *arguments) {
    return reduce(vm, arguments[0].object, 2);
}

static Object *bytearray_method___reduce_ex__(Vm *vm, const Slot *arguments) {
    int protocol;
    if (!row_int_argument(vm, arguments[1].object, 0, &protocol)) return NULL;
    return reduce(vm, arguments[0].object, protocol);
}

const Method bytearray_methods[] = {
    HIDDEN_METHOD(bytearray, __alloc__, "(self, /)", "How many bytes its buffer has."),
    METHOD(bytearray, __reduce__, "(self, /)", "What copies and pickles make it of."),
    METHOD(bytearray, __reduce_ex__, "(self, proto=0, /)",
           "What copies and pickles of a protocol make it of."),
    METHOD(bytearray, __sizeof__, "(self, /)", "Its size in memory, in bytes."),
    METHOD(bytearray, append, "(self, item, /)", "Adds one byte at the end."),
    METHOD(bytearray, clear, "(self, /)", "Takes all bytes out."),
    METHOD(bytearray, copy, "(self, /)", "A bytearray with the same bytes."),
    METHOD(bytearray, extend, "(self, iterable_of_ints, /)", "Adds the items at the end."),
    METHOD(bytearray, insert, "(self, index, item, /)", "Puts one byte before a position."),
    METHOD(bytearray, pop, "(self, index=-1, /)", "Takes a byte out and gives it."),
    METHOD(bytearray, remove, "(self, value, /)", "Takes out the first such byte."),
    METHOD(bytearray, reverse, "(self, /)", "Turns the order of the bytes around."),
    BYTE_METHODS,
    {0},
};
