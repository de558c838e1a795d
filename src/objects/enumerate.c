// enumerate: pairs of a running number and the items of an iterator.
//
// The pair given before is used again when nobody else holds it.

#include "objects/arguments.h"
#include "objects/generic_alias.h"
#include "objects/iterator.h"
#include "objects/sequence.h"

static const Field enumerate_fields[] = {
    FIELD(Enumerate, iterator),
    FIELD(Enumerate, result),
    FIELD_NAMED(Enumerate, big_index, "index"),
    {0},
};

static void enumerate_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Enumerate *enumerate = (const Enumerate *)object;
    add(context, &enumerate->index, sizeof enumerate->index);
}

// --- making ---

static bool is_named(Object *name, const char *text) {
    return str_is((const Str *)name, text);
}

// enumerate(iterable, start=0), each by position or by name.
static bool find_arguments(Vm *vm, const Arguments *arguments, Object **iterable,
                           Object **start) {
    int64_t keyword_count = arguments->names == NULL ? 0 : arguments->names->count;
    int64_t count = arguments->count + keyword_count;
    *iterable = arguments->count > 0 ? arguments->values[0].object : NULL;
    *start = arguments->count > 1 ? arguments->values[1].object : NULL;
    if (count == 0) return raise_false(vm, ERROR_ENUMERATE_MISSING);
    if (count > 2) return raise_false(vm, ERROR_ENUMERATE_MANY, count);
    // A lone keyword must be the iterable.
    Object *unknown = NULL;
    for (int64_t i = 0; i < keyword_count; i++) {
        Object *name = arguments->names->items[i].object;
        Object *value = arguments->values[arguments->count + i].object;
        if (*iterable == NULL && is_named(name, "iterable")) *iterable = value;
        else if (*start == NULL && count == 2 && is_named(name, "start")) *start = value;
        else if (unknown == NULL) unknown = name;
    }
    if (unknown == NULL) return true;
    return raise_false(vm, ERROR_INVALID_KEYWORD, unknown, "enumerate");
}

static bool set_start(Vm *vm, Enumerate *enumerate, Object *start) {
    enumerate->index = 0;
    if (start == NULL) return true;
    Object *number = object_unary(vm, UNARY_INDEX, start);
    if (number == NULL) return false;
    Found found = int_find_value(vm, number, &enumerate->index);
    if (found != FOUND) enumerate->index = INT64_MAX;
    if (enumerate->index == INT64_MAX)
        slot_fill(vm, &enumerate->base, &enumerate->big_index, object_share(number));
    object_drop(vm, number);
    return found != RAISED;
}

static Object *enumerate_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *iterable, *start, *none = vm->objects->none;
    if (!find_arguments(vm, arguments, &iterable, &start)) return NULL;
    Enumerate *enumerate = (Enumerate *)type_new_instance(vm, type, type->bytes);
    if (enumerate == NULL) return NULL;
    Object *object = &enumerate->base;
    bool is_done = set_start(vm, enumerate, start);
    if (is_done) {
        Object *iterator = object_iterate(vm, iterable);
        slot_fill(vm, object, &enumerate->iterator, iterator);
        is_done = iterator != NULL;
    }
    if (is_done) {
        Tuple *pair = tuple_pack(vm, 2, none, none);
        slot_fill(vm, object, &enumerate->result, (Object *)pair);
        is_done = pair != NULL;
    }
    if (!is_done) {
        object_drop(vm, object);
        return NULL;
    }
    if (!object_is_tracked(vm, object)) object_track(vm, object);
    return object;
}

// --- next ---

// The next number, a new reference; counts on.
static Object *next_index(Vm *vm, Enumerate *enumerate) {
    if (LIKELY(enumerate->index != INT64_MAX)) {
        Object *index = int_new(vm, enumerate->index);
        if (index != NULL) enumerate->index++;
        return index;
    }
    Object *index = enumerate->big_index.object;
    if (index == NULL) {
        index = int_new(vm, INT64_MAX);
        if (index == NULL) return NULL;
        slot_fill(vm, &enumerate->base, &enumerate->big_index, index);
    }
    object_share(index);
    Object *one = int_new(vm, 1), *following = one == NULL ? NULL : int_add(vm, index, one);
    object_drop_or_null(vm, one);
    if (following == NULL) {
        object_drop(vm, index);
        return NULL;
    }
    slot_take(vm, &enumerate->base, &enumerate->big_index, following);
    return index;
}

static Object *enumerate_next(Vm *vm, Object *object) {
    Enumerate *enumerate = (Enumerate *)object;
    Object *item = object_next(vm, enumerate->iterator.object);
    if (item == NULL) return NULL;
    Object *index = next_index(vm, enumerate);
    if (index == NULL) {
        object_drop(vm, item);
        return NULL;
    }
    Tuple *pair = (Tuple *)enumerate->result.object;
    if (pair->base.count == 1) return iterator_reuse_pair(vm, pair, index, item);
    pair = tuple_pack(vm, 2, index, item);
    object_drop(vm, index);
    object_drop(vm, item);
    return (Object *)pair;
}

static Object *enumerate_method___reduce__(Vm *vm, const Slot *arguments) {
    Enumerate *enumerate = (Enumerate *)arguments[0].object;
    Object *index = enumerate->big_index.object;
    index = index != NULL ? object_share(index) : int_new(vm, enumerate->index);
    if (index == NULL) return NULL;
    Tuple *both = tuple_pack(vm, 2, enumerate->iterator.object, index);
    object_drop(vm, index);
    if (both == NULL) return NULL;
    Tuple *answer = tuple_pack(vm, 2, object_type(vm, &enumerate->base), both);
    object_drop(vm, &both->base);
    return (Object *)answer;
}

static const Method enumerate_methods[] = {
    HIDDEN_METHOD(enumerate, __reduce__, "(self, /)", "How to make an equal iterator."),
    GENERIC_ALIAS_METHOD,
    {0},
};

const TypeDefinition enumerate_definition = {
    .name = "enumerate",
    .kind = KIND_ENUMERATE,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Enumerate),
    .python_bytes = 56,
    .layout = {
        .name = "enumerate",
        .flags = LAYOUT_COLLECTED,
        .fields = enumerate_fields,
        .payload = enumerate_payload,
    },
    .behaviour = {
        .iterate = sequence_iterate_self,
        .next = enumerate_next,
        .new = enumerate_new,
    },
    .methods = enumerate_methods,
    .signature = "(iterable, start=0)",
    .doc = "Pairs (number, item), the numbers counting up from start.",
};
