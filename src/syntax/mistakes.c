#include "syntax/mistakes.h"

#include <stdio.h>
#include <string.h>

// A place in bytes as CPython hands it on: columns count from 1, and an end of 0 or -1
// is kept as it is.
typedef struct RawPlace {
    int32_t line, column;
    int32_t end_line, end_column;
} RawPlace;

// --- The line of a mistake ----------------------------------------------------------

// One line of the source, without its newline.
static void find_line(const Parser *p, int32_t line, MistakePlace *place) {
    const Tokenizer *tokenizer = &p->tokenizer;
    const char *start = tokenizer->text;
    const char *end = tokenizer->text + tokenizer->limit;
    int32_t number = p->first_line > 0 ? line - p->first_line + 1 : line;
    for (int32_t i = 1; i < number; i++) {
        const char *newline = strchr(start, '\n');
        if (newline == NULL || newline + 1 > end) break;
        start = newline + 1;
    }
    place->text = start;
    place->text_size = strcspn(start, "\n");
}

// The line of the file by the source's name, whatever is in it.
static bool find_file_line(const Parser *p, int32_t line, MistakePlace *place) {
    const ParseCallbacks *callbacks = p->context->options->callbacks;
    if (p->goal != PARSER_GOAL_FILE || callbacks == NULL || callbacks->file_line == NULL)
        return false;
    return callbacks->file_line(callbacks->context, line, p->tokenizer.source->encoding,
                                &place->text, &place->text_size) == PARSE_GO_ON;
}

// Sets the text of a mistake on `line`: of a program that of the file; else all that the
// tokenizer has at hand when it has not gone on, or the one line.
static void find_text(const Parser *p, int32_t line, MistakePlace *place) {
    if (find_file_line(p, line, place)) return;
    const Tokenizer *tokenizer = &p->tokenizer;
    bool is_at_hand = tokenizer->line <= line && tokenizer->limit > tokenizer->buffer_start;
    if (is_at_hand && !tokenizer->is_interactive) {
        place->text = tokenizer->text + tokenizer->buffer_start;
        place->text_size = (size_t)(tokenizer->limit - tokenizer->buffer_start);
    } else {
        find_line(p, line, place);
    }
}

// The column in characters for one in bytes, both from 1. The bytes are those of the
// text as it is shown, with U+FFFD for what is wrong in it; one may be behind its end.
static int32_t count_columns(const MistakePlace *place, int32_t column) {
    int32_t count = 0;
    for (size_t i = 0; i < place->text_size && column > 0; count++) {
        Utf8Step step = utf8_read(place->text + i, place->text_size - i);
        char shown[4];
        column -= utf8_write(step.code, shown);
        i += (size_t)step.size;
    }
    return column > 0 ? count + 1 : count;
}

static void raise_list(Parser *p, MistakeKind kind, RawPlace raw, const char *format,
                       va_list arguments) {
    if (context_has_mistake(p->context)) {
        p->is_failed = true;
        return;
    }
    p->is_failed = true;
    MistakePlace place = {.line = raw.line, .end_line = raw.end_line};
    find_text(p, raw.line, &place);
    char prefixed[200];
    if (p->goal == PARSER_GOAL_FSTRING) {
        raw.column -= p->first_column;
        raw.end_column -= p->first_column;
        snprintf(prefixed, sizeof(prefixed), "f-string: %s", format);
        format = prefixed;
    }
    place.offset = raw.column;
    place.end_offset = raw.end_column;
    if (p->context->is_encoded && p->goal != PARSER_GOAL_FSTRING) {
        place.offset = count_columns(&place, raw.column < 0 ? 0 : raw.column);
        if (raw.end_column > 0) place.end_offset = count_columns(&place, raw.end_column);
    }
    context_raise_list(p->context, kind, &place, format, arguments);
}

COLD PRINTF_LIKE(4, 5) static void *raise_raw(Parser *p, MistakeKind kind, RawPlace raw,
                                              const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_list(p, kind, raw, format, arguments);
    va_end(arguments);
    return NULL;
}

void *mistakes_at(Parser *p, Span span, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    RawPlace raw = {span.line, span.column + 1, span.end_line, span.end_column + 1};
    raise_list(p, MISTAKE_SYNTAX, raw, format, arguments);
    va_end(arguments);
    return NULL;
}

void *mistakes_from(Parser *p, Span span, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const Tokenizer *tokenizer = &p->tokenizer;
    RawPlace raw = {span.line, span.column + 1, tokenizer->line,
                    tokenizer->cursor - tokenizer->line_start};
    raise_list(p, MISTAKE_SYNTAX, raw, format, arguments);
    va_end(arguments);
    return NULL;
}

static RawPlace last_place(const Parser *p) {
    if (p->fill == 0) return (RawPlace){0, 0, 0, -1};
    const Tokenizer *tokenizer = &p->tokenizer;
    Span span = p->tokens[p->fill - 1]->span;
    RawPlace raw = {span.line, span.column + 1, span.end_line, -1};
    if (span.column == -1) {
        bool is_at_start = tokenizer->cursor == tokenizer->buffer_start;
        raw.column = is_at_start ? 0 : tokenizer->cursor - tokenizer->line_start;
    }
    if (span.end_column != -1) raw.end_column = span.end_column + 1;
    return raw;
}

void *mistakes_here(Parser *p, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_list(p, MISTAKE_SYNTAX, last_place(p), format, arguments);
    va_end(arguments);
    return NULL;
}

void *mistakes_here_indent(Parser *p, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    raise_list(p, MISTAKE_INDENTATION, last_place(p), format, arguments);
    va_end(arguments);
    return NULL;
}

// --- The tokenizer's reasons ------------------------------------------------------------

static void word_open_bracket(Parser *p) {
    const Bracket *bracket = &p->tokenizer.brackets[p->tokenizer.level - 1];
    RawPlace raw = {bracket->line, bracket->column + 1, bracket->line, 0};
    (void)raise_raw(p, MISTAKE_SYNTAX, raw, "'%c' was never closed", bracket->sign);
}

void mistakes_decoding(Parser *p, const char *bytes, Utf8Step step, int position) {
    if (step.size == 1) {
        (void)mistakes_here(p, "(unicode error) 'utf-8' codec can't decode byte 0x%02x in "
                            "position %d: %s", (unsigned char)*bytes, position,
                            utf8_reason(step.error));
    } else {
        (void)mistakes_here(p, "(unicode error) 'utf-8' codec can't decode bytes in position "
                            "%d-%d: %s", position, position + (int)step.size - 1,
                            utf8_reason(step.error));
    }
}

// The wrong sequence in the name that the tokenizer stopped at.
static Utf8Step bad_sequence(const Tokenizer *tokenizer) {
    int32_t place = tokenizer->bad_byte;
    return utf8_read(tokenizer->text + place, (size_t)(tokenizer->cursor - place));
}

static void word_bad_bytes(Parser *p) {
    const Tokenizer *tokenizer = &p->tokenizer;
    mistakes_decoding(p, tokenizer->text + tokenizer->bad_byte, bad_sequence(tokenizer),
                      (int)(tokenizer->bad_byte - tokenizer->token_start));
}

// Raises the codec's own error, as CPython does when it meets such a name only after
// the parse has failed.
static void raise_bad_bytes(Parser *p) {
    const Tokenizer *tokenizer = &p->tokenizer;
    Utf8Step step = bad_sequence(tokenizer);
    int32_t start = tokenizer->bad_byte - tokenizer->token_start;
    MistakePlace place = {
        .offset = start,
        .end_offset = start + step.size,
        .text = tokenizer->text + tokenizer->token_start,
        .text_size = (size_t)(tokenizer->cursor - tokenizer->token_start),
    };
    context_raise(p->context, MISTAKE_DECODE, &place, "%s", utf8_reason(step.error));
}

void mistakes_word_token(Parser *p) {
    const Tokenizer *tokenizer = &p->tokenizer;
    RawPlace line = {tokenizer->line, 1, tokenizer->line, 0};
    switch (tokenizer->state) {
    case TOKENIZER_GOES_ON:
    case TOKENIZER_RAISED:
    case TOKENIZER_OPEN_STRING:
    case TOKENIZER_PAUSED:
        break;
    case TOKENIZER_ENDED:
        if (tokenizer->level > 0) word_open_bracket(p);
        else (void)mistakes_here(p, "unexpected EOF while parsing");
        break;
    case TOKENIZER_BAD_DEDENT:
        (void)mistakes_here_indent(p, "unindent does not match any outer indentation level");
        break;
    case TOKENIZER_BAD_TAB:
        (void)raise_raw(p, MISTAKE_TAB, line,
                        "inconsistent use of tabs and spaces in indentation");
        break;
    case TOKENIZER_TOO_DEEP:
        (void)raise_raw(p, MISTAKE_INDENTATION, line, "too many levels of indentation");
        break;
    case TOKENIZER_BAD_CONTINUATION:
        line.column = tokenizer->cursor - tokenizer->buffer_start;
        (void)raise_raw(p, MISTAKE_SYNTAX, line,
                        "unexpected character after line continuation character");
        break;
    case TOKENIZER_BAD_BYTES:
        word_bad_bytes(p);
        break;
    }
}

// --- The end of both passes -----------------------------------------------------------------

// Reads the rest of the text: what the tokenizer finds wrong there is told instead of
// the mistake that stands, and so is a bracket left open on an earlier line.
static void prefer_token_mistake(Parser *p) {
    if (p->tokenizer.is_interactive) return;
    SyntaxMistake standing = *p->context->mistake;
    *p->context->mistake = (SyntaxMistake){0};
    int32_t line = p->tokens[p->fill - 1]->span.line;
    TokenKind kind;
    do {
        kind = tokenizer_next(&p->tokenizer);
    } while (kind != TOKEN_ERROR && kind != TOKEN_END_MARKER);
    if (p->tokenizer.state == TOKENIZER_BAD_BYTES) raise_bad_bytes(p);
    if (kind == TOKEN_ERROR && !context_has_mistake(p->context) && p->tokenizer.level > 0) {
        if (line > p->tokenizer.brackets[p->tokenizer.level - 1].line) word_open_bracket(p);
    }
    if (!context_has_mistake(p->context)) *p->context->mistake = standing;
}

void mistakes_word_failure(Parser *p, const Token *last) {
    if (context_has_mistake(p->context)) {
        MistakeKind kind = p->context->mistake->kind;
        bool is_syntax = kind == MISTAKE_SYNTAX || kind == MISTAKE_INDENTATION ||
                         kind == MISTAKE_TAB;
        if (is_syntax && p->tokenizer.state == TOKENIZER_GOES_ON) prefer_token_mistake(p);
        return;
    }
    if (last == NULL) {
        (void)mistakes_here(p, "error at start before reading any input");
        return;
    }
    if (last->kind == TOKEN_INDENT) {
        (void)mistakes_here_indent(p, "unexpected indent");
        return;
    }
    if (last->kind == TOKEN_DEDENT) {
        (void)mistakes_here_indent(p, "unexpected unindent");
        return;
    }
    (void)mistakes_at(p, last->span, "invalid syntax");
    prefer_token_mistake(p);
}

// --- What is wrong with an expression --------------------------------------------------------

static const char *constant_name(const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE: return "None";
    case CONSTANT_TRUE: return "True";
    case CONSTANT_FALSE: return "False";
    case CONSTANT_ELLIPSIS: return "ellipsis";
    default: return "literal";
    }
}

const char *mistakes_expr_name(const Expr *expr) {
    switch (expr->kind) {
    case EXPR_Attribute: return "attribute";
    case EXPR_Subscript: return "subscript";
    case EXPR_Starred: return "starred";
    case EXPR_Name: return "name";
    case EXPR_List: return "list";
    case EXPR_Tuple: return "tuple";
    case EXPR_Lambda: return "lambda";
    case EXPR_Call: return "function call";
    case EXPR_BoolOp: case EXPR_BinOp: case EXPR_UnaryOp: return "expression";
    case EXPR_GeneratorExp: return "generator expression";
    case EXPR_Yield: case EXPR_YieldFrom: return "yield expression";
    case EXPR_Await: return "await expression";
    case EXPR_ListComp: return "list comprehension";
    case EXPR_SetComp: return "set comprehension";
    case EXPR_DictComp: return "dict comprehension";
    case EXPR_Dict: return "dict literal";
    case EXPR_Set: return "set display";
    case EXPR_JoinedStr: case EXPR_FormattedValue: return "f-string expression";
    case EXPR_Constant: return constant_name(&expr->Constant.value);
    case EXPR_Compare: return "comparison";
    case EXPR_IfExp: return "conditional expression";
    case EXPR_NamedExpr: return "named expression";
    case EXPR_Slice: break;
    }
    return "slice";
}

static Expr *bad_target(Expr *expr, TargetUse use);

static Expr *bad_target_among(ExprList elements, TargetUse use) {
    for (int32_t i = 0; i < elements.count; i++) {
        Expr *bad = bad_target(elements.items[i], use);
        if (bad != NULL) return bad;
    }
    return NULL;
}

// The first part of `expr` that can't be a target; NULL when all can.
static Expr *bad_target(Expr *expr, TargetUse use) {
    switch (expr->kind) {
    case EXPR_List: return bad_target_among(expr->List.elts, use);
    case EXPR_Tuple: return bad_target_among(expr->Tuple.elts, use);
    case EXPR_Starred:
        return use == TARGET_DELETED ? expr : bad_target(expr->Starred.value, use);
    case EXPR_Compare:
        if (use != TARGET_OF_FOR) return expr;
        // `for a in b` was read as the comparison `a in b`.
        if (expr->Compare.ops.items[0] != COMPARE_In) return NULL;
        return bad_target(expr->Compare.left, use);
    case EXPR_Name: case EXPR_Subscript: case EXPR_Attribute: return NULL;
    default: return expr;
    }
}

void *mistakes_target(Parser *p, Expr *expr, TargetUse use) {
    const Expr *bad = bad_target(expr, use);
    if (bad == NULL) return NULL;
    const char *name = mistakes_expr_name(bad);
    if (use == TARGET_DELETED) return mistakes_at(p, bad->span, "cannot delete %s", name);
    return mistakes_at(p, bad->span, "cannot assign to %s", name);
}

bool mistakes_is_legacy(const Expr *expr) {
    if (expr->kind != EXPR_Name) return false;
    return tree_name_is(expr->Name.id, "print") || tree_name_is(expr->Name.id, "exec");
}

void *mistakes_check_version(Parser *p, int minor, const char *what, void *node) {
    if (node == NULL) return NULL;
    if (p->feature_minor >= minor) return node;
    return mistakes_here(p, "%s only supported in Python 3.%d and greater", what, minor);
}
