// The hash of str and bytes: SipHash-1-3, keyed as CPython keys it.

#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/check.h"

typedef struct HashKey {
    uint64_t words[2];
} HashKey;

// The key that CPython derives from PYTHONHASHSEED=seed; 0 gives the key of zeros.
HashKey hash_key_from_seed(uint32_t seed);

// SipHash-1-3 itself.
uint64_t hash_raw(const HashKey *key, const void *data, size_t size);

// Never -1; 0 for no bytes. Equal to CPython's hash of the same bytes under the same key.
int64_t hash_bytes(const HashKey *key, const void *data, size_t size);

#endif
