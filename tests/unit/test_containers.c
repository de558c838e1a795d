// Lists, dicts and sets against simple models, under random operations; and with keys
// whose comparison changes the container that is being searched.

#include "machine.h"

#include "objects/dict.h"
#include "objects/int.h"
#include "objects/key.h"
#include "objects/list.h"
#include "objects/list_parts.h"
#include "objects/set.h"
#include "objects/set_parts.h"
#include "objects/tuple.h"

#include <stdlib.h>
#include <string.h>

enum { MODEL_MAX = 4096, STEPS = 4000, KEYS = 200 };

static Object *number(Vm *vm, int64_t value) {
    Object *object = int_new(vm, value);
    assert_non_null(object);
    return object;
}

static int64_t value_of(Object *object) {
    assert_int_equal(object->kind, KIND_INT);
    return ((Int *)object)->value;
}

// --- list ---

typedef struct Row {
    int64_t items[MODEL_MAX];
    int64_t count;
} Row;

static void row_splice(Row *row, int64_t start, int64_t stop, const int64_t *with, int64_t count) {
    memmove(row->items + start + count, row->items + stop,
            (size_t)(row->count - stop) * sizeof(int64_t));
    if (count > 0) memcpy(row->items + start, with, (size_t)count * sizeof(int64_t));
    row->count += count - (stop - start);
}

static int by_value(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static void list_step(Vm *vm, List *list, Row *row, uint64_t *seed) {
    int64_t a = row->count == 0 ? 0 : (int64_t)machine_random(seed) % (row->count + 1);
    int64_t b = row->count == 0 ? 0 : (int64_t)machine_random(seed) % (row->count + 1);
    int64_t low = a < b ? a : b, high = a < b ? b : a;
    int64_t fresh[8], count = (int64_t)machine_random(seed) % 8;
    List *values = list_new(vm, 0);
    for (int64_t i = 0; i < count; i++) {
        fresh[i] = (int64_t)machine_random(seed) % 1000;
        assert_true(list_take_add(vm, values, number(vm, fresh[i])));
    }
    switch (machine_random(seed) % 6) {
    case 0:
    case 1:
        assert_true(list_take_add(vm, list, number(vm, low)));
        row_splice(row, row->count, row->count, &low, 1);
        break;
    case 2:
        assert_true(list_replace(vm, list, low, high, &values->base));
        row_splice(row, low, high, fresh, count);
        break;
    case 3:
        assert_true(list_replace(vm, list, low, high, NULL));
        row_splice(row, low, high, NULL, 0);
        break;
    case 4:
        assert_true(list_extend(vm, list, &values->base));
        row_splice(row, row->count, row->count, fresh, count);
        break;
    default:
        assert_true(list_sort(vm, list, NULL, 0));
        qsort(row->items, (size_t)row->count, sizeof(int64_t), by_value);
    }
    object_drop(vm, &values->base);
}

static void list_follows_its_model(void **state) {
    Vm *vm = *state;
    static Row row;
    uint64_t seed = 1;
    row.count = 0;
    List *list = list_new(vm, 0);
    for (int step = 0; step < STEPS; step++) {
        if (row.count > MODEL_MAX - 16) {
            list_empty(vm, list);
            row.count = 0;
        }
        list_step(vm, list, &row, &seed);
        list_check(list);
        assert_int_equal(list->count, row.count);
        for (int64_t i = 0; i < row.count; i++)
            assert_int_equal(value_of(list->items[i].object), row.items[i]);
    }
    object_drop(vm, &list->base);
}

static void list_grows_as_cpython(void **state) {
    Vm *vm = *state;
    static const int64_t capacities[] = {4, 8, 16, 24, 32, 40, 52, 64, 76, 92, 108, 128};
    List *list = list_new(vm, 0);
    size_t next = 0;
    for (int i = 0; i < 120; i++) {
        assert_true(list_take_add(vm, list, number(vm, i)));
        if (list->capacity == capacities[next]) continue;
        assert_int_equal(list->capacity, capacities[++next]);
    }
    object_drop(vm, &list->base);
}

// --- dict ---

typedef struct Pairs {
    Object *keys[KEYS];       // all that are used, borrowed from `names`
    int64_t values[KEYS];
    bool is_there[KEYS];
    int order[KEYS];          // numbers of the keys that are there
    int count;
} Pairs;

static void pairs_remove(Pairs *pairs, int key) {
    int place = 0;
    while (pairs->order[place] != key) place++;
    memmove(pairs->order + place, pairs->order + place + 1,
            (size_t)(pairs->count - place - 1) * sizeof(int));
    pairs->count--;
    pairs->is_there[key] = false;
}

static void dict_step(Vm *vm, Dict *dict, Pairs *pairs, uint64_t *seed) {
    int key = (int)(machine_random(seed) % KEYS);
    int64_t fresh = (int64_t)machine_random(seed) % 1000;
    Object *object = pairs->keys[key], *value;
    switch (machine_random(seed) % 5) {
    case 0:
    case 1:
        value = number(vm, fresh);
        assert_true(dict_set(vm, dict, object, value));
        object_drop(vm, value);
        if (!pairs->is_there[key]) pairs->order[pairs->count++] = key;
        pairs->is_there[key] = true;
        pairs->values[key] = fresh;
        break;
    case 2:
    case 3:
        assert_int_equal(dict_remove(vm, dict, object), pairs->is_there[key] ? FOUND : ABSENT);
        if (pairs->is_there[key]) pairs_remove(pairs, key);
        break;
    default:
        assert_int_equal(dict_find(vm, dict, object, &value), pairs->is_there[key]);
        if (pairs->is_there[key]) assert_int_equal(value_of(value), pairs->values[key]);
    }
}

static Object *key_object(Vm *vm, int i, int every_str) {
    if (i % 2 == 0 && !every_str) return number(vm, i * 64);  // many of the same last bits
    Object *text = str_new_format(vm, "key%d", i);
    assert_non_null(text);
    return text;
}

static void dict_follows(Vm *vm, int every_str) {
    static Pairs pairs;
    uint64_t seed = 2;
    pairs = (Pairs){0};
    for (int i = 0; i < KEYS; i++) pairs.keys[i] = key_object(vm, i, every_str);
    Dict *dict = dict_new(vm);
    for (int step = 0; step < STEPS; step++) {
        dict_step(vm, dict, &pairs, &seed);
        dict_check(vm, dict);
        assert_int_equal(dict->count, pairs.count);
        int64_t position = 0;
        Object *key, *value;
        for (int i = 0; dict_next(dict, &position, &key, &value); i++)
            assert_ptr_equal(key, pairs.keys[pairs.order[i]]);
        if (step % 1000 == 0) {
            Dict *copy = dict_copy(vm, dict);
            dict_check(vm, copy);
            assert_int_equal(object_equal(vm, &copy->base, &dict->base), FOUND);
            object_drop(vm, &copy->base);
        }
    }
    object_drop(vm, &dict->base);
    for (int i = 0; i < KEYS; i++) object_drop(vm, pairs.keys[i]);
}

static void dict_follows_its_model(void **state) {
    dict_follows(*state, false);
    dict_follows(*state, true);
}

static void dict_version_changes_with_its_keys(void **state) {
    Vm *vm = *state;
    Dict *dict = dict_new(vm);
    Object *none = vm->objects->none;
    assert_true(dict_set_c(vm, dict, "first", none));
    uint32_t version = dict_keys_version(vm, dict);
    assert_int_not_equal(version, 0);
    assert_true(dict_set_c(vm, dict, "first", vm->objects->true_));
    assert_int_equal(dict_keys_version(vm, dict), version);
    assert_true(dict_set_c(vm, dict, "second", none));
    assert_int_not_equal(dict_keys_version(vm, dict), version);
    Str *second = str_new_interned(vm, "second", 6);
    assert_int_equal(dict_entry_index(vm, dict, second), 1);
    object_drop(vm, &second->base);
    object_drop(vm, &dict->base);
}

// --- set ---

static void set_follows_its_model(void **state) {
    Vm *vm = *state;
    bool is_there[KEYS] = {false};
    uint64_t seed = 3;
    int64_t count = 0;
    Set *set = set_new(vm);
    for (int step = 0; step < STEPS; step++) {
        int i = (int)(machine_random(&seed) % KEYS);
        Object *key = key_object(vm, i, false);
        int64_t hash;
        assert_true(key_hash(vm, key, &hash));
        if (machine_random(&seed) % 2 == 0) {
            assert_true(set_add(vm, set, key));
            if (!is_there[i]) count++;
            is_there[i] = true;
        } else {
            assert_int_equal(set_discard_hashed(vm, set, key, hash), is_there[i]);
            if (is_there[i]) count--;
            is_there[i] = false;
        }
        assert_int_equal(set_contains(vm, set, key), is_there[i]);
        object_drop(vm, key);
        set_check(set);
        assert_int_equal(set->count, count);
    }
    object_drop(vm, &set->base);
}

// --- keys that change the container while they are compared ---

typedef struct Trouble {
    Object base;
    int64_t hash;
} Trouble;

// What the keys change; the test that runs sets it.
static struct {
    Dict *dict;
    Set *set;
    List *list;
    uint64_t seed;
    int depth;
    uint32_t kind;
} trouble;

static Object *trouble_new(Vm *vm, int64_t hash) {
    Trouble *object = (Trouble *)object_new(vm, trouble.kind, sizeof(Trouble));
    assert_non_null(object);
    object->hash = hash;
    return &object->base;
}

static bool trouble_hash(Vm *vm, Object *object, int64_t *hash) {
    (void)vm;
    *hash = ((Trouble *)object)->hash;
    return true;
}

static Found discard_trouble(Vm *vm, Object *key) {
    return set_discard_hashed(vm, trouble.set, key, ((Trouble *)key)->hash);
}

static void make_trouble(Vm *vm) {
    Object *key = trouble_new(vm, (int64_t)machine_random(&trouble.seed) % 4);
    uint64_t choice = machine_random(&trouble.seed) % 12;
    if (trouble.dict != NULL) {
        if (choice == 0) dict_empty(vm, trouble.dict);
        else if (choice < 5) assert_true(dict_set(vm, trouble.dict, key, key) || raised(vm));
        else if (choice < 8) (void)!dict_remove(vm, trouble.dict, key);
        else if (choice == 8) (void)!dict_set_c(vm, trouble.dict, "text", key);
    }
    if (trouble.set != NULL) {
        if (choice == 0) set_empty(vm, trouble.set);
        else if (choice < 5) assert_true(set_add(vm, trouble.set, key) || raised(vm));
        else if (choice < 8) (void)!discard_trouble(vm, key);
    }
    if (trouble.list != NULL) {
        if (choice == 0) list_empty(vm, trouble.list);
        else if (choice < 5) assert_true(list_add(vm, trouble.list, key));
        else if (choice < 8) assert_true(list_replace(vm, trouble.list, 0, 2, NULL));
    }
    raised_clear(vm);
    object_drop(vm, key);
}

static Object *trouble_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (comparison != COMPARE_EQUAL && comparison != COMPARE_LESS) return not_implemented_new(vm);
    if (trouble.depth < 3) {
        trouble.depth++;
        make_trouble(vm);
        trouble.depth--;
    }
    uint64_t choice = machine_random(&trouble.seed) % 40;
    if (choice == 0) return raise_argument(vm, exception_type(vm, EXCEPTION_ValueError), left);
    if (comparison == COMPARE_LESS)
        return bool_new(vm, ((Trouble *)left)->hash < ((Trouble *)right)->hash);
    return bool_new(vm, choice < 10);
}

static const TypeDefinition trouble_definition = {
    .name = "trouble",
    .base = KIND_OBJECT,
    .bytes = sizeof(Trouble),
    .layout = {.name = "trouble"},
    .behaviour = {.hash = trouble_hash, .compare = trouble_compare},
};

static void start_trouble(Vm *vm) {
    memset(&trouble, 0, sizeof trouble);
    trouble.seed = 4;
    Type *type = type_register(vm, &trouble_definition, NULL);
    assert_non_null(type);
    trouble.kind = type->kind;
}

static void dict_survives_its_keys(void **state) {
    Vm *vm = *state;
    start_trouble(vm);
    for (int round = 0; round < 50; round++) {
        Dict *dict = trouble.dict = dict_new(vm);
        for (int step = 0; step < 60; step++) {
            Object *key = trouble_new(vm, (int64_t)machine_random(&trouble.seed) % 4), *value;
            switch (step % 4) {
            case 0:
            case 1: (void)!dict_set(vm, dict, key, key); break;
            case 2: (void)!dict_find(vm, dict, key, &value); break;
            default: (void)!dict_remove(vm, dict, key);
            }
            raised_clear(vm);
            dict_check(vm, dict);
            object_drop(vm, key);
        }
        Dict *other = dict_copy(vm, dict);
        (void)!object_equal(vm, &other->base, &dict->base);
        (void)!dict_merge(vm, dict, &other->base, DICT_REPLACE);
        raised_clear(vm);
        object_drop(vm, &other->base);
        trouble.dict = NULL;
        object_drop(vm, &dict->base);
    }
}

static void set_survives_its_keys(void **state) {
    Vm *vm = *state;
    start_trouble(vm);
    for (int round = 0; round < 50; round++) {
        Set *set = trouble.set = set_new(vm);
        Set *others = set_new(vm);
        for (int step = 0; step < 60; step++) {
            Object *key = trouble_new(vm, (int64_t)machine_random(&trouble.seed) % 4);
            (void)!(step % 3 == 0 ? set_add(vm, others, key) : set_add(vm, set, key));
            if (step % 4 == 0) (void)!discard_trouble(vm, key);
            raised_clear(vm);
            set_check(set);
            object_drop(vm, key);
        }
        Object *results[] = {
            (Object *)set_intersect(vm, set, &others->base),
            (Object *)set_subtract(vm, set, &others->base),
            (Object *)set_new_exclusive(vm, others, &set->base),
        };
        for (int i = 0; i < 3; i++) object_drop_or_null(vm, results[i]);
        (void)!set_subtract_from(vm, set, &others->base);
        (void)!set_is_subset(vm, set, &others->base);
        (void)!set_exclude(vm, set, &others->base);
        raised_clear(vm);
        set_check(set);
        trouble.set = NULL;
        object_drop(vm, &others->base);
        object_drop(vm, &set->base);
    }
}

static void list_survives_its_items(void **state) {
    Vm *vm = *state;
    start_trouble(vm);
    for (int round = 0; round < 50; round++) {
        List *list = trouble.list = list_new(vm, 0), *other = list_new(vm, 0);
        for (int step = 0; step < 60; step++) {
            Object *item = trouble_new(vm, step % 7);
            assert_true(list_add(vm, list, item));
            assert_true(list_add(vm, other, item));
            object_drop(vm, item);
        }
        (void)!list_sort(vm, list, NULL, round % 2);
        list_check(list);
        (void)!object_contains(vm, &list->base, other->items[0].object);
        (void)!object_equal(vm, &list->base, &other->base);
        raised_clear(vm);
        trouble.list = NULL;
        object_drop(vm, &list->base);
        object_drop(vm, &other->base);
    }
}

// --- sorting ---

// Pairs (key, place) as tuples: the sort must keep the places of equal keys in order.
static void sort_is_stable(void **state) {
    Vm *vm = *state;
    uint64_t seed = 5;
    for (int64_t count = 0; count < 700; count += 23) {
        List *list = list_new(vm, 0), *keys = list_new(vm, 0);
        for (int64_t i = 0; i < count; i++) {
            Object *key = number(vm, (int64_t)machine_random(&seed) % 20), *place = number(vm, i);
            Tuple *pair = tuple_pack(vm, 2, key, place);
            assert_true(list_take_add(vm, list, &pair->base));
            assert_true(list_take_add(vm, keys, key));
            object_drop(vm, place);
        }
        assert_true(list_sort(vm, list, NULL, count % 2 == 0));
        assert_true(list_sort(vm, keys, NULL, count % 2 == 0));
        for (int64_t i = 1; i < count; i++) {
            Object *left = list->items[i - 1].object, *right = list->items[i].object;
            Comparison comparison = count % 2 == 0 ? COMPARE_GREATER : COMPARE_LESS;
            assert_int_equal(object_compare_truth(vm, left, right, comparison), FOUND);
            assert_ptr_equal(((Tuple *)right)->items[0].object, keys->items[i].object);
        }
        object_drop(vm, &list->base);
        object_drop(vm, &keys->base);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(list_follows_its_model, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(list_grows_as_cpython, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(dict_follows_its_model, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(dict_version_changes_with_its_keys, machine_setup,
                                        machine_teardown),
        cmocka_unit_test_setup_teardown(set_follows_its_model, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(dict_survives_its_keys, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(set_survives_its_keys, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(list_survives_its_items, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(sort_is_stable, machine_setup, machine_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
