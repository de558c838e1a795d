#include "machine.h"

#include "memory/heap.h"
#include "objects/exception.h"

static void out_of_memory(Vm *vm) {
    raise_memory_error(vm);
}

static bool has_finalizer(Vm *vm, Object *object) {
    return (object_type(vm, object)->flags & TYPE_HAS_FINALIZER) != 0;
}

static void finalize(Vm *vm, Object *object) {
    object_type(vm, object)->behaviour.finalize(vm, object);
}

static void weak_callback(Vm *vm, Object *reference, Object *callback) {
    (void)vm, (void)reference, (void)callback;
}

static void collecting(Vm *vm, const char *phase, int generation, int64_t collected,
                       int64_t uncollectable) {
    (void)vm, (void)phase, (void)generation, (void)collected, (void)uncollectable;
}

static const Hooks hooks = {
    .out_of_memory = out_of_memory,
    .has_finalizer = has_finalizer,
    .finalize = finalize,
    .weak_callback = weak_callback,
    .collecting = collecting,
    .visit_roots = objects_visit_roots,
};

int machine_setup(void **state) {
    Heap *heap = heap_new(NULL, NULL);
    assert_non_null(heap);
    heap->hooks = &hooks;
    assert_true(objects_start(&heap->vm, (HashKey){{0, 0}}));
    *state = &heap->vm;
    return 0;
}

int machine_teardown(void **state) {
    Vm *vm = *state;
    assert_false(raised(vm));
    assert_int_equal(heap_verify(vm), 0);
    objects_done(vm);
    heap_drop(heap_of(vm));
    return 0;
}

uint64_t machine_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}
