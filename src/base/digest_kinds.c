// The table of digests, and their constants: roots of primes, and sines.

#include "base/digest.h"

#include "digest_constants.inc"

const uint32_t digest_md5_first[8] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
const uint32_t digest_sha1_first[8] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
                                       0xc3d2e1f0};

// SHA-512 begins so for its shorter results: with what it makes of their names.
static const uint64_t digest_sha512_224_first[8] = {
    0x8c3d37c819544da2, 0x73e1996689dcd4d6, 0x1dfab7ae32ff9c82, 0x679dd514582f9fcf,
    0x0f6d2b697bd44da8, 0x77e36f7304c48942, 0x3f9d85a86a1d36c8, 0x1112e6ad91d692a1};
static const uint64_t digest_sha512_256_first[8] = {
    0x22312194fc2bf72c, 0x9f555fa3c84c64c2, 0x2393b86b6f53b151, 0x963877195940eabd,
    0x96283ee2a88effe3, 0xbe5e1e2553863992, 0x2b0199fc2c85b8aa, 0x0eb72ddc81c52ca2};

#define MARKED(id, function, first, result, block, word, big)                              \
    const DigestKind digest_##id = {                                                       \
        .name = #id, .family = DIGEST_MARKED, .bytes = result, .block_bytes = block,       \
        .word_bytes = word, .is_big_endian = big, .first_state = digest_##first##_first,   \
        .process = digest_crypto_##function,                                               \
    };
#define SPONGE(id, result, block, end)                                                     \
    const DigestKind digest_##id = {                                                       \
        .name = #id, .family = DIGEST_SPONGE, .bytes = result, .block_bytes = block,       \
        .word_bytes = 8, .suffix = end, .process = digest_process_keccak_##block,          \
    };
#define BLAKE(id, result, block, word)                                                     \
    const DigestKind digest_##id = {                                                       \
        .name = #id, .family = DIGEST_BLAKE, .bytes = result, .block_bytes = block,        \
        .word_bytes = word,                                                                \
    };

MARKED(md5, md5, md5, 16, 64, 4, false)
MARKED(sha1, sha1, sha1, 20, 64, 4, true)
MARKED(sha224, sha256, sha224, 28, 64, 4, true)
MARKED(sha256, sha256, sha256, 32, 64, 4, true)
MARKED(sha384, sha512, sha384, 48, 128, 8, true)
MARKED(sha512, sha512, sha512, 64, 128, 8, true)
MARKED(sha512_224, sha512, sha512_224, 28, 128, 8, true)
MARKED(sha512_256, sha512, sha512_256, 32, 128, 8, true)
SPONGE(sha3_224, 28, 144, 6)
SPONGE(sha3_256, 32, 136, 6)
SPONGE(sha3_384, 48, 104, 6)
SPONGE(sha3_512, 64, 72, 6)
SPONGE(shake_128, 0, 168, 0x1f)
SPONGE(shake_256, 0, 136, 0x1f)
BLAKE(blake2b, 64, 128, 8)
BLAKE(blake2s, 32, 64, 4)
