#include "fakes.h"

#include <string.h>

#include "base/stack.h"
#include "memory/snapshot.h"

static void digest_equals(Digest left, Digest right) {
    assert_true(left.words[0] == right.words[0] && left.words[1] == right.words[1]);
}

static FakeList *make_state(int64_t count) {
    FakeList *list = fake_list();
    for (int64_t i = 0; i < count; i++) {
        Object *item = i % 3 == 0 ? fake_number(i) : &fake_text(i * 7 % 2000)->base;
        assert_true(fake_list_add(list, item));
        object_drop(fakes.vm, item);
    }
    return list;
}

// Everything is as it was: contents, free lists, the next addresses.
static void state_comes_back(void **state) {
    (void)state;
    FakeList *list = make_state(500);
    fake_root(1, &list->base);
    Digest before = heap_digest(fakes.vm);
    Snapshot *snapshot = snapshot_new(fakes.vm, NULL);
    assert_non_null(snapshot);
    for (int round = 0; round < 3; round++) {
        FakeText *next = fake_text(40);
        uint64_t address = object_address(fakes.vm, &next->base);
        fake_root(2, &next->base);
        for (int64_t i = 0; i < 300; i++)
            slot_take(fakes.vm, &list->base, &list->items[i], &fake_text(i * 31 % 5000)->base);
        assert_int_not_equal(heap_digest(fakes.vm).words[0], before.words[0]);
        snapshot_restore(fakes.vm, snapshot);
        // The roots of the test are outside of the region.
        slot_store(&fakes.roots[2], NULL);
        digest_equals(heap_digest(fakes.vm), before);
        assert_int_equal(heap_verify(fakes.vm), 0);
        next = fake_text(40);
        assert_int_equal(object_address(fakes.vm, &next->base), address);
        object_drop(fakes.vm, &next->base);
        snapshot_restore(fakes.vm, snapshot);
    }
    snapshot_drop(snapshot);
}

static void pages_are_shared(void **state) {
    (void)state;
    fake_root(1, &make_state(20000)->base);
    Snapshot *first = snapshot_new(fakes.vm, NULL);
    assert_non_null(first);
    Digest before = heap_digest(fakes.vm);
    fake_root(2, fake_number(5));
    Snapshot *second = snapshot_new(fakes.vm, first);
    assert_non_null(second);
    assert_true(snapshot_bytes(second) > (size_t)8 << 20);
    assert_true(snapshot_bytes_own(second) < (size_t)1 << 18);
    fake_root(2, NULL);
    snapshot_drop(second);
    snapshot_restore(fakes.vm, first);
    digest_equals(heap_digest(fakes.vm), before);
    snapshot_drop(first);
}

typedef struct Green {
    Stack stack, host;
    int64_t turns;
} Green;

static void green_work(void *argument) {
    Green *green = argument;
    int64_t local[8] = {0};
    for (;;) {
        local[green->turns % 8]++;
        green->turns += local[green->turns % 8];
        stack_switch(&green->stack, &green->host);
    }
}

// A C stack inside of the region goes back with the heap, and its code goes on from there.
static void stacks_come_back(void **state) {
    (void)state;
    enum { BYTES = 64 << 10 };
    char *memory = heap_stack_new(fakes.vm, BYTES);
    assert_non_null(memory);
    Green green = {0};
    stack_start(&green.stack, memory, BYTES, green_work, &green);
    for (int i = 0; i < 10; i++) stack_switch(&green.host, &green.stack);
    heap_stack_mark(fakes.vm, memory, green.stack.pointer);
    Snapshot *snapshot = snapshot_new(fakes.vm, NULL);
    Green saved = green;
    int64_t turns[3];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 25; i++) stack_switch(&green.host, &green.stack);
        turns[round] = green.turns;
        snapshot_restore(fakes.vm, snapshot);
        green = saved;
    }
    assert_int_equal(turns[0], turns[1]);
    assert_int_equal(turns[0], turns[2]);
    snapshot_drop(snapshot);
    heap_stack_drop(fakes.vm, memory, BYTES);
    assert_ptr_equal(heap_stack_new(fakes.vm, BYTES), memory);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fakes_setup, fakes_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(state_comes_back),
        TEST(pages_are_shared),
        TEST(stacks_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
