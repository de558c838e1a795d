// The parser's door: source text in, a tree or a mistake out.
//
// A call holds all its state in its own arguments; nothing outlives it but what
// it put into the caller's arena. It accepts what CPython 3.11 accepts, and what
// it refuses it refuses with CPython's exception, message and place.

#ifndef SYNTAX_PARSE_H
#define SYNTAX_PARSE_H

#include "base/arena.h"
#include "base/check.h"
#include "syntax/tree.h"

typedef enum ParseMode {
    PARSE_EXEC,           // a file or the text of exec(): a Module
    PARSE_EVAL,           // one expression: an Expression
    PARSE_SINGLE,         // one interactive statement: an Interactive
    PARSE_FUNCTION_TYPE,  // the text of a signature type comment: a FunctionType
} ParseMode;

// Bits of ParseOptions.flags.
enum {
    // The source was a str: it is utf-8 already and a coding comment is ignored.
    PARSE_SOURCE_IS_TEXT = 1 << 0,
    // The source is a program file: mistakes of its encoding are worded as for files,
    // and a NUL ends its line unseen.
    PARSE_SOURCE_IS_FILE = 1 << 1,
    PARSE_TYPE_COMMENTS = 1 << 2,       // keep "# type:" comments
    PARSE_BARRY_AS_FLUFL = 1 << 3,      // from __future__ import barry_as_FLUFL
    PARSE_DONT_IMPLY_DEDENT = 1 << 4,   // in PARSE_SINGLE, the end closes no block
    PARSE_ALLOW_INCOMPLETE = 1 << 5,    // a text that only needs more is "incomplete input"
};

// What a callback that may raise says.
typedef enum ParseVerdict {
    PARSE_GO_ON,
    PARSE_REFUSE,  // the warning became an error: the parser makes it a SyntaxError
    PARSE_STOP,    // the caller has its own error: the parser gives MISTAKE_CALLER
} ParseVerdict;

typedef enum ParseWarning {
    PARSE_SYNTAX_WARNING,
    PARSE_DEPRECATION_WARNING,
} ParseWarning;

// What the parser asks of its caller; any member may be NULL.
typedef struct ParseCallbacks {
    void *context;  // borrows; handed to each call

    // Reports a warning about the given line.
    ParseVerdict (*warn)(void *context, ParseWarning category, const char *message, int line);

    // Gives one more line of an interactive source: `text` lives until the next call, and
    // ends in a newline but for a last line without one; length 0 is the end.
    ParseVerdict (*read_line)(void *context, const char **text, size_t *length);

    // Turns source bytes in an encoding that the parser has no table of into utf-8, which
    // must live as long as the parse. PARSE_REFUSE: it can't, and *text says why (NULL: there is
    // no such encoding).
    ParseVerdict (*decode)(void *context, const char *encoding, const char *bytes, size_t size,
                           const char **text, size_t *length);

    // Gives a line, with its newline, of the file that the source bears the name of, for a
    // mistake of a program to show; `encoding` is NULL where the source names none. The text
    // must live until the next call. PARSE_REFUSE: there is no such line.
    ParseVerdict (*file_line)(void *context, int line, const char *encoding, const char **text,
                              size_t *length);
} ParseCallbacks;

typedef struct ParseOptions {
    ParseMode mode;
    uint32_t flags;
    int32_t feature_minor;      // accept Python 3.x's grammar only; 0 is the newest, 11
    int32_t int_digits_max;     // sys.get_int_max_str_digits(), 0 for no limit
    const char *file_name;      // only for the message about a file that is not utf-8
    const ParseCallbacks *callbacks;  // NULL for none
} ParseOptions;

typedef enum MistakeKind {
    MISTAKE_NONE,
    MISTAKE_SYNTAX,       // SyntaxError
    MISTAKE_INDENTATION,  // IndentationError
    MISTAKE_TAB,          // TabError
    MISTAKE_MEMORY,       // MemoryError: no memory, or nested beyond the parser's depth
    MISTAKE_VALUE,        // ValueError: a NUL in a source that is no file
    MISTAKE_OVERFLOW,     // OverflowError: the text is too long to count its columns
    MISTAKE_DECODE,       // UnicodeDecodeError of utf-8: see SyntaxMistake
    MISTAKE_CALLER,       // a callback stopped the parse; its error stands
} MistakeKind;

// Why a text was refused: the attributes of CPython's SyntaxError.
//
// For MISTAKE_DECODE they are those of UnicodeDecodeError: `text` is the object that
// could not be decoded, raw bytes; offset and end_offset are start and end; message is
// the reason. CPython lets it out where it looks for worse mistakes in a text that it
// has refused already.
typedef struct SyntaxMistake {
    MistakeKind kind;
    const char *message;  // utf-8, in the arena; NULL for MISTAKE_MEMORY and MISTAKE_CALLER
    int32_t line;         // lineno, from 1
    int32_t offset;       // in characters from 1; 0 or -1 where CPython says so
    int32_t end_line;     // end_lineno
    int32_t end_offset;
    const Text *text;     // the source line, in the arena; NULL where CPython has None
    bool has_place;       // whether the members from line to text mean anything
    bool has_end;         // whether end_line and end_offset do (else CPython has None)
} SyntaxMistake;

// Parses source[0..size). Gives the tree, in `arena`; or NULL, with *mistake filled in.
// With callbacks.read_line the source is what is known of an interactive text already.
MUST_USE Tree *parse(Arena *arena, const char *source, size_t size, const ParseOptions *options,
                     SyntaxMistake *mistake);

#endif
