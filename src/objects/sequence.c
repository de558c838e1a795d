#include "objects/sequence.h"

#include "objects/dict.h"
#include "objects/int.h"

Object *sequence_raise_memory(Vm *vm) {
    heap_of(vm)->hooks->out_of_memory(vm);
    return NULL;
}

bool sequence_check_count(Vm *vm, int64_t count) {
    // Room for the header of whatever holds the slots.
    if (LIKELY(count <= (INT64_MAX - 256) / (int64_t)sizeof(Slot))) return true;
    sequence_raise_memory(vm);
    return false;
}

bool sequence_index(Vm *vm, const char *name, Object *key, int64_t *index) {
    if (LIKELY(key->kind == KIND_INT)) {
        *index = ((Int *)key)->value;
        return true;
    }
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_INDEX_TYPE, name, key);
    return object_index(vm, key, EXCEPTION_IndexError, index);
}

Object *sequence_compare_counts(Vm *vm, int64_t left, int64_t right, Comparison comparison) {
    switch (comparison) {
    case COMPARE_LESS: return bool_new(vm, left < right);
    case COMPARE_LESS_EQUAL: return bool_new(vm, left <= right);
    case COMPARE_EQUAL: return bool_new(vm, left == right);
    case COMPARE_NOT_EQUAL: return bool_new(vm, left != right);
    case COMPARE_GREATER: return bool_new(vm, left > right);
    case COMPARE_GREATER_EQUAL: return bool_new(vm, left >= right);
    }
    return not_implemented_new(vm);
}

bool sequence_add_repr(Vm *vm, StrBuilder *builder, Object *item) {
    object_share(item);
    Object *text = object_repr(vm, item);
    object_drop(vm, item);
    if (text == NULL) return false;
    str_builder_add(builder, (Str *)text);
    object_drop(vm, text);
    return true;
}

// The number; ABSENT: it doesn't fit 64 bits.
static Found index_value(Vm *vm, Object *object, int64_t *value) {
    Object *number = object_unary(vm, UNARY_INDEX, object);
    if (number == NULL) return RAISED;
    Found found = int_find_value(vm, number, value);
    object_drop(vm, number);
    return found;
}

bool sequence_is(Vm *vm, const Object *object) {
    return object_type(vm, object)->behaviour.load_index != NULL && !object_is_dict(vm, object);
}

bool sequence_size(Vm *vm, Object *object, int64_t *size) {
    if (object->kind == KIND_INT) {
        *size = ((Int *)object)->value;
        return true;
    }
    Found found = index_value(vm, object, size);
    return found == ABSENT ? raise_false(vm, ERROR_TOO_LARGE_FOR_SIZE) : found == FOUND;
}

bool sequence_int(Vm *vm, Object *object, int64_t *value) {
    Found found = index_value(vm, object, value);
    if (found == ABSENT || (found == FOUND && *value != (int32_t)*value))
        return raise_false(vm, ERROR_INT_TO_C_INT);
    return found == FOUND;
}

Object *sequence_fast(Vm *vm, Object *iterable, ErrorId refusal) {
    if (object_is_list(vm, iterable) || object_is_tuple(vm, iterable))
        return object_share(iterable);
    Object *iterator = object_iterate(vm, iterable);
    if (iterator == NULL) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))) raise(vm, refusal);
        return NULL;
    }
    List *list = list_new_from_iterable(vm, iterator);
    object_drop(vm, iterator);
    return (Object *)list;
}

const Slot *sequence_fast_items(Vm *vm, const Object *fast, int64_t *count) {
    if (object_is_list(vm, fast)) {
        *count = ((const List *)fast)->count;
        return ((const List *)fast)->items;
    }
    *count = ((const Tuple *)fast)->count;
    return ((const Tuple *)fast)->items;
}

Object *sequence_get_builtin(Vm *vm, const char *name) {
    Str *key = str_new_interned(vm, name, __builtin_strlen(name));
    if (key == NULL) return NULL;
    Dict *builtins = vm->objects->builtins;
    Object *found = builtins == NULL ? NULL : dict_get_str(vm, builtins, key);
    if (found == NULL && !raised(vm))
        raise_argument(vm, exception_type(vm, EXCEPTION_AttributeError), &key->base);
    object_drop(vm, &key->base);
    return found;
}

Object *sequence_reduce_take(Vm *vm, Object *function, Object *argument) {
    if (argument == NULL) return NULL;
    Tuple *arguments = tuple_pack(vm, 1, argument);
    object_drop(vm, argument);
    if (arguments == NULL) return NULL;
    Tuple *answer = tuple_pack(vm, 2, function, arguments);
    object_drop(vm, &arguments->base);
    return (Object *)answer;
}

Object *sequence_iterate_self(Vm *vm, Object *iterator) {
    (void)vm;
    return object_share(iterator);
}
