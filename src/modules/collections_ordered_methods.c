// The methods of OrderedDict, its views and its iterators.

#include "modules/collections_ordered.h"

#include "objects/dict_view.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

static Object *raise_key_error(Vm *vm, Object *key) {
    return raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
}

static bool is_exact(Vm *vm, const Object *object) {
    return object_type(vm, object) == collections_get_types(vm)->ordered_dict;
}

static Object *done(Vm *vm, bool is_done) {
    return is_done ? none_new(vm) : NULL;
}

// --- update ---

// Reads the two items of a pair; false: raised.
static bool read_pair(Vm *vm, Object *pair, Object **key, Object **value) {
    Object *iterator = object_iterate(vm, pair), *more = NULL;
    *key = *value = NULL;
    if (iterator == NULL) return false;
    *key = object_next(vm, iterator);
    if (*key != NULL) *value = object_next(vm, iterator);
    if (*value != NULL) more = object_next(vm, iterator);
    object_drop(vm, iterator);
    object_drop_or_null(vm, more);
    if (raised(vm)) return false;
    if (*key == NULL) return raise_false(vm, ERROR_ORDERED_PAIR_EMPTY);
    if (*value == NULL) return raise_false(vm, ERROR_ORDERED_PAIR_ONE);
    return more == NULL || raise_false(vm, ERROR_ORDERED_PAIR_MANY);
}

static bool update_from_pairs(Vm *vm, Object *object, Object *pairs) {
    Object *iterator = object_iterate(vm, pairs), *pair, *key, *value;
    bool is_done = iterator != NULL;
    while (is_done && (pair = object_next(vm, iterator)) != NULL) {
        is_done = read_pair(vm, pair, &key, &value) && object_set_item(vm, object, key, value);
        object_drop(vm, pair);
        object_drop_or_null(vm, key);
        object_drop_or_null(vm, value);
    }
    object_drop_or_null(vm, iterator);
    return is_done && !raised(vm);
}

static bool update_from_keys(Vm *vm, Object *object, Object *other, Object *keys) {
    Object *iterator = object_iterate(vm, keys), *key;
    bool is_done = iterator != NULL;
    while (is_done && (key = object_next(vm, iterator)) != NULL) {
        Object *value = object_load_item(vm, other, key);
        is_done = value != NULL && object_set_item(vm, object, key, value);
        object_drop(vm, key);
        object_drop_or_null(vm, value);
    }
    object_drop_or_null(vm, iterator);
    return is_done && !raised(vm);
}

static List *list_of_items(Vm *vm, Dict *dict) {
    Object *view = dict_items_new(vm, dict);
    if (view == NULL) return NULL;
    List *items = list_new_from_iterable(vm, view);
    object_drop(vm, view);
    return items;
}

static bool update_from_dict(Vm *vm, Object *object, Dict *dict) {
    List *items = list_of_items(vm, dict);
    if (items == NULL) return false;
    bool is_done = update_from_pairs(vm, object, &items->base);
    object_drop(vm, &items->base);
    return is_done;
}

// Calls what an attribute without arguments gives. ABSENT: it has none.
static Found find_call(Vm *vm, Object *object, Str *name, Object **result) {
    Object *method;
    Found found = object_find_attribute(vm, object, name, &method);
    if (found != FOUND) return found;
    *result = object_call_with(vm, method, 0);
    object_drop(vm, method);
    return *result != NULL ? FOUND : RAISED;
}

bool ordered_dict_update_from(Vm *vm, Object *object, Object *other) {
    if (other->kind == KIND_DICT) return update_from_dict(vm, object, (Dict *)other);
    Object *found = NULL;
    bool is_done = false;
    switch (find_call(vm, other, vm->objects->names.keys, &found)) {
    case FOUND: is_done = update_from_keys(vm, object, other, found); break;
    case RAISED: return false;
    case ABSENT:
        switch (find_call(vm, other, vm->objects->names.items, &found)) {
        case FOUND: is_done = update_from_pairs(vm, object, found); break;
        case RAISED: return false;
        case ABSENT: return update_from_pairs(vm, object, other);
        }
    }
    object_drop(vm, found);
    return is_done;
}

bool ordered_dict_update(Vm *vm, Object *object, const Arguments *arguments) {
    int64_t count = arguments->count;
    if (count > 1) return raise_false(vm, ERROR_ORDERED_UPDATE_COUNT, count);
    if (count == 1 && !ordered_dict_update_from(vm, object, arguments->values[0].object))
        return false;
    if (arguments->names == NULL) return true;
    for (int64_t i = 0; i < arguments->names->count; i++)
        if (!object_set_item(vm, object, arguments->names->items[i].object,
                             arguments->values[count + i].object))
            return false;
    return true;
}

static Object *ordered_method_update(Vm *vm, const Slot *arguments) {
    const Tuple *rest = (const Tuple *)arguments[1].object;
    Dict *keywords = (Dict *)arguments[2].object;
    Arguments positional = {rest->items, rest->count, NULL};
    if (!ordered_dict_update(vm, arguments[0].object, &positional)) return NULL;
    if (keywords->count == 0) return none_new(vm);
    return done(vm, update_from_dict(vm, arguments[0].object, keywords));
}

// --- one key ---

static Object *ordered_method_fromkeys(Vm *vm, const Slot *arguments) {
    Object *made = object_call_with(vm, arguments[0].object, 0), *key;
    Object *value = arguments[2].object == NULL ? vm->objects->none : arguments[2].object;
    Object *iterator = made == NULL ? NULL : object_iterate(vm, arguments[1].object);
    while (iterator != NULL && !raised(vm) && (key = object_next(vm, iterator)) != NULL) {
        bool is_set = object_set_item(vm, made, key, value);
        object_drop(vm, key);
        if (!is_set) break;
    }
    object_drop_or_null(vm, iterator);
    if (!raised(vm)) return made;
    object_drop_or_null(vm, made);
    return NULL;
}

static Object *ordered_method_setdefault(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object, *key = arguments[1].object, *value;
    Object *otherwise = arguments[2].object == NULL ? vm->objects->none : arguments[2].object;
    Found found;
    if (is_exact(vm, object)) {
        found = dict_find(vm, (Dict *)object, key, &value);
        if (found == FOUND) return object_share(value);
        if (found == RAISED || !ordered_dict_set_item(vm, object, key, otherwise)) return NULL;
    } else {
        found = object_contains(vm, object, key);
        if (found == FOUND) return object_load_item(vm, object, key);
        if (found == RAISED || !object_set_item(vm, object, key, otherwise)) return NULL;
    }
    return object_share(otherwise);
}

static Object *ordered_method_pop(Vm *vm, const Slot *arguments) {
    return ordered_dict_take(vm, arguments[0].object, arguments[1].object, arguments[2].object);
}

// The argument last=True; false: raised.
static bool read_last(Vm *vm, Object *argument, bool *is_last) {
    Found truth = argument == NULL ? FOUND : object_truth(vm, argument);
    *is_last = truth == FOUND;
    return truth != RAISED;
}

static Object *ordered_method_popitem(Vm *vm, const Slot *arguments) {
    Order *order = ordered_dict_order(arguments[0].object);
    bool is_last;
    if (!read_last(vm, arguments[1].object, &is_last)) return NULL;
    if (order->first == NULL) return raise(vm, ERROR_ORDERED_EMPTY);
    const OrderNode *node = is_last ? order->last : order->first;
    Object *key = object_share(node->key.object), *value = NULL, *pair = NULL;
    Found found = order_take(vm, order, key, node->hash, &value);
    if (found == ABSENT) raise_key_error(vm, key);
    if (value != NULL) pair = (Object *)tuple_pack(vm, 2, key, value);
    object_drop(vm, key);
    object_drop_or_null(vm, value);
    return pair;
}

static Object *ordered_method_move_to_end(Vm *vm, const Slot *arguments) {
    Order *order = ordered_dict_order(arguments[0].object);
    Object *key = arguments[1].object;
    bool is_last;
    int64_t hash, entry;
    if (!read_last(vm, arguments[2].object, &is_last)) return NULL;
    if (order->first == NULL) return raise_key_error(vm, key);
    OrderNode *node = is_last ? order->last : order->first;
    if (node->key.object == key) return none_new(vm);
    if (!key_hash(vm, key, &hash)) return NULL;
    Found found = order_find(vm, order, key, hash, &node, &entry);
    if (found != FOUND) return found == RAISED ? NULL : raise_key_error(vm, key);
    if (is_last) order_move_last(order, node);
    else order_move_first(order, node);
    return none_new(vm);
}

// --- all of it ---

static Object *ordered_method_clear(Vm *vm, const Slot *arguments) {
    ordered_dict_clear(vm, arguments[0].object);
    return none_new(vm);
}

// Copies one pair, of an exact OrderedDict straight from node to dict.
static bool copy_pair(Vm *vm, Object *from, OrderNode *node, Object *to, bool is_plain) {
    Object *value, *key = object_share(node->key.object);
    bool is_done = false;
    if (!is_plain) {
        value = object_load_item(vm, from, key);
        is_done = value != NULL && object_set_item(vm, to, key, value);
        object_drop_or_null(vm, value);
    } else {
        switch (order_find_value(vm, ordered_dict_order(from), node, &value)) {
        case FOUND: is_done = ordered_dict_set_item(vm, to, key, value); break;
        case ABSENT: raise_key_error(vm, key); break;
        case RAISED: break;
        }
    }
    object_drop(vm, key);
    return is_done;
}

static Object *ordered_method_copy(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object;
    const Order *order = ordered_dict_order(object);
    bool is_plain = is_exact(vm, object), is_done = true;
    Object *copy = object_call_with(vm, (Object *)object_type(vm, object), 0);
    uint64_t changes = order->changes;
    for (OrderNode *node = order->first; copy != NULL && node != NULL; node = node->next) {
        is_done = copy_pair(vm, object, node, copy, is_plain);
        if (is_done && order->changes != changes)
            is_done = raise_false(vm, ERROR_ORDERED_MUTATED);
        if (!is_done) break;
    }
    if (is_done) return copy;
    object_drop(vm, copy);
    return NULL;
}

static Object *ordered_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object, *state = object_load_state(vm, object, 0);
    if (state == NULL) return NULL;
    Object *items = object_call_method(vm, object, vm->objects->names.items, 0);
    Object *iterator = items == NULL ? NULL : object_iterate(vm, items);
    object_drop_or_null(vm, items);
    return build_tuple(vm, "o()OoO", object_type(vm, object), state, vm->objects->none, iterator);
}

static Object *ordered_method___sizeof__(Vm *vm, const Slot *arguments) {
    return collections_ordered_dict_definition.behaviour.size_of(vm, arguments[0].object);
}

// --- views ---

typedef enum IterationKind { ITERATES_KEYS, ITERATES_VALUES, ITERATES_ITEMS } IterationKind;

static Object *view_new(Vm *vm, Type *type, Object *ordered) {
    return type_new_filled(vm, type, 1, object_share(ordered));
}

static Object *ordered_method_keys(Vm *vm, const Slot *arguments) {
    return view_new(vm, collections_get_types(vm)->ordered_keys, arguments[0].object);
}

static Object *ordered_method_values(Vm *vm, const Slot *arguments) {
    return view_new(vm, collections_get_types(vm)->ordered_values, arguments[0].object);
}

static Object *ordered_method_items(Vm *vm, const Slot *arguments) {
    return view_new(vm, collections_get_types(vm)->ordered_items, arguments[0].object);
}

// --- iterators ---

typedef struct OrderedIterator {
    Object base;
    Slot ordered;          // empty once exhausted
    Slot result;           // items: the pair to use again
    OrderNode *node;       // borrows: the next one, while the list is unchanged; NULL: the end
    uint64_t changes;      // of the OrderedDict, when it was made
    int64_t count;         // of its keys; -1 after it was found changed
    IterationKind kind;
    bool is_reversed;
} OrderedIterator;

static const Field ordered_iterator_fields[] = {
    FIELD_NAMED(OrderedIterator, ordered, "dict"),
    FIELD(OrderedIterator, result),
    {0},
};

static Object *iterator_new_over(Vm *vm, Object *object, IterationKind kind, bool is_reversed) {
    const Order *order = ordered_dict_order(object);
    Object *made = type_new_filled(vm, collections_get_types(vm)->ordered_iterator, 1,
                                   object_share(object));
    if (made == NULL) return NULL;
    OrderedIterator *iterator = (OrderedIterator *)made;
    iterator->node = is_reversed ? order->last : order->first;
    iterator->changes = order->changes;
    iterator->count = order->dict->count;
    iterator->kind = kind;
    iterator->is_reversed = is_reversed;
    if (kind != ITERATES_ITEMS) return made;
    Tuple *pair = tuple_new_repeated(vm, vm->objects->none, 2);
    slot_fill(vm, made, &iterator->result, (Object *)pair);
    if (pair != NULL) return made;
    object_drop(vm, made);
    return NULL;
}

Object *ordered_dict_iterate(Vm *vm, Object *ordered) {
    return iterator_new_over(vm, ordered, ITERATES_KEYS, false);
}

static Object *ordered_method___reversed__(Vm *vm, const Slot *arguments) {
    return iterator_new_over(vm, arguments[0].object, ITERATES_KEYS, true);
}

static Object *iterator_end(Vm *vm, OrderedIterator *iterator) {
    iterator->node = NULL;
    slot_clear(vm, &iterator->base, &iterator->ordered);
    return NULL;
}

// The node of this step; NULL: the end, or raised.
static OrderNode *iterator_step(Vm *vm, OrderedIterator *iterator) {
    const Order *order = ordered_dict_order(iterator->ordered.object);
    OrderNode *node = iterator->node;
    if (node == NULL) return (OrderNode *)iterator_end(vm, iterator);
    if (order->changes != iterator->changes) {
        raise(vm, ERROR_ORDERED_MUTATED);
        return (OrderNode *)iterator_end(vm, iterator);
    }
    if (order->dict->count != iterator->count) {
        iterator->count = -1;   // this will not heal
        return (OrderNode *)raise(vm, ERROR_ORDERED_SIZE_CHANGED);
    }
    iterator->node = iterator->is_reversed ? node->previous : node->next;
    return node;
}

static Object *ordered_iterator_next(Vm *vm, Object *object) {
    OrderedIterator *iterator = (OrderedIterator *)object;
    if (iterator->ordered.object == NULL) return NULL;
    OrderNode *node = iterator_step(vm, iterator);
    if (node == NULL) return NULL;
    Object *key = node->key.object, *value;
    Found found = order_find_value(vm, ordered_dict_order(iterator->ordered.object), node, &value);
    if (found != FOUND) {
        if (found == ABSENT) raise_key_error(vm, key);
        if (iterator->kind != ITERATES_KEYS) return iterator_end(vm, iterator);
        iterator->node = NULL;
        return NULL;
    }
    if (iterator->kind == ITERATES_KEYS) return object_share(key);
    if (iterator->kind == ITERATES_VALUES) return object_share(value);
    Tuple *pair = (Tuple *)iterator->result.object;
    if (pair == NULL || pair->base.count > 1) return (Object *)tuple_pack(vm, 2, key, value);
    return iterator_reuse_pair(vm, pair, object_share(key), object_share(value));
}

// iter(list of what is left), without moving the iterator.
static Object *ordered_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const OrderedIterator *iterator = (const OrderedIterator *)arguments[0].object;
    List *rest = list_new(vm, 0);
    if (rest == NULL) return NULL;
    if (iterator->ordered.object != NULL) {
        Object *copy = iterator_new_over(vm, iterator->ordered.object, iterator->kind,
                                         iterator->is_reversed);
        bool is_done = copy != NULL;
        if (is_done) {
            ((OrderedIterator *)copy)->node = iterator->node;
            ((OrderedIterator *)copy)->changes = iterator->changes;
            ((OrderedIterator *)copy)->count = iterator->count;
            is_done = list_extend(vm, rest, copy);
            object_drop(vm, copy);
        }
        if (!is_done) {
            object_drop(vm, &rest->base);
            return NULL;
        }
    }
    Object *function = sequence_get_builtin(vm, "iter");
    if (function != NULL) return sequence_reduce_take(vm, function, &rest->base);
    object_drop(vm, &rest->base);
    return NULL;
}

static const Method ordered_iterator_methods[] = {
    HIDDEN_METHOD(ordered_iterator, __reduce__, "(self, /)", "How to make an equal iterator."),
    {0},
};

const TypeDefinition collections_ordered_iterator_definition = {
    .name = "odict_iterator",
    .bytes = sizeof(OrderedIterator),
    .python_bytes = 64,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS,
               .fields = ordered_iterator_fields},
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = sequence_iterate_self, .next = ordered_iterator_next},
    .methods = ordered_iterator_methods,
};

#define ORDERED_VIEW(id, python_name, base_kind, ITERATION)                                   \
    static Object *id##_iterate(Vm *vm, Object *object) {                                     \
        return iterator_new_over(vm, ((DictView *)object)->dict.object, ITERATION, false);    \
    }                                                                                         \
    static Object *id##_method___reversed__(Vm *vm, const Slot *arguments) {                  \
        Object *ordered = ((DictView *)arguments[0].object)->dict.object;                     \
        return iterator_new_over(vm, ordered, ITERATION, true);                               \
    }                                                                                         \
    static const Method id##_methods[] = {                                                    \
        HIDDEN_METHOD(id, __reversed__, "(self, /)", "Iterate, the last one first."), {0},    \
    };                                                                                        \
    const TypeDefinition collections_##id##_definition = {                                    \
        .name = python_name,                                                                  \
        .base = base_kind,                                                                    \
        .bytes = sizeof(DictView),                                                            \
        .python_bytes = 24,                                                                   \
        .layout = {.flags = LAYOUT_COLLECTED},                                                \
        .behaviour = {.iterate = id##_iterate},                                               \
        .methods = id##_methods,                                                              \
    }

ORDERED_VIEW(ordered_keys, "odict_keys", KIND_DICT_KEYS, ITERATES_KEYS);
ORDERED_VIEW(ordered_values, "odict_values", KIND_DICT_VALUES, ITERATES_VALUES);
ORDERED_VIEW(ordered_items, "odict_items", KIND_DICT_ITEMS, ITERATES_ITEMS);

const Method ordered_dict_methods[] = {
    CLASS_METHOD(ordered, fromkeys, "(type, /, iterable, value=None)",
                 "A new one with keys from iterable, all with the same value."),
    HIDDEN_METHOD(ordered, __sizeof__, "(self, /)", NULL),
    HIDDEN_METHOD(ordered, __reduce__, "(self, /)", "How to make an equal one."),
    METHOD(ordered, setdefault, "(self, /, key, default=None)",
           "The value under the key; when there is none, default is put there first."),
    METHOD(ordered, pop, "(self, /, key, default=<unrepresentable>)",
           "Remove the key and give its value, or default, or raise KeyError."),
    METHOD(ordered, popitem, "(self, /, last=True)",
           "Remove the last pair, or the first one, and give it."),
    HIDDEN_METHOD(ordered, keys, "(self, /)", NULL),
    HIDDEN_METHOD(ordered, values, "(self, /)", NULL),
    HIDDEN_METHOD(ordered, items, "(self, /)", NULL),
    HIDDEN_METHOD(ordered, update, "(self, /, *args, **kwargs)", NULL),
    HIDDEN_METHOD(ordered, clear, "(self, /)", "Remove all."),
    HIDDEN_METHOD(ordered, copy, "(self, /)", "A new one with the same pairs."),
    HIDDEN_METHOD(ordered, __reversed__, "(self, /)", "Iterate over the keys, the last first."),
    METHOD(ordered, move_to_end, "(self, /, key, last=True)",
           "Move a key to the end, or to the start."),
    {0},
};
