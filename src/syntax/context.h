// What the parts of one parse share: the arena, the options and the mistake found.
//
// A mistake is raised once: whoever finds one fills it in and returns failure, and
// everyone above gives up. The parser alone may put another in its place.

#ifndef SYNTAX_CONTEXT_H
#define SYNTAX_CONTEXT_H

#include "syntax/parse.h"

#include <stdarg.h>

typedef struct ParseContext {
    Arena *arena;                  // borrows
    const ParseOptions *options;   // borrows
    SyntaxMistake *mistake;        // borrows; kind MISTAKE_NONE until one is raised
    struct NameTable *names;       // borrows: every Identifier of the tree
    bool is_encoded;               // columns of mistakes count characters (see mistakes.c)
} ParseContext;

// Where a mistake is, as SyntaxError has it: offsets in characters from 1.
typedef struct MistakePlace {
    int32_t line;
    int32_t offset;
    int32_t end_line;
    int32_t end_offset;
    const char *text;  // NULL for none; may hold wrong utf-8
    size_t text_size;
} MistakePlace;

ALWAYS_INLINE bool context_has_mistake(const ParseContext *context) {
    return context->mistake->kind != MISTAKE_NONE;
}

// Raises a mistake at a place (NULL for none), with a message as of printf.
COLD PRINTF_LIKE(4, 5) void context_raise(ParseContext *context, MistakeKind kind,
                                          const MistakePlace *place, const char *format, ...);
COLD void context_raise_list(ParseContext *context, MistakeKind kind, const MistakePlace *place,
                             const char *format, va_list arguments);

// Raises MISTAKE_MEMORY.
COLD void context_raise_memory(ParseContext *context);

// Passes a warning to the caller. PARSE_STOP has raised MISTAKE_CALLER already.
COLD ParseVerdict context_warn(ParseContext *context, ParseWarning category, const char *message,
                               int32_t line);

#endif
