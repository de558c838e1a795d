// Type variables in the arguments of aliases and unions: finding and replacing them.

#include "objects/generic_alias.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

#define NAMES (&vm->objects->names)

static bool parameters_add(Vm *vm, List *found, Object *parameter) {
    for (int64_t i = 0; i < found->count; i++)
        if (found->items[i].object == parameter) return true;
    return list_add(vm, found, parameter);
}

static bool parameters_collect(Vm *vm, List *found, Object *argument) {
    Object *value;
    if (object_is_type(vm, argument)) return true;
    switch (object_find_attribute(vm, argument, NAMES->dunder_typing_subst, &value)) {
    case RAISED: return false;
    case FOUND: object_drop(vm, value); return parameters_add(vm, found, argument);
    case ABSENT: break;
    }
    Found has = object_find_attribute(vm, argument, NAMES->dunder_parameters, &value);
    if (has != FOUND) return has == ABSENT;
    bool done = true;
    if (object_is_tuple(vm, value))
        for (int64_t i = 0; done && i < ((Tuple *)value)->count; i++)
            done = parameters_add(vm, found, ((Tuple *)value)->items[i].object);
    object_drop(vm, value);
    return done;
}

Object *generic_alias_find_parameters(Vm *vm, Tuple *arguments) {
    List *found = list_new(vm, 0);
    if (found == NULL) return NULL;
    bool done = true;
    for (int64_t i = 0; done && i < arguments->count; i++)
        done = parameters_collect(vm, found, arguments->items[i].object);
    Object *result = done ? (Object *)list_to_tuple(vm, found) : NULL;
    object_drop(vm, (Object *)found);
    return result;
}

// --- replacing ---

// The items given for the parameters, with *tuple[int, str] spread. A new Tuple.
static Tuple *items_unpack(Vm *vm, Object *item) {
    if (!object_is_tuple(vm, item)) return tuple_pack(vm, 1, item);
    Tuple *given = (Tuple *)item;
    List *all = list_new(vm, given->count);
    bool done = all != NULL;
    for (int64_t i = 0; done && i < given->count; i++) {
        Object *one = given->items[i].object, *inner;
        Found found = ABSENT;
        if (!object_is_type(vm, one))
            found = object_find_attribute(vm, one, NAMES->dunder_typing_unpacked_tuple_args,
                                          &inner);
        if (found == FOUND && object_is_tuple(vm, inner))
            done = list_extend(vm, all, inner);
        else
            done = found != RAISED && list_add(vm, all, one);
        if (found == FOUND) object_drop(vm, inner);
    }
    Tuple *result = done ? list_to_tuple(vm, all) : NULL;
    object_drop_or_null(vm, (Object *)all);
    return result;
}

static int64_t parameter_index(const Tuple *parameters, const Object *parameter) {
    for (int64_t i = 0; i < parameters->count; i++)
        if (parameters->items[i].object == parameter) return i;
    return -1;
}

// argument[…] with the items for its own parameters.
static Object *argument_replace_inner(Vm *vm, Object *argument, const Tuple *inner,
                                      const Tuple *parameters, const Tuple *items) {
    Tuple *given = tuple_new(vm, inner->count);
    if (given == NULL) return NULL;
    for (int64_t i = 0; i < inner->count; i++) {
        int64_t index = parameter_index(parameters, inner->items[i].object);
        Object *value = index >= 0 && index < items->count ? items->items[index].object
                                                           : inner->items[i].object;
        slot_fill(vm, (Object *)given, &given->items[i], object_share(value));
    }
    tuple_finish(vm, given);
    Object *result = object_load_item(vm, argument, (Object *)given);
    object_drop(vm, (Object *)given);
    return result;
}

static Object *argument_replace(Vm *vm, Object *argument, const Tuple *parameters,
                                const Tuple *items) {
    Object *value;
    if (object_is_type(vm, argument)) return object_share(argument);
    Found found = object_find_attribute(vm, argument, NAMES->dunder_typing_subst, &value);
    if (found == RAISED) return NULL;
    if (found == FOUND) {
        int64_t index = parameter_index(parameters, argument);
        CHECK(index >= 0 && index < items->count);
        Object *result = object_call_with(vm, value, 1, items->items[index].object);
        object_drop(vm, value);
        return result;
    }
    found = object_find_attribute(vm, argument, NAMES->dunder_parameters, &value);
    if (found == RAISED) return NULL;
    if (found == ABSENT) return object_share(argument);
    bool has_inner = object_is_tuple(vm, value) && ((Tuple *)value)->count != 0;
    Object *result = has_inner
                         ? argument_replace_inner(vm, argument, (Tuple *)value, parameters, items)
                         : object_share(argument);
    object_drop(vm, value);
    return result;
}

// Lets each parameter prepare the items (ParamSpec and TypeVarTuple gather theirs).
static Tuple *items_prepare(Vm *vm, Object *self, const Tuple *parameters, Tuple *items) {
    for (int64_t i = 0; i < parameters->count; i++) {
        Object *prepare;
        Found found = object_find_attribute(vm, parameters->items[i].object,
                                            NAMES->dunder_typing_prepare_subst, &prepare);
        if (found == ABSENT) continue;
        Object *prepared = NULL;
        if (found == FOUND) {
            prepared = object_call_with(vm, prepare, 2, self, (Object *)items);
            object_drop(vm, prepare);
        }
        object_drop(vm, (Object *)items);
        if (prepared == NULL) return NULL;
        items = object_is_tuple(vm, prepared) ? (Tuple *)object_share(prepared)
                                              : tuple_pack(vm, 1, prepared);
        object_drop(vm, prepared);
        if (items == NULL) return NULL;
    }
    return items;
}

Object *generic_alias_substitute(Vm *vm, Object *self, Tuple *arguments, Tuple *parameters,
                                 Object *item) {
    if (parameters->count == 0) return raise(vm, ERROR_NOT_GENERIC, self);
    Tuple *items = items_unpack(vm, item);
    if (items == NULL) return NULL;
    items = items_prepare(vm, self, parameters, items);
    if (items == NULL) return NULL;
    Tuple *result = NULL;
    if (items->count != parameters->count)
        raise(vm, ERROR_GENERIC_COUNT, items->count > parameters->count ? "many" : "few", self,
              items->count, parameters->count);
    else
        result = tuple_new(vm, arguments->count);
    for (int64_t i = 0; result != NULL && i < arguments->count; i++) {
        Object *value = argument_replace(vm, arguments->items[i].object, parameters, items);
        if (value == NULL) {
            object_drop(vm, (Object *)result);
            result = NULL;
        } else {
            slot_fill(vm, (Object *)result, &result->items[i], value);
        }
    }
    if (result != NULL) tuple_finish(vm, result);
    object_drop(vm, (Object *)items);
    return (Object *)result;
}
