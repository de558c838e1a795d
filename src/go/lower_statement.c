// Statements made code: assignments, returns, jumps.

#include <string.h>

#include "go/lower.h"

static bool is_blank(const GoNode *node) {
    while (node->kind == GO_NODE_PAREN) node = node->first;
    return node->kind == GO_NODE_IDENTIFIER && strcmp(node->text, "_") == 0;
}

// --- several values at once ---

void go_lower_spread(GoLower *lower, GoNode *value, int32_t *registers, GoType **types, int count) {
    value = go_node_unparen(value);
    if (value->type->kind == GO_KIND_TUPLE) {
        GoWindow window = go_lower_call(lower, value);
        int32_t at = window.at;
        for (int i = 0; i < count; i++) {
            GoType *type = go_lower_type(lower, value->type->fields[i].type);
            go_lower_convert_register(lower, at, type, types[i], registers[i]);
            at += (int32_t)go_machine_size(type);
        }
        return;
    }
    GoType *type = go_lower_type(lower, value->type);
    int64_t size = go_machine_size(type);
    int32_t pair = go_lower_temporary(lower, size + 8);
    if (value->kind == GO_NODE_ASSERT) {
        go_lower_assertion(lower, value, pair, GO_VALUE_AND_OK);
    } else if (value->kind == GO_NODE_INDEX) {
        GoHome home = go_lower_home(lower, value);
        int32_t index = go_lower_emit(lower, GO_OP_MAP_GET, pair, home.base, home.index);
        go_lower_set_n(lower, index, 1);
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
    } else {
        int32_t channel = go_lower_value(lower, value->first);
        (void)go_lower_emit(lower, GO_OP_RECEIVE, pair, channel, 0);
        (void)go_lower_emit(lower, GO_OP_RECEIVED, pair + (int32_t)size, 0, 0);
    }
    go_lower_convert_register(lower, pair, type, types[0], registers[0]);
    go_lower_convert_register(lower, pair + (int32_t)size,
                              go_types_basic(lower->compile, GO_KIND_BOOL), types[1], registers[1]);
}

// --- assignments ---

static void assign_operation(GoLower *lower, GoNode *node) {
    GoNode *place = node->list[0], *value = node->list2[0];
    GoHome home = go_lower_home(lower, place);
    GoType *type = home.type;
    int32_t old = home.kind == GO_HOME_REGISTER ? home.offset : go_lower_temporary_of(lower, type);
    int32_t to = home.kind == GO_HOME_REGISTER ? home.offset : go_lower_temporary_of(lower, type);
    if (home.kind != GO_HOME_REGISTER && home.kind != GO_HOME_MAP) go_lower_load(lower, &home, old);
    if (home.kind == GO_HOME_MAP) go_lower_load(lower, &home, old);
    // x += 1 has an instruction of its own.
    GoNode left = *place, sum = {.kind = GO_NODE_BINARY, .op = node->op, .type = place->type,
                                 .place = node->place, .mode = GO_VALUE};
    GoEntity *entity = go_entity_new(lower->compile, GO_ENTITY_VAR, "_", 0);
    entity->type = type;
    entity->home = old;
    left.kind = GO_NODE_IDENTIFIER;
    left.entity = entity;
    left.mode = GO_VARIABLE;
    left.text = "";
    sum.first = &left;
    sum.second = value;
    go_lower_binary(lower, &sum, to);
    if (home.kind != GO_HOME_REGISTER) go_lower_store(lower, &home, to);
}

static bool is_simple_home(const GoHome *home) {
    return home->kind == GO_HOME_REGISTER;
}

static void assign_one(GoLower *lower, GoNode *place, GoNode *value) {
    if (is_blank(place)) {
        if (value->mode != GO_CONSTANT && go_node_unparen(value)->kind != GO_NODE_IDENTIFIER)
            (void)go_lower_value(lower, value);
        return;
    }
    GoHome home = go_lower_home(lower, place);
    if (is_simple_home(&home)) {
        go_lower_converted(lower, value, home.type, home.offset);
        return;
    }
    int32_t at = go_lower_temporary_of(lower, home.type);
    go_lower_converted(lower, value, home.type, at);
    go_lower_store(lower, &home, at);
}

GoHome go_lower_fixed_home(GoLower *lower, GoNode *place) {
    GoHome home = go_lower_home(lower, place);
    GoType *pointer = go_types_basic(lower->compile, GO_KIND_INT);
    int32_t copy;
    switch (home.kind) {
    case GO_HOME_SLICE:
        copy = go_lower_temporary(lower, 24);
        (void)go_lower_emit(lower, GO_OP_MOVE24, copy, home.base, 0);
        home.base = copy;
        break;
    case GO_HOME_MEMORY: case GO_HOME_MAP: case GO_HOME_ARRAY:
        if (home.base < 0) break;
        copy = go_lower_temporary(lower, 8);
        go_lower_move(lower, copy, home.base, pointer);
        home.base = copy;
        break;
    default: return home;
    }
    if (home.kind == GO_HOME_SLICE || home.kind == GO_HOME_ARRAY) {
        copy = go_lower_temporary(lower, 8);
        go_lower_move(lower, copy, home.index, pointer);
        home.index = copy;
    }
    return home;
}

static void assign_several(GoLower *lower, GoNode *node) {
    GoHome *homes = GO_NEW_ROW(lower->compile, GoHome, node->count);
    int32_t *registers = GO_NEW_ROW(lower->compile, int32_t, node->count);
    GoType **types = GO_NEW_ROW(lower->compile, GoType *, node->count);
    bool is_spread = node->count != node->count2;
    GoType *single = go_node_unparen(node->list2[0])->type;
    for (int i = 0; i < node->count; i++) {
        if (!is_blank(node->list[i])) {
            homes[i] = go_lower_fixed_home(lower, node->list[i]);
            types[i] = homes[i].type;
        } else if (!is_spread) {
            types[i] = go_lower_type(lower, node->list2[i]->type);
        } else {
            types[i] = single->kind == GO_KIND_TUPLE ? go_lower_type(lower, single->fields[i].type)
                       : i == 0 ? go_lower_type(lower, single)
                       : go_types_basic(lower->compile, GO_KIND_BOOL);
        }
    }
    for (int i = 0; i < node->count; i++) {
        registers[i] = go_lower_temporary_of(lower, types[i]);
        if (!is_spread) go_lower_converted(lower, node->list2[i], types[i], registers[i]);
    }
    if (is_spread) go_lower_spread(lower, node->list2[0], registers, types, node->count);
    for (int i = 0; i < node->count; i++)
        if (homes[i].kind != GO_HOME_NONE) go_lower_store(lower, &homes[i], registers[i]);
}

void go_lower_assign(GoLower *lower, GoNode *node) {
    if (node->op != GO_END) assign_operation(lower, node);
    else if (node->count == 1 && node->count2 == 1) assign_one(lower, node->list[0],
                                                               node->list2[0]);
    else assign_several(lower, node);
}

static void change(GoLower *lower, GoNode *node) {
    GoHome home = go_lower_home(lower, node->first);
    GoType *type = home.type;
    int32_t at = home.kind == GO_HOME_REGISTER ? home.offset : go_lower_temporary_of(lower, type);
    if (home.kind != GO_HOME_REGISTER) go_lower_load(lower, &home, at);
    GoType *under = go_type_underlying(type);
    if (under->kind == GO_KIND_INT || under->kind == GO_KIND_INT64 ||
        under->kind == GO_KIND_UINT || under->kind == GO_KIND_UINT64) {
        (void)go_lower_emit(lower, GO_OP_ADD_I, at, at, node->op == GO_INCREMENT ? 1 : -1);
    } else {
        int32_t one = go_lower_temporary_of(lower, type);
        go_lower_constant(lower, go_constant_integer(lower->compile, 1), type, one);
        go_lower_operation(lower, node->op == GO_INCREMENT ? GO_ADD : GO_SUBTRACT, type, at, at,
                           one,
                           type);
    }
    if (home.kind != GO_HOME_REGISTER) go_lower_store(lower, &home, at);
}

// --- declarations ---

void go_lower_define(GoLower *lower, GoNode **names, GoEntity **entities, int count,
                     GoNode **values,
                     int value_count) {
    // One plain variable is made where it will live.
    if (count == 1 && value_count == 1 && names[0]->flag && !is_blank(names[0])) {
        GoType *type = go_lower_type(lower, entities[0]->type);
        if (!go_lower_is_boxed(lower, entities[0])) {
            int32_t home = go_lower_temporary_of(lower, type);
            int32_t locals = lower->top;
            go_lower_converted(lower, values[0], type, home);
            lower->top = home;
            go_lower_declare(lower, entities[0]);
            lower->top = lower->locals = locals;
            return;
        }
    }
    int32_t *registers = GO_NEW_ROW(lower->compile, int32_t, count);
    GoType **types = GO_NEW_ROW(lower->compile, GoType *, count);
    int32_t start = lower->top;
    // Room for the variables lies below the values that they get.
    int64_t room = 0;
    for (int i = 0; i < count; i++) {
        types[i] = go_lower_type(lower, entities[i]->type);
        if (names[i]->flag && !is_blank(names[i]))
            room += go_lower_is_boxed(lower, entities[i]) ? 8 : go_machine_size(types[i]);
    }
    (void)go_lower_temporary(lower, room);
    for (int i = 0; i < count; i++) {
        registers[i] = go_lower_temporary_of(lower, types[i]);
        if (count == value_count) go_lower_converted(lower, values[i], types[i], registers[i]);
    }
    if (count != value_count) go_lower_spread(lower, values[0], registers, types, count);
    int32_t above = lower->top;
    lower->top = start;
    for (int i = 0; i < count; i++)
        if (names[i]->flag && !is_blank(names[i])) go_lower_declare(lower, entities[i]);
    int32_t locals = lower->locals;
    lower->top = above;
    for (int i = 0; i < count; i++) {
        if (is_blank(names[i])) continue;
        GoHome home = go_lower_variable(lower, entities[i]);
        go_lower_store(lower, &home, registers[i]);
    }
    lower->top = lower->locals = locals;
}

static void define(GoLower *lower, GoNode *node) {
    GoEntity **entities = GO_NEW_ROW(lower->compile, GoEntity *, node->count);
    for (int i = 0; i < node->count; i++) entities[i] = node->list[i]->entity;
    go_lower_define(lower, node->list, entities, node->count, node->list2, node->count2);
}

static void declare(GoLower *lower, GoNode *node) {
    if (node->kind != GO_NODE_VAR) return;
    if (node->count2 > 0) {
        define(lower, node);
        return;
    }
    for (int i = 0; i < node->count; i++)
        if (!is_blank(node->list[i])) go_lower_declare_zero(lower, node->list[i]->entity);
}

// --- return ---

static void give_results(GoLower *lower, GoNode *node) {
    GoFunctionScope *scope = lower->scope;
    int count = scope->result_count;
    int32_t *registers = GO_NEW_ROW(lower->compile, int32_t, count);
    GoType **types = GO_NEW_ROW(lower->compile, GoType *, count);
    for (int i = 0; i < count; i++) types[i] = go_lower_type(lower, scope->results[i]->type);
    if (count == 1 && node->count == 1 && !scope->results[0]->is_boxed) {
        go_lower_converted(lower, node->list[0], types[0], scope->results[0]->home);
        return;
    }
    for (int i = 0; i < count; i++) {
        registers[i] = go_lower_temporary_of(lower, types[i]);
        if (node->count == count)
            go_lower_converted(lower, node->list[i], types[i], registers[i]);
    }
    if (node->count != count) go_lower_spread(lower, node->list[0], registers, types, count);
    for (int i = 0; i < count; i++) {
        GoHome home = go_lower_variable(lower, scope->results[i]);
        go_lower_store(lower, &home, registers[i]);
    }
}

static void lower_return(GoLower *lower, GoNode *node) {
    if (node->count > 0) give_results(lower, node);
    bool is_plain = !lower->function->has_defer;
    for (int i = 0; i < lower->scope->result_count; i++)
        is_plain &= !lower->scope->results[i]->is_boxed;
    if (is_plain) (void)go_lower_emit(lower, GO_OP_RETURN, 0, 0, 0);
    else go_lower_jump(lower, lower->end_label);
}

// --- jumps ---

static int named_label(GoLower *lower, const char *name) {
    for (int i = 0; i < lower->named_count; i++)
        if (lower->named[i].name == name) return lower->named[i].label;
    if (lower->named_count == (int)ARRAY_COUNT(lower->named)) return 0;
    int label = go_lower_label(lower);
    lower->named[lower->named_count].name = name;
    lower->named[lower->named_count++].label = label;
    return label;
}

static void lower_branch(GoLower *lower, GoNode *node) {
    if (node->op == GO_GOTO) {
        (void)go_lower_emit(lower, GO_OP_TICK, 0, 0, 0);
        go_lower_jump(lower, named_label(lower, node->text));
        return;
    }
    if (node->op == GO_FALLTHROUGH) {
        go_lower_jump(lower, lower->fall_label);
        return;
    }
    for (GoTarget *target = lower->target; target != NULL; target = target->outer) {
        int label = node->op == GO_BREAK ? target->break_label : target->continue_label;
        if (node->text != NULL ? target->label != node->text : label < 0) continue;
        go_lower_jump(lower, label);
        return;
    }
}

static void lower_if(GoLower *lower, GoNode *node) {
    int otherwise = go_lower_label(lower), end = go_lower_label(lower);
    int32_t locals = lower->locals;
    if (node->first != NULL) go_lower_statement(lower, node->first);
    go_lower_condition(lower, node->second, GO_JUMP_UNLESS, otherwise);
    go_lower_statement(lower, node->third);
    if (node->fourth != NULL) {
        go_lower_jump(lower, end);
        go_lower_put_label(lower, otherwise);
        go_lower_statement(lower, node->fourth);
        go_lower_put_label(lower, end);
    } else {
        go_lower_put_label(lower, otherwise);
    }
    lower->top = lower->locals = locals;
}

static void lower_send(GoLower *lower, GoNode *node) {
    GoType *type = go_type_underlying(go_lower_type(lower, node->first->type));
    GoType *element = go_lower_type(lower, type->element);
    int32_t channel = go_lower_value(lower, node->first);
    int32_t value = go_lower_temporary_of(lower, element);
    go_lower_converted(lower, node->second, element, value);
    (void)go_lower_emit(lower, GO_OP_SEND, channel, value, 0);
    (void)go_lower_emit(lower, GO_OP_SENT, 0, 0, 0);
}

static void lower_expression_statement(GoLower *lower, GoNode *node) {
    GoNode *expression = go_node_unparen(node->first);
    if (expression->kind == GO_NODE_CALL && expression->first->mode != GO_BUILTIN &&
        expression->first->mode != GO_TYPE_EXPRESSION) {
        (void)go_lower_call(lower, expression);
        return;
    }
    if (expression->kind == GO_NODE_UNARY && expression->op == GO_ARROW) {
        int32_t channel = go_lower_value(lower, expression->first);
        (void)go_lower_emit(lower, GO_OP_RECEIVE, -1, channel, 0);
        return;
    }
    int32_t to = go_lower_temporary(lower, 32);
    go_lower_into(lower, expression, to);
}

static void lower_labeled(GoLower *lower, GoNode *node) {
    go_lower_put_label(lower, named_label(lower, node->text));
    lower->next_label = node->text;
    go_lower_statement(lower, node->first);
    lower->next_label = NULL;
}

// --- all ---

void go_lower_statements(GoLower *lower, GoNode **list, int count) {
    int32_t locals = lower->locals;
    for (int i = 0; i < count; i++) go_lower_statement(lower, list[i]);
    lower->top = lower->locals = locals;
}

static void lower_one(GoLower *lower, GoNode *node) {
    switch (node->kind) {
    case GO_NODE_BLOCK: go_lower_statements(lower, node->list, node->count); return;
    case GO_NODE_EXPRESSION: lower_expression_statement(lower, node); return;
    case GO_NODE_SEND: lower_send(lower, node); return;
    case GO_NODE_CHANGE: change(lower, node); return;
    case GO_NODE_ASSIGN: go_lower_assign(lower, node); return;
    case GO_NODE_DEFINITION: define(lower, node); return;
    case GO_NODE_GO: case GO_NODE_DEFER: go_lower_started(lower, node); return;
    case GO_NODE_RETURN: lower_return(lower, node); return;
    case GO_NODE_BRANCH: lower_branch(lower, node); return;
    case GO_NODE_IF: lower_if(lower, node); return;
    case GO_NODE_SWITCH: go_lower_switch(lower, node); return;
    case GO_NODE_TYPE_SWITCH: go_lower_type_switch(lower, node); return;
    case GO_NODE_SELECT: go_lower_select(lower, node); return;
    case GO_NODE_FOR: go_lower_for(lower, node); return;
    case GO_NODE_RANGE: go_lower_range(lower, node); return;
    case GO_NODE_LABELED: lower_labeled(lower, node); return;
    case GO_NODE_DECLARE:
        for (int i = 0; i < node->count; i++) declare(lower, node->list[i]);
        return;
    default: return;
    }
}

void go_lower_statement(GoLower *lower, GoNode *node) {
    lower->place = go_node_start(node);
    if (node->kind != GO_NODE_BLOCK && node->kind != GO_NODE_EMPTY && node->kind != GO_NODE_LABELED)
        (void)go_lower_emit(lower, GO_OP_STATEMENT, 0, 0, 0);
    lower_one(lower, node);
    lower->top = lower->locals;
}
