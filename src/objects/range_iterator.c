// Iterators over ranges: one on 64-bit numbers, one on ints of any size.

#include "objects/int.h"
#include "objects/iterator.h"
#include "objects/range.h"
#include "objects/sequence.h"

// Over ints of any size.
typedef struct LongRangeIterator {
    Object base;
    Slot index, start, step, length;   // ints
} LongRangeIterator;

// --- making ---

static Object *small_new(Vm *vm, int64_t start, int64_t step, uint64_t count) {
    RangeIterator *iterator =
        (RangeIterator *)object_new(vm, KIND_RANGE_ITERATOR, sizeof(RangeIterator));
    if (iterator == NULL) return NULL;
    iterator->next = start;
    iterator->step = step;
    iterator->remaining = iterator->total = (int64_t)count;
    return &iterator->base;
}

// Consumes the ints (NULL: raised already).
static Object *long_take_new(Vm *vm, Object *index, Object *start, Object *step,
                             Object *length) {
    LongRangeIterator *iterator = NULL;
    if (index != NULL && start != NULL && step != NULL && length != NULL)
        iterator = (LongRangeIterator *)object_new(vm, KIND_LONG_RANGE_ITERATOR,
                                                   sizeof(LongRangeIterator));
    if (iterator == NULL) {
        object_drop_or_null(vm, index);
        object_drop_or_null(vm, start);
        object_drop_or_null(vm, step);
        object_drop_or_null(vm, length);
        return NULL;
    }
    slot_fill(vm, &iterator->base, &iterator->index, index);
    slot_fill(vm, &iterator->base, &iterator->start, start);
    slot_fill(vm, &iterator->base, &iterator->step, step);
    slot_fill(vm, &iterator->base, &iterator->length, length);
    return &iterator->base;
}

static bool unpack_small(Vm *vm, const Range *range, int64_t *start, int64_t *stop,
                         int64_t *step) {
    return int_find_value(vm, range->start.object, start) == FOUND &&
           int_find_value(vm, range->stop.object, stop) == FOUND &&
           int_find_value(vm, range->step.object, step) == FOUND &&
           range_count(*start, *stop, *step) <= INT64_MAX;
}

// True when the number after the last item fits 64 bits too, as far as the step tells.
static bool is_safe_stop(int64_t stop, int64_t step) {
    if (step > 0) return stop <= INT64_MAX - (step - 1);
    return stop >= INT64_MIN + (-1 - step);
}

Object *range_iterate(Vm *vm, Object *object) {
    const Range *range = (const Range *)object;
    int64_t start, stop, step;
    if (unpack_small(vm, range, &start, &stop, &step)) {
        uint64_t count = range_count(start, stop, step);
        if (count == 0 || is_safe_stop(stop, step)) return small_new(vm, start, step, count);
    }
    return long_take_new(vm, int_new(vm, 0), object_share(range->start.object),
                         object_share(range->step.object), object_share(range->length.object));
}

Object *range_iterate_reversed(Vm *vm, Object *object) {
    const Range *range = (const Range *)object;
    int64_t start, stop, step, before;
    if (unpack_small(vm, range, &start, &stop, &step) && step != INT64_MIN &&
        !__builtin_sub_overflow(start, step, &before)) {
        uint64_t count = range_count(start, stop, step);
        int64_t last = (int64_t)((uint64_t)before + count * (uint64_t)step);
        return small_new(vm, last, -step, count);
    }
    Object *one = int_new(vm, 1), *length = range->length.object;
    Object *index = one == NULL ? NULL : int_subtract(vm, length, one);
    Object *offset = index == NULL ? NULL : int_multiply(vm, index, range->step.object);
    Object *first = offset == NULL ? NULL : int_add(vm, range->start.object, offset);
    object_drop_or_null(vm, one);
    object_drop_or_null(vm, index);
    object_drop_or_null(vm, offset);
    if (first == NULL) return NULL;
    Object *back = object_unary(vm, UNARY_NEGATIVE, range->step.object);
    return long_take_new(vm, int_new(vm, 0), first, back, object_share(length));
}

// --- 64 bits ---

static void range_iterator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const RangeIterator *iterator = (const RangeIterator *)object;
    const int64_t numbers[] = {iterator->next, iterator->step, iterator->remaining};
    add(context, numbers, sizeof numbers);
}

static Object *range_iterator_next(Vm *vm, Object *object) {
    RangeIterator *iterator = (RangeIterator *)object;
    if (iterator->remaining <= 0) return NULL;
    Object *item = int_new(vm, iterator->next);
    if (item == NULL) return NULL;
    iterator->remaining--;
    iterator->next = (int64_t)((uint64_t)iterator->next + (uint64_t)iterator->step);
    return item;
}

static Object *range_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    return int_new(vm, ((const RangeIterator *)arguments[0].object)->remaining);
}

// (iter, (range(start, stop, step),), index). Consumes the four.
static Object *take_reduce(Vm *vm, Object *start, Object *stop, Object *step, Object *index) {
    Object *function = sequence_get_builtin(vm, "iter"), *range = NULL;
    Tuple *made = NULL, *answer = NULL;
    if (function != NULL && start != NULL && stop != NULL && step != NULL && index != NULL)
        range = object_call_with(vm, (Object *)type_of_kind(vm, KIND_RANGE), 3, start, stop, step);
    if (range != NULL) made = tuple_pack(vm, 1, range);
    if (made != NULL) answer = tuple_pack(vm, 3, function, made, index);
    object_drop_or_null(vm, start);
    object_drop_or_null(vm, stop);
    object_drop_or_null(vm, step);
    object_drop_or_null(vm, index);
    object_drop_or_null(vm, range);
    object_drop_or_null(vm, (Object *)made);
    return (Object *)answer;
}

static Object *range_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const RangeIterator *iterator = (const RangeIterator *)arguments[0].object;
    int64_t done = iterator->total - iterator->remaining;
    uint64_t step = (uint64_t)iterator->step;
    int64_t start = (int64_t)((uint64_t)iterator->next - (uint64_t)done * step);
    int64_t stop = (int64_t)((uint64_t)start + (uint64_t)iterator->total * step);
    return take_reduce(vm, int_new(vm, start), int_new(vm, stop), int_new(vm, iterator->step),
                       int_new(vm, done));
}

static Object *range_iterator_method___setstate__(Vm *vm, const Slot *arguments) {
    RangeIterator *iterator = (RangeIterator *)arguments[0].object;
    int64_t index;
    if (!iterator_state(vm, arguments[1].object, &index)) return NULL;
    int64_t done = iterator->total - iterator->remaining;
    index = index < 0 ? 0 : index > iterator->total ? iterator->total : index;
    iterator->next = (int64_t)((uint64_t)iterator->next +
                               (uint64_t)(index - done) * (uint64_t)iterator->step);
    iterator->remaining = iterator->total - index;
    return none_new(vm);
}

static const Method range_iterator_methods[] = {
    HIDDEN_METHOD(range_iterator, __length_hint__, "(self, /)", "How many items are left."),
    HIDDEN_METHOD(range_iterator, __reduce__, "(self, /)", "How to make an equal iterator."),
    HIDDEN_METHOD(range_iterator, __setstate__, "(self, state, /)", "Go to an index."),
    {0},
};

const TypeDefinition range_iterator_definition = {
    .name = "range_iterator",
    .kind = KIND_RANGE_ITERATOR,
    .base = KIND_OBJECT,
    .bytes = sizeof(RangeIterator),
    .python_bytes = 48,
    .layout = {.name = "range_iterator", .payload = range_iterator_payload},
    .behaviour = {.iterate = sequence_iterate_self, .next = range_iterator_next},
    .methods = range_iterator_methods,
};

// --- any size ---

static const Field long_range_iterator_fields[] = {
    FIELD(LongRangeIterator, index),
    FIELD(LongRangeIterator, start),
    FIELD(LongRangeIterator, step),
    FIELD(LongRangeIterator, length),
    {0},
};

static Object *long_range_iterator_next(Vm *vm, Object *object) {
    LongRangeIterator *iterator = (LongRangeIterator *)object;
    Object *index = iterator->index.object;
    if (int_compare_values(vm, index, iterator->length.object) >= 0) return NULL;
    Object *offset = int_multiply(vm, index, iterator->step.object);
    Object *item = offset == NULL ? NULL : int_add(vm, offset, iterator->start.object);
    Object *one = item == NULL ? NULL : int_new(vm, 1);
    Object *following = one == NULL ? NULL : int_add(vm, index, one);
    object_drop_or_null(vm, offset);
    object_drop_or_null(vm, one);
    if (following == NULL) {
        object_drop_or_null(vm, item);
        return NULL;
    }
    slot_take(vm, object, &iterator->index, following);
    return item;
}

static Object *long_range_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    LongRangeIterator *iterator = (LongRangeIterator *)arguments[0].object;
    return int_subtract(vm, iterator->length.object, iterator->index.object);
}

static Object *long_range_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    LongRangeIterator *iterator = (LongRangeIterator *)arguments[0].object;
    Object *step = iterator->step.object, *start = iterator->start.object;
    Object *size = int_multiply(vm, iterator->length.object, step);
    if (size == NULL) return NULL;
    Object *stop = int_add(vm, start, size);
    object_drop(vm, size);
    return take_reduce(vm, object_share(start), stop, object_share(step),
                       object_share(iterator->index.object));
}

static Object *long_range_iterator_method___setstate__(Vm *vm, const Slot *arguments) {
    LongRangeIterator *iterator = (LongRangeIterator *)arguments[0].object;
    Object *state = arguments[1].object;
    if (!object_is_int(vm, state)) return raise(vm, ERROR_INTEGER_REQUIRED);
    Object *index = object_unary(vm, UNARY_INDEX, state), *zero = int_new(vm, 0);
    if (index == NULL || zero == NULL) {
        object_drop_or_null(vm, index);
        object_drop_or_null(vm, zero);
        return NULL;
    }
    Object *length = iterator->length.object, *held = index;
    if (int_get_sign(vm, index) < 0) held = zero;
    else if (int_compare_values(vm, index, length) > 0) held = length;
    slot_set(vm, &iterator->base, &iterator->index, held);
    object_drop(vm, index);
    object_drop(vm, zero);
    return none_new(vm);
}

static const Method long_range_iterator_methods[] = {
    HIDDEN_METHOD(long_range_iterator, __length_hint__, "(self, /)", "How many items are left."),
    HIDDEN_METHOD(long_range_iterator, __reduce__, "(self, /)", "How to make an equal iterator."),
    HIDDEN_METHOD(long_range_iterator, __setstate__, "(self, state, /)", "Go to an index."),
    {0},
};

const TypeDefinition long_range_iterator_definition = {
    .name = "longrange_iterator",
    .kind = KIND_LONG_RANGE_ITERATOR,
    .base = KIND_OBJECT,
    .bytes = sizeof(LongRangeIterator),
    .python_bytes = 48,
    .layout = {
        .name = "longrange_iterator",
        .fields = long_range_iterator_fields,
    },
    .behaviour = {.iterate = sequence_iterate_self, .next = long_range_iterator_next},
    .methods = long_range_iterator_methods,
};
