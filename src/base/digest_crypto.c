// Blocks taken by libcrypto, whose assembler uses what the processor has for it.
//
// Its contexts live on the C stack for the time of a call: nothing of a digest is anywhere but
// in its own struct.

#include "base/digest.h"

#if __has_include(<openssl/sha.h>)
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <string.h>

void digest_crypto_md5(DigestState *state, const uint8_t *blocks, size_t count) {
    const uint32_t *words = state->narrow;
    MD5_CTX context = {.A = words[0], .B = words[1], .C = words[2], .D = words[3]};
    MD5_Update(&context, blocks, count * MD5_CBLOCK);
    const uint32_t after[] = {context.A, context.B, context.C, context.D};
    memcpy(state->narrow, after, sizeof after);
}

void digest_crypto_sha1(DigestState *state, const uint8_t *blocks, size_t count) {
    const uint32_t *words = state->narrow;
    SHA_CTX context = {.h0 = words[0], .h1 = words[1], .h2 = words[2], .h3 = words[3],
                       .h4 = words[4]};
    SHA1_Update(&context, blocks, count * SHA_CBLOCK);
    const uint32_t after[] = {context.h0, context.h1, context.h2, context.h3, context.h4};
    memcpy(state->narrow, after, sizeof after);
}

void digest_crypto_sha256(DigestState *state, const uint8_t *blocks, size_t count) {
    SHA256_CTX context = {.md_len = SHA256_DIGEST_LENGTH};
    memcpy(context.h, state->narrow, sizeof context.h);
    SHA256_Update(&context, blocks, count * SHA256_CBLOCK);
    memcpy(state->narrow, context.h, sizeof context.h);
}

void digest_crypto_sha512(DigestState *state, const uint8_t *blocks, size_t count) {
    SHA512_CTX context = {.md_len = SHA512_DIGEST_LENGTH};
    memcpy(context.h, state->wide, sizeof context.h);
    SHA512_Update(&context, blocks, count * SHA512_CBLOCK);
    memcpy(state->wide, context.h, sizeof context.h);
}

#else

#define OWN(id)                                                                            \
    void digest_crypto_##id(DigestState *state, const uint8_t *blocks, size_t count) {     \
        digest_process_##id(state, blocks, count);                                         \
    }

OWN(md5)
OWN(sha1)
OWN(sha256)
OWN(sha512)

#endif
