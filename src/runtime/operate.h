// What the loops share: slow paths of operators, unwinding, observers.

#ifndef RUNTIME_OPERATE_H
#define RUNTIME_OPERATE_H

#include "objects/float.h"
#include "objects/int.h"
#include "objects/iterator.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/cache.h"
#include "runtime/loop.h"
#include "runtime/unwind.h"
#include "runtime/lower.h"

ALWAYS_INLINE bool operate_both_ints(const Object *left, const Object *right) {
    return left->kind == KIND_INT && right->kind == KIND_INT;
}

ALWAYS_INLINE bool operate_both_floats(const Object *left, const Object *right) {
    return left->kind == KIND_FLOAT && right->kind == KIND_FLOAT;
}


// The operator of a register instruction ADD … XOR_IN_PLACE on any operands.
MUST_USE Object *operate_binary(Vm *vm, int reg_op, Object *left, Object *right);

// Whether name += text may grow the text in place: not the first times in some code.
ALWAYS_INLINE bool operate_may_append(Code *code) {
    return code->appends >= CODE_APPENDS_COLD || code->appends++ >= CODE_APPENDS_COLD;
}

// Truth of any object.
ALWAYS_INLINE Found operate_truth(Vm *vm, Object *object) {
    if (object == vm->objects->true_) return FOUND;
    if (object == vm->objects->false_ || object == vm->objects->none) return ABSENT;
    switch (object->kind) {
    case KIND_INT: return ((Int *)object)->value != 0 ? FOUND : ABSENT;
    case KIND_LIST: return ((List *)object)->count != 0 ? FOUND : ABSENT;
    case KIND_STR: return ((Str *)object)->length != 0 ? FOUND : ABSENT;
    default: return object_truth(vm, object);
    }
}

// container[key] and container[key] = value, with lists, tuples and dicts first.
MUST_USE Object *operate_load_item(Vm *vm, Object *container, Object *key);
// container[bounds[0]:bounds[1]] without a slice object, for built-in sequences and plain
// bounds. NULL: nothing was done, or with an error raised.
MUST_USE Object *operate_load_slice(Vm *vm, Object *container, const Slot *bounds);
MUST_USE bool operate_set_item(Vm *vm, Object *container, Object *key, Object *value);

// The next item of an iterator that is no generator: NULL at its end, or raised.
ALWAYS_INLINE MUST_USE Object *operate_next(Vm *vm, Object *iterator) {
    if (iterator->kind == KIND_LIST_ITERATOR || iterator->kind == KIND_TUPLE_ITERATOR) {
        Object *item = iterator_take_item(iterator);
        if (LIKELY(item != NULL)) return item;
    }
    UnaryFunction *next = object_type(vm, iterator)->behaviour.next;
    if (UNLIKELY(next == NULL))   // its class lost __next__ meanwhile
        return raise(vm, ERROR_NOT_ITERABLE, iterator);
    Object *value = next(vm, iterator);
    if (UNLIKELY(value == NULL) && raised(vm))
        raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration));
    return value;
}

// Raises UnboundLocalError or NameError for an empty local or cell of the frame.
void operate_raise_unbound(Vm *vm, Frame *frame, int local);

// Gives the items of `source` to `count` slots, the first item to the last slot, as
// UNPACK_SEQUENCE; false: raised, the slots are empty.
MUST_USE bool operate_unpack(Vm *vm, Object *source, Slot *slots, int count);

// The same for `before` targets, one with a star, and `after` more, as UNPACK_EX.
MUST_USE bool operate_unpack_starred(Vm *vm, Object *source, Slot *slots, int before, int after);

// --- calls ---

// Drops `count` temporaries and marks them empty, first to last.
ALWAYS_INLINE void operate_drop(Vm *vm, Slot *slots, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        Object *value = slots[i].object;
        slot_store(&slots[i], NULL);
        if (value != NULL) object_drop(vm, value);
    }
}

// The rest of operate_drop_operands from an object on whose count is 0.
void operate_free_operands(Vm *vm, Slot *slots, int64_t at, int64_t count);

// Drops the operands of an instruction that is done: their slots are not looked at any more,
// unless freeing one lets others see the frame.
ALWAYS_INLINE void operate_drop_operands(Vm *vm, Slot *slots, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        Object *value = slots[i].object;
        if (value == NULL || --value->count != 0) continue;
        operate_free_operands(vm, slots, i, count);
        return;
    }
}

// Ends a frame that has nothing but a window and a function.
ALWAYS_INLINE void operate_pop_simple(Vm *vm, Runtime *runtime, Frame *frame, int locals) {
    Object *function = frame->function.object;
    operate_drop(vm, frame->window, locals);
    slot_store(&frame->function, NULL);
    runtime->depth--;
    runtime->frame = frame->previous;
    object_drop(vm, function);
}


// The frame of a bound method whose function's parameters are just self and `count` arguments
// behind the callable's slot; the slot becomes self. NULL: raised, or it is called in general.
MUST_USE Frame *operate_push_method(Vm *vm, Frame *frame, Slot *callable_slot, int64_t count);

// The running frame calls `callable` with `count` arguments (the last of them named by
// `names`, NULL: none) that stand at `arguments` in its temporaries. When that enters a
// Python function, its prepared frame is pushed and given in *entered (the arguments are
// consumed, the callable too: *callable_slot is empty). Otherwise *entered is NULL and the
// value is the result (arguments still there) or NULL: raised.
MUST_USE Object *operate_call(Vm *vm, Slot *callable_slot, Slot *arguments, int64_t count,
                              Tuple *names, Frame **entered);

// Calling a class that only makes an instance and runs a Python __init__: true with the
// frame of __init__ in *entered. False: it must be called in general (or raised).
MUST_USE bool operate_make_instance(Vm *vm, CallCache *cache, Frame *frame, Slot *callable_slot,
                                    int64_t count, Frame **entered);
// Ends the frame of such an __init__, which returned `value` (consumed): the instance, or
// NULL with TypeError raised because the value is not None.
MUST_USE Object *operate_return_instance(Vm *vm, Frame *frame, Object *value);

// receiver.send(value) for `yield from` and await: FOUND yielded, ABSENT returned.
MUST_USE Found operate_send(Vm *vm, Object *receiver, Object *value, Object **result);

// The register code that a call may enter at once; NULL: operate_push_filled sees to it.
ALWAYS_INLINE const Lowered *operate_get_lowered(const Runtime *runtime, const Code *code) {
    bool may_enter = runtime->mode != LOOP_STACK && !runtime->is_traced && runtime->frame != NULL;
    return may_enter ? code->lowered : NULL;
}

// The frame of a function with its locals, all filled in, at `arguments`. Consumes callable.
// NULL: raised (nothing consumed).
ALWAYS_INLINE Frame *operate_push_lowered(Vm *vm, Runtime *runtime, Frame *frame,
                                          Object *callable, const Lowered *lowered,
                                          Slot *arguments) {
    Function *function = (Function *)callable;
    Code *code = (Code *)function->code.object;
    Slot *end = arguments + code->local_count + code->stack_size;
    Frame *entered = frame->next;
    if (UNLIKELY(runtime->depth >= runtime->recursion_limit || end > runtime->registers_end ||
                 entered == NULL)) {
        entered = frame_refused(vm, frame, end);
        if (entered == NULL) return NULL;
    }
    entered->window = arguments;
    entered->constants = lowered->constants_end;
    entered->next_op = lowered->ops;
    entered->code = code;
    entered->globals = (Dict *)function->globals.object;
    entered->builtins = function->builtins.object;
    entered->previous = frame;
    slot_store(&entered->function, callable);
    entered->return_mode = RETURN_TO_CALLER;
    entered->owner = FRAME_ON_STACK;
    entered->is_stack_code = false;
    entered->is_complete = true;
    entered->last_line = -1;
    runtime->depth++;
    runtime->frame = entered;
    return entered;
}

// The same where the parameters are just the arguments, and only these are filled in.
ALWAYS_INLINE Frame *operate_push_simple(Vm *vm, Runtime *runtime, Frame *frame, Object *callable,
                                         const Lowered *lowered, Slot *arguments) {
    Frame *entered = operate_push_lowered(vm, runtime, frame, callable, lowered, arguments);
    if (UNLIKELY(entered == NULL)) return NULL;
    for (int i = lowered->simple_arguments; i < entered->code->local_count; i++)
        slot_store(&arguments[i], NULL);
    return entered;
}

// A frame, ready to run, of a function (shared) with its locals, all filled in, at `window`.
// NULL: raised (nothing consumed).
MUST_USE Frame *operate_push_filled(Vm *vm, Function *function, Slot *window);

#endif
