// The iterators that walk a sequence by index, and those made of other iterators.

#ifndef OBJECTS_ITERATOR_H
#define OBJECTS_ITERATOR_H

#include "objects/list.h"
#include "objects/tuple.h"

// list_iterator, list_reverseiterator, tuple_iterator, iterator (of any object with
// __getitem__) and reversed: the loop steps those over lists
// and tuples inline.
typedef struct SequenceIterator {
    Object base;
    int64_t index;    // of the next item
    Slot sequence;    // empty once exhausted
} SequenceIterator;

typedef struct CallableIterator {
    Object base;
    Slot callable, sentinel;   // both empty once exhausted
} CallableIterator;

typedef struct Enumerate {
    Object base;
    int64_t index;       // of the next item; INT64_MAX: `big_index` counts
    Slot iterator;
    Slot result;         // the pair to use again
    Slot big_index;      // an int, or empty
} Enumerate;

typedef struct Zip {
    Object base;
    Slot iterators;      // Tuple
    Slot result;         // the Tuple to use again
    bool is_strict;
} Zip;

typedef struct Map {
    Object base;
    Slot iterators;      // Tuple
    Slot function;
} Map;

typedef struct Filter {
    Object base;
    Slot function, iterator;
} Filter;

extern const TypeDefinition list_iterator_definition, list_reverse_iterator_definition,
    tuple_iterator_definition, sequence_iterator_definition, reversed_definition,
    callable_iterator_definition, enumerate_definition, zip_definition, map_definition,
    filter_definition;

// The next item (a new reference) of a list_iterator or tuple_iterator, or NULL where the
// kind's own function has to say what comes: mostly the end.
ALWAYS_INLINE Object *iterator_take_item(Object *iterator) {
    SequenceIterator *position = (SequenceIterator *)iterator;
    const Object *sequence = position->sequence.object;
    if (UNLIKELY(sequence == NULL)) return NULL;
    if (iterator->kind == KIND_LIST_ITERATOR) {
        const List *list = (const List *)sequence;
        if (UNLIKELY(position->index >= list->count)) return NULL;
        return object_share(list->items[position->index++].object);
    }
    const Tuple *tuple = (const Tuple *)sequence;
    if (UNLIKELY(position->index >= tuple->count)) return NULL;
    return object_share(tuple->items[position->index++].object);
}

// One of the kinds of struct SequenceIterator (not a subclass of reversed); shares the sequence.
MUST_USE Object *iterator_new(Vm *vm, uint32_t kind, Object *sequence, int64_t index);

// iter(callable, sentinel). (iter() of an object that has only __getitem__:
// sequence_iterator_new of sequence_iterator.h.)
MUST_USE Object *callable_iterator_new(Vm *vm, Object *callable, Object *sentinel);

// sequence[index] for index >= 0, by the way of sequences.
MUST_USE Object *iterator_load_index(Vm *vm, Object *sequence, int64_t index);
// The int that __setstate__ got: TypeError, OverflowError.
MUST_USE bool iterator_state(Vm *vm, Object *state, int64_t *index);

// How the layouts of struct SequenceIterator see it.
void iterator_visit(Vm *vm, Object *object, SlotVisit *visit, void *context);
void iterator_finish(Vm *vm, Object *object);
Place iterator_place(Vm *vm, Object *object, const Slot *slot);
void iterator_payload(Vm *vm, Object *object, Payload *add, void *context);

// A tuple of iter() of each; zip and map keep one.
MUST_USE Tuple *iterator_new_all(Vm *vm, const Slot *iterables, int64_t count);

// Replaces the items of a tuple that only its iterator and the caller hold;
// gives the tuple. Consumes the items.
MUST_USE Object *iterator_reuse_pair(Vm *vm, Tuple *pair, Object *first, Object *second);

#endif
