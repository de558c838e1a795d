// Audit events: what security-minded programs hear about (sys.addaudithook).

#ifndef OBJECTS_AUDIT_H
#define OBJECTS_AUDIT_H

#include "objects/tuple.h"

// Calls every hook with the event and a tuple of the `arguments` of it, each an Object *
// (shared). False: a hook raised.
MUST_USE bool audit_call(Vm *vm, const char *event, int count, ...);

// The same, at next to no cost while there is no hook.
#define audit(vm, event, ...) \
    (LIKELY((vm)->objects->audit_hooks.object == NULL) || audit_call(vm, event, __VA_ARGS__))

// The same with a tuple, for events whose name is the program's.
MUST_USE bool audit_call_tuple(Vm *vm, Object *event, Tuple *arguments);

// Adds a hook; false: raised.
MUST_USE bool audit_add(Vm *vm, Object *hook);

#endif
