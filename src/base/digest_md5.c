// MD5 (RFC 1321): sixteen words in four rounds.

#include "base/digest.h"

typedef struct Lanes {
    uint32_t a, b, c, d;
} Lanes;

// One step: `mixed` is what the round makes of b, c and d.
ALWAYS_INLINE void step(Lanes *lanes, uint32_t mixed, uint32_t word, int index, int bits) {
    uint32_t sum = lanes->a + mixed + word + digest_md5_constants[index];
    *lanes = (Lanes){lanes->d, lanes->b + digest_left_32(sum, bits), lanes->b, lanes->c};
}

ALWAYS_INLINE void take_block(uint32_t *state, const uint8_t *block) {
    static const uint8_t bits[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23},
                                       {6, 10, 15, 21}};
    uint32_t words[16];
    for (int i = 0; i < 16; i++) words[i] = digest_little_32(block + 4 * i);
    Lanes lanes = {state[0], state[1], state[2], state[3]};
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++)
        step(&lanes, lanes.d ^ (lanes.b & (lanes.c ^ lanes.d)), words[i], i, bits[0][i & 3]);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++)
        step(&lanes, (lanes.d & lanes.b) + (~lanes.d & lanes.c), words[(5 * i + 1) & 15], 16 + i,
             bits[1][i & 3]);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++)
        step(&lanes, lanes.b ^ lanes.c ^ lanes.d, words[(3 * i + 5) & 15], 32 + i,
             bits[2][i & 3]);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++)
        step(&lanes, lanes.c ^ (lanes.b | ~lanes.d), words[(7 * i) & 15], 48 + i,
             bits[3][i & 3]);
    state[0] += lanes.a;
    state[1] += lanes.b;
    state[2] += lanes.c;
    state[3] += lanes.d;
}

void digest_process_md5(DigestState *state, const uint8_t *blocks, size_t count) {
    for (size_t i = 0; i < count; i++) take_block(state->narrow, blocks + 64 * i);
}
