// tuple: a row of slots inside the object itself.
//
// Invariant: the slots of a tuple that the program can see are full and never change.

#include "objects/tuple.h"

#include "memory/rows.h"
#include "objects/arguments.h"
#include "objects/generic_alias.h"
#include "objects/key.h"
#include "objects/sequence.h"
#include "objects/slice.h"

#include <stdarg.h>

_Static_assert(sizeof(Tuple) == sizeof(Row), "a tuple is a row");

static size_t tuple_bytes(Vm *vm, const Object *object) {
    (void)vm;
    const Tuple *tuple = (const Tuple *)object;
    return sizeof(Tuple) + (size_t)tuple->count * sizeof(Slot);
}

static void tuple_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Tuple *tuple = (Tuple *)object;
    for (int64_t i = 0; i < tuple->count; i++) visit(vm, object, &tuple->items[i], context);
}

static void tuple_finish_items(Vm *vm, Object *object) {
    Tuple *tuple = (Tuple *)object;
    slots_clear(vm, object, tuple->items, tuple->count);
}

static Place tuple_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    return (Place){PLACE_INDEX, slot - ((Tuple *)object)->items, NULL, NULL};
}

// --- for C ---

Tuple *tuple_new(Vm *vm, int64_t count) {
    if (count == 0) {
        object_share(&vm->objects->empty_tuple->base);
        return vm->objects->empty_tuple;
    }
    if (UNLIKELY(!sequence_check_count(vm, count))) return NULL;
    Tuple *tuple = (Tuple *)row_new(vm, KIND_TUPLE, count);
    if (LIKELY(tuple != NULL)) slots_init(tuple->items, count);
    return tuple;
}

Tuple *tuple_new_taking(Vm *vm, Slot *items, int64_t count) {
    if (count == 0) return tuple_new(vm, 0);
    Tuple *tuple = (Tuple *)row_new(vm, KIND_TUPLE, count);
    if (UNLIKELY(tuple == NULL)) return NULL;
    slots_fill_taken(vm, &tuple->base, tuple->items, items, count);
    object_track(vm, &tuple->base);
    return tuple;
}

void tuple_finish(Vm *vm, Tuple *tuple) {
    if (tuple->count != 0) object_track(vm, &tuple->base);
}

Tuple *tuple_new_from(Vm *vm, const Slot *items, int64_t count) {
    Tuple *tuple = tuple_new(vm, count);
    if (tuple == NULL || count == 0) return tuple;
    slots_fill_shared(vm, &tuple->base, tuple->items, items, count);
    tuple_finish(vm, tuple);
    return tuple;
}

Tuple *tuple_pack(Vm *vm, int count, ...) {
    Tuple *tuple = tuple_new(vm, count);
    if (tuple == NULL || count == 0) return tuple;
    va_list list;
    va_start(list, count);
    for (int i = 0; i < count; i++) {
        Object *item = va_arg(list, Object *);
        slot_fill(vm, &tuple->base, &tuple->items[i], object_share(item));
    }
    va_end(list);
    tuple_finish(vm, tuple);
    return tuple;
}

Tuple *tuple_new_repeated(Vm *vm, Object *item, int64_t count) {
    Tuple *tuple = tuple_new(vm, count);
    if (tuple == NULL || count == 0) return tuple;
    for (int64_t i = 0; i < count; i++)
        slot_fill(vm, &tuple->base, &tuple->items[i], object_share(item));
    tuple_finish(vm, tuple);
    return tuple;
}

Tuple *tuple_new_from_numbers(Vm *vm, const int64_t *numbers, int64_t count) {
    Tuple *tuple = tuple_new(vm, count);
    for (int64_t i = 0; tuple != NULL && i < count; i++) {
        Object *number = int_new(vm, numbers[i]);
        if (number == NULL) {
            object_drop(vm, &tuple->base);
            return NULL;
        }
        slot_fill(vm, &tuple->base, &tuple->items[i], number);
    }
    if (tuple != NULL) tuple_finish(vm, tuple);
    return tuple;
}

Tuple *tuple_new_from_iterable(Vm *vm, Object *iterable) {
    if (iterable->kind == KIND_TUPLE) return (Tuple *)object_share(iterable);
    if (iterable->kind == KIND_LIST) return list_to_tuple(vm, (List *)iterable);
    List *list = list_new_from_iterable(vm, iterable);
    if (list == NULL) return NULL;
    Tuple *tuple = list_to_tuple(vm, list);
    object_drop(vm, &list->base);
    return tuple;
}

Object *tuple_new_slice(Vm *vm, Tuple *tuple, int64_t start, int64_t stop, int64_t step) {
    int64_t count = slice_adjust(tuple->count, &start, &stop, step);
    if (count == tuple->count && step == 1 && tuple->base.kind == KIND_TUPLE)
        return object_share(&tuple->base);
    Tuple *slice = tuple_new(vm, count);
    if (slice == NULL || count == 0) return (Object *)slice;
    for (int64_t i = 0; i < count; i++) {
        Object *item = tuple->items[start + i * step].object;
        slot_fill(vm, &slice->base, &slice->items[i], object_share(item));
    }
    tuple_finish(vm, slice);
    return &slice->base;
}

// --- behaviour ---

static Object *tuple_repr(Vm *vm, Object *object) {
    Tuple *tuple = (Tuple *)object;
    if (tuple->count == 0) return str_new_c(vm, "()");
    Found inside = repr_enter(vm, object);
    if (inside != ABSENT) return inside == FOUND ? str_new_c(vm, "(...)") : NULL;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_char(&builder, '(');
    bool is_done = true;
    for (int64_t i = 0; i < tuple->count && is_done; i++) {
        if (i > 0) str_builder_add_c(&builder, ", ");
        is_done = sequence_add_repr(vm, &builder, tuple->items[i].object);
    }
    str_builder_add_c(&builder, tuple->count > 1 ? ")" : ",)");
    repr_leave(vm, object);
    if (is_done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

// xxHash of the items' hashes, the variant that CPython uses.
static bool tuple_hash(Vm *vm, Object *object, int64_t *hash) {
    const uint64_t prime_1 = UINT64_C(11400714785074694791);
    const uint64_t prime_2 = UINT64_C(14029467366897019727);
    const uint64_t prime_5 = UINT64_C(2870177450012600261);
    Tuple *tuple = (Tuple *)object;
    uint64_t sum = prime_5;
    for (int64_t i = 0; i < tuple->count; i++) {
        int64_t lane;
        if (!key_hash(vm, tuple->items[i].object, &lane)) return false;
        sum += (uint64_t)lane * prime_2;
        sum = (sum << 31 | sum >> 33) * prime_1;
    }
    sum += (uint64_t)tuple->count ^ (prime_5 ^ UINT64_C(3527539));
    *hash = sum == UINT64_MAX ? 1546275796 : (int64_t)sum;
    return true;
}

static Object *tuple_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!object_is_tuple(vm, left) || !object_is_tuple(vm, right)) return not_implemented_new(vm);
    Tuple *a = (Tuple *)left, *b = (Tuple *)right;
    // No early answer for different lengths: the items' __eq__ runs first, as in CPython.
    int64_t i = 0;
    for (; i < a->count && i < b->count; i++) {
        Found equal = key_equal(vm, a->items[i].object, b->items[i].object);
        if (equal == RAISED) return NULL;
        if (equal == ABSENT) break;
    }
    if (i >= a->count || i >= b->count)
        return sequence_compare_counts(vm, a->count, b->count, comparison);
    if (comparison == COMPARE_EQUAL) return bool_new(vm, false);
    if (comparison == COMPARE_NOT_EQUAL) return bool_new(vm, true);
    return object_compare(vm, a->items[i].object, b->items[i].object, comparison);
}

static bool tuple_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((Tuple *)object)->count;
    return true;
}

static Found tuple_contains(Vm *vm, Object *object, Object *item) {
    Tuple *tuple = (Tuple *)object;
    Found found = ABSENT;
    for (int64_t i = 0; i < tuple->count && found == ABSENT; i++)
        found = key_equal(vm, tuple->items[i].object, item);
    return found;
}

static Object *tuple_concatenate(Vm *vm, Object *left, Object *right) {
    Tuple *a = (Tuple *)left, *b = (Tuple *)right;
    if (a->count == 0 && right->kind == KIND_TUPLE) return object_share(right);
    if (!object_is_tuple(vm, right))
        return raise(vm, ERROR_CONCATENATE_SAME, "tuple", right, "tuple");
    if (b->count == 0 && left->kind == KIND_TUPLE) return object_share(left);
    Tuple *both = tuple_new(vm, a->count + b->count);
    if (both == NULL || both->count == 0) return (Object *)both;
    slots_fill_shared(vm, &both->base, both->items, a->items, a->count);
    slots_fill_shared(vm, &both->base, both->items + a->count, b->items, b->count);
    tuple_finish(vm, both);
    return &both->base;
}

static Object *tuple_repeat(Vm *vm, Object *object, int64_t times) {
    Tuple *tuple = (Tuple *)object;
    if ((tuple->count == 0 || times == 1) && object->kind == KIND_TUPLE)
        return object_share(object);
    if (tuple->count == 0 || times <= 0) return (Object *)tuple_new(vm, 0);
    if (times > INT64_MAX / tuple->count) return sequence_raise_memory(vm);
    Tuple *many = tuple_new(vm, tuple->count * times);
    if (many == NULL) return NULL;
    for (int64_t i = 0; i < times; i++)
        slots_fill_shared(vm, &many->base, many->items + i * tuple->count, tuple->items,
                          tuple->count);
    tuple_finish(vm, many);
    return &many->base;
}

static Object *tuple_load_index(Vm *vm, Object *object, int64_t index) {
    Tuple *tuple = (Tuple *)object;
    if (index < 0 || index >= tuple->count) return raise(vm, ERROR_INDEX_RANGE, "tuple");
    return object_share(tuple->items[index].object);
}

static Object *tuple_load_item(Vm *vm, Object *object, Object *key) {
    Tuple *tuple = (Tuple *)object;
    if (key->kind == KIND_SLICE) {
        int64_t start, stop, step;
        if (!slice_unpack(vm, (Slice *)key, &start, &stop, &step)) return NULL;
        return tuple_new_slice(vm, tuple, start, stop, step);
    }
    int64_t index;
    if (!sequence_index(vm, "tuple", key, &index)) return NULL;
    return tuple_load_index(vm, object, index < 0 ? index + tuple->count : index);
}

static Object *tuple_size_of(Vm *vm, Object *object) {
    return int_new(vm, (int64_t)object_type(vm, object)->python_bytes +
                           ((Tuple *)object)->count * (int64_t)sizeof(Slot));
}

// An instance of a subclass with the items of `plain`.
static Object *tuple_new_subclass(Vm *vm, Type *type, Tuple *plain) {
    size_t bytes = sizeof(Tuple) + (size_t)plain->count * sizeof(Slot);
    Tuple *tuple = (Tuple *)type_new_instance(vm, type, bytes);
    if (tuple == NULL) return NULL;
    tuple->count = plain->count;
    slots_fill_shared(vm, &tuple->base, tuple->items, plain->items, plain->count);
    object_track(vm, &tuple->base);
    return &tuple->base;
}

static Object *tuple_new_object(Vm *vm, Type *type, const Arguments *arguments) {
    // A subclass with an __init__ of its own may take keywords.
    bool has_own_init = type->behaviour.init != type_of_kind(vm, KIND_TUPLE)->behaviour.init;
    if (!has_own_init && !arguments_refuse_keywords(vm, "tuple", arguments)) return NULL;
    if (!arguments_check_count(vm, "tuple", arguments->count, 0, 1)) return NULL;
    Object *iterable = arguments->count == 0 ? NULL : arguments->values[0].object;
    Tuple *plain = iterable == NULL ? tuple_new(vm, 0) : tuple_new_from_iterable(vm, iterable);
    if (plain == NULL || type->kind == KIND_TUPLE) return (Object *)plain;
    Object *instance = tuple_new_subclass(vm, type, plain);
    object_drop(vm, &plain->base);
    return instance;
}

// --- methods ---

static Object *tuple_method_count(Vm *vm, const Slot *arguments) {
    Tuple *tuple = (Tuple *)arguments[0].object;
    int64_t count = 0;
    for (int64_t i = 0; i < tuple->count; i++) {
        Found equal = key_equal(vm, tuple->items[i].object, arguments[1].object);
        if (equal == RAISED) return NULL;
        count += equal;
    }
    return int_new(vm, count);
}

static Object *tuple_method_index(Vm *vm, const Slot *arguments) {
    Tuple *tuple = (Tuple *)arguments[0].object;
    int64_t start = 0, stop = INT64_MAX;
    if (!slice_bounds(vm, arguments[2].object, arguments[3].object, &start, &stop)) return NULL;
    if (start < 0) start = start + tuple->count < 0 ? 0 : start + tuple->count;
    if (stop < 0) stop += tuple->count;
    for (int64_t i = start; i < stop && i < tuple->count; i++) {
        Found equal = key_equal(vm, tuple->items[i].object, arguments[1].object);
        if (equal == RAISED) return NULL;
        if (equal == FOUND) return int_new(vm, i);
    }
    return raise(vm, ERROR_TUPLE_INDEX_ABSENT);
}

static Object *tuple_method___getnewargs__(Vm *vm, const Slot *arguments) {
    Tuple *tuple = (Tuple *)arguments[0].object;
    Tuple *plain = tuple_new_from(vm, tuple->items, tuple->count);
    if (plain == NULL) return NULL;
    Tuple *wrapped = tuple_pack(vm, 1, plain);
    object_drop(vm, &plain->base);
    return (Object *)wrapped;
}

static const Method tuple_methods[] = {
    METHOD(tuple, count, "(self, value, /)", "Count the items that equal value."),
    METHOD(tuple, index, "(self, value, start=0, stop=sys.maxsize, /)",
           "Find the first item that equals value; ValueError when there is none."),
    METHOD(tuple, __getnewargs__, "(self, /)", "The arguments with which copy makes an equal one."),
    GENERIC_ALIAS_METHOD,
    {0},
};

const TypeDefinition tuple_definition = {
    .name = "tuple",
    .kind = KIND_TUPLE,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_TUPLE | TYPE_IS_SEQUENCE |
             TYPE_IS_VARIABLE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Tuple),
    .python_bytes = 24,
    .python_item_bytes = 8,
    .layout = {
        .name = "tuple",
        .flags = LAYOUT_COLLECTED | LAYOUT_UNTRACKS,
        .kept_dead = KEPT_TUPLE,
        .bytes = tuple_bytes,
        .visit = tuple_visit,
        .finish = tuple_finish_items,
        .place = tuple_place,
    },
    .behaviour = {
        .repr = tuple_repr,
        .hash = tuple_hash,
        .compare = tuple_compare,
        .iterate = tuple_iterate,
        .length = tuple_length,
        .contains = tuple_contains,
        .concatenate = tuple_concatenate,
        .repeat = tuple_repeat,
        .load_index = tuple_load_index,
        .load_item = tuple_load_item,
        .new = tuple_new_object,
        .size_of = tuple_size_of,
    },
    .methods = tuple_methods,
    .signature = "(iterable=(), /)",
    .doc = "A sequence that never changes.",
};
