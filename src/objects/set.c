// set and frozenset: what they are and what they do as objects.
//
// A set has room for eight entries in itself; larger tables stand apart.

#include "objects/set.h"

#include "objects/arguments.h"
#include "objects/dict_table.h"
#include "objects/list.h"
#include "objects/set_parts.h"
#include "objects/slot.h"

static void set_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Set *set = (Set *)object;
    for (int64_t i = 0; i <= set->mask; i++)
        if (set->table[i].key.object != NULL) visit(vm, object, &set->table[i].key, context);
}

static void set_clear(Vm *vm, Object *object) {
    set_empty(vm, (Set *)object);
}

static void set_finish(Vm *vm, Object *object) {
    set_drop_members(vm, (Set *)object);
}

static Place set_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    const Set *set = (const Set *)object;
    int64_t index = ((const char *)slot - (const char *)set->table) / (int64_t)sizeof(SetEntry);
    return (Place){PLACE_ELEMENT, index, NULL, slot->object};
}

// Where the members stand: the order of iteration, and of what is added later.
static void set_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Set *set = (const Set *)object;
    const int64_t numbers[] = {set->fill, set->count, set->mask, set->finger & set->mask};
    add(context, numbers, sizeof numbers);
    for (int64_t i = 0; i <= set->mask; i++)
        add(context, &set->table[i].hash, sizeof set->table[i].hash);
}

void set_check(const Set *set) {
    int64_t used = 0, deleted = 0;
    for (int64_t i = 0; i <= set->mask; i++) {
        if (set->table[i].key.object != NULL) used++;
        else if (set->table[i].hash != 0) deleted++;
    }
    CHECK(used == set->count);
    CHECK(used + deleted == set->fill);
    CHECK(set->fill <= set->mask);
    CHECK(set->mask != 7 || set->table == set->small);
}

// --- for C ---

static Set *set_new_kind(Vm *vm, uint32_t kind) {
    Set *set = (Set *)object_new(vm, kind, sizeof(Set));
    if (set == NULL) return NULL;
    set->finger = 0;
    set_start(set);
    object_track(vm, &set->base);
    return set;
}

Set *set_new(Vm *vm) {
    return set_new_kind(vm, KIND_SET);
}

Set *set_new_like(Vm *vm, const Set *set) {
    bool is_mutable = set->base.kind == KIND_SET;
    if (!is_mutable && set->base.kind != KIND_FROZENSET)
        is_mutable = object_has_type(vm, &set->base, type_of_kind(vm, KIND_SET));
    return set_new_kind(vm, is_mutable ? KIND_SET : KIND_FROZENSET);
}

Set *frozenset_new(Vm *vm, Object *iterable) {
    Set *set = set_new_kind(vm, KIND_FROZENSET);
    if (set == NULL || iterable == NULL || set_update(vm, set, iterable)) return set;
    object_drop(vm, &set->base);
    return NULL;
}

bool set_add(Vm *vm, Set *set, Object *key) {
    int64_t hash;
    return key_hash(vm, key, &hash) && set_add_hashed(vm, set, key, hash);
}

Found set_contains(Vm *vm, Set *set, Object *key) {
    int64_t hash, place;
    if (!key_hash(vm, key, &hash)) return RAISED;
    return set_lookup(vm, set, key, hash, &place);
}

bool set_next_hashed(Set *set, int64_t *position, Object **key, int64_t *hash) {
    for (int64_t i = *position; i <= set->mask; i++) {
        if (set->table[i].key.object == NULL) continue;
        *key = set->table[i].key.object;
        *hash = set->table[i].hash;
        *position = i + 1;
        return true;
    }
    return false;
}

bool set_next(Set *set, int64_t *position, Object **key) {
    int64_t hash;
    return set_next_hashed(set, position, key, &hash);
}

static bool update_from_dict(Vm *vm, Set *set, Dict *dict) {
    if ((set->fill + dict->count) * 5 >= set->mask * 3 &&
        !set_resize(vm, set, (set->count + dict->count) * 2))
        return false;
    int64_t position = 0, hash;
    Object *key, *value;
    while (dict_next_hashed(dict, &position, &key, &value, &hash)) {
        object_share(key);
        bool is_done = set_add_hashed(vm, set, key, hash);
        object_drop(vm, key);
        if (!is_done) return false;
    }
    return true;
}

bool set_update(Vm *vm, Set *set, Object *iterable) {
    if (object_is_set(vm, iterable)) return set_merge(vm, set, (Set *)iterable);
    if (iterable->kind == KIND_DICT) return update_from_dict(vm, set, (Dict *)iterable);
    Object *iterator = object_iterate(vm, iterable);
    if (iterator == NULL) return false;
    Object *key;
    while ((key = object_next(vm, iterator)) != NULL) {
        bool is_done = set_add(vm, set, key);
        object_drop(vm, key);
        if (!is_done) break;
    }
    object_drop(vm, iterator);
    return !raised(vm);
}

// --- behaviour ---

// The members without the brackets of their list: "1, 2".
static Object *members_text(Vm *vm, Object *set) {
    List *list = list_new_from_iterable(vm, set);
    if (list == NULL) return NULL;
    Object *text = object_repr(vm, &list->base);
    object_drop(vm, &list->base);
    if (text == NULL) return NULL;
    Object *inner = str_new_slice(vm, (const Str *)text, 1, ((const Str *)text)->length - 1, 1);
    object_drop(vm, text);
    return inner;
}

static Object *set_repr(Vm *vm, Object *object) {
    const char *name = object_type_name(vm, object);
    Found inside = repr_enter(vm, object);
    if (inside == RAISED) return NULL;
    if (inside == FOUND) return str_new_format(vm, "%s(...)", name);
    Object *text = NULL;
    if (((Set *)object)->count == 0) {
        text = str_new_format(vm, "%s()", name);
    } else {
        Object *inner = members_text(vm, object);
        if (inner != NULL) {
            text = object->kind == KIND_SET ? str_new_format(vm, "{%U}", inner)
                                            : str_new_format(vm, "%s({%U})", name, inner);
            object_drop(vm, inner);
        }
    }
    repr_leave(vm, object);
    return text;
}

// Spreads the bits of one hash, so that combining many by xor loses little.
static uint64_t spread_bits(uint64_t hash) {
    return ((hash ^ UINT64_C(89869747)) ^ (hash << 16)) * UINT64_C(3644798167);
}

// The same for every order of the members.
static bool frozenset_hash(Vm *vm, Object *object, int64_t *answer) {
    (void)vm;
    Set *set = (Set *)object;
    if (set->hash == -1) {
        uint64_t hash = 0;
        for (int64_t i = 0; i <= set->mask; i++)
            if (set->table[i].key.object != NULL) hash ^= spread_bits((uint64_t)set->table[i].hash);
        hash ^= ((uint64_t)set->count + 1) * UINT64_C(1927868237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash * 69069 + UINT64_C(907133923);
        set->hash = hash == UINT64_MAX ? 590923713 : (int64_t)hash;
    }
    *answer = set->hash;
    return true;
}

static Found set_equal(Vm *vm, Set *set, Set *other) {
    if (set->count != other->count) return ABSENT;
    if (set->hash != -1 && other->hash != -1 && set->hash != other->hash) return ABSENT;
    return set_is_subset(vm, set, &other->base);
}

static Object *set_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!object_is_set(vm, right)) return not_implemented_new(vm);
    Set *a = (Set *)left, *b = (Set *)right;
    Found found = ABSENT;
    switch (comparison) {
    case COMPARE_EQUAL:
    case COMPARE_NOT_EQUAL: found = set_equal(vm, a, b); break;
    case COMPARE_LESS: found = a->count < b->count ? set_is_subset(vm, a, right) : ABSENT; break;
    case COMPARE_LESS_EQUAL: found = set_is_subset(vm, a, right); break;
    case COMPARE_GREATER: found = a->count > b->count ? set_is_subset(vm, b, left) : ABSENT; break;
    case COMPARE_GREATER_EQUAL: found = set_is_subset(vm, b, left); break;
    }
    if (found == RAISED) return NULL;
    return bool_new(vm, (found == FOUND) != (comparison == COMPARE_NOT_EQUAL));
}

static bool set_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((Set *)object)->count;
    return true;
}

static Object *set_size_of(Vm *vm, Object *object) {
    const Set *set = (const Set *)object;
    int64_t bytes = (int64_t)object_type(vm, object)->python_bytes;
    if (set->table != set->small) bytes += (set->mask + 1) * (int64_t)sizeof(SetEntry);
    return int_new(vm, bytes);
}

// --- making ---

static Set *new_instance(Vm *vm, Type *type) {
    if (type->kind == KIND_SET || type->kind == KIND_FROZENSET)
        return set_new_kind(vm, type->kind);
    Set *set = (Set *)type_new_instance(vm, type, type->bytes);
    if (set == NULL) return NULL;
    set_start(set);
    if (!object_is_tracked(vm, &set->base)) object_track(vm, &set->base);
    return set;
}

static Object *set_new_object(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return (Object *)new_instance(vm, type);
}

static bool set_init(Vm *vm, Object *object, const Arguments *arguments) {
    Set *set = (Set *)object;
    const char *name = object_type_name(vm, object);
    if (!arguments_refuse_keywords(vm, "set", arguments)) return false;
    if (!arguments_check_count(vm, name, arguments->count, 0, 1)) return false;
    set_empty(vm, set);
    return arguments->count == 0 || set_update(vm, set, arguments->values[0].object);
}

static Object *frozenset_new_object(Vm *vm, Type *type, const Arguments *arguments) {
    bool refuses = type->behaviour.init == type_of_kind(vm, KIND_FROZENSET)->behaviour.init;
    if (refuses && !arguments_refuse_keywords(vm, "frozenset", arguments)) return NULL;
    if (!arguments_check_count(vm, type_name(type), arguments->count, 0, 1)) return NULL;
    Object *iterable = arguments->count == 0 ? NULL : arguments->values[0].object;
    bool is_exact = type->kind == KIND_FROZENSET;
    if (is_exact && iterable != NULL && iterable->kind == KIND_FROZENSET)
        return object_share(iterable);
    Set *set = new_instance(vm, type);
    if (set == NULL || iterable == NULL || set_update(vm, set, iterable)) return (Object *)set;
    object_drop(vm, &set->base);
    return NULL;
}

#define SET_LAYOUT(python_name) \
    { \
        .name = python_name, .flags = LAYOUT_COLLECTED | LAYOUT_WEAK, .visit = set_visit, \
        .clear = set_clear, .finish = set_finish, .place = set_place, .payload = set_payload, \
    }

const TypeDefinition set_definition = {
    .name = "set",
    .kind = KIND_SET,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Set),
    .python_bytes = 200,
    .layout = SET_LAYOUT("set"),
    .behaviour = {
        .repr = set_repr,
        .hash = slot_hash_refuse,
        .compare = set_compare,
        .iterate = set_iterate,
        .length = set_length,
        .contains = set_contains_object,
        .binary = {[BINARY_SUBTRACT] = set_operate_subtract,
                   [BINARY_AND] = set_operate_and,
                   [BINARY_XOR] = set_operate_xor,
                   [BINARY_OR] = set_operate_or},
        .in_place = {[BINARY_SUBTRACT] = set_operate_subtract_in_place,
                     [BINARY_AND] = set_operate_and_in_place,
                     [BINARY_XOR] = set_operate_xor_in_place,
                     [BINARY_OR] = set_operate_or_in_place},
        .new = set_new_object,
        .init = set_init,
        .size_of = set_size_of,
    },
    .methods = set_methods,
    .doc = "An unordered collection without duplicates.",
};

const TypeDefinition frozenset_definition = {
    .name = "frozenset",
    .kind = KIND_FROZENSET,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Set),
    .python_bytes = 200,
    .layout = SET_LAYOUT("frozenset"),
    .behaviour = {
        .repr = set_repr,
        .hash = frozenset_hash,
        .compare = set_compare,
        .iterate = set_iterate,
        .length = set_length,
        .contains = set_contains_object,
        .binary = {[BINARY_SUBTRACT] = set_operate_subtract,
                   [BINARY_AND] = set_operate_and,
                   [BINARY_XOR] = set_operate_xor,
                   [BINARY_OR] = set_operate_or},
        .new = frozenset_new_object,
        .size_of = set_size_of,
    },
    .methods = set_frozen_methods,
    .doc = "A set that never changes and has a hash.",
};
