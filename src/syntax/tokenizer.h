// The tokenizer: utf-8 text in, one token a call out, as CPython 3.11 splits it.
//
//   text     i f   x :  \n          y = '''a \n b''' \n
//                       ^line_start of the second line
//   places   byte offsets into text, never pointers: an interactive text moves as it grows
//
// It reads line by line: [line_start..limit) is the line at hand, and nothing
// behind `limit` has been looked at. The parser words some mistakes from this state
// (what line was reached, what bracket is open), so it is visible here.

#ifndef SYNTAX_TOKENIZER_H
#define SYNTAX_TOKENIZER_H

#include "syntax/context.h"
#include "syntax/source.h"

#define TOKENIZER_INDENTS_MAX 100
#define TOKENIZER_BRACKETS_MAX 200

typedef enum TokenKind {
#define TOKEN(kind) TOKEN_##kind,
#include "syntax/tokens.def"
    TOKEN_KIND_COUNT,
} TokenKind;

// Why the tokenizer stopped, or that it has not.
typedef enum TokenizerState {
    TOKENIZER_GOES_ON,
    TOKENIZER_ENDED,            // the text is used up
    TOKENIZER_PAUSED,           // an interactive text is, and can_read_on is false
    TOKENIZER_RAISED,           // the mistake stands in the context
    TOKENIZER_BAD_DEDENT,       // a line is indented as no block around it
    TOKENIZER_BAD_TAB,          // tabs and spaces can't be compared
    TOKENIZER_TOO_DEEP,         // TOKENIZER_INDENTS_MAX reached
    TOKENIZER_BAD_CONTINUATION, // a backslash is not the last of its line
    TOKENIZER_BAD_BYTES,        // a name is not utf-8 from bad_byte on
    TOKENIZER_OPEN_STRING,      // raised too: the text ended inside a string
} TokenizerState;

// A bracket that is still open.
typedef struct Bracket {
    char sign;
    int32_t line;
    int32_t column;
} Bracket;

typedef struct Tokenizer {
    ParseContext *context;  // borrows
    Source *source;         // borrows
    const char *text;       // borrows source's text, ends with a NUL
    int32_t cursor;         // the next byte to read
    int32_t limit;          // the end of what has been read in
    int32_t line_start;     // of the line at hand
    int32_t buffer_start;   // of the line in which the token at hand began
    int32_t token_start;    // of the token at hand; -1 between tokens
    int32_t begin, end;     // the last token's text; both -1 when it has none
    int32_t line;           // the line at hand, from 1
    int32_t string_line;    // where the last string began,
    int32_t string_line_start;
    int32_t bad_byte;       // of TOKENIZER_BAD_BYTES
    TokenizerState state;
    bool is_at_line_start;
    bool keeps_type_comments;
    bool is_interactive;  // empty lines are tokens
    bool has_soft_async;  // Python 3.6 or older: async and await are names but in async def
    bool is_in_async;     // inside such a function, whose def
    bool is_past_async_header;  // and its line have been read,
    int32_t async_indent;       // and which stands in this block
    bool can_read_on;     // false in the second pass: an interactive text grows no more

    int32_t pending;  // INDENT tokens still to give, or minus the DEDENTs
    int32_t indent;   // the index of the innermost block
    int32_t indents[TOKENIZER_INDENTS_MAX];       // its column, tabs to the next 8
    int32_t tab_indents[TOKENIZER_INDENTS_MAX];   // its column, tabs as 1
    int32_t level;  // how many brackets are open
    Bracket brackets[TOKENIZER_BRACKETS_MAX];
} Tokenizer;

// Begins at the source's first byte; `line` is the number of the first line.
void tokenizer_start(Tokenizer *tokenizer, ParseContext *context, Source *source, int32_t line);

// Gives the next token's kind and sets begin and end. After TOKEN_ERROR, `state` tells why.
TokenKind tokenizer_next(Tokenizer *tokenizer);

// The reserved word's kind, or TOKEN_NAME (kept in keywords.c).
TokenKind tokenizer_keyword(const char *text, int32_t length);

// The rest is shared by the tokenizer's own files.

#define END_OF_TEXT (-1)

// Makes the next line readable; false at the end of the text or after a mistake.
MUST_USE bool tokenizer_read_line(Tokenizer *tokenizer);

// The next byte, or END_OF_TEXT.
ALWAYS_INLINE int tokenizer_read(Tokenizer *tokenizer) {
    if (UNLIKELY(tokenizer->cursor == tokenizer->limit)) {
        if (!tokenizer_read_line(tokenizer)) return END_OF_TEXT;
    }
    return (unsigned char)tokenizer->text[tokenizer->cursor++];
}

// Puts back what tokenizer_read gave.
ALWAYS_INLINE void tokenizer_unread(Tokenizer *tokenizer, int c) {
    if (c != END_OF_TEXT) tokenizer->cursor--;
}

// Raises a SyntaxError on the line at hand that ends at the cursor; gives TOKEN_ERROR.
COLD PRINTF_LIKE(2, 3) TokenKind tokenizer_refuse(Tokenizer *tokenizer, const char *format, ...);

// As tokenizer_refuse, for the columns [column, end_column) counted from 1.
COLD PRINTF_LIKE(4, 5) TokenKind tokenizer_refuse_range(Tokenizer *tokenizer, int32_t column,
                                                        int32_t end_column, const char *format,
                                                        ...);

// Reads the rest of a number whose first byte `c`, a digit, has been read.
MUST_USE TokenKind tokenizer_number(Tokenizer *tokenizer, int c);

// As tokenizer_number, behind a point; `c` is the digit that follows it.
MUST_USE TokenKind tokenizer_fraction(Tokenizer *tokenizer, int c);

// Whether the byte may begin, or go on with, a name. Bytes from 128 are checked later.
ALWAYS_INLINE bool tokenizer_begins_name(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
}

ALWAYS_INLINE bool tokenizer_is_digit(int c) {
    return c >= '0' && c <= '9';
}

ALWAYS_INLINE bool tokenizer_continues_name(int c) {
    return tokenizer_begins_name(c) || tokenizer_is_digit(c);
}

#endif
