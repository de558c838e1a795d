// The deque itself, and its behaviour as a sequence. Methods: collections_deque_methods.c.

#include "modules/collections_deque.h"

#include "objects/list.h"
#include "objects/slot.h"
#include "objects/str.h"

enum { BLOCK_ITEMS = 64, BLOCK_CENTRE = 32, BLOCK_BYTES = 64 * 8 + 16, CAPACITY_LEAST = 8 };

void deque_check(const Deque *deque) {
    CHECK((deque->capacity & (deque->capacity - 1)) == 0);
    CHECK(deque->count >= 0 && deque->count <= deque->capacity);
    CHECK(deque->start >= 0 && (deque->start < deque->capacity || deque->capacity == 0));
    CHECK(deque->most < 0 || deque->count <= deque->most);
    for (int64_t i = 0; i < deque->count; i++) CHECK(deque_slot(deque, i)->object != NULL);
}

// --- memory ---

static void deque_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Deque *deque = deque_of(object);
    for (int64_t i = 0; i < deque->count; i++) visit(vm, object, deque_slot(deque, i), context);
}

static Place deque_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    const Deque *deque = deque_of(object);
    int64_t index = (slot - deque->items - deque->start) & (deque->capacity - 1);
    return (Place){.kind = PLACE_INDEX, .index = index};
}

static void deque_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Deque *deque = deque_of(object);
    const int64_t numbers[] = {deque->count, deque->most, (int64_t)deque->changes,
                               deque->block_index};
    add(context, numbers, sizeof numbers);
}

void deque_clear(Vm *vm, Object *object) {
    Deque *deque = deque_of(object);
    if (deque->capacity == 0) return;
    Deque old = *deque;
    deque->items = NULL;
    deque->capacity = deque->start = deque->count = 0;
    deque->block_index = BLOCK_CENTRE;
    deque->changes++;
    for (int64_t i = 0; i < old.count; i++) slot_clear(vm, object, deque_slot(&old, i));
    buffer_drop(vm, old.items, (size_t)old.capacity * sizeof(Slot));
}

// Moves the items to a ring of another size, the first one to its start.
static bool deque_set_capacity(Vm *vm, Deque *deque, int64_t capacity) {
    if (!sequence_check_count(vm, capacity)) return false;
    Slot *items = buffer_new(vm, (size_t)capacity * sizeof(Slot));
    if (items == NULL) return false;
    slots_init(items, capacity);
    int64_t first = deque->capacity - deque->start;   // up to the end of the ring
    if (first > deque->count) first = deque->count;
    slots_move(vm, &deque->base, items, deque->items + deque->start, first);
    slots_move(vm, &deque->base, items + first, deque->items, deque->count - first);
    buffer_drop(vm, deque->items, (size_t)deque->capacity * sizeof(Slot));
    deque->items = items;
    deque->capacity = capacity;
    deque->start = 0;
    return true;
}

static bool deque_reserve(Vm *vm, Deque *deque) {
    if (LIKELY(deque->count < deque->capacity)) return true;
    return deque_set_capacity(vm, deque, deque->capacity == 0 ? CAPACITY_LEAST
                                                              : deque->capacity * 2);
}

// Gives room back once three quarters are empty.
static void deque_shrink(Vm *vm, Deque *deque) {
    if (LIKELY(deque->capacity <= BLOCK_ITEMS || deque->count * 4 > deque->capacity)) return;
    // Without memory for a smaller ring the large one stays.
    if (!deque_set_capacity(vm, deque, deque->capacity / 2)) raised_clear(vm);
}

// --- the ends ---

// Takes an end item off, whose slot the caller gets; the ring stays as large as it is.
static Object *detach_first(Vm *vm, Deque *deque) {
    Object *item = slot_detach(vm, &deque->base, deque_slot(deque, 0));
    deque->start = (deque->start + 1) & (deque->capacity - 1);
    deque->count--;
    if (++deque->block_index == BLOCK_ITEMS)
        deque->block_index = deque->count == 0 ? BLOCK_CENTRE : 0;
    return item;
}

static Object *detach_last(Vm *vm, Deque *deque) {
    deque->count--;
    if (deque->count == 0 && deque->block_index == 0) deque->block_index = BLOCK_CENTRE;
    return slot_detach(vm, &deque->base, deque_slot(deque, deque->count));
}

static void add_last(Vm *vm, Deque *deque, Object *item) {
    slot_fill(vm, &deque->base, deque_slot(deque, deque->count), item);
    deque->count++;
    deque->changes++;
}

static void add_first(Vm *vm, Deque *deque, Object *item) {
    deque->start = (deque->start - 1) & (deque->capacity - 1);
    slot_fill(vm, &deque->base, deque_slot(deque, 0), item);
    deque->count++;
    deque->changes++;
    deque->block_index = (deque->block_index == 0 ? BLOCK_ITEMS : deque->block_index) - 1;
}

// Adding to a deque that is full already, and perhaps must stay empty.
static void add_last_to_full(Vm *vm, Deque *deque, Object *item) {
    Object *surplus = item;
    if (deque->most > 0) {
        surplus = detach_first(vm, deque);
        add_last(vm, deque, item);
    } else {
        deque->changes++;
        if (++deque->block_index == BLOCK_ITEMS) deque->block_index = BLOCK_CENTRE;
    }
    object_drop(vm, surplus);
}

static void add_first_to_full(Vm *vm, Deque *deque, Object *item) {
    Object *surplus = item;
    if (deque->most > 0) {
        surplus = detach_last(vm, deque);
        add_first(vm, deque, item);
    } else {
        deque->changes++;
        deque->block_index = (deque->block_index + BLOCK_ITEMS - 1) % BLOCK_ITEMS;
        if (deque->block_index == 0) deque->block_index = BLOCK_CENTRE;
    }
    object_drop(vm, surplus);
}

bool deque_take_add(Vm *vm, Deque *deque, Object *item) {
    if (UNLIKELY(deque->count == deque->most)) {
        add_last_to_full(vm, deque, item);
    } else if (LIKELY(deque_reserve(vm, deque))) {
        add_last(vm, deque, item);
    } else {
        object_drop(vm, item);
        return false;
    }
    return true;
}

bool deque_take_add_left(Vm *vm, Deque *deque, Object *item) {
    if (UNLIKELY(deque->count == deque->most)) {
        add_first_to_full(vm, deque, item);
    } else if (LIKELY(deque_reserve(vm, deque))) {
        add_first(vm, deque, item);
    } else {
        object_drop(vm, item);
        return false;
    }
    return true;
}

Object *deque_take_last(Vm *vm, Deque *deque) {
    if (UNLIKELY(deque->count == 0)) return raise(vm, ERROR_DEQUE_EMPTY);
    Object *item = detach_last(vm, deque);
    deque->changes++;
    deque_shrink(vm, deque);
    return item;
}

Object *deque_take_first(Vm *vm, Deque *deque) {
    if (UNLIKELY(deque->count == 0)) return raise(vm, ERROR_DEQUE_EMPTY);
    Object *item = detach_first(vm, deque);
    deque->changes++;
    deque_shrink(vm, deque);
    return item;
}

// --- many items ---

// Turns by steps within half the count, to the right when positive.
static int64_t fewest_steps(int64_t steps, int64_t count) {
    int64_t half = count / 2;
    if (steps >= -half && steps <= half) return steps;
    steps %= count;
    return steps > half ? steps - count : steps < -half ? steps + count : steps;
}

void deque_rotate(Vm *vm, Deque *deque, int64_t steps) {
    int64_t mask = deque->capacity - 1, count = deque->count;
    if (count <= 1) return;
    steps = fewest_steps(steps, count);
    deque->changes++;
    deque->block_index = (int32_t)((deque->block_index - steps) & (BLOCK_ITEMS - 1));
    if (count < deque->capacity) {   // else the items stay where they are
        for (int64_t i = 0; i < steps; i++) {
            Slot *from = deque_slot(deque, count - 1 - i), *to = deque_slot(deque, -1 - i);
            slot_store(to, from->object);
            slot_store(from, NULL);
        }
        for (int64_t i = 0; i < -steps; i++) {
            Slot *from = deque_slot(deque, i), *to = deque_slot(deque, count + i);
            slot_store(to, from->object);
            slot_store(from, NULL);
        }
    }
    deque->start = (deque->start - steps) & mask;
    slot_tell_changed(vm, &deque->base);
}

static bool extend_by_list(Vm *vm, Deque *deque, bool (*extend)(Vm *, Deque *, Object *)) {
    List *items = list_new_from_iterable(vm, &deque->base);
    if (items == NULL) return false;
    bool is_done = extend(vm, deque, &items->base);
    object_drop(vm, &items->base);
    return is_done;
}

static bool extend_from(Vm *vm, Deque *deque, Object *iterable,
                        bool (*add)(Vm *vm, Deque *deque, Object *item)) {
    Object *iterator = object_iterate(vm, iterable), *item;
    if (iterator == NULL) return false;
    if (deque->most == 0) add = NULL;
    // CPython fills an empty deque from one end of its block.
    else if (deque->count == 0) deque->block_index = add == deque_take_add ? 1 : BLOCK_ITEMS - 1;
    bool is_done = true;
    while (is_done && (item = object_next(vm, iterator)) != NULL) {
        if (add == NULL) object_drop(vm, item);
        else is_done = add(vm, deque, item);
    }
    object_drop(vm, iterator);
    return is_done && !raised(vm);
}

bool deque_extend(Vm *vm, Deque *deque, Object *iterable) {
    if (iterable == &deque->base) return extend_by_list(vm, deque, deque_extend);
    return extend_from(vm, deque, iterable, deque_take_add);
}

bool deque_extend_left(Vm *vm, Deque *deque, Object *iterable) {
    if (iterable == &deque->base) return extend_by_list(vm, deque, deque_extend_left);
    return extend_from(vm, deque, iterable, deque_take_add_left);
}

// --- making ---

static Object *deque_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    Deque *deque = (Deque *)type_new_instance(vm, type, type->bytes);
    if (deque == NULL) return NULL;
    deque->most = -1;
    deque->block_index = BLOCK_CENTRE;
    object_track(vm, &deque->base);
    return &deque->base;
}

static bool read_most(Vm *vm, Object *object, int64_t *most) {
    *most = -1;
    if (object == NULL || object == vm->objects->none) return true;
    if (!object_is_int(vm, object)) return raise_false(vm, ERROR_INTEGER_REQUIRED);
    if (!sequence_size(vm, object, most)) return false;
    return *most >= 0 || raise_false(vm, ERROR_DEQUE_MAXLEN);
}

static bool deque_init(Vm *vm, Object *object, const Arguments *arguments) {
    Deque *deque = deque_of(object);
    Object *values[2];
    int64_t most;
    if (!arguments_bind(vm, "deque", "(iterable=<unrepresentable>, maxlen=None)", arguments,
                        values))
        return false;
    bool is_done = read_most(vm, values[1], &most);
    if (is_done) {
        deque->most = most;
        if (deque->count > 0) deque_clear(vm, object);
        if (values[0] != NULL) is_done = deque_extend(vm, deque, values[0]);
    }
    arguments_unbind(vm, values, 2);
    return is_done;
}

static Deque *copy_exact(Vm *vm, Deque *deque) {
    Deque *copy = (Deque *)deque_new(vm, collections_get_types(vm)->deque, NULL);
    if (copy == NULL) return NULL;
    copy->most = deque->most;
    bool is_done;
    if (deque->count == 1)
        is_done = deque_take_add(vm, copy, object_share(deque_slot(deque, 0)->object));
    else is_done = deque_extend(vm, copy, &deque->base);
    if (is_done) return copy;
    object_drop(vm, &copy->base);
    return NULL;
}

Object *deque_copy(Vm *vm, Deque *deque) {
    Object *type = (Object *)object_type(vm, &deque->base), *copy = NULL;
    if (type == (Object *)collections_get_types(vm)->deque)
        return (Object *)copy_exact(vm, deque);
    if (deque->most < 0) {
        copy = object_call_one(vm, type, &deque->base);
    } else {
        Object *most = int_new(vm, deque->most);
        if (most != NULL) copy = object_call_two(vm, type, &deque->base, most);
        object_drop_or_null(vm, most);
    }
    if (copy == NULL || object_is_deque(vm, copy)) return copy;
    raise(vm, ERROR_DEQUE_COPY, type, copy);
    object_drop(vm, copy);
    return NULL;
}

// --- behaviour ---

static Object *deque_repr(Vm *vm, Object *object) {
    const Deque *deque = deque_of(object);
    Found inside = repr_enter(vm, object);
    if (inside != ABSENT) return inside == FOUND ? str_new_c(vm, "[...]") : NULL;
    Object *name = object_type(vm, object)->name.object, *text = NULL;
    List *items = list_new_from_iterable(vm, object);
    if (items != NULL) {
        text = deque->most < 0
                   ? str_new_format(vm, "%U(%R)", name, &items->base)
                   : str_new_format(vm, "%U(%R, maxlen=%ld)", name, &items->base, deque->most);
        object_drop(vm, &items->base);
    }
    repr_leave(vm, object);
    return text;
}

static bool deque_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = deque_of(object)->count;
    return true;
}

static Object *deque_load_index(Vm *vm, Object *object, int64_t index) {
    const Deque *deque = deque_of(object);
    if (index < 0 || index >= deque->count) return raise(vm, ERROR_INDEX_RANGE, "deque");
    return object_share(deque_slot(deque, index)->object);
}

static bool deque_set_index(Vm *vm, Object *object, int64_t index, Object *value) {
    Deque *deque = deque_of(object);
    if (index < 0 || index >= deque->count) return raise_false(vm, ERROR_INDEX_RANGE, "deque");
    if (value != NULL) {
        slot_set(vm, object, deque_slot(deque, index), value);
        return true;
    }
    deque_rotate(vm, deque, -index);
    Object *item = deque_take_first(vm, deque);
    deque_rotate(vm, deque, index);
    object_drop(vm, item);
    return true;
}

static Found deque_contains(Vm *vm, Object *object, Object *value) {
    Deque *deque = deque_of(object);
    uint64_t changes = deque->changes;
    for (int64_t i = 0; i < deque->count; i++) {
        Object *item = object_share(deque_slot(deque, i)->object);
        Found found = object_equal(vm, item, value);
        object_drop(vm, item);
        if (found != ABSENT) return found;
        if (deque->changes != changes) return raise_found(vm, ERROR_DEQUE_MUTATED);
    }
    return ABSENT;
}

static Object *deque_concatenate(Vm *vm, Object *left, Object *right) {
    if (!object_is_deque(vm, right))
        return raise(vm, ERROR_CONCATENATE_SAME, "deque", right, "deque");
    Object *both = deque_copy(vm, deque_of(left));
    if (both == NULL || deque_extend(vm, deque_of(both), right)) return both;
    object_drop(vm, both);
    return NULL;
}

static Object *deque_concatenate_in_place(Vm *vm, Object *left, Object *right) {
    return deque_extend(vm, deque_of(left), right) ? object_share(left) : NULL;
}

// Adds `more` times what stands in it now.
static bool deque_add_again(Vm *vm, Deque *deque, int64_t more) {
    List *items = list_new_from_iterable(vm, &deque->base);
    bool is_done = items != NULL;
    for (int64_t i = 0; is_done && i < more; i++) is_done = deque_extend(vm, deque, &items->base);
    object_drop_or_null(vm, (Object *)items);
    return is_done;
}

static Object *deque_repeat_in_place(Vm *vm, Object *object, int64_t times) {
    Deque *deque = deque_of(object);
    int64_t count = deque->count, most = deque->most;
    if (count == 0 || times == 1) return object_share(object);
    if (times <= 0) {
        deque_clear(vm, object);
        return object_share(object);
    }
    if (times > INT64_MAX / count) return sequence_raise_memory(vm);
    // No more than the limit lets stay.
    if (most >= 0 && times > (most + count - 1) / count) times = (most + count - 1) / count;
    if (!deque_add_again(vm, deque, times - 1)) return NULL;
    return object_share(object);
}

static Object *deque_repeat(Vm *vm, Object *object, int64_t times) {
    Object *copy = deque_copy(vm, deque_of(object));
    if (copy == NULL) return NULL;
    Object *repeated = deque_repeat_in_place(vm, copy, times);
    object_drop(vm, copy);
    return repeated;
}

// What the first difference of two deques says; ABSENT: there is none, or not yet.
static Object *compare_items(Vm *vm, Object *left, Object *right, Comparison comparison) {
    Object *left_iterator = deque_iterate(vm, left), *right_iterator = NULL, *answer = NULL;
    Object *x = NULL, *y = NULL;
    Found equal = RAISED;
    if (left_iterator != NULL) right_iterator = deque_iterate(vm, right);
    while (right_iterator != NULL) {
        x = object_next(vm, left_iterator);
        if (x == NULL && raised(vm)) break;
        y = object_next(vm, right_iterator);
        equal = raised(vm) ? RAISED : FOUND;
        if (x == NULL || y == NULL) break;
        equal = object_equal(vm, x, y);
        if (equal != FOUND) break;
        object_drop(vm, x);
        object_drop(vm, y);
        x = y = NULL;
    }
    if (equal == ABSENT) answer = object_compare(vm, x, y, comparison);
    if (equal == FOUND) answer = sequence_compare_counts(vm, x != NULL, y != NULL, comparison);
    Object *const held[] = {x, y, left_iterator, right_iterator};
    for (size_t i = 0; i < ARRAY_COUNT(held); i++) object_drop_or_null(vm, held[i]);
    if (equal != ABSENT || answer == NULL) return answer;
    Found truth = object_truth(vm, answer);
    object_drop(vm, answer);
    return truth == RAISED ? NULL : bool_new(vm, truth == FOUND);
}

static Object *deque_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!object_is_deque(vm, left) || !object_is_deque(vm, right)) return not_implemented_new(vm);
    if (comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL) {
        bool are_equal = comparison == COMPARE_EQUAL;
        if (left == right) return bool_new(vm, are_equal);
        if (deque_of(left)->count != deque_of(right)->count) return bool_new(vm, !are_equal);
    }
    return compare_items(vm, left, right, comparison);
}

static Object *deque_size_of(Vm *vm, Object *object) {
    const Deque *deque = deque_of(object);
    int64_t blocks = (deque->block_index + deque->count + BLOCK_ITEMS - 1) / BLOCK_ITEMS;
    return int_new(vm, (int64_t)object_type(vm, object)->python_bytes + blocks * BLOCK_BYTES);
}

static Object *deque_get_maxlen(Vm *vm, Object *object) {
    int64_t most = deque_of(object)->most;
    return most < 0 ? none_new(vm) : int_new(vm, most);
}

static const Property deque_properties[] = {
    {"maxlen", deque_get_maxlen, NULL, "The largest count that it may have, or None."},
    {0},
};

const TypeDefinition collections_deque_definition = {
    .name = "collections.deque",
    .flags = TYPE_IS_BASE | TYPE_IS_SEQUENCE,
    .bytes = sizeof(Deque),
    .python_bytes = 216,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_WEAK, .visit = deque_visit,
               .clear = deque_clear, .finish = deque_clear, .place = deque_place,
               .payload = deque_payload},
    .behaviour = {
        .repr = deque_repr,
        .hash = slot_hash_refuse,
        .compare = deque_compare,
        .load_attribute = object_load_attribute_plain,
        .iterate = deque_iterate,
        .length = deque_length,
        .contains = deque_contains,
        .concatenate = deque_concatenate,
        .concatenate_in_place = deque_concatenate_in_place,
        .repeat = deque_repeat,
        .repeat_in_place = deque_repeat_in_place,
        .load_index = deque_load_index,
        .set_index = deque_set_index,
        .new = deque_new,
        .init = deque_init,
        .size_of = deque_size_of,
    },
    .methods = deque_methods,
    .properties = deque_properties,
    .doc = "deque([iterable[, maxlen]]): a row that grows and shrinks fast at both ends.",
};
