#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void compare(DigestProcess *own, DigestProcess *crypto, const DigestKind *kind) {
    uint8_t blocks[5 * 128];
    DigestStream left, right;
    digest_start(&left, kind);
    digest_start(&right, kind);
    for (size_t i = 0; i < sizeof blocks; i++) blocks[i] = (uint8_t)(i * 7 + i / 11);
    for (size_t count = 1; count <= 5; count++) {
        own(&left.state, blocks, count);
        crypto(&right.state, blocks, count);
        assert_memory_equal(&left.state, &right.state, sizeof left.state);
    }
}

static void our_code_does_what_libcrypto_does(void **state) {
    (void)state;
    compare(digest_process_md5, digest_crypto_md5, &digest_md5);
    compare(digest_process_sha1, digest_crypto_sha1, &digest_sha1);
    compare(digest_process_sha256, digest_crypto_sha256, &digest_sha256);
    compare(digest_process_sha512, digest_crypto_sha512, &digest_sha512);
}

static void pieces_make_no_difference(void **state) {
    static const DigestKind *const kinds[] = {&digest_md5, &digest_sha384, &digest_sha3_256,
                                              &digest_blake2b, &digest_blake2s};
    uint8_t data[600], whole[16], parts[16];
    (void)state;
    for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)(i * i);
    for (size_t kind = 0; kind < ARRAY_COUNT(kinds); kind++) {
        for (size_t cut = 0; cut <= sizeof data; cut++) {
            DigestStream one, two;
            digest_start(&one, kinds[kind]);
            digest_add(&one, data, sizeof data);
            digest_start(&two, kinds[kind]);
            digest_add(&two, data, cut);
            digest_read(&two, parts, sizeof parts);
            digest_add(&two, data + cut, sizeof data - cut);
            digest_read(&one, whole, sizeof whole);
            digest_read(&two, parts, sizeof parts);
            assert_memory_equal(whole, parts, sizeof whole);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_code_does_what_libcrypto_does),
        cmocka_unit_test(pieces_make_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
