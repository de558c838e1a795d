// Keccak-f[1600] (FIPS 202), which SHA-3 is made of: 25 lanes in 24 rounds.

#include "base/digest.h"

enum { KECCAK_ROUNDS = 24 };

ALWAYS_INLINE uint64_t turn(uint64_t lane, int bits) {
    return bits == 0 ? lane : lane << bits | lane >> (64 - bits);
}

// Round constants come from a shift register of eight bits: seven bits a round, of which the
// j-th stands at place 2^j - 1.
static const uint64_t round_constants[KECCAK_ROUNDS] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

// How far the lane at (x, y) turns: index x + 5 y.
static const uint8_t turns[DIGEST_LANES] = {
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
};

static void keccak(uint64_t *lanes) {
    for (int round = 0; round < KECCAK_ROUNDS; round++) {
        uint64_t column[5], moved[DIGEST_LANES];
#pragma GCC unroll 5
        for (int x = 0; x < 5; x++)
            column[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
        // Each lane is mixed with two columns beside it, turned, and moved from (x, y) to
        // (y, 2 x + 3 y).
#pragma GCC unroll 5
        for (int x = 0; x < 5; x++) {
            uint64_t mixed = column[(x + 4) % 5] ^ turn(column[(x + 1) % 5], 1);
#pragma GCC unroll 5
            for (int y = 0; y < 5; y++)
                moved[y + 5 * ((2 * x + 3 * y) % 5)] = turn(lanes[x + 5 * y] ^ mixed,
                                                            turns[x + 5 * y]);
        }
#pragma GCC unroll 25
        for (int i = 0; i < DIGEST_LANES; i++) {
            const uint64_t *row = moved + i / 5 * 5;
            lanes[i] = row[i % 5] ^ (~row[(i + 1) % 5] & row[(i + 2) % 5]);
        }
        lanes[0] ^= round_constants[round];
    }
}

#define PROCESS(bytes)                                                                     \
    void digest_process_keccak_##bytes(DigestState *state, const uint8_t *blocks,          \
                                       size_t count) {                                     \
        for (size_t block = 0; block < count; block++) {                                   \
            const uint8_t *at = blocks + block * bytes;                                    \
            for (int i = 0; i < bytes / 8; i++) state->wide[i] ^= digest_little_64(at + 8 * i); \
            keccak(state->wide);                                                           \
        }                                                                                  \
    }

PROCESS(144)
PROCESS(136)
PROCESS(104)
PROCESS(72)
PROCESS(168)
