// slice: what stands between the brackets of x[start:stop:step].

#include "objects/slice.h"

#include "objects/arguments.h"
#include "objects/int.h"
#include "objects/slot.h"
#include "objects/str.h"
#include "objects/tuple.h"

static const Field slice_fields[] = {
    FIELD(Slice, step),
    FIELD(Slice, start),
    FIELD(Slice, stop),
    {0},
};

// --- for C ---

Object *slice_new(Vm *vm, Object *start, Object *stop, Object *step) {
    Slice *slice = (Slice *)object_new(vm, KIND_SLICE, sizeof(Slice));
    if (slice == NULL) return NULL;
    Object *none = vm->objects->none;
    slot_fill(vm, &slice->base, &slice->start, object_share(start == NULL ? none : start));
    slot_fill(vm, &slice->base, &slice->stop, object_share(stop == NULL ? none : stop));
    slot_fill(vm, &slice->base, &slice->step, object_share(step == NULL ? none : step));
    object_track(vm, &slice->base);
    return &slice->base;
}

bool slice_bound(Vm *vm, Object *value, int64_t *index) {
    if (value == vm->objects->none) return true;
    if (LIKELY(value->kind == KIND_INT)) {
        *index = ((Int *)value)->value;
        return true;
    }
    if (object_type(vm, value)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_SLICE_INDEX);
    return object_index(vm, value, EXCEPTION_COUNT, index);
}

static bool slice_bound_not_none(Vm *vm, Object *value, int64_t *index) {
    if (value == NULL) return true;
    if (object_type(vm, value)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_SLICE_INDEX_NOT_NONE);
    return object_index(vm, value, EXCEPTION_COUNT, index);
}

bool slice_bounds(Vm *vm, Object *low, Object *high, int64_t *start, int64_t *stop) {
    return slice_bound_not_none(vm, low, start) && slice_bound_not_none(vm, high, stop);
}

bool slice_unpack(Vm *vm, Slice *slice, int64_t *start, int64_t *stop, int64_t *step) {
    *step = 1;
    if (!slice_bound(vm, slice->step.object, step)) return false;
    if (*step == 0) return raise_false(vm, ERROR_SLICE_STEP_ZERO);
    if (*step == INT64_MIN) *step = -INT64_MAX;  // so that -step is a number too
    *start = *step < 0 ? INT64_MAX : 0;
    *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    return slice_bound(vm, slice->start.object, start) &&
           slice_bound(vm, slice->stop.object, stop);
}

static int64_t slice_clamp(int64_t length, int64_t bound, int64_t step) {
    if (bound < 0) {
        bound += length;
        return bound >= 0 ? bound : step < 0 ? -1 : 0;
    }
    return bound < length ? bound : step < 0 ? length - 1 : length;
}

int64_t slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step) {
    *start = slice_clamp(length, *start, step);
    *stop = slice_clamp(length, *stop, step);
    if (step < 0) return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

// --- behaviour ---

static Object *slice_repr(Vm *vm, Object *object) {
    Slice *slice = (Slice *)object;
    return str_new_format(vm, "slice(%R, %R, %R)", slice->start.object, slice->stop.object,
                          slice->step.object);
}

static Tuple *slice_to_tuple(Vm *vm, Slice *slice) {
    return tuple_pack(vm, 3, slice->start.object, slice->stop.object, slice->step.object);
}

// As their tuples compare.
static Object *slice_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (left->kind != KIND_SLICE || right->kind != KIND_SLICE) return not_implemented_new(vm);
    if (left == right) {
        bool is_met = comparison == COMPARE_EQUAL || comparison == COMPARE_LESS_EQUAL ||
                      comparison == COMPARE_GREATER_EQUAL;
        return bool_new(vm, is_met);
    }
    Tuple *a = slice_to_tuple(vm, (Slice *)left);
    if (a == NULL) return NULL;
    Tuple *b = slice_to_tuple(vm, (Slice *)right);
    Object *answer = b == NULL ? NULL : object_compare(vm, &a->base, &b->base, comparison);
    object_drop(vm, &a->base);
    if (b != NULL) object_drop(vm, &b->base);
    return answer;
}

static Object *slice_new_object(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (!arguments_refuse_keywords(vm, "slice", arguments)) return NULL;
    if (!arguments_check_count(vm, "slice", arguments->count, 1, 3)) return NULL;
    const Slot *values = arguments->values;
    switch (arguments->count) {
    case 1: return slice_new(vm, NULL, values[0].object, NULL);
    case 2: return slice_new(vm, values[0].object, values[1].object, NULL);
    default: return slice_new(vm, values[0].object, values[1].object, values[2].object);
    }
}

// --- indices() on ints of any size ---

// The index of a bound as a new int, or NULL.
static Object *slice_index_object(Vm *vm, Object *value) {
    if (object_type(vm, value)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise(vm, ERROR_SLICE_INDEX);
    return object_unary(vm, UNARY_INDEX, value);
}

// value + length if negative, then held between lower and upper. Consumes value.
static Object *slice_clamp_object(Vm *vm, Object *value, Object *length, Object *lower,
                                  Object *upper) {
    if (value == NULL) return NULL;
    if (int_get_sign(vm, value) < 0) {
        Object *sum = int_add(vm, value, length);
        object_drop(vm, value);
        if (sum == NULL) return NULL;
        value = sum;
        if (int_compare_values(vm, value, lower) >= 0) return value;
        object_drop(vm, value);
        return object_share(lower);
    }
    if (int_compare_values(vm, value, upper) <= 0) return value;
    object_drop(vm, value);
    return object_share(upper);
}

static Object *slice_bound_object(Vm *vm, Object *value, Object *length, Object *lower,
                                  Object *upper, Object *otherwise) {
    if (value == vm->objects->none) return object_share(otherwise);
    return slice_clamp_object(vm, slice_index_object(vm, value), length, lower, upper);
}

static Tuple *slice_indices(Vm *vm, Slice *slice, Object *length, Object *step) {
    bool is_backward = int_get_sign(vm, step) < 0;
    Object *lower = int_new(vm, is_backward ? -1 : 0);
    if (lower == NULL) return NULL;
    Object *upper = is_backward ? int_add(vm, length, lower) : object_share(length);
    Object *start = NULL, *stop = NULL;
    Tuple *answer = NULL;
    if (upper != NULL)
        start = slice_bound_object(vm, slice->start.object, length, lower, upper,
                                   is_backward ? upper : lower);
    if (start != NULL)
        stop = slice_bound_object(vm, slice->stop.object, length, lower, upper,
                                  is_backward ? lower : upper);
    if (stop != NULL) answer = tuple_pack(vm, 3, start, stop, step);
    object_drop(vm, lower);
    object_drop_or_null(vm, upper);
    object_drop_or_null(vm, start);
    object_drop_or_null(vm, stop);
    return answer;
}

Tuple *slice_load_indices(Vm *vm, Slice *slice, Object *length) {
    Object *step = slice->step.object == vm->objects->none
                       ? int_new(vm, 1)
                       : slice_index_object(vm, slice->step.object);
    Tuple *answer = NULL;
    if (step != NULL && int_get_sign(vm, step) == 0) raise(vm, ERROR_SLICE_STEP_ZERO);
    else if (step != NULL) answer = slice_indices(vm, slice, length, step);
    object_drop_or_null(vm, step);
    return answer;
}

static Object *slice_method_indices(Vm *vm, const Slot *arguments) {
    Object *length = object_unary(vm, UNARY_INDEX, arguments[1].object);
    if (length == NULL) return NULL;
    Tuple *answer = NULL;
    if (int_get_sign(vm, length) < 0) raise(vm, ERROR_SLICE_LENGTH_NEGATIVE);
    else answer = slice_load_indices(vm, (Slice *)arguments[0].object, length);
    object_drop(vm, length);
    return (Object *)answer;
}

static Object *slice_method___reduce__(Vm *vm, const Slot *arguments) {
    Tuple *parts = slice_to_tuple(vm, (Slice *)arguments[0].object);
    if (parts == NULL) return NULL;
    Tuple *answer = tuple_pack(vm, 2, type_of_kind(vm, KIND_SLICE), parts);
    object_drop(vm, &parts->base);
    return (Object *)answer;
}

static const Method slice_methods[] = {
    HIDDEN_METHOD(slice, indices, "(self, object, /)",
                  "Start, stop and step for a sequence of that length."),
    HIDDEN_METHOD(slice, __reduce__, "(self, /)", "How to make an equal slice."),
    {0},
};

static const Member slice_members[] = {
    {"start", offsetof(Slice, start), MEMBER_READ_ONLY, "First index, or None."},
    {"stop", offsetof(Slice, stop), MEMBER_READ_ONLY, "Index after the last, or None."},
    {"step", offsetof(Slice, step), MEMBER_READ_ONLY, "Distance between indices, or None."},
    {0},
};

const TypeDefinition slice_definition = {
    .name = "slice",
    .kind = KIND_SLICE,
    .base = KIND_OBJECT,
    .bytes = sizeof(Slice),
    .python_bytes = 40,
    .layout = {
        .name = "slice",
        .flags = LAYOUT_COLLECTED,
        .kept_dead = KEPT_SLICE,
        .fields = slice_fields,
    },
    .behaviour = {
        .repr = slice_repr,
        .hash = slot_hash_refuse,
        .compare = slice_compare,
        .new = slice_new_object,
    },
    .methods = slice_methods,
    .members = slice_members,
    .doc = "The range of indices that stands between the brackets of x[start:stop:step].",
};
