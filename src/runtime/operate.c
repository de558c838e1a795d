// Slow paths that the loops share.

#include "runtime/operate.h"

#include "memory/unmade.h"
#include "objects/bytes.h"
#include "objects/list.h"
#include "objects/list_parts.h"
#include "objects/slice.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/call.h"
#include "runtime/async.h"
#include "runtime/regops.h"

static Object *mix_int_and_float(Vm *vm, int operator, Object *left, Object *right) {
    double x = left->kind == KIND_INT ? (double)int_get_value(left) : float_get_value(left);
    double y = right->kind == KIND_INT ? (double)int_get_value(right) : float_get_value(right);
    switch (operator) {
    case BINARY_ADD: return float_new(vm, x + y);
    case BINARY_SUBTRACT: return float_new(vm, x - y);
    case BINARY_MULTIPLY: return float_new(vm, x * y);
    case BINARY_TRUE_DIVIDE: return y != 0.0 ? float_new(vm, x / y) : NULL;
    default: return NULL;
    }
}

// An int whose conversion to double is exact, or a float.
static bool is_exact_number(const Object *object) {
    if (object->kind == KIND_FLOAT) return true;
    int64_t limit = INT64_C(1) << 53;
    return object->kind == KIND_INT && int_get_value(object) <= limit &&
           int_get_value(object) >= -limit;
}

Object *operate_binary(Vm *vm, int reg_op, Object *left, Object *right) {
    int operator = reg_op - REG_ADD;
    bool is_in_place = operator >= BINARY_COUNT;
    if (is_in_place) operator -= BINARY_COUNT;
    bool is_mixed = left->kind == KIND_FLOAT || right->kind == KIND_FLOAT ||
                    operator == BINARY_TRUE_DIVIDE;
    if (is_mixed && is_exact_number(left) && is_exact_number(right)) {
        Object *result = mix_int_and_float(vm, operator, left, right);
        if (result != NULL || raised(vm)) return result;
    }
    if (is_in_place) return object_in_place(vm, (BinaryOperator)operator, left, right);
    return object_binary(vm, (BinaryOperator)operator, left, right);
}

Object *operate_load_item(Vm *vm, Object *container, Object *key) {
    if (container->kind == KIND_DICT) {
        Object *value;
        switch (dict_find(vm, (Dict *)container, key, &value)) {
        case FOUND: return object_share(value);
        case RAISED: return NULL;
        case ABSENT: return raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
        }
    }
    return object_load_item(vm, container, key);
}

// A bound of a slice as a number; false: neither a small int nor None.
static bool get_bound(Vm *vm, Object *bound, int64_t *index) {
    if (bound == vm->objects->none) return true;
    if (bound->kind != KIND_INT) return false;
    *index = int_get_value(bound);
    return true;
}

static Object *cut_sequence(Vm *vm, Object *container, int64_t start, int64_t stop) {
    switch (container->kind) {
    case KIND_LIST: return (Object *)list_new_slice(vm, (List *)container, start, stop, 1);
    case KIND_TUPLE: return tuple_new_slice(vm, (Tuple *)container, start, stop, 1);
    case KIND_STR: {
        const Str *str = (const Str *)container;
        slice_adjust(str->length, &start, &stop, 1);
        return str_new_part(vm, str, start, stop);
    }
    default: {
        const Bytes *bytes = (const Bytes *)container;
        int64_t count = slice_adjust(bytes->count, &start, &stop, 1);
        return bytes_new_part(vm, bytes, start, start + count);
    }
    }
}

Object *operate_load_slice(Vm *vm, Object *container, const Slot *bounds) {
    int64_t start = 0, stop = INT64_MAX;
    uint32_t kind = container->kind;
    bool is_plain = kind == KIND_LIST || kind == KIND_TUPLE || kind == KIND_STR ||
                    kind == KIND_BYTES;
    Unmade slice;
    if (!is_plain || !get_bound(vm, bounds[0].object, &start) ||
        !get_bound(vm, bounds[1].object, &stop) ||
        !unmade_begin(vm, &slice, KIND_SLICE, sizeof(Slice))) return NULL;
    Object *cut = cut_sequence(vm, container, start, stop);
    unmade_end(vm, &slice);
    return cut;
}

bool operate_set_item(Vm *vm, Object *container, Object *key, Object *value) {
    if (container->kind == KIND_DICT) return dict_set(vm, (Dict *)container, key, value);
    return object_set_item(vm, container, key, value);
}

void operate_raise_unbound(Vm *vm, Frame *frame, int local) {
    const Tuple *names = (const Tuple *)frame->code->local_names.object;
    const Bytes *kinds = (const Bytes *)frame->code->local_kinds.object;
    Object *name = names->items[local].object;
    ErrorId id = kinds->data[local] & LOCAL_IS_FREE ? ERROR_UNBOUND_FREE : ERROR_UNBOUND_LOCAL;
    raise(vm, id, name);
    Exception *error = (Exception *)vm->objects->raised.object;
    if (id == ERROR_UNBOUND_FREE && error != NULL &&
        object_has_type(vm, &error->base, exception_type(vm, EXCEPTION_NameError)))
        slot_set(vm, &error->base, &error->own[NAME_NAME], name);
}

// --- unpacking ---

static bool wrong_count(Vm *vm, int wanted, int64_t got) {
    if (got > wanted) return raise_false(vm, ERROR_UNPACK_TOO_MANY, wanted);
    return raise_false(vm, ERROR_UNPACK_TOO_FEW, wanted, got);
}

static bool unpack_slots(Vm *vm, const Slot *items, int64_t got, Slot *slots, int count) {
    if (got != count) return wrong_count(vm, count, got);
    for (int i = 0; i < count; i++)
        slot_store(&slots[i], object_share(items[count - 1 - i].object));
    return true;
}

static bool unpack_iterator(Vm *vm, Object *iterator, Slot *slots, int count) {
    for (int i = 0; i < count; i++) {
        Object *item = object_next(vm, iterator);
        if (item == NULL) {
            operate_drop(vm, slots + count - i, i);
            return raised(vm) ? false : wrong_count(vm, count, i);
        }
        slot_store(&slots[count - 1 - i], item);
    }
    Object *more = object_next(vm, iterator);
    if (more == NULL && !raised(vm)) return true;
    if (more != NULL) {
        object_drop(vm, more);
        wrong_count(vm, count, count + 1);
    }
    operate_drop(vm, slots, count);
    return false;
}

// iter(source), with the message that unpacking has for what can't be iterated.
static Object *unpack_iterate(Vm *vm, Object *source) {
    Object *iterator = object_iterate(vm, source);
    const Behaviour *behaviour = &object_type(vm, source)->behaviour;
    if (iterator == NULL && raised_is(vm, exception_type(vm, EXCEPTION_TypeError)) &&
        behaviour->iterate == NULL && behaviour->load_index == NULL) {
        raised_clear(vm);
        raise(vm, ERROR_UNPACK_NOT_ITERABLE, source);
    }
    return iterator;
}

bool operate_unpack(Vm *vm, Object *source, Slot *slots, int count) {
    for (int i = 0; i < count; i++) slot_store(&slots[i], NULL);
    if (source->kind == KIND_TUPLE)
        return unpack_slots(vm, ((Tuple *)source)->items, ((Tuple *)source)->count, slots, count);
    if (source->kind == KIND_LIST)
        return unpack_slots(vm, ((List *)source)->items, ((List *)source)->count, slots, count);
    Object *iterator = unpack_iterate(vm, source);
    if (iterator == NULL) return false;
    bool done = unpack_iterator(vm, iterator, slots, count);
    object_drop(vm, iterator);
    return done;
}

static bool unpack_around(Vm *vm, Object *iterator, Slot *slots, int before, int after) {
    int total = before + 1 + after;
    for (int i = 0; i < before; i++) {
        Object *item = object_next(vm, iterator);
        if (item == NULL)
            return raised(vm) ? false : raise_false(vm, ERROR_UNPACK_TOO_FEW_STARRED,
                                                    before + after, (int64_t)i);
        slot_store(&slots[total - 1 - i], item);
    }
    List *rest = list_new_from_iterable(vm, iterator);
    if (rest == NULL) return false;
    slot_store(&slots[after], &rest->base);
    if (rest->count < after)
        return raise_false(vm, ERROR_UNPACK_TOO_FEW_STARRED, before + after,
                           before + rest->count);
    // The last ones leave the list, which keeps its room.
    for (int i = 0; i < after; i++) {
        Slot *last = &rest->items[--rest->count];
        slot_store(&slots[i], slot_detach(vm, &rest->base, last));
    }
    return true;
}

bool operate_unpack_starred(Vm *vm, Object *source, Slot *slots, int before, int after) {
    int total = before + 1 + after;
    for (int i = 0; i < total; i++) slot_store(&slots[i], NULL);
    Object *iterator = unpack_iterate(vm, source);
    if (iterator == NULL) return false;
    bool done = unpack_around(vm, iterator, slots, before, after);
    if (!done) operate_drop(vm, slots, total);
    object_drop(vm, iterator);
    return done;
}

// --- calls ---

void operate_free_operands(Vm *vm, Slot *slots, int64_t at, int64_t count) {
    for (int64_t i = 0; i < at; i++) slot_store(&slots[i], NULL);
    Object *dead = slots[at].object;
    slot_store(&slots[at], NULL);
    object_free(vm, dead);
    operate_drop(vm, slots + at + 1, count - at - 1);
}

// Completes the arguments in place with defaults, where that is all there is to do.
static bool fill_defaults(Vm *vm, const Function *function, const Code *code, Slot *arguments,
                          int64_t count) {
    (void)vm;
    const Tuple *defaults = (const Tuple *)function->defaults.object;
    if (defaults == NULL || code->keyword_only_count > 0 || count > code->argument_count ||
        (code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)))
        return false;
    int64_t first = code->argument_count - defaults->count;
    if (count < first) return false;
    for (int64_t i = count; i < code->argument_count; i++)
        slot_store(&arguments[i], object_share(defaults->items[i - first].object));
    for (int64_t i = code->argument_count; i < code->local_count; i++)
        slot_store(&arguments[i], NULL);
    return true;
}

// The same where what is too much goes into the tuple of *args. False: not done, or raised.
// All arguments must lie within the callee's locals: behind them are its temporaries, whose
// stale values the caller would take for arguments of its own.
static bool fill_rest(Vm *vm, const Code *code, Slot *arguments, int64_t count) {
    int64_t own = code->argument_count;
    if (count < own || count > code->local_count || code->keyword_only_count > 0 ||
        (code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) != CODE_VARARGS)
        return false;
    Tuple *rest = tuple_new_taking(vm, arguments + own, count - own);
    if (rest == NULL) return false;
    slot_store(&arguments[own], &rest->base);
    int64_t end = code->local_count > count ? code->local_count : count;
    for (int64_t i = own + 1; i < end; i++) slot_store(&arguments[i], NULL);
    return true;
}

// Lowers the code first, where register code may run.
static Frame *push_prepared(Vm *vm, Function *function, Slot *window) {
    const Runtime *runtime = runtime_of(vm);
    const Lowered *lowered = lower_code(vm, (Code *)function->code.object);
    if (lowered == NULL && raised(vm)) return NULL;
    if (runtime->mode == LOOP_STACK || runtime->is_traced) lowered = NULL;
    Frame *frame = frame_push(vm, &function->base, window);
    if (frame == NULL) return NULL;
    if (lowered != NULL) {
        frame->constants = lowered->constants_end;
        frame->next_op = lowered->ops;
    } else {
        frame->is_stack_code = true;
        frame->entry = FRAME_GOES_AT;
        frame->next_op = NULL;
    }
    return frame;
}

Frame *operate_push_filled(Vm *vm, Function *function, Slot *window) {
    Runtime *runtime = runtime_of(vm);
    const Lowered *lowered = operate_get_lowered(runtime, (const Code *)function->code.object);
    if (UNLIKELY(lowered == NULL)) return push_prepared(vm, function, window);
    Frame *frame = operate_push_lowered(vm, runtime, runtime->frame, &function->base, lowered,
                                        window);
    if (frame != NULL) object_share(&function->base);
    return frame;
}

static Frame *push_in_place(Vm *vm, Frame *frame, Function *function, Slot *arguments,
                            int64_t count, const Tuple *names) {
    const Code *code = (const Code *)function->code.object;
    Slot *end = arguments + code->local_count + code->stack_size;
    if (names != NULL || frame->owner != FRAME_ON_STACK || end > runtime_of(vm)->registers_end)
        return NULL;
    bool is_simple = count == code->argument_count && code->keyword_only_count == 0 &&
                     !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS));
    if (is_simple) {
        for (int64_t i = count; i < code->local_count; i++) slot_store(&arguments[i], NULL);
    } else if (!fill_rest(vm, code, arguments, count) &&
               (raised(vm) || !fill_defaults(vm, function, code, arguments, count))) {
        return NULL;
    }
    Frame *pushed = operate_push_filled(vm, function, arguments);
    if (pushed == NULL)   // what was added is not the caller's to drop
        operate_drop(vm, arguments + count, code->local_count - count);
    return pushed;
}

static Frame *push_bound(Vm *vm, Function *function, Slot *arguments, int64_t count,
                         Tuple *names) {
    const Code *code = (const Code *)function->code.object;
    Slot *window = frame_free_window(vm);
    if (window + code->local_count + code->stack_size > runtime_of(vm)->registers_end) {
        raise(vm, ERROR_RECURSION_DEPTH);
        return NULL;
    }
    Arguments all = {arguments, count - (names == NULL ? 0 : names->count), names};
    if (!call_bind(vm, function, window, &all)) return NULL;
    Frame *pushed = operate_push_filled(vm, function, window);
    if (pushed == NULL) operate_drop(vm, window, code->local_count);
    else operate_drop(vm, arguments, count);
    return pushed;
}

// Enters a Python function, whose reference is consumed: the frame holds it.
static Object *enter_function(Vm *vm, Object *callable, Slot *arguments, int64_t count,
                              Tuple *names, Frame **entered) {
    Function *function = (Function *)callable;
    Frame *pushed = push_in_place(vm, runtime_of(vm)->frame, function, arguments, count, names);
    if (pushed == NULL && !raised(vm)) pushed = push_bound(vm, function, arguments, count, names);
    object_drop(vm, callable);
    if (pushed == NULL) return NULL;
    if (pushed->is_stack_code) {
        pushed->return_mode = RETURN_TO_C;
        return loop_run(vm, pushed);
    }
    *entered = pushed;
    return NULL;
}

Frame *operate_push_method(Vm *vm, Frame *frame, Slot *callable_slot, int64_t count) {
    BoundMethod *method = (BoundMethod *)callable_slot->object;
    Object *function = method->function.object;
    if (function->kind != KIND_FUNCTION || frame->owner != FRAME_ON_STACK) return NULL;
    const Lowered *lowered = ((Code *)((Function *)function)->code.object)->lowered;
    if (lowered == NULL || lowered->simple_arguments != count + 1) return NULL;
    object_share(function);
    slot_store(callable_slot, object_share(method->self.object));
    object_drop(vm, &method->base);
    Frame *pushed = operate_push_simple(vm, runtime_of(vm), frame, function, lowered,
                                        callable_slot);
    if (pushed == NULL) object_drop(vm, function);
    return pushed;
}

Object *operate_call(Vm *vm, Slot *callable_slot, Slot *arguments, int64_t count, Tuple *names,
                     Frame **entered) {
    Object *callable = callable_slot->object;
    *entered = NULL;
    if (callable->kind == KIND_METHOD &&
        ((BoundMethod *)callable)->function.object->kind == KIND_FUNCTION) {
        // The method's place in the window becomes self, the first argument.
        Object *function = object_share(((BoundMethod *)callable)->function.object);
        slot_store(callable_slot, object_share(((BoundMethod *)callable)->self.object));
        object_drop(vm, callable);
        return enter_function(vm, function, callable_slot, count + 1, names, entered);
    }
    if (callable->kind == KIND_FUNCTION) {
        slot_store(callable_slot, NULL);
        return enter_function(vm, callable, arguments, count, names, entered);
    }
    Arguments all = {arguments, count - (names == NULL ? 0 : names->count), names};
    return object_call(vm, callable, &all);
}

// The class and its arguments stay in the caller's temporaries until __init__ ends, as on
// CPython's stack, so the callee gets references of its own, behind them.
bool operate_make_instance(Vm *vm, CallCache *cache, Frame *frame, Slot *callable_slot,
                           int64_t count, Frame **entered) {
    Type *type = (Type *)callable_slot->object;
    if (frame->owner != FRAME_ON_STACK) return false;
    uint32_t version = heap_of(vm)->kinds[type->kind].version;
    if (UNLIKELY(version != cache->version) && !cache_class(vm, cache, type)) return false;
    Function *init = (Function *)cache->init;
    Code *code = (Code *)init->code.object;
    if (code->lowered == NULL && lower_code(vm, code) == NULL) {
        raised_clear(vm);   // the call in general says why
        return false;
    }
    if (code->lowered->simple_arguments != count + 1) return false;
    Slot *arguments = callable_slot + 1, *locals = arguments + count;
    if (locals + code->local_count > runtime_of(vm)->registers_end) return false;
    Object *instance = instance_new(vm, type);
    if (instance == NULL) return false;
    Frame *pushed = operate_push_simple(vm, runtime_of(vm), frame, &init->base, code->lowered,
                                        locals);
    if (pushed == NULL) {
        object_drop(vm, instance);
        return false;
    }
    object_share(&init->base);
    slot_store(&locals[0], object_share(instance));
    for (int64_t i = 0; i < count; i++)
        slot_store(&locals[i + 1], object_share(arguments[i].object));
    slot_store(&pushed->instance, instance);
    pushed->return_mode = RETURN_INSTANCE;
    *entered = pushed;
    return true;
}

Object *operate_return_instance(Vm *vm, Frame *frame, Object *value) {
    Object *instance = frame->instance.object;
    slot_store(&frame->instance, NULL);
    frame_pop(vm, frame);
    if (value != vm->objects->none) {
        raise(vm, ERROR_INIT_RETURNS, value);
        object_drop(vm, instance);
        instance = NULL;
    }
    object_drop(vm, value);
    return instance;
}

Found operate_send(Vm *vm, Object *receiver, Object *value, Object **result) {
    if (object_is_generator(receiver))
        return generator_send(vm, (Generator *)receiver, value, result);
    if (receiver->kind == KIND_ASYNC_SEND)
        return async_send_step(vm, (AsyncAwaitable *)receiver, value, result);
    const Type *type = object_type(vm, receiver);
    if (value == vm->objects->none && type->behaviour.next != NULL) {
        *result = type->behaviour.next(vm, receiver);
    } else {
        *result = object_call_method(vm, receiver, vm->objects->names.send, 1, value);
    }
    if (*result != NULL) return FOUND;
    if (!raised(vm)) {
        *result = none_new(vm);
        return ABSENT;
    }
    if (!raised_is(vm, exception_type(vm, EXCEPTION_StopIteration))) return RAISED;
    *result = generator_take_stop(vm);
    return ABSENT;
}
