// weakref.proxy: a weak reference that stands for its object in every operation.
//
// Each operation takes the object out of the proxies among its operands, keeps it
// alive meanwhile, and does the operation on it.

#include "objects/str.h"
#include "objects/weakref.h"

static bool is_proxy(const Object *object) {
    return object->kind == KIND_WEAK_PROXY || object->kind == KIND_WEAK_CALLABLE_PROXY;
}

// What an operand stands for: a new reference; NULL with ReferenceError raised.
static Object *operand_new(Vm *vm, Object *object) {
    if (object == NULL || !is_proxy(object)) return object_share_or_null(object);
    Object *target = weakref_get((const WeakReference *)object);
    return target != NULL ? object_share(target) : raise(vm, ERROR_PROXY_GONE);
}

typedef struct Operands {
    Object *left, *right;
} Operands;

static bool operands_take(Vm *vm, Object *left, Object *right, Operands *operands) {
    operands->right = NULL;
    operands->left = operand_new(vm, left);
    if (operands->left == NULL) return false;
    operands->right = operand_new(vm, right);
    if (operands->right != NULL || right == NULL) return true;
    object_drop(vm, operands->left);
    return false;
}

static void operands_drop(Vm *vm, const Operands *operands) {
    object_drop(vm, operands->left);
    object_drop_or_null(vm, operands->right);
}

// --- numbers ---

static Object *proxy_binary(Vm *vm, BinaryOperator operator, Object *left, Object *right) {
    Operands operands;
    if (!operands_take(vm, left, right, &operands)) return NULL;
    Object *result = object_binary(vm, operator, operands.left, operands.right);
    operands_drop(vm, &operands);
    return result;
}

static Object *proxy_in_place(Vm *vm, BinaryOperator operator, Object *left, Object *right) {
    Operands operands;
    if (!operands_take(vm, left, right, &operands)) return NULL;
    Object *result = object_in_place(vm, operator, operands.left, operands.right);
    operands_drop(vm, &operands);
    return result;
}

static Object *proxy_unary(Vm *vm, UnaryOperator operator, Object *object) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return NULL;
    Object *result = object_unary(vm, operator, target);
    object_drop(vm, target);
    return result;
}

#define BINARY_FUNCTION(name, operator) \
    static Object *proxy_##name(Vm *vm, Object *left, Object *right) { \
        return proxy_binary(vm, BINARY_##operator, left, right); \
    }
#define IN_PLACE(name, operator) \
    static Object *proxy_in_place_##name(Vm *vm, Object *left, Object *right) { \
        return proxy_in_place(vm, BINARY_##operator, left, right); \
    }
#define BOTH(name, operator) BINARY_FUNCTION(name, operator) IN_PLACE(name, operator)
#define UNARY(name, operator) \
    static Object *proxy_##name(Vm *vm, Object *object) { \
        return proxy_unary(vm, UNARY_##operator, object); \
    }

BOTH(add, ADD)
BOTH(and, AND)
BOTH(floor_divide, FLOOR_DIVIDE)
BOTH(left_shift, LEFT_SHIFT)
BOTH(matrix_multiply, MATRIX_MULTIPLY)
BOTH(multiply, MULTIPLY)
BOTH(remainder, REMAINDER)
BOTH(or, OR)
IN_PLACE(power, POWER)
BOTH(right_shift, RIGHT_SHIFT)
BOTH(subtract, SUBTRACT)
BOTH(true_divide, TRUE_DIVIDE)
BOTH(xor, XOR)
BINARY_FUNCTION(divmod, DIVMOD)
UNARY(negative, NEGATIVE)
UNARY(positive, POSITIVE)
UNARY(invert, INVERT)
UNARY(absolute, ABSOLUTE)
UNARY(int, INT)
UNARY(float, FLOAT)
UNARY(index, INDEX)

static Object *proxy_power(Vm *vm, Object *base, Object *exponent, Object *modulus) {
    Operands operands;
    if (!operands_take(vm, base, exponent, &operands)) return NULL;
    Object *result = NULL, *third = operand_new(vm, modulus);
    if (third != NULL || modulus == NULL)
        result = object_power(vm, operands.left, operands.right, third);
    object_drop_or_null(vm, third);
    operands_drop(vm, &operands);
    return result;
}

static Found proxy_truth(Vm *vm, Object *object) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return RAISED;
    Found truth = object_truth(vm, target);
    object_drop(vm, target);
    return truth;
}

// --- containers and iterators ---

static bool proxy_length(Vm *vm, Object *object, int64_t *length) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return false;
    bool is_done = object_length(vm, target, length);
    object_drop(vm, target);
    return is_done;
}

static Found proxy_contains(Vm *vm, Object *object, Object *item) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return RAISED;
    Found found = object_contains(vm, target, item);
    object_drop(vm, target);
    return found;
}

static Object *proxy_load_item(Vm *vm, Object *object, Object *key) {
    Operands operands;
    if (!operands_take(vm, object, key, &operands)) return NULL;
    Object *value = object_load_item(vm, operands.left, operands.right);
    operands_drop(vm, &operands);
    return value;
}

static bool proxy_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return false;
    bool is_done = value == NULL ? object_remove_item(vm, target, key)
                                 : object_set_item(vm, target, key, value);
    object_drop(vm, target);
    return is_done;
}

static Object *proxy_iterate(Vm *vm, Object *object) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return NULL;
    Object *iterator = object_iterate(vm, target);
    object_drop(vm, target);
    return iterator;
}

static Object *proxy_next(Vm *vm, Object *object) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return NULL;
    Object *value = NULL;
    if (object_type(vm, target)->behaviour.next == NULL) {
        raise(vm, ERROR_PROXY_ITERATOR, target);
    } else {
        value = object_next(vm, target);
    }
    object_drop(vm, target);
    return value;
}

// --- everything else ---

static Object *proxy_str(Vm *vm, Object *object) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return NULL;
    Object *text = object_str(vm, target);
    object_drop(vm, target);
    return text;
}

// The proxy itself, not its object.
static Object *proxy_repr(Vm *vm, Object *object) {
    const Object *target = weakref_get((const WeakReference *)object);
    if (target == NULL) target = vm->objects->none;
    return str_new_format(vm, "<weakproxy at 0x%lx to %T at 0x%lx>",
                          (int64_t)object_address(vm, object), target,
                          (int64_t)object_address(vm, target));
}

static Object *proxy_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    Operands operands;
    if (!operands_take(vm, left, right, &operands)) return NULL;
    Object *answer = object_compare(vm, operands.left, operands.right, comparison);
    operands_drop(vm, &operands);
    return answer;
}

static Object *proxy_load_attribute(Vm *vm, Object *object, Str *name) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return NULL;
    Object *value = object_load_attribute(vm, target, name);
    object_drop(vm, target);
    return value;
}

static bool proxy_set_attribute(Vm *vm, Object *object, Str *name, Object *value) {
    Object *target = operand_new(vm, object);
    if (target == NULL) return false;
    bool is_done = value == NULL ? object_remove_attribute(vm, target, name)
                                 : object_set_attribute(vm, target, name, value);
    object_drop(vm, target);
    return is_done;
}

static Object *proxy_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Object *target = operand_new(vm, callable);
    if (target == NULL) return NULL;
    Object *result = object_call(vm, target, arguments);
    object_drop(vm, target);
    return result;
}

static Object *proxy_call_named(Vm *vm, Object *self, const char *name) {
    Object *target = operand_new(vm, self);
    if (target == NULL) return NULL;
    Str *text = str_new_interned(vm, name, __builtin_strlen(name));
    Object *result = text == NULL ? NULL : object_call_method(vm, target, text, 0);
    object_drop_or_null(vm, (Object *)text);
    object_drop(vm, target);
    return result;
}

static Object *weak_proxy_method___bytes__(Vm *vm, const Slot *arguments) {
    return proxy_call_named(vm, arguments[0].object, "__bytes__");
}

static Object *weak_proxy_method___reversed__(Vm *vm, const Slot *arguments) {
    return proxy_call_named(vm, arguments[0].object, "__reversed__");
}

static const Method weak_proxy_methods[] = {
    METHOD(weak_proxy, __bytes__, "(self, /)", NULL),
    METHOD(weak_proxy, __reversed__, "(self, /)", NULL),
    {0},
};

static size_t proxy_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(WeakReference);
}

static void proxy_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    visit(vm, object, &((WeakReference *)object)->callback, context);
}

static void proxy_finish(Vm *vm, Object *object) {
    weak_unlink(vm, (WeakReference *)object);
    slot_clear(vm, object, &((WeakReference *)object)->callback);
}

static Place proxy_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm, (void)object, (void)slot;
    return (Place){.kind = PLACE_FIELD, .name = "__callback__"};
}

#define PROXY_LAYOUT(type_name) \
    { \
        .name = type_name, \
        .flags = LAYOUT_COLLECTED | LAYOUT_IS_WEAK_REFERENCE, \
        .bytes = proxy_bytes, \
        .visit = proxy_visit, \
        .clear = proxy_finish, \
        .finish = proxy_finish, \
        .place = proxy_place, \
    }

#define PROXY_BEHAVIOUR \
    .repr = proxy_repr, .str = proxy_str, .compare = proxy_compare, .iterate = proxy_iterate, \
    .load_attribute = proxy_load_attribute, .set_attribute = proxy_set_attribute, \
    .next = proxy_next, .truth = proxy_truth, .power = proxy_power, .length = proxy_length, \
    .contains = proxy_contains, .load_item = proxy_load_item, .set_item = proxy_set_item, \
    .unary = { \
        [UNARY_NEGATIVE] = proxy_negative, [UNARY_POSITIVE] = proxy_positive, \
        [UNARY_INVERT] = proxy_invert, [UNARY_ABSOLUTE] = proxy_absolute, \
        [UNARY_INT] = proxy_int, [UNARY_FLOAT] = proxy_float, [UNARY_INDEX] = proxy_index, \
    }, \
    .binary = { \
        [BINARY_ADD] = proxy_add, [BINARY_AND] = proxy_and, \
        [BINARY_FLOOR_DIVIDE] = proxy_floor_divide, [BINARY_LEFT_SHIFT] = proxy_left_shift, \
        [BINARY_MATRIX_MULTIPLY] = proxy_matrix_multiply, [BINARY_MULTIPLY] = proxy_multiply, \
        [BINARY_REMAINDER] = proxy_remainder, [BINARY_OR] = proxy_or, \
        [BINARY_RIGHT_SHIFT] = proxy_right_shift, [BINARY_SUBTRACT] = proxy_subtract, \
        [BINARY_TRUE_DIVIDE] = proxy_true_divide, [BINARY_XOR] = proxy_xor, \
        [BINARY_DIVMOD] = proxy_divmod, \
    }, \
    .in_place = { \
        [BINARY_ADD] = proxy_in_place_add, [BINARY_AND] = proxy_in_place_and, \
        [BINARY_FLOOR_DIVIDE] = proxy_in_place_floor_divide, \
        [BINARY_LEFT_SHIFT] = proxy_in_place_left_shift, \
        [BINARY_MATRIX_MULTIPLY] = proxy_in_place_matrix_multiply, \
        [BINARY_MULTIPLY] = proxy_in_place_multiply, \
        [BINARY_REMAINDER] = proxy_in_place_remainder, [BINARY_OR] = proxy_in_place_or, \
        [BINARY_POWER] = proxy_in_place_power, \
        [BINARY_RIGHT_SHIFT] = proxy_in_place_right_shift, \
        [BINARY_SUBTRACT] = proxy_in_place_subtract, \
        [BINARY_TRUE_DIVIDE] = proxy_in_place_true_divide, [BINARY_XOR] = proxy_in_place_xor, \
    }

const TypeDefinition weak_proxy_definition = {
    .name = "weakref.ProxyType",
    .kind = KIND_WEAK_PROXY,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(WeakReference),
    .python_bytes = 64,
    .layout = PROXY_LAYOUT("weakref.ProxyType"),
    .behaviour = {PROXY_BEHAVIOUR},
    .methods = weak_proxy_methods,
};

const TypeDefinition weak_callable_proxy_definition = {
    .name = "weakref.CallableProxyType",
    .kind = KIND_WEAK_CALLABLE_PROXY,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(WeakReference),
    .python_bytes = 64,
    .layout = PROXY_LAYOUT("weakref.CallableProxyType"),
    .behaviour = {PROXY_BEHAVIOUR, .call = proxy_call},
};
