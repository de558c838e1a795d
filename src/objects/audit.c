#include "objects/audit.h"

#include <stdarg.h>

#include "objects/list.h"
#include "objects/str.h"

bool audit_call_tuple(Vm *vm, Object *event, Tuple *arguments) {
    List *hooks = (List *)vm->objects->audit_hooks.object;
    for (int64_t i = 0; hooks != NULL && i < hooks->count; i++) {
        Object *hook = object_share(hooks->items[i].object);
        Object *result = object_call_with(vm, hook, 2, event, (Object *)arguments);
        object_drop(vm, hook);
        object_drop_or_null(vm, result);
        if (result == NULL) return false;
    }
    return true;
}

bool audit_call(Vm *vm, const char *event, int count, ...) {
    Tuple *arguments = tuple_new(vm, count);
    Object *name = str_new_c(vm, event);
    bool done = false;
    va_list list;
    va_start(list, count);
    for (int i = 0; arguments != NULL && i < count; i++) {
        Object *argument = va_arg(list, Object *);
        if (argument == NULL) argument = vm->objects->none;
        slot_fill(vm, &arguments->base, &arguments->items[i], object_share(argument));
    }
    va_end(list);
    if (arguments != NULL) tuple_finish(vm, arguments);
    if (arguments != NULL && name != NULL) done = audit_call_tuple(vm, name, arguments);
    object_drop_or_null(vm, (Object *)arguments);
    object_drop_or_null(vm, name);
    return done;
}

bool audit_add(Vm *vm, Object *hook) {
    if (vm->objects->audit_hooks.object == NULL) {
        List *hooks = list_new(vm, 0);
        if (hooks == NULL) return false;
        slot_set(vm, NULL, &vm->objects->audit_hooks, &hooks->base);
        object_drop(vm, &hooks->base);
    }
    return list_add(vm, (List *)vm->objects->audit_hooks.object, hook);
}
