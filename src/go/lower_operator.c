// Operators, comparisons, conditions and conversions made code.

#include <string.h>

#include "go/lower.h"

static GoType *under_of(GoType *type) {
    return go_type_underlying(type);
}

static bool is_float(GoType *type) {
    return (under_of(type)->flags & GO_IS_FLOAT) != 0 && under_of(type)->kind < GO_BASIC_COUNT;
}

static bool is_unsigned(GoType *type) {
    return under_of(type)->kind < GO_BASIC_COUNT && (under_of(type)->flags & GO_IS_UNSIGNED) != 0;
}

// Brings the wide result of an operation back into the type.
static void narrow(GoLower *lower, GoType *type, int32_t at) {
    GoOp op;
    switch (under_of(type)->kind) {
    case GO_KIND_INT8: op = GO_OP_EXTEND8S; break;
    case GO_KIND_INT16: op = GO_OP_EXTEND16S; break;
    case GO_KIND_INT32: op = GO_OP_EXTEND32S; break;
    case GO_KIND_UINT8: op = GO_OP_EXTEND8U; break;
    case GO_KIND_UINT16: op = GO_OP_EXTEND16U; break;
    case GO_KIND_UINT32: op = GO_OP_EXTEND32U; break;
    default: return;
    }
    (void)go_lower_emit(lower, op, at, at, 0);
}

// ADD, SUBTRACT and MULTIPLY stand in the table once for each width.
static GoOp by_width(GoType *type, GoToken op) {
    int row;
    switch (under_of(type)->kind) {
    case GO_KIND_INT32: row = 1; break;
    case GO_KIND_INT16: row = 2; break;
    case GO_KIND_INT8: row = 3; break;
    case GO_KIND_UINT32: row = 4; break;
    case GO_KIND_UINT16: row = 5; break;
    case GO_KIND_UINT8: row = 6; break;
    default: row = 0; break;
    }
    int column = op == GO_ADD ? 0 : op == GO_SUBTRACT ? 1 : 2;
    return (GoOp)(GO_OP_ADD_64 + 3 * row + column);
}

static void float_operation(GoLower *lower, GoToken op, GoType *type, int32_t to, int32_t left,
                            int32_t right) {
    bool is_single = under_of(type)->kind == GO_KIND_FLOAT32;
    GoOp first = is_single ? GO_OP_ADD_F32 : GO_OP_ADD_F;
    int column = op == GO_ADD ? 0 : op == GO_SUBTRACT ? 1 : op == GO_MULTIPLY ? 2 : 3;
    (void)go_lower_emit(lower, first + (GoOp)column, to, left, right);
}

static void shift(GoLower *lower, GoToken op, GoType *type, int32_t to, int32_t left,
                  int32_t right, GoType *count_type) {
    if (!is_unsigned(count_type)) (void)go_lower_emit(lower, GO_OP_CHECK_SHIFT, right, 0, 0);
    if (op == GO_SHIFT_LEFT) {
        (void)go_lower_emit(lower, GO_OP_SHIFT_LEFT, to, left, right);
        narrow(lower, type, to);
    } else {
        (void)go_lower_emit(lower, is_unsigned(type) ? GO_OP_SHIFT_RIGHT_U : GO_OP_SHIFT_RIGHT, to,
                            left, right);
    }
}

void go_lower_operation(GoLower *lower, GoToken op, GoType *type, int32_t to, int32_t left,
                        int32_t right, GoType *right_type) {
    GoType *under = under_of(type);
    if (under->flags & GO_IS_STRING) {
        (void)go_lower_emit(lower, GO_OP_JOIN, to, left, right);
        return;
    }
    if (under->flags & GO_IS_COMPLEX) {
        int32_t index = go_lower_emit(lower, GO_OP_COMPLEX_OPERATION, to, left, right);
        go_lower_set_n(lower, index, (int)op | (under->kind == GO_KIND_COMPLEX64 ? 64 : 0));
        return;
    }
    if (is_float(type)) {
        float_operation(lower, op, type, to, left, right);
        return;
    }
    switch (op) {
    case GO_ADD: case GO_SUBTRACT: case GO_MULTIPLY:
        (void)go_lower_emit(lower, by_width(type, op), to, left, right);
        return;
    case GO_DIVIDE: case GO_REMAINDER: {
        GoOp row = op == GO_DIVIDE ? (is_unsigned(type) ? GO_OP_DIVIDE_U : GO_OP_DIVIDE)
                                   : (is_unsigned(type) ? GO_OP_REMAINDER_U : GO_OP_REMAINDER);
        (void)go_lower_emit(lower, row, to, left, right);
        if (op == GO_DIVIDE) narrow(lower, type, to);
        return;
    }
    case GO_AND: (void)go_lower_emit(lower, GO_OP_AND, to, left, right); return;
    case GO_OR: (void)go_lower_emit(lower, GO_OP_OR, to, left, right); return;
    case GO_XOR: (void)go_lower_emit(lower, GO_OP_XOR, to, left, right); return;
    case GO_AND_NOT: (void)go_lower_emit(lower, GO_OP_AND_NOT, to, left, right); return;
    default: shift(lower, op, type, to, left, right, right_type); return;
    }
}

void go_lower_unary(GoLower *lower, GoNode *node, int32_t to) {
    GoType *type = go_lower_type(lower, node->type), *under = under_of(type);
    switch (node->op) {
    case GO_AND: go_lower_address(lower, node->first, to); return;
    case GO_ARROW: {
        int32_t channel = go_lower_value(lower, node->first);
        int32_t at = go_lower_temporary_of(lower, type);
        (void)go_lower_emit(lower, GO_OP_RECEIVE, at, channel, 0);
        go_lower_move(lower, to, at, type);
        return;
    }
    default: break;
    }
    int32_t value = go_lower_value(lower, node->first);
    switch (node->op) {
    case GO_ADD: go_lower_move(lower, to, value, type); return;
    case GO_NOT: (void)go_lower_emit(lower, GO_OP_NOT, to, value, 0); return;
    case GO_XOR:
        (void)go_lower_emit(lower, GO_OP_COMPLEMENT, to, value, 0);
        narrow(lower, type, to);
        return;
    default: break;
    }
    if (under->flags & GO_IS_COMPLEX) {
        int32_t minus = go_lower_temporary(lower, 16);
        GoConstant *zero = go_constant_integer(lower->compile, -1);
        go_lower_constant(lower, zero, type, minus);
        go_lower_operation(lower, GO_MULTIPLY, type, to, value, minus, type);
    } else if (is_float(type)) {
        (void)go_lower_emit(lower, under->kind == GO_KIND_FLOAT32 ? GO_OP_NEGATE_F32
                                                                  : GO_OP_NEGATE_F, to, value, 0);
    } else {
        (void)go_lower_emit(lower, GO_OP_NEGATE, to, value, 0);
        narrow(lower, type, to);
    }
}

// --- comparisons ---

// Two operands of one type in registers: an interface and another value become interfaces.
typedef struct Operands {
    int32_t left, right;
    GoType *type;
} Operands;

static bool is_nil_node(GoNode *node) {
    node = go_node_unparen(node);
    return node->kind == GO_NODE_IDENTIFIER && node->entity != NULL &&
           node->entity->kind == GO_ENTITY_NIL;
}

static Operands compared_operands(GoLower *lower, GoNode *left, GoNode *right) {
    GoType *first = go_lower_type(lower, left->type), *second = go_lower_type(lower, right->type);
    if (is_nil_node(left)) first = second;
    if (is_nil_node(right)) second = first;
    bool is_first = under_of(first)->kind == GO_KIND_INTERFACE;
    bool is_second = under_of(second)->kind == GO_KIND_INTERFACE;
    Operands operands = {.type = is_second && !is_first ? second : first};
    bool is_mixed = is_first != is_second;
    if (is_mixed || is_nil_node(left) || is_nil_node(right)) {
        operands.left = go_lower_temporary_of(lower, operands.type);
        operands.right = go_lower_temporary_of(lower, operands.type);
        go_lower_converted(lower, left, operands.type, operands.left);
        go_lower_converted(lower, right, operands.type, operands.right);
    } else {
        operands.left = go_lower_value(lower, left);
        operands.right = go_lower_value(lower, right);
    }
    return operands;
}

static int32_t widen(GoLower *lower, GoType *type, int32_t at) {
    if (under_of(type)->kind != GO_KIND_FLOAT32) return at;
    int32_t wide = go_lower_temporary(lower, 8);
    (void)go_lower_emit(lower, GO_OP_F32_TO_F, wide, at, 0);
    return wide;
}

void go_lower_equal(GoLower *lower, GoType *type, int32_t left, int32_t right, int32_t to) {
    GoType *under = under_of(type);
    if (is_float(type)) {
        int32_t first = widen(lower, type, left), second = widen(lower, type, right);
        (void)go_lower_emit(lower, GO_OP_EQUAL_F, to, first, second);
    } else if (under->flags & GO_IS_STRING && under->kind < GO_BASIC_COUNT) {
        (void)go_lower_emit(lower, GO_OP_EQUAL_STRING, to, left, right);
    } else if (under->kind == GO_KIND_INTERFACE) {
        (void)go_lower_emit(lower, GO_OP_EQUAL_INTERFACE, to, left, right);
    } else if (go_machine_is_scalar(type) || under->kind == GO_KIND_SLICE) {
        (void)go_lower_emit(lower, GO_OP_EQUAL, to, left, right);   // a slice: with nil
    } else {
        (void)go_lower_emit(lower, GO_OP_EQUAL_VALUES, to, left, right);
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
    }
}

static void order(GoLower *lower, GoToken op, GoType *type, Operands operands, int32_t to) {
    int32_t left = operands.left, right = operands.right;
    if (op == GO_GREATER || op == GO_GREATER_EQUAL) {
        int32_t swapped = left;
        left = right;
        right = swapped;
        op = op == GO_GREATER ? GO_LESS : GO_LESS_EQUAL;
    }
    bool is_less = op == GO_LESS;
    if (is_float(type)) {
        left = widen(lower, type, left);
        right = widen(lower, type, right);
        (void)go_lower_emit(lower, is_less ? GO_OP_LESS_F : GO_OP_LESS_EQUAL_F, to, left, right);
    } else if (under_of(type)->flags & GO_IS_STRING) {
        int32_t zero = go_lower_temporary(lower, 8), sign = go_lower_temporary(lower, 8);
        (void)go_lower_emit(lower, GO_OP_COMPARE_STRING, sign, left, right);
        (void)go_lower_emit(lower, GO_OP_ZERO, zero, 0, 0);
        (void)go_lower_emit(lower, is_less ? GO_OP_LESS : GO_OP_LESS_EQUAL, to, sign, zero);
    } else if (is_unsigned(type)) {
        (void)go_lower_emit(lower, is_less ? GO_OP_LESS_U : GO_OP_LESS_EQUAL_U, to, left, right);
    } else {
        (void)go_lower_emit(lower, is_less ? GO_OP_LESS : GO_OP_LESS_EQUAL, to, left, right);
    }
}

static bool small_constant(GoNode *node, int64_t *value) {
    if (node->mode != GO_CONSTANT || node->value->kind != GO_CONSTANT_INTEGER ||
        !go_constant_fits_signed(node->value, 32)) return false;
    *value = go_constant_get_int64(node->value);
    return true;
}

// Whole numbers with a small constant on the right; false: it is another case.
static bool with_constant(GoLower *lower, GoNode *node, GoType *type, int32_t to) {
    int64_t number;
    GoKind kind = (GoKind)under_of(type)->kind;
    bool is_integer = kind < GO_BASIC_COUNT && (under_of(type)->flags & GO_IS_INTEGER);
    if (!is_integer || !small_constant(node->second, &number)) return false;
    GoOp op;
    switch (node->op) {
    case GO_ADD: op = GO_OP_ADD_I; break;
    case GO_SUBTRACT:
        op = GO_OP_ADD_I;
        if (number == INT32_MIN) return false;
        number = -number;
        break;
    case GO_MULTIPLY: op = GO_OP_MULTIPLY_I; break;
    case GO_AND:
        op = GO_OP_AND_I;
        if (number < 0 && is_unsigned(type)) return false;
        break;
    case GO_SHIFT_LEFT: op = GO_OP_SHIFT_LEFT_I; break;
    case GO_SHIFT_RIGHT: op = is_unsigned(type) ? GO_OP_SHIFT_RIGHT_UI : GO_OP_SHIFT_RIGHT_I; break;
    default: return false;
    }
    if ((node->op == GO_SHIFT_LEFT || node->op == GO_SHIFT_RIGHT) && (number < 0 || number > 63))
        return false;
    int32_t left = go_lower_value(lower, node->first);
    (void)go_lower_emit(lower, op, to, left, number);
    if (node->op != GO_AND && node->op != GO_SHIFT_RIGHT) narrow(lower, type, to);
    return true;
}

static void lower_logic(GoLower *lower, GoNode *node, int32_t to) {
    int end = go_lower_label(lower);
    int32_t at = go_lower_temporary(lower, 8);
    go_lower_into(lower, node->first, at);
    (void)go_lower_emit(lower, node->op == GO_AND_AND ? GO_OP_JUMP_FALSE : GO_OP_JUMP_TRUE, at, 0,
                        end);
    go_lower_into(lower, node->second, at);
    go_lower_put_label(lower, end);
    (void)go_lower_emit(lower, GO_OP_MOVE, to, at, 0);
}

static bool has_call(const GoNode *node) {
    if (node == NULL || node->mode == GO_CONSTANT) return false;
    if (node->kind == GO_NODE_CALL || (node->kind == GO_NODE_UNARY && node->op == GO_ARROW))
        return true;
    if (node->kind == GO_NODE_FUNCTION_LITERAL) return false;
    if (has_call(node->first) || has_call(node->second)) return true;
    for (int i = 0; i < node->count; i++)
        if (has_call(node->list[i])) return true;
    return false;
}

void go_lower_binary(GoLower *lower, GoNode *node, int32_t to) {
    GoToken op = (GoToken)node->op;
    if (op == GO_AND_AND || op == GO_OR_OR) {
        lower_logic(lower, node, to);
        return;
    }
    if (op >= GO_EQUAL && op <= GO_GREATER_EQUAL) {
        Operands operands = compared_operands(lower, node->first, node->second);
        if (op == GO_EQUAL || op == GO_NOT_EQUAL) {
            go_lower_equal(lower, operands.type, operands.left, operands.right, to);
            if (op == GO_NOT_EQUAL) (void)go_lower_emit(lower, GO_OP_NOT, to, to, 0);
        } else {
            order(lower, op, operands.type, operands, to);
        }
        return;
    }
    GoType *type = go_lower_type(lower, node->type);
    if (with_constant(lower, node, type, to)) return;
    int32_t left = go_lower_value(lower, node->first);
    (void)has_call;
    int32_t right = go_lower_value(lower, node->second);
    go_lower_operation(lower, op, type, to, left, right, go_lower_type(lower, node->second->type));
}

// --- conditions ---

static GoToken opposite(GoToken op) {
    switch (op) {
    case GO_EQUAL: return GO_NOT_EQUAL;
    case GO_NOT_EQUAL: return GO_EQUAL;
    case GO_LESS: return GO_GREATER_EQUAL;
    case GO_LESS_EQUAL: return GO_GREATER;
    case GO_GREATER: return GO_LESS_EQUAL;
    default: return GO_LESS;
    }
}

static void jump_integer_constant(GoLower *lower, GoToken op, int32_t left, int64_t number,
                                  int label) {
    GoOp row = op == GO_EQUAL ? GO_OP_JUMP_EQUAL_I : op == GO_NOT_EQUAL ? GO_OP_JUMP_NOT_EQUAL_I
               : op == GO_LESS ? GO_OP_JUMP_LESS_I : op == GO_LESS_EQUAL ? GO_OP_JUMP_LESS_EQUAL_I
               : op == GO_GREATER ? GO_OP_JUMP_GREATER_I : GO_OP_JUMP_GREATER_EQUAL_I;
    (void)go_lower_emit(lower, row, left, number, label);
}

static void jump_integers(GoLower *lower, GoToken op, GoType *type, int32_t left, int32_t right,
                          int label) {
    if (op == GO_GREATER || op == GO_GREATER_EQUAL) {
        int32_t swapped = left;
        left = right;
        right = swapped;
        op = op == GO_GREATER ? GO_LESS : GO_LESS_EQUAL;
    }
    bool is_plain = !is_unsigned(type);
    GoOp row = op == GO_EQUAL ? GO_OP_JUMP_EQUAL : op == GO_NOT_EQUAL ? GO_OP_JUMP_NOT_EQUAL
               : op == GO_LESS ? (is_plain ? GO_OP_JUMP_LESS : GO_OP_JUMP_LESS_U)
               : is_plain ? GO_OP_JUMP_LESS_EQUAL : GO_OP_JUMP_LESS_EQUAL_U;
    (void)go_lower_emit(lower, row, left, right, label);
}

// Comparisons of numbers jump at once; false: it is another case.
static bool jump_by_numbers(GoLower *lower, GoNode *node, GoSense sense, int label) {
    GoToken op = (GoToken)node->op;
    if (node->kind != GO_NODE_BINARY || op < GO_EQUAL || op > GO_GREATER_EQUAL) return false;
    if (is_nil_node(node->first) || is_nil_node(node->second)) return false;
    GoType *type = go_lower_type(lower, node->first->type);
    GoType *other = go_lower_type(lower, node->second->type);
    GoType *under = under_of(type);
    if (under->kind >= GO_BASIC_COUNT || under_of(other)->kind >= GO_BASIC_COUNT) return false;
    if (under->flags & GO_IS_INTEGER) {
        if (sense == GO_JUMP_UNLESS) op = opposite(op);
        int64_t number;
        bool fits = small_constant(node->second, &number) &&
                    (!is_unsigned(type) || op == GO_EQUAL || op == GO_NOT_EQUAL);
        int32_t left = go_lower_value(lower, node->first);
        if (fits) {
            jump_integer_constant(lower, op, left, number, label);
            return true;
        }
        int32_t right = go_lower_value(lower, node->second);
        jump_integers(lower, op, type, left, right, label);
        return true;
    }
    if (under->kind != GO_KIND_FLOAT64 || op == GO_EQUAL || op == GO_NOT_EQUAL) return false;
    int32_t left = go_lower_value(lower, node->first), right = go_lower_value(lower, node->second);
    if (op == GO_GREATER || op == GO_GREATER_EQUAL) {
        int32_t swapped = left;
        left = right;
        right = swapped;
    }
    bool is_strict = op == GO_LESS || op == GO_GREATER;
    GoOp row = is_strict ? GO_OP_JUMP_LESS_F : GO_OP_JUMP_LESS_EQUAL_F;
    (void)go_lower_emit(lower, row + (sense == GO_JUMP_UNLESS), left, right, label);
    return true;
}

void go_lower_condition(GoLower *lower, GoNode *node, GoSense sense, int label) {
    node = go_node_unparen(node);
    if (node->mode == GO_CONSTANT) {
        if (node->value->truth == (sense == GO_JUMP_IF)) go_lower_jump(lower, label);
        return;
    }
    if (node->kind == GO_NODE_UNARY && node->op == GO_NOT) {
        go_lower_condition(lower, node->first, sense == GO_JUMP_IF ? GO_JUMP_UNLESS : GO_JUMP_IF,
                           label);
        return;
    }
    if (node->kind == GO_NODE_BINARY && (node->op == GO_AND_AND || node->op == GO_OR_OR)) {
        GoSense decided = node->op == GO_AND_AND ? GO_JUMP_UNLESS : GO_JUMP_IF;
        if (sense == decided) {
            go_lower_condition(lower, node->first, sense, label);
            go_lower_condition(lower, node->second, sense, label);
        } else {
            int end = go_lower_label(lower);
            go_lower_condition(lower, node->first, decided, end);
            go_lower_condition(lower, node->second, sense, label);
            go_lower_put_label(lower, end);
        }
        return;
    }
    int32_t saved = lower->top;
    if (!jump_by_numbers(lower, node, sense, label)) {
        int32_t at = go_lower_value(lower, node);
        (void)go_lower_emit(lower, sense == GO_JUMP_IF ? GO_OP_JUMP_TRUE : GO_OP_JUMP_FALSE, at, 0,
                            label);
    }
    lower->top = saved;
}

// --- conversions ---

void go_lower_convert_number(GoLower *lower, int32_t from, GoType *type, GoType *wanted,
                             int32_t to) {
    GoType *left = under_of(type), *right = under_of(wanted);
    if (right->flags & GO_IS_COMPLEX) {
        if (left->kind == right->kind) {
            go_lower_move(lower, to, from, wanted);
            return;
        }
        int32_t index = go_lower_emit(lower, GO_OP_COMPLEX_TO, to, from, 0);
        go_lower_set_n(lower, index, right->kind == GO_KIND_COMPLEX64);
        return;
    }
    if (left->flags & GO_IS_FLOAT) {
        if (left->kind == right->kind) {
            go_lower_move(lower, to, from, wanted);
            return;
        }
        if (right->kind == GO_KIND_FLOAT32) {
            (void)go_lower_emit(lower, GO_OP_F_TO_F32, to, from, 0);
            return;
        }
        int32_t wide = widen(lower, type, from);
        if (right->kind == GO_KIND_FLOAT64) {
            go_lower_move(lower, to, wide, wanted);
            return;
        }
        bool is_wide = right->kind == GO_KIND_UINT64 || right->kind == GO_KIND_UINT ||
                       right->kind == GO_KIND_UINTPTR;
        (void)go_lower_emit(lower, is_wide ? GO_OP_F_TO_UINT : GO_OP_F_TO_INT, to, wide, 0);
        narrow(lower, wanted, to);
        return;
    }
    if (right->flags & GO_IS_FLOAT) {
        bool is_wide = is_unsigned(type);
        GoOp op = right->kind == GO_KIND_FLOAT32
                  ? (is_wide ? GO_OP_UINT_TO_F32 : GO_OP_INT_TO_F32)
                  : is_wide ? GO_OP_UINT_TO_F : GO_OP_INT_TO_F;
        (void)go_lower_emit(lower, op, to, from, 0);
        return;
    }
    go_lower_move(lower, to, from, wanted);
    if (left->kind != right->kind) narrow(lower, wanted, to);
}

static bool has_bytes(GoLower *lower, GoType *under) {
    return under_of(go_lower_type(lower, under->element))->kind == GO_KIND_UINT8;
}

void go_lower_conversion(GoLower *lower, GoNode *operand, GoType *wanted, int32_t to) {
    GoType *type = go_lower_type(lower, operand->type);
    GoType *left = under_of(type), *right = under_of(wanted);
    if (right->kind == GO_KIND_INTERFACE || is_nil_node(operand)) {
        go_lower_converted(lower, operand, wanted, to);
        return;
    }
    int32_t from = go_lower_value(lower, operand), how = -1;
    bool from_text = left->kind < GO_BASIC_COUNT && (left->flags & GO_IS_STRING);
    bool to_text = right->kind < GO_BASIC_COUNT && (right->flags & GO_IS_STRING);
    if (to_text && left->kind == GO_KIND_SLICE)
        how = has_bytes(lower, left) ? GO_BYTES_TO_STRING : GO_RUNES_TO_STRING;
    else if (from_text && right->kind == GO_KIND_SLICE)
        how = has_bytes(lower, right) ? GO_STRING_TO_BYTES : GO_STRING_TO_RUNES;
    else if (to_text && left->kind < GO_BASIC_COUNT && (left->flags & GO_IS_INTEGER))
        how = GO_INTEGER_TO_STRING;
    if (how >= 0) {
        int32_t index = go_lower_emit(lower, GO_OP_CONVERT_STRING, to, from, 0);
        go_lower_set_n(lower, index, how);
    } else if (left->kind == GO_KIND_SLICE && right->kind == GO_KIND_POINTER) {
        (void)go_lower_emit(lower, GO_OP_SLICE_TO_ARRAY, to, from, 0);
        (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0,
                                 under_of(go_lower_type(lower, right->element))->length);
    } else if (left->kind < GO_BASIC_COUNT && (left->flags & GO_IS_NUMBER) &&
               right->kind < GO_BASIC_COUNT && (right->flags & GO_IS_NUMBER)) {
        go_lower_convert_number(lower, from, type, wanted, to);
    } else {
        go_lower_move(lower, to, from, wanted);
    }
}
