// Methods and properties of memoryview.

#include "objects/memoryview.h"

#include "objects/byte_row.h"
#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

static MemoryView *memory_of(const Slot *arguments) {
    return (MemoryView *)arguments[0].object;
}

// --- bytes ---

Object *memoryview_to_bytes(Vm *vm, const MemoryView *memory, ViewOrder order) {
    const View *view = &memory->view;
    if (memoryview_is_contiguous(memory) && (order == VIEW_BY_ROWS || view->dimensions <= 1))
        return bytes_new(vm, view->data, view->bytes);
    Bytes *bytes = bytes_new_room(vm, view->bytes);
    if (bytes == NULL) return NULL;
    view_copy(view, bytes->data, order);
    return bytes_take_shared(vm, bytes);
}

static Object *memoryview_method_tobytes(Vm *vm, const Slot *arguments) {
    const MemoryView *memory = memory_of(arguments);
    Object *order = arguments[1].object;
    char chosen = 'C';
    if (order != NULL && order != vm->objects->none) {
        if (!object_is_str(vm, order))
            return raise(vm, ERROR_MEMORYVIEW_ORDER_TYPE, order);
        const Str *text = (const Str *)order;
        if (chars_find_char(str_get_chars(text), 0) >= 0) return raise(vm, ERROR_EMBEDDED_NULL);
        chosen = text->length == 1 ? (char)str_get_char(text, 0) : 0;
        if (chosen != 'C' && chosen != 'F' && chosen != 'A')
            chosen = 0;
    }
    if (!memoryview_check(vm, memory)) return NULL;
    if (chosen == 0) return raise(vm, ERROR_MEMORYVIEW_ORDER);
    bool by_columns = chosen == 'F' || (chosen == 'A' && memoryview_is_column_contiguous(memory));
    return memoryview_to_bytes(vm, memory, by_columns ? VIEW_BY_COLUMNS : VIEW_BY_ROWS);
}

static Object *memoryview_method_hex(Vm *vm, const Slot *arguments) {
    const MemoryView *memory = memory_of(arguments);
    if (!memoryview_check(vm, memory)) return NULL;
    Object *bytes = memoryview_to_bytes(vm, memory, VIEW_BY_ROWS);
    if (bytes == NULL) return NULL;
    Chars chars = {((Bytes *)bytes)->data, ((Bytes *)bytes)->count, 1};
    Object *text = byte_row_hex(vm, chars, arguments[1].object, arguments[2].object);
    object_drop(vm, bytes);
    return text;
}

static Object *list_dimension(Vm *vm, const View *view, const char *format, int dimension,
                              const uint8_t *at) {
    if (dimension == view->dimensions) return memoryview_unpack(vm, at, format);
    List *list = list_new(vm, view->shape[dimension]);
    for (int64_t i = 0; list != NULL && i < view->shape[dimension]; i++) {
        Object *item = list_dimension(vm, view, format, dimension + 1,
                                      at + i * view->strides[dimension]);
        if (item != NULL && list_take_add(vm, list, item)) continue;
        object_drop(vm, &list->base);
        list = NULL;
    }
    return (Object *)list;
}

static Object *memoryview_method_tolist(Vm *vm, const Slot *arguments) {
    const MemoryView *memory = memory_of(arguments);
    if (!memoryview_check(vm, memory)) return NULL;
    const char *format = memoryview_item_format(vm, memory);
    return format == NULL ? NULL : list_dimension(vm, &memory->view, format, 0, memory->view.data);
}

// --- others of it ---

static Object *memoryview_method_toreadonly(Vm *vm, const Slot *arguments) {
    const MemoryView *memory = memory_of(arguments);
    if (!memoryview_check(vm, memory)) return NULL;
    MemoryView *copy = memoryview_new_share(vm, memory, memory->view.dimensions);
    if (copy == NULL) return NULL;
    copy->view.is_read_only = true;
    object_track(vm, &copy->base);
    return &copy->base;
}

static bool is_byte_format(char native) {
    return native == 'B' || native == 'b' || native == 'c';
}

// The constant text of a native format, with its "@".
static const char *lasting_format(char native, bool has_sign) {
    static const char texts[] = "@c\0@b\0@B\0@h\0@H\0@i\0@I\0@l\0@L\0@q\0@Q\0@n\0"
                                "@N\0@f\0@d\0@?\0@P";
    for (const char *at = texts;; at += 3)
        if (at[1] == native) return has_sign ? at : at + 1;
}

// A row of items of that format. False: raised.
static bool cast_to_row(Vm *vm, MemoryView *cast, const char *format) {
    View *view = &cast->view;
    char to = memoryview_native(format), from = memoryview_native(view->format);
    if (to == 0) return raise_false(vm, ERROR_MEMORYVIEW_CAST_FORMAT);
    if (!is_byte_format(from) && !is_byte_format(to))
        return raise_false(vm, ERROR_MEMORYVIEW_CAST_NO_BYTES);
    int64_t size = memoryview_native_bytes(to);
    if (view->bytes % size != 0) return raise_false(vm, ERROR_MEMORYVIEW_CAST_LENGTH);
    view->format = lasting_format(to, *format == '@');
    view->item_bytes = size;
    view->dimensions = 1;
    cast->extents[0] = view->bytes / size;
    cast->extents[cast->room] = size;
    return true;
}

static bool read_extent(Vm *vm, Object *object, int64_t all, int64_t *extent) {
    if (!object_is_int(vm, object)) return raise_false(vm, ERROR_MEMORYVIEW_SHAPE_TYPE);
    if (int_find_value(vm, object, extent) != FOUND)
        return raise_false(vm, ERROR_TOO_LARGE_FOR_SIZE);
    if (*extent <= 0) return raise_false(vm, ERROR_MEMORYVIEW_SHAPE_VALUE);
    return *extent <= INT64_MAX / all || raise_false(vm, ERROR_MEMORYVIEW_SHAPE_LARGE);
}

static bool cast_to_shape(Vm *vm, MemoryView *cast, Object *shape, int dimensions) {
    int64_t all = cast->view.item_bytes;
    for (int i = 0; i < dimensions; i++) {
        Object *item = object_is_tuple(vm, shape) ? ((Tuple *)shape)->items[i].object
                                                  : ((List *)shape)->items[i].object;
        if (!read_extent(vm, item, all, &cast->extents[i])) return false;
        all *= cast->extents[i];
    }
    cast->view.dimensions = dimensions;
    int64_t stride = cast->view.item_bytes;
    for (int i = dimensions - 1; i >= 0; i--) {
        cast->extents[cast->room + i] = stride;
        stride *= cast->extents[i];
    }
    return all == cast->view.bytes || raise_false(vm, ERROR_MEMORYVIEW_SHAPE_SIZE);
}

static bool has_empty_dimension(const View *view) {
    for (int i = 0; i < view->dimensions; i++)
        if (view->shape[i] == 0 || view->strides[i] == 0) return true;
    return false;
}

// The dimensions that a shape asks for. False: raised.
static bool count_dimensions(Vm *vm, const MemoryView *memory, Object *shape, int *dimensions) {
    *dimensions = 1;
    if ((shape != NULL || memory->view.dimensions != 1) && has_empty_dimension(&memory->view))
        return raise_false(vm, ERROR_MEMORYVIEW_CAST_ZEROS);
    if (shape == NULL) return true;
    bool is_tuple = object_is_tuple(vm, shape);
    if (!is_tuple && !object_is_list(vm, shape))
        return raise_false(vm, ERROR_MEMORYVIEW_SHAPE_SEQUENCE);
    int64_t count = is_tuple ? ((Tuple *)shape)->count : ((List *)shape)->count;
    if (count > VIEW_DIMENSIONS_MAX)
        return raise_false(vm, ERROR_MEMORYVIEW_DIMENSIONS, VIEW_DIMENSIONS_MAX);
    if (memory->view.dimensions != 1 && count != 1)
        return raise_false(vm, ERROR_MEMORYVIEW_CAST_BOTH);
    *dimensions = (int)count;
    return true;
}

static Object *cast_new(Vm *vm, const MemoryView *memory, const char *format, Object *shape) {
    int dimensions;
    if (!memoryview_check(vm, memory)) return NULL;
    if (!memoryview_is_contiguous(memory)) return raise(vm, ERROR_MEMORYVIEW_CAST_GAPS);
    if (!count_dimensions(vm, memory, shape, &dimensions)) return NULL;
    MemoryView *cast = memoryview_new_share(vm, memory, dimensions == 0 ? 1 : dimensions);
    if (cast == NULL) return NULL;
    object_track(vm, &cast->base);
    if (cast_to_row(vm, cast, format) &&
        (shape == NULL || cast_to_shape(vm, cast, shape, dimensions)))
        return &cast->base;
    object_drop(vm, &cast->base);
    return NULL;
}

static Object *memoryview_method_cast(Vm *vm, const Slot *arguments) {
    Object *format = arguments[1].object;
    if (!object_is_str(vm, format)) return raise(vm, ERROR_MEMORYVIEW_FORMAT_TYPE, format);
    if (!memoryview_check(vm, memory_of(arguments))) return NULL;
    const Str *text = (const Str *)format;
    if (!text->is_ascii) {
        Object *encoded = codec_encode_with(vm, codec_find_c("ascii"), (Str *)format, NULL);
        object_drop_or_null(vm, encoded);
        return NULL;
    }
    return cast_new(vm, memory_of(arguments), (const char *)text->data, arguments[2].object);
}

// --- the end ---

static Object *memoryview_method_release(Vm *vm, const Slot *arguments) {
    return memoryview_release(vm, memory_of(arguments)) ? none_new(vm) : NULL;
}

static Object *memoryview_method_enter(Vm *vm, const Slot *arguments) {
    return memoryview_check(vm, memory_of(arguments)) ? object_share(arguments[0].object) : NULL;
}

const Method memoryview_methods[] = {
    METHOD(memoryview, release, "(self, /)", "Let the bytes go."),
    METHOD(memoryview, tobytes, "(self, /, order='C')", "The bytes, copied."),
    METHOD(memoryview, hex, "(self, /, sep=<unrepresentable>, bytes_per_sep=1)",
           "The bytes in hexadecimal."),
    METHOD(memoryview, tolist, "(self, /)", "The items as a list, of lists of lists."),
    METHOD(memoryview, cast, "(self, /, format, shape=<unrepresentable>)",
           "The same bytes as items of another format, or in another shape."),
    METHOD(memoryview, toreadonly, "(self, /)", "A view that can't be written through."),
    {"__enter__", memoryview_method_enter, "(self, /)", "The view itself.",
     METHOD_HIDES_SIGNATURE},
    {"__exit__", memoryview_method_release, "(self, /, *exc_info)", "Let the bytes go.",
     METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE},
    {0},
};

// --- properties ---

#define GETTER(name, expression)                                         \
    static Object *get_##name(Vm *vm, Object *object) {                  \
        const MemoryView *memory = (MemoryView *)object;                 \
        return memoryview_check(vm, memory) ? (expression) : NULL;       \
    }

GETTER(obj, object_share(memoryview_get_owner(memory)))
GETTER(nbytes, int_new(vm, memory->view.bytes))
GETTER(itemsize, int_new(vm, memory->view.item_bytes))
GETTER(format, str_new_c(vm, memory->view.format))
GETTER(ndim, int_new(vm, memory->view.dimensions))
GETTER(readonly, bool_new(vm, memory->view.is_read_only))
GETTER(shape, (Object *)tuple_new_from_numbers(vm, memory->view.shape, memory->view.dimensions))
GETTER(strides, (Object *)tuple_new_from_numbers(vm, memory->view.strides, memory->view.dimensions))
GETTER(suboffsets, object_share((Object *)vm->objects->empty_tuple))
GETTER(c_contiguous, bool_new(vm, memoryview_is_contiguous(memory)))
GETTER(f_contiguous, bool_new(vm, memoryview_is_column_contiguous(memory)))
GETTER(contiguous, bool_new(vm, memoryview_is_contiguous(memory) ||
                                    memoryview_is_column_contiguous(memory)))

const Property memoryview_properties[] = {
    {"obj", get_obj, NULL, "Whose bytes they are."},
    {"nbytes", get_nbytes, NULL, "How many bytes the items take."},
    {"readonly", get_readonly, NULL, "Can't it be written through?"},
    {"itemsize", get_itemsize, NULL, "Bytes of an item."},
    {"format", get_format, NULL, "Form of an item, as module struct has it."},
    {"ndim", get_ndim, NULL, "How many dimensions."},
    {"shape", get_shape, NULL, "Items in each dimension."},
    {"strides", get_strides, NULL, "Bytes from item to item in each dimension."},
    {"suboffsets", get_suboffsets, NULL, "Always empty."},
    {"c_contiguous", get_c_contiguous, NULL, "Rows behind each other, without gaps?"},
    {"f_contiguous", get_f_contiguous, NULL, "Columns behind each other, without gaps?"},
    {"contiguous", get_contiguous, NULL, "Either of them?"},
    {0},
};
