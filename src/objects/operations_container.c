// Operations on containers: length, membership, items, iteration.

#include "objects/generic_alias.h"
#include "objects/int.h"
#include "objects/iterator.h"
#include "objects/sequence.h"
#include "objects/sequence_iterator.h"
#include "objects/str.h"
#include "objects/tuple.h"

bool object_length(Vm *vm, Object *object, int64_t *length) {
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (LIKELY(behaviour->length != NULL)) return behaviour->length(vm, object, length);
    return raise_false(vm, ERROR_HAS_NO_LENGTH, object);
}

static Found length_hint_ask(Vm *vm, Object *object, int64_t *length) {
    Object *method;
    Found found = object_find_special(vm, object, vm->objects->names.dunder_length_hint, &method);
    if (found != FOUND) return found;
    Object *hint = object_call_with(vm, method, 0);
    object_drop(vm, method);
    if (hint == NULL)
        return raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)) ? ABSENT : RAISED;
    found = FOUND;
    if (hint == vm->objects->not_implemented)
        found = ABSENT;
    else if (!object_is_int(vm, hint))
        found = raise_found(vm, ERROR_LENGTH_HINT_TYPE, hint);
    else if (!sequence_size(vm, hint, length))
        found = RAISED;
    else if (*length < 0)
        found = raise_found(vm, ERROR_LENGTH_HINT_NEGATIVE);
    object_drop(vm, hint);
    return found;
}

bool object_length_hint(Vm *vm, Object *object, int64_t otherwise, int64_t *length) {
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (behaviour->length != NULL) {
        if (behaviour->length(vm, object, length)) return true;
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))) return false;
    }
    switch (length_hint_ask(vm, object, length)) {
    case FOUND: return true;
    case ABSENT: *length = otherwise; return true;
    default: return false;
    }
}

// --- items ---

static bool index_from_end(Vm *vm, Object *container, int64_t *index) {
    const Behaviour *behaviour = &object_type(vm, container)->behaviour;
    int64_t length;
    if (*index >= 0 || behaviour->length == NULL) return true;
    if (!behaviour->length(vm, container, &length)) return false;
    *index += length;
    return true;
}

// type[key]: generic aliases and __class_getitem__.
static Object *type_load_item(Vm *vm, Object *type, Object *key) {
    Object *method;
    if (type == (Object *)type_of_kind(vm, KIND_TYPE)) return generic_alias_new(vm, type, key);
    switch (object_find_attribute(vm, type, vm->objects->names.dunder_class_getitem, &method)) {
    case FOUND: break;
    case ABSENT: return raise(vm, ERROR_TYPE_NOT_SUBSCRIPTABLE, type);
    case RAISED: return NULL;
    }
    if (method == vm->objects->none) {
        object_drop(vm, method);
        return raise(vm, ERROR_TYPE_NOT_SUBSCRIPTABLE, type);
    }
    Object *value = object_call_with(vm, method, 1, key);
    object_drop(vm, method);
    return value;
}

Object *object_load_item(Vm *vm, Object *container, Object *key) {
    const Type *type = object_type(vm, container);
    const Behaviour *behaviour = &type->behaviour;
    if (LIKELY(behaviour->load_item != NULL)) return behaviour->load_item(vm, container, key);
    if (behaviour->load_index != NULL) {
        int64_t index;
        if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
            return raise(vm, ERROR_SEQUENCE_INDEX, key);
        if (!object_index(vm, key, EXCEPTION_IndexError, &index)) return NULL;
        if (!index_from_end(vm, container, &index)) return NULL;
        return behaviour->load_index(vm, container, index);
    }
    if ((type->flags & TYPE_IS_TYPE) != 0) return type_load_item(vm, container, key);
    return raise(vm, ERROR_NOT_SUBSCRIPTABLE, container);
}

static bool object_store_item(Vm *vm, Object *container, Object *key, Object *value,
                              ErrorId refusal) {
    const Behaviour *behaviour = &object_type(vm, container)->behaviour;
    if (LIKELY(behaviour->set_item != NULL))
        return behaviour->set_item(vm, container, key, value);
    if (behaviour->set_index != NULL) {
        int64_t index;
        if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
            return raise_false(vm, ERROR_SEQUENCE_INDEX, key);
        if (!object_index(vm, key, EXCEPTION_IndexError, &index)) return false;
        if (!index_from_end(vm, container, &index)) return false;
        return behaviour->set_index(vm, container, index, value);
    }
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] != NULL &&
        object_has_sequence_part(vm, container)) {
        int64_t index;
        if (!object_index(vm, key, EXCEPTION_IndexError, &index)) return false;
        if (value == NULL) return raise_false(vm, ERROR_NO_INDEX_DELETION, container);
    }
    return raise_false(vm, refusal, container);
}

bool object_set_item(Vm *vm, Object *container, Object *key, Object *value) {
    return object_store_item(vm, container, key, value, ERROR_NO_ITEM_ASSIGNMENT);
}

bool object_remove_item(Vm *vm, Object *container, Object *key) {
    return object_store_item(vm, container, key, NULL, ERROR_NO_ITEM_DELETION);
}

// --- iteration ---

Object *object_iterate_by_index(Vm *vm, Object *object) {
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (behaviour->load_index == NULL && behaviour->load_item == NULL)
        return raise(vm, ERROR_NOT_ITERABLE, object);
    return sequence_iterator_new(vm, object);
}

Object *object_iterate(Vm *vm, Object *object) {
    const Type *type = object_type(vm, object);
    if (type->behaviour.iterate == NULL) {
        // Mappings of C (dict, mappingproxy) have an __iter__; load_index means a sequence.
        if (type->behaviour.load_index == NULL) return raise(vm, ERROR_NOT_ITERABLE, object);
        return sequence_iterator_new(vm, object);
    }
    Object *iterator = type->behaviour.iterate(vm, object);
    if (iterator == NULL || object_type(vm, iterator)->behaviour.next != NULL) return iterator;
    raise(vm, ERROR_NOT_AN_ITERATOR, iterator);
    object_drop(vm, iterator);
    return NULL;
}

Object *object_next(Vm *vm, Object *iterator) {
    if (LIKELY(iterator->kind == KIND_LIST_ITERATOR || iterator->kind == KIND_TUPLE_ITERATOR)) {
        Object *item = iterator_take_item(iterator);
        if (LIKELY(item != NULL)) return item;
    }
    UnaryFunction *next = object_type(vm, iterator)->behaviour.next;
    if (UNLIKELY(next == NULL)) return raise(vm, ERROR_NO_NEXT, iterator);
    Object *value = next(vm, iterator);
    if (value == NULL && raised(vm))
        (void)raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration));
    return value;
}

// --- membership ---

Found object_contains_by_iteration(Vm *vm, Object *container, Object *item) {
    Object *iterator = object_iterate(vm, container);
    if (iterator == NULL) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
            raise(vm, ERROR_CONTAINS_NOT_ITERABLE, container);
        return RAISED;
    }
    Found found = ABSENT;
    Object *value;
    while (found == ABSENT && (value = object_next(vm, iterator)) != NULL) {
        found = object_equal(vm, value, item);
        object_drop(vm, value);
    }
    if (found == ABSENT && raised(vm)) found = RAISED;
    object_drop(vm, iterator);
    return found;
}

Found object_contains(Vm *vm, Object *container, Object *item) {
    const Behaviour *behaviour = &object_type(vm, container)->behaviour;
    if (behaviour->contains != NULL) return behaviour->contains(vm, container, item);
    return object_contains_by_iteration(vm, container, item);
}
