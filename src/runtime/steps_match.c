// Steps of the match statement.

#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/set.h"
#include "runtime/operate.h"
#include "runtime/steps.h"

#define UNUSED (void)vm, (void)frame, (void)top, (void)argument

bool step_MATCH_MAPPING(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    slot_store(top, bool_new(vm, object_is_flagged(vm, top[-1].object, TYPE_IS_MAPPING)));
    return true;
}

bool step_MATCH_SEQUENCE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    slot_store(top, bool_new(vm, object_is_flagged(vm, top[-1].object, TYPE_IS_SEQUENCE)));
    return true;
}

// The value of a key through get(key, sentinel); ABSENT when it gave the sentinel.
static Found find_by_get(Vm *vm, Object *get, Object *key, Object *sentinel, Object **value) {
    *value = object_call_with(vm, get, 2, key, sentinel);
    if (*value == NULL) return RAISED;
    if (*value != sentinel) return FOUND;
    object_drop(vm, *value);
    return ABSENT;
}

static Found load_values(Vm *vm, Object *get, Object *sentinel, const Tuple *keys,
                         Tuple *values, Set *seen) {
    for (int64_t i = 0; i < keys->count; i++) {
        Object *key = keys->items[i].object, *value;
        Found found = set_contains(vm, seen, key);
        if (found == FOUND) return raise_found(vm, ERROR_MATCH_DUPLICATE_KEY, key);
        if (found == RAISED || !set_add(vm, seen, key)) return RAISED;
        found = find_by_get(vm, get, key, sentinel, &value);
        if (found != FOUND) return found;
        slot_fill(vm, (Object *)values, &values->items[i], value);
    }
    return FOUND;
}

bool step_MATCH_KEYS(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    const Tuple *keys = (const Tuple *)top[-1].object;
    Object *get = object_load_attribute(vm, top[-2].object, vm->objects->names.get);
    if (get == NULL) return false;
    Object *plain = (Object *)type_of_kind(vm, KIND_OBJECT);
    Object *sentinel = object_call_with(vm, plain, 0);
    Tuple *values = tuple_new(vm, keys->count);
    Set *seen = set_new(vm);
    Found found = RAISED;
    if (sentinel != NULL && values != NULL && seen != NULL)
        found = load_values(vm, get, sentinel, keys, values, seen);
    object_drop(vm, get);
    object_drop_or_null(vm, sentinel);
    object_drop_or_null(vm, (Object *)seen);
    if (found != FOUND) object_drop_or_null(vm, (Object *)values);
    if (found == RAISED) return false;
    if (found == FOUND) tuple_finish(vm, values);
    slot_store(top, found == FOUND ? (Object *)values : none_new(vm));
    return true;
}

// --- class patterns ---

static Found add_attribute(Vm *vm, List *values, Set *seen, Object *type, Object *subject,
                           Object *name) {
    if (!object_is_str(vm, name)) return raise_found(vm, ERROR_MATCH_ARGS_NOT_STR, name);
    Found found = set_contains(vm, seen, name);
    if (found == FOUND) return raise_found(vm, ERROR_MATCH_DUPLICATE_ATTRIBUTE, type, name);
    if (found == RAISED || !set_add(vm, seen, name)) return RAISED;
    Object *value;
    found = object_find_attribute(vm, subject, (Str *)name, &value);
    if (found != FOUND) return found;
    return list_take_add(vm, values, value) ? FOUND : RAISED;
}

static Found match_positional(Vm *vm, List *values, Set *seen, Type *type, Object *subject,
                              int count) {
    Object *names;
    Found found = object_find_attribute(vm, (Object *)type, vm->objects->names.dunder_match_args,
                                        &names);
    if (found == RAISED) return RAISED;
    bool is_self = found == ABSENT && (type->flags & TYPE_MATCHES_ITSELF) != 0;
    if (found == FOUND && names->kind != KIND_TUPLE) {
        raise(vm, ERROR_MATCH_ARGS_NOT_TUPLE, type, names);
        object_drop(vm, names);
        return RAISED;
    }
    int64_t allowed = found == FOUND ? ((Tuple *)names)->count : is_self ? 1 : 0;
    Found result = FOUND;
    if (count > allowed)
        result = raise_found(vm, ERROR_MATCH_TOO_MANY, type, allowed, allowed == 1 ? "" : "s",
                             count);
    else if (is_self) result = list_add(vm, values, subject) ? FOUND : RAISED;
    else
        for (int i = 0; result == FOUND && i < count; i++)
            result = add_attribute(vm, values, seen, (Object *)type, subject,
                                   ((Tuple *)names)->items[i].object);
    if (found == FOUND) object_drop(vm, names);
    return result;
}

static Found match_class(Vm *vm, List *values, Object *subject, Object *type, int positional,
                         const Tuple *keywords) {
    if (!object_is_flagged(vm, type, TYPE_IS_TYPE))
        return raise_found(vm, ERROR_MATCH_NO_TYPE);
    Found found = object_is_instance(vm, subject, type);
    if (found != FOUND) return found;
    Set *seen = set_new(vm);
    if (seen == NULL) return RAISED;
    if (positional > 0)
        found = match_positional(vm, values, seen, (Type *)type, subject, positional);
    for (int64_t i = 0; found == FOUND && i < keywords->count; i++)
        found = add_attribute(vm, values, seen, type, subject, keywords->items[i].object);
    object_drop(vm, (Object *)seen);
    return found;
}

bool step_MATCH_CLASS(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    List *values = list_new(vm, 0);
    if (values == NULL) return false;
    Found found = match_class(vm, values, top[-3].object, top[-2].object, argument,
                              (const Tuple *)top[-1].object);
    Object *result = found == RAISED ? NULL
                     : found == FOUND ? (Object *)list_to_tuple(vm, values) : none_new(vm);
    object_drop(vm, (Object *)values);
    if (result == NULL) return false;
    operate_drop(vm, top - 3, 3);
    slot_store(&top[-3], result);
    return true;
}
