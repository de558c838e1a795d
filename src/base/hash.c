#include "base/hash.h"

#include <string.h>

typedef struct Sip {
    uint64_t v0, v1, v2, v3;
} Sip;

ALWAYS_INLINE uint64_t rotate_left(uint64_t word, int bits) {
    return (word << bits) | (word >> (64 - bits));
}

ALWAYS_INLINE void sip_round(Sip *sip) {
    sip->v0 += sip->v1;
    sip->v2 += sip->v3;
    sip->v1 = rotate_left(sip->v1, 13) ^ sip->v0;
    sip->v3 = rotate_left(sip->v3, 16) ^ sip->v2;
    sip->v0 = rotate_left(sip->v0, 32);
    sip->v2 += sip->v1;
    sip->v0 += sip->v3;
    sip->v1 = rotate_left(sip->v1, 17) ^ sip->v2;
    sip->v3 = rotate_left(sip->v3, 21) ^ sip->v0;
    sip->v2 = rotate_left(sip->v2, 32);
}

ALWAYS_INLINE uint64_t word_from_little_endian(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

HashKey hash_key_from_seed(uint32_t seed) {
    uint8_t bytes[16] = {0};
    // The generator and its constants are what makes the seeds comparable with CPython's.
    uint32_t state = seed;
    for (size_t i = 0; i < sizeof(bytes) && seed != 0; i++) {
        state = state * 214013 + 2531011;
        bytes[i] = (uint8_t)(state >> 16);
    }
    return (HashKey){{word_from_little_endian(bytes), word_from_little_endian(bytes + 8)}};
}

uint64_t hash_raw(const HashKey *key, const void *data, size_t size) {
    const uint8_t *bytes = data;
    uint64_t last = (uint64_t)size << 56;
    Sip sip = {
        key->words[0] ^ UINT64_C(0x736f6d6570736575), key->words[1] ^ UINT64_C(0x646f72616e646f6d),
        key->words[0] ^ UINT64_C(0x6c7967656e657261), key->words[1] ^ UINT64_C(0x7465646279746573),
    };
    for (; size >= 8; size -= 8, bytes += 8) {
        uint64_t word = word_from_little_endian(bytes);
        sip.v3 ^= word;
        sip_round(&sip);
        sip.v0 ^= word;
    }
    for (size_t i = 0; i < size; i++) last |= (uint64_t)bytes[i] << (8 * i);
    sip.v3 ^= last;
    sip_round(&sip);
    sip.v0 ^= last;
    sip.v2 ^= 0xff;
    for (int i = 0; i < 3; i++) sip_round(&sip);
    return sip.v0 ^ sip.v1 ^ sip.v2 ^ sip.v3;
}

int64_t hash_bytes(const HashKey *key, const void *data, size_t size) {
    if (size == 0) return 0;
    int64_t hash = (int64_t)hash_raw(key, data, size);
    return hash == -1 ? -2 : hash;
}
