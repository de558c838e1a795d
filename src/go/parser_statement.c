// Statements.

#include "go/parser.h"

static GoNode *read_simple(GoParser *parser, GoToken keyword);
static GoNode *read_statement(GoParser *parser);

// for … range: keyword FOR; `left` may be empty, flag tells :=.
static GoNode *read_range(GoParser *parser, GoRow *left, GoPlace place, GoToken operator) {
    GoNode *node = go_parser_node(parser, GO_NODE_RANGE, place);
    go_parser_next(parser);
    node->flag = operator == GO_DEFINE;
    if (left->count > 0) node->first = left->items[0];
    if (left->count > 1) node->second = left->items[1];
    if (left->count > 2)
        go_compile_error(parser->compile, go_node_start(left->items[2]),
                         "range clause permits at most two iteration variables");
    node->third = go_parser_expression(parser);
    return node;
}

static GoNode *read_assignment(GoParser *parser, GoRow *left, GoToken keyword) {
    GoPlace place = parser->scanner.place;
    GoToken token = parser->scanner.token;
    go_parser_next(parser);
    if (keyword == GO_FOR && parser->scanner.token == GO_RANGE)
        return read_range(parser, left, place, token);
    GoNode *node = go_parser_node(parser, token == GO_DEFINE ? GO_NODE_DEFINITION : GO_NODE_ASSIGN,
                                  place);
    GoRow right = {0};
    go_parser_expressions(parser, &right);
    go_parser_fill(parser, left, &node->list, &node->count);
    go_parser_fill(parser, &right, &node->list2, &node->count2);
    // x := y.(type)
    GoNode *value = right.items[0];
    if (keyword == GO_SWITCH && token == GO_DEFINE && right.count == 1 &&
        value->kind == GO_NODE_ASSERT && value->second == NULL) {
        GoNode *name = left->items[0];
        GoNode *guard = go_parser_node(parser, GO_NODE_TYPE_SWITCH, place);
        if (name->kind != GO_NODE_IDENTIFIER || left->count != 1)
            go_parser_error_at(parser, go_node_start(name), "invalid variable name in type switch");
        guard->text = name->text;
        guard->end = name->place;
        guard->second = value;
        return guard;
    }
    return node;
}

static GoNode *read_simple(GoParser *parser, GoToken keyword) {
    GoRow left = {0};
    if (keyword == GO_FOR && parser->scanner.token == GO_RANGE)
        return read_range(parser, &left, parser->scanner.place, GO_END);
    go_parser_expressions(parser, &left);
    GoNode *first = left.items[0], *node;
    GoPlace place = parser->scanner.place;
    switch (parser->scanner.token) {
    case GO_ASSIGN: case GO_DEFINE: return read_assignment(parser, &left, keyword);
    case GO_ASSIGN_OPERATOR:
        node = go_parser_node(parser, GO_NODE_ASSIGN, place);
        node->op = (uint8_t)parser->scanner.operator;
        if (left.count > 1) break;
        go_parser_next(parser);
        node->list = (GoNode **)left.items;
        node->count = 1;
        node->list2 = GO_NEW_ROW(parser->compile, GoNode *, 1);
        node->list2[0] = go_parser_expression(parser);
        node->count2 = 1;
        return node;
    case GO_INCREMENT: case GO_DECREMENT:
        if (left.count > 1) break;
        node = go_parser_node(parser, GO_NODE_CHANGE, place);
        node->op = (uint8_t)parser->scanner.token;
        node->first = first;
        go_parser_next(parser);
        return node;
    case GO_ARROW:
        if (left.count > 1) break;
        node = go_parser_node(parser, GO_NODE_SEND, place);
        go_parser_next(parser);
        node->first = first;
        node->second = go_parser_expression(parser);
        return node;
    default:
        if (left.count > 1) break;
        node = go_parser_node(parser, GO_NODE_EXPRESSION, first->place);
        node->first = first;
        return node;
    }
    go_parser_error(parser, "expecting := or = or comma");
    go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_BRACE);
    return go_parser_node(parser, GO_NODE_EMPTY, place);
}

GoNode *go_parser_block(GoParser *parser) {
    GoNode *node = go_parser_node(parser, GO_NODE_BLOCK, parser->scanner.place);
    GoRow row = {0};
    if (!go_parser_descend(parser)) return node;
    if (!go_parser_take(parser, GO_LEFT_BRACE)) {
        go_parser_error(parser, "expecting {");
        go_parser_skip(parser, GO_NAME, GO_RIGHT_BRACE);
    }
    go_parser_statements(parser, &row);
    go_parser_fill(parser, &row, &node->list, &node->count);
    node->end = parser->scanner.place;
    go_parser_want(parser, GO_RIGHT_BRACE);
    parser->depth--;
    return node;
}

void go_parser_statements(GoParser *parser, GoRow *row) {
    for (;;) {
        GoToken token = parser->scanner.token;
        if (token == GO_END || token == GO_RIGHT_BRACE || token == GO_CASE || token == GO_DEFAULT)
            return;
        parser->has_failed = false;
        GoNode *statement = read_statement(parser);
        if (statement == NULL) {
            if (parser->scanner.token != GO_RIGHT_BRACE && parser->scanner.token != GO_END)
                go_parser_next(parser);
            continue;
        }
        go_row_add(parser->compile, row, statement);
        token = parser->scanner.token;
        if (go_parser_take(parser, GO_SEMICOLON) || token == GO_RIGHT_BRACE ||
            token == GO_RIGHT_PAREN) {
            if (token == GO_RIGHT_PAREN) {
                go_parser_error(parser, "at end of statement");
                go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_BRACE);
            }
            continue;
        }
        if (token == GO_CASE || token == GO_DEFAULT) return;
        if (token == GO_END) return;
        go_parser_error(parser, "at end of statement");
        go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_BRACE);
        (void)go_parser_take(parser, GO_SEMICOLON);
    }
}

// --- headers of if, switch and for ---

typedef struct Header {
    GoNode *first, *condition, *post;
} Header;

static bool is_missing(GoParser *parser) {
    return parser->scanner.token == GO_LEFT_BRACE || parser->scanner.token == GO_SEMICOLON;
}

// Reads `init; condition` before {; for FOR `init; condition; post` too.
static Header read_header(GoParser *parser, GoToken keyword) {
    Header header = {0};
    int level = parser->level;
    parser->level = -1;
    GoNode *first = is_missing(parser) ? NULL : read_simple(parser, keyword);
    if (first != NULL && first->kind == GO_NODE_RANGE) {
        header.condition = first;
    } else if (parser->scanner.token == GO_SEMICOLON) {
        bool is_line = parser->scanner.text[0] == 'n';
        go_parser_next(parser);
        header.first = first;
        if (keyword == GO_FOR) {
            if (parser->scanner.token == GO_LEFT_BRACE)
                go_parser_error(parser, "expecting for loop condition");
            else if (parser->scanner.token != GO_SEMICOLON)
                header.condition = read_simple(parser, GO_END);
            go_parser_want(parser, GO_SEMICOLON);
            if (parser->scanner.token != GO_LEFT_BRACE) {
                header.post = read_simple(parser, GO_END);
                if (header.post->kind == GO_NODE_DEFINITION)
                    go_parser_error_at(parser, header.post->place,
                                       "cannot declare in post statement of for loop");
            }
        } else if (parser->scanner.token != GO_LEFT_BRACE) {
            header.condition = read_simple(parser, keyword);
        } else if (keyword == GO_IF) {
            if (is_line) go_parser_error(parser, "unexpected newline, expecting { after if clause");
            else go_parser_error(parser, "missing condition in if statement");
            header.condition = go_parser_node(parser, GO_NODE_BAD, parser->scanner.place);
        }
    } else {
        header.condition = first;
    }
    parser->level = level;
    return header;
}

static GoNode *header_expression(GoParser *parser, GoNode *statement, const char *what) {
    if (statement == NULL) return NULL;
    if (statement->kind == GO_NODE_EXPRESSION) return statement->first;
    if (statement->kind == GO_NODE_ASSIGN || statement->kind == GO_NODE_DEFINITION)
        go_parser_error_at(parser, go_node_start(statement), go_compile_format(
            parser->compile, "cannot use %s as value", what));
    else go_parser_error_at(parser, go_node_start(statement), go_compile_format(
             parser->compile, "cannot use %s as value", what));
    return go_parser_node(parser, GO_NODE_BAD, statement->place);
}

static GoNode *read_if(GoParser *parser, GoPlace place) {
    GoNode *node = go_parser_node(parser, GO_NODE_IF, place);
    if (parser->scanner.token == GO_LEFT_BRACE)
        go_parser_error(parser, "missing condition in if statement");
    Header header = read_header(parser, GO_IF);
    node->first = header.first;
    node->second = header_expression(parser, header.condition, "assignment");
    if (node->second == NULL) node->second = go_parser_node(parser, GO_NODE_BAD, place);
    node->third = go_parser_block(parser);
    if (!go_parser_take(parser, GO_ELSE)) return node;
    GoPlace start = parser->scanner.place;
    if (parser->scanner.token == GO_IF && go_parser_descend(parser)) {
        go_parser_next(parser);
        node->fourth = read_if(parser, start);
        parser->depth--;
    }
    else if (parser->scanner.token == GO_LEFT_BRACE) node->fourth = go_parser_block(parser);
    else {
        go_parser_error(parser, "else must be followed by if or statement block");
        go_parser_skip(parser, GO_NAME, GO_RIGHT_BRACE);
    }
    return node;
}

static GoNode *read_for(GoParser *parser, GoPlace place) {
    Header header = read_header(parser, GO_FOR);
    GoNode *node = header.condition;
    if (node != NULL && node->kind == GO_NODE_RANGE) {
        node->end = place;
    } else {
        node = go_parser_node(parser, GO_NODE_FOR, place);
        node->first = header.first;
        node->second = header_expression(parser, header.condition, "assignment");
        node->third = header.post;
    }
    node->fourth = go_parser_block(parser);
    return node;
}

static GoNode *read_case(GoParser *parser) {
    GoNode *node = go_parser_node(parser, GO_NODE_CASE, parser->scanner.place);
    GoRow expressions = {0}, statements = {0};
    if (go_parser_take(parser, GO_DEFAULT)) {
        node->flag = true;
    } else if (go_parser_take(parser, GO_CASE)) {
        do go_row_add(parser->compile, &expressions, go_parser_expression(parser));
        while (go_parser_take(parser, GO_COMMA));
    } else {
        go_parser_error(parser, "expecting case or default or }");
        go_parser_skip(parser, GO_COLON, GO_RIGHT_BRACE);
    }
    go_parser_want(parser, GO_COLON);
    go_parser_statements(parser, &statements);
    node->end = parser->scanner.place;
    go_parser_fill(parser, &expressions, &node->list, &node->count);
    go_parser_fill(parser, &statements, &node->list2, &node->count2);
    return node;
}

static GoNode *read_switch(GoParser *parser, GoPlace place) {
    Header header = read_header(parser, GO_SWITCH);
    GoNode *condition = header.condition, *node;
    GoRow clauses = {0};
    if (condition != NULL && condition->kind == GO_NODE_EXPRESSION &&
        condition->first->kind == GO_NODE_ASSERT && condition->first->second == NULL) {
        node = go_parser_node(parser, GO_NODE_TYPE_SWITCH, place);
        node->second = condition->first;
    } else if (condition != NULL && condition->kind == GO_NODE_TYPE_SWITCH) {
        node = condition;
        node->place = place;
    } else {
        node = go_parser_node(parser, GO_NODE_SWITCH, place);
        node->second = header_expression(parser, condition, "assignment");
    }
    node->first = header.first;
    if (!go_parser_take(parser, GO_LEFT_BRACE)) {
        go_parser_error(parser, "missing { after switch clause");
        go_parser_skip(parser, GO_CASE, GO_DEFAULT);
    }
    while (parser->scanner.token != GO_RIGHT_BRACE && parser->scanner.token != GO_END)
        go_row_add(parser->compile, &clauses, read_case(parser));
    node->end = parser->scanner.place;
    go_parser_want(parser, GO_RIGHT_BRACE);
    go_parser_fill(parser, &clauses, &node->list, &node->count);
    return node;
}

static GoNode *read_communication(GoParser *parser) {
    GoNode *node = go_parser_node(parser, GO_NODE_COMMUNICATION, parser->scanner.place);
    GoRow statements = {0};
    if (go_parser_take(parser, GO_DEFAULT)) {
        node->flag = true;
    } else if (go_parser_take(parser, GO_CASE)) {
        node->first = read_simple(parser, GO_END);
    } else {
        go_parser_error(parser, "expecting case or default or }");
        go_parser_skip(parser, GO_COLON, GO_RIGHT_BRACE);
    }
    go_parser_want(parser, GO_COLON);
    go_parser_statements(parser, &statements);
    go_parser_fill(parser, &statements, &node->list2, &node->count2);
    return node;
}

static GoNode *read_select(GoParser *parser, GoPlace place) {
    GoNode *node = go_parser_node(parser, GO_NODE_SELECT, place);
    GoRow clauses = {0};
    if (!go_parser_take(parser, GO_LEFT_BRACE)) {
        go_parser_error(parser, "expecting { after select clause");
        go_parser_skip(parser, GO_CASE, GO_DEFAULT);
    }
    while (parser->scanner.token != GO_RIGHT_BRACE && parser->scanner.token != GO_END)
        go_row_add(parser->compile, &clauses, read_communication(parser));
    go_parser_want(parser, GO_RIGHT_BRACE);
    go_parser_fill(parser, &clauses, &node->list, &node->count);
    return node;
}

// --- one statement ---

static GoNode *read_started(GoParser *parser, GoPlace place, GoNodeKind kind) {
    GoNode *node = go_parser_node(parser, kind, place);
    const char *word = kind == GO_NODE_GO ? "go" : "defer";
    node->first = go_parser_binary(parser, NULL, 0);
    GoNode *call = node->first;
    if (call->kind == GO_NODE_PAREN) {
        GoNode *inner = call;
        while (inner->kind == GO_NODE_PAREN) inner = inner->first;
        if (inner->kind == GO_NODE_CALL)
            go_parser_error_at(parser, call->place, go_compile_format(
                parser->compile, "expression in %s must not be parenthesized", word));
        node->first = inner;
        call = inner;
    }
    if (call->kind != GO_NODE_CALL && call->kind != GO_NODE_BAD) {
        go_parser_error_at(parser, go_node_start(call), go_compile_format(
            parser->compile, "expression in %s must be function call", word));
        return go_parser_node(parser, GO_NODE_EMPTY, place);
    }
    return node;
}

static GoNode *read_labeled(GoParser *parser, GoNode *simple) {
    GoNode *node = go_parser_node(parser, GO_NODE_LABELED, simple->place);
    go_parser_next(parser);
    node->text = simple->first->text;
    if (parser->scanner.token == GO_RIGHT_BRACE) {
        node->first = go_parser_node(parser, GO_NODE_EMPTY, parser->scanner.place);
        return node;
    }
    node->first = read_statement(parser);
    if (node->first == NULL) {
        go_parser_error_at(parser, node->place, "missing statement after label");
        node->first = go_parser_node(parser, GO_NODE_EMPTY, parser->scanner.place);
    }
    return node;
}

static GoNode *read_keyword(GoParser *parser, GoToken token, GoPlace place) {
    GoNode *node;
    GoRow row = {0};
    go_parser_next(parser);
    switch (token) {
    case GO_VAR: case GO_CONST: case GO_TYPE:
        node = go_parser_node(parser, GO_NODE_DECLARE, place);
        go_parser_declarations(parser, token, &row);
        go_parser_fill(parser, &row, &node->list, &node->count);
        return node;
    case GO_GO: return read_started(parser, place, GO_NODE_GO);
    case GO_DEFER: return read_started(parser, place, GO_NODE_DEFER);
    case GO_RETURN:
        node = go_parser_node(parser, GO_NODE_RETURN, place);
        if (parser->scanner.token != GO_SEMICOLON && parser->scanner.token != GO_RIGHT_BRACE)
            go_parser_expressions(parser, &row);
        go_parser_fill(parser, &row, &node->list, &node->count);
        return node;
    case GO_BREAK: case GO_CONTINUE: case GO_GOTO: case GO_FALLTHROUGH:
        node = go_parser_node(parser, GO_NODE_BRANCH, place);
        node->op = (uint8_t)token;
        if (token == GO_GOTO || (token != GO_FALLTHROUGH && parser->scanner.token == GO_NAME)) {
            node->end = parser->scanner.place;
            node->text = go_parser_name(parser)->text;
        }
        return node;
    case GO_IF: return read_if(parser, place);
    case GO_FOR: return read_for(parser, place);
    case GO_SWITCH: return read_switch(parser, place);
    default: return read_select(parser, place);
    }
}

static GoNode *read_statement(GoParser *parser) {
    GoPlace place = parser->scanner.place;
    GoToken token = parser->scanner.token;
    switch (token) {
    case GO_SEMICOLON: return go_parser_node(parser, GO_NODE_EMPTY, place);
    case GO_LEFT_BRACE: return go_parser_block(parser);
    case GO_VAR: case GO_CONST: case GO_TYPE: case GO_GO: case GO_DEFER: case GO_RETURN:
    case GO_BREAK: case GO_CONTINUE: case GO_GOTO: case GO_FALLTHROUGH: case GO_IF: case GO_FOR:
    case GO_SWITCH: case GO_SELECT:
        return read_keyword(parser, token, place);
    case GO_NAME: case GO_INTEGER: case GO_FLOAT: case GO_IMAGINARY: case GO_CHARACTER:
    case GO_STRING: case GO_FUNC: case GO_LEFT_PAREN: case GO_LEFT_BRACKET: case GO_STRUCT:
    case GO_MAP: case GO_CHAN: case GO_INTERFACE: case GO_ADD: case GO_SUBTRACT: case GO_MULTIPLY:
    case GO_AND: case GO_NOT: case GO_XOR: case GO_TILDE: case GO_ARROW: {
        GoNode *simple = read_simple(parser, GO_END);
        if (parser->scanner.token == GO_COLON && simple->kind == GO_NODE_EXPRESSION &&
            simple->first->kind == GO_NODE_IDENTIFIER)
            return read_labeled(parser, simple);
        return simple;
    }
    default:
        go_parser_error(parser, "expecting }");
        go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_BRACE);
        return NULL;
    }
}
