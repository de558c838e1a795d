#include "fakes.h"

#include "memory/verify.h"

static void target_dies(void **state) {
    (void)state;
    FakeNode *node = fake_node(1);
    WeakReference *weak = fake_weak(&node->base, NULL);
    assert_ptr_equal(weak->target, node);
    object_drop(fakes.vm, &node->base);
    assert_null(weak->target);
    assert_int_equal(fakes.callback_count, 0);
    object_drop(fakes.vm, &weak->base);
}

// The most recent reference is called first; all have lost the target by then.
static void callbacks_run_newest_first(void **state) {
    (void)state;
    FakeNode *node = fake_node(1);
    Object *callback = fake_number(1);
    WeakReference *weak[5];
    for (int i = 0; i < 5; i++) {
        weak[i] = fake_weak(&node->base, i == 2 ? NULL : callback);
        fake_root(i + 1, &weak[i]->base);
    }
    object_drop(fakes.vm, callback);
    object_drop(fakes.vm, &node->base);
    assert_int_equal(fakes.callback_count, 4);
    assert_ptr_equal(fakes.callbacks[0], weak[4]);
    assert_ptr_equal(fakes.callbacks[1], weak[3]);
    assert_ptr_equal(fakes.callbacks[2], weak[1]);
    assert_ptr_equal(fakes.callbacks[3], weak[0]);
    for (int i = 0; i < 5; i++) assert_null(weak[i]->target);
    for (int i = 0; i < 5; i++) assert_null(weak[i]->callback.object);
}

static void drop_others(Fakes *all, WeakReference *reference) {
    (void)reference;
    for (int i = 1; i <= 5; i++) slot_clear(all->vm, NULL, &all->roots[i]);
}

// A callback that drops the other references takes nothing from under the walk.
static void callbacks_may_drop_references(void **state) {
    (void)state;
    fakes.on_callback = drop_others;
    FakeNode *node = fake_node(1);
    Object *callback = fake_number(1);
    for (int i = 0; i < 5; i++) fake_root(i + 1, &fake_weak(&node->base, callback)->base);
    object_drop(fakes.vm, callback);
    object_drop(fakes.vm, &node->base);
    assert_int_equal(fakes.callback_count, 5);
}

static void dead_references_are_not_called(void **state) {
    (void)state;
    FakeNode *node = fake_node(1);
    Object *callback = fake_number(1);
    WeakReference *first = fake_weak(&node->base, callback);
    WeakReference *second = fake_weak(&node->base, callback);
    WeakReference *third = fake_weak(&node->base, callback);
    object_drop(fakes.vm, callback);
    object_drop(fakes.vm, &second->base);
    assert_ptr_equal(weak_get_first(fakes.vm, &node->base), third);
    assert_ptr_equal(third->following, first);
    assert_int_equal(verify_report(fakes.vm, VERIFY_COUNTS_AT_LEAST, NULL, NULL), 0);
    object_drop(fakes.vm, &node->base);
    assert_int_equal(fakes.callback_count, 2);
    object_drop(fakes.vm, &first->base);
    object_drop(fakes.vm, &third->base);
}

static void resurrect(Fakes *all, FakeNode *node) {
    if (all->finalized_count == 1) fake_root(9, object_share(&node->base));
}

// An instance that its finaliser saved keeps its weak references.
static void resurrected_target_stays_known(void **state) {
    (void)state;
    fakes.has_finalizers = true;
    fakes.on_finalize = resurrect;
    FakeNode *node = fake_node(1);
    WeakReference *weak = fake_weak(&node->base, NULL);
    fake_root(1, &weak->base);
    object_drop(fakes.vm, &node->base);
    assert_ptr_equal(weak->target, node);
    fake_root(9, NULL);
    assert_null(weak->target);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fakes_setup, fakes_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(target_dies),
        TEST(callbacks_run_newest_first),
        TEST(callbacks_may_drop_references),
        TEST(dead_references_are_not_called),
        TEST(resurrected_target_stays_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
