// Steps of operators, subscripts and attributes.

#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/operate.h"
#include "runtime/regops.h"
#include "runtime/steps.h"

// Replaces the `inputs` topmost, dropped first to last, by one result; NULL: raised.
static bool replace(Vm *vm, Slot *top, int inputs, Object *result) {
    if (result == NULL) return false;
    operate_drop(vm, top - inputs, inputs);
    slot_store(&top[-inputs], result);
    return true;
}

static bool discard(Vm *vm, Slot *top, int inputs) {
    operate_drop(vm, top - inputs, inputs);
    return true;
}

static Str *name_of(const Frame *frame, int index) {
    return (Str *)((const Tuple *)frame->code->names.object)->items[index].object;
}

#define UNUSED (void)vm, (void)frame, (void)top, (void)argument

bool step_UNARY_POSITIVE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return replace(vm, top, 1, object_unary(vm, UNARY_POSITIVE, top[-1].object));
}

bool step_UNARY_NEGATIVE(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return replace(vm, top, 1, object_unary(vm, UNARY_NEGATIVE, top[-1].object));
}

bool step_UNARY_INVERT(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return replace(vm, top, 1, object_unary(vm, UNARY_INVERT, top[-1].object));
}

bool step_UNARY_NOT(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Found truth = object_truth(vm, top[-1].object);
    if (truth == RAISED) return false;
    return replace(vm, top, 1, bool_new(vm, truth == ABSENT));
}

bool step_BINARY_OP(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *left = top[-2].object, *right = top[-1].object;
    return replace(vm, top, 2, operate_binary(vm, REG_ADD + argument, left, right));
}

bool step_COMPARE_OP(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Object *left = top[-2].object, *right = top[-1].object;
    return replace(vm, top, 2, object_compare(vm, left, right, (Comparison)argument));
}

bool step_IS_OP(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return replace(vm, top, 2, bool_new(vm, (top[-2].object == top[-1].object) != argument));
}

bool step_CONTAINS_OP(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Found found = object_contains(vm, top[-1].object, top[-2].object);
    if (found == RAISED) return false;
    return replace(vm, top, 2, bool_new(vm, (found == FOUND) != argument));
}

bool step_BINARY_SUBSCR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return replace(vm, top, 2, object_load_item(vm, top[-2].object, top[-1].object));
}

bool step_STORE_SUBSCR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return object_set_item(vm, top[-2].object, top[-1].object, top[-3].object) &&
           discard(vm, top, 3);
}

bool step_DELETE_SUBSCR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return object_remove_item(vm, top[-2].object, top[-1].object) && discard(vm, top, 2);
}

bool step_LOAD_ATTR(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    Str *name = name_of(frame, argument);
    return replace(vm, top, 1, object_load_attribute(vm, top[-1].object, name));
}

bool step_STORE_ATTR(Vm *vm, Frame *frame, Slot *top, int argument) {
    Str *name = name_of(frame, argument);
    return object_set_attribute(vm, top[-1].object, name, top[-2].object) && discard(vm, top, 2);
}

bool step_DELETE_ATTR(Vm *vm, Frame *frame, Slot *top, int argument) {
    Str *name = name_of(frame, argument);
    return object_remove_attribute(vm, top[-1].object, name) && discard(vm, top, 1);
}

bool step_LOAD_METHOD(Vm *vm, Frame *frame, Slot *top, int argument) {
    Object *object = top[-1].object, *method;
    bool is_bound;
    Found found = object_find_method(vm, object, name_of(frame, argument), &method, &is_bound);
    if (found != FOUND) return false;
    if (is_bound) {
        slot_store(&top[-1], NULL);
        slot_store(&top[0], method);
        object_drop(vm, object);
    } else {
        slot_store(&top[-1], method);
        slot_store(&top[0], object);
    }
    return true;
}

bool step_GET_LEN(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    int64_t length;
    if (!object_length(vm, top[-1].object, &length)) return false;
    Object *result = int_new(vm, length);
    if (result == NULL) return false;
    slot_store(&top[0], result);
    return true;
}

bool step_GET_ITER(Vm *vm, Frame *frame, Slot *top, int argument) {
    UNUSED;
    return replace(vm, top, 1, object_iterate(vm, top[-1].object));
}
