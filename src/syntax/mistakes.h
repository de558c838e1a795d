// What the parser says about a text that it refuses, in CPython's words.
//
// Everything here raises in the parser's context and sets is_failed, unless a mistake
// stands there already, and gives NULL, so that a rule's action can end with it.

#ifndef SYNTAX_MISTAKES_H
#define SYNTAX_MISTAKES_H

#include "base/utf8.h"
#include "syntax/parser.h"

// A SyntaxError from the start of the span to its end.
COLD PRINTF_LIKE(3, 4) void *mistakes_at(Parser *p, Span span, const char *format, ...);

// A SyntaxError from the start of the span to where the tokenizer has come.
COLD PRINTF_LIKE(3, 4) void *mistakes_from(Parser *p, Span span, const char *format, ...);

// A SyntaxError, or IndentationError, at the last token that was read.
COLD PRINTF_LIKE(2, 3) void *mistakes_here(Parser *p, const char *format, ...);
COLD PRINTF_LIKE(2, 3) void *mistakes_here_indent(Parser *p, const char *format, ...);

// A SyntaxError at the last token, for bytes that are not utf-8: `step` is the wrong
// sequence at `bytes`, which is at `position` for CPython's codec.
COLD void mistakes_decoding(Parser *p, const char *bytes, Utf8Step step, int position);

// Words why the tokenizer gave TOKEN_ERROR.
COLD void mistakes_word_token(Parser *p);

// Words the failure of the parse; `last` is the last token that the first pass read.
COLD void mistakes_word_failure(Parser *p, const Token *last);

// What a target is for.
typedef enum TargetUse { TARGET_ASSIGNED, TARGET_DELETED, TARGET_OF_FOR } TargetUse;

// Refuses the part of `expr` that can't be a target; gives NULL without a mistake when
// all of it can.
COLD void *mistakes_target(Parser *p, Expr *expr, TargetUse use);

// What CPython calls such an expression: "function call", "literal", ...
const char *mistakes_expr_name(const Expr *expr);

// Whether the expression is the name print or exec.
bool mistakes_is_legacy(const Expr *expr);

// Refuses `node` (gives it back) when the grammar asked for is older than 3.`minor`.
void *mistakes_check_version(Parser *p, int minor, const char *what, void *node);

#endif
