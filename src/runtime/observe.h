// Telling an observer what the watched loop does: see Observer in runtime.h.

#ifndef RUNTIME_OBSERVE_H
#define RUNTIME_OBSERVE_H

#include "runtime/runtime.h"

void observe_line_begins(Vm *vm, Frame *frame, int line);   // for observe_line

// Who is told from now on; NULL: nobody. Borrowed.
void observe_start(Vm *vm, const Observer *observer);
// The hook is called before each line from the `stop`-th on; NULL: for none.
void observe_lines(Vm *vm, int64_t stop, LineHook *hook, void *context);

// A line's first instruction: the line begins, unless it goes on only. After what belongs to
// no line any line is new.
ALWAYS_INLINE void observe_line(Vm *vm, Runtime *runtime, Frame *frame, int line) {
    if (line >= 0 && line != frame->last_line && ++runtime->lines >= runtime->line_limit)
        observe_line_begins(vm, frame, line);
    frame->last_line = line;
}
void observe_bound(Vm *vm, Frame *frame, int index, Object *old, Object *new);
void observe_call(Vm *vm, Frame *frame);
void observe_return(Vm *vm, Frame *frame, Object *value);
void observe_yield(Vm *vm, Frame *frame, Object *value);
void observe_raise(Vm *vm, Frame *frame);   // the exception on its way, in each frame
void observe_leave(Vm *vm, Frame *frame);
void observe_suspend(Vm *vm, Frame *frame, Object *generator);
void observe_instruction(Vm *vm, Frame *frame);
ALWAYS_INLINE bool object_is_python_function(const Object *object) {
    return object->kind == KIND_FUNCTION ||
           (object->kind == KIND_METHOD &&
            ((const BoundMethod *)object)->function.object->kind == KIND_FUNCTION);
}
void observe_native_call(Vm *vm, Frame *frame, Object *callable, const Slot *arguments,
                         int64_t count);
// container[start:stop] begins; observe_native_return ends it.
void observe_slice(Vm *vm, Frame *frame, Object *container);
void observe_native_return(Vm *vm, Object *result);
void observe_collection(Vm *vm, int generation, int64_t freed);
void observe_compare(Vm *vm, Object *left, Object *right, int is_identity, Object *result);

// How the program writes what the frame's instruction does to objects: `__setitem__`,
// `+=`, …; "" when it does nothing to them.
const char *observe_effect_name(const Frame *frame);
// The comparison that the frame's instruction is: is, is not, == or !=.
const char *observe_comparison_name(const Frame *frame);

#endif
