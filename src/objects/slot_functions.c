// Operations of classes: C functions that call dunder methods (numbers apart:
// slot_numbers.c). slot.c puts them into the Behaviour of a class.

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/int.h"
#include "objects/slot.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

// --- calling a dunder method ---

// Calls what a type has under a name with (self, *given), bound or as it stands.
static Object *slot_invoke(Vm *vm, Object *method, Object *self, const Arguments *given) {
    Slot values[SLOT_ARGUMENTS_MAX + 1];
    bool is_plain = (object_type(vm, method)->flags & TYPE_IS_METHOD_LIKE) != 0;
    if (is_plain && given->count <= SLOT_ARGUMENTS_MAX && given->names == NULL) {
        slot_store(&values[0], self);
        for (int64_t i = 0; i < given->count; i++)
            slot_store(&values[i + 1], given->values[i].object);
        Arguments all = {values, given->count + 1, NULL};
        object_share(method);
        Object *result = object_call(vm, method, &all);
        object_drop(vm, method);
        return result;
    }
    Object *bound = object_bind(vm, method, self, object_type(vm, self));
    if (bound == NULL) return NULL;
    Object *result = object_call(vm, bound, given);
    object_drop(vm, bound);
    return result;
}

Found slot_find_call(Vm *vm, Object *self, Str *name, int count, Object *const *given,
                     Object **result) {
    Object *method = type_get(vm, object_type(vm, self), name);
    if (method == NULL) return ABSENT;
    Slot values[SLOT_ARGUMENTS_MAX];
    for (int i = 0; i < count; i++) slot_store(&values[i], given[i]);
    Arguments arguments = {values, count, NULL};
    *result = slot_invoke(vm, method, self, &arguments);
    return *result != NULL ? FOUND : RAISED;
}

// The same for operations that take a descriptor that raises, instead of giving the method, for
// no method.
static Found slot_find_call_bound(Vm *vm, Object *self, Str *name, int count,
                                  Object *const *given, Object **result) {
    Object *method = type_get(vm, object_type(vm, self), name);
    if (method == NULL || (object_type(vm, method)->flags & TYPE_IS_METHOD_LIKE) != 0)
        return slot_find_call(vm, self, name, count, given, result);
    Found found = object_find_special(vm, self, name, &method);
    if (found == RAISED) raised_clear(vm);
    if (found != FOUND) return ABSENT;
    Slot values[SLOT_ARGUMENTS_MAX];
    for (int i = 0; i < count; i++) slot_store(&values[i], given[i]);
    *result = object_call(vm, method, &(Arguments){values, count, NULL});
    object_drop(vm, method);
    return *result != NULL ? FOUND : RAISED;
}

Object *slot_call(Vm *vm, Object *self, Str *name, int count, Object *const *given) {
    Object *result = NULL;
    if (slot_find_call(vm, self, name, count, given, &result) == ABSENT)
        return raise_argument(vm, exception_type(vm, EXCEPTION_AttributeError), (Object *)name);
    return result;
}

Object *slot_call_none(Vm *vm, Object *self, Str *name) {
    return slot_call(vm, self, name, 0, NULL);
}

Object *slot_call_one(Vm *vm, Object *self, Str *name, Object *argument) {
    return slot_call(vm, self, name, 1, &argument);
}

// Calls for the effect alone.
static bool slot_call_done(Vm *vm, Object *self, Str *name, int count, Object *const *given) {
    Object *result = slot_call(vm, self, name, count, given);
    object_drop_or_null(vm, result);
    return result != NULL;
}

#define NAMES (&vm->objects->names)

// --- text, hash, truth, order ---

Object *slot_repr(Vm *vm, Object *self) {
    Object *text = NULL;
    if (slot_find_call_bound(vm, self, NAMES->dunder_repr, 0, NULL, &text) != ABSENT) return text;
    char address[24];
    object_address_text(vm, self, address);
    return str_new_format(vm, "<%T object at %s>", self, address);
}

Object *slot_str(Vm *vm, Object *self) {
    return slot_call_none(vm, self, NAMES->dunder_str);
}

bool slot_hash_refuse(Vm *vm, Object *object, int64_t *hash) {
    (void)hash;
    return raise_false(vm, ERROR_UNHASHABLE, object);
}

bool slot_hash(Vm *vm, Object *self, int64_t *hash) {
    Object *method = type_get(vm, object_type(vm, self), NAMES->dunder_hash);
    Object *value = NULL;
    if (method == vm->objects->none ||
        slot_find_call_bound(vm, self, NAMES->dunder_hash, 0, NULL, &value) == ABSENT)
        return slot_hash_refuse(vm, self, hash);
    if (value == NULL) return false;
    bool done = true;
    if (!object_is_int(vm, value))
        done = raise_false(vm, ERROR_HASH_NOT_INT);
    else if (int_find_value(vm, value, hash) != FOUND)
        done = type_of_kind(vm, KIND_INT)->behaviour.hash(vm, value, hash);
    if (*hash == -1) *hash = -2;
    object_drop(vm, value);
    return done;
}

Found slot_truth(Vm *vm, Object *self) {
    Object *value = slot_call_none(vm, self, NAMES->dunder_bool);
    if (value == NULL) return RAISED;
    Found truth = value == vm->objects->true_ ? FOUND : ABSENT;
    if (value->kind != KIND_BOOL) truth = raise_found(vm, ERROR_BOOL_NOT_BOOL, value);
    object_drop(vm, value);
    return truth;
}

Object *slot_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    Str *names[] = {NAMES->dunder_lt, NAMES->dunder_le, NAMES->dunder_eq,
                    NAMES->dunder_ne, NAMES->dunder_gt, NAMES->dunder_ge};
    Object *result = NULL;
    if (slot_find_call_bound(vm, left, names[comparison], 1, &right, &result) == ABSENT)
        return not_implemented_new(vm);
    return result;
}

// --- calls ---

Object *slot_call_self(Vm *vm, Object *self, const Arguments *arguments) {
    Object *method = type_get(vm, object_type(vm, self), NAMES->dunder_call);
    if (method == NULL)
        return raise_argument(vm, exception_type(vm, EXCEPTION_AttributeError),
                              (Object *)NAMES->dunder_call);
    ArgumentTuple tuple;
    arguments_hold(vm, &tuple, arguments);
    Object *result = object_call_bound(vm, method, self, arguments);
    arguments_let_go(vm, &tuple);
    return result;
}

bool slot_init(Vm *vm, Object *self, const Arguments *arguments) {
    Object *method = type_get(vm, object_type(vm, self), NAMES->dunder_init);
    if (method == NULL)
        return raise_argument(vm, exception_type(vm, EXCEPTION_AttributeError),
                              (Object *)NAMES->dunder_init) != NULL;
    Object *result = object_call_bound(vm, method, self, arguments);
    if (result == NULL) return false;
    bool is_none = result == vm->objects->none;
    if (!is_none) raise(vm, ERROR_INIT_NOT_NONE, result);
    object_drop(vm, result);
    return is_none;
}

Object *slot_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *function = object_load_attribute(vm, (Object *)type, NAMES->dunder_new);
    if (function == NULL) return NULL;
    Object *result = object_call_prefixed(vm, function, (Object *)type, arguments);
    object_drop(vm, function);
    return result;
}

bool slot_finalize(Vm *vm, Object *self) {
    Object *raised_before = raised_take(vm);
    Object *method = type_get(vm, object_type(vm, self), NAMES->dunder_del);
    if (method != NULL) {
        bool is_plain = (object_type(vm, method)->flags & TYPE_IS_METHOD_LIKE) != 0;
        Object *bound = is_plain ? NULL : object_bind(vm, method, self, object_type(vm, self));
        object_share(method);
        Object *result = is_plain ? object_call_with(vm, method, 1, self)
                                  : bound == NULL ? NULL : object_call_with(vm, bound, 0);
        if (result == NULL) raised_report_unraisable(vm, NULL, method);
        object_drop_or_null(vm, result);
        object_drop_or_null(vm, bound);
        object_drop(vm, method);
    }
    raised_restore(vm, raised_before);
    return true;
}

// --- attributes ---

// Calls a method that reads attributes: always bound, as in CPython, whose counts show it.
static Object *slot_call_reader(Vm *vm, Object *method, Object *self, Str *name) {
    object_share(method);
    Object *value = NULL, *bound = object_bind(vm, method, self, object_type(vm, self));
    if (bound != NULL) value = object_call_with(vm, bound, 1, name);
    object_drop_or_null(vm, bound);
    object_drop(vm, method);
    return value;
}

static bool is_plain_reader(const Object *method) {
    SlotOperation *plain = (SlotOperation *)object_load_attribute_plain;
    return method != NULL && method->kind == KIND_SLOT_WRAPPER &&
           ((const SlotWrapper *)method)->operation == plain;
}

Object *slot_load_attribute(Vm *vm, Object *self, Str *name) {
    Object *fallback = type_get(vm, object_type(vm, self), NAMES->dunder_getattr);
    Object *reader = type_get(vm, object_type(vm, self), NAMES->dunder_getattribute);
    bool is_plain = is_plain_reader(reader);
    if (fallback == NULL)
        return is_plain ? object_load_attribute_plain(vm, self, name)
                        : slot_call_one(vm, self, NAMES->dunder_getattribute, (Object *)name);
    object_share(fallback);
    Object *value = is_plain || reader == NULL ? object_load_attribute_plain(vm, self, name)
                                               : slot_call_reader(vm, reader, self, name);
    if (value == NULL && raised_clear_if(vm, exception_type(vm, EXCEPTION_AttributeError))) {
        Object *bound = object_bind(vm, fallback, self, object_type(vm, self));
        if (bound != NULL) value = object_call_with(vm, bound, 1, name);
        object_drop_or_null(vm, bound);
    }
    object_drop(vm, fallback);
    return value;
}

bool slot_set_attribute(Vm *vm, Object *self, Str *name, Object *value) {
    Object *given[] = {(Object *)name, value};
    if (value == NULL) return slot_call_done(vm, self, NAMES->dunder_delattr, 1, given);
    return slot_call_done(vm, self, NAMES->dunder_setattr, 2, given);
}

SlotOperation *slot_set_attribute_operation(void) {
    return (SlotOperation *)slot_set_attribute;
}

Object *slot_descriptor_load(Vm *vm, Object *self, Object *instance, Type *owner) {
    Object *none = vm->objects->none;
    Object *method = type_get(vm, object_type(vm, self), NAMES->dunder_get);
    if (method == NULL) return object_share(self);
    Object *class = owner != NULL ? (Object *)owner : none;
    if (instance == NULL) instance = none;
    // A function is held by the frame that runs it; CPython adds no reference, either.
    if (method->kind == KIND_FUNCTION)
        return object_call_with(vm, method, 3, self, instance, class);
    Object *given[] = {instance, class};
    return slot_call(vm, self, NAMES->dunder_get, 2, given);
}

bool slot_descriptor_set(Vm *vm, Object *self, Object *instance, Object *value) {
    Object *given[] = {instance, value};
    if (value == NULL) return slot_call_done(vm, self, NAMES->dunder_delete, 1, given);
    return slot_call_done(vm, self, NAMES->dunder_set, 2, given);
}

// --- items and iteration ---

bool slot_length(Vm *vm, Object *self, int64_t *length) {
    Object *value = slot_call_none(vm, self, NAMES->dunder_len);
    if (value == NULL) return false;
    Object *number = object_unary(vm, UNARY_INDEX, value);
    object_drop(vm, value);
    if (number == NULL) return false;
    bool done = true;
    if (int_get_sign(vm, number) < 0)
        done = raise_false(vm, ERROR_LEN_NEGATIVE);
    else
        done = object_index(vm, number, EXCEPTION_OverflowError, length);
    object_drop(vm, number);
    return done;
}

Found slot_contains(Vm *vm, Object *self, Object *item) {
    Object *method = type_get(vm, object_type(vm, self), NAMES->dunder_contains);
    if (method == vm->objects->none) return raise_found(vm, ERROR_NOT_A_CONTAINER, self);
    if (method == NULL) return object_contains_by_iteration(vm, self, item);
    Object *value = slot_call_one(vm, self, NAMES->dunder_contains, item);
    if (value == NULL) return RAISED;
    Found found = object_truth(vm, value);
    object_drop(vm, value);
    return found;
}

Object *slot_load_item(Vm *vm, Object *self, Object *key) {
    return slot_call_one(vm, self, NAMES->dunder_getitem, key);
}

bool slot_set_item(Vm *vm, Object *self, Object *key, Object *value) {
    Object *given[] = {key, value};
    if (value == NULL) return slot_call_done(vm, self, NAMES->dunder_delitem, 1, given);
    return slot_call_done(vm, self, NAMES->dunder_setitem, 2, given);
}

Object *slot_load_index(Vm *vm, Object *self, int64_t index) {
    Object *key = int_new(vm, index);
    if (key == NULL) return NULL;
    Object *value = slot_load_item(vm, self, key);
    object_drop(vm, key);
    return value;
}

bool slot_set_index(Vm *vm, Object *self, int64_t index, Object *value) {
    Object *key = int_new(vm, index);
    if (key == NULL) return false;
    bool done = slot_set_item(vm, self, key, value);
    object_drop(vm, key);
    return done;
}

Object *slot_iterate(Vm *vm, Object *self) {
    Object *method = type_get(vm, object_type(vm, self), NAMES->dunder_iter);
    if (method == vm->objects->none) return raise(vm, ERROR_NOT_ITERABLE, self);
    Object *iterator = NULL;
    if (slot_find_call_bound(vm, self, NAMES->dunder_iter, 0, NULL, &iterator) == ABSENT)
        return object_iterate_by_index(vm, self);
    return iterator;
}

Object *slot_next(Vm *vm, Object *self) {
    return slot_call_none(vm, self, NAMES->dunder_next);
}

// --- coroutines ---

static Object *slot_call_async(Vm *vm, Object *self, Str *name) {
    Object *result = NULL;
    Found found = slot_find_call_bound(vm, self, name, 0, NULL, &result);
    return found == ABSENT ? raise(vm, ERROR_NO_ASYNC_METHOD, self, name) : result;
}

Object *slot_await(Vm *vm, Object *self) {
    return slot_call_async(vm, self, NAMES->dunder_await);
}

Object *slot_async_iterate(Vm *vm, Object *self) {
    return slot_call_async(vm, self, NAMES->dunder_aiter);
}

Object *slot_async_next(Vm *vm, Object *self) {
    return slot_call_async(vm, self, NAMES->dunder_anext);
}
