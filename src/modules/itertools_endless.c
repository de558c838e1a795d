// count, repeat and cycle: iterators that may have no end.

#include "modules/itertools.h"
#include "objects/list.h"

// --- count ---
//
// While the numbers fit 64 bits and the step is 1 only `value` counts; once it is
// INT64_MAX the objects do.

typedef struct Count {
    Object base;
    Slot next, step;   // any numbers; next is empty while `value` counts
    int64_t value;
} Count;

static const Field count_fields[] = {FIELD(Count, next), FIELD(Count, step), {0}};

static void count_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Count *count = (const Count *)object;
    add(context, &count->value, sizeof count->value);
}

// The value of an int (or absent) argument that can count in 64 bits.
static Found count_fast_value(Vm *vm, Object *object, int64_t otherwise, int64_t *value) {
    *value = otherwise;
    if (object == NULL) return FOUND;
    return object_is_int(vm, object) ? int_find_value(vm, object, value) : ABSENT;
}

static Object *count_make(Vm *vm, Type *type, Object *start, Object *step) {
    if ((start != NULL && !object_is_number(vm, start)) ||
        (step != NULL && !object_is_number(vm, step)))
        return raise(vm, ERROR_COUNT_NUMBER);
    int64_t value, distance;
    bool is_fast = count_fast_value(vm, start, 0, &value) == FOUND &&
                   count_fast_value(vm, step, 1, &distance) == FOUND && distance == 1;
    Object *next = start != NULL ? object_share(start) : int_new(vm, 0);
    Object *made = type_new_filled(vm, type, 2, next,
                                   step != NULL ? object_share(step) : int_new(vm, 1));
    if (made == NULL) return NULL;
    Count *count = (Count *)made;
    count->value = is_fast ? value : INT64_MAX;
    if (is_fast) slot_clear(vm, made, &count->next);
    return made;
}

static Object *count_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "count", "(start=0, step=1)", arguments, values)) return NULL;
    Object *made = count_make(vm, type, values[0], values[1]);
    arguments_unbind(vm, values, 2);
    return made;
}

// The number that comes next as an object, borrowed; NULL: raised.
static Object *count_next_number(Vm *vm, Count *count) {
    if (count->next.object == NULL) {
        Object *number = int_new(vm, count->value);
        if (number == NULL) return NULL;
        slot_fill(vm, &count->base, &count->next, number);
    }
    return count->next.object;
}

static Object *count_next(Vm *vm, Object *object) {
    Count *count = (Count *)object;
    if (LIKELY(count->value != INT64_MAX)) {
        Object *number = int_new_inline(vm, count->value);
        if (number != NULL) count->value++;
        return number;
    }
    Object *current = count_next_number(vm, count);
    if (current == NULL) return NULL;
    Object *next = object_binary(vm, BINARY_ADD, current, count->step.object);
    if (next == NULL) return NULL;
    return slot_exchange_value(vm, object, &count->next, next);
}

static Object *count_repr(Vm *vm, Object *object) {
    Count *count = (Count *)object;
    Object *name = object_type(vm, object)->name.object;
    if (count->value != INT64_MAX) return str_new_format(vm, "%U(%ld)", name, count->value);
    Object *next = count_next_number(vm, count);
    int64_t step;
    if (next == NULL) return NULL;
    if (object_is_int(vm, count->step.object) &&
        int_find_value(vm, count->step.object, &step) == FOUND && step == 1)
        return str_new_format(vm, "%U(%R)", name, next);
    return str_new_format(vm, "%U(%R, %R)", name, next, count->step.object);
}

static Object *count_method___reduce__(Vm *vm, const Slot *arguments) {
    Count *count = (Count *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &count->base);
    if (count->value != INT64_MAX) return build_tuple(vm, "o(i)", type, count->value);
    Object *next = count_next_number(vm, count);
    return next == NULL ? NULL : build_tuple(vm, "o(oo)", type, next, count->step.object);
}

static const Method count_methods[] = {
    ITERTOOLS_REDUCE(count_method___reduce__),
    {0},
};

const TypeDefinition itertools_count_definition = {
    ITERTOOLS_TYPE("count", Count, 40),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = count_fields, .payload = count_payload},
    .behaviour = {.repr = count_repr, ITERTOOLS_BEHAVIOUR(count_new, count_next)},
    .methods = count_methods,
    .signature = "(start=0, step=1)",
    .doc = "Numbers from start on, in steps.",
};

// --- repeat ---

typedef struct Repeat {
    Object base;
    Slot element;
    int64_t times;   // how often it still comes; -1: always
} Repeat;

static const Field repeat_fields[] = {FIELD(Repeat, element), {0}};

static void repeat_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Repeat *repeat = (const Repeat *)object;
    add(context, &repeat->times, sizeof repeat->times);
}

static Object *repeat_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    int64_t times = -1;
    if (!arguments_bind(vm, "repeat", "(object, times=<unrepresentable>)", arguments, values))
        return NULL;
    Object *made = NULL;
    if (values[1] == NULL || sequence_size(vm, values[1], &times)) {
        if (values[1] != NULL && times < 0) times = 0;
        made = type_new_filled(vm, type, 1, object_share(values[0]));
        if (made != NULL) ((Repeat *)made)->times = times;
    }
    arguments_unbind(vm, values, 2);
    return made;
}

static Object *repeat_next(Vm *vm, Object *object) {
    (void)vm;
    Repeat *repeat = (Repeat *)object;
    if (repeat->times == 0) return NULL;
    if (repeat->times > 0) repeat->times--;
    return object_share(repeat->element.object);
}

static Object *repeat_repr(Vm *vm, Object *object) {
    const Repeat *repeat = (const Repeat *)object;
    Object *name = object_type(vm, object)->name.object;
    if (repeat->times == -1) return str_new_format(vm, "%U(%R)", name, repeat->element.object);
    return str_new_format(vm, "%U(%R, %ld)", name, repeat->element.object, repeat->times);
}

static Object *repeat_method___length_hint__(Vm *vm, const Slot *arguments) {
    const Repeat *repeat = (const Repeat *)arguments[0].object;
    if (repeat->times == -1) return raise(vm, ERROR_UNSIZED);
    return int_new(vm, repeat->times);
}

static Object *repeat_method___reduce__(Vm *vm, const Slot *arguments) {
    const Repeat *repeat = (const Repeat *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &repeat->base);
    if (repeat->times == -1) return build_tuple(vm, "o(o)", type, repeat->element.object);
    return build_tuple(vm, "o(oi)", type, repeat->element.object, repeat->times);
}

static const Method repeat_methods[] = {
    HIDDEN_METHOD(repeat, __length_hint__, "(self, /)", "How often the object still comes."),
    ITERTOOLS_REDUCE(repeat_method___reduce__),
    {0},
};

const TypeDefinition itertools_repeat_definition = {
    ITERTOOLS_TYPE("repeat", Repeat, 32),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = repeat_fields, .payload = repeat_payload},
    .behaviour = {.repr = repeat_repr, ITERTOOLS_BEHAVIOUR(repeat_new, repeat_next)},
    .methods = repeat_methods,
    .doc = "repeat(object[, times]): the same object again and again, so many times if told.",
};

// --- cycle ---

typedef struct Cycle {
    Object base;
    Slot iterator;     // empty once it has ended
    Slot saved;        // List of what it gave
    int64_t index;     // of the next saved item
    bool is_repeated;  // the iterator goes over saved items itself: nothing more is saved
} Cycle;

static const Field cycle_fields[] = {FIELD(Cycle, saved), FIELD(Cycle, iterator), {0}};

static void cycle_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Cycle *cycle = (const Cycle *)object;
    add(context, &cycle->index, sizeof cycle->index);
    add(context, &cycle->is_repeated, sizeof cycle->is_repeated);
}

static Object *cycle_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (!itertools_refuse_keywords(vm, type, "cycle", arguments)) return NULL;
    if (!arguments_check_count(vm, "cycle", arguments->count, 1, 1)) return NULL;
    Object *iterator = object_iterate(vm, arguments->values[0].object);
    if (iterator == NULL) return NULL;
    return type_new_filled(vm, type, 2, list_new(vm, 0), iterator);
}

static Object *cycle_next(Vm *vm, Object *object) {
    Cycle *cycle = (Cycle *)object;
    if (cycle->iterator.object != NULL) {
        Object *item = itertools_next(vm, cycle->iterator.object);
        if (item != NULL) {
            if (cycle->is_repeated || list_add(vm, (List *)cycle->saved.object, item)) return item;
            object_drop(vm, item);
        }
        if (raised(vm)) return NULL;
        slot_clear(vm, object, &cycle->iterator);
    }
    const List *saved = (const List *)cycle->saved.object;
    if (saved->count == 0) return NULL;
    if (cycle->index >= saved->count) cycle->index = 0;   // the list may have changed
    Object *item = object_share(saved->items[cycle->index++].object);
    if (cycle->index >= saved->count) cycle->index = 0;
    return item;
}

static Object *cycle_method___reduce__(Vm *vm, const Slot *arguments) {
    Cycle *cycle = (Cycle *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &cycle->base);
    Object *saved = cycle->saved.object;
    if (cycle->iterator.object != NULL)
        return build_tuple(vm, "o(o)(ob)", type, cycle->iterator.object, saved,
                           cycle->is_repeated);
    // An iterator over what was saved, that stands where this one does.
    Object *iterator = object_iterate(vm, saved);
    if (iterator == NULL) return NULL;
    if (cycle->index != 0) {
        Object *index = int_new(vm, cycle->index);
        Object *none = index == NULL ? NULL
                                     : object_call_method(vm, iterator,
                                           vm->objects->names.dunder_setstate, 1, index);
        object_drop_or_null(vm, index);
        object_drop_or_null(vm, none);
        if (none == NULL) {
            object_drop(vm, iterator);
            return NULL;
        }
    }
    return build_tuple(vm, "o(O)(ob)", type, iterator, saved, 1);
}

static Object *cycle_method___setstate__(Vm *vm, const Slot *arguments) {
    Cycle *cycle = (Cycle *)arguments[0].object;
    Object *saved;
    int is_repeated;
    if (!unpack_state(vm, arguments[1].object, "li", &saved, &is_repeated)) return NULL;
    slot_set(vm, &cycle->base, &cycle->saved, saved);
    cycle->is_repeated = is_repeated != 0;
    cycle->index = 0;
    return none_new(vm);
}

static const Method cycle_methods[] = {
    ITERTOOLS_REDUCE(cycle_method___reduce__),
    ITERTOOLS_SET_STATE(cycle_method___setstate__),
    {0},
};

const TypeDefinition itertools_cycle_definition = {
    ITERTOOLS_TYPE("cycle", Cycle, 48),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = cycle_fields, .payload = cycle_payload},
    .behaviour = {ITERTOOLS_BEHAVIOUR(cycle_new, cycle_next)},
    .methods = cycle_methods,
    .signature = "(iterable, /)",
    .doc = "The items of an iterable, then the same again, for ever.",
};
