// The reader walks over the body once: literal text up to a brace, then a
// replacement field {expression=!conversion:spec}, whose spec is an f-string again,
// one level deeper. The end of an expression is found by counting brackets and
// quotes alone, as CPython 3.11 does; that decides what is said about wrong ones.

#include "syntax/fstring.h"

#include "syntax/mistakes.h"

#include <string.h>

#define FSTRING_BRACKETS_MAX 200

// The body of one f-string token, or a format spec in it.
typedef struct Reader {
    FString *string;     // where values go
    const Token *token;
    const char *place;   // the next byte
    const char *end;
    uint32_t raw;
    int depth;           // 0 for the body, 1 for a spec, 2 for a spec in a spec
} Reader;

void fstring_start(FString *string, Parser *p, Span span) {
    *string = (FString){.p = p, .span = span};
}

static bool add_value(FString *string, Expr *value) {
    Parser *p = string->p;
    if (value == NULL) {
        parser_notice(p);
        return false;
    }
    if (string->values.count == string->capacity) {
        int32_t capacity = string->capacity == 0 ? 4 : string->capacity * 2;
        Expr **items = arena_allocate(p->arena, (size_t)capacity * sizeof(*items));
        if (items == NULL) {
            parser_notice(p);
            return false;
        }
        for (int32_t i = 0; i < string->values.count; i++) items[i] = string->values.items[i];
        string->values.items = items;
        string->capacity = capacity;
    }
    string->values.items[string->values.count++] = value;
    return true;
}

// The text gathered so far as a Constant; the builder is empty afterwards.
static Expr *take_text(FString *string, ConstantKind kind) {
    static const Text kind_u = {1, "u"};
    Expr *node = tree_expr_new(string->p->arena, EXPR_Constant, string->span);
    if (node == NULL) return NULL;
    const char *bytes = string->text.length > 0 ? string->text.bytes : "";
    node->Constant.value = (Constant){.kind = kind, .text = {string->text.length, bytes}};
    if (string->has_kind_u && kind == CONSTANT_STRING) node->Constant.kind = &kind_u;
    string->text = (TextBuilder){0};
    return node;
}

Expr *fstring_finish(FString *string) {
    if (!string->is_format) {
        return take_text(string, string->is_bytes ? CONSTANT_BYTES : CONSTANT_STRING);
    }
    if (string->text.length > 0 && !add_value(string, take_text(string, CONSTANT_STRING))) {
        return NULL;
    }
    Expr *node = tree_expr_new(string->p->arena, EXPR_JoinedStr, string->span);
    if (node != NULL) node->JoinedStr.values = string->values;
    return node;
}

// --- Literal text ---------------------------------------------------------------------

// What ended a stretch of literal text.
typedef enum LiteralEnd {
    LITERAL_FAILED,
    LITERAL_AT_BRACE,    // a brace, or the end of the body
    LITERAL_AT_DOUBLED,  // a doubled brace, of which the first is in the text
} LiteralEnd;

// Skips a backslash and what belongs to it, so that the brace of \N{name} begins no field.
static bool skip_escape(Reader *reader) {
    char letter = *reader->place++;
    if (letter == 'N') {
        if (reader->place < reader->end && *reader->place++ == '{') {
            while (reader->place < reader->end && *reader->place++ != '}') continue;
        }
        return true;
    }
    if (letter != '{' && letter != '}') return true;
    // The brace counts as one.
    reader->place--;
    if (letter == '}') return true;
    return literal_warn_escape(reader->string->p, reader->token, reader->place);
}

// Finds the end of the literal text that begins at the place; *literal_end is where it
// stops, and the place moves to where reading goes on.
static LiteralEnd find_literal_end(Reader *reader, const char **literal_end) {
    const char *end = reader->end;
    while (reader->place < end) {
        char c = *reader->place++;
        if (c == '\\' && reader->raw == LITERAL_COOKED && reader->place < end) {
            if (!skip_escape(reader)) return LITERAL_FAILED;
            continue;
        }
        if (c != '{' && c != '}') continue;
        if (reader->depth == 0 && reader->place < end && *reader->place == c) {
            *literal_end = reader->place++;
            return LITERAL_AT_DOUBLED;
        }
        if (reader->depth == 0 && c == '}') {
            (void)mistakes_here(reader->string->p, "f-string: single '}' is not allowed");
            return LITERAL_FAILED;
        }
        reader->place--;
        break;
    }
    *literal_end = reader->place;
    return LITERAL_AT_BRACE;
}

static LiteralEnd read_literal(Reader *reader) {
    const char *start = reader->place;
    const char *literal_end = start;
    LiteralEnd ended = find_literal_end(reader, &literal_end);
    if (ended == LITERAL_FAILED || literal_end == start) return ended;
    bool is_done = literal_append_decoded(reader->string->p, &reader->string->text, reader->token,
                                          start, (size_t)(literal_end - start), reader->raw);
    return is_done ? ended : LITERAL_FAILED;
}

// --- The expression ---------------------------------------------------------------------

// Where the walk over an expression is.
typedef struct Walk {
    char quote;  // the quote that ends the string around the place, or 0
    int quotes;  // how many of it: 1 or 3
    int depth;
    char brackets[FSTRING_BRACKETS_MAX];
} Walk;

static bool is_tripled(const Reader *reader, char c) {
    const char *place = reader->place;
    return place + 2 < reader->end && place[1] == c && place[2] == c;
}

// Handles a quote sign; the place stays on its last byte.
static void walk_quote(Reader *reader, Walk *walk, char c) {
    bool tripled = is_tripled(reader, c);
    if (walk->quote == 0) {
        walk->quote = c;
        walk->quotes = tripled ? 3 : 1;
        if (tripled) reader->place += 2;
    } else if (c == walk->quote && (walk->quotes == 1 || tripled)) {
        walk->quote = 0;
        if (walk->quotes == 3) reader->place += 2;
    }
}

static bool walk_open(Reader *reader, Walk *walk, char c) {
    if (walk->depth >= FSTRING_BRACKETS_MAX) {
        return mistakes_here(reader->string->p, "f-string: too many nested parenthesis");
    }
    walk->brackets[walk->depth++] = c;
    return true;
}

static bool walk_close(Reader *reader, Walk *walk, char c) {
    Parser *p = reader->string->p;
    if (walk->depth == 0) return mistakes_here(p, "f-string: unmatched '%c'", c);
    char opening = walk->brackets[--walk->depth];
    char expected = opening == '(' ? ')' : opening == '[' ? ']' : '}';
    if (c == expected) return true;
    return mistakes_here(p, "f-string: closing parenthesis '%c' does not match opening "
                         "parenthesis '%c'", c, opening);
}

// Whether a sign outside all brackets ends the expression. Of the signs !=, ==, <=
// and >= the first byte is skipped.
static bool walk_ends(Reader *reader, char c) {
    bool has_equal = reader->place + 1 < reader->end && reader->place[1] == '=';
    if (has_equal && (c == '!' || c == '=' || c == '<' || c == '>')) {
        reader->place++;
        return false;
    }
    return c != '<' && c != '>';
}

// Moves the place to the end of the expression. False: is_failed.
static bool walk_expression(Reader *reader) {
    Parser *p = reader->string->p;
    Walk walk = {0};
    for (; reader->place < reader->end; reader->place++) {
        char c = *reader->place;
        if (c == '\\') {
            return mistakes_here(p, "f-string expression part cannot include a backslash");
        }
        if (c == '\'' || c == '"') {
            walk_quote(reader, &walk, c);
        } else if (walk.quote != 0) {
            continue;
        } else if (c == '[' || c == '{' || c == '(') {
            if (!walk_open(reader, &walk, c)) return false;
        } else if (c == '#') {
            return mistakes_here(p, "f-string expression part cannot include '#'");
        } else if (walk.depth == 0 && c != '\0' && strchr("!:}=<>", c) != NULL) {
            if (walk_ends(reader, c)) break;
        } else if (c == ']' || c == '}' || c == ')') {
            if (!walk_close(reader, &walk, c)) return false;
        }
    }
    if (walk.quote != 0) return mistakes_here(p, "f-string: unterminated string");
    if (walk.depth > 0) {
        return mistakes_here(p, "f-string: unmatched '%c'", walk.brackets[walk.depth - 1]);
    }
    if (reader->place >= reader->end) return mistakes_here(p, "f-string: expecting '}'");
    return true;
}

// Where the expression stands: how many lines below its token's first, and how far its
// columns are shifted. `brace` is the one before it.
static void find_place(const Reader *reader, const char *brace, int32_t *lines,
                       int32_t *columns) {
    const char *text = parser_text(reader->string->p, reader->token);
    *lines = *columns = 0;
    for (const char *c = text; c < brace; c++) {
        if (*c == '\n') (*lines)++;
    }
    const char *next = brace + 1;
    while (*next == ' ' || *next == '\t' || *next == '\f') next++;
    // With nothing behind the brace on its line the columns need no shift.
    if (*next == '\n' || *next == '}') return;
    const char *start = brace;
    while (start > text && *start != '\n') start--;
    *columns = (int32_t)(brace - start);
    if (*start == '\n') (*columns)--;
}

// Parses the text [start, end) in parentheses, with a parser of its own.
static Expr *parse_expression(Reader *reader, const char *start, const char *end) {
    Parser *outer = reader->string->p;
    int32_t lines, columns;
    find_place(reader, start - 1, &lines, &columns);
    size_t length = (size_t)(end - start);
    char *text = arena_allocate(outer->arena, length + 4);
    if (text == NULL) {
        parser_notice(outer);
        return NULL;
    }
    text[0] = '(';
    memcpy(text + 1, start, length);
    memcpy(text + 1 + length, ")\n", 3);
    Source source = {.text = text, .size = (int32_t)length + 3};
    Parser inner;
    Expr *expr = NULL;
    int32_t line = reader->token->span.line + lines;
    if (parser_start(&inner, outer->context, &source, PARSER_GOAL_FSTRING, line)) {
        inner.feature_minor = outer->feature_minor;
        inner.first_line = line;
        inner.first_column = lines > 0 ? columns : reader->token->span.column + columns;
        expr = parser_run(&inner);
    }
    parser_done(&inner);
    parser_notice(outer);
    return expr;
}

static Expr *compile_expression(Reader *reader, const char *start, const char *end) {
    const char *c = start;
    while (c < end && (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\f')) c++;
    if (c < end) return parse_expression(reader, start, end);
    if (*end == '!' || *end == ':' || *end == '=') {
        return mistakes_here(reader->string->p, "f-string: expression required before '%c'", *end);
    }
    return mistakes_here(reader->string->p, "f-string: empty expression not allowed");
}

// --- The replacement field ------------------------------------------------------------------

static bool read_parts(Reader *reader);

// Reads `!c`; the place is on the exclamation mark.
static bool read_conversion(Reader *reader, int32_t *conversion) {
    Parser *p = reader->string->p;
    reader->place++;
    if (reader->place >= reader->end) return mistakes_here(p, "f-string: expecting '}'");
    *conversion = (unsigned char)*reader->place++;
    if (*conversion == 's' || *conversion == 'r' || *conversion == 'a') return true;
    return mistakes_here(p, "f-string: invalid conversion character: expected 's', 'r', or 'a'");
}

// Reads `:spec`; the place is on the colon and goes to the brace behind the spec.
static Expr *read_spec(Reader *reader) {
    reader->place++;
    if (reader->place >= reader->end) {
        return mistakes_here(reader->string->p, "f-string: expecting '}'");
    }
    FString spec;
    fstring_start(&spec, reader->string->p, reader->string->span);
    spec.has_kind_u = reader->string->has_kind_u;
    spec.is_format = true;
    Reader inner = *reader;
    inner.string = &spec;
    inner.depth++;
    if (!read_parts(&inner)) return NULL;
    reader->place = inner.place;
    // Unlike all else in the string, a spec and the text at its end have the place of
    // their own token.
    spec.span = reader->token->span;
    spec.has_kind_u = false;
    return fstring_finish(&spec);
}

// Reads `=`; the expression's text becomes part of the string.
static bool read_self_documentation(Reader *reader, const char *start) {
    FString *string = reader->string;
    if (string->p->feature_minor < 8) {
        return mistakes_here(string->p, "f-string: self documenting expressions are only "
                             "supported in Python 3.8 and greater");
    }
    reader->place++;
    while (reader->place < reader->end && strchr(" \t\n\f\r\v", *reader->place) != NULL) {
        reader->place++;
    }
    return literal_append(string->p, &string->text, start, (size_t)(reader->place - start));
}

// Reads a field whose opening brace is at the place.
static bool read_field(Reader *reader) {
    FString *string = reader->string;
    Parser *p = string->p;
    if (reader->depth >= 2) {
        return mistakes_here(p, "f-string: expressions nested too deeply");
    }
    const char *start = ++reader->place;
    if (!walk_expression(reader)) return false;
    Expr *value = compile_expression(reader, start, reader->place);
    if (value == NULL) return false;
    int32_t conversion = -1;
    Expr *spec = NULL;
    bool has_text = *reader->place == '=';
    if (has_text && !read_self_documentation(reader, start)) return false;
    if (*reader->place == '!' && !read_conversion(reader, &conversion)) return false;
    if (reader->place < reader->end && *reader->place == ':') {
        spec = read_spec(reader);
        if (spec == NULL) return false;
    }
    if (reader->place >= reader->end || *reader->place != '}') {
        return mistakes_here(p, "f-string: expecting '}'");
    }
    reader->place++;
    if (has_text && spec == NULL && conversion == -1) conversion = 'r';
    if (string->text.length > 0 && !add_value(string, take_text(string, CONSTANT_STRING))) {
        return false;
    }
    Expr *field = tree_expr_new(p->arena, EXPR_FormattedValue, string->span);
    if (field != NULL) {
        field->FormattedValue.value = value;
        field->FormattedValue.conversion = conversion;
        field->FormattedValue.format_spec = spec;
    }
    return add_value(string, field);
}

// Reads literal text and fields up to the end, or to the brace that ends a spec.
static bool read_parts(Reader *reader) {
    for (;;) {
        LiteralEnd ended = read_literal(reader);
        if (ended == LITERAL_FAILED) return false;
        if (ended == LITERAL_AT_DOUBLED) continue;
        if (reader->place >= reader->end || *reader->place == '}') break;
        if (!read_field(reader)) return false;
    }
    if (reader->depth > 0 && (reader->place >= reader->end || *reader->place != '}')) {
        return mistakes_here(reader->string->p, "f-string: expecting '}'");
    }
    return true;
}

bool fstring_append(FString *string, const Token *token, const char *body, size_t length,
                    uint32_t raw) {
    string->is_format = true;
    Reader reader = {string, token, body, body + length, raw, 0};
    return read_parts(&reader);
}
