// Literals: from a token's text to the value that it means.

#ifndef SYNTAX_LITERAL_H
#define SYNTAX_LITERAL_H

#include "syntax/parser.h"

// A string under construction, in the arena.
typedef struct TextBuilder {
    char *bytes;
    size_t length;
    size_t capacity;
} TextBuilder;

// Appends; false: is_failed, for want of memory.
MUST_USE bool literal_append(Parser *p, TextBuilder *builder, const char *bytes, size_t size);

// The Constant of a number token; NULL: is_failed.
Expr *literal_number(Parser *p, const Token *token);

// The value of one or more string tokens side by side: a Constant or JoinedStr.
Expr *literal_strings(Parser *p, const Seq *tokens);

// Appends what bytes[0..length) of a str literal's text means. With `is_raw` backslashes
// stay. `token` is where warnings and mistakes belong. False: is_failed.
MUST_USE bool literal_append_decoded(Parser *p, TextBuilder *builder, const Token *token,
                                     const char *bytes, size_t length, uint32_t raw);

#define LITERAL_RAW 1u     // for `raw`: backslashes stay
#define LITERAL_COOKED 0u  // they begin escapes

// Warns about the escape behind the backslash: `escape` points at its first letter.
MUST_USE bool literal_warn_escape(Parser *p, const Token *token, const char *escape);

#endif
