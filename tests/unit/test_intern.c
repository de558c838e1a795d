#include "fakes.h"

#include "memory/intern.h"

static bool has_number(const Object *entry, const void *key) {
    return ((const FakeNumber *)entry)->value == *(const int64_t *)key;
}

static Object *find(int64_t value, int64_t hash) {
    return intern_find(fakes.vm, hash, has_number, &value);
}

static void entries_are_found(void **state) {
    (void)state;
    assert_null(find(5, 5));
    Object *five = fake_number(5);
    assert_true(intern_add(fakes.vm, five, 5));
    assert_ptr_equal(find(5, 5), five);
    assert_null(find(6, 5));
    assert_null(find(5, 6));
    intern_remove(fakes.vm, five, 5);
    assert_null(find(5, 5));
    object_drop(fakes.vm, five);
}

static void failure_leaves_the_table(void **state) {
    (void)state;
    Object *one = fake_number(1);
    heap_plan_failure(fakes.vm, 1);
    assert_false(intern_add(fakes.vm, one, 1));
    assert_null(find(1, 1));
    object_drop(fakes.vm, one);
}

// Random additions and removals against a row of flags; few hashes, long collisions.
static void random_calls_hold(void **state) {
    (void)state;
    static Object *present[4000];
    uint64_t random = 3;
    for (int round = 0; round < 60000; round++) {
        int64_t value = (int64_t)(fake_random(&random) % 4000), hash = value % 700 - 350;
        assert_ptr_equal(find(value, hash), present[value]);
        if (present[value] == NULL) {
            present[value] = fake_number(value);
            assert_true(intern_add(fakes.vm, present[value], hash));
        } else {
            intern_remove(fakes.vm, present[value], hash);
            object_drop(fakes.vm, present[value]);
            present[value] = NULL;
        }
        if (round % 2000 == 0) assert_int_equal(intern_verify(fakes.vm), 0);
    }
    for (int64_t i = 0; i < 4000; i++) {
        if (present[i] == NULL) continue;
        intern_remove(fakes.vm, present[i], i % 700 - 350);
        object_drop(fakes.vm, present[i]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fakes_setup, fakes_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(entries_are_found), TEST(failure_leaves_the_table), TEST(random_calls_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
