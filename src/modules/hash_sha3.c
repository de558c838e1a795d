// The module _sha3: hashes of one size, and shakes, whose digests are as long as one asks.

#include "modules/hash.h"

#include "modules/argument.h"
#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/int.h"

enum { SHAKE_BYTES_MAX = (1 << 29) - 1, SPONGE_BITS = 1600, SHA3_COUNT = 6 };

static const TypeDefinition definitions[SHA3_COUNT];

static const DigestKind *kind_of(const Object *self) {
    return ((const Hash *)self)->digest.kind;
}

static Object *sha3_new(Vm *vm, Type *type, const Arguments *arguments) {
    static const char signature[] = "(data=b'', /, *, usedforsecurity=True)";
    static const DigestKind *const kinds[SHA3_COUNT] = {&digest_sha3_224, &digest_sha3_256,
        &digest_sha3_384, &digest_sha3_512, &digest_shake_128, &digest_shake_256};
    Object *values[2];
    if (!arguments_bind(vm, "sha3_224", signature, arguments, values)) return NULL;
    Hash *hash = NULL;
    if (values[1] == NULL || object_truth(vm, values[1]) != RAISED)
        hash = (Hash *)type_new_instance(vm, type, sizeof(Hash));
    if (hash != NULL) {
        const DigestKind *kind = kinds[type->native - definitions];
        digest_start(&hash->digest, kind);
        hash->digest_size = kind->bytes;
    }
    if (hash != NULL && values[0] != NULL && !hash_add(vm, &hash->digest, values[0])) {
        object_drop(vm, &hash->base);
        hash = NULL;
    }
    arguments_unbind(vm, values, 2);
    return (Object *)hash;
}

// --- shakes ---

static bool length_argument(Vm *vm, Object *object, size_t *bytes) {
    uint64_t length;
    if (!argument_unsigned_long(vm, object, &length)) return false;
    *bytes = length;
    return length <= SHAKE_BYTES_MAX || raise_false(vm, ERROR_HASH_LENGTH);
}

static Object *shake_method_digest(Vm *vm, const Slot *arguments) {
    const Hash *self = (const Hash *)arguments[0].object;
    size_t bytes;
    if (!length_argument(vm, arguments[1].object, &bytes)) return NULL;
    return hash_load_digest(vm, &self->digest, bytes);
}

static Object *shake_method_hexdigest(Vm *vm, const Slot *arguments) {
    const Hash *self = (const Hash *)arguments[0].object;
    size_t bytes;
    if (!length_argument(vm, arguments[1].object, &bytes)) return NULL;
    return hash_load_hex(vm, &self->digest, bytes);
}

// --- the types ---

static Object *sha3_get_capacity(Vm *vm, Object *self) {
    return int_new(vm, SPONGE_BITS - kind_of(self)->block_bytes * 8);
}

static Object *sha3_get_rate(Vm *vm, Object *self) {
    return int_new(vm, kind_of(self)->block_bytes * 8);
}

static Object *sha3_get_suffix(Vm *vm, Object *self) {
    return bytes_new(vm, &kind_of(self)->suffix, 1);
}

static const Method sha3_methods[] = {
    METHOD(hash, copy, "(self, /)", "Another one in the same state."),
    METHOD(hash, digest, "(self, /)", "The hash of what there was so far, as bytes."),
    METHOD(hash, hexdigest, "(self, /)", "The hash of what there was so far, in hexadecimal."),
    METHOD(hash, update, "(self, data, /)", "Hash more bytes."),
    {0},
};

static const Method shake_methods[] = {
    METHOD(hash, copy, "(self, /)", "Another one in the same state."),
    METHOD(shake, digest, "(self, length, /)", "So many bytes of the hash."),
    METHOD(shake, hexdigest, "(self, length, /)", "So many bytes of the hash, in hexadecimal."),
    METHOD(hash, update, "(self, data, /)", "Hash more bytes."),
    {0},
};

static const Property sha3_properties[] = {
    {"block_size", hash_get_block_size, NULL, NULL},
    {"name", hash_get_name, NULL, NULL},
    {"digest_size", hash_get_digest_size, NULL, NULL},
    {"_capacity_bits", sha3_get_capacity, NULL, NULL},
    {"_rate_bits", sha3_get_rate, NULL, NULL},
    {"_suffix", sha3_get_suffix, NULL, NULL},
    {0},
};

#define SHA3(id, own_methods)                                      \
    {                                                              \
        .name = "_sha3." #id,                                      \
        .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,                 \
        .bytes = sizeof(Hash),                                     \
        .python_bytes = 240,                                       \
        .layout = {.name = "_sha3." #id},                          \
        .behaviour = {.new = sha3_new},                            \
        .methods = own_methods,                                    \
        .properties = sha3_properties,                             \
        .doc = "A hash of that kind: (data=b'', *, usedforsecurity=True).", \
    }

static const TypeDefinition definitions[SHA3_COUNT] = {
    SHA3(sha3_224, sha3_methods), SHA3(sha3_256, sha3_methods), SHA3(sha3_384, sha3_methods),
    SHA3(sha3_512, sha3_methods), SHA3(shake_128, shake_methods), SHA3(shake_256, shake_methods),
};

bool hash_sha3_module_start(Vm *vm, Module *module) {
    for (size_t i = 0; i < ARRAY_COUNT(definitions); i++)
        if (module_add_type(vm, module, &definitions[i]) == NULL) return false;
    return module_take_set(vm, module, "keccakopt", int_new(vm, 0)) &&
           module_take_set(vm, module, "implementation", str_new_c(vm, "tiny_sha3"));
}
