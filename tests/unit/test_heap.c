#include "fakes.h"

#include <string.h>

#include "memory/handle.h"
#include "memory/verify.h"

// A freed cell is the next one given out in its class.
static void freed_cell_is_reused(void **state) {
    (void)state;
    Object *first = fake_number(1);
    Object *second = fake_number(2);
    object_drop(fakes.vm, first);
    Object *third = fake_number(3);
    assert_ptr_equal(third, first);
    object_drop(fakes.vm, second);
    object_drop_number(fakes.vm, third);
    FakeText *text = fake_text(100);
    uint64_t address = object_address(fakes.vm, &text->base);
    object_drop(fakes.vm, &text->base);
    text = fake_text(99);
    assert_int_equal(object_address(fakes.vm, &text->base), address);
    object_drop(fakes.vm, &text->base);
}

static void large_objects_have_blocks(void **state) {
    (void)state;
    FakeText *text = fake_text(100000);
    assert_int_equal(object_address(fakes.vm, &text->base) - LOGICAL_BASE - LOGICAL_LARGE_OFFSET,
                     16);
    FakeRow *row = fake_row(1000);
    for (int i = 0; i < 1000; i++)
        slot_fill(fakes.vm, &row->base, &row->items[i], object_share(&text->base));
    object_drop(fakes.vm, &text->base);
    fake_root(1, &row->base);
    assert_int_equal(heap_verify(fakes.vm), 0);
    assert_true(verify_has_object(fakes.vm, row));
    assert_false(verify_has_object(fakes.vm, (char *)row + 16));
}

// A chain of a million containers is freed without a million frames.
static void deep_chains_are_freed(void **state) {
    (void)state;
    Object *last = fake_number(0);
    for (int i = 0; i < 1000000; i++) {
        FakeRow *row = fake_row(1);
        slot_fill(fakes.vm, &row->base, &row->items[0], last);
        object_track(fakes.vm, &row->base);
        last = &row->base;
    }
    object_drop(fakes.vm, last);
}

static void resurrect(Fakes *all, FakeNode *node) {
    if (all->finalized_count == 1) fake_root(5, object_share(&node->base));
}

// The finaliser runs once, though the object came back to life.
static void finalizer_may_resurrect(void **state) {
    (void)state;
    fakes.has_finalizers = true;
    fakes.on_finalize = resurrect;
    FakeNode *node = fake_node(7);
    object_drop(fakes.vm, &node->base);
    assert_int_equal(fakes.finalized_count, 1);
    assert_ptr_equal(fakes.roots[5].object, node);
    assert_int_equal(node->base.count, 1);
    assert_true(object_is_finalized(fakes.vm, &node->base));
    fake_root(5, NULL);
    assert_int_equal(fakes.finalized_count, 1);
}

static void planned_failure_raises(void **state) {
    (void)state;
    for (int nth = 1; nth <= 3; nth++) {
        heap_plan_failure(fakes.vm, (uint64_t)nth);
        FakeList *list = fake_list();
        if (nth == 1) {
            assert_null(list);
            continue;
        }
        Object *number = fake_number(1);
        assert_int_equal(number == NULL, nth == 2);
        if (number != NULL) {
            assert_false(fake_list_add(list, number));
            object_drop(fakes.vm, number);
        }
        object_drop(fakes.vm, &list->base);
    }
    assert_int_equal(fakes.out_of_memory_count, 3);
}

static void impossible_sizes_raise(void **state) {
    (void)state;
    assert_null(buffer_new(fakes.vm, SIZE_MAX));
    assert_null(buffer_new(fakes.vm, (size_t)2 << 30));
    assert_null(object_new(fakes.vm, FAKE_TEXT, SIZE_MAX - 8));
    char *buffer = buffer_new(fakes.vm, 600);
    assert_null(buffer_resize(fakes.vm, buffer, 600, SIZE_MAX - 100));
    buffer_drop(fakes.vm, buffer, 600);
    assert_int_equal(fakes.out_of_memory_count, 4);
}

static void holder_seen(Vm *vm, Object *owner, Slot *slot, void *context) {
    (void)vm, (void)owner, (void)slot;
    ++*(int *)context;
}

static void handles_are_roots(void **state) {
    (void)state;
    FakeList *list = fake_list();
    Handle *first = handle_new(fakes.vm, &list->base);
    Handle *second = handle_new(fakes.vm, &list->base);
    object_drop(fakes.vm, &list->base);
    int holders = 0;
    object_each_holder(fakes.vm, &list->base, holder_seen, &holders);
    assert_int_equal(holders, 2);
    assert_int_equal(heap_verify(fakes.vm), 0);
    handle_drop(fakes.vm, first);
    assert_ptr_equal(handle_get(second), list);
    handles_clear(fakes.vm);
}

static void kinds_are_reused(void **state) {
    (void)state;
    const Layout *layout = heap_of(fakes.vm)->kinds[FAKE_LIST].layout;
    uint32_t version = heap_of(fakes.vm)->kinds[FAKE_LIST].version;
    kind_renew(fakes.vm, FAKE_LIST);
    assert_int_not_equal(heap_of(fakes.vm)->kinds[FAKE_LIST].version, version);
    uint32_t first = kind_new(fakes.vm, layout, NULL), second = kind_new(fakes.vm, layout, NULL);
    kind_drop(fakes.vm, first);
    kind_drop(fakes.vm, second);
    assert_int_equal(kind_new(fakes.vm, layout, NULL), second);
    assert_int_equal(kind_new(fakes.vm, layout, NULL), first);
    for (int i = 0; i < 1000; i++) assert_int_not_equal(kind_new(fakes.vm, layout, NULL), 0);
}

typedef struct Model {
    Object *objects[200];
} Model;

static Object *random_object(uint64_t *random) {
    switch (fake_random(random) % 4) {
    case 0: return fake_number((int64_t)fake_random(random));
    case 1: return &fake_text((int64_t)(fake_random(random) % 900))->base;
    case 2: return &fake_node(1)->base;
    default: return &fake_list()->base;
    }
}

// Random links between random objects: the heap holds after each stretch.
static void random_graphs_hold(void **state) {
    (void)state;
    uint64_t random = 42;
    FakeList *holders[20];
    for (int i = 0; i < 20; i++) {
        holders[i] = fake_list();
        fake_root(i + 1, &holders[i]->base);
    }
    for (int round = 0; round < 20000; round++) {
        FakeList *list = holders[fake_random(&random) % 20];
        Object *object = random_object(&random);
        if (object->kind == FAKE_LIST) {
            FakeList *other = (FakeList *)object;
            assert_true(fake_list_add(other, &holders[fake_random(&random) % 20]->base));
            if (fake_random(&random) % 2) assert_true(fake_list_add(other, object));
        }
        assert_true(fake_list_add(list, object));
        object_drop(fakes.vm, object);
        while (list->count > (int64_t)(fake_random(&random) % 200))
            slot_clear(fakes.vm, &list->base, &list->items[--list->count]);
        if (round % 1000 == 0) assert_int_equal(heap_verify(fakes.vm), 0);
    }
    HeapUsage usage = heap_usage(fakes.vm);
    assert_true(usage.object_count > 20);
    assert_true(usage.object_bytes <= usage.object_bytes_high);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fakes_setup, fakes_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(freed_cell_is_reused),   TEST(large_objects_have_blocks),
        TEST(deep_chains_are_freed),  TEST(finalizer_may_resurrect),
        TEST(planned_failure_raises), TEST(impossible_sizes_raise),
        TEST(handles_are_roots),      TEST(kinds_are_reused),
        TEST(random_graphs_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
