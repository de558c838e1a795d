// What pickle and copy need of any object: object.__reduce_ex__ and __getstate__.

#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

#define NAMES (&vm->objects->names)

// An attribute of the module copyreg. New reference.
static Object *copyreg_load(Vm *vm, Str *name) {
    if (vm->objects->import_hook == NULL) return raise(vm, ERROR_LOST_BUILTIN, "copyreg");
    Object *module = vm->objects->import_hook(vm, NAMES->copyreg);
    if (module == NULL) return NULL;
    Object *value = object_load_attribute(vm, module, name);
    object_drop(vm, module);
    return value;
}

// --- state ---

// Tuple of the names of all __slots__ (a list, or None). New reference.
static Object *type_load_slot_names(Vm *vm, Type *type) {
    Object *known = dict_get_str(vm, type_dict(type), NAMES->slotnames);
    if (known != NULL) return object_share(known);
    Object *function = copyreg_load(vm, NAMES->copyreg_slotnames);
    if (function == NULL) return NULL;
    Object *names = object_call_with(vm, function, 1, (Object *)type);
    object_drop(vm, function);
    if (names == NULL || names == vm->objects->none || object_is_list(vm, names)) return names;
    raise(vm, ERROR_SLOTNAMES);
    object_drop(vm, names);
    return NULL;
}

// Does the type keep more than its dict, weak references and __slots__ show?
static bool type_has_hidden_state(const Type *type, int64_t slot_names) {
    size_t shown = 16;
    bool has_dict = (type->layout.flags & LAYOUT_DICT) != 0;
    if (has_dict && (type->flags & TYPE_HAS_MANAGED_DICT) == 0) shown += 8;
    if ((type->layout.flags & LAYOUT_WEAK) != 0) shown += 8;
    return type->python_bytes > shown + (size_t)slot_names * 8;
}

static bool state_add_slots(Vm *vm, Object *object, List *names, Dict *slots) {
    for (int64_t i = 0; i < names->count; i++) {
        Object *name = object_share(names->items[i].object), *value;
        Found found = object_find_attribute(vm, object, (Str *)name, &value);
        bool done = found != RAISED;
        if (found == FOUND) {
            done = dict_set(vm, slots, name, value);
            object_drop(vm, value);
        }
        object_drop(vm, name);
        if (!done) return false;
    }
    return true;
}

// The instance's dict, or None where it has none or an empty one. New reference.
static Object *state_load_dict(Vm *vm, Object *object) {
    if ((object_layout(vm, object)->flags & LAYOUT_DICT) == 0) return none_new(vm);
    bool is_empty;
    if (instance_is_inline(vm, object)) {
        is_empty = instance_header(object_type(vm, object), object)->next == 0;
    } else {
        Dict *dict = (Dict *)object_prefix(object)->dict.object;
        is_empty = dict == NULL || dict->count == 0;
    }
    if (is_empty) return none_new(vm);
    Object *dict;
    switch (object_find_attribute(vm, object, NAMES->dunder_dict, &dict)) {
    case FOUND: return dict;
    case ABSENT: return none_new(vm);
    default: return NULL;
    }
}

static Object *object_load_state_plain(Vm *vm, Object *object, int is_required) {
    Type *type = object_type(vm, object);
    if (is_required && type->python_item_bytes != 0)
        return raise(vm, ERROR_CANNOT_PICKLE_ITEMS, type);
    Object *state = state_load_dict(vm, object);
    if (state == NULL) return NULL;
    Object *names = type_load_slot_names(vm, type);
    Dict *slots = NULL;
    bool done = names != NULL;
    int64_t count = done && names != vm->objects->none ? ((List *)names)->count : 0;
    if (done && is_required && type_has_hidden_state(type, count)) {
        raise(vm, ERROR_CANNOT_PICKLE, type);
        done = false;
    }
    if (done && count != 0) {
        slots = dict_new(vm);
        done = slots != NULL && state_add_slots(vm, object, (List *)names, slots);
        if (done && slots->count != 0) {
            Object *both = (Object *)tuple_pack(vm, 2, state, slots);
            object_drop(vm, state);
            state = both;
            done = both != NULL;
        }
    }
    object_drop_or_null(vm, (Object *)slots);
    object_drop_or_null(vm, names);
    if (done) return state;
    object_drop_or_null(vm, state);
    return NULL;
}

Object *object_load_state(Vm *vm, Object *object, int is_required) {
    Object *method = object_load_attribute(vm, object, NAMES->dunder_getstate);
    if (method == NULL) return NULL;
    Object *state;
    if (method->kind == KIND_BUILTIN && ((Builtin *)method)->self.object == object &&
        ((Builtin *)method)->method->function == object_method___getstate__)
        state = object_load_state_plain(vm, object, is_required);
    else
        state = object_call_with(vm, method, 0);
    object_drop(vm, method);
    return state;
}

Object *object_method___getstate__(Vm *vm, const Slot *arguments) {
    return object_load_state_plain(vm, arguments[0].object, 0);
}

// --- the arguments of __new__ ---

typedef struct NewArguments {
    Object *positional, *keywords;   // own; NULL: none
} NewArguments;

static bool new_arguments_split(Vm *vm, Object *given, NewArguments *result) {
    if (!object_is_tuple(vm, given))
        return raise_false(vm, ERROR_NEWARGS_TYPE, "__getnewargs_ex__", given);
    Tuple *pair = (Tuple *)given;
    if (pair->count != 2) return raise_false(vm, ERROR_NEWARGS_COUNT, pair->count);
    if (!object_is_tuple(vm, pair->items[0].object))
        return raise_false(vm, ERROR_NEWARGS_FIRST, pair->items[0].object);
    if (!object_is_dict(vm, pair->items[1].object))
        return raise_false(vm, ERROR_NEWARGS_SECOND, pair->items[1].object);
    result->positional = object_share(pair->items[0].object);
    result->keywords = object_share(pair->items[1].object);
    return true;
}

static bool new_arguments_load(Vm *vm, Object *object, NewArguments *result) {
    Object *method;
    *result = (NewArguments){NULL, NULL};
    Found found = object_find_special(vm, object, NAMES->dunder_getnewargs_ex, &method);
    if (found == RAISED) return false;
    bool is_pair = found == FOUND;
    if (!is_pair) {
        found = object_find_special(vm, object, NAMES->dunder_getnewargs, &method);
        if (found != FOUND) return found == ABSENT;
    }
    Object *given = object_call_with(vm, method, 0);
    object_drop(vm, method);
    if (given == NULL) return false;
    if (is_pair) {
        bool done = new_arguments_split(vm, given, result);
        object_drop(vm, given);
        return done;
    }
    if (!object_is_tuple(vm, given)) {
        raise(vm, ERROR_NEWARGS_TYPE, "__getnewargs__", given);
        object_drop(vm, given);
        return false;
    }
    result->positional = given;
    return true;
}

// (class, *positional): new Tuple.
static Object *reduce_prefix(Vm *vm, Object *class, Object *positional) {
    int64_t count = positional != NULL ? ((Tuple *)positional)->count : 0;
    Tuple *all = tuple_new(vm, count + 1);
    if (all == NULL) return NULL;
    slot_fill(vm, (Object *)all, &all->items[0], object_share(class));
    if (count != 0)
        slots_fill_shared(vm, (Object *)all, all->items + 1, ((Tuple *)positional)->items, count);
    tuple_finish(vm, all);
    return (Object *)all;
}

static bool reduce_choose(Vm *vm, Object *object, const NewArguments *given, Object **function,
                          Object **arguments) {
    Object *class = (Object *)object_type(vm, object);
    bool has_keywords = given->keywords != NULL && ((Dict *)given->keywords)->count != 0;
    Str *name = has_keywords ? NAMES->copyreg_newobj_ex : NAMES->copyreg_newobj;
    *arguments = NULL;
    *function = copyreg_load(vm, name);
    if (*function == NULL) return false;
    *arguments = has_keywords
                     ? (Object *)tuple_pack(vm, 3, class, given->positional, given->keywords)
                     : reduce_prefix(vm, class, given->positional);
    return *arguments != NULL;
}

// Iterators over the items of a list, and over those of a dict, or None.
static bool reduce_load_items(Vm *vm, Object *object, Object **list_items, Object **dict_items) {
    *list_items = *dict_items = NULL;
    *list_items = object_is_list(vm, object) ? object_iterate(vm, object) : none_new(vm);
    if (*list_items == NULL) return false;
    if (!object_is_dict(vm, object)) {
        *dict_items = none_new(vm);
        return true;
    }
    Str *name = str_new_interned(vm, "items", 5);
    Object *items = name != NULL ? object_call_method(vm, object, name, 0) : NULL;
    object_drop_or_null(vm, (Object *)name);
    if (items == NULL) return false;
    *dict_items = object_iterate(vm, items);
    object_drop(vm, items);
    return *dict_items != NULL;
}

static Object *object_reduce_new(Vm *vm, Object *object) {
    Type *type = object_type(vm, object);
    if (type->behaviour.new == NULL) return raise(vm, ERROR_CANNOT_PICKLE, type);
    NewArguments given;
    if (!new_arguments_load(vm, object, &given)) return NULL;
    Object *function, *arguments, *state = NULL, *list_items = NULL, *dict_items = NULL;
    Object *result = NULL;
    bool is_container = object_is_list(vm, object) || object_is_dict(vm, object);
    if (reduce_choose(vm, object, &given, &function, &arguments)) {
        state = object_load_state(vm, object, given.positional == NULL && !is_container);
        if (state != NULL && reduce_load_items(vm, object, &list_items, &dict_items))
            result = (Object *)tuple_pack(vm, 5, function, arguments, state, list_items,
                                          dict_items);
    }
    object_drop_or_null(vm, function);
    object_drop_or_null(vm, arguments);
    object_drop_or_null(vm, state);
    object_drop_or_null(vm, list_items);
    object_drop_or_null(vm, dict_items);
    object_drop_or_null(vm, given.positional);
    object_drop_or_null(vm, given.keywords);
    return result;
}

static Object *object_reduce_common(Vm *vm, Object *object, int64_t protocol) {
    if (protocol >= 2) return object_reduce_new(vm, object);
    Object *function = copyreg_load(vm, NAMES->copyreg_reduce_ex);
    if (function == NULL) return NULL;
    Object *number = int_new(vm, protocol), *result = NULL;
    if (number != NULL) result = object_call_with(vm, function, 2, object, number);
    object_drop_or_null(vm, number);
    object_drop(vm, function);
    return result;
}

Object *object_method___reduce__(Vm *vm, const Slot *arguments) {
    return object_reduce_common(vm, arguments[0].object, 0);
}

Object *object_method___reduce_ex__(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object;
    int64_t protocol;
    if (!object_index(vm, arguments[1].object, EXCEPTION_OverflowError, &protocol)) return NULL;
    Object *own = type_get(vm, object_type(vm, object), NAMES->dunder_reduce);
    Object *plain = type_get(vm, type_of_kind(vm, KIND_OBJECT), NAMES->dunder_reduce);
    Object *reduce;
    switch (object_find_attribute(vm, object, NAMES->dunder_reduce, &reduce)) {
    case RAISED: return NULL;
    case ABSENT: return object_reduce_common(vm, object, protocol);
    case FOUND: break;
    }
    Object *result = own != plain ? object_call_with(vm, reduce, 0)
                                  : object_reduce_common(vm, object, protocol);
    object_drop(vm, reduce);
    return result;
}
