// range: an arithmetic progression of ints of any size.
//
// The four ints are objects; when all of them and the last item fit 64 bits, what can be
// computed is computed on numbers.

#include "objects/range.h"

#include "objects/arguments.h"
#include "objects/key.h"
#include "objects/sequence.h"
#include "objects/slice.h"

static const Field range_fields[] = {
    FIELD(Range, start),
    FIELD(Range, stop),
    FIELD(Range, step),
    FIELD(Range, length),
    {0},
};

// --- arithmetic on borrowed ints: new references, NULL passes through ---

// left OP right, consuming left.
static Object *take_binary(Vm *vm, BinaryOperator operator, Object *left, Object *right) {
    if (left == NULL) return NULL;
    Object *result = object_binary(vm, operator, left, right);
    object_drop(vm, left);
    return result;
}

static Object *take_add_small(Vm *vm, Object *left, int64_t right) {
    Object *number = left == NULL ? NULL : int_new(vm, right);
    if (number == NULL) {
        object_drop_or_null(vm, left);
        return NULL;
    }
    Object *sum = take_binary(vm, BINARY_ADD, left, number);
    object_drop(vm, number);
    return sum;
}

// start + index * step.
static Object *item_object(Vm *vm, Object *start, Object *step, Object *index) {
    Object *offset = object_binary(vm, BINARY_MULTIPLY, index, step);
    return take_binary(vm, BINARY_ADD, offset, start);
}

// --- lengths ---

uint64_t range_count(int64_t start, int64_t stop, int64_t step) {
    if (step > 0 && start < stop)
        return ((uint64_t)stop - 1 - (uint64_t)start) / (uint64_t)step + 1;
    if (step < 0 && start > stop)
        return ((uint64_t)start - 1 - (uint64_t)stop) / (0 - (uint64_t)step) + 1;
    return 0;
}

static bool unpack_small(Vm *vm, Object *start, Object *stop, Object *step, int64_t *numbers) {
    return int_find_value(vm, start, &numbers[0]) == FOUND &&
           int_find_value(vm, stop, &numbers[1]) == FOUND &&
           int_find_value(vm, step, &numbers[2]) == FOUND;
}

Object *range_new_length(Vm *vm, Object *start, Object *stop, Object *step) {
    int64_t numbers[3];
    if (unpack_small(vm, start, stop, step, numbers))
        return int_new_unsigned(vm, range_count(numbers[0], numbers[1], numbers[2]));
    bool is_upward = int_get_sign(vm, step) > 0;
    Object *low = is_upward ? start : stop, *high = is_upward ? stop : start;
    if (int_compare_values(vm, low, high) >= 0) return int_new(vm, 0);
    Object *size = is_upward ? object_share(step) : object_unary(vm, UNARY_NEGATIVE, step);
    if (size == NULL) return NULL;
    Object *length = object_binary(vm, BINARY_SUBTRACT, high, low);
    length = take_add_small(vm, length, -1);
    length = take_binary(vm, BINARY_FLOOR_DIVIDE, length, size);
    object_drop(vm, size);
    return take_add_small(vm, length, 1);
}

// --- making ---

// Consumes the three (NULL: raised already).
static Object *range_take_new(Vm *vm, Object *start, Object *stop, Object *step) {
    Range *range = NULL;
    Object *length = NULL;
    if (start != NULL && stop != NULL && step != NULL)
        length = range_new_length(vm, start, stop, step);
    if (length != NULL) range = (Range *)object_new(vm, KIND_RANGE, sizeof(Range));
    if (range == NULL) {
        object_drop_or_null(vm, start);
        object_drop_or_null(vm, stop);
        object_drop_or_null(vm, step);
        object_drop_or_null(vm, length);
        return NULL;
    }
    slot_fill(vm, &range->base, &range->start, start);
    slot_fill(vm, &range->base, &range->stop, stop);
    slot_fill(vm, &range->base, &range->step, step);
    slot_fill(vm, &range->base, &range->length, length);
    return &range->base;
}

// The index of an argument as an int itself, not of a subclass.
static Object *load_index(Vm *vm, Object *object) {
    if (object->kind == KIND_INT) return object_share(object);
    return object_unary(vm, UNARY_INDEX, object);
}

static Object *range_new_object(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (!arguments_refuse_keywords(vm, "range", arguments)) return NULL;
    int64_t count = arguments->count;
    if (!arguments_check_count(vm, "range", count, 1, 3)) return NULL;
    const Slot *values = arguments->values;
    if (count == 1) {
        Object *stop = load_index(vm, values[0].object);
        if (stop == NULL) return NULL;
        return range_take_new(vm, int_new(vm, 0), stop, int_new(vm, 1));
    }
    Object *start = load_index(vm, values[0].object);
    if (start == NULL) return NULL;
    Object *stop = load_index(vm, values[1].object), *step = NULL;
    if (stop != NULL) step = count == 3 ? load_index(vm, values[2].object) : int_new(vm, 1);
    if (step != NULL && int_get_sign(vm, step) == 0) {
        object_drop(vm, step);
        step = raise(vm, ERROR_RANGE_STEP_ZERO);
    }
    return range_take_new(vm, start, stop, step);
}

// --- items ---

static Object *range_item(Vm *vm, Range *range, Object *index) {
    Object *length = range->length.object;
    Object *place = int_get_sign(vm, index) < 0 ? int_add(vm, index, length) : object_share(index);
    if (place == NULL) return NULL;
    Object *item = NULL;
    if (int_get_sign(vm, place) < 0 || int_compare_values(vm, place, length) >= 0)
        raise(vm, ERROR_INDEX_RANGE, "range object");
    else
        item = item_object(vm, range->start.object, range->step.object, place);
    object_drop(vm, place);
    return item;
}

static Object *range_load_index(Vm *vm, Object *object, int64_t index) {
    Object *number = int_new(vm, index);
    if (number == NULL) return NULL;
    Object *item = range_item(vm, (Range *)object, number);
    object_drop(vm, number);
    return item;
}

static Object *range_slice(Vm *vm, Range *range, Slice *slice) {
    Object *own_start = range->start.object, *own_step = range->step.object;
    Tuple *bounds = slice_load_indices(vm, slice, range->length.object);
    if (bounds == NULL) return NULL;
    Object *step = object_binary(vm, BINARY_MULTIPLY, bounds->items[2].object, own_step);
    Object *start = NULL, *stop = NULL;
    if (step != NULL) start = item_object(vm, own_start, own_step, bounds->items[0].object);
    if (start != NULL) stop = item_object(vm, own_start, own_step, bounds->items[1].object);
    object_drop(vm, &bounds->base);
    return range_take_new(vm, start, stop, step);
}

static Object *range_load_item(Vm *vm, Object *object, Object *key) {
    if (key->kind == KIND_SLICE) return range_slice(vm, (Range *)object, (Slice *)key);
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise(vm, ERROR_INDEX_TYPE, "range", key);
    Object *index = load_index(vm, key);
    if (index == NULL) return NULL;
    Object *item = range_item(vm, (Range *)object, index);
    object_drop(vm, index);
    return item;
}

static bool range_length(Vm *vm, Object *object, int64_t *length) {
    Range *range = (Range *)object;
    Found found = int_find_value(vm, range->length.object, length);
    return found == ABSENT ? raise_false(vm, ERROR_TOO_LARGE_FOR_SIZE) : found == FOUND;
}

static Found range_truth(Vm *vm, Object *object) {
    return int_get_sign(vm, ((Range *)object)->length.object) != 0 ? FOUND : ABSENT;
}

// --- searching ---

static bool is_exact_int(const Object *object) {
    return object->kind == KIND_INT || object->kind == KIND_BIGINT || object->kind == KIND_BOOL;
}

// Is the int among the items?
static Found contains_int(Vm *vm, Range *range, Object *item) {
    Object *start = range->start.object, *stop = range->stop.object, *step = range->step.object;
    bool is_upward = int_get_sign(vm, step) > 0;
    Object *low = is_upward ? start : stop, *high = is_upward ? stop : start;
    int at_low = int_compare_values(vm, item, low), at_high = int_compare_values(vm, item, high);
    if (is_upward ? at_low < 0 || at_high >= 0 : at_low <= 0 || at_high > 0) return ABSENT;
    Object *rest = object_binary(vm, BINARY_SUBTRACT, item, start);
    rest = take_binary(vm, BINARY_REMAINDER, rest, step);
    if (rest == NULL) return RAISED;
    bool is_item = int_get_sign(vm, rest) == 0;
    object_drop(vm, rest);
    return is_item ? FOUND : ABSENT;
}

// Walks the items for one that equals an object of any type. *index: its place; counts
// all when `count` is given.
static Found search_items(Vm *vm, Object *range, Object *item, int64_t *index, int64_t *count) {
    Object *iterator = object_iterate(vm, range);
    if (iterator == NULL) return RAISED;
    Found found = ABSENT;
    Object *own;
    for (*index = 0; (own = object_next(vm, iterator)) != NULL; (*index)++) {
        found = key_equal(vm, own, item);
        object_drop(vm, own);
        if (found == FOUND && count != NULL) ++*count;
        if (found == RAISED || (found == FOUND && count == NULL)) break;
    }
    object_drop(vm, iterator);
    return raised(vm) ? RAISED : found;
}

static Found range_contains(Vm *vm, Object *object, Object *item) {
    int64_t index;
    if (is_exact_int(item)) return contains_int(vm, (Range *)object, item);
    return search_items(vm, object, item, &index, NULL);
}

static Object *range_method_count(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object, *item = arguments[1].object;
    if (is_exact_int(item)) {
        Found found = contains_int(vm, (Range *)object, item);
        return found == RAISED ? NULL : int_new(vm, found == FOUND);
    }
    int64_t index, count = 0;
    if (search_items(vm, object, item, &index, &count) == RAISED) return NULL;
    return int_new(vm, count);
}

static Object *range_method_index(Vm *vm, const Slot *arguments) {
    Range *range = (Range *)arguments[0].object;
    Object *item = arguments[1].object;
    if (!is_exact_int(item)) {
        int64_t index;
        Found found = search_items(vm, &range->base, item, &index, NULL);
        if (found == FOUND) return int_new(vm, index);
        return found == RAISED ? NULL : raise(vm, ERROR_SEQUENCE_INDEX_ABSENT);
    }
    Found found = contains_int(vm, range, item);
    if (found == RAISED) return NULL;
    if (found == ABSENT) return raise(vm, ERROR_RANGE_INDEX_ABSENT, item);
    Object *distance = object_binary(vm, BINARY_SUBTRACT, item, range->start.object);
    return take_binary(vm, BINARY_FLOOR_DIVIDE, distance, range->step.object);
}

// --- comparison ---

// Two ranges are equal as sequences: the same length, and as far as there are items the
// same start, and as far as there are two the same step.
static Found range_equal(Vm *vm, const Range *left, const Range *right) {
    Object *length = left->length.object;
    if (left == right) return FOUND;
    if (int_compare_values(vm, length, right->length.object) != 0) return ABSENT;
    if (int_get_sign(vm, length) == 0) return FOUND;
    if (int_compare_values(vm, left->start.object, right->start.object) != 0) return ABSENT;
    int64_t count;
    if (int_find_value(vm, length, &count) == FOUND && count == 1) return FOUND;
    return int_compare_values(vm, left->step.object, right->step.object) == 0 ? FOUND : ABSENT;
}

static Object *range_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_equality || right->kind != KIND_RANGE) return not_implemented_new(vm);
    Found equal = range_equal(vm, (const Range *)left, (const Range *)right);
    return bool_new(vm, (equal == FOUND) == (comparison == COMPARE_EQUAL));
}

// The hash of (length, start, step), with None for what equal ranges may differ in.
static bool range_hash(Vm *vm, Object *object, int64_t *hash) {
    const Range *range = (const Range *)object;
    Object *none = vm->objects->none, *length = range->length.object;
    Object *start = none, *step = none;
    int64_t count;
    bool is_single = int_find_value(vm, length, &count) == FOUND && count == 1;
    if (int_get_sign(vm, length) != 0) {
        start = range->start.object;
        if (!is_single) step = range->step.object;
    }
    Tuple *parts = tuple_pack(vm, 3, length, start, step);
    if (parts == NULL) return false;
    bool is_done = object_hash(vm, &parts->base, hash);
    object_drop(vm, &parts->base);
    return is_done;
}

static Object *range_repr(Vm *vm, Object *object) {
    const Range *range = (const Range *)object;
    int64_t step;
    if (int_find_value(vm, range->step.object, &step) == FOUND && step == 1)
        return str_new_format(vm, "range(%R, %R)", range->start.object, range->stop.object);
    return str_new_format(vm, "range(%R, %R, %R)", range->start.object, range->stop.object,
                          range->step.object);
}

// --- the type ---

static Object *range_method___reversed__(Vm *vm, const Slot *arguments) {
    return range_iterate_reversed(vm, arguments[0].object);
}

static Object *range_method___reduce__(Vm *vm, const Slot *arguments) {
    const Range *range = (const Range *)arguments[0].object;
    Tuple *parts =
        tuple_pack(vm, 3, range->start.object, range->stop.object, range->step.object);
    if (parts == NULL) return NULL;
    Tuple *answer = tuple_pack(vm, 2, type_of_kind(vm, KIND_RANGE), parts);
    object_drop(vm, &parts->base);
    return (Object *)answer;
}

static const Method range_methods[] = {
    HIDDEN_METHOD(range, __reversed__, "(self, /)", "Iterate, the last item first."),
    HIDDEN_METHOD(range, __reduce__, "(self, /)", "How to make an equal range."),
    HIDDEN_METHOD(range, count, "(self, value, /)", "Count the items that equal value."),
    HIDDEN_METHOD(range, index, "(self, value, /)",
                  "Find the item that equals value; ValueError when there is none."),
    {0},
};

static const Member range_members[] = {
    {"start", offsetof(Range, start), MEMBER_READ_ONLY, "The first item."},
    {"stop", offsetof(Range, stop), MEMBER_READ_ONLY, "Where the items end, itself left out."},
    {"step", offsetof(Range, step), MEMBER_READ_ONLY, "The distance between items."},
    {0},
};

const TypeDefinition range_definition = {
    .name = "range",
    .kind = KIND_RANGE,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_SEQUENCE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Range),
    .python_bytes = 48,
    .layout = {
        .name = "range",
        .fields = range_fields,
    },
    .behaviour = {
        .repr = range_repr,
        .hash = range_hash,
        .compare = range_compare,
        .iterate = range_iterate,
        .truth = range_truth,
        .length = range_length,
        .contains = range_contains,
        .load_index = range_load_index,
        .load_item = range_load_item,
        .new = range_new_object,
    },
    .methods = range_methods,
    .members = range_members,
    .doc = "Ints from start up or down to, but without, stop.",
};
