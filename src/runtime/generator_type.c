// What programs see of generators, coroutines and asynchronous generators.

#include "objects/generic_alias.h"
#include "objects/int.h"
#include "objects/str.h"
#include "runtime/async.h"

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
    visit(vm, object, &generator->finalizer, context);
    visit(vm, object, &generator->handled.exception, context);
    if (generator->state != GENERATOR_FINISHED)
        frame_visit(vm, &generator->frame, NULL, object, visit, context);
}

static void generator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    const Generator *generator = (const Generator *)object;
    uint64_t numbers[] = {generator->state, generator->is_hooked, generator->is_closed,
                          generator->is_awaited};
    add(context, numbers, sizeof numbers);
    if (generator->state == GENERATOR_FINISHED) return;
    for (int i = 0; i < generator->frame.code->local_count; i++) {
        const Object *local = generator->window[i].object;
        uint64_t address = local == NULL ? 0 : object_address(vm, local);
        add(context, &address, sizeof address);
    }
}

static void generator_finish_all(Vm *vm, Object *object) {
    Generator *generator = (Generator *)object;
    FrameObject *seen = (FrameObject *)generator->frame.object.object;
    if (seen != NULL) {
        frame_keep(vm, &generator->frame, seen);
        slot_clear(vm, object, &generator->frame.object);
    }
    slot_clear(vm, object, &generator->finalizer);
    if (generator->state != GENERATOR_FINISHED) frame_clear(vm, &generator->frame, object);
    slot_clear(vm, object, &generator->origin);
    slot_clear(vm, object, &generator->code);
    slot_clear(vm, object, &generator->name);
    slot_clear(vm, object, &generator->qualname);
    slot_clear(vm, object, &generator->handled.exception);
}

// warnings._warn_unawaited_coroutine, which knows where the coroutine was made; ABSENT where
// the library has none.
static Found find_unawaited_warning(Vm *vm, Object **function) {
    Str *name = str_new_interned(vm, "warnings", 8);
    Str *attribute = str_new_interned(vm, "_warn_unawaited_coroutine", 25);
    Object *module = NULL;
    Found found = RAISED;
    if (name != NULL && attribute != NULL && vm->objects->import_hook != NULL)
        module = vm->objects->import_hook(vm, name);
    if (module != NULL) found = object_find_attribute(vm, module, attribute, function);
    else if (raised_clear_if(vm, exception_type(vm, EXCEPTION_ImportError))) found = ABSENT;
    object_drop_or_null(vm, module);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, (Object *)attribute);
    return found;
}

// The program never awaited the coroutine: a warning that says so.
static bool warn_unawaited(Vm *vm, Object *coroutine) {
    Object *function;
    Found found = find_unawaited_warning(vm, &function);
    if (found == RAISED) return false;
    if (found == FOUND) {
        Object *result = object_call_with(vm, function, 1, coroutine);
        object_drop(vm, function);
        object_drop_or_null(vm, result);
        if (result != NULL) return true;
        if (raised_is(vm, exception_type(vm, EXCEPTION_RuntimeWarning))) return false;
        raised_report_unraisable(vm, NULL, coroutine);   // and the plain warning follows
    }
    Object *text = str_new_format(vm, "coroutine '%S' was never awaited",
                                  ((Generator *)coroutine)->qualname.object);
    if (text == NULL) return false;
    bool done = raise_warning_text(vm, EXCEPTION_RuntimeWarning, text);
    object_drop(vm, text);
    return done;
}

bool generator_finalize(Vm *vm, Object *object) {
    Generator *generator = (Generator *)object;
    if (generator->state == GENERATOR_FINISHED || generator->state == GENERATOR_RUNNING)
        return true;
    Object *hook = generator->finalizer.object;
    if (hook != NULL && !generator->is_closed) {
        Object *result = object_call_with(vm, hook, 1, object);
        if (result == NULL) return false;
        object_drop(vm, result);
        return true;
    }
    if (generator->base.kind == KIND_COROUTINE && generator->state == GENERATOR_CREATED)
        return warn_unawaited(vm, object);
    return generator_close(vm, generator);
}

static Object *generator_next(Vm *vm, Object *object) {
    Object *result;
    Found found = generator_send(vm, (Generator *)object, vm->objects->none, &result);
    if (found == FOUND) return result;
    if (found == RAISED) return NULL;
    if (result != vm->objects->none) generator_raise_stop(vm, result);
    object_drop(vm, result);
    return NULL;
}

static Object *generator_iterate(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

static Object *generator_method_send(Vm *vm, const Slot *arguments) {
    Object *result = NULL;
    Found found = generator_send(vm, (Generator *)arguments[0].object, arguments[1].object,
                                 &result);
    return generator_give(vm, found, result);
}

static Object *generator_method_throw(Vm *vm, const Slot *arguments) {
    Thrown thrown = {arguments[1].object, arguments[2].object, arguments[3].object};
    Object *result = NULL;
    Found found = generator_throw(vm, (Generator *)arguments[0].object, &thrown, 1, &result);
    return generator_give(vm, found, result);
}

static Object *generator_method_close(Vm *vm, const Slot *arguments) {
    return generator_close(vm, (Generator *)arguments[0].object) ? none_new(vm) : NULL;
}

static Object *generator_method___sizeof__(Vm *vm, const Slot *arguments) {
    const Object *self = arguments[0].object;
    const Type *type = object_type(vm, self);
    size_t slots = (size_t)((const Generator *)self)->window_count;
    return int_new(vm, (int64_t)(type->python_bytes + slots * type->python_item_bytes));
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

static Object *generator_get_yieldfrom(Vm *vm, Object *object) {
    Object *delegate = generator_get_delegate((Generator *)object);
    return delegate == NULL ? none_new(vm) : object_share(delegate);
}

// --- what coroutine.__await__() gives ---

typedef struct CoroutineWrapper {
    Object base;
    Slot coroutine;   // Generator
} CoroutineWrapper;

static Object *coroutine_await(Vm *vm, Object *object) {
    CoroutineWrapper *wrapper =
        (CoroutineWrapper *)object_new(vm, KIND_COROUTINE_WRAPPER, sizeof(CoroutineWrapper));
    if (wrapper == NULL) return NULL;
    slot_fill(vm, &wrapper->base, &wrapper->coroutine, object_share(object));
    object_track(vm, &wrapper->base);
    return &wrapper->base;
}

static const Field wrapper_fields[] = {
    FIELD(CoroutineWrapper, coroutine),
    {0},
};

static Generator *wrapped_coroutine(Object *object) {
    return (Generator *)((CoroutineWrapper *)object)->coroutine.object;
}

static Object *wrapper_next(Vm *vm, Object *object) {
    return generator_next(vm, &wrapped_coroutine(object)->base);
}

static Object *wrapper_method_send(Vm *vm, const Slot *arguments) {
    Object *result = NULL;
    Found found = generator_send(vm, wrapped_coroutine(arguments[0].object),
                                 arguments[1].object, &result);
    return generator_give(vm, found, result);
}

static Object *wrapper_method_throw(Vm *vm, const Slot *arguments) {
    Thrown thrown = {arguments[1].object, arguments[2].object, arguments[3].object};
    Object *result = NULL;
    Found found = generator_throw(vm, wrapped_coroutine(arguments[0].object), &thrown, 1,
                                  &result);
    return generator_give(vm, found, result);
}

static Object *wrapper_method_close(Vm *vm, const Slot *arguments) {
    return generator_close(vm, wrapped_coroutine(arguments[0].object)) ? none_new(vm) : NULL;
}

static const Method wrapper_methods[] = {
    GENERATOR_METHODS(wrapper, "coroutine"),
    {0},
};

const TypeDefinition coroutine_wrapper_definition = {
    .name = "coroutine_wrapper",
    .kind = KIND_COROUTINE_WRAPPER,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(CoroutineWrapper),
    .python_bytes = 24,
    .layout = {
        .name = "coroutine_wrapper",
        .flags = LAYOUT_COLLECTED,
        .fields = wrapper_fields,
    },
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = generator_iterate, .next = wrapper_next},
    .methods = wrapper_methods,
    .doc = "Runs the coroutine, by send, throw and close.",
};

// --- the three types ---

#define SIZE_METHOD                                                                    \
    {"__sizeof__", generator_method___sizeof__, "(self, /)", "Its size in bytes.",     \
     METHOD_HIDES_SIGNATURE}

static const Method generator_methods[] = {
    GENERATOR_METHODS(generator, "generator"),
    SIZE_METHOD,
    {0},
};

static const Method coroutine_methods[] = {
    GENERATOR_METHODS(generator, "coroutine"),
    SIZE_METHOD,
    {0},
};

static Object *async_method_asend(Vm *vm, const Slot *arguments) {
    return async_send_new(vm, (Generator *)arguments[0].object, arguments[1].object);
}

static Object *async_method_athrow(Vm *vm, const Slot *arguments) {
    return async_throw_new(vm, (Generator *)arguments[0].object, arguments[1].object);
}

static Object *async_method_aclose(Vm *vm, const Slot *arguments) {
    return async_throw_new(vm, (Generator *)arguments[0].object, NULL);
}

static Object *async_generator_next(Vm *vm, Object *object) {
    return async_next_new(vm, (Generator *)object);
}

static const Method async_generator_methods[] = {
    {"asend", async_method_asend, "(self, arg, /)",
     "An awaitable of the next item, which resumes with a value for the pending yield.",
     METHOD_HIDES_SIGNATURE},
    {"athrow", async_method_athrow, "(self, *args)",
     "An awaitable that raises an exception at the pending yield.", METHOD_HIDES_SIGNATURE},
    {"aclose", async_method_aclose, "(self, /)",
     "An awaitable that raises GeneratorExit at the pending yield.", METHOD_HIDES_SIGNATURE},
    SIZE_METHOD,
    GENERIC_ALIAS_METHOD,
    {0},
};

#define SHARED_PROPERTIES(prefix, what)                                              \
    {"__name__", generator_get_name, generator_set_name, "Name of the " what "."},    \
    {"__qualname__", generator_get_qualname, generator_set_qualname,                  \
     "Path of the " what "."},                                                        \
    {prefix "_frame", generator_get_frame, NULL, NULL}

static const Property generator_properties[] = {
    SHARED_PROPERTIES("gi", "generator"),
    {"gi_running", generator_get_running, NULL, NULL},
    {"gi_suspended", generator_get_suspended, NULL, NULL},
    {"gi_yieldfrom", generator_get_yieldfrom, NULL, "What it waits for, or None."},
    {0},
};

static const Property coroutine_properties[] = {
    SHARED_PROPERTIES("cr", "coroutine"),
    {"cr_running", generator_get_running, NULL, NULL},
    {"cr_suspended", generator_get_suspended, NULL, NULL},
    {"cr_await", generator_get_yieldfrom, NULL, "What it waits for, or None."},
    {0},
};

static const Property async_generator_properties[] = {
    SHARED_PROPERTIES("ag", "asynchronous generator"),
    {"ag_await", generator_get_yieldfrom, NULL, "What it waits for, or None."},
    {0},
};

static const Member generator_members[] = {
    {"gi_code", offsetof(Generator, code), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Member coroutine_members[] = {
    {"cr_code", offsetof(Generator, code), MEMBER_READ_ONLY, NULL},
    {"cr_origin", offsetof(Generator, origin), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Member async_generator_members[] = {
    {"ag_running", offsetof(Generator, is_awaited), MEMBER_READ_ONLY | MEMBER_IS_BOOL, NULL},
    {"ag_code", offsetof(Generator, code), MEMBER_READ_ONLY, NULL},
    {0},
};

// What the three types have alike.
#define GENERATOR_DEFINITION(type_name, type_kind)        \
    .name = type_name,                                    \
    .kind = type_kind,                                    \
    .flags = TYPE_IS_IMMUTABLE | TYPE_HAS_FINALIZER,      \
    .bytes = sizeof(Generator),                           \
    .python_bytes = 152,                                  \
    .python_item_bytes = sizeof(Slot),                    \
    .layout = {                                           \
        .name = type_name,                                \
        .flags = LAYOUT_COLLECTED | LAYOUT_WEAK | LAYOUT_HAS_OPERANDS, \
        .bytes = generator_bytes,                         \
        .visit = generator_visit,                         \
        .payload = generator_payload,                     \
        .finish = generator_finish_all,                   \
    }

const TypeDefinition generator_definition = {
    GENERATOR_DEFINITION("generator", KIND_GENERATOR),
    .behaviour = {
        .load_attribute = object_load_attribute_plain,
        .repr = generator_repr,
        .iterate = generator_iterate,
        .next = generator_next,
        .finalize = generator_finalize,
    },
    .methods = generator_methods,
    .properties = generator_properties,
    .members = generator_members,
};

const TypeDefinition coroutine_definition = {
    GENERATOR_DEFINITION("coroutine", KIND_COROUTINE),
    .behaviour = {
        .load_attribute = object_load_attribute_plain,
        .repr = generator_repr,
        .await = coroutine_await,
        .finalize = generator_finalize,
    },
    .methods = coroutine_methods,
    .properties = coroutine_properties,
    .members = coroutine_members,
};

const TypeDefinition async_generator_definition = {
    GENERATOR_DEFINITION("async_generator", KIND_ASYNC_GENERATOR),
    .behaviour = {
        .load_attribute = object_load_attribute_plain,
        .repr = generator_repr,
        .async_iterate = generator_iterate,
        .async_next = async_generator_next,
        .finalize = generator_finalize,
    },
    .methods = async_generator_methods,
    .properties = async_generator_properties,
    .members = async_generator_members,
};
