// Views: what keys(), values() and items() give; they show the dict as it is now.
//
// Views of keys and of items are sets in what they compare and combine to.

#include "objects/dict_view.h"

#include "objects/dict_table.h"
#include "objects/list.h"
#include "objects/mapping_proxy.h"
#include "objects/sequence.h"
#include "objects/set.h"
#include "objects/tuple.h"

static const Field dict_view_fields[] = {FIELD(DictView, dict), {0}};

static Object *dict_view_new(Vm *vm, uint32_t kind, Dict *dict) {
    DictView *view = (DictView *)object_new(vm, kind, sizeof(DictView));
    if (view == NULL) return NULL;
    slot_fill(vm, &view->base, &view->dict, object_share(&dict->base));
    object_track(vm, &view->base);
    return &view->base;
}

Object *dict_keys_new(Vm *vm, Dict *dict) {
    return dict_view_new(vm, KIND_DICT_KEYS, dict);
}

Object *dict_values_new(Vm *vm, Dict *dict) {
    return dict_view_new(vm, KIND_DICT_VALUES, dict);
}

Object *dict_items_new(Vm *vm, Dict *dict) {
    return dict_view_new(vm, KIND_DICT_ITEMS, dict);
}

static Dict *view_dict(const Object *view) {
    return (Dict *)((const DictView *)view)->dict.object;
}

// Of keys or of items; those of OrderedDict too.
static bool is_set_view(Vm *vm, const Object *object) {
    if (object->kind == KIND_DICT_KEYS || object->kind == KIND_DICT_ITEMS) return true;
    return object_type(vm, object)->behaviour.binary[BINARY_SUBTRACT] ==
           dict_keys_definition.behaviour.binary[BINARY_SUBTRACT];
}

// --- behaviour of all three ---

static bool dict_view_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = view_dict(object)->count;
    return true;
}

static Object *dict_view_iterate(Vm *vm, Object *object) {
    uint32_t kind = object->kind == KIND_DICT_KEYS     ? KIND_DICT_KEY_ITERATOR
                    : object->kind == KIND_DICT_VALUES ? KIND_DICT_VALUE_ITERATOR
                                                       : KIND_DICT_ITEM_ITERATOR;
    return dict_iterator_new(vm, kind, view_dict(object));
}

static Object *dict_view_method___reversed__(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object;
    uint32_t kind = object->kind == KIND_DICT_KEYS     ? KIND_DICT_REVERSE_KEY_ITERATOR
                    : object->kind == KIND_DICT_VALUES ? KIND_DICT_REVERSE_VALUE_ITERATOR
                                                       : KIND_DICT_REVERSE_ITEM_ITERATOR;
    return dict_iterator_new(vm, kind, view_dict(object));
}

static Object *dict_view_repr(Vm *vm, Object *object) {
    Found inside = repr_enter(vm, object);
    if (inside != ABSENT) return inside == FOUND ? str_new_c(vm, "...") : NULL;
    List *items = list_new_from_iterable(vm, object);
    Object *text = NULL;
    if (items != NULL) {
        text = str_new_format(vm, "%s(%R)", object_type_name(vm, object), &items->base);
        object_drop(vm, &items->base);
    }
    repr_leave(vm, object);
    return text;
}

static Object *dict_view_get_mapping(Vm *vm, Object *object) {
    return mapping_proxy_new(vm, &view_dict(object)->base);
}

static Found dict_keys_contains(Vm *vm, Object *object, Object *key) {
    Object *value;
    return dict_find(vm, view_dict(object), key, &value);
}

static Found dict_items_contains(Vm *vm, Object *object, Object *item) {
    if (!object_is_tuple(vm, item) || ((Tuple *)item)->count != 2) return ABSENT;
    Tuple *pair = (Tuple *)item;
    Object *value;
    Found found = dict_find(vm, view_dict(object), pair->items[0].object, &value);
    if (found != FOUND) return found;
    object_share(value);
    found = key_equal(vm, value, pair->items[1].object);
    object_drop(vm, value);
    return found;
}

// --- comparison ---

// Are all items of `left` in `right`?
static Found contains_all(Vm *vm, Object *left, Object *right) {
    Object *iterator = object_iterate(vm, left);
    if (iterator == NULL) return RAISED;
    Found found = FOUND;
    while (found == FOUND) {
        Object *item = object_next(vm, iterator);
        if (item == NULL) {
            if (raised(vm)) found = RAISED;
            break;
        }
        found = object_contains(vm, right, item);
        object_drop(vm, item);
    }
    object_drop(vm, iterator);
    return found;
}

static Object *dict_view_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!object_is_set(vm, right) && !is_set_view(vm, right)) return not_implemented_new(vm);
    int64_t a = view_dict(left)->count, b;
    if (!object_length(vm, right, &b)) return NULL;
    Found found = ABSENT;
    switch (comparison) {
    case COMPARE_EQUAL:
    case COMPARE_NOT_EQUAL: found = a == b ? contains_all(vm, left, right) : ABSENT; break;
    case COMPARE_LESS: found = a < b ? contains_all(vm, left, right) : ABSENT; break;
    case COMPARE_LESS_EQUAL: found = a <= b ? contains_all(vm, left, right) : ABSENT; break;
    case COMPARE_GREATER: found = a > b ? contains_all(vm, right, left) : ABSENT; break;
    case COMPARE_GREATER_EQUAL: found = a >= b ? contains_all(vm, right, left) : ABSENT; break;
    }
    if (found == RAISED) return NULL;
    return bool_new(vm, (found == FOUND) != (comparison == COMPARE_NOT_EQUAL));
}

// --- set operations ---

static Set *view_to_set(Vm *vm, Object *view) {
    Set *set = set_new(vm);
    if (set == NULL) return NULL;
    // The dict itself of a view of keys: its hashes are known.
    bool is_keys = view->kind == KIND_DICT_KEYS && view_dict(view)->base.kind == KIND_DICT;
    if (set_update(vm, set, is_keys ? &view_dict(view)->base : view)) return set;
    object_drop(vm, &set->base);
    return NULL;
}

// Calls a method of the set made from `left` with `right`; gives the set.
static Object *combine(Vm *vm, Object *left, Object *right, Str *method) {
    Set *set = view_to_set(vm, left);
    if (set == NULL) return NULL;
    Object *none = object_call_method(vm, &set->base, method, 1, right);
    if (none == NULL) {
        object_drop(vm, &set->base);
        return NULL;
    }
    object_drop(vm, none);
    return &set->base;
}

static Object *dict_view_subtract(Vm *vm, Object *left, Object *right) {
    return combine(vm, left, right, vm->objects->names.difference_update);
}

static Object *dict_view_or(Vm *vm, Object *left, Object *right) {
    Set *set = view_to_set(vm, left);
    if (set == NULL) return NULL;
    if (set_update(vm, set, right)) return &set->base;
    object_drop(vm, &set->base);
    return NULL;
}

// Adds those items of `other` that are in the view.
static bool intersect_into(Vm *vm, Set *set, Object *view, Object *other) {
    Object *iterator = object_iterate(vm, other);
    if (iterator == NULL) return false;
    Object *item;
    bool is_done = true;
    while (is_done && (item = object_next(vm, iterator)) != NULL) {
        Found found = object_contains(vm, view, item);
        is_done = found != RAISED && (found == ABSENT || set_add(vm, set, item));
        object_drop(vm, item);
    }
    object_drop(vm, iterator);
    return is_done && !raised(vm);
}

static Object *dict_view_and(Vm *vm, Object *left, Object *right) {
    Object *view = is_set_view(vm, left) ? left : right;
    Object *other = is_set_view(vm, left) ? right : left;
    int64_t count = view_dict(view)->count;
    if (other->kind == KIND_SET && count <= ((Set *)other)->count)
        return object_call_method(vm, other, vm->objects->names.intersection, 1, view);
    if (is_set_view(vm, other) && view_dict(other)->count > count) {
        Object *smaller = view;
        view = other;
        other = smaller;
    }
    Set *set = set_new(vm);
    if (set == NULL) return NULL;
    if (intersect_into(vm, set, view, other)) return &set->base;
    object_drop(vm, &set->base);
    return NULL;
}

static bool add_pair(Vm *vm, Set *set, Object *key, Object *value) {
    Tuple *pair = tuple_pack(vm, 2, key, value);
    if (pair == NULL) return false;
    bool is_done = set_add(vm, set, &pair->base);
    object_drop(vm, &pair->base);
    return is_done;
}

static bool remove_hashed(Vm *vm, Dict *dict, Object *key, int64_t hash) {
    int64_t number = dict_lookup(vm, dict, key, hash);
    if (number == INDEX_RAISED) return false;
    if (number == INDEX_FREE) return true;
    Object *old_key, *old_value;
    dict_detach_entry(vm, dict, number, &old_key, &old_value);
    object_drop(vm, old_key);
    object_drop(vm, old_value);
    return true;
}

// One pair of the other dict: out of `rest` when that has it too, else into the set.
static bool exclude_pair(Vm *vm, Set *set, Dict *rest, Object *key, int64_t hash,
                         Object *value) {
    int64_t number = dict_lookup(vm, rest, key, hash);
    if (number == INDEX_RAISED) return false;
    if (number == INDEX_FREE) return add_pair(vm, set, key, value);
    Object *other = object_share(rest->table->entries[number].value.object);
    Found equal = key_equal(vm, other, value);
    object_drop(vm, other);
    if (equal == RAISED) return false;
    return equal == FOUND ? remove_hashed(vm, rest, key, hash) : add_pair(vm, set, key, value);
}

static bool exclude_pairs(Vm *vm, Set *set, Dict *rest, Dict *other) {
    int64_t position = 0, hash;
    Object *key, *value;
    while (dict_next_hashed(other, &position, &key, &value, &hash)) {
        object_share(key);
        object_share(value);
        bool is_done = exclude_pair(vm, set, rest, key, hash, value);
        object_drop(vm, value);
        object_drop(vm, key);
        if (!is_done) return false;
    }
    Object *items = dict_items_new(vm, rest);
    if (items == NULL) return false;
    bool is_done = set_update(vm, set, items);
    object_drop(vm, items);
    return is_done;
}

// The pairs that one of two dicts has.
static Object *exclusive_items(Vm *vm, Dict *left, Dict *right) {
    Dict *rest = dict_copy(vm, left);
    if (rest == NULL) return NULL;
    Set *set = set_new(vm);
    if (set != NULL && !exclude_pairs(vm, set, rest, right)) {
        object_drop(vm, &set->base);
        set = NULL;
    }
    object_drop(vm, &rest->base);
    return (Object *)set;
}

static Object *dict_view_xor(Vm *vm, Object *left, Object *right) {
    if (left->kind == KIND_DICT_ITEMS && right->kind == KIND_DICT_ITEMS)
        return exclusive_items(vm, view_dict(left), view_dict(right));
    return combine(vm, left, right, vm->objects->names.symmetric_difference_update);
}

static Object *dict_view_method_isdisjoint(Vm *vm, const Slot *arguments) {
    Object *left = arguments[0].object, *right = arguments[1].object;
    if (left == right) return bool_new(vm, view_dict(left)->count == 0);
    bool has_count = right->kind == KIND_SET || right->kind == KIND_FROZENSET;
    if (has_count || is_set_view(vm, right)) {
        int64_t count;
        if (!object_length(vm, right, &count)) return NULL;
        if (count > view_dict(left)->count) {
            left = right;
            right = arguments[0].object;
        }
    }
    Object *iterator = object_iterate(vm, right);
    if (iterator == NULL) return NULL;
    Found found = ABSENT;
    Object *item;
    while (found == ABSENT && (item = object_next(vm, iterator)) != NULL) {
        found = object_contains(vm, left, item);
        object_drop(vm, item);
    }
    object_drop(vm, iterator);
    if (found == RAISED || raised(vm)) return NULL;
    return bool_new(vm, found == ABSENT);
}

// --- the types ---

static const Method dict_view_methods[] = {
    HIDDEN_METHOD(dict_view, isdisjoint, "(self, other, /)",
                  "True if the view and other have nothing in common."),
    HIDDEN_METHOD(dict_view, __reversed__, "(self, /)", "Iterate, the last one first."),
    {0},
};

static const Method dict_values_methods[] = {
    HIDDEN_METHOD(dict_view, __reversed__, "(self, /)", "Iterate, the last one first."),
    {0},
};

static const Property dict_view_properties[] = {
    {"mapping", dict_view_get_mapping, NULL, "The dict that the view shows, read only."},
    {0},
};

#define DICT_VIEW_LAYOUT(python_name) \
    { \
        .name = python_name, .flags = LAYOUT_COLLECTED, .fields = dict_view_fields, \
    }

#define DICT_SET_VIEW(id, KIND) \
    const TypeDefinition id##_definition = { \
        .name = #id, \
        .kind = KIND, \
        .base = KIND_OBJECT, \
        .bytes = sizeof(DictView), \
        .python_bytes = 24, \
        .layout = DICT_VIEW_LAYOUT(#id), \
        .behaviour = { \
            .repr = dict_view_repr, \
            .compare = dict_view_compare, \
            .iterate = dict_view_iterate, \
            .length = dict_view_length, \
            .contains = id##_contains, \
            .binary = {[BINARY_SUBTRACT] = dict_view_subtract, \
                       [BINARY_AND] = dict_view_and, \
                       [BINARY_XOR] = dict_view_xor, \
                       [BINARY_OR] = dict_view_or}, \
        }, \
        .methods = dict_view_methods, \
        .properties = dict_view_properties, \
    }

DICT_SET_VIEW(dict_keys, KIND_DICT_KEYS);
DICT_SET_VIEW(dict_items, KIND_DICT_ITEMS);

const TypeDefinition dict_values_definition = {
    .name = "dict_values",
    .kind = KIND_DICT_VALUES,
    .base = KIND_OBJECT,
    .bytes = sizeof(DictView),
    .python_bytes = 24,
    .layout = DICT_VIEW_LAYOUT("dict_values"),
    .behaviour = {
        .repr = dict_view_repr,
        .iterate = dict_view_iterate,
        .length = dict_view_length,
    },
    .methods = dict_values_methods,
    .properties = dict_view_properties,
};
