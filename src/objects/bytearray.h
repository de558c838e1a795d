// bytearray: a row of octets that can change and grow.
//
// The bytes are data[start .. start + count), a zero follows them. Taking bytes off the
// front only moves start. While views of it exist its size stays as it is.

#ifndef OBJECTS_BYTEARRAY_H
#define OBJECTS_BYTEARRAY_H

#include "objects/bytes.h"

typedef struct ByteArray {
    Object base;
    uint8_t *data;      // owns: a buffer of `capacity` bytes; NULL: none yet
    int64_t start;
    int64_t count;
    int64_t capacity;   // CPython's ob_alloc: sys.getsizeof() shows it
    int64_t exports;    // views that are acquired
} ByteArray;

extern const TypeDefinition bytearray_definition, bytearray_iterator_definition;

ALWAYS_INLINE bool object_is_bytearray(Vm *vm, const Object *object) {
    return object->kind == KIND_BYTEARRAY ||
           type_is_subtype(object_type(vm, object), type_of_kind(vm, KIND_BYTEARRAY));
}

ALWAYS_INLINE uint8_t *bytearray_get_data(const ByteArray *array) {
    // An empty one points at something that can be given to memcpy, and is never written.
    return array->data == NULL ? (uint8_t *)(uintptr_t)"" : array->data + array->start;
}

// data NULL: not filled.
MUST_USE Object *bytearray_new(Vm *vm, const void *data, int64_t count);
// Changes the size; what is new at the end is not set. BufferError while views exist.
MUST_USE bool bytearray_resize(Vm *vm, ByteArray *array, int64_t count);
// Puts `size` bytes in the place of start..stop.
MUST_USE bool bytearray_replace(Vm *vm, ByteArray *array, int64_t start, int64_t stop,
                                const void *bytes, int64_t size);
// Tells who watches that bytes changed.
void bytearray_tell(Vm *vm, ByteArray *array);
void bytearray_check(const ByteArray *array);

// --- between the files of bytearray ---

extern const Method bytearray_methods[];
Object *bytearray_iterate(Vm *vm, Object *object);
bool bytearray_set_index(Vm *vm, Object *object, int64_t index, Object *value);
bool bytearray_set_item(Vm *vm, Object *object, Object *key, Object *value);

#endif
