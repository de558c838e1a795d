// The module _blake2: BLAKE2b and BLAKE2s with keys, salts, and places in trees.

#include "modules/hash.h"

#include <string.h>

#include "modules/argument.h"
#include "objects/arguments.h"
#include "objects/int.h"
#include "objects/row.h"

enum {
    BLAKE_DATA, BLAKE_BYTES, BLAKE_KEY, BLAKE_SALT, BLAKE_PERSON, BLAKE_FANOUT, BLAKE_DEPTH,
    BLAKE_LEAF, BLAKE_NODE, BLAKE_NODE_DEPTH, BLAKE_INNER, BLAKE_LAST, BLAKE_SECURITY,
    BLAKE_ARGUMENTS,
};

// --- options ---

// Reads an int that must be in first..255.
static bool read_byte(Vm *vm, Object *object, const char *name, int first, uint8_t *byte) {
    int number;
    if (!row_int_argument(vm, object, *byte, &number)) return false;
    if (number < first || number > 255) return raise_false(vm, ERROR_BLAKE_RANGE, name, first);
    *byte = (uint8_t)number;
    return true;
}

// Reads bytes, `most` at the most.
static bool read_bytes(Vm *vm, Object *object, const char *name, int most, uint8_t *room,
                       int *count) {
    View view = {0};
    *count = 0;
    if (object == NULL) return true;
    if (!view_acquire(vm, object, &view, VIEW_READ)) return false;
    bool fits = view.bytes <= most;
    if (fits && view.bytes > 0) memcpy(room, view.data, (size_t)view.bytes);
    *count = fits ? (int)view.bytes : 0;
    view_release(vm, &view);
    return fits || raise_false(vm, ERROR_BLAKE_LONG, name, most);
}

static bool read_leaf(Vm *vm, Object *object, uint32_t *bytes) {
    uint64_t number;
    if (object == NULL) return true;
    if (!argument_unsigned_long(vm, object, &number)) return false;
    if (number > UINT32_MAX) return raise_false(vm, ERROR_BLAKE_LARGE, "leaf_size");
    *bytes = (uint32_t)number;
    return true;
}

static bool read_offset(Vm *vm, Object *object, bool is_wide, uint64_t *offset) {
    if (object == NULL) return true;
    if (!argument_positive(vm, object, UINT64_MAX, offset)) return false;
    bool fits = is_wide || *offset >> 48 == 0;
    return fits || raise_false(vm, ERROR_BLAKE_LARGE, "node_offset");
}

static bool read_inner(Vm *vm, Object *object, int most, uint8_t *bytes) {
    int number;
    if (!row_int_argument(vm, object, 0, &number)) return false;
    if (number < 0 || number > most) return raise_false(vm, ERROR_BLAKE_INNER, most);
    *bytes = (uint8_t)number;
    return true;
}

static bool read_last(Vm *vm, Object *object, bool *is_last) {
    Found truth = object == NULL ? ABSENT : object_truth(vm, object);
    *is_last = truth == FOUND;
    return truth != RAISED;
}

static bool read_options(Vm *vm, Object *const *values, const DigestKind *kind,
                         DigestBlakeOptions *options) {
    int most = kind->bytes, salt = most / 4, bytes, count;
    if (!row_int_argument(vm, values[BLAKE_BYTES], most, &bytes)) return false;
    if (bytes <= 0 || bytes > most) return raise_false(vm, ERROR_BLAKE_BYTES, most);
    options->bytes = (uint8_t)bytes;
    if (!read_bytes(vm, values[BLAKE_SALT], "salt", salt, options->salt, &count) ||
        !read_bytes(vm, values[BLAKE_PERSON], "person", salt, options->person, &count) ||
        !read_byte(vm, values[BLAKE_FANOUT], "fanout", 0, &options->fanout) ||
        !read_byte(vm, values[BLAKE_DEPTH], "depth", 1, &options->depth) ||
        !read_leaf(vm, values[BLAKE_LEAF], &options->leaf_bytes) ||
        !read_offset(vm, values[BLAKE_NODE], kind->word_bytes == 8, &options->node_offset) ||
        !read_byte(vm, values[BLAKE_NODE_DEPTH], "node_depth", 0, &options->node_depth) ||
        !read_inner(vm, values[BLAKE_INNER], most, &options->inner_bytes) ||
        !read_last(vm, values[BLAKE_LAST], &options->is_last_node) ||
        !read_bytes(vm, values[BLAKE_KEY], "key", most, options->key, &count))
        return false;
    options->key_bytes = (uint8_t)count;
    return values[BLAKE_SECURITY] == NULL || object_truth(vm, values[BLAKE_SECURITY]) != RAISED;
}

// --- the types ---

#define SIGNATURE(name)                                                                   \
    "(data=b'', /, *, digest_size=_blake2." name ".MAX_DIGEST_SIZE,\n"                    \
    "        key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0,\n"            \
    "        node_offset=0, node_depth=0, inner_size=0, last_node=False,\n"               \
    "        usedforsecurity=True)"

static Object *blake_new(Vm *vm, Type *type, const Arguments *arguments, const char *signature,
                         const DigestKind *kind) {
    Object *values[BLAKE_ARGUMENTS];
    DigestBlakeOptions options = {.fanout = 1, .depth = 1};
    if (!arguments_bind(vm, kind->name, signature, arguments, values)) return NULL;
    Hash *hash = NULL;
    if (read_options(vm, values, kind, &options))
        hash = (Hash *)type_new_instance(vm, type, sizeof(Hash));
    if (hash != NULL) {
        digest_start_blake(&hash->digest, kind, &options);
        hash->digest_size = options.bytes;
        if (values[BLAKE_DATA] != NULL && !hash_add(vm, &hash->digest, values[BLAKE_DATA])) {
            object_drop(vm, &hash->base);
            hash = NULL;
        }
    }
    arguments_unbind(vm, values, BLAKE_ARGUMENTS);
    return (Object *)hash;
}

static Object *blake2b_new(Vm *vm, Type *type, const Arguments *arguments) {
    return blake_new(vm, type, arguments, SIGNATURE("blake2b"), &digest_blake2b);
}

static Object *blake2s_new(Vm *vm, Type *type, const Arguments *arguments) {
    return blake_new(vm, type, arguments, SIGNATURE("blake2s"), &digest_blake2s);
}

static const Method methods[] = {
    METHOD(hash, copy, "(self, /)", "Another one in the same state."),
    METHOD(hash, digest, "(self, /)", "The hash of what there was so far, as bytes."),
    METHOD(hash, hexdigest, "(self, /)", "The hash of what there was so far, in hexadecimal."),
    METHOD(hash, update, "(self, data, /)", "Hash more bytes."),
    {0},
};

static const Property properties[] = {
    {"name", hash_get_name, NULL, NULL},
    {"block_size", hash_get_block_size, NULL, NULL},
    {"digest_size", hash_get_digest_size, NULL, NULL},
    {0},
};

#define BLAKE(id, size, text)                              \
    const TypeDefinition hash_##id##_definition = {        \
        .name = "_blake2." #id,                            \
        .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,         \
        .bytes = sizeof(Hash),                             \
        .python_bytes = size,                              \
        .layout = {.name = "_blake2." #id},                \
        .behaviour = {.new = id##_new},                    \
        .methods = methods,                                \
        .properties = properties,                          \
        .signature = SIGNATURE(#id),                       \
        .doc = text,                                       \
    };

BLAKE(blake2b, 448, "A BLAKE2b hash, of up to 64 bytes.")
BLAKE(blake2s, 240, "A BLAKE2s hash, of up to 32 bytes.")

// --- the module ---

// A number is set in the module (with a prefix) and in the type.
static bool set_size(Vm *vm, Module *module, Type *type, const char *prefix, const char *name,
                     int number) {
    Object *value = int_new(vm, number);
    Object *text = value == NULL ? NULL : str_new_format(vm, "%s%s", prefix, name);
    bool done = text != NULL && dict_set_str(vm, module_get_dict(module), (Str *)text, value) &&
                dict_set_c(vm, (Dict *)type->dict.object, name, value);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, value);
    return done;
}

static bool add_type(Vm *vm, Module *module, const TypeDefinition *definition,
                     const char *prefix, int most) {
    Type *type = module_add_type(vm, module, definition);
    return type != NULL && set_size(vm, module, type, prefix, "SALT_SIZE", most / 4) &&
           set_size(vm, module, type, prefix, "PERSON_SIZE", most / 4) &&
           set_size(vm, module, type, prefix, "MAX_KEY_SIZE", most) &&
           set_size(vm, module, type, prefix, "MAX_DIGEST_SIZE", most);
}

bool hash_blake_module_start(Vm *vm, Module *module) {
    return add_type(vm, module, &hash_blake2b_definition, "BLAKE2B_", digest_blake2b.bytes) &&
           add_type(vm, module, &hash_blake2s_definition, "BLAKE2S_", digest_blake2s.bytes) &&
           module_set_doc(vm, module, "The hashes BLAKE2b and BLAKE2s.");
}
