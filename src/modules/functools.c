// The module _functools: partial, reduce, cmp_to_key. Its cache: functools_cache.c.

#include "modules/functools.h"

#include "modules/modules.h"
#include "objects/dict.h"
#include "objects/generic_alias.h"
#include "objects/instance.h"
#include "objects/list.h"
#include "objects/slot.h"
#include "objects/state.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/unpack.h"

// --- partial ---

typedef struct Partial {
    Object base;
    Slot function;
    Slot values;       // Tuple
    Slot keywords;     // Dict
} Partial;

static const Field partial_fields[] = {
    FIELD_NAMED(Partial, function, "func"),
    FIELD_NAMED(Partial, values, "args"),
    FIELD_NAMED(Partial, keywords, "keywords"),
    {0},
};

static Object *partial_call(Vm *vm, Object *callable, const Arguments *arguments);

static Dict *partial_keywords(const Partial *partial) {
    return (Dict *)partial->keywords.object;
}

// The partial that a new one takes over, because it has no attributes of its own.
static const Partial *inner_partial(Vm *vm, Object *function) {
    if (object_type(vm, function)->behaviour.call != partial_call) return NULL;
    if (object_prefix(function)->dict.object != NULL) return NULL;
    return instance_is_inline(vm, function) ? NULL : (const Partial *)function;
}

// Adds the keyword arguments of a call to a dict.
static bool add_keywords(Vm *vm, Dict *keywords, const Arguments *arguments) {
    const Tuple *names = arguments->names;
    for (int64_t i = 0; names != NULL && i < names->count; i++)
        if (!dict_set(vm, keywords, names->items[i].object,
                      arguments->values[arguments->count + i].object))
            return false;
    return true;
}

static Tuple *join_values(Vm *vm, const Tuple *first, const Slot *second, int64_t count) {
    int64_t own = first == NULL ? 0 : first->count;
    Tuple *both = tuple_new(vm, own + count);
    if (both == NULL || both->count == 0) return both;
    if (own != 0) slots_fill_shared(vm, &both->base, both->items, first->items, own);
    slots_fill_shared(vm, &both->base, both->items + own, second, count);
    tuple_finish(vm, both);
    return both;
}

static Object *partial_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (arguments->count < 1) return raise(vm, ERROR_PARTIAL_FEW);
    Object *function = arguments->values[0].object;
    const Partial *inner = inner_partial(vm, function);
    if (inner != NULL) function = inner->function.object;
    if (object_type(vm, function)->behaviour.call == NULL)
        return raise(vm, ERROR_PARTIAL_CALLABLE);
    Tuple *values = join_values(vm, inner == NULL ? NULL : (const Tuple *)inner->values.object,
                                arguments->values + 1, arguments->count - 1);
    Dict *keywords = values == NULL  ? NULL
                     : inner == NULL ? dict_new(vm)
                                     : dict_copy(vm, partial_keywords(inner));
    if (keywords != NULL && !add_keywords(vm, keywords, arguments)) {
        object_drop(vm, &keywords->base);
        keywords = NULL;
    }
    return type_new_filled(vm, type, 3, object_share(function), values, keywords);
}

// --- calling a partial ---

enum { FEW_VALUES = 12 };

// Calls with the own values before the given ones, and given names with their values.
static Object *call_joined(Vm *vm, const Partial *partial, const Arguments *given,
                           const Slot *named, Tuple *names) {
    const Tuple *own = (const Tuple *)partial->values.object;
    int64_t named_count = names == NULL ? 0 : names->count;
    int64_t positional = own->count + given->count, total = positional + named_count;
    Slot few[FEW_VALUES], *values = few;
    if (total > FEW_VALUES) {
        values = system_new(vm, (size_t)total * sizeof(Slot));
        if (values == NULL) return NULL;
    }
    Slot *to = values;
    for (int64_t i = 0; i < own->count; i++) slot_store(to++, own->items[i].object);
    for (int64_t i = 0; i < given->count; i++) slot_store(to++, given->values[i].object);
    for (int64_t i = 0; i < named_count; i++) slot_store(to++, named[i].object);
    Object *function = object_share(partial->function.object);
    object_share((Object *)(uintptr_t)own);
    Object *result = object_call(vm, function, &(Arguments){values, positional, names});
    object_drop(vm, (Object *)(uintptr_t)own);
    object_drop(vm, function);
    if (values != few) system_drop(vm, values, (size_t)total * sizeof(Slot));
    return result;
}

// The dict's keys and values as two tuples; false: raised.
static bool split_dict(Vm *vm, Dict *dict, Tuple **keys, Tuple **values) {
    *keys = tuple_new(vm, dict->count);
    *values = *keys == NULL ? NULL : tuple_new(vm, dict->count);
    if (*values == NULL) {
        object_drop_or_null(vm, (Object *)*keys);
        return false;
    }
    int64_t position = 0, i = 0;
    Object *key, *value;
    while (dict_next(dict, &position, &key, &value)) {
        slot_fill(vm, &(*keys)->base, &(*keys)->items[i], object_share(key));
        slot_fill(vm, &(*values)->base, &(*values)->items[i], object_share(value));
        i++;
    }
    tuple_finish(vm, *keys);
    tuple_finish(vm, *values);
    return true;
}

static Object *partial_call(Vm *vm, Object *callable, const Arguments *arguments) {
    const Partial *partial = (const Partial *)callable;
    if (partial->keywords.object == NULL) return raise(vm, ERROR_CLEARED, callable);
    if (partial_keywords(partial)->count == 0)
        return call_joined(vm, partial, arguments, arguments->values + arguments->count,
                           arguments->names);
    // Given keywords win over own ones.
    Dict *keywords = dict_copy(vm, partial_keywords(partial));
    Tuple *names, *values;
    bool is_done = keywords != NULL && add_keywords(vm, keywords, arguments) &&
                   split_dict(vm, keywords, &names, &values);
    object_drop_or_null(vm, (Object *)keywords);
    if (!is_done) return NULL;
    Object *result = call_joined(vm, partial, arguments, values->items, names);
    object_drop(vm, &names->base);
    object_drop(vm, &values->base);
    return result;
}

// --- a partial as an object ---

// Adds ", " and what the format makes of one or two objects, which live on meanwhile.
static bool add_formatted(Vm *vm, StrBuilder *builder, const char *format, Object *first,
                          Object *second) {
    object_share(first);
    object_share_or_null(second);
    Object *text = str_new_format(vm, format, first, second);
    object_drop(vm, first);
    object_drop_or_null(vm, second);
    if (text == NULL) return false;
    str_builder_add(builder, (const Str *)text);
    object_drop(vm, text);
    return true;
}

static Object *partial_list(Vm *vm, Partial *partial) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Tuple *values = (Tuple *)object_share(partial->values.object);
    Dict *keywords = (Dict *)object_share(partial->keywords.object);
    bool is_done = true;
    for (int64_t i = 0; is_done && i < values->count; i++)
        is_done = add_formatted(vm, &builder, ", %R", values->items[i].object, NULL);
    int64_t position = 0;
    Object *key, *value;
    while (is_done && dict_next(keywords, &position, &key, &value))
        is_done = add_formatted(vm, &builder, ", %S=%R", key, value);
    object_drop(vm, &values->base);
    object_drop(vm, &keywords->base);
    if (is_done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

static Object *partial_repr(Vm *vm, Object *object) {
    Partial *partial = (Partial *)object;
    Found inside = repr_enter(vm, object);
    if (inside != ABSENT) return inside == FOUND ? str_new_c(vm, "...") : NULL;
    Object *list = partial_list(vm, partial), *text = NULL;
    if (list != NULL) {
        Object *function = object_share(partial->function.object);
        text = str_new_format(vm, "%N(%R%U)", object_type(vm, object), function, list);
        object_drop(vm, function);
        object_drop(vm, list);
    }
    repr_leave(vm, object);
    return text;
}

static Object *partial_method___reduce__(Vm *vm, const Slot *arguments) {
    Partial *partial = (Partial *)arguments[0].object;
    Object *object = &partial->base, *function = partial->function.object, *dict = NULL;
    if (instance_is_inline(vm, object) || object_prefix(object)->dict.object != NULL) {
        dict = (Object *)instance_load_dict(vm, object);
        if (dict == NULL) return NULL;
    }
    return build_tuple(vm, "o(o)(ooo?)", object_type(vm, object), function, function,
                       partial->values.object, partial->keywords.object, dict);
}

// Checks the state and gives an exact tuple and an exact dict; false: raised.
static bool read_state(Vm *vm, const Tuple *state, Tuple **values, Dict **keywords) {
    Object *function = state->items[0].object, *given = state->items[1].object;
    Object *named = state->items[2].object, *none = vm->objects->none;
    if (object_type(vm, function)->behaviour.call == NULL || !object_is_tuple(vm, given) ||
        (named != none && !object_is_dict(vm, named)))
        return raise_false(vm, ERROR_PARTIAL_STATE);
    *values = tuple_new_from_iterable(vm, given);
    if (*values == NULL) return false;
    *keywords = named == none               ? dict_new(vm)
                : named->kind == KIND_DICT ? (Dict *)object_share(named)
                                           : dict_copy(vm, (Dict *)named);
    if (*keywords != NULL) return true;
    object_drop(vm, &(*values)->base);
    return false;
}

static Object *partial_method___setstate__(Vm *vm, const Slot *arguments) {
    Partial *partial = (Partial *)arguments[0].object;
    Object *object = &partial->base;
    const Tuple *state = (const Tuple *)arguments[1].object;
    Tuple *values = NULL;
    Dict *keywords = NULL;
    if (!object_is_tuple(vm, &state->base) || state->count != 4)
        return raise(vm, ERROR_PARTIAL_STATE);
    if (!read_state(vm, state, &values, &keywords)) return NULL;
    slot_set(vm, object, &partial->function, state->items[0].object);
    slot_take(vm, object, &partial->values, &values->base);
    slot_take(vm, object, &partial->keywords, &keywords->base);
    Object *dict = state->items[3].object;
    if (dict == vm->objects->none) instance_set_dict(vm, object, NULL);
    else if (!instance_set___dict__(vm, object, dict)) return NULL;
    return none_new(vm);
}

static const Method partial_methods[] = {
    HIDDEN_METHOD(partial, __reduce__, "(self, /)", "How to make an equal partial."),
    HIDDEN_METHOD(partial, __setstate__, "(self, state, /)", "Go to a pickled state."),
    GENERIC_ALIAS_METHOD,
    {0},
};

static const Member partial_members[] = {
    {"func", offsetof(Partial, function), MEMBER_READ_ONLY, "The function of its calls."},
    {"args", offsetof(Partial, values), MEMBER_READ_ONLY, "Arguments before those of a call."},
    {"keywords", offsetof(Partial, keywords), MEMBER_READ_ONLY,
     "Keyword arguments, where a call gives no other."},
    {0},
};

static const Property partial_properties[] = {
    INSTANCE_DICT_PROPERTY,
    {0},
};

const TypeDefinition functools_partial_definition = {
    .name = "functools.partial",
    .flags = TYPE_IS_BASE | TYPE_IS_HEAP | TYPE_IS_IMMUTABLE | TYPE_HAS_VECTOR_CALL | TYPE_HAS_DICT,
    .bytes = sizeof(Partial),
    .python_bytes = 64,
    .python_dict_offset = 40,
    .python_weak_offset = 48,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
               .fields = partial_fields},
    .behaviour = {.repr = partial_repr, .call = partial_call,
                  .load_attribute = object_load_attribute_plain,
                  .set_attribute = object_set_attribute_plain, .new = partial_new},
    .methods = partial_methods,
    .members = partial_members,
    .properties = partial_properties,
    .doc = "partial(func, *args, **keywords): a function like func with the first arguments\n"
           "and some keywords given already.",
};

// --- cmp_to_key ---

typedef struct KeyWrapper {
    Object base;
    Slot compare;
    Slot object;   // empty in what cmp_to_key itself gives
} KeyWrapper;

static const Field key_wrapper_fields[] = {
    FIELD(KeyWrapper, compare),
    FIELD_NAMED(KeyWrapper, object, "obj"),
    {0},
};

static Object *key_wrapper_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Object *object;
    if (!arguments_bind(vm, "K", "(obj)", arguments, &object)) return NULL;
    return type_new_filled(vm, functools_get_state(vm)->key_wrapper, 2,
                           object_share(((KeyWrapper *)callable)->compare.object), object);
}

static Object *key_wrapper_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    const KeyWrapper *a = (const KeyWrapper *)left, *b = (const KeyWrapper *)right;
    if (object_type(vm, right) != object_type(vm, left)) return raise(vm, ERROR_KEY_OTHER);
    if (a->object.object == NULL || b->object.object == NULL || a->compare.object == NULL)
        return raise(vm, ERROR_KEY_OBJECT);
    Object *order = object_call_two(vm, a->compare.object, a->object.object, b->object.object);
    if (order == NULL) return NULL;
    Object *zero = int_new(vm, 0);
    Object *answer = zero == NULL ? NULL : object_compare(vm, order, zero, comparison);
    object_drop_or_null(vm, zero);
    object_drop(vm, order);
    return answer;
}

static const Member key_wrapper_members[] = {
    {"obj", offsetof(KeyWrapper, object), 0, "The value that it compares."},
    {0},
};

const TypeDefinition functools_key_wrapper_definition = {
    .name = "functools.KeyWrapper",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(KeyWrapper),
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = key_wrapper_fields},
    .behaviour = {.compare = key_wrapper_compare, .call = key_wrapper_call,
                  .load_attribute = object_load_attribute_plain},
    .members = key_wrapper_members,
};

static Object *functools_function_cmp_to_key(Vm *vm, const Slot *arguments) {
    return type_new_filled(vm, functools_get_state(vm)->key_wrapper, 1,
                           object_share(arguments[0].object));
}

// --- reduce ---

static Object *functools_function_reduce(Vm *vm, const Slot *arguments) {
    Object *function = arguments[0].object, *item;
    Object *iterator = object_iterate(vm, arguments[1].object);
    if (iterator == NULL) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
            raise(vm, ERROR_REDUCE_ITERATION);
        return NULL;
    }
    Object *result = object_share_or_null(arguments[2].object);
    if (result == NULL) result = object_next(vm, iterator);
    if (result == NULL && !raised(vm)) raise(vm, ERROR_REDUCE_EMPTY);
    while (result != NULL && (item = object_next(vm, iterator)) != NULL) {
        Object *next = object_call_two(vm, function, result, item);
        object_drop(vm, item);
        object_drop(vm, result);
        result = next;
    }
    object_drop(vm, iterator);
    if (!raised(vm)) return result;
    object_drop_or_null(vm, result);
    return NULL;
}

// --- the module ---

static void functools_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((FunctoolsState *)state)->mark, context);
}

static void functools_done(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((FunctoolsState *)state)->mark);
}

static const StateDefinition functools_state = {
    .bytes = sizeof(FunctoolsState),
    .visit = functools_visit,
    .done = functools_done,
};

FunctoolsState *functools_get_state(Vm *vm) {
    return state_find(vm, &functools_state);
}

static const Method functions[] = {
    {"reduce", functools_function_reduce,
     "(function, iterable, initial=<unrepresentable>, /)",
     "Combine the items of an iterable, from left to right, by a function of two values.",
     METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE},
    {"cmp_to_key", functools_function_cmp_to_key, "(mycmp)",
     "A key function for a comparison that gives a negative number, zero or a positive one.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

bool functools_module_start(Vm *vm, Module *module) {
    FunctoolsState *state = state_load(vm, &functools_state);
    if (state == NULL) return false;
    if (state->mark.object == NULL)
        slot_fill(vm, NULL, &state->mark, instance_new(vm, type_of_kind(vm, KIND_OBJECT)));
    state->key_wrapper = module_register_type(vm, &functools_key_wrapper_definition);
    return state->mark.object != NULL && state->key_wrapper != NULL &&
           module_add_type(vm, module, &functools_partial_definition) != NULL &&
           module_add_type(vm, module, &functools_cache_definition) != NULL &&
           module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Tools that make functions of functions.");
}
