#include "runtime/async.h"

#include "objects/arguments.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/threads.h"

static AsyncAwaitable *awaitable_of(Object *object) {
    return (AsyncAwaitable *)object;
}

static Generator *generator_of(const AsyncAwaitable *awaitable) {
    return (Generator *)awaitable->generator.object;
}

static const Field awaitable_fields[] = {
    FIELD(AsyncAwaitable, generator),
    FIELD(AsyncAwaitable, value),
    {0},
};

// Before the first awaitable is made: the hooks of the event loop are told of the generator.
static bool call_hooks(Vm *vm, Generator *generator) {
    if (generator->is_hooked) return true;
    generator->is_hooked = true;
    Thread *thread = thread_get(vm);
    slot_set(vm, &generator->base, &generator->finalizer, thread->finalizer_hook.object);
    Object *hook = thread->first_iteration_hook.object;
    if (hook == NULL) return true;
    object_share(hook);
    Object *result = object_call_with(vm, hook, 1, &generator->base);
    object_drop(vm, hook);
    object_drop_or_null(vm, result);
    return result != NULL;
}

static Object *awaitable_new(Vm *vm, uint32_t kind, Generator *generator, Object *value) {
    if (!call_hooks(vm, generator)) return NULL;
    AsyncAwaitable *awaitable = (AsyncAwaitable *)object_new(vm, kind, sizeof(AsyncAwaitable));
    if (awaitable == NULL) return NULL;
    awaitable->state = AWAITABLE_FRESH;
    slot_fill(vm, &awaitable->base, &awaitable->generator, object_share(&generator->base));
    slot_fill(vm, &awaitable->base, &awaitable->value, object_share_or_null(value));
    object_track(vm, &awaitable->base);
    return &awaitable->base;
}

Object *async_next_new(Vm *vm, Generator *generator) {
    return awaitable_new(vm, KIND_ASYNC_SEND, generator, NULL);
}

Object *async_send_new(Vm *vm, Generator *generator, Object *value) {
    return awaitable_new(vm, KIND_ASYNC_SEND, generator, value);
}

Object *async_throw_new(Vm *vm, Generator *generator, Object *thrown) {
    return awaitable_new(vm, KIND_ASYNC_THROW, generator, thrown);
}

static bool raised_is_end(Vm *vm) {
    return raised_is(vm, exception_type(vm, EXCEPTION_StopAsyncIteration)) ||
           raised_is(vm, exception_type(vm, EXCEPTION_GeneratorExit));
}

// The value inside a wrapped one, which is consumed.
static Object *take_wrapped_value(Vm *vm, Object *wrapped) {
    Object *value = object_share(((AsyncWrappedValue *)wrapped)->value.object);
    object_drop(vm, wrapped);
    return value;
}

// What driving the generator gave, for its awaitable: FOUND: it awaits something; ABSENT: it
// yielded *result; RAISED: it raised or (StopAsyncIteration) ended.
static Found unwrap(Vm *vm, Generator *generator, Found found, Object **result) {
    if (found == FOUND && (*result)->kind != KIND_ASYNC_WRAPPED_VALUE) return FOUND;
    generator->is_awaited = false;
    if (found == FOUND) {
        *result = take_wrapped_value(vm, *result);
        return ABSENT;
    }
    if (found == ABSENT) {
        object_drop(vm, *result);
        raise_plain(vm, exception_type(vm, EXCEPTION_StopAsyncIteration));
    }
    if (raised_is_end(vm)) generator->is_closed = true;
    return RAISED;
}

// --- asend and __anext__ ---

Found async_send_step(Vm *vm, AsyncAwaitable *awaitable, Object *value, Object **result) {
    Generator *generator = generator_of(awaitable);
    if (awaitable->state == AWAITABLE_CLOSED)
        return raise_found(vm, ERROR_ASYNC_REUSED, "__anext__()/asend()");
    if (awaitable->state == AWAITABLE_FRESH) {
        if (generator->is_awaited) return raise_found(vm, ERROR_ASYNC_RUNNING, "anext()");
        Object *own = awaitable->value.object;
        if (value == vm->objects->none && own != NULL) value = own;
        awaitable->state = AWAITABLE_RUNNING;
    }
    generator->is_awaited = true;
    Found found = generator_send(vm, generator, value, result);
    found = unwrap(vm, generator, found, result);
    if (found != FOUND) awaitable->state = AWAITABLE_CLOSED;
    return found;
}

static Object *async_send_next(Vm *vm, Object *object) {
    Object *result = NULL;
    Found found = async_send_step(vm, awaitable_of(object), vm->objects->none, &result);
    return generator_give(vm, found, result);
}

static Object *async_send_method_send(Vm *vm, const Slot *arguments) {
    Object *result = NULL;
    Found found = async_send_step(vm, awaitable_of(arguments[0].object), arguments[1].object,
                                  &result);
    return generator_give(vm, found, result);
}

static Object *async_send_method_throw(Vm *vm, const Slot *arguments) {
    AsyncAwaitable *awaitable = awaitable_of(arguments[0].object);
    Thrown thrown = {arguments[1].object, arguments[2].object, arguments[3].object};
    Object *result = NULL;
    if (awaitable->state == AWAITABLE_CLOSED)
        return raise(vm, ERROR_ASYNC_REUSED, "__anext__()/asend()");
    Found found = generator_throw(vm, generator_of(awaitable), &thrown, 1, &result);
    found = unwrap(vm, generator_of(awaitable), found, &result);
    if (found != FOUND) awaitable->state = AWAITABLE_CLOSED;
    return generator_give(vm, found, result);
}

static Object *async_send_method_close(Vm *vm, const Slot *arguments) {
    awaitable_of(arguments[0].object)->state = AWAITABLE_CLOSED;
    return none_new(vm);
}

// --- athrow and aclose ---

static bool thrown_unpack(Vm *vm, const Tuple *given, Thrown *thrown) {
    if (!arguments_check_count(vm, "athrow", given->count, 1, 3)) return false;
    thrown->type = given->items[0].object;
    if (given->count > 1) thrown->value = given->items[1].object;
    if (given->count > 2) thrown->traceback = given->items[2].object;
    return true;
}

// What aclose() gives after a step of the generator, which should have ended by now.
static Found unwrap_close(Vm *vm, Generator *generator, Found found, Object **result) {
    if (found == FOUND && (*result)->kind != KIND_ASYNC_WRAPPED_VALUE) return FOUND;
    if (found != RAISED) object_drop(vm, *result);
    if (found == FOUND) {
        generator->is_awaited = false;
        return raise_found(vm, ERROR_GENERATOR_IGNORED_EXIT, generator_word(generator));
    }
    if (found == RAISED && !raised_is_end(vm)) return RAISED;
    raised_clear(vm);
    *result = none_new(vm);
    return ABSENT;
}

static Found finish_close(Vm *vm, AsyncAwaitable *awaitable, Found found, Object **result) {
    Generator *generator = generator_of(awaitable);
    found = unwrap_close(vm, generator, found, result);
    if (found == FOUND) return FOUND;
    generator->is_awaited = false;
    awaitable->state = AWAITABLE_CLOSED;
    return found;
}

// The same for athrow().
static Found finish_throw(Vm *vm, AsyncAwaitable *awaitable, Found found, Object **result) {
    found = unwrap(vm, generator_of(awaitable), found, result);
    if (found == RAISED) awaitable->state = AWAITABLE_CLOSED;
    return found;
}

static bool begin_throw(Vm *vm, AsyncAwaitable *awaitable, const Object *value) {
    Generator *generator = generator_of(awaitable);
    bool is_close = awaitable->value.object == NULL;
    if (generator->is_awaited) {
        awaitable->state = AWAITABLE_CLOSED;
        return raise_false(vm, ERROR_ASYNC_RUNNING, is_close ? "aclose()" : "athrow()");
    }
    if (generator->is_closed) {
        awaitable->state = AWAITABLE_CLOSED;
        raise_plain(vm, exception_type(vm, EXCEPTION_StopAsyncIteration));
        return false;
    }
    if (value != vm->objects->none) return raise_false(vm, ERROR_ASYNC_NOT_STARTED);
    awaitable->state = AWAITABLE_RUNNING;
    generator->is_awaited = true;
    return true;
}

static Found async_throw_step(Vm *vm, AsyncAwaitable *awaitable, Object *value,
                              Object **result) {
    Generator *generator = generator_of(awaitable);
    const Tuple *given = (const Tuple *)awaitable->value.object;
    if (awaitable->state == AWAITABLE_CLOSED)
        return raise_found(vm, ERROR_ASYNC_REUSED, "aclose()/athrow()");
    if (generator->state == GENERATOR_FINISHED) {
        awaitable->state = AWAITABLE_CLOSED;
        *result = none_new(vm);
        return ABSENT;
    }
    if (awaitable->state == AWAITABLE_RUNNING) {
        Found found = generator_send(vm, generator, value, result);
        return given == NULL ? finish_close(vm, awaitable, found, result)
                             : unwrap(vm, generator, found, result);
    }
    if (!begin_throw(vm, awaitable, value)) return RAISED;
    Thrown thrown = {(Object *)exception_type(vm, EXCEPTION_GeneratorExit), NULL, NULL};
    if (given == NULL) {
        generator->is_closed = true;
        Found found = generator_throw(vm, generator, &thrown, 0, result);
        return finish_close(vm, awaitable, found, result);
    }
    if (!thrown_unpack(vm, given, &thrown)) return RAISED;
    Found found = generator_throw(vm, generator, &thrown, 0, result);
    return finish_throw(vm, awaitable, found, result);
}

static Object *async_throw_next(Vm *vm, Object *object) {
    Object *result = NULL;
    Found found = async_throw_step(vm, awaitable_of(object), vm->objects->none, &result);
    return generator_give(vm, found, result);
}

static Object *async_throw_method_send(Vm *vm, const Slot *arguments) {
    Object *result = NULL;
    Found found = async_throw_step(vm, awaitable_of(arguments[0].object), arguments[1].object,
                                   &result);
    return generator_give(vm, found, result);
}

static Object *async_throw_method_throw(Vm *vm, const Slot *arguments) {
    AsyncAwaitable *awaitable = awaitable_of(arguments[0].object);
    Thrown thrown = {arguments[1].object, arguments[2].object, arguments[3].object};
    Object *result = NULL;
    if (awaitable->state == AWAITABLE_CLOSED)
        return raise(vm, ERROR_ASYNC_REUSED, "aclose()/athrow()");
    Found found = generator_throw(vm, generator_of(awaitable), &thrown, 1, &result);
    if (awaitable->value.object != NULL)
        found = unwrap(vm, generator_of(awaitable), found, &result);
    else found = unwrap_close(vm, generator_of(awaitable), found, &result);
    return generator_give(vm, found, result);
}

static Object *async_throw_method_close(Vm *vm, const Slot *arguments) {
    awaitable_of(arguments[0].object)->state = AWAITABLE_CLOSED;
    return none_new(vm);
}

static Object *give_self(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

static const Method async_send_methods[] = {
    GENERATOR_METHODS(async_send, "awaitable"),
    {0},
};

static const Method async_throw_methods[] = {
    GENERATOR_METHODS(async_throw, "awaitable"),
    {0},
};

#define AWAITABLE_DEFINITION(type_name, type_kind)  \
    .name = type_name,                              \
    .kind = type_kind,                              \
    .flags = TYPE_IS_IMMUTABLE,                     \
    .bytes = sizeof(AsyncAwaitable),                \
    .python_bytes = 40,                             \
    .layout = {                                     \
        .name = type_name,                          \
        .flags = LAYOUT_COLLECTED,                  \
        .fields = awaitable_fields,                 \
    }

const TypeDefinition async_send_definition = {
    AWAITABLE_DEFINITION("async_generator_asend", KIND_ASYNC_SEND),
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = give_self, .next = async_send_next, .await = give_self},
    .methods = async_send_methods,
};

const TypeDefinition async_throw_definition = {
    AWAITABLE_DEFINITION("async_generator_athrow", KIND_ASYNC_THROW),
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = give_self, .next = async_throw_next, .await = give_self},
    .methods = async_throw_methods,
};

// --- wrapped values ---

Object *async_take_wrapped(Vm *vm, Object *value) {
    AsyncWrappedValue *wrapped = (AsyncWrappedValue *)object_new(
        vm, KIND_ASYNC_WRAPPED_VALUE, sizeof(AsyncWrappedValue));
    if (wrapped == NULL) {
        object_drop(vm, value);
        return NULL;
    }
    slot_fill(vm, &wrapped->base, &wrapped->value, value);
    object_track(vm, &wrapped->base);
    return &wrapped->base;
}

static const Field wrapped_fields[] = {
    FIELD(AsyncWrappedValue, value),
    {0},
};

const TypeDefinition async_wrapped_value_definition = {
    .name = "async_generator_wrapped_value",
    .kind = KIND_ASYNC_WRAPPED_VALUE,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(AsyncWrappedValue),
    .python_bytes = 24,
    .layout = {
        .name = "async_generator_wrapped_value",
        .flags = LAYOUT_COLLECTED,
        .fields = wrapped_fields,
    },
};

// --- aiter and anext ---

Object *async_iterate(Vm *vm, Object *object) {
    UnaryFunction *iterate = object_type(vm, object)->behaviour.async_iterate;
    if (iterate == NULL) return raise(vm, ERROR_NOT_ASYNC_ITERABLE, object);
    Object *iterator = iterate(vm, object);
    if (iterator == NULL || object_type(vm, iterator)->behaviour.async_next != NULL)
        return iterator;
    raise(vm, ERROR_NO_ASYNC_ITERATOR, iterator);
    object_drop(vm, iterator);
    return NULL;
}

Object *async_next(Vm *vm, Object *iterator, Object *otherwise) {
    UnaryFunction *next = object_type(vm, iterator)->behaviour.async_next;
    if (next == NULL) return raise(vm, ERROR_NOT_ASYNC_ITERATOR, iterator);
    Object *wrapped = next(vm, iterator);
    if (wrapped == NULL || otherwise == NULL) return wrapped;
    AnextAwaitable *awaitable =
        (AnextAwaitable *)object_new(vm, KIND_ANEXT_AWAITABLE, sizeof(AnextAwaitable));
    if (awaitable == NULL) {
        object_drop(vm, wrapped);
        return NULL;
    }
    slot_fill(vm, &awaitable->base, &awaitable->wrapped, wrapped);
    slot_fill(vm, &awaitable->base, &awaitable->otherwise, object_share(otherwise));
    object_track(vm, &awaitable->base);
    return &awaitable->base;
}

static const Field anext_fields[] = {
    FIELD(AnextAwaitable, wrapped),
    FIELD(AnextAwaitable, otherwise),
    {0},
};

// The iterator that runs what __anext__ gave: a coroutine is not one, its wrapper is.
static Object *anext_load_iterator(Vm *vm, Object *object) {
    Object *awaiter = generator_load_awaiter(vm, ((AnextAwaitable *)object)->wrapped.object);
    if (awaiter == NULL || object_type(vm, awaiter)->behaviour.next != NULL) return awaiter;
    Object *iterator = object_type(vm, awaiter)->behaviour.await(vm, awaiter);
    object_drop(vm, awaiter);
    return iterator;
}

// The end of the iteration becomes the end of the awaitable, with the value given instead.
static Object *anext_end(Vm *vm, Object *object) {
    if (raised_clear_if(vm, exception_type(vm, EXCEPTION_StopAsyncIteration)))
        generator_raise_stop(vm, ((AnextAwaitable *)object)->otherwise.object);
    return NULL;
}

static Object *anext_next(Vm *vm, Object *object) {
    Object *iterator = anext_load_iterator(vm, object);
    if (iterator == NULL) return NULL;
    Object *result = object_type(vm, iterator)->behaviour.next(vm, iterator);
    object_drop(vm, iterator);
    return result != NULL ? result : anext_end(vm, object);
}

static Object *anext_call(Vm *vm, Object *object, Str *name, const Slot *values, int count) {
    Object *iterator = anext_load_iterator(vm, object);
    if (iterator == NULL) return NULL;
    Object *method = object_load_attribute(vm, iterator, name), *result = NULL;
    if (method != NULL) result = object_call(vm, method, &(Arguments){values, count, NULL});
    object_drop_or_null(vm, method);
    object_drop(vm, iterator);
    return result != NULL ? result : anext_end(vm, object);
}

static Object *anext_method_send(Vm *vm, const Slot *arguments) {
    return anext_call(vm, arguments[0].object, vm->objects->names.send, arguments + 1, 1);
}

static Object *anext_method_throw(Vm *vm, const Slot *arguments) {
    const Tuple *given = (const Tuple *)arguments[1].object;
    return anext_call(vm, arguments[0].object, vm->objects->names.throw_, given->items,
                      (int)given->count);
}

static Object *anext_method_close(Vm *vm, const Slot *arguments) {
    const Tuple *given = (const Tuple *)arguments[1].object;
    return anext_call(vm, arguments[0].object, vm->objects->names.close, given->items,
                      (int)given->count);
}

static const Method anext_methods[] = {
    {"send", anext_method_send, "(self, arg, /)", "Go on with a value.", METHOD_HIDES_SIGNATURE},
    {"throw", anext_method_throw, "(self, *args)", "Go on with an exception.",
     METHOD_HIDES_SIGNATURE},
    {"close", anext_method_close, "(self, *args)", "Close what it awaits.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

const TypeDefinition anext_awaitable_definition = {
    .name = "anext_awaitable",
    .kind = KIND_ANEXT_AWAITABLE,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(AnextAwaitable),
    .python_bytes = 32,
    .layout = {
        .name = "anext_awaitable",
        .flags = LAYOUT_COLLECTED,
        .fields = anext_fields,
    },
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = give_self, .next = anext_next, .await = give_self},
    .methods = anext_methods,
};
