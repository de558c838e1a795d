// Untyped operands given a type, assignability, conversions.

#include <string.h>

#include "base/utf8.h"
#include "go/check.h"

GoType *go_check_invalid(GoCheck *checker) {
    return go_types_basic(checker->compile, GO_KIND_INVALID);
}

GoType *go_check_default(GoCheck *checker, GoType *type) {
    switch (type->kind) {
    case GO_KIND_UNTYPED_BOOL: return go_types_basic(checker->compile, GO_KIND_BOOL);
    case GO_KIND_UNTYPED_INT: return go_types_basic(checker->compile, GO_KIND_INT);
    case GO_KIND_UNTYPED_RUNE: return &checker->compile->types->rune_type;
    case GO_KIND_UNTYPED_FLOAT: return go_types_basic(checker->compile, GO_KIND_FLOAT64);
    case GO_KIND_UNTYPED_COMPLEX: return go_types_basic(checker->compile, GO_KIND_COMPLEX128);
    case GO_KIND_UNTYPED_STRING: return go_types_basic(checker->compile, GO_KIND_STRING);
    default: return type;
    }
}

// --- representation of constants ---

// The constant as a value of a basic type; NULL: it can't be.
static GoConstant *represent(GoCompile *compile, GoConstant *value, GoType *basic) {
    if (value->kind == GO_CONSTANT_UNKNOWN) return value;
    if (basic->flags & GO_IS_INTEGER) {
        GoConstant *integer = go_constant_to_integer(compile, value);
        if (integer == NULL || (basic->flags & GO_IS_UNTYPED)) return integer;
        int bits = (int)basic->size * 8;
        bool fits = basic->flags & GO_IS_UNSIGNED ? go_constant_fits_unsigned(integer, bits)
                                                  : go_constant_fits_signed(integer, bits);
        return fits ? integer : NULL;
    }
    if (basic->flags & GO_IS_FLOAT) {
        GoConstant *number = go_constant_to_float(compile, value);
        if (number == NULL || (basic->flags & GO_IS_UNTYPED)) return number;
        return go_constant_round(compile, number, (int)basic->size);
    }
    if (basic->flags & GO_IS_COMPLEX) {
        GoConstant *number = go_constant_to_complex(compile, value);
        if (number == NULL || (basic->flags & GO_IS_UNTYPED)) return number;
        return go_constant_round(compile, number, (int)basic->size / 2);
    }
    if (basic->flags & GO_IS_STRING) return value->kind == GO_CONSTANT_STRING ? value : NULL;
    if (basic->flags & GO_IS_BOOL) return value->kind == GO_CONSTANT_BOOL ? value : NULL;
    return NULL;
}

typedef enum Misfit { FITS, WRONG, TRUNCATED, OVERFLOWS } Misfit;

static Misfit fit(GoCheck *checker, GoNode *node, GoType *basic) {
    GoConstant *value = represent(checker->compile, node->value, basic);
    if (value != NULL) {
        node->value = value;
        return FITS;
    }
    if (!go_type_is(node->type, GO_IS_NUMBER) || !(basic->flags & GO_IS_NUMBER)) return WRONG;
    bool was_integer = go_type_is(node->type, GO_IS_INTEGER) ||
                       node->value->kind == GO_CONSTANT_INTEGER;
    return !was_integer && (basic->flags & GO_IS_INTEGER) ? TRUNCATED : OVERFLOWS;
}

static void tell_misfit(GoCheck *checker, GoNode *node, GoType *type, Misfit misfit) {
    const char *operand = go_check_operand(checker, node);
    const char *text = go_check_type_text(checker, type);
    if (misfit == TRUNCATED) GO_CHECK_ERROR(checker, node, "%s truncated to %s", operand, text);
    else if (misfit == OVERFLOWS && go_type_is_untyped(node->type))
        GO_CHECK_ERROR(checker, node, "%s overflows %s", operand, text);
    else if (misfit == OVERFLOWS)
        GO_CHECK_ERROR(checker, node, "%s overflows %s", operand, text);
    else GO_CHECK_ERROR(checker, node, "cannot convert %s to %s", operand, text);
}

bool go_check_represents(GoCheck *checker, GoNode *node, GoType *type) {
    GoType *under = go_type_underlying(type);
    if (under->kind >= GO_BASIC_COUNT || node->value == NULL) return true;
    Misfit misfit = fit(checker, node, under);
    if (misfit == FITS) return true;
    tell_misfit(checker, node, type, misfit);
    node->mode = GO_INVALID;
    return false;
}

// --- untyped operands ---

void go_check_set_type(GoCheck *checker, GoNode *node, GoType *type) {
    if (node->type == NULL || !go_type_is_untyped(node->type)) return;
    if (node->mode != GO_CONSTANT) {
        switch (node->kind) {
        case GO_NODE_PAREN: go_check_set_type(checker, node->first, type); break;
        case GO_NODE_UNARY:
            if (node->op != GO_ARROW) go_check_set_type(checker, node->first, type);
            break;
        case GO_NODE_BINARY:
            if (node->op >= GO_EQUAL && node->op <= GO_GREATER_EQUAL) break;
            go_check_set_type(checker, node->first, type);
            if (node->op != GO_SHIFT_LEFT && node->op != GO_SHIFT_RIGHT)
                go_check_set_type(checker, node->second, type);
            else if (!go_type_is_untyped(type) && !go_type_all_are(type, GO_IS_INTEGER))
                GO_CHECK_ERROR(checker, node, "invalid operation: %s (shift of type %s)",
                               go_check_text(checker->compile, node),
                               go_check_type_text(checker, type));
            break;
        default: break;
        }
    } else if (node->kind == GO_NODE_PAREN) {
        go_check_set_type(checker, node->first, type);
    }
    node->type = type;
    if (node->mode == GO_NIL && !go_type_is_untyped(type)) node->mode = GO_VALUE;
    if (node->mode == GO_CONSTANT && node->value != NULL) {
        GoType *under = go_type_underlying(type);
        if (under->kind < GO_BASIC_COUNT) {
            GoConstant *value = represent(checker->compile, node->value, under);
            if (value != NULL) node->value = value;
        }
    }
}

static bool kinds_agree(GoType *type, GoType *target) {
    if (target->kind == GO_KIND_UNTYPED_NIL) return false;
    if (type->flags & GO_IS_BOOL) return (target->flags & GO_IS_BOOL) != 0;
    if (type->flags & GO_IS_STRING) return (target->flags & GO_IS_STRING) != 0;
    if (type->flags & GO_IS_NUMBER) return (target->flags & GO_IS_NUMBER) != 0;
    return target->kind == GO_KIND_UNSAFE_POINTER;   // nil
}

// The type that an untyped operand gets where `target` is wanted; NULL: none.
static GoType *implicit_type(GoCheck *checker, GoNode *node, GoType *target, Misfit *misfit) {
    GoType *type = node->type, *under = go_type_underlying(target);
    *misfit = WRONG;
    if (go_type_is_untyped(target)) {   // the wider of two
        if (type->kind == target->kind) return target;
        if (!(type->flags & GO_IS_NUMBER) || !(target->flags & GO_IS_NUMBER)) return NULL;
        return type->kind > target->kind ? type : target;
    }
    if (under->kind < GO_BASIC_COUNT) {
        if (node->mode == GO_CONSTANT) {
            *misfit = fit(checker, node, under);
            return *misfit == FITS ? target : NULL;
        }
        return kinds_agree(type, under) ? target : NULL;
    }
    if (go_type_is_parameter(target)) {
        go_type_complete(checker->compile, under);
        if (under->term_count == 0) return NULL;
        for (int i = 0; i < under->term_count; i++) {
            GoConstant *kept = node->value;
            GoType *given = implicit_type(checker, node, under->terms[i].type, misfit);
            node->value = kept;
            if (given == NULL) return NULL;
        }
        return target;
    }
    if (type->kind == GO_KIND_UNTYPED_NIL) return go_type_has_nil(target) ? target : NULL;
    if (under->kind != GO_KIND_INTERFACE) return NULL;
    go_type_complete(checker->compile, under);
    if (under->has_terms) return NULL;
    return under->method_count == 0 ? go_check_default(checker, type) : NULL;
}

void go_check_convert_untyped(GoCheck *checker, GoNode *node, GoType *target) {
    if (node->mode == GO_INVALID || !go_type_is_untyped(node->type) ||
        target->kind == GO_KIND_INVALID) return;
    Misfit misfit;
    GoType *type = implicit_type(checker, node, target, &misfit);
    if (type == NULL) {
        GoType *shown = go_type_is_parameter(target) ? target : go_type_underlying(target);
        tell_misfit(checker, node, misfit == WRONG ? shown : target, misfit);
        node->mode = GO_INVALID;
        return;
    }
    go_check_set_type(checker, node, type);
}

// --- interfaces ---

static const char *signature_text(GoCheck *checker, const char *name, GoType *type) {
    return go_compile_format(checker->compile, "%s%s", name,
                             go_check_type_text(checker, type) + strlen("func"));
}

const char *go_check_missing(GoCheck *checker, GoType *type, GoType *interface) {
    GoMissing missing;
    if (!go_type_lacks(checker->compile, type, interface, &missing)) return NULL;
    const char *name = missing.method->name;
    if (missing.wants_pointer)
        return go_compile_format(checker->compile, "(%s method has pointer receiver)", name);
    if (missing.found != NULL)
        return go_compile_format(checker->compile,
                                 "(wrong type for %s method)\n\t\thave %s\n\t\twant %s", name,
                                 signature_text(checker, name, missing.found),
                                 signature_text(checker, name, missing.method->type));
    if (type->kind == GO_KIND_POINTER && go_type_is_interface(type->element))
        return go_compile_format(checker->compile,
                                 "(type %s is pointer to interface, not interface)",
                                 go_check_type_text(checker, type));
    if (missing.other_case != NULL)
        return go_compile_format(checker->compile, "(missing %s method)\n\t\thave %s\n\t\twant %s",
                                 name, missing.other_case,
                                 signature_text(checker, name, missing.method->type));
    return go_compile_format(checker->compile, "(missing %s method)", name);
}

bool go_check_implements(GoCheck *checker, GoType *type, GoType *interface,
                         const char **cause) {
    const char *missing = go_check_missing(checker, type, interface);
    if (missing == NULL) return true;
    *cause = go_compile_format(checker->compile, "%s does not implement %s %s",
                               go_check_type_text(checker, type),
                               go_check_type_text(checker, interface), missing);
    return false;
}

// --- assignment ---

bool go_check_assignable(GoCheck *checker, GoNode *node, GoType *type, const char **cause) {
    GoType *from = node->type, *under = go_type_underlying(type);
    *cause = NULL;
    if (from->kind == GO_KIND_INVALID || type->kind == GO_KIND_INVALID) return true;
    if (go_type_identical(from, type)) return true;
    GoType *from_under = go_type_underlying(from);
    if (go_type_is_untyped(from)) {
        if (node->mode == GO_NIL || from->kind == GO_KIND_UNTYPED_NIL) return go_type_has_nil(type);
        Misfit misfit;
        return implicit_type(checker, node, type, &misfit) != NULL;
    }
    bool is_parameter = go_type_is_parameter(type) || go_type_is_parameter(from);
    if (go_type_identical(from_under, under) && !is_parameter &&
        (!go_type_is_named(from) || !go_type_is_named(type))) return true;
    if (under->kind == GO_KIND_INTERFACE && !go_type_is_parameter(type))
        return go_check_implements(checker, from, type, cause);
    if (from_under->kind == GO_KIND_INTERFACE && !go_type_is_parameter(from) &&
        go_check_missing(checker, type, from) == NULL) {
        *cause = "need type assertion";
        return false;
    }
    if (from_under->kind == GO_KIND_CHANNEL && under->kind == GO_KIND_CHANNEL &&
        from_under->direction == GO_BOTH && !is_parameter &&
        go_type_identical(from_under->element, under->element))
        return !go_type_is_named(from) || !go_type_is_named(type);
    if (is_parameter && (!go_type_is_named(from) || !go_type_is_named(type))) {
        GoType *parameter = go_type_is_parameter(type) ? type : from;
        GoType *set = go_type_underlying(parameter);
        go_type_complete(checker->compile, set);
        for (int i = 0; i < set->term_count; i++) {
            GoType *other = parameter == type ? from_under : under;
            if (!go_type_identical(go_type_underlying(set->terms[i].type), other)) return false;
        }
        return set->term_count > 0;
    }
    return false;
}

static void assign_untyped(GoCheck *checker, GoNode *node, GoType *type, const char *context) {
    GoType *target = type;
    if (type == NULL || (go_type_is_interface(type) && !go_type_is_parameter(type))) {
        if (type == NULL && node->type->kind == GO_KIND_UNTYPED_NIL) {
            GO_CHECK_ERROR(checker, node, "use of untyped nil in %s", context);
            node->mode = GO_INVALID;
            return;
        }
        target = node->type->kind == GO_KIND_UNTYPED_NIL ? type
                                                         : go_check_default(checker, node->type);
    }
    Misfit misfit;
    GoType *given = implicit_type(checker, node, target, &misfit);
    if (given != NULL) {
        go_check_set_type(checker, node, given);
        return;
    }
    GO_CHECK_ERROR(checker, node, "cannot use %s as %s value in %s%s",
                   go_check_operand(checker, node), go_check_type_text(checker, target), context,
                   misfit == TRUNCATED ? " (truncated)" : misfit == OVERFLOWS ? " (overflows)"
                   : "");
    node->mode = GO_INVALID;
}

void go_check_assignment(GoCheck *checker, GoNode *node, GoType *type, const char *context) {
    if (node->mode == GO_INVALID || (type != NULL && type->kind == GO_KIND_INVALID)) {
        node->mode = GO_INVALID;
        return;
    }
    if (node->type->kind == GO_KIND_TUPLE) {
        GO_CHECK_ERROR(checker, node, "multiple-value %s in single-value context",
                       go_check_operand(checker, node));
        node->mode = GO_INVALID;
        return;
    }
    if (go_type_is_untyped(node->type)) assign_untyped(checker, node, type, context);
    if (node->mode == GO_INVALID) return;
    if (node->type->kind == GO_KIND_FUNCTION && node->type->parameter_count > 0) {
        GO_CHECK_ERROR(checker, node, "cannot use generic function %s without instantiation",
                       go_check_text(checker->compile, node));
        node->mode = GO_INVALID;
        return;
    }
    const char *cause;
    if (type == NULL || go_check_assignable(checker, node, type, &cause)) return;
    if (cause != NULL)
        GO_CHECK_ERROR(checker, node, "cannot use %s as type %s in %s:\n\t%s",
                       go_check_operand(checker, node), go_check_type_text(checker, type), context,
                       cause);
    else GO_CHECK_ERROR(checker, node, "cannot use %s as type %s in %s",
                        go_check_operand(checker, node), go_check_type_text(checker, type),
                        context);
    node->mode = GO_INVALID;
}

// --- conversions ---

static bool is_bytes_or_runes(GoType *type) {
    GoType *under = go_type_underlying(type);
    if (under->kind != GO_KIND_SLICE) return false;
    GoKind kind = (GoKind)go_type_underlying(under->element)->kind;
    return kind == GO_KIND_UINT8 || kind == GO_KIND_INT32;
}

static bool identical_without_tags(GoType *left, GoType *right) {
    if (left->kind != GO_KIND_STRUCT || right->kind != GO_KIND_STRUCT ||
        left->count != right->count) return go_type_identical(left, right);
    for (int i = 0; i < left->count; i++)
        if (left->fields[i].name != right->fields[i].name ||
            left->fields[i].is_embedded != right->fields[i].is_embedded ||
            !identical_without_tags(left->fields[i].type, right->fields[i].type)) return false;
    return true;
}

static bool converts(GoCheck *checker, GoNode *node, GoType *from, GoType *type);

// Each type of a type parameter's set must convert.
static bool converts_all(GoCheck *checker, GoNode *node, GoType *from, GoType *type) {
    GoType *parameter = go_type_is_parameter(type) ? type : from;
    GoType *set = go_type_underlying(parameter);
    go_type_complete(checker->compile, set);
    if (set->term_count == 0) return false;
    for (int i = 0; i < set->term_count; i++) {
        GoType *each = set->terms[i].type;
        bool is_right = parameter == type ? converts(checker, node, from, each)
                                          : converts(checker, node, each, type);
        if (!is_right) return false;
    }
    return true;
}

static bool converts(GoCheck *checker, GoNode *node, GoType *from, GoType *type) {
    const char *cause;
    GoNode as = *node;
    as.type = from;
    if (go_check_assignable(checker, &as, type, &cause)) return true;
    if (go_type_is_parameter(type) || go_type_is_parameter(from))
        return converts_all(checker, node, from, type);
    GoType *left = go_type_underlying(from), *right = go_type_underlying(type);
    if (identical_without_tags(left, right)) return true;
    if (from->kind == GO_KIND_POINTER && type->kind == GO_KIND_POINTER &&
        identical_without_tags(go_type_underlying(from->element),
                               go_type_underlying(type->element))) return true;
    if (go_type_is(left, GO_IS_INTEGER | GO_IS_FLOAT) &&
        go_type_is(right, GO_IS_INTEGER | GO_IS_FLOAT)) return true;
    if (go_type_is(left, GO_IS_COMPLEX) && go_type_is(right, GO_IS_COMPLEX)) return true;
    if (go_type_is(right, GO_IS_STRING) &&
        (go_type_is(left, GO_IS_INTEGER) || is_bytes_or_runes(left))) return true;
    if (go_type_is(left, GO_IS_STRING) && is_bytes_or_runes(right)) return true;
    bool is_left_pointer = left->kind == GO_KIND_POINTER || left->kind == GO_KIND_UINTPTR;
    bool is_right_pointer = right->kind == GO_KIND_POINTER || right->kind == GO_KIND_UINTPTR;
    if (right->kind == GO_KIND_UNSAFE_POINTER && is_left_pointer) return true;
    if (left->kind == GO_KIND_UNSAFE_POINTER && is_right_pointer) return true;
    return left->kind == GO_KIND_SLICE && right->kind == GO_KIND_POINTER &&
           go_type_underlying(right->element)->kind == GO_KIND_ARRAY &&
           go_type_identical(left->element, go_type_underlying(right->element)->element);
}

// A constant converted to a basic type; false: it isn't one of these.
static bool convert_constant(GoCheck *checker, GoNode *node, GoNode *operand, GoType *type,
                             bool *is_right) {
    GoType *under = go_type_underlying(type);
    if (operand->mode != GO_CONSTANT || under->kind >= GO_BASIC_COUNT ||
        go_type_is_parameter(type) || under->kind == GO_KIND_UNSAFE_POINTER) return false;
    GoConstant *value = represent(checker->compile, operand->value, under);
    if (value == NULL && go_type_is(operand->type, GO_IS_INTEGER) && go_type_is(type,
                                                                                GO_IS_STRING)) {
        uint32_t code = 0xfffd;
        if (go_constant_fits_unsigned(operand->value, 31)) {
            uint64_t number = go_constant_get_uint64(operand->value);
            if (number <= 0x10ffff && (number < 0xd800 || number > 0xdfff)) code = (uint32_t)number;
        }
        char *bytes = go_compile_new(checker->compile, 5);
        value = go_constant_string(checker->compile, bytes, (size_t)utf8_write(code, bytes));
    }
    if (value == NULL) {
        *is_right = false;
        return !go_type_is(type, GO_IS_STRING) || !is_bytes_or_runes(operand->type);
    }
    node->value = value;
    node->mode = GO_CONSTANT;
    return true;
}

void go_check_conversion(GoCheck *checker, GoNode *node, GoNode *operand, GoType *type) {
    bool is_right = true;
    node->mode = GO_INVALID;
    if (operand->mode == GO_INVALID || type->kind == GO_KIND_INVALID) return;
    if (!convert_constant(checker, node, operand, type, &is_right)) {
        is_right = converts(checker, operand, operand->type, type);
        if (is_right) node->mode = GO_VALUE;
    }
    if (!is_right) {
        GO_CHECK_ERROR(checker, operand, "cannot convert %s to type %s",
                       go_check_operand(checker, operand), go_check_type_text(checker, type));
        node->mode = GO_INVALID;
        return;
    }
    if (go_type_is_untyped(operand->type)) {
        GoType *final = type;
        if (go_type_is_interface(type) || go_type_is_parameter(type) ||
            (node->mode == GO_CONSTANT && false))
            final = operand->type->kind == GO_KIND_UNTYPED_NIL
                    ? type : go_check_default(checker, operand->type);
        else if (operand->mode == GO_CONSTANT && go_type_is(operand->type, GO_IS_INTEGER) &&
                 go_type_is(type, GO_IS_STRING))
            final = go_check_default(checker, operand->type);
        else if (operand->mode == GO_CONSTANT && go_type_is(operand->type, GO_IS_STRING) &&
                 !go_type_is(type, GO_IS_STRING))
            final = go_check_default(checker, operand->type);
        go_check_set_type(checker, operand, final);
    }
    node->type = type;
}
