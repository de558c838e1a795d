// The module itertools: iterators made of numbers and of other iterators.

#include "modules/modules.h"
#include "objects/arguments.h"
#include "objects/str.h"
#include "objects/tuple.h"

// --- count ---

typedef struct Count {
    Object base;
    Slot next, step;   // any numbers
} Count;

static const Field count_fields[] = {FIELD(Count, next), FIELD(Count, step), {0}};

static bool is_number(Vm *vm, const Object *object) {
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    return behaviour->unary[UNARY_INDEX] != NULL || behaviour->unary[UNARY_FLOAT] != NULL ||
           behaviour->unary[UNARY_INT] != NULL || object->kind == KIND_COMPLEX;
}

static Object *count_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "count", "(start=0, step=1)", arguments, values)) return NULL;
    Object *start = values[0] != NULL ? object_share(values[0]) : int_new(vm, 0);
    Object *step = values[1] != NULL ? object_share(values[1]) : int_new(vm, 1);
    Object *made = NULL;
    if (start != NULL && step != NULL) {
        if (!is_number(vm, start) || !is_number(vm, step)) raise(vm, ERROR_COUNT_NUMBER);
        else made = type_new_instance(vm, type, sizeof(Count));
    }
    arguments_unbind(vm, values, 2);
    if (made == NULL) {
        object_drop_or_null(vm, start);
        object_drop_or_null(vm, step);
        return NULL;
    }
    slot_fill(vm, made, &((Count *)made)->next, start);
    slot_fill(vm, made, &((Count *)made)->step, step);
    object_track(vm, made);
    return made;
}

static Object *count_next(Vm *vm, Object *object) {
    Count *count = (Count *)object;
    Object *next = object_binary(vm, BINARY_ADD, count->next.object, count->step.object);
    if (next == NULL) return NULL;
    Object *current = slot_detach(vm, object, &count->next);
    slot_fill(vm, object, &count->next, next);
    return current;
}

static Object *count_iterate(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

static Object *count_repr(Vm *vm, Object *object) {
    const Count *count = (const Count *)object;
    int64_t step;
    if (count->step.object->kind == KIND_INT &&
        int_find_value(vm, count->step.object, &step) == FOUND && step == 1)
        return str_new_format(vm, "count(%R)", count->next.object);
    return str_new_format(vm, "count(%R, %R)", count->next.object, count->step.object);
}

const TypeDefinition itertools_count_definition = {
    .name = "itertools.count",
    .kind = KIND_ITERTOOLS_COUNT,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Count),
    .python_bytes = 40,
    .layout = {
        .name = "count",
        .flags = LAYOUT_COLLECTED,
        .fields = count_fields,
    },
    .behaviour = {
        .repr = count_repr,
        .iterate = count_iterate,
        .next = count_next,
        .new = count_new,
    },
    .signature = "(start=0, step=1)",
    .doc = "Numbers from start on, in steps.",
};

bool itertools_module_start(Vm *vm, Module *module) {
    return module_set(vm, module, "count", &type_of_kind(vm, KIND_ITERTOOLS_COUNT)->base);
}
