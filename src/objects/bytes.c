// bytes: making them, and the type; its methods are shared with bytearray (byte_row.h).

#include "objects/bytes.h"

#include "memory/leaf.h"
#include "objects/arguments.h"
#include "objects/byte_row.h"
#include "objects/int.h"
#include "objects/slice.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

enum { BYTES_HEAD = offsetof(Bytes, data) };

static size_t bytes_cell_bytes(Vm *vm, const Object *object) {
    (void)vm;
    return BYTES_HEAD + (size_t)((const Bytes *)(const void *)object)->count + 1;
}

Bytes *bytes_new_room(Vm *vm, int64_t count) {
    if (UNLIKELY(count > INT64_MAX / 8)) {
        heap_of(vm)->hooks->out_of_memory(vm);
        return NULL;
    }
    Bytes *bytes = (Bytes *)leaf_new(vm, KIND_BYTES, BYTES_HEAD + (size_t)count + 1);
    if (bytes == NULL) return NULL;
    bytes->count = count;
    bytes->hash = -1;
    bytes->data[count] = 0;
    return bytes;
}

Object *bytes_take_shared(Vm *vm, Bytes *bytes) {
    Object *shared = NULL;
    if (bytes->count == 0) shared = vm->objects->empty_bytes;
    else if (bytes->count == 1) shared = vm->objects->bytes_of_one[bytes->data[0]];
    if (shared == NULL) return &bytes->base;
    object_drop(vm, &bytes->base);
    return object_share(shared);
}

Object *bytes_new(Vm *vm, const void *data, int64_t count) {
    if (count == 0 && vm->objects->empty_bytes != NULL)
        return object_share(vm->objects->empty_bytes);
    if (count == 1 && data != NULL && vm->objects->bytes_of_one[*(const uint8_t *)data] != NULL)
        return object_share(vm->objects->bytes_of_one[*(const uint8_t *)data]);
    Bytes *bytes = bytes_new_room(vm, count);
    if (bytes == NULL) return NULL;
    if (data != NULL) memcpy(bytes->data, data, (size_t)count);
    return &bytes->base;
}

Object *bytes_new_apart(Vm *vm, const void *data, int64_t count) {
    if (count == 0) return object_share(vm->objects->empty_bytes);
    Bytes *bytes = bytes_new_room(vm, count);
    if (bytes == NULL) return NULL;
    memcpy(bytes->data, data, (size_t)count);
    return &bytes->base;
}

Object *bytes_new_part(Vm *vm, const Bytes *bytes, int64_t start, int64_t stop) {
    if (start == 0 && stop == bytes->count && bytes->base.kind == KIND_BYTES)
        return object_share((Object *)(uintptr_t)&bytes->base);
    return bytes_new(vm, bytes->data + start, stop - start);
}

bool bytes_start(Vm *vm) {
    Objects *objects = vm->objects;
    Bytes *empty = bytes_new_room(vm, 0);
    if (empty == NULL) return false;
    empty->base.count = IMMORTAL_COUNT;
    objects->empty_bytes = &empty->base;
    for (int i = 0; i < 256; i++) {
        Bytes *one = bytes_new_room(vm, 1);
        if (one == NULL) return false;
        one->data[0] = (uint8_t)i;
        one->base.count = IMMORTAL_COUNT;
        objects->bytes_of_one[i] = &one->base;
    }
    return true;
}

void bytes_done(Vm *vm) {
    Objects *objects = vm->objects;
    for (int i = 0; i < 256; i++) {
        Object *one = objects->bytes_of_one[i];
        objects->bytes_of_one[i] = NULL;
        if (one != NULL) object_free(vm, one);
    }
    if (objects->empty_bytes != NULL) object_free(vm, objects->empty_bytes);
    objects->empty_bytes = NULL;
}

// --- bytes(…) ---

static bool add_byte(Vm *vm, void *context, uint8_t byte) {
    (void)vm;
    str_builder_add_char(context, byte);
    return !((StrBuilder *)context)->failed;
}

static Object *bytes_from_iterable(Vm *vm, Object *iterable) {
    bool is_iterable = object_type(vm, iterable)->behaviour.iterate != NULL ||
                       object_type(vm, iterable)->behaviour.load_item != NULL;
    if (!is_iterable || object_is_str(vm, iterable))
        return raise(vm, ERROR_CANNOT_CONVERT, iterable, "bytes");
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Object *bytes = NULL;
    if (byte_row_each(vm, iterable, ERROR_BYTES_RANGE, add_byte, &builder))
        bytes = bytes_new(vm, builder.chars, builder.length);
    str_builder_drop(&builder);
    return bytes;
}

static Object *bytes_from_view(Vm *vm, Object *object) {
    View view;
    if (!view_acquire(vm, object, &view, VIEW_ANY)) return NULL;
    Bytes *bytes = bytes_new_room(vm, view.bytes);
    if (bytes != NULL) view_copy(&view, bytes->data, VIEW_BY_ROWS);
    view_release(vm, &view);
    return bytes == NULL ? NULL : bytes_take_shared(vm, bytes);
}

// What __bytes__ of the object's type gives: FOUND.
static Found bytes_from_special(Vm *vm, Object *object, Object **bytes) {
    Object *method;
    Found found = object_find_special(vm, object, vm->objects->names.dunder_bytes, &method);
    if (found != FOUND) return found;
    Arguments none = {0};
    *bytes = object_call(vm, method, &none);
    object_drop(vm, method);
    if (*bytes == NULL) return RAISED;
    if (object_is_bytes(vm, *bytes)) return FOUND;
    raise(vm, ERROR_BYTES_RESULT, *bytes);
    object_drop(vm, *bytes);
    return RAISED;
}

Object *bytes_new_from_object(Vm *vm, Object *object) {
    Object *bytes = NULL;
    if (object->kind == KIND_BYTES) return object_share(object);
    Found found = bytes_from_special(vm, object, &bytes);
    if (found != ABSENT) return found == FOUND ? bytes : NULL;
    if (object_is_str(vm, object)) return raise(vm, ERROR_STR_WITHOUT_ENCODING);
    int64_t count;
    found = byte_row_count(vm, object, &count);
    if (found == RAISED) return NULL;
    if (found == FOUND) {
        Bytes *zeros = bytes_new_room(vm, count);
        if (zeros == NULL) return NULL;
        memset(zeros->data, 0, (size_t)count);
        return bytes_take_shared(vm, zeros);
    }
    if (object_has_view(vm, object)) return bytes_from_view(vm, object);
    return bytes_from_iterable(vm, object);
}

// An instance of a subclass with the bytes, which are consumed.
static Object *take_as_instance(Vm *vm, Type *type, Object *object) {
    const Bytes *bytes = (Bytes *)object;
    size_t size = (size_t)bytes->count + 1;
    Bytes *instance = (Bytes *)type_new_instance(vm, type, BYTES_HEAD + size);
    if (instance != NULL) {
        instance->count = bytes->count;
        instance->hash = -1;
        memcpy(instance->data, bytes->data, size);
        if (object_layout(vm, &instance->base)->flags & LAYOUT_COLLECTED)
            object_track(vm, &instance->base);
    }
    object_drop(vm, object);
    return instance == NULL ? NULL : &instance->base;
}

static Object *bytes_new_from_call(Vm *vm, Type *type, const Arguments *arguments) {
    Object *source, *bytes;
    if (!byte_row_arguments(vm, "bytes", arguments, &source, &bytes)) return NULL;
    if (bytes == NULL)
        bytes = source == NULL ? bytes_new(vm, NULL, 0) : bytes_new_from_object(vm, source);
    object_drop_or_null(vm, source);
    if (bytes == NULL || type->kind == KIND_BYTES) return bytes;
    return take_as_instance(vm, type, bytes);
}

// --- the type ---

static Object *bytes_repr(Vm *vm, Object *object) {
    return byte_row_repr(vm, byte_row_of(vm, object).chars, "", "", '\\');
}

static bool bytes_hash(Vm *vm, Object *object, int64_t *hash) {
    Bytes *bytes = (Bytes *)object;
    if (bytes->hash == -1)
        bytes->hash = hash_bytes(&vm->objects->hash_key, bytes->data, (size_t)bytes->count);
    *hash = bytes->hash;
    return true;
}

static Object *bytes_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!object_is_bytes(vm, left) || !object_is_bytes(vm, right)) return not_implemented_new(vm);
    Chars a = byte_row_of(vm, left).chars, b = byte_row_of(vm, right).chars;
    if (comparison == COMPARE_EQUAL) return bool_new(vm, chars_is_equal(a, b));
    if (comparison == COMPARE_NOT_EQUAL) return bool_new(vm, !chars_is_equal(a, b));
    int order = chars_compare(a, b);
    switch (comparison) {
    case COMPARE_LESS: return bool_new(vm, order < 0);
    case COMPARE_LESS_EQUAL: return bool_new(vm, order <= 0);
    case COMPARE_GREATER: return bool_new(vm, order > 0);
    default: return bool_new(vm, order >= 0);
    }
}

static bool bytes_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((Bytes *)object)->count;
    return true;
}

static Object *bytes_join_two(Vm *vm, Object *left, Object *right, const View *a, const View *b) {
    if (a->bytes == 0 && right->kind == KIND_BYTES) return object_share(right);
    if (b->bytes == 0 && left->kind == KIND_BYTES) return object_share(left);
    if (a->bytes > INT64_MAX - b->bytes) {
        heap_of(vm)->hooks->out_of_memory(vm);
        return NULL;
    }
    Bytes *joined = bytes_new_room(vm, a->bytes + b->bytes);
    if (joined == NULL) return NULL;
    memcpy(joined->data, a->data, (size_t)a->bytes);
    memcpy(joined->data + a->bytes, b->data, (size_t)b->bytes);
    return bytes_take_shared(vm, joined);
}

static Object *bytes_concatenate(Vm *vm, Object *left, Object *right) {
    View a = {0}, b = {0};
    Object *joined = NULL;
    if (!object_has_view(vm, left) || !object_has_view(vm, right))
        return raise(vm, ERROR_CANNOT_CONCAT, right, left);
    if (view_acquire(vm, left, &a, VIEW_READ) && view_acquire(vm, right, &b, VIEW_READ))
        joined = bytes_join_two(vm, left, right, &a, &b);
    view_release(vm, &a);
    view_release(vm, &b);
    return joined;
}

static Object *bytes_repeat(Vm *vm, Object *object, int64_t times) {
    const Bytes *bytes = (Bytes *)object;
    if (times < 0) times = 0;
    if (times != 0 && bytes->count > INT64_MAX / times)
        return raise(vm, ERROR_REPEATED_BYTES_TOO_LONG);
    if (times == 1 && object->kind == KIND_BYTES) return object_share(object);
    Bytes *repeated = bytes_new_room(vm, bytes->count * times);
    if (repeated == NULL) return NULL;
    for (int64_t i = 0; bytes->count == 1 && i < times; i++) repeated->data[i] = bytes->data[0];
    for (int64_t i = 0; bytes->count > 1 && i < times; i++)
        memcpy(repeated->data + i * bytes->count, bytes->data, (size_t)bytes->count);
    return bytes_take_shared(vm, repeated);
}

static Object *bytes_load_index(Vm *vm, Object *object, int64_t index) {
    const Bytes *bytes = (Bytes *)object;
    if (index < 0 || index >= bytes->count) return raise(vm, ERROR_BYTES_INDEX);
    return int_new(vm, bytes->data[index]);
}

static Object *bytes_load_slice(Vm *vm, const Bytes *bytes, Slice *slice) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return NULL;
    int64_t count = slice_adjust(bytes->count, &start, &stop, step);
    if (count <= 0) return bytes_new(vm, NULL, 0);
    if (step == 1) return bytes_new_part(vm, bytes, start, stop);
    Bytes *made = bytes_new_room(vm, count);
    if (made == NULL) return NULL;
    for (int64_t i = 0; i < count; i++) made->data[i] = bytes->data[start + i * step];
    return bytes_take_shared(vm, made);
}

static Object *bytes_load_item(Vm *vm, Object *object, Object *key) {
    int64_t index;
    if (key->kind == KIND_SLICE) return bytes_load_slice(vm, (Bytes *)object, (Slice *)key);
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise(vm, ERROR_BYTES_INDICES, "byte", key);
    if (!object_index(vm, key, EXCEPTION_IndexError, &index)) return NULL;
    if (index < 0) index += ((Bytes *)object)->count;
    return bytes_load_index(vm, object, index);
}

static bool bytes_view_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    if (request == VIEW_WRITE) return raise_false(vm, ERROR_VIEW_READ_ONLY);
    view_set_row(view, ((Bytes *)object)->data, ((Bytes *)object)->count);
    view->is_read_only = true;
    return true;
}

static const ViewBehaviour bytes_view = {.acquire = bytes_view_acquire};

static Object *bytes_size_of(Vm *vm, Object *object) {
    int64_t basic = (int64_t)object_type(vm, object)->python_bytes;
    return int_new(vm, basic + ((Bytes *)object)->count);
}

static Object *bytes_method___bytes__(Vm *vm, const Slot *arguments) {
    Bytes *self = (Bytes *)arguments[0].object;
    return bytes_new_part(vm, self, 0, self->count);
}

static Object *bytes_method___getnewargs__(Vm *vm, const Slot *arguments) {
    const Bytes *self = (Bytes *)arguments[0].object;
    Object *copy = bytes_new(vm, self->data, self->count);
    if (copy == NULL) return NULL;
    Tuple *tuple = tuple_pack(vm, 1, copy);
    object_drop(vm, copy);
    return (Object *)tuple;
}

static const Method bytes_methods[] = {
    HIDDEN_METHOD(bytes, __getnewargs__, "(self, /)", "What copies and pickles make it of."),
    METHOD(bytes, __bytes__, "(self, /)", "The bytes themselves."),
    BYTE_METHODS,
    {0},
};


const TypeDefinition bytes_definition = {
    .name = "bytes",
    .kind = KIND_BYTES,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_BYTES,
    .bytes = sizeof(Bytes),
    .python_bytes = 33,
    .python_item_bytes = 1,
    .layout = {.name = "bytes", .bytes = bytes_cell_bytes},
    .behaviour = {
        .repr = bytes_repr,
        .hash = bytes_hash,
        .compare = bytes_compare,
        .iterate = bytes_iterate,
        .binary = {[BINARY_REMAINDER] = byte_row_remainder},
        .length = bytes_length,
        .contains = byte_row_contains,
        .concatenate = bytes_concatenate,
        .repeat = bytes_repeat,
        .load_index = bytes_load_index,
        .load_item = bytes_load_item,
        .new = bytes_new_from_call,
        .view = &bytes_view,
        .size_of = bytes_size_of,
    },
    .methods = bytes_methods,
    .doc = "Octets: a row of integers from 0 to 255 that never changes.",
};
