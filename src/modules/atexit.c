// The module atexit. What was registered is a list of tuples (function, arguments, keywords);
// None stands for what is gone.

#include "modules/atexit.h"

#include "objects/dict.h"
#include "objects/list.h"
#include "objects/tuple.h"

#define ATEXIT(name) static Object *atexit_function_##name(Vm *vm, const Slot *arguments)

typedef struct AtexitState {
    Slot calls;   // List of tuples; empty until the first
} AtexitState;

static void atexit_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((AtexitState *)state)->calls, context);
}

static void atexit_done(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((AtexitState *)state)->calls);
}

static const StateDefinition atexit_state = {sizeof(AtexitState), atexit_visit, atexit_done};

static List *find_calls(Vm *vm) {
    const AtexitState *state = state_find(vm, &atexit_state);
    return state == NULL ? NULL : (List *)state->calls.object;
}

static void empty(Vm *vm) {
    AtexitState *state = state_find(vm, &atexit_state);
    if (state != NULL) slot_clear(vm, NULL, &state->calls);
}

void atexit_call(Vm *vm) {
    List *calls = find_calls(vm);
    if (calls == NULL) return;
    // What is registered now comes too late.
    for (int64_t i = calls->count; i-- > 0;) {
        if (i >= calls->count || calls->items[i].object->kind != KIND_TUPLE) continue;
        Tuple *call = (Tuple *)object_share(calls->items[i].object);
        slot_set(vm, &calls->base, &calls->items[i], vm->objects->none);
        Object *function = call->items[0].object;
        Object *result = object_call_tuple(vm, function, (Tuple *)call->items[1].object,
                                           (Dict *)call->items[2].object);
        if (result == NULL) raised_report_unraisable(vm, "in atexit callback", function);
        object_drop_or_null(vm, result);
        object_drop(vm, &call->base);
    }
    empty(vm);
}

ATEXIT(register) {
    AtexitState *state = state_load(vm, &atexit_state);
    const Tuple *given = (const Tuple *)arguments[0].object;
    if (state == NULL) return NULL;
    if (given->count == 0) return raise(vm, ERROR_ATEXIT_NO_FUNCTION);
    Object *function = given->items[0].object;
    if (object_type(vm, function)->behaviour.call == NULL)
        return raise(vm, ERROR_ATEXIT_NOT_CALLABLE);
    if (state->calls.object == NULL) {
        List *calls = list_new(vm, 0);
        if (calls == NULL) return NULL;
        slot_fill(vm, NULL, &state->calls, &calls->base);
    }
    Tuple *rest = tuple_new_from(vm, given->items + 1, given->count - 1), *call = NULL;
    Object *keywords = arguments[1].object;
    Dict *copy = keywords == NULL ? dict_new(vm) : dict_copy(vm, (Dict *)keywords);
    if (rest != NULL && copy != NULL) call = tuple_pack(vm, 3, function, rest, copy);
    object_drop_or_null(vm, (Object *)rest);
    object_drop_or_null(vm, (Object *)copy);
    if (call == NULL || !list_take_add(vm, (List *)state->calls.object, (Object *)call))
        return NULL;
    return object_share(function);
}

ATEXIT(unregister) {
    List *calls = find_calls(vm);
    // A comparison may run code that registers or removes others.
    for (int64_t i = 0; calls != NULL && i < calls->count; i++) {
        Object *call = calls->items[i].object;
        if (call->kind != KIND_TUPLE) continue;
        object_share(call);
        Found same = object_equal(vm, ((Tuple *)call)->items[0].object, arguments[0].object);
        if (same == FOUND && i < calls->count)
            slot_set(vm, &calls->base, &calls->items[i], vm->objects->none);
        object_drop(vm, call);
        if (same == RAISED) return NULL;
    }
    return none_new(vm);
}

ATEXIT(_clear) {
    (void)arguments;
    empty(vm);
    return none_new(vm);
}

ATEXIT(_ncallbacks) {
    const List *calls = find_calls(vm);
    (void)arguments;
    return int_new(vm, calls == NULL ? 0 : calls->count);
}

ATEXIT(_run_exitfuncs) {
    (void)arguments;
    atexit_call(vm);
    return none_new(vm);
}

static const Method functions[] = {
    {"register", atexit_function_register, "(*args, **kwargs)",
     "Have a function called at the program's end, with these arguments; gives the function.",
     METHOD_HIDES_SIGNATURE},
    {"_clear", atexit_function__clear, "()", "Forget all functions.", METHOD_HIDES_SIGNATURE},
    {"unregister", atexit_function_unregister, "(func, /)", "Forget a function, each time that "
     "it was registered.", METHOD_HIDES_SIGNATURE},
    {"_run_exitfuncs", atexit_function__run_exitfuncs, "()", "Call all functions now.",
     METHOD_HIDES_SIGNATURE},
    {"_ncallbacks", atexit_function__ncallbacks, "()", "How many functions there are.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

bool atexit_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "Functions that are called when the program ends.") &&
           module_add_functions(vm, module, functions);
}
