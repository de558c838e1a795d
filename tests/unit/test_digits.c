#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/digits.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

// --- numbers that have long runs of ones and zeros as well as random ones ---

static uint64_t random_state = 88172645463325252u;

static uint64_t random_word(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static void random_limbs(Limb *limbs, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        uint64_t choice = random_word() % 4;
        limbs[i] = choice == 0 ? 0 : choice == 1 ? UINT64_MAX : random_word();
    }
    if (count > 0 && limbs[count - 1] == 0) limbs[count - 1] = 1;
}

static Limb *room(int64_t count) {
    Limb *limbs = malloc((size_t)(count + 1) * sizeof(Limb));
    assert_non_null(limbs);
    return limbs;
}

static void *room_bytes(size_t bytes) {
    return bytes == 0 ? NULL : malloc(bytes);
}

// What GMP took elsewhere than from the scratch area.
static int outer_calls;

static void *outer_allocate(size_t bytes) {
    outer_calls++;
    return malloc(bytes);
}

static void *outer_resize(void *block, size_t bytes_old, size_t bytes_new) {
    (void)bytes_old;
    outer_calls++;
    return realloc(block, bytes_new);
}

static void outer_release(void *block, size_t bytes) {
    (void)bytes;
    free(block);
}

// --- the tests ---

// left * right == product, and (left * right + rest) / right gives left and rest.
static void check_product(int64_t left_count, int64_t right_count) {
    Limb *left = room(left_count), *right = room(right_count);
    Limb *product = room(left_count + right_count + 1), *expected = room(left_count + right_count);
    random_limbs(left, left_count);
    random_limbs(right, right_count);
    void *scratch = room_bytes(digits_multiply_scratch(left_count, right_count));
    int calls = outer_calls;
    digits_multiply(product, left, left_count, right, right_count, scratch);
    assert_int_equal(outer_calls, calls);
    free(scratch);
    if (left_count >= right_count) mpn_mul(expected, left, left_count, right, right_count);
    else mpn_mul(expected, right, right_count, left, left_count);
    int64_t count = left_count + right_count;
    assert_memory_equal(product, expected, (size_t)count * sizeof(Limb));
    while (count > 0 && product[count - 1] == 0) count--;
    Limb *quotient = room(count - right_count + 1), *remainder = room(right_count);
    scratch = room_bytes(digits_divide_scratch(count, right_count));
    calls = outer_calls;
    product[0] += 1;   // a remainder of one, unless the limb turned over
    bool has_rest = product[0] != 0 && !(right_count == 1 && right[0] == 1);
    digits_divide(quotient, remainder, product, count, right, right_count, scratch);
    assert_int_equal(outer_calls, calls);
    if (has_rest) {
        assert_int_equal(remainder[0], 1);
        assert_memory_equal(quotient, left, (size_t)left_count * sizeof(Limb));
    }
    free(scratch);
    free(remainder), free(quotient), free(expected), free(product), free(right), free(left);
}

static void test_products_and_quotients(void **state) {
    (void)state;
    for (int64_t left = 1; left < 40; left++)
        for (int64_t right = 1; right < 40; right += 3) check_product(left, right);
    for (int i = 0; i < 60; i++)
        check_product(1 + (int64_t)(random_word() % 3000), 1 + (int64_t)(random_word() % 3000));
    check_product(20000, 20000);
    check_product(40000, 700);
    check_product(50000, 20);
    check_product(33000, 9000);
}

static void test_square_takes_its_own_scratch(void **state) {
    (void)state;
    for (int64_t count = 1; count < 30000; count = count * 2 + 1) {
        Limb *limbs = room(count), *product = room(2 * count), *expected = room(2 * count);
        random_limbs(limbs, count);
        void *scratch = room_bytes(digits_multiply_scratch(count, count));
        int calls = outer_calls;
        digits_multiply(product, limbs, count, limbs, count, scratch);
        assert_int_equal(outer_calls, calls);
        mpn_sqr(expected, limbs, count);
        assert_memory_equal(product, expected, (size_t)(2 * count) * sizeof(Limb));
        free(scratch), free(expected), free(product), free(limbs);
    }
}

static void check_text(int64_t count, int base) {
    Limb *limbs = room(count), *copy = room(count);
    random_limbs(limbs, count);
    memcpy(copy, limbs, (size_t)count * sizeof(Limb));
    size_t length = digits_text_length(count, base);
    uint8_t *digits = malloc(length);
    void *scratch = room_bytes(digits_text_scratch(count));
    int calls = outer_calls;
    size_t written = digits_to_text(digits, copy, count, base, scratch);
    assert_int_equal(outer_calls, calls);
    assert_true(written <= length);
    free(scratch);
    int64_t capacity = digits_from_text_room(written, base);
    Limb *back = room(capacity);
    scratch = room_bytes(digits_from_text_scratch(written));
    int64_t used = digits_from_text(back, digits, written, base, scratch);
    assert_int_equal(outer_calls, calls);
    assert_true(used <= capacity);
    assert_int_equal(used, count);
    assert_memory_equal(back, limbs, (size_t)count * sizeof(Limb));
    free(scratch), free(back), free(digits), free(copy), free(limbs);
}

static void test_text_reads_back(void **state) {
    (void)state;
    for (int base = 2; base <= 36; base++) {
        for (int64_t count = 1; count < 70; count += 1 + count / 5) check_text(count, base);
        check_text(400, base);
    }
    check_text(30000, 10);
    check_text(9000, 7);
}

static void test_text_of_zeros(void **state) {
    (void)state;
    static const uint8_t zeros[5];
    Limb out[4];
    char scratch[8192];
    assert_int_equal(digits_from_text(out, zeros, 5, 10, scratch), 0);
}

static void test_sums_and_shifts(void **state) {
    (void)state;
    Limb left[3] = {UINT64_MAX, UINT64_MAX, UINT64_MAX}, one[1] = {1}, out[3];
    assert_int_equal(digits_add(out, left, 3, one, 1), 1);
    assert_true(out[0] == 0 && out[1] == 0 && out[2] == 0);
    assert_int_equal(digits_add(out, left, 3, NULL, 0), 0);
    assert_memory_equal(out, left, sizeof left);
    digits_subtract(out, left, 3, left, 2);
    assert_true(out[0] == 0 && out[1] == 0 && out[2] == UINT64_MAX);
    assert_true(digits_shift_left(out, left, 3, 4) == 15);
    assert_true(digits_shift_right(out, left, 3, 4) == UINT64_C(15) << 60);
    assert_int_equal(digits_compare(left, 3, left, 2), 1);
    assert_int_equal(digits_compare(one, 1, left, 1), -1);
    assert_int_equal(digits_compare(NULL, 0, NULL, 0), 0);
    assert_int_equal(digits_bit_length(left, 3), 192);
    assert_int_equal(digits_bit_length(NULL, 0), 0);
    assert_true(digits_remainder_one(left, 3, 10) == 5);
    assert_true(digits_divide_one(out, left, 3, 10) == 5);
}

int main(void) {
    // Before the first operation, so that digits.c passes on to these.
    mp_set_memory_functions(outer_allocate, outer_resize, outer_release);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_products_and_quotients),
        cmocka_unit_test(test_square_takes_its_own_scratch),
        cmocka_unit_test(test_text_reads_back),
        cmocka_unit_test(test_text_of_zeros),
        cmocka_unit_test(test_sums_and_shifts),
    };
    return cmocka_run_group_tests_name("digits", tests, NULL, NULL);
}
