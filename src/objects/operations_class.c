// isinstance and issubclass, dir(), vars(), sys.getsizeof().

#include "objects/descriptors.h"
#include "objects/dict.h"
#include "objects/instance.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

// --- isinstance, issubclass ---

// __bases__ of anything that has one that is a tuple. New reference.
static Found class_find_bases(Vm *vm, Object *class, Object **bases) {
    Found found = object_find_attribute(vm, class, vm->objects->names.dunder_bases, bases);
    if (found != FOUND) return found;
    if (object_is_tuple(vm, *bases)) return FOUND;
    object_drop(vm, *bases);
    return ABSENT;
}

static bool class_check(Vm *vm, Object *class, ErrorId refusal) {
    Object *bases;
    switch (class_find_bases(vm, class, &bases)) {
    case FOUND: object_drop(vm, bases); return true;
    case RAISED: return false;
    case ABSENT: break;
    }
    return raise_false(vm, refusal);
}

// Follows __bases__ of things that need not be types.
static Found class_derives(Vm *vm, Object *derived, Object *class) {
    if (derived == class) return FOUND;
    if (!recursion_enter(vm, " in __issubclass__")) return RAISED;
    Object *bases;
    Found found = class_find_bases(vm, derived, &bases);
    if (found == FOUND) {
        found = ABSENT;
        for (int64_t i = 0; found == ABSENT && i < ((Tuple *)bases)->count; i++)
            found = class_derives(vm, ((Tuple *)bases)->items[i].object, class);
        object_drop(vm, bases);
    }
    recursion_leave(vm);
    return found;
}

static Found object_is_instance_plain(Vm *vm, Object *object, Object *class) {
    if (object_is_type(vm, class)) {
        if (object_has_type(vm, object, (Type *)class)) return FOUND;
        Object *claimed;
        Found found = object_find_attribute(vm, object, vm->objects->names.dunder_class, &claimed);
        if (found != FOUND) return found;
        found = ABSENT;
        if (claimed != (Object *)object_type(vm, object) && object_is_type(vm, claimed) &&
            type_is_subtype((Type *)claimed, (Type *)class))
            found = FOUND;
        object_drop(vm, claimed);
        return found;
    }
    if (!class_check(vm, class, ERROR_ISINSTANCE_ARGUMENT)) return RAISED;
    Object *claimed;
    Found found = object_find_attribute(vm, object, vm->objects->names.dunder_class, &claimed);
    if (found != FOUND) return found;
    found = class_derives(vm, claimed, class);
    object_drop(vm, claimed);
    return found;
}

static Found object_is_subclass_plain(Vm *vm, Object *derived, Object *class) {
    if (object_is_type(vm, class) && object_is_type(vm, derived))
        return type_is_subtype((Type *)derived, (Type *)class) ? FOUND : ABSENT;
    if (!class_check(vm, derived, ERROR_ISSUBCLASS_FIRST)) return RAISED;
    if (!class_check(vm, class, ERROR_ISSUBCLASS_ARGUMENT)) return RAISED;
    return class_derives(vm, derived, class);
}

typedef Found ClassTest(Vm *vm, Object *object, Object *class);

// Asks the class's own __instancecheck__ or __subclasscheck__, or the plain test.
static Found class_ask(Vm *vm, Object *object, Object *class, Str *name, ClassTest *plain,
                       const char *where) {
    Object *method;
    Found found = object_find_special(vm, class, name, &method);
    if (found == ABSENT) return plain(vm, object, class);
    if (found == RAISED) return RAISED;
    found = RAISED;
    if (recursion_enter(vm, where)) {
        Object *answer = object_call_with(vm, method, 1, object);
        recursion_leave(vm);
        if (answer != NULL) {
            found = object_truth(vm, answer);
            object_drop(vm, answer);
        }
    }
    object_drop(vm, method);
    return found;
}

Found object_is_instance(Vm *vm, Object *object, Object *class) {
    if ((Object *)object_type(vm, object) == class) return FOUND;
    if (object_type(vm, class) == type_of_kind(vm, KIND_TYPE))
        return object_is_instance_plain(vm, object, class);
    if (!object_is_tuple(vm, class))
        return class_ask(vm, object, class, vm->objects->names.dunder_instancecheck,
                         object_is_instance_plain, " in __instancecheck__");
    Found found = ABSENT;
    if (!recursion_enter(vm, " in __instancecheck__")) return RAISED;
    for (int64_t i = 0; found == ABSENT && i < ((Tuple *)class)->count; i++)
        found = object_is_instance(vm, object, ((Tuple *)class)->items[i].object);
    recursion_leave(vm);
    return found;
}

Found object_is_subclass(Vm *vm, Object *derived, Object *class) {
    if (object_type(vm, class) == type_of_kind(vm, KIND_TYPE)) {
        if (derived == class) return FOUND;
        return object_is_subclass_plain(vm, derived, class);
    }
    if (!object_is_tuple(vm, class))
        return class_ask(vm, derived, class, vm->objects->names.dunder_subclasscheck,
                         object_is_subclass_plain, " in __subclasscheck__");
    Found found = ABSENT;
    if (!recursion_enter(vm, " in __subclasscheck__")) return RAISED;
    for (int64_t i = 0; found == ABSENT && i < ((Tuple *)class)->count; i++)
        found = object_is_subclass(vm, derived, ((Tuple *)class)->items[i].object);
    recursion_leave(vm);
    return found;
}

Found type_check_instance(Vm *vm, Object *type, Object *object) {
    return object_is_instance_plain(vm, object, type);
}

Found type_check_subclass(Vm *vm, Object *type, Object *derived) {
    return object_is_subclass_plain(vm, derived, type);
}

// --- dir, vars ---

Object *object_dir(Vm *vm, Object *object) {
    Object *method;
    switch (object_find_special(vm, object, vm->objects->names.dunder_dir, &method)) {
    case FOUND: break;
    case ABSENT: return raise(vm, ERROR_NO_DIR);
    case RAISED: return NULL;
    }
    Object *names = object_call_with(vm, method, 0);
    object_drop(vm, method);
    if (names == NULL) return NULL;
    List *sorted = list_new_from_iterable(vm, names);
    object_drop(vm, names);
    if (sorted == NULL) return NULL;
    if (list_sort(vm, sorted, NULL, 0)) return (Object *)sorted;
    object_drop(vm, (Object *)sorted);
    return NULL;
}

Object *object_vars(Vm *vm, Object *object) {
    Object *dict;
    switch (object_find_attribute(vm, object, vm->objects->names.dunder_dict, &dict)) {
    case FOUND: return dict;
    case ABSENT: return raise(vm, ERROR_VARS_NO_DICT);
    default: return NULL;
    }
}

// --- sizes ---

// What stands before the object in CPython: the collector's links, a managed dict.
static int64_t object_size_before(Vm *vm, Object *object) {
    const Type *type = object_type(vm, object);
    int64_t bytes = 0;
    bool is_collected = (object_layout(vm, object)->flags & LAYOUT_COLLECTED) != 0;
    if (object_is_type(vm, object) && !type_is_heap((Type *)object)) is_collected = false;
    if (is_collected) bytes += 16;
    if (type_has_managed_dict(type)) bytes += 16;
    return bytes;
}

bool object_size_of(Vm *vm, Object *object, int64_t *bytes) {
    Object *method;
    switch (object_find_special(vm, object, vm->objects->names.dunder_sizeof, &method)) {
    case FOUND: break;
    case ABSENT: return raise_false(vm, ERROR_NO_SIZEOF, object);
    case RAISED: return false;
    }
    Object *size = object_call_with(vm, method, 0);
    object_drop(vm, method);
    if (size == NULL) return false;
    bool done = object_is_int(vm, size) ? object_index(vm, size, EXCEPTION_OverflowError, bytes)
                                        : raise_false(vm, ERROR_INTEGER_REQUIRED);
    object_drop(vm, size);
    if (!done) return false;
    if (*bytes < 0) return raise_false(vm, ERROR_SIZEOF_NEGATIVE);
    *bytes += object_size_before(vm, object);
    return true;
}
