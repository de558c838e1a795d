// BLAKE2b and BLAKE2s (RFC 7693): the same steps on words of 64 and of 32 bits.

#include "base/digest.h"

#include <string.h>

static const uint8_t orders[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

// One quarter: four words of v are mixed with two of the message.
#define QUARTER(turn, i, a, b, c, d, R0, R1, R2, R3)                                       \
    v[a] += v[b] + words[order[2 * (i)]];                                                  \
    v[d] = turn(v[d] ^ v[a], R0);                                                          \
    v[c] += v[d];                                                                          \
    v[b] = turn(v[b] ^ v[c], R1);                                                          \
    v[a] += v[b] + words[order[2 * (i) + 1]];                                              \
    v[d] = turn(v[d] ^ v[a], R2);                                                          \
    v[c] += v[d];                                                                          \
    v[b] = turn(v[b] ^ v[c], R3);

#define MIX(Word, rounds, first, turn, R0, R1, R2, R3)                                     \
    Word v[16];                                                                            \
    for (int i = 0; i < 8; i++) v[i] = state[i];                                           \
    for (int i = 0; i < 8; i++) v[8 + i] = first[i];                                       \
    v[12] ^= (Word)counted[0];                                                             \
    v[13] ^= (Word)counted[1];                                                             \
    v[14] ^= (Word)counted[2];                                                             \
    v[15] ^= (Word)counted[3];                                                             \
    _Pragma("GCC unroll 12") for (int round = 0; round < rounds; round++) {                \
        const uint8_t *order = orders[round % 10];                                         \
        QUARTER(turn, 0, 0, 4, 8, 12, R0, R1, R2, R3)                                      \
        QUARTER(turn, 1, 1, 5, 9, 13, R0, R1, R2, R3)                                      \
        QUARTER(turn, 2, 2, 6, 10, 14, R0, R1, R2, R3)                                     \
        QUARTER(turn, 3, 3, 7, 11, 15, R0, R1, R2, R3)                                     \
        QUARTER(turn, 4, 0, 5, 10, 15, R0, R1, R2, R3)                                     \
        QUARTER(turn, 5, 1, 6, 11, 12, R0, R1, R2, R3)                                     \
        QUARTER(turn, 6, 2, 7, 8, 13, R0, R1, R2, R3)                                      \
        QUARTER(turn, 7, 3, 4, 9, 14, R0, R1, R2, R3)                                      \
    }                                                                                      \
    for (int i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8];

static void take_wide(uint64_t *state, const uint8_t *block, const uint64_t counted[4]) {
    uint64_t words[16];
    for (int i = 0; i < 16; i++) words[i] = digest_little_64(block + 8 * i);
    MIX(uint64_t, 12, digest_sha512_first, digest_right_64, 32, 24, 16, 63)
}

static void take_narrow(uint32_t *state, const uint8_t *block, const uint64_t counted[4]) {
    uint32_t words[16];
    for (int i = 0; i < 16; i++) words[i] = digest_little_32(block + 4 * i);
    MIX(uint32_t, 10, digest_sha256_first, digest_right_32, 16, 12, 8, 7)
}

static void count_bytes(DigestStream *digest, uint64_t bytes) {
    digest->bytes_low += bytes;
    digest->bytes_high += digest->bytes_low < bytes;
}

void digest_blake_process(DigestStream *digest, const uint8_t *blocks, size_t count,
                          enum DigestEnd end) {
    size_t size = digest->kind->block_bytes;
    bool is_wide = digest->kind->word_bytes == 8, is_last = end == DIGEST_ENDS;
    for (size_t i = 0; i < count; i++) {
        count_bytes(digest, is_last ? digest->held : size);
        uint64_t low = digest->bytes_low;
        uint64_t counted[4] = {low, is_wide ? digest->bytes_high : low >> 32,
                               is_last ? UINT64_MAX : 0,
                               is_last && digest->is_last_node ? UINT64_MAX : 0};
        if (is_wide) take_wide(digest->state.wide, blocks + i * size, counted);
        else take_narrow(digest->state.narrow, blocks + i * size, counted);
    }
}

// --- the start ---

static void write_little(uint8_t *at, uint64_t number, int bytes) {
    for (int i = 0; i < bytes; i++) at[i] = (uint8_t)(number >> 8 * i);
}

// The block of parameters, which the first state is mixed with: 64 bytes, or 32.
static void write_parameters(const DigestBlakeOptions *options, bool is_wide, uint8_t *block) {
    block[0] = options->bytes;
    block[1] = options->key_bytes;
    block[2] = options->fanout;
    block[3] = options->depth;
    write_little(block + 4, options->leaf_bytes, 4);
    write_little(block + 8, options->node_offset, is_wide ? 8 : 6);
    int at = is_wide ? 16 : 14, salt = is_wide ? 16 : 8;
    block[at] = options->node_depth;
    block[at + 1] = options->inner_bytes;
    memcpy(block + 2 * salt, options->salt, (size_t)salt);
    memcpy(block + 3 * salt, options->person, (size_t)salt);
}

void digest_start_blake(DigestStream *digest, const DigestKind *kind,
                        const DigestBlakeOptions *options) {
    bool is_wide = kind->word_bytes == 8;
    uint8_t block[64] = {0};
    memset(digest, 0, sizeof *digest);
    digest->kind = kind;
    digest->is_last_node = options->is_last_node;
    write_parameters(options, is_wide, block);
    for (int i = 0; i < 8; i++) {
        uint64_t wide = digest_little_64(block + (is_wide ? 8 * i : 0));
        if (is_wide) digest->state.wide[i] = digest_sha512_first[i] ^ wide;
        else digest->state.narrow[i] = digest_sha256_first[i] ^ digest_little_32(block + 4 * i);
    }
    if (options->key_bytes == 0) return;
    memcpy(digest->block, options->key, options->key_bytes);   // a block of its own
    digest->held = (uint8_t)kind->block_bytes;
}
