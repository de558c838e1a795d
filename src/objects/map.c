// map and filter: items of iterators passed through a function, or by a test.

#include "objects/arguments.h"
#include "objects/iterator.h"
#include "objects/sequence.h"

// --- map ---

static const Field map_fields[] = {FIELD(Map, iterators), FIELD(Map, function), {0}};

static Object *map_new(Vm *vm, Type *type, const Arguments *arguments) {
    bool refuses = type->behaviour.init == type_of_kind(vm, KIND_MAP)->behaviour.init;
    if (refuses && !arguments_refuse_keywords(vm, "map", arguments)) return NULL;
    if (arguments->count < 2) return raise(vm, ERROR_MAP_FEW);
    Tuple *iterators = iterator_new_all(vm, arguments->values + 1, arguments->count - 1);
    if (iterators == NULL) return NULL;
    Map *map = (Map *)type_new_instance(vm, type, type->bytes);
    if (map == NULL) {
        object_drop(vm, &iterators->base);
        return NULL;
    }
    slot_fill(vm, &map->base, &map->iterators, &iterators->base);
    slot_fill(vm, &map->base, &map->function, object_share(arguments->values[0].object));
    if (!object_is_tracked(vm, &map->base)) object_track(vm, &map->base);
    return &map->base;
}

// Calls the function with the next item of each iterator, `values` being room for them.
static Object *call_with_next(Vm *vm, Map *map, Slot *values, int64_t count) {
    const Tuple *iterators = (const Tuple *)map->iterators.object;
    int64_t filled = 0;
    for (; filled < count; filled++) {
        Object *item = object_next(vm, iterators->items[filled].object);
        if (item == NULL) break;
        slot_store(&values[filled], item);
    }
    Object *answer = NULL;
    if (filled == count) {
        Arguments arguments = {values, count, NULL};
        answer = object_call(vm, map->function.object, &arguments);
    }
    for (int64_t i = 0; i < filled; i++) object_drop(vm, values[i].object);
    return answer;
}

static Object *map_next(Vm *vm, Object *object) {
    enum { FEW = 5 };
    Map *map = (Map *)object;
    int64_t count = ((const Tuple *)map->iterators.object)->count;
    if (count <= FEW) {
        Slot few[FEW];
        return call_with_next(vm, map, few, count);
    }
    Slot *values = system_new(vm, (size_t)count * sizeof(Slot));
    if (values == NULL) return NULL;
    Object *answer = call_with_next(vm, map, values, count);
    system_drop(vm, values, (size_t)count * sizeof(Slot));
    return answer;
}

static Object *map_method___reduce__(Vm *vm, const Slot *arguments) {
    Map *map = (Map *)arguments[0].object;
    const Tuple *iterators = (const Tuple *)map->iterators.object;
    Tuple *both = tuple_new(vm, iterators->count + 1);
    if (both == NULL) return NULL;
    slot_fill(vm, &both->base, &both->items[0], object_share(map->function.object));
    slots_fill_shared(vm, &both->base, &both->items[1], iterators->items, iterators->count);
    tuple_finish(vm, both);
    Tuple *answer = tuple_pack(vm, 2, object_type(vm, &map->base), both);
    object_drop(vm, &both->base);
    return (Object *)answer;
}

static const Method map_methods[] = {
    HIDDEN_METHOD(map, __reduce__, "(self, /)", "How to make an equal iterator."),
    {0},
};

const TypeDefinition map_definition = {
    .name = "map",
    .kind = KIND_MAP,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Map),
    .python_bytes = 32,
    .layout = {
        .name = "map",
        .flags = LAYOUT_COLLECTED,
        .fields = map_fields,
    },
    .behaviour = {.iterate = sequence_iterate_self, .next = map_next, .new = map_new},
    .methods = map_methods,
    .doc = "What a function gives for the items of one or several iterables.",
};

// --- filter ---

static const Field filter_fields[] = {FIELD(Filter, function), FIELD(Filter, iterator), {0}};

static Object *filter_new(Vm *vm, Type *type, const Arguments *arguments) {
    bool refuses = type->behaviour.init == type_of_kind(vm, KIND_FILTER)->behaviour.init;
    if (refuses && !arguments_refuse_keywords(vm, "filter", arguments)) return NULL;
    if (!arguments_check_count(vm, "filter", arguments->count, 2, 2)) return NULL;
    Object *iterator = object_iterate(vm, arguments->values[1].object);
    if (iterator == NULL) return NULL;
    Filter *filter = (Filter *)type_new_instance(vm, type, type->bytes);
    if (filter == NULL) {
        object_drop(vm, iterator);
        return NULL;
    }
    slot_fill(vm, &filter->base, &filter->function, object_share(arguments->values[0].object));
    slot_fill(vm, &filter->base, &filter->iterator, iterator);
    if (!object_is_tracked(vm, &filter->base)) object_track(vm, &filter->base);
    return &filter->base;
}

static Found passes(Vm *vm, Object *function, Object *item) {
    Object *bool_type = (Object *)type_of_kind(vm, KIND_BOOL);
    if (function == vm->objects->none || function == bool_type) return object_truth(vm, item);
    Object *answer = object_call_with(vm, function, 1, item);
    if (answer == NULL) return RAISED;
    Found truth = object_truth(vm, answer);
    object_drop(vm, answer);
    return truth;
}

static Object *filter_next(Vm *vm, Object *object) {
    Filter *filter = (Filter *)object;
    for (;;) {
        Object *item = object_next(vm, filter->iterator.object);
        if (item == NULL) return NULL;
        Found found = passes(vm, filter->function.object, item);
        if (found == FOUND) return item;
        object_drop(vm, item);
        if (found == RAISED) return NULL;
    }
}

static Object *filter_method___reduce__(Vm *vm, const Slot *arguments) {
    Filter *filter = (Filter *)arguments[0].object;
    Tuple *both = tuple_pack(vm, 2, filter->function.object, filter->iterator.object);
    if (both == NULL) return NULL;
    Tuple *answer = tuple_pack(vm, 2, object_type(vm, &filter->base), both);
    object_drop(vm, &both->base);
    return (Object *)answer;
}

static const Method filter_methods[] = {
    HIDDEN_METHOD(filter, __reduce__, "(self, /)", "How to make an equal iterator."),
    {0},
};

const TypeDefinition filter_definition = {
    .name = "filter",
    .kind = KIND_FILTER,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Filter),
    .python_bytes = 32,
    .layout = {
        .name = "filter",
        .flags = LAYOUT_COLLECTED,
        .fields = filter_fields,
    },
    .behaviour = {.iterate = sequence_iterate_self, .next = filter_next, .new = filter_new},
    .methods = filter_methods,
    .doc = "The items of an iterable for which a function gives a true value.",
};
