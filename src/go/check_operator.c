// Unary and binary operators, shifts and comparisons.

#include <string.h>

#include "go/check.h"

enum { SHIFT_MAX = 1023 - 1 + 52, BITS_MAX = 512 };

// Tells of a constant result that its type can't hold.
static void check_overflow(GoCheck *checker, GoNode *node, GoPlace place) {
    if (node->value->kind == GO_CONSTANT_UNKNOWN) {
        GO_CHECK_ERROR_AT(checker, place, "constant result is not representable");
        node->mode = GO_INVALID;
        return;
    }
    if (!go_type_is_untyped(node->type)) {
        GoType *under = go_type_underlying(node->type);
        if (under->kind >= GO_BASIC_COUNT) return;
        GoNode copy = *node;
        bool hides = checker->compile->hides_mistakes;
        checker->compile->hides_mistakes = true;
        bool is_right = go_check_represents(checker, &copy, node->type);
        checker->compile->hides_mistakes = hides;
        if (is_right) {
            node->value = copy.value;
            return;
        }
        if (go_type_is(node->type, GO_IS_INTEGER | GO_IS_FLOAT | GO_IS_COMPLEX))
            GO_CHECK_ERROR(checker, node,
                                  "%s (constant %s of type %s) overflows %s",
                              go_check_text(checker->compile, node),
                              go_constant_text(checker->compile, node->value),
                              go_check_type_text(checker, node->type),
                              go_check_type_text(checker, node->type));
        node->mode = GO_INVALID;
        return;
    }
    if (node->value->kind == GO_CONSTANT_INTEGER && go_constant_bits(node->value) > BITS_MAX) {
        static const struct { GoToken op; const char *name; } names[] = {
            {GO_ADD, "addition"}, {GO_SUBTRACT, "subtraction"}, {GO_XOR, "bitwise XOR"},
            {GO_MULTIPLY, "multiplication"}, {GO_SHIFT_LEFT, "shift"}};
        const char *name = "";
        for (size_t i = 0; i < ARRAY_COUNT(names); i++)
            if (names[i].op == node->op) name = names[i].name;
        GO_CHECK_ERROR_AT(checker, place, "constant %s overflow", name);
        node->mode = GO_INVALID;
    }
}

// --- unary ---

static void check_address(GoCheck *checker, GoNode *node) {
    GoNode *operand = node->first, *inner = go_node_unparen(operand);
    if (inner->kind != GO_NODE_COMPOSITE && operand->mode != GO_VARIABLE) {
        GO_CHECK_ERROR(checker, operand, "invalid operation: cannot take address of %s",
                       go_check_operand(checker, operand));
        return;
    }
    if (inner->kind != GO_NODE_COMPOSITE) go_check_mark(operand, GO_USE_ADDRESS);
    node->mode = GO_VALUE;
    node->type = go_type_pointer(checker->compile, operand->type);
}

static void check_receive(GoCheck *checker, GoNode *node) {
    GoNode *operand = node->first;
    GoType *core = go_type_core(operand->type);
    if (core == NULL || core->kind != GO_KIND_CHANNEL) {
        GO_CHECK_ERROR(checker, operand, "invalid operation: cannot receive from non-channel %s",
                       go_check_operand(checker, operand));
        return;
    }
    if (core->direction == GO_SEND_ONLY) {
        GO_CHECK_ERROR(checker, operand,
                       "invalid operation: cannot receive from send-only channel %s",
                       go_check_operand(checker, operand));
        return;
    }
    node->mode = GO_COMMA_OK;
    node->type = core->element;
}

static bool unary_is_defined(GoToken op, GoType *type) {
    switch (op) {
    case GO_ADD: case GO_SUBTRACT: return go_type_all_are(type, GO_IS_NUMBER);
    case GO_XOR: return go_type_all_are(type, GO_IS_INTEGER);
    default: return go_type_all_are(type, GO_IS_BOOL);
    }
}

void go_check_unary(GoCheck *checker, GoNode *node) {
    GoNode *operand = node->first;
    GoToken op = (GoToken)node->op;
    go_check_expression(checker, operand, NULL);
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (operand->mode == GO_INVALID) return;
    if (op == GO_AND) {
        check_address(checker, node);
        return;
    }
    if (op == GO_ARROW) {
        check_receive(checker, node);
        return;
    }
    if (op == GO_TILDE) {
        GO_CHECK_ERROR(checker, node, "cannot use ~ outside of interface or type constraint");
        return;
    }
    if (!unary_is_defined(op, operand->type)) {
        GO_CHECK_ERROR(checker, operand, "invalid operation: operator %s not defined on %s",
                       go_token_text(op), go_check_operand(checker, operand));
        return;
    }
    node->type = operand->type;
    if (operand->mode != GO_CONSTANT) {
        node->mode = GO_VALUE;
        return;
    }
    node->mode = GO_CONSTANT;
    int bits = go_type_is(node->type, GO_IS_UNSIGNED) ? (int)go_type_size(node->type) * 8 : 0;
    node->value = go_constant_unary(checker->compile, op, operand->value, bits);
    check_overflow(checker, node, node->place);
}

// --- shifts ---

static bool check_shift_count(GoCheck *checker, GoNode *count) {
    if (count->mode == GO_CONSTANT) {
        GoConstant *value = go_constant_to_integer(checker->compile, count->value);
        if (go_type_is_untyped(count->type) && value != NULL && go_constant_sign(value) < 0) {
            GO_CHECK_ERROR(checker, count, "invalid operation: negative shift count %s",
                           go_check_operand(checker, count));
            return false;
        }
        if (go_type_is_untyped(count->type)) {
            go_check_convert_untyped(checker, count, go_types_basic(checker->compile,
                                                                    GO_KIND_UINT));
            return count->mode != GO_INVALID;
        }
        if (value == NULL || !go_type_is(count->type, GO_IS_INTEGER)) {
            GO_CHECK_ERROR(checker, count, "invalid operation: shift count %s must be integer",
                           go_check_operand(checker, count));
            return false;
        }
        if (go_constant_sign(value) < 0) {
            GO_CHECK_ERROR(checker, count, "invalid operation: negative shift count %s",
                           go_check_operand(checker, count));
            return false;
        }
        return true;
    }
    if (go_type_all_are(count->type, GO_IS_INTEGER) ||
        (go_type_is_untyped(count->type) && go_type_is(count->type, GO_IS_NUMBER))) {
        if (go_type_is_untyped(count->type))
            go_check_convert_untyped(checker, count, go_types_basic(checker->compile,
                                                                    GO_KIND_UINT));
        return count->mode != GO_INVALID;
    }
    GO_CHECK_ERROR(checker, count, "invalid operation: shift count %s must be integer",
                   go_check_operand(checker, count));
    return false;
}

static void shift_constant(GoCheck *checker, GoNode *node, GoNode *left, GoNode *right,
                           GoToken op) {
    GoConstant *value = go_constant_to_integer(checker->compile, left->value);
    GoConstant *count = go_constant_to_integer(checker->compile, right->value);
    if (count == NULL || !go_constant_fits_unsigned(count, 31) ||
        go_constant_get_uint64(count) > SHIFT_MAX) {
        GO_CHECK_ERROR(checker, right, "invalid shift count %s", go_check_operand(checker, right));
        return;
    }
    node->mode = GO_CONSTANT;
    node->type = left->type;
    // A shifted untyped float without fraction becomes an int.
    if (go_type_is_untyped(left->type) && !go_type_is(left->type, GO_IS_INTEGER))
        node->type = go_types_basic(checker->compile, GO_KIND_UNTYPED_INT);
    node->value = go_constant_shift(checker->compile, op, value, go_constant_get_uint64(count));
    check_overflow(checker, node, node->place);
}

static void check_shift(GoCheck *checker, GoNode *node, GoNode *left, GoNode *right, GoToken op) {
    node->mode = GO_INVALID;
    bool is_integer = go_type_all_are(left->type, GO_IS_INTEGER) ||
                      (go_type_is_untyped(left->type) && left->mode == GO_CONSTANT &&
                       go_constant_to_integer(checker->compile, left->value) != NULL);
    if (!is_integer) {
        GO_CHECK_ERROR(checker, left, "invalid operation: shifted operand %s must be integer",
                       go_check_operand(checker, left));
        return;
    }
    if (!check_shift_count(checker, right)) return;
    if (left->mode == GO_CONSTANT && right->mode == GO_CONSTANT) {
        shift_constant(checker, node, left, right, op);
        return;
    }
    // The type of an untyped left operand comes from where the shift stands.
    if (left->mode == GO_CONSTANT && go_type_is_untyped(left->type)) {
        node->mode = GO_VALUE;
        node->type = left->type;
        return;
    }
    if (!go_type_all_are(left->type, GO_IS_INTEGER)) {
        GO_CHECK_ERROR(checker, left, "invalid operation: shifted operand %s must be integer",
                       go_check_operand(checker, left));
        return;
    }
    node->mode = GO_VALUE;
    node->type = left->type;
}

// --- comparisons ---

static bool is_nil(const GoNode *node) {
    node = go_node_unparen((GoNode *)node);
    if (node->kind == GO_NODE_IDENTIFIER && node->entity != NULL &&
        node->entity->kind == GO_ENTITY_NIL) return true;   // it may have got a type since
    return node->mode == GO_NIL || (node->type != NULL && node->type->kind == GO_KIND_UNTYPED_NIL);
}

// Why a type has no ==; NULL: its kind alone says it.
static const char *incomparable_cause(GoCheck *checker, GoType *type) {
    GoType *under = go_type_underlying(type);
    if (go_type_is_parameter(type))
        return go_compile_format(checker->compile, "incomparable types in type set");
    switch (under->kind) {
    case GO_KIND_SLICE: return "slice can only be compared to nil";
    case GO_KIND_MAP: return "map can only be compared to nil";
    case GO_KIND_FUNCTION: return "func can only be compared to nil";
    case GO_KIND_STRUCT:
        for (int i = 0; i < under->count; i++)
            if (!go_type_is_comparable(under->fields[i].type))
                return go_compile_format(checker->compile,
                                         "struct containing %s cannot be compared",
                                         go_check_type_text(checker, under->fields[i].type));
        break;
    case GO_KIND_ARRAY:
        return go_compile_format(checker->compile, "%s cannot be compared",
                                 go_check_type_text(checker, type));
    default: break;
    }
    return NULL;
}

static const char *kind_word(GoType *type) {
    if (go_type_is_parameter(type)) return "type parameter";
    switch (go_type_underlying(type)->kind) {
    case GO_KIND_ARRAY: return "array";
    case GO_KIND_SLICE: return "slice";
    case GO_KIND_STRUCT: return "struct";
    case GO_KIND_POINTER: return "pointer";
    case GO_KIND_FUNCTION: return "func";
    case GO_KIND_INTERFACE: return "interface";
    case GO_KIND_MAP: return "map";
    case GO_KIND_CHANNEL: return "chan";
    default: return NULL;
    }
}

static const char *undefined_comparison(GoCheck *checker, GoType *type, GoToken op) {
    const char *word = kind_word(type);
    return go_compile_format(checker->compile, "operator %s not defined on %s", go_token_text(op),
                             word != NULL ? word : go_check_type_text(checker, type));
}

// NULL, or why two operands can't be compared; "": their types don't match.
static const char *comparison_fault(GoCheck *checker, GoNode *left, GoNode *right, GoToken op,
                                    GoNode **at) {
    const char *cause;
    *at = left;
    bool matches = go_check_assignable(checker, left, right->type, &cause) ||
                   go_check_assignable(checker, right, left->type, &cause);
    if (!matches) return "";
    if (op != GO_EQUAL && op != GO_NOT_EQUAL) {
        if (!go_type_all_are(left->type, GO_IS_ORDERED))
            return undefined_comparison(checker, left->type, op);
        if (!go_type_all_are(right->type, GO_IS_ORDERED)) {
            *at = right;
            return undefined_comparison(checker, right->type, op);
        }
        return NULL;
    }
    if (is_nil(left) || is_nil(right)) {
        GoType *type = is_nil(left) ? right->type : left->type;
        if (is_nil(left) && is_nil(right)) return "operator == not defined on nil";
        return go_type_has_nil(type) ? NULL : "";
    }
    if (!go_type_is_comparable(left->type)) {
        cause = incomparable_cause(checker, left->type);
        return cause != NULL ? cause : undefined_comparison(checker, left->type, op);
    }
    if (!go_type_is_comparable(right->type)) {
        *at = right;
        cause = incomparable_cause(checker, right->type);
        return cause != NULL ? cause : undefined_comparison(checker, right->type, op);
    }
    return NULL;
}

void go_check_comparison(GoCheck *checker, GoNode *node, GoNode *left, GoNode *right,
                         GoToken op) {
    GoNode *at;
    const char *fault = comparison_fault(checker, left, right, op, &at);
    node->mode = GO_INVALID;
    if (fault != NULL) {
        if (*fault == '\0')
            fault = go_compile_format(checker->compile, "mismatched types %s and %s",
                                      go_check_type_text(checker, left->type),
                                      go_check_type_text(checker, right->type));
        GO_CHECK_ERROR(checker, node->kind == GO_NODE_BINARY ? left : at,
                       "invalid operation: %s %s %s (%s)",
                       go_check_text(checker->compile, left), go_token_text(op),
                       go_check_text(checker->compile, right), fault);
        return;
    }
    node->type = go_types_basic(checker->compile, GO_KIND_UNTYPED_BOOL);
    if (left->mode == GO_CONSTANT && right->mode == GO_CONSTANT) {
        node->mode = GO_CONSTANT;
        node->value = go_constant_bool(checker->compile,
                                       go_constant_compare(op, left->value, right->value));
        return;
    }
    node->mode = GO_VALUE;
    go_check_set_type(checker, left, go_check_default(checker, left->type));
    go_check_set_type(checker, right, go_check_default(checker, right->type));
}

// --- binary ---

static bool may_convert(GoNode *left, GoNode *right) {
    GoType *a = left->type, *b = right->type;
    if ((go_type_is_interface(a) && !go_type_is_parameter(a)) ||
        (go_type_is_interface(b) && !go_type_is_parameter(b))) return true;
    if (go_type_all_are(a, GO_IS_BOOL) != go_type_all_are(b, GO_IS_BOOL)) return false;
    if (go_type_all_are(a, GO_IS_STRING) != go_type_all_are(b, GO_IS_STRING)) return false;
    if (is_nil(left)) return go_type_has_nil(b);
    if (is_nil(right)) return go_type_has_nil(a);
    return a->kind != GO_KIND_POINTER && b->kind != GO_KIND_POINTER;
}

bool go_check_match(GoCheck *checker, GoNode *left, GoNode *right) {
    if (!may_convert(left, right)) return true;   // the mismatch is told later
    go_check_convert_untyped(checker, left, right->type);
    if (left->mode == GO_INVALID) return false;
    go_check_convert_untyped(checker, right, left->type);
    return right->mode != GO_INVALID;
}

static bool binary_is_defined(GoToken op, GoType *type) {
    switch (op) {
    case GO_ADD: return go_type_all_are(type, GO_IS_NUMBER | GO_IS_STRING);
    case GO_SUBTRACT: case GO_MULTIPLY: case GO_DIVIDE: return go_type_all_are(type, GO_IS_NUMBER);
    case GO_AND_AND: case GO_OR_OR: return go_type_all_are(type, GO_IS_BOOL);
    default: return go_type_all_are(type, GO_IS_INTEGER);
    }
}

static bool divides_by_zero(GoNode *left, GoNode *right, GoToken op) {
    if (op != GO_DIVIDE && op != GO_REMAINDER) return false;
    if (right->mode != GO_CONSTANT || go_constant_sign(right->value) != 0) return false;
    return left->mode == GO_CONSTANT || go_type_all_are(left->type, GO_IS_INTEGER);
}

static void fold(GoCheck *checker, GoNode *node, GoNode *left, GoNode *right, GoToken op) {
    GoConstant *first = left->value, *second = right->value;
    if (go_type_is(node->type, GO_IS_INTEGER)) {
        GoConstant *integer = go_constant_to_integer(checker->compile, first);
        if (integer != NULL) first = integer;
        integer = go_constant_to_integer(checker->compile, second);
        if (integer != NULL) second = integer;
    } else if (op == GO_DIVIDE && go_type_is(node->type, GO_IS_FLOAT)) {
        first = go_constant_to_float(checker->compile, first);
    }
    node->mode = GO_CONSTANT;
    node->value = go_constant_binary(checker->compile, op, first, second);
    check_overflow(checker, node, node->place);
}

void go_check_binary(GoCheck *checker, GoNode *node, GoNode *left, GoNode *right, GoToken op) {
    go_check_expression(checker, left, NULL);
    go_check_expression(checker, right, NULL);
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (left->mode == GO_INVALID || right->mode == GO_INVALID) return;
    if (op == GO_SHIFT_LEFT || op == GO_SHIFT_RIGHT) {
        check_shift(checker, node, left, right, op);
        return;
    }
    if (!go_check_match(checker, left, right)) return;
    if (op >= GO_EQUAL && op <= GO_GREATER_EQUAL) {
        go_check_comparison(checker, node, left, right, op);
        return;
    }
    if (!go_type_identical(left->type, right->type)) {
        if (left->type->kind == GO_KIND_INVALID || right->type->kind == GO_KIND_INVALID) return;
        if (node->kind == GO_NODE_BINARY)
            GO_CHECK_ERROR(checker, left, "invalid operation: %s (mismatched types %s and %s)",
                           go_check_text(checker->compile, node),
                           go_check_type_text(checker, left->type),
                           go_check_type_text(checker, right->type));
        else GO_CHECK_ERROR(checker, left,
                            "invalid operation: %s %s= %s (mismatched types %s and %s)",
                            go_check_text(checker->compile, left), go_token_text(op),
                            go_check_text(checker->compile, right),
                            go_check_type_text(checker, left->type),
                            go_check_type_text(checker, right->type));
        return;
    }
    if (!binary_is_defined(op, left->type)) {
        GO_CHECK_ERROR(checker, left, "invalid operation: operator %s not defined on %s",
                       go_token_text(op), go_check_operand(checker, left));
        return;
    }
    if (divides_by_zero(left, right, op)) {
        GO_CHECK_ERROR(checker, right, "invalid operation: division by zero");
        return;
    }
    node->type = left->type;
    if (left->mode == GO_CONSTANT && right->mode == GO_CONSTANT) {
        fold(checker, node, left, right, op);
        return;
    }
    node->mode = GO_VALUE;
}
