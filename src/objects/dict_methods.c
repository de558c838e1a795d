// The methods of dict, its constructor and the operator |.

#include "objects/arguments.h"
#include "objects/dict_table.h"
#include "objects/dict_view.h"
#include "objects/generic_alias.h"
#include "objects/sequence.h"
#include "objects/set.h"

static bool raise_key_error(Vm *vm, Object *key) {
    raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
    return false;
}

// --- update ---

// One element of a sequence of pairs; its number is for the message.
static bool set_pair(Vm *vm, Dict *dict, Object *element, int64_t number) {
    Object *pair = sequence_fast(vm, element, ERROR_NOT_A_PAIR);
    if (pair == NULL) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
            raise(vm, ERROR_DICT_ELEMENT_NOT_SEQUENCE, number);
        return false;
    }
    bool is_done = false;
    int64_t count;
    const Slot *items = sequence_fast_items(vm, pair, &count);
    if (count != 2) {
        raise(vm, ERROR_DICT_ELEMENT_LENGTH, number, count);
    } else {
        Object *key = object_share(items[0].object);
        Object *value = object_share(items[1].object);
        is_done = dict_set(vm, dict, key, value);
        object_drop(vm, key);
        object_drop(vm, value);
    }
    object_drop(vm, pair);
    return is_done;
}

static bool set_pairs(Vm *vm, Dict *dict, Object *pairs) {
    Object *iterator = object_iterate(vm, pairs);
    if (iterator == NULL) return false;
    Object *element;
    for (int64_t i = 0; (element = object_next(vm, iterator)) != NULL; i++) {
        bool is_done = set_pair(vm, dict, element, i);
        object_drop(vm, element);
        if (!is_done) break;
    }
    object_drop(vm, iterator);
    return !raised(vm);
}

// From a mapping (what has keys()) or a sequence of pairs.
static bool update_from(Vm *vm, Dict *dict, Object *other) {
    if (other->kind == KIND_DICT) return dict_merge(vm, dict, other, DICT_REPLACE);
    Object *keys;
    switch (object_find_attribute(vm, other, vm->objects->names.keys, &keys)) {
    case FOUND: object_drop(vm, keys); return dict_merge(vm, dict, other, DICT_REPLACE);
    case ABSENT: return set_pairs(vm, dict, other);
    case RAISED: break;
    }
    return false;
}

bool dict_init(Vm *vm, Object *object, const Arguments *arguments) {
    Dict *dict = (Dict *)object;
    int64_t count = arguments->count;
    if (!arguments_check_count(vm, "dict", count, 0, 1)) return false;
    if (count == 1 && !update_from(vm, dict, arguments->values[0].object)) return false;
    if (arguments->names == NULL) return true;
    const Tuple *names = arguments->names;
    const Slot *values = arguments->values + count;
    if (object->kind == KIND_DICT) {
        for (int64_t i = 0; i < names->count; i++)
            if (!dict_set(vm, dict, names->items[i].object, values[i].object)) return false;
        return true;
    }
    Dict *keywords = dict_new_from_items(vm, names->items, values, 1, names->count);
    if (keywords == NULL) return false;
    bool is_done = dict_merge(vm, dict, &keywords->base, DICT_REPLACE);
    object_drop(vm, &keywords->base);
    return is_done;
}

static Object *dict_method_update(Vm *vm, const Slot *arguments) {
    Dict *dict = (Dict *)arguments[0].object;
    const Tuple *rest = (const Tuple *)arguments[1].object;
    Object *keywords = arguments[2].object;
    int64_t count = rest == NULL ? 0 : rest->count;
    if (!arguments_check_count(vm, "update", count, 0, 1)) return NULL;
    if (count == 1 && !update_from(vm, dict, rest->items[0].object)) return NULL;
    if (keywords != NULL && !dict_merge(vm, dict, keywords, DICT_REPLACE)) return NULL;
    return none_new(vm);
}

Object *dict_or(Vm *vm, Object *left, Object *right) {
    if (!object_is_dict(vm, left) || !object_is_dict(vm, right)) return not_implemented_new(vm);
    Dict *both = dict_copy(vm, (Dict *)left);
    if (both == NULL) return NULL;
    if (update_from(vm, both, right)) return &both->base;
    object_drop(vm, &both->base);
    return NULL;
}

Object *dict_or_in_place(Vm *vm, Object *left, Object *right) {
    if (!update_from(vm, (Dict *)left, right)) return NULL;
    return object_share(left);
}

// --- fromkeys ---

static bool fill_from_dict(Vm *vm, Dict *dict, Dict *keys, Object *value) {
    if (!dict_resize(vm, dict, dict_table_log2_for(keys->count), dict_table_keys(keys->table)))
        return false;
    int64_t position = 0, hash;
    Object *key, *unused;
    while (dict_next_hashed(keys, &position, &key, &unused, &hash)) {
        object_share(key);
        bool is_done = dict_set_hashed(vm, dict, key, hash, value);
        object_drop(vm, key);
        if (!is_done) return false;
    }
    return true;
}

static bool fill_from_set(Vm *vm, Dict *dict, Set *keys, Object *value) {
    if (!dict_resize(vm, dict, dict_table_log2_for(keys->count), DICT_ANY_KEYS)) return false;
    int64_t position = 0, hash;
    Object *key;
    while (set_next_hashed(keys, &position, &key, &hash)) {
        object_share(key);
        bool is_done = dict_set_hashed(vm, dict, key, hash, value);
        object_drop(vm, key);
        if (!is_done) return false;
    }
    return true;
}

static bool fill_from_iterable(Vm *vm, Object *dict, Object *keys, Object *value) {
    Object *iterator = object_iterate(vm, keys);
    if (iterator == NULL) return false;
    Object *key;
    while ((key = object_next(vm, iterator)) != NULL) {
        bool is_done = dict->kind == KIND_DICT ? dict_set(vm, (Dict *)dict, key, value)
                                               : object_set_item(vm, dict, key, value);
        object_drop(vm, key);
        if (!is_done) break;
    }
    object_drop(vm, iterator);
    return !raised(vm);
}

static Object *dict_method_fromkeys(Vm *vm, const Slot *arguments) {
    Object *dict = object_call_with(vm, arguments[0].object, 0);
    if (dict == NULL) return NULL;
    Object *keys = arguments[1].object;
    Object *value = arguments[2].object == NULL ? vm->objects->none : arguments[2].object;
    bool is_fresh = dict->kind == KIND_DICT && ((Dict *)dict)->count == 0;
    bool is_done;
    if (is_fresh && keys->kind == KIND_DICT)
        is_done = fill_from_dict(vm, (Dict *)dict, (Dict *)keys, value);
    else if (is_fresh && (keys->kind == KIND_SET || keys->kind == KIND_FROZENSET))
        is_done = fill_from_set(vm, (Dict *)dict, (Set *)keys, value);
    else
        is_done = fill_from_iterable(vm, dict, keys, value);
    if (is_done) return dict;
    object_drop(vm, dict);
    return NULL;
}

// --- one key ---

static Object *dict_method_get(Vm *vm, const Slot *arguments) {
    Object *value;
    switch (dict_find(vm, (Dict *)arguments[0].object, arguments[1].object, &value)) {
    case FOUND: return object_share(value);
    case ABSENT: break;
    case RAISED: return NULL;
    }
    return arguments[2].object == NULL ? none_new(vm) : object_share(arguments[2].object);
}

static Object *dict_method_setdefault(Vm *vm, const Slot *arguments) {
    Dict *dict = (Dict *)arguments[0].object;
    Object *key = arguments[1].object;
    Object *value = arguments[2].object == NULL ? vm->objects->none : arguments[2].object;
    int64_t hash;
    if (!key_hash(vm, key, &hash)) return NULL;
    if (key->kind != KIND_STR && dict->table->has_only_str_keys &&
        !dict_make_room(vm, dict, key))
        return NULL;
    int64_t number = dict_lookup(vm, dict, key, hash);
    if (number >= 0) return object_share(dict->table->entries[number].value.object);
    if (number == INDEX_RAISED || !dict_insert(vm, dict, key, hash, value)) return NULL;
    return object_share(value);
}

static Object *dict_method_pop(Vm *vm, const Slot *arguments) {
    Dict *dict = (Dict *)arguments[0].object;
    Object *key = arguments[1].object, *otherwise = arguments[2].object, *value;
    // An empty dict doesn't ask for the key's hash.
    Found found = dict->count == 0 ? ABSENT : dict_take(vm, dict, key, &value);
    if (found == FOUND) return value;
    if (found == ABSENT && otherwise != NULL) return object_share(otherwise);
    if (found == ABSENT) raise_key_error(vm, key);
    return NULL;
}

static Object *dict_method_popitem(Vm *vm, const Slot *arguments) {
    Dict *dict = (Dict *)arguments[0].object;
    // The pair is made first: making it may run a collection, and that the program.
    Tuple *pair = tuple_new(vm, 2);
    if (pair == NULL) return NULL;
    if (dict->count == 0) {
        object_drop(vm, &pair->base);
        return raise(vm, ERROR_DICT_POPITEM_EMPTY);
    }
    if (!dict_unsplit(vm, dict)) {
        object_drop(vm, &pair->base);
        return NULL;
    }
    DictTable *table = dict->table;
    int64_t last = table->entry_count - 1;
    while (table->entries[last].key.object == NULL) last--;
    Object *key, *value;
    dict_detach_entry(vm, dict, last, &key, &value);
    // Its number is free again, though its place in the index is not.
    table->entry_count = last;
    slot_fill(vm, &pair->base, &pair->items[0], key);
    slot_fill(vm, &pair->base, &pair->items[1], value);
    tuple_finish(vm, pair);
    return &pair->base;
}

static Object *dict_method___contains__(Vm *vm, const Slot *arguments) {
    Object *value;
    Found found = dict_find(vm, (Dict *)arguments[0].object, arguments[1].object, &value);
    return found == RAISED ? NULL : bool_new(vm, found);
}

static Object *dict_method___getitem__(Vm *vm, const Slot *arguments) {
    return dict_load_item(vm, arguments[0].object, arguments[1].object);
}

// --- all of it ---

static Object *dict_method_clear(Vm *vm, const Slot *arguments) {
    dict_empty(vm, (Dict *)arguments[0].object);
    return none_new(vm);
}

static Object *dict_method_copy(Vm *vm, const Slot *arguments) {
    return (Object *)dict_copy(vm, (Dict *)arguments[0].object);
}

static Object *dict_method_keys(Vm *vm, const Slot *arguments) {
    return dict_keys_new(vm, (Dict *)arguments[0].object);
}

static Object *dict_method_values(Vm *vm, const Slot *arguments) {
    return dict_values_new(vm, (Dict *)arguments[0].object);
}

static Object *dict_method_items(Vm *vm, const Slot *arguments) {
    return dict_items_new(vm, (Dict *)arguments[0].object);
}

static Object *dict_method___reversed__(Vm *vm, const Slot *arguments) {
    return dict_iterator_new(vm, KIND_DICT_REVERSE_KEY_ITERATOR, (Dict *)arguments[0].object);
}

static Object *dict_method___sizeof__(Vm *vm, const Slot *arguments) {
    return dict_definition.behaviour.size_of(vm, arguments[0].object);
}

const Method dict_methods[] = {
    {"__contains__", dict_method___contains__, "(self, key, /)",
     "True if the dict has the key, else False.", METHOD_IS_COEXIST},
    {"__getitem__", dict_method___getitem__, "(self, key, /)",
     "The value under the key; the same as self[key].", METHOD_IS_COEXIST | METHOD_HIDES_SIGNATURE},
    HIDDEN_METHOD(dict, __sizeof__, "(self, /)", "Size in bytes."),
    METHOD(dict, get, "(self, key, default=None, /)",
           "The value under the key, or default when there is none."),
    METHOD(dict, setdefault, "(self, key, default=None, /)",
           "The value under the key; when there is none, default is put there first."),
    METHOD(dict, pop, "(self, key, default=<unrepresentable>, /)",
           "Remove the key and give its value, or default, or raise KeyError."),
    METHOD(dict, popitem, "(self, /)", "Remove the pair that was added last and give it."),
    HIDDEN_METHOD(dict, keys, "(self, /)", "A view of the keys."),
    HIDDEN_METHOD(dict, items, "(self, /)", "A view of the pairs (key, value)."),
    HIDDEN_METHOD(dict, values, "(self, /)", "A view of the values."),
    HIDDEN_METHOD(dict, update, "(self, /, *args, **kwargs)",
                  "Set keys from a mapping or from pairs, then those given by keyword."),
    CLASS_METHOD(dict, fromkeys, "(type, iterable, value=None, /)",
                 "A new dict with keys from iterable, all with the same value."),
    HIDDEN_METHOD(dict, clear, "(self, /)", "Remove all."),
    HIDDEN_METHOD(dict, copy, "(self, /)", "A new dict with the same keys and values."),
    METHOD(dict, __reversed__, "(self, /)", "Iterate over the keys, the last one first."),
    GENERIC_ALIAS_METHOD,
    {0},
};
