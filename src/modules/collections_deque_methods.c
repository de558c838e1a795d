// The methods of deque, and its iterators.

#include "modules/collections_deque.h"
#include "objects/generic_alias.h"
#include "objects/slice.h"

// --- the ends ---

static Object *done(Vm *vm, bool is_done) {
    return is_done ? none_new(vm) : NULL;
}

static Object *deque_method_append(Vm *vm, const Slot *arguments) {
    Object *item = object_share(arguments[1].object);
    return done(vm, deque_take_add(vm, deque_of(arguments[0].object), item));
}

static Object *deque_method_appendleft(Vm *vm, const Slot *arguments) {
    Object *item = object_share(arguments[1].object);
    return done(vm, deque_take_add_left(vm, deque_of(arguments[0].object), item));
}

static Object *deque_method_pop(Vm *vm, const Slot *arguments) {
    return deque_take_last(vm, deque_of(arguments[0].object));
}

static Object *deque_method_popleft(Vm *vm, const Slot *arguments) {
    return deque_take_first(vm, deque_of(arguments[0].object));
}

static Object *deque_method_extend(Vm *vm, const Slot *arguments) {
    return done(vm, deque_extend(vm, deque_of(arguments[0].object), arguments[1].object));
}

static Object *deque_method_extendleft(Vm *vm, const Slot *arguments) {
    return done(vm, deque_extend_left(vm, deque_of(arguments[0].object), arguments[1].object));
}

static Object *deque_method_clear(Vm *vm, const Slot *arguments) {
    if (deque_of(arguments[0].object)->count != 0) deque_clear(vm, arguments[0].object);
    return none_new(vm);
}

static Object *deque_method_copy(Vm *vm, const Slot *arguments) {
    return deque_copy(vm, deque_of(arguments[0].object));
}

// --- within ---

static Object *deque_method_rotate(Vm *vm, const Slot *arguments) {
    int64_t steps = 1;
    if (arguments[1].object != NULL && !sequence_size(vm, arguments[1].object, &steps))
        return NULL;
    deque_rotate(vm, deque_of(arguments[0].object), steps);
    return none_new(vm);
}

static Object *deque_method_reverse(Vm *vm, const Slot *arguments) {
    Deque *deque = deque_of(arguments[0].object);
    for (int64_t i = 0, j = deque->count - 1; i < j; i++, j--)
        slots_exchange(vm, &deque->base, deque_slot(deque, i), deque_slot(deque, j));
    return none_new(vm);
}

static Object *deque_method_count(Vm *vm, const Slot *arguments) {
    Deque *deque = deque_of(arguments[0].object);
    uint64_t changes = deque->changes;
    int64_t count = 0;
    for (int64_t i = 0; i < deque->count; i++) {
        Object *item = object_share(deque_slot(deque, i)->object);
        Found found = object_equal(vm, item, arguments[1].object);
        object_drop(vm, item);
        if (found == RAISED) return NULL;
        if (deque->changes != changes) return raise(vm, ERROR_DEQUE_MUTATED);
        if (found == FOUND) count++;
    }
    return int_new(vm, count);
}

// Index of the first equal item in start..stop, -1: none, -2: raised.
static int64_t find_item(Vm *vm, Deque *deque, Object *value, int64_t start, int64_t stop,
                         ErrorId mutated) {
    uint64_t changes = deque->changes;
    for (int64_t i = start; i < stop; i++) {
        Object *item = object_share(deque_slot(deque, i)->object);
        Found found = object_equal(vm, item, value);
        object_drop(vm, item);
        if (found == FOUND && mutated == ERROR_DEQUE_MUTATED) return i;
        if (found == RAISED) return -2;
        if (deque->changes != changes) {
            raise(vm, mutated);
            return -2;
        }
        if (found == FOUND) return i;
    }
    return -1;
}

static Object *deque_method_index(Vm *vm, const Slot *arguments) {
    Deque *deque = deque_of(arguments[0].object);
    int64_t count = deque->count, start = 0, stop = count;
    if (!slice_bounds(vm, arguments[2].object, arguments[3].object, &start, &stop)) return NULL;
    slice_adjust(deque->count, &start, &stop, 1);
    if (stop > deque->count) stop = deque->count;
    if (start > stop) start = stop;
    int64_t index = find_item(vm, deque, arguments[1].object, start, stop, ERROR_DEQUE_MUTATED);
    if (index == -2) return NULL;
    if (index >= 0) return int_new(vm, index);
    return raise(vm, ERROR_DEQUE_INDEX_ABSENT, arguments[1].object);
}

static Object *deque_method_remove(Vm *vm, const Slot *arguments) {
    Deque *deque = deque_of(arguments[0].object);
    int64_t index = find_item(vm, deque, arguments[1].object, 0, deque->count,
                              ERROR_DEQUE_MUTATED_REMOVE);
    if (index == -2) return NULL;
    if (index < 0) return raise(vm, ERROR_DEQUE_INDEX_ABSENT, arguments[1].object);
    const Behaviour *behaviour = &collections_deque_definition.behaviour;
    return done(vm, behaviour->set_index(vm, &deque->base, index, NULL));
}

static Object *deque_method_insert(Vm *vm, const Slot *arguments) {
    Deque *deque = deque_of(arguments[0].object);
    int64_t index, count = deque->count;
    if (!sequence_size(vm, arguments[1].object, &index)) return NULL;
    if (deque->most == count) return raise(vm, ERROR_DEQUE_FULL);
    Object *value = object_share(arguments[2].object);
    if (index >= count) return done(vm, deque_take_add(vm, deque, value));
    if (index <= -count || index == 0) return done(vm, deque_take_add_left(vm, deque, value));
    deque_rotate(vm, deque, -index);
    bool is_done = index < 0 ? deque_take_add(vm, deque, value)
                             : deque_take_add_left(vm, deque, value);
    deque_rotate(vm, deque, index);
    return done(vm, is_done);
}

// --- copying, sizes ---

static Object *deque_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object;
    const Deque *deque = deque_of(object);
    Object *type = (Object *)object_type(vm, object), *state = object_load_state(vm, object, 0);
    if (state == NULL) return NULL;
    Object *iterator = object_iterate(vm, object);
    if (deque->most < 0) return build_tuple(vm, "o()OO", type, state, iterator);
    return build_tuple(vm, "o(()i)OO", type, deque->most, state, iterator);
}

static Object *deque_method___sizeof__(Vm *vm, const Slot *arguments) {
    return collections_deque_definition.behaviour.size_of(vm, arguments[0].object);
}

static Object *deque_method___reversed__(Vm *vm, const Slot *arguments) {
    return deque_iterate_reversed(vm, arguments[0].object);
}

const Method deque_methods[] = {
    HIDDEN_METHOD(deque, append, "(self, item, /)", "Add an item at the right end."),
    HIDDEN_METHOD(deque, appendleft, "(self, item, /)", "Add an item at the left end."),
    HIDDEN_METHOD(deque, clear, "(self, /)", "Remove all items."),
    {"__copy__", deque_method_copy, "(self, /)", "A shallow copy.", METHOD_HIDES_SIGNATURE},
    HIDDEN_METHOD(deque, copy, "(self, /)", "A shallow copy."),
    HIDDEN_METHOD(deque, count, "(self, value, /)", "How many items are equal to value."),
    HIDDEN_METHOD(deque, extend, "(self, iterable, /)", "Add items at the right end."),
    HIDDEN_METHOD(deque, extendleft, "(self, iterable, /)",
                  "Add items at the left end, one after the other."),
    {"index", deque_method_index,
     "(self, value, start=<unrepresentable>, stop=<unrepresentable>, /)",
     "The index of the first item equal to value; ValueError without one.",
     METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED},
    {"insert", deque_method_insert, "(self, index, item, /)", "Put an item before an index.",
     METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED},
    HIDDEN_METHOD(deque, pop, "(self, /)", "Remove the item at the right end and give it."),
    HIDDEN_METHOD(deque, popleft, "(self, /)", "Remove the item at the left end and give it."),
    HIDDEN_METHOD(deque, __reduce__, "(self, /)", "How to make an equal deque."),
    HIDDEN_METHOD(deque, remove, "(self, value, /)", "Remove the first item equal to value."),
    HIDDEN_METHOD(deque, __reversed__, "(self, /)", "Iterate from the right end on."),
    HIDDEN_METHOD(deque, reverse, "(self, /)", "Turn the order round."),
    {"rotate", deque_method_rotate, "(self, n=1, /)",
     "Move n items, one by one, from the right end to the left; n < 0: back.",
     METHOD_HIDES_SIGNATURE | METHOD_COUNTS_WITH_TYPE},
    HIDDEN_METHOD(deque, __sizeof__, "(self, /)", "Size in bytes."),
    GENERIC_ALIAS_METHOD,
    {0},
};

// --- the iterators ---

typedef struct DequeIterator {   // of both kinds
    Object base;
    Slot deque;
    uint64_t changes;     // of the deque, when it was made
    int64_t index;        // of the next item
    int64_t remaining;
} DequeIterator;

static const Field iterator_fields[] = {FIELD(DequeIterator, deque), {0}};

static void iterator_note(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const DequeIterator *iterator = (const DequeIterator *)object;
    const int64_t numbers[] = {iterator->index, iterator->remaining};
    add(context, numbers, sizeof numbers);
}

static bool is_reversed(Vm *vm, const Object *object) {
    return object_type(vm, object)->native == &collections_deque_reverse_iterator_definition;
}

static Object *iterator_new_over(Vm *vm, Type *type, Object *deque) {
    Object *made = type_new_filled(vm, type, 1, object_share(deque));
    if (made == NULL) return NULL;
    DequeIterator *iterator = (DequeIterator *)made;
    iterator->changes = deque_of(deque)->changes;
    iterator->remaining = deque_of(deque)->count;
    iterator->index = is_reversed(vm, made) ? iterator->remaining - 1 : 0;
    return made;
}

Object *deque_iterate(Vm *vm, Object *deque) {
    return iterator_new_over(vm, collections_get_types(vm)->deque_iterator, deque);
}

Object *deque_iterate_reversed(Vm *vm, Object *deque) {
    return iterator_new_over(vm, collections_get_types(vm)->deque_reverse_iterator, deque);
}

ALWAYS_INLINE Object *iterator_step(Vm *vm, Object *object, int64_t step) {
    DequeIterator *iterator = (DequeIterator *)object;
    const Deque *deque = deque_of(iterator->deque.object);
    if (UNLIKELY(deque->changes != iterator->changes)) {
        iterator->remaining = 0;
        return raise(vm, ERROR_DEQUE_MUTATED);
    }
    if (UNLIKELY(iterator->remaining == 0)) return NULL;
    Object *item = object_share(deque_slot(deque, iterator->index)->object);
    iterator->index += step;
    iterator->remaining--;
    return item;
}

static Object *iterator_next(Vm *vm, Object *object) {
    return iterator_step(vm, object, 1);
}

static Object *reverse_iterator_next(Vm *vm, Object *object) {
    return iterator_step(vm, object, -1);
}

static Object *iterator_make(Vm *vm, Type *type, const Arguments *arguments) {
    Object *deque;
    int64_t index = 0;
    if (!unpack_values(vm, NULL, arguments->values, arguments->count, "y|n",
                       collections_get_types(vm)->deque, &deque, &index))
        return NULL;
    Object *made = iterator_new_over(vm, type, deque);
    for (int64_t i = 0; made != NULL && i < index; i++) {
        Object *item = type->behaviour.next(vm, made);
        if (item == NULL && ((DequeIterator *)made)->remaining == 0) break;
        object_drop_or_null(vm, item);
    }
    return made;
}

static Object *iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    return int_new(vm, ((const DequeIterator *)arguments[0].object)->remaining);
}

static Object *iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const DequeIterator *iterator = (const DequeIterator *)arguments[0].object;
    Object *deque = iterator->deque.object;
    return build_tuple(vm, "o(oi)", object_type(vm, &iterator->base), deque,
                       deque_of(deque)->count - iterator->remaining);
}

static const Method iterator_methods[] = {
    HIDDEN_METHOD(iterator, __length_hint__, "(self, /)", "How many items are left."),
    HIDDEN_METHOD(iterator, __reduce__, "(self, /)", "How to make an equal iterator."),
    {0},
};

#define DEQUE_ITERATOR(id, next_)                                                             \
    const TypeDefinition collections_##id##_definition = {                                    \
        .name = "_collections._" #id,                                                         \
        .bytes = sizeof(DequeIterator),                                                       \
        .python_bytes = 56,                                                                   \
        .layout = {.flags = LAYOUT_COLLECTED, .fields = iterator_fields,                      \
                   .payload = iterator_note},                                                 \
        .behaviour = {.load_attribute = object_load_attribute_plain,                          \
                      .iterate = sequence_iterate_self, .next = next_, .new = iterator_make}, \
        .methods = iterator_methods,                                                          \
    }

DEQUE_ITERATOR(deque_iterator, iterator_next);
DEQUE_ITERATOR(deque_reverse_iterator, reverse_iterator_next);
