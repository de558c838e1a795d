#include "fakes.h"

#include <string.h>

Fakes fakes;

static size_t text_bytes(Vm *vm, const Object *object) {
    (void)vm;
    return sizeof(FakeText) + (size_t)((const FakeText *)object)->count;
}

static void text_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    add(context, ((FakeText *)object)->data, (size_t)((FakeText *)object)->count);
}

static size_t number_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(FakeNumber);
}

static void number_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    add(context, &((FakeNumber *)object)->value, sizeof(int64_t));
}

static size_t row_bytes(Vm *vm, const Object *object) {
    (void)vm;
    return sizeof(FakeRow) + (size_t)((const FakeRow *)object)->count * sizeof(Slot);
}

static void row_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    FakeRow *row = (FakeRow *)object;
    for (int64_t i = 0; i < row->count; i++) visit(vm, object, &row->items[i], context);
}

static void row_finish(Vm *vm, Object *object) {
    FakeRow *row = (FakeRow *)object;
    slots_clear(vm, object, row->items, row->count);
}

static size_t list_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(FakeList);
}

static void list_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    FakeList *list = (FakeList *)object;
    for (int64_t i = 0; i < list->count; i++) visit(vm, object, &list->items[i], context);
}

static void list_clear(Vm *vm, Object *object) {
    FakeList *list = (FakeList *)object;
    while (list->count > 0) slot_clear(vm, object, &list->items[--list->count]);
}

static void list_finish(Vm *vm, Object *object) {
    FakeList *list = (FakeList *)object;
    list_clear(vm, object);
    buffer_drop(vm, list->items, (size_t)list->capacity * sizeof(Slot));
}

static size_t weak_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(WeakReference);
}

static void weak_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    visit(vm, object, &((WeakReference *)object)->callback, context);
}

static void weak_finish(Vm *vm, Object *object) {
    weak_unlink(vm, (WeakReference *)object);
    slot_clear(vm, object, &((WeakReference *)object)->callback);
}

static size_t node_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(FakeNode);
}

static const Field node_fields[] = {FIELD(FakeNode, left), FIELD(FakeNode, right), {0}};

static const Layout layouts[FAKE_COUNT] = {
    [FAKE_NONE] = {.name = "none", .bytes = number_bytes},
    [FAKE_INT] = {.name = "int", .bytes = number_bytes, .payload = number_payload},
    [FAKE_FLOAT] = {.name = "float", .bytes = number_bytes, .payload = number_payload},
    [FAKE_TEXT] = {.name = "text", .bytes = text_bytes, .payload = text_payload},
    [FAKE_ROW] = {.name = "row", .flags = LAYOUT_COLLECTED | LAYOUT_UNTRACKS,
                  .bytes = row_bytes, .visit = row_visit, .finish = row_finish,
                  .kept_dead = KEPT_TUPLE},
    [FAKE_LIST] = {.name = "list", .flags = LAYOUT_COLLECTED, .bytes = list_bytes,
                   .visit = list_visit, .clear = list_clear, .finish = list_finish},
    [FAKE_WEAK] = {.name = "weak", .flags = LAYOUT_COLLECTED | LAYOUT_IS_WEAK_REFERENCE,
                   .bytes = weak_bytes, .visit = weak_visit, .finish = weak_finish},
    [FAKE_TYPE] = {.name = "type", .bytes = number_bytes},
    [FAKE_NODE] = {.name = "node",
                   .flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_CLASS |
                            LAYOUT_CLEARS_FIELDS,
                   .bytes = node_bytes, .fields = node_fields},
};

static void hook_out_of_memory(Vm *vm) {
    (void)vm;
    fakes.out_of_memory_count++;
}

static bool hook_has_finalizer(Vm *vm, Object *object) {
    (void)vm;
    return fakes.has_finalizers && object->kind == FAKE_NODE;
}

static void hook_finalize(Vm *vm, Object *object) {
    (void)vm;
    FakeNode *node = (FakeNode *)object;
    if (fakes.finalized_count < (int)ARRAY_COUNT(fakes.finalized))
        fakes.finalized[fakes.finalized_count++] = node->number;
    if (fakes.on_finalize != NULL) fakes.on_finalize(&fakes, node);
}

static void hook_weak_callback(Vm *vm, Object *reference, Object *callback) {
    (void)vm, (void)callback;
    if (fakes.callback_count < (int)ARRAY_COUNT(fakes.callbacks))
        fakes.callbacks[fakes.callback_count++] = reference;
    if (fakes.on_callback != NULL) fakes.on_callback(&fakes, (WeakReference *)reference);
}

static void hook_collecting(Vm *vm, const char *phase, int generation, int64_t collected,
                            int64_t uncollectable) {
    (void)vm, (void)generation, (void)collected, (void)uncollectable;
    if (strcmp(phase, "start") == 0) fakes.collections++;
}

static void hook_visit_roots(Vm *vm, SlotVisit *visit, void *context) {
    for (size_t i = 0; i < ARRAY_COUNT(fakes.roots); i++)
        visit(vm, NULL, &fakes.roots[i], context);
}

static const Hooks hooks = {
    .out_of_memory = hook_out_of_memory,
    .has_finalizer = hook_has_finalizer,
    .finalize = hook_finalize,
    .weak_callback = hook_weak_callback,
    .collecting = hook_collecting,
    .visit_roots = hook_visit_roots,
};

int fakes_setup(void **state) {
    memset((void *)&fakes, 0, sizeof(fakes));
    HeapLimits limits = {.object_bytes_max = UINT64_C(1) << 30, .stack_bytes_max = 16 << 20};
    Heap *heap = heap_new(&limits, NULL);
    assert_non_null(heap);
    heap->hooks = &hooks;
    fakes.vm = &heap->vm;
    for (int i = 0; i < FAKE_COUNT; i++)
        assert_int_equal(kind_new(fakes.vm, &layouts[i], NULL), i);
    fakes.type = object_new(fakes.vm, FAKE_TYPE, sizeof(FakeNumber));
    assert_non_null(fakes.type);
    fake_root(0, fakes.type);
    kind_set_type(fakes.vm, FAKE_NODE, fakes.type);
    *state = &fakes;
    return 0;
}

static void count_live(Vm *vm, Object *object, void *context) {
    (void)vm, (void)object;
    ++*(int64_t *)context;
}

int fakes_teardown(void **state) {
    (void)state;
    int64_t live = 0;
    fakes.on_finalize = NULL;
    fakes.on_callback = NULL;
    assert_int_equal(heap_verify(fakes.vm), 0);
    for (int i = ARRAY_COUNT(fakes.roots) - 1; i > 0; i--) fake_root(i, NULL);
    cycles_unfreeze(fakes.vm);
    (void)heap_collect(fakes.vm, GENERATIONS - 1);
    (void)heap_collect(fakes.vm, GENERATIONS - 1);
    assert_int_equal(heap_verify(fakes.vm), 0);
    assert_int_equal(fakes.type->count, 1);
    fake_root(0, NULL);
    heap_each(fakes.vm, count_live, &live);
    assert_int_equal(live, 0);
    heap_drop(heap_of(fakes.vm));
    return 0;
}

Object *fake_number(int64_t value) {
    Object *object = object_new_number(fakes.vm, FAKE_INT);
    if (object != NULL) ((FakeNumber *)object)->value = value;
    return object;
}

FakeText *fake_text(int64_t count) {
    FakeText *text = (FakeText *)object_new(fakes.vm, FAKE_TEXT, sizeof(*text) + (size_t)count);
    if (text == NULL) return NULL;
    text->count = count;
    memset(text->data, (int)count, (size_t)count);
    return text;
}

FakeRow *fake_row(int64_t count) {
    FakeRow *row = (FakeRow *)object_new(fakes.vm, FAKE_ROW,
                                         sizeof(*row) + (size_t)count * sizeof(Slot));
    if (row == NULL) return NULL;
    row->count = count;
    slots_init(row->items, count);
    return row;
}

FakeList *fake_list(void) {
    FakeList *list = (FakeList *)object_new(fakes.vm, FAKE_LIST, sizeof(*list));
    if (list == NULL) return NULL;
    list->items = NULL;
    list->count = list->capacity = 0;
    object_track(fakes.vm, &list->base);
    return list;
}

bool fake_list_add(FakeList *list, Object *item) {
    if (list->count == list->capacity) {
        int64_t capacity = list->capacity * 3 / 2 + 4;
        Slot *items = buffer_resize(fakes.vm, list->items, (size_t)list->capacity * sizeof(Slot),
                                    (size_t)capacity * sizeof(Slot));
        if (items == NULL) return false;
        list->items = items;
        slots_init(items + list->capacity, capacity - list->capacity);
        list->capacity = capacity;
    }
    slot_fill(fakes.vm, &list->base, &list->items[list->count++], object_share(item));
    return true;
}

FakeNode *fake_node(int64_t number) {
    FakeNode *node = (FakeNode *)object_new(fakes.vm, FAKE_NODE, sizeof(*node));
    if (node == NULL) return NULL;
    slots_init(&node->left, 1);
    slots_init(&node->right, 1);
    node->number = number;
    object_track(fakes.vm, &node->base);
    return node;
}

WeakReference *fake_weak(Object *target, Object *callback) {
    WeakReference *weak = (WeakReference *)object_new(fakes.vm, FAKE_WEAK, sizeof(*weak));
    if (weak == NULL) return NULL;
    slots_init(&weak->callback, 1);
    slot_fill(fakes.vm, &weak->base, &weak->callback, object_share_or_null(callback));
    weak->hash = -1;
    weak_link(fakes.vm, weak, target, NULL);
    object_track(fakes.vm, &weak->base);
    return weak;
}

void fake_root(int index, Object *object) {
    slot_take(fakes.vm, NULL, &fakes.roots[index], object);
}

uint64_t fake_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    uint64_t x = *state >> 33;
    return x ^ (x >> 13);
}
