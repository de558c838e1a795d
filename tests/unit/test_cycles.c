#include "fakes.h"

#include <string.h>

static void link_left(FakeNode *from, Object *to) {
    slot_set(fakes.vm, &from->base, &from->left, to);
}

static FakeNode *make_ring(int count) {
    FakeNode *first = fake_node(0), *last = first;
    for (int i = 1; i < count; i++) {
        FakeNode *node = fake_node(i);
        link_left(last, &node->base);
        object_drop(fakes.vm, &node->base);
        last = node;
    }
    link_left(last, &first->base);
    return first;
}

static void rings_are_collected(void **state) {
    (void)state;
    FakeNode *ring = make_ring(10);
    assert_int_equal(heap_collect(fakes.vm, 2), 0);
    object_drop(fakes.vm, &ring->base);
    assert_int_equal(heap_collect(fakes.vm, 2), 10);
    assert_int_equal(heap_of(fakes.vm)->generations[2].collected, 10);
}

static void self_references_are_collected(void **state) {
    (void)state;
    FakeList *list = fake_list();
    assert_true(fake_list_add(list, &list->base));
    object_drop(fakes.vm, &list->base);
    assert_int_equal(heap_collect(fakes.vm, 0), 1);
}

// What a live object outside of the young generation holds stays alive.
static void older_objects_hold_younger(void **state) {
    (void)state;
    FakeNode *old = fake_node(1);
    fake_root(1, &old->base);
    (void)heap_collect(fakes.vm, 2);
    FakeNode *ring = make_ring(3);
    link_left(old, &ring->base);
    object_drop(fakes.vm, &ring->base);
    assert_int_equal(heap_collect(fakes.vm, 0), 0);
    assert_int_equal(heap_collect(fakes.vm, 1), 0);
    slot_clear(fakes.vm, &old->base, &old->left);
    assert_int_equal(heap_collect(fakes.vm, 1), 0);
    assert_int_equal(heap_collect(fakes.vm, 2), 3);
}

// Finalisers run in the order of tracking, each once.
static void finalizers_run_in_order(void **state) {
    (void)state;
    fakes.has_finalizers = true;
    object_drop(fakes.vm, &make_ring(5)->base);
    assert_int_equal(heap_collect(fakes.vm, 2), 5);
    assert_int_equal(fakes.finalized_count, 5);
    for (int i = 0; i < 5; i++) assert_int_equal(fakes.finalized[i], i);
}

static void keep_third(Fakes *all, FakeNode *node) {
    if (node->number == 3 && all->roots[9].object == NULL) fake_root(9, object_share(&node->base));
}

// One finaliser saves the ring: nothing is freed; later it goes without finalisers.
static void finalizer_saves_its_ring(void **state) {
    (void)state;
    fakes.has_finalizers = true;
    fakes.on_finalize = keep_third;
    object_drop(fakes.vm, &make_ring(5)->base);
    assert_int_equal(heap_collect(fakes.vm, 2), 0);
    assert_int_equal(fakes.finalized_count, 5);
    assert_int_equal(heap_verify(fakes.vm), 0);
    fake_root(9, NULL);
    assert_int_equal(heap_collect(fakes.vm, 2), 5);
    assert_int_equal(fakes.finalized_count, 5);
}

// Weak references to garbage lose it before finalisers run; those that are garbage
// themselves get no call.
static void callbacks_come_before_finalizers(void **state) {
    (void)state;
    fakes.has_finalizers = true;
    Object *callback = fake_number(1);
    FakeNode *ring = make_ring(2);
    FakeNode *second = (FakeNode *)ring->left.object;
    WeakReference *outside = fake_weak(&ring->base, callback);
    fake_root(1, &outside->base);
    WeakReference *inside = fake_weak(&ring->base, callback);
    slot_fill(fakes.vm, &second->base, &second->right, &inside->base);
    object_drop(fakes.vm, callback);
    object_drop(fakes.vm, &ring->base);
    assert_int_equal(heap_collect(fakes.vm, 2), 3);
    assert_int_equal(fakes.callback_count, 1);
    assert_ptr_equal(fakes.callbacks[0], outside);
    assert_null(outside->target);
    assert_int_equal(fakes.finalized_count, 2);
}

// 701 containers alive: the 701st allocation collects, as thresholds 700/10/10 say.
static void thresholds_start_collections(void **state) {
    (void)state;
    int before = fakes.collections;
    FakeList *all = fake_list();
    fake_root(1, &all->base);
    for (int i = 1; i < 700; i++) {
        FakeList *list = fake_list();
        assert_true(fake_list_add(all, &list->base));
        object_drop(fakes.vm, &list->base);
    }
    assert_int_equal(fakes.collections, before);
    FakeList *last = fake_list();
    assert_int_equal(fakes.collections, before + 1);
    object_drop(fakes.vm, &last->base);
    assert_int_equal(heap_of(fakes.vm)->generations[1].count, 1);
}

// Dead tuples that CPython would reuse don't count.
static void kept_tuples_do_not_count(void **state) {
    (void)state;
    int before = fakes.collections;
    FakeRow *rows[600];
    for (int i = 0; i < 600; i++) rows[i] = fake_row(2);
    for (int i = 0; i < 600; i++) object_drop(fakes.vm, &rows[i]->base);
    assert_int_equal(heap_of(fakes.vm)->generations[0].count, 600);
    for (int i = 0; i < 600; i++) rows[i] = fake_row(2);
    assert_int_equal(heap_of(fakes.vm)->generations[0].count, 600);
    for (int i = 0; i < 600; i++) object_drop(fakes.vm, &rows[i]->base);
    for (int i = 0; i < 100; i++) rows[i] = fake_row(3);
    assert_int_equal(heap_of(fakes.vm)->generations[0].count, 700);
    assert_int_equal(fakes.collections, before);
    object_drop(fakes.vm, &fake_row(4)->base);
    assert_int_equal(fakes.collections, before + 1);
    for (int i = 0; i < 100; i++) object_drop(fakes.vm, &rows[i]->base);
}

static void rows_of_atoms_are_untracked(void **state) {
    (void)state;
    FakeRow *atoms = fake_row(2), *mixed = fake_row(2);
    fake_root(1, &atoms->base);
    fake_root(2, &mixed->base);
    for (int i = 0; i < 2; i++)
        slot_fill(fakes.vm, &atoms->base, &atoms->items[i], fake_number(i));
    slot_fill(fakes.vm, &mixed->base, &mixed->items[0], object_share(&atoms->base));
    slot_fill(fakes.vm, &mixed->base, &mixed->items[1], &fake_list()->base);
    object_track(fakes.vm, &atoms->base);
    object_track(fakes.vm, &mixed->base);
    (void)heap_collect(fakes.vm, 0);
    assert_false(object_is_tracked(fakes.vm, &atoms->base));
    assert_true(object_is_tracked(fakes.vm, &mixed->base));
}

static void frozen_objects_are_not_collected(void **state) {
    (void)state;
    object_drop(fakes.vm, &make_ring(4)->base);
    cycles_freeze(fakes.vm);
    assert_int_equal(cycles_frozen_count(fakes.vm), 4);
    assert_int_equal(heap_collect(fakes.vm, 2), 0);
    cycles_unfreeze(fakes.vm);
    assert_int_equal(heap_collect(fakes.vm, 2), 4);
}

enum { MODEL_NODES = 120, MODEL_ROOTS = 12 };

typedef struct Model {
    int left[MODEL_NODES], right[MODEL_NODES];  // -1: empty
    int roots[MODEL_ROOTS];
    bool is_reached[MODEL_NODES];
} Model;

static void model_reach(Model *model, int index) {
    if (index < 0 || model->is_reached[index]) return;
    model->is_reached[index] = true;
    model_reach(model, model->left[index]);
    model_reach(model, model->right[index]);
}

static int random_index(uint64_t *random) {
    return fake_random(random) % 4 == 0 ? -1 : (int)(fake_random(random) % MODEL_NODES);
}

static int64_t model_unreached(Model *model) {
    int64_t count = 0;
    for (int i = 0; i < MODEL_ROOTS; i++) model_reach(model, model->roots[i]);
    for (int i = 0; i < MODEL_NODES; i++) count += !model->is_reached[i];
    return count;
}

static Object *model_object(FakeNode **nodes, int index) {
    return index < 0 ? NULL : &nodes[index]->base;
}

static void count_nodes(Vm *vm, Object *object, void *context) {
    (void)vm;
    *(int64_t *)context += object->kind == FAKE_NODE;
}

// Random graphs: exactly what no root reaches is gone after a collection.
static void random_graphs_are_collected(void **state) {
    (void)state;
    uint64_t random = 99;
    for (int round = 0; round < 200; round++) {
        Model model = {0};
        FakeNode *nodes[MODEL_NODES];
        for (int i = 0; i < MODEL_NODES; i++) nodes[i] = fake_node(i);
        for (int i = 0; i < MODEL_NODES; i++) {
            model.left[i] = random_index(&random);
            model.right[i] = random_index(&random);
            slot_set(fakes.vm, &nodes[i]->base, &nodes[i]->left,
                     model_object(nodes, model.left[i]));
            slot_set(fakes.vm, &nodes[i]->base, &nodes[i]->right,
                     model_object(nodes, model.right[i]));
        }
        for (int i = 0; i < MODEL_ROOTS; i++) {
            model.roots[i] = fake_random(&random) % 3 != 0 ? -1 : random_index(&random);
            fake_root(i + 1, object_share_or_null(model_object(nodes, model.roots[i])));
        }
        for (int i = 0; i < MODEL_NODES; i++) object_drop(fakes.vm, &nodes[i]->base);
        (void)heap_collect(fakes.vm, round % 3);
        (void)heap_collect(fakes.vm, 2);
        int64_t live = 0;
        heap_each(fakes.vm, count_nodes, &live);
        assert_int_equal(live, MODEL_NODES - model_unreached(&model));
        assert_int_equal(heap_verify(fakes.vm), 0);
        for (int i = 0; i < MODEL_ROOTS; i++) fake_root(i + 1, NULL);
        (void)heap_collect(fakes.vm, 2);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fakes_setup, fakes_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(rings_are_collected),
        TEST(self_references_are_collected),
        TEST(older_objects_hold_younger),
        TEST(finalizers_run_in_order),
        TEST(finalizer_saves_its_ring),
        TEST(callbacks_come_before_finalizers),
        TEST(thresholds_start_collections),
        TEST(kept_tuples_do_not_count),
        TEST(rows_of_atoms_are_untracked),
        TEST(frozen_objects_are_not_collected),
        TEST(random_graphs_are_collected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
