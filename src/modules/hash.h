// The modules _md5, _sha1, _sha256, _sha512, _sha3 and _blake2: what their files share.

#ifndef MODULES_HASH_H
#define MODULES_HASH_H

#include "base/digest.h"
#include "modules/modules.h"
#include "objects/view.h"

typedef struct Hash {    // an object that hashes what it is given bit by bit
    Object base;
    int32_t digest_size;
    DigestStream digest;
} Hash;

// The bytes of an object to be hashed; what is no bytes is refused in CPython's words.
MUST_USE bool hash_acquire(Vm *vm, Object *object, View *view);
// Adds an object's bytes.
MUST_USE bool hash_add(Vm *vm, DigestStream *digest, Object *object);

// The digest of `bytes` bytes as a bytes object, or as a str of hexadecimal digits.
MUST_USE Object *hash_load_digest(Vm *vm, const DigestStream *digest, size_t bytes);
MUST_USE Object *hash_load_hex(Vm *vm, const DigestStream *digest, size_t bytes);

// Methods and properties of all hashes.
Object *hash_method_update(Vm *vm, const Slot *arguments);
Object *hash_method_digest(Vm *vm, const Slot *arguments);
Object *hash_method_hexdigest(Vm *vm, const Slot *arguments);
Object *hash_method_copy(Vm *vm, const Slot *arguments);
Object *hash_get_name(Vm *vm, Object *self);
Object *hash_get_block_size(Vm *vm, Object *self);
Object *hash_get_digest_size(Vm *vm, Object *self);

extern const TypeDefinition hash_blake2b_definition, hash_blake2s_definition;

#endif
