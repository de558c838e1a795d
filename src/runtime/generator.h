// Generators, coroutines and asynchronous generators: a frame in an object.
//
// The frame's window is the object's own tail, so resuming and suspending move
// nothing. While it runs, frame.previous is whoever resumed it.

#ifndef RUNTIME_GENERATOR_H
#define RUNTIME_GENERATOR_H

#include "runtime/runtime.h"

typedef enum GeneratorState {
    GENERATOR_CREATED, GENERATOR_SUSPENDED, GENERATOR_RUNNING, GENERATOR_FINISHED,
} GeneratorState;

typedef struct Generator {
    Object base;
    Frame frame;            // its slots and window are this object's slots
    HandledStack handled;
    Slot name, qualname;    // Str
    Slot code;              // Code: stays when the frame is gone
    Slot origin;            // coroutines: cr_origin
    Slot finalizer;         // asynchronous: the hook that closes it when it is dropped
    uint8_t state;          // GeneratorState
    bool is_hooked;         // asynchronous: the hooks were told of it
    bool is_closed;         // asynchronous: aclose() began, or it ended
    bool is_awaited;        // asynchronous: one of its awaitables is under way (ag_running)
    int64_t window_count;
    Slot window[];
} Generator;

// What throw() was given; borrows. `value` and `traceback` may be NULL.
typedef struct Thrown {
    Object *type, *value, *traceback;
} Thrown;

extern const TypeDefinition generator_definition, coroutine_definition,
    async_generator_definition;

// Makes the generator of the running frame (at RETURN_GENERATOR), moving its window and
// its function; the frame is left with empty slots, to be popped. NULL: raised.
MUST_USE Generator *generator_new(Vm *vm, Frame *frame);

// Makes the generator's frame the running one, called from frame `caller`; its next
// instruction is the suspended YIELD. `value` (consumed) is what that gives.
// NULL: raised (already running, finished ones must not be resumed).
MUST_USE Frame *generator_resume(Vm *vm, Generator *generator, Frame *caller, Object *value);

// Takes the frame off at a yield (the generator is suspended) or when it ended.
void generator_suspend(Vm *vm, Generator *generator);
void generator_finish(Vm *vm, Generator *generator);

ALWAYS_INLINE Generator *generator_of_frame(Frame *frame) {
    return (Generator *)((char *)frame - offsetof(Generator, frame));
}

// generator.send(value) from C: FOUND with the value yielded; ABSENT with the value
// returned; RAISED. *result is a new reference.
MUST_USE Found generator_send(Vm *vm, Generator *generator, Object *value, Object **result);

// generator.throw(…) from C; as above. What it awaits is closed at GeneratorExit only
// when `closes` is 1 (asynchronous generators let it go on awaiting).
MUST_USE Found generator_throw(Vm *vm, Generator *generator, const Thrown *thrown, int closes,
                               Object **result);
// generator.close(): false: raised.
MUST_USE bool generator_close(Vm *vm, Generator *generator);
// What becomes of a generator that nobody holds any longer: it is closed, a coroutine that
// never ran warned about, the hook of an asynchronous one called. False: raised.
MUST_USE bool generator_finalize(Vm *vm, Object *generator);
// What it waits for in `yield from` or await; borrowed, NULL: nothing.
Object *generator_get_delegate(const Generator *generator);
// "generator", "coroutine" or "async generator", for messages.
const char *generator_word(const Generator *generator);

// Raises StopIteration with what a generator returned (borrowed), as its end is told to
// those who call it in C: always the value itself, also when it is a tuple.
void generator_raise_stop(Vm *vm, Object *value);
// What send() and throw() give: the value yielded, or NULL with StopIteration raised. Takes
// over the result.
MUST_USE Object *generator_give(Vm *vm, Found found, Object *result);
// The value of the StopIteration on its way (which is cleared): a new reference.
MUST_USE Object *generator_take_stop(Vm *vm);

ALWAYS_INLINE bool object_is_generator(const Object *object) {
    return object->kind == KIND_GENERATOR || object->kind == KIND_COROUTINE;
}

// The same and asynchronous ones: any object that is a Generator.
ALWAYS_INLINE bool object_has_frame(const Object *object) {
    return object_is_generator(object) || object->kind == KIND_ASYNC_GENERATOR;
}

// Coroutines, and generators that types.coroutine marked.
ALWAYS_INLINE bool generator_is_coroutine(const Object *object) {
    return object->kind == KIND_COROUTINE ||
           (object->kind == KIND_GENERATOR &&
            (((const Code *)((const Generator *)object)->code.object)->flags &
             CODE_ITERABLE_COROUTINE));
}

// The methods by which a program drives `what`: `prefix`_method_send and so on.
#define GENERATOR_METHODS(prefix, what)                                             \
    {"send", prefix##_method_send, "(self, arg, /)",                                \
     "Send a value into " what ", which goes on with it.", METHOD_HIDES_SIGNATURE}, \
    {"throw", prefix##_method_throw, "(self, typ, val=None, tb=None, /)",           \
     "Raise an exception in " what ".", METHOD_HIDES_SIGNATURE},                    \
    {"close", prefix##_method_close, "(self, /)",                                   \
     "Raise GeneratorExit inside " what ".", METHOD_HIDES_SIGNATURE}

// The iterator that runs an awaitable, as `await` takes it: new reference, or TypeError.
MUST_USE Object *generator_load_awaiter(Vm *vm, Object *awaitable);

#endif
