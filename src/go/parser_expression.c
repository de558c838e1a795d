// Expressions and types.

#include <string.h>

#include "go/parser.h"

GoPlace go_node_start(const GoNode *node) {
    for (;;) {
        const GoNode *first = NULL;
        switch (node->kind) {
        case GO_NODE_COMPOSITE: case GO_NODE_KEY_VALUE: case GO_NODE_SELECTOR: case GO_NODE_INDEX:
        case GO_NODE_SLICE: case GO_NODE_ASSERT: case GO_NODE_CALL: case GO_NODE_BINARY:
        case GO_NODE_SEND: case GO_NODE_CHANGE: case GO_NODE_EXPRESSION:
            first = node->first;
            break;
        case GO_NODE_ASSIGN: case GO_NODE_DEFINITION:
            first = node->count > 0 ? node->list[0] : NULL;
            break;
        default: break;
        }
        if (first == NULL) return node->place;
        node = first;
    }
}

static GoNode *end_node(GoParser *parser, GoNode *node) {
    (void)parser;
    return node;
}

static GoNode *bad_node(GoParser *parser) {
    return go_parser_node(parser, GO_NODE_BAD, parser->scanner.place);
}

// --- types ---

static GoNode *read_qualified(GoParser *parser) {
    GoNode *node = go_parser_name(parser);
    if (parser->scanner.token == GO_DOT) {
        GoNode *selector = go_parser_node(parser, GO_NODE_SELECTOR, node->place);
        go_parser_next(parser);
        selector->first = node;
        selector->end = parser->scanner.place;
        selector->text = go_parser_name(parser)->text;
        node = selector;
    }
    if (parser->scanner.token != GO_LEFT_BRACKET) return node;
    GoNode *index = go_parser_node(parser, GO_NODE_INDEX, node->place);
    GoRow row = {0};
    go_parser_next(parser);
    parser->level++;
    while (parser->scanner.token != GO_RIGHT_BRACKET && parser->scanner.token != GO_END) {
        go_row_add(parser->compile, &row, go_parser_type(parser));
        if (!go_parser_take(parser, GO_COMMA)) break;
    }
    parser->level--;
    go_parser_want(parser, GO_RIGHT_BRACKET);
    index->first = node;
    go_parser_fill(parser, &row, &index->list, &index->count);
    return index;
}

static GoNode *read_array_type(GoParser *parser, GoPlace place) {
    if (go_parser_take(parser, GO_RIGHT_BRACKET)) {
        GoNode *node = go_parser_node(parser, GO_NODE_SLICE_TYPE, place);
        node->first = go_parser_type(parser);
        return end_node(parser, node);
    }
    GoNode *node = go_parser_node(parser, GO_NODE_ARRAY_TYPE, place);
    if (parser->scanner.token == GO_DOTS) {
        node->first = go_parser_node(parser, GO_NODE_DOTS, parser->scanner.place);
        go_parser_next(parser);
    } else {
        parser->level++;
        node->first = go_parser_expression(parser);
        parser->level--;
    }
    if (parser->scanner.token == GO_COMMA) {
        go_parser_error(parser, "unexpected comma; expecting ]");
        go_parser_next(parser);
    }
    go_parser_want(parser, GO_RIGHT_BRACKET);
    node->second = go_parser_type(parser);
    return node;
}

static GoNode *read_tag(GoParser *parser) {
    if (parser->scanner.token != GO_STRING) return NULL;
    GoNode *tag = go_parser_node(parser, GO_NODE_LITERAL, parser->scanner.place);
    tag->op = GO_STRING;
    tag->text = parser->scanner.text;
    tag->text_size = parser->scanner.text_size;
    go_parser_next(parser);
    return tag;
}

static GoNode *field_node(GoParser *parser, GoPlace place, const char *name, GoNode *type) {
    GoNode *field = go_parser_node(parser, GO_NODE_FIELD, place);
    field->text = name;
    field->first = type;
    return field;
}

static const char *embedded_name(const GoNode *type) {
    while (type->kind == GO_NODE_STAR || type->kind == GO_NODE_INDEX ||
           type->kind == GO_NODE_PAREN) type = type->first;
    return type->text;
}

static void read_embedded(GoParser *parser, GoRow *row, GoNode *type) {
    GoNode *field = field_node(parser, type->place, embedded_name(type), type);
    field->flag = true;
    field->second = read_tag(parser);
    go_row_add(parser->compile, row, field);
}

// A name that begins a field: `a, b T`, `T`, `p.T`, `T[A]`, or `a [N]T`.
static void read_field(GoParser *parser, GoRow *row) {
    GoScanner saved = parser->scanner;
    GoNode *name = go_parser_name(parser);
    GoToken token = parser->scanner.token;
    if (token == GO_DOT || token == GO_STRING || token == GO_SEMICOLON ||
        token == GO_RIGHT_BRACE) {
        parser->scanner = saved;
        read_embedded(parser, row, read_qualified(parser));
        return;
    }
    GoRow names = {0};
    go_row_add(parser->compile, &names, name);
    while (go_parser_take(parser, GO_COMMA))
        go_row_add(parser->compile, &names, go_parser_name(parser));
    GoNode *type;
    if (parser->scanner.token == GO_LEFT_BRACKET && names.count == 1) {
        // An array's length or an embedded instance T[A]: only the first has a type behind.
        GoPlace place = parser->scanner.place;
        go_parser_next(parser);
        if (parser->scanner.token == GO_RIGHT_BRACKET) {
            type = read_array_type(parser, place);
        } else {
            parser->level++;
            GoNode *length = go_parser_type_or_none(parser) ;
            if (length == NULL || parser->scanner.token != GO_RIGHT_BRACKET)
                length = go_parser_binary(parser, length, 0);
            parser->level--;
            GoRow rest = {0};
            go_row_add(parser->compile, &rest, length);
            while (go_parser_take(parser, GO_COMMA))
                go_row_add(parser->compile, &rest, go_parser_type(parser));
            go_parser_want(parser, GO_RIGHT_BRACKET);
            type = rest.count == 1 ? go_parser_type_or_none(parser) : NULL;
            if (type == NULL) {
                GoNode *index = go_parser_node(parser, GO_NODE_INDEX, name->place);
                index->first = name;
                go_parser_fill(parser, &rest, &index->list, &index->count);
                read_embedded(parser, row, index);
                return;
            }
            GoNode *array = go_parser_node(parser, GO_NODE_ARRAY_TYPE, place);
            array->first = length;
            array->second = type;
            type = array;
        }
    } else {
        type = go_parser_type(parser);
    }
    GoNode *tag = read_tag(parser);
    for (int i = 0; i < names.count; i++) {
        GoNode *each = names.items[i];
        GoNode *field = field_node(parser, each->place, each->text, type);
        field->second = tag;
        field->is_grouped = i > 0;
        go_row_add(parser->compile, row, field);
    }
}

static GoNode *read_struct_type(GoParser *parser, GoPlace place) {
    GoNode *node = go_parser_node(parser, GO_NODE_STRUCT_TYPE, place);
    GoRow row = {0};
    go_parser_want(parser, GO_LEFT_BRACE);
    while (parser->scanner.token != GO_RIGHT_BRACE && parser->scanner.token != GO_END) {
        GoToken token = parser->scanner.token;
        if (token == GO_NAME) {
            read_field(parser, &row);
        } else if (token == GO_MULTIPLY) {
            GoNode *star = go_parser_node(parser, GO_NODE_STAR, parser->scanner.place);
            go_parser_next(parser);
            star->first = read_qualified(parser);
            read_embedded(parser, &row, star);
        } else if (token == GO_LEFT_PAREN) {
            go_parser_error(parser, "cannot parenthesize embedded type");
            go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_BRACE);
        } else {
            go_parser_error(parser, "expecting field name or embedded type");
            go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_BRACE);
        }
        if (!go_parser_take(parser, GO_SEMICOLON) && parser->scanner.token != GO_RIGHT_BRACE) {
            go_parser_error(parser, "expecting semicolon, newline, or }");
            go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_BRACE);
            (void)go_parser_take(parser, GO_SEMICOLON);
        }
    }
    go_parser_want(parser, GO_RIGHT_BRACE);
    go_parser_fill(parser, &row, &node->list, &node->count);
    return node;
}

// ~T | U | …: BINARY of OR, UNARY of TILDE.
static GoNode *read_union(GoParser *parser) {
    GoNode *left = NULL;
    do {
        GoPlace place = parser->scanner.place;
        GoNode *term;
        if (go_parser_take(parser, GO_TILDE)) {
            term = go_parser_node(parser, GO_NODE_UNARY, place);
            term->op = GO_TILDE;
            term->first = go_parser_type(parser);
        } else {
            term = go_parser_type(parser);
        }
        if (left == NULL) {
            left = term;
        } else {
            GoNode *both = go_parser_node(parser, GO_NODE_BINARY, left->place);
            both->op = GO_OR;
            both->first = left;
            both->second = term;
            left = both;
        }
    } while (go_parser_take(parser, GO_OR));
    return left;
}

static GoNode *read_interface_element(GoParser *parser) {
    if (parser->scanner.token == GO_NAME) {
        GoScanner saved = parser->scanner;
        GoNode *name = go_parser_name(parser);
        if (parser->scanner.token == GO_LEFT_PAREN) {
            GoNode *method = go_parser_node(parser, GO_NODE_METHOD, name->place);
            method->text = name->text;
            method->first = go_parser_signature(parser, name->place);
            return method;
        }
        parser->scanner = saved;
    }
    return read_union(parser);
}

static GoNode *read_interface_type(GoParser *parser, GoPlace place) {
    GoNode *node = go_parser_node(parser, GO_NODE_INTERFACE_TYPE, place);
    GoRow row = {0};
    go_parser_want(parser, GO_LEFT_BRACE);
    while (parser->scanner.token != GO_RIGHT_BRACE && parser->scanner.token != GO_END) {
        go_row_add(parser->compile, &row, read_interface_element(parser));
        if (!go_parser_take(parser, GO_SEMICOLON) && parser->scanner.token != GO_RIGHT_BRACE) {
            go_parser_error(parser, "expecting semicolon, newline, or }");
            go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_BRACE);
            (void)go_parser_take(parser, GO_SEMICOLON);
        }
    }
    go_parser_want(parser, GO_RIGHT_BRACE);
    go_parser_fill(parser, &row, &node->list, &node->count);
    return node;
}

static GoNode *read_channel_type(GoParser *parser, GoPlace place, GoDirection direction) {
    GoNode *node = go_parser_node(parser, GO_NODE_CHANNEL_TYPE, place);
    if (direction == GO_BOTH && go_parser_take(parser, GO_ARROW)) direction = GO_SEND_ONLY;
    node->op = (uint8_t)direction;
    node->first = go_parser_type_or_none(parser);
    if (node->first == NULL) {
        node->first = bad_node(parser);
        go_parser_error(parser, "missing channel element type");
    }
    return node;
}

GoNode *go_parser_type_or_none(GoParser *parser) {
    GoPlace place = parser->scanner.place;
    switch (parser->scanner.token) {
    case GO_NAME: return read_qualified(parser);
    case GO_MULTIPLY: {
        GoNode *node = go_parser_node(parser, GO_NODE_STAR, place);
        go_parser_next(parser);
        node->first = go_parser_type(parser);
        return node;
    }
    case GO_ARROW:
        go_parser_next(parser);
        go_parser_want(parser, GO_CHAN);
        return read_channel_type(parser, place, GO_RECEIVE_ONLY);
    case GO_FUNC: go_parser_next(parser); return go_parser_signature(parser, place);
    case GO_LEFT_BRACKET: go_parser_next(parser); return read_array_type(parser, place);
    case GO_CHAN: go_parser_next(parser); return read_channel_type(parser, place, GO_BOTH);
    case GO_MAP: {
        GoNode *node = go_parser_node(parser, GO_NODE_MAP_TYPE, place);
        go_parser_next(parser);
        go_parser_want(parser, GO_LEFT_BRACKET);
        node->first = go_parser_type(parser);
        go_parser_want(parser, GO_RIGHT_BRACKET);
        node->second = go_parser_type(parser);
        return node;
    }
    case GO_STRUCT: go_parser_next(parser); return read_struct_type(parser, place);
    case GO_INTERFACE: go_parser_next(parser); return read_interface_type(parser, place);
    case GO_LEFT_PAREN: {
        GoNode *node = go_parser_node(parser, GO_NODE_PAREN, place);
        go_parser_next(parser);
        node->first = go_parser_type(parser);
        go_parser_want(parser, GO_RIGHT_PAREN);
        return node;
    }
    default: return NULL;
    }
}

GoNode *go_parser_type(GoParser *parser) {
    if (!go_parser_descend(parser)) return bad_node(parser);
    GoNode *type = go_parser_type_or_none(parser);
    parser->depth--;
    if (type != NULL) return type;
    type = bad_node(parser);
    go_parser_error(parser, "expecting type");
    go_parser_skip(parser, GO_COMMA, GO_RIGHT_PAREN);
    return type;
}

// --- parameters ---

static GoNode *read_parameter_type(GoParser *parser) {
    if (parser->scanner.token != GO_DOTS) return go_parser_type(parser);
    GoNode *node = go_parser_node(parser, GO_NODE_DOTS, parser->scanner.place);
    go_parser_next(parser);
    node->first = go_parser_type_or_none(parser);
    if (node->first == NULL) {
        node->first = bad_node(parser);
        go_parser_error(parser, "final argument in variadic function missing type");
    }
    return node;
}

// One entry: a type, or a name and a type. text: the name, where it has one.
static GoNode *read_parameter(GoParser *parser, GoToken closing) {
    GoPlace place = parser->scanner.place;
    GoNode *field = field_node(parser, place, NULL, NULL);
    if (parser->scanner.token == GO_NAME) {
        GoScanner saved = parser->scanner;
        GoNode *name = go_parser_name(parser);
        GoToken token = parser->scanner.token;
        if (token == GO_LEFT_BRACKET) {
            // `name []T`, `name [N]T`, or the type name[T].
            GoScanner inside = parser->scanner;
            bool hides = parser->compile->hides_mistakes;
            parser->compile->hides_mistakes = true;
            GoNode *array = go_parser_type_or_none(parser);
            GoToken after = parser->scanner.token;
            bool is_name = array != NULL && (array->kind == GO_NODE_SLICE_TYPE ||
                           (array->second != NULL && array->second->kind != GO_NODE_BAD));
            parser->compile->hides_mistakes = hides;
            (void)after;
            parser->scanner = is_name ? inside : saved;
            if (is_name) {
                field->text = name->text;
                field->first = closing == GO_RIGHT_BRACKET ? read_union(parser)
                                                           : go_parser_type(parser);
                return field;
            }
        } else if (token != GO_COMMA && token != closing && token != GO_DOT &&
                   token != GO_SEMICOLON && !(closing == GO_RIGHT_BRACKET && token == GO_OR)) {
            field->text = name->text;
            field->first = closing == GO_RIGHT_BRACKET ? read_union(parser)
                                                       : read_parameter_type(parser);
            return field;
        } else {
            parser->scanner = saved;
        }
    }
    field->first = closing == GO_RIGHT_BRACKET ? read_union(parser) : read_parameter_type(parser);
    return field;
}

// Gives the names in `a, b T` their type; all entries have names or none has.
static void name_parameters(GoParser *parser, GoRow *row, GoToken closing) {
    bool has_names = closing == GO_RIGHT_BRACKET;
    for (int i = 0; i < row->count; i++) has_names |= ((GoNode *)row->items[i])->text != NULL;
    if (!has_names) return;
    GoNode *type = NULL;
    bool is_wrong = false;
    for (int i = row->count - 1; i >= 0; i--) {
        GoNode *field = row->items[i];
        if (field->text != NULL) {
            type = field->first;
            continue;
        }
        if (type == NULL || field->first->kind != GO_NODE_IDENTIFIER) {
            is_wrong = true;
            field->text = go_compile_name(parser->compile, "_");
            continue;
        }
        field->text = field->first->text;
        field->first = type;
        ((GoNode *)row->items[i + 1])->is_grouped = true;
    }
    if (is_wrong)
        go_parser_error_at(parser, ((GoNode *)row->items[0])->place,
                           closing == GO_RIGHT_BRACKET ? "type parameters must be named"
                                                       : "mixed named and unnamed parameters");
}

void go_parser_parameters(GoParser *parser, GoToken closing, GoRow *row) {
    parser->level++;
    while (parser->scanner.token != closing && parser->scanner.token != GO_END) {
        go_row_add(parser->compile, row, read_parameter(parser, closing));
        if (go_parser_take(parser, GO_COMMA)) continue;
        if (parser->scanner.token == closing) break;
        go_parser_error(parser, closing == GO_RIGHT_PAREN ? "expecting comma or )"
                                                          : "expecting comma or ]");
        go_parser_skip(parser, GO_COMMA, closing);
        if (!go_parser_take(parser, GO_COMMA)) break;
    }
    parser->level--;
    go_parser_want(parser, closing);
    name_parameters(parser, row, closing);
}

void go_parser_type_parameters(GoParser *parser, GoRow *row) {
    go_parser_want(parser, GO_LEFT_BRACKET);
    go_parser_parameters(parser, GO_RIGHT_BRACKET, row);
}

GoNode *go_parser_signature(GoParser *parser, GoPlace place) {
    GoNode *node = go_parser_node(parser, GO_NODE_FUNCTION_TYPE, place);
    GoRow parameters = {0}, results = {0};
    go_parser_want(parser, GO_LEFT_PAREN);
    go_parser_parameters(parser, GO_RIGHT_PAREN, &parameters);
    go_parser_fill(parser, &parameters, &node->list, &node->count);
    if (go_parser_take(parser, GO_LEFT_PAREN)) {
        go_parser_parameters(parser, GO_RIGHT_PAREN, &results);
    } else {
        GoPlace start = parser->scanner.place;
        GoNode *type = go_parser_type_or_none(parser);
        if (type != NULL)
            go_row_add(parser->compile, &results, field_node(parser, start, NULL, type));
    }
    go_parser_fill(parser, &results, &node->list2, &node->count2);
    return node;
}

// --- expressions ---

static GoNode *read_function(GoParser *parser, GoPlace place) {
    GoNode *type = go_parser_signature(parser, place);
    if (parser->scanner.token != GO_LEFT_BRACE) return type;
    GoNode *node = go_parser_node(parser, GO_NODE_FUNCTION_LITERAL, place);
    int level = parser->level;
    parser->level = 0;
    parser->function_depth++;
    node->first = type;
    node->second = go_parser_block(parser);
    parser->function_depth--;
    parser->level = level;
    return node;
}

static GoNode *read_operand(GoParser *parser) {
    GoPlace place = parser->scanner.place;
    switch (parser->scanner.token) {
    case GO_NAME: return go_parser_name(parser);
    case GO_INTEGER: case GO_FLOAT: case GO_IMAGINARY: case GO_CHARACTER: case GO_STRING: {
        GoNode *node = go_parser_node(parser, GO_NODE_LITERAL, place);
        node->op = (uint8_t)parser->scanner.token;
        node->text = parser->scanner.text;
        node->text_size = parser->scanner.text_size;
        if (parser->scanner.is_broken) node->kind = GO_NODE_BAD;
        go_parser_next(parser);
        return node;
    }
    case GO_LEFT_PAREN: {
        GoNode *node = go_parser_node(parser, GO_NODE_PAREN, place);
        go_parser_next(parser);
        parser->level++;
        node->first = go_parser_expression(parser);
        parser->level--;
        go_parser_want(parser, GO_RIGHT_PAREN);
        return node;
    }
    case GO_FUNC: go_parser_next(parser); return read_function(parser, place);
    case GO_LEFT_BRACKET: case GO_CHAN: case GO_MAP: case GO_STRUCT: case GO_INTERFACE:
        return go_parser_type(parser);
    default: {
        GoNode *node = bad_node(parser);
        go_parser_error(parser, "expecting expression");
        go_parser_skip(parser, GO_RIGHT_PAREN, GO_RIGHT_BRACKET);
        return node;
    }
    }
}

static GoNode *read_element(GoParser *parser);

static GoNode *read_literal_body(GoParser *parser, GoNode *type, GoPlace place) {
    GoNode *node = go_parser_node(parser, GO_NODE_COMPOSITE, place);
    GoRow row = {0};
    node->first = type;
    go_parser_want(parser, GO_LEFT_BRACE);
    parser->level++;
    while (parser->scanner.token != GO_RIGHT_BRACE && parser->scanner.token != GO_END) {
        GoNode *element = read_element(parser);
        if (parser->scanner.token == GO_COLON) {
            GoNode *pair = go_parser_node(parser, GO_NODE_KEY_VALUE, element->place);
            go_parser_next(parser);
            pair->first = element;
            pair->second = read_element(parser);
            element = pair;
        }
        go_row_add(parser->compile, &row, element);
        if (go_parser_take(parser, GO_COMMA)) continue;
        if (parser->scanner.token == GO_RIGHT_BRACE) break;
        go_parser_error(parser, "in composite literal; possibly missing comma or }");
        go_parser_skip(parser, GO_COMMA, GO_RIGHT_BRACE);
        if (!go_parser_take(parser, GO_COMMA)) break;
    }
    parser->level--;
    node->end = parser->scanner.place;
    go_parser_want(parser, GO_RIGHT_BRACE);
    go_parser_fill(parser, &row, &node->list, &node->count);
    return node;
}

static GoNode *read_element(GoParser *parser) {
    if (parser->scanner.token == GO_LEFT_BRACE)
        return read_literal_body(parser, NULL, parser->scanner.place);
    return go_parser_expression(parser);
}

static GoNode *read_call(GoParser *parser, GoNode *called) {
    GoNode *node = go_parser_node(parser, GO_NODE_CALL, called->place);
    GoRow row = {0};
    node->first = called;
    node->number = (int32_t)parser->scanner.place;
    parser->level++;
    go_parser_next(parser);
    while (parser->scanner.token != GO_RIGHT_PAREN && parser->scanner.token != GO_END) {
        go_row_add(parser->compile, &row, go_parser_expression(parser));
        if (go_parser_take(parser, GO_DOTS)) node->flag = true;
        if (go_parser_take(parser, GO_COMMA)) continue;
        if (parser->scanner.token == GO_RIGHT_PAREN) break;
        go_parser_error(parser, "in argument list; possibly missing comma or )");
        go_parser_skip(parser, GO_COMMA, GO_RIGHT_PAREN);
        if (!go_parser_take(parser, GO_COMMA)) break;
    }
    parser->level--;
    node->end = parser->scanner.place;
    go_parser_want(parser, GO_RIGHT_PAREN);
    go_parser_fill(parser, &row, &node->list, &node->count);
    return node;
}

static GoNode *read_slice(GoParser *parser, GoNode *operand, GoNode *low) {
    GoNode *node = go_parser_node(parser, GO_NODE_SLICE, operand->place);
    node->first = operand;
    node->count = 3;
    node->list = GO_NEW_ROW(parser->compile, GoNode *, 3);
    node->list[0] = low;
    for (int i = 1; i < 3 && go_parser_take(parser, GO_COLON); i++) {
        node->flag = i == 2;
        GoToken token = parser->scanner.token;
        if (token != GO_COLON && token != GO_RIGHT_BRACKET)
            node->list[i] = go_parser_expression(parser);
        if (i == 1 && parser->scanner.token == GO_COLON && node->list[1] == NULL)
            go_parser_error(parser, "middle index required in 3-index slice");
        if (i == 2 && node->list[2] == NULL)
            go_parser_error(parser, "final index required in 3-index slice");
    }
    return node;
}

static GoNode *read_index(GoParser *parser, GoNode *operand) {
    GoNode *node;
    go_parser_next(parser);
    if (parser->scanner.token == GO_RIGHT_BRACKET) {
        go_parser_error(parser, "expecting operand");
        go_parser_next(parser);
        return bad_node(parser);
    }
    parser->level++;
    GoNode *first = parser->scanner.token == GO_COLON ? NULL : go_parser_expression(parser);
    if (parser->scanner.token == GO_COLON) {
        node = read_slice(parser, operand, first);
    } else {
        GoRow row = {0};
        node = go_parser_node(parser, GO_NODE_INDEX, operand->place);
        node->first = operand;
        go_row_add(parser->compile, &row, first);
        while (go_parser_take(parser, GO_COMMA) && parser->scanner.token != GO_RIGHT_BRACKET)
            go_row_add(parser->compile, &row, go_parser_type(parser));
        go_parser_fill(parser, &row, &node->list, &node->count);
    }
    parser->level--;
    go_parser_want(parser, GO_RIGHT_BRACKET);
    return node;
}

static GoNode *read_selector(GoParser *parser, GoNode *operand) {
    go_parser_next(parser);
    if (parser->scanner.token != GO_LEFT_PAREN) {
        GoNode *node = go_parser_node(parser, GO_NODE_SELECTOR, operand->place);
        node->first = operand;
        node->end = parser->scanner.place;
        if (parser->scanner.token != GO_NAME) {
            go_parser_error(parser, "expecting name or (");
            go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_PAREN);
            return bad_node(parser);
        }
        node->text = go_parser_name(parser)->text;
        return node;
    }
    GoNode *node = go_parser_node(parser, GO_NODE_ASSERT, operand->place);
    go_parser_next(parser);
    node->first = operand;
    if (!go_parser_take(parser, GO_TYPE)) node->second = go_parser_type(parser);
    go_parser_want(parser, GO_RIGHT_PAREN);
    return node;
}

static bool may_have_literal(GoParser *parser, const GoNode *type) {
    bool is_control = parser->level < 0;
    switch (type->kind) {
    case GO_NODE_IDENTIFIER: return !is_control;
    case GO_NODE_SELECTOR: return !is_control && type->first->kind == GO_NODE_IDENTIFIER;
    case GO_NODE_INDEX:
        return !is_control && (type->first->kind == GO_NODE_IDENTIFIER ||
                               type->first->kind == GO_NODE_SELECTOR);
    case GO_NODE_ARRAY_TYPE: case GO_NODE_SLICE_TYPE: case GO_NODE_MAP_TYPE:
    case GO_NODE_STRUCT_TYPE:
        return true;
    default: return false;
    }
}

static GoNode *read_suffixes(GoParser *parser, GoNode *node) {
    for (;;) {
        if (!go_parser_descend(parser)) return node;
        switch (parser->scanner.token) {
        case GO_DOT: node = read_selector(parser, node); break;
        case GO_LEFT_BRACKET: node = read_index(parser, node); break;
        case GO_LEFT_PAREN: node = read_call(parser, node); break;
        case GO_LEFT_BRACE:
            if (!may_have_literal(parser, node)) return node;
            node = read_literal_body(parser, node, node->place);
            break;
        default: return node;
        }
    }
}

static GoNode *read_primary(GoParser *parser) {
    int depth = parser->depth;
    GoNode *node = read_suffixes(parser, read_operand(parser));
    parser->depth = depth;
    return node;
}

// <-x is a receive, <-chan T a type; <-chan T(x) a conversion.
static GoNode *read_arrow(GoParser *parser) {
    GoPlace place = parser->scanner.place;
    go_parser_next(parser);
    if (parser->scanner.token == GO_CHAN) {
        go_parser_next(parser);
        GoNode *type = read_channel_type(parser, place, GO_RECEIVE_ONLY);
        return parser->scanner.token == GO_LEFT_PAREN ? read_call(parser, type) : type;
    }
    GoNode *node = go_parser_node(parser, GO_NODE_UNARY, place);
    node->op = GO_ARROW;
    node->first = go_parser_binary(parser, NULL, 100);
    return node;
}

static GoNode *read_unary(GoParser *parser) {
    GoPlace place = parser->scanner.place;
    GoToken token = parser->scanner.token;
    switch (token) {
    case GO_ADD: case GO_SUBTRACT: case GO_NOT: case GO_XOR: case GO_AND: case GO_TILDE:
    case GO_MULTIPLY: {
        GoNode *node = go_parser_node(parser, token == GO_MULTIPLY ? GO_NODE_STAR : GO_NODE_UNARY,
                                      place);
        if (!go_parser_descend(parser)) return bad_node(parser);
        go_parser_next(parser);
        node->op = (uint8_t)token;
        node->first = read_unary(parser);
        parser->depth--;
        return node;
    }
    case GO_ARROW: return read_arrow(parser);
    default: return read_primary(parser);
    }
}

GoNode *go_parser_binary(GoParser *parser, GoNode *left, int precedence) {
    if (!go_parser_descend(parser)) return bad_node(parser);
    int depth = parser->depth;
    if (left == NULL) left = read_unary(parser);
    while (parser->scanner.precedence > precedence) {
        if (!go_parser_descend(parser)) break;   // each operator makes the tree deeper
        GoNode *node = go_parser_node(parser, GO_NODE_BINARY, parser->scanner.place);
        int inner = parser->scanner.precedence;
        node->op = (uint8_t)parser->scanner.token;
        go_parser_next(parser);
        node->first = left;
        node->second = go_parser_binary(parser, NULL, inner);
        left = node;
    }
    parser->depth = depth - 1;
    return left;
}

GoNode *go_parser_expression(GoParser *parser) {
    return go_parser_binary(parser, NULL, 0);
}

void go_parser_expressions(GoParser *parser, GoRow *row) {
    do go_row_add(parser->compile, row, go_parser_expression(parser));
    while (go_parser_take(parser, GO_COMMA));
}
