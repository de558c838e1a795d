// The module _operator: the operators as functions. Its types: operator_getters.c.

#include "modules/operator.h"

#include "modules/modules.h"
#include "objects/sequence.h"
#include "objects/view.h"

// --- operators ---

#define COMPARISON(name, comparison)                                              \
    static Object *operator_function_##name(Vm *vm, const Slot *arguments) {      \
        return object_compare(vm, arguments[0].object, arguments[1].object, comparison); \
    }

COMPARISON(lt, COMPARE_LESS)
COMPARISON(le, COMPARE_LESS_EQUAL)
COMPARISON(eq, COMPARE_EQUAL)
COMPARISON(ne, COMPARE_NOT_EQUAL)
COMPARISON(ge, COMPARE_GREATER_EQUAL)
COMPARISON(gt, COMPARE_GREATER)

#define UNARY(name, operation)                                                    \
    static Object *operator_function_##name(Vm *vm, const Slot *arguments) {      \
        return object_unary(vm, operation, arguments[0].object);                  \
    }

UNARY(abs, UNARY_ABSOLUTE)
UNARY(neg, UNARY_NEGATIVE)
UNARY(pos, UNARY_POSITIVE)
UNARY(inv, UNARY_INVERT)
UNARY(invert, UNARY_INVERT)
UNARY(index, UNARY_INDEX)

// Each operator twice: as it is, and in place.
#define BINARY(name, in_place_name, operation)                                             \
    static Object *operator_function_##name(Vm *vm, const Slot *arguments) {               \
        return object_binary(vm, operation, arguments[0].object, arguments[1].object);     \
    }                                                                                      \
    static Object *operator_function_##in_place_name(Vm *vm, const Slot *arguments) {      \
        return object_in_place(vm, operation, arguments[0].object, arguments[1].object);   \
    }

BINARY(add, iadd, BINARY_ADD)
BINARY(sub, isub, BINARY_SUBTRACT)
BINARY(mul, imul, BINARY_MULTIPLY)
BINARY(matmul, imatmul, BINARY_MATRIX_MULTIPLY)
BINARY(floordiv, ifloordiv, BINARY_FLOOR_DIVIDE)
BINARY(truediv, itruediv, BINARY_TRUE_DIVIDE)
BINARY(mod, imod, BINARY_REMAINDER)
BINARY(lshift, ilshift, BINARY_LEFT_SHIFT)
BINARY(rshift, irshift, BINARY_RIGHT_SHIFT)
BINARY(and_, iand, BINARY_AND)
BINARY(xor, ixor, BINARY_XOR)
BINARY(or_, ior, BINARY_OR)

static Object *operator_function_pow(Vm *vm, const Slot *arguments) {
    return object_power(vm, arguments[0].object, arguments[1].object, vm->objects->none);
}

static Object *operator_function_ipow(Vm *vm, const Slot *arguments) {
    return object_in_place(vm, BINARY_POWER, arguments[0].object, arguments[1].object);
}

static Object *answer(Vm *vm, Found found) {
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

static Object *operator_function_truth(Vm *vm, const Slot *arguments) {
    return answer(vm, object_truth(vm, arguments[0].object));
}

static Object *operator_function_not_(Vm *vm, const Slot *arguments) {
    Found truth = object_truth(vm, arguments[0].object);
    return truth == RAISED ? NULL : bool_new(vm, truth == ABSENT);
}

static Object *operator_function_is_(Vm *vm, const Slot *arguments) {
    return bool_new(vm, arguments[0].object == arguments[1].object);
}

static Object *operator_function_is_not(Vm *vm, const Slot *arguments) {
    return bool_new(vm, arguments[0].object != arguments[1].object);
}

// --- containers ---

// left + right where both are sequences.
static Object *concatenate(Vm *vm, Object *left, Object *right, bool is_in_place) {
    const Behaviour *behaviour = &object_type(vm, left)->behaviour;
    if (is_in_place && behaviour->concatenate_in_place != NULL)
        return behaviour->concatenate_in_place(vm, left, right);
    if (behaviour->concatenate != NULL) return behaviour->concatenate(vm, left, right);
    bool has_add = behaviour->binary[BINARY_ADD] != NULL ||
                   (is_in_place && behaviour->in_place[BINARY_ADD] != NULL) ||
                   object_type(vm, right)->behaviour.binary[BINARY_ADD] != NULL;
    if (!sequence_is(vm, left) || !sequence_is(vm, right) || !has_add)
        return raise(vm, ERROR_NOT_CONCATENABLE, left);
    Object *both = is_in_place ? object_in_place(vm, BINARY_ADD, left, right)
                               : object_binary(vm, BINARY_ADD, left, right);
    return both;
}

static Object *operator_function_concat(Vm *vm, const Slot *arguments) {
    return concatenate(vm, arguments[0].object, arguments[1].object, false);
}

static Object *operator_function_iconcat(Vm *vm, const Slot *arguments) {
    return concatenate(vm, arguments[0].object, arguments[1].object, true);
}

static Object *operator_function_contains(Vm *vm, const Slot *arguments) {
    return answer(vm, object_contains(vm, arguments[0].object, arguments[1].object));
}

// Walks the items of an iterable for those that are equal to the sought one: how many
// (stops false), or where the first is, -1: nowhere (stops true). False: raised.
static bool search(Vm *vm, const Slot *arguments, bool stops, int64_t *result) {
    Object *iterable = arguments[0].object, *sought = arguments[1].object, *item;
    Object *iterator = object_iterate(vm, iterable);
    if (iterator == NULL) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
            raise(vm, ERROR_CONTAINS_NOT_ITERABLE, iterable);
        return false;
    }
    int64_t count = 0, index = 0;
    while ((item = object_next(vm, iterator)) != NULL) {
        Found found = object_equal(vm, item, sought);
        object_drop(vm, item);
        if (found == RAISED) break;
        if (found == FOUND) count++;
        if (found == FOUND && stops) break;
        index++;
    }
    object_drop(vm, iterator);
    *result = !stops ? count : count == 0 ? -1 : index;
    return !raised(vm);
}

static Object *operator_function_countOf(Vm *vm, const Slot *arguments) {
    int64_t count;
    return search(vm, arguments, false, &count) ? int_new(vm, count) : NULL;
}

static Object *operator_function_indexOf(Vm *vm, const Slot *arguments) {
    int64_t index;
    if (!search(vm, arguments, true, &index)) return NULL;
    return index < 0 ? raise(vm, ERROR_SEQUENCE_INDEX_ABSENT) : int_new(vm, index);
}

static Object *operator_function_getitem(Vm *vm, const Slot *arguments) {
    return object_load_item(vm, arguments[0].object, arguments[1].object);
}

static Object *operator_function_setitem(Vm *vm, const Slot *arguments) {
    if (!object_set_item(vm, arguments[0].object, arguments[1].object, arguments[2].object))
        return NULL;
    return none_new(vm);
}

static Object *operator_function_delitem(Vm *vm, const Slot *arguments) {
    if (!object_remove_item(vm, arguments[0].object, arguments[1].object)) return NULL;
    return none_new(vm);
}

static Object *operator_function_length_hint(Vm *vm, const Slot *arguments) {
    int64_t otherwise = 0, length;
    if (arguments[1].object != NULL && !sequence_size(vm, arguments[1].object, &otherwise))
        return NULL;
    if (!object_length_hint(vm, arguments[0].object, otherwise, &length)) return NULL;
    return int_new(vm, length);
}

static Object *operator_function_call(Vm *vm, const Slot *arguments) {
    return object_call_tuple(vm, arguments[0].object, (Tuple *)arguments[1].object,
                             (Dict *)arguments[2].object);
}

// --- comparing secrets ---

// Takes as long for equal bytes as for others of the second length.
static bool is_equal_in_constant_time(const uint8_t *a, int64_t a_bytes, const uint8_t *b,
                                      int64_t b_bytes) {
    volatile const uint8_t *left = a_bytes == b_bytes ? a : b;
    volatile const uint8_t *right = b;
    volatile uint8_t difference = a_bytes == b_bytes ? 0 : 1;
    for (int64_t i = 0; i < b_bytes; i++) difference |= left[i] ^ right[i];
    return difference == 0;
}

Object *operator_function__compare_digest(Vm *vm, const Slot *arguments) {
    Object *a = arguments[0].object, *b = arguments[1].object;
    if (object_is_str(vm, a) && object_is_str(vm, b)) {
        const Str *left = (const Str *)a, *right = (const Str *)b;
        if (!left->is_ascii || !right->is_ascii) return raise(vm, ERROR_DIGEST_ASCII);
        return bool_new(vm, is_equal_in_constant_time(left->data, left->length, right->data,
                                                      right->length));
    }
    if (!object_has_view(vm, a) && !object_has_view(vm, b))
        return raise(vm, ERROR_DIGEST_TYPES, a, b);
    View left, right;
    if (!view_acquire(vm, a, &left, VIEW_READ)) return NULL;
    if (!view_acquire(vm, b, &right, VIEW_READ)) {
        view_release(vm, &left);
        return NULL;
    }
    Object *result = left.dimensions > 1 || right.dimensions > 1
                         ? raise(vm, ERROR_DIGEST_DIMENSIONS)
                         : bool_new(vm, is_equal_in_constant_time(left.data, left.bytes,
                                                                  right.data, right.bytes));
    view_release(vm, &left);
    view_release(vm, &right);
    return result;
}

// --- the module ---

#define ONE(name, doc) FUNCTION(operator, name, "(a, /)", doc)
#define TWO(name, doc) FUNCTION(operator, name, "(a, b, /)", doc)

static const Method functions[] = {
    ONE(truth, "True if a is true, else False."),
    TWO(contains, "b in a (note the order)."),
    TWO(indexOf, "The index of the first item of a that is equal to b."),
    TWO(countOf, "How many items of a are equal to b."),
    TWO(is_, "a is b."),
    TWO(is_not, "a is not b."),
    TWO(add, "a + b."),
    TWO(sub, "a - b."),
    TWO(mul, "a * b."),
    TWO(matmul, "a @ b."),
    TWO(floordiv, "a // b."),
    TWO(truediv, "a / b."),
    TWO(mod, "a % b."),
    ONE(neg, "-a."),
    ONE(pos, "+a."),
    ONE(abs, "The absolute value of a."),
    ONE(inv, "~a."),
    ONE(invert, "~a."),
    TWO(lshift, "a << b."),
    TWO(rshift, "a >> b."),
    ONE(not_, "not a."),
    TWO(and_, "a & b."),
    TWO(xor, "a ^ b."),
    TWO(or_, "a | b."),
    TWO(iadd, "a += b, giving a."),
    TWO(isub, "a -= b, giving a."),
    TWO(imul, "a *= b, giving a."),
    TWO(imatmul, "a @= b, giving a."),
    TWO(ifloordiv, "a //= b, giving a."),
    TWO(itruediv, "a /= b, giving a."),
    TWO(imod, "a %= b, giving a."),
    TWO(ilshift, "a <<= b, giving a."),
    TWO(irshift, "a >>= b, giving a."),
    TWO(iand, "a &= b, giving a."),
    TWO(ixor, "a ^= b, giving a."),
    TWO(ior, "a |= b, giving a."),
    TWO(concat, "a + b, for sequences."),
    TWO(iconcat, "a += b, for sequences, giving a."),
    TWO(getitem, "a[b]."),
    FUNCTION(operator, setitem, "(a, b, c, /)", "a[b] = c."),
    TWO(delitem, "del a[b]."),
    TWO(pow, "a ** b."),
    TWO(ipow, "a **= b, giving a."),
    TWO(eq, "a == b."),
    TWO(ne, "a != b."),
    TWO(lt, "a < b."),
    TWO(le, "a <= b."),
    TWO(gt, "a > b."),
    TWO(ge, "a >= b."),
    FUNCTION(operator, length_hint, "(obj, default=0, /)",
             "How many items an object may have, or default when it can't tell."),
    FUNCTION(operator, call, "(obj, /, *args, **kwargs)", "obj(*args, **kwargs)."),
    ONE(index, "a as an int, when it may stand for an index."),
    TWO(_compare_digest, "a == b, in a time that tells nothing of where they differ."),
    {0},
};

bool operator_module_start(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_add_type(vm, module, &operator_itemgetter_definition) != NULL &&
           module_add_type(vm, module, &operator_attrgetter_definition) != NULL &&
           module_add_type(vm, module, &operator_methodcaller_definition) != NULL &&
           module_set_doc(vm, module, "The operators of the language as functions.");
}
