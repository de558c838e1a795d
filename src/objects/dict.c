// dict: the table's entries in order of insertion, found through its index.
//
// Any key's __hash__ or __eq__ may run the program, which may change the dict: what was
// read from a table before such a call is never used after it (dict_table.c).

#include "objects/arguments.h"
#include "objects/dict_table.h"
#include "objects/sequence.h"
#include "objects/slot.h"
#include "objects/tuple.h"

static void dict_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    DictTable *table = ((Dict *)object)->table;
    for (int64_t i = 0; i < table->entry_count; i++) {
        if (table->entries[i].key.object == NULL) continue;
        visit(vm, object, &table->entries[i].key, context);
        visit(vm, object, &table->entries[i].value, context);
    }
}

void dict_empty(Vm *vm, Dict *dict) {
    DictTable *table = dict->table;
    dict->table = dict_table_nothing();
    dict->count = 0;
    dict->python_state = 0;
    dict_table_drop(vm, &dict->base, table);
}

static void dict_clear(Vm *vm, Object *object) {
    dict_empty(vm, (Dict *)object);
}

static Place dict_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    const DictTable *table = ((Dict *)object)->table;
    int64_t index = ((const char *)slot - (const char *)table->entries) /
                    (int64_t)sizeof(DictEntry);
    if (index < 0 || index >= table->entry_count) return (Place){PLACE_FIELD, 0, "entries", NULL};
    const DictEntry *entry = &table->entries[index];
    bool is_key = slot == &entry->key;
    return (Place){is_key ? PLACE_KEY_ITSELF : PLACE_KEY, index, NULL, entry->key.object};
}

static void dict_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Dict *dict = (const Dict *)object;
    const DictTable *table = dict->table;
    const int64_t numbers[] = {dict->count, dict->python_state, table->log2_indices,
                               table->has_only_str_keys, table->usable, table->entry_count};
    add(context, numbers, sizeof numbers);
}

void dict_check(Vm *vm, const Dict *dict) {
    (void)vm;
    const DictTable *table = dict->table;
    int64_t live = 0;
    for (int64_t i = 0; i < table->entry_count; i++) {
        const DictEntry *entry = &table->entries[i];
        CHECK((entry->key.object == NULL) == (entry->value.object == NULL));
        if (entry->key.object == NULL) continue;
        CHECK(!table->has_only_str_keys || entry->key.object->kind == KIND_STR);
        live++;
    }
    CHECK(live == dict->count);
    if (dict_table_is_nothing(table)) return;
    CHECK(table->usable >= 0);
    CHECK(table->usable + table->entry_count <= dict_table_room(table->log2_indices));
}

// --- making ---

static Dict *dict_new_with(Vm *vm, DictTable *table) {
    Dict *dict = (Dict *)object_new(vm, KIND_DICT, sizeof(Dict));
    if (dict == NULL) return NULL;
    dict->count = 0;
    dict->table = table;
    dict->python_state = 0;
    return dict;
}

Dict *dict_new(Vm *vm) {
    return dict_new_with(vm, dict_table_nothing());
}

static Dict *dict_new_presized(Vm *vm, int64_t entries, DictKeys keys) {
    if (entries <= dict_table_room(DICT_LOG2_MIN)) return dict_new(vm);
    DictTable *table = dict_table_new(vm, dict_table_log2_for(entries), keys);
    if (table == NULL) return NULL;
    Dict *dict = dict_new_with(vm, table);
    if (dict == NULL) buffer_drop(vm, table, dict_table_bytes(table));
    return dict;
}

Dict *dict_new_sized(Vm *vm, int64_t entries) {
    return dict_new_presized(vm, entries, DICT_ANY_KEYS);
}

Dict *dict_new_split(Vm *vm, int64_t values) {
    Dict *dict = dict_new_presized(vm, values < 6 ? 6 : values, DICT_STR_KEYS);
    if (dict != NULL) dict->python_state = (uint32_t)values;
    return dict;
}

Dict *dict_new_from_items(Vm *vm, const Slot *keys, const Slot *values, int64_t step,
                          int64_t count) {
    DictKeys kind = DICT_STR_KEYS;
    for (int64_t i = 0; i < count; i++)
        if (keys[i * step].object->kind != KIND_STR) kind = DICT_ANY_KEYS;
    Dict *dict = dict_new_presized(vm, count, kind);
    for (int64_t i = 0; dict != NULL && i < count; i++) {
        if (dict_set(vm, dict, keys[i * step].object, values[i * step].object)) continue;
        object_drop(vm, &dict->base);
        dict = NULL;
    }
    return dict;
}

// A table with the same entries, deleted ones included, each shared. The new dict is
// the owner; nobody can see it yet.
static DictTable *dict_clone_table(Vm *vm, Object *owner, const DictTable *from) {
    DictTable *table = dict_table_new(vm, from->log2_indices, dict_table_keys(from));
    if (table == NULL) return NULL;
    size_t index_bytes = (size_t)from->index_bytes << from->log2_indices;
    __builtin_memcpy(dict_table_indices(table), dict_table_indices(from), index_bytes);
    table->usable = from->usable;
    table->entry_count = from->entry_count;
    for (int64_t i = 0; i < from->entry_count; i++) {
        const DictEntry *old = &from->entries[i];
        DictEntry *new = &table->entries[i];
        new->hash = old->hash;
        slot_fill(vm, owner, &new->key, object_share_or_null(old->key.object));
        slot_fill(vm, owner, &new->value, object_share_or_null(old->value.object));
    }
    return table;
}

static bool dict_clone_into(Vm *vm, Dict *dict, Dict *from) {
    DictTable *table = dict_clone_table(vm, &dict->base, from->table);
    if (table == NULL) return false;
    DictTable *old = dict->table;
    dict->table = table;
    dict->count = from->count;
    dict->python_state = from->python_state;
    dict_table_drop(vm, &dict->base, old);
    if (object_is_tracked(vm, &from->base) && !object_is_tracked(vm, &dict->base))
        object_track(vm, &dict->base);
    return true;
}

// True when iter() of it gives its keys in order: no subclass that has another __iter__.
static bool dict_is_plain(Vm *vm, const Object *object) {
    return object->kind == KIND_DICT ||
           (object_is_dict(vm, object) &&
            object_type(vm, object)->behaviour.iterate == dict_iterate);
}

Dict *dict_copy(Vm *vm, Dict *dict) {
    Dict *copy = dict_new(vm);
    if (copy == NULL || dict->count == 0) return copy;
    bool is_dense = dict->count >= dict->table->entry_count * 2 / 3;
    bool is_clone = dict->python_state != 0 || (is_dense && dict_is_plain(vm, &dict->base));
    if (is_clone ? dict_clone_into(vm, copy, dict)
                 : dict_merge(vm, copy, &dict->base, DICT_REPLACE))
        return copy;
    object_drop(vm, &copy->base);
    return NULL;
}

// --- reading ---

Found dict_find(Vm *vm, Dict *dict, Object *key, Object **value) {
    int64_t hash;
    *value = NULL;
    if (!key_hash(vm, key, &hash)) return RAISED;
    int64_t number = dict_lookup(vm, dict, key, hash);
    if (number < 0) return number == INDEX_FREE ? ABSENT : RAISED;
    *value = dict->table->entries[number].value.object;
    return FOUND;
}

Object *dict_load(Vm *vm, Dict *dict, Object *key) {
    Object *value;
    switch (dict_find(vm, dict, key, &value)) {
    case FOUND: return object_share(value);
    case ABSENT: return raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
    case RAISED: break;
    }
    return NULL;
}

Object *dict_get_str(Vm *vm, Dict *dict, Str *key) {
    int64_t hash = key->hash != -1 ? key->hash : str_get_hash(vm, key);
    int64_t number = dict_lookup(vm, dict, &key->base, hash);
    return number >= 0 ? dict->table->entries[number].value.object : NULL;
}

bool dict_next(Dict *dict, int64_t *position, Object **key, Object **value) {
    int64_t hash;
    return dict_next_hashed(dict, position, key, value, &hash);
}

uint32_t dict_keys_version(Vm *vm, Dict *dict) {
    DictTable *table = dict->table;
    if (table->version != 0 || vm->objects->keys_version == UINT32_MAX) return table->version;
    // Version 1 is that of dicts without entries.
    if (vm->objects->keys_version == 0) vm->objects->keys_version = 1;
    table->version = ++vm->objects->keys_version;
    return table->version;
}

int64_t dict_entry_index(Vm *vm, Dict *dict, Str *key) {
    if (!dict->table->has_only_str_keys) return -1;
    int64_t hash = key->hash != -1 ? key->hash : str_get_hash(vm, key);
    int64_t number = dict_table_lookup_str(dict->table, key, hash);
    return number >= 0 ? number : -1;
}

// --- writing ---

bool dict_set(Vm *vm, Dict *dict, Object *key, Object *value) {
    int64_t hash;
    if (LIKELY(key->kind == KIND_STR))
        return key_hash(vm, key, &hash) && dict_set_hashed(vm, dict, key, hash, value);
    // What __hash__ and __eq__ do can't end either of them.
    object_share(key);
    object_share(value);
    bool is_done = key_hash(vm, key, &hash) && dict_set_hashed(vm, dict, key, hash, value);
    object_drop(vm, value);
    object_drop(vm, key);
    return is_done;
}

bool dict_set_str(Vm *vm, Dict *dict, Str *key, Object *value) {
    return dict_set(vm, dict, &key->base, value);
}

bool dict_set_c(Vm *vm, Dict *dict, const char *key, Object *value) {
    Str *name = str_new_interned(vm, key, __builtin_strlen(key));
    if (name == NULL) return false;
    bool is_done = dict_set(vm, dict, &name->base, value);
    object_drop(vm, &name->base);
    return is_done;
}

Found dict_take(Vm *vm, Dict *dict, Object *key, Object **value) {
    int64_t hash;
    *value = NULL;
    if (!key_hash(vm, key, &hash)) return RAISED;
    int64_t number = dict_lookup(vm, dict, key, hash);
    if (number < 0) return number == INDEX_FREE ? ABSENT : RAISED;
    Object *old_key;
    dict_detach_entry(vm, dict, number, &old_key, value);
    object_drop(vm, old_key);
    return FOUND;
}

Found dict_remove(Vm *vm, Dict *dict, Object *key) {
    Object *value;
    Found found = dict_take(vm, dict, key, &value);
    object_drop_or_null(vm, value);
    return found;
}

// --- merging ---

// Sets a key that another mapping gives, unless the mode says otherwise.
static bool dict_merge_one(Vm *vm, Dict *dict, Object *key, int64_t hash, Object *value,
                           DictMerge mode) {
    if (mode == DICT_REPLACE) return dict_set_hashed(vm, dict, key, hash, value);
    int64_t number = dict_lookup(vm, dict, key, hash);
    if (number == INDEX_RAISED) return false;
    if (number == INDEX_FREE) return dict_set_hashed(vm, dict, key, hash, value);
    if (mode == DICT_KEEP) return true;
    raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
    return false;
}

static bool dict_merge_entries(Vm *vm, Dict *dict, Dict *other, DictMerge mode) {
    int64_t entry_count = other->table->entry_count;
    int64_t position = 0, hash;
    Object *key, *value;
    while (dict_next_hashed(other, &position, &key, &value, &hash)) {
        object_share(key);
        object_share(value);
        bool is_done = dict_merge_one(vm, dict, key, hash, value, mode);
        object_drop(vm, value);
        object_drop(vm, key);
        if (!is_done) return false;
        if (entry_count != other->table->entry_count) return raise_false(vm, ERROR_DICT_MUTATED);
    }
    return true;
}

static bool dict_merge_dict(Vm *vm, Dict *dict, Dict *other, DictMerge mode) {
    if (dict == other || other->count == 0) return true;
    DictTable *from = other->table;
    if (dict->count == 0) {
        mode = DICT_REPLACE;
        int log2 = from->log2_indices;
        bool is_tight = log2 == DICT_LOG2_MIN || dict_table_room(log2 - 1) < other->count;
        if (other->python_state == 0 && other->count == from->entry_count && is_tight)
            return dict_clone_into(vm, dict, other);
    }
    // One big step now rather than several small ones on the way.
    if (dict_table_room(dict->table->log2_indices) < other->count &&
        !dict_resize(vm, dict, dict_table_log2_for(dict->count + other->count),
                     dict_table_keys(from)))
        return false;
    return dict_merge_entries(vm, dict, other, mode);
}

static bool dict_merge_key(Vm *vm, Dict *dict, Object *other, Object *key, DictMerge mode) {
    if (mode != DICT_REPLACE) {
        Object *present;
        Found found = dict_find(vm, dict, key, &present);
        if (found == RAISED) return false;
        if (found == FOUND && mode == DICT_KEEP) return true;
        if (found == FOUND) {
            raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
            return false;
        }
    }
    Object *value = object_load_item(vm, other, key);
    if (value == NULL) return false;
    bool is_done = dict_set(vm, dict, key, value);
    object_drop(vm, value);
    return is_done;
}

// other.keys() and other[key], of any mapping.
static bool dict_merge_mapping(Vm *vm, Dict *dict, Object *other, DictMerge mode) {
    Object *keys = object_call_method(vm, other, vm->objects->names.keys, 0);
    if (keys == NULL) return false;
    Object *iterator = object_iterate(vm, keys);
    object_drop(vm, keys);
    if (iterator == NULL) return false;
    Object *key;
    while ((key = object_next(vm, iterator)) != NULL) {
        bool is_done = dict_merge_key(vm, dict, other, key, mode);
        object_drop(vm, key);
        if (!is_done) break;
    }
    object_drop(vm, iterator);
    return !raised(vm);
}

bool dict_merge(Vm *vm, Dict *dict, Object *other, DictMerge mode) {
    if (dict_is_plain(vm, other)) return dict_merge_dict(vm, dict, (Dict *)other, mode);
    return dict_merge_mapping(vm, dict, other, mode);
}

// --- behaviour ---

static bool dict_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((Dict *)object)->count;
    return true;
}

static Found dict_contains(Vm *vm, Object *object, Object *key) {
    Object *value;
    return dict_find(vm, (Dict *)object, key, &value);
}

Object *dict_load_item(Vm *vm, Object *object, Object *key) {
    Object *value;
    Found found = dict_find(vm, (Dict *)object, key, &value);
    if (LIKELY(found == FOUND)) return object_share(value);
    if (found == RAISED) return NULL;
    if (object->kind != KIND_DICT) {
        Object *missing;
        found = object_find_special(vm, object, vm->objects->names.dunder_missing, &missing);
        if (found == RAISED) return NULL;
        if (found == FOUND) {
            value = object_call_with(vm, missing, 1, key);
            object_drop(vm, missing);
            return value;
        }
    }
    return raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
}

static bool dict_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    if (value != NULL) return dict_set(vm, (Dict *)object, key, value);
    switch (dict_remove(vm, (Dict *)object, key)) {
    case FOUND: return true;
    case ABSENT: raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key); break;
    case RAISED: break;
    }
    return false;
}

static bool dict_add_repr(Vm *vm, StrBuilder *builder, Object *key, Object *value) {
    object_share(key);
    object_share(value);
    bool is_done = sequence_add_repr(vm, builder, key);
    if (is_done) {
        str_builder_add_c(builder, ": ");
        is_done = sequence_add_repr(vm, builder, value);
    }
    object_drop(vm, key);
    object_drop(vm, value);
    return is_done;
}

static Object *dict_repr(Vm *vm, Object *object) {
    Dict *dict = (Dict *)object;
    Found inside = repr_enter(vm, object);
    if (inside != ABSENT) return inside == FOUND ? str_new_c(vm, "{...}") : NULL;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_char(&builder, '{');
    int64_t position = 0;
    Object *key, *value;
    bool is_done = true, is_first = true;
    while (is_done && dict_next(dict, &position, &key, &value)) {
        if (!is_first) str_builder_add_c(&builder, ", ");
        is_first = false;
        is_done = dict_add_repr(vm, &builder, key, value);
    }
    str_builder_add_char(&builder, '}');
    repr_leave(vm, object);
    if (is_done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

// Has `other` that key with an equal value?
static Found dict_equal_entry(Vm *vm, Dict *other, Object *key, int64_t hash, Object *value) {
    int64_t number = dict_lookup(vm, other, key, hash);
    if (number < 0) return number == INDEX_FREE ? ABSENT : RAISED;
    Object *match = object_share(other->table->entries[number].value.object);
    Found equal = key_equal(vm, match, value);
    object_drop(vm, match);
    return equal;
}

static Found dict_equal(Vm *vm, Dict *left, Dict *right) {
    if (left->count != right->count) return ABSENT;
    int64_t position = 0, hash;
    Object *key, *value;
    while (dict_next_hashed(left, &position, &key, &value, &hash)) {
        object_share(key);
        object_share(value);
        Found equal = dict_equal_entry(vm, right, key, hash, value);
        object_drop(vm, key);
        object_drop(vm, value);
        if (equal != FOUND) return equal;
    }
    return FOUND;
}

static Object *dict_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_equality || !object_is_dict(vm, left) || !object_is_dict(vm, right))
        return not_implemented_new(vm);
    Found equal = dict_equal(vm, (Dict *)left, (Dict *)right);
    if (equal == RAISED) return NULL;
    return bool_new(vm, (equal == FOUND) == (comparison == COMPARE_EQUAL));
}

static Object *dict_size_of(Vm *vm, Object *object) {
    const Dict *dict = (const Dict *)object;
    int64_t bytes = (int64_t)object_type(vm, object)->python_bytes;
    if (dict->python_state != 0) bytes += (int64_t)dict->python_state * (int64_t)sizeof(Slot);
    else bytes += dict_table_python_bytes(dict->table);
    return int_new(vm, bytes);
}

static Object *dict_new_object(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    if (type->kind == KIND_DICT) return (Object *)dict_new(vm);
    Dict *dict = (Dict *)type_new_instance(vm, type, type->bytes);
    if (dict == NULL) return NULL;
    dict->table = dict_table_nothing();
    object_track(vm, &dict->base);
    return &dict->base;
}

const TypeDefinition dict_definition = {
    .name = "dict",
    .kind = KIND_DICT,
    .base = KIND_OBJECT,
    .flags = TYPE_MATCHES_ITSELF | TYPE_IS_BASE | TYPE_IS_DICT | TYPE_IS_MAPPING |
             TYPE_IS_CALLED_DIRECTLY,
    .bytes = sizeof(Dict),
    .python_bytes = 48,
    .layout = {
        .name = "dict",
        .flags = LAYOUT_COLLECTED | LAYOUT_UNTRACKS_FULLY,
        .kept_dead = KEPT_DICT,
        .visit = dict_visit,
        .clear = dict_clear,
        .finish = dict_clear,
        .place = dict_place,
        .payload = dict_payload,
    },
    .behaviour = {
        .repr = dict_repr,
        .hash = slot_hash_refuse,
        .compare = dict_compare,
        .iterate = dict_iterate,
        .length = dict_length,
        .contains = dict_contains,
        .load_item = dict_load_item,
        .set_item = dict_set_item,
        .binary = {[BINARY_OR] = dict_or},
        .in_place = {[BINARY_OR] = dict_or_in_place},
        .new = dict_new_object,
        .init = dict_init,
        .size_of = dict_size_of,
    },
    .methods = dict_methods,
    .doc = "A mapping of keys to values, in the order in which keys were added.",
};
