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

extern const TypeDefinition bytes_definition;

// b'' and one-byte objects are shared. data NULL: not filled (only for count >= 2).
MUST_USE Object *bytes_new(Vm *vm, const void *data, int64_t count);

ALWAYS_INLINE bool object_is_bytes(Vm *vm, const Object *object) {
    return object->kind == KIND_BYTES || (object_type(vm, object)->flags & TYPE_IS_BYTES) != 0;
}

#endif
