// OrderedDict: its memory, and its behaviour. Methods: collections_ordered_methods.c.

#include "modules/collections_ordered.h"

#include "objects/instance.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

enum { NODE_PYTHON_BYTES = 32 };

// --- memory ---

static void ordered_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    order_visit(vm, ordered_dict_order(object), visit, context);
    dict_definition.layout.visit(vm, object, visit, context);
}

void ordered_dict_clear(Vm *vm, Object *object) {
    dict_empty(vm, (Dict *)object);
    order_drop(vm, ordered_dict_order(object));
}

static void ordered_break(Vm *vm, Object *object) {
    object_clear_dict(vm, object);
    ordered_dict_clear(vm, object);
}

static void ordered_finish(Vm *vm, Object *object) {
    object_clear_dict(vm, object);
    order_drop(vm, ordered_dict_order(object));
    dict_empty(vm, (Dict *)object);
}

static Place ordered_place(Vm *vm, Object *object, const Slot *slot) {
    int64_t index = order_index(ordered_dict_order(object), slot);
    if (index < 0) return dict_definition.layout.place(vm, object, slot);
    return (Place){.kind = PLACE_KEY_ITSELF, .index = index, .key = slot->object};
}

// --- one key ---

static bool raise_key_error(Vm *vm, Object *key) {
    raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
    return false;
}

Object *ordered_dict_take(Vm *vm, Object *object, Object *key, Object *otherwise) {
    Object *value = NULL;
    int64_t hash;
    if (!key_hash(vm, key, &hash)) return NULL;
    if (order_take(vm, ordered_dict_order(object), key, hash, &value) != ABSENT) return value;
    if (otherwise != NULL) return object_share(otherwise);
    raise_key_error(vm, key);
    return NULL;
}

bool ordered_dict_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    Object *old;
    int64_t hash;
    if (!key_hash(vm, key, &hash)) return false;
    if (value != NULL) return order_set(vm, ordered_dict_order(object), key, hash, value);
    Found found = order_take(vm, ordered_dict_order(object), key, hash, &old);
    object_drop_or_null(vm, old);
    return found == ABSENT ? raise_key_error(vm, key) : found == FOUND;
}

// --- behaviour ---

static bool ordered_init(Vm *vm, Object *object, const Arguments *arguments) {
    if (arguments->count > 1) return raise_false(vm, ERROR_ORDERED_INIT_COUNT, arguments->count);
    return ordered_dict_update(vm, object, arguments);
}

static bool add_pair(Vm *vm, List *pairs, Object *key, Object *value) {
    Object *pair = (Object *)tuple_pack(vm, 2, key, value);
    return pair != NULL && list_take_add(vm, pairs, pair);
}

// The pairs in the list's order, of an exact OrderedDict.
static List *ordered_pairs(Vm *vm, Order *order) {
    List *pairs = list_new(vm, 0);
    Found found = FOUND;
    uint64_t changes = order->changes;
    for (OrderNode *node = order->first; pairs != NULL && node != NULL; node = node->next) {
        Object *value;
        found = order_find_value(vm, order, node, &value);
        if (found == ABSENT) raise_key_error(vm, node->key.object);
        if (found == FOUND && !add_pair(vm, pairs, node->key.object, value)) found = RAISED;
        if (found == FOUND && changes != order->changes)
            found = raise_found(vm, ERROR_ORDERED_MUTATED);
        if (found != FOUND) break;
    }
    if (found == FOUND) return pairs;
    object_drop(vm, &pairs->base);
    return NULL;
}

static Object *ordered_repr(Vm *vm, Object *object) {
    Type *type = object_type(vm, object);
    if (((Dict *)object)->count == 0) return str_new_format(vm, "%U()", type->name.object);
    Found inside = repr_enter(vm, object);
    if (inside != ABSENT) return inside == FOUND ? str_new_c(vm, "...") : NULL;
    Object *pairs = NULL, *text = NULL;
    if (type == collections_get_types(vm)->ordered_dict) {
        pairs = (Object *)ordered_pairs(vm, ordered_dict_order(object));
    } else {
        Object *items = object_call_method(vm, object, vm->objects->names.items, 0);
        if (items != NULL) pairs = (Object *)list_new_from_iterable(vm, items);
        object_drop_or_null(vm, items);
    }
    if (pairs != NULL) text = str_new_format(vm, "%U(%R)", type->name.object, pairs);
    object_drop_or_null(vm, pairs);
    repr_leave(vm, object);
    return text;
}

// Are the keys equal one by one, in the lists' orders?
static Found same_order(Vm *vm, Order *left, Order *right) {
    uint64_t left_changes = left->changes, right_changes = right->changes;
    OrderNode *a = left->first, *b = right->first;
    for (; a != NULL && b != NULL; a = a->next, b = b->next) {
        Object *x = object_share(a->key.object), *y = object_share(b->key.object);
        Found found = key_equal(vm, x, y);
        object_drop(vm, x);
        object_drop(vm, y);
        if (found != FOUND) return found;
        if (left->changes != left_changes || right->changes != right_changes)
            return raise_found(vm, ERROR_ORDERED_MUTATED);
    }
    return a == NULL && b == NULL ? FOUND : ABSENT;
}

static bool is_ordered(Vm *vm, const Object *object) {
    return object_type(vm, object)->native == &collections_ordered_dict_definition;
}

static Object *ordered_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    bool is_asked = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_asked || !is_ordered(vm, left) || !object_is_dict(vm, right))
        return not_implemented_new(vm);
    Object *answer = dict_definition.behaviour.compare(vm, left, right, COMPARE_EQUAL);
    if (answer == NULL) return NULL;
    Found equal = answer == vm->objects->true_ ? FOUND : ABSENT;
    object_drop(vm, answer);
    if (equal == FOUND && is_ordered(vm, right))
        equal = same_order(vm, ordered_dict_order(left), ordered_dict_order(right));
    return equal == RAISED ? NULL
                           : bool_new(vm, (equal == FOUND) == (comparison == COMPARE_EQUAL));
}

static Object *ordered_or(Vm *vm, Object *left, Object *right) {
    bool is_left = is_ordered(vm, left);
    if (!object_is_dict(vm, is_left ? right : left)) return not_implemented_new(vm);
    Object *type = (Object *)object_type(vm, is_left ? left : right);
    Object *both = object_call_one(vm, type, left);
    if (both == NULL || ordered_dict_update_from(vm, both, right)) return both;
    object_drop(vm, both);
    return NULL;
}

static Object *ordered_or_in_place(Vm *vm, Object *left, Object *right) {
    return ordered_dict_update_from(vm, left, right) ? object_share(left) : NULL;
}

static Object *ordered_size_of(Vm *vm, Object *object) {
    const Order *order = ordered_dict_order(object);
    Object *size = dict_definition.behaviour.size_of(vm, object);
    int64_t bytes;
    if (size == NULL) return NULL;
    if (int_find_value(vm, size, &bytes) == RAISED) raised_clear(vm);
    object_drop(vm, size);
    bytes += order->python_places * (int64_t)sizeof(OrderNode *);
    if (order->first != NULL) bytes += order->dict->count * NODE_PYTHON_BYTES;
    return int_new(vm, bytes);
}

static const Property ordered_dict_properties[] = {
    INSTANCE_DICT_PROPERTY,
    {0},
};

const TypeDefinition collections_ordered_dict_definition = {
    .name = "collections.OrderedDict",
    .base = KIND_DICT,
    .flags = TYPE_IS_BASE | TYPE_HAS_DICT,
    .bytes = sizeof(OrderedDict),
    .python_bytes = 112,
    .python_dict_offset = 96,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_FINISHES_DICT,
               .visit = ordered_visit, .clear = ordered_break, .finish = ordered_finish,
               .place = ordered_place},
    .behaviour = {.repr = ordered_repr, .compare = ordered_compare, .iterate = ordered_dict_iterate,
                  .init = ordered_init, .set_item = ordered_dict_set_item,
                  .binary = {[BINARY_OR] = ordered_or},
                  .in_place = {[BINARY_OR] = ordered_or_in_place}, .size_of = ordered_size_of},
    .methods = ordered_dict_methods,
    .properties = ordered_dict_properties,
    .doc = "A dict whose order can be changed, and matters in comparisons with its like.",
};
