// The iterator over sets, in the order of the table.

#include "objects/sequence.h"
#include "objects/set_parts.h"

typedef struct SetIterator {
    Object base;
    Slot set;           // empty once exhausted
    int64_t used;       // the set's count when this was made; -1 after it was found changed
    int64_t position;
    int64_t remaining;
} SetIterator;

static const Field set_iterator_fields[] = {FIELD(SetIterator, set), {0}};

static void set_iterator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const SetIterator *iterator = (const SetIterator *)object;
    const int64_t numbers[] = {iterator->used, iterator->position, iterator->remaining};
    add(context, numbers, sizeof numbers);
}

static SetIterator *iterator_new(Vm *vm, Set *set) {
    SetIterator *iterator =
        (SetIterator *)object_new(vm, KIND_SET_ITERATOR, sizeof(SetIterator));
    if (iterator == NULL) return NULL;
    slot_fill(vm, &iterator->base, &iterator->set, object_share(&set->base));
    iterator->used = iterator->remaining = set->count;
    iterator->position = 0;
    object_track(vm, &iterator->base);
    return iterator;
}

Object *set_iterate(Vm *vm, Object *set) {
    return (Object *)iterator_new(vm, (Set *)set);
}

static Object *set_iterator_next(Vm *vm, Object *object) {
    SetIterator *iterator = (SetIterator *)object;
    Set *set = (Set *)iterator->set.object;
    if (set == NULL) return NULL;
    if (iterator->used != set->count) {
        iterator->used = -1;  // this will not heal
        return raise(vm, ERROR_SET_SIZE_CHANGED);
    }
    Object *key;
    if (set_next(set, &iterator->position, &key)) {
        iterator->remaining--;
        return object_share(key);
    }
    slot_clear(vm, object, &iterator->set);
    return NULL;
}

static Object *set_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    const SetIterator *iterator = (const SetIterator *)arguments[0].object;
    const Set *set = (const Set *)iterator->set.object;
    bool is_valid = set != NULL && iterator->used == set->count;
    return int_new(vm, is_valid ? iterator->remaining : 0);
}

// iter(list of what is left), without moving the iterator.
static Object *set_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const SetIterator *iterator = (const SetIterator *)arguments[0].object;
    Object *function = sequence_get_builtin(vm, "iter");
    List *rest = function == NULL ? NULL : list_new(vm, 0);
    if (rest == NULL) return NULL;
    Set *set = (Set *)iterator->set.object;
    if (set != NULL) {
        SetIterator *copy = iterator_new(vm, set);
        bool is_done = copy != NULL;
        if (is_done) {
            copy->used = iterator->used;
            copy->position = iterator->position;
            copy->remaining = iterator->remaining;
            is_done = list_extend(vm, rest, &copy->base);
            object_drop(vm, &copy->base);
        }
        if (!is_done) {
            object_drop(vm, &rest->base);
            return NULL;
        }
    }
    return sequence_reduce_take(vm, function, &rest->base);
}

static const Method set_iterator_methods[] = {
    HIDDEN_METHOD(set_iterator, __length_hint__, "(self, /)",
                  "How many members are left, as a guess."),
    HIDDEN_METHOD(set_iterator, __reduce__, "(self, /)", "How to make an equal iterator."),
    {0},
};

const TypeDefinition set_iterator_definition = {
    .name = "set_iterator",
    .kind = KIND_SET_ITERATOR,
    .base = KIND_OBJECT,
    .bytes = sizeof(SetIterator),
    .python_bytes = 48,
    .layout = {
        .name = "set_iterator",
        .flags = LAYOUT_COLLECTED,
        .fields = set_iterator_fields,
        .payload = set_iterator_payload,
    },
    .behaviour = {.iterate = sequence_iterate_self, .next = set_iterator_next},
    .methods = set_iterator_methods,
};
