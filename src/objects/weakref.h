// Weak references: they name an object without keeping it alive.
//
// An object has at most one plain reference without callback and one plain proxy
// without callback; asking again gives the same. They stand first in its ring, then
// come the others, newest first.

#ifndef OBJECTS_WEAKREF_H
#define OBJECTS_WEAKREF_H

#include "objects/operations.h"

extern const TypeDefinition weakref_definition, weak_proxy_definition,
    weak_callable_proxy_definition;

// weakref.ref(target, callback) and weakref.proxy(target, callback); callback may be
// NULL. TypeError when the target can't have weak references.
MUST_USE Object *weakref_new(Vm *vm, Object *target, Object *callback);
MUST_USE Object *weakref_new_proxy(Vm *vm, Object *target, Object *callback);

// What a reference or proxy names, borrowed; NULL once it died.
Object *weakref_get(const WeakReference *reference);

// weakref.getweakrefcount(); weakref.getweakrefs() as a new list.
int64_t weakref_count(Vm *vm, const Object *target);
MUST_USE Object *weakref_list(Vm *vm, const Object *target);

// True for references and proxies of any kind.
ALWAYS_INLINE bool object_is_weak_reference(Vm *vm, const Object *object) {
    return (object_kind(vm, object)->layout_flags & LAYOUT_IS_WEAK_REFERENCE) != 0;
}

#endif
