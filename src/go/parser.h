// The parser: a Go file to its tree, by recursive descent.

#ifndef GO_PARSER_H
#define GO_PARSER_H

#include "go/scanner.h"

typedef struct GoFile {
    const char *package;     // its name
    GoPlace package_place;
    GoNode **declarations;   // IMPORT first, then FUNCTION, CONST, VAR, TYPE in order
    int count;
} GoFile;

typedef struct GoParser {
    GoScanner scanner;
    GoCompile *compile;
    int level;               // below 0: a { here opens the block of a statement
    int function_depth;
    int depth;               // of expressions, types and blocks in each other
    bool has_failed;         // a syntax error; no more are told before the next statement
} GoParser;

// NULL never; mistakes are in the compilation.
GoFile *go_parser_read(GoCompile *compile, GoSource *source);

// --- for the parts of the parser ---

GoNode *go_parser_node(GoParser *parser, GoNodeKind kind, GoPlace place);
void go_parser_next(GoParser *parser);
bool go_parser_take(GoParser *parser, GoToken token);
void go_parser_want(GoParser *parser, GoToken token);
// "unexpected X" and what follows: "in …", "at …", "after …", "expecting …", or a whole text.
void go_parser_error(GoParser *parser, const char *text);
void go_parser_error_at(GoParser *parser, GoPlace place, const char *text);
// Skips to one of these tokens, or to the next that begins a statement.
void go_parser_skip(GoParser *parser, GoToken first, GoToken second);
GoNode *go_parser_name(GoParser *parser);
void go_parser_fill(GoParser *parser, GoRow *row, GoNode ***list, int32_t *count);

// Whether one more level may be opened; else that is told, and the text skipped to its end.
bool go_parser_descend(GoParser *parser);
GoNode *go_parser_expression(GoParser *parser);
void go_parser_expressions(GoParser *parser, GoRow *row);
GoNode *go_parser_binary(GoParser *parser, GoNode *left, int precedence);
GoNode *go_parser_type(GoParser *parser);
GoNode *go_parser_type_or_none(GoParser *parser);
GoNode *go_parser_signature(GoParser *parser, GoPlace place);
GoNode *go_parser_block(GoParser *parser);
void go_parser_statements(GoParser *parser, GoRow *row);
// One declaration behind const, type or var, or a group of them.
void go_parser_declarations(GoParser *parser, GoToken keyword, GoRow *row);
void go_parser_type_parameters(GoParser *parser, GoRow *row);
void go_parser_parameters(GoParser *parser, GoToken closing, GoRow *row);
// The leftmost place of an expression.
GoPlace go_node_start(const GoNode *node);

#endif
