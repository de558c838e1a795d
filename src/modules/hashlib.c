// The module _hashlib: the hashes that CPython has from OpenSSL, under its names, and codes of
// keys (HMAC). The digests are our own: base/digest.h.

#include "modules/hashlib.h"

#include "modules/argument.h"
#include "modules/error_class.h"
#include "modules/hash.h"
#include "modules/operator.h"
#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/mapping_proxy.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

typedef struct HashlibState {
    Type *hash, *shake, *mac;     // borrow
    Slot unsupported;             // the class UnsupportedDigestmodError
} HashlibState;

static void state_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((HashlibState *)state)->unsupported, context);
}

static void state_drop(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((HashlibState *)state)->unsupported);
}

static const StateDefinition state_definition = {
    .bytes = sizeof(HashlibState), .visit = state_visit, .done = state_drop,
};

static const HashlibState *state_of(Vm *vm) {
    return state_find(vm, &state_definition);
}

// --- names ---

// The digests with their other names, which are compared without case.
static const struct {
    const DigestKind *kind;
    const char *aliases[4];
} kinds[] = {
    {&digest_md5, {"ssl3-md5"}},
    {&digest_sha1, {"sha-1", "ssl3-sha1"}},
    {&digest_sha224, {"sha-224", "sha2-224"}},
    {&digest_sha256, {"sha-256", "sha2-256"}},
    {&digest_sha384, {"sha-384", "sha2-384"}},
    {&digest_sha512, {"sha-512", "sha2-512"}},
    {&digest_sha512_224, {"sha512-224", "sha-512/224", "sha2-512/224"}},
    {&digest_sha512_256, {"sha512-256", "sha-512/256", "sha2-512/256"}},
    {&digest_sha3_224, {"sha3-224"}},
    {&digest_sha3_256, {"sha3-256"}},
    {&digest_sha3_384, {"sha3-384"}},
    {&digest_sha3_512, {"sha3-512"}},
    {&digest_shake_128, {"shake128", "shake-128"}},
    {&digest_shake_256, {"shake256", "shake-256"}},
    {&digest_blake2b, {"blake2b512", "blake2b-512"}},
    {&digest_blake2s, {"blake2s256", "blake2s-256"}},
};

static bool is_named(const Str *text, const char *name) {
    if (name == NULL || text->length != (int64_t)strlen(name)) return false;
    for (int64_t i = 0; i < text->length; i++) {
        uint32_t c = str_get_char(text, i);
        if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
        if (c != (uint8_t)name[i]) return false;
    }
    return true;
}

const DigestKind *hashlib_find_kind(Vm *vm, Object *name) {
    const Str *text = (const Str *)name;
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        if (is_named(text, kinds[i].kind->name)) return kinds[i].kind;
        for (size_t j = 0; j < ARRAY_COUNT(kinds[i].aliases); j++)
            if (is_named(text, kinds[i].aliases[j])) return kinds[i].kind;
    }
    raise(vm, ERROR_HASHLIB_UNSUPPORTED);
    return NULL;
}

const DigestKind *hashlib_find_fixed(Vm *vm, Object *name) {
    const DigestKind *kind = hashlib_find_kind(vm, name);
    if (kind == NULL || kind->bytes != 0) return kind;
    raise(vm, ERROR_HASHLIB_NO_REASON);
    return NULL;
}

static const DigestKind *find_by_constructor(const Object *function);

// The digest of a name, or of a function of this module.
static const DigestKind *find_by_module(Vm *vm, Object *given) {
    if (object_is_str(vm, given)) return hashlib_find_fixed(vm, given);
    const DigestKind *kind = find_by_constructor(given);
    if (kind != NULL && kind->bytes == 0) raise(vm, ERROR_HASHLIB_NO_REASON);
    if (kind != NULL) return kind->bytes == 0 ? NULL : kind;
    Object *text = str_new_format(vm, "Unsupported digestmod %R", given);
    if (text == NULL) return NULL;
    (void)raise_argument(vm, (Type *)state_of(vm)->unsupported.object, text);
    object_drop(vm, text);
    return NULL;
}

// --- hashes ---

static void start(DigestStream *digest, const DigestKind *kind) {
    if (kind->family != DIGEST_BLAKE) {
        digest_start(digest, kind);
        return;
    }
    const DigestBlakeOptions options = {.bytes = (uint8_t)kind->bytes, .fanout = 1, .depth = 1};
    digest_start_blake(digest, kind, &options);
}

static Object *hash_new(Vm *vm, const DigestKind *kind, Object *data, Object *security) {
    View view = {0};
    if (security != NULL && object_truth(vm, security) == RAISED) return NULL;
    if (data != NULL && !hash_acquire(vm, data, &view)) return NULL;
    bool is_shake = kind->bytes == 0;
    Hash *hash = (Hash *)type_new_instance(vm, is_shake ? state_of(vm)->shake : state_of(vm)->hash,
                                           sizeof(Hash));
    if (hash != NULL) {
        start(&hash->digest, kind);
        hash->digest_size = kind->bytes;
        if (data != NULL) digest_add(&hash->digest, view.data, (size_t)view.bytes);
    }
    view_release(vm, &view);
    return (Object *)hash;
}

static Object *hashlib_function_new(Vm *vm, const Slot *arguments) {
    Object *name = arguments[0].object;
    if (!object_is_str(vm, name) || chars_find_char(str_get_chars((Str *)name), 0) >= 0)
        return raise(vm, ERROR_HASHLIB_NAME);
    const DigestKind *kind = hashlib_find_kind(vm, name);
    return kind == NULL ? NULL : hash_new(vm, kind, arguments[1].object, arguments[2].object);
}

static Object *hash_repr(Vm *vm, Object *object) {
    const Hash *hash = (const Hash *)object;
    char address[24];
    object_address_text(vm, object, address);
    return str_new_format(vm, "<%s %s object @ %s>", hash->digest.kind->name,
                          object_type_name(vm, object), address);
}

static bool read_length(Vm *vm, Object *given, size_t *bytes) {
    int64_t length;
    if (!argument_size(vm, given, &length)) return false;
    *bytes = (size_t)length;
    return length >= 0 || raise_false(vm, ERROR_IO_NEGATIVE_BYTES);
}

static Object *shake_method_digest(Vm *vm, const Slot *arguments) {
    size_t bytes;
    if (!read_length(vm, arguments[1].object, &bytes)) return NULL;
    return hash_load_digest(vm, &((const Hash *)arguments[0].object)->digest, bytes);
}

static Object *shake_method_hexdigest(Vm *vm, const Slot *arguments) {
    size_t bytes;
    if (!read_length(vm, arguments[1].object, &bytes)) return NULL;
    return hash_load_hex(vm, &((const Hash *)arguments[0].object)->digest, bytes);
}

static const Method hash_methods[] = {
    METHOD(hash, copy, "(self, /)", "Another one in the same state."),
    METHOD(hash, digest, "(self, /)", "The hash of what there was so far, as bytes."),
    METHOD(hash, hexdigest, "(self, /)", "The hash of what there was so far, in hexadecimal."),
    METHOD(hash, update, "(self, obj, /)", "Hash more bytes."),
    {0},
};

static const Method shake_methods[] = {
    METHOD(shake, digest, "(self, /, length)", "So many bytes of the hash."),
    METHOD(shake, hexdigest, "(self, /, length)", "So many bytes of the hash, in hexadecimal."),
    {0},
};

static const Property hash_properties[] = {
    {"digest_size", hash_get_digest_size, NULL, NULL},
    {"block_size", hash_get_block_size, NULL, NULL},
    {"name", hash_get_name, NULL, NULL},
    {0},
};

static const Property shake_properties[] = {
    {"digest_size", hash_get_digest_size, NULL, NULL},
    {0},
};

static const TypeDefinition hash_definition = {
    .name = "_hashlib.HASH",
    .flags = TYPE_IS_HEAP | TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Hash),
    .python_bytes = 32,
    .layout = {.name = "_hashlib.HASH"},
    .behaviour = {.repr = hash_repr},
    .methods = hash_methods,
    .properties = hash_properties,
    .doc = "A hash, which is given its bytes bit by bit.",
};

static const TypeDefinition shake_definition = {
    .name = "_hashlib.HASHXOF",
    .flags = TYPE_IS_HEAP | TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Hash),
    .python_bytes = 32,
    .layout = {.name = "_hashlib.HASHXOF"},
    .methods = shake_methods,
    .properties = shake_properties,
    .doc = "A hash of any length.",
};

// --- codes of keys ---

typedef struct Mac {
    Object base;
    HashlibMac mac;
} Mac;

enum { INNER_PAD = 0x36, OUTER_PAD = 0x5c };

void hashlib_mac_start(HashlibMac *mac, const DigestKind *kind, const void *key, size_t bytes) {
    uint8_t block[DIGEST_BLOCK_MAX] = {0};
    start(&mac->inner, kind);
    mac->outer = mac->inner;
    if (bytes > kind->block_bytes) {
        DigestStream digest = mac->inner;
        digest_add(&digest, key, bytes);
        digest_read(&digest, block, kind->bytes);
    } else if (bytes > 0) {
        memcpy(block, key, bytes);
    }
    for (int i = 0; i < kind->block_bytes; i++) block[i] ^= INNER_PAD;
    digest_add(&mac->inner, block, kind->block_bytes);
    for (int i = 0; i < kind->block_bytes; i++) block[i] ^= INNER_PAD ^ OUTER_PAD;
    digest_add(&mac->outer, block, kind->block_bytes);
}

void hashlib_mac_read(const HashlibMac *mac, uint8_t *out) {
    size_t bytes = mac->inner.kind->bytes;
    DigestStream outer = mac->outer;
    uint8_t inner[DIGEST_BYTES_MAX];
    digest_read(&mac->inner, inner, bytes);
    digest_add(&outer, inner, bytes);
    digest_read(&outer, out, bytes);
}

static Object *hashlib_function_hmac_digest(Vm *vm, const Slot *arguments) {
    View key = {0}, message = {0};
    HashlibMac mac;
    Object *result = NULL;
    if (view_acquire(vm, arguments[0].object, &key, VIEW_READ) &&
        view_acquire(vm, arguments[1].object, &message, VIEW_READ)) {
        const DigestKind *kind = find_by_module(vm, arguments[2].object);
        uint8_t code[DIGEST_BYTES_MAX];
        if (kind != NULL) {
            hashlib_mac_start(&mac, kind, key.data, (size_t)key.bytes);
            digest_add(&mac.inner, message.data, (size_t)message.bytes);
            hashlib_mac_read(&mac, code);
            result = bytes_new(vm, code, kind->bytes);
        }
    }
    view_release(vm, &key);
    view_release(vm, &message);
    return result;
}

static Object *hashlib_function_hmac_new(Vm *vm, const Slot *arguments) {
    View key = {0};
    Object *message = arguments[1].object, *module = arguments[2].object;
    Mac *mac = NULL;
    if (message == vm->objects->none) message = NULL;
    if (!view_acquire(vm, arguments[0].object, &key, VIEW_READ)) return NULL;
    const DigestKind *kind = module == NULL ? raise(vm, ERROR_HASHLIB_NO_DIGEST), NULL
                                            : find_by_module(vm, module);
    if (kind != NULL) mac = (Mac *)type_new_instance(vm, state_of(vm)->mac, sizeof(Mac));
    if (mac != NULL) hashlib_mac_start(&mac->mac, kind, key.data, (size_t)key.bytes);
    view_release(vm, &key);
    if (mac == NULL || message == NULL || hash_add(vm, &mac->mac.inner, message))
        return (Object *)mac;
    object_drop(vm, &mac->base);
    return NULL;
}

static Mac *mac_of(Object *object) {
    return (Mac *)object;
}

static Object *mac_method_update(Vm *vm, const Slot *arguments) {
    HashlibMac *mac = &mac_of(arguments[0].object)->mac;
    return hash_add(vm, &mac->inner, arguments[1].object) ? none_new(vm) : NULL;
}

static Object *mac_method_copy(Vm *vm, const Slot *arguments) {
    const Mac *mac = mac_of(arguments[0].object);
    Mac *copy = (Mac *)type_new_instance(vm, object_type(vm, &mac->base), sizeof(Mac));
    if (copy != NULL) copy->mac = mac->mac;
    return (Object *)copy;
}

static Object *mac_method_digest(Vm *vm, const Slot *arguments) {
    const HashlibMac *mac = &mac_of(arguments[0].object)->mac;
    uint8_t code[DIGEST_BYTES_MAX];
    hashlib_mac_read(mac, code);
    return bytes_new(vm, code, mac->inner.kind->bytes);
}

static Object *mac_method_hexdigest(Vm *vm, const Slot *arguments) {
    const HashlibMac *mac = &mac_of(arguments[0].object)->mac;
    DigestStream outer = mac->outer;
    uint8_t inner[DIGEST_BYTES_MAX];
    size_t bytes = mac->inner.kind->bytes;
    digest_read(&mac->inner, inner, bytes);
    digest_add(&outer, inner, bytes);
    return hash_load_hex(vm, &outer, bytes);
}

static Object *mac_get_digest_size(Vm *vm, Object *object) {
    return int_new(vm, mac_of(object)->mac.inner.kind->bytes);
}

static Object *mac_get_block_size(Vm *vm, Object *object) {
    return int_new(vm, mac_of(object)->mac.inner.kind->block_bytes);
}

static Object *mac_get_name(Vm *vm, Object *object) {
    return str_new_format(vm, "hmac-%s", mac_of(object)->mac.inner.kind->name);
}

static Object *mac_repr(Vm *vm, Object *object) {
    char address[24];
    object_address_text(vm, object, address);
    return str_new_format(vm, "<%s HMAC object @ %s>", mac_of(object)->mac.inner.kind->name,
                          address);
}

static const Method mac_methods[] = {
    METHOD(mac, copy, "(self, /)", "Another one in the same state."),
    METHOD(mac, digest, "(self, /)", "The code of what there was so far, as bytes."),
    METHOD(mac, hexdigest, "(self, /)", "The code of what there was so far, in hexadecimal."),
    METHOD(mac, update, "(self, /, msg)", "Add more bytes."),
    {0},
};

static const Property mac_properties[] = {
    {"digest_size", mac_get_digest_size, NULL, NULL},
    {"block_size", mac_get_block_size, NULL, NULL},
    {"name", mac_get_name, NULL, NULL},
    {0},
};

static const TypeDefinition mac_definition = {
    .name = "_hashlib.HMAC",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Mac),
    .python_bytes = 32,
    .layout = {.name = "_hashlib.HMAC"},
    .behaviour = {.repr = mac_repr},
    .methods = mac_methods,
    .properties = mac_properties,
    .doc = "The code that a key makes of bytes, which are given bit by bit.",
};

// --- the module ---

static Object *hashlib_function_get_fips_mode(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return int_new(vm, 0);
}

#define CONSTRUCTORS(ROW) \
    ROW(md5) ROW(sha1) ROW(sha224) ROW(sha256) ROW(sha384) ROW(sha512) ROW(sha3_224) \
    ROW(sha3_256) ROW(sha3_384) ROW(sha3_512) ROW(shake_128) ROW(shake_256)

#define ROW(id)                                                                       \
    static Object *hashlib_function_openssl_##id(Vm *vm, const Slot *arguments) {     \
        return hash_new(vm, &digest_##id, arguments[0].object, arguments[1].object);  \
    }
CONSTRUCTORS(ROW)
#undef ROW

#define ROW(id)                                                                       \
    FUNCTION(hashlib, openssl_##id, "(string=b'', *, usedforsecurity=True)",          \
             "A hash of that kind."),

static const Method constructors[] = {CONSTRUCTORS(ROW) {0}};
#undef ROW

static const Method functions[] = {
    {"compare_digest", operator_function__compare_digest, "(a, b, /)",
     "a == b, in a time that tells nothing of where they differ.", 0},
    FUNCTION(hashlib, get_fips_mode, "()", "0: no rules of FIPS are followed."),
    FUNCTION(hashlib, hmac_digest, "(key, msg, digest)", "The code that a key makes of bytes."),
    FUNCTION(hashlib, hmac_new, "(key, msg=b'', digestmod=None)",
             "What makes a code of a key and bytes."),
    FUNCTION(hashlib, new, "(name, string=b'', *, usedforsecurity=True)",
             "A hash of the kind that has that name."),
    {0},
};

// The digest that a function openssl_… makes; NULL: it is none.
static const DigestKind *find_by_constructor(const Object *function) {
    if (function->kind != KIND_BUILTIN) return NULL;
    const Method *method = ((const Builtin *)function)->method;
    if (method < constructors || method >= constructors + ARRAY_COUNT(constructors)) return NULL;
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++)
        if (strcmp(kinds[i].kind->name, method->name + strlen("openssl_")) == 0)
            return kinds[i].kind;
    return NULL;
}

// _constructors: the functions of digests with their names, which hmac looks up.
static bool add_constructors(Vm *vm, Module *module) {
    if (!module_add_functions(vm, module, constructors)) return false;
    Dict *dict = dict_new(vm);
    bool done = dict != NULL;
    for (const Method *row = constructors; done && row->name != NULL; row++) {
        Str *key = str_new_interned(vm, row->name, strlen(row->name));
        Object *name = key == NULL ? NULL : str_new_c(vm, row->name + strlen("openssl_"));
        done = name != NULL &&
               dict_set(vm, dict, dict_get_str(vm, module_get_dict(module), key), name);
        object_drop_or_null(vm, (Object *)key);
        object_drop_or_null(vm, name);
    }
    Object *proxy = done ? mapping_proxy_new(vm, (Object *)dict) : NULL;
    object_drop_or_null(vm, (Object *)dict);
    return module_take_set(vm, module, "_constructors", proxy);
}

static Object *names_new(Vm *vm) {
    Tuple *names = tuple_new(vm, ARRAY_COUNT(kinds));
    if (names == NULL) return NULL;
    bool done = true;
    for (size_t i = 0; done && i < ARRAY_COUNT(kinds); i++) {
        Object *name = str_new_c(vm, kinds[i].kind->name);
        if (name != NULL) slot_fill(vm, &names->base, &names->items[i], name);
        done = name != NULL;
    }
    tuple_finish(vm, names);
    Object *set = !done ? NULL
                        : object_call_one(vm, &type_of_kind(vm, KIND_FROZENSET)->base,
                                          &names->base);
    object_drop(vm, &names->base);
    return set;
}

bool hashlib_module_start(Vm *vm, Module *module) {
    HashlibState *state = state_load(vm, &state_definition);
    if (state == NULL) return false;
    state->hash = module_add_type(vm, module, &hash_definition);
    if (state->hash == NULL) return false;
    if (state->shake == NULL) state->shake = type_register(vm, &shake_definition, state->hash);
    state->mac = module_add_type(vm, module, &mac_definition);
    return state->shake != NULL && state->mac != NULL &&
           module_set(vm, module, "HASHXOF", &state->shake->base) &&
           error_class_add(vm, module, &state->unsupported, "_hashlib.UnsupportedDigestmodError",
                           exception_type(vm, EXCEPTION_ValueError), NULL) &&
           module_add_functions(vm, module, functions) &&
           module_add_functions(vm, module, hashlib_key_functions) &&
           add_constructors(vm, module) &&
           module_take_set(vm, module, "openssl_md_meth_names", names_new(vm)) &&
           module_set_doc(vm, module, "Hashes by the names that OpenSSL gives them.");
}
