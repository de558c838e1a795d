// list.sort(): the list looks empty while its items are sorted in rows apart.
//
// The items stay in the list's own slots, which nobody sees meanwhile; at the end the
// slots get their new order in one step.

#include "objects/list_parts.h"
#include "objects/list_sort.h"

// keys[i] = key(items[i]); false: raised, all keys are dropped again.
static bool make_keys(Vm *vm, Object *key, const Slot *items, int64_t count, Object **keys) {
    for (int64_t i = 0; i < count; i++) {
        keys[i] = object_call_with(vm, key, 1, items[i].object);
        if (keys[i] != NULL) continue;
        while (i > 0) object_drop(vm, keys[--i]);
        return false;
    }
    return true;
}

static bool sort_rows(Vm *vm, Object **keys, Object **values, int64_t count, int is_reversed) {
    if (count < 2) return true;
    // Equal items keep their order in a reversed sort too: turned around twice.
    if (is_reversed) {
        list_sort_reverse(keys, count);
        if (values != NULL) list_sort_reverse(values, count);
    }
    Found found = list_sort_plain(vm, keys, values, count);
    if (found == ABSENT) found = list_sort_merge(vm, keys, values, count) ? FOUND : RAISED;
    if (is_reversed) list_sort_reverse(values != NULL ? values : keys, count);
    return found == FOUND;
}

// Sorts `count` slots of a list that looks empty. `rows` has room for two rows.
static bool sort_slots(Vm *vm, List *list, Slot *items, int64_t count, Object **rows,
                       Object *key, int is_reversed) {
    Object **values = rows, **keys = key == NULL ? NULL : rows + count;
    if (key != NULL && !make_keys(vm, key, items, count, keys)) return false;
    for (int64_t i = 0; i < count; i++) values[i] = items[i].object;
    bool is_done = key == NULL ? sort_rows(vm, values, NULL, count, is_reversed)
                               : sort_rows(vm, keys, values, count, is_reversed);
    slots_set_order(vm, &list->base, items, values, count);
    for (int64_t i = 0; key != NULL && i < count; i++) object_drop(vm, keys[i]);
    if (is_done && !list_is_untouched(list)) return raise_false(vm, ERROR_LIST_MODIFIED);
    return is_done;
}

bool list_sort(Vm *vm, List *list, Object *key, int is_reversed) {
    Slot *items = list->items;
    int64_t count = list->count, capacity = list->capacity;
    size_t bytes = (size_t)count * 2 * sizeof(Object *);
    Object *own[2 * LIST_SORT_OWN], **rows = own;
    if (count > LIST_SORT_OWN && (rows = system_new(vm, bytes)) == NULL) return false;
    list_set_sorting(list);
    slot_tell_changed(vm, &list->base);
    bool is_done = sort_slots(vm, list, items, count, rows, key, is_reversed);
    if (rows != own) system_drop(vm, rows, bytes);
    // What the program put there meanwhile goes, once the list is whole again.
    Slot *added = list->items;
    int64_t added_count = list->count, added_capacity = list->capacity;
    list->items = items;
    list->count = count;
    list->capacity = capacity;
    slot_tell_changed(vm, &list->base);
    if (added_capacity == 0) return is_done;
    slots_clear(vm, &list->base, added, added_count);
    buffer_drop(vm, added, (size_t)added_capacity * sizeof(Slot));
    return is_done;
}
