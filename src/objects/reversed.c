// reversed: a sequence from its last item to its first, by its length and indices.

#include "objects/arguments.h"
#include "objects/iterator.h"
#include "objects/sequence.h"

static bool is_indexable(Vm *vm, Object *object) {
    if (object_is_dict(vm, object)) return false;
    const Type *type = object_type(vm, object);
    if (type->behaviour.load_index != NULL) return true;
    return type_is_class(type) && type->behaviour.load_item != NULL;
}

// What __reversed__ of the object gives. ABSENT: it has none.
static Found call_special(Vm *vm, Object *sequence, Object **answer) {
    Object *method;
    Found found = object_find_special(vm, sequence, vm->objects->names.dunder_reversed, &method);
    if (found != FOUND) return found;
    if (method == vm->objects->none) {
        object_drop(vm, method);
        return raise_found(vm, ERROR_NOT_REVERSIBLE, sequence);
    }
    *answer = object_call_with(vm, method, 0);
    object_drop(vm, method);
    return *answer == NULL ? RAISED : FOUND;
}

static Object *reversed_new(Vm *vm, Type *type, const Arguments *arguments) {
    bool refuses = type->behaviour.init == type_of_kind(vm, KIND_REVERSED)->behaviour.init;
    if (refuses && !arguments_refuse_keywords(vm, "reversed", arguments)) return NULL;
    if (!arguments_check_count(vm, "reversed", arguments->count, 1, 1)) return NULL;
    Object *sequence = arguments->values[0].object, *answer = NULL;
    Found found = call_special(vm, sequence, &answer);
    if (found != ABSENT) return found == FOUND ? answer : NULL;
    if (!is_indexable(vm, sequence)) return raise(vm, ERROR_NOT_REVERSIBLE, sequence);
    int64_t count;
    if (!object_length(vm, sequence, &count)) return NULL;
    SequenceIterator *reversed = (SequenceIterator *)type_new_instance(vm, type, type->bytes);
    if (reversed == NULL) return NULL;
    reversed->index = count - 1;
    slot_fill(vm, &reversed->base, &reversed->sequence, object_share(sequence));
    if (!object_is_tracked(vm, &reversed->base)) object_track(vm, &reversed->base);
    return &reversed->base;
}

static Object *reversed_next(Vm *vm, Object *object) {
    SequenceIterator *reversed = (SequenceIterator *)object;
    Object *source = reversed->sequence.object;
    if (source != NULL && reversed->index >= 0) {
        object_share(source);
        Object *item = iterator_load_index(vm, source, reversed->index);
        object_drop(vm, source);
        if (item != NULL) {
            reversed->index--;
            return item;
        }
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_IndexError)))
            (void)raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration));
    }
    reversed->index = -1;
    slot_clear(vm, object, &reversed->sequence);
    return NULL;
}

static Object *reversed_method___length_hint__(Vm *vm, const Slot *arguments) {
    SequenceIterator *reversed = (SequenceIterator *)arguments[0].object;
    if (reversed->sequence.object == NULL) return int_new(vm, 0);
    int64_t count;
    if (!object_length(vm, reversed->sequence.object, &count)) return NULL;
    int64_t rest = reversed->index + 1;
    return int_new(vm, count < rest ? 0 : rest);
}

static Object *reversed_method___reduce__(Vm *vm, const Slot *arguments) {
    SequenceIterator *reversed = (SequenceIterator *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &reversed->base);
    if (reversed->sequence.object == NULL)
        return sequence_reduce_take(vm, type, (Object *)tuple_new(vm, 0));
    Object *index = int_new(vm, reversed->index);
    Tuple *source = index == NULL ? NULL : tuple_pack(vm, 1, reversed->sequence.object);
    Tuple *answer = source == NULL ? NULL : tuple_pack(vm, 3, type, source, index);
    object_drop_or_null(vm, index);
    object_drop_or_null(vm, (Object *)source);
    return (Object *)answer;
}

static Object *reversed_method___setstate__(Vm *vm, const Slot *arguments) {
    SequenceIterator *reversed = (SequenceIterator *)arguments[0].object;
    int64_t index, count;
    if (!iterator_state(vm, arguments[1].object, &index)) return NULL;
    if (reversed->sequence.object == NULL) return none_new(vm);
    if (!object_length(vm, reversed->sequence.object, &count)) return NULL;
    reversed->index = index < -1 ? -1 : index > count - 1 ? count - 1 : index;
    return none_new(vm);
}

static const Method reversed_methods[] = {
    HIDDEN_METHOD(reversed, __length_hint__, "(self, /)", "How many items are left, as a guess."),
    HIDDEN_METHOD(reversed, __reduce__, "(self, /)", "How to make an equal iterator."),
    HIDDEN_METHOD(reversed, __setstate__, "(self, state, /)", "Go to an index."),
    {0},
};

const TypeDefinition reversed_definition = {
    .name = "reversed",
    .kind = KIND_REVERSED,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(SequenceIterator),
    .python_bytes = 32,
    .layout = {
        .name = "reversed",
        .flags = LAYOUT_COLLECTED,
        .visit = iterator_visit,
        .finish = iterator_finish,
        .place = iterator_place,
        .payload = iterator_payload,
    },
    .behaviour = {.iterate = sequence_iterate_self, .next = reversed_next, .new = reversed_new},
    .methods = reversed_methods,
    .signature = "(sequence, /)",
    .doc = "The items of a sequence, the last one first.",
};
