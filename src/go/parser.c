// Files and declarations.

#include "go/parser.h"

#include <string.h>

enum { DEPTH_MAX = 3000 };

GoNode *go_parser_node(GoParser *parser, GoNodeKind kind, GoPlace place) {
    GoNode *node = GO_NEW(parser->compile, GoNode);
    node->kind = (uint8_t)kind;
    node->place = place;
    node->end = parser->scanner.end_place;
    return node;
}

void go_parser_next(GoParser *parser) {
    go_scanner_next(&parser->scanner);
}

bool go_parser_take(GoParser *parser, GoToken token) {
    if (parser->scanner.token != token) return false;
    go_parser_next(parser);
    return true;
}

static const char *token_words(GoToken token) {
    if (token == GO_COMMA) return "comma";
    if (token == GO_SEMICOLON) return "semicolon or newline";
    return go_token_text(token);
}

void go_parser_want(GoParser *parser, GoToken token) {
    if (go_parser_take(parser, token)) return;
    go_parser_error(parser, go_compile_format(parser->compile, "expecting %s", token_words(token)));
    go_parser_skip(parser, GO_END, GO_END);
}

static const char *found_words(GoParser *parser) {
    const GoScanner *scanner = &parser->scanner;
    switch (scanner->token) {
    case GO_NAME: return go_compile_format(parser->compile, "name %s", scanner->text);
    case GO_SEMICOLON: return scanner->text;
    case GO_INTEGER: case GO_FLOAT: case GO_IMAGINARY: case GO_CHARACTER: case GO_STRING:
        return go_compile_format(parser->compile, "literal %.*s", scanner->text_size,
                                 scanner->text);
    case GO_ASSIGN_OPERATOR:
        return go_compile_format(parser->compile, "%s=", go_token_text(scanner->operator));
    default: return token_words(scanner->token);
    }
}

void go_parser_error_at(GoParser *parser, GoPlace place, const char *text) {
    parser->has_failed = true;
    go_compile_error(parser->compile, place, "syntax error: %s", text);
}

void go_parser_error(GoParser *parser, const char *text) {
    bool follows = strncmp(text, "in ", 3) == 0 || strncmp(text, "at ", 3) == 0 ||
                   strncmp(text, "after ", 6) == 0;
    bool expects = strncmp(text, "expecting ", 10) == 0;
    if (follows || expects || *text == '\0')
        text = go_compile_format(parser->compile, "unexpected %s%s%s", found_words(parser),
                                 expects ? ", " : follows ? " " : "", text);
    go_parser_error_at(parser, parser->scanner.place, text);
}

static bool begins_statement(GoToken token) {
    switch (token) {
    case GO_BREAK: case GO_CONST: case GO_CONTINUE: case GO_DEFER: case GO_FALLTHROUGH:
    case GO_FOR: case GO_GO: case GO_GOTO: case GO_IF: case GO_RETURN: case GO_SELECT:
    case GO_SWITCH: case GO_TYPE: case GO_VAR:
        return true;
    default: return false;
    }
}

void go_parser_skip(GoParser *parser, GoToken first, GoToken second) {
    for (GoToken token; (token = parser->scanner.token) != GO_END; go_parser_next(parser)) {
        if (token == first || token == second) return;
        if (parser->function_depth > 0 && begins_statement(token)) return;
        if (first == GO_END && (token == GO_SEMICOLON || token == GO_RIGHT_BRACE)) return;
    }
}

GoNode *go_parser_name(GoParser *parser) {
    GoNode *node = go_parser_node(parser, GO_NODE_IDENTIFIER, parser->scanner.place);
    if (parser->scanner.token == GO_NAME) {
        node->text = parser->scanner.text;
        go_parser_next(parser);
    } else {
        node->text = go_compile_name(parser->compile, "_");
        go_parser_error(parser, "expecting name");
        go_parser_skip(parser, GO_END, GO_END);
    }
    return node;
}

bool go_parser_descend(GoParser *parser) {
    if (parser->depth < DEPTH_MAX) {
        parser->depth++;
        return true;
    }
    if (parser->scanner.token != GO_END) go_parser_error(parser, "nested too deeply");
    while (parser->scanner.token != GO_END) go_parser_next(parser);
    return false;
}

void go_parser_fill(GoParser *parser, GoRow *row, GoNode ***list, int32_t *count) {
    (void)parser;
    *list = (GoNode **)row->items;
    *count = row->count;
}

// --- declarations ---

static void read_import(GoParser *parser, GoRow *row) {
    GoNode *node = go_parser_node(parser, GO_NODE_IMPORT, parser->scanner.place);
    if (parser->scanner.token == GO_NAME) {
        node->text = parser->scanner.text;
        go_parser_next(parser);
    } else if (go_parser_take(parser, GO_DOT)) {
        node->text = go_compile_name(parser->compile, ".");
    }
    if (parser->scanner.token != GO_STRING) {
        go_parser_error(parser, "missing import path; require quoted string");
        go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_PAREN);
        return;
    }
    node->first = go_parser_node(parser, GO_NODE_LITERAL, parser->scanner.place);
    node->first->op = GO_STRING;
    node->first->text = parser->scanner.text;
    node->first->text_size = parser->scanner.text_size;
    go_parser_next(parser);
    go_row_add(parser->compile, row, node);
}

static void read_names(GoParser *parser, GoNode *node) {
    GoRow names = {0};
    do go_row_add(parser->compile, &names, go_parser_name(parser));
    while (go_parser_take(parser, GO_COMMA));
    go_parser_fill(parser, &names, &node->list, &node->count);
}

static void read_values(GoParser *parser, GoNode *node) {
    GoRow values = {0};
    go_parser_expressions(parser, &values);
    go_parser_fill(parser, &values, &node->list2, &node->count2);
}

static void read_const(GoParser *parser, GoRow *row, int iota, GoNode **former) {
    GoNode *node = go_parser_node(parser, GO_NODE_CONST, parser->scanner.place);
    read_names(parser, node);
    node->number = iota;
    GoToken token = parser->scanner.token;
    if (token != GO_END && token != GO_SEMICOLON && token != GO_RIGHT_PAREN) {
        node->first = go_parser_type_or_none(parser);
        if (go_parser_take(parser, GO_ASSIGN)) read_values(parser, node);
    }
    if (node->first != NULL || node->list2 != NULL) {
        *former = node;
    } else if (*former != NULL) {   // an empty row repeats the one before
        node->first = (*former)->first;
        node->list2 = (*former)->list2;
        node->count2 = (*former)->count2;
        node->flag = true;
    }
    go_row_add(parser->compile, row, node);
}

static void read_var(GoParser *parser, GoRow *row) {
    GoNode *node = go_parser_node(parser, GO_NODE_VAR, parser->scanner.place);
    read_names(parser, node);
    if (go_parser_take(parser, GO_ASSIGN)) {
        read_values(parser, node);
    } else {
        node->first = go_parser_type(parser);
        if (go_parser_take(parser, GO_ASSIGN)) read_values(parser, node);
    }
    go_row_add(parser->compile, row, node);
}

// Whether type parameters stand behind [, and not the length of an array: they are a name and
// the beginning of a constraint.
static bool begins_type_parameters(GoParser *parser) {
    GoScanner saved = parser->scanner;
    bool hides = parser->compile->hides_mistakes, is_parameters = false;
    parser->compile->hides_mistakes = true;
    go_parser_next(parser);
    if (parser->scanner.token == GO_NAME) {
        go_parser_next(parser);
        switch (parser->scanner.token) {
        case GO_NAME: case GO_COMMA: case GO_INTERFACE: case GO_LEFT_BRACKET: case GO_TILDE:
        case GO_FUNC: case GO_MAP: case GO_CHAN: case GO_STRUCT:
            is_parameters = true;
            break;
        case GO_MULTIPLY: {   // [P *T] is a product, [P *T,] and [P *T|…] are not
            go_parser_next(parser);
            if (parser->scanner.token == GO_NAME) {
                go_parser_next(parser);
                is_parameters = parser->scanner.token == GO_COMMA || parser->scanner.token == GO_OR;
            } else {
                is_parameters = parser->scanner.token == GO_LEFT_BRACKET ||
                                parser->scanner.token == GO_STRUCT;
            }
            break;
        }
        default: break;
        }
    }
    parser->scanner = saved;
    parser->compile->hides_mistakes = hides;
    return is_parameters;
}

static void read_type(GoParser *parser, GoRow *row) {
    GoNode *node = go_parser_node(parser, GO_NODE_TYPE, parser->scanner.place);
    node->text = go_parser_name(parser)->text;
    if (parser->scanner.token == GO_LEFT_BRACKET && begins_type_parameters(parser)) {
        GoRow parameters = {0};
        go_parser_type_parameters(parser, &parameters);
        go_parser_fill(parser, &parameters, &node->list, &node->count);
    }
    node->flag = go_parser_take(parser, GO_ASSIGN);
    node->first = go_parser_type_or_none(parser);
    if (node->first == NULL) {
        node->first = go_parser_node(parser, GO_NODE_BAD, parser->scanner.place);
        go_parser_error(parser, "in type declaration");
        go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_PAREN);
    }
    go_row_add(parser->compile, row, node);
}

static void read_one(GoParser *parser, GoToken keyword, GoRow *row, int index, GoNode **former) {
    if (keyword == GO_IMPORT) read_import(parser, row);
    else if (keyword == GO_CONST) read_const(parser, row, index, former);
    else if (keyword == GO_VAR) read_var(parser, row);
    else read_type(parser, row);
}

void go_parser_declarations(GoParser *parser, GoToken keyword, GoRow *row) {
    GoNode *former = NULL;
    if (!go_parser_take(parser, GO_LEFT_PAREN)) {
        read_one(parser, keyword, row, 0, &former);
        return;
    }
    for (int i = 0; parser->scanner.token != GO_RIGHT_PAREN && parser->scanner.token != GO_END;
         i++) {
        read_one(parser, keyword, row, i, &former);
        if (go_parser_take(parser, GO_SEMICOLON) || parser->scanner.token == GO_RIGHT_PAREN)
            continue;
        go_parser_error(parser, "expecting semicolon, newline, or )");
        go_parser_skip(parser, GO_SEMICOLON, GO_RIGHT_PAREN);
        (void)go_parser_take(parser, GO_SEMICOLON);
    }
    go_parser_want(parser, GO_RIGHT_PAREN);
}

static void read_function(GoParser *parser, GoRow *row) {
    GoNode *node = go_parser_node(parser, GO_NODE_FUNCTION, parser->scanner.place);
    if (parser->scanner.token == GO_LEFT_PAREN) {
        GoRow receivers = {0};
        GoPlace place = parser->scanner.place;
        go_parser_next(parser);
        go_parser_parameters(parser, GO_RIGHT_PAREN, &receivers);
        if (receivers.count != 1)
            go_compile_error(parser->compile, place, receivers.count == 0
                             ? "method has no receiver" : "method has multiple receivers");
        node->first = receivers.count == 0 ? NULL : receivers.items[0];
    }
    if (parser->scanner.token != GO_NAME) {
        go_parser_error(parser, node->first != NULL ? "expecting method name"
                                                    : "expecting name or (");
        go_parser_skip(parser, GO_LEFT_BRACE, GO_SEMICOLON);
        return;
    }
    node->place = parser->scanner.place;
    node->text = go_parser_name(parser)->text;
    if (parser->scanner.token == GO_LEFT_BRACKET) {
        GoRow parameters = {0};
        go_parser_type_parameters(parser, &parameters);
        go_parser_fill(parser, &parameters, &node->list, &node->count);
        if (node->count == 0)
            go_parser_error_at(parser, node->place, "empty type parameter list");
    }
    node->second = go_parser_signature(parser, node->place);
    if (parser->scanner.token == GO_LEFT_BRACE) {
        parser->function_depth++;
        node->third = go_parser_block(parser);
        parser->function_depth--;
    }
    go_row_add(parser->compile, row, node);
}

static void read_top(GoParser *parser, GoRow *row, bool *is_past_imports) {
    GoToken token = parser->scanner.token;
    if (token == GO_IMPORT && *is_past_imports)
        go_parser_error(parser, "imports must appear before other declarations");
    *is_past_imports |= token != GO_IMPORT;
    switch (token) {
    case GO_IMPORT: case GO_CONST: case GO_VAR: case GO_TYPE:
        go_parser_next(parser);
        go_parser_declarations(parser, token, row);
        return;
    case GO_FUNC:
        go_parser_next(parser);
        read_function(parser, row);
        return;
    default:
        if (token == GO_LEFT_BRACE && row->count > 0 &&
            ((GoNode *)row->items[row->count - 1])->kind == GO_NODE_FUNCTION &&
            ((GoNode *)row->items[row->count - 1])->third == NULL)
            go_parser_error(parser, "unexpected semicolon or newline before {");
        else go_parser_error(parser, "non-declaration statement outside function body");
        while (parser->scanner.token != GO_END && parser->scanner.token != GO_IMPORT &&
               parser->scanner.token != GO_CONST && parser->scanner.token != GO_VAR &&
               parser->scanner.token != GO_TYPE && parser->scanner.token != GO_FUNC)
            go_parser_next(parser);
    }
}

GoFile *go_parser_read(GoCompile *compile, GoSource *source) {
    GoParser parser = {.compile = compile};
    GoFile *file = GO_NEW(compile, GoFile);
    GoRow row = {0};
    bool is_past_imports = false;
    go_scanner_start(&parser.scanner, compile, source);
    go_parser_next(&parser);
    file->package_place = parser.scanner.place;
    if (!go_parser_take(&parser, GO_PACKAGE)) {
        go_parser_error(&parser, "package statement must be first");
        return file;
    }
    file->package_place = parser.scanner.place;
    file->package = go_parser_name(&parser)->text;
    go_parser_want(&parser, GO_SEMICOLON);
    while (parser.scanner.token != GO_END) {
        (void)go_parser_take(&parser, GO_SEMICOLON);
        if (parser.scanner.token == GO_END) break;
        read_top(&parser, &row, &is_past_imports);
        if (parser.scanner.token != GO_END && !go_parser_take(&parser, GO_SEMICOLON)) {
            go_parser_error(&parser, "after top level declaration");
            while (parser.scanner.token != GO_END && parser.scanner.token != GO_IMPORT &&
                   parser.scanner.token != GO_CONST && parser.scanner.token != GO_VAR &&
                   parser.scanner.token != GO_TYPE && parser.scanner.token != GO_FUNC)
                go_parser_next(&parser);
        }
    }
    go_parser_fill(&parser, &row, &file->declarations, &file->count);
    return file;
}
