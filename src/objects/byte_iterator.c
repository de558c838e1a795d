// The iterators over bytes and bytearray.

#include "objects/byte_row.h"

#include "objects/int.h"
#include "objects/sequence.h"
#include "objects/tuple.h"

typedef struct ByteIterator {
    Object base;
    Slot source;     // bytes or bytearray; empty when exhausted
    int64_t index;
} ByteIterator;

static Object *iterator_new(Vm *vm, uint32_t kind, Object *source) {
    ByteIterator *iterator = (ByteIterator *)object_new(vm, kind, sizeof(ByteIterator));
    if (iterator == NULL) return NULL;
    slot_fill(vm, &iterator->base, &iterator->source, object_share(source));
    iterator->index = 0;
    object_track(vm, &iterator->base);
    return &iterator->base;
}

Object *bytes_iterate(Vm *vm, Object *object) {
    return iterator_new(vm, KIND_BYTES_ITERATOR, object);
}

Object *bytearray_iterate(Vm *vm, Object *object) {
    return iterator_new(vm, KIND_BYTEARRAY_ITERATOR, object);
}

static Object *iterator_self(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

static Object *iterator_next(Vm *vm, Object *object) {
    ByteIterator *iterator = (ByteIterator *)object;
    if (iterator->source.object == NULL) return NULL;
    Chars chars = byte_row_of(vm, iterator->source.object).chars;
    if (iterator->index < chars.length)
        return int_new(vm, ((const uint8_t *)chars.data)[iterator->index++]);
    slot_clear(vm, object, &iterator->source);
    return NULL;
}

static const Field iterator_fields[] = {FIELD(ByteIterator, source), {0}};

static Object *byte_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    const ByteIterator *iterator = (ByteIterator *)arguments[0].object;
    Object *source = iterator->source.object;
    int64_t left = source == NULL ? 0 : byte_row_of(vm, source).chars.length - iterator->index;
    return int_new(vm, left < 0 ? 0 : left);
}

static Object *byte_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const ByteIterator *iterator = (ByteIterator *)arguments[0].object;
    Object *source = iterator->source.object, *index = NULL;
    Object *iter = sequence_get_builtin(vm, "iter");
    if (iter == NULL) return NULL;
    Tuple *result = NULL;
    Tuple *call = tuple_pack(vm, 1, source != NULL ? source : (Object *)vm->objects->empty_tuple);
    if (call != NULL && source != NULL && (index = int_new(vm, iterator->index)) != NULL)
        result = tuple_pack(vm, 3, iter, call, index);
    else if (call != NULL && source == NULL)
        result = tuple_pack(vm, 2, iter, call);
    object_drop_or_null(vm, index);
    object_drop_or_null(vm, (Object *)call);
    return (Object *)result;
}

static Object *byte_iterator_method___setstate__(Vm *vm, const Slot *arguments) {
    ByteIterator *iterator = (ByteIterator *)arguments[0].object;
    int64_t index;
    if (!object_is_int(vm, arguments[1].object)) return raise(vm, ERROR_INTEGER_REQUIRED);
    if (int_find_value(vm, arguments[1].object, &index) != FOUND)
        return raise(vm, ERROR_INT_TOO_LARGE, "ssize_t");
    if (iterator->source.object != NULL) {
        int64_t length = byte_row_of(vm, iterator->source.object).chars.length;
        iterator->index = index < 0 ? 0 : index > length ? length : index;
    }
    return none_new(vm);
}

static const Method byte_iterator_methods[] = {
    HIDDEN_METHOD(byte_iterator, __length_hint__, "(self, /)", "How many items may be left."),
    HIDDEN_METHOD(byte_iterator, __reduce__, "(self, /)", "What copies and pickles make it of."),
    HIDDEN_METHOD(byte_iterator, __setstate__, "(self, state, /)", "Moves to a position."),
    {0},
};

#define BYTE_ITERATOR_DEFINITION(own_name, own_kind)                        \
    {                                                                       \
        .name = own_name,                                                   \
        .kind = own_kind,                                                   \
        .base = KIND_OBJECT,                                                \
        .bytes = sizeof(ByteIterator),                                      \
        .python_bytes = 32,                                                 \
        .layout = {.name = own_name,                                        \
                   .flags = LAYOUT_COLLECTED,                               \
                   .fields = iterator_fields},                              \
        .behaviour = {.iterate = iterator_self, .next = iterator_next},     \
        .methods = byte_iterator_methods,                                   \
    }

const TypeDefinition bytes_iterator_definition =
    BYTE_ITERATOR_DEFINITION("bytes_iterator", KIND_BYTES_ITERATOR);
const TypeDefinition bytearray_iterator_definition =
    BYTE_ITERATOR_DEFINITION("bytearray_iterator", KIND_BYTEARRAY_ITERATOR);
