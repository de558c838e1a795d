// The machine under the grammar: tokens read on demand, results kept by place, one
// failure flag. rules.c holds the generated rules that drive it.
//
//   tokens   [t0][t1][t2][t3]          as far as anyone has looked (`fill`)
//                 ^mark                the next token to match
//
// A rule gives its node, or NULL when the text does not match; then the caller goes
// back to where it was and tries something else. `is_failed` ends all trying: a mistake
// stands in the context. The parse runs twice: the second pass, over a text that the
// first refused, has the invalid_... rules that find better words for what is wrong.

#ifndef SYNTAX_PARSER_H
#define SYNTAX_PARSER_H

#include "syntax/names.h"
#include "syntax/tokenizer.h"

// How deep rules may call each other; CPython's limit, with CPython's way to count, so
// that a text is too deep for both or for neither.
#define PARSER_LEVELS_MAX 6000

typedef struct Memo {
    struct Memo *next;
    int32_t rule;
    int32_t mark;   // where the rule ended
    void *result;   // NULL: it did not match
} Memo;

typedef struct Token {
    TokenKind kind;
    int32_t level;  // how many brackets are open behind it
    Span span;      // columns are -1 for tokens without text
    int32_t begin;  // its text in the source
    int32_t size;
    Memo *memos;    // results of rules tried here
    Expr *node;     // of a name or number, once it was asked for
} Token;

// What a loop collects. `items` has the type that the rule gives.
typedef struct Seq {
    int32_t count;
    void *items[];
} Seq;

typedef enum ParserGoal {
    PARSER_GOAL_FILE,
    PARSER_GOAL_EXPRESSION,
    PARSER_GOAL_INTERACTIVE,
    PARSER_GOAL_FUNCTION_TYPE,
    PARSER_GOAL_FSTRING,
} ParserGoal;

typedef struct Parser {
    ParseContext *context;  // borrows
    Arena *arena;           // borrows: the context's
    Tokenizer tokenizer;
    ParserGoal goal;
    Token **tokens;         // owns the array; the tokens are in the arena
    int fill;
    int capacity;
    int mark;
    int level;
    bool is_failed;
    bool is_second_pass;
    bool has_begun;         // a token that is not the end was read (interactive)
    int32_t feature_minor;
    int32_t first_line;     // an f-string's expression: columns of this line
    int32_t first_column;   // are counted from here
    void **scratch;         // owns; items of loops under way
    int scratch_count;
    int scratch_capacity;
    Token *free_tokens;     // borrows: the rest of a block in the arena
    int free_count;
    Seq *type_ignores;      // TypeIgnore
    int type_ignore_count;
} Parser;

// A set of token kinds.
typedef struct TokenSet {
    uint64_t bits[2];
} TokenSet;

_Static_assert(TOKEN_KIND_COUNT <= 128, "a TokenSet holds every kind");

// --- What generated rules call ------------------------------------------------------

#define PARSER_MATCHED ((void *)p)  // a result that only says yes

// Whether `call` matches here; nothing is read.
#define PARSER_AHEAD(p, call) \
    ({ int place_ = (p)->mark; bool is_there_ = (call) != NULL; (p)->mark = place_; \
       is_there_ && !(p)->is_failed; })
#define PARSER_NOT_AHEAD(p, call) \
    ({ int place_ = (p)->mark; bool is_there_ = (call) != NULL; (p)->mark = place_; \
       !is_there_ && !(p)->is_failed; })

// Reads one more token. False: is_failed.
MUST_USE bool parser_fill(Parser *p);

// Raises MISTAKE_MEMORY, as CPython does for what is nested too deep.
COLD void parser_refuse_depth(Parser *p);

// Sets is_failed if a mistake has been raised or memory has run out.
void parser_notice(Parser *p);

ALWAYS_INLINE bool parser_enter(Parser *p, int levels) {
    p->level += levels;
    if (UNLIKELY(p->level > PARSER_LEVELS_MAX)) parser_refuse_depth(p);
    if (LIKELY(!p->is_failed)) return true;
    p->level -= levels;
    return false;
}

// The kind of the next token; TOKEN_ERROR when it can't be read.
ALWAYS_INLINE TokenKind parser_peek(Parser *p) {
    if (p->mark == p->fill && !parser_fill(p)) return TOKEN_ERROR;
    return p->tokens[p->mark]->kind;
}

ALWAYS_INLINE bool parser_is_in(TokenKind kind, const TokenSet *set) {
    return set->bits[kind >> 6] >> (kind & 63) & 1;
}

ALWAYS_INLINE Token *parser_accept(Parser *p, TokenKind kind) {
    if (p->mark == p->fill && !parser_fill(p)) return NULL;
    Token *token = p->tokens[p->mark];
    if (token->kind != kind) return NULL;
    p->mark++;
    return token;
}

// Looks for the result that a rule has had here; true sets *result and the mark.
ALWAYS_INLINE bool parser_recall(Parser *p, int rule, void **result) {
    if (p->mark == p->fill) {
        if (!parser_fill(p)) return true;
    }
    for (const Memo *memo = p->tokens[p->mark]->memos; memo != NULL; memo = memo->next) {
        if (memo->rule != rule) continue;
        p->mark = memo->mark;
        *result = memo->result;
        return true;
    }
    return false;
}

void parser_remember(Parser *p, int start, int rule, void *result);

Expr *parser_name(Parser *p);          // the next token as a Name to load
Expr *parser_number(Parser *p);        // the next token as a Constant
Expr *parser_soft_keyword(Parser *p);  // a name that is a keyword in some places
Expr *parser_accept_soft(Parser *p, const char *word);  // a name spelled so

// The next token, which must be of that kind: else the text is refused at once.
Token *parser_require(Parser *p, TokenKind kind, const char *spelling);

// Loops: push what they read, and collect it from `base` on, or go back to `start` if
// there are fewer than `least` items.
MUST_USE bool parser_push(Parser *p, void *item);
Seq *parser_collect(Parser *p, int start, int base, int least);

// --- What actions call --------------------------------------------------------------

// From the token at `start` to the last one matched that has text.
Span parser_span(const Parser *p, int start);

// The token's text in the source.
ALWAYS_INLINE const char *parser_text(const Parser *p, const Token *token) {
    return p->tokenizer.text + token->begin;
}

// --- The door -----------------------------------------------------------------------

// Prepares a parser of the source. parser_done ends it, whatever this says.
MUST_USE bool parser_start(Parser *p, ParseContext *context, Source *source, ParserGoal goal,
                           int32_t line);

// Runs both passes as needed. Gives what the goal's rule gives, or NULL and a mistake.
MUST_USE void *parser_run(Parser *p);

void parser_done(Parser *p);

// The generated parser: tries the rule of p->goal.
void *parser_try_goal(Parser *p);

#endif
