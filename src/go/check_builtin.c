// Calls of built-in functions.

#include "go/check.h"

#include <string.h>

static const struct {
    const char *name;
    int least;
    bool is_variadic, is_statement;
} builtins[] = {
    [GO_APPEND] = {"append", 1, true, false},   [GO_CAP] = {"cap", 1, false, false},
    [GO_CLOSE] = {"close", 1, false, true},     [GO_COMPLEX] = {"complex", 2, false, false},
    [GO_COPY] = {"copy", 2, false, true},       [GO_DELETE] = {"delete", 2, false, true},
    [GO_IMAG] = {"imag", 1, false, false},      [GO_LEN] = {"len", 1, false, false},
    [GO_MAKE] = {"make", 1, true, false},       [GO_NEW_OF] = {"new", 1, false, false},
    [GO_PANIC] = {"panic", 1, false, true},     [GO_PRINT] = {"print", 0, true, true},
    [GO_PRINTLN] = {"println", 0, true, true},  [GO_REAL] = {"real", 1, false, false},
    [GO_RECOVER] = {"recover", 0, false, true}, [GO_ADD_POINTER] = {"Add", 2, false, false},
    [GO_ALIGNOF] = {"Alignof", 1, false, false}, [GO_OFFSETOF] = {"Offsetof", 1, false, false},
    [GO_SIZEOF] = {"Sizeof", 1, false, false},  [GO_SLICE_POINTER] = {"Slice", 2, false, false},
};

static void give(GoNode *call, GoMode mode, GoType *type) {
    call->mode = (uint8_t)mode;
    call->type = type;
}

static GoType *basic(GoCheck *checker, GoKind kind) {
    return go_types_basic(checker->compile, kind);
}

static void give_number(GoCheck *checker, GoNode *call, int64_t number, GoKind kind) {
    give(call, GO_CONSTANT, basic(checker, kind));
    call->value = go_constant_integer(checker->compile, number);
}

static bool has_calls(const GoNode *node) {
    if (node == NULL) return false;
    if (node->kind == GO_NODE_CALL) return node->mode != GO_CONSTANT &&
        !(node->first->mode == GO_TYPE_EXPRESSION && !has_calls(node->list[0]));
    if (node->kind == GO_NODE_UNARY && node->op == GO_ARROW) return true;
    if (node->kind == GO_NODE_FUNCTION_LITERAL) return false;
    if (has_calls(node->first) || has_calls(node->second)) return true;
    for (int i = 0; i < node->count; i++)
        if (has_calls(node->list[i])) return true;
    return false;
}

static void check_length(GoCheck *checker, GoNode *call, GoBuiltin which) {
    GoNode *operand = call->list[0];
    GoType *under = go_type_underlying(operand->type);
    if (under->kind == GO_KIND_POINTER &&
        go_type_underlying(under->element)->kind == GO_KIND_ARRAY)
        under = go_type_underlying(under->element);
    bool is_right = false;
    if (go_type_is_parameter(operand->type)) {
        go_type_complete(checker->compile, under);
        is_right = under->term_count > 0;
        for (int i = 0; i < under->term_count; i++) {
            GoKind kind = (GoKind)go_type_underlying(under->terms[i].type)->kind;
            is_right &= kind == GO_KIND_ARRAY || kind == GO_KIND_SLICE || kind == GO_KIND_CHANNEL ||
                        kind == GO_KIND_POINTER ||
                        (which == GO_LEN && (kind == GO_KIND_STRING || kind == GO_KIND_MAP));
        }
    } else if (under->kind == GO_KIND_ARRAY) {
        if (!has_calls(operand)) {
            give_number(checker, call, under->length, GO_KIND_INT);
            return;
        }
        is_right = true;
    } else if (under->kind == GO_KIND_STRING || under->kind == GO_KIND_UNTYPED_STRING) {
        if (which == GO_LEN && operand->mode == GO_CONSTANT) {
            give_number(checker, call, (int64_t)operand->value->size, GO_KIND_INT);
            return;
        }
        is_right = which == GO_LEN;
    } else {
        is_right = under->kind == GO_KIND_SLICE || under->kind == GO_KIND_CHANNEL ||
                   (under->kind == GO_KIND_MAP && which == GO_LEN);
    }
    if (!is_right) {
        GO_CHECK_ERROR(checker, operand, "invalid argument: %s for %s",
                       go_check_operand(checker, operand), builtins[which].name);
        return;
    }
    give(call, GO_VALUE, basic(checker, GO_KIND_INT));
}

static void check_append(GoCheck *checker, GoNode *call) {
    GoNode *slice = call->list[0];
    GoType *core = go_type_core(slice->type);
    if (slice->mode == GO_NIL) {
        GO_CHECK_ERROR(checker, slice, "first argument to append must be a typed slice; have "
                       "untyped nil");
        return;
    }
    if (core == NULL || core->kind != GO_KIND_SLICE) {
        GO_CHECK_ERROR(checker, slice, "first argument to append must be a slice; have %s",
                       go_check_operand(checker, slice));
        return;
    }
    give(call, GO_VALUE, slice->type);
    if (call->flag) {
        if (call->count != 2) {
            GO_CHECK_ERROR(checker, call, "can only use ... with final argument in list");
            return;
        }
        GoNode *rest = call->list[1];
        GoType *from = go_type_core_string(checker->compile, rest->type);
        bool is_bytes = go_type_underlying(core->element)->kind == GO_KIND_UINT8;
        if (is_bytes && from != NULL && (from->flags & GO_IS_STRING) &&
            from->kind < GO_BASIC_COUNT) {
            go_check_convert_untyped(checker, rest, basic(checker, GO_KIND_STRING));
            return;
        }
        go_check_assignment(checker, rest, go_type_slice(checker->compile, core->element),
                            "argument to append");
        return;
    }
    for (int i = 1; i < call->count; i++)
        go_check_assignment(checker, call->list[i], core->element, "argument to append");
}

static void check_copy(GoCheck *checker, GoNode *call) {
    GoNode *to = call->list[0], *from = call->list[1];
    GoType *left = go_type_core(to->type);
    GoType *right = go_type_core_string(checker->compile, from->type);
    bool is_text = right != NULL && right->kind < GO_BASIC_COUNT && (right->flags & GO_IS_STRING);
    if (left == NULL || left->kind != GO_KIND_SLICE || right == NULL ||
        (right->kind != GO_KIND_SLICE && !is_text)) {
        GO_CHECK_ERROR(checker, call, "invalid argument: copy expects slice arguments; found %s "
                       "and %s", go_check_operand(checker, to), go_check_operand(checker, from));
        return;
    }
    GoType *element = is_text ? basic(checker, GO_KIND_UINT8) : right->element;
    if (!go_type_identical(is_text ? go_type_underlying(left->element) : left->element, element)) {
        GO_CHECK_ERROR(checker, call,
                       "invalid argument: arguments to copy %s and %s have different "
                       "element types %s and %s", go_check_operand(checker, to),
                       go_check_operand(checker, from), go_check_type_text(checker, left->element),
                       go_check_type_text(checker, element));
        return;
    }
    go_check_convert_untyped(checker, from, basic(checker, GO_KIND_STRING));
    give(call, GO_VALUE, basic(checker, GO_KIND_INT));
}

static void check_close(GoCheck *checker, GoNode *call) {
    GoNode *channel = call->list[0];
    GoType *core = go_type_core(channel->type);
    if (core == NULL || core->kind != GO_KIND_CHANNEL) {
        GO_CHECK_ERROR(checker, channel, "invalid operation: cannot close non-channel %s",
                       go_check_operand(checker, channel));
        return;
    }
    if (core->direction == GO_RECEIVE_ONLY) {
        GO_CHECK_ERROR(checker, channel, "invalid operation: cannot close receive-only channel %s",
                       go_check_operand(checker, channel));
        return;
    }
    give(call, GO_NO_VALUE, call->type);
}

static void check_delete(GoCheck *checker, GoNode *call) {
    GoNode *map = call->list[0];
    GoType *core = go_type_core(map->type);
    if (core == NULL || core->kind != GO_KIND_MAP) {
        GO_CHECK_ERROR(checker, map, "invalid argument: %s is not a map",
                       go_check_operand(checker, map));
        return;
    }
    go_check_assignment(checker, call->list[1], core->key, "argument to delete");
    give(call, GO_NO_VALUE, call->type);
}

static void check_complex(GoCheck *checker, GoNode *call) {
    GoNode *real = call->list[0], *imaginary = call->list[1];
    GoType *float_type = basic(checker, GO_KIND_UNTYPED_FLOAT);
    if (go_type_is_untyped(real->type) && go_type_is_untyped(imaginary->type)) {
        if (real->mode == GO_CONSTANT && imaginary->mode == GO_CONSTANT &&
            real->value->kind >= GO_CONSTANT_INTEGER &&
            imaginary->value->kind >= GO_CONSTANT_INTEGER) {
            GoConstant *a = go_constant_to_float(checker->compile, real->value);
            GoConstant *b = go_constant_to_float(checker->compile, imaginary->value);
            if (a != NULL && b != NULL) {
                give(call, GO_CONSTANT, basic(checker, GO_KIND_UNTYPED_COMPLEX));
                call->value = go_constant_make_complex(checker->compile, a, b);
                return;
            }
        }
        go_check_convert_untyped(checker, real, basic(checker, GO_KIND_FLOAT64));
        go_check_convert_untyped(checker, imaginary, basic(checker, GO_KIND_FLOAT64));
    } else {
        if (!go_check_match(checker, real, imaginary)) return;
    }
    (void)float_type;
    if (real->mode == GO_INVALID || imaginary->mode == GO_INVALID) return;
    if (!go_type_identical(real->type, imaginary->type)) {
        GO_CHECK_ERROR(checker, call, "invalid operation: %s (mismatched types %s and %s)",
                       go_check_text(checker->compile, call), go_check_type_text(checker,
                                                                                 real->type),
                       go_check_type_text(checker, imaginary->type));
        return;
    }
    GoKind kind = (GoKind)go_type_underlying(real->type)->kind;
    if (kind != GO_KIND_FLOAT32 && kind != GO_KIND_FLOAT64) {
        GO_CHECK_ERROR(checker, real, "invalid argument: arguments have type %s, expected "
                       "floating-point", go_check_type_text(checker, real->type));
        return;
    }
    GoType *type = basic(checker, kind == GO_KIND_FLOAT32 ? GO_KIND_COMPLEX64 : GO_KIND_COMPLEX128);
    if (real->mode == GO_CONSTANT && imaginary->mode == GO_CONSTANT) {
        give(call, GO_CONSTANT, type);
        call->value = go_constant_make_complex(checker->compile, real->value, imaginary->value);
        return;
    }
    give(call, GO_VALUE, type);
}

static void check_part(GoCheck *checker, GoNode *call, GoBuiltin which) {
    GoNode *operand = call->list[0];
    if (go_type_is_untyped(operand->type) && operand->mode != GO_CONSTANT)
        go_check_convert_untyped(checker, operand, basic(checker, GO_KIND_COMPLEX128));
    GoType *under = go_type_underlying(operand->type);
    if (operand->mode == GO_INVALID) return;
    bool is_number = operand->mode == GO_CONSTANT && go_type_is_untyped(operand->type) &&
                     (under->flags & GO_IS_NUMBER);
    if (!is_number && !go_type_is(operand->type, GO_IS_COMPLEX)) {
        GO_CHECK_ERROR(checker, operand,
                       "invalid argument: arguments have type %s, expected complex",
                       go_check_type_text(checker, operand->type));
        return;
    }
    GoKind kind = is_number ? GO_KIND_UNTYPED_FLOAT
                  : under->kind == GO_KIND_COMPLEX64 ? GO_KIND_FLOAT32 : GO_KIND_FLOAT64;
    give(call, operand->mode == GO_CONSTANT ? GO_CONSTANT : GO_VALUE, basic(checker, kind));
    if (operand->mode == GO_CONSTANT)
        call->value = which == GO_REAL ? go_constant_real(checker->compile, operand->value)
                                       : go_constant_imaginary(checker->compile, operand->value);
}

static void check_make(GoCheck *checker, GoNode *call) {
    GoType *type = go_check_type(checker, call->list[0]);
    for (int i = 1; i < call->count; i++) go_check_expression(checker, call->list[i], NULL);
    if (type->kind == GO_KIND_INVALID) return;
    GoType *core = go_type_core(type);
    GoKind kind = core == NULL ? GO_KIND_INVALID : (GoKind)core->kind;
    if (kind != GO_KIND_SLICE && kind != GO_KIND_MAP && kind != GO_KIND_CHANNEL) {
        GO_CHECK_ERROR(checker, call->list[0], "invalid argument: cannot make %s; type must be "
                       "slice, map, or channel", go_check_text(checker->compile, call->list[0]));
        return;
    }
    int least = kind == GO_KIND_SLICE ? 2 : 1;
    if (call->count < least || call->count > least + 1) {
        GO_CHECK_ERROR(checker, call, call->count < least
                       ? "invalid operation: %s expects %d or %d arguments; found %d"
                       : "invalid operation: %s expects %d or %d arguments; found %d",
                       go_check_text(checker->compile, call), least, least + 1, call->count);
        return;
    }
    int64_t sizes[2] = {-1, -1};
    for (int i = 1; i < call->count; i++) {
        GoNode *size = call->list[i];
        if (size->mode == GO_CONSTANT && go_type_is_untyped(size->type) &&
            (size->type->flags & GO_IS_NUMBER) &&
            go_constant_to_integer(checker->compile, size->value) == NULL) {
            GO_CHECK_ERROR(checker, size, "%s truncated to int", go_check_operand(checker, size));
            continue;
        }
        sizes[i - 1] = go_check_one_index(checker, size, -1);
    }
    if (kind == GO_KIND_SLICE && sizes[0] >= 0 && sizes[1] >= 0 && sizes[0] > sizes[1])
        GO_CHECK_ERROR(checker, call->list[1], "invalid argument: length and capacity swapped");
    give(call, GO_VALUE, type);
}

static void check_new(GoCheck *checker, GoNode *call) {
    GoType *type = go_check_type(checker, call->list[0]);
    if (type->kind != GO_KIND_INVALID) give(call, GO_VALUE, go_type_pointer(checker->compile,
                                                                            type));
}

static void check_offset(GoCheck *checker, GoNode *call) {
    GoNode *selector = go_node_unparen(call->list[0]);
    if (selector->kind != GO_NODE_SELECTOR) {
        GO_CHECK_ERROR(checker, selector, "invalid argument: %s is not a selector expression",
                       go_check_text(checker->compile, selector));
        return;
    }
    go_check_expression(checker, selector, NULL);
    if (selector->mode == GO_INVALID || selector->selection == NULL) return;
    GoSelection *selection = selector->selection;
    if (selection->kind != GO_SELECT_FIELD) {
        GO_CHECK_ERROR(checker, selector, "invalid argument: %s is a method value",
                       go_check_text(checker->compile, selector));
        return;
    }
    GoType *type = go_type_underlying(selector->first->type);
    if (type->kind == GO_KIND_POINTER) type = go_type_underlying(type->element);
    int64_t offset = 0;
    for (int i = 0; i < selection->depth; i++) {
        if (type->kind != GO_KIND_STRUCT) {
            GO_CHECK_ERROR(checker, selector,
                           "invalid argument: field %s is embedded via a pointer "
                           "in %s", selector->text,
                           go_check_text(checker->compile, selector->first));
            return;
        }
        (void)go_type_size(type);
        offset += type->fields[selection->path[i]].offset;
        type = go_type_underlying(type->fields[selection->path[i]].type);
    }
    give_number(checker, call, offset, GO_KIND_UINTPTR);
}

static void check_values(GoCheck *checker, GoNode *call) {
    for (int i = 0; i < call->count; i++)
        go_check_assignment(checker, call->list[i], NULL, go_compile_format(
            checker->compile, "argument to %s", builtins[go_node_unparen(call->first)->entity
                                                         ->builtin].name));
    give(call, GO_NO_VALUE, call->type);
}

static void check_unsafe_slice(GoCheck *checker, GoNode *call) {
    GoType *core = go_type_core(call->list[0]->type);
    if (core == NULL || core->kind != GO_KIND_POINTER) {
        GO_CHECK_ERROR(checker, call->list[0], "invalid argument: %s is not a pointer",
                       go_check_operand(checker, call->list[0]));
        return;
    }
    (void)go_check_one_index(checker, call->list[1], -1);
    give(call, GO_VALUE, go_type_slice(checker->compile, core->element));
}

static void check_measured(GoCheck *checker, GoNode *call, GoBuiltin which) {
    go_check_assignment(checker, call->list[0], NULL, "argument");
    if (call->list[0]->mode == GO_INVALID) return;
    GoType *type = call->list[0]->type;
    if (go_type_has_parameters(type)) {
        give(call, GO_VALUE, basic(checker, GO_KIND_UINTPTR));
        return;
    }
    give_number(checker, call, which == GO_SIZEOF ? go_type_size(type) : go_type_align(type),
                GO_KIND_UINTPTR);
}

static void check_one(GoCheck *checker, GoNode *call, GoBuiltin which) {
    switch (which) {
    case GO_LEN: case GO_CAP: check_length(checker, call, which); return;
    case GO_APPEND: check_append(checker, call); return;
    case GO_COPY: check_copy(checker, call); return;
    case GO_CLOSE: check_close(checker, call); return;
    case GO_DELETE: check_delete(checker, call); return;
    case GO_COMPLEX: check_complex(checker, call); return;
    case GO_REAL: case GO_IMAG: check_part(checker, call, which); return;
    case GO_PANIC:
        go_check_assignment(checker, call->list[0], checker->compile->types->empty_interface,
                            "argument to panic");
        if (call->list[0]->mode != GO_INVALID) give(call, GO_NO_VALUE, call->type);
        return;
    case GO_PRINT: case GO_PRINTLN: check_values(checker, call); return;
    case GO_RECOVER:
        give(call, GO_VALUE, checker->compile->types->empty_interface);
        return;
    case GO_ADD_POINTER:
        go_check_assignment(checker, call->list[0], basic(checker, GO_KIND_UNSAFE_POINTER),
                            "argument to unsafe.Add");
        go_check_convert_untyped(checker, call->list[1], basic(checker, GO_KIND_INT));
        give(call, GO_VALUE, basic(checker, GO_KIND_UNSAFE_POINTER));
        return;
    case GO_SLICE_POINTER: check_unsafe_slice(checker, call); return;
    default: check_measured(checker, call, which); return;
    }
}

// append(f()) with several values of f: each is an argument.
static void spread_call(GoCheck *checker, GoNode *call) {
    GoNode *inner = call->list[0];
    GoType *tuple = inner->type;
    call->count = tuple->count;
    call->list = GO_NEW_ROW(checker->compile, GoNode *, tuple->count);
    for (int i = 0; i < tuple->count; i++) {
        GoNode *part = call->list[i] = GO_NEW(checker->compile, GoNode);
        part->kind = GO_NODE_PART;
        part->place = inner->place;
        part->first = inner;
        part->number = i;
        part->mode = GO_VALUE;
        part->type = tuple->fields[i].type;
    }
}

void go_check_builtin(GoCheck *checker, GoNode *call, GoBuiltin which) {
    const char *name = builtins[which].name;
    give(call, GO_INVALID, go_check_invalid(checker));
    bool takes_type = which == GO_MAKE || which == GO_NEW_OF || which == GO_OFFSETOF;
    bool is_right = true;
    if (call->flag && which != GO_APPEND) {
        GO_CHECK_ERROR(checker, call, "invalid operation: invalid use of ... with built-in %s",
                       name);
        return;
    }
    for (int i = 0; i < call->count && !takes_type; i++) {
        if (call->count == 1) go_check_several(checker, call->list[i], NULL);
        else go_check_expression(checker, call->list[i], NULL);
        is_right &= call->list[i]->mode != GO_INVALID;
    }
    if (is_right && call->count == 1 && !takes_type && call->list[0]->type != NULL &&
        call->list[0]->type->kind == GO_KIND_TUPLE) spread_call(checker, call);
    if (call->count < builtins[which].least) {
        GO_CHECK_ERROR_AT(checker, call->end, "not enough arguments for %s (expected %d, found %d)",
                          go_check_text(checker->compile, call), builtins[which].least,
                              call->count);
        return;
    }
    if (!builtins[which].is_variadic && call->count > builtins[which].least) {
        GO_CHECK_ERROR(checker, call->list[builtins[which].least],
                       "too many arguments for %s (expected %d, found %d)",
                       go_check_text(checker->compile, call), builtins[which].least, call->count);
        return;
    }
    if (!is_right) return;
    if (which == GO_RECOVER && checker->function != NULL) checker->function->has_recover = true;
    switch (which) {
    case GO_MAKE: check_make(checker, call); return;
    case GO_NEW_OF: check_new(checker, call); return;
    case GO_OFFSETOF: check_offset(checker, call); return;
    default: check_one(checker, call, which); return;
    }
}
