// Iterators that leave items of another one out, or pass them through a function:
// dropwhile, takewhile, filterfalse, compress, islice, starmap, pairwise.

#include "modules/itertools.h"
#include "objects/list.h"
#include "objects/tuple.h"

// --- dropwhile, takewhile, filterfalse, starmap: a function and an iterator ---

typedef struct OverIterator {
    Object base;
    Slot function, iterator;
    bool is_over;    // the predicate has given its last answer
} OverIterator;

static const Field over_fields[] = {
    FIELD(OverIterator, function),
    FIELD(OverIterator, iterator),
    {0},
};

static void over_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const OverIterator *over = (const OverIterator *)object;
    add(context, &over->is_over, sizeof over->is_over);
}

// Does the function say yes to the item? NULL: no function, the item's truth.
static Found passes(Vm *vm, Object *function, Object *item) {
    if (function == NULL) return object_truth(vm, item);
    Object *answer = object_call_one(vm, function, item);
    if (answer == NULL) return RAISED;
    Found truth = object_truth(vm, answer);
    object_drop(vm, answer);
    return truth;
}

static Object *over_reduce(Vm *vm, const Slot *arguments) {
    const OverIterator *over = (const OverIterator *)arguments[0].object;
    return build_tuple(vm, "o(oo)i", object_type(vm, &over->base), over->function.object,
                       over->iterator.object, (int64_t)over->is_over);
}

static Object *over_set_state(Vm *vm, const Slot *arguments) {
    Found truth = object_truth(vm, arguments[1].object);
    if (truth == RAISED) return NULL;
    ((OverIterator *)arguments[0].object)->is_over = truth == FOUND;
    return none_new(vm);
}

static const Method over_methods[] = {
    ITERTOOLS_REDUCE(over_reduce),
    ITERTOOLS_SET_STATE(over_set_state),
    {0},
};

static const Method pair_methods[] = {
    ITERTOOLS_REDUCE(itertools_reduce_pair),
    {0},
};

static Object *dropwhile_new(Vm *vm, Type *type, const Arguments *arguments) {
    return itertools_new_over(vm, type, "dropwhile", arguments);
}

static Object *dropwhile_next(Vm *vm, Object *object) {
    OverIterator *over = (OverIterator *)object;
    for (;;) {
        Object *item = object_next(vm, over->iterator.object);
        if (item == NULL || over->is_over) return item;
        Found found = passes(vm, over->function.object, item);
        if (found == ABSENT) {
            over->is_over = true;
            return item;
        }
        object_drop(vm, item);
        if (found == RAISED) return NULL;
    }
}

const TypeDefinition itertools_dropwhile_definition = {
    ITERTOOLS_TYPE("dropwhile", OverIterator, 40),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = over_fields, .payload = over_payload},
    .behaviour = {ITERTOOLS_BEHAVIOUR(dropwhile_new, dropwhile_next)},
    .methods = over_methods,
    .signature = "(predicate, iterable, /)",
    .doc = "The items of an iterable from the first on for which predicate(item) is false.",
};

static Object *takewhile_new(Vm *vm, Type *type, const Arguments *arguments) {
    return itertools_new_over(vm, type, "takewhile", arguments);
}

static Object *takewhile_next(Vm *vm, Object *object) {
    OverIterator *over = (OverIterator *)object;
    if (over->is_over) return NULL;
    Object *item = object_next(vm, over->iterator.object);
    if (item == NULL) return NULL;
    Found found = passes(vm, over->function.object, item);
    if (found == FOUND) return item;
    object_drop(vm, item);
    if (found == ABSENT) over->is_over = true;
    return NULL;
}

const TypeDefinition itertools_takewhile_definition = {
    ITERTOOLS_TYPE("takewhile", OverIterator, 40),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = over_fields, .payload = over_payload},
    .behaviour = {ITERTOOLS_BEHAVIOUR(takewhile_new, takewhile_next)},
    .methods = over_methods,
    .signature = "(predicate, iterable, /)",
    .doc = "The items of an iterable as long as predicate(item) is true.",
};

static Object *filterfalse_new(Vm *vm, Type *type, const Arguments *arguments) {
    return itertools_new_over(vm, type, "filterfalse", arguments);
}

static Object *filterfalse_next(Vm *vm, Object *object) {
    OverIterator *over = (OverIterator *)object;
    Object *function = over->function.object;
    if (function == vm->objects->none || function == (Object *)type_of_kind(vm, KIND_BOOL))
        function = NULL;
    for (;;) {
        Object *item = object_next(vm, over->iterator.object);
        if (item == NULL) return NULL;
        Found found = passes(vm, function, item);
        if (found == ABSENT) return item;
        object_drop(vm, item);
        if (found == RAISED) return NULL;
    }
}

const TypeDefinition itertools_filterfalse_definition = {
    ITERTOOLS_TYPE("filterfalse", OverIterator, 32),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = over_fields},
    .behaviour = {ITERTOOLS_BEHAVIOUR(filterfalse_new, filterfalse_next)},
    .methods = pair_methods,
    .signature = "(function, iterable, /)",
    .doc = "The items of an iterable for which function(item) is false; function None: the\n"
           "false ones.",
};

static Object *starmap_new(Vm *vm, Type *type, const Arguments *arguments) {
    return itertools_new_over(vm, type, "starmap", arguments);
}

static Object *starmap_next(Vm *vm, Object *object) {
    OverIterator *over = (OverIterator *)object;
    Object *item = object_next(vm, over->iterator.object);
    if (item == NULL) return NULL;
    if (item->kind != KIND_TUPLE) {
        Tuple *values = tuple_new_from_iterable(vm, item);
        object_drop(vm, item);
        if (values == NULL) return NULL;
        item = &values->base;
    }
    Object *result = object_call_tuple(vm, over->function.object, (Tuple *)item, NULL);
    object_drop(vm, item);
    return result;
}

const TypeDefinition itertools_starmap_definition = {
    ITERTOOLS_TYPE("starmap", OverIterator, 32),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = over_fields},
    .behaviour = {ITERTOOLS_BEHAVIOUR(starmap_new, starmap_next)},
    .methods = pair_methods,
    .signature = "(function, iterable, /)",
    .doc = "function(*item) for each item of an iterable.",
};

// --- compress ---

typedef struct Compress {
    Object base;
    Slot values, selectors;   // iterators
} Compress;

static const Field compress_fields[] = {
    FIELD(Compress, values),
    FIELD(Compress, selectors),
    {0},
};

static Object *compress_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "compress", "(data, selectors)", arguments, values)) return NULL;
    Object *data = object_iterate(vm, values[0]), *made = NULL;
    if (data != NULL) made = type_new_filled(vm, type, 2, data, object_iterate(vm, values[1]));
    arguments_unbind(vm, values, 2);
    return made;
}

static Object *compress_next(Vm *vm, Object *object) {
    const Compress *compress = (const Compress *)object;
    for (;;) {
        Object *item = object_next(vm, compress->values.object);
        if (item == NULL) return NULL;
        Object *selector = object_next(vm, compress->selectors.object);
        Found truth = RAISED;
        if (selector != NULL) {
            truth = object_truth(vm, selector);
            object_drop(vm, selector);
        }
        if (truth == FOUND) return item;
        object_drop(vm, item);
        if (truth == RAISED) return NULL;
    }
}

const TypeDefinition itertools_compress_definition = {
    ITERTOOLS_TYPE("compress", Compress, 32),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = compress_fields},
    .behaviour = {ITERTOOLS_BEHAVIOUR(compress_new, compress_next)},
    .methods = pair_methods,
    .signature = "(data, selectors)",
    .doc = "The items of data for which the selector in the same place is true.",
};

// --- islice ---

typedef struct SliceIterator {
    Object base;
    Slot iterator;        // empty once it has ended
    int64_t next, stop;   // indices: of the next item to give; -1: no end
    int64_t step;
    int64_t count;        // items taken from the iterator so far
} SliceIterator;

static const Field islice_fields[] = {FIELD(SliceIterator, iterator), {0}};

static void islice_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const SliceIterator *slice = (const SliceIterator *)object;
    const int64_t numbers[] = {slice->next, slice->stop, slice->step, slice->count};
    add(context, numbers, sizeof numbers);
}

// None leaves *value; -1 stands for what is no index or doesn't fit.
static void islice_index(Vm *vm, Object *object, int64_t *value) {
    if (object == vm->objects->none || sequence_size(vm, object, value)) return;
    raised_clear(vm);
    *value = -1;
}

static bool islice_read(Vm *vm, const Arguments *arguments, SliceIterator *slice) {
    const Slot *values = arguments->values;
    int64_t count = arguments->count;
    Object *stop = values[count == 2 ? 1 : 2].object;
    slice->next = 0;
    slice->stop = -1;
    slice->step = 1;
    if (count > 2) islice_index(vm, values[1].object, &slice->next);
    islice_index(vm, stop, &slice->stop);
    if (slice->stop == -1 && stop != vm->objects->none)
        return raise_false(vm, ERROR_ISLICE_STOP);
    if (slice->next < 0 || slice->stop < -1) return raise_false(vm, ERROR_ISLICE_INDICES);
    if (count > 3) islice_index(vm, values[3].object, &slice->step);
    return slice->step >= 1 || raise_false(vm, ERROR_ISLICE_STEP);
}

static Object *islice_new(Vm *vm, Type *type, const Arguments *arguments) {
    SliceIterator numbers;
    if (!itertools_refuse_keywords(vm, type, "islice", arguments)) return NULL;
    if (!arguments_check_count(vm, "islice", arguments->count, 2, 4)) return NULL;
    if (!islice_read(vm, arguments, &numbers)) return NULL;
    Object *iterator = object_iterate(vm, arguments->values[0].object);
    SliceIterator *slice = (SliceIterator *)type_new_filled(vm, type, 1, iterator);
    if (slice == NULL) return NULL;
    slice->next = numbers.next;
    slice->stop = numbers.stop;
    slice->step = numbers.step;
    return &slice->base;
}

static Object *islice_next(Vm *vm, Object *object) {
    SliceIterator *slice = (SliceIterator *)object;
    Object *iterator = slice->iterator.object, *item = NULL;
    if (iterator == NULL) return NULL;
    object_share(iterator);
    int64_t stop = slice->stop;
    bool is_over = false;
    while (!is_over && slice->count < slice->next) {
        Object *skipped = object_next(vm, iterator);
        is_over = skipped == NULL;
        if (is_over) break;
        object_drop(vm, skipped);
        slice->count++;
    }
    if (!is_over && (stop == -1 || slice->count < stop)) item = object_next(vm, iterator);
    if (item != NULL) {
        slice->count++;
        bool is_beyond = __builtin_add_overflow(slice->next, slice->step, &slice->next);
        if (is_beyond || (stop != -1 && slice->next > stop)) slice->next = stop;
    } else {
        slot_clear(vm, object, &slice->iterator);
    }
    object_drop(vm, iterator);
    return item;
}

static Object *islice_method___reduce__(Vm *vm, const Slot *arguments) {
    const SliceIterator *slice = (const SliceIterator *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &slice->base);
    if (slice->iterator.object == NULL) {
        List *empty = list_new(vm, 0);
        if (empty == NULL) return NULL;
        Object *iterator = object_iterate(vm, &empty->base);
        object_drop(vm, &empty->base);
        return build_tuple(vm, "o(Oi)i", type, iterator, INT64_C(0), INT64_C(0));
    }
    Object *stop = slice->stop == -1 ? none_new(vm) : int_new(vm, slice->stop);
    return build_tuple(vm, "o(oiOi)i", type, slice->iterator.object, slice->next, stop,
                       slice->step, slice->count);
}

static Object *islice_method___setstate__(Vm *vm, const Slot *arguments) {
    int64_t count;
    if (!iterator_state(vm, arguments[1].object, &count)) return NULL;
    ((SliceIterator *)arguments[0].object)->count = count;
    return none_new(vm);
}

static const Method islice_methods[] = {
    ITERTOOLS_REDUCE(islice_method___reduce__),
    ITERTOOLS_SET_STATE(islice_method___setstate__),
    {0},
};

const TypeDefinition itertools_islice_definition = {
    ITERTOOLS_TYPE("islice", SliceIterator, 56),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = islice_fields, .payload = islice_payload},
    .behaviour = {ITERTOOLS_BEHAVIOUR(islice_new, islice_next)},
    .methods = islice_methods,
    .doc = "islice(iterable, stop) or islice(iterable, start, stop[, step]): the items at the\n"
           "indices that a slice of a list with these numbers would have.",
};

// --- pairwise ---

typedef struct Pairwise {
    Object base;
    Slot iterator;   // empty once it has ended
    Slot old;        // the item before; empty at the start and at the end
} Pairwise;

static const Field pairwise_fields[] = {FIELD(Pairwise, iterator), FIELD(Pairwise, old), {0}};

static Object *pairwise_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (!itertools_refuse_keywords(vm, type, "pairwise", arguments)) return NULL;
    if (!arguments_check_count(vm, "pairwise", arguments->count, 1, 1)) return NULL;
    return type_new_filled(vm, type, 1, object_iterate(vm, arguments->values[0].object));
}

static Object *pairwise_end(Vm *vm, Pairwise *pairwise) {
    slot_clear(vm, &pairwise->base, &pairwise->iterator);
    slot_clear(vm, &pairwise->base, &pairwise->old);
    return NULL;
}

static Object *pairwise_next(Vm *vm, Object *object) {
    Pairwise *pairwise = (Pairwise *)object;
    if (pairwise->iterator.object == NULL) return NULL;
    if (pairwise->old.object == NULL) {
        Object *first = itertools_next(vm, pairwise->iterator.object);
        if (first == NULL) return pairwise_end(vm, pairwise);
        slot_take(vm, object, &pairwise->old, first);
        // That step may have ended this iterator from within.
        if (pairwise->iterator.object == NULL) return pairwise_end(vm, pairwise);
    }
    Object *old = object_share(pairwise->old.object);
    Object *new = itertools_next(vm, pairwise->iterator.object);
    Object *pair = NULL;
    if (new == NULL) {
        pairwise_end(vm, pairwise);
    } else {
        pair = (Object *)tuple_pack(vm, 2, old, new);
        slot_take(vm, object, &pairwise->old, new);
    }
    object_drop(vm, old);
    return pair;
}

const TypeDefinition itertools_pairwise_definition = {
    ITERTOOLS_TYPE("pairwise", Pairwise, 32),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = pairwise_fields},
    .behaviour = {ITERTOOLS_BEHAVIOUR(pairwise_new, pairwise_next)},
    .signature = "(iterable, /)",
    .doc = "Pairs of neighbours: (a, b), (b, c), (c, d) and so on.",
};
