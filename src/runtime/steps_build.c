// Steps that build containers, strings, slices and functions, or take them apart.

#include "compile/opcodes.h"
#include "objects/cell.h"
#include "objects/list.h"
#include "objects/set.h"
#include "objects/slice.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/operate.h"
#include "runtime/steps.h"

#define UNUSED (void)vm, (void)frame, (void)top, (void)argument

static bool finish(Vm *vm, Slot *top, int inputs, Object *result) {
    if (result == NULL) return false;
    operate_drop(vm, top - inputs, inputs);
    slot_store(&top[-inputs], result);
    return true;
}

bool step_BUILD_TUPLE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Tuple *tuple = tuple_new(vm, argument);
    if (tuple == NULL) return false;
    Slot *items = top - argument;
    for (int i = 0; i < argument; i++) {
        slot_fill(vm, (Object *)tuple, &tuple->items[i], items[i].object);
        slot_store(&items[i], NULL);
    }
    tuple_finish(vm, tuple);
    slot_store(items, (Object *)tuple);
    return true;
}

bool step_BUILD_LIST(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return finish(vm, top, argument, (Object *)list_new_from(vm, top - argument, argument));
}

bool step_BUILD_SET(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Set *set = set_new(vm);
    if (set == NULL) return false;
    for (int i = argument; i > 0; i--) {
        if (!set_add(vm, set, top[-i].object)) {
            object_drop(vm, (Object *)set);
            return false;
        }
    }
    return finish(vm, top, argument, (Object *)set);
}

bool step_BUILD_MAP(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Dict *dict = dict_new_sized(vm, argument);
    if (dict == NULL) return false;
    Slot *items = top - argument * 2;
    for (int i = 0; i < argument; i++) {
        if (!dict_set(vm, dict, items[i * 2].object, items[i * 2 + 1].object)) {
            object_drop(vm, (Object *)dict);
            return false;
        }
    }
    return finish(vm, top, argument * 2, (Object *)dict);
}

bool step_BUILD_CONST_KEY_MAP(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    const Tuple *keys = (const Tuple *)top[-1].object;
    Dict *dict = dict_new_sized(vm, argument);
    if (dict == NULL) return false;
    for (int i = 0; i < argument; i++) {
        if (!dict_set(vm, dict, keys->items[i].object, top[i - argument - 1].object)) {
            object_drop(vm, (Object *)dict);
            return false;
        }
    }
    return finish(vm, top, argument + 1, (Object *)dict);
}

bool step_BUILD_STRING(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return finish(vm, top, argument, str_join_slots(vm, top - argument, argument));
}

bool step_BUILD_SLICE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *step = argument == 3 ? top[-1].object : NULL;
    Object *slice = slice_new(vm, top[-argument].object, top[1 - argument].object, step);
    return finish(vm, top, argument, slice);
}

bool step_FORMAT_VALUE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    bool has_specification = argument & 4;
    Object *specification = has_specification ? top[-1].object : NULL;
    Object *value = has_specification ? top[-2].object : top[-1].object, *converted;
    switch (argument & 3) {
    case 1: converted = object_str(vm, value); break;
    case 2: converted = object_repr(vm, value); break;
    case 3: converted = object_ascii(vm, value); break;
    default: converted = value; break;
    }
    if (converted == NULL) return false;
    bool is_own = (argument & 3) != 0, is_done = converted->kind == KIND_STR && !has_specification;
    Object *result = is_done ? object_share(converted)
                             : object_format(vm, converted, specification);
    if (is_own) object_drop(vm, converted);
    return finish(vm, top, has_specification ? 2 : 1, result);
}

bool step_LIST_TO_TUPLE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return finish(vm, top, 1, (Object *)list_to_tuple(vm, (List *)top[-1].object));
}

// The steps that add the top to a container `argument` below it.
static bool drop_added(Vm *vm, Slot *top, int count, bool done) {
    if (!done) return false;
    operate_drop(vm, top - count, count);
    return true;
}

bool step_LIST_APPEND(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return drop_added(vm, top, 1, list_add(vm, (List *)top[-1 - argument].object, top[-1].object));
}

bool step_LIST_EXTEND(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *source = top[-1].object;
    bool done = list_extend(vm, (List *)top[-1 - argument].object, source);
    if (!done && raised_is(vm, exception_type(vm, EXCEPTION_TypeError)) &&
        object_type(vm, source)->behaviour.iterate == NULL &&
        object_type(vm, source)->behaviour.load_index == NULL) {
        raised_clear(vm);
        raise(vm, ERROR_VALUE_AFTER_STAR, source);
    }
    return drop_added(vm, top, 1, done);
}

bool step_SET_ADD(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return drop_added(vm, top, 1, set_add(vm, (Set *)top[-1 - argument].object, top[-1].object));
}

bool step_SET_UPDATE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    bool done = set_update(vm, (Set *)top[-1 - argument].object, top[-1].object);
    return drop_added(vm, top, 1, done);
}

bool step_MAP_ADD(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Dict *dict = (Dict *)top[-2 - argument].object;
    return drop_added(vm, top, 2, dict_set(vm, dict, top[-2].object, top[-1].object));
}

bool step_DICT_UPDATE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *source = top[-1].object;
    bool done = dict_merge(vm, (Dict *)top[-1 - argument].object, source, DICT_REPLACE);
    if (!done && raised_is(vm, exception_type(vm, EXCEPTION_AttributeError))) {
        raised_clear(vm);
        raise(vm, ERROR_NOT_A_MAPPING, source);
    }
    return drop_added(vm, top, 1, done);
}

Object *steps_name_callee(Vm *vm, Object *callee) {
    Object *qualname, *module = NULL, *text = NULL;
    Found found = object_find_attribute(vm, callee, vm->objects->names.dunder_qualname, &qualname);
    if (found == RAISED) return NULL;
    if (found == ABSENT) return object_str(vm, callee);
    found = object_find_attribute(vm, callee, vm->objects->names.dunder_module, &module);
    bool has_module = found == FOUND && module != vm->objects->none;
    if (has_module) {
        Found equal = object_equal(vm, module, (Object *)vm->objects->names.builtins);
        has_module = equal == ABSENT;
        if (equal == RAISED) found = RAISED;
    }
    if (found != RAISED)
        text = has_module ? str_new_format(vm, "%S.%S()", module, qualname)
                          : str_new_format(vm, "%S()", qualname);
    object_drop_or_null(vm, module);
    object_drop(vm, qualname);
    return text;
}

static bool explain_bad_merge(Vm *vm, Object *callee, Object *source) {
    bool is_no_mapping = raised_is(vm, exception_type(vm, EXCEPTION_AttributeError));
    if (!is_no_mapping && !raised_is(vm, exception_type(vm, EXCEPTION_KeyError))) return false;
    Exception *error = (Exception *)vm->objects->raised.object;
    const Tuple *args = (const Tuple *)error->args.object;
    if (!is_no_mapping && (args == NULL || args->count != 1)) return false;
    Object *key = is_no_mapping ? NULL : object_share(args->items[0].object);
    raised_clear(vm);
    Object *name = steps_name_callee(vm, callee);
    if (name != NULL) {
        if (is_no_mapping) raise(vm, ERROR_ARGUMENT_AFTER_STARS, name, source);
        else raise(vm, ERROR_MULTIPLE_VALUES_FOR, name, key);
        object_drop(vm, name);
    }
    object_drop_or_null(vm, key);
    return false;
}

bool step_DICT_MERGE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *source = top[-1].object;
    if (dict_merge(vm, (Dict *)top[-1 - argument].object, source, DICT_REFUSE))
        return drop_added(vm, top, 1, true);
    return explain_bad_merge(vm, top[-3 - argument].object, source);
}

bool step_UNPACK_SEQUENCE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *source = top[-1].object;
    slot_store(&top[-1], NULL);
    bool done = operate_unpack(vm, source, top - 1, argument);
    object_drop(vm, source);
    return done;
}

bool step_UNPACK_EX(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *source = top[-1].object;
    slot_store(&top[-1], NULL);
    bool done = operate_unpack_starred(vm, source, top - 1, argument & 0xff, argument >> 8);
    object_drop(vm, source);
    return done;
}

bool step_MAKE_FUNCTION(Vm *vm, Frame *frame, Slot *top, int argument) {
    Function *function = function_new(vm, (Code *)top[-1].object, frame->globals);
    if (function == NULL) return false;
    Slot *next = top - 1;
    Object *code = next->object;
    slot_store(next, NULL);
    object_drop(vm, code);
    Slot *const parts[] = {&function->closure, &function->annotations,
                           &function->keyword_defaults, &function->defaults};
    for (int i = 0; i < 4; i++) {
        if (!(argument & (8 >> i))) continue;
        next--;
        slot_fill(vm, &function->base, parts[i], next->object);
        slot_store(next, NULL);
    }
    slot_store(next, &function->base);
    return true;
}

bool step_PRINT_EXPR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *hook;
    Found found = runtime_find_sys(vm, "displayhook", &hook);
    if (found == RAISED) return false;
    if (found == ABSENT) return raise_false(vm, ERROR_LOST_DISPLAYHOOK);
    Object *shown = object_call_with(vm, hook, 1, top[-1].object);
    object_drop(vm, hook);
    if (shown == NULL) return false;
    object_drop(vm, shown);
    operate_drop(vm, top - 1, 1);
    return true;
}

bool step_MAKE_CELL(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Slot *slot = &frame->window[argument];
    Object *value = slot->object, *cell = cell_new(vm, value);
    if (cell == NULL) return false;
    slot_store(slot, cell);
    object_drop_or_null(vm, value);
    return true;
}

bool step_COPY_FREE_VARS(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    const Function *function = (const Function *)frame->function.object;
    const Tuple *closure = (const Tuple *)function->closure.object;
    Slot *first = &frame->window[frame->code->local_count - argument];
    for (int i = 0; i < argument; i++)
        slot_store(&first[i], object_share(closure->items[i].object));
    return true;
}
