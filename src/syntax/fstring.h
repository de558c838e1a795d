// f-strings, as CPython 3.11 reads them: the text between braces is parsed by a
// parser of its own, in parentheses.

#ifndef SYNTAX_FSTRING_H
#define SYNTAX_FSTRING_H

#include "syntax/literal.h"

// A string expression under construction: plain text, or a JoinedStr in the making.
typedef struct FString {
    Parser *p;         // borrows
    Span span;         // of all its tokens: the place of its nodes
    TextBuilder text;  // what stands behind the last value
    ExprList values;   // FormattedValues and the text between them
    int32_t capacity;  // of values
    bool is_format;    // an f-string is among its parts
    bool is_bytes;
    bool has_kind_u;   // its first token begins with a u
} FString;

void fstring_start(FString *string, Parser *p, Span span);

// Appends the body of an f-string token. False: is_failed.
MUST_USE bool fstring_append(FString *string, const Token *token, const char *body, size_t length,
                             uint32_t raw);

// The Constant or JoinedStr; NULL: is_failed.
Expr *fstring_finish(FString *string);

#endif
