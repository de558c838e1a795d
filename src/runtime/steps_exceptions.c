// Steps of raising, catching, `with`, and calls with unpacked arguments.

#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/operate.h"
#include "runtime/steps.h"
#include "runtime/trace.h"

#define UNUSED (void)vm, (void)frame, (void)top, (void)argument

bool step_PUSH_EXC_INFO(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Slot *handled = &runtime_of(vm)->handled->exception;
    Object *exception = top[-1].object, *previous = handled->object;
    slot_store(&top[-1], previous != NULL ? previous : none_new(vm));
    slot_store(&top[0], exception);
    slot_store(handled, object_share(exception));
    return true;
}

bool step_POP_EXCEPT(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Slot *handled = &runtime_of(vm)->handled->exception;
    Object *ended = handled->object, *previous = top[-1].object;
    slot_store(&top[-1], NULL);
    if (previous == vm->objects->none) {
        object_drop(vm, previous);
        previous = NULL;
    }
    slot_store(handled, previous);
    object_drop_or_null(vm, ended);
    return true;
}

static bool is_exception_class(Vm *vm, const Object *object) {
    return object_is_flagged(vm, object, TYPE_IS_TYPE) &&
           (((const Type *)object)->flags & TYPE_IS_EXCEPTION);
}

static bool check_catchable(Vm *vm, Object *classes) {
    if (object_is_tuple(vm, classes)) {
        const Tuple *tuple = (const Tuple *)classes;
        for (int64_t i = 0; i < tuple->count; i++)
            if (!is_exception_class(vm, tuple->items[i].object))
                return raise_false(vm, ERROR_CATCHING_NO_EXCEPTION);
        return true;
    }
    return is_exception_class(vm, classes) || raise_false(vm, ERROR_CATCHING_NO_EXCEPTION);
}

bool step_CHECK_EXC_MATCH(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *classes = top[-1].object;
    if (!check_catchable(vm, classes)) return false;
    Found found = exception_matches(vm, top[-2].object, classes);
    if (found == RAISED) return false;
    slot_store(&top[-1], bool_new(vm, found == FOUND));
    object_drop(vm, classes);
    return true;
}

// --- raise ---

static Object *make_exception(Vm *vm, Object *object, ErrorId otherwise) {
    if (is_exception_class(vm, object)) {
        Object *made = object_call_with(vm, object, 0);
        if (made != NULL && !object_is_exception(vm, made)) {
            raise(vm, ERROR_EXCEPTION_CALL_GAVE, object, object_type(vm, made));
            object_drop(vm, made);
            return NULL;
        }
        return made;
    }
    if (object_is_exception(vm, object)) return object_share(object);
    return raise(vm, otherwise);
}

static bool set_cause(Vm *vm, Object *exception, Object *cause) {
    Object *made = NULL;
    if (cause != vm->objects->none) {
        made = make_exception(vm, cause, ERROR_CAUSE_NO_EXCEPTION);
        if (made == NULL) return false;
    }
    slot_take(vm, exception, &((Exception *)exception)->cause, made);
    ((Exception *)exception)->suppress_context = true;
    return true;
}

static bool raise_again(Vm *vm, Frame *frame) {
    Object *handled = runtime_get_handled(vm);
    if (handled == NULL) return raise_false(vm, ERROR_NO_ACTIVE_EXCEPTION);
    frame->reraised_at = -1;
    raised_restore(vm, object_share(handled));
    return false;
}

bool step_RAISE_VARARGS(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    if (argument == 0) return raise_again(vm, frame);
    Object *exception = make_exception(vm, top[-argument].object, ERROR_RAISING_NO_EXCEPTION);
    if (exception == NULL) return false;
    if (argument == 2 && !set_cause(vm, exception, top[-1].object)) {
        object_drop(vm, exception);
        return false;
    }
    raise_exception(vm, exception);
    object_drop(vm, exception);
    return false;
}

bool step_RERAISE(Vm *vm, Frame *frame, Slot *top, int argument) {
    Object *exception = top[-1].object, *lasti = argument > 0 ? top[-1 - argument].object : NULL;
    bool is_known = lasti != NULL && lasti->kind == KIND_INT;
    frame->reraised_at = is_known ? (int32_t)int_get_value(lasti) * 2 : -1;
    slot_store(&top[-1], NULL);
    raised_restore(vm, exception);
    return false;
}

bool step_LOAD_ASSERTION_ERROR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    slot_store(top, object_share((Object *)exception_type(vm, EXCEPTION_AssertionError)));
    return true;
}

// --- exception groups ---

bool step_CHECK_EG_MATCH(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *exception = top[-2].object, *classes = top[-1].object, *match, *rest;
    if (!exception_group_match(vm, exception, classes, &match, &rest)) return false;
    if (match != NULL) {   // it is handled from here on
        Slot *handled = &runtime_of(vm)->handled->exception;
        Object *previous = handled->object;
        slot_store(handled, object_share(match));
        object_drop_or_null(vm, previous);
    }
    slot_store(&top[-2], rest != NULL ? rest : none_new(vm));
    slot_store(&top[-1], match != NULL ? match : none_new(vm));
    object_drop(vm, exception);
    object_drop(vm, classes);
    return true;
}

bool step_PREP_RERAISE_STAR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *result = exception_group_rejoin(vm, top[-2].object, top[-1].object);
    if (result == NULL) return false;
    operate_drop(vm, top - 2, 2);
    slot_store(&top[-2], result);
    return true;
}

// --- with ---

static bool find_manager(Vm *vm, Object *manager, Str *name, Object **method) {
    Found found = object_find_special(vm, manager, name, method);
    if (found == ABSENT) {
        bool is_exit = name == vm->objects->names.dunder_exit ||
                       name == vm->objects->names.dunder_aexit;
        bool is_async = name == vm->objects->names.dunder_aexit ||
                        name == vm->objects->names.dunder_aenter;
        return raise_false(vm, is_async ? (is_exit ? ERROR_NO_AEXIT : ERROR_NO_AENTER)
                                        : (is_exit ? ERROR_NO_EXIT : ERROR_NO_ENTER), manager);
    }
    return found == FOUND;
}

// Replaces the manager by its exit method and pushes what enter() gives.
static bool enter_manager(Vm *vm, Slot *top, Str *enter_name, Str *exit_name) {
    Object *manager = top[-1].object, *enter, *exit;
    if (!find_manager(vm, manager, enter_name, &enter)) return false;
    if (!find_manager(vm, manager, exit_name, &exit)) {
        object_drop(vm, enter);
        return false;
    }
    slot_store(&top[-1], exit);
    object_drop(vm, manager);
    Object *value = object_call_with(vm, enter, 0);
    object_drop(vm, enter);
    if (value == NULL) return false;
    slot_store(&top[0], value);
    return true;
}

bool step_BEFORE_WITH(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    const Names *names = &vm->objects->names;
    return enter_manager(vm, top, names->dunder_enter, names->dunder_exit);
}

bool step_BEFORE_ASYNC_WITH(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    const Names *names = &vm->objects->names;
    return enter_manager(vm, top, names->dunder_aenter, names->dunder_aexit);
}

bool step_WITH_EXCEPT_START(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Exception *exception = (Exception *)top[-1].object;
    Object *type = (Object *)object_type(vm, &exception->base);
    Object *traceback = exception->traceback.object;
    if (traceback == NULL) traceback = vm->objects->none;
    Object *result = object_call_with(vm, top[-4].object, 3, type, (Object *)exception, traceback);
    if (result == NULL) return false;
    slot_store(&top[0], result);
    return true;
}

// --- f(*args, **kwargs) ---

// Makes the operand a tuple; NULL: raised.
static Tuple *positional_tuple(Vm *vm, Object *callee, Slot *operand) {
    Object *given = operand->object;
    if (given->kind == KIND_TUPLE) return (Tuple *)given;
    Tuple *tuple = tuple_new_from_iterable(vm, given);
    if (tuple == NULL && raised_is(vm, exception_type(vm, EXCEPTION_TypeError)) &&
        object_type(vm, given)->behaviour.iterate == NULL) {
        raised_clear(vm);
        Object *name = steps_name_callee(vm, callee);
        if (name != NULL) raise(vm, ERROR_ARGUMENT_AFTER_STAR, name, given);
        object_drop_or_null(vm, name);
    }
    if (tuple == NULL) return NULL;
    slot_store(operand, &tuple->base);
    object_drop(vm, given);
    return tuple;
}

bool step_CALL_FUNCTION_EX(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    bool has_keywords = argument & 1;
    Slot *base = top - 3 - (has_keywords ? 1 : 0);
    Object *callee = base[1].object;
    Dict *keywords = has_keywords ? (Dict *)top[-1].object : NULL;
    Tuple *positional = positional_tuple(vm, callee, &base[2]);
    if (positional == NULL) return false;
    Object *result = NULL, *shown;
    if (trace_native_begin(vm, frame, callee, positional->items, positional->count, &shown)) {
        result = object_call_tuple(vm, callee, positional, keywords);
        result = trace_native_end(vm, frame, shown, result);
    }
    if (result == NULL) return false;
    operate_drop(vm, base, top - base);
    slot_store(base, result);
    return true;
}
