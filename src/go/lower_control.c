// Loops, switches and select made code.

#include <string.h>

#include "go/channel.h"
#include "go/lower.h"
#include "go/maps.h"

static bool is_blank(const GoNode *node) {
    return node->kind == GO_NODE_IDENTIFIER && strcmp(node->text, "_") == 0;
}

static GoTarget open_target(GoLower *lower, int break_label, int continue_label) {
    GoTarget target = {lower->target, lower->next_label, break_label, continue_label};
    lower->next_label = NULL;
    return target;
}

// --- for ---

void go_lower_for(GoLower *lower, GoNode *node) {
    int body = go_lower_label(lower), next = go_lower_label(lower), test = go_lower_label(lower);
    int end = go_lower_label(lower);
    int32_t locals = lower->locals;
    GoTarget target = open_target(lower, end, next);
    if (node->first != NULL) go_lower_statement(lower, node->first);
    lower->target = &target;
    if (node->second != NULL) go_lower_jump(lower, test);
    go_lower_put_label(lower, body);
    go_lower_statement(lower, node->fourth);
    go_lower_put_label(lower, next);
    if (node->third != NULL) go_lower_statement(lower, node->third);
    (void)go_lower_emit(lower, GO_OP_TICK, 0, 0, 0);
    go_lower_put_label(lower, test);
    if (node->second != NULL) {
        lower->place = go_node_start(node->second);
        go_lower_condition(lower, node->second, GO_JUMP_IF, body);
    } else {
        go_lower_jump(lower, body);
    }
    go_lower_put_label(lower, end);
    lower->target = target.outer;
    lower->top = lower->locals = locals;
}

// --- range ---

// The variable that gets a value each turn, or the place that is assigned to.
static void declare_range(GoLower *lower, GoNode *node, GoNode *place) {
    if (place != NULL && node->flag && !is_blank(place)) go_lower_declare_zero(lower,
                                                                               place->entity);
}

static GoHome range_home(GoLower *lower, GoNode *place) {
    if (place == NULL || is_blank(place)) return (GoHome){0};
    return place->flag && place->kind == GO_NODE_IDENTIFIER
           ? go_lower_variable(lower, place->entity) : go_lower_fixed_home(lower, place);
}

static void store_range(GoLower *lower, const GoHome *home, int32_t from, GoType *type) {
    if (home->kind == GO_HOME_NONE) return;
    int32_t at = from;
    if (home->type != type) {
        at = go_lower_temporary_of(lower, home->type);
        go_lower_convert_register(lower, from, type, home->type, at);
    }
    go_lower_store(lower, home, at);
}

// Where both go is found before either is assigned to.
static void assign_range(GoLower *lower, GoNode *node, int32_t key, GoType *key_type,
                         int32_t value, GoType *value_type) {
    int32_t saved = lower->top;
    GoHome first = key < 0 ? (GoHome){0} : range_home(lower, node->first);
    GoHome second = value < 0 ? (GoHome){0} : range_home(lower, node->second);
    store_range(lower, &first, key, key_type);
    store_range(lower, &second, value, value_type);
    lower->top = saved;
}

typedef struct Loop {
    int body, next, test, end;
    GoTarget target;
} Loop;

static void open_loop(GoLower *lower, Loop *loop) {
    loop->body = go_lower_label(lower);
    loop->next = go_lower_label(lower);
    loop->test = go_lower_label(lower);
    loop->end = go_lower_label(lower);
    loop->target = open_target(lower, loop->end, loop->next);
    lower->target = &loop->target;
}

static void close_loop(GoLower *lower, Loop *loop) {
    go_lower_put_label(lower, loop->end);
    lower->target = loop->target.outer;
}

static void run_body(GoLower *lower, GoNode *node) {
    lower->locals = lower->top;
    go_lower_statement(lower, node->fourth);
}

// Arrays, slices: an index that counts up to a length.
static void range_indexed(GoLower *lower, GoNode *node, GoType *under) {
    Loop loop;
    GoType *number = go_types_basic(lower->compile, GO_KIND_INT);
    bool wants_value = node->second != NULL && !is_blank(node->second);
    GoHome row = {0};
    int32_t length = go_lower_temporary(lower, 8);
    if (under->kind == GO_KIND_SLICE) {
        int32_t slice = go_lower_temporary(lower, 24);
        go_lower_into(lower, node->third, slice);
        (void)go_lower_emit(lower, GO_OP_MOVE, length, slice + 8, 0);
        row = (GoHome){.kind = GO_HOME_SLICE, .base = slice};
    } else {
        bool is_pointer = under->kind == GO_KIND_POINTER;
        GoType *array = is_pointer ? go_type_underlying(go_lower_type(lower,
                                                                      under->element)) : under;
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, length, array->length);
        row = (GoHome){.kind = GO_HOME_ARRAY, .base = -1, .length = array->length};
        if (is_pointer) {
            row.base = go_lower_temporary(lower, 8);
            go_lower_into(lower, node->third, row.base);
        } else if (wants_value || go_node_unparen(node->third)->kind == GO_NODE_CALL) {
            // A copy is ranged over.
            GoType *type = go_lower_type(lower, node->third->type);
            row.offset = go_lower_temporary_of(lower, type);
            go_lower_into(lower, node->third, row.offset);
        }
        under = array;
    }
    row.type = row.element = go_lower_type(lower, under->element);
    row.index = go_lower_temporary(lower, 8);
    lower->locals = lower->top;
    declare_range(lower, node, node->first);
    declare_range(lower, node, node->second);
    (void)go_lower_emit(lower, GO_OP_ZERO, row.index, 0, 0);
    open_loop(lower, &loop);
    go_lower_jump(lower, loop.test);
    go_lower_put_label(lower, loop.body);
    int32_t saved = lower->top, value = -1;
    if (wants_value) {
        GoHome home = node->second->flag ? go_lower_variable(lower, node->second->entity)
                                         : (GoHome){0};
        bool is_direct = home.kind == GO_HOME_REGISTER && home.type == row.type;
        value = is_direct ? home.offset : go_lower_temporary_of(lower, row.type);
        go_lower_load(lower, &row, value);
        if (is_direct) value = -1;
    }
    assign_range(lower, node, row.index, number, value, row.type);
    lower->top = saved;
    run_body(lower, node);
    go_lower_put_label(lower, loop.next);
    (void)go_lower_emit(lower, GO_OP_ADD_I, row.index, row.index, 1);
    (void)go_lower_emit(lower, GO_OP_TICK, 0, 0, 0);
    go_lower_put_label(lower, loop.test);
    (void)go_lower_emit(lower, GO_OP_JUMP_LESS, row.index, length, loop.body);
    close_loop(lower, &loop);
}

static void range_string(GoLower *lower, GoNode *node) {
    Loop loop;
    int32_t string = go_lower_temporary(lower, 16), pair = go_lower_temporary(lower, 16);
    int32_t at = go_lower_temporary(lower, 8);
    go_lower_into(lower, node->third, string);
    lower->locals = lower->top;
    declare_range(lower, node, node->first);
    declare_range(lower, node, node->second);
    (void)go_lower_emit(lower, GO_OP_ZERO, at, 0, 0);
    open_loop(lower, &loop);
    go_lower_put_label(lower, loop.next);
    (void)go_lower_emit(lower, GO_OP_TICK, 0, 0, 0);
    (void)go_lower_emit(lower, GO_OP_NEXT_RUNE, pair, string, at);
    int32_t index = go_lower_emit(lower, GO_OP_NOTHING, 0, 0, loop.end);
    go_lower_set_n(lower, index, 1);
    assign_range(lower, node, pair, go_types_basic(lower->compile, GO_KIND_INT), pair + 8,
                 go_types_basic(lower->compile, GO_KIND_INT32));
    run_body(lower, node);
    go_lower_jump(lower, loop.next);
    close_loop(lower, &loop);
}

static void range_map(GoLower *lower, GoNode *node, GoType *under) {
    Loop loop;
    GoType *key = go_lower_type(lower, under->key), *element = go_lower_type(lower, under->element);
    bool wants_key = node->first != NULL && !is_blank(node->first);
    bool wants_value = node->second != NULL && !is_blank(node->second);
    int32_t map = go_lower_value(lower, node->third);
    int32_t iterator = go_lower_temporary(lower, sizeof(GoMapIterator));
    int32_t key_at = wants_key ? go_lower_temporary_of(lower, key) : -1;
    int32_t value_at = wants_value ? go_lower_temporary_of(lower, element) : -1;
    (void)go_lower_emit(lower, GO_OP_MAP_START, iterator, map, 0);
    lower->locals = lower->top;
    declare_range(lower, node, node->first);
    declare_range(lower, node, node->second);
    open_loop(lower, &loop);
    go_lower_put_label(lower, loop.next);
    (void)go_lower_emit(lower, GO_OP_TICK, 0, 0, 0);
    (void)go_lower_emit(lower, GO_OP_MAP_NEXT, iterator, key_at, value_at);
    int32_t index = go_lower_emit(lower, GO_OP_NOTHING, 0, 0, loop.end);
    go_lower_set_n(lower, index, 1);
    assign_range(lower, node, key_at, key, value_at, element);
    run_body(lower, node);
    go_lower_jump(lower, loop.next);
    close_loop(lower, &loop);
}

static void range_channel(GoLower *lower, GoNode *node, GoType *under) {
    Loop loop;
    GoType *element = go_lower_type(lower, under->element);
    int32_t channel = go_lower_temporary(lower, 8), value = go_lower_temporary_of(lower, element);
    int32_t ok = go_lower_temporary(lower, 8);
    go_lower_into(lower, node->third, channel);
    lower->locals = lower->top;
    declare_range(lower, node, node->first);
    open_loop(lower, &loop);
    go_lower_put_label(lower, loop.next);
    (void)go_lower_emit(lower, GO_OP_TICK, 0, 0, 0);
    (void)go_lower_emit(lower, GO_OP_RECEIVE, value, channel, 0);
    (void)go_lower_emit(lower, GO_OP_RECEIVED, ok, 0, 0);
    (void)go_lower_emit(lower, GO_OP_JUMP_FALSE, ok, 0, loop.end);
    assign_range(lower, node, value, element, -1, NULL);
    run_body(lower, node);
    go_lower_jump(lower, loop.next);
    close_loop(lower, &loop);
}

void go_lower_range(GoLower *lower, GoNode *node) {
    GoType *under = go_type_underlying(go_lower_type(lower, node->third->type));
    int32_t locals = lower->locals;
    switch (under->kind) {
    case GO_KIND_STRING: range_string(lower, node); break;
    case GO_KIND_MAP: range_map(lower, node, under); break;
    case GO_KIND_CHANNEL: range_channel(lower, node, under); break;
    default: range_indexed(lower, node, under); break;
    }
    lower->top = lower->locals = locals;
}

// --- switch ---

static void run_clauses(GoLower *lower, GoNode *node, const int *labels, int end) {
    int outer = lower->fall_label;
    for (int i = 0; i < node->count; i++) {
        GoNode *clause = node->list[i];
        go_lower_put_label(lower, labels[i]);
        lower->fall_label = i + 1 < node->count ? labels[i + 1] : end;
        go_lower_statements(lower, clause->list2, clause->count2);
        go_lower_jump(lower, end);
    }
    lower->fall_label = outer;
}

// Jumps to a clause where the tag equals one of its values.
static void test_case(GoLower *lower, GoNode *tag, GoType *tag_type, int32_t tag_at, GoNode *value,
                      int label) {
    int32_t saved = lower->top;
    lower->place = go_node_start(value);
    if (tag == NULL) {
        go_lower_condition(lower, value, GO_JUMP_IF, label);
        lower->top = saved;
        return;
    }
    GoNode name = {.kind = GO_NODE_IDENTIFIER, .mode = GO_VARIABLE, .type = tag->type,
                   .place = value->place, .text = ""};
    GoEntity *entity = go_entity_new(lower->compile, GO_ENTITY_VAR, "_", 0);
    entity->type = tag_type;
    entity->home = tag_at;
    name.entity = entity;
    GoNode comparison = {.kind = GO_NODE_BINARY, .op = GO_EQUAL, .mode = GO_VALUE,
                         .type = go_types_basic(lower->compile, GO_KIND_BOOL),
                         .place = value->place, .first = &name, .second = value};
    go_lower_condition(lower, &comparison, GO_JUMP_IF, label);
    lower->top = saved;
}

void go_lower_switch(GoLower *lower, GoNode *node) {
    int end = go_lower_label(lower), fallback = end;
    int32_t locals = lower->locals, tag_at = 0;
    GoTarget target = open_target(lower, end, -1);
    if (node->first != NULL) go_lower_statement(lower, node->first);
    GoNode *tag = node->second;
    GoType *type = NULL;
    if (tag != NULL) {
        type = go_lower_type(lower, tag->type);
        tag_at = go_lower_temporary_of(lower, type);
        go_lower_into(lower, tag, tag_at);
        lower->locals = lower->top;
    }
    int *labels = GO_NEW_ROW(lower->compile, int, node->count);
    for (int i = 0; i < node->count; i++) {
        labels[i] = go_lower_label(lower);
        if (node->list[i]->flag) fallback = labels[i];
        for (int j = 0; j < node->list[i]->count; j++)
            test_case(lower, tag, type, tag_at, node->list[i]->list[j], labels[i]);
    }
    go_lower_jump(lower, fallback);
    lower->target = &target;
    run_clauses(lower, node, labels, end);
    go_lower_put_label(lower, end);
    lower->target = target.outer;
    lower->top = lower->locals = locals;
}

static void test_type(GoLower *lower, GoNode *type_node, int32_t value, int label) {
    int32_t is = go_lower_temporary(lower, 8);
    GoType *type = type_node->mode == GO_NIL ? NULL : go_lower_type(lower, type_node->type);
    bool is_interface = type != NULL && go_type_underlying(type)->kind == GO_KIND_INTERFACE;
    (void)go_lower_emit(lower, is_interface ? GO_OP_IS_INTERFACE : GO_OP_IS_TYPE, is, value, 0);
    (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
    (void)go_lower_emit(lower, GO_OP_JUMP_TRUE, is, 0, label);
}

// The variable of a clause: of the clause's one type, or as the operand.
static void bind_clause(GoLower *lower, GoNode *clause, int32_t value, GoType *interface) {
    GoEntity *entity = clause->entity;
    if (entity == NULL) return;
    GoType *type = go_lower_type(lower, entity->type);
    go_lower_declare(lower, entity);
    GoHome home = go_lower_variable(lower, entity);
    if (go_type_underlying(type)->kind == GO_KIND_INTERFACE) {
        go_lower_store(lower, &home, value);
        return;
    }
    int32_t at = go_lower_temporary_of(lower, type);
    int32_t index = go_lower_emit(lower, GO_OP_ASSERT, at, value, 0);
    go_lower_set_n(lower, index, 0);
    (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
    (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, interface);
    go_lower_store(lower, &home, at);
}

void go_lower_type_switch(GoLower *lower, GoNode *node) {
    int end = go_lower_label(lower), fallback = end;
    int32_t locals = lower->locals;
    GoTarget target = open_target(lower, end, -1);
    if (node->first != NULL) go_lower_statement(lower, node->first);
    GoNode *operand = node->second->first;
    GoType *interface = go_lower_type(lower, operand->type);
    int32_t value = go_lower_temporary(lower, 16);
    go_lower_into(lower, operand, value);
    lower->locals = lower->top;
    int *labels = GO_NEW_ROW(lower->compile, int, node->count);
    for (int i = 0; i < node->count; i++) {
        GoNode *clause = node->list[i];
        labels[i] = go_lower_label(lower);
        if (clause->flag) fallback = labels[i];
        for (int j = 0; j < clause->count; j++) {
            test_type(lower, clause->list[j], value, labels[i]);
            lower->top = lower->locals;
        }
    }
    go_lower_jump(lower, fallback);
    lower->target = &target;
    for (int i = 0; i < node->count; i++) {
        int32_t inner = lower->locals;
        go_lower_put_label(lower, labels[i]);
        bind_clause(lower, node->list[i], value, interface);
        lower->top = lower->locals;
        go_lower_statements(lower, node->list[i]->list2, node->list[i]->count2);
        lower->top = lower->locals = inner;
        go_lower_jump(lower, end);
    }
    go_lower_put_label(lower, end);
    lower->target = target.outer;
    lower->top = lower->locals = locals;
}

// --- select ---

static GoNode *received_channel(GoNode *statement) {
    GoNode *value = statement->kind == GO_NODE_EXPRESSION ? statement->first : statement->list2[0];
    return go_node_unparen(value)->first;
}

// Evaluates one case's operands into its row; the register of the value.
static int32_t prepare_case(GoLower *lower, GoNode *statement, int32_t row) {
    bool is_send = statement->kind == GO_NODE_SEND;
    GoNode *channel = is_send ? statement->first : received_channel(statement);
    GoType *under = go_type_underlying(go_lower_type(lower, channel->type));
    GoType *element = go_lower_type(lower, under->element);
    go_lower_into(lower, channel, row);
    int32_t value = go_lower_temporary_of(lower, element);
    if (is_send) go_lower_converted(lower, statement->second, element, value);
    lower->locals = lower->top;
    (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, row + 8, value);
    (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, row + 16, is_send);
    return value;
}

// What was received goes where the case says.
static void take_received(GoLower *lower, GoNode *statement, int32_t value) {
    if (statement->kind == GO_NODE_SEND || statement->kind == GO_NODE_EXPRESSION) return;
    GoNode *channel = received_channel(statement);
    GoType *element = go_lower_type(lower, go_type_underlying(
        go_lower_type(lower, channel->type))->element);
    int32_t ok = go_lower_temporary(lower, 8);
    (void)go_lower_emit(lower, GO_OP_RECEIVED, ok, 0, 0);
    lower->locals = lower->top;
    GoType *types[] = {element, go_types_basic(lower->compile, GO_KIND_BOOL)};
    int32_t registers[] = {value, ok};
    for (int i = 0; i < statement->count; i++) {
        GoNode *place = statement->list[i];
        if (is_blank(place)) continue;
        if (statement->kind == GO_NODE_DEFINITION && place->flag)
            go_lower_declare(lower, place->entity);
        GoHome home = statement->kind == GO_NODE_DEFINITION
                      ? go_lower_variable(lower, place->entity) : go_lower_home(lower, place);
        int32_t at = go_lower_temporary_of(lower, home.type);
        go_lower_convert_register(lower, registers[i], types[i], home.type, at);
        go_lower_store(lower, &home, at);
        lower->top = lower->locals;
    }
}

void go_lower_select(GoLower *lower, GoNode *node) {
    int end = go_lower_label(lower), count = 0;
    int32_t locals = lower->locals;
    bool has_default = false;
    GoTarget target = open_target(lower, end, -1);
    for (int i = 0; i < node->count; i++) {
        has_default |= node->list[i]->flag;
        count += !node->list[i]->flag;
    }
    int32_t rows = go_lower_temporary(lower, (int64_t)sizeof(GoCase) * count);
    int32_t chosen = go_lower_temporary(lower, 8);
    int32_t *values = GO_NEW_ROW(lower->compile, int32_t, node->count);
    int *labels = GO_NEW_ROW(lower->compile, int, node->count);
    lower->locals = lower->top;
    for (int i = 0, at = 0; i < node->count; i++) {
        labels[i] = go_lower_label(lower);
        if (node->list[i]->flag) continue;
        values[i] = prepare_case(lower, node->list[i]->first,
                                 rows + (int32_t)sizeof(GoCase) * at++);
    }
    int32_t index = go_lower_emit(lower, GO_OP_SELECT, 0, rows, count);
    go_lower_set_n(lower, index, has_default);
    (void)go_lower_emit(lower, GO_OP_CHOSEN, chosen, 0, 0);
    for (int i = 0, at = 0; i < node->count; i++)
        (void)go_lower_emit(lower, GO_OP_JUMP_EQUAL_I, chosen, node->list[i]->flag ? -1 : at++,
                            labels[i]);
    lower->target = &target;
    for (int i = 0; i < node->count; i++) {
        int32_t inner = lower->locals;
        go_lower_put_label(lower, labels[i]);
        if (node->list[i]->first != NULL) take_received(lower, node->list[i]->first, values[i]);
        lower->top = lower->locals;
        go_lower_statements(lower, node->list[i]->list2, node->list[i]->count2);
        lower->top = lower->locals = inner;
        go_lower_jump(lower, end);
    }
    go_lower_put_label(lower, end);
    lower->target = target.outer;
    lower->top = lower->locals = locals;
}
