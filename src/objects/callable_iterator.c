// iter(callable, sentinel): calls until the result equals the sentinel.

#include "objects/iterator.h"
#include "objects/sequence.h"

static const Field callable_iterator_fields[] = {
    FIELD(CallableIterator, callable),
    FIELD(CallableIterator, sentinel),
    {0},
};

Object *callable_iterator_new(Vm *vm, Object *callable, Object *sentinel) {
    CallableIterator *iterator =
        (CallableIterator *)object_new(vm, KIND_CALLABLE_ITERATOR, sizeof(CallableIterator));
    if (iterator == NULL) return NULL;
    slot_fill(vm, &iterator->base, &iterator->callable, object_share(callable));
    slot_fill(vm, &iterator->base, &iterator->sentinel, object_share(sentinel));
    object_track(vm, &iterator->base);
    return &iterator->base;
}

// Does the result end the iteration? The call may have ended it already.
static Found is_sentinel(Vm *vm, CallableIterator *iterator, Object *result) {
    Object *sentinel = iterator->sentinel.object;
    if (sentinel == NULL) return FOUND;
    object_share(sentinel);
    Found equal = object_equal(vm, sentinel, result);
    object_drop(vm, sentinel);
    return equal;
}

static Object *callable_iterator_next(Vm *vm, Object *object) {
    CallableIterator *iterator = (CallableIterator *)object;
    Object *callable = iterator->callable.object;
    if (callable == NULL) return NULL;
    object_share(callable);
    Object *result = object_call_with(vm, callable, 0);
    object_drop(vm, callable);
    if (result == NULL) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration)))
            layout_empty_fields(vm, &callable_iterator_definition.layout, object);
        return NULL;
    }
    Found ends = is_sentinel(vm, iterator, result);
    if (ends == ABSENT) return result;
    object_drop(vm, result);
    if (ends == FOUND)
        layout_empty_fields(vm, &callable_iterator_definition.layout, object);
    return NULL;
}

static Object *callable_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const CallableIterator *iterator = (const CallableIterator *)arguments[0].object;
    Object *function = sequence_get_builtin(vm, "iter");
    if (function == NULL) return NULL;
    Object *callable = iterator->callable.object, *sentinel = iterator->sentinel.object;
    if (callable == NULL || sentinel == NULL)
        return sequence_reduce_take(vm, function, (Object *)tuple_new(vm, 0));
    Tuple *both = tuple_pack(vm, 2, callable, sentinel);
    if (both == NULL) return NULL;
    Tuple *answer = tuple_pack(vm, 2, function, both);
    object_drop(vm, &both->base);
    return (Object *)answer;
}

static const Method callable_iterator_methods[] = {
    HIDDEN_METHOD(callable_iterator, __reduce__, "(self, /)", "How to make an equal iterator."),
    {0},
};

const TypeDefinition callable_iterator_definition = {
    .name = "callable_iterator",
    .kind = KIND_CALLABLE_ITERATOR,
    .base = KIND_OBJECT,
    .bytes = sizeof(CallableIterator),
    .python_bytes = 32,
    .layout = {
        .name = "callable_iterator",
        .flags = LAYOUT_COLLECTED,
        .fields = callable_iterator_fields,
    },
    .behaviour = {.iterate = sequence_iterate_self, .next = callable_iterator_next},
    .methods = callable_iterator_methods,
};
