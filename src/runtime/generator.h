// Generators (and coroutines, and asynchronous generators): a frame in an object.
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
    Slot result;            // a returned value on its way out, while `next` says "end"
    uint8_t state;          // GeneratorState
    bool is_closing;
    int64_t window_count;
    Slot window[];
} Generator;

extern const TypeDefinition generator_definition, coroutine_definition;

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

// Raises the exception on its way inside the generator, as generator.throw; as above.
MUST_USE Found generator_throw(Vm *vm, Generator *generator, Object **result);
// generator.close(): false: raised.
MUST_USE bool generator_close(Vm *vm, Generator *generator);
// What it waits for in `yield from` or await; borrowed, NULL: nothing.
Object *generator_get_delegate(const Generator *generator);

ALWAYS_INLINE bool object_is_generator(const Object *object) {
    return object->kind == KIND_GENERATOR || object->kind == KIND_COROUTINE;
}

#endif
