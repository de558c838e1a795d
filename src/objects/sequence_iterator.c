// Iterators by index: over lists (both ways), tuples, and whatever has __getitem__.
//
// The source is let go at the end, so that an exhausted iterator stays exhausted.

#include "objects/sequence_iterator.h"
#include "objects/sequence.h"

void iterator_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    visit(vm, object, &((SequenceIterator *)object)->sequence, context);
}

void iterator_finish(Vm *vm, Object *object) {
    slot_clear(vm, object, &((SequenceIterator *)object)->sequence);
}

Place iterator_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm, (void)object, (void)slot;
    return (Place){PLACE_FIELD, 0, "sequence", NULL};
}

void iterator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const SequenceIterator *iterator = (const SequenceIterator *)object;
    add(context, &iterator->index, sizeof iterator->index);
}

Object *iterator_new(Vm *vm, uint32_t kind, Object *source, int64_t index) {
    SequenceIterator *iterator = (SequenceIterator *)object_new(vm, kind, sizeof(SequenceIterator));
    if (iterator == NULL) return NULL;
    iterator->index = index;
    slot_fill(vm, &iterator->base, &iterator->sequence, object_share(source));
    object_track(vm, &iterator->base);
    return &iterator->base;
}

Object *list_iterate(Vm *vm, Object *list) {
    return iterator_new(vm, KIND_LIST_ITERATOR, list, 0);
}

Object *tuple_iterate(Vm *vm, Object *tuple) {
    return iterator_new(vm, KIND_TUPLE_ITERATOR, tuple, 0);
}

Object *sequence_iterator_new(Vm *vm, Object *sequence) {
    return iterator_new(vm, KIND_SEQUENCE_ITERATOR, sequence, 0);
}

bool iterator_state(Vm *vm, Object *state, int64_t *index) {
    if (!object_is_int(vm, state)) return raise_false(vm, ERROR_INTEGER_REQUIRED);
    Found found = int_find_value(vm, state, index);
    return found == ABSENT ? raise_false(vm, ERROR_TOO_LARGE_FOR_SIZE) : found == FOUND;
}

Object *iterator_load_index(Vm *vm, Object *source, int64_t index) {
    const Type *type = object_type(vm, source);
    if (type->behaviour.load_index != NULL) return type->behaviour.load_index(vm, source, index);
    Object *key = int_new(vm, index);
    if (key == NULL) return NULL;
    Object *item = object_load_item(vm, source, key);
    object_drop(vm, key);
    return item;
}

Object *iterator_reuse_pair(Vm *vm, Tuple *pair, Object *first, Object *second) {
    object_share(&pair->base);
    Object *old_first = slot_exchange_value(vm, &pair->base, &pair->items[0], first);
    Object *old_second = slot_exchange_value(vm, &pair->base, &pair->items[1], second);
    object_drop(vm, old_first);
    object_drop(vm, old_second);
    // The collector may have let go of it when it held nothing that can be in a cycle.
    if (!object_is_tracked(vm, &pair->base)) object_track(vm, &pair->base);
    return &pair->base;
}

// --- next ---

static Object *list_iterator_next(Vm *vm, Object *object) {
    SequenceIterator *iterator = (SequenceIterator *)object;
    const List *list = (const List *)iterator->sequence.object;
    if (list == NULL) return NULL;
    if (iterator->index < list->count)
        return object_share(list->items[iterator->index++].object);
    slot_clear(vm, object, &iterator->sequence);
    return NULL;
}

static Object *list_reverse_iterator_next(Vm *vm, Object *object) {
    SequenceIterator *iterator = (SequenceIterator *)object;
    const List *list = (const List *)iterator->sequence.object;
    if (list == NULL) return NULL;
    if (iterator->index >= 0 && iterator->index < list->count)
        return object_share(list->items[iterator->index--].object);
    iterator->index = -1;
    slot_clear(vm, object, &iterator->sequence);
    return NULL;
}

static Object *tuple_iterator_next(Vm *vm, Object *object) {
    SequenceIterator *iterator = (SequenceIterator *)object;
    const Tuple *tuple = (const Tuple *)iterator->sequence.object;
    if (tuple == NULL) return NULL;
    if (iterator->index < tuple->count)
        return object_share(tuple->items[iterator->index++].object);
    slot_clear(vm, object, &iterator->sequence);
    return NULL;
}

// True when the raised exception only says that there is no such item; it is cleared.
static bool is_end(Vm *vm) {
    return raised_clear_if(vm, exception_type(vm, EXCEPTION_IndexError)) ||
           raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration));
}

static Object *sequence_iterator_next(Vm *vm, Object *object) {
    SequenceIterator *iterator = (SequenceIterator *)object;
    Object *source = iterator->sequence.object;
    if (source == NULL) return NULL;
    if (iterator->index == INT64_MAX) return raise(vm, ERROR_ITERATOR_INDEX);
    object_share(source);
    Object *item = iterator_load_index(vm, source, iterator->index);
    object_drop(vm, source);
    if (item != NULL) iterator->index++;
    else if (is_end(vm)) slot_clear(vm, object, &iterator->sequence);
    return item;
}

// --- how much is left ---

static int64_t source_count(const SequenceIterator *iterator) {
    return iterator->base.kind == KIND_TUPLE_ITERATOR
               ? ((const Tuple *)iterator->sequence.object)->count
               : ((const List *)iterator->sequence.object)->count;
}

static Object *list_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    const SequenceIterator *iterator = (const SequenceIterator *)arguments[0].object;
    if (iterator->sequence.object == NULL) return int_new(vm, 0);
    int64_t rest = source_count(iterator) - iterator->index;
    return int_new(vm, rest < 0 ? 0 : rest);
}

static Object *list_reverse_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    const SequenceIterator *iterator = (const SequenceIterator *)arguments[0].object;
    int64_t rest = iterator->index + 1;
    if (iterator->sequence.object == NULL || source_count(iterator) < rest) rest = 0;
    return int_new(vm, rest);
}

static Object *sequence_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    const SequenceIterator *iterator = (const SequenceIterator *)arguments[0].object;
    Object *source = iterator->sequence.object;
    if (source == NULL) return int_new(vm, 0);
    if (object_type(vm, source)->behaviour.length == NULL) return not_implemented_new(vm);
    int64_t count;
    if (!object_length(vm, source, &count)) return NULL;
    return int_new(vm, count < iterator->index ? 0 : count - iterator->index);
}

// --- copying ---

// function(source), then __setstate__(index); iter(nothing) when exhausted.
static Object *iterator_reduce(Vm *vm, const SequenceIterator *iterator, const char *function_name,
                               Object *nothing) {
    Object *source = iterator->sequence.object;
    Object *function = sequence_get_builtin(vm, source == NULL ? "iter" : function_name);
    if (function == NULL || nothing == NULL) {
        object_drop_or_null(vm, nothing);
        return NULL;
    }
    if (source == NULL) return sequence_reduce_take(vm, function, nothing);
    object_drop(vm, nothing);
    Object *index = int_new(vm, iterator->index);
    Tuple *arguments = index == NULL ? NULL : tuple_pack(vm, 1, source);
    Tuple *answer = arguments == NULL ? NULL : tuple_pack(vm, 3, function, arguments, index);
    object_drop_or_null(vm, index);
    object_drop_or_null(vm, (Object *)arguments);
    return (Object *)answer;
}

static Object *list_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *nothing = (Object *)list_new(vm, 0);
    return iterator_reduce(vm, (const SequenceIterator *)arguments[0].object, "iter", nothing);
}

static Object *list_reverse_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *nothing = (Object *)list_new(vm, 0);
    return iterator_reduce(vm, (const SequenceIterator *)arguments[0].object, "reversed", nothing);
}

// Of tuple_iterator and iterator.
static Object *tuple_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *nothing = (Object *)tuple_new(vm, 0);
    return iterator_reduce(vm, (const SequenceIterator *)arguments[0].object, "iter", nothing);
}

static Object *set_index(Vm *vm, Object *object, int64_t index, int64_t least, int64_t most) {
    ((SequenceIterator *)object)->index = index < least ? least : index > most ? most : index;
    return none_new(vm);
}

static Object *list_iterator_method___setstate__(Vm *vm, const Slot *arguments) {
    SequenceIterator *iterator = (SequenceIterator *)arguments[0].object;
    int64_t index;
    if (!iterator_state(vm, arguments[1].object, &index)) return NULL;
    if (iterator->sequence.object == NULL) return none_new(vm);
    return set_index(vm, &iterator->base, index, 0, source_count(iterator));
}

static Object *list_reverse_iterator_method___setstate__(Vm *vm, const Slot *arguments) {
    SequenceIterator *iterator = (SequenceIterator *)arguments[0].object;
    int64_t index;
    if (!iterator_state(vm, arguments[1].object, &index)) return NULL;
    if (iterator->sequence.object == NULL) return none_new(vm);
    return set_index(vm, &iterator->base, index, -1, source_count(iterator) - 1);
}

static Object *sequence_iterator_method___setstate__(Vm *vm, const Slot *arguments) {
    SequenceIterator *iterator = (SequenceIterator *)arguments[0].object;
    int64_t index;
    if (!iterator_state(vm, arguments[1].object, &index)) return NULL;
    if (iterator->sequence.object == NULL) return none_new(vm);
    return set_index(vm, &iterator->base, index, 0, INT64_MAX);
}

// --- the types ---

#define HINT_DOC "How many items are left, as a guess."
#define REDUCE_DOC "How to make an equal iterator."
#define STATE_DOC "Go to an index."

static const Method list_iterator_methods[] = {
    HIDDEN_METHOD(list_iterator, __length_hint__, "(self, /)", HINT_DOC),
    HIDDEN_METHOD(list_iterator, __reduce__, "(self, /)", REDUCE_DOC),
    HIDDEN_METHOD(list_iterator, __setstate__, "(self, state, /)", STATE_DOC),
    {0},
};

static const Method list_reverse_iterator_methods[] = {
    HIDDEN_METHOD(list_reverse_iterator, __length_hint__, "(self, /)", HINT_DOC),
    HIDDEN_METHOD(list_reverse_iterator, __reduce__, "(self, /)", REDUCE_DOC),
    HIDDEN_METHOD(list_reverse_iterator, __setstate__, "(self, state, /)", STATE_DOC),
    {0},
};

static const Method tuple_iterator_methods[] = {
    HIDDEN_METHOD(list_iterator, __length_hint__, "(self, /)", HINT_DOC),
    HIDDEN_METHOD(tuple_iterator, __reduce__, "(self, /)", REDUCE_DOC),
    HIDDEN_METHOD(list_iterator, __setstate__, "(self, state, /)", STATE_DOC),
    {0},
};

static const Method sequence_iterator_methods[] = {
    HIDDEN_METHOD(sequence_iterator, __length_hint__, "(self, /)", HINT_DOC),
    HIDDEN_METHOD(tuple_iterator, __reduce__, "(self, /)", REDUCE_DOC),
    HIDDEN_METHOD(sequence_iterator, __setstate__, "(self, state, /)", STATE_DOC),
    {0},
};

#define INDEX_ITERATOR(id, KIND, python_name) \
    const TypeDefinition id##_definition = { \
        .name = python_name, \
        .kind = KIND, \
        .base = KIND_OBJECT, \
        .bytes = sizeof(SequenceIterator), \
        .python_bytes = 32, \
        .layout = { \
            .name = python_name, \
            .flags = LAYOUT_COLLECTED, \
            .visit = iterator_visit, \
            .finish = iterator_finish, \
            .place = iterator_place, \
            .payload = iterator_payload, \
        }, \
        .behaviour = {.iterate = sequence_iterate_self, .next = id##_next}, \
        .methods = id##_methods, \
    }

INDEX_ITERATOR(list_iterator, KIND_LIST_ITERATOR, "list_iterator");
INDEX_ITERATOR(list_reverse_iterator, KIND_LIST_REVERSE_ITERATOR, "list_reverseiterator");
INDEX_ITERATOR(tuple_iterator, KIND_TUPLE_ITERATOR, "tuple_iterator");
INDEX_ITERATOR(sequence_iterator, KIND_SEQUENCE_ITERATOR, "iterator");
