// What lru_cache wraps a function in: results by the arguments of calls, the least recently
// used ones dropped first.
//
// The function and the keys' __hash__ and __eq__ may call the wrapper again: after each of
// them what is in the cache is looked at anew.

#include "modules/functools.h"
#include "objects/function.h"
#include "objects/instance.h"
#include "objects/order.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"

typedef struct Cache {
    Object base;
    Slot function;
    Slot results;      // Dict
    Slot info_type;    // what cache_info() calls
    Order order;       // of the results' keys; not in use when there is no limit
    int64_t most;      // maxsize; -1: no limit, 0: nothing is kept
    int64_t hits, misses;
    bool is_typed;
} Cache;

static const Field cache_fields[] = {
    FIELD(Cache, function),
    FIELD(Cache, results),
    FIELD(Cache, info_type),
    {0},
};

static Order *cache_order(Cache *cache) {
    cache->order.owner = &cache->base;
    cache->order.dict = (Dict *)cache->results.object;
    return &cache->order;
}

static void cache_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    order_visit(vm, cache_order((Cache *)object), visit, context);
}

static void cache_clear(Vm *vm, Object *object) {
    order_drop(vm, cache_order((Cache *)object));
}

static Place cache_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    int64_t index = order_index(cache_order((Cache *)object), slot);
    return (Place){.kind = PLACE_KEY_ITSELF, .index = index, .key = slot->object};
}

static void cache_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Cache *cache = (const Cache *)object;
    const int64_t numbers[] = {cache->most, cache->hits, cache->misses, cache->is_typed};
    add(context, numbers, sizeof numbers);
}

// --- making ---

static bool read_most(Vm *vm, Object *object, int64_t *most) {
    *most = -1;
    if (object == vm->objects->none) return true;
    if (object_type(vm, object)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_CACHE_SIZE);
    if (!object_index(vm, object, EXCEPTION_OverflowError, most)) return false;
    if (*most < 0) *most = 0;
    return true;
}

static Object *cache_make(Vm *vm, Type *type, Object *const *values) {
    int64_t most;
    Object *function = values[0];
    if (object_type(vm, function)->behaviour.call == NULL)
        return raise(vm, ERROR_PARTIAL_CALLABLE);
    Found is_typed = object_truth(vm, values[2]);
    if (is_typed == RAISED || !read_most(vm, values[1], &most)) return NULL;
    Cache *cache = (Cache *)type_new_filled(vm, type, 3, object_share(function), dict_new(vm),
                                            object_share(values[3]));
    if (cache == NULL) return NULL;
    cache->most = most;
    cache->is_typed = is_typed == FOUND;
    return &cache->base;
}

static Object *cache_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[4];
    if (!arguments_bind(vm, "lru_cache", "(user_function, maxsize, typed, cache_info_type)",
                        arguments, values))
        return NULL;
    Object *made = cache_make(vm, type, values);
    arguments_unbind(vm, values, 4);
    return made;
}

// --- keys ---

// An only argument that is its own key: it can't be taken for another one's.
static bool is_own_key(const Object *object) {
    return object->kind == KIND_STR || object->kind == KIND_INT || object->kind == KIND_BIGINT;
}

// All that tells a call from another: values, a mark and the keywords, then types if wanted.
static Object *key_of_call(Vm *vm, const Cache *cache, const Arguments *arguments) {
    int64_t count = arguments->count;
    int64_t named = arguments->names == NULL ? 0 : arguments->names->count;
    if (!cache->is_typed && named == 0) {
        if (count == 1 && is_own_key(arguments->values[0].object))
            return object_share(arguments->values[0].object);
        return (Object *)tuple_new_from(vm, arguments->values, count);
    }
    int64_t size = count + (named == 0 ? 0 : 2 * named + 1) + (cache->is_typed ? count + named : 0);
    Tuple *key = tuple_new(vm, size);
    if (key == NULL || size == 0) return (Object *)key;
    Slot *to = key->items;
    for (int64_t i = 0; i < count; i++)
        slot_fill(vm, &key->base, to++, object_share(arguments->values[i].object));
    if (named != 0)
        slot_fill(vm, &key->base, to++, object_share(functools_get_state(vm)->mark.object));
    for (int64_t i = 0; i < named; i++) {
        slot_fill(vm, &key->base, to++, object_share(arguments->names->items[i].object));
        slot_fill(vm, &key->base, to++, object_share(arguments->values[count + i].object));
    }
    for (int64_t i = 0; cache->is_typed && i < count + named; i++) {
        Object *type = (Object *)object_type(vm, arguments->values[i].object);
        slot_fill(vm, &key->base, to++, object_share(type));
    }
    tuple_finish(vm, key);
    return &key->base;
}

// --- calls ---

static Object *call_uncached(Vm *vm, Cache *cache, const Arguments *arguments) {
    cache->misses++;
    return object_call(vm, cache->function.object, arguments);
}

static Object *call_unlimited(Vm *vm, Cache *cache, const Arguments *arguments, Object *key,
                              int64_t hash) {
    Dict *results = (Dict *)cache->results.object;
    int64_t number = dict_lookup(vm, results, key, hash);
    if (number >= 0) {
        cache->hits++;
        return object_share(results->table->entries[number].value.object);
    }
    if (number == INDEX_RAISED) return NULL;
    Object *result = call_uncached(vm, cache, arguments);
    if (result == NULL || dict_set_hashed(vm, results, key, hash, result)) return result;
    object_drop(vm, result);
    return NULL;
}

// Drops the result that was used least recently. ABSENT: it was gone already.
static Found evict(Vm *vm, Order *order, Object **old_key, Object **old_value) {
    OrderNode *node = order->first;
    *old_key = object_share(node->key.object);
    return order_take(vm, order, *old_key, node->hash, old_value);
}

// Keeps a new result; false: raised.
static bool keep(Vm *vm, Cache *cache, Object *key, int64_t hash, Object *result) {
    Order *order = cache_order(cache);
    OrderNode *node;
    int64_t entry;
    Found found = order_find(vm, order, key, hash, &node, &entry);
    if (found != ABSENT) return found == FOUND;   // kept by a call from within
    Object *old_key = NULL, *old_value = NULL;
    if (order->dict->count >= cache->most && order->first != NULL)
        found = evict(vm, order, &old_key, &old_value);
    else found = FOUND;
    bool is_done = found == FOUND ? order_set(vm, order, key, hash, result) : found == ABSENT;
    object_drop_or_null(vm, old_key);   // only now: this may run the program
    object_drop_or_null(vm, old_value);
    return is_done;
}

static Object *call_limited(Vm *vm, Cache *cache, const Arguments *arguments, Object *key,
                            int64_t hash) {
    Order *order = cache_order(cache);
    OrderNode *node;
    int64_t entry;
    switch (order_find(vm, order, key, hash, &node, &entry)) {
    case RAISED: return NULL;
    case ABSENT: break;
    case FOUND:
        order_move_last(order, node);
        cache->hits++;
        return object_share(order->dict->table->entries[entry].value.object);
    }
    Object *result = call_uncached(vm, cache, arguments);
    if (result == NULL || keep(vm, cache, key, hash, result)) return result;
    object_drop(vm, result);
    return NULL;
}

static Object *cache_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Cache *cache = (Cache *)callable;
    int64_t hash;
    if (cache->results.object == NULL) return raise(vm, ERROR_CLEARED, callable);
    if (cache->most == 0) return call_uncached(vm, cache, arguments);
    Object *key = key_of_call(vm, cache, arguments), *result = NULL;
    if (key == NULL) return NULL;
    object_share(callable);
    if (key_hash(vm, key, &hash))
        result = cache->most < 0 ? call_unlimited(vm, cache, arguments, key, hash)
                                 : call_limited(vm, cache, arguments, key, hash);
    object_drop(vm, key);
    object_drop(vm, callable);
    return result;
}

// --- as an object ---

static Object *cache_descriptor_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)owner;
    if (instance == NULL || instance == vm->objects->none) return object_share(descriptor);
    return method_new(vm, descriptor, instance);
}

static Object *cache_method_cache_info(Vm *vm, const Slot *arguments) {
    const Cache *cache = (const Cache *)arguments[0].object;
    int64_t count = ((const Dict *)cache->results.object)->count;
    Object *most = cache->most < 0 ? none_new(vm) : int_new(vm, cache->most);
    Tuple *values = (Tuple *)build_tuple(vm, "iiOi", cache->hits, cache->misses, most, count);
    if (values == NULL) return NULL;
    Object *info = object_call_tuple(vm, cache->info_type.object, values, NULL);
    object_drop(vm, &values->base);
    return info;
}

static Object *cache_method_cache_clear(Vm *vm, const Slot *arguments) {
    Cache *cache = (Cache *)arguments[0].object;
    cache->hits = cache->misses = 0;
    // The results die first, while their keys still stand in the order.
    Order *order = cache_order(cache), old = *order;
    cache->order = (Order){.changes = order->changes + 1};
    dict_empty(vm, (Dict *)cache->results.object);
    order_drop(vm, &old);
    return none_new(vm);
}

static Object *cache_method___reduce__(Vm *vm, const Slot *arguments) {
    return object_load_attribute(vm, arguments[0].object, vm->objects->names.dunder_qualname);
}

static Object *cache_method_self(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(arguments[0].object);
}

static const Method cache_methods[] = {
    HIDDEN_METHOD(cache, cache_info, "(self, /)", NULL),
    HIDDEN_METHOD(cache, cache_clear, "(self, /)", NULL),
    HIDDEN_METHOD(cache, __reduce__, "(self, /)", NULL),
    {"__copy__", cache_method_self, "(self, /)", "The same object.", METHOD_HIDES_SIGNATURE},
    {"__deepcopy__", cache_method_self, "(self, memo, /)", "The same object.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

static const Property cache_properties[] = {
    INSTANCE_DICT_PROPERTY,
    {0},
};

const TypeDefinition functools_cache_definition = {
    .name = "functools._lru_cache_wrapper",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE | TYPE_IS_METHOD_LIKE | TYPE_HAS_DICT,
    .bytes = sizeof(Cache),
    .python_bytes = 152,
    .python_dict_offset = 136,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
               .fields = cache_fields, .visit = cache_visit, .clear = cache_clear,
               .finish = cache_clear, .place = cache_place, .payload = cache_payload},
    .behaviour = {.call = cache_call, .descriptor_load = cache_descriptor_load,
                  .new = cache_new},
    .methods = cache_methods,
    .properties = cache_properties,
    .doc = "A function that keeps the results of calls: see functools.lru_cache.",
};
