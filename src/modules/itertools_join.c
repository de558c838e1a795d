// chain, zip_longest and accumulate: iterators that put items together.

#include "modules/itertools.h"
#include "objects/generic_alias.h"
#include "objects/tuple.h"

// --- chain ---

typedef struct Chain {
    Object base;
    Slot source;   // iterator over the iterables; empty once it has ended
    Slot active;   // iterator over the present one
} Chain;

static const Field chain_fields[] = {FIELD(Chain, active), FIELD(Chain, source), {0}};

static Object *chain_new_over(Vm *vm, Type *type, Object *source) {
    Object *made = type_new_filled(vm, type, 0);
    if (made == NULL) object_drop_or_null(vm, source);
    else slot_fill(vm, made, &((Chain *)made)->source, source);
    return made;
}

static Object *chain_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (!itertools_refuse_keywords(vm, type, "chain", arguments)) return NULL;
    Tuple *iterables = tuple_new_from(vm, arguments->values, arguments->count);
    if (iterables == NULL) return NULL;
    Object *source = tuple_iterate(vm, &iterables->base);
    object_drop(vm, &iterables->base);
    return source == NULL ? NULL : chain_new_over(vm, type, source);
}

static Object *chain_method_from_iterable(Vm *vm, const Slot *arguments) {
    Object *source = object_iterate(vm, arguments[1].object);
    return source == NULL ? NULL : chain_new_over(vm, (Type *)arguments[0].object, source);
}

// Goes on to the next iterable; false: there is none, or it raised.
static bool chain_advance(Vm *vm, Chain *chain) {
    if (chain->source.object == NULL) return false;
    Object *iterable = itertools_next(vm, chain->source.object);
    Object *active = NULL;
    if (iterable != NULL) {
        active = object_iterate(vm, iterable);
        object_drop(vm, iterable);
    }
    if (active == NULL) slot_clear(vm, &chain->base, &chain->source);
    else slot_take(vm, &chain->base, &chain->active, active);
    return active != NULL;
}

static Object *chain_next(Vm *vm, Object *object) {
    Chain *chain = (Chain *)object;
    while (chain->source.object != NULL) {
        if (chain->active.object == NULL && !chain_advance(vm, chain)) return NULL;
        Object *item = itertools_next(vm, chain->active.object);
        if (LIKELY(item != NULL)) return item;
        if (raised(vm)) return NULL;
        slot_clear(vm, object, &chain->active);
    }
    return NULL;
}

static Object *chain_method___reduce__(Vm *vm, const Slot *arguments) {
    const Chain *chain = (const Chain *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &chain->base);
    Object *source = chain->source.object, *active = chain->active.object;
    if (source == NULL) return build_tuple(vm, "o()", type);
    if (active == NULL) return build_tuple(vm, "o()(o)", type, source);
    return build_tuple(vm, "o()(oo)", type, source, active);
}

static Object *chain_method___setstate__(Vm *vm, const Slot *arguments) {
    Chain *chain = (Chain *)arguments[0].object;
    Object *source, *active = NULL;
    if (!unpack_state(vm, arguments[1].object, "o|o", &source, &active)) return NULL;
    if (!object_is_iterator(vm, source) || (active != NULL && !object_is_iterator(vm, active)))
        return raise(vm, ERROR_CHAIN_ITERATORS);
    slot_set(vm, &chain->base, &chain->source, source);
    slot_set(vm, &chain->base, &chain->active, active);
    return none_new(vm);
}

static const Method chain_methods[] = {
    CLASS_METHOD(chain, from_iterable, "(type, iterable, /)",
                 "A chain of the iterables that an iterable gives, one after the other."),
    ITERTOOLS_REDUCE(chain_method___reduce__),
    ITERTOOLS_SET_STATE(chain_method___setstate__),
    GENERIC_ALIAS_METHOD,
    {0},
};

const TypeDefinition itertools_chain_definition = {
    ITERTOOLS_TYPE("chain", Chain, 32),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = chain_fields},
    .behaviour = {ITERTOOLS_BEHAVIOUR(chain_new, chain_next)},
    .methods = chain_methods,
    .doc = "chain(*iterables): the items of each iterable, one after the other.",
};

// --- zip_longest ---
//
// None stands in the place of an iterator that has ended.

typedef struct ZipLongest {
    Object base;
    Slot iterators;   // Tuple
    Slot result;      // the Tuple to use again
    Slot fill;
    int64_t active;   // iterators that have not ended
} ZipLongest;

static const Field zip_longest_fields[] = {
    FIELD(ZipLongest, iterators),
    FIELD(ZipLongest, result),
    FIELD_NAMED(ZipLongest, fill, "fillvalue"),
    {0},
};

static void zip_longest_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const ZipLongest *zip = (const ZipLongest *)object;
    add(context, &zip->active, sizeof zip->active);
}

static Object *zip_longest_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *fill = vm->objects->none;
    if (arguments->names != NULL && arguments->names->count > 0) {
        fill = arguments->names->count > 1 ? NULL : arguments_get_keyword(arguments, "fillvalue");
        if (fill == NULL) return raise(vm, ERROR_ZIP_LONGEST_KEYWORD);
    }
    Tuple *iterators = iterator_new_all(vm, arguments->values, arguments->count);
    if (iterators == NULL) return NULL;
    Tuple *result = tuple_new_repeated(vm, vm->objects->none, arguments->count);
    ZipLongest *zip = (ZipLongest *)type_new_filled(vm, type, 3, iterators, result,
                                                    object_share(fill));
    if (zip != NULL) zip->active = arguments->count;
    return (Object *)zip;
}

// The next item of iterator `index`, or the fill value; NULL: all have ended, or raised.
static Object *zip_longest_item(Vm *vm, ZipLongest *zip, int64_t index) {
    Tuple *iterators = (Tuple *)zip->iterators.object;
    Slot *slot = &iterators->items[index];
    if (slot->object == vm->objects->none) return object_share(zip->fill.object);
    Object *item = itertools_next(vm, slot->object);
    if (item != NULL) return item;
    if (slot->object != vm->objects->none) zip->active--;   // not ended from within
    if (zip->active == 0 || raised(vm)) {
        zip->active = 0;
        return NULL;
    }
    slot_set(vm, &iterators->base, slot, vm->objects->none);
    return object_share(zip->fill.object);
}

static Object *zip_longest_next(Vm *vm, Object *object) {
    ZipLongest *zip = (ZipLongest *)object;
    int64_t count = ((const Tuple *)zip->iterators.object)->count;
    if (count == 0 || zip->active == 0) return NULL;
    Tuple *result = (Tuple *)zip->result.object;
    bool is_reused = result->base.count == 1;
    if (is_reused) object_share(&result->base);
    else result = tuple_new(vm, count);
    if (result == NULL) return NULL;
    for (int64_t i = 0; i < count; i++) {
        Object *item = zip_longest_item(vm, zip, i);
        if (item == NULL) {
            object_drop(vm, &result->base);
            return NULL;
        }
        slot_take(vm, &result->base, &result->items[i], item);
    }
    if (!object_is_tracked(vm, &result->base)) object_track(vm, &result->base);
    return &result->base;
}

// Empty tuples stand for the iterators that have ended.
static Object *zip_longest_method___reduce__(Vm *vm, const Slot *arguments) {
    const ZipLongest *zip = (const ZipLongest *)arguments[0].object;
    const Tuple *iterators = (const Tuple *)zip->iterators.object;
    Tuple *values = tuple_new(vm, iterators->count);
    if (values == NULL) return NULL;
    for (int64_t i = 0; i < values->count; i++) {
        Object *iterator = iterators->items[i].object;
        if (iterator == vm->objects->none) iterator = &vm->objects->empty_tuple->base;
        slot_fill(vm, &values->base, &values->items[i], object_share(iterator));
    }
    tuple_finish(vm, values);
    return build_tuple(vm, "oOo", object_type(vm, &zip->base), values, zip->fill.object);
}

static Object *zip_longest_method___setstate__(Vm *vm, const Slot *arguments) {
    ZipLongest *zip = (ZipLongest *)arguments[0].object;
    slot_set(vm, &zip->base, &zip->fill, arguments[1].object);
    return none_new(vm);
}

static const Method zip_longest_methods[] = {
    ITERTOOLS_REDUCE(zip_longest_method___reduce__),
    ITERTOOLS_SET_STATE(zip_longest_method___setstate__),
    {0},
};

const TypeDefinition itertools_zip_longest_definition = {
    ITERTOOLS_TYPE("zip_longest", ZipLongest, 56),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = zip_longest_fields,
               .payload = zip_longest_payload},
    .behaviour = {ITERTOOLS_BEHAVIOUR(zip_longest_new, zip_longest_next)},
    .methods = zip_longest_methods,
    .doc = "zip_longest(*iterables, fillvalue=None): tuples of one item of each, until the\n"
           "longest has ended; fillvalue stands for what the others no longer have.",
};

// --- accumulate ---

typedef struct Accumulate {
    Object base;
    Slot iterator;
    Slot function;   // of the total and an item; empty: addition
    Slot initial;    // None once it is given
    Slot total;      // empty at the start
} Accumulate;

static const Field accumulate_fields[] = {
    FIELD(Accumulate, iterator),
    FIELD(Accumulate, function),
    FIELD(Accumulate, initial),
    FIELD(Accumulate, total),
    {0},
};

static Object *accumulate_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[3];
    if (!arguments_bind(vm, "accumulate", "(iterable, func=None, *, initial=None)", arguments,
                        values))
        return NULL;
    Object *iterator = object_iterate(vm, values[0]);
    Object *made = type_new_filled(vm, type, 1, iterator);
    if (made != NULL) {
        Accumulate *accumulate = (Accumulate *)made;
        Object *initial = values[2] != NULL ? values[2] : vm->objects->none;
        if (values[1] != NULL && values[1] != vm->objects->none)
            slot_fill(vm, made, &accumulate->function, object_share(values[1]));
        slot_fill(vm, made, &accumulate->initial, object_share(initial));
    }
    arguments_unbind(vm, values, 3);
    return made;
}

static Object *accumulate_next(Vm *vm, Object *object) {
    Accumulate *accumulate = (Accumulate *)object;
    if (accumulate->initial.object != vm->objects->none) {
        Object *initial = slot_exchange_value(vm, object, &accumulate->initial, none_new(vm));
        slot_set(vm, object, &accumulate->total, initial);
        return initial;
    }
    Object *item = object_next(vm, accumulate->iterator.object);
    if (item == NULL) return NULL;
    if (accumulate->total.object == NULL) {
        slot_set(vm, object, &accumulate->total, item);
        return item;
    }
    Object *total = object_share(accumulate->total.object), *function = accumulate->function.object;
    Object *next = function == NULL ? object_binary(vm, BINARY_ADD, total, item)
                                    : object_call_two(vm, function, total, item);
    object_drop(vm, total);
    object_drop(vm, item);
    if (next != NULL) slot_set(vm, object, &accumulate->total, next);
    return next;
}

// chain((first,), iterator): the iterator with an item put back in front.
static Object *put_back(Vm *vm, Object *first, Object *iterator) {
    Tuple *front = tuple_pack(vm, 1, first);
    if (front == NULL) return NULL;
    Object *chain = object_call_two(vm, (Object *)itertools_get_type(vm, ITERTOOLS_chain),
                                    &front->base, iterator);
    object_drop(vm, &front->base);
    return chain;
}

static Object *accumulate_method___reduce__(Vm *vm, const Slot *arguments) {
    const Accumulate *accumulate = (const Accumulate *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &accumulate->base), *none = vm->objects->none;
    Object *iterator = accumulate->iterator.object, *total = accumulate->total.object;
    Object *function = accumulate->function.object;
    if (function == NULL) function = none;
    if (accumulate->initial.object != none) {
        Object *chain = put_back(vm, accumulate->initial.object, iterator);
        return build_tuple(vm, "o(Oo)o", type, chain, function, none);
    }
    if (total != none)
        return build_tuple(vm, "o(oo)?", type, iterator, function, total);
    // A total of None would be taken for none: an iterator that gives it again is cut off.
    Object *chain = put_back(vm, total, iterator);
    Object *again = chain == NULL ? NULL : object_call_two(vm, type, chain, function);
    object_drop_or_null(vm, chain);
    return build_tuple(vm, "o(Oio)", itertools_get_type(vm, ITERTOOLS_islice), again, INT64_C(1),
                       none);
}

static Object *accumulate_method___setstate__(Vm *vm, const Slot *arguments) {
    Accumulate *accumulate = (Accumulate *)arguments[0].object;
    slot_set(vm, &accumulate->base, &accumulate->total, arguments[1].object);
    return none_new(vm);
}

static const Method accumulate_methods[] = {
    ITERTOOLS_REDUCE(accumulate_method___reduce__),
    ITERTOOLS_SET_STATE(accumulate_method___setstate__),
    {0},
};

const TypeDefinition itertools_accumulate_definition = {
    ITERTOOLS_TYPE("accumulate", Accumulate, 48),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = accumulate_fields},
    .behaviour = {ITERTOOLS_BEHAVIOUR(accumulate_new, accumulate_next)},
    .methods = accumulate_methods,
    .signature = "(iterable, func=None, *, initial=None)",
    .doc = "The running totals of an iterable, by addition or by another function.",
};
