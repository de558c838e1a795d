#include "objects/unpack.h"

#include <limits.h>
#include <stdarg.h>

#include "objects/float.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"

typedef struct Unpacking {
    Vm *vm;
    const char *function;   // borrows; NULL: not named
    const char *at;
    va_list list;
} Unpacking;

// How many letters the pattern has, and how many of them before |.
static void count_letters(const char *pattern, int64_t *least, int64_t *most) {
    *least = -1;
    *most = 0;
    for (; *pattern != 0; pattern++) {
        if (*pattern == '|') *least = *most;
        else (*most)++;
    }
    if (*least < 0) *least = *most;
}

static bool check_count(const Unpacking *unpacking, int64_t count) {
    int64_t least, most;
    count_letters(unpacking->at, &least, &most);
    if (count >= least && count <= most) return true;
    int64_t limit = count < least ? least : most;
    const char *how = least == most ? "exactly" : count < least ? "at least" : "at most";
    const char *plural = limit == 1 ? "" : "s";
    if (unpacking->function == NULL)
        return raise_false(unpacking->vm, ERROR_FUNCTION_TAKES, how, limit, plural, count);
    return raise_false(unpacking->vm, ERROR_TAKES_ARGUMENTS, unpacking->function, how, limit, "",
                       plural, count);
}

static bool refuse(const Unpacking *unpacking, int index, const char *expected, Object *value) {
    Vm *vm = unpacking->vm;
    const char *found = value == vm->objects->none ? "None" : object_type_name(vm, value);
    if (unpacking->function == NULL)
        return raise_false(vm, ERROR_ARGUMENT_NAMELESS, index, expected, found);
    return raise_false(vm, ERROR_ARGUMENT_NUMBER_TYPE, unpacking->function, index, expected,
                       found);
}

bool unpack_int(Vm *vm, Object *object, int *value) {
    Object *number = object_unary(vm, UNARY_INDEX, object);
    if (number == NULL) return false;
    int64_t wide;
    Found found = int_find_value(vm, number, &wide);
    object_drop(vm, number);
    if (found == RAISED) return false;
    if (found == ABSENT) return raise_false(vm, ERROR_INT_TO_C_LONG);
    if (wide > INT_MAX) return raise_false(vm, ERROR_INT_OVER_MAXIMUM);
    if (wide < INT_MIN) return raise_false(vm, ERROR_INT_UNDER_MINIMUM);
    *value = (int)wide;
    return true;
}

static bool unpack_one(Unpacking *unpacking, int index, char letter, Object *value) {
    Vm *vm = unpacking->vm;
    Type *type = letter == 'y' ? va_arg(unpacking->list, Type *) : NULL;
    void *variable = va_arg(unpacking->list, void *);
    if (value == NULL) return true;
    switch (letter) {
    case 'l':
        if (!object_is_list(vm, value)) return refuse(unpacking, index, "list", value);
        break;
    case 't':
        if (!object_is_tuple(vm, value)) return refuse(unpacking, index, "tuple", value);
        break;
    case 's':
        if (!object_is_str(vm, value)) return refuse(unpacking, index, "str", value);
        break;
    case 'y':
        if (!object_has_type(vm, value, type))
            return refuse(unpacking, index, type_name(type), value);
        break;
    case 'n': return sequence_size(vm, value, variable);
    case 'i': return unpack_int(vm, value, variable);
    case 'd': return float_from_object(vm, value, variable);
    case 'p': {
        Found truth = object_truth(vm, value);
        *(bool *)variable = truth == FOUND;
        return truth != RAISED;
    }
    default: CHECK(letter == 'o');
    }
    Object **result = variable;
    *result = value;
    return true;
}

static bool unpack_all(Unpacking *unpacking, const Slot *values, int64_t count) {
    if (!check_count(unpacking, count)) return false;
    for (int64_t i = 0; *unpacking->at != 0; unpacking->at++) {
        if (*unpacking->at == '|') continue;
        Object *value = i < count ? values[i].object : NULL;
        if (!unpack_one(unpacking, (int)++i, *unpacking->at, value)) return false;
    }
    return true;
}

bool unpack_values(Vm *vm, const char *function, const Slot *values, int64_t count,
                   const char *pattern, ...) {
    Unpacking unpacking = {.vm = vm, .function = function, .at = pattern};
    va_start(unpacking.list, pattern);
    bool is_done = unpack_all(&unpacking, values, count);
    va_end(unpacking.list);
    return is_done;
}

bool unpack_state(Vm *vm, Object *state, const char *pattern, ...) {
    if (!object_is_tuple(vm, state)) return raise_false(vm, ERROR_STATE_NOT_TUPLE);
    Unpacking unpacking = {.vm = vm, .at = pattern};
    const Tuple *tuple = (const Tuple *)state;
    va_start(unpacking.list, pattern);
    bool is_done = unpack_all(&unpacking, tuple->items, tuple->count);
    va_end(unpacking.list);
    return is_done;
}
