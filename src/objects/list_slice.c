// Slices of lists: reading, replacing, deleting.
//
// What is replaced is taken out first and dropped last, when the list is whole again:
// dropping an item may run code that looks at the list.

#include "objects/list_parts.h"
#include "objects/sequence.h"

// References taken out of a list, few of them without another allocation.
enum { TAKEN_FEW = 8 };
typedef struct Taken {
    Object **items;  // owns each
    int64_t count;
    Object *few[TAKEN_FEW];
} Taken;

static bool taken_start(Vm *vm, Taken *taken, int64_t count) {
    taken->count = count;
    taken->items = taken->few;
    if (count <= TAKEN_FEW) return true;
    taken->items = system_new(vm, (size_t)count * sizeof(Object *));
    return taken->items != NULL;
}

static void taken_done(Vm *vm, Taken *taken) {
    if (taken->items != taken->few)
        system_drop(vm, taken->items, (size_t)taken->count * sizeof(Object *));
}

static void taken_drop_first_to_last(Vm *vm, Taken *taken) {
    for (int64_t i = 0; i < taken->count; i++) object_drop(vm, taken->items[i]);
    taken_done(vm, taken);
}

static void taken_drop_last_to_first(Vm *vm, Taken *taken) {
    for (int64_t i = taken->count; i > 0; i--) object_drop(vm, taken->items[i - 1]);
    taken_done(vm, taken);
}

// --- reading ---

List *list_new_slice(Vm *vm, List *list, int64_t start, int64_t stop, int64_t step) {
    // The new list comes first: making it may run the program and change the old one.
    List *slice = list_new(vm, 0);
    if (slice == NULL) return NULL;
    int64_t count = slice_adjust(list->count, &start, &stop, step);
    if (count == 0) return slice;
    if (!list_reserve_exactly(vm, slice, count)) {
        object_drop(vm, &slice->base);
        return NULL;
    }
    if (step == 1) {
        slots_fill_shared(vm, &slice->base, slice->items, list->items + start, count);
    } else {
        for (int64_t i = 0; i < count; i++) {
            Object *item = list->items[start + i * step].object;
            slot_fill(vm, &slice->base, &slice->items[i], object_share(item));
        }
    }
    slice->count = count;
    return slice;
}

// --- a range of neighbours ---

// Replaces list[start:stop] by `count` shared slots.
static bool replace_range(Vm *vm, List *list, int64_t start, int64_t stop, const Slot *with,
                          int64_t count) {
    Object *owner = &list->base;
    int64_t change = count - (stop - start);
    if (list->count + change == 0) {
        list_empty(vm, list);
        return true;
    }
    Taken taken;
    if (!taken_start(vm, &taken, stop - start)) return false;
    if (change > 0 && !list_reserve(vm, list, list->count + change)) {
        taken_done(vm, &taken);
        return false;
    }
    Slot *items = list->items;
    for (int64_t i = 0; i < taken.count; i++)
        taken.items[i] = slot_detach(vm, owner, &items[start + i]);
    if (change != 0) {
        slots_move(vm, owner, &items[stop + change], &items[stop], list->count - stop);
        list->count += change;
    }
    slots_fill_shared(vm, owner, &items[start], with, count);
    bool is_done = change >= 0 || list_reserve(vm, list, list->count);
    taken_drop_last_to_first(vm, &taken);
    return is_done;
}

bool list_replace(Vm *vm, List *list, int64_t start, int64_t stop, Object *values) {
    Object *fast = NULL;
    if (values == &list->base) {
        fast = (Object *)list_new_slice(vm, list, 0, INT64_MAX, 1);
        if (fast == NULL) return false;
    } else if (values != NULL) {
        fast = sequence_fast(vm, values, ERROR_ASSIGN_NO_ITERABLE);
        if (fast == NULL) return false;
    }
    // Reading the values may have changed the list.
    if (start < 0) start = 0;
    if (start > list->count) start = list->count;
    if (stop < start) stop = start;
    if (stop > list->count) stop = list->count;
    int64_t count = 0;
    const Slot *items = fast == NULL ? NULL : sequence_fast_items(vm, fast, &count);
    bool is_done = replace_range(vm, list, start, stop, items, count);
    object_drop_or_null(vm, fast);
    return is_done;
}

// --- every n-th item ---

// Deletes `count` items that are `step` (positive) apart.
static bool delete_strided(Vm *vm, List *list, int64_t start, int64_t step, int64_t count) {
    Taken taken;
    if (!taken_start(vm, &taken, count)) return false;
    Object *owner = &list->base;
    Slot *items = list->items;
    for (int64_t i = 0; i < count; i++) {
        int64_t place = start + i * step;
        taken.items[i] = slot_detach(vm, owner, &items[place]);
        int64_t next = i + 1 < count ? place + step : list->count;
        slots_move(vm, owner, &items[place - i], &items[place + 1], next - place - 1);
    }
    list->count -= count;
    bool is_done = list_reserve(vm, list, list->count);
    taken_drop_first_to_last(vm, &taken);
    return is_done;
}

static bool replace_strided(Vm *vm, List *list, int64_t start, int64_t step, int64_t count,
                            const Slot *with) {
    Taken taken;
    if (!taken_start(vm, &taken, count)) return false;
    for (int64_t i = 0; i < count; i++) {
        Slot *slot = &list->items[start + i * step];
        Object *value = object_share(with[i].object);
        taken.items[i] = slot_exchange_value(vm, &list->base, slot, value);
    }
    taken_drop_first_to_last(vm, &taken);
    return true;
}

static bool set_strided(Vm *vm, List *list, int64_t start, int64_t stop, int64_t step,
                        Object *values) {
    Object *fast = values == &list->base
                       ? (Object *)list_new_slice(vm, list, 0, INT64_MAX, 1)
                       : sequence_fast(vm, values, ERROR_ASSIGN_NO_ITERABLE_EXTENDED);
    if (fast == NULL) return false;
    // Only now: reading the values may have changed the list.
    int64_t room = slice_adjust(list->count, &start, &stop, step), count;
    const Slot *items = sequence_fast_items(vm, fast, &count);
    bool is_done = count == room && replace_strided(vm, list, start, step, count, items);
    if (count != room) raise(vm, ERROR_ASSIGN_EXTENDED_SIZE, count, room);
    object_drop(vm, fast);
    return is_done;
}

bool list_set_slice(Vm *vm, List *list, Slice *slice, Object *values) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return false;
    if (step != 1 && values != NULL) return set_strided(vm, list, start, stop, step, values);
    int64_t count = slice_adjust(list->count, &start, &stop, step);
    if (step == 1) return list_replace(vm, list, start, stop, values);
    if (count == 0) return true;
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    return delete_strided(vm, list, start, step, count);
}
