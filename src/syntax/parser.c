#include "syntax/parser.h"

#include "base/host.h"
#include "syntax/literal.h"
#include "syntax/mistakes.h"

#include <string.h>

#define TOKENS_FIRST 256
#define TOKEN_BLOCK 64
#define SCRATCH_FIRST 64

static bool parser_fail_memory(Parser *p) {
    context_raise_memory(p->context);
    p->is_failed = true;
    return false;
}

void parser_refuse_depth(Parser *p) {
    if (!p->is_failed) (void)parser_fail_memory(p);
}

void parser_notice(Parser *p) {
    if (p->arena->is_failed && !context_has_mistake(p->context)) {
        context_raise_memory(p->context);
    }
    if (context_has_mistake(p->context)) p->is_failed = true;
}

// --- Tokens ---------------------------------------------------------------------------

// A token with all members zero at the end of the row.
static Token *parser_token_new(Parser *p) {
    if (p->fill == p->capacity) {
        int capacity = p->capacity == 0 ? TOKENS_FIRST : p->capacity * 2;
        Token **tokens = host_resize(p->tokens, (size_t)capacity * sizeof(*tokens));
        if (tokens == NULL) return NULL;
        p->tokens = tokens;
        p->capacity = capacity;
    }
    if (p->free_count == 0) {
        p->free_tokens = arena_allocate_zeroed(p->arena, TOKEN_BLOCK * sizeof(Token));
        if (p->free_tokens == NULL) return NULL;
        p->free_count = TOKEN_BLOCK;
    }
    p->free_count--;
    Token *token = p->free_tokens++;
    p->tokens[p->fill++] = token;
    return token;
}

// Notes a "# type: ignore" comment for the Module.
static bool parser_note_type_ignore(Parser *p) {
    Tokenizer *tokenizer = &p->tokenizer;
    TypeIgnore *ignore = arena_allocate(p->arena, sizeof(TypeIgnore));
    Text *tag = arena_allocate(p->arena, sizeof(Text));
    size_t length = (size_t)(tokenizer->end - tokenizer->begin);
    const char *bytes = arena_copy(p->arena, tokenizer->text + tokenizer->begin, length);
    if (ignore == NULL || tag == NULL || bytes == NULL) return parser_fail_memory(p);
    *tag = (Text){length, bytes};
    *ignore = (TypeIgnore){.lineno = tokenizer->line, .tag = tag};
    int room = p->type_ignores == NULL ? 0 : p->type_ignores->count;
    if (p->type_ignore_count == room) {
        room = room == 0 ? 8 : room * 2;
        Seq *grown = arena_allocate(p->arena, sizeof(Seq) + (size_t)room * sizeof(void *));
        if (grown == NULL) return parser_fail_memory(p);
        for (int i = 0; i < p->type_ignore_count; i++) grown->items[i] = p->type_ignores->items[i];
        grown->count = room;
        p->type_ignores = grown;
    }
    p->type_ignores->items[p->type_ignore_count++] = ignore;
    return true;
}

// Places the token that the tokenizer has just read.
static void parser_place_token(const Parser *p, Token *token) {
    const Tokenizer *tokenizer = &p->tokenizer;
    bool is_string = token->kind == TOKEN_STRING;
    int32_t line_start = is_string ? tokenizer->string_line_start : tokenizer->line_start;
    int32_t column = tokenizer->begin >= line_start ? tokenizer->begin - line_start : -1;
    int32_t end_column = -1;
    if (tokenizer->end >= tokenizer->line_start) {
        end_column = tokenizer->end - tokenizer->line_start;
    }
    if (tokenizer->line == p->first_line) {
        column += p->first_column;
        end_column += p->first_column;
    }
    token->span = (Span){
        .line = is_string ? tokenizer->string_line : tokenizer->line,
        .column = column,
        .end_line = tokenizer->line,
        .end_column = end_column,
    };
    token->level = tokenizer->level;
    if (tokenizer->begin >= 0) {
        token->begin = tokenizer->begin;
        token->size = tokenizer->end - tokenizer->begin;
    }
}

// An interactive statement ends with its text: the end marker becomes a newline first,
// and then the dedents that are owed.
static TokenKind parser_end_statement(Parser *p, TokenKind kind) {
    if (p->goal != PARSER_GOAL_INTERACTIVE || kind != TOKEN_END_MARKER || !p->has_begun) {
        p->has_begun = true;
        return kind;
    }
    p->has_begun = false;
    bool implies_dedent = !(p->context->options->flags & PARSE_DONT_IMPLY_DEDENT);
    if (p->tokenizer.indent > 0 && implies_dedent) {
        p->tokenizer.pending = -p->tokenizer.indent;
        p->tokenizer.indent = 0;
    }
    return TOKEN_NEWLINE;
}

bool parser_fill(Parser *p) {
    if (p->is_failed) return false;
    TokenKind kind = tokenizer_next(&p->tokenizer);
    while (kind == TOKEN_TYPE_IGNORE) {
        if (!parser_note_type_ignore(p)) return false;
        kind = tokenizer_next(&p->tokenizer);
    }
    kind = parser_end_statement(p, kind);
    Token *token = parser_token_new(p);
    if (token == NULL) return parser_fail_memory(p);
    token->kind = kind;
    parser_place_token(p, token);
    if (kind != TOKEN_ERROR) return true;
    mistakes_word_token(p);
    p->is_failed = true;
    return false;
}

Token *parser_require(Parser *p, TokenKind kind, const char *spelling) {
    Token *token = parser_accept(p, kind);
    if (token != NULL || p->is_failed) return token;
    return mistakes_at(p, p->tokens[p->mark]->span, "expected '%s'", spelling);
}

// --- Names and numbers ------------------------------------------------------------------

static Expr *parser_name_node(Parser *p, Token *token) {
    if (token->node != NULL) return token->node;
    const Identifier *name = names_add_spelled(p->context->names, p->arena, parser_text(p, token),
                                               (size_t)token->size);
    Expr *node = tree_expr_new(p->arena, EXPR_Name, token->span);
    if (name == NULL || node == NULL) {
        (void)parser_fail_memory(p);
        return NULL;
    }
    node->Name.id = name;
    node->Name.ctx = CONTEXT_Load;
    token->node = node;
    return node;
}

Expr *parser_name(Parser *p) {
    Token *token = parser_accept(p, TOKEN_NAME);
    return token == NULL ? NULL : parser_name_node(p, token);
}

Expr *parser_number(Parser *p) {
    Token *token = parser_accept(p, TOKEN_NUMBER);
    if (token == NULL) return NULL;
    if (token->node == NULL) token->node = literal_number(p, token);
    if (token->node == NULL) parser_notice(p);
    return token->node;
}

static bool token_is_spelled(const Parser *p, const Token *token, const char *word) {
    size_t length = strlen(word);
    return (size_t)token->size == length && memcmp(parser_text(p, token), word, length) == 0;
}

Expr *parser_accept_soft(Parser *p, const char *word) {
    if (parser_peek(p) != TOKEN_NAME) return NULL;
    if (!token_is_spelled(p, p->tokens[p->mark], word)) return NULL;
    return parser_name(p);
}

Expr *parser_soft_keyword(Parser *p) {
    if (parser_peek(p) != TOKEN_NAME) return NULL;
    const Token *token = p->tokens[p->mark];
    const char *text = parser_text(p, token);
    size_t length = (size_t)token->size;
    static const char *const words[] = {"_", "case", "match"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        // CPython takes the beginning of such a word, "c" or "mat", for the word.
        if (strncmp(words[i], text, length) == 0) return parser_name(p);
    }
    return NULL;
}

// --- Results kept, and loops --------------------------------------------------------------

void parser_remember(Parser *p, int start, int rule, void *result) {
    if (start == p->fill) return;
    Token *token = p->tokens[start];
    Memo *memo = arena_allocate(p->arena, sizeof(Memo));
    if (memo == NULL) {
        (void)parser_fail_memory(p);
        return;
    }
    *memo = (Memo){token->memos, rule, p->mark, result};
    token->memos = memo;
}

bool parser_push(Parser *p, void *item) {
    if (p->scratch_count == p->scratch_capacity) {
        int capacity = p->scratch_capacity == 0 ? SCRATCH_FIRST : p->scratch_capacity * 2;
        void **scratch = host_resize(p->scratch, (size_t)capacity * sizeof(*scratch));
        if (scratch == NULL) return parser_fail_memory(p);
        p->scratch = scratch;
        p->scratch_capacity = capacity;
    }
    p->scratch[p->scratch_count++] = item;
    return true;
}

Seq *parser_collect(Parser *p, int start, int base, int least) {
    int count = p->scratch_count - base;
    p->scratch_count = base;
    p->level--;
    if (p->is_failed) return NULL;
    if (count < least) {
        p->mark = start;
        return NULL;
    }
    Seq *seq = arena_allocate(p->arena, sizeof(Seq) + (size_t)count * sizeof(void *));
    if (seq == NULL) {
        (void)parser_fail_memory(p);
        return NULL;
    }
    seq->count = count;
    for (int i = 0; i < count; i++) seq->items[i] = p->scratch[base + i];
    return seq;
}

static bool token_has_text(const Token *token) {
    return token->kind != TOKEN_END_MARKER && token->kind != TOKEN_NEWLINE &&
           token->kind != TOKEN_INDENT && token->kind != TOKEN_DEDENT;
}

Span parser_span(const Parser *p, int start) {
    int last = p->mark - 1;
    while (last > 0 && !token_has_text(p->tokens[last])) last--;
    return span_join(p->tokens[start]->span, p->tokens[last]->span);
}

// --- The door -------------------------------------------------------------------------------

bool parser_start(Parser *p, ParseContext *context, Source *source, ParserGoal goal,
                  int32_t line) {
    int32_t minor = context->options->feature_minor;
    *p = (Parser){
        .context = context,
        .arena = context->arena,
        .goal = goal,
        .feature_minor = minor == 0 ? 11 : minor,
        .first_line = -1,
    };
    tokenizer_start(&p->tokenizer, context, source, line);
    return !context_has_mistake(context);
}

static bool parser_is_at_end(const Parser *p) {
    return p->tokenizer.state == TOKENIZER_ENDED || p->tokenizer.state == TOKENIZER_OPEN_STRING;
}

// Whether something other than blanks and comments follows an interactive statement.
static bool parser_has_more(const Parser *p) {
    const char *c = p->tokenizer.text + p->tokenizer.cursor;
    for (;;) {
        while (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\f') c++;
        if (*c == '\0') return false;
        if (*c != '#') return true;
        while (*c != '\0' && *c != '\n') c++;
    }
}

// Forgets the first pass, but not its tokens.
static void parser_start_second_pass(Parser *p) {
    for (int i = 0; i < p->fill; i++) p->tokens[i]->memos = NULL;
    p->mark = 0;
    p->scratch_count = 0;
    p->is_second_pass = true;
    p->tokenizer.can_read_on = false;
}

void *parser_run(Parser *p) {
    void *result = parser_try_goal(p);
    if (result != NULL && !p->is_failed) {
        if (p->goal == PARSER_GOAL_INTERACTIVE && parser_has_more(p)) {
            return mistakes_here(p, "multiple statements found while compiling a single statement");
        }
        return result;
    }
    const SyntaxMistake *mistake = p->context->mistake;
    bool allows_incomplete = (p->context->options->flags & PARSE_ALLOW_INCOMPLETE) != 0;
    if (allows_incomplete && parser_is_at_end(p)) {
        *p->context->mistake = (SyntaxMistake){0};
        p->is_failed = false;
        return mistakes_here(p, "incomplete input");
    }
    bool is_syntax = mistake->kind == MISTAKE_NONE || mistake->kind == MISTAKE_SYNTAX ||
                     mistake->kind == MISTAKE_INDENTATION || mistake->kind == MISTAKE_TAB;
    if (!is_syntax) return NULL;
    Token *last = p->fill > 0 ? p->tokens[p->fill - 1] : NULL;
    if (!p->is_failed) {
        parser_start_second_pass(p);
        (void)parser_try_goal(p);
    }
    mistakes_word_failure(p, last);
    return NULL;
}

void parser_done(Parser *p) {
    host_release(p->tokens);
    host_release(p->scratch);
}
