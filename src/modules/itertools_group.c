// groupby: the items of an iterator in runs of equal keys, each run an iterator of its own.
//
// Only the run that was given last goes on: the groupby knows it by its address.

#include "modules/itertools.h"
#include "objects/key.h"
#include "objects/tuple.h"

typedef struct GroupBy {
    Object base;
    Slot iterator, function;        // function None: the item is its own key
    Slot target_key;                // of the run that was given last
    Slot current_key, current_value;   // read already and not given; empty: none
    const Object *current_run;      // borrows: only compared; NULL: none
} GroupBy;

typedef struct Run {   // _grouper
    Object base;
    Slot parent;       // GroupBy
    Slot target_key;
} Run;

static const Field groupby_fields[] = {
    FIELD(GroupBy, iterator),
    FIELD_NAMED(GroupBy, function, "key"),
    FIELD(GroupBy, target_key),
    FIELD(GroupBy, current_key),
    FIELD(GroupBy, current_value),
    {0},
};

static const Field run_fields[] = {FIELD(Run, parent), FIELD(Run, target_key), {0}};

static Object *groupby_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "groupby", "(iterable, key=None)", arguments, values)) return NULL;
    Object *function = object_share(values[1] != NULL ? values[1] : vm->objects->none);
    Object *made = type_new_filled(vm, type, 2, object_iterate(vm, values[0]), function);
    arguments_unbind(vm, values, 2);
    return made;
}

// Reads one more item and its key; false: there is none, or it raised.
static bool groupby_step(Vm *vm, GroupBy *group) {
    Object *value = object_next(vm, group->iterator.object);
    if (value == NULL) return false;
    Object *function = group->function.object;
    Object *key = function == vm->objects->none ? object_share(value)
                                                : object_call_one(vm, function, value);
    if (key == NULL) {
        object_drop(vm, value);
        return false;
    }
    Object *old = slot_exchange_value(vm, &group->base, &group->current_value, value);
    slot_take(vm, &group->base, &group->current_key, key);
    object_drop_or_null(vm, old);
    return true;
}

// Are the two keys equal? Both live on while their __eq__ runs.
static Found keys_equal(Vm *vm, Object *left, Object *right) {
    object_share(left);
    object_share(right);
    Found found = key_equal(vm, left, right);
    object_drop(vm, left);
    object_drop(vm, right);
    return found;
}

static Object *groupby_next(Vm *vm, Object *object) {
    GroupBy *group = (GroupBy *)object;
    group->current_run = NULL;
    for (;;) {   // to the end of the run before
        if (group->current_key.object != NULL) {
            if (group->target_key.object == NULL) break;
            Found found = keys_equal(vm, group->target_key.object, group->current_key.object);
            if (found == RAISED) return NULL;
            if (found == ABSENT) break;
        }
        if (!groupby_step(vm, group)) return NULL;
    }
    if (group->current_key.object == NULL) return NULL;   // taken away by a key's __eq__
    slot_set(vm, object, &group->target_key, group->current_key.object);
    Object *run = type_new_filled(vm, itertools_get_type(vm, ITERTOOLS__grouper), 2,
                                  object_share(object), object_share(group->target_key.object));
    if (run == NULL) return NULL;
    group->current_run = run;
    Tuple *pair = tuple_pack(vm, 2, ((Run *)run)->target_key.object, run);
    object_drop(vm, run);
    return (Object *)pair;
}

static Object *groupby_method___reduce__(Vm *vm, const Slot *arguments) {
    const GroupBy *group = (const GroupBy *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &group->base);
    Object *iterator = group->iterator.object, *function = group->function.object;
    Object *key = group->current_key.object, *value = group->current_value.object;
    Object *target = group->target_key.object;
    if (target == NULL || key == NULL || value == NULL)
        return build_tuple(vm, "o(oo)", type, iterator, function);
    return build_tuple(vm, "o(oo)(ooo)", type, iterator, function, key, value, target);
}

static Object *groupby_method___setstate__(Vm *vm, const Slot *arguments) {
    GroupBy *group = (GroupBy *)arguments[0].object;
    Object *key, *value, *target;
    if (!unpack_state(vm, arguments[1].object, "ooo", &key, &value, &target)) return NULL;
    slot_set(vm, &group->base, &group->current_key, key);
    slot_set(vm, &group->base, &group->current_value, value);
    slot_set(vm, &group->base, &group->target_key, target);
    return none_new(vm);
}

static const Method groupby_methods[] = {
    ITERTOOLS_REDUCE(groupby_method___reduce__),
    ITERTOOLS_SET_STATE(groupby_method___setstate__),
    {0},
};

const TypeDefinition itertools_groupby_definition = {
    ITERTOOLS_TYPE("groupby", GroupBy, 64),
    .layout = {.flags = LAYOUT_COLLECTED, .fields = groupby_fields},
    .behaviour = {ITERTOOLS_BEHAVIOUR(groupby_new, groupby_next)},
    .methods = groupby_methods,
    .signature = "(iterable, key=None)",
    .doc = "Pairs (key, run): an iterator over each run of items with the same key(item).",
};

// --- a run ---

static Object *run_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (!arguments_refuse_keywords(vm, "_grouper", arguments)) return NULL;
    if (!arguments_check_count(vm, "_grouper", arguments->count, 2, 2)) return NULL;
    Object *parent;
    if (!unpack_values(vm, "_grouper", arguments->values, 1, "y",
                       itertools_get_type(vm, ITERTOOLS_groupby), &parent))
        return NULL;
    Object *run = type_new_filled(vm, type, 2, object_share(parent),
                                  object_share(arguments->values[1].object));
    if (run != NULL) ((GroupBy *)parent)->current_run = run;
    return run;
}

static Object *run_next(Vm *vm, Object *object) {
    Run *run = (Run *)object;
    GroupBy *group = (GroupBy *)run->parent.object;
    if (group->current_run != object) return NULL;
    if (group->current_value.object == NULL && !groupby_step(vm, group)) return NULL;
    if (group->current_key.object == NULL) return NULL;
    Found found = keys_equal(vm, run->target_key.object, group->current_key.object);
    if (found != FOUND) return NULL;
    Object *value = slot_detach(vm, &group->base, &group->current_value);
    slot_clear(vm, &group->base, &group->current_key);
    return value;
}

// An address may be that of another run one day: the parent forgets this one.
static void run_finish(Vm *vm, Object *object) {
    (void)vm;
    GroupBy *group = (GroupBy *)((Run *)object)->parent.object;
    if (group != NULL && group->current_run == object) group->current_run = NULL;
}

static Object *run_method___reduce__(Vm *vm, const Slot *arguments) {
    Run *run = (Run *)arguments[0].object;
    if (((GroupBy *)run->parent.object)->current_run == &run->base)
        return itertools_reduce_pair(vm, arguments);
    Object *function = sequence_get_builtin(vm, "iter");
    return function == NULL ? NULL : build_tuple(vm, "o(())", function);
}

static const Method run_methods[] = {
    ITERTOOLS_REDUCE(run_method___reduce__),
    {0},
};

const TypeDefinition itertools__grouper_definition = {
    .name = "itertools._grouper",
    .bytes = sizeof(Run),
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = run_fields, .finish = run_finish},
    .behaviour = {ITERTOOLS_BEHAVIOUR(run_new, run_next)},
    .methods = run_methods,
};
