// What programs see of generators and coroutines.

#include "objects/str.h"
#include "runtime/generator.h"
#include "runtime/operate.h"

#include <stdio.h>

static size_t generator_bytes(Vm *vm, const Object *object) {
    (void)vm;
    const Generator *generator = (const Generator *)object;
    return sizeof(Generator) + (size_t)generator->window_count * sizeof(Slot);
}

static void generator_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Generator *generator = (Generator *)object;
    visit(vm, object, &generator->name, context);
    visit(vm, object, &generator->qualname, context);
    visit(vm, object, &generator->code, context);
    visit(vm, object, &generator->origin, context);
    visit(vm, object, &generator->result, context);
    visit(vm, object, &generator->handled.exception, context);
    if (generator->state != GENERATOR_FINISHED)
        frame_visit(vm, &generator->frame, NULL, object, visit, context);
}

static void generator_clear(Vm *vm, Object *object) {
    Generator *generator = (Generator *)object;
    slot_clear(vm, object, &generator->origin);
    slot_clear(vm, object, &generator->result);
}

static void clear_slot(Vm *vm, Object *owner, Slot *slot, void *context) {
    (void)context;
    slot_clear(vm, owner, slot);
}

static void generator_clear_all(Vm *vm, Object *object) {
    Generator *generator = (Generator *)object;
    FrameObject *seen = (FrameObject *)generator->frame.object.object;
    if (seen != NULL) {
        frame_keep(vm, &generator->frame, seen);
        slot_clear(vm, object, &generator->frame.object);
    }
    if (generator->state != GENERATOR_FINISHED) {
        Object *code = object_share(generator->code.object);   // says what is full
        frame_visit(vm, &generator->frame, NULL, object, clear_slot, NULL);
        object_drop(vm, code);
    }
    slot_clear(vm, object, &generator->handled.exception);
    slot_clear(vm, object, &generator->frame.function);
    slot_clear(vm, object, &generator->name);
    slot_clear(vm, object, &generator->qualname);
    slot_clear(vm, object, &generator->code);
    generator_clear(vm, object);
}

// A generator that is dropped while suspended is closed, so that its finally blocks run.
static bool generator_finalize(Vm *vm, Object *object) {
    Generator *generator = (Generator *)object;
    if (generator->state != GENERATOR_SUSPENDED) return true;
    return generator_close(vm, generator);
}

static Object *generator_next(Vm *vm, Object *object) {
    Object *result;
    switch (generator_send(vm, (Generator *)object, vm->objects->none, &result)) {
    case FOUND: return result;
    case RAISED: return NULL;
    case ABSENT: break;
    }
    if (result != vm->objects->none) {
        Object *type = (Object *)exception_type(vm, EXCEPTION_StopIteration);
        Object *stop = object_call_with(vm, type, 1, result);
        if (stop != NULL) raised_restore(vm, stop);
    }
    object_drop(vm, result);
    return NULL;
}

static Object *generator_iterate(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

// What send() and throw() give: the value, or StopIteration raised with what was returned.
static Object *give(Vm *vm, Found found, Object *result) {
    if (found != ABSENT) return found == FOUND ? result : NULL;
    Object *type = (Object *)exception_type(vm, EXCEPTION_StopIteration);
    Object *stop = result == vm->objects->none ? object_call_with(vm, type, 0)
                                               : object_call_with(vm, type, 1, result);
    object_drop(vm, result);
    if (stop != NULL) {
        raise_exception(vm, stop);
        object_drop(vm, stop);
    }
    return NULL;
}

static Object *generator_method_send(Vm *vm, const Slot *arguments) {
    Object *result = NULL;
    Found found = generator_send(vm, (Generator *)arguments[0].object, arguments[1].object,
                                 &result);
    return give(vm, found, result);
}

// Raises what throw() was given: a class with a value, or an instance.
static bool raise_thrown(Vm *vm, Object *type, Object *value, Object *traceback) {
    Object *none = vm->objects->none, *exception;
    if (traceback != NULL && traceback != none && traceback->kind != KIND_TRACEBACK)
        return raise_false(vm, ERROR_THROW_TRACEBACK);
    if (object_is_exception(vm, type)) {
        if (value != NULL && value != none) return raise_false(vm, ERROR_THROW_INSTANCE_VALUE);
        exception = object_share(type);
    } else if (object_is_flagged(vm, type, TYPE_IS_TYPE) &&
               (((Type *)type)->flags & TYPE_IS_EXCEPTION)) {
        if (value != NULL && object_has_type(vm, value, (Type *)type))
            exception = object_share(value);
        else if (value == NULL || value == none) exception = object_call_with(vm, type, 0);
        else if (value->kind == KIND_TUPLE)
            exception = object_call_tuple(vm, type, (Tuple *)value, NULL);
        else exception = object_call_with(vm, type, 1, value);
        if (exception == NULL) return false;
    } else {
        return raise_false(vm, ERROR_THROW_NO_EXCEPTION, type);
    }
    if (traceback != NULL && traceback != none)
        slot_set(vm, exception, &((Exception *)exception)->traceback, traceback);
    raise_exception(vm, exception);
    object_drop(vm, exception);
    return true;
}

static Object *generator_method_throw(Vm *vm, const Slot *arguments) {
    if (!raise_thrown(vm, arguments[1].object, arguments[2].object, arguments[3].object))
        return NULL;
    Object *result = NULL;
    Found found = generator_throw(vm, (Generator *)arguments[0].object, &result);
    return give(vm, found, result);
}

static Object *generator_method_close(Vm *vm, const Slot *arguments) {
    return generator_close(vm, (Generator *)arguments[0].object) ? none_new(vm) : NULL;
}

static Object *generator_repr(Vm *vm, Object *object) {
    char address[32];
    snprintf(address, sizeof address, "0x%llx", (unsigned long long)object_address(vm, object));
    return str_new_format(vm, "<%s object %S at %s>", object_type_name(vm, object),
                          ((Generator *)object)->qualname.object, address);
}

static Object *generator_get_name(Vm *vm, Object *object) {
    (void)vm;
    return object_share(((Generator *)object)->name.object);
}

static Object *generator_get_qualname(Vm *vm, Object *object) {
    (void)vm;
    return object_share(((Generator *)object)->qualname.object);
}

static bool generator_set_name(Vm *vm, Object *object, Object *value) {
    if (value == NULL || !object_is_str(vm, value))
        return raise_false(vm, ERROR_NAME_MUST_BE_STR, "__name__");
    slot_set(vm, object, &((Generator *)object)->name, value);
    return true;
}

static bool generator_set_qualname(Vm *vm, Object *object, Object *value) {
    if (value == NULL || !object_is_str(vm, value))
        return raise_false(vm, ERROR_NAME_MUST_BE_STR, "__qualname__");
    slot_set(vm, object, &((Generator *)object)->qualname, value);
    return true;
}

static Object *generator_get_frame(Vm *vm, Object *object) {
    Generator *generator = (Generator *)object;
    if (generator->state == GENERATOR_FINISHED) return none_new(vm);
    FrameObject *frame = frame_load_object(vm, &generator->frame);
    return frame == NULL ? NULL : object_share(&frame->base);
}

static Object *generator_get_running(Vm *vm, Object *object) {
    return bool_new(vm, ((Generator *)object)->state == GENERATOR_RUNNING);
}

static Object *generator_get_suspended(Vm *vm, Object *object) {
    return bool_new(vm, ((Generator *)object)->state == GENERATOR_SUSPENDED);
}

static Object *generator_get_code(Vm *vm, Object *object) {
    (void)vm;
    return object_share(((Generator *)object)->code.object);
}

static Object *generator_get_yieldfrom(Vm *vm, Object *object) {
    Object *delegate = generator_get_delegate((Generator *)object);
    return delegate == NULL ? none_new(vm) : object_share(delegate);
}

static Object *coroutine_method_await(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(arguments[0].object);
}

static Object *coroutine_await(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

#define SHARED_METHODS                                                                      \
    METHOD(generator, send, "(self, arg, /)", "Resume with a value for the pending yield."), \
    METHOD(generator, throw, "(self, typ, val=None, tb=None, /)",                           \
           "Raise an exception at the pending yield."),                                     \
    METHOD(generator, close, "(self, /)", "Raise GeneratorExit at the pending yield.")

static const Method generator_methods[] = {SHARED_METHODS, {0}};

static const Method coroutine_methods[] = {
    SHARED_METHODS,
    {"__await__", coroutine_method_await, "(self, /)", "Give the iterator that runs it.", 0},
    {0},
};

#define SHARED_PROPERTIES                                                            \
    {"__name__", generator_get_name, generator_set_name, "Name of the function."},     \
    {"__qualname__", generator_get_qualname, generator_set_qualname, "Its path."}

static const Property generator_properties[] = {
    SHARED_PROPERTIES,
    {"gi_frame", generator_get_frame, NULL, NULL},
    {"gi_running", generator_get_running, NULL, NULL},
    {"gi_suspended", generator_get_suspended, NULL, NULL},
    {"gi_code", generator_get_code, NULL, NULL},
    {"gi_yieldfrom", generator_get_yieldfrom, NULL, "What it waits for, or None."},
    {0},
};

static const Property coroutine_properties[] = {
    SHARED_PROPERTIES,
    {"cr_frame", generator_get_frame, NULL, NULL},
    {"cr_running", generator_get_running, NULL, NULL},
    {"cr_suspended", generator_get_suspended, NULL, NULL},
    {"cr_code", generator_get_code, NULL, NULL},
    {"cr_await", generator_get_yieldfrom, NULL, "What it waits for, or None."},
    {0},
};

#define GENERATOR_LAYOUT(type_name)                       \
    {                                                     \
        .name = type_name,                                \
        .flags = LAYOUT_COLLECTED | LAYOUT_WEAK,          \
        .bytes = generator_bytes,                         \
        .visit = generator_visit,                         \
        .clear = generator_clear,                         \
        .finish = generator_clear_all,                    \
    }

const TypeDefinition generator_definition = {
    .name = "generator",
    .kind = KIND_GENERATOR,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE | TYPE_HAS_FINALIZER,
    .bytes = sizeof(Generator),
    .python_bytes = 144,
    .python_item_bytes = 8,
    .layout = GENERATOR_LAYOUT("generator"),
    .behaviour = {
        .repr = generator_repr,
        .iterate = generator_iterate,
        .next = generator_next,
        .finalize = generator_finalize,
    },
    .methods = generator_methods,
    .properties = generator_properties,
};

const TypeDefinition coroutine_definition = {
    .name = "coroutine",
    .kind = KIND_COROUTINE,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE | TYPE_HAS_FINALIZER,
    .bytes = sizeof(Generator),
    .python_bytes = 144,
    .python_item_bytes = 8,
    .layout = GENERATOR_LAYOUT("coroutine"),
    .behaviour = {
        .repr = generator_repr,
        .await = coroutine_await,
        .finalize = generator_finalize,
    },
    .methods = coroutine_methods,
    .properties = coroutine_properties,
};
