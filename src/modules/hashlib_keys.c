// Keys of passwords: PBKDF2 and scrypt.

#include "modules/hashlib.h"

#include "memory/system.h"
#include "modules/argument.h"
#include "modules/hash.h"
#include "objects/bytes.h"
#include "objects/int.h"

#include <limits.h>
#include <string.h>

// --- PBKDF2 ---

typedef struct Password {
    const DigestKind *kind;
    View password, salt;
    int64_t rounds;
} Password;

static void mac_of(const HashlibMac *start, const uint8_t *data, size_t bytes, uint8_t *out) {
    HashlibMac mac = *start;
    digest_add(&mac.inner, data, bytes);
    hashlib_mac_read(&mac, out);
}

// Fills `out` with blocks: each is the sum of codes, every one of the code before it.
static void derive(const Password *password, uint8_t *out, size_t bytes) {
    size_t block_bytes = password->kind->bytes;
    HashlibMac start;
    hashlib_mac_start(&start, password->kind, password->password.data,
                      (size_t)password->password.bytes);
    for (uint32_t number = 1; bytes > 0; number++) {
        uint8_t code[DIGEST_BYTES_MAX], sum[DIGEST_BYTES_MAX];
        uint32_t big = __builtin_bswap32(number);
        HashlibMac first = start;
        digest_add(&first.inner, password->salt.data, (size_t)password->salt.bytes);
        digest_add(&first.inner, &big, sizeof big);
        hashlib_mac_read(&first, code);
        memcpy(sum, code, block_bytes);
        for (int64_t i = 1; i < password->rounds; i++) {
            mac_of(&start, code, block_bytes, code);
            for (size_t j = 0; j < block_bytes; j++) sum[j] ^= code[j];
        }
        size_t part = bytes < block_bytes ? bytes : block_bytes;
        memcpy(out, sum, part);
        out += part;
        bytes -= part;
    }
}

static Object *pbkdf2(Vm *vm, Password *password, Object *given_rounds, Object *given_bytes) {
    int64_t bytes = password->kind->bytes;
    if (password->kind->bytes == 0) return raise(vm, ERROR_HASHLIB_NO_REASON);
    if (!argument_int64(vm, given_rounds, &password->rounds)) return NULL;
    if (password->rounds < 1) return raise(vm, ERROR_HASHLIB_FEW_ROUNDS);
    if (password->rounds > INT_MAX) return raise(vm, ERROR_HASHLIB_MANY_ROUNDS);
    if (given_bytes != NULL && given_bytes != vm->objects->none &&
        !argument_int64(vm, given_bytes, &bytes))
        return NULL;
    if (bytes < 1) return raise(vm, ERROR_HASHLIB_SHORT);
    if (bytes > INT_MAX) return raise(vm, ERROR_HASHLIB_LONG);
    Bytes *key = bytes_new_room(vm, bytes);
    if (key == NULL) return NULL;
    derive(password, key->data, (size_t)bytes);
    return bytes_take_shared(vm, key);
}

static Object *hashlib_function_pbkdf2_hmac(Vm *vm, const Slot *arguments) {
    Password password = {0};
    Object *key = NULL;
    if (!object_is_str(vm, arguments[0].object)) {
        argument_refuse_named(vm, "pbkdf2_hmac", "hash_name", "str", arguments[0].object);
        return NULL;
    }
    if (view_acquire(vm, arguments[1].object, &password.password, VIEW_READ) &&
        view_acquire(vm, arguments[2].object, &password.salt, VIEW_READ) &&
        (password.kind = hashlib_find_kind(vm, arguments[0].object)) != NULL)
        key = pbkdf2(vm, &password, arguments[3].object, arguments[4].object);
    view_release(vm, &password.password);
    view_release(vm, &password.salt);
    return key;
}

// --- scrypt ---

enum { LIMIT_USUAL = 32 * 1024 * 1024, KEY_BYTES_USUAL = 64, SALSA_WORDS = 16 };

typedef struct Cost {
    uint64_t n, r, p;
} Cost;

static void quarter(uint32_t *x, int a, int b, int c, int d) {
    x[b] ^= digest_left_32(x[a] + x[d], 7);
    x[c] ^= digest_left_32(x[b] + x[a], 9);
    x[d] ^= digest_left_32(x[c] + x[b], 13);
    x[a] ^= digest_left_32(x[d] + x[c], 18);
}

static void salsa(uint32_t *words) {
    uint32_t x[SALSA_WORDS];
    memcpy(x, words, sizeof x);
    for (int i = 0; i < 4; i++) {
        quarter(x, 0, 4, 8, 12);
        quarter(x, 5, 9, 13, 1);
        quarter(x, 10, 14, 2, 6);
        quarter(x, 15, 3, 7, 11);
        quarter(x, 0, 1, 2, 3);
        quarter(x, 5, 6, 7, 4);
        quarter(x, 10, 11, 8, 9);
        quarter(x, 15, 12, 13, 14);
    }
    for (int i = 0; i < SALSA_WORDS; i++) words[i] += x[i];
}

// Mixes 2 * r pieces of 64 bytes; the even ones come to stand before the odd ones.
static void mix_block(uint32_t *block, uint32_t *room, uint64_t r) {
    uint32_t x[SALSA_WORDS];
    memcpy(x, block + (2 * r - 1) * SALSA_WORDS, sizeof x);
    for (uint64_t i = 0; i < 2 * r; i++) {
        for (int j = 0; j < SALSA_WORDS; j++) x[j] ^= block[i * SALSA_WORDS + (uint64_t)j];
        salsa(x);
        memcpy(room + (i / 2 + (i & 1) * r) * SALSA_WORDS, x, sizeof x);
    }
    memcpy(block, room, 2 * r * sizeof x);
}

// `rows`: room for n blocks; `room`: for one.
static void mix_rows(uint32_t *block, uint32_t *rows, uint32_t *room, const Cost *cost) {
    uint64_t words = 2 * cost->r * SALSA_WORDS;
    for (uint64_t i = 0; i < cost->n; i++) {
        memcpy(rows + i * words, block, words * sizeof *block);
        mix_block(block, room, cost->r);
    }
    for (uint64_t i = 0; i < cost->n; i++) {
        uint64_t chosen = block[words - SALSA_WORDS] & (cost->n - 1);
        for (uint64_t j = 0; j < words; j++) block[j] ^= rows[chosen * words + j];
        mix_block(block, room, cost->r);
    }
}

// 0 for `limit` is the usual one.
static bool check_cost(Vm *vm, const Cost *cost, uint64_t limit) {
    if (cost->r == 0 || cost->p == 0 || cost->p > ((1u << 30) - 1) / cost->r)
        return raise_false(vm, ERROR_SCRYPT_PARAMETERS);
    if (16 * cost->r <= 63 && cost->n >= UINT64_C(1) << (16 * cost->r))
        return raise_false(vm, ERROR_SCRYPT_MEMORY);
    if (limit == 0) limit = LIMIT_USUAL;
    unsigned __int128 all = (unsigned __int128)128 * cost->r * cost->p +
                            (unsigned __int128)128 * cost->r * (cost->n + 2);
    return all <= limit || raise_false(vm, ERROR_SCRYPT_MEMORY);
}

static Object *derive_hard(Vm *vm, Password *password, const Cost *cost, int64_t bytes) {
    size_t block_bytes = 128 * cost->r, blocks_bytes = block_bytes * cost->p;
    size_t rows_bytes = block_bytes * (cost->n + 1);
    uint8_t *blocks = system_new_unset(vm, blocks_bytes);
    uint32_t *rows = blocks == NULL ? NULL : system_new_unset(vm, rows_bytes);
    Bytes *key = rows == NULL ? NULL : bytes_new_room(vm, bytes);
    if (key != NULL) {
        password->kind = &digest_sha256;
        password->rounds = 1;
        derive(password, blocks, blocks_bytes);
        for (uint64_t i = 0; i < cost->p; i++)
            mix_rows((uint32_t *)(void *)(blocks + i * block_bytes), rows,
                     rows + cost->n * block_bytes / sizeof *rows, cost);
        Password mixed = *password;
        mixed.salt.data = blocks;
        mixed.salt.bytes = (int64_t)blocks_bytes;
        derive(&mixed, key->data, (size_t)bytes);
    }
    system_drop(vm, blocks, blocks_bytes);
    system_drop(vm, rows, rows_bytes);
    return key == NULL ? NULL : bytes_take_shared(vm, key);
}

// An exact number without a sign, of those that have to be given.
static bool read_cost(Vm *vm, const char *name, Object *given, uint64_t *number) {
    if (given == NULL || given == vm->objects->none)
        return raise_false(vm, ERROR_SCRYPT_NUMBER, name);
    if (!object_is_int(vm, given))
        return argument_refuse_named(vm, "scrypt", name, "int", given);
    if (int_get_sign(vm, given) < 0 || int_bit_length(given) > 64)
        return raise_false(vm, ERROR_SCRYPT_NUMBER, name);
    return argument_bits(vm, given, number);
}

static bool read_costs(Vm *vm, const Slot *given, Cost *cost) {
    if (!read_cost(vm, "n", given[0].object, &cost->n)) return false;
    if (cost->n < 2 || (cost->n & (cost->n - 1)) != 0) return raise_false(vm, ERROR_SCRYPT_POWER);
    return read_cost(vm, "r", given[1].object, &cost->r) &&
           read_cost(vm, "p", given[2].object, &cost->p);
}

static Object *scrypt(Vm *vm, Password *password, const Slot *given) {
    Cost cost;
    int64_t limit = 0, bytes = KEY_BYTES_USUAL;
    if (given[3].object != NULL && !argument_int64(vm, given[3].object, &limit)) return NULL;
    if (given[4].object != NULL && !argument_int64(vm, given[4].object, &bytes)) return NULL;
    if (!read_costs(vm, given, &cost)) return NULL;
    if (limit < 0 || limit > INT_MAX) return raise(vm, ERROR_SCRYPT_LIMIT, INT_MAX);
    if (bytes < 1 || bytes > INT_MAX) return raise(vm, ERROR_SCRYPT_LENGTH, INT_MAX);
    return check_cost(vm, &cost, (uint64_t)limit) ? derive_hard(vm, password, &cost, bytes) : NULL;
}

static Object *hashlib_function_scrypt(Vm *vm, const Slot *arguments) {
    Password password = {0};
    Object *key = NULL;
    bool done = view_acquire(vm, arguments[0].object, &password.password, VIEW_READ);
    if (done && arguments[1].object == NULL) done = raise_false(vm, ERROR_SCRYPT_SALT);
    if (done && view_acquire(vm, arguments[1].object, &password.salt, VIEW_READ))
        key = scrypt(vm, &password, arguments + 2);
    view_release(vm, &password.password);
    view_release(vm, &password.salt);
    return key;
}

const Method hashlib_key_functions[] = {
    FUNCTION(hashlib, pbkdf2_hmac, "(hash_name, password, salt, iterations, dklen=None)",
             "A key of a password, by PBKDF2 with HMAC."),
    FUNCTION(hashlib, scrypt,
             "(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64)",
             "A key of a password, by scrypt, which takes much memory."),
    {0},
};
