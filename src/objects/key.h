// Hashes and equality of keys, with the usual ones (str, int) inline.

#ifndef OBJECTS_KEY_H
#define OBJECTS_KEY_H

#include "objects/int.h"
#include "objects/str.h"

// hash() of a 64-bit int: the value modulo 2^61 - 1, with its sign, never -1.
ALWAYS_INLINE int64_t key_hash_int(int64_t value) {
    const uint64_t prime = (UINT64_C(1) << 61) - 1;
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    magnitude = (magnitude & prime) + (magnitude >> 61);
    if (magnitude >= prime) magnitude -= prime;
    int64_t hash = value < 0 ? -(int64_t)magnitude : (int64_t)magnitude;
    return hash == -1 ? -2 : hash;
}

// hash(key), as object_hash.
ALWAYS_INLINE MUST_USE bool key_hash(Vm *vm, Object *key, int64_t *hash) {
    if (LIKELY(key->kind == KIND_STR)) {
        *hash = ((Str *)key)->hash;
        if (UNLIKELY(*hash == -1)) *hash = str_get_hash(vm, (Str *)key);
        return true;
    }
    if (key->kind == KIND_INT) {
        *hash = key_hash_int(((Int *)key)->value);
        return true;
    }
    return object_hash(vm, key, hash);
}

// True when the two can be compared without running the program: str or int, exactly.
ALWAYS_INLINE bool key_is_plain(const Object *left, const Object *right) {
    return left->kind == right->kind && (left->kind == KIND_STR || left->kind == KIND_INT);
}

// Equality of two keys for which key_is_plain holds.
ALWAYS_INLINE bool key_plain_is_equal(const Object *left, const Object *right) {
    if (left->kind == KIND_INT) return ((const Int *)left)->value == ((const Int *)right)->value;
    return str_is_equal((const Str *)left, (const Str *)right);
}

// `left is right or left == right`, the usual cases inline.
ALWAYS_INLINE MUST_USE Found key_equal(Vm *vm, Object *left, Object *right) {
    if (left == right) return FOUND;
    if (key_is_plain(left, right)) return key_plain_is_equal(left, right) ? FOUND : ABSENT;
    return object_equal(vm, left, right);
}

#endif
