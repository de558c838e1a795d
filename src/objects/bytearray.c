// bytearray: its buffer and the type; most methods are shared with bytes (byte_row.h),
// those that change it are in bytearray_methods.c.

#include "objects/bytearray.h"

#include "objects/arguments.h"
#include "objects/byte_row.h"
#include "objects/int.h"
#include "objects/slice.h"
#include "objects/str.h"

#include <string.h>

void bytearray_check(const ByteArray *array) {
    CHECK(array->count >= 0 && array->start >= 0 && array->exports >= 0);
    if (array->data == NULL) {
        CHECK(array->count == 0 && array->capacity == 0);
        return;
    }
    CHECK(array->start + array->count < array->capacity);
    CHECK(array->data[array->start + array->count] == 0);
}

void bytearray_tell(Vm *vm, ByteArray *array) {
    const Watch *watch = heap_of(vm)->watch;
    if (UNLIKELY(watch != NULL)) watch->changed(vm, watch->context, &array->base);
}

// --- the buffer ---

// Sets the capacity, which must hold `count` bytes and a zero; the bytes move to the front.
static bool set_capacity(Vm *vm, ByteArray *array, int64_t capacity, int64_t count) {
    uint8_t *data;
    if (array->start == 0 && array->data != NULL) {
        data = buffer_resize(vm, array->data, (size_t)array->capacity, (size_t)capacity);
        if (data == NULL) return false;
    } else {
        data = buffer_new(vm, (size_t)capacity);
        if (data == NULL) return false;
        int64_t kept = array->count < count ? array->count : count;
        memcpy(data, bytearray_get_data(array), (size_t)kept);
        buffer_drop(vm, array->data, (size_t)array->capacity);
    }
    array->data = data;
    array->start = 0;
    array->capacity = capacity;
    return true;
}

bool bytearray_resize(Vm *vm, ByteArray *array, int64_t count) {
    if (count == array->count) return true;
    if (array->exports > 0) return raise_false(vm, ERROR_EXPORTS);
    if (count > INT64_MAX / 8) {
        heap_of(vm)->hooks->out_of_memory(vm);
        return false;
    }
    // CPython's rule, because sys.getsizeof() shows it: exact when much smaller or much
    // larger, room to spare when it grows by little.
    int64_t capacity = array->capacity;
    if (count + array->start + 1 <= capacity) {
        if (count < capacity / 2) capacity = count + 1;
    } else if ((double)count <= (double)capacity * 1.125) {
        capacity = count + (count >> 3) + (count < 9 ? 3 : 6);
    } else {
        capacity = count + 1;
    }
    if (capacity != array->capacity && !set_capacity(vm, array, capacity, count)) return false;
    array->count = count;
    bytearray_get_data(array)[count] = 0;
    return true;
}

bool bytearray_replace(Vm *vm, ByteArray *array, int64_t start, int64_t stop, const void *bytes,
                       int64_t size) {
    int64_t growth = size - (stop - start), count = array->count;
    if (growth != 0 && array->exports > 0) return raise_false(vm, ERROR_EXPORTS);
    if (growth < 0) {
        uint8_t *data = bytearray_get_data(array);
        // What goes off the front costs no copying: the rest begins later.
        if (start == 0) array->start -= growth;
        else memmove(data + start + size, data + stop, (size_t)(count - stop));
        if (!bytearray_resize(vm, array, count + growth)) {
            if (start == 0) array->start += growth;
            return false;
        }
    } else if (growth > 0) {
        if (!bytearray_resize(vm, array, count + growth)) return false;
        uint8_t *data = bytearray_get_data(array);
        memmove(data + start + size, data + stop, (size_t)(count - stop));
    }
    if (size > 0) memcpy(bytearray_get_data(array) + start, bytes, (size_t)size);
    bytearray_tell(vm, array);
    return true;
}

static Object *bytearray_new_of(Vm *vm, Type *type) {
    ByteArray *array;
    if (type->kind == KIND_BYTEARRAY)
        array = (ByteArray *)object_new(vm, KIND_BYTEARRAY, sizeof(ByteArray));
    else
        array = (ByteArray *)type_new_instance(vm, type, sizeof(ByteArray));
    if (array == NULL) return NULL;
    array->data = NULL;
    array->start = array->count = array->capacity = array->exports = 0;
    if (type->kind != KIND_BYTEARRAY && (object_layout(vm, &array->base)->flags & LAYOUT_COLLECTED))
        object_track(vm, &array->base);
    return &array->base;
}

Object *bytearray_new(Vm *vm, const void *data, int64_t count) {
    ByteArray *array = (ByteArray *)bytearray_new_of(vm, type_of_kind(vm, KIND_BYTEARRAY));
    if (array == NULL || count == 0) return (Object *)array;
    if (!bytearray_resize(vm, array, count)) {
        object_drop(vm, &array->base);
        return NULL;
    }
    if (data != NULL) memcpy(bytearray_get_data(array), data, (size_t)count);
    return &array->base;
}

// --- bytearray(…) ---

static Object *bytearray_new_from_call(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return bytearray_new_of(vm, type);
}

static bool init_from_view(Vm *vm, ByteArray *array, Object *source) {
    View view;
    if (!view_acquire(vm, source, &view, VIEW_ANY)) return false;
    bool done = bytearray_resize(vm, array, view.bytes);
    if (done) view_copy(&view, bytearray_get_data(array), VIEW_BY_ROWS);
    view_release(vm, &view);
    return done;
}

static bool add_byte(Vm *vm, void *context, uint8_t byte) {
    ByteArray *array = context;
    int64_t count = array->count;
    if (!bytearray_resize(vm, array, count + 1)) return false;
    bytearray_get_data(array)[count] = byte;
    return true;
}

static bool init_from_object(Vm *vm, ByteArray *array, Object *source) {
    int64_t count;
    if (object_is_str(vm, source)) return raise_false(vm, ERROR_STR_WITHOUT_ENCODING);
    switch (byte_row_count(vm, source, &count)) {
    case RAISED: return false;
    case FOUND:
        if (!bytearray_resize(vm, array, count)) return false;
        memset(bytearray_get_data(array), 0, (size_t)count);
        return true;
    case ABSENT: break;
    }
    if (object_has_view(vm, source)) return init_from_view(vm, array, source);
    if (object_type(vm, source)->behaviour.iterate == NULL &&
        object_type(vm, source)->behaviour.load_item == NULL)
        return raise_false(vm, ERROR_CANNOT_CONVERT, source, "bytearray");
    return byte_row_each(vm, source, ERROR_BYTE_RANGE, add_byte, array);
}

static bool bytearray_init(Vm *vm, Object *object, const Arguments *arguments) {
    ByteArray *array = (ByteArray *)object;
    Object *source, *bytes;
    if (!byte_row_arguments(vm, "bytearray", arguments, &source, &bytes)) return false;
    bool done = array->count == 0 || bytearray_resize(vm, array, 0);
    if (done && bytes != NULL) done = init_from_view(vm, array, bytes);
    else if (done && source != NULL) done = init_from_object(vm, array, source);
    object_drop_or_null(vm, source);
    object_drop_or_null(vm, bytes);
    return done;
}

// --- behaviour ---

static Object *bytearray_repr(Vm *vm, Object *object) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    const char *name = type_name(object_type(vm, object));
    const char *dot = strrchr(name, '.');
    str_builder_add_c(&builder, dot == NULL ? name : dot + 1);
    str_builder_add_char(&builder, '(');
    Object *before = str_builder_finish(&builder);
    if (before == NULL) return NULL;
    size_t bytes;
    const char *utf8 = str_utf8(vm, (Str *)before, &bytes);
    Object *repr = NULL;
    // CPython escapes ' between double quotes too.
    if (utf8 != NULL)
        repr = byte_row_repr(vm, byte_row_of(vm, object).chars, utf8, ")", '\'');
    str_utf8_drop(vm, (Str *)before, utf8, bytes);
    object_drop(vm, before);
    return repr;
}

static Object *compare_views(Vm *vm, const View *a, const View *b, Comparison comparison) {
    Chars left = view_get_chars(a), right = view_get_chars(b);
    if (comparison == COMPARE_EQUAL) return bool_new(vm, chars_is_equal(left, right));
    if (comparison == COMPARE_NOT_EQUAL) return bool_new(vm, !chars_is_equal(left, right));
    int order = chars_compare(left, right);
    switch (comparison) {
    case COMPARE_LESS: return bool_new(vm, order < 0);
    case COMPARE_LESS_EQUAL: return bool_new(vm, order <= 0);
    case COMPARE_GREATER: return bool_new(vm, order > 0);
    default: return bool_new(vm, order >= 0);
    }
}

static Object *bytearray_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    View a = {0}, b = {0};
    Object *result = NULL;
    if (!object_has_view(vm, left) || !object_has_view(vm, right)) return not_implemented_new(vm);
    if (view_acquire(vm, left, &a, VIEW_READ) && view_acquire(vm, right, &b, VIEW_READ)) {
        result = compare_views(vm, &a, &b, comparison);
    } else {
        // What has no plain bytes is just not comparable.
        raised_clear(vm);
        result = not_implemented_new(vm);
    }
    view_release(vm, &a);
    view_release(vm, &b);
    return result;
}

static bool bytearray_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((ByteArray *)object)->count;
    return true;
}

static Object *bytearray_concatenate(Vm *vm, Object *left, Object *right) {
    View a = {0}, b = {0};
    Object *joined = NULL;
    if (!object_has_view(vm, left) || !object_has_view(vm, right))
        return raise(vm, ERROR_CANNOT_CONCAT, right, left);
    if (view_acquire(vm, left, &a, VIEW_READ) && view_acquire(vm, right, &b, VIEW_READ))
        joined = bytearray_new(vm, NULL, a.bytes + b.bytes);
    if (joined != NULL) {
        uint8_t *data = bytearray_get_data((ByteArray *)joined);
        memcpy(data, a.data, (size_t)a.bytes);
        memcpy(data + a.bytes, b.data, (size_t)b.bytes);
    }
    view_release(vm, &a);
    view_release(vm, &b);
    return joined;
}

static Object *bytearray_concatenate_in_place(Vm *vm, Object *left, Object *right) {
    ByteArray *array = (ByteArray *)left;
    View view;
    if (!object_has_view(vm, right)) return raise(vm, ERROR_CANNOT_CONCAT, right, left);
    if (!view_acquire(vm, right, &view, VIEW_READ)) return NULL;
    // Adding it to itself fails, as in CPython: its own view stands in the way of growing.
    int64_t count = array->count;
    bool done = bytearray_resize(vm, array, count + view.bytes);
    if (done) memcpy(bytearray_get_data(array) + count, view.data, (size_t)view.bytes);
    view_release(vm, &view);
    if (!done) return NULL;
    bytearray_tell(vm, array);
    return object_share(left);
}

static bool repeated_count(Vm *vm, const ByteArray *array, int64_t times, int64_t *count) {
    if (times < 0) times = 0;
    if (!__builtin_mul_overflow(array->count, times, count)) return true;
    heap_of(vm)->hooks->out_of_memory(vm);
    return false;
}

static void fill_repeated(uint8_t *to, const uint8_t *from, int64_t size, int64_t count) {
    for (int64_t at = 0; size > 0 && at < count; at += size)
        memmove(to + at, from, (size_t)size);
}

static Object *bytearray_repeat(Vm *vm, Object *object, int64_t times) {
    const ByteArray *array = (ByteArray *)object;
    int64_t count;
    if (!repeated_count(vm, array, times, &count)) return NULL;
    Object *made = bytearray_new(vm, NULL, count);
    if (made != NULL)
        fill_repeated(bytearray_get_data((ByteArray *)made), bytearray_get_data(array),
                      array->count, count);
    return made;
}

static Object *bytearray_repeat_in_place(Vm *vm, Object *object, int64_t times) {
    ByteArray *array = (ByteArray *)object;
    int64_t count, size = array->count;
    if (!repeated_count(vm, array, times, &count) || !bytearray_resize(vm, array, count))
        return NULL;
    uint8_t *data = bytearray_get_data(array);
    fill_repeated(data, data, size, count);
    bytearray_tell(vm, array);
    return object_share(object);
}

static Object *bytearray_load_index(Vm *vm, Object *object, int64_t index) {
    const ByteArray *array = (ByteArray *)object;
    if (index < 0 || index >= array->count) return raise(vm, ERROR_BYTEARRAY_INDEX);
    return int_new(vm, bytearray_get_data(array)[index]);
}

static Object *bytearray_load_item(Vm *vm, Object *object, Object *key) {
    const ByteArray *array = (ByteArray *)object;
    int64_t start, stop, step;
    if (key->kind == KIND_SLICE) {
        if (!slice_unpack(vm, (Slice *)key, &start, &stop, &step)) return NULL;
        int64_t count = slice_adjust(array->count, &start, &stop, step);
        if (count < 0) count = 0;
        Object *made = bytearray_new(vm, NULL, count);
        if (made == NULL) return NULL;
        uint8_t *to = bytearray_get_data((ByteArray *)made), *from = bytearray_get_data(array);
        for (int64_t i = 0; i < count; i++) to[i] = from[start + i * step];
        return made;
    }
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise(vm, ERROR_BYTES_INDICES, "bytearray", key);
    if (!object_index(vm, key, EXCEPTION_IndexError, &start)) return NULL;
    return bytearray_load_index(vm, object, start < 0 ? start + array->count : start);
}

static bool bytearray_view_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    (void)vm, (void)request;
    ByteArray *array = (ByteArray *)object;
    view_set_row(view, bytearray_get_data(array), array->count);
    array->exports++;
    return true;
}

static void bytearray_view_release(Vm *vm, Object *object, View *view) {
    (void)view;
    ((ByteArray *)object)->exports--;
    bytearray_tell(vm, (ByteArray *)object);   // it may have been written through the view
}

static const ViewBehaviour bytearray_view = {
    .acquire = bytearray_view_acquire, .release = bytearray_view_release,
};

static Object *bytearray_size_of(Vm *vm, Object *object) {
    size_t basic = object_type(vm, object)->python_bytes;
    return int_new(vm, (int64_t)basic + ((ByteArray *)object)->capacity);
}

static size_t bytearray_cell_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(ByteArray);
}

static void bytearray_finish(Vm *vm, Object *object) {
    ByteArray *array = (ByteArray *)object;
    buffer_drop(vm, array->data, (size_t)array->capacity);
    array->data = NULL;
}

const TypeDefinition bytearray_definition = {
    .name = "bytearray",
    .kind = KIND_BYTEARRAY,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE,
    .bytes = sizeof(ByteArray),
    .python_bytes = 56,
    .layout = {.name = "bytearray", .bytes = bytearray_cell_bytes, .finish = bytearray_finish},
    .behaviour = {
        .repr = bytearray_repr,
        .compare = bytearray_compare,
        .iterate = bytearray_iterate,
        .binary = {[BINARY_REMAINDER] = byte_row_remainder},
        .length = bytearray_length,
        .contains = byte_row_contains,
        .concatenate = bytearray_concatenate,
        .concatenate_in_place = bytearray_concatenate_in_place,
        .repeat = bytearray_repeat,
        .repeat_in_place = bytearray_repeat_in_place,
        .load_index = bytearray_load_index,
        .set_index = bytearray_set_index,
        .load_item = bytearray_load_item,
        .set_item = bytearray_set_item,
        .new = bytearray_new_from_call,
        .init = bytearray_init,
        .view = &bytearray_view,
        .size_of = bytearray_size_of,
    },
    .methods = bytearray_methods,
    .doc = "Octets that can change: a growable row of integers from 0 to 255.",
};
