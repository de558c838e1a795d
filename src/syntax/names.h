// The names of one tree: each spelling becomes one Identifier in the arena.

#ifndef SYNTAX_NAMES_H
#define SYNTAX_NAMES_H

#include "syntax/tree.h"

typedef struct NameTable {
    const Identifier **slots;  // owns; open addressing, NULL where free
    int32_t capacity;          // a power of two, or 0
    int32_t count;
} NameTable;

// The identifier of a spelling that is ASCII or NFKC-normalised already; NULL: no memory.
MUST_USE const Identifier *names_add(NameTable *names, Arena *arena, const char *bytes,
                                     size_t length);

// As names_add for the utf-8 spelling in a source: it is normalised first.
MUST_USE const Identifier *names_add_spelled(NameTable *names, Arena *arena, const char *bytes,
                                             size_t length);

void names_done(NameTable *names);

#endif
