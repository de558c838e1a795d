// Statements.

#include <string.h>

#include "go/check.h"

static void check_statement(GoCheck *checker, GoNode *node, bool may_fall);

static void open_scope(GoCheck *checker) {
    checker->scope = go_scope_new(checker->compile, checker->scope);
}

static void close_scope(GoCheck *checker) {
    go_check_usage(checker, checker->scope);
    checker->scope = checker->scope->outer;
}

void go_check_usage(GoCheck *checker, GoScope *scope) {
    for (int i = 0; i < scope->count; i++) {
        GoEntity *entity = scope->entities[i];
        if (entity->kind == GO_ENTITY_VAR && !entity->is_used && !entity->is_parameter)
            go_compile_soft_error(checker->compile, entity->place, "%s declared but not used",
                                  entity->name);
    }
}

void go_check_statements(GoCheck *checker, GoNode **list, int count) {
    for (int i = 0; i < count; i++) check_statement(checker, list[i], false);
}

static void check_block(GoCheck *checker, GoNode *node) {
    open_scope(checker);
    go_check_statements(checker, node->list, node->count);
    close_scope(checker);
}

// --- small ones ---

static void check_expression_statement(GoCheck *checker, GoNode *node) {
    GoNode *expression = node->first, *inner = go_node_unparen(expression);
    go_check_raw(checker, expression, NULL);
    if (expression->mode == GO_INVALID) return;
    if (inner->kind == GO_NODE_CALL && inner->first->mode != GO_TYPE_EXPRESSION) {
        if (inner->first->mode != GO_BUILTIN) return;
        GoBuiltin which = (GoBuiltin)go_node_unparen(inner->first)->entity->builtin;
        if (expression->mode == GO_NO_VALUE || which == GO_COPY || which == GO_RECOVER) return;
    } else if (inner->kind == GO_NODE_UNARY && inner->op == GO_ARROW) {
        return;
    }
    if (expression->mode == GO_BUILTIN)
        GO_CHECK_ERROR(checker, expression, "%s must be called",
                       go_check_operand(checker, expression));
    else if (expression->mode == GO_TYPE_EXPRESSION)
        GO_CHECK_ERROR(checker, expression, "%s is not an expression",
                       go_check_operand(checker, expression));
    else GO_CHECK_ERROR(checker, expression, "%s is not used",
                        go_check_operand(checker, expression));
}

static void check_send(GoCheck *checker, GoNode *node) {
    go_check_expression(checker, node->first, NULL);
    go_check_expression(checker, node->second, NULL);
    if (node->first->mode == GO_INVALID || node->second->mode == GO_INVALID) return;
    GoType *core = go_type_core(node->first->type);
    if (core == NULL || core->kind != GO_KIND_CHANNEL) {
        GO_CHECK_ERROR_AT(checker, node->place, "invalid operation: cannot send to non-channel %s",
                          go_check_operand(checker, node->first));
        return;
    }
    if (core->direction == GO_RECEIVE_ONLY) {
        GO_CHECK_ERROR_AT(checker, node->place,
                          "invalid operation: cannot send to receive-only channel %s",
                          go_check_operand(checker, node->first));
        return;
    }
    go_check_assignment(checker, node->second, core->element, "send");
}

static void check_change(GoCheck *checker, GoNode *node) {
    go_check_expression(checker, node->first, NULL);
    if (node->first->mode == GO_INVALID) return;
    if (!go_type_all_are(node->first->type, GO_IS_NUMBER)) {
        GO_CHECK_ERROR(checker, node->first, "invalid operation: %s%s (non-numeric type %s)",
                       go_check_text(checker->compile, node->first),
                       go_token_text((GoToken)node->op),
                       go_check_type_text(checker, node->first->type));
        return;
    }
    if (node->first->mode != GO_VARIABLE && node->first->mode != GO_MAP_INDEX) {
        GO_CHECK_ERROR(checker, node->first, "cannot assign to %s",
                       go_check_operand(checker, node->first));
        return;
    }
    go_check_mark(node->first, GO_USE_ASSIGN);
}

static void check_started(GoCheck *checker, GoNode *node) {
    GoNode *call = node->first;
    const char *word = node->kind == GO_NODE_GO ? "go" : "defer";
    if (node->kind == GO_NODE_DEFER) checker->function->has_defer = true;
    go_check_raw(checker, call, NULL);
    if (call->kind != GO_NODE_CALL || call->mode == GO_INVALID) return;
    if (call->first->mode == GO_TYPE_EXPRESSION) {
        GO_CHECK_ERROR(checker, call, "%s requires function call, not conversion", word);
    } else if (call->first->mode == GO_BUILTIN && call->mode != GO_NO_VALUE) {
        GoBuiltin which = (GoBuiltin)go_node_unparen(call->first)->entity->builtin;
        if (which != GO_COPY && which != GO_RECOVER)
            GO_CHECK_ERROR(checker, call, "%s discards result of %s", word,
                           go_check_operand(checker, call));
    }
}

static void check_return(GoCheck *checker, GoNode *node) {
    GoFunctionScope *function = checker->function;
    if (node->count == 0) {
        if (function->result_count == 0) return;
        if (!function->has_named_results) {
            TextBuffer text = {0};
            for (int i = 0; i < function->result_count; i++) {
                if (i > 0) text_add_c(&text, ", ");
                go_type_add_text(&text, function->results[i]->type, GO_TEXT_MESSAGE);
            }
            GO_CHECK_ERROR(checker, node, "not enough return values\n\thave ()\n\twant (%.*s)",
                           (int)text.size, text.bytes);
            text_done(&text);
            return;
        }
        for (int i = 0; i < function->result_count; i++) {
            GoEntity *result = function->results[i];
            GoEntity *seen = go_scope_find(checker->scope, result->name, node->place);
            if (seen == result || seen == NULL || strcmp(result->name, "_") == 0) continue;
            GoPosition inner = go_compile_position(checker->compile, seen->place);
            GO_CHECK_ERROR(checker, node, "result parameter %s not in scope at return\n\t%s:%u:%u: "
                           "inner declaration of var %s %s", result->name, inner.file, inner.line,
                           inner.column, result->name, go_check_type_text(checker, seen->type));
        }
        return;
    }
    if (function->result_count == 0) {
        for (int i = 0; i < node->count; i++) go_check_several(checker, node->list[i], NULL);
        if (node->list[0]->mode == GO_INVALID) return;
        go_check_init_variables(checker, NULL, 0, node->list, node->count, node, node->place);
        return;
    }
    go_check_init_variables(checker, function->results, function->result_count, node->list,
                            node->count, node, node->place);
    for (int i = 0; i < function->result_count; i++) function->results[i]->is_assigned = true;
}

// --- if, for, range ---

static void check_condition(GoCheck *checker, GoNode *node, const char *what) {
    go_check_expression(checker, node, NULL);
    if (node->mode == GO_INVALID) return;
    if (!go_type_all_are(node->type, GO_IS_BOOL)) {
        GO_CHECK_ERROR(checker, node, "non-boolean condition in %s statement", what);
        return;
    }
    go_check_set_type(checker, node, go_check_default(checker, node->type));
}

static void check_if(GoCheck *checker, GoNode *node) {
    open_scope(checker);
    if (node->first != NULL) check_statement(checker, node->first, false);
    check_condition(checker, node->second, "if");
    check_block(checker, node->third);
    if (node->fourth != NULL) check_statement(checker, node->fourth, false);
    close_scope(checker);
}

static void check_for(GoCheck *checker, GoNode *node) {
    open_scope(checker);
    if (node->first != NULL) check_statement(checker, node->first, false);
    if (node->second != NULL) check_condition(checker, node->second, "for");
    if (node->third != NULL) check_statement(checker, node->third, false);
    check_block(checker, node->fourth);
    close_scope(checker);
}

// The types of key and value; NULL: none; false: can't be ranged over.
static bool range_types(GoCheck *checker, GoType *type, GoType **key, GoType **value) {
    GoType *core = go_type_core_string(checker->compile, type);
    GoType *number = go_types_basic(checker->compile, GO_KIND_INT);
    *key = *value = NULL;
    if (core == NULL) return false;
    switch (core->kind) {
    case GO_KIND_STRING: case GO_KIND_UNTYPED_STRING:
        *key = number;
        *value = &checker->compile->types->rune_type;
        return true;
    case GO_KIND_ARRAY: case GO_KIND_SLICE:
        *key = number;
        *value = core->element;
        return true;
    case GO_KIND_POINTER:
        if (go_type_underlying(core->element)->kind != GO_KIND_ARRAY) return false;
        *key = number;
        *value = go_type_underlying(core->element)->element;
        return true;
    case GO_KIND_MAP:
        *key = core->key;
        *value = core->element;
        return true;
    case GO_KIND_CHANNEL:
        *key = core->element;
        return core->direction != GO_SEND_ONLY;
    default: return false;
    }
}

static void define_range(GoCheck *checker, GoNode *name, GoType *type) {
    if (name == NULL) return;
    if (name->kind != GO_NODE_IDENTIFIER) {
        GO_CHECK_ERROR(checker, name, "non-name %s on left side of :=",
                       go_check_text(checker->compile, name));
        return;
    }
    GoEntity *variable = go_check_variable(checker, name->text, name->place,
                                           type != NULL ? type : go_check_invalid(checker));
    variable->is_assigned = true;
    name->entity = variable;
    name->type = variable->type;
    name->mode = GO_VARIABLE;
    name->flag = true;
    go_check_declare(checker, checker->scope, variable, 0);
}

static void check_range(GoCheck *checker, GoNode *node) {
    GoType *key = NULL, *value = NULL;
    GoNode *operand = node->third;
    open_scope(checker);
    go_check_expression(checker, operand, NULL);
    if (operand->mode != GO_INVALID) {
        go_check_set_type(checker, operand, go_check_default(checker, operand->type));
        if (!range_types(checker, operand->type, &key, &value)) {
            GoType *core = go_type_core_string(checker->compile, operand->type);
            if (core != NULL && core->kind == GO_KIND_CHANNEL)
                GO_CHECK_ERROR(checker, operand, "cannot range over %s: receive from send-only "
                               "channel", go_check_operand(checker, operand));
            else if (core == NULL && go_type_is_parameter(operand->type))
                GO_CHECK_ERROR(checker, operand, "cannot range over %s: no core type",
                               go_check_operand(checker, operand));
            else GO_CHECK_ERROR(checker, operand, "cannot range over %s",
                                go_check_operand(checker, operand));
            key = value = NULL;
        } else if (value == NULL && node->second != NULL) {
            GO_CHECK_ERROR(checker, node->second,
                           "range over %s permits only one iteration variable",
                           go_check_operand(checker, operand));
        }
    }
    if (node->flag) {
        define_range(checker, node->first, key);
        define_range(checker, node->second, value);
    } else {
        if (node->first != NULL && key != NULL) go_check_range_places(checker, node->first, key);
        if (node->second != NULL && value != NULL)
            go_check_range_places(checker, node->second, value);
    }
    check_block(checker, node->fourth);
    close_scope(checker);
}

// --- switches ---

static void check_duplicate_case(GoCheck *checker, GoNode *node, GoNode **seen, int count) {
    if (node->mode != GO_CONSTANT || node->value->kind == GO_CONSTANT_BOOL) return;
    for (int i = 0; i < count; i++) {
        if (seen[i]->mode != GO_CONSTANT || !go_type_identical(seen[i]->type, node->type) ||
            !go_constant_compare(GO_EQUAL, seen[i]->value, node->value)) continue;
        GoPosition other = go_compile_position(checker->compile, go_node_start(seen[i]));
        GO_CHECK_ERROR(checker, node,
                       "duplicate case %s in expression switch\n\t%s:%u:%u: previous "
                       "case", go_check_operand(checker, node), other.file, other.line,
                       other.column);
        return;
    }
}

static void check_clause_body(GoCheck *checker, GoNode *clause, bool is_last, bool may_fall) {
    for (int i = 0; i < clause->count2; i++)
        check_statement(checker, clause->list2[i], may_fall && !is_last && i == clause->count2 - 1);
    if (clause->count2 == 0 || !is_last || !may_fall) return;
}

static void check_defaults(GoCheck *checker, GoNode *node) {
    GoNode *first = NULL;
    for (int i = 0; i < node->count; i++) {
        if (!node->list[i]->flag) continue;
        if (first != NULL) {
            GoPosition other = go_compile_position(checker->compile, first->place);
            GO_CHECK_ERROR_AT(checker, node->list[i]->place,
                              "multiple defaults (first at %s:%u:%u)",
                              other.file, other.line, other.column);
        } else {
            first = node->list[i];
        }
    }
}

static void check_case(GoCheck *checker, GoNode *tag, GoNode *value) {
    if (tag == NULL) {
        go_check_expression(checker, value, NULL);
        if (value->mode == GO_INVALID) return;
        GoNode truth = {.kind = GO_NODE_IDENTIFIER, .place = value->place, .mode = GO_CONSTANT,
                        .type = go_types_basic(checker->compile, GO_KIND_BOOL),
                        .text = go_compile_name(checker->compile, "true"),
                        .value = go_constant_bool(checker->compile, 1)};
        GoNode result = {.kind = GO_NODE_CASE, .place = value->place};
        if (!go_check_match(checker, value, &truth)) return;
        truth.mode = GO_VALUE;
        go_check_comparison(checker, &result, value, &truth, GO_EQUAL);
        return;
    }
    go_check_expression(checker, value, NULL);
    if (value->mode == GO_INVALID || tag->mode == GO_INVALID) return;
    GoNode copy = *tag, result = {.kind = GO_NODE_CASE, .place = value->place};
    copy.mode = GO_VALUE;
    if (!go_check_match(checker, value, &copy)) return;
    go_check_comparison(checker, &result, value, &copy, GO_EQUAL);
}

static void check_switch(GoCheck *checker, GoNode *node) {
    open_scope(checker);
    if (node->first != NULL) check_statement(checker, node->first, false);
    GoNode *tag = node->second;
    if (tag != NULL) {
        go_check_expression(checker, tag, NULL);
        if (tag->mode != GO_INVALID) go_check_assignment(checker, tag, NULL, "switch expression");
        if (tag->mode != GO_INVALID && !go_type_is_comparable(tag->type) &&
            !go_type_has_nil(tag->type)) {
            GO_CHECK_ERROR(checker, tag, "cannot switch on %s", go_check_operand(checker, tag));
            tag->mode = GO_INVALID;
        }
    }
    check_defaults(checker, node);
    GoRow seen = {0};
    for (int i = 0; i < node->count; i++) {
        GoNode *clause = node->list[i];
        for (int j = 0; j < clause->count; j++) {
            check_case(checker, tag, clause->list[j]);
            check_duplicate_case(checker, clause->list[j], (GoNode **)seen.items, seen.count);
            if (seen.count < 3000) go_row_add(checker->compile, &seen, clause->list[j]);
        }
        open_scope(checker);
        check_clause_body(checker, clause, i == node->count - 1, true);
        close_scope(checker);
    }
    close_scope(checker);
}

// One type of a type switch's case; NULL: nil or a mistake.
static GoType *check_type_case(GoCheck *checker, GoNode *node, GoNode *operand) {
    if (node->kind == GO_NODE_IDENTIFIER) {
        GoEntity *entity = go_scope_find(checker->scope, node->text, node->place);
        if (entity != NULL && entity->kind == GO_ENTITY_NIL) {
            node->mode = GO_NIL;
            node->type = entity->type;
            return NULL;
        }
    }
    GoType *type = go_check_type(checker, node);
    if (type->kind == GO_KIND_INVALID || operand->mode == GO_INVALID) return NULL;
    if (go_type_is_interface(type) || go_type_is_parameter(type)) return type;
    const char *missing = go_check_missing(checker, type, operand->type);
    if (missing == NULL) return type;
    GO_CHECK_ERROR(checker, node,
                   "impossible type switch case: %s\n\t%s cannot have dynamic type %s "
                   "%s", go_check_text(checker->compile, node), go_check_operand(checker, operand),
                   go_check_type_text(checker, type), missing);
    return NULL;
}

static void check_duplicate_type(GoCheck *checker, GoNode *node, const GoRow *seen) {
    for (int i = 0; i < seen->count; i++) {
        GoNode *other = seen->items[i];
        bool is_same = node->mode == GO_NIL ? other->mode == GO_NIL
                       : other->mode != GO_NIL && node->type != NULL && other->type != NULL &&
                         go_type_identical(node->type, other->type);
        if (!is_same || node->mode == GO_INVALID) continue;
        GoPosition place = go_compile_position(checker->compile, go_node_start(other));
        if (node->mode == GO_NIL)
            GO_CHECK_ERROR(checker, node, "multiple nil cases in type switch (first at %s:%u:%u)",
                           place.file, place.line, place.column);
        else GO_CHECK_ERROR(checker, node, "duplicate case %s in type switch\n\t%s:%u:%u: previous "
                            "case", go_check_text(checker->compile, node), place.file, place.line,
                            place.column);
        return;
    }
}

static void check_type_switch(GoCheck *checker, GoNode *node) {
    open_scope(checker);
    if (node->first != NULL) check_statement(checker, node->first, false);
    GoNode *operand = node->second->first;
    go_check_expression(checker, operand, NULL);
    if (operand->mode != GO_INVALID && !go_type_is_interface(operand->type)) {
        GO_CHECK_ERROR(checker, operand, "%s is not an interface", go_check_operand(checker,
                                                                                    operand));
        operand->mode = GO_INVALID;
    }
    if (node->text != NULL && strcmp(node->text, "_") == 0)
        go_compile_soft_error(checker->compile, node->end, "no new variable on left side of :=");
    check_defaults(checker, node);
    GoRow seen = {0};
    bool is_used = node->count == 0;
    for (int i = 0; i < node->count; i++) {
        GoNode *clause = node->list[i];
        GoType *type = NULL;
        for (int j = 0; j < clause->count; j++) {
            type = check_type_case(checker, clause->list[j], operand);
            check_duplicate_type(checker, clause->list[j], &seen);
            go_row_add(checker->compile, &seen, clause->list[j]);
        }
        if (clause->count != 1 || type == NULL) type = operand->type;
        if (operand->mode == GO_INVALID && clause->count != 1) type = go_check_invalid(checker);
        open_scope(checker);
        if (node->text != NULL) {
            GoEntity *variable = go_check_variable(checker, node->text, node->end, type);
            clause->entity = variable;
            go_check_declare(checker, checker->scope, variable, 0);
        }
        check_clause_body(checker, clause, i == node->count - 1, false);
        if (clause->entity != NULL) {
            is_used |= clause->entity->is_used;
            clause->entity->is_used = true;
        }
        close_scope(checker);
    }
    if (node->text != NULL && !is_used && strcmp(node->text, "_") != 0)
        go_compile_soft_error(checker->compile, node->end, "%s declared but not used", node->text);
    close_scope(checker);
}

static void check_select(GoCheck *checker, GoNode *node) {
    check_defaults(checker, node);
    for (int i = 0; i < node->count; i++) {
        GoNode *clause = node->list[i], *first = clause->first;
        open_scope(checker);
        if (first != NULL) {
            GoNode *received = first->kind == GO_NODE_EXPRESSION ? first->first
                               : (first->kind == GO_NODE_ASSIGN ||
                                  first->kind == GO_NODE_DEFINITION) && first->count2 == 1
                               ? first->list2[0] : NULL;
            if (received != NULL) received = go_node_unparen(received);
            bool is_right = first->kind == GO_NODE_SEND || (received != NULL &&
                            received->kind == GO_NODE_UNARY && received->op == GO_ARROW);
            if (!is_right) GO_CHECK_ERROR(checker, first, "select case must be receive, send or "
                                          "assign recv");
            else check_statement(checker, first, false);
        }
        go_check_statements(checker, clause->list2, clause->count2);
        close_scope(checker);
    }
}

// --- all ---

static void check_branch(GoCheck *checker, GoNode *node, bool may_fall) {
    if (node->op == GO_FALLTHROUGH && !may_fall)
        GO_CHECK_ERROR(checker, node, "fallthrough statement out of place");
}

static void check_statement(GoCheck *checker, GoNode *node, bool may_fall) {
    switch (node->kind) {
    case GO_NODE_BLOCK: check_block(checker, node); return;
    case GO_NODE_EXPRESSION: check_expression_statement(checker, node); return;
    case GO_NODE_SEND: check_send(checker, node); return;
    case GO_NODE_CHANGE: check_change(checker, node); return;
    case GO_NODE_ASSIGN: case GO_NODE_DEFINITION: go_check_assign_statement(checker, node); return;
    case GO_NODE_GO: case GO_NODE_DEFER: check_started(checker, node); return;
    case GO_NODE_RETURN: check_return(checker, node); return;
    case GO_NODE_BRANCH: check_branch(checker, node, may_fall); return;
    case GO_NODE_IF: check_if(checker, node); return;
    case GO_NODE_SWITCH: check_switch(checker, node); return;
    case GO_NODE_TYPE_SWITCH: check_type_switch(checker, node); return;
    case GO_NODE_SELECT: check_select(checker, node); return;
    case GO_NODE_FOR: check_for(checker, node); return;
    case GO_NODE_RANGE: check_range(checker, node); return;
    case GO_NODE_LABELED: check_statement(checker, node->first, may_fall); return;
    case GO_NODE_DECLARE:
        for (int i = 0; i < node->count; i++) go_check_local_declaration(checker, node->list[i]);
        return;
    default: return;
    }
}
