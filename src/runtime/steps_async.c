// Steps of await and of asynchronous iteration.

#include "objects/str.h"
#include "runtime/generator.h"
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

static bool is_awaitable_generator(const Object *object) {
    return object->kind == KIND_GENERATOR &&
           (((const Code *)((const Generator *)object)->code.object)->flags &
            CODE_ITERABLE_COROUTINE);
}

// The iterator that runs an awaitable: new reference.
static Object *load_awaiter(Vm *vm, Object *awaitable) {
    if (awaitable->kind == KIND_COROUTINE || is_awaitable_generator(awaitable))
        return object_share(awaitable);
    UnaryFunction *await = object_type(vm, awaitable)->behaviour.await;
    if (await == NULL) return raise(vm, ERROR_CANNOT_AWAIT, awaitable);
    Object *iterator = await(vm, awaitable);
    if (iterator == NULL) return NULL;
    if (iterator->kind == KIND_COROUTINE || is_awaitable_generator(iterator)) {
        object_drop(vm, iterator);
        return raise(vm, ERROR_AWAIT_GAVE_COROUTINE);
    }
    if (object_type(vm, iterator)->behaviour.next == NULL) {
        raise(vm, ERROR_AWAIT_GAVE_NO_ITERATOR, iterator);
        object_drop(vm, iterator);
        return NULL;
    }
    return iterator;
}

bool step_GET_AWAITABLE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *awaitable = top[-1].object, *iterator = load_awaiter(vm, awaitable);
    if (iterator == NULL) {
        if (argument != 0 && raised_is(vm, exception_type(vm, EXCEPTION_TypeError)) &&
            object_type(vm, awaitable)->behaviour.await == NULL) {
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

bool step_GET_ANEXT(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *iterator = top[-1].object;
    UnaryFunction *next = object_type(vm, iterator)->behaviour.async_next;
    if (next == NULL) return raise_false(vm, ERROR_NO_ANEXT, iterator);
    Object *awaitable = next(vm, iterator);
    if (awaitable == NULL) return false;
    Object *awaiter = load_awaiter(vm, awaitable);
    if (awaiter == NULL && raised_is(vm, exception_type(vm, EXCEPTION_TypeError))) {
        raised_clear(vm);
        raise(vm, ERROR_ANEXT_NOT_AWAITABLE, awaitable);
    }
    object_drop(vm, awaitable);
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
    return raise_false(vm, ERROR_ASYNC_GENERATOR);
}
