// The module _collections: containers on which the library's collections stands.

#include "modules/collections.h"

#include "modules/modules.h"
#include "objects/dict_table.h"
#include "objects/generic_alias.h"
#include "objects/state.h"
#include "objects/str.h"
#include "objects/tuple.h"

static const StateDefinition collections_state = {.bytes = sizeof(CollectionsTypes)};

const CollectionsTypes *collections_get_types(Vm *vm) {
    return state_find(vm, &collections_state);
}

// --- defaultdict ---

typedef struct DefaultDict {
    Dict dict;
    Slot factory;   // None or empty: a missing key is an error
} DefaultDict;

static const Field defaultdict_fields[] = {
    FIELD_NAMED(DefaultDict, factory, "default_factory"),
    {0},
};

// The factory, or NULL when there is none.
static Object *factory_of(Vm *vm, Object *object) {
    Object *factory = ((DefaultDict *)object)->factory.object;
    return factory == vm->objects->none ? NULL : factory;
}

static bool defaultdict_init(Vm *vm, Object *object, const Arguments *arguments) {
    Arguments rest = *arguments;
    Object *factory = NULL;
    if (arguments->count > 0) {
        factory = arguments->values[0].object;
        if (object_type(vm, factory)->behaviour.call == NULL && factory != vm->objects->none)
            return raise_false(vm, ERROR_DEFAULT_FACTORY);
        rest.values++;
        rest.count--;
    }
    slot_set(vm, object, &((DefaultDict *)object)->factory, factory);
    return dict_init(vm, object, &rest);
}

static Object *defaultdict_repr(Vm *vm, Object *object) {
    Object *contents = dict_definition.behaviour.repr(vm, object), *text = NULL;
    Object *factory = ((DefaultDict *)object)->factory.object, *shown = NULL;
    if (contents == NULL) return NULL;
    if (factory == NULL) {
        shown = str_new_c(vm, "None");
    } else {
        Found inside = repr_enter(vm, factory);
        if (inside == FOUND) shown = str_new_c(vm, "...");
        if (inside == ABSENT) {
            object_share(factory);
            shown = object_repr(vm, factory);
            repr_leave(vm, factory);
            object_drop(vm, factory);
        }
    }
    if (shown != NULL)
        text = str_new_format(vm, "%U(%U, %U)", object_type(vm, object)->name.object, shown,
                              contents);
    object_drop_or_null(vm, shown);
    object_drop(vm, contents);
    return text;
}

// Another one of the object's own class, with the items of a mapping.
static Object *defaultdict_new_like(Vm *vm, Object *object, Object *items) {
    Object *factory = ((DefaultDict *)object)->factory.object;
    if (factory == NULL) factory = vm->objects->none;
    return object_call_two(vm, (Object *)object_type(vm, object), factory, items);
}

static Object *defaultdict_or(Vm *vm, Object *left, Object *right) {
    bool is_left = object_type(vm, left)->native == &collections_defaultdict_definition;
    if (!object_is_dict(vm, is_left ? right : left)) return not_implemented_new(vm);
    Object *both = defaultdict_new_like(vm, is_left ? left : right, left);
    if (both == NULL) return NULL;
    Object *updated = dict_or_in_place(vm, both, right);
    object_drop(vm, both);
    return updated;
}

static Object *defaultdict_method___missing__(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object, *factory = factory_of(vm, object);
    if (factory == NULL)
        return raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), arguments[1].object);
    object_share(factory);
    Object *value = object_call_with(vm, factory, 0);
    object_drop(vm, factory);
    if (value == NULL || object_set_item(vm, object, arguments[1].object, value)) return value;
    object_drop(vm, value);
    return NULL;
}

static Object *defaultdict_method_copy(Vm *vm, const Slot *arguments) {
    return defaultdict_new_like(vm, arguments[0].object, arguments[0].object);
}

static Object *defaultdict_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object, *factory = factory_of(vm, object);
    Object *type = (Object *)object_type(vm, object), *none = vm->objects->none;
    Object *items = object_call_method(vm, object, vm->objects->names.items, 0);
    Object *iterator = items == NULL ? NULL : object_iterate(vm, items);
    object_drop_or_null(vm, items);
    if (factory == NULL) return build_tuple(vm, "o()ooO", type, none, none, iterator);
    return build_tuple(vm, "o(o)ooO", type, factory, none, none, iterator);
}

static const Method defaultdict_methods[] = {
    HIDDEN_METHOD(defaultdict, __missing__, "(self, key, /)",
                  "Set the missing key to what default_factory() gives, or raise KeyError."),
    HIDDEN_METHOD(defaultdict, copy, "(self, /)", "A shallow copy."),
    {"__copy__", defaultdict_method_copy, "(self, /)", "A shallow copy.",
     METHOD_HIDES_SIGNATURE},
    HIDDEN_METHOD(defaultdict, __reduce__, "(self, /)", "How to make an equal one."),
    GENERIC_ALIAS_METHOD,
    {0},
};

static const Member defaultdict_members[] = {
    {"default_factory", offsetof(DefaultDict, factory), 0,
     "Called without arguments for the value of a missing key."},
    {0},
};

const TypeDefinition collections_defaultdict_definition = {
    .name = "collections.defaultdict",
    .base = KIND_DICT,
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(DefaultDict),
    .python_bytes = 56,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = defaultdict_fields},
    .behaviour = {.repr = defaultdict_repr, .load_attribute = object_load_attribute_plain,
                  .init = defaultdict_init, .binary = {[BINARY_OR] = defaultdict_or}},
    .methods = defaultdict_methods,
    .members = defaultdict_members,
    .doc = "defaultdict(default_factory=None, /, [...]): a dict in which a missing key gets\n"
           "the value that default_factory() gives.",
};

// --- _tuplegetter: the attributes of named tuples ---

typedef struct TupleGetter {
    Object base;
    Slot doc;
    int64_t index;
} TupleGetter;

static const Field tuplegetter_fields[] = {FIELD_NAMED(TupleGetter, doc, "__doc__"), {0}};

static void tuplegetter_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    add(context, &((const TupleGetter *)object)->index, sizeof(int64_t));
}

static Object *tuplegetter_new(Vm *vm, Type *type, const Arguments *arguments) {
    int64_t index;
    if (!arguments_refuse_keywords(vm, "_tuplegetter", arguments)) return NULL;
    if (!arguments_check_count(vm, "_tuplegetter", arguments->count, 2, 2)) return NULL;
    if (!sequence_size(vm, arguments->values[0].object, &index)) return NULL;
    Object *made = type_new_filled(vm, type, 1, object_share(arguments->values[1].object));
    if (made != NULL) ((TupleGetter *)made)->index = index;
    return made;
}

static Object *tuplegetter_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)owner;
    int64_t index = ((const TupleGetter *)descriptor)->index;
    if (instance == NULL || instance == vm->objects->none) return object_share(descriptor);
    if (!object_is_tuple(vm, instance))
        return raise(vm, ERROR_TUPLEGETTER_OBJECT, index, instance);
    const Tuple *tuple = (const Tuple *)instance;
    if (index < 0 || index >= tuple->count) return raise(vm, ERROR_TUPLEGETTER_INDEX);
    return object_share(tuple->items[index].object);
}

static bool tuplegetter_set(Vm *vm, Object *descriptor, Object *instance, Object *value) {
    (void)descriptor, (void)instance;
    return raise_false(vm, value == NULL ? ERROR_TUPLEGETTER_DELETE : ERROR_TUPLEGETTER_SET);
}

static Object *tuplegetter_repr(Vm *vm, Object *object) {
    const TupleGetter *getter = (const TupleGetter *)object;
    return str_new_format(vm, "%U(%ld, %R)", object_type(vm, object)->name.object, getter->index,
                          getter->doc.object);
}

static Object *tuplegetter_method___reduce__(Vm *vm, const Slot *arguments) {
    const TupleGetter *getter = (const TupleGetter *)arguments[0].object;
    return build_tuple(vm, "o(io)", object_type(vm, &getter->base), getter->index,
                       getter->doc.object);
}

static const Method tuplegetter_methods[] = {
    HIDDEN_METHOD(tuplegetter, __reduce__, "(self, /)", NULL),
    {0},
};

static const Member tuplegetter_members[] = {
    {"__doc__", offsetof(TupleGetter, doc), 0, NULL},
    {0},
};

const TypeDefinition collections_tuplegetter_definition = {
    .name = "_collections._tuplegetter",
    .bytes = sizeof(TupleGetter),
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = tuplegetter_fields,
               .payload = tuplegetter_payload},
    .behaviour = {.repr = tuplegetter_repr, .descriptor_load = tuplegetter_load,
                  .descriptor_set = tuplegetter_set, .new = tuplegetter_new},
    .methods = tuplegetter_methods,
    .members = tuplegetter_members,
};

// --- _count_elements ---

// One more of the key, in a dict whose get and __setitem__ are dict's own.
static bool count_in_dict(Vm *vm, Dict *dict, Object *key, Object *one) {
    int64_t hash;
    if (!key_hash(vm, key, &hash)) return false;
    int64_t number = dict_lookup(vm, dict, key, hash);
    if (number == INDEX_RAISED) return false;
    if (number == INDEX_FREE) return dict_set_hashed(vm, dict, key, hash, one);
    Object *old = object_share(dict->table->entries[number].value.object);
    Object *new = object_binary(vm, BINARY_ADD, old, one);
    object_drop(vm, old);
    bool is_done = new != NULL && dict_set_hashed(vm, dict, key, hash, new);
    object_drop_or_null(vm, new);
    return is_done;
}

static bool count_by_calls(Vm *vm, Object *mapping, Object *get, Object *key, Object *one) {
    Object *zero = int_new(vm, 0);
    Object *old = zero == NULL ? NULL : object_call_two(vm, get, key, zero);
    Object *new = old == NULL ? NULL : object_binary(vm, BINARY_ADD, old, one);
    bool is_done = new != NULL && object_set_item(vm, mapping, key, new);
    object_drop_or_null(vm, zero);
    object_drop_or_null(vm, old);
    object_drop_or_null(vm, new);
    return is_done;
}

static bool counts_as_dict(Vm *vm, Object *mapping) {
    const Names *names = &vm->objects->names;
    Type *type = object_type(vm, mapping), *dict = type_of_kind(vm, KIND_DICT);
    return object_is_dict(vm, mapping) &&
           type_get(vm, type, names->get) == type_get(vm, dict, names->get) &&
           type_get(vm, type, names->dunder_setitem) == type_get(vm, dict, names->dunder_setitem);
}

Object *collections_function__count_elements(Vm *vm, const Slot *arguments) {
    Object *mapping = arguments[0].object, *get = NULL, *key;
    Object *iterator = object_iterate(vm, arguments[1].object);
    Object *one = iterator == NULL ? NULL : int_new(vm, 1);
    bool is_dict = counts_as_dict(vm, mapping);
    bool is_done = one != NULL;
    if (is_done && !is_dict) {
        get = object_load_attribute(vm, mapping, vm->objects->names.get);
        is_done = get != NULL;
    }
    while (is_done && (key = object_next(vm, iterator)) != NULL) {
        is_done = is_dict ? count_in_dict(vm, (Dict *)mapping, key, one)
                          : count_by_calls(vm, mapping, get, key, one);
        object_drop(vm, key);
    }
    object_drop_or_null(vm, get);
    object_drop_or_null(vm, one);
    object_drop_or_null(vm, iterator);
    return raised(vm) ? NULL : none_new(vm);
}

// --- the module ---

static const Method functions[] = {
    FUNCTION(collections, _count_elements, "(mapping, iterable, /)",
             "Add one to mapping[item] for each item of an iterable."),
    {0},
};

bool collections_module_start(Vm *vm, Module *module) {
    CollectionsTypes *types = state_load(vm, &collections_state);
    if (types == NULL) return false;
#define COLLECTION(field, definition)                                                    \
    types->field = module_add_type(vm, module, &collections_##definition##_definition);  \
    if (types->field == NULL) return false;
    COLLECTIONS(COLLECTION)
#undef COLLECTION
#define COLLECTION(field, definition)                                                     \
    types->field = module_register_type(vm, &collections_##definition##_definition);      \
    if (types->field == NULL) return false;
    COLLECTIONS_HIDDEN(COLLECTION)
#undef COLLECTION
    return module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Containers: a queue with two ends, dicts with defaults "
                                      "and dicts with an order that can be changed.");
}
