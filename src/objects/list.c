// list: a growable row of slots in a buffer of its own.
//
// The first `count` slots are full. Growth leaves room in proportion to size, by
// CPython's rules, because sys.getsizeof() shows it; `items` is NULL in a list that
// never had any and in one that was emptied, and CPython fills such a list by another
// rule than one that was cut down to nothing (list_no_items).

#include "objects/list.h"

#include "objects/arguments.h"
#include "objects/key.h"
#include "objects/list_parts.h"
#include "objects/sequence.h"
#include "objects/slice.h"
#include "objects/slot.h"

static const Slot no_items[1], sorting_items[1];

// What a list of capacity 0 has that was cut down to nothing.
static Slot *list_no_items(void) {
    return (Slot *)(uintptr_t)no_items;
}

void list_set_sorting(List *list) {
    list->items = (Slot *)(uintptr_t)sorting_items;
    list->count = list->capacity = 0;
}

bool list_is_untouched(const List *list) {
    return list->items == sorting_items;
}

// In CPython's view: a buffer, be it empty.
static bool has_items(const List *list) {
    return list->items != NULL && list->items != sorting_items;
}

void list_check(const List *list) {
    CHECK(list->count >= 0);
    CHECK(list->count <= list->capacity);
    if (list->items == NULL) CHECK(list->capacity == 0);
}

static void list_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    List *list = (List *)object;
    for (int64_t i = 0; i < list->count; i++) visit(vm, object, &list->items[i], context);
}

static Place list_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    return (Place){PLACE_INDEX, slot - ((List *)object)->items, NULL, NULL};
}

static void list_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const List *list = (const List *)object;
    const int64_t numbers[] = {list->count, list->capacity};
    add(context, numbers, sizeof numbers);
}

void list_empty(Vm *vm, List *list) {
    // The list is empty before the first item is dropped: dropping may look at it.
    Slot *items = list->items;
    int64_t count = list->count, capacity = list->capacity;
    if (!has_items(list)) return;
    list->items = NULL;
    list->count = list->capacity = 0;
    if (capacity == 0) return;
    slots_clear(vm, &list->base, items, count);
    buffer_drop(vm, items, (size_t)capacity * sizeof(Slot));
}

static void list_clear_items(Vm *vm, Object *object) {
    list_empty(vm, (List *)object);
}

static void list_finish(Vm *vm, Object *object) {
    List *list = (List *)object;
    slots_clear(vm, object, list->items, list->count);
    if (list->capacity != 0)
        buffer_drop(vm, list->items, (size_t)list->capacity * sizeof(Slot));
}

// --- room ---

// Gives the list exactly this capacity, not less than its count.
static bool set_capacity(Vm *vm, List *list, int64_t capacity) {
    if (UNLIKELY(!sequence_check_count(vm, capacity))) return false;
    size_t bytes_old = (size_t)list->capacity * sizeof(Slot);
    size_t bytes_new = (size_t)capacity * sizeof(Slot);
    if (capacity == 0) {
        if (list->capacity != 0) buffer_drop(vm, list->items, bytes_old);
        list->items = list_no_items();
        list->capacity = 0;
        return true;
    }
    void *items = list->capacity == 0 ? buffer_new(vm, bytes_new)
                                      : buffer_resize(vm, list->items, bytes_old, bytes_new);
    if (UNLIKELY(items == NULL)) return false;
    list->items = items;
    list->capacity = capacity;
    return true;
}

bool list_reserve(Vm *vm, List *list, int64_t count) {
    if (list->capacity >= count && count >= list->capacity >> 1) return true;
    if (count == 0) return set_capacity(vm, list, 0);
    if (UNLIKELY(!sequence_check_count(vm, count))) return false;
    int64_t capacity = (count + (count >> 3) + 6) & ~INT64_C(3);
    // A big step at once is followed less often by another one.
    if (count - list->count > capacity - count) capacity = (count + 3) & ~INT64_C(3);
    return set_capacity(vm, list, capacity);
}

bool list_reserve_first(Vm *vm, List *list, int64_t count) {
    return sequence_check_count(vm, count) && set_capacity(vm, list, (count + 1) & ~INT64_C(1));
}

bool list_reserve_exactly(Vm *vm, List *list, int64_t count) {
    return count == 0 || set_capacity(vm, list, count);
}

bool list_grow(Vm *vm, List *list) {
    return list_reserve(vm, list, list->count + 1);
}

// --- making ---

List *list_new(Vm *vm, int64_t capacity) {
    if (UNLIKELY(!sequence_check_count(vm, capacity))) return NULL;
    List *list = (List *)object_new(vm, KIND_LIST, sizeof(List));
    if (UNLIKELY(list == NULL)) return NULL;
    list->items = NULL;
    list->count = list->capacity = 0;
    if (capacity != 0) {
        void *items = buffer_new(vm, (size_t)capacity * sizeof(Slot));
        if (UNLIKELY(items == NULL)) {
            object_drop(vm, &list->base);
            return NULL;
        }
        list->items = items;
        list->capacity = capacity;
    }
    object_track(vm, &list->base);
    return list;
}

List *list_new_from(Vm *vm, const Slot *items, int64_t count) {
    List *list = list_new(vm, count);
    if (list == NULL) return NULL;
    slots_fill_shared(vm, &list->base, list->items, items, count);
    list->count = count;
    return list;
}

List *list_new_from_iterable(Vm *vm, Object *iterable) {
    List *list = list_new(vm, 0);
    if (list == NULL) return NULL;
    if (list_extend(vm, list, iterable)) return list;
    object_drop(vm, &list->base);
    return NULL;
}

Tuple *list_to_tuple(Vm *vm, List *list) {
    Tuple *tuple = tuple_new(vm, list->count);
    if (tuple == NULL || tuple->count == 0) return tuple;
    // Making the tuple may have run a collection and with it the program.
    if (UNLIKELY(list->count != tuple->count)) {
        object_drop(vm, &tuple->base);
        return list_to_tuple(vm, list);
    }
    slots_fill_shared(vm, &tuple->base, tuple->items, list->items, list->count);
    tuple_finish(vm, tuple);
    return tuple;
}

// --- adding ---

bool list_take_add(Vm *vm, List *list, Object *item) {
    if (UNLIKELY(item == NULL)) return false;
    if (UNLIKELY(list->count == list->capacity) && UNLIKELY(!list_grow(vm, list))) {
        object_drop(vm, item);
        return false;
    }
    slot_fill(vm, &list->base, &list->items[list->count], item);
    list->count++;
    return true;
}

bool list_add(Vm *vm, List *list, Object *item) {
    return list_take_add(vm, list, object_share(item));
}

// From a list or tuple, which may be the list itself.
static bool extend_from_slots(Vm *vm, List *list, const Object *from) {
    int64_t count;
    sequence_fast_items(vm, from, &count);
    if (count == 0) return true;
    bool has_room = has_items(list) ? list_reserve(vm, list, list->count + count)
                                    : list_reserve_first(vm, list, count);
    if (!has_room) return false;
    // Only now: making room moves the items when the two are the same list.
    const Slot *items = sequence_fast_items(vm, from, &count);
    slots_fill_shared(vm, &list->base, list->items + list->count, items, count);
    list->count += count;
    return true;
}

static bool extend_from_iterator(Vm *vm, List *list, Object *iterator) {
    Object *item;
    while ((item = object_next(vm, iterator)) != NULL)
        if (!list_take_add(vm, list, item)) return false;
    if (raised(vm)) return false;
    // The guess of the length was too large.
    return list->count >= list->capacity || list_reserve(vm, list, list->count);
}

bool list_extend(Vm *vm, List *list, Object *iterable) {
    if (iterable->kind == KIND_LIST || iterable->kind == KIND_TUPLE || iterable == &list->base)
        return extend_from_slots(vm, list, iterable);
    Object *iterator = object_iterate(vm, iterable);
    if (iterator == NULL) return false;
    enum { GUESS = 8 };
    int64_t more;
    bool is_done = object_length_hint(vm, iterable, GUESS, &more);
    // A guess that is too large to be true is ignored.
    if (is_done && more <= INT64_MAX - list->count) {
        if (has_items(list)) is_done = list_reserve(vm, list, list->count + more);
        else if (more > 0) is_done = list_reserve_first(vm, list, more);
    }
    is_done = is_done && extend_from_iterator(vm, list, iterator);
    object_drop(vm, iterator);
    return is_done;
}

// --- behaviour ---

static Object *list_repr(Vm *vm, Object *object) {
    List *list = (List *)object;
    if (list->count == 0) return str_new_c(vm, "[]");
    Found inside = repr_enter(vm, object);
    if (inside != ABSENT) return inside == FOUND ? str_new_c(vm, "[...]") : NULL;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_char(&builder, '[');
    bool is_done = true;
    for (int64_t i = 0; i < list->count && is_done; i++) {
        if (i > 0) str_builder_add_c(&builder, ", ");
        is_done = sequence_add_repr(vm, &builder, list->items[i].object);
    }
    str_builder_add_char(&builder, ']');
    repr_leave(vm, object);
    if (is_done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

// left[i] == right[i], both held while the program's __eq__ runs.
static Found equal_at(Vm *vm, const List *left, const List *right, int64_t i) {
    Object *a = left->items[i].object, *b = right->items[i].object;
    if (a == b) return FOUND;
    if (key_is_plain(a, b)) return key_plain_is_equal(a, b) ? FOUND : ABSENT;
    object_share(a);
    object_share(b);
    Found equal = object_equal(vm, a, b);
    object_drop(vm, a);
    object_drop(vm, b);
    return equal;
}

static Object *list_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!object_is_list(vm, left) || !object_is_list(vm, right)) return not_implemented_new(vm);
    const List *a = (const List *)left, *b = (const List *)right;
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (a->count != b->count && is_equality) return bool_new(vm, comparison == COMPARE_NOT_EQUAL);
    int64_t i = 0;
    for (; i < a->count && i < b->count; i++) {
        Found equal = equal_at(vm, a, b, i);
        if (equal == RAISED) return NULL;
        if (equal == ABSENT) break;
    }
    if (i >= a->count || i >= b->count)
        return sequence_compare_counts(vm, a->count, b->count, comparison);
    if (is_equality) return bool_new(vm, comparison == COMPARE_NOT_EQUAL);
    Object *item = object_share(a->items[i].object), *other = object_share(b->items[i].object);
    Object *answer = object_compare(vm, item, other, comparison);
    object_drop(vm, item);
    object_drop(vm, other);
    return answer;
}

static bool list_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((List *)object)->count;
    return true;
}

Found list_equal_item(Vm *vm, const List *list, int64_t index, Object *item) {
    Object *own = list->items[index].object;
    if (own == item) return FOUND;
    if (key_is_plain(own, item)) return key_plain_is_equal(own, item) ? FOUND : ABSENT;
    object_share(own);
    Found equal = object_equal(vm, own, item);
    object_drop(vm, own);
    return equal;
}

static Found list_contains(Vm *vm, Object *object, Object *item) {
    const List *list = (const List *)object;
    Found found = ABSENT;
    for (int64_t i = 0; i < list->count && found == ABSENT; i++)
        found = list_equal_item(vm, list, i, item);
    return found;
}

static Object *list_concatenate(Vm *vm, Object *left, Object *right) {
    if (!object_is_list(vm, right))
        return raise(vm, ERROR_CONCATENATE_SAME, "list", right, "list");
    List *a = (List *)left, *b = (List *)right;
    // The list comes before the counts are read: making it may run the program.
    List *both = list_new(vm, 0);
    if (both == NULL) return NULL;
    if (!list_reserve_exactly(vm, both, a->count + b->count)) {
        object_drop(vm, &both->base);
        return NULL;
    }
    slots_fill_shared(vm, &both->base, both->items, a->items, a->count);
    slots_fill_shared(vm, &both->base, both->items + a->count, b->items, b->count);
    both->count = a->count + b->count;
    return &both->base;
}

static Object *list_concatenate_in_place(Vm *vm, Object *left, Object *right) {
    return list_extend(vm, (List *)left, right) ? object_share(left) : NULL;
}

static Object *list_repeat(Vm *vm, Object *object, int64_t times) {
    List *list = (List *)object, *many = list_new(vm, 0);
    int64_t count = list->count;
    if (many == NULL || count == 0 || times <= 0) return (Object *)many;
    bool is_too_much = times > INT64_MAX / count;
    if (is_too_much) sequence_raise_memory(vm);
    if (is_too_much || !set_capacity(vm, many, count * times)) {
        object_drop(vm, &many->base);
        return NULL;
    }
    for (int64_t i = 0; i < times; i++)
        slots_fill_shared(vm, &many->base, many->items + i * count, list->items, count);
    many->count = count * times;
    return &many->base;
}

static Object *list_repeat_in_place(Vm *vm, Object *object, int64_t times) {
    List *list = (List *)object;
    int64_t count = list->count;
    if (count == 0 || times == 1) return object_share(object);
    if (times < 1) {
        list_empty(vm, list);
        return object_share(object);
    }
    if (count > INT64_MAX / times) return sequence_raise_memory(vm);
    if (!list_reserve(vm, list, count * times)) return NULL;
    for (int64_t i = 1; i < times; i++)
        slots_fill_shared(vm, object, list->items + i * count, list->items, count);
    list->count = count * times;
    return object_share(object);
}

static Object *list_load_index(Vm *vm, Object *object, int64_t index) {
    List *list = (List *)object;
    if (index < 0 || index >= list->count) return raise(vm, ERROR_INDEX_RANGE, "list");
    return object_share(list->items[index].object);
}

static bool list_set_index(Vm *vm, Object *object, int64_t index, Object *value) {
    List *list = (List *)object;
    if (index < 0 || index >= list->count)
        return raise_false(vm, ERROR_INDEX_RANGE, "list assignment");
    if (value == NULL) return list_replace(vm, list, index, index + 1, NULL);
    slot_set(vm, object, &list->items[index], value);
    return true;
}

Object *list_load_item(Vm *vm, Object *object, Object *key) {
    List *list = (List *)object;
    if (key->kind == KIND_SLICE) {
        int64_t start, stop, step;
        if (!slice_unpack(vm, (Slice *)key, &start, &stop, &step)) return NULL;
        return (Object *)list_new_slice(vm, list, start, stop, step);
    }
    int64_t index;
    if (!sequence_index(vm, "list", key, &index)) return NULL;
    return list_load_index(vm, object, index < 0 ? index + list->count : index);
}

static bool list_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    List *list = (List *)object;
    if (key->kind == KIND_SLICE) return list_set_slice(vm, list, (Slice *)key, value);
    int64_t index;
    if (!sequence_index(vm, "list", key, &index)) return false;
    return list_set_index(vm, object, index < 0 ? index + list->count : index, value);
}

static Object *list_size_of(Vm *vm, Object *object) {
    const List *list = (const List *)object;
    // While it sorts, CPython notes a capacity of -1, and counts with it.
    int64_t capacity = list_is_untouched(list) ? -1 : list->capacity;
    return int_new(vm, (int64_t)object_type(vm, object)->python_bytes +
                           capacity * (int64_t)sizeof(Slot));
}

static Object *list_new_object(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    if (type->kind == KIND_LIST) return (Object *)list_new(vm, 0);
    Object *object = type_new_instance(vm, type, type->bytes);
    if (object != NULL) object_track(vm, object);
    return object;
}

static bool list_init(Vm *vm, Object *object, const Arguments *arguments) {
    List *list = (List *)object;
    // A subclass with a __new__ of its own may take keywords.
    const Type *type = object_type(vm, object);
    bool has_own_new = type->behaviour.new != type_of_kind(vm, KIND_LIST)->behaviour.new;
    if (!has_own_new && !arguments_refuse_keywords(vm, "list", arguments)) return false;
    if (!arguments_check_count(vm, "list", arguments->count, 0, 1)) return false;
    list_empty(vm, list);
    return arguments->count == 0 || list_extend(vm, list, arguments->values[0].object);
}

const TypeDefinition list_definition = {
    .name = "list",
    .kind = KIND_LIST,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_LIST | TYPE_IS_SEQUENCE |
             TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(List),
    .python_bytes = 40,
    .layout = {
        .name = "list",
        .flags = LAYOUT_COLLECTED,
        .kept_dead = KEPT_LIST,
        .visit = list_visit,
        .clear = list_clear_items,
        .finish = list_finish,
        .place = list_place,
        .payload = list_payload,
    },
    .behaviour = {
        .repr = list_repr,
        .hash = slot_hash_refuse,
        .compare = list_compare,
        .iterate = list_iterate,
        .length = list_length,
        .contains = list_contains,
        .concatenate = list_concatenate,
        .concatenate_in_place = list_concatenate_in_place,
        .repeat = list_repeat,
        .repeat_in_place = list_repeat_in_place,
        .load_index = list_load_index,
        .set_index = list_set_index,
        .load_item = list_load_item,
        .set_item = list_set_item,
        .new = list_new_object,
        .init = list_init,
        .size_of = list_size_of,
    },
    .methods = list_methods,
    .signature = "(iterable=(), /)",
    .doc = "A sequence that can be changed.",
};
