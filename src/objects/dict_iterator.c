// Iterators over dicts, forward and backward, of keys, values and pairs.
//
// An iterator holds the dict and the number of the next entry. It notices a dict whose
// count changed; one whose keys changed at the same count is noticed at the end.

#include "objects/dict_table.h"
#include "objects/dict_view.h"
#include "objects/iterator.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/tuple.h"

static const Field dict_iterator_fields[] = {
    FIELD(DictIterator, dict),
    FIELD(DictIterator, result),
    {0},
};

static void dict_iterator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const DictIterator *iterator = (const DictIterator *)object;
    const int64_t numbers[] = {iterator->used, iterator->position, iterator->remaining};
    add(context, numbers, sizeof numbers);
}

static bool iterates_items(const Object *iterator) {
    return iterator->kind == KIND_DICT_ITEM_ITERATOR ||
           iterator->kind == KIND_DICT_REVERSE_ITEM_ITERATOR;
}

static bool iterates_keys(const Object *iterator) {
    return iterator->kind == KIND_DICT_KEY_ITERATOR ||
           iterator->kind == KIND_DICT_REVERSE_KEY_ITERATOR;
}

static bool iterates_backward(const Object *iterator) {
    return iterator->kind == KIND_DICT_REVERSE_KEY_ITERATOR ||
           iterator->kind == KIND_DICT_REVERSE_VALUE_ITERATOR ||
           iterator->kind == KIND_DICT_REVERSE_ITEM_ITERATOR;
}

Object *dict_iterator_new(Vm *vm, uint32_t kind, Dict *dict) {
    DictIterator *iterator = (DictIterator *)object_new(vm, kind, sizeof(DictIterator));
    if (iterator == NULL) return NULL;
    Object *object = &iterator->base;
    slot_fill(vm, object, &iterator->dict, object_share(&dict->base));
    slot_fill(vm, object, &iterator->result, NULL);
    iterator->used = dict->count;
    iterator->remaining = dict->count;
    iterator->position = iterates_backward(object) ? dict->table->entry_count - 1 : 0;
    if (iterates_items(object)) {
        Object *none = vm->objects->none;
        Tuple *pair = tuple_pack(vm, 2, none, none);
        if (pair == NULL) {
            object_drop(vm, object);
            return NULL;
        }
        slot_fill(vm, object, &iterator->result, &pair->base);
    }
    object_track(vm, object);
    return object;
}

Object *dict_iterate(Vm *vm, Object *object) {
    return dict_iterator_new(vm, KIND_DICT_KEY_ITERATOR, (Dict *)object);
}

// --- next ---

// The pair (key, value): the one given before, when nobody else holds it.
static Object *pair_new(Vm *vm, DictIterator *iterator, Object *key, Object *value) {
    Tuple *pair = (Tuple *)iterator->result.object;
    if (pair->base.count > 1) return (Object *)tuple_pack(vm, 2, key, value);
    return iterator_reuse_pair(vm, pair, object_share(key), object_share(value));
}

// The number of the next full entry, or -1 at the end.
static int64_t next_entry(const DictIterator *iterator, const DictTable *table) {
    int64_t i = iterator->position;
    if (iterates_backward(&iterator->base)) {
        if (i >= table->entry_count) i = table->entry_count - 1;
        while (i >= 0 && table->entries[i].key.object == NULL) i--;
        return i;
    }
    while (i < table->entry_count && table->entries[i].key.object == NULL) i++;
    return i < table->entry_count ? i : -1;
}

static Object *dict_iterator_next(Vm *vm, Object *object) {
    DictIterator *iterator = (DictIterator *)object;
    Dict *dict = (Dict *)iterator->dict.object;
    if (dict == NULL) return NULL;
    if (iterator->used != dict->count) {
        iterator->used = -1;  // this will not heal
        return raise(vm, ERROR_DICT_SIZE_CHANGED);
    }
    int64_t number = next_entry(iterator, dict->table);
    bool is_backward = iterates_backward(object);
    if (number < 0 || (iterator->remaining == 0 && !is_backward)) {
        if (number >= 0) raise(vm, ERROR_DICT_KEYS_CHANGED);
        slot_clear(vm, object, &iterator->dict);
        return NULL;
    }
    iterator->position = is_backward ? number - 1 : number + 1;
    iterator->remaining--;
    const DictEntry *entry = &dict->table->entries[number];
    if (iterates_items(object))
        return pair_new(vm, iterator, entry->key.object, entry->value.object);
    return object_share(iterates_keys(object) ? entry->key.object : entry->value.object);
}

// --- methods ---

static Object *dict_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    const DictIterator *iterator = (const DictIterator *)arguments[0].object;
    const Dict *dict = (const Dict *)iterator->dict.object;
    bool is_valid = dict != NULL && iterator->used == dict->count;
    return int_new(vm, is_valid ? iterator->remaining : 0);
}

// iter(list of what is left), without moving the iterator.
static Object *dict_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const DictIterator *iterator = (const DictIterator *)arguments[0].object;
    Object *function = sequence_get_builtin(vm, "iter");
    if (function == NULL) return NULL;
    List *rest = list_new(vm, 0);
    if (rest == NULL) return NULL;
    if (iterator->dict.object != NULL) {
        Dict *dict = (Dict *)iterator->dict.object;
        Object *copy = dict_iterator_new(vm, iterator->base.kind, dict);
        bool is_done = copy != NULL;
        if (is_done) {
            ((DictIterator *)copy)->used = iterator->used;
            ((DictIterator *)copy)->position = iterator->position;
            ((DictIterator *)copy)->remaining = iterator->remaining;
            is_done = list_extend(vm, rest, copy);
            object_drop(vm, copy);
        }
        if (!is_done) {
            object_drop(vm, &rest->base);
            return NULL;
        }
    }
    return sequence_reduce_take(vm, function, &rest->base);
}

static const Method dict_iterator_methods[] = {
    HIDDEN_METHOD(dict_iterator, __length_hint__, "(self, /)",
                  "How many items are left, as a guess."),
    HIDDEN_METHOD(dict_iterator, __reduce__, "(self, /)", "How to make an equal iterator."),
    {0},
};

#define DICT_ITERATOR(id, KIND, python_name) \
    const TypeDefinition id##_definition = { \
        .name = python_name, \
        .kind = KIND, \
        .base = KIND_OBJECT, \
        .bytes = sizeof(DictIterator), \
        .python_bytes = 56, \
        .layout = { \
            .name = python_name, \
            .flags = LAYOUT_COLLECTED, \
            .fields = dict_iterator_fields, \
            .payload = dict_iterator_payload, \
        }, \
        .behaviour = {.iterate = sequence_iterate_self, .next = dict_iterator_next}, \
        .methods = dict_iterator_methods, \
    }

DICT_ITERATOR(dict_key_iterator, KIND_DICT_KEY_ITERATOR, "dict_keyiterator");
DICT_ITERATOR(dict_value_iterator, KIND_DICT_VALUE_ITERATOR, "dict_valueiterator");
DICT_ITERATOR(dict_item_iterator, KIND_DICT_ITEM_ITERATOR, "dict_itemiterator");
DICT_ITERATOR(dict_reverse_key_iterator, KIND_DICT_REVERSE_KEY_ITERATOR,
              "dict_reversekeyiterator");
DICT_ITERATOR(dict_reverse_value_iterator, KIND_DICT_REVERSE_VALUE_ITERATOR,
              "dict_reversevalueiterator");
DICT_ITERATOR(dict_reverse_item_iterator, KIND_DICT_REVERSE_ITEM_ITERATOR,
              "dict_reverseitemiterator");
