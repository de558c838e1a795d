// Assignments, definitions and what variables begin with.

#include <string.h>

#include "go/check.h"

static const char *plural(int count) {
    return count == 1 ? "" : "s";
}

static void tell_mismatch(GoCheck *checker, GoPlace place, int left, GoNode **values,
                          int value_count) {
    if (value_count == 1 && values[0]->kind == GO_NODE_CALL && values[0]->type != NULL &&
        values[0]->type->kind == GO_KIND_TUPLE && values[0]->mode != GO_NO_VALUE) {
        int count = values[0]->type->count;
        GO_CHECK_ERROR_AT(checker, place, "assignment mismatch: %d variable%s but %s returns %d "
                          "value%s", left, plural(left),
                          go_check_text(checker->compile, values[0]->first), count, plural(count));
        return;
    }
    GO_CHECK_ERROR_AT(checker, place, "assignment mismatch: %d variable%s but %d value%s", left,
                      plural(left), value_count, plural(value_count));
}

static const char *values_text(GoCheck *checker, GoNode **nodes, int count) {
    TextBuffer text = {0};
    for (int i = 0; i < count; i++) {
        if (i > 0) text_add_c(&text, ", ");
        GoType *type = nodes[i]->type;
        if (type == NULL || type->kind == GO_KIND_INVALID) text_add_c(&text, "invalid type");
        else if (nodes[i]->mode == GO_NIL) text_add_c(&text, "nil");
        else if (go_type_is_untyped(type))
            text_add_c(&text, type->flags & GO_IS_NUMBER ? "number"
                              : type->flags & GO_IS_STRING ? "string" : "bool");
        else if (type->kind == GO_KIND_TUPLE)
            for (int j = 0; j < type->count; j++) {
                if (j > 0) text_add_c(&text, ", ");
                go_type_add_text(&text, type->fields[j].type, GO_TEXT_MESSAGE);
            }
        else go_type_add_text(&text, type, GO_TEXT_MESSAGE);
    }
    const char *copy = go_compile_format(checker->compile, "%.*s", (int)text.size,
                                         text.size > 0 ? text.bytes : "");
    text_done(&text);
    return copy;
}

static void tell_return(GoCheck *checker, GoNode *returns, GoEntity **results, int count,
                        GoNode **values, int value_count, int given) {
    TextBuffer text = {0};
    for (int i = 0; i < count; i++) {
        if (i > 0) text_add_c(&text, ", ");
        go_type_add_text(&text, results[i]->type, GO_TEXT_MESSAGE);
    }
    bool is_more = given > count;
    GoPlace place = is_more && value_count > count ? go_node_start(values[count])
                    : value_count > 0 ? go_node_start(values[is_more ? 0 : value_count - 1])
                    : returns->place;
    if (is_more) place = go_node_start(values[0]);
    else if (value_count > 0) place = go_node_start(values[value_count - 1]);
    GO_CHECK_ERROR_AT(checker, place, "%s return values\n\thave (%s)\n\twant (%.*s)",
                      is_more ? "too many" : "not enough",
                      values_text(checker, values, value_count), (int)text.size,
                      text.size > 0 ? text.bytes : "");
    text_done(&text);
}

static void init_one(GoCheck *checker, GoEntity *variable, GoNode *value, const char *context) {
    if (value->mode == GO_INVALID || value->type->kind == GO_KIND_INVALID) {
        if (variable->type == NULL) variable->type = go_check_invalid(checker);
        return;
    }
    if (variable->type == NULL) {
        GoType *type = value->type;
        if (go_type_is_untyped(type)) {
            if (type->kind == GO_KIND_UNTYPED_NIL) {
                GO_CHECK_ERROR(checker, value, "use of untyped nil in %s", context);
                variable->type = go_check_invalid(checker);
                return;
            }
            type = go_check_default(checker, type);
        }
        variable->type = type;
    }
    go_check_assignment(checker, value, variable->type, context);
}

// Values of one call or a value with ok. The types of the variables; false: no such value.
static bool spread(GoCheck *checker, GoNode *value, GoType **types, int count) {
    if (value->type->kind == GO_KIND_TUPLE) {
        if (value->type->count != count) return false;
        for (int i = 0; i < count; i++) types[i] = value->type->fields[i].type;
        return true;
    }
    if (count != 2 || (value->mode != GO_COMMA_OK && value->mode != GO_MAP_INDEX)) return false;
    types[0] = value->type;
    types[1] = go_types_basic(checker->compile, GO_KIND_UNTYPED_BOOL);
    go_node_unparen(value)->flag = true;   // the ok is wanted
    return true;
}

static GoNode *part(GoCheck *checker, GoNode *value, GoType *type) {
    GoNode *node = GO_NEW(checker->compile, GoNode);
    *node = *value;
    node->type = type;
    node->mode = GO_VALUE;
    node->kind = value->kind;
    return node;
}

static void invalidate(GoCheck *checker, GoEntity **variables, int count) {
    for (int i = 0; i < count; i++) {
        variables[i]->is_used = true;   // no more mistakes about it
        if (variables[i]->type == NULL) variables[i]->type = go_check_invalid(checker);
    }
}

void go_check_init_variables(GoCheck *checker, GoEntity **variables, int count, GoNode **values,
                             int value_count, GoNode *returns, GoPlace place) {
    const char *context = returns != NULL ? "return statement" : "assignment";
    if (place == 0) context = "variable declaration";
    if (place == 0 && count > 0) place = variables[0]->place;
    GoType *types[64];
    bool is_right = true;
    if (count == value_count) {
        for (int i = 0; i < count; i++) {
            if (count == 1) go_check_several(checker, values[i], variables[i]->type);
            else go_check_expression(checker, values[i], variables[i]->type);
            if (values[i]->mode != GO_INVALID && values[i]->type->kind == GO_KIND_TUPLE &&
                returns == NULL) {
                tell_mismatch(checker, go_node_start(values[i]), 1, values, 1);
                invalidate(checker, variables, count);
                return;
            }
            if (returns == NULL || values[i]->mode != GO_INVALID)
                go_check_function_value(checker, values[i]);
        }
        for (int i = 0; i < count; i++) init_one(checker, variables[i], values[i], context);
        return;
    }
    for (int i = 0; i < value_count; i++) {
        if (value_count == 1) go_check_several(checker, values[i], NULL);
        else go_check_expression(checker, values[i], NULL);
        is_right &= values[i]->mode != GO_INVALID;
    }
    if (!is_right) {
        invalidate(checker, variables, count);
        return;
    }
    if (value_count == 1 && count <= 64 && spread(checker, values[0], types, count)) {
        for (int i = 0; i < count; i++)
            init_one(checker, variables[i], part(checker, values[0], types[i]), context);
        return;
    }
    if (returns != NULL) {
        int given = value_count == 1 && values[0]->type->kind == GO_KIND_TUPLE
                    ? values[0]->type->count : value_count;
        tell_return(checker, returns, variables, count, values, value_count, given);
        return;
    }
    tell_mismatch(checker, go_node_start(values[0]), count, values, value_count);
    invalidate(checker, variables, count);
}

// --- places ---

static bool is_blank(const GoNode *node) {
    node = node->kind == GO_NODE_PAREN ? node->first : node;
    return node->kind == GO_NODE_IDENTIFIER && strcmp(node->text, "_") == 0;
}

// Checks what is assigned to; its type, NULL for _ or after a mistake.
static GoType *check_place(GoCheck *checker, GoNode *place) {
    GoNode *inner = go_node_unparen(place);
    if (is_blank(inner)) {
        inner->entity = NULL;
        inner->mode = place->mode = GO_NO_VALUE;
        inner->type = place->type = NULL;
        return NULL;
    }
    // To be assigned to is no use of a variable.
    GoEntity *variable = inner->kind == GO_NODE_IDENTIFIER
                         ? go_scope_find(checker->scope, inner->text, inner->place) : NULL;
    bool was_used = variable != NULL && variable->is_used;
    go_check_expression(checker, place, NULL);
    if (variable != NULL && variable->kind == GO_ENTITY_VAR && !variable->is_global)
        variable->is_used = was_used;
    if (place->mode == GO_INVALID) return NULL;
    if (place->mode == GO_VARIABLE || place->mode == GO_MAP_INDEX) {
        go_check_mark(place, GO_USE_ASSIGN);
        return place->type;
    }
    if (inner->kind == GO_NODE_SELECTOR && inner->first->mode == GO_MAP_INDEX)
        GO_CHECK_ERROR(checker, place, "cannot assign to struct field %s in map",
                       go_check_text(checker->compile, inner));
    else GO_CHECK_ERROR(checker, place, "cannot assign to %s", go_check_operand(checker, place));
    place->mode = GO_INVALID;
    return NULL;
}

static void assign_one(GoCheck *checker, GoNode *place, GoNode *value) {
    GoType *type = check_place(checker, place);
    if (is_blank(place)) {
        if (value->mode != GO_INVALID && value->type != NULL)
            go_check_assignment(checker, value, NULL, "assignment to _ identifier");
        return;
    }
    if (type == NULL || value->mode == GO_INVALID) return;
    go_check_assignment(checker, value, type, "assignment");
}

static void assign_several(GoCheck *checker, GoNode *node) {
    GoType *types[64];
    bool is_right = true;
    for (int i = 0; i < node->count2; i++) {
        GoNode *value = node->list2[i];
        if (node->count2 == 1) go_check_several(checker, value, NULL);
        else go_check_expression(checker, value, NULL);
        is_right &= value->mode != GO_INVALID;
    }
    if (is_right && node->count2 == 1 && node->count <= 64 &&
        spread(checker, node->list2[0], types, node->count)) {
        for (int i = 0; i < node->count; i++)
            assign_one(checker, node->list[i], part(checker, node->list2[0], types[i]));
        return;
    }
    for (int i = 0; i < node->count; i++) {
        (void)check_place(checker, node->list[i]);
        if (node->list[i]->entity != NULL) node->list[i]->entity->is_used = true;
    }
    if (is_right)
        tell_mismatch(checker, go_node_start(node->list[0]), node->count, node->list2,
                      node->count2);
}

static void check_assign(GoCheck *checker, GoNode *node) {
    if (node->op != GO_END) {   // op=
        GoNode *result = GO_NEW(checker->compile, GoNode);
        result->kind = GO_NODE_ASSIGN;
        result->place = node->place;
        result->op = node->op;
        node->first = result;
        go_check_binary(checker, result, node->list[0], node->list2[0], (GoToken)node->op);
        if (result->mode == GO_INVALID) return;
        GoNode copy = *node->list[0];
        GoType *type = check_place(checker, node->list[0]);
        if (node->list[0]->kind == GO_NODE_IDENTIFIER && node->list[0]->entity != NULL)
            node->list[0]->entity->is_used = true;
        (void)copy;
        if (type != NULL) go_check_assignment(checker, result, type, "assignment operation");
        return;
    }
    if (node->count != node->count2) {
        assign_several(checker, node);
        return;
    }
    for (int i = 0; i < node->count; i++) {
        GoNode *inner = go_node_unparen(node->list[i]);
        GoType *hint = NULL;
        if (inner->kind == GO_NODE_IDENTIFIER) {
            GoEntity *entity = go_scope_find(checker->scope, inner->text, inner->place);
            hint = entity != NULL && entity->kind == GO_ENTITY_VAR ? entity->type : NULL;
        }
        if (node->count == 1) go_check_several(checker, node->list2[i], hint);
        else go_check_expression(checker, node->list2[i], hint);
        if (node->list2[i]->mode != GO_INVALID && node->list2[i]->type->kind == GO_KIND_TUPLE) {
            (void)check_place(checker, node->list[i]);
            tell_mismatch(checker, go_node_start(node->list[0]), 1, node->list2, 1);
            return;
        }
        go_check_function_value(checker, node->list2[i]);
    }
    for (int i = 0; i < node->count; i++) assign_one(checker, node->list[i], node->list2[i]);
}

// --- := ---

static void check_definition(GoCheck *checker, GoNode *node) {
    GoEntity **variables = GO_NEW_ROW(checker->compile, GoEntity *, node->count);
    bool *is_new = GO_NEW_ROW(checker->compile, bool, node->count);
    bool has_new = false, is_right = true;
    for (int i = 0; i < node->count; i++) {
        GoNode *name = node->list[i];
        if (name->kind != GO_NODE_IDENTIFIER) {
            go_check_raw(checker, name, NULL);
            GO_CHECK_ERROR(checker, name, "non-name %s on left side of :=",
                           go_check_text(checker->compile, name));
            is_right = false;
            variables[i] = go_check_variable(checker, go_compile_name(checker->compile, "_"),
                                             name->place, NULL);
            continue;
        }
        for (int j = 0; j < i; j++)
            if (node->list[j]->text == name->text && strcmp(name->text, "_") != 0) {
                GO_CHECK_ERROR(checker, name, "%s repeated on left side of :=", name->text);
                is_right = false;
            }
        GoEntity *old = go_scope_find_here(checker->scope, name->text);
        if (old != NULL && strcmp(name->text, "_") != 0 && old->kind == GO_ENTITY_VAR) {
            variables[i] = old;
            old->is_assigned = true;
        } else {
            if (old != NULL && old->kind != GO_ENTITY_VAR)
                GO_CHECK_ERROR(checker, name, "cannot assign to %s", name->text);
            variables[i] = go_check_variable(checker, name->text, name->place, NULL);
            is_new[i] = true;
            has_new |= strcmp(name->text, "_") != 0;
        }
        name->entity = variables[i];
    }
    go_check_init_variables(checker, variables, node->count, node->list2, node->count2, NULL,
                            go_node_start(node->list[0]));
    if (!has_new && is_right)
        go_compile_soft_error(checker->compile, node->place,
                              "no new variables on left side of :=");
    GoPlace known = node->list2[node->count2 - 1]->end;
    for (int i = 0; i < node->count; i++) {
        node->list[i]->type = variables[i]->type;
        node->list[i]->mode = GO_VARIABLE;
        node->list[i]->flag = is_new[i];
        if (is_new[i]) go_check_declare(checker, checker->scope, variables[i], 0);
    }
    (void)known;
}

void go_check_assign_statement(GoCheck *checker, GoNode *node) {
    if (node->kind == GO_NODE_DEFINITION) check_definition(checker, node);
    else check_assign(checker, node);
}

void go_check_range_places(GoCheck *checker, GoNode *place, GoType *type) {
    GoNode *value = GO_NEW(checker->compile, GoNode);
    *value = (GoNode){.kind = GO_NODE_IDENTIFIER, .place = place->place, .mode = GO_VALUE,
                      .type = type, .text = go_compile_name(checker->compile, "value")};
    assign_one(checker, place, value);
}
