// The methods of list but for sort.

#include "objects/iterator.h"
#include "objects/generic_alias.h"
#include "objects/list_parts.h"
#include "objects/sequence.h"

static Object *list_method_append(Vm *vm, const Slot *arguments) {
    List *list = (List *)arguments[0].object;
    if (UNLIKELY(list->count == list->capacity) && !list_grow(vm, list)) return NULL;
    slot_fill(vm, &list->base, &list->items[list->count], object_share(arguments[1].object));
    list->count++;
    return none_new(vm);
}

static Object *list_method_extend(Vm *vm, const Slot *arguments) {
    if (!list_extend(vm, (List *)arguments[0].object, arguments[1].object)) return NULL;
    return none_new(vm);
}

static Object *list_method_insert(Vm *vm, const Slot *arguments) {
    List *list = (List *)arguments[0].object;
    int64_t index;
    if (!sequence_size(vm, arguments[1].object, &index)) return NULL;
    if (!list_grow(vm, list)) return NULL;
    if (index < 0) index = index + list->count < 0 ? 0 : index + list->count;
    if (index > list->count) index = list->count;
    Slot *slot = &list->items[index];
    slots_move(vm, &list->base, slot + 1, slot, list->count - index);
    list->count++;
    slot_fill(vm, &list->base, slot, object_share(arguments[2].object));
    return none_new(vm);
}

static Object *list_method_pop(Vm *vm, const Slot *arguments) {
    List *list = (List *)arguments[0].object;
    int64_t index = -1;
    if (arguments[1].object != NULL && !sequence_size(vm, arguments[1].object, &index))
        return NULL;
    if (list->count == 0) return raise(vm, ERROR_LIST_POP_EMPTY);
    if (index < 0) index += list->count;
    if (index < 0 || index >= list->count) return raise(vm, ERROR_INDEX_RANGE, "pop");
    Object *item = slot_detach(vm, &list->base, &list->items[index]);
    int64_t rest = list->count - index - 1;
    if (rest > 0)
        slots_move(vm, &list->base, &list->items[index], &list->items[index + 1], rest);
    list->count--;
    if (LIKELY(list->count >= list->capacity >> 1)) return item;
    if (list_reserve(vm, list, list->count)) return item;
    object_drop(vm, item);
    return NULL;
}

static Object *list_method_remove(Vm *vm, const Slot *arguments) {
    List *list = (List *)arguments[0].object;
    for (int64_t i = 0; i < list->count; i++) {
        Found equal = list_equal_item(vm, list, i, arguments[1].object);
        if (equal == RAISED) return NULL;
        if (equal == FOUND) return list_replace(vm, list, i, i + 1, NULL) ? none_new(vm) : NULL;
    }
    return raise(vm, ERROR_LIST_REMOVE_ABSENT);
}

static Object *list_method_index(Vm *vm, const Slot *arguments) {
    List *list = (List *)arguments[0].object;
    Object *value = arguments[1].object;
    int64_t start = 0, stop = INT64_MAX;
    if (!slice_bounds(vm, arguments[2].object, arguments[3].object, &start, &stop)) return NULL;
    if (start < 0) start = start + list->count < 0 ? 0 : start + list->count;
    if (stop < 0) stop = stop + list->count < 0 ? 0 : stop + list->count;
    for (int64_t i = start; i < stop && i < list->count; i++) {
        Found equal = list_equal_item(vm, list, i, value);
        if (equal == RAISED) return NULL;
        if (equal == FOUND) return int_new(vm, i);
    }
    return raise(vm, ERROR_LIST_INDEX_ABSENT, value);
}

static Object *list_method_count(Vm *vm, const Slot *arguments) {
    List *list = (List *)arguments[0].object;
    int64_t count = 0;
    for (int64_t i = 0; i < list->count; i++) {
        Found equal = list_equal_item(vm, list, i, arguments[1].object);
        if (equal == RAISED) return NULL;
        count += equal;
    }
    return int_new(vm, count);
}

static Object *list_method_reverse(Vm *vm, const Slot *arguments) {
    List *list = (List *)arguments[0].object;
    if (list->count > 1) slots_reverse(vm, &list->base, list->items, list->count);
    return none_new(vm);
}

static Object *list_method_copy(Vm *vm, const Slot *arguments) {
    return (Object *)list_new_slice(vm, (List *)arguments[0].object, 0, INT64_MAX, 1);
}

static Object *list_method_clear(Vm *vm, const Slot *arguments) {
    list_empty(vm, (List *)arguments[0].object);
    return none_new(vm);
}

// sort(*, key=None, reverse=False)
static Object *list_method_sort(Vm *vm, const Slot *arguments) {
    int64_t is_reversed = 0;
    Object *key = arguments[1].object == vm->objects->none ? NULL : arguments[1].object;
    if (arguments[2].object != NULL && !sequence_int(vm, arguments[2].object, &is_reversed))
        return NULL;
    if (!list_sort(vm, (List *)arguments[0].object, key, is_reversed != 0)) return NULL;
    return none_new(vm);
}

static Object *list_method___getitem__(Vm *vm, const Slot *arguments) {
    return list_load_item(vm, arguments[0].object, arguments[1].object);
}

static Object *list_method___reversed__(Vm *vm, const Slot *arguments) {
    Object *list = arguments[0].object;
    return iterator_new(vm, KIND_LIST_REVERSE_ITERATOR, list, ((List *)list)->count - 1);
}

static Object *list_method___sizeof__(Vm *vm, const Slot *arguments) {
    return list_definition.behaviour.size_of(vm, arguments[0].object);
}

const Method list_methods[] = {
    {"__getitem__", list_method___getitem__, "(self, index, /)",
     "The item at the index; the same as self[index].", METHOD_IS_COEXIST | METHOD_HIDES_SIGNATURE},
    METHOD(list, __reversed__, "(self, /)", "Iterate, the last item first."),
    METHOD(list, __sizeof__, "(self, /)", "Size in bytes."),
    METHOD(list, clear, "(self, /)", "Remove all items."),
    METHOD(list, copy, "(self, /)", "A new list with the same items."),
    METHOD(list, append, "(self, object, /)", "Add object to the end."),
    METHOD(list, insert, "(self, index, object, /)", "Put object before the item at index."),
    METHOD(list, extend, "(self, iterable, /)", "Add the items of iterable to the end."),
    METHOD(list, pop, "(self, index=-1, /)", "Remove the item at index and give it."),
    METHOD(list, remove, "(self, value, /)",
           "Remove the first item that equals value; ValueError when there is none."),
    METHOD(list, index, "(self, value, start=0, stop=sys.maxsize, /)",
           "Find the first item that equals value; ValueError when there is none."),
    METHOD(list, count, "(self, value, /)", "Count the items that equal value."),
    METHOD(list, reverse, "(self, /)", "Turn the order of the items around."),
    METHOD(list, sort, "(self, /, *, key=None, reverse=False)",
           "Sort the items in place, equal ones staying in order."),
    GENERIC_ALIAS_METHOD,
    {0},
};
