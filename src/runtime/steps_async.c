// Steps of await and of asynchronous iteration.

#include "objects/str.h"
#include "runtime/async.h"
#include "runtime/operate.h"
#include "runtime/steps.h"

#define UNUSED (void)vm, (void)frame, (void)top, (void)argument

static bool replace_top(Vm *vm, Slot *top, Object *result) {
    if (result == NULL) return false;
    Object *old = top[-1].object;
    slot_store(&top[-1], result);
    object_drop(vm, old);
    return true;
}

Object *generator_load_awaiter(Vm *vm, Object *awaitable) {
    if (generator_is_coroutine(awaitable)) return object_share(awaitable);
    UnaryFunction *await = object_type(vm, awaitable)->behaviour.await;
    if (await == NULL) return raise(vm, ERROR_CANNOT_AWAIT, awaitable);
    Object *iterator = await(vm, awaitable);
    if (iterator == NULL) return NULL;
    if (generator_is_coroutine(iterator)) raise(vm, ERROR_AWAIT_GAVE_COROUTINE);
    else if (object_type(vm, iterator)->behaviour.next != NULL) return iterator;
    else raise(vm, ERROR_AWAIT_GAVE_NO_ITERATOR, iterator);
    object_drop(vm, iterator);
    return NULL;
}

bool step_GET_AWAITABLE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *awaitable = top[-1].object, *iterator = generator_load_awaiter(vm, awaitable);
    if (iterator == NULL) {
        if (argument != 0 && object_type(vm, awaitable)->behaviour.await == NULL) {
            raised_clear(vm);
            raise(vm, argument == 1 ? ERROR_AENTER_NOT_AWAITABLE : ERROR_AEXIT_NOT_AWAITABLE,
                  awaitable);
        }
        return false;
    }
    if (iterator->kind == KIND_COROUTINE && generator_get_delegate((Generator *)iterator) != NULL) {
        object_drop(vm, iterator);
        return raise_false(vm, ERROR_COROUTINE_AWAITED);
    }
    return replace_top(vm, top, iterator);
}

bool step_GET_AITER(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *object = top[-1].object;
    UnaryFunction *iterate = object_type(vm, object)->behaviour.async_iterate;
    if (iterate == NULL) return raise_false(vm, ERROR_NO_AITER, object);
    Object *iterator = iterate(vm, object);
    if (iterator == NULL) return false;
    if (object_type(vm, iterator)->behaviour.async_next == NULL) {
        raise(vm, ERROR_AITER_NO_ANEXT, iterator);
        object_drop(vm, iterator);
        return false;
    }
    return replace_top(vm, top, iterator);
}

// The awaitable of the next item, made an iterator as `await` does.
static Object *load_next_awaiter(Vm *vm, Object *iterator) {
    UnaryFunction *next = object_type(vm, iterator)->behaviour.async_next;
    if (next == NULL) return raise(vm, ERROR_NO_ANEXT, iterator);
    Object *awaitable = next(vm, iterator);
    if (awaitable == NULL || iterator->kind == KIND_ASYNC_GENERATOR) return awaitable;
    Object *awaiter = generator_load_awaiter(vm, awaitable);
    if (awaiter == NULL) {   // whatever was wrong is the cause
        Object *cause = raised_take(vm);
        raise(vm, ERROR_ANEXT_NOT_AWAITABLE, awaitable);
        exception_set_cause(vm, vm->objects->raised.object, cause);
        exception_set_context(vm, vm->objects->raised.object, cause);
        object_drop(vm, cause);
    }
    object_drop(vm, awaitable);
    return awaiter;
}

bool step_GET_ANEXT(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *awaiter = load_next_awaiter(vm, top[-1].object);
    if (awaiter == NULL) return false;
    slot_store(top, awaiter);
    return true;
}

bool step_END_ASYNC_FOR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *exception = top[-1].object;
    if (object_has_type(vm, exception, exception_type(vm, EXCEPTION_StopAsyncIteration))) {
        operate_drop(vm, top - 2, 2);
        return true;
    }
    slot_store(&top[-1], NULL);
    raised_restore(vm, exception);
    return false;
}

bool step_GET_YIELD_FROM_ITER(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *source = top[-1].object;
    if (source->kind == KIND_COROUTINE) {
        if (frame->code->flags & (CODE_COROUTINE | CODE_ITERABLE_COROUTINE)) return true;
        return raise_false(vm, ERROR_YIELD_FROM_COROUTINE);
    }
    if (source->kind == KIND_GENERATOR) return true;
    return replace_top(vm, top, object_iterate(vm, source));
}

bool step_ASYNC_GEN_WRAP(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *value = top[-1].object;
    slot_store(&top[-1], NULL);
    Object *wrapped = async_take_wrapped(vm, value);
    slot_store(&top[-1], wrapped);
    return wrapped != NULL;
}
