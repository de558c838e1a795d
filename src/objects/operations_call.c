// Calls from C code.

#include "objects/descriptors.h"
#include "objects/dict.h"
#include "objects/str.h"
#include "objects/tuple.h"

enum { CALL_VALUES_MAX = 12 };

Object *object_call(Vm *vm, Object *callable, const Arguments *arguments) {
    if (LIKELY(callable->kind == KIND_FUNCTION))   // its frame is counted instead
        return vm->objects->call_hook(vm, callable, arguments);
    Object *(*call)(Vm *, Object *, const Arguments *) =
        object_type(vm, callable)->behaviour.call;
    if (UNLIKELY(call == NULL)) return raise(vm, ERROR_NOT_CALLABLE, callable);
    if (!recursion_enter(vm, " while calling a Python object")) return NULL;
    Object *result = call(vm, callable, arguments);
    recursion_leave(vm);
    CHECK_HOT((result == NULL) == raised(vm));
    return result;
}

Object *object_call_with(Vm *vm, Object *callable, int count, ...) {
    Slot values[CALL_VALUES_MAX];
    CHECK(count <= CALL_VALUES_MAX);
    __builtin_va_list list;
    __builtin_va_start(list, count);
    for (int i = 0; i < count; i++) slot_store(&values[i], __builtin_va_arg(list, Object *));
    __builtin_va_end(list);
    return object_call(vm, callable, &(Arguments){values, count, NULL});
}

Object *object_call_method(Vm *vm, Object *object, Str *name, int count, ...) {
    Slot values[CALL_VALUES_MAX];
    CHECK(count < CALL_VALUES_MAX);
    Object *method;
    bool is_bound;
    if (object_find_method(vm, object, name, &method, &is_bound) == RAISED) return NULL;
    slot_store(&values[0], object);
    __builtin_va_list list;
    __builtin_va_start(list, count);
    for (int i = 0; i < count; i++) slot_store(&values[i + 1], __builtin_va_arg(list, Object *));
    __builtin_va_end(list);
    Arguments arguments = {values + (is_bound ? 1 : 0), count + (is_bound ? 0 : 1), NULL};
    Object *result = object_call(vm, method, &arguments);
    object_drop(vm, method);
    return result;
}

Object *object_call_prefixed(Vm *vm, Object *callable, Object *first,
                             const Arguments *arguments) {
    int64_t named = arguments->names != NULL ? arguments->names->count : 0;
    int64_t total = arguments->count + named;
    Slot room[CALL_VALUES_MAX];
    Slot *values = room;
    size_t bytes = (size_t)(total + 1) * sizeof(Slot);
    if (total + 1 > CALL_VALUES_MAX) {
        values = system_new(vm, bytes);
        if (values == NULL) return NULL;
    }
    slot_store(&values[0], first);
    for (int64_t i = 0; i < total; i++) slot_store(&values[i + 1], arguments->values[i].object);
    Arguments all = {values, arguments->count + 1, arguments->names};
    Object *result = object_call(vm, callable, &all);
    if (values != room) system_drop(vm, values, bytes);
    return result;
}

Object *object_call_bound(Vm *vm, Object *method, Object *self, const Arguments *arguments) {
    Type *type = object_type(vm, self);
    Object *result;
    if ((object_type(vm, method)->flags & TYPE_IS_METHOD_LIKE) != 0) {
        object_share(method);
        result = object_call_prefixed(vm, method, self, arguments);
        object_drop(vm, method);
        return result;
    }
    Object *bound = object_bind(vm, method, self, type);
    if (bound == NULL) return NULL;
    result = object_call(vm, bound, arguments);
    object_drop(vm, bound);
    return result;
}

// Copies the values of a keyword dict behind `values`; gives the tuple of names.
static Tuple *call_spread_keywords(Vm *vm, Dict *keywords, Slot *values) {
    Tuple *names = tuple_new(vm, keywords->count);
    if (names == NULL) return NULL;
    int64_t position = 0, i = 0;
    Object *key, *value;
    while (i < names->count && dict_next(keywords, &position, &key, &value)) {
        slot_fill(vm, (Object *)names, &names->items[i], object_share(key));
        slot_store(&values[i], value);
        i++;
    }
    return names;
}

static bool call_check_keywords(Vm *vm, Dict *keywords) {
    int64_t position = 0;
    Object *key, *value;
    while (dict_next(keywords, &position, &key, &value))
        if (!object_is_str(vm, key)) return raise_false(vm, ERROR_KEYWORDS_NOT_STR);
    return true;
}

// A callee that wants a tuple takes the one that was given.
static Object *call_given_tuple(Vm *vm, Object *callable, const Arguments *arguments,
                                Tuple *given) {
    Objects *objects = vm->objects;
    const Arguments *outer_arguments = objects->tuple_arguments;
    Tuple *outer = objects->tuple_given;
    objects->tuple_arguments = arguments;
    objects->tuple_given = given;
    Object *result = object_call(vm, callable, arguments);
    objects->tuple_arguments = outer_arguments;
    objects->tuple_given = outer;
    return result;
}

Object *object_call_tuple(Vm *vm, Object *callable, Tuple *positional, Dict *keywords) {
    int64_t count = positional->count;
    if (keywords == NULL || keywords->count == 0)
        return call_given_tuple(vm, callable, &(Arguments){positional->items, count, NULL},
                                positional);
    if (!call_check_keywords(vm, keywords)) return NULL;
    int64_t total = count + keywords->count;
    size_t bytes = (size_t)total * sizeof(Slot);
    Slot *values = system_new(vm, bytes);
    if (values == NULL) return NULL;
    for (int64_t i = 0; i < count; i++) slot_store(&values[i], positional->items[i].object);
    Tuple *names = call_spread_keywords(vm, keywords, values + count);
    Object *result = NULL;
    if (names != NULL) {
        // The callee may change the dict: its values are kept alive meanwhile.
        for (int64_t i = count; i < total; i++) object_share(values[i].object);
        result = call_given_tuple(vm, callable, &(Arguments){values, count, names}, positional);
        for (int64_t i = count; i < total; i++) object_drop(vm, values[i].object);
        object_drop(vm, (Object *)names);
    }
    system_drop(vm, values, bytes);
    return result;
}
