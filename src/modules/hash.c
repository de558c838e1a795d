// Hashes as objects, and the modules of MD5, SHA-1 and SHA-2. (SHA-3: hash_sha3.c; BLAKE2:
// hash_blake.c.)

#include "modules/hash.h"

#include "memory/buffer.h"
#include "objects/byte_row.h"
#include "objects/state.h"
#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/str.h"

static Hash *hash_of(Object *object) {
    return (Hash *)object;
}

// --- what is hashed ---

bool hash_acquire(Vm *vm, Object *object, View *view) {
    if (object_is_str(vm, object)) return raise_false(vm, ERROR_HASH_STR);
    if (!object_has_view(vm, object)) return raise_false(vm, ERROR_HASH_NO_BYTES);
    return view_acquire(vm, object, view, VIEW_READ);
}

bool hash_add(Vm *vm, DigestStream *digest, Object *object) {
    View view = {0};
    if (!hash_acquire(vm, object, &view)) return false;
    digest_add(digest, view.data, (size_t)view.bytes);
    view_release(vm, &view);
    return true;
}

// --- results ---

Object *hash_load_digest(Vm *vm, const DigestStream *digest, size_t bytes) {
    Bytes *result = bytes_new_room(vm, (int64_t)bytes);
    if (result == NULL) return NULL;
    digest_read(digest, result->data, bytes);
    return bytes_take_shared(vm, result);
}

Object *hash_load_hex(Vm *vm, const DigestStream *digest, size_t bytes) {
    uint8_t few[DIGEST_BYTES_MAX];
    uint8_t *data = bytes <= sizeof few ? few : buffer_new(vm, bytes);
    if (data == NULL) return NULL;
    digest_read(digest, data, bytes);
    Object *text = byte_row_hex(vm, (Chars){data, (int64_t)bytes, 1}, NULL, NULL);
    if (data != few) buffer_drop(vm, data, bytes);
    return text;
}

// --- methods and properties ---

Object *hash_method_update(Vm *vm, const Slot *arguments) {
    Hash *self = hash_of(arguments[0].object);
    return hash_add(vm, &self->digest, arguments[1].object) ? none_new(vm) : NULL;
}

Object *hash_method_digest(Vm *vm, const Slot *arguments) {
    const Hash *self = hash_of(arguments[0].object);
    return hash_load_digest(vm, &self->digest, (size_t)self->digest_size);
}

Object *hash_method_hexdigest(Vm *vm, const Slot *arguments) {
    const Hash *self = hash_of(arguments[0].object);
    return hash_load_hex(vm, &self->digest, (size_t)self->digest_size);
}

Object *hash_method_copy(Vm *vm, const Slot *arguments) {
    const Hash *self = hash_of(arguments[0].object);
    Hash *copy = hash_of(type_new_instance(vm, object_type(vm, &self->base), sizeof(Hash)));
    if (copy == NULL) return NULL;
    copy->digest_size = self->digest_size;
    copy->digest = self->digest;
    if (object_layout(vm, &copy->base)->flags & LAYOUT_COLLECTED) object_track(vm, &copy->base);
    return &copy->base;
}

Object *hash_get_name(Vm *vm, Object *self) {
    return str_new_c(vm, hash_of(self)->digest.kind->name);
}

Object *hash_get_block_size(Vm *vm, Object *self) {
    return int_new(vm, hash_of(self)->digest.kind->block_bytes);
}

Object *hash_get_digest_size(Vm *vm, Object *self) {
    return int_new(vm, hash_of(self)->digest_size);
}

// --- MD5, SHA-1 and SHA-2 ---

static const Method methods[] = {
    {"copy", hash_method_copy, "(self, /)", "Another one in the same state.", METHOD_KNOWS_CLASS},
    METHOD(hash, digest, "(self, /)", "The hash of what there was so far, as bytes."),
    METHOD(hash, hexdigest, "(self, /)", "The hash of what there was so far, in hexadecimal."),
    METHOD(hash, update, "(self, obj, /)", "Hash more bytes."),
    {0},
};

static const Property properties[] = {
    {"block_size", hash_get_block_size, NULL, NULL},
    {"name", hash_get_name, NULL, NULL},
    {"digest_size", hash_get_digest_size, NULL, NULL},
    {0},
};

// SHA-2's digest_size is a field.
static const Property sha2_properties[] = {
    {"block_size", hash_get_block_size, NULL, NULL},
    {"name", hash_get_name, NULL, NULL},
    {0},
};

static const Member sha2_members[] = {
    {"digest_size", offsetof(Hash, digest_size), MEMBER_READ_ONLY | MEMBER_IS_INT32, NULL},
    {0},
};

typedef enum HashId {
    HASH_md5, HASH_sha1, HASH_sha224, HASH_sha256, HASH_sha384, HASH_sha512, HASH_COUNT
} HashId;

typedef struct HashState {
    Type *types[HASH_COUNT];   // borrow; of the modules that were started
} HashState;

static const StateDefinition hash_state = {.bytes = sizeof(HashState)};

#define HASH(id, module, size, own_properties, own_members)                            \
    static const TypeDefinition id##_definition = {                                    \
        .name = module "." #id,                                                        \
        .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,                                     \
        .bytes = sizeof(Hash),                                                         \
        .python_bytes = size,                                                          \
        .layout = {.name = module "." #id, .flags = LAYOUT_COLLECTED},                 \
        .methods = methods,                                                            \
        .properties = own_properties,                                                  \
        .members = own_members,                                                        \
    };                                                                                 \
    static Object *hash_function_##id(Vm *vm, const Slot *arguments) {                 \
        return new_hash(vm, arguments, HASH_##id, &digest_##id);                       \
    }

// usedforsecurity makes no difference.
static Object *new_hash(Vm *vm, const Slot *arguments, HashId id, const DigestKind *kind) {
    Object *data = arguments[0].object, *security = arguments[1].object;
    View view = {0};
    if (security != NULL && object_truth(vm, security) == RAISED) return NULL;
    if (data != NULL && !hash_acquire(vm, data, &view)) return NULL;
    Type *type = ((HashState *)state_find(vm, &hash_state))->types[id];
    Hash *hash = hash_of(type_new_instance(vm, type, sizeof(Hash)));
    if (hash != NULL) {
        digest_start(&hash->digest, kind);
        hash->digest_size = kind->bytes;
        if (data != NULL) digest_add(&hash->digest, view.data, (size_t)view.bytes);
        object_track(vm, &hash->base);
    }
    view_release(vm, &view);
    return (Object *)hash;
}

HASH(md5, "_md5", 112, properties, NULL)
HASH(sha1, "_sha1", 112, properties, NULL)
HASH(sha224, "_sha256", 128, sha2_properties, sha2_members)
HASH(sha256, "_sha256", 128, sha2_properties, sha2_members)
HASH(sha384, "_sha512", 224, sha2_properties, sha2_members)
HASH(sha512, "_sha512", 224, sha2_properties, sha2_members)

#define MAKER(id) \
    FUNCTION(hash, id, "(string=b'', *, usedforsecurity=True)", "A hash of that kind.")

// Makes the type of a hash; NULL: raised.
static Type *make_type(Vm *vm, HashId id, const TypeDefinition *definition) {
    HashState *state = state_load(vm, &hash_state);
    if (state == NULL) return NULL;
    return state->types[id] = module_register_type(vm, definition);
}
#define MAKE_TYPE(id) make_type(vm, HASH_##id, &id##_definition)

static bool set_type(Vm *vm, Module *module, const char *name, Type *type) {
    return type != NULL && module_set(vm, module, name, &type->base);
}
#define SET_TYPE(name, id) set_type(vm, module, name, MAKE_TYPE(id))

bool hash_md5_module_start(Vm *vm, Module *module) {
    static const Method functions[] = {MAKER(md5), {0}};
    return module_add_functions(vm, module, functions) &&
           SET_TYPE("MD5Type", md5);
}

bool hash_sha1_module_start(Vm *vm, Module *module) {
    static const Method functions[] = {MAKER(sha1), {0}};
    return module_add_functions(vm, module, functions) &&
           SET_TYPE("SHA1Type", sha1);
}

bool hash_sha256_module_start(Vm *vm, Module *module) {
    static const Method functions[] = {MAKER(sha256), MAKER(sha224), {0}};
    return module_add_functions(vm, module, functions) &&
           SET_TYPE("SHA224Type", sha224) &&
           SET_TYPE("SHA256Type", sha256);
}

// (CPython's module, too, has the type of sha512 under the name of the other.)
bool hash_sha512_module_start(Vm *vm, Module *module) {
    static const Method functions[] = {MAKER(sha512), MAKER(sha384), {0}};
    return module_add_functions(vm, module, functions) &&
           MAKE_TYPE(sha384) != NULL && SET_TYPE("SHA384Type", sha512);
}
