// Expressions: names, selectors, assertions, function literals, and the dispatch.

#include "go/check.h"

#include <string.h>

GoNode *go_node_unparen(GoNode *node) {
    while (node->kind == GO_NODE_PAREN) node = node->first;
    return node;
}

void go_check_mark(GoNode *node, GoUse use) {
    for (;;) {
        node = go_node_unparen(node);
        if (node->kind == GO_NODE_IDENTIFIER) {
            if (node->entity == NULL || node->entity->kind != GO_ENTITY_VAR) return;
            if (use == GO_USE_ADDRESS) node->entity->is_addressed = true;
            node->entity->is_assigned = true;
            return;
        }
        if (node->kind == GO_NODE_SELECTOR && node->selection != NULL &&
            node->selection->kind == GO_SELECT_FIELD && !node->selection->is_indirect) {
            node = node->first;
        } else if (node->kind == GO_NODE_INDEX && node->first->type != NULL &&
                   go_type_underlying(node->first->type)->kind == GO_KIND_ARRAY) {
            node = node->first;
        } else {
            return;
        }
    }
}

// --- names ---

static void note_capture(GoCheck *checker, GoEntity *entity) {
    if (entity->is_global || entity->function == NULL || entity->function == checker->function)
        return;
    entity->is_captured = true;
    for (GoFunctionScope *scope = checker->function; scope != NULL && scope != entity->function;
         scope = scope->outer) {
        bool is_known = false;
        for (int i = 0; i < scope->captured.count; i++)
            is_known |= scope->captured.items[i] == entity;
        if (!is_known) go_row_add(checker->compile, &scope->captured, entity);
    }
}

static void note_use(GoCheck *checker, GoEntity *used) {
    GoEntity *by = checker->declared;
    if (by == NULL || used->package != checker->package) return;
    for (int i = 0; i < by->use_count; i++)
        if (by->uses[i] == used) return;
    if (by->use_count == by->use_capacity) {
        int capacity = by->use_capacity == 0 ? 4 : by->use_capacity * 2;
        by->uses = go_compile_grow(checker->compile, by->uses,
                                   sizeof(GoEntity *) * (size_t)by->use_count,
                                   sizeof(GoEntity *) * (size_t)capacity);
        by->use_capacity = capacity;
    }
    by->uses[by->use_count++] = used;
}

static void use_entity(GoCheck *checker, GoNode *node, GoEntity *entity) {
    if (entity->is_global || entity->kind == GO_ENTITY_FUNCTION) {
        go_check_resolve(checker, entity);
        note_use(checker, entity);
    } else if (entity->kind == GO_ENTITY_CONST || entity->kind == GO_ENTITY_TYPE) {
        go_check_resolve(checker, entity);
    }
    node->entity = entity;
    node->type = entity->type != NULL ? entity->type : go_check_invalid(checker);
    switch (entity->kind) {
    case GO_ENTITY_CONST:
        node->mode = GO_CONSTANT;
        node->value = entity->value;
        if (entity == checker->compile->universe->iota) {
            if (checker->iota == NULL) {
                GO_CHECK_ERROR(checker, node, "cannot use iota outside constant declaration");
                node->mode = GO_INVALID;
                return;
            }
            node->value = checker->iota;
        }
        if (node->value == NULL || node->type->kind == GO_KIND_INVALID) node->mode = GO_INVALID;
        return;
    case GO_ENTITY_TYPE: node->mode = GO_TYPE_EXPRESSION; return;
    case GO_ENTITY_VAR:
        entity->is_used = true;
        node->mode = node->type->kind == GO_KIND_INVALID ? GO_INVALID : GO_VARIABLE;
        note_capture(checker, entity);
        return;
    case GO_ENTITY_FUNCTION:
        node->mode = node->type->kind == GO_KIND_INVALID ? GO_INVALID : GO_VALUE;
        return;
    case GO_ENTITY_BUILTIN: node->mode = GO_BUILTIN; return;
    case GO_ENTITY_NIL: node->mode = GO_NIL; return;
    default:
        GO_CHECK_ERROR(checker, node, "use of package %s without selector", entity->name);
        node->mode = GO_INVALID;
    }
}

void go_check_identifier(GoCheck *checker, GoNode *node) {
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (strcmp(node->text, "_") == 0) {
        GO_CHECK_ERROR(checker, node, "cannot use _ as value");
        return;
    }
    GoEntity *entity = go_scope_find(checker->scope, node->text, node->place);
    if (entity == NULL) {
        GO_CHECK_ERROR(checker, node, "undefined: %s", node->text);
        return;
    }
    use_entity(checker, node, entity);
}

// --- selectors ---

// package.Name; false: the operand is no package.
static bool select_from_package(GoCheck *checker, GoNode *node) {
    if (node->first->kind != GO_NODE_IDENTIFIER) return false;
    GoEntity *package = go_scope_find(checker->scope, node->first->text, node->first->place);
    if (package == NULL || package->kind != GO_ENTITY_PACKAGE) return false;
    package->is_used = true;
    node->first->entity = package;
    node->first->mode = GO_PACKAGE_NAME;
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (package->imported == NULL) return true;
    GoEntity *entity = go_scope_find_here(package->imported->scope, node->text);
    if (entity == NULL || entity->kind == GO_ENTITY_PACKAGE || !go_type_exports_name(node->text)) {
        GO_CHECK_ERROR_AT(checker, node->end, "undefined: %s",
                          go_check_text(checker->compile, node));
        return true;
    }
    use_entity(checker, node, entity);
    return true;
}

static const char *other_case(GoCheck *checker, GoType *type, const char *name) {
    char *changed = go_compile_format(checker->compile, "%s", name);
    changed[0] ^= 0x20;
    if (!((changed[0] >= 'A' && changed[0] <= 'Z') || (changed[0] >= 'a' && changed[0] <= 'z')))
        return NULL;
    const char *other = go_compile_name(checker->compile, changed);
    GoSelection *selection = go_type_select(checker->compile, type, checker->package, other);
    return selection->kind == GO_SELECT_NONE ? NULL : other;
}

static void tell_no_selection(GoCheck *checker, GoNode *node, GoType *type,
                              const GoSelection *selection) {
    const char *text = go_check_text(checker->compile, node);
    const char *type_text = go_check_type_text(checker, type), *other;
    if (selection->kind == GO_SELECT_AMBIGUOUS) {
        GO_CHECK_ERROR_AT(checker, node->end, "ambiguous selector %s", text);
    } else if (type->kind == GO_KIND_POINTER && go_type_is_interface(type->element)) {
        GO_CHECK_ERROR_AT(checker, node->end,
                          "%s undefined (type %s is pointer to interface, not interface)", text,
                          type_text);
    } else if (type->kind == GO_KIND_POINTER && go_type_is_parameter(type->element)) {
        GO_CHECK_ERROR_AT(checker, node->end,
                          "%s undefined (type %s is pointer to type parameter, not type parameter)",
                          text, type_text);
    } else if ((other = other_case(checker, type, node->text)) != NULL) {
        GO_CHECK_ERROR_AT(checker, node->end,
                          "%s undefined (type %s has no field or method %s, but does have %s)",
                          text, type_text, node->text, other);
    } else {
        GO_CHECK_ERROR_AT(checker, node->end, "%s undefined (type %s has no field or method %s)",
                          text, type_text, node->text);
    }
    node->mode = GO_INVALID;
}

// T.method: a function whose first parameter is the receiver.
static void select_expression(GoCheck *checker, GoNode *node, GoSelection *selection) {
    GoType *type = node->first->type, *method = selection->type;
    if (selection->kind == GO_SELECT_FIELD) {
        GO_CHECK_ERROR_AT(checker, node->end, "%s undefined (type %s has no method %s)",
                          go_check_text(checker->compile, node), go_check_type_text(checker, type),
                          node->text);
        node->mode = GO_INVALID;
        return;
    }
    if (selection->wants_pointer && !selection->is_indirect && type->kind != GO_KIND_POINTER) {
        GO_CHECK_ERROR_AT(checker, node->end, "invalid method expression %s (needs pointer "
                          "receiver (*%s).%s)", go_check_text(checker->compile, node),
                          go_check_type_text(checker, type), node->text);
        node->mode = GO_INVALID;
        return;
    }
    GoField *fields = GO_NEW_ROW(checker->compile, GoField, method->count + 1);
    fields[0].type = type;
    fields[0].name = method->count > 0 && method->fields[0].name != NULL
                     ? go_compile_name(checker->compile, "_") : NULL;
    if (method->count > 0)
        memcpy(fields + 1, method->fields, sizeof(GoField) * (size_t)method->count);
    GoType *function = go_type_function(checker->compile, fields, method->count + 1,
                                        method->results);
    function->is_variadic = method->is_variadic;
    selection->is_expression = true;
    node->selection = selection;
    node->mode = GO_VALUE;
    node->type = function;
}

void go_check_selector(GoCheck *checker, GoNode *node) {
    node->selection = NULL;
    if (select_from_package(checker, node)) return;
    go_check_raw(checker, node->first, NULL);
    GoNode *operand = node->first;
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (operand->mode == GO_INVALID) return;
    if (operand->mode == GO_NO_VALUE || operand->mode == GO_BUILTIN) {
        GO_CHECK_ERROR(checker, operand, operand->mode == GO_NO_VALUE
                       ? "%s used as value" : "%s must be called",
                       go_check_operand(checker, operand));
        return;
    }
    if (strcmp(node->text, "_") == 0) {
        GO_CHECK_ERROR_AT(checker, node->end, "cannot refer to blank field or method");
        return;
    }
    if (operand->mode != GO_TYPE_EXPRESSION && go_type_is_untyped(operand->type)) {
        GoType *type = go_check_default(checker, operand->type);
        go_check_convert_untyped(checker, operand, type);
    }
    GoType *type = operand->type;
    if (operand->mode == GO_TYPE_EXPRESSION && go_type_is_generic(type)) {
        GO_CHECK_ERROR(checker, operand, "cannot use generic type %s without instantiation",
                       go_check_type_text(checker, type));
        return;
    }
    GoSelection *selection = go_type_select(checker->compile, type, checker->package, node->text);
    if (selection->kind == GO_SELECT_METHOD) {
        go_check_resolve(checker, selection->method);
        note_use(checker, selection->method);
        if (selection->type == NULL)
            selection = go_type_select(checker->compile, type, checker->package, node->text);
        if (selection->type == NULL || selection->type->kind == GO_KIND_INVALID) return;
    }
    if (selection->kind == GO_SELECT_NONE || selection->kind == GO_SELECT_AMBIGUOUS) {
        tell_no_selection(checker, node, type, selection);
        return;
    }
    if (operand->mode == GO_TYPE_EXPRESSION) {
        select_expression(checker, node, selection);
        return;
    }
    node->selection = selection;
    node->type = selection->type;
    if (selection->kind == GO_SELECT_FIELD) {
        node->mode = operand->mode == GO_VARIABLE || selection->is_indirect ? GO_VARIABLE
                                                                            : GO_VALUE;
        return;
    }
    node->mode = GO_VALUE;
    if (selection->kind != GO_SELECT_METHOD || !selection->wants_pointer ||
        selection->is_indirect) return;
    if (operand->mode != GO_VARIABLE) {
        GO_CHECK_ERROR(checker, node, "cannot call pointer method %s on %s", node->text,
                       go_check_type_text(checker, type));
        node->mode = GO_INVALID;
        return;
    }
    go_check_mark(operand, GO_USE_ADDRESS);
}

// --- literals of functions, assertions ---

static void check_function_literal(GoCheck *checker, GoNode *node) {
    GoType *type = go_check_type(checker, node->first);
    node->mode = GO_INVALID;
    node->type = type;
    if (type->kind != GO_KIND_FUNCTION) return;
    GoFunctionScope *function = go_check_function_scope(checker, node->first, type, NULL);
    node->function = function;
    function->node = node;
    GoFunctionScope *outer = function->outer;
    while (outer != NULL && outer->outer != NULL) outer = outer->outer;
    if (outer != NULL)
        function->name = go_compile_format(checker->compile, "%s.func%d", function->outer->name,
                                           ++function->outer->literal_count);
    else function->name = "glob..func1";
    GoConstant *iota = checker->iota;
    checker->iota = NULL;
    go_check_body(checker, function, node->second);
    checker->iota = iota;
    node->mode = GO_VALUE;
}

static void check_assertion(GoCheck *checker, GoNode *node) {
    go_check_expression(checker, node->first, NULL);
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (node->second == NULL) {
        GO_CHECK_ERROR(checker, node, "invalid syntax tree: use of .(type) outside type switch");
        return;
    }
    GoType *type = go_check_type(checker, node->second);
    GoNode *operand = node->first;
    if (operand->mode == GO_INVALID || type->kind == GO_KIND_INVALID) return;
    if (!go_type_is_interface(operand->type)) {
        GO_CHECK_ERROR(checker, operand, "invalid operation: %s is not an interface",
                       go_check_operand(checker, operand));
        return;
    }
    if (!go_type_is_interface(type) && !go_type_is_parameter(type)) {
        const char *missing = go_check_missing(checker, type, operand->type);
        if (missing != NULL) {
            GO_CHECK_ERROR(checker, node,
                           "impossible type assertion: %s\n\t%s does not implement %s %s",
                           go_check_text(checker->compile, node),
                           go_check_type_text(checker, type),
                           go_check_type_text(checker, operand->type), missing);
            return;
        }
    }
    node->mode = GO_COMMA_OK;
    node->type = type;
}

static void check_literal(GoCheck *checker, GoNode *node) {
    static const uint8_t kinds[] = {GO_KIND_UNTYPED_INT, GO_KIND_UNTYPED_FLOAT,
                                    GO_KIND_UNTYPED_COMPLEX, GO_KIND_UNTYPED_RUNE,
                                    GO_KIND_UNTYPED_STRING};
    node->mode = GO_CONSTANT;
    node->type = go_types_basic(checker->compile, (GoKind)kinds[node->op - GO_INTEGER]);
    if (node->value != NULL && node->value->kind == GO_CONSTANT_UNKNOWN) node->value = NULL;
    node->value = go_constant_read(checker->compile, (GoToken)node->op, node->text,
                                   (size_t)node->text_size);
    if (node->value->kind == GO_CONSTANT_UNKNOWN) {
        GO_CHECK_ERROR(checker, node, "excessively large constant: %s",
                       go_check_text(checker->compile, node));
        node->mode = GO_INVALID;
    }
}

static void check_star(GoCheck *checker, GoNode *node) {
    go_check_raw(checker, node->first, NULL);
    GoNode *operand = node->first;
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (operand->mode == GO_TYPE_EXPRESSION) {
        GoType *type = go_check_type(checker, node->first);
        node->mode = GO_TYPE_EXPRESSION;
        node->type = type->kind == GO_KIND_INVALID ? type
                                                   : go_type_pointer(checker->compile, type);
        return;
    }
    if (operand->mode == GO_INVALID) return;
    if (operand->mode == GO_NIL) {
        GO_CHECK_ERROR(checker, node, "invalid operation: cannot indirect nil");
        return;
    }
    GoType *core = go_type_core(operand->type);
    if (core == NULL || core->kind != GO_KIND_POINTER) {
        GO_CHECK_ERROR(checker, operand, "invalid operation: cannot indirect %s",
                       go_check_operand(checker, operand));
        return;
    }
    node->mode = GO_VARIABLE;
    node->type = core->element;
}

// --- dispatch ---

static void check_paren(GoCheck *checker, GoNode *node, GoType *hint) {
    go_check_raw(checker, node->first, hint);
    node->mode = node->first->mode;
    node->type = node->first->type;
    node->value = node->first->value;
    node->entity = node->first->entity;
}

void go_check_raw(GoCheck *checker, GoNode *node, GoType *hint) {
    switch (node->kind) {
    case GO_NODE_BAD:
        node->mode = GO_INVALID;
        node->type = go_check_invalid(checker);
        return;
    case GO_NODE_IDENTIFIER: go_check_identifier(checker, node); return;
    case GO_NODE_LITERAL: check_literal(checker, node); return;
    case GO_NODE_COMPOSITE: go_check_composite(checker, node, hint); return;
    case GO_NODE_FUNCTION_LITERAL: check_function_literal(checker, node); return;
    case GO_NODE_PAREN: check_paren(checker, node, hint); return;
    case GO_NODE_SELECTOR: go_check_selector(checker, node); return;
    case GO_NODE_INDEX: go_check_index(checker, node); return;
    case GO_NODE_SLICE: go_check_slice(checker, node); return;
    case GO_NODE_ASSERT: check_assertion(checker, node); return;
    case GO_NODE_CALL: go_check_call(checker, node); return;
    case GO_NODE_STAR: check_star(checker, node); return;
    case GO_NODE_UNARY: go_check_unary(checker, node); return;
    case GO_NODE_BINARY:
        go_check_binary(checker, node, node->first, node->second, (GoToken)node->op);
        return;
    case GO_NODE_KEY_VALUE:
        GO_CHECK_ERROR(checker, node, "invalid syntax tree: no key:value expected");
        node->mode = GO_INVALID;
        return;
    default:
        node->type = go_check_type(checker, node);
        node->mode = node->type->kind == GO_KIND_INVALID ? GO_INVALID : GO_TYPE_EXPRESSION;
    }
}

static void exclude_no_values(GoCheck *checker, GoNode *node) {
    switch (node->mode) {
    case GO_NO_VALUE:
        GO_CHECK_ERROR(checker, node, "%s used as value", go_check_operand(checker, node));
        break;
    case GO_BUILTIN:
        GO_CHECK_ERROR(checker, node, "%s must be called", go_check_operand(checker, node));
        break;
    case GO_TYPE_EXPRESSION:
        GO_CHECK_ERROR(checker, node, "%s is not an expression", go_check_operand(checker, node));
        break;
    default: return;
    }
    node->mode = GO_INVALID;
}

void go_check_several(GoCheck *checker, GoNode *node, GoType *hint) {
    go_check_raw(checker, node, hint);
    exclude_no_values(checker, node);
}

void go_check_expression(GoCheck *checker, GoNode *node, GoType *hint) {
    go_check_several(checker, node, hint);
    if (node->mode == GO_INVALID || node->type->kind != GO_KIND_TUPLE) return;
    GO_CHECK_ERROR(checker, node, "multiple-value %s in single-value context",
                   go_check_operand(checker, node));
    node->mode = GO_INVALID;
}
