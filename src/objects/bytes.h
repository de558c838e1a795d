// bytes: a row of octets that never changes; a zero follows the last.

#ifndef OBJECTS_BYTES_H
#define OBJECTS_BYTES_H

#include "objects/operations.h"

typedef struct Bytes {
    Object base;
    int64_t count;
    int64_t hash;      // -1 until known
    uint8_t data[];
} Bytes;

extern const TypeDefinition bytes_definition, bytes_iterator_definition;

// b'' and one-byte objects are shared. data NULL: not filled (only for count >= 2).
MUST_USE Object *bytes_new(Vm *vm, const void *data, int64_t count);
// The same, but one byte is an object of its own: CPython, too, shares only what is
// there when it makes the object, not what is filled in later.
MUST_USE Object *bytes_new_apart(Vm *vm, const void *data, int64_t count);
// Room for `count` bytes, to be filled at once; bytes_take_shared when done.
MUST_USE Bytes *bytes_new_room(Vm *vm, int64_t count);
MUST_USE Object *bytes_take_shared(Vm *vm, Bytes *bytes);
MUST_USE Object *bytes_new_part(Vm *vm, const Bytes *bytes, int64_t start, int64_t stop);
// bytes(object): what has a view, an iterable of ints, or through __bytes__.
MUST_USE Object *bytes_new_from_object(Vm *vm, Object *object);

Object *bytes_iterate(Vm *vm, Object *object);

// The shared objects; called by objects_start once the kinds are there.
MUST_USE bool bytes_start(Vm *vm);
void bytes_done(Vm *vm);

ALWAYS_INLINE bool object_is_bytes(Vm *vm, const Object *object) {
    return object->kind == KIND_BYTES || (object_type(vm, object)->flags & TYPE_IS_BYTES) != 0;
}

#endif
