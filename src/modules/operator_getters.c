// itemgetter, attrgetter and methodcaller: functions of one object, made to be passed on.

#include "modules/modules.h"
#include "modules/operator.h"

#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

// The only argument of a call, borrowed; NULL: raised.
static Object *only_argument(Vm *vm, const char *name, const Arguments *arguments) {
    if (!arguments_refuse_keywords(vm, name, arguments)) return NULL;
    if (!arguments_check_count(vm, name, arguments->count, 1, 1)) return NULL;
    return arguments->values[0].object;
}

// A tuple of what each of `count` keys leads to.
static Object *load_all(Vm *vm, Object *object, const Slot *keys, int64_t count,
                        Object *(*load)(Vm *vm, Object *object, Object *key)) {
    Tuple *values = tuple_new(vm, count);
    for (int64_t i = 0; values != NULL && i < count; i++) {
        Object *value = load(vm, object, keys[i].object);
        if (value == NULL) {
            object_drop(vm, &values->base);
            return NULL;
        }
        slot_fill(vm, &values->base, &values->items[i], value);
    }
    if (values != NULL) tuple_finish(vm, values);
    return (Object *)values;
}

// "operator.itemgetter(1)" for one key, "operator.itemgetter(1, 2)" for several.
static Object *getter_repr(Vm *vm, Object *object, Tuple *keys) {
    Found inside = repr_enter(vm, object);
    Type *type = object_type(vm, object);
    if (inside == FOUND) return str_new_format(vm, "%N(...)", type);
    if (inside == RAISED) return NULL;
    Object *text = keys->count == 1 ? str_new_format(vm, "%N(%R)", type, keys->items[0].object)
                                    : str_new_format(vm, "%N%R", type, keys);
    repr_leave(vm, object);
    return text;
}

typedef struct Getter {
    Object base;
    Slot keys;        // Tuple of keys or of names
    Slot paths;       // attrgetter: Tuple, for each name a Str or a Tuple of the parts
    int64_t index;    // itemgetter: its only key, when that is a small index; else -1
} Getter;

static const Field getter_fields[] = {FIELD(Getter, keys), FIELD(Getter, paths), {0}};

static Object *getter_behaviour_repr(Vm *vm, Object *object) {
    return getter_repr(vm, object, (Tuple *)((Getter *)object)->keys.object);
}

static Object *getter_method___reduce__(Vm *vm, const Slot *arguments) {
    const Getter *getter = (const Getter *)arguments[0].object;
    return build_tuple(vm, "oo", object_type(vm, &getter->base), getter->keys.object);
}

static const Method getter_methods[] = {
    HIDDEN_METHOD(getter, __reduce__, "(self, /)", "How to make an equal one."),
    {0},
};

#define GETTER_LAYOUT \
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = getter_fields}

// --- itemgetter ---

static Object *itemgetter_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (!arguments_refuse_keywords(vm, "itemgetter", arguments)) return NULL;
    if (!arguments_check_count(vm, "itemgetter", arguments->count < 1 ? 0 : 1, 1, 1)) return NULL;
    Tuple *keys = tuple_new_from(vm, arguments->values, arguments->count);
    Getter *getter = (Getter *)type_new_filled(vm, type, 1, keys);
    if (getter == NULL) return NULL;
    const Object *first = keys->items[0].object;
    getter->index = -1;
    if (keys->count == 1 && first->kind == KIND_INT) getter->index = int_get_value(first);
    return &getter->base;
}

static Object *itemgetter_call(Vm *vm, Object *callable, const Arguments *arguments) {
    const Getter *getter = (const Getter *)callable;
    Object *object = only_argument(vm, "itemgetter", arguments);
    if (object == NULL) return NULL;
    if (getter->index >= 0 && object->kind == KIND_TUPLE &&
        getter->index < ((const Tuple *)object)->count)
        return object_share(((const Tuple *)object)->items[getter->index].object);
    const Tuple *keys = (const Tuple *)getter->keys.object;
    if (keys == NULL) return raise(vm, ERROR_CLEARED, callable);
    if (keys->count == 1) return object_load_item(vm, object, keys->items[0].object);
    return load_all(vm, object, keys->items, keys->count, object_load_item);
}

const TypeDefinition operator_itemgetter_definition = {
    .name = "operator.itemgetter",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE | TYPE_HAS_VECTOR_CALL,
    .bytes = sizeof(Getter),
    .python_bytes = 48,
    GETTER_LAYOUT,
    .behaviour = {.repr = getter_behaviour_repr, .call = itemgetter_call,
                  .load_attribute = object_load_attribute_plain, .new = itemgetter_new},
    .methods = getter_methods,
    .doc = "itemgetter(item, ...): the function that gives its argument's item, or a tuple\n"
           "of items.",
};

// --- attrgetter ---

// The parts of a dotted name, interned: a Tuple, or the Str itself when it has no dot.
static Object *split_path(Vm *vm, const Str *name) {
    List *parts = list_new(vm, 0);
    int64_t start = 0;
    for (int64_t i = 0; parts != NULL && i <= name->length; i++) {
        if (i < name->length && str_get_char(name, i) != '.') continue;
        Object *part = str_new_part(vm, name, start, i);
        if (part != NULL) part = str_intern(vm, part);
        if (part == NULL || !list_take_add(vm, parts, part)) {
            object_drop(vm, &parts->base);
            return NULL;
        }
        start = i + 1;
    }
    if (parts == NULL) return NULL;
    Object *path = parts->count == 1 ? object_share(parts->items[0].object)
                                     : (Object *)list_to_tuple(vm, parts);
    object_drop(vm, &parts->base);
    return path;
}

static Tuple *split_paths(Vm *vm, const Arguments *arguments) {
    Tuple *paths = tuple_new(vm, arguments->count);
    for (int64_t i = 0; paths != NULL && i < arguments->count; i++) {
        Object *name = arguments->values[i].object;
        Object *path = object_is_str(vm, name) ? split_path(vm, (const Str *)name)
                                               : raise(vm, ERROR_ATTRGETTER_NAME);
        if (path == NULL) {
            object_drop(vm, &paths->base);
            return NULL;
        }
        slot_fill(vm, &paths->base, &paths->items[i], path);
    }
    if (paths != NULL) tuple_finish(vm, paths);
    return paths;
}

static Object *attrgetter_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (!arguments_refuse_keywords(vm, "attrgetter", arguments)) return NULL;
    if (!arguments_check_count(vm, "attrgetter", arguments->count < 1 ? 0 : 1, 1, 1)) return NULL;
    Tuple *paths = split_paths(vm, arguments);
    if (paths == NULL) return NULL;
    Tuple *names = tuple_new_from(vm, arguments->values, arguments->count);
    return type_new_filled(vm, type, 2, names, paths);
}

// object.a.b.c for a path.
static Object *load_path(Vm *vm, Object *object, Object *path) {
    if (path->kind != KIND_TUPLE) return object_load_attribute(vm, object, (Str *)path);
    const Tuple *parts = (const Tuple *)path;
    object_share(object);
    for (int64_t i = 0; object != NULL && i < parts->count; i++) {
        Object *value = object_load_attribute(vm, object, (Str *)parts->items[i].object);
        object_drop(vm, object);
        object = value;
    }
    return object;
}

static Object *attrgetter_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Object *object = only_argument(vm, "attrgetter", arguments);
    if (object == NULL) return NULL;
    const Tuple *paths = (const Tuple *)((const Getter *)callable)->paths.object;
    if (paths == NULL) return raise(vm, ERROR_CLEARED, callable);
    if (paths->count == 1) return load_path(vm, object, paths->items[0].object);
    return load_all(vm, object, paths->items, paths->count, load_path);
}

const TypeDefinition operator_attrgetter_definition = {
    .name = "operator.attrgetter",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE | TYPE_HAS_VECTOR_CALL,
    .bytes = sizeof(Getter),
    .python_bytes = 40,
    GETTER_LAYOUT,
    .behaviour = {.repr = getter_behaviour_repr, .call = attrgetter_call,
                  .load_attribute = object_load_attribute_plain, .new = attrgetter_new},
    .methods = getter_methods,
    .doc = "attrgetter(name, ...): the function that gives its argument's attribute, or a\n"
           "tuple of attributes. Names may have dots.",
};

// --- methodcaller ---

typedef struct MethodCaller {
    Object base;
    Slot name;         // Str
    Slot values;       // Tuple: positional values, then those of the keywords
    Slot keywords;     // Tuple of names
} MethodCaller;

static const Field methodcaller_fields[] = {
    FIELD(MethodCaller, name),
    FIELD(MethodCaller, values),
    FIELD(MethodCaller, keywords),
    {0},
};

static const Tuple *values_of(const MethodCaller *caller) {
    return (const Tuple *)caller->values.object;
}

static Tuple *keywords_of(const MethodCaller *caller) {
    return (Tuple *)caller->keywords.object;
}

static int64_t positional_count(const MethodCaller *caller) {
    return values_of(caller)->count - keywords_of(caller)->count;
}

static Object *methodcaller_new(Vm *vm, Type *type, const Arguments *arguments) {
    int64_t named = arguments->names == NULL ? 0 : arguments->names->count;
    if (arguments->count < 1) return raise(vm, ERROR_METHODCALLER_FEW);
    Object *name = arguments->values[0].object;
    if (!object_is_str(vm, name)) return raise(vm, ERROR_METHODCALLER_NAME);
    Tuple *values = tuple_new_from(vm, arguments->values + 1, arguments->count - 1 + named);
    Tuple *keywords = named == 0 ? tuple_new(vm, 0)
                                 : (Tuple *)object_share((Object *)arguments->names);
    return type_new_filled(vm, type, 3, str_intern(vm, object_share(name)), values, keywords);
}

enum { FEW_VALUES = 8 };

static Object *methodcaller_call(Vm *vm, Object *callable, const Arguments *arguments) {
    const MethodCaller *caller = (const MethodCaller *)callable;
    Object *object = only_argument(vm, "methodcaller", arguments), *method;
    if (object == NULL) return NULL;
    if (caller->keywords.object == NULL) return raise(vm, ERROR_CLEARED, callable);
    bool is_bound;
    if (object_find_method(vm, object, (Str *)caller->name.object, &method, &is_bound) == RAISED)
        return NULL;
    const Tuple *values = values_of(caller);
    Slot few[FEW_VALUES], *all = few;
    size_t bytes = (size_t)(values->count + 1) * sizeof(Slot);
    if (values->count + 1 > FEW_VALUES) all = system_new(vm, bytes);
    Object *result = NULL;
    if (all != NULL) {
        slot_store(&all[0], object);
        for (int64_t i = 0; i < values->count; i++)
            slot_store(&all[i + 1], values->items[i].object);
        Tuple *names = keywords_of(caller)->count == 0 ? NULL : keywords_of(caller);
        int64_t count = positional_count(caller);
        Arguments with_self = {all, count + 1, names}, without = {all + 1, count, names};
        result = object_call(vm, method, is_bound ? &without : &with_self);
        if (all != few) system_drop(vm, all, bytes);
    }
    object_drop(vm, method);
    return result;
}

static Object *methodcaller_repr(Vm *vm, Object *object) {
    const MethodCaller *caller = (const MethodCaller *)object;
    Found inside = repr_enter(vm, object);
    Type *type = object_type(vm, object);
    if (inside == FOUND) return str_new_format(vm, "%N(...)", type);
    if (inside == RAISED) return NULL;
    int64_t positional = positional_count(caller);
    Object *text = str_new_format(vm, "%N(%R", type, caller->name.object);
    for (int64_t i = 0; text != NULL && i < values_of(caller)->count; i++) {
        Object *value = values_of(caller)->items[i].object;
        Object *longer = i < positional
            ? str_new_format(vm, "%U, %R", text, value)
            : str_new_format(vm, "%U, %U=%R", text,
                             keywords_of(caller)->items[i - positional].object, value);
        object_drop(vm, text);
        text = longer;
    }
    if (text != NULL) text = str_take_append(vm, text, str_new_char(vm, ')'));
    repr_leave(vm, object);
    return text;
}

// functools.partial(type, name, **keywords): pickle has no other way to keep keywords.
static Object *partial_of(Vm *vm, Object *type, const MethodCaller *caller) {
    Object *partial = modules_load_member(vm, "functools", "partial");
    if (partial == NULL) return NULL;
    int64_t named = keywords_of(caller)->count, first = positional_count(caller);
    Object *made = NULL;
    Slot *values = system_new(vm, (size_t)(named + 2) * sizeof(Slot));
    if (values != NULL) {
        slot_store(&values[0], type);
        slot_store(&values[1], caller->name.object);
        for (int64_t i = 0; i < named; i++)
            slot_store(&values[i + 2], values_of(caller)->items[first + i].object);
        made = object_call(vm, partial, &(Arguments){values, 2, keywords_of(caller)});
        system_drop(vm, values, (size_t)(named + 2) * sizeof(Slot));
    }
    object_drop(vm, partial);
    return made;
}

static Object *methodcaller_method___reduce__(Vm *vm, const Slot *arguments) {
    const MethodCaller *caller = (const MethodCaller *)arguments[0].object;
    Object *type = (Object *)object_type(vm, &caller->base);
    const Tuple *values = values_of(caller);
    if (keywords_of(caller)->count != 0) {
        Object *partial = partial_of(vm, type, caller);
        if (partial == NULL) return NULL;
        Tuple *positional = tuple_new_from(vm, values->items, positional_count(caller));
        return build_tuple(vm, "OO", partial, positional);
    }
    Tuple *all = tuple_new(vm, values->count + 1);
    if (all == NULL) return NULL;
    slot_fill(vm, &all->base, &all->items[0], object_share(caller->name.object));
    slots_fill_shared(vm, &all->base, all->items + 1, values->items, values->count);
    tuple_finish(vm, all);
    return build_tuple(vm, "oO", type, all);
}

static const Method methodcaller_methods[] = {
    HIDDEN_METHOD(methodcaller, __reduce__, "(self, /)", "How to make an equal one."),
    {0},
};

const TypeDefinition operator_methodcaller_definition = {
    .name = "operator.methodcaller",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(MethodCaller),
    .python_bytes = 40,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = methodcaller_fields},
    .behaviour = {.repr = methodcaller_repr, .call = methodcaller_call,
                  .load_attribute = object_load_attribute_plain, .new = methodcaller_new},
    .methods = methodcaller_methods,
    .doc = "methodcaller(name, /, *args, **kwargs): the function that calls that method of its\n"
           "argument.",
};
