// One call reads one token. Between tokens the tokenizer skips blank lines and
// comments; at the start of a line that holds something it compares indentation
// and owes INDENT or DEDENT tokens, which go out first.
//
// The invariant: line_start <= cursor <= limit, and whatever stands before
// `limit` has been counted in `line`.

#include "syntax/tokenizer.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

#define TAB_SIZE 8

void tokenizer_start(Tokenizer *tokenizer, ParseContext *context, Source *source, int32_t line) {
    *tokenizer = (Tokenizer){
        .context = context,
        .source = source,
        .text = source->text,
        .token_start = -1,
        .begin = -1,
        .end = -1,
        .line = line - 1,
        .is_at_line_start = true,
        .keeps_type_comments = (context->options->flags & PARSE_TYPE_COMMENTS) != 0,
        .is_interactive = source->is_interactive,
        .has_soft_async = context->options->feature_minor > 0 &&
                          context->options->feature_minor < 7,
        .can_read_on = true,
    };
}

bool tokenizer_read_line(Tokenizer *tokenizer) {
    if (tokenizer->state != TOKENIZER_GOES_ON) return false;
    Source *source = tokenizer->source;
    if (tokenizer->limit == source->size && source->is_interactive) {
        if (!tokenizer->can_read_on) {
            tokenizer->state = TOKENIZER_PAUSED;
            return false;
        }
        bool is_read = source_read_line(source, tokenizer->context);
        tokenizer->text = source->text;
        if (!is_read) {
            tokenizer->state = TOKENIZER_RAISED;
            return false;
        }
    }
    int32_t rest = source->size - tokenizer->limit;
    if (rest == 0) {
        // Between tokens, CPython's reader of files drops its buffer here.
        if (source->is_file && tokenizer->token_start < 0) {
            tokenizer->buffer_start = tokenizer->cursor;
        }
        tokenizer->state = TOKENIZER_ENDED;
        return false;
    }
    if (tokenizer->token_start < 0) tokenizer->buffer_start = tokenizer->cursor;
    tokenizer->line_start = tokenizer->cursor;
    tokenizer->line++;
    const char *start = tokenizer->text + tokenizer->limit;
    const char *newline = memchr(start, '\n', (size_t)rest);
    tokenizer->limit = newline == NULL ? source->size : (int32_t)(newline + 1 - tokenizer->text);
    return true;
}

static void tokenizer_refuse_list(Tokenizer *tokenizer, int32_t column, int32_t end_column,
                                  const char *format, va_list arguments) {
    const char *line = tokenizer->text + tokenizer->line_start;
    if (column < 0) {
        column = (int32_t)utf8_count(line, (size_t)(tokenizer->cursor - tokenizer->line_start));
    }
    MistakePlace place = {
        .line = tokenizer->line,
        .offset = column,
        .end_line = tokenizer->line,
        .end_offset = end_column < 0 ? column : end_column,
        .text = line,
        .text_size = strcspn(line, "\n"),
    };
    context_raise_list(tokenizer->context, MISTAKE_SYNTAX, &place, format, arguments);
    tokenizer->state = TOKENIZER_RAISED;
}

TokenKind tokenizer_refuse(Tokenizer *tokenizer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    tokenizer_refuse_list(tokenizer, -1, -1, format, arguments);
    va_end(arguments);
    return TOKEN_ERROR;
}

TokenKind tokenizer_refuse_range(Tokenizer *tokenizer, int32_t column, int32_t end_column,
                                 const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    tokenizer_refuse_list(tokenizer, column, end_column, format, arguments);
    va_end(arguments);
    return TOKEN_ERROR;
}

// Stops for a reason that the parser words.
static TokenKind tokenizer_stop(Tokenizer *tokenizer, TokenizerState state) {
    tokenizer->state = state;
    tokenizer->cursor = tokenizer->limit;
    return TOKEN_ERROR;
}

// A token from token_start to the cursor.
static TokenKind tokenizer_give(Tokenizer *tokenizer, TokenKind kind) {
    tokenizer->begin = tokenizer->token_start;
    tokenizer->end = tokenizer->cursor;
    return kind;
}

// Goes to the next line behind a backslash; false with a state set when it can't.
static bool tokenizer_continue_line(Tokenizer *tokenizer) {
    int c = tokenizer_read(tokenizer);
    if (c != '\n') {
        tokenizer->state = TOKENIZER_BAD_CONTINUATION;
        return false;
    }
    c = tokenizer_read(tokenizer);
    if (c == END_OF_TEXT) {
        tokenizer_stop(tokenizer, TOKENIZER_ENDED);
        return false;
    }
    tokenizer_unread(tokenizer, c);
    return true;
}

// --- Indentation ---------------------------------------------------------------

typedef struct Indentation {
    int32_t column;      // tabs go to the next multiple of 8
    int32_t tab_column;  // tabs count 1: both must order two lines alike
} Indentation;

// Measures the white space at the start of a line. False after a bad continuation.
static bool tokenizer_measure(Tokenizer *tokenizer, Indentation *indentation) {
    int32_t column = 0, tab_column = 0, first_column = 0;
    for (;;) {
        int c = tokenizer_read(tokenizer);
        if (c == ' ') {
            column++;
            tab_column++;
        } else if (c == '\t') {
            column = (column / TAB_SIZE + 1) * TAB_SIZE;
            tab_column++;
        } else if (c == '\f') {
            column = tab_column = 0;
        } else if (c == '\\') {
            // White space before the first backslash decides for the joined line.
            if (first_column == 0) first_column = column;
            if (!tokenizer_continue_line(tokenizer)) return false;
        } else {
            tokenizer_unread(tokenizer, c);
            break;
        }
    }
    *indentation = (Indentation){column, tab_column};
    if (first_column != 0) *indentation = (Indentation){first_column, first_column};
    return true;
}

// Compares a line with the open blocks and notes the INDENT or DEDENTs that it owes.
static bool tokenizer_compare_indent(Tokenizer *tokenizer, Indentation at) {
    int32_t *indents = tokenizer->indents;
    if (at.column > indents[tokenizer->indent]) {
        if (tokenizer->indent + 1 >= TOKENIZER_INDENTS_MAX) {
            tokenizer_stop(tokenizer, TOKENIZER_TOO_DEEP);
            return false;
        }
        if (at.tab_column <= tokenizer->tab_indents[tokenizer->indent]) {
            tokenizer_stop(tokenizer, TOKENIZER_BAD_TAB);
            return false;
        }
        tokenizer->pending++;
        tokenizer->indent++;
        indents[tokenizer->indent] = at.column;
        tokenizer->tab_indents[tokenizer->indent] = at.tab_column;
        return true;
    }
    while (tokenizer->indent > 0 && at.column < indents[tokenizer->indent]) {
        tokenizer->pending--;
        tokenizer->indent--;
    }
    if (at.column != indents[tokenizer->indent]) {
        tokenizer_stop(tokenizer, TOKENIZER_BAD_DEDENT);
        return false;
    }
    if (at.tab_column != tokenizer->tab_indents[tokenizer->indent]) {
        tokenizer_stop(tokenizer, TOKENIZER_BAD_TAB);
        return false;
    }
    return true;
}

// Handles the start of a line. Sets *is_blank when the line holds no statement.
static bool tokenizer_begin_line(Tokenizer *tokenizer, bool *is_blank) {
    tokenizer->is_at_line_start = false;
    Indentation at;
    if (!tokenizer_measure(tokenizer, &at)) return false;
    int c = tokenizer_read(tokenizer);
    tokenizer_unread(tokenizer, c);
    if (c == '#' || c == '\n') {
        if (tokenizer->is_interactive && tokenizer->line == 1) {
            // A first line of nothing is an interactive statement of its own.
            at = (Indentation){0, 0};
        } else {
            // So is an empty line, which ends a block there.
            *is_blank = !(tokenizer->is_interactive && at.column == 0 && c == '\n');
        }
    }
    if (*is_blank || tokenizer->level > 0) return true;
    return tokenizer_compare_indent(tokenizer, at);
}

// --- Comments ------------------------------------------------------------------

// Matches "# type: ", each space standing for any blanks. Gives where it ends, or -1.
static int32_t match_type_prefix(const Tokenizer *tokenizer, int32_t start, int32_t end) {
    int32_t place = start;
    for (const char *prefix = "# type: "; *prefix != '\0'; prefix++) {
        if (place >= end) return -1;
        if (*prefix == ' ') {
            while (tokenizer->text[place] == ' ' || tokenizer->text[place] == '\t') place++;
        } else if (tokenizer->text[place] == *prefix) {
            place++;
        } else {
            return -1;
        }
    }
    return place;
}

static bool is_type_ignore(const Tokenizer *tokenizer, int32_t start) {
    int32_t behind = start + (int32_t)strlen("ignore");
    if (tokenizer->cursor < behind) return false;
    if (memcmp(tokenizer->text + start, "ignore", strlen("ignore")) != 0) return false;
    if (tokenizer->cursor == behind) return true;
    int c = (unsigned char)tokenizer->text[behind];
    return !(tokenizer_continues_name(c) && c != '_');
}

// Skips a comment; `*c` becomes what follows it. A type comment is a token, if wanted;
// for others gives TOKEN_UNKNOWN.
static TokenKind tokenizer_comment(Tokenizer *tokenizer, int *c, bool is_blank) {
    while (*c != END_OF_TEXT && *c != '\n') *c = tokenizer_read(tokenizer);
    if (!tokenizer->keeps_type_comments) return TOKEN_UNKNOWN;
    int32_t start = match_type_prefix(tokenizer, tokenizer->token_start, tokenizer->cursor);
    if (start < 0) return TOKEN_UNKNOWN;
    tokenizer_unread(tokenizer, *c);
    tokenizer->end = tokenizer->cursor;
    if (!is_type_ignore(tokenizer, start)) {
        tokenizer->begin = start;
        return TOKEN_TYPE_COMMENT;
    }
    tokenizer->begin = start + (int32_t)strlen("ignore");
    if (is_blank) {
        // It is alone on its line: the newline goes with it.
        (void)tokenizer_read(tokenizer);
        tokenizer->is_at_line_start = true;
    }
    return TOKEN_TYPE_IGNORE;
}

// --- Names and strings -----------------------------------------------------------

// Words what is wrong with the code point at `place` of a name.
static TokenKind tokenizer_refuse_character(Tokenizer *tokenizer, uint32_t code) {
    char shown[5] = {0};
    utf8_write(code, shown);
    if (!unicode_is_printable(code)) {
        return tokenizer_refuse(tokenizer, "invalid non-printable character U+%04X",
                                (unsigned)code);
    }
    return tokenizer_refuse(tokenizer, "invalid character '%s' (U+%04X)", shown, (unsigned)code);
}

// Checks a name with bytes beyond ASCII: every code point must fit its place.
static TokenKind tokenizer_check_name(Tokenizer *tokenizer) {
    int32_t place = tokenizer->token_start, end = tokenizer->cursor;
    int32_t first_bad = -1;
    uint32_t bad_code = 0;
    int32_t bad_size = 0;
    while (place < end) {
        Utf8Step step = utf8_read(tokenizer->text + place, (size_t)(end - place));
        if (step.error != UTF8_VALID) {
            tokenizer->state = TOKENIZER_BAD_BYTES;
            tokenizer->bad_byte = place;
            return TOKEN_ERROR;
        }
        bool fits = place == tokenizer->token_start ? unicode_is_identifier_start(step.code)
                                                    : unicode_is_identifier_part(step.code);
        if (!fits && first_bad < 0) {
            first_bad = place;
            bad_code = step.code;
            bad_size = step.size;
        }
        place += step.size;
    }
    if (first_bad < 0) return tokenizer_give(tokenizer, TOKEN_NAME);
    tokenizer->cursor = first_bad + bad_size;
    return tokenizer_refuse_character(tokenizer, bad_code);
}

// Raises that a string does not end, at its first quote.
static TokenKind tokenizer_refuse_string(Tokenizer *tokenizer, int quotes, int c) {
    int32_t last_line = tokenizer->line;
    tokenizer->cursor = tokenizer->token_start + 1;
    tokenizer->line_start = tokenizer->string_line_start;
    tokenizer->line = tokenizer->string_line;
    if (quotes == 3) {
        tokenizer_refuse(tokenizer,
                         "unterminated triple-quoted string literal (detected at line %d)",
                         (int)last_line);
    } else {
        tokenizer_refuse(tokenizer, "unterminated string literal (detected at line %d)",
                         (int)last_line);
    }
    if (c != '\n') tokenizer->state = TOKENIZER_OPEN_STRING;
    return TOKEN_ERROR;
}

// Reads a string whose opening quote has been read.
static TokenKind tokenizer_string(Tokenizer *tokenizer, int quote) {
    tokenizer->string_line = tokenizer->line;
    tokenizer->string_line_start = tokenizer->line_start;
    int quotes = 1, closing = 0;
    int c = tokenizer_read(tokenizer);
    if (c == quote) {
        c = tokenizer_read(tokenizer);
        if (c == quote) quotes = 3;
        else closing = 1;
    }
    if (c != quote) tokenizer_unread(tokenizer, c);
    while (closing != quotes) {
        c = tokenizer_read(tokenizer);
        if (c == END_OF_TEXT || (quotes == 1 && c == '\n')) {
            if (context_has_mistake(tokenizer->context)) return TOKEN_ERROR;
            return tokenizer_refuse_string(tokenizer, quotes, c);
        }
        if (c == quote) {
            closing++;
            continue;
        }
        closing = 0;
        if (c == '\\') (void)tokenizer_read(tokenizer);
    }
    return tokenizer_give(tokenizer, TOKEN_STRING);
}

// Reads letters that may stand before a quote, in the orders that are allowed.
// Gives the first byte behind them.
static int tokenizer_string_prefix(Tokenizer *tokenizer, int c) {
    bool has_b = false, has_r = false, has_u = false, has_f = false;
    for (;;) {
        int letter = c | 0x20;
        if (c >= 128) return c;
        if (letter == 'b' && !(has_b || has_u || has_f)) has_b = true;
        else if (letter == 'u' && !(has_b || has_u || has_r || has_f)) has_u = true;
        else if (letter == 'r' && !(has_r || has_u)) has_r = true;
        else if (letter == 'f' && !(has_f || has_b || has_u)) has_f = true;
        else return c;
        c = tokenizer_read(tokenizer);
        if (c == '"' || c == '\'') return c;
    }
}

// Whether the next token is `def`; nothing is read.
static bool tokenizer_def_follows(const Tokenizer *tokenizer) {
    const char *c = tokenizer->text + tokenizer->cursor;
    while (*c == ' ' || *c == '\t' || *c == '\f') c++;
    return strncmp(c, "def", 3) == 0 && !tokenizer_continues_name((unsigned char)c[3]);
}

// The kind of async or await where old grammar makes names of them.
static TokenKind tokenizer_soft_async(Tokenizer *tokenizer, TokenKind kind) {
    if (tokenizer->is_in_async) return kind;
    if (kind != TOKEN_ASYNC || !tokenizer_def_follows(tokenizer)) return TOKEN_NAME;
    tokenizer->is_in_async = true;
    tokenizer->async_indent = tokenizer->indent;
    return kind;
}

// Notes the end of an async function: a statement in a block outside it.
static void tokenizer_leave_async(Tokenizer *tokenizer) {
    if (tokenizer->level > 0 || !tokenizer->is_past_async_header) return;
    if (tokenizer->text[tokenizer->cursor] == '\n') return;
    if (tokenizer->async_indent < tokenizer->indent) return;
    tokenizer->is_in_async = false;
    tokenizer->is_past_async_header = false;
}

// Reads a name or keyword, or a string with a prefix; `c`, its first byte, has been read.
static TokenKind tokenizer_name(Tokenizer *tokenizer, int c) {
    c = tokenizer_string_prefix(tokenizer, c);
    if (c == '"' || c == '\'') return tokenizer_string(tokenizer, c);
    int seen = 0;
    while (tokenizer_continues_name(c)) {
        seen |= c;
        c = tokenizer_read(tokenizer);
    }
    tokenizer_unread(tokenizer, c);
    if (seen >= 128) return tokenizer_check_name(tokenizer);
    tokenizer_give(tokenizer, TOKEN_NAME);
    TokenKind kind = tokenizer_keyword(tokenizer->text + tokenizer->begin,
                                       tokenizer->end - tokenizer->begin);
    bool is_async = kind == TOKEN_ASYNC || kind == TOKEN_AWAIT;
    if (is_async && tokenizer->has_soft_async) return tokenizer_soft_async(tokenizer, kind);
    return kind;
}

// --- Signs -----------------------------------------------------------------------

static TokenKind sign_of_one(int c) {
    switch (c) {
    case '%': return TOKEN_PERCENT;
    case '&': return TOKEN_AMPERSAND;
    case '(': return TOKEN_LEFT_PARENTHESIS;
    case ')': return TOKEN_RIGHT_PARENTHESIS;
    case '*': return TOKEN_STAR;
    case '+': return TOKEN_PLUS;
    case ',': return TOKEN_COMMA;
    case '-': return TOKEN_MINUS;
    case '/': return TOKEN_SLASH;
    case ':': return TOKEN_COLON;
    case ';': return TOKEN_SEMICOLON;
    case '<': return TOKEN_LESS;
    case '=': return TOKEN_EQUAL;
    case '>': return TOKEN_GREATER;
    case '@': return TOKEN_AT;
    case '[': return TOKEN_LEFT_BRACKET;
    case ']': return TOKEN_RIGHT_BRACKET;
    case '^': return TOKEN_CARET;
    case '{': return TOKEN_LEFT_BRACE;
    case '|': return TOKEN_VERTICAL_BAR;
    case '}': return TOKEN_RIGHT_BRACE;
    case '~': return TOKEN_TILDE;
    default: return TOKEN_UNKNOWN;
    }
}

// The sign that c and d make together, or TOKEN_UNKNOWN.
static TokenKind sign_of_two(int c, int d) {
    if (d == '=') {
        switch (c) {
        case '!': return TOKEN_NOT_EQUAL;
        case '%': return TOKEN_PERCENT_EQUAL;
        case '&': return TOKEN_AMPERSAND_EQUAL;
        case '*': return TOKEN_STAR_EQUAL;
        case '+': return TOKEN_PLUS_EQUAL;
        case '-': return TOKEN_MINUS_EQUAL;
        case '/': return TOKEN_SLASH_EQUAL;
        case ':': return TOKEN_COLON_EQUAL;
        case '<': return TOKEN_LESS_EQUAL;
        case '=': return TOKEN_EQUAL_EQUAL;
        case '>': return TOKEN_GREATER_EQUAL;
        case '@': return TOKEN_AT_EQUAL;
        case '^': return TOKEN_CARET_EQUAL;
        case '|': return TOKEN_VERTICAL_BAR_EQUAL;
        default: return TOKEN_UNKNOWN;
        }
    }
    if (c == '*' && d == '*') return TOKEN_DOUBLE_STAR;
    if (c == '/' && d == '/') return TOKEN_DOUBLE_SLASH;
    if (c == '<' && d == '<') return TOKEN_LEFT_SHIFT;
    if (c == '>' && d == '>') return TOKEN_RIGHT_SHIFT;
    if (c == '<' && d == '>') return TOKEN_NOT_EQUAL;
    if (c == '-' && d == '>') return TOKEN_ARROW;
    return TOKEN_UNKNOWN;
}

// The sign that an `=` behind a sign of two bytes makes of it, or TOKEN_UNKNOWN.
static TokenKind sign_with_equal(TokenKind two) {
    switch (two) {
    case TOKEN_DOUBLE_STAR: return TOKEN_DOUBLE_STAR_EQUAL;
    case TOKEN_DOUBLE_SLASH: return TOKEN_DOUBLE_SLASH_EQUAL;
    case TOKEN_LEFT_SHIFT: return TOKEN_LEFT_SHIFT_EQUAL;
    case TOKEN_RIGHT_SHIFT: return TOKEN_RIGHT_SHIFT_EQUAL;
    default: return TOKEN_UNKNOWN;
    }
}

static TokenKind tokenizer_open(Tokenizer *tokenizer, int c) {
    if (tokenizer->level >= TOKENIZER_BRACKETS_MAX) {
        return tokenizer_refuse(tokenizer, "too many nested parentheses");
    }
    tokenizer->brackets[tokenizer->level++] = (Bracket){
        .sign = (char)c,
        .line = tokenizer->line,
        .column = tokenizer->token_start - tokenizer->line_start,
    };
    return tokenizer_give(tokenizer, sign_of_one(c));
}

static TokenKind tokenizer_close(Tokenizer *tokenizer, int c) {
    if (tokenizer->level == 0) return tokenizer_refuse(tokenizer, "unmatched '%c'", c);
    Bracket bracket = tokenizer->brackets[--tokenizer->level];
    char expected = bracket.sign == '(' ? ')' : bracket.sign == '[' ? ']' : '}';
    if (c == expected) return tokenizer_give(tokenizer, sign_of_one(c));
    if (bracket.line == tokenizer->line) {
        return tokenizer_refuse(tokenizer, "closing parenthesis '%c' does not match "
                                "opening parenthesis '%c'", c, bracket.sign);
    }
    return tokenizer_refuse(tokenizer, "closing parenthesis '%c' does not match "
                            "opening parenthesis '%c' on line %d",
                            c, bracket.sign, (int)bracket.line);
}

// Reads an operator or delimiter whose first byte has been read.
static TokenKind tokenizer_sign(Tokenizer *tokenizer, int c) {
    // Every sign looks at the byte behind it, which may be where the text's end is seen.
    int d = tokenizer_read(tokenizer);
    TokenKind two = sign_of_two(c, d);
    if (two != TOKEN_UNKNOWN) {
        int e = tokenizer_read(tokenizer);
        TokenKind three = e == '=' ? sign_with_equal(two) : TOKEN_UNKNOWN;
        if (three == TOKEN_UNKNOWN) tokenizer_unread(tokenizer, e);
        return tokenizer_give(tokenizer, three == TOKEN_UNKNOWN ? two : three);
    }
    tokenizer_unread(tokenizer, d);
    switch (c) {
    case '(': case '[': case '{': return tokenizer_open(tokenizer, c);
    case ')': case ']': case '}': return tokenizer_close(tokenizer, c);
    }
    if (c < ' ' || c == 0x7F) {
        return tokenizer_refuse(tokenizer, "invalid non-printable character U+%04X", (unsigned)c);
    }
    return tokenizer_give(tokenizer, sign_of_one(c));
}

// Reads what begins with a point: a number, `.` or `...`.
static TokenKind tokenizer_point(Tokenizer *tokenizer) {
    int c = tokenizer_read(tokenizer);
    if (tokenizer_is_digit(c)) return tokenizer_fraction(tokenizer, c);
    if (c == '.') {
        int d = tokenizer_read(tokenizer);
        if (d == '.') return tokenizer_give(tokenizer, TOKEN_ELLIPSIS);
        tokenizer_unread(tokenizer, d);
    }
    tokenizer_unread(tokenizer, c);
    return tokenizer_give(tokenizer, TOKEN_DOT);
}

// --- The loop --------------------------------------------------------------------

// Reads one token behind blanks. TOKEN_NEWLINE may be of a line that has no statement,
// and TOKEN_END_MARKER comes for any end; tokenizer_next sorts that out. A comment and
// a joined line are skipped.
static TokenKind tokenizer_scan(Tokenizer *tokenizer, bool is_blank) {
    for (;;) {
        tokenizer->token_start = -1;
        int c;
        do {
            c = tokenizer_read(tokenizer);
        } while (c == ' ' || c == '\t' || c == '\f');
        tokenizer->token_start = tokenizer->cursor - (c == END_OF_TEXT ? 0 : 1);
        if (c == '#') {
            TokenKind kind = tokenizer_comment(tokenizer, &c, is_blank);
            if (kind != TOKEN_UNKNOWN) return kind;
        }
        if (tokenizer_begins_name(c)) return tokenizer_name(tokenizer, c);
        if (tokenizer_is_digit(c)) return tokenizer_number(tokenizer, c);
        switch (c) {
        case END_OF_TEXT: return TOKEN_END_MARKER;
        case '\n': return TOKEN_NEWLINE;
        case '.': return tokenizer_point(tokenizer);
        case '\'': case '"': return tokenizer_string(tokenizer, c);
        case '\\':
            if (!tokenizer_continue_line(tokenizer)) return TOKEN_ERROR;
            break;
        default: return tokenizer_sign(tokenizer, c);
        }
    }
}

TokenKind tokenizer_next(Tokenizer *tokenizer) {
    for (;;) {
        bool is_blank = false;
        tokenizer->begin = tokenizer->end = -1;
        tokenizer->token_start = -1;
        if (tokenizer->is_at_line_start && !tokenizer_begin_line(tokenizer, &is_blank)) {
            return TOKEN_ERROR;
        }
        tokenizer->token_start = tokenizer->cursor;
        if (tokenizer->pending < 0) {
            tokenizer->pending++;
            return TOKEN_DEDENT;
        }
        if (tokenizer->pending > 0) {
            tokenizer->pending--;
            return TOKEN_INDENT;
        }
        if (tokenizer->is_in_async && !is_blank) tokenizer_leave_async(tokenizer);
        TokenKind kind = tokenizer_scan(tokenizer, is_blank);
        if (kind == TOKEN_END_MARKER) {
            bool is_end = tokenizer->state == TOKENIZER_PAUSED ||
                          (tokenizer->level == 0 && tokenizer->state == TOKENIZER_ENDED);
            return is_end ? TOKEN_END_MARKER : TOKEN_ERROR;
        }
        if (kind != TOKEN_NEWLINE) return kind;
        tokenizer->is_at_line_start = true;
        if (is_blank || tokenizer->level > 0) continue;
        tokenizer->is_past_async_header = tokenizer->is_in_async;
        tokenizer->begin = tokenizer->token_start;
        tokenizer->end = tokenizer->cursor - 1;  // without the newline itself
        return TOKEN_NEWLINE;
    }
}
