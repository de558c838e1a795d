// Go source to tokens, with the semicolons that line ends stand for.

#ifndef GO_SCANNER_H
#define GO_SCANNER_H

#include "go/compile.h"

typedef struct GoScanner {
    GoCompile *compile;
    GoSource *source;
    const char *at;          // the next byte
    const char *end;
    bool ends_statement;     // a line end here is a semicolon
    // the token that was read:
    GoToken token;
    GoToken operator;        // of ASSIGN_OPERATOR
    int precedence;
    GoPlace place, end_place;
    const char *text;        // interned for names; literals as written; "newline" or "EOF" of
    int32_t text_size;       // a semicolon that isn't written
    bool is_broken;          // a literal with a mistake
} GoScanner;

void go_scanner_start(GoScanner *scanner, GoCompile *compile, GoSource *source);
// Reads the next token.
void go_scanner_next(GoScanner *scanner);

// Decodes a string or character literal as written into arena bytes; its size. The literal is
// known to be right.
size_t go_scanner_unquote(GoCompile *compile, const char *text, size_t size, char **bytes);

#endif
