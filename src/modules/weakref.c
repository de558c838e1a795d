// The module _weakref, on which the library's weakref stands.

#include "objects/weakref.h"

#include "modules/modules.h"

static Object *weakref_function_getweakrefcount(Vm *vm, const Slot *arguments) {
    return int_new(vm, weakref_count(vm, arguments[0].object));
}

static Object *weakref_function_getweakrefs(Vm *vm, const Slot *arguments) {
    return weakref_list(vm, arguments[0].object);
}

static Object *weakref_function_proxy(Vm *vm, const Slot *arguments) {
    Object *callback = arguments[1].object;
    if (callback == vm->objects->none) callback = NULL;
    return weakref_new_proxy(vm, arguments[0].object, callback);
}

// Removes the entry when its value is a weak reference whose object has died.
static Object *weakref_function__remove_dead_weakref(Vm *vm, const Slot *arguments) {
    Object *value;
    if (!object_is_dict(vm, arguments[0].object)) return raise(vm, ERROR_REMOVE_DEAD_DICT);
    Dict *dict = (Dict *)arguments[0].object;
    Found found = dict_find(vm, dict, arguments[1].object, &value);
    if (found == FOUND && object_is_weak_reference(vm, value) &&
        weakref_get((const WeakReference *)value) == NULL)
        found = dict_remove(vm, dict, arguments[1].object);
    return found == RAISED ? NULL : none_new(vm);
}

static const Method functions[] = {
    FUNCTION(weakref, getweakrefcount, "(object, /)", "How many weak references it has."),
    FUNCTION(weakref, getweakrefs, "(object, /)", "A list of its weak references."),
    FUNCTION(weakref, proxy, "(object, callback=None, /)",
             "A stand-in for the object that does not keep it alive."),
    FUNCTION(weakref, _remove_dead_weakref, "(dct, key, /)",
             "Remove the entry if its weak reference is dead."),
    {0},
};

bool weakref_module_start(Vm *vm, Module *module) {
    Object *ref = &type_of_kind(vm, KIND_WEAKREF)->base;
    return module_add_functions(vm, module, functions) && module_set(vm, module, "ref", ref) &&
           module_set(vm, module, "ReferenceType", ref) &&
           module_set(vm, module, "ProxyType", &type_of_kind(vm, KIND_WEAK_PROXY)->base) &&
           module_set(vm, module, "CallableProxyType",
                      &type_of_kind(vm, KIND_WEAK_CALLABLE_PROXY)->base);
}
