// product, combinations, combinations_with_replacement and permutations.
//
// Each keeps the indices of the result that it gave last, steps them in the manner of its
// kind, and changes those items of the result that the step has moved. The result is used
// again when nobody else holds it.

#include "modules/itertools.h"
#include "objects/tuple.h"

typedef struct Combining {
    Object base;
    Slot pool;             // Tuple of items; product: of a Tuple for each place
    Slot result;           // Tuple given last; empty at the start
    int64_t *indices;      // owns number_count: indices, for permutations cycles behind them
    int64_t index_count, number_count;
    int64_t length;        // of a result
    bool is_over;
} Combining;

static const Field combining_fields[] = {FIELD(Combining, pool), FIELD(Combining, result), {0}};

static bool has_cycles(Vm *vm, const Object *object) {
    return object_type(vm, object)->native == &itertools_permutations_definition;
}

static void combining_finish(Vm *vm, Object *object) {
    Combining *combining = (Combining *)object;
    buffer_drop(vm, combining->indices,
                (size_t)combining->number_count * sizeof(*combining->indices));
}

static void combining_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Combining *combining = (const Combining *)object;
    add(context, combining->indices,
        (size_t)combining->number_count * sizeof(*combining->indices));
    add(context, &combining->is_over, sizeof combining->is_over);
}

static int64_t *cycles_of(const Combining *combining) {
    return combining->indices + combining->index_count;
}

// A new one over the pool, which is consumed; its numbers are 0.
static Combining *combining_new(Vm *vm, Type *type, Tuple *pool, int64_t index_count,
                                int64_t length) {
    Combining *combining = (Combining *)type_new_filled(vm, type, 1, pool);
    if (combining == NULL) return NULL;
    int64_t total = index_count + (has_cycles(vm, &combining->base) ? length : 0);
    combining->indices = total > INT64_MAX / 16
                             ? (int64_t *)(void *)sequence_raise_memory(vm)
                             : buffer_new(vm, (size_t)total * sizeof(*combining->indices));
    if (combining->indices == NULL) {
        object_drop(vm, &combining->base);
        return NULL;
    }
    combining->index_count = index_count;
    combining->number_count = total;
    combining->length = length;
    for (int64_t i = 0; i < total; i++) combining->indices[i] = 0;
    return combining;
}

// The result tuple for a next step: the last one, or a copy when somebody holds that.
static Tuple *combining_step_result(Vm *vm, Combining *combining) {
    Tuple *result = (Tuple *)combining->result.object;
    if (LIKELY(result->base.count == 1)) {
        // The collector lets go of tuples whose items can't be in a cycle; others may come.
        if (!object_is_tracked(vm, &result->base) && result->count != 0)
            object_track(vm, &result->base);
        return result;
    }
    result = tuple_new_from(vm, result->items, result->count);
    if (result != NULL) slot_take(vm, &combining->base, &combining->result, &result->base);
    return result;
}

static void set_item(Vm *vm, Tuple *result, int64_t place, const Tuple *pool, int64_t index) {
    slot_set(vm, &result->base, &result->items[place], pool->items[index].object);
}

static Object *combining_end(Combining *combining) {
    combining->is_over = true;
    return NULL;
}

// A result with the items at the present indices.
static bool combining_fill(Vm *vm, Combining *combining) {
    Tuple *result = tuple_new(vm, combining->length);
    if (result == NULL) return false;
    const Tuple *pool = (const Tuple *)combining->pool.object;
    bool is_product = object_type(vm, &combining->base)->native == &itertools_product_definition;
    for (int64_t i = 0; i < result->count; i++) {
        const Tuple *from = is_product ? (const Tuple *)pool->items[i].object : pool;
        Object *item = from->items[combining->indices[i]].object;
        slot_fill(vm, &result->base, &result->items[i], object_share(item));
    }
    tuple_finish(vm, result);
    slot_take(vm, &combining->base, &combining->result, &result->base);
    return true;
}

static Object *combining_first(Vm *vm, Combining *combining) {
    return combining_fill(vm, combining) ? object_share(combining->result.object) : NULL;
}

// --- what they have in common as Python objects ---

static Object *combining_size_of(Vm *vm, Object *object) {
    const Combining *combining = (const Combining *)object;
    int64_t numbers = combining->number_count * (int64_t)sizeof(*combining->indices);
    return int_new(vm, (int64_t)object_type(vm, object)->python_bytes + numbers);
}

static Object *combining_method___sizeof__(Vm *vm, const Slot *arguments) {
    return combining_size_of(vm, arguments[0].object);
}

static Object *combining_method___reduce__(Vm *vm, const Slot *arguments) {
    const Combining *combining = (const Combining *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &combining->base);
    Object *pool = combining->pool.object;
    int64_t length = combining->length;
    if (combining->result.object == NULL) return build_tuple(vm, "o(oi)", type, pool, length);
    if (combining->is_over) return build_tuple(vm, "o(()i)", type, length);
    Tuple *indices = tuple_new_from_numbers(vm, combining->indices, combining->index_count);
    if (!has_cycles(vm, &combining->base))
        return build_tuple(vm, "o(oi)O", type, pool, length, indices);
    Tuple *cycles = tuple_new_from_numbers(vm, cycles_of(combining), length);
    return build_tuple(vm, "o(oi)(OO)", type, pool, length, indices, cycles);
}

// A number of a pickled state, brought between two limits.
static bool read_number(Vm *vm, Object *object, int64_t least, int64_t most, int64_t *number) {
    int64_t value;
    if (!iterator_state(vm, object, &value)) return false;
    *number = value > most ? most : value < least ? least : value;
    return true;
}

// The state of those with one row of indices, or ValueError.
static const Tuple *check_state(Vm *vm, const Combining *combining, Object *state) {
    if (object_is_tuple(vm, state) && ((Tuple *)state)->count == combining->index_count)
        return (const Tuple *)state;
    raise(vm, ERROR_COMBINATION_STATE);
    return NULL;
}

#define COMBINING_METHODS(reduce, set_state)                                               \
    ITERTOOLS_REDUCE(reduce), ITERTOOLS_SET_STATE(set_state),                              \
    HIDDEN_METHOD(combining, __sizeof__, "(self, /)", "Size in bytes with its indices."), {0}

#define COMBINING_LAYOUT                                                            \
    .layout = {.flags = LAYOUT_COLLECTED, .fields = combining_fields,               \
               .finish = combining_finish, .payload = combining_payload}

// --- product ---

// A pool for each place: those of the arguments, over and over.
static Tuple *product_pools(Vm *vm, const Arguments *arguments, int64_t count) {
    Tuple *pools = tuple_new(vm, count);
    if (pools == NULL || count == 0) return pools;
    for (int64_t i = 0; i < count; i++) {
        Object *pool = i >= arguments->count
                           ? object_share(pools->items[i - arguments->count].object)
                           : (Object *)tuple_new_from_iterable(vm, arguments->values[i].object);
        if (pool == NULL) {
            object_drop(vm, &pools->base);
            return NULL;
        }
        slot_fill(vm, &pools->base, &pools->items[i], pool);
    }
    tuple_finish(vm, pools);
    return pools;
}

static bool product_repeat(Vm *vm, const Arguments *arguments, int64_t *repeat) {
    Object *value;
    *repeat = 1;
    if (arguments->names == NULL) return true;
    Arguments keywords = {arguments->values + arguments->count, 0, arguments->names};
    if (!arguments_bind(vm, "product", "(*, repeat=1)", &keywords, &value)) return false;
    bool is_done = value == NULL || sequence_size(vm, value, repeat);
    object_drop_or_null(vm, value);
    if (is_done && *repeat < 0) return raise_false(vm, ERROR_REPEAT_NEGATIVE);
    return is_done;
}

static Object *product_new(Vm *vm, Type *type, const Arguments *arguments) {
    int64_t repeat;
    if (!product_repeat(vm, arguments, &repeat)) return NULL;
    int64_t count = repeat == 0 ? 0 : arguments->count;
    if (repeat != 0 && count > INT64_MAX / (int64_t)sizeof(Slot) / repeat)
        return raise(vm, ERROR_REPEAT_TOO_LARGE);
    Arguments used = {arguments->values, count, NULL};
    Tuple *pools = product_pools(vm, &used, count * repeat);
    return pools == NULL ? NULL
                         : (Object *)combining_new(vm, type, pools, pools->count, pools->count);
}

static bool product_has_empty_pool(const Tuple *pools) {
    for (int64_t i = 0; i < pools->count; i++)
        if (((const Tuple *)pools->items[i].object)->count == 0) return true;
    return false;
}

static Object *product_next(Vm *vm, Object *object) {
    Combining *product = (Combining *)object;
    const Tuple *pools = (const Tuple *)product->pool.object;
    if (product->is_over) return NULL;
    if (product->result.object == NULL) {
        if (product_has_empty_pool(pools)) return combining_end(product);
        return combining_first(vm, product);
    }
    Tuple *result = combining_step_result(vm, product);
    if (result == NULL) return NULL;
    int64_t i = product->length - 1;
    for (; i >= 0; i--) {
        const Tuple *pool = (const Tuple *)pools->items[i].object;
        int64_t index = product->indices[i] + 1;
        bool is_wrapped = index == pool->count;
        if (is_wrapped) index = 0;
        product->indices[i] = index;
        set_item(vm, result, i, pool, index);
        if (!is_wrapped) break;
    }
    if (i < 0) return combining_end(product);
    return object_share(&result->base);
}

static Object *product_method___reduce__(Vm *vm, const Slot *arguments) {
    const Combining *product = (const Combining *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &product->base);
    if (product->is_over) return build_tuple(vm, "o(())", type);
    if (product->result.object == NULL)
        return build_tuple(vm, "oo", type, product->pool.object);
    return build_tuple(vm, "ooO", type, product->pool.object,
                       tuple_new_from_numbers(vm, product->indices, product->index_count));
}

static Object *product_method___setstate__(Vm *vm, const Slot *arguments) {
    Combining *product = (Combining *)arguments[0].object;
    const Tuple *state = check_state(vm, product, arguments[1].object);
    const Tuple *pools = (const Tuple *)product->pool.object;
    if (state == NULL) return NULL;
    for (int64_t i = 0; i < state->count; i++) {
        int64_t count = ((const Tuple *)pools->items[i].object)->count, index;
        if (!iterator_state(vm, state->items[i].object, &index)) return NULL;
        if (count == 0) {
            product->is_over = true;
            return none_new(vm);
        }
        product->indices[i] = index < 0 ? 0 : index >= count ? count - 1 : index;
    }
    return combining_fill(vm, product) ? none_new(vm) : NULL;
}

static const Method product_methods[] = {
    COMBINING_METHODS(product_method___reduce__, product_method___setstate__),
};

const TypeDefinition itertools_product_definition = {
    ITERTOOLS_TYPE("product", Combining, 48),
    COMBINING_LAYOUT,
    .behaviour = {ITERTOOLS_BEHAVIOUR(product_new, product_next), .size_of = combining_size_of},
    .methods = product_methods,
    .doc = "product(*iterables, repeat=1): all tuples of one item of each iterable, the last\n"
           "place moving fastest, like nested loops.",
};

// --- combinations ---

// Binds (iterable, r) and makes the pool; false: raised.
static bool read_pool(Vm *vm, const char *name, const Arguments *arguments, Tuple **pool,
                      int64_t *length) {
    Object *values[2];
    if (!arguments_bind(vm, name, "(iterable, r)", arguments, values)) return false;
    *pool = NULL;
    if (sequence_size(vm, values[1], length)) *pool = tuple_new_from_iterable(vm, values[0]);
    arguments_unbind(vm, values, 2);
    if (*pool == NULL || *length >= 0) return *pool != NULL;
    object_drop(vm, &(*pool)->base);
    return raise_false(vm, ERROR_R_NEGATIVE);
}

static Object *combinations_new(Vm *vm, Type *type, const Arguments *arguments) {
    Tuple *pool;
    int64_t length;
    if (!read_pool(vm, "combinations", arguments, &pool, &length)) return NULL;
    Combining *made = combining_new(vm, type, pool, length, length);
    if (made == NULL) return NULL;
    for (int64_t i = 0; i < length; i++) made->indices[i] = i;
    made->is_over = length > pool->count;
    return &made->base;
}

static Object *combinations_next(Vm *vm, Object *object) {
    Combining *combining = (Combining *)object;
    if (combining->is_over) return NULL;
    if (combining->result.object == NULL) return combining_first(vm, combining);
    Tuple *result = combining_step_result(vm, combining);
    if (result == NULL) return NULL;
    const Tuple *pool = (const Tuple *)combining->pool.object;
    int64_t *indices = combining->indices, length = combining->length;
    int64_t spare = pool->count - length, i = length - 1;
    while (i >= 0 && indices[i] == i + spare) i--;
    if (i < 0) return combining_end(combining);
    indices[i]++;
    for (int64_t j = i + 1; j < length; j++) indices[j] = indices[j - 1] + 1;
    for (; i < length; i++) set_item(vm, result, i, pool, indices[i]);
    return object_share(&result->base);
}

static Object *combinations_method___setstate__(Vm *vm, const Slot *arguments) {
    Combining *combining = (Combining *)arguments[0].object;
    const Tuple *state = check_state(vm, combining, arguments[1].object);
    int64_t spare = ((const Tuple *)combining->pool.object)->count - combining->length;
    if (state == NULL) return NULL;
    for (int64_t i = 0; i < state->count; i++)
        if (!read_number(vm, state->items[i].object, 0, i + spare, &combining->indices[i]))
            return NULL;
    if (spare < 0) return raise(vm, ERROR_COMBINATION_STATE);
    return combining_fill(vm, combining) ? none_new(vm) : NULL;
}

static const Method combinations_methods[] = {
    COMBINING_METHODS(combining_method___reduce__, combinations_method___setstate__),
};

const TypeDefinition itertools_combinations_definition = {
    ITERTOOLS_TYPE("combinations", Combining, 56),
    COMBINING_LAYOUT,
    .behaviour = {ITERTOOLS_BEHAVIOUR(combinations_new, combinations_next),
                  .size_of = combining_size_of},
    .methods = combinations_methods,
    .signature = "(iterable, r)",
    .doc = "All ways to choose r items of an iterable, in its order, none twice.",
};

// --- combinations_with_replacement ---

static Object *with_replacement_new(Vm *vm, Type *type, const Arguments *arguments) {
    Tuple *pool;
    int64_t length;
    if (!read_pool(vm, "combinations_with_replacement", arguments, &pool, &length)) return NULL;
    Combining *made = combining_new(vm, type, pool, length, length);
    if (made == NULL) return NULL;
    made->is_over = pool->count == 0 && length > 0;
    return &made->base;
}

static Object *with_replacement_next(Vm *vm, Object *object) {
    Combining *combining = (Combining *)object;
    if (combining->is_over) return NULL;
    if (combining->result.object == NULL) return combining_first(vm, combining);
    Tuple *result = combining_step_result(vm, combining);
    if (result == NULL) return NULL;
    const Tuple *pool = (const Tuple *)combining->pool.object;
    int64_t *indices = combining->indices, i = combining->length - 1;
    while (i >= 0 && indices[i] == pool->count - 1) i--;
    if (i < 0) return combining_end(combining);
    int64_t index = indices[i] + 1;
    for (; i < combining->length; i++) {
        indices[i] = index;
        set_item(vm, result, i, pool, index);
    }
    return object_share(&result->base);
}

static Object *with_replacement_method___setstate__(Vm *vm, const Slot *arguments) {
    Combining *combining = (Combining *)arguments[0].object;
    const Tuple *state = check_state(vm, combining, arguments[1].object);
    int64_t most = ((const Tuple *)combining->pool.object)->count - 1;
    if (state == NULL) return NULL;
    if (most < 0 && combining->length > 0) return raise(vm, ERROR_COMBINATION_STATE);
    for (int64_t i = 0; i < state->count; i++)
        if (!read_number(vm, state->items[i].object, 0, most, &combining->indices[i])) return NULL;
    return combining_fill(vm, combining) ? none_new(vm) : NULL;
}

static const Method with_replacement_methods[] = {
    COMBINING_METHODS(combining_method___reduce__, with_replacement_method___setstate__),
};

const TypeDefinition itertools_combinations_with_replacement_definition = {
    ITERTOOLS_TYPE("combinations_with_replacement", Combining, 56),
    COMBINING_LAYOUT,
    .behaviour = {ITERTOOLS_BEHAVIOUR(with_replacement_new, with_replacement_next),
                  .size_of = combining_size_of},
    .methods = with_replacement_methods,
    .signature = "(iterable, r)",
    .doc = "All ways to choose r items of an iterable, in its order, any item several times.",
};

// --- permutations ---

// r as a number; None: the length of the pool.
static bool read_length(Vm *vm, Object *object, const Tuple *pool, int64_t *length) {
    *length = pool->count;
    if (object == NULL || object == vm->objects->none) return true;
    if (!object_is_int(vm, object)) return raise_false(vm, ERROR_R_NOT_INT);
    if (!sequence_size(vm, object, length)) return false;
    return *length >= 0 || raise_false(vm, ERROR_R_NEGATIVE);
}

static Object *permutations_make(Vm *vm, Type *type, Object *iterable, Object *r) {
    int64_t length;
    Tuple *pool = tuple_new_from_iterable(vm, iterable);
    if (pool == NULL) return NULL;
    if (!read_length(vm, r, pool, &length)) {
        object_drop(vm, &pool->base);
        return NULL;
    }
    Combining *made = combining_new(vm, type, pool, pool->count, length);
    if (made == NULL) return NULL;
    for (int64_t i = 0; i < pool->count; i++) made->indices[i] = i;
    for (int64_t i = 0; i < length; i++) cycles_of(made)[i] = pool->count - i;
    made->is_over = length > pool->count;
    return &made->base;
}

static Object *permutations_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "permutations", "(iterable, r=None)", arguments, values)) return NULL;
    Object *made = permutations_make(vm, type, values[0], values[1]);
    arguments_unbind(vm, values, 2);
    return made;
}

// Steps the indices: an odometer in which place i runs through n - i positions, by swaps,
// and then turns the rest by one. Gives the first place that changed, or -1 at the end.
static int64_t permutations_step(int64_t *indices, int64_t *cycles, int64_t count,
                                 int64_t length) {
    for (int64_t i = length - 1; i >= 0; i--) {
        if (--cycles[i] > 0) {
            int64_t other = count - cycles[i], index = indices[i];
            indices[i] = indices[other];
            indices[other] = index;
            return i;
        }
        int64_t index = indices[i];
        for (int64_t j = i; j < count - 1; j++) indices[j] = indices[j + 1];
        indices[count - 1] = index;
        cycles[i] = count - i;
    }
    return -1;
}

static Object *permutations_next(Vm *vm, Object *object) {
    Combining *combining = (Combining *)object;
    if (combining->is_over) return NULL;
    if (combining->result.object == NULL) return combining_first(vm, combining);
    const Tuple *pool = (const Tuple *)combining->pool.object;
    if (pool->count == 0) return combining_end(combining);
    Tuple *result = combining_step_result(vm, combining);
    if (result == NULL) return NULL;
    int64_t i = permutations_step(combining->indices, cycles_of(combining), pool->count,
                                  combining->length);
    if (i < 0) return combining_end(combining);
    for (; i < combining->length; i++) set_item(vm, result, i, pool, combining->indices[i]);
    return object_share(&result->base);
}

static Object *permutations_method___setstate__(Vm *vm, const Slot *arguments) {
    Combining *combining = (Combining *)arguments[0].object;
    Tuple *indices, *cycles;
    int64_t count = combining->index_count, length = combining->length;
    if (!unpack_state(vm, arguments[1].object, "tt", &indices, &cycles)) return NULL;
    if (indices->count != count || cycles->count != length || length > count)
        return raise(vm, ERROR_COMBINATION_STATE);
    for (int64_t i = 0; i < count; i++)
        if (!read_number(vm, indices->items[i].object, 0, count - 1, &combining->indices[i]))
            return NULL;
    for (int64_t i = 0; i < length; i++)
        if (!read_number(vm, cycles->items[i].object, 1, count - i, &cycles_of(combining)[i]))
            return NULL;
    return combining_fill(vm, combining) ? none_new(vm) : NULL;
}

static const Method permutations_methods[] = {
    COMBINING_METHODS(combining_method___reduce__, permutations_method___setstate__),
};

const TypeDefinition itertools_permutations_definition = {
    ITERTOOLS_TYPE("permutations", Combining, 64),
    COMBINING_LAYOUT,
    .behaviour = {ITERTOOLS_BEHAVIOUR(permutations_new, permutations_next),
                  .size_of = combining_size_of},
    .methods = permutations_methods,
    .signature = "(iterable, r=None)",
    .doc = "All arrangements of r different places of an iterable, or of all of them.",
};
