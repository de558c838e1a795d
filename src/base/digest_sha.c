// SHA-1 and SHA-2 (FIPS 180-4).

#include "base/digest.h"

// --- SHA-1 ---

ALWAYS_INLINE uint32_t sha1_mix(int round, uint32_t b, uint32_t c, uint32_t d) {
    if (round == 0) return (d ^ (b & (c ^ d))) + 0x5a827999;
    if (round == 1) return (b ^ c ^ d) + 0x6ed9eba1;
    if (round == 2) return ((b & c) + (d & (b ^ c))) + 0x8f1bbcdc;
    return (b ^ c ^ d) + 0xca62c1d6;
}

static void sha1_take(uint32_t *state, const uint8_t *block) {
    uint32_t words[16];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 16; i++) words[i] = digest_big_32(block + 4 * i);
#pragma GCC unroll 80
    for (int i = 0; i < 80; i++) {
        uint32_t word = words[i & 15];
        if (i >= 16) {
            word ^= words[(i + 2) & 15] ^ words[(i + 8) & 15] ^ words[(i + 13) & 15];
            word = words[i & 15] = digest_left_32(word, 1);
        }
        uint32_t next = digest_left_32(a, 5) + sha1_mix(i / 20, b, c, d) + e + word;
        e = d;
        d = c;
        c = digest_left_32(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

void digest_process_sha1(DigestState *state, const uint8_t *blocks, size_t count) {
    for (size_t i = 0; i < count; i++) sha1_take(state->narrow, blocks + 64 * i);
}

// --- SHA-2: the same steps on words of two sizes ---

#define CHOICE(x, y, z) ((z) ^ ((x) & ((y) ^ (z))))
#define MAJORITY(x, y, z) (((x) & (y)) | ((z) & ((x) | (y))))
// Three turned copies of a word; in the small ones the last is shifted out.
#define BIG(turn, x, i, j, k) (turn(x, i) ^ turn(x, j) ^ turn(x, k))
#define SMALL(turn, x, i, j, k) (turn(x, i) ^ turn(x, j) ^ (x) >> (k))

#define SHA2_STEPS(Word, rounds, constants, turn, A0, A1, A2, E0, E1, E2, S0, S1, S2, T0, T1, T2) \
    Word v[8];                                                                             \
    for (int i = 0; i < 8; i++) v[i] = state[i];                                           \
    for (int i = 0; i < rounds; i++) {                                                     \
        if (i >= 16) {                                                                     \
            Word before = words[(i + 1) & 15], last = words[(i + 14) & 15];                \
            words[i & 15] += SMALL(turn, before, S0, S1, S2) + words[(i + 9) & 15] +       \
                             SMALL(turn, last, T0, T1, T2);                                \
        }                                                                                  \
        Word one = v[7] + BIG(turn, v[4], E0, E1, E2) + CHOICE(v[4], v[5], v[6]) +         \
                   constants[i] + words[i & 15];                                           \
        Word two = BIG(turn, v[0], A0, A1, A2) + MAJORITY(v[0], v[1], v[2]);               \
        v[7] = v[6], v[6] = v[5], v[5] = v[4], v[4] = v[3] + one;                          \
        v[3] = v[2], v[2] = v[1], v[1] = v[0], v[0] = one + two;                           \
    }                                                                                      \
    for (int i = 0; i < 8; i++) state[i] += v[i];

static void sha256_take(uint32_t *state, const uint8_t *block) {
    uint32_t words[16];
    for (int i = 0; i < 16; i++) words[i] = digest_big_32(block + 4 * i);
    SHA2_STEPS(uint32_t, 64, digest_sha256_constants, digest_right_32, 2, 13, 22, 6, 11, 25,
               7, 18, 3, 17, 19, 10)
}

static void sha512_take(uint64_t *state, const uint8_t *block) {
    uint64_t words[16];
    for (int i = 0; i < 16; i++) words[i] = digest_big_64(block + 8 * i);
    SHA2_STEPS(uint64_t, 80, digest_sha512_constants, digest_right_64, 28, 34, 39, 14, 18, 41,
               1, 8, 7, 19, 61, 6)
}

void digest_process_sha256(DigestState *state, const uint8_t *blocks, size_t count) {
    for (size_t i = 0; i < count; i++) sha256_take(state->narrow, blocks + 64 * i);
}

void digest_process_sha512(DigestState *state, const uint8_t *blocks, size_t count) {
    for (size_t i = 0; i < count; i++) sha512_take(state->wide, blocks + 128 * i);
}
