// Steps of names, cells, classes' bodies and imports.

#include "objects/cell.h"
#include "objects/module.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/import.h"
#include "runtime/operate.h"
#include "runtime/steps.h"

#define UNUSED (void)vm, (void)frame, (void)top, (void)argument

static Str *name_of(const Frame *frame, int index) {
    return (Str *)((const Tuple *)frame->code->names.object)->items[index].object;
}

static bool push(Slot *top, Object *value) {
    if (value == NULL) return false;
    slot_store(top, value);
    return true;
}

bool step_LOAD_NAME(Vm *vm, Frame *frame, Slot *top, int argument) {
    GlobalCache unused = {0};
    return push(top, cache_load_name(vm, &unused, frame, name_of(frame, argument)));
}

bool step_STORE_NAME(Vm *vm, Frame *frame, Slot *top, int argument) {
    GlobalCache unused = {0};
    if (!cache_set_name(vm, &unused, frame, name_of(frame, argument), top[-1].object))
        return false;
    operate_drop(vm, top - 1, 1);
    return true;
}

bool step_DELETE_NAME(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Str *name = name_of(frame, argument);
    Object *namespace = frame->namespace.object;
    if (namespace == NULL) return raise_false(vm, ERROR_NO_LOCALS_DELETING, name);
    if (namespace->kind == KIND_DICT) {
        Found found = dict_remove(vm, (Dict *)namespace, (Object *)name);
        if (found == ABSENT) cache_raise_not_defined(vm, name);
        return found == FOUND;
    }
    if (object_remove_item(vm, namespace, (Object *)name)) return true;
    if (raised_clear_if(vm, exception_type(vm, EXCEPTION_KeyError)))
        cache_raise_not_defined(vm, name);
    return false;
}

bool step_LOAD_GLOBAL(Vm *vm, Frame *frame, Slot *top, int argument) {
    GlobalCache unused = {0};
    bool pushes_null = argument & 1;
    Object *value = cache_load_global(vm, &unused, frame, name_of(frame, argument >> 1));
    if (value == NULL) return false;
    if (pushes_null) slot_store(top++, NULL);
    return push(top, value);
}

bool step_STORE_GLOBAL(Vm *vm, Frame *frame, Slot *top, int argument) {
    if (!dict_set_str(vm, frame->globals, name_of(frame, argument), top[-1].object)) return false;
    operate_drop(vm, top - 1, 1);
    return true;
}

bool step_DELETE_GLOBAL(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Str *name = name_of(frame, argument);
    Found found = dict_remove(vm, frame->globals, (Object *)name);
    if (found == ABSENT) cache_raise_not_defined(vm, name);
    return found == FOUND;
}

bool step_LOAD_DEREF(Vm *vm, Frame *frame, Slot *top, int argument) {
    Object *value = ((Cell *)frame->window[argument].object)->value.object;
    if (value == NULL) {
        operate_raise_unbound(vm, frame, argument);
        return false;
    }
    return push(top, object_share(value));
}

bool step_STORE_DEREF(Vm *vm, Frame *frame, Slot *top, int argument) {
    Object *cell = frame->window[argument].object, *value = top[-1].object;
    slot_store(&top[-1], NULL);
    slot_take(vm, cell, &((Cell *)cell)->value, value);
    return true;
}

bool step_DELETE_DEREF(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *cell = frame->window[argument].object;
    if (((Cell *)cell)->value.object == NULL) {
        operate_raise_unbound(vm, frame, argument);
        return false;
    }
    slot_clear(vm, cell, &((Cell *)cell)->value);
    return true;
}

bool step_LOAD_CLASSDEREF(Vm *vm, Frame *frame, Slot *top, int argument) {
    Str *name = (Str *)((const Tuple *)frame->code->local_names.object)->items[argument].object;
    Object *namespace = frame->namespace.object, *value = NULL;
    switch (cache_find_in(vm, namespace, name, &value)) {
    case FOUND: return push(top, value);
    case RAISED: return false;
    case ABSENT: break;
    }
    return step_LOAD_DEREF(vm, frame, top, argument);
}

bool step_LOAD_BUILD_CLASS(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *value;
    Str *name = vm->objects->names.dunder_build_class;
    switch (cache_find_in(vm, frame->builtins, name, &value)) {
    case FOUND: return push(top, value);
    case RAISED: return false;
    case ABSENT: break;
    }
    return raise_false(vm, ERROR_NO_BUILD_CLASS);
}

bool step_SETUP_ANNOTATIONS(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *name = (Object *)vm->objects->names.dunder_annotations;
    Object *namespace = frame->namespace.object;
    if (namespace == NULL) return raise_false(vm, ERROR_NO_LOCALS_ANNOTATIONS);
    Object *existing = object_load_item(vm, namespace, name);
    if (existing != NULL) {
        object_drop(vm, existing);
        return true;
    }
    if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_KeyError))) return false;
    Dict *fresh = dict_new(vm);
    if (fresh == NULL) return false;
    bool done = object_set_item(vm, namespace, name, (Object *)fresh);
    object_drop(vm, (Object *)fresh);
    return done;
}

bool step_IMPORT_NAME(Vm *vm, Frame *frame, Slot *top, int argument) {
    Object *from_list = top[-1].object, *level = top[-2].object;
    Object *module = import_name(vm, frame, name_of(frame, argument), from_list, level);
    if (module == NULL) return false;
    operate_drop(vm, top - 2, 2);
    return push(top - 2, module);
}

bool step_IMPORT_FROM(Vm *vm, Frame *frame, Slot *top, int argument) {
    return push(top, import_from(vm, top[-1].object, name_of(frame, argument)));
}

bool step_IMPORT_STAR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *namespace = frame_load_locals(vm, frame);
    if (namespace == NULL || !import_star(vm, top[-1].object, namespace)) return false;
    operate_drop(vm, top - 1, 1);
    return true;
}
