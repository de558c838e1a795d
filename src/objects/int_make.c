// int: the constructor, and what int() makes of other objects.

#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/int_limbs.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/view.h"

#include <string.h>

// Consumes a result of __int__ or __trunc__: it must be an int, and becomes an exact one.
static Object *int_take_exact(Vm *vm, Object *object) {
    Object *number = int_new_exact(vm, object);
    object_drop(vm, object);
    return number;
}

static Object *int_from_dunder_int(Vm *vm, Object *object, UnaryFunction *function) {
    Object *made = function(vm, object);
    if (made == NULL || made->kind == KIND_INT || made->kind == KIND_BIGINT) return made;
    if (!object_is_int(vm, made)) {
        raise(vm, ERROR_INT_DUNDER_INT, made);
        object_drop(vm, made);
        return NULL;
    }
    Object *text = str_new_format(
        vm, "__int__ returned non-int (type %.200T).  The ability to return an instance of a "
        "strict subclass of int is deprecated, and may not be supported in a future version of "
        "Python.", made);
    bool done = text != NULL && raise_warning_text(vm, EXCEPTION_DeprecationWarning, text);
    object_drop_or_null(vm, text);
    if (done) return int_take_exact(vm, made);
    object_drop(vm, made);
    return NULL;
}

static Object *int_from_index(Vm *vm, Object *object) {
    Object *made = object_unary(vm, UNARY_INDEX, object);
    return made == NULL ? NULL : int_take_exact(vm, made);
}

// ABSENT: the type has no __trunc__.
static Found int_from_trunc(Vm *vm, Object *object, Object **number) {
    Object *method;
    Found found = object_find_special(vm, object, vm->objects->names.dunder_trunc, &method);
    if (found != FOUND) return found;
    bool done = raise_warning(vm, EXCEPTION_DeprecationWarning,
                              "The delegation of int() to __trunc__ is deprecated.");
    Object *made = done ? object_call_with(vm, method, 0) : NULL;
    object_drop(vm, method);
    if (made == NULL) return RAISED;
    if (object_is_int(vm, made)) {
        *number = int_take_exact(vm, made);
    } else if (object_type(vm, made)->behaviour.unary[UNARY_INDEX] != NULL) {
        *number = int_from_index(vm, made);
        object_drop(vm, made);
    } else {
        raise(vm, ERROR_INT_DUNDER_TRUNC, made);
        object_drop(vm, made);
        return RAISED;
    }
    return *number != NULL ? FOUND : RAISED;
}

// The text behind a bytes-like object.
static Object *int_from_view(Vm *vm, Object *object, int base) {
    View view = {0};
    if (!view_acquire(vm, object, &view, VIEW_READ)) return NULL;
    Object *number = int_new_from_text(vm, (const char *)view.data, (size_t)view.bytes, base);
    view_release(vm, &view);
    return number;
}

Object *int_new_from_object(Vm *vm, Object *object) {
    if (object->kind == KIND_INT || object->kind == KIND_BIGINT) return object_share(object);
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (behaviour->unary[UNARY_INT] != NULL)
        return int_from_dunder_int(vm, object, behaviour->unary[UNARY_INT]);
    if (behaviour->unary[UNARY_INDEX] != NULL) return int_from_index(vm, object);
    Object *number;
    Found found = int_from_trunc(vm, object, &number);
    if (found != ABSENT) return found == FOUND ? number : NULL;
    if (object_is_str(vm, object)) return int_new_from_str(vm, (Str *)object, 10);
    if (object_has_view(vm, object)) return int_from_view(vm, object, 10);
    return raise(vm, ERROR_INT_ARGUMENT, object);
}

static Object *int_from_based(Vm *vm, Object *object, Object *base_object) {
    int64_t base;
    if (!object_index(vm, base_object, EXCEPTION_COUNT, &base)) return NULL;
    if (base != 0 && (base < 2 || base > 36)) return raise(vm, ERROR_INT_BASE);
    if (object_is_str(vm, object)) return int_new_from_str(vm, (Str *)object, (int)base);
    if (object_is_bytes(vm, object) || object->kind == KIND_BYTEARRAY ||
        object_has_type(vm, object, type_of_kind(vm, KIND_BYTEARRAY)))
        return int_from_view(vm, object, (int)base);
    return raise(vm, ERROR_INT_EXPLICIT_BASE);
}

// An instance of a subclass with the value of an exact int.
static Object *int_new_of_class(Vm *vm, Type *type, Object *number) {
    IntParts parts;
    int_parts(number, &parts);
    size_t bytes = sizeof(BigInt) + (size_t)parts.count * sizeof(Limb);
    Object *object = type_new_instance(vm, type, bytes);
    if (object == NULL) return NULL;
    BigInt *made = (BigInt *)object;
    made->limb_count = parts.is_negative ? -parts.count : parts.count;
    memcpy(made->limbs, parts.limbs, (size_t)parts.count * sizeof(Limb));
    if ((object_layout(vm, object)->flags & LAYOUT_COLLECTED) != 0) object_track(vm, object);
    return object;
}

// Finds x and base among the arguments; NULL: not given.
static bool int_read_arguments(Vm *vm, const Arguments *arguments, Object **x, Object **base) {
    int64_t named = arguments->names != NULL ? arguments->names->count : 0;
    int64_t count = arguments->count;
    if (count + named > 2) return raise_false(vm, ERROR_INT_TOO_MANY_ARGUMENTS, count + named);
    *x = count > 0 ? arguments->values[0].object : NULL;
    *base = count > 1 ? arguments->values[1].object : NULL;
    for (int64_t i = 0; i < named; i++) {
        Object *name = arguments->names->items[i].object;
        if (!str_is((const Str *)name, "base")) return raise_false(vm, ERROR_INT_KEYWORD, name);
        *base = arguments->values[count + i].object;
    }
    return true;
}

Object *int_make(Vm *vm, Type *type, const Arguments *arguments) {
    Object *x = NULL, *base = NULL;
    if (!int_read_arguments(vm, arguments, &x, &base)) return NULL;
    if (x == NULL && base != NULL) return raise(vm, ERROR_INT_MISSING_TEXT);
    Object *number = x == NULL ? int_new(vm, 0)
                   : base == NULL ? int_new_from_object(vm, x)
                                  : int_from_based(vm, x, base);
    if (number == NULL || type == type_of_kind(vm, KIND_INT)) return number;
    Object *object = int_new_of_class(vm, type, number);
    object_drop(vm, number);
    return object;
}
