// A source text on its way to the tokenizer: bytes in some encoding become utf-8
// whose lines all end in one newline byte.
//
// CPython trusts a source without a coding comment to be utf-8 and finds wrong
// bytes only where it needs characters; so the text may hold wrong utf-8.

#ifndef SYNTAX_SOURCE_H
#define SYNTAX_SOURCE_H

#include "syntax/context.h"

typedef struct Source {
    char *text;  // owns when `capacity` > 0, else in the arena; a NUL behind its end
    int32_t size;
    int32_t capacity;
    bool is_interactive;  // it grows line by line through callbacks.read_line
    bool is_file;
    // The encoding that CPython knows it to be in, in the arena or static; NULL: none was named.
    const char *encoding;
} Source;

// Prepares source[0..size) as the options say. False: a mistake is raised.
MUST_USE bool source_open(Source *source, ParseContext *context, const char *bytes, size_t size);

// Appends a line of an interactive source; at its end appends nothing. False: raised.
MUST_USE bool source_read_line(Source *source, ParseContext *context);

void source_done(Source *source);

#endif
