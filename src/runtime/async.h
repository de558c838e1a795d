// Asynchronous generators: the awaitables that drive them.
//
// An asynchronous generator is driven by awaitables, one for each item that is asked for.
// What its `yield` gives comes out wrapped, so that it can't be taken for what an `await`
// inside it passes on: the awaitable that finds a wrapped value is at its end and gives it.

#ifndef RUNTIME_ASYNC_H
#define RUNTIME_ASYNC_H

#include "runtime/generator.h"

typedef enum AwaitableState { AWAITABLE_FRESH, AWAITABLE_RUNNING, AWAITABLE_CLOSED }
    AwaitableState;

typedef struct AsyncAwaitable {   // of asend and __anext__; of athrow and aclose
    Object base;
    Slot generator;     // Generator
    Slot value;         // asend: what is sent, or empty; athrow: a tuple, empty: aclose
    uint8_t state;      // AwaitableState
} AsyncAwaitable;

typedef struct AsyncWrappedValue {
    Object base;
    Slot value;
} AsyncWrappedValue;

typedef struct AnextAwaitable {   // anext(iterator, otherwise)
    Object base;
    Slot wrapped, otherwise;
} AnextAwaitable;

extern const TypeDefinition async_send_definition, async_throw_definition,
    async_wrapped_value_definition, anext_awaitable_definition;

// What `yield value` of an asynchronous generator hands out: takes the value over.
MUST_USE Object *async_take_wrapped(Vm *vm, Object *value);

// What __anext__ gives: the awaitable of the next item.
MUST_USE Object *async_next_new(Vm *vm, Generator *generator);
// The awaitables of asend(value), of athrow(*thrown) and (thrown NULL) of aclose().
MUST_USE Object *async_send_new(Vm *vm, Generator *generator, Object *value);
MUST_USE Object *async_throw_new(Vm *vm, Generator *generator, Object *thrown);

// awaitable.send(value) of an async_send: FOUND: what is awaited passes on *result; ABSENT:
// the item is *result.
MUST_USE Found async_send_step(Vm *vm, AsyncAwaitable *awaitable, Object *value,
                               Object **result);

// aiter(object) and anext(object[, otherwise]) of the builtins; `otherwise` may be NULL.
MUST_USE Object *async_iterate(Vm *vm, Object *object);
MUST_USE Object *async_next(Vm *vm, Object *iterator, Object *otherwise);

#endif
