// Digests: MD5, SHA-1, SHA-2, SHA-3 and BLAKE2, as their standards define them.
//
// A digest is a plain struct, so that a copy of it is one that goes on by itself:
//
//     digest_start(&digest, &digest_sha256);
//     digest_add(&digest, data, bytes);
//     digest_read(&digest, out, digest_sha256.bytes);     // the digest itself goes on too

#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/check.h"

enum { DIGEST_BYTES_MAX = 64, DIGEST_BLOCK_MAX = 168, DIGEST_LANES = 25 };

typedef union DigestState {
    uint32_t narrow[8];
    uint64_t wide[DIGEST_LANES];
} DigestState;

typedef enum DigestFamily {
    DIGEST_MARKED,    // blocks, and their length at the end (MD5, SHA-1, SHA-2)
    DIGEST_SPONGE,    // SHA-3: output of any length
    DIGEST_BLAKE,     // the last block is known as such
} DigestFamily;

typedef struct DigestStream DigestStream;

typedef void DigestProcess(DigestState *state, const uint8_t *blocks, size_t count);

typedef struct DigestKind {
    const char *name;
    DigestFamily family;
    uint16_t bytes;           // of the result; 0: as many as are asked for
    uint16_t block_bytes;
    uint8_t word_bytes;       // of the state and of the length
    bool is_big_endian;
    uint8_t suffix;           // of a sponge: what ends the message
    const void *first_state;  // words of it; NULL: zeros
    // Takes whole blocks into the state.
    DigestProcess *process;
} DigestKind;

struct DigestStream {
    const DigestKind *kind;
    uint64_t bytes_low, bytes_high;   // taken so far
    DigestState state;
    uint8_t block[DIGEST_BLOCK_MAX];  // what is not a whole block yet
    uint8_t held;                     // bytes of it
    bool is_last_node;                // BLAKE2 in a tree
};

extern const DigestKind digest_md5, digest_sha1, digest_sha224, digest_sha256, digest_sha384,
    digest_sha512, digest_sha512_224, digest_sha512_256, digest_sha3_224, digest_sha3_256,
    digest_sha3_384, digest_sha3_512, digest_shake_128, digest_shake_256, digest_blake2b,
    digest_blake2s;

void digest_start(DigestStream *digest, const DigestKind *kind);
void digest_add(DigestStream *digest, const void *data, size_t bytes);
// Writes `bytes` of the result: no more than the kind has, any number for a sponge.
void digest_read(const DigestStream *digest, uint8_t *out, size_t bytes);

// What sets one BLAKE2 digest apart from others of its kind; unused bytes are zeros.
typedef struct DigestBlakeOptions {
    uint8_t bytes;               // of the result
    uint8_t key_bytes;
    uint8_t fanout, depth;
    uint32_t leaf_bytes;
    uint64_t node_offset;
    uint8_t node_depth, inner_bytes;
    bool is_last_node;
    uint8_t salt[16], person[16], key[64];
} DigestBlakeOptions;

void digest_start_blake(DigestStream *digest, const DigestKind *kind,
                        const DigestBlakeOptions *options);

// --- between the files of digests ---

// Takes blocks of BLAKE2; DIGEST_ENDS: the one that ends the message, of which `held`
// bytes count.
enum DigestEnd { DIGEST_GOES_ON, DIGEST_ENDS };
void digest_blake_process(DigestStream *digest, const uint8_t *blocks, size_t count,
                          enum DigestEnd end);

// How each digest takes whole blocks into its state.
// --- our own code ---

DigestProcess digest_process_md5, digest_process_sha1, digest_process_sha256,
    digest_process_sha512;
// Keccak with blocks of 144, 136, 104, 72 and 168 bytes.
DigestProcess digest_process_keccak_144, digest_process_keccak_136, digest_process_keccak_104,
    digest_process_keccak_72, digest_process_keccak_168;

extern const uint32_t digest_md5_first[8], digest_sha1_first[8], digest_sha224_first[8],
    digest_sha256_first[8];
extern const uint64_t digest_sha384_first[8], digest_sha512_first[8];
extern const uint32_t digest_md5_constants[64], digest_sha256_constants[64];
extern const uint64_t digest_sha512_constants[80];

// --- libcrypto's assembler; our own where libcrypto was not there at build time ---

DigestProcess digest_crypto_md5, digest_crypto_sha1, digest_crypto_sha256, digest_crypto_sha512;

// --- words ---

ALWAYS_INLINE uint32_t digest_little_32(const uint8_t *at) {
    uint32_t word;
    __builtin_memcpy(&word, at, sizeof word);
    return word;
}

ALWAYS_INLINE uint64_t digest_little_64(const uint8_t *at) {
    uint64_t word;
    __builtin_memcpy(&word, at, sizeof word);
    return word;
}

ALWAYS_INLINE uint32_t digest_big_32(const uint8_t *at) {
    return __builtin_bswap32(digest_little_32(at));
}

ALWAYS_INLINE uint64_t digest_big_64(const uint8_t *at) {
    return __builtin_bswap64(digest_little_64(at));
}

ALWAYS_INLINE uint32_t digest_left_32(uint32_t word, int bits) {
    return word << bits | word >> (32 - bits);
}

ALWAYS_INLINE uint32_t digest_right_32(uint32_t word, int bits) {
    return word >> bits | word << (32 - bits);
}

ALWAYS_INLINE uint64_t digest_right_64(uint64_t word, int bits) {
    return word >> bits | word << (64 - bits);
}

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are read as they lie");

#endif
