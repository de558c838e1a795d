// Folding of single nodes: operators, tuples, subscripts.
//
// A result that raises leaves the node alone: the program raises when it runs. The
// limits keep results small: 128 bits for numbers, 4,096 characters for strings, 256
// items for tuples, 1,024 counting those inside.

#include "compile/constant.h"
#include "compile/fold.h"
#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/set.h"
#include "objects/tuple.h"

enum { INT_BITS_MAX = 128, ITEMS_MAX = 256, TEXT_MAX = 4096, ITEMS_TOTAL_MAX = 1024 };

static bool has_starred(const ExprList *items) {
    for (int32_t i = 0; i < items->count; i++)
        if (items->items[i]->kind == EXPR_Starred) return true;
    return false;
}

// Makes the node the constant `result`, which is consumed; NULL: it raised.
static void become(Compiler *compiler, Expr *expr, Object *result) {
    if (result == NULL) {
        // Without memory the code would be another one.
        if (raised_is(compiler->vm, exception_type(compiler->vm, EXCEPTION_MemoryError)))
            compiler->failed = true;
        if (!compiler->failed) raised_clear(compiler->vm);
        return;
    }
    result = constant_merge_literal(compiler, result);
    if (result == NULL) return;
    expr->kind = EXPR_Constant;
    expr->Constant.value = (Constant){.kind = CONSTANT_OBJECT, .object = result};
    expr->Constant.kind = NULL;
}

// The tuple of constant items as a table's constant; NULL: some item is no constant.
static Object *tuple_of(Compiler *compiler, const ExprList *items) {
    for (int32_t i = 0; i < items->count; i++)
        if (items->items[i]->kind != EXPR_Constant) return NULL;
    Object **values = compiler_allocate(compiler, (size_t)(items->count + 1) * sizeof *values);
    if (values == NULL) return NULL;
    for (int32_t i = 0; i < items->count; i++) {
        values[i] = constant_of(compiler, &items->items[i]->Constant.value);
        if (values[i] == NULL) return NULL;
    }
    return constant_tuple(compiler, values, items->count);
}

void fold_tuple(Compiler *compiler, Expr *expr) {
    if (compiler->failed || expr->Tuple.ctx != CONTEXT_Load) return;
    Object *tuple = tuple_of(compiler, &expr->Tuple.elts);
    if (tuple != NULL) become(compiler, expr, object_share(tuple));
}

void fold_iterable(Compiler *compiler, Expr *expr) {
    if (compiler->failed) return;
    if (expr->kind == EXPR_List) {
        // List and Tuple have the same fields in the same order.
        if (has_starred(&expr->List.elts)) return;
        expr->kind = EXPR_Tuple;
        fold_tuple(compiler, expr);
    } else if (expr->kind == EXPR_Set) {
        Object *tuple = tuple_of(compiler, &expr->Set.elts);
        if (tuple != NULL)
            become(compiler, expr, (Object *)frozenset_new(compiler->vm, tuple));
    }
}

// --- sizes ---

static bool is_int(const Object *object) {
    return object->kind == KIND_INT || object->kind == KIND_BIGINT || object->kind == KIND_BOOL;
}

static uint64_t int_bits(const Object *object) {
    if (object->kind != KIND_BIGINT) {
        int64_t value = ((const Int *)object)->value;
        uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
        return magnitude == 0 ? 0 : 64 - (uint64_t)__builtin_clzll(magnitude);
    }
    const BigInt *number = (const BigInt *)object;
    uint64_t count = (uint64_t)(number->limb_count < 0 ? -number->limb_count
                                                       : number->limb_count);
    return count * 64 - (uint64_t)__builtin_clzll(number->limbs[count - 1]);
}

// The value of an int that is not negative and below 2^63; -1 for all others.
static int64_t small_value(const Object *object) {
    if (object->kind == KIND_BIGINT) return -1;
    int64_t value = ((const Int *)object)->value;
    return value < 0 ? -1 : value;
}

// `limit` less the items of a tuple or frozenset and of those inside; negative: too many.
static int64_t less_items(const Object *object, int64_t limit) {
    if (object->kind == KIND_TUPLE) {
        const Tuple *tuple = (const Tuple *)(const void *)object;
        limit -= tuple->count;
        for (int64_t i = 0; limit >= 0 && i < tuple->count; i++)
            limit = less_items(tuple->items[i].object, limit);
    } else if (object->kind == KIND_FROZENSET) {
        Set *set = (Set *)(uintptr_t)object;
        limit -= set->count;
        int64_t position = 0;
        Object *key;
        while (limit >= 0 && set_next(set, &position, &key)) limit = less_items(key, limit);
    }
    return limit;
}

// --- which operations stay within the limits ---

static bool may_repeat(const Object *times, const Object *sequence) {
    int64_t count = small_value(times);
    int64_t length, max = TEXT_MAX;
    switch (sequence->kind) {
    case KIND_STR: length = ((const Str *)sequence)->length; break;
    case KIND_BYTES: length = ((const Bytes *)sequence)->count; break;
    case KIND_TUPLE:
        length = ((const Tuple *)(const void *)sequence)->count;
        max = ITEMS_MAX;
        break;
    case KIND_FROZENSET:
        length = ((const Set *)sequence)->count;
        max = ITEMS_MAX;
        break;
    default: return true;
    }
    if (length == 0) return true;
    if (count < 0 || count > max / length) return false;
    return max == TEXT_MAX || count == 0 || less_items(sequence, ITEMS_TOTAL_MAX / count) >= 0;
}

static bool may_multiply(const Object *left, const Object *right) {
    if (is_int(left) && is_int(right)) {
        uint64_t left_bits = int_bits(left), right_bits = int_bits(right);
        return left_bits == 0 || right_bits == 0 || left_bits + right_bits <= INT_BITS_MAX;
    }
    if (is_int(left)) return may_repeat(left, right);
    return !is_int(right) || may_repeat(right, left);
}

static bool may_power(const Object *base, const Object *exponent) {
    if (!is_int(base) || !is_int(exponent) || int_bits(base) == 0) return true;
    if (exponent->kind == KIND_BIGINT)
        return ((const BigInt *)exponent)->limb_count < 0;
    int64_t times = ((const Int *)exponent)->value;
    return times <= 0 || int_bits(base) <= INT_BITS_MAX / (uint64_t)times;
}

static bool may_shift_left(const Object *value, const Object *distance) {
    if (!is_int(value) || !is_int(distance)) return true;
    if (int_bits(value) == 0 || int_bits(distance) == 0) return true;
    int64_t bits = small_value(distance);
    return bits >= 0 && bits <= INT_BITS_MAX &&
           int_bits(value) <= (uint64_t)(INT_BITS_MAX - bits);
}

static bool may_remainder(const Object *left) {
    return left->kind != KIND_STR && left->kind != KIND_BYTES;
}

// --- operators ---

static Object *binary_result(Vm *vm, Operator op, Object *left, Object *right) {
    switch (op) {
    case OPERATOR_Add: return object_binary(vm, BINARY_ADD, left, right);
    case OPERATOR_Sub: return object_binary(vm, BINARY_SUBTRACT, left, right);
    case OPERATOR_Mult:
        return may_multiply(left, right) ? object_binary(vm, BINARY_MULTIPLY, left, right) : NULL;
    case OPERATOR_Div: return object_binary(vm, BINARY_TRUE_DIVIDE, left, right);
    case OPERATOR_FloorDiv: return object_binary(vm, BINARY_FLOOR_DIVIDE, left, right);
    case OPERATOR_Mod:
        return may_remainder(left) ? object_binary(vm, BINARY_REMAINDER, left, right) : NULL;
    case OPERATOR_Pow:
        return may_power(left, right) ? object_power(vm, left, right, vm->objects->none) : NULL;
    case OPERATOR_LShift:
        return may_shift_left(left, right) ? object_binary(vm, BINARY_LEFT_SHIFT, left, right)
                                           : NULL;
    case OPERATOR_RShift: return object_binary(vm, BINARY_RIGHT_SHIFT, left, right);
    case OPERATOR_BitOr: return object_binary(vm, BINARY_OR, left, right);
    case OPERATOR_BitXor: return object_binary(vm, BINARY_XOR, left, right);
    case OPERATOR_BitAnd: return object_binary(vm, BINARY_AND, left, right);
    case OPERATOR_MatMult: break;
    }
    return NULL;
}

// The text of a constant str, in the arena; NULL: it is no str, or failed.
static const Text *format_of(Compiler *compiler, const Constant *constant) {
    if (constant->kind == CONSTANT_STRING) return &constant->text;
    if (constant->kind != CONSTANT_OBJECT) return NULL;
    const Str *str = constant->object;
    if (str->base.kind != KIND_STR) return NULL;
    size_t length;
    const char *utf8 = str_utf8(compiler->vm, str, &length);
    char *copy = utf8 == NULL ? NULL : arena_copy(&compiler->arena, utf8, length);
    if (utf8 != NULL) str_utf8_drop(compiler->vm, str, utf8, length);
    Text *text = compiler_allocate(compiler, sizeof *text);
    if (copy == NULL || text == NULL) {
        compiler_fail(compiler);
        return NULL;
    }
    *text = (Text){length, copy};
    return text;
}

void fold_binary(Compiler *compiler, Expr *expr) {
    const Expr *left = expr->BinOp.left, *right = expr->BinOp.right;
    if (compiler->failed || left->kind != EXPR_Constant) return;
    if (expr->BinOp.op == OPERATOR_Mod && right->kind == EXPR_Tuple &&
        !has_starred(&right->Tuple.elts)) {
        const Text *format = format_of(compiler, &left->Constant.value);
        if (format != NULL) fold_format(compiler, expr, format);
        return;
    }
    if (right->kind != EXPR_Constant) return;
    Object *left_value = constant_of(compiler, &left->Constant.value);
    Object *right_value = constant_of(compiler, &right->Constant.value);
    if (left_value == NULL || right_value == NULL) return;
    become(compiler, expr, binary_result(compiler->vm, expr->BinOp.op, left_value, right_value));
}

// `not a in b` is `a not in b`, and so on; other comparisons have no opposite.
static bool invert_comparison(CompareOperator *op) {
    switch (*op) {
    case COMPARE_Is: *op = COMPARE_IsNot; return true;
    case COMPARE_IsNot: *op = COMPARE_Is; return true;
    case COMPARE_In: *op = COMPARE_NotIn; return true;
    case COMPARE_NotIn: *op = COMPARE_In; return true;
    default: return false;
    }
}

static Object *unary_result(Vm *vm, PrefixOperator op, Object *value) {
    switch (op) {
    case UNARY_Invert: return object_unary(vm, UNARY_INVERT, value);
    case UNARY_UAdd: return object_unary(vm, UNARY_POSITIVE, value);
    case UNARY_USub: return object_unary(vm, UNARY_NEGATIVE, value);
    case UNARY_Not: break;
    }
    Found truth = object_truth(vm, value);
    return truth == RAISED ? NULL : bool_new(vm, truth == ABSENT);
}

void fold_unary(Compiler *compiler, Expr *expr) {
    Expr *operand = expr->UnaryOp.operand;
    if (compiler->failed) return;
    if (operand->kind != EXPR_Constant) {
        if (expr->UnaryOp.op == UNARY_Not && operand->kind == EXPR_Compare &&
            operand->Compare.ops.count == 1 && invert_comparison(operand->Compare.ops.items))
            *expr = *operand;
        return;
    }
    Object *value = constant_of(compiler, &operand->Constant.value);
    if (value != NULL) become(compiler, expr, unary_result(compiler->vm, expr->UnaryOp.op, value));
}

void fold_subscript(Compiler *compiler, Expr *expr) {
    const Expr *container = expr->Subscript.value, *index = expr->Subscript.slice;
    if (compiler->failed || expr->Subscript.ctx != CONTEXT_Load) return;
    if (container->kind != EXPR_Constant || index->kind != EXPR_Constant) return;
    Object *container_value = constant_of(compiler, &container->Constant.value);
    Object *index_value = constant_of(compiler, &index->Constant.value);
    if (container_value == NULL || index_value == NULL) return;
    become(compiler, expr, object_load_item(compiler->vm, container_value, index_value));
}
